/* The numbers of the report of data quality where the command's tests (tests/cli/test_quality.py) do not go: the limits
 * of its ranges, numbers beyond any plant's, values that lack their other half. Worked out by hand beside each. */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

#include "api/host.h"
#include "run/rows.h"

int register_quality_suite(void);

/* The entry of a list in JSON that begins so, or what stands between its brackets, is this. */
static void is(const few_rows *r, const char *begin, const char *end, const char *wanted) {
  char *report = rows_quality(r, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN);
  char *found = rows_between(report, begin, end);
  bool same = !strcmp(found, wanted);
  CU_ASSERT_TRUE(same);
  if (!same) rows_says(found, wanted);
  free(found), free(report);
}

#define SHARES(r, wanted) is(r, "\"heat\": ", "}", wanted)
#define RATIOS(r, wanted) is(r, "\"ratios\": [", "]", wanted)
#define OUTLIERS(r, wanted) is(r, "\"outliers\": [", "]", wanted)

#define ZEROS_9 "000000000"
#define ZEROS_99 ZEROS_9 ZEROS_9 ZEROS_9 ZEROS_9 ZEROS_9 ZEROS_9 ZEROS_9 ZEROS_9 ZEROS_9 ZEROS_9 ZEROS_9
#define ZEROS_1188                                                                                                     \
  ZEROS_99 ZEROS_99 ZEROS_99 ZEROS_99 ZEROS_99 ZEROS_99 ZEROS_99 ZEROS_99 ZEROS_99 ZEROS_99 ZEROS_99 ZEROS_99
#define ZEROS_1200 ZEROS_1188 ZEROS_9 "000"

/* By line, item, fuel, use and material, the plant last, whichever month each begins in. */
static void test_order(void) {
  static const char *const order[] = {"clinker_output\", \"line\": \"L1\"",
                                      "lignite\", \"use\": \"kiln\"",
                                      "diesel\", \"use\": \"kiln\"",
                                      "diesel\", \"use\": \"drying\"",
                                      "carbide_slag",
                                      "\"lime\"",
                                      "raw_meal_consumption",
                                      "clinker_output\", \"line\": \"L2\"",
                                      "cement_output"};
  few_rows r;
  rows_begin(&r);
  rows_add(&r, ",2025-01,cement_output,,1,t,,,,");
  rows_add(&r, "L2,2025-01,clinker_output,,1,t,,,,");
  rows_add(&r, "L1,2025-01,raw_meal_consumption,,1,t,,,,");
  rows_add(&r, "L1,2025-01,raw_material_consumption,lime,1,t,,,,");
  rows_add(&r, "L1,2025-01,fuel_consumption,diesel,1,t,,drying,,");
  rows_add(&r, "L1,2025-02,raw_material_consumption,carbide_slag,1,t,,,,");
  rows_add(&r, "L1,2025-02,fuel_consumption,diesel,1,t,,kiln,,");
  rows_add(&r, "L1,2025-03,fuel_consumption,lignite,1,t,,kiln,,");
  rows_add(&r, "L1,2025-03,clinker_output,,1,t,,,,");
  char *report = rows_quality(&r, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN), *at = report;
  for (size_t i = 0; i < sizeof order / sizeof *order && at; i++) {
    at = strstr(at, order[i]);
    if (!at) rows_says(report, order[i]);
    CU_ASSERT_PTR_NOT_NULL(at);
  }
  free(report);
}

/* ---- heat ---- */

/* The weaker method of mass and heat value counts. January: 10 t × 20 GJ/t = 200 by a default, though the heat value is
 * but an estimate; February: 10 × 30 = 300, estimated; March: 10 × 40 = 400 by a default; together 900. */
static void test_methods(void) {
  few_rows r;
  rows_begin(&r);
  rows_add(&r, "L1,2025-01,fuel_consumption,diesel,10,t,default,,,");
  rows_add(&r, "L1,2025-01,fuel_ncv,diesel,20,GJ/t,estimated,,,");
  rows_add(&r, "L1,2025-02,fuel_consumption,diesel,10,t,measured,,,");
  rows_add(&r, "L1,2025-02,fuel_ncv,diesel,30,GJ/t,estimated,,,");
  rows_add(&r, "L1,2025-03,fuel_consumption,diesel,10,t,estimated,,,");
  rows_add(&r, "L1,2025-03,fuel_ncv,diesel,40,GJ/t,default,,,");
  is(&r, "\"shares\": [\n    {", "\"heat\": ",
     "\"values\": 6, \"line\": \"L1\", \"given\": 0, \"measured\": 1, \"default\": 2, \"calculated\": 0, "
     "\"estimated\": 3, "
     "\"default_share\": \"33.33\", \"estimated_share\": \"50.00\", ");
  SHARES(&r, "\"900\", \"heat_by_default\": \"600\", \"heat_by_estimate\": \"300\", \"heat_default_share\": \"66.67\", "
             "\"heat_estimated_share\": \"33.33\", \"fuels\": 3, \"fuels_without_heat\": 0");
}

