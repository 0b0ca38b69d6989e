/* The public functions as a host meets them: wrong arguments, sizes, writers that fail, handles of another kind.
 */
#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cement/cement.h>

#include "api/host.h"

int register_api_suite(void);

#define GB "cn.gb-16780@2021"
#define CETS "cn.cets-ag-02.01@v01-2024"

static const char ledger_text[] =
    "{\"schema\": \"cement-ledger/1\", \"facility\": {\"id\": \"F\"},\n"
    "\"lines\": [{\"id\": \"L1\", \"clinker_type\": \"portland\"}, {\"id\": \"L2\"}],\n"
    "\"overrides\": [{\"edition\": \"" GB
    "\", \"key\": \"Q_BM\", \"value\": \"29271\", \"unit\": \"kJ/kgce\", \"reason\": \"r\"}],\n"
    "\"observations\": [\n"
    "{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"clinker_output\", \"value\": 1000, \"unit\": \"t\"},\n"
    "{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"fuel_consumption\", \"of\": \"bituminous_coal\", "
    "\"value\": 140, \"unit\": \"t\"},\n"
    "{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"raw_substitute_consumption\", \"of\": \"carbide_slag\", "
    "\"value\": 5, \"unit\": \"t\"},\n"
    "{\"line\": \"L2\", \"period\": \"2025-02\", \"item\": \"clinker_output\", \"value\": 7, \"unit\": \"t\", "
    "\"method\": \"estimated\"},\n"
    "{\"period\": \"2025-01\", \"item\": \"cement_output\", \"value\": 1200, \"unit\": \"t\"}]}\n";

/* ---- writers ---- */

typedef struct writer {
  size_t calls, fail_at, bytes;
} writer;

static int32_t count_bytes(void *user, const char *bytes, size_t size) {
  writer *w = user;
  (void)bytes;
  if (++w->calls == w->fail_at) return 1;
  w->bytes += size;
  return 0;
}

/* ---- all handles ---- */

typedef struct handles {
  cement_context *context;
  cement_catalog *catalog;
  cement_ledger *ledger;
  cement_plan *plan;
  cement_run *run;
} handles;

static void close_all(handles *h) {
  cement_run_destroy(h->run);
  cement_plan_destroy(h->plan);
  cement_ledger_destroy(h->ledger);
  cement_catalog_destroy(h->catalog);
  cement_context_destroy(h->context);
  memset(h, 0, sizeof *h);
}

static int32_t open_ledger(handles *h, const char *at, size_t size, cement_error *err) {
  int32_t status = cement_ledger_create(&h->ledger, h->catalog, err);
  if (!status) status = cement_ledger_read(h->ledger, "ledger", at, size, err);
  return status ? status : cement_ledger_finish(h->ledger, err);
}

static int32_t open_plan(handles *h, cement_error *err) {
  int32_t status = cement_plan_create(&h->plan, h->catalog, err);
  if (!status) status = cement_plan_add(h->plan, GB, err);
  if (!status) status = cement_plan_add(h->plan, CETS, err);
  if (!status) status = cement_plan_add(h->plan, "substitution@1", err);
  return status ? status : cement_plan_option(h->plan, GB, "waste_heat_power_coefficient", "0.404", err);
}

