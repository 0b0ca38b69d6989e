/* Ledgers in CSV: refusals, quoting, and that the same facts give the same ledger in any form and order. */
#include <CUnit/CUnit.h>

#include "base/hash.h"
#include "ledger/ledger_help.h"

int register_ledger_csv_suite(void);

#define ROW "L1,2025-01,clinker_output,,1,t,,,,\n"

static const refusal rows[] = {
    {"@L1,2025-01,clinker_output,,1,t,,,\n", CEMENT_E_SCHEMA, "9 cells read, 10 expected as in the header"},
    {"@L1,2025-01,clinker_output,,1,t,,,,,\n", CEMENT_E_SCHEMA, "11 cells read, 10 expected as in the header"},
    {"L1,2025-01,clinker_output,,@,t,,,,\n", CEMENT_E_MISSING, "clinker_output: value is empty, a number expected"},
    {"L1,2025-01,clinker_output,,1,@,,,,\n", CEMENT_E_UNIT, "clinker_output: unit is missing, one like t expected"},
    {"L1,2025-01,clinker_output,,@1 ,t,,,,\n", CEMENT_E_SYNTAX, NULL},
    {"L1,2025-01,clinker_output,,@0.000000000000000000000000000000000000000000000e1,t,,,,\n", CEMENT_E_LIMIT,
     "clinker_output: the number is longer than 48 bytes"},
    {"L1,2025-01,clinker_output,,@\"1,5\",t,,,,\n", CEMENT_E_SYNTAX,
     "clinker_output: \"1,5\" read, a number like 1234.5 expected"},
    {ROW "L1,2025-02,clinker_output,,1,t,,,,@\"open\n\n", CEMENT_E_SYNTAX, "a quote (\") that is never closed"},
    {"L1,2025-01,clinker_output,,1,t,,,@\"a\"b,\n", CEMENT_E_SYNTAX, "text behind the closing quote (\") of a field"},
    {"L1,2025-01,clinker_output,,1,t,,,a@\"b,\n", CEMENT_E_SYNTAX, "a quote (\") inside a field that is not quoted"},
    {"L1,2025-01,clinker_output,,1,t,,,,@\rL1", CEMENT_E_SYNTAX, "a lone carriage return; lines end with LF or CRLF"},
    {"L1,2025-01,clinker_output,,1,t,,,,@\xEF\xBB\xBF\n", CEMENT_E_ENCODING,
     "a byte order mark (U+FEFF) inside the text"},
    {"L1,2025-01,clinker_output,,1,t,,,,@\xB5\x5C\n", CEMENT_E_ENCODING, NULL},
    {"L1,2025-01,clinker_output,,`1,t,,,,\nL1,2025-01,clinker_output,,@1,t,,,,\n", CEMENT_E_CONFLICT,
     "clinker_output, line L1, 2025-01 is given twice; the other is at `"},
    {"L1,,line.name,,@2#,,,,,\n" ROW, CEMENT_E_CONFLICT, "line.name is given twice, first at a, line 3, column 16"},
    {"L1,,line.@colour,,2#,,,,,\n", CEMENT_E_SCHEMA, "line: unknown key \"colour\""},
    {"L1,@2025-01,line.clinker_type,,white,,,,,\n", CEMENT_E_SCHEMA,
     "line.clinker_type: period \"2025-01\" read, the cell must be empty in such a row"},
    {",,fuel.state,@x,solid,,,,,\n" ROW, CEMENT_E_MISSING,
     "fuel \"x\": origin is missing, a fuel that is not built in needs it"},
    {",,facility.altitude,,320,@,,,,\n" ROW, CEMENT_E_UNIT, "altitude: unit is missing, one like m expected"},
    {",,facility.altitude,,@,m,,,,\n" ROW, CEMENT_E_MISSING, "facility.altitude: value is empty"},
};

