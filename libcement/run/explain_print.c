/* A formula with its numbers put in: only the branches that were taken. */
#include "run/explain.h"

#include "lang/print.h"

enum { LOOSE, CONDITION, SUM, PRODUCT, ATOM }; /* how tightly an expression holds together */

static void print(cm_row_view *view, uint32_t node, int tight);

static void note(cm_row_view *view, uint32_t node) {
  if (view->seen[node]) return;
  view->seen[node] = true;
  if (CM_VEC_PUSH(&view->proof->arena, &view->read, node)) cm_proof_failed(view->proof);
}

/* Another instance of the same program stands for itself: its own step tells what it is. */
static bool foreign(const cm_row_view *view, uint32_t node) {
  return view->owner[node] != 0; /* nothing below a formula is that formula's own value again */
}

static void note_missing(cm_row_view *view, uint32_t node);

static void missing_operand(void *user, uint32_t operand) {
  note_missing(user, operand);
}

/* What a value that is not there lacks is told among the inputs, though no number of it is printed. */
static void note_missing(cm_row_view *view, uint32_t node) {
  const cm_node *n = &view->program->tape.nodes.at[node];
  if (view->values[node].state == CM_VALID) return;
  if (n->code == CM_OP_INPUT || foreign(view, node))
    note(view, node);
  else
    cm_walk_operands(&view->program->tape, view->values, node, missing_operand, view);
}

static bool is_true(const cm_value *v) {
  return v->state == CM_VALID && !cm_dec_is_zero(&v->dec);
}

static void text(cm_row_view *view, const char *s) {
  cm_sink_c(view->proof->out, s);
}

static void print_number(cm_row_view *view, uint32_t node) {
  const cm_value *v = &view->values[node];
  bool negative = v->state == CM_VALID && cm_dec_sign(&v->dec) < 0;
  if (negative) text(view, "(");
  if (v->state == CM_MISSING)
    cm_proof_word(view->proof, "?", "？");
  else
    cm_proof_value(view->proof, v);
  if (negative) text(view, ")");
}

static void print_binary(cm_row_view *view, const cm_node *n, int tight, const char *sign, int own, int right) {
  if (tight > own) text(view, "(");
  print(view, n->a, own);
  text(view, " ");
  text(view, sign);
  text(view, " ");
  print(view, n->b, right);
  if (tight > own) text(view, ")");
}

static void print_sum(cm_row_view *view, const cm_node *n, int tight) {
  bool any = false, open = tight > SUM;
  if (open) text(view, "(");
  for (uint32_t i = 0; i < n->width; i++) {
    const cm_term *term = &view->program->tape.terms.at[n->a + i];
    if (!cm_term_counts(*term, view->values)) continue;
    if (any) text(view, " + ");
    any = true;
    print(view, term->node, SUM);
  }
  if (!any) cm_proof_word(view->proof, "0 (no member)", "0（无成员）");
  if (open) text(view, ")");
}

/* A change of unit inside a formula: percent to a fraction, GJ to kgce. */
static void print_rescale(cm_row_view *view, const cm_node *n, int tight) {
  cm_scale scale = view->program->tape.scales.at[n->c];
  cm_dec num, ten;
  if (tight > PRODUCT) text(view, "(");
  print(view, n->a, ATOM);
  text(view, " × ");
  (void)cm_dec_from_i64(&num, scale.num);
  (void)cm_dec_shift(&ten, &num, scale.ten);
  cm_proof_dec(view->proof, &ten);
  if (scale.den != 1) {
    text(view, " ÷ ");
    (void)cm_dec_from_i64(&num, scale.den);
    cm_proof_dec(view->proof, &num);
  }
  cm_proof_word(view->proof, " [units]", " [单位换算]");
  view->proof->rescaled = true;
  if (tight > PRODUCT) text(view, ")");
}

static void print_call(cm_row_view *view, const cm_node *n, const char *name) {
  text(view, name);
  text(view, "(");
  if (n->code == CM_OP_MIN || n->code == CM_OP_MAX) {
    for (uint32_t i = 0; i < n->width; i++) {
      if (i) text(view, ", ");
      print(view, view->program->tape.terms.at[n->a + i].node, LOOSE);
    }
  } else {
    print(view, n->a, LOOSE);
  }
  if (n->code == CM_OP_POW) {
    text(view, ", ");
    print(view, n->b, LOOSE);
  }
  text(view, ")");
}

/* A choice prints the branch that was taken; conditions are told apart from the numbers. */
static void print_choice(cm_row_view *view, const cm_node *n, int tight) {
  const cm_value *a = &view->values[n->a];
  if (n->code == CM_OP_DEFAULT) {
    /* where nothing is there the last choice shows what it lacks */
    if (a->state != CM_VALID) note_missing(view, n->a);
    print(view, a->state == CM_VALID ? n->a : n->b, tight);
  } else if (n->code == CM_OP_SELECT && a->state == CM_VALID) {
    print(view, is_true(a) ? n->b : n->c, tight);
  } else if (n->code != CM_OP_SELECT && is_true(a)) {
    print(view, n->b, tight);
  } else {
    note_missing(view, n->a);
    cm_proof_word(view->proof, "?", "？");
  }
}

/* AND goes before OR; what stands on the right of either is set apart. */
static void print_condition(cm_row_view *view, const cm_node *n, int tight) {
  const char *sign = cm_op_sign((cm_opcode)n->code);
  if (n->code == CM_OP_NOT || n->code == CM_OP_PRESENT)
    print_call(view, n, sign);
  else
    print_binary(view, n, tight, sign, n->code == CM_OP_OR ? LOOSE : CONDITION, SUM);
}

