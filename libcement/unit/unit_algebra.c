/* Products, quotients and conversions of units: exact. */
#include "unit/unit.h"

#define SCALE_MAX UINT64_C(1000000000000000000) /* so that a remainder × 10 fits 64 bits */
#define TEN_MAX 1000

const cm_unit cm_unit_one = {.scale = {1, 1, 0}};

static uint64_t common(uint64_t a, uint64_t b) {
  if (a == 1 || b == 1) return 1;
  while (b != 0) {
    uint64_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

/* a × b into *out: 0, or -1 when it is above SCALE_MAX. */
static int times(uint64_t *out, uint64_t a, uint64_t b) {
  if (a > SCALE_MAX / b) return -1;
  *out = a * b;
  return 0;
}

/* The one form of num / den × 10^ten; neither is above SCALE_MAX. */
static int settle(cm_scale *out, uint64_t num, uint64_t den, int64_t ten) {
  uint64_t shared = common(num, den);
  num /= shared;
  den /= shared;
  for (; num % 10 == 0; ten++) num /= 10;
  for (; den % 10 == 0; ten--) den /= 10;
  for (; den % 2 == 0; ten--) { /* 1/2 = 5/10, so that only what never ends in decimals stays a divisor */
    den /= 2;
    if (times(&num, num, 5)) return -1;
  }
  for (; den % 5 == 0; ten--) {
    den /= 5;
    if (times(&num, num, 2)) return -1;
  }
  if (ten > TEN_MAX || ten < -TEN_MAX) return -1;
  *out = (cm_scale){(int64_t)num, (int64_t)den, (int32_t)ten};
  return 0;
}

/* (a.num × b_num) / (a.den × b_den), reduced crosswise first, so that nothing overflows that could have been avoided.
 */
static int scale_mul(cm_scale *out, const cm_scale *a, int64_t b_num, int64_t b_den, int64_t ten) {
  uint64_t x = common((uint64_t)a->num, (uint64_t)b_den);
  uint64_t y = common((uint64_t)b_num, (uint64_t)a->den);
  uint64_t num;
  uint64_t den;
  if (times(&num, (uint64_t)a->num / x, (uint64_t)b_num / y)) return -1;
  if (times(&den, (uint64_t)a->den / y, (uint64_t)b_den / x)) return -1;
  return settle(out, num, den, ten);
}

static int combine(cm_unit *out, const cm_unit *a, const cm_unit *b, int sign) {
  cm_unit unit = {.basis = a->basis == CM_BASIS_NONE || a->basis == b->basis ? b->basis : a->basis};
  if (a->basis != b->basis && a->basis != CM_BASIS_NONE && b->basis != CM_BASIS_NONE) unit.basis = CM_BASIS_NONE;
  for (int i = 0; i < CM_DIM_COUNT; i++) {
    int power = a->dim[i] + sign * b->dim[i];
    if (power < INT8_MIN || power > INT8_MAX) return -1;
    unit.dim[i] = (int8_t)power;
  }
  int64_t ten = (int64_t)a->scale.ten + sign * (int64_t)b->scale.ten;
  int64_t num = sign > 0 ? b->scale.num : b->scale.den;
  int64_t den = sign > 0 ? b->scale.den : b->scale.num;
  if (scale_mul(&unit.scale, &a->scale, num, den, ten)) return -1;
  *out = unit;
  return 0;
}

int cm_unit_mul(cm_unit *out, const cm_unit *a, const cm_unit *b) {
  return combine(out, a, b, 1);
}

int cm_unit_div(cm_unit *out, const cm_unit *a, const cm_unit *b) {
  return combine(out, a, b, -1);
}

bool cm_unit_same_dim(const cm_unit *a, const cm_unit *b) {
  return memcmp(a->dim, b->dim, sizeof a->dim) == 0;
}

/* One value has one form. */
static bool same_scale(const cm_scale *a, const cm_scale *b) {
  return a->num == b->num && a->den == b->den && a->ten == b->ten;
}

int cm_unit_factor(cm_scale *out, const cm_unit *from, const cm_unit *to) {
  cm_unit ratio;
  if (!cm_unit_same_dim(from, to)) return -1;
  if (same_scale(&from->scale, &to->scale)) { /* most of them */
    *out = cm_unit_one.scale;
    return 0;
  }
  if (cm_unit_div(&ratio, from, to)) return -1;
  *out = ratio.scale;
  return 0;
}

bool cm_scale_is_one(const cm_scale *s) {
  return s->num == 1 && s->den == 1 && s->ten == 0;
}

/* ---- a number times a scale -------------------------------------------------------------------------------------- */

#define WIDE_LIMBS 6 /* 34 digits × 18 digits, base 10^9 */
#define WIDE_DIGITS (WIDE_LIMBS * 9)
#define BASE UINT64_C(1000000000)

/* The digits of |x's coefficient| × num, the first first. */
static void wide_product(unsigned char digits[WIDE_DIGITS], const cm_dec *x, uint64_t num) {
  const uint64_t factor[2] = {num % BASE, num / BASE};
  uint64_t limb[WIDE_LIMBS] = {0};
  for (size_t i = 0; i < 4; i++) {
    uint64_t carry = 0;
    for (size_t j = 0; j < 2; j++) {
      carry += limb[i + j] + x->limb[i] * factor[j]; /* num may be 10^18, so factor[1] 10^9: still far below 2^64 */
      limb[i + j] = carry % BASE;
      carry /= BASE;
    }
    limb[i + 2] += carry;
  }
  for (size_t i = 0; i < WIDE_LIMBS; i++) {
    uint64_t left = limb[i];
    for (size_t j = 0; j < 9; j++, left /= 10) digits[WIDE_DIGITS - 1 - (i * 9 + j)] = (unsigned char)(left % 10);
  }
}

/* digit × 10^0 behind a coefficient: limb = limb × 10 + digit. */
static void push_digit(cm_dec *x, uint32_t digit) {
  uint64_t carry = digit;
  for (size_t i = 0; i < 4; i++) {
    carry += (uint64_t)x->limb[i] * 10;
    x->limb[i] = (uint32_t)(carry % BASE);
    carry /= BASE;
  }
}

/* x × num / den where the product alone has more than 34 digits: divided digit by digit and rounded half-even once. x
 * is a whole number. At least 18 digits follow the first that is cut off, so what is left over shows in one of them. */
static int wide_ratio(cm_dec *out, const cm_dec *x, uint64_t num, uint64_t den) {
  unsigned char digits[WIDE_DIGITS];
  cm_dec kept = {{0, 0, 0, 0}, 0, x->negative};
  int exponent = 0;
  int count = 0;
  uint32_t guard = 0; /* the first digit that is cut off */
  uint32_t last = 0;
  bool more = false; /* anything behind it */
  uint64_t rest = 0;
  wide_product(digits, x, num);
  for (int i = 0; i < 2 * WIDE_DIGITS; i++) {
    rest = rest * 10 + (i < WIDE_DIGITS ? digits[i] : 0u);
    uint32_t digit = (uint32_t)(rest / den);
    rest %= den;
    if (count > CM_DEC_DIGITS) {
      more = more || digit != 0;
    } else if (count == CM_DEC_DIGITS) {
      guard = digit;
      count++;
    } else if (count > 0 || digit != 0) {
      push_digit(&kept, last = digit);
      if (++count == CM_DEC_DIGITS) exponent = WIDE_DIGITS - 1 - i;
    }
  }
  if (guard > 5 || (guard == 5 && (more || last % 2 == 1))) {
    cm_dec unit = {{1, 0, 0, 0}, 0, kept.negative};
    (void)cm_dec_add(&kept, &kept, &unit); /* exact: a carry out of 34 nines leaves 10^34 */
  }
  kept.exponent += exponent;
  *out = kept;
  return guard != 0 || more ? CM_DEC_INEXACT : CM_DEC_OK;
}

int cm_scale_apply(cm_dec *out, const cm_dec *x, const cm_scale *s) {
  cm_dec num, den, result, whole = *x;
  whole.exponent = 0; /* the coefficient alone, so that only the end result can be out of range */
  (void)cm_dec_from_i64(&num, s->num);
  (void)cm_dec_from_i64(&den, s->den);
  int status = cm_dec_mul(&result, &whole, &num);
  if (s->den != 1)
    status = status == CM_DEC_OK ? cm_dec_div(&result, &result, &den)
                                 : wide_ratio(&result, &whole, (uint64_t)s->num, (uint64_t)s->den);
  int shifted = cm_dec_shift(out, &result, x->exponent + s->ten);
  return shifted < 0 ? shifted : status;
}

double cm_scale_double(const cm_scale *s) {
  cm_dec factor;
  (void)cm_scale_apply(&factor, &cm_dec_one, s); /* 10^±1000 is within the decimals */
  return cm_dec_to_double(&factor);
}

/* ---- words ---------------------------------------------------------------------------------------------------------
 */

typedef struct words {
  char *out;
  size_t size;
} words;

static void add(words *w, const char *text) {
  cm_str piece = cm_str_of(text);
  if (piece.size > 127 - w->size) piece.size = 127 - w->size; /* only units that nobody writes are this long */
  memcpy(w->out + w->size, piece.at, piece.size);
  w->size += piece.size;
}

static void add_power(words *w, const char *name, int power) {
  char digits[24];
  add(w, name);
  if (power == 1) return;
  add(w, "^");
  add(w, cm_u64_text((uint64_t)power, digits).at);
}

cm_str cm_unit_dim_text(const cm_unit *u, char out[128]) {
  static const char *const names[CM_DIM_COUNT] = {"mass",        "CO2",        "carbon",     "standard coal", "energy",
                                                  "electricity", "gas volume", "fuel",       "length",        "time",
                                                  "pressure",    "amount",     "temperature"};
  words w = {out, 0};
  for (int i = 0; i < CM_DIM_COUNT; i++) {
    if (u->dim[i] <= 0) continue;
    if (w.size > 0) add(&w, "*");
    add_power(&w, names[i], u->dim[i]);
  }
  if (w.size == 0) add(&w, "1");
  for (int i = 0; i < CM_DIM_COUNT; i++) {
    if (u->dim[i] >= 0) continue;
    add(&w, "/");
    add_power(&w, names[i], -u->dim[i]);
  }
  out[w.size] = '\0';
  return (cm_str){out, w.size};
}
