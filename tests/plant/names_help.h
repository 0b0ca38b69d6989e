/* What the tests of names share: items and dictionary of the library, headings in one call, failing memory. */
#ifndef NAMES_HELP_H
#define NAMES_HELP_H

#include "base/failing.h"
#include "ledger/ledger_help.h"
#include "plant/mapping.h"

#define NAMES_MAX 16 /* columns of a table in these tests */

typedef struct names {
  fixture base;
  cm_dictionary dictionary;
} names;

bool names_open(names *n); /* false, with a CUnit failure, when the dictionary cannot be read */
void names_close(names *n);

/* Headings from texts; a NULL ends them. Column i stands at line 1, 2 or 3, column i + 1. */
typedef struct table {
  cm_heading groups[NAMES_MAX], names[NAMES_MAX], units[NAMES_MAX];
  cm_headings in;
  cm_meaning out[NAMES_MAX];
  cement_error err;
} table;
void table_fill(table *t, const char *const *groups, const char *const *texts, const char *const *units);
int table_read(names *n, table *t, const char *const *groups, const char *const *texts, const char *const *units);

/* One heading by itself. */
cm_meaning heading_of(names *n, const char *group, const char *name, const char *unit);

/* Calls `work` with the first, the second, ... allocation failing until it succeeds: each failure must be NOMEM. */
void check_failing(int (*work)(cm_arena *arena, cement_error *err, void *user), void *user);

#endif
