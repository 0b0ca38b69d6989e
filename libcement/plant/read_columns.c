/* What is done with each column of a wide table: which columns a number needs beside it. */
#include "plant/read_work.h"

typedef struct work {
  cm_file *f;
  const cm_meaning *meanings;
  cm_column *columns;
  size_t count;
  size_t at; /* the column in question */
} work;

static bool usable(const cm_meaning *m) {
  return m->problem == CM_PROBLEM_NONE && (m->kind == CM_MEANING_VALUE || m->kind == CM_MEANING_ROLE);
}

static bool same_subject(const cm_meaning *a, const cm_meaning *b) {
  return cm_str_eq(a->line, b->line) && (a->of.size == 0 || b->of.size == 0 || cm_str_eq(a->of, b->of));
}

/* The column of a role beside the one in question: of its point of sampling, else of any. */
static uint32_t find_role(const work *w, cm_role role, uint8_t basis) {
  const cm_meaning *own = &w->meanings[w->at];
  uint32_t found = CM_NONE;
  for (uint32_t i = 0; i < w->count; i++) {
    const cm_meaning *m = &w->meanings[i];
    if (!usable(m) || m->kind != CM_MEANING_ROLE || m->role != role || !same_subject(own, m)) continue;
    if (basis != CM_BASIS_NONE && m->basis != basis && m->basis != CM_BASIS_NONE) continue;
    if (found == CM_NONE || m->point == own->point) found = i;
    if (m->point == own->point) break;
  }
  return found;
}

static uint32_t find_value(const work *w, const cm_item *item) {
  const cm_meaning *own = &w->meanings[w->at];
  for (uint32_t i = 0; i < w->count; i++) {
    const cm_meaning *m = &w->meanings[i];
    if (usable(m) && m->kind == CM_MEANING_VALUE && m->item == item && i != w->at && same_subject(own, m)) return i;
  }
  return CM_NONE;
}

static void serve(work *w, uint32_t column) {
  if (column != CM_NONE) w->columns[column].read = true;
}

/* ---- basis ---- */

static int unit_named(const char *text, cm_unit *out, cement_error *err) {
  return cm_unit_read(cm_str_of(text), out, err, CM_NOWHERE);
}

static int set_unit(work *w, cm_column *c, const char *text) {
  const cm_meaning *m = c->meaning;
  cm_unit unit;
  int status = unit_named(text, &unit, w->f->err);
  if (status != CEMENT_OK) return status;
  cm_unit from = m->unit;
  from.basis = CM_BASIS_NONE;
  if (cm_unit_factor(&c->conversion.scale, &from, &unit)) {
    return cm_fail(w->f->err, CEMENT_E_UNIT, w->f->headings.names[w->at].where, m->unit_text,
                   CM_S(" cannot be converted to "), cm_str_of(text));
  }
  return cm_book_unit(&w->f->plant->book, cm_str_of(text), &unit, &c->unit) ? cm_file_nomem(w->f) : CEMENT_OK;
}

static bool is_item(const cm_meaning *m, const char *key) {
  return m->item != NULL && cm_str_is(m->item->key, key);
}

static int lacks(work *w, cm_column *c, const char *what) {
  c->read = false;
  c->lacks = true;
  c->item = NULL;
  cm_file *f = w->f;
  if (!f->strict) {
    return cm_file_tell_name(f, &f->headings.names[w->at], c->meaning, CM_REMARK_COLUMN, cm_str_of(what));
  }
  return cm_fail(f->err, CEMENT_E_SCHEMA, f->headings.names[w->at].where, CM_S("\""), f->headings.names[w->at].text,
                 CM_S("\": "), cm_str_of(what));
}

/* The moistures that bring a number from its basis to the one as received: false when one is not in the table. */
static bool find_moistures(work *w, cm_conversion *v, uint8_t basis) {
  v->moisture_ar = basis == CM_BASIS_AR ? CM_NONE : find_role(w, CM_ROLE_MOISTURE_AR, CM_BASIS_NONE);
  v->moisture_ad = basis == CM_BASIS_AD ? find_role(w, CM_ROLE_MOISTURE_AD, CM_BASIS_NONE) : CM_NONE;
  return basis == CM_BASIS_AR || (v->moisture_ar != CM_NONE && (basis != CM_BASIS_AD || v->moisture_ad != CM_NONE));
}

