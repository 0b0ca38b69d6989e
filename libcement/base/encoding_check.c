/* Whether bytes are UTF-8 or GB18030, and which of them a file is written in. */
#include "base/encoding.h"

static bool eight_ascii(cm_str text, size_t at) {
  uint64_t eight;
  if (text.size - at < sizeof eight) return false;
  memcpy(&eight, text.at + at, sizeof eight);
  return (eight & UINT64_C(0x8080808080808080)) == 0;
}

/* ---- code points ---- */

static bool is_noncharacter(uint32_t code) {
  return (code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF);
}

static cm_text_fault code_fault(uint32_t code) {
  return code == 0xFEFF ? CM_TEXT_MARK : is_noncharacter(code) ? CM_TEXT_INVALID : CM_TEXT_GOOD;
}

/* Chinese characters, their punctuation, and full-width forms. */
static bool is_chinese(uint32_t code) {
  return (code >= 0x2E80 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF) ||
         (code >= 0xFE30 && code <= 0xFE4F) || (code >= 0xFF00 && code <= 0xFFEF) ||
         (code >= 0x20000 && code <= 0x3FFFF);
}

/* ---- UTF-8 ---- */

/* Whether the text's rest is a character that lacks its end: so if some continuation bytes make it one. */
static bool utf8_is_cut(cm_str rest) {
  static const unsigned char ends[2][3] = {{0x80, 0x80, 0x80}, {0xA0, 0x80, 0x80}};
  for (int i = 0; i < 2 && rest.size < 4; i++) {
    char whole[4];
    memcpy(whole, rest.at, rest.size);
    memcpy(whole + rest.size, ends[i], 4 - rest.size);
    if (cm_utf8_valid_prefix((cm_str){whole, 4}) > rest.size) return true;
  }
  return false;
}

/* Well-formed UTF-8: the first code point that no text may hold. They all begin with EF or more. */
static size_t utf8_codes(cm_str text, cm_text_fault *fault) {
  size_t at = 0;
  while (at < text.size) {
    if (eight_ascii(text, at)) {
      at += 8;
    } else if ((unsigned char)text.at[at] < 0xEF) {
      at++;
    } else {
      size_t next = at;
      *fault = code_fault(cm_utf8_next(text, &next));
      if (*fault != CM_TEXT_GOOD) return at;
      at = next;
    }
  }
  return at;
}

static size_t check_utf8(cm_str text, cm_text_fault *fault) {
  size_t formed = cm_utf8_valid_prefix(text);
  size_t good = utf8_codes((cm_str){text.at, formed}, fault);
  if (good < formed || formed == text.size) return good;
  *fault = utf8_is_cut(cm_str_slice(text, formed, text.size)) ? CM_TEXT_CUT : CM_TEXT_INVALID;
  return formed;
}

/* ---- GB18030 ---- */

#define ROW_BMP_END 39420 /* codes of four bytes, counted from 81 30 81 30: those below are of the first plane */
#define ROW_PLANES 189000 /* 90 30 81 30 is U+10000 */
#define ROW_MARK 39263    /* 84 31 95 33 is U+FEFF */
#define ROW_FDD0 39012    /* 84 30 FA 32 is U+FDD0; the 32 that follow are in a row */

static cm_text_fault four_fault(const unsigned char *p) {
  uint32_t row = ((uint32_t)(p[0] - 0x81) * 10 + (p[1] - 0x30u)) * 1260 + (p[2] - 0x81u) * 10 + (p[3] - 0x30u);
  if (row >= ROW_PLANES) {
    uint32_t code = row - ROW_PLANES + 0x10000;
    return code > 0x10FFFF || is_noncharacter(code) ? CM_TEXT_INVALID : CM_TEXT_GOOD;
  }
  if (row == ROW_MARK) return CM_TEXT_MARK;
  bool nothing = row >= ROW_BMP_END - 2 || (row >= ROW_FDD0 && row < ROW_FDD0 + 32); /* U+FFFE and U+FFFF end it */
  return nothing ? CM_TEXT_INVALID : CM_TEXT_GOOD;
}

static bool is_lead(unsigned char c) {
  return c >= 0x81 && c <= 0xFE;
}

static bool is_figure(unsigned char c) {
  return c >= 0x30 && c <= 0x39;
}

/* The length of the character beyond ASCII at p, or 0 with *fault. */
static size_t gb_character(const unsigned char *p, size_t left, cm_text_fault *fault) {
  *fault = p[0] == 0x80 ? CM_TEXT_EURO : CM_TEXT_INVALID;
  if (!is_lead(p[0])) return 0;
  if (left >= 2 && p[1] >= 0x40 && p[1] != 0x7F && p[1] != 0xFF) {
    *fault = CM_TEXT_GOOD;
    return 2;
  }
  if ((left >= 2 && !is_figure(p[1])) || (left >= 3 && !is_lead(p[2])) || (left >= 4 && !is_figure(p[3]))) return 0;
  *fault = left < 4 ? CM_TEXT_CUT : four_fault(p);
  return *fault == CM_TEXT_GOOD ? 4 : 0;
}

