/* Every word of the language at work: what proofs, reports and lists of missing values say of an edition that uses each
 * once (tests/data/core), and of numbers beyond what a figure can show. */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

#include "plant.h"

int register_every_word_suite(void);

#define ID "test.every-word@1"
#define EN CEMENT_LANGUAGE_EN
#define ZH CEMENT_LANGUAGE_ZH

static void open_every_word(plant *p, const char *option) {
  char *edition = plant_file("every-word.edition.json"), *ledger = plant_file("every-word.ledger.json");
  plant_open(p, edition, ID, option, ledger);
  free(edition);
  free(ledger);
}

/* The arithmetic of each line can be done by hand from the two files. */
static void test_proofs(void) {
  static const struct {
    const char *figure;
    int32_t language;
    const char *words;
  } rows[] = {
      /* 8 h are 8/24 d */
      {"run_time L1 2025-01 -", EN, "= 1000.25 ÷ 2500 + 8 × 0.125 ÷ 3 [units] = 0.733433333"},
      {"run_time L1 2025-01 -", EN, "line.design_capacity (design capacity) = 2500 t/d"},
      {"run_time L2 2025-02 -", EN, "line.design_capacity (design capacity) = not given"},
      {"net L1 2025-01 -", EN, "= (-30) + 30 = 0 t"},
      {"net L1 2025-01 -", EN, "3. dust_mass [L1, 2025-01] clause invented, 1; formula primary = dust = 30 = 30 t"},
      /* a mean weighted by dust: 2025-02 weighs nothing */
      {"wetness L1 2025 -", EN,
       "= 2 %: mean of the months weighted by dust 2025-01 2 %; ledger:21; weight 30 2025-02 9 %; ledger:28; weight 0"},
      {"wetness L1 2025 -", ZH, "各月加权平均，权为 dust"},
      {"wetness L2 2025 -", EN, "weighted by dust 2025-02 not observed; weight 3"},
      {"chlorine_sum L1 2025 bituminous_coal", EN, "weighted by fuel_consumption 2025-01 0.1 %; ledger:18; weight 140"},
      /* truths */
      {"questions L1 2025-01 -", EN, "since NOT dusty does not hold: NOT(1) since PRESENT(wetness) holds: PRESENT(2)"},
      {"questions L1 2025-01 -", EN, "= dust_moisture > 0 = 2 > 0 = true"},
      {"questions L1 2025-01 -", ZH, "= 2 > 0 = 是"},
      {"questions L1 2024-12 -", EN, "waste_heat_power_generation (waste-heat power generation): not observed (0)"},
      {"questions L1 2024-12 -", EN, "= 0 > 0 = false"},
      {"questions L1 2024-12 -", ZH, "= 0 > 0 = 否"},
      {"questions L2 2025-02 -", EN, "waste_heat_power_generation (waste-heat power generation): observed (1)"},
      {"questions L3 2025-02 -", EN, "= ? > 0 = incomplete"},
      {"lines_dusty - 2025-04 -", EN, "= 0 (no member)"},
      /* sums and who is in them */
      {"two_sums L1 2025-02 -", EN,
       "summed WHERE is_kiln AND is_coal: lignite kiln, sludge kiln; left out: diesel ignition, diesel transport"},
      {"two_sums L1 2025-02 -", EN, "is_kiln (is_kiln): USE = 'kiln'; clause invented, 1; primary is_coal (is_coal): "},
      {"burnt L1 2025-02 diesel", EN,
       "summed WHERE USE IN ('kiln', 'drying') OR NOT USE = 'ignition': diesel transport; left out: diesel ignition"},
      {"slag L1 2025-02 -", EN,
       "= 1 + 3 summed WHERE MATERIAL IN ('carbide_slag', 'fly_ash'): carbide_slag, fly_ash; "
       "left out: steel_slag = 4 t"},
      {"lignite_share L3 2025-02 -", EN, "fuels in t and in 10^4 Nm3 are not added = incomplete"},
      {"lignite_share L3 2025-02 -", ZH, "以 t 计与以 10^4 Nm3 计的燃料不相加"},
      {"lignite_share L1 2025-02 -", EN, "= (150) ÷ (150 + 1 + 2 + 20)"},
      {"two_ncv L1 2025 diesel", EN, "= 42.705 + 42.652"},
      {"plant_heat - 2025-01 -", EN, "summed WHERE clinker_type(LINE) = 'portland': L1 "},
      /* choices */
      {"odd L1 2025-01 -", EN, "= MAX(30, 0 − 30) × (1 + 10 × 0.01 [units]) + 0.5 × 3 × 30"},
      {"odd L1 2025-01 -", EN, "option reading (reading) = narrow, the default; invented, 6; primary"},
      {"demand L3 2025-02 -", EN, "does not hold: 0 > 0 AND (? > 0), which the rule requires; finding no-fuel"},
      {"per_choice L1 2025-01 -", EN, "= 1000.25 ÷ 30 since dust > 0 holds: 30 > 0"},
      {"burnt L2 2025-02 bituminous_coal", EN, "= 2500 × 0.9"},
      {"stepped L1 2025-02 lignite", EN, "= 1100 × 0.5 since FUEL = 'lignite' holds"},
      {"stepped L1 2025-02 diesel", EN, "= 1100 × 0.5 + 1100 × 1"},
      {"twice_grey L2 2025-02 -", EN, "= grey_only + grey_only = not applicable + not applicable = not applicable"},
      {"twice_grey L2 2025-02 -", EN, "not applicable: it does not hold that clinker_type(LINE) = 'portland'"},
      {"either L2 2025-02 -", EN, "= grey_only + clinker_output = not applicable + 500 = not applicable"},
      /* levels */
      {"odd L2 2025-02 -", EN,
       "Grade none: the figure or a limit is incomplete; clause invented, 12 first: 7.8 <= "
       "incomplete = L1 * (wetness / wetness) = 80 × ? ÷ ? = incomplete"},
      {"water_intensity - 2025-01 -", EN, "first: 0.8997750562359410147463134216445889 <= 0.1 is not met"},
      {"specific_heat L1 2025-01 -", EN, "compared by full (option compare, the default)"},
      {"specific_heat L1 2025-01 -", EN, "half = 1/2; invented, 1; primary"},
      /* a year's own finding, and a year's missing months */
      {"dust_mass L1 2025 -", EN, "missing-months the year has fewer than twelve months"},
      /* a word longer than a line is told whole: 200 letters and 60 characters of two columns */
      {"dust_mass L3 2025-03 -", EN, "xxxxxxxxxxxxxxxxxxxx"},
      {"dust_mass L3 2025-03 -", ZH, "窑窑窑窑窑窑窑窑窑窑"},
      /* an override tells the printed value too */
      {"specific_heat L1 2025-02 -", EN, "OVERRIDDEN by the ledger: 12 GJ/t, reason: another seam"},
      {"plant_power - 2025-02 -", EN,
       "whole plant 60000 kWh; ledger:42; shared by clinker_output: × 1100 ÷ incomplete"},
  };
  plant p;
  open_every_word(&p, NULL);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    CU_ASSERT_TRUE(plant_proves(&p, ID, rows[i].figure, rows[i].language, rows[i].words));
  plant_close(&p);
}

