/* What reports for people say, worked out by hand from the ledger: titles, periods, names, what is missing, overrides,
 * limits and grades; and how text of the plant is kept from being markup, a formula or a command to the terminal. */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

#include "api/text.h"
#include "plant.h"
#include "run/report_csv.h"

int register_report_suite(void);

#define CETS "cn.cets-ag-02.01@v01-2024"
#define GB "cn.gb-16780@2021"
#define EN CEMENT_LANGUAGE_EN
#define ZH CEMENT_LANGUAGE_ZH
#define TEXT CEMENT_FORMAT_TEXT
#define MARKDOWN CEMENT_FORMAT_MARKDOWN
#define JSON CEMENT_FORMAT_JSON
#define CSV CEMENT_FORMAT_CSV

#define L1 "{\"id\": \"L1\", \"clinker_type\": \"portland\"}"
#define SEEN(line, period, item, of, value, unit)                                                                      \
  "{" line "\"period\": \"" period "\", \"item\": \"" item "\"" of ", \"value\": \"" value "\", \"unit\": \"" unit "\"}"
#define AT(line) "\"line\": \"" line "\", "
#define OF(id) ", \"of\": \"" id "\""
#define CLINKER(period, tonnes) SEEN(AT("L1"), period, "clinker_output", "", tonnes, "t")
#define LEDGER(facility, lines, more, observations)                                                                    \
  "{\"schema\": \"cement-ledger/1\", \"facility\": {" facility "}, \"lines\": [" lines "]," more                       \
  "\"observations\": [" observations "]}"
#define FACILITY "\"id\": \"F\""

typedef struct said {
  int32_t format, language;
  const char *period, *words;
} said;

static void expect(const char *edition, const char *editions, const char *ledger, const said *rows, size_t count) {
  plant p;
  plant_open(&p, edition, editions, NULL, ledger);
  for (size_t i = 0; i < count; i++)
    CU_ASSERT_TRUE(plant_says(&p, rows[i].format, rows[i].language, rows[i].period, rows[i].words));
  plant_close(&p);
}

#define EXPECT(edition, editions, ledger, ...)                                                                         \
  do {                                                                                                                 \
    static const said rows_[] = {__VA_ARGS__};                                                                         \
    expect(edition, editions, ledger, rows_, sizeof rows_ / sizeof *rows_);                                            \
  } while (0)

static bool says_not(const char *editions, const char *ledger, int32_t format, const char *period, const char *words) {
  plant p;
  plant_open(&p, NULL, editions, NULL, ledger);
  char *report = plant_report(&p, format, EN, period);
  bool absent = strstr(report, words) == NULL;
  free(report);
  plant_close(&p);
  return absent;
}

/* ---- the head ---- */

static void test_titles(void) {
  EXPECT(NULL, CETS, LEDGER(FACILITY, L1, "", CLINKER("2025-01", "1")),
         {TEXT, EN, NULL, "Cement plant report: F\n======================\n"},
         {TEXT, ZH, NULL, "水泥企业指标报告：F\n"}, {TEXT, EN, NULL, "Ledger: 1 line, 1 month 2025-01..2025-01, SHA"},
         {TEXT, ZH, NULL, "台账：1条生产线，1个月 2025-01..2025-01，SHA"});
  EXPECT(NULL, CETS, LEDGER(FACILITY ", \"name\": \"Works\"", L1, "", CLINKER("2025-01", "1")),
         {TEXT, EN, NULL, "Cement plant report: Works (F)\n"},
         {MARKDOWN, ZH, NULL, "# 水泥企业指标报告：Works（F）\n"});
  EXPECT(NULL, CETS, LEDGER(FACILITY ", \"province\": \"安徽\"", L1, "", CLINKER("2025-01", "1")),
         {MARKDOWN, EN, NULL, "# Cement plant report: F (安徽)\n"}, {TEXT, ZH, NULL, "水泥企业指标报告：F（安徽）\n"});
  EXPECT(NULL, CETS, LEDGER(FACILITY ", \"name\": \"Works\", \"province\": \"安徽\"", L1, "", CLINKER("2025-01", "1")),
         {MARKDOWN, EN, NULL, "# Cement plant report: Works (F, 安徽)\n"},
         {TEXT, ZH, NULL, "水泥企业指标报告：Works（F，安徽）\n"});
}