static void print_node(cm_row_view *view, uint32_t node, int tight) {
  const cm_node *n = &view->program->tape.nodes.at[node];
  switch (n->code) {
  case CM_OP_CONST:
  case CM_OP_INPUT:
    note(view, node);
    print_number(view, node);
    return;
  case CM_OP_ADD: print_binary(view, n, tight, "+", SUM, SUM); return;
  case CM_OP_SUB: print_binary(view, n, tight, "−", SUM, PRODUCT); return;
  case CM_OP_MUL: print_binary(view, n, tight, "×", PRODUCT, PRODUCT); return;
  case CM_OP_DIV: print_binary(view, n, tight, "÷", PRODUCT, ATOM); return;
  case CM_OP_NEG:
    text(view, "−");
    print(view, n->a, ATOM);
    return;
  case CM_OP_SUM: print_sum(view, n, tight); return;
  case CM_OP_RESCALE: print_rescale(view, n, tight); return;
  case CM_OP_SELECT:
  case CM_OP_DEFAULT:
  case CM_OP_REQUIRE:
  case CM_OP_APPLY: print_choice(view, n, tight); return;
  case CM_OP_ABS:
  case CM_OP_MIN:
  case CM_OP_MAX:
  case CM_OP_POW:
  case CM_OP_ROUND: print_call(view, n, cm_op_sign((cm_opcode)n->code)); return;
  default: print_condition(view, n, tight);
  }
}

static void print(cm_row_view *view, uint32_t node, int tight) {
  if (foreign(view, node)) {
    note(view, node);
    print_number(view, node);
    return;
  }
  print_node(view, node, tight);
}

/* The formula's own node is told by what it is made of. */
void cm_proof_expression(cm_row_view *view, uint32_t node) {
  print_node(view, node, LOOSE);
}

/* ---- why ---- */

static void choice_below(void *user, uint32_t operand) {
  cm_row_view *view = user;
  if (!foreign(view, operand)) cm_proof_choices(view, operand);
}

static void write_met(cm_row_view *view, cm_str code) {
  if (!code.size) return;
  cm_proof_word(view->proof, "; finding ", "；提示 ");
  cm_sink_add(view->proof->out, code);
  cm_proof_met(view->proof, cm_edition_finding(view->program->edition, code));
}

/* "since clinker_output > 0 holds: 110000 > 0"; a condition on words has no numbers to show. */
static void told(cm_row_view *view, const cm_node *choice, const cm_expr *condition) {
  const cm_node *n = &view->program->tape.nodes.at[choice->a];
  bool yes = is_true(&view->values[choice->a]);
  text(view, "     ");
  cm_proof_word(view->proof, "since ", "因 ");
  cm_expr_print(condition, view->proof->out);
  cm_proof_word(view->proof, yes ? " holds" : " does not hold", yes ? " 成立" : " 不成立");
  if (n->code != CM_OP_CONST) {
    cm_proof_word(view->proof, ": ", "：");
    print(view, choice->a, LOOSE);
  }
  if (choice->code == CM_OP_REQUIRE && !yes) {
    cm_proof_word(view->proof, ", which the rule requires", "，而规则要求其成立");
    write_met(view, choice->expr->name);
  }
  text(view, "\n");
}

/* The alternative that was passed over, or that neither is there. */
static void passed_over(cm_row_view *view, const cm_node *n) {
  bool taken = view->values[n->b].state == CM_VALID;
  text(view, "     ");
  if (!taken) cm_proof_word(view->proof, "neither ", "");
  cm_expr_print(n->expr->args[0], view->proof->out);
  if (taken) {
    cm_proof_word(view->proof, " is not there, so the next choice is taken", " 缺失，改用下一选择");
    write_met(view, n->expr->name);
  } else {
    cm_proof_word(view->proof, " nor ", " 与 ");
    cm_expr_print(n->expr->args[1], view->proof->out);
    cm_proof_word(view->proof, " is there", " 均缺失");
  }
  text(view, "\n");
}

/* A sum of fuels that mixes tonnes with volumes carries a requirement that nobody wrote. */
static void mixture(cm_row_view *view, const cm_node *n) {
  const cm_value *pure = &view->values[n->a];
  if (pure->state != CM_VALID || is_true(pure)) return;
  text(view, "     ");
  cm_proof_word(view->proof, "fuels in t and in 10^4 Nm3 are not added\n", "以 t 计与以 10^4 Nm3 计的燃料不相加\n");
}

void cm_proof_choices(cm_row_view *view, uint32_t node) {
  const cm_node *n = &view->program->tape.nodes.at[node];
  if (n->code == CM_OP_DEFAULT && view->values[n->a].state != CM_VALID) passed_over(view, n);
  if (n->code == CM_OP_REQUIRE && n->expr->kind != CM_E_REQUIRE) {
    mixture(view, n);
    cm_proof_choices(view, n->b);
    return;
  }
  if (n->code == CM_OP_APPLY) { /* who the figure applies to is told by its attributes */
    cm_proof_choices(view, n->b);
    return;
  }
  if ((n->code == CM_OP_SELECT || n->code == CM_OP_REQUIRE) && view->values[n->a].state == CM_VALID)
    told(view, n, n->expr->args[0]);
  if (n->code == CM_OP_SUM) cm_proof_members(view, n);
  cm_walk_operands(&view->program->tape, view->values, node, choice_below, view);
}
