/* What the programs of a run were bound to: all that binding reads of plan and ledger, and nothing else, so that equal
 * means that binding would make the same programs again.
 *
 *   plan        its editions and their choices
 *   overrides   which factors, and their values; what they say besides is read of the ledger when it is shown
 *   facility    its attributes
 *   lines       how many, and of each its attributes and the members that it ever has (cm_shape)
 *   members     of each fuel and material of a line its place in the ledger and its id, and a fuel's attributes
 *
 * Months, observations, names and documents are not in it. Editions and items are those of one catalog, where they
 * never change. A number counts as written, 0.50 is not 0.5. */
#ifndef CM_RUN_BOUND_H
#define CM_RUN_BOUND_H

#include "run/run.h"

typedef struct cm_bound cm_bound;

/* A copy in `arena`, which needs neither plan nor ledger.
 * Given:    run  with its overrides and tracks.
 * Returned: NULL when memory gave out. */
cm_bound *cm_bound_take(cm_arena *arena, const cm_run *run);
/* Whether plan and ledger of the run say the same. */
bool cm_bound_fits(const cm_bound *bound, const cm_run *run);

#endif
