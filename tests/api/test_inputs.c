/* What a host hands in: each text ends right before memory that cannot be read, cannot be written to, and is gone when
 * the call is over. A library that reads on, writes, or keeps a pointer ends the program here, without any sanitizer.
 */
#define _GNU_SOURCE
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cement/cement.h>

#include "run/plant.h"

int register_inputs_suite(void);

#define EDITION "test.every-word@1"

/* ---- lent memory ---- */

typedef struct loan {
  char *pages;
  size_t size; /* of the pages */
  const char *text;
} loan;

static loan lend(const void *text, size_t size) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  size_t room = (size + page - 1) / page * page;
  loan l = {mmap(NULL, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), room + page, NULL};
  CU_ASSERT_PTR_NOT_EQUAL_FATAL(l.pages, MAP_FAILED);
  if (size) memcpy(l.pages + room - size, text, size);
  CU_ASSERT_EQUAL_FATAL(mprotect(l.pages, room + page, PROT_READ), 0);
  CU_ASSERT_EQUAL_FATAL(mprotect(l.pages + room, page, PROT_NONE), 0);
  l.text = l.pages + room - size;
  return l;
}

static loan lend_words(const char *words) {
  return lend(words, strlen(words) + 1);
}

static void take_back(loan *l) {
  CU_ASSERT_EQUAL_FATAL(munmap(l->pages, l->size), 0);
}

/* ---- the calls, each with loans of its own ---- */

static int32_t load(cement_catalog *catalog, const char *text, size_t size, cement_error *err) {
  loan name = lend_words("lent edition"), document = lend(text, size);
  int32_t status = cement_catalog_load(catalog, name.text, document.text, size, err);
  take_back(&name);
  take_back(&document);
  return status;
}

static int32_t read_ledger(cement_ledger **out, const cement_catalog *catalog, const char *text, size_t size,
                           cement_error *err) {
  loan name = lend_words("ledger"), document = lend(text, size);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_create(out, catalog, NULL), CEMENT_OK);
  int32_t status = cement_ledger_read(*out, name.text, document.text, size, err);
  take_back(&name);
  take_back(&document);
  return status ? status : cement_ledger_finish(*out, err);
}

static int32_t check_report(const plant *p, cement_difference *d, const char *text, size_t size, cement_error *err) {
  loan name = lend_words("report"), document = lend(text, size);
  int32_t status = cement_report_check(p->catalog, p->ledger, d, name.text, document.text, size, err);
  take_back(&name);
  take_back(&document);
  return status;
}

static void make_plan(plant *p, const char *edition, const char *key, const char *choice) {
  loan words[] = {lend_words(edition), lend_words(key), lend_words(choice)};
  CU_ASSERT_EQUAL_FATAL(cement_plan_create(&p->plan, p->catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_add(p->plan, words[0].text, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_option(p->plan, words[0].text, words[1].text, words[2].text, NULL), CEMENT_OK);
  for (size_t i = 0; i < 3; i++) take_back(&words[i]);
}

static void make_context(plant *p) {
  cement_config config = {.size = sizeof config, .json_depth = 20};
  loan lent = lend(&config, sizeof config);
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&p->context, (const cement_config *)(const void *)lent.text, NULL),
                        CEMENT_OK);
  take_back(&lent);
}

static void open_lent(plant *p, const char *edition, const char *ledger) {
  cement_error err = {.size = sizeof err};
  memset(p, 0, sizeof *p);
  make_context(p);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&p->catalog, p->context, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(load(p->catalog, edition, strlen(edition), &err), CEMENT_OK);
  make_plan(p, EDITION, "share", "20");
  CU_ASSERT_EQUAL_FATAL(read_ledger(&p->ledger, p->catalog, ledger, strlen(ledger), &err), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_create(&p->run, p->plan, p->ledger, &err), CEMENT_OK);
}

/* ---- the tests ---- */

static void same_reports(const plant *lent, const plant *plain) {
  for (int32_t form = CEMENT_FORMAT_JSON; form <= CEMENT_FORMAT_MARKDOWN; form++) {
    char *a = plant_report(lent, form, CEMENT_LANGUAGE_EN, NULL), *b = plant_report(plain, form, 0, NULL);
    CU_ASSERT_STRING_EQUAL(a, b);
    free(a);
    free(b);
  }
}

