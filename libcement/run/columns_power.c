/* Powers of rows by decimals: the platform's pow differs between machines, and altitude, for which it is there, is the
 * same in all rows and folded. */
#include "run/columns_code.h"

static double power_of(double x, cm_power power) {
  cm_dec d, r;
  double none = 0;
  if (cm_dec_from_double(&d, x) < 0 || cm_dec_pow(&r, &d, power.p, power.q) < 0) return none / none;
  return cm_dec_to_double(&r);
}

void cm_code_power(double *out, const double *x, size_t rows, cm_power power) {
  for (size_t i = 0; i < rows; i++) out[i] = power_of(x[i], power);
}
