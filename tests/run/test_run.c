/* Official runs of small plants, worked out by hand: years, members, what is missing, findings, options, overrides. */
#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cement/cement.h>

#include "api/text.h"

int register_run_suite(void);

#define GB "cn.gb-16780@2021"
#define CETS "cn.cets-ag-02.01@v01-2024"
#define SUB "substitution@1"

#define HEAD "line,period,item,of,value,unit,use,method\n,,facility.id,,F,,,\n,,facility.altitude,,0,m,,\n"
#define L1 "L1,,line.clinker_type,,portland,,,\n"
#define L2 "L2,,line.clinker_type,,portland,,,\n"
#define ROW(line, period, item, of, value, unit) line "," period "," item "," of "," value "," unit ",,\n"
#define JAN(item, of, value, unit) ROW("L1", "2025-01", item, of, value, unit)
#define FEB(item, of, value, unit) ROW("L1", "2025-02", item, of, value, unit)
#define COAL "bituminous_coal"

#define JSON_HEAD                                                                                                      \
  "{\"schema\": \"cement-ledger/1\", \"facility\": {\"id\": \"F\", \"altitude\": {\"value\": 3000, \"unit\": "         \
  "\"m\"}}, "                                                                                                          \
  "\"lines\": [{\"id\": \"L1\", \"clinker_type\": \"portland\"}],"
#define JSON_TAIL                                                                                                      \
  "\"observations\": [{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"clinker_output\", \"value\": 1000, "     \
  "\"unit\": \"t\"},"                                                                                                  \
  "{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"raw_substitute_consumption\", \"of\": \"carbide_slag\", "   \
  "\"value\": 100, \"unit\": \"t\"},"                                                                                  \
  "{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"electricity_consumption\", \"of\": \"clinker\", "           \
  "\"value\": 60000, \"unit\": \"kWh\"}]}"
#define OVERRIDE(edition, key, of, value, unit)                                                                        \
  "{\"edition\": \"" edition "\", \"key\": \"" key "\", " of "\"value\": \"" value "\", \"unit\": \"" unit             \
  "\", \"reason\": \"measured\"}"
#define OF(keys) "\"of\": \"" keys "\", "
#define WITH(overrides) JSON_HEAD "\"overrides\": [" overrides "]," JSON_TAIL

/* ---- a run in one call ---- */

typedef struct world {
  cement_context *context;
  cement_catalog *catalog;
  cement_ledger *ledger;
  cement_plan *plan;
  cement_run *run;
  cement_error err;
} world;

static void open_world(world *w) {
  memset(w, 0, sizeof *w);
  w->err.size = sizeof w->err;
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&w->context, NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&w->catalog, w->context, NULL), CEMENT_OK);
}

static void close_world(world *w) {
  cement_run_destroy(w->run);
  cement_plan_destroy(w->plan);
  cement_ledger_destroy(w->ledger);
  cement_catalog_destroy(w->catalog);
  cement_context_destroy(w->context);
}

/* editions: separated by spaces; documents end with NULL. */
static int32_t start(world *w, const char *editions, const char *const *documents) {
  char id[64];
  int used;
  CU_ASSERT_EQUAL_FATAL(cement_plan_create(&w->plan, w->catalog, NULL), CEMENT_OK);
  for (const char *at = editions; sscanf(at, "%63s%n", id, &used) == 1; at += used)
    CU_ASSERT_EQUAL_FATAL(cement_plan_add(w->plan, id, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&w->ledger, w->catalog, NULL), CEMENT_OK);
  int32_t status = CEMENT_OK;
  for (; *documents && !status; documents++)
    status = cement_ledger_read(w->ledger, "ledger", *documents, strlen(*documents), &w->err);
  if (!status) status = cement_ledger_finish(w->ledger, &w->err);
  if (status) printf("\n  line %u: %s\n", w->err.line, w->err.message);
  CU_ASSERT_EQUAL_FATAL(status, CEMENT_OK);
  return CEMENT_OK;
}

static void run_of(world *w, const char *editions, const char *document) {
  const char *const documents[] = {document, NULL};
  open_world(w);
  start(w, editions, documents);
  CU_ASSERT_EQUAL_FATAL(cement_run_create(&w->run, w->plan, w->ledger, &w->err), CEMENT_OK);
}

/* ---- what a figure says: its value, or "?" and what it lacks, "none" when it does not apply, "-" when not listed ----
 */

static void add(char *out, size_t room, const char *text) {
  strncat(out, text ? text : "-", room - strlen(out) - 1);
}

static void told(world *w, char *out, size_t room, const char *edition, const char *key, const char *line,
                 const char *period, const char *of) {
  size_t at, count;
  cement_figure f = {.size = sizeof f};
  cement_missing missing[16];
  out[0] = '\0';
  if (cement_run_find(w->run, &at, edition, key, line, period, of, NULL)) {
    add(out, room, "-");
    return;
  }
  CU_ASSERT_EQUAL_FATAL(cement_run_figure(w->run, &f, at, NULL), CEMENT_OK);
  if (f.status == CEMENT_STATUS_NOT_APPLICABLE) add(out, room, "none");
  if (f.status == CEMENT_STATUS_OK) add(out, room, f.value);
  if (f.status != CEMENT_STATUS_INCOMPLETE) return;
  CU_ASSERT_EQUAL_FATAL(cement_run_missing(w->run, missing, 16, &count, at, NULL), CEMENT_OK);
  add(out, room, "?");
  for (size_t i = 0; i < count; i++) {
    const char *const parts[] = {missing[i].item, missing[i].of, missing[i].line, missing[i].period};
    for (size_t k = 0; k < 4; k++) {
      add(out, room, k ? "/" : " ");
      add(out, room, parts[k]);
    }
  }
}

