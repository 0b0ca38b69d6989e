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

/* Reads on until `enough` bytes are there, the file ends, or it is longer than any document. */
static int read_on(bytes *out, size_t *room, size_t enough, FILE *file, const char *path) {
  while (out->at && out->size < enough) {
    errno = 0;
    size_t got = fread(out->at + out->size, 1, *room - out->size, file);
    out->size += got;
    if (ferror(file)) return cannot_read(path);
    if (got == 0 || out->size > most(out)) return 0;
    if (out->size < *room || out->size >= enough) continue;
    char *larger = *room <= SIZE_MAX / 2 ? realloc(out->at, *room * 2) : NULL;
    if (!larger) return cannot_read(path);
    out->at = larger;
    *room *= 2;
  }
  return out->at ? 0 : cannot_read(path);
}

#define HEAD ((size_t)1 << 16)

int input_open(input *in, const char *path) {
  bool standard = !strcmp(path, "-");
  *in = (input){.path = path, .room = HEAD, .file = standard ? stdin : fopen(path, "rb")};
  if (!in->file) return cannot_read(path);
  in->head.at = malloc(HEAD);
  if (!in->head.at) errno = ENOMEM;
  return read_on(&in->head, &in->room, HEAD, in->file, path);
}

int input_rest(input *in) {
  char *larger = in->head.size < in->room ? in->head.at : realloc(in->head.at, in->room * 2);
  if (!larger) return cannot_read(in->path);
  in->room *= in->head.size < in->room ? 1 : 2;
  in->head.at = larger;
  return read_on(&in->head, &in->room, SIZE_MAX, in->file, in->path);
}

int32_t input_piece(void *user, char *buffer, size_t room, size_t *got) {
  input *in = user;
  size_t left = in->head.size - in->used;
  errno = 0;
  *got = left ? (left < room ? left : room) : fread(buffer, 1, room, in->file);
  if (left) memcpy(buffer, in->head.at + in->used, *got);
  if (left) in->used += *got;
  in->failed = !left && ferror(in->file) ? errno : 0;
  return in->failed != 0;
}

int input_failed(const input *in) {
  errno = in->failed;
  return cannot_read(in->path);
}

void input_close(input *in) {
  if (in->file && in->file != stdin) fclose(in->file);
  input_free(&in->head);
}

int input_read(bytes *out, const char *path) {
  input in;
  int status = input_open(&in, path);
  if (!status) status = input_rest(&in);
  *out = in.head;
  in.head = (bytes){NULL, 0};
  input_close(&in);
  return status;
}

void input_free(bytes *b) {
  free(b->at);
  *b = (bytes){NULL, 0};
}