static void open_all(handles *h) {
  memset(h, 0, sizeof *h);
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&h->context, NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&h->catalog, h->context, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(open_ledger(h, ledger_text, strlen(ledger_text), NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(open_plan(h, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_create(&h->run, h->plan, h->ledger, NULL), CEMENT_OK);
}

/* ---- arguments ---- */

static bool all(const void *bytes, size_t size, unsigned char value) {
  const unsigned char *p = bytes;
  for (size_t i = 0; i < size; i++)
    if (p[i] != value) return false;
  return true;
}

/* A call that must fail with the code, tell it in the error as well, and do so without an error to fill. */
#define REFUSES(wanted, ...)                                                                                           \
  do {                                                                                                                 \
    cement_error error_ = {.size = sizeof error_}, *err = &error_;                                                     \
    CU_ASSERT_EQUAL(__VA_ARGS__, wanted);                                                                              \
    CU_ASSERT_EQUAL(error_.code, wanted);                                                                              \
    CU_ASSERT_TRUE(error_.message[0] != '\0');                                                                         \
    err = NULL;                                                                                                        \
    CU_ASSERT_EQUAL(__VA_ARGS__, wanted);                                                                              \
  } while (0)

static void test_context_arguments(void) {
  host h = {0};
  cement_context *out;
  memset(&out, 0xA5, sizeof out);
  cement_config good = config_of(&h), c = good;
  REFUSES(CEMENT_E_ARG, cement_context_create(NULL, NULL, err));
  c.size = 0;
  REFUSES(CEMENT_E_ARG, cement_context_create(&out, &c, err));
  c.size = sizeof c - 1;
  REFUSES(CEMENT_E_ARG, cement_context_create(&out, &c, err));
  for (int i = 1; i < 7; i++) { /* some of the three functions, not all */
    c = good;
    if (i & 1) c.allocate = NULL;
    if (i & 2) c.reallocate = NULL;
    if (i & 4) c.release = NULL;
    REFUSES(CEMENT_E_ARG, cement_context_create(&out, &c, err));
  }
  CU_ASSERT_TRUE(all(&out, sizeof out, 0xA5));
  CU_ASSERT_EQUAL(h.calls, 0);
  h.fail_at = 1;
  REFUSES(CEMENT_E_NOMEM, (h.calls = 0, cement_context_create(&out, &good, err)));
  CU_ASSERT_TRUE(all(&out, sizeof out, 0xA5));
  cement_context_destroy(NULL);
  cement_catalog_destroy(NULL);
  cement_ledger_destroy(NULL);
  cement_plan_destroy(NULL);
  cement_run_destroy(NULL);
}

static void test_catalog_arguments(void) {
  handles h;
  open_all(&h);
  cement_catalog *wrong = (cement_catalog *)(void *)h.plan, *out;
  cement_edition edition;
  writer w = {0};
  memset(&out, 0xA5, sizeof out);
  REFUSES(CEMENT_E_ARG, cement_catalog_create(NULL, h.context, err));
  REFUSES(CEMENT_E_ARG, cement_catalog_create(&out, NULL, err));
  REFUSES(CEMENT_E_ARG, cement_catalog_create(&out, (cement_context *)(void *)h.run, err));
  CU_ASSERT_TRUE(all(&out, sizeof out, 0xA5));
  REFUSES(CEMENT_E_ARG, cement_catalog_load(NULL, "n", "{}", 2, err));
  REFUSES(CEMENT_E_ARG, cement_catalog_load(wrong, "n", "{}", 2, err));
  REFUSES(CEMENT_E_ARG, cement_catalog_load(h.catalog, NULL, "{}", 2, err));
  REFUSES(CEMENT_E_ARG, cement_catalog_load(h.catalog, "n", NULL, 2, err));
  REFUSES(CEMENT_E_SYNTAX, cement_catalog_load(h.catalog, "n", "", 0, err));
  CU_ASSERT_EQUAL(cement_catalog_edition_count(NULL), 0);
  CU_ASSERT_EQUAL(cement_catalog_edition_count(wrong), 0);
  CU_ASSERT_TRUE(cement_catalog_edition_count(h.catalog) >= 4);
  memset(&edition, 0xA5, sizeof edition);
  edition.size = sizeof edition - 1;
  REFUSES(CEMENT_E_ARG, cement_catalog_edition(h.catalog, &edition, 0, err));
  edition.size = sizeof edition;
  REFUSES(CEMENT_E_ARG, cement_catalog_edition(NULL, &edition, 0, err));
  REFUSES(CEMENT_E_ARG, cement_catalog_edition(wrong, &edition, 0, err));
  REFUSES(CEMENT_E_ARG, cement_catalog_edition(h.catalog, NULL, 0, err));
  REFUSES(CEMENT_E_ARG, cement_catalog_edition(h.catalog, &edition, 999, err));
  CU_ASSERT_TRUE(all((char *)&edition + 4, sizeof edition - 4, 0xA5));
  REFUSES(CEMENT_E_ARG, cement_catalog_describe(NULL, count_bytes, &w, GB, CEMENT_FORMAT_TEXT, 0, err));
  REFUSES(CEMENT_E_ARG, cement_catalog_describe(h.catalog, NULL, &w, GB, CEMENT_FORMAT_TEXT, 0, err));
  REFUSES(CEMENT_E_ARG, cement_catalog_describe(h.catalog, count_bytes, &w, NULL, CEMENT_FORMAT_TEXT, 0, err));
  REFUSES(CEMENT_E_ARG, cement_catalog_describe(h.catalog, count_bytes, &w, GB, CEMENT_FORMAT_JSON, 0, err));
  REFUSES(CEMENT_E_ARG, cement_catalog_describe(h.catalog, count_bytes, &w, GB, 4, 0, err));
  REFUSES(CEMENT_E_ARG, cement_catalog_describe(h.catalog, count_bytes, &w, GB, -1, 0, err));
  REFUSES(CEMENT_E_ARG, cement_catalog_describe(h.catalog, count_bytes, &w, GB, CEMENT_FORMAT_TEXT, 2, err));
  REFUSES(CEMENT_E_UNKNOWN, cement_catalog_describe(h.catalog, count_bytes, &w, "x@1", CEMENT_FORMAT_TEXT, 0, err));
  CU_ASSERT_EQUAL(w.calls, 0);
  close_all(&h);
}

static void test_ledger_arguments(void) {
  handles h;
  open_all(&h);
  cement_ledger *wrong = (cement_ledger *)(void *)h.catalog, *fresh = NULL;
  writer w = {0};
  REFUSES(CEMENT_E_ARG, cement_ledger_create(NULL, h.catalog, err));
  REFUSES(CEMENT_E_ARG, cement_ledger_create(&fresh, NULL, err));
  REFUSES(CEMENT_E_ARG, cement_ledger_create(&fresh, (cement_catalog *)(void *)h.ledger, err));
  CU_ASSERT_PTR_NULL(fresh);
  REFUSES(CEMENT_E_ARG, cement_ledger_read(NULL, "n", "x", 1, err));
  REFUSES(CEMENT_E_ARG, cement_ledger_read(wrong, "n", "x", 1, err));
  REFUSES(CEMENT_E_ARG, cement_ledger_read(h.ledger, NULL, "x", 1, err));
  REFUSES(CEMENT_E_ARG, cement_ledger_read(h.ledger, "n", NULL, 1, err));
  REFUSES(CEMENT_E_STATE, cement_ledger_read(h.ledger, "n", "x", 1, err)); /* finished */
  REFUSES(CEMENT_E_STATE, cement_ledger_finish(h.ledger, err));
  REFUSES(CEMENT_E_ARG, cement_ledger_finish(NULL, err));
  REFUSES(CEMENT_E_ARG, cement_ledger_finish(wrong, err));
  REFUSES(CEMENT_E_ARG, cement_ledger_canonical(NULL, count_bytes, &w, err));
  REFUSES(CEMENT_E_ARG, cement_ledger_canonical(h.ledger, NULL, &w, err));
  CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&fresh, h.catalog, NULL), CEMENT_OK);
  REFUSES(CEMENT_E_STATE, cement_ledger_canonical(fresh, count_bytes, &w, err));
  CU_ASSERT_EQUAL(cement_ledger_read(fresh, "n", "{", 1, NULL), CEMENT_E_SYNTAX);
  REFUSES(CEMENT_E_STATE, cement_ledger_read(fresh, "n", ledger_text, strlen(ledger_text), err)); /* refused */
  REFUSES(CEMENT_E_STATE, cement_ledger_finish(fresh, err));
  CU_ASSERT_EQUAL(w.calls, 0);
  cement_ledger_destroy(fresh);
  close_all(&h);
}

/* A ledger into which nothing was read has nothing to finish. */
static void test_empty_ledger(void) {
  handles h;
  open_all(&h);
  cement_ledger *fresh;
  cement_error err = {.size = sizeof err};
  CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&fresh, h.catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_ledger_finish(fresh, &err), CEMENT_E_MISSING);
  CU_ASSERT_EQUAL(err.code, CEMENT_E_MISSING);
  cement_ledger_destroy(fresh);
  close_all(&h);
}