/* What an option changes is told where it was chosen. */
static void test_options(void) {
  plant p;
  open_every_word(&p, ID " reading wide");
  CU_ASSERT_TRUE(plant_proves(&p, ID, "odd L1 2025-01 -", EN,
                              "= MIN(1000.25, ABS(−30), ROUND(1000.25)) × (1 + 10 × 0.01 [units]) + 0.5 × 3 × 30"));
  CU_ASSERT_TRUE(
      plant_proves(&p, ID, "odd L1 2025-01 -", EN,
                   "option reading (reading) = wide, chosen instead of the default; invented, 7; unverified"));
  CU_ASSERT_TRUE(plant_proves(&p, ID, "odd L1 2025-01 -", ZH, "（非默认）"));
  plant_close(&p);
  /* the same choice in two options, each told for itself */
  open_every_word(&p, ID " share 20 " ID " parts 20");
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_TEXT, EN, NULL,
                            "  - an option other than the default is chosen: parts — 20 (10) [test.every-word@1 "
                            "option-chosen]\n  - an option other than the default is chosen: share — 20 (10) "
                            "[test.every-word@1 option-chosen]\n"));
  plant_close(&p);
  open_every_word(&p, ID " share 20");
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_TEXT, EN, NULL,
                            "Factors taken by analogy\n\n  - dry = 1.5 %, test.every-word@1, invented, 4\n"
                            "  - share[20] = 20 %, test.every-word@1, invented, 9\n\n"));
  plant_close(&p);
  open_every_word(&p, ID " compare rounded");
  CU_ASSERT_TRUE(plant_proves(&p, ID, "specific_heat L1 2025-01 -", EN, "second: 3559.1 <= 4000 is met"));
  CU_ASSERT_TRUE(plant_proves(&p, ID, "specific_heat L1 2025-01 -", EN, "compared by rounded (option compare); "));
  plant_close(&p);
  open_every_word(&p, ID " months round_then_sum");
  CU_ASSERT_TRUE(
      plant_proves(&p, ID, "dust_co2 L1 2025 -", EN,
                   "each as displayed (option months = round_then_sum; invented, 13; unverified): 2025-01 15 "
                   "(step 2) 2025-02 0 (step 3) = 15 tCO2"));
  CU_ASSERT_TRUE(plant_proves(&p, ID, "dust_co2 L3 2025 -", EN, "2025-02 incomplete (step 2)"));
  plant_close(&p);
}

