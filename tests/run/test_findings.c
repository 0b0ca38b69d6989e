/* Findings that no other test raises: of a fuel or material outside or doubtful in the standard's table, of a factor by
 * analogy, of a result that is no number; each with its words in both languages. */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

#include "plant.h"

int register_findings_suite(void);

#define CETS "cn.cets-ag-02.01@v01-2024"
#define OBSERVED(item, of, value, unit)                                                                                \
  "{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"" item "\"" of ", \"value\": \"" value                      \
  "\", \"unit\": \"" unit "\"}"
#define OF(id) ", \"of\": \"" id "\""
#define LEDGER(fuels, more)                                                                                            \
  "{\"schema\": \"cement-ledger/1\", \"facility\": {\"id\": \"F\"}, \"lines\": [{\"id\": \"L1\", \"clinker_type\": "   \
  "\"portland\"}]," fuels "\"observations\": [" OBSERVED("clinker_output", "", "1000", "t") more "]}"

#define EDITION_WITH(more, constants, formulas)                                                                        \
  "{" more "\"schema\": \"cement-edition/1\", \"id\": \"test.findings@1\", \"title\": {\"zh\": \"z\", \"en\": \"e\"}," \
  "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", \"constants\": {" constants                         \
  "}, \"formulas\": [" formulas "]}"
#define EDITION(constants, formulas) EDITION_WITH("", constants, formulas)
#define FORMULA(key, unit, is)                                                                                         \
  "{\"key\": \"" key "\", \"at\": \"line\", \"unit\": \"" unit                                                         \
  "\", \"year\": \"recompute\", \"clause\": \"1\", \"display\": {\"decimals\": 2, \"rule\": \"half_up\"}, \"is\": "    \
  "\"" is "\"}"

#define SAID(code) "\"" code "\": {\"severity\": \"info\", \"zh\": \"z\", \"en\": \"" code "\"}"
/* With a finding of its own. */
#define EDITION_SAYING(code, constants, formulas) EDITION_WITH("\"findings\": {" SAID(code) "}, ", constants, formulas)

static const char slop[] = LEDGER("\"fuels\": [{\"id\": \"slop\", \"origin\": \"fossil\", \"state\": \"liquid\"}],",
                                  "," OBSERVED("fuel_heat", OF("slop"), "100",
                                               "GJ") "," OBSERVED("fuel_carbon_content", OF("slop"), "0.02", "tC/GJ"));
static const char nitrogen[] = LEDGER("", "," OBSERVED("raw_substitute_consumption", OF("nitrogen_slag"), "100", "t"));
static const char fluoride[] =
    LEDGER("", "," OBSERVED("raw_substitute_consumption", OF("calcium_fluoride_sludge"), "100", "t"));

/* Findings of the CETS edition: the words stand in its sheet. */
static void test_doubtful(void) {
  static const struct {
    const char *code, *ledger, *of, *en, *zh;
  } rows[] = {
      {"cc-measured", slop, "slop", "fuel outside the table: carbon content of the ledger used",
       "表外燃料采用给定含碳量"},
      {"material-name-doubtful", nitrogen, NULL, "the material name may be a misprint", "氮渣名称可能有误"},
      {"sources-differ", fluoride, NULL, "sources differ on this deduction factor (0.375 or 0.245)",
       "扣减系数各来源不一致（0.375或0.245）"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    plant p;
    plant_open(&p, NULL, CETS, NULL, rows[i].ledger);
    cement_finding f = plant_finding(&p, rows[i].code);
    CU_ASSERT_PTR_NOT_NULL_FATAL(f.code);
    CU_ASSERT_STRING_EQUAL(f.edition, CETS);
    CU_ASSERT_STRING_EQUAL(f.line, "L1");
    CU_ASSERT_STRING_EQUAL(f.period, "2025-01");
    CU_ASSERT_EQUAL(f.periods, 1); /* the year rests on the same and is not counted with the months */
    if (rows[i].of) CU_ASSERT_STRING_EQUAL(f.of, rows[i].of);
    CU_ASSERT_PTR_NOT_NULL(strstr(f.message_en, rows[i].en));
    CU_ASSERT_PTR_NOT_NULL(strstr(f.message_zh, rows[i].zh));
    for (int32_t format = CEMENT_FORMAT_TEXT; format <= CEMENT_FORMAT_MARKDOWN; format++) {
      CU_ASSERT_TRUE(plant_says(&p, format, CEMENT_LANGUAGE_EN, NULL, rows[i].en));
      CU_ASSERT_TRUE(plant_says(&p, format, CEMENT_LANGUAGE_ZH, NULL, rows[i].zh));
    }
    char code[64];
    snprintf(code, sizeof code, "\"code\": \"%s\"", rows[i].code);
    CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, NULL, code));
    plant_close(&p);
  }
}

