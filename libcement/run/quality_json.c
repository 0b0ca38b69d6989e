/* The report of data quality as JSON, cement-quality/1: keys and numbers only, the same in every language. */
#include "run/findings.h"
#include "run/quality.h"
#include "run/quality_words.h"

typedef struct writer {
  const cm_quality *quality;
  const cm_ledger *ledger;
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

static void count(writer *w, const char *name, uint64_t n) {
  cm_sink_c(w->out, ", ");
  key(w, name);
  cm_sink_u64(w->out, n);
}

static void list(writer *w, const char *name) {
  cm_sink_c(w->out, ",\n  ");
  key(w, name);
  cm_sink_c(w->out, "[");
  w->first = true;
}

/* An entry of a list, with what it is called by. */
static void begin(writer *w, const char *name, cm_str text) {
  cm_sink_c(w->out, w->first ? "\n    {" : ",\n    {");
  w->first = false;
  key(w, name);
  cm_sink_json(w->out, text);
}

static void end_list(writer *w) {
  cm_sink_c(w->out, w->first ? "]" : "\n  ]");
}

static void number(writer *w, const char *name, const cm_dec *x) {
  char text[CM_DEC_TEXT_MAX];
  pair(w, name, cm_dec_text(x, text));
}

static void rounded(writer *w, const char *name, const cm_rounded *x) {
  char text[CM_DEC_TEXT_MAX];
  pair(w, name, cm_rounded_text(x, text));
}

static void line_pair(writer *w, uint32_t line) {
  if (line != CM_NONE) pair(w, "line", w->ledger->lines.at[line].id);
}

static void month_pair(writer *w, cm_month month) {
  char text[CM_PERIOD_TEXT_MAX];
  pair(w, "period", cm_month_text(month, text));
}

static void about(writer *w, const cm_series_of *s) {
  cm_str of = cm_quality_of(w->ledger, s);
  line_pair(w, s->line);
  if (of.size) pair(w, "of", of);
  if (s->use != CM_NONE) pair(w, "use", w->ledger->items->use.members[s->use].key);
}

/* ---- parts ---- */

static void head(writer *w) {
  const cm_ledger *ledger = w->ledger;
  cm_sink_c(w->out, "{\n  \"schema\": \"cement-quality/1\",\n  \"library\": {\"version\": ");
  cm_sink_json(w->out, cm_str_of(cement_version()));
  cm_sink_c(w->out, "},\n  \"ledger\": {\"sha256\": ");
  cm_sink_json(w->out, cm_str_of(ledger->sha256));
  pair(w, "canonical_sha256", cm_str_of(ledger->canonical_sha256));
  cm_sink_c(w->out, "}");
  list(w, "documents");
  for (size_t i = 0; i < ledger->documents.size; i++) {
    begin(w, "name", ledger->documents.at[i].name);
    pair(w, "sha256", cm_str_of(ledger->documents.at[i].sha256));
    cm_sink_c(w->out, "}");
  }
  end_list(w);
}

static void coverage(writer *w) {
  char text[CM_PERIOD_TEXT_MAX];
  list(w, "coverage");
  for (size_t i = 0; i < w->quality->series.size; i++) {
    const cm_series_of *s = &w->quality->series.at[i];
    begin(w, "item", s->item->key);
    about(w, s);
    cm_sink_c(w->out, ", \"months\": {");
    for (size_t m = 0; m < w->ledger->month_count; m++) {
      if (m) cm_sink_c(w->out, ", ");
      cm_sink_json(w->out, cm_month_text(w->ledger->months[m], text));
      cm_sink_c(w->out, ": ");
      cm_sink_json(w->out, cm_str_of(cm_quality_word(cm_quality_at(s, w->ledger->months[m]))));
    }
    cm_sink_c(w->out, "}}");
  }
  end_list(w);
}

static void share_pair(writer *w, const char *name, const cm_dec *part, const cm_dec *whole) {
  cm_rounded percent;
  if (cm_quality_percent(part, whole, &percent)) rounded(w, name, &percent);
}

static void counted(writer *w, const cm_quality_counts *c, uint32_t line) {
  cm_dec part, whole;
  cm_sink_c(w->out, w->first ? "\n    {" : ",\n    {");
  w->first = false;
  key(w, "values");
  cm_sink_u64(w->out, c->values);
  line_pair(w, line);
  for (size_t i = 0; i < CM_METHODS; i++) count(w, cm_quality_methods[i], c->by_method[i]);
  (void)cm_dec_from_i64(&whole, (int64_t)c->values);
  (void)cm_dec_from_i64(&part, (int64_t)c->by_method[CM_METHOD_DEFAULT]);
  share_pair(w, "default_share", &part, &whole);
  (void)cm_dec_from_i64(&part, (int64_t)c->by_method[CM_METHOD_ESTIMATED]);
  share_pair(w, "estimated_share", &part, &whole);
  if (c->fuels) {
    number(w, "heat", &c->heat);
    number(w, "heat_by_default", &c->heat_by_guess[0]);
    number(w, "heat_by_estimate", &c->heat_by_guess[1]);
    share_pair(w, "heat_default_share", &c->heat_by_guess[0], &c->heat);
    share_pair(w, "heat_estimated_share", &c->heat_by_guess[1], &c->heat);
    count(w, "fuels", c->fuels);
    count(w, "fuels_without_heat", c->unheated);
  }
  cm_sink_c(w->out, "}");
}

static void shares(writer *w) {
  size_t lines = w->ledger->lines.size;
  list(w, "shares");
  for (size_t i = 0; i <= lines; i++) {
    if (w->quality->counts[i].values) counted(w, &w->quality->counts[i], i == lines ? CM_NONE : (uint32_t)i);
  }
  end_list(w);
}

/* What the limits of the months that stand out are made of. */
static void moving_range(writer *w) {
  const cm_quality_rules *rules = &w->quality->rules;
  cm_sink_c(w->out, ",\n  ");
  key(w, "moving_range");
  cm_sink_c(w->out, "{");
  key(w, "factor");
  cm_sink_json(w->out, rules->factor_text);
  count(w, "months", (uint64_t)rules->months);
  pair(w, "cite", rules->factor_cite);
  pair(w, "confidence", cm_str_of(cm_confidence_text(rules->factor_confidence)));
  cm_sink_c(w->out, "}");
}

static void outliers(writer *w) {
  list(w, "outliers");
  for (size_t i = 0; i < w->quality->outliers.size; i++) {
    const cm_outlier *o = &w->quality->outliers.at[i];
    char unit[CM_UNIT_TEXT_MAX];
    if (o->series != NULL) {
      begin(w, "item", o->series->item->key);
      about(w, o->series);
    } else {
      begin(w, "key", o->ratio->key);
      line_pair(w, o->line);
    }
    month_pair(w, o->month);
    number(w, "value", &o->value);
    pair(w, "unit", o->series != NULL ? cm_quality_unit(w->ledger, o->series, unit) : o->ratio->unit);
    number(w, "mean", &o->mean);
    number(w, "low", &o->low);
    number(w, "high", &o->high);
    count(w, "months", o->months);
    cm_sink_c(w->out, "}");
  }
  end_list(w);
}

static void balances(writer *w) {
  static const char *const states[] = {"agrees", "differs", "outside", "unknown"};
  list(w, "balances");
  for (size_t i = 0; i < w->quality->balances.size; i++) {
    const cm_balance *b = &w->quality->balances.at[i];
    begin(w, "key", b->key);
    line_pair(w, b->line);
    month_pair(w, b->month);
    pair(w, "status", cm_str_of(states[b->state]));
    if (b->valued) rounded(w, "value", &b->value);
    pair(w, "expected", b->expected);
    pair(w, "unit", b->unit);
    cm_sink_c(w->out, "}");
  }
  end_list(w);
  list(w, "ratios");
  for (size_t i = 0; i < w->quality->ratios.size; i++) {
    const cm_ratio_months *r = &w->quality->ratios.at[i];
    begin(w, "key", r->ratio->key);
    line_pair(w, r->line);
    count(w, "months", r->months);
    rounded(w, "mean", &r->mean);
    if (r->limited) rounded(w, "low", &r->low);
    if (r->limited) rounded(w, "high", &r->high);
    pair(w, "unit", r->ratio->unit);
    cm_sink_c(w->out, "}");
  }
  end_list(w);
  list(w, "not_checked");
  for (size_t i = 0; i < w->quality->rules.needs.size; i++) {
    begin(w, "key", w->quality->rules.needs.at[i].key);
    pair(w, "needs", w->quality->rules.needs.at[i].label.en);
    cm_sink_c(w->out, "}");
  }
  end_list(w);
}

static void reading(writer *w) {
  list(w, "reading");
  for (size_t i = 0; i < w->ledger->remarks.size; i++) {
    const cm_remark *r = &w->ledger->remarks.at[i];
    const cm_finding_type *type = cm_remark_type(r->kind);
    begin(w, "code", type->code);
    pair(w, "severity", cm_str_of(cm_severity_text(type->severity)));
    if (r->line.size) pair(w, "line", r->line);
    if (r->month != INT32_MIN) month_pair(w, r->month);
    if (r->item != NULL) pair(w, "item", r->item->key);
    if (r->of.size) pair(w, "of", r->of);
    if (r->key.size) pair(w, "heading", r->key);
    if (r->cells) count(w, "cells", r->cells);
    pair(w, "detail", r->detail);
    cm_sink_c(w->out, "}");
  }
  end_list(w);
}

void cm_quality_json(const cm_quality *quality, cm_sink *sink) {
  writer w = {quality, quality->ledger, sink, true};
  head(&w);
  coverage(&w);
  shares(&w);
  moving_range(&w);
  outliers(&w);
  balances(&w);
  reading(&w);
  cm_sink_c(sink, "\n}\n");
}
