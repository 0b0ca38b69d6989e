/* Overrides of the ledger find their factors. */
#ifndef CM_RUN_OVERRIDES_H
#define CM_RUN_OVERRIDES_H

#include "run/run.h"

/* Fills run->factors and run->override_used. UNKNOWN, UNIT, CONFLICT, RANGE with the override's place; NOMEM. */
int cm_overrides_init(cm_run *run, cement_error *err);

#endif
