/* A whole edition: each formula, limit and check linked, cycles refused, formulas put in order. */
#include "std/link.h"

/* The unit that the formula declares is that of what it says. */
static int check_result(const cm_scope *s, const cm_expr *e, const cm_formula *f) {
  if (f->truth != (e->type == CM_TYPE_TRUTH) || e->type == CM_TYPE_SYMBOL)
    return cm_link_refuse(s, CEMENT_E_SCHEMA, NULL, CM_S("unit \"truth\" and a condition belong together"));
  if (f->truth || e->any_unit || cm_unit_same_dim(&e->unit, &f->unit)) return CEMENT_OK;
  char x[128], y[128];
  return cm_link_refuse(s, CEMENT_E_UNIT, NULL, CM_S("declared as "), cm_unit_dim_text(&f->unit, x),
                        CM_S(", the expression is "), cm_unit_dim_text(&e->unit, y));
}

static int check_declaration(const cm_scope *s, const cm_formula *f) {
  bool period = f->at != CM_AT_SITE && !f->truth;
  if (period && f->year == CM_YEAR_NONE)
    return cm_link_refuse(s, CEMENT_E_MISSING, NULL, CM_S("\"year\" is missing: sum or recompute"));
  if (f->at != CM_AT_LINE && f->sets)
    return cm_link_refuse(s, CEMENT_E_SCHEMA, NULL, CM_S("\"of\" belongs to line formulas"));
  if (cm_items_find(&s->catalog->items, f->key) || cm_edition_constant(s->edition, f->key))
    return cm_link_refuse(s, CEMENT_E_CONFLICT, NULL, CM_S("an item or a constant has this name"));
  if (f->display && (f->truth || f->at == CM_AT_SITE))
    return cm_link_refuse(s, CEMENT_E_SCHEMA, NULL, CM_S("a figure is a number of a line or of the facility"));
  return CEMENT_OK;
}

static cm_scope formula_scope(const cm_catalog *catalog, const cm_edition *edition, const cm_formula *f,
                              cement_error *err) {
  uint8_t bound = f->sets;
  if (f->at == CM_AT_LINE) bound |= CM_SET_LINE;
  return (cm_scope){catalog, edition, f->at, bound, NULL, f->place, f->key, err};
}

static int name_formula(const cm_catalog *catalog, const cm_edition *edition, const cm_formula *f, cement_error *err) {
  cm_scope s = formula_scope(catalog, edition, f, err);
  int status = check_declaration(&s, f);
  if (!status) status = cm_link_names(&s, f->is);
  if (!status && f->applies) status = cm_link_names(&s, f->applies);
  return status;
}

static int type_formula(const cm_catalog *catalog, const cm_edition *edition, const cm_formula *f, cement_error *err) {
  cm_scope s = formula_scope(catalog, edition, f, err);
  int status = cm_link_types(&s, f->is);
  if (!status) status = check_result(&s, f->is, f);
  if (!status) cm_link_reader(f->is, &f->unit);
  if (status || !f->applies) return status;
  status = cm_link_types(&s, f->applies);
  if (!status && (f->applies->type != CM_TYPE_TRUTH || !cm_expr_fixed(f->applies, true)))
    status = cm_link_refuse(&s, CEMENT_E_SCHEMA, f->applies,
                            CM_S("\"applies\" is a condition on attributes, members and options"));
  return status;
}

/* A limit's or a check's expression, which no formula reads. */
static int link_tail(const cm_scope *s, cm_expr *e) {
  int status = cm_link_names(s, e);
  return status ? status : cm_link_types(s, e);
}

/* ---- order ---- */

/* A facility figure that reads an item of the facility whose absence matters. */
static bool needs_facility(const cm_expr *e) {
  if (e->ref == CM_REF_FORMULA && ((const cm_formula *)e->target)->needs_facility) return true;
  if (e->ref == CM_REF_ITEM) {
    const cm_item *item = e->target;
    cm_level level = (item->sets & CM_SET_SECTION) ? item->section_level[e->member] : item->level;
    if (level == CM_LEVEL_FACILITY && !item->absent_zero) return true;
  }
  for (size_t i = 0; i < e->count; i++)
    if (needs_facility(e->args[i])) return true;
  return false;
}

/* A formula that is read and not yet in order; NULL when all are. */
static const cm_formula *waits_for(const cm_expr *e, const bool *done) {
  if (e->ref == CM_REF_FORMULA && !done[((const cm_formula *)e->target)->index]) return e->target;
  for (size_t i = 0; i < e->count; i++) {
    const cm_formula *f = waits_for(e->args[i], done);
    if (f) return f;
  }
  return NULL;
}

static const cm_formula *formula_waits_for(const cm_formula *f, const bool *done) {
  const cm_formula *next = waits_for(f->is, done);
  return next || !f->applies ? next : waits_for(f->applies, done);
}

