#include "base/alloc.h"

#include <stdalign.h>

#define ALIGN (alignof(max_align_t))
#define FIRST_CHUNK ((size_t)4096)
#define LARGEST_CHUNK ((size_t)1 << 20)

/* In builds for tests every piece of an arena is a block of the allocator's: each one can fail, and a sanitizer sees
 * what runs over its end. */
#ifdef CEMENT_PIECES_ALONE
#define PIECES_ALONE true
#else
#define PIECES_ALONE false
#endif

/* A host may hand out memory of any alignment, so the header stands at the first aligned address of its block. */
typedef struct cm_chunk {
  struct cm_chunk *next;
  void *block;
  size_t size;
} cm_chunk;

#define HEADER ((sizeof(cm_chunk) + ALIGN - 1) / ALIGN * ALIGN)
#define OVERHEAD (HEADER + ALIGN - 1)

void cm_arena_init(cm_arena *arena, const cm_alloc *alloc) {
  *arena = (cm_arena){.alloc = alloc};
}

void cm_arena_expect(cm_arena *arena, uint64_t bytes) {
  arena->wanted = bytes;
}

void cm_arena_rewind(cm_arena *arena, const cm_arena *mark) {
  cm_chunk *chunk = arena->chunks;
  while (chunk != mark->chunks) { /* later chunks stand before earlier ones */
    cm_chunk *next = chunk->next;
    arena->alloc->release(arena->alloc->user, chunk->block, chunk->size);
    chunk = next;
  }
  *arena = *mark;
}

void cm_arena_free(cm_arena *arena) {
  cm_arena empty;
  cm_arena_init(&empty, arena->alloc);
  cm_arena_rewind(arena, &empty);
}

static void open_chunk(cm_arena *arena, const cm_chunk *chunk) {
  arena->at = (char *)chunk + HEADER;
  arena->end = arena->at + (chunk->size - OVERHEAD);
}

void cm_arena_clear(cm_arena *arena) {
  uint64_t held = arena->held;
  if (!PIECES_ALONE && arena->chunks && !arena->chunks->next) {
    open_chunk(arena, arena->chunks);
    return;
  }
  cm_arena_free(arena);
  if (!PIECES_ALONE) arena->wanted = held;
}

/* A chunk with `body` usable bytes, not linked yet. NULL when the budget or the allocator gave out. */
static cm_chunk *new_chunk(cm_arena *arena, size_t body) {
  if (body > SIZE_MAX - OVERHEAD) return NULL;
  size_t size = body + OVERHEAD;
  if (arena->held > arena->alloc->limit || size > arena->alloc->limit - arena->held) return NULL;
  void *block = arena->alloc->allocate(arena->alloc->user, size);
  if (block == NULL) return NULL;
  size_t skip = (ALIGN - (uintptr_t)block % ALIGN) % ALIGN;
  cm_chunk *chunk = (cm_chunk *)(void *)((char *)block + skip);
  *chunk = (cm_chunk){NULL, block, size};
  arena->held += size;
  return chunk;
}

/* Whether the next chunk is the one that shall hold everything. */
static bool wants_all(const cm_arena *arena) {
  return arena->held == 0 && arena->wanted != 0;
}

/* The usual size of the next chunk: doubles with what is held, and never asks for more than the budget leaves. */
static size_t usual_body(const cm_arena *arena) {
  size_t body = wants_all(arena) ? (size_t)arena->wanted : FIRST_CHUNK - OVERHEAD;
  while (body < LARGEST_CHUNK && body < arena->held) body *= 2;
  uint64_t left = arena->alloc->limit > arena->held ? arena->alloc->limit - arena->held : 0;
  if (left < OVERHEAD) return 0;
  return left - OVERHEAD < body ? (size_t)(left - OVERHEAD) / ALIGN * ALIGN : body;
}

/* From a chunk of its own or a new one for many. */
static void *take_from_new(cm_arena *arena, size_t need) {
  size_t usual = usual_body(arena);
  /* a large block gets its own chunk, the current one stays in use */
  bool alone = PIECES_ALONE || need > (wants_all(arena) ? usual : usual / 4);
  cm_chunk *chunk = new_chunk(arena, alone ? need : usual);
  if (chunk == NULL) return NULL;
  chunk->next = arena->chunks;
  arena->chunks = chunk;
  if (alone) return (char *)chunk + HEADER;
  open_chunk(arena, chunk);
  arena->at += need;
  return arena->at - need;
}