static void test_periods(void) {
  static const char ledger[] =
      LEDGER(FACILITY, L1, "", CLINKER("2025-01", "1") "," CLINKER("2025-02", "2") "," CLINKER("2026-01", "4"));
  EXPECT(NULL, CETS, ledger, {TEXT, EN, "2025-01", "Period shown: 2025-01\n"},
         {MARKDOWN, ZH, "2025-01", "所示期间：2025-01\n"}, {JSON, EN, "2025-01", "\"periods\": \"2025-01\""},
         {JSON, EN, NULL, "\"periods\": null"}, {TEXT, EN, NULL, "3 months 2025-01..2026-01"},
         /* 2025 has 2 months and 2026 has 1: two years with gaps, each said for itself */
         {TEXT, EN, "2025", "2025-03..2025-12"}, {TEXT, EN, "2026", "2026-02..2026-12"});
  CU_ASSERT_TRUE(says_not(CETS, ledger, TEXT, NULL, "Period shown"));
  CU_ASSERT_TRUE(says_not(CETS, ledger, TEXT, "2025", "2026-02..2026-12"));
  CU_ASSERT_TRUE(says_not(CETS, ledger, CSV, "2024", ",L1,")); /* no figure: not even the line */
  CU_ASSERT_TRUE(says_not(CETS, ledger, TEXT, "2024", "Line L1"));
  CU_ASSERT_TRUE(says_not(CETS, ledger, JSON, "2024", "\"display\""));
}

#define NAMED                                                                                                          \
  "{\"id\": \"L1\", \"name\": \"North\", \"clinker_type\": \"portland\", \"design_capacity\": {\"value\": "            \
  "\"2500\", \"unit\": \"t/d\"}}"

/* Names that the ledger gives go before the labels; attributes that are numbers have their unit. */
static void test_names(void) {
  EXPECT(NULL, CETS,
         LEDGER(FACILITY ", \"altitude\": {\"value\": \"320\", \"unit\": \"m\"}", NAMED,
                "\"fuels\": [{\"id\": \"slop\", \"name\": \"Old oil\", \"origin\": \"fossil\", \"state\": \"liquid\"}],"
                "\"materials\": [{\"id\": \"dross\", \"name\": \"Zinc dross\"}],",
                CLINKER("2025-01", "1000") "," SEEN(AT("L1"), "2025-01", "fuel_heat", OF("slop"), "100", "GJ") "," SEEN(
                    AT("L1"), "2025-01", "raw_substitute_consumption", OF("dross"), "5", "t")),
         {TEXT, EN, NULL, "Line L1: North\n"}, {TEXT, ZH, NULL, "生产线 L1：North\n"}, {TEXT, EN, NULL, ": 320 m\n"},
         {TEXT, EN, NULL, "2500 t/d\n"}, {TEXT, EN, NULL, " of Old oil"}, {TEXT, ZH, NULL, "Old oil"},
         {TEXT, EN, NULL, "Zinc dross"});
}

/* ---- overrides ---- */

#define OVERRIDE(edition, key, of, value, unit)                                                                        \
  "{\"edition\": \"" edition "\", \"key\": \"" key "\", " of "\"value\": \"" value "\", \"unit\": \"" unit             \
  "\", \"reason\": \"measured\"}"

static void test_overrides(void) {
  static const char ledger[] =
      LEDGER(FACILITY, L1,
             "\"overrides\": [" OVERRIDE(CETS, "deduction_factor", "\"of\": \"carbide_slag\",", "0.5", "tCO2/t") "],",
             CLINKER("2025-01", "1000") "," SEEN(AT("L1"), "2025-01", "raw_substitute_consumption", OF("carbide_slag"),
                                                 "100", "t"));
  /* 1 000 × 0.535 − 100 × 0.5 = 485 */
  EXPECT(NULL, CETS, ledger,
         {MARKDOWN, EN, NULL, "deduction_factor\\[carbide_slag\\] = 0.5 tCO2/t; reason: measured\n"},
         {TEXT, ZH, NULL, "deduction_factor[carbide_slag] = 0.5 tCO2/t；理由：measured\n"},
         {TEXT, EN, NULL, "Factors overridden by the ledger\n"}, {JSON, EN, NULL, "\"of\": \"carbide_slag\""},
         {JSON, EN, NULL, "\"used\": \"yes\""}, {CSV, EN, NULL, ",L1,2025-01,process_co2,,485,485.00,tCO2,ok,"});
  EXPECT(NULL, GB, ledger, {MARKDOWN, EN, NULL, "measured (its edition is not computed here)\n"},
         {MARKDOWN, ZH, NULL, "measured（该规则未参与本次计算）\n"}, {JSON, EN, NULL, "\"used\": \"no\""});
}

