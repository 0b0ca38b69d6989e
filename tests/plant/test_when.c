/* Dates in cells, by hand; tests/plant/when.py compares random ones with Python's datetime. */
#include <CUnit/CUnit.h>

#include "plant/when.h"
#include "plant/when_text.h"

int register_plant_when_suite(void);

#define SERIALS 1u
#define YEAR 2u /* 2024 is the table's */
#define GB 4u
#define MARCH (YEAR | 8u) /* and so is that month */
#define JANUARY (YEAR | 16u)
#define FROM_26 32u /* days from the 26th on are of the month before */

typedef struct row {
  const char *text;
  unsigned rules;
  const char *written; /* as ISO 8601 writes what it means; NULL: refused */
  const char *why;
} row;

static const row rows[] = {
    {"2024年3月", 0, "2024-03", ""},
    {"2024年03月份", 0, "2024-03", ""},
    {"2024-03", 0, "2024-03", ""},
    {"2024/3", 0, "2024-03", ""},
    {"2024.3", 0, "2024-03", ""},
    {"202403", 0, "2024-03", ""},
    {"2024", 0, "2024", ""},
    {"2024年", 0, "2024", ""},
    {"20240301", 0, "2024-03-01", ""},
    {"2024/3/1", 0, "2024-03-01", ""},
    {" 2024-3-1 8:05", 0, "2024-03-01 08:05:00", ""},
    {"2024-03-01 08:05:59", 0, "2024-03-01 08:05:59", ""},
    {"2024-03-01T08:05:00.000+08:00", 0, "2024-03-01 08:05:00", ""},
    {"2024-03-01T08:05+0800", 0, "2024-03-01 08:05:00", ""},
    {"2024-03-01\t08:05+08", 0, "2024-03-01 08:05:00", ""},
    {"2024年3月1日 24:00", 0, "2024-03-01 24:00:00", ""},
    {"2024年3月1日8时", 0, "2024-03-01 08:00:00", ""},
    {"2024年3月1日8时5分", 0, "2024-03-01 08:05:00", ""},
    {"2024年3月1号8点5分30秒", 0, "2024-03-01 08:05:30", ""},
    {"２０２４年３月１日　８：０５", 0, "2024-03-01 08:05:00", ""},
    {"202403010805", 0, "2024-03-01 08:05:00", ""},
    {"20240301080559", 0, "2024-03-01 08:05:59", ""},
    {"20240301 08:05", 0, "2024-03-01 08:05:00", ""},
    {"'2024-03", 0, "2024-03", ""},
    {"2024-02-29", 0, "2024-02-29", ""},
    {"\x32\x30\x32\x34\xC4\xEA\x33\xD4\xC2\x31\xC8\xD5", GB, "2024-03-01", ""},
    {"3月", YEAR, "2024-03", ""},
    {"3月1日", YEAR, "2024-03-01", ""},
    {"12月份", YEAR, "2024-12", ""},
    {"三月", YEAR, "2024-03", ""},
    {"　十月 ", YEAR, "2024-10", ""},
    {"十二月份", YEAR, "2024-12", ""},
    {"\xCA\xAE\xD2\xBB\xD4\xC2", YEAR | GB, "2024-11", ""},
    {"45352", SERIALS, "2024-03-01", ""}, /* Excel shows 2024-03-01 for it */
    {"45352.25", SERIALS, "2024-03-01 06:00:00", ""},
    {"45352.3368055556", SERIALS, "2024-03-01 08:05:00", ""}, /* 15 digits of 8:05 */
    {"45351.9999999999", SERIALS, "2024-03-01 00:00:00", ""},
    {"45352.3368055556789", SERIALS, "2024-03-01 08:05:00", ""},
    {"2024-03 ", 0, "2024-03", ""},
    {"36526", SERIALS, "2000-01-01", ""},
    {"73050", SERIALS, "2099-12-31", ""},
    {"2024-03-01", SERIALS, "2024-03-01", ""},
    {"1", MARCH, "2024-03-01", ""},
    {"31", MARCH, "2024-03-31", ""},
    {"05", MARCH, "2024-03-05", ""},
    {"1日", MARCH, "2024-03-01", ""},
    {"１日", MARCH, "2024-03-01", ""},
    {"1日8:05", MARCH, "2024-03-01 08:05:00", ""},
    {"3/4", MARCH, "2024-03-04", ""},
    {"03-04", MARCH, "2024-03-04", ""},
    {"3月4日", MARCH, "2024-03-04", ""},
    {"2024-04-01", MARCH, "2024-04-01", ""},
    {"26", MARCH | FROM_26, "2024-02-26", ""},
    {"29日", MARCH | FROM_26, "2024-02-29", ""},
    {"25", MARCH | FROM_26, "2024-03-25", ""},
    {"2/26", MARCH | FROM_26, "2024-02-26", ""},
    {"3/25", MARCH | FROM_26, "2024-03-25", ""},
    {"26", JANUARY | FROM_26, "2023-12-26", ""},
    {"12/26", JANUARY | FROM_26, "2023-12-26", ""},
    {"12月26日", JANUARY | FROM_26, "2023-12-26", ""},
    {"1月25日", JANUARY | FROM_26, "2024-01-25", ""},
    {"12月26日", JANUARY, "2024-12-26", ""},
    /* refused */
    {"1", YEAR, NULL, "day without a month"},
    {"1日", YEAR, NULL, "day without a month"},
    {"32", MARCH, NULL, "day that does not exist"},
    {"0", MARCH, NULL, "day that does not exist"},
    {"30", MARCH | FROM_26, NULL, "day that does not exist"},
    {"1日x", MARCH, NULL, "not a date"},
    {"4/3", MARCH, NULL, "two digits"},
    {"3/32", MARCH, NULL, "day that does not exist"},
    {"3.4", MARCH, NULL, "two digits"},
    {"3/4/5", MARCH, NULL, "two digits"},
    {"3年4", MARCH, NULL, "two digits"},
    {"3/4", YEAR, NULL, "two digits"},
    {"2/25", MARCH | FROM_26, NULL, "two digits"},
    {"3/26", MARCH | FROM_26, NULL, "two digits"},
    {"", 0, NULL, "not a date"},
    {"45352", 0, NULL, "day number"},
    {"36525", SERIALS, NULL, "day number"},
    {"73051", SERIALS, NULL, "day number"},
    {"45,352", SERIALS, NULL, "not a date"},
    {"45352%", SERIALS, NULL, "day number"},
    {"3月", 0, NULL, "without a year"},
    {"三月", 0, NULL, "without a year"},
    {"十三月", YEAR, NULL, "not a date"},
    {"三 月", YEAR, NULL, "not a date"},
    {"三月月", YEAR, NULL, "not a date"},
    {"二十月", YEAR, NULL, "not a date"},
    {"三", YEAR, NULL, "not a date"},
    {"月", YEAR, NULL, "not a date"},
    {"三月三", YEAR, NULL, "not a date"},
    {"3月1日", 0, NULL, "without a year"},
    {"03/04/2024", 0, NULL, "told apart"},
    {"3.4.2024", 0, NULL, "told apart"},
    {"24-03-01", 0, NULL, "two digits"},
    {"24年3月", 0, NULL, "two digits"},
    {"3/4", 0, NULL, "two digits"},
    {"2024-13", 0, NULL, "month that does not exist"},
    {"2024-00", 0, NULL, "month that does not exist"},
    {"2023-02-29", 0, NULL, "day that does not exist"},
    {"2024-04-31", 0, NULL, "day that does not exist"},
    {"2024-04-00", 0, NULL, "day that does not exist"},
    {"2024-04-32", 0, NULL, "day that does not exist"},
    {"1899-12-31", 0, NULL, "1900 to 2199"},
    {"2200", 0, NULL, "1900 to 2199"},
    {"2024-03-01 25:00", 0, NULL, "time that does not exist"},
    {"2024-03-01 24:01", 0, NULL, "time that does not exist"},
    {"2024-03-01 24:00:01", 0, NULL, "time that does not exist"},
    {"2024-03-01 08:60", 0, NULL, "time that does not exist"},
    {"2024-03-01 08:00:60", 0, NULL, "time that does not exist"},
    {"2024-03-01T00:00Z", 0, NULL, "time zone"},
    {"2024-03-01T00:00+09:00", 0, NULL, "time zone"},
    {"2024-03-01 08:00 AM", 0, NULL, "behind the time"},
    {"2024-03-01 8:00-9:00", 0, NULL, "behind the time"},
    {"2024-03-01 8:5", 0, NULL, "not a date"},
    {"2024-03-01 8:05:5", 0, NULL, "not a date"},
    {"2024-03-01 8:05:05.", 0, NULL, "not a date"},
    {"2024-03-01 123:00", 0, NULL, "not a date"},
    {"2024-03-01 8", 0, NULL, "not a date"},
    {"2024-03-018:00", 0, NULL, "not a date"},
    {"2024年3月1日8时5", 0, NULL, "not a date"},
    {"2024年3月1日8时5分3", 0, NULL, "not a date"},
    {"2024年3月1日8时分", 0, NULL, "not a date"},
    {"2024-03/01", 0, NULL, "not a date"},
    {"2024-", 0, NULL, "not a date"},
    {"2024-3-", 0, NULL, "not a date"},
    {"2024-123", 0, NULL, "not a date"},
    {"2024年3", 0, NULL, "not a date"},
    {"2024年3月1", 0, NULL, "not a date"},
    {"2024年3月x", 0, NULL, "not a date"},
    {"2024年x", 0, NULL, "not a date"},
    {"2024x", 0, NULL, "not a date"},
    {"202403x", 0, NULL, "not a date"},
    {"20240301080", 0, NULL, "not a date"},
    {"202403010805x", 0, NULL, "not a date"},
    {"202413010805", 0, NULL, "month that does not exist"},
    {"12", 0, NULL, "day without a month"},
    {"123", 0, NULL, "not a date"},
    {"3/x", 0, NULL, "two digits"},
    {"2024年3月1日8时5分x", 0, NULL, "not a date"},
    {"2024年3月1日8时5分3x", 0, NULL, "not a date"},
    {"20240301000000000000000000000000000000000000000000000000000000000", 0, NULL, "not a date"},
    {"2024-03-01x", 0, NULL, "not a date"},
    {"x2024", 0, NULL, "not a date"},
    {"3x", 0, NULL, "not a date"},
    {"三周", 0, NULL, "not a date"},
    {"合计", 0, NULL, "not a date"},
};

