/* The year's column of a form: held against the months, by the sum or the weighted mean. */
#include "plant/read_form.h"

/* What a series says of a month in this file. */
static bool value_of(const cm_form *t, uint32_t series, cm_month month, cm_dec *out) {
  const cm_book *book = &t->f->plant->book;
  size_t at;
  for (size_t i = t->f->months_first; i < book->months.size; i++) {
    const cm_month_value *v = &book->months.at[i];
    if (v->series != series || book->tallies.at[v->tally].month != month) continue;
    return cm_dec_read(v->written, out, &at) == CM_PARSE_OK;
  }
  return false;
}

static uint32_t weight_series(const cm_form *t, const cm_series *s) {
  const cm_book *book = &t->f->plant->book;
  for (uint32_t i = 0; i < book->series.size; i++) {
    const cm_series *w = &book->series.at[i];
    bool line = s->item->mean != NULL && (s->item->mean->level == CM_LEVEL_FACILITY || cm_str_eq(w->line, s->line));
    if (line && w->item == s->item->mean && cm_str_eq(w->of, s->of) && cm_str_eq(w->use, s->use)) return i;
  }
  return CM_NONE;
}

/* What the year began or ended with, if its first or last month is there. */
static bool stock_of(const cm_form *t, uint32_t series, cm_time time, cm_dec *out) {
  cm_month wanted = time == CM_TIME_FIRST ? 0 : 11;
  for (size_t i = 0; i < t->f->headings.count; i++) {
    if (t->kind[i] == CM_COLUMN_MONTH && t->months[i] % 12 == wanted) return value_of(t, series, t->months[i], out);
  }
  return false;
}

/* The year by the item's time rule: false when it cannot be worked out. */
static bool year_of(const cm_form *t, const cm_form_year *p, cm_dec *out) {
  const cm_series *s = &t->f->plant->book.series.at[p->series];
  if (cm_is_stock(s->item)) return stock_of(t, p->series, (cm_time)s->item->time, out);
  uint32_t weights = s->flow ? CM_NONE : weight_series(t, s);
  cm_dec sum = cm_dec_zero, total = cm_dec_zero;
  bool good = s->flow || weights != CM_NONE;
  for (size_t i = 0; i < t->f->headings.count && good; i++) {
    cm_dec x, w = cm_dec_one;
    if (t->kind[i] != CM_COLUMN_MONTH || !value_of(t, p->series, t->months[i], &x)) continue;
    if (!s->flow && !value_of(t, weights, t->months[i], &w)) continue;
    good = cm_dec_mul(&x, &x, &w) >= 0 && cm_dec_add(&sum, &sum, &x) >= 0 && cm_dec_add(&total, &total, &w) >= 0;
  }
  if (good && !s->flow) good = cm_dec_sign(&total) > 0 && cm_dec_div(&sum, &sum, &total) >= 0;
  *out = sum;
  return good;
}

int cm_form_check_years(cm_form *t) {
  cm_file *f = t->f;
  for (size_t i = 0; i < t->totals.size; i++) {
    const cm_form_year *p = &t->totals.at[i];
    char line[CM_U64_TEXT_MAX], column[CM_U64_TEXT_MAX], read[CM_DEC_TEXT_MAX], made[CM_DEC_TEXT_MAX];
    cm_dec year;
    cm_rounded rounded;
    if (!year_of(t, p, &year) || cm_dec_round(&rounded, &year, cm_dec_decimals(&p->total), CM_RULE_HALF_UP) < 0)
      continue;
    if (cm_dec_cmp(&rounded.value, &p->total) == 0) continue;
    if (f->strict) {
      return cm_refuse_spot(f->builder, CEMENT_E_CONFLICT, p->spot, p->title, CM_S(": a year's figure of "),
                            cm_dec_text(&p->total, read), CM_S(" read, but the months give "),
                            cm_dec_text(&rounded.value, made));
    }
    cm_remark remark = {.kind = CM_REMARK_TOTAL,
                        .item = f->plant->book.series.at[p->series].item,
                        .month = INT32_MIN,
                        .key = cm_str_cut(p->title, 120)};
    int status = cm_file_tell(f, &remark, f->name, CM_S(":"), cm_u64_text(p->spot.line, line), CM_S(":"),
                              cm_u64_text(p->spot.column, column), CM_S(" "), cm_dec_text(&p->total, read),
                              CM_S(" <> "), cm_dec_text(&rounded.value, made));
    if (status != CEMENT_OK) return status;
  }
  return CEMENT_OK;
}