/* A figure that rests on a factor from a sister text says so; a factor of the edition that no figure reads does not. */
static void test_analogy(void) {
  static const char edition[] = EDITION(
      "\"loss\": {\"value\": \"2\", \"unit\": \"1\", \"cite\": \"sister text, 3\", \"confidence\": \"analogy\"},"
      "\"idle\": {\"value\": \"7\", \"unit\": \"1\", \"cite\": \"nowhere\", \"confidence\": \"analogy\"}",
      FORMULA("doubled", "t", "clinker_output * loss"));
  plant p;
  plant_open(&p, edition, "test.findings@1", NULL, LEDGER("", ""));
  cement_finding f = plant_finding(&p, "factor-analogy");
  CU_ASSERT_PTR_NOT_NULL_FATAL(f.code);
  CU_ASSERT_PTR_NOT_NULL(strstr(f.message_en, "loss = 2, test.findings@1, sister text, 3"));
  CU_ASSERT_PTR_NOT_NULL(strstr(f.message_en, "the factor is taken by analogy from a sister text"));
  CU_ASSERT_PTR_NOT_NULL(strstr(f.message_zh, "因子由同类文件类推"));
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_TEXT, CEMENT_LANGUAGE_EN, NULL, "Factors taken by analogy"));
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_MARKDOWN, CEMENT_LANGUAGE_ZH, NULL, "所用类推的因子"));
  char *report = plant_report(&p, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, NULL);
  CU_ASSERT_PTR_NULL(strstr(report, "nowhere"));
  free(report);
  plant_close(&p);
}

/* there = 10^60; its 36th power is 10^2160, beyond 10^1200: the figure is incomplete and says why. */
static void test_out_of_range(void) {
  static const char edition[] =
      EDITION("\"x\": {\"value\": \"1000000000000\", \"unit\": \"1\", \"cite\": \"c\", \"confidence\": \"primary\"}",
              FORMULA("there", "1", "clinker_output / clinker_output * x * x * x * x * x") "," FORMULA(
                  "far", "1",
                  "there * there * there * there * there * there") "," FORMULA("beyond", "1",
                                                                               "far * far * far * far * far * far"));
  plant p;
  size_t at;
  cement_figure figure = {.size = sizeof figure};
  plant_open(&p, edition, "test.findings@1", NULL, LEDGER("", ""));
  CU_ASSERT_EQUAL_FATAL(cement_run_find(p.run, &at, "test.findings@1", "there", "L1", "2025-01", NULL, NULL),
                        CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_figure(p.run, &figure, at, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(figure.status, CEMENT_STATUS_OK); /* 10^60 */
  CU_ASSERT_EQUAL_FATAL(cement_run_find(p.run, &at, "test.findings@1", "beyond", "L1", "2025-01", NULL, NULL),
                        CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_figure(p.run, &figure, at, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(figure.status, CEMENT_STATUS_INCOMPLETE);
  cement_finding f = plant_finding(&p, "result-out-of-range");
  CU_ASSERT_PTR_NOT_NULL_FATAL(f.code);
  CU_ASSERT_STRING_EQUAL(f.line, "L1");
  CU_ASSERT_PTR_NOT_NULL(strstr(f.message_en, "a result is beyond the range of numbers"));
  CU_ASSERT_PTR_NOT_NULL(strstr(f.message_zh, "计算结果超出数值范围"));
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_TEXT, CEMENT_LANGUAGE_EN, NULL, "Errors"));
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_CSV, CEMENT_LANGUAGE_EN, NULL,
                            "test.findings@1,L1,2025-01,beyond,,,,1,incomplete,,1\n"));
  plant_close(&p);
}

