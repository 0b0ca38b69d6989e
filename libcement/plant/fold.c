#include "plant/fold.h"

#include "plant/plain.h"

enum { LATIN = 1, FOREIGN = 2 }; /* what letters a word has */

typedef struct fold {
  char *out;
  size_t size;
  uint8_t letters; /* of the word at hand */
  bool blank;      /* one is due before the next character, unless it wants none */
} fold;

static bool in(uint32_t code, uint32_t first, uint32_t last) {
  return code >= first && code <= last;
}

static bool is_blank(uint32_t code) {
  return code == ' ' || code == '\t' || code == '\r' || code == '\n' || code == 0xA0 || code == 0x202F ||
         code == 0x3000 || in(code, 0x2000, 0x200A);
}

/* Signs that show nothing, or that are shown as something else: no heading needs them. */
static bool is_refused(uint32_t code) {
  static const struct {
    uint32_t first, last;
  } ranges[] = {{0x00, 0x1F},     {0x7F, 0x9F},     {0xAD, 0xAD},     {0x034F, 0x034F},   {0x061C, 0x061C},
                {0x115F, 0x1160}, {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x200B, 0x200F},   {0x2028, 0x202E},
                {0x205F, 0x206F}, {0x2E80, 0x2FDF}, {0x3164, 0x3164}, {0xE000, 0xFAFF},   {0xFE00, 0xFE0F},
                {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFD}, {0x1D400, 0x1D7FF}, {0xE0000, 0x10FFFF}};
  for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
    if (in(code, ranges[i].first, ranges[i].last)) return true;
  }
  return false;
}

/* Cyrillic, and the Greek letters that look Latin. Others stand in names of their own: β, Δ, μ, Φ. */
static bool is_foreign(uint32_t code) {
  static const uint32_t greek[] = {0x391, 0x392, 0x395, 0x396, 0x397, 0x399, 0x39A, 0x39C, 0x39D, 0x39F,
                                   0x3A1, 0x3A4, 0x3A5, 0x3A7, 0x3B9, 0x3BA, 0x3BD, 0x3BF, 0x3C1, 0x3C5};
  for (size_t i = 0; i < sizeof greek / sizeof *greek; i++) {
    if (code == greek[i]) return true;
  }
  return in(code, 0x400, 0x52F) || in(code, 0x13A0, 0x13F5);
}

/* The one sign for signs that mean the same. */
static uint32_t plain(uint32_t code) {
  if (in(code, 0xFF01, 0xFF5E)) code -= 0xFEE0;
  switch (code) {
  case '[':
  case 0x3010: /* 【 */
  case 0x3014: /* 〔 */ return '(';
  case ']':
  case 0x3011:
  case 0x3015: return ')';
  case 0x30FB:
  case 0x22C5:
  case 0x2022:
  case 0xFF65: return 0xB7;
  case 0x2010:
  case 0x2011:
  case 0x2012:
  case 0x2013:
  case 0x2014:
  case 0x2015:
  case 0x2212: return '-';
  default: return code;
  }
}

/* A blank is kept between signs of ASCII only, and not beside brackets. */
static bool wants_blank(char sign) {
  return (unsigned char)sign < 0x80 && sign != '(' && sign != ')';
}

static void put(fold *f, uint32_t code) {
  char bytes[4];
  size_t size = cm_utf8_put(code, bytes);
  if (f->blank && f->size > 0 && wants_blank(f->out[f->size - 1]) && wants_blank(bytes[0])) f->out[f->size++] = ' ';
  f->blank = false;
  memcpy(f->out + f->size, bytes, size);
  f->size += size;
}

static int refuse(cm_place where, cm_str text, cm_str what, cement_error *err) {
  return cm_fail(err, CEMENT_E_SCHEMA, where, CM_S("\""), cm_str_cut(text, 100), CM_S("\": "), what);
}

static int take(fold *f, uint32_t code, cm_str text, cm_place where, cement_error *err) {
  if (is_blank(code)) {
    f->blank = true;
    f->letters = 0;
    return CEMENT_OK;
  }
  if (is_refused(code)) {
    return refuse(where, text, CM_S("a sign in it that is not shown, or is shown as another"), err);
  }
  code = plain(code);
  uint8_t letter = is_foreign(code) ? FOREIGN : code < 0x80 && cm_is_alpha((int)code) ? LATIN : 0;
  f->letters = letter ? (uint8_t)(f->letters | letter) : 0;
  if (f->letters == (LATIN | FOREIGN)) {
    return refuse(where, text, CM_S("Latin letters in one word with Cyrillic or Greek ones that look like them"), err);
  }
  put(f, code);
  return CEMENT_OK;
}

