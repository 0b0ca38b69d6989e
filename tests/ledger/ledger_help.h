/* What the ledger's tests share: items.json of the library, limits, and reading in one call. */
#ifndef LEDGER_HELP_H
#define LEDGER_HELP_H

#include "ledger/ledger.h"

typedef struct fixture {
  cm_alloc alloc;
  cm_arena arena;
  cm_items items;
  cm_ledger_limits limits;
} fixture;

bool fixture_open(fixture *f); /* false, with a CUnit failure, when items.json cannot be read */
void fixture_close(fixture *f);

/* Reads and finishes; the ledger is to be freed whatever comes out. The name of each document is "a", "b", ... */
int read_documents(const fixture *f, const cm_str *texts, size_t count, cm_ledger *ledger, cement_error *err);
int read_text(const fixture *f, cm_str text, cm_ledger *ledger, cement_error *err);

/* {"schema", "facility", "lines": [L1], "fuels": [rdf-a], "observations": [HERE]} */
cm_str json_with(fixture *f, const char *observations);
/* The header, the facility, line L1 and these rows. */
cm_str csv_with(fixture *f, const char *rows);

/* One refusal: code and message (NULL: not looked at). In the text, @ stands before the byte that is to be told; a `
 * marks another place, which a ` in the message stands for. Neither is read. */
typedef struct refusal {
  const char *text;
  int code;
  const char *message;
} refusal;
void check_refusals(fixture *f, const refusal *rows, size_t count, cm_str (*wrap)(fixture *, const char *));

cm_str joined(fixture *f, const char *a, const char *b, const char *c);
cm_str read_whole(cm_arena *arena, const char *path);

#endif
