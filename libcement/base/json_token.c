/* Strings and numbers of JSON. */
#include "base/json_scan.h"

int cm_scan_fail(const cm_scan *s, int code, size_t offset, cm_str a, cm_str b) {
  return cm_fail(s->err, code, cm_place_at(s->source, s->text, offset), a, b);
}

/* ASCII control characters by number, since a message shows them as '?'. */
static cm_str shown(const cm_scan *s, char out[8]) {
  static const char hex[] = "0123456789ABCDEF";
  unsigned char c = (unsigned char)s->text.at[s->at];
  size_t next = s->at;
  if (c >= 0x20 && c != 0x7F) {
    (void)cm_utf8_next(s->text, &next);
    out[0] = '\'';
    memcpy(out + 1, s->text.at + s->at, next - s->at);
    out[1 + next - s->at] = '\'';
    return (cm_str){out, 2 + next - s->at};
  }
  memcpy(out, "U+00", 4);
  out[4] = hex[c >> 4];
  out[5] = hex[c & 15];
  return (cm_str){out, 6};
}

int cm_scan_unexpected(const cm_scan *s, cm_str expected, cm_str inside) {
  char read[8];
  cm_place where = cm_place_at(s->source, s->text, s->at);
  if (s->at < s->end) {
    return cm_fail(s->err, CEMENT_E_SYNTAX, where, CM_S("expected "), expected, CM_S(", read "), shown(s, read));
  }
  if (s->end < s->text.size) {
    bool whole = cm_utf8_valid_prefix(cm_str_slice(s->text, s->at, s->text.size)) > 0;
    return cm_fail(s->err, CEMENT_E_ENCODING, where,
                   whole ? CM_S("a Unicode noncharacter may not stand in a text")
                         : CM_S("the text is not valid UTF-8"));
  }
  return cm_fail(s->err, CEMENT_E_SYNTAX, where, CM_S("unexpected end of text "), inside);
}

/* ---- numbers -------------------------------------------------------------------------------------------------- */

static int digits(cm_scan *s) {
  if (!cm_is_digit(cm_scan_peek(s))) return cm_scan_unexpected(s, CM_S("a digit"), CM_S("inside a number"));
  while (cm_is_digit(cm_scan_peek(s))) s->at++;
  return CEMENT_OK;
}

int cm_scan_number(cm_scan *s) {
  size_t from = s->at;
  int status = CEMENT_OK;
  if (cm_scan_peek(s) == '-') s->at++;
  if (cm_scan_peek(s) == '0') {
    s->at++;
    if (cm_is_digit(cm_scan_peek(s))) {
      return cm_scan_fail(s, CEMENT_E_SYNTAX, s->at, CM_S("a number may not begin with a needless 0"), CM_S(""));
    }
  } else {
    status = digits(s);
  }
  if (status == CEMENT_OK && cm_scan_peek(s) == '.') {
    s->at++;
    status = digits(s);
  }
  if (status == CEMENT_OK && (cm_scan_peek(s) | 0x20) == 'e') { /* -1 | 0x20 stays -1 */
    s->at++;
    if (cm_scan_peek(s) == '+' || cm_scan_peek(s) == '-') s->at++;
    status = digits(s);
  }
  if (status == CEMENT_OK && s->at - from > s->limits->number_bytes) {
    char most[24];
    return cm_fail(s->err, CEMENT_E_LIMIT, cm_place_at(s->source, s->text, from), CM_S("the number is longer than "),
                   cm_u64_text(s->limits->number_bytes, most), CM_S(" bytes"));
  }
  return status;
}

/* ---- strings -------------------------------------------------------------------------------------------------- */

/* Four hexadecimal digits at s->at. */
static int hex4(cm_scan *s, uint32_t *code) {
  *code = 0;
  for (int i = 0; i < 4; i++) {
    int c = cm_scan_peek(s);
    int value = cm_is_digit(c) ? c - '0' : cm_is_alpha(c) && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
    if (value < 0) return cm_scan_unexpected(s, CM_S("a hexadecimal digit"), CM_S("inside an escape"));
    *code = *code << 4 | (uint32_t)value;
    s->at++;
  }
  return CEMENT_OK;
}

static bool is_noncharacter(uint32_t code) {
  return (code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFE) == 0xFFFE;
}

