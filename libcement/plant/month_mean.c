/* Months of what has a mean: weighted within the day by the row, across days by the day's weight, which may stand in
 * another file. */
#include "plant/months.h"

typedef struct mean {
  cm_month_work *w;
  const cm_series *weight[2]; /* whole series of the weight, of the use and of all uses; NULL: none */
  const cm_unit *unit;        /* in which weights are added; NULL: not known yet */
  cm_sum products, weights;   /* of the days that have a weight */
  cm_sum plain;               /* of all days, unweighted */
  uint64_t cells, days, plain_days, without;
  bool failed;
} mean;

static const cm_book *book_of(const mean *m) {
  return &m->w->plant->book;
}

/* In the unit in which weights are added. */
static cm_dec in_unit(mean *m, cm_dec x, uint16_t unit) {
  const cm_unit *own = &book_of(m)->units.at[unit].unit;
  cm_scale scale;
  if (m->unit == NULL) m->unit = own;
  m->failed |= cm_unit_factor(&scale, own, m->unit) || cm_scale_apply(&x, &x, &scale) < 0;
  return x;
}

/* What all parts and uses of the weight say of a day: false when none says anything. */
static bool weight_of_day(mean *m, int32_t day, cm_dec *out) {
  const cm_book *book = book_of(m);
  bool any = false;
  *out = cm_dec_zero;
  for (uint32_t s = 0; s < book->series.size; s++) {
    const cm_series *whole = &book->series.at[book->series.at[s].whole];
    if (whole != m->weight[0] && whole != m->weight[1]) continue;
    const cm_day_sum *sum = cm_book_find_day(book, s, day);
    cm_dec x;
    if (sum == NULL || sum->cells == 0) continue;
    m->failed |= cm_exact_take(&sum->value, &x) < 0;
    if (m->failed) return false;
    x = in_unit(m, x, sum->unit);
    m->failed |= cm_dec_add(out, out, &x) < 0;
    any = true;
  }
  return any && !m->failed;
}

static void add_weighted(mean *m, cm_dec product, cm_dec weight) {
  cm_sum_add(&m->products, &product);
  cm_sum_add(&m->weights, &weight);
}

static void add_day(mean *m, const cm_day_sum *day) {
  cm_dec value, weight, count, product;
  uint32_t plain = day->cells - day->weighed;
  m->cells += day->cells;
  m->days++;
  if (day->weighed != 0) {
    m->failed |= cm_exact_take(&day->product, &product) < 0 || cm_exact_take(&day->weight, &weight) < 0;
    if (m->failed) return;
    cm_dec in = in_unit(m, weight, day->weight_unit);
    cm_scale scale;
    m->failed |= cm_unit_factor(&scale, &book_of(m)->units.at[day->weight_unit].unit, m->unit) ||
                 cm_scale_apply(&product, &product, &scale) < 0;
    if (!m->failed) add_weighted(m, product, in);
    m->without += plain;
    return;
  }
  (void)cm_dec_from_i64(&count, plain);
  m->failed |= plain == 0 || cm_exact_take(&day->value, &value) < 0 || cm_dec_div(&value, &value, &count) < 0;
  if (m->failed) return;
  cm_sum_add(&m->plain, &value);
  m->plain_days++;
  if (!weight_of_day(m, day->day, &weight)) {
    m->without += plain;
    return;
  }
  m->failed |= cm_dec_mul(&product, &value, &weight) < 0;
  if (!m->failed) add_weighted(m, product, weight);
}

static int out_of_range(const mean *m, cm_spot spot) {
  return cm_refuse_spot(m->w->builder, CEMENT_E_RANGE, spot, m->w->series->item->key,
                        CM_S(": the mean of the month is out of range"));
}

/* The mean by weight, or the plain one where no weight is known: *weighted tells which. */
static int settle(mean *m, cm_dec *out, bool *weighted) {
  cm_dec weights, days;
  cm_sum *from = &m->products;
  if (m->failed || cm_sum_take(&m->weights, &weights) < 0) return -1;
  *weighted = cm_dec_sign(&weights) > 0;
  (void)cm_dec_from_i64(&days, (int64_t)m->plain_days);
  if (!*weighted) from = &m->plain;
  return cm_sum_take(from, out) < 0 || cm_dec_div(out, out, *weighted ? &weights : &days) < 0 ? -1 : 0;
}

static void find_weights(mean *m) {
  const cm_series *s = m->w->series;
  const cm_item *by = s->item->mean;
  if (by == NULL) return;
  cm_str line = by->level == CM_LEVEL_FACILITY ? (cm_str){"", 0} : s->line;
  uint32_t one = cm_months_find(m->w, by, line, s->of, s->use);
  uint32_t all = s->use.size == 0 ? CM_NONE : cm_months_find(m->w, by, line, s->of, (cm_str){"", 0});
  if (one == CM_NONE && !s->item->any_use) one = all;
  m->weight[0] = one == CM_NONE ? NULL : &book_of(m)->series.at[one];
}

