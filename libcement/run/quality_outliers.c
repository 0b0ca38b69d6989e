/* Months that stand out of their own series: the chart of individual values with moving ranges. The limits are the mean
 * of the months ± the factor times the mean distance of neighbours; months that are absent are passed over. */
#include "base/invariant.h"
#include "run/quality.h"

/* Values of a series with their months. */
typedef struct chart {
  const cm_dec *at;
  const cm_month *months;
  size_t count;
  int32_t decimals; /* of the limits, for display */
  cm_dec sum, ranges;
} chart;

/* The sum of the values, or of the distances of neighbours. */
static bool total(const chart *c, bool ranges, cm_dec *out) {
  cm_sum sum;
  cm_sum_init(&sum);
  for (size_t i = ranges ? 1 : 0; i < c->count; i++) {
    cm_dec x = c->at[i];
    if (ranges && cm_dec_sub(&x, &x, &c->at[i - 1]) < 0) return false;
    if (ranges) x = cm_dec_abs(&x);
    cm_sum_add(&sum, &x);
  }
  return cm_sum_take(&sum, out) >= 0;
}

static int measure(chart *c) {
  return total(c, false, &c->sum) && total(c, true, &c->ranges) ? 0 : -1;
}

/* |n x - sum| (n - 1) > factor × ranges × n: no division, so nothing is rounded before it is compared. */
static bool is_out(const chart *c, const cm_dec *factor, const cm_dec *x) {
  cm_dec n, less, far = cm_dec_zero, near = cm_dec_zero;
  (void)cm_dec_from_i64(&n, (int64_t)c->count);
  (void)cm_dec_from_i64(&less, (int64_t)c->count - 1);
  int status = cm_dec_mul(&far, &n, x); /* where one of them fails, it ends below 0 */
  status |= cm_dec_sub(&far, &far, &c->sum);
  status |= cm_dec_mul(&far, &far, &less);
  status |= cm_dec_mul(&near, factor, &c->ranges);
  status |= cm_dec_mul(&near, &near, &n);
  far = cm_dec_abs(&far);
  return status >= 0 && cm_dec_cmp(&far, &near) > 0;
}

/* What has too many digits for these decimals has none behind them. */
static cm_dec rounded(const cm_dec *x, int32_t decimals) {
  cm_rounded r;
  return cm_dec_round(&r, x, decimals, CM_RULE_HALF_UP) < 0 ? *x : r.value;
}

/* False where their distance from the mean is no number. A mean too close to zero for one is zero. */
static bool limits(const chart *c, const cm_dec *factor, cm_outlier *out) {
  cm_dec n, less, mean = cm_dec_zero, reach = cm_dec_zero;
  (void)cm_dec_from_i64(&n, (int64_t)c->count);
  (void)cm_dec_from_i64(&less, (int64_t)c->count - 1);
  (void)cm_dec_div(&mean, &c->sum, &n);
  int status = cm_dec_mul(&reach, factor, &c->ranges);
  status |= cm_dec_div(&reach, &reach, &less);
  out->low = out->high = mean;
  (void)cm_dec_sub(&out->low, &mean, &reach);
  (void)cm_dec_add(&out->high, &mean, &reach);
  out->low = rounded(&out->low, c->decimals);
  out->high = rounded(&out->high, c->decimals);
  out->mean = rounded(&mean, c->decimals);
  out->months = (uint32_t)c->count;
  out->decimals = c->decimals;
  return status >= 0;
}

static int tell(cm_quality *q, const chart *c, cm_outlier like) {
  for (size_t i = 0; i < c->count; i++) {
    if (!is_out(c, &q->rules.factor, &c->at[i])) continue;
    like.month = c->months[i];
    like.value = c->at[i];
    if (CM_VEC_PUSH(&q->arena, &q->outliers, like)) return -1;
  }
  return 0;
}

/* ---- items ---- */

#define DECIMALS_MAX 12

