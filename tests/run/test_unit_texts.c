/* Units that take many bytes: refused where an edition's own is longer than what is kept, and written whole in proofs,
 * ledgers and columns where the unit of a fuel makes a short one long. */
#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "api/text.h"
#include "plant.h"

int register_unit_texts_suite(void);

#define HEAD                                                                                                           \
  "{\"schema\": \"cement-edition/1\", \"id\": \"test.units@1\", \"title\": {\"zh\": \"x\", \"en\": \"x\"}, "           \
  "\"authority\": \"x\", \"status\": \"working\", \"source\": \"x\", "
#define CITED "\"cite\": \"x\", \"confidence\": \"primary\""
#define ITEM(of, unit)                                                                                                 \
  "\"items\": {\"a\": {\"zh\": \"x\", \"en\": \"x\", \"at\": \"line\"" of ", \"unit\": \"" unit                        \
  "\", \"absent\": \"zero\", \"time\": \"sum\"}}, "

/* ---- what is refused ---- */

/* Where an edition states a unit; the # becomes t/t with so many blanks that it has the wanted size. */
static const char *const places[] = {
    HEAD ITEM("", "#") "\"formulas\": []}",
    HEAD "\"constants\": {\"a\": {\"value\": \"1\", \"unit\": \"#\", " CITED "}}, \"formulas\": []}",
    HEAD "\"tables\": {\"a\": {\"unit\": \"#\", \"keys\": [\"FUEL\"], " CITED ", \"rows\": {\"*\": \"1\"}}}, "
         "\"formulas\": []}",
    HEAD "\"options\": {\"a\": {\"unit\": \"#\", \"default\": \"1\", \"choices\": {\"1\": {" CITED "}}}}, "
         "\"formulas\": []}",
    HEAD "\"formulas\": [{\"key\": \"a\", \"at\": \"line\", \"unit\": \"#\", \"year\": \"sum\", \"clause\": \"1\", "
         "\"is\": \"clinker_output / clinker_output\"}]}"};

static int32_t load(const char *place, int size, cement_error *err) {
  char text[1024];
  cement_context *context;
  cement_catalog *catalog;
  int at = (int)strcspn(place, "#");
  snprintf(text, sizeof text, "%.*st%*s/t%s", at, place, size - 3, "", place + at + 1);
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&context, NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&catalog, context, NULL), CEMENT_OK);
  int32_t status = cement_catalog_load(catalog, "units", text, strlen(text), err);
  cement_catalog_destroy(catalog);
  cement_context_destroy(context);
  return status;
}

static void test_too_long(void) {
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    cement_error err = {.size = sizeof err};
    CU_ASSERT_EQUAL(load(places[i], 62, &err), CEMENT_OK);
    CU_ASSERT_EQUAL(load(places[i], 63, &err), CEMENT_OK);
    CU_ASSERT_EQUAL(load(places[i], 64, &err), CEMENT_E_LIMIT);
    CU_ASSERT_PTR_NOT_NULL(strstr(err.message, "longer than 63 bytes"));
    CU_ASSERT_EQUAL(err.line, 1);
  }
}

/* ---- what is written whole ---- */

#define FIVE(x) x x x x x
#define PER_FUEL "GJ" FIVE("/fu") FIVE("/fu") FIVE("/fu") FIVE("/fu")                        /* 62 bytes */
#define PER_GAS "GJ" FIVE("/10^4 Nm3") FIVE("/10^4 Nm3") FIVE("/10^4 Nm3") FIVE("/10^4 Nm3") /* 182 bytes */

static const char edition[] = HEAD ITEM(", \"of\": [\"FUEL\"]", PER_FUEL) //
    "\"tables\": {\"b\": {\"unit\": \"" PER_FUEL "\", \"keys\": [\"FUEL\"], " CITED ", \"rows\": {"
    "\"natural_gas\": \"5\", \"*\": \"7\"}}}, "
    "\"formulas\": [{\"key\": \"c\", \"at\": \"line\", \"unit\": \"" PER_FUEL
    "\", \"year\": \"sum\", \"clause\": \"1\","
    "\"display\": {\"decimals\": 0, \"rule\": \"half_up\"}, \"is\": \"SUM(FUEL, a + LOOKUP(b, FUEL))\"}]}";