/* ---- what is missing ---- */

static void test_gaps(void) {
  /* electricity in February only: two ranges */
  EXPECT(NULL, GB,
         LEDGER(FACILITY, L1, "",
                CLINKER("2025-01", "1000") "," CLINKER("2025-02", "1000") "," CLINKER("2025-03", "1000") "," CLINKER(
                    "2025-04", "1000") "," SEEN(AT("L1"), "2025-02", "electricity_consumption", OF("clinker"), "60000",
                                                "kWh")),
         {TEXT, EN, NULL, "(clinker making) [electricity_consumption], 2025-01, 2025-03..2025-04; needed"},
         {TEXT, ZH, NULL, "（熟料烧成） [electricity_consumption]，2025-01、2025-03..2025-04；影响指标："},
         {MARKDOWN, ZH, NULL, "\\[electricity_consumption\\]，2025-01、2025-03..2025-04；影响指标："},
         {TEXT, EN, NULL, "Missing\n"}, {TEXT, ZH, NULL, "缺少的数据\n"}, {MARKDOWN, EN, NULL, "| incomplete |"},
         {MARKDOWN, ZH, NULL, "| 数据不全 |"});
  /* an intensity over no clinker */
  EXPECT(NULL, CETS, LEDGER(FACILITY, L1, "", CLINKER("2025-01", "0")), {TEXT, EN, NULL, ", given as zero"},
         {TEXT, ZH, NULL, "，填报为零"});
}

/* ---- limits, grades, labels: an edition of the test's own ---- */

#define FORMULA(key, names, unit, more, is)                                                                            \
  "{\"key\": \"" key "\", " names "\"at\": \"line\", \"unit\": \"" unit "\", \"year\": \"recompute\", " more           \
  "\"clause\": \"1\", \"display\": {\"decimals\": 1, \"rule\": \"half_up\"}, \"is\": \"" is "\"}"
static const char edition[] =
    "{\"schema\": \"cement-edition/1\", \"id\": \"test.limits@1\", \"title\": {\"zh\": \"z\", \"en\": \"e\"},"
    "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", \"constants\": {\"three\": {\"value\": \"3\", "
    "\"unit\": "
    "\"1\", \"cite\": \"c\", \"confidence\": \"primary\"}}, \"formulas\": [" FORMULA(
        "made", "", "t", "",
        "clinker_output") "," FORMULA("white", "", "t", "\"applies\": \"clinker_type(LINE) = 'white'\", ",
                                      "clinker_output") "],"
                                                        "\"limits\": [{\"of\": \"made\", \"pass\": \"<=\", \"clause\": "
                                                        "\"1\", \"confidence\": \"primary\", \"base\": "
                                                        "[\"1000\", \"2000.125\", \"3000\"], \"applied\": [\"L1 / "
                                                        "three\", \"L2\", \"L3\"]}]}";

#define OWN(key)                                                                                                       \
  "\"" key "\": {\"zh\": \"" key "\", \"en\": \"" key                                                                  \
  "\", \"at\": \"line\", \"unit\": \"t\", \"absent\": \"zero\", \"time\": \"sum\"}"
static const char divisors[] =
    "{\"schema\": \"cement-edition/1\", \"id\": \"test.gaps@1\", \"title\": {\"zh\": \"z\", \"en\": \"e\"},"
    "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", \"items\": {" OWN("dust") "," OWN("sand") "," OWN(
        "lime") "}, \"formulas\": [" FORMULA("per_dust", "", "1", "",
                                             "clinker_output / dust") "," FORMULA("per_rest", "", "1", "",
                                                                                  "clinker_output / (sand - lime)") "]"
                                                                                                                    "}";

/* Dust is given as zero in January and not at all in February: two lines, and the year's figure adds none, since it
 * lacks the same. Sand and lime are given, but not as zero: their difference is. */
