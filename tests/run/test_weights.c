/* Yearly means weighted by an item of fewer sets than their own: the fuel's ash by the line's clinker. */
#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <string.h>

#include "plant.h"

int register_weights_suite(void);

#define ITEM(key, of, time)                                                                                            \
  "\"" key "\": {\"zh\": \"" key "\", \"en\": \"" key "\", \"at\": \"line\", \"of\": [" of                             \
  "], \"unit\": \"%\", \"absent\": \"incomplete\", \"time\": " time "}"
#define FIGURE(key, of, is)                                                                                            \
  "{\"key\": \"" key "\", \"at\": \"line\", " of "\"unit\": \"%\", \"year\": \"recompute\", \"clause\": \"1\", "       \
  "\"display\": {\"decimals\": 1, \"rule\": \"half_up\"}, "                                                            \
  "\"is\": \"" is "\"}"
#define BY_CLINKER "{\"mean\": \"clinker_output\"}"
#define EDITION(items, formulas)                                                                                       \
  "{\"schema\": \"cement-edition/1\", \"id\": \"test.weights@1\", \"title\": {\"zh\": \"z\", \"en\": \"e\"}, "         \
  "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", \"items\": {" items "}, \"formulas\": [" formulas   \
  "]}"

#define BY(weight) "{\"mean\": \"" weight "\"}"
#define FUELS ITEM("ash", "\"FUEL\"", BY_CLINKER) "," ITEM("lot", "\"FUEL\"", "\"sum\"")
#define USES ITEM("sulphur", "\"FUEL\", \"USE\"", BY("lot"))
#define MATERIALS ITEM("water", "\"MATERIAL\"", BY_CLINKER) "," ITEM("heap", "\"MATERIAL\"", "\"sum\"")
#define MORE_MATERIALS ITEM("lime", "\"MATERIAL\"", BY("heap"))
#define SECTIONS ITEM("load", "\"SECTION\"", BY_CLINKER) "," ITEM("run", "\"SECTION\"", "\"sum\"")
#define MORE_SECTIONS ITEM("slip", "\"SECTION\"", BY("run"))
#define ITEMS FUELS "," USES "," MATERIALS "," MORE_MATERIALS "," SECTIONS "," MORE_SECTIONS
#define OF_FUEL "\"of\": [\"FUEL\"], "
#define OF_USE "\"of\": [\"FUEL\", \"USE\"], "
#define OF_MATERIAL "\"of\": [\"MATERIAL\"], "
#define OF_FUELS FIGURE("ashes", OF_FUEL, "ash") "," FIGURE("sulphurs", OF_USE, "sulphur")
#define OF_MATERIALS FIGURE("waters", OF_MATERIAL, "water") "," FIGURE("limes", OF_MATERIAL, "lime")
#define OF_SECTIONS FIGURE("loads", "", "load['clinker']") "," FIGURE("slips", "", "slip['clinker']")
#define FORMULAS OF_FUELS "," OF_MATERIALS "," OF_SECTIONS

static const char edition[] = EDITION(ITEMS, FORMULAS);

#define HEAD "line,period,item,of,value,unit,use\n,,facility.id,,F,,\nL1,,line.name,,A,,\n"
#define SEEN(month, item, of, value) "L1," month "," item "," of "," value ",%,\n"
/* What a month says: the same percentage of everything, and the same lots of all. */
#define MONTH(month, percent, lot)                                                                                     \
  "L1," month ",fuel_consumption,bituminous_coal,1,t,\nL1," month                                                      \
  ",raw_substitute_consumption,carbide_slag,1,t,\n" SEEN(month, "ash", "bituminous_coal", percent)                     \
      SEEN(month, "lot", "bituminous_coal", lot) "L1," month ",sulphur,bituminous_coal," percent ",%,kiln\n" SEEN(     \
          month, "water", "carbide_slag", percent) SEEN(month, "heap", "carbide_slag", lot)                            \
          SEEN(month, "lime", "carbide_slag", percent) SEEN(month, "load", "clinker", percent)                         \
              SEEN(month, "run", "clinker", lot) SEEN(month, "slip", "clinker", percent)
