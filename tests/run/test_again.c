/* A run made anew for another ledger writes and tells what a fresh run of that ledger does, to the byte, whether its
 * programs were kept or bound anew; one that is refused is as it was. */
#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/handles.h"
#include "api/host.h"
#include "api/text.h"
#include "base/patience.h"
#include "relations/any_plant.h"

int register_again_suite(void);

/* ---- all that a run says ---- */

static void add(written *t, const char *text) {
  text_gather(t, text ? text : "-", text ? strlen(text) + 1 : 2);
}

static void add_figure(written *t, cement_run *run, size_t i) {
  cement_figure f = {.size = sizeof f};
  cement_missing lacks[64];
  size_t count = 0;
  CU_ASSERT_EQUAL_FATAL(cement_run_figure(run, &f, i, NULL), CEMENT_OK);
  const char *const texts[] = {f.edition, f.key, f.line, f.period, f.of, f.value, f.display};
  for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) add(t, texts[k]);
  CU_ASSERT_EQUAL(cement_run_missing(run, lacks, 64, &count, i, NULL), CEMENT_OK);
  for (size_t k = 0; k < count && k < 64; k++)
    add(t, lacks[k].item), add(t, lacks[k].of), add(t, lacks[k].line), add(t, lacks[k].period);
  for (int32_t language = 0; language < 2; language++)
    CU_ASSERT_EQUAL(cement_run_explain(run, text_gather, t, i, language, NULL), CEMENT_OK);
}

static written all_of(cement_run *run) {
  written t = {0};
  for (int32_t i = 0; i < 8; i++)
    CU_ASSERT_EQUAL(cement_run_report(run, text_gather, &t, i % 4, i / 4, NULL, NULL), CEMENT_OK);
  for (size_t i = 0; i < cement_run_figure_count(run); i++) add_figure(&t, run, i);
  for (size_t i = 0; i < cement_run_finding_count(run); i++) {
    cement_finding f = {.size = sizeof f};
    CU_ASSERT_EQUAL(cement_run_finding(run, &f, i, NULL), CEMENT_OK);
    add(&t, f.code), add(&t, f.line), add(&t, f.of), add(&t, f.period), add(&t, f.message_zh), add(&t, f.message_en);
  }
  return t;
}

/* Whether the run says what a fresh one of this ledger says. */
static bool like_fresh(cement_run *run, const cement_plan *plan, const cement_ledger *ledger) {
  cement_run *fresh = NULL;
  CU_ASSERT_EQUAL_FATAL(cement_run_create(&fresh, plan, ledger, NULL), CEMENT_OK);
  written is = all_of(run), wanted = all_of(fresh);
  bool same = is.size == wanted.size && wanted.size > 1000 && !memcmp(is.at, wanted.at, wanted.size);
  free(is.at), free(wanted.at);
  cement_run_destroy(fresh);
  return same;
}

/* ---- ledgers that differ in one thing ---- */

static const char head[] = "line,period,item,of,value,unit,use\n";

/* The lines of `base` with one replaced, left out, or added. */
static const char *const base[] = {
    ",,facility.id,,F,,",
    ",,facility.altitude,,1800,m,",
    "L1,,line.clinker_type,,portland,,",
    "L2,,line.clinker_type,,portland,,",
    ",,fuel.state,sludge,solid,,",
    ",,fuel.origin,sludge,alternative,,",
    ",,fuel.biogenic_share,sludge,0.5,1,",
    "L1,2025-01,clinker_output,,110000,t,",
    "L1,2025-01,electricity_consumption,clinker,6100000,kWh,",
    "L1,2025-01,fuel_consumption,bituminous_coal,15000,t,",
    "L1,2025-01,fuel_ncv,bituminous_coal,23.415,GJ/t,",
    "L1,2025-01,fuel_consumption,diesel,10,t,ignition",
    "L1,2025-01,fuel_consumption,sludge,300,t,kiln",
    "L1,2025-01,fuel_ncv,sludge,11.5,GJ/t,",
    "L1,2025-01,raw_substitute_consumption,house_slag,900,t,",
    "L1,2025-02,clinker_output,,90000,t,",
    "L2,2025-01,clinker_output,,1000,t,",
    ",2025-01,cement_output,,150000,t,",
    ",2025-01,waste_heat_power_generation,,3000000,kWh,",
};
#define BASE (sizeof base / sizeof *base)

