/* Reports run again: what was written is found as it was, and every byte that changes is noticed. */
#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cement/cement.h>

#include "api/text.h"

int register_recheck_suite(void);

#define GB "cn.gb-16780@2021"
#define CETS "cn.cets-ag-02.01@v01-2024"

/* A small plant: one line, two months, one override, one figure that is incomplete. */
static const char ledger_text[] =
    "{\"schema\": \"cement-ledger/1\", \"facility\": {\"id\": \"F\", \"altitude\": {\"value\": 1800, \"unit\": "
    "\"m\"}},\n"
    "\"lines\": [{\"id\": \"L1\", \"clinker_type\": \"portland\"}],\n"
    "\"overrides\": [{\"edition\": \"" GB
    "\", \"key\": \"Q_BM\", \"value\": \"29271\", \"unit\": \"kJ/kgce\", \"reason\": \"r\"}],\n"
    "\"observations\": [\n"
    "{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"clinker_output\", \"value\": 1000, \"unit\": \"t\"},\n"
    "{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"fuel_consumption\", \"of\": \"bituminous_coal\", "
    "\"value\": 140, \"unit\": \"t\"},\n"
    "{\"line\": \"L1\", \"period\": \"2025-02\", \"item\": \"clinker_output\", \"value\": 900, \"unit\": \"t\"}]}\n";

typedef struct world {
  cement_context *context;
  cement_catalog *catalog;
  cement_ledger *ledger;
} world;

static cement_ledger *read_ledger(const world *w, const char *at) {
  cement_ledger *ledger = NULL;
  CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&ledger, w->catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_read(ledger, "ledger", at, strlen(at), NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_finish(ledger, NULL), CEMENT_OK);
  return ledger;
}

static void open_world(world *w) {
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&w->context, NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&w->catalog, w->context, NULL), CEMENT_OK);
  w->ledger = read_ledger(w, ledger_text);
}

static void close_world(world *w) {
  cement_ledger_destroy(w->ledger);
  cement_catalog_destroy(w->catalog);
  cement_context_destroy(w->context);
}

