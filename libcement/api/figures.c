/* Figures, missing inputs and findings of a run, as plain structs. */
#include "api/handles.h"

size_t cement_run_figure_count(const cement_run *run) {
  return CM_IS(run, RUN) ? run->run.figures.size : 0;
}

/* ---- one figure ---- */

static const char *line_id(const cm_run *run, uint32_t line) {
  return line == CM_NONE ? NULL : run->ledger->lines.at[line].id.at;
}

static int copy_value(const cm_figure *figure, cement_figure *out) {
  char text[CM_DEC_TEXT_MAX];
  cm_rounded shown;
  const cm_value *v = cm_figure_value(figure);
  int status = cm_api_copy(out->value, sizeof out->value, cm_dec_text(&v->dec, text));
  if (!status && cm_figure_display(figure, &shown) >= 0)
    status = cm_api_copy(out->display, sizeof out->display, cm_rounded_text(&shown, text));
  out->number = cm_dec_to_double(&v->dec);
  return status;
}

static int copy_limits(const cm_run *run, const cm_figure *figure, cement_figure *out) {
  char text[CM_DEC_TEXT_MAX];
  const cm_value *applied;
  const cm_limit *limit = cm_figure_limit(figure, &applied);
  out->grade = cm_figure_grade(run, figure);
  if (!limit || cm_figure_value(figure)->state == CM_NOT_APPLICABLE) return CEMENT_OK;
  for (size_t i = 0; i < limit->levels; i++)
    if (applied[i].state != CM_VALID) return CEMENT_OK;
  out->levels = (uint32_t)limit->levels;
  for (size_t i = 0; i < limit->levels; i++) {
    if (cm_api_copy(out->base[i], sizeof out->base[i], limit->base[i]->text)) return CEMENT_E_RANGE;
    if (cm_api_copy(out->applied[i], sizeof out->applied[i], cm_dec_text(&applied[i].dec, text))) return CEMENT_E_RANGE;
  }
  return CEMENT_OK;
}

static int32_t status_of(uint32_t state) {
  if (state == CM_VALID) return CEMENT_STATUS_OK;
  return state == CM_NOT_APPLICABLE ? CEMENT_STATUS_NOT_APPLICABLE : CEMENT_STATUS_INCOMPLETE;
}

int32_t cement_run_figure(const cement_run *run, cement_figure *out, size_t index, cement_error *err) {
  static const char name[] = "cement_run_figure";
  if (!CM_IS(run, RUN) || !CM_SIZED(cement_figure, out, applied))
    return cm_api_arg(err, name, "run is missing or out.size is not set");
  if (index >= run->run.figures.size) return cm_api_arg(err, name, "index is out of range");
  const cm_figure *figure = &run->run.figures.at[index];
  const cm_instance *in = cm_figure_instance(figure);
  cement_figure f = {.status = status_of(cm_figure_value(figure)->state),
                     .edition = cm_figure_edition(figure)->id.at,
                     .key = in->formula->key.at,
                     .unit = in->formula->unit_text.at,
                     .clause = in->formula->clause.at,
                     .label_zh = cm_api_text(in->formula->label.zh),
                     .label_en = cm_api_text(in->formula->label.en),
                     .line = line_id(&run->run, figure->sheet->track->line),
                     .of = cm_api_text(in->of)};
  cm_figure_period(figure, f.period);
  int status = f.status == CEMENT_STATUS_OK ? copy_value(figure, &f) : CEMENT_OK;
  if (!status) status = copy_limits(&run->run, figure, &f);
  if (status)
    return cm_fail(err, status, CM_NOWHERE, in->formula->key, CM_S(": the number is too long for this struct"));
  CM_HAND(out, f);
  return CEMENT_OK;
}

int32_t cement_run_find(const cement_run *run, size_t *out, const char *edition, const char *key, const char *line,
                        const char *period, const char *of, cement_error *err) {
  if (!CM_IS(run, RUN) || !out || !edition || !key || !period)
    return cm_api_arg(err, "cement_run_find", "run, out, edition, key or period is missing");
  ptrdiff_t found = cm_run_find_figure(&run->run, cm_str_of(edition), cm_str_of(key), cm_str_of(line),
                                       cm_str_of(period), cm_str_of(of));
  if (found < 0)
    return cm_fail(err, CEMENT_E_UNKNOWN, CM_NOWHERE, CM_S("no figure "), cm_str_of(key), of ? CM_S(" of ") : CM_S(""),
                   cm_str_of(of), line ? CM_S(", line ") : CM_S(", facility"), cm_str_of(line), CM_S(", period "),
                   cm_str_of(period), CM_S(" in "), cm_str_of(edition));
  *out = (size_t)found;
  return CEMENT_OK;
}

