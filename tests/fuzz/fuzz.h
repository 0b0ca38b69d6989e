/* What the fuzz targets share: a property that must hold, and output that is counted or kept. */
#ifndef CEMENT_TESTS_FUZZ_H
#define CEMENT_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A broken property ends the run as a crash does, so that the input is kept. */
static inline void must(bool holds, const char *property) {
  if (holds) return;
  fprintf(stderr, "broken: %s\n", property);
  abort();
}

typedef struct page {
  char *at;
  size_t size, room;
} page;

static inline int32_t keep(void *user, const char *bytes, size_t size) {
  page *p = user;
  if (size == 0) return 0;
  if (p->size + size > p->room) {
    p->room = 2 * (p->size + size);
    p->at = realloc(p->at, p->room);
    if (!p->at) abort();
  }
  memcpy(p->at + p->size, bytes, size);
  p->size += size;
  return 0;
}

static inline bool same(const page *a, const page *b) {
  return a->size == b->size && (a->size == 0 || memcmp(a->at, b->at, a->size) == 0);
}

#endif
