/* A year's report: what a line and the plant needed in a year, with grades, and what is missing; and the whole report
 * as a page.
 *
 * Build and run, in this folder:
 *
 *     cc -std=c99 year_report.c -o year_report $(pkg-config --cflags --libs libcement)
 *     ./year_report ../synthetic-plant.ledger.json 2025 year-2025.md
 */
#include <cement/cement.h>

#include <stdio.h>
#include <string.h>

#include "read_file.h"

/* Everything that is made on the way, destroyed together in the reverse order. */
struct session {
  cement_context *context;
  cement_catalog *catalog;
  cement_ledger *ledger;
  cement_plan *plan;
  cement_run *run;
};

static void close_session(struct session *s) {
  cement_run_destroy(s->run);
  cement_plan_destroy(s->plan);
  cement_ledger_destroy(s->ledger);
  cement_catalog_destroy(s->catalog);
  cement_context_destroy(s->context);
}

/* From the text of a ledger to figures. The editions are named in full: there is no "latest". */
static int32_t compute(struct session *s, const char *name, const char *text, size_t size, cement_error *error) {
  int32_t status = cement_context_create(&s->context, NULL, error);
  if (!status) status = cement_catalog_create(&s->catalog, s->context, error);
  if (!status) status = cement_ledger_create(&s->ledger, s->catalog, error);
  if (!status) status = cement_ledger_read(s->ledger, name, text, size, error);
  if (!status) status = cement_ledger_finish(s->ledger, error);
  if (!status) status = cement_plan_create(&s->plan, s->catalog, error);
  if (!status) status = cement_plan_add(s->plan, "cn.gb-16780@2021", error);
  if (!status) status = cement_plan_add(s->plan, "cn.cets-ag-02.01@v01-2024", error);
  if (!status) status = cement_run_create(&s->run, s->plan, s->ledger, error);
  return status;
}

/* What an incomplete figure lacks, a few of it. */
static int32_t print_missing(cement_run *run, size_t index, cement_error *error) {
  cement_missing missing[3];
  size_t count = 0, i;
  int32_t status = cement_run_missing(run, missing, 3, &count, index, error);
  if (status) return status;
  for (i = 0; i < count && i < 3; i++)
    printf("      lacks %s%s%s %s\n", missing[i].item, missing[i].of ? " of " : "", missing[i].of ? missing[i].of : "",
           missing[i].period);
  if (count > 3) printf("      and %lu more\n", (unsigned long)(count - 3));
  return CEMENT_OK;
}

static void print_figure(const cement_figure *figure) {
  const char *of = figure->of ? figure->of : "";
  printf("  %-42s %-16s ", figure->label_en, of);
  if (figure->status == CEMENT_STATUS_INCOMPLETE) printf("%14s", "incomplete");
  if (figure->status == CEMENT_STATUS_NOT_APPLICABLE) printf("%14s", "not applicable");
  if (figure->status == CEMENT_STATUS_OK) printf("%14s %s", figure->display, figure->unit);
  if (figure->grade == 0) printf(", no level is met: the last is %s", figure->applied[figure->levels - 1]);
  if (figure->grade > 0) printf(", level %d: at most %.8s", (int)figure->grade, figure->applied[figure->grade - 1]);
  printf("\n");
}

/* All figures of the year: they come by edition, then by line, the whole plant last. */
static int32_t print_year(cement_run *run, const char *year, cement_error *error) {
  const char *edition = "", *line = NULL;
  size_t index, count = cement_run_figure_count(run);
  int32_t status = CEMENT_OK;
  for (index = 0; !status && index < count; index++) {
    cement_figure figure;
    figure.size = sizeof figure;
    status = cement_run_figure(run, &figure, index, error);
    if (status || strcmp(figure.period, year) != 0) continue;
    if (strcmp(edition, figure.edition) != 0 ||
        (line != figure.line && (!line || !figure.line || strcmp(line, figure.line) != 0)))
      printf("\n%s, %s%s\n", figure.edition, figure.line ? "line " : "the whole plant", figure.line ? figure.line : "");
    edition = figure.edition;
    line = figure.line;
    print_figure(&figure);
    if (figure.status == CEMENT_STATUS_INCOMPLETE) status = print_missing(run, index, error);
  }
  return status;
}

/* What a reader of the figures should know: defaults that stood in, values outside their usual range. */
static int32_t print_findings(cement_run *run, const char *year, cement_error *error) {
  size_t index, count = cement_run_finding_count(run);
  int32_t status = CEMENT_OK;
  printf("\nWarnings\n");
  for (index = 0; !status && index < count; index++) {
    cement_finding finding;
    finding.size = sizeof finding;
    status = cement_run_finding(run, &finding, index, error);
    if (status || finding.severity < CEMENT_WARNING) continue;
    if (!finding.period[0] || strncmp(finding.period, year, 4) == 0)
      printf("  %s %s: %s\n", finding.line ? finding.line : "plant", finding.period, finding.message_en);
  }
  return status;
}

static int32_t to_file(void *user, const char *bytes, size_t size) {
  return fwrite(bytes, 1, size, (FILE *)user) == size ? 0 : 1;
}

static int32_t save_report(const cement_run *run, const char *path, const char *year, cement_error *error) {
  FILE *file = fopen(path, "wb");
  int32_t status = CEMENT_E_IO;
  if (file) status = cement_run_report(run, to_file, file, CEMENT_FORMAT_MARKDOWN, CEMENT_LANGUAGE_EN, year, error);
  if (file && fclose(file) != 0) status = CEMENT_E_IO;
  if (status == CEMENT_E_IO) snprintf(error->message, sizeof error->message, "%s: cannot be written", path);
  return status;
}

int main(int argc, char **argv) {
  struct session session = {NULL, NULL, NULL, NULL, NULL};
  cement_error error = {0};
  size_t size = 0;
  char *text;
  int32_t status;
  error.size = sizeof error;
  if (argc != 4) {
    fprintf(stderr, "usage: year_report LEDGER YEAR REPORT.md\n");
    return 2;
  }
  text = read_file(argv[1], &size);
  if (!text) return 1;
  status = compute(&session, argv[1], text, size, &error);
  if (!status) status = print_year(session.run, argv[2], &error);
  if (!status) status = print_findings(session.run, argv[2], &error);
  if (!status) status = save_report(session.run, argv[3], argv[2], &error);
  if (!status) printf("\nThe report is in %s.\n", argv[3]);
  if (status && error.line) fprintf(stderr, "%s:%u: ", error.source, (unsigned)error.line);
  if (status) fprintf(stderr, "%s\n", error.message);
  close_session(&session);
  free(text);
  return status ? 1 : 0;
}