/* from: a row of `base`, and `to` what stands in its place; from NULL: `to` is added; to NULL: `from` is left out. Or a
 * word, and one as long in its place everywhere. */
typedef struct change {
  const char *what, *from, *to;
  bool keeps;            /* the programs */
  const char *overrides; /* a document of its own; NULL: none */
} change;

#define OVERRIDE(key, value, unit)                                                                                     \
  "{\"schema\":\"cement-ledger/1\",\"overrides\":[{\"edition\":\"cn.gb-16780@2021\",\"key\":\"" key                    \
  "\",\"value\":\"" value "\",\"unit\":\"" unit "\",\"reason\":\"tried\"}]}"

static const change changes[] = {
    {"nothing", NULL, NULL, true, NULL},
    {"a value", "L1,2025-01,clinker_output,,110000,t,", "L1,2025-01,clinker_output,,97000.5,t,", true, NULL},
    {"a month more", NULL, "L1,2025-03,clinker_output,,80000,t,", true, NULL},
    {"a year more", NULL, "L2,2026-01,clinker_output,,80000,t,", true, NULL},
    {"a month less", "L1,2025-02,clinker_output,,90000,t,", NULL, true, NULL},
    {"an item less", "L1,2025-01,fuel_ncv,bituminous_coal,23.415,GJ/t,", NULL, true, NULL},
    {"no facility's item", ",2025-01,cement_output,,150000,t,", NULL, true, NULL},
    {"the facility's id", ",,facility.id,,F,,", ",,facility.id,,G,,", true, NULL},
    {"a name", NULL, "L1,,line.name,,first,,", true, NULL},
    {"an attribute of the facility", ",,facility.altitude,,1800,m,", ",,facility.altitude,,900,m,", false, NULL},
    {"an attribute written longer", ",,facility.altitude,,1800,m,", ",,facility.altitude,,1800.0,m,", false, NULL},
    {"no attribute of the facility", ",,facility.altitude,,1800,m,", NULL, false, NULL},
    {"an attribute of a line", "L1,,line.clinker_type,,portland,,", "L1,,line.clinker_type,,white,,", false, NULL},
    {"an attribute of the other line", "L2,,line.clinker_type,,portland,,", "L2,,line.clinker_type,,white,,", false,
     NULL},
    {"no attribute of a line", "L1,,line.clinker_type,,portland,,", "L1,,line.name,,x,,", false, NULL},
    {"an attribute of a fuel", ",,fuel.biogenic_share,sludge,0.5,1,", ",,fuel.biogenic_share,sludge,0.25,1,", false,
     NULL},
    {"a fuel's id", "sludge", "slurry", false, NULL},
    {"a fuel more", NULL, "L1,2025-01,fuel_consumption,anthracite,5,t,kiln", false, NULL},
    {"another fuel", "L1,2025-01,fuel_consumption,diesel,10,t,ignition",
     "L1,2025-01,fuel_consumption,gasoline,10,t,ignition", false, NULL},
    {"a use", "L1,2025-01,fuel_consumption,diesel,10,t,ignition", "L1,2025-01,fuel_consumption,diesel,10,t,drying",
     false, NULL},
    {"a fuel less", "L1,2025-01,fuel_consumption,diesel,10,t,ignition", NULL, false, NULL},
    {"a fuel of the other line", NULL, "L2,2025-01,fuel_consumption,bituminous_coal,5,t,kiln", false, NULL},
    {"a material more", NULL, "L1,2025-01,raw_substitute_consumption,carbide_slag,5,t,", false, NULL},
    {"a material's id", "L1,2025-01,raw_substitute_consumption,house_slag,900,t,",
     "L1,2025-01,raw_substitute_consumption,home_slag,900,t,", false, NULL},
    {"another material", "L1,2025-01,raw_substitute_consumption,house_slag,900,t,",
     "L1,2025-01,raw_substitute_consumption,carbide_slag,900,t,", false, NULL},
    {"a line more", NULL, "L3,,line.clinker_type,,portland,,\nL3,2025-01,clinker_output,,500,t,", false, NULL},
    {"an override", NULL, NULL, false, OVERRIDE("Q_BM", "29308", "kJ/kgce")},
    {"another value of an override", NULL, NULL, false, OVERRIDE("Q_BM", "29310", "kJ/kgce")},
    {"another factor", NULL, NULL, false, OVERRIDE("H_0", "1400", "m")},
    {"nothing", NULL, NULL, false, NULL},
};
#define CHANGES (sizeof changes / sizeof *changes)

