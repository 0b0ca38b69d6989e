/* diff_when: reads records on standard input, a byte of rules (1: GB18030, 2: day numbers of spreadsheets, 4: the year
 * is 2023, 8: and its month January, 16: a month begins on the 26th of the one before), a byte that tells the length
 * and so many bytes; writes for each a line: "when DAY MINUTE SECOND GRAIN REPAIRS MONTH MONTH-OF-26
 * MONTH-OF-26-BY-ENDS" or "no WHY". tests/plant/when.py compares this with Python's datetime. */
#include <inttypes.h>
#include <stdio.h>

#include "plant/when.h"

int main(void) {
  int flags;
  while ((flags = getchar()) != EOF) {
    char bytes[255];
    int length = getchar();
    if (length == EOF || fread(bytes, 1, (size_t)length, stdin) != (size_t)length) return 1;
    const cm_when_rules rules = {flags & 1 ? CM_ENCODING_GB18030 : CM_ENCODING_UTF8, flags & 12 ? 2023 : 0,
                                 (flags & 2) != 0, flags & 8 ? 1 : 0, flags & 16 ? 26 : 1};
    cm_when w;
    uint32_t repairs;
    const char *why;
    if (cm_when_read((cm_str){bytes, (size_t)length}, &rules, &w, &repairs, &why) != 0) {
      printf("no %s\n", why);
    } else {
      printf("when %" PRId32 " %" PRId32 " %" PRId32 " %d %" PRIu32 " %" PRId32 " %" PRId32 " %" PRId32 "\n", w.day,
             w.minute, w.second, (int)w.grain, repairs, cm_when_month(&w, 1, false), cm_when_month(&w, 26, false),
             cm_when_month(&w, 26, true));
    }
  }
  return fflush(stdout) || ferror(stdin);
}
