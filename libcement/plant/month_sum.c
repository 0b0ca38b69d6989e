/* Months of what adds up, and months that tables give as a whole. */
#include "plant/months.h"

static const cm_day_sum *day_at(const cm_month_work *w, size_t i) {
  return &w->plant->book.days.at[w->days[i]];
}

/* Everything that the tallies of the month's parts and files counted. */
static cm_tally total_of(const cm_month_work *w) {
  cm_tally all = {0};
  for (size_t i = 0; i < w->tally_count; i++) {
    const cm_tally *t = &w->plant->book.tallies.at[w->tallies[i]];
    all.numbers += t->numbers;
    all.stopped += t->stopped;
    all.gaps_zero |= t->gaps_zero;
    if (t->gap.line == 0) continue;
    if (all.gap.line == 0 || cm_spot_cmp(t->gap, all.gap) < 0) all.gap = t->gap;
    all.blank += t->blank;
    all.missing += t->missing;
    all.bad += t->bad;
  }
  return all;
}

static int tell_gap(cm_month_work *w, cm_remark_kind kind, const cm_tally *t) {
  char blank[CM_U64_TEXT_MAX], missing[CM_U64_TEXT_MAX], bad[CM_U64_TEXT_MAX];
  return cm_month_tell(w, kind, cm_month_place(w, t->gap), CM_S(", blank = "), cm_u64_text(t->blank, blank),
                       CM_S(", missing = "), cm_u64_text(t->missing, missing), CM_S(", bad = "),
                       cm_u64_text(t->bad, bad));
}

/* Two files, or two names of one line, that speak of the same day. */
int cm_month_check_twice(cm_month_work *w) {
  const cm_book *book = &w->plant->book;
  for (size_t i = 1; i < w->day_count; i++) {
    const cm_day_sum *a = day_at(w, i - 1), *b = day_at(w, i);
    if (a->day != b->day || !cm_str_eq(book->series.at[a->series].part, book->series.at[b->series].part)) continue;
    char where[CEMENT_SOURCE_MAX + 64];
    bool ordered = cm_spot_cmp(a->first, b->first) < 0;
    return cm_refuse_spot(w->builder, CEMENT_E_CONFLICT, ordered ? b->first : a->first, w->series->item->key,
                          CM_S(" of this day is given twice, first at "),
                          cm_spot_text(w->builder, ordered ? a->first : b->first, where));
  }
  return CEMENT_OK;
}

typedef struct sums {
  cm_sum part, all; /* of the days of one unit, of all */
} sums;

/* The days from `first` on that are in its unit, in the unit `to`: converted once, when all are added. */
static bool add_unit(const cm_month_work *w, size_t first, const cm_unit *to, sums *s, uint64_t *cells) {
  const cm_book *book = &w->plant->book;
  uint16_t unit = day_at(w, first)->unit;
  cm_dec x;
  cm_scale scale;
  cm_sum_init(&s->part);
  for (size_t i = first; i < w->day_count; i++) {
    if (day_at(w, i)->unit != unit) continue;
    if (cm_exact_take(&day_at(w, i)->value, &x) < 0) return false;
    cm_sum_add(&s->part, &x);
    *cells += day_at(w, i)->cells;
  }
  if (cm_sum_take(&s->part, &x) < 0 || cm_unit_factor(&scale, &book->units.at[unit].unit, to) ||
      cm_scale_apply(&x, &x, &scale) < 0) {
    return false;
  }
  cm_sum_add(&s->all, &x);
  return true;
}

static bool is_first_of_unit(const cm_month_work *w, size_t at) {
  size_t i = 0;
  while (day_at(w, i)->unit != day_at(w, at)->unit) i++;
  return i == at;
}

/* The days together, in the unit that the first is written in. */
static int add_days(cm_month_work *w, cm_dec *out, uint64_t *cells) {
  const cm_unit *to = &w->plant->book.units.at[day_at(w, 0)->unit].written;
  sums *s = CM_NEW(&w->scratch, sums); /* too large for a stack */
  if (s == NULL) return cm_month_nomem(w);
  cm_sum_init(&s->all);
  for (size_t i = 0; i < w->day_count; i++) {
    if (!is_first_of_unit(w, i) || add_unit(w, i, to, s, cells)) continue;
    return cm_refuse_spot(w->builder, CEMENT_E_RANGE, day_at(w, i)->first, w->series->item->key,
                          CM_S(": the sum of the days is out of range"));
  }
  if (cm_sum_take(&s->all, out) >= 0) return CEMENT_OK;
  return cm_refuse_spot(w->builder, CEMENT_E_RANGE, day_at(w, 0)->first, w->series->item->key,
                        CM_S(": the sum of the month is out of range"));
}

