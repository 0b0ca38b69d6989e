/* A host whose structs are shorter or longer than those of the library that it runs on: sizes LEDGER EDITION prints
 * what it is told and fails when a byte behind a struct is touched. With GROWN the header has a field `grown` at the
 * end of each struct that tells its size: a library that does not know it leaves it alone, KNOWS says that it knows
 * it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cement/cement.h>

#include "texts.h"

#define MARK 0xA5
#define BEHIND 64

/* The struct with marks in it and behind it. */
#define MARKED(type, name)                                                                                             \
  struct {                                                                                                             \
    cement_##type s;                                                                                                   \
    unsigned char behind[BEHIND];                                                                                      \
  } name;                                                                                                              \
  memset(&name, MARK, sizeof name);                                                                                    \
  name.s.size = sizeof name.s

static void must(int32_t status, const cement_error *err, const char *call) {
  if (status == CEMENT_OK) return;
  printf("%s: %d %s\n", call, (int)status, err->message);
  exit(1);
}

static void untouched(const unsigned char *behind, const char *type) {
  for (int i = 0; i < BEHIND; i++)
    if (behind[i] != MARK) {
      printf("%s: %d bytes behind the struct are touched\n", type, i + 1);
      exit(1);
    }
}

#ifdef GROWN
static void grown(uint64_t field, const char *type) {
#ifdef KNOWS
  uint64_t wanted = 0;
#else
  uint64_t wanted;
  memset(&wanted, MARK, sizeof wanted);
#endif
  if (field == wanted) return;
  printf("%s: the field behind is %llx\n", type, (unsigned long long)field);
  exit(1);
}
#define LOOK(type, name)                                                                                               \
  untouched((name).behind, #type);                                                                                     \
  grown((name).s.grown, #type);                                                                                        \
  if ((name).s.size != sizeof(name).s) exit(1)
#else
#define LOOK(type, name)                                                                                               \
  untouched((name).behind, #type);                                                                                     \
  if ((name).s.size != sizeof(name).s) exit(1)
#endif

static cement_context *context_of(cement_error *err) {
  cement_context *context;
  MARKED(config, config);
  memset(&config.s, 0, sizeof config.s);
  config.s.size = sizeof config.s;
  config.s.months = 600;
  must(cement_context_create(&context, &config.s, err), err, "context");
  untouched(config.behind, "config");
  return context;
}

static void put(cement_ledger *ledger, const char *line, const char *item, const char *value, const char *unit,
                const char *period, cement_error *err) {
  MARKED(observation, o);
  memset(&o.s, 0, sizeof o.s);
  o.s.size = sizeof o.s;
  o.s.line = line, o.s.item = item, o.s.value = value, o.s.unit = unit, o.s.period = period;
  must(cement_ledger_put(ledger, &o.s, err), err, "put");
}

static void editions(const cement_catalog *catalog, cement_error *err) {
  for (size_t i = 0; i < cement_catalog_edition_count(catalog); i++) {
    MARKED(edition, e);
    must(cement_catalog_edition(catalog, &e.s, i, err), err, "edition");
    LOOK(edition, e);
    printf("edition %s %u %s\n", e.s.id, e.s.figures, e.s.sha256);
  }
  MARKED(entry, x);
  must(cement_catalog_entry(catalog, &x.s, CEMENT_ITEMS, NULL, 0, err), err, "entry");
  LOOK(entry, x);
  printf("item %s %s %u\n", x.s.key, x.s.unit, x.s.reserved);
}

static void figures(cement_run *run, cement_error *err) {
  for (size_t i = 0; i < cement_run_figure_count(run); i++) {
    MARKED(figure, f);
    must(cement_run_figure(run, &f.s, i, err), err, "figure");
    LOOK(figure, f);
    printf("figure %s %s %s %d %s %s\n", f.s.key, or_dash(f.s.line), f.s.period, (int)f.s.status, f.s.value,
           f.s.levels ? f.s.applied[f.s.levels - 1] : "-");
  }
  for (size_t i = 0; i < cement_run_finding_count(run); i++) {
    MARKED(finding, f);
    must(cement_run_finding(run, &f.s, i, err), err, "finding");
    LOOK(finding, f);
    printf("finding %s %s %u %u\n", f.s.code, f.s.message_en, f.s.periods, f.s.reserved);
  }
}

static void columns(const cement_run *run, cement_error *err) {
  cement_columns *columns;
  must(cement_columns_create(&columns, run, NULL, 0, err), err, "columns");
  for (size_t i = 0; i < cement_columns_count(columns, CEMENT_COLUMNS_SLOT); i++) {
    size_t again;
    MARKED(slot, s);
    must(cement_columns_entry(columns, &s.s, CEMENT_COLUMNS_SLOT, i, err), err, "slot");
    LOOK(slot, s);
    must(cement_columns_find(columns, &again, &s.s, CEMENT_COLUMNS_SLOT, err), err, "find");
    printf("slot %s %s %d, found as %zu\n", s.s.key, s.s.unit, (int)s.s.required, again);
  }
  cement_columns_destroy(columns);
}

static void refusals(const cement_catalog *catalog) {
  cement_ledger *ledger;
  MARKED(error, e);
  memset(&e.s, 0, sizeof e.s);
  e.s.size = sizeof e.s;
  if (cement_ledger_create(&ledger, catalog, NULL)) exit(2);
  int32_t status = cement_ledger_read(ledger, "bad", "{\n \"x\": 1}", 11, &e.s);
  untouched(e.behind, "error");
  printf("error %d %d %s:%u:%u %s\n", (int)status, (int)e.s.code, e.s.source, e.s.line, e.s.column, e.s.message);
  cement_ledger_destroy(ledger);
}

typedef struct text {
  char *at;
  size_t size;
} text;

static int32_t gather(void *user, const char *bytes, size_t size) {
  text *t = user;
  t->at = realloc(t->at, t->size + size);
  if (!t->at) exit(2);
  memcpy(t->at + t->size, bytes, size);
  t->size += size;
  return 0;
}

static void check(const cement_catalog *catalog, const cement_ledger *ledger, const cement_run *run,
                  cement_error *err) {
  text t = {NULL, 0};
  MARKED(difference, d);
  must(cement_run_report(run, gather, &t, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, NULL, err), err, "report");
  must(cement_report_check(catalog, ledger, &d.s, "report", t.at, t.size, err), err, "check");
  LOOK(difference, d);
  printf("difference %d %s\n", (int)d.s.found, d.s.where);
  free(t.at);
}

int main(int count, char **words) {
  cement_error err;
  cement_catalog *catalog;
  cement_ledger *ledger;
  cement_plan *plan;
  cement_run *run;
  size_t size;
  if (count != 3) return 2;
  char *ledger_text = contents(words[1], &size);
  memset(&err, 0, sizeof err);
  err.size = sizeof err;
  cement_context *context = context_of(&err);
  must(cement_catalog_create(&catalog, context, &err), &err, "catalog");
  editions(catalog, &err);
  refusals(catalog);
  must(cement_ledger_create(&ledger, catalog, &err), &err, "ledger");
  must(cement_ledger_read(ledger, words[1], ledger_text, size, &err), &err, "read");
  put(ledger, "L1", "clinker_output", "110000", "t", "2031-01", &err);
  must(cement_ledger_finish(ledger, &err), &err, "finish");
  must(cement_plan_create(&plan, catalog, &err), &err, "plan");
  must(cement_plan_add(plan, words[2], &err), &err, "add");
  must(cement_run_create(&run, plan, ledger, &err), &err, "run");
  figures(run, &err);
  columns(run, &err);
  check(catalog, ledger, run, &err);
  cement_run_destroy(run);
  cement_plan_destroy(plan);
  cement_ledger_destroy(ledger);
  cement_catalog_destroy(catalog);
  cement_context_destroy(context);
  free(ledger_text);
  return 0;
}
