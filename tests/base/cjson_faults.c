/* cjson_faults: memory that cJSON asks for and does not get, and a cJSON that reads something else than what stands
 * there.
 *
 * Its memory comes from hooks of the whole process, not from a context's allocator, so this is a program of its own:
 * every allocation of cJSON fails in turn, once and from there on. Then this program's own cJSON_ParseWithLength, which
 * goes before that of the library, reads another text. Exit 1 when anything differs. */
#include <cement/cement.h>
#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

static unsigned passed, failed;

static bool check(bool good, const char *what, size_t n) {
  passed += good;
  failed += !good;
  if (!good && failed < 20) printf("failed: %s, %zu\n", what, n);
  return good;
}

/* ---- cJSON's memory ---- */

static size_t calls, fail_at, blocks;
static bool sticky;

static void *take(size_t size) {
  calls++;
  if (fail_at && (calls == fail_at || (sticky && calls > fail_at))) return NULL;
  void *block = malloc(size);
  blocks += block != NULL;
  return block;
}

static void give(void *block) {
  blocks -= block != NULL;
  free(block);
}

/* ---- what a host does with documents ---- */

static const char edition[] =
    "{\"schema\": \"cement-edition/1\", \"id\": \"test.faults@1\", \"title\": {\"zh\": \"\xe6\xb0\xb4\", \"en\": "
    "\"t\"}, "
    "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", \"formulas\": [{\"key\": \"made\", \"zh\": \"z\", "
    "\"en\": \"made\", \"at\": \"line\", \"unit\": \"t\", \"year\": \"sum\", \"clause\": \"1\", \"confidence\": "
    "\"primary\", \"display\": {\"decimals\": 1, \"rule\": \"half_even\"}, \"is\": \"clinker_output\"}]}";
static const char ledger[] =
    "{\"schema\": \"cement-ledger/1\", \"facility\": {\"id\": \"F\"}, \"lines\": [{\"id\": \"L1\"}], \"observations\": "
    "[{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"clinker_output\", \"value\": 5.25, \"unit\": \"t\"}]}";

typedef struct world {
  cement_context *context;
  cement_catalog *catalog;
  cement_ledger *ledger;
  cement_plan *plan;
  cement_run *run;
  char report[16384];
  size_t size;
} world;

static int32_t gather(void *user, const char *bytes, size_t size) {
  world *w = user;
  if (sizeof w->report - w->size < size) return 1;
  memcpy(w->report + w->size, bytes, size);
  w->size += size;
  return 0;
}

static int32_t make_catalog(world *w, cement_error *err) {
  return cement_catalog_create(&w->catalog, w->context, err);
}

static int32_t load(world *w, cement_error *err) {
  return cement_catalog_load(w->catalog, "edition", edition, sizeof edition - 1, err);
}

static int32_t read_ledger(world *w, cement_error *err) {
  int32_t status = cement_ledger_create(&w->ledger, w->catalog, err);
  if (!status) status = cement_ledger_read(w->ledger, "ledger", ledger, sizeof ledger - 1, err);
  if (!status) return cement_ledger_finish(w->ledger, err);
  cement_ledger_destroy(w->ledger);
  w->ledger = NULL;
  return status;
}

static int32_t check_report(world *w, cement_error *err) {
  cement_difference d = {.size = sizeof d};
  int32_t status = cement_report_check(w->catalog, w->ledger, &d, "report", w->report, w->size, err);
  if (!status) check(d.found == 0, "the report is another", 0);
  return status;
}

static bool make_report(world *w) {
  return !cement_plan_create(&w->plan, w->catalog, NULL) && !cement_plan_add(w->plan, "test.faults@1", NULL) &&
         !cement_run_create(&w->run, w->plan, w->ledger, NULL) &&
         !cement_run_report(w->run, gather, w, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, NULL, NULL);
}

/* The n-th allocation fails: NOMEM, told in the error, with every block of cJSON given back; the last time, when there
 * are fewer than n, it succeeds. */
static bool fail_every(world *w, const char *what, int32_t (*step)(world *, cement_error *), size_t stride) {
  for (size_t n = 1;; n += n < 50 ? 1 : stride) {
    cement_error err = {.size = sizeof err};
    calls = 0;
    fail_at = n;
    int32_t status = step(w, &err);
    bool met = calls >= n;
    fail_at = 0;
    check(blocks == 0, "blocks that cJSON keeps", n);
    if (!met) return check(status == CEMENT_OK && n > 1, what, n);
    if (!check(status == CEMENT_E_NOMEM && err.code == CEMENT_E_NOMEM && err.message[0], what, n)) return false;
  }
}

