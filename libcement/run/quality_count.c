/* How many values of each line were measured, taken by default or estimated; and how much of the fuels' heat. */
#include "run/quality.h"

static void add_heat(const cm_quality *q, const cm_observation *o, cm_quality_counts *counts) {
  cm_dec heat;
  uint8_t method;
  if (o->item != q->rules.amount && o->item != q->rules.heat) return;
  counts->fuels++;
  if (!cm_quality_heat(q, o, &heat, &method) || cm_dec_add(&counts->heat, &counts->heat, &heat) < 0) {
    counts->unheated++;
    return;
  }
  if (method != CM_METHOD_DEFAULT && method != CM_METHOD_ESTIMATED) return;
  cm_dec *guess = &counts->heat_by_guess[method == CM_METHOD_ESTIMATED];
  (void)cm_dec_add(guess, guess, &heat); /* no more than all the heat, which fits */
}

int cm_quality_count(cm_quality *q) {
  const cm_ledger *ledger = q->ledger;
  q->counts = CM_NEWS(&q->arena, cm_quality_counts, ledger->lines.size + 1);
  if (q->counts == NULL) return -1;
  for (size_t i = 0; i <= ledger->lines.size; i++) {
    q->counts[i].heat = q->counts[i].heat_by_guess[0] = q->counts[i].heat_by_guess[1] = cm_dec_zero;
  }
  for (size_t i = 0; i < ledger->observations.size; i++) {
    const cm_observation *o = &ledger->observations.at[i];
    cm_quality_counts *counts = &q->counts[o->line == CM_NONE ? ledger->lines.size : o->line];
    counts->values++;
    counts->by_method[o->method]++;
    add_heat(q, o, counts);
  }
  return 0;
}
