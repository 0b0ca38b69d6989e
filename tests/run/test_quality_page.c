/* The report of data quality for people: its tables and lists, whose numbers are worked out in test_quality.c and
 * tests/cli/test_quality.py; and what the series are called. */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

#include "api/host.h"
#include "run/rows.h"

int register_quality_page_suite(void);

#define EN CEMENT_LANGUAGE_EN
#define ZH CEMENT_LANGUAGE_ZH
#define NINES "000000000"

/* The Markdown of a ledger's report in a language has all these words, up to a NULL. */
static void says(const few_rows *r, int32_t language, const char *const *words) {
  char *report = rows_quality(r, CEMENT_FORMAT_MARKDOWN, language);
  for (; *words; words++) CU_ASSERT_TRUE(rows_says(report, *words));
  free(report);
}

#define SAYS(r, language, ...) says(r, language, (const char *const[]){__VA_ARGS__, NULL})

/* Five months of 10 and one of 16 of the plant's drying heat; raw meal 1.6 times the clinker, and once 2.2 times. */
static void test_stands_out(void) {
  few_rows r;
  rows_begin(&r);
  for (int month = 1; month <= 6; month++) {
    rows_add(&r, ",2025-0%d,admixture_drying_heat,,%d,GJ,,,,", month, month < 6 ? 10 : 16);
    rows_add(&r, "L1,2025-0%d,clinker_output,,100,t,,,,", month);
    rows_add(&r, "L1,2025-0%d,raw_meal_consumption,,%d,t,,,,", month, month < 6 ? 160 : 220);
  }
  rows_add(&r, "L2,2025-01,clinker_output,,100,t,,,,");
  rows_add(&r, "L2,2025-01,raw_meal_consumption,,150,t,,,,");
  SAYS(&r, EN, "| whole plant | heat for drying admixtures | 2025-06 | 16 | 7.8 | 14.2 | GJ |\n",
       "| L1 | raw meal per t of clinker | 2025-06 | 2.2000 | 1.3808 | 2.0192 | t/t |\n",
       "| L1 | raw meal per t of clinker | 6 | 1.7000 | 1.3808 | 2.0192 | t/t |\n",
       "| L2 | raw meal per t of clinker | 1 | 1.5000 |  |  | t/t |\n");
  SAYS(&r, ZH, "| 全厂 | 混合材烘干热量 | 2025-06 | 16 | 7.8 | 14.2 | GJ |\n",
       "| L1 | 生料消耗量与熟料产量之比 | 2025-06 | 2.2000 | 1.3808 | 2.0192 | t/t |\n",
       "| L2 | 生料消耗量与熟料产量之比 | 1 | 1.5000 |  |  | t/t |\n");
}

/* Behind five ratios of 1 one of 10^35, which has no room for the decimals of a ratio. */
static void test_large_ratio(void) {
  few_rows r;
  rows_begin(&r);
  for (int month = 1; month <= 6; month++) {
    rows_add(&r, "L1,2025-0%d,clinker_output,,%s,t,,,,", month, month < 6 ? "1" : "1e-5");
    rows_add(&r, "L1,2025-0%d,raw_meal_consumption,,%s,t,,,,", month, month < 6 ? "1" : "1e30");
  }
  SAYS(&r, EN, "| L1 | raw meal per t of clinker | 2025-06 | 1" NINES NINES NINES "00000000 | ");
}

/* 250 t × 10 GJ/t over 1000 t: 2500 MJ/t. A month without fuel has no number; a fuel without heat value is told. */
static void test_balances(void) {
  few_rows r;
  rows_begin(&r);
  rows_add(&r, "L1,2025-01,clinker_output,,1000,t,,,,");
  rows_add(&r, "L1,2025-02,clinker_output,,1000,t,,,,");
  rows_add(&r, "L1,2025-01,fuel_consumption,lignite,250,t,,,,");
  rows_add(&r, "L1,2025-01,fuel_ncv,lignite,10,GJ/t,default,,,");
  SAYS(&r, EN, "- Heat of fuel: 2500 GJ, by default values 100.00 %, by estimates 0.00 %\n",
       "| L1 | heat of kiln fuel per t of clinker | 2025-01 | 2500.0 | 2500..8000 | MJ/t | agrees |\n",
       "| L1 | heat of kiln fuel per t of clinker | 2025-02 |  | 2500..8000 | MJ/t | not known |\n");
  rows_add(&r, "L1,2025-02,fuel_consumption,lignite,250,t,,,,");
  SAYS(&r, EN, "by estimates 0.00 %; months of a fuel without heat value: 1\n");
}

/* 8000 + 30000 - 29000 = 9000, of which 100 t are not there: 100 of 38000 are 0.26 %. February's begin is 1 t less than
 * January's end; what came is not told. Of diesel nothing lies anywhere. */
