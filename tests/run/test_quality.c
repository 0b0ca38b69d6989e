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

#define RATIOS(r, wanted) is(r, "\"ratios\": [", "]", wanted)

#define ZEROS_9 "000000000"
#define ZEROS_99 ZEROS_9 ZEROS_9 ZEROS_9 ZEROS_9 ZEROS_9 ZEROS_9 ZEROS_9 ZEROS_9 ZEROS_9 ZEROS_9 ZEROS_9
#define ZEROS_1188                                                                                                     \
  ZEROS_99 ZEROS_99 ZEROS_99 ZEROS_99 ZEROS_99 ZEROS_99 ZEROS_99 ZEROS_99 ZEROS_99 ZEROS_99 ZEROS_99 ZEROS_99

/* ---- raw meal over clinker ---- */

#define RATIO(line, months, mean, more)                                                                                \
  "\n    {\"key\": \"raw_meal_per_clinker\", \"line\": \"" line "\", \"months\": " months ", \"mean\": \"" mean        \
  "\", " more "\"unit\": \"t/t\"}\n  "

static void grind(few_rows *r, int month, const char *meal, const char *clinker) {
  if (meal) rows_add(r, "L1,2025-%02d,raw_meal_consumption,,%s,t,,,,", month, meal);
  if (clinker) rows_add(r, "L1,2025-%02d,clinker_output,,%s,t,,,,", month, clinker);
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

int register_quality_suite(void) {
  CU_pSuite suite = CU_add_suite("quality", suite_open, suite_close);
  CU_add_test(suite, "a ratio of many digits", test_large_ratio);
  CU_add_test(suite, "a mean that is no number", test_tiny_ratio);
  CU_add_test(suite, "limits that are no numbers", test_no_limits);
  return (int)CU_get_error();
}