/* Ignition by its own heat value, 10 t × 43 GJ/t, the kiln by that of all uses, 10 × 42. */
static void test_own_heat_value(void) {
  few_rows r;
  rows_begin(&r);
  rows_add(&r, "L1,2025-01,fuel_consumption,diesel,10,t,,ignition,,");
  rows_add(&r, "L1,2025-01,fuel_consumption,diesel,10,t,,kiln,,");
  rows_add(&r, "L1,2025-01,fuel_ncv,diesel,42,GJ/t,,,,");
  rows_add(&r, "L1,2025-01,fuel_ncv,diesel,43,GJ/t,,ignition,,");
  is(&r, "\"heat\": ", ",", "\"850\"");
}

/* 10^603 t × 10^603 GJ/t is beyond 10^1200: no heat is known, and of none there are no shares. */
static void test_heat_beyond(void) {
  few_rows r;
  rows_begin(&r);
  rows_vast(&r, "L1,1,fuel_consumption,diesel", "1", 67, "t", "");
  rows_vast(&r, "L1,1,fuel_ncv,diesel", "1", 67, "GJ/t", "");
  SHARES(&r, "\"0\", \"heat_by_default\": \"0\", \"heat_by_estimate\": \"0\", \"fuels\": 1, \"fuels_without_heat\": 1");
}

/* 6000 × 10^603 t × 10^594 GJ/t = 6 × 10^1200 GJ, twice: together too much, so one of them counts. It is a default, but
 * a hundred times as much cannot be divided. */
static void test_sum_beyond(void) {
  few_rows r;
  rows_begin(&r);
  rows_vast(&r, "L1,1,fuel_consumption,diesel", "6000", 67, "t", "default");
  rows_vast(&r, "L1,1,fuel_ncv,diesel", "1", 66, "GJ/t", "");
  rows_vast(&r, "L1,2,fuel_consumption,diesel", "6000", 67, "t", "default");
  rows_vast(&r, "L1,2,fuel_ncv,diesel", "1", 66, "GJ/t", "");
  SHARES(&r, "\"6" ZEROS_1200 "\", \"heat_by_default\": \"6" ZEROS_1200
             "\", \"heat_by_estimate\": \"0\", \"heat_estimated_share\": \"0.00\", \"fuels\": 2, "
             "\"fuels_without_heat\": 1");
}

/* 10^-1188 GJ by default of 10^1188 GJ: the share is too close to zero. */
static void test_share_beyond(void) {
  few_rows r;
  rows_begin(&r);
  rows_vast(&r, "L1,1,fuel_consumption,diesel", "1", 66, "t", "");
  rows_vast(&r, "L1,1,fuel_ncv,diesel", "1", 66, "GJ/t", "");
  rows_vast(&r, "L1,1,fuel_consumption,lignite", "1", -66, "t", "default");
  rows_vast(&r, "L1,1,fuel_ncv,lignite", "1", -66, "GJ/t", "");
  char *report = rows_quality(&r, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN);
  CU_ASSERT_TRUE(rows_says(report, "\"heat\": \"1" ZEROS_1188 "\", \"heat_by_default\": \"0." ZEROS_99));
  CU_ASSERT_TRUE(rows_says(report, "\", \"heat_by_estimate\": \"0\", \"heat_estimated_share\": \"0.00\""));
  CU_ASSERT_PTR_NULL(strstr(report, "heat_default_share"));
  free(report);
}

/* ---- balances ---- */

/* These are all, up to a NULL. */
static void balances(const few_rows *r, const char *const *entries) {
  char wanted[4096] = "";
  for (size_t i = 0; entries[i]; i++) strcat(strcat(wanted, i ? "," : ""), entries[i]);
  is(r, "\"balances\": [", "]", strcat(wanted, "\n  "));
}

#define BALANCES(r, ...) balances(r, (const char *const[]){__VA_ARGS__, NULL})

