#include "failing.h"

static void *allocate(void *user, size_t size) {
  failing *f = user;
  return ++f->calls == f->fail_at ? NULL : f->system.allocate(f->system.user, size);
}

static void *reallocate(void *user, void *block, size_t old_size, size_t new_size) {
  failing *f = user;
  return ++f->calls == f->fail_at ? NULL : f->system.reallocate(f->system.user, block, old_size, new_size);
}

static void release(void *user, void *block, size_t size) {
  failing *f = user;
  f->system.release(f->system.user, block, size);
}

cm_alloc failing_alloc(failing *f, size_t fail_at) {
  *f = (failing){cm_alloc_system(), 0, fail_at};
  return (cm_alloc){allocate, reallocate, release, f, f->system.limit};
}
