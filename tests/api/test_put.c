/* Ledgers made row by row: the same figures, hashes and faults as the CSV of the rows; doubles marked in the proof. */
#include <CUnit/CUnit.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cement/cement.h>

#include "api/text.h"
#include "num/dec.h"
#include "run/plant.h"

int register_put_suite(void);

#define HEAD "line,period,item,of,value,unit,method,use,source,note\n"

typedef cement_observation row;

#define ROW(...) ((row){.size = sizeof(row), __VA_ARGS__})

static void open_empty(plant *p) {
  memset(p, 0, sizeof *p);
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&p->context, NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&p->catalog, p->context, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&p->ledger, p->catalog, NULL), CEMENT_OK);
}

static int32_t put_all(cement_ledger *ledger, const row *rows, size_t count, cement_error *err) {
  int32_t status = CEMENT_OK;
  for (size_t i = 0; i < count && !status; i++) status = cement_ledger_put(ledger, &rows[i], err);
  return status;
}

static void compute(plant *p) {
  static const char *const ids[] = {"cn.gb-16780@2021", "cn.cets-ag-02.01@v01-2024", "substitution@1"};
  CU_ASSERT_EQUAL_FATAL(cement_ledger_finish(p->ledger, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_create(&p->plan, p->catalog, NULL), CEMENT_OK);
  for (size_t i = 0; i < 3; i++) CU_ASSERT_EQUAL_FATAL(cement_plan_add(p->plan, ids[i], NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_create(&p->run, p->plan, p->ledger, NULL), CEMENT_OK);
}

static bool same_reports(const plant *a, const plant *b) {
  bool same = true;
  for (int32_t i = 0; i < 8; i++) {
    char *x = plant_report(a, i % 4, i / 4, NULL), *y = plant_report(b, i % 4, i / 4, NULL);
    same &= strcmp(x, y) == 0;
    free(x);
    free(y);
  }
  return same;
}

/* ---- the same facts ---- */

static char *example(void) {
  char *text = text_of_example("mattampally-2023-24.ledger.csv");
  char *to = text; /* lines end with LF, as those of puts */
  for (const char *at = text; *at; at++)
    if (*at != '\r') *to++ = *at;
  *to = '\0';
  return text;
}

/* The ten cells of a line, cut off in place; no quote stands inside a quoted one. Returns the next line. */
static char *split(char *at, char *cells[10]) {
  for (int i = 0; i < 10; i++) {
    bool quoted = *at == '"';
    cells[i] = at + quoted;
    at = cells[i] + strcspn(cells[i], quoted ? "\"" : ",\n");
    if (quoted) *at++ = '\0';
    *at++ = '\0';
  }
  return at;
}

/* Not by strtod: it follows the host's locale and rounding. */
static double number_of(const char *text) {
  cm_dec x;
  size_t where;
  CU_ASSERT_EQUAL_FATAL(cm_dec_read(cm_str_of(text), &x, &where), CM_PARSE_OK);
  return cm_dec_to_double(&x);
}

/* Every row of a CSV put; as_numbers: those of observations as doubles. */
static void put_lines(cement_ledger *ledger, char *text, bool as_numbers) {
  char *cells[10], *at = strchr(text, '\n') + 1;
  while (*at) {
    at = split(at, cells);
    row o = ROW(.line = cells[0], .period = cells[1], .item = cells[2], .of = cells[3], .value = cells[4],
                .unit = cells[5], .method = cells[6], .use = cells[7], .source = cells[8], .note = cells[9]);
    if (as_numbers && cells[1][0]) {
      o.value = NULL;
      o.number = number_of(cells[4]);
    }
    cement_error err = {.size = sizeof err};
    int32_t status = cement_ledger_put(ledger, &o, &err);
    if (status) printf("\n  %s %s: %s\n", cells[1], cells[2], err.message);
    CU_ASSERT_EQUAL_FATAL(status, CEMENT_OK);
  }
}

/* Read as a document of that name, and put as text: every report is the same to the byte, the hashes among them, since
 * what is hashed of puts is the CSV that they make. */
static void test_same_as_csv(void) {
  plant read, put;
  char *text = example();
  open_empty(&read);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_read(read.ledger, "put", text, strlen(text), NULL), CEMENT_OK);
  compute(&read);
  open_empty(&put);
  put_lines(put.ledger, text, false);
  compute(&put);
  CU_ASSERT_TRUE(cement_run_figure_count(put.run) > 100);
  CU_ASSERT_TRUE(same_reports(&read, &put));
  plant_close(&put);
  plant_close(&read);
  free(text);
}

/* Numbers as doubles: figures of the same digits, since each number of the file has fewer than 16. */
static void test_numbers_same_figures(void) {
  plant read, put;
  char *text = example();
  open_empty(&read);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_read(read.ledger, "put", text, strlen(text), NULL), CEMENT_OK);
  compute(&read);
  open_empty(&put);
  put_lines(put.ledger, text, true);
  compute(&put);
  size_t count = cement_run_figure_count(read.run), valid = 0;
  CU_ASSERT_EQUAL_FATAL(cement_run_figure_count(put.run), count);
  for (size_t i = 0; i < count; i++) {
    cement_figure a = {.size = sizeof a}, b = {.size = sizeof b};
    CU_ASSERT_EQUAL(cement_run_figure(read.run, &a, i, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL(cement_run_figure(put.run, &b, i, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL(a.status, b.status);
    CU_ASSERT_STRING_EQUAL(a.value, b.value);
    CU_ASSERT_STRING_EQUAL(a.display, b.display);
    valid += a.status == CEMENT_STATUS_OK;
  }
  CU_ASSERT_TRUE(valid > 50);
  plant_close(&put);
  plant_close(&read);
  free(text);
}

/* ---- cells ---- */

static const row plain[] = {
    {.size = sizeof(row), .item = "facility.id", .value = "F"},
    {.size = sizeof(row), .item = "facility.altitude", .number = 1500.5, .unit = "m"},
    {.size = sizeof(row), .line = "L1", .item = "line.clinker_type", .value = "portland"},
    {.size = sizeof(row), .item = "fuel.origin", .of = "rdf-a", .value = "alternative"},
    {.size = sizeof(row), .item = "fuel.state", .of = "rdf-a", .value = "solid"},
    {.size = sizeof(row), .line = "L1", .period = "2025-01", .item = "clinker_output", .value = "1000", .unit = "t"},
    {.size = sizeof(row),
     .line = "L1",
     .period = "2025-01",
     .item = "fuel_consumption",
     .of = "bituminous_coal",
     .number = 0.1,
     .unit = "kt",
     .method = "measured",
     .use = "kiln",
     .source = "belt \"A\", upper",
     .note = "two\nlines\r\nand a half"},
    {.size = sizeof(row),
     .line = "L1",
     .period = "2025-01",
     .item = "fuel_ncv",
     .of = "bituminous_coal",
     .value = "23.0",
     .unit = "GJ/t"},
    {.size = sizeof(row),
     .line = "L1",
     .period = "2025-01",
     .item = "fuel_consumption",
     .of = "rdf-a",
     .number = 1e-7,
     .unit = "t"},
    {.size = sizeof(row),
     .line = "L1",
     .period = "2025-01",
     .item = "fuel_ncv",
     .of = "rdf-a",
     .number = 12,
     .unit = "GJ/t"}};
#define PLAIN (sizeof plain / sizeof *plain)

/* The document that these rows are, written by hand (RFC 4180). */
static const char plain_csv[] = HEAD ",,facility.id,,F,,,,,\n"
                                     ",,facility.altitude,,1500.5,m,,,,\n"
                                     "L1,,line.clinker_type,,portland,,,,,\n"
                                     ",,fuel.origin,rdf-a,alternative,,,,,\n"
                                     ",,fuel.state,rdf-a,solid,,,,,\n"
                                     "L1,2025-01,clinker_output,,1000,t,,,,\n"
                                     "L1,2025-01,fuel_consumption,bituminous_coal,0.1,kt,measured,kiln,"
                                     "\"belt \"\"A\"\", upper\",\"two\nlines\r\nand a half\"\n"
                                     "L1,2025-01,fuel_ncv,bituminous_coal,23.0,GJ/t,,,,\n"
                                     "L1,2025-01,fuel_consumption,rdf-a,0.0000001,t,,,,\n"
                                     "L1,2025-01,fuel_ncv,rdf-a,12,GJ/t,,,,\n";

static void test_cells(void) {
  plant read, put;
  open_empty(&read);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_read(read.ledger, "put", plain_csv, strlen(plain_csv), NULL), CEMENT_OK);
  compute(&read);
  open_empty(&put);
  CU_ASSERT_EQUAL_FATAL(put_all(put.ledger, plain, PLAIN, NULL), CEMENT_OK);
  compute(&put);
  CU_ASSERT_TRUE(same_reports(&read, &put));
  plant_close(&put);
  plant_close(&read);
}

#define MARK "given as a binary number (double), the shortest decimal that reads back to it"

/* A tenth of a kiloton is 100 t; the mark stands behind it, and not behind what was given as text. */
static void test_marked(void) {
  plant put;
  open_empty(&put);
  CU_ASSERT_EQUAL_FATAL(put_all(put.ledger, plain, PLAIN, NULL), CEMENT_OK);
  compute(&put);
  CU_ASSERT_TRUE(plant_proves(&put, "cn.cets-ag-02.01@v01-2024", "fuel_co2_total L1 2025-01 -", 0,
                              "100 t (written 0.1 kt); " MARK "; measured; put:7; belt \"A\", upper"));
  CU_ASSERT_TRUE(plant_proves(&put, "cn.cets-ag-02.01@v01-2024", "fuel_co2_total L1 2025-01 -", 0, "23 GJ/t; put:8"));
  CU_ASSERT_TRUE(plant_proves(&put, "cn.cets-ag-02.01@v01-2024", "fuel_co2_total L1 2025-01 -", 1,
                              "以二进制浮点数（double）给出，取可还原的最短十进制数; 实测值; put:7"));
  plant_close(&put);
}

/* Two lines of one capacity, that of L1 as a double: 5000 t / 2500 t/d = 2 d, and the mark stands at L1 alone. */
static void test_marked_attribute(void) {
  static const char edition[] =
      "{\"schema\": \"cement-edition/1\", \"id\": \"test.days@1\", \"title\": {\"zh\": \"z\", \"en\": \"e\"}, "
      "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", \"formulas\": [{\"key\": \"days\", \"at\": "
      "\"line\", "
      "\"unit\": \"d\", \"year\": \"recompute\", \"clause\": \"1\", \"display\": {\"decimals\": 0, \"rule\": "
      "\"half_up\"}, \"is\": \"clinker_output / design_capacity(LINE)\"}]}";
  const row rows[] = {ROW(.item = "facility.id", .value = "F"),
                      ROW(.line = "L1", .item = "line.design_capacity", .number = 2500, .unit = "t/d"),
                      ROW(.line = "L2", .item = "line.design_capacity", .value = "2500", .unit = "t/d"),
                      ROW(.line = "L1", .period = "2025-01", .item = "clinker_output", .value = "5000", .unit = "t"),
                      ROW(.line = "L2", .period = "2025-01", .item = "clinker_output", .value = "5000", .unit = "t")};
  plant p = {NULL};
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&p.context, NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&p.catalog, p.context, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_load(p.catalog, "days", edition, strlen(edition), NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&p.ledger, p.catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(put_all(p.ledger, rows, sizeof rows / sizeof *rows, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_finish(p.ledger, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_create(&p.plan, p.catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_add(p.plan, "test.days@1", NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_create(&p.run, p.plan, p.ledger, NULL), CEMENT_OK);
  char *first = plant_proof(&p, "test.days@1", "days", "L1", "2025-01", CEMENT_LANGUAGE_EN);
  char *second = plant_proof(&p, "test.days@1", "days", "L2", "2025-01", CEMENT_LANGUAGE_EN);
  CU_ASSERT_PTR_NOT_NULL(strstr(first, "binary number (double)"));
  CU_ASSERT_PTR_NULL(strstr(second, "binary number (double)"));
  CU_ASSERT_PTR_NOT_NULL(strstr(first, "= 2 d"));
  CU_ASSERT_PTR_NOT_NULL(strstr(second, "= 2 d"));
  free(first);
  free(second);
  plant_close(&p);
}

/* ---- what is refused ---- */

/* The rows before it are taken; then it is refused with this code in this line. */
static void refused(const row *o, int32_t code, const char *words) {
  plant p;
  cement_error err = {.size = sizeof err};
  open_empty(&p);
  CU_ASSERT_EQUAL_FATAL(put_all(p.ledger, plain, 3, NULL), CEMENT_OK);
  int32_t status = cement_ledger_put(p.ledger, o, &err);
  if (status != code || !strstr(err.message, words)) printf("\n  %d: %s\n", (int)status, err.message);
  CU_ASSERT_EQUAL(status, code);
  CU_ASSERT_EQUAL(err.code, code);
  CU_ASSERT_EQUAL(err.line, 4);
  CU_ASSERT_STRING_EQUAL(err.source, "put");
  CU_ASSERT_PTR_NOT_NULL(strstr(err.message, words));
  CU_ASSERT_EQUAL(cement_ledger_put(p.ledger, &plain[5], NULL), CEMENT_E_STATE);
  CU_ASSERT_EQUAL(cement_ledger_read(p.ledger, "x", plain_csv, strlen(plain_csv), NULL), CEMENT_E_STATE);
  CU_ASSERT_EQUAL(cement_ledger_finish(p.ledger, NULL), CEMENT_E_STATE);
  plant_close(&p);
}

#define OBSERVED(...) (&ROW(.line = "L1", .period = "2025-01", .item = "clinker_output", .unit = "t", __VA_ARGS__))

static void test_refused(void) {
  static char field[4098], wide[5000];
  memset(field, 'x', 4097);
  memset(wide, 'x', sizeof wide - 1);
  refused(&ROW(.value = "1"), CEMENT_E_MISSING, "item is missing");
  refused(&ROW(.line = "L1", .period = "2025-01", .item = "clinker", .value = "1", .unit = "t"), CEMENT_E_UNKNOWN,
          "item \"clinker\" is not known");
  refused(OBSERVED(.value = "1,5"), CEMENT_E_SYNTAX, "\"1,5\" read");
  refused(OBSERVED(.value = ""), CEMENT_E_MISSING, "value is empty");
  refused(OBSERVED(.number = NAN), CEMENT_E_RANGE, "clinker_output: the number is not finite");
  refused(OBSERVED(.number = INFINITY), CEMENT_E_RANGE, "not finite");
  refused(OBSERVED(.number = -INFINITY), CEMENT_E_RANGE, "not finite");
  refused(OBSERVED(.number = 1e300), CEMENT_E_RANGE, "too large");
  refused(OBSERVED(.number = 1e31), CEMENT_E_RANGE, "too large");
  refused(OBSERVED(.number = 9e-31), CEMENT_E_RANGE, "too close to zero");
  refused(OBSERVED(.number = 5e-324), CEMENT_E_RANGE, "too close to zero");
  refused(OBSERVED(.number = -1), CEMENT_E_RANGE, "-1 t read");
  refused(OBSERVED(.number = 1, .method = "guessed"), CEMENT_E_UNKNOWN, "method \"guessed\"");
  refused(OBSERVED(.number = 1, .note = field), CEMENT_E_LIMIT, "a field longer than 4096 bytes");
  refused(OBSERVED(.number = 1, .note = wide), CEMENT_E_LIMIT, "a field longer than 4096 bytes");
  refused(OBSERVED(.number = 1, .note = "\xff"), CEMENT_E_ENCODING, "not UTF-8");
  refused(OBSERVED(.number = 1, .note = "\xef\xbb\xbf"), CEMENT_E_ENCODING, "byte order mark");
  refused(OBSERVED(.number = 1, .note = "a\rb"), CEMENT_E_SYNTAX, "lone carriage return");
  refused(&ROW(.line = "L1", .period = "2025-01", .item = "clinker_output", .value = "1"), CEMENT_E_UNIT,
          "unit is missing");
  refused(&ROW(.line = "L1", .item = "line.clinker_type", .value = "white"), CEMENT_E_CONFLICT, "first at put, line 3");
  refused(&ROW(.item = "facility.hight", .value = "1"), CEMENT_E_SCHEMA, "unknown key \"hight\"");
}

/* The column counts in the row as CSV writes it: `,,clinker` has its item behind two commas. */
static void test_place(void) {
  plant p;
  cement_error err = {.size = sizeof err};
  open_empty(&p);
  CU_ASSERT_EQUAL(cement_ledger_put(p.ledger, &ROW(.item = "clinker"), &err), CEMENT_E_UNKNOWN);
  CU_ASSERT_EQUAL(err.line, 1);
  CU_ASSERT_EQUAL(err.column, 3);
  CU_ASSERT_EQUAL(err.offset, 2);
  plant_close(&p);
}

static void test_arguments(void) {
  plant p;
  cement_error err = {.size = sizeof err};
  row o = plain[0];
  open_empty(&p);
  CU_ASSERT_EQUAL(cement_ledger_put(NULL, &o, &err), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(cement_ledger_put((cement_ledger *)(void *)p.catalog, &o, &err), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(cement_ledger_put(p.ledger, NULL, NULL), CEMENT_E_ARG);
  o.size--;
  CU_ASSERT_EQUAL(cement_ledger_put(p.ledger, &o, &err), CEMENT_E_ARG);
  o = plain[0];
  o.reserved = 1;
  CU_ASSERT_EQUAL(cement_ledger_put(p.ledger, &o, &err), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(put_all(p.ledger, plain, PLAIN, &err), CEMENT_OK); /* none of these spoiled it */
  CU_ASSERT_EQUAL(cement_ledger_finish(p.ledger, &err), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_ledger_put(p.ledger, &plain[0], &err), CEMENT_E_STATE);
  plant_close(&p);
}

/* ---- puts and documents together ---- */

#define SECOND "L1,2025-01,clinker_output,,1000,t,,,,\n"

/* Puts, a document, puts: three documents; the count of the puts goes on. */
static void test_between(void) {
  static const char document[] = HEAD "L1,2025-02,clinker_output,,5,t,,,,\n";
  plant p, q;
  cement_error err = {.size = sizeof err};
  open_empty(&p);
  CU_ASSERT_EQUAL_FATAL(put_all(p.ledger, plain, 5, &err), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_read(p.ledger, "d", document, strlen(document), &err), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(put_all(p.ledger, plain + 5, PLAIN - 5, &err), CEMENT_OK);
  compute(&p);
  open_empty(&q);
  const char *cut = strstr(plain_csv, SECOND);
  char *second = malloc(sizeof HEAD + strlen(cut));
  strcpy(second, HEAD);
  strcat(second, cut);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_read(q.ledger, "put", plain_csv, (size_t)(cut - plain_csv), &err), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_read(q.ledger, "d", document, strlen(document), &err), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_read(q.ledger, "put", second, strlen(second), &err), CEMENT_OK);
  compute(&q);
  CU_ASSERT_TRUE(same_reports(&p, &q));
  CU_ASSERT_TRUE(plant_proves(&p, "cn.cets-ag-02.01@v01-2024", "fuel_co2_total L1 2025-01 -", 0, "put:7"));
  free(second);
  plant_close(&q);
  plant_close(&p);
}

/* The same observation twice, once put and once read: both places are told. */
static void test_twice(void) {
  plant p;
  cement_error err = {.size = sizeof err};
  open_empty(&p);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_read(p.ledger, "d.csv", plain_csv, strlen(plain_csv), &err), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_put(p.ledger, &plain[5], &err), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_ledger_finish(p.ledger, &err), CEMENT_E_CONFLICT);
  CU_ASSERT_STRING_EQUAL(err.source, "put");
  CU_ASSERT_EQUAL(err.line, 1);
  CU_ASSERT_PTR_NOT_NULL(strstr(err.message, "the other is at d.csv, line 7, column 28"));
  plant_close(&p);
}

/* The limit of CSV counts the header and the rows: with the limit at their bytes they are taken, one below not. */
static void test_limit(void) {
  for (int less = 0; less < 2; less++) {
    plant p = {0};
    cement_error err = {.size = sizeof err};
    cement_config config = {.size = sizeof config, .csv_bytes = strlen(plain_csv) - (size_t)less};
    CU_ASSERT_EQUAL_FATAL(cement_context_create(&p.context, &config, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&p.catalog, p.context, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&p.ledger, p.catalog, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL(put_all(p.ledger, plain, PLAIN, &err), less ? CEMENT_E_LIMIT : CEMENT_OK);
    if (less) CU_ASSERT_EQUAL(err.line, PLAIN);
    plant_close(&p);
  }
}

/* 256 documents: puts between documents make one each. */
static void test_documents(void) {
  static const char document[] = HEAD;
  plant p;
  cement_error err = {.size = sizeof err};
  int32_t status = CEMENT_OK;
  open_empty(&p);
  for (int i = 0; i < 256; i++) {
    char name[16];
    snprintf(name, sizeof name, "L%d", i / 2);
    status = i % 2 ? cement_ledger_read(p.ledger, "d", document, strlen(document), &err)
                   : cement_ledger_put(p.ledger, &ROW(.line = name, .item = "line.name", .value = "x"), &err);
    CU_ASSERT_EQUAL(status, CEMENT_OK);
  }
  CU_ASSERT_EQUAL(cement_ledger_put(p.ledger, &plain[0], &err), CEMENT_E_LIMIT);
  plant_close(&p);
}

int register_put_suite(void) {
  CU_pSuite suite = CU_add_suite("put", NULL, NULL);
  CU_add_test(suite, "the same bytes as the CSV", test_same_as_csv);
  CU_add_test(suite, "doubles, the same figures", test_numbers_same_figures);
  CU_add_test(suite, "cells that need quotes", test_cells);
  CU_add_test(suite, "doubles are marked in the proof", test_marked);
  CU_add_test(suite, "an attribute as a double", test_marked_attribute);
  CU_add_test(suite, "refusals", test_refused);
  CU_add_test(suite, "place", test_place);
  CU_add_test(suite, "arguments", test_arguments);
  CU_add_test(suite, "between documents", test_between);
  CU_add_test(suite, "the same observation twice", test_twice);
  CU_add_test(suite, "limit of the document", test_limit);
  CU_add_test(suite, "number of documents", test_documents);
  return (int)CU_get_error();
}
