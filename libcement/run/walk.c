/* What a node's value rests on. */
#include "run/run.h"

static bool is_true(const cm_value *v) {
  return v->state == CM_VALID && !cm_dec_is_zero(&v->dec);
}

static void walk_list(const cm_tape *tape, const cm_value *values, const cm_node *n, void (*visit)(void *, uint32_t),
                      void *user) {
  for (uint32_t i = 0; i < n->width; i++) {
    cm_term t = tape->terms.at[n->a + i];
    if (cm_term_counts(t, values)) visit(user, t.node);
  }
}

void cm_walk_operands(const cm_tape *tape, const cm_value *values, uint32_t node, void (*visit)(void *, uint32_t),
                      void *user) {
  const cm_node *n = &tape->nodes.at[node];
  switch (n->code) {
  case CM_OP_CONST:
  case CM_OP_INPUT: return;
  case CM_OP_SUM:
  case CM_OP_MIN:
  case CM_OP_MAX: walk_list(tape, values, n, visit, user); return;
  case CM_OP_NEG:
  case CM_OP_ABS:
  case CM_OP_NOT:
  case CM_OP_PRESENT:
  case CM_OP_ROUND:
  case CM_OP_RESCALE: visit(user, n->a); return;
  case CM_OP_SELECT:
    visit(user, n->a);
    if (values[n->a].state == CM_VALID) visit(user, is_true(&values[n->a]) ? n->b : n->c);
    return;
  case CM_OP_DEFAULT:
    if (values[n->b].state != CM_VALID || values[n->a].state == CM_VALID) visit(user, n->a);
    if (values[n->a].state != CM_VALID) visit(user, n->b);
    return;
  case CM_OP_REQUIRE:
  case CM_OP_APPLY:
    visit(user, n->a);
    if (is_true(&values[n->a])) visit(user, n->b);
    return;
  default: visit(user, n->a); visit(user, n->b);
  }
}
