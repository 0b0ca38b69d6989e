#include "base/text.h"

cm_str cm_str_of(const char *text) {
  return text ? (cm_str){text, strlen(text)} : (cm_str){"", 0};
}

bool cm_str_is(cm_str a, const char *text) {
  return cm_str_eq(a, cm_str_of(text));
}

bool cm_str_starts(cm_str a, const char *text) {
  cm_str b = cm_str_of(text);
  return a.size >= b.size && (b.size == 0 || memcmp(a.at, b.at, b.size) == 0);
}

int cm_str_cmp(cm_str a, cm_str b) {
  size_t common = a.size < b.size ? a.size : b.size;
  int order = common ? memcmp(a.at, b.at, common) : 0; /* memcmp may not see NULL, even for no bytes */
  if (order != 0) return order < 0 ? -1 : 1;
  return a.size < b.size ? -1 : a.size > b.size;
}

/* The run of digits at `*at` without its leading zeros; `*at` moves behind it. */
static cm_str digits_at(cm_str text, size_t *at) {
  size_t from = *at;
  size_t to = from;
  while (to < text.size && cm_is_digit(text.at[to])) to++;
  while (from + 1 < to && text.at[from] == '0') from++;
  *at = to;
  return (cm_str){text.at + from, to - from};
}

int cm_str_natural_cmp(cm_str a, cm_str b) {
  size_t i = 0;
  size_t j = 0;
  while (i < a.size && j < b.size) {
    if (cm_is_digit(a.at[i]) && cm_is_digit(b.at[j])) {
      cm_str x = digits_at(a, &i);
      cm_str y = digits_at(b, &j);
      if (x.size != y.size) return x.size < y.size ? -1 : 1; /* no leading zeros: more digits, larger number */
      int order = cm_str_cmp(x, y);
      if (order != 0) return order;
    } else {
      unsigned char x = (unsigned char)a.at[i++];
      unsigned char y = (unsigned char)b.at[j++];
      if (x != y) return x < y ? -1 : 1;
    }
  }
  if (i < a.size) return 1;
  if (j < b.size) return -1;
  return cm_str_cmp(a, b); /* 02 and 2 are equal numbers: the bytes decide, so that the order is total */
}

cm_str cm_str_slice(cm_str a, size_t from, size_t to) {
  if (to > a.size) to = a.size;
  if (from > to) from = to;
  return (cm_str){from ? a.at + from : a.at, to - from};
}

cm_str cm_str_trim(cm_str a) {
  size_t from = 0;
  size_t to = a.size;
  while (from < to && (a.at[from] == ' ' || a.at[from] == '\t')) from++;
  while (to > from && (a.at[to - 1] == ' ' || a.at[to - 1] == '\t')) to--;
  return cm_str_slice(a, from, to);
}

cm_str cm_str_cut(cm_str a, size_t bytes) {
  if (a.size <= bytes) return a;
  while (bytes > 0 && ((unsigned char)a.at[bytes] & 0xC0) == 0x80) bytes--;
  return (cm_str){a.at, bytes};
}

/* The length of the well-formed sequence at p (1 to 4), or 0. Table 3-7 of the Unicode standard: only the second byte
 * has ranges narrower than 80..BF. */
static size_t sequence(const unsigned char *p, size_t left) {
  unsigned char lead = p[0];
  size_t length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  if (length == 0 || length > left) return 0;
  if (length == 1) return 1;
  unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (p[1] < low || p[1] > high) return 0;
  for (size_t i = 2; i < length; i++) {
    if ((p[i] & 0xC0) != 0x80) return 0;
  }
  return length;
}

size_t cm_utf8_valid_prefix(cm_str text) {
  const unsigned char *p = (const unsigned char *)text.at;
  size_t at = 0;
  while (at < text.size) {
    uint64_t eight;
    if (text.size - at >= sizeof eight) { /* most text is ASCII: eight bytes at a time */
      memcpy(&eight, p + at, sizeof eight);
      if ((eight & UINT64_C(0x8080808080808080)) == 0) {
        at += sizeof eight;
        continue;
      }
    }
    size_t length = sequence(p + at, text.size - at);
    if (length == 0) return at;
    at += length;
  }
  return at;
}

uint32_t cm_utf8_next(cm_str text, size_t *at) {
  const unsigned char *p = (const unsigned char *)text.at + *at;
  size_t length = sequence(p, text.size - *at);
  if (length < 2) { /* ASCII; a byte that is not UTF-8 stands for itself, so that a caller's loop ends */
    *at += 1;
    return p[0];
  }
  uint32_t code = p[0] & (0x7Fu >> length);
  for (size_t i = 1; i < length; i++) code = code << 6 | (p[i] & 0x3Fu);
  *at += length;
  return code;
}

size_t cm_utf8_put(uint32_t code, char out[4]) {
  if (code < 0x80) {
    out[0] = (char)code;
    return 1;
  }
  size_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  for (size_t i = length - 1; i > 0; i--) {
    out[i] = (char)(0x80 | (code & 0x3F));
    code >>= 6;
  }
  out[0] = (char)((length == 2 ? 0xC0u : length == 3 ? 0xE0u : 0xF0u) | code);
  return length;
}

bool cm_is_digit(int c) {
  return c >= '0' && c <= '9';
}

bool cm_is_alpha(int c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool cm_is_space(int c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

cm_str cm_u64_text(uint64_t value, char out[24]) {
  size_t at = 23;
  out[at] = '\0';
  do {
    out[--at] = (char)('0' + value % 10);
    value /= 10;
  } while (value > 0);
  return (cm_str){out + at, 23 - at};
}
