/* Decimal numbers: worked cases for every operation, and small domains exhaustively. diff_dec and diff_pow.py compare
 * millions of random cases with other implementations. */
#include <CUnit/CUnit.h>
#include <ctype.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num/mode.h"
#include "num/dec.h"
#include "num/dec_limbs.h"

int register_dec_suite(void);

#define NINES "9999999999999999999999999999999999"  /* 34 of them */
#define ONE_33 "1000000000000000000000000000000000" /* 10^33 */

static cm_str str(const char *text) {
  return (cm_str){text, strlen(text)};
}

/* "1.50e-2" with any exponent: the exponent is applied after reading, which has limits. */
static cm_dec D(const char *text) {
  cm_dec out = cm_dec_zero;
  size_t at = 0;
  const char *e = strchr(text, 'e');
  cm_str mantissa = {text, e ? (size_t)(e - text) : strlen(text)};
  cm_dec_parse status = cm_dec_read(mantissa, &out, &at);
  if (status == CM_PARSE_RANGE && mantissa.size <= 35) { /* 32 digits and more: read with a point, then moved */
    char moved[40];
    int sign = text[0] == '-';
    snprintf(moved, sizeof moved, "%.*s.%.*s", 1 + sign, text, (int)mantissa.size - 1 - sign, text + 1 + sign);
    status = cm_dec_read(str(moved), &out, &at);
    CU_ASSERT_EQUAL(cm_dec_shift(&out, &out, (int)mantissa.size - 1 - sign), CM_DEC_OK);
  }
  if (status != CM_PARSE_OK) CU_FAIL("operand does not read");
  if (e) out.exponent += atoi(e + 1);
  return out;
}

/* Sign, coefficient and exponent as they stand: "-150e-2". */
static const char *raw(const cm_dec *x) {
  static char out[80];
  char digits[40];
  snprintf(digits, sizeof digits, "%u%09u%09u%09u", x->limb[3], x->limb[2], x->limb[1], x->limb[0]);
  const char *from = digits;
  while (*from == '0' && from[1] != '\0') from++;
  snprintf(out, sizeof out, "%s%se%d", x->negative ? "-" : "", from, x->exponent);
  return out;
}

static void check_raw(const char *what, const cm_dec *x, const char *want) {
  if (strcmp(raw(x), want) != 0) {
    fprintf(stderr, "%s: want %s, got %s\n", what, want, raw(x));
    CU_FAIL("number");
  }
}

static void check_status(const char *what, int got, int want) {
  if (got != want) {
    fprintf(stderr, "%s: want status %d, got %d\n", what, want, got);
    CU_FAIL("status");
  }
}

/* ---- reading and printing ----------------------------------------------------------------------------------- */

static void test_read(void) {
  static const struct {
    const char *text, *raw;
  } cases[] = {{"0", "0e0"},
               {"-0", "0e0"},
               {"-0.00", "0e-2"},
               {"0.0", "0e-1"},
               {"0e5", "0e5"},
               {"0E-7", "0e-7"},
               {"0e99999", "0e1200"},
               {"0e-99999", "0e-1233"},
               {"0e1200", "0e1200"},
               {"0e1201", "0e1200"},
               {"0e-1233", "0e-1233"},
               {"0e-1234", "0e-1233"},
               {"0.0e-1233", "0e-1233"},
               {"0e99999999999999999999999999", "0e1200"},
               {"0e-99999999999999999999999999", "0e-1233"},
               {"1", "1e0"},
               {"-1", "-1e0"},
               {"10", "10e0"},
               {"110000.00", "11000000e-2"},
               {"1.50", "150e-2"},
               {"0.001", "1e-3"},
               {"0.0010", "10e-4"},
               {"1e2", "1e2"},
               {"1E+2", "1e2"},
               {"1e-2", "1e-2"},
               {"1e00002", "1e2"},
               {"-1.5e3", "-15e2"},
               {"9", "9e0"},
               {"123456789", "123456789e0"},
               {"1234567890", "1234567890e0"},
               {"123456789012345678", "123456789012345678e0"},
               {"1234567890123456789012345678", "1234567890123456789012345678e0"},
               {"9999999999999999999999999999999", "9999999999999999999999999999999e0"},
               {"9.999999999999999999999999999999999", NINES "e-33"},
               {"9999999999999999999999999999999.999", NINES "e-3"},
               {"9.999999999999999999999999999999999e30", NINES "e-3"},
               {"1e30", "1e30"},
               {"1e-30", "1e-30"},
               {"0.000000000000000000000000000001", "1e-30"},
               {"1.000000000000000000000000000000000e-30", ONE_33 "e-63"},
               {"0.0000000000000000000000000000000000000000000000000000000001234e30", "1234e-31"},
               {"1000000000000000000000000000000000e-33", ONE_33 "e-33"}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    cm_dec x;
    size_t at = 77;
    check_status(cases[i].text, (int)cm_dec_read(str(cases[i].text), &x, &at), CM_PARSE_OK);
    check_raw(cases[i].text, &x, cases[i].raw);
    CU_ASSERT_EQUAL(at, 77);
  }
}

static void test_read_refused(void) {
  static const struct {
    const char *text;
    cm_dec_parse status;
    size_t at;
  } cases[] = {{"", CM_PARSE_SYNTAX, 0},
               {"-", CM_PARSE_SYNTAX, 1},
               {"+1", CM_PARSE_SYNTAX, 0},
               {"01", CM_PARSE_SYNTAX, 1},
               {"-01", CM_PARSE_SYNTAX, 2},
               {"00", CM_PARSE_SYNTAX, 1},
               {".5", CM_PARSE_SYNTAX, 0},
               {"1.", CM_PARSE_SYNTAX, 2},
               {"1.e5", CM_PARSE_SYNTAX, 2},
               {"1e", CM_PARSE_SYNTAX, 2},
               {"1e+", CM_PARSE_SYNTAX, 3},
               {"1E-", CM_PARSE_SYNTAX, 3},
               {"1e+-1", CM_PARSE_SYNTAX, 3},
               {"1e-+1", CM_PARSE_SYNTAX, 3},
               {"1e1.5", CM_PARSE_SYNTAX, 3},
               {"1e.5", CM_PARSE_SYNTAX, 2},
               {"1.5.5", CM_PARSE_SYNTAX, 3},
               {" 1", CM_PARSE_SYNTAX, 0},
               {"1 ", CM_PARSE_SYNTAX, 1},
               {"1,5", CM_PARSE_SYNTAX, 1},
               {"0x10", CM_PARSE_SYNTAX, 1},
               {"1/2", CM_PARSE_SYNTAX, 1},
               {"1:", CM_PARSE_SYNTAX, 1},
               {"1f", CM_PARSE_SYNTAX, 1},
               {"--1", CM_PARSE_SYNTAX, 1},
               {"-.5", CM_PARSE_SYNTAX, 1},
               {"NaN", CM_PARSE_SYNTAX, 0},
               {"Infinity", CM_PARSE_SYNTAX, 0},
               {"\xef\xbc\x91", CM_PARSE_SYNTAX, 0},
               {"1\xff", CM_PARSE_SYNTAX, 1},
               {NINES "1", CM_PARSE_DIGITS, 34},
               {"-" NINES "1", CM_PARSE_DIGITS, 35},
               {"0." NINES "0", CM_PARSE_DIGITS, 36},
               {"0.000" NINES "5e3", CM_PARSE_DIGITS, 39},
               {NINES "99999", CM_PARSE_DIGITS, 34},
               {"1.0000000000000000000000000000000000", CM_PARSE_DIGITS, 35},
               {NINES "1x", CM_PARSE_SYNTAX, 35},
               {NINES "1e99", CM_PARSE_DIGITS, 34},
               {"1e31", CM_PARSE_RANGE, 0},
               {"-1e31", CM_PARSE_RANGE, 0},
               {"1e-31", CM_PARSE_RANGE, 0},
               {"9.99e-31", CM_PARSE_RANGE, 0},
               {"10000000000000000000000000000000", CM_PARSE_RANGE, 0},
               {"1e99999999999999999999999999", CM_PARSE_RANGE, 0},
               {"1e-99999999999999999999999999", CM_PARSE_RANGE, 0},
               {"1e18446744073709551617", CM_PARSE_RANGE, 0},
               {"1e4294967296", CM_PARSE_RANGE, 0}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    cm_dec x = cm_dec_one;
    size_t at = 77;
    check_status(cases[i].text, (int)cm_dec_read(str(cases[i].text), &x, &at), (int)cases[i].status);
    if (at != cases[i].at) {
      fprintf(stderr, "%s: at %zu\n", cases[i].text, at);
      CU_FAIL("offending byte");
    }
    check_raw("untouched", &x, "1e0");
  }
  cm_dec x;
  size_t at = 0;
  CU_ASSERT_EQUAL(cm_dec_read((cm_str){"12\0", 3}, &x, &at), CM_PARSE_SYNTAX);
  CU_ASSERT_EQUAL(at, 2);
  CU_ASSERT_EQUAL(cm_dec_read((cm_str){NULL, 0}, &x, &at), CM_PARSE_SYNTAX);
  CU_ASSERT_EQUAL(cm_dec_read((cm_str){"123", 2}, &x, &at), CM_PARSE_OK); /* not a byte beyond the view */
  check_raw("view", &x, "12e0");
}

