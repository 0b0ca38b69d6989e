/* minutes FILE LIST: reads a plant's minutes into a finished ledger and writes it in its canonical form, a line; then
 * what it says of cells without a number: ITEM OF LINE PERIOD MESSAGE, a line each. To LIST goes every cell that is no
 * plain number: LINE HEADING PERIOD KIND TEXT, parted by tabs. On standard error the seconds of the processor that
 * reading, listing and finishing took, and the most memory that the process held until then. */
#include <cement/cement.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double cpu(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Of this program alone: what getrusage tells begins with what its parent held. */
static long peak_kib(void) {
  char line[128];
  long kib = -1;
  FILE *file = fopen("/proc/self/status", "r");
  while (file && fgets(line, sizeof line, file))
    if (sscanf(line, "VmHWM: %ld", &kib) == 1) break;
  if (file) fclose(file);
  return kib;
}

static void need(int32_t status, const cement_error *err) {
  if (!status) return;
  fprintf(stderr, "minutes: %s:%u:%u: %s\n", err->source, (unsigned)err->line, (unsigned)err->column, err->message);
  exit(1);
}

static int32_t read_piece(void *user, char *buffer, size_t room, size_t *got) {
  *got = fread(buffer, 1, room, user);
  return ferror((FILE *)user) ? 1 : 0;
}

static int32_t write_out(void *user, const char *bytes, size_t size) {
  return fwrite(bytes, 1, size, user) == size ? 0 : 1;
}

static int32_t list_cell(void *user, const cement_cell *c) {
  return fprintf(user, "%u\t%s\t%s\t%d\t%s\n", (unsigned)c->at_line, c->heading, c->period, (int)c->kind, c->read) < 0;
}

int main(int argc, char **argv) {
  static const char map[] =
      "{\"schema\":\"cement-mapping/1\",\"tables\":[{\"gaps\":\"zero\",\"encoding\":\"gb18030\"}]}";
  const cement_config config = {.size = sizeof config, .csv_bytes = (uint64_t)4 << 30};
  cement_context *context;
  cement_catalog *catalog;
  cement_ledger *ledger;
  cement_plan *plan;
  cement_run *run;
  cement_error err = {.size = sizeof err};
  FILE *file = argc == 3 ? fopen(argv[1], "rb") : NULL, *list = file ? fopen(argv[2], "wb") : NULL;
  if (!list) {
    fputs("minutes FILE LIST\n", stderr);
    return 2;
  }
  need(cement_context_create(&context, &config, &err), &err);
  need(cement_catalog_create(&catalog, context, &err), &err);
  double begin = cpu();
  need(cement_ledger_create(&ledger, catalog, &err), &err);
  need(cement_ledger_map(ledger, "map", map, sizeof map - 1, &err), &err);
  need(cement_ledger_cells(ledger, list_cell, list, &err), &err);
  need(cement_ledger_read_plant(ledger, "minutes.csv", read_piece, file, 0, &err), &err);
  need(cement_ledger_finish(ledger, &err), &err);
  if (fclose(list)) return 1;
  double seconds = cpu() - begin;
  fprintf(stderr, "seconds %.4f\npeak_kib %ld\n", seconds, peak_kib());
  need(cement_ledger_canonical(ledger, write_out, stdout, &err), &err);
  putchar('\n');
  need(cement_plan_create(&plan, catalog, &err), &err);
  need(cement_plan_add(plan, "substitution@1", &err), &err);
  need(cement_run_create(&run, plan, ledger, &err), &err);
  for (size_t i = 0; i < cement_run_finding_count(run); i++) {
    cement_finding f = {.size = sizeof f};
    need(cement_run_finding(run, &f, i, &err), &err);
    if (strcmp(f.code, "plant-gap-zero") == 0)
      printf("%s %s %s %s %s\n", f.item, f.of ? f.of : "-", f.line, f.period, f.message_en);
  }
  cement_run_destroy(run);
  cement_plan_destroy(plan);
  cement_ledger_destroy(ledger);
  cement_catalog_destroy(catalog);
  cement_context_destroy(context);
  fclose(file);
  return 0;
}
