/* The years' table of the text report, worked out by hand: how wide its columns are, where their words are broken,
 * which give way when it is too wide for a page, and where it is parted then. */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

#include "plant.h"

int register_page_suite(void);

#define D4 "----"
#define D10 "----------"
#define D14 D10 D4
#define D24 D10 D10 D4
#define B10 "          "
#define ZEROS "000000000"
#define SEVEN_KILNS "窑窑窑窑窑窑窑"
#define KILNS SEVEN_KILNS SEVEN_KILNS "窑窑窑窑窑" /* 19: 38 columns */

/* What the table shows of the one figure. */
typedef struct words {
  const char *label, *clause, *is, *base, *grade;
} words;

/* The report of a line that made 1000 t in January 2025. */
static char *report(const words *w, int32_t language) {
  static const char ledger[] =
      "{\"schema\": \"cement-ledger/1\", \"facility\": {\"id\": \"F\"}, \"lines\": [{\"id\": \"L1\"}], "
      "\"observations\": [{\"line\": \"L1\", \"period\": \"2025-01\", \"item\": \"clinker_output\", \"value\": "
      "\"1000\", \"unit\": \"t\"}]}";
  static const char names[] = "{\"zh\": \"z\", \"en\": \"%s\", \"confidence\": \"primary\"}";
  char edition[4000], limits[1000] = "", level[200];
  snprintf(level, sizeof level, names, w->grade ? w->grade : "");
  if (w->base)
    snprintf(limits, sizeof limits,
             ", \"limits\": [{\"of\": \"made\", \"pass\": \"<=\", \"clause\": \"1\", \"confidence\": \"primary\", "
             "\"base\": [%s], \"applied\": [\"L1\"%s%s]}]",
             w->base, strchr(w->base, ',') ? ", \"L2\"" : "",
             strchr(w->base, ',') != strrchr(w->base, ',') ? ", \"L3\"" : "");
  if (w->grade)
    snprintf(limits + strlen(limits), sizeof limits - strlen(limits), ", \"levels\": {\"1\": %s, \"0\": %s}", level,
             level);
  snprintf(edition, sizeof edition,
           "{\"schema\": \"cement-edition/1\", \"id\": \"test.columns@1\", \"title\": {\"zh\": \"z\", \"en\": \"e\"}, "
           "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", \"constants\": {\"x\": {\"value\": "
           "\"1000000000000000000000000000000\", \"unit\": \"1\", \"cite\": \"c\", \"confidence\": \"primary\"}}, "
           "\"formulas\": [{\"key\": \"made\", \"zh\": \"%s\", \"en\": \"%s\", \"at\": \"line\", \"unit\": \"t\", "
           "\"year\": \"recompute\", \"clause\": \"%s\", \"display\": {\"decimals\": 1, \"rule\": \"half_up\"}, "
           "\"is\": \"%s\"}]%s}",
           w->label, w->label, w->clause, w->is, limits);
  plant p;
  plant_open(&p, edition, "test.columns@1", NULL, ledger);
  char *text = plant_report(&p, CEMENT_FORMAT_TEXT, language, NULL);
  plant_close(&p);
  return text;
}

static void expect(words w, int32_t language, const char *table) {
  if (!w.clause) w.clause = "1";
  if (!w.is) w.is = "clinker_output";
  char *text = report(&w, language);
  bool there = strstr(text, table) != NULL;
  if (!there) printf("\n  not in the report:\n%s\n%s\n", table, text);
  CU_ASSERT_TRUE(there);
  free(text);
}

#define EN CEMENT_LANGUAGE_EN
#define ZH CEMENT_LANGUAGE_ZH

/* A column is as wide as its heading or its widest cell; words have a bound: 40 for figures, 24 for grades and clauses,
 * 30 for limits. No line ends in blanks. */
static void test_bounds(void) {
  expect((words){.label = "made"}, EN,
         "\n\n  Year  Figure   Value  Unit  Clause\n"
         "  ----  ------  ------  ----  ------\n"
         "  2025  made    1000.0  t     1\n\n");
  expect((words){.label = "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee"}, EN,
         "\n\n  Year  Figure                                     Value  Unit  Clause\n"
         "  ----  " D10 D10 D10 D10 "  ------  ----  ------\n"
         "  2025  aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd   1000.0  t     1\n"
         "        eeeeeeeee\n\n");
  expect((words){.label = "made", .base = "\"3000\"", .grade = "first of all four grades there are"}, EN,
         "\n\n  Year  Figure   Value  Unit  Grade                     Limits 1 / 2 / 3  Clause\n"
         "  ----  ------  ------  ----  " D24 "  ----------------  ------\n"
         "  2025  made    1000.0  t     first of all four grades  3000              1\n" B10 B10 B10 "there are\n\n");
  expect((words){.label = "made", .base = "\"1000000000.5\", \"2000000000.25\", \"3000000000.75\""}, EN,
         "\n\n  Year  Figure   Value  Unit  Grade  Limits 1 / 2 / 3                Clause\n"
         "  ----  ------  ------  ----  -----  " D10 D10 D10 "  ------\n"
         "  2025  made    1000.0  t     1      1000000000.5 / 2000000000.25 /  1\n" B10 B10 B10
         "       3000000000.75\n\n");
  expect((words){.label = "made", .clause = "section 5, table 3, note (b) there"}, EN,
         "\n\n  Year  Figure   Value  Unit  Clause\n"
         "  ----  ------  ------  ----  " D24 "\n"
         "  2025  made    1000.0  t     section 5, table 3, note\n" B10 B10 B10 "(b) there\n\n");
}