#define SHARE(period, status, value, expected)                                                                         \
  "\n    {\"key\": \"clinker_in_cement\", \"period\": \"2025-0" period "\", \"status\": \"" status "\", " value        \
  "\"expected\": \"" expected "\", \"unit\": \"%\"}"

/* Without a whole, of a whole of nothing, and where quotient (10^1199 × 100) or digits (of 10^37) are too many, nothing
 * is known. */
static void test_shares(void) {
  few_rows r;
  rows_begin(&r);
  for (int month = 1; month <= 5; month++) rows_add(&r, ",2025-0%d,clinker_ratio,,75,%%,,,,", month);
  rows_add(&r, ",2025-01,clinker_consumed,,75,t,,,,");
  rows_add(&r, ",2025-02,clinker_consumed,,75,t,,,,");
  rows_add(&r, ",2025-02,cement_output,,0,t,,,,");
  rows_vast(&r, "-,3,clinker_consumed", "1e20", 66, "t", "");
  rows_vast(&r, "-,3,cement_output", "1", -65, "t", "");
  rows_add(&r, ",2025-04,clinker_consumed,,1e30,t,,,,");
  rows_add(&r, ",2025-04,cement_output,,1e-5,t,,,,");
  rows_add(&r, ",2025-05,clinker_consumed,,75,t,,,,");
  rows_add(&r, ",2025-05,cement_output,,100,t,,,,");
  BALANCES(&r, SHARE("1", "unknown", "", "75"), SHARE("2", "unknown", "", "75"), SHARE("3", "unknown", "", "75"),
           SHARE("4", "unknown", "", "75"), SHARE("5", "agrees", "\"value\": \"75\", ", "75"));
}

#define HEAT_OF(line, period, status, value)                                                                           \
  "\n    {\"key\": \"heat_per_output\", \"line\": \"" line "\", \"period\": \"2025-0" period                           \
  "\", \"status\": \"" status "\", " value "\"expected\": \"2500..8000\", \"unit\": \"MJ/t\"}"
#define HEAT(period, status, value) HEAT_OF("L1", period, status, value)

static void burn(few_rows *r, const char *line, const char *month, const char *heat, const char *clinker) {
  rows_add(r, "%s,2025-0%s,fuel_heat,diesel,%s,GJ,,kiln,,", line, month, heat);
  rows_add(r, "%s,2025-0%s,clinker_output,,%s,t,,,,", line, month, clinker);
}

/* Plausible from 2500 to 8000 MJ/t, both included. May has a fuel whose heat is not known; in June 10^20 and 10^-20 GJ
 * are one of 34 digits; in July the kiln stood. Each line has its own fuels. */
static void test_plausible(void) {
  few_rows r;
  rows_begin(&r);
  burn(&r, "L1", "1", "2.5", "1");
  burn(&r, "L1", "2", "2.4998", "1");
  burn(&r, "L1", "3", "8", "1");
  burn(&r, "L1", "4", "8.0002", "1");
  burn(&r, "L1", "5", "3", "1");
  rows_add(&r, "L1,2025-05,fuel_consumption,lignite,1,t,,,,");
  burn(&r, "L1", "6", "1e20", "1e17");
  rows_add(&r, "L1,2025-06,fuel_heat,lignite,1e-20,GJ,,,,");
  burn(&r, "L1", "7", "1", "0");
  burn(&r, "L2", "1", "5", "1");
  BALANCES(&r, HEAT("1", "agrees", "\"value\": \"2500.0\", "), HEAT("2", "outside", "\"value\": \"2499.8\", "),
           HEAT("3", "agrees", "\"value\": \"8000.0\", "), HEAT("4", "outside", "\"value\": \"8000.2\", "),
           HEAT("5", "unknown", ""), HEAT("6", "outside", "\"value\": \"1000000.0\", "),
           HEAT_OF("L2", "1", "agrees", "\"value\": \"5000.0\", "));
}

/* 6 × 10^1200 GJ of each of two fuels; of one over 0.1 t; over 1 t, but in MJ; 10^36 GJ, of which MJ/t with a decimal
 * have too many digits. */
