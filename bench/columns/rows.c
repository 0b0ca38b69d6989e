/* rows [ROWS]: how the time for all outputs grows from ROWS to ten times as many. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "plant.h"
#include "serve.h"

#define ROUNDS 7

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double best(const plant_columns *c, cement_result *results, size_t rows, void *workspace) {
  cement_error err = {.size = sizeof err};
  double least = 0;
  for (int i = 0; i <= ROUNDS; i++) { /* the first one touches the memory */
    double start = now();
    plant_need(cement_run_batch(c->columns, results, NULL, c->in, 0, rows, workspace, c->workspace, &err), &err);
    double took = now() - start;
    if (i == 1 || (i > 1 && took < least)) least = took;
  }
  return least;
}

int main(int argc, char **argv) {
  size_t rows = argc > 1 ? strtoull(argv[1], NULL, 10) / 64 * 64 : 1000000;
  table in, out;
  plant p;
  plant_columns c;
  cement_result results[OUT_COUNT];
  make_outputs(&in, IN_COUNT, 10 * rows);
  make_inputs(&in, 16780);
  make_outputs(&out, OUT_COUNT, 10 * rows);
  plant_open(&p, NULL);
  plant_columns_open(&c, &p, all_outputs, OUT_COUNT, &in);
  plant_results(results, OUT_COUNT, &out);
  void *workspace = malloc(c.workspace);
  if (!workspace) stop_serving("no memory");
  double few = best(&c, results, rows, workspace), many = best(&c, results, 10 * rows, workspace);
  printf("rows.%zu %.1f ms\nrows.%zu %.1f ms\nrows.ratio %.2f 1\n", rows, few, 10 * rows, many, many / few);
  free(workspace);
  plant_columns_close(&c);
  plant_close(&p);
  return 0;
}