static void test_stocks(void) {
  few_rows r;
  rows_begin(&r);
  rows_add(&r, ",2025-01,fuel_opening_stock,lignite,8000,t,,,,");
  rows_add(&r, ",2025-01,fuel_purchased,lignite,30000,t,,,,");
  rows_add(&r, "L1,2025-01,fuel_consumption,lignite,29000,t,,,,");
  rows_add(&r, ",2025-01,fuel_closing_stock,lignite,8900.0,t,,,,");
  rows_add(&r, ",2025-02,fuel_opening_stock,lignite,8899,t,,,,");
  rows_add(&r, "L1,2025-02,clinker_output,,1,t,,,,");
  rows_add(&r, "L1,2025-01,fuel_consumption,diesel,1,t,,,,");
  SAYS(&r, EN,
       "### Stocks\n\nOpening + in - out = computed; the difference is closing less computed, in % of opening + in. No "
       "tolerance is applied.\n\n| balance | month | opening | in | out | computed | closing | difference | % | unit | "
       "result | opening less closing before | not given |\n",
       "| fuel by stock: lignite | 2025-01 | 8000 | 30000.0 | 29000.0 | 9000.0 | 8900 | -100.0 | -0.26 | t | differs | "
       " | "
       "fuel sold or passed on (as 0) |\n"
       "| fuel by stock: lignite | 2025-02 | 8899 | 0 | 0 |  |  |  |  | t | not known | -1.0 | fuel purchased; L1 fuel "
       "consumption of lignite (kiln); fuel sold or passed on (as 0); closing stock of fuel |\n",
       "### Not checked\n\n- clinker by stock: the ledger has neither opening nor closing stock of clinker\n"
       "- fuel by stock: the ledger has neither opening nor closing stock of it: diesel\n");
  SAYS(&r, ZH,
       "### 库存\n\n期初＋增加－减少＝推算期末；差异为期末减推算期末，百分比以期初与增加之和为基数。不设容差。\n\n",
       "| 燃料库存平衡：褐煤 | 2025-02 | 8899 | 0 | 0 |  |  |  |  | t | 无法核对 | -1.0 | 燃料购入量；L1 "
       "褐煤（窑用） 燃料消耗量；燃料外销量（计为零）；燃料期末库存量 |\n",
       "- 熟料库存平衡：台账没有熟料的期初库存量和期末库存量\n- "
       "燃料库存平衡：台账没有该燃料的期初库存量和期末库存量：柴油\n");
}

/* Where nothing was and nothing came there is no share of it. */
static void test_share_of_nothing(void) {
  few_rows r;
  rows_begin(&r);
  rows_add(&r, ",2025-01,clinker_opening_stock,,0,t,,,,");
  rows_add(&r, "L1,2025-01,clinker_output,,0,t,,,,");
  rows_add(&r, ",2025-01,clinker_consumed,,0,t,,,,");
  rows_add(&r, ",2025-01,clinker_closing_stock,,1,t,,,,");
  SAYS(&r, EN, "| result | not given |\n", "| clinker by stock | 2025-01 | 0 | 0 | 0 | 0 | 1 | 1 | t | differs | ");
}

/* With all stocks there nothing is left unchecked, and without such a list the heading is not there. */
static void test_all_checked(void) {
  few_rows r;
  rows_begin(&r);
  rows_add(&r, ",2025-01,clinker_closing_stock,,1,t,,,,");
  rows_add(&r, ",2025-01,fuel_closing_stock,natural_gas,2,10^4 Nm3,,,,");
  char *report = rows_quality(&r, CEMENT_FORMAT_MARKDOWN, EN);
  CU_ASSERT_PTR_NULL(strstr(report, "Not checked"));
  CU_ASSERT_TRUE(rows_says(report,
                           "| clinker by stock | 2025-01 | 0 | 0 | 1 | t | not known | opening stock of clinker; "
                           "clinker output; clinker purchased (as 0); clinker consumed; clinker sold (as 0) |\n"));
  CU_ASSERT_TRUE(rows_says(report, "| fuel by stock: natural gas | 2025-01 | 0 | 0 | 2 | 10^4 Nm3 | not known | "));
  free(report);
}

