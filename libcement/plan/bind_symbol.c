/* What attributes, members and options say: known when a plan meets a ledger. */
#include "plan/bind.h"

static const cm_attribute_value *attribute_value(const cm_binder *k, const cm_env *env, const cm_expr *e) {
  const cm_attribute *a = e->target;
  if (e->index == CM_SET_FACILITY) return &k->b->ledger->facility[a->index];
  if (e->index == CM_SET_LINE) return &env->shape->attributes[a->index];
  return &k->b->ledger->fuels.at[env->tuple.fuel].attributes[a->index];
}

/* As an input; also the missing value that stands for a symbol nobody gave. */
uint32_t cm_bind_attribute(cm_binder *k, const cm_env *env, const cm_expr *e) {
  const cm_attribute_value *v = attribute_value(k, env, e);
  cm_input_key key = {CM_IN_ATTRIBUTE, CM_NONE, e->target, CM_NO_TUPLE, CM_NONE};
  if (e->index == CM_SET_LINE) key.line = env->line;
  if (e->index == CM_SET_FUEL) key.tuple.fuel = env->tuple.fuel;
  uint32_t node = cm_bind_input(k, &key);
  if (k->status) return CM_NO_NODE;
  cm_input *input = &k->out.inputs.at[k->out.tape.nodes.at[node].c];
  input->value = (cm_value){v->number, v->given ? CM_VALID : CM_MISSING};
  input->binary = v->binary;
  return node;
}

/* ---- symbols ---- */

static cm_str member_key(const cm_binder *k, const cm_env *env, uint32_t set) {
  const cm_ledger *ledger = k->b->ledger;
  if (set == CM_SET_FUEL) return ledger->fuels.at[env->tuple.fuel].id;
  if (set == CM_SET_MATERIAL) return ledger->materials.at[env->tuple.material].id;
  return ledger->items->use.members[env->tuple.use].key;
}

static cm_str chosen(const cm_binder *k, const cm_option *option) {
  return option->choices[k->b->edition->choices[option->index]].key;
}

/* False when the symbol is an attribute that the ledger does not give. */
static bool symbol(const cm_binder *k, const cm_env *env, const cm_expr *e, cm_str *out) {
  if (e->kind == CM_E_SYMBOL) {
    *out = e->name;
  } else if (e->ref == CM_REF_SET) {
    *out = member_key(k, env, e->index);
  } else if (e->ref == CM_REF_OPTION) {
    *out = chosen(k, e->target);
  } else {
    const cm_attribute_value *v = attribute_value(k, env, e);
    if (!v->given) return false;
    *out = ((const cm_attribute *)e->target)->choices[v->choice].key;
  }
  return true;
}

/* The choice of an attribute or an option, by number; -1 where the ledger does not give it. */
static int64_t choice_of(const cm_binder *k, const cm_env *env, const cm_expr *e) {
  if (e->ref == CM_REF_OPTION) return k->b->edition->choices[((const cm_option *)e->target)->index];
  const cm_attribute_value *v = attribute_value(k, env, e);
  return v->given ? (int64_t)v->choice : -1;
}

static int compare_numbers(const cm_binder *k, const cm_env *env, const cm_expr *e) {
  int64_t choice = choice_of(k, env, e->args[0]);
  if (choice < 0) return -1;
  bool found = false;
  for (size_t i = 1; i < e->count; i++) found = found || e->args[i]->member == choice;
  return found != (e->kind == CM_E_NE);
}

/* Whether the first of the symbols is among the others, or differs for <>: 1, 0, or -1 and what is not given. */
static int compare(const cm_binder *k, const cm_env *env, const cm_expr *e, const cm_expr **lacks) {
  cm_str left, right;
  bool found = false;
  *lacks = e->args[0];
  if (e->index) return compare_numbers(k, env, e);
  if (!symbol(k, env, *lacks, &left)) return -1;
  for (size_t i = 1; i < e->count; i++) {
    *lacks = e->args[i];
    if (!symbol(k, env, *lacks, &right)) return -1;
    found = found || cm_str_eq(left, right);
  }
  return found != (e->kind == CM_E_NE);
}

uint32_t cm_bind_symbols(cm_binder *k, const cm_env *env, const cm_expr *e) {
  const cm_expr *lacks;
  int yes = compare(k, env, e, &lacks);
  if (yes < 0) return cm_bind_attribute(k, env, lacks);
  uint32_t node = cm_bind_constant(k, &(cm_value){yes ? cm_dec_one : cm_dec_zero, CM_VALID}, NULL);
  if (!k->status) k->out.tape.nodes.at[node].expr = e;
  return node;
}

int cm_bind_decide(const cm_binder *k, const cm_env *env, const cm_expr *e) {
  const cm_expr *lacks;
  if (!e->decidable) return -1;
  if (e->kind == CM_E_AND || e->kind == CM_E_OR) {
    int strong = e->kind == CM_E_OR, a = cm_bind_decide(k, env, e->args[0]); /* one side of this decides */
    int b = a == strong ? a : cm_bind_decide(k, env, e->args[1]);
    return b == strong || a == !strong ? b : -1;
  }
  if (e->kind == CM_E_NOT) {
    int a = cm_bind_decide(k, env, e->args[0]);
    return a < 0 ? a : !a;
  }
  if (e->ref == CM_REF_FORMULA) return cm_bind_decide(k, env, ((const cm_formula *)e->target)->is);
  return compare(k, env, e, &lacks);
}

uint32_t cm_bind_lookup(cm_binder *k, const cm_env *env, const cm_expr *e) {
  cm_str keys[CM_TABLE_KEYS_MAX];
  for (size_t i = 0; i < e->count; i++)
    if (!symbol(k, env, e->args[i], &keys[i])) return cm_bind_attribute(k, env, e->args[i]);
  const cm_factor *factor = cm_table_find(e->target, keys);
  if (factor) return cm_bind_factor(k, factor);
  uint32_t node = cm_bind_constant(k, &(cm_value){.state = CM_MISSING}, NULL);
  if (k->status) return CM_NO_NODE;
  k->out.tape.nodes.at[node].expr = e;
  k->out.lookups.at[k->out.lookups.size - 1] = env->tuple;
  return node;
}
