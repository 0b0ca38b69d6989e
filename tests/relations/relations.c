#include "relations/relations.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "relations/outcome.h"

#define GB "cn.gb-16780@2021"
#define CETS "cn.cets-ag-02.01@v01-2024"

bool world_open(world *w) {
  memset(w, 0, sizeof *w);
  return !cement_context_create(&w->context, NULL, NULL) && !cement_catalog_create(&w->catalog, w->context, NULL);
}

void world_close(world *w) {
  cement_catalog_destroy(w->catalog);
  cement_context_destroy(w->context);
}

verdict relation_check(world *w, const relation *r, const plant *p, uint64_t pick) {
  w->made = 0;
  w->why[0] = '\0';
  if (p->size == 0) return NOT_ASKED; /* a ledger without observations is refused */
  return r->check(w, p, pick);
}

typedef bool judge(world *w, const outcome *before, const outcome *after);

static verdict compare(world *w, const plant *before, form one, const plant *after, form two, judge *judged) {
  outcome a, b = {0};
  bool good = outcome_make(w, &a, before, one) && outcome_make(w, &b, after, two) && judged(w, &a, &b);
  outcome_free(&a);
  outcome_free(&b);
  return good ? HOLDS : BROKEN;
}

static bool same_figures(world *w, const outcome *a, const outcome *b) {
  return a->count == b->count ? outcomes_alike(w, a, b, SAME_TEXT, NULL) : (w->why[0] = '\0', false);
}

static bool figures_stay(world *w, const outcome *a, const outcome *b) {
  return outcomes_alike(w, a, b, SAME_TEXT, NULL);
}

static bool is(const statement *s, const char *item) {
  return !strcmp(s->item, item);
}

static uint64_t mix(uint64_t *pick) {
  *pick = *pick * 6364136223846793005u + 1442695040888963407u;
  return *pick >> 33;
}

/* A line and month in which a listed fuel is burnt by mass, for relations that add to it. */
static const statement *burning(const plant *p) {
  for (size_t i = 0; i < p->size; i++)
    if (is(&p->at[i], "fuel_consumption")) return &p->at[i];
  return NULL;
}

/* ---- the same plant in other words ------------------------------------------------------------------------------ */

static verdict permuted(world *w, const plant *p, uint64_t pick) {
  plant q = *p;
  if (p->size < 2) return NOT_ASKED;
  for (size_t i = q.size - 1; i > 0; i--) {
    size_t j = mix(&pick) % (i + 1);
    statement s = q.at[i];
    q.at[i] = q.at[j];
    q.at[j] = s;
  }
  return compare(w, p, FORM_PLAIN, &q, FORM_PLAIN, same_figures);
}

static verdict keys_reversed(world *w, const plant *p, uint64_t pick) {
  (void)pick;
  return compare(w, p, FORM_PLAIN, p, FORM_KEYS_REVERSED, same_figures);
}

static verdict other_digits(world *w, const plant *p, uint64_t pick) {
  static const form forms[] = {FORM_PADDED, FORM_EXPONENT, FORM_NUMBERS};
  return compare(w, p, FORM_PLAIN, p, forms[pick % 3], same_figures);
}

static bool same_canonical(world *w, const outcome *a, const outcome *b) {
  bytes one = {0}, two = {0};
  bool same = outcome_canonical(w, a, &one) && one.size > 0;
  w->made++;
  same = same && outcome_canonical(w, b, &two) && one.size == two.size && !memcmp(one.at, two.at, one.size);
  if (!same && !w->why[0]) snprintf(w->why, sizeof w->why, "the canonical ledgers differ");
  free(one.at);
  free(two.at);
  return same;
}

/* The falsified ledger is the second one only. */
static bool same_ledger(world *w, const outcome *a, const outcome *b) {
  w->made = 0;
  if (!w->broken && !same_figures(w, a, b)) return false;
  w->made = 1;
  return same_canonical(w, a, b);
}