static const refusal headers[] = {
    {"@line,period,item,of,value\n", CEMENT_E_SCHEMA, "header: column \"unit\" is missing"},
    {"line,period,item,of,value,unit,@unit\n", CEMENT_E_DUPKEY, "header: column \"unit\" twice"},
    {"line,period,item,of,value,@ unit\n", CEMENT_E_SCHEMA, NULL},
    {"\xEF\xBB\xBFline,period,item,of,value,@Unit\n", CEMENT_E_SCHEMA, NULL},
    {"@[1, 2]", CEMENT_E_SCHEMA,
     "header: column \"[1\" is not known; a ledger is JSON and begins with {, or CSV with the header "
     "line,period,item,of,value,unit and at will method,use,source,note"},
};

static void test_refused(void) {
  fixture f;
  if (!fixture_open(&f)) return;
  check_refusals(&f, rows, sizeof rows / sizeof *rows, csv_with);
  check_refusals(&f, headers, sizeof headers / sizeof *headers, NULL);
  cement_error err = {.size = sizeof err};
  cm_ledger ledger;
  CU_ASSERT_EQUAL(read_text(&f, CM_S("line,period\0,"), &ledger, &err), CEMENT_E_SYNTAX);
  CU_ASSERT_TRUE(err.line == 1 && err.column == 12);
  cm_ledger_free(&ledger);
  fixture_close(&f);
}

/* The same facts, written in different ways. */
static const char *const same[] = {
    "{\"schema\": \"cement-ledger/1\", \"facility\": {\"id\": \"F\", \"altitude\": {\"value\": 320, \"unit\": \"m\"}},"
    " \"lines\": [{\"id\": \"L1\", \"clinker_type\": \"white\"}, {\"id\": \"L2\"}],"
    " \"fuels\": [{\"id\": \"x\", \"origin\": \"biomass\", \"state\": \"gas\", \"biogenic_share\": 0.4}],"
    " \"observations\": ["
    "{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"clinker_output\", \"value\": 1.50, \"unit\": \"t\"},"
    "{\"line\": \"L2\", \"period\": \"2025-01\", \"item\": \"clinker_output\", \"value\": 2, \"unit\": \"t\","
    " \"method\": \"measured\", \"note\": \"a \\\"b\\\", c\"},"
    "{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"fuel_consumption\", \"of\": \"x\", \"value\": 3,"
    " \"unit\": \"10^4 Nm3\"},"
    "{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"fuel_ncv\", \"of\": \"烟煤\", \"value\": 23.415,"
    " \"unit\": \"GJ/t\"}]}",
    "{\"observations\": ["
    "{\"unit\": \"MJ/kg\", \"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"fuel_ncv\", \"of\": "
    "\"bituminous_coal\","
    " \"value\": \"23.4150\"},"
    "{\"line\": \"L2\", \"period\": \"2025-01\", \"item\": \"clinker_output\", \"value\": 2000, \"unit\": \"kg\","
    " \"method\": \"实测值\", \"note\": \"a \\u0022b\\u0022, c\", \"source\": \"\"},"
    "{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"fuel_consumption\", \"of\": \"x\", \"value\": 30000,"
    " \"unit\": \"Nm3\", \"use\": \"kiln\"},"
    "{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"clinker_output\", \"value\": 15e-1, \"unit\": \"t\"}],"
    " \"lines\": [{\"id\": \"L2\"}, {\"clinker_type\": \"white\", \"id\": \"L1\"}],"
    " \"fuels\": [{\"id\": \"x\", \"state\": \"gas\", \"biogenic_share\": \"0.40\", \"origin\": \"biomass\"}],"
    " \"facility\": {\"altitude\": {\"value\": \"0.32\", \"unit\": \"km\"}, \"id\": \"F\"}, \"schema\": "
    "\"cement-ledger/1\"}",
    "line,period,item,of,value,unit,method,use,source,note\n"
    ",,facility.id,,F,,,,,\n,,facility.altitude,,320,m,,,,\nL1,,line.clinker_type,,white,,,,,\n"
    "L1,2025-01,clinker_output,,1.5,t,,,,\nL1,2025-01,fuel_consumption,x,3,10^4 Nm3,,,,\n"
    "L1,2025-01,fuel_ncv,烟煤,23.415,GJ/t,,,,\n,,fuel.state,x,gas,,,,,\n,,fuel.origin,x,biomass,,,,,\n"
    ",,fuel.biogenic_share,x,40,%,,,,\nL2,2025-01,clinker_output,,2,t,measured,,,\"a \"\"b\"\", "
    "c\"\nL2,,line.name,,,,,,,\n",
    "\xEF\xBB\xBFunit,note,of,line,value,item,period,method\r\n"
    ",,x,,0.4,fuel.biogenic_share,,\r\n,,x,,biomass,fuel.origin,,\r\n,,x,,gas,fuel.state,,\r\n\r\n"
    "GJ/t,,bituminous_coal,L1,\"23.415\",fuel_ncv,2025-01,\r\n10^4 Nm3,,x,L1,3,fuel_consumption,2025-01,\r\n"
    "t,,,L1,1.5,clinker_output,2025-01,\r\nt,\"a \"\"b\"\", c\",,L2,2,clinker_output,2025-01,measured\r\n"
    ",,,,F,facility.id,,\r\nm,,,,320,facility.altitude,,\r\n,,,L1,white,line.clinker_type,,\r\n"
    ",,,L2,portland,line.clinker_type,,",
};

