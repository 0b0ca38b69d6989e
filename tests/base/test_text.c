/* Text, UTF-8 and errors. */
#include <CUnit/CUnit.h>

#include "base/error.h"
#include "base/text.h"

int register_text_suite(void);

static void test_views(void) {
  CU_ASSERT_EQUAL(cm_str_of(NULL).size, 0);
  CU_ASSERT_EQUAL(cm_str_of("abc").size, 3);
  CU_ASSERT_TRUE(cm_str_eq((cm_str){NULL, 0}, CM_S("")));
  CU_ASSERT_TRUE(cm_str_is(CM_S("ab"), "ab"));
  CU_ASSERT_FALSE(cm_str_is(CM_S("ab"), "abc"));
  CU_ASSERT_TRUE(cm_str_starts(CM_S("abc"), "ab"));
  CU_ASSERT_TRUE(cm_str_starts(CM_S("abc"), ""));
  CU_ASSERT_FALSE(cm_str_starts(CM_S("ab"), "abc"));
  CU_ASSERT_TRUE(cm_str_is(cm_str_slice(CM_S("abcd"), 1, 3), "bc"));
  CU_ASSERT_TRUE(cm_str_is(cm_str_slice(CM_S("abcd"), 2, 99), "cd"));
  CU_ASSERT_EQUAL(cm_str_slice(CM_S("abcd"), 3, 1).size, 0);
  CU_ASSERT_TRUE(cm_str_is(cm_str_trim(CM_S(" \t a b\t ")), "a b"));
  CU_ASSERT_EQUAL(cm_str_trim(CM_S(" \t")).size, 0);
  CU_ASSERT_TRUE(cm_str_is(cm_str_cut(CM_S("a煤b"), 3), "a"));
  CU_ASSERT_TRUE(cm_str_is(cm_str_cut(CM_S("a煤b"), 4), "a煤"));
  CU_ASSERT_TRUE(cm_str_is(cm_str_cut(CM_S("a煤b"), 5), "a煤b"));
  CU_ASSERT_EQUAL(cm_str_cut(CM_S("煤"), 2).size, 0);
}

static void test_order(void) {
  CU_ASSERT_EQUAL(cm_str_cmp(CM_S("a"), CM_S("b")), -1);
  CU_ASSERT_EQUAL(cm_str_cmp(CM_S("ab"), CM_S("a")), 1);
  CU_ASSERT_EQUAL(cm_str_cmp(CM_S("煤"), CM_S("z")), 1); /* bytes are unsigned */
  CU_ASSERT_EQUAL(cm_str_cmp((cm_str){NULL, 0}, CM_S("")), 0);
  /* In natural order, every earlier name is before every later one. */
  static const char *const sorted[] = {
      "",   "0",   "00",  "1",   "01",   "9",     "10",  "18446744073709551616",  "L",
      "L1", "L01", "L1a", "L2",  "L2-9", "L2-10", "L10", "L99999999999999999999", "L100000000000000000000",
      "La", "线1", "线2", "线10"};
  size_t count = sizeof sorted / sizeof *sorted;
  for (size_t i = 0; i < count; i++) {
    for (size_t j = 0; j < count; j++) {
      int order = cm_str_natural_cmp(cm_str_of(sorted[i]), cm_str_of(sorted[j]));
      int wanted = i < j ? -1 : i > j;
      bool twins = (strcmp(sorted[i], "1") == 0 && strcmp(sorted[j], "01") == 0) ||
                   (strcmp(sorted[i], "01") == 0 && strcmp(sorted[j], "1") == 0) ||
                   (strcmp(sorted[i], "L1") == 0 && strcmp(sorted[j], "L01") == 0) ||
                   (strcmp(sorted[i], "L01") == 0 && strcmp(sorted[j], "L1") == 0);
      if (twins) wanted = cm_str_cmp(cm_str_of(sorted[i]), cm_str_of(sorted[j]));
      CU_ASSERT_EQUAL(order, wanted);
    }
  }
}

