/* Numbers as plants write them: full-width, with thousands commas, percent signs and what spreadsheets leave. What
 * could mean two numbers is none. */
#ifndef CM_PLANT_NUMBER_H
#define CM_PLANT_NUMBER_H

#include "num/dec.h"
#include "plant/plain.h"

#define CM_NUMBER_SMALL_DIGITS 18

/* mantissa × 10^-scale where `small`, else dec. */
typedef struct cm_number {
  bool small;
  bool percent;  /* a sign was written behind it; the value is not divided */
  int32_t scale; /* digits behind the point as written, 0 to 18 */
  int64_t mantissa;
  cm_dec dec;
} cm_number;
cm_dec cm_number_dec(const cm_number *number); /* exact */

typedef struct cm_number_rules {
  cm_encoding encoding;
  bool exponent;     /* 1.2E+05 is a number here */
  bool comma_unsure; /* the file's delimiter is ';': a single comma may be a decimal one, so 1,234 is refused */
} cm_number_rules;

/* The common case at once: [-]digits[.digits] of ASCII, at most 14 digits, no leading zeros. False for all else, which
 * may still be a number. What reads so reads the same by cm_number_read, with no repair. */
bool cm_number_quick(cm_str raw, cm_number *out);
/* Any number by the rules, from raw bytes; false with *why, English for a message. */
bool cm_number_read(cm_str raw, const cm_number_rules *rules, cm_number *out, uint32_t *repairs, const char **why);

#endif