void *cm_arena_room(cm_arena *arena, size_t count, size_t size) {
  if (size != 0 && count > (SIZE_MAX - ALIGN) / size) return NULL;
  size_t bytes = count * size;
  size_t need = bytes == 0 ? ALIGN : (bytes + ALIGN - 1) / ALIGN * ALIGN;
  if (need > (size_t)(arena->end - arena->at)) return take_from_new(arena, need);
  void *taken = arena->at;
  arena->at += need;
  return taken;
}

void *cm_arena_take(cm_arena *arena, size_t count, size_t size) {
  void *taken = cm_arena_room(arena, count, size);
  return taken == NULL ? NULL : memset(taken, 0, count * size);
}

cm_str cm_arena_copy(cm_arena *arena, cm_str text) {
  if (text.size == SIZE_MAX) return (cm_str){NULL, 0};
  char *copy = cm_arena_room(arena, text.size + 1, 1);
  if (copy == NULL) return (cm_str){NULL, 0};
  if (text.size != 0) memcpy(copy, text.at, text.size);
  copy[text.size] = '\0';
  return (cm_str){copy, text.size};
}

void *cm_arena_dup(cm_arena *arena, const void *from, size_t size) {
  void *copy = cm_arena_room(arena, size, 1);
  if (copy != NULL && size != 0) memcpy(copy, from, size);
  return copy;
}

int cm_vec_grow(cm_arena *arena, void **at, size_t size, size_t *room, size_t more, size_t element) {
  if (more > SIZE_MAX - size) return -1;
  size_t wanted = *room > SIZE_MAX / 2 ? SIZE_MAX : *room * 2;
  if (wanted < 8) wanted = 8;
  if (PIECES_ALONE && size < 1024) wanted = size + size / 32; /* nearly every append asks for memory */
  if (wanted < size + more) wanted = size + more;
  void *grown = cm_arena_room(arena, wanted, element);
  if (grown == NULL) return -1;
  void *old; /* *at is a pointer to another type: copied as bytes, so that no alias rule is broken */
  memcpy(&old, at, sizeof old);
  if (size != 0) memcpy(grown, old, size * element);
  memcpy(at, &grown, sizeof grown);
  *room = wanted;
  return 0;
}

void cm_buf_init(cm_buf *buf, cm_arena *arena) {
  *buf = (cm_buf){.arena = arena};
}

void cm_buf_add(cm_buf *buf, cm_str text) {
  if (buf->failed || text.size == 0) return;
  if (text.size == SIZE_MAX || CM_VEC_ROOM(buf->arena, buf, text.size + 1)) { /* one more: the NUL behind the end */
    buf->failed = 1;
    return;
  }
  memcpy(buf->at + buf->size, text.at, text.size);
  buf->size += text.size;
  buf->at[buf->size] = '\0';
}

void cm_buf_add_c(cm_buf *buf, const char *text) {
  cm_buf_add(buf, cm_str_of(text));
}

void cm_buf_add_char(cm_buf *buf, char c) {
  cm_buf_add(buf, (cm_str){&c, 1});
}

void cm_buf_add_u64(cm_buf *buf, uint64_t value) {
  char digits[24];
  cm_buf_add(buf, cm_u64_text(value, digits));
}

static void add_escape(cm_buf *buf, unsigned char c) {
  static const char hex[] = "0123456789abcdef";
  const char *letter = c == '\0' ? NULL : strchr("\"\"\\\\\bb\ff\nn\rr\tt", c);
  if (letter != NULL) {
    cm_buf_add(buf, (cm_str){(const char[]){'\\', letter[1]}, 2});
  } else {
    cm_buf_add(buf, (cm_str){(const char[]){'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]}, 6});
  }
}

void cm_buf_add_json(cm_buf *buf, cm_str text) {
  cm_buf_add_char(buf, '"');
  size_t from = 0;
  for (size_t i = 0; i < text.size; i++) {
    unsigned char c = (unsigned char)text.at[i];
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    cm_buf_add(buf, cm_str_slice(text, from, i));
    add_escape(buf, c);
    from = i + 1;
  }
  cm_buf_add(buf, cm_str_slice(text, from, text.size));
  cm_buf_add_char(buf, '"');
}

cm_str cm_buf_text(const cm_buf *buf) {
  if (buf->failed) return (cm_str){NULL, 0};
  return buf->at ? (cm_str){buf->at, buf->size} : (cm_str){"", 0};
}