static void test_heat_per_clinker_beyond(void) {
  few_rows r;
  rows_begin(&r);
  for (int month = 1; month <= 3; month++) {
    char what[64];
    snprintf(what, sizeof what, "L1,%d,fuel_consumption,diesel", month);
    rows_vast(&r, what, "6000", 67, "t", "");
    snprintf(what, sizeof what, "L1,%d,fuel_ncv,diesel", month);
    rows_vast(&r, what, "1", 66, "GJ/t", "");
    rows_add(&r, "L1,2025-0%d,clinker_output,,%s,t,,,,", month, month == 2 ? "0.1" : "1");
  }
  rows_vast(&r, "L1,1,fuel_consumption,lignite", "6000", 67, "t", "");
  rows_vast(&r, "L1,1,fuel_ncv,lignite", "1", 66, "GJ/t", "");
  rows_add(&r, "L1,2025-04,fuel_heat,diesel,1e30,10^6 GJ,,kiln,,");
  rows_add(&r, "L1,2025-04,clinker_output,,1,t,,,,");
  BALANCES(&r, HEAT("1", "unknown", ""), HEAT("2", "unknown", ""), HEAT("3", "unknown", ""), HEAT("4", "unknown", ""));
}

/* ---- stocks ---- */

/* A plant that neither buys nor sells: what lies there, is burnt and ground in a month; NULL: none. */
static void pile(few_rows *r, int month, const char *const numbers[4]) {
  static const char *const items[] = {",2025-0%d,clinker_opening_stock,,%s,t,,,,",
                                      "L1,2025-0%d,clinker_output,,%s,t,,,,", ",2025-0%d,clinker_consumed,,%s,t,,,,",
                                      ",2025-0%d,clinker_closing_stock,,%s,t,,,,"};
  for (size_t i = 0; i < 4; i++) {
    char row[128];
    if (numbers[i] == NULL) continue;
    snprintf(row, sizeof row, items[i], month, numbers[i]);
    rows_add(r, "%s", row);
  }
}

#define PILE(r, month, ...) pile(r, month, (const char *const[4]){__VA_ARGS__})
#define AS_ZERO "\"as_zero\": [{\"item\": \"clinker_purchased\"}, {\"item\": \"clinker_sold\"}]"

/* 10 + 5.25 - 3 = 12.25, as it is; 12.2 + 1 - 0.2 = 13, of which 12.99 are there: -0.01 of 13.2, 0.0757… %. */
static void test_stock_sums(void) {
  static const char wanted[] =
      "\n    {\"key\": \"clinker_stock\", \"period\": \"2025-01\", \"status\": \"agrees\", \"opening\": \"10\", "
      "\"in\": \"5.25\", \"out\": \"3.00\", \"computed\": \"12.25\", \"closing\": \"12.25\", \"difference\": \"0.00\", "
      "\"share\": \"0.00\", \"unit\": \"t\", " AS_ZERO "},"
      "\n    {\"key\": \"clinker_stock\", \"period\": \"2025-02\", \"status\": \"differs\", \"opening\": \"12.2\", "
      "\"in\": \"1.00\", \"out\": \"0.20\", \"computed\": \"13.00\", \"closing\": \"12.99\", \"difference\": "
      "\"-0.01\", "
      "\"share\": \"-0.08\", \"unit\": \"t\", \"closing_before\": \"12.25\", \"carried_difference\": "
      "\"-0.05\", " AS_ZERO "}";
  few_rows r;
  rows_begin(&r);
  PILE(&r, 1, "10", "5.25", "3", "12.25");
  PILE(&r, 2, "12.2", "1", "0.2", "12.99");
  is(&r, "\"stocks\": [", "\n  ],", wanted);
}

/* Twelve decimals at most: 10^-12 is a difference, 4 × 10^-13 are none that shows. Of a pile of nothing there are no
 * shares; it began with nothing, and 1 t of it is there. */
static void test_stock_decimals(void) {
  few_rows r;
  rows_begin(&r);
  PILE(&r, 1, "1", "1", "1", "1.000000000001");
  PILE(&r, 2, "1.0000000000004", "1", "1", "1");
  PILE(&r, 3, "0", "0", "0", "1");
  char *report = rows_quality(&r, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN);
  CU_ASSERT_TRUE(rows_says(report, "\"difference\": \"0.000000000001\", \"share\": \"0.00\", "));
  CU_ASSERT_TRUE(rows_says(report, "\"2025-02\", \"status\": \"agrees\", "));
  CU_ASSERT_TRUE(rows_says(report, "\"difference\": \"0.000000000000\", "));
  CU_ASSERT_TRUE(rows_says(report, "\"difference\": \"1\", \"unit\": \"t\", "));
  CU_ASSERT_TRUE(rows_says(report, "\"carried_difference\": \"-0.000000000001\", "));
  free(report);
}