static void test_plan_arguments(void) {
  handles h;
  open_all(&h);
  cement_plan *wrong = (cement_plan *)(void *)h.ledger, *fresh = NULL;
  REFUSES(CEMENT_E_ARG, cement_plan_create(NULL, h.catalog, err));
  REFUSES(CEMENT_E_ARG, cement_plan_create(&fresh, NULL, err));
  CU_ASSERT_PTR_NULL(fresh);
  REFUSES(CEMENT_E_ARG, cement_plan_add(NULL, GB, err));
  REFUSES(CEMENT_E_ARG, cement_plan_add(wrong, GB, err));
  REFUSES(CEMENT_E_ARG, cement_plan_add(h.plan, NULL, err));
  REFUSES(CEMENT_E_UNKNOWN, cement_plan_add(h.plan, "cn.gb-16780@2099", err));
  REFUSES(CEMENT_E_UNKNOWN, cement_plan_add(h.plan, "", err));
  REFUSES(CEMENT_E_CONFLICT, cement_plan_add(h.plan, GB, err));
  REFUSES(CEMENT_E_ARG, cement_plan_option(NULL, GB, "comparison", "rounded_0", err));
  REFUSES(CEMENT_E_ARG, cement_plan_option(wrong, GB, "comparison", "rounded_0", err));
  REFUSES(CEMENT_E_ARG, cement_plan_option(h.plan, NULL, "comparison", "rounded_0", err));
  REFUSES(CEMENT_E_ARG, cement_plan_option(h.plan, GB, NULL, "rounded_0", err));
  REFUSES(CEMENT_E_ARG, cement_plan_option(h.plan, GB, "comparison", NULL, err));
  REFUSES(CEMENT_E_UNKNOWN, cement_plan_option(h.plan, "cn.gb-t-2589@2020", "comparison", "rounded_0", err));
  REFUSES(CEMENT_E_UNKNOWN, cement_plan_option(h.plan, GB, "comparisons", "rounded_0", err));
  cement_error err = {.size = sizeof err};
  CU_ASSERT_EQUAL(cement_plan_option(h.plan, GB, "comparison", "rounded_9", &err), CEMENT_E_UNKNOWN);
  CU_ASSERT_PTR_NOT_NULL(strstr(err.message, "full_value")); /* those there are */
  CU_ASSERT_PTR_NOT_NULL(strstr(err.message, "rounded_2"));
  close_all(&h);
}