/* "item of line period" of all that the figure lacks, in order. */
static void lacks(const plant *p, const char *key, const char *line, const char *period, const char *expected) {
  char all[1024] = "";
  size_t at, count = 0;
  cement_missing list[16];
  CU_ASSERT_EQUAL_FATAL(cement_run_find(p->run, &at, ID, key, line, period, NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_missing(p->run, list, 16, &count, at, NULL), CEMENT_OK);
  for (size_t i = 0; i < count && i < 16; i++) {
    size_t used = strlen(all);
    snprintf(all + used, sizeof all - used, "%s%s%s%s%s%s%s%s", i ? "; " : "", list[i].item, list[i].of ? " " : "",
             list[i].of ? list[i].of : "", list[i].line ? " " : "", list[i].line ? list[i].line : "",
             list[i].period[0] ? " " : "", list[i].period);
  }
  if (strcmp(all, expected) != 0) printf("\n  %s %s: lacks \"%s\", not \"%s\"\n", key, period, all, expected);
  CU_ASSERT_STRING_EQUAL(all, expected);
}

static void test_missing(void) {
  plant p;
  open_every_word(&p, NULL);
  /* a zero divisor names what it is made of: given as zero, or not there */
  lacks(&p, "per_dust", "L1", "2025-02", "dust L1 2025-02");
  lacks(&p, "per_dust", "L1", "2024-12", "dust L1 2024-12");
  lacks(&p, "per_dust", "L3", "2025-03", "clinker_output L3 2025-03; dust L3 2025-03");
  lacks(&p, "per_dust", "L3", "2025",
        "clinker_output L3 2025-02; dust L3 2025-02; clinker_output L3 2025-03; "
        "dust L3 2025-03");
  lacks(&p, "per_choice", "L1", "2025-02", "dust L1 2025-02");
  lacks(&p, "per_demand", "L1", "2025-02", "dust L1 2025-02");
  lacks(&p, "water_per_dust", NULL, "2025-03", "dust L3 2025-03");
  /* a sum without members: of fuels, of lines */
  lacks(&p, "per_ncv", "L1", "2024-12", "fuel_consumption L1 2024-12");
  lacks(&p, "water_intensity", NULL, "2025-04", "clinker_output 2025-04");
  lacks(&p, "water_per_dust", NULL, "2025-04", "");
  /* a condition that does not hold names what nobody observed */
  lacks(&p, "demand", "L1", "2024-12", "dust L1 2024-12");
  lacks(&p, "demand", "L1", "2025-02", "");
  /* a mean names the months that lack a value, not those that weigh nothing; a year of zero weight itself */
  lacks(&p, "wetness", "L2", "2025", "dust_moisture L2 2025-02");
  lacks(&p, "wetness", "L3", "2025", "dust_moisture L3 2025");
  lacks(&p, "run_time", "L2", "2025-02", "line.design_capacity L2");
  /* shared by clinker output, which L3 lacks; in 2025-03 it is the only line that ran */
  lacks(&p, "plant_power", NULL, "2025-02", "clinker_output L3 2025-02");
  lacks(&p, "plant_power", NULL, "2025-03", "clinker_output L3 2025-03");
  lacks(&p, "lignite_share", "L3", "2025-02", "");
  lacks(&p, "per_nothing", "L1", "2025-01", ""); /* 1200 m less 1200 m: nothing is absent */
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_TEXT, EN, NULL, "[fuel.biogenic_share]; needed for living: "));
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_TEXT, EN, NULL, "much water: lines with dust, water intensity ["));
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_TEXT, EN, NULL, "times = 1, "));
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_TEXT, EN, NULL, "clinker output [clinker_output], 2025-02..2025-03; "));
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_TEXT, EN, NULL, "plausible range: dust — 3 t [4 .. ]"));
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_TEXT, EN, NULL, "plausible range: water — 900 m3 [ .. 800]"));
  plant_close(&p);
}

