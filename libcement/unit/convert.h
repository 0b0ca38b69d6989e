/* A number as text from one unit into another. */
#ifndef CM_UNIT_CONVERT_H
#define CM_UNIT_CONVERT_H

#include "unit/unit.h"

/* Status: SYNTAX, LIMIT, RANGE (the number), UNIT (unknown, or no conversion between the two). */
int cm_unit_convert(cm_dec *out, cm_str value, cm_str from, cm_str to, cement_error *err);

#endif
