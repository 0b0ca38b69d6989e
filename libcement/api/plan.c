#include "api/handles.h"

int32_t cement_plan_create(cement_plan **out, const cement_catalog *catalog, cement_error *err) {
  if (!out || !CM_IS(catalog, CATALOG)) return cm_api_arg(err, "cement_plan_create", "out or catalog is missing");
  if (catalog->busy) return cm_api_busy(err, "cement_plan_create");
  cement_plan *plan = cm_api_take(catalog->context, sizeof *plan);
  if (!plan) return cm_nomem(err);
  plan->mark = CM_MARK_PLAN;
  plan->context = catalog->context;
  cm_plan_init(&plan->plan, &catalog->context->alloc, &catalog->catalog);
  *out = plan;
  return CEMENT_OK;
}

void cement_plan_destroy(cement_plan *plan) {
  if (!CM_IS(plan, PLAN) || plan->busy) return;
  plan->mark = 0;
  cm_plan_free(&plan->plan);
  cm_api_give(plan->context, plan, sizeof *plan);
}

int32_t cement_plan_add(cement_plan *plan, const char *edition, cement_error *err) {
  if (!CM_IS(plan, PLAN) || !edition) return cm_api_arg(err, "cement_plan_add", "plan or edition is missing");
  if (plan->busy) return cm_api_busy(err, "cement_plan_add");
  plan->busy = 1;
  int status = cm_plan_add(&plan->plan, cm_str_of(edition), err);
  plan->busy = 0;
  return status;
}

int32_t cement_plan_option(cement_plan *plan, const char *edition, const char *key, const char *choice,
                           cement_error *err) {
  if (!CM_IS(plan, PLAN) || !edition || !key || !choice)
    return cm_api_arg(err, "cement_plan_option", "plan, edition, key or choice is missing");
  if (plan->busy) return cm_api_busy(err, "cement_plan_option");
  plan->busy = 1;
  int status = cm_plan_option(&plan->plan, cm_str_of(edition), cm_str_of(key), cm_str_of(choice), err);
  plan->busy = 0;
  return status;
}
