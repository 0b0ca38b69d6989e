#include "std/read.h"

cm_place cm_reader_place(const cm_reader *r, const cm_json *at) {
  return at ? cm_place_at(r->source, r->text, at->offset) : (cm_place){.source = r->source};
}

int cm_reader_refuse(cm_reader *r, int code, cm_place where, const cm_str *parts, size_t count) {
  if (!r->status) r->status = cm_fail_parts(r->err, code, where, parts, count);
  return r->status;
}

int cm_reader_nomem(cm_reader *r) {
  if (!r->status) r->status = cm_nomem(r->err);
  return r->status;
}

static const char *type_name(cm_json_type type) {
  static const char *const names[] = {"null", "false", "true", "a number", "a text", "an array", "an object"};
  return names[type];
}

bool cm_reader_is(cm_reader *r, const cm_json *at, cm_json_type type) {
  if (r->status || !at) return false;
  if (at->type == type) return true;
  cm_refuse(r, CEMENT_E_SCHEMA, at, CM_S("\""), at->key, CM_S("\": "), cm_str_of(type_name(at->type)), CM_S(" read, "),
            cm_str_of(type_name(type)), CM_S(" expected"));
  return false;
}

static bool listed(const char *keys, cm_str key) {
  for (const char *k = keys; *k;) {
    size_t n = strcspn(k, " ");
    if (n == key.size && !memcmp(k, key.at, n)) return true;
    k += n;
    while (*k == ' ') k++;
  }
  return false;
}

void cm_reader_only(cm_reader *r, const cm_json *object, const char *keys) {
  if (!cm_reader_is(r, object, CM_JSON_OBJECT)) return;
  for (const cm_json *m = object->child; m && !r->status; m = m->next)
    if (!listed(keys, m->key))
      cm_refuse(r, CEMENT_E_SCHEMA, m, CM_S("unknown key \""), m->key, CM_S("\", one of these expected: "),
                cm_str_of(keys));
}

bool cm_reader_fields(cm_reader *r, const cm_json *at, const char *keys) {
  if (at == NULL) return false;
  cm_reader_only(r, at, keys);
  return r->status == CEMENT_OK;
}

const cm_json *cm_reader_get(cm_reader *r, const cm_json *object, const char *key, bool required) {
  if (r->status) return NULL;
  const cm_json *m = cm_json_get(object, key);
  if (!m && required)
    cm_refuse(r, CEMENT_E_MISSING, object, CM_S("\""), object->key, CM_S("\": the key \""), cm_str_of(key),
              CM_S("\" is missing"));
  return m;
}

cm_str cm_reader_copy(cm_reader *r, cm_str text) {
  cm_str copy = cm_arena_copy(r->arena, text);
  if (!copy.at) cm_reader_nomem(r);
  return copy;
}

cm_str cm_reader_text(cm_reader *r, const cm_json *object, const char *key, bool required) {
  const cm_json *m = cm_reader_get(r, object, key, required);
  if (!m || !cm_reader_is(r, m, CM_JSON_STRING)) return (cm_str){NULL, 0};
  if (!m->text.size) cm_refuse(r, CEMENT_E_SCHEMA, m, CM_S("\""), cm_str_of(key), CM_S("\" is empty"));
  return cm_reader_copy(r, m->text);
}

cm_label cm_reader_label(cm_reader *r, const cm_json *object) {
  return (cm_label){cm_reader_text(r, object, "zh", false), cm_reader_text(r, object, "en", false)};
}

cm_label cm_reader_full_label(cm_reader *r, const cm_json *object) {
  cm_str zh = cm_reader_text(r, object, "zh", true);
  return (cm_label){zh, cm_reader_text(r, object, "en", true)};
}

cm_dec cm_reader_decimal(cm_reader *r, const cm_json *at, cm_str *text) {
  cm_dec value = cm_dec_zero;
  if (r->status || !at) return value;
  if (at->type != CM_JSON_STRING && at->type != CM_JSON_NUMBER) {
    cm_reader_is(r, at, CM_JSON_STRING);
    return value;
  }
  size_t where;
  if (cm_dec_read(at->text, &value, &where) != CM_PARSE_OK)
    cm_refuse(r, CEMENT_E_SYNTAX, at, CM_S("\""), at->text, CM_S("\" read, a decimal number expected"));
  if (text) *text = cm_reader_copy(r, at->text);
  return value;
}

int cm_reader_unit_fits(cm_reader *r, const cm_json *at, size_t most) {
  char number[24];
  if (at->text.size <= most) return r->status;
  return cm_refuse(r, CEMENT_E_LIMIT, at, CM_S("unit \""), cm_str_cut(at->text, 60), CM_S("\": longer than "),
                   cm_u64_text(most, number), CM_S(" bytes"));
}