static void check_text(const cm_dec *x, const char *want) {
  char out[CM_DEC_TEXT_MAX];
  cm_str got = cm_dec_text(x, out);
  CU_ASSERT_PTR_EQUAL(got.at, out);
  CU_ASSERT_EQUAL(got.size, strlen(want));
  if (strcmp(out, want) != 0) {
    fprintf(stderr, "want %s, got %s\n", want, out);
    CU_FAIL("text");
  }
}

static void test_text(void) {
  static const char *const cases[][2] = {{"0", "0"},
                                         {"0.00", "0"},
                                         {"0e7", "0"},
                                         {"1", "1"},
                                         {"-1", "-1"},
                                         {"1.50", "1.5"},
                                         {"110000.00", "110000"},
                                         {"100", "100"},
                                         {"1e2", "100"},
                                         {"-12e3", "-12000"},
                                         {"0.001", "0.001"},
                                         {"-0.0010", "-0.001"},
                                         {"0.10", "0.1"},
                                         {"10.01", "10.01"},
                                         {"1e-9", "0.000000001"},
                                         {"123456789.000000000", "123456789"},
                                         {"1.000000000", "1"},
                                         {"1.000000000000000000000000000000000", "1"},
                                         {"1000000000.0000000000", "1000000000"},
                                         {"12.000000000100000000", "12.0000000001"},
                                         {NINES, NINES},
                                         {NINES "e-34", "0." NINES},
                                         {NINES "e-36", "0.00" NINES},
                                         {NINES "e2", NINES "00"},
                                         {"1e35", "100000000000000000000000000000000000"},
                                         {"1e36", "1000000000000000000000000000000000000"},
                                         {"-" NINES "e-33", "-9.999999999999999999999999999999999"}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    cm_dec x = D(cases[i][0]);
    check_text(&x, cases[i][1]);
  }
  char out[CM_DEC_TEXT_MAX];
  cm_dec longest = D("-" NINES "e-1233");
  CU_ASSERT_EQUAL(cm_dec_text(&longest, out).size, 1 + 2 + 1199 + 34);
  CU_ASSERT_NSTRING_EQUAL(out, "-0.000", 6);
  CU_ASSERT_STRING_EQUAL(out + 1 + 2 + 1198, "0" NINES);
  cm_dec largest = D(NINES "e1167");
  CU_ASSERT_EQUAL(cm_dec_text(&largest, out).size, 1201);
  cm_dec power = D("1e1200");
  CU_ASSERT_EQUAL(cm_dec_text(&power, out).size, 1201);
  CU_ASSERT_EQUAL(strspn(out + 1, "0"), 1200);
  cm_dec zero = D("0e-1233");
  CU_ASSERT_EQUAL(cm_dec_text(&zero, out).size, 1);
}

static void test_round_trip(void) {
  for (int n = -3000; n <= 3000; n++) {
    for (int exponent = -12; exponent <= 12; exponent++) {
      cm_dec x, y;
      size_t at;
      char out[CM_DEC_TEXT_MAX];
      (void)cm_dec_from_i64(&x, n);
      (void)cm_dec_shift(&x, &x, exponent);
      bool read = cm_dec_read(cm_dec_text(&x, out), &y, &at) == CM_PARSE_OK;
      if (!read || cm_dec_cmp(&x, &y) != 0 || cm_dec_decimals(&y) > cm_dec_decimals(&x)) CU_FAIL("round trip");
    }
  }
}

static void test_basics(void) {
  static const struct {
    int64_t value;
    const char *raw;
  } whole[] = {{0, "0e0"},
               {1, "1e0"},
               {-1, "-1e0"},
               {999999999, "999999999e0"},
               {1000000000, "1000000000e0"},
               {INT64_MAX, "9223372036854775807e0"},
               {INT64_MIN, "-9223372036854775808e0"}};
  for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++) {
    cm_dec x;
    CU_ASSERT_EQUAL(cm_dec_from_i64(&x, whole[i].value), CM_DEC_OK);
    check_raw("whole", &x, whole[i].raw);
  }
  cm_dec two = D("2.0"), minus = D("-2.0"), zero = D("0.00"), wide = D("1e27"), out;
  CU_ASSERT_TRUE(cm_dec_is_zero(&zero) && !cm_dec_is_zero(&two) && !cm_dec_is_zero(&wide));
  CU_ASSERT_EQUAL(cm_dec_sign(&two), 1);
  CU_ASSERT_EQUAL(cm_dec_sign(&minus), -1);
  CU_ASSERT_EQUAL(cm_dec_sign(&zero), 0);
  CU_ASSERT_EQUAL(cm_dec_decimals(&two), 1);
  CU_ASSERT_EQUAL(cm_dec_decimals(&zero), 2);
  CU_ASSERT_EQUAL(cm_dec_decimals(&wide), 0);
  out = cm_dec_neg(&two);
  check_raw("neg", &out, "-20e-1");
  out = cm_dec_neg(&minus);
  check_raw("neg", &out, "20e-1");
  out = cm_dec_neg(&zero);
  check_raw("neg zero", &out, "0e-2");
  out = cm_dec_abs(&minus);
  check_raw("abs", &out, "20e-1");
  out = cm_dec_abs(&two);
  check_raw("abs", &out, "20e-1");
  check_raw("one", &cm_dec_one, "1e0");
  check_raw("zero", &cm_dec_zero, "0e0");
}

/* ---- arithmetic --------------------------------------------------------------------------------------------- */

