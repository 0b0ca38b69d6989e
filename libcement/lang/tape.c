#include "lang/tape.h"

const char *cm_op_sign(cm_opcode code) {
  static const char *const signs[] = {
#define OP(name, arity, decimal, binary, sign) sign,
#define CMP(name, decimal, binary, sign) sign,
#define FORM(name, sign) sign,
#include "lang/op.def"
#undef OP
#undef CMP
#undef FORM
  };
  return signs[code];
}

static bool is_true(const cm_value *v) {
  return v->state == CM_VALID && !cm_dec_is_zero(&v->dec);
}

static bool is_false(const cm_value *v) {
  return v->state == CM_VALID && cm_dec_is_zero(&v->dec);
}

/* The state of what stands on both: not applicable outranks missing, missing outranks valid. */
static uint32_t joint(uint32_t a, uint32_t b) {
  if (a == CM_NOT_APPLICABLE || b == CM_NOT_APPLICABLE) return CM_NOT_APPLICABLE;
  return a == CM_VALID && b == CM_VALID ? CM_VALID : CM_MISSING;
}

/* Plain operations and comparisons of valid operands, by their codes: op.def begins with them. */
static void plain(cm_value *out, uint16_t code, const cm_dec *x, const cm_dec *y) {
  static int (*const arithmetic[])(cm_dec *, const cm_dec *, const cm_dec *) = {
#define OP(name, arity, decimal, binary, sign) [CM_OP_##name] = decimal,
#define CMP(name, decimal, binary, sign)
#define FORM(name, sign)
#include "lang/op.def"
#undef OP
#undef CMP
  };
  /* whether a comparison holds for x below, equal to and above y */
  static const bool holds[][3] = {
#define OP(name, arity, decimal, binary, sign)
#define CMP(name, decimal, binary, sign) [CM_OP_##name] = {-1 decimal, 0 decimal, 1 decimal},
#include "lang/op.def"
#undef OP
#undef CMP
#undef FORM
  };
  if (code >= CM_OP_EQ)
    cm_value_truth(out, holds[code][1 + cm_dec_cmp(x, y)]);
  else
    cm_value_done(out, arithmetic[code](&out->dec, x, y));
}

bool cm_term_counts(cm_term term, const cm_value *values) {
  return term.guard == CM_NO_NODE || is_true(&values[term.guard]);
}

static void sum_terms(cm_value *out, const cm_tape *tape, const cm_node *n, const cm_value *values) {
  cm_sum sum;
  cm_sum_init(&sum);
  uint32_t state = CM_VALID;
  for (uint32_t i = 0; i < n->width; i++) {
    cm_term t = tape->terms.at[n->a + i];
    if (!cm_term_counts(t, values)) continue;
    state = joint(state, values[t.node].state);
    if (values[t.node].state == CM_VALID) cm_sum_add(&sum, &values[t.node].dec);
  }
  if (state != CM_VALID)
    cm_value_none(out, state);
  else
    cm_value_done(out, cm_sum_take(&sum, &out->dec));
}

static void extreme(cm_value *out, const cm_tape *tape, const cm_node *n, const cm_value *values, int sign) {
  const cm_value *best = &values[tape->terms.at[n->a].node];
  uint32_t state = best->state;
  for (uint32_t i = 1; i < n->width; i++) {
    const cm_value *v = &values[tape->terms.at[n->a + i].node];
    state = joint(state, v->state);
    if (state == CM_VALID && cm_dec_cmp(&v->dec, &best->dec) == sign) best = v;
  }
  if (state == CM_VALID)
    *out = *best;
  else
    cm_value_none(out, state);
}

static void logic(cm_value *out, uint16_t code, const cm_value *a, const cm_value *b) {
  if (code == CM_OP_AND ? is_false(a) || is_false(b) : is_true(a) || is_true(b))
    cm_value_truth(out, code == CM_OP_OR);
  else if (a->state != CM_VALID || b->state != CM_VALID)
    cm_value_none(out, CM_MISSING);
  else
    cm_value_truth(out, code == CM_OP_AND);
}