/* 10^42 t and half a tonne have 43 digits: of the sum 34 are shown, as they are; the half that is not there is told. */
static void test_stock_beyond(void) {
  few_rows r;
  rows_begin(&r);
  rows_add(&r, ",2025-01,clinker_opening_stock,,1e30,10^9 kt,,,,");
  PILE(&r, 1, NULL, "0.5", "0", NULL);
  rows_add(&r, ",2025-01,clinker_closing_stock,,1e30,10^9 kt,,,,");
  char *report = rows_quality(&r, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN);
  CU_ASSERT_TRUE(rows_says(report, "\"computed\": \"1" ZEROS_9 ZEROS_9 ZEROS_9 ZEROS_9 "000000\", "));
  CU_ASSERT_TRUE(rows_says(report, "\"difference\": \"-0.5\", "));
  free(report);
}

/* L2 worked in January without its output; in February and April it is not in the ledger, so it made nothing. In March
 * both worked, and nothing of either is told. Nothing was carried from February, which has no closing stock. */
static void test_stock_lines(void) {
  static const char *const missing[] = {
      "\"2025-01\", \"status\": \"unknown\", \"opening\": \"1\", \"in\": \"2\", \"out\": \"3\", \"closing\": \"0\", "
      "\"unit\": \"t\", \"missing\": [{\"item\": \"clinker_output\", \"line\": \"L2\"}], \"as_zero\"",
      "\"2025-02\", \"status\": \"unknown\", \"opening\": \"1\", \"in\": \"2\", \"out\": \"3\", \"unit\": \"t\", "
      "\"closing_before\": \"0\", \"carried_difference\": \"1\", \"missing\": [{\"item\": "
      "\"clinker_closing_stock\"}], \"as_zero\"",
      "\"2025-03\", \"status\": \"unknown\", \"in\": \"0\", \"out\": \"3\", \"closing\": \"1\", \"unit\": \"t\", "
      "\"missing\": [{\"item\": \"clinker_opening_stock\"}, {\"item\": \"clinker_output\", \"line\": \"L1\"}, "
      "{\"item\": \"clinker_output\", \"line\": \"L2\"}], \"as_zero\"",
      "\"2025-04\", \"status\": \"unknown\", \"opening\": \"1\", \"in\": \"0\", \"out\": \"0\", \"closing\": \"1\", "
      "\"unit\": \"t\", \"closing_before\": \"1\", \"carried_difference\": \"0\", \"missing\": [{\"item\": "
      "\"clinker_output\"}, {\"item\": \"clinker_consumed\"}], \"as_zero\""};
  few_rows r;
  rows_begin(&r);
  PILE(&r, 1, "1", "2", "3", "0");
  PILE(&r, 2, "1", "2", "3", NULL);
  PILE(&r, 3, NULL, NULL, "3", "1");
  PILE(&r, 4, "1", NULL, NULL, "1");
  rows_add(&r, "L2,2025-01,raw_meal_consumption,,1,t,,,,");
  rows_add(&r, "L2,2025-03,raw_meal_consumption,,1,t,,,,");
  rows_add(&r, "L1,2025-03,raw_meal_consumption,,1,t,,,,");
  rows_add(&r, "L1,2025-05,clinker_output,,1,t,,,,");
  rows_add(&r, "L2,2025-05,clinker_output,,1,t,,,,");
  char *report = rows_quality(&r, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN);
  for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) CU_ASSERT_TRUE(rows_says(report, missing[i]));
  free(report);
}

/* Of all lines and uses: 100 + 50 - 20 - 5 - 10 = 115. February's ignition is not told though L1 burnt: not known. The
 * sales of February are there, so they are no zero. Gas is in its own unit; of coal nothing lies there. */