/* ---- what is missing ---- */

/* Names of attributes are joined in the run's arena: few, and kept as long as the run. */
static const char *missing_item(cement_run *run, const cm_missing *m) {
  char text[96];
  if (m->item) return m->item->key.at;
  return cm_arena_copy(&run->run.arena, cm_missing_item(m, text)).at;
}

static int fill_missing(cement_run *run, const cm_missing *m, cement_missing *out) {
  cement_missing r = {missing_item(run, m), cm_api_text(cm_missing_of(&run->run, m)), line_id(&run->run, m->line), ""};
  if (!r.item) return CEMENT_E_NOMEM;
  if (m->period != INT32_MIN) {
    if (m->year)
      cm_year_text(m->period, r.period);
    else
      cm_month_text(m->period, r.period);
  }
  *out = r;
  return CEMENT_OK;
}

/* Filled in the scratch first: a list of which some part could not be made is no list. */
static int list_missing(cement_run *run, const cm_figure *figure, cm_arena *scratch, cement_missing *out, size_t room,
                        size_t *count) {
  cm_missing_list list = {NULL, 0, 0};
  int status = CEMENT_OK;
  if (cm_figure_value(figure)->state == CM_MISSING) status = cm_figure_missing(&run->run, figure, scratch, &list);
  if (status) return status;
  size_t told = list.size < room ? list.size : room;
  cement_missing *filled = CM_NEWS(scratch, cement_missing, told);
  if (!filled) return CEMENT_E_NOMEM;
  for (size_t i = 0; i < told; i++)
    if ((status = fill_missing(run, &list.at[i], &filled[i]))) return status;
  if (told) memcpy(out, filled, told * sizeof *out);
  *count = list.size;
  return CEMENT_OK;
}

int32_t cement_run_missing(cement_run *run, cement_missing *out, size_t room, size_t *count, size_t figure,
                           cement_error *err) {
  static const char name[] = "cement_run_missing";
  if (!CM_IS(run, RUN) || !count || (room && !out)) return cm_api_arg(err, name, "run, count or out is missing");
  if (figure >= run->run.figures.size) return cm_api_arg(err, name, "figure is out of range");
  if (!cm_api_enter(run)) return cm_api_busy(err, name);
  cm_arena scratch;
  cm_arena_init(&scratch, run->run.arena.alloc);
  int status = list_missing(run, &run->run.figures.at[figure], &scratch, out, room, count);
  cm_arena_free(&scratch);
  cm_api_leave(run);
  return status ? cm_nomem(err) : CEMENT_OK;
}

/* ---- findings ---- */

size_t cement_run_finding_count(const cement_run *run) {
  return CM_IS(run, RUN) ? run->run.findings.size : 0;
}

static const char *message(cement_run *run, const cm_finding *f, cm_language language) {
  cm_buf buf;
  cm_buf_init(&buf, &run->run.arena);
  cm_finding_message(&run->run, f, language, &buf);
  return buf.failed ? NULL : cm_buf_text(&buf).at;
}

int32_t cement_run_finding(cement_run *run, cement_finding *out, size_t index, cement_error *err) {
  static const char name[] = "cement_run_finding";
  if (!CM_IS(run, RUN) || !CM_SIZED(cement_finding, out, reserved))
    return cm_api_arg(err, name, "run is missing or out.size is not set");
  if (index >= run->run.findings.size) return cm_api_arg(err, name, "index is out of range");
  if (!cm_api_enter(run)) return cm_api_busy(err, name); /* the messages are put together now */
  const cm_finding *f = &run->run.findings.at[index];
  cement_finding r = {.severity = (int32_t)f->severity,
                      .code = f->code.at,
                      .edition = f->edition == CM_NONE ? NULL : run->run.plan->editions.at[f->edition].edition->id.at,
                      .line = line_id(&run->run, f->line),
                      .item = f->item ? f->item->key.at : NULL,
                      .of = cm_api_text(cm_finding_of(&run->run, f)),
                      .key = cm_api_text(f->key),
                      .message_zh = message(run, f, CM_ZH),
                      .message_en = message(run, f, CM_EN),
                      .periods = f->periods};
  cm_api_leave(run);
  if (!r.message_zh || !r.message_en) return cm_nomem(err);
  if (f->period != INT32_MIN) {
    if (f->year)
      cm_year_text(f->period, r.period);
    else
      cm_month_text(f->period, r.period);
  }
  CM_HAND(out, r);
  return CEMENT_OK;
}
