/* Days of the calendar; months and ranges of them are tried with the ledger's periods. */
#include <CUnit/CUnit.h>

#include "base/month.h"

int register_month_suite(void);

static void test_days(void) {
  /* leap years by the Gregorian rule: 2000 and 2024 are, 1900 and 2023 are not */
  static const struct {
    const char *text;
    cm_month month;
    int32_t day;
    bool last;
  } good[] = {
      {"2024-09-13", CM_MONTH(2024, 9), 13, false}, {"2022-11-01", CM_MONTH(2022, 11), 1, false},
      {"2022-10-31", CM_MONTH(2022, 10), 31, true}, {"2024-02-28", CM_MONTH(2024, 2), 28, false},
      {"2024-02-29", CM_MONTH(2024, 2), 29, true},  {"2023-02-28", CM_MONTH(2023, 2), 28, true},
      {"2000-02-29", CM_MONTH(2000, 2), 29, true},  {"1900-02-28", CM_MONTH(1900, 2), 28, true},
      {"2024-04-30", CM_MONTH(2024, 4), 30, true},  {"2024-01-30", CM_MONTH(2024, 1), 30, false},
      {"2024-12-31", CM_MONTH(2024, 12), 31, true}, {"2024-03-31", CM_MONTH(2024, 3), 31, true},
  };
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    cm_day day;
    CU_ASSERT_EQUAL_FATAL(cm_day_read(cm_str_of(good[i].text), &day), 0);
    CU_ASSERT_TRUE(day.month == good[i].month && day.day == good[i].day && day.last == good[i].last);
  }
}

static void test_no_days(void) {
  static const char *const bad[] = {
      "",           "2024",       "2024-09",    "2024-9-13",   "2024-09-1",  "2024-09-00",
      "2024-09-31", "2023-02-29", "1900-02-29", "2024-13-01",  "2024-00-01", "0000-01-01",
      "2024/09/13", "2024-09/13", "2024-09-1x", "2024-09-013", "13.09.2024", "2024-01-32"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    cm_day day;
    CU_ASSERT_EQUAL(cm_day_read(cm_str_of(bad[i]), &day), -1);
  }
}

int register_month_suite(void) {
  CU_pSuite suite = CU_add_suite("month", NULL, NULL);
  CU_add_test(suite, "days", test_days);
  CU_add_test(suite, "what is no day", test_no_days);
  return (int)CU_get_error();
}
