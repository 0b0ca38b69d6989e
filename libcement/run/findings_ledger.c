/* Findings of the ledger and of the choices made: observations, periods, options, overrides, factors; and their order.
 */
#include "base/sort.h"
#include "run/findings.h"

static uint32_t plan_index(const cm_run *run, cm_str edition) {
  for (size_t e = 0; e < run->plan->editions.size; e++)
    if (cm_str_eq(run->plan->editions.at[e].edition->id, edition)) return (uint32_t)e;
  return CM_NONE;
}

/* ---- details: text made of numbers and names ---- */

static int keep(cm_run *run, cm_buf *buf, cm_finding *f, cement_error *err) {
  if (buf->failed) return cm_nomem(err);
  f->detail = cm_buf_text(buf);
  return cm_finding_raise(run, *f, err);
}

static void add_dec(cm_buf *buf, const cm_dec *x) {
  char text[CM_DEC_TEXT_MAX];
  cm_buf_add(buf, cm_dec_text(x, text));
}

/* ---- observations ---- */

static cm_tuple tuple_of(const cm_observation *o) {
  return (cm_tuple){o->fuel, o->use, (o->item->sets & CM_SET_MATERIAL) ? o->member : CM_NONE};
}

static cm_finding of_observation(const cm_finding_type *type, const cm_observation *o) {
  cm_finding f = cm_finding_make(type);
  f.line = o->line;
  f.period = o->month;
  f.item = o->item;
  f.tuple = tuple_of(o);
  if (o->item->sets & CM_SET_SECTION) f.section = o->member;
  return f;
}

static bool outside(const cm_range *range, const cm_dec *x) {
  return (range->has_min && cm_dec_cmp(x, &range->min) < 0) || (range->has_max && cm_dec_cmp(x, &range->max) > 0);
}

/* In the unit of the item or attribute, so that the same fact reads the same however it was written. */
static int raise_implausible(cm_run *run, cm_finding f, const cm_dec *value, cm_str unit, const cm_range *range,
                             cement_error *err) {
  cm_buf buf;
  cm_buf_init(&buf, &run->arena);
  add_dec(&buf, value);
  cm_buf_add_char(&buf, ' ');
  cm_buf_add(&buf, unit);
  cm_buf_add_c(&buf, " [");
  if (range->has_min) add_dec(&buf, &range->min);
  cm_buf_add_c(&buf, " .. ");
  if (range->has_max) add_dec(&buf, &range->max);
  cm_buf_add_c(&buf, "]");
  return keep(run, &buf, &f, err);
}

static int check_bounds(cm_run *run, const cm_observation *o, cement_error *err) {
  uint32_t state =
      o->fuel == CM_NONE ? 0 : run->ledger->fuels.at[o->fuel].attributes[run->ledger->items->fuel_state].choice;
  const cm_range *range = &o->item->bounds[state];
  if (!o->item->bounded || !outside(range, &o->value)) return CEMENT_OK;
  char unit[CM_UNIT_TEXT_MAX];
  return raise_implausible(run, of_observation(&cm_own_findings[CM_F_IMPLAUSIBLE_INPUT], o), &o->value,
                           cm_item_unit_text_for_state(run->ledger->items, o->item, state, unit), range, err);
}

/* Of the plant or a line. */
static int check_attributes(cm_run *run, const cm_set *set, const cm_attribute_value *values, uint32_t line,
                            cement_error *err) {
  int status = CEMENT_OK;
  for (size_t i = 0; i < set->attribute_count && !status; i++) {
    const cm_attribute *a = &set->attributes[i];
    if (!a->bounded || !values[i].given || !outside(&a->bounds, &values[i].number)) continue;
    cm_finding f = cm_finding_make(&cm_own_findings[CM_F_IMPLAUSIBLE_INPUT]);
    f.line = line;
    f.key = a->key;
    status = raise_implausible(run, f, &values[i].number, a->unit_text, &a->bounds, err);
  }
  return status;
}

static int check_method(cm_run *run, const cm_observation *o, cement_error *err) {
  if (o->method == CM_METHOD_DEFAULT)
    return cm_finding_raise(run, of_observation(&cm_own_findings[CM_F_DECLARED_DEFAULT], o), err);
  if (o->method == CM_METHOD_ESTIMATED)
    return cm_finding_raise(run, of_observation(&cm_own_findings[CM_F_DECLARED_ESTIMATE], o), err);
  return CEMENT_OK;
}

/* An NCV and the like of a fuel, or an oxide of a material, that the period did not use. */
static int check_used(cm_run *run, const cm_row *row, const cm_observation *o, cement_error *err) {
  if (!(o->item->sets & (CM_SET_FUEL | CM_SET_MATERIAL))) return CEMENT_OK;
  if (cm_row_exists(run, row, tuple_of(o))) return CEMENT_OK;
  return cm_finding_raise(run, of_observation(&cm_own_findings[CM_F_UNUSED_OBSERVATION], o), err);
}