static verdict as_csv(world *w, const plant *p, uint64_t pick) {
  (void)pick;
  return compare(w, p, FORM_PLAIN, p, FORM_CSV, same_ledger);
}

static void divide(statement *s, int decimals, const char *unit) {
  s->unit = unit;
  s->number.decimals += decimals;
  for (; s->number.decimals < 0; s->number.decimals++) s->number.value *= 10;
}

static verdict other_units(world *w, const plant *p, uint64_t pick) {
  static const struct {
    const char *from, *to;
    int decimals;
  } units[] = {{"t", "kg", -3},     {"GJ", "MJ", -3},        {"kWh", "MWh", 3},
               {"GJ/t", "kJ/g", 0}, {"10^4 Nm3", "Nm3", -4}, {"GJ/10^4 Nm3", "MJ/Nm3", 1}};
  plant q = *p;
  size_t changed = 0;
  for (size_t i = 0; i < q.size; i++)
    for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
      if (strcmp(p->at[i].unit, units[u].from) != 0 || mix(&pick) % 4 == 0) continue;
      divide(&q.at[i], units[u].decimals, units[u].to);
      changed++;
    }
  return changed ? compare(w, p, FORM_PLAIN, &q, FORM_PLAIN, same_figures) : NOT_ASKED;
}

/* ---- more of the same ---------------------------------------------------------------------------------------------
 */

static verdict zero_row(world *w, const plant *p, uint64_t pick) {
  (void)pick;
  const statement *s = burning(p);
  plant q = *p;
  if (!s) return NOT_ASKED;
  if (!plant_add(&q, (statement){s->line, s->month, "fuel_consumption", "coke", "kiln", "t", {0, 2}}) ||
      !plant_add(&q, (statement){s->line, s->month, "fuel_ncv", "coke", "", "GJ/t", {28435, 3}}))
    return NOT_ASKED;
  return compare(w, p, FORM_PLAIN, &q, FORM_PLAIN, figures_stay);
}

static bool absolute(const cement_figure *f) {
  return !strcmp(f->unit, "tCO2");
}
static bool relative(const cement_figure *f) {
  return !absolute(f) && strcmp(f->unit, "GJ") != 0 && strcmp(f->unit, "t") != 0;
}

static bool multiplied(world *w, const outcome *a, const outcome *b, const cm_dec *k, bool exact) {
  for (size_t i = 0; i < a->count; i++) {
    const cement_figure *f = &a->at[i];
    cm_dec x, y;
    if (!absolute(f) || !figure_value(f, &x)) continue;
    const cement_figure *g = outcome_find(b, f);
    if (!g || !figure_value(g, &y) || cm_dec_mul(&x, &x, k) < 0) return differs(w, f, "no value");
    if (exact ? cm_dec_cmp(&x, &y) != 0 : !dec_near(&x, &y)) return differs(w, f, g->value);
  }
  return true;
}

static bool three_times(world *w, const outcome *a, const outcome *b) {
  cm_dec three;
  cm_dec_from_i64(&three, 3);
  return outcomes_alike(w, a, b, NEAR, relative) && multiplied(w, a, b, &three, false);
}

static bool hundred_times(world *w, const outcome *a, const outcome *b) {
  cm_dec hundred;
  cm_dec_from_i64(&hundred, 100);
  return outcomes_alike(w, a, b, SAME_TEXT, relative) && multiplied(w, a, b, &hundred, true);
}

static bool extensive(const statement *s) {
  return !strcmp(s->unit, "t") || !strcmp(s->unit, "GJ") || !strcmp(s->unit, "kWh") || !strcmp(s->unit, "10^4 Nm3");
}

static verdict times(world *w, const plant *p, int k, judge *judged) {
  plant q = *p;
  for (size_t i = 0; i < q.size; i++)
    if (extensive(&q.at[i])) q.at[i].number.value *= k;
  return q.size ? compare(w, p, FORM_PLAIN, &q, FORM_PLAIN, judged) : NOT_ASKED;
}

