/* JSON in: bytes -> strict validator -> cJSON -> an immutable tree of our own, each value with its place.
 *
 * Stricter than RFC 8259: no byte order mark, no duplicate keys (compared after escapes are resolved), no \u0000, no
 * lone surrogates, no noncharacters, numbers by the grammar with their digits kept, and limits on bytes, depth, values,
 * keys and string length. */
#ifndef CM_BASE_JSON_H
#define CM_BASE_JSON_H

#include <cement/cement.h>

#include "base/alloc.h"
#include "base/error.h"

typedef enum cm_json_type {
  CM_JSON_NULL,
  CM_JSON_FALSE,
  CM_JSON_TRUE,
  CM_JSON_NUMBER, /* text = the digits as written */
  CM_JSON_STRING, /* text = the decoded string */
  CM_JSON_ARRAY,
  CM_JSON_OBJECT
} cm_json_type;

typedef struct cm_json {
  cm_json_type type;
  cm_str text;
  cm_str key;      /* of a member of an object */
  uint64_t offset; /* of the value's first byte */
  uint64_t key_offset;
  struct cm_json *child; /* first element or member */
  struct cm_json *next;  /* next sibling, in document order */
  size_t count;          /* elements or members */
} cm_json;

#define CM_JSON_DEPTH_MAX 32 /* whatever the limits say */

typedef struct cm_json_limits {
  size_t bytes;        /* of the document */
  size_t depth;        /* of arrays and objects within each other */
  size_t values;       /* scalars, arrays and objects of the document */
  size_t keys;         /* of one object */
  size_t string_bytes; /* of one string or key, escapes resolved */
  size_t number_bytes; /* of one number as written */
} cm_json_limits;

/* Reads a document.
 * Given:    source  its name for messages; text  its bytes, not needed after the call.
 * Returned: out  the root, in `arena`.
 * Status:   SYNTAX, ENCODING, DUPKEY, LIMIT, NOMEM, DEPENDENCY (cJSON read something else than the validator).
 * Notes:    errors are reported at the first offending byte, in document order; a value that passes a limit at its
 *           first byte, a document that is too long without a place. Constant stack. A number whose lexeme is longer
 *           than number_bytes is LIMIT; its value is not looked at here. */
int cm_json_read(cm_arena *arena, cm_json **out, cm_str source, cm_str text, const cm_json_limits *limits,
                 cement_error *err);

/* The strict validator alone (fuzzed and compared with independent ones): counts values as it goes. `scratch` holds the
 * keys of the objects that are open, and is the caller's to free. */
int cm_json_validate(cm_arena *scratch, cm_str source, cm_str text, const cm_json_limits *limits, size_t *values,
                     cement_error *err);

const cm_json *cm_json_get(const cm_json *object, const char *key); /* NULL when absent */

#endif
