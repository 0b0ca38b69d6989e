/* Memory: the host's allocator behind a budget, and arenas on it. */
#ifndef CM_BASE_ALLOC_H
#define CM_BASE_ALLOC_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* The host's three functions. A size of zero is never asked for. */
typedef struct cm_alloc {
  void *(*allocate)(void *user, size_t size);
  void *(*reallocate)(void *user, void *block, size_t old_size, size_t new_size);
  void (*release)(void *user, void *block, size_t size);
  void *user;
  uint64_t limit; /* bytes that one owner (catalog, ledger, plan, run) may hold */
} cm_alloc;

/* Chunks freed together. Everything that one object owns lies in its arena. */
typedef struct cm_arena {
  const cm_alloc *alloc;
  struct cm_chunk *chunks;
  char *at;
  char *end;
  uint64_t held;
  uint64_t wanted; /* what it is expected to hold, or held when it was cleared: its first chunk has room for it; or 0 */
} cm_arena;

/* malloc, realloc and free, with the default limit of 256 MiB. */
cm_alloc cm_alloc_system(void);

void cm_arena_init(cm_arena *arena, const cm_alloc *alloc);
/* About so many bytes will be taken: one chunk shall do. Given: an arena that holds nothing. */
void cm_arena_expect(cm_arena *arena, uint64_t bytes);
void cm_arena_free(cm_arena *arena);
/* Gives back what was taken since `mark`, a copy of the arena as it was. */
void cm_arena_rewind(cm_arena *arena, const cm_arena *mark);
/* Takes everything back for another round of about as much: from the third such round on without the allocator. */
void cm_arena_clear(cm_arena *arena);

/* Zeroed memory for count × size bytes aligned for any type, or NULL (overflow, budget or allocator). count × size of
 * 0 gives a valid address. */
void *cm_arena_take(cm_arena *arena, size_t count, size_t size);
/* The same, not zeroed: for what is written at once. */
void *cm_arena_room(cm_arena *arena, size_t count, size_t size);
/* A copy of the text, NUL-terminated behind its end; `.at` NULL when memory gave out. */
cm_str cm_arena_copy(cm_arena *arena, cm_str text);
/* A copy of `size` bytes. */
void *cm_arena_dup(cm_arena *arena, const void *from, size_t size);

#define CM_NEW(arena, type) ((type *)cm_arena_take((arena), 1, sizeof(type)))
#define CM_NEWS(arena, type, count) ((type *)cm_arena_take((arena), (count), sizeof(type)))

/* A growing array in an arena: grown copies leave the old ones behind (at most as much again). What is behind `size` is
 * not written yet. */
#define CM_VEC(type)                                                                                                   \
  struct {                                                                                                             \
    type *at;                                                                                                          \
    size_t size;                                                                                                       \
    size_t room;                                                                                                       \
  }

/* A larger copy, for more elements than there is room: 0, or -1 when memory gave out. */
int cm_vec_grow(cm_arena *arena, void **at, size_t size, size_t *room, size_t more, size_t element);

/* Most appends find room: no call for those. */
static inline int cm_vec_room(cm_arena *arena, void **at, size_t size, size_t *room, size_t more, size_t element) {
  return more <= *room - size ? 0 : cm_vec_grow(arena, at, size, room, more, element);
}

/* Room for `more` further elements: 0, or -1 when memory gave out. */
#define CM_VEC_ROOM(arena, vec, more)                                                                                  \
  cm_vec_room((arena), (void **)&(vec)->at, (vec)->size, &(vec)->room, (more), sizeof *(vec)->at)
/* Appends: 0, or -1. */
#define CM_VEC_PUSH(arena, vec, ...)                                                                                   \
  (CM_VEC_ROOM((arena), (vec), 1) ? -1 : ((vec)->at[(vec)->size++] = (__VA_ARGS__), 0))

/* Text that grows; a failed append is remembered, so callers check once at the end. */
typedef struct cm_buf {
  cm_arena *arena;
  char *at;
  size_t size;
  size_t room;
  int failed;
} cm_buf;

void cm_buf_init(cm_buf *buf, cm_arena *arena);
void cm_buf_add(cm_buf *buf, cm_str text);
void cm_buf_add_c(cm_buf *buf, const char *text);
void cm_buf_add_char(cm_buf *buf, char c);
void cm_buf_add_u64(cm_buf *buf, uint64_t value);
/* As a JSON string with its quotes: escapes quote, backslash and control characters, all else as it is. */
void cm_buf_add_json(cm_buf *buf, cm_str text);
/* A view of the text, NUL-terminated behind its end; `.at` NULL when an append failed. */
cm_str cm_buf_text(const cm_buf *buf);

#endif
