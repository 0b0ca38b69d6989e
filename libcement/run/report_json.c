/* The report as JSON, cement-report/1: fixed order of keys, one result a line, numbers as text. */
#include "run/report_words.h"

typedef struct writer {
  const cm_view *view;
  cm_sink *out;
  bool first; /* of the list being written */
} writer;

static void key(writer *w, const char *name) {
  cm_sink_json(w->out, cm_str_of(name));
  cm_sink_c(w->out, ": ");
}

static void pair(writer *w, const char *name, cm_str text) {
  cm_sink_c(w->out, ", ");
  key(w, name);
  cm_sink_json(w->out, text);
}

static void begin(writer *w) {
  cm_sink_c(w->out, w->first ? "\n    " : ",\n    ");
  w->first = false;
}

static void list(writer *w, const char *name) {
  cm_sink_c(w->out, ",\n  ");
  key(w, name);
  cm_sink_c(w->out, "[");
  w->first = true;
}

static void end_list(writer *w) {
  cm_sink_c(w->out, w->first ? "]" : "\n  ]");
}

static void dec(writer *w, const cm_dec *x) {
  char text[CM_DEC_TEXT_MAX];
  cm_sink_json(w->out, cm_dec_text(x, text));
}

/* ---- results ---- */

static void missing_entry(writer *w, const cm_missing *m) {
  const cm_run *run = w->view->run;
  char item[CM_MISSING_ITEM_MAX], period[CM_PERIOD_TEXT_MAX];
  cm_sink_c(w->out, w->first ? "{" : ", {");
  w->first = false;
  key(w, "item");
  cm_sink_json(w->out, cm_missing_item(m, item));
  cm_str of = cm_missing_of(run, m);
  if (of.size) pair(w, "of", of);
  if (m->line != CM_NONE) pair(w, "line", run->ledger->lines.at[m->line].id);
  if (m->period != INT32_MIN) pair(w, "period", cm_period_words(m->period, m->year, period));
  cm_sink_c(w->out, "}");
}

static void missing(writer *w, const cm_figure *figure) {
  cm_arena scratch;
  cm_missing_list found = {NULL, 0, 0};
  cm_arena_init(&scratch, w->view->run->arena.alloc);
  if (cm_figure_missing(w->view->run, figure, &scratch, &found)) w->out->status = CEMENT_E_NOMEM;
  cm_sink_c(w->out, ", ");
  key(w, "missing");
  cm_sink_c(w->out, "[");
  w->first = true;
  for (size_t i = 0; i < found.size; i++) missing_entry(w, &found.at[i]);
  cm_sink_c(w->out, "]");
  w->first = false;
  cm_arena_free(&scratch);
}

static void limits(writer *w, const cm_figure *figure) {
  const cm_value *applied;
  const cm_limit *limit = cm_figure_limit(figure, &applied);
  if (!limit || cm_figure_value(figure)->state == CM_NOT_APPLICABLE) return;
  for (size_t i = 0; i < limit->levels; i++)
    if (applied[i].state != CM_VALID) return;
  int grade = cm_figure_grade(w->view->run, figure);
  if (grade >= 0) {
    cm_sink_c(w->out, ", ");
    key(w, "grade");
    cm_sink_u64(w->out, (uint64_t)grade);
  }
  cm_sink_c(w->out, ", \"limits\": {\"base\": [");
  for (size_t i = 0; i < limit->levels; i++) {
    if (i) cm_sink_c(w->out, ", ");
    cm_sink_json(w->out, limit->base[i]->text);
  }
  cm_sink_c(w->out, "], \"applied\": [");
  for (size_t i = 0; i < limit->levels; i++) {
    if (i) cm_sink_c(w->out, ", ");
    dec(w, &applied[i].dec);
  }
  cm_sink_c(w->out, "]}");
}

