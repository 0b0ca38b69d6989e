/* The tape: a rule's formulas as straight-line code, and the one evaluator. */
#ifndef CM_LANG_TAPE_H
#define CM_LANG_TAPE_H

#include "lang/expr.h"
#include "num/dec.h"

typedef enum cm_opcode {
#define OP(name, arity, decimal, binary, sign) CM_OP_##name,
#define CMP(name, decimal, binary, sign) CM_OP_##name,
#define FORM(name, sign) CM_OP_##name,
#include "lang/op.def"
#undef OP
#undef CMP
#undef FORM
  CM_OP_COUNT
} cm_opcode;

const char *cm_op_sign(cm_opcode code);

typedef enum cm_state {
  CM_MISSING, /* something it stands on is absent */
  CM_VALID,
  CM_NOT_APPLICABLE
} cm_state;

typedef struct cm_value {
  cm_dec dec; /* truth is 1 or 0 */
  uint32_t state;
} cm_value;

/* Each value is written where it stays: one put together elsewhere would be read back wider than it was written, which
 * waits. */
static inline void cm_value_none(cm_value *out, uint32_t state) {
  out->dec = cm_dec_zero;
  out->state = state;
}

static inline void cm_value_truth(cm_value *out, bool yes) {
  out->dec = yes ? cm_dec_one : cm_dec_zero;
  out->state = CM_VALID;
}

/* Given: out->dec  the result, unless the status says that there is none. */
static inline void cm_value_done(cm_value *out, int status) {
  out->state = CM_VALID;
  if (status < 0) cm_value_none(out, CM_MISSING);
}

typedef struct cm_node {
  uint16_t code;
  uint16_t width;      /* pairs of a list */
  uint32_t a, b, c;    /* operands; a: first pair of a list; c: the index of a form */
  const cm_expr *expr; /* what it was made from; NULL for what the compiler adds */
} cm_node;

typedef struct cm_term {
  uint32_t node;
  uint32_t guard; /* CM_NO_NODE: always counts */
} cm_term;

#define CM_NO_NODE UINT32_MAX

typedef struct cm_power {
  int32_t p, q;
} cm_power;

typedef struct cm_round_rule {
  cm_rule rule;
  int32_t decimals;
} cm_round_rule;

typedef struct cm_tape {
  CM_VEC(cm_node) nodes;
  CM_VEC(cm_value) constants;
  CM_VEC(cm_term) terms;
  CM_VEC(cm_scale) scales;
  CM_VEC(cm_power) powers;
  CM_VEC(cm_round_rule) rounds;
  size_t input_count;
} cm_tape;

/* The values of all nodes in decimals.
 * Given:    inputs[tape->input_count].
 * Returned: values[tape->nodes.size].
 * Notes:    a division by zero and a result outside the decimals' range are CM_MISSING. */
void cm_tape_run(const cm_tape *tape, const cm_value *inputs, cm_value *values);
/* Whether a term of a SUM is in it: its guard says that the row has the member. */
bool cm_term_counts(cm_term term, const cm_value *values);
/* One node, its operands being there already. */
void cm_tape_step(const cm_tape *tape, size_t node, const cm_value *inputs, cm_value *values);

/* A value in binary64. */
typedef struct cm_binary {
  double value;
  uint32_t state;
} cm_binary;

/* The same tape in binary64, the operations in the same order; no fused or reordered arithmetic.
 * Status: -1 when the tape rounds (ROUND is for decimals only), else 0. */
int cm_tape_run_binary(const cm_tape *tape, const cm_binary *inputs, cm_binary *values);

#endif