static verdict scaled(world *w, const plant *p, uint64_t pick) {
  return (void)pick, times(w, p, 3, three_times);
}
static verdict shifted(world *w, const plant *p, uint64_t pick) {
  return (void)pick, times(w, p, 100, hundred_times);
}

/* ---- sums -----------------------------------------------------------------------------------------------------------
 */

/* Whether `g` is a part of `f`: the same figure of a month of its year, or of a line of the plant. */
static bool part_of(const cement_figure *f, const cement_figure *g, bool lines) {
  if (strcmp(f->edition, g->edition) != 0) return false;
  if (lines) return g->line && !strcmp(g->key, "line_co2") && !strcmp(f->period, g->period);
  bool line = f->line == g->line || (f->line && g->line && !strcmp(f->line, g->line));
  bool of = f->of == g->of || (f->of && g->of && !strcmp(f->of, g->of));
  return line && of && !strcmp(f->key, g->key) && strlen(g->period) == 7;
}

/* The sum of the parts is the whole, where the whole has a value. */
static verdict adds_up(world *w, const plant *p, bool lines) {
  outcome o;
  verdict v = NOT_ASKED;
  if (!outcome_make(w, &o, p, FORM_PLAIN)) v = BROKEN;
  for (size_t i = 0; v != BROKEN && i < o.count; i++) {
    const cement_figure *f = &o.at[i];
    cm_dec whole, part, total;
    cm_sum sum;
    bool asked =
        lines ? figure_is(f, CETS, "enterprise_co2") && strlen(f->period) == 7 : absolute(f) && strlen(f->period) == 4;
    if (!asked || !figure_value(f, &whole)) continue;
    cm_sum_init(&sum);
    for (size_t j = 0; j < o.count; j++)
      if (part_of(f, &o.at[j], lines) && figure_value(&o.at[j], &part)) cm_sum_add(&sum, &part);
    v = HOLDS;
    if (w->broken && lines) cm_sum_add(&sum, &cm_dec_one);
    if (cm_sum_take(&sum, &total) < 0 || !dec_near(&whole, &total)) v = (differs(w, f, "another sum"), BROKEN);
  }
  outcome_free(&o);
  return v;
}

static verdict months_add(world *w, const plant *p, uint64_t pick) {
  return (void)pick, adds_up(w, p, false);
}
static verdict lines_add(world *w, const plant *p, uint64_t pick) {
  return (void)pick, adds_up(w, p, true);
}

/* ---- order ----------------------------------------------------------------------------------------------------------
 */

/* No figure `key` goes down (up: sign < 0) where both have a value; a line's coal after waste heat may be negative, and
 * then more clinker brings it nearer to zero, so such figures are passed over. */
static bool moves(world *w, const outcome *a, const outcome *b, const char *edition, const char *key, int sign) {
  for (size_t i = 0; i < a->count; i++) {
    const cement_figure *f = &a->at[i], *g;
    cm_dec x, y;
    if (!figure_is(f, edition, key) || !figure_value(f, &x) || cm_dec_sign(&x) < 0) continue;
    g = outcome_find(b, f);
    if (!g || !figure_value(g, &y)) continue;
    if (w->broken) y = sign > 0 ? cm_dec_neg(&cm_dec_one) : (cm_dec_add(&y, &x, &cm_dec_one), y);
    if (cm_dec_cmp(&y, &x) * sign < 0) return differs(w, f, g->value);
  }
  return true;
}

static bool not_down(world *w, const outcome *a, const outcome *b) {
  return moves(w, a, b, CETS, "fuel_co2_total", 1) && moves(w, a, b, GB, "clinker_coal_intensity", 1);
}
static bool not_up(world *w, const outcome *a, const outcome *b) {
  return moves(w, a, b, GB, "clinker_coal_intensity", -1) && moves(w, a, b, GB, "clinker_electricity_intensity", -1);
}

