/* The catalog listed. Expected values are those printed in the standards: GB 16780-2021 tables 1 to 3, the calorific
 * values of CETS—AG—02.01—V01—2024, GB/T 8170 for the rounding. */
#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cement/cement.h>

#include "api/host.h"
#include "run/plant.h"

int register_entries_suite(void);

#define GB "cn.gb-16780@2021"
#define CETS "cn.cets-ag-02.01@v01-2024"

/* The one entry of this key and `of`; more or fewer are a fault. */
static cement_entry entry(int32_t what, const char *edition, const char *key, const char *of) {
  cement_entry found = {0};
  size_t count = cement_catalog_count(suite_catalog, what, edition), matches = 0;
  for (size_t i = 0; i < count; i++) {
    cement_entry e = {.size = sizeof e};
    CU_ASSERT_EQUAL_FATAL(cement_catalog_entry(suite_catalog, &e, what, edition, i, NULL), CEMENT_OK);
    CU_ASSERT_PTR_NOT_NULL_FATAL(e.key);
    bool same = !strcmp(e.key, key) && (e.of ? of && !strcmp(e.of, of) : !of);
    if (same) found = e;
    matches += same;
  }
  if (matches != 1) printf("\n  %s %s: %zu of them\n", key, of ? of : "-", matches);
  CU_ASSERT_EQUAL_FATAL(matches, 1);
  return found;
}

static void test_items(void) {
  cement_entry e = entry(CEMENT_ITEMS, NULL, "clinker_output", NULL);
  CU_ASSERT_STRING_EQUAL(e.label_zh, "熟料产量");
  CU_ASSERT_STRING_EQUAL(e.label_en, "clinker output");
  CU_ASSERT_STRING_EQUAL(e.unit, "t");
  CU_ASSERT_EQUAL(e.flags, 0); /* line by line, incomplete without it, summed */
  e = entry(CEMENT_ITEMS, NULL, "fuel_ncv", "fuel,use");
  CU_ASSERT_STRING_EQUAL(e.unit, "GJ/fu");
  CU_ASSERT_EQUAL(e.flags, CEMENT_ENTRY_MEAN);
  e = entry(CEMENT_ITEMS, NULL, "cement_output", NULL);
  CU_ASSERT_EQUAL(e.flags & CEMENT_ENTRY_FACILITY, CEMENT_ENTRY_FACILITY);
  e = entry(CEMENT_ITEMS, NULL, "clinker_opening_stock", NULL);
  CU_ASSERT_EQUAL(e.flags, CEMENT_ENTRY_FACILITY | CEMENT_ENTRY_FIRST);
  e = entry(CEMENT_ITEMS, NULL, "fuel_closing_stock", "fuel");
  CU_ASSERT_EQUAL(e.flags, CEMENT_ENTRY_FACILITY | CEMENT_ENTRY_LAST);
  e = entry(CEMENT_ITEMS, NULL, "electricity_consumption", "section");
  CU_ASSERT_STRING_EQUAL(e.unit, "kWh");
  e = entry(CEMENT_ITEMS, NULL, "raw_substitute_consumption", "material");
  CU_ASSERT_PTR_NULL(e.value);
  CU_ASSERT_PTR_NULL(e.cite);
}

static void test_factors(void) {
  cement_entry e = entry(CEMENT_FACTORS, GB, "Q_BM", NULL);
  CU_ASSERT_STRING_EQUAL(e.value, "29307");
  CU_ASSERT_STRING_EQUAL(e.unit, "kJ/kgce");
  CU_ASSERT_STRING_EQUAL(e.confidence, "single-source");
  CU_ASSERT_PTR_NOT_NULL(strstr(e.cite, "GB/T 2589"));
  CU_ASSERT_EQUAL(e.flags, CEMENT_ENTRY_OVERRIDABLE);
  e = entry(CEMENT_FACTORS, GB, "f_el", NULL);
  CU_ASSERT_STRING_EQUAL(e.value, "0.1229");
  CU_ASSERT_EQUAL(e.flags, 0);
  e = entry(CEMENT_FACTORS, GB, "limit", "clinker_energy_intensity,2"); /* a limit: 100, 107, 117 kgce/t */
  CU_ASSERT_STRING_EQUAL(e.value, "107");
  CU_ASSERT_STRING_EQUAL(e.unit, "kgce/t");
  CU_ASSERT_STRING_EQUAL(e.confidence, "single-source");
  e = entry(CEMENT_FACTORS, CETS, "ncv", "anthracite"); /* a row */
  CU_ASSERT_STRING_EQUAL(e.value, "22.867");
  CU_ASSERT_STRING_EQUAL(e.unit, "GJ/t"); /* the fuel unit of a solid */
  CU_ASSERT_STRING_EQUAL(e.label_zh, "低位发热量缺省值");
  CU_ASSERT_STRING_EQUAL(e.note, "cement value; steel 25.024");
  e = entry(CEMENT_FACTORS, GB, "waste_heat_power_coefficient", "0.404"); /* a numeric choice */
  CU_ASSERT_STRING_EQUAL(e.value, "0.404");
  CU_ASSERT_STRING_EQUAL(e.unit, "kgce/kWh");
}

