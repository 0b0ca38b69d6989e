#include "base/month.h"

static int digits(cm_str text, int32_t *out) {
  *out = 0;
  for (size_t i = 0; i < text.size; i++) {
    if (!cm_is_digit((unsigned char)text.at[i])) return -1;
    *out = *out * 10 + (text.at[i] - '0');
  }
  return 0;
}

int cm_year_read(cm_str text, int32_t *out) {
  return text.size != 4 || digits(text, out) || *out < 1 ? -1 : 0;
}

int cm_month_read(cm_str text, cm_month *out) {
  int32_t year;
  int32_t month;
  if (text.size != 7 || text.at[4] != '-') return -1;
  if (cm_year_read(cm_str_slice(text, 0, 4), &year) || digits(cm_str_slice(text, 5, 7), &month)) return -1;
  if (month < 1 || month > 12) return -1;
  *out = CM_MONTH(year, month);
  return 0;
}

/* By the Gregorian rule. */
static int32_t days_of(cm_month month) {
  static const int32_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int32_t year = month / 12;
  bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return days[month % 12] + (leap && month % 12 == 1);
}

int cm_day_read(cm_str text, cm_day *out) {
  if (text.size != 10 || text.at[7] != '-' || cm_month_read(cm_str_slice(text, 0, 7), &out->month)) return -1;
  if (digits(cm_str_slice(text, 8, 10), &out->day) || out->day < 1 || out->day > days_of(out->month)) return -1;
  out->last = out->day == days_of(out->month);
  return 0;
}

cm_str cm_year_text(int32_t year, char out[CM_PERIOD_TEXT_MAX]) {
  int32_t rest = year < 0 ? 0 : year > 9999 ? 9999 : year;
  for (int i = 3; i >= 0; i--) {
    out[i] = (char)('0' + rest % 10);
    rest /= 10;
  }
  out[4] = '\0';
  return (cm_str){out, 4};
}

cm_str cm_month_text(cm_month month, char out[CM_PERIOD_TEXT_MAX]) {
  cm_year_text(month / 12, out);
  out[4] = '-';
  out[5] = (char)('0' + (month % 12 + 1) / 10);
  out[6] = (char)('0' + (month % 12 + 1) % 10);
  out[7] = '\0';
  return (cm_str){out, 7};
}
