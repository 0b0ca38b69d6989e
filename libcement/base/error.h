/* Errors belong to the caller. These helpers fill one, or do nothing when it is NULL, and return the code. */
#ifndef CM_BASE_ERROR_H
#define CM_BASE_ERROR_H

#include <cement/cement.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* A place in a text that was read. `line` 0 means no place. */
typedef struct cm_place {
  cm_str source;
  uint64_t offset;
  uint32_t line;
  uint32_t column;
} cm_place;

#define CM_NOWHERE ((cm_place){{"", 0}, 0, 0, 0})

/* Fills `err` with the parts of the message joined in order.
 * Given:    code  a CEMENT_E_* code; where  the place, CM_NOWHERE for none; parts[count]  pieces of the message.
 * Returned: code, so that `return cm_fail(...)` reads as it acts.
 * Notes:    a message that is too long is cut at a character boundary. Control characters are shown as '?'. */
int cm_fail_parts(cement_error *err, int code, cm_place where, const cm_str *parts, size_t count);

/* cm_fail(err, code, where, "text", cm_s(name), ...): every piece is a C string literal or a cm_str (see CM_S). */
#define cm_fail(err, code, where, ...)                                                                                 \
  cm_fail_parts((err), (code), (where), (const cm_str[]){__VA_ARGS__},                                                 \
                sizeof((const cm_str[]){__VA_ARGS__}) / sizeof(cm_str))

/* Out of memory has one message. */
int cm_nomem(cement_error *err);

/* Line and column of a byte offset in a text: lines end at LF. */
cm_place cm_place_at(cm_str source, cm_str text, size_t offset);

#endif