/* The rest of a \u escape, and of the second half of a pair. `from` is the offset of the backslash. */
static int unicode_escape(cm_scan *s, size_t from, uint32_t *code) {
  uint32_t low = 0;
  int status = hex4(s, code);
  if (status != CEMENT_OK) return status;
  if (*code >= 0xD800 && *code <= 0xDBFF) {
    if (s->at >= s->end) return cm_scan_unexpected(s, CM_S("the other half"), CM_S("inside a string"));
    if (s->end - s->at >= 2 && s->text.at[s->at] == '\\' && s->text.at[s->at + 1] == 'u') {
      s->at += 2;
      status = hex4(s, &low);
      if (status != CEMENT_OK) return status;
    }
    if (low >= 0xDC00 && low <= 0xDFFF) *code = 0x10000 + ((*code - 0xD800) << 10) + (low - 0xDC00);
  }
  if (*code >= 0xD800 && *code <= 0xDFFF) {
    return cm_scan_fail(s, CEMENT_E_SYNTAX, from, CM_S("half of a surrogate pair without the other"), CM_S(""));
  }
  if (*code == 0) return cm_scan_fail(s, CEMENT_E_SYNTAX, from, CM_S("\\u0000 may not stand in a string"), CM_S(""));
  if (is_noncharacter(*code)) {
    return cm_scan_fail(s, CEMENT_E_ENCODING, from, CM_S("a Unicode noncharacter may not stand in a text"), CM_S(""));
  }
  return CEMENT_OK;
}

/* An escape at its backslash: its character as UTF-8 in out[*length]. */
static int escape(cm_scan *s, char out[4], size_t *length) {
  static const char plain[] = "\"\"\\\\//b\bf\fn\nr\rt\t"; /* pairs: the letter, what it stands for */
  size_t from = s->at++;
  uint32_t code = 0;
  int c = cm_scan_peek(s);
  if (c == 'u') {
    s->at++;
    int status = unicode_escape(s, from, &code);
    if (status != CEMENT_OK) return status;
    *length = cm_utf8_put(code, out);
    return CEMENT_OK;
  }
  for (size_t i = 0; i + 1 < sizeof plain; i += 2) {
    if (c == plain[i]) {
      s->at++;
      out[0] = plain[i + 1];
      *length = 1;
      return CEMENT_OK;
    }
  }
  return cm_scan_unexpected(s, CM_S("one of \"\\/bfnrtu after \\"), CM_S("inside a string"));
}

static int string_limit(const cm_scan *s, size_t from) {
  char most[24];
  return cm_fail(s->err, CEMENT_E_LIMIT, cm_place_at(s->source, s->text, from), CM_S("the string is longer than "),
                 cm_u64_text(s->limits->string_bytes, most), CM_S(" bytes"));
}

/* A string at its quote. *bytes is its length with the escapes resolved; `out`, when not NULL, receives it. */
static int string(cm_scan *s, char *out, size_t *bytes) {
  size_t from = s->at++;
  size_t size = 0;
  for (;;) {
    int c = cm_scan_peek(s);
    char decoded[4];
    size_t length = 1;
    if (c < 0x20) {
      if (c < 0) return cm_scan_unexpected(s, CM_S("a quote"), CM_S("inside a string"));
      return cm_scan_unexpected(s, CM_S("no control character in a string"), CM_S(""));
    }
    if (c == '"') break;
    if (c == '\\') {
      int status = escape(s, decoded, &length);
      if (status != CEMENT_OK) return status;
    } else {
      decoded[0] = (char)c;
      s->at++;
    }
    if (length > s->limits->string_bytes - size) return string_limit(s, from);
    if (out != NULL) memcpy(out + size, decoded, length);
    size += length;
  }
  s->at++;
  *bytes = size;
  return CEMENT_OK;
}

int cm_scan_string(cm_scan *s) {
  size_t bytes;
  return string(s, NULL, &bytes);
}

int cm_scan_key(cm_scan *s, cm_str *name) {
  size_t from = s->at;
  size_t bytes = 0;
  int status = string(s, NULL, &bytes);
  if (status != CEMENT_OK) return status;
  *name = cm_str_slice(s->text, from + 1, s->at - 1);
  if (bytes == name->size) return CEMENT_OK; /* an escape is always longer than what it stands for: there is none */
  char *copy = cm_arena_take(s->scratch, bytes, 1);
  if (copy == NULL) return cm_nomem(s->err);
  s->at = from;
  status = string(s, copy, &bytes);
  *name = (cm_str){copy, bytes};
  return status;
}
