/* x^(p/q): multiplied out where that is exact, otherwise e^(p/q × ln x), in fixed point with enough digits that the
 * rounding is certain.
 *
 * A result that lies too close to the middle between two numbers of 34 digits to be told apart at the first precision
 * is computed again at twice the precision. The closest that results come in practice, (1 + 10^-33)^(1/2), is decided
 * at 67 digits; the second precision has 135. */
#include <string.h>

#include "num/dec_limbs.h"

#define FRACTION_FIRST 7 /* limbs behind the point: 63 digits */
#define FRACTION_LAST (CM_LN_LIMBS - 1)
#define FIXED_LIMBS CM_LN_LIMBS /* one limb before the point */
#define PART_MAX 10000          /* of |p| and q */

/* ---- exact results ------------------------------------------------------------------------------------------ */

#define EXACT_LIMBS 16              /* powers of up to 144 digits are multiplied out */
#define ROOT_TOP 100000000000000000 /* a square root of 34 digits is below; so is any other root */

/* limb × 10^exponent; the limbs above n are zero */
typedef struct exact {
  uint32_t limb[EXACT_LIMBS];
  int n;
  int32_t exponent;
} exact;

static void set_whole(exact *x, uint64_t value) {
  for (x->n = 0; value > 0; value /= CM_LIMB_BASE) x->limb[x->n++] = (uint32_t)(value % CM_LIMB_BASE);
}

/* The power of the limbs; false when it has too many digits. */
static bool exact_power(exact *x, uint32_t power) {
  exact base = *x;
  uint32_t bit = 1;
  while (bit <= power / 2) bit <<= 1;
  for (bit >>= 1; bit > 0; bit >>= 1) {
    uint32_t work[3 * EXACT_LIMBS];
    if (2 * x->n > EXACT_LIMBS) return false;
    cm_limbs_mul(work, x->limb, x->n, x->limb, x->n);
    x->n = cm_limbs_used(work, 2 * x->n);
    cm_limbs_copy(x->limb, work, x->n);
    if ((power & bit) == 0) continue;
    cm_limbs_mul(work, x->limb, x->n, base.limb, base.n);
    x->n = cm_limbs_used(work, x->n + base.n);
    if (x->n > EXACT_LIMBS) return false;
    cm_limbs_copy(x->limb, work, x->n);
  }
  return true;
}

/* -1, 0, 1 as root^power is below, equal to, above the limbs of a. */
static int compare_power(uint64_t root, uint32_t power, const exact *a) {
  exact x = {.n = 0};
  set_whole(&x, root);
  return exact_power(&x, power) ? cm_limbs_cmp(x.limb, a->limb, EXACT_LIMBS) : 1;
}

/* The q-th root of x, if it has finitely many digits. x does not end in zero, hence neither does its root. */
static bool exact_root(exact *x, uint32_t q) {
  if (q == 1) return true;
  if (x->exponent % (int32_t)q != 0) return false;
  uint64_t low = 1, high = ROOT_TOP; /* low <= root < high */
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
  bool even = x->limb[0] % 2 == 0;
  exact out = {.exponent = -x->exponent};
  set_whole(&out, 1);
  while (x->n > 1 || x->limb[0] != 1) {
    if (cm_limbs_div_small(x->limb, x->n, even ? 2 : 5) != 0) return false;
    x->n = cm_limbs_used(x->limb, x->n);
    out.limb[out.n] = cm_limbs_mul_small(out.limb, out.n, even ? 5 : 2, 0);
    out.n = cm_limbs_used(out.limb, out.n + 1);
    out.exponent--;
  }
  *x = out;
  return true;
}

/* p/q in lowest terms, and its sign. */
typedef struct ratio {
  uint32_t p, q;
  bool negative;
} ratio;

/* The power when it is a finite decimal that fits the buffer, rounded; DOMAIN when it is not. */
static int pow_exact(cm_dec *out, const cm_dec *x, const ratio *r) {
  cm_dec base = *x;
  cm_dec_strip(&base, CM_DEC_EXP_MAX);
  exact y = {.exponent = base.exponent};
  memcpy(y.limb, base.limb, sizeof base.limb);
  y.n = cm_limbs_used(y.limb, EXACT_LIMBS);
  if (!exact_root(&y, r->q)) return CM_DEC_DOMAIN;
  if (r->negative && !exact_inverse(&y)) return CM_DEC_DOMAIN;
  if (!exact_power(&y, r->p)) return CM_DEC_DOMAIN;
  return cm_dec_fit(out, y.limb, y.n, y.exponent * (int32_t)r->p, false, false);
}

/* ---- fixed point -------------------------------------------------------------------------------------------- */

static const uint32_t prime[4] = {2, 3, 5, 7};
const uint32_t cm_ln_prime[4][CM_LN_LIMBS] = {
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
  cm_limbs_copy(a->limb, work + a->fraction, n);
}

