/* Text with explicit length, and the few things done with it. Nothing here knows a locale. */
#ifndef CM_BASE_TEXT_H
#define CM_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A view of bytes; not NUL-terminated unless said so. */
typedef struct cm_str {
  const char *at;
  size_t size;
} cm_str;

/* A literal as a view. */
#define CM_S(literal) ((cm_str){(literal), sizeof(literal) - 1})
/* The same where a constant initializer is needed. */
#define CM_TEXT(literal)                                                                                               \
  { (literal), sizeof(literal) - 1 }

cm_str cm_str_of(const char *text); /* of a NUL-terminated text; NULL gives the empty view */

/* Most are of different sizes: no call for those. */
static inline bool cm_str_eq(cm_str a, cm_str b) {
  return a.size == b.size && (a.size == 0 || memcmp(a.at, b.at, a.size) == 0);
}
bool cm_str_is(cm_str a, const char *text);
bool cm_str_starts(cm_str a, const char *text);
int cm_str_cmp(cm_str a, cm_str b);         /* by bytes, then by length */
int cm_str_natural_cmp(cm_str a, cm_str b); /* runs of digits by their number: L2 before L10; total */
cm_str cm_str_slice(cm_str a, size_t from, size_t to);
cm_str cm_str_trim(cm_str a);              /* spaces and tabs off both ends */
cm_str cm_str_cut(cm_str a, size_t bytes); /* at most so many bytes, no UTF-8 character split */

/* The first byte that is not part of well-formed UTF-8 (RFC 3629: no overlong form, no surrogate, none above
 * U+10FFFF), or text.size. */
size_t cm_utf8_valid_prefix(cm_str text);
uint32_t cm_utf8_next(cm_str text, size_t *at); /* decodes valid UTF-8 and advances */
size_t cm_utf8_put(uint32_t code, char out[4]); /* bytes written, 1 to 4 */

/* ASCII only, whatever the locale. */
bool cm_is_digit(int c);
bool cm_is_alpha(int c);
bool cm_is_space(int c);

#define CM_U64_TEXT_MAX 24 /* bytes that any whole number takes */
/* A whole number as digits: the view stays in `out`. */
cm_str cm_u64_text(uint64_t value, char out[CM_U64_TEXT_MAX]);

#endif
