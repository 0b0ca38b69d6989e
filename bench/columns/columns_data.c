/* columns_data FOLDER ROWS [SEED]: writes the input columns as raw files, one column after another: values, bits,
 * groups (the line of each row, for totals) and names (of columns and what they stand for). Every competitor reads
 * these same bytes. */
#include <stdio.h>
#include <stdlib.h>

#include "columns.h"

#define LINES 1000

static const char *const names[] = {
#define NONE "-"
#define IN(name, item, of, use, section, decimals) "in " #name " " item " " of " " use " " section,
#include "columns.def"
#define NONE "-"
#define OUT(name, edition, key, of, kind) "out " #name " " edition " " key " " of " " #kind,
#include "columns.def"
};

static void stop(const char *what) {
  fprintf(stderr, "columns_data: %s\n", what);
  exit(1);
}

static void save(const char *folder, const char *name, const void *at, size_t size) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "wb");
  if (!file || fwrite(at, 1, size, file) != size || fclose(file)) stop(path);
}

static void save_names(const char *folder) {
  char path[4096];
  snprintf(path, sizeof path, "%s/names", folder);
  FILE *file = fopen(path, "w");
  if (!file) stop(path);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) fprintf(file, "%s\n", names[i]);
  if (fclose(file)) stop(path);
}

int main(int argc, char **argv) {
  if (argc < 3) stop("FOLDER ROWS [SEED]");
  table in = {.rows = strtoull(argv[2], NULL, 10) / 64 * 64};
  in.bit_stride = bit_stride(in.rows);
  in.values = malloc(in.rows * IN_COUNT * sizeof *in.values);
  in.bits = malloc(in.bit_stride * IN_COUNT);
  int32_t *groups = malloc(in.rows * sizeof *groups);
  if (!in.rows || !in.values || !in.bits || !groups) stop("no rows, or no memory");
  make_inputs(&in, argc > 3 ? strtoull(argv[3], NULL, 10) : 16780);
  for (size_t i = 0; i < in.rows; i++) groups[i] = (int32_t)(i % LINES);
  save(argv[1], "values", in.values, in.rows * IN_COUNT * sizeof *in.values);
  save(argv[1], "bits", in.bits, in.bit_stride * IN_COUNT);
  save(argv[1], "groups", groups, in.rows * sizeof *groups);
  save_names(argv[1]);
  free(in.values);
  free(in.bits);
  free(groups);
  return 0;
}
