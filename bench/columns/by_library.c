/* by_library FOLDER THREADS: the library. */
#include <stdlib.h>
#include <string.h>

#include "library.h"
#include "serve.h"

static long long run_all(void *user) {
  return library_all(user);
}

static long long run_three(void *user) {
  return library_three(user);
}

static long long run_totals(void *user) {
  return library_totals(user);
}

static void save_all(void *user, const char *path) {
  library *s = user;
  save_columns(&s->all_out, OUT_COUNT, path);
}

static void save_three(void *user, const char *path) {
  library *s = user;
  save_columns(&s->three_out, 3, path);
}

/* Number by number: the totals come line by line. */
static void save_totals(void *user, const char *path) {
  library *s = user;
  table sums;
  make_outputs(&sums, NUMBERS, LINES);
  for (size_t n = 0; n < NUMBERS; n++)
    for (size_t i = 0; i < LINES; i++) sums.values[n * LINES + i] = s->merged[i * NUMBERS + n];
  memset(sums.bits, 255, NUMBERS * sums.bit_stride);
  save_columns(&sums, NUMBERS, path);
  free(sums.values);
  free(sums.bits);
}

int main(int argc, char **argv) {
  static const task tasks[] = {
      {"all", run_all, save_all}, {"three", run_three, save_three}, {"totals", run_totals, save_totals}};
  static library s;
  plant p;
  if (argc < 3) stop_serving("by_library FOLDER THREADS");
  s.threads = strtoull(argv[2], NULL, 10);
  if (!s.threads || s.threads > THREADS) stop_serving("from 1 to 16 threads");
  load_inputs(&s.in, &s.lines, argv[1]);
  plant_open(&p, NULL);
  library_prepare(&s, &p);
  return serve(tasks, sizeof tasks / sizeof *tasks, &s);
}
