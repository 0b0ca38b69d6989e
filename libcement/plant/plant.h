/* The files of a plant as a ledger: each is read into a book, and when the ledger is finished the book's months become
 * observations of it, each with the place where its first cell stands. */
#ifndef CM_PLANT_PLANT_H
#define CM_PLANT_PLANT_H

#include "base/sink.h"
#include "ledger/ledger.h"

#define CM_PLANT_STRICT 1u  /* what a lenient reading repairs or takes for granted is refused */
#define CM_PLANT_PROPOSE 2u /* names only: what is not understood waits for a person, and no number is read */

typedef struct cm_plant cm_plant;

/* NULL when memory gave out. The ledger must live longer. */
cm_plant *cm_plant_create(const cm_alloc *alloc, cm_ledger *ledger);
void cm_plant_free(cm_plant *plant); /* NULL is allowed */

/* Takes a mapping file: a document of the ledger, whose facility, lines, fuels and materials it declares.
 * Status:   as cm_mapping_read and as the same declarations in a ledger; CONFLICT: there is one already. */
int cm_plant_map(cm_plant *plant, cm_str name, cm_str text, const cm_ledger_limits *limits, cement_error *err);
/* Reads a file: a document of the ledger. Status: as cm_table_next, cm_headings_check, and what its cells raise. */
int cm_plant_read(cm_plant *plant, cm_str name, cement_reader read, void *user, uint32_t flags,
                  const cm_ledger_limits *limits, cement_error *err);
/* From here on each cell that is no plain number is told to `visit`; NULL: to nobody. */
void cm_plant_list(cm_plant *plant, cement_cell_visitor visit, void *user);
/* Folds all that was read into the ledger, which is not finished yet. Nothing to do without files. */
int cm_plant_finish(cm_plant *plant, const cm_ledger_limits *limits, cement_error *err);
/* The mapping of the tables that were read, as JSON; or what was not recognised, a line each. NULL: none was. */
void cm_plant_mapping(const cm_plant *plant, bool unknown, cm_sink *out);

#endif
