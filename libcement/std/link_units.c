/* Types and units of expressions: what may be added to what. */
#include "std/link.h"

static int want(const cm_scope *s, const cm_expr *e, cm_type type) {
  static const char *const names[] = {"a number", "a condition", "a symbol"};
  if (e->type == type) return CEMENT_OK;
  return cm_link_refuse(s, CEMENT_E_SCHEMA, e, cm_str_of(names[e->type]), CM_S(" stands where "),
                        cm_str_of(names[type]), CM_S(" is expected"));
}

static int mismatch(const cm_scope *s, const cm_expr *at, const cm_expr *a, const cm_expr *b) {
  char x[128], y[128];
  return cm_link_refuse(s, CEMENT_E_UNIT, at, CM_S("units do not fit: "), cm_unit_dim_text(&a->unit, x), CM_S(" and "),
                        cm_unit_dim_text(&b->unit, y));
}

/* Whether it holds a sum over fuels, be it in another formula. */
static bool of_several_fuels(const cm_expr *e) {
  const cm_formula *f = e->ref == CM_REF_FORMULA ? e->target : NULL;
  if (f && f->unit.dim[CM_DIM_FUEL] && !(f->sets & CM_SET_FUEL)) return true;
  if (e->kind == CM_E_SUM && (e->sets & CM_SET_FUEL)) return true;
  for (size_t i = 0; i < e->count; i++)
    if (of_several_fuels(e->args[i])) return true;
  return false;
}

/* t and 10^4 Nm3 are told apart within one sum over fuels; between such sums nobody could. */
static int one_fuel(const cm_scope *s, const cm_expr *e, const cm_expr *part) {
  if (part->any_unit || !part->unit.dim[CM_DIM_FUEL] || !of_several_fuels(part)) return CEMENT_OK;
  return cm_link_refuse(s, CEMENT_E_UNIT, e,
                        CM_S("one fuel may be in t and another in 10^4 Nm3: write one SUM(FUEL ...)"));
}

/* Alternatives and summands share one unit: that of the first which has one. */
static int common_unit(const cm_scope *s, cm_expr *e, size_t from) {
  e->any_unit = true;
  const cm_expr *first = NULL;
  for (size_t i = from; i < e->count; i++) {
    if (e->args[i]->any_unit) continue;
    if (!first) {
      first = e->args[i];
      e->unit = first->unit;
      e->any_unit = false;
    } else if (!cm_unit_same_dim(&first->unit, &e->args[i]->unit)) {
      return mismatch(s, e, first, e->args[i]);
    } else {
      int status = one_fuel(s, e, first);
      if (!status) status = one_fuel(s, e, e->args[i]);
      if (status) return status;
    }
  }
  if (e->any_unit) e->unit = cm_unit_one;
  return CEMENT_OK;
}

static int numbers(const cm_scope *s, const cm_expr *e, size_t from) {
  int status = CEMENT_OK;
  for (size_t i = from; i < e->count && !status; i++) status = want(s, e->args[i], CM_TYPE_NUMBER);
  return status;
}

static int type_sum_like(const cm_scope *s, cm_expr *e) {
  int status = numbers(s, e, 0);
  return status ? status : common_unit(s, e, 0);
}

static int type_product(const cm_scope *s, cm_expr *e) {
  int status = numbers(s, e, 0);
  if (status) return status;
  const cm_unit *a = &e->args[0]->unit, *b = &e->args[1]->unit;
  e->any_unit = e->args[0]->any_unit || (e->kind == CM_E_MUL && e->args[1]->any_unit);
  int overflow = e->kind == CM_E_MUL ? cm_unit_mul(&e->unit, a, b) : cm_unit_div(&e->unit, a, b);
  return overflow ? cm_link_refuse(s, CEMENT_E_UNIT, e, CM_S("the unit of this product is beyond all bounds"))
                  : CEMENT_OK;
}

/* The symbols that a symbol-valued expression may have: a mistyped one is refused, not merely false. */
static bool symbol_known(const cm_scope *s, const cm_expr *source, cm_str symbol) {
  if (source->ref == CM_REF_ATTRIBUTE) return cm_attribute_find_choice(source->target, symbol) >= 0;
  if (source->ref == CM_REF_OPTION) return cm_option_find_choice(source->target, symbol) >= 0;
  if (source->ref == CM_REF_SET && source->index == CM_SET_USE)
    return cm_set_find_member(&s->catalog->items.use, symbol) >= 0;
  return true;
}

/* A literal beside what has known values. */
static int check_symbol(const cm_scope *s, const cm_expr *source, const cm_expr *literal) {
  if (literal->kind != CM_E_SYMBOL || symbol_known(s, source, literal->name)) return CEMENT_OK;
  return cm_link_refuse(s, CEMENT_E_UNKNOWN, literal, CM_S("'"), literal->name, CM_S("' is none of its values"));
}

