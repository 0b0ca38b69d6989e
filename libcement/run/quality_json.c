/* The report of data quality as JSON, cement-quality/1: keys and numbers only, the same in every language. */
#include "run/findings.h"
#include "run/json_out.h"
#include "run/quality.h"
#include "run/quality_words.h"

typedef struct writer {
  const cm_quality *quality;
  const cm_ledger *ledger;
  cm_out out;
} writer;

static void number(writer *w, const char *name, const cm_dec *x) {
  char text[CM_DEC_TEXT_MAX];
  cm_out_pair(&w->out, name, cm_dec_text(x, text));
}

static void rounded(writer *w, const char *name, const cm_rounded *x) {
  char text[CM_DEC_TEXT_MAX];
  cm_out_pair(&w->out, name, cm_rounded_text(x, text));
}

static void line_pair(writer *w, uint32_t line) {
  if (line != CM_NONE) cm_out_pair(&w->out, "line", w->ledger->lines.at[line].id);
}

static void month_pair(writer *w, cm_month month) {
  char text[CM_PERIOD_TEXT_MAX];
  cm_out_pair(&w->out, "period", cm_month_text(month, text));
}

static void about(writer *w, const cm_series_of *s) {
  cm_str of = cm_quality_of(w->ledger, s);
  line_pair(w, s->line);
  if (of.size) cm_out_pair(&w->out, "of", of);
  if (s->use != CM_NONE) cm_out_pair(&w->out, "use", w->ledger->items->use.members[s->use].key);
}

/* ---- parts ---- */

static void head(writer *w) {
  const cm_ledger *ledger = w->ledger;
  cm_out_head(&w->out, "cement-quality/1", ledger);
  cm_out_list(&w->out, "documents");
  for (size_t i = 0; i < ledger->documents.size; i++) {
    cm_out_begin(&w->out, "name", ledger->documents.at[i].name);
    cm_out_pair(&w->out, "sha256", cm_str_of(ledger->documents.at[i].sha256));
    cm_sink_c(w->out.sink, "}");
  }
  cm_out_end_list(&w->out);
}

static void coverage(writer *w) {
  char text[CM_PERIOD_TEXT_MAX];
  cm_out_list(&w->out, "coverage");
  for (size_t i = 0; i < w->quality->series.size; i++) {
    const cm_series_of *s = &w->quality->series.at[i];
    cm_out_begin(&w->out, "item", s->item->key);
    about(w, s);
    cm_sink_c(w->out.sink, ", \"months\": {");
    for (size_t m = 0; m < w->ledger->month_count; m++) {
      if (m) cm_sink_c(w->out.sink, ", ");
      cm_sink_json(w->out.sink, cm_month_text(w->ledger->months[m], text));
      cm_sink_c(w->out.sink, ": ");
      cm_sink_json(w->out.sink, cm_str_of(cm_quality_word(cm_quality_at(s, w->ledger->months[m]))));
    }
    cm_sink_c(w->out.sink, "}}");
  }
  cm_out_end_list(&w->out);
}

static void share_pair(writer *w, const char *name, const cm_dec *part, const cm_dec *whole) {
  cm_rounded percent;
  if (cm_quality_percent(part, whole, &percent)) rounded(w, name, &percent);
}

static void counted(writer *w, const cm_quality_counts *c, uint32_t line) {
  cm_dec part, whole;
  cm_out_entry(&w->out);
  cm_out_key(&w->out, "values");
  cm_sink_u64(w->out.sink, c->values);
  line_pair(w, line);
  for (size_t i = 0; i < CM_METHODS; i++) cm_out_count(&w->out, cm_quality_methods[i], c->by_method[i]);
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
    cm_out_count(&w->out, "fuels", c->fuels);
    cm_out_count(&w->out, "fuels_without_heat", c->unheated);
  }
  cm_sink_c(w->out.sink, "}");
}

