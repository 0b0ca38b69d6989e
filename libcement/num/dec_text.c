/* Decimal numbers read from text and written to it. */
#include <string.h>

#include "num/dec_limbs.h"

/* Exponents saturate here: far beyond any text that fits memory, far below an overflow. */
#define EXPONENT_CAP 100000000000000000

/* One pass over the text. */
typedef struct reader {
  cm_str text;
  size_t at;
  uint32_t limb[4];
  uint32_t group; /* digits not yet moved to the limbs, and how many */
  int group_digits;
  size_t digits;   /* significant ones, with those that did not fit */
  size_t too_many; /* where the first digit stands that did not fit */
  int64_t exponent;
} reader;

static int peek(const reader *r) {
  return r->at < r->text.size ? (unsigned char)r->text.at[r->at] : -1;
}

static bool is_digit(int c) {
  return c >= '0' && c <= '9';
}

/* Moves the group to the limbs. */
static void flush(reader *r) {
  (void)cm_limbs_mul_small(r->limb, 4, cm_limb_pow10[r->group_digits], r->group);
  r->group = 0;
  r->group_digits = 0;
}

static void take_digit(reader *r, int c) {
  if (r->digits == 0 && c == '0') return; /* a leading zero */
  if (r->digits == CM_DEC_DIGITS) r->too_many = r->at;
  r->digits++;
  if (r->digits > CM_DEC_DIGITS) return;
  r->group = r->group * 10 + (uint32_t)(c - '0');
  if (++r->group_digits == CM_LIMB_DIGITS) flush(r);
}

/* Digits, one at least. */
static bool read_digits(reader *r) {
  size_t from = r->at;
  for (int c; is_digit(c = peek(r)); r->at++) take_digit(r, c);
  return r->at > from;
}

static bool read_exponent(reader *r) {
  r->at++;
  bool negative = peek(r) == '-';
  if (negative || peek(r) == '+') r->at++;
  if (!is_digit(peek(r))) return false;
  int64_t value = 0;
  for (int c; is_digit(c = peek(r)); r->at++) {
    if (value < EXPONENT_CAP) value = value * 10 + (c - '0');
  }
  r->exponent += negative ? -value : value;
  return true;
}

/* The grammar of RFC 8259, section 6; false with `at` where it is left. */
static bool read_number(reader *r) {
  if (peek(r) == '-') r->at++;
  if (peek(r) == '0') {
    r->at++;
  } else if (!read_digits(r)) {
    return false;
  }
  if (peek(r) == '.') {
    size_t from = ++r->at;
    if (!read_digits(r)) return false;
    r->exponent = -(int64_t)(r->at - from);
  }
  if ((peek(r) == 'e' || peek(r) == 'E') && !read_exponent(r)) return false;
  return r->at == r->text.size;
}

#define READ_LEAD_MAX 30 /* exponent of the leading digit of a number below 10^31 */
#define READ_LEAD_MIN (-30)

cm_dec_parse cm_dec_read(cm_str text, cm_dec *out, size_t *at) {
  reader r = {.text = text};
  if (!read_number(&r)) {
    *at = r.at;
    return CM_PARSE_SYNTAX;
  }
  if (r.digits > CM_DEC_DIGITS) {
    *at = r.too_many;
    return CM_PARSE_DIGITS;
  }
  flush(&r);
  int64_t lead = r.exponent + (int64_t)r.digits - 1;
  if (r.digits > 0 && (lead > READ_LEAD_MAX || lead < READ_LEAD_MIN)) {
    *at = 0;
    return CM_PARSE_RANGE;
  }
  if (r.exponent > CM_DEC_EXP_MAX) r.exponent = CM_DEC_EXP_MAX; /* only a zero comes here */
  if (r.exponent < CM_DEC_EXP_LOW) r.exponent = CM_DEC_EXP_LOW;
  memcpy(out->limb, r.limb, sizeof r.limb);
  out->exponent = (int32_t)r.exponent;
  out->negative = r.digits > 0 && text.at[0] == '-';
  return CM_PARSE_OK;
}

#define COEFFICIENT_CHARS 36

/* All digits of the coefficient, leading zeros included. */
static void put_coefficient(char out[COEFFICIENT_CHARS], const cm_dec *x) {
  for (int i = 0; i < 4; i++) {
    uint32_t limb = x->limb[i];
    for (int j = 1; j <= CM_LIMB_DIGITS; j++) {
      out[COEFFICIENT_CHARS - i * CM_LIMB_DIGITS - j] = (char)('0' + limb % 10);
      limb /= 10;
    }
  }
}

/* Plain notation with exactly `decimals` digits behind the point. */
static cm_str put_plain(char out[CM_DEC_TEXT_MAX], const cm_dec *x, int decimals) {
  char digits[COEFFICIENT_CHARS];
  put_coefficient(digits, x);
  int units = COEFFICIENT_CHARS - 1 + x->exponent; /* index in `digits` of the digit before the point */
  int first = COEFFICIENT_CHARS - cm_limbs_digits(x->limb, 4);
  if (first > units) first = units;
  size_t size = 0;
  if (x->negative) out[size++] = '-';
  for (int i = first; i <= units + decimals; i++) {
    if (i == units + 1) out[size++] = '.';
    out[size++] = i >= 0 && i < COEFFICIENT_CHARS ? digits[i] : '0';
  }
  out[size] = '\0';
  return (cm_str){out, size};
}

cm_str cm_dec_text(const cm_dec *x, char out[CM_DEC_TEXT_MAX]) {
  cm_dec plain = *x;
  if (cm_dec_is_zero(x)) plain.exponent = 0; /* its zeros would all be printed */
  cm_dec_strip(&plain, 0);
  return put_plain(out, &plain, cm_dec_decimals(&plain));
}

cm_str cm_rounded_text(const cm_rounded *x, char out[CM_DEC_TEXT_MAX]) {
  cm_dec value = x->value;
  if (cm_dec_is_zero(&value)) value.exponent = 0;
  return put_plain(out, &value, x->decimals > 0 ? x->decimals : 0);
}
