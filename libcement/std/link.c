#include "std/link.h"

int cm_link_refuse_parts(const cm_scope *scope, int code, const cm_expr *e, const cm_str *parts, size_t count) {
  cm_str all[12] = {scope->what, CM_S(": ")};
  char digits[24];
  size_t n = 2;
  for (size_t i = 0; i < count && n < 10; i++) all[n++] = parts[i];
  if (e) {
    all[n++] = CM_S(", at character ");
    all[n++] = cm_u64_text(e->at + 1u, digits);
  }
  return cm_fail_parts(scope->err, code, scope->place, all, n);
}

/* ---- where things may stand ---- */

static int check_item(const cm_scope *s, const cm_expr *e, const cm_item *item) {
  cm_level level = item->level;
  uint8_t sets = item->sets;
  if (e->kind == CM_E_MEMBER) {
    if (sets & CM_SET_SECTION) level = item->section_level[e->member];
    sets &= (uint8_t) ~(CM_SET_SECTION | CM_SET_FUEL | CM_SET_MATERIAL);
  }
  if (s->at == CM_AT_SITE)
    return cm_link_refuse(s, CEMENT_E_SCHEMA, e, CM_S("a site formula cannot read the item "), item->key);
  if (level == CM_LEVEL_LINE && !(s->bound & CM_SET_LINE))
    return cm_link_refuse(s, CEMENT_E_SCHEMA, e, item->key,
                          CM_S(" belongs to a line: reach it through SUM(LINE, ...)"));
  if (level == CM_LEVEL_FACILITY && (s->bound & CM_SET_LINE))
    return cm_link_refuse(s, CEMENT_E_SCHEMA, e, item->key, CM_S(" belongs to the facility: a line cannot read it"));
  if (sets & ~s->bound)
    return cm_link_refuse(s, CEMENT_E_SCHEMA, e, item->key,
                          CM_S(" needs a current member: SUM over its sets, or item['member']"));
  return CEMENT_OK;
}

static int check_formula(const cm_scope *s, const cm_expr *e, const cm_formula *f) {
  if (f->at == CM_AT_LINE && !(s->bound & CM_SET_LINE))
    return cm_link_refuse(s, CEMENT_E_SCHEMA, e, f->key, CM_S(" belongs to a line: reach it through SUM(LINE, ...)"));
  if (f->at == CM_AT_FACILITY && (s->at != CM_AT_FACILITY || (s->bound & CM_SET_LINE)))
    return cm_link_refuse(s, CEMENT_E_SCHEMA, e, f->key, CM_S(" belongs to the facility: it cannot be read here"));
  if (f->at != CM_AT_SITE && s->at == CM_AT_SITE)
    return cm_link_refuse(s, CEMENT_E_SCHEMA, e, CM_S("a site formula reads site formulas only"));
  if (f->sets & ~s->bound) return cm_link_refuse(s, CEMENT_E_SCHEMA, e, f->key, CM_S(" needs a SUM over its sets"));
  return CEMENT_OK;
}

static int check_sum(const cm_scope *s, const cm_expr *e) {
  uint8_t sets = e->sets;
  if (sets & s->bound)
    return cm_link_refuse(s, CEMENT_E_SCHEMA, e, CM_S("SUM over a set that already has a current member"));
  if (sets & (CM_SET_SECTION | CM_SET_FACILITY))
    return cm_link_refuse(s, CEMENT_E_SCHEMA, e, CM_S("sections are never summed"));
  if ((sets & CM_SET_LINE) && (s->at != CM_AT_FACILITY || sets != CM_SET_LINE))
    return cm_link_refuse(s, CEMENT_E_SCHEMA, e, CM_S("SUM(LINE, ...) stands alone and in facility formulas only"));
  if (!(sets & CM_SET_LINE) && !(s->bound & CM_SET_LINE))
    return cm_link_refuse(s, CEMENT_E_SCHEMA, e, CM_S("fuels and materials are burnt by lines: SUM(LINE, SUM(...))"));
  if ((sets & CM_SET_MATERIAL) && sets != CM_SET_MATERIAL)
    return cm_link_refuse(s, CEMENT_E_SCHEMA, e, CM_S("SUM(MATERIAL, ...) stands alone"));
  if (sets == CM_SET_USE && !(s->bound & CM_SET_FUEL))
    return cm_link_refuse(s, CEMENT_E_SCHEMA, e, CM_S("SUM(USE, ...) needs a current FUEL"));
  return CEMENT_OK;
}

/* ---- names ---- */

static const cm_edition *scope_edition(const cm_scope *s, cm_str alias) {
  for (size_t i = 0; i < s->edition->uses.size; i++)
    if (cm_str_eq(s->edition->uses.at[i].alias, alias)) return s->edition->uses.at[i].edition;
  return NULL;
}

static int link_level(const cm_scope *s, cm_expr *e) {
  uint32_t level = e->name.size == 2 ? (uint32_t)(e->name.at[1] - '1') : CM_LEVELS_MAX;
  if (level >= s->limit->levels) return cm_link_refuse(s, CEMENT_E_UNKNOWN, e, CM_S("no level "), e->name);
  e->ref = CM_REF_LEVEL;
  e->index = level;
  e->target = s->limit->base[level];
  return CEMENT_OK;
}