/* A host that frees each text after the call gets the report of one that keeps them all. */
static void test_gone(void) {
  char *edition = plant_file("every-word.edition.json"), *ledger = plant_file("every-word.ledger.json");
  plant lent, plain;
  open_lent(&lent, edition, ledger);
  plant_open(&plain, edition, EDITION, EDITION " share 20", ledger);
  same_reports(&lent, &plain);
  char *report = plant_report(&plain, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, NULL);
  cement_difference d = {.size = sizeof d};
  CU_ASSERT_EQUAL(check_report(&lent, &d, report, strlen(report), NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(d.found, 0);
  free(report);
  plant_close(&plain);
  plant_close(&lent);
  free(edition);
  free(ledger);
}

static int32_t ignore(void *user, const char *bytes, size_t size) {
  (void)user, (void)bytes, (void)size;
  return 0;
}

/* The names by which figures, periods and editions are asked for are not read beyond their ends. */
static void test_names(void) {
  char *edition = plant_file("every-word.edition.json"), *ledger = plant_file("every-word.ledger.json");
  plant p;
  open_lent(&p, edition, ledger);
  for (size_t i = 0; i < cement_run_figure_count(p.run); i++) {
    cement_figure f = {.size = sizeof f};
    size_t found = SIZE_MAX;
    CU_ASSERT_EQUAL_FATAL(cement_run_figure(p.run, &f, i, NULL), CEMENT_OK);
    loan words[] = {lend_words(f.edition), lend_words(f.key), lend_words(f.line ? f.line : ""), lend_words(f.period),
                    lend_words(f.of ? f.of : "")};
    CU_ASSERT_EQUAL(cement_run_find(p.run, &found, words[0].text, words[1].text, f.line ? words[2].text : NULL,
                                    words[3].text, f.of ? words[4].text : NULL, NULL),
                    CEMENT_OK);
    CU_ASSERT_TRUE(found <= i); /* those of the same fuel in another use have the same names */
    CU_ASSERT_EQUAL(cement_run_report(p.run, ignore, NULL, CEMENT_FORMAT_CSV, 0, words[3].text, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL(cement_catalog_describe(p.catalog, ignore, NULL, words[0].text, CEMENT_FORMAT_TEXT, 0, NULL),
                    CEMENT_OK);
    for (size_t k = 0; k < 5; k++) take_back(&words[k]);
  }
  plant_close(&p);
  free(edition);
  free(ledger);
}

static const char csv[] =
    "line,period,item,of,value,unit,note\r\n,,facility.id,,F,,\r\nL1,,line.clinker_type,,white,,\r\n"
    "L1,2025-01,fuel_ncv,diesel,42,GJ/t,\"a \"\"b\"\" \xe7\x85\xa4\"\n";

/* Every prefix, none of them ended by a NUL, and the length 0. */
static void test_prefixes(void) {
  char *edition = plant_file("vast.edition.json"), *ledger = plant_file("vast.ledger.json");
  plant p;
  plant_open(&p, edition, "test.vast@1", NULL, ledger);
  char *report = plant_report(&p, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, NULL);
  for (size_t size = 0; size < strlen(edition) - 1; size++)
    CU_ASSERT_TRUE(load(p.catalog, edition, size, NULL) != CEMENT_OK);
  const char *const ledgers[] = {ledger, csv};
  for (size_t i = 0; i < 2; i++)
    for (size_t size = 0; size <= strlen(ledgers[i]); size++) {
      cement_ledger *read = NULL;
      int32_t status = read_ledger(&read, p.catalog, ledgers[i], size, NULL);
      CU_ASSERT_TRUE(status == CEMENT_OK || size < strlen(ledgers[i]));
      CU_ASSERT_TRUE(status != CEMENT_OK || size > 0);
      cement_ledger_destroy(read);
    }
  for (size_t size = 0; size < strlen(report) - 1; size++) {
    cement_difference d = {.size = sizeof d};
    CU_ASSERT_TRUE(check_report(&p, &d, report, size, NULL) != CEMENT_OK);
  }
  free(report);
  plant_close(&p);
  free(edition);
  free(ledger);
}

/* Where a refusal is told after the text is gone: the error is the caller's own. */
static void test_errors(void) {
  plant p = {NULL, NULL, NULL, NULL, NULL};
  cement_error err = {.size = sizeof err};
  cement_ledger *ledger = NULL;
  make_context(&p);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&p.catalog, p.context, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(read_ledger(&ledger, p.catalog, "\n{\"schemes\": 1}", 15, &err), CEMENT_E_SCHEMA);
  CU_ASSERT_STRING_EQUAL(err.source, "ledger");
  CU_ASSERT_STRING_EQUAL(err.message, "ledger: unknown key \"schemes\"");
  CU_ASSERT_TRUE(err.line == 2 && err.column == 2);
  cement_ledger_destroy(ledger);
  CU_ASSERT_EQUAL(load(p.catalog, "{\"a\":1,\"a\":2}", 13, &err), CEMENT_E_DUPKEY);
  CU_ASSERT_STRING_EQUAL(err.source, "lent edition");
  CU_ASSERT_EQUAL(load(p.catalog, NULL, 0, &err), CEMENT_E_SYNTAX);
  plant_close(&p);
}

int register_inputs_suite(void) {
  CU_pSuite suite = CU_add_suite("inputs", NULL, NULL);
  CU_add_test(suite, "gone after the call", test_gone);
  CU_add_test(suite, "names", test_names);
  CU_add_test(suite, "every prefix at the edge", test_prefixes);
  CU_add_test(suite, "errors that stay", test_errors);
  return (int)CU_get_error();
}