static void test_same(void) {
  fixture f;
  cement_error err = {.size = sizeof err};
  cm_ledger first;
  if (!fixture_open(&f)) return;
  CU_ASSERT_EQUAL_FATAL(read_text(&f, cm_str_of(same[0]), &first, &err), CEMENT_OK);
  cm_buf canonical;
  cm_buf_init(&canonical, &f.arena);
  CU_ASSERT_EQUAL(cm_ledger_canonical(&first, &canonical), CEMENT_OK);
  cm_sha256 hash;
  char hex[65];
  cm_sha256_init(&hash);
  cm_sha256_add(&hash, canonical.at, canonical.size);
  cm_sha256_hex(&hash, hex);
  CU_ASSERT_STRING_EQUAL(hex, first.canonical_sha256);
  cm_ledger again;
  CU_ASSERT_EQUAL_FATAL(read_text(&f, cm_str_of(same[1]), &again, &err), CEMENT_OK);
  CU_ASSERT_STRING_EQUAL(again.canonical_sha256, first.canonical_sha256);
  CU_ASSERT_STRING_NOT_EQUAL(again.sha256, first.sha256);
  cm_ledger_free(&again);
  cm_buf again_text;
  cm_buf_init(&again_text, &f.arena);
  CU_ASSERT_EQUAL_FATAL(read_text(&f, cm_buf_text(&canonical), &again, &err), CEMENT_OK); /* a ledger itself */
  CU_ASSERT_EQUAL(cm_ledger_canonical(&again, &again_text), CEMENT_OK);
  CU_ASSERT_TRUE(cm_str_eq(cm_buf_text(&canonical), cm_buf_text(&again_text)));
  cm_ledger_free(&again);
  cm_ledger_free(&first);
  fixture_close(&f);
}

/* CSV against JSON: L2 has no property in one CSV text (a row without a value), so that is refused; with one it is not.
 */
