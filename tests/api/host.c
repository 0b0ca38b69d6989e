#include "api/host.h"

#include <stdlib.h>
#include <string.h>

typedef struct head {
  size_t size;
  size_t pad;
} head;

static void *host_allocate(void *user, size_t size) {
  host *h = user;
  h->zero_sizes += size == 0;
  h->calls++;
  if (h->calls == h->fail_at || (h->fail_from && h->calls >= h->fail_from)) return NULL;
  head *block = malloc(sizeof(head) + size);
  if (!block) return NULL;
  *block = (head){size, 0};
  memset(block + 1, 0xA5, size);
  h->held += size;
  h->blocks++;
  return block + 1;
}

static void host_release(void *user, void *at, size_t size) {
  host *h = user;
  head *block = (head *)at - 1;
  h->wrong_sizes += block->size != size;
  h->held -= block->size;
  h->blocks--;
  memset(block, 0x5A, sizeof(head) + block->size);
  free(block);
}

static void *host_reallocate(void *user, void *at, size_t old_size, size_t new_size) {
  void *fresh = host_allocate(user, new_size);
  if (!fresh) return NULL;
  memcpy(fresh, at, old_size < new_size ? old_size : new_size);
  host_release(user, at, old_size);
  return fresh;
}

cement_config config_of(host *h) {
  return (cement_config){.size = sizeof(cement_config),
                         .allocate = host_allocate,
                         .reallocate = host_reallocate,
                         .release = host_release,
                         .user = h};
}

cement_context *suite_context;
cement_catalog *suite_catalog;

int suite_open(void) {
  return cement_context_create(&suite_context, NULL, NULL) ||
         cement_catalog_create(&suite_catalog, suite_context, NULL);
}

int suite_close(void) {
  cement_catalog_destroy(suite_catalog);
  cement_context_destroy(suite_context);
  return 0;
}