/* a /= b for b >= 1 */
static void fixed_div(fixed *a, const fixed *b) {
  uint32_t work[2 * FIXED_LIMBS];
  int n = a->fraction + 1;
  (void)cm_limbs_shift_up(work, a->limb, n, a->fraction * CM_LIMB_DIGITS);
  (void)cm_limbs_div(a->limb, work, n + a->fraction, b->limb, n);
}

/* times × ln(prime[which]) */
static fixed ln_of(int which, uint32_t times, int fraction) {
  fixed out = fixed_whole(0, fraction);
  cm_limbs_copy(out.limb, cm_ln_prime[which] + FRACTION_LAST - fraction, fraction + 1);
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
  cm_limbs_copy(m.limb, work, n);
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

/* e^±y = out × 10^*power */
static void exp_scaled(fixed *out, int32_t *power, const fixed *y, bool negative) {
  int n = y->fraction + 1;
  uint64_t whole = y->limb[y->fraction];
  /* at most one less than y / ln 10, 2.3026, where the result is in range */
  uint32_t tens = (uint32_t)(whole * 1000 / 2303);
  fixed r = *y, ten = ln_ten(1, y->fraction), multiple = ln_ten(tens, y->fraction);
  cm_limbs_sub(r.limb, r.limb, multiple.limb, n);
  for (; cm_limbs_cmp(r.limb, ten.limb, n) >= 0; tens++) cm_limbs_sub(r.limb, r.limb, ten.limb, n);
  *power = (int32_t)tens;
  if (negative) {
    *power = -*power - 1;
    cm_limbs_sub(r.limb, ten.limb, r.limb, n);
  }
  *out = exp_small(&r);
}

/* ---- the power ---------------------------------------------------------------------------------------------- */

/* Whether x rounds like the exact value, which its error does not move to another number of 34 digits.
 *
 * The error: |ln x| is off by less than 4000 units of the last limb (1201 × ln 10 has 2402, the series 100), times p
 * 4 × 10^7, and e^r, at most 10, makes 4 × 10^8 of it; the squarings add less than 10^5. 10^10 is allowed for. */
static bool decided(const fixed *x) {
  fixed below = *x, above = *x, slack = fixed_whole(0, x->fraction);
  int n = x->fraction + 1;
  cm_dec a, b;
  slack.limb[1] = 10;
  cm_limbs_sub(below.limb, below.limb, slack.limb, n);
  fixed_add(&above, &slack);
  (void)cm_dec_fit(&a, below.limb, n, 0, true, false);
  (void)cm_dec_fit(&b, above.limb, n, 0, true, false);
  return cm_dec_cmp(&a, &b) == 0;
}

/* e^(p/q ln x) with so many limbs; *sure tells whether the rounding is. */
static int pow_approximate(cm_dec *out, const cm_dec *x, const ratio *r, int fraction, bool *sure) {
  bool negative;
  fixed y = ln(x, fraction, &negative), result;
  int32_t power;
  (void)cm_limbs_mul_small(y.limb, fraction + 1, r->p, 0);
  (void)cm_limbs_div_small(y.limb, fraction + 1, r->q);
  exp_scaled(&result, &power, &y, negative != r->negative);
  *sure = decided(&result);
  return cm_dec_fit(out, result.limb, fraction + 1, power - fraction * CM_LIMB_DIGITS, true, false);
}

static uint32_t common_divisor(uint32_t a, uint32_t b) {
  while (b != 0) {
    uint32_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

/* x^r for x > 0, r not zero. */
static int pow_positive(cm_dec *out, const cm_dec *x, const ratio *r) {
  bool sure;
  int status = pow_exact(out, x, r);
  if (status != CM_DEC_DOMAIN) return status;
  status = pow_approximate(out, x, r, FRACTION_FIRST, &sure);
  return sure ? status : pow_approximate(out, x, r, FRACTION_LAST, &sure);
}

int cm_dec_pow(cm_dec *out, const cm_dec *x, int32_t p, int32_t q) {
  if (p < -PART_MAX || p > PART_MAX || q < 1 || q > PART_MAX || cm_dec_sign(x) < 0) return CM_DEC_DOMAIN;
  ratio r = {.q = (uint32_t)q, .negative = p < 0};
  r.p = (uint32_t)(r.negative ? -p : p);
  if (cm_dec_is_zero(x) && r.negative) return CM_DEC_DOMAIN;
  if (p == 0 || cm_dec_is_zero(x)) {
    *out = p == 0 ? cm_dec_one : cm_dec_zero;
    return CM_DEC_OK;
  }
  uint32_t divisor = common_divisor(r.p, r.q);
  r.p /= divisor;
  r.q /= divisor;
  cm_dec result;
  int status = pow_positive(&result, x, &r);
  if (status >= CM_DEC_OK) *out = result;
  return status;
}
