/* The only file of the library that names malloc. */
#include <stdlib.h>

#include "base/alloc.h"

static void *allocate(void *user, size_t size) {
  (void)user;
  return malloc(size);
}

static void *reallocate(void *user, void *block, size_t old_size, size_t new_size) {
  (void)user;
  (void)old_size;
  return realloc(block, new_size);
}

static void release(void *user, void *block, size_t size) {
  (void)user;
  (void)size;
  free(block);
}

cm_alloc cm_alloc_system(void) {
  return (cm_alloc){allocate, reallocate, release, NULL, UINT64_C(256) << 20};
}