/* Without altitude and pressure: a formula of the site lacks them, and so does one that reads them itself. */
static void test_site(void) {
#define SITE(attributes)                                                                                               \
  "{\"schema\": \"cement-ledger/1\", \"facility\": {\"id\": \"F\"" attributes                                          \
  "}, \"lines\": [{\"id\": \"L1\"}], \"observations\": [{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": "        \
  "\"clinker_output\", \"value\": \"5\", \"unit\": \"t\"}]}"
  static const char ledger[] = SITE(""), half[] = SITE(", \"altitude\": {\"value\": \"1200\", \"unit\": \"m\"}");
  char *edition = plant_file("every-word.edition.json");
  plant p;
  plant_open(&p, edition, ID, NULL, ledger);
  lacks(&p, "thin", "L1", "2025-01", "facility.altitude; facility.ambient_pressure");
  lacks(&p, "air", "L1", "2025-01", "facility.altitude; facility.ambient_pressure");
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_TEXT, EN, NULL, "altitude [facility.altitude]; needed for thin, air"));
  plant_close(&p);
  plant_open(&p, edition, ID, NULL, half); /* what is given is not missing */
  lacks(&p, "thin", "L1", "2025-01", "facility.ambient_pressure");
  lacks(&p, "air", "L1", "2025-01", "facility.ambient_pressure");
  plant_close(&p);
  free(edition);
}

