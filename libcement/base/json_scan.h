/* Inside the JSON reader: the validator's state, its keys, and what it records for the conversion. */
#ifndef CM_BASE_JSON_SCAN_H
#define CM_BASE_JSON_SCAN_H

#include "base/alloc.h"
#include "base/error.h"
#include "base/json.h"

/* Where a value and, for a member, its key begin. The limits on bytes keep offsets within size_t. */
typedef struct cm_json_record {
  size_t offset, key_offset;
} cm_json_record;

typedef struct cm_json_records {
  cm_json_record *at;
  size_t size;
  size_t room;
} cm_json_records;

/* A crit-bit tree over the keys of one object: finds an equal key in time proportional to the key's length, whatever
 * the keys are, so neither size nor a hostile choice of keys makes it slow. Nodes lie on a stack shared by the open
 * objects. A reference is 2 × node, + 1 for the key of that node instead of its fork. */
typedef struct cm_json_key {
  cm_str name;     /* escapes resolved */
  size_t offset;   /* of the key's quote */
  size_t child[2]; /* the fork that came with this key: references */
  size_t byte;     /* the fork's byte, ... */
  unsigned mask;   /* ... and in it all bits but the one that differs */
} cm_json_key;

typedef struct cm_json_keys {
  cm_json_key *at;
  size_t size;
  size_t room;
} cm_json_keys;

/* Adds a key to the object whose keys begin at `base` with root *root. 0; 1 with *twin when the key is there already;
 * -1 when memory gave out. */
int cm_json_keys_add(cm_arena *scratch, cm_json_keys *keys, size_t base, size_t *root, cm_str name, size_t offset,
                     size_t *twin);

/* As cm_json_validate, and records every value in document order. */
int cm_json_scan(cm_arena *scratch, cm_str source, cm_str text, const cm_json_limits *limits, cm_json_records *records,
                 cement_error *err);

/* The state of a scan. Strings and numbers are read by json_token.c, structure by json_validate.c. */
typedef struct cm_scan {
  cm_str source, text;
  size_t end; /* the text up to here is good UTF-8 */
  size_t at;
  const cm_json_limits *limits;
  cm_arena *scratch;
  cement_error *err;
} cm_scan;

int cm_scan_fail(const cm_scan *s, int code, size_t offset, cm_str a, cm_str b);
/* "expected ..., read 'x'" at s->at; or the end of the text, or bad UTF-8, whichever is there. `inside` says what was
 * being read. */
int cm_scan_unexpected(const cm_scan *s, cm_str expected, cm_str inside);

/* Each reads one token at s->at and moves behind it. */
int cm_scan_number(cm_scan *s);
int cm_scan_string(cm_scan *s);
int cm_scan_key(cm_scan *s, cm_str *name); /* a string whose content is wanted */

/* Byte at s->at, or -1 at the end. */
static inline int cm_scan_peek(const cm_scan *s) {
  return s->at < s->end ? (unsigned char)s->text.at[s->at] : -1;
}

#endif
