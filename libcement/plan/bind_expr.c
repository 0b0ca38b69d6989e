/* Expressions to nodes. */
#include "plan/bind.h"

/* ---- names ---- */

static uint32_t bind_item(cm_binder *k, const cm_env *env, const cm_expr *e, cm_input_kind kind) {
  const cm_item *item = e->target;
  cm_input_key key = {kind, env->line, item, CM_NO_TUPLE, CM_NONE};
  if (item->sets & CM_SET_FUEL) key.tuple.fuel = env->tuple.fuel;
  if (item->sets & CM_SET_USE) key.tuple.use = env->tuple.use;
  if (item->sets & CM_SET_MATERIAL) key.tuple.material = e->kind == CM_E_MEMBER ? e->member : env->tuple.material;
  if (item->sets & CM_SET_SECTION) key.section = e->member;
  return cm_bind_input(k, &key);
}

static cm_tuple restrict_tuple(cm_tuple t, uint8_t sets) {
  if (!(sets & CM_SET_FUEL)) t.fuel = CM_NONE;
  if (!(sets & CM_SET_USE)) t.use = CM_NONE;
  if (!(sets & CM_SET_MATERIAL)) t.material = CM_NONE;
  return t;
}

/* A formula of this program is there already (formulas come in order); one of another stage is an input. A condition is
 * bound from its parts. */
static uint32_t bind_formula_ref(cm_binder *k, const cm_env *env, const cm_formula *f) {
  cm_tuple tuple = restrict_tuple(env->tuple, f->sets);
  if (f->at == cm_stage_at(k->out.stage) && !f->condition)
    return k->out.instances.at[cm_program_find(&k->out, f, tuple)].node;
  if (f->at == CM_AT_SITE && !env->condition && !f->condition) {
    cm_input_key key = {CM_IN_RESULT, CM_NONE, f, CM_NO_TUPLE, CM_NONE};
    return cm_bind_result(k, &key, cm_program_find(k->b->site, f, CM_NO_TUPLE));
  }
  if (f->fixed) {
    uint32_t node = cm_bind_expr(k, env, f->is);
    return f->truth || f->is->any_unit ? node : cm_bind_rescale(k, node, &f->is->unit, &f->unit);
  }
  cm_input_key key = {CM_IN_RESULT, env->line, f, tuple, CM_NONE};
  return cm_bind_result(k, &key, cm_program_find(k->b->line_programs[env->line], f, tuple));
}

static uint32_t bind_option(cm_binder *k, const cm_option *o) {
  return cm_bind_factor(k, o->choices[k->b->edition->choices[o->index]].factor);
}

static uint32_t bind_ref(cm_binder *k, const cm_env *env, const cm_expr *e) {
  switch (e->ref) {
  case CM_REF_ITEM: return bind_item(k, env, e, CM_IN_ITEM);
  case CM_REF_LEVEL:
  case CM_REF_FACTOR: return cm_bind_factor(k, e->target);
  case CM_REF_FORMULA: return bind_formula_ref(k, env, e->target);
  case CM_REF_OPTION: return bind_option(k, e->target);
  default: return cm_bind_attribute(k, env, e);
  }
}

/* ---- operations ---- */

/* An operand in the unit that its operation works in. */
static uint32_t operand(cm_binder *k, const cm_env *env, const cm_expr *arg, const cm_unit *unit) {
  uint32_t node = cm_bind_expr(k, env, arg);
  return arg->type != CM_TYPE_NUMBER || arg->any_unit ? node : cm_bind_rescale(k, node, &arg->unit, unit);
}

static uint32_t bind_plain(cm_binder *k, const cm_env *env, const cm_expr *e, cm_opcode code) {
  bool product = e->kind == CM_E_MUL || e->kind == CM_E_DIV;
  /* a comparison keeps the unit of its first operand that has one */
  uint32_t a = operand(k, env, e->args[0], product ? &e->args[0]->unit : &e->unit);
  uint32_t b = operand(k, env, e->args[1], product ? &e->args[1]->unit : &e->unit);
  return cm_bind_emit(k, code, e, a, b, 0);
}

/* Whether it is an attribute that the ledger gives: valid in every row. */
static bool given(const cm_binder *k, uint32_t node) {
  if (k->status) return false;
  const cm_node *n = &k->out.tape.nodes.at[node];
  return n->code == CM_OP_INPUT && k->out.inputs.at[n->c].value.state == CM_VALID;
}

static uint32_t bind_choice(cm_binder *k, const cm_env *env, const cm_expr *e) {
  static const struct {
    cm_expr_kind kind;
    cm_opcode code;
  } codes[] = {{CM_E_SELECT, CM_OP_SELECT}, {CM_E_DEFAULT, CM_OP_DEFAULT}, {CM_E_REQUIRE, CM_OP_REQUIRE}};
  size_t i = 0;
  while (codes[i].kind != e->kind) i++;
  uint32_t a = operand(k, env, e->args[0], &e->unit), c = 0;
  /* what stands in for an attribute that is given is never asked for */
  bool first = e->kind == CM_E_DEFAULT && given(k, a);
  uint32_t b = first ? a : operand(k, env, e->args[1], &e->unit);
  if (e->kind == CM_E_SELECT) c = operand(k, env, e->args[2], &e->unit);
  return cm_bind_emit(k, codes[i].code, e, a, b, c);
}

static uint32_t bind_unary(cm_binder *k, const cm_env *env, const cm_expr *e, cm_opcode code) {
  uint32_t a = operand(k, env, e->args[0], &e->unit);
  return cm_bind_emit(k, code, e, a, 0, 0);
}

