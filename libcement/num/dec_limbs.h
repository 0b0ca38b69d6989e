/* Private to num/: whole numbers as limbs in base 10^9, least significant first.
 *
 * Every product of two limbs fits 64 bits with room for a carry, so nothing here needs a 128-bit type. */
#ifndef CM_NUM_DEC_LIMBS_H
#define CM_NUM_DEC_LIMBS_H

#include "num/dec.h"

#define CM_LIMB_BASE 1000000000u
#define CM_LIMB_DIGITS 9
#define CM_COEFFICIENT_TOP 10000000u                         /* limb[3] of a coefficient below 10^34 is below this */
#define CM_DEC_EXP_LOW (-CM_DEC_EXP_MAX - CM_DEC_DIGITS + 1) /* least exponent of a number in range */

/* What was cut off, against half a unit of what was kept. */
typedef enum cm_rest { CM_REST_NONE, CM_REST_BELOW, CM_REST_HALF, CM_REST_ABOVE } cm_rest;

static const uint32_t cm_limb_pow10[CM_LIMB_DIGITS + 1] = {1,      10,      100,      1000,      10000,
                                                           100000, 1000000, 10000000, 100000000, 1000000000};

/* Digits of one limb; 0 for 0. */
static inline int cm_limb_digits(uint32_t v) {
  if (v < 10000) {
    if (v < 100) return v < 10 ? (v > 0 ? 1 : 0) : 2;
    return v < 1000 ? 3 : 4;
  }
  if (v < 1000000) return v < 100000 ? 5 : 6;
  if (v < 100000000) return v < 10000000 ? 7 : 8;
  return 9;
}

/* Limbs in use: n without the zero limbs at the top. */
static inline int cm_limbs_used(const uint32_t *limb, int n) {
  while (n > 0 && limb[n - 1] == 0) n--;
  return n;
}

static inline int cm_limbs_digits(const uint32_t *limb, int n) {
  n = cm_limbs_used(limb, n);
  return n == 0 ? 0 : (n - 1) * CM_LIMB_DIGITS + cm_limb_digits(limb[n - 1]);
}

static inline void cm_limbs_copy(uint32_t *out, const uint32_t *a, int n) {
  for (int i = 0; i < n; i++) out[i] = a[i];
}

static inline bool cm_limbs_any(const uint32_t *limb, int n) {
  return cm_limbs_used(limb, n) > 0;
}

static inline int cm_limbs_cmp(const uint32_t *a, const uint32_t *b, int n) {
  for (int i = n; i-- > 0;) {
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return 0;
}

/* a = a × m + carry; the limb that runs over is returned. */
static inline uint32_t cm_limbs_mul_small(uint32_t *a, int n, uint32_t m, uint32_t carry) {
  for (int i = 0; i < n; i++) {
    uint64_t t = (uint64_t)a[i] * m + carry;
    carry = (uint32_t)(t / CM_LIMB_BASE);
    a[i] = (uint32_t)(t % CM_LIMB_BASE);
  }
  return carry;
}

/* a = a / d; the remainder is returned. */
static inline uint32_t cm_limbs_div_small(uint32_t *a, int n, uint32_t d) {
  uint64_t rest = 0;
  for (int i = n; i-- > 0;) {
    uint64_t t = rest * CM_LIMB_BASE + a[i];
    a[i] = (uint32_t)(t / d);
    rest = t % d;
  }
  return (uint32_t)rest;
}

/* a += b over n limbs; the carry (0 or 1) is returned. */
static inline uint32_t cm_limbs_add(uint32_t *a, const uint32_t *b, int n) {
  uint32_t carry = 0;
  for (int i = 0; i < n; i++) {
    uint32_t t = a[i] + b[i] + carry;
    carry = t >= CM_LIMB_BASE;
    a[i] = carry ? t - CM_LIMB_BASE : t;
  }
  return carry;
}

/* out = a - b over n limbs, a >= b. out may be either. */
static inline void cm_limbs_sub(uint32_t *out, const uint32_t *a, const uint32_t *b, int n) {
  uint32_t borrow = 0;
  for (int i = 0; i < n; i++) {
    uint32_t take = b[i] + borrow;
    borrow = a[i] < take;
    out[i] = borrow ? a[i] + CM_LIMB_BASE - take : a[i] - take;
  }
}

/* out[0 .. na+nb) = a × b; out is neither operand. */
void cm_limbs_mul(uint32_t *out, const uint32_t *a, int na, const uint32_t *b, int nb);

/* out[0 .. n + digits/9 + 1) = a × 10^digits; returns the limbs in use. out is not a. */
int cm_limbs_shift_up(uint32_t *out, const uint32_t *a, int n, int digits);

/* limb[0 .. n] = limb[0 .. n) / 10^digits, digits >= 1 and at most 9n; needs room for one limb more than n. */
cm_rest cm_limbs_shift_down(uint32_t *limb, int n, int digits);

/* q[0 .. nu-nv] = u / v; returns whether a remainder is left. u has room for nu + 1 limbs and is used up; v has no zero
 * limb at the top; nu >= nv, nv <= CM_DIV_LIMBS. */
#define CM_DIV_LIMBS 16
bool cm_limbs_div(uint32_t *q, uint32_t *u, int nu, const uint32_t *v, int nv);

/* Whether a rule moves `rest` to the next unit away from zero. */
bool cm_rest_rounds_up(cm_rest rest, bool odd, cm_rule rule);

/* Natural logarithms of 2, 3, 5 and 7, cut off behind 135 digits: 15 limbs behind the point and one before it. */
#define CM_LN_LIMBS 16
extern const uint32_t cm_ln_prime[4][CM_LN_LIMBS];

/* Makes the number limb × 10^exponent, rounded once to 34 digits. `more` says that a remainder below the last limb is
 * left out; limb must then have 35 digits or more. */
int cm_dec_fit(cm_dec *out, const uint32_t *limb, int n, int32_t exponent, bool more, bool negative);

/* Takes trailing zeros off the coefficient while the exponent is below `ideal`. */
void cm_dec_strip(cm_dec *x, int32_t ideal);

#endif
