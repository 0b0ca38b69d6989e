/* The binary64 side of the tape. It mirrors tape.c operation by operation; op.def ties the two together. */
#include "lang/tape.h"
#include "num/mode.h"

static const cm_binary missing = {0, CM_MISSING};

static cm_binary truth(bool yes) {
  return (cm_binary){yes ? 1 : 0, CM_VALID};
}

static bool is_true(cm_binary v) {
  return v.state == CM_VALID && v.value != 0;
}

static bool is_false(cm_binary v) {
  return v.state == CM_VALID && v.value == 0;
}

static uint32_t joint(uint32_t a, uint32_t b) {
  if (a == CM_NOT_APPLICABLE || b == CM_NOT_APPLICABLE) return CM_NOT_APPLICABLE;
  return a == CM_VALID && b == CM_VALID ? CM_VALID : CM_MISSING;
}

/* Infinities and NaN are results that do not exist. */
static cm_binary finite(double value) {
  return value - value == 0 ? (cm_binary){value, CM_VALID} : missing;
}

/* Plain operations and comparisons of valid operands, a function each, by their codes: op.def begins with them. */
/* clang-format off */
#define OP(name, arity, decimal, binary, sign) static cm_binary do_##name(double x, double y) { return finite(binary); }
#define CMP(name, decimal, binary, sign) static cm_binary do_##name(double x, double y) { return truth(binary); }
#define FORM(name, sign)
#include "lang/op.def"
#undef OP
#undef CMP
/* clang-format on */

static cm_binary (*const plain[])(double, double) = {
#define OP(name, arity, decimal, binary, sign) [CM_OP_##name] = do_##name,
#define CMP(name, decimal, binary, sign) [CM_OP_##name] = do_##name,
#include "lang/op.def"
#undef OP
#undef CMP
#undef FORM
};

static cm_binary sum_terms(const cm_tape *tape, const cm_node *n, const cm_binary *values) {
  cm_binary sum = {0, CM_VALID};
  for (uint32_t i = 0; i < n->width; i++) {
    cm_term t = tape->terms.at[n->a + i];
    if (t.guard != CM_NO_NODE && !is_true(values[t.guard])) continue;
    sum.state = joint(sum.state, values[t.node].state);
    sum.value += values[t.node].value;
  }
  return sum.state == CM_VALID ? finite(sum.value) : (cm_binary){0, sum.state};
}

static cm_binary extreme(const cm_tape *tape, const cm_node *n, const cm_binary *values, bool most) {
  cm_binary best = values[tape->terms.at[n->a].node];
  for (uint32_t i = 1; i < n->width; i++) {
    cm_binary v = values[tape->terms.at[n->a + i].node];
    best.state = joint(best.state, v.state);
    if (most ? v.value > best.value : v.value < best.value) best.value = v.value;
  }
  return best.state == CM_VALID ? best : (cm_binary){0, best.state};
}

static cm_binary choose(const cm_node *n, const cm_binary *values) {
  cm_binary a = values[n->a], b = values[n->b];
  switch (n->code) {
  case CM_OP_SELECT:
    if (a.state != CM_VALID) return (cm_binary){0, a.state};
    return is_true(a) ? b : values[n->c];
  case CM_OP_DEFAULT: return a.state == CM_VALID ? a : b;
  case CM_OP_REQUIRE: return is_true(a) ? b : missing;
  case CM_OP_APPLY:
    if (is_false(a)) return (cm_binary){0, CM_NOT_APPLICABLE};
    return is_true(a) ? b : missing;
  case CM_OP_AND:
    if (is_false(a) || is_false(b)) return truth(false);
    if (a.state != CM_VALID || b.state != CM_VALID) return missing;
    return truth(true);
  default: /* OR */
    if (is_true(a) || is_true(b)) return truth(true);
    if (a.state != CM_VALID || b.state != CM_VALID) return missing;
    return truth(false);
  }
}

/* Powers by the decimals: the platform's pow differs between machines, and no column needs it in a loop. */
static cm_binary power(double x, cm_power power) {
  cm_dec d, r;
  if (cm_dec_from_double(&d, x) < 0 || cm_dec_pow(&r, &d, power.p, power.q) < 0) return missing;
  return finite(cm_dec_to_double(&r));
}

static cm_binary unary(const cm_tape *tape, const cm_node *n, cm_binary x) {
  if (n->code == CM_OP_PRESENT) return truth(x.state == CM_VALID);
  if (x.state != CM_VALID) return (cm_binary){0, x.state};
  switch (n->code) {
  case CM_OP_NEG: return (cm_binary){-x.value, CM_VALID};
  case CM_OP_ABS: return (cm_binary){x.value < 0 ? -x.value : x.value, CM_VALID};
  case CM_OP_NOT: return truth(x.value == 0);
  case CM_OP_RESCALE: return finite(x.value * cm_scale_double(&tape->scales.at[n->c]));
  default: return power(x.value, tape->powers.at[n->c]); /* POW; a tape that rounds was refused */
  }
}

static cm_binary step(const cm_tape *tape, const cm_node *n, const cm_binary *inputs, const cm_binary *values) {
  switch (n->code) {
  case CM_OP_CONST: {
    const cm_value *v = &tape->constants.at[n->c];
    return (cm_binary){cm_dec_to_double(&v->dec), v->state};
  }
  case CM_OP_INPUT: return inputs[n->c];
  case CM_OP_SUM: return sum_terms(tape, n, values);
  case CM_OP_MIN: return extreme(tape, n, values, false);
  case CM_OP_MAX: return extreme(tape, n, values, true);
  case CM_OP_AND:
  case CM_OP_OR:
  case CM_OP_SELECT:
  case CM_OP_DEFAULT:
  case CM_OP_REQUIRE:
  case CM_OP_APPLY: return choose(n, values);
  default: break;
  }
  if (n->code > CM_OP_GE) return unary(tape, n, values[n->a]);
  uint32_t state = joint(values[n->a].state, values[n->b].state);
  return state == CM_VALID ? plain[n->code](values[n->a].value, values[n->b].value) : (cm_binary){0, state};
}

static int run(const cm_tape *tape, const cm_binary *inputs, cm_binary *values) {
  for (size_t i = 0; i < tape->nodes.size; i++) {
    if (tape->nodes.at[i].code == CM_OP_ROUND) return -1;
    values[i] = step(tape, &tape->nodes.at[i], inputs, values);
  }
  return 0;
}

int cm_tape_run_binary(const cm_tape *tape, const cm_binary *inputs, cm_binary *values) {
  cm_mode host = cm_mode_begin();
  int status = run(tape, inputs, values);
  cm_mode_end(&host);
  return status;
}
