/* The report as JSON, cement-report/1: fixed order of keys, one result a line, numbers as text. */
#include "run/json_out.h"
#include "run/report_words.h"

typedef struct writer {
  const cm_view *view;
  cm_out out;
} writer;

static void dec(writer *w, const cm_dec *x) {
  char text[CM_DEC_TEXT_MAX];
  cm_sink_json(w->out.sink, cm_dec_text(x, text));
}

/* ---- results ---- */

static void missing_entry(writer *w, const cm_missing *m) {
  const cm_run *run = w->view->run;
  char item[CM_MISSING_ITEM_MAX], period[CM_PERIOD_TEXT_MAX];
  cm_sink_c(w->out.sink, w->out.first ? "{" : ", {");
  w->out.first = false;
  cm_out_key(&w->out, "item");
  cm_sink_json(w->out.sink, cm_missing_item(m, item));
  cm_str of = cm_missing_of(run, m);
  if (of.size) cm_out_pair(&w->out, "of", of);
  if (m->line != CM_NONE) cm_out_pair(&w->out, "line", run->ledger->lines.at[m->line].id);
  if (m->period != INT32_MIN) cm_out_pair(&w->out, "period", cm_period_words(m->period, m->year, period));
  cm_sink_c(w->out.sink, "}");
}

static void missing(writer *w, const cm_figure *figure) {
  cm_arena scratch;
  cm_missing_list found = {NULL, 0, 0};
  cm_arena_init(&scratch, w->view->run->arena.alloc);
  if (cm_figure_missing(w->view->run, figure, &scratch, &found)) w->out.sink->status = CEMENT_E_NOMEM;
  cm_sink_c(w->out.sink, ", ");
  cm_out_key(&w->out, "missing");
  cm_sink_c(w->out.sink, "[");
  w->out.first = true;
  for (size_t i = 0; i < found.size; i++) missing_entry(w, &found.at[i]);
  cm_sink_c(w->out.sink, "]");
  w->out.first = false;
  cm_arena_free(&scratch);
}

static void limits(writer *w, const cm_figure *figure) {
  const cm_value *applied;
  const cm_limit *limit = cm_figure_limit(figure, &applied);
  if (!limit || cm_figure_value(figure)->state == CM_NOT_APPLICABLE) return;
  for (size_t i = 0; i < limit->levels; i++)
    if (applied[i].state != CM_VALID) return;
  int grade = cm_figure_grade(w->view->run, figure);
  if (grade >= 0) cm_out_count(&w->out, "grade", (uint64_t)grade);
  cm_sink_c(w->out.sink, ", \"limits\": {\"base\": [");
  for (size_t i = 0; i < limit->levels; i++) {
    if (i) cm_sink_c(w->out.sink, ", ");
    cm_sink_json(w->out.sink, limit->base[i]->text);
  }
  cm_sink_c(w->out.sink, "], \"applied\": [");
  for (size_t i = 0; i < limit->levels; i++) {
    if (i) cm_sink_c(w->out.sink, ", ");
    dec(w, &applied[i].dec);
  }
  cm_sink_c(w->out.sink, "]}");
}

static void value(writer *w, const cm_figure *figure) {
  char text[CM_DEC_TEXT_MAX];
  cm_rounded shown;
  cm_sink_c(w->out.sink, ", ");
  cm_out_key(&w->out, "value");
  dec(w, &cm_figure_value(figure)->dec);
  if (cm_figure_display(figure, &shown) >= 0) cm_out_pair(&w->out, "display", cm_rounded_text(&shown, text));
}

static void result(writer *w, const cm_figure *figure) {
  const cm_run *run = w->view->run;
  const cm_instance *in = cm_figure_instance(figure);
  uint32_t line = figure->sheet->track->line, state = cm_figure_value(figure)->state;
  char period[CM_PERIOD_TEXT_MAX];
  cm_out_begin(&w->out, "edition", cm_figure_edition(figure)->id);
  if (line != CM_NONE) cm_out_pair(&w->out, "line", run->ledger->lines.at[line].id);
  cm_out_pair(&w->out, "period", cm_figure_period(figure, period));
  cm_out_pair(&w->out, "key", in->formula->key);
  if (in->of.size) cm_out_pair(&w->out, "of", in->of);
  if (state == CM_VALID) value(w, figure);
  cm_out_pair(&w->out, "unit", in->formula->unit_text);
  cm_out_pair(&w->out, "status", cm_str_of(cm_status_text(state)));
  if (state == CM_MISSING) missing(w, figure);
  limits(w, figure);
  cm_out_pair(&w->out, "clause", in->formula->clause);
  cm_sink_c(w->out.sink, "}");
}

static void results(writer *w) {
  const cm_run *run = w->view->run;
  cm_out_list(&w->out, "results");
  for (size_t i = 0; i < run->figures.size; i++) {
    const cm_figure *f = &run->figures.at[i];
    if (cm_period_shows(run, w->view->period, cm_figure_period_number(f), f->sheet->year)) result(w, f);
  }
  cm_out_end_list(&w->out);
}

/* ---- head ---- */

/* An edition and those whose tables it uses, each once. */
static void edition(writer *w, const cm_edition *e, bool *written) {
  if (written[e->index]) return;
  written[e->index] = true;
  cm_out_begin(&w->out, "id", e->id);
  cm_out_pair(&w->out, "sha256", cm_str_of(e->sha256));
  cm_sink_c(w->out.sink, "}");
}

