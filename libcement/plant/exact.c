#include "plant/exact.h"

static const int64_t ten_to[19] = {1,
                                   10,
                                   100,
                                   1000,
                                   10000,
                                   100000,
                                   1000000,
                                   10000000,
                                   100000000,
                                   1000000000,
                                   10000000000,
                                   100000000000,
                                   1000000000000,
                                   10000000000000,
                                   100000000000000,
                                   1000000000000000,
                                   10000000000000000,
                                   100000000000000000,
                                   1000000000000000000};

static cm_dec scaled(int64_t mantissa, int32_t scale) {
  cm_dec out;
  (void)cm_dec_from_i64(&out, mantissa);
  (void)cm_dec_shift(&out, &out, -scale); /* at most 18 places: in range */
  return out;
}

/* What has come together so far goes where there is room for any number. */
static int widen(cm_arena *arena, cm_exact *to) {
  if (to->wide == NULL) {
    to->wide = CM_NEW(arena, cm_sum);
    if (to->wide == NULL) return -1;
    cm_sum_init(to->wide);
  }
  cm_dec part = scaled(to->sum, to->scale);
  cm_sum_add(to->wide, &part);
  to->sum = 0;
  return 0;
}

/* In the finer of both scales; the sum so far makes room when that does not fit. */
static int add_small(cm_arena *arena, cm_exact *to, int64_t mantissa, int32_t scale) {
  int64_t sum, added;
  int32_t finer = scale > to->scale ? scale : to->scale;
  bool fits = !__builtin_mul_overflow(to->sum, ten_to[finer - to->scale], &sum) &&
              !__builtin_mul_overflow(mantissa, ten_to[finer - scale], &added) &&
              !__builtin_add_overflow(sum, added, &sum);
  if (!fits && widen(arena, to)) return -1;
  to->sum = fits ? sum : mantissa;
  to->scale = fits ? finer : scale;
  return 0;
}

int cm_exact_add_dec(cm_arena *arena, cm_exact *to, const cm_dec *x) {
  if (widen(arena, to)) return -1;
  cm_sum_add(to->wide, x);
  return 0;
}

int cm_exact_add(cm_arena *arena, cm_exact *to, const cm_number *x) {
  return x->small ? add_small(arena, to, x->mantissa, x->scale) : cm_exact_add_dec(arena, to, &x->dec);
}

int cm_exact_add_product(cm_arena *arena, cm_exact *to, const cm_number *a, const cm_number *b) {
  int64_t product;
  if (a->small && b->small && a->scale + b->scale <= 18 &&
      !__builtin_mul_overflow(a->mantissa, b->mantissa, &product)) {
    return add_small(arena, to, product, a->scale + b->scale);
  }
  cm_dec x = cm_number_dec(a), y = cm_number_dec(b);
  if (cm_dec_mul(&x, &x, &y) < 0) x = cm_dec_zero; /* numbers of cells are below 10^31: never */
  return cm_exact_add_dec(arena, to, &x);
}

int cm_exact_take(const cm_exact *sum, cm_dec *out) {
  cm_dec part = scaled(sum->sum, sum->scale);
  if (sum->wide == NULL) {
    *out = part;
    return CM_DEC_OK;
  }
  cm_sum all = *sum->wide;
  cm_sum_add(&all, &part);
  return cm_sum_take(&all, out);
}
