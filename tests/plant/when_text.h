/* A time of a cell as ISO 8601 writes it. */
#ifndef WHEN_TEXT_H
#define WHEN_TEXT_H

#include <string.h>

#include "plant/when.h"

static inline void when_digits(char *out, int32_t value) {
  out[0] = (char)('0' + value / 10 % 10);
  out[1] = (char)('0' + value % 10);
}

/* As much of "2024-03-01 08:05:00" as the grain says. */
static inline void when_text(const cm_when *when, char out[24]) {
  static const size_t lengths[] = {4, 7, 10, 19};
  int32_t year, month, day;
  cm_date_of(when->day, &year, &month, &day);
  memcpy(out, "0000-00-00 00:00:00", 20);
  when_digits(out, year / 100);
  when_digits(out + 2, year);
  when_digits(out + 5, month);
  when_digits(out + 8, day);
  when_digits(out + 11, when->minute / 60);
  when_digits(out + 14, when->minute % 60);
  when_digits(out + 17, when->second);
  out[lengths[when->grain]] = '\0';
}

#endif
