/* An edition that is a file of yours, loaded at run time: what it says, what it gives for a ledger, and the proof of
 * one figure. Nothing is compiled for a new rule. The standard of this example does not exist.
 *
 * Build and run, in this folder:
 *
 *     cc -std=c99 edition_at_run_time.c -o edition_at_run_time $(pkg-config --cflags --libs libcement)
 *     ./edition_at_run_time ../edition/house.dust-and-water@1.json house.dust-and-water@1 ../edition/house.ledger.json
 */
#include <cement/cement.h>

#include <stdio.h>

#include "read_file.h"

static int32_t to_screen(void *user, const char *bytes, size_t size) {
  (void)user;
  return fwrite(bytes, 1, size, stdout) == size ? 0 : 1;
}

static void tell(const cement_error *error) {
  if (error->line) fprintf(stderr, "%s:%u:%u: ", error->source, (unsigned)error->line, (unsigned)error->column);
  fprintf(stderr, "%s\n", error->message);
}

/* Adds the file to the catalog. A mistake in it is told with its place, and the catalog stays as it was. */
static int32_t load_edition(cement_catalog *catalog, const char *path, cement_error *error) {
  size_t size = 0;
  char *text = read_file(path, &size);
  int32_t status = CEMENT_E_IO;
  if (text)
    status = cement_catalog_load(catalog, path, text, size, error);
  else
    snprintf(error->message, sizeof error->message, "no edition is loaded");
  free(text);
  return status;
}

static int32_t read_ledger(cement_ledger *ledger, const char *path, cement_error *error) {
  size_t size = 0;
  char *text = read_file(path, &size);
  int32_t status = CEMENT_E_IO;
  if (text)
    status = cement_ledger_read(ledger, path, text, size, error);
  else
    snprintf(error->message, sizeof error->message, "no ledger is read");
  if (!status) status = cement_ledger_finish(ledger, error);
  free(text);
  return status;
}

/* Each figure in a line, and the proof of the last one that is judged by levels. */
static int32_t show(cement_run *run, cement_error *error) {
  size_t index, judged = 0, count = cement_run_figure_count(run);
  int32_t status = CEMENT_OK, found = 0;
  for (index = 0; !status && index < count; index++) {
    cement_figure figure;
    figure.size = sizeof figure;
    status = cement_run_figure(run, &figure, index, error);
    if (status) break;
    printf("%-8s %-8s %-36s %12s %-8s", figure.period, figure.line ? figure.line : "plant", figure.label_en,
           figure.status == CEMENT_STATUS_OK ? figure.display : "incomplete", figure.unit);
    if (figure.grade != CEMENT_NO_GRADE) {
      printf(" level %d", (int)figure.grade);
      judged = index;
      found = 1;
    }
    printf("\n");
  }
  if (!status && found) {
    printf("\nWhy, for the last of them that is judged:\n\n");
    status = cement_run_explain(run, to_screen, NULL, judged, CEMENT_LANGUAGE_EN, error);
  }
  return status;
}

static int32_t work(char **arguments, cement_error *error) {
  cement_context *context = NULL;
  cement_catalog *catalog = NULL;
  cement_ledger *ledger = NULL;
  cement_plan *plan = NULL;
  cement_run *run = NULL;
  int32_t status = cement_context_create(&context, NULL, error);
  if (!status) status = cement_catalog_create(&catalog, context, error);
  if (!status) status = load_edition(catalog, arguments[0], error);
  if (!status)
    status =
        cement_catalog_describe(catalog, to_screen, NULL, arguments[1], CEMENT_FORMAT_TEXT, CEMENT_LANGUAGE_EN, error);
  if (!status) status = cement_ledger_create(&ledger, catalog, error);
  if (!status) status = read_ledger(ledger, arguments[2], error);
  if (!status) status = cement_plan_create(&plan, catalog, error);
  if (!status) status = cement_plan_add(plan, arguments[1], error);
  if (!status) status = cement_run_create(&run, plan, ledger, error);
  if (!status) printf("\nFigures\n\n");
  if (!status) status = show(run, error);
  cement_run_destroy(run);
  cement_plan_destroy(plan);
  cement_ledger_destroy(ledger);
  cement_catalog_destroy(catalog);
  cement_context_destroy(context);
  return status;
}

int main(int argc, char **argv) {
  cement_error error = {0};
  error.size = sizeof error;
  if (argc != 4) {
    fprintf(stderr, "usage: edition_at_run_time EDITION.json ID LEDGER\n");
    return 2;
  }
  if (work(argv + 1, &error) == CEMENT_OK) return 0;
  tell(&error);
  return 1;
}
