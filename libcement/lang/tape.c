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

static cm_value missing(void) {
  return (cm_value){cm_dec_zero, CM_MISSING};
}

static cm_value truth(bool yes) {
  return (cm_value){yes ? cm_dec_one : cm_dec_zero, CM_VALID};
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

static cm_value done(int status, const cm_dec *dec) {
  return status < 0 ? missing() : (cm_value){*dec, CM_VALID};
}

/* Plain operations and comparisons of valid operands, by their codes: op.def begins with them. */
static cm_value plain(uint16_t code, const cm_dec *x, const cm_dec *y) {
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
  if (code >= CM_OP_EQ) return truth(holds[code][1 + cm_dec_cmp(x, y)]);
  cm_dec r = cm_dec_zero;
  return done(arithmetic[code](&r, x, y), &r);
}

bool cm_term_counts(cm_term term, const cm_value *values) {
  return term.guard == CM_NO_NODE || is_true(&values[term.guard]);
}

static cm_value sum_terms(const cm_tape *tape, const cm_node *n, const cm_value *values) {
  cm_sum sum;
  cm_sum_init(&sum);
  uint32_t state = CM_VALID;
  for (uint32_t i = 0; i < n->width; i++) {
    cm_term t = tape->terms.at[n->a + i];
    if (!cm_term_counts(t, values)) continue;
    state = joint(state, values[t.node].state);
    if (values[t.node].state == CM_VALID) cm_sum_add(&sum, &values[t.node].dec);
  }
  if (state != CM_VALID) return (cm_value){cm_dec_zero, state};
  cm_dec r;
  return done(cm_sum_take(&sum, &r), &r);
}

static cm_value extreme(const cm_tape *tape, const cm_node *n, const cm_value *values, int sign) {
  cm_value best = values[tape->terms.at[n->a].node];
  for (uint32_t i = 1; i < n->width; i++) {
    const cm_value *v = &values[tape->terms.at[n->a + i].node];
    best.state = joint(best.state, v->state);
    if (best.state == CM_VALID && cm_dec_cmp(&v->dec, &best.dec) == sign) best.dec = v->dec;
  }
  return best.state == CM_VALID ? best : (cm_value){cm_dec_zero, best.state};
}

static cm_value logic(uint16_t code, const cm_value *a, const cm_value *b) {
  if (code == CM_OP_AND ? is_false(a) || is_false(b) : is_true(a) || is_true(b)) return truth(code == CM_OP_OR);
  if (a->state != CM_VALID || b->state != CM_VALID) return missing();
  return truth(code == CM_OP_AND);
}

static cm_value choose(const cm_node *n, const cm_value *values) {
  const cm_value *a = &values[n->a], *b = &values[n->b];
  switch (n->code) {
  case CM_OP_SELECT:
    if (a->state != CM_VALID) return (cm_value){cm_dec_zero, a->state};
    return is_true(a) ? *b : values[n->c];
  case CM_OP_DEFAULT: return a->state == CM_VALID ? *a : *b;
  case CM_OP_REQUIRE: return is_true(a) ? *b : missing();
  default: /* APPLY */
    if (is_false(a)) return (cm_value){cm_dec_zero, CM_NOT_APPLICABLE};
    return is_true(a) ? *b : missing();
  }
}

/* Forms of one operand and an index. */
static cm_value unary(const cm_tape *tape, const cm_node *n, const cm_value *x) {
  cm_dec r;
  if (n->code == CM_OP_PRESENT) return truth(x->state == CM_VALID);
  if (x->state != CM_VALID) return (cm_value){cm_dec_zero, x->state};
  switch (n->code) {
  case CM_OP_NEG: return (cm_value){cm_dec_neg(&x->dec), CM_VALID};
  case CM_OP_ABS: return (cm_value){cm_dec_abs(&x->dec), CM_VALID};
  case CM_OP_NOT: return truth(cm_dec_is_zero(&x->dec));
  case CM_OP_RESCALE: return done(cm_scale_apply(&r, &x->dec, &tape->scales.at[n->c]), &r);
  case CM_OP_POW: {
    cm_power power = tape->powers.at[n->c];
    return done(cm_dec_pow(&r, &x->dec, power.p, power.q), &r);
  }
  default: { /* ROUND */
    cm_rounded rounded;
    cm_round_rule rule = tape->rounds.at[n->c];
    int status = cm_dec_round(&rounded, &x->dec, rule.decimals, rule.rule);
    return done(status, &rounded.value);
  }
  }
}

void cm_tape_step(const cm_tape *tape, size_t node, const cm_value *inputs, cm_value *values) {
  const cm_node *n = &tape->nodes.at[node];
  cm_value *out = &values[node];
  switch (n->code) {
  case CM_OP_CONST: *out = tape->constants.at[n->c]; return;
  case CM_OP_INPUT: *out = inputs[n->c]; return;
  case CM_OP_SUM: *out = sum_terms(tape, n, values); return;
  case CM_OP_MIN: *out = extreme(tape, n, values, -1); return;
  case CM_OP_MAX: *out = extreme(tape, n, values, 1); return;
  case CM_OP_AND:
  case CM_OP_OR: *out = logic(n->code, &values[n->a], &values[n->b]); return;
  case CM_OP_SELECT:
  case CM_OP_DEFAULT:
  case CM_OP_REQUIRE:
  case CM_OP_APPLY: *out = choose(n, values); return;
  default: break;
  }
  if (n->code > CM_OP_GE) {
    *out = unary(tape, n, &values[n->a]);
    return;
  }
  uint32_t state = joint(values[n->a].state, values[n->b].state);
  *out = state == CM_VALID ? plain(n->code, &values[n->a].dec, &values[n->b].dec) : (cm_value){cm_dec_zero, state};
}

void cm_tape_run(const cm_tape *tape, const cm_value *inputs, cm_value *values) {
  for (size_t i = 0; i < tape->nodes.size; i++) cm_tape_step(tape, i, inputs, values);
}