static void test_rows(void) {
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const row *r = &rows[i];
    const cm_when_rules rules = {r->rules & GB ? CM_ENCODING_GB18030 : CM_ENCODING_UTF8, r->rules & YEAR ? 2024 : 0,
                                 (r->rules & SERIALS) != 0,
                                 r->rules & 8    ? 3
                                 : r->rules & 16 ? 1
                                                 : 0,
                                 r->rules & FROM_26 ? 26 : 1};
    cm_when when;
    uint32_t repairs;
    const char *why;
    char written[24] = "";
    int status = cm_when_read(cm_str_of(r->text), &rules, &when, &repairs, &why);
    if (status == 0) when_text(&when, written);
    bool right = r->written != NULL ? status == 0 && strcmp(written, r->written) == 0
                                    : status == -1 && strstr(why, r->why) != NULL;
    CU_ASSERT_TRUE(right);
    if (!right) printf("row %zu: %s: %s%s\n", i, r->text, written, status == 0 ? "" : why);
  }
}

static void test_repairs(void) {
  static const struct {
    const char *text;
    uint32_t repairs;
  } cells[] = {{"2024-03", 0},
               {" 2024-03", CM_REPAIR_TRIM},
               {"２０２４-03", CM_REPAIR_FULL_WIDTH},
               {"2024年3月1日\u3000"
                "8:00",
                CM_REPAIR_SPACES},
               {"'2024-03", CM_REPAIR_QUOTE},
               {"45352", CM_REPAIR_SERIAL},
               {"45352.1234567890", CM_REPAIR_SERIAL}};
  const cm_when_rules rules = {.encoding = CM_ENCODING_UTF8, .serials = true};
  for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
    cm_when when;
    uint32_t repairs;
    const char *why;
    CU_ASSERT_EQUAL(cm_when_read(cm_str_of(cells[i].text), &rules, &when, &repairs, &why), 0);
    CU_ASSERT_EQUAL(repairs, cells[i].repairs);
  }
  CU_ASSERT_TRUE(cm_when_is_serial(CM_S("45352.5"), CM_ENCODING_UTF8));
  CU_ASSERT_FALSE(cm_when_is_serial(CM_S("2024"), CM_ENCODING_UTF8));
  CU_ASSERT_FALSE(cm_when_is_serial(CM_S("45352.12345678901234567890"), CM_ENCODING_UTF8));
}

