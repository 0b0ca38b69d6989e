/* bench_growth [LARGEST]: N lines over 120 months given as CSV, for N = 50, 100, 200 (and LARGEST): the time for
 * reading, running and reporting, and by what factor each grows when N doubles. A linear step prints about 2. */
#include <cement/cement.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

typedef struct text {
  char *at;
  size_t size, room;
} text;

typedef struct times {
  double read, run, report, all;
} times;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void need(int32_t status, const cement_error *err) {
  if (!status) return;
  fprintf(stderr, "bench_growth: line %u: %s\n", err->line, err->message);
  exit(1);
}

static void put(text *t, const char *row) {
  size_t size = strlen(row);
  if (t->size + size > t->room) {
    t->room = t->room * 2 + 65536;
    t->at = realloc(t->at, t->room);
    if (!t->at) exit(1);
  }
  memcpy(t->at + t->size, row, size);
  t->size += size;
}

/* Eight observations for each line and month, with digits that vary. */
static text make(unsigned lines, unsigned months) {
  static const char *const items[] = {"clinker_output,,%u.25,t",
                                      "fuel_consumption,bituminous_coal,%u.5,t",
                                      "fuel_ncv,bituminous_coal,2%u.1,GJ/t",
                                      "fuel_consumption,rdf,%u.75,t",
                                      "fuel_ncv,rdf,1%u.2,GJ/t",
                                      "electricity_consumption,clinker,%u000,kWh",
                                      "raw_substitute_consumption,carbide_slag,%u.125,t",
                                      "waste_heat_power_generation,,%u00,kWh"};
  static const unsigned base[] = {100000, 14000, 1, 900, 2, 6000, 5000, 30000},
                        spread[] = {9000, 900, 5, 90, 4, 500, 900, 5000};
  text t = {NULL, 0, 0};
  char row[160], item[96];
  unsigned seed = 1;
  put(&t, "line,period,item,of,value,unit\n,,facility.id,,F,\n");
  for (unsigned i = 1; i <= lines; i++) {
    snprintf(row, sizeof row, "L%u,,line.clinker_type,,portland,\n", i);
    put(&t, row);
  }
  for (unsigned m = 0; m < months; m++)
    for (unsigned i = 1; i <= lines; i++)
      for (size_t k = 0; k < 8; k++) {
        seed = seed * 1664525u + 1013904223u;
        snprintf(item, sizeof item, items[k], base[k] + (seed >> 8) % spread[k]);
        snprintf(row, sizeof row, "L%u,%u-%02u,%s\n", i, 2015 + m / 12, m % 12 + 1, item);
        put(&t, row);
      }
  return t;
}

static int32_t count_bytes(void *user, const char *bytes, size_t size) {
  (void)bytes;
  *(size_t *)user += size;
  return 0;
}

static times measure(unsigned lines) {
  static const char *const editions[] = {"cn.gb-16780@2021", "cn.cets-ag-02.01@v01-2024", "substitution@1"};
  cement_config config = {.size = sizeof config, .memory_limit = UINT64_C(8) << 30};
  cement_error err = {.size = sizeof err};
  cement_context *context;
  cement_catalog *catalog;
  cement_ledger *ledger;
  cement_plan *plan;
  cement_run *run;
  size_t bytes = 0;
  text t = make(lines, 120);
  need(cement_context_create(&context, &config, &err), &err);
  need(cement_catalog_create(&catalog, context, &err), &err);
  need(cement_plan_create(&plan, catalog, &err), &err);
  for (size_t e = 0; e < 3; e++) need(cement_plan_add(plan, editions[e], &err), &err);
  double start = now();
  need(cement_ledger_create(&ledger, catalog, &err), &err);
  need(cement_ledger_read(ledger, "growth.csv", t.at, t.size, &err), &err);
  need(cement_ledger_finish(ledger, &err), &err);
  double read = now();
  need(cement_run_create(&run, plan, ledger, &err), &err);
  double ran = now();
  need(cement_run_report(run, count_bytes, &bytes, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, NULL, &err), &err);
  double reported = now();
  cement_run_destroy(run);
  cement_plan_destroy(plan);
  cement_ledger_destroy(ledger);
  cement_catalog_destroy(catalog);
  cement_context_destroy(context);
  free(t.at);
  return (times){read - start, ran - read, reported - ran, reported - start};
}

static void print_ratio(unsigned lines, const times *now_, const times *before, double factor) {
  printf(
      "ratio.%u.read %.2f 1\nratio.%u.run %.2f 1\nratio.%u.report %.2f 1\nratio.%u.all %.2f 1\nratio.%u.lines %.2f 1\n",
      lines, now_->read / before->read, lines, now_->run / before->run, lines, now_->report / before->report, lines,
      now_->all / before->all, lines, factor);
}

int main(int argc, char **argv) {
  unsigned sizes[4] = {50, 100, 200, 0}, count = 3;
  times last = {0, 0, 0, 0};
  if (argc > 1) sizes[count++] = (unsigned)strtoul(argv[1], NULL, 10);
  for (unsigned i = 0; i < count; i++) {
    if (!sizes[i]) continue;
    times t = measure(sizes[i]);
    printf("lines.%u.read %.1f ms\nlines.%u.run %.1f ms\nlines.%u.report %.1f ms\nlines.%u.all %.1f ms\n", sizes[i],
           t.read, sizes[i], t.run, sizes[i], t.report, sizes[i], t.all);
    if (i) print_ratio(sizes[i], &t, &last, (double)sizes[i] / sizes[i - 1]);
    last = t;
  }
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("peak %.1f MiB\n", (double)usage.ru_maxrss / 1024);
  return 0;
}
