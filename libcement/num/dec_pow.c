/* x^(p/q) as e^(p/q × ln x), in fixed point with enough digits that the rounding is certain.
 *
 * A result that lies too close to a number of 35 digits (an exact one, or the middle between two of 34) to be told
 * apart at the first precision is checked for being exact, and computed again at twice the precision otherwise. The
 * closest that results come in practice, (1 + 10^-33)^(1/2), is decided at 67 digits; the second precision has 135. */
#include "num/dec_limbs.h"

#define FRACTION_FIRST 7 /* limbs behind the point: 63 digits */
#define FRACTION_LAST 15
#define FIXED_LIMBS (FRACTION_LAST + 1) /* one limb before the point */
#define PART_MAX 10000                  /* of |p| and q */

/* ---- exact results ------------------------------------------------------------------------------------------ */

#define EXACT_LIMBS 16 /* powers of up to 144 digits are multiplied out */
#define ROOT_DIGITS 17 /* a square root of 34 digits has no more; nor has any other root */

/* limb × 10^exponent */
typedef struct exact {
  uint32_t limb[EXACT_LIMBS];
  int n;
  int32_t exponent;
} exact;

static void set_whole(exact *x, uint64_t value) {
  for (x->n = 0; value > 0; value /= CM_LIMB_BASE) x->limb[x->n++] = (uint32_t)(value % CM_LIMB_BASE);
}

/* x^power; false when it has too many digits. */
static bool exact_power(exact *x, uint32_t power) {
  exact base = *x;
  uint32_t bit = 1;
  while (bit <= power / 2) bit <<= 1;
  for (bit >>= 1; bit > 0; bit >>= 1) {
    uint32_t work[3 * EXACT_LIMBS];
    if (2 * x->n > EXACT_LIMBS) return false;
    cm_limbs_mul(work, x->limb, x->n, x->limb, x->n);
    int n = cm_limbs_used(work, 2 * x->n);
    for (int i = 0; i < n; i++) x->limb[i] = work[i];
    if (power & bit) {
      cm_limbs_mul(work, x->limb, n, base.limb, base.n);
      n = cm_limbs_used(work, n + base.n);
      if (n > EXACT_LIMBS) return false;
      for (int i = 0; i < n; i++) x->limb[i] = work[i];
    }
    x->n = n;
  }
  x->exponent *= (int32_t)power;
  return true;
}

/* -1, 0, 1 as root^power is below, equal to, above a. */
static int compare_power(uint64_t root, uint32_t power, const exact *a) {
  exact x;
  x.exponent = 0;
  set_whole(&x, root);
  if (!exact_power(&x, power) || x.n > a->n) return 1;
  return x.n < a->n ? -1 : cm_limbs_cmp(x.limb, a->limb, a->n);
}

/* The q-th root of x, if it has finitely many digits. x does not end in zero, hence neither does its root. */
static bool exact_root(exact *x, uint32_t q) {
  if (q == 1) return true;
  if (x->exponent % (int32_t)q != 0) return false;
  uint64_t low = 1, high = 1; /* low <= root < high */
  for (int i = 0; i < ROOT_DIGITS; i++) high *= 10;
  while (high - low > 1) {
    uint64_t middle = low + (high - low) / 2;
    if (compare_power(middle, q, x) > 0) {
      high = middle;
    } else {
      low = middle;
    }
  }
  if (compare_power(low, q, x) != 0) return false;
  set_whole(x, low);
  x->exponent /= (int32_t)q;
  return true;
}

/* 1 / x, if it has finitely many digits and they are few: 1/2^a = 5^a/10^a. */
static bool exact_inverse(exact *x) {
  uint32_t work[EXACT_LIMBS], factor = x->limb[0] % 2 == 0 ? 2 : 5;
  exact out;
  set_whole(&out, 1);
  out.exponent = -x->exponent;
  int n = x->n;
  for (int i = 0; i < n; i++) work[i] = x->limb[i];
  while (n > 1 || work[0] != 1) {
    if (cm_limbs_div_small(work, n, factor) != 0) return false;
    n = cm_limbs_used(work, n);
    out.limb[out.n] = cm_limbs_mul_small(out.limb, out.n, 10 / factor, 0);
    out.n = cm_limbs_used(out.limb, out.n + 1);
    out.exponent--;
  }
  *x = out;
  return true;
}

