/* The monthly form with what a ledger holds: which months, rows and figures stand in it, and what its last column says,
 * where the command's tests (tests/cli/test_form.py) do not go. Worked out by hand. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/host.h"
#include "run/plant.h"
#include "run/rows.h"

int register_filled_form_suite(void);

#define CETS "cn.cets-ag-02.01@v01-2024"

/* edition_text: NULL: none; it goes before CETS. To be freed. */
static char *form_of(const few_rows *r, const char *edition_text, const char *period) {
  plant p;
  plant_open(&p, edition_text, edition_text ? "test.form@1 " CETS : CETS, NULL, r->text);
  char *form = plant_report(&p, CEMENT_FORMAT_FORM, CEMENT_LANGUAGE_EN, period);
  plant_close(&p);
  return form;
}

/* Months before and behind those that are shown are left out of the cells and of the sum. */
static void test_period(void) {
  few_rows r;
  rows_begin(&r);
  for (int month = 1; month <= 4; month++) rows_add(&r, "L1,2025-0%d,clinker_output,,%d,t,,,,", month, month);
  char *form = form_of(&r, NULL, "2025-02..2025-03");
  CU_ASSERT_TRUE(rows_says(form, "\nL1,clinker output,,,t,,2,3,,,,,,,,,,5,,,\n"));
  CU_ASSERT_TRUE(rows_says(form, "\nL1,raw meal consumption,,,t,,,,,,,,,,,,,,,,\n")); /* nothing is no sum of nothing */
  free(form);
}

/* A month of another method, source or note has a row of its own; the sum stands in the first. */
static void test_rows_of_one_quantity(void) {
  few_rows r;
  rows_begin(&r);
  rows_add(&r, "L1,2025-01,clinker_output,,1,t,measured,,a,x");
  rows_add(&r, "L1,2025-02,clinker_output,,2,t,measured,,b,x");
  rows_add(&r, "L1,2025-03,clinker_output,,3,t,measured,,a,y");
  rows_add(&r, "L1,2025-04,clinker_output,,4,t,measured,,a,x");
  rows_add(&r, "L1,2025-05,clinker_output,,5,t,,,a,x");
  char *form = form_of(&r, NULL, NULL);
  CU_ASSERT_TRUE(rows_says(form, "\nL1,clinker output,,,t,1,,,4,,,,,,,,,15,measured,a,x\n"
                                 "L1,clinker output,,,t,,2,,,,,,,,,,,,measured,b,x\n"
                                 "L1,clinker output,,,t,,,3,,,,,,,,,,,measured,a,y\n"
                                 "L1,clinker output,,,t,,,,,5,,,,,,,,,,a,x\n"));
  free(form);
}

/* 1000 t × 0.535 tCO2/t. 10^33 t give 5.35 × 10^32 t, of which two decimals would be the 34th digit and the next. */
static void test_figure_of_many_digits(void) {
  few_rows r;
  rows_begin(&r);
  rows_add(&r, "L1,2025-01,clinker_output,,1000,t,,,,");
  rows_add(&r, "L1,2025-02,clinker_output,,1e30,kt,,,,");
  char *form = form_of(&r, NULL, NULL);
  CU_ASSERT_TRUE(rows_says(form, "\nL1,process CO2,,,tCO2,535.00,,,,,,,,,,,,,calculated," CETS ",\n"));
  free(form);
}

/* A formula of this name that is not shown is no figure: that of the next edition stands in the row. */
static void test_hidden_formula(void) {
  static const char edition[] =
      "{\"schema\": \"cement-edition/1\", \"id\": \"test.form@1\", \"title\": {\"zh\": \"z\", \"en\": \"e\"},"
      "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", \"formulas\": ["
      "{\"key\": \"process_co2\", \"at\": \"line\", \"unit\": \"t\", \"year\": \"sum\", \"clause\": \"1\", \"is\": "
      "\"clinker_output\"}]}";
  few_rows r;
  rows_begin(&r);
  rows_add(&r, "L1,2025-01,clinker_output,,1000,t,,,,");
  char *form = form_of(&r, edition, NULL);
  CU_ASSERT_TRUE(rows_says(form, "\nL1,process CO2,,,tCO2,535.00,,,,,,,,,,,,535.00,calculated," CETS ",\n"));
  free(form);
}

/* ---- the year of a mean ---- */

/* What stands behind the twelve months in the row of this heat value, to be freed. */
static char *year_of(const few_rows *r, const char *fuel) {
  char title[128];
  char *form = form_of(r, NULL, NULL);
  snprintf(title, sizeof title, "\nL1,net calorific value as received,%s,,", fuel);
  char *row = rows_between(form, title, "\n"), *at = row;
  for (int commas = 0; *at && commas < 13; at++) commas += *at == ',';
  CU_ASSERT_TRUE_FATAL(at > row);
  char *year = rows_between(at - 1, ",", ",");
  free(row), free(form);
  return year;
}

static void burn(few_rows *r, const char *mass, int times, const char *heat_value, int heat_times) {
  rows_vast(r, "L1,1,fuel_consumption,diesel", mass, times, "t", "");
  rows_vast(r, "L1,1,fuel_ncv,diesel", heat_value, heat_times, "GJ/t", "");
}

