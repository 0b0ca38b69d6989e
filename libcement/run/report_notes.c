/* Findings, gravest first, and the factors that are not well founded. */
#include "run/findings.h"
#include "run/report_page.h"

static bool is_factor(const cm_finding *f) {
  return cm_str_starts(f->code, "factor-");
}

/* ---- findings ---- */

static void add_place(cm_page *page, cm_buf *buf, const cm_finding *f) {
  const cm_run *run = page->run;
  char text[CM_PERIOD_TEXT_MAX];
  if (f->line != CM_NONE) {
    cm_buf_add_c(buf, cm_page_word(page, "line ", "生产线 "));
    cm_buf_add(buf, run->ledger->lines.at[f->line].id);
  } else if (f->period != INT32_MIN) {
    cm_buf_add_c(buf, cm_page_word(page, "whole plant", "全厂"));
  }
  if (f->period == INT32_MIN) return;
  cm_buf_add_c(buf, cm_page_word(page, ", ", "，"));
  cm_buf_add(buf, cm_period_words(f->period, f->year, text));
  if (f->periods < 2) return;
  cm_buf_add_c(buf, cm_page_word(page, " and ", "等"));
  cm_buf_add_u64(buf, page->language == CM_ZH ? f->periods : f->periods - 1);
  if (page->language == CM_ZH)
    cm_buf_add_c(buf, f->year ? "个年度" : "个月");
  else
    cm_buf_add_c(buf, f->year ? " more year" : " more month");
  if (page->language != CM_ZH && f->periods > 2) cm_buf_add_char(buf, 's');
}

/* The same said of several figures at once. */
static bool same_but_key(const cm_finding *a, const cm_finding *b) {
  cm_finding of_b = *a; /* what is said of a, said of b's figure */
  of_b.key = b->key;
  bool of_figures = a->key.size && !a->detail.size; /* sorted by key: those without are first */
  return of_figures && a->periods == b->periods && cm_finding_compare(&of_b, b) == 0;
}

/* `count` findings that differ in their key only. */
static void write_finding(cm_page *page, const cm_finding *f, size_t count) {
  cm_buf buf;
  cm_buf_init(&buf, &page->arena);
  add_place(page, &buf, f);
  if (buf.size) cm_buf_add_c(&buf, cm_page_word(page, ": ", "："));
  cm_finding_message(page->run, f, page->language, &buf);
  for (size_t i = 1; i < count; i++) {
    cm_buf_add_c(&buf, cm_page_word(page, ", ", "、"));
    cm_buf_add(&buf, cm_finding_key(page->run, &f[i], page->language));
  }
  cm_buf_add_c(&buf, " [");
  if (f->edition != CM_NONE) {
    cm_buf_add(&buf, page->run->plan->editions.at[f->edition].edition->id);
    cm_buf_add_c(&buf, " ");
  }
  cm_buf_add(&buf, f->code);
  cm_buf_add_c(&buf, "]");
  page->style->item(page, cm_page_text(page, &buf));
}

static bool write_severity(cm_page *page, cm_severity severity, const char *title) {
  const cm_run *run = page->run;
  bool any = false;
  for (size_t i = 0; i < run->findings.size && !page->sink->status; i++) {
    const cm_finding *f = &run->findings.at[i];
    if (f->severity != severity || is_factor(f) || !cm_finding_shows(page->run, page->view->period, f)) continue;
    if (!any) page->style->heading(page, 3, cm_str_of(title));
    any = true;
    size_t count = 1;
    while (i + count < run->findings.size && same_but_key(f, f + count)) count++;
    write_finding(page, f, count);
    i += count - 1;
  }
  return any;
}

/* ---- factors ---- */

static void write_factors(cm_page *page, const char *code, const char *title) {
  const cm_run *run = page->run;
  bool any = false;
  for (size_t i = 0; i < run->findings.size && !page->sink->status; i++) {
    const cm_finding *f = &run->findings.at[i];
    if (!cm_str_is(f->code, code)) continue;
    if (!any) page->style->heading(page, 3, cm_str_of(title));
    any = true;
    page->style->item(page, f->detail);
  }
}

void cm_page_findings(cm_page *page) {
  page->style->heading(page, 2, cm_str_of(cm_page_word(page, "Findings", "发现")));
  bool any = write_severity(page, CM_ERROR, cm_page_word(page, "Errors", "错误"));
  any |= write_severity(page, CM_WARNING, cm_page_word(page, "Warnings", "警告"));
  any |= write_severity(page, CM_INFO, cm_page_word(page, "Notes", "提示"));
  if (!any) page->style->paragraph(page, cm_str_of(cm_page_word(page, "None.", "无。")));
  write_factors(page, "factor-unverified", cm_page_word(page, "Unverified factors in use", "所用未经核实的因子"));
  write_factors(page, "factor-analogy", cm_page_word(page, "Factors taken by analogy", "所用类推的因子"));
  write_factors(page, "factor-single-source",
                cm_page_word(page, "Factors that rest on a single source", "所用仅有单一来源的因子"));
}
