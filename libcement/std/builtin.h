/* The files of data/ as bytes, made at build time: items.json first, then the editions, each behind those that it uses.
 */
#ifndef CM_STD_BUILTIN_H
#define CM_STD_BUILTIN_H

#include <stddef.h>

struct cm_builtin {
  const char *name; /* relative to data/ */
  const unsigned char *bytes;
  size_t size;
};

extern const struct cm_builtin cm_builtin_files[];
extern const size_t cm_builtin_count;
/* Those of plant/ are no editions, so they stand apart. */
extern const struct cm_builtin cm_builtin_dictionary, cm_builtin_form, cm_builtin_quality;

#endif
