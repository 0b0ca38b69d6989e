/* Arithmetic and comparison of decimal numbers. */
#include "num/dec.h"

#include <string.h>

#include "num/dec_limbs.h"

const cm_dec cm_dec_zero = {{0, 0, 0, 0}, 0, 0};
const cm_dec cm_dec_one = {{1, 0, 0, 0}, 0, 0};

int cm_dec_from_i64(cm_dec *out, int64_t value) {
  *out = cm_dec_zero;
  out->negative = value < 0;
  uint64_t rest = out->negative ? 0 - (uint64_t)value : (uint64_t)value;
  for (int i = 0; rest > 0; rest /= CM_LIMB_BASE) out->limb[i++] = (uint32_t)(rest % CM_LIMB_BASE);
  return CM_DEC_OK;
}

int cm_dec_sign(const cm_dec *x) {
  if (cm_dec_is_zero(x)) return 0;
  return x->negative ? -1 : 1;
}

int cm_dec_decimals(const cm_dec *x) {
  return x->exponent < 0 ? -x->exponent : 0;
}

cm_dec cm_dec_neg(const cm_dec *x) {
  cm_dec out = *x;
  out.negative = !cm_dec_is_zero(x) && !x->negative;
  return out;
}

cm_dec cm_dec_abs(const cm_dec *x) {
  cm_dec out = *x;
  out.negative = 0;
  return out;
}

/* Exponent of the leading digit. */
static int32_t adjusted(const cm_dec *x) {
  return x->exponent + cm_limbs_digits(x->limb, 4) - 1;
}

static int cmp_magnitude(const cm_dec *a, const cm_dec *b) {
  if (a->exponent == b->exponent) return cm_limbs_cmp(a->limb, b->limb, 4);
  int32_t lead_a = adjusted(a), lead_b = adjusted(b);
  if (lead_a != lead_b) return lead_a < lead_b ? -1 : 1;
  /* leading digits align, so the shorter coefficient can be brought to the length of the other */
  bool swap = a->exponent < b->exponent;
  const cm_dec *high = swap ? b : a, *low = swap ? a : b;
  uint32_t work[9];
  int shift = high->exponent - low->exponent;
  int n = cm_limbs_shift_up(work, high->limb, cm_limbs_used(high->limb, 4), shift);
  for (; n < 4; n++) work[n] = 0;
  int order = cm_limbs_cmp(work, low->limb, 4);
  return swap ? -order : order;
}

int cm_dec_cmp(const cm_dec *a, const cm_dec *b) {
  int sign_a = cm_dec_sign(a), sign_b = cm_dec_sign(b);
  if (sign_a != sign_b) return sign_a < sign_b ? -1 : 1;
  return sign_a == 0 ? 0 : sign_a * cmp_magnitude(a, b);
}

#define ALIGNED 10 /* limbs of two aligned coefficients: 70 digits and a carry */
/* A term whose leading digit is further below than this moves the result by less than a hundredth of its last digit. */
#define FAR_BELOW (CM_DEC_DIGITS + 2)

/* Writes both coefficients, *n limbs each, at the lower exponent, which is returned. Exponents: high > low. Neither is
 * zero. */
static int32_t align(uint32_t *high_limb, uint32_t *low_limb, int *n, const cm_dec *high, const cm_dec *low) {
  int32_t exponent = low->exponent, lead = adjusted(high);
  const uint32_t *from = low->limb;
  if (lead - adjusted(low) > FAR_BELOW) { /* any tiny amount serves: it only decides the rounding */
    exponent = lead - FAR_BELOW;
    from = cm_dec_one.limb;
  }
  *n = cm_limbs_shift_up(high_limb, high->limb, cm_limbs_used(high->limb, 4), high->exponent - exponent);
  for (; *n < 4; (*n)++) high_limb[*n] = 0;
  for (int i = 0; i < *n; i++) low_limb[i] = i < 4 ? from[i] : 0;
  return exponent;
}

