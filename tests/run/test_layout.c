/* What is written looks as it did when it was last looked over (tests/data/layout): blanks, rules, words, order. */
#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/text.h"
#include "plant.h"

int register_layout_suite(void);

#define ID "test.every-word@1"

static void renew(const char *path, const written *t) {
  FILE *file = fopen(path, "wb");
  CU_ASSERT_PTR_NOT_NULL_FATAL(file);
  fwrite(t->at, 1, t->size, file);
  fclose(file);
}

/* Tells the first line that differs. */
static void compare(const char *name, written *t) {
  char path[1024];
  snprintf(path, sizeof path, "%s/../tests/data/layout/%s", CEMENT_DATA_DIR, name);
  if (getenv("CEMENT_RENEW_LAYOUT")) renew(path, t);
  char *kept = text_of_file(path);
  if (strcmp(kept, t->at) != 0) {
    size_t line = 1, at = 0, begin = 0;
    for (; kept[at] && kept[at] == t->at[at]; at++)
      if (kept[at] == '\n') line++, begin = at + 1;
    printf("\n  %s:%zu\n    was %.*s\n    is  %.*s\n", name, line, (int)strcspn(kept + begin, "\n"), kept + begin,
           (int)strcspn(t->at + begin, "\n"), t->at + begin);
    CU_FAIL("the layout has changed");
  }
  free(kept);
  free(t->at);
  *t = (written){0};
}

static void open_every_word(plant *p) {
  char *edition = plant_file("every-word.edition.json"), *ledger = plant_file("every-word.ledger.json");
  plant_open(p, edition, ID, ID " compare rounded", ledger);
  free(edition);
  free(ledger);
}

static void test_reports(void) {
  static const char *const names[][2] = {{"report-en.json", "report-zh.json"},
                                         {"report-en.csv", "report-zh.csv"},
                                         {"report-en.txt", "report-zh.txt"},
                                         {"report-en.md", "report-zh.md"}};
  plant p;
  written t = {0};
  open_every_word(&p);
  for (int32_t format = CEMENT_FORMAT_JSON; format <= CEMENT_FORMAT_MARKDOWN; format++)
    for (int32_t language = CEMENT_LANGUAGE_EN; language <= CEMENT_LANGUAGE_ZH; language++) {
      CU_ASSERT_EQUAL_FATAL(cement_run_report(p.run, text_gather, &t, format, language, NULL, NULL), CEMENT_OK);
      compare(names[format][language], &t);
    }
  plant_close(&p);
}

/* Of one month: what lies outside is left out, whichever line it is of. */
static void test_period(void) {
  plant p;
  written t = {0};
  open_every_word(&p);
  CU_ASSERT_EQUAL_FATAL(
      cement_run_report(p.run, text_gather, &t, CEMENT_FORMAT_TEXT, CEMENT_LANGUAGE_EN, "2025-03", NULL), CEMENT_OK);
  compare("period-en.txt", &t);
  CU_ASSERT_EQUAL_FATAL(
      cement_run_report(p.run, text_gather, &t, CEMENT_FORMAT_MARKDOWN, CEMENT_LANGUAGE_ZH, "2025", NULL), CEMENT_OK);
  compare("period-zh.md", &t);
  plant_close(&p);
}

/* Of each figure the first proof of a month and of a year, and those that are incomplete or not applicable. */
static bool wanted(const plant *p, size_t i) {
  cement_figure f = {.size = sizeof f}, before = {.size = sizeof before};
  CU_ASSERT_EQUAL_FATAL(cement_run_figure(p->run, &f, i, NULL), CEMENT_OK);
  for (size_t k = 0; k < i; k++) {
    CU_ASSERT_EQUAL_FATAL(cement_run_figure(p->run, &before, k, NULL), CEMENT_OK);
    if (!strcmp(before.key, f.key) && before.status == f.status && strlen(before.period) == strlen(f.period))
      return false;
  }
  return true;
}

static void test_proofs(void) {
  static const char *const names[] = {"proofs-en.txt", "proofs-zh.txt"};
  plant p;
  written t = {0};
  open_every_word(&p);
  for (int32_t language = CEMENT_LANGUAGE_EN; language <= CEMENT_LANGUAGE_ZH; language++) {
    for (size_t i = 0; i < cement_run_figure_count(p.run); i++)
      if (wanted(&p, i))
        CU_ASSERT_EQUAL_FATAL(cement_run_explain(p.run, text_gather, &t, i, language, NULL), CEMENT_OK);
    compare(names[language], &t);
  }
  plant_close(&p);
}

static void test_editions(void) {
  static const char *const names[] = {"edition-en.txt", "edition-zh.txt", "edition-en.md", "edition-zh.md"};
  plant p;
  written t = {0};
  open_every_word(&p);
  for (int32_t way = 0; way < 4; way++) {
    CU_ASSERT_EQUAL_FATAL(cement_catalog_describe(p.catalog, text_gather, &t, ID,
                                                  way < 2 ? CEMENT_FORMAT_TEXT : CEMENT_FORMAT_MARKDOWN, way % 2, NULL),
                          CEMENT_OK);
    compare(names[way], &t);
  }
  plant_close(&p);
}

int register_layout_suite(void) {
  CU_pSuite suite = CU_add_suite("layout", NULL, NULL);
  CU_add_test(suite, "reports", test_reports);
  CU_add_test(suite, "a report of a period", test_period);
  CU_add_test(suite, "proofs", test_proofs);
  CU_add_test(suite, "editions", test_editions);
  return (int)CU_get_error();
}
