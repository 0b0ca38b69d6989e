#include "unit/convert.h"

#include "api/handles.h"

int32_t cement_unit_convert(char out[CEMENT_TEXT_MAX], const char *value, const char *from, const char *to,
                            cement_error *err) {
  char digits[CM_DEC_TEXT_MAX];
  cm_dec number;
  if (!out || !value || !from || !to)
    return cm_api_arg(err, "cement_unit_convert", "out, value, from or to is missing");
  int status = cm_unit_convert(&number, cm_str_of(value), cm_str_of(from), cm_str_of(to), err);
  if (status) return status;
  if (cm_api_copy(out, CEMENT_TEXT_MAX, cm_dec_text(&number, digits)))
    return cm_fail(err, CEMENT_E_RANGE, CM_NOWHERE, cm_str_of(value), CM_S(" "), cm_str_of(from),
                   CM_S(" has too many digits in "), cm_str_of(to));
  return CEMENT_OK;
}
