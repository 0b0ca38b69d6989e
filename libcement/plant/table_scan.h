/* Looks for the structural bytes of a table, 64 bytes at a time. */
#ifndef CM_PLANT_TABLE_SCAN_H
#define CM_PLANT_TABLE_SCAN_H

#include "plant/table_work.h"

#define CM_ONES UINT64_C(0x0101010101010101)
#define CM_HIGHS (CM_ONES << 7)

#define CM_SCAN_WORDS 8 /* looked at together */
#define CM_SCAN_BLOCK (8 * CM_SCAN_WORDS)

/* Looks for control characters (line ends among them), quotes and the delimiter. */
typedef struct cm_scan {
  const char *text;
  size_t end;
  size_t block;   /* where the bytes are that were looked at last */
  uint64_t found; /* of these, a bit for each structural one */
  uint64_t left;  /* of these, those not given yet */
  char delimiter;
} cm_scan;

/* Byte 0 in the lowest bits, whatever the machine's order. */
static inline uint64_t cm_scan_load(const char *text) {
  const unsigned char *p = (const unsigned char *)text;
  return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32 |
         (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
}

/* A bit for each structural byte of eight. No sum carries into the next byte, so each high bit is right: c + 60 reaches
 * 80 from 20 on, x + 7F unless x is 0. Bytes beyond ASCII are never structural. The product moves the high bit of byte
 * i to bit 56 + i: all its terms fall on different bits. */
static inline uint64_t cm_scan_structural(uint64_t eight, uint64_t delimiter) {
  uint64_t seven = eight & ~CM_HIGHS;
  uint64_t text = seven + CM_ONES * 0x60;
  uint64_t unquoted = (seven ^ CM_ONES * '"') + CM_ONES * 0x7F;
  uint64_t within = (seven ^ delimiter) + CM_ONES * 0x7F;
  uint64_t high = ~((text & unquoted & within) | eight) & CM_HIGHS;
  return high * UINT64_C(0x0002040810204081) >> 56;
}

static inline void cm_scan_look(cm_scan *s, size_t block) {
  const uint64_t delimiter = CM_ONES * (unsigned char)s->delimiter;
  uint64_t found = 0;
  for (int i = 0; i < CM_SCAN_WORDS; i++)
    found |= cm_scan_structural(cm_scan_load(s->text + block + 8 * i), delimiter) << (8 * i);
  s->block = block;
  s->found = found;
  s->left = found;
}

static inline size_t cm_scan_lowest(uint64_t bits) {
#if defined(__GNUC__)
  return (size_t)__builtin_ctzll(bits);
#else
  size_t at = 0;
  while ((bits & 1) == 0) bits >>= 1, at++;
  return at;
#endif
}

/* From t->at on; what was looked at for the row before it is not looked at again. */
static inline cm_scan cm_scan_from(const cm_table_reader *t) {
  cm_scan s = {t->buffer, t->checked, t->scanned, t->found, 0, t->delimiter};
  size_t within = t->at - s.block;
  if (t->at >= s.block && within < CM_SCAN_BLOCK) {
    s.left = s.found >> within << within;
  } else {
    cm_scan_look(&s, t->at);
  }
  return s;
}

static inline void cm_scan_keep(cm_table_reader *t, const cm_scan *s) {
  t->scanned = s->block;
  t->found = s->found;
}

/* The next structural byte, or the end. */
static inline size_t cm_scan_next(cm_scan *s) {
  while (s->left == 0) {
    if (s->block + CM_SCAN_BLOCK >= s->end) return s->end;
    cm_scan_look(s, s->block + CM_SCAN_BLOCK);
  }
  size_t at = s->block + cm_scan_lowest(s->left);
  s->left &= s->left - 1;
  return at < s->end ? at : s->end;
}

#endif