static void value(writer *w, const cm_figure *figure) {
  char text[CM_DEC_TEXT_MAX];
  cm_rounded shown;
  cm_sink_c(w->out, ", ");
  key(w, "value");
  dec(w, &cm_figure_value(figure)->dec);
  if (cm_figure_display(figure, &shown) >= 0) pair(w, "display", cm_rounded_text(&shown, text));
}

static void result(writer *w, const cm_figure *figure) {
  const cm_run *run = w->view->run;
  const cm_instance *in = cm_figure_instance(figure);
  uint32_t line = figure->sheet->track->line, state = cm_figure_value(figure)->state;
  char period[CM_PERIOD_TEXT_MAX];
  begin(w);
  cm_sink_c(w->out, "{");
  key(w, "edition");
  cm_sink_json(w->out, cm_figure_edition(figure)->id);
  if (line != CM_NONE) pair(w, "line", run->ledger->lines.at[line].id);
  pair(w, "period", cm_figure_period(figure, period));
  pair(w, "key", in->formula->key);
  if (in->of.size) pair(w, "of", in->of);
  if (state == CM_VALID) value(w, figure);
  pair(w, "unit", in->formula->unit_text);
  pair(w, "status", cm_str_of(cm_status_text(state)));
  if (state == CM_MISSING) missing(w, figure);
  limits(w, figure);
  pair(w, "clause", in->formula->clause);
  cm_sink_c(w->out, "}");
}

static void results(writer *w) {
  const cm_run *run = w->view->run;
  list(w, "results");
  for (size_t i = 0; i < run->figures.size; i++) {
    const cm_figure *f = &run->figures.at[i];
    if (cm_period_shows(run, w->view->period, cm_figure_period_number(f), f->sheet->year)) result(w, f);
  }
  end_list(w);
}

/* ---- head ---- */

/* An edition and those whose tables it uses, each once. */
static void edition(writer *w, const cm_edition *e, bool *written) {
  if (written[e->index]) return;
  written[e->index] = true;
  begin(w);
  cm_sink_c(w->out, "{");
  key(w, "id");
  cm_sink_json(w->out, e->id);
  pair(w, "sha256", cm_str_of(e->sha256));
  cm_sink_c(w->out, "}");
}

/* Those computed, in their order; then those only used. */
static void editions(writer *w) {
  const cm_plan *plan = w->view->run->plan;
  cm_arena scratch;
  cm_arena_init(&scratch, w->view->run->arena.alloc);
  bool *written = CM_NEWS(&scratch, bool, plan->catalog->editions.size);
  if (!written) {
    w->out->status = CEMENT_E_NOMEM;
    return;
  }
  list(w, "editions");
  for (size_t i = 0; i < plan->editions.size; i++) edition(w, plan->editions.at[i].edition, written);
  end_list(w);
  list(w, "uses");
  for (size_t i = 0; i < plan->editions.size; i++) {
    const cm_edition *e = plan->editions.at[i].edition;
    for (size_t k = 0; k < e->uses.size; k++) edition(w, e->uses.at[k].edition, written);
  }
  end_list(w);
  cm_arena_free(&scratch);
}

static void head(writer *w) {
  const cm_ledger *ledger = w->view->run->ledger;
  cm_sink_c(w->out, "{\n  \"schema\": \"cement-report/1\",\n  \"library\": {\"version\": ");
  cm_sink_json(w->out, cm_str_of(cement_version()));
  cm_sink_c(w->out, "},\n  \"ledger\": {\"sha256\": ");
  cm_sink_json(w->out, cm_str_of(ledger->sha256));
  pair(w, "canonical_sha256", cm_str_of(ledger->canonical_sha256));
  cm_sink_c(w->out, "}");
  editions(w);
  cm_sink_c(w->out, ",\n  \"periods\": ");
  if (w->view->period_text.size)
    cm_sink_json(w->out, w->view->period_text);
  else
    cm_sink_c(w->out, "null");
  cm_sink_c(w->out, ",\n  \"language\": ");
  cm_sink_json(w->out, w->view->language == CM_ZH ? CM_S("zh") : CM_S("en"));
}