static void test_run_arguments(void) {
  handles h;
  open_all(&h);
  cement_run *fresh = NULL;
  cement_ledger *open = NULL;
  cement_plan *empty = NULL;
  CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&open, h.catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_create(&empty, h.catalog, NULL), CEMENT_OK);
  REFUSES(CEMENT_E_ARG, cement_run_create(NULL, h.plan, h.ledger, err));
  REFUSES(CEMENT_E_ARG, cement_run_create(&fresh, NULL, h.ledger, err));
  REFUSES(CEMENT_E_ARG, cement_run_create(&fresh, h.plan, NULL, err));
  REFUSES(CEMENT_E_ARG, cement_run_create(&fresh, (cement_plan *)(void *)h.ledger, h.ledger, err));
  REFUSES(CEMENT_E_ARG, cement_run_create(&fresh, h.plan, (cement_ledger *)(void *)h.plan, err));
  REFUSES(CEMENT_E_STATE, cement_run_create(&fresh, h.plan, open, err));
  REFUSES(CEMENT_E_STATE, cement_run_create(&fresh, empty, h.ledger, err));
  handles other;
  open_all(&other);
  REFUSES(CEMENT_E_ARG, cement_run_create(&fresh, h.plan, other.ledger, err)); /* of another catalog */
  close_all(&other);
  CU_ASSERT_PTR_NULL(fresh);
  cement_plan_destroy(empty);
  cement_ledger_destroy(open);
  close_all(&h);
}