static void test_arithmetic(void) {
  static const struct {
    char op;
    const char *a, *b;
    int status;
    const char *raw;
  } cases[] = {
      {'+', "1.5", "2.25", CM_DEC_OK, "375e-2"},
      {'+', "2.25", "1.5", CM_DEC_OK, "375e-2"},
      {'+', "-1", "1", CM_DEC_OK, "0e0"},
      {'+', "-1.00", "1", CM_DEC_OK, "0e0"},
      {'+', "-2", "1", CM_DEC_OK, "-1e0"},
      {'+', "2", "-3", CM_DEC_OK, "-1e0"},
      {'+', "-2", "-3", CM_DEC_OK, "-5e0"},
      {'+', "0.00", "5", CM_DEC_OK, "5e0"},
      {'+', "5", "0", CM_DEC_OK, "5e0"},
      {'+', "0", "-5", CM_DEC_OK, "-5e0"},
      {'+', "999999999", "1", CM_DEC_OK, "1000000000e0"},
      {'+', "999999999999999999999999999", "1", CM_DEC_OK, "1000000000000000000000000000e0"},
      {'-', "1000000000000000000000000000", "1", CM_DEC_OK, "999999999999999999999999999e0"},
      {'-', "1", "1000000000000000000000000000", CM_DEC_OK, "-999999999999999999999999999e0"},
      {'-', "0", "5", CM_DEC_OK, "-5e0"},
      {'-', "0", "-5", CM_DEC_OK, "5e0"},
      {'-', "0.00", "0", CM_DEC_OK, "0e-2"},
      {'-', "5", "0.00", CM_DEC_OK, "5e0"},
      {'-', "5", "7", CM_DEC_OK, "-2e0"},
      {'-', "-5", "-7", CM_DEC_OK, "2e0"},
      {'-', "0.3", "0.1", CM_DEC_OK, "2e-1"},
      {'+', NINES, "1", CM_DEC_OK, ONE_33 "e1"}, /* 35 digits, but the last is zero */
      {'+', NINES, "2", CM_DEC_INEXACT, ONE_33 "e1"},
      {'+', NINES, "0.4", CM_DEC_INEXACT, NINES "e0"},
      {'+', NINES, "0.5", CM_DEC_INEXACT, ONE_33 "e1"},  /* tie: to even, with a carry through all */
      {'+', ONE_33, "0.5", CM_DEC_INEXACT, ONE_33 "e0"}, /* tie: stays even */
      {'+', ONE_33, "0.50001", CM_DEC_INEXACT, "1000000000000000000000000000000001e0"},
      {'+', ONE_33, "0.49999", CM_DEC_INEXACT, ONE_33 "e0"},
      {'+', "1000000000000000000000000000000001", "0.5", CM_DEC_INEXACT, "1000000000000000000000000000000002e0"},
      {'+', "-1000000000000000000000000000000001", "-0.5", CM_DEC_INEXACT, "-1000000000000000000000000000000002e0"},
      {'+', ONE_33, "1.00", CM_DEC_OK, "1000000000000000000000000000000001e0"}, /* 36 digits, the zeros are dropped */
      {'+', ONE_33 "e3", "500.0000000000000000000000000000001", CM_DEC_INEXACT, "1000000000000000000000000000000001e3"},
      {'+', ONE_33 "e3", "499.9999999999999999999999999999999", CM_DEC_INEXACT, ONE_33 "e3"},
      {'+', NINES "e2", NINES, CM_DEC_INEXACT, "1010000000000000000000000000000000e3"},
      {'+', ONE_33 "e18", "500000000000000001", CM_DEC_INEXACT, "1000000000000000000000000000000001e18"},
      {'+', "1e100", "1e-100", CM_DEC_INEXACT, ONE_33 "e67"},
      {'-', "1e100", "1e-100", CM_DEC_INEXACT, ONE_33 "e67"},
      {'-', "1e-100", "1e100", CM_DEC_INEXACT, "-" ONE_33 "e67"},
      {'-', "1e36", "1", CM_DEC_INEXACT, ONE_33 "e3"},
      {'-', "1e35", "5", CM_DEC_INEXACT, ONE_33 "e2"}, /* 9.99...95 with 35 digits: tie to even */
      {'-', "1e35", "6", CM_DEC_INEXACT, NINES "e1"},
      {'-', "1e35", "10", CM_DEC_OK, NINES "e1"},
      {'-', "1e35", "15", CM_DEC_INEXACT, "9999999999999999999999999999999998e1"}, /* 9.99...985: tie, stays even */
      {'-', "15", "1e35", CM_DEC_INEXACT, "-9999999999999999999999999999999998e1"},
      {'-', "1e35", "5.000000000000000000000000000000001", CM_DEC_INEXACT, NINES "e1"},
      {'-', "1e34", "1", CM_DEC_OK, NINES "e0"},
      {'+', NINES "e1166", "1e1199", CM_DEC_INEXACT, "1100000000000000000000000000000000e1167"},
      {'+', NINES "e1167", "1e1167", CM_DEC_RANGE, NULL},
      {'+', NINES "e1167", "5e1166", CM_DEC_RANGE, NULL}, /* by rounding alone */
      {'+', NINES "e1167", "4e1166", CM_DEC_INEXACT, NINES "e1167"},
      {'-', "-" NINES "e1167", "1e1167", CM_DEC_RANGE, NULL},
      {'+', "9e1200", "1e1200", CM_DEC_RANGE, NULL},
      {'+', "8e1200", "1e1200", CM_DEC_OK, "9e1200"},
      {'-', "1.1e-1200", "1e-1200", CM_DEC_RANGE, NULL},
      {'-', "2.1e-1200", "1e-1200", CM_DEC_OK, "11e-1201"},
      /* 2316719992712860222384512111101110000000001: the rest is 1 of 10^9 */
      {'*', "1234567890123000000001", "1876543210987000000001", CM_DEC_INEXACT, "2316719992712860222384512111101110e9"},
      {'*', "1.5", "2.0", CM_DEC_OK, "300e-2"},
      {'*', "-1.5", "2", CM_DEC_OK, "-30e-1"},
      {'*', "-1.5", "-2", CM_DEC_OK, "30e-1"},
      {'*', "0.00", "-5", CM_DEC_OK, "0e0"},
      {'*', "-5", "0", CM_DEC_OK, "0e0"},
      {'*', "999999999", "999999999", CM_DEC_OK, "999999998000000001e0"},
      {'*', NINES, NINES, CM_DEC_INEXACT, "9999999999999999999999999999999998e34"},
      {'*', "100000000000000000", "100000000000000000", CM_DEC_OK, ONE_33 "e1"},
      {'*', "2000000000000000000000000000000001", "1.5", CM_DEC_INEXACT, "3000000000000000000000000000000002e0"},
      {'*', "2000000000000000000000000000000003", "1.5", CM_DEC_INEXACT, "3000000000000000000000000000000004e0"},
      {'*', "2000000000000000000000000000000005", "0.5", CM_DEC_INEXACT, "1000000000000000000000000000000002e0"},
      {'*', "1e600", "1e600", CM_DEC_OK, "1e1200"},
      {'*', "1e600", "1e601", CM_DEC_RANGE, NULL},
      {'*', "1e-600", "1e-600", CM_DEC_OK, "1e-1200"},
      {'*', "1e-600", "1e-601", CM_DEC_RANGE, NULL},
      {'*', "1e-601", "10e-600", CM_DEC_OK, "10e-1201"},
      {'*', "1.0e600", "1e600", CM_DEC_OK, "10e1199"},
      {'*', NINES "e567", "1e600", CM_DEC_OK, NINES "e1167"},
      {'*', NINES "e568", "1e600", CM_DEC_RANGE, NULL},
      {'*', "1e1200", "1e1200", CM_DEC_RANGE, NULL},
      {'*', "1e-1200", "0", CM_DEC_OK, "0e0"},
      /* the rest begins with the first limb of the divisor: the guess of a limb of the quotient is 10^9 (by Python) */
      {'/', "7713625515427250965131649061117800", "500000000999999999", CM_DEC_INEXACT,
       "1542725099999999996111780020000000e-17"},
      {'/', "1", "0", CM_DEC_DIVIDE, NULL},
      {'/', "0", "0.00", CM_DEC_DIVIDE, NULL},
      {'/', "0.00", "-3", CM_DEC_OK, "0e0"},
      {'/', "0", NINES, CM_DEC_OK, "0e0"},
      {'/', "1", "3", CM_DEC_INEXACT, "3333333333333333333333333333333333e-34"},
      {'/', "2", "3", CM_DEC_INEXACT, "6666666666666666666666666666666667e-34"},
      {'/', "-2", "3", CM_DEC_INEXACT, "-6666666666666666666666666666666667e-34"},
      {'/', "-6", "-3", CM_DEC_OK, "2e0"},
      {'/', "6", "-3", CM_DEC_OK, "-2e0"},
      {'/', "1", "4", CM_DEC_OK, "25e-2"},
      {'/', "100", "4", CM_DEC_OK, "25e0"},
      {'/', "100", "1", CM_DEC_OK, "100e0"},
      {'/', "1.00", "2", CM_DEC_OK, "50e-2"},
      {'/', "1000000000000000000", "1", CM_DEC_OK, "1000000000000000000e0"},
      {'/', "1000000000000000000", "10", CM_DEC_OK, "100000000000000000e0"},
      {'/', "1", "1e2", CM_DEC_OK, "1e-2"},
      {'/', "1", "1000000000", CM_DEC_OK, "1e-9"},
      {'/', "1", "100000000", CM_DEC_OK, "1e-8"},
      {'/', "8e20", "2e-5", CM_DEC_OK, "4e25"},
      {'/', "1", NINES, CM_DEC_INEXACT, ONE_33 "e-67"},
      {'/', NINES, "1", CM_DEC_OK, NINES "e0"},
      {'/', NINES, NINES, CM_DEC_OK, "1e0"},
      {'/', ONE_33, NINES, CM_DEC_INEXACT, ONE_33 "e-34"},
      {'/', "1000000000000000000000000000000025e-1", "0.5", CM_DEC_OK, "200000000000000000000000000000005e0"},
      {'/', "2000000000000000000000000000000001", "2", CM_DEC_INEXACT, "1000000000000000000000000000000000e0"},
      {'/', "2000000000000000000000000000000003", "2", CM_DEC_INEXACT, "1000000000000000000000000000000002e0"},
      {'/', "1e600", "1e-600", CM_DEC_OK, "1e1200"},
      {'/', "1e600", "1e-601", CM_DEC_RANGE, NULL},
      {'/', "1e-600", "1e600", CM_DEC_OK, "1e-1200"},
      {'/', "1e-600", "1e601", CM_DEC_RANGE, NULL},
      {'/', "2e-600", "3e600", CM_DEC_RANGE, NULL}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    char what[200];
    snprintf(what, sizeof what, "%s %c %s", cases[i].a, cases[i].op, cases[i].b);
    char op = cases[i].op;
    int (*work)(cm_dec *, const cm_dec *, const cm_dec *) = op == '+'   ? cm_dec_add
                                                            : op == '-' ? cm_dec_sub
                                                            : op == '*' ? cm_dec_mul
                                                                        : cm_dec_div;
    cm_dec a = D(cases[i].a), b = D(cases[i].b), out = D("77");
    check_status(what, work(&out, &a, &b), cases[i].status);
    check_raw(what, &out, cases[i].raw ? cases[i].raw : "77e0"); /* untouched when it fails */
    cm_dec same = a, other = b;
    (void)work(&same, &same, &b); /* out may be an operand */
    (void)work(&other, &a, &other);
    if (cases[i].raw) check_raw(what, &same, cases[i].raw);
    if (cases[i].raw) check_raw(what, &other, cases[i].raw);
  }
}