/* The heat value that a share of carbon is told of: as received, or on its way there. */
static int plan_heat(work *w, cm_column *c) {
  cm_conversion *v = &c->conversion;
  cm_unit heat, from;
  v->heat = find_value(w, cm_items_find(w->f->plant->ledger->items, CM_S("fuel_ncv")));
  if (v->heat == CM_NONE) v->heat = find_role(w, CM_ROLE_GROSS, CM_BASIS_NONE);
  if (v->heat == CM_NONE) return lacks(w, c, "needs the calorific value beside it");
  const cm_column *of = &w->columns[v->heat];
  if (of->item == NULL) return lacks(w, c, "needs a calorific value beside it that can become one as received");
  if (of->conversion.formula != CM_FORMULA_NONE) v->of_heat = &of->conversion;
  int status = unit_named("GJ/t", &heat, w->f->err);
  if (status == CEMENT_OK) status = unit_named("kJ/kg", &from, w->f->err);
  if (v->of_heat == NULL) from = w->meanings[v->heat].unit;
  from.basis = CM_BASIS_NONE;
  if (status == CEMENT_OK && cm_unit_factor(&v->heat_scale, &from, &heat))
    return lacks(w, c, "needs a calorific value per mass beside it");
  return status;
}

static int plan_carbon(work *w, cm_column *c) {
  cm_unit content;
  int status = plan_heat(w, c);
  if (status == CEMENT_OK && c->read) status = set_unit(w, c, "%");
  if (status == CEMENT_OK && c->read) status = unit_named("tC/GJ", &content, w->f->err);
  if (status != CEMENT_OK || !c->read) return status;
  return cm_book_unit(&w->f->plant->book, CM_S("tC/GJ"), &content, &c->unit) ? cm_file_nomem(w->f) : CEMENT_OK;
}

/* A gross heat as received lacks no water, only what the water and the hydrogen take away. */
static int plan_gross(work *w, cm_column *c) {
  cm_conversion *v = &c->conversion;
  v->moisture_ar = find_role(w, CM_ROLE_MOISTURE_AR, CM_BASIS_NONE);
  v->hydrogen = find_role(w, CM_ROLE_HYDROGEN, CM_BASIS_AR);
  if (v->moisture_ar == CM_NONE || v->hydrogen == CM_NONE)
    return lacks(w, c, "needs the total moisture and the hydrogen content as received beside it");
  v->formula = CM_FORMULA_GROSS_AR;
  int status = set_unit(w, c, "kJ/kg");
  serve(w, v->moisture_ar);
  serve(w, v->hydrogen);
  return status;
}

static int plan_conversion(work *w, cm_column *c) {
  const cm_meaning *m = c->meaning;
  cm_conversion *v = &c->conversion;
  uint8_t basis = m->basis == CM_BASIS_NONE ? CM_BASIS_AR : m->basis;
  *v = (cm_conversion){CM_FORMULA_NONE, CM_NONE, CM_NONE, CM_NONE, CM_NONE, {1, 1, 0}, {1, 1, 0}, NULL};
  bool gross = m->kind == CM_MEANING_ROLE && m->role == CM_ROLE_GROSS;
  bool carbon = m->kind == CM_MEANING_ROLE && m->role == CM_ROLE_CARBON;
  if (!gross && !carbon && basis == CM_BASIS_AR) return CEMENT_OK;
  bool heat = is_item(m, "fuel_ncv");
  if (gross && basis == CM_BASIS_AR) return plan_gross(w, c);
  if (!find_moistures(w, v, basis)) return lacks(w, c, "needs the moistures beside it to become a figure as received");
  v->formula = gross ? CM_FORMULA_GROSS : carbon ? CM_FORMULA_CARBON : heat ? CM_FORMULA_NET : CM_FORMULA_MASS;
  if (gross) v->hydrogen = find_role(w, CM_ROLE_HYDROGEN, basis);
  if (gross && v->hydrogen == CM_NONE) return lacks(w, c, "needs the hydrogen content beside it");
  int status = carbon ? plan_carbon(w, c) : set_unit(w, c, gross || heat ? "kJ/kg" : "t");
  if (!c->read) return status;
  serve(w, v->moisture_ar);
  serve(w, v->moisture_ad);
  serve(w, v->hydrogen);
  serve(w, v->heat);
  return status;
}

/* ---- weights ---- */

