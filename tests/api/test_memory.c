/* Memory that gives out at every point of everything a host does: NOMEM, nothing lost, and the same call then succeeds.
 *
 * In builds with CEMENT_PIECES_ALONE every piece of an arena is an allocation of its own, so every point is met; in the
 * others those where a chunk is full. Under the address sanitizer it is one in 13: the build
 * that counts coverage meets them all. */
#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cement/cement.h>

#include "api/host.h"
#include "api/text.h"
#include "base/patience.h"
#include "run/plant.h"
#include "run/rows.h"

int register_memory_suite(void);

#define EVERY_WORD "test.every-word@1"

/* What has been made so far, and what was written last. */
typedef struct world {
  host counts;
  char *edition_text, *ledger_text;
  size_t edition_size, ledger_size;
  written report;
  cement_context *context;
  cement_catalog *catalog;
  cement_ledger *ledger;
  cement_plan *plan;
  cement_run *run;
} world;

/* ---- the steps, each of which leaves nothing behind when it fails ---- */

static int32_t make_context(world *w, size_t index, cement_error *err) {
  (void)index;
  cement_config config = config_of(&w->counts);
  return cement_context_create(&w->context, &config, err);
}

static int32_t make_catalog(world *w, size_t index, cement_error *err) {
  (void)index;
  return cement_catalog_create(&w->catalog, w->context, err);
}

static int32_t load_edition(world *w, size_t index, cement_error *err) {
  (void)index;
  return cement_catalog_load(w->catalog, "every-word", w->edition_text, w->edition_size, err);
}

static int32_t make_ledger(world *w, size_t index, cement_error *err) {
  (void)index;
  int32_t status = cement_ledger_create(&w->ledger, w->catalog, err);
  if (!status) status = cement_ledger_read(w->ledger, "ledger", w->ledger_text, w->ledger_size, err);
  if (!status) status = cement_ledger_finish(w->ledger, err);
  if (status) {
    cement_ledger_destroy(w->ledger);
    w->ledger = NULL;
  }
  return status;
}

static int32_t finish_and_drop(cement_ledger *ledger, int32_t status, cement_error *err) {
  if (!status) status = cement_ledger_finish(ledger, err);
  cement_ledger_destroy(ledger);
  return status;
}

/* A ledger of rows: attributes, texts with quotes, a number as a double. */
static int32_t put_rows(world *w, size_t index, cement_error *err) {
  static const cement_observation rows[] = {
      {.size = sizeof *rows, .item = "facility.id", .value = "F"},
      {.size = sizeof *rows, .line = "L1", .item = "line.clinker_type", .value = "portland"},
      {.size = sizeof *rows, .item = "fuel.state", .of = "own", .value = "solid"},
      {.size = sizeof *rows, .item = "fuel.origin", .of = "own", .value = "fossil"},
      {.size = sizeof *rows,
       .line = "L1",
       .period = "2025-01",
       .item = "fuel_consumption",
       .of = "own",
       .number = 1.5,
       .unit = "t",
       .source = "a, \"b\"",
       .note = "c"}};
  cement_ledger *ledger = NULL;
  int32_t status = cement_ledger_create(&ledger, w->catalog, err);
  for (size_t i = 0; i < sizeof rows / sizeof *rows && !status; i++) status = cement_ledger_put(ledger, &rows[i], err);
  (void)index;
  return finish_and_drop(ledger, status, err);
}

typedef struct piecewise {
  const char *at;
  size_t left;
} piecewise;

static int32_t bring(void *user, char *buffer, size_t room, size_t *got) {
  piecewise *p = user;
  *got = p->left < 1000 ? p->left : 1000;
  if (*got > room) *got = room;
  memcpy(buffer, p->at, *got);
  p->at += *got;
  p->left -= *got;
  return 0;
}

static int32_t read_pieces(world *w, size_t index, cement_error *err) {
  cement_ledger *ledger = NULL;
  piecewise p = {w->ledger_text, w->ledger_size};
  (void)index;
  int32_t status = cement_ledger_create(&ledger, w->catalog, err);
  if (!status) status = cement_ledger_read_from(ledger, "ledger", bring, &p, err);
  return finish_and_drop(ledger, status, err);
}

