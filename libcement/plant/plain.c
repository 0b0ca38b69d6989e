/* Raw cells as plain ASCII. */
#include "plant/plain.h"

/* Signs that have a plain form, as bytes of UTF-8 and of GB18030. */
static const struct {
  const char *utf8, *gb;
  char plain;
  uint32_t repair;
} signs[] = {
    {"\xE3\x80\x80", "\xA1\xA1", ' ', CM_REPAIR_SPACES},             /* U+3000 */
    {"\xC2\xA0", "\x81\x30\x84\x32", ' ', CM_REPAIR_SPACES},         /* U+00A0 */
    {"\xE2\x88\x92", "\x81\x36\xD3\x31", '-', CM_REPAIR_FULL_WIDTH}, /* U+2212 */
    {"\xE5\xB9\xB4", "\xC4\xEA", CM_PLAIN_YEAR, 0},                  /* 年 */
    {"\xE6\x9C\x88", "\xD4\xC2", CM_PLAIN_MONTH, 0},                 /* 月 */
    {"\xE6\x97\xA5", "\xC8\xD5", CM_PLAIN_DAY, 0},                   /* 日 */
    {"\xE5\x8F\xB7", "\xBA\xC5", CM_PLAIN_DAY, 0},                   /* 号 */
    {"\xE6\x97\xB6", "\xCA\xB1", CM_PLAIN_HOUR, 0},                  /* 时 */
    {"\xE7\x82\xB9", "\xB5\xE3", CM_PLAIN_HOUR, 0},                  /* 点 */
    {"\xE5\x88\x86", "\xB7\xD6", CM_PLAIN_MINUTE, 0},                /* 分 */
    {"\xE7\xA7\x92", "\xC3\xEB", CM_PLAIN_SECOND, 0},                /* 秒 */
    {"\xE4\xBB\xBD", "\xB7\xDD", CM_PLAIN_SHARE, 0},                 /* 份, as in 3月份 */
};
#define WIDE_SPACES 2 /* the first of them */

static cm_str sign_bytes(size_t i, cm_encoding encoding) {
  return cm_str_of(encoding == CM_ENCODING_GB18030 ? signs[i].gb : signs[i].utf8);
}

bool cm_plain_as_is(cm_str raw) {
  if (raw.size == 0 || raw.size > CM_PLAIN_MAX || raw.at[0] < '0' || raw.at[0] > '9') return false;
  unsigned char beyond = 0;
  bool control = false;
  for (size_t i = 0; i < raw.size; i++) {
    beyond |= (unsigned char)raw.at[i];
    control = control | ((unsigned char)raw.at[i] < ' ');
  }
  return beyond < 0x80 && !control && raw.at[raw.size - 1] != ' ';
}

/* ---- ends ---- */

static bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

/* The bytes of the space that begins or ends the text, 0 for none. In whole characters the end is never ambiguous: no
 * character ends with the bytes of a wide space but that space. */
static size_t space_at(cm_str text, cm_encoding encoding, bool end, uint32_t *repairs) {
  if (text.size > 0 && is_blank(text.at[end ? text.size - 1 : 0])) {
    *repairs |= CM_REPAIR_TRIM;
    return 1;
  }
  for (size_t i = 0; i < WIDE_SPACES; i++) {
    cm_str sign = sign_bytes(i, encoding);
    if (sign.size > text.size) continue;
    if (memcmp(text.at + (end ? text.size - sign.size : 0), sign.at, sign.size) != 0) continue;
    *repairs |= CM_REPAIR_SPACES;
    return sign.size;
  }
  return 0;
}

cm_str cm_plain_trim(cm_str raw, cm_encoding encoding, uint32_t *repairs) {
  for (size_t by; (by = space_at(raw, encoding, false, repairs)) > 0;) raw = (cm_str){raw.at + by, raw.size - by};
  for (size_t by; (by = space_at(raw, encoding, true, repairs)) > 0;) raw.size -= by;
  return raw;
}

/* ---- signs ---- */

/* The ASCII form of the full-width character at the text's beginning, of *length bytes; 0 for none. */
static char narrow(cm_str text, cm_encoding encoding, size_t *length) {
  const unsigned char *p = (const unsigned char *)text.at;
  bool gb = encoding == CM_ENCODING_GB18030;
  *length = gb ? 2 : 3;
  if (text.size < *length) return 0;
  if (gb) { /* row 3 of the set, but for its signs of yuan and overline */
    return p[0] == 0xA3 && p[1] > 0xA0 && p[1] != 0xA4 && p[1] < 0xFE ? (char)(p[1] - 0x80) : 0;
  }
  if (p[0] == 0xEF && p[1] == 0xBC && p[2] > 0x80) return (char)(p[2] - 0x60); /* U+FF01 to U+FF3F */
  if (p[0] == 0xEF && p[1] == 0xBD && p[2] < 0x9F) return (char)(p[2] - 0x20); /* U+FF40 to U+FF5E */
  return 0;
}

/* The plain form of what is no ASCII; 0 for none. */
static char sign_at(cm_str text, cm_encoding encoding, size_t *length, uint32_t *repairs) {
  char c = narrow(text, encoding, length);
  if (c != 0) {
    *repairs |= CM_REPAIR_FULL_WIDTH;
    return c;
  }
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
    cm_str sign = sign_bytes(i, encoding);
    if (sign.size > text.size || memcmp(text.at, sign.at, sign.size) != 0) continue;
    *repairs |= signs[i].repair;
    *length = sign.size;
    return signs[i].plain;
  }
  return 0;
}

bool cm_plain_text(cm_str raw, cm_encoding encoding, char out[CM_PLAIN_MAX], size_t *size, uint32_t *repairs) {
  raw = cm_plain_trim(raw, encoding, repairs);
  *size = 0;
  for (size_t at = 0; at < raw.size;) {
    size_t length = 1;
    char c = raw.at[at];
    if (*size == CM_PLAIN_MAX) return false;
    if ((unsigned char)c >= 0x80) {
      c = sign_at(cm_str_slice(raw, at, raw.size), encoding, &length, repairs);
      if (c == 0) return false;
    } else if (c < ' ' && c != '\t') {
      return false; /* these stand for the signs of dates */
    }
    out[(*size)++] = c;
    at += length;
  }
  return true;
}

int32_t cm_plain_numeral(cm_str *text, cm_encoding encoding) {
  static const char *const numerals[][2] = {/* of UTF-8 and of GB18030 */
                                            {"\xE4\xB8\x80", "\xD2\xBB"}, {"\xE4\xBA\x8C", "\xB6\xFE"},
                                            {"\xE4\xB8\x89", "\xC8\xFD"}, {"\xE5\x9B\x9B", "\xCB\xC4"},
                                            {"\xE4\xBA\x94", "\xCE\xE5"}, {"\xE5\x85\xAD", "\xC1\xF9"},
                                            {"\xE4\xB8\x83", "\xC6\xDF"}, {"\xE5\x85\xAB", "\xB0\xCB"},
                                            {"\xE4\xB9\x9D", "\xBE\xC5"}, {"\xE5\x8D\x81", "\xCA\xAE"}};
  for (int32_t i = 0; i < 10; i++) {
    cm_str numeral = cm_str_of(numerals[i][encoding == CM_ENCODING_GB18030]);
    if (text->size < numeral.size || memcmp(text->at, numeral.at, numeral.size) != 0) continue;
    *text = cm_str_slice(*text, numeral.size, text->size);
    return i + 1;
  }
  return 0;
}
