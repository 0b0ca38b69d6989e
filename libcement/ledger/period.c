/* Months, years and ranges of them. */
#include "ledger/ledger.h"

static int digits(cm_str text, int32_t *out) {
  *out = 0;
  for (size_t i = 0; i < text.size; i++) {
    if (!cm_is_digit((unsigned char)text.at[i])) return -1;
    *out = *out * 10 + (text.at[i] - '0');
  }
  return 0;
}

int cm_month_read(cm_str text, cm_month *out) {
  int32_t year;
  int32_t month;
  if (text.size != 7 || text.at[4] != '-') return -1;
  if (digits(cm_str_slice(text, 0, 4), &year) || digits(cm_str_slice(text, 5, 7), &month)) return -1;
  if (year < 1 || month < 1 || month > 12) return -1;
  *out = CM_MONTH(year, month);
  return 0;
}

cm_str cm_year_text(int32_t year, char out[16]) {
  int32_t rest = year < 0 ? 0 : year > 9999 ? 9999 : year;
  for (int i = 3; i >= 0; i--) {
    out[i] = (char)('0' + rest % 10);
    rest /= 10;
  }
  out[4] = '\0';
  return (cm_str){out, 4};
}

cm_str cm_month_text(cm_month month, char out[16]) {
  cm_year_text(month / 12, out);
  out[4] = '-';
  out[5] = (char)('0' + (month % 12 + 1) / 10);
  out[6] = (char)('0' + (month % 12 + 1) % 10);
  out[7] = '\0';
  return (cm_str){out, 7};
}

/* One end of a range: a month, or a year that stands for its twelve months. */
static int read_end(cm_str text, cm_month *first, cm_month *last) {
  int32_t year;
  if (cm_month_read(text, first) == 0) {
    *last = *first;
    return 0;
  }
  if (text.size != 4 || digits(text, &year) || year < 1) return -1;
  *first = CM_MONTH(year, 1);
  *last = CM_MONTH(year, 12);
  return 0;
}

int cm_period_read(cm_str text, cm_period *out) {
  cm_period period = {0, 0, false};
  cm_month ignored;
  size_t dots = 0;
  while (dots + 1 < text.size && !(text.at[dots] == '.' && text.at[dots + 1] == '.')) dots++;
  if (dots + 1 >= text.size) {
    if (read_end(text, &period.first, &period.last)) return -1;
    period.month = text.size == 7;
  } else {
    if (read_end(cm_str_slice(text, 0, dots), &period.first, &ignored)) return -1;
    if (read_end(cm_str_slice(text, dots + 2, text.size), &ignored, &period.last)) return -1;
    if (period.first > period.last) return -1;
  }
  *out = period;
  return 0;
}