static void test_forms(void) {
  fixture f;
  cement_error err = {.size = sizeof err};
  cm_ledger ledger;
  cm_ledger other;
  if (!fixture_open(&f)) return;
  CU_ASSERT_EQUAL(read_text(&f, cm_str_of(same[2]), &ledger, &err), CEMENT_E_MISSING);
  CU_ASSERT_STRING_EQUAL(err.message, "line.name: value is empty");
  cm_ledger_free(&ledger);
  cm_str json = joined(&f, same[0], "", "");
  char *two = strstr((char *)(uintptr_t)json.at, "{\"id\": \"L2\"}"); /* JSON with the type that the CSV gives L2 */
  CU_ASSERT_PTR_NOT_NULL_FATAL(two);
  char head[4096];
  size_t before = (size_t)(two - json.at);
  memcpy(head, json.at, before);
  head[before] = '\0';
  cm_str full = joined(&f, head, "{\"id\": \"L2\", \"clinker_type\": \"portland\"}", two + 12);
  CU_ASSERT_EQUAL_FATAL(read_text(&f, full, &ledger, &err), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(read_text(&f, cm_str_of(same[3]), &other, &err), CEMENT_OK);
  CU_ASSERT_STRING_EQUAL(ledger.canonical_sha256, other.canonical_sha256);
  cm_ledger_free(&ledger);
  cm_ledger_free(&other);
  fixture_close(&f);
}

/* Data rows in 200 orders, from a fixed generator. */
static void test_permuted(void) {
  enum { ROWS = 40 };
  fixture f;
  char hash[65] = "";
  uint32_t seed = 1;
  uint32_t order[ROWS];
  if (!fixture_open(&f)) return;
  for (uint32_t i = 0; i < ROWS; i++) order[i] = i;
  for (int round = 0; round < 200; round++) {
    cm_buf buf;
    cement_error err = {.size = sizeof err};
    cm_ledger ledger;
    cm_buf_init(&buf, &f.arena);
    cm_buf_add(&buf, csv_with(&f, "L2,,line.name,,2#,,,,,\n"));
    for (uint32_t i = 0; i < ROWS; i++) {
      char month[16];
      cm_buf_add_c(&buf, order[i] % 2 ? "L1," : "L2,");
      cm_buf_add(&buf, cm_month_text(CM_MONTH(2024, 1) + (cm_month)order[i] / 4, month));
      cm_buf_add_c(&buf, order[i] % 4 < 2 ? ",clinker_output,," : ",raw_material_consumption,clay,");
      cm_buf_add_u64(&buf, order[i]);
      cm_buf_add_c(&buf, ",t,,,,\n");
    }
    CU_ASSERT_EQUAL_FATAL(read_text(&f, cm_buf_text(&buf), &ledger, &err), CEMENT_OK);
    if (round == 0) memcpy(hash, ledger.canonical_sha256, sizeof hash);
    CU_ASSERT_STRING_EQUAL(hash, ledger.canonical_sha256);
    cm_ledger_free(&ledger);
    for (uint32_t i = ROWS - 1; i > 0; i--) {
      seed = seed * 1664525u + 1013904223u;
      uint32_t j = (seed >> 8) % (i + 1);
      uint32_t kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
  }
  fixture_close(&f);
}

static void test_two_documents(void) {
  fixture f;
  cement_error err = {.size = sizeof err};
  cm_ledger ledger;
  if (!fixture_open(&f)) return;
  cm_str one = csv_with(&f, ROW);
  cm_str good[] = {one, CM_S("line,period,item,of,value,unit\nL1,2025-02,clinker_output,,1,t\n")};
  CU_ASSERT_EQUAL(read_documents(&f, good, 2, &ledger, &err), CEMENT_OK);
  CU_ASSERT_TRUE(ledger.documents.size == 2 && ledger.observations.size == 2);
  cm_ledger_free(&ledger);
  cm_str twice[] = {one, CM_S("line,period,item,of,value,unit\n,,facility.id,,G,\n")};
  CU_ASSERT_EQUAL(read_documents(&f, twice, 2, &ledger, &err), CEMENT_E_CONFLICT);
  CU_ASSERT_STRING_EQUAL(err.message, "facility.id is given otherwise at a, line 2, column 16");
  CU_ASSERT_TRUE(strcmp(err.source, "b") == 0 && err.line == 2 && err.column == 16);
  cm_ledger_free(&ledger);
  cm_str back[] = {CM_S("{\"schema\": \"cement-ledger/1\",\n\"lines\": [{\n \"name\": \"x\",\n\n\"id\": \"L1\"}]}"),
                   one};
  CU_ASSERT_EQUAL(read_documents(&f, back, 2, &ledger, &err), CEMENT_E_CONFLICT); /* a place before the id's */
  CU_ASSERT_STRING_EQUAL(err.message, "line.name is given otherwise at a, line 3, column 10");
  cm_ledger_free(&ledger);
  fixture_close(&f);
}

int register_ledger_csv_suite(void) {
  CU_pSuite suite = CU_add_suite("ledger in CSV", NULL, NULL);
  if (suite == NULL) return -1;
  return CU_add_test(suite, "refused", test_refused) == NULL || CU_add_test(suite, "same facts", test_same) == NULL ||
         CU_add_test(suite, "JSON and CSV", test_forms) == NULL ||
         CU_add_test(suite, "permuted rows", test_permuted) == NULL ||
         CU_add_test(suite, "two documents", test_two_documents) == NULL;
}
