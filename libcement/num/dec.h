/* Decimal numbers with 34 significant digits (the precision of IEEE 754 decimal128).
 *
 * value = (-1)^negative × coefficient × 10^exponent, 0 <= coefficient < 10^34. Results are exact where they fit and
 * otherwise rounded half-even once. There are no infinities, no NaN and no negative zero: what cannot be represented is
 * a status. No binary floating point takes part, except in the two conversions to and from binary64. */
#ifndef CM_NUM_DEC_H
#define CM_NUM_DEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

#define CM_DEC_DIGITS 34
#define CM_DEC_EXP_MAX 1200  /* largest adjusted exponent (of the leading digit) of a result; beyond: RANGE */
#define CM_DEC_TEXT_MAX 1300 /* bytes that any number takes in plain notation, with sign and point */

typedef struct cm_dec {
  uint32_t limb[4]; /* coefficient, least significant first, base 10^9 */
  int32_t exponent;
  uint32_t negative; /* 0 or 1; 0 for zero */
} cm_dec;

/* Status of an operation: */
#define CM_DEC_OK 0
#define CM_DEC_INEXACT 1 /* rounded to 34 digits */
#define CM_DEC_RANGE (-1)
#define CM_DEC_DIVIDE (-2) /* by zero */
#define CM_DEC_DOMAIN (-3) /* power of a negative number or of zero to a negative power */

/* How a number text may fail to be one. */
typedef enum cm_dec_parse {
  CM_PARSE_OK,
  CM_PARSE_SYNTAX, /* not a JSON number */
  CM_PARSE_DIGITS, /* more than 34 significant digits (leading zeros do not count, trailing ones do) */
  CM_PARSE_RANGE   /* a value of 10^31 or more, or below 10^-30 and not zero */
} cm_dec_parse;

extern const cm_dec cm_dec_zero, cm_dec_one;

/* Reads a number by JSON's grammar, whole text or nothing; *at tells the offending byte on failure. The exponent of the
 * result keeps trailing zeros (110000.00 has exponent -2), so the decimals given can be counted. -0 reads as 0. */
cm_dec_parse cm_dec_read(cm_str text, cm_dec *out, size_t *at);

/* Plain notation: no exponent, no trailing zeros after the point, no sign on zero. NUL-terminated; returns a view of
 * `out`. */
cm_str cm_dec_text(const cm_dec *x, char out[CM_DEC_TEXT_MAX]);

int cm_dec_from_i64(cm_dec *out, int64_t value); /* exact: OK */
static inline bool cm_dec_is_zero(const cm_dec *x) {
  return (x->limb[0] | x->limb[1] | x->limb[2] | x->limb[3]) == 0;
}
int cm_dec_sign(const cm_dec *x);                 /* -1, 0, 1 */
int cm_dec_cmp(const cm_dec *a, const cm_dec *b); /* by value: -1, 0, 1 */
int cm_dec_decimals(const cm_dec *x);             /* digits behind the point as written, 0 at least */
cm_dec cm_dec_neg(const cm_dec *x);
cm_dec cm_dec_abs(const cm_dec *x);

/* Each writes *out when it returns OK or INEXACT. out may be an operand. */
int cm_dec_add(cm_dec *out, const cm_dec *a, const cm_dec *b);
int cm_dec_sub(cm_dec *out, const cm_dec *a, const cm_dec *b);
int cm_dec_mul(cm_dec *out, const cm_dec *a, const cm_dec *b);
int cm_dec_div(cm_dec *out, const cm_dec *a, const cm_dec *b);
/* × 10^power, exact. */
int cm_dec_shift(cm_dec *out, const cm_dec *x, int power);
/* x^(p/q), q > 0, correctly rounded; exact results are found exact. x >= 0; 0^positive = 0; x^0 = 1. |p|, q <= 10 000.
 */
int cm_dec_pow(cm_dec *out, const cm_dec *x, int32_t p, int32_t q);

/* Binary64, correctly rounded half-even in both senses; no locale, no printf family. */
double cm_dec_to_double(const cm_dec *x);
/* The shortest decimal that reads back to the same double; RANGE for infinities and NaN. */
int cm_dec_from_double(cm_dec *out, double x);

/* ---- rounding ---------------------------------------------------------------------------------------------- */

typedef enum cm_rule {
  CM_RULE_HALF_UP,   /* 四舍五入: half away from zero */
  CM_RULE_HALF_EVEN, /* GB/T 8170 */
  CM_RULE_TRUNCATE   /* toward zero */
} cm_rule;

/* A figure after rounding: a type of its own, so that it cannot be rounded again or computed with by accident. */
typedef struct cm_rounded {
  cm_dec value; /* a whole multiple of 10^-decimals */
  int32_t decimals;
} cm_rounded;

/* Rounds once, on the decimal value. decimals -30..40; a negative number rounds to tens, hundreds ... Always succeeds
 * for a number whose result fits 34 digits, else RANGE. */
int cm_dec_round(cm_rounded *out, const cm_dec *x, int decimals, cm_rule rule);
/* With exactly `decimals` digits behind the point (100.00), none for decimals <= 0; no sign on zero. */
cm_str cm_rounded_text(const cm_rounded *x, char out[CM_DEC_TEXT_MAX]);

/* ---- exact sums --------------------------------------------------------------------------------------------- */

/* A fixed-point accumulator wide enough for every cm_dec: the sum of any number (below 2^31) of terms is exact and
 * rounded once when it is taken, whatever the order. */
#define CM_SUM_LIMBS 280
typedef struct cm_sum {
  int64_t limb[CM_SUM_LIMBS];
  int32_t low, high; /* limbs in use: low <= i < high; low == high when empty */
  cm_dec first;      /* the only term that is not zero, until there are two: most sums have but one; zero: none */
} cm_sum;

void cm_sum_init(cm_sum *sum);
void cm_sum_add(cm_sum *sum, const cm_dec *x);
int cm_sum_take(const cm_sum *sum, cm_dec *out); /* OK, INEXACT or RANGE */

#endif