/* `most` is 9 × 10^1200: divided by itself it is 1, and there is nothing beyond 10 times as much by any operation. */
static void test_each_operation_out_of_range(void) {
#define CONSTANT(key, value)                                                                                           \
  "\"" key "\": {\"value\": \"" value "\", \"unit\": \"1\", \"cite\": \"c\", \"confidence\": \"primary\"}"
#define STEP(key, is)                                                                                                  \
  "{\"key\": \"" key                                                                                                   \
  "\", \"at\": \"line\", \"unit\": \"1\", \"year\": \"recompute\", \"clause\": \"1\", \"is\": \"" is "\"},"
#define BEYOND(unit, is)                                                                                               \
  EDITION(CONSTANT("x", "1000000000000") "," CONSTANT("nine", "9") "," CONSTANT("two", "2") "," CONSTANT(              \
              "thousand", "1000") "," CONSTANT("tiny", "0.000001"),                                                    \
          STEP("there", "x * x * x * x * x") STEP("far", "there * there * there * there")                              \
              STEP("most", "far * far * far * far * far * nine") FORMULA("beyond", unit, is))
  static const struct {
    const char *edition;
    bool beyond;
  } rows[] = {{BEYOND("1", "most / most"), false},    {BEYOND("1", "most + most"), true},
              {BEYOND("1", "0 - most - most"), true}, {BEYOND("1", "most * nine"), true},
              {BEYOND("1", "most / tiny"), true},     {BEYOND("1", "SUM(FUEL, USE, most)"), true},
              {BEYOND("1", "POW(most, two)"), true},  {BEYOND("kg", "most / thousand * clinker_output"), true}};
  static const char two_fuels[] = LEDGER(
      "", "," OBSERVED("fuel_heat", OF("diesel"), "1", "GJ") "," OBSERVED("fuel_heat", OF("lignite"), "1", "GJ"));
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    plant p;
    size_t at;
    plant_open(&p, rows[i].edition, "test.findings@1", NULL, two_fuels);
    cement_figure figure = {.size = sizeof figure};
    CU_ASSERT_EQUAL_FATAL(cement_run_find(p.run, &at, "test.findings@1", "beyond", "L1", "2025-01", NULL, NULL),
                          CEMENT_OK);
    CU_ASSERT_EQUAL_FATAL(cement_run_figure(p.run, &figure, at, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL(figure.status, rows[i].beyond ? CEMENT_STATUS_INCOMPLETE : CEMENT_STATUS_OK);
    CU_ASSERT_EQUAL(plant_finding(&p, "result-out-of-range").code != NULL, rows[i].beyond);
    plant_close(&p);
  }
}

/* A default in place of a sum is of no input in particular: of each member another may be missing. */
static void test_default_of_a_sum(void) {
  char edition[2048];
  snprintf(edition, sizeof edition,
           "{\"findings\": {\"assumed\": {\"severity\": \"info\", \"zh\": \"z\", \"en\": \"e\"}}, %s",
           EDITION(CONSTANT("two", "2"), FORMULA("made", "1",
                                                 "DEFAULT(SUM(FUEL, USE, fuel_heat / fuel_heat), two, "
                                                 "'assumed')")) +
               1);
  plant p;
  plant_open(&p, edition, "test.findings@1", NULL,
             LEDGER("", "," OBSERVED("fuel_consumption", OF("diesel"), "1", "t")));
  cement_finding f = plant_finding(&p, "assumed");
  CU_ASSERT_PTR_NOT_NULL_FATAL(f.code);
  CU_ASSERT_STRING_EQUAL(f.line, "L1");
  CU_ASSERT_STRING_EQUAL(f.period, "2025-01");
  CU_ASSERT_PTR_NULL(f.item);
  CU_ASSERT_PTR_NULL(f.of);
  CU_ASSERT_TRUE(
      plant_says(&p, CEMENT_FORMAT_CSV, CEMENT_LANGUAGE_EN, NULL, "test.findings@1,L1,2025-01,made,,2,2.00,1,ok"));
  plant_close(&p);
}

/* A limit asks only for its own levels: the doubtful factor of a figure that nobody sees, the first thing in the
 * edition, is not among what the figures rest on. */
static void test_unseen(void) {
  static const char edition[] =
      "{\"schema\": \"cement-edition/1\", \"id\": \"test.findings@1\", \"title\": {\"zh\": \"z\", \"en\": \"e\"},"
      "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", \"constants\": {\"doubtful\": {\"value\": "
      "\"2\", "
      "\"unit\": "
      "\"1\", \"cite\": \"c\", \"confidence\": \"unverified\"}}, \"formulas\": [" STEP("unseen", "doubtful + doubtful")
          FORMULA("made", "t",
                  "clinker_output") "], \"limits\": [{\"of\": \"made\", \"pass\": \"<=\", \"clause\": \"1\", "
                                    "\"confidence\": \"primary\", \"base\": [\"5\"], \"applied\": [\"L1\"]}]}";
  plant p;
  plant_open(&p, edition, "test.findings@1", NULL, LEDGER("", ""));
  CU_ASSERT_PTR_NULL(plant_finding(&p, "factor-unverified").code);
  plant_close(&p);
}

/* The 44 g of CO2 that another edition names, of 1000 t of clinker with a mole in each. */
static void test_constant_of_another(void) {
  static const char edition[] =
      "{\"schema\": \"cement-edition/1\", \"id\": \"test.findings@1\", \"title\": {\"zh\": \"z\", \"en\": \"e\"},"
      "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", \"uses\": {\"guide\": \"" CETS "\"},"
      "\"constants\": {\"moles\": {\"value\": \"1\", \"unit\": \"mol/t\", \"cite\": \"c\", \"confidence\": "
      "\"primary\"}}, \"formulas\": [" FORMULA("given", "gCO2", "clinker_output * moles * guide.M_CO2") "]}";
  plant p;
  plant_open(&p, edition, "test.findings@1", NULL, LEDGER("", ""));
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_CSV, CEMENT_LANGUAGE_EN, NULL,
                            "test.findings@1,L1,2025-01,given,,44000,44000.00,gCO2,ok,,1\n"));
  plant_close(&p);
}

