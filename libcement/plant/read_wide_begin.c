/* What the columns of a wide table say of a row beside its numbers: of which line and of which fuel it is. */
#include "plant/read_work.h"

static void find_columns(cm_file *f) {
  uint32_t *const wanted[] = {&f->line_column, &f->of_column, &f->unit_column};
  static const uint8_t kinds[] = {CM_MEANING_LINE, CM_MEANING_OF, CM_MEANING_UNIT};
  f->line_column = f->of_column = f->unit_column = CM_NONE;
  for (uint32_t i = 0; i < f->headings.count; i++) {
    if (f->meanings[i].problem != CM_PROBLEM_NONE) continue;
    f->gives |= f->meanings[i].kind == CM_MEANING_ATTRIBUTE;
    bool shift = f->meanings[i].kind == CM_MEANING_SHIFT && f->shift_count < CM_SHIFT_COLUMNS;
    if (shift) f->shift_columns[f->shift_count++] = i;
    for (size_t k = 0; k < 3; k++) {
      if (f->meanings[i].kind == kinds[k] && *wanted[k] == CM_NONE) *wanted[k] = i;
    }
  }
}

/* Whether a cell alone is a date or a month. */
static bool is_date(const cm_file *f, uint32_t column, const cm_row *row) {
  uint32_t repairs = 0;
  const char *why;
  cm_when when;
  return cm_when_read(row->fields[column].raw, &f->when, &when, &repairs, &why) == 0 && when.grain != CM_GRAIN_YEAR;
}

/* Whether a column that nobody knows may be one of dates. */
static bool has_dates(const cm_file *f) {
  for (size_t i = f->first_row; i < f->kept.size; i++) {
    const cm_row *row = &f->kept.at[i].row;
    for (uint32_t c = 0; c < f->headings.count && c < row->count; c++) {
      if (f->meanings[c].kind == CM_MEANING_UNKNOWN && is_date(f, c, row)) return true;
    }
  }
  return false;
}

int cm_file_wide_begin(cm_file *f) {
  const cm_heading *first = &f->headings.names[0];
  find_columns(f);
  int status = cm_file_find_dates(f);
  if (status != CEMENT_OK) return status;
  f->days_first = f->days_before = f->plant->book.days.size;
  f->months_first = f->months_before = f->plant->book.months.size;
  f->cells = CM_NEWS(&f->arena, cm_value_cell, f->headings.count);
  if (f->cells == NULL) return cm_file_nomem(f);
  uint32_t names = f->of_column != CM_NONE ? f->of_column : f->line_column;
  f->titled = f->period_column == CM_NONE && f->has_title_month && !f->title_sums && names != CM_NONE && !has_dates(f);
  if (f->titled) f->period_column = names; /* where messages about it point to */
  if (f->titled) return CEMENT_OK;
  if (f->period_column == CM_NONE) {
    return cm_fail(
        f->err, CEMENT_E_SCHEMA, first->where, CM_S("\""), cm_str_cut(first->text, 40),
        CM_S("\" read: no column of dates or months among the headings; a mapping can name it as period, or a "
             "title above the month that rows of fuels or lines are of (2025年3月)"));
  }
  cm_file_find_step(f);
  cm_file_forget_dates(f);
  return CEMENT_OK;
}