/* Lines that differ in one attribute, fuel, use or material alone are computed each by its own. */
static void test_shapes(void) {
  static const struct {
    const char *figure, *words;
  } rows[] = {
      {"burnt A 2025-01 diesel", "= 0.7 GJ"},
      {"burnt B 2025-01 diesel", "= 0.7 GJ"},
      {"burnt D 2025-01 diesel", "= 0.6 GJ"},
      {"burnt E 2025-01 lignite", "= 0.7 GJ"},
      {"slag A 2025-01 -", "= 0 (no member)"},
      {"slag G 2025-01 -", "= 7 t"},
      {"slag K 2025-01 -", "= 7 t"},
      {"slag H 2025-01 -", "left out: steel_slag = 0 t"},
      /* unlike in one of two materials, or in the use of one of two fuels */
      {"slag O 2025-01 -", "= 3 t"},
      {"slag R 2025-01 -", "left out: steel_slag = 1 t"},
      {"burnt Q 2025-01 diesel", "= 0.6 GJ"},
      {"burnt Q 2025-01 lignite", "= 1.4 GJ"},
      {"slag P 2025-01 -", "left out: steel_slag = 1 t"},
      {"burnt M 2025-01 lignite", "= 1.4 GJ"},
      {"burnt N 2025-01 lignite", "= 1.2 GJ"},
      {"grey_only B 2025-01 -", "incomplete"},
      {"grey_only C 2025-01 -", "not applicable"},
      {"run_time I 2025-01 -", "= 5 ÷ 5 + 8 × 0.125 ÷ 3 [units] = 1.33"},
      {"run_time J 2025-01 -", "= 5 ÷ 10 + 8 × 0.125 ÷ 3 [units] = 0.83"},
  };
  char *edition = plant_file("every-word.edition.json"), *ledger = plant_file("shapes.ledger.json");
  plant p;
  plant_open(&p, edition, ID, NULL, ledger);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    CU_ASSERT_TRUE(plant_proves(&p, ID, rows[i].figure, EN, rows[i].words));
  plant_close(&p);
  free(edition);
  free(ledger);
}

