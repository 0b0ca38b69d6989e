/* Every limit of a context, and every fixed one, at one below it, at it and one above; by default, lowered, at most.
 *
 * Where a plain ledger cannot come that far, the text within the limit is refused for another reason. Not reached here:
 * 4 GiB of CSV and 4 000 000 values (their maxima are refused one above), and the 20 000 000 rows (lowered in the suite
 * "ledger bytes"). */
#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cement/cement.h>

#include "api/host.h"

int register_limits_suite(void);

#define MiB ((uint64_t)1 << 20)

/* ---- texts that measure n of something ---- */

typedef struct text {
  char *at;
  size_t size, room;
} text;

static void add(text *t, const char *piece, size_t size) {
  if (t->room - t->size < size) {
    t->room = (t->size + size) * 2;
    t->at = realloc(t->at, t->room);
    CU_ASSERT_PTR_NOT_NULL_FATAL(t->at);
  }
  memcpy(t->at + t->size, piece, size);
  t->size += size;
}

static void say(text *t, const char *words) {
  add(t, words, strlen(words));
}

static void number(text *t, const char *format, size_t n) {
  char words[64];
  snprintf(words, sizeof words, format, (unsigned)n);
  say(t, words);
}

static void repeat(text *t, const char *words, size_t count) {
  for (size_t i = 0; i < count; i++) say(t, words);
}

#define OBSERVED "{\"line\":\"L1\",\"period\":\"2025-01\",\"item\":\"clinker_output\",\"unit\":\"t\",\"value\":"
static const char json_head[] =
    "{\"schema\":\"cement-ledger/1\",\"facility\":{\"id\":\"F\"},\"lines\":[{\"id\":\"L1\"}],"
    "\"observations\":[" OBSERVED;
static const char csv_head[] = "line,period,item,of,value,unit,note\n,,facility.id,,F,,\nL1,,line.name,,a,,\n";
static const char csv_row[] = "L1,2025-01,clinker_output,,5,t,\n";

/* Arrays in the array of observations, which is one level in an object. */
static void depth(text *t, size_t n) {
  say(t, "{\"observations\":");
  repeat(t, "[", n - 1);
  repeat(t, "]", n - 1);
  say(t, "}");
}

static void values(text *t, size_t n) {
  say(t, "{\"observations\":[0");
  repeat(t, ",0", n - 3);
  say(t, "]}");
}

static void json_bytes(text *t, size_t n) {
  say(t, json_head);
  say(t, "5}]}");
  size_t size = t->size;
  text all = {malloc(n), n, n};
  CU_ASSERT_TRUE_FATAL(all.at != NULL && n > size);
  memset(all.at, ' ', n - size);
  memcpy(all.at + n - size, t->at, size);
  free(t->at);
  *t = all;
}

static void csv_bytes(text *t, size_t n) {
  say(t, csv_head);
  say(t, csv_row);
  CU_ASSERT_TRUE_FATAL(n > t->size);
  repeat(t, "\n", n - t->size);
}

/* Refused at its first byte, so that no more than the hash looks at the others. */
static void csv_no_text(text *t, size_t n) {
  *t = (text){calloc(n, 1), n, n};
  CU_ASSERT_PTR_NOT_NULL_FATAL(t->at);
  t->at[0] = '\xff';
}

static void keys(text *t, size_t n) {
  say(t, "{\"schema\":0");
  for (size_t i = 1; i < n; i++) number(t, ",\"%u\":0", i);
  say(t, "}");
}

static void string_bytes(text *t, size_t n) {
  say(t, json_head);
  say(t, "5,\"note\":\"");
  repeat(t, "n", n);
  say(t, "\"}]}");
}

static void key_bytes(text *t, size_t n) {
  say(t, "{\"");
  repeat(t, "k", n);
  say(t, "\":0}");
}

