/* Private to the findings: how one is raised, and those that belong to no edition. */
#ifndef CM_RUN_FINDINGS_H
#define CM_RUN_FINDINGS_H

#include "run/run.h"

typedef enum cm_own_finding {
  CM_F_MISSING_MONTHS,
  CM_F_NOT_IN_FORCE,
  CM_F_IMPLAUSIBLE_INPUT,
  CM_F_DECLARED_DEFAULT,
  CM_F_DECLARED_ESTIMATE,
  CM_F_UNUSED_OBSERVATION,
  CM_F_SHARED,
  CM_F_DISPLAY_HIDES_LIMIT,
  CM_F_OPTION,
  CM_F_OVERRIDE,
  CM_F_OVERRIDE_UNUSED,
  CM_F_SINGLE_SOURCE,
  CM_F_ANALOGY,
  CM_F_UNVERIFIED,
  CM_F_OUT_OF_RANGE,
  CM_F_COUNT
} cm_own_finding;
extern const cm_finding_type cm_own_findings[CM_F_COUNT];

/* A finding of this type, of nothing in particular yet. */
cm_finding cm_finding_make(const cm_finding_type *type);
/* Keeps it. NOMEM. */
int cm_finding_raise(cm_run *run, cm_finding finding, cement_error *err);

/* Months of the ledger in which an edition was not in force, or not all the time (run/findings_force.c). */
int cm_findings_force(cm_run *run, cement_error *err);
/* It holds in this period too, a month or a year of the ledger as its first one is. NOMEM. */
int cm_finding_hold(cm_run *run, cm_finding *finding, int32_t period, cement_error *err);

/* Of what reading the plant's files left to say (run/findings_remarks.c). */
int cm_findings_remarks(cm_run *run, cement_error *err);
/* Code, severity and label of such a finding. */
const cm_finding_type *cm_remark_type(cm_remark_kind kind);

/* Of observations, periods, options, overrides and factors (run/findings_ledger.c). */
/* The order of findings; 0 where only severity, label and number of periods may differ. */
int cm_finding_compare(const cm_finding *a, const cm_finding *b);
int cm_findings_ledger(cm_run *run, cement_error *err);

#endif