static verdict monotone(world *w, const plant *p, uint64_t pick) {
  plant q = *p;
  bool more_fuel = pick & 1, changed = false;
  for (size_t i = 0; i < q.size; i++) {
    statement *s = &q.at[i];
    if (!is(s, more_fuel ? "fuel_consumption" : "clinker_output") || s->number.value == 0) continue;
    s->number.value += 1 + (int64_t)(mix(&pick) % 100000);
    changed = true;
  }
  return changed ? compare(w, p, FORM_PLAIN, &q, FORM_PLAIN, more_fuel ? not_down : not_up) : NOT_ASKED;
}

/* The grade is the first level whose applied limit is not passed; 0 when all are. */
static int grade_by_limits(const cement_figure *f, const cm_dec *x) {
  for (uint32_t i = 0; i < f->levels; i++) {
    cm_dec limit;
    size_t at;
    if (cm_dec_read(cm_str_of(f->applied[i]), &limit, &at) == CM_PARSE_OK && cm_dec_cmp(x, &limit) <= 0)
      return (int)i + 1;
  }
  return 0;
}

static verdict tiers(world *w, const plant *p, uint64_t pick) {
  outcome o;
  verdict v = NOT_ASKED;
  (void)pick;
  if (!outcome_make(w, &o, p, FORM_PLAIN)) v = BROKEN;
  for (size_t i = 0; v != BROKEN && i < o.count; i++) {
    const cement_figure *f = &o.at[i];
    cm_dec x;
    if (f->grade == CEMENT_NO_GRADE || !figure_value(f, &x)) continue;
    v = HOLDS;
    if (grade_by_limits(f, &x) != f->grade + (w->broken ? 1 : 0)) v = (differs(w, f, "another grade"), BROKEN);
  }
  outcome_free(&o);
  return v;
}

/* ---- fuels
 * ------------------------------------------------------------------------------------------------------------ */

static bool waste(const statement *s) {
  return !strcmp(s->of, "rdf") || !strcmp(s->of, "waste_tyre");
}
static bool no_fuel_named(const cement_figure *f) {
  return !f->of;
}
static bool energy_or_emission(const cement_figure *f) {
  return no_fuel_named(f) && (!strcmp(f->edition, GB) || !strcmp(f->edition, CETS));
}
static bool regulated_stay(world *w, const outcome *a, const outcome *b) {
  return outcomes_alike(w, a, b, SAME_TEXT, energy_or_emission);
}

/* With no alternative fuel the regulated figures are those of the fossil fuels alone. Every line keeps a fuel. */
static verdict without_waste(world *w, const plant *p, uint64_t pick) {
  plant q = *p;
  bool changed = false;
  (void)pick;
  q.size = 0;
  for (size_t i = 0; i < p->size; i++) {
    const statement *s = &p->at[i];
    if (!waste(s))
      plant_add(&q, *s);
    else if (plant_find((plant *)p, s->line, s->month, "fuel_consumption", "bituminous_coal"))
      changed = true;
    else
      return NOT_ASKED;
  }
  return changed ? compare(w, p, FORM_PLAIN, &q, FORM_PLAIN, regulated_stay) : NOT_ASKED;
}

static verdict either_first(world *w, const plant *p, uint64_t pick) {
  plant q = *p, r = *p;
  const statement *s = burning(p);
  (void)pick;
  if (!s) return NOT_ASKED;
  statement a = {s->line, s->month, "fuel_heat", "x1", "kiln", "GJ", {12345, 1}}, b = a;
  statement ac = {s->line, s->month, "fuel_carbon_content", "x1", "", "tC/GJ", {2541, 5}}, bc = ac;
  b.of = bc.of = "x2";
  b.number.value = 777;
  bc.number.value = 2611;
  if (!plant_add(&q, a) || !plant_add(&q, ac) || !plant_add(&q, b) || !plant_add(&q, bc)) return NOT_ASKED;
  if (!plant_add(&r, bc) || !plant_add(&r, b) || !plant_add(&r, ac) || !plant_add(&r, a)) return NOT_ASKED;
  return compare(w, &q, FORM_PLAIN, &r, FORM_PLAIN, same_figures);
}