/* What a default stands in for may be a sum, which has neither item nor member to name. */
static void test_default_of_sum(void) {
  static const char edition[] = EDITION_SAYING(
      "none", "\"poor\": {\"value\": \"3\", \"unit\": \"GJ/t\", \"cite\": \"c\", \"confidence\": \"primary\"}",
      FORMULA("heat", "GJ", "DEFAULT(SUM(FUEL, USE, fuel_heat), clinker_output * poor, 'none')"));
  plant p;
  plant_open(&p, edition, "test.findings@1", NULL,
             LEDGER("", "," OBSERVED("fuel_consumption", OF("diesel"), "1", "t")));
  cement_finding f = plant_finding(&p, "none");
  CU_ASSERT_PTR_NOT_NULL_FATAL(f.code);
  CU_ASSERT_PTR_NULL(f.of);
  CU_ASSERT_PTR_NULL(f.item);
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_CSV, CEMENT_LANGUAGE_EN, NULL,
                            "test.findings@1,L1,2025-01,heat,,3000,3000.00,GJ,ok,,1\n"));
  plant_close(&p);
}

static size_t count_of(const plant *p, const char *code) {
  size_t found = 0;
  for (size_t i = 0; i < cement_run_finding_count(p->run); i++) {
    cement_finding f = {.size = sizeof f};
    CU_ASSERT_EQUAL_FATAL(cement_run_finding(p->run, &f, i, NULL), CEMENT_OK);
    found += !strcmp(f.code, code);
  }
  return found;
}