static cm_spot first_spot(const cm_month_work *w) {
  cm_spot first = day_at(w, 0)->first;
  for (size_t i = 1; i < w->day_count; i++) {
    cm_spot spot = day_at(w, i)->first;
    if (cm_spot_cmp(spot, first) < 0) first = spot;
  }
  return first;
}

int cm_month_put_days(cm_month_work *w, cm_buf *note) {
  char text[CM_DEC_TEXT_MAX];
  const cm_series *s = w->series;
  uint64_t cells = 0;
  cm_dec sum;
  int status = add_days(w, &sum, &cells);
  if (status != CEMENT_OK) return status;
  if (s->note.size != 0) cm_buf_add_c(note, "; ");
  cm_buf_add(note, s->note);
  cm_month_row row = {.written = cm_dec_text(&sum, text),
                      .unit = day_at(w, 0)->unit,
                      .spot = first_spot(w),
                      .method = s->note.size != 0 ? CM_S("calculated") : s->method,
                      .source = s->source.size != 0 ? s->source : cm_month_source(w, cells),
                      .note = cm_buf_text(note)};
  return note->failed || row.source.at == NULL ? cm_month_nomem(w) : cm_month_put(w, &row);
}

static int put_sum(cm_month_work *w) {
  cm_buf note;
  size_t days = 1; /* ascending; those of several parts stand side by side */
  for (size_t i = 1; i < w->day_count; i++) days += day_at(w, i)->day != day_at(w, i - 1)->day;
  cm_buf_init(&note, &w->scratch);
  cm_buf_add_c(&note, "sum of ");
  cm_buf_add_u64(&note, days);
  cm_buf_add_c(&note, days == 1 ? " day" : " days");
  return cm_month_put_days(w, &note);
}

int cm_months_sum(cm_month_work *w) {
  cm_tally all = total_of(w);
  int status = CEMENT_OK;
  if (all.gap.line != 0 && !all.gaps_zero) {
    return w->month_count != 0 ? CEMENT_OK : tell_gap(w, CM_REMARK_GAP, &all);
  }
  if (all.gap.line != 0) status = tell_gap(w, CM_REMARK_ZERO, &all);
  if (w->day_count == 0 || status != CEMENT_OK) return status;
  status = cm_month_days(w);
  return status == CEMENT_OK ? put_sum(w) : status;
}

/* ---- months as tables give them ---- */

static const cm_month_value *value_at(const cm_month_work *w, size_t i) {
  return &w->plant->book.months.at[w->months[i]];
}

static int put_value(cm_month_work *w, const cm_month_value *v, cm_str written) {
  const cm_series *s = &w->plant->book.series.at[v->series];
  cm_month_row row = {.written = written,
                      .unit = v->unit,
                      .spot = v->spot,
                      .method = s->note.size != 0 ? CM_S("calculated") : s->method,
                      .method_cell = v->method_cell,
                      .source = v->source.size != 0   ? v->source
                                : s->source.size != 0 ? s->source
                                                      : w->plant->ledger->documents.at[v->spot.document].name,
                      .note = s->note.size != 0 ? s->note : v->note};
  return cm_month_put(w, &row);
}

/* Parts of one whole: each of a series of its own. */
static bool are_parts(const cm_month_work *w) {
  for (size_t i = 1; i < w->month_count; i++) {
    const cm_series *a = &w->plant->book.series.at[value_at(w, i - 1)->series];
    const cm_series *b = &w->plant->book.series.at[value_at(w, i)->series];
    if (cm_str_eq(a->part, b->part) || value_at(w, i)->unit != value_at(w, 0)->unit) return false;
  }
  return w->month_count > 1;
}

int cm_months_whole(cm_month_work *w) {
  int status = CEMENT_OK;
  if (!are_parts(w)) {
    for (size_t i = 0; i < w->month_count && status == CEMENT_OK; i++) {
      status = put_value(w, value_at(w, i), value_at(w, i)->written);
    }
    return status;
  }
  char text[CM_DEC_TEXT_MAX];
  cm_sum sum;
  cm_dec x;
  size_t at;
  cm_sum_init(&sum);
  for (size_t i = 0; i < w->month_count; i++) {
    if (cm_dec_read(value_at(w, i)->written, &x, &at) == CM_PARSE_OK) cm_sum_add(&sum, &x);
  }
  if (cm_sum_take(&sum, &x) < 0) x = cm_dec_zero; /* a few numbers of cells: never out of range */
  return put_value(w, value_at(w, 0), cm_dec_text(&x, text));
}
