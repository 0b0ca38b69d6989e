/* What the library does over the rows of a folder: every output, three of them, totals by line; each thread its share.
 */
#ifndef BENCH_LIBRARY_H
#define BENCH_LIBRARY_H

#include "plant.h"

#define THREADS 16
#define LINES 1000

enum { NUMBERS = 5 }; /* of the totals: sum, sum, mean and its weight, count */

typedef struct library {
  table in;
  const int32_t *lines;
  size_t threads;
  plant_columns all, three, totalled;
  table all_out, three_out;
  cement_result all_results[OUT_COUNT], three_results[3];
  cement_total totals[4];
  size_t blocks;
  double *partials, *merged; /* [block][line][number], [line][number] */
  void *workspaces[THREADS];
} library;

/* The inputs, their lines and the number of threads are given; the rest is made. */
void library_prepare(library *s, const plant *p);
/* Nanoseconds of the processor that the busiest thread took. */
long long library_all(library *s);
long long library_three(library *s);
long long library_totals(library *s); /* into merged */
/* Everything that library_prepare made. */
void library_free(library *s);

#endif
