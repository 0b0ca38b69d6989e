#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* ---- a ledger ---- */

/* What the canonical ledger holds. It is one text, in which names are quoted and quotes within texts escaped: what
 * follows a key is found by the key. */
typedef struct contents {
  size_t lines, observations, months;
  char first[8], last[8];
} contents;

static size_t count_between(const char *text, const char *from, const char *to, const char *key) {
  const char *at = strstr(text, from), *end = at ? strstr(at, to) : NULL;
  size_t count = 0;
  while (at && end && (at = strstr(at, key)) != NULL && at < end) {
    count++;
    at += strlen(key);
  }
  return count;
}

#define MONTHS (10000 * 12)

static bool count_months(const char *text, contents *out) {
  static const char key[] = "\"period\":\"";
  bool *seen = calloc(MONTHS, sizeof *seen);
  period p;
  if (!seen) return false;
  for (const char *at = strstr(text, key); at; at = strstr(at + 1, key)) {
    char month[8] = "";
    memcpy(month, at + sizeof key - 1, 7);
    if (!period_read(month, &p) || seen[p.first]) continue;
    seen[p.first] = true;
    out->months++;
    if (!out->first[0] || strcmp(month, out->first) < 0) memcpy(out->first, month, sizeof month);
    if (strcmp(month, out->last) > 0) memcpy(out->last, month, sizeof month);
  }
  free(seen);
  return true;
}

static int out_of_memory(void) {
  fputs("cement: out of memory\n", stderr);
  return EXIT_SYSTEM;
}

static int take_contents(const session *s, contents *out) {
  cement_error e = {.size = sizeof e};
  output whole;
  output_init(&whole);
  whole.in_memory = true;
  *out = (contents){.lines = 0};
  int status = EXIT_DONE;
  if (cement_ledger_canonical(s->ledger, output_add, &whole, &e)) status = whole.failed ? out_of_memory() : failed(&e);
  if (!status && output_add(&whole, "", 1)) status = out_of_memory(); /* the end of the text */
  if (!status) {
    out->lines = count_between(whole.at, "\"lines\":[", "\"materials\":[", "\"id\":");
    out->observations = count_between(whole.at, "\"observations\":[", "\"overrides\":[", "\"item\":");
    if (!count_months(whole.at, out)) status = out_of_memory();
  }
  output_free(&whole);
  return status;
}

static void add_count(output *out, size_t count, const char *one, const char *many) {
  output_number(out, count);
  output_text(out, count == 1 ? one : many);
}

static void add_figures(output *out, cement_run *run) {
  size_t figures = cement_run_figure_count(run), incomplete = 0, severe[3] = {0, 0, 0};
  for (size_t i = 0; i < figures; i++) {
    cement_figure f = {.size = sizeof f};
    if (!cement_run_figure(run, &f, i, NULL)) incomplete += f.status == CEMENT_STATUS_INCOMPLETE;
  }
  for (size_t i = 0; i < cement_run_finding_count(run); i++) {
    cement_finding f = {.size = sizeof f};
    if (!cement_run_finding(run, &f, i, NULL) && f.severity >= 0 && f.severity < 3) severe[f.severity]++;
  }
  add_count(out, figures, " figure of ", " figures of ");
  for (size_t i = 0; i < default_edition_count; i++) {
    if (i) output_text(out, ", ");
    output_text(out, default_editions[i]);
  }
  output_text(out, ": ");
  output_number(out, incomplete);
  output_text(out, " incomplete; findings: ");
  add_count(out, severe[CEMENT_ERROR], " error, ", " errors, ");
  add_count(out, severe[CEMENT_WARNING], " warning, ", " warnings, ");
  add_count(out, severe[CEMENT_INFO], " note\n", " notes\n");
}

static int tell_ledger(const session *s, const contents *c) {
  output out;
  output_init(&out);
  output_text(&out, "OK: ");
  add_count(&out, c->lines, " line, ", " lines, ");
  add_count(&out, c->months, " month", " months");
  if (c->months) {
    output_text(&out, " (");
    output_text(&out, c->first);
    output_text(&out, "..");
    output_text(&out, c->last);
    output_text(&out, ")");
  }
  output_text(&out, ", ");
  add_count(&out, c->observations, " observation\n", " observations\n");
  add_figures(&out, s->run);
  int status = output_finish(&out, NULL);
  output_free(&out);
  return status;
}

/* The run finds what reading cannot: an override that meets no factor. */
static int check_ledger(session *s, const options *o) {
  contents c;
  int status = session_plan(s, o);
  if (!status) status = session_ledger(s, o, &o->inputs);
  if (!status) status = session_run(s);
  if (!status) status = take_contents(s, &c);
  return status ? status : tell_ledger(s, &c);
}

/* ---- a report ---- */

static int tell_difference(const cement_difference *d) {
  output out;
  output_init(&out);
  if (!d->found) {
    output_text(&out, "OK: the report agrees with the ledger in every field\n");
  } else {
    output_text(&out, "DIFFERS at ");
    output_text(&out, d->where);
    output_text(&out, "\n  report: ");
    output_text(&out, d->report);
    output_text(&out, "\n  again:  ");
    output_text(&out, d->again);
    output_text(&out, "\n");
  }
  int status = output_finish(&out, NULL);
  output_free(&out);
  if (status) return status;
  return d->found ? EXIT_DIFFERS : EXIT_DONE;
}

static int check_report(session *s, const options *o) {
  cement_error e = {.size = sizeof e};
  cement_difference d = {.size = sizeof d};
  bytes text = {NULL, 0};
  const char *path = o->inputs.at[0];
  int status = session_ledger(s, o, &o->ledgers);
  if (!status) status = input_read(&text, path);
  if (!status && cement_report_check(s->catalog, s->ledger, &d, input_name(path), text.at, text.size, &e))
    status = failed(&e);
  input_free(&text);
  return status ? status : tell_difference(&d);
}

int command_check(const options *o) {
  session s = {.run = NULL};
  if (!o->inputs.size) return usage("check wants a LEDGER, or a REPORT and --ledger (see cement check --help)", NULL);
  if (o->ledgers.size && o->inputs.size != 1) return usage("check compares one REPORT at a time", NULL);
  int status = session_open(&s, o);
  if (!status) status = o->ledgers.size ? check_report(&s, o) : check_ledger(&s, o);
  session_close(&s);
  return status;
}