static void fail_all(void) {
  world w = {0};
  bool good = check(cement_context_create(&w.context, NULL, NULL) == CEMENT_OK, "context", 0) &&
              fail_every(&w, "built-in editions", make_catalog, 997) && fail_every(&w, "edition", load, 1) &&
              fail_every(&w, "ledger", read_ledger, 1) && check(make_report(&w), "report", 0) &&
              fail_every(&w, "check", check_report, 1);
  check(good && strstr(w.report, "5.25") != NULL, "the figure", 0);
  cement_run_destroy(w.run);
  cement_plan_destroy(w.plan);
  cement_ledger_destroy(w.ledger);
  cement_catalog_destroy(w.catalog);
  cement_context_destroy(w.context);
}

/* ---- a cJSON that reads something else ---- */

static const char *instead; /* NULL: what is given */

cJSON *cJSON_ParseWithLength(const char *text, size_t size) {
  if (instead) return cJSON_ParseWithOpts(instead, NULL, 0);
  return cJSON_ParseWithLengthOpts(text, size, NULL, 0);
}

static int read_text(const char *text) {
  static const cm_json_limits limits = {1000, 16, 100, 16, 100, 48};
  cm_alloc alloc = cm_alloc_system();
  cm_arena arena;
  cm_json *root = NULL;
  cement_error err = {.size = sizeof err};
  cm_arena_init(&arena, &alloc);
  int status = cm_json_read(&arena, &root, CM_S("t"), cm_str_of(text), &limits, &err);
  check((status == CEMENT_OK) == (root != NULL) && err.code == status, "an output beside a failure", 0);
  cm_arena_free(&arena);
  return status;
}

static void read_otherwise(void) {
  static const char text[] = "{\"a\": [1.5, \"x\", true, null, {}]}";
  static const char *const others[] = {
      "{\"a\": [\"\\u00011.6\", \"x\", true, null, {}]}",        /* another number */
      "{\"a\": [\"1.5\", \"x\", true, null, {}]}",               /* a string */
      "{\"a\": [1.5, \"x\", true, null, {}]}",                   /* a binary fraction */
      "{\"a\": [\"\\u00011.5\", \"x\", false, null, {}]}",       /* another word */
      "{\"a\": [\"\\u00011.5\", \"x\", true, false, {}]}",       /* likewise */
      "{\"a\": [\"\\u00011.5\", 2, true, null, {}]}",            /* no string */
      "{\"a\": [\"\\u00011.5\", \"x\", true, null, []]}",        /* a list */
      "{\"a\": [\"\\u00011.5\", \"x\", true, null]}",            /* fewer */
      "{\"a\": [\"\\u00011.5\", \"x\", true, null, {}, 1]}",     /* more */
      "{\"a\": [\"\\u00011.5\", \"x\", true, null, {\"\": 1}]}", /* deeper */
      "[[\"\\u00011.5\", \"x\", true, null, {}]]",               /* without a key */
      "{}",
      "null",
      "{\"a\": [\"\\u00011.5\", \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\", true, null, {}]}", /* longer than all */
  };
  instead = "{\"a\": [\"\\u00011.5\", \"x\", true, null, {}]}";
  check(read_text(text) == CEMENT_OK, "the same", 0);
  for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
    instead = others[i];
    check(read_text(text) == CEMENT_E_DEPENDENCY, others[i], i);
  }
  cement_error err = {.size = sizeof err};
  check(cement_selftest(&err) == CEMENT_E_DEPENDENCY && err.code == CEMENT_E_DEPENDENCY, "the self-test", 0);
  check(blocks == 0, "blocks that cJSON keeps", 0);
  instead = NULL;
  check(cement_selftest(&err) == CEMENT_OK, "the self-test again", 0);
}

int main(void) {
  cJSON_Hooks hooks = {take, give};
  cJSON_InitHooks(&hooks);
  fail_all();
  sticky = true;
  fail_all();
  read_otherwise();
  printf("cjson_faults: %u checks hold, %u do not\n", passed, failed);
  return failed != 0;
}
