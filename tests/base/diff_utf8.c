/* diff_utf8: reads records on standard input, a byte that tells the length and so many bytes; writes for each one byte,
   the first byte that is not well-formed UTF-8 or the length. tests/env/utf8.py compares this with Python's decoder. */
#include <stdio.h>

#include "base/text.h"

int main(void) {
  int length;
  char bytes[255];
  while ((length = getchar()) != EOF) {
    if (fread(bytes, 1, (size_t)length, stdin) != (size_t)length) return 1;
    putchar((int)cm_utf8_valid_prefix((cm_str){bytes, (size_t)length}));
  }
  return fflush(stdout) || ferror(stdin);
}
