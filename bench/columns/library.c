#include "library.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "serve.h"

enum { TOTAL_LINE, TOTAL_FUEL, TOTAL_ENERGY, TOTALS };

typedef struct share {
  pthread_t thread;
  library *s;
  const plant_columns *columns;
  cement_result *results; /* NULL: totals */
  size_t first, count;    /* rows, or blocks for totals */
  void *workspace;
  long long took;
} share;

static long long processor_time(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (long long)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void *work(void *user) {
  share *w = user;
  long long start = processor_time();
  const plant_columns *c = w->columns;
  cement_error err = {.size = sizeof err};
  int32_t status;
  if (w->results)
    status =
        cement_run_batch(c->columns, w->results, NULL, c->in, w->first, w->count, w->workspace, c->workspace, &err);
  else
    status =
        cement_columns_totals(c->columns, w->s->partials + w->first * LINES * NUMBERS, w->s->totals, 4, c->in,
                              w->s->lines, LINES, w->s->in.rows, w->first, w->count, w->workspace, c->workspace, &err);
  plant_need(status, &err);
  w->took = processor_time() - start;
  return NULL;
}

/* Divides the pieces evenly; `unit` is what may not be divided. */
static long long divide(library *s, const plant_columns *columns, cement_result *results, size_t whole, size_t unit) {
  share shares[THREADS];
  size_t units = (whole + unit - 1) / unit;
  for (size_t t = 0; t < s->threads; t++) {
    size_t first = units * t / s->threads * unit, end = units * (t + 1) / s->threads * unit;
    shares[t] = (share){.s = s, .columns = columns, .results = results, .first = first, .workspace = s->workspaces[t]};
    shares[t].count = (end < whole ? end : whole) - first;
    if (t && pthread_create(&shares[t].thread, NULL, work, &shares[t])) stop_serving("no thread");
  }
  work(&shares[0]);
  long long busiest = shares[0].took;
  for (size_t t = 1; t < s->threads; t++) {
    pthread_join(shares[t].thread, NULL);
    if (shares[t].took > busiest) busiest = shares[t].took;
  }
  return busiest;
}

long long library_all(library *s) {
  return divide(s, &s->all, s->all_results, s->in.rows, 64);
}

long long library_three(library *s) {
  return divide(s, &s->three, s->three_results, s->in.rows, 64);
}

long long library_totals(library *s) {
  cement_error err = {.size = sizeof err};
  long long busiest = divide(s, &s->totalled, NULL, s->blocks, 1);
  plant_need(cement_columns_merge(s->totalled.columns, s->merged, s->partials, s->totals, 4, LINES, s->blocks, &err),
             &err);
  return busiest;
}

static void prepare_totals(library *s, const plant *p) {
  cement_output outputs[TOTALS] = {[TOTAL_LINE] = all_outputs[OUT_line_co2],
                                   [TOTAL_FUEL] = all_outputs[OUT_fuel_co2],
                                   [TOTAL_ENERGY] = all_outputs[OUT_energy_intensity]};
  plant_columns_open(&s->totalled, p, outputs, TOTALS, &s->in);
  s->totals[0] = (cement_total){TOTAL_LINE, CEMENT_TOTAL_SUM, 0, 0};
  s->totals[1] = (cement_total){TOTAL_FUEL, CEMENT_TOTAL_SUM, 0, 0};
  s->totals[2] = (cement_total){TOTAL_ENERGY, CEMENT_TOTAL_MEAN, (uint32_t)s->totalled.slot_of[IN_clinker], 1};
  s->totals[3] = (cement_total){TOTAL_LINE, CEMENT_TOTAL_COUNT, 0, 0};
  size_t block = cement_columns_count(s->totalled.columns, CEMENT_COLUMNS_BLOCK);
  s->blocks = (s->in.rows + block - 1) / block;
  s->partials = calloc(s->blocks * LINES * NUMBERS, sizeof *s->partials);
  s->merged = calloc(LINES * NUMBERS, sizeof *s->merged);
  if (!s->partials || !s->merged) stop_serving("no memory");
}

void library_prepare(library *s, const plant *p) {
  const cement_output three[] = {all_outputs[OUT_co2_intensity], all_outputs[OUT_energy_intensity],
                                 all_outputs[OUT_thermal_rate]};
  plant_columns_open(&s->all, p, all_outputs, OUT_COUNT, &s->in);
  plant_columns_open(&s->three, p, three, 3, &s->in);
  make_outputs(&s->all_out, OUT_COUNT, s->in.rows);
  make_outputs(&s->three_out, 3, s->in.rows);
  plant_results(s->all_results, OUT_COUNT, &s->all_out);
  plant_results(s->three_results, 3, &s->three_out);
  prepare_totals(s, p);
  size_t most = s->all.workspace;
  if (s->three.workspace > most) most = s->three.workspace;
  if (s->totalled.workspace > most) most = s->totalled.workspace;
  for (size_t t = 0; t < s->threads; t++)
    if (!(s->workspaces[t] = malloc(most))) stop_serving("no memory");
}

void library_free(library *s) {
  for (size_t t = 0; t < s->threads; t++) free(s->workspaces[t]);
  plant_columns_close(&s->all);
  plant_columns_close(&s->three);
  plant_columns_close(&s->totalled);
  free(s->all_out.values), free(s->all_out.bits);
  free(s->three_out.values), free(s->three_out.bits);
  free(s->partials), free(s->merged);
}