/* Checks that ask the same raise what each of them says, and one over members raises it for each, though it asks
 * nothing of the member. */
static void test_checks_alike(void) {
#define CHECK(code, of) "{\"finding\": \"" code "\", \"at\": \"line\", " of "\"when\": \"PRESENT(clinker_output)\"}"
  static const char findings[] = SAID("one") "," SAID("two") "," SAID("each");
  static const char checks[] = CHECK("one", "") "," CHECK("two", "") "," CHECK("each", "\"of\": [\"FUEL\", \"USE\"], ");
  char edition[2048];
  snprintf(edition, sizeof edition, "{\"findings\": {%s}, \"checks\": [%s], %s", findings, checks,
           EDITION("", FORMULA("made", "t", "clinker_output")) + 1);
  static const char two_fuels[] = LEDGER(
      "", "," OBSERVED("fuel_heat", OF("diesel"), "1", "GJ") "," OBSERVED("fuel_heat", OF("lignite"), "1", "GJ"));
  plant p;
  plant_open(&p, edition, "test.findings@1", NULL, two_fuels);
  CU_ASSERT_EQUAL(count_of(&p, "one"), 1);
  CU_ASSERT_EQUAL(count_of(&p, "two"), 1);
  CU_ASSERT_EQUAL(count_of(&p, "each"), 2);
  plant_close(&p);
}

/* Months of 6 t or of 5.5 t are all good. A year of 12 t is one that `one` refuses, a year of 22 t one that `other`
 * does: one finding of three years, 2025 to 2027, whichever figure raised it; 2028 with 6 t has none. */
static void test_years_once(void) {
#define YEAR(year) MADE(year "-01") MADE(year "-02") MADE(year "-03") MADE(year "-04")
#define MADE(month) "L1," month ",clinker_output,,5.5,t\n"
  static const char edition[] = "{\"schema\": \"cement-edition/1\", \"id\": \"test.findings@1\", \"title\": {\"zh\": "
                                "\"z\", \"en\": \"e\"},"
                                "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", \"constants\": {"
                                "\"ten\": {\"value\": \"10\", \"unit\": \"t\", \"cite\": \"c\", \"confidence\": "
                                "\"primary\"}}, "
                                "\"findings\": {\"odd\": {\"severity\": \"error\", \"zh\": \"x\", \"en\": \"odd\"}}, "
                                "\"formulas\": [" FORMULA("one", "t",
                                                          "REQUIRE(clinker_output < ten OR clinker_output > ten + ten, "
                                                          "clinker_output, 'odd')") "," FORMULA("other", "t",
                                                                                                "REQUIRE(clinker_"
                                                                                                "output < ten + ten, "
                                                                                                "clinker_output, "
                                                                                                "'odd')") "]}";
  static const char ledger[] = "line,period,item,of,value,unit\n,,facility.id,,F,\nL1,,line.name,,A,\n"
                               "L1,2025-01,clinker_output,,6,t\nL1,2025-02,clinker_output,,6,t\n" YEAR("2026")
                                   YEAR("2027") "L1,2028-01,clinker_output,,6,t\n";
#undef MADE
#undef YEAR
  plant p;
  plant_open(&p, edition, "test.findings@1", NULL, ledger);
  cement_finding odd = plant_finding(&p, "odd");
  CU_ASSERT_STRING_EQUAL(odd.period, "2025");
  CU_ASSERT_EQUAL(odd.periods, 3);
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_TEXT, CEMENT_LANGUAGE_EN, NULL, "line L1, 2025 and 2 more years: odd"));
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_TEXT, CEMENT_LANGUAGE_EN, "2027", "2025 and 2 more years: odd"));
  char *last = plant_report(&p, CEMENT_FORMAT_TEXT, CEMENT_LANGUAGE_EN, "2028");
  CU_ASSERT_PTR_NULL(strstr(last, "odd ["));
  free(last);
  plant_close(&p);
}