/* Every pair of small numbers with every small exponent, against whole numbers. */
static void test_arithmetic_small(void) {
  int64_t ten[] = {1, 10, 100, 1000};
  for (int n = 0; n < 41 * 41 * 16; n++) {
    int64_t i = n % 41 - 20, j = n / 41 % 41 - 20;
    int p = n / (41 * 41) % 4, q = n / (41 * 41 * 4);
    cm_dec a, b, out, want;
    (void)cm_dec_from_i64(&a, i);
    (void)cm_dec_from_i64(&b, j);
    (void)cm_dec_shift(&a, &a, -p);
    (void)cm_dec_shift(&b, &b, -q);
    int64_t x = i * ten[3 - p], y = j * ten[3 - q]; /* in thousandths */
    (void)cm_dec_from_i64(&want, x + y);
    (void)cm_dec_shift(&want, &want, -3);
    if (cm_dec_add(&out, &a, &b) != CM_DEC_OK || cm_dec_cmp(&out, &want) != 0) CU_FAIL("add");
    (void)cm_dec_from_i64(&want, x - y);
    (void)cm_dec_shift(&want, &want, -3);
    if (cm_dec_sub(&out, &a, &b) != CM_DEC_OK || cm_dec_cmp(&out, &want) != 0) CU_FAIL("sub");
    (void)cm_dec_from_i64(&want, x * y);
    (void)cm_dec_shift(&want, &want, -6);
    if (cm_dec_mul(&out, &a, &b) != CM_DEC_OK || cm_dec_cmp(&out, &want) != 0) CU_FAIL("mul");
    if (cm_dec_cmp(&a, &b) != (x > y) - (x < y)) CU_FAIL("cmp");
    if (j == 0) continue;
    (void)cm_dec_from_i64(&want, i * i * i);
    (void)cm_dec_mul(&want, &want, &b);
    if (cm_dec_div(&out, &want, &b) != CM_DEC_OK) CU_FAIL("div");
    (void)cm_dec_from_i64(&want, i * i * i);
    if (cm_dec_cmp(&out, &want) != 0) CU_FAIL("quotient");
  }
}

