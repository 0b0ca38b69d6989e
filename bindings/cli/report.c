#include "cli.h"

#include <stdlib.h>
#include <string.h>

static int32_t format_of(const char *text) {
  if (!text || !strcmp(text, "text")) return CEMENT_FORMAT_TEXT;
  if (!strcmp(text, "json")) return CEMENT_FORMAT_JSON;
  if (!strcmp(text, "form")) return CEMENT_FORMAT_FORM;
  return !strcmp(text, "csv") ? CEMENT_FORMAT_CSV : CEMENT_FORMAT_MARKDOWN;
}

/* ---- --require-complete ---- */

#define YEARS 10000

/* Years that the report leaves out: a month of theirs lies outside the period. */
static void cut_years(const cement_run *run, const period *p, bool *cut) {
  period month;
  for (size_t i = 0; i < cement_run_figure_count(run); i++) {
    cement_figure f = {.size = sizeof f};
    if (cement_run_figure(run, &f, i, NULL) || strlen(f.period) != 7 || !period_read(f.period, &month)) continue;
    if (month.first < p->first || month.last > p->last) cut[month.first / 12] = true;
  }
}

static bool shown(const cement_figure *f, const period *p, const bool *cut) {
  period own;
  if (!p || !period_read(f->period, &own)) return true;
  if (own.month) return own.first >= p->first && own.last <= p->last;
  return !p->month && !cut[own.first / 12] && own.first <= p->last && own.last >= p->first;
}

static int tell_incomplete(const cement_figure *first, size_t count) {
  fprintf(stderr, "cement: %zu figure%s incomplete, the first: %s%s%s, %s%s, %s, %s\n", count,
          count == 1 ? " is" : "s are", first->key, first->of ? " of " : "", first->of ? first->of : "",
          first->line ? "line " : "facility", first->line ? first->line : "", first->period, first->edition);
  return EXIT_DIFFERS;
}

static int require_complete(const cement_run *run, const char *text) {
  period p;
  bool *cut = calloc(YEARS + 1, sizeof *cut), limited = text && period_read(text, &p);
  cement_figure first = {.size = 0};
  size_t count = 0;
  if (!cut) {
    fputs("cement: out of memory\n", stderr);
    return EXIT_SYSTEM;
  }
  if (limited) cut_years(run, &p, cut);
  for (size_t i = 0; i < cement_run_figure_count(run); i++) {
    cement_figure f = {.size = sizeof f};
    if (cement_run_figure(run, &f, i, NULL) || f.status != CEMENT_STATUS_INCOMPLETE) continue;
    if (!shown(&f, limited ? &p : NULL, cut)) continue;
    if (!count++) first = f;
  }
  free(cut);
  return count ? tell_incomplete(&first, count) : EXIT_DONE;
}

/* ---- the report ---- */

static int write_report(const session *s, const options *o) {
  cement_error e = {.size = sizeof e};
  output out;
  output_init(&out);
  int status = EXIT_DONE;
  if (cement_run_report(s->run, output_add, &out, format_of(o->format), o->language, o->period, &e))
    status = out.failed ? output_finish(&out, NULL) : misused(&e);
  else
    status = output_finish(&out, o->out);
  output_free(&out);
  return status;
}

int command_report(const options *o) {
  session s = {.run = NULL};
  if (!o->inputs.size) return usage("report wants a LEDGER (see cement report --help)", NULL);
  int status = session_open(&s, o);
  if (!status) status = session_plan(&s, o);
  if (!status) status = session_ledger(&s, o, &o->inputs);
  if (!status) status = session_run(&s);
  if (!status) status = write_report(&s, o);
  if (!status && o->require_complete) status = require_complete(s.run, o->period);
  session_close(&s);
  return status;
}
