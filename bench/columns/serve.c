#include "serve.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

#define LARGE_PAGE ((size_t)1 << 21)

void stop_serving(const char *what) {
  fprintf(stderr, "bench: %s\n", what);
  exit(1);
}

/* ---- columns ---- */

/* Memory in large pages where the system has them, as NumPy asks for its arrays. */
static void *large(size_t size) {
  size_t whole = (size + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
  void *at = aligned_alloc(LARGE_PAGE, whole);
  if (!at) stop_serving("no memory");
  madvise(at, whole, MADV_HUGEPAGE);
  return at;
}

static void *read_file(const char *folder, const char *name, size_t *size) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  struct stat about;
  FILE *file = fopen(path, "rb");
  if (!file || fstat(fileno(file), &about)) stop_serving(path);
  *size = (size_t)about.st_size;
  void *at = large(*size);
  if (fread(at, 1, *size, file) != *size) stop_serving(path);
  fclose(file);
  return at;
}

void load_inputs(table *in, const int32_t **groups, const char *folder) {
  size_t size, values, bits;
  *groups = read_file(folder, "groups", &size);
  in->rows = size / sizeof **groups;
  in->bit_stride = bit_stride(in->rows);
  in->values = read_file(folder, "values", &values);
  in->bits = read_file(folder, "bits", &bits);
  if (values != in->rows * IN_COUNT * sizeof *in->values || bits != in->bit_stride * IN_COUNT)
    stop_serving("the columns are not those of this program: make them again");
}

void make_outputs(table *out, size_t columns, size_t rows) {
  out->rows = rows;
  out->bit_stride = bit_stride(rows);
  size_t values = columns * rows * sizeof *out->values, bits = columns * out->bit_stride;
  out->values = large(values);
  out->bits = large(bits);
  memset(out->values, 0, values);
  memset(out->bits, 0, bits);
}

static void write_file(const char *path, const char *end, const void *at, size_t size) {
  char name[4096];
  snprintf(name, sizeof name, "%s.%s", path, end);
  FILE *file = fopen(name, "wb");
  if (!file || fwrite(at, 1, size, file) != size || fclose(file)) stop_serving(name);
}

void save_columns(const table *t, size_t columns, const char *path) {
  write_file(path, "values", t->values, columns * t->rows * sizeof *t->values);
  write_file(path, "bits", t->bits, columns * t->bit_stride);
}

/* ---- the driver's lines ---- */

static long long now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (long long)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void obey(const task *t, void *user, const char *word, const char *path) {
  if (!strcmp(word, "save")) {
    t->save(user, path);
    puts("saved");
    return;
  }
  long long wall = now(CLOCK_MONOTONIC), processor = now(CLOCK_PROCESS_CPUTIME_ID);
  long long busiest = t->run(user), all = now(CLOCK_PROCESS_CPUTIME_ID) - processor;
  printf("%lld %lld %lld\n", now(CLOCK_MONOTONIC) - wall, all, busiest ? busiest : all);
}

int serve(const task *tasks, size_t count, void *user) {
  char line[4096], word[16], name[64], path[4000];
  fputs("ready", stdout);
  for (size_t i = 0; i < count; i++) printf(" %s", tasks[i].name);
  putchar('\n');
  fflush(stdout);
  while (fgets(line, sizeof line, stdin)) {
    path[0] = name[0] = '\0';
    if (sscanf(line, "%15s %63s %3999s", word, name, path) < 1 || !strcmp(word, "quit")) break;
    for (size_t i = 0; i < count; i++)
      if (!strcmp(tasks[i].name, name)) obey(&tasks[i], user, word, path);
    fflush(stdout);
  }
  return 0;
}
