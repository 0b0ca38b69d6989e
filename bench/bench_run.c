/* What one plant costs: the official run, the report, the whole trace. One line each: name value unit. */
#include <cement/cement.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define RUNS 50

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void need(int32_t status, const cement_error *err) {
  if (!status) return;
  fprintf(stderr, "bench_run: %s\n", err->message);
  exit(1);
}

static char *read_file(const char *name, size_t *size) {
  FILE *file = fopen(name, "rb");
  char *at = malloc(1 << 24);
  if (!file || !at) {
    fprintf(stderr, "bench_run: %s\n", name);
    exit(1);
  }
  *size = fread(at, 1, 1 << 24, file);
  fclose(file);
  return at;
}

static int32_t count_bytes(void *user, const char *bytes, size_t size) {
  (void)bytes;
  *(size_t *)user += size;
  return 0;
}

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void print(const char *name, double *times) {
  qsort(times, RUNS, sizeof *times, by_value);
  printf("%s.median %.3f ms\n%s.min %.3f ms\n", name, (times[RUNS / 2 - 1] + times[RUNS / 2]) / 2, name, times[0]);
}

int main(void) {
  static const char *const editions[] = {"cn.gb-16780@2021", "cn.cets-ag-02.01@v01-2024", "substitution@1"};
  double creating[RUNS], reading[RUNS], running[RUNS], reporting[RUNS], tracing[RUNS], explaining[RUNS];
  size_t size, bytes = 0, traced = 0, year_bytes = 0, figures = 0;
  char *text = read_file(CEMENT_EXAMPLES_DIR "/synthetic-plant.ledger.json", &size);
  cement_error err = {.size = sizeof err};
  for (size_t i = 0; i < RUNS; i++) {
    cement_context *context;
    cement_catalog *catalog;
    cement_ledger *ledger;
    cement_plan *plan;
    cement_run *run;
    double t[7];
    need(cement_context_create(&context, NULL, &err), &err);
    t[0] = now();
    need(cement_catalog_create(&catalog, context, &err), &err);
    t[1] = now();
    need(cement_ledger_create(&ledger, catalog, &err), &err);
    need(cement_ledger_read(ledger, "synthetic-plant", text, size, &err), &err);
    need(cement_ledger_finish(ledger, &err), &err);
    t[2] = now();
    need(cement_plan_create(&plan, catalog, &err), &err);
    for (size_t e = 0; e < 3; e++) need(cement_plan_add(plan, editions[e], &err), &err);
    double before = now();
    need(cement_run_create(&run, plan, ledger, &err), &err);
    t[3] = now();
    bytes = traced = 0;
    need(cement_run_report(run, count_bytes, &bytes, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, NULL, &err), &err);
    t[4] = now();
    figures = cement_run_figure_count(run);
    for (size_t f = 0; f < figures; f++)
      need(cement_run_explain(run, count_bytes, &traced, f, CEMENT_LANGUAGE_EN, &err), &err);
    t[5] = now();
    creating[i] = t[1] - t[0];
    reading[i] = t[2] - t[1];
    running[i] = t[3] - before;
    reporting[i] = t[4] - t[3];
    /* the proofs of the years hold every month's steps as well: the whole trace, once */
    for (size_t f = 0; f < figures; f++) {
      cement_figure figure = {.size = sizeof figure};
      need(cement_run_figure(run, &figure, f, &err), &err);
      if (!strchr(figure.period, '-'))
        need(cement_run_explain(run, count_bytes, &year_bytes, f, CEMENT_LANGUAGE_EN, &err), &err);
    }
    t[6] = now();
    explaining[i] = t[5] - t[4];
    tracing[i] = t[6] - t[5];
    cement_run_destroy(run);
    cement_plan_destroy(plan);
    cement_ledger_destroy(ledger);
    cement_catalog_destroy(catalog);
    cement_context_destroy(context);
  }
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  print("catalog", creating);
  print("ledger", reading);
  print("run", running);
  print("report", reporting);
  print("trace", tracing);
  print("proofs", explaining);
  printf("figures %zu 1\nreport.size %zu B\nproofs.size %zu B\npeak %.1f MiB\n", figures, bytes, traced,
         (double)usage.ru_maxrss / 1024);
  free(text);
  return 0;
}