static uint32_t bind_extreme(cm_binder *k, const cm_env *env, const cm_expr *e) {
  cm_term terms[16];
  for (size_t i = 0; i < e->count; i++) terms[i] = (cm_term){operand(k, env, e->args[i], &e->unit), CM_NO_NODE};
  return cm_bind_list(k, e->kind == CM_E_MIN ? CM_OP_MIN : CM_OP_MAX, terms, e->count, e);
}

/* The exponent as a ratio: only here must an override be as short as what is printed. */
static cm_power exponent(cm_binder *k, const cm_factor *f) {
  const cm_factor_value *over = &k->b->factors[f->index];
  if (!over->override) return (cm_power){f->p, f->q};
  if (over->q) return (cm_power){over->p, over->q};
  k->status = cm_fail(k->err, CEMENT_E_RANGE, over->override->place, CM_S("override of "), f->key,
                      CM_S(": an exponent p/q with p and q of at most 10000 expected, such as 5.25"));
  return (cm_power){1, 1};
}

static uint32_t bind_power(cm_binder *k, const cm_env *env, const cm_expr *e) {
  const cm_factor *f = e->args[1]->target;
  uint32_t index = (uint32_t)k->out.tape.powers.size;
  cm_power power = exponent(k, f);
  if (CM_VEC_PUSH(k->scratch, &k->out.tape.powers, power)) k->status = cm_nomem(k->err);
  uint32_t a = operand(k, env, e->args[0], &cm_unit_one);
  uint32_t b = cm_bind_factor(k, f); /* for the proof; the operation takes the exponent as a ratio */
  return cm_bind_emit(k, CM_OP_POW, e, a, b, index);
}

static uint32_t bind_round(cm_binder *k, const cm_env *env, const cm_expr *e) {
  uint32_t index = (uint32_t)k->out.tape.rounds.size;
  cm_round_rule rule = {(cm_rule)e->index, (int32_t)e->member};
  if (CM_VEC_PUSH(k->scratch, &k->out.tape.rounds, rule)) k->status = cm_nomem(k->err);
  uint32_t a = operand(k, env, e->args[0], &e->unit);
  return cm_bind_emit(k, CM_OP_ROUND, e, a, 0, index);
}

static uint32_t bind_present(cm_binder *k, const cm_env *env, const cm_expr *e) {
  /* of an item: whether it was observed, which for one that reads as zero is another question than validity */
  if (e->args[0]->ref == CM_REF_ITEM) return bind_item(k, env, e->args[0], CM_IN_OBSERVED);
  uint32_t a = cm_bind_expr(k, env, e->args[0]);
  return cm_bind_emit(k, CM_OP_PRESENT, e, a, 0, 0);
}

static uint32_t bind_literal(cm_binder *k, bool one) {
  uint32_t *known = &k->literals[one];
  if (*known) return *known - 1;
  cm_value v = {one ? cm_dec_one : cm_dec_zero, CM_VALID};
  uint32_t node = cm_bind_constant(k, &v, NULL);
  *known = node + 1;
  return node;
}

uint32_t cm_bind_expr(cm_binder *k, const cm_env *env, const cm_expr *e) {
  if (k->status) return CM_NO_NODE;
  int decided = env->unseen && e->type == CM_TYPE_TRUTH ? cm_bind_decide(k, env, e) : -1;
  if (decided >= 0) return bind_literal(k, decided);
  switch (e->kind) {
  case CM_E_ZERO:
  case CM_E_ONE: return bind_literal(k, e->kind == CM_E_ONE);
  case CM_E_LOOKUP: return cm_bind_lookup(k, env, e);
  case CM_E_NEG: return bind_unary(k, env, e, CM_OP_NEG);
  case CM_E_ABS: return bind_unary(k, env, e, CM_OP_ABS);
  case CM_E_NOT: return bind_unary(k, env, e, CM_OP_NOT);
  case CM_E_ADD: return bind_plain(k, env, e, CM_OP_ADD);
  case CM_E_SUB: return bind_plain(k, env, e, CM_OP_SUB);
  case CM_E_MUL: return bind_plain(k, env, e, CM_OP_MUL);
  case CM_E_DIV: return bind_plain(k, env, e, CM_OP_DIV);
  case CM_E_AND: return bind_plain(k, env, e, CM_OP_AND);
  case CM_E_OR: return bind_plain(k, env, e, CM_OP_OR);
  case CM_E_SUM: return cm_bind_sum(k, env, e);
  case CM_E_SELECT:
  case CM_E_DEFAULT:
  case CM_E_REQUIRE: return bind_choice(k, env, e);
  case CM_E_PRESENT: return bind_present(k, env, e);
  case CM_E_POW: return bind_power(k, env, e);
  case CM_E_MIN:
  case CM_E_MAX: return bind_extreme(k, env, e);
  case CM_E_ROUND: return bind_round(k, env, e);
  case CM_E_IN: return cm_bind_symbols(k, env, e);
  case CM_E_NAME:
  case CM_E_MEMBER:
  case CM_E_SCOPED:
  case CM_E_ATTRIBUTE:
  case CM_E_OPTION: return bind_ref(k, env, e);
  default: /* comparisons */
    if (e->args[0]->type == CM_TYPE_SYMBOL) return cm_bind_symbols(k, env, e);
    return bind_plain(k, env, e, (cm_opcode)(CM_OP_EQ + (e->kind - CM_E_EQ)));
  }
}
