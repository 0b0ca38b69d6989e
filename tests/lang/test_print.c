/* An expression printed and read again is the same: its text comes out a second time as the first. */
#include <CUnit/CUnit.h>
#include <stdio.h>

#include "lang/print.h"

int register_print_suite(void);

typedef struct page {
  char at[4096];
  size_t size;
} page;

static int32_t gather(void *user, const char *bytes, size_t size) {
  page *p = user;
  if (p->size + size >= sizeof p->at) return 1;
  memcpy(p->at + p->size, bytes, size);
  p->size += size;
  p->at[p->size] = '\0';
  return 0;
}

static void print(const char *text, page *out) {
  cm_alloc alloc = cm_alloc_system();
  cm_arena arena;
  cm_expr *e = NULL;
  cm_sink sink;
  out->size = 0;
  out->at[0] = '\0';
  cm_arena_init(&arena, &alloc);
  CU_ASSERT_EQUAL_FATAL(cm_expr_parse(&arena, &e, cm_str_of(text), CM_NOWHERE, NULL), CEMENT_OK);
  cm_sink_init(&sink, gather, out);
  cm_expr_print(e, &sink);
  CU_ASSERT_EQUAL(cm_sink_finish(&sink), CEMENT_OK);
  cm_arena_free(&arena);
}

static void prints(const char *text, const char *expected) {
  page first, second;
  print(text, &first);
  if (strcmp(first.at, expected) != 0) printf("\n  %s\n  printed %s\n", text, first.at);
  CU_ASSERT_STRING_EQUAL(first.at, expected);
  print(first.at, &second);
  CU_ASSERT_STRING_EQUAL(second.at, first.at);
}

static void test_as_written(void) {
  static const char *const texts[] = {
      "0",
      "a + b - c",
      "a - (b - c)",
      "a - (b + c)",
      "a * b / c",
      "a / (b * c)",
      "a / (b / c)",
      "(a + b) * c",
      "-a * b",
      "-(a + b)",
      "a = b AND NOT c > 0 OR d <> 1",
      "(a OR b) AND c",
      "(a < b) = (c <= d)",
      "NOT (a AND b)",
      "a AND (b AND c)",
      "USE IN ('kiln', 'drying')",
      "coef.x + item['member']",
      "SUM(LINE WHERE clinker_type(LINE) = 'portland', net)",
      "SUM(FUEL, USE, 1) > 0",
      "SUM(FACILITY, LINE, FUEL, USE, MATERIAL, SECTION WHERE a, b)",
      "SELECT(a > 0, DEFAULT(b, c), REQUIRE(d, e, 'code'))",
      "DEFAULT(LOOKUP(coef.ncv, FUEL), LOOKUP(of, state(FUEL), USE), 'code')",
      "POW(1 - altitude(FACILITY) / H_s, n_b)",
      "MIN(a, b) + MAX(c, d) + ABS(-e)",
      "PRESENT(a) AND OPTION(k) = 'v'",
      "ROUND(a / b, half_even_2)",
  };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) prints(texts[i], texts[i]);
}

static void test_needless_parentheses(void) {
  prints("((a)) + (b * c)", "a + b * c");
  prints("(a + b) + c", "a + b + c");
  prints("(a * b) / c", "a * b / c");
  prints("(a = b) AND (c = d)", "a = b AND c = d");
  prints("a × b ÷ c − d", "a * b / c - d");
}

int register_print_suite(void) {
  CU_pSuite suite = CU_add_suite("print", NULL, NULL);
  if (!suite || !CU_add_test(suite, "as written", test_as_written) ||
      !CU_add_test(suite, "needless parentheses", test_needless_parentheses))
    return (int)CU_get_error();
  return CUE_SUCCESS;
}