static void test_zeros(void) {
  EXPECT(divisors, "test.gaps@1",
         LEDGER(FACILITY, L1, "",
                CLINKER("2025-01", "9") "," CLINKER("2025-02", "9") "," SEEN(
                    AT("L1"), "2025-01", "dust", "", "0",
                    "t") "," SEEN(AT("L1"), "2025-01", "sand", "", "5",
                                  "t") "," SEEN(AT("L1"), "2025-01", "lime", "", "5",
                                                "t") "," SEEN(AT("L1"), "2025-02", "sand", "", "7", "t")),
         {TEXT, EN, NULL,
          "Missing\n\n"
          "  - dust [dust], given as zero, 2025-01; needed for per_dust\n"
          "  - sand [sand], 2025-01; needed for per_rest\n"
          "  - lime [lime], 2025-01; needed for per_rest\n"
          "  - dust [dust], 2025-02; needed for per_dust\n\n"});
}

/* Limits of 1000 t, 2000 t and 3000 t. */
static const char whole[] =
    "{\"schema\": \"cement-edition/1\", \"id\": \"test.whole@1\", \"title\": {\"zh\": \"z\", \"en\": \"e\"},"
    "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", \"formulas\": [" FORMULA(
        "made", "", "t", "",
        "clinker_output") "], \"limits\": [{\"of\": \"made\", \"pass\": \"<=\", \"clause\": \"1\", "
                          "\"confidence\": \"primary\", \"base\": [\"1000\", \"2000\", "
                          "\"3000\"], \"applied\": [\"L1\", \"L2\", \"L3\"]}]}";

/* 1000 / 3 = 333.33...; 2000.125 lies midway, so the even 2000.12; grade 2, for 1000 passes the second only. */
static void test_limits(void) {
  EXPECT(edition, "test.limits@1", LEDGER(FACILITY, L1, "", CLINKER("2025-01", "1000")),
         {MARKDOWN, EN, NULL, "| ≈333.33 / ≈2000.12 / 3000 |"}, {MARKDOWN, EN, NULL, "| 2025-01 | 1000.0 (2) |"},
         {MARKDOWN, EN, NULL, "| 2025 | made | 1000.0 | t | 2 |"}, {MARKDOWN, EN, NULL, "| n/a |"},
         {MARKDOWN, ZH, NULL, "| 不适用 |"}, {CSV, EN, NULL, ",made,,1000,1000.0,t,ok,2,1\n"},
         {CSV, EN, NULL, ",white,,,,t,not_applicable,,1\n"});
  EXPECT(edition, "test.limits@1", LEDGER(FACILITY, L1, "", CLINKER("2025-01", "3000.1")),
         {MARKDOWN, EN, NULL, "| 2025-01 | 3000.1 (0) |"}, {CSV, EN, NULL, ",made,,3000.1,3000.1,t,ok,0,1\n"});
}

/* Displayed with one decimal, 1000.04 is 1000.0 and 3000.04 is 3000.0: the first would pass the first limit, the second
 * the last. 999.96 is 1000.0 and passes anyway. */
static void test_hidden_limits(void) {
  static const struct {
    const char *ledger;
    bool hidden;
  } rows[] = {{LEDGER(FACILITY, L1, "", CLINKER("2025-01", "1000.04")), true},
              {LEDGER(FACILITY, L1, "", CLINKER("2025-01", "3000.04")), true},
              {LEDGER(FACILITY, L1, "", CLINKER("2025-01", "999.96")), false}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    plant p;
    plant_open(&p, whole, "test.whole@1", NULL, rows[i].ledger);
    CU_ASSERT_EQUAL(plant_finding(&p, "display-hides-limit").code != NULL, rows[i].hidden);
    plant_close(&p);
  }
}

/* A dash where a month did not burn the fuel, be it the last of all. */
static void test_dashes(void) {
  static const char burnt[] =
      "{\"schema\": \"cement-edition/1\", \"id\": \"test.burnt@1\", \"title\": {\"zh\": \"z\", \"en\": \"e\"},"
      "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", \"formulas\": [" FORMULA(
          "heat", "\"of\": [\"FUEL\"], ", "GJ", "", "SUM(USE, fuel_heat)") "]}";
#define HEAT(period, of, value) SEEN(AT("L1"), period, "fuel_heat", OF(of), value, "GJ")
  EXPECT(burnt, "test.burnt@1",
         LEDGER(FACILITY, L1, "",
                HEAT("2025-01", "lignite", "1") "," HEAT("2025-02", "lignite", "2") "," HEAT(
                    "2025-02", "diesel", "3") "," HEAT("2025-03", "lignite", "4")),
         {MARKDOWN, EN, NULL, "| 2025-01 | 1.0 | – |\n| 2025-02 | 2.0 | 3.0 |\n| 2025-03 | 4.0 | – |\n\n"});
}

