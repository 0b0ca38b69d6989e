/* Months, years and days of the calendar as texts write them. */
#ifndef CM_BASE_MONTH_H
#define CM_BASE_MONTH_H

#include "base/text.h"

/* A month as year * 12 + month - 1; a calendar year as a number. */
typedef int32_t cm_month;
#define CM_MONTH(year, month) ((year)*12 + (month)-1)

int cm_year_read(cm_str text, int32_t *out);   /* "2025": 0 or -1 */
int cm_month_read(cm_str text, cm_month *out); /* "2025-01": 0 or -1 */
#define CM_PERIOD_TEXT_MAX 16                  /* bytes that a month or a year takes */
cm_str cm_year_text(int32_t year, char out[CM_PERIOD_TEXT_MAX]);
cm_str cm_month_text(cm_month month, char out[CM_PERIOD_TEXT_MAX]);

typedef struct cm_day {
  cm_month month;
  int32_t day; /* from 1 */
  bool last;   /* of its month */
} cm_day;
int cm_day_read(cm_str text, cm_day *out); /* "2024-09-13": 0 or -1 */

#endif