/* Literals beside an attribute or an option are compared by their numbers among its choices. */
static void number_symbols(cm_expr *e) {
  const cm_expr *source = e->args[0];
  bool attribute = source->ref == CM_REF_ATTRIBUTE, numbered = attribute || source->ref == CM_REF_OPTION;
  for (size_t i = 1; i < e->count; i++) numbered = numbered && e->args[i]->kind == CM_E_SYMBOL;
  e->index = numbered;
  for (size_t i = 1; i < e->count && numbered; i++)
    e->args[i]->member = (uint32_t)(attribute ? cm_attribute_find_choice(source->target, e->args[i]->name)
                                              : cm_option_find_choice(source->target, e->args[i]->name));
}

static int type_symbols(const cm_scope *s, cm_expr *e) {
  int status = CEMENT_OK;
  for (size_t i = 1; i < e->count && !status; i++) {
    status = want(s, e->args[i], CM_TYPE_SYMBOL);
    if (!status) status = check_symbol(s, e->args[0], e->args[i]);
    if (!status) status = check_symbol(s, e->args[i], e->args[0]);
  }
  if (!status) number_symbols(e);
  return status;
}

static int type_compare(const cm_scope *s, cm_expr *e) {
  e->type = CM_TYPE_TRUTH;
  if (e->args[0]->type == CM_TYPE_SYMBOL) {
    if (e->kind == CM_E_EQ || e->kind == CM_E_NE || e->kind == CM_E_IN) return type_symbols(s, e);
    return cm_link_refuse(s, CEMENT_E_SCHEMA, e, CM_S("symbols are compared with =, <> and IN only"));
  }
  if (e->kind == CM_E_IN) return want(s, e->args[0], CM_TYPE_SYMBOL);
  int status = numbers(s, e, 0);
  if (status) return status;
  status = common_unit(s, e, 0); /* the unit in which both are compared */
  return status;
}

static int type_logic(const cm_scope *s, cm_expr *e) {
  e->type = CM_TYPE_TRUTH;
  int status = CEMENT_OK;
  for (size_t i = 0; i < e->count && !status; i++) status = want(s, e->args[i], CM_TYPE_TRUTH);
  return status;
}

/* SELECT, DEFAULT, REQUIRE: the alternatives have one type, and numbers one unit. */
static int type_choice(const cm_scope *s, cm_expr *e, size_t from) {
  int status = from ? want(s, e->args[0], CM_TYPE_TRUTH) : CEMENT_OK;
  e->type = e->args[from]->type;
  if (!status && e->type == CM_TYPE_SYMBOL) status = want(s, e->args[from], CM_TYPE_NUMBER);
  for (size_t i = from; i < e->count && !status; i++) status = want(s, e->args[i], e->type);
  if (status || e->type == CM_TYPE_TRUTH) return status;
  return common_unit(s, e, from);
}

static int type_sum(const cm_scope *s, cm_expr *e) {
  int status = want(s, e->args[0], CM_TYPE_NUMBER);
  if (!status && e->count > 1) status = want(s, e->args[1], CM_TYPE_TRUTH);
  if (!status && e->count > 1 && !cm_expr_fixed(e->args[1], false))
    status = cm_link_refuse(s, CEMENT_E_SCHEMA, e->args[1], CM_S("WHERE uses attributes, members and options only"));
  if (!status && e->sets == CM_SET_LINE) status = one_fuel(s, e, e->args[0]);
  e->unit = e->args[0]->unit;
  e->any_unit = e->args[0]->any_unit;
  return status;
}

static int type_power(const cm_scope *s, cm_expr *e) {
  int status = numbers(s, e, 0);
  if (status) return status;
  if (!cm_unit_same_dim(&e->args[0]->unit, &cm_unit_one))
    return cm_link_refuse(s, CEMENT_E_UNIT, e, CM_S("the base of POW has a dimension"));
  const cm_factor *f = e->args[1]->ref == CM_REF_FACTOR ? e->args[1]->target : NULL;
  if (!f || !f->q || !cm_unit_same_dim(&f->unit, &cm_unit_one) || !cm_scale_is_one(&f->unit.scale))
    return cm_link_refuse(s, CEMENT_E_SCHEMA, e,
                          CM_S("the exponent of POW is a constant without unit and of few digits"));
  e->unit = cm_unit_one;
  return CEMENT_OK;
}

/* The rule of ROUND is the display of a formula in disguise: half_up_2, half_even_0, truncate_0 ... */
static int type_round(const cm_scope *s, cm_expr *e) {
  int status = want(s, e->args[0], CM_TYPE_NUMBER);
  e->unit = e->args[0]->unit;
  if (status) return status;
  static const char *const names[] = {"half_up_", "half_even_", "truncate_"};
  for (uint32_t i = 0; i < 3; i++) {
    size_t n = strlen(names[i]);
    if (!cm_str_starts(e->name, names[i]) || e->name.size != n + 1 || !cm_is_digit((unsigned char)e->name.at[n]))
      continue;
    e->index = i;
    e->member = (uint32_t)(e->name.at[n] - '0');
    return CEMENT_OK;
  }
  return cm_link_refuse(s, CEMENT_E_SCHEMA, e,
                        CM_S("ROUND's rule is half_up_N, half_even_N or truncate_N with N decimals"));
}