/* ---- findings of years and of several figures ---- */

static const char yearly[] =
    "{\"schema\": \"cement-edition/1\", \"id\": \"test.years@1\", \"title\": {\"zh\": \"z\", \"en\": \"e\"},"
    "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", \"constants\": {\"little\": {\"value\": \"1\", "
    "\"unit\": "
    "\"t\", \"cite\": \"c\", \"confidence\": \"primary\"}}, \"findings\": {\"much\": {\"severity\": \"warning\", "
    "\"zh\": \"产量大\", \"en\": \"much is made\"}}, \"formulas\": [" FORMULA(
        "made", "", "t", "",
        "clinker_output") "," FORMULA("twice", "\"zh\": \"两倍\", ", "t", "",
                                      "clinker_output + clinker_output") "], \"checks\": [{\"finding\": \"much\", "
                                                                         "\"at\": \"line\", \"period\": \"year\", "
                                                                         "\"when\": \"made > little\", \"of\": "
                                                                         "[\"made\", \"twice\"]}]}";

/* One line for both figures, with how many further years it holds in. A figure without English label has its Chinese
 * one, one without any its key. */
static void test_years_of_findings(void) {
#define YEARS_2 CLINKER("2024-01", "5") "," CLINKER("2025-01", "5")
  EXPECT(yearly, "test.years@1", LEDGER(FACILITY, L1, "", CLINKER("2024-01", "5")),
         {TEXT, EN, NULL, "line L1, 2024: much is made"}, {TEXT, EN, NULL, "made, 两倍 [test.years@1 much]"});
  EXPECT(yearly, "test.years@1", LEDGER(FACILITY, L1, "", YEARS_2),
         {TEXT, EN, NULL, "line L1, 2024 and 1 more year: much is made"},
         {TEXT, ZH, NULL, "生产线 L1，2024等2个年度：产量大"}, {TEXT, ZH, NULL, "made、两倍 [test.years@1 much]"});
  EXPECT(yearly, "test.years@1", LEDGER(FACILITY, L1, "", YEARS_2 "," CLINKER("2026-01", "5")),
         {TEXT, EN, NULL, "line L1, 2024 and 2 more years: much is made"},
         {TEXT, ZH, NULL, "生产线 L1，2024等3个年度：产量大"});
}

/* ---- text of the plant is data ---- */

static void test_hostile_names(void) {
  EXPECT(
      NULL, CETS,
      LEDGER(FACILITY ", \"name\": \"<b>P|_one_ & a_b* 7_8\\u0007\\u007f\\u0085x\"", L1, "", CLINKER("2025-01", "1")),
      {TEXT, EN, NULL, "Cement plant report: <b>P|_one_ & a_b* 7_8???x (F)\n"},
      {MARKDOWN, EN, NULL, "# Cement plant report: &lt;b>P\\|\\_one\\_ &amp; a_b\\* 7_8???x (F)\n"});
}

/* RFC 4180: quotes doubled, the cell quoted; what a spreadsheet would run gets an apostrophe. */
static void test_csv_cells(void) {
#define LINE(id) "{\"id\": \"" id "\", \"clinker_type\": \"portland\"}"
#define MADE(id) SEEN(AT(id), "2025-01", "clinker_output", "", "1", "t")
  EXPECT(NULL, CETS,
         LEDGER(FACILITY, LINE("=1+1") "," LINE("a,b") "," LINE(",c") "," LINE("x\\\"y\\\"z"), "",
                MADE("=1+1") "," MADE("a,b") "," MADE(",c") "," MADE("x\\\"y\\\"z")),
         {CSV, EN, NULL, "\n" CETS ",\",c\",2025-01,"}, {CSV, EN, NULL, "\n" CETS ",\"'=1+1\",2025-01,"},
         {CSV, EN, NULL, "\n" CETS ",\"a,b\",2025-01,"}, {CSV, EN, NULL, "\n" CETS ",\"x\"\"y\"\"z\",2025-01,"});
}