/* Two figures that lack the same in January, and one of them in February: two months, not three. */
static void test_months_once(void) {
#define MADE(period, value)                                                                                            \
  "{\"line\": \"L1\", \"period\": \"" period "\", \"item\": \"clinker_output\", \"value\": \"" value                   \
  "\", \"unit\": \"t\"},"
  static const char edition[] =
      "{\"schema\": \"cement-edition/1\", \"id\": \"test.findings@1\", \"title\": {\"zh\": \"z\", \"en\": \"e\"},"
      "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", \"constants\": {\"some\": {\"value\": \"10\", "
      "\"unit\": \"t\", \"cite\": \"c\", \"confidence\": \"primary\"}}, \"findings\": {\"little\": {\"severity\": "
      "\"error\", \"zh\": \"少\", \"en\": \"little\"}}, \"formulas\": [" FORMULA(
          "one", "t",
          "REQUIRE(clinker_output > some, clinker_output, 'little')") "," FORMULA("other", "t",
                                                                                  "REQUIRE(clinker_output > some "
                                                                                  "+ some, clinker_output, "
                                                                                  "'little')") "]}";
  static const char ledger[] =
      "{\"schema\": \"cement-ledger/1\", \"facility\": {\"id\": \"F\"}, \"lines\": [{\"id\": \"L1\"}], "
      "\"observations\": [" MADE("2025-01", "5") MADE("2025-02", "15")
          MADE("2025-03",
               "25") "{\"period\": \"2025-03\", \"item\": \"cement_output\", \"value\": \"1\", \"unit\": \"t\"}]}";
  plant p;
  plant_open(&p, edition, "test.findings@1", NULL, ledger);
  cement_finding little = plant_finding(&p, "little");
  CU_ASSERT_STRING_EQUAL(little.period, "2025-01");
  CU_ASSERT_EQUAL(little.periods, 2);
  CU_ASSERT_TRUE(
      plant_says(&p, CEMENT_FORMAT_TEXT, CEMENT_LANGUAGE_EN, NULL, "line L1, 2025-01 and 1 more month: little"));
  /* a report of February tells what holds there, though it began in January; one of March does not */
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_TEXT, CEMENT_LANGUAGE_EN, "2025-02", "and 1 more month: little"));
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, "2025-02", "\"little\""));
  char *march = plant_report(&p, CEMENT_FORMAT_TEXT, CEMENT_LANGUAGE_EN, "2025-03");
  CU_ASSERT_PTR_NULL(strstr(march, "more month: little"));
  free(march);
  plant_close(&p);
}

/* Sections of one item are told apart, in the order of items.json: packing is too much in two months, cement
 * preparation as much as can be, auxiliary too much in one of them and an estimate in the other. A default says of
 * which section there is none. */
