/* Reads lines "x p q", prints "status result" for x^(p/q): the other half of diff_pow.py. x may be 9.9e1200. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num/dec.h"

/* JSON texts end at 10^31; further exponents are applied afterwards. */
static int read_any(char *text, cm_dec *out) {
  size_t at;
  char *e = strchr(text, 'e');
  int power = e ? atoi(e + 1) : 0;
  if (e) *e = '\0';
  if (cm_dec_read((cm_str){text, strlen(text)}, out, &at) != CM_PARSE_OK) return CM_DEC_RANGE;
  return cm_dec_shift(out, out, power);
}

int main(void) {
  char text[200];
  int p, q;
  while (scanf("%199s %d %d", text, &p, &q) == 3) {
    cm_dec x, y = cm_dec_one;
    if (read_any(text, &x) != CM_DEC_OK) {
      printf("unreadable\n");
      continue;
    }
    int status = cm_dec_pow(&y, &x, p, q);
    if (status < 0) {
      printf("%d\n", status);
    } else {
      printf("%d %s%u%09u%09u%09ue%d\n", status, y.negative ? "-" : "", y.limb[3], y.limb[2], y.limb[1], y.limb[0],
             y.exponent);
    }
  }
  return 0;
}
