/* Blocks of a file: read whole, hashed, and checked to be of one encoding before any row is cut from them. */
#include "plant/table_work.h"

#define FIRST_ROOM ((size_t)16384)

uint32_t cm_table_lines(uint32_t line, uint32_t more) {
  return more < UINT32_MAX - line ? line + more : UINT32_MAX;
}

cm_place cm_table_byte_place(const cm_table_reader *t, size_t at) {
  cm_place place = cm_place_at(t->source, (cm_str){t->buffer + t->at, t->size - t->at}, at - t->at);
  place.offset = t->offset + at;
  place.line = cm_table_lines(t->line, place.line - 1);
  return place;
}

/* A refusal that no byte is to blame for. */
static int refuse_file(cm_table_reader *t, int code, cm_str what) {
  t->status = cm_fail(t->err, code, ((cm_place){t->source, t->bytes, 0, 0}), what);
  return t->status;
}

/* Room for one more byte and the slack: twice as much, up to what a block and a row need. */
static int grow(cm_table_reader *t) {
  const cm_alloc *alloc = t->arena.alloc;
  size_t room = t->room == 0 ? FIRST_ROOM : 2 * t->room;
  char *grown = room > alloc->limit ? NULL
                : t->buffer == NULL ? alloc->allocate(alloc->user, room)
                                    : alloc->reallocate(alloc->user, t->buffer, t->room, room);
  if (grown == NULL) return t->status = cm_nomem(t->err);
  memset(grown + t->room, 0, room - t->room); /* what is loaded behind the text is defined */
  t->buffer = grown;
  t->room = room;
  return CEMENT_OK;
}

/* Reads until the block is whole or the file ends, so that nothing depends on the pieces that come. */
static int read_block(cm_table_reader *t) {
  size_t begin = t->size;
  while (t->size < begin + CM_TABLE_BLOCK) {
    if (t->size + CM_TABLE_SLACK >= t->room && grow(t) != CEMENT_OK) return t->status;
    size_t room = t->room - CM_TABLE_SLACK - t->size;
    size_t left = begin + CM_TABLE_BLOCK - t->size;
    size_t got = 0;
    if (room > left) room = left;
    if (t->read(t->user, t->buffer + t->size, room, &got) != 0 || got > room) {
      return refuse_file(t, CEMENT_E_IO, CM_S("the file could not be read"));
    }
    t->ended = got == 0;
    if (t->ended) break;
    t->size += got;
    t->bytes += got;
  }
  cm_sha256_add(&t->hash, t->buffer + begin, t->size - begin);
  if (t->bytes <= t->limits->csv_bytes) return CEMENT_OK;
  return refuse_file(t, CEMENT_E_LIMIT, CM_S("the file is longer than the limit for CSV"));
}

/* Decides by the first block that has a byte beyond ASCII. */
static int find_encoding(cm_table_reader *t) {
  cm_str window = {t->buffer + t->checked, t->size - t->checked};
  cm_text_fault fault;
  size_t at;
  if (cm_encoding_find(window, t->ended, &t->encoding, &at, &fault) == 0) return CEMENT_OK;
  if (fault == CM_TEXT_MIXED) {
    return cm_table_refuse(t, CEMENT_E_ENCODING, t->checked + at, cm_text_fault_words(fault, t->encoding));
  }
  return cm_table_refuse(t, CEMENT_E_ENCODING, t->checked + at, cm_text_fault_words(fault, t->encoding),
                         CM_S("; the file is neither UTF-8 nor GB18030"));
}

static void check(cm_table_reader *t) {
  if (t->encoding == CM_ENCODING_FOUND) { /* as it was found, all of it is ASCII */
    t->checked = t->size;
    return;
  }
  t->checked += cm_encoding_check(t->encoding, (cm_str){t->buffer + t->checked, t->size - t->checked}, &t->fault);
  if (t->fault == CM_TEXT_CUT && !t->ended) t->fault = CM_TEXT_GOOD; /* its end comes with the next block */
}

int cm_table_fill(cm_table_reader *t) {
  if (t->begun) memmove(t->buffer, t->buffer + t->at, t->size - t->at);
  t->size -= t->at;
  t->checked -= t->at;
  t->offset += t->at;
  t->at = 0;
  t->scanned = SIZE_MAX; /* nothing of these bytes */
  int status = read_block(t);
  if (status == CEMENT_OK && !t->begun) status = cm_table_mark(t);
  if (status == CEMENT_OK && t->encoding == CM_ENCODING_FOUND) status = find_encoding(t);
  if (status != CEMENT_OK) return status;
  check(t);
  if (!t->begun) status = cm_table_delimiter(t);
  t->begun = true;
  return status;
}
