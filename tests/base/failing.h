/* An allocator that fails at one call. */
#ifndef TESTS_BASE_FAILING_H
#define TESTS_BASE_FAILING_H

#include "base/alloc.h"

typedef struct failing {
  cm_alloc system;
  size_t calls, fail_at;
} failing;

/* fail_at counts from 1, blocks that grow among them. It lives as long as the failing that it is given. */
cm_alloc failing_alloc(failing *f, size_t fail_at);

#endif
