/* Dates and times as plants write them: local, without a zone, of the Gregorian calendar. */
#ifndef CM_PLANT_WHEN_H
#define CM_PLANT_WHEN_H

#include "base/month.h"
#include "plant/cell.h"

typedef enum cm_grain { CM_GRAIN_YEAR, CM_GRAIN_MONTH, CM_GRAIN_DAY, CM_GRAIN_MINUTE } cm_grain;

typedef struct cm_when {
  int32_t day;    /* days since 1970-01-01; of a month or year its first */
  int32_t minute; /* 0 to 1440, which is 24:00, the end of that day */
  int32_t second; /* 0 to 59 */
  cm_grain grain; /* what was written */
} cm_when;

typedef struct cm_when_rules {
  cm_encoding encoding;
  int32_t year;   /* of 1月 and 3月1日; 0: such texts are refused */
  bool serials;   /* the column holds day numbers of a spreadsheet: 36526 to 73050, with a fraction for the time */
  int32_t month;  /* with the year: that of 1日, 1 and 3/1; 0: such texts are refused */
  int32_t starts; /* the day from which on such days are of the calendar's month before; 0 or 1: none are */
} cm_when_rules;

/* Reads 2024年3月1日 24:00, 2024-03, 2024/3/1 8:05:00, 2024.3, 202403, 20240301, 3月, 三月, ISO's T, full-width digits.
 * Returned: 0; or -1 with *why, English for a message: two-digit years, 03/04/2024, a day that does not exist ... */
int cm_when_read(cm_str raw, const cm_when_rules *rules, cm_when *out, uint32_t *repairs, const char **why);
/* The same of a plain text (cm_plain_text), which is no day number. */
int cm_when_plain(cm_str plain, const cm_when_rules *rules, cm_when *out, const char **why);
/* Whether a cell could be such a day number: a column whose first cells all could is one of serials. */
bool cm_when_is_serial(cm_str raw, cm_encoding encoding);

/* The statistical month that a grain of MONTH or finer belongs to.
 * Given:    month_starts  1, or 26: from the 26th on a day belongs to the next month. A month's own label stays.
 *           stamp_end     a time closes its interval: 00:00 belongs to the day before. 24:00 always ends its day. */
cm_month cm_when_month(const cm_when *when, int32_t month_starts, bool stamp_end);
int32_t cm_when_day(const cm_when *when, bool stamp_end); /* the day that it belongs to */

#define CM_DAY_SECONDS 86400
int64_t cm_when_moment(const cm_when *when); /* seconds since 1970-01-01 */

/* The calendar: days since 1970-01-01 of a date that exists, and back. */
int32_t cm_days_of(int32_t year, int32_t month, int32_t day);
void cm_date_of(int32_t days, int32_t *year, int32_t *month, int32_t *day);

#endif