static void json_number(text *t, size_t n) {
  say(t, json_head);
  say(t, "0.");
  repeat(t, "0", n - 4);
  say(t, "e1}]}");
}

static void json_digits(text *t, size_t n) {
  say(t, json_head);
  repeat(t, "1", n - 4);
  say(t, ".5000}]}");
}

static void json_large(text *t, size_t n) {
  say(t, json_head);
  number(t, "9.9e%u}]}", n);
}

static void json_small(text *t, size_t n) {
  say(t, json_head);
  number(t, "1e-%u}]}", n);
}

static void csv_value(text *t, const char *before, const char *filler, size_t n, const char *after) {
  say(t, csv_head);
  say(t, "L1,2025-01,clinker_output,,");
  say(t, before);
  repeat(t, filler, n);
  say(t, after);
  say(t, ",t,\n");
}

static void csv_number(text *t, size_t n) {
  csv_value(t, "0.", "0", n - 4, "e1");
}

static void string_number(text *t, size_t n) {
  say(t, json_head);
  say(t, "\"0.");
  repeat(t, "0", n - 4);
  say(t, "e1\"}]}");
}

static void csv_digits(text *t, size_t n) {
  csv_value(t, "", "1", n - 4, ".5000");
}

static void csv_field(text *t, size_t n) {
  say(t, csv_head);
  say(t, "L1,2025-01,clinker_output,,5,t,");
  repeat(t, "n", n);
}

static void csv_quoted(text *t, size_t n) {
  say(t, csv_head);
  say(t, "L1,2025-01,clinker_output,,5,t,\"");
  repeat(t, "\"\"", n);
  say(t, "\"");
}

/* Cells of 9 bytes with their commas; none is longer than a field may be. */
static void csv_line(text *t, size_t n) {
  say(t, csv_head);
  for (size_t i = 0; i < 100; i++) {
    repeat(t, "c", n / 100 - 1);
    say(t, ",");
  }
  repeat(t, "c", n % 100);
}

static void csv_columns(text *t, size_t n) {
  say(t, csv_head);
  repeat(t, ",", n - 1);
}

static void lines(text *t, size_t n) {
  say(t, csv_head);
  for (size_t i = 2; i <= n; i++) number(t, "L%u,,line.name,,a,,\n", i);
  say(t, csv_row);
}

static void months(text *t, size_t n) {
  say(t, csv_head);
  for (size_t i = 0; i < n; i++) {
    char words[64];
    snprintf(words, sizeof words, "L1,%04u-%02u,clinker_output,,5,t,\n", (unsigned)(1000 + i / 12),
             (unsigned)(i % 12 + 1));
    say(t, words);
  }
}

static void fuels(text *t, size_t n) {
  say(t, csv_head);
  say(t, csv_row);
  for (size_t i = 0; i < n; i++) {
    number(t, ",,fuel.state,x%u,gas,,\n", i);
    number(t, ",,fuel.origin,x%u,fossil,,\n", i);
  }
}

static void materials(text *t, size_t n) {
  say(t, csv_head);
  for (size_t i = 0; i < n; i++) number(t, "L1,2025-01,raw_material_consumption,x%u,5,t,\n", i);
}

static void id_bytes(text *t, size_t n) {
  say(t, csv_head);
  repeat(t, "i", n);
  say(t, ",,line.name,,a,,\n");
  say(t, csv_row);
}

/* ---- one below, at, one above ---- */

static int32_t read_within(cement_config config, const text *t, size_t documents, cement_error *err) {
  cement_context *context = NULL;
  cement_catalog *catalog = NULL;
  cement_ledger *ledger = NULL;
  config.size = sizeof config;
#ifdef CEMENT_PIECES_ALONE
  config.memory_limit = 4096 * MiB; /* each piece has a head; by default the limits fit the memory */
#endif
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&context, &config, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&catalog, context, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&ledger, catalog, NULL), CEMENT_OK);
  int32_t status = CEMENT_OK;
  for (size_t i = 0; i < documents && !status; i++) status = cement_ledger_read(ledger, "t", t[i].at, t[i].size, err);
  if (!status) status = cement_ledger_finish(ledger, err);
  cement_ledger_destroy(ledger);
  cement_catalog_destroy(catalog);
  cement_context_destroy(context);
  return status;
}

