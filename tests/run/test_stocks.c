/* The years of items that have what their first or last month has: figures, what they lack, stars and proofs. */
#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "api/text.h"
#include "plant.h"

int register_stocks_suite(void);

#define ITEM(key, of, time)                                                                                            \
  "\"" key "\": {\"zh\": \"" key "\", \"en\": \"" key "\", \"at\": \"line\", \"of\": [" of                             \
  "], \"unit\": \"%\", \"absent\": \"incomplete\", \"time\": \"" time "\"}"
#define FIGURE(key, of, is)                                                                                            \
  "{\"key\": \"" key "\", \"at\": \"line\", " of "\"unit\": \"%\", \"year\": \"recompute\", \"clause\": \"1\", "       \
  "\"display\": {\"decimals\": 1, \"rule\": \"half_up\"}, \"is\": \"" is "\"}"
#define ID "test.stocks@1"

static const char edition[] =
    "{\"schema\": \"cement-edition/1\", \"id\": \"" ID "\", \"title\": {\"zh\": \"z\", \"en\": \"e\"}, "
    "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", \"items\": {"                      //
    ITEM("begin", "", "first") ", " ITEM("end", "", "last") ", " ITEM("heap", "\"FUEL\"", "first") ", " //
    ITEM("rest", "\"FUEL\"", "last") "}, \"formulas\": [" FIGURE("begins", "", "begin") ", "            //
    FIGURE("ends", "", "end") ", " FIGURE("heaps", "\"of\": [\"FUEL\"], ", "heap") ", "                 //
    FIGURE("rests", "\"of\": [\"FUEL\"], ", "rest") "]}";

#define HEAD "line,period,item,of,value,unit,use,method\n,,facility.id,,F,,,\nL1,,line.name,,A,,,\n"
#define SEEN(month, item, of, value, method) "L1,2025-" month "," item "," of "," value ",%,," method "\n"
/* Coal is burnt in February alone; it lies there in all months. */
#define ALL                                                                                                            \
  HEAD "L1,2025-02,fuel_consumption,lignite,1,t,,\n" SEEN("01", "begin", "", "10", "")                                 \
      SEEN("02", "begin", "", "20", "estimated") SEEN("03", "begin", "", "30", "") SEEN("01", "end", "", "21", "")     \
          SEEN("02", "end", "", "31", "") SEEN("03", "end", "", "41", "estimated")                                     \
              SEEN("01", "heap", "lignite", "5", "") SEEN("02", "heap", "lignite", "6", "")                            \
                  SEEN("02", "rest", "lignite", "7", "") SEEN("03", "rest", "lignite", "8", "")

static const struct {
  const char *key, *of, *year;
} figures[] = {{"begins", NULL, "10"}, {"ends", NULL, "41"}, {"heaps", "lignite", "5"}, {"rests", "lignite", "8"}};

static size_t find(const plant *p, size_t i) {
  size_t at = 0;
  CU_ASSERT_EQUAL_FATAL(cement_run_find(p->run, &at, ID, figures[i].key, "L1", "2025", figures[i].of, NULL), CEMENT_OK);
  return at;
}

static void test_years(void) {
  plant p;
  plant_open(&p, edition, ID, NULL, ALL);
  for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
    cement_figure f = {.size = sizeof f};
    CU_ASSERT_EQUAL_FATAL(cement_run_figure(p.run, &f, find(&p, i), NULL), CEMENT_OK);
    CU_ASSERT_STRING_EQUAL(f.value, figures[i].year);
  }
  plant_close(&p);
}

/* The month alone is told, in either language. */
static void test_proofs(void) {
  plant p;
  plant_open(&p, edition, ID, NULL, ALL);
  CU_ASSERT_TRUE(plant_proves(&p, ID, "begins L1 2025 -", CEMENT_LANGUAGE_EN, "= 10 %: of the first month 2025-01 10"));
  CU_ASSERT_TRUE(plant_proves(&p, ID, "ends L1 2025 -", CEMENT_LANGUAGE_EN, "= 41 %: of the last month 2025-03 41"));
  CU_ASSERT_TRUE(plant_proves(&p, ID, "heaps L1 2025 lignite", CEMENT_LANGUAGE_ZH, "取首月 2025-01 5"));
  CU_ASSERT_TRUE(plant_proves(&p, ID, "rests L1 2025 lignite", CEMENT_LANGUAGE_ZH, "取末月 2025-03 8"));
  char *proof = plant_proof(&p, ID, "begins", "L1", "2025", CEMENT_LANGUAGE_EN);
  CU_ASSERT_PTR_NULL(strstr(proof, "2025-02"));
  free(proof);
  plant_close(&p);
}

/* February's begin and March's end are estimates: the one is of no year, the other is the year's. */
static void test_stars(void) {
  plant p;
  plant_open(&p, edition, ID, NULL, ALL);
  char *report = plant_report(&p, CEMENT_FORMAT_MARKDOWN, CEMENT_LANGUAGE_EN, NULL);
  CU_ASSERT_PTR_NOT_NULL(strstr(report, "| begins | 10.0 |"));
  CU_ASSERT_PTR_NOT_NULL(strstr(report, "| ends | \\*41.0 |"));
  free(report);
  plant_close(&p);
}

/* Without the first month's or the last's nothing else is lacking, though that month burnt no coal. */
static void test_missing(void) {
  static const char *const periods[] = {"2025-01", "2025-03", "2025-01", "2025-03"};
  plant p;
  plant_open(&p, edition, ID, NULL,
             HEAD "L1,2025-01,clinker_output,,1,t,,\nL1,2025-03,clinker_output,,1,t,,\n"
                  "L1,2025-02,fuel_consumption,lignite,1,t,,\n" SEEN("02", "begin", "", "1", "")
                      SEEN("02", "end", "", "1", "") SEEN("02", "heap", "lignite", "1", "")
                          SEEN("02", "rest", "lignite", "1", ""));
  for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
    cement_missing lacks[2];
    size_t count = 9;
    CU_ASSERT_EQUAL_FATAL(cement_run_missing(p.run, lacks, 2, &count, find(&p, i), NULL), CEMENT_OK);
    CU_ASSERT_EQUAL(count, 1);
    CU_ASSERT_STRING_EQUAL(lacks[0].period, periods[i]);
  }
  plant_close(&p);
}

static void test_described(void) {
  static const char *const words[] = {"year: first month", "year: last month", "年值取首月", "年值取末月"};
  plant p;
  plant_open(&p, edition, ID, NULL, ALL);
  for (int32_t language = 0; language < 2; language++) {
    written t = {0};
    CU_ASSERT_EQUAL_FATAL(cement_catalog_describe(p.catalog, text_gather, &t, ID, CEMENT_FORMAT_TEXT, language, NULL),
                          CEMENT_OK);
    for (int i = 0; i < 2; i++) CU_ASSERT_PTR_NOT_NULL(strstr(t.at, words[2 * language + i]));
    free(t.at);
  }
  plant_close(&p);
}

int register_stocks_suite(void) {
  CU_pSuite suite = CU_add_suite("stocks of years", NULL, NULL);
  CU_add_test(suite, "figures", test_years);
  CU_add_test(suite, "proofs", test_proofs);
  CU_add_test(suite, "stars", test_stars);
  CU_add_test(suite, "what is missing", test_missing);
  CU_add_test(suite, "in the edition's description", test_described);
  return (int)CU_get_error();
}
