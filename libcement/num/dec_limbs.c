/* Whole numbers in base 10^9: the parts that are too long to be inlined. */
#include "num/dec_limbs.h"

#include <string.h>

/* Column sums of this many products stay below 2^64 together with a carry. */
#define COLUMN_MAX 16

void cm_limbs_mul(uint32_t *out, const uint32_t *a, int na, const uint32_t *b, int nb) {
  uint64_t sum = 0;
  for (int column = 0; column < na + nb; column++) {
    int first = column < nb ? 0 : column - nb + 1;
    int last = column < na ? column : na - 1;
    uint64_t above = 0;
    for (; last - first >= COLUMN_MAX; first += COLUMN_MAX) {
      for (int i = first; i < first + COLUMN_MAX; i++) sum += (uint64_t)a[i] * b[column - i];
      above += sum / CM_LIMB_BASE;
      sum %= CM_LIMB_BASE;
    }
    for (int i = first; i <= last; i++) sum += (uint64_t)a[i] * b[column - i];
    out[column] = (uint32_t)(sum % CM_LIMB_BASE);
    sum = above + sum / CM_LIMB_BASE;
  }
}

int cm_limbs_shift_up(uint32_t *out, const uint32_t *a, int n, int digits) {
  int whole = digits / CM_LIMB_DIGITS;
  for (int i = 0; i < whole; i++) out[i] = 0;
  cm_limbs_copy(out + whole, a, n);
  out[whole + n] = cm_limbs_mul_small(out + whole, n, cm_limb_pow10[digits % CM_LIMB_DIGITS], 0);
  return cm_limbs_used(out, whole + n + 1);
}

/* Shifting up to a limb boundary first leaves only divisions by a constant, and whole limbs to compare with a half. */
cm_rest cm_limbs_shift_down(uint32_t *limb, int n, int digits) {
  int whole = (digits + CM_LIMB_DIGITS - 1) / CM_LIMB_DIGITS;
  limb[n] = cm_limbs_mul_small(limb, n, cm_limb_pow10[whole * CM_LIMB_DIGITS - digits], 0);
  uint32_t top = limb[whole - 1];
  bool below = cm_limbs_any(limb, whole - 1);
  for (int i = 0; i <= n; i++) limb[i] = i + whole <= n ? limb[i + whole] : 0;
  if (top == CM_LIMB_BASE / 2) return below ? CM_REST_ABOVE : CM_REST_HALF;
  if (top > CM_LIMB_BASE / 2) return CM_REST_ABOVE;
  return top > 0 || below ? CM_REST_BELOW : CM_REST_NONE;
}

/* u[0 .. n] -= v × q; adds v back once when q was one too large. Returns the right q. */
static uint32_t subtract_multiple(uint32_t *u, const uint32_t *v, int n, uint32_t q) {
  uint64_t carry = 0;
  uint32_t borrow = 0;
  for (int i = 0; i <= n; i++) {
    uint64_t t = carry + (i < n ? (uint64_t)v[i] * q : 0);
    carry = t / CM_LIMB_BASE;
    uint32_t take = (uint32_t)(t % CM_LIMB_BASE) + borrow;
    borrow = u[i] < take;
    u[i] = borrow ? u[i] + CM_LIMB_BASE - take : u[i] - take;
  }
  if (!borrow) return q;
  u[n] += cm_limbs_add(u, v, n);
  u[n] -= CM_LIMB_BASE; /* the carry that cancels the borrow */
  return q - 1;
}

/* Knuth, The Art of Computer Programming 4.3.1, algorithm D. */
bool cm_limbs_div(uint32_t *q, uint32_t *u, int nu, const uint32_t *v, int nv) {
  if (nv == 1) {
    cm_limbs_copy(q, u, nu);
    return cm_limbs_div_small(q, nu, v[0]) != 0;
  }
  uint32_t d[CM_DIV_LIMBS];
  uint32_t factor = CM_LIMB_BASE / (v[nv - 1] + 1);
  cm_limbs_copy(d, v, nv);
  (void)cm_limbs_mul_small(d, nv, factor, 0);
  u[nu] = cm_limbs_mul_small(u, nu, factor, 0);
  for (int j = nu - nv; j >= 0; j--) {
    uint64_t top = (uint64_t)u[j + nv] * CM_LIMB_BASE + u[j + nv - 1];
    uint64_t guess = top / d[nv - 1], rest = top % d[nv - 1];
    /* at most two too large; this takes one away where it finds so, subtract_multiple the other */
    if (guess >= CM_LIMB_BASE || guess * d[nv - 2] > rest * CM_LIMB_BASE + u[j + nv - 2]) guess--;
    q[j] = subtract_multiple(u + j, d, nv, (uint32_t)guess);
  }
  return cm_limbs_any(u, nv);
}