typedef struct limit {
  const char *what;
  void (*write)(text *t, size_t n);
  size_t most;
  int32_t within;      /* OK, or what refuses such a text however short it is */
  int32_t beyond;      /* LIMIT, or RANGE for a number's size */
  const char *says;    /* part of the message */
  cement_config given; /* zero: the default */
} limit;

#define OK CEMENT_OK
#define SCHEMA CEMENT_E_SCHEMA
#define LIMIT CEMENT_E_LIMIT

static const limit limits[] = {
    {"depth", depth, 16, SCHEMA, LIMIT, "16", {0}},
    {"depth", depth, 4, SCHEMA, LIMIT, "4", {.json_depth = 4}},
    {"depth", depth, 32, SCHEMA, LIMIT, "32", {.json_depth = 32}},
    {"values", values, 1000000, SCHEMA, LIMIT, "1000000", {0}},
    {"values", values, 1000, SCHEMA, LIMIT, "1000", {.json_values = 1000}},
    {"values", values, 1000001, SCHEMA, LIMIT, "1000001", {.json_values = 1000001}},
    {"bytes of JSON", json_bytes, 16 * MiB, OK, LIMIT, "too long", {0}},
    {"bytes of JSON", json_bytes, 1000, OK, LIMIT, "too long", {.json_bytes = 1000}},
    {"bytes of CSV", csv_no_text, 256 * MiB, CEMENT_E_ENCODING, LIMIT, "too long", {0}},
    {"bytes of CSV", csv_bytes, 1000, OK, LIMIT, "too long", {.csv_bytes = 1000}},
    {"keys of an object", keys, 256, SCHEMA, LIMIT, "256", {0}},
    {"bytes of a string", string_bytes, 4096, OK, LIMIT, "4096", {0}},
    {"bytes of a key", key_bytes, 4096, SCHEMA, LIMIT, "4096", {0}},
    {"bytes of a number in JSON", json_number, 48, OK, LIMIT, "48 bytes", {0}},
    {"bytes of a number in a string", string_number, 48, OK, LIMIT, "48 bytes", {0}},
    {"bytes of a number in CSV", csv_number, 48, OK, LIMIT, "48 bytes", {0}},
    {"digits in JSON", json_digits, 34, OK, LIMIT, "34 digits", {0}},
    {"digits in CSV", csv_digits, 34, OK, LIMIT, "34 digits", {0}},
    {"power of ten", json_large, 30, OK, CEMENT_E_RANGE, "too large", {0}},
    {"power of a tenth", json_small, 30, OK, CEMENT_E_RANGE, "close to zero", {0}},
    {"bytes of a field", csv_field, 4096, OK, LIMIT, "4096", {0}},
    {"bytes of a field without its quotes", csv_quoted, 4096, OK, LIMIT, "4096", {0}},
    {"bytes of a row", csv_line, 65536, SCHEMA, LIMIT, "65536", {0}},
    {"columns", csv_columns, 256, SCHEMA, LIMIT, "columns", {0}},
    {"lines", lines, 4096, OK, LIMIT, "4096 lines", {0}},
    {"lines", lines, 3, OK, LIMIT, "3 lines", {.lines = 3}},
    {"lines", lines, 65536, OK, LIMIT, "65536 lines", {.lines = 65536}},
    {"months", months, 1200, OK, LIMIT, "1200 months", {0}},
    {"months", months, 5, OK, LIMIT, "5 months", {.months = 5}},
    {"months", months, 12000, OK, LIMIT, "12000 months", {.months = 12000}},
    {"fuels", fuels, 256, OK, LIMIT, "256 fuels", {0}},
    {"materials", materials, 256, OK, LIMIT, "256 materials", {0}},
    {"bytes of an id", id_bytes, 64, OK, LIMIT, "64 bytes", {0}},
};