/* The power when it is a finite decimal that fits the buffer, rounded; DOMAIN when it is not. */
static int pow_exact(cm_dec *out, const cm_dec *x, int32_t p, int32_t q) {
  cm_dec base = *x;
  cm_dec_strip(&base, CM_DEC_EXP_MAX + 1);
  exact y;
  y.n = cm_limbs_used(base.limb, 4);
  y.exponent = base.exponent;
  for (int i = 0; i < y.n; i++) y.limb[i] = base.limb[i];
  if (!exact_root(&y, (uint32_t)q)) return CM_DEC_DOMAIN;
  if (p < 0 && !exact_inverse(&y)) return CM_DEC_DOMAIN;
  if (!exact_power(&y, (uint32_t)(p < 0 ? -p : p))) return CM_DEC_DOMAIN;
  return cm_dec_fit(out, y.limb, y.n, y.exponent, false, false);
}

/* ---- fixed point -------------------------------------------------------------------------------------------- */

/* Natural logarithms of 2, 3, 5, 7. */
static const uint32_t prime[4] = {2, 3, 5, 7};
static const uint32_t ln_prime[4][FIXED_LIMBS] = {
    {235758130, 733685520, 20570685, 542001481, 996418687, 605863326, 969694715, 493393621, 120680009, 360255254,
     75500134, 458176568, 417232121, 559945309, 693147180, 0},
    {225930519, 742368004, 65957865, 787970029, 813732088, 873615754, 218608966, 637494293, 734694333, 822749451,
     647490557, 922525704, 395245236, 668109691, 98612288, 1},
    {229324676, 899724005, 21715562, 799966303, 93179610, 630133878, 707657764, 474178987, 912647891, 268517721,
     525601354, 226187639, 600759333, 434100374, 609437912, 1},
    {257677786, 911723752, 205851140, 993061694, 587871526, 787658498, 752069267, 937579862, 459390149, 581861188,
     637084729, 443179729, 105352743, 55313305, 945910149, 1}};

/* A number >= 0 with `fraction` limbs behind the point and one before it. Every operation cuts off less than one unit
 * of the last limb. */
typedef struct fixed {
  uint32_t limb[FIXED_LIMBS];
  int fraction;
} fixed;

static fixed fixed_whole(uint32_t value, int fraction) {
  fixed out = {{0}, fraction};
  out.limb[fraction] = value;
  return out;
}

static void fixed_add(fixed *a, const fixed *b) {
  (void)cm_limbs_add(a->limb, b->limb, a->fraction + 1);
}

static void fixed_mul(fixed *a, const fixed *b) {
  uint32_t work[2 * FIXED_LIMBS];
  int n = a->fraction + 1;
  cm_limbs_mul(work, a->limb, n, b->limb, n);
  for (int i = 0; i < n; i++) a->limb[i] = work[a->fraction + i];
}

/* a / b < 1 */
static void fixed_div(fixed *a, const fixed *b) {
  uint32_t work[2 * FIXED_LIMBS + 1], quotient[2 * FIXED_LIMBS];
  int n = a->fraction + 1;
  int na = cm_limbs_shift_up(work, a->limb, n, a->fraction * CM_LIMB_DIGITS);
  int nb = cm_limbs_used(b->limb, n);
  for (; na < nb; na++) work[na] = 0;
  (void)cm_limbs_div(quotient, work, na, b->limb, nb);
  for (int i = 0; i < n; i++) a->limb[i] = i <= na - nb ? quotient[i] : 0;
}

/* times × ln(prime[which]) */
static fixed ln_of(int which, uint32_t times, int fraction) {
  fixed out = {{0}, fraction};
  for (int i = 0; i <= fraction; i++) out.limb[i] = ln_prime[which][FRACTION_LAST - fraction + i];
  (void)cm_limbs_mul_small(out.limb, fraction + 1, times, 0);
  return out;
}

static fixed ln_ten(uint32_t times, int fraction) {
  fixed out = ln_of(0, times, fraction), five = ln_of(2, times, fraction);
  fixed_add(&out, &five);
  return out;
}