cm_unit cm_reader_unit(cm_reader *r, const cm_json *at, cm_str *text) {
  cm_unit unit = cm_unit_one;
  if (!at || !cm_reader_is(r, at, CM_JSON_STRING) || cm_reader_unit_fits(r, at, CM_UNIT_WRITTEN_MAX)) return unit;
  int status = cm_unit_read(at->text, &unit, r->err, cm_reader_place(r, at));
  if (status) r->status = status;
  if (text) *text = cm_reader_copy(r, at->text);
  return unit;
}

int32_t cm_reader_int(cm_reader *r, const cm_json *object, const char *key, int32_t min, int32_t max) {
  const cm_json *m = cm_reader_get(r, object, key, true);
  if (!m || !cm_reader_is(r, m, CM_JSON_NUMBER)) return min;
  int32_t value = 0;
  bool negative = m->text.at[0] == '-';
  for (size_t i = negative; i < m->text.size && value < 100000; i++) {
    if (!cm_is_digit((unsigned char)m->text.at[i]))
      value = 100000;
    else
      value = value * 10 + (m->text.at[i] - '0');
  }
  if (negative) value = -value;
  if (value >= min && value <= max) return value;
  cm_refuse(r, CEMENT_E_RANGE, m, CM_S("\""), m->key, CM_S("\": "), m->text,
            CM_S(" read, a whole number in range expected"));
  return min;
}

void cm_reader_schema(cm_reader *r, const cm_json *root, const char *name) {
  const cm_json *at = cm_reader_get(r, root, "schema", true);
  if (at == NULL || (at->type == CM_JSON_STRING && cm_str_is(at->text, name))) return;
  cm_refuse(r, CEMENT_E_SCHEMA, at, CM_S("schema: \""), cm_str_of(name), CM_S("\" expected"));
}

int cm_reader_document(cm_reader *r, const cm_json_limits *limits, void (*read)(void *user, const cm_json *root),
                       void *user) {
  cm_arena scratch;
  cm_json *root;
  cm_arena_init(&scratch, r->arena->alloc);
  r->status = cm_json_read(&scratch, &root, r->source, r->text, limits, r->err);
  if (r->status == CEMENT_OK) read(user, root);
  cm_arena_free(&scratch);
  return r->status;
}

int cm_reader_expected(cm_reader *r, const cm_json *value, cm_str name, cm_str expected) {
  const char *kind = value->type == CM_JSON_STRING  ? "a string"
                     : value->type == CM_JSON_ARRAY ? "a list"
                                                    : type_name(value->type);
  return cm_refuse(r, CEMENT_E_SCHEMA, value, name, CM_S(": "), cm_str_of(kind), CM_S(" read, "), expected,
                   CM_S(" expected"));
}

int cm_reader_object(cm_reader *r, const cm_json *value, cm_str what, const char *const *keys, size_t count,
                     const cm_json **found) {
  if (value->type != CM_JSON_OBJECT) return cm_reader_expected(r, value, what, CM_S("an object"));
  for (size_t i = 0; i < count; i++) found[i] = NULL;
  for (const cm_json *m = value->child; m; m = m->next) {
    size_t i = 0;
    while (i < count && !cm_str_is(m->key, keys[i])) i++;
    if (i == count) return cm_refuse_key(r, CEMENT_E_SCHEMA, m, what, CM_S(": unknown key \""), m->key, CM_S("\""));
    found[i] = m;
  }
  return CEMENT_OK;
}

int cm_reader_required(cm_reader *r, const cm_json *object, const cm_json *member, cm_str what, const char *key) {
  if (member) return CEMENT_OK;
  return cm_refuse(r, CEMENT_E_SCHEMA, object, what, CM_S(": \""), cm_str_of(key), CM_S("\" is missing"));
}

int cm_reader_name(cm_reader *r, const cm_json *value, cm_str name, cm_str *out) {
  if (value->type != CM_JSON_STRING) return cm_reader_expected(r, value, name, CM_S("a string"));
  if (value->text.size == 0) return cm_refuse(r, CEMENT_E_SCHEMA, value, name, CM_S(": the text is empty"));
  cm_str copy = cm_reader_copy(r, value->text);
  if (copy.at) *out = copy;
  return r->status;
}

int cm_reader_flag(cm_reader *r, const cm_json *value, cm_str name, bool *out) {
  if (value->type != CM_JSON_TRUE && value->type != CM_JSON_FALSE)
    return cm_reader_expected(r, value, name, CM_S("true or false"));
  *out = value->type == CM_JSON_TRUE;
  return CEMENT_OK;
}

int cm_reader_number(cm_reader *r, const cm_json *value, cm_str name, cm_dec *out) {
  size_t at;
  if (value->type != CM_JSON_NUMBER && value->type != CM_JSON_STRING)
    return cm_reader_expected(r, value, name, CM_S("a number"));
  if (cm_dec_read(value->text, out, &at) == CM_PARSE_OK) return CEMENT_OK;
  return cm_refuse(r, CEMENT_E_SCHEMA, value, name, CM_S(": \""), value->text,
                   CM_S("\" read, a number of at most 34 digits expected"));
}