static void try_limit(const limit *l) {
  size_t vast = 64 * MiB; /* of which one fewer is not worth its seconds */
  for (size_t n = l->most < vast ? l->most - 1 : l->most; n <= l->most + 1; n++) {
    text t = {0};
    cement_error err = {.size = sizeof err};
    int32_t wanted = n > l->most ? l->beyond : l->within;
    l->write(&t, n);
    int32_t status = read_within(l->given, &t, 1, &err);
    bool told = status == CEMENT_OK || (err.code == status && err.line > 0 && err.column > 0);
    bool said = n <= l->most || strstr(err.message, l->says) != NULL;
    if (status != wanted || !told || !said) {
      printf("\n  %s, %zu of %zu: status %d at %u:%u, %s\n", l->what, n, l->most, status, err.line, err.column,
             err.message);
      CU_FAIL("a limit");
    }
    free(t.at);
  }
}

static void test_limits(void) {
  for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) try_limit(&limits[i]);
  CU_PASS("the table was tried");
}

/* The 257th document is refused; until then they are one plant. */
static void test_documents(void) {
  text t[257];
  cement_error err = {.size = sizeof err};
  for (size_t i = 0; i < 257; i++) {
    t[i] = (text){0};
    say(&t[i], csv_head);
    number(&t[i], "L1,%u-01,clinker_output,,5,t,\n", 2000 + i);
  }
  CU_ASSERT_EQUAL(read_within((cement_config){0}, t, 255, &err), CEMENT_OK);
  CU_ASSERT_EQUAL(read_within((cement_config){0}, t, 256, &err), CEMENT_OK);
  CU_ASSERT_EQUAL(read_within((cement_config){0}, t, 257, &err), CEMENT_E_LIMIT);
  CU_ASSERT_PTR_NOT_NULL(strstr(err.message, "256 documents"));
  for (size_t i = 0; i < 257; i++) free(t[i].at);
}

/* What is too long is refused by its size: no more is read than tells JSON from CSV, and nothing is taken for it. */
static void test_size_alone(void) {
  static const struct {
    const char *at;
    uint64_t size;
  } rows[] = {
      {"{\"s", 64 * MiB + 1}, {"{\"s", SIZE_MAX}, {" \n{", SIZE_MAX / 2}, {"lin", 4096 * MiB + 1}, {"lin", SIZE_MAX}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    cement_error err = {.size = sizeof err};
    if (rows[i].at[0] == 'l' && SIZE_MAX <= 4096 * MiB) continue; /* no text is that long here */
    char *first = strdup(rows[i].at); /* a block of so many bytes: reading on shows under ASan */
    text t = {first, (size_t)rows[i].size, 0};
    cement_config most = {.json_bytes = 64 * MiB, .csv_bytes = 4096 * MiB};
    CU_ASSERT_EQUAL(read_within(most, &t, 1, &err), CEMENT_E_LIMIT);
    CU_ASSERT_EQUAL(err.code, CEMENT_E_LIMIT);
    free(first);
  }
  char csv[] = "line,period,item,of,value,unit\n,,facility.id,,F,\n,2025-01,cement_output,,1,t\n";
  text small = {csv, sizeof csv - 1, 0}; /* the largest limit leaves room also where a size has 32 bits */
  CU_ASSERT_EQUAL(read_within((cement_config){.csv_bytes = 4096 * MiB}, &small, 1, NULL), CEMENT_OK);
}

/* ---- the config ---- */

