#define _XOPEN_SOURCE 700
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define IN_MEMORY ((size_t)32 << 20)

void output_init(output *out) {
  *out = (output){.at = NULL};
}

void output_free(output *out) {
  if (out->spill) fclose(out->spill);
  free(out->at);
  output_init(out);
}

/* ---- gathering ---- */

static bool make_room(output *out, size_t size) {
  if (out->room - out->size >= size) return true;
  size_t room = out->room ? out->room : 1 << 16;
  while (room - out->size < size && room <= SIZE_MAX / 2) room *= 2;
  char *larger = realloc(out->at, room);
  if (!larger) return false;
  out->at = larger;
  out->room = room;
  return true;
}

/* What is in memory goes to a file that the system removes; without one memory has to do. */
static bool spill(output *out) {
  if (!out->spill) out->spill = tmpfile();
  if (!out->spill) return true;
  if (fwrite(out->at, 1, out->size, out->spill) != out->size || fflush(out->spill) != 0) {
    out->spill_error = errno;
    return false;
  }
  out->size = 0;
  return true;
}

int32_t output_add(void *user, const char *text, size_t size) {
  output *out = user;
  if (out->size > IN_MEMORY && !out->in_memory && !spill(out)) out->failed = true;
  if (!out->failed && !make_room(out, size)) out->failed = true;
  if (out->failed) return -1;
  if (size) memcpy(out->at + out->size, text, size);
  out->size += size;
  return 0;
}

void output_text(output *out, const char *text) {
  output_add(out, text, strlen(text));
}

void output_number(output *out, size_t number) {
  char digits[24];
  snprintf(digits, sizeof digits, "%zu", number);
  output_text(out, digits);
}

/* ---- writing ---- */

static bool copy_spill(FILE *from, FILE *to) {
  char block[1 << 14];
  size_t got;
  rewind(from);
  while ((got = fread(block, 1, sizeof block, from)) > 0)
    if (fwrite(block, 1, got, to) != got) return false;
  return !ferror(from);
}

static bool write_all(output *out, FILE *to) {
  if (out->spill && !copy_spill(out->spill, to)) return false;
  if (out->size && fwrite(out->at, 1, out->size, to) != out->size) return false;
  return fflush(to) == 0;
}

static int cannot_write(const char *path) {
  fprintf(stderr, "cement: %s: cannot be written: %s\n", path, strerror(errno));
  return EXIT_SYSTEM;
}

/* Devices and pipes are written to as they are. */
static int write_through(output *out, const char *path) {
  FILE *file = fopen(path, "wb");
  if (!file) return cannot_write(path);
  bool good = write_all(out, file);
  int error = errno;
  if (fclose(file) != 0 && good) {
    good = false;
    error = errno;
  }
  errno = error;
  return good ? EXIT_DONE : cannot_write(path);
}

/* A file beside the target takes its place only when it is complete. */
static int write_beside(output *out, const char *target, const struct stat *old) {
  size_t size = strlen(target) + 40;
  char *draft = malloc(size);
  int fd = -1;
  for (unsigned try = 0; draft && fd < 0 && try < 100; try++) {
    snprintf(draft, size, "%s.%ld.%u.tmp", target, (long)getpid(), try);
    fd = open(draft, O_WRONLY | O_CREAT | O_EXCL, 0666);
    if (fd < 0 && errno != EEXIST) break;
  }
  FILE *file = fd < 0 ? NULL : fdopen(fd, "wb");
  int status = EXIT_DONE;
  if (!file) {
    status = cannot_write(target);
    if (fd >= 0) close(fd), unlink(draft);
    free(draft);
    return status;
  }
  bool good = (!old || fchmod(fd, old->st_mode & 07777) == 0) && write_all(out, file);
  int error = errno;
  if (fclose(file) != 0 && good) good = false, error = errno;
  if (good && rename(draft, target) != 0) good = false, error = errno;
  errno = error;
  if (!good) {
    status = cannot_write(target);
    unlink(draft);
  }
  free(draft);
  return status;
}

static int write_file(output *out, const char *path) {
  struct stat old;
  if (stat(path, &old) != 0) return errno == ENOENT ? write_beside(out, path, NULL) : cannot_write(path);
  if (S_ISDIR(old.st_mode)) {
    errno = EISDIR;
    return cannot_write(path);
  }
  if (!S_ISREG(old.st_mode)) return write_through(out, path);
  char *target = realpath(path, NULL); /* a link stays a link */
  int status = target ? write_beside(out, target, &old) : cannot_write(path);
  free(target);
  return status;
}

int output_finish(output *out, const char *path) {
  if (out->failed && out->spill_error) {
    errno = out->spill_error;
    return cannot_write("temporary file");
  }
  if (out->failed) {
    fputs("cement: out of memory\n", stderr);
    return EXIT_SYSTEM;
  }
  if (path && strcmp(path, "-") != 0) return write_file(out, path);
  return write_all(out, stdout) && fclose(stdout) == 0 ? EXIT_DONE : cannot_write("standard output");
}

int output_end(output *out, const char *path, int32_t result, const cement_error *e) {
  int status = result && !out->failed ? failed(e) : output_finish(out, path);
  output_free(out);
  return status;
}
