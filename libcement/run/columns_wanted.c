/* Which figures columns are asked for. */
#include "run/columns_flat.h"

const cm_sheet *cm_flat_sheet(const cm_flat *f, uint32_t edition, uint32_t line) {
  const cm_edition_run *e = &f->run->editions[edition];
  return line == CM_NONE ? &e->facility_months : &e->line_months[line];
}

const cm_limit_nodes *cm_wanted_limit(const cm_flat *f, const cm_wanted *w) {
  const cm_program *p = cm_flat_sheet(f, w->edition, w->line)->program;
  for (size_t i = 0; i < p->limits.size; i++)
    if (p->limits.at[i].instance == w->instance) return &p->limits.at[i];
  return NULL;
}

static void want(cm_flat *f, const cm_wanted *w) {
  if (CM_VEC_PUSH(&f->scratch, &f->wanted, *w)) f->emit.failed = true;
}

/* ---- every figure ---- */

static void want_sheet(cm_flat *f, uint32_t edition, uint32_t line, bool facility_items) {
  const cm_program *p = cm_flat_sheet(f, edition, line)->program;
  for (size_t k = 0; k < p->edition->formulas.size; k++) {
    const cm_formula *formula = p->edition->formulas.at[k];
    if (!formula->display || (formula->needs_facility && !facility_items)) continue;
    for (uint32_t i = 0; i < p->instances.size; i++)
      if (p->instances.at[i].formula == formula) want(f, &(cm_wanted){edition, line, i, CEMENT_OUTPUT_VALUE});
  }
}

static void want_all(cm_flat *f) {
  const cm_ledger *ledger = f->run->ledger;
  bool facility_items = ledger->facility_first < ledger->observations.size;
  for (uint32_t e = 0; e < f->run->plan->editions.size; e++) {
    for (uint32_t i = 0; i < ledger->lines.size; i++) want_sheet(f, e, i, facility_items);
    want_sheet(f, e, CM_NONE, facility_items);
  }
}

/* ---- by names ---- */

static int no_figure(const cm_flat *f, const cement_output *o, const char *why) {
  cm_str of = o->of ? CM_S(" of ") : CM_S(""), line = o->line ? CM_S(", line ") : CM_S(", facility");
  return cm_fail(f->err, CEMENT_E_UNKNOWN, CM_NOWHERE, CM_S("columns: no figure "), cm_str_of(o->key), of,
                 cm_str_of(o->of), line, cm_str_of(o->line), CM_S(", in "), cm_str_of(o->edition), CM_S(": "),
                 cm_str_of(why));
}

static bool find_edition(const cm_flat *f, const cement_output *o, cm_wanted *w) {
  const cm_plan *plan = f->run->plan;
  for (w->edition = 0; w->edition < plan->editions.size; w->edition++)
    if (cm_str_is(plan->editions.at[w->edition].edition->id, o->edition)) return true;
  return false;
}

static bool find_line(const cm_flat *f, const cement_output *o, cm_wanted *w) {
  const cm_ledger *ledger = f->run->ledger;
  if (!o->line) {
    w->line = CM_NONE;
    return true;
  }
  for (w->line = 0; w->line < ledger->lines.size; w->line++)
    if (cm_str_is(ledger->lines.at[w->line].id, o->line)) return true;
  return false;
}

static bool find_instance(const cm_flat *f, const cement_output *o, cm_wanted *w) {
  const cm_program *p = cm_flat_sheet(f, w->edition, w->line)->program;
  for (w->instance = 0; w->instance < p->instances.size; w->instance++) {
    const cm_instance *in = &p->instances.at[w->instance];
    if (in->formula->display && cm_str_is(in->formula->key, o->key) && cm_str_eq(in->of, cm_str_of(o->of))) return true;
  }
  return false;
}

static bool rounds_first(const cm_flat *f, const cm_wanted *w, const cm_limit *limit) {
  const uint32_t *choices = f->run->plan->editions.at[w->edition].choices;
  return limit->method && limit->method->choices[choices[limit->method->index]].rounds;
}

static int want_named(cm_flat *f, const cement_output *o) {
  cm_wanted w = {.kind = o->kind};
  if (!o->edition || !o->key || o->reserved || (o->kind != CEMENT_OUTPUT_VALUE && o->kind != CEMENT_OUTPUT_GRADE))
    return cm_fail(f->err, CEMENT_E_ARG, CM_NOWHERE,
                   CM_S("cement_columns_create: an output lacks its edition or key, or its kind is unknown"));
  if (!find_edition(f, o, &w)) return no_figure(f, o, "the run has no such edition");
  if (!find_line(f, o, &w)) return no_figure(f, o, "the ledger has no such line");
  if (!find_instance(f, o, &w))
    return no_figure(f, o, "the edition has no such figure there, or the line no such member");
  want(f, &w);
  if (w.kind == CEMENT_OUTPUT_VALUE) return CEMENT_OK;
  const cm_limit_nodes *limit = cm_wanted_limit(f, &w);
  if (!limit) return no_figure(f, o, "no limit judges it, so it has no grade");
  if (rounds_first(f, &w, limit->limit))
    return cm_fail(f->err, CEMENT_E_ARG, CM_NOWHERE, CM_S("columns: the grade of "), cm_str_of(o->key),
                   CM_S(" is found by the rounded figure, which binary numbers cannot tell: take it from the run"));
  return CEMENT_OK;
}

int cm_flat_want(cm_flat *f, const cement_output *outputs, size_t count) {
  int status = CEMENT_OK;
  if (!outputs) want_all(f);
  for (size_t i = 0; i < count && !status; i++) status = want_named(f, &outputs[i]);
  return cm_flat_status(f, status);
}
