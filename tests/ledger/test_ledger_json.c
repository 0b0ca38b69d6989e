/* Ledgers in JSON: what is read, and every refusal with code, place and words. */
#include <CUnit/CUnit.h>

#include "ledger/ledger_help.h"

int register_ledger_json_suite(void);

#define OBS(rest) "{\"line\": \"L1\", \"period\": \"2025-01\", " rest "}"
#define OBS_AT_LINE(rest) "{\"line\": @\"L1\", \"period\": \"2025-01\", " rest "}"
#define CLINKER(rest) OBS("\"item\": \"clinker_output\", " rest)
#define COAL(item, rest) OBS("\"item\": \"" item "\", \"of\": \"bituminous_coal\", " rest)

static void test_example(void) {
  static const char text[] =
      "{\"schema\": \"cement-ledger/1\",\n"
      " \"facility\": {\"id\": \"HZ-01\", \"name\": \"厂\", \"province\": \"浙江\",\n"
      "  \"altitude\": {\"value\": 0.32, \"unit\": \"km\"}, \"ambient_pressure\": {\"value\": \"97.5\", \"unit\": "
      "\"kPa\"}},\n"
      " \"lines\": [{\"id\": \"L10\"}, {\"id\": \"L2\", \"name\": \"2#\", \"clinker_type\": \"portland\","
      "  \"design_capacity\": {\"value\": 5000, \"unit\": \"t/d\"}}],\n"
      " \"fuels\": [{\"id\": \"rdf-a\", \"name\": \"RDF A\", \"origin\": \"alternative\", \"state\": \"gas\","
      "  \"biogenic_share\": 0.4}, {\"id\": \"rdf\", \"biogenic_share\": \"0.5\"}],\n"
      " \"materials\": [{\"id\": \"zz\", \"name\": \"Z\"}],\n"
      " \"observations\": [\n"
      "  {\"line\": \"L2\", \"period\": \"2025-02\", \"item\": \"clinker_output\", \"value\": 110000.00, \"unit\": "
      "\"t\"},\n"
      "  {\"line\": \"L2\", \"period\": \"2025-01\", \"item\": \"fuel_consumption\", \"of\": \"烟煤\", \"value\": "
      "\"15000\","
      "   \"unit\": \"kg\", \"method\": \"实测值\", \"use\": \"drying\", \"source\": \"s\", \"note\": \"n\"},\n"
      "  {\"line\": \"L2\", \"period\": \"2025-01\", \"item\": \"fuel_ncv\", \"of\": \"rdf-a\", \"value\": 389.31,"
      "   \"unit\": \"GJ/10^4 Nm3\"},\n"
      "  {\"period\": \"2025-01\", \"item\": \"electricity_consumption\", \"of\": \"packing\", \"value\": 1, \"unit\": "
      "\"MWh\"},\n"
      "  {\"line\": \"L2\", \"period\": \"2025-01\", \"item\": \"raw_material_consumption\", \"of\": \"shale\", "
      "\"value\": 7,"
      "   \"unit\": \"t\"}],\n"
      " \"overrides\": [{\"edition\": \"e\", \"key\": \"k\", \"value\": \"0.47\", \"unit\": \"tCO2/t\", \"reason\": "
      "\"r\"}]}";
  fixture f;
  cement_error err = {.size = sizeof err};
  cm_ledger ledger;
  if (!fixture_open(&f)) return;
  CU_ASSERT_EQUAL_FATAL(read_text(&f, cm_str_of(text), &ledger, &err), CEMENT_OK);
  CU_ASSERT_TRUE(cm_str_is(ledger.lines.at[0].id, "L2") && cm_str_is(ledger.lines.at[1].id, "L10"));
  CU_ASSERT_TRUE(ledger.lines.at[0].count == 4 && ledger.lines.at[1].count == 0 && ledger.facility_first == 4);
  CU_ASSERT_TRUE(ledger.month_count == 2 && ledger.months[0] == CM_MONTH(2025, 1));
  char digits[CM_DEC_TEXT_MAX];
  CU_ASSERT_TRUE(cm_str_is(cm_dec_text(&ledger.facility[0].number, digits), "320"));
  CU_ASSERT_TRUE(cm_str_is(cm_dec_text(&ledger.facility[1].number, digits), "97500"));
  const cm_observation *coal = &ledger.observations.at[0];
  CU_ASSERT_TRUE(cm_str_is(coal->item->key, "fuel_consumption") && coal->method == CM_METHOD_MEASURED);
  CU_ASSERT_TRUE(cm_str_is(cm_dec_text(&coal->value, digits), "15") && cm_str_is(coal->written, "15000"));
  CU_ASSERT_TRUE(cm_str_is(coal->unit, "kg") && cm_str_is(coal->source, "s") && cm_str_is(coal->note, "n"));
  CU_ASSERT_TRUE(cm_str_is(ledger.fuels.at[coal->fuel].id, "bituminous_coal") && coal->text_line == 9);
  const cm_observation *shale = &ledger.observations.at[2];
  CU_ASSERT_TRUE(cm_str_is(ledger.materials.at[shale->member].id, "shale"));
  CU_ASSERT_TRUE(cm_str_is(cm_dec_text(&ledger.observations.at[4].value, digits), "1000"));
  CU_ASSERT_TRUE(ledger.overrides.size == 1 && ledger.overrides.at[0].place.line == 13);
  cm_ledger_free(&ledger);
  fixture_close(&f);
}