static void test_sections(void) {
#define USED(section, period, value, method)                                                                           \
  ",{\"period\": \"" period "\", \"item\": \"electricity_consumption\", \"of\": \"" section "\", \"value\": \"" value  \
  "\", \"unit\": \"kWh\"" method "}"
  static const char ledger[] =
      LEDGER("", USED("auxiliary", "2025-02", "300000000", "") USED("packing", "2025-02", "400000000", "")
                     USED("packing", "2025-01", "200000000", "") USED("cement_preparation", "2025-02", "100000000", "")
                         USED("auxiliary", "2025-01", "5", ", \"method\": \"estimated\""));
  static const char *const texts[][2] = {{"200000000 kWh [0 .. 100000000]", "packing"},
                                         {"300000000 kWh [0 .. 100000000]", "auxiliary"}};
  static const char edition[] = EDITION_SAYING(
      "none", "\"some\": {\"value\": \"3\", \"unit\": \"kWh\", \"cite\": \"c\", \"confidence\": \"primary\"}",
      FORMULA("used", "kWh", "DEFAULT(electricity_consumption['clinker'], some, 'none')"));
  plant p;
  size_t found = 0;
  plant_open(&p, edition, "test.findings@1", NULL, ledger);
  for (size_t i = 0; i < cement_run_finding_count(p.run); i++) {
    cement_finding f = {.size = sizeof f};
    char en[160], zh[160];
    CU_ASSERT_EQUAL_FATAL(cement_run_finding(p.run, &f, i, NULL), CEMENT_OK);
    if (strcmp(f.code, "implausible-input") != 0) continue;
    CU_ASSERT_FATAL(found < 2);
    snprintf(en, sizeof en, "the value is outside the plausible range: electricity consumption (%s) — %s",
             texts[found][1], texts[found][0]);
    snprintf(zh, sizeof zh, "数值超出合理范围：电量（%s）——%s", found ? "辅助" : "包装", texts[found][0]);
    CU_ASSERT_STRING_EQUAL(f.message_en, en);
    CU_ASSERT_STRING_EQUAL(f.message_zh, zh);
    CU_ASSERT_STRING_EQUAL(f.of, texts[found][1]);
    CU_ASSERT_STRING_EQUAL(f.period, found ? "2025-02" : "2025-01");
    CU_ASSERT_EQUAL(f.periods, found ? 1 : 2);
    found++;
  }
  CU_ASSERT_EQUAL(found, 2);
  CU_ASSERT_STRING_EQUAL(plant_finding(&p, "declared-estimate").of, "auxiliary");
  CU_ASSERT_STRING_EQUAL(plant_finding(&p, "none").of, "clinker");
  CU_ASSERT_STRING_EQUAL(plant_finding(&p, "none").item, "electricity_consumption");
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, NULL,
                            "\"item\": \"electricity_consumption\", \"of\": \"packing\", \"message\": "));
  CU_ASSERT_TRUE(
      plant_says(&p, CEMENT_FORMAT_TEXT, CEMENT_LANGUAGE_EN, NULL, "electricity consumption (auxiliary) — 300000000"));
  plant_close(&p);
#undef USED
}

/* A check of years that holds in both: a report of the second tells it too, one of a month tells of no year. */
static void test_years(void) {
  static const char ledger[] = LEDGER("", ",{\"line\": \"L1\", \"period\": \"2026-01\", \"item\": \"clinker_output\", "
                                          "\"value\": \"1\", \"unit\": \"t\"}");
  char edition[2048];
  snprintf(edition, sizeof edition, "{\"findings\": {%s}, \"checks\": [%s], %s", SAID("yearly"),
           CHECK("yearly", "\"period\": \"year\", "), EDITION("", FORMULA("made", "t", "clinker_output")) + 1);
  plant p;
  plant_open(&p, edition, "test.findings@1", NULL, ledger);
  cement_finding f = plant_finding(&p, "yearly");
  CU_ASSERT_STRING_EQUAL(f.period, "2025");
  CU_ASSERT_EQUAL(f.periods, 2);
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_TEXT, CEMENT_LANGUAGE_EN, "2025", "yearly"));
  CU_ASSERT_TRUE(plant_says(&p, CEMENT_FORMAT_TEXT, CEMENT_LANGUAGE_EN, "2026", "yearly"));
  char *month = plant_report(&p, CEMENT_FORMAT_TEXT, CEMENT_LANGUAGE_EN, "2026-01");
  CU_ASSERT_PTR_NULL(strstr(month, "yearly"));
  free(month);
  plant_close(&p);
}