static char *text_with(const change *c) {
  char *text = malloc(1 << 14);
  size_t at = (size_t)sprintf(text, "%s", head);
  for (size_t i = 0; i < BASE; i++) {
    bool here = c->from && !strcmp(c->from, base[i]);
    if (!here || c->to) at += (size_t)sprintf(text + at, "%s\n", here ? c->to : base[i]);
  }
  if (!c->from && c->to) sprintf(text + at, "%s\n", c->to);
  bool word = c->from && !strchr(c->from, ',');
  for (char *found = text; word && (found = strstr(found, c->from)) != NULL;) memcpy(found, c->to, strlen(c->to));
  return text;
}

static cement_ledger *ledger_with(const cement_catalog *catalog, const change *c) {
  cement_ledger *ledger = NULL;
  cement_error err = {.size = sizeof err};
  char *text = text_with(c);
  int32_t status = cement_ledger_create(&ledger, catalog, &err);
  if (!status) status = cement_ledger_read(ledger, "base", text, strlen(text), &err);
  if (!status && c->overrides) status = cement_ledger_read(ledger, "more", c->overrides, strlen(c->overrides), &err);
  if (!status) status = cement_ledger_finish(ledger, &err);
  if (status) printf("\n  %s: %s\n", c->what, err.message);
  CU_ASSERT_EQUAL_FATAL(status, CEMENT_OK);
  free(text);
  return ledger;
}

static cement_plan *plan_of(const cement_catalog *catalog) {
  static const char *const ids[] = {"cn.gb-16780@2021", "cn.cets-ag-02.01@v01-2024", "substitution@1"};
  cement_plan *plan = NULL;
  CU_ASSERT_EQUAL_FATAL(cement_plan_create(&plan, catalog, NULL), CEMENT_OK);
  for (int i = 0; i < 3; i++) CU_ASSERT_EQUAL_FATAL(cement_plan_add(plan, ids[i], NULL), CEMENT_OK);
  return plan;
}

/* Made anew; the ledger before goes at once. Whether the programs were kept. */
static bool anew(cement_run *run, cement_ledger **ledger, cement_ledger *next) {
  const struct cm_bound *bound = run->run.programs.bound;
  CU_ASSERT_EQUAL_FATAL(cement_run_again(run, next, NULL), CEMENT_OK);
  cement_ledger_destroy(*ledger);
  *ledger = next;
  return bound == run->run.programs.bound;
}

/* base -> changed -> base, and programs are kept where they must be and nowhere else. */
static void test_changes(void) {
  cement_plan *plan = plan_of(suite_catalog);
  for (size_t i = 0; i < CHANGES; i++) {
    const change *before = i && changes[i - 1].overrides ? &changes[i - 1] : &changes[0], *c = &changes[i];
    cement_ledger *ledger = ledger_with(suite_catalog, before);
    cement_run *run = NULL;
    CU_ASSERT_EQUAL_FATAL(cement_run_create(&run, plan, ledger, NULL), CEMENT_OK);
    for (int turn = 0; turn < 3; turn++) {
      bool kept = anew(run, &ledger, ledger_with(suite_catalog, turn % 2 ? before : c));
      bool good = kept == c->keeps && like_fresh(run, plan, ledger);
      if (!good) printf("\n  %s, turn %d: programs %s", c->what, turn, kept ? "kept" : "bound anew");
      CU_ASSERT_TRUE(good);
    }
    cement_run_destroy(run);
    cement_ledger_destroy(ledger);
  }
  cement_plan_destroy(plan);
}