static int32_t open_tables(const world *w, cement_ledger **out, cement_error *err) {
  static const char map[] = "{\"schema\":\"cement-mapping/1\",\"facility\":{\"id\":\"F\"},\"lines\":[{\"id\":\"L1\"}],"
                            "\"tables\":[{\"file\":\"none\",\"line\":{\"id\":\"L1\"}}]}";
  int32_t status = cement_ledger_create(out, w->catalog, err);
  return status ? status : cement_ledger_map(*out, "map", map, sizeof map - 1, err);
}

/* The dictionary of names, which has most of the points, and a mapping. */
static int32_t read_map(world *w, size_t index, cement_error *err) {
  cement_ledger *ledger = NULL;
  (void)index;
  int32_t status = open_tables(w, &ledger, err);
  cement_ledger_destroy(ledger);
  return status;
}

static int32_t count_cell(void *user, const cement_cell *cell) {
  *(size_t *)user += cell->at_line > 0;
  return 0;
}

/* Tables of a plant in the three shapes, with what they leave to say. What `read_map` does neither fails nor counts. */
static int32_t read_tables(world *w, size_t index, cement_error *err) {
  static const char *const tables[] = {
      "日期,生产线,熟料产量(t),原煤消耗量(t),原煤空干基低位发热量(kJ/kg),原煤全水(%),原煤内水(%),木头,班次\n"
      "2025-01-01,1#,3500,480,24000,10,4,1,早\n,1#,停窑,,,,,,中\n2025-01-03,1#,\"3,600\",500,23000,9,4,,早\n"
      "2025-02-01,1#,#DIV/0!,490,,,,,\n合计,,7101,1470,,,,,\n",
      "2024年,,,,,\n生产线,项目,1月,2月,3月,全年\n1#,熟料产量(t),1,2,停窑,4\n,替代燃料用量(t),1,,3,6\n,"
      "原煤干基低位发热量(GJ/t),25,,无,\n,原煤全水(%),9,,９,\n",
      "line;period;item;of;value;unit\n1#;2025-01-01;熟料产量;;+1.5;Kg/h\n1#;2025-01;fuel_consumption;烟煤;5;t\n"};
  cement_ledger *ledger = NULL;
  size_t cells = 0;
  bool propose = index > 2;
  const char *table = tables[index % 3];
  piecewise p = {table, strlen(table)};
  host before = w->counts;
  w->counts.fail_at = w->counts.fail_from = 0;
  int32_t status = open_tables(w, &ledger, err);
  w->counts.calls = before.calls;
  w->counts.fail_at = before.fail_at;
  w->counts.fail_from = before.fail_from;
  if (!status) status = cement_ledger_cells(ledger, count_cell, &cells, err);
  if (!status) status = cement_ledger_read_plant(ledger, "table", bring, &p, propose ? CEMENT_PLANT_PROPOSE : 0, err);
  if (!status) CU_ASSERT_TRUE(propose == (cells == 0));
  if (!status) status = cement_ledger_mapping(ledger, text_gather, &w->report, CEMENT_FORMAT_JSON, err);
  if (propose) cement_ledger_destroy(ledger);
  return propose ? status : finish_and_drop(ledger, status, err);
}

static int32_t make_plan(world *w, size_t index, cement_error *err) {
  (void)index;
  int32_t status = cement_plan_create(&w->plan, w->catalog, err);
  if (!status) status = cement_plan_add(w->plan, EVERY_WORD, err);
  if (!status) status = cement_plan_add(w->plan, "substitution@1", err);
  if (!status) status = cement_plan_option(w->plan, EVERY_WORD, "share", "20", err);
  if (!status) status = cement_plan_option(w->plan, EVERY_WORD, "months", "round_then_sum", err);
  if (status) {
    cement_plan_destroy(w->plan);
    w->plan = NULL;
  }
  return status;
}