static int look_at(cm_quality *q, const cm_series_of *series, cm_arena *scratch) {
  size_t count = series->at.size;
  cm_dec *values = CM_NEWS(scratch, cm_dec, count);
  cm_month *months = CM_NEWS(scratch, cm_month, count);
  chart c = {values, months, count, 0, cm_dec_zero, cm_dec_zero};
  cm_outlier like = {.series = series, .line = series->line};
  if (values == NULL || months == NULL) return -1;
  for (size_t i = 0; i < count; i++) {
    int decimals = cm_dec_decimals(&series->at.at[i]->value);
    values[i] = series->at.at[i]->value;
    months[i] = series->at.at[i]->month;
    if (decimals > c.decimals) c.decimals = decimals;
  }
  c.decimals = c.decimals < DECIMALS_MAX ? c.decimals + 1 : DECIMALS_MAX; /* one more than the values have */
  int beyond = measure(&c);
  (void)beyond;                       /* nobody asks in builds that leave CEMENT_NEVER out */
  if (CEMENT_NEVER(beyond)) return 0; /* observations are within 10^±1060, decimals within 10^±1200 */
  (void)limits(&c, &q->rules.factor, &like);
  return tell(q, &c, like);
}

/* ---- ratios ---- */

static size_t quotients(const cm_series_of *over, const cm_series_of *under, cm_dec *values, cm_month *months) {
  size_t count = 0;
  for (size_t i = 0; i < over->at.size; i++) {
    const cm_observation *o = over->at.at[i], *u = cm_quality_at(under, o->month);
    if (u == NULL || cm_dec_sign(&u->value) <= 0 || cm_dec_div(&values[count], &o->value, &u->value) < 0) continue;
    months[count++] = o->month;
  }
  return count;
}

static int look_at_ratio(cm_quality *q, const cm_quality_ratio *ratio, uint32_t line, cm_arena *scratch) {
  const cm_series_of *over = cm_quality_find(q, ratio->over, line, CM_NONE, CM_NONE, CM_NONE);
  const cm_series_of *under = cm_quality_find(q, ratio->under, line, CM_NONE, CM_NONE, CM_NONE);
  if (over == NULL || under == NULL) return 0;
  cm_dec *values = CM_NEWS(scratch, cm_dec, over->at.size);
  cm_month *months = CM_NEWS(scratch, cm_month, over->at.size);
  if (values == NULL || months == NULL) return -1;
  chart c = {values, months, quotients(over, under, values, months), ratio->decimals, cm_dec_zero, cm_dec_zero};
  cm_ratio_months found = {.ratio = ratio, .line = line, .months = (uint32_t)c.count};
  cm_outlier like = {.ratio = ratio, .line = line};
  if (c.count == 0 || measure(&c)) return 0;
  found.limited = limits(&c, &q->rules.factor, &like) && c.count >= (size_t)q->rules.months;
  found.mean = (cm_rounded){like.mean, ratio->decimals};
  found.low = (cm_rounded){like.low, ratio->decimals};
  found.high = (cm_rounded){like.high, ratio->decimals};
  if (CM_VEC_PUSH(&q->arena, &q->ratios, found)) return -1;
  return found.limited ? tell(q, &c, like) : 0;
}

int cm_quality_outlying(cm_quality *q) {
  cm_arena scratch;
  int failed = 0;
  cm_arena_init(&scratch, q->arena.alloc);
  for (size_t i = 0; i < q->series.size && !failed; i++) {
    if (q->series.at[i].at.size >= (size_t)q->rules.months) failed = look_at(q, &q->series.at[i], &scratch);
    cm_arena_free(&scratch);
  }
  for (size_t i = 0; i < q->rules.ratios.size && !failed; i++) {
    for (uint32_t line = 0; line < q->ledger->lines.size && !failed; line++) {
      failed = look_at_ratio(q, &q->rules.ratios.at[i], line, &scratch);
      cm_arena_free(&scratch);
    }
  }
  return failed;
}
