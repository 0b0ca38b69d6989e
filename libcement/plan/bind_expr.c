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
    return k->out.instances.at[cm_program_find(&k->out, f, &tuple)].node;
  if (f->at == CM_AT_SITE && !env->condition && !f->condition) {
    cm_input_key key = {CM_IN_RESULT, CM_NONE, f, CM_NO_TUPLE, CM_NONE};
    return cm_bind_result(k, &key, cm_program_find(k->b->site, f, &CM_NO_TUPLE));
  }
  if (f->fixed) return cm_bind_scaled(k, f->is, cm_bind_expr(k, env, f->is));
  cm_input_key key = {CM_IN_RESULT, env->line, f, tuple, CM_NONE};
  return cm_bind_result(k, &key, cm_program_find(k->b->line_programs[env->line], f, &tuple));
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
static uint32_t operand(cm_binder *k, const cm_env *env, const cm_expr *e, size_t i) {
  return cm_bind_scaled(k, e->args[i], cm_bind_expr(k, env, e->args[i]));
}

/* The operation that an expression of its kind becomes. */
static cm_opcode code_of(const cm_expr *e) {
  static const uint8_t codes[] = {
      [CM_E_NEG] = CM_OP_NEG, [CM_E_ADD] = CM_OP_ADD,         [CM_E_SUB] = CM_OP_SUB,
      [CM_E_MUL] = CM_OP_MUL, [CM_E_DIV] = CM_OP_DIV,         [CM_E_EQ] = CM_OP_EQ,
      [CM_E_NE] = CM_OP_NE,   [CM_E_LT] = CM_OP_LT,           [CM_E_LE] = CM_OP_LE,
      [CM_E_GT] = CM_OP_GT,   [CM_E_GE] = CM_OP_GE,           [CM_E_NOT] = CM_OP_NOT,
      [CM_E_AND] = CM_OP_AND, [CM_E_OR] = CM_OP_OR,           [CM_E_MIN] = CM_OP_MIN,
      [CM_E_MAX] = CM_OP_MAX, [CM_E_SELECT] = CM_OP_SELECT,   [CM_E_DEFAULT] = CM_OP_DEFAULT,
      [CM_E_ABS] = CM_OP_ABS, [CM_E_REQUIRE] = CM_OP_REQUIRE,
  };
  return (cm_opcode)codes[e->kind];
}

static uint32_t bind_plain(cm_binder *k, const cm_env *env, const cm_expr *e) {
  uint32_t a = operand(k, env, e, 0);
  uint32_t b = operand(k, env, e, 1);
  return cm_bind_emit(k, code_of(e), e, a, b, 0);
}

static uint32_t bind_equality(cm_binder *k, const cm_env *env, const cm_expr *e) {
  return e->args[0]->type == CM_TYPE_SYMBOL ? cm_bind_symbols(k, env, e) : bind_plain(k, env, e);
}

/* Whether it is an attribute that the ledger gives: valid in every row. */
static bool given(const cm_binder *k, uint32_t node) {
  if (k->status) return false;
  const cm_node *n = &k->out.tape.nodes.at[node];
  return n->code == CM_OP_INPUT && k->out.inputs.at[n->c].value.state == CM_VALID;
}

static uint32_t bind_choice(cm_binder *k, const cm_env *env, const cm_expr *e) {
  uint32_t a = operand(k, env, e, 0), c = 0;
  /* what stands in for an attribute that is given is never asked for */
  bool first = e->kind == CM_E_DEFAULT && given(k, a);
  uint32_t b = first ? a : operand(k, env, e, 1);
  if (e->kind == CM_E_SELECT) c = operand(k, env, e, 2);
  return cm_bind_emit(k, code_of(e), e, a, b, c);
}

static uint32_t bind_unary(cm_binder *k, const cm_env *env, const cm_expr *e) {
  uint32_t a = operand(k, env, e, 0);
  return cm_bind_emit(k, code_of(e), e, a, 0, 0);
}

static uint32_t bind_extreme(cm_binder *k, const cm_env *env, const cm_expr *e) {
  cm_term terms[16];
  for (size_t i = 0; i < e->count; i++) terms[i] = (cm_term){operand(k, env, e, i), CM_NO_NODE};
  return cm_bind_list(k, code_of(e), terms, e->count, e);
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
  uint32_t a = operand(k, env, e, 0);
  uint32_t b = cm_bind_factor(k, f); /* for the proof; the operation takes the exponent as a ratio */
  return cm_bind_emit(k, CM_OP_POW, e, a, b, index);
}

static uint32_t bind_round(cm_binder *k, const cm_env *env, const cm_expr *e) {
  uint32_t index = (uint32_t)k->out.tape.rounds.size;
  cm_round_rule rule = {(cm_rule)e->index, (int32_t)e->member};
  if (CM_VEC_PUSH(k->scratch, &k->out.tape.rounds, rule)) k->status = cm_nomem(k->err);
  uint32_t a = operand(k, env, e, 0);
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
  static const cm_value values[] = {{{{0, 0, 0, 0}, 0, 0}, CM_VALID}, {{{1, 0, 0, 0}, 0, 0}, CM_VALID}};
  uint32_t node = cm_bind_constant(k, &values[one], NULL);
  *known = node + 1;
  return node;
}

static uint32_t bind_zero(cm_binder *k, const cm_env *env, const cm_expr *e) {
  (void)env, (void)e;
  return bind_literal(k, false);
}

static uint32_t bind_one(cm_binder *k, const cm_env *env, const cm_expr *e) {
  (void)env, (void)e;
  return bind_literal(k, true);
}

uint32_t cm_bind_expr(cm_binder *k, const cm_env *env, const cm_expr *e) {
  static uint32_t (*const by_kind[])(cm_binder *, const cm_env *, const cm_expr *) = {
      [CM_E_ZERO] = bind_zero,      [CM_E_ONE] = bind_one,          [CM_E_NAME] = bind_ref,
      [CM_E_MEMBER] = bind_ref,     [CM_E_SCOPED] = bind_ref,       [CM_E_ATTRIBUTE] = bind_ref,
      [CM_E_OPTION] = bind_ref,     [CM_E_LOOKUP] = cm_bind_lookup, [CM_E_NEG] = bind_unary,
      [CM_E_ABS] = bind_unary,      [CM_E_NOT] = bind_unary,        [CM_E_ADD] = bind_plain,
      [CM_E_SUB] = bind_plain,      [CM_E_MUL] = bind_plain,        [CM_E_DIV] = bind_plain,
      [CM_E_AND] = bind_plain,      [CM_E_OR] = bind_plain,         [CM_E_LT] = bind_plain,
      [CM_E_LE] = bind_plain,       [CM_E_GT] = bind_plain,         [CM_E_GE] = bind_plain,
      [CM_E_EQ] = bind_equality,    [CM_E_NE] = bind_equality,      [CM_E_IN] = cm_bind_symbols,
      [CM_E_SUM] = cm_bind_sum,     [CM_E_SELECT] = bind_choice,    [CM_E_DEFAULT] = bind_choice,
      [CM_E_REQUIRE] = bind_choice, [CM_E_PRESENT] = bind_present,  [CM_E_POW] = bind_power,
      [CM_E_MIN] = bind_extreme,    [CM_E_MAX] = bind_extreme,      [CM_E_ROUND] = bind_round,
  };
  if (k->status) return CM_NO_NODE;
  int decided = env->unseen && e->decidable ? cm_bind_decide(k, env, e) : -1;
  return decided >= 0 ? bind_literal(k, decided) : by_kind[e->kind](k, env, e);
}