static void test_figure_arguments(void) {
  handles h;
  open_all(&h);
  cement_run *wrong = (cement_run *)(void *)h.plan;
  cement_figure f;
  size_t at = 77, count = 77;
  cement_missing missing;
  cement_finding finding;
  size_t figures = cement_run_figure_count(h.run), findings = cement_run_finding_count(h.run);
  CU_ASSERT_TRUE(figures > 20 && findings > 3);
  CU_ASSERT_EQUAL(cement_run_figure_count(NULL), 0);
  CU_ASSERT_EQUAL(cement_run_figure_count(wrong), 0);
  CU_ASSERT_EQUAL(cement_run_finding_count(NULL), 0);
  memset(&f, 0xA5, sizeof f);
  f.size = sizeof f - 1;
  REFUSES(CEMENT_E_ARG, cement_run_figure(h.run, &f, 0, err));
  f.size = sizeof f;
  REFUSES(CEMENT_E_ARG, cement_run_figure(NULL, &f, 0, err));
  REFUSES(CEMENT_E_ARG, cement_run_figure(wrong, &f, 0, err));
  REFUSES(CEMENT_E_ARG, cement_run_figure(h.run, NULL, 0, err));
  REFUSES(CEMENT_E_ARG, cement_run_figure(h.run, &f, figures, err));
  REFUSES(CEMENT_E_ARG, cement_run_figure(h.run, &f, SIZE_MAX, err));
  CU_ASSERT_TRUE(all((char *)&f + 4, sizeof f - 4, 0xA5));
  REFUSES(CEMENT_E_ARG, cement_run_find(NULL, &at, CETS, "line_co2", "L1", "2025", NULL, err));
  REFUSES(CEMENT_E_ARG, cement_run_find(h.run, NULL, CETS, "line_co2", "L1", "2025", NULL, err));
  REFUSES(CEMENT_E_ARG, cement_run_find(h.run, &at, NULL, "line_co2", "L1", "2025", NULL, err));
  REFUSES(CEMENT_E_ARG, cement_run_find(h.run, &at, CETS, NULL, "L1", "2025", NULL, err));
  REFUSES(CEMENT_E_ARG, cement_run_find(h.run, &at, CETS, "line_co2", "L1", NULL, NULL, err));
  REFUSES(CEMENT_E_UNKNOWN, cement_run_find(h.run, &at, CETS, "line_co2", NULL, "2025", NULL, err));
  REFUSES(CEMENT_E_UNKNOWN, cement_run_find(h.run, &at, CETS, "line_co2", "L3", "2025", NULL, err));
  REFUSES(CEMENT_E_UNKNOWN, cement_run_find(h.run, &at, CETS, "line_co2", "L1", "2026", NULL, err));
  REFUSES(CEMENT_E_UNKNOWN, cement_run_find(h.run, &at, CETS, "line_co2", "L1", "2025", "diesel", err));
  REFUSES(CEMENT_E_UNKNOWN, cement_run_find(h.run, &at, GB, "line_co2", "L1", "2025", NULL, err));
  CU_ASSERT_EQUAL(at, 77);
  memset(&missing, 0xA5, sizeof missing);
  REFUSES(CEMENT_E_ARG, cement_run_missing(NULL, &missing, 1, &count, 0, err));
  REFUSES(CEMENT_E_ARG, cement_run_missing(wrong, &missing, 1, &count, 0, err));
  REFUSES(CEMENT_E_ARG, cement_run_missing(h.run, NULL, 1, &count, 0, err));
  REFUSES(CEMENT_E_ARG, cement_run_missing(h.run, &missing, 1, NULL, 0, err));
  REFUSES(CEMENT_E_ARG, cement_run_missing(h.run, &missing, 1, &count, figures, err));
  CU_ASSERT_TRUE(count == 77 && all(&missing, sizeof missing, 0xA5));
  memset(&finding, 0xA5, sizeof finding);
  finding.size = 8;
  REFUSES(CEMENT_E_ARG, cement_run_finding(h.run, &finding, 0, err));
  finding.size = sizeof finding;
  REFUSES(CEMENT_E_ARG, cement_run_finding(NULL, &finding, 0, err));
  REFUSES(CEMENT_E_ARG, cement_run_finding(h.run, NULL, 0, err));
  REFUSES(CEMENT_E_ARG, cement_run_finding(h.run, &finding, findings, err));
  CU_ASSERT_TRUE(all((char *)&finding + 4, sizeof finding - 4, 0xA5));
  close_all(&h);
}

