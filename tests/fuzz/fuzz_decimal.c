/* Decimal text: read, written and read again; rounding and arithmetic keep their laws; small numbers as in integers. */
#include "fuzz/fuzz.h"
#include "num/dec.h"

static cm_dec again(const cm_dec *x) {
  char text[CM_DEC_TEXT_MAX];
  cm_dec y = cm_dec_zero;
  size_t at = 0;
  cm_dec_parse read = cm_dec_read(cm_dec_text(x, text), &y, &at);
  /* A tiny number with many digits may need more zeros than a text is allowed; what reads is the same. */
  must(read != CM_PARSE_SYNTAX && read != CM_PARSE_DIGITS, "a written number is a number");
  must(read != CM_PARSE_OK || cm_dec_cmp(x, &y) == 0, "a written number reads the same");
  return *x;
}

static void round_it(const cm_dec *x, int decimals, cm_rule rule) {
  cm_rounded once, twice, minus;
  if (cm_dec_round(&once, x, decimals, rule) != CM_DEC_OK) return;
  must(cm_dec_round(&twice, &once.value, decimals, rule) == CM_DEC_OK, "a rounded number rounds");
  must(cm_dec_cmp(&once.value, &twice.value) == 0, "rounding twice is rounding once");
  cm_dec negative = cm_dec_neg(x), unit = cm_dec_one, difference, magnitude;
  must(cm_dec_round(&minus, &negative, decimals, rule) == CM_DEC_OK, "-x rounds as x does");
  negative = cm_dec_neg(&minus.value);
  must(cm_dec_cmp(&once.value, &negative) == 0, "R(-x) = -R(x)");
  must(cm_dec_shift(&unit, &unit, -decimals) == CM_DEC_OK, "the unit");
  if (cm_dec_sub(&difference, &once.value, x) != CM_DEC_OK) return;
  magnitude = cm_dec_abs(&difference);
  if (rule != CM_RULE_TRUNCATE) must(cm_dec_add(&magnitude, &magnitude, &magnitude) >= 0, "twice the difference");
  must(cm_dec_cmp(&magnitude, &unit) <= 0, "a rounded number is near");
}

static void compute(const cm_dec *a, const cm_dec *b) {
  cm_dec sum, other, back;
  int exact = cm_dec_add(&sum, a, b);
  must(cm_dec_add(&other, b, a) == exact && (exact < 0 || cm_dec_cmp(&sum, &other) == 0), "a + b = b + a");
  if (exact == CM_DEC_OK && cm_dec_sub(&back, &sum, b) == CM_DEC_OK) must(cm_dec_cmp(&back, a) == 0, "(a + b) - b = a");
  exact = cm_dec_mul(&sum, a, b);
  must(cm_dec_mul(&other, b, a) == exact && (exact < 0 || cm_dec_cmp(&sum, &other) == 0), "a b = b a");
  if (exact == CM_DEC_OK && !cm_dec_is_zero(b)) {
    must(cm_dec_div(&back, &sum, b) == CM_DEC_OK, "an exact product divides exactly");
    must(cm_dec_cmp(&back, a) == 0, "(a b) / b = a");
  }
}

static void small(int32_t x, int32_t y) {
  cm_dec a, b, c, expected;
  cm_dec_from_i64(&a, x);
  cm_dec_from_i64(&b, y);
  cm_dec_from_i64(&expected, (int64_t)x * y);
  must(cm_dec_mul(&c, &a, &b) == CM_DEC_OK && cm_dec_cmp(&c, &expected) == 0, "products as in integers");
  cm_dec_from_i64(&expected, (int64_t)x - y);
  must(cm_dec_sub(&c, &a, &b) == CM_DEC_OK && cm_dec_cmp(&c, &expected) == 0, "differences as in integers");
  must(cm_dec_cmp(&a, &b) == (x > y) - (x < y), "order as in integers");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const uint8_t *cut = size ? memchr(data, ' ', size) : NULL;
  size_t half = cut ? (size_t)(cut - data) : size;
  cm_str texts[2] = {{(const char *)data, half}, {(const char *)data + half + 1, cut ? size - half - 1 : 0}};
  cm_dec x[2];
  size_t count = 0;
  for (size_t i = 0; i < (cut ? 2u : 1u); i++) {
    size_t at = 0;
    cm_dec_parse read = cm_dec_read(texts[i], &x[count], &at);
    must(at <= texts[i].size || read == CM_PARSE_OK, "an offence is within its text");
    if (read == CM_PARSE_OK) count++;
  }
  for (size_t i = 0; i < count; i++) {
    again(&x[i]);
    double d = cm_dec_to_double(&x[i]);
    cm_dec shortest;
    must(cm_dec_from_double(&shortest, d) == CM_DEC_OK && cm_dec_to_double(&shortest) == d, "a double reads back");
    for (int decimals = -2; decimals <= 5; decimals++)
      for (int rule = CM_RULE_HALF_UP; rule <= CM_RULE_TRUNCATE; rule++) round_it(&x[i], decimals, (cm_rule)rule);
  }
  if (count == 2) compute(&x[0], &x[1]);
  if (size >= 8) {
    int32_t pair[2];
    memcpy(pair, data, sizeof pair);
    small(pair[0], pair[1]);
  }
  return 0;
}
