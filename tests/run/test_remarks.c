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

/* ---- a stock is not zero because the kiln stood ---- */

/* The quality report of one table: what its reading left to say is in it. */
static char *quality_of(const char *map, const char *text, int32_t flags) {
  cement_ledger *l = NULL;
  cement_error err = {.size = sizeof err};
  written t = {0};
  files_pieces p = {text, strlen(text), 100};
  int32_t status = cement_ledger_create(&l, suite_catalog, &err);
  if (!status && map) status = cement_ledger_map(l, "map", map, strlen(map), &err);
  if (!status) status = cement_ledger_read_plant(l, "t.csv", files_piece, &p, flags, &err);
  if (!status) status = cement_ledger_finish(l, &err);
  if (!status) status = cement_ledger_quality(l, text_gather, &t, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, &err);
  if (status) printf("\n  %s:%u:%u: %s\n", err.source, err.line, err.column, err.message);
  CU_ASSERT_EQUAL_FATAL(status, CEMENT_OK);
  cement_ledger_destroy(l);
  return t.at;
}

static size_t remarks_of(const char *report, const char *code) {
  size_t count = 0;
  char begin[64];
  snprintf(begin, sizeof begin, "{\"code\": \"plant-%s", code);
  for (const char *at = report; (at = strstr(at, begin)) != NULL; at++) count++;
  return count;
}

/* The reading of the table is told in these parts, and no other remark of a gap or a stop is. */
static void check_stops(const char *text, const char *const *parts, size_t count) {
  char *report = quality_of(NULL, text, 0);
  for (size_t i = 0; i < count; i++) CU_ASSERT_TRUE(rows_says(report, parts[i]));
  CU_ASSERT_EQUAL(remarks_of(report, "gap") + remarks_of(report, "stopped"), count);
  free(report);
}

#define GAP(period, item, place)                                                                                       \
  "{\"code\": \"plant-gap\", \"severity\": \"warning\", \"period\": \"" period "\", \"item\": \"" item                 \
  "\", \"detail\": \"" place "\""
#define STOP(place, n)                                                                                                 \
  "\"code\": \"plant-stopped\", \"severity\": \"info\", \"cells\": " n ", \"detail\": \"" place ", n = " n "\""

static void test_stopped_stocks(void) {
  /* February's clinker is zero because the stock's cell says that the kiln stood; March's says so itself */
  static const char wide[] = "月份,熟料产量(t),熟料期初库存量(t),熟料期末库存量(t)\n2025-01,100,50,停窑\n"
                             "2025-02,,停窑,60\n2025-03,停窑,60,停窑\n";
  static const char *const of_wide[] = {GAP("2025-01", "clinker_closing_stock", "t.csv:2:16"),
                                        GAP("2025-02", "clinker_opening_stock", "t.csv:3:10"),
                                        GAP("2025-03", "clinker_closing_stock", "t.csv:4:19"), STOP("t.csv:3:10", "2")};
  check_stops(wide, of_wide, 4);
  /* in January the two stocks say it, once for the two zeros; in February what was made says it */
  static const char first[] = "月份,熟料期初库存量(t),熟料期末库存量(t),熟料产量(t),烟煤消耗量(t)\n"
                              "2025-01,停窑,停窑,,\n2025-02,停窑,9,停窑,\n";
  static const char *const of_first[] = {GAP("2025-01", "clinker_opening_stock", "t.csv:2:9"),
                                         GAP("2025-01", "clinker_closing_stock", "t.csv:2:16"),
                                         GAP("2025-02", "clinker_opening_stock", "t.csv:3:9"), STOP("t.csv:2:9", "2")};
  check_stops(first, of_first, 4);
  /* nothing else stands in the row of a stock */
  static const char form[] = "2025年,,,,\n项目,单位,1月,2月,3月\n熟料期初库存量,t,停窑,5,6\n熟料期末库存量,t,5,6,7\n";
  static const char *const of_form[] = {GAP("2025-01", "clinker_opening_stock", "t.csv:3:25")};
  check_stops(form, of_form, 1);
  static const char rows[] =
      "line,period,item,of,value,unit\n,2025-01,熟料期末库存量,,停窑,t\n,2025-01,熟料期初库存量,,5,t\n";
  static const char *const of_rows[] = {GAP("2025-01", "clinker_closing_stock", "t.csv:2:33")};
  check_stops(rows, of_rows, 1);
  /* the kiln stood on a day that begins no month and ends none: nothing is missing */
  static const char days[] =
      "日期,熟料期初库存量(t),熟料期末库存量(t)\n2025-01-01,5,6\n2025-01-02,停窑,停窑\n2025-01-31,7,8\n";
  check_stops(days, NULL, 0);
}

/* ---- what is missing is no repair ---- */

/* A gap of coal, a sample without value, 28 days without a row, and a day on which the kiln stood: strict reading takes
 * them, and tells what a lenient one does. */
static void test_strict(void) {
  static const char map[] = "{\"schema\":\"cement-mapping/1\",\"facility\":{\"id\":\"F\"},\"lines\":[{\"id\":\"L1\"}],"
                            "\"tables\":[{\"encoding\":\"utf-8\",\"line\":{\"id\":\"L1\"}}]}";
  static const char text[] = "日期,熟料产量(t),烟煤消耗量(t),烟煤收到基低位发热量(GJ/t)\n2025-01-01,100,10,23\n"
                             "2025-01-02,停窑,,\n2025-01-03,100,-,无\n";
  char *lenient = quality_of(map, text, 0), *strict = quality_of(map, text, CEMENT_PLANT_STRICT);
  CU_ASSERT_EQUAL(remarks_of(strict, "gap\""), 1);
  CU_ASSERT_EQUAL(remarks_of(strict, "samples-missing\""), 1);
  CU_ASSERT_EQUAL(remarks_of(strict, "days-missing\""), 1);
  CU_ASSERT_EQUAL(remarks_of(strict, "stopped\""), 1);
  CU_ASSERT_EQUAL(remarks_of(strict, ""), 4);
  CU_ASSERT_TRUE(rows_says(strict, "\"item\": \"fuel_consumption\", \"of\": \"bituminous_coal\", \"detail\": "
                                   "\"t.csv:4:16, blank = 0, missing = 1, bad = 0\""));
  CU_ASSERT_TRUE(rows_says(strict, "t.csv: 3 / 31\""));
  CU_ASSERT_STRING_EQUAL(strict, lenient);
  free(lenient), free(strict);
}

int register_remarks_suite(void) {
  CU_pSuite suite = CU_add_suite("remarks", open_run, close_run);
  CU_add_test(suite, "findings of a run", test_findings);
  CU_add_test(suite, "data quality in JSON", test_json);
  CU_add_test(suite, "data quality on a page", test_page);
  CU_add_test(suite, "stocks of a kiln that stood", test_stopped_stocks);
  CU_add_test(suite, "strict reading of what is missing", test_strict);
  return (int)CU_get_error();
}