/* Of a fuel, a material or a section, by the plant's own name where it gives one. */
static void test_names(void) {
  few_rows r;
  rows_begin(&r);
  rows_add(&r, ",,material.name,lime,Lime of ours,,,,,");
  rows_add(&r, ",,fuel.name,husk,Husk of ours,,,,,");
  rows_add(&r, ",,fuel.origin,husk,biomass,,,,,");
  rows_add(&r, ",,fuel.state,husk,solid,,,,,");
  rows_add(&r, "L1,2025-01,raw_material_consumption,lime,1,t,,,,");
  rows_add(&r, "L1,2025-01,raw_material_consumption,carbide_slag,2,t,,,,");
  rows_add(&r, "L1,2025-01,electricity_consumption,clinker,3,kWh,,,,");
  rows_add(&r, ",2025-01,electricity_consumption,packing,3,kWh,,,,");
  rows_add(&r, "L1,2025-01,fuel_consumption,husk,4,t,,,,");
  rows_add(&r, "L1,2025-01,fuel_consumption,diesel,5,t,,drying,,");
  SAYS(&r, EN, "| raw material consumption of Lime of ours | x |", "| raw material consumption of carbide slag | x |",
       "| electricity consumption of clinker making | x |", "| electricity consumption of packing | x |",
       "| fuel consumption of Husk of ours (kiln) | x |", "| fuel consumption of diesel (drying) | x |");
  SAYS(&r, ZH, "| Lime of ours 原料消耗量 | 有 |", "| 电石渣 原料消耗量 | 有 |", "| 熟料烧成 电量 | 有 |",
       "| 柴油（烘干） 燃料消耗量 | 有 |");
  char *report = rows_quality(&r, CEMENT_FORMAT_JSON, EN);
  CU_ASSERT_TRUE(rows_says(report, "{\"item\": \"raw_material_consumption\", \"line\": \"L1\", \"of\": \"lime\", "));
  CU_ASSERT_TRUE(rows_says(report, "{\"item\": \"electricity_consumption\", \"of\": \"packing\", "));
  free(report);
}

/* A gas has its heat by 10^4 Nm3, a solid fuel by t. */
static void test_units(void) {
  few_rows r;
  rows_begin(&r);
  for (int month = 1; month <= 6; month++) {
    rows_add(&r, "L1,2025-0%d,fuel_ncv,natural_gas,%d,GJ/10^4 Nm3,,,,", month, month < 6 ? 10 : 16);
    rows_add(&r, "L1,2025-0%d,fuel_ncv,lignite,%d,GJ/t,,,,", month, month < 6 ? 10 : 16);
  }
  SAYS(&r, EN, "of natural gas | 2025-06 | 16 | 7.8 | 14.2 | GJ/10^4 Nm3 |\n",
       "of lignite | 2025-06 | 16 | 7.8 | 14.2 | GJ/t |\n");
}

/* All of it, but for hashes and where the factor is from; columns without content are left out. */
static void test_whole(void) {
  few_rows r;
  rows_begin(&r);
  rows_add(&r, "L1,2024-12,clinker_output,,1,t,,,,");
  rows_add(&r, "L1,2025-01,clinker_output,,1,t,measured,,,");
  SAYS(&r, EN, "# Data quality: F\n\n- Months: 2024-12..2025-01; SHA-256 of the ledger ",
       "absent.\n\n"
       "## Line L1\n\n"
       "- 2 values: measured 50.00 %, calculated 0.00 %, default 0.00 %, estimated 0.00 %, without method 50.00 %\n\n"
       "### 2024\n\n| item | 12 |\n|---|---|\n| clinker output | x |\n\n"
       "### 2025\n\n| item | 01 |\n|---|---|\n| clinker output | M |\n\n"
       "## Months that stand out\n\n"
       "Outside the mean ± 2.66 × mean moving range of the series, looked at from 6 months on. A hint to look, no "
       "judgement.\n\n",
       "\n\nNone.\n\n"
       "## Balances\n\n"
       "| line | balance | month | expected | unit | result |\n|---|---|---|---:|---|---|\n"
       "| L1 | heat of kiln fuel per t of clinker | 2024-12 | 2500..8000 | MJ/t | not known |\n"
       "| L1 | heat of kiln fuel per t of clinker | 2025-01 | 2500..8000 | MJ/t | not known |\n\n"
       "### Not checked\n\n- clinker by stock: the ledger has neither opening nor closing stock of clinker\n"
       "- fuel by stock: the ledger has neither opening nor closing stock of it\n\n"
       "## What reading repaired, took for granted or left out\n\nNothing.\n\n");
}

int register_quality_page_suite(void) {
  CU_pSuite suite = CU_add_suite("quality page", suite_open, suite_close);
  CU_add_test(suite, "a whole page", test_whole);
  CU_add_test(suite, "months that stand out", test_stands_out);
  CU_add_test(suite, "a ratio of many digits", test_large_ratio);
  CU_add_test(suite, "balances", test_balances);
  CU_add_test(suite, "stocks", test_stocks);
  CU_add_test(suite, "stocks of everything", test_all_checked);
  CU_add_test(suite, "a share of nothing", test_share_of_nothing);
  CU_add_test(suite, "names of series", test_names);
  CU_add_test(suite, "units of series", test_units);
  return (int)CU_get_error();
}
