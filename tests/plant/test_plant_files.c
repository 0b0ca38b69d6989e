/* The hand-made plant files, each against the ledger written beside it; cut anywhere, changed anywhere. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/patience.h"
#include "plant/plant_files.h"

int register_plant_files_suite(void);
int register_plant_spoiled_suite(void);

#define CASES 128

/* ---- as they are ---- */

static int32_t read_file(cement_ledger *ledger, const char *name, size_t piece, cement_error *err) {
  char path[128];
  snprintf(path, sizeof path, "files/%s", name);
  files_text text = files_whole(path);
  if (!text.at) return CEMENT_E_IO;
  files_pieces p = {text.at, text.size, piece};
  int32_t status = cement_ledger_read_plant(ledger, name, files_piece, &p, 0, err);
  free(text.at);
  return status;
}

static int32_t read_case(const files_world *w, const plant_case *c, size_t piece, cement_ledger **out,
                         cement_error *err) {
  char path[128];
  int32_t status = cement_ledger_create(out, w->catalog, err);
  if (!status && strcmp(c->map, "-") != 0) {
    snprintf(path, sizeof path, "files/%s", c->map);
    files_text map = files_whole(path);
    status = map.at ? cement_ledger_map(*out, c->map, map.at, map.size, err) : CEMENT_E_IO;
    free(map.at);
  }
  for (size_t i = 0; i < c->count && !status; i++) status = read_file(*out, c->files[i], piece, err);
  return status ? status : cement_ledger_finish(*out, err);
}

static files_text wanted(const files_world *w, const plant_case *c) {
  char path[128];
  cement_ledger *ledger = NULL;
  files_text canonical = {NULL, 0};
  snprintf(path, sizeof path, "files/%s.json", c->name);
  files_text text = files_whole(path);
  if (text.at && !cement_ledger_create(&ledger, w->catalog, NULL) &&
      !cement_ledger_read(ledger, path, text.at, text.size, NULL) && !cement_ledger_finish(ledger, NULL))
    canonical = files_canonical(ledger);
  else
    CU_FAIL("the ledger beside a case does not read");
  cement_ledger_destroy(ledger);
  free(text.at);
  return canonical;
}

/* However the reader cuts the files. */
static void test_cases(void) {
  static const size_t pieces[] = {1, 3, 64, 100000};
  files_world w;
  plant_case *cases = calloc(CASES, sizeof *cases);
  size_t count = plant_cases(cases, CASES);
  CU_ASSERT_TRUE(count >= 25);
  if (!files_open(&w)) return;
  for (size_t i = 0; i < count; i++) {
    files_text right = wanted(&w, &cases[i]);
    for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
      cement_error err = {.size = sizeof err};
      cement_ledger *ledger = NULL;
      files_text found = {NULL, 0};
      int32_t status = read_case(&w, &cases[i], pieces[k], &ledger, &err);
      if (!status) found = files_canonical(ledger);
      bool same = found.at && right.at && !strcmp(found.at, right.at);
      if (!same) printf("\n  %s, pieces of %zu: %s\n", cases[i].name, pieces[k], status ? err.message : found.at);
      CU_ASSERT_TRUE(same);
      cement_ledger_destroy(ledger);
      free(found.at);
    }
    free(right.at);
  }
  files_close(&w);
  free(cases);
}

/* ---- hurt ---- */

static const char *const small[] = {"monthly-gb.csv",
                                    "unit-row.csv",
                                    "spellings.csv",
                                    "daily.csv",
                                    "air-dried.csv",
                                    "hourly.csv",
                                    "form-gb.tsv",
                                    "form-sections.csv",
                                    "long.csv",
                                    "totals.csv",
                                    "monthly-mark-semicolon.csv",
                                    "fuel-in-rows.csv"};

/* A result, or a refusal with its place: nothing else may come of a file. */
static void read_hurt(const files_world *w, const char *name, const char *text, size_t size, size_t *results) {
  cement_error err = {.size = sizeof err};
  cement_ledger *ledger;
  char *block = malloc(size ? size : 1); /* of exactly that size, so that a sanitizer sees what runs over it */
  memcpy(block, text, size);
  int32_t status = files_read(w, &ledger, NULL, name, block, size, 100000, 0, &err);
  if (!status) status = cement_ledger_finish(ledger, &err);
  bool located = err.line > 0 && !strcmp(err.source, name);
  bool known = status == CEMENT_OK || (status < 0 && status >= CEMENT_E_UNKNOWN && status != CEMENT_E_ARG && located);
  if (!known)
    printf("\n  %s, %zu bytes: status %d, %s:%u: %s\n", name, size, status, err.source, err.line, err.message);
  CU_ASSERT_TRUE(known);
  *results += status == CEMENT_OK;
  cement_ledger_destroy(ledger);
  free(block);
}

typedef void (*hurting)(const files_world *w, size_t number, files_text text, size_t *results);

static void each_small(hurting hurt) {
  files_world w;
  char path[128];
  size_t results = 0;
  if (!files_open(&w)) return;
  for (size_t i = 0; i < sizeof small / sizeof *small; i++) {
    snprintf(path, sizeof path, "files/%s", small[i]);
    files_text text = files_whole(path);
    if (text.at) hurt(&w, i, text, &results);
    free(text.at);
  }
  CU_ASSERT_TRUE(results > 12); /* some are still good: a prefix that ends with a row, a digit more */
  files_close(&w);
}

static void cut(const files_world *w, size_t number, files_text text, size_t *results) {
  for (size_t size = 0; size <= text.size; size += STEP_OF(7)) read_hurt(w, small[number], text.at, size, results);
}

static void test_prefixes(void) {
  each_small(cut);
}

static void change(const files_world *w, size_t number, files_text text, size_t *results) {
  static const unsigned char bytes[] = {0x00, '\n', '"', ',', '9', 0x80, 0xFF};
  for (size_t at = number % 3; at < text.size; at += 3 * STEP_OF(5)) {
    char was = text.at[at];
    text.at[at] = (char)bytes[(at / 3 + number) % sizeof bytes];
    read_hurt(w, small[number], text.at, text.size, results);
    text.at[at] = was;
  }
}

static void test_changed_bytes(void) {
  each_small(change);
}

int register_plant_files_suite(void) {
  CU_pSuite suite = CU_add_suite("plant_files", NULL, NULL);
  CU_add_test(suite, "files are the ledgers beside them", test_cases);
  return (int)CU_get_error();
}

/* Apart, since it takes long: hosts of other kinds leave it out. */
int register_plant_spoiled_suite(void) {
  CU_pSuite suite = CU_add_suite("plant_spoiled", NULL, NULL);
  CU_add_test(suite, "every prefix", test_prefixes);
  CU_add_test(suite, "changed bytes", test_changed_bytes);
  return (int)CU_get_error();
}