typedef struct figure {
  const char *edition, *key, *line, *period, *of, *told;
} figure;

static void expect(const char *what, const char *document, const char *editions, const figure *rows, size_t count) {
  world w;
  char text[600];
  run_of(&w, editions, document);
  for (size_t i = 0; i < count; i++) {
    told(&w, text, sizeof text, rows[i].edition, rows[i].key, rows[i].line, rows[i].period, rows[i].of);
    if (strcmp(text, rows[i].told) != 0)
      printf("\n  %s: %s %s: \"%s\", expected \"%s\"\n", what, rows[i].key, rows[i].period, text, rows[i].told);
    CU_ASSERT_STRING_EQUAL(text, rows[i].told);
  }
  close_world(&w);
}

#define EXPECT(what, document, editions, ...)                                                                          \
  expect(what, document, editions, (const figure[]){__VA_ARGS__},                                                      \
         sizeof((const figure[]){__VA_ARGS__}) / sizeof(figure))

/* ---- years ---- */

#define TWO_MONTHS                                                                                                     \
  HEAD L1 JAN("clinker_output", "", "1000", "t") JAN("fuel_consumption", COAL, "140", "t")                             \
      JAN("fuel_ncv", COAL, "20", "GJ/t") JAN("electricity_consumption", "clinker", "60000", "kWh")                    \
          FEB("clinker_output", "", "3000", "t") FEB("fuel_consumption", COAL, "400", "t")                             \
              FEB("fuel_ncv", COAL, "24", "GJ/t") FEB("electricity_consumption", "clinker", "150000", "kWh")

/* Products are summed, ratios recomputed: 2 800 GJ and 9 600 GJ over 1 000 t and 3 000 t. */
static void test_years(void) {
  EXPECT("years", TWO_MONTHS, GB " " CETS,
         {GB, "clinker_coal_intensity", "L1", "2025-01", NULL, "95.54031460060736342853243252465281"},
         {GB, "clinker_coal_intensity", "L1", "2025", NULL, "105.7767768792438666530180502951513"},
         {GB, "clinker_electricity_intensity", "L1", "2025-01", NULL, "60"},
         {GB, "clinker_electricity_intensity", "L1", "2025-02", NULL, "50"},
         {GB, "clinker_electricity_intensity", "L1", "2025", NULL, "52.5"},
         {CETS, "fuel_co2", "L1", "2025-01", COAL, "266.09352"}, /* 2 800 x 0.02618 x 0.99 x 44 / 12 */
         {CETS, "fuel_co2", "L1", "2025-02", COAL, "912.32064"}, {CETS, "fuel_co2", "L1", "2025", COAL, "1178.41416"},
         {CETS, "process_co2", "L1", "2025", NULL, "2140"}, /* 4 000 x 0.535 */
         {CETS, "line_co2", "L1", "2025", NULL, "3318.41416"},
         {CETS, "co2_intensity", "L1", "2025", NULL, "0.82960354"},
         {CETS, "enterprise_co2", NULL, "2025", NULL, "3318.41416"},
         {CETS, "enterprise_co2", "L1", "2025", NULL, "-"}, /* a figure of the facility */
         {CETS, "fuel_co2", "L1", "2024", COAL, "-"},
         /* no item of the facility: its cement figures are not listed */
         {GB, "cement_energy_intensity", NULL, "2025", NULL, "-"});
}

/* A formula of each year rule over the same items, in an edition of our own. */
static void test_year_rules(void) {
  static const char edition[] =
      "{\"schema\": \"cement-edition/1\", \"id\": \"test.year@1\", \"title\": {\"zh\": \"z\", \"en\": \"e\"},"
      "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", \"formulas\": ["
#define FORMULA(key, of, unit, year, is)                                                                               \
  "{\"key\": \"" key "\", \"at\": \"line\"," of "\"unit\": \"" unit "\", \"year\": \"" year                            \
  "\", \"clause\": \"1\", \"display\": {\"decimals\": 2, \"rule\": \"half_up\"}, \"is\": \"" is "\"}"
#define NEXT(key, of, unit, year, is) "," FORMULA(key, of, unit, year, is)
      FORMULA("mean", "", "MPa", "recompute", "clinker_strength_28d")
          NEXT("added", "", "MPa", "sum", "clinker_strength_28d")
              NEXT("ncv", "\"of\": [\"FUEL\", \"USE\"],", "GJ/fu", "recompute", "fuel_ncv")
                  NEXT("product", "", "MPa*t", "recompute", "clinker_strength_28d * clinker_output")
                      NEXT("once", "", "t", "sum", "clinker_output")
                          NEXT("double", "", "t", "recompute", "once + once") "]}";
#undef NEXT
#undef FORMULA
  static const char document[] =
      TWO_MONTHS JAN("clinker_strength_28d", "", "50", "MPa") FEB("clinker_strength_28d", "", "54", "MPa");
  static const figure rows[] = {
      {"test.year@1", "mean", "L1", "2025-01", NULL, "50"},
      {"test.year@1", "mean", "L1", "2025", NULL, "53"}, /* (50 x 1 000 + 54 x 3 000) / 4 000 */
      {"test.year@1", "added", "L1", "2025", NULL, "104"},
      {"test.year@1", "ncv", "L1", "2025", COAL ",kiln", "22.96296296296296296296296296296296"}, /* 12 400 GJ / 540 t */
      {"test.year@1", "product", "L1", "2025", NULL, "212000"},                                  /* 53 x 4 000 */
      {"test.year@1", "once", "L1", "2025", NULL, "4000"},
      {"test.year@1", "double", "L1", "2025", NULL, "8000"}};
  world w;
  char text[200];
  const char *const documents[] = {document, NULL};
  open_world(&w);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_load(w.catalog, "year", edition, strlen(edition), &w.err), CEMENT_OK);
  start(&w, "test.year@1", documents);
  CU_ASSERT_EQUAL_FATAL(cement_run_create(&w.run, w.plan, w.ledger, &w.err), CEMENT_OK);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    told(&w, text, sizeof text, rows[i].edition, rows[i].key, rows[i].line, rows[i].period, rows[i].of);
    CU_ASSERT_STRING_EQUAL(text, rows[i].told);
  }
  close_world(&w);
}

