/* Numbers in cells, by hand; tests/plant/number.py compares random ones with Python's decimal. */
#include <CUnit/CUnit.h>

#include "plant/number.h"

int register_plant_number_suite(void);

#define ANY 1u       /* rules: exponents are allowed */
#define SEMICOLON 2u /* a comma is unsure */
#define GB 4u

typedef struct row {
  const char *text;
  unsigned rules;
  const char *value; /* NULL: refused */
  uint32_t repairs;
  const char *why;
} row;

static const row rows[] = {
    /* as they should be */
    {"0", 0, "0", 0, ""},
    {"12.50", 0, "12.5", 0, ""},
    {"-3", 0, "-3", 0, ""},
    {"-0.00", 0, "0", 0, ""},
    {"99999999999999", 0, "99999999999999", 0, ""},
    {"123456789012345678", 0, "123456789012345678", 0, ""},
    {"1234567890123456789.5", 0, "1234567890123456789.5", 0, ""},
    {"0.000000000000000001", 0, "0.000000000000000001", 0, ""},
    {"0.0000000000000000001", 0, "0.0000000000000000001", 0, ""},
    /* row 52: full-width, wide spaces */
    {"４９８７．２５", 0, "4987.25", CM_REPAIR_FULL_WIDTH, ""},
    {"－５％", 0, "-5", CM_REPAIR_FULL_WIDTH | CM_REPAIR_PERCENT, ""},
    {"−5", 0, "-5", CM_REPAIR_FULL_WIDTH, ""},
    {"１，２３４．５", 0, "1234.5", CM_REPAIR_FULL_WIDTH | CM_REPAIR_THOUSANDS, ""},
    {"\u30005\u00A0", 0, "5", CM_REPAIR_SPACES, ""},
    {" 5\t", 0, "5", CM_REPAIR_TRIM, ""},
    {" \u30005", 0, "5", CM_REPAIR_TRIM | CM_REPAIR_SPACES, ""},
    {"\xA3\xB1\xA3\xB2\xA3\xAE\xA3\xB5\xA1\xA1", GB, "12.5", CM_REPAIR_FULL_WIDTH | CM_REPAIR_SPACES, ""},
    {"\x81\x30\x84\x32"
     "7\x81\x30\x84\x32",
     GB, "7", CM_REPAIR_SPACES, ""},
    {"\x81\x36\xD3\x31"
     "7",
     GB, "-7", CM_REPAIR_FULL_WIDTH, ""},
    {"\xA3\xA4"
     "5",
     GB, NULL, 0, "not a number"}, /* the yuan, where ASCII has $ */
    {"5\xA3\xFE", GB, NULL, 0, "unit or other text"},
    {"—5", 0, NULL, 0, "not a number"}, /* a dash is no minus */
    /* row 53: thousands */
    {"1,234.5", 0, "1234.5", CM_REPAIR_THOUSANDS, ""},
    {"1,234", 0, "1234", CM_REPAIR_THOUSANDS, ""},
    {"-12,345,678", 0, "-12345678", CM_REPAIR_THOUSANDS, ""},
    {"1,000", 0, "1000", CM_REPAIR_THOUSANDS, ""},
    {"1,234", SEMICOLON, NULL, 0, "thousands or decimals"},
    {"1,234.5", SEMICOLON, "1234.5", CM_REPAIR_THOUSANDS, ""},
    {"1,234,567", SEMICOLON, "1234567", CM_REPAIR_THOUSANDS, ""},
    {"1,23", 0, NULL, 0, "thousands or decimals"},
    {"1,2345", 0, NULL, 0, "thousands or decimals"},
    {"1,234,56", 0, NULL, 0, "thousands or decimals"},
    {"1234,567", 0, NULL, 0, "thousands or decimals"},
    {"1,,234", 0, NULL, 0, "thousands or decimals"},
    {"1,", 0, NULL, 0, "thousands or decimals"},
    {"0,123", 0, NULL, 0, "thousands or decimals"},
    {"012,345", 0, NULL, 0, "thousands or decimals"},
    {"1.234,5", 0, NULL, 0, "a point and a comma"},
    {"1 234", 0, NULL, 0, "blanks within"},
    {"1 234.5", 0, NULL, 0, "blanks within"},
    {"1\u3000234", 0, NULL, 0, "blanks within"},
    {"1.5 ,2", 0, NULL, 0, "blanks within"},
    {",5", 0, NULL, 0, "not a number"},
    /* row 54: spreadsheets */
    {"1.2E+05", 0, NULL, 0, "exponent, which"},
    {"1.2E+05", ANY, "120000", CM_REPAIR_EXPONENT, ""},
    {"12e-1", ANY, "1.2", CM_REPAIR_EXPONENT, ""},
    {"5.e1", ANY, "50", CM_REPAIR_EXPONENT | CM_REPAIR_POINT, ""},
    {"1e", ANY, NULL, 0, "without digits"},
    {"1e+", ANY, NULL, 0, "without digits"},
    {"1e99", ANY, NULL, 0, "too large"},
    {"1e-99", ANY, NULL, 0, "too large or too small"},
    {"'0012", 0, "12", CM_REPAIR_QUOTE | CM_REPAIR_ZEROS, ""},
    {"'", 0, NULL, 0, "not a number"},
    {"12%", 0, "12", CM_REPAIR_PERCENT, ""},
    {"12 %", 0, "12", CM_REPAIR_PERCENT, ""},
    {"12\t%", 0, "12", CM_REPAIR_PERCENT, ""},
    {"5°", 0, NULL, 0, "unit or other text"},
    {"5\xA3\x40", GB, NULL, 0, "unit or other text"},
    {"5\uFF00", 0, NULL, 0, "unit or other text"},
    {"5\uFF5F", 0, NULL, 0, "unit or other text"},
    {"5～", 0, NULL, 0, "unit or other text"},
    {"5\uFE30", 0, NULL, 0, "unit or other text"},
    {"12%%", 0, NULL, 0, "unit or other text"},
    {"+5", 0, "5", CM_REPAIR_PLUS, ""},
    {"+-5", 0, NULL, 0, "not a number"},
    {"007", 0, "7", CM_REPAIR_ZEROS, ""},
    {"00", 0, "0", CM_REPAIR_ZEROS, ""},
    {"00.5", 0, "0.5", CM_REPAIR_ZEROS, ""},
    {".5", 0, "0.5", CM_REPAIR_POINT, ""},
    {"-.5", 0, "-0.5", CM_REPAIR_POINT, ""},
    {"5.", 0, "5", CM_REPAIR_POINT, ""},
    {".", 0, NULL, 0, "not a number"},
    {"(5)", 0, NULL, 0, "parentheses"},
    /* row 55: digits that a spreadsheet cut */
    {"123456789012340", 0, "123456789012340", CM_REPAIR_PRECISION, ""},
    {"12345678901234", 0, "12345678901234", 0, ""},
    {"123456789012345", 0, "123456789012345", 0, ""},
    {"0.00123456789012340", 0, "0.0012345678901234", CM_REPAIR_PRECISION, ""},
    {"0.000000000000000000", 0, "0", 0, ""},
    /* no numbers */
    {"", 0, NULL, 0, "not a number"},
    {"-", 0, NULL, 0, "not a number"},
    {"abc", 0, NULL, 0, "not a number"},
    {"1.2万", 0, NULL, 0, "unit or other text"},
    {"85吨", 0, NULL, 0, "unit or other text"},
    {"85 t", 0, NULL, 0, "unit or other text"},
    {"1.2.3", 0, NULL, 0, "unit or other text"},
    {"5\x01", 0, NULL, 0, "unit or other text"},
    {"3月", 0, NULL, 0, "unit or other text"},
    {"1234567890123456789012345678901.234", 0, "1234567890123456789012345678901.234", 0, ""},
    {"1234567890123456789012345678901.2345", 0, NULL, 0, "34 significant"},
    {"99999999999999999999999999999999", 0, NULL, 0, "too large"},
    {"00000000000000000000000000000000000000000000000000000000000000001", 0, NULL, 0, "longer than any"},
};

