/* Which columns of a wide table say when, of which line and of which fuel a row is. */
#include "plant/fold.h"
#include "plant/read_work.h"

/* Whether it is neither a number nor a date: 合计, or a remark below a short table. */
static bool is_word(const cm_file *f, cm_str raw) {
  char plain[CM_PLAIN_MAX];
  size_t size;
  uint32_t repairs = 0;
  const char *why;
  cm_when when;
  if (cm_when_read(raw, &f->when, &when, &repairs, &why) == 0) return false;
  if (!cm_plain_text(raw, f->table.encoding, plain, &size, &repairs)) return true;
  return size > 0 && !cm_is_digit((unsigned char)plain[0]);
}

/* A column of dates where every row that was read ahead could have the day number of a spreadsheet. */
static bool are_serials(const cm_file *f, uint32_t column) {
  size_t seen = 0;
  for (size_t i = f->first_row; i < f->kept.size; i++) {
    const cm_row *row = &f->kept.at[i].row;
    if (column >= row->count || row->fields[column].raw.size == 0 || is_word(f, row->fields[column].raw)) continue;
    if (!cm_when_is_serial(row->fields[column].raw, f->table.encoding)) return false;
    seen++;
  }
  return seen > 0;
}

static void find_columns(cm_file *f) {
  uint32_t *const wanted[] = {&f->period_column, &f->line_column, &f->of_column, &f->unit_column};
  static const uint8_t kinds[] = {CM_MEANING_PERIOD, CM_MEANING_LINE, CM_MEANING_OF, CM_MEANING_UNIT};
  f->period_column = f->time_column = f->line_column = f->of_column = f->unit_column = CM_NONE;
  for (uint32_t i = 0; i < f->headings.count; i++) {
    if (f->meanings[i].problem != CM_PROBLEM_NONE) continue;
    f->gives |= f->meanings[i].kind == CM_MEANING_ATTRIBUTE;
    bool shift = f->meanings[i].kind == CM_MEANING_SHIFT && f->shift_count < CM_SHIFT_COLUMNS;
    if (shift) f->shift_columns[f->shift_count++] = i;
    for (size_t k = 0; k < 4; k++) {
      if (f->meanings[i].kind == kinds[k] && *wanted[k] == CM_NONE) {
        *wanted[k] = i;
      } else if (f->meanings[i].kind == kinds[k] && k == 0 && f->time_column == CM_NONE) {
        f->time_column = i;
      }
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

/* Of two columns of dates the second is needed where the first is a year, or the second a time: that the first rows
 * tell. */
static int settle_time(cm_file *f) {
  const cm_mapping_table *map = f->map;
  uint32_t date = f->period_column, time = f->time_column;
  if (time == CM_NONE) return CEMENT_OK;
  if (map != NULL && map->time_key.size != 0) {
    cm_str key;
    int status = cm_heading_key(&f->arena, cm_heading_group(&f->headings, date), f->headings.names[date].text,
                                f->headings.names[date].where, &key, f->err);
    if (status != CEMENT_OK) return status;
    if (cm_str_eq(key, map->time_key)) f->period_column = time, f->time_column = date;
    return CEMENT_OK;
  }
  for (size_t i = f->first_row; i < f->kept.size; i++) {
    const cm_row *row = &f->kept.at[i].row;
    if (date >= row->count || time >= row->count || row->fields[date].raw.size == 0) continue;
    bool needed = !is_date(f, date, row) || !is_date(f, time, row);
    if (needed) return CEMENT_OK;
  }
  f->time_column = CM_NONE;
  return cm_file_tell_name(f, &f->headings.names[time], &f->meanings[time], CM_REMARK_SPARE, (cm_str){"", 0});
}

/* 1日 and 1 are days of the month that a title names, unless the column is one of months. */
static void take_title_month(cm_file *f) {
  cm_str name = f->headings.names[f->period_column].text;
  if (!f->has_title_month || (cm_has_word(name, CM_S("月")) && !cm_has_word(name, CM_S("日")))) return;
  f->when.month = f->title_month % 12 + 1;
  f->when.starts = f->map == NULL ? 0 : (int32_t)f->map->month_starts;
}

int cm_file_wide_begin(cm_file *f) {
  const cm_heading *first = &f->headings.names[0];
  find_columns(f);
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
  take_title_month(f);
  f->when.serials = are_serials(f, f->period_column);
  int status = settle_time(f);
  if (status == CEMENT_OK) cm_file_find_step(f);
  return status;
}

/* A cell as it may be joined with another: short, plain, and copied. */
static size_t plain_of(const cm_file *f, uint32_t column, char out[CM_PLAIN_MAX]) {
  uint32_t repairs = 0;
  cm_str raw = cm_plain_trim(cm_file_raw(f, column), f->table.encoding, &repairs);
  if (raw.size > CM_PLAIN_MAX) return 0;
  memcpy(out, raw.at, raw.size);
  return raw.size;
}

static bool is_year(const char *text, size_t size) {
  int32_t year;
  return size == 4 && cm_year_read((cm_str){text, size}, &year) == 0;
}

/* Two columns: a date and a time, or a year and a month. */
static int read_both(cm_file *f, cm_when *out, const char **why) {
  char joined[2 * CM_PLAIN_MAX + 8];
  uint32_t repairs = 0;
  cm_when_rules rules = f->when;
  size_t size = plain_of(f, f->period_column, joined);
  cm_str year = {joined, size};
  bool of_year = is_year(joined, size);
  cm_str sign = f->table.encoding == CM_ENCODING_GB18030 ? CM_S("\xC4\xEA") : CM_S("年");
  cm_str month = f->table.encoding == CM_ENCODING_GB18030 ? CM_S("\xD4\xC2") : CM_S("月");
  if (!of_year && size > sign.size && memcmp(joined + size - sign.size, sign.at, sign.size) == 0) {
    of_year = is_year(year.at, size - sign.size);
    size -= of_year ? sign.size : 0;
  }
  if (of_year) memcpy(joined + size, sign.at, sign.size);
  if (!of_year) joined[size] = ' ';
  size += of_year ? sign.size : 1;
  size_t second = plain_of(f, f->time_column, joined + size);
  bool digits = second > 0 && second <= 2;
  for (size_t i = 0; i < second && digits; i++) digits = cm_is_digit((unsigned char)joined[size + i]);
  size += second;
  if (of_year && digits) memcpy(joined + size, month.at, month.size);
  size += of_year && digits ? month.size : 0;
  if (second == 0) *why = "the second column of its date is empty";
  return second == 0 ? -1 : cm_when_read((cm_str){joined, size}, &rules, out, &repairs, why);
}

static cm_when of_title(const cm_file *f) {
  return (cm_when){.day = cm_days_of(f->title_month / 12, f->title_month % 12 + 1, 1), .grain = CM_GRAIN_MONTH};
}

bool cm_file_peek_period(cm_file *f, cm_when *out, const char **why) {
  uint32_t repairs = 0;
  if (f->time_column != CM_NONE) return read_both(f, out, why) == 0;
  if (f->titled) *out = of_title(f);
  return f->titled || cm_when_read(cm_file_raw(f, f->period_column), &f->when, out, &repairs, why) == 0;
}

int cm_file_period(cm_file *f, cm_when *out, const char **why) {
  *why = NULL;
  if (f->titled) *out = of_title(f);
  if (f->titled) return CEMENT_OK;
  if (f->time_column == CM_NONE) return cm_file_when(f, f->period_column, out, why);
  if (read_both(f, out, why) == 0) *why = NULL;
  return CEMENT_OK;
}