/* ---- members ---- */

/* A figure by fuel and use is named by both: 10 t x 43 GJ/t in the kiln, 3 t x 42 GJ/t for ignition. */
static void test_uses_apart(void) {
  static const char edition[] =
      "{\"schema\": \"cement-edition/1\", \"id\": \"test.uses@1\", \"title\": {\"zh\": \"z\", \"en\": \"e\"},"
      "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", \"formulas\": [{\"key\": \"heat\", \"at\": "
      "\"line\", \"of\": [\"FUEL\", \"USE\"], \"unit\": \"GJ\", \"year\": \"sum\", \"clause\": \"1\", \"display\": "
      "{\"decimals\": 0, \"rule\": \"half_up\"}, \"is\": \"fuel_consumption * fuel_ncv\"}]}";
  static const char document[] =
      HEAD L1 "L1,2025-01,fuel_consumption,diesel,10,t,kiln,\nL1,2025-01,fuel_ncv,diesel,43,GJ/t,kiln,\n"
              "L1,2025-01,fuel_consumption,diesel,3,t,ignition,\nL1,2025-01,fuel_ncv,diesel,42,GJ/t,ignition,\n";
  static const figure rows[] = {{"test.uses@1", "heat", "L1", "2025-01", "diesel,kiln", "430"},
                                {"test.uses@1", "heat", "L1", "2025-01", "diesel,ignition", "126"},
                                {"test.uses@1", "heat", "L1", "2025", "diesel,ignition", "126"},
                                {"test.uses@1", "heat", "L1", "2025-01", "diesel", "-"}};
  world w;
  char text[200];
  const char *const documents[] = {document, NULL};
  open_world(&w);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_load(w.catalog, "uses", edition, strlen(edition), &w.err), CEMENT_OK);
  start(&w, "test.uses@1", documents);
  CU_ASSERT_EQUAL_FATAL(cement_run_create(&w.run, w.plan, w.ledger, &w.err), CEMENT_OK);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    told(&w, text, sizeof text, rows[i].edition, rows[i].key, rows[i].line, rows[i].period, rows[i].of);
    CU_ASSERT_STRING_EQUAL(text, rows[i].told);
  }
  close_world(&w);
}

/* A fuel exists in the months that burn it; in the others its figure is not listed, and no year misses it there. */
static void test_members(void) {
  EXPECT("members",
         TWO_MONTHS FEB("fuel_consumption", "diesel", "10", "t") FEB("fuel_ncv", "diesel", "42", "GJ/t")
             JAN("fuel_ncv", "anthracite", "25", "GJ/t"),
         CETS, {CETS, "fuel_co2", "L1", "2025-01", "diesel", "-"},
         {CETS, "fuel_co2", "L1", "2025-02", "diesel", "30.48584"},
         /* 420 GJ x 0.0202 tC/GJ x 0.98 x 44 / 12 = 30.48584 */
         {CETS, "fuel_co2", "L1", "2025-01", "anthracite", "-"}, /* an NCV alone burns nothing */
         {CETS, "fuel_co2", "L1", "2025", "anthracite", "-"});
}

/* An NCV for the fuel's own use goes before the one that serves all uses. */
static void test_own_use(void) {
  EXPECT("own use",
         HEAD L1 JAN("clinker_output", "", "1000", "t")
             JAN("fuel_consumption", COAL, "100", "t") "L1,2025-01,fuel_consumption," COAL ",10,t,drying,\n" JAN(
                 "fuel_ncv", COAL, "20", "GJ/t") "L1,2025-01,fuel_ncv," COAL ",30,GJ/t,drying,\n",
         CETS, /* (100 x 20 + 10 x 30) GJ x 0.02618 x 0.99 x 44 / 12 */
         {CETS, "fuel_co2", "L1", "2025-01", COAL, "218.57682"});
}

/* ---- what is missing ---- */