/* Which month: of the calendar, from the 26th on of the next, and by what closes at midnight. */
static void test_months(void) {
  static const struct {
    const char *text;
    int32_t starts;
    bool end;
    cm_month month;
  } cells[] = {{"2024-03-01", 1, false, CM_MONTH(2024, 3)},
               {"2024-03-01", 1, true, CM_MONTH(2024, 3)}, /* a day has no end of its own */
               {"2024-03-01 00:00", 1, false, CM_MONTH(2024, 3)},
               {"2024-03-01 00:00", 1, true, CM_MONTH(2024, 2)},
               {"2024-03-01 00:00:01", 1, true, CM_MONTH(2024, 3)},
               {"2024-02-29 24:00", 1, false, CM_MONTH(2024, 2)},
               {"2024-02-29 24:00", 1, true, CM_MONTH(2024, 2)},
               {"2024-03-25", 26, false, CM_MONTH(2024, 3)},
               {"2024-03-26", 26, false, CM_MONTH(2024, 4)},
               {"2024-12-26", 26, false, CM_MONTH(2025, 1)},
               {"2024-03-26 00:00", 26, true, CM_MONTH(2024, 3)},
               {"2024-03", 26, false, CM_MONTH(2024, 3)}, /* the label of a statistical month is its own */
               {"2024-03-26", 1, false, CM_MONTH(2024, 3)}};
  const cm_when_rules rules = {.encoding = CM_ENCODING_UTF8};
  for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
    cm_when when;
    uint32_t repairs;
    const char *why;
    CU_ASSERT_EQUAL(cm_when_read(cm_str_of(cells[i].text), &rules, &when, &repairs, &why), 0);
    CU_ASSERT_EQUAL(cm_when_month(&when, cells[i].starts, cells[i].end), cells[i].month);
  }
}

/* Every day of 1899 to 2200 is the day after the one before it, by a calendar that is kept here. */
static void test_calendar(void) {
  static const int32_t lengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int32_t days = -25932; /* 1899-01-01: 71 years of 365 days and 17 leap days before 1970 */
  size_t wrong = 0;
  for (int32_t year = 1899; year <= 2200; year++) {
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    for (int32_t month = 1; month <= 12; month++) {
      for (int32_t day = 1; day <= lengths[month - 1] + (leap && month == 2); day++, days++) {
        int32_t y, m, d;
        cm_date_of(days, &y, &m, &d);
        wrong += cm_days_of(year, month, day) != days || y != year || m != month || d != day;
      }
    }
  }
  CU_ASSERT_EQUAL(wrong, 0);
  CU_ASSERT_EQUAL(cm_days_of(1970, 1, 1), 0);
}

int register_plant_when_suite(void) {
  CU_pSuite suite = CU_add_suite("plant dates", NULL, NULL);
  CU_add_test(suite, "by hand", test_rows);
  CU_add_test(suite, "repairs", test_repairs);
  CU_add_test(suite, "months", test_months);
  CU_add_test(suite, "calendar", test_calendar);
  return (int)CU_get_error();
}
