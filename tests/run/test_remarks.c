/* What reading a plant's table left to say, in the findings of a run and in the report of data quality: of which line,
 * month, item and fuel or material it is. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/host.h"
#include "api/text.h"
#include "plant/plant_files.h"
#include "run/rows.h"

int register_remarks_suite(void);

/* Of two lines each has a month with a bad cell: of clinker, which is of nothing, of coal, of a material of the
 * dictionary's, and of a section. Two columns have a unit that cannot be theirs, so their fuel and their material are
 * nowhere in the ledger. */
static const char table[] = "月份,生产线,熟料产量(t),烟煤消耗量(t),石灰石消耗量(t),熟料工序电量(kWh),"
                            "替代燃料消耗量(kWh),粘土消耗量(kWh)\n"
                            "2025-01,1#,100,10,150,5,3,4\n"
                            "2025-01,2#,#DIV/0!,10,150,#DIV/0!,,\n"
                            "2025-02,1#,100,#DIV/0!,150,5,,\n"
                            "2025-02,2#,100,10,#DIV/0!,5,,\n";

static cement_ledger *ledger;
static cement_plan *plan;
static cement_run *run;

static int open_run(void) {
  files_pieces p = {table, sizeof table - 1, 100};
  int32_t status = suite_open();
  if (!status) status = cement_ledger_create(&ledger, suite_catalog, NULL);
  if (!status) status = cement_ledger_read_plant(ledger, "t.csv", files_piece, &p, 0, NULL);
  if (!status) status = cement_ledger_finish(ledger, NULL);
  if (!status) status = cement_plan_create(&plan, suite_catalog, NULL);
  if (!status) status = cement_plan_add(plan, "cn.cets-ag-02.01@v01-2024", NULL);
  return status ? status : cement_run_create(&run, plan, ledger, NULL);
}

static int close_run(void) {
  cement_run_destroy(run);
  cement_plan_destroy(plan);
  cement_ledger_destroy(ledger);
  return suite_close();
}

static bool same(const char *a, const char *b) {
  return a && b ? !strcmp(a, b) : a == b;
}

static size_t findings_of(const char *code, const char *line, const char *period, const char *item, const char *of) {
  size_t count = 0;
  for (size_t i = 0; i < cement_run_finding_count(run); i++) {
    cement_finding f = {.size = sizeof f};
    CU_ASSERT_EQUAL_FATAL(cement_run_finding(run, &f, i, NULL), CEMENT_OK);
    count +=
        same(f.code, code) && same(f.line, line) && !strcmp(f.period, period) && same(f.item, item) && same(f.of, of);
  }
  return count;
}

static void test_findings(void) {
  CU_ASSERT_EQUAL(findings_of("plant-gap", "L1", "2025-02", "fuel_consumption", "bituminous_coal"), 1);
  CU_ASSERT_EQUAL(findings_of("plant-gap", "L2", "2025-02", "raw_material_consumption", "limestone"), 1);
  CU_ASSERT_EQUAL(findings_of("plant-gap", "L2", "2025-01", "clinker_output", NULL), 1);
  CU_ASSERT_EQUAL(findings_of("plant-gap", "L2", "2025-01", "electricity_consumption", "clinker"), 1);
  CU_ASSERT_EQUAL(findings_of("plant-column-unused", NULL, "", "fuel_consumption", NULL), 1);
  CU_ASSERT_EQUAL(findings_of("plant-column-unused", NULL, "", "raw_material_consumption", NULL), 1);
  CU_ASSERT_EQUAL(findings_of("plant-facility-assumed", NULL, "", NULL, NULL), 1);
}

static char *quality(int32_t format, int32_t language) {
  written t = {0};
  CU_ASSERT_EQUAL_FATAL(cement_ledger_quality(ledger, text_gather, &t, format, language, NULL), CEMENT_OK);
  return t.at;
}

static void test_json(void) {
  char *report = quality(CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN);
  CU_ASSERT_TRUE(rows_says(report, "{\"code\": \"plant-gap\", \"severity\": \"warning\", \"line\": \"L1\", \"period\": "
                                   "\"2025-02\", \"item\": \"fuel_consumption\", \"of\": \"bituminous_coal\", "));
  CU_ASSERT_TRUE(rows_says(report, "\"line\": \"L2\", \"period\": \"2025-01\", \"item\": \"clinker_output\", "));
  CU_ASSERT_TRUE(rows_says(report, "\"item\": \"electricity_consumption\", \"of\": \"clinker\", "));
  CU_ASSERT_TRUE(rows_says(report, "{\"code\": \"plant-column-unused\", \"severity\": \"warning\", \"item\": "
                                   "\"fuel_consumption\", \"of\": \"alternative_fuel\", \"heading\": "
                                   "\"替代燃料消耗量(kWh)\", \"detail\": "));
  free(report);
}

static void test_page(void) {
  char *report = quality(CEMENT_FORMAT_MARKDOWN, CEMENT_LANGUAGE_EN);
  CU_ASSERT_TRUE(rows_says(report, ": fuel consumption bituminous_coal 2025-02: "));
  CU_ASSERT_TRUE(rows_says(report, ": clinker output 2025-01: "));
  CU_ASSERT_TRUE(rows_says(report, "- a column was not used: raw material consumption clay: t.csv:1:"));
  CU_ASSERT_TRUE(rows_says(report, "- the plant has no id; it is called: plant\n"));
  CU_ASSERT_PTR_NULL(strstr(report, "Nothing."));
  free(report);
  report = quality(CEMENT_FORMAT_MARKDOWN, CEMENT_LANGUAGE_ZH);
  CU_ASSERT_TRUE(rows_says(report, "：熟料产量 2025-01："));
  CU_ASSERT_TRUE(rows_says(report, "- 该列未采用：原料消耗量 clay：t.csv:1:"));
  free(report);
}

int register_remarks_suite(void) {
  CU_pSuite suite = CU_add_suite("remarks", open_run, close_run);
  CU_add_test(suite, "findings of a run", test_findings);
  CU_add_test(suite, "data quality in JSON", test_json);
  CU_add_test(suite, "data quality on a page", test_page);
  return (int)CU_get_error();
}