static int link_name(const cm_scope *s, cm_expr *e) {
  uint8_t set = cm_set_bit(e->name);
  if (set) {
    if (!(set & s->bound) || set == CM_SET_LINE)
      return cm_link_refuse(s, CEMENT_E_SCHEMA, e, e->name, CM_S(" has no current member here"));
    e->ref = CM_REF_SET;
    e->index = set;
    return CEMENT_OK;
  }
  if (s->limit && e->name.size == 2 && e->name.at[0] == 'L') return link_level(s, e);
  if ((e->target = cm_edition_constant(s->edition, e->name))) {
    e->ref = CM_REF_FACTOR;
    return CEMENT_OK;
  }
  if ((e->target = cm_edition_formula(s->edition, e->name))) {
    e->ref = CM_REF_FORMULA;
    return check_formula(s, e, e->target);
  }
  if ((e->target = cm_items_find(&s->catalog->items, e->name))) {
    e->ref = CM_REF_ITEM;
    return check_item(s, e, e->target);
  }
  return cm_link_refuse(s, CEMENT_E_UNKNOWN, e, CM_S("\""), e->name, CM_S("\" is no constant, formula or item"));
}

static int link_scoped(const cm_scope *s, cm_expr *e) {
  const cm_edition *other = scope_edition(s, e->scope);
  if (!other)
    return cm_link_refuse(s, CEMENT_E_UNKNOWN, e, CM_S("\""), e->scope,
                          CM_S("\" is not among the editions in \"uses\""));
  e->ref = CM_REF_FACTOR;
  e->target = cm_edition_constant(other, e->name);
  return e->target ? CEMENT_OK : cm_link_refuse(s, CEMENT_E_UNKNOWN, e, other->id, CM_S(" has no constant "), e->name);
}

static int link_member(const cm_scope *s, cm_expr *e) {
  const cm_item *item = cm_items_find(&s->catalog->items, e->name);
  if (!item) return cm_link_refuse(s, CEMENT_E_UNKNOWN, e, CM_S("\""), e->name, CM_S("\" is no item"));
  uint8_t bit = item->sets & (CM_SET_SECTION | CM_SET_MATERIAL);
  int member = bit ? cm_set_find_member(cm_items_set(&s->catalog->items, bit), e->scope) : -1;
  if (member < 0) return cm_link_refuse(s, CEMENT_E_UNKNOWN, e, e->name, CM_S(" has no member '"), e->scope, CM_S("'"));
  e->ref = CM_REF_ITEM;
  e->target = item;
  e->member = (uint32_t)member;
  return check_item(s, e, item);
}

static int link_attribute(const cm_scope *s, cm_expr *e) {
  uint8_t bit = cm_set_bit(e->scope);
  const cm_set *set = cm_items_set(&s->catalog->items, bit);
  int found = set ? cm_set_find_attribute(set, e->name) : -1;
  if (found < 0) return cm_link_refuse(s, CEMENT_E_UNKNOWN, e, e->scope, CM_S(" has no attribute "), e->name);
  if (bit != CM_SET_FACILITY && !(bit & s->bound))
    return cm_link_refuse(s, CEMENT_E_SCHEMA, e, e->scope, CM_S(" has no current member here"));
  e->ref = CM_REF_ATTRIBUTE;
  e->index = bit;
  e->target = &set->attributes[found];
  return CEMENT_OK;
}

static int link_lookup(const cm_scope *s, cm_expr *e) {
  const cm_edition *owner = e->scope.at ? scope_edition(s, e->scope) : s->edition;
  const cm_table *table = owner ? cm_edition_table(owner, e->name) : NULL;
  if (!table) return cm_link_refuse(s, CEMENT_E_UNKNOWN, e, CM_S("no table \""), e->name, CM_S("\""));
  if (table->key_count != e->count)
    return cm_link_refuse(s, CEMENT_E_SCHEMA, e, CM_S("the table "), e->name, CM_S(" has another number of keys"));
  e->ref = CM_REF_TABLE;
  e->target = table;
  return CEMENT_OK;
}

static int link_option(const cm_scope *s, cm_expr *e) {
  e->ref = CM_REF_OPTION;
  e->target = cm_edition_option(s->edition, e->name);
  return e->target ? CEMENT_OK : cm_link_refuse(s, CEMENT_E_UNKNOWN, e, CM_S("no option \""), e->name, CM_S("\""));
}

static int link_finding(const cm_scope *s, const cm_expr *e) {
  if (!e->name.at || cm_edition_finding(s->edition, e->name)) return CEMENT_OK;
  return cm_link_refuse(s, CEMENT_E_UNKNOWN, e, CM_S("the finding '"), e->name,
                        CM_S("' is not declared in this edition"));
}

static int link_node(const cm_scope *s, cm_expr *e) {
  switch (e->kind) {
  case CM_E_NAME: return link_name(s, e);
  case CM_E_SCOPED: return link_scoped(s, e);
  case CM_E_MEMBER: return link_member(s, e);
  case CM_E_ATTRIBUTE: return link_attribute(s, e);
  case CM_E_LOOKUP: return link_lookup(s, e);
  case CM_E_OPTION: return link_option(s, e);
  case CM_E_DEFAULT:
  case CM_E_REQUIRE: return link_finding(s, e);
  case CM_E_SUM: return check_sum(s, e);
  default: return CEMENT_OK;
  }
}

int cm_link_names(const cm_scope *scope, cm_expr *e) {
  int status = link_node(scope, e);
  cm_scope inner = *scope;
  if (e->kind == CM_E_SUM) inner.bound |= e->sets;
  for (size_t i = 0; i < e->count && !status; i++) status = cm_link_names(&inner, e->args[i]);
  return status;
}

bool cm_expr_fixed(const cm_expr *e, bool declared) {
  if (e->kind == CM_E_SUM && !(declared && e->sets == CM_SET_LINE)) return false;
  if (e->ref == CM_REF_ITEM) return false;
  if (e->ref == CM_REF_FORMULA && !((const cm_formula *)e->target)->fixed) return false;
  for (size_t i = 0; i < e->count; i++)
    if (!cm_expr_fixed(e->args[i], declared)) return false;
  return true;
}