static size_t check_gb(cm_str text, cm_text_fault *fault) {
  const unsigned char *p = (const unsigned char *)text.at;
  size_t at = 0;
  while (at < text.size) {
    if (eight_ascii(text, at)) {
      at += 8;
    } else if (p[at] < 0x80) {
      at++;
    } else {
      size_t length = gb_character(p + at, text.size - at, fault);
      if (length == 0) return at;
      at += length;
    }
  }
  return at;
}

/* ---- both ---- */

size_t cm_encoding_check(cm_encoding encoding, cm_str text, cm_text_fault *fault) {
  *fault = CM_TEXT_GOOD;
  return encoding == CM_ENCODING_GB18030 ? check_gb(text, fault) : check_utf8(text, fault);
}

size_t cm_encoding_mark(cm_str begin, cm_encoding *encoding, const char **foreign) {
  *encoding = CM_ENCODING_FOUND;
  *foreign = NULL;
  if (begin.size >= 3 && memcmp(begin.at, "\xEF\xBB\xBF", 3) == 0) {
    *encoding = CM_ENCODING_UTF8;
    return 3;
  }
  if (begin.size >= 4 && memcmp(begin.at, "\x84\x31\x95\x33", 4) == 0) {
    *encoding = CM_ENCODING_GB18030;
    return 4;
  }
  if (begin.size >= 4 && (memcmp(begin.at, "\xFF\xFE\0\0", 4) == 0 || memcmp(begin.at, "\0\0\xFE\xFF", 4) == 0)) {
    *foreign = "UTF-32";
    return 4;
  }
  if (begin.size >= 2 && (memcmp(begin.at, "\xFF\xFE", 2) == 0 || memcmp(begin.at, "\xFE\xFF", 2) == 0)) {
    *foreign = "UTF-16";
    return 2;
  }
  return 0;
}

static bool has_chinese(cm_str text) {
  size_t at = 0;
  while (at < text.size) {
    if (eight_ascii(text, at)) {
      at += 8;
    } else if (is_chinese(cm_utf8_next(text, &at))) {
      return true;
    }
  }
  return false;
}

/* How far a window is of an encoding: a character cut by an end that is not the file's is none of its faults. */
static size_t fits(cm_encoding encoding, cm_str window, bool last, cm_text_fault *fault) {
  size_t at = cm_encoding_check(encoding, window, fault);
  if (*fault != CM_TEXT_CUT || last) return at;
  *fault = CM_TEXT_GOOD;
  return window.size;
}

int cm_encoding_find(cm_str window, bool last, cm_encoding *out, size_t *at, cm_text_fault *fault) {
  size_t ascii = 0;
  while (ascii < window.size && (unsigned char)window.at[ascii] < 0x80) ascii += eight_ascii(window, ascii) ? 8 : 1;
  *out = CM_ENCODING_FOUND;
  *fault = CM_TEXT_GOOD;
  *at = ascii;
  if (ascii == window.size) return 0;
  cm_text_fault gb_fault;
  size_t utf8 = fits(CM_ENCODING_UTF8, window, last, fault);
  *out = CM_ENCODING_UTF8;
  if (*fault == CM_TEXT_GOOD && has_chinese(cm_str_slice(window, 0, cm_utf8_valid_prefix(window)))) return 0;
  size_t gb = fits(CM_ENCODING_GB18030, window, last, &gb_fault);
  if (*fault == CM_TEXT_GOOD) {
    if (gb_fault != CM_TEXT_GOOD) return 0;
    *fault = CM_TEXT_MIXED;
    return -1;
  }
  bool cut = gb == utf8 && gb_fault == CM_TEXT_CUT && *fault != CM_TEXT_CUT; /* the end of a file went astray */
  if (gb > utf8 || cut) {
    *out = CM_ENCODING_GB18030;
    *fault = gb_fault;
    *at = gb;
  } else {
    *at = utf8;
  }
  return *fault == CM_TEXT_GOOD ? 0 : -1;
}

cm_str cm_text_fault_words(cm_text_fault fault, cm_encoding encoding) {
  bool gb = encoding == CM_ENCODING_GB18030;
  switch (fault) {
  case CM_TEXT_GOOD: break;
  case CM_TEXT_CUT: return CM_S("the text ends in the middle of a character");
  case CM_TEXT_MARK: return CM_S("a byte order mark (U+FEFF) inside the text");
  case CM_TEXT_EURO: return CM_S("the byte 0x80, which GB18030 does not have; code pages disagree about it");
  case CM_TEXT_MIXED:
    return CM_S("the bytes are valid as UTF-8 and as GB18030, and nothing tells which is meant; declare the encoding");
  case CM_TEXT_INVALID: return gb ? CM_S("bytes that are not GB18030") : CM_S("bytes that are not UTF-8");
  }
  return CM_S("");
}