static uint64_t next_random(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

/* a × b / b = a, for divisors of two, three and four limbs: the guesses of long division that are corrected. */
static void test_div_product(void) {
  uint64_t state = 8170;
  for (int i = 0; i < 300000; i++) {
    cm_dec a, b, c, product, out;
    (void)cm_dec_from_i64(&a, (int64_t)(next_random(&state) % 1000000000));
    (void)cm_dec_from_i64(&b, (int64_t)(next_random(&state) % 1000000000000000000));
    (void)cm_dec_from_i64(&c, i % 4 == 0 ? 0 : (int64_t)(next_random(&state) % 10000000));
    if (i % 4 == 1) b.limb[1] = 999999999;
    if (i % 4 == 2) b.limb[1] = 0;
    if (i % 8 == 3) { /* a first guess that is two too large */
      (void)cm_dec_from_i64(&a, 999999999 - i % 100);
      (void)cm_dec_from_i64(&b, 500000000999999999 - i % 1000);
      c = cm_dec_zero;
    }
    (void)cm_dec_shift(&c, &c, 18);
    (void)cm_dec_add(&b, &b, &c);
    if (cm_dec_is_zero(&b)) continue;
    if (cm_dec_mul(&product, &a, &b) != CM_DEC_OK) CU_FAIL("product");
    if (cm_dec_div(&out, &product, &b) != CM_DEC_OK || cm_dec_cmp(&out, &a) != 0) CU_FAIL("quotient");
    if (cm_dec_is_zero(&a)) continue;
    if (cm_dec_div(&out, &product, &a) != CM_DEC_OK || cm_dec_cmp(&out, &b) != 0) CU_FAIL("other quotient");
  }
}

static void test_cmp(void) {
  static const struct {
    const char *a, *b;
    int order;
  } cases[] = {{"0", "0.00", 0},
               {"0", "1", -1},
               {"0", "-1", 1},
               {"1", "-1", 1},
               {"-1", "1", -1},
               {"1", "1.000", 0},
               {"-2", "-1", -1},
               {"1.1", "1.10", 0},
               {"1.1", "1.09", 1},
               {"1e30", "1e29", 1},
               {"9", "10", -1},
               {"1e1200", "1e-1200", 1},
               {"-1e1200", "1e-1200", -1},
               {"1000000000", "1e9", 0},
               {"1000000001", "1e9", 1},
               {"-1000000001", "-1e9", -1},
               {"1e33", ONE_33, 0},
               {"1e33", "1000000000000000000000000000000001", -1},
               {"1e34", NINES, 1},
               {NINES "e1", "1e35", -1},
               {"0e1200", "1e-1200", -1}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    cm_dec a = D(cases[i].a), b = D(cases[i].b);
    check_status(cases[i].a, cm_dec_cmp(&a, &b), cases[i].order);
    check_status(cases[i].b, cm_dec_cmp(&b, &a), -cases[i].order);
  }
}

/* 10^p has p + 1 digits, the number before it p, and 0 none. */
static void test_digits_of_limbs(void) {
  uint32_t power = 1;
  for (int p = 0; p <= 9; p++, power *= 10) {
    CU_ASSERT_EQUAL(cm_limb_digits(power - 1), p);
    if (p < 9) CU_ASSERT_EQUAL(cm_limb_digits(power), p + 1);
  }
}

static void test_shift(void) {
  static const struct {
    const char *x;
    int power, status;
    const char *raw;
  } cases[] = {{"1.50", 2, 0, "150e0"},
               {"1.50", -2, 0, "150e-4"},
               {"1", 1200, 0, "1e1200"},
               {"1", 1201, -1, NULL},
               {"10", 1200, -1, NULL},
               {"10", 1199, 0, "10e1199"},
               {"1", -1200, 0, "1e-1200"},
               {"1", -1201, -1, NULL},
               {"10", -1201, 0, "10e-1201"},
               {"10", -1202, -1, NULL},
               {"1", 2147483647, -1, NULL},
               {"1", -2147483647 - 1, -1, NULL},
               {"1e1200", 2147483647, -1, NULL},
               {"0", 3, 0, "0e3"},
               {"0.00", 2, 0, "0e0"},
               {"0", 1200, 0, "0e1200"},
               {"0", 1201, 0, "0e0"},
               {"0", -1233, 0, "0e-1233"},
               {"0", -1234, 0, "0e0"},
               {"0e1200", 2147483647, 0, "0e0"},
               {"0e1200", 1, 0, "0e0"},
               {"-7", 0, 0, "-7e0"}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    cm_dec x = D(cases[i].x), out = D("77");
    check_status(cases[i].x, cm_dec_shift(&out, &x, cases[i].power), cases[i].status);
    check_raw(cases[i].x, &out, cases[i].raw ? cases[i].raw : "77e0");
  }
}

static void test_pow(void) {
  static const struct {
    const char *x;
    int p, q, status;
    const char *raw;
  } cases[] = {{"4", 1, 2, CM_DEC_OK, "2e0"},
               {"0.25", 3, 2, CM_DEC_OK, "125e-3"},
               {"16", 1, 4, CM_DEC_OK, "2e0"},
               {"4.00", 2, 4, CM_DEC_OK, "2e0"},
               {"100", 1, 2, CM_DEC_OK, "1e1"},
               {"0.01", -1, 2, CM_DEC_OK, "1e1"},
               {"2", 10, 1, CM_DEC_OK, "1024e0"},
               {"2", -3, 1, CM_DEC_OK, "125e-3"},
               {"5", -3, 1, CM_DEC_OK, "8e-3"},
               {"32", -3, 5, CM_DEC_OK, "125e-3"},
               {"1.5", 2, 1, CM_DEC_OK, "225e-2"},
               {"10", 1200, 1, CM_DEC_OK, "1e1200"},
               {"10", 1201, 1, CM_DEC_RANGE, NULL},
               {"10", -1200, 1, CM_DEC_OK, "1e-1200"},
               {"10", -1201, 1, CM_DEC_RANGE, NULL},
               {"1e1200", 1, 1200, CM_DEC_OK, "1e1"},
               {"1e1200", 1201, 1200, CM_DEC_RANGE, NULL},
               {"2", 10000, 1, CM_DEC_RANGE, NULL},
               {"1e1200", 10000, 1, CM_DEC_RANGE, NULL},
               {"2", -10000, 1, CM_DEC_RANGE, NULL},
               {"2", -10000, 3, CM_DEC_INEXACT, "3687067768735420922336595347670126e-1037"},
               {"1", 657, 125, CM_DEC_OK, "1e0"},
               {"1", -9999, 10000, CM_DEC_OK, "1e0"},
               {"7", 1, 1, CM_DEC_OK, "7e0"},
               {"7", 0, 5, CM_DEC_OK, "1e0"},
               {"0", 0, 1, CM_DEC_OK, "1e0"},
               {"0.00", 1, 2, CM_DEC_OK, "0e0"},
               {"0", -1, 2, CM_DEC_DOMAIN, NULL},
               {"-4", 1, 2, CM_DEC_DOMAIN, NULL},
               {"-4", 2, 1, CM_DEC_DOMAIN, NULL},
               {"-4", 0, 1, CM_DEC_DOMAIN, NULL},
               {"4", 1, 0, CM_DEC_DOMAIN, NULL},
               {"4", 1, -2, CM_DEC_DOMAIN, NULL},
               {"4", 10001, 1, CM_DEC_DOMAIN, NULL},
               {"4", -10001, 1, CM_DEC_DOMAIN, NULL},
               {"4", 1, 10001, CM_DEC_DOMAIN, NULL},
               {"4", INT32_MIN, 1, CM_DEC_DOMAIN, NULL},
               {"4", 1, INT32_MIN, CM_DEC_DOMAIN, NULL},
               {"1", 10000, 1, CM_DEC_OK, "1e0"},
               {"1", -10000, 1, CM_DEC_OK, "1e0"},
               {"1", 1, 10000, CM_DEC_OK, "1e0"},
               {"4", 10000, 10000, CM_DEC_OK, "4e0"},
               {"1099511627776", -1, 1, CM_DEC_OK, "9094947017729282379150390625e-40"}, /* 2^-40 */
               /* from the decimal module of Python at 34 digits */
               {"1000000001", -1, 1, CM_DEC_INEXACT, "9999999990000000009999999990000000e-43"},
               {"1.234567890123456789012345678901234", 3, 1, CM_DEC_INEXACT, "1881676372353657772546716040595284e-33"},
               {"1.234567890123456789012345678901234", 4, 1, CM_DEC_INEXACT, "2323057228911815332926280681959501e-33"},
               {"1.234567890123456789012345678901234", 5, 1, CM_DEC_INEXACT, "2867971861733704037813816270855883e-33"},
               {"1.234567890123456789012345678901234", 9, 1, CM_DEC_INEXACT, "6662462765716158494186093581032066e-33"},
               {"987654321098765432.1", 17, 1, CM_DEC_INEXACT, "8096260228938934452197059784291965e272"},
               {"2", 1, 2, CM_DEC_INEXACT, "1414213562373095048801688724209698e-33"},
               {"2", 1, 4, CM_DEC_INEXACT, "1189207115002721066717499970560476e-33"},
               {"1.1", 657, 125, CM_DEC_INEXACT, "1650288803551468133395247536528777e-33"},
               {"3", -1, 1, CM_DEC_INEXACT, "3333333333333333333333333333333333e-34"},
               {"6", -1, 1, CM_DEC_INEXACT, "1666666666666666666666666666666667e-34"},
               {"36", -1, 2, CM_DEC_INEXACT, "1666666666666666666666666666666667e-34"},
               /* beside a tie: 1 + 10^-33 / 2 less 1.25 × 10^-67, and 1 + 1.5 × 10^-33 plus something */
               {"1.000000000000000000000000000000001", 1, 2, CM_DEC_INEXACT, ONE_33 "e-33"},
               {"1.000000000000000000000000000000001", 3, 2, CM_DEC_INEXACT, "1000000000000000000000000000000002e-33"},
               /* 1 + 5 × 10^-33 + 10^-65 and more: too long to be multiplied out, too close for the first precision */
               {"1.000000000000000000000000000000001", 5, 1, CM_DEC_INEXACT, "1000000000000000000000000000000005e-33"},
               {"0.9999999999999999999999999999999999", 1, 2, CM_DEC_INEXACT, "9999999999999999999999999999999999e-34"},
               {"0.9999999999999999999999999999999999", 3, 2, CM_DEC_INEXACT, "9999999999999999999999999999999999e-34"},
               /* 35 digits that end in 5: ties to even */
               {"200000000000000005", 2, 1, CM_DEC_INEXACT, "4000000000000000200000000000000002e1"},
               {"300000000000000005", 2, 1, CM_DEC_INEXACT, "9000000000000000300000000000000002e1"}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    char what[100];
    snprintf(what, sizeof what, "%s ^ (%d/%d)", cases[i].x, cases[i].p, cases[i].q);
    cm_dec x = D(cases[i].x), out = D("77");
    check_status(what, cm_dec_pow(&out, &x, cases[i].p, cases[i].q), cases[i].status);
    check_raw(what, &out, cases[i].raw ? cases[i].raw : "77e0");
    if (cm_dec_pow(&x, &x, cases[i].p, cases[i].q) >= 0) check_raw(what, &x, cases[i].raw);
  }
}

/* Every perfect power of the numbers up to 40 with up to 34 digits comes back, and its neighbours do not. */
static void test_pow_exact(void) {
  for (int root = 2; root <= 40; root++) {
    cm_dec base, power = cm_dec_one, out;
    (void)cm_dec_from_i64(&base, root);
    for (int q = 1; q <= 112 && cm_dec_mul(&power, &power, &base) == CM_DEC_OK; q++) {
      cm_dec shifted, beside;
      (void)cm_dec_shift(&shifted, &power, -3 * q);
      if (cm_dec_pow(&out, &power, 1, q) != CM_DEC_OK || cm_dec_cmp(&out, &base) != 0) CU_FAIL("root");
      if (cm_dec_pow(&out, &base, q, 1) != CM_DEC_OK || cm_dec_cmp(&out, &power) != 0) CU_FAIL("power");
      if (cm_dec_pow(&out, &shifted, 1, q) != CM_DEC_OK) CU_FAIL("shifted root");
      (void)cm_dec_shift(&out, &out, 3);
      if (cm_dec_cmp(&out, &base) != 0) CU_FAIL("shifted root");
      if (q == 1 || cm_dec_add(&beside, &power, &cm_dec_one) != CM_DEC_OK) continue;
      if (cm_dec_pow(&out, &beside, 1, q) != CM_DEC_INEXACT && root > 2) CU_FAIL("beside"); /* 2^3 + 1 is 3^2 */
    }
  }
}

/* ---- rounding ----------------------------------------------------------------------------------------------- */

static void test_round(void) {
  static const struct {
    const char *x;
    int decimals;
    const char *up, *even, *down;
  } cases[] = {/* GB/T 8170-2008, 3.2 and 3.3 */
               {"12.1498", 1, "12.1", "12.1", "12.1"},
               {"12.1498", 0, "12", "12", "12"},
               {"1268", -2, "1300", "1300", "1200"},
               {"10.5002", 0, "11", "11", "10"},
               {"1.050", 1, "1.1", "1.0", "1.0"},
               {"0.35", 1, "0.4", "0.4", "0.3"},
               {"2500", -3, "3000", "2000", "2000"},
               {"3500", -3, "4000", "4000", "3000"},
               {"0.0325", 3, "0.033", "0.032", "0.032"},
               {"32500", -3, "33000", "32000", "32000"},
               {"-355", -1, "-360", "-360", "-350"},
               {"-325", -1, "-330", "-320", "-320"},
               {"-365", -1, "-370", "-360", "-360"},
               {"-0.0365", 3, "-0.037", "-0.036", "-0.036"},
               {"15.4546", 0, "15", "15", "15"},
               {"97.46", 0, "97", "97", "97"},
               {"16.5000", 0, "17", "16", "16"},
               {"2.5", 0, "3", "2", "2"},
               {"2.675", 2, "2.68", "2.68", "2.67"},
               {"1.005", 2, "1.01", "1.00", "1.00"},
               {"0.5", 0, "1", "0", "0"},
               {"-0.5", 0, "-1", "0", "0"},
               {"0.05", 0, "0", "0", "0"},
               {"-0.4", 0, "0", "0", "0"},
               {"0.51", 0, "1", "1", "0"},
               {"5", -1, "10", "0", "0"},
               {"15", -1, "20", "20", "10"},
               {"50", -3, "0", "0", "0"},
               {"500", -3, "1000", "0", "0"},
               {"99.995", 2, "100.00", "100.00", "99.99"},
               {"100", 2, "100.00", "100.00", "100.00"},
               {"0", 2, "0.00", "0.00", "0.00"},
               {"-0.00", 3, "0.000", "0.000", "0.000"},
               {"0", -2, "0", "0", "0"},
               {"1e2", 2, "100.00", "100.00", "100.00"},
               {"12e2", -1, "1200", "1200", "1200"},
               {"1.500", 1, "1.5", "1.5", "1.5"},
               {"-1.5", 3, "-1.500", "-1.500", "-1.500"},
               {"123456789.987654321", 0, "123456790", "123456790", "123456789"},
               {NINES, 0, NINES, NINES, NINES},
               {NINES "e-34", 0, "1", "1", "0"},
               {NINES "e-35", 0, "0", "0", "0"},
               {"5000000000000000000000000000000000e-34", 0, "1", "0", "0"},
               {"5000000000000000000000000000000001e-34", 0, "1", "1", "0"},
               {"4999999999999999999999999999999999e-34", 0, "0", "0", "0"},
               {NINES "e-1", 0, ONE_33, ONE_33, "999999999999999999999999999999999"},
               {"1.5e-1200", 40, "0.0000000000000000000000000000000000000000",
                "0.0000000000000000000000000000000000000000", "0.0000000000000000000000000000000000000000"},
               {"5e29", -30, "1000000000000000000000000000000", "0", "0"},
               {"5e-41", 40, "0.0000000000000000000000000000000000000001", "0.0000000000000000000000000000000000000000",
                "0.0000000000000000000000000000000000000000"}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    cm_dec x = D(cases[i].x);
    const char *want[] = {cases[i].up, cases[i].even, cases[i].down};
    for (int rule = 0; rule < 3; rule++) {
      cm_rounded out;
      char text[CM_DEC_TEXT_MAX];
      check_status(cases[i].x, cm_dec_round(&out, &x, cases[i].decimals, (cm_rule)rule), CM_DEC_OK);
      CU_ASSERT_EQUAL(out.decimals, cases[i].decimals);
      CU_ASSERT_EQUAL(out.value.exponent, -cases[i].decimals);
      cm_str got = cm_rounded_text(&out, text);
      if (strcmp(text, want[rule]) != 0 || got.at != text || got.size != strlen(text)) {
        fprintf(stderr, "%s to %d by rule %d: want %s, got %s\n", cases[i].x, cases[i].decimals, rule, want[rule],
                text);
        CU_FAIL("rounding");
      }
    }
  }
}

static void test_round_range(void) {
  static const struct {
    const char *x;
    int decimals, status;
  } cases[] = {{"1", 33, 0},      {"1", 34, -1},       {"10", 32, 0},      {"10", 33, -1}, {"0.1", 34, 0},
               {"0.1", 35, -1},   {NINES, 0, 0},       {NINES, 1, -1},     {"1e33", 0, 0}, {"1e34", 0, -1},
               {"1e1200", 0, -1}, {"1e1200", -30, -1}, {"1e1200", 40, -1}, {"1", 41, -1},  {"1", -30, 0},
               {"1", -31, -1},    {"0", 40, 0},        {"0", 41, -1},      {"0", -31, -1}, {"1e-1200", 40, 0},
               {"0e1200", 40, 0}, {"0e-1233", -30, 0}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    cm_dec x = D(cases[i].x);
    cm_rounded out = {cm_dec_one, 77};
    check_status(cases[i].x, cm_dec_round(&out, &x, cases[i].decimals, CM_RULE_HALF_UP), cases[i].status);
    CU_ASSERT_EQUAL(out.decimals, cases[i].status == 0 ? cases[i].decimals : 77);
  }
}

/* n / 10^drop, rounded, by whole numbers. */
static int64_t round_whole(int64_t n, int drop, cm_rule rule) {
  int64_t unit = 1;
  for (int i = 0; i < drop; i++) unit *= 10;
  int64_t magnitude = n < 0 ? -n : n, kept = magnitude / unit, rest = magnitude % unit;
  if (rule == CM_RULE_HALF_UP && 2 * rest >= unit && unit > 1) kept++;
  if (rule == CM_RULE_HALF_EVEN && (2 * rest > unit || (2 * rest == unit && kept % 2 == 1))) kept++;
  return n < 0 ? -kept : kept;
}

/* Every number of up to five digits at scale 4, to every place, by every rule; rounding again changes nothing. */
static void test_round_exhaustive(void) {
  for (int n = -99999; n <= 99999; n++) {
    cm_dec x, want;
    (void)cm_dec_from_i64(&x, n);
    (void)cm_dec_shift(&x, &x, -4);
    for (int decimals = -3; decimals <= 6; decimals++) {
      for (int rule = 0; rule < 3; rule++) {
        cm_rounded out, again;
        int drop = decimals < 4 ? 4 - decimals : 0;
        (void)cm_dec_from_i64(&want, round_whole(n, drop, (cm_rule)rule));
        want.exponent = drop - 4;
        bool done = cm_dec_round(&out, &x, decimals, (cm_rule)rule) == CM_DEC_OK;
        if (!done || cm_dec_cmp(&out.value, &want) != 0 || out.value.exponent != -decimals) CU_FAIL("rounding");
        if (out.value.negative && cm_dec_is_zero(&out.value)) CU_FAIL("negative zero");
        (void)cm_dec_round(&again, &out.value, decimals, (cm_rule)rule);
        if (memcmp(&again, &out, sizeof out) != 0) CU_FAIL("not idempotent");
      }
    }
  }
}

/* ---- sums --------------------------------------------------------------------------------------------------- */

static int sum_of(const char *const *terms, cm_dec *out) {
  cm_sum sum;
  cm_sum_init(&sum);
  for (; *terms; terms++) {
    cm_dec x = D(*terms);
    cm_sum_add(&sum, &x);
  }
  return cm_sum_take(&sum, out);
}

static void test_sum(void) {
  static const struct {
    const char *terms[6];
    int status;
    const char *raw;
  } cases[] = {{{NULL}, CM_DEC_OK, "0e0"},
               {{"0", "0.00", NULL}, CM_DEC_OK, "0e0"},
               {{"0e1200", "1", NULL}, CM_DEC_OK, "1e0"},
               {{"1200.00", NULL}, CM_DEC_OK, "12e2"},
               {{"0", "-7.50", "0.000", NULL}, CM_DEC_OK, "-75e-1"},
               {{"0.1", "0.2", NULL}, CM_DEC_OK, "3e-1"},
               {{"1", "-1", NULL}, CM_DEC_OK, "0e0"},
               {{"1e1200", "1e-1200", "-1e1200", NULL}, CM_DEC_OK, "1e-1200"},
               {{"-1e1200", "-1e-1200", "1e1200", NULL}, CM_DEC_OK, "-1e-1200"},
               {{NINES "e-1233", "1e1200", "-1e1200", NULL}, CM_DEC_OK, NINES "e-1233"},
               {{"1e33", "0.5", NULL}, CM_DEC_INEXACT, ONE_33 "e0"},
               {{"1e33", "0.5", "1e-1200", NULL}, CM_DEC_INEXACT, "1000000000000000000000000000000001e0"},
               {{"1e33", "0.5", "-1e-1200", NULL}, CM_DEC_INEXACT, ONE_33 "e0"},
               {{"-1e33", "-1.5", NULL}, CM_DEC_INEXACT, "-1000000000000000000000000000000002e0"},
               {{NINES "e1167", "5e1166", NULL}, CM_DEC_RANGE, NULL},
               {{"9e1200", "1e1200", NULL}, CM_DEC_RANGE, NULL},
               {{"9e1200", "1e1200", "-1e1200", NULL}, CM_DEC_OK, "9e1200"},
               {{"1.1e-1200", "-1e-1200", NULL}, CM_DEC_RANGE, NULL},
               {{"999999999", "1", NULL}, CM_DEC_OK, "1e9"},
               {{"1000000000000000000", "-1", NULL}, CM_DEC_OK, "999999999999999999e0"},
               {{"-1000000000000000000", "1", NULL}, CM_DEC_OK, "-999999999999999999e0"},
               {{"5", "-7", NULL}, CM_DEC_OK, "-2e0"},
               {{"-5e-20", "7e20", "-7e20", NULL}, CM_DEC_OK, "-5e-20"},
               {{"1e-20", "-1e-20", "-5", NULL}, CM_DEC_OK, "-5e0"},
               {{"1e-20", "-1e-20", "5", NULL}, CM_DEC_OK, "5e0"},
               {{"1e9", "1", "1e-9", "-1", NULL}, CM_DEC_OK, "1000000000000000001e-9"}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    cm_dec out = D("77");
    check_status("sum", sum_of(cases[i].terms, &out), cases[i].status);
    check_raw("sum", &out, cases[i].raw ? cases[i].raw : "77e0");
  }
}

/* Terms of all sizes that cancel but for a remainder: any order gives it, down to the bytes. */
static void test_sum_order(void) {
  enum { PAIRS = 200 };
  static cm_dec terms[2 * PAIRS + 1];
  uint64_t state = 20261121;
  for (int i = 0; i < PAIRS; i++) {
    (void)cm_dec_from_i64(&terms[2 * i], (int64_t)next_random(&state));
    (void)cm_dec_shift(&terms[2 * i], &terms[2 * i], (int)(next_random(&state) % 2300) - 1190);
    terms[2 * i + 1] = cm_dec_neg(&terms[2 * i]);
  }
  terms[2 * PAIRS] = D("123.456");
  for (int round = 0; round < 200; round++) {
    cm_sum sum;
    cm_dec out;
    cm_sum_init(&sum);
    for (int i = 2 * PAIRS; i > 0; i--) {
      int j = (int)(next_random(&state) % (uint64_t)(i + 1));
      cm_dec swap = terms[i];
      terms[i] = terms[j];
      terms[j] = swap;
    }
    for (int i = 0; i <= 2 * PAIRS; i++) cm_sum_add(&sum, &terms[i]);
    CU_ASSERT_EQUAL(cm_sum_take(&sum, &out), CM_DEC_OK);
    check_raw("any order", &out, "123456e-3");
  }
}

static void test_sum_carries(void) {
  cm_sum sum;
  cm_dec out, x = D("999999999.999999999"), minus = cm_dec_neg(&x);
  cm_sum_init(&sum);
  for (int i = 0; i < 3000000; i++) cm_sum_add(&sum, &x); /* far more than fits a limb */
  CU_ASSERT_EQUAL(cm_sum_take(&sum, &out), CM_DEC_OK);
  check_raw("many", &out, "2999999999999999997e-3");
  CU_ASSERT_EQUAL(cm_sum_take(&sum, &out), CM_DEC_OK); /* taking does not change it */
  check_raw("again", &out, "2999999999999999997e-3");
  for (int i = 0; i < 6000000; i++) cm_sum_add(&sum, &minus);
  CU_ASSERT_EQUAL(cm_sum_take(&sum, &out), CM_DEC_OK);
  check_raw("negative", &out, "-2999999999999999997e-3");
  /* as if 2^31 terms had been added: the limbs may be that large */
  cm_dec top = D("999999999000000000000000000e1174");
  cm_sum_init(&sum);
  cm_sum_add(&sum, &top);
  cm_sum_add(&sum, &top);
  for (int i = sum.low; i < sum.high; i++) sum.limb[i] *= 1073741824;
  CU_ASSERT_EQUAL(cm_sum_take(&sum, &out), CM_DEC_RANGE);
}

/* ---- binary64 ----------------------------------------------------------------------------------------------- */

static double of_bits(uint64_t bits) {
  double out;
  memcpy(&out, &bits, sizeof out);
  return out;
}

static void test_to_double(void) {
  static const struct {
    const char *x;
    uint64_t bits;
  } cases[] = {{"0", 0},
               {"0.00", 0},
               {"1", 0x3ff0000000000000},
               {"-1", 0xbff0000000000000},
               {"0.1", 0x3fb999999999999a},
               {"9007199254740992", 0x4340000000000000},
               {"9007199254740993", 0x4340000000000000}, /* tie to even */
               {"9007199254740995", 0x4340000000000002},
               {"9007199254740993.000000000000001", 0x4340000000000001},
               {"9007199254740992.999999999999999", 0x4340000000000000},
               {"9007199254740994", 0x4340000000000001},
               {"18014398509481983", 0x4350000000000000},
               {"1.7976931348623157e308", 0x7fefffffffffffff},
               {"1.797693134862315807e308", 0x7fefffffffffffff},
               {"1.797693134862315808e308", 0x7ff0000000000000},
               {"-1.8e308", 0xfff0000000000000},
               {"9.9e308", 0x7ff0000000000000},
               {"1e309", 0x7ff0000000000000},
               {"-1e1200", 0xfff0000000000000},
               {"2.2250738585072014e-308", 0x0010000000000000},
               {"2.2250738585072011e-308", 0x000fffffffffffff},
               {"2.2250738585072012e-308", 0x0010000000000000},
               {"4.9e-324", 1},
               {"-4.9e-324", 0x8000000000000001},
               {"2.4703282292062328e-324", 1},
               {"2.470328229206232720882843964341106e-324", 0},
               {"2.470328229206232720882843964341107e-324", 1},
               {"7.410984687618698162648531893023320e-324", 1},
               {"7.410984687618698162648531893023321e-324", 2},
               {"1e-324", 0},
               {"1e-325", 0},
               {"-1e-1200", 0x8000000000000000},
               {NINES "e-34", 0x3ff0000000000000},
               /* just above and below the middle of two doubles */
               {"1197262141301475803515258193452767e19", 0x4ac0000000000001},
               {"1197262141301475803515258193452766e19", 0x4ac0000000000000},
               {"1668739871813211187138453487650876e61", 0x5380000000000001},
               {"1668739871813211187138453487650875e61", 0x5380000000000000},
               {"4737909217226285118143044160155047e193", 0x6f00000000000001},
               {"4737909217226285118143044160155046e193", 0x6f00000000000000},
               {"3488120700934677457009507489281623e-138", 0x2a40000000000001},
               {"3488120700934677457009507489281622e-138", 0x2a40000000000000},
               /* 0x100aad665e465e × 2^125 + 2^124 + 2^20: a tie to even but for the 2^20, which is the rest of the
                * first division by 2^29 and of no other */
               {"1920613011575216131782756238541521e20", 0x4b000aad665e465f},
               /* 101 × 5^20 × 2^120 and 103 × 5^20 × 2^120: ties, 5^20 having 47 bits; no division leaves a rest */
               {"128032710623051169551167023742976e20", 0x4ac11c2d413f40aa},
               {"130568011823507628354160430153728e20", 0x4ac172e9b72216dc},
               {"1e22", 0x4480f0cf064dd592},
               {"1e23", 0x44b52d02c7e14af6},
               {"123456789012345678", 0x437b69b4ba630f35}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    cm_dec x = D(cases[i].x);
    double got = cm_dec_to_double(&x), want = of_bits(cases[i].bits);
    if (memcmp(&got, &want, sizeof got) != 0) {
      fprintf(stderr, "%s: want %a, got %a\n", cases[i].x, want, got);
      CU_FAIL("double");
    }
  }
}

static void test_from_double(void) {
  static const struct {
    double x;
    const char *raw;
  } cases[] = {{0.0, "0e0"},
               {-0.0, "0e0"},
               {1.0, "1e0"},
               {-1.0, "-1e0"},
               {0.1, "1e-1"},
               {0.3, "3e-1"},
               {100.0, "1e2"},
               {0.1 + 0.2, "30000000000000004e-17"},
               {1e22, "1e22"},
               {1e23, "1e23"},
               {123456.789, "123456789e-3"},
               {5e-324, "5e-324"},
               {DBL_MIN, "22250738585072014e-324"},
               {DBL_MAX, "17976931348623157e292"},
               {-DBL_MAX, "-17976931348623157e292"},
               {9007199254740993.0, "9007199254740992e0"},
               {9.5367431640625e-7, "95367431640625e-20"},
               {1125899906842624.25, "11258999068426242e-1"}, /* a tie */
               {1125899906842624.75, "11258999068426248e-1"},
               {9.007199254740992e15, "9007199254740992e0"},
               {5.684341886080802e-14, "5684341886080802e-29"}, /* 2^-44: half as far down as up */
               {1.7800590868057611e-307, "17800590868057611e-323"},
               {2.0, "2e0"},
               /* the end of the interval itself */
               {8.4348587848812e17, "84348587848812e4"},
               {2.955333235296239e16, "2955333235296239e1"},
               {4.35, "435e-2"},
               {2.2250738585072011e-308, "2225073858507201e-323"},
               {1e300, "1e300"},
               {1e-300, "1e-300"}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    cm_dec out;
    CU_ASSERT_EQUAL(cm_dec_from_double(&out, cases[i].x), CM_DEC_OK);
    check_raw("double", &out, cases[i].raw);
  }
  cm_dec out = D("77");
  CU_ASSERT_EQUAL(cm_dec_from_double(&out, HUGE_VAL), CM_DEC_RANGE);
  CU_ASSERT_EQUAL(cm_dec_from_double(&out, -HUGE_VAL), CM_DEC_RANGE);
  CU_ASSERT_EQUAL(cm_dec_from_double(&out, of_bits(0x7ff8000000000000)), CM_DEC_RANGE);
  CU_ASSERT_EQUAL(cm_dec_from_double(&out, of_bits(0x7ff0000000000001)), CM_DEC_RANGE);
  check_raw("untouched", &out, "77e0");
}

/* The C library's reading and printing follow the host's rounding mode, ours do not; it is asked in the default mode.
 */
static uint64_t bits_read(const char *text) {
  uint64_t bits;
  cm_mode host = cm_mode_begin();
  double x = strtod(text, NULL);
  cm_mode_end(&host);
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

static void print_exactly(char digits[64], int decimals, double x) {
  cm_mode host = cm_mode_begin();
  snprintf(digits, 64, "%.*e", decimals, x);
  cm_mode_end(&host);
}

static uint64_t bits_from(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

/* Every power of two with both neighbours: out and back, and as short as glibc's %.17g allows. */
static void test_double_powers(void) {
  for (uint64_t exponent = 0; exponent < 2047; exponent++) {
    for (uint64_t beside = 0; beside < 3; beside++) {
      if (exponent == 0 && beside == 0) continue;
      double x = of_bits((exponent << 52) + beside - 1);
      cm_dec out;
      char digits[64];
      CU_ASSERT_EQUAL(cm_dec_from_double(&out, x), CM_DEC_OK);
      if (bits_from(cm_dec_to_double(&out)) != bits_from(x)) CU_FAIL("does not come back");
      if (bits_read(raw(&out)) != bits_from(x)) CU_FAIL("does not read back");
      size_t size = strcspn(raw(&out), "e");
      for (int n = 1; n < 17; n++) {
        print_exactly(digits, n - 1, x);
        if (bits_read(digits) != bits_from(x)) continue;
        if (size > (size_t)n) CU_FAIL("not the shortest");
        break;
      }
    }
  }
}

/* m × 2^d + 2^(d-1) + 2^b for every b: a tie but for one bit, wherever it stands, is none; without it, m even stays. */
static void test_double_sticky_bit(void) {
  enum { DROPPED = 59 };
  cm_dec powers[DROPPED], tie, x;
  const double even = 4503599627370498.0; /* 2^52 + 2 */
  powers[0] = cm_dec_one;
  for (int i = 1; i < DROPPED; i++) (void)cm_dec_add(&powers[i], &powers[i - 1], &powers[i - 1]);
  (void)cm_dec_from_i64(&x, (int64_t)even);
  (void)cm_dec_mul(&tie, &x, &powers[DROPPED - 1]);
  (void)cm_dec_add(&tie, &tie, &tie);
  CU_ASSERT_EQUAL(cm_dec_add(&tie, &tie, &powers[DROPPED - 1]), CM_DEC_OK);
  CU_ASSERT_TRUE(cm_dec_to_double(&tie) == ldexp(even, DROPPED));
  for (int b = 0; b < DROPPED - 1; b++) {
    CU_ASSERT_EQUAL(cm_dec_add(&x, &tie, &powers[b]), CM_DEC_OK);
    if (cm_dec_to_double(&x) != ldexp(even + 1, DROPPED)) CU_FAIL("a bit was overlooked");
  }
}

/* With a point, whatever the host's locale puts there, which may be several bytes. */
static void put_point(char *text) {
  char *to = text + (*text == '-') + 1, *from = to;
  if (*from == 'e') return;
  *to++ = '.';
  while (!isdigit((unsigned char)*from)) from++;
  memmove(to, from, strlen(from) + 1);
}

/* Of the shortest numbers the nearest, by glibc, which prints exactly: of n digits for the least n that reads back. */
static void check_nearest(double x) {
  cm_dec out, want;
  char digits[64];
  int n = 1;
  do {
    print_exactly(digits, n++ - 1, x);
  } while (bits_read(digits) != bits_from(x));
  put_point(digits);
  want = D(digits);
  if (cm_dec_from_double(&out, x) == CM_DEC_OK && cm_dec_cmp(&out, &want) == 0) return;
  fprintf(stderr, "%a: want %s, got %s\n", x, digits, raw(&out));
  CU_FAIL("nearest");
}

/* Numbers of every size; and whole numbers over 2^t, whose last decimal is the t-th and a 5: when one digit less reads
 * back, two such numbers are equally near. */
static void test_double_nearest(void) {
  uint64_t state = 20261121;
  for (int i = 0; i < 3000; i++) {
    uint64_t bits = next_random(&state);
    if ((bits >> 52 & 0x7ff) == 0x7ff || (bits & 0xfffffffffffff) == 0) continue;
    check_nearest(of_bits(bits));
  }
  /* just above the middle of two numbers of 17 digits, the lower one even: 1.0384596913264424 500000000 145620992 ×
   * 10^34 and so on, found by continued fractions */
  static const struct {
    double mantissa;
    int power;
  } above[] = {{4503601013499021, 61}, {4503600497509883, 65}, {4503599960808940, 91}, {4503671463776974, 95}};
  for (size_t i = 0; i < sizeof above / sizeof *above; i++) check_nearest(ldexp(above[i].mantissa, above[i].power));
  for (int i = 0; i < 6000; i++) {
    int exponent = (int)(next_random(&state) % 60), t = (int)(next_random(&state) % 3);
    t += exponent < 53 ? 1 + (53 - exponent) * 3 / 10 : 0;
    if (exponent < 53 && exponent + t > 52) continue;
    uint64_t room = (uint64_t)1 << (exponent + t < 52 ? exponent + t : 52);
    double odd = (double)(room | next_random(&state) % room | 1);
    check_nearest(ldexp(odd, exponent < 53 ? -t : exponent - 52));
  }
}

int register_dec_suite(void) {
  CU_pSuite suite = CU_add_suite("dec", NULL, NULL);
  CU_add_test(suite, "read", test_read);
  CU_add_test(suite, "read refused", test_read_refused);
  CU_add_test(suite, "text", test_text);
  CU_add_test(suite, "text round trip", test_round_trip);
  CU_add_test(suite, "basics", test_basics);
  CU_add_test(suite, "arithmetic", test_arithmetic);
  CU_add_test(suite, "arithmetic, all small numbers", test_arithmetic_small);
  CU_add_test(suite, "quotients of products", test_div_product);
  CU_add_test(suite, "compare", test_cmp);
  CU_add_test(suite, "digits of limbs", test_digits_of_limbs);
  CU_add_test(suite, "shift", test_shift);
  CU_add_test(suite, "power", test_pow);
  CU_add_test(suite, "power, exact", test_pow_exact);
  CU_add_test(suite, "rounding", test_round);
  CU_add_test(suite, "rounding, range", test_round_range);
  CU_add_test(suite, "rounding, all small numbers", test_round_exhaustive);
  CU_add_test(suite, "sum", test_sum);
  CU_add_test(suite, "sum, order", test_sum_order);
  CU_add_test(suite, "sum, carries", test_sum_carries);
  CU_add_test(suite, "to double", test_to_double);
  CU_add_test(suite, "from double", test_from_double);
  CU_add_test(suite, "double, powers of two", test_double_powers);
  CU_add_test(suite, "double, one bit beside a tie", test_double_sticky_bit);
  CU_add_test(suite, "double, the nearest of the shortest", test_double_nearest);
  return (int)CU_get_error();
}
