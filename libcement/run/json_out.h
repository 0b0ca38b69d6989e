/* Private to the reports as JSON: the members of an object, and lists with an entry a line. */
#ifndef CM_RUN_JSON_OUT_H
#define CM_RUN_JSON_OUT_H

#include "base/sink.h"
#include "ledger/ledger.h"

typedef struct cm_out {
  cm_sink *sink;
  bool first; /* of the list being written */
} cm_out;

/* The document up to what it is about: its schema, the library, the ledger by its hashes. */
void cm_out_head(cm_out *out, const char *schema, const cm_ledger *ledger);

void cm_out_key(cm_out *out, const char *name);
/* A further member of the object. */
void cm_out_pair(cm_out *out, const char *name, cm_str text);
void cm_out_count(cm_out *out, const char *name, uint64_t n);

/* A member of the document itself: its entries follow, then the end. */
void cm_out_list(cm_out *out, const char *name);
void cm_out_end_list(cm_out *out);
/* An entry, up to its brace; with its first member. The caller closes it. */
void cm_out_entry(cm_out *out);
void cm_out_begin(cm_out *out, const char *name, cm_str text);

#endif