static void test_stock_fuels(void) {
  few_rows r;
  rows_begin(&r);
  rows_add(&r, ",2025-01,fuel_opening_stock,diesel,100,t,,,,");
  rows_add(&r, ",2025-01,fuel_purchased,diesel,50,t,,,,");
  rows_add(&r, ",2025-01,fuel_closing_stock,diesel,115,t,,,,");
  rows_add(&r, "L1,2025-01,fuel_consumption,diesel,20,t,,kiln,,");
  rows_add(&r, "L1,2025-01,fuel_consumption,diesel,5,t,,ignition,,");
  rows_add(&r, "L2,2025-01,fuel_consumption,diesel,10,t,,kiln,,");
  rows_add(&r, "L1,2025-01,fuel_consumption,lignite,7,t,,kiln,,");
  rows_add(&r, ",2025-02,fuel_purchased,diesel,0,t,,,,");
  rows_add(&r, ",2025-02,fuel_sold,diesel,1,t,,,,");
  rows_add(&r, "L1,2025-02,fuel_consumption,diesel,1,t,,kiln,,");
  rows_add(&r, ",2025-02,fuel_opening_stock,natural_gas,3,10^4 Nm3,,,,");
  char *report = rows_quality(&r, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN);
  CU_ASSERT_TRUE(rows_says(report,
                           "{\"key\": \"fuel_stock\", \"of\": \"diesel\", \"period\": \"2025-01\", \"status\": "
                           "\"agrees\", \"opening\": \"100\", \"in\": \"50\", \"out\": \"35\", \"computed\": "
                           "\"115\", \"closing\": \"115\", \"difference\": \"0\", \"share\": \"0.00\", \"unit\": "
                           "\"t\", \"as_zero\": [{\"item\": \"fuel_sold\"}]}"));
  CU_ASSERT_TRUE(rows_says(report,
                           "\"out\": \"2\", \"unit\": \"t\", \"closing_before\": \"115\", \"missing\": [{\"item\": "
                           "\"fuel_opening_stock\"}, {\"item\": \"fuel_consumption\", \"line\": \"L1\", \"of\": "
                           "\"diesel\", \"use\": \"ignition\"}, {\"item\": \"fuel_closing_stock\"}]}"));
  CU_ASSERT_TRUE(rows_says(report,
                           "\"of\": \"natural_gas\", \"period\": \"2025-02\", \"status\": \"unknown\", \"opening\": "
                           "\"3\", \"in\": \"0\", \"out\": \"0\", \"unit\": \"10^4 Nm3\", \"missing\": "));
  CU_ASSERT_TRUE(rows_says(report, "{\"key\": \"fuel_stock\", \"of\": \"lignite\", \"needs\": "));
  CU_ASSERT_PTR_NULL(strstr(strstr(report, "not_checked"), "\"diesel\""));
  free(report);
}

/* ---- months that stand out ---- */

static void six(few_rows *r, const char *five, const char *last) {
  for (int month = 1; month <= 6; month++)
    rows_add(r, "L1,2025-0%d,recovered_heat,,%s,10^9 GJ,,,,", month, month < 6 ? five : last);
}

#define STANDS_OUT(value, mean, low, high)                                                                             \
  "\n    {\"item\": \"recovered_heat\", \"line\": \"L1\", \"period\": \"2025-06\", \"value\": \"" value                \
  "\", \"unit\": \"GJ\", \"mean\": \"" mean "\", \"low\": \"" low "\", \"high\": \"" high "\", \"months\": 6}\n  "

/* The limits have one decimal more than the values, twelve at most, and all 34 digits where there are no more.
 * 10.5 five times and 16.5: mean 69 / 6 = 11.5, ranges 6 / 5 = 1.2, 2.66 × 1.2 = 3.192: 8.308 to 14.692.
 * 1.0000000000001 five times and 2: mean 7.0000000000005 / 6 = 1.16666666666675, range 0.9999999999999 / 5 × 2.66 =
 * 0.5319999999999468: 0.6346666666668032 to 1.6986666666666968.
 * 1.000000000001 five times and 2: mean 7.000000000005 / 6 = 1.1666666666675, range 0.999999999999 / 5 × 2.66 =
 * 0.531999999999468: 0.634666666668032 to 1.698666666666968.
 * 10^39 five times and 9 × 10^39: mean 14/6, range 8/5 × 2.66 = 4.256. */
static void test_decimals(void) {
  static const struct {
    const char *five, *last, *wanted;
  } cases[] = {
      {"0.0000000105", "0.0000000165", STANDS_OUT("16.5", "11.5", "8.31", "14.69")},
      {"0.0000000010000000000001", "0.000000002",
       STANDS_OUT("2", "1.166666666667", "0.634666666667", "1.698666666667")},
      {"0.000000001000000000001", "0.000000002", STANDS_OUT("2", "1.166666666668", "0.634666666668", "1.698666666667")},
      {"1e30", "9e30",
       STANDS_OUT("9000000000000000000000000000000000000000", "2333333333333333333333333333333333000000",
                  "-1922666666666666666666666666666667000000", "6589333333333333333333333333333333000000")},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    few_rows r;
    rows_begin(&r);
    six(&r, cases[i].five, cases[i].last);
    OUTLIERS(&r, cases[i].wanted);
  }
}

/* 0, 113, 113, 0, 0 and 524: mean 750 / 6 = 125, ranges 750 / 5 = 150, 2.66 × 150 = 399: the last is the limit itself.
 * With 525 mean 751 / 6 = 125.166…, ranges 751 / 5 × 2.66 = 399.532: 524.698…. */
