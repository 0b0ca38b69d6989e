/* exhaust_round [COUNT]: every number of 0 .. COUNT - 1 units of a scale, and its negative, rounded to a coarser scale
 * by every rule, against whole numbers. Default 1 000 000, a pair of scales each; scripts/soak takes 10 000 000.
 *
 * The number is read from its digits and the result compared as text, so that reading, rounding and printing are held
 * to what a person with a pencil writes down; binary fractions would miss the midpoints. Exit 1 when any differs. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num/dec.h"

/* Digits behind the point that a number has, and that are kept: tens and thousands below zero. */
static const struct {
  int from, to;
} scales[] = {{1, 0}, {2, 0}, {2, 1}, {3, 1}, {3, 2}, {4, 2}, {6, 3}, {0, -1}, {1, -3}};

/* n units of 10^-decimals, as written by hand: no sign on zero. */
static size_t write_number(char *out, uint64_t n, int decimals, bool negative) {
  char digits[32];
  size_t count = 0, size = 0;
  for (; n > 0 || (int)count <= decimals; n /= 10) digits[count++] = (char)('0' + n % 10);
  bool zero = true;
  for (size_t i = 0; i < count; i++) zero = zero && digits[i] == '0';
  if (negative && !zero) out[size++] = '-';
  while (count > 0) {
    if ((int)count == decimals) out[size++] = '.';
    out[size++] = digits[--count];
  }
  out[size] = '\0';
  return size;
}

static uint64_t power_of_ten(int n) {
  uint64_t power = 1;
  while (n-- > 0) power *= 10;
  return power;
}

/* The count of units that are kept, each `unit` of the number's own. */
static uint64_t by_hand(uint64_t n, uint64_t unit, cm_rule rule) {
  uint64_t kept = n / unit, twice = n % unit * 2;
  if (rule == CM_RULE_TRUNCATE || twice < unit) return kept;
  return kept + (twice > unit || rule == CM_RULE_HALF_UP || kept % 2 == 1);
}

static bool agrees(uint64_t n, int from, int to, bool negative, cm_rule rule, uint64_t unit) {
  char written[40], wanted[40], text[CM_DEC_TEXT_MAX];
  size_t at;
  cm_dec x;
  cm_rounded rounded;
  size_t size = write_number(written, n, from, negative);
  if (to >= 0) write_number(wanted, by_hand(n, unit, rule), to, negative);
  if (to < 0) write_number(wanted, by_hand(n, unit, rule) * power_of_ten(-to), 0, negative);
  if (cm_dec_read((cm_str){written, size}, &x, &at) != CM_PARSE_OK || cm_dec_round(&rounded, &x, to, rule))
    return false;
  if (!strcmp(cm_rounded_text(&rounded, text).at, wanted)) return true;
  printf("%s to %d by rule %d: %s, by hand %s\n", written, to, (int)rule, text, wanted);
  return false;
}

int main(int argc, char **argv) {
  uint64_t count = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000, failed = 0, passed = 0;
  for (size_t i = 0; i < sizeof scales / sizeof *scales && failed < 20; i++) {
    uint64_t unit = power_of_ten(scales[i].from - scales[i].to);
    for (uint64_t n = 0; n < count && failed < 20; n++)
      for (int way = 0; way < 6; way++) {
        bool good = agrees(n, scales[i].from, scales[i].to, way & 1, (cm_rule)(way / 2), unit);
        passed += good;
        failed += !good;
      }
  }
  printf("exhaust_round: %llu agree, %llu differ\n", (unsigned long long)passed, (unsigned long long)failed);
  return failed != 0 || passed == 0;
}
