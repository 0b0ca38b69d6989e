#include "unit/convert.h"

#include "base/invariant.h"

static int read_value(cm_str value, cm_dec *out, cement_error *err) {
  size_t at = 0;
  switch (cm_dec_read(value, out, &at)) {
  case CM_PARSE_OK: return CEMENT_OK;
  case CM_PARSE_DIGITS: return cm_fail(err, CEMENT_E_LIMIT, CM_NOWHERE, value, CM_S(" read, more than 34 digits"));
  case CM_PARSE_RANGE:
    return cm_fail(err, CEMENT_E_RANGE, CM_NOWHERE, value, CM_S(" read, the number is too large or too close to zero"));
  default:
    return cm_fail(err, CEMENT_E_SYNTAX, CM_NOWHERE, CM_S("\""), value, CM_S("\" read, a number like 1234.5 expected"));
  }
}

/* A reading of a thermometer: kelvin and degrees differ by more than a factor. */
static bool is_temperature(const cm_unit *unit) {
  for (size_t i = 0; i < CM_DIM_COUNT; i++)
    if (unit->dim[i] != (i == CM_DIM_TEMPERATURE)) return false;
  return true;
}

static bool is_kelvin(cm_str text) {
  return cm_str_is(cm_str_trim(text), "K");
}

int cm_unit_convert(cm_dec *out, cm_str value, cm_str from, cm_str to, cement_error *err) {
  cm_dec number;
  cm_unit a, b;
  cm_scale scale;
  int status = read_value(value, &number, err);
  if (status == CEMENT_OK) status = cm_unit_read(from, &a, err, CM_NOWHERE);
  if (status == CEMENT_OK) status = cm_unit_read(to, &b, err, CM_NOWHERE);
  if (status != CEMENT_OK) return status;
  bool apart = !cm_unit_same_dim(&a, &b) || a.basis != b.basis || cm_unit_factor(&scale, &a, &b) != 0 ||
               (is_temperature(&a) && is_kelvin(from) != is_kelvin(to));
  if (apart) {
    return cm_fail(err, CEMENT_E_UNIT, CM_NOWHERE, CM_S("unit "), from, CM_S(" cannot be converted to "), to);
  }
  status = cm_scale_apply(out, &number, &scale);
  if (CEMENT_NEVER(status < 0)) /* numbers end at 10^±31 and scales at 10^±1018, decimals at 10^±1200 */
    return cm_fail(err, CEMENT_E_RANGE, CM_NOWHERE, value, CM_S(" "), from, CM_S(" is too large or too small in "), to);
  return CEMENT_OK;
}