static void test_rows(void) {
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const row *r = &rows[i];
    const cm_number_rules rules = {r->rules & GB ? CM_ENCODING_GB18030 : CM_ENCODING_UTF8, (r->rules & ANY) != 0,
                                   (r->rules & SEMICOLON) != 0};
    cm_number number;
    uint32_t repairs;
    const char *why;
    char text[CM_DEC_TEXT_MAX];
    bool read = cm_number_read(cm_str_of(r->text), &rules, &number, &repairs, &why);
    CU_ASSERT_EQUAL(read, r->value != NULL);
    if (read != (r->value != NULL)) printf("row %zu: %s: %s\n", i, r->text, why);
    if (!read) {
      CU_ASSERT_PTR_NOT_NULL(strstr(why, r->why));
      continue;
    }
    if (r->value == NULL) continue;
    cm_dec dec = cm_number_dec(&number);
    CU_ASSERT_TRUE(cm_str_is(cm_dec_text(&dec, text), r->value));
    CU_ASSERT_EQUAL(repairs, r->repairs);
    CU_ASSERT_EQUAL(number.percent, (r->repairs & CM_REPAIR_PERCENT) != 0);
  }
}

/* The quick way, told a second time: a byte at a time. */
static bool plain_number(cm_str text, int64_t *mantissa, int32_t *scale) {
  size_t at = text.size > 0 && text.at[0] == '-';
  size_t begin = at, digits = 0;
  size_t point = SIZE_MAX;
  *mantissa = 0;
  for (; at < text.size; at++) {
    if (text.at[at] == '.' && point == SIZE_MAX) {
      point = at;
    } else if (cm_is_digit((unsigned char)text.at[at])) {
      *mantissa = digits < 18 ? *mantissa * 10 + (text.at[at] - '0') : 0;
      digits++;
    } else {
      return false;
    }
  }
  size_t whole = (point == SIZE_MAX ? text.size : point) - begin;
  *scale = (int32_t)(point == SIZE_MAX ? 0 : text.size - point - 1);
  if (begin == 1) *mantissa = -*mantissa;
  return whole > 0 && digits <= 14 && (point == SIZE_MAX || *scale > 0) && (whole == 1 || text.at[begin] != '0');
}