static bool weighs(const work *w, uint32_t i) {
  const cm_meaning *own = &w->meanings[w->at];
  const cm_meaning *m = &w->meanings[i];
  if (!usable(m) || i == w->at) return false;
  if (own->weight.size != 0) return own->weight_column == i;
  if (m->kind == CM_MEANING_ROLE) return m->role == CM_ROLE_WEIGHT && same_subject(own, m);
  bool use = own->use.size == 0 || cm_str_eq(own->use, m->use);
  return m->item == own->item->mean && same_subject(own, m) && use && m->aggregate != CM_AGGREGATE_DIFFERENCE;
}

/* A column made for weighing goes before the item's own weight. */
static void find_weights(work *w, cm_column *c) {
  bool made = false;
  for (uint32_t i = 0; i < w->count; i++) made |= weighs(w, i) && w->meanings[i].kind == CM_MEANING_ROLE;
  for (uint32_t i = 0; i < w->count && c->weight_count < CM_WEIGHTS_MAX; i++) {
    if (!weighs(w, i) || (made && w->meanings[i].kind != CM_MEANING_ROLE)) continue;
    c->weights[c->weight_count++] = i;
    serve(w, i);
  }
}

/* Parts may be weighed in different units. What weighs one thing has one dimension. */
static void scale_weights(const work *w, cm_column *c) {
  const cm_book *book = &w->f->plant->book;
  for (uint32_t i = 0; i < c->weight_count; i++) {
    const cm_unit *own = &book->units.at[w->columns[c->weights[i]].day_unit].unit;
    if (cm_unit_factor(&c->to_first[i], own, &book->units.at[w->columns[c->weights[0]].day_unit].unit))
      c->weight_count = i;
  }
}

/* ---- all columns ---- */

static bool carries(const work *w, const cm_meaning *m) {
  if (m->kind == CM_MEANING_VALUE) return true;
  bool made = m->role == CM_ROLE_GROSS || m->role == CM_ROLE_CARBON;
  return made && m->item != NULL && find_value(w, m->item) == CM_NONE;
}

static int plan_column(work *w) {
  cm_column *c = &w->columns[w->at];
  const cm_meaning *m = c->meaning;
  cm_unit percent;
  int status = unit_named("%", &percent, w->f->err);
  if (status != CEMENT_OK) return status;
  c->share = cm_unit_same_dim(&percent, &m->unit);
  if (c->share &&
      (cm_unit_factor(&c->of_percent, &percent, &m->unit) || cm_unit_factor(&c->to_percent, &m->unit, &percent))) {
    c->share = false;
  }
  cm_unit unit = m->unit;
  unit.basis = CM_BASIS_NONE;
  if (cm_book_unit(&w->f->plant->book, m->unit_text, &unit, &c->unit)) return cm_file_nomem(w->f);
  if (!carries(w, m)) return CEMENT_OK;
  c->read = true;
  c->item = m->item;
  c->flow = m->aggregate == CM_AGGREGATE_ITEM ? m->item->mean == NULL : m->aggregate != CM_AGGREGATE_MEAN;
  c->counter = m->aggregate == CM_AGGREGATE_DIFFERENCE;
  if (!c->flow) find_weights(w, c);
  return plan_conversion(w, c);
}

/* Shares of carbon after the others: they need to know what becomes of the heat values. */
static int plan_columns(work *w, cm_lane *lane, bool carbon) {
  cm_file *f = w->f;
  int status = CEMENT_OK;
  for (w->at = 0; w->at < w->count && status == CEMENT_OK; w->at++) {
    const cm_meaning *m = &w->meanings[w->at];
    if ((m->kind == CM_MEANING_ROLE && m->role == CM_ROLE_CARBON) != carbon) continue;
    if (usable(m)) status = plan_column(w);
    const cm_heading *name = &f->headings.names[w->at];
    if (status == CEMENT_OK) status = cm_file_plan_rate(f, lane, w->at, name->where, name->text);
  }
  return status;
}

int cm_file_columns(cm_file *f, const cm_meaning *meanings, cm_lane *lane) {
  cm_column *out = lane->columns;
  work w = {f, meanings, out, f->headings.count, 0};
  for (w.at = 0; w.at < w.count; w.at++) out[w.at] = (cm_column){.meaning = &meanings[w.at]};
  int status = plan_columns(&w, lane, false);
  if (status == CEMENT_OK) status = plan_columns(&w, lane, true);
  for (w.at = 0; w.at < w.count && status == CEMENT_OK; w.at++) scale_weights(&w, &out[w.at]);
  return status;
}