/* Overrides that are refused, each with its place; the one before it does not count either. */
static void test_overrides(void) {
#define OVER(key, of, value, unit)                                                                                     \
  "{\"edition\": \"" key ", " of "\"value\": \"" value "\", \"unit\": \"" unit "\", \"reason\": \"r\"}"
#define OWN(name) ID "\", \"key\": \"" name "\""
#define GUIDE "cn.cets-ag-02.01@v01-2024\", \"key\": \"ncv\""
#define WITH(over)                                                                                                     \
  "{\"schema\": \"cement-ledger/1\", \"facility\": {\"id\": \"F\"},\n\"overrides\": [\n" over "],\n"                   \
  "\"observations\": [{\"period\": \"2025-01\", \"item\": \"cement_output\", \"value\": \"1\", \"unit\": \"t\"}]}"
  static const struct {
    const char *ledger;
    int32_t status;
    uint32_t line;
    const char *words;
  } rows[] = {
      {WITH(OVER(OWN("hot"), "", "1", "bucket")), CEMENT_E_UNIT, 3, "bucket"},
      {WITH(OVER(OWN("hot"), "", "1", "t")), CEMENT_E_UNIT, 3, "one like MJ/t expected"},
      {WITH(OVER(GUIDE, "\"of\": \"natural_gas\", ", "1", "GJ/t")), CEMENT_E_UNIT, 3, "expected"},
      {WITH(OVER(OWN("hot"), "", "1", "MJ/t") ",\n" OVER(OWN("hot"), "", "2", "MJ/t")), CEMENT_E_CONFLICT, 4, "twice"},
      {WITH(OVER(OWN("hot"), "", "1", "t") ",\n" OVER(OWN("half"), "", "0.1234", "1")), CEMENT_E_UNIT, 3, "MJ/t"},
      {WITH(OVER("cn.cets-ag-02.01@v01-2024\", \"key\": \"tide\"", "\"of\": \"moon\", ", "1", "t")), CEMENT_E_UNKNOWN,
       3, "cn.cets-ag-02.01@v01-2024 has no factor tide of moon"},
      {WITH(OVER(OWN("half"), "", "1", "t") ",\n" OVER(OWN("hot"), "", "1", "MJ/t")), CEMENT_E_UNIT, 3, "half"},
      {WITH(OVER(OWN("half"), "", "0.12345", "1")), CEMENT_E_RANGE, 3, "an exponent p/q"},
      {WITH(OVER(OWN("half"), "", "0.12345", "1") ",\n" OVER(OWN("hot"), "", "2", "MJ/t")), CEMENT_E_RANGE, 3, "half"},
      {WITH(OVER(OWN("half"), "", "0.1234", "1")), CEMENT_OK, 0, ""},
      {WITH(OVER(OWN("hot"), "", "7000.12345", "MJ/t")), CEMENT_OK, 0, ""}, /* no exponent: of any digits */
  };
  char *edition = plant_file("every-word.edition.json");
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    cement_context *context = NULL;
    cement_catalog *catalog = NULL;
    cement_ledger *ledger = NULL;
    cement_plan *plan = NULL;
    cement_run *run = NULL;
    cement_error err = {.size = sizeof err};
    CU_ASSERT_EQUAL_FATAL(cement_context_create(&context, NULL, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&catalog, context, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL_FATAL(cement_catalog_load(catalog, "e", edition, strlen(edition), NULL), CEMENT_OK);
    CU_ASSERT_EQUAL_FATAL(cement_plan_create(&plan, catalog, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL_FATAL(cement_plan_add(plan, ID, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&ledger, catalog, NULL), CEMENT_OK);
    int32_t status = cement_ledger_read(ledger, "l", rows[i].ledger, strlen(rows[i].ledger), &err);
    if (!status) status = cement_ledger_finish(ledger, &err);
    if (!status) status = cement_run_create(&run, plan, ledger, &err);
    if (status != rows[i].status || err.line != rows[i].line || !strstr(err.message, rows[i].words))
      printf("\n  override %zu: status %d, line %u: %s\n", i, (int)status, (unsigned)err.line, err.message);
    CU_ASSERT_EQUAL(status, rows[i].status);
    CU_ASSERT_EQUAL(err.line, rows[i].line);
    CU_ASSERT_PTR_NOT_NULL(strstr(err.message, rows[i].words));
    cement_run_destroy(run);
    cement_ledger_destroy(ledger);
    cement_plan_destroy(plan);
    cement_catalog_destroy(catalog);
    cement_context_destroy(context);
  }
  free(edition);
}

/* Factors of one name in two editions that are only used: each is named. */
static void test_twins(void) {
#define HEAD(id)                                                                                                       \
  "{\"schema\": \"cement-edition/1\", \"id\": \"" id "\", \"title\": {\"zh\": \"z\", \"en\": \"e\"}, "                 \
  "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", "
#define TWIN(id, value)                                                                                                \
  HEAD(id)                                                                                                             \
  "\"tables\": {\"t\": {\"unit\": \"1\", \"keys\": [\"FUEL\"], \"cite\": \"c\", \"confidence\": "                      \
  "\"unverified\", \"rows\": {\"diesel\": \"" value "\"}}}}"
  static const char *const editions[] = {
      TWIN("test.a@1", "2"), TWIN("test.b@1", "3"),
      HEAD("test.ab@1") "\"uses\": {\"a\": \"test.a@1\", \"b\": \"test.b@1\"}, \"formulas\": [{\"key\": \"both\", "
                        "\"at\": \"line\", \"of\": [\"FUEL\"], \"unit\": \"1\", \"year\": \"recompute\", \"clause\": "
                        "\"1\", \"display\": "
                        "{\"decimals\": 0, \"rule\": \"half_up\"}, \"is\": \"LOOKUP(a.t, FUEL) + LOOKUP(b.t, "
                        "FUEL)\"}]}"};
  static const char ledger[] = "line,period,item,of,value,unit\n,,facility.id,,F,\nA,,line.clinker_type,,portland,\n"
                               "A,2025-01,fuel_heat,diesel,1,GJ\n";
  plant p = {0};
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&p.context, NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&p.catalog, p.context, NULL), CEMENT_OK);
  for (int i = 0; i < 3; i++)
    CU_ASSERT_EQUAL_FATAL(cement_catalog_load(p.catalog, "e", editions[i], strlen(editions[i]), NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_create(&p.plan, p.catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_add(p.plan, "test.ab@1", NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&p.ledger, p.catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_read(p.ledger, "l", ledger, strlen(ledger), NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_finish(p.ledger, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_create(&p.run, p.plan, p.ledger, NULL), CEMENT_OK);
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_TEXT, EN, NULL, "t[diesel] = 2, test.a@1, c"));
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_TEXT, EN, NULL, "t[diesel] = 3, test.b@1, c"));
  plant_close(&p);
}

/* 10^36 with two decimals has more digits than a number holds: a value and no display, no grade by the rounded value,
 * no year of displayed months, and a finding. An edition may leave out the names of its levels. */
static void test_vast(void) {
  char *edition = plant_file("vast.edition.json"), *ledger = plant_file("vast.ledger.json");
  plant p;
  size_t at;
  cement_figure f = {.size = sizeof f};
  plant_open(&p, edition, "test.vast@1", NULL, ledger);
  free(edition);
  free(ledger);
  CU_ASSERT_EQUAL_FATAL(cement_run_find(p.run, &at, "test.vast@1", "ratio", "L1", "2025-01", NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_figure(p.run, &f, at, NULL), CEMENT_OK);
  CU_ASSERT_STRING_EQUAL(f.value, "1000000000000000000000000000000000000");
  CU_ASSERT_STRING_EQUAL(f.display, "");
  CU_ASSERT_EQUAL(f.status, CEMENT_STATUS_OK);
  CU_ASSERT_EQUAL(f.grade, CEMENT_NO_GRADE);
  CU_ASSERT_EQUAL_FATAL(cement_run_find(p.run, &at, "test.vast@1", "mass", "L1", "2025", NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_figure(p.run, &f, at, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(f.status, CEMENT_STATUS_INCOMPLETE);
  CU_ASSERT_PTR_NOT_NULL(plant_finding(&p, "result-out-of-range").code);
  CU_ASSERT_PTR_NULL(plant_finding(&p, "display-hides-limit").code); /* there is no display */
#define VAST(figure, words) CU_ASSERT_TRUE(plant_proves(&p, "test.vast@1", figure, EN, words))
  VAST("ratio L1 2025-01 -", "level 1: 1000000000000000000000000000000000000 <= 1 is not met");
  VAST("other L1 2025-01 -", "Grade not qualified; clause 2");
  VAST("small L1 2025-01 -", "Grade level 2, the first that is met; clause 2 level 1: 1 <= 0.000000000001 is not met");
  VAST("mass L1 2025 -", "2025-01 1000000000000000000000000000000000000000 (step 2)");
#undef VAST
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_TEXT, EN, NULL, "≈0.00 /"));
  CU_ASSERT_TRUE(
      plant_says(&p, CEMENT_FORMAT_JSON, EN, NULL,
                 "\"key\": \"ratio\", \"value\": \"1000000000000000000000000000000000000\", \"unit\": \"1\","));
  plant_close(&p);
}

int register_every_word_suite(void) {
  CU_pSuite suite = CU_add_suite("every_word", NULL, NULL);
  CU_add_test(suite, "proofs", test_proofs);
  CU_add_test(suite, "options", test_options);
  CU_add_test(suite, "what is missing", test_missing);
  CU_add_test(suite, "what a site lacks", test_site);
  CU_add_test(suite, "lines of unlike shape", test_shapes);
  CU_add_test(suite, "overrides that are refused", test_overrides);
  CU_add_test(suite, "factors of one name", test_twins);
  CU_add_test(suite, "numbers beyond what is shown", test_vast);
  return (int)CU_get_error();
}