static int check_decimals(cm_run *run, const cm_observation *o, cement_error *err) {
  for (size_t e = 0; e < run->plan->editions.size; e++) {
    const cm_edition *edition = run->plan->editions.at[e].edition;
    for (size_t i = 0; i < edition->inputs.size; i++) {
      const cm_input_rule *rule = &edition->inputs.at[i];
      if (rule->item != o->item || cm_dec_decimals(&o->value) <= rule->decimals) continue;
      cm_rounded rounded;
      /* 12.340 has three decimals and says no more than 12.34; fewer decimals always fit */
      (void)cm_dec_round(&rounded, &o->value, rule->decimals, CM_RULE_TRUNCATE);
      if (!cm_dec_cmp(&rounded.value, &o->value)) continue;
      cm_finding f = of_observation(rule->finding, o);
      f.edition = (uint32_t)e;
      int status = cm_finding_raise(run, f, err);
      if (status) return status;
    }
  }
  return CEMENT_OK;
}

static int check_track(cm_run *run, const cm_track *track, cement_error *err) {
  int status = CEMENT_OK;
  for (size_t r = 0; r < track->row_count && !status; r++) {
    const cm_row *row = &track->rows[r];
    for (size_t i = row->first; i < row->first + row->count && !status; i++) {
      const cm_observation *o = &run->ledger->observations.at[i];
      status = check_bounds(run, o, err);
      if (!status) status = check_method(run, o, err);
      if (!status) status = check_used(run, row, o, err);
      if (!status) status = check_decimals(run, o, err);
    }
  }
  return status;
}

/* ---- months ---- */

typedef struct calendar {
  cm_month months[12];
  const cm_track *track;
} calendar;

static bool left_out(const void *of, size_t i) {
  const calendar *c = of;
  return cm_track_row(c->track, c->months[i]) < 0;
}

/* The months that a year's rows leave out. */
static void add_gaps(cm_buf *buf, const cm_track *track, int32_t year) {
  calendar c = {.track = track};
  for (int32_t i = 0; i < 12; i++) c.months[i] = CM_MONTH(year, i + 1);
  cm_months_add(buf, c.months, 12, left_out, &c, " ");
}

static int check_months(cm_run *run, const cm_track *track, cement_error *err) {
  int status = CEMENT_OK;
  for (size_t y = 0; y < track->year_count && !status; y++) {
    const cm_year_rows *year = &track->years[y];
    if (year->count == 12) continue;
    cm_finding f = cm_finding_make(&cm_own_findings[CM_F_MISSING_MONTHS]);
    cm_buf buf;
    cm_buf_init(&buf, &run->arena);
    add_gaps(&buf, track, year->year);
    f.line = track->line;
    f.period = year->year;
    f.year = true;
    status = keep(run, &buf, &f, err);
  }
  return status;
}

/* ---- choices ---- */

static int check_options(cm_run *run, cement_error *err) {
  for (size_t e = 0; e < run->plan->editions.size; e++) {
    const cm_plan_edition *pe = &run->plan->editions.at[e];
    for (size_t i = 0; i < pe->edition->options.size; i++) {
      const cm_option *o = pe->edition->options.at[i];
      if (pe->choices[i] == o->default_choice) continue;
      cm_finding f = cm_finding_make(&cm_own_findings[CM_F_OPTION]);
      cm_buf buf;
      cm_buf_init(&buf, &run->arena);
      cm_buf_add(&buf, o->choices[pe->choices[i]].key);
      cm_buf_add_c(&buf, " (");
      cm_buf_add(&buf, o->choices[o->default_choice].key);
      cm_buf_add_c(&buf, ")");
      f.edition = (uint32_t)e;
      f.key = o->key;
      int status = keep(run, &buf, &f, err);
      if (status) return status;
    }
  }
  return CEMENT_OK;
}

static int check_overrides(cm_run *run, cement_error *err) {
  for (size_t i = 0; i < run->ledger->overrides.size; i++) {
    const cm_override *o = &run->ledger->overrides.at[i];
    cm_finding f = cm_finding_make(&cm_own_findings[run->override_used[i] ? CM_F_OVERRIDE : CM_F_OVERRIDE_UNUSED]);
    cm_buf buf;
    cm_buf_init(&buf, &run->arena);
    cm_buf_add(&buf, o->edition);
    cm_buf_add_char(&buf, ' ');
    cm_buf_add(&buf, o->key);
    if (o->of.size) {
      cm_buf_add_char(&buf, '[');
      cm_buf_add(&buf, o->of);
      cm_buf_add_char(&buf, ']');
    }
    cm_buf_add_c(&buf, " = ");
    cm_buf_add(&buf, o->written);
    cm_buf_add_char(&buf, ' ');
    cm_buf_add(&buf, o->unit);
    cm_buf_add_c(&buf, ": ");
    cm_buf_add(&buf, o->reason);
    f.edition = plan_index(run, o->edition);
    f.row = o->of;
    f.key = o->key;
    int status = keep(run, &buf, &f, err);
    if (status) return status;
  }
  return CEMENT_OK;
}