/* A number that came as a double is told so. */
static void test_binary(void) {
  cement_observation altitude = {.size = sizeof altitude, .item = "facility.altitude", .number = 1800, .unit = "m"};
  cement_plan *plan = plan_of(suite_catalog);
  cement_ledger *ledger = ledger_with(suite_catalog, &changes[0]), *next = NULL;
  cement_run *run = NULL;
  change without = {"altitude", ",,facility.altitude,,1800,m,", NULL, false, NULL};
  char *text = text_with(&without);
  CU_ASSERT_EQUAL_FATAL(cement_run_create(&run, plan, ledger, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&next, suite_catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_ledger_read(next, "base", text, strlen(text), NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_ledger_put(next, &altitude, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_finish(next, NULL), CEMENT_OK);
  CU_ASSERT_FALSE(anew(run, &ledger, next));
  CU_ASSERT_TRUE(like_fresh(run, plan, ledger));
  free(text);
  cement_run_destroy(run);
  cement_ledger_destroy(ledger);
  cement_plan_destroy(plan);
}

/* A plan that has changed since is taken as it is now. */
static void test_plan(void) {
  cement_plan *plan = plan_of(suite_catalog);
  cement_ledger *ledger = ledger_with(suite_catalog, &changes[0]);
  cement_run *run = NULL;
  CU_ASSERT_EQUAL_FATAL(cement_run_create(&run, plan, ledger, NULL), CEMENT_OK);
  CU_ASSERT_TRUE(anew(run, &ledger, ledger_with(suite_catalog, &changes[1])));
  CU_ASSERT_EQUAL(cement_plan_option(plan, "cn.gb-16780@2021", "waste_heat_power_coefficient", "0.404", NULL),
                  CEMENT_OK);
  CU_ASSERT_FALSE(anew(run, &ledger, ledger_with(suite_catalog, &changes[0])));
  CU_ASSERT_TRUE(like_fresh(run, plan, ledger));
  CU_ASSERT_EQUAL(cement_plan_add(plan, "cn.mee-cement@2023", NULL), CEMENT_OK);
  CU_ASSERT_FALSE(anew(run, &ledger, ledger_with(suite_catalog, &changes[0])));
  CU_ASSERT_TRUE(like_fresh(run, plan, ledger));
  cement_run_destroy(run);
  cement_ledger_destroy(ledger);
  cement_plan_destroy(plan);
}

/* ---- refusals ---- */

static void refused(cement_run *run, const cement_ledger *ledger, int32_t code, const char *word) {
  cement_error err = {.size = sizeof err};
  CU_ASSERT_EQUAL(cement_run_again(run, ledger, &err), code);
  CU_ASSERT_PTR_NOT_NULL(strstr(err.message, word));
}

static void test_refusals(void) {
  static const change wrong = {"no factor", NULL, NULL, false,
                               "{\"schema\":\"cement-ledger/1\",\"overrides\":[{\"edition\":\"cn.gb-16780@2021\","
                               "\"key\":\"none\",\"value\":\"1\",\"unit\":\"t\",\"reason\":\"tried\"}]}"};
  cement_catalog *catalog = NULL;
  cement_plan *plan = plan_of(suite_catalog);
  cement_ledger *ledger = ledger_with(suite_catalog, &changes[0]), *open = NULL, *other, *bad;
  cement_run *run = NULL;
  CU_ASSERT_EQUAL_FATAL(cement_run_create(&run, plan, ledger, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&catalog, suite_context, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&open, suite_catalog, NULL), CEMENT_OK);
  other = ledger_with(catalog, &changes[0]);
  bad = ledger_with(suite_catalog, &wrong);
  refused(NULL, ledger, CEMENT_E_ARG, "missing");
  refused(run, NULL, CEMENT_E_ARG, "missing");
  refused(run, (const cement_ledger *)(const void *)plan, CEMENT_E_ARG, "missing");
  refused(run, open, CEMENT_E_STATE, "not finished");
  refused(run, other, CEMENT_E_ARG, "different catalogs");
  refused(run, bad, CEMENT_E_UNKNOWN, "no factor none");
  CU_ASSERT_TRUE(like_fresh(run, plan, ledger)); /* as it was */
  CU_ASSERT_TRUE(anew(run, &ledger, ledger_with(suite_catalog, &changes[1])));
  cement_run_destroy(run);
  cement_ledger_destroy(bad), cement_ledger_destroy(other), cement_ledger_destroy(open), cement_ledger_destroy(ledger);
  cement_plan_destroy(plan);
  cement_catalog_destroy(catalog);
}

/* ---- memory ---- */

typedef struct poor {
  host host;
  cement_context *context;
  cement_catalog *catalog;
  cement_plan *plan;
  cement_ledger *ledgers[2];
} poor;

static written report_of(const cement_run *run) {
  written t = {0};
  CU_ASSERT_EQUAL_FATAL(cement_run_report(run, text_gather, &t, CEMENT_FORMAT_JSON, 0, NULL, NULL), CEMENT_OK);
  return t;
}

/* The n-th allocation fails, on a run made anew `rounds` times before: the run stays as it was, and can be made anew.
 * Whether it came that far. */
static bool fail_at(poor *p, size_t n, int rounds, bool sticky) {
  cement_run *run = NULL;
  cement_error err = {.size = sizeof err};
  CU_ASSERT_EQUAL_FATAL(cement_run_create(&run, p->plan, p->ledgers[0], NULL), CEMENT_OK);
  for (int i = 0; i < rounds; i++) CU_ASSERT_EQUAL(cement_run_again(run, p->ledgers[0], NULL), CEMENT_OK);
  written before = report_of(run);
  p->host.fail_at = p->host.calls + n;
  p->host.fail_from = sticky ? p->host.fail_at : 0;
  int32_t status = cement_run_again(run, p->ledgers[1], &err);
  bool met = p->host.calls >= p->host.fail_at;
  p->host.fail_at = p->host.fail_from = 0;
  CU_ASSERT_EQUAL(status, met ? CEMENT_E_NOMEM : CEMENT_OK);
  if (met) {
    written after = report_of(run);
    CU_ASSERT_TRUE(after.size == before.size && !memcmp(after.at, before.at, after.size));
    free(after.at);
    CU_ASSERT_EQUAL(cement_run_again(run, p->ledgers[1], NULL), CEMENT_OK);
  }
  written last = report_of(run);
  CU_ASSERT_FALSE(last.size == before.size && !memcmp(last.at, before.at, last.size));
  free(before.at), free(last.at);
  cement_run_destroy(run);
  return met;
}

/* Where every piece is a block of its own, no chunk is kept that would make a second round another one. */
#ifdef CEMENT_PIECES_ALONE
#define ROUNDS 1
#else
#define ROUNDS 2
#endif

static void fail_everywhere(poor *p, const change *c) {
  size_t points = 0;
  p->ledgers[1] = ledger_with(p->catalog, c);
  for (int rounds = 0; rounds < ROUNDS; rounds++)
    for (int sticky = 0; sticky < 2; sticky++) {
      size_t n = 1;
      for (; fail_at(p, n, rounds, sticky); n += STEP_OF(7u) * (n < 60 ? 1u : sticky ? 397u : 61u)) points++;
    }
  CU_ASSERT_TRUE(points > 0);
  printf(" (%zu points)", points);
  cement_ledger_destroy(p->ledgers[1]);
}

static void test_memory(void) {
  poor p = {0};
  cement_config config = config_of(&p.host);
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&p.context, &config, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&p.catalog, p.context, NULL), CEMENT_OK);
  p.plan = plan_of(p.catalog);
  p.ledgers[0] = ledger_with(p.catalog, &changes[0]);
  for (size_t i = 0; i < CHANGES; i++)
    if (!strcmp(changes[i].what, "a value") || !strcmp(changes[i].what, "a fuel more"))
      fail_everywhere(&p, &changes[i]);
  cement_ledger_destroy(p.ledgers[0]);
  cement_plan_destroy(p.plan);
  cement_catalog_destroy(p.catalog);
  cement_context_destroy(p.context);
  CU_ASSERT_EQUAL(p.host.held, 0);
  CU_ASSERT_EQUAL(p.host.blocks, 0);
  CU_ASSERT_EQUAL(p.host.wrong_sizes, 0);
}

/* Ledgers of one kind in turns: nothing is asked for once the run knows how much they take, and what it holds does not
 * grow where their sizes differ. */
static void test_steady(void) {
  poor p = {0};
  cement_config config = config_of(&p.host);
  cement_run *run = NULL;
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&p.context, &config, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&p.catalog, p.context, NULL), CEMENT_OK);
  p.plan = plan_of(p.catalog);
  for (size_t i = 0; i < 2; i++) p.ledgers[i] = ledger_with(p.catalog, &changes[2 * i + 1]);
  CU_ASSERT_EQUAL_FATAL(cement_run_create(&run, p.plan, p.ledgers[0], NULL), CEMENT_OK);
  uint64_t held = 0;
  size_t calls = 0;
  for (size_t i = 0; i <= 40; i++) { /* 20 and 40 bind the same ledger after the other one */
    CU_ASSERT_EQUAL(cement_run_again(run, p.ledgers[i / 2 % 2], NULL), CEMENT_OK);
    if (i == 20) held = p.host.held, calls = p.host.calls;
  }
