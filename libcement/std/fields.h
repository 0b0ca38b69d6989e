/* Strict reading of JSON objects: every key is declared, every refusal tells its place. */
#ifndef CM_STD_FIELDS_H
#define CM_STD_FIELDS_H

#include "base/json.h"
#include "num/dec.h"

/* What the reading of one document needs everywhere. */
typedef struct cm_fields {
  cm_arena *arena; /* texts that are kept are copied into it */
  cm_str source, text;
  cement_error *err;
} cm_fields;

cm_place cm_fields_place(const cm_fields *fields, const cm_json *value);
cm_place cm_fields_key_place(const cm_fields *fields, const cm_json *member);

/* "object", "a string" ...: the kind of a value in words. */
cm_str cm_json_kind(const cm_json *value);

/* Refuses a value because of its kind: "of: a number read, a string expected". */
int cm_fields_expected(const cm_fields *fields, const cm_json *value, cm_str name, cm_str expected);

/* Sorts the members of an object by name: found[i] is the member called keys[i], or NULL.
 * Given:    what  the object's name for messages.
 * Status:   SCHEMA when it is no object or has a key that is not among them. */
int cm_fields_object(const cm_fields *fields, const cm_json *value, cm_str what, const char *const *keys, size_t count,
                     const cm_json **found);

/* A member that must be there: MISSING-like refusals of a data file are SCHEMA. */
int cm_fields_required(const cm_fields *fields, const cm_json *object, const cm_json *member, cm_str what,
                       const char *key);

/* A string that is not empty, copied. SCHEMA, NOMEM. */
int cm_fields_string(const cm_fields *fields, const cm_json *value, cm_str name, cm_str *out);
int cm_fields_bool(const cm_fields *fields, const cm_json *value, cm_str name, bool *out);
/* A number, or a string of the same form. SCHEMA. */
int cm_fields_number(const cm_fields *fields, const cm_json *value, cm_str name, cm_dec *out);

#endif
