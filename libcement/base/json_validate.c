/* The strict validator: structure, limits, duplicate keys. One pass, constant stack. */
#include "base/json_scan.h"

typedef struct frame {
  char close;  /* ] or } */
  size_t base; /* of an object: its first key on the stack of keys, ... */
  size_t root; /* ... and the root of their tree */
} frame;

typedef enum step { VALUE, VALUE_OR_CLOSE, KEY, KEY_OR_CLOSE, AFTER } step;

typedef struct walk {
  cm_scan s;
  frame frames[CM_JSON_DEPTH_MAX];
  size_t depth;
  step step;
  cm_json_keys keys;
  size_t key_offset; /* of the member whose value comes next */
  size_t values;
  cm_json_records *records; /* NULL when nobody wants them */
} walk;

static int limit_fail(const walk *w, cm_str before, size_t most, cm_str after) {
  char number[24];
  return cm_fail(w->s.err, CEMENT_E_LIMIT, cm_place_at(w->s.source, w->s.text, w->s.at), before,
                 cm_u64_text(most, number), after);
}

static cm_str inside(const walk *w) {
  if (w->depth == 0) return CM_S("before the value");
  return w->frames[w->depth - 1].close == ']' ? CM_S("inside an array") : CM_S("inside an object");
}

static int open_frame(walk *w, char close) {
  size_t most = w->s.limits->depth < CM_JSON_DEPTH_MAX ? w->s.limits->depth : CM_JSON_DEPTH_MAX;
  if (w->depth >= most) return limit_fail(w, CM_S("arrays and objects are nested deeper than "), most, CM_S(""));
  w->frames[w->depth++] = (frame){close, w->keys.size, 0};
  w->step = close == ']' ? VALUE_OR_CLOSE : KEY_OR_CLOSE;
  w->key_offset = 0; /* elements have none, members bring their own */
  w->s.at++;
  return CEMENT_OK;
}

static void close_frame(walk *w) {
  w->depth--;
  w->keys.size = w->frames[w->depth].base; /* its keys are forgotten, the room stays */
  w->key_offset = 0;
  w->step = AFTER;
  w->s.at++;
}

static int literal(walk *w, cm_str word) {
  for (size_t i = 0; i < word.size; i++, w->s.at++) {
    if (cm_scan_peek(&w->s) != word.at[i]) return cm_scan_unexpected(&w->s, word, CM_S("inside a word"));
  }
  return CEMENT_OK;
}

static int scalar(walk *w, int c) {
  w->step = AFTER;
  if (c == '"') return cm_scan_string(&w->s);
  if (c == 't') return literal(w, CM_S("true"));
  if (c == 'f') return literal(w, CM_S("false"));
  if (c == 'n') return literal(w, CM_S("null"));
  return cm_scan_number(&w->s);
}

static int value(walk *w) {
  int c = cm_scan_peek(&w->s);
  if (c <= 0 || (c != '-' && !cm_is_digit(c) && strchr("\"tfn[{", c) == NULL)) {
    return cm_scan_unexpected(&w->s, w->step == VALUE_OR_CLOSE ? CM_S("a value or ]") : CM_S("a value"), inside(w));
  }
  if (w->values >= w->s.limits->values) {
    return limit_fail(w, CM_S("the document has more than "), w->s.limits->values, CM_S(" values"));
  }
  w->values++;
  if (w->records != NULL && CM_VEC_PUSH(w->s.scratch, w->records, (cm_json_record){w->s.at, w->key_offset})) {
    return cm_nomem(w->s.err);
  }
  if (c == '[') return open_frame(w, ']');
  if (c == '{') return open_frame(w, '}');
  return scalar(w, c);
}

static int duplicate(const walk *w, cm_str name, size_t first) {
  char line[24];
  char column[24];
  cm_place there = cm_place_at(w->s.source, w->s.text, first);
  cm_place here = cm_place_at(w->s.source, w->s.text, w->key_offset);
  cm_str cut = cm_str_cut(name, 80);
  return cm_fail(w->s.err, CEMENT_E_DUPKEY, here, CM_S("the key \""), cut,
                 cut.size < name.size ? CM_S("...") : CM_S(""), CM_S("\" stands twice in this object (first at line "),
                 cm_u64_text(there.line, line), CM_S(", column "), cm_u64_text(there.column, column), CM_S(")"));
}

