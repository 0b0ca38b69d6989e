/* live: what one line-month costs when it comes alone. A columns call of one row with all outputs, an official run in
 * decimals, and a run made anew for one ledger after the other. Each call is timed by itself, by the clock and by the
 * processor; the processor's times leave out what others on the machine took, but not the reading of its clock, a few
 * tenths of a microsecond. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "plant.h"
#include "serve.h"

#define CALLS 200000
#define RUNS 5000
#define ROWS 4096

static size_t allocations; /* since the program began */

static void *count_allocate(void *user, size_t size) {
  (void)user;
  allocations++;
  return malloc(size);
}

static void *count_reallocate(void *user, void *block, size_t old_size, size_t new_size) {
  (void)user, (void)old_size;
  allocations++;
  return realloc(block, new_size);
}

static void count_release(void *user, void *block, size_t size) {
  (void)user, (void)size;
  free(block);
}

static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void print(const char *name, const char *clock, double *times, size_t count) {
  qsort(times, count, sizeof *times, by_value);
  printf("%s.%s.p50 %.2f us\n%s.%s.p99 %.2f us\n%s.%s.p999 %.2f us\n", name, clock, times[count / 2], name, clock,
         times[count * 99 / 100], name, clock, times[count * 999 / 1000]);
}

typedef struct live {
  plant plant;
  cement_ledger *ledgers[2];
  table in, out;
  plant_columns columns;
  cement_result results[OUT_COUNT];
  void *workspace;
} live;

/* Another row each time, as records come; a row lies at a multiple of 64. */
static void call_columns(live *l, size_t i) {
  cement_error err = {.size = sizeof err};
  uint64_t row = i * 64 % ROWS;
  plant_need(cement_run_batch(l->columns.columns, l->results, NULL, l->columns.in, row, 1, l->workspace,
                              l->columns.workspace, &err),
             &err);
}

static void call_run(live *l, size_t i) {
  cement_error err = {.size = sizeof err};
  cement_run *run;
  (void)i;
  plant_need(cement_run_create(&run, l->plant.plan, l->plant.ledger, &err), &err);
  cement_run_destroy(run);
}

static void call_again(live *l, size_t i) {
  cement_error err = {.size = sizeof err};
  plant_need(cement_run_again(l->plant.run, l->ledgers[i % 2], &err), &err);
}

static void measure(live *l, const char *name, void (*call)(live *, size_t), double *times, size_t count) {
  static const struct {
    clockid_t id;
    const char *name;
  } clocks[] = {{CLOCK_MONOTONIC, "clock"}, {CLOCK_THREAD_CPUTIME_ID, "processor"}};
  for (size_t i = 0; i < count / 10; i++) call(l, i); /* warm */
  size_t before = allocations;
  double begin = now(CLOCK_THREAD_CPUTIME_ID);
  for (size_t i = 0; i < count; i++) call(l, i);
  printf("%s.mean %.2f us\n", name, (now(CLOCK_THREAD_CPUTIME_ID) - begin) / (double)count);
  printf("%s.allocations %.2f 1\n", name, (double)(allocations - before) / (double)count);
  for (size_t k = 0; k < 2; k++) {
    for (size_t i = 0; i < count; i++) {
      double start = now(clocks[k].id);
      call(l, i);
      times[i] = now(clocks[k].id) - start;
    }
    print(name, clocks[k].name, times, count);
  }
}

int main(void) {
  cement_config config = {
      .size = sizeof config, .allocate = count_allocate, .reallocate = count_reallocate, .release = count_release};
  static double times[CALLS];
  static live l;
  plant_open(&l.plant, &config);
  make_outputs(&l.in, IN_COUNT, ROWS);
  make_inputs(&l.in, 16780);
  make_outputs(&l.out, OUT_COUNT, ROWS);
  plant_columns_open(&l.columns, &l.plant, all_outputs, OUT_COUNT, &l.in);
  plant_results(l.results, OUT_COUNT, &l.out);
  l.workspace = malloc(l.columns.workspace);
  if (!l.workspace) stop_serving("no memory");
  measure(&l, "live.columns", call_columns, times, CALLS);
  measure(&l, "live.run", call_run, times, RUNS);
  for (size_t i = 0; i < 2; i++) l.ledgers[i] = plant_ledger(&l.plant);
  measure(&l, "live.again", call_again, times, RUNS);
  free(l.workspace);
  plant_columns_close(&l.columns);
  cement_run_destroy(l.plant.run);
  l.plant.run = NULL;
  for (size_t i = 0; i < 2; i++) cement_ledger_destroy(l.ledgers[i]);
  plant_close(&l.plant);
  return 0;
}
