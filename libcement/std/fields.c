#include "std/fields.h"

cm_place cm_fields_place(const cm_fields *fields, const cm_json *value) {
  return cm_place_at(fields->source, fields->text, (size_t)value->offset);
}

cm_place cm_fields_key_place(const cm_fields *fields, const cm_json *member) {
  return cm_place_at(fields->source, fields->text, (size_t)member->key_offset);
}

cm_str cm_json_kind(const cm_json *value) {
  switch (value->type) {
  case CM_JSON_NULL: return CM_S("null");
  case CM_JSON_FALSE: return CM_S("false");
  case CM_JSON_TRUE: return CM_S("true");
  case CM_JSON_NUMBER: return CM_S("a number");
  case CM_JSON_STRING: return CM_S("a string");
  case CM_JSON_ARRAY: return CM_S("a list");
  case CM_JSON_OBJECT: return CM_S("an object");
  }
  return CM_S("?");
}

int cm_fields_expected(const cm_fields *fields, const cm_json *value, cm_str name, cm_str expected) {
  return cm_fail(fields->err, CEMENT_E_SCHEMA, cm_fields_place(fields, value), name, CM_S(": "), cm_json_kind(value),
                 CM_S(" read, "), expected, CM_S(" expected"));
}

int cm_fields_object(const cm_fields *fields, const cm_json *value, cm_str what, const char *const *keys, size_t count,
                     const cm_json **found) {
  if (value->type != CM_JSON_OBJECT) return cm_fields_expected(fields, value, what, CM_S("an object"));
  for (size_t i = 0; i < count; i++) found[i] = NULL;
  for (const cm_json *member = value->child; member != NULL; member = member->next) {
    size_t i = 0;
    while (i < count && !cm_str_is(member->key, keys[i])) i++;
    if (i == count) {
      return cm_fail(fields->err, CEMENT_E_SCHEMA, cm_fields_key_place(fields, member), what, CM_S(": unknown key \""),
                     member->key, CM_S("\""));
    }
    found[i] = member;
  }
  return CEMENT_OK;
}

int cm_fields_required(const cm_fields *fields, const cm_json *object, const cm_json *member, cm_str what,
                       const char *key) {
  if (member != NULL) return CEMENT_OK;
  return cm_fail(fields->err, CEMENT_E_SCHEMA, cm_fields_place(fields, object), what, CM_S(": \""), cm_str_of(key),
                 CM_S("\" is missing"));
}

int cm_fields_string(const cm_fields *fields, const cm_json *value, cm_str name, cm_str *out) {
  if (value->type != CM_JSON_STRING) return cm_fields_expected(fields, value, name, CM_S("a string"));
  if (value->text.size == 0) {
    return cm_fail(fields->err, CEMENT_E_SCHEMA, cm_fields_place(fields, value), name, CM_S(": the text is empty"));
  }
  cm_str copy = cm_arena_copy(fields->arena, value->text);
  if (copy.at == NULL) return cm_nomem(fields->err);
  *out = copy;
  return CEMENT_OK;
}

int cm_fields_bool(const cm_fields *fields, const cm_json *value, cm_str name, bool *out) {
  if (value->type != CM_JSON_TRUE && value->type != CM_JSON_FALSE) {
    return cm_fields_expected(fields, value, name, CM_S("true or false"));
  }
  *out = value->type == CM_JSON_TRUE;
  return CEMENT_OK;
}

int cm_fields_number(const cm_fields *fields, const cm_json *value, cm_str name, cm_dec *out) {
  size_t at = 0;
  if (value->type != CM_JSON_NUMBER && value->type != CM_JSON_STRING) {
    return cm_fields_expected(fields, value, name, CM_S("a number"));
  }
  if (cm_dec_read(value->text, out, &at) != CM_PARSE_OK) {
    return cm_fail(fields->err, CEMENT_E_SCHEMA, cm_fields_place(fields, value), name, CM_S(": \""), value->text,
                   CM_S("\" read, a number of at most 34 digits expected"));
  }
  return CEMENT_OK;
}