#ifndef CEMENT_PIECES_ALONE
  CU_ASSERT_EQUAL(p.host.calls, calls);
#else
  CU_ASSERT_TRUE(p.host.calls > calls);
#endif
  CU_ASSERT_EQUAL(p.host.held, held);
  cement_run_destroy(run);
  for (size_t i = 0; i < 2; i++) cement_ledger_destroy(p.ledgers[i]);
  cement_plan_destroy(p.plan);
  cement_catalog_destroy(p.catalog);
  cement_context_destroy(p.context);
  CU_ASSERT_EQUAL(p.host.held, 0);
}

/* ---- plants of any shape ---- */

static const uint64_t seed = 20261121;
#define PLANTS 12

/* The first digit of one value in three that is not 0 becomes one less: what is a share stays one. */
static void other_values(any_plant *p) {
  for (size_t i = 0; i < p->size; i += 3)
    for (char *c = p->at[i].value; *c; c++)
      if (*c > '0' && *c <= '9') {
        (*c)--;
        break;
      }
}

/* What is like the plant but for one thing. */
static void vary(any_plant *p, unsigned how) {
  other_values(p);
  if (how == 1) p->altitude = p->altitude < 0 ? 100 : -1;
  if (how == 2 && p->fuel_count) p->fuels[0].biogenic = p->fuels[0].biogenic < 0.5 ? 0.5 : 0.25;
  if (how == 3) p->override_count -= p->override_count > 0;
  if (how == 4) p->months -= p->months > 1;
  if (how == 5) p->clinker[0] = strcmp(p->clinker[0], "white") ? "white" : "portland";
}