static void shares(writer *w) {
  size_t lines = w->ledger->lines.size;
  cm_out_list(&w->out, "shares");
  for (size_t i = 0; i <= lines; i++) {
    if (w->quality->counts[i].values) counted(w, &w->quality->counts[i], i == lines ? CM_NONE : (uint32_t)i);
  }
  cm_out_end_list(&w->out);
}

/* What the limits of the months that stand out are made of. */
static void moving_range(writer *w) {
  const cm_quality_rules *rules = &w->quality->rules;
  cm_sink_c(w->out.sink, ",\n  ");
  cm_out_key(&w->out, "moving_range");
  cm_sink_c(w->out.sink, "{");
  cm_out_key(&w->out, "factor");
  cm_sink_json(w->out.sink, rules->factor_text);
  cm_out_count(&w->out, "months", (uint64_t)rules->months);
  cm_out_pair(&w->out, "cite", rules->factor_cite);
  cm_out_pair(&w->out, "confidence", cm_str_of(cm_confidence_text(rules->factor_confidence)));
  cm_sink_c(w->out.sink, "}");
}

static void outliers(writer *w) {
  cm_out_list(&w->out, "outliers");
  for (size_t i = 0; i < w->quality->outliers.size; i++) {
    const cm_outlier *o = &w->quality->outliers.at[i];
    char unit[CM_UNIT_TEXT_MAX];
    if (o->series != NULL) {
      cm_out_begin(&w->out, "item", o->series->item->key);
      about(w, o->series);
    } else {
      cm_out_begin(&w->out, "key", o->ratio->key);
      line_pair(w, o->line);
    }
    month_pair(w, o->month);
    number(w, "value", &o->value);
    cm_out_pair(&w->out, "unit", o->series != NULL ? cm_quality_unit(w->ledger, o->series, unit) : o->ratio->unit);
    number(w, "mean", &o->mean);
    number(w, "low", &o->low);
    number(w, "high", &o->high);
    cm_out_count(&w->out, "months", o->months);
    cm_sink_c(w->out.sink, "}");
  }
  cm_out_end_list(&w->out);
}

static cm_str state_text(cm_balance_state state) {
  static const char *const states[] = {"agrees", "differs", "outside", "unknown"};
  return cm_str_of(states[state]);
}

static void fuel_pair(writer *w, uint32_t fuel) {
  if (fuel != CM_NONE) cm_out_pair(&w->out, "of", w->ledger->fuels.at[fuel].id);
}

/* Terms that are not there: missing, or counted as zero. */
static void lacks(writer *w, const cm_stock_month *m, const char *name, bool zero) {
  bool first = true;
  for (size_t i = 0; i < m->lacks; i++) {
    const cm_stock_lack *l = &w->quality->lacks.at[m->first_lack + i];
    if (l->zero != zero) continue;
    cm_sink_c(w->out.sink, ", ");
    if (first) cm_out_key(&w->out, name);
    cm_sink_c(w->out.sink, first ? "[{" : "{");
    cm_out_key(&w->out, "item");
    cm_sink_json(w->out.sink, l->item->key);
    if (l->series != NULL) about(w, l->series);
    cm_sink_c(w->out.sink, "}");
    first = false;
  }
  if (!first) cm_sink_c(w->out.sink, "]");
}

static void stock(writer *w, const cm_stock_month *m) {
  char unit[CM_UNIT_TEXT_MAX];
  cm_rounded share;
  bool known = m->state != CM_BALANCE_UNKNOWN;
  cm_out_begin(&w->out, "key", m->stock->key);
  fuel_pair(w, m->fuel);
  month_pair(w, m->month);
  cm_out_pair(&w->out, "status", state_text(m->state));
  if (m->opening != NULL) number(w, "opening", &m->opening->value);
  rounded(w, "in", &m->flows[0]);
  rounded(w, "out", &m->flows[1]);
  if (known) rounded(w, "computed", &m->computed);
  if (m->closing != NULL) number(w, "closing", &m->closing->value);
  if (known) rounded(w, "difference", &m->difference);
  if (known && cm_quality_percent(&m->difference.value, &m->available, &share)) rounded(w, "share", &share);
  cm_out_pair(&w->out, "unit", cm_quality_stock_unit(w->ledger, m, unit));
  if (m->before != NULL) number(w, "closing_before", &m->before->value);
  if (m->opening != NULL && m->before != NULL) rounded(w, "carried_difference", &m->carried);
  lacks(w, m, "missing", false);
  lacks(w, m, "as_zero", true);
  cm_sink_c(w->out.sink, "}");
}