static int add_limbs(cm_dec *out, uint32_t *a, bool a_negative, uint32_t *b, bool b_negative, int n, int32_t exponent) {
  if (a_negative == b_negative) {
    a[n] = cm_limbs_add(a, b, n);
    return cm_dec_fit(out, a, n + 1, exponent, false, a_negative);
  }
  if (cm_limbs_cmp(a, b, n) >= 0) {
    cm_limbs_sub(a, a, b, n);
    return cm_dec_fit(out, a, n, exponent, false, a_negative);
  }
  cm_limbs_sub(b, b, a, n);
  return cm_dec_fit(out, b, n, exponent, false, b_negative);
}

static int add_signed(cm_dec *out, const cm_dec *a, const cm_dec *b, bool b_negative) {
  if (cm_dec_is_zero(b)) {
    *out = *a;
    return CM_DEC_OK;
  }
  if (cm_dec_is_zero(a)) {
    *out = *b;
    out->negative = b_negative;
    return CM_DEC_OK;
  }
  uint32_t work_a[ALIGNED + 1], work_b[ALIGNED + 1];
  if (a->exponent == b->exponent) {
    memcpy(work_a, a->limb, sizeof a->limb);
    memcpy(work_b, b->limb, sizeof b->limb);
    return add_limbs(out, work_a, a->negative, work_b, b_negative, 4, a->exponent);
  }
  int n;
  int32_t exponent = a->exponent > b->exponent ? align(work_a, work_b, &n, a, b) : align(work_b, work_a, &n, b, a);
  return add_limbs(out, work_a, a->negative, work_b, b_negative, n, exponent);
}

int cm_dec_add(cm_dec *out, const cm_dec *a, const cm_dec *b) {
  return add_signed(out, a, b, b->negative);
}

int cm_dec_sub(cm_dec *out, const cm_dec *a, const cm_dec *b) {
  return add_signed(out, a, b, !b->negative);
}

int cm_dec_mul(cm_dec *out, const cm_dec *a, const cm_dec *b) {
  uint32_t product[8];
  int na = cm_limbs_used(a->limb, 4), nb = cm_limbs_used(b->limb, 4);
  cm_limbs_mul(product, a->limb, na, b->limb, nb);
  return cm_dec_fit(out, product, na + nb, a->exponent + b->exponent, false, a->negative != b->negative);
}

int cm_dec_div(cm_dec *out, const cm_dec *a, const cm_dec *b) {
  if (cm_dec_is_zero(b)) return CM_DEC_DIVIDE;
  if (cm_dec_is_zero(a)) {
    *out = cm_dec_zero;
    return CM_DEC_OK;
  }
  /* with 35 digits more than the divisor, the numerator gives a quotient of 35 or 36 */
  uint32_t numerator[CM_LIMB_DIGITS + 1], quotient[CM_LIMB_DIGITS];
  int na = cm_limbs_used(a->limb, 4), nb = cm_limbs_used(b->limb, 4);
  int shift = cm_limbs_digits(b->limb, nb) + CM_DEC_DIGITS + 1 - cm_limbs_digits(a->limb, na);
  int n = cm_limbs_shift_up(numerator, a->limb, na, shift);
  bool rest = cm_limbs_div(quotient, numerator, n, b->limb, nb);
  int32_t ideal = a->exponent - b->exponent;
  int status = cm_dec_fit(out, quotient, n - nb + 1, ideal - shift, rest, a->negative != b->negative);
  if (status == CM_DEC_OK) cm_dec_strip(out, ideal);
  return status;
}

int cm_dec_shift(cm_dec *out, const cm_dec *x, int power) {
  int64_t exponent = (int64_t)x->exponent + power;
  if (cm_dec_is_zero(x)) {
    *out = cm_dec_zero;
    if (exponent >= CM_DEC_EXP_LOW && exponent <= CM_DEC_EXP_MAX) out->exponent = (int32_t)exponent;
    return CM_DEC_OK;
  }
  int64_t lead = (int64_t)adjusted(x) + power;
  if (lead < -CM_DEC_EXP_MAX || lead > CM_DEC_EXP_MAX) return CM_DEC_RANGE;
  *out = *x;
  out->exponent = (int32_t)exponent;
  return CM_DEC_OK;
}