/* An independent statement of RFC 3629 for three bytes or fewer, and the edges of four. */
static void test_utf8_valid(void) {
  static const struct {
    const char *bytes;
    size_t size, good;
  } rows[] = {
      {"", 0, 0},
      {"abc", 3, 3},
      {"abcdefgh\xFF", 9, 8},
      {"abcdefghijk\xC3", 12, 11},
      {"\xC3\xA9", 2, 2},
      {"\xC0\x80", 2, 0},
      {"\xC1\xBF", 2, 0},
      {"\xC2\x80", 2, 2},
      {"\xC2\x7F", 2, 0},
      {"\xC2\xC0", 2, 0},
      {"\xE0\x9F\xBF", 3, 0},
      {"\xE0\xA0\x80", 3, 3},
      {"\xED\x9F\xBF", 3, 3},
      {"\xED\xA0\x80", 3, 0},
      {"\xEE\x80\x80", 3, 3},
      {"\xEF\xBF\xBF", 3, 3},
      {"\xE7\x85", 2, 0},
      {"\xE7\x85\x41", 3, 0},
      {"\xF0\x8F\xBF\xBF", 4, 0},
      {"\xF0\x90\x80\x80", 4, 4},
      {"\xF4\x8F\xBF\xBF", 4, 4},
      {"\xF4\x90\x80\x80", 4, 0},
      {"\xF5\x80\x80\x80", 4, 0},
      {"\xF0\x90\x80", 3, 0},
      {"\x80", 1, 0},
      {"a\0b", 3, 3},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    CU_ASSERT_EQUAL(cm_utf8_valid_prefix((cm_str){rows[i].bytes, rows[i].size}), rows[i].good);
  }
}

/* Every code point goes out and comes back; surrogates and beyond are not valid. */
static void test_utf8_round(void) {
  size_t wrong = 0;
  for (uint32_t code = 0; code <= 0x110000; code++) {
    char bytes[4];
    size_t size = cm_utf8_put(code, bytes);
    bool valid = (code < 0xD800 || code > 0xDFFF) && code <= 0x10FFFF;
    size_t at = 0;
    wrong += cm_utf8_valid_prefix((cm_str){bytes, size}) != (valid ? size : 0);
    if (valid) wrong += cm_utf8_next((cm_str){bytes, size}, &at) != code || at != size;
  }
  CU_ASSERT_EQUAL(wrong, 0);
}

static void test_digits(void) {
  char out[24];
  CU_ASSERT_TRUE(cm_str_is(cm_u64_text(0, out), "0"));
  CU_ASSERT_TRUE(cm_str_is(cm_u64_text(UINT64_MAX, out), "18446744073709551615"));
  for (int c = -1; c < 256; c++) {
    CU_ASSERT_EQUAL(cm_is_digit(c), c >= 48 && c <= 57);
    CU_ASSERT_EQUAL(cm_is_alpha(c), (c >= 65 && c <= 90) || (c >= 97 && c <= 122));
    CU_ASSERT_EQUAL(cm_is_space(c), c == 32 || (c >= 9 && c <= 13));
  }
}

static void test_error(void) {
  cement_error err;
  memset(&err, 0xA5, sizeof err);
  err.size = sizeof err;
  cm_place where = cm_place_at(CM_S("plant.json"), CM_S("a\n煤 b\n"), 5);
  CU_ASSERT_EQUAL(cm_fail(&err, CEMENT_E_UNIT, where, CM_S("read "), CM_S("吨\n\x01\xFFz")), CEMENT_E_UNIT);
  CU_ASSERT_EQUAL(err.code, CEMENT_E_UNIT);
  CU_ASSERT_EQUAL(err.offset, 5);
  CU_ASSERT_EQUAL(err.line, 2);
  CU_ASSERT_EQUAL(err.column, 4);
  CU_ASSERT_STRING_EQUAL(err.source, "plant.json");
  CU_ASSERT_STRING_EQUAL(err.message, "read 吨???z");
  CU_ASSERT_EQUAL(cm_fail(NULL, CEMENT_E_IO, CM_NOWHERE, CM_S("x")), CEMENT_E_IO);
  CU_ASSERT_EQUAL(cm_nomem(&err), CEMENT_E_NOMEM);
  CU_ASSERT_EQUAL(err.line, 0);
  CU_ASSERT_STRING_EQUAL(err.source, "");
  CU_ASSERT_STRING_EQUAL(err.message, "out of memory");
}