#define CLINKER(month, tonnes) "L1," month ",clinker_output,," tonnes ",t,\n"

/* Those by clinker first. */
#define BY_CLINKER_COUNT 3
static const struct {
  const char *key, *of;
} figures[] = {{"ashes", "bituminous_coal"},         {"waters", "carbide_slag"}, {"loads", NULL},
               {"sulphurs", "bituminous_coal,kiln"}, {"limes", "carbide_slag"},  {"slips", NULL}};

/* 10 % with 30 t, 20 % with 10 t: (300 + 200) / 40 = 12.5 %. */
static void test_means(void) {
  plant p;
  plant_open(&p, edition, "test.weights@1", NULL,
             HEAD MONTH("2025-01", "10", "30") CLINKER("2025-01", "30") MONTH("2025-02", "20", "10")
                 CLINKER("2025-02", "10"));
  for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
    cement_figure f = {.size = sizeof f};
    size_t at = 0;
    CU_ASSERT_EQUAL_FATAL(
        cement_run_find(p.run, &at, "test.weights@1", figures[i].key, "L1", "2025", figures[i].of, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL_FATAL(cement_run_figure(p.run, &f, at, NULL), CEMENT_OK);
    if (strcmp(f.value, "12.5")) printf("\n  %s: %s\n", f.key, f.value);
    CU_ASSERT_STRING_EQUAL(f.value, "12.5");
  }
  CU_ASSERT_TRUE(
      plant_proves(&p, "test.weights@1", "ashes L1 2025 bituminous_coal", CEMENT_LANGUAGE_EN, "; weight 30"));
  CU_ASSERT_TRUE(plant_proves(&p, "test.weights@1", "loads L1 2025 -", CEMENT_LANGUAGE_EN, "; weight 10"));
  plant_close(&p);
}

/* Without February's clinker the means by it lack that, and not a clinker of coal; the means by lots lack nothing. */
static void test_missing_weight(void) {
  plant p;
  plant_open(&p, edition, "test.weights@1", NULL,
             HEAD MONTH("2025-01", "10", "30") CLINKER("2025-01", "30") MONTH("2025-02", "20", "10"));
  for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
    cement_missing lacks[2];
    size_t at = 0, count = 9;
    CU_ASSERT_EQUAL_FATAL(
        cement_run_find(p.run, &at, "test.weights@1", figures[i].key, "L1", "2025", figures[i].of, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL_FATAL(cement_run_missing(p.run, lacks, 2, &count, at, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL(count, i < BY_CLINKER_COUNT);
    if (count != 1) continue;
    CU_ASSERT_STRING_EQUAL(lacks[0].item, "clinker_output");
    CU_ASSERT_PTR_NULL(lacks[0].of);
    CU_ASSERT_STRING_EQUAL(lacks[0].period, "2025-02");
  }
  plant_close(&p);
}

/* A line's mean by what the plant as a whole has would never have a weight. */
static void test_level(void) {
  static const char text[] = EDITION(ITEM("ash", "\"FUEL\"", "{\"mean\": \"cement_output\"}"), "");
  cement_context *context;
  cement_catalog *catalog;
  cement_error err = {.size = sizeof err};
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&context, NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&catalog, context, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_catalog_load(catalog, "level", text, strlen(text), &err), CEMENT_E_SCHEMA);
  CU_ASSERT_PTR_NOT_NULL(strstr(err.message, "of the same level"));
  cement_catalog_destroy(catalog);
  cement_context_destroy(context);
}

int register_weights_suite(void) {
  CU_pSuite suite = CU_add_suite("weights", NULL, NULL);
  CU_add_test(suite, "by an item of fewer sets", test_means);
  CU_add_test(suite, "that are missing", test_missing_weight);
  CU_add_test(suite, "of another level", test_level);
  return (int)CU_get_error();
}