static void test_at_the_limit(void) {
  static const char *const months[] = {"0", "113e-9", "113e-9", "0", "0"};
  for (int last = 524; last <= 525; last++) {
    few_rows r;
    rows_begin(&r);
    for (int month = 1; month <= 5; month++)
      rows_add(&r, "L1,2025-0%d,recovered_heat,,%s,10^9 GJ,,,,", month, months[month - 1]);
    rows_add(&r, "L1,2025-06,recovered_heat,,%de-9,10^9 GJ,,,,", last);
    OUTLIERS(&r, last == 524 ? "" : STANDS_OUT("525", "125.2", "-274.4", "524.7"));
  }
}

/* Each month is looked at, the first and the last too: 16 before and behind ten of 10 are 2 × 16 + 10 × 10 = 132 in
 * twelve months, mean 11; ranges 12 / 11 × 2.66 = 2.9018…: 8.0982 to 13.9018. */
static void test_first_and_last(void) {
  few_rows r;
  rows_begin(&r);
  for (int month = 1; month <= 12; month++)
    rows_add(&r, "L1,2025-%02d,recovered_heat,,%d,GJ,,,,", month, month > 1 && month < 12 ? 10 : 16);
#define SIXTEEN(month)                                                                                                 \
  "\n    {\"item\": \"recovered_heat\", \"line\": \"L1\", \"period\": \"2025-" month                                   \
  "\", \"value\": \"16\", \"unit\": \"GJ\", \"mean\": \"11\", \"low\": \"8.1\", \"high\": \"13.9\", \"months\": 12}"
  OUTLIERS(&r, SIXTEEN("01") "," SIXTEEN("12") "\n  ");
#undef SIXTEEN
}

/* ---- raw meal over clinker ---- */

#define RATIO(line, months, mean, more)                                                                                \
  "\n    {\"key\": \"raw_meal_per_clinker\", \"line\": \"" line "\", \"months\": " months ", \"mean\": \"" mean        \
  "\", " more "\"unit\": \"t/t\"}\n  "

static void grind(few_rows *r, int month, const char *meal, const char *clinker) {
  if (meal) rows_add(r, "L1,2025-%02d,raw_meal_consumption,,%s,t,,,,", month, meal);
  if (clinker) rows_add(r, "L1,2025-%02d,clinker_output,,%s,t,,,,", month, clinker);
}

/* Months that have both count, and of these those with output; one month has a mean. */
static void test_halves(void) {
  few_rows r;
  rows_begin(&r);
  grind(&r, 1, "150", NULL);
  grind(&r, 2, NULL, "100");
  grind(&r, 3, "160", "0");
  RATIOS(&r, "");
  grind(&r, 4, "170", "100");
  rows_add(&r, "L2,2025-04,raw_meal_consumption,,5,t,,,,");
  RATIOS(&r, RATIO("L1", "1", "1.7000", ""));
}

/* raw meal of `value` × 10^594 t over 10^-603 t: `value` × 10^1197. */
static void grind_vast(few_rows *r, int month, const char *value) {
  char what[64];
  snprintf(what, sizeof what, "L1,%d,raw_meal_consumption", month);
  rows_vast(r, what, value, 66, "t", "");
  snprintf(what, sizeof what, "L1,%d,clinker_output", month);
  rows_vast(r, what, "1", -67, "t", "");
}

/* The like of 10^-1197. */
static void grind_tiny(few_rows *r, int month, const char *value) {
  char what[64];
  snprintf(what, sizeof what, "L1,%d,raw_meal_consumption", month);
  rows_vast(r, what, value, -66, "t", "");
  snprintf(what, sizeof what, "L1,%d,clinker_output", month);
  rows_vast(r, what, "1", 67, "t", "");
}

/* A month of 10^1207 is passed over. Two of 6 × 10^1200 have no sum, ranges of 9 × 10^1200 about one of zero neither,
 * and 10^-1200 is closer to 1.5 × 10^-1200 than a number can be to zero. */
static void test_ratios_beyond(void) {
  few_rows r;
  rows_begin(&r);
  grind(&r, 1, "170", "100");
  grind_vast(&r, 2, "1e10");
  RATIOS(&r, RATIO("L1", "1", "1.7000", ""));
  rows_begin(&r);
  grind_vast(&r, 1, "6000"), grind_vast(&r, 2, "6000");
  RATIOS(&r, "");
  rows_begin(&r);
  grind_vast(&r, 1, "0"), grind_vast(&r, 2, "9000"), grind_vast(&r, 3, "0");
  RATIOS(&r, "");
  rows_begin(&r);
  grind_tiny(&r, 1, "0.001"), grind_tiny(&r, 2, "0.0015");
  RATIOS(&r, "");
}