static const char ledger[] =
    "{\"schema\": \"cement-ledger/1\", \"facility\": {\"id\": \"F\"}, \"lines\": [{\"id\": \"L1\"}], \"observations\": "
    "["
    "{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"fuel_consumption\", \"of\": \"natural_gas\", "
    "\"value\": \"1\", \"unit\": \"10^4 Nm3\"},"
    "{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"a\", \"of\": \"natural_gas\", \"value\": \"3\", "
    "\"unit\": \"" PER_GAS "\"}]}";

static bool has_slot(const plant *p, const char *unit) {
  cement_output wanted = {"test.units@1", "c", "L1", NULL, CEMENT_OUTPUT_VALUE, 0};
  cement_columns *columns;
  bool found = false;
  CU_ASSERT_EQUAL_FATAL(cement_columns_create(&columns, p->run, &wanted, 1, NULL), CEMENT_OK);
  for (size_t i = 0; i < cement_columns_count(columns, CEMENT_COLUMNS_SLOT); i++) {
    cement_slot slot = {.size = sizeof slot};
    CU_ASSERT_EQUAL_FATAL(cement_columns_entry(columns, &slot, CEMENT_COLUMNS_SLOT, i, NULL), CEMENT_OK);
    found = found || !strcmp(slot.unit, unit);
  }
  cement_columns_destroy(columns);
  return found;
}

static void test_whole(void) {
  plant p;
  written canonical = {0};
  CU_ASSERT_EQUAL(strlen(PER_FUEL), 62);
  CU_ASSERT_EQUAL(strlen(PER_GAS), 182);
  plant_open(&p, edition, "test.units@1", NULL, ledger);
  /* 3 + 5 = 8; the units of the month's proof, the observation's as written, and so not twice */
  CU_ASSERT_TRUE(plant_proves(&p, "test.units@1", "c L1 2025-01 -", CEMENT_LANGUAGE_EN, "= 3 " PER_GAS "; "));
  CU_ASSERT_TRUE(plant_proves(&p, "test.units@1", "c L1 2025-01 -", CEMENT_LANGUAGE_EN, "= 5 " PER_GAS "; "));
  CU_ASSERT_TRUE(plant_proves(&p, "test.units@1", "c L1 2025 -", CEMENT_LANGUAGE_EN, "8 " PER_FUEL));
  CU_ASSERT_EQUAL_FATAL(cement_ledger_canonical(p.ledger, text_gather, &canonical, NULL), CEMENT_OK);
  CU_ASSERT_PTR_NOT_NULL(strstr(canonical.at, "\"unit\":\"" PER_GAS "\""));
  CU_ASSERT_TRUE(has_slot(&p, PER_GAS));
  free(canonical.at);
  plant_close(&p);
}

/* A field of a struct has 128 bytes, and says so rather than be cut. */
static void test_entry(void) {
  plant p;
  cement_entry e = {.size = sizeof e};
  plant_open(&p, edition, "test.units@1", NULL, ledger);
  CU_ASSERT_EQUAL(cement_catalog_entry(p.catalog, &e, CEMENT_FACTORS, "test.units@1", 0, NULL), CEMENT_E_RANGE);
  CU_ASSERT_EQUAL(cement_catalog_entry(p.catalog, &e, CEMENT_FACTORS, "test.units@1", 1, NULL), CEMENT_OK);
  CU_ASSERT_STRING_EQUAL(e.unit, "GJ" FIVE("/t") FIVE("/t") FIVE("/t") FIVE("/t"));
  plant_close(&p);
}

int register_unit_texts_suite(void) {
  CU_pSuite suite = CU_add_suite("unit texts", NULL, NULL);
  CU_add_test(suite, "longer than an edition may write", test_too_long);
  CU_add_test(suite, "written whole", test_whole);
  CU_add_test(suite, "longer than a struct's field", test_entry);
  return (int)CU_get_error();
}
