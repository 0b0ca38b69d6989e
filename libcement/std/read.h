/* Walking a parsed JSON document: typed fields, each refusal with its place. */
#ifndef CM_STD_READ_H
#define CM_STD_READ_H

#include "base/json.h"
#include "std/items.h"

typedef struct cm_reader {
  cm_arena *arena; /* what is kept is copied here */
  cm_str source, text;
  cement_error *err;
  int status; /* of the first refusal; later steps do nothing */
} cm_reader;

/* Refuses with the place of `at`, or of its key; the first refusal stays, and its status is returned. */
#define cm_refuse(r, code, at, ...) cm_refuse_at((r), (code), cm_reader_place((r), (at)), __VA_ARGS__)
#define cm_refuse_key(r, code, at, ...)                                                                                \
  cm_refuse_at((r), (code), cm_place_at((r)->source, (r)->text, (at)->key_offset), __VA_ARGS__)
#define cm_refuse_at(r, code, where, ...)                                                                              \
  cm_reader_refuse((r), (code), (where), (const cm_str[]){__VA_ARGS__},                                                \
                   sizeof((const cm_str[]){__VA_ARGS__}) / sizeof(cm_str))
int cm_reader_refuse(cm_reader *r, int code, cm_place where, const cm_str *parts, size_t count);
int cm_reader_nomem(cm_reader *r);
cm_place cm_reader_place(const cm_reader *r, const cm_json *at);

/* The value has the type, or it is refused as "WHAT: a TYPE is expected". */
bool cm_reader_is(cm_reader *r, const cm_json *at, cm_json_type type);
/* Refuses members that are not in the list, which is joined by spaces. */
void cm_reader_only(cm_reader *r, const cm_json *object, const char *keys);
/* The value is an object without other members than these; false when it is absent or refused. */
bool cm_reader_fields(cm_reader *r, const cm_json *at, const char *keys);
/* A member, refused when `required` and absent. */
const cm_json *cm_reader_get(cm_reader *r, const cm_json *object, const char *key, bool required);
/* Text that is copied into the arena; {NULL, 0} when absent. */
cm_str cm_reader_text(cm_reader *r, const cm_json *object, const char *key, bool required);
cm_str cm_reader_copy(cm_reader *r, cm_str text);
/* zh and en of an object. */
cm_label cm_reader_label(cm_reader *r, const cm_json *object);
/* zh and en, both of which must be there. */
cm_label cm_reader_full_label(cm_reader *r, const cm_json *object);
/* A decimal written as text or as a number; `text` (may be NULL) receives the digits as printed. */
cm_dec cm_reader_decimal(cm_reader *r, const cm_json *at, cm_str *text);
cm_unit cm_reader_unit(cm_reader *r, const cm_json *at, cm_str *text);
/* Refuses a unit of more than `most` bytes, which would be cut where it is written. LIMIT. */
int cm_reader_unit_fits(cm_reader *r, const cm_json *at, size_t most);
int32_t cm_reader_int(cm_reader *r, const cm_json *object, const char *key, int32_t min, int32_t max);
/* "schema" names this one. MISSING, SCHEMA. */
void cm_reader_schema(cm_reader *r, const cm_json *root, const char *name);
/* Parses the reader's text and hands its root to `read`; the values live until that returns. Its status is returned. */
int cm_reader_document(cm_reader *r, const cm_json_limits *limits, void (*read)(void *user, const cm_json *root),
                       void *user);

/* For items and ledgers, whose refusals begin with a name; each returns the status. A value of another kind is refused
 * as "NAME: a number read, a string expected". */
int cm_reader_expected(cm_reader *r, const cm_json *value, cm_str name, cm_str expected);
/* found[i] is the member called keys[i], or NULL. Other members are refused. */
int cm_reader_object(cm_reader *r, const cm_json *value, cm_str what, const char *const *keys, size_t count,
                     const cm_json **found);
/* A member that must be there. SCHEMA. */
int cm_reader_required(cm_reader *r, const cm_json *object, const cm_json *member, cm_str what, const char *key);
/* A string that is not empty, copied. */
int cm_reader_name(cm_reader *r, const cm_json *value, cm_str name, cm_str *out);
int cm_reader_flag(cm_reader *r, const cm_json *value, cm_str name, bool *out);
/* A number, or a string of the same form. */
int cm_reader_number(cm_reader *r, const cm_json *value, cm_str name, cm_dec *out);

#endif
