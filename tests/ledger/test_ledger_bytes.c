/* Bytes that are no ledger: every prefix, every single-byte change, limits, memory that gives out, periods, names. */
#include <CUnit/CUnit.h>
#include <stdlib.h>

#include "base/patience.h"
#include "ledger/ledger_help.h"
#include "ledger/names.h"

int register_ledger_bytes_suite(void);

static const char json[] =
    "{\"schema\":\"cement-ledger/1\",\"facility\":{\"id\":\"F\"},\"lines\":[{\"id\":\"L1\"}],\"observations\":["
    "{\"line\":\"L1\",\"period\":\"2025-01\",\"item\":\"fuel_ncv\",\"of\":\"烟煤\",\"value\":23.4,\"unit\":\"GJ/t\"},"
    "{\"line\":\"L1\",\"period\":\"2025-01\",\"item\":\"clinker_output\",\"value\":1e3,\"unit\":\"t\"}]}";
static const char csv[] =
    "line,period,item,of,value,unit,note\r\n,,facility.id,,F,,\r\nL1,,line.clinker_type,,white,,\r\n"
    ",,fuel.state,x,gas,,\n,,fuel.origin,x,fossil,,\nL1,2025-01,fuel_ncv,x,389.31,GJ/10^4 Nm3,\n"
    "L1,2025-01,clinker_output,,1000.5,t,\"a \"\"b\"\" 煤\"\n";

/* A copy of exactly the size, so that the sanitizer sees a read behind the end. */
static int read_exact(const fixture *f, const char *text, size_t size, cement_error *err) {
  cm_ledger ledger;
  char *copy = malloc(size ? size : 1);
  if (copy == NULL) return CEMENT_E_NOMEM;
  memcpy(copy, text, size);
  int status = read_text(f, (cm_str){copy, size}, &ledger, err);
  memset(copy, 0xA5, size);
  free(copy);
  cm_ledger_free(&ledger);
  return status;
}

static void test_prefixes(void) {
  fixture f;
  if (!fixture_open(&f)) return;
  for (size_t size = 0; size < sizeof json - 1; size++) {
    cement_error err = {.size = sizeof err};
    int status = read_exact(&f, json, size, &err);
    CU_ASSERT_TRUE((status == CEMENT_E_SYNTAX || status == CEMENT_E_ENCODING) && err.line == 1);
  }
  for (size_t size = 0; size < sizeof csv - 1; size++) {
    cement_error err = {.size = sizeof err};
    int status = read_exact(&f, csv, size, &err);
    CU_ASSERT_TRUE(status == CEMENT_OK || (err.line > 0 && err.column > 0 && err.message[0] != '\0'));
  }
  cement_error err = {.size = sizeof err};
  CU_ASSERT_EQUAL(read_exact(&f, json, sizeof json - 1, &err), CEMENT_OK);
  CU_ASSERT_EQUAL(read_exact(&f, csv, sizeof csv - 1, &err), CEMENT_OK);
  fixture_close(&f);
}

static void change_bytes(const fixture *f, const char *text, size_t size) {
  char changed[1024];
  for (size_t at = 0; at < size; at++) {
    memcpy(changed, text, size);
    for (int byte = 0; byte < 256; byte += STEP_OF(15)) {
      cement_error err = {.size = sizeof err};
      changed[at] = (char)byte;
      int status = read_exact(f, changed, size, &err);
      if (status != CEMENT_OK && (err.code != status || err.line == 0 || err.message[0] == '\0')) {
        CU_FAIL("a refusal without place or words");
      }
    }
  }
}

static void test_bytes(void) {
  fixture f;
  if (!fixture_open(&f)) return;
  change_bytes(&f, json, sizeof json - 1);
  change_bytes(&f, csv, sizeof csv - 1);
  CU_PASS("no crash");
  fixture_close(&f);
}

/* Each limit at its value and one below. */
static void test_limits(void) {
  fixture f;
  if (!fixture_open(&f)) return;
  static const char two[] =
      "line,period,item,of,value,unit\n,,facility.id,,F,\nL1,,line.name,,a,\nL2,,line.name,,b,\n"
      ",,fuel.state,x,gas,\n,,fuel.origin,x,fossil,\n,,fuel.state,y,gas,\n,,fuel.origin,y,fossil,\n"
      "L1,2025-01,raw_material_consumption,clay,1,t\nL1,2025-02,raw_material_consumption,sand,1,t\n";
  const cm_ledger_limits usual = f.limits;
  struct {
    size_t *limit;
    size_t enough;
  } rows[] = {{&f.limits.lines, 2},
              {&f.limits.fuels, 2},
              {&f.limits.materials, 2},
              {&f.limits.rows, 2},
              {&f.limits.months, 2},
              {&f.limits.columns, 6},
              {&f.limits.csv_bytes, sizeof two - 1},
              {&f.limits.field_bytes, 24},
              {&f.limits.line_bytes, 44}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    cement_error err = {.size = sizeof err};
    f.limits = usual;
    *rows[i].limit = rows[i].enough;
    CU_ASSERT_EQUAL(read_exact(&f, two, sizeof two - 1, &err), CEMENT_OK);
    *rows[i].limit = rows[i].enough - 1;
    CU_ASSERT_EQUAL(read_exact(&f, two, sizeof two - 1, &err), CEMENT_E_LIMIT);
    CU_ASSERT_TRUE(err.line > 0);
  }
  fixture_close(&f);
}

typedef struct meter {
  long left;
  long blocks;
  bool sticky;
} meter;

