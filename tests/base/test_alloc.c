/* Arenas, arrays and text that grows, on an allocator that counts, poisons, misaligns and fails. */
#include <CUnit/CUnit.h>
#include <stdalign.h>
#include <stdlib.h>

#include "base/alloc.h"

int register_alloc_suite(void);

typedef struct host {
  uint64_t held, most;
  size_t calls, fail_at; /* the call that fails, from 1; 0 for none */
  size_t shift;          /* bytes that each block is misaligned by */
  size_t zero_sizes;
} host;

static void *host_allocate(void *user, size_t size) {
  host *h = user;
  h->zero_sizes += size == 0;
  if (++h->calls == h->fail_at) return NULL;
  char *block = malloc(size + h->shift);
  if (block == NULL) return NULL;
  memset(block, 0xA5, size + h->shift);
  h->held += size;
  if (h->held > h->most) h->most = h->held;
  return block + h->shift;
}

static void *host_reallocate(void *user, void *block, size_t old_size, size_t new_size) {
  (void)user, (void)block, (void)old_size, (void)new_size;
  return NULL;
}

static void host_release(void *user, void *block, size_t size) {
  host *h = user;
  memset(block, 0x5A, size);
  h->held -= size;
  free((char *)block - h->shift);
}

static cm_alloc host_alloc(host *h, uint64_t limit) {
  return (cm_alloc){host_allocate, host_reallocate, host_release, h, limit};
}

static bool all(const void *bytes, size_t size, unsigned char value) {
  const unsigned char *p = bytes;
  for (size_t i = 0; i < size; i++) {
    if (p[i] != value) return false;
  }
  return true;
}

static void test_take(void) {
  for (size_t shift = 0; shift < 16; shift++) {
    host h = {.shift = shift};
    cm_alloc alloc = host_alloc(&h, 1u << 30);
    cm_arena arena;
    cm_arena_init(&arena, &alloc);
    size_t wrong = 0;
    for (size_t size = 0; size < 6000; size = size < 64 ? size + 1 : size * 3 / 2) {
      char *taken = cm_arena_take(&arena, 1, size);
      wrong += taken == NULL || (uintptr_t)taken % alignof(max_align_t) != 0 || !all(taken, size, 0);
      if (taken != NULL) memset(taken, 0x77, size); /* must not show in the next one */
    }
    CU_ASSERT_EQUAL(wrong, 0);
    CU_ASSERT_EQUAL(arena.held, h.held);
    cm_arena_free(&arena);
    CU_ASSERT_EQUAL(h.held, 0);
    CU_ASSERT_EQUAL(h.zero_sizes, 0);
    CU_ASSERT_PTR_NOT_NULL(cm_arena_take(&arena, 1, 1)); /* a freed arena can be used again */
    cm_arena_free(&arena);
    CU_ASSERT_EQUAL(h.held, 0);
  }
}

static void test_overflow(void) {
  host h = {0};
  cm_alloc alloc = host_alloc(&h, UINT64_MAX);
  cm_arena arena;
  cm_arena_init(&arena, &alloc);
  CU_ASSERT_PTR_NULL(cm_arena_take(&arena, SIZE_MAX, 2));
  CU_ASSERT_PTR_NULL(cm_arena_take(&arena, SIZE_MAX, 1));
  CU_ASSERT_PTR_NULL(cm_arena_take(&arena, SIZE_MAX / 2, 3));
  CU_ASSERT_PTR_NULL(cm_arena_take(&arena, SIZE_MAX - 5 * sizeof(size_t), 1));
  CU_ASSERT_PTR_NULL(cm_arena_copy(&arena, (cm_str){"", SIZE_MAX}).at);
  CU_ASSERT_EQUAL(h.calls, 0); /* refused before the host is asked */
  cm_arena_free(&arena);
}

