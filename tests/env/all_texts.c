/* all_texts LEDGER [EDITION:KEY=CHOICE]...: everything the library writes of one ledger, by every edition with figures:
 * the canonical ledger, reports in every format and language, the proof of every figure in both. For comparing builds.
 */
#include <cement/cement.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const editions[] = {"cn.gb-16780@2021", "cn.gb-16780@2012", "cn.cets-ag-02.01@v01-2024",
                                       "cn.mee-cement@2023", "substitution@1"};

static int32_t print(void *user, const char *bytes, size_t size) {
  (void)user;
  return fwrite(bytes, 1, size, stdout) != size;
}

/* Splits EDITION:KEY=CHOICE in place. */
static int32_t choose(cement_plan *plan, char *option) {
  char *key = strchr(option, ':'), *choice = key ? strchr(key, '=') : NULL;
  if (!choice) return CEMENT_E_ARG;
  *key++ = '\0';
  *choice++ = '\0';
  return cement_plan_option(plan, option, key, choice, NULL);
}

static int32_t make_plan(cement_plan **plan, const cement_catalog *catalog, int count, char **options) {
  int32_t status = cement_plan_create(plan, catalog, NULL);
  for (size_t i = 0; i < sizeof editions / sizeof *editions && !status; i++)
    status = cement_plan_add(*plan, editions[i], NULL);
  for (int i = 0; i < count && !status; i++) status = choose(*plan, options[i]);
  return status;
}

static int32_t read_file(cement_ledger *ledger, const char *path) {
  static char text[1 << 24];
  FILE *file = fopen(path, "rb");
  if (!file) return CEMENT_E_IO;
  size_t size = fread(text, 1, sizeof text, file);
  fclose(file);
  int32_t status = cement_ledger_read(ledger, "ledger", text, size, NULL);
  return status ? status : cement_ledger_finish(ledger, NULL);
}

static int32_t write_run(const cement_run *run) {
  int32_t status = CEMENT_OK;
  for (int32_t way = 0; way < 8 && !status; way++)
    status = cement_run_report(run, print, NULL, way / 2, way % 2, NULL, NULL);
  for (size_t i = 0; i < 2 * cement_run_figure_count(run) && !status; i++)
    status = cement_run_explain(run, print, NULL, i / 2, (int32_t)i % 2, NULL);
  return status;
}

int main(int argc, char **argv) {
  cement_context *context = NULL;
  cement_catalog *catalog = NULL;
  cement_ledger *ledger = NULL;
  cement_plan *plan = NULL;
  cement_run *run = NULL;
  int32_t status = argc > 1 ? cement_context_create(&context, NULL, NULL) : CEMENT_E_ARG;
  if (!status) status = cement_catalog_create(&catalog, context, NULL);
  if (!status) status = cement_ledger_create(&ledger, catalog, NULL);
  if (!status) status = read_file(ledger, argv[1]);
  if (!status) status = make_plan(&plan, catalog, argc - 2, argv + 2);
  if (!status) status = cement_run_create(&run, plan, ledger, NULL);
  if (!status) status = cement_ledger_canonical(ledger, print, NULL, NULL);
  if (!status) status = write_run(run);
  cement_run_destroy(run);
  cement_plan_destroy(plan);
  cement_ledger_destroy(ledger);
  cement_catalog_destroy(catalog);
  cement_context_destroy(context);
  if (status) fprintf(stderr, "all_texts: status %d\n", (int)status);
  return status || fflush(stdout) || ferror(stdout);
}
