/* Copies of the library in one process.
 *
 *   copies both A B LEDGER EDITION   two files, each loaded beside the other, and A once more in a namespace of its
 *                                    own; their calls alternate; the three reports go to stdout, one after the other
 *   copies loop A COUNT              loads and unloads it so often: no page more is mapped, and a KiB for each hundred
 *                                    times at most is in use (the loader itself keeps a few bytes now and then) */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cement/cement.h>

#include "texts.h"

/* clang-format off */
#define EACH(X) \
  X(context_create) X(context_destroy) X(catalog_create) X(catalog_destroy) X(ledger_create) X(ledger_destroy) \
  X(ledger_read) X(ledger_finish) X(plan_create) X(plan_destroy) X(plan_add) X(run_create) X(run_destroy) X(run_report)
/* clang-format on */

typedef struct copy {
  void *library;
#define FIELD(name) __typeof__(cement_##name) *name;
  EACH(FIELD)
  cement_context *context;
  cement_catalog *catalog;
  cement_ledger *ledger;
  cement_plan *plan;
  cement_run *run;
} copy;

static void must(int good, const char *what) {
  if (good) return;
  printf("failed: %s\n", what);
  exit(1);
}

static void find(copy *c, void *library) {
  c->library = library;
  must(library != NULL, "the library does not load");
#define LOOK(name)                                                                                                     \
  *(void **)&c->name = dlsym(library, "cement_" #name);                                                                \
  must(c->name != NULL, "cement_" #name);
  EACH(LOOK)
}

#define ALL(call)                                                                                                      \
  for (copy *c = copies; c < copies + 3; c++) must((call) == CEMENT_OK, #call)

static int both(char **words) {
  static copy copies[3];
  size_t size;
  char *text = contents(words[4], &size);
  find(&copies[0], dlopen(words[2], RTLD_NOW | RTLD_LOCAL));
  find(&copies[1], dlopen(words[3], RTLD_NOW | RTLD_LOCAL));
  find(&copies[2], dlmopen(LM_ID_NEWLM, words[2], RTLD_NOW | RTLD_LOCAL));
  must(copies[0].run_report != copies[1].run_report && copies[0].run_report != copies[2].run_report, "they are one");
  ALL(c->context_create(&c->context, NULL, NULL));
  ALL(c->catalog_create(&c->catalog, c->context, NULL));
  ALL(c->ledger_create(&c->ledger, c->catalog, NULL));
  ALL(c->ledger_read(c->ledger, words[4], text, size, NULL));
  ALL(c->ledger_finish(c->ledger, NULL));
  ALL(c->plan_create(&c->plan, c->catalog, NULL));
  ALL(c->plan_add(c->plan, words[5], NULL));
  ALL(c->run_create(&c->run, c->plan, c->ledger, NULL));
  ALL(c->run_report(c->run, print, stdout, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, NULL, NULL));
  for (copy *c = copies; c < copies + 3; c++) {
    c->run_destroy(c->run);
    c->plan_destroy(c->plan);
    c->ledger_destroy(c->ledger);
    c->catalog_destroy(c->catalog);
    c->context_destroy(c->context);
    must(dlclose(c->library) == 0, "dlclose");
  }
  free(text);
  return 0;
}

static size_t pages(void) {
  unsigned long all = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  must(file && fscanf(file, "%lu", &all) == 1, "statm");
  fclose(file);
  return all;
}

static int loop(char **words) {
  size_t used = 0, mapped = 0;
  long count = strtol(words[3], NULL, 10);
  must(count > 100, "more than a hundred");
  for (long i = 0; i < count; i++) {
    copy c;
    find(&c, dlopen(words[2], RTLD_NOW | RTLD_LOCAL));
    if (i % 50 == 0) { /* and once in a while used */
      must(c.context_create(&c.context, NULL, NULL) == CEMENT_OK, "context");
      must(c.catalog_create(&c.catalog, c.context, NULL) == CEMENT_OK, "catalog");
      c.catalog_destroy(c.catalog);
      c.context_destroy(c.context);
    }
    must(dlclose(c.library) == 0, "dlclose");
    if (i == 99) {
      used = mallinfo2().uordblks;
      mapped = pages();
    }
  }
  must(dlopen(words[2], RTLD_NOW | RTLD_NOLOAD) == NULL, "it is still loaded");
  must(mallinfo2().uordblks <= used + (size_t)count / 100 * 1024, "more bytes in use");
  must(pages() <= mapped, "more pages mapped");
  printf("%ld times\n", count);
  return 0;
}

int main(int count, char **words) {
  if (count == 6 && !strcmp(words[1], "both")) return both(words);
  if (count == 4 && !strcmp(words[1], "loop")) return loop(words);
  return 2;
}