static int tell(mean *m, bool weighted, cm_spot spot) {
  char n[CM_U64_TEXT_MAX], of[CM_U64_TEXT_MAX];
  cm_month_work *w = m->w;
  uint64_t without = weighted ? m->without : m->cells;
  if ((weighted && without == 0) || m->cells == 1) return CEMENT_OK;
  if (w->plant->strict) {
    return cm_refuse_spot(w->builder, CEMENT_E_MISSING, spot, w->series->item->key,
                          CM_S(": a mean of values that have no weight, which strict reading refuses"));
  }
  return cm_month_tell(w, CM_REMARK_UNWEIGHTED, cm_month_place(w, spot), CM_S(", n = "), cm_u64_text(without, n),
                       CM_S(" / "), cm_u64_text(m->cells, of));
}

static int put(mean *m, const cm_dec *value, bool weighted, const cm_day_sum *first) {
  char text[CM_DEC_TEXT_MAX], days[CM_U64_TEXT_MAX];
  cm_month_work *w = m->w;
  const cm_series *s = w->series;
  cm_buf note;
  cm_buf_init(&note, &w->scratch);
  cm_buf_add_c(&note, weighted ? "mean of " : "plain mean of ");
  cm_buf_add(&note, cm_u64_text(m->days, days));
  cm_buf_add_c(&note, m->days == 1 ? " day" : " days");
  if (weighted) cm_buf_add_c(&note, ", weighted by ");
  if (weighted)
    cm_buf_add(&note, m->weight[0] != NULL || s->item->mean != NULL ? s->item->mean->key : CM_S("its own column"));
  if (s->note.size != 0) cm_buf_add_c(&note, "; ");
  cm_buf_add(&note, s->note);
  cm_month_row row = {.written = cm_dec_text(value, text),
                      .unit = first->unit,
                      .spot = first->first,
                      .method = s->note.size != 0 ? CM_S("calculated") : s->method,
                      .source = s->source.size != 0 ? s->source : cm_month_source(w, m->cells),
                      .note = cm_buf_text(&note)};
  return note.failed || row.source.at == NULL ? cm_month_nomem(w) : cm_month_put(w, &row);
}

static int tell_samples(cm_month_work *w) {
  char missing[CM_U64_TEXT_MAX], bad[CM_U64_TEXT_MAX];
  uint64_t lost[2] = {0, 0};
  cm_spot first = {0, 0, 0};
  for (size_t i = 0; i < w->tally_count; i++) {
    const cm_tally *t = &w->plant->book.tallies.at[w->tallies[i]];
    lost[0] += t->missing;
    lost[1] += t->bad;
    if (t->missing + t->bad != 0 && (first.line == 0 || cm_spot_cmp(t->gap, first) < 0)) first = t->gap;
  }
  if (lost[0] + lost[1] == 0) return CEMENT_OK;
  return cm_month_tell(w, CM_REMARK_SAMPLES, cm_month_place(w, first), CM_S(", missing = "),
                       cm_u64_text(lost[0], missing), CM_S(", bad = "), cm_u64_text(lost[1], bad));
}

static int two_units(cm_month_work *w, const cm_day_sum *first, const cm_day_sum *day) {
  char where[CEMENT_SOURCE_MAX + 64];
  return cm_refuse_spot(w->builder, CEMENT_E_UNIT, day->first, w->series->item->key,
                        CM_S(": a mean of values in two units, the other at "),
                        cm_spot_text(w->builder, first->first, where));
}

/* What a rate weighs is a mean over the time of its rows: where rows are missing it says nothing of that time. */
static int tell_days(mean *m) {
  bool by_rate = false;
  for (size_t i = 0; i < m->w->day_count; i++) by_rate |= book_of(m)->days.at[m->w->days[i]].by_rate;
  return by_rate ? cm_month_days(m->w) : CEMENT_OK;
}

static int fold(mean *m) {
  cm_month_work *w = m->w;
  const cm_day_sum *first = NULL;
  cm_dec value;
  bool weighted;
  for (size_t i = 0; i < w->day_count; i++) {
    const cm_day_sum *day = &w->plant->book.days.at[w->days[i]];
    if (day->cells == 0) continue;
    if (first != NULL && day->unit != first->unit) return two_units(w, first, day);
    if (first == NULL) first = day;
    add_day(m, day);
  }
  if (first == NULL) return CEMENT_OK;
  bool nothing = !m->failed && m->plain_days == 0 && cm_sum_take(&m->weights, &value) >= 0 && cm_dec_is_zero(&value);
  if (nothing) return CEMENT_OK; /* samples of a month in which nothing was used */
  if (settle(m, &value, &weighted)) return out_of_range(m, first->first);
  int status = tell(m, weighted, first->first);
  if (status == CEMENT_OK) status = tell_days(m);
  return status == CEMENT_OK ? put(m, &value, weighted, first) : status;
}

int cm_months_mean(cm_month_work *w) {
  mean *m = CM_NEW(&w->scratch, mean); /* too large for a stack */
  if (m == NULL) return cm_month_nomem(w);
  m->w = w;
  cm_sum_init(&m->products);
  cm_sum_init(&m->weights);
  cm_sum_init(&m->plain);
  find_weights(m);
  int status = tell_samples(w);
  return status == CEMENT_OK ? fold(m) : status;
}
