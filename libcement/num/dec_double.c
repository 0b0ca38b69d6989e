/* To and from binary64, by whole numbers only: no floating-point operation, so no rounding mode can disturb it. */
#include <string.h>

#include "num/dec_limbs.h"

#define MANTISSA_BITS 53
#define BINARY_EXP_MIN (-1074) /* of the last bit of the smallest double */
#define BIASED_INFINITY 0x7ff
#define HIDDEN_BIT ((uint64_t)1 << (MANTISSA_BITS - 1))
#define STEP_BITS 29 /* the largest power of two below a limb */

static double assemble(bool negative, uint64_t magnitude) {
  uint64_t bits = magnitude | (negative ? (uint64_t)1 << 63 : 0);
  double out;
  memcpy(&out, &bits, sizeof out);
  return out;
}

/* A whole number of 82 to 120 bits, and the power of two that it is multiplied with. */
typedef struct binary {
  uint32_t word[4]; /* least significant first */
  int32_t exponent;
  bool more; /* something below the last bit was cut off */
} binary;

static int bit_length(const binary *x) {
  int n = 128;
  while ((x->word[(n - 1) / 32] >> ((n - 1) % 32) & 1) == 0) n--;
  return n;
}

/* Bits from .. from+count-1 as a number, count <= 64. */
static uint64_t bits_of(const binary *x, int from, int count) {
  uint64_t out = 0;
  for (int i = from + count; i-- > from;) out = out << 1 | (x->word[i / 32] >> (i % 32) & 1);
  return out;
}

static bool any_bit_below(const binary *x, int end) {
  int i = 0;
  while (i < end && (x->word[i / 32] >> (i % 32) & 1) == 0) i++;
  return i < end;
}

/* The magnitude of the nearest double, ties to even, as its bits. */
static uint64_t round_binary(const binary *x) {
  int length = bit_length(x);
  int drop = length - MANTISSA_BITS;
  /* A subnormal drops more: up to length + 2, as the number is 10^-324 at least. */
  if (x->exponent + drop < BINARY_EXP_MIN) drop = BINARY_EXP_MIN - x->exponent;
  uint64_t mantissa = bits_of(x, drop, length - drop);
  bool half = bits_of(x, drop - 1, 1) != 0;
  if (half && (x->more || (mantissa & 1) || any_bit_below(x, drop - 1))) mantissa++;
  /* The hidden bit, and a carry out of the mantissa, add one to the exponent field, which is what is wanted; a
   * subnormal has no hidden bit, and its field is 0 or, after such a carry, 1. */
  uint64_t biased = (uint64_t)(x->exponent + drop - BINARY_EXP_MIN);
  uint64_t magnitude = (biased << (MANTISSA_BITS - 1)) + mantissa;
  uint64_t infinity = (uint64_t)BIASED_INFINITY << (MANTISSA_BITS - 1);
  return magnitude < infinity ? magnitude : infinity;
}

#define FRACTION_LIMBS 40 /* 357 digits behind the point: 10^-324 with 34 digits */
#define WHOLE_LIMBS 36    /* 310 digits before it */
#define SCALED_LIMBS 4    /* 82 to 120 bits */
#define DOUBLE_LEAD_MAX 308
#define DOUBLE_LEAD_MIN (-324)

/* Multiplies or divides by 2^29 until the whole part has four limbs; returns its binary form. */
static binary scale(uint32_t *limb, int n, int fraction) {
  binary out = {{0, 0, 0, 0}, 0, false};
  for (; n > fraction + SCALED_LIMBS; n = cm_limbs_used(limb, n)) {
    out.more = cm_limbs_div_small(limb, n, (uint32_t)1 << STEP_BITS) != 0 || out.more;
    out.exponent += STEP_BITS;
  }
  for (; n < fraction + SCALED_LIMBS; n = cm_limbs_used(limb, n + 1)) {
    limb[n] = cm_limbs_mul_small(limb, n, (uint32_t)1 << STEP_BITS, 0);
    out.exponent -= STEP_BITS;
  }
  out.more = out.more || cm_limbs_any(limb, fraction);
  for (int i = n; i-- > fraction;) {
    uint64_t carry = limb[i];
    for (int j = 0; j < 4; j++) {
      carry += (uint64_t)out.word[j] * CM_LIMB_BASE;
      out.word[j] = (uint32_t)carry;
      carry >>= 32;
    }
  }
  return out;
}

double cm_dec_to_double(const cm_dec *x) {
  int used = cm_limbs_used(x->limb, 4);
  int32_t lead = x->exponent + cm_limbs_digits(x->limb, 4) - 1;
  if (used == 0 || lead < DOUBLE_LEAD_MIN) return assemble(x->negative, 0);
  if (lead > DOUBLE_LEAD_MAX) return assemble(x->negative, (uint64_t)BIASED_INFINITY << (MANTISSA_BITS - 1));
  uint32_t limb[FRACTION_LIMBS + WHOLE_LIMBS];
  int fraction = x->exponent < 0 ? (-x->exponent + CM_LIMB_DIGITS - 1) / CM_LIMB_DIGITS : 0;
  int n = cm_limbs_shift_up(limb, x->limb, used, x->exponent + fraction * CM_LIMB_DIGITS);
  binary scaled = scale(limb, n, fraction);
  return assemble(x->negative, round_binary(&scaled));
}