static const refusal observations[] = {
    {"@" CLINKER("\"value\": 1"), CEMENT_E_UNIT, "clinker_output: unit is missing, one like t expected"},
    {"@" CLINKER("\"unit\": \"t\""), CEMENT_E_MISSING, "clinker_output: value is empty, a number expected"},
    {CLINKER("\"value\": @\"\", \"unit\": \"t\""), CEMENT_E_MISSING,
     "clinker_output: value is empty, a number expected"},
    {CLINKER("\"value\": @-5, \"unit\": \"t\""), CEMENT_E_RANGE,
     "clinker_output: -5 t read, a number from 0 t expected"},
    {CLINKER("\"value\": -0, \"unit\": \"t\", @\"x\": 1"), CEMENT_E_SCHEMA, "observation: unknown key \"x\""},
    {CLINKER("\"value\": @1e400, \"unit\": \"t\""), CEMENT_E_RANGE,
     "clinker_output: 1e400 read, the number is too large or too close to zero"},
    {CLINKER("\"value\": @-1e400, \"unit\": \"t\""), CEMENT_E_RANGE,
     "clinker_output: -1e400 read, the number is too large or too close to zero"},
    {CLINKER("\"value\": @1e-400, \"unit\": \"t\""), CEMENT_E_RANGE, NULL},
    {CLINKER("\"value\": 0@1, \"unit\": \"t\""), CEMENT_E_SYNTAX, NULL},
    {CLINKER("\"value\": @\"01\", \"unit\": \"t\""), CEMENT_E_SYNTAX,
     "clinker_output: \"01\" read, a number like 1234.5 expected"},
    {CLINKER("\"value\": @NaN, \"unit\": \"t\""), CEMENT_E_SYNTAX, NULL},
    {CLINKER("\"value\": @\"NaN\", \"unit\": \"t\""), CEMENT_E_SYNTAX, NULL},
    {CLINKER("\"value\": @\"-Infinity\", \"unit\": \"t\""), CEMENT_E_SYNTAX,
     "clinker_output: \"-Infinity\" read, a number like 1234.5 expected"},
    {CLINKER("\"value\": @\"0x10\", \"unit\": \"t\""), CEMENT_E_SYNTAX, NULL},
    {CLINKER("\"value\": @\"1_000\", \"unit\": \"t\""), CEMENT_E_SYNTAX, NULL},
    {CLINKER("\"value\": @\"+1\", \"unit\": \"t\""), CEMENT_E_SYNTAX, NULL},
    {CLINKER("\"value\": 1, @\"Unit\": \"t\""), CEMENT_E_SCHEMA, "observation: unknown key \"Unit\""},
    {CLINKER("\"value\": 1, \"unit\": @\"T\""), CEMENT_E_UNIT, NULL},
    {CLINKER("\"value\": 1, \"unit\": \"t\", @\"\\u0075nit\": \"t\""), CEMENT_E_DUPKEY, NULL},
    {OBS("\"item\": @\"Clinker_output\", \"value\": 1, \"unit\": \"t\""), CEMENT_E_UNKNOWN,
     "item \"Clinker_output\" is not known"},
    {CLINKER("\"value\": @true, \"unit\": \"t\""), CEMENT_E_SCHEMA, NULL},
    {CLINKER("\"value\": @[1], \"unit\": \"t\""), CEMENT_E_SCHEMA, NULL},
    {"{\"line\": \"L1\", \"period\": @202501, \"item\": \"clinker_output\", \"value\": 1, \"unit\": \"t\"}",
     CEMENT_E_SCHEMA, NULL},
    {"{\"line\": \"L1\", \"period\": @\"2025-02-29\", \"item\": \"clinker_output\", \"value\": 1, \"unit\": \"t\"}",
     CEMENT_E_SYNTAX, NULL},
    {"{\"line\": \"L1\", \"period\": @\"2025-00\", \"item\": \"clinker_output\", \"value\": 1, \"unit\": \"t\"}",
     CEMENT_E_RANGE, NULL},
    {CLINKER("\"value\": @\"1,000\", \"unit\": \"t\""), CEMENT_E_SYNTAX, NULL},
    {CLINKER("\"value\": @\" 1\", \"unit\": \"t\""), CEMENT_E_SYNTAX, NULL},
    {CLINKER("\"value\": @12345678901234567890123456789012345, \"unit\": \"t\""), CEMENT_E_LIMIT,
     "clinker_output: 12345678901234567890123456789012345 read, more than 34 digits"},
    {CLINKER("\"value\": @\"0.000000000000000000000000000000000000000000000e1\", \"unit\": \"t\""), CEMENT_E_LIMIT,
     "clinker_output: the number is longer than 48 bytes"},
    {CLINKER("\"value\": @0.000000000000000000000000000000000000000000000e1, \"unit\": \"t\""), CEMENT_E_LIMIT,
     "the number is longer than 48 bytes"},
    {CLINKER("\"value\": @null, \"unit\": \"t\""), CEMENT_E_SCHEMA, "value: null read, a number expected"},
    {CLINKER("\"value\": 1, \"unit\": @2"), CEMENT_E_SCHEMA, "unit: a number read, a string expected"},
    {CLINKER("\"value\": 1, \"unit\": @\"kWh\""), CEMENT_E_UNIT, "clinker_output: unit kWh read, one like t expected"},
    {CLINKER("\"value\": 1, \"unit\": @\"xyz\""), CEMENT_E_UNIT, NULL},
    {CLINKER("\"value\": 1, \"unit\": @\"t(ar)\""), CEMENT_E_UNIT, NULL},
    {CLINKER("\"value\": 1, \"unit\": \"t\", \"of\": @\"rdf\""), CEMENT_E_SCHEMA,
     "clinker_output: of \"rdf\" read, but it is not given by fuel, material or section: leave it out"},
    {CLINKER("\"value\": 1, \"unit\": \"t\", \"use\": @\"kiln\""), CEMENT_E_SCHEMA,
     "clinker_output: use \"kiln\" read, but only fuels have a use: leave it out"},
    {CLINKER("\"value\": 1, \"unit\": \"t\", \"method\": @\"guess\""), CEMENT_E_UNKNOWN,
     "method \"guess\" read, one of measured, default, calculated, estimated expected"},
    {CLINKER("\"value\": 1, @\"value\": 1, \"unit\": \"t\""), CEMENT_E_DUPKEY, NULL},
    {CLINKER("\"value\": 1, \"unit\": \"t@\\u0000\""), CEMENT_E_SYNTAX, NULL},
    {CLINKER("\"value\": 1, \"unit\": \"@\xFF\""), CEMENT_E_ENCODING, NULL},
    {"@7", CEMENT_E_SCHEMA, "observation: a number read, an object expected"},
    {OBS("\"item\": @\"coal\", \"value\": 1, \"unit\": \"t\""), CEMENT_E_UNKNOWN, "item \"coal\" is not known"},
    {"@" OBS("\"value\": 1, \"unit\": \"t\""), CEMENT_E_MISSING, "item is missing"},
    {"{\"line\": \"L1\", \"period\": @\"2025-13\", \"item\": \"clinker_output\", \"value\": 1, \"unit\": \"t\"}",
     CEMENT_E_RANGE, "period: \"2025-13\" read, a month from 01 to 12 expected"},
    {"{\"line\": \"L1\", \"period\": @\"2025\", \"item\": \"clinker_output\", \"value\": 1, \"unit\": \"t\"}",
     CEMENT_E_SYNTAX, "period: \"2025\" read, a month like 2025-01 expected"},
    {"@{\"line\": \"L1\", \"item\": \"clinker_output\", \"value\": 1, \"unit\": \"t\"}", CEMENT_E_MISSING, NULL},
    {"{\"line\": @\"L9\", \"period\": \"2025-01\", \"item\": \"clinker_output\", \"value\": 1, \"unit\": \"t\"}",
     CEMENT_E_UNKNOWN, "line \"L9\" is not known; declare it under lines, or by a row line.clinker_type"},
    {"@{\"period\": \"2025-01\", \"item\": \"clinker_output\", \"value\": 1, \"unit\": \"t\"}", CEMENT_E_MISSING,
     "clinker_output: line is missing, it is given line by line"},
    {OBS_AT_LINE("\"item\": \"cement_output\", \"value\": 1, \"unit\": \"t\""), CEMENT_E_SCHEMA,
     "cement_output: line L1 read, but it is given for the whole facility: leave the line out"},
    {OBS_AT_LINE("\"item\": \"electricity_consumption\", \"of\": \"packing\", \"value\": 1, \"unit\": \"kWh\""),
     CEMENT_E_SCHEMA,
     "electricity_consumption of packing: line L1 read, but it is given for the whole facility: leave the line out"},
    {OBS("\"item\": \"electricity_consumption\", \"of\": \"clinker\", \"value\": 1, \"unit\": @\"t\""), CEMENT_E_UNIT,
     "electricity_consumption: unit t read, one like kWh expected"},
    {OBS("\"item\": \"electricity_consumption\", \"of\": @\"mill\", \"value\": 1, \"unit\": \"kWh\""), CEMENT_E_UNKNOWN,
     "section \"mill\" is not known"},
    {"@" OBS("\"item\": \"fuel_heat\", \"value\": 1, \"unit\": \"GJ\""), CEMENT_E_MISSING,
     "fuel_heat: of is missing, a fuel expected"},
    {OBS("\"item\": \"fuel_heat\", \"of\": @\"rfd\", \"value\": 1, \"unit\": \"GJ\""), CEMENT_E_UNKNOWN,
     "fuel \"rfd\" is not known; declare it under fuels or use a built-in one"},
    {COAL("fuel_heat", "\"value\": 1, \"unit\": \"GJ\", \"use\": @\"stove\""), CEMENT_E_UNKNOWN,
     "use \"stove\" is not known"},
    {COAL("fuel_consumption", "\"value\": 1, \"unit\": @\"10^4 Nm3\""), CEMENT_E_UNIT,
     "fuel_consumption: unit 10^4 Nm3 read, one like t expected"},
    {COAL("fuel_ncv", "\"value\": 1, \"unit\": @\"GJ/t(ad)\""), CEMENT_E_UNIT,
     "fuel_ncv: unit GJ/t(ad) read, a figure as received expected: convert it first"},
    {COAL("fuel_oxidation_rate", "\"value\": @101, \"unit\": \"%\""), CEMENT_E_RANGE,
     "fuel_oxidation_rate: 101 % read, a number from 0 to 100 % expected"},
    {OBS("\"item\": \"fuel_ncv\", \"of\": \"rdf-a\", \"value\": @1, \"unit\": \"GJ/10^4 Nm3\""), CEMENT_E_UNIT,
     "fuel_ncv: unit GJ/10^4 Nm3 read, one like GJ/t expected"},
    {CLINKER("\"value\": `1, \"unit\": \"t\"") ",\n" CLINKER("\"value\": @2, \"unit\": \"kg\""), CEMENT_E_CONFLICT,
     "clinker_output, line L1, 2025-01 is given twice; the other is at `"},
    {COAL("fuel_heat", "\"value\": `1, \"unit\": \"GJ\"") ",\n" COAL("fuel_consumption",
                                                                     "\"value\": @2, \"unit\": \"t\""),
     CEMENT_E_CONFLICT, NULL},
    {COAL("fuel_ncv", "\"value\": `1, \"unit\": \"GJ/t\"") ",\n" COAL("fuel_heat", "\"value\": @2, \"unit\": \"GJ\""),
     CEMENT_E_CONFLICT,
     "fuel_heat of bituminous_coal for kiln, line L1, 2025-01: heat and calorific value of the same fuel are given; "
     "leave one out; the other is at `"},
    {OBS("\"item\": \"waste_heat_power_generation\", \"value\": `1, \"unit\": \"kWh\"") ",\n"
                                                                                        "{\"period\": \"2025-01\", "
                                                                                        "\"item\": "
                                                                                        "\"waste_heat_power_"
                                                                                        "generation\", \"value\": @1, "
                                                                                        "\"unit\": \"kWh\"}",
     CEMENT_E_CONFLICT, NULL},
};