/* ---- options, overrides, findings ---- */

static void options(writer *w) {
  const cm_plan *plan = w->view->run->plan;
  bool first = true;
  cm_sink_c(w->out, ",\n  \"options\": {");
  for (size_t i = 0; i < plan->editions.size; i++) {
    const cm_plan_edition *pe = &plan->editions.at[i];
    if (!pe->edition->options.size) continue;
    cm_sink_c(w->out, first ? "\n    " : ",\n    ");
    first = false;
    cm_sink_json(w->out, pe->edition->id);
    cm_sink_c(w->out, ": {");
    for (size_t k = 0; k < pe->edition->options.size; k++) {
      const cm_option *o = pe->edition->options.at[k];
      if (k) cm_sink_c(w->out, ", ");
      cm_sink_json(w->out, o->key);
      cm_sink_c(w->out, ": ");
      cm_sink_json(w->out, o->choices[pe->choices[k]].key);
    }
    cm_sink_c(w->out, "}");
  }
  cm_sink_c(w->out, first ? "}" : "\n  }");
}

static void overrides(writer *w) {
  const cm_run *run = w->view->run;
  list(w, "overrides");
  for (size_t i = 0; i < run->ledger->overrides.size; i++) {
    const cm_override *o = &run->ledger->overrides.at[i];
    begin(w);
    cm_sink_c(w->out, "{");
    key(w, "edition");
    cm_sink_json(w->out, o->edition);
    pair(w, "key", o->key);
    if (o->of.size) pair(w, "of", o->of);
    pair(w, "value", o->written);
    pair(w, "unit", o->unit);
    pair(w, "reason", o->reason);
    pair(w, "used", run->override_used[i] ? CM_S("yes") : CM_S("no"));
    cm_sink_c(w->out, "}");
  }
  end_list(w);
}

static void finding(writer *w, const cm_finding *f) {
  const cm_run *run = w->view->run;
  char period[CM_PERIOD_TEXT_MAX];
  cm_arena scratch;
  cm_buf message;
  cm_arena_init(&scratch, run->arena.alloc);
  cm_buf_init(&message, &scratch);
  begin(w);
  cm_sink_c(w->out, "{");
  key(w, "severity");
  cm_sink_json(w->out, cm_str_of(cm_severity_text(f->severity)));
  pair(w, "code", f->code);
  if (f->edition != CM_NONE) pair(w, "edition", run->plan->editions.at[f->edition].edition->id);
  if (f->line != CM_NONE) pair(w, "line", run->ledger->lines.at[f->line].id);
  if (f->period != INT32_MIN) pair(w, "period", cm_period_words(f->period, f->year, period));
  if (f->periods > 1) {
    cm_sink_c(w->out, ", \"periods\": ");
    cm_sink_u64(w->out, f->periods);
  }
  if (f->item) pair(w, "item", f->item->key);
  cm_str of = f->row.size ? f->row : cm_tuple_of(run->ledger, f->tuple);
  if (of.size) pair(w, "of", of);
  if (f->key.size) pair(w, "key", f->key);
  cm_finding_message(run, f, w->view->language, &message);
  if (message.failed) w->out->status = CEMENT_E_NOMEM;
  pair(w, "message", cm_buf_text(&message));
  cm_sink_c(w->out, "}");
  cm_arena_free(&scratch);
}

static void findings(writer *w) {
  const cm_run *run = w->view->run;
  list(w, "findings");
  for (size_t i = 0; i < run->findings.size; i++) {
    const cm_finding *f = &run->findings.at[i];
    if (cm_finding_shows(run, w->view->period, f)) finding(w, f);
  }
  end_list(w);
}

void cm_report_json(const cm_view *view, cm_sink *sink) {
  writer w = {view, sink, true};
  head(&w);
  results(&w);
  options(&w);
  overrides(&w);
  findings(&w);
  cm_sink_c(sink, "\n}\n");
}
