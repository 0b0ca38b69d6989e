/* The star of a report: it stands by every figure that rests on a default or an estimate, be it by weight or share. */
#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "plant.h"

int register_stars_suite(void);

#define ITEM(key, unit, absent, more)                                                                                  \
  "\"" key "\": {\"zh\": \"" key "\", \"en\": \"" key "\", \"at\": \"line\", \"unit\": \"" unit                        \
  "\", \"absent\": \"" absent "\", \"time\": " more "}"
#define FIGURE(key, unit, is)                                                                                          \
  "{\"key\": \"" key "\", \"at\": \"line\", \"unit\": \"" unit                                                         \
  "\", \"year\": \"recompute\", \"clause\": \"1\", \"display\": {\"decimals\": 1, \"rule\": \"half_up\"}, "            \
  "\"is\": \"" is "\"}"

static const char edition[] =
    "{\"schema\": \"cement-edition/1\", \"id\": \"test.stars@1\", \"title\": {\"zh\": \"z\", \"en\": \"e\"}, "
    "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", \"items\": {"   //
    ITEM("dust", "t", "zero", "\"sum\"") ", "                                        //
    ITEM("moisture", "%", "incomplete", "{\"mean\": \"dust\"}") ", "                 //
    ITEM("hours", "t", "incomplete", "\"sum\"") ", "                                 //
    ITEM("steam", "t", "zero", "\"sum\", \"share\": \"hours\"") "}, \"formulas\": [" //
    FIGURE("wet", "%", "moisture") ", " FIGURE("used", "t", "steam") "]}";

/* Methods of the dust of January, of the moisture of January, of the hours of L1, and of the steam of the plant. L3
 * stands still in January; its hours are an estimate. */
static void ledger_of(char *out, size_t size, const char *const methods[4]) {
  snprintf(out, size,
           "line,period,item,of,value,unit,use,method\n,,facility.id,,F,,,\nL1,,line.name,,A,,,\nL2,,line.name,,B,,,"
           "\nL3,,line.name,,C,,,\n"
           "L1,2025-01,dust,,30,t,,%s\nL1,2025-01,moisture,,10,%%,,%s\nL1,2025-02,dust,,10,t,,\n"
           "L1,2025-02,moisture,,20,%%,,\nL1,2025-01,hours,,30,t,,%s\nL2,2025-01,hours,,10,t,,\n"
           "L3,2025-02,hours,,5,t,,estimated\n,2025-01,steam,,100,t,,%s\n",
           methods[0], methods[1], methods[2], methods[3]);
}

/* Whether the report of the period says these words; blanks are as one. */
static bool says(const char *const methods[4], const char *period, const char *words) {
  char ledger[1024];
  plant p;
  ledger_of(ledger, sizeof ledger, methods);
  plant_open(&p, edition, "test.stars@1", NULL, ledger);
  char *report = plant_report(&p, CEMENT_FORMAT_TEXT, CEMENT_LANGUAGE_EN, period);
  char *to = report;
  for (const char *at = report; *at; at++)
    if (*at != ' ' || at[1] != ' ') *to++ = *at;
  *to = '\0';
  bool said = strstr(report, words) != NULL;
  if (!said) printf("\n  not said: %s\n%s\n", words, report);
  free(report);
  plant_close(&p);
  return said;
}

/* The mean of 10 % and 20 % over 30 t and 10 t is 500 / 40 = 12.5 %; of 100 t L2 has 10 / 40, which is 25 t. */
static void test_measured(void) {
  static const char *const methods[] = {"measured", "measured", "measured", "measured"};
  CU_ASSERT_TRUE(says(methods, NULL, " 12.5 %"));
  CU_ASSERT_TRUE(says(methods, "2025-01", " 2025-01 10.0 "));
  CU_ASSERT_TRUE(says(methods, "2025-01", " 2025-01 25.0\n"));
}

static void test_value(void) {
  static const char *const methods[] = {"", "estimated", "", ""};
  CU_ASSERT_TRUE(says(methods, NULL, "*12.5 %"));
  CU_ASSERT_TRUE(says(methods, "2025-01", " 2025-01 *10.0 "));
  CU_ASSERT_TRUE(says(methods, "2025-02", " 2025-02 20.0 "));
}

/* A month's moisture does not rest on how much dust there was; the year's mean does. */
static void test_weight(void) {
  static const char *const methods[] = {"estimated", "", "", ""};
  CU_ASSERT_TRUE(says(methods, NULL, "*12.5 %"));
  CU_ASSERT_TRUE(says(methods, "2025-01", " 2025-01 10.0 "));
}

static void test_shared(void) {
  static const char *const methods[] = {"", "", "", "default"};
  CU_ASSERT_TRUE(says(methods, "2025-01", " 2025-01 10.0 *75.0\n"));
  CU_ASSERT_TRUE(says(methods, "2025-01", " 2025-01 *25.0\n"));
  CU_ASSERT_TRUE(says(methods, NULL, " 12.5 %"));
}

/* What one line guesses of the sharing item changes the parts of all. */
static void test_share(void) {
  static const char *const methods[] = {"", "", "estimated", ""};
  CU_ASSERT_TRUE(says(methods, "2025-01", " 2025-01 10.0 *75.0\n"));
  CU_ASSERT_TRUE(says(methods, "2025-01", " 2025-01 *25.0\n"));
  CU_ASSERT_TRUE(says(methods, "2025-01", " 2025-01 10.0 "));
}

int register_stars_suite(void) {
  CU_pSuite suite = CU_add_suite("stars", NULL, NULL);
  CU_add_test(suite, "none where all is measured", test_measured);
  CU_add_test(suite, "of an estimate", test_value);
  CU_add_test(suite, "of a mean's weight", test_weight);
  CU_add_test(suite, "of what is shared", test_shared);
  CU_add_test(suite, "of what it is shared by", test_share);
  return (int)CU_get_error();
}