/* A month is in force from its first day to its last; `at`: how the months outside are told, NULL: none are. */
static void test_in_force(void) {
  static const struct {
    const char *dates, *outside;
  } rows[] = {
      {"", NULL},
      {"\"effective\": \"2025-01-01\",", NULL},
      {"\"effective\": \"2025-01-02\",", "2025-01 (2025-01-02..)"},
      {"\"effective\": \"2025-04-01\",", "2025-01..2025-03 (2025-04-01..)"},
      {"\"until\": \"2025-03-31\",", NULL},
      {"\"until\": \"2025-03-30\",", "2025-03 (..2025-03-30)"},
      {"\"until\": \"2024-12-31\",", "2025-01..2025-03 (..2024-12-31)"},
      {"\"effective\": \"2025-02-01\", \"until\": \"2025-02-28\",", "2025-01 2025-03 (2025-02-01..2025-02-28)"},
      {"\"effective\": \"2025-02-02\", \"until\": \"2025-02-27\",", "2025-01..2025-03 (2025-02-02..2025-02-27)"},
  };
  static const char ledger[] =
      LEDGER("", ",{\"line\": \"L1\", \"period\": \"2025-02\", \"item\": \"clinker_output\", "
                 "\"value\": \"1\", \"unit\": \"t\"},{\"line\": \"L1\", \"period\": \"2025-03\", "
                 "\"item\": \"clinker_output\", \"value\": \"1\", \"unit\": \"t\"}");
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    plant p;
    char edition[1024], said[256];
    snprintf(edition, sizeof edition, "{%s%s", rows[i].dates, EDITION("", FORMULA("out", "t", "clinker_output")) + 1);
    plant_open(&p, edition, "test.findings@1", NULL, ledger);
    cement_finding f = plant_finding(&p, "edition-not-in-force");
    CU_ASSERT_EQUAL(f.code != NULL, rows[i].outside != NULL);
    if (f.code && rows[i].outside) {
      snprintf(said, sizeof said, "not in all of their days: %s", rows[i].outside);
      CU_ASSERT_PTR_NOT_NULL(strstr(f.message_en, said));
      CU_ASSERT_STRING_EQUAL(f.edition, "test.findings@1");
      CU_ASSERT_EQUAL(f.severity, CEMENT_WARNING);
    }
    plant_close(&p);
  }
}

/* Months that the ledger leaves out are no neighbours. */
static void test_in_force_with_holes(void) {
  plant p;
  plant_open(&p, NULL, CETS, NULL,
             LEDGER("", ",{\"line\": \"L1\", \"period\": \"2024-09\", \"item\": \"clinker_output\", \"value\": \"1\", "
                        "\"unit\": \"t\"},{\"line\": \"L1\", \"period\": \"2024-07\", \"item\": \"clinker_output\", "
                        "\"value\": \"1\", \"unit\": \"t\"},{\"line\": \"L1\", \"period\": \"2024-06\", \"item\": "
                        "\"clinker_output\", \"value\": \"1\", \"unit\": \"t\"}"));
  cement_finding f = plant_finding(&p, "edition-not-in-force");
  CU_ASSERT_PTR_NOT_NULL_FATAL(f.code);
  /* in force from its issue on 13 September 2024, so that September is not wholly covered */
  CU_ASSERT_PTR_NOT_NULL(strstr(f.message_zh, "2024-06..2024-07 2024-09 (2024-09-13..)"));
  plant_close(&p);
}

int register_findings_suite(void) {
  CU_pSuite suite = CU_add_suite("findings", NULL, NULL);
  CU_add_test(suite, "fuels and materials outside or doubtful in the table", test_doubtful);
  CU_add_test(suite, "a factor by analogy", test_analogy);
  CU_add_test(suite, "sections of an item", test_sections);
  CU_add_test(suite, "months outside an edition's life", test_in_force);
  CU_add_test(suite, "months outside, with holes", test_in_force_with_holes);
  CU_add_test(suite, "a result beyond the range", test_out_of_range);
  CU_add_test(suite, "each operation's result beyond the range", test_each_operation_out_of_range);
  CU_add_test(suite, "a default in place of a sum", test_default_of_a_sum);
  CU_add_test(suite, "a factor of what nobody sees", test_unseen);
  CU_add_test(suite, "a constant of another edition", test_constant_of_another);
  CU_add_test(suite, "a default for a sum", test_default_of_sum);
  CU_add_test(suite, "checks that ask the same", test_checks_alike);
  CU_add_test(suite, "a month counts once", test_months_once);
  CU_add_test(suite, "a finding of years", test_years);
  CU_add_test(suite, "years of two figures", test_years_once);
  return (int)CU_get_error();
}