static bool emission(const cement_figure *f) {
  return no_fuel_named(f) && !strcmp(f->edition, CETS);
}
static bool emissions_stay(world *w, const outcome *a, const outcome *b) {
  return outcomes_alike(w, a, b, SAME_TEXT, emission);
}

static verdict biomass(world *w, const plant *p, uint64_t pick) {
  plant q = *p;
  const statement *s = burning(p);
  if (!s || !plant_add(&q, (statement){
                               s->line, s->month, "fuel_heat", "biomass", "kiln", "GJ", {(int64_t)(pick % 100000), 1}}))
    return NOT_ASKED;
  return compare(w, p, FORM_PLAIN, &q, FORM_PLAIN, emissions_stay);
}

static bool unnamed_stay(world *w, const outcome *a, const outcome *b) {
  return outcomes_alike(w, a, b, SAME_TEXT, no_fuel_named);
}

static verdict renamed(world *w, const plant *p, uint64_t pick) {
  plant q = *p, r;
  const statement *s = burning(p);
  if (!s) return NOT_ASKED;
  int64_t mass = (int64_t)(mix(&pick) % 1000000);
  if (!plant_add(&q, (statement){s->line, s->month, "fuel_consumption", "x1", "kiln", "t", {mass, 2}}) ||
      !plant_add(&q, (statement){s->line, s->month, "fuel_ncv", "x1", "", "GJ/t", {26344, 3}}) ||
      !plant_add(&q, (statement){s->line, s->month, "fuel_carbon_content", "x1", "", "tC/GJ", {2541, 5}}))
    return NOT_ASKED;
  r = q;
  for (size_t i = 0; i < r.size; i++)
    if (!strcmp(r.at[i].of, "x1")) r.at[i].of = "x2";
  return compare(w, &q, FORM_PLAIN, &r, FORM_PLAIN, unnamed_stay);
}

/* ---- numbers
 * ---------------------------------------------------------------------------------------------------------- */

/* R(R(x)) = R(x); |R(x) - x| <= u / 2; R(-x) = -R(x); R(x + 2ku) = R(x) + 2ku. */
static bool rounds(const cm_dec *x, int decimals, cm_rule rule, bool spoilt) {
  cm_rounded once, twice, minus, moved;
  cm_dec unit = cm_dec_one, back, y, z;
  if (cm_dec_round(&once, x, decimals, rule) != CM_DEC_OK) return true;
  if (cm_dec_shift(&unit, &unit, -decimals) != CM_DEC_OK) return false;
  if (spoilt) cm_dec_add(&once.value, &once.value, &unit);
  y = cm_dec_neg(x);
  if (cm_dec_round(&twice, &once.value, decimals, rule) || cm_dec_cmp(&twice.value, &once.value) != 0) return false;
  if (cm_dec_round(&minus, &y, decimals, rule)) return false;
  y = cm_dec_neg(&minus.value);
  if (cm_dec_cmp(&y, &once.value) != 0) return false;
  if (cm_dec_sub(&back, &once.value, x) == CM_DEC_OK) {
    back = cm_dec_abs(&back);
    if (cm_dec_add(&back, &back, &back) < 0 || cm_dec_cmp(&back, &unit) > 0) return false;
  }
  cm_dec_from_i64(&z, 14);
  if (cm_dec_mul(&z, &z, &unit) != CM_DEC_OK || cm_dec_sign(x) < 0) return true;
  if (cm_dec_add(&y, x, &z) != CM_DEC_OK || cm_dec_round(&moved, &y, decimals, rule) != CM_DEC_OK) return true;
  return cm_dec_sub(&y, &moved.value, &z) == CM_DEC_OK && cm_dec_cmp(&y, &once.value) == 0;
}

static verdict each_number(world *w, const plant *p, bool (*good)(world *w, const cement_figure *f, const cm_dec *x)) {
  outcome o;
  verdict v = NOT_ASKED;
  if (!outcome_make(w, &o, p, FORM_PLAIN)) v = BROKEN;
  for (size_t i = 0; v != BROKEN && i < o.count; i++) {
    cm_dec x;
    if (figure_value(&o.at[i], &x)) v = good(w, &o.at[i], &x) ? HOLDS : (differs(w, &o.at[i], "itself"), BROKEN);
  }
  outcome_free(&o);
  return v;
}

