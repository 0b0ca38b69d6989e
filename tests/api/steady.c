/* steady [CYCLES]: the same work again and again in one process: no byte more in use after any cycle, and no more of
 * the machine's memory than after the first ones. Default 2 000 cycles of ten calls; scripts/soak takes 100 000.
 *
 * What is in use is asked of malloc itself, so that cJSON's memory and the system's own counts as well; where malloc
 * does not tell (not glibc) only the resident memory is looked at. Not for sanitizers, which keep what is freed. Exit 1
 * when it grew. */
#include <cement/cement.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WARM 50            /* cycles until malloc's own lists have settled */
#define GROWTH (256 << 10) /* bytes that the resident memory may grow by afterwards, whatever the number of cycles */

static const char ledger_text[] =
    "{\"schema\": \"cement-ledger/1\", \"facility\": {\"id\": \"F\"}, \"lines\": [{\"id\": \"L1\", \"clinker_type\": "
    "\"portland\"}], \"observations\": [{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"clinker_output\", "
    "\"value\": 110000, \"unit\": \"t\"}, {\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"fuel_consumption\", "
    "\"of\": \"bituminous_coal\", \"value\": 15000, \"unit\": \"t\"}]}";
static const char csv_text[] =
    "line,period,item,of,value,unit,note\nL1,2025-02,clinker_output,,90000,t,\"a \"\"b\"\"\"\n";
static const char refused_text[] = "{\"schema\": \"cement-ledger/1\", \"observations\": [{\"item\": \"x\"}]}";

typedef struct text {
  char at[1 << 17];
  size_t size;
} text;

static int32_t gather(void *user, const char *bytes, size_t size) {
  text *t = user;
  if (sizeof t->at - t->size < size) return 1;
  memcpy(t->at + t->size, bytes, size);
  t->size += size;
  return 0;
}

static size_t in_use(void) {
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
  struct mallinfo2 m = mallinfo2();
  return m.uordblks + m.hblkhd;
#else
  return 0;
#endif
}

static size_t resident(void) {
  unsigned long all = 0, pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (!file || fscanf(file, "%lu %lu", &all, &pages) != 2) pages = 0;
  if (file) fclose(file);
  return pages * (size_t)sysconf(_SC_PAGESIZE);
}

/* One ledger in two documents, its run, report, a proof and its check; and one that is refused. */
static int32_t cycle(const cement_catalog *catalog, const cement_plan *plan, text *report, text *proof) {
  cement_ledger *ledger = NULL, *refused = NULL;
  cement_run *run = NULL;
  cement_difference d = {.size = sizeof d};
  report->size = proof->size = 0;
  int32_t status = cement_ledger_create(&ledger, catalog, NULL);
  if (!status) status = cement_ledger_read(ledger, "one", ledger_text, sizeof ledger_text - 1, NULL);
  if (!status) status = cement_ledger_read(ledger, "two", csv_text, sizeof csv_text - 1, NULL);
  if (!status) status = cement_ledger_finish(ledger, NULL);
  if (!status) status = cement_run_create(&run, plan, ledger, NULL);
  if (!status) status = cement_run_report(run, gather, report, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_ZH, NULL, NULL);
  if (!status) status = cement_run_explain(run, gather, proof, 0, CEMENT_LANGUAGE_EN, NULL);
  if (!status) status = cement_report_check(catalog, ledger, &d, "report", report->at, report->size, NULL);
  if (!status) status = cement_ledger_create(&refused, catalog, NULL);
  if (!status && cement_ledger_read(refused, "bad", refused_text, sizeof refused_text - 1, NULL) != CEMENT_E_UNKNOWN)
    status = CEMENT_E_INTERNAL;
  cement_ledger_destroy(refused);
  cement_run_destroy(run);
  cement_ledger_destroy(ledger);
  return status || d.found ? CEMENT_E_INTERNAL : CEMENT_OK;
}

static bool repeat(const cement_catalog *catalog, const cement_plan *plan, unsigned long cycles) {
  static text report, proof;
  size_t used = 0, before = 0;
  for (unsigned long i = 0; i < cycles + WARM; i++) {
    if (cycle(catalog, plan, &report, &proof)) {
      printf("steady: cycle %lu failed\n", i);
      return false;
    }
    if (i == WARM) before = resident(), used = in_use();
    if (i > WARM && in_use() > used) {
      printf("steady: %zu bytes more in use after cycle %lu\n", in_use() - used, i);
      return false;
    }
  }
  size_t after = resident();
  printf("steady: %lu cycles, %zu bytes in use, resident memory %zu KiB, then %zu KiB\n", cycles, used, before >> 10,
         after >> 10);
  return after <= before + GROWTH;
}

int main(int argc, char **argv) {
  cement_context *context = NULL;
  cement_catalog *catalog = NULL;
  cement_plan *plan = NULL;
  unsigned long cycles = argc > 1 ? strtoul(argv[1], NULL, 10) : 2000;
  bool good = !cement_context_create(&context, NULL, NULL) && !cement_catalog_create(&catalog, context, NULL) &&
              !cement_plan_create(&plan, catalog, NULL) && !cement_plan_add(plan, "cn.gb-16780@2021", NULL) &&
              !cement_plan_add(plan, "cn.cets-ag-02.01@v01-2024", NULL) && repeat(catalog, plan, cycles);
  cement_plan_destroy(plan);
  cement_catalog_destroy(catalog);
  cement_context_destroy(context);
  return !good;
}