static void test_options(void) {
  cement_entry e = entry(CEMENT_OPTIONS, GB, "waste_heat_power_coefficient", "0.1229");
  CU_ASSERT_EQUAL(e.flags, CEMENT_ENTRY_DEFAULT);
  CU_ASSERT_STRING_EQUAL(e.value, "0.1229");
  CU_ASSERT_STRING_EQUAL(e.unit, "kgce/kWh");
  CU_ASSERT_STRING_EQUAL(e.label_en, "waste-heat power coefficient");
  e = entry(CEMENT_OPTIONS, GB, "waste_heat_power_coefficient", "0.404");
  CU_ASSERT_EQUAL(e.flags, 0);
  e = entry(CEMENT_OPTIONS, GB, "comparison", "full_value"); /* a word, so without value and unit */
  CU_ASSERT_EQUAL(e.flags, CEMENT_ENTRY_DEFAULT);
  CU_ASSERT_PTR_NULL(e.value);
  CU_ASSERT_STRING_EQUAL(e.unit, "");
  CU_ASSERT_PTR_NOT_NULL(strstr(e.cite, "GB/T 8170"));
}

static void test_figures(void) {
  cement_entry e = entry(CEMENT_FIGURES, GB, "clinker_coal_intensity", NULL);
  CU_ASSERT_STRING_EQUAL(e.unit, "kgce/t");
  CU_ASSERT_EQUAL(e.decimals, 2);
  CU_ASSERT_EQUAL(e.rule, CEMENT_ROUND_HALF_EVEN);
  CU_ASSERT_EQUAL(e.levels, 3);
  CU_ASSERT_STRING_EQUAL(e.cite, "4.2");
  CU_ASSERT_EQUAL(e.flags, 0);
  CU_ASSERT_PTR_NOT_NULL(strstr(e.value, " / clinker_output"));
  e = entry(CEMENT_FIGURES, GB, "cement_energy_intensity", NULL);
  CU_ASSERT_EQUAL(e.flags, CEMENT_ENTRY_FACILITY);
  e = entry(CEMENT_FIGURES, CETS, "fuel_co2_total", NULL);
  CU_ASSERT_STRING_EQUAL(e.unit, "tCO2");
  CU_ASSERT_EQUAL(e.rule, CEMENT_ROUND_HALF_UP);
  CU_ASSERT_EQUAL(e.levels, 0);
}

static void test_members(void) {
  cement_entry e = entry(CEMENT_FUELS, NULL, "petroleum_coke", NULL);
  CU_ASSERT_STRING_EQUAL(e.label_zh, "石油焦");
  CU_ASSERT_STRING_EQUAL(e.names, "petcoke");
  CU_ASSERT_STRING_EQUAL(e.unit, "t");
  e = entry(CEMENT_FUELS, NULL, "natural_gas", NULL);
  CU_ASSERT_STRING_EQUAL(e.unit, "10^4 Nm3");
  e = entry(CEMENT_MATERIALS, NULL, "carbide_slag", NULL);
  CU_ASSERT_STRING_EQUAL(e.label_zh, "电石渣");
  CU_ASSERT_STRING_EQUAL(e.unit, "");
}

/* An edition of one's own lists what it adds, its items among those of the catalog. */
static void test_loaded(void) {
  char *text = plant_file("every-word.edition.json");
  size_t items = cement_catalog_count(suite_catalog, CEMENT_ITEMS, NULL);
  CU_ASSERT_EQUAL(cement_catalog_count(suite_catalog, CEMENT_FIGURES, "test.every-word@1"), 0);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_load(suite_catalog, "e", text, strlen(text), NULL), CEMENT_OK);
  CU_ASSERT_TRUE(cement_catalog_count(suite_catalog, CEMENT_FIGURES, "test.every-word@1") > 0);
  CU_ASSERT_TRUE(cement_catalog_count(suite_catalog, CEMENT_ITEMS, NULL) >= items);
  free(text);
}