/* Random plants one after the other in one run, each beside one like it, and back to the first. */
static void test_any_plants(void) {
  any_plant *p = malloc(2 * sizeof *p);
  any_run first = {0};
  size_t kept = 0, anew_bound = 0;
  printf(" (seed %llu)", (unsigned long long)seed);
  any_plant_make(&p[0], suite_catalog, seed);
  CU_ASSERT_EQUAL_FATAL(any_plant_run(&p[0], suite_catalog, &first, NULL), CEMENT_OK);
  for (uint64_t i = 1; i <= PLANTS; i++) {
    any_plant_make(&p[0], suite_catalog, seed + (i % PLANTS));
    for (unsigned turn = 0; turn < 3; turn++) {
      cement_ledger *ledger = NULL;
      p[1] = p[0];
      if (turn == 1) vary(&p[1], (unsigned)(i % 6));
      if (any_plant_ledger(&p[1], suite_catalog, &ledger, NULL)) continue; /* the change left no plant */
      if (anew(first.run, &first.ledger, ledger))
        kept++;
      else
        anew_bound++;
      bool good = like_fresh(first.run, first.plan, ledger);
      if (!good) printf("\n  plant %llu, turn %u: not as a fresh run", (unsigned long long)i, turn);
      CU_ASSERT_TRUE(good);
    }
  }
  printf(" (%zu kept, %zu bound anew)", kept, anew_bound);
  CU_ASSERT_TRUE(kept >= PLANTS / 2 && anew_bound >= PLANTS / 2);
  any_run_free(&first);
  free(p);
}

int register_again_suite(void) {
  CU_pSuite suite = CU_add_suite("again", suite_open, suite_close);
  CU_add_test(suite, "one thing changed", test_changes);
  CU_add_test(suite, "a number as a double", test_binary);
  CU_add_test(suite, "a plan that changed", test_plan);
  CU_add_test(suite, "refusals", test_refusals);
  CU_add_test(suite, "memory that gives out", test_memory);
  CU_add_test(suite, "a steady loop", test_steady);
  CU_add_test(suite, "random plants", test_any_plants);
  return (int)CU_get_error();
}