static void again(few_rows *r, const char *mass, int times, const char *heat_value, int heat_times) {
  rows_vast(r, "L1,2,fuel_consumption,diesel", mass, times, "t", "");
  rows_vast(r, "L1,2,fuel_ncv,diesel", heat_value, heat_times, "GJ/t", "");
}

/* Another fuel has no weight in it. */
static void test_means(void) {
  static const struct {
    struct {
      const char *mass;
      int times;
      const char *heat_value;
      int heat_times;
    } months[2];
    const char *year;
  } cases[] = {
      {{{"1", 0, "20.0", 0}, {"3", 0, "24.0", 0}}, "23"},
      {{{"1", 0, "20.0", 0}, {"2", 0, "24.0", 0}}, "22.7"}, /* 68 / 3 */
      {{{"1", 0, "20", 0}, {"2", 0, "24", 0}}, "23"},
      /* of one month it is the value, though the product has 41 digits */
      {{{"3.3333333333333333333", 0, "1.23456789012345678901", 0}, {"0", 0, "1", 0}}, "1.23456789012345678901"},
      {{{"0", 0, "20.0", 0}, {"0", 0, "24.0", 0}}, ""},     /* nothing to weigh by */
      {{{"1", 67, "1", 67}, {"1", 0, "1", 0}}, ""},         /* 10^603 × 10^603 */
      {{{"6000", 67, "1", 66}, {"6000", 67, "1", 66}}, ""}, /* 6 × 10^1200, twice */
      {{{"1", -66, "1", -66}, {"1", 66, "0", 0}}, ""},      /* 10^-1188 over 10^594 */
      {{{"1", 0, "1e30", 1}, {"1", 0, "1e30", 1}}, ""},     /* 10^39 has no room for the decimals of GJ/t */
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    few_rows r;
    rows_begin(&r);
    burn(&r, cases[i].months[0].mass, cases[i].months[0].times, cases[i].months[0].heat_value,
         cases[i].months[0].heat_times);
    again(&r, cases[i].months[1].mass, cases[i].months[1].times, cases[i].months[1].heat_value,
          cases[i].months[1].heat_times);
    rows_add(&r, "L1,2025-01,fuel_consumption,lignite,1000,t,,,,");
    char *year = year_of(&r, "diesel");
    bool good = !strcmp(year, cases[i].year);
    if (!good) printf("\n  case %zu: %s\n", i, year);
    CU_ASSERT_TRUE(good);
    free(year);
  }
}

/* What dries has the heat value of drying, by what was burnt for it: (1 × 10 + 3 × 20) / 4 = 17.5. */
static void test_mean_of_a_use(void) {
  few_rows r;
  rows_begin(&r);
  for (int month = 1; month <= 2; month++) {
    rows_add(&r, "L1,2025-0%d,fuel_consumption,diesel,%d,t,,drying,,", month, month == 1 ? 1 : 3);
    rows_add(&r, "L1,2025-0%d,fuel_consumption,diesel,%d,t,,kiln,,", month, 100 / month);
    rows_add(&r, "L1,2025-0%d,fuel_ncv,diesel,%d.0,GJ/t,,drying,,", month, 10 * month);
  }
  char *form = form_of(&r, NULL, NULL);
  CU_ASSERT_TRUE(
      rows_says(form, "\nL1,net calorific value as received,diesel,drying,GJ/t,10.0,20.0,,,,,,,,,,,17.5,,,\n"));
  free(form);
}

/* A year begins with its January and ends with its December, where these are there. */
static void test_stocks(void) {
  few_rows r;
  rows_begin(&r);
  rows_add(&r, ",2025-01,clinker_opening_stock,,5,t,,,,");
  rows_add(&r, ",2025-02,clinker_opening_stock,,6,t,,,,");
  rows_add(&r, ",2025-01,clinker_closing_stock,,6,t,,,,");
  rows_add(&r, ",2025-02,fuel_opening_stock,diesel,7,t,,,,");
  rows_add(&r, ",2025-12,fuel_closing_stock,diesel,8,t,,,,");
  char *form = form_of(&r, NULL, NULL);
  CU_ASSERT_TRUE(rows_says(form, "opening stock of clinker,,,t,5,6,,,,,,,,,,,5,,,\n"));
  CU_ASSERT_TRUE(rows_says(form, "closing stock of clinker,,,t,6,,,,,,,,,,,,,,,\n"));
  CU_ASSERT_TRUE(rows_says(form, "opening stock of fuel,diesel,,t,,7,,,,,,,,,,,,,,\n"));
  CU_ASSERT_TRUE(rows_says(form, "closing stock of fuel,diesel,,t,,,,,,,,,,,,8,8,,,\n"));
  free(form);
}

int register_filled_form_suite(void) {
  CU_pSuite suite = CU_add_suite("filled form", NULL, NULL);
  CU_add_test(suite, "months that are shown", test_period);
  CU_add_test(suite, "rows of one quantity", test_rows_of_one_quantity);
  CU_add_test(suite, "a figure of many digits", test_figure_of_many_digits);
  CU_add_test(suite, "a formula that is not shown", test_hidden_formula);
  CU_add_test(suite, "means of a year", test_means);
  CU_add_test(suite, "stocks of a year", test_stocks);
  CU_add_test(suite, "the mean of a use", test_mean_of_a_use);
  return (int)CU_get_error();
}
