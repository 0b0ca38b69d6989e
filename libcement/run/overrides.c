/* Overrides of the ledger find their factors. */
#include "run/overrides.h"

static const cm_factor *find(const cm_edition *edition, const cm_override *o) {
  for (size_t i = 0; i < edition->factors.size; i++) {
    const cm_factor *f = edition->factors.at[i];
    if (cm_str_eq(f->key, o->key) && cm_str_eq(f->row, o->of)) return f;
  }
  return NULL;
}

static int convert(const cm_items *items, const cm_factor *f, const cm_override *o, cm_dec *out, cement_error *err) {
  cm_unit unit, own;
  cm_scale scale;
  char text[CM_UNIT_TEXT_MAX];
  /* the ledger has read the unit, and the edition its own */
  int status = cm_unit_read(o->unit, &unit, err, o->place);
  status |= cm_unit_for_state(items, &f->unit, cm_factor_state(items, f), &own);
  if (CEMENT_NEVER(status)) return cm_fail(err, CEMENT_E_UNIT, o->place, CM_S("override of "), o->key);
  if (!cm_unit_same_dim(&unit, &own))
    return cm_fail(err, CEMENT_E_UNIT, o->place, CM_S("override of "), o->key, CM_S(": unit "), o->unit,
                   CM_S(" read, one like "), cm_factor_unit_text(items, f, text), CM_S(" expected"));
  status = cm_unit_factor(&scale, &unit, &own);
  status |= cm_scale_apply(out, &o->value, &scale) < 0;
  if (CEMENT_NEVER(status)) /* a value has an exponent of at most 30, and so has a unit */
    return cm_fail(err, CEMENT_E_RANGE, o->place, CM_S("override of "), o->key,
                   CM_S(": the value is beyond all bounds"));
  return CEMENT_OK;
}

static int apply(cm_run *run, const cm_override *o, const cm_factor **out, cement_error *err) {
  const cm_edition *edition = cm_catalog_find(run->plan->catalog, o->edition);
  if (!edition)
    return cm_fail(err, CEMENT_E_UNKNOWN, o->place, CM_S("override: the edition \""), o->edition,
                   CM_S("\" is not known"));
  const cm_factor *f = find(edition, o);
  const cm_str of = o->of.size ? CM_S(" of ") : CM_S("");
  if (!f)
    return cm_fail(err, CEMENT_E_UNKNOWN, o->place, CM_S("override: "), o->edition, CM_S(" has no factor "), o->key, of,
                   o->of);
  if (!f->overridable)
    return cm_fail(err, CEMENT_E_CONFLICT, o->place, CM_S("override: the factor "), o->key, CM_S(" of "), o->edition,
                   CM_S(" is not overridable"));
  cm_factor_value *value = &run->factors[f->index];
  if (CEMENT_NEVER(value->override)) /* the ledger takes no factor twice */
    return cm_fail(err, CEMENT_E_CONFLICT, o->place, CM_S("override: the factor "), o->key,
                   CM_S(" is overridden twice"));
  int status = convert(run->ledger->items, f, o, &value->value, err);
  if (status) return status;
  cm_ratio_of(&value->value, &value->p, &value->q);
  value->override = o;
  *out = f;
  return CEMENT_OK;
}

/* The editions of the plan and those whose tables they use. */
static bool edition_computed(const cm_run *run, const cm_edition *edition) {
  for (size_t i = 0; i < run->plan->editions.size; i++) {
    const cm_edition *e = run->plan->editions.at[i].edition;
    if (e == edition) return true;
    for (size_t k = 0; k < e->uses.size; k++)
      if (e->uses.at[k].edition == edition) return true;
  }
  return false;
}

int cm_overrides_init(cm_run *run, cement_error *err) {
  const cm_ledger *ledger = run->ledger;
  run->factors = CM_NEWS(&run->arena, cm_factor_value, run->plan->catalog->factor_count);
  run->override_used = CM_NEWS(&run->arena, bool, ledger->overrides.size);
  if (!run->factors || !run->override_used) return cm_nomem(err);
  int status = CEMENT_OK;
  for (size_t i = 0; i < ledger->overrides.size && !status; i++) {
    const cm_factor *f = NULL;
    status = apply(run, &ledger->overrides.at[i], &f, err);
    if (!status) run->override_used[i] = edition_computed(run, f->edition);
  }
  return status;
}