bool cm_rest_rounds_up(cm_rest rest, bool odd, cm_rule rule) {
  if (rule == CM_RULE_TRUNCATE) return false;
  if (rest == CM_REST_HALF) return rule == CM_RULE_HALF_UP || odd;
  return rest == CM_REST_ABOVE;
}

static int fit_exact(cm_dec *out, const uint32_t *limb, int n, int32_t exponent, bool negative) {
  /* the digits need counting only near the ends of the range */
  if (exponent < -CM_DEC_EXP_MAX || exponent > CM_DEC_EXP_MAX - CM_DEC_DIGITS) {
    int32_t adjusted = exponent + cm_limbs_digits(limb, n) - 1;
    if (adjusted < -CM_DEC_EXP_MAX || adjusted > CM_DEC_EXP_MAX) return CM_DEC_RANGE;
  }
  *out = (cm_dec){.exponent = exponent, .negative = negative};
  cm_limbs_copy(out->limb, limb, n);
  return CM_DEC_OK;
}

#define FIT_LIMBS 6 /* at least 46 digits: enough to round to 34 */

int cm_dec_fit(cm_dec *out, const uint32_t *limb, int n, int32_t exponent, bool more, bool negative) {
  n = cm_limbs_used(limb, n);
  if (n == 0) {
    *out = cm_dec_zero;
    return CM_DEC_OK;
  }
  if (n < 4 || (n == 4 && limb[3] < CM_COEFFICIENT_TOP)) return fit_exact(out, limb, n, exponent, negative);
  if (n > FIT_LIMBS) {
    more = cm_limbs_any(limb, n - FIT_LIMBS) || more;
    limb += n - FIT_LIMBS;
    exponent += (n - FIT_LIMBS) * CM_LIMB_DIGITS;
    n = FIT_LIMBS;
  }
  uint32_t work[FIT_LIMBS + 1];
  cm_limbs_copy(work, limb, n);
  int drop = cm_limbs_digits(limb, n) - CM_DEC_DIGITS;
  cm_rest rest = cm_limbs_shift_down(work, n, drop);
  if (more && rest == CM_REST_NONE) rest = CM_REST_BELOW;
  if (more && rest == CM_REST_HALF) rest = CM_REST_ABOVE;
  exponent += drop;
  if (cm_rest_rounds_up(rest, work[0] & 1, CM_RULE_HALF_EVEN)) {
    (void)cm_limbs_mul_small(work, 4, 1, 1);
    if (work[3] == CM_COEFFICIENT_TOP) { /* 10^34: every other limb is zero */
      work[3] = CM_COEFFICIENT_TOP / 10;
      exponent++;
    }
  }
  int status = fit_exact(out, work, 4, exponent, negative);
  return status == CM_DEC_OK && rest != CM_REST_NONE ? CM_DEC_INEXACT : status;
}

void cm_dec_strip(cm_dec *x, int32_t ideal) {
  if (cm_dec_is_zero(x)) return;
  while (x->limb[0] == 0 && ideal - x->exponent >= CM_LIMB_DIGITS) {
    for (int i = 0; i < 3; i++) x->limb[i] = x->limb[i + 1];
    x->limb[3] = 0;
    x->exponent += CM_LIMB_DIGITS;
  }
  int zeros = 0; /* less than a limb: either the lowest one is not zero, or the ideal is nearer */
  uint32_t low = x->limb[0];
  for (; low % 10 == 0 && x->exponent + zeros < ideal; zeros++) low /= 10;
  if (zeros == 0) return;
  uint32_t work[5];
  memcpy(work, x->limb, sizeof x->limb);
  (void)cm_limbs_shift_down(work, 4, zeros);
  memcpy(x->limb, work, sizeof x->limb);
  x->exponent += zeros;
}
