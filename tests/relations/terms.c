#include "relations/terms.h"

static double absolute(double x) {
  return x < 0 ? -x : x;
}

static double as_double(const cm_value *v) {
  return cm_dec_to_double(&v->dec);
}

/* ---- how large the terms of a node are ---- */

static double list_size(const terms *t, const cm_node *n) {
  double sum = 0, most = 0;
  for (uint32_t i = 0; i < n->width; i++) {
    cm_term term = t->tape->terms.at[n->a + i];
    if (term.guard != CM_NO_NODE && t->binaries[term.guard].value == 0) continue;
    sum += t->size[term.node];
    if (t->size[term.node] > most) most = t->size[term.node];
  }
  return n->code == CM_OP_SUM ? sum : most;
}

static double power_size(const terms *t, const cm_node *n, double value) {
  cm_power p = t->tape->powers.at[n->c];
  double x = absolute(as_double(&t->values[n->a])), exponent = absolute((double)p.p / p.q);
  return x > 0 ? absolute(value) * (1 + exponent * t->size[n->a] / x) : absolute(value);
}

static double quotient_size(const terms *t, const cm_node *n) {
  double divisor = absolute(as_double(&t->values[n->b]));
  return divisor > 0 ? t->size[n->a] / divisor * (t->size[n->b] / divisor) : 0;
}

static double node_size(const terms *t, uint32_t node) {
  const cm_node *n = &t->tape->nodes.at[node];
  double value = as_double(&t->values[node]);
  switch (n->code) {
  case CM_OP_CONST:
  case CM_OP_INPUT: return absolute(value);
  case CM_OP_ADD:
  case CM_OP_SUB: return t->size[n->a] + t->size[n->b];
  case CM_OP_MUL: return t->size[n->a] * t->size[n->b];
  case CM_OP_DIV: return quotient_size(t, n);
  case CM_OP_NEG:
  case CM_OP_ABS: return t->size[n->a];
  case CM_OP_RESCALE: return t->size[n->a] * cm_scale_double(&t->tape->scales.at[n->c]);
  case CM_OP_SUM:
  case CM_OP_MIN:
  case CM_OP_MAX: return list_size(t, n);
  case CM_OP_POW: return power_size(t, n, value);
  case CM_OP_SELECT: return cm_dec_is_zero(&t->values[n->a].dec) ? t->size[n->c] : t->size[n->b];
  case CM_OP_DEFAULT: return t->values[n->a].state == CM_VALID ? t->size[n->a] : t->size[n->b];
  case CM_OP_REQUIRE:
  case CM_OP_APPLY: return t->size[n->b];
  default: return 1; /* truth */
  }
}

/* ---- what may differ ---- */

static bool is_comparison(uint16_t code) {
  return code >= CM_OP_EQ && code <= CM_OP_GE;
}

/* The decision of this node itself lies within the tolerance. */
static bool near_tie(const terms *t, const cm_node *n) {
  if (!is_comparison(n->code) && n->code != CM_OP_DIV) return false;
  if (t->values[n->a].state != CM_VALID || t->values[n->b].state != CM_VALID) return false;
  if (n->code == CM_OP_DIV) return absolute(as_double(&t->values[n->b])) <= TERMS_TOLERANCE * t->size[n->b];
  cm_dec gap;
  if (cm_dec_sub(&gap, &t->values[n->a].dec, &t->values[n->b].dec) < 0) return false;
  return absolute(cm_dec_to_double(&gap)) <= TERMS_TOLERANCE * (t->size[n->a] + t->size[n->b]);
}

static bool list_excused(const terms *t, const cm_node *n) {
  for (uint32_t i = 0; i < n->width; i++) {
    cm_term term = t->tape->terms.at[n->a + i];
    if (t->excused[term.node] || (term.guard != CM_NO_NODE && t->excused[term.guard])) return true;
  }
  return false;
}

static bool operand_excused(const terms *t, const cm_node *n) {
  switch (n->code) {
  case CM_OP_CONST:
  case CM_OP_INPUT: return false;
  case CM_OP_SUM:
  case CM_OP_MIN:
  case CM_OP_MAX: return list_excused(t, n);
  case CM_OP_SELECT: return t->excused[n->a] || t->excused[n->b] || t->excused[n->c];
  case CM_OP_NEG:
  case CM_OP_ABS:
  case CM_OP_NOT:
  case CM_OP_PRESENT:
  case CM_OP_POW:
  case CM_OP_RESCALE: return t->excused[n->a];
  default: return t->excused[n->a] || t->excused[n->b];
  }
}

likeness terms_compare(terms *t, uint32_t node, double *part) {
  const cm_node *n = &t->tape->nodes.at[node];
  const cm_value *v = &t->values[node];
  const cm_binary *b = &t->binaries[node];
  t->size[node] = v->state == CM_VALID ? node_size(t, node) : 0;
  t->excused[node] = false;
  double gap = v->state == CM_VALID ? absolute(as_double(v) - b->value) : 0;
  bool alike = v->state == b->state && gap <= TERMS_TOLERANCE * t->size[node];
  *part = alike && t->size[node] > 0 ? gap / t->size[node] / TERMS_TOLERANCE : 0;
  if (alike) return ALIKE;
  t->excused[node] = near_tie(t, n) || operand_excused(t, n);
  return t->excused[node] ? EXCUSED : UNLIKE;
}
