/* Each status code that an input or a call can bring about, reached through the public functions. The three that only a
 * broken library gives are reached in broken_parts.c. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

#include <cement/cement.h>

#include "api/host.h"

int register_errors_suite(void);

#define HEAD "line,period,item,of,value,unit\n"
#define GOOD HEAD ",,facility.id,,F,\nL1,,line.name,,x,\nL1,2025-01,clinker_output,,1,t\n"

/* The code of reading these bytes, and then of finishing. */
static int32_t ledger(const char *text, size_t size, cement_error *err) {
  cement_ledger *l;
  int32_t status = cement_ledger_create(&l, suite_catalog, err);
  if (!status) status = cement_ledger_read(l, "ledger", text, size, err);
  if (!status) status = cement_ledger_finish(l, err);
  cement_ledger_destroy(l);
  return status;
}

#define LEDGER(text) ledger(text, sizeof(text) - 1, &err)

#define REACHES(code_, call)                                                                                           \
  static void test_##code_(void) {                                                                                     \
    cement_error err = {.size = sizeof err};                                                                           \
    CU_ASSERT_EQUAL(call, CEMENT_##code_);                                                                             \
    CU_ASSERT_EQUAL(err.code, CEMENT_##code_);                                                                         \
    CU_ASSERT_TRUE(CEMENT_##code_ == CEMENT_OK || err.message[0] != '\0');                                             \
  }

static int32_t none(void *user, char *buffer, size_t room, size_t *got) {
  (void)user;
  (void)buffer;
  (void)room;
  (void)got;
  return -1;
}

static int32_t without_reader(cement_error *err) {
  cement_ledger *l;
  int32_t status = cement_ledger_create(&l, suite_catalog, err);
  if (!status) status = cement_ledger_read_from(l, "d", none, NULL, err);
  cement_ledger_destroy(l);
  return status;
}

static int32_t finish_twice(cement_error *err) {
  cement_ledger *l;
  int32_t status = cement_ledger_create(&l, suite_catalog, err);
  if (!status) status = cement_ledger_read(l, "d", GOOD, sizeof GOOD - 1, err);
  if (!status) status = cement_ledger_finish(l, err);
  if (!status) status = cement_ledger_finish(l, err);
  cement_ledger_destroy(l);
  return status;
}

static int32_t little_memory(cement_error *err) {
  cement_config config = {.size = sizeof config, .memory_limit = 1};
  cement_context *small;
  cement_catalog *none_left;
  int32_t status = cement_context_create(&small, &config, err);
  if (!status) status = cement_catalog_create(&none_left, small, err);
  cement_context_destroy(small);
  return status;
}

REACHES(OK, LEDGER(GOOD))
REACHES(E_ARG, cement_catalog_load(NULL, "x", "x", 1, &err))
REACHES(E_STATE, finish_twice(&err))
REACHES(E_NOMEM, little_memory(&err))
REACHES(E_LIMIT, LEDGER("{\"a\":[[[[[[[[[[[[[[[[[[[["))
REACHES(E_SYNTAX, LEDGER("{\"schema\": 01}"))
REACHES(E_ENCODING, LEDGER(HEAD "\xff"))
REACHES(E_SCHEMA, LEDGER("{\"schema\": \"cement-ledger/2\"}"))
REACHES(E_DUPKEY, LEDGER("{\"schema\": \"x\", \"schema\": \"y\"}"))
REACHES(E_RANGE, LEDGER(HEAD "L1,2025-01,clinker_output,,-1,t\n"))
REACHES(E_UNIT, LEDGER(HEAD "L1,2025-01,clinker_output,,1,kWh\n"))
REACHES(E_MISSING, LEDGER(HEAD "L1,,line.name,,x,\n"))
REACHES(E_CONFLICT, LEDGER(GOOD "L1,2025-01,clinker_output,,1,t\n"))
REACHES(E_UNKNOWN, LEDGER(HEAD "L1,2025-01,clinker,,1,t\n"))
REACHES(E_IO, without_reader(&err))

int register_errors_suite(void) {
  CU_pSuite suite = CU_add_suite("errors", suite_open, suite_close);
  CU_add_test(suite, "CEMENT_OK", test_OK);
  CU_add_test(suite, "CEMENT_E_ARG", test_E_ARG);
  CU_add_test(suite, "CEMENT_E_STATE", test_E_STATE);
  CU_add_test(suite, "CEMENT_E_NOMEM", test_E_NOMEM);
  CU_add_test(suite, "CEMENT_E_LIMIT", test_E_LIMIT);
  CU_add_test(suite, "CEMENT_E_SYNTAX", test_E_SYNTAX);
  CU_add_test(suite, "CEMENT_E_ENCODING", test_E_ENCODING);
  CU_add_test(suite, "CEMENT_E_SCHEMA", test_E_SCHEMA);
  CU_add_test(suite, "CEMENT_E_DUPKEY", test_E_DUPKEY);
  CU_add_test(suite, "CEMENT_E_RANGE", test_E_RANGE);
  CU_add_test(suite, "CEMENT_E_UNIT", test_E_UNIT);
  CU_add_test(suite, "CEMENT_E_MISSING", test_E_MISSING);
  CU_add_test(suite, "CEMENT_E_CONFLICT", test_E_CONFLICT);
  CU_add_test(suite, "CEMENT_E_UNKNOWN", test_E_UNKNOWN);
  CU_add_test(suite, "CEMENT_E_IO", test_E_IO);
  return (int)CU_get_error();
}
