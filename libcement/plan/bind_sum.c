/* SUM: unrolled over the members that the line ever has; those that a row lacks are guarded. */
#include "plan/bind.h"

typedef struct summing {
  const cm_expr *e;
  size_t first;    /* its summands: the last ones from there on */
  bool gas, other; /* whether any is in fuel units, apart by what the fuel unit is */
} summing;

static bool is_gas(const cm_binder *k, uint32_t fuel) {
  const cm_items *items = k->b->ledger->items;
  const cm_attribute_value *state = &k->b->ledger->fuels.at[fuel].attributes[items->fuel_state];
  return items->fuel_unit[state->choice].dim[CM_DIM_VOLUME] != 0;
}

static void push(cm_binder *k, cm_term term, uint32_t burnt) {
  /* in this order, so that every summand has its fuel even where memory gave out */
  if (CM_VEC_PUSH(k->scratch, &k->burnt, burnt) || CM_VEC_PUSH(k->scratch, &k->summands, term)) cm_bind_nomem(k);
}

/* Whether the condition of a SUM holds for a member, which is known now: 1, 0, or -1 and its node, where it is
 * undecided. */
static int holds(cm_binder *k, const cm_env *env, const cm_expr *condition, uint32_t *node) {
  int decided = cm_bind_decide(k, env, condition);
  if (decided >= 0) return decided;
  cm_env where = *env;
  where.condition = true;
  *node = cm_bind_expr(k, &where, condition);
  if (k->status) return -1;
  cm_value known = cm_bind_known(k, *node);
  return known.state == CM_VALID ? !cm_dec_is_zero(&known.dec) : -1;
}

/* One member; an undecided condition makes the sum missing. */
static void add_term(cm_binder *k, summing *s, const cm_env *env, uint32_t guard) {
  const cm_expr *e = s->e;
  cm_term term = {CM_NO_NODE, guard};
  int yes = e->count > 1 ? holds(k, env, e->args[1], &term.node) : 1;
  if (!yes) return;
  if (yes > 0) term.node = cm_bind_expr(k, env, e->args[0]);
  bool burnt = !e->args[0]->any_unit && e->args[0]->unit.dim[CM_DIM_FUEL] && env->tuple.fuel != CM_NONE;
  push(k, term, burnt ? env->tuple.fuel : CM_NONE);
  if (!burnt) return;
  if (is_gas(k, env->tuple.fuel))
    s->gas = true;
  else
    s->other = true;
}

static void add_lines(cm_binder *k, summing *s, const cm_env *env) {
  const cm_ledger *ledger = k->b->ledger;
  for (uint32_t i = 0; i < ledger->lines.size && !k->status; i++) {
    cm_env inner = {.line = i, .shape = &k->b->shapes[i], .tuple = CM_NO_TUPLE, .declared = env->declared};
    uint32_t guard = CM_NO_NODE;
    if (!env->declared) guard = cm_bind_input(k, &(cm_input_key){CM_IN_ROW, i, NULL, CM_NO_TUPLE, CM_NONE});
    add_term(k, s, &inner, guard);
  }
}

static void add_members(cm_binder *k, summing *s, const cm_env *env) {
  uint8_t sets = s->e->sets;
  bool uses_of_fuel = sets == CM_SET_USE;
  if (uses_of_fuel) sets = CM_SET_FUEL | CM_SET_USE;
  size_t count = cm_shape_count(env->shape, sets);
  for (size_t i = 0; i < count && !k->status; i++) {
    cm_env inner = *env;
    cm_tuple t = cm_shape_tuple(env->shape, sets, i);
    if (uses_of_fuel && t.fuel != env->tuple.fuel) continue;
    if (t.fuel != CM_NONE) inner.tuple.fuel = t.fuel;
    if (t.use != CM_NONE) inner.tuple.use = t.use;
    if (t.material != CM_NONE) inner.tuple.material = t.material;
    add_term(k, s, &inner, cm_bind_exists(k, env, sets, i, t));
  }
}

/* The summands from `first` on. */
static uint32_t list_from(cm_binder *k, size_t first, const cm_expr *e) {
  size_t count = k->summands.size - first;
  return cm_bind_list(k, CM_OP_SUM, count ? &k->summands.at[first] : NULL, count, e);
}

static void forget_from(cm_binder *k, size_t first) {
  k->summands.size = k->burnt.size = first;
}

/* Those of the gases, or of the other fuels: where one is in fuel units, all are. */
static uint32_t not_zero(cm_binder *k, const summing *s, bool gases) {
  size_t end = k->summands.size;
  for (size_t i = s->first; i < end; i++)
    if (is_gas(k, k->burnt.at[i]) == gases) push(k, k->summands.at[i], CM_NONE);
  uint32_t sum = list_from(k, end, s->e);
  forget_from(k, end);
  uint32_t zero = cm_bind_constant(k, &(cm_value){cm_dec_zero, CM_VALID}, NULL);
  return cm_bind_emit(k, CM_OP_NE, s->e, sum, zero, 0);
}

/* Tonnes and 10^4 Nm3 are not added: where both occur and neither is zero, the sum is missing. */
static uint32_t refuse_mixture(cm_binder *k, const summing *s, uint32_t sum) {
  uint32_t a = not_zero(k, s, true), b = not_zero(k, s, false);
  uint32_t both = cm_bind_emit(k, CM_OP_AND, s->e, a, b, 0);
  uint32_t none = cm_bind_emit(k, CM_OP_NOT, s->e, both, 0, 0);
  return cm_bind_emit(k, CM_OP_REQUIRE, s->e, none, sum, 0);
}

uint32_t cm_bind_sum(cm_binder *k, const cm_env *env, const cm_expr *e) {
  summing s = {.e = e, .first = k->summands.size};
  if (e->sets == CM_SET_LINE)
    add_lines(k, &s, env);
  else
    add_members(k, &s, env);
  uint32_t sum = list_from(k, s.first, e);
  if (s.gas && s.other) sum = refuse_mixture(k, &s, sum);
  forget_from(k, s.first);
  return sum;
}