/* ---- factors ---- */

/* What a factor of this confidence raises, when a figure rests on it and no override replaces it; CM_F_COUNT: nothing.
 */
static cm_own_finding weakness(const cm_run *run, const cm_factor *factor) {
  if (!run->factor_used[factor->index] || run->factors[factor->index].override) return CM_F_COUNT;
  switch (factor->confidence) {
  case CM_SINGLE_SOURCE: return CM_F_SINGLE_SOURCE;
  case CM_ANALOGY: return CM_F_ANALOGY;
  case CM_UNVERIFIED: return CM_F_UNVERIFIED;
  default: return CM_F_COUNT;
  }
}

/* One finding for factors that differ in their level only: "name = 94 / 100 / 109 kgce/t, edition, citation". */
static int raise_factors(cm_run *run, cm_own_finding type, cm_str name, const cm_factor *const *factors, size_t count,
                         cement_error *err) {
  const cm_factor *first = factors[0];
  cm_finding f = cm_finding_make(&cm_own_findings[type]);
  char text[CM_UNIT_TEXT_MAX];
  cm_buf buf;
  cm_buf_init(&buf, &run->arena);
  cm_buf_add(&buf, first->key);
  if (name.size) {
    cm_buf_add_char(&buf, '[');
    cm_buf_add(&buf, name);
    cm_buf_add_char(&buf, ']');
  }
  for (size_t i = 0; i < count; i++) {
    cm_buf_add_c(&buf, i ? " / " : " = ");
    cm_buf_add(&buf, factors[i]->text);
  }
  cm_str unit = cm_factor_unit_text(run->ledger->items, first, text);
  if (unit.size) {
    cm_buf_add_char(&buf, ' ');
    cm_buf_add(&buf, unit);
  }
  cm_buf_add_c(&buf, ", ");
  cm_buf_add(&buf, first->edition->id);
  cm_buf_add_c(&buf, ", ");
  cm_buf_add(&buf, first->cite);
  f.key = first->key;
  f.row = name;
  f.edition = plan_index(run, first->edition->id);
  return keep(run, &buf, &f, err);
}

static int check_factor(cm_run *run, const cm_factor *factor, cement_error *err) {
  cm_own_finding type = weakness(run, factor);
  return type == CM_F_COUNT ? CEMENT_OK : raise_factors(run, type, factor->row, &factor, 1, err);
}

/* The levels of a limit together, as far as their confidence is the same. */
static int check_limit(cm_run *run, const cm_limit *limit, cement_error *err) {
  int status = CEMENT_OK;
  cm_own_finding types[CM_LEVELS_MAX];
  bool any = false;
  for (size_t i = 0; i < limit->levels; i++) any |= (types[i] = weakness(run, limit->base[i])) != CM_F_COUNT;
  for (cm_own_finding type = CM_F_SINGLE_SOURCE; type <= CM_F_UNVERIFIED && any && !status; type++) {
    const cm_factor *weak[CM_LEVELS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < limit->levels; i++)
      if (types[i] == type) weak[count++] = limit->base[i];
    cm_str name = count == 1 ? weak[0]->row : limit->of->key;
    if (count) status = raise_factors(run, type, name, weak, count, err);
  }
  return status;
}

static int check_factors(cm_run *run, cement_error *err) {
  const cm_catalog *catalog = run->plan->catalog;
  int status = CEMENT_OK;
  for (size_t e = 0; e < catalog->editions.size && !status; e++) {
    const cm_edition *edition = catalog->editions.at[e];
    for (size_t i = 0; i < edition->constants.size && !status; i++)
      status = check_factor(run, edition->constants.at[i], err);
    for (size_t i = 0; i < edition->tables.size; i++)
      for (size_t k = 0; k < edition->tables.at[i]->row_count && !status; k++)
        status = check_factor(run, edition->tables.at[i]->rows[k].factor, err);
    for (size_t i = 0; i < edition->options.size; i++)
      for (size_t k = 0; k < edition->options.at[i]->choice_count && !status; k++)
        if (edition->options.at[i]->choices[k].factor)
          status = check_factor(run, edition->options.at[i]->choices[k].factor, err);
    for (size_t i = 0; i < edition->limits.size && !status; i++) status = check_limit(run, edition->limits.at[i], err);
  }
  return status;
}

