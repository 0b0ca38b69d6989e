/* What hosts see of columns: names, refusals, what is not wanted, derivatives, totals, threads. */
#include <CUnit/CUnit.h>
#include <fenv.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/handles.h"
#include "columns_help.h"
#include "plant.h"

int register_columns_api_suite(void);

#define GB "cn.gb-16780@2021"
#define ETS "cn.cets-ag-02.01@v01-2024"
#define SUBSTITUTION "substitution@1"
#define EVERY_WORD "test.every-word@1"
#define NONE ((size_t)1 << 20)

/* One line: 100 000 t of clinker, coal in the kiln, diesel to light it, carbide slag. The numbers are put in by rows.
 */
static const char ledger[] =
    "{\"schema\": \"cement-ledger/1\", \"facility\": {\"id\": \"F\"}, \"lines\": [{\"id\": \"L1\", \"clinker_type\": "
    "\"portland\"}], \"observations\": ["
    "{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"clinker_output\", \"value\": \"1\", \"unit\": \"t\"},"
    "{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"fuel_consumption\", \"of\": \"bituminous_coal\", "
    "\"value\": "
    "\"1\", \"unit\": \"t\"},"
    "{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"fuel_consumption\", \"of\": \"diesel\", \"use\": "
    "\"ignition\", \"value\": \"1\", \"unit\": \"t\"},"
    "{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"raw_substitute_consumption\", \"of\": \"carbide_slag\", "
    "\"value\": \"1\", \"unit\": \"t\"}]}";

static const cement_output three[] = {{GB, "clinker_coal_intensity", "L1", NULL, CEMENT_OUTPUT_VALUE, 0},
                                      {GB, "clinker_coal_intensity", "L1", NULL, CEMENT_OUTPUT_GRADE, 0},
                                      {ETS, "line_co2", "L1", NULL, CEMENT_OUTPUT_VALUE, 0}};

typedef struct world {
  plant p;
  cement_columns *columns;
  size_t slots, size;
  void *workspace;
  cement_column *in;
} world;

static void open_world(world *w) {
  plant_open(&w->p, NULL, GB " " ETS " " SUBSTITUTION, NULL, ledger);
  CU_ASSERT_EQUAL_FATAL(cement_columns_create(&w->columns, w->p.run, three, 3, NULL), CEMENT_OK);
  w->slots = cement_columns_count(w->columns, CEMENT_COLUMNS_SLOT);
  w->size = cement_columns_count(w->columns, CEMENT_COLUMNS_WORKSPACE);
  w->workspace = malloc(w->size);
  w->in = calloc(w->slots, sizeof *w->in);
}

static void close_world(world *w) {
  free(w->workspace), free(w->in);
  cement_columns_destroy(w->columns);
  plant_close(&w->p);
}

static size_t slot(const world *w, const char *key, const char *of) {
  cement_slot like = {.size = sizeof like, .key = key, .of = of};
  size_t at = NONE;
  CU_ASSERT_EQUAL_FATAL(cement_columns_find(w->columns, &at, &like, CEMENT_COLUMNS_SLOT, NULL), CEMENT_OK);
  return at;
}

static void give(world *w, const char *key, const char *of, const double *values) {
  w->in[slot(w, key, of)] = (cement_column){.values = values, .stride = 8};
}

/* ---- names ---- */

