/* How an output changes with each slot: one row forward, then backward over the tape. */
#include "num/mode.h"
#include "run/columns_work.h"

typedef struct sweep {
  const cm_tape *tape;
  const cm_binary *values;
  double *slope; /* of each node: how the output changes with it */
} sweep;

static bool is_true(const sweep *s, uint32_t node) {
  return s->values[node].state == CM_VALID && s->values[node].value != 0;
}

static void flow(const sweep *s, uint32_t to, double slope) {
  s->slope[to] += slope;
}

static void back_sum(const sweep *s, const cm_node *n, double d) {
  for (uint32_t i = 0; i < n->width; i++) {
    cm_term t = s->tape->terms.at[n->a + i];
    if (t.guard == CM_NO_NODE || is_true(s, t.guard)) flow(s, t.node, d);
  }
}

/* To the first of the operands that have the extreme value: it is the one that the tape takes. There is one, since what
 * has a slope is valid. */
static void back_extreme(const sweep *s, const cm_node *n, double value, double d) {
  const cm_term *t = &s->tape->terms.at[n->a];
  while (s->values[t->node].value != value) t++;
  flow(s, t->node, d);
}

/* x^(p/q): p/q * x^(p/q) / x, which at 0 is 0 for powers above 1, 1 for x itself, and nothing else. */
static void back_power(const sweep *s, const cm_node *n, double value, double d) {
  cm_power power = s->tape->powers.at[n->c];
  double x = s->values[n->a].value, exponent = (double)power.p / power.q;
  if (x == 0 && power.p > power.q) return;
  if (power.p == 0) return;
  flow(s, n->a, power.p == power.q ? d : d * exponent * value / x);
}

static void back_arithmetic(const sweep *s, const cm_node *n, double value, double d) {
  double x = s->values[n->a].value, y = s->values[n->b].value;
  switch (n->code) {
  case CM_OP_ADD:
    flow(s, n->a, d);
    flow(s, n->b, d);
    break;
  case CM_OP_SUB:
    flow(s, n->a, d);
    flow(s, n->b, -d);
    break;
  case CM_OP_MUL:
    flow(s, n->a, d * y);
    flow(s, n->b, d * x);
    break;
  default: /* DIV */ flow(s, n->a, d / y); flow(s, n->b, -d * value / y);
  }
}

/* Comparisons, what is made of them, and whether a slot is valid do not change with any slot. */
static void back(const sweep *s, uint32_t node) {
  const cm_node *n = &s->tape->nodes.at[node];
  double d = s->slope[node], value = s->values[node].value;
  switch (n->code) {
  case CM_OP_ADD:
  case CM_OP_SUB:
  case CM_OP_MUL:
  case CM_OP_DIV: back_arithmetic(s, n, value, d); break;
  case CM_OP_NEG: flow(s, n->a, -d); break;
  case CM_OP_ABS: flow(s, n->a, s->values[n->a].value < 0 ? -d : d); break;
  case CM_OP_SUM: back_sum(s, n, d); break;
  case CM_OP_MIN:
  case CM_OP_MAX: back_extreme(s, n, value, d); break;
  case CM_OP_SELECT: flow(s, is_true(s, n->a) ? n->b : n->c, d); break;
  case CM_OP_DEFAULT: flow(s, s->values[n->a].state == CM_VALID ? n->a : n->b, d); break;
  case CM_OP_REQUIRE:
  case CM_OP_APPLY: flow(s, n->b, d); break;
  case CM_OP_POW: back_power(s, n, value, d); break;
  default: break;
  }
}

/* Of the slots that are valid; `out` is written once all are known to be finite. */
static int collect(const sweep *s, double *out, size_t slots) {
  for (int write = 0; write < 2; write++) {
    for (size_t i = 0; write && i < slots; i++) out[i] = 0;
    for (size_t i = 0; i < s->tape->nodes.size; i++) {
      const cm_node *n = &s->tape->nodes.at[i];
      if (n->code != CM_OP_INPUT || s->values[i].state != CM_VALID) continue;
      if (s->slope[i] - s->slope[i] != 0) return CEMENT_E_RANGE;
      if (write) out[n->c] = s->slope[i];
    }
  }
  return CEMENT_OK;
}

static int differentiate(const cm_columns *c, double *out, uint32_t node, const cm_binary *inputs, cm_binary *values,
                         double *slope) {
  sweep s = {&c->tape, values, slope};
  cm_tape_run_binary(&c->tape, inputs, values);
  if (values[node].state != CM_VALID) return CEMENT_E_MISSING;
  for (size_t i = 0; i < c->tape.nodes.size; i++) slope[i] = 0;
  slope[node] = 1;
  for (uint32_t i = node + 1; i-- > 0;)
    if (slope[i] != 0) back(&s, i);
  return collect(&s, out, c->slot_count);
}

int cm_columns_gradient(const cm_columns *columns, double *out, size_t output, const cement_column *in, uint64_t row,
                        void *workspace) {
  size_t nodes = columns->tape.nodes.size;
  char *at = (char *)workspace + (16 - (uintptr_t)workspace % 16) % 16;
  cm_binary *inputs = (cm_binary *)(void *)at, *values = inputs + columns->slot_count;
  double *slope = (double *)(void *)(values + nodes);
  cm_mode host = cm_mode_begin();
  for (size_t i = 0; i < columns->slot_count; i++) inputs[i] = cm_column_value(&in[i], row);
  int status = differentiate(columns, out, columns->nodes[output], inputs, values, slope);
  cm_mode_end(&host);
  return status;
}
