/* Calls from within a callback with the handle that is at work: STATE, and the outer call ends as if nothing had been.
 */
#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cement/cement.h>

int register_reentry_suite(void);

#define GB "cn.gb-16780@2021"

static const char csv[] = "line,period,item,of,value,unit\n,,facility.id,,F,\nL1,,line.clinker_type,,portland,\n"
                          "L1,2025-01,clinker_output,,1000,t\n";
static const char edition[] =
    "{\"schema\": \"cement-edition/1\", \"id\": \"test.reentry@1\", \"title\": {\"zh\": \"x\", \"en\": \"x\"}, "
    "\"authority\": \"x\", \"status\": \"working\", \"source\": \"x\", \"formulas\": []}";

typedef struct world {
  cement_context *context;
  cement_catalog *catalog;
  cement_ledger *ledger;
  cement_plan *plan;
  cement_run *run;
  void (*meddle)(struct world *w); /* what the callbacks do; NULL: nothing */
  size_t meddled, left;
} world;

static void meddle(world *w) {
  void (*with)(world *) = w->meddle;
  if (!with) return;
  w->meddle = NULL; /* what it calls takes memory too */
  with(w);
  w->meddled++;
  w->meddle = with;
}

static void *take(void *user, size_t size) {
  meddle(user);
  return malloc(size);
}

static void *retake(void *user, void *block, size_t old_size, size_t new_size) {
  (void)old_size;
  meddle(user);
  return realloc(block, new_size);
}

static void give(void *user, void *block, size_t size) {
  (void)size;
  meddle(user);
  free(block);
}

static int32_t bring(void *user, char *buffer, size_t room, size_t *got) {
  world *w = user;
  size_t n = w->left < 7 ? w->left : 7;
  if (n > room) n = room;
  meddle(w);
  memcpy(buffer, csv + sizeof csv - 1 - w->left, n);
  w->left -= n;
  *got = n;
  return 0;
}

static int32_t write(void *user, const char *bytes, size_t size) {
  (void)bytes;
  (void)size;
  meddle(user);
  return 0;
}

/* ---- what must be refused while the handle is at work ---- */

#define REFUSED(call)                                                                                                  \
  do {                                                                                                                 \
    cement_error err = {.size = sizeof err};                                                                           \
    CU_ASSERT_EQUAL(call, CEMENT_E_STATE);                                                                             \
    CU_ASSERT_PTR_NOT_NULL(strstr(err.message, "callback"));                                                           \
  } while (0)

static void with_ledger(world *w) {
  static const cement_observation row = {.size = sizeof row, .item = "facility.name", .value = "x"};
  REFUSED(cement_ledger_read(w->ledger, "again", csv, sizeof csv - 1, &err));
  REFUSED(cement_ledger_read_from(w->ledger, "again", bring, w, &err));
  REFUSED(cement_ledger_put(w->ledger, &row, &err));
  REFUSED(cement_ledger_finish(w->ledger, &err));
  CU_ASSERT_EQUAL(cement_ledger_canonical(w->ledger, write, w, NULL), CEMENT_E_STATE);
  cement_ledger_destroy(w->ledger); /* left alone */
}

static void with_catalog(world *w) {
  cement_edition summary = {.size = sizeof summary};
  cement_entry entry = {.size = sizeof entry};
  cement_ledger *ledger;
  cement_plan *plan;
  REFUSED(cement_catalog_load(w->catalog, "again", edition, sizeof edition - 1, &err));
  REFUSED(cement_catalog_edition(w->catalog, &summary, 0, &err));
  REFUSED(cement_catalog_entry(w->catalog, &entry, CEMENT_ITEMS, NULL, 0, &err));
  REFUSED(cement_catalog_describe(w->catalog, write, w, GB, CEMENT_FORMAT_TEXT, 0, &err));
  REFUSED(cement_ledger_create(&ledger, w->catalog, &err));
  REFUSED(cement_plan_create(&plan, w->catalog, &err));
  cement_catalog_destroy(w->catalog); /* left alone */
}

static void with_plan(world *w) {
  cement_run *run;
  REFUSED(cement_plan_add(w->plan, "substitution@1", &err));
  REFUSED(cement_plan_option(w->plan, GB, "comparison", "rounded_0", &err));
  REFUSED(cement_run_create(&run, w->plan, w->ledger, &err));
  if (w->run) REFUSED(cement_run_again(w->run, w->ledger, &err));
  cement_plan_destroy(w->plan); /* left alone */
}

static void with_run(world *w) {
  size_t count;
  cement_finding finding = {.size = sizeof finding};
  cement_figure figure = {.size = sizeof figure};
  REFUSED(cement_run_report(w->run, write, w, CEMENT_FORMAT_JSON, 0, NULL, &err));
  REFUSED(cement_run_explain(w->run, write, w, 0, 0, &err));
  REFUSED(cement_run_again(w->run, w->ledger, &err));
  REFUSED(cement_run_missing(w->run, NULL, 0, &count, 0, &err));
  REFUSED(cement_run_finding(w->run, &finding, 0, &err));
  CU_ASSERT_EQUAL(cement_run_figure(w->run, &figure, 0, NULL), CEMENT_OK); /* what is only read may be read */
  cement_run_destroy(w->run);                                              /* left alone */
}

/* ---- */

static void open_catalog(world *w) {
  cement_config config = {.size = sizeof config, .allocate = take, .reallocate = retake, .release = give, .user = w};
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&w->context, &config, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&w->catalog, w->context, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&w->ledger, w->catalog, NULL), CEMENT_OK);
}

static void close_world(world *w) {
  w->meddle = NULL;
  cement_run_destroy(w->run);
  cement_plan_destroy(w->plan);
  cement_ledger_destroy(w->ledger);
  cement_catalog_destroy(w->catalog);
  cement_context_destroy(w->context);
}