/* editions: the first `count`. */
static written report_of(const world *w, size_t count, bool option, int32_t language, const char *period) {
  static const char *const ids[] = {CETS, GB, "substitution@1"};
  cement_plan *plan;
  cement_run *run;
  written t = {0};
  CU_ASSERT_EQUAL_FATAL(cement_plan_create(&plan, w->catalog, NULL), CEMENT_OK);
  for (size_t i = 0; i < count; i++) CU_ASSERT_EQUAL_FATAL(cement_plan_add(plan, ids[i], NULL), CEMENT_OK);
  if (option) CU_ASSERT_EQUAL(cement_plan_option(plan, CETS, "month_rounding", "round_then_sum", NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_create(&run, plan, w->ledger, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_report(run, text_gather, &t, CEMENT_FORMAT_JSON, language, period, NULL), CEMENT_OK);
  cement_run_destroy(run);
  cement_plan_destroy(plan);
  return t;
}

static int32_t check(const world *w, const cement_ledger *ledger, const written *t, cement_difference *d,
                     cement_error *err) {
  *d = (cement_difference){.size = sizeof *d};
  return cement_report_check(w->catalog, ledger, d, "report.json", t->at, t->size, err);
}

/* ---- nothing found ---- */

static void test_same(void) {
  static const char *const periods[] = {NULL, "2025", "2025-01", "2025-01..2025-02", "2024"};
  world w;
  open_world(&w);
  for (size_t i = 0; i < sizeof periods / sizeof *periods; i++)
    for (int way = 0; way < 12; way++) {
      cement_difference d;
      cement_error err = {.size = sizeof err};
      written t = report_of(&w, (size_t)(way % 3) + 1, way / 3 % 2, way / 6, periods[i]);
      CU_ASSERT_EQUAL(check(&w, w.ledger, &t, &d, &err), CEMENT_OK);
      if (d.found) printf("\n  %s: %s, now %s\n", d.where, d.report, d.again);
      CU_ASSERT_EQUAL(d.found, 0);
      free(t.at);
    }
  close_world(&w);
}

/* ---- every byte ---- */

/* Where the text of the library's version stands. */
static void version_span(const written *t, size_t *from, size_t *to) {
  const char *at = strstr(t->at, "\"version\"");
  CU_ASSERT_PTR_NOT_NULL_FATAL(at);
  at = strchr(strchr(at, ':'), '"') + 1;
  *from = (size_t)(at - t->at);
  *to = *from + strcspn(at, "\"");
  CU_ASSERT_NSTRING_EQUAL(at, cement_version(), strlen(cement_version()));
}

static bool noticed(const world *w, const written *t) {
  cement_difference d;
  return check(w, w->ledger, t, &d, NULL) != CEMENT_OK || d.found;
}

static void test_flips(void) {
  static const unsigned char masks[] = {0x01, 0x20};
  world w;
  size_t from, to, missed = 0;
  open_world(&w);
  written t = report_of(&w, 1, true, CEMENT_LANGUAGE_EN, "2025-01");
  version_span(&t, &from, &to);
  for (size_t i = 0; i < t.size; i++)
    for (size_t m = 0; m < 2; m++) {
      if (i >= from && i < to) continue;
      t.at[i] = (char)(t.at[i] ^ masks[m]);
      if (!noticed(&w, &t) && missed++ < 10)
        printf("\n  byte %zu xor %02x is not noticed: %.30s\n", i, masks[m], t.at + (i < 15 ? 0 : i - 15));
      t.at[i] = (char)(t.at[i] ^ masks[m]);
    }
  CU_ASSERT_EQUAL(missed, 0);
  CU_ASSERT_FALSE(noticed(&w, &t)); /* all is back in place */
  free(t.at);
  close_world(&w);
}

/* Cut, doubled or added to at any place. */
static void test_lengths(void) {
  world w;
  size_t from, to, missed = 0;
  open_world(&w);
  written t = report_of(&w, 1, false, CEMENT_LANGUAGE_EN, "2025-01");
  version_span(&t, &from, &to);
  for (size_t i = 0; i < t.size; i++) {
    written cut = {.at = t.at, .size = i};
    missed += !noticed(&w, &cut);
  }
  char *longer = malloc(t.size + 1);
  CU_ASSERT_PTR_NOT_NULL_FATAL(longer);
  for (size_t i = 0; i <= t.size; i++) { /* a space more: it says the same, and is no longer the record */
    if (i >= from && i <= to) continue;
    memcpy(longer, t.at, i);
    longer[i] = ' ';
    memcpy(longer + i + 1, t.at + i, t.size - i);
    written more = {.at = longer, .size = t.size + 1};
    missed += !noticed(&w, &more);
  }
  CU_ASSERT_EQUAL(missed, 0);
  /* without its last line end, which stands behind the text all the same */
  written line = {.at = t.at, .size = t.size - 1};
  cement_difference d;
  char where[40];
  size_t lines = 1;
  for (size_t i = 0; i < line.size; i++) lines += t.at[i] == '\n';
  snprintf(where, sizeof where, "layout, line %zu", lines);
  CU_ASSERT_EQUAL(check(&w, w.ledger, &line, &d, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(d.found, 1);
  CU_ASSERT_STRING_EQUAL(d.where, where);
  CU_ASSERT_STRING_EQUAL(d.report, "");
  CU_ASSERT_STRING_EQUAL(d.again, "\n");
  free(longer);
  free(t.at);
  close_world(&w);
}

/* Another version is no difference, whatever its length. */
static void test_version(void) {
  static const char *const versions[] = {"", "9", "0.1.0-rc1", "10.20.30"};
  world w;
  size_t from, to;
  open_world(&w);
  written t = report_of(&w, 2, false, CEMENT_LANGUAGE_EN, NULL);
  version_span(&t, &from, &to);
  for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
    char *other = malloc(t.size + 32);
    CU_ASSERT_PTR_NOT_NULL_FATAL(other);
    int size = snprintf(other, t.size + 32, "%.*s%s%s", (int)from, t.at, versions[i], t.at + to);
    written changed = {.at = other, .size = (size_t)size};
    cement_difference d;
    CU_ASSERT_EQUAL(check(&w, w.ledger, &changed, &d, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL(d.found, 0);
    free(other);
  }
  free(t.at);
  close_world(&w);
}

/* ---- what is named ---- */

/* The text with one place changed. */
static written replaced(const written *t, const char *find, const char *by) {
  const char *at = strstr(t->at, find);
  CU_ASSERT_PTR_NOT_NULL_FATAL(at);
  size_t before = (size_t)(at - t->at), room = t->size + strlen(by) + 1;
  written out = {.at = malloc(room)};
  CU_ASSERT_PTR_NOT_NULL_FATAL(out.at);
  out.size = (size_t)snprintf(out.at, room, "%.*s%s%s", (int)before, t->at, by, at + strlen(find));
  return out;
}

static void test_named(void) {
  static const struct {
    const char *find, *by, *where, *also, *report, *again;
  } rows[] = {
      {"\"value\":\"535\"", "\"value\":\"536\"", ".value", "L1 2025-01 process_co2", "536", "535"},
      {"\"display\":\"535.00\"", "\"display\":\"535.01\"", ".display", "process_co2", "535.01", "535.00"},
      {"\"status\":\"incomplete\"", "\"status\":\"ok\"", ".status", "2025-02", "ok", "incomplete"},
      {"\"ncv-default\"", "\"ncv-defaults\"", ".code", "bituminous_coal", "ncv-defaults", "ncv-default"},
  };
  world w;
  open_world(&w);
  written t = report_of(&w, 1, false, CEMENT_LANGUAGE_EN, NULL);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char spaced[80];
    const char *find = rows[i].find, *colon = strstr(find, "\":");
    if (!strstr(t.at, find) && colon) { /* one layout or the other */
      snprintf(spaced, sizeof spaced, "%.*s\": %s", (int)(colon - find), find, colon + 2);
      find = spaced;
    }
    char by[80];
    colon = strstr(rows[i].by, "\":");
    if (find == spaced)
      snprintf(by, sizeof by, "%.*s\": %s", (int)(colon - rows[i].by), rows[i].by, colon + 2);
    else
      snprintf(by, sizeof by, "%s", rows[i].by);
    written changed = replaced(&t, find, by);
    cement_difference d;
    CU_ASSERT_EQUAL(check(&w, w.ledger, &changed, &d, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL(d.found, 1);
    bool right = strstr(d.where, rows[i].where) && strstr(d.where, rows[i].also) && !strcmp(d.report, rows[i].report) &&
                 !strcmp(d.again, rows[i].again);
    if (!right) printf("\n  %s: %s, now %s\n", d.where, d.report, d.again);
    CU_ASSERT_TRUE(right);
    free(changed.at);
  }
  free(t.at);
  close_world(&w);
}

/* Another ledger: its hash is the first thing that differs. */
static void test_wrong_ledger(void) {
  world w;
  cement_difference d;
  open_world(&w);
  written t = report_of(&w, 2, false, CEMENT_LANGUAGE_EN, NULL), here = {0};
  text_gather(&here, ledger_text, strlen(ledger_text));
  written changed = replaced(&here, "\"value\": 900", "\"value\": 901");
  cement_ledger *other = read_ledger(&w, changed.at);
  CU_ASSERT_EQUAL(check(&w, other, &t, &d, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(d.found, 1);
  CU_ASSERT_STRING_EQUAL(d.where, "ledger.sha256");
  CU_ASSERT_EQUAL(strlen(d.report), 64);
  CU_ASSERT_EQUAL(strlen(d.again), 64);
  cement_ledger_destroy(other);
  free(changed.at);
  free(here.at);
  free(t.at);
  close_world(&w);
}

/* ---- reports that ask for what is not there ---- */

static void test_refused(void) {
  static const struct {
    const char *find, *by;
    int code;
  } rows[] = {
      {"cement-report/1", "cement-report/9", CEMENT_E_SCHEMA}, {"v01-2024", "v09-2024", CEMENT_E_UNKNOWN},
      {"month_rounding", "month_roundings", CEMENT_E_UNKNOWN}, {"round_then_sum", "round_then_add", CEMENT_E_UNKNOWN},
      {"\"options\"", "\"option\"", CEMENT_E_MISSING},         {"\"editions\"", "\"edition\"", CEMENT_E_MISSING}};
  world w;
  open_world(&w);
  written t = report_of(&w, 1, true, CEMENT_LANGUAGE_EN, NULL);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    written changed = replaced(&t, rows[i].find, rows[i].by);
    cement_difference d;
    cement_error err = {.size = sizeof err};
    memset(&d, 0xA5, sizeof d);
    d.size = sizeof d;
    cement_difference before = d;
    int32_t status = cement_report_check(w.catalog, w.ledger, &d, "report.json", changed.at, changed.size, &err);
    if (status != rows[i].code) printf("\n  %s: %d %s\n", rows[i].by, status, err.message);
    CU_ASSERT_EQUAL(status, rows[i].code);
    CU_ASSERT_EQUAL(memcmp(&d, &before, sizeof d), 0);
    free(changed.at);
  }
  free(t.at);
  close_world(&w);
}

/* ---- reports that are no reports, and those that say other things ---- */

#define REPORT(members) "{\"schema\": \"cement-report/1\", " members "}"
#define PLAN "\"editions\": [{\"id\": \"substitution@1\"}], \"options\": {}, "

/* Documents that ask for nothing that could be computed. */
static void test_no_reports(void) {
  static const struct {
    const char *report;
    int32_t status;
    const char *words;
  } rows[] = {
      {REPORT("\"editions\": 3, \"options\": {}"), CEMENT_E_SCHEMA, "\"editions\""},
      {REPORT("\"editions\": [], \"options\": 3"), CEMENT_E_SCHEMA, "\"options\""},
      {REPORT("\"editions\": [3], \"options\": {}"), CEMENT_E_SCHEMA, "an object"},
      {REPORT("\"editions\": [{\"id\": 3}], \"options\": {}"), CEMENT_E_SCHEMA, "\"id\""},
      {REPORT("\"editions\": [], \"options\": {\"x@1\": 3}"), CEMENT_E_SCHEMA, "an object"},
      {REPORT("\"editions\": [], \"options\": {\"x@1\": {\"k\": 3}}"), CEMENT_E_SCHEMA, "a text"},
      {REPORT(PLAN "\"periods\": 3, \"language\": \"en\""), CEMENT_E_SCHEMA, "\"periods\""},
      {REPORT(PLAN "\"periods\": \"June\", \"language\": \"en\""), CEMENT_E_SCHEMA, "a month, a year or a range"},
      {REPORT(PLAN "\"periods\": null"), CEMENT_E_MISSING, "\"language\""},
  };
  world w;
  open_world(&w);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    cement_error err = {.size = sizeof err};
    cement_difference d = {.size = sizeof d};
    int32_t status =
        cement_report_check(w.catalog, w.ledger, &d, "report", rows[i].report, strlen(rows[i].report), &err);
    if (status != rows[i].status || !strstr(err.message, rows[i].words))
      printf("\n  %s: status %d, %s\n", rows[i].report, (int)status, err.message);
    CU_ASSERT_EQUAL(status, rows[i].status);
    CU_ASSERT_PTR_NOT_NULL(strstr(err.message, rows[i].words));
  }
  close_world(&w);
}

/* The first difference in document order, with the line, period and key of its result. */
static void test_differences(void) {
  static const struct {
    const char *from, *to, *where, *report, *again;
  } rows[] = {
      {"\"language\": \"en\"", "\"language\": 3", "language", "3", "en"},
      {"\"results\": [\n", "\"results\": [5,\n", "results[0]", "5", "(an object)"},
      {"\"findings\": [\n", "\"findings\": [[],\n", "findings[0]", "(an array)", "(an object)"},
      {"\"line\": \"L1\", \"period\": \"2025-01\", \"key\"", "\"line\": 7, \"period\": \"2025-01\", \"key\"",
       "results[0].line (", "7", "L1"},
      {"\"status\": \"ok\"", "\"status\": null", ".status (", "null", "ok"},
      {"\"status\": \"ok\"", "\"status\": true", ".status (", "true", "ok"},
      {"\"status\": \"ok\"", "\"status\": false", ".status (", "false", "ok"},
      {"\"status\": \"ok\"", "\"state\": \"ok\"", ".state (", "ok", "(another key)"},
      {"  \"schema\"", "\"about\": {}, \"schema\"", "about", "(an object)", "(another key)"},
      {"\"overrides\": [", "\"overrides\": [{}, ", "overrides[0].", "(absent)", ""},
      {"\"language\": \"en\"", "\"language\":  \"en\"", "layout, line ", " ", "\""},
      {"\n}\n", ",\n  \"more\": 1\n}\n", "more", "1", "(absent)"},
      {"\"version\": \"", "\"version\": \"99.", "", "", ""}, /* another library: the only thing that may differ */
  };
  world w;
  open_world(&w);
  written whole = report_of(&w, 2, false, CEMENT_LANGUAGE_EN, NULL);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    cement_difference d = {.size = sizeof d};
    const char *at = NULL;
    for (const char *next = whole.at; (next = strstr(next, rows[i].from)) != NULL; next++) {
      at = next;
      if (strcmp(rows[i].from, "\n}\n") != 0) break; /* the first; of the end the last */
    }
    if (!at) printf("\n  not in the report: %s\n%s\n", rows[i].from, whole.at);
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    char *changed = malloc(whole.size + 200);
    sprintf(changed, "%.*s%s%s", (int)(at - whole.at), whole.at, rows[i].to, at + strlen(rows[i].from));
    CU_ASSERT_EQUAL(cement_report_check(w.catalog, w.ledger, &d, "report", changed, strlen(changed), NULL), CEMENT_OK);
    bool right = d.found == (rows[i].where[0] != '\0') && strstr(d.where, rows[i].where) &&
                 !strcmp(d.report, rows[i].report) && (!rows[i].again[0] || !strcmp(d.again, rows[i].again));
    if (!right) printf("\n  %s: %d at %s: %s, again %s\n", rows[i].to, (int)d.found, d.where, d.report, d.again);
    CU_ASSERT_TRUE(right);
    free(changed);
  }
  free(whole.at);
  close_world(&w);
}

/* A path longer than there is room for is cut, and what stands behind it is as always. */
static void test_long_path(void) {
  world w;
  cement_difference d;
  char key[2 * sizeof d.where], expected[2 * sizeof d.where];
  open_world(&w);
  written t = report_of(&w, 1, false, CEMENT_LANGUAGE_EN, NULL);
  snprintf(key, sizeof key, "{\"%0*d\": 1, \"edition\"", (int)sizeof d.where, 7);
  snprintf(expected, sizeof expected, "results[0].%0*d", (int)sizeof d.where, 7);
  written changed = replaced(&t, "{\"edition\"", key);
  CU_ASSERT_EQUAL(check(&w, w.ledger, &changed, &d, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(strnlen(d.where, sizeof d.where), sizeof d.where - 1);
  CU_ASSERT_EQUAL(memcmp(d.where, expected, sizeof d.where - 1), 0);
  CU_ASSERT_STRING_EQUAL(d.report, "1");
  CU_ASSERT_STRING_EQUAL(d.again, "(another key)");
  free(changed.at);
  free(t.at);
  close_world(&w);
}

int register_recheck_suite(void) {
  CU_pSuite suite = CU_add_suite("recheck", NULL, NULL);
  CU_add_test(suite, "the same again", test_same);
  CU_add_test(suite, "every byte flipped", test_flips);
  CU_add_test(suite, "cut and lengthened", test_lengths);
  CU_add_test(suite, "another version", test_version);
  CU_add_test(suite, "the field is named", test_named);
  CU_add_test(suite, "the wrong ledger", test_wrong_ledger);
  CU_add_test(suite, "refused", test_refused);
  CU_add_test(suite, "no reports", test_no_reports);
  CU_add_test(suite, "what differs first", test_differences);
  CU_add_test(suite, "a long path", test_long_path);
  return (int)CU_get_error();
}
