/* changing_locale LOCALE...: the locale of the process changes while threads read, compute, report and prove, and every
 * text is the one that was written in the C locale. The locales must be installed. Ends with "N passed, N failed": one
 * a cycle of a thread, and one that the locale did change. */
#include <cement/cement.h>
#include <locale.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORKERS 2
#define CYCLES 40
#define LEAST 1000 /* changes; far fewer than a processor makes meanwhile */

typedef struct text {
  char at[1 << 19];
  size_t size;
} text;

typedef struct worker {
  pthread_t thread;
  text got;
  unsigned passed, failed;
} worker;

static const char ledger_json[] =
    "{\"schema\": \"cement-ledger/1\", \"facility\": {\"id\": \"F\", \"altitude\": {\"value\": 1512.5, \"unit\": "
    "\"m\"}}, "
    "\"lines\": [{\"id\": \"L1\", \"clinker_type\": \"portland\"}], \"observations\": [{\"line\": \"L1\", \"period\": "
    "\"2025-01\", \"item\": \"clinker_output\", \"value\": 110000.25, \"unit\": \"t\"}, {\"line\": \"L1\", \"period\": "
    "\"2025-01\", \"item\": \"fuel_consumption\", \"of\": \"bituminous_coal\", \"value\": \"1.500125e4\", \"unit\": "
    "\"t\"}, {\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"fuel_ncv\", \"of\": \"bituminous_coal\", "
    "\"value\": "
    "23.456, \"unit\": \"GJ/t\"}]}";
static const char ledger_csv[] =
    "line,period,item,of,value,unit,note\nL1,2025-02,clinker_output,,90000.125,t,\"a, b\"\n";

static text wanted;
static atomic_uint working = WORKERS;

static int32_t gather(void *user, const char *bytes, size_t size) {
  text *t = user;
  if (sizeof t->at - t->size < size) return 1;
  memcpy(t->at + t->size, bytes, size);
  t->size += size;
  return 0;
}

static int32_t write_all(const cement_run *run, text *t) {
  int32_t status = CEMENT_OK;
  for (int32_t way = 0; way < 8 && !status; way++)
    status = cement_run_report(run, gather, t, way / 2, way % 2, NULL, NULL);
  for (size_t i = 0; i < 2 * cement_run_figure_count(run) && !status; i++)
    status = cement_run_explain(run, gather, t, i / 2, (int32_t)i % 2, NULL);
  return status;
}

/* From nothing to the last proof: the built-in editions are read each time, too. */
static int32_t cycle(text *t) {
  cement_context *context = NULL;
  cement_catalog *catalog = NULL;
  cement_ledger *ledger = NULL;
  cement_plan *plan = NULL;
  cement_run *run = NULL;
  t->size = 0;
  int32_t status = cement_context_create(&context, NULL, NULL);
  if (!status) status = cement_catalog_create(&catalog, context, NULL);
  if (!status) status = cement_ledger_create(&ledger, catalog, NULL);
  if (!status) status = cement_ledger_read(ledger, "one", ledger_json, sizeof ledger_json - 1, NULL);
  if (!status) status = cement_ledger_read(ledger, "two", ledger_csv, sizeof ledger_csv - 1, NULL);
  if (!status) status = cement_ledger_finish(ledger, NULL);
  if (!status) status = cement_plan_create(&plan, catalog, NULL);
  if (!status) status = cement_plan_add(plan, "cn.gb-16780@2021", NULL);
  if (!status) status = cement_plan_add(plan, "cn.cets-ag-02.01@v01-2024", NULL);
  if (!status) status = cement_run_create(&run, plan, ledger, NULL);
  if (!status) status = write_all(run, t);
  if (!status) status = cement_selftest(NULL);
  cement_run_destroy(run);
  cement_plan_destroy(plan);
  cement_ledger_destroy(ledger);
  cement_catalog_destroy(catalog);
  cement_context_destroy(context);
  return status;
}

static void *work(void *user) {
  worker *w = user;
  for (int i = 0; i < CYCLES; i++) {
    int32_t status = cycle(&w->got);
    bool same = !status && w->got.size == wanted.size && !memcmp(w->got.at, wanted.at, wanted.size);
    w->passed += same;
    w->failed += !same;
  }
  atomic_fetch_sub(&working, 1);
  return NULL;
}

/* One locale after the other until no thread works; the number of changes, 0 when a locale is not there. */
static unsigned long change(int count, char **names) {
  unsigned long changes = 0;
  while (atomic_load(&working) > 0)
    for (int i = 0; i < count; i++, changes++)
      if (!setlocale(LC_ALL, names[i]) || !setlocale(LC_ALL, "C")) return 0;
  return changes;
}

int main(int argc, char **argv) {
  static worker workers[WORKERS];
  unsigned passed = 0, failed = 0;
  if (cycle(&wanted) || wanted.size == 0) return 1;
  for (int i = 0; i < WORKERS; i++)
    if (pthread_create(&workers[i].thread, NULL, work, &workers[i])) return 1;
  unsigned long changes = argc > 1 ? change(argc - 1, argv + 1) : 0;
  for (int i = 0; i < WORKERS; i++) {
    pthread_join(workers[i].thread, NULL);
    passed += workers[i].passed;
    failed += workers[i].failed;
  }
  printf("%zu bytes a cycle, the locale changed %lu times\n", wanted.size, changes);
  if (changes >= LEAST)
    passed++;
  else
    failed++;
  printf("%u passed, %u failed\n", passed, failed);
  return failed || !passed;
}
