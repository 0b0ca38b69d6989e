/* A short cell as plain ASCII, from raw bytes of either encoding and without a converter: full-width forms, wide spaces
 * and the signs of dates. What has anything else in it is neither a number nor a date. */
#ifndef CM_PLANT_PLAIN_H
#define CM_PLANT_PLAIN_H

#include "base/encoding.h"

#define CM_PLAIN_MAX 64 /* longer cells are texts */

/* The signs of dates, as bytes that no plain text holds. */
enum {
  CM_PLAIN_YEAR = 1,
  CM_PLAIN_MONTH,
  CM_PLAIN_DAY,
  CM_PLAIN_HOUR,
  CM_PLAIN_MINUTE,
  CM_PLAIN_SECOND,
  CM_PLAIN_SHARE
};

/* What had to be done to a cell: bits, each counted on its own. Only CM_REPAIR_TRIM is allowed in strict reading. */
#define CM_REPAIR_TRIM 0x001u       /* blanks of ASCII around it */
#define CM_REPAIR_SPACES 0x002u     /* U+00A0, U+3000 around it */
#define CM_REPAIR_FULL_WIDTH 0x004u /* full-width digits and signs, U+2212 */
#define CM_REPAIR_THOUSANDS 0x008u  /* 1,234.5 */
#define CM_REPAIR_PERCENT 0x010u    /* a percent sign behind it: the number stays as written */
#define CM_REPAIR_PLUS 0x020u       /* +5 */
#define CM_REPAIR_QUOTE 0x040u      /* '12, as spreadsheets mark text */
#define CM_REPAIR_EXPONENT 0x080u   /* 1.2E+05 */
#define CM_REPAIR_ZEROS 0x100u      /* 0012 */
#define CM_REPAIR_POINT 0x200u      /* .5 or 5. */
#define CM_REPAIR_PRECISION 0x400u  /* nothing was done: 15 digits or more that end in 0, as spreadsheets cut them */
#define CM_REPAIR_SERIAL 0x800u     /* the day number of a spreadsheet, taken as a date */

/* The cell with spaces off its ends, its signs folded, *repairs with what that took: false when something in it has no
 * plain form, or it is too long.
 * Given:    encoding  CM_ENCODING_FOUND is taken as UTF-8. */
bool cm_plain_text(cm_str raw, cm_encoding encoding, char out[CM_PLAIN_MAX], size_t *size, uint32_t *repairs);
/* Whether it is plain as it is: short, ASCII without control characters, a digit at its beginning and no space at its
 * end. */
bool cm_plain_as_is(cm_str raw);
/* Takes one of 一 to 十 off the text's beginning: 1 to 10; 0: none stands there. */
int32_t cm_plain_numeral(cm_str *text, cm_encoding encoding);
/* The cell without blanks and wide spaces at its ends; *repairs gains TRIM and SPACES. Of any length. */
cm_str cm_plain_trim(cm_str raw, cm_encoding encoding, uint32_t *repairs);

#endif