static void test_report_arguments(void) {
  handles h;
  open_all(&h);
  writer w = {0};
  cement_run *wrong = (cement_run *)(void *)h.catalog;
  size_t figures = cement_run_figure_count(h.run);
  REFUSES(CEMENT_E_ARG, cement_run_explain(NULL, count_bytes, &w, 0, 0, err));
  REFUSES(CEMENT_E_ARG, cement_run_explain(wrong, count_bytes, &w, 0, 0, err));
  REFUSES(CEMENT_E_ARG, cement_run_explain(h.run, NULL, &w, 0, 0, err));
  REFUSES(CEMENT_E_ARG, cement_run_explain(h.run, count_bytes, &w, figures, 0, err));
  REFUSES(CEMENT_E_ARG, cement_run_explain(h.run, count_bytes, &w, 0, 2, err));
  REFUSES(CEMENT_E_ARG, cement_run_explain(h.run, count_bytes, &w, 0, -1, err));
  REFUSES(CEMENT_E_ARG, cement_run_report(NULL, count_bytes, &w, 0, 0, NULL, err));
  REFUSES(CEMENT_E_ARG, cement_run_report(wrong, count_bytes, &w, 0, 0, NULL, err));
  REFUSES(CEMENT_E_ARG, cement_run_report(h.run, NULL, &w, 0, 0, NULL, err));
  REFUSES(CEMENT_E_ARG, cement_run_report(h.run, count_bytes, &w, 5, 0, NULL, err));
  REFUSES(CEMENT_E_ARG, cement_run_report(h.run, count_bytes, &w, -1, 0, NULL, err));
  REFUSES(CEMENT_E_ARG, cement_run_report(h.run, count_bytes, &w, 0, 2, NULL, err));
  static const char *const periods[] = {"",       "2025-13",          "2025-00",    "2025-1", "25-01",      "2025-01..",
                                        "..2025", "2025-02..2025-01", "2025-01-01", " 2025",  "2025..2024", "latest"};
  for (size_t i = 0; i < sizeof periods / sizeof *periods; i++)
    REFUSES(CEMENT_E_SYNTAX, cement_run_report(h.run, count_bytes, &w, 0, 0, periods[i], err));
  CU_ASSERT_EQUAL(w.calls, 0);
  close_all(&h);
}

static void test_check_arguments(void) {
  handles h;
  open_all(&h);
  cement_difference d;
  cement_ledger *open = NULL;
  memset(&d, 0xA5, sizeof d);
  d.size = sizeof d;
  CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&open, h.catalog, NULL), CEMENT_OK);
  REFUSES(CEMENT_E_ARG, cement_report_check(NULL, h.ledger, &d, "n", "{}", 2, err));
  REFUSES(CEMENT_E_ARG, cement_report_check(h.catalog, NULL, &d, "n", "{}", 2, err));
  REFUSES(CEMENT_E_ARG, cement_report_check(h.catalog, h.ledger, NULL, "n", "{}", 2, err));
  REFUSES(CEMENT_E_ARG, cement_report_check(h.catalog, h.ledger, &d, NULL, "{}", 2, err));
  REFUSES(CEMENT_E_ARG, cement_report_check(h.catalog, h.ledger, &d, "n", NULL, 2, err));
  REFUSES(CEMENT_E_STATE, cement_report_check(h.catalog, open, &d, "n", "{}", 2, err));
  REFUSES(CEMENT_E_MISSING, cement_report_check(h.catalog, h.ledger, &d, "n", "{}", 2, err));
  REFUSES(CEMENT_E_SCHEMA, cement_report_check(h.catalog, h.ledger, &d, "n", "[]", 2, err));
  REFUSES(CEMENT_E_SYNTAX, cement_report_check(h.catalog, h.ledger, &d, "n", "", 0, err));
  REFUSES(CEMENT_E_SCHEMA,
          cement_report_check(h.catalog, h.ledger, &d, "n", "{\"schema\": \"cement-report/2\"}", 29, err));
  d.size = 4;
  REFUSES(CEMENT_E_ARG, cement_report_check(h.catalog, h.ledger, &d, "n", "{}", 2, err));
  CU_ASSERT_TRUE(all((char *)&d + 4, sizeof d - 4, 0xA5));
  cement_ledger_destroy(open);
  close_all(&h);
}

