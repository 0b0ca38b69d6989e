/* The Gregorian calendar as a count of days. Years begin in March here, so that a leap day ends its year. */
#include "plant/when.h"

#define DAYS_400 146097     /* of 400 years, after which the calendar repeats */
#define DAYS_TO_1970 719468 /* from 0000-03-01 to 1970-01-01 */

/* Days before a month, 0 for March: they go 31, 30, 31, 30, 31, twice and once more. */
static int32_t days_before(int32_t month) {
  return (153 * month + 2) / 5;
}

int32_t cm_days_of(int32_t year, int32_t month, int32_t day) {
  int32_t since_march = (month + 9) % 12;
  if (month < 3) year--;
  int32_t leaps = year / 4 - year / 100 + year / 400;
  return year * 365 + leaps + days_before(since_march) + day - 1 - DAYS_TO_1970;
}

void cm_date_of(int32_t days, int32_t *year, int32_t *month, int32_t *day) {
  int32_t since = days + DAYS_TO_1970;
  int32_t rest = since % DAYS_400;
  /* A guess of the year of 400 that its last days may overshoot by one. */
  int32_t of_400 = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
  int32_t of_year = rest - (of_400 * 365 + of_400 / 4 - of_400 / 100);
  int32_t since_march = (5 * of_year + 2) / 153;
  *day = of_year - days_before(since_march) + 1;
  *month = (since_march + 2) % 12 + 1;
  *year = since / DAYS_400 * 400 + of_400 + (*month < 3 ? 1 : 0);
}

int64_t cm_when_moment(const cm_when *when) {
  return (int64_t)when->day * CM_DAY_SECONDS + (int64_t)when->minute * 60 + when->second;
}

int32_t cm_when_day(const cm_when *when, bool stamp_end) {
  bool closes = stamp_end && when->grain == CM_GRAIN_MINUTE && when->minute == 0 && when->second == 0;
  return closes ? when->day - 1 : when->day;
}

cm_month cm_when_month(const cm_when *when, int32_t month_starts, bool stamp_end) {
  int32_t year, month, day;
  cm_date_of(cm_when_day(when, stamp_end), &year, &month, &day);
  bool next = month_starts > 1 && day >= month_starts; /* never a month, whose day is its first */
  return CM_MONTH(year, month) + (next ? 1 : 0);
}
