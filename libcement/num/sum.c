/* Exact sums: a fixed-point number as wide as the range, carried only when it is read. */
#include "num/dec_limbs.h"

/* Limb 0 starts at the least digit that a number can have. 2^31 terms add less than 2^61 to a limb. */
#define BIAS (-CM_DEC_EXP_LOW)
#define CARRY_LIMBS 3

void cm_sum_init(cm_sum *sum) {
  sum->low = 0;
  sum->high = 0;
  sum->first = cm_dec_zero;
}

/* Takes limbs from .. to-1 into use. */
static void cover(cm_sum *sum, int32_t from, int32_t to) {
  if (sum->low == sum->high) {
    sum->low = from;
    sum->high = from;
  }
  while (sum->low > from) sum->limb[--sum->low] = 0;
  while (sum->high < to) sum->limb[sum->high++] = 0;
}

static void add(cm_sum *sum, const cm_dec *x) {
  int n = cm_limbs_used(x->limb, 4);
  uint32_t place = (uint32_t)(x->exponent + BIAS);
  uint32_t scale = cm_limb_pow10[place % CM_LIMB_DIGITS];
  int32_t at = (int32_t)(place / CM_LIMB_DIGITS);
  cover(sum, at, at + n + 1);
  int64_t *limb = sum->limb + at, sign = x->negative ? -1 : 1;
  uint32_t carry = 0;
  for (int i = 0; i < n; i++) {
    uint64_t t = (uint64_t)x->limb[i] * scale + carry;
    carry = (uint32_t)(t / CM_LIMB_BASE);
    limb[i] += sign * (int64_t)(t % CM_LIMB_BASE);
  }
  limb[n] += sign * (int64_t)carry;
}

void cm_sum_add(cm_sum *sum, const cm_dec *x) {
  if (cm_dec_is_zero(x)) return;
  if (sum->low != sum->high) {
    add(sum, x);
  } else if (cm_dec_is_zero(&sum->first)) {
    sum->first = *x;
  } else {
    add(sum, &sum->first);
    add(sum, x);
  }
}

/* Carries through the limbs into out[0 .. high-low+CARRY_LIMBS): the sum in complement; true when it is negative. */
static bool carry_through(const cm_sum *sum, uint32_t *out) {
  int64_t carry = 0;
  for (int32_t i = 0; i < sum->high - sum->low + CARRY_LIMBS; i++) {
    int64_t t = carry + (sum->low + i < sum->high ? sum->limb[sum->low + i] : 0);
    if (t >= 0 && t < (int64_t)CM_LIMB_BASE) { /* most of them: nothing to divide */
      out[i] = (uint32_t)t;
      carry = 0;
      continue;
    }
    int64_t digit = t % (int64_t)CM_LIMB_BASE;
    if (digit < 0) digit += CM_LIMB_BASE;
    out[i] = (uint32_t)digit;
    carry = (t - digit) / (int64_t)CM_LIMB_BASE;
  }
  return carry < 0;
}

static void complement(uint32_t *limb, int n) {
  uint32_t borrow = 0;
  for (int i = 0; i < n; i++) {
    uint32_t take = limb[i] + borrow;
    borrow = take > 0;
    limb[i] = borrow ? CM_LIMB_BASE - take : 0;
  }
}

static int take(const cm_sum *sum, cm_dec *out) {
  uint32_t limb[CM_SUM_LIMBS + CARRY_LIMBS];
  int n = sum->high - sum->low + CARRY_LIMBS;
  bool negative = carry_through(sum, limb);
  if (negative) complement(limb, n);
  return cm_dec_fit(out, limb, n, sum->low * CM_LIMB_DIGITS - BIAS, false, negative);
}

int cm_sum_take(const cm_sum *sum, cm_dec *out) {
  int status = CM_DEC_OK;
  if (sum->low == sum->high)
    *out = sum->first;
  else
    status = take(sum, out);
  if (status == CM_DEC_OK) cm_dec_strip(out, CM_DEC_EXP_MAX); /* one form, whatever the terms were */
  return status;
}
