#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The library takes no longer documents; one byte more is enough for it to say so. */
#define JSON_MOST ((uint64_t)64 << 20)
#define CSV_MOST ((uint64_t)4 << 30)

const char *input_name(const char *path) {
  return strcmp(path, "-") ? path : "standard input";
}

static int cannot_read(const char *path) {
  fprintf(stderr, "cement: %s: cannot be read: %s\n", input_name(path), strerror(errno));
  return EXIT_SYSTEM;
}

static uint64_t most(const bytes *b) {
  size_t i = 0;
  while (i < b->size && (b->at[i] == ' ' || b->at[i] == '\t' || b->at[i] == '\r' || b->at[i] == '\n')) i++;
  return i < b->size && b->at[i] == '{' ? JSON_MOST : CSV_MOST;
}

static int read_stream(bytes *out, FILE *file, const char *path) {
  size_t room = 1 << 16;
  out->at = malloc(room);
  if (!out->at) errno = ENOMEM;
  while (out->at) {
    errno = 0;
    size_t got = fread(out->at + out->size, 1, room - out->size, file);
    out->size += got;
    if (ferror(file)) return cannot_read(path);
    if (got == 0 || out->size > most(out)) return 0;
    if (out->size < room) continue;
    char *larger = room <= SIZE_MAX / 2 ? realloc(out->at, room * 2) : NULL;
    if (!larger) break;
    out->at = larger;
    room *= 2;
  }
  return cannot_read(path);
}

int input_read(bytes *out, const char *path) {
  *out = (bytes){NULL, 0};
  bool standard = !strcmp(path, "-");
  FILE *file = standard ? stdin : fopen(path, "rb");
  if (!file) return cannot_read(path);
  int status = read_stream(out, file, path);
  if (!standard) fclose(file);
  return status;
}

void input_free(bytes *b) {
  free(b->at);
  *b = (bytes){NULL, 0};
}