/* Those computed, in their order; then those only used. */
static void editions(writer *w) {
  const cm_plan *plan = w->view->run->plan;
  cm_arena scratch;
  cm_arena_init(&scratch, w->view->run->arena.alloc);
  bool *written = CM_NEWS(&scratch, bool, plan->catalog->editions.size);
  if (!written) {
    w->out.sink->status = CEMENT_E_NOMEM;
    return;
  }
  cm_out_list(&w->out, "editions");
  for (size_t i = 0; i < plan->editions.size; i++) edition(w, plan->editions.at[i].edition, written);
  cm_out_end_list(&w->out);
  cm_out_list(&w->out, "uses");
  for (size_t i = 0; i < plan->editions.size; i++) {
    const cm_edition *e = plan->editions.at[i].edition;
    for (size_t k = 0; k < e->uses.size; k++) edition(w, e->uses.at[k].edition, written);
  }
  cm_out_end_list(&w->out);
  cm_arena_free(&scratch);
}

static void head(writer *w) {
  cm_out_head(&w->out, "cement-report/1", w->view->run->ledger);
  editions(w);
  cm_sink_c(w->out.sink, ",\n  \"periods\": ");
  if (w->view->period_text.size)
    cm_sink_json(w->out.sink, w->view->period_text);
  else
    cm_sink_c(w->out.sink, "null");
  cm_sink_c(w->out.sink, ",\n  \"language\": ");
  cm_sink_json(w->out.sink, w->view->language == CM_ZH ? CM_S("zh") : CM_S("en"));
}

/* ---- options, overrides, findings ---- */

static void options(writer *w) {
  const cm_plan *plan = w->view->run->plan;
  bool first = true;
  cm_sink_c(w->out.sink, ",\n  \"options\": {");
  for (size_t i = 0; i < plan->editions.size; i++) {
    const cm_plan_edition *pe = &plan->editions.at[i];
    if (!pe->edition->options.size) continue;
    cm_sink_c(w->out.sink, first ? "\n    " : ",\n    ");
    first = false;
    cm_sink_json(w->out.sink, pe->edition->id);
    cm_sink_c(w->out.sink, ": {");
    for (size_t k = 0; k < pe->edition->options.size; k++) {
      const cm_option *o = pe->edition->options.at[k];
      if (k) cm_sink_c(w->out.sink, ", ");
      cm_sink_json(w->out.sink, o->key);
      cm_sink_c(w->out.sink, ": ");
      cm_sink_json(w->out.sink, o->choices[pe->choices[k]].key);
    }
    cm_sink_c(w->out.sink, "}");
  }
  cm_sink_c(w->out.sink, first ? "}" : "\n  }");
}

static void overrides(writer *w) {
  const cm_run *run = w->view->run;
  cm_out_list(&w->out, "overrides");
  for (size_t i = 0; i < run->ledger->overrides.size; i++) {
    const cm_override *o = &run->ledger->overrides.at[i];
    cm_out_begin(&w->out, "edition", o->edition);
    cm_out_pair(&w->out, "key", o->key);
    if (o->of.size) cm_out_pair(&w->out, "of", o->of);
    cm_out_pair(&w->out, "value", o->written);
    cm_out_pair(&w->out, "unit", o->unit);
    cm_out_pair(&w->out, "reason", o->reason);
    cm_out_pair(&w->out, "used", run->override_used[i] ? CM_S("yes") : CM_S("no"));
    cm_sink_c(w->out.sink, "}");
  }
  cm_out_end_list(&w->out);
}

static void finding(writer *w, const cm_finding *f) {
  const cm_run *run = w->view->run;
  char period[CM_PERIOD_TEXT_MAX];
  cm_arena scratch;
  cm_buf message;
  cm_arena_init(&scratch, run->arena.alloc);
  cm_buf_init(&message, &scratch);
  cm_out_begin(&w->out, "severity", cm_str_of(cm_severity_text(f->severity)));
  cm_out_pair(&w->out, "code", f->code);
  if (f->edition != CM_NONE) cm_out_pair(&w->out, "edition", run->plan->editions.at[f->edition].edition->id);
  if (f->line != CM_NONE) cm_out_pair(&w->out, "line", run->ledger->lines.at[f->line].id);
  if (f->period != INT32_MIN) cm_out_pair(&w->out, "period", cm_period_words(f->period, f->year, period));
  if (f->periods > 1) cm_out_count(&w->out, "periods", f->periods);
  if (f->item) cm_out_pair(&w->out, "item", f->item->key);
  cm_str of = cm_finding_of(run, f);
  if (of.size) cm_out_pair(&w->out, "of", of);
  if (f->key.size) cm_out_pair(&w->out, "key", f->key);
  cm_finding_message(run, f, w->view->language, &message);
  if (message.failed) w->out.sink->status = CEMENT_E_NOMEM;
  cm_out_pair(&w->out, "message", cm_buf_text(&message));
  cm_sink_c(w->out.sink, "}");
  cm_arena_free(&scratch);
}

static void findings(writer *w) {
  const cm_run *run = w->view->run;
  cm_out_list(&w->out, "findings");
  for (size_t i = 0; i < run->findings.size; i++) {
    const cm_finding *f = &run->findings.at[i];
    if (cm_finding_shows(run, w->view->period, f)) finding(w, f);
  }
  cm_out_end_list(&w->out);
}

void cm_report_json(const cm_view *view, cm_sink *sink) {
  writer w = {view, {sink, true}};
  head(&w);
  results(&w);
  options(&w);
  overrides(&w);
  findings(&w);
  cm_sink_c(sink, "\n}\n");
}