/* After a mark at any point pieces of many sizes, some in chunks of their own, are given back; those before it stay. */
static void test_rewind(void) {
  host h = {0};
  cm_alloc alloc = host_alloc(&h, 1u << 30);
  cm_arena arena;
  cm_arena_init(&arena, &alloc);
  char *kept = NULL;
  size_t grew = 0;
  for (size_t before = 0; before < 100; before++) {
    cm_arena mark = arena;
    for (size_t size = 1; size < 200000; size = size * 3 + before) {
      char *taken = cm_arena_take(&arena, 1, size);
      CU_ASSERT_PTR_NOT_NULL_FATAL(taken);
      memset(taken, 0x77, size);
    }
    grew += h.held > mark.held;
    cm_arena_rewind(&arena, &mark);
    CU_ASSERT_EQUAL(h.held, mark.held);
    CU_ASSERT_EQUAL(arena.held, mark.held);
    CU_ASSERT_TRUE(before == 0 || all(kept, (before - 1) * 61, 0x66));
    kept = cm_arena_take(&arena, before, 61); /* zeroed, though it was written to before */
    CU_ASSERT_TRUE(all(kept, before * 61, 0));
    memset(kept, 0x66, before * 61);
  }
  CU_ASSERT_TRUE(grew > 50); /* and else there was room for all */
  cm_arena_free(&arena);
  CU_ASSERT_EQUAL(h.held, 0);
}

/* Memory that was written to before is taken again: a copy ends with a NUL all the same, and what is written stays. */
static void test_copies(void) {
  host h = {0};
  cm_alloc alloc = host_alloc(&h, 1u << 30);
  cm_arena arena;
  cm_arena_init(&arena, &alloc);
  CU_ASSERT_PTR_NOT_NULL_FATAL(cm_arena_take(&arena, 1, 1)); /* what follows lies in the same chunk */
  for (size_t size = 0; size < 100; size++) {
    char text[100];
    memset(text, 'x', sizeof text);
    cm_arena mark = arena;
    char *dirty = cm_arena_room(&arena, 2, 100);
    CU_ASSERT_PTR_NOT_NULL_FATAL(dirty);
    memset(dirty, 0x77, 200);
    cm_arena_rewind(&arena, &mark);
    cm_str copy = cm_arena_copy(&arena, (cm_str){text, size});
    CU_ASSERT_PTR_NOT_NULL_FATAL(copy.at);
    CU_ASSERT_EQUAL(strlen(copy.at), size);
    cm_arena_rewind(&arena, &mark);
  }
  CU_ASSERT_PTR_NULL(cm_arena_room(&arena, SIZE_MAX / 2, 3));
  cm_arena_free(&arena);
  CU_ASSERT_EQUAL(h.held, 0);
}

/* One chunk does for what was expected, and others follow. */
static void test_expect(void) {
  for (size_t bytes = 100; bytes < 100000; bytes = bytes * 3 / 2) {
    host h = {0};
    cm_alloc alloc = host_alloc(&h, 1u << 30);
    cm_arena arena;
    cm_arena_init(&arena, &alloc);
    cm_arena_expect(&arena, bytes);
    size_t pieces = bytes / 16;
    for (size_t i = 0; i < pieces; i++) CU_ASSERT_PTR_NOT_NULL(cm_arena_take(&arena, 1, 16));
#ifndef CEMENT_PIECES_ALONE
    CU_ASSERT_EQUAL(h.calls, 1);
    CU_ASSERT_TRUE(h.held < bytes + 100);
#endif
    CU_ASSERT_PTR_NOT_NULL(cm_arena_take(&arena, 7, bytes));
    CU_ASSERT_TRUE(h.held > 8 * (bytes - 16));
    cm_arena_free(&arena);
    CU_ASSERT_EQUAL(h.held, 0);
  }
}

/* Whatever the limit, the arena stays within it, and uses nearly all of it when blocks are small. */
static void test_budget(void) {
  for (uint64_t limit = 0; limit < 200000; limit = limit < 6000 ? limit + 97 : limit * 3 / 2) {
    host h = {0};
    cm_alloc alloc = host_alloc(&h, limit);
    cm_arena arena;
    uint64_t taken = 0;
    cm_arena_init(&arena, &alloc);
    while (cm_arena_take(&arena, 1, 16) != NULL) taken += 16;
    CU_ASSERT_TRUE(h.most <= limit);
#ifndef CEMENT_PIECES_ALONE
    CU_ASSERT_TRUE(limit < 1000 || taken >= limit / 10 * 8);
#endif
    cm_arena_free(&arena);
    CU_ASSERT_EQUAL(h.held, 0);
  }
}

