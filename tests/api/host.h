/* A host's allocator that counts, fails on demand and fills with rubbish; and a catalog for all tests of a suite. */
#ifndef TESTS_API_HOST_H
#define TESTS_API_HOST_H

#include <stddef.h>
#include <stdint.h>

#include <cement/cement.h>

typedef struct host {
  size_t calls, fail_at, fail_from; /* from 1; 0 for never; fail_from: and all after it */
  size_t blocks, zero_sizes, wrong_sizes;
  uint64_t held;
} host;

cement_config config_of(host *h);

/* Made by suite_open, which with suite_close is given to CU_add_suite. */
extern cement_context *suite_context;
extern cement_catalog *suite_catalog;
int suite_open(void);
int suite_close(void);

#endif