/* ---- shortest decimal --------------------------------------------------------------------------------------- */

#define POWER_TOP 1024          /* the highest bit of a power, which is 1076 at most */
#define UNIT_LIMBS 84           /* 5^1076 has 753 digits */
#define DOUBLE_MANTISSA_LIMBS 2 /* of 4 × 2^53 + 2 */
#define ABOVE_LIMBS 2           /* 17 digits have no more above the limb of the last one */
#define WIDE (UNIT_LIMBS + DOUBLE_MANTISSA_LIMBS + ABOVE_LIMBS)

/* out = base^power, the limbs in use; out holds UNIT_LIMBS + 1. */
static int power_of(uint32_t *out, uint32_t base, uint32_t power) {
  uint32_t square[UNIT_LIMBS + 1];
  int n = 1;
  out[0] = 1;
  for (uint32_t bit = POWER_TOP; bit > 0; bit >>= 1) {
    cm_limbs_mul(square, out, n, out, n);
    n = cm_limbs_used(square, 2 * n);
    cm_limbs_copy(out, square, n);
    if ((power & bit) == 0) continue;
    out[n] = cm_limbs_mul_small(out, n, base, 0);
    n = cm_limbs_used(out, n + 1);
  }
  return n;
}

static void times(uint32_t out[WIDE], const uint32_t *unit, int n, uint64_t factor) {
  const uint32_t limb[DOUBLE_MANTISSA_LIMBS] = {(uint32_t)(factor % CM_LIMB_BASE), (uint32_t)(factor / CM_LIMB_BASE)};
  cm_limbs_mul(out, unit, n, limb, DOUBLE_MANTISSA_LIMBS);
  for (int i = n + DOUBLE_MANTISSA_LIMBS; i < WIDE; i++) out[i] = 0;
}

/* The last limb of the shortest number near x within its interval, which starts above `low`: the nearest one, ties to
 * even, counted in units of `unit`. `i` is the highest limb in which the ends of the interval differ. It reaches at
 * least as far above x as below, so the nearest one is in it unless it is `low` or less. */
static uint32_t nearest(const uint32_t *low, const uint32_t *x, int i, uint32_t unit) {
  uint32_t down = x[i] / unit, rest = x[i] % unit;
  if (down <= low[i] / unit) return down + 1;
  uint32_t next = i > 0 ? x[i - 1] : 0, half = CM_LIMB_BASE / 2;
  uint32_t twice = 2 * rest + (next >= half); /* of what is left, against the unit */
  if (twice != unit) return twice > unit ? down + 1 : down;
  bool tie = next % half == 0 && !cm_limbs_any(x, i - 1);
  return tie && down % 2 == 0 ? down : down + 1;
}

/* The shortest number in (low, high], of those the one nearest to x; all are multiples of 10^exponent. */
static void shortest(cm_dec *out, const uint32_t *low, const uint32_t *x, const uint32_t *high, int32_t exponent) {
  int i = WIDE - 1, zeros = CM_LIMB_DIGITS - 1;
  while (low[i] == high[i]) i--;
  while (low[i] / cm_limb_pow10[zeros] == high[i] / cm_limb_pow10[zeros]) zeros--;
  uint32_t last = nearest(low, x, i, cm_limb_pow10[zeros]);
  *out = (cm_dec){.exponent = exponent + i * CM_LIMB_DIGITS + zeros};
  cm_limbs_copy(out->limb, x + i + 1, ABOVE_LIMBS);
  (void)cm_limbs_mul_small(out->limb, ABOVE_LIMBS + 1, cm_limb_pow10[CM_LIMB_DIGITS - zeros], last);
}

int cm_dec_from_double(cm_dec *out, double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  int32_t biased = (int32_t)(bits >> (MANTISSA_BITS - 1) & BIASED_INFINITY);
  uint64_t mantissa = bits & (HIDDEN_BIT - 1);
  if (biased == BIASED_INFINITY) return CM_DEC_RANGE;
  if (biased == 0 && mantissa == 0) {
    *out = cm_dec_zero;
    return CM_DEC_OK;
  }
  bool narrow = mantissa == 0 && biased > 1; /* the double below is only half as far away */
  bool even = mantissa % 2 == 0;             /* the ends of the interval read back to x as well */
  if (biased > 0) mantissa |= HIDDEN_BIT;
  int32_t power = (biased > 0 ? biased - 1 : 0) + BINARY_EXP_MIN - 2; /* in quarters of the last bit */
  uint32_t unit[UNIT_LIMBS + 1], low[WIDE], value[WIDE], high[WIDE];
  static const uint32_t one[WIDE] = {1};
  int n = power < 0 ? power_of(unit, 5, (uint32_t)-power) : power_of(unit, 2, (uint32_t)power);
  times(value, unit, n, 4 * mantissa);
  times(low, unit, n, 4 * mantissa - (narrow ? 1 : 2));
  times(high, unit, n, 4 * mantissa + 2);
  if (even) cm_limbs_sub(low, low, one, WIDE);
  if (!even) cm_limbs_sub(high, high, one, WIDE);
  shortest(out, low, value, high, power < 0 ? power : 0);
  out->negative = bits >> 63 != 0;
  return CM_DEC_OK;
}