/* ---- what the structs give back ---- */

/* A later library with a longer struct: the caller's own size is kept, and only what this version knows is written. */
static void test_sizes(void) {
  struct {
    cement_figure known;
    unsigned char later[32];
  } f;
  handles h;
  open_all(&h);
  memset(&f, 0xA5, sizeof f);
  f.known.size = sizeof f;
  CU_ASSERT_EQUAL(cement_run_figure(h.run, &f.known, 0, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(f.known.size, sizeof f);
  CU_ASSERT_TRUE(all(f.later, sizeof f.later, 0xA5));
  close_all(&h);
}

/* An error shorter than this version's, and one whose size was never set: no byte behind it is touched. */
static void test_error_sizes(void) {
  struct {
    cement_error known;
    unsigned char later[16];
  } e;
  memset(&e, 0xA5, sizeof e);
  e.known.size = sizeof e.known;
  CU_ASSERT_EQUAL(cement_context_create(NULL, NULL, &e.known), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(e.known.code, CEMENT_E_ARG);
  CU_ASSERT_TRUE(all(e.later, sizeof e.later, 0xA5));
  memset(&e, 0xA5, sizeof e);
  e.known.size = 0;
  CU_ASSERT_EQUAL(cement_context_create(NULL, NULL, &e.known), CEMENT_E_ARG);
  CU_ASSERT_TRUE(all((char *)&e + 4, sizeof e - 4, 0xA5));
}

static void test_figures(void) {
  handles h;
  open_all(&h);
  for (size_t i = 0; i < cement_run_figure_count(h.run); i++) {
    cement_figure f = {.size = sizeof f};
    size_t found = SIZE_MAX, count = 99;
    CU_ASSERT_EQUAL_FATAL(cement_run_figure(h.run, &f, i, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL(cement_run_find(h.run, &found, f.edition, f.key, f.line, f.period, f.of, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL(found, i);
    CU_ASSERT_TRUE(f.unit && f.clause && f.label_zh && f.label_en);
    CU_ASSERT_EQUAL(f.value[0] != '\0', f.status == CEMENT_STATUS_OK);
    CU_ASSERT_EQUAL(f.display[0] != '\0', f.status == CEMENT_STATUS_OK);
    CU_ASSERT_TRUE(f.status == CEMENT_STATUS_OK || (f.number == 0 && f.grade == CEMENT_NO_GRADE));
    CU_ASSERT_EQUAL(cement_run_missing(h.run, NULL, 0, &count, i, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL(count > 0, f.status == CEMENT_STATUS_INCOMPLETE);
  }
  for (size_t i = 0; i < cement_run_finding_count(h.run); i++) {
    cement_finding f = {.size = sizeof f};
    CU_ASSERT_EQUAL_FATAL(cement_run_finding(h.run, &f, i, NULL), CEMENT_OK);
    CU_ASSERT_TRUE(f.code && f.message_zh[0] && f.message_en[0] && f.periods >= 1 && f.reserved == 0);
    CU_ASSERT_TRUE(f.severity >= CEMENT_INFO && f.severity <= CEMENT_ERROR);
  }
  close_all(&h);
}

static void test_editions(void) {
  handles h;
  open_all(&h);
  for (size_t i = 0; i < cement_catalog_edition_count(h.catalog); i++) {
    cement_edition e = {.size = sizeof e};
    CU_ASSERT_EQUAL_FATAL(cement_catalog_edition(h.catalog, &e, i, NULL), CEMENT_OK);
    CU_ASSERT_TRUE(e.id && e.title_zh && e.title_en && e.authority && e.status && e.source);
    CU_ASSERT_EQUAL(strlen(e.sha256), 64);
    if (!strcmp(e.id, GB)) CU_ASSERT_EQUAL(e.figures, 5);
  }
  CU_ASSERT_EQUAL(strspn(cement_version(), "0123456789."), strlen(cement_version()));
  CU_ASSERT_EQUAL(cement_selftest(NULL), CEMENT_OK);
  close_all(&h);
}

/* ---- writers that fail ---- */

static int32_t write_one(const handles *h, int what, writer *w, cement_error *err) {
  switch (what) {
  case 0: return cement_ledger_canonical(h->ledger, count_bytes, w, err);
  case 1: return cement_run_explain(h->run, count_bytes, w, 0, CEMENT_LANGUAGE_EN, err);
  case 2: return cement_catalog_describe(h->catalog, count_bytes, w, GB, CEMENT_FORMAT_MARKDOWN, 0, err);
  case 3: return cement_catalog_describe(h->catalog, count_bytes, w, GB, CEMENT_FORMAT_TEXT, 1, err);
  default: return cement_run_report(h->run, count_bytes, w, (what - 4) / 2, (what - 4) % 2, NULL, err);
  }
}

/* The n-th call fails, for every n: IO, and the writer is not called again. */
static void test_writers(void) {
  handles h;
  open_all(&h);
  for (int what = 0; what < 12; what++) {
    writer whole = {0};
    CU_ASSERT_EQUAL(write_one(&h, what, &whole, NULL), CEMENT_OK);
    CU_ASSERT_TRUE(whole.bytes > 0);
    for (size_t n = 1; n <= whole.calls; n++) {
      writer w = {.fail_at = n};
      cement_error err = {.size = sizeof err};
      CU_ASSERT_EQUAL(write_one(&h, what, &w, &err), CEMENT_E_IO);
      CU_ASSERT_EQUAL(err.code, CEMENT_E_IO);
      CU_ASSERT_EQUAL(w.calls, n);
    }
  }
  close_all(&h);
}

/* Destroyed handles are no handles: a second destroy and a late call are refused where the memory is still there. */
static void test_marks(void) {
  handles a, b;
  open_all(&a);
  open_all(&b);
  writer w = {0};
  CU_ASSERT_EQUAL(cement_run_report((cement_run *)(void *)a.context, count_bytes, &w, 0, 0, NULL, NULL), CEMENT_E_ARG);
  cement_run_destroy((cement_run *)(void *)a.plan); /* of another kind: left alone */
  CU_ASSERT_EQUAL(cement_plan_add(a.plan, "x@1", NULL), CEMENT_E_UNKNOWN);
  close_all(&b);
  close_all(&a);
}

int register_api_suite(void) {
  CU_pSuite suite = CU_add_suite("api", NULL, NULL);
  CU_add_test(suite, "context: arguments", test_context_arguments);
  CU_add_test(suite, "catalog: arguments", test_catalog_arguments);
  CU_add_test(suite, "ledger: arguments", test_ledger_arguments);
  CU_add_test(suite, "ledger: empty", test_empty_ledger);
  CU_add_test(suite, "plan: arguments", test_plan_arguments);
  CU_add_test(suite, "run: arguments", test_run_arguments);
  CU_add_test(suite, "figures: arguments", test_figure_arguments);
  CU_add_test(suite, "report: arguments", test_report_arguments);
  CU_add_test(suite, "check: arguments", test_check_arguments);
  CU_add_test(suite, "sizes of structs", test_sizes);
  CU_add_test(suite, "sizes of errors", test_error_sizes);
  CU_add_test(suite, "figures and findings", test_figures);
  CU_add_test(suite, "editions", test_editions);
  CU_add_test(suite, "writers that fail", test_writers);
  CU_add_test(suite, "handles of another kind", test_marks);
  return (int)CU_get_error();
}