/* What a name, table or option stands for. */
static int type_ref(cm_expr *e) {
  switch (e->ref) {
  case CM_REF_ITEM: e->unit = ((const cm_item *)e->target)->formula_unit; break;
  case CM_REF_LEVEL:
  case CM_REF_FACTOR: e->unit = ((const cm_factor *)e->target)->unit; break;
  case CM_REF_TABLE: e->unit = ((const cm_table *)e->target)->unit; break;
  case CM_REF_SET: e->type = CM_TYPE_SYMBOL; break;
  case CM_REF_FORMULA: {
    const cm_formula *f = e->target;
    e->type = f->truth ? CM_TYPE_TRUTH : CM_TYPE_NUMBER;
    e->unit = f->unit;
    break;
  }
  case CM_REF_OPTION: {
    const cm_option *o = e->target;
    e->type = o->number ? CM_TYPE_NUMBER : CM_TYPE_SYMBOL;
    if (o->number) e->unit = o->unit;
    break;
  }
  case CM_REF_ATTRIBUTE: {
    const cm_attribute *a = e->target;
    e->type = a->number ? CM_TYPE_NUMBER : CM_TYPE_SYMBOL;
    if (a->number) e->unit = a->unit;
    break;
  }
  default: break;
  }
  return CEMENT_OK;
}

static int type_keys(const cm_scope *s, cm_expr *e) {
  int status = CEMENT_OK;
  for (size_t i = 0; i < e->count && !status; i++) status = want(s, e->args[i], CM_TYPE_SYMBOL);
  return status ? status : type_ref(e);
}

static int type_node(const cm_scope *s, cm_expr *e) {
  e->type = CM_TYPE_NUMBER;
  e->unit = cm_unit_one;
  e->any_unit = false;
  switch (e->kind) {
  case CM_E_ZERO: e->any_unit = true; return CEMENT_OK;
  case CM_E_ONE: return CEMENT_OK;
  case CM_E_SYMBOL: e->type = CM_TYPE_SYMBOL; return CEMENT_OK;
  case CM_E_NAME:
  case CM_E_MEMBER:
  case CM_E_SCOPED:
  case CM_E_ATTRIBUTE:
  case CM_E_OPTION: return type_ref(e);
  case CM_E_LOOKUP: return type_keys(s, e);
  case CM_E_NEG:
  case CM_E_ABS:
  case CM_E_ADD:
  case CM_E_SUB:
  case CM_E_MIN:
  case CM_E_MAX: return type_sum_like(s, e);
  case CM_E_MUL:
  case CM_E_DIV: return type_product(s, e);
  case CM_E_NOT:
  case CM_E_AND:
  case CM_E_OR: return type_logic(s, e);
  case CM_E_SUM: return type_sum(s, e);
  case CM_E_SELECT:
  case CM_E_REQUIRE: return type_choice(s, e, 1);
  case CM_E_DEFAULT: return type_choice(s, e, 0);
  case CM_E_PRESENT: e->type = CM_TYPE_TRUTH; return CEMENT_OK;
  case CM_E_POW: return type_power(s, e);
  case CM_E_ROUND: return type_round(s, e);
  default: return type_compare(s, e);
  }
}

void cm_link_reader(cm_expr *e, const cm_unit *unit) {
  e->scaled = CM_SCALED_NOT;
  if (e->type != CM_TYPE_NUMBER || e->any_unit) return;
  if (cm_unit_factor(&e->scale, &e->unit, unit))
    e->scaled = CM_SCALED_BEYOND;
  else if (!cm_scale_is_one(&e->scale))
    e->scaled = CM_SCALED_BY;
}

/* Factors keep their units, and whether a number is present is asked in its own; all else works in one unit. */
static void link_readers(cm_expr *e) {
  if (e->kind == CM_E_MUL || e->kind == CM_E_DIV || e->kind == CM_E_PRESENT) return;
  for (size_t i = 0; i < e->count; i++) cm_link_reader(e->args[i], &e->unit);
}

/* Symbols are, and what is joined of conditions where one of them is. */
static bool decidable(const cm_expr *e) {
  if (e->kind == CM_E_EQ || e->kind == CM_E_NE || e->kind == CM_E_IN) return e->args[0]->type == CM_TYPE_SYMBOL;
  const cm_formula *f = e->ref == CM_REF_FORMULA ? e->target : NULL;
  if (f) return f->fixed && f->is->decidable;
  bool joined = e->kind == CM_E_AND || e->kind == CM_E_OR || e->kind == CM_E_NOT, any = false;
  for (size_t i = 0; i < e->count && joined; i++) any = any || e->args[i]->decidable;
  return any;
}

int cm_link_types(const cm_scope *s, cm_expr *e) {
  int status = CEMENT_OK;
  for (size_t i = 0; i < e->count && !status; i++) status = cm_link_types(s, e->args[i]);
  if (!status) status = type_node(s, e);
  if (status) return status;
  link_readers(e);
  e->decidable = decidable(e);
  return CEMENT_OK;
}
