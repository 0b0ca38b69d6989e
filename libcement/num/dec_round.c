/* Rounding to a place, once. */
#include <string.h>

#include "num/dec_limbs.h"

#define PLACES_MIN (-30)
#define PLACES_MAX 40

/* limb × 10^zeros: the zeros that a figure shows count as digits, behind a zero none. */
static bool pad(uint32_t limb[5], int zeros) {
  int digits = cm_limbs_digits(limb, 4);
  if (digits == 0) return true;
  if (zeros + digits > CM_DEC_DIGITS) return false;
  uint32_t work[9];
  int n = cm_limbs_shift_up(work, limb, cm_limbs_used(limb, 4), zeros);
  cm_limbs_copy(limb, work, n);
  return true;
}

int cm_dec_round(cm_rounded *out, const cm_dec *x, int decimals, cm_rule rule) {
  if (decimals < PLACES_MIN || decimals > PLACES_MAX) return CM_DEC_RANGE;
  uint32_t work[5];
  memcpy(work, x->limb, sizeof x->limb);
  int drop = -decimals - x->exponent;
  if (drop > CM_DEC_DIGITS) { /* below a tenth of a unit */
    memset(work, 0, sizeof work);
  } else if (drop > 0) {
    cm_rest rest = cm_limbs_shift_down(work, 4, drop);
    if (cm_rest_rounds_up(rest, work[0] & 1, rule)) (void)cm_limbs_mul_small(work, 4, 1, 1);
  } else if (!pad(work, -drop)) {
    return CM_DEC_RANGE;
  }
  memcpy(out->value.limb, work, sizeof out->value.limb);
  out->value.exponent = -decimals;
  out->value.negative = x->negative && !cm_dec_is_zero(&out->value);
  out->decimals = decimals;
  return CM_DEC_OK;
}
