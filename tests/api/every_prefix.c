/* every_prefix: documents that end anywhere. The ledgers of the golden cases up to 2 500 bytes, the CSV ledgers,
 * edition files and JSON reports of the first cases, each cut behind every byte and copied to a block of exactly that
 * size.
 *
 * A JSON document that is cut is refused as SYNTAX, or as ENCODING within a character, with a place inside it. A CSV
 * ledger may be cut behind its last cell that matters: then it gives the figures of the document that ends with the
 * line before or with the whole line. Ends with "N passed, N failed": one a document. */
#include <cement/cement.h>
#include <cjson/cJSON.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST 2500 /* of a golden ledger */
#define REPORTS 3
#define FEWEST 50 /* documents */

static const char *const editions[] = {"cn.gb-16780@2021", "cn.cets-ag-02.01@v01-2024", "substitution@1"};

typedef struct text {
  char *at;
  size_t size;
} text;

typedef struct world {
  cement_context *context;
  cement_catalog *catalog;
  cement_plan *plan;
  cement_ledger *ledger; /* that a report is of */
  unsigned passed, failed, reports;
  size_t cuts;
} world;

/* Reads a document and says how; `figures`, if not NULL, is given what it comes to. */
typedef int32_t reader(world *w, const char *at, size_t size, text *figures, cement_error *err);

static int32_t gather(void *user, const char *bytes, size_t size) {
  text *t = user;
  char *grown = realloc(t->at, t->size + size + 1);
  if (!grown) return 1;
  memcpy(grown + t->size, bytes, size);
  *t = (text){grown, t->size + size};
  t->at[t->size] = '\0';
  return 0;
}

static int32_t write_report(const world *w, const cement_ledger *ledger, int32_t format, text *out, cement_error *err) {
  cement_run *run = NULL;
  int32_t status = cement_run_create(&run, w->plan, ledger, err);
  if (!status) status = cement_run_report(run, gather, out, format, CEMENT_LANGUAGE_EN, NULL, err);
  cement_run_destroy(run);
  return status;
}

static int32_t open_ledger(const world *w, const char *at, size_t size, cement_ledger **out, cement_error *err) {
  int32_t status = cement_ledger_create(out, w->catalog, err);
  if (!status) status = cement_ledger_read(*out, "ledger", at, size, err);
  return status ? status : cement_ledger_finish(*out, err);
}

static int32_t read_ledger(world *w, const char *at, size_t size, text *figures, cement_error *err) {
  cement_ledger *ledger = NULL;
  int32_t status = open_ledger(w, at, size, &ledger, err);
  if (!status && figures) status = write_report(w, ledger, CEMENT_FORMAT_CSV, figures, err);
  cement_ledger_destroy(ledger);
  return status;
}

/* A catalog keeps what it took, so one that takes a file is made anew. */
static int32_t read_edition(world *w, const char *at, size_t size, text *figures, cement_error *err) {
  static cement_catalog *catalog;
  (void)figures;
  int32_t status = catalog ? CEMENT_OK : cement_catalog_create(&catalog, w->context, err);
  if (!status) status = cement_catalog_load(catalog, "edition", at, size, err);
  if (status) return status;
  cement_catalog_destroy(catalog);
  catalog = NULL;
  return CEMENT_OK;
}

static int32_t read_report(world *w, const char *at, size_t size, text *figures, cement_error *err) {
  cement_difference d = {.size = sizeof d};
  (void)figures;
  int32_t status = cement_report_check(w->catalog, w->ledger, &d, "report", at, size, err);
  return status || !d.found ? status : CEMENT_E_INTERNAL;
}

static int32_t read_exact(world *w, reader *read, const text *t, size_t size, text *figures, cement_error *err) {
  char *exact = malloc(size ? size : 1); /* a read behind its end shows under a sanitizer */
  if (!exact) abort();
  memcpy(exact, t->at, size);
  int32_t status = read(w, exact, size, figures, err);
  free(exact);
  w->cuts++;
  return status;
}

static bool wrong(const char *name, size_t size, int32_t status, const cement_error *err) {
  printf("%s, cut at %zu: status %d, %s\n", name, size, (int)status, err->message);
  return false;
}

/* ---- JSON ---- */

static bool json_prefixes(world *w, reader *read, const char *name, const text *t) {
  cement_error err = {.size = sizeof err};
  size_t end = t->size;
  while (end && strchr(" \n", t->at[end - 1])) end--;
  if (read_exact(w, read, t, t->size, NULL, &err)) return wrong(name, t->size, err.code, &err);
  for (size_t size = 0; size < end; size++) {
    bool within = ((unsigned char)t->at[size] & 0xC0) == 0x80;
    int32_t status = read_exact(w, read, t, size, NULL, &err);
    if (status != (within ? CEMENT_E_ENCODING : CEMENT_E_SYNTAX) || err.code != status || err.offset > size)
      return wrong(name, size, status, &err);
  }
  return true;
}

/* ---- CSV ---- */

static bool same(const text *a, const text *b) {
  return a->size == b->size && a->size > 0 && !memcmp(a->at, b->at, a->size);
}

