/* flip_reports [COUNT [SEED]]: COUNT reports of random plants, each of one edition in turn, in English or Chinese. In
 * each every byte in turn has one bit changed, and cement_report_check must notice all but changes of the library's
 * version. Ends with "N passed, N failed": one a report. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "relations/relations.h"

static const char *const editions[] = {"cn.gb-16780@2012", "cn.gb-16780@2021", "cn.cets-ag-02.01@v01-2024",
                                       "cn.mee-cement@2023", "substitution@1"};

typedef struct text {
  char *at;
  size_t size;
} text;

static int32_t gather(void *user, const char *bytes, size_t size) {
  text *t = user;
  t->at = realloc(t->at, t->size + size + 1);
  if (!t->at) abort();
  memcpy(t->at + t->size, bytes, size);
  t->size += size;
  t->at[t->size] = '\0';
  return 0;
}

static cement_ledger *ledger_of(const world *w, const plant *p) {
  cement_ledger *ledger = NULL;
  size_t size;
  char *at = plant_text(p, FORM_PLAIN, &size);
  int status = cement_ledger_create(&ledger, w->catalog, NULL);
  if (!status) status = cement_ledger_read(ledger, "plant", at, size, NULL);
  if (!status) status = cement_ledger_finish(ledger, NULL);
  free(at);
  if (status) abort();
  return ledger;
}

static text report_of(const world *w, const cement_ledger *ledger, unsigned which) {
  cement_plan *plan = NULL;
  cement_run *run = NULL;
  text t = {0};
  int status = cement_plan_create(&plan, w->catalog, NULL);
  if (!status) status = cement_plan_add(plan, editions[which % 5], NULL);
  if (!status) status = cement_run_create(&run, plan, ledger, NULL);
  if (!status) status = cement_run_report(run, gather, &t, CEMENT_FORMAT_JSON, (int32_t)(which % 2), NULL, NULL);
  cement_run_destroy(run);
  cement_plan_destroy(plan);
  if (status) abort();
  return t;
}

static bool noticed(const world *w, const cement_ledger *ledger, const text *t) {
  cement_difference d = {.size = sizeof d};
  return cement_report_check(w->catalog, ledger, &d, "report", t->at, t->size, NULL) != CEMENT_OK || d.found;
}

static bool flip_all(const world *w, const cement_ledger *ledger, text *t, unsigned which) {
  const char *version = strstr(t->at, cement_version());
  size_t from = (size_t)(version - t->at), to = from + strlen(cement_version()), missed = 0;
  if (noticed(w, ledger, t)) {
    printf("report %u differs from itself\n", which);
    return false;
  }
  for (size_t i = 0; i < t->size; i++) {
    char kept = t->at[i];
    if (i >= from && i < to) continue;
    t->at[i] = (char)(kept ^ 1 << (i + which) % 8);
    if (!noticed(w, ledger, t) && missed++ < 5)
      printf("report %u, byte %zu, %02x to %02x: not noticed near %.40s\n", which, i, kept, t->at[i],
             t->at + (i < 20 ? 0 : i - 20));
    t->at[i] = kept;
  }
  return missed == 0;
}

int main(int argc, char **argv) {
  long count = argc > 1 ? strtol(argv[1], NULL, 10) : 20;
  unsigned long long seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
  uint64_t state = seed;
  unsigned passed = 0, failed = 0;
  size_t flipped = 0;
  world w;
  if (!world_open(&w)) return 1;
  for (unsigned which = 0; which < count;) {
    plant p;
    plant_random(&p, &state);
    if (p.size == 0 || p.size > 24) continue; /* small plants, so that every byte can be tried */
    cement_ledger *ledger = ledger_of(&w, &p);
    text t = report_of(&w, ledger, which);
    if (flip_all(&w, ledger, &t, which))
      passed++;
    else
      failed++;
    flipped += t.size;
    which++;
    free(t.at);
    cement_ledger_destroy(ledger);
  }
  world_close(&w);
  printf("seed %llu, %zu bytes changed\n%u passed, %u failed\n", seed, flipped, passed, failed);
  return failed || !passed;
}