/* One below its maximum and at it a limit is taken, one above it is not; nor is the largest number that fits. */
static void test_maxima(void) {
  cement_context *out = NULL;
  for (int over = -1; over < 2; over++) {
    uint64_t more = (uint64_t)(int64_t)over;
    cement_config rows[] = {{.json_bytes = 64 * MiB + more},     {.csv_bytes = 4096 * MiB + more},
                            {.json_depth = 32 + (uint32_t)more}, {.json_values = 4000000 + (uint32_t)more},
                            {.lines = 65536 + (uint32_t)more},   {.months = 12000 + (uint32_t)more}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
      rows[i].size = sizeof rows[i];
      CU_ASSERT_EQUAL(cement_context_create(&out, &rows[i], NULL), over > 0 ? CEMENT_E_ARG : CEMENT_OK);
      if (over <= 0) cement_context_destroy(out);
    }
  }
  cement_config rows[] = {{.json_bytes = UINT64_MAX},  {.csv_bytes = UINT64_MAX}, {.json_depth = UINT32_MAX},
                          {.json_values = UINT32_MAX}, {.lines = UINT32_MAX},     {.months = UINT32_MAX}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    cement_error err = {.size = sizeof err};
    rows[i].size = sizeof rows[i];
    CU_ASSERT_EQUAL(cement_context_create(&out, &rows[i], &err), CEMENT_E_ARG);
    CU_ASSERT_PTR_NOT_NULL(strstr(err.message, "a limit is above its maximum"));
  }
}

/* ---- memory ---- */

static int32_t compute(cement_context *context) {
  static const char ids[][32] = {"cn.gb-16780@2021", "substitution@1"};
  cement_catalog *catalog = NULL;
  cement_ledger *ledger = NULL;
  cement_plan *plan = NULL;
  cement_run *run = NULL;
  text t = {0};
  say(&t, csv_head);
  say(&t, csv_row);
  int32_t status = cement_catalog_create(&catalog, context, NULL);
  if (!status) status = cement_ledger_create(&ledger, catalog, NULL);
  if (!status) status = cement_ledger_read(ledger, "t", t.at, t.size, NULL);
  if (!status) status = cement_ledger_finish(ledger, NULL);
  if (!status) status = cement_plan_create(&plan, catalog, NULL);
  for (size_t i = 0; i < 2 && !status; i++) status = cement_plan_add(plan, ids[i], NULL);
  if (!status) status = cement_run_create(&run, plan, ledger, NULL);
  cement_run_destroy(run);
  cement_plan_destroy(plan);
  cement_ledger_destroy(ledger);
  cement_catalog_destroy(catalog);
  free(t.at);
  return status;
}

/* The memory limit gives NOMEM wherever it strikes, and the same work fits when it is wide enough. */
static void test_memory_limit(void) {
  bool done = false;
  size_t refused = 0;
  for (uint64_t most = 1000; !done && most < 64 * MiB; most = most * 3 / 2) {
    host counts = {0};
    cement_context *context = NULL;
    cement_config config = config_of(&counts);
    config.memory_limit = most;
    CU_ASSERT_EQUAL_FATAL(cement_context_create(&context, &config, NULL), CEMENT_OK);
    int32_t status = compute(context);
    CU_ASSERT_TRUE(status == CEMENT_OK || status == CEMENT_E_NOMEM);
    done = status == CEMENT_OK;
    refused += !done;
    cement_context_destroy(context);
    CU_ASSERT_EQUAL(counts.held, 0);
  }
  CU_ASSERT_TRUE(done && refused > 5);
}

int register_limits_suite(void) {
  CU_pSuite suite = CU_add_suite("limits", NULL, NULL);
  CU_add_test(suite, "one below, at, one above", test_limits);
  CU_add_test(suite, "documents of a ledger", test_documents);
  CU_add_test(suite, "a size alone", test_size_alone);
  CU_add_test(suite, "maxima", test_maxima);
  CU_add_test(suite, "memory limit", test_memory_limit);
  return (int)CU_get_error();
}
