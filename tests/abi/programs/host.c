/* A host as one was written for the previous header: compiled with that header it must say the same on the library of
 * today. host LEDGER EDITION: all figures, what they lack, findings, one proof, the canonical ledger and the report. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cement/cement.h>

#include "texts.h"

static void must(int32_t status, const cement_error *err) {
  if (status == CEMENT_OK) return;
  printf("%d %s:%u:%u %s\n", (int)status, err->source, err->line, err->column, err->message);
  exit(1);
}

static void figures(cement_run *run, cement_error *err) {
  for (size_t i = 0; i < cement_run_figure_count(run); i++) {
    cement_missing lacks[4];
    size_t count;
    cement_figure f;
    memset(&f, 0xA5, sizeof f);
    f.size = sizeof f;
    must(cement_run_figure(run, &f, i, err), err);
    printf("%s %s %s %s %s %s: %d %s %s %.17g %d %u %s %s\n", f.edition, f.key, or_dash(f.line), f.period,
           or_dash(f.of), f.unit, (int)f.status, f.value, f.display, f.number, (int)f.grade, f.levels,
           f.levels ? f.base[0] : "-", f.levels ? f.applied[f.levels - 1] : "-");
    must(cement_run_missing(run, lacks, 4, &count, i, err), err);
    for (size_t k = 0; k < count && k < 4; k++)
      printf("  lacks %s %s %s %s\n", lacks[k].item, or_dash(lacks[k].of), or_dash(lacks[k].line), lacks[k].period);
  }
}

static void findings(cement_run *run, cement_error *err) {
  for (size_t i = 0; i < cement_run_finding_count(run); i++) {
    cement_finding f;
    memset(&f, 0xA5, sizeof f);
    f.size = sizeof f;
    must(cement_run_finding(run, &f, i, err), err);
    printf("%d %s %s %s %u %s\n", (int)f.severity, f.code, or_dash(f.line), f.period, f.periods, f.message_zh);
  }
}

int main(int count, char **words) {
  cement_error err = {sizeof err, 0, 0, 0, 0, "", ""};
  cement_config config;
  cement_context *context;
  cement_catalog *catalog;
  cement_ledger *ledger;
  cement_plan *plan;
  cement_run *run;
  size_t size;
  if (count != 3) return 2;
  char *text = contents(words[1], &size);
  memset(&config, 0, sizeof config);
  config.size = sizeof config;
  config.months = 600;
  must(cement_selftest(&err), &err);
  must(cement_context_create(&context, &config, &err), &err);
  must(cement_catalog_create(&catalog, context, &err), &err);
  must(cement_ledger_create(&ledger, catalog, &err), &err);
  must(cement_ledger_read(ledger, words[1], text, size, &err), &err);
  must(cement_ledger_finish(ledger, &err), &err);
  must(cement_plan_create(&plan, catalog, &err), &err);
  must(cement_plan_add(plan, words[2], &err), &err);
  must(cement_run_create(&run, plan, ledger, &err), &err);
  for (size_t i = 0; i < cement_catalog_edition_count(catalog); i++) {
    cement_edition e = {sizeof e, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    must(cement_catalog_edition(catalog, &e, i, &err), &err);
    printf("%s %u %s\n", e.id, e.figures, e.sha256);
  }
  figures(run, &err);
  findings(run, &err);
  must(cement_run_explain(run, print, stdout, 0, CEMENT_LANGUAGE_EN, &err), &err);
  must(cement_ledger_canonical(ledger, print, stdout, &err), &err);
  puts("\nreport");
  must(cement_run_report(run, print, stdout, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, NULL, &err), &err);
  cement_run_destroy(run);
  cement_plan_destroy(plan);
  cement_ledger_destroy(ledger);
  cement_catalog_destroy(catalog);
  cement_context_destroy(context);
  free(text);
  return 0;
}