static void test_observations(void) {
  fixture f;
  if (!fixture_open(&f)) return;
  check_refusals(&f, observations, sizeof observations / sizeof *observations, json_with);
  fixture_close(&f);
}

#define HEAD "{\"schema\": \"cement-ledger/1\",\n"
#define TAIL                                                                                                           \
  ",\n\"observations\": [{\"period\": \"2025-01\", \"item\": \"cement_output\", \"value\": 1, \"unit\": \"t\"}]}"
#define FACILITY "\"facility\": {\"id\": \"F\"}"

static const refusal documents[] = {
    {"@", CEMENT_E_SYNTAX, "the document is empty, a ledger in JSON or CSV expected"},
    {"@ \n", CEMENT_E_SCHEMA, NULL},
    {"@{}", CEMENT_E_SCHEMA, "ledger: \"schema\" is missing"},
    {"{\"schema\": @\"cement-ledger/2\"}", CEMENT_E_SCHEMA,
     "schema: \"cement-ledger/2\" read, \"cement-ledger/1\" expected"},
    {HEAD "@\"Lines\": []}", CEMENT_E_SCHEMA, "ledger: unknown key \"Lines\""},
    {"@\xEF\xBB\xBF{}", CEMENT_E_ENCODING, NULL},
    {"@" HEAD FACILITY "}", CEMENT_E_MISSING, "no observation: the ledger has no figure of the plant"},
    {"@" HEAD FACILITY ", \"observations\": []}", CEMENT_E_MISSING, NULL},
    {HEAD FACILITY ", \"lines\": @{}}", CEMENT_E_SCHEMA, "lines: an object read, a list expected"},
    {"@" HEAD "\"facility\": {}" TAIL, CEMENT_E_MISSING,
     "facility.id is missing; give it under facility, or by a row facility.id"},
    {HEAD "\"facility\": {\"id\": \"F\", @\"height\": 1}" TAIL, CEMENT_E_SCHEMA, "facility: unknown key \"height\""},
    {HEAD "\"facility\": {\"altitude\": @{\"value\": 1}}" TAIL, CEMENT_E_UNIT,
     "altitude: unit is missing, one like m expected"},
    {HEAD "\"facility\": {\"altitude\": {\"value\": @9, \"unit\": \"km\"}}" TAIL, CEMENT_E_RANGE,
     "altitude: 9 km read, a number from -500 to 6000 m expected"},
    {HEAD FACILITY ", \"lines\": [@{\"name\": \"x\"}]" TAIL, CEMENT_E_MISSING, "line: the id is missing"},
    {HEAD FACILITY ", \"lines\": [{\"id\": `\"L\"}, {\"id\": @\"L\"}]" TAIL, CEMENT_E_CONFLICT,
     "line L is declared twice, first at `"},
    {HEAD FACILITY ", \"lines\": [{\"id\": \"L\", \"clinker_type\": @\"grey\"}]" TAIL, CEMENT_E_UNKNOWN,
     "clinker_type: \"grey\" read, one of these expected: portland, white, sulfoaluminate, aluminate"},
    {HEAD FACILITY ", \"fuels\": [{\"id\": @\"x\", \"state\": \"gas\"}]" TAIL, CEMENT_E_MISSING,
     "fuel \"x\": origin is missing, a fuel that is not built in needs it"},
    {HEAD FACILITY ", \"fuels\": [{\"id\": \"rdf\", \"state\": @\"gas\"}]" TAIL, CEMENT_E_CONFLICT,
     "state: \"gas\" read, but the built-in fuel rdf is \"solid\": give a fuel of another kind another id"},
    {HEAD FACILITY ", \"fuels\": [{\"id\": \"rdf\", \"biogenic_share\": @1.5}]" TAIL, CEMENT_E_RANGE,
     "biogenic_share: 1.5 read, a number from 0 to 1 expected"},
    {HEAD FACILITY
     ", \"overrides\": [{\"edition\": \"e\", \"key\": \"k\", \"value\": 1, \"unit\": \"1\", \"reason\": @\" \"}]" TAIL,
     CEMENT_E_MISSING, "an override needs a reason"},
    {HEAD FACILITY ", \"overrides\": [@{\"edition\": \"e\", \"key\": \"k\", \"value\": 1, \"unit\": \"1\"}]" TAIL,
     CEMENT_E_MISSING, "an override needs a reason"},
};