/* Cut at a character boundary, for every way that three-byte characters can meet the end. */
static void test_error_cut(void) {
  char longer[1024];
  for (size_t shift = 0; shift < 3; shift++) {
    cement_error err = {.size = sizeof err};
    for (size_t i = 0; i + 3 <= sizeof longer; i += 3) memcpy(longer + i, "煤", 3);
    cm_fail(&err, CEMENT_E_ARG, ((cm_place){{longer, 1023}, 0, 0, 0}), cm_str_slice(CM_S("ab"), 0, shift),
            (cm_str){longer, 1023}, CM_S("never seen"));
    size_t used = strlen(err.message);
    CU_ASSERT_EQUAL(used, shift + (511 - shift) / 3 * 3);
    CU_ASSERT_EQUAL(cm_utf8_valid_prefix(cm_str_of(err.message)), used);
    CU_ASSERT_EQUAL(strlen(err.source), 255);
  }
}

/* A caller with an older, shorter struct: not a byte behind its size changes. */
static void test_error_size(void) {
  for (uint32_t size = 0; size <= sizeof(cement_error); size++) {
    unsigned char bytes[sizeof(cement_error)];
    cement_error err;
    memset(&err, 0xA5, sizeof err);
    err.size = size;
    cm_fail(&err, CEMENT_E_ARG, ((cm_place){CM_S("s"), 1, 2, 3}), CM_S("m"));
    memcpy(bytes, &err, sizeof err);
    size_t changed = 0;
    for (size_t i = size > 4 ? size : 4; i < sizeof err; i++) changed += bytes[i] != 0xA5;
    CU_ASSERT_EQUAL(changed, 0);
    CU_ASSERT_EQUAL(err.size, size);
    if (size >= 8) CU_ASSERT_EQUAL(err.code, CEMENT_E_ARG);
    if (size >= 24) CU_ASSERT_EQUAL(err.column, 3);
  }
}

static void test_place(void) {
  cm_str text = CM_S("ab\n\ncd");
  static const uint32_t wanted[][2] = {{1, 1}, {1, 2}, {1, 3}, {2, 1}, {3, 1}, {3, 2}, {3, 3}, {3, 3}};
  for (size_t i = 0; i < 8; i++) {
    cm_place place = cm_place_at(CM_S(""), text, i);
    CU_ASSERT_EQUAL(place.line, wanted[i][0]);
    CU_ASSERT_EQUAL(place.column, wanted[i][1]);
    CU_ASSERT_EQUAL(place.offset, i);
  }
}

int register_text_suite(void) {
  CU_pSuite suite = CU_add_suite("text", NULL, NULL);
  CU_add_test(suite, "views", test_views);
  CU_add_test(suite, "order", test_order);
  CU_add_test(suite, "UTF-8 valid prefix", test_utf8_valid);
  CU_add_test(suite, "UTF-8 every code point", test_utf8_round);
  CU_add_test(suite, "digits and classes", test_digits);
  CU_add_test(suite, "error", test_error);
  CU_add_test(suite, "error cut", test_error_cut);
  CU_add_test(suite, "error of every size", test_error_size);
  CU_add_test(suite, "place", test_place);
  return (int)CU_get_error();
}