/* Each pass takes what has become ready; a pass that takes nothing has found a cycle. */
static int order_formulas(cm_catalog *catalog, cm_edition *edition, cement_error *err) {
  size_t count = edition->formulas.size, taken = 0;
  bool *done = CM_NEWS(&catalog->arena, bool, count);
  edition->order = CM_NEWS(&catalog->arena, cm_formula *, count);
  if (!done || !edition->order) return cm_nomem(err);
  while (taken < count) {
    size_t before = taken;
    cm_formula *stuck = NULL;
    for (size_t i = 0; i < count; i++) {
      cm_formula *f = edition->formulas.at[i];
      if (done[i]) continue;
      if (formula_waits_for(f, done)) {
        stuck = f;
        continue;
      }
      /* a year that adds its months is another number than each of them */
      f->fixed = cm_expr_fixed(f->is, false) && f->year != CM_YEAR_SUM && !f->applies;
      f->needs_facility = f->at == CM_AT_FACILITY && needs_facility(f->is);
      done[i] = true;
      edition->order[taken++] = f;
    }
    if (taken == before) {
      /* going from formula to formula long enough ends within the cycle */
      const cm_formula *in_cycle = stuck;
      for (size_t i = 0; i < count; i++) in_cycle = formula_waits_for(in_cycle, done);
      cm_scope s = formula_scope(catalog, edition, in_cycle, err);
      return cm_link_refuse(&s, CEMENT_E_CONFLICT, NULL, CM_S("the formula stands on itself (a cycle)"));
    }
  }
  return CEMENT_OK;
}

/* ---- conditions ---- */

/* What is read as a value has one; the condition of a sum is no value. */
static void read_as_value(cm_edition *edition, const cm_expr *e) {
  if (e->ref == CM_REF_FORMULA) edition->formulas.at[((const cm_formula *)e->target)->index]->condition = false;
  size_t values = e->kind == CM_E_SUM ? 1 : e->count;
  for (size_t i = 0; i < values; i++) read_as_value(edition, e->args[i]);
}

/* From the last formula to the first, so that who reads one has been seen before it. */
static void find_conditions(cm_edition *edition) {
  size_t count = edition->formulas.size;
  for (size_t i = 0; i < count; i++) {
    cm_formula *f = edition->formulas.at[i];
    f->condition = f->truth && f->fixed;
  }
  for (size_t i = 0; i < edition->limits.size; i++)
    for (size_t k = 0; k < edition->limits.at[i]->levels; k++)
      read_as_value(edition, edition->limits.at[i]->applied[k]);
  for (size_t i = count; i-- > 0;) {
    const cm_formula *f = edition->order[i];
    if (!f->condition) read_as_value(edition, f->is);
    if (f->applies) read_as_value(edition, f->applies);
  }
}

/* ---- limits and checks ---- */

static int link_limit(const cm_catalog *catalog, const cm_edition *edition, const cm_limit *l, cement_error *err) {
  cm_scope s = formula_scope(catalog, edition, l->of, err);
  s.limit = l;
  s.place = l->place;
  for (size_t i = 0; i < l->levels; i++) {
    int status = link_tail(&s, l->applied[i]);
    if (!status) status = check_result(&s, l->applied[i], l->of);
    if (status) return status;
    cm_link_reader(l->applied[i], &l->of->unit);
  }
  return CEMENT_OK;
}

static int link_check(const cm_catalog *catalog, const cm_edition *edition, const cm_check *c, cement_error *err) {
  uint8_t bound = c->sets;
  if (c->at == CM_AT_LINE) bound |= CM_SET_LINE;
  cm_scope s = {catalog, edition, c->at, bound, NULL, c->place, c->finding->code, err};
  if (c->at != CM_AT_LINE && c->sets)
    return cm_link_refuse(&s, CEMENT_E_SCHEMA, NULL, CM_S("a check of fuels or materials is at a line"));
  int status = link_tail(&s, c->when);
  if (!status && c->when->type != CM_TYPE_TRUTH)
    status = cm_link_refuse(&s, CEMENT_E_SCHEMA, c->when, CM_S("\"when\" is a condition"));
  return status;
}

int cm_edition_link(cm_catalog *catalog, cm_edition *edition, cement_error *err) {
  int status = CEMENT_OK;
  for (size_t i = 0; i < edition->formulas.size && !status; i++)
    status = name_formula(catalog, edition, edition->formulas.at[i], err);
  if (!status) status = order_formulas(catalog, edition, err);
  for (size_t i = 0; i < edition->formulas.size && !status; i++)
    status = type_formula(catalog, edition, edition->order[i], err);
  for (size_t i = 0; i < edition->limits.size && !status; i++)
    status = link_limit(catalog, edition, edition->limits.at[i], err);
  for (size_t i = 0; i < edition->checks.size && !status; i++)
    status = link_check(catalog, edition, edition->checks.at[i], err);
  if (!status) find_conditions(edition);
  return status;
}