static bool rounds_well(world *w, const cement_figure *f, const cm_dec *x) {
  bool good = true;
  (void)f;
  for (int decimals = 0; decimals <= 4; decimals++)
    good = good && rounds(x, decimals, CM_RULE_HALF_UP, w->broken) && rounds(x, decimals, CM_RULE_HALF_EVEN, w->broken);
  return good;
}

static bool reads_back(world *w, const cement_figure *f, const cm_dec *x) {
  char text[CM_DEC_TEXT_MAX];
  cm_str written = cm_dec_text(x, text);
  return written.size == strlen(f->value) + (w->broken ? 1 : 0) && !memcmp(written.at, f->value, written.size);
}

static verdict rounding(world *w, const plant *p, uint64_t pick) {
  return (void)pick, each_number(w, p, rounds_well);
}
static verdict reading(world *w, const plant *p, uint64_t pick) {
  return (void)pick, each_number(w, p, reads_back);
}

/* ---- again
 * ------------------------------------------------------------------------------------------------------------ */

static verdict recomputed(world *w, const plant *p, uint64_t pick) {
  outcome o;
  bytes report = {0};
  cement_difference found = {.size = sizeof found};
  cement_error err = {.size = sizeof err};
  (void)pick;
  bool good = outcome_make(w, &o, p, FORM_PLAIN) && outcome_report(w, &o, &report);
  if (good && w->broken) report.at[report.size / 2] ^= 1;
  if (good && cement_report_check(w->catalog, o.ledger, &found, "report", report.at, report.size, &err)) {
    snprintf(w->why, sizeof w->why, "%.200s", err.message);
    good = false;
  }
  if (good && found.found) {
    snprintf(w->why, sizeof w->why, "%.200s differs", found.where);
    good = false;
  }
  free(report.at);
  outcome_free(&o);
  return good ? HOLDS : BROKEN;
}

/* The same call in another context gives the same bytes. */
static verdict elsewhere(world *w, const plant *p, uint64_t pick) {
  world other;
  outcome a, b = {0};
  bytes one = {0}, two = {0};
  (void)pick;
  if (!world_open(&other)) return BROKEN;
  other.broken = w->broken;
  other.made = 1;
  bool good = outcome_make(w, &a, p, FORM_PLAIN) && outcome_make(&other, &b, p, FORM_PLAIN) &&
              outcome_report(w, &a, &one) && outcome_report(&other, &b, &two) && one.size == two.size &&
              !memcmp(one.at, two.at, one.size);
  if (!good) snprintf(w->why, sizeof w->why, "the reports differ");
  free(one.at);
  free(two.at);
  outcome_free(&a);
  outcome_free(&b);
  world_close(&other);
  return good ? HOLDS : BROKEN;
}

const relation relations[] = {
    {1, "order of rows", permuted},
    {2, "order of JSON keys", keys_reversed},
    {5, "a row of zero", zero_row},
    {6, "months add up to the year", months_add},
    {7, "lines add up to the plant", lines_add},
    {8, "three times everything", scaled},
    {9, "a hundred times everything, exactly", shifted},
    {10, "other units", other_units},
    {11, "other digits of the same number", other_digits},
    {12, "CSV says what JSON says", as_csv},
    {14, "more fuel, more clinker", monotone},
    {15, "limits separate the grades", tiers},
    {16, "no alternative fuel is fossil fuel alone", without_waste},
    {17, "fuel a then b, b then a", either_first},
    {18, "biomass emits no fossil CO2", biomass},
    {19, "an identical fuel of another name", renamed},
    {20, "laws of rounding", rounding},
    {21, "a number written and read", reading},
    {22, "a report runs again", recomputed},
    {23, "another context", elsewhere},
};
const size_t relation_count = sizeof relations / sizeof *relations;