static bool some(world *w) {
  bool any = w->meddled > 0;
  w->meddled = 0;
  return any;
}

static void test_reader(void) {
  world w = {.left = sizeof csv - 1};
  open_catalog(&w);
  w.meddle = with_ledger;
  CU_ASSERT_EQUAL(cement_ledger_read_from(w.ledger, "d", bring, &w, NULL), CEMENT_OK);
  CU_ASSERT_TRUE(some(&w));
  w.meddle = NULL;
  CU_ASSERT_EQUAL(cement_ledger_finish(w.ledger, NULL), CEMENT_OK);
  close_world(&w);
}

static void test_allocator(void) {
  world w = {0};
  open_catalog(&w);
  w.meddle = with_ledger;
  CU_ASSERT_EQUAL(cement_ledger_read(w.ledger, "d", csv, sizeof csv - 1, NULL), CEMENT_OK);
  CU_ASSERT_TRUE(some(&w));
  CU_ASSERT_EQUAL(cement_ledger_finish(w.ledger, NULL), CEMENT_OK);
  CU_ASSERT_TRUE(some(&w));
  w.meddle = NULL;
  CU_ASSERT_EQUAL(cement_plan_create(&w.plan, w.catalog, NULL), CEMENT_OK);
  w.meddle = with_plan;
  CU_ASSERT_EQUAL(cement_plan_add(w.plan, GB, NULL), CEMENT_OK);
  CU_ASSERT_TRUE(some(&w));
  w.meddle = NULL;
  CU_ASSERT_EQUAL(cement_run_create(&w.run, w.plan, w.ledger, NULL), CEMENT_OK);
  w.meddle = with_plan;
  for (size_t i = 0; i < cement_catalog_edition_count(w.catalog) && !some(&w); i++) { /* until the plan takes memory */
    cement_edition summary = {.size = sizeof summary};
    CU_ASSERT_EQUAL(cement_catalog_edition(w.catalog, &summary, i, NULL), CEMENT_OK);
    cement_plan_add(w.plan, summary.id, NULL);
  }
  w.meddle = with_run;
  CU_ASSERT_EQUAL(cement_run_again(w.run, w.ledger, NULL), CEMENT_OK);
  CU_ASSERT_TRUE(some(&w));
  w.meddle = NULL;
  cement_run_destroy(w.run);
  w.run = NULL;
  w.meddle = with_catalog;
  CU_ASSERT_EQUAL(cement_catalog_load(w.catalog, "d", edition, sizeof edition - 1, NULL), CEMENT_OK);
  CU_ASSERT_TRUE(some(&w));
  close_world(&w);
}

static void test_writer(void) {
  world w = {0};
  size_t count;
  open_catalog(&w);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_read(w.ledger, "d", csv, sizeof csv - 1, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_finish(w.ledger, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_create(&w.plan, w.catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_add(w.plan, GB, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_create(&w.run, w.plan, w.ledger, NULL), CEMENT_OK);
  w.meddle = with_run;
  for (int32_t format = 0; format < 4; format++) {
    CU_ASSERT_EQUAL(cement_run_report(w.run, write, &w, format, 0, NULL, NULL), CEMENT_OK);
    CU_ASSERT_TRUE(some(&w));
  }
  CU_ASSERT_EQUAL(cement_run_explain(w.run, write, &w, 0, 0, NULL), CEMENT_OK);
  CU_ASSERT_TRUE(some(&w));
  CU_ASSERT_EQUAL(cement_run_missing(w.run, NULL, 0, &count, 0, NULL), CEMENT_OK); /* its allocator meddles */
  w.meddle = NULL;
  CU_ASSERT_TRUE(cement_run_finding_count(w.run) > 0);
  close_world(&w);
}

/* A writer that stops, and a refusal, leave the handle as free as it was. */
static int32_t stop(void *user, const char *bytes, size_t size) {
  (void)user;
  (void)bytes;
  (void)size;
  return 1;
}

static void test_free_again(void) {
  world w = {0};
  cement_finding finding = {.size = sizeof finding};
  open_catalog(&w);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_read(w.ledger, "d", csv, sizeof csv - 1, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_finish(w.ledger, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_create(&w.plan, w.catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_plan_add(w.plan, "none@1", NULL), CEMENT_E_UNKNOWN);
  CU_ASSERT_EQUAL(cement_plan_option(w.plan, GB, "x", "y", NULL), CEMENT_E_UNKNOWN);
  CU_ASSERT_EQUAL(cement_plan_add(w.plan, GB, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_catalog_load(w.catalog, "d", "{", 1, NULL), CEMENT_E_SYNTAX);
  CU_ASSERT_EQUAL(cement_catalog_load(w.catalog, "d", edition, sizeof edition - 1, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_create(&w.run, w.plan, w.ledger, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_run_report(w.run, stop, NULL, 0, 0, NULL, NULL), CEMENT_E_IO);
  CU_ASSERT_EQUAL(cement_run_explain(w.run, stop, NULL, 0, 0, NULL), CEMENT_E_IO);
  CU_ASSERT_EQUAL(cement_run_report(w.run, write, &w, 0, 0, NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_run_finding(w.run, &finding, 0, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_run_finding(w.run, &finding, 0, NULL), CEMENT_OK);
  close_world(&w);
}

int register_reentry_suite(void) {
  CU_pSuite suite = CU_add_suite("reentry", NULL, NULL);
  CU_add_test(suite, "from a reader", test_reader);
  CU_add_test(suite, "from the allocator", test_allocator);
  CU_add_test(suite, "from a writer", test_writer);
  CU_add_test(suite, "free again after a failure", test_free_again);
  return (int)CU_get_error();
}