static bool is_blank(int c) { /* JSON's four, fewer than cm_is_space's */
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static void skip_blanks(cm_scan *s) {
  while (is_blank(cm_scan_peek(s))) s->at++;
}

/* A key and its colon. */
static int key(walk *w) {
  frame *object = &w->frames[w->depth - 1];
  cm_str name;
  size_t twin = 0;
  if (cm_scan_peek(&w->s) != '"') {
    return cm_scan_unexpected(&w->s, w->step == KEY_OR_CLOSE ? CM_S("a key or }") : CM_S("a key"), inside(w));
  }
  if (w->keys.size - object->base >= w->s.limits->keys) {
    return limit_fail(w, CM_S("the object has more than "), w->s.limits->keys, CM_S(" keys"));
  }
  w->key_offset = w->s.at;
  int status = cm_scan_key(&w->s, &name);
  if (status != CEMENT_OK) return status;
  int added = cm_json_keys_add(w->s.scratch, &w->keys, object->base, &object->root, name, w->key_offset, &twin);
  if (added < 0) return cm_nomem(w->s.err);
  if (added > 0) return duplicate(w, name, w->keys.at[twin].offset);
  skip_blanks(&w->s);
  if (cm_scan_peek(&w->s) != ':') return cm_scan_unexpected(&w->s, CM_S("a colon after the key"), inside(w));
  w->s.at++;
  w->step = VALUE;
  return CEMENT_OK;
}

/* A comma or the end of the array or object. */
static int after(walk *w) {
  char close = w->frames[w->depth - 1].close;
  int c = cm_scan_peek(&w->s);
  if (c == close) {
    close_frame(w);
    return CEMENT_OK;
  }
  if (c != ',') {
    return cm_scan_unexpected(
        &w->s, close == ']' ? CM_S("a comma or ] after the value") : CM_S("a comma or } after the value"), inside(w));
  }
  w->s.at++;
  w->step = close == ']' ? VALUE : KEY;
  return CEMENT_OK;
}

static int advance(walk *w) {
  int c = cm_scan_peek(&w->s);
  switch (w->step) {
  case VALUE_OR_CLOSE:
  case KEY_OR_CLOSE:
    if (c == w->frames[w->depth - 1].close) {
      close_frame(w);
      return CEMENT_OK;
    }
    return w->step == KEY_OR_CLOSE ? key(w) : value(w);
  case KEY: return key(w);
  case VALUE: return value(w);
  case AFTER: return after(w);
  }
  return CEMENT_E_INTERNAL;
}

/* The text up to the first byte that is no UTF-8 or begins a noncharacter. */
static size_t clean_prefix(cm_str text) {
  size_t valid = cm_utf8_valid_prefix(text);
  for (size_t i = 0; i + 2 < valid; i++) {
    const unsigned char *p = (const unsigned char *)text.at + i;
    if (p[0] < 0xEF) continue;
    if (p[0] == 0xEF) {
      if (p[1] == 0xB7 && p[2] >= 0x90 && p[2] <= 0xAF) return i;
      if (p[1] == 0xBF && p[2] >= 0xBE) return i;
    } else if ((p[1] & 0x0F) == 0x0F && p[2] == 0xBF && p[3] >= 0xBE) {
      return i;
    }
  }
  return valid;
}

/* Other encodings and marks at the beginning, told by name. The pattern of NULs is RFC 4627's. */
static int check_encoding(cm_str source, cm_str text, cement_error *err) {
  cm_place start = {source, 0, 1, 1};
  if (cm_str_starts(text, "\xEF\xBB\xBF")) {
    return cm_fail(err, CEMENT_E_ENCODING, start, CM_S("a byte order mark may not stand before the text"));
  }
  const char *p = text.at;
  bool utf16 = cm_str_starts(text, "\xFF\xFE") || cm_str_starts(text, "\xFE\xFF");
  if (text.size >= 4) {
    int nuls = (p[0] == 0) << 3 | (p[1] == 0) << 2 | (p[2] == 0) << 1 | (p[3] == 0);
    utf16 = utf16 || nuls == 0xA || nuls == 0x5 || nuls == 0xE || nuls == 0x7;
  }
  if (!utf16) return CEMENT_OK;
  return cm_fail(err, CEMENT_E_ENCODING, start, CM_S("the text looks like UTF-16 or UTF-32: save it as UTF-8"));
}

static int run(walk *w) {
  skip_blanks(&w->s);
  if (w->s.at == w->s.text.size) {
    return cm_scan_fail(&w->s, CEMENT_E_SYNTAX, w->s.at, CM_S("the text is empty"), CM_S(""));
  }
  do {
    int status = advance(w);
    if (status != CEMENT_OK) return status;
    skip_blanks(&w->s);
  } while (w->depth > 0 || w->step != AFTER);
  if (w->s.at == w->s.text.size) return CEMENT_OK;
  return cm_scan_unexpected(&w->s, CM_S("the end of the text after the value"), CM_S(""));
}

static int start(walk *w, cm_arena *scratch, cm_str source, cm_str text, const cm_json_limits *limits,
                 cement_error *err) {
  if (text.size > limits->bytes) {
    char most[24];
    return cm_fail(err, CEMENT_E_LIMIT, ((cm_place){source, 0, 0, 0}), CM_S("the text is longer than "),
                   cm_u64_text(limits->bytes, most), CM_S(" bytes"));
  }
  int status = check_encoding(source, text, err);
  if (status != CEMENT_OK) return status;
  w->s = (cm_scan){source, text, clean_prefix(text), 0, limits, scratch, err};
  return run(w);
}

int cm_json_scan(cm_arena *scratch, cm_str source, cm_str text, const cm_json_limits *limits, cm_json_records *records,
                 cement_error *err) {
  walk w = {.records = records};
  return start(&w, scratch, source, text, limits, err);
}

int cm_json_validate(cm_arena *scratch, cm_str source, cm_str text, const cm_json_limits *limits, size_t *values,
                     cement_error *err) {
  walk w = {0};
  int status = start(&w, scratch, source, text, limits, err);
  if (status == CEMENT_OK) *values = w.values;
  return status;
}