static void stocks(writer *w) {
  const cm_quality *q = w->quality;
  cm_out_list(&w->out, "stocks");
  for (size_t i = 0; i < q->stocks.size; i++) stock(w, &q->stocks.at[i]);
  cm_out_end_list(&w->out);
  cm_out_list(&w->out, "not_checked");
  for (size_t i = 0; i < q->unchecked.size; i++) {
    cm_out_begin(&w->out, "key", q->unchecked.at[i].stock->key);
    fuel_pair(w, q->unchecked.at[i].fuel);
    cm_out_pair(&w->out, "needs", q->unchecked.at[i].stock->absent.en);
    cm_sink_c(w->out.sink, "}");
  }
  cm_out_end_list(&w->out);
}

static void balances(writer *w) {
  cm_out_list(&w->out, "balances");
  for (size_t i = 0; i < w->quality->balances.size; i++) {
    const cm_balance *b = &w->quality->balances.at[i];
    cm_out_begin(&w->out, "key", b->key);
    line_pair(w, b->line);
    month_pair(w, b->month);
    cm_out_pair(&w->out, "status", state_text(b->state));
    if (b->valued) rounded(w, "value", &b->value);
    cm_out_pair(&w->out, "expected", b->expected);
    cm_out_pair(&w->out, "unit", b->unit);
    cm_sink_c(w->out.sink, "}");
  }
  cm_out_end_list(&w->out);
  cm_out_list(&w->out, "ratios");
  for (size_t i = 0; i < w->quality->ratios.size; i++) {
    const cm_ratio_months *r = &w->quality->ratios.at[i];
    cm_out_begin(&w->out, "key", r->ratio->key);
    line_pair(w, r->line);
    cm_out_count(&w->out, "months", r->months);
    rounded(w, "mean", &r->mean);
    if (r->limited) rounded(w, "low", &r->low);
    if (r->limited) rounded(w, "high", &r->high);
    cm_out_pair(&w->out, "unit", r->ratio->unit);
    cm_sink_c(w->out.sink, "}");
  }
  cm_out_end_list(&w->out);
}

static void reading(writer *w) {
  cm_out_list(&w->out, "reading");
  for (size_t i = 0; i < w->ledger->remarks.size; i++) {
    const cm_remark *r = &w->ledger->remarks.at[i];
    const cm_finding_type *type = cm_remark_type(r->kind);
    cm_out_begin(&w->out, "code", type->code);
    cm_out_pair(&w->out, "severity", cm_str_of(cm_severity_text(type->severity)));
    if (r->line.size) cm_out_pair(&w->out, "line", r->line);
    if (r->month != INT32_MIN) month_pair(w, r->month);
    if (r->item != NULL) cm_out_pair(&w->out, "item", r->item->key);
    if (r->of.size) cm_out_pair(&w->out, "of", r->of);
    if (r->key.size) cm_out_pair(&w->out, "heading", r->key);
    if (r->cells) cm_out_count(&w->out, "cells", r->cells);
    cm_out_pair(&w->out, "detail", r->detail);
    cm_sink_c(w->out.sink, "}");
  }
  cm_out_end_list(&w->out);
}

void cm_quality_json(const cm_quality *quality, cm_sink *sink) {
  writer w = {quality, quality->ledger, {sink, true}};
  head(&w);
  coverage(&w);
  shares(&w);
  moving_range(&w);
  outliers(&w);
  balances(&w);
  stocks(&w);
  reading(&w);
  cm_sink_c(sink, "\n}\n");
}
