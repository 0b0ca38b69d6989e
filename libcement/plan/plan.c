#include "plan/plan.h"

void cm_plan_init(cm_plan *plan, const cm_alloc *alloc, const cm_catalog *catalog) {
  *plan = (cm_plan){.catalog = catalog};
  cm_arena_init(&plan->arena, alloc);
}

void cm_plan_free(cm_plan *plan) {
  cm_arena_free(&plan->arena);
}

static cm_plan_edition *find(const cm_plan *plan, cm_str id) {
  for (size_t i = 0; i < plan->editions.size; i++)
    if (cm_str_eq(plan->editions.at[i].edition->id, id)) return &plan->editions.at[i];
  return NULL;
}

int cm_plan_add(cm_plan *plan, cm_str edition, cement_error *err) {
  cm_plan_edition added = {.edition = cm_catalog_find(plan->catalog, edition)};
  if (!added.edition)
    return cm_fail(err, CEMENT_E_UNKNOWN, CM_NOWHERE, CM_S("the edition \""), edition, CM_S("\" is not known"));
  if (find(plan, edition))
    return cm_fail(err, CEMENT_E_CONFLICT, CM_NOWHERE, CM_S("the edition \""), edition, CM_S("\" is named twice"));
  added.choices = CM_NEWS(&plan->arena, uint32_t, added.edition->options.size);
  if (!added.choices) return cm_nomem(err);
  for (size_t i = 0; i < added.edition->options.size; i++)
    added.choices[i] = added.edition->options.at[i]->default_choice;
  return CM_VEC_PUSH(&plan->arena, &plan->editions, added) ? cm_nomem(err) : CEMENT_OK;
}

static int refuse_choice(const cm_plan *plan, const cm_option *option, cm_str choice, cement_error *err) {
  cm_arena scratch;
  cm_buf names;
  cm_arena_init(&scratch, plan->arena.alloc);
  cm_buf_init(&names, &scratch);
  for (size_t i = 0; i < option->choice_count; i++) {
    cm_buf_add_char(&names, ' ');
    cm_buf_add(&names, option->choices[i].key);
  }
  int status = names.failed ? cm_nomem(err)
                            : cm_fail(err, CEMENT_E_UNKNOWN, CM_NOWHERE, CM_S("option "), option->key, CM_S(": \""),
                                      choice, CM_S("\" read, one of these expected:"), cm_buf_text(&names));
  cm_arena_free(&scratch);
  return status;
}

int cm_plan_option(cm_plan *plan, cm_str edition, cm_str key, cm_str choice, cement_error *err) {
  cm_plan_edition *in = find(plan, edition);
  if (!in)
    return cm_fail(err, CEMENT_E_UNKNOWN, CM_NOWHERE, CM_S("the edition \""), edition,
                   CM_S("\" of an option is not among those computed"));
  const cm_option *option = cm_edition_option(in->edition, key);
  if (!option) return cm_fail(err, CEMENT_E_UNKNOWN, CM_NOWHERE, edition, CM_S(" has no option \""), key, CM_S("\""));
  int found = cm_option_find_choice(option, choice);
  if (found < 0) return refuse_choice(plan, option, choice, err);
  in->choices[option->index] = (uint32_t)found;
  return CEMENT_OK;
}