static void *meter_take(void *user, size_t size) {
  meter *m = user;
  if (m->left == 0 || (m->left < 0 && m->sticky)) {
    m->left = -1;
    return NULL;
  }
  if (m->left > 0) m->left--;
  m->blocks++;
  return malloc(size);
}

static void *meter_again(void *user, void *block, size_t old_size, size_t new_size) {
  (void)user;
  (void)old_size;
  return realloc(block, new_size);
}

static void meter_give(void *user, void *block, size_t size) {
  (void)size;
  ((meter *)user)->blocks--;
  free(block);
}

/* The n-th allocation fails, once or from then on: refused, and nothing is left behind. */
static void test_memory(void) {
  fixture f;
  if (!fixture_open(&f)) return;
  const char *const texts[] = {json, csv};
  for (int round = 0; round < 4; round++) {
    int status = CEMENT_E_NOMEM;
    for (long n = 0; status != CEMENT_OK && n < 1000; n++) {
      meter m = {n, 0, round >= 2};
      cm_alloc alloc = {meter_take, meter_again, meter_give, &m, UINT64_C(1) << 28};
      cm_alloc usual = f.alloc;
      cement_error err = {.size = sizeof err};
      f.alloc = alloc;
      cm_ledger ledger;
      status = read_text(&f, cm_str_of(texts[round % 2]), &ledger, &err);
      cm_ledger_free(&ledger);
      f.alloc = usual;
      CU_ASSERT_TRUE(status == CEMENT_OK || status == CEMENT_E_NOMEM);
      CU_ASSERT_EQUAL(m.blocks, 0);
      if (m.left < 0 && status == CEMENT_OK) CU_FAIL("a failed allocation went unseen");
    }
    CU_ASSERT_EQUAL(status, CEMENT_OK);
  }
  fixture_close(&f);
}

static void test_periods(void) {
  static const struct {
    const char *text;
    cm_month first, last;
    bool month;
  } good[] = {{"2025-01", CM_MONTH(2025, 1), CM_MONTH(2025, 1), true},
              {"2025", CM_MONTH(2025, 1), CM_MONTH(2025, 12), false},
              {"2023-04..2024-02", CM_MONTH(2023, 4), CM_MONTH(2024, 2), false},
              {"2023..2024-02", CM_MONTH(2023, 1), CM_MONTH(2024, 2), false},
              {"2023..2023", CM_MONTH(2023, 1), CM_MONTH(2023, 12), false},
              {"9999-12", CM_MONTH(9999, 12), CM_MONTH(9999, 12), true}};
  static const char *const bad[] = {"",           "2025-1",    "2025-00",         "2025-13",           "25-01",
                                    "2025-01-01", "2025-01..", "..2025",          "2025-1a",           "0000",
                                    "0000-01",    "+025-01",   "2024..2023",      "2025-01...2025-02", " 2025-01",
                                    "2025/01",    "-001",      "2025..2026..2027"};
  cm_period period;
  char out[16];
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    CU_ASSERT_EQUAL(cm_period_read(cm_str_of(good[i].text), &period), 0);
    CU_ASSERT_TRUE(period.first == good[i].first && period.last == good[i].last && period.month == good[i].month);
  }
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    if (cm_period_read(cm_str_of(bad[i]), &period) == 0) CU_FAIL(bad[i]);
  }
  CU_ASSERT_TRUE(cm_str_is(cm_month_text(CM_MONTH(2025, 12), out), "2025-12"));
  CU_ASSERT_TRUE(cm_str_is(cm_month_text(CM_MONTH(1, 1), out), "0001-01"));
  CU_ASSERT_TRUE(cm_str_is(cm_year_text(2025, out), "2025"));
}

static void test_names(void) {
  cm_alloc alloc = cm_alloc_system();
  cm_arena arena;
  cm_names names;
  char text[24];
  cm_arena_init(&arena, &alloc);
  memset(&names, 0, sizeof names);
  CU_ASSERT_PTR_NULL(cm_names_find(&names, CM_S("a")));
  for (uint32_t i = 0; i < 5000; i++) {
    CU_ASSERT_EQUAL(cm_names_add(&arena, &names, cm_u64_text(i * 2654435761u, text), i), 0);
  }
  CU_ASSERT_EQUAL(cm_names_add(&arena, &names, CM_S(""), 7), 0);
  CU_ASSERT_EQUAL(cm_names_add(&arena, &names, CM_S("0"), 9), 0); /* there already: stays */
  for (uint32_t i = 0; i < 5000; i++) {
    const cm_name *name = cm_names_find(&names, cm_u64_text(i * 2654435761u, text));
    CU_ASSERT_TRUE(name != NULL && name->value == i);
  }
  CU_ASSERT_TRUE(cm_names_find(&names, CM_S(""))->value == 7);
  CU_ASSERT_PTR_NULL(cm_names_find(&names, CM_S("x")));
  cm_arena_free(&arena);
}

int register_ledger_bytes_suite(void) {
  CU_pSuite suite = CU_add_suite("ledger bytes", NULL, NULL);
  if (suite == NULL) return -1;
  return CU_add_test(suite, "prefixes", test_prefixes) == NULL ||
         CU_add_test(suite, "single bytes", test_bytes) == NULL || CU_add_test(suite, "limits", test_limits) == NULL ||
         CU_add_test(suite, "memory", test_memory) == NULL || CU_add_test(suite, "periods", test_periods) == NULL ||
         CU_add_test(suite, "names", test_names) == NULL;
}
