/* diff_dec [COUNT] [SEED]: random decimal operations against GMP, glibc's strtod and glibc's printf.
 *
 * The reference keeps numbers as mpz × 10^exponent, made from the same string of digits as the cm_dec; it shares no
 * code with the library. Operands are chosen to carry, to cancel, and to fall on and beside the middle between two
 * results. Exit 1 on the first mismatch, with the operands. */
#include <gmp.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num/dec.h"

#define POWERS 2700

typedef struct number {
  char digits[40]; /* no leading zero, unless "0" */
  int exponent;
  int negative;
  mpz_t value; /* signed coefficient */
  cm_dec dec;
} number;

static uint64_t state;
static mpz_t power_of_ten[POWERS];
static mpz_t t1, t2, t3, t4;
static number a, b;
static const char *operation = "";
static int argument;

static uint64_t rnd(void) { /* splitmix64 */
  uint64_t z = (state += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

static int below(int n) {
  return (int)(rnd() % (uint64_t)n);
}

static void show(const char *name, const cm_dec *x) {
  printf("  %s: %s%u %09u %09u %09u e%d\n", name, x->negative ? "-" : "", x->limb[3], x->limb[2], x->limb[1],
         x->limb[0], x->exponent);
}

static void fail(const char *what, const cm_dec *got, int status) {
  printf("MISMATCH in %s (%d): %s, status %d\n", operation, argument, what, status);
  printf("  a: %s%se%d\n  b: %s%se%d\n", a.negative ? "-" : "", a.digits, a.exponent, b.negative ? "-" : "", b.digits,
         b.exponent);
  if (got) show("got", got);
  exit(1);
}

/* ---- operands ----------------------------------------------------------------------------------------------- */

static void fill_digits(char *out, int count) {
  int kind = below(10);
  for (int i = 0; i < count; i++) {
    int c = below(10);
    if (kind == 0) c = 9;
    if (kind == 1) c = i == 0 ? 1 : 0;
    if (kind == 2) c = i == 0 ? 5 : 0;
    if (kind == 3) c = rnd() & 4 ? 9 : 0;
    if (kind == 4 && i > 2) c = 0;
    if (kind == 5 && i > 2) c = 9;
    if (kind == 6) c = i == count - 1 ? 5 : (rnd() & 8 ? 9 : 4);
    out[i] = (char)('0' + c);
  }
  if (out[0] == '0') out[0] = (char)('1' + below(9));
  out[count] = '\0';
}

/* Builds dec and value from digits, exponent and sign. */
static void build(number *x) {
  size_t size = strlen(x->digits);
  memset(&x->dec, 0, sizeof x->dec);
  for (size_t i = 0; i < size; i++) {
    size_t place = size - 1 - i;
    uint32_t unit = 1;
    for (size_t j = 0; j < place % 9; j++) unit *= 10;
    x->dec.limb[place / 9] += (uint32_t)(x->digits[i] - '0') * unit;
  }
  if (x->digits[0] == '0') x->negative = 0;
  x->dec.exponent = x->exponent;
  x->dec.negative = (uint32_t)x->negative;
  mpz_set_str(x->value, x->digits, 10);
  if (x->negative) mpz_neg(x->value, x->value);
}

static void random_number(number *x) {
  int count = below(3) == 0 ? 34 : 1 + below(34);
  fill_digits(x->digits, count);
  if (below(200) == 0) strcpy(x->digits, "0");
  x->exponent = below(61) - 30;
  if (below(64) == 0) x->exponent = below(2401) - 1200 - ((int)strlen(x->digits) - 1); /* by its leading digit */
  x->negative = below(2);
  build(x);
}

/* b so that a op b carries, cancels, or falls on or beside a tie. */
static void related_number(void) {
  int kind = below(8), size = (int)strlen(a.digits);
  if (kind >= 5 || a.digits[0] == '0' || a.exponent < -1100 || a.exponent > 1100) {
    random_number(&b);
    return;
  }
  b = (number){.exponent = a.exponent, .negative = below(2), .value = {b.value[0]}};
  if (kind == 0) { /* the same digits, one changed */
    memcpy(b.digits, a.digits, sizeof b.digits);
    int at = below(size);
    b.digits[at] = (char)('0' + below(10));
    if (b.digits[0] == '0') b.digits[0] = '1';
  } else if (kind == 1) { /* the same value, written with other zeros */
    memcpy(b.digits, a.digits, sizeof b.digits);
    int more = below(35 - size);
    memset(b.digits + size, '0', (size_t)more);
    b.digits[size + more] = '\0';
    b.exponent -= more;
  } else if (kind == 2) { /* half a unit of the 34th digit, or just beside */
    static const char *const half[] = {"5", "50", "49", "51", "500000000000000000001", "4999999999999999999999", "1"};
    strcpy(b.digits, half[below(7)]);
    b.exponent = a.exponent + size - 34 - (int)strlen(b.digits) + below(3) - 1;
  } else { /* up to the next power of ten, or close */
    for (int i = 0; i < size; i++) b.digits[i] = (char)('9' - a.digits[i] + '0');
    b.digits[size] = '\0';
    if (b.digits[0] == '0') b.digits[0] = '1';
  }
  build(&b);
}

/* ---- reference ---------------------------------------------------------------------------------------------- */

static int count_digits(const mpz_t x) {
  if (mpz_sgn(x) == 0) return 0;
  int n = (int)mpz_sizeinbase(x, 10);
  return mpz_cmpabs(x, power_of_ten[n - 1]) < 0 ? n - 1 : n;
}

/* x = x / 10^drop by the rule, 1 when something was lost. `more`: a bit more than x is meant. */
static int round_off(mpz_t x, int drop, cm_rule rule, int more) {
  int negative = mpz_sgn(x) < 0;
  mpz_abs(x, x);
  mpz_tdiv_qr(x, t4, x, power_of_ten[drop]);
  int lost = more || mpz_sgn(t4) != 0;
  mpz_mul_2exp(t4, t4, 1);
  int order = mpz_cmp(t4, power_of_ten[drop]);
  if (order == 0 && more) order = 1;
  int up = order > 0 || (order == 0 && (rule == CM_RULE_HALF_UP || mpz_odd_p(x)));
  if (rule != CM_RULE_TRUNCATE && up) mpz_add_ui(x, x, 1);
  if (negative) mpz_neg(x, x);
  return lost;
}

static void mpz_of(mpz_t out, const cm_dec *x) {
  mpz_set_ui(out, x->limb[3]);
  for (int i = 2; i >= 0; i--) {
    mpz_mul_ui(out, out, 1000000000);
    mpz_add_ui(out, out, x->limb[i]);
  }
  if (x->negative) mpz_neg(out, out);
}

static void check_form(const cm_dec *x, int status) {
  for (int i = 0; i < 4; i++) {
    if (x->limb[i] >= (i == 3 ? 10000000u : 1000000000u)) fail("a limb out of its range", x, status);
  }
  int zero = !(x->limb[0] | x->limb[1] | x->limb[2] | x->limb[3]);
  if (x->negative > 1 || (zero && x->negative)) fail("sign", x, status);
}

static void check_equal(const cm_dec *x, mpz_t want, int exponent, int status) {
  check_form(x, status);
  mpz_of(t3, x);
  if (mpz_sgn(t3) == 0 || mpz_sgn(want) == 0) {
    if (mpz_sgn(t3) != mpz_sgn(want)) fail("value", x, status);
    return;
  }
  int difference = x->exponent - exponent;
  if (abs(difference) >= POWERS) fail("exponent", x, status);
  if (difference > 0) mpz_mul(t3, t3, power_of_ten[difference]);
  if (difference < 0) mpz_mul(want, want, power_of_ten[-difference]);
  if (mpz_cmp(t3, want) != 0) fail("value", x, status);
}

/* Compares a result with want × 10^exponent, rounded here to 34 digits. Destroys want. */
static void check_result(const cm_dec *got, int status, mpz_t want, int exponent, int more) {
  int digits = count_digits(want), inexact = 0;
  if (digits > 34 || more) {
    inexact = round_off(want, digits - 34, CM_RULE_HALF_EVEN, more);
    exponent += digits - 34;
  }
  int lead = exponent + count_digits(want) - 1;
  int expected = inexact ? CM_DEC_INEXACT : CM_DEC_OK;
  if (mpz_sgn(want) != 0 && (lead > 1200 || lead < -1200)) expected = CM_DEC_RANGE;
  if (status != expected) fail("status", got, status);
  if (status >= 0) check_equal(got, want, exponent, status);
}

/* t1, t2 = both values at the lower exponent, which is returned. */
static int align(void) {
  mpz_set(t1, a.value);
  mpz_set(t2, b.value);
  int difference = a.exponent - b.exponent;
  if (difference > 0) mpz_mul(t1, t1, power_of_ten[difference]);
  if (difference < 0) mpz_mul(t2, t2, power_of_ten[-difference]);
  return difference > 0 ? b.exponent : a.exponent;
}

/* ---- operations --------------------------------------------------------------------------------------------- */

static void try_add(void) {
  cm_dec out;
  int subtract = below(2);
  operation = subtract ? "sub" : "add";
  int exponent = align();
  if (subtract) {
    mpz_sub(t1, t1, t2);
  } else {
    mpz_add(t1, t1, t2);
  }
  int status = subtract ? cm_dec_sub(&out, &a.dec, &b.dec) : cm_dec_add(&out, &a.dec, &b.dec);
  check_result(&out, status, t1, exponent, 0);
}

static void try_mul(void) {
  cm_dec out;
  operation = "mul";
  if (below(3) == 0) { /* 35 digits that may end in 5 */
    int left = 1 + below(34);
    fill_digits(a.digits, left);
    fill_digits(b.digits, 35 - left);
    if (below(2)) a.digits[left - 1] = '5';
    build(&a);
    build(&b);
  }
  mpz_mul(t1, a.value, b.value);
  int status = cm_dec_mul(&out, &a.dec, &b.dec);
  check_result(&out, status, t1, a.exponent + b.exponent, 0);
}

static void try_div(void) {
  cm_dec out;
  operation = "div";
  if (below(4) == 0) { /* a = b × something short: an exact quotient, or nearly */
    char digits[40];
    fill_digits(digits, 1 + below(17));
    fill_digits(b.digits, 1 + below(16));
    build(&b);
    mpz_set_str(t1, digits, 10);
    mpz_mul(t1, t1, b.value);
    mpz_abs(t1, t1);
    if (below(3) == 0) mpz_add_ui(t1, t1, 1);
    mpz_get_str(a.digits, 10, t1);
    build(&a);
  }
  int status = cm_dec_div(&out, &a.dec, &b.dec);
  if (mpz_sgn(b.value) == 0) {
    if (status != CM_DEC_DIVIDE) fail("status", NULL, status);
    return;
  }
  mpz_mul(t1, a.value, power_of_ten[80]);
  mpz_tdiv_qr(t1, t2, t1, b.value);
  check_result(&out, status, t1, a.exponent - b.exponent - 80, mpz_sgn(t2) != 0);
}

static void try_cmp(void) {
  operation = "cmp";
  (void)align();
  int order = mpz_cmp(t1, t2), got = cm_dec_cmp(&a.dec, &b.dec);
  if (got != (order > 0) - (order < 0)) fail("order", NULL, got);
  if (cm_dec_cmp(&b.dec, &a.dec) != -got) fail("order turned round", NULL, got);
}

static void try_round(void) {
  cm_rounded out;
  cm_rule rule = (cm_rule)below(3);
  int decimals = below(71) - 30;
  if (below(2)) decimals = -a.exponent - below(36); /* within the digits */
  operation = rule == CM_RULE_HALF_UP ? "half-up" : rule == CM_RULE_HALF_EVEN ? "half-even" : "truncate";
  argument = decimals;
  int status = cm_dec_round(&out, &a.dec, decimals, rule);
  int drop = -decimals - a.exponent;
  mpz_set(t1, a.value);
  if (decimals < -30 || decimals > 40 || (drop <= 0 && mpz_sgn(t1) != 0 && count_digits(t1) - drop > 34)) {
    if (status != CM_DEC_RANGE) fail("status", NULL, status);
    return;
  }
  if (status != CM_DEC_OK) fail("status", NULL, status);
  if (drop > 0) (void)round_off(t1, drop, rule, 0);
  if (out.decimals != decimals || out.value.exponent != -decimals) fail("decimals", &out.value, status);
  check_equal(&out.value, t1, drop > 0 ? -decimals : a.exponent, status);
  argument = 0;
}

/* Plain notation of a, by moving the point through the digits. */
static void reference_text(char *out) {
  char digits[3000];
  int size = (int)strlen(a.digits), point = size + a.exponent;
  if (a.digits[0] == '0') {
    strcpy(out, "0");
    return;
  }
  int zeros = point < 1 ? 1 - point : 0;
  memset(digits, '0', (size_t)zeros);
  memcpy(digits + zeros, a.digits, (size_t)size + 1);
  point += zeros;
  size += zeros;
  for (; size < point; size++) digits[size] = '0';
  while (size > point && digits[size - 1] == '0') size--;
  char *to = out;
  if (a.negative) *to++ = '-';
  memcpy(to, digits, (size_t)point);
  to += point;
  if (size > point) {
    *to++ = '.';
    memcpy(to, digits + point, (size_t)(size - point));
    to += size - point;
  }
  *to = '\0';
}

static void try_text(void) {
  static char want[3000], got[CM_DEC_TEXT_MAX];
  operation = "text";
  reference_text(want);
  cm_str text = cm_dec_text(&a.dec, got);
  if (text.at != got || got[text.size] != '\0' || strcmp(got, want) != 0) {
    printf("want %s\n got %s\n", want, got);
    fail("text", NULL, 0);
  }
}

/* The number written with a point somewhere and an exponent, which may lie beyond the limits. */
static void try_read(void) {
  char text[200];
  cm_dec out;
  size_t at = 0, size = strlen(a.digits), point = 1 + (size_t)below((int)size);
  operation = "read";
  int shift = a.exponent + (int)(size - point);
  int zeros = below(3) == 0 ? below(20) : 0;
  int length = snprintf(text, sizeof text, "%s%.*s%s%s", a.negative ? "-" : "", (int)point, a.digits,
                        point < size ? "." : "", a.digits + point);
  if (zeros > 0 && a.digits[0] != '0') { /* 0.000ddd */
    length = snprintf(text, sizeof text, "%s0.%.*s%s", a.negative ? "-" : "", zeros, "000000000000000000000", a.digits);
    shift = a.exponent + (int)size + zeros;
  }
  if (shift != 0 || below(2)) {
    snprintf(text + length, sizeof text - (size_t)length, "%c%s%d", below(2) ? 'e' : 'E',
             shift >= 0 && below(2) ? "+" : "", shift);
  }
  cm_dec_parse got = cm_dec_read((cm_str){text, strlen(text)}, &out, &at);
  int lead = a.exponent + (int)size - 1;
  cm_dec_parse want = a.digits[0] != '0' && (lead > 30 || lead < -30) ? CM_PARSE_RANGE : CM_PARSE_OK;
  if (got != want) {
    printf("%s\n", text);
    fail("parse", NULL, (int)got);
  }
  if (got != CM_PARSE_OK) return;
  mpz_set(t1, a.value);
  check_equal(&out, t1, a.exponent, 0);
  if (a.digits[0] != '0' && out.exponent != a.exponent) fail("the zeros written", &out, 0);
}

static uint64_t bits_of(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

/* a = the middle between two doubles to 34 digits, or a number beside it. The x87 format holds it exactly. */
static void middle_of_doubles(void) {
  uint64_t bits = (uint64_t)below(0x7fe) << 52 | (rnd() >> 12);
  char text[80];
  double x, next;
  memcpy(&x, &bits, sizeof x);
  bits++;
  memcpy(&next, &bits, sizeof next);
  snprintf(text, sizeof text, "%.33Le", ((long double)x + (long double)next) / 2);
  if (text[0] == '0') return;
  a.exponent = atoi(strchr(text, 'e') + 1) - 33;
  a.digits[0] = text[0];
  memcpy(a.digits + 1, text + 2, 33);
  a.digits[34] = '\0';
  if (a.digits[33] > '0' && a.digits[33] < '9') a.digits[33] = (char)(a.digits[33] + below(3) - 1);
  build(&a);
}

static void try_to_double(void) {
  char text[80];
  operation = "to double";
  if (below(4) == 0) middle_of_doubles();
  if (below(4) == 0) { /* the whole range, and beyond */
    a.exponent = below(720) - 375 - (int)strlen(a.digits) / 2;
    build(&a);
  }
  snprintf(text, sizeof text, "%s%se%d", a.negative ? "-" : "", a.digits, a.exponent);
  double want = strtod(text, NULL), got = cm_dec_to_double(&a.dec);
  if (bits_of(want) != bits_of(got)) {
    printf("want %.17g got %.17g\n", want, got);
    fail("double", NULL, 0);
  }
}

static void fail_double(double x, const char *what, const cm_dec *got) {
  printf("from double %.17g (%a)\n", x, x);
  fail(what, got, 0);
}

/* No number with one digit less reads back to x: neither of the two that are next to it. */
static void check_shortest(double x, int digits, const cm_dec *got) {
  char text[1200], up[60], down[60];
  if (digits < 2) return;
  snprintf(text, sizeof text, "%.60e", fabs(x));
  char *e = strchr(text, 'e');
  uint64_t lead = 0;
  for (int i = 0, n = 0; n < digits - 1; i++) {
    if (text[i] != '.') {
      lead = lead * 10 + (uint64_t)(text[i] - '0');
      n++;
    }
  }
  int exponent = atoi(e + 1) - (digits - 2);
  snprintf(down, sizeof down, "%llue%d", (unsigned long long)lead, exponent);
  snprintf(up, sizeof up, "%llue%d", (unsigned long long)lead + 1, exponent);
  if (strtod(up, NULL) == fabs(x) || strtod(down, NULL) == fabs(x)) fail_double(x, "not the shortest", got);
}

static double random_double(void) {
  uint64_t bits = rnd();
  int kind = below(6);
  if (kind == 0) bits &= 0xfff0000000000000u;              /* powers of two */
  if (kind == 1) bits &= 0x800fffffffffffffu >> below(52); /* subnormal */
  if (kind == 2) bits = (bits >> 12) | ((uint64_t)(1023 + below(80)) << 52);
  if (kind == 3) bits = bits_of((double)below(100000000) / (double)(1 + below(1000)));
  if (kind == 4) bits = (bits & 0xfff0000000000000u) + (uint64_t)below(5) - 2; /* beside them */
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

static void try_from_double(void) {
  char text[80], digits[40];
  cm_dec out;
  operation = "from double";
  double x = random_double();
  int status = cm_dec_from_double(&out, x);
  if (!isfinite(x)) {
    if (status != CM_DEC_RANGE) fail_double(x, "status", NULL);
    return;
  }
  if (status != CM_DEC_OK) fail_double(x, "status", NULL);
  check_form(&out, status);
  mpz_of(t1, &out);
  mpz_get_str(digits, 10, t1);
  snprintf(text, sizeof text, "%se%d", digits, out.exponent);
  if (x == 0 ? mpz_sgn(t1) != 0 : bits_of(strtod(text, NULL)) != bits_of(x)) fail_double(x, "does not read back", &out);
  if (bits_of(cm_dec_to_double(&out)) != bits_of(x == 0 ? 0 : x)) fail_double(x, "does not come back", &out);
  if (x == 0) return;
  int size = count_digits(t1);
  if (mpz_divisible_ui_p(t1, 10)) fail_double(x, "trailing zero", &out);
  check_shortest(x, size, &out);
  /* glibc's nearest number of that many digits is the answer whenever it reads back */
  snprintf(text, sizeof text, "%.*e", size - 1, x);
  if (strtod(text, NULL) != x) return;
  char *e = strchr(text, 'e'), *point = strchr(text, '.');
  int exponent = atoi(e + 1) - (size - 1);
  *e = '\0';
  if (point) memmove(point, point + 1, strlen(point));
  mpz_set_str(t2, text, 10);
  check_equal(&out, t2, exponent, 0);
}

static void try_sum(void) {
  cm_sum sum;
  cm_dec out, terms[24];
  int count = 1 + below(24);
  operation = "sum";
  mpz_set_ui(t1, 0);
  cm_sum_init(&sum);
  for (int i = 0; i < count; i++) {
    if (i % 2 == 0) {
      random_number(&a);
    } else if (below(2)) {
      a.negative = !a.negative;
      build(&a);
    }
    terms[i] = a.dec;
    mpz_mul(t2, a.value, power_of_ten[a.exponent + 1240]);
    mpz_add(t1, t1, t2);
    cm_sum_add(&sum, &a.dec);
  }
  int status = cm_sum_take(&sum, &out);
  check_result(&out, status, t1, -1240, 0);
  cm_sum_init(&sum);
  for (int i = count; i-- > 0;) cm_sum_add(&sum, &terms[i]);
  cm_dec again;
  if (cm_sum_take(&sum, &again) != status) fail("status in another order", &again, status);
  if (status >= 0 && memcmp(&out, &again, sizeof out) != 0) fail("another order", &again, status);
}

static void step(uint64_t i) {
  if (i % 40 == 0) {
    try_from_double();
    return;
  }
  if (i % 64 == 1) {
    try_sum();
    return;
  }
  random_number(&a);
  related_number();
  switch (below(11)) {
  case 0:
  case 1:
  case 2: try_add(); break;
  case 3:
  case 4: try_mul(); break;
  case 5:
  case 6: try_div(); break;
  case 7: try_round(); break;
  case 8: try_cmp(); break;
  case 9: (rnd() & 1 ? try_text : try_read)(); break;
  default: try_to_double(); break;
  }
}

int main(int argc, char **argv) {
  uint64_t count = argc > 1 ? strtoull(argv[1], NULL, 10) : 10000000;
  uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 20261121;
  state = seed;
  printf("diff_dec: %llu operations, seed %llu\n", (unsigned long long)count, (unsigned long long)seed);
  fflush(stdout);
  for (int i = 0; i < POWERS; i++) {
    mpz_init(power_of_ten[i]);
    mpz_ui_pow_ui(power_of_ten[i], 10, (unsigned long)i);
  }
  mpz_inits(t1, t2, t3, t4, a.value, b.value, NULL);
  for (uint64_t i = 0; i < count; i++) step(i);
  printf("diff_dec: all equal\n");
  return 0;
}