static void test_missing(void) {
  EXPECT("waste fuel without NCV",
         HEAD L1 JAN("clinker_output", "", "1000", "t") JAN("fuel_consumption", COAL, "140", "t")
             JAN("fuel_ncv", COAL, "20", "GJ/t") JAN("fuel_consumption", "rdf", "9", "t"),
         GB " " SUB, {SUB, "thermal_substitution_rate", "L1", "2025-01", NULL, "? fuel_ncv/rdf/L1/2025-01"},
         {SUB, "thermal_substitution_rate", "L1", "2025", NULL, "? fuel_ncv/rdf/L1/2025-01"},
         {GB, "clinker_coal_intensity", "L1", "2025-01", NULL, "95.54031460060736342853243252465281"});
  EXPECT(
      "clinker and no fuel", HEAD L1 JAN("clinker_output", "", "1000", "t"), GB " " CETS " " SUB,
      {GB, "clinker_coal_intensity", "L1", "2025-01", NULL, "? fuel_consumption/-/L1/2025-01"},
      {GB, "clinker_energy_intensity", "L1", "2025-01", NULL,
       "? fuel_consumption/-/L1/2025-01 electricity_consumption/clinker/L1/2025-01"},
      {CETS, "fuel_co2_total", "L1", "2025", NULL, "? fuel_consumption/-/L1/2025-01"},
      {CETS, "process_co2", "L1", "2025-01", NULL, "535"},
      {CETS, "line_co2", "L1", "2025-01", NULL, "? fuel_consumption/-/L1/2025-01"},
      {SUB, "thermal_substitution_rate", "L1", "2025-01", NULL, "? fuel_consumption/-/L1/2025-01"},
      /* the rate lacks the natural raw materials: giving a substitute would not make it a rate */
      {SUB, "raw_material_substitution_rate_mass", "L1", "2025-01", NULL, "? raw_material_consumption/-/L1/2025-01"});
  EXPECT("stopped kiln",
         HEAD L1 JAN("clinker_output", "", "0", "t") JAN("electricity_consumption", "clinker", "900", "kWh"),
         GB " " CETS, {GB, "clinker_coal_intensity", "L1", "2025-01", NULL, "? clinker_output/-/L1/2025-01"},
         {GB, "clinker_electricity_intensity", "L1", "2025", NULL, "? clinker_output/-/L1/2025"},
         {CETS, "fuel_co2_total", "L1", "2025-01", NULL, "0"}, {CETS, "line_co2", "L1", "2025", NULL, "0"},
         {CETS, "co2_intensity", "L1", "2025-01", NULL, "? clinker_output/-/L1/2025-01"});
  EXPECT("zero clinker with fuel",
         HEAD L1 JAN("clinker_output", "", "0", "t") JAN("fuel_consumption", COAL, "1", "t")
             JAN("fuel_ncv", COAL, "20", "GJ/t"),
         CETS, {CETS, "line_co2", "L1", "2025-01", NULL, "1.900668"}, /* 20 x 0.02618 x 0.99 x 44 / 12 */
         {CETS, "co2_intensity", "L1", "2025-01", NULL, "? clinker_output/-/L1/2025-01"});
  EXPECT("one stopped month in a year",
         TWO_MONTHS ROW("L1", "2025-03", "clinker_output", "", "0", "t")
             ROW("L1", "2025-03", "electricity_consumption", "clinker", "2000", "kWh"),
         GB, {GB, "clinker_electricity_intensity", "L1", "2025-03", NULL, "? clinker_output/-/L1/2025-03"},
         {GB, "clinker_electricity_intensity", "L1", "2025", NULL, "53"});
  EXPECT("no clinker type",
         HEAD "L1,,line.design_capacity,,5000,t/d,,\n" JAN("clinker_output", "", "1000", "t")
             JAN("fuel_consumption", COAL, "140", "t") JAN("fuel_ncv", COAL, "20", "GJ/t"),
         GB " " CETS, {CETS, "process_co2", "L1", "2025-01", NULL, "? line.clinker_type/-/L1/"},
         {CETS, "fuel_co2_total", "L1", "2025-01", NULL, "266.09352"},
         {GB, "clinker_coal_intensity", "L1", "2025-01", NULL, "? line.clinker_type/-/L1/"},
         {CETS, "enterprise_co2", NULL, "2025", NULL, "? line.clinker_type/-/L1/"});
  EXPECT("section absent in one month", TWO_MONTHS ROW("L1", "2025-03", "clinker_output", "", "1000", "t"), GB,
         {GB, "clinker_electricity_intensity", "L1", "2025-02", NULL, "50"},
         {GB, "clinker_electricity_intensity", "L1", "2025-03", NULL, "? electricity_consumption/clinker/L1/2025-03"},
         {GB, "clinker_electricity_intensity", "L1", "2025", NULL, "? electricity_consumption/clinker/L1/2025-03"});
}

/* ---- what is metered for the whole plant ---- */

#define TWO_LINES                                                                                                      \
  HEAD L1 L2 JAN("clinker_output", "", "3000", "t") JAN("fuel_consumption", COAL, "400", "t")                          \
      JAN("fuel_ncv", COAL, "24", "GJ/t") ROW("L2", "2025-01", "fuel_consumption", COAL, "140", "t")                   \
          ROW("L2", "2025-01", "fuel_ncv", COAL, "20", "GJ/t")

static void test_shared(void) {
  /* 400 MWh for 3 000 t and 1 000 t: 300 and 100 MWh, 12.29 kgce/t of credit on each line */
  EXPECT("shared",
         TWO_LINES ROW("L2", "2025-01", "clinker_output", "", "1000", "t")
             ROW("", "2025-01", "waste_heat_power_generation", "", "400", "MWh"),
         GB, {GB, "clinker_coal_intensity", "L2", "2025-01", NULL, "83.25031460060736342853243252465281"},
         {GB, "clinker_coal_intensity", "L1", "2025-01", NULL, "96.8989309721227010611799228853175"});
  EXPECT("one line without clinker", TWO_LINES ROW("", "2025-01", "waste_heat_power_generation", "", "400", "MWh"), GB,
         {GB, "clinker_coal_intensity", "L1", "2025-01", NULL, "? clinker_output/-/L2/2025-01"},
         {GB, "clinker_coal_intensity", "L2", "2025-01", NULL, "? clinker_output/-/L2/2025-01"});
  EXPECT("all lines stopped",
         HEAD L1 JAN("clinker_output", "", "0", "t") ROW("", "2025-01", "waste_heat_power_generation", "", "4", "MWh"),
         GB, {GB, "clinker_coal_intensity", "L1", "2025-01", NULL, "? clinker_output/-/L1/2025-01"});
}