/* ln n for a number n that has no prime factor above 7. */
static fixed ln_smooth(uint32_t n, int fraction) {
  fixed out = fixed_whole(0, fraction);
  for (int i = 0; i < 4; i++) {
    uint32_t times = 0;
    for (; n % prime[i] == 0; n /= prime[i]) times++;
    fixed part = ln_of(i, times, fraction);
    fixed_add(&out, &part);
  }
  return out;
}

/* The largest number up to n with no prime factor above 7. */
static uint32_t smooth_below(uint32_t n) {
  for (;; n--) {
    uint32_t rest = n;
    for (int i = 0; i < 4; i++) {
      while (rest % prime[i] == 0) rest /= prime[i];
    }
    if (rest == 1) return n;
  }
}

/* ln m for m in [100, 1000): with s just below m and free of large primes, ln m = ln s + 2 atanh((m-s)/(m+s)). */
static fixed ln_three_digits(const fixed *m) {
  uint32_t smooth = smooth_below(m->limb[m->fraction]);
  fixed z = *m, sum = *m;
  z.limb[m->fraction] -= smooth;
  sum.limb[m->fraction] += smooth;
  fixed_div(&z, &sum);
  fixed square = z;
  fixed_mul(&square, &z);
  sum = z;
  for (uint32_t k = 3; cm_limbs_any(z.limb, z.fraction); k += 2) {
    fixed_mul(&z, &square);
    fixed term = z;
    (void)cm_limbs_div_small(term.limb, term.fraction + 1, k);
    fixed_add(&sum, &term);
  }
  fixed out = ln_smooth(smooth, m->fraction);
  fixed_add(&out, &sum);
  fixed_add(&out, &sum);
  return out;
}

/* |ln x| for x > 0; *negative tells its sign. */
static fixed ln(const cm_dec *x, int fraction, bool *negative) {
  int digits = cm_limbs_digits(x->limb, 4);
  uint32_t work[FIXED_LIMBS + 4];
  fixed m = fixed_whole(0, fraction);
  int n = cm_limbs_shift_up(work, x->limb, cm_limbs_used(x->limb, 4), fraction * CM_LIMB_DIGITS + 3 - digits);
  for (int i = 0; i < n; i++) m.limb[i] = work[i];
  int32_t power = x->exponent + digits - 3; /* x = m × 10^power */
  fixed a = ln_three_digits(&m), b = ln_ten((uint32_t)(power < 0 ? -power : power), fraction);
  *negative = false;
  if (power >= 0) {
    fixed_add(&a, &b);
    return a;
  }
  *negative = cm_limbs_cmp(a.limb, b.limb, fraction + 1) < 0;
  if (*negative) {
    cm_limbs_sub(b.limb, b.limb, a.limb, fraction + 1);
    return b;
  }
  cm_limbs_sub(a.limb, a.limb, b.limb, fraction + 1);
  return a;
}

#define HALVINGS 8

/* e^r for r below 2.4, by the series for r / 2^8. */
static fixed exp_small(const fixed *r) {
  fixed part = *r, term = fixed_whole(1, r->fraction), sum = term;
  (void)cm_limbs_div_small(part.limb, part.fraction + 1, 1u << HALVINGS);
  for (uint32_t k = 1; cm_limbs_any(term.limb, term.fraction + 1); k++) {
    fixed_mul(&term, &part);
    (void)cm_limbs_div_small(term.limb, term.fraction + 1, k);
    fixed_add(&sum, &term);
  }
  for (int i = 0; i < HALVINGS; i++) {
    fixed square = sum;
    fixed_mul(&sum, &square);
  }
  return sum;
}

#define WHOLE_MAX 2800 /* ln of the largest number in range is 2766 */

