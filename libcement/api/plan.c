#include "api/handles.h"

int32_t cement_plan_create(cement_plan **out, const cement_catalog *catalog, cement_error *err) {
  if (!out || !CM_IS(catalog, CATALOG)) return cm_api_arg(err, "cement_plan_create", "out or catalog is missing");
  cement_plan *plan = cm_api_take(catalog->context, sizeof *plan);
  if (!plan) return cm_nomem(err);
  plan->mark = CM_MARK_PLAN;
  plan->context = catalog->context;
  cm_plan_init(&plan->plan, &catalog->context->alloc, &catalog->catalog);
  *out = plan;
  return CEMENT_OK;
}

void cement_plan_destroy(cement_plan *plan) {
  if (!CM_IS(plan, PLAN)) return;
  plan->mark = 0;
  cm_plan_free(&plan->plan);
  cm_api_give(plan->context, plan, sizeof *plan);
}

int32_t cement_plan_add(cement_plan *plan, const char *edition, cement_error *err) {
  if (!CM_IS(plan, PLAN) || !edition) return cm_api_arg(err, "cement_plan_add", "plan or edition is missing");
  return cm_plan_add(&plan->plan, cm_str_of(edition), err);
}

int32_t cement_plan_option(cement_plan *plan, const char *edition, const char *key, const char *choice,
                           cement_error *err) {
  if (!CM_IS(plan, PLAN) || !edition || !key || !choice)
    return cm_api_arg(err, "cement_plan_option", "plan, edition, key or choice is missing");
  return cm_plan_option(&plan->plan, cm_str_of(edition), cm_str_of(key), cm_str_of(choice), err);
}
