/* figures LEDGER EDITION...: every figure of the editions over a ledger, one a line, its parts between tabs. A program
 * as someone else writes it: C99, outside the tree, with nothing but the installed header and library. */
#include <cement/cement.h>

#include <stdio.h>
#include <stdlib.h>

static char *read_file(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  char *text = NULL, *larger;
  size_t room = 0, got;
  *size = 0;
  if (!file) return NULL;
  do {
    room = room ? 2 * room : 65536;
    larger = (char *)realloc(text, room);
    if (!larger) break;
    text = larger;
    got = fread(text + *size, 1, room - *size, file);
    *size += got;
  } while (got && *size == room);
  if (!larger || ferror(file)) {
    free(text);
    text = NULL;
  }
  fclose(file);
  return text;
}

static const char *status_name(int32_t status) {
  if (status == CEMENT_STATUS_OK) return "ok";
  return status == CEMENT_STATUS_INCOMPLETE ? "incomplete" : "not_applicable";
}

static void print_figure(const cement_figure *figure) {
  uint32_t level;
  printf("%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%d\t", figure->edition, figure->line ? figure->line : "", figure->period,
         figure->key, figure->of ? figure->of : "", status_name(figure->status), figure->value, figure->display,
         (int)figure->grade);
  for (level = 0; level < figure->levels; level++) printf("%s%s", level ? " " : "", figure->applied[level]);
  printf("\n");
}

static int32_t print_figures(const cement_run *run, cement_error *error) {
  size_t index;
  for (index = 0; index < cement_run_figure_count(run); index++) {
    cement_figure figure;
    int32_t status;
    figure.size = sizeof figure;
    status = cement_run_figure(run, &figure, index, error);
    if (status) return status;
    print_figure(&figure);
  }
  return CEMENT_OK;
}

static int32_t compute(const char *name, const char *text, size_t size, char **editions, int count,
                       cement_error *error) {
  cement_context *context = NULL;
  cement_catalog *catalog = NULL;
  cement_ledger *ledger = NULL;
  cement_plan *plan = NULL;
  cement_run *run = NULL;
  int32_t status = cement_context_create(&context, NULL, error);
  int i;
  if (!status) status = cement_catalog_create(&catalog, context, error);
  if (!status) status = cement_ledger_create(&ledger, catalog, error);
  if (!status) status = cement_ledger_read(ledger, name, text, size, error);
  if (!status) status = cement_ledger_finish(ledger, error);
  if (!status) status = cement_plan_create(&plan, catalog, error);
  for (i = 0; !status && i < count; i++) status = cement_plan_add(plan, editions[i], error);
  if (!status) status = cement_run_create(&run, plan, ledger, error);
  if (!status) status = print_figures(run, error);
  cement_run_destroy(run);
  cement_plan_destroy(plan);
  cement_ledger_destroy(ledger);
  cement_catalog_destroy(catalog);
  cement_context_destroy(context);
  return status;
}

int main(int argc, char **argv) {
  cement_error error;
  char *text;
  size_t size;
  int32_t status;
  error.size = sizeof error;
  if (argc < 3) {
    fprintf(stderr, "usage: figures LEDGER EDITION...\n");
    return 2;
  }
  text = read_file(argv[1], &size);
  if (!text) {
    fprintf(stderr, "%s cannot be read\n", argv[1]);
    return 1;
  }
  status = compute(argv[1], text, size, argv + 2, argc - 2, &error);
  free(text);
  if (status) fprintf(stderr, "%s:%u: %s\n", error.source, (unsigned)error.line, error.message);
  return status ? 1 : 0;
}
