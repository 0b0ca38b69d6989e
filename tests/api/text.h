/* What the tests share for texts: a writer that keeps what it is given, and whole files. */
#ifndef TESTS_API_TEXT_H
#define TESTS_API_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* To be freed by its `at`, which is NULL as long as nothing was written and else ends with a NUL. */
typedef struct written {
  char *at;
  size_t size;
  size_t room; /* of the block; it doubles, since a sanitizer copies all at every growth */
} written;

/* A cement_writer; user is the text. */
int32_t text_gather(void *user, const char *bytes, size_t size);
/* A whole file behind which a NUL stands, to be freed; a fatal failure where there is none. */
char *text_of_file(const char *path);
/* The same, of examples/. */
char *text_of_example(const char *name);

#endif