/* 10^30 t over 10^-5 t: 10^35, with the decimals of a ratio. */
static void test_large_ratio(void) {
  few_rows r;
  rows_begin(&r);
  grind(&r, 1, "1e30", "1e-5");
  RATIOS(&r, RATIO("L1", "1", "1" ZEROS_9 ZEROS_9 ZEROS_9 "00000000.0000", ""));
}

/* A sixth of 10^-1200 is closer to zero than a number can be, and so is a fifth of the range. */
static void test_tiny_ratio(void) {
  few_rows r;
  rows_begin(&r);
  for (int month = 1; month <= 6; month++) grind_tiny(&r, month, month < 6 ? "0" : "0.001");
  RATIOS(&r, RATIO("L1", "6", "0.0000", ""));
}

/* Behind five zeros 4.2 × 10^1200, whose range × 2.66 is beyond: a mean without limits. */
static void test_no_limits(void) {
  few_rows r;
  rows_begin(&r);
  for (int month = 1; month <= 6; month++) grind_vast(&r, month, month < 6 ? "0" : "4200");
  RATIOS(&r, RATIO("L1", "6", "7" ZEROS_1188 ZEROS_9 "00.0000", ""));
}

/* Behind five zeros 1.2 × 10^1200: mean 0.2, range 1.2 / 5 × 2.66 = 0.6384; but six times the value, five times, is
 * beyond, so it cannot be held against them. */
static void test_limits_beyond(void) {
  few_rows r;
  rows_begin(&r);
  for (int month = 1; month <= 6; month++) grind_vast(&r, month, month < 6 ? "0" : "1200");
  RATIOS(&r, RATIO("L1", "6", "2" ZEROS_1188 ZEROS_9 "00.0000",
                   "\"low\": \"-4384" ZEROS_1188 "00000000.0000\", \"high\": \"8384" ZEROS_1188 "00000000.0000\", "));
  char *report = rows_quality(&r, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN);
  char *found = rows_between(report, "\"outliers\": [", "]");
  CU_ASSERT_PTR_NULL(strstr(found, "raw_meal_per_clinker"));
  CU_ASSERT_PTR_NOT_NULL(strstr(found, "raw_meal_consumption")); /* the mass itself can */
  free(found), free(report);
}

int register_quality_suite(void) {
  CU_pSuite suite = CU_add_suite("quality", suite_open, suite_close);
  CU_add_test(suite, "the order of series", test_order);
  CU_add_test(suite, "heat by the weaker method", test_methods);
  CU_add_test(suite, "heat by the value of its own use", test_own_heat_value);
  CU_add_test(suite, "heat that is no number", test_heat_beyond);
  CU_add_test(suite, "a sum of heat that is no number", test_sum_beyond);
  CU_add_test(suite, "a share of heat that is no number", test_share_beyond);
  CU_add_test(suite, "shares that cannot be held against theirs", test_shares);
  CU_add_test(suite, "the ends of what is plausible", test_plausible);
  CU_add_test(suite, "heat per clinker that is no number", test_heat_per_clinker_beyond);
  CU_add_test(suite, "sums of stocks", test_stock_sums);
  CU_add_test(suite, "decimals of stocks", test_stock_decimals);
  CU_add_test(suite, "stocks of too many digits", test_stock_beyond);
  CU_add_test(suite, "lines of a stock", test_stock_lines);
  CU_add_test(suite, "stocks of fuels", test_stock_fuels);
  CU_add_test(suite, "decimals of the limits", test_decimals);
  CU_add_test(suite, "a value at its limit", test_at_the_limit);
  CU_add_test(suite, "the first month and the last", test_first_and_last);
  CU_add_test(suite, "months with half of a ratio", test_halves);
  CU_add_test(suite, "ratios that are no numbers", test_ratios_beyond);
  CU_add_test(suite, "a ratio of many digits", test_large_ratio);
  CU_add_test(suite, "a mean that is no number", test_tiny_ratio);
  CU_add_test(suite, "limits that are no numbers", test_no_limits);
  CU_add_test(suite, "a value beyond its limits that is no number", test_limits_beyond);
  return (int)CU_get_error();
}