int cm_fold(cm_arena *arena, cm_str text, cm_place where, cm_str *out, cement_error *err) {
  fold f = {.out = cm_arena_take(arena, text.size, 1)};
  if (f.out == NULL) return cm_nomem(err);
  for (size_t at = 0; at < text.size;) {
    int status = take(&f, cm_utf8_next(text, &at), text, where, err);
    if (status != CEMENT_OK) return status;
  }
  *out = (cm_str){f.out, f.size};
  return CEMENT_OK;
}

cm_str cm_fold_name(cm_str folded, char *out) {
  size_t size = 0;
  for (size_t at = 0; at < folded.size;) {
    uint32_t code = cm_utf8_next(folded, &at);
    if (in(code, 'A', 'Z')) code += 'a' - 'A';
    if (code == '_') code = ' ';
    if (code == 0xB2 || code == 0xB3) code -= 0x80; /* ² ³ */
    if (in(code, 0x2080, 0x2089)) code -= 0x2080 - '0';
    char bytes[4]; /* out may be the text itself, which is already read up to here */
    size_t count = cm_utf8_put(code, bytes);
    memcpy(out + size, bytes, count);
    size += count;
  }
  return (cm_str){out, size};
}

bool cm_has_word(cm_str text, cm_str word) {
  for (size_t at = 0; at + word.size <= text.size; at++) {
    if (memcmp(text.at + at, word.at, word.size) == 0) return true;
  }
  return false;
}

/* ---- numbers in lists ---- */

/* Takes a sign of several bytes off the text. */
static bool take_sign(cm_str *text, const char *sign) {
  if (!cm_str_starts(*text, sign)) return false;
  *text = cm_str_slice(*text, strlen(sign), text->size);
  return true;
}

/* 1, 12, 1.2; the digits taken, 0: none. */
static size_t take_digits(cm_str *text, bool *parts) {
  size_t digits = 0;
  *parts = false;
  while (digits < text->size && cm_is_digit((unsigned char)text->at[digits])) digits++;
  if (digits > 2) return 0;
  *text = cm_str_slice(*text, digits, text->size);
  bool more = digits != 0 && text->size > 1 && text->at[0] == '.' && cm_is_digit((unsigned char)text->at[1]);
  if (!more) return digits;
  cm_str rest = cm_str_slice(*text, 1, text->size);
  bool deeper;
  if (take_digits(&rest, &deeper) == 0) return 0;
  *text = rest;
  *parts = true;
  return digits;
}

static bool take_circled(cm_str *text) {
  bool is = text->size > 3 && memcmp(text->at, "\xE2\x91", 2) == 0 && (unsigned char)text->at[2] >= 0xA0 &&
            (unsigned char)text->at[2] <= 0xB3; /* U+2460 to U+2473 */
  if (is) *text = cm_str_slice(*text, 3, text->size);
  return is;
}

cm_str cm_fold_unnumbered(cm_str folded) {
  cm_str rest = folded;
  bool parts = false;
  if (take_circled(&rest)) return cm_str_trim(rest);
  bool bracket = take_sign(&rest, "(");
  size_t digits = take_digits(&rest, &parts), numerals = 0;
  while (digits == 0 && numerals < 3 && cm_plain_numeral(&rest, CM_ENCODING_UTF8) != 0) numerals++; /* 二十一 */
  if (digits == 0 && numerals == 0) return folded;
  bool ended = take_sign(&rest, ")");
  if (bracket && !ended) return folded;
  ended = ended || take_sign(&rest, "、") || (digits != 0 && take_sign(&rest, "."));
  bool name = rest.size > 0 && ((unsigned char)rest.at[0] >= 0x80 || rest.at[0] == ' ');
  bool letter = ended && rest.size > 0 && cm_is_alpha((unsigned char)rest.at[0]);
  return (ended || parts) && (name || letter) ? cm_str_trim(rest) : folded;
}
