/* Which edition a figure comes from: an edited file is noticed at any byte, and editions do not disturb each other. */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

#include <cement/cement.h>

#include "run/plant.h"

int register_editions_suite(void);

/* ---- a file that was edited ---- */

/* A catalog that is there for the next edition: a new one where the last was taken. */
typedef struct shelf {
  const cement_context *context;
  cement_catalog *catalog;
} shelf;

/* Whether the report, made with the edition as it was, still seems right with the edition as it is now. */
static bool passes(shelf *s, const char *edition, const char *ledger, const char *report, cement_difference *d) {
  cement_ledger *read = NULL;
  *d = (cement_difference){.size = sizeof *d};
  if (!s->catalog) CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&s->catalog, s->context, NULL), CEMENT_OK);
  if (cement_catalog_load(s->catalog, "edition", edition, strlen(edition), NULL)) return false;
  int32_t status = cement_ledger_create(&read, s->catalog, NULL);
  if (!status) status = cement_ledger_read(read, "ledger", ledger, strlen(ledger), NULL);
  if (!status) status = cement_ledger_finish(read, NULL);
  if (!status) status = cement_report_check(s->catalog, read, d, "report", report, strlen(report), NULL);
  cement_ledger_destroy(read);
  cement_catalog_destroy(s->catalog);
  s->catalog = NULL;
  return status == CEMENT_OK && !d->found;
}

/* Every byte of the file changed in turn: refused, or told by the report's check. */
static void test_edited(void) {
  static const char masks[] = {0x01, 0x20};
  char *edition = plant_file("vast.edition.json"), *ledger = plant_file("vast.ledger.json");
  size_t hashes = 0;
  plant p;
  cement_difference d;
  plant_open(&p, edition, "test.vast@1", NULL, ledger);
  char *report = plant_report(&p, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, NULL);
  shelf s = {p.context, NULL};
  CU_ASSERT_TRUE(passes(&s, edition, ledger, report, &d));
  for (size_t i = 0; i < 2 * strlen(edition); i++) {
    char *byte = &edition[i / 2], kept = *byte;
    *byte = (char)(kept ^ masks[i % 2]);
    d.found = 0;
    if (*byte && passes(&s, edition, ledger, report, &d)) CU_FAIL("an edited byte went unseen");
    *byte = kept;
    hashes += d.found && !strcmp(d.where, "editions[0].sha256");
  }

  CU_ASSERT_TRUE(hashes > 50); /* what still reads is told by the hash, before any figure */
  cement_catalog_destroy(s.catalog);
  free(report);
  plant_close(&p);
  free(edition);
  free(ledger);
}

/* ---- several editions ---- */

static const char two_lines[] =
    "line,period,item,of,value,unit\n,,facility.id,,F,\nL1,,line.clinker_type,,portland,\nL2,,line.clinker_type,,white,"
    "\n"
    "L1,2025-01,clinker_output,,110000,t\nL1,2025-01,fuel_consumption,bituminous_coal,15000,t\n"
    "L1,2025-01,fuel_ncv,bituminous_coal,23.415,GJ/t\nL1,2025-01,electricity_consumption,clinker,6000000,kWh\n"
    "L2,2025-02,clinker_output,,1000,t\nL2,2025-02,fuel_heat,rdf,4000,GJ\n,2025-01,cement_output,,150000,t\n";

static bool same(const char *a, const char *b) {
  return !a || !b ? a == b : !strcmp(a, b);
}

static bool same_figure(const cement_figure *a, const cement_figure *b) {
  bool names = same(a->edition, b->edition) && same(a->key, b->key) && same(a->line, b->line) && same(a->of, b->of) &&
               same(a->period, b->period) && same(a->clause, b->clause);
  bool levels = a->grade == b->grade && a->levels == b->levels && !memcmp(a->applied, b->applied, sizeof a->applied);
  return names && levels && a->status == b->status && same(a->value, b->value) && same(a->display, b->display);
}

/* Together, two editions of one standard among them, each gives the figures that it gives alone, under its own name. */
static void test_together(void) {
  static const char *const ids[] = {"cn.gb-16780@2012", "cn.gb-16780@2021", "cn.cets-ag-02.01@v01-2024",
                                    "cn.mee-cement@2023", "substitution@1"};
  plant all;
  size_t next = 0;
  plant_open(&all, NULL,
             "cn.gb-16780@2012 cn.gb-16780@2021 cn.cets-ag-02.01@v01-2024 cn.mee-cement@2023 substitution@1", NULL,
             two_lines);
  for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
    plant one;
    plant_open(&one, NULL, ids[i], NULL, two_lines);
    size_t count = cement_run_figure_count(one.run);
    CU_ASSERT_TRUE(count > 3);
    for (size_t k = 0; k < count; k++) {
      cement_figure a = {.size = sizeof a}, b = {.size = sizeof b};
      CU_ASSERT_EQUAL_FATAL(cement_run_figure(one.run, &a, k, NULL), CEMENT_OK);
      CU_ASSERT_EQUAL_FATAL(cement_run_figure(all.run, &b, next++, NULL), CEMENT_OK);
      CU_ASSERT_STRING_EQUAL(b.edition, ids[i]);
      CU_ASSERT_TRUE(same_figure(&a, &b));
    }
    plant_close(&one);
  }
  CU_ASSERT_EQUAL(next, cement_run_figure_count(all.run));
  plant_close(&all);
}

int register_editions_suite(void) {
  CU_pSuite suite = CU_add_suite("editions", NULL, NULL);
  CU_add_test(suite, "every byte of an edition", test_edited);
  CU_add_test(suite, "several at once", test_together);
  return (int)CU_get_error();
}