/* 2 + 4 + 42 + 8 + 6 + 26 + 32 + 26 = 146 columns are 28 too many: the widest words give way, one column at a time, the
 * first of equals. Figure 40 -> 30, then it and the limits down to 24 with the others, and 6 more: 22, 22, 23, 23. */
static void test_shrinking(void) {
  expect(
      (words){.label = "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee",
              .clause = "section 5, table 3, note (b) there",
              .base = "\"1000000000.5\", \"2000000000.25\", \"3000000000.75\"",
              .grade = "first of all four grades there are"},
      EN,
      "\n\n  Year  Figure                   Value  Unit  Grade                   Limits 1 / 2 / 3         Clause\n"
      "  ----  " D10 D10 "--  ------  ----  " D10 D10 "--  " D10 D10 "---  " D10 D10 "---\n"
      "  2025  aaaaaaaaa bbbbbbbbb     1000.0  t     first of all four       1000000000.5 /           section 5, table "
      "3,\n"
      "        ccccccccc ddddddddd                   grades there are        2000000000.25 /          note (b) there\n"
      "        eeeeeeeee                                                     3000000000.75\n\n");
}

/* A number of 64 digits leaves too little room for words of 14 columns, the least: two parts of three columns, each
 * with the year. Headings end on one line. */
static void test_parting(void) {
  expect((words){.label = "aaaaaaaaa bbbbbbbbb",
                 .clause = "section 5, table 3",
                 .is = "clinker_output * x * x",
                 .base = "\"1000000000.5\", \"2000000000.25\"",
                 .grade = "none of them is met by this"},
         EN,
         "\n\n  Year  Figure" B10 B10 B10 B10 B10 B10 "         Value  Unit\n"
         "  ----  " D14 "  " D10 D10 D10 D10 D10 D10 "----  ----\n"
         "  2025  aaaaaaaaa       1" ZEROS ZEROS ZEROS ZEROS ZEROS ZEROS ZEROS "  t\n"
         "        bbbbbbbbb\n\n" B10 B10 "    Limits 1 / 2 /\n"
         "  Year  Grade           3               Clause\n"
         "  ----  " D14 "  " D14 "  " D14 "\n"
         "  2025  none of them    1000000000.5 /  section 5,\n"
         "        is met by this  2000000000.25   table 3\n\n");
}

/* Of the months: numbers are set to the right, a heading makes their column 12 wide at most, and all headings end on
 * one line. */
static void test_headings(void) {
  expect((words){.label = "aaaaaaaaa bbbbbbbbb"}, EN,
         "\n\n" B10 "    aaaaaaaaa\n" B10 "    bbbbbbbbb\n"
         "  Month               t\n"
         "  -------  " D10 "--\n"
         "  2025-01        1000.0\n\n");
}

/* Between wide characters a line may end anywhere, but none begins with a closing mark or ends with an opening one: 20
 * kilns fill the column, and the mark takes one along. */
static void test_marks(void) {
  static const char *const closing[] = {"、", "。", "，", "：", "；", "）", "”"}, *const opening[] = {"（", "“", "《"};
  char label[200], table[400];
  for (size_t i = 0; i < sizeof closing / sizeof *closing; i++) {
    snprintf(label, sizeof label, KILNS "窑%s窑", closing[i]);
    snprintf(table, sizeof table, "  2025  " KILNS "    1000.0  t     1\n        窑%s窑\n\n", closing[i]);
    expect((words){.label = label}, ZH, table);
  }
  for (size_t i = 0; i < sizeof opening / sizeof *opening; i++) {
    snprintf(label, sizeof label, KILNS "%s窑", opening[i]);
    snprintf(table, sizeof table, "  2025  " KILNS "    1000.0  t     1\n        %s窑\n\n", opening[i]);
    expect((words){.label = label}, ZH, table);
  }
  expect((words){.label = KILNS "窑窑"}, ZH, "  2025  " KILNS "窑  1000.0  t     1\n        窑\n\n");
}

int register_page_suite(void) {
  CU_pSuite suite = CU_add_suite("page", NULL, NULL);
  CU_add_test(suite, "bounds of words", test_bounds);
  CU_add_test(suite, "words give way", test_shrinking);
  CU_add_test(suite, "parts", test_parting);
  CU_add_test(suite, "headings", test_headings);
  CU_add_test(suite, "marks at the ends of lines", test_marks);
  return (int)CU_get_error();
}
