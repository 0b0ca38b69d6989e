#include "relations/any_plant.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- chance ---- */

static uint64_t draw(any_plant *p) { /* splitmix64 */
  uint64_t x = p->state += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

static int below(any_plant *p, int bound) {
  return (int)(draw(p) % (uint64_t)bound);
}

static bool chance(any_plant *p, int percent) {
  return below(p, 100) < percent;
}

/* With a point, whatever the locale; further digits are left out. x is not negative. */
static void put_plain(char *out, double x, int decimals) {
  int used = snprintf(out, 24, "%lld", (long long)x);
  x -= (double)(long long)x;
  if (decimals > 0) out[used++] = '.';
  for (int i = 0; i < decimals; i++) {
    x *= 10;
    int digit = x >= 10 ? 9 : (int)x;
    out[used++] = (char)('0' + digit);
    x -= digit;
  }
  out[used] = '\0';
}

static double read_plain(const char *text) {
  double value = 0, place = 1;
  bool behind = false;
  for (; *text; text++) {
    if (*text == '.') behind = true;
    if (*text < '0' || *text > '9') continue;
    value = value * 10 + (*text - '0');
    if (behind) place *= 10;
  }
  return value / place;
}

/* A number as people write it: some decimals, now and then many, now and then zero. */
static void number(any_plant *p, char out[40], double low, double high, int decimals) {
  if (chance(p, 3)) decimals += 2 + below(p, 9);
  double x = low + (high - low) * (double)(draw(p) >> 11) * 0x1p-53;
  put_plain(out, x, decimals);
}

/* ---- names ---- */

static cement_entry entry(const cement_catalog *catalog, int32_t what, const char *edition, size_t index) {
  cement_entry e = {.size = sizeof e};
  if (cement_catalog_entry(catalog, &e, what, edition, index, NULL)) abort();
  return e;
}

static cement_entry any_entry(any_plant *p, const cement_catalog *catalog, int32_t what) {
  return entry(catalog, what, NULL, (size_t)below(p, (int)cement_catalog_count(catalog, what, NULL)));
}

/* ---- cells ---- */

/* Ranges of what is usual, by unit, and another spelling of the unit with its factor. */
static const struct usual {
  const char *unit;
  double low, high;
  int decimals;
  const char *other;
  double factor;
} usual[] = {{"t", 100, 300000, 2, "kt", 1e-3},
             {"kWh", 10000, 15e6, 0, "MWh", 1e-3},
             {"GJ", 0, 20000, 2, "MJ", 1e3},
             {"%", 0, 100, 2, NULL, 1},
             {"kgce/t", 85, 125, 2, NULL, 1},
             {"kWh/t", 40, 75, 2, NULL, 1},
             {"MJ/t", 2900, 3700, 1, "kcal/kg", 0.2388},
             {"MPa", 40, 62, 1, "kPa", 1e3},
             {"tCO2", 0, 90000, 2, NULL, 1},
             {"tC/GJ", 0.01, 0.035, 5, NULL, 1},
             {"10^4 Nm3", 1, 900, 2, "Nm3", 1e4},
             {"GJ/t", 8, 52, 3, "kcal/kg", 238.8},
             {"GJ/10^4 Nm3", 30, 400, 3, NULL, 1}};

static const struct usual *usual_of(const char *unit) {
  for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
    if (!strcmp(usual[i].unit, unit)) return &usual[i];
  fprintf(stderr, "any_plant: nothing is known of the unit %s\n", unit);
  abort();
}

static cell *add(any_plant *p, const char *item, const char *unit, const char *of, const char *use) {
  if (p->size == ANY_ROOM) abort();
  cell *c = &p->at[p->size++];
  const struct usual *u = usual_of(unit);
  bool other = u->other && chance(p, 20);
  *c = (cell){.item = item, .unit = other ? u->other : u->unit};
  snprintf(c->of, sizeof c->of, "%s", of);
  snprintf(c->use, sizeof c->use, "%s", use);
  double factor = other ? u->factor : 1;
  number(p, c->value, u->low * factor, u->high * factor, u->decimals);
  if (chance(p, 4)) strcpy(c->value, "0");
  return c;
}

static void set(cell *c, const char *unit, const char *value) {
  c->unit = unit;
  snprintf(c->value, sizeof c->value, "%s", value);
}

/* What is given without a member. */
static void plain_items(any_plant *p, const cement_catalog *catalog, bool facility, uint64_t habits) {
  size_t count = cement_catalog_count(catalog, CEMENT_ITEMS, NULL);
  for (size_t i = 0; i < count; i++) {
    cement_entry e = entry(catalog, CEMENT_ITEMS, NULL, i);
    if (e.of || ((e.flags & CEMENT_ENTRY_FACILITY) != 0) != facility) continue;
    bool habit = habits >> (i % 64) & 1;
    if (habit ? chance(p, 93) : chance(p, 3)) add(p, e.key, e.unit, "", "");
  }
}

static const char *const uses[] = {"kiln", "drying", "ignition", "transport", "power_boiler", "industrial_boiler"};

/* A fuel of the line in one use or two, by mass with its carbon data or by heat. */
static void burn(any_plant *p, const char *fuel, bool gas, bool heat, unsigned use_bits, bool own_data) {
  const char *unit = gas ? "10^4 Nm3" : "t", *ncv = gas ? "GJ/10^4 Nm3" : "GJ/t";
  bool for_all = !heat && chance(p, 50);
  for (size_t u = 0; u < 6; u++) {
    if (!(use_bits >> u & 1) || chance(p, 6)) continue;
    if (heat) {
      add(p, "fuel_heat", "GJ", fuel, uses[u]);
      continue;
    }
    add(p, "fuel_consumption", unit, fuel, u == 0 && chance(p, 50) ? "" : uses[u]);
    if (!for_all && chance(p, 80)) add(p, "fuel_ncv", ncv, fuel, uses[u]);
    if (own_data && chance(p, 80)) add(p, "fuel_carbon_content", "tC/GJ", fuel, uses[u]);
    if (own_data && chance(p, 20)) add(p, "fuel_oxidation_rate", "%", fuel, uses[u]);
  }
  if (for_all && chance(p, 80)) add(p, "fuel_ncv", ncv, fuel, "");
}

/* What a line has all the time. */
typedef struct habit {
  uint64_t items;
  size_t fuel_count, material_count;
  struct {
    char id[32];
    bool gas, heat, own_data;
    unsigned uses;
  } fuels[5];
  struct {
    const char *id;
    bool raw;
  } materials[5];
} habit;

static bool has_fuel(const habit *h, const char *id) {
  for (size_t i = 0; i < h->fuel_count; i++)
    if (!strcmp(h->fuels[i].id, id)) return true;
  return false;
}

static void take_fuel(any_plant *p, habit *h, const char *id, bool gas, bool own_data) {
  if (has_fuel(h, id)) return;
  unsigned bits = chance(p, 85) ? 1 : 0;
  for (unsigned u = 1; u < 6; u++) bits |= (unsigned)chance(p, 12) << u;
  size_t i = h->fuel_count++;
  snprintf(h->fuels[i].id, sizeof h->fuels[i].id, "%s", id);
  h->fuels[i].gas = gas, h->fuels[i].own_data = own_data;
  h->fuels[i].heat = chance(p, 12), h->fuels[i].uses = bits;
}

static void form_habit(any_plant *p, const cement_catalog *catalog, habit *h) {
  static const char *const unlisted[] = {"limestone", "clay", "shale"};
  *h = (habit){.items = draw(p) | draw(p) | 1}; /* 1: clinker output */
  for (int i = below(p, 4); i > 0; i--) {
    cement_entry e = any_entry(p, catalog, CEMENT_FUELS);
    take_fuel(p, h, e.key, !strcmp(e.unit, "10^4 Nm3"), chance(p, 5));
  }
  for (size_t i = 0; i < p->fuel_count && h->fuel_count < 5; i++)
    if (chance(p, 60)) take_fuel(p, h, p->fuels[i].id, !strcmp(p->fuels[i].state, "gas"), true);
  for (int i = below(p, 5); i > 0; i--) {
    const char *id = chance(p, 60) ? any_entry(p, catalog, CEMENT_MATERIALS).key : unlisted[below(p, 3)];
    bool raw = chance(p, 40), there = false;
    for (size_t k = 0; k < h->material_count; k++) there |= !strcmp(h->materials[k].id, id);
    if (there) continue;
    h->materials[h->material_count].id = id;
    h->materials[h->material_count++].raw = raw;
  }
}

/* Figures that stand exactly on a limit now and then. */
static void on_a_limit(any_plant *p) {
  char value[40];
  snprintf(value, sizeof value, "%d", 100000 * (46 + below(p, 20)));
  set(add(p, "electricity_consumption", "kWh", "clinker", ""), "kWh", value);
}

static void line_month(any_plant *p, const cement_catalog *catalog, const habit *h) {
  size_t first = p->size;
  if (chance(p, 5)) return;
  plain_items(p, catalog, false, h->items);
  bool exact = chance(p, 10);
  for (size_t i = first; exact && i < p->size; i++)
    if (!strcmp(p->at[i].item, "clinker_output")) set(&p->at[i], "t", "100000");
  if (exact)
    on_a_limit(p);
  else if (chance(p, 93))
    add(p, "electricity_consumption", "kWh", "clinker", "");
  for (size_t i = 0; i < h->fuel_count; i++)
    if (chance(p, 92))
      burn(p, h->fuels[i].id, h->fuels[i].gas, h->fuels[i].heat, h->fuels[i].uses, h->fuels[i].own_data);
  for (size_t i = 0; i < h->material_count; i++) {
    if (chance(p, 95))
      add(p, h->materials[i].raw ? "raw_material_consumption" : "raw_substitute_consumption", "t", h->materials[i].id,
          "");
    if (chance(p, 30)) add(p, "material_cao", "%", h->materials[i].id, "");
    if (chance(p, 30)) add(p, "material_mgo", "%", h->materials[i].id, "");
  }
}

/* All clinker is bought: what is left of the plant's own is nothing in decimals, and a rounding error in binary. */
static void all_bought(any_plant *p, size_t first) {
  int percent = 35 + below(p, 65), tonnes = 1000 + below(p, 400000);
  char value[40];
  size_t kept = first;
  for (size_t i = first; i < p->size; i++) {
    cell *c = &p->at[i];
    if (!strcmp(c->item, "clinker_consumed")) continue;
    if (!strcmp(c->item, "cement_output")) snprintf(value, sizeof value, "%d.7", tonnes), set(c, "t", value);
    if (!strcmp(c->item, "clinker_ratio")) snprintf(value, sizeof value, "%d", percent), set(c, "%", value);
    if (!strcmp(c->item, "purchased_clinker_consumed")) {
      long thousandths = (10L * tonnes + 7) * percent;
      snprintf(value, sizeof value, "%ld.%03ld", thousandths / 1000, thousandths % 1000), set(c, "t", value);
    }
    p->at[kept++] = *c;
  }
  p->size = kept;
}

static void facility_month(any_plant *p, const cement_catalog *catalog, uint64_t habits) {
  static const char *const sections[] = {"cement_preparation", "packing", "auxiliary"};
  size_t first = p->size;
  if (chance(p, 10)) return;
  plain_items(p, catalog, true, habits);
  for (size_t i = 0; i < 3; i++)
    if (chance(p, 92)) add(p, "electricity_consumption", "kWh", sections[i], "");
  if (chance(p, 15)) all_bought(p, first);
}

static void make_cells(any_plant *p, const cement_catalog *catalog) {
  habit h;
  for (int line = 0; line < p->lines; line++) {
    form_habit(p, catalog, &h);
    for (int month = 0; month < p->months; month++) {
      p->begin[line][month] = p->size;
      line_month(p, catalog, &h);
      p->begin[line][month + 1] = p->size;
    }
  }
  uint64_t habits = draw(p) | draw(p);
  bool silent = chance(p, 12);
  for (int month = 0; month < p->months; month++) {
    p->begin[p->lines][month] = p->size;
    if (!silent) facility_month(p, catalog, habits);
    p->begin[p->lines][month + 1] = p->size;
  }
  if (p->size) return; /* a ledger without observations is none */
  p->size = 0;
  set(add(p, "clinker_output", "t", "", ""), "t", "110000");
  memset(p->begin, 0, sizeof p->begin);
  for (int line = 0; line <= p->lines; line++)
    for (int month = line ? 0 : 1; month <= p->months; month++) p->begin[line][month] = 1;
}

/* ---- the plant ---- */

static void make_site(any_plant *p) {
  static const double edges[] = {1000, 1500, 1500.01, 1000.5};
  static const char *const types[] = {"white", "sulfoaluminate", "aluminate"};
  static const char *const origins[] = {"fossil", "alternative", "alternative", "biomass"};
  static const char *const states[] = {"solid", "solid", "liquid", "gas"};
  p->lines = 1 + below(p, 10) % ANY_LINES;
  p->months = 1 + below(p, ANY_MONTHS);
  bool none_portland = chance(p, 5);
  for (int i = 0; i < p->lines; i++) p->clinker[i] = none_portland || chance(p, 15) ? types[below(p, 3)] : "portland";
  p->altitude = chance(p, 20) ? -1 : chance(p, 20) ? edges[below(p, 4)] : below(p, 45000) / 10.0;
  p->pressure = chance(p, 50) ? 58000 + below(p, 45000) : -1;
  for (int i = below(p, 8) - 4; i > 0; i--) {
    struct own_fuel *f = &p->fuels[p->fuel_count];
    snprintf(f->id, sizeof f->id, "own%zu", p->fuel_count++);
    f->origin = origins[below(p, 4)], f->state = states[below(p, 4)];
    f->biogenic = !strcmp(f->origin, "alternative") && chance(p, 60) ? below(p, 101) / 100.0 : -1;
  }
}

static void choose_options(any_plant *p, const cement_catalog *catalog, const char *edition) {
  size_t count = cement_catalog_count(catalog, CEMENT_OPTIONS, edition);
  for (size_t i = 0; i < count; i++) {
    cement_entry e = entry(catalog, CEMENT_OPTIONS, edition, i);
    bool again = p->option_count && !strcmp(p->options[p->option_count - 1].key, e.key);
    if (again || !chance(p, 20) || p->option_count == 8) continue;
    p->options[p->option_count++] = (chosen_option){edition, e.key, e.of};
    p->rounds_first |= !strcmp(e.key, "comparison") && strcmp(e.of, "full_value") != 0;
  }
}

static bool is_replaced(const any_plant *p, const cement_entry *e) {
  for (size_t i = 0; i < p->override_count; i++)
    if (p->overrides[i].key == e->key && p->overrides[i].of == e->of) return true;
  return false;
}

static void replace_factors(any_plant *p, const cement_catalog *catalog, const char *edition) {
  size_t count = cement_catalog_count(catalog, CEMENT_FACTORS, edition);
  for (int tries = 0; count && tries < 3 && p->override_count < ANY_OVERRIDES; tries++) {
    cement_entry e = entry(catalog, CEMENT_FACTORS, edition, (size_t)below(p, (int)count));
    if (!(e.flags & CEMENT_ENTRY_OVERRIDABLE) || is_replaced(p, &e)) continue;
    replaced *r = &p->overrides[p->override_count++];
    *r = (replaced){.edition = edition, .key = e.key, .of = e.of};
    snprintf(r->unit, sizeof r->unit, "%s", *e.unit ? e.unit : "1");
    const char *point = strchr(e.value, '.');
    int decimals = point ? (int)strlen(point + 1) : 0; /* as printed */
    put_plain(r->value, read_plain(e.value) * (0.8 + below(p, 2000) / 10000.0), decimals);
  }
}

void any_plant_make(any_plant *p, const cement_catalog *catalog, uint64_t seed) {
  static const char *const editions[] = {"cn.gb-16780@2021", "cn.cets-ag-02.01@v01-2024", "substitution@1",
                                         "cn.gb-16780@2012", "cn.mee-cement@2023"};
  memset(p, 0, sizeof *p);
  p->state = seed;
  make_site(p);
  for (size_t i = 0; i < ANY_EDITIONS; i++)
    if (chance(p, i < 3 ? 80 : 50)) p->editions[p->edition_count++] = editions[i];
  if (!p->edition_count) p->editions[p->edition_count++] = editions[0];
  for (size_t i = 0; i < p->edition_count; i++) {
    choose_options(p, catalog, p->editions[i]);
    if (chance(p, 15)) replace_factors(p, catalog, p->editions[i]);
  }
  make_cells(p, catalog);
}

const cell *any_plant_group(const any_plant *p, int line, int month, size_t *count) {
  *count = p->begin[line][month + 1] - p->begin[line][month];
  return &p->at[p->begin[line][month]];
}

void any_plant_period(char out[16], int month) {
  snprintf(out, 16, "2025-%02d", month % 12 + 1);
}

/* ---- the ledger ---- */

static size_t put_attributes(const any_plant *p, char *out, size_t room) {
  size_t at = (size_t)snprintf(out, room, "{\"schema\":\"cement-ledger/1\",\"facility\":{\"id\":\"F\"");
  char value[40];
  if (p->altitude >= 0) {
    put_plain(value, p->altitude, 3);
    at += (size_t)snprintf(out + at, room - at, ",\"altitude\":{\"value\":\"%s\",\"unit\":\"m\"}", value);
  }
  if (p->pressure >= 0) {
    put_plain(value, p->pressure, 3);
    at += (size_t)snprintf(out + at, room - at, ",\"ambient_pressure\":{\"value\":\"%s\",\"unit\":\"Pa\"}", value);
  }
  at += (size_t)snprintf(out + at, room - at, "},\"lines\":[");
  for (int i = 0; i < p->lines; i++)
    at += (size_t)snprintf(out + at, room - at, "%s{\"id\":\"L%d\",\"clinker_type\":\"%s\"}", i ? "," : "", i + 1,
                           p->clinker[i]);
  at += (size_t)snprintf(out + at, room - at, "],\"fuels\":[");
  for (size_t i = 0; i < p->fuel_count; i++) {
    const struct own_fuel *f = &p->fuels[i];
    at += (size_t)snprintf(out + at, room - at, "%s{\"id\":\"%s\",\"origin\":\"%s\",\"state\":\"%s\"", i ? "," : "",
                           f->id, f->origin, f->state);
    if (f->biogenic >= 0) at += (size_t)snprintf(out + at, room - at, ",\"biogenic_share\":%g", f->biogenic);
    at += (size_t)snprintf(out + at, room - at, "}");
  }
  return at + (size_t)snprintf(out + at, room - at, "]");
}

static void put_overrides(const any_plant *p, char *out, size_t room) {
  size_t at = (size_t)snprintf(out, room, ",\"overrides\":[");
  for (size_t i = 0; i < p->override_count; i++) {
    const replaced *r = &p->overrides[i];
    at += (size_t)snprintf(out + at, room - at,
                           "%s{\"edition\":\"%s\",\"key\":\"%s\",\"value\":\"%s\",\"unit\":\"%s\",\"reason\":\"tried\"",
                           i ? "," : "", r->edition, r->key, r->value, r->unit);
    if (r->of) at += (size_t)snprintf(out + at, room - at, ",\"of\":\"%s\"", r->of);
    at += (size_t)snprintf(out + at, room - at, "}");
  }
  snprintf(out + at, room - at, "]}");
}

static int32_t put_cells(const any_plant *p, cement_ledger *ledger, int line, int month, cement_error *err) {
  char id[16], period[16];
  size_t count;
  const cell *c = any_plant_group(p, line, month, &count);
  int32_t status = CEMENT_OK;
  snprintf(id, sizeof id, "L%d", line + 1);
  any_plant_period(period, month);
  for (size_t i = 0; i < count && !status; i++) {
    cement_observation o = {.size = sizeof o,
                            .line = line < p->lines ? id : NULL,
                            .period = period,
                            .item = c[i].item,
                            .of = c[i].of,
                            .use = c[i].use,
                            .value = c[i].value,
                            .unit = c[i].unit};
    status = cement_ledger_put(ledger, &o, err);
  }
  return status;
}

static int32_t fill(const any_plant *p, cement_ledger *ledger, cement_error *err) {
  char text[4096];
  size_t at = put_attributes(p, text, sizeof text);
  put_overrides(p, text + at, sizeof text - at);
  int32_t status = cement_ledger_read(ledger, "plant", text, strlen(text), err);
  for (int line = 0; line <= p->lines; line++)
    for (int month = 0; month < p->months && !status; month++) status = put_cells(p, ledger, line, month, err);
  return status ? status : cement_ledger_finish(ledger, err);
}

int32_t any_plant_ledger(const any_plant *p, const cement_catalog *catalog, cement_ledger **out, cement_error *err) {
  *out = NULL;
  int32_t status = cement_ledger_create(out, catalog, err);
  if (!status) status = fill(p, *out, err);
  if (!status) return status;
  cement_ledger_destroy(*out);
  *out = NULL;
  return status;
}

int32_t any_plant_run(const any_plant *p, const cement_catalog *catalog, any_run *out, cement_error *err) {
  memset(out, 0, sizeof *out);
  int32_t status = any_plant_ledger(p, catalog, &out->ledger, err);
  if (!status) status = cement_plan_create(&out->plan, catalog, err);
  for (size_t i = 0; i < p->edition_count && !status; i++) status = cement_plan_add(out->plan, p->editions[i], err);
  for (size_t i = 0; i < p->option_count && !status; i++)
    status = cement_plan_option(out->plan, p->options[i].edition, p->options[i].key, p->options[i].choice, err);
  if (!status) status = cement_run_create(&out->run, out->plan, out->ledger, err);
  if (status) any_run_free(out);
  return status;
}

void any_run_free(any_run *r) {
  cement_run_destroy(r->run);
  cement_plan_destroy(r->plan);
  cement_ledger_destroy(r->ledger);
  memset(r, 0, sizeof *r);
}
