/* What the hosts of these tests read and write. */
#ifndef TEXTS_H
#define TEXTS_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* A whole file of at most 1 MiB, to be freed. */
static inline char *contents(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  char *text = malloc(1u << 20);
  if (!file || !text) exit(2);
  *size = fread(text, 1, 1u << 20, file);
  fclose(file);
  return text;
}

/* A cement_writer to the FILE in `user`. */
static inline int32_t print(void *user, const char *bytes, size_t size) {
  return fwrite(bytes, 1, size, user) == size ? 0 : 1;
}

static inline const char *or_dash(const char *text) {
  return text ? text : "-";
}

#endif
