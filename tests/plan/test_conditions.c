/* Conditions with a name of their own: decided where attributes tell, asked of the row where they do not, and bound
 * where somebody reads them as a value. */
#include <CUnit/CUnit.h>
#include <string.h>

#include "api/host.h"
#include "run/plant.h"

int register_conditions_suite(void);

#define ID "test.conditions@1"
#define SAID(code) "\"" code "\": {\"severity\": \"info\", \"zh\": \"z\", \"en\": \"" code "\"}"
#define TRUTH(key, at, is)                                                                                             \
  "{\"key\": \"" key "\", \"at\": \"" at "\", \"unit\": \"truth\", \"clause\": \"1\", \"is\": \"" is "\"}"
#define FIGURE(key, at, is)                                                                                            \
  "{\"key\": \"" key "\", \"at\": \"" at                                                                               \
  "\", \"unit\": \"t\", \"year\": \"recompute\", \"clause\": \"1\", \"display\": {\"decimals\": 0, \"rule\": "         \
  "\"half_up\"}, \"is\": \"" is "\"}"
#define CHECK(code, when) "{\"finding\": \"" code "\", \"at\": \"line\", \"when\": \"" when "\"}"
#define OUTPUT(line, period, value)                                                                                    \
  "{\"line\": \"" line "\", \"period\": \"" period "\", \"item\": \"clinker_output\", \"value\": \"" value             \
  "\", \"unit\": \"t\"}"

static const char edition[] =
    "{\"schema\": \"cement-edition/1\", \"id\": \"" ID "\", \"title\": {\"zh\": \"z\", \"en\": \"e\"},"
    "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", \"constants\": {"
    "\"H\": {\"value\": \"1000\", \"unit\": \"m\", \"cite\": \"c\", \"confidence\": \"primary\"}},"
    "\"findings\": {" SAID("other") "," SAID("same") "," SAID("alike") "," SAID("upland") "," SAID("made") "," SAID(
        "mixed") "}, \"formulas\": ["                                /* */
    TRUTH("portland", "line", "clinker_type(LINE) = 'portland'") "," /* nobody but conditions reads it */
    TRUTH("grey", "line", "NOT clinker_type(LINE) = 'white'") ","    /* a figure reads it as a value */
    TRUTH("high", "site", "altitude(FACILITY) > H") ","              /* a check of a line reads it */
    TRUTH("running", "line", "clinker_output > 0") ","               /* not decided: it differs from month to month */
    FIGURE("by_condition", "facility", "SUM(LINE WHERE portland, clinker_output)") "," /* */
    FIGURE("by_parts", "facility",
           "SUM(LINE WHERE NOT (NOT portland OR clinker_type(LINE) = 'white'), "
           "clinker_output)") ","                                                                 /* */
    FIGURE("by_height", "facility", "SUM(LINE WHERE altitude(FACILITY) > H, clinker_output)") "," /* */
    FIGURE("by_value", "line", "SELECT(grey, clinker_output, 0)") "], \"checks\": ["              /* */
    CHECK("other", "NOT portland AND PRESENT(clinker_output)") ","                                /* */
    CHECK("same", "clinker_output = clinker_output AND portland") ","                             /* */
    CHECK("alike", "portland OR clinker_output < 0") "," CHECK("upland", "high") "," CHECK("made", "running") "," CHECK(
        "mixed", "NOT high AND running") "]}";

#define LEDGER(altitude)                                                                                               \
  "{\"schema\": \"cement-ledger/1\", \"facility\": {\"id\": \"F\", \"altitude\": {\"value\": \"" altitude              \
  "\", \"unit\": \"m\"}}, \"lines\": [{\"id\": \"L1\", \"clinker_type\": \"portland\"}, {\"id\": \"L2\", "             \
  "\"clinker_type\": \"white\"}, {\"id\": \"L3\"}], \"observations\": [" OUTPUT("L1", "2025-01", "1000") "," OUTPUT(   \
      "L2", "2025-01", "500") "," OUTPUT("L3", "2026-01", "7") "," OUTPUT("L1", "2026-01", "0") "]}"