int cm_findings_ledger(cm_run *run, cement_error *err) {
  const cm_items *items = run->ledger->items;
  int status = check_attributes(run, &items->facility, run->ledger->facility, CM_NONE, err);
  for (size_t i = 0; i < run->ledger->lines.size && !status; i++) {
    status = check_attributes(run, &items->line, run->ledger->lines.at[i].attributes, (uint32_t)i, err);
    if (!status) status = check_track(run, &run->lines[i], err);
    if (!status) status = check_months(run, &run->lines[i], err);
  }
  if (!status) status = check_track(run, run->facility, err);
  if (!status && run->ledger->facility_first < run->ledger->observations.size)
    status = check_months(run, run->facility, err);
  if (!status) status = cm_findings_force(run, err);
  if (!status) status = cm_findings_remarks(run, err);
  if (!status) status = check_options(run, err);
  if (!status) status = check_overrides(run, err);
  return status ? status : check_factors(run, err);
}

/* ---- order ---- */

static int by_u32(uint32_t a, uint32_t b) {
  return a < b ? -1 : a > b;
}

/* What a finding is about, apart from when. */
static int compare_subject(const cm_finding *a, const cm_finding *b) {
  int c = by_u32(a->edition, b->edition);
  if (!c) c = by_u32(a->line, b->line);
  if (!c) c = cm_str_cmp(a->code, b->code);
  if (!c) c = by_u32(a->item ? a->item->index : CM_NONE, b->item ? b->item->index : CM_NONE);
  if (!c) c = by_u32(a->tuple.fuel, b->tuple.fuel);
  if (!c) c = by_u32(a->tuple.use, b->tuple.use);
  if (!c) c = by_u32(a->tuple.material, b->tuple.material);
  if (!c) c = by_u32(a->section, b->section);
  if (!c) c = cm_str_cmp(a->key, b->key);
  if (!c) c = cm_str_cmp(a->row, b->row);
  return c;
}

int cm_finding_compare(const cm_finding *a, const cm_finding *b) {
  int c = compare_subject(a, b);
  if (!c) c = (a->year > b->year) - (a->year < b->year);
  if (!c) c = a->period < b->period ? -1 : a->period > b->period;
  return c ? c : cm_str_cmp(a->detail, b->detail);
}

static int order(const void *context, uint32_t a, uint32_t b) {
  const cm_finding *list = context;
  int c = cm_finding_compare(&list[a], &list[b]);
  return c ? c : by_u32(list[a].periods, list[b].periods); /* in whichever order they were raised */
}

/* Findings that stand for themselves however alike they are. */
static bool kept_apart(const cm_finding *f) {
  return cm_str_is(f->code, "missing-months") || cm_str_starts(f->code, "factor-") ||
         cm_str_starts(f->code, "override") || cm_str_starts(f->code, "plant-");
}

/* Two of one subject become one that holds wherever either does; a month or a year counts once. */
static int unite(cm_run *run, cm_finding *to, const cm_finding *from, cement_error *err) {
  if (to->year != from->year) return CEMENT_OK; /* what holds in months holds in their year */
  int status = cm_finding_hold(run, to, from->period, err);
  const cm_track *plant = run->facility;
  for (size_t i = 0; from->held && i < plant->row_count && !status; i++)
    if (from->held[i]) status = cm_finding_hold(run, to, from->year ? plant->years[i].year : plant->rows[i].month, err);
  return status;
}

/* One for each subject, with its first period: months before years. */
static int merge(cm_run *run, const uint32_t *sorted, cement_error *err) {
  CM_VEC(cm_finding) kept = {NULL, 0, 0};
  for (size_t i = 0; i < run->findings.size; i++) {
    cm_finding *f = &run->findings.at[sorted[i]], *last = kept.size ? &kept.at[kept.size - 1] : NULL;
    if (last && compare_subject(last, f) == 0 && !kept_apart(f)) {
      int status = unite(run, last, f, err);
      if (status) return status;
    } else if (CM_VEC_PUSH(&run->arena, &kept, *f)) {
      return cm_nomem(err);
    }
  }
  run->findings.at = kept.at;
  run->findings.size = kept.size;
  run->findings.room = kept.room;
  return CEMENT_OK;
}

int cm_findings_finish(cm_run *run, cement_error *err) {
  int status = cm_findings_ledger(run, err);
  if (status) return status;
  const uint32_t *sorted = cm_sorted(&run->scratch, run->findings.size, order, run->findings.at);
  status = sorted ? merge(run, sorted, err) : cm_nomem(err);
  cm_arena_clear(&run->scratch);
  return status;
}
