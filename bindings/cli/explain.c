#include "cli.h"

#include <string.h>

/* What of a figure's names is wanted; NULL: not said. */
typedef struct wanted {
  const char *edition, *key, *line, *period, *of;
} wanted;

static bool same(const char *a, const char *b) {
  return a && b ? !strcmp(a, b) : a == b;
}

/* Takes the figures in turn that have what is wanted; `facility` asks for those without a line. */
static bool next(const cement_run *run, const wanted *w, bool facility, size_t *at, cement_figure *out) {
  for (; *at < cement_run_figure_count(run); (*at)++) {
    *out = (cement_figure){.size = sizeof *out};
    if (cement_run_figure(run, out, *at, NULL)) continue;
    if (strcmp(out->edition, w->edition) != 0 || strcmp(out->key, w->key) != 0) continue;
    if (w->line ? !same(out->line, w->line) : facility && out->line) continue;
    if (w->period && strcmp(out->period, w->period) != 0) continue;
    if (w->of && !same(out->of, w->of)) continue;
    (*at)++;
    return true;
  }
  return false;
}

static const char *name_of(const cement_figure *f, char what) {
  if (what == 'l') return f->line ? f->line : "";
  return what == 'o' ? f->of : f->key;
}

/* Lists the different lines, members, periods or keys of the figures that are wanted, on standard error. A list of
 * figures is in order, so the same names lie together or come again in the same order. */
#define LISTED 64
static void list_names(const cement_run *run, const wanted *w, char what) {
  const char *seen[LISTED];
  char periods[LISTED][16];
  size_t count = 0, at = 0;
  cement_figure f;
  while (count < LISTED && next(run, w, false, &at, &f)) {
    const char *name = what == 'p' ? f.period : name_of(&f, what);
    bool known = !name || !*name;
    for (size_t i = 0; i < count && !known; i++) known = !strcmp(seen[i], name);
    if (known) continue;
    memcpy(periods[count], f.period, sizeof f.period);
    seen[count] = what == 'p' ? periods[count] : name;
    fprintf(stderr, "%s %s", count ? "," : "", seen[count]);
    count++;
  }
  fprintf(stderr, "%s\n", count == LISTED ? ", ..." : count ? "" : " none");
}

static int ask(const cement_run *run, const wanted *w, const char *message, const char *name, char what) {
  fprintf(stderr, "cement: %s%s; there is:", message, name);
  list_names(run, w, what);
  return EXIT_USAGE;
}

/* ---- what was not said ---- */

/* The first edition of the plan that lists the key. */
static int find_edition(const cement_run *run, wanted *w, const options *o) {
  const char *const *editions = o->editions.size ? o->editions.at : default_editions;
  size_t count = o->editions.size ? o->editions.size : default_edition_count;
  for (size_t i = 0; i < count; i++) {
    wanted key = {.edition = editions[i], .key = o->key};
    cement_figure f;
    size_t at = 0;
    w->edition = editions[i];
    if (next(run, &key, false, &at, &f)) return EXIT_DONE;
  }
  fprintf(stderr, "cement: no figure %s; there is:", o->key);
  const char *last = "";
  for (size_t i = 0; i < cement_run_figure_count(run); i++) {
    cement_figure f = {.size = sizeof f};
    size_t earlier = 0;
    if (cement_run_figure(run, &f, i, NULL) || !strcmp(f.key, last)) continue;
    wanted before = {.edition = f.edition, .key = f.key};
    cement_figure first;
    if (next(run, &before, false, &earlier, &first) && earlier == i + 1) fprintf(stderr, " %s", f.key);
    last = f.key;
  }
  fputc('\n', stderr);
  return EXIT_USAGE;
}

/* The line named, the facility's figure, or the only line's. */
static int find_line(const cement_run *run, wanted *w, bool *facility) {
  cement_figure f;
  size_t at = 0;
  if (w->line) {
    if (next(run, w, false, &at, &f)) return EXIT_DONE;
    w->line = NULL;
    return ask(run, w, "that line has no figure ", w->key, 'l');
  }
  if (next(run, w, true, &at, &f)) {
    *facility = true;
    return EXIT_DONE;
  }
  at = 0;
  const char *only = NULL;
  while (next(run, w, false, &at, &f)) {
    if (only && strcmp(only, f.line) != 0) return ask(run, w, "say --line for ", w->key, 'l');
    only = f.line;
  }
  w->line = only;
  return EXIT_DONE;
}

/* The last year. Figures come months first, then years. */
static int find_period(const cement_run *run, wanted *w, bool facility, char year[16]) {
  cement_figure f;
  size_t at = 0;
  if (w->period) {
    if (next(run, w, facility, &at, &f)) return EXIT_DONE;
    w->period = NULL;
    return ask(run, w, "no such period of ", w->key, 'p');
  }
  while (next(run, w, facility, &at, &f))
    if (strlen(f.period) == 4) memcpy(year, f.period, sizeof f.period);
  w->period = year;
  return EXIT_DONE;
}

static int find_member(const cement_run *run, wanted *w, bool facility, size_t *index) {
  cement_figure f, other;
  size_t at = 0;
  if (!next(run, w, facility, &at, &f)) {
    w->of = NULL;
    return ask(run, w, "no such member of ", w->key, 'o');
  }
  *index = at - 1;
  if (!w->of && next(run, w, facility, &at, &other)) return ask(run, w, "say --of for ", w->key, 'o');
  return EXIT_DONE;
}

static int find_figure(const cement_run *run, const options *o, size_t *index) {
  wanted w = {.key = o->key};
  bool facility = false;
  char year[16] = "";
  int status = find_edition(run, &w, o);
  w.line = o->line;
  if (!status) status = find_line(run, &w, &facility);
  w.period = o->period;
  if (!status) status = find_period(run, &w, facility, year);
  w.of = o->of;
  return status ? status : find_member(run, &w, facility, index);
}

static int write_proof(const session *s, const options *o) {
  cement_error e = {.size = sizeof e};
  size_t index;
  int status = find_figure(s->run, o, &index);
  if (status) return status;
  output out;
  output_init(&out);
  int32_t result = cement_run_explain(s->run, output_add, &out, index, o->language, &e);
  return output_end(&out, o->out, result, &e);
}

int command_explain(const options *o) {
  session s = {.run = NULL};
  period p;
  if (!o->inputs.size) return usage("explain wants a LEDGER (see cement explain --help)", NULL);
  if (!o->key) return usage("explain wants --key, such as --key clinker_energy_intensity", NULL);
  if (o->period && (!period_read(o->period, &p) || strstr(o->period, "..")))
    return usage("explain wants one month or one year as --period, not", o->period);
  int status = session_open(&s, o);
  if (!status) status = session_plan(&s, o);
  if (!status) status = session_ledger(&s, o, &o->inputs);
  if (!status) status = session_run(&s);
  if (!status) status = write_proof(&s, o);
  session_close(&s);
  return status;
}