static void figure_is(const plant *p, const char *key, const char *line, const char *period, const char *value) {
  size_t at;
  cement_figure f = {.size = sizeof f};
  CU_ASSERT_EQUAL_FATAL(cement_run_find(p->run, &at, ID, key, line, period, NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_figure(p->run, &f, at, NULL), CEMENT_OK);
  CU_ASSERT_STRING_EQUAL(f.value, value);
  CU_ASSERT_EQUAL(f.status, *value ? CEMENT_STATUS_OK : CEMENT_STATUS_INCOMPLETE);
}

static void lacks_clinker_type(const plant *p, const char *key) {
  size_t at, count = 0;
  cement_missing missing;
  figure_is(p, key, NULL, "2026-01", "");
  CU_ASSERT_EQUAL_FATAL(cement_run_find(p->run, &at, ID, key, NULL, "2026-01", NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_missing(p->run, &missing, 1, &count, at, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(count, 1);
  CU_ASSERT_STRING_EQUAL(missing.item, "line.clinker_type");
  CU_ASSERT_STRING_EQUAL(missing.line, "L3");
}

/* Only L1 makes Portland clinker, L2 white, and of L3 nobody says: it runs in 2026 alone. */
static void test_named(void) {
  plant p;
  plant_open(&p, edition, ID, NULL, LEDGER("1800"));
  figure_is(&p, "by_condition", NULL, "2025-01", "1000");
  figure_is(&p, "by_parts", NULL, "2025-01", "1000");
  figure_is(&p, "by_height", NULL, "2025-01", "1500"); /* 1800 m are above 1000 m */
  figure_is(&p, "by_value", "L1", "2025-01", "1000");
  figure_is(&p, "by_value", "L2", "2025-01", "0");
  figure_is(&p, "by_value", "L3", "2026-01", "");
  lacks_clinker_type(&p, "by_condition");
  lacks_clinker_type(&p, "by_parts");
  plant_close(&p);
}

/* The lines of which a finding is told, in their order. */
static void lines_are(const plant *p, const char *code, const char *lines) {
  char found[16] = "";
  for (size_t i = 0; i < cement_run_finding_count(p->run); i++) {
    cement_finding f = {.size = sizeof f};
    CU_ASSERT_EQUAL_FATAL(cement_run_finding(p->run, &f, i, NULL), CEMENT_OK);
    if (strcmp(f.code, code) != 0) continue;
    CU_ASSERT_FATAL(f.line != NULL && strlen(found) < 12);
    strcat(found, f.line);
  }
  CU_ASSERT_STRING_EQUAL(found, lines);
}

/* What is not known is not found: L3 is neither of the other kind nor of the same. */
static void test_checks(void) {
  plant p;
  plant_open(&p, edition, ID, NULL, LEDGER("1800"));
  lines_are(&p, "other", "L2");
  lines_are(&p, "same", "L1");
  lines_are(&p, "alike", "L1");
  lines_are(&p, "upland", "L1L2L3");
  lines_are(&p, "made", "L1L2L3");
  lines_are(&p, "mixed", "");
  plant_close(&p);
  plant_open(&p, edition, ID, NULL, LEDGER("500"));
  lines_are(&p, "upland", "");
  lines_are(&p, "mixed", "L1L2L3");
  plant_close(&p);
}

/* Memory gives out at every point of a run that binds all of this, and the run is refused; the last one is complete. */
static void test_memory(void) {
  host h = {0};
  cement_config config = config_of(&h);
  plant p = {0};
  static const char ledger[] = LEDGER("1800");
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&p.context, &config, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&p.catalog, p.context, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_load(p.catalog, "edition", edition, strlen(edition), NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_create(&p.plan, p.catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_add(p.plan, ID, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&p.ledger, p.catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_read(p.ledger, "ledger", ledger, strlen(ledger), NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_finish(p.ledger, NULL), CEMENT_OK);
  uint64_t held = h.held;
  int32_t status = CEMENT_E_NOMEM;
  for (size_t n = 1; status; n++) {
    CU_ASSERT_EQUAL_FATAL(status, CEMENT_E_NOMEM);
    CU_ASSERT_EQUAL(h.held, held);
    h.fail_at = h.calls + n;
    status = cement_run_create(&p.run, p.plan, p.ledger, NULL);
  }
  h.fail_at = 0;
  figure_is(&p, "by_height", NULL, "2025-01", "1500");
  plant_close(&p);
  CU_ASSERT_EQUAL(h.held, 0);
}

int register_conditions_suite(void) {
  CU_pSuite suite = CU_add_suite("conditions", NULL, NULL);
  if (!suite || !CU_add_test(suite, "sums by a condition with a name", test_named) ||
      !CU_add_test(suite, "checks by conditions", test_checks) ||
      !CU_add_test(suite, "conditions without memory", test_memory))
    return (int)CU_get_error();
  return CUE_SUCCESS;
}
