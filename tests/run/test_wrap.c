/* Lines of a proof are broken between words at 110 columns: each expected line is counted by hand. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

#include "run/explain.h"

int register_wrap_suite(void);

typedef struct text {
  char at[4096];
  size_t size;
} text;

static int32_t gather(void *user, const char *bytes, size_t size) {
  text *t = user;
  if (t->size + size >= sizeof t->at) return 1;
  memcpy(t->at + t->size, bytes, size);
  t->size += size;
  return 0;
}

static void wraps(const char *from, const char *to) {
  cm_sink sink;
  text t = {{0}, 0};
  cm_sink_init(&sink, gather, &t);
  cm_wrap wrap = {.out = &sink};
  CU_ASSERT_EQUAL(cm_wrap_write(&wrap, from, strlen(from)), CEMENT_OK);
  CU_ASSERT_EQUAL(cm_sink_finish(&sink), CEMENT_OK);
  if (strcmp(t.at, to) != 0) printf("\n  \"%s\"\n  is wrapped \"%s\"\n  not \"%s\"\n", from, t.at, to);
  CU_ASSERT_STRING_EQUAL(t.at, to);
}

#define X10 "xxxxxxxxxx"
#define X50 X10 X10 X10 X10 X10
#define X100 X50 X50
#define X508 X100 X100 X100 X100 X100 "xxxxxxxx"
#define KILN10 "窑窑窑窑窑窑窑窑窑窑" /* 20 columns, 30 bytes */
#define KILN50 KILN10 KILN10 KILN10 KILN10 KILN10
#define KILN53 KILN50 "窑窑窑"
#define KILN170 KILN50 KILN50 KILN50 KILN10 KILN10

static void test_columns(void) {
  wraps("", "");
  wraps("a\n\nb\n", "a\n\nb\n");
  wraps("a  b \n c\n", "a  b\n c\n"); /* blanks at the end of a line go */
  /* 100 + 1 + 9 and 100 + 1 + 10 columns; the blanks where a line is broken go */
  wraps(X100 " 123456789\n", X100 " 123456789\n");
  wraps(X100 " 1234567890\n", X100 "\n    1234567890\n");
  wraps(X100 "   12345678\n", X100 "\n    12345678\n");
  /* four blanks and 106 columns; one more */
  wraps(X100 " 1234567890 " X100 " 12345\n", X100 "\n    1234567890\n    " X100 " 12345\n");
  wraps(X100 " 1234567890 " X100 " 123456\n", X100 "\n    1234567890\n    " X100 "\n    123456\n");
  /* an indented line goes on two columns further in, and the next one begins anew: 5 + 104 + 1, 7 + 102 + 1 + 1 */
  wraps("     " X100 " 1234\n" X100 " 12345678\n", "     " X100 " 1234\n" X100 " 12345678\n");
  wraps("     " X100 " 12345 " X100 " 12\n" X10 "\n", "     " X100 "\n       12345\n       " X100 " 12\n" X10 "\n");
  wraps("     " X100 " 12345 " X100 " 123\n", "     " X100 "\n       12345\n       " X100 "\n       123\n");
  /* what is too wide for any line stands where it would have stood */
  wraps(X100 X10 "x\n", X100 X10 "x\n");
  wraps("  " X100 X10 "x y\n", "  " X100 X10 "x\n    y\n");
}

static void test_wide(void) {
  /* 2 + 106 + 2 columns; one more */
  wraps("a " KILN53 "窑\n", "a " KILN53 "窑\n");
  wraps("ab " KILN53 "窑\n", "ab\n    " KILN53 "窑\n");
  /* characters of two and of four bytes: é is narrow, 𠀀 wide */
  wraps(X100 " 12345678é\n", X100 " 12345678é\n");
  wraps(X100 " 1234567𠀀\n", X100 " 1234567𠀀\n");
  wraps(X100 " 12345678𠀀\n", X100 "\n    12345678𠀀\n");
  /* − and × are narrow, U+3000 the first that is wide */
  wraps(X100 " 1234567−×\n", X100 " 1234567−×\n");
  wraps(X100 " 12345678　\n", X100 "\n    12345678　\n");
}

/* A line may be broken behind these four, though no blank follows, and behind no other. */
static void test_marks(void) {
  static const char *const marks[] = {"，", "；", "、", "。"};
  char from[1024], to[1024];
  for (size_t i = 0; i < 4; i++) {
    /* with its mark the word is of 108 columns: too many for either line, and c begins a third */
    snprintf(from, sizeof from, "ab " KILN53 "%sc\n", marks[i]);
    snprintf(to, sizeof to, "ab\n    " KILN53 "%s\n    c\n", marks[i]);
    wraps(from, to);
    /* 100 + 1 + 7 + 2 columns are full */
    snprintf(from, sizeof from, X100 " 1234567%s8\n", marks[i]);
    snprintf(to, sizeof to, X100 " 1234567%s\n    8\n", marks[i]);
    wraps(from, to);
    /* a mark that stands alone */
    snprintf(from, sizeof from, X100 " 12345 %s6\n", marks[i]);
    snprintf(to, sizeof to, X100 " 12345 %s6\n", marks[i]);
    wraps(from, to);
    snprintf(from, sizeof from, X100 " 123456 %s7\n", marks[i]);
    snprintf(to, sizeof to, X100 " 123456 %s\n    7\n", marks[i]);
    wraps(from, to);
  }
  wraps(X100 " 1234567：8\n", X100 "\n    1234567：8\n");
  wraps(X100 " 1234567窑8\n", X100 "\n    1234567窑8\n");
}

/* A word's 512 bytes are let out when no character of four bytes may fit any more. */
static void test_endless(void) {
  wraps(X508 "x\n", X508 "x\n");
  wraps(X508 "xy\n", X508 "x\n    y\n");
  wraps(X508 "窑y\n", X508 "窑\n    y\n");
  wraps(X508 "𠀀y\n", X508 "𠀀\n    y\n");
  wraps(KILN170 "窑\n", KILN170 "\n    窑\n");
}

static int32_t refuse(void *user, const char *bytes, size_t size) {
  (void)user, (void)bytes, (void)size;
  return 1;
}

/* What the host's writer answers is passed on. */
static void test_refused(void) {
  cm_sink sink;
  cm_sink_init(&sink, refuse, NULL);
  cm_wrap wrap = {.out = &sink};
  for (int i = 0; i < 20; i++) cm_wrap_write(&wrap, X100 "\n", 101);
  CU_ASSERT_EQUAL(cm_wrap_write(&wrap, "a", 1), CEMENT_E_IO);
}

int register_wrap_suite(void) {
  CU_pSuite suite = CU_add_suite("wrap", NULL, NULL);
  CU_add_test(suite, "columns", test_columns);
  CU_add_test(suite, "wide characters", test_wide);
  CU_add_test(suite, "marks", test_marks);
  CU_add_test(suite, "words without end", test_endless);
  CU_add_test(suite, "a writer that refuses", test_refused);
  return (int)CU_get_error();
}
