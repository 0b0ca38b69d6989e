/* Reads a file whole. The library itself opens no file: text comes to it as bytes in memory. */
#ifndef EXAMPLES_READ_FILE_H
#define EXAMPLES_READ_FILE_H

#include <stdio.h>
#include <stdlib.h>

/* The bytes of a file, to be freed, and how many there are; NULL where it cannot be read, which is told. */
static char *read_file(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  char *text = NULL;
  size_t room = 0, got = 0;
  int whole = 0;
  *size = 0;
  while (file && !whole) {
    char *larger = *size == room ? (char *)realloc(text, room = room ? 2 * room : 65536) : text;
    if (!larger) break;
    text = larger;
    got = fread(text + *size, 1, room - *size, file);
    *size += got;
    whole = !got && !ferror(file);
    if (!got && !whole) break;
  }
  if (file) fclose(file);
  if (whole) return text;
  fprintf(stderr, "%s: cannot be read\n", path);
  free(text);
  return NULL;
}

#endif