static void test_vec(void) {
  host h = {0};
  cm_alloc alloc = host_alloc(&h, 1u << 24);
  cm_arena arena;
  CM_VEC(uint32_t) vec = {0};
  cm_arena_init(&arena, &alloc);
  for (uint32_t i = 0; i < 10000; i++) CU_ASSERT_EQUAL_FATAL(CM_VEC_PUSH(&arena, &vec, i * 3), 0);
  size_t wrong = 0;
  for (uint32_t i = 0; i < 10000; i++) wrong += vec.at[i] != i * 3;
  CU_ASSERT_EQUAL(wrong, 0);
  CU_ASSERT_EQUAL(vec.size, 10000);
  CU_ASSERT_EQUAL(CM_VEC_ROOM(&arena, &vec, SIZE_MAX), -1);
  CU_ASSERT_EQUAL(CM_VEC_ROOM(&arena, &vec, SIZE_MAX / 4), -1);
  CU_ASSERT_EQUAL(vec.size, 10000);
  CU_ASSERT_EQUAL(vec.at[9999], 29997);
  cm_arena_free(&arena);
}

static void test_buf(void) {
  host h = {0};
  cm_alloc alloc = host_alloc(&h, 1u << 24);
  cm_arena arena;
  cm_buf buf;
  cm_arena_init(&arena, &alloc);
  cm_buf_init(&buf, &arena);
  CU_ASSERT_TRUE(cm_str_is(cm_buf_text(&buf), ""));
  cm_buf_add_c(&buf, "a");
  cm_buf_add(&buf, CM_S("煤"));
  cm_buf_add_char(&buf, ' ');
  cm_buf_add_u64(&buf, 1234567890123);
  CU_ASSERT_STRING_EQUAL(cm_buf_text(&buf).at, "a煤 1234567890123");
  cm_buf_init(&buf, &arena);
  cm_buf_add_json(&buf, CM_S("q\" b\\ \b\f\n\r\t \x01\x1f\x7f\0 煤/"));
  CU_ASSERT_STRING_EQUAL(cm_buf_text(&buf).at, "\"q\\\" b\\\\ \\b\\f\\n\\r\\t \\u0001\\u001f\x7f\\u0000 煤/\"");
  cm_str copy = cm_arena_copy(&arena, (cm_str){"abc", 2});
  CU_ASSERT_STRING_EQUAL(copy.at, "ab");
  CU_ASSERT_EQUAL(copy.size, 2);
  CU_ASSERT_STRING_EQUAL((char *)cm_arena_dup(&arena, "xyz", 4), "xyz");
  CU_ASSERT_PTR_NOT_NULL(cm_arena_dup(&arena, NULL, 0));
  cm_arena_free(&arena);
}

/* The n-th allocation fails, for every n: remembered by the buffer, and nothing is lost. */
static void test_failures(void) {
  for (size_t n = 1;; n++) {
    host h = {.fail_at = n};
    cm_alloc alloc = host_alloc(&h, 1u << 24);
    cm_arena arena;
    cm_buf buf;
    cm_arena_init(&arena, &alloc);
    cm_buf_init(&buf, &arena);
    for (int i = 0; i < 5000; i++) cm_buf_add_u64(&buf, 7777777777);
    bool failed = buf.failed;
    CU_ASSERT_EQUAL(cm_buf_text(&buf).at == NULL, failed);
    CU_ASSERT_TRUE(failed || cm_buf_text(&buf).size == 50000);
    cm_arena_free(&arena);
    CU_ASSERT_EQUAL(h.held, 0);
    if (!failed) {
      CU_ASSERT_TRUE(n > 3);
      break;
    }
  }
}

static void test_system(void) {
  cm_alloc alloc = cm_alloc_system();
  CU_ASSERT_EQUAL(alloc.limit, 268435456);
  char *block = alloc.allocate(alloc.user, 10);
  CU_ASSERT_PTR_NOT_NULL_FATAL(block);
  memcpy(block, "123456789", 10);
  block = alloc.reallocate(alloc.user, block, 10, 100000);
  CU_ASSERT_PTR_NOT_NULL_FATAL(block);
  CU_ASSERT_STRING_EQUAL(block, "123456789");
  alloc.release(alloc.user, block, 100000);
}

int register_alloc_suite(void) {
  CU_pSuite suite = CU_add_suite("alloc", NULL, NULL);
  CU_add_test(suite, "take", test_take);
  CU_add_test(suite, "sizes that overflow", test_overflow);
  CU_add_test(suite, "rewind", test_rewind);
  CU_add_test(suite, "copies", test_copies);
  CU_add_test(suite, "one chunk for what is expected", test_expect);
  CU_add_test(suite, "budget", test_budget);
  CU_add_test(suite, "array", test_vec);
  CU_add_test(suite, "text", test_buf);
  CU_add_test(suite, "every allocation fails once", test_failures);
  CU_add_test(suite, "system allocator", test_system);
  return (int)CU_get_error();
}
