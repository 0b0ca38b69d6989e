/* Ranges of months. */
#include "ledger/ledger.h"

/* One end of a range: a month, or a year that stands for its twelve months. */
static int read_end(cm_str text, cm_month *first, cm_month *last) {
  int32_t year;
  if (cm_month_read(text, first) == 0) {
    *last = *first;
    return 0;
  }
  if (cm_year_read(text, &year)) return -1;
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

bool cm_months_add(cm_buf *buf, const cm_month *months, size_t count, bool (*has)(const void *of, size_t i),
                   const void *of, const char *between) {
  char text[CM_PERIOD_TEXT_MAX];
  bool any = false;
  for (size_t i = 0; i < count; i++) {
    size_t first = i;
    if (!has(of, i)) continue;
    while (i + 1 < count && months[i + 1] == months[i] + 1 && has(of, i + 1)) i++;
    if (any) cm_buf_add_c(buf, between);
    cm_buf_add(buf, cm_month_text(months[first], text));
    if (i > first) {
      cm_buf_add_c(buf, "..");
      cm_buf_add(buf, cm_month_text(months[i], text));
    }
    any = true;
  }
  return any;
}
