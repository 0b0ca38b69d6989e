/* A plan: which editions are computed, under which options. */
#ifndef CM_PLAN_PLAN_H
#define CM_PLAN_PLAN_H

#include "std/edition.h"

typedef struct cm_plan_edition {
  const cm_edition *edition;
  uint32_t *choices; /* of each option: the chosen one */
} cm_plan_edition;

typedef struct cm_plan {
  cm_arena arena;
  const cm_catalog *catalog;
  CM_VEC(cm_plan_edition) editions; /* in the order of the caller */
} cm_plan;

void cm_plan_init(cm_plan *plan, const cm_alloc *alloc, const cm_catalog *catalog);
void cm_plan_free(cm_plan *plan);
/* UNKNOWN when the catalog has none of this id, CONFLICT when it is in the plan already. */
int cm_plan_add(cm_plan *plan, cm_str edition, cement_error *err);
/* UNKNOWN: edition not in the plan, no such option, no such choice (the message names those that there are). */
int cm_plan_option(cm_plan *plan, cm_str edition, cm_str key, cm_str choice, cement_error *err);

#endif
