/* Memory that gives out while something else is being refused: one error or the other, never a third, and nothing lost.
 */
#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <cement/cement.h>

#include "api/host.h"

int register_compound_suite(void);

#define HEAD "{\"schema\": \"cement-ledger/1\", \"facility\": {\"id\": \"F\"}, \"lines\": [{\"id\": \"L1\"}],\n"
#define OUTPUT                                                                                                         \
  "{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"clinker_output\", \"value\": 5, \"unit\": \"t\"}"

/* Refused early, late, and only when all is read. */
static const struct {
  const char *text;
  int32_t status;
} ledgers[] = {
    {"{\"schema\": \"cement-ledger/1\", \"a\": 1, \"a\": 2}", CEMENT_E_DUPKEY},
    {"{\"schema\": \"cement-ledger/1\", \"lines\": [1, 2,]}", CEMENT_E_SYNTAX},
    {HEAD "\"observations\": [" OUTPUT ", {\"item\": \"coal\"}]}", CEMENT_E_UNKNOWN},
    {HEAD "\"observations\": [" OUTPUT ", " OUTPUT "]}", CEMENT_E_CONFLICT},
    {HEAD "\"fuels\": [{\"id\": \"x\", \"state\": \"gas\"}], \"observations\": [" OUTPUT "]}", CEMENT_E_MISSING},
    {"line,period,item,of,value,unit\n,,facility.id,,F,\nL1,2025-01,clinker_output,,5,t\n", CEMENT_E_UNKNOWN},
    {"line,period,item,of,value,unit\n,,facility.id,,F,\nL1,,line.name,,\"a "
     "\"\"b\"\"\",\nL1,2025-01,clinker_output,,5,tx\n",
     CEMENT_E_UNIT},
};

static const char broken_edition[] =
    "{\"schema\": \"cement-edition/1\", \"id\": \"test.compound@1\", \"title\": {\"zh\": \"t\", \"en\": \"t\"}, "
    "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", \"formulas\": [{\"key\": \"made\", \"zh\": \"z\", "
    "\"en\": \"made\", \"at\": \"line\", \"unit\": \"t\", \"year\": \"sum\", \"clause\": \"1\", \"confidence\": "
    "\"primary\", \"is\": \"clinker_output + 1\"}]}";

typedef struct world {
  host counts;
  cement_context *context;
  cement_catalog *catalog;
} world;

static void open_world(world *w) {
  *w = (world){.context = NULL};
  cement_config config = config_of(&w->counts);
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&w->context, &config, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&w->catalog, w->context, NULL), CEMENT_OK);
}

static void close_world(world *w) {
  cement_catalog_destroy(w->catalog);
  cement_context_destroy(w->context);
  CU_ASSERT_EQUAL(w->counts.blocks, 0);
}

static int32_t read_ledger(world *w, const char *text, cement_error *err) {
  cement_ledger *ledger = NULL;
  int32_t status = cement_ledger_create(&ledger, w->catalog, err);
  if (!status) status = cement_ledger_read(ledger, "t", text, strlen(text), err);
  if (!status) status = cement_ledger_finish(ledger, err);
  cement_ledger_destroy(ledger);
  return status;
}

static int32_t load_edition(world *w, const char *text, cement_error *err) {
  return cement_catalog_load(w->catalog, "t", text, strlen(text), err);
}

static bool same_error(const cement_error *a, const cement_error *b) {
  return a->code == b->code && a->line == b->line && a->column == b->column && a->offset == b->offset &&
         !strcmp(a->source, b->source) && !strcmp(a->message, b->message);
}

/* With every allocation failing in turn: NOMEM before the fault is met, the fault itself behind it. keeps: what was
 * taken stays with the catalog and is given back with it. */
static void fail_every(world *w, int32_t (*step)(world *, const char *, cement_error *), const char *text,
                       int32_t wanted, bool sticky, bool keeps) {
  cement_error whole = {.size = sizeof whole};
  size_t short_of_memory = 0;
  CU_ASSERT_EQUAL_FATAL(step(w, text, &whole), wanted);
  for (size_t n = 1;; n++) {
    cement_error err = {.size = sizeof err};
    size_t blocks = w->counts.blocks, before = w->counts.calls;
    w->counts.fail_at = sticky ? 0 : before + n;
    w->counts.fail_from = sticky ? before + n : 0;
    int32_t status = step(w, text, &err);
    w->counts.fail_at = w->counts.fail_from = 0;
    bool nomem = status == CEMENT_E_NOMEM && err.code == CEMENT_E_NOMEM;
    bool good = nomem || (status == wanted && same_error(&err, &whole));
    if (!good) printf("\n  allocation %zu: %d, %s\n", n, status, err.message);
    CU_ASSERT_TRUE(good);
    CU_ASSERT_TRUE(keeps || w->counts.blocks == blocks);
    short_of_memory += nomem;
    if (w->counts.calls - before < n) break;
  }
  CU_ASSERT_TRUE(short_of_memory > 0);
}

static void fail_all(bool sticky) {
  world w;
  open_world(&w);
  for (size_t i = 0; i < sizeof ledgers / sizeof *ledgers; i++)
    fail_every(&w, read_ledger, ledgers[i].text, ledgers[i].status, sticky, false);
  fail_every(&w, load_edition, broken_edition, CEMENT_E_UNIT, sticky, true);
  close_world(&w);
}

static void test_once(void) {
  fail_all(false);
}

static void test_sticky(void) {
  fail_all(true);
}

int register_compound_suite(void) {
  CU_pSuite suite = CU_add_suite("memory and another error", NULL, NULL);
  CU_add_test(suite, "one allocation fails", test_once);
  CU_add_test(suite, "all fail from there on", test_sticky);
  return (int)CU_get_error();
}