/* ---- findings ---- */

/* A finding of this code; of, line, period and periods as given (NULL and 0: any). */
static const char *find_finding(world *w, const char *code, const char *edition, const char *of, const char *period,
                                uint32_t periods) {
  static cement_finding f;
  for (size_t i = 0; i < cement_run_finding_count(w->run); i++) {
    f.size = sizeof f;
    CU_ASSERT_EQUAL_FATAL(cement_run_finding(w->run, &f, i, NULL), CEMENT_OK);
    bool same = !strcmp(f.code, code) && (!edition || (f.edition && !strcmp(f.edition, edition))) &&
                (!of || (f.of && !strcmp(f.of, of))) && (!period || !strcmp(f.period, period)) &&
                (!periods || f.periods == periods);
    if (same) return f.message_en;
  }
  return NULL;
}

static void expect_finding(const char *what, const char *document, const char *editions, const char *code,
                           const char *edition, const char *of, const char *period, uint32_t periods) {
  world w;
  run_of(&w, editions, document);
  bool found = find_finding(&w, code, edition, of, period, periods) != NULL;
  if (!found) printf("\n  %s: no finding %s\n", what, code);
  CU_ASSERT_TRUE(found);
  close_world(&w);
}

static void expect_none(const char *document, const char *editions, const char *code) {
  world w;
  run_of(&w, editions, document);
  CU_ASSERT_PTR_NULL(find_finding(&w, code, NULL, NULL, NULL, 0));
  close_world(&w);
}

#define BARE HEAD L1 JAN("clinker_output", "", "1000", "t")

/* 1 000 t of cement from 700 t of clinker. */
#define CEMENT                                                                                                         \
  ROW("", "2025-01", "cement_output", "", "1000", "t") ROW("", "2025-01", "clinker_consumed", "", "700", "t")

