/* hash: what the columns compute, as one number for each kernel that this processor runs and for 1, 2 and 3 threads.
 * All must be equal, here and in every other build. Prints them; fails when two of this build differ. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/handles.h"
#include "library.h"
#include "serve.h"

#define ROWS 200000

static uint64_t mix(uint64_t hash, const void *at, size_t size) {
  const uint8_t *bytes = at;
  for (size_t i = 0; i < size; i++) hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3); /* FNV-1a */
  return hash;
}

static uint64_t mix_columns(uint64_t hash, const table *t, size_t columns) {
  hash = mix(hash, t->values, columns * t->rows * sizeof *t->values);
  return mix(hash, t->bits, columns * t->bit_stride);
}

static uint64_t hash_of(const plant *p, const table *in, const int32_t *lines, size_t threads) {
  static library s;
  memset(&s, 0, sizeof s);
  s.in = *in;
  s.lines = lines;
  s.threads = threads;
  library_prepare(&s, p);
  library_all(&s);
  library_three(&s);
  library_totals(&s);
  uint64_t hash = mix_columns(UINT64_C(0xcbf29ce484222325), &s.all_out, OUT_COUNT);
  hash = mix_columns(hash, &s.three_out, 3);
  hash = mix(hash, s.merged, LINES * NUMBERS * sizeof *s.merged);
  library_free(&s);
  return hash;
}

int main(void) {
  static int32_t lines[ROWS];
  table in;
  plant p;
  uint64_t first = 0;
  int status = 0;
  make_outputs(&in, IN_COUNT, ROWS);
  make_inputs(&in, 16780);
  for (size_t i = 0; i < ROWS; i++) lines[i] = (int32_t)(i % LINES);
  plant_open(&p, NULL);
  for (size_t k = 0; cm_kernels_run_here(k); k++)
    for (size_t threads = 1; threads <= 3; threads++) {
      p.context->kernels = cm_kernels_at(k);
      uint64_t hash = hash_of(&p, &in, lines, threads);
      printf("hash.%s.%zu %016llx\n", cm_kernels_at(k)->name, threads, (unsigned long long)hash);
      if (!first) first = hash;
      if (hash != first) status = 1;
    }
  plant_close(&p);
  free(in.values);
  free(in.bits);
  return status;
}