static bool csv_prefixes(world *w, const char *name, const text *t) {
  cement_error err = {.size = sizeof err};
  text before = {0}, whole = {0}; /* the figures without the line that is cut, and with all of it */
  bool good = true;
  size_t line_end = 0, taken = 0;
  for (size_t size = 0; size <= t->size && good; size++) {
    text figures = {0};
    if (size == line_end && size < t->size) {
      free(before.at);
      before = whole;
      whole = (text){0};
      const char *next = memchr(t->at + size, '\n', t->size - size);
      line_end = next ? (size_t)(next - t->at) + 1 : t->size;
      read_exact(w, read_ledger, t, line_end, &whole, &err);
    }
    int32_t status = read_exact(w, read_ledger, t, size, &figures, &err);
    taken += status == CEMENT_OK;
    good = status ? err.code == status && err.offset <= size && err.message[0]
                  : same(&figures, &before) || same(&figures, &whole);
    if (!good) wrong(name, size, status, &err);
    free(figures.at);
  }
  free(before.at);
  free(whole.at);
  return good && taken > 0;
}

/* ---- the documents ---- */

static void tell(world *w, bool good) {
  if (good)
    w->passed++;
  else
    w->failed++;
}

static text read_file(const char *path) {
  text t = {NULL, 0};
  char block[4096];
  FILE *file = fopen(path, "rb");
  for (size_t got; file && (got = fread(block, 1, sizeof block, file)) > 0;)
    if (gather(&t, block, got)) abort();
  if (file) fclose(file);
  if (!t.at) printf("%s cannot be read\n", path);
  return t;
}

static void report_prefixes(world *w, const char *name, const text *ledger) {
  cement_error err = {.size = sizeof err};
  text report = {0};
  int32_t status = open_ledger(w, ledger->at, ledger->size, &w->ledger, &err);
  if (!status) status = write_report(w, w->ledger, CEMENT_FORMAT_JSON, &report, &err);
  tell(w, !status && json_prefixes(w, read_report, name, &report));
  cement_ledger_destroy(w->ledger);
  w->ledger = NULL;
  free(report.at);
}

static const char *table_of(const cJSON *json) {
  const char *table = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "ledger_text"));
  return table && table[0] != '{' ? table : NULL;
}

static void golden_prefixes(world *w, const char *name, const char *path) {
  text file = read_file(path);
  cJSON *json = file.at ? cJSON_Parse(file.at) : NULL;
  const cJSON *ledger = cJSON_GetObjectItemCaseSensitive(json, "ledger");
  bool refused = cJSON_GetObjectItemCaseSensitive(json, "error") != NULL;
  char *printed = ledger && !refused ? cJSON_PrintUnformatted(ledger) : NULL;
  text t = {printed, printed ? strlen(printed) : 0};
  if (table_of(json) && !refused) {
    char *table = strdup(table_of(json));
    if (!table) abort();
    tell(w, csv_prefixes(w, name, &(text){table, strlen(table)}));
    free(table);
  }
  if (t.size > 0 && t.size <= LONGEST) {
    tell(w, json_prefixes(w, read_ledger, name, &t));
    if (w->reports < REPORTS && ++w->reports) report_prefixes(w, name, &t);
  }
  free(printed);
  cJSON_Delete(json);
  free(file.at);
}

static void golden_cases(world *w) {
  DIR *folder = opendir(CEMENT_GOLDEN_DIR);
  for (struct dirent *entry; folder && (entry = readdir(folder)) != NULL;) {
    char path[2048];
    size_t size = strlen(entry->d_name);
    if (size < 6 || strcmp(entry->d_name + size - 5, ".json") != 0) continue;
    snprintf(path, sizeof path, "%s/%s", CEMENT_GOLDEN_DIR, entry->d_name);
    golden_prefixes(w, entry->d_name, path);
  }
  if (folder) closedir(folder);
}

static void editions_and_tables(world *w) {
  static const char *const files[] = {"bound", "labels", "vast", "every-word"};
  char path[2048];
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    snprintf(path, sizeof path, "%s/../tests/data/core/%s.edition.json", CEMENT_DATA_DIR, files[i]);
    text t = read_file(path);
    tell(w, t.at && json_prefixes(w, read_edition, path, &t));
    free(t.at);
  }
  text house = read_file(CEMENT_EXAMPLES_DIR "/edition/house.dust-and-water@1.json");
  text plant = read_file(CEMENT_EXAMPLES_DIR "/mattampally-2023-24.ledger.csv");
  tell(w, house.at && json_prefixes(w, read_edition, "house.dust-and-water@1", &house));
  tell(w, plant.at && csv_prefixes(w, "mattampally-2023-24", &plant));
  free(house.at);
  free(plant.at);
}

int main(void) {
  world w = {0};
  int32_t status = cement_context_create(&w.context, NULL, NULL);
  if (!status) status = cement_catalog_create(&w.catalog, w.context, NULL);
  if (!status) status = cement_plan_create(&w.plan, w.catalog, NULL);
  for (size_t i = 0; i < sizeof editions / sizeof *editions && !status; i++)
    status = cement_plan_add(w.plan, editions[i], NULL);
  if (status) return 1;
  golden_cases(&w);
  editions_and_tables(&w);
  cement_plan_destroy(w.plan);
  cement_catalog_destroy(w.catalog);
  cement_context_destroy(w.context);
  printf("every_prefix: %zu cuts\n%u passed, %u failed\n", w.cuts, w.passed, w.failed);
  return w.failed || w.passed < FEWEST;
}