static void test_findings(void) {
  static const struct {
    const char *what, *document, *editions, *code, *edition, *of, *period;
    uint32_t periods;
  } rows[] = {
      {"months", TWO_MONTHS, GB, "missing-months", NULL, NULL, "2025", 1},
      {"implausible input", BARE JAN("fuel_consumption", COAL, "1", "t") JAN("fuel_ncv", COAL, "240", "GJ/t"), GB,
       "implausible-input", NULL, COAL, "2025-01", 1},
      {"implausible figure", BARE JAN("fuel_consumption", COAL, "1", "t") JAN("fuel_ncv", COAL, "20", "GJ/t"), GB,
       "implausible", GB, NULL, "2025-01", 1},
      {"declared default", BARE "L1,2025-01,fuel_ncv,bituminous_coal,20,GJ/t,,default\n", GB, "declared-default", NULL,
       COAL, "2025-01", 1},
      {"declared estimate", BARE "L1,2025-01,fuel_consumption,bituminous_coal,20,t,,estimated\n", GB,
       "declared-estimate", NULL, COAL, "2025-01", 1},
      {"NCV of what is not burnt", BARE JAN("fuel_ncv", "diesel", "42", "GJ/t"), GB, "observation-unused", NULL,
       "diesel", "2025-01", 1},
      {"shared",
       TWO_LINES ROW("L2", "2025-01", "clinker_output", "", "1000", "t")
           ROW("", "2025-01", "waste_heat_power_generation", "", "400", "MWh"),
       GB, "shared-by-output", GB, NULL, "2025-01", 1},
      {"decimals", BARE JAN("fuel_consumption", COAL, "1.234", "t"), CETS, "input-decimals", CETS, COAL, "2025-01", 1},
      {"NCV by default", BARE JAN("fuel_consumption", COAL, "140", "t"), CETS, "ncv-default", CETS, COAL, "2025-01", 1},
      {"NCV by default in two months",
       BARE JAN("fuel_consumption", COAL, "140", "t") FEB("fuel_consumption", COAL, "140", "t"), CETS, "ncv-default",
       CETS, COAL, "2025-01", 2},
      {"NCV by default of GB", BARE JAN("fuel_consumption", COAL, "140", "t"), GB, "ncv-default", GB, COAL, "2025-01",
       1},
      {"NCV by default behind a facility figure alone",
       BARE JAN("fuel_consumption", COAL, "140", "t")
           JAN("fuel_ncv", COAL, "20", "GJ/t") "L1,2025-01,fuel_consumption,diesel,1,t,drying,\n",
       SUB, "ncv-default", SUB, "diesel", "2025-01", 1},
      {"NCV mixed",
       BARE JAN("fuel_consumption", COAL, "140", "t") JAN("fuel_ncv", COAL, "20", "GJ/t")
           FEB("fuel_consumption", COAL, "140", "t"),
       CETS, "ncv-mixed", CETS, COAL, "2025", 1},
      {"material of no factor", BARE JAN("raw_substitute_consumption", "moon_dust", "5", "t"), CETS,
       "material-unlisted", CETS, "moon_dust", "2025-01", 1},
      {"no fuel", BARE, CETS, "no-fuel", CETS, NULL, "2025-01", 1},
      {"waste heat", TWO_MONTHS JAN("waste_heat_power_generation", "", "9", "kWh"), GB, "waste-heat-convention", GB,
       NULL, "2025-01", 1},
      {"altitude",
       "line,period,item,of,value,unit\n,,facility.id,,F,\nL1,,line.clinker_type,,portland,\nL1,2025-01,clinker_output,"
       ",1000,t\n"
       "L1,2025-01,fuel_consumption,bituminous_coal,140,t\n",
       GB, "altitude-absent", GB, NULL, NULL, 0},
      {"negative process", BARE JAN("raw_substitute_consumption", "carbide_slag", "5000", "t"), CETS,
       "process-negative", CETS, NULL, "2025-01", 1},
      {"coke", BARE JAN("fuel_consumption", "coke", "5", "t") JAN("fuel_ncv", "coke", "28", "GJ/t"), CETS,
       "coke-ncv-given", CETS, "coke", "2025-01", 1},
      {"measured carbon",
       BARE JAN("fuel_consumption", COAL, "5", "t") JAN("fuel_carbon_content", COAL, "0.026", "tC/GJ"), CETS,
       "cc-ignored", CETS, COAL, "2025-01", 1},
      {"gas in the kiln", BARE JAN("fuel_consumption", "natural_gas", "5", "10^4 Nm3"), SUB, "gas-in-kiln", SUB, NULL,
       "2025-01", 1},
      {"no raw material", TWO_MONTHS, SUB, "no-raw-material", SUB, NULL, "2025-01", 2},
      {"biogenic share", BARE JAN("fuel_consumption", "rdf", "5", "t") JAN("fuel_ncv", "rdf", "15", "GJ/t"), SUB,
       "biogenic-absent", SUB, "rdf", NULL, 1},
      {"fallback of the pressure", WITH(""), GB, "pressure-fallback", GB, NULL, NULL, 0},
      {"two ratios", BARE CEMENT ROW("", "2025-01", "clinker_ratio", "", "80", "%"), GB, "ratio-differs", GB, NULL,
       "2025-01", 1},
      {"bought", BARE CEMENT ROW("", "2025-01", "purchased_clinker_consumed", "", "800", "t"), GB,
       "bought-exceeds-used", GB, NULL, "2025-01", 1},
      {"biomass", BARE JAN("fuel_consumption", "biomass", "5", "t"), GB, "biomass-not-counted", GB, "biomass",
       "2025-01", 1},
      {"NCV of a liquid mixed",
       BARE JAN("fuel_consumption", "diesel", "1", "t") JAN("fuel_ncv", "diesel", "42", "GJ/t")
           FEB("fuel_consumption", "diesel", "1", "t"),
       CETS, "ncv-mixed-fluid", CETS, "diesel", "2025", 1},
      {"implausible intensity", BARE JAN("fuel_consumption", COAL, "9000", "t"), CETS, "implausible", CETS, NULL,
       "2025-01", 1},
      {"single source", TWO_MONTHS, GB, "factor-single-source", GB, NULL, NULL, 0},
      {"unverified", BARE JAN("fuel_consumption", COAL, "140", "t"), GB, "factor-unverified", NULL, NULL, NULL, 0},
      /* 60.996 kWh/t shows as 61.00: 109.004 would show as 109.00 and pass; 57.004 ranks third and shows as second */
      {"display hides", BARE JAN("electricity_consumption", "clinker", "57004", "kWh"), GB, "display-hides-limit", GB,
       NULL, "2025-01", 1},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    expect_finding(rows[i].what, rows[i].document, rows[i].editions, rows[i].code, rows[i].edition, rows[i].of,
                   rows[i].period, rows[i].periods);
}

/* Branches that no figure rests on raise nothing. */
static void test_no_findings(void) {
  expect_none(TWO_MONTHS, GB " " CETS, "ncv-default");
  expect_none(TWO_MONTHS, GB " " CETS, "no-fuel");
  expect_none(TWO_MONTHS, GB, "pressure-fallback");
  expect_none(TWO_MONTHS, GB, "display-hides-limit");
  expect_none(TWO_MONTHS, GB " " CETS, "option-chosen");
  expect_none(BARE JAN("fuel_consumption", COAL, "1.230", "t"), CETS, "input-decimals"); /* says no more than 1.23 */
  expect_none(BARE JAN("electricity_consumption", "clinker", "57000", "kWh"), GB, "display-hides-limit");
  expect_none(HEAD L1 JAN("clinker_output", "", "0", "t"), CETS, "no-fuel"); /* a stopped kiln burns nothing */
}

/* ---- options ---- */

static void test_options(void) {
  const char *const documents[] = {TWO_MONTHS JAN("waste_heat_power_generation", "", "10", "MWh"), NULL};
  world w;
  char text[200];
  open_world(&w);
  start(&w, GB " " CETS, documents);
  CU_ASSERT_EQUAL(cement_plan_option(w.plan, GB, "waste_heat_power_coefficient", "0.404", NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_plan_option(w.plan, GB, "waste_heat_power_coefficient", "0.5", NULL), CEMENT_E_UNKNOWN);
  CU_ASSERT_EQUAL(cement_plan_option(w.plan, GB, "no_such", "0.404", NULL), CEMENT_E_UNKNOWN);
  CU_ASSERT_EQUAL(cement_plan_option(w.plan, SUB, "comparison", "full_value", NULL), CEMENT_E_UNKNOWN);
  CU_ASSERT_EQUAL(cement_plan_option(w.plan, CETS, "month_rounding", "round_then_sum", NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_create(&w.run, w.plan, w.ledger, NULL), CEMENT_OK);
  told(&w, text, sizeof text, GB, "clinker_coal_intensity", "L1", "2025-01", NULL);
  CU_ASSERT_STRING_EQUAL(text, "91.50031460060736342853243252465281"); /* less 10 000 x 0.404 / 1 000 */
  told(&w, text, sizeof text, CETS, "fuel_co2", "L1", "2025", COAL);
  CU_ASSERT_STRING_EQUAL(text, "1178.41"); /* 266.09 + 912.32 */
  const char *message = find_finding(&w, "option-chosen", GB, NULL, NULL, 1);
  CU_ASSERT_PTR_NOT_NULL_FATAL(message);
  CU_ASSERT_PTR_NOT_NULL(strstr(message, "0.404"));
  CU_ASSERT_PTR_NOT_NULL(find_finding(&w, "option-chosen", CETS, NULL, NULL, 1));
  close_world(&w);
}

/* ---- overrides ---- */

static void test_overrides(void) {
  world w;
  EXPECT("a row of a table", WITH(OVERRIDE(CETS, "deduction_factor", OF("carbide_slag"), "0.47", "tCO2/t")), CETS,
         {CETS, "process_co2", "L1", "2025-01", NULL, "488"}); /* 535 - 47 */
  EXPECT("in another unit", WITH(OVERRIDE(CETS, "deduction_factor", OF("carbide_slag"), "470", "kgCO2/t")), CETS,
         {CETS, "process_co2", "L1", "2025-01", NULL, "488"});
  EXPECT("none", WITH(""), CETS, {CETS, "process_co2", "L1", "2025-01", NULL, "487"});
  run_of(&w, CETS, WITH(OVERRIDE(CETS, "deduction_factor", OF("carbide_slag"), "0.47", "tCO2/t")));
  const char *message = find_finding(&w, "override", NULL, NULL, NULL, 1);
  CU_ASSERT_PTR_NOT_NULL_FATAL(message);
  CU_ASSERT_PTR_NOT_NULL(strstr(message, "carbide_slag"));
  CU_ASSERT_PTR_NOT_NULL(strstr(message, "0.47"));
  CU_ASSERT_PTR_NOT_NULL(strstr(message, "measured"));
  close_world(&w);
  expect_finding("unused", WITH(OVERRIDE(GB, "Q_BM", "", "29271", "kJ/kgce")), CETS, "override-unused", NULL, NULL,
                 NULL, 1);
}

/* The limits of the third level, L3 = 61 kWh/t at 3 000 m, with the exponent of the air pressure overridden: a factor
 * that shows as overridden has its new value in the figures. 0.101325 MPa x (1 - 3000 / 44300)^1 / 0.101325 MPa. */
static void test_override_exponent(void) {
  world w;
  cement_figure f = {.size = sizeof f};
  size_t at;
  run_of(&w, GB, WITH(OVERRIDE(GB, "n_b", "", "1", "1")));
  CU_ASSERT_EQUAL_FATAL(cement_run_find(w.run, &at, GB, "clinker_electricity_intensity", "L1", "2025-01", NULL, NULL),
                        CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_figure(w.run, &f, at, NULL), CEMENT_OK);
  /* 61 x (1.179 - 0.211 x 413 / 443) = 59.91962528216... */
  CU_ASSERT_NSTRING_EQUAL(f.applied[2], "59.919625282", 12);
  close_world(&w);
}

static void test_overrides_refused(void) {
  static const struct {
    const char *what, *document;
    int code;
  } rows[] = {
      {"no such edition", WITH(OVERRIDE("cn.gb-16780@2099", "Q_BM", "", "1", "kJ/kgce")), CEMENT_E_UNKNOWN},
      {"no such factor", WITH(OVERRIDE(GB, "Q_BN", "", "1", "kJ/kgce")), CEMENT_E_UNKNOWN},
      {"no such row", WITH(OVERRIDE(CETS, "deduction_factor", OF("gold"), "1", "tCO2/t")), CEMENT_E_UNKNOWN},
      {"a table without a row", WITH(OVERRIDE(CETS, "deduction_factor", "", "1", "tCO2/t")), CEMENT_E_UNKNOWN},
      {"a constant with a row", WITH(OVERRIDE(GB, "Q_BM", OF("x"), "1", "kJ/kgce")), CEMENT_E_UNKNOWN},
      {"unit", WITH(OVERRIDE(GB, "Q_BM", "", "1", "kJ/t")), CEMENT_E_UNIT},
      {"unknown unit", WITH(OVERRIDE(GB, "Q_BM", "", "1", "foo")), CEMENT_E_UNIT},
      {"not overridable", WITH(OVERRIDE(GB, "f_el", "", "0.12", "kgce/kWh")), CEMENT_E_CONFLICT},
      {"an option", WITH(OVERRIDE(GB, "waste_heat_power_coefficient", "", "0.12", "kgce/kWh")), CEMENT_E_UNKNOWN},
      {"a limit", WITH(OVERRIDE(GB, "limit", OF("clinker_coal_intensity,1"), "99", "kgce/t")), CEMENT_E_CONFLICT},
      {"twice", WITH(OVERRIDE(GB, "Q_BM", "", "29271", "kJ/kgce") "," OVERRIDE(GB, "Q_BM", "", "29270", "kJ/kgce")),
       CEMENT_E_CONFLICT},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    world w;
    const char *text = rows[i].document;
    open_world(&w);
    CU_ASSERT_EQUAL_FATAL(cement_plan_create(&w.plan, w.catalog, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL_FATAL(cement_plan_add(w.plan, GB, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&w.ledger, w.catalog, NULL), CEMENT_OK);
    int32_t status = cement_ledger_read(w.ledger, "overrides.json", text, strlen(text), &w.err);
    if (!status) status = cement_ledger_finish(w.ledger, &w.err);
    if (!status) status = cement_run_create(&w.run, w.plan, w.ledger, &w.err);
    if (status != rows[i].code) printf("\n  %s: %d %s\n", rows[i].what, status, w.err.message);
    CU_ASSERT_EQUAL(status, rows[i].code);
    CU_ASSERT_STRING_EQUAL(w.err.source, "overrides.json");
    CU_ASSERT_TRUE(w.err.line == 1 && w.err.column > 1);
    close_world(&w);
  }
}

/* ---- texts of the whole ---- */

static char *report_of(world *w, int32_t format, const char *period) {
  written t = {0};
  CU_ASSERT_EQUAL_FATAL(cement_run_report(w->run, text_gather, &t, format, CEMENT_LANGUAGE_EN, period, NULL),
                        CEMENT_OK);
  return t.at;
}

/* Months within the period, and years all of whose months in the ledger lie within it. */
static void test_period(void) {
  static const struct {
    const char *period;
    bool january, february, year;
  } rows[] = {{NULL, true, true, true},
              {"2025", true, true, true},
              {"2025-01", true, false, false},
              {"2025-01..2025-02", true, true, true},
              {"2025-02..2025-12", false, true, false},
              {"2024..2026", true, true, true},
              {"2024", false, false, false}};
  world w;
  run_of(&w, CETS, TWO_MONTHS);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char *csv = report_of(&w, CEMENT_FORMAT_CSV, rows[i].period);
    CU_ASSERT_EQUAL(strstr(csv, ",2025-01,line_co2,") != NULL, rows[i].january);
    CU_ASSERT_EQUAL(strstr(csv, ",2025-02,line_co2,") != NULL, rows[i].february);
    CU_ASSERT_EQUAL(strstr(csv, ",2025,line_co2,") != NULL, rows[i].year);
    free(csv);
  }
  close_world(&w);
}

/* The figures do not know in which order, or in how many documents, the observations came. */
static void test_permutations(void) {
  static const char *const observations[] = {JAN("clinker_output", "", "1000.01", "t"),
                                             JAN("fuel_consumption", COAL, "140.3", "t"),
                                             JAN("fuel_ncv", COAL, "20.1", "GJ/t"),
                                             JAN("fuel_consumption", "rdf", "7", "t"),
                                             JAN("fuel_ncv", "rdf", "15.123", "GJ/t"),
                                             FEB("clinker_output", "", "3000", "t"),
                                             FEB("fuel_consumption", COAL, "400", "t"),
                                             ROW("L2", "2025-01", "clinker_output", "", "900", "t"),
                                             ROW("L2", "2025-01", "fuel_consumption", "diesel", "9", "t"),
                                             ROW("", "2025-01", "waste_heat_power_generation", "", "77", "MWh"),
                                             JAN("raw_substitute_consumption", "carbide_slag", "31.7", "t"),
                                             ROW("", "2025-02", "cement_output", "", "5000", "t")};
  enum { COUNT = sizeof observations / sizeof *observations };
  char first[4096], second[4096], *expected = NULL;
  uint32_t seed = 12345;
  size_t order[COUNT];
  for (size_t i = 0; i < COUNT; i++) order[i] = i;
  for (int round = 0; round < 40; round++) {
    world w;
    const char *documents[] = {first, round % 2 ? second : NULL, NULL};
    strcpy(first, HEAD L1 L2);
    strcpy(second, "line,period,item,of,value,unit,use,method\n");
    for (size_t i = 0; i < COUNT; i++) strcat(round % 2 && i % 2 ? second : first, observations[order[i]]);
    open_world(&w);
    start(&w, GB " " CETS " " SUB, documents);
    CU_ASSERT_EQUAL_FATAL(cement_run_create(&w.run, w.plan, w.ledger, NULL), CEMENT_OK);
    char *csv = report_of(&w, CEMENT_FORMAT_CSV, NULL);
    if (!expected) expected = csv;
    CU_ASSERT_STRING_EQUAL(csv, expected);
    if (csv != expected) free(csv);
    close_world(&w);
    for (size_t i = COUNT - 1; i > 0; i--) {
      seed = seed * 1664525u + 1013904223u;
      size_t k = (seed >> 8) % (i + 1), t = order[i];
      order[i] = order[k];
      order[k] = t;
    }
  }
  free(expected);
}

int register_run_suite(void) {
  CU_pSuite suite = CU_add_suite("run", NULL, NULL);
  CU_add_test(suite, "years", test_years);
  CU_add_test(suite, "year rules", test_year_rules);
  CU_add_test(suite, "uses apart", test_uses_apart);
  CU_add_test(suite, "members", test_members);
  CU_add_test(suite, "own use first", test_own_use);
  CU_add_test(suite, "what is missing", test_missing);
  CU_add_test(suite, "shared by output", test_shared);
  CU_add_test(suite, "findings", test_findings);
  CU_add_test(suite, "no findings", test_no_findings);
  CU_add_test(suite, "options", test_options);
  CU_add_test(suite, "overrides", test_overrides);
  CU_add_test(suite, "override of an exponent", test_override_exponent);
  CU_add_test(suite, "overrides refused", test_overrides_refused);
  CU_add_test(suite, "periods", test_period);
  CU_add_test(suite, "order and documents", test_permutations);
  return (int)CU_get_error();
}