/* The value that is chosen; NULL where there is none. */
static const cm_value *chosen(const cm_node *n, const cm_value *values) {
  const cm_value *a = &values[n->a], *b = &values[n->b];
  switch (n->code) {
  case CM_OP_SELECT:
    if (a->state != CM_VALID) return NULL;
    return is_true(a) ? b : &values[n->c];
  case CM_OP_DEFAULT: return a->state == CM_VALID ? a : b;
  default: /* REQUIRE and APPLY */ return is_true(a) ? b : NULL;
  }
}

static void choose(cm_value *out, const cm_node *n, const cm_value *values) {
  const cm_value *value = chosen(n, values), *a = &values[n->a];
  if (value)
    *out = *value;
  else if (n->code == CM_OP_APPLY)
    cm_value_none(out, is_false(a) ? CM_NOT_APPLICABLE : CM_MISSING);
  else
    cm_value_none(out, n->code == CM_OP_SELECT ? a->state : CM_MISSING);
}

/* Forms of one operand and an index. */
static void unary(cm_value *out, const cm_tape *tape, const cm_node *n, const cm_value *x) {
  if (n->code == CM_OP_PRESENT) {
    cm_value_truth(out, x->state == CM_VALID);
    return;
  }
  if (x->state != CM_VALID) {
    cm_value_none(out, x->state);
    return;
  }
  int status = CM_DEC_OK;
  switch (n->code) {
  case CM_OP_NEG: out->dec = cm_dec_neg(&x->dec); break;
  case CM_OP_ABS: out->dec = cm_dec_abs(&x->dec); break;
  case CM_OP_NOT: cm_value_truth(out, cm_dec_is_zero(&x->dec)); break;
  case CM_OP_RESCALE: status = cm_scale_apply(&out->dec, &x->dec, &tape->scales.at[n->c]); break;
  case CM_OP_POW: {
    cm_power power = tape->powers.at[n->c];
    status = cm_dec_pow(&out->dec, &x->dec, power.p, power.q);
    break;
  }
  default: { /* ROUND */
    cm_rounded rounded = {.decimals = 0};
    cm_round_rule rule = tape->rounds.at[n->c];
    status = cm_dec_round(&rounded, &x->dec, rule.decimals, rule.rule);
    out->dec = rounded.value;
  }
  }
  cm_value_done(out, status);
}

void cm_tape_step(const cm_tape *tape, size_t node, const cm_value *inputs, cm_value *values) {
  const cm_node *n = &tape->nodes.at[node];
  cm_value *out = &values[node];
  switch (n->code) {
  case CM_OP_CONST: *out = tape->constants.at[n->c]; return;
  case CM_OP_INPUT: *out = inputs[n->c]; return;
  case CM_OP_SUM: sum_terms(out, tape, n, values); return;
  case CM_OP_MIN: extreme(out, tape, n, values, -1); return;
  case CM_OP_MAX: extreme(out, tape, n, values, 1); return;
  case CM_OP_AND:
  case CM_OP_OR: logic(out, n->code, &values[n->a], &values[n->b]); return;
  case CM_OP_SELECT:
  case CM_OP_DEFAULT:
  case CM_OP_REQUIRE:
  case CM_OP_APPLY: choose(out, n, values); return;
  default: break;
  }
  if (n->code > CM_OP_GE) {
    unary(out, tape, n, &values[n->a]);
    return;
  }
  uint32_t state = joint(values[n->a].state, values[n->b].state);
  if (state == CM_VALID)
    plain(out, n->code, &values[n->a].dec, &values[n->b].dec);
  else
    cm_value_none(out, state);
}

void cm_tape_run(const cm_tape *tape, const cm_value *inputs, cm_value *values) {
  for (size_t i = 0; i < tape->nodes.size; i++) cm_tape_step(tape, i, inputs, values);
}