/* e^±y = out × 10^*power; false when that is surely out of range. */
static bool exp_scaled(fixed *out, int32_t *power, const fixed *y, bool negative) {
  uint32_t whole = y->limb[y->fraction];
  int n = y->fraction + 1;
  if (whole > WHOLE_MAX) return false;
  uint32_t tens = whole * 1000 / 2303; /* at most one less than y / ln 10, 2.3026 */
  fixed r = *y, ten = ln_ten(1, y->fraction), multiple = ln_ten(tens, y->fraction);
  cm_limbs_sub(r.limb, r.limb, multiple.limb, n);
  for (; cm_limbs_cmp(r.limb, ten.limb, n) >= 0; tens++) cm_limbs_sub(r.limb, r.limb, ten.limb, n);
  *power = (int32_t)tens;
  if (negative) {
    *power = -*power - 1;
    cm_limbs_sub(r.limb, ten.limb, r.limb, n);
  }
  *out = exp_small(&r);
  return true;
}

/* ---- the power ---------------------------------------------------------------------------------------------- */

/* The first 35 digits of a number; returns its count of digits. */
static int leading_digits(uint32_t out[4], const fixed *x) {
  uint32_t work[FIXED_LIMBS + 1];
  int n = x->fraction + 1, digits = cm_limbs_digits(x->limb, n);
  for (int i = 0; i < n; i++) work[i] = x->limb[i];
  (void)cm_limbs_shift_down(work, n, digits - CM_DEC_DIGITS - 1);
  for (int i = 0; i < 4; i++) out[i] = work[i];
  return digits;
}

/* Whether no number of 35 digits lies within the error of x: then it rounds like the exact value.
 *
 * The error: |ln x| is off by less than 4000 units of the last limb (1201 × ln 10 has 2402, the series 100), times p
 * 4 × 10^7, and e^r, at most 10, makes 4 × 10^8 of it; the squarings add less than 10^5. 10^10 is allowed for. */
static bool decided(const fixed *x) {
  fixed below = *x, above = *x, slack = fixed_whole(0, x->fraction);
  uint32_t a[4], b[4];
  slack.limb[1] = 10;
  cm_limbs_sub(below.limb, below.limb, slack.limb, x->fraction + 1);
  fixed_add(&above, &slack);
  return leading_digits(a, &below) == leading_digits(b, &above) && cm_limbs_cmp(a, b, 4) == 0;
}

/* e^(p/q ln x) with so many limbs; *sure tells whether the rounding is. */
static int pow_approximate(cm_dec *out, const cm_dec *x, int32_t p, int32_t q, int fraction, bool *sure) {
  bool negative;
  fixed y = ln(x, fraction, &negative), result;
  int32_t power;
  *sure = true;
  (void)cm_limbs_mul_small(y.limb, fraction + 1, (uint32_t)(p < 0 ? -p : p), 0);
  (void)cm_limbs_div_small(y.limb, fraction + 1, (uint32_t)q);
  if (!exp_scaled(&result, &power, &y, negative != (p < 0))) return CM_DEC_RANGE;
  *sure = decided(&result);
  return cm_dec_fit(out, result.limb, fraction + 1, power - fraction * CM_LIMB_DIGITS, true, false);
}

static int32_t common_divisor(int32_t a, int32_t b) {
  while (b != 0) {
    int32_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

int cm_dec_pow(cm_dec *out, const cm_dec *x, int32_t p, int32_t q) {
  if (p < -PART_MAX || p > PART_MAX || q < 1 || q > PART_MAX || cm_dec_sign(x) < 0) return CM_DEC_DOMAIN;
  if (cm_dec_is_zero(x) && p < 0) return CM_DEC_DOMAIN;
  if (p == 0 || cm_dec_is_zero(x)) {
    *out = p == 0 ? cm_dec_one : cm_dec_zero;
    return CM_DEC_OK;
  }
  int32_t divisor = common_divisor(p < 0 ? -p : p, q);
  p /= divisor;
  q /= divisor;
  cm_dec result;
  bool sure;
  int status = CM_DEC_DOMAIN;
  if (q == 1) status = pow_exact(&result, x, p, q); /* squares and cubes are cheap that way */
  if (status == CM_DEC_DOMAIN) {
    status = pow_approximate(&result, x, p, q, FRACTION_FIRST, &sure);
    if (!sure) {
      status = q == 1 ? CM_DEC_DOMAIN : pow_exact(&result, x, p, q);
      if (status == CM_DEC_DOMAIN) status = pow_approximate(&result, x, p, q, FRACTION_LAST, &sure);
    }
  }
  if (status >= CM_DEC_OK) *out = result;
  return status;
}
