#include "api/handles.h"
#include "run/form.h"

/* Whether a run of this plan over this ledger can be. */
static int32_t check(const cement_plan *plan, const cement_ledger *ledger, const char *name, cement_error *err) {
  if (plan->busy) return cm_api_busy(err, name);
  if (!ledger->ledger.finished) return cm_fail(err, CEMENT_E_STATE, CM_NOWHERE, CM_S("the ledger is not finished"));
  if (!plan->plan.editions.size) return cm_fail(err, CEMENT_E_STATE, CM_NOWHERE, CM_S("the plan has no edition"));
  if (ledger->ledger.items != &plan->plan.catalog->items)
    return cm_api_arg(err, name, "plan and ledger come from different catalogs");
  return CEMENT_OK;
}

int32_t cement_run_create(cement_run **out, const cement_plan *plan, const cement_ledger *ledger, cement_error *err) {
  static const char name[] = "cement_run_create";
  if (!out || !CM_IS(plan, PLAN) || !CM_IS(ledger, LEDGER))
    return cm_api_arg(err, name, "out, plan or ledger is missing");
  int32_t status = check(plan, ledger, name, err);
  if (status) return status;
  cement_run *run = cm_api_take(plan->context, sizeof *run);
  if (!run) return cm_nomem(err);
  run->mark = CM_MARK_RUN;
  atomic_flag_clear(&run->busy);
  run->context = plan->context;
  run->plan = plan;
  status = cm_run_init(&run->run, &plan->context->alloc, &plan->plan, &ledger->ledger, err);
  if (status) {
    cement_run_destroy(run);
    return status;
  }
  *out = run;
  return CEMENT_OK;
}

int32_t cement_run_again(cement_run *run, const cement_ledger *ledger, cement_error *err) {
  static const char name[] = "cement_run_again";
  if (!CM_IS(run, RUN) || !CM_IS(ledger, LEDGER)) return cm_api_arg(err, name, "run or ledger is missing");
  if (!cm_api_enter(run)) return cm_api_busy(err, name);
  int32_t status = check(run->plan, ledger, name, err);
  if (!status) status = cm_run_again(&run->run, &ledger->ledger, err);
  cm_api_leave(run);
  return status;
}

bool cm_api_enter(const cement_run *run) {
  return !atomic_flag_test_and_set(&((cement_run *)run)->busy);
}

void cm_api_leave(const cement_run *run) {
  atomic_flag_clear(&((cement_run *)run)->busy);
}

void cement_run_destroy(cement_run *run) {
  if (!CM_IS(run, RUN) || !cm_api_enter(run)) return;
  run->mark = 0;
  cm_run_free(&run->run);
  cm_api_give(run->context, run, sizeof *run);
}

/* ---- writing ---- */

static int32_t written(cm_sink *sink, const char *what, cement_error *err) {
  int status = cm_sink_finish(sink);
  if (status == CEMENT_E_NOMEM) return cm_nomem(err);
  return status ? cm_fail(err, status, CM_NOWHERE, CM_S("the "), cm_str_of(what), CM_S(" could not be written"))
                : CEMENT_OK;
}

int32_t cement_run_explain(const cement_run *run, cement_writer write, void *user, size_t figure, int32_t language,
                           cement_error *err) {
  static const char name[] = "cement_run_explain";
  if (!CM_IS(run, RUN) || !write) return cm_api_arg(err, name, "run or write is missing");
  if (figure >= run->run.figures.size) return cm_api_arg(err, name, "figure is out of range");
  if (language != CEMENT_LANGUAGE_EN && language != CEMENT_LANGUAGE_ZH)
    return cm_api_arg(err, name, "no such language");
  cm_sink sink;
  cm_sink_init(&sink, write, user);
  if (!cm_api_enter(run)) return cm_api_busy(err, name);
  cm_explain(&run->run, figure, language == CEMENT_LANGUAGE_ZH ? CM_ZH : CM_EN, &sink);
  int32_t status = written(&sink, "explanation", err);
  cm_api_leave(run);
  return status;
}

int32_t cement_run_report(const cement_run *run, cement_writer write, void *user, int32_t format, int32_t language,
                          const char *period, cement_error *err) {
  static void (*const writers[])(const cm_view *, cm_sink *) = {cm_report_json, cm_report_csv, cm_report_text,
                                                                cm_report_markdown, cm_report_form};
  static const char name[] = "cement_run_report";
  if (!CM_IS(run, RUN) || !write) return cm_api_arg(err, name, "run or write is missing");
  if (format < 0 || format > CEMENT_FORMAT_FORM) return cm_api_arg(err, name, "no such format");
  if (language != CEMENT_LANGUAGE_EN && language != CEMENT_LANGUAGE_ZH)
    return cm_api_arg(err, name, "no such language");
  cm_period span;
  if (period && cm_period_read(cm_str_of(period), &span))
    return cm_fail(err, CEMENT_E_SYNTAX, CM_NOWHERE, CM_S("period \""), cm_str_of(period),
                   CM_S("\" read, a month 2025-01, a year 2025 or a range 2023-04..2024-02 expected"));
  cm_view view = {&run->run, period ? &span : NULL, cm_str_of(period), language == CEMENT_LANGUAGE_ZH ? CM_ZH : CM_EN};
  cm_sink sink;
  cm_sink_init(&sink, write, user);
  if (!cm_api_enter(run)) return cm_api_busy(err, name);
  writers[format](&view, &sink);
  int32_t status = written(&sink, "report", err);
  cm_api_leave(run);
  return status;
}
