/* The last column of the form: an item's year by its time rule. */
#include "run/form.h"

/* The weight of a month: of the same fuel over all its uses where the value serves all of them. */
static bool weight_of(const cm_form_part *part, const cm_form_line *line, size_t month, cm_dec *out) {
  const cm_item *item = line->item->mean;
  cm_sum sum;
  bool any = false;
  cm_sum_init(&sum);
  for (size_t i = 0; i < part->lines.size; i++) {
    const cm_form_line *w = &part->lines.at[i];
    if (w->item != item || w->months[month] == NULL) continue;
    bool same = item->sets == 0 || (w->fuel == line->fuel && w->member == line->member);
    if (!same || (line->use != CM_NONE && w->use != line->use)) continue;
    cm_sum_add(&sum, &w->months[month]->value);
    any = true;
  }
  (void)cm_sum_take(&sum, out); /* observations are within 10^±1060, decimals within 10^±1200 */
  return any;
}

static bool mean(const cm_form_part *part, const cm_form_line *line, cm_dec *out) {
  cm_dec products = cm_dec_zero, weights = cm_dec_zero;
  cm_rounded rounded;
  int decimals = 0;
  for (size_t i = 0; i < CM_FORM_MONTHS; i++) {
    const cm_observation *o = line->months[i];
    cm_dec weight, product;
    if (o == NULL) continue;
    if (cm_dec_decimals(&o->value) > decimals) decimals = cm_dec_decimals(&o->value);
    if (!weight_of(part, line, i, &weight)) continue;
    (void)cm_dec_add(&weights, &weights, &weight); /* observations */
    if (cm_dec_mul(&product, &o->value, &weight) < 0 || cm_dec_add(&products, &products, &product) < 0) return false;
  }
  if (cm_dec_sign(&weights) <= 0 || cm_dec_div(out, &products, &weights) < 0) return false;
  if (cm_dec_round(&rounded, out, decimals, CM_RULE_HALF_UP) < 0) return false;
  *out = rounded.value;
  return true;
}

static bool sum(const cm_form_line *line, cm_dec *out) {
  cm_sum sum;
  bool any = false;
  cm_sum_init(&sum);
  for (size_t i = 0; i < CM_FORM_MONTHS; i++) {
    if (line->months[i] == NULL) continue;
    cm_sum_add(&sum, &line->months[i]->value);
    any = true;
  }
  (void)cm_sum_take(&sum, out); /* observations are within 10^±1060, decimals within 10^±1200 */
  return any;
}

/* What the year began or ended with. */
static bool of_month(const cm_form_line *line, size_t month, cm_dec *out) {
  const cm_observation *o = line->months[month];
  if (o != NULL) *out = o->value;
  return o != NULL;
}

bool cm_form_total(const cm_form_part *part, const cm_form_line *line, cm_dec *out) {
  switch ((cm_time)line->item->time) {
  case CM_TIME_FIRST: return of_month(line, 0, out);
  case CM_TIME_LAST: return of_month(line, CM_FORM_MONTHS - 1, out);
  case CM_TIME_MEAN: return mean(part, line, out);
  default: return sum(line, out);
  }
}