static void test_documents(void) {
  fixture f;
  if (!fixture_open(&f)) return;
  check_refusals(&f, documents, sizeof documents / sizeof *documents, NULL);
  fixture_close(&f);
}

/* Where the rule of interface.md allows what looks like a clash. */
static void test_allowed(void) {
  static const char *const allowed[] = {
      CLINKER("\"value\": -0.00, \"unit\": \"t\""),
      CLINKER("\"value\": \"1.2e5\", \"unit\": \"t\""),
      CLINKER("\"value\": 1234567890123456789012345678901.234, \"unit\": \"t\""),
      COAL("fuel_heat", "\"value\": 1, \"unit\": \"GJ\"") "," COAL(
          "fuel_consumption",
          "\"value\": 2, \"unit\": \"t\", \"use\": \"drying\"") "," COAL("fuel_ncv",
                                                                         "\"value\": 2, \"unit\": \"GJ/t\""),
      COAL("fuel_ncv", "\"value\": 2, \"unit\": \"GJ/t\"") "," COAL(
          "fuel_ncv", "\"value\": 3, \"unit\": \"GJ/t\", \"use\": \"kiln\""),
      COAL("fuel_ncv", "\"value\": 2, \"unit\": \"GJ/t(ar)\""),
      OBS("\"item\": \"raw_meal_organic_carbon\", \"value\": 0.2, \"unit\": \"%\""),
      "{\"period\": \"2025-01\", \"item\": \"waste_heat_power_own_use\", \"value\": 1, \"unit\": \"kWh\"}",
      OBS("\"item\": \"material_cao\", \"of\": \"页岩\", \"value\": 0.2, \"unit\": \"%\""),
  };
  fixture f;
  if (!fixture_open(&f)) return;
  for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) {
    cement_error err = {.size = sizeof err};
    cm_ledger ledger;
    int status = read_text(&f, json_with(&f, allowed[i]), &ledger, &err);
    if (status != CEMENT_OK) CU_FAIL(allowed[i]);
    CU_ASSERT_STRING_EQUAL(err.message, "");
    cm_ledger_free(&ledger);
  }
  fixture_close(&f);
}

