/* diff_number: reads records on standard input, a byte of rules (1: GB18030, 2: exponents, 4: a comma is unsure), a
 * byte that tells the length and so many bytes; writes for each a line: "number REPAIRS PERCENT SCALE-OR-MINUS TEXT" or
 * "no WHY". tests/plant/number.py compares this with Python's decimal. */
#include <inttypes.h>
#include <stdio.h>

#include "plant/number.h"

/* What the quick way takes, the other way takes as the same number without any repair. */
static bool quick_agrees(cm_str text, bool read, uint32_t repairs, const cm_number *slow) {
  cm_number quick;
  if (!cm_number_quick(text, &quick)) return true;
  return read && repairs == 0 && slow->small && quick.small && quick.mantissa == slow->mantissa &&
         quick.scale == slow->scale && !quick.percent && !slow->percent;
}

int main(void) {
  int flags;
  while ((flags = getchar()) != EOF) {
    char bytes[255];
    char digits[CM_DEC_TEXT_MAX];
    int length = getchar();
    if (length == EOF || fread(bytes, 1, (size_t)length, stdin) != (size_t)length) return 1;
    cm_str text = {bytes, (size_t)length};
    const cm_number_rules rules = {flags & 1 ? CM_ENCODING_GB18030 : CM_ENCODING_UTF8, (flags & 2) != 0,
                                   (flags & 4) != 0};
    cm_number number;
    uint32_t repairs;
    const char *why;
    bool read = cm_number_read(text, &rules, &number, &repairs, &why);
    if (!quick_agrees(text, read, repairs, &number)) return 2;
    if (!read) {
      printf("no %s\n", why);
      continue;
    }
    cm_dec dec = cm_number_dec(&number);
    (void)cm_dec_text(&dec, digits);
    printf("number %" PRIu32 " %d %d %s\n", repairs, number.percent, number.small ? (int)number.scale : -1, digits);
  }
  return fflush(stdout) || ferror(stdin);
}