static void test_names(void) {
  world w;
  open_world(&w);
  cement_slot s = {.size = sizeof s};
  CU_ASSERT_EQUAL_FATAL(cement_columns_entry(w.columns, &s, CEMENT_COLUMNS_SLOT, slot(&w, "fuel_ncv", "diesel"), NULL),
                        CEMENT_OK);
  CU_ASSERT_STRING_EQUAL(s.key, "fuel_ncv");
  CU_ASSERT_STRING_EQUAL(s.line, "L1");
  CU_ASSERT_STRING_EQUAL(s.of, "diesel");
  CU_ASSERT_STRING_EQUAL(s.use, "ignition");
  CU_ASSERT_STRING_EQUAL(s.unit, "GJ/t");
  CU_ASSERT_PTR_NULL(s.section);
  CU_ASSERT_PTR_NULL(s.edition);
  CU_ASSERT_EQUAL(s.required, 0); /* the standard has a value for it */
  CU_ASSERT_EQUAL_FATAL(
      cement_columns_entry(w.columns, &s, CEMENT_COLUMNS_SLOT, slot(&w, "clinker_output", NULL), NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(s.required, 1);
  CU_ASSERT_PTR_NULL(s.of);
  CU_ASSERT_EQUAL_FATAL(cement_columns_entry(w.columns, &s, CEMENT_COLUMNS_OUTPUT, 1, NULL), CEMENT_OK);
  CU_ASSERT_STRING_EQUAL(s.edition, GB);
  CU_ASSERT_STRING_EQUAL(s.key, "clinker_coal_intensity");
  CU_ASSERT_STRING_EQUAL(s.unit, "");
  CU_ASSERT_EQUAL(s.kind, CEMENT_OUTPUT_GRADE);
  CU_ASSERT_EQUAL_FATAL(cement_columns_entry(w.columns, &s, CEMENT_COLUMNS_OUTPUT, 2, NULL), CEMENT_OK);
  CU_ASSERT_STRING_EQUAL(s.unit, "tCO2");
  CU_ASSERT_EQUAL(cement_columns_count(w.columns, CEMENT_COLUMNS_OUTPUT), 3);
  CU_ASSERT_EQUAL(cement_columns_count(w.columns, 9), 0);
  CU_ASSERT_EQUAL(cement_columns_count(NULL, CEMENT_COLUMNS_SLOT), 0);
  close_world(&w);
}

static void test_finding(void) {
  world w;
  open_world(&w);
  size_t at = NONE;
  cement_slot like = {.size = sizeof like, .key = "fuel_ncv"};
  CU_ASSERT_EQUAL(cement_columns_find(w.columns, &at, &like, CEMENT_COLUMNS_SLOT, NULL), CEMENT_E_CONFLICT);
  like.key = "cement_output";
  CU_ASSERT_EQUAL(cement_columns_find(w.columns, &at, &like, CEMENT_COLUMNS_SLOT, NULL), CEMENT_E_UNKNOWN);
  like.key = "clinker_output", like.line = "";
  CU_ASSERT_EQUAL(cement_columns_find(w.columns, &at, &like, CEMENT_COLUMNS_SLOT, NULL), CEMENT_E_UNKNOWN);
  CU_ASSERT_EQUAL(cement_columns_find(w.columns, &at, &like, 7, NULL), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(at, NONE);
  like = (cement_slot){.size = sizeof like, .key = "clinker_coal_intensity"};
  CU_ASSERT_EQUAL(cement_columns_find(w.columns, &at, &like, CEMENT_COLUMNS_OUTPUT, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(at, 0);
  like.kind = CEMENT_OUTPUT_GRADE;
  CU_ASSERT_EQUAL(cement_columns_find(w.columns, &at, &like, CEMENT_COLUMNS_OUTPUT, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(at, 1);
  like.size = 0;
  CU_ASSERT_EQUAL(cement_columns_find(w.columns, &at, &like, CEMENT_COLUMNS_OUTPUT, NULL), CEMENT_E_ARG);
  close_world(&w);
}

/* Each of the names by itself: another one is not found, none given is any. */
static void test_alike(void) {
  const cm_entry entries[] = {{.kind = CEMENT_OUTPUT_VALUE,
                               .edition = CM_S("e"),
                               .key = CM_S("k"),
                               .line = CM_S("l"),
                               .of = CM_S("o"),
                               .use = CM_S("u"),
                               .section = CM_S("s"),
                               .unit = CM_S("t")},
                              {.kind = CEMENT_OUTPUT_GRADE,
                               .edition = CM_S("e"),
                               .key = CM_S("k"),
                               .line = CM_S("l"),
                               .of = CM_S("o"),
                               .use = CM_S("u"),
                               .section = CM_S("s"),
                               .unit = CM_S("")}};
  const cement_slot whole = {
      .edition = "e", .key = "k", .line = "l", .of = "o", .use = "u", .section = "s", .unit = "t"};
  cement_slot like = whole;
  CU_ASSERT_EQUAL(cm_entry_find(entries, 2, &like), 0);
  CU_ASSERT_EQUAL(cm_entry_find(entries, 2, &(cement_slot){.kind = CEMENT_OUTPUT_GRADE}), 1);
  CU_ASSERT_EQUAL(cm_entry_find(entries, 2, &(cement_slot){.kind = 2}), -1);
  const char **const names[] = {&like.edition, &like.key, &like.line, &like.of, &like.use, &like.section, &like.unit};
  for (size_t i = 0; i < 7; i++) {
    like = whole;
    *names[i] = "x";
    CU_ASSERT_EQUAL(cm_entry_find(entries, 2, &like), -1);
    *names[i] = "";
    CU_ASSERT_EQUAL(cm_entry_find(entries, 2, &like), -1);
    *names[i] = NULL;
    CU_ASSERT_EQUAL(cm_entry_find(entries, 2, &like), 0);
  }
}

/* ---- refusals ---- */

static void refused(const plant *p, cement_output o, int32_t status, const char *words) {
  cement_error err = {.size = sizeof err};
  cement_columns *columns = NULL;
  CU_ASSERT_EQUAL(cement_columns_create(&columns, p->run, &o, 1, &err), status);
  CU_ASSERT_PTR_NULL(columns);
  if (!strstr(err.message, words)) printf("\n  \"%s\" does not say \"%s\"\n", err.message, words);
  CU_ASSERT_PTR_NOT_NULL(strstr(err.message, words));
}

static void test_refusals(void) {
  plant p;
  char *edition = plant_file("every-word.edition.json"), *text = plant_file("every-word.ledger.json");
  plant_open(&p, edition, EVERY_WORD " " GB, EVERY_WORD " compare rounded", text);
  const char *line = p.run->run.ledger->lines.at[0].id.at;
  refused(&p, (cement_output){"x@1", "thin", line, NULL, 0, 0}, CEMENT_E_UNKNOWN, "no such edition");
  refused(&p, (cement_output){EVERY_WORD, "thin", "no line", NULL, 0, 0}, CEMENT_E_UNKNOWN, "no such line");
  refused(&p, (cement_output){EVERY_WORD, "thick", line, NULL, 0, 0}, CEMENT_E_UNKNOWN, "no such figure");
  refused(&p, (cement_output){EVERY_WORD, "thin", NULL, NULL, 0, 0}, CEMENT_E_UNKNOWN, "no such figure");
  refused(&p, (cement_output){EVERY_WORD, "thin", line, "lignite", 0, 0}, CEMENT_E_UNKNOWN, "no such figure");
  refused(&p, (cement_output){EVERY_WORD, "thin", line, NULL, CEMENT_OUTPUT_GRADE, 0}, CEMENT_E_UNKNOWN, "no limit");
  refused(&p, (cement_output){EVERY_WORD, "odd", line, NULL, 0, 0}, CEMENT_E_ARG, "odd of " EVERY_WORD " rounds");
  refused(&p, (cement_output){EVERY_WORD, "specific_heat", line, NULL, CEMENT_OUTPUT_GRADE, 0}, CEMENT_E_ARG,
          "specific_heat is found by the rounded figure");
  refused(&p, (cement_output){EVERY_WORD, "thin", line, NULL, 2, 0}, CEMENT_E_ARG, "kind");
  refused(&p, (cement_output){EVERY_WORD, "thin", line, NULL, 0, 1}, CEMENT_E_ARG, "output");
  refused(&p, (cement_output){NULL, "thin", line, NULL, 0, 0}, CEMENT_E_ARG, "edition");
  refused(&p, (cement_output){EVERY_WORD, NULL, line, NULL, 0, 0}, CEMENT_E_ARG, "key");
  cement_columns *columns = NULL;
  cement_error err = {.size = sizeof err};
  const cement_output bad[] = {{"first@1", "thin", line, NULL, 0, 0}, {"second@1", "thin", line, NULL, 0, 0}};
  CU_ASSERT_EQUAL(cement_columns_create(&columns, p.run, bad, 2, &err), CEMENT_E_UNKNOWN);
  CU_ASSERT_PTR_NOT_NULL(strstr(err.message, "first@1"));
  CU_ASSERT_EQUAL(cement_columns_create(&columns, p.run, NULL, 0, NULL), CEMENT_E_ARG); /* odd is among all */
  CU_ASSERT_EQUAL(cement_columns_create(&columns, p.run, NULL, 1, NULL), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(cement_columns_create(NULL, p.run, NULL, 0, NULL), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(cement_columns_create(&columns, (cement_run *)p.plan, NULL, 0, NULL), CEMENT_E_ARG);
  CU_ASSERT_PTR_NULL(columns);
  plant_close(&p);
  free(edition), free(text);
}

/* A limit that rounds is refused by the name of what it limits; the figure itself is not. */
static void test_rounded_limit(void) {
  plant p;
  char *edition = plant_edition_without_rounding(), *text = plant_file("every-word.ledger.json");
  edition = plant_replaced(edition, "L1 * (wetness / wetness)", "L1 * (ROUND(wetness, half_even_1) / wetness)");
  plant_open(&p, edition, EVERY_WORD, NULL, text);
  const char *line = p.run->run.ledger->lines.at[0].id.at;
  refused(&p, (cement_output){EVERY_WORD, "odd", line, NULL, CEMENT_OUTPUT_GRADE, 0}, CEMENT_E_ARG,
          "a limit of odd of " EVERY_WORD " rounds");
  cement_output figure = {EVERY_WORD, "odd", line, NULL, CEMENT_OUTPUT_VALUE, 0};
  cement_columns *columns;
  CU_ASSERT_EQUAL_FATAL(cement_columns_create(&columns, p.run, &figure, 1, NULL), CEMENT_OK);
  cement_columns_destroy(columns);
  plant_close(&p);
  free(edition), free(text);
}

static void test_arguments(void) {
  world w;
  open_world(&w);
  cement_result out[3] = {{0}};
  double slopes[64], partials[8];
#define BATCH(columns, results, input, first, rows, size)                                                              \
  cement_run_batch(columns, results, NULL, input, first, rows, w.workspace, size, NULL)
  CU_ASSERT_EQUAL(BATCH(w.columns, out, w.in, 0, 10, w.size), CEMENT_OK);
  CU_ASSERT_EQUAL(BATCH(w.columns, out, w.in, 64, 0, w.size), CEMENT_OK);
  CU_ASSERT_EQUAL(BATCH(NULL, out, w.in, 0, 1, w.size), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(BATCH(w.columns, NULL, w.in, 0, 1, w.size), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(BATCH(w.columns, out, NULL, 0, 1, w.size), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(BATCH(w.columns, out, w.in, 32, 1, w.size), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(BATCH(w.columns, out, w.in, 0, 1, w.size - 1), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(BATCH(w.columns, out, w.in, 64, UINT64_MAX - 10, w.size), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(BATCH(w.columns, out, w.in, 0, UINT64_MAX / 2, w.size), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(cement_run_batch(w.columns, out, NULL, w.in, 0, 1, NULL, w.size, NULL), CEMENT_E_ARG);
  w.in[0].stride = 4;
  CU_ASSERT_EQUAL(BATCH(w.columns, out, w.in, 0, 1, w.size), CEMENT_E_ARG);
  w.in[0] = (cement_column){.offset = -1};
  CU_ASSERT_EQUAL(BATCH(w.columns, out, w.in, 0, 1, w.size), CEMENT_E_ARG);
  w.in[0] = (cement_column){.reserved = {0, 1}};
  CU_ASSERT_EQUAL(BATCH(w.columns, out, w.in, 0, 1, w.size), CEMENT_E_ARG);
  w.in[0] = (cement_column){0};
  out[2].reserved = 1;
  CU_ASSERT_EQUAL(BATCH(w.columns, out, w.in, 0, 1, w.size), CEMENT_E_ARG);
#undef BATCH
#define GRADIENT(output, to) cement_columns_gradient(w.columns, to, output, w.in, 0, w.workspace, w.size, NULL)
  CU_ASSERT_EQUAL(GRADIENT(3, slopes), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(GRADIENT(1, slopes), CEMENT_E_ARG); /* a grade */
  CU_ASSERT_EQUAL(GRADIENT(0, NULL), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(GRADIENT(0, slopes), CEMENT_E_MISSING); /* nothing is there */
#undef GRADIENT
#define TOTAL(output, kind, weight, is_slot, groups, first, blocks)                                                    \
  cement_columns_totals(w.columns, partials, &(cement_total){output, kind, weight, is_slot}, 1, w.in, NULL, groups,    \
                        100000, first, blocks, w.workspace, w.size, NULL)
  CU_ASSERT_EQUAL(TOTAL(0, CEMENT_TOTAL_SUM, 0, 0, 1, 0, 2), CEMENT_OK);
  CU_ASSERT_EQUAL(TOTAL(0, CEMENT_TOTAL_SUM, 0, 0, 1, 2, 0), CEMENT_OK);
  CU_ASSERT_EQUAL(TOTAL(0, CEMENT_TOTAL_SUM, 0, 0, 1, 1, 2), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(TOTAL(0, CEMENT_TOTAL_SUM, 0, 0, 1, 3, 0), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(TOTAL(0, CEMENT_TOTAL_SUM, 0, 0, 0, 0, 1), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(TOTAL(3, CEMENT_TOTAL_SUM, 0, 0, 1, 0, 1), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(TOTAL(0, 4, 0, 0, 1, 0, 1), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(TOTAL(0, CEMENT_TOTAL_GRADES, 0, 0, 1, 0, 1), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(TOTAL(0, CEMENT_TOTAL_MEAN, 3, 0, 1, 0, 1), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(TOTAL(0, CEMENT_TOTAL_MEAN, (uint32_t)w.slots, 1, 1, 0, 1), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(TOTAL(0, CEMENT_TOTAL_MEAN, 0, 2, 1, 0, 1), CEMENT_E_ARG);
#undef TOTAL
  CU_ASSERT_EQUAL(cement_columns_merge(w.columns, NULL, partials, NULL, 0, 1, 0, NULL), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(cement_columns_merge(w.columns, partials, NULL, NULL, 1, 1, 0, NULL), CEMENT_E_ARG);
  close_world(&w);
}

/* ---- rows by hand ---- */

/* Coal 15 000 t of 20 GJ/t on 100 000 t of clinker is 300 000 GJ / 29.3076 GJ/tce / 100 000 t = 102.36 kgce/t, between
 * the limits 100 and 109; without clinker the row is bad and the next one goes on; 15 000 t on 150 000 t is 68.24. */
static void test_rows(void) {
  static const double clinker[] = {100000, 0, 150000}, coal[] = {15000, 15000, 15000}, ncv[] = {20, 20, 20};
  world w;
  open_world(&w);
  double values[3], grades[3];
  uint8_t valid = 0xff, status[3];
  cement_result out[3] = {{values, &valid, NULL, 0}, {grades, NULL, NULL, 0}, {NULL, NULL, NULL, 0}};
  give(&w, "clinker_output", NULL, clinker);
  give(&w, "fuel_consumption", "bituminous_coal", coal);
  give(&w, "fuel_ncv", "bituminous_coal", ncv);
  CU_ASSERT_EQUAL_FATAL(cement_run_batch(w.columns, out, status, w.in, 0, 3, w.workspace, w.size, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(valid, 5);
  CU_ASSERT_DOUBLE_EQUAL(values[0], 102.36, 0.005);
  CU_ASSERT_EQUAL(values[1], 0);
  CU_ASSERT_DOUBLE_EQUAL(values[2], 68.24, 0.005);
  CU_ASSERT_EQUAL(grades[0], 3);
  CU_ASSERT_EQUAL(grades[2], 1);
  CU_ASSERT_EQUAL(status[0], CEMENT_STATUS_OK);
  CU_ASSERT_EQUAL(status[1], CEMENT_STATUS_INCOMPLETE);
  CU_ASSERT_EQUAL(status[2], CEMENT_STATUS_OK);
  close_world(&w);
}

static void compare_wanted(const world *w, const table *t, const results *all, size_t i) {
  results some;
  cement_result one[3] = {{0}};
  results_make(&some, 3, 333);
  one[i].values = some.out[i].values;
  CU_ASSERT_EQUAL(cement_run_batch(w->columns, one, NULL, t->in, 0, 333, w->workspace, w->size, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(memcmp(all->out[i].values, some.out[i].values, 333 * sizeof(double)), 0);
  results_free(&some);
}

/* What is not wanted is not touched, and what is wanted does not change by it. */
static void test_wanted(void) {
  world w;
  open_world(&w);
  table t;
  results all;
  printf("(seed 1) ");
  columns_random_state = 1;
  table_make(&t, w.slots, 333, true);
  results_make(&all, 3, 333);
  for (size_t k = 0; cm_kernels_run_here(k); k++) {
    w.columns->columns.kernels = cm_kernels_at(k);
    CU_ASSERT_EQUAL(cement_run_batch(w.columns, all.out, NULL, t.in, 0, 333, w.workspace, w.size, NULL), CEMENT_OK);
    for (size_t i = 0; i < 3; i++) compare_wanted(&w, &t, &all, i);
  }
  results_free(&all);
  table_free(&t);
  close_world(&w);
}

/* ---- threads: one columns object, slices, the bytes of one call ---- */

typedef struct slice {
  const cement_columns *columns;
  results *r;
  const table *t;
  uint64_t first, rows;
  size_t size;
} slice;

static void *run_slice(void *user) {
  slice *s = user;
  void *workspace = malloc(s->size);
  cement_run_batch(s->columns, s->r->out, s->r->status, s->t->in, s->first, s->rows, workspace, s->size, NULL);
  free(workspace);
  return NULL;
}

static void test_threads(void) {
  world w;
  open_world(&w);
  table t;
  results one, two;
  pthread_t threads[2];
  printf("(seed 2) ");
  columns_random_state = 2;
  table_make(&t, w.slots, 5000, true);
  results_make(&one, 3, 5000);
  results_make(&two, 3, 5000);
  CU_ASSERT_EQUAL(cement_run_batch(w.columns, one.out, one.status, t.in, 0, 5000, w.workspace, w.size, NULL),
                  CEMENT_OK);
  slice s[2] = {{w.columns, &two, &t, 0, 2496, w.size}, {w.columns, &two, &t, 2496, 2504, w.size}};
  for (size_t i = 0; i < 2; i++) CU_ASSERT_EQUAL_FATAL(pthread_create(&threads[i], NULL, run_slice, &s[i]), 0);
  for (size_t i = 0; i < 2; i++) pthread_join(threads[i], NULL);
  CU_ASSERT_TRUE(results_same(&one, &two));
  results_free(&one), results_free(&two);
  table_free(&t);
  close_world(&w);
}

/* The host may round, flush and trap as it likes: the bits are the same, and its mode is as it was. */
static void test_host_mode(void) {
  world w;
  open_world(&w);
  table t;
  results plain, upward;
  printf("(seed 4) ");
  columns_random_state = 4;
  table_make(&t, w.slots, 200, true);
  results_make(&plain, 3, 200);
  results_make(&upward, 3, 200);
  CU_ASSERT_EQUAL(cement_run_batch(w.columns, plain.out, plain.status, t.in, 0, 200, w.workspace, w.size, NULL), 0);
  int before = fegetround();
  fesetround(FE_UPWARD);
  CU_ASSERT_EQUAL(cement_run_batch(w.columns, upward.out, upward.status, t.in, 0, 200, w.workspace, w.size, NULL), 0);
  CU_ASSERT_EQUAL(fegetround(), FE_UPWARD);
  fesetround(before);
  CU_ASSERT_TRUE(results_same(&plain, &upward));
  results_free(&plain), results_free(&upward);
  table_free(&t);
  close_world(&w);
}

/* Columns stand on the context alone. */
static void test_alone(void) {
  static const double clinker[] = {100000}, coal[] = {15000}, ncv[] = {20};
  world w;
  open_world(&w);
  double value = 0;
  cement_result out[3] = {{&value, NULL, NULL, 0}, {NULL, NULL, NULL, 0}, {NULL, NULL, NULL, 0}};
  cement_run_destroy(w.p.run);
  cement_plan_destroy(w.p.plan);
  cement_ledger_destroy(w.p.ledger);
  cement_catalog_destroy(w.p.catalog);
  w.p.run = NULL, w.p.plan = NULL, w.p.ledger = NULL, w.p.catalog = NULL;
  give(&w, "clinker_output", NULL, clinker);
  give(&w, "fuel_consumption", "bituminous_coal", coal);
  give(&w, "fuel_ncv", "bituminous_coal", ncv);
  CU_ASSERT_EQUAL(cement_run_batch(w.columns, out, NULL, w.in, 0, 1, w.workspace, w.size, NULL), CEMENT_OK);
  CU_ASSERT_DOUBLE_EQUAL(value, 102.36, 0.005);
  close_world(&w);
}

/* Results so large that they are written past the caches: the bits of slices that are not, wherever the arrays begin.
 */
static void test_large(void) {
  enum { ROWS = 262144 + 100, HALF = 131072 };
  world w;
  open_world(&w);
  table t;
  results far, near;
  printf("(seed 3) ");
  columns_random_state = 3;
  table_make(&t, w.slots, ROWS, true);
  results_make(&near, 3, ROWS);
  for (uint64_t first = 0; first < ROWS; first += HALF) {
    uint64_t rows = ROWS - first < HALF ? ROWS - first : HALF;
    CU_ASSERT_EQUAL(cement_run_batch(w.columns, near.out, near.status, t.in, first, rows, w.workspace, w.size, NULL),
                    CEMENT_OK);
  }
  for (size_t shift = 0; shift < 8; shift++) {
    results_make(&far, 3, ROWS + 7);
    far.rows = ROWS;
    for (size_t i = 0; i < 3; i++) far.out[i].values += shift;
    CU_ASSERT_EQUAL(cement_run_batch(w.columns, far.out, far.status, t.in, 0, ROWS, w.workspace, w.size, NULL),
                    CEMENT_OK);
    CU_ASSERT_TRUE(results_same(&near, &far));
    for (size_t i = 0; i < 3; i++) far.out[i].values -= shift;
    results_free(&far);
  }
  results_free(&near);
  table_free(&t);
  close_world(&w);
}

int register_columns_api_suite(void) {
  CU_pSuite suite = CU_add_suite("columns_api", NULL, NULL);
  CU_add_test(suite, "names of slots and outputs", test_names);
  CU_add_test(suite, "finding by names", test_finding);
  CU_add_test(suite, "each name by itself", test_alike);
  CU_add_test(suite, "figures that are refused", test_refusals);
  CU_add_test(suite, "limits that round", test_rounded_limit);
  CU_add_test(suite, "arguments", test_arguments);
  CU_add_test(suite, "rows by hand", test_rows);
  CU_add_test(suite, "outputs that are not wanted", test_wanted);
  CU_add_test(suite, "two threads", test_threads);
  CU_add_test(suite, "the host's rounding", test_host_mode);
  CU_add_test(suite, "without run, plan, ledger and catalog", test_alone);
  CU_add_test(suite, "results larger than the caches", test_large);
  return (int)CU_get_error();
}