/* Rows 23, 24: what binary numbers would change is kept, and zero has no sign. */
static void test_exact(void) {
  static const char *const numbers[][2] = {
      {"9007199254740993", "9007199254740993"},
      {"123456789012345678901234567890.1234", "123456789012345678901234567890.1234"},
      {"0.1", "0.1"},
      {"-0", "0"},
      {"-0.00", "0"},
      {"1.50e-2", "0.015"},
      {"0.000000000000000000000000000001", "0.000000000000000000000000000001"},
      {"1e30", "1000000000000000000000000000000"},
  };
  fixture f;
  if (!fixture_open(&f)) return;
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    cement_error err = {.size = sizeof err};
    cm_ledger ledger;
    cm_buf canonical;
    char digits[CM_DEC_TEXT_MAX];
    cm_str observation = joined(
        &f, "{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"clinker_output\", \"unit\": \"t\", \"value\": ",
        numbers[i][0], "}");
    CU_ASSERT_EQUAL_FATAL(read_text(&f, json_with(&f, observation.at), &ledger, &err), CEMENT_OK);
    CU_ASSERT_STRING_EQUAL(cm_dec_text(&ledger.observations.at[0].value, digits).at, numbers[i][1]);
    cm_buf_init(&canonical, &f.arena);
    CU_ASSERT_EQUAL(cm_ledger_canonical(&ledger, &canonical), CEMENT_OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(cm_buf_text(&canonical).at, joined(&f, "\"", numbers[i][1], "\"").at));
    cm_ledger_free(&ledger);
  }
  fixture_close(&f);
}

int register_ledger_json_suite(void) {
  CU_pSuite suite = CU_add_suite("ledger in JSON", NULL, NULL);
  if (suite == NULL) return -1;
  return CU_add_test(suite, "the example", test_example) == NULL ||
         CU_add_test(suite, "observations refused", test_observations) == NULL ||
         CU_add_test(suite, "documents refused", test_documents) == NULL ||
         CU_add_test(suite, "allowed", test_allowed) == NULL || CU_add_test(suite, "digits kept", test_exact) == NULL;
}
