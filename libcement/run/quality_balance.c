/* Quantities that say something about each other: a share and its quotient, heat and output. */
#include "base/invariant.h"
#include "run/quality.h"

static int keep(cm_quality *q, const cm_balance *balance) {
  return CM_VEC_PUSH(&q->arena, &q->balances, *balance);
}

static cm_str copy(cm_quality *q, cm_str text) {
  return cm_arena_copy(&q->arena, text);
}

/* From the quotient of two items' units to that of a third: 0, or not where they do not fit. */
static int quotient_scale(const cm_item *over, const cm_item *under, const cm_item *as, cm_scale *out) {
  cm_unit from = cm_unit_one;
  int apart = cm_unit_div(&from, &over->unit, &under->unit);
  return apart | cm_unit_factor(out, &from, &as->unit);
}

/* ---- shares of the facility ---- */

/* Equal as far as the share has digits. */
static int check_share(cm_quality *q, const cm_quality_share *rule, const cm_observation *share,
                       const cm_scale *scale) {
  char text[CM_DEC_TEXT_MAX];
  const cm_observation *part =
      cm_quality_at(cm_quality_find(q, rule->part, CM_NONE, CM_NONE, CM_NONE, CM_NONE), share->month);
  const cm_observation *whole =
      cm_quality_at(cm_quality_find(q, rule->whole, CM_NONE, CM_NONE, CM_NONE, CM_NONE), share->month);
  cm_balance b = {.key = rule->key,
                  .label = rule->label,
                  .line = CM_NONE,
                  .month = share->month,
                  .state = CM_BALANCE_UNKNOWN,
                  .unit = rule->share->unit_text,
                  .expected = copy(q, cm_dec_text(&share->value, text))};
  cm_dec percent;
  if (b.expected.at == NULL) return -1;
  if (part != NULL && whole != NULL && cm_dec_div(&percent, &part->value, &whole->value) >= 0 &&
      cm_scale_apply(&percent, &percent, scale) >= 0 &&
      cm_dec_round(&b.value, &percent, cm_dec_decimals(&share->value), CM_RULE_HALF_UP) >= 0) {
    b.valued = true;
    b.state = cm_dec_cmp(&b.value.value, &share->value) == 0 ? CM_BALANCE_AGREES : CM_BALANCE_DIFFERS;
  }
  return keep(q, &b);
}

static int check_shares(cm_quality *q, const cm_quality_share *rule) {
  const cm_series_of *share = cm_quality_find(q, rule->share, CM_NONE, CM_NONE, CM_NONE, CM_NONE);
  cm_scale scale;
  int apart = quotient_scale(rule->part, rule->whole, rule->share, &scale);
  (void)apart;                       /* nobody asks in builds that leave CEMENT_NEVER out */
  if (CEMENT_NEVER(apart)) return 0; /* quality.json names items whose units fit */
  for (size_t i = 0; share != NULL && i < share->at.size; i++) {
    if (check_share(q, rule, share->at.at[i], &scale)) return -1;
  }
  return 0;
}

/* ---- heat of a line ---- */

/* Heat of the kiln's fuels in a month: false when that of one is not known. */
static bool kiln_heat(const cm_quality *q, uint32_t line, cm_month month, cm_dec *out) {
  const cm_items *items = q->ledger->items;
  bool any = false;
  *out = cm_dec_zero;
  for (size_t i = q->first[line]; i < q->first[line + 1]; i++) {
    const cm_series_of *s = &q->series.at[i];
    bool fuel = s->item == q->rules.amount || s->item == q->rules.heat;
    if (!fuel || s->use != items->use.default_member) continue;
    const cm_observation *o = cm_quality_at(s, month);
    cm_dec heat;
    uint8_t method;
    if (o == NULL) continue;
    if (!cm_quality_heat(q, o, &heat, &method) || cm_dec_add(out, out, &heat) < 0) return false;
    any = true;
  }
  return any;
}

static cm_str range_text(cm_quality *q, const cm_range *range) {
  char text[CM_DEC_TEXT_MAX];
  cm_buf buf;
  cm_buf_init(&buf, &q->arena);
  cm_buf_add(&buf, cm_dec_text(&range->min, text));
  cm_buf_add_c(&buf, "..");
  cm_buf_add(&buf, cm_dec_text(&range->max, text));
  return cm_buf_text(&buf);
}

static bool within(const cm_range *range, const cm_dec *x) {
  return cm_dec_cmp(x, &range->min) >= 0 && cm_dec_cmp(x, &range->max) <= 0;
}

static int check_heat(cm_quality *q, const cm_observation *output, const cm_scale *scale, cm_str expected) {
  const cm_quality_rules *rules = &q->rules;
  cm_balance b = {.key = CM_S("heat_per_output"),
                  .label = rules->heat_label,
                  .line = output->line,
                  .month = output->month,
                  .state = CM_BALANCE_UNKNOWN,
                  .unit = rules->bounds_of->unit_text,
                  .expected = expected};
  cm_dec heat;
  if (cm_dec_sign(&output->value) <= 0) return 0; /* the kiln stood */
  if (kiln_heat(q, output->line, output->month, &heat) && cm_dec_div(&heat, &heat, &output->value) >= 0 &&
      cm_scale_apply(&heat, &heat, scale) >= 0 &&
      cm_dec_round(&b.value, &heat, rules->heat_decimals, CM_RULE_HALF_UP) >= 0) {
    b.valued = true;
    b.state = within(&rules->bounds_of->bounds[0], &heat) ? CM_BALANCE_AGREES : CM_BALANCE_OUTSIDE;
  }
  return keep(q, &b);
}

static int check_heats(cm_quality *q) {
  const cm_item *of = q->rules.bounds_of;
  const cm_range *plausible = &of->bounds[0];
  cm_scale scale;
  int apart = quotient_scale(q->rules.heat, q->rules.per, of, &scale);
  (void)apart;
  /* items.json has both ends of it */
  if (CEMENT_NEVER(apart || !of->bounded || !plausible->has_min || !plausible->has_max)) return 0;
  cm_str expected = range_text(q, plausible);
  if (expected.at == NULL) return -1;
  for (uint32_t line = 0; line < q->ledger->lines.size; line++) {
    const cm_series_of *output = cm_quality_find(q, q->rules.per, line, CM_NONE, CM_NONE, CM_NONE);
    for (size_t i = 0; output != NULL && i < output->at.size; i++) {
      if (check_heat(q, output->at.at[i], &scale, expected)) return -1;
    }
  }
  return 0;
}

int cm_quality_balance(cm_quality *q) {
  for (size_t i = 0; i < q->rules.shares.size; i++) {
    if (check_shares(q, &q->rules.shares.at[i])) return -1;
  }
  return check_heats(q);
}
