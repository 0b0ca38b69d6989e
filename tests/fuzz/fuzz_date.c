/* Dates in cells: what reads is a time of the calendar, and written as ISO 8601 reads the same. The first byte tells
 * the rules. */
#include "fuzz/fuzz.h"
#include "plant/when.h"
#include "plant/when_text.h"

static void calendar_day(const cm_when *when) {
  int32_t year, month, day;
  cm_date_of(when->day, &year, &month, &day);
  must(cm_days_of(year, month, day) == when->day, "a date is its day");
}

static void months(const cm_when *when) {
  for (int end = 0; end < 2; end++) {
    cm_month calendar = cm_when_month(when, 1, end != 0), shifted = cm_when_month(when, 26, end != 0);
    must(shifted == calendar || shifted == calendar + 1, "a statistical month begins within the one before it");
    must(when->grain >= CM_GRAIN_DAY || shifted == calendar, "a month's label is its own");
    must(when->day - cm_when_day(when, end != 0) <= end, "an end belongs to its day or the one before");
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0) return 0;
  bool titled = (data[0] & 8) != 0;
  const cm_when_rules rules = {data[0] & 1 ? CM_ENCODING_GB18030 : CM_ENCODING_UTF8, data[0] & 2 || titled ? 2024 : 0,
                               (data[0] & 4) != 0, titled ? 1 + (data[0] >> 4) % 12 : 0, data[0] & 16 ? 26 : 1};
  const cm_when_rules plain = {.encoding = CM_ENCODING_UTF8};
  cm_when when, second;
  uint32_t repairs, none;
  const char *why;
  char text[24];
  if (cm_when_read((cm_str){(const char *)data + 1, size - 1}, &rules, &when, &repairs, &why) != 0) {
    must(why != NULL && strlen(why) > 0, "what is no date has a reason");
    return 0;
  }
  must(when.minute >= 0 && when.minute <= 1440 && when.second >= 0 && when.second < 60, "a time is within its day");
  must(when.minute < 1440 || when.second == 0, "24:00 is the last of its day");
  must(when.grain == CM_GRAIN_MINUTE || (when.minute == 0 && when.second == 0), "a time was written");
  must(rules.serials || !(repairs & CM_REPAIR_SERIAL), "day numbers only where they are");
  calendar_day(&when);
  when_text(&when, text);
  must(cm_when_read(cm_str_of(text), &plain, &second, &none, &why) == 0 && none == 0, "ISO 8601 reads");
  must(second.day == when.day && second.minute == when.minute && second.second == when.second &&
           second.grain == when.grain,
       "as the same time");
  months(&when);
  return 0;
}
