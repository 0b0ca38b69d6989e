/* Running a report again: the same editions, options, period and language over the ledger, compared field by field. */
#ifndef CM_RUN_RECHECK_H
#define CM_RUN_RECHECK_H

#include "run/report.h"

/* Given:    text  a report of CEMENT_FORMAT_JSON; ledger  finished.
 * Returned: out   the first difference in document order; found 0 when there is none.
 * Status:   as reading JSON; SCHEMA (not a report), UNKNOWN (an edition or option that is not there), as a run; NOMEM.
 * Notes:    the library's version is the one thing that is not compared. A report that says the same in another layout
 *           is a difference too: a report is a record, and a record's bytes do not change. */
int cm_recheck(const cm_catalog *catalog, const cm_ledger *ledger, const cm_alloc *alloc, const cm_json_limits *limits,
               cm_str name, cm_str text, cement_difference *out, cement_error *err);

#endif