/* What stands behind a cell's text is no part of it, nor looked at: a sanitizer sees the end of these three bytes. */
static void test_csv_cell_ends(void) {
  written t = {0};
  cm_sink sink;
  cm_sink_init(&sink, text_gather, &t);
  char *three = malloc(3);
  memcpy(three, "a,b", 3);
  cm_csv_cell(&sink, (cm_str){three, 3});
  free(three);
  cm_csv_cell(&sink, (cm_str){"d,", 1});
  CU_ASSERT_EQUAL(cm_sink_finish(&sink), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(t.size, 6);
  CU_ASSERT_EQUAL(memcmp(t.at, "\"a,b\"d", 6), 0);
  free(t.at);
}

/* Characters without a width, narrow ones beside them, two columns wide ones, and a line that ends in an opening mark:
 * the rule under the title is as long as the title. */
static void test_odd_names(void) {
#define TITLED(name, columns)                                                                                          \
  EXPECT(NULL, CETS, LEDGER(FACILITY ", \"name\": \"" name "\"", L1, "", CLINKER("2025-01", "1")),                     \
         {TEXT, EN, NULL, "Cement plant report: " name " (F)\n" columns "==========================\n"})
  TITLED("x", "");
  TITLED("e\u0301", "");    /* a combining accent */
  TITLED("\u0416", "");     /* Cyrillic */
  TITLED("a\u200b", "");    /* no width */
  TITLED("\u2030", "");     /* per mille */
  TITLED("a\ufe0f", "");    /* a variation selector */
  TITLED("\ufe10", "");     /* after the selectors */
  TITLED("a\u00a0b", "=="); /* the first after the C1 controls */
  TITLED("\u00a9", "");     /* a letter that begins as the C1 controls do */
  TITLED("e\u0300", "");    /* the first and the last of the accents, and the letter after them */
  TITLED("e\u036f", "");
  TITLED("\u0370", "");
  TITLED("a\u200f", ""); /* the last without width, and the hyphen after it */
  TITLED("\u2010", "");
  TITLED("a\ufe00", ""); /* the first selector */
  TITLED("\u1100", "="); /* the first and the last of Hangul */
  TITLED("\ud7a3", "=");
  TITLED("\uff60", "="); /* the last of the full-width forms */
  TITLED("窑", "=");
  TITLED("《", "=");
  EXPECT(NULL, CETS, LEDGER(FACILITY ", \"name\": \"_a_ b_ _c d_ \u00a9\"", L1, "", CLINKER("2025-01", "1")),
         {MARKDOWN, EN, NULL, "# Cement plant report: \\_a\\_ b\\_ \\_c d\\_ \u00a9 (F)\n"});
  EXPECT(NULL, CETS, LEDGER(FACILITY ", \"name\": \"a\u00a0b\"", L1, "", CLINKER("2025-01", "1")),
         {MARKDOWN, EN, NULL, "# Cement plant report: a\u00a0b (F)\n"});
  EXPECT(NULL, CETS, LEDGER(FACILITY ", \"name\": \"a\\nb_\"", L1, "", CLINKER("2025-01", "1")),
         {MARKDOWN, EN, NULL, "# Cement plant report: a b\\_ (F)\n"});
}

/* A label may begin and end with what Markdown marks words with. */
static void test_underscores(void) {
  static const char marked[] =
      "{\"schema\": \"cement-edition/1\", \"id\": \"test.marks@1\", \"title\": {\"zh\": \"z\", \"en\": \"e\"}, "
      "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", \"formulas\": [{\"key\": \"made\", \"zh\": "
      "\"_《量》_\", "
      "\"en\": \"_made_\", \"at\": \"line\", \"unit\": \"t\", \"year\": \"sum\", \"clause\": \"1\", \"display\": "
      "{\"decimals\": 0, \"rule\": \"half_up\"}, \"is\": \"clinker_output\"}]}";
  EXPECT(marked, "test.marks@1", LEDGER(FACILITY, L1, "", CLINKER("2025-01", "7")),
         {MARKDOWN, EN, NULL, "| 2025 | \\_made\\_ | 7 | t |"}, {MARKDOWN, ZH, NULL, "| 2025 | \\_《量》\\_ | 7 | t |"},
         {TEXT, ZH, NULL, "_《量》_"});
}

/* A value of an attribute that no plant has. */
static void test_implausible_attributes(void) {
  EXPECT(NULL, CETS,
         LEDGER(FACILITY ", \"altitude\": {\"value\": \"5500\", \"unit\": \"m\"}",
                "{\"id\": \"L1\", \"design_capacity\": {\"value\": \"5\", \"unit\": \"t/d\"}}", "",
                CLINKER("2025-01", "1")),
         {TEXT, EN, NULL, "the value is outside the plausible range: altitude — 5500 m [-200 .. 5000]"},
         {TEXT, EN, NULL, "line L1: the value is outside the plausible range: design capacity — 5 t/d [200 .. 16000]"},
         {TEXT, ZH, NULL, "海拔"});
}

/* ---- width ---- */

/* 24 fuels make a table of months too wide for a page: it comes in parts, no line of which has more than 118 characters
 * (the report has no wide ones), and no fuel is lost. */
static void test_wide_table(void) {
  static char ledger[16000];
  char *at = ledger, *end = ledger + sizeof ledger;
  at += snprintf(at, (size_t)(end - at),
                 "{\"schema\": \"cement-ledger/1\", \"facility\": {\"id\": \"F\"}, \"lines\": [" L1 "], \"fuels\": [");
  for (int i = 0; i < 24; i++)
    at += snprintf(at, (size_t)(end - at), "%s{\"id\": \"oil%02d\", \"origin\": \"fossil\", \"state\": \"liquid\"}",
                   i ? "," : "", i);
  at += snprintf(at, (size_t)(end - at), "], \"observations\": [" CLINKER("2025-01", "1000"));
  for (int i = 0; i < 24; i++)
    at +=
        snprintf(at, (size_t)(end - at),
                 ",{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"fuel_heat\", \"of\": \"oil%02d\", "
                 "\"value\": \"100\", \"unit\": \"GJ\"}"
                 ",{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"fuel_carbon_content\", \"of\": \"oil%02d\", "
                 "\"value\": \"0.02\", \"unit\": \"tC/GJ\"}",
                 i, i);
  snprintf(at, (size_t)(end - at), "]}");
  plant p;
  plant_open(&p, NULL, CETS, NULL, ledger);
  char *report = plant_report(&p, TEXT, EN, "2025-01");
  size_t width = 0, widest = 0, parts = 0, values = 0;
  for (const char *c = report; *c; c++) {
    if ((*c & 0xC0) != 0x80) width++;
    if (*c != '\n') continue;
    if (width - 1 > widest) widest = width - 1;
    width = 0;
  }
  for (const char *c = report; (c = strstr(c, "\n  2025-01 ")); c++) parts++;
  for (const char *c = report; (c = strstr(c, "7.19")); c++) values++; /* 100 × 0.02 × 0.98 × 44/12 each */
  CU_ASSERT_TRUE(widest <= 118);
  CU_ASSERT_TRUE(parts >= 2);
  CU_ASSERT_EQUAL(values, 24);
  free(report);
  plant_close(&p);
}

int register_report_suite(void) {
  CU_pSuite suite = CU_add_suite("report", NULL, NULL);
  CU_add_test(suite, "titles", test_titles);
  CU_add_test(suite, "periods", test_periods);
  CU_add_test(suite, "names", test_names);
  CU_add_test(suite, "overrides", test_overrides);
  CU_add_test(suite, "what is missing", test_gaps);
  CU_add_test(suite, "what is missing, given as zero", test_zeros);
  CU_add_test(suite, "limits", test_limits);
  CU_add_test(suite, "limits that the display hides", test_hidden_limits);
  CU_add_test(suite, "dashes", test_dashes);
  CU_add_test(suite, "findings of years and of several figures", test_years_of_findings);
  CU_add_test(suite, "names with markup and controls", test_hostile_names);
  CU_add_test(suite, "names of odd characters", test_odd_names);
  CU_add_test(suite, "labels with marks", test_underscores);
  CU_add_test(suite, "attributes out of the plausible", test_implausible_attributes);
  CU_add_test(suite, "cells of the CSV", test_csv_cells);
  CU_add_test(suite, "where a cell of the CSV ends", test_csv_cell_ends);
  CU_add_test(suite, "a table wider than the page", test_wide_table);
  return (int)CU_get_error();
}
