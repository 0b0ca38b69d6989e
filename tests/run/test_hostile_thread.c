/* A host whose other threads change what processes share, and whose callbacks change what threads have: locale, cJSON's
 * hooks, floating-point mode. Forks while threads compute. Reports stay the same to the byte.
 *
 * GSL's error handler is no matter here: the library does not link GSL (tests/abi/imports.txt). */
#include <CUnit/CUnit.h>
#include <fenv.h>
#include <locale.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cement/cement.h>
#include <cjson/cJSON.h>

#include "api/text.h"
#include "base/hash.h"

int register_hostile_thread_suite(void);

#define REPORTS 8

/* ---- what is written, as a hash; the writer may meddle with the mode of its thread ---- */

typedef struct sum {
  cm_sha256 hash;
  bool meddles;
  unsigned calls;
} sum;

static const int modes[] = {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO, FE_TONEAREST};

static int32_t add(void *user, const char *bytes, size_t size) {
  sum *s = user;
  cm_sha256_add(&s->hash, bytes, size);
  if (s->meddles) fesetround(modes[s->calls++ % 4]);
  return 0;
}

/* All of it from the ledger's bytes on: every report and the first proofs. */
static bool compute(const cement_catalog *catalog, const char *text, bool meddles, char out[65]) {
  static const char *const ids[] = {"cn.gb-16780@2021", "cn.cets-ag-02.01@v01-2024", "substitution@1"};
  cement_ledger *ledger = NULL;
  cement_plan *plan = NULL;
  cement_run *run = NULL;
  sum s = {.meddles = meddles};
  cm_sha256_init(&s.hash);
  bool good = !cement_ledger_create(&ledger, catalog, NULL) &&
              !cement_ledger_read(ledger, "ledger", text, strlen(text), NULL) && !cement_ledger_finish(ledger, NULL) &&
              !cement_plan_create(&plan, catalog, NULL);
  for (int i = 0; i < 3 && good; i++) good = !cement_plan_add(plan, ids[i], NULL);
  good = good && !cement_run_create(&run, plan, ledger, NULL);
  for (int32_t i = 0; i < REPORTS && good; i++) good = !cement_run_report(run, add, &s, i % 4, i / 4, NULL, NULL);
  for (size_t i = 0; i < 10 && good; i++) good = !cement_run_explain(run, add, &s, i, 0, NULL);
  cement_run_destroy(run);
  cement_plan_destroy(plan);
  cement_ledger_destroy(ledger);
  cm_sha256_hex(&s.hash, out);
  return good;
}

typedef struct world {
  cement_context *context;
  cement_catalog *catalog;
  char *text;
  char expected[65];
} world;

static void open_world(world *w) {
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&w->context, NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&w->catalog, w->context, NULL), CEMENT_OK);
  w->text = text_of_example("synthetic-plant.ledger.json");
  CU_ASSERT_TRUE_FATAL(compute(w->catalog, w->text, false, w->expected));
}

static void close_world(world *w) {
  cement_catalog_destroy(w->catalog);
  cement_context_destroy(w->context);
  free(w->text);
}

/* ---- a thread that changes what the process shares ---- */

static atomic_bool stop;
static atomic_ulong turns;

static void *take(size_t size) {
  return malloc(size);
}

static void *disturb(void *nothing) {
  static const char *const names[] = {"C", "de_DE.UTF-8", "C.UTF-8", "tr_TR.UTF-8", "ps_AF.UTF-8"};
  cJSON_Hooks own = {take, free};
  while (!atomic_load(&stop)) {
    unsigned long turn = atomic_fetch_add(&turns, 1);
    setlocale(LC_ALL, names[turn % 5]); /* those that the machine does not have change nothing */
    cJSON_InitHooks(turn & 1 ? &own : NULL);
    fesetround(modes[turn % 4]);
  }
  return nothing;
}

/* At least so many computations, until the other thread has been round a thousand times as well. */
static void test_disturbed(void) {
  world w;
  pthread_t thread;
  char *before = strdup(setlocale(LC_ALL, NULL)), found[65];
  open_world(&w);
  atomic_store(&stop, false);
  atomic_store(&turns, 0);
  CU_ASSERT_EQUAL_FATAL(pthread_create(&thread, NULL, disturb, NULL), 0);
  for (int i = 0; i < 6 || atomic_load(&turns) < 1000; i++) {
    CU_ASSERT_TRUE(compute(w.catalog, w.text, false, found));
    CU_ASSERT_STRING_EQUAL(found, w.expected);
  }
  atomic_store(&stop, true);
  pthread_join(thread, NULL);
  cJSON_InitHooks(NULL);
  setlocale(LC_ALL, before);
  free(before);
  close_world(&w);
}

/* The writer leaves another rounding mode behind at each block: the bytes stay the same. */
static void test_meddling_writer(void) {
  world w;
  char found[65];
  int before = fegetround();
  open_world(&w);
  for (int i = 0; i < 4; i++) {
    fesetround(modes[i]);
    CU_ASSERT_TRUE(compute(w.catalog, w.text, true, found));
    CU_ASSERT_STRING_EQUAL(found, w.expected);
  }
  fesetround(before);
  close_world(&w);
}

/* ---- forks ---- */

/* A sanitizer's allocator has locks of its own, which a child may find taken. */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
static world *forked;

static void *work(void *nothing) {
  char found[65];
  while (!atomic_load(&stop)) {
    if (!compute(forked->catalog, forked->text, false, found) || strcmp(found, forked->expected)) return &stop;
    atomic_fetch_add(&turns, 1);
  }
  return nothing;
}

/* Four threads compute while the process forks; each child computes with the catalog that it inherited and destroys it.
 */
static void test_fork(void) {
  world w;
  pthread_t threads[4];
  void *ended;
  open_world(&w);
  forked = &w;
  atomic_store(&stop, false);
  atomic_store(&turns, 0);
  fflush(NULL);
  for (int i = 0; i < 4; i++) CU_ASSERT_EQUAL_FATAL(pthread_create(&threads[i], NULL, work, NULL), 0);
  for (int i = 0; i < 10; i++) {
    pid_t child = fork();
    CU_ASSERT_TRUE_FATAL(child >= 0);
    if (child == 0) {
      char found[65];
      bool good = compute(w.catalog, w.text, false, found) && strcmp(found, w.expected) == 0;
      cement_catalog_destroy(w.catalog);
      cement_context_destroy(w.context);
      _exit(good ? 0 : 1);
    }
    int status = -1;
    CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
    CU_ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  atomic_store(&stop, true);
  for (int i = 0; i < 4; i++) {
    pthread_join(threads[i], &ended);
    CU_ASSERT_PTR_NULL(ended);
  }
  CU_ASSERT_TRUE(atomic_load(&turns) > 0);
  close_world(&w);
}
#endif

int register_hostile_thread_suite(void) {
  CU_pSuite suite = CU_add_suite("hostile thread", NULL, NULL);
  CU_add_test(suite, "locale, hooks and mode change meanwhile", test_disturbed);
  CU_add_test(suite, "a writer that changes the mode", test_meddling_writer);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  CU_add_test(suite, "forks while threads compute", test_fork);
#endif
  return (int)CU_get_error();
}
