/* Inside the unit parser: the spellings. */
#ifndef CM_UNIT_UNIT_TABLE_H
#define CM_UNIT_UNIT_TABLE_H

#include "unit/unit.h"

#define CM_DIM_NONE (-1)

/* One spelling: num / den × 10^ten of the dimension's base unit, to a power. In `text` a · stands for any dot, a full
 * stop, an asterisk, one space, or nothing. */
typedef struct cm_spelling {
  const char *text;
  int8_t dim, power;
  int16_t ten;
  int32_t num, den;
} cm_spelling;

extern const cm_spelling cm_spellings[];
extern const size_t cm_spelling_count;

#endif