static bool quick_is_right(cm_str text) {
  cm_number number = {.percent = true};
  int64_t mantissa;
  int32_t scale;
  bool wanted = plain_number(text, &mantissa, &scale);
  if (cm_number_quick(text, &number) != wanted) return false;
  return !wanted || (number.small && !number.percent && number.mantissa == mantissa && number.scale == scale);
}

/* Every text of up to seven bytes of an alphabet; longer ones with a point and another byte at every place. The text
 * ends where its memory does, so that a sanitizer sees what is read beyond it. */
static void test_quick(void) {
  static const char alphabet[] = "059.-/:";
  size_t wrong = 0;
  char text[20];
  for (size_t size = 0, count = 1; size <= 6; size++, count *= 7) {
    for (size_t n = 0; n < count; n++) {
      for (size_t i = 0, rest = n; i < size; i++, rest /= 7) text[20 - size + i] = alphabet[rest % 7];
      wrong += !quick_is_right((cm_str){text + 20 - size, size});
    }
  }
  for (size_t size = 1; size <= 20; size++) {
    char *begin = text + 20 - size;
    for (size_t point = 0; point <= size; point++) {
      for (int other = 0; other < 256; other++) {
        for (size_t place = 0; place < size; place++) {
          for (size_t i = 0; i < size; i++) begin[i] = "3141592653589793238462"[i];
          if (point < size) begin[point] = '.';
          begin[place] = (char)other;
          wrong += !quick_is_right((cm_str){begin, size});
        }
      }
    }
  }
  CU_ASSERT_EQUAL(wrong, 0);
}

static void test_trim(void) {
  uint32_t repairs = 0;
  CU_ASSERT_TRUE(cm_str_is(cm_plain_trim(CM_S(" \t\u3000 a b\u00A0"), CM_ENCODING_FOUND, &repairs), "a b"));
  CU_ASSERT_EQUAL(repairs, CM_REPAIR_TRIM | CM_REPAIR_SPACES);
  repairs = 0;
  CU_ASSERT_EQUAL(cm_plain_trim(CM_S("\u3000"), CM_ENCODING_UTF8, &repairs).size, 0);
  CU_ASSERT_EQUAL(cm_plain_trim(CM_S(""), CM_ENCODING_GB18030, &repairs).size, 0);
  /* A1 A1 is a space only where a character begins: here it ends one and begins another. */
  CU_ASSERT_EQUAL(cm_plain_trim(CM_S("\xB0\xA1\xA1\xAA"), CM_ENCODING_GB18030, &repairs).size, 4);
  CU_ASSERT_EQUAL(cm_plain_trim(CM_S("\xB0\xA1\xA1\xA1"), CM_ENCODING_GB18030, &repairs).size, 2);
}

int register_plant_number_suite(void) {
  CU_pSuite suite = CU_add_suite("plant numbers", NULL, NULL);
  CU_add_test(suite, "by hand", test_rows);
  CU_add_test(suite, "the quick way", test_quick);
  CU_add_test(suite, "spaces at the ends", test_trim);
  return (int)CU_get_error();
}