/* What the summary of an edition counts, and what is listed, agree; every list ends where its count says. */
static void test_counts(void) {
  for (size_t i = 0; i < cement_catalog_edition_count(suite_catalog); i++) {
    cement_edition e = {.size = sizeof e};
    CU_ASSERT_EQUAL_FATAL(cement_catalog_edition(suite_catalog, &e, i, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL(cement_catalog_count(suite_catalog, CEMENT_FIGURES, e.id), e.figures);
    for (int32_t what = CEMENT_FACTORS; what <= CEMENT_FIGURES; what++) {
      cement_entry x = {.size = sizeof x};
      size_t count = cement_catalog_count(suite_catalog, what, e.id);
      CU_ASSERT_EQUAL(cement_catalog_entry(suite_catalog, &x, what, e.id, count, NULL), CEMENT_E_ARG);
      for (size_t k = 0; k < count; k++)
        CU_ASSERT_EQUAL(cement_catalog_entry(suite_catalog, &x, what, e.id, k, NULL), CEMENT_OK);
    }
  }
}

static void test_arguments(void) {
  static const struct {
    int32_t what;
    const char *edition;
    size_t index;
    int32_t code;
  } cases[] = {{-1, NULL, 0, CEMENT_E_ARG},
               {6, NULL, 0, CEMENT_E_ARG},
               {CEMENT_ITEMS, GB, 0, CEMENT_E_ARG},
               {CEMENT_FACTORS, NULL, 0, CEMENT_E_ARG},
               {CEMENT_FACTORS, "cn.gb-16780@1999", 0, CEMENT_E_UNKNOWN},
               {CEMENT_FUELS, NULL, SIZE_MAX, CEMENT_E_ARG}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    cement_error err = {.size = sizeof err};
    cement_entry e = {.size = sizeof e, .decimals = 77};
    CU_ASSERT_EQUAL(cement_catalog_entry(suite_catalog, &e, cases[i].what, cases[i].edition, cases[i].index, &err),
                    cases[i].code);
    CU_ASSERT_EQUAL(err.code, cases[i].code);
    CU_ASSERT_EQUAL(e.decimals, 77);
    if (cases[i].index == 0) CU_ASSERT_EQUAL(cement_catalog_count(suite_catalog, cases[i].what, cases[i].edition), 0);
  }
  cement_entry e = {.size = sizeof e - 1};
  CU_ASSERT_EQUAL(cement_catalog_entry(suite_catalog, &e, CEMENT_ITEMS, NULL, 0, NULL), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(cement_catalog_entry(suite_catalog, NULL, CEMENT_ITEMS, NULL, 0, NULL), CEMENT_E_ARG);
  e.size++;
  CU_ASSERT_EQUAL(cement_catalog_entry(NULL, &e, CEMENT_ITEMS, NULL, 0, NULL), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(cement_catalog_entry((cement_catalog *)(void *)suite_context, &e, CEMENT_ITEMS, NULL, 0, NULL),
                  CEMENT_E_ARG);
  CU_ASSERT_EQUAL(cement_catalog_count(NULL, CEMENT_ITEMS, NULL), 0);
}

/* ---- units ---- */

static void converts(const char *value, const char *from, const char *to, const char *expected) {
  char out[CEMENT_TEXT_MAX];
  cement_error err = {.size = sizeof err};
  int32_t status = cement_unit_convert(out, value, from, to, &err);
  if (status) printf("\n  %s %s: %s\n", value, from, err.message);
  CU_ASSERT_EQUAL(status, CEMENT_OK);
  if (!status) CU_ASSERT_STRING_EQUAL(out, expected);
}

/* By the definitions: 1 kcal is 4.1868 kJ, 万 is 10^4; quotients by Python's Decimal with 34 digits. */
static void test_convert(void) {
  converts("110000.00", "t", "kg", "110000000");
  converts("1.5", "万吨", "t", "15000");
  converts("5500", "kcal/kg", "GJ/t", "23.0274");
  converts("1", "kJ", "kcal", "0.2388458966274959396197573325690265");
  converts("389.31", "GJ/10^4 Nm3", "MJ/Nm3", "38.931");
  converts("2.5", "万kWh", "kWh", "25000");
  converts("0.1", "kgce/kWh", "gce/kWh", "100");
  converts("1e-30", "t", "g", "0.000000000000000000000001");
  converts("-2", "t", "kg", "-2000");
  converts("-0", "t", "t", "0");
  converts("25", "℃", "°C", "25");
  converts("25", "kg/K", "kg/℃", "25"); /* a difference */
  converts("1", "t(ar)", "kg(收到基)", "1000");
  converts("9999999999999999999999999999999", "t", "t", "9999999999999999999999999999999");
}

static void refuses(const char *value, const char *from, const char *to, int32_t code) {
  char out[CEMENT_TEXT_MAX] = "untouched";
  cement_error err = {.size = sizeof err};
  int32_t status = cement_unit_convert(out, value, from, to, &err);
  if (status != code) printf("\n  %s %s to %s: %d %s\n", value, from, to, (int)status, status ? err.message : out);
  CU_ASSERT_EQUAL(status, code);
  CU_ASSERT_EQUAL(err.code, code);
  CU_ASSERT_STRING_EQUAL(out, "untouched");
  CU_ASSERT_EQUAL(cement_unit_convert(out, value, from, to, NULL), code);
}

static void test_convert_refused(void) {
  char out[CEMENT_TEXT_MAX];
  refuses("1", "t", "kWh", CEMENT_E_UNIT);
  refuses("1", "tCO2", "tC", CEMENT_E_UNIT); /* 44/12 is a matter of chemistry, not of units */
  refuses("1", "GJ", "kWh", CEMENT_E_UNIT);  /* heat is not electricity */
  refuses("1", "tce", "GJ", CEMENT_E_UNIT);
  refuses("1", "t(ar)", "t(d)", CEMENT_E_UNIT);
  refuses("1", "t(ar)", "t", CEMENT_E_UNIT);
  refuses("300", "K", "℃", CEMENT_E_UNIT);
  refuses("20", "℃", "K", CEMENT_E_UNIT);
  refuses("1", "lb", "t", CEMENT_E_UNIT);
  refuses("1", "t", "", CEMENT_E_UNIT);
  refuses("1,5", "t", "t", CEMENT_E_SYNTAX);
  refuses("", "t", "t", CEMENT_E_SYNTAX);
  refuses("1e31", "t", "t", CEMENT_E_RANGE);
  refuses("1.0000000000000000000000000000000001", "t", "t", CEMENT_E_LIMIT);
  refuses("1.234567890123456789e-30", "Pa/10^18 g/kg", "x", CEMENT_E_UNIT);
  refuses(NULL, "t", "t", CEMENT_E_ARG);
  refuses("1", NULL, "t", CEMENT_E_ARG);
  refuses("1", "t", NULL, CEMENT_E_ARG);
  CU_ASSERT_EQUAL(cement_unit_convert(NULL, "1", "t", "t", NULL), CEMENT_E_ARG);
  /* 41 868^3 x 1 440 and 1 / 1 440^2 are ratios of numbers below 10^18; their quotient, 2.19 x 10^23, is not */
  refuses("1", "kcal*kcal*kcal/min", "min*min*J*J*J/d/d/d", CEMENT_E_UNIT);
  converts("1", "kcal*kcal*kcal/min", "kcal*kcal*kcal/min", "1");
  converts("1", "min*min*J*J*J/d/d/d", "min*min*J*J*J/d/d/d", "1");
  /* a number longer than the field: 10^-30 by 10^-120 */
  CU_ASSERT_EQUAL(
      cement_unit_convert(out, "1e-30", "g/t/t/t/t/t/t/t/t/t/t/t/t/t/t/t/t", "t/g/g/g/g/g/g/g/g/g/g/g/g/g/g/g/g", NULL),
      CEMENT_E_RANGE);
}

int register_entries_suite(void) {
  CU_pSuite suite = CU_add_suite("entries", suite_open, suite_close);
  CU_add_test(suite, "items", test_items);
  CU_add_test(suite, "factors", test_factors);
  CU_add_test(suite, "options", test_options);
  CU_add_test(suite, "figures", test_figures);
  CU_add_test(suite, "fuels and materials", test_members);
  CU_add_test(suite, "counts", test_counts);
  CU_add_test(suite, "arguments", test_arguments);
  CU_add_test(suite, "a loaded edition", test_loaded);
  CU_add_test(suite, "units", test_convert);
  CU_add_test(suite, "units refused", test_convert_refused);
  return (int)CU_get_error();
}