static int32_t make_run(world *w, size_t index, cement_error *err) {
  (void)index;
  return cement_run_create(&w->run, w->plan, w->ledger, err);
}

/* A call on columns takes nothing from the allocator. */
static void use_columns(world *w, const cement_columns *columns) {
  size_t before = w->counts.calls, size = cement_columns_count(columns, CEMENT_COLUMNS_WORKSPACE);
  cement_column *in = calloc(cement_columns_count(columns, CEMENT_COLUMNS_SLOT) + 1, sizeof *in);
  void *workspace = malloc(size);
  double values[100];
  cement_result out = {values, NULL, NULL, 0};
  cement_total total = {0, CEMENT_TOTAL_SUM, 0, 0};
  CU_ASSERT_EQUAL(cement_run_batch(columns, &out, NULL, in, 0, 100, workspace, size, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_columns_totals(columns, values, &total, 1, in, NULL, 1, 100, 0, 1, workspace, size, NULL),
                  CEMENT_OK);
  cement_columns_gradient(columns, values, 0, in, 0, workspace, size, NULL);
  CU_ASSERT_EQUAL(w->counts.calls, before);
  free(workspace), free(in);
}

/* Without the figure that rounds. */
static int32_t make_columns(world *w, size_t index, cement_error *err) {
  static const char *const keys[] = {"specific_heat", "burnt", "plant_heat", "materials"};
  cement_figure f = {.size = sizeof f};
  for (size_t i = 0; i < cement_run_figure_count(w->run); i++) {
    cement_columns *columns = NULL;
    if (cement_run_figure(w->run, &f, i, NULL) || strcmp(f.key, keys[index])) continue;
    cement_output o = {f.edition, f.key, f.line, f.of, f.levels ? CEMENT_OUTPUT_GRADE : CEMENT_OUTPUT_VALUE, 0};
    int32_t status = cement_columns_create(&columns, w->run, &o, 1, err);
    if (!status) use_columns(w, columns);
    cement_columns_destroy(columns);
    return status;
  }
  return CEMENT_E_UNKNOWN;
}

static int32_t canonical(world *w, size_t index, cement_error *err) {
  (void)index;
  return cement_ledger_canonical(w->ledger, text_gather, &w->report, err);
}

static int32_t describe(world *w, size_t index, cement_error *err) {
  return cement_catalog_describe(w->catalog, text_gather, &w->report, EVERY_WORD,
                                 index & 1 ? CEMENT_FORMAT_MARKDOWN : CEMENT_FORMAT_TEXT, (int32_t)index / 2, err);
}

static int32_t report(world *w, size_t index, cement_error *err) {
  return cement_run_report(w->run, text_gather, &w->report, (int32_t)index % 5, (int32_t)index / 5, NULL, err);
}

static int32_t quality(world *w, size_t index, cement_error *err) {
  static const int32_t formats[] = {CEMENT_FORMAT_JSON, CEMENT_FORMAT_TEXT, CEMENT_FORMAT_MARKDOWN};
  return cement_ledger_quality(w->ledger, text_gather, &w->report, formats[index % 3], (int32_t)index / 3, err);
}

static int32_t template(world *w, size_t index, cement_error *err) {
  return cement_template(w->catalog, text_gather, &w->report, 2, 2025 * (int32_t)index, (int32_t)index, err);
}

static int32_t explain(world *w, size_t index, cement_error *err) {
  return cement_run_explain(w->run, text_gather, &w->report, index / 2, (int32_t)index % 2, err);
}

static int32_t missing(world *w, size_t index, cement_error *err) {
  size_t count = 77;
  cement_missing list[8], before[8];
  memset(list, 0xA5, sizeof list);
  memcpy(before, list, sizeof list);
  int32_t status = cement_run_missing(w->run, list, 8, &count, index, err);
  CU_ASSERT_TRUE(status == CEMENT_OK || (count == 77 && !memcmp(list, before, sizeof list)));
  return status;
}

static int32_t finding(world *w, size_t index, cement_error *err) {
  cement_finding f = {.size = sizeof f};
  return cement_run_finding(w->run, &f, index, err);
}

/* Of the JSON report that `report` wrote first. */
static int32_t check(world *w, size_t index, cement_error *err) {
  (void)index;
  cement_difference d = {.size = sizeof d};
  int32_t status = cement_report_check(w->catalog, w->ledger, &d, "report", w->report.at, w->report.size, err);
  if (!status) CU_ASSERT_EQUAL(d.found, 0);
  return status;
}

/* ---- the loop ---- */

/* The n-th allocation of the step fails, for n = 1, 1 + stride ... until it succeeds. sticky: and all after it.
 * keeps: failing leaves memory with the objects (a run's texts), which is given back with them. */
static size_t fail_every(world *w, int32_t (*step)(world *, size_t, cement_error *), const char *name, size_t index,
                         size_t stride, bool sticky, bool keeps) {
  for (size_t n = 1;; n += n < 100 ? 1 : stride) {
    cement_error err = {.size = sizeof err};
    uint64_t held = w->counts.held;
    w->report.size = strcmp(name, "check") ? 0 : w->report.size;
    w->counts.fail_at = sticky ? 0 : w->counts.calls + n;
    w->counts.fail_from = sticky ? w->counts.calls + n : 0;
    size_t before = w->counts.calls;
    int32_t status = step(w, index, &err);
    w->counts.fail_at = w->counts.fail_from = 0;
    if (status == CEMENT_OK && w->counts.calls - before >= n) {
      printf("\n  %s %zu: allocation %zu failed and nothing was said\n", name, index, n);
      CU_FAIL("a failure is swallowed");
    }
    if (status == CEMENT_OK) return n;
    if (status != CEMENT_E_NOMEM || err.code != CEMENT_E_NOMEM || (!keeps && w->counts.held != held)) {
      printf("\n  %s %zu, allocation %zu: status %d (%s), %lld bytes left\n", name, index, n, status, err.message,
             (long long)(w->counts.held - held));
      CU_FAIL("memory that gives out");
      return n;
    }
  }
}

/* Nothing of it is left in memory; the texts are the caller's. */
static void world_close(world *w) {
  cement_run_destroy(w->run);
  cement_plan_destroy(w->plan);
  cement_ledger_destroy(w->ledger);
  cement_catalog_destroy(w->catalog);
  cement_context_destroy(w->context);
  CU_ASSERT_EQUAL(w->counts.held, 0);
}

static void fail_everything(bool sticky) {
  world w = {0};
  size_t points = 0;
  w.edition_text = plant_file("every-word.edition.json");
  w.edition_size = strlen(w.edition_text);
  w.ledger_text = plant_file("three-months.ledger.json");
  w.ledger_size = strlen(w.ledger_text);
  /* what fails first is the same when all that follows fails too: a part of the points is enough */
#define STEP(step, count, stride, keeps)                                                                               \
  for (size_t i = 0; i < (count); i++)                                                                                 \
  points += fail_every(&w, step, #step, i, STEP_OF(13) * (sticky ? 7 * (stride) : stride), sticky, keeps)
  STEP(make_context, 1, 1, false);
  STEP(make_catalog, 1, 997, false); /* all built-in editions each time; the next step meets every point of a load */
  STEP(load_edition, 1, 1, false);
  STEP(make_ledger, 1, 1, false);
  STEP(put_rows, 1, 1, false);
  STEP(read_pieces, 1, 1, false);
  STEP(read_map, 1, 997, false);
  STEP(read_tables, 6, 13, false); /* each reads the dictionary first */
  STEP(make_plan, 1, 1, false);
  STEP(make_run, 1, 1, false);
  STEP(make_columns, 4, 1, false);
  STEP(canonical, 1, 1, false);
  STEP(describe, 4, 1, false);
  STEP(report, 1, 1, false);
  STEP(check, 1, 31, false); /* runs and reports again: those are steps of their own */
  STEP(report, 10, 1, false);
  STEP(quality, 6, 1, false);
  STEP(template, 2, 1, false);
  STEP(explain, 2 * cement_run_figure_count(w.run), 1, false);
  STEP(missing, cement_run_figure_count(w.run), 1, true);
  STEP(finding, cement_run_finding_count(w.run), 1, true);
#undef STEP
  printf(" %zu points ", points);
  CU_ASSERT_TRUE(points > 100);
  world_close(&w);
  CU_ASSERT_EQUAL(w.counts.blocks, 0);
  CU_ASSERT_EQUAL(w.counts.zero_sizes, 0);
  CU_ASSERT_EQUAL(w.counts.wrong_sizes, 0);
  free(w.report.at);
  free(w.edition_text);
  free(w.ledger_text);
}

static void test_memory_once(void) {
  fail_everything(false);
}

static void test_memory_sticky(void) {
  fail_everything(true);
}

/* A plant of neither altitude nor pressure: two names to be put together, and the second of them may fail. Where arenas
 * have chunks, it does once in many calls, when the run's chunk is full. */
static void test_memory_half(void) {
  static char ledger[] =
      "{\"schema\": \"cement-ledger/1\", \"facility\": {\"id\": \"F\"}, \"lines\": [{\"id\": \"L1\"}],"
      "\"observations\": [{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"clinker_output\","
      "\"value\": \"1\", \"unit\": \"t\"}]}";
  world w = {.ledger_text = ledger, .ledger_size = sizeof ledger - 1};
  size_t air = 0, count = 0;
  w.edition_text = plant_file("every-word.edition.json");
  w.edition_size = strlen(w.edition_text);
  int32_t status = make_context(&w, 0, NULL) || make_catalog(&w, 0, NULL) || load_edition(&w, 0, NULL) ||
                   make_ledger(&w, 0, NULL) || make_plan(&w, 0, NULL) || make_run(&w, 0, NULL);
  CU_ASSERT_EQUAL_FATAL(status, CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_find(w.run, &air, EVERY_WORD, "air", "L1", "2025-01", NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_run_missing(w.run, NULL, 0, &count, air, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(count, 2);
  for (size_t points = 0; points < 10000;) points += fail_every(&w, missing, "missing", air, 1, false, true);
  world_close(&w);
  free(w.edition_text);
}

/* Two figures of one finding, the first in January, the second in January and February: they become one, for which a
 * list of months is made only then. March is good, and nothing is looked for in it once there was no memory. */
static void test_memory_united(void) {
#define FIGURE(key, least)                                                                                             \
  "{\"key\": \"" key                                                                                                   \
  "\", \"at\": \"line\", \"unit\": \"t\", \"year\": \"recompute\", \"clause\": \"1\", \"display\": "                   \
  "{\"decimals\": 0, \"rule\": \"half_up\"}, \"is\": \"REQUIRE(clinker_output > " least                                \
  ", clinker_output, 'little')\"}"
  static char edition[] =
      "{\"schema\": \"cement-edition/1\", \"id\": \"test.united@1\", \"title\": {\"zh\": \"z\", \"en\": \"e\"}, "
      "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", \"constants\": {\"some\": {\"value\": \"10\", "
      "\"unit\": \"t\", \"cite\": \"c\", \"confidence\": \"primary\"}}, \"findings\": {\"little\": {\"severity\": "
      "\"error\", \"zh\": \"x\", \"en\": \"x\"}}, \"formulas\": [" FIGURE("one", "some") ", " FIGURE(
          "other", "some + some") "]}";
#undef FIGURE
  static char ledger[] = "line,period,item,of,value,unit\n,,facility.id,,F,\nL1,,line.name,,A,\n"
                         "L1,2025-01,clinker_output,,5,t\nL1,2025-02,clinker_output,,15,t\n"
                         "L1,2025-03,clinker_output,,25,t\n";
  world w = {.edition_text = edition,
             .edition_size = sizeof edition - 1,
             .ledger_text = ledger,
             .ledger_size = sizeof ledger - 1};
  int32_t status = make_context(&w, 0, NULL) || make_catalog(&w, 0, NULL) || load_edition(&w, 0, NULL) ||
                   make_ledger(&w, 0, NULL) || cement_plan_create(&w.plan, w.catalog, NULL) ||
                   cement_plan_add(w.plan, "test.united@1", NULL);
  CU_ASSERT_EQUAL_FATAL(status, CEMENT_OK);
  CU_ASSERT_TRUE(fail_every(&w, make_run, "make_run", 0, 1, false, false) > 2);
  cement_finding f = {.size = sizeof f};
  CU_ASSERT_EQUAL_FATAL(cement_run_finding(w.run, &f, 0, NULL), CEMENT_OK); /* the gravest */
  CU_ASSERT_STRING_EQUAL(f.code, "little");
  CU_ASSERT_EQUAL(f.periods, 2);
  world_close(&w);
}

/* The rows of a ledger that the report of data quality finds something in: months and a ratio that stand out, balances
 * of the plant, of a line and of a stock, and what a table left to say; of the monthly form, figures. Of 32 quantities
 * the index is as full as it gets, so it grows when they are put in order. */
static void put_much(few_rows *r) {
  static const char *const fuels[] = {"anthracite", "lignite", "coke", "crude_oil", "fuel_oil",   "gasoline", "diesel",
                                      "kerosene",   "lng",     "lpg",  "coal_tar",  "waste_tyre", "waste_frp"};
  rows_begin(r);
  for (int month = 1; month <= 6; month++) {
    rows_add(r, "L1,2025-0%d,clinker_output,,%d,t,,,,", month, month < 6 ? 10 : 16);
    rows_add(r, "L1,2025-0%d,raw_meal_consumption,,%s,t,,,,", month, month < 6 ? "16" : "35.2");
  }
  for (size_t i = 0; i < sizeof fuels / sizeof *fuels; i++) {
    rows_add(r, "L1,2025-01,fuel_consumption,%s,1,t,,,,", fuels[i]);
    if (i != 0) rows_add(r, "L1,2025-01,fuel_ncv,%s,2,GJ/t,,,,", fuels[i]);
  }
  rows_add(r, ",2025-01,clinker_consumed,,75,t,,,,");
  rows_add(r, ",2025-01,cement_output,,100,t,,,,");
  rows_add(r, ",2025-01,clinker_ratio,,75,%%,,,,");
  rows_add(r, ",2025-02,fuel_closing_stock,lignite,75,t,,,,");
}

static int32_t make_much(world *w) {
  static const char table[] = "月份,生产线,熟料产量(t),烟煤消耗量(t)\n2025-01,L2,#DIV/0!,5\n";
  piecewise p = {table, sizeof table - 1};
  int32_t status = cement_ledger_create(&w->ledger, w->catalog, NULL);
  if (!status) status = cement_ledger_read(w->ledger, "rows", w->ledger_text, w->ledger_size, NULL);
  if (!status) status = cement_ledger_read_plant(w->ledger, "table", bring, &p, 0, NULL);
  return status ? status : cement_ledger_finish(w->ledger, NULL);
}

static size_t times(const char *text, const char *words) {
  size_t count = 0;
  for (; (text = strstr(text, words)); text++) count++;
  return count;
}

static void test_memory_much(void) {
  few_rows r;
  world w = {.ledger_text = r.text};
  put_much(&r);
  w.ledger_size = r.size;
  int32_t status = make_context(&w, 0, NULL) || make_catalog(&w, 0, NULL) || make_much(&w) ||
                   cement_plan_create(&w.plan, w.catalog, NULL) ||
                   cement_plan_add(w.plan, "cn.cets-ag-02.01@v01-2024", NULL);
  CU_ASSERT_EQUAL_FATAL(status, CEMENT_OK);
  for (size_t i = 0; i < 3; i++) CU_ASSERT_TRUE(fail_every(&w, quality, "quality", i, 1, false, false) > 2);
  CU_ASSERT_TRUE(fail_every(&w, make_run, "make_run", 0, 1, false, false) > 2);
  CU_ASSERT_TRUE(fail_every(&w, report, "report", CEMENT_FORMAT_FORM, 1, false, false) > 2);
  w.report.size = 0;
  CU_ASSERT_EQUAL(quality(&w, 0, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(times(w.report.at, "\"months\": {"), 32);
  /* each list of the stocks was grown, else nothing in it could fail: lignite in six months, none of which has an
   * opening stock, from what was burnt; clinker not checked, nor the 13 other fuels */
  CU_ASSERT_EQUAL(times(w.report.at, "{\"key\": \"fuel_stock\", \"of\": \"lignite\", \"period\": "), 6);
  CU_ASSERT_EQUAL(times(w.report.at, "\"missing\": [{\"item\": \"fuel_opening_stock\"}"), 6);
  CU_ASSERT_EQUAL(times(w.report.at, "\"out\": \"1\""), 1);
  CU_ASSERT_EQUAL(times(w.report.at, "{\"key\": \"fuel_stock\", \"of\": "), 6 + 13);
  CU_ASSERT_EQUAL(times(w.report.at, "{\"key\": \"clinker_stock\""), 1);
  world_close(&w);
  free(w.report.at);
}

/* Two hundred items, for which the catalog's list of items grows, and then a formula that says nothing. */
static void test_memory_refused(void) {
  world w = {0};
  char *document = malloc(1u << 16), *at = document;
  at += sprintf(at, "{\"schema\": \"cement-edition/1\", \"id\": \"test.refused@1\", \"title\": {\"zh\": \"x\", \"en\": "
                    "\"x\"}, \"authority\": \"x\", \"status\": \"working\", \"source\": \"x\", \"items\": {");
  for (int i = 0; i < 200; i++)
    at += sprintf(at,
                  "%s\"i%d\": {\"zh\": \"x\", \"en\": \"x\", \"at\": \"line\", \"unit\": \"t\", \"absent\": \"zero\", "
                  "\"time\": \"sum\"}",
                  i ? ", " : "", i);
  sprintf(at, "}, \"formulas\": [{\"key\": \"x\", \"at\": \"line\", \"unit\": \"t\", \"year\": \"sum\", "
              "\"clause\": \"1\", \"is\": \"i0 +\"}]}");
  w.edition_text = document;
  w.edition_size = strlen(document);
  CU_ASSERT_EQUAL_FATAL(make_context(&w, 0, NULL) || make_catalog(&w, 0, NULL), 0);
  size_t items = cement_catalog_count(w.catalog, CEMENT_ITEMS, NULL);
  uint64_t held = w.counts.held;
  for (int i = 0; i < 20; i++) {
    CU_ASSERT_EQUAL(load_edition(&w, 0, NULL), CEMENT_E_SYNTAX);
    CU_ASSERT_EQUAL(w.counts.held, held);
    CU_ASSERT_EQUAL(cement_catalog_count(w.catalog, CEMENT_ITEMS, NULL), items);
  }
  strcpy(strstr(document, "i0 +"), "i0\"}]}"); /* and then one that is taken */
  w.edition_size = strlen(document);
  CU_ASSERT_EQUAL(load_edition(&w, 0, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_catalog_count(w.catalog, CEMENT_ITEMS, NULL), items + 200);
  cement_catalog_destroy(w.catalog);
  cement_context_destroy(w.context);
  CU_ASSERT_EQUAL(w.counts.held, 0);
  free(document);
}

int register_memory_suite(void) {
  CU_pSuite suite = CU_add_suite("memory", NULL, NULL);
  CU_add_test(suite, "every allocation fails once", test_memory_once);
  CU_add_test(suite, "every allocation fails from there on", test_memory_sticky);
  CU_add_test(suite, "a list of which a part fails", test_memory_half);
  CU_add_test(suite, "findings that are united", test_memory_united);
  CU_add_test(suite, "what a ledger is looked at for", test_memory_much);
  CU_add_test(suite, "a refused edition leaves nothing", test_memory_refused);
  return (int)CU_get_error();
}
