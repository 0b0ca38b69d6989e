/* run_columns COUNT [SEED [FIRST]]: columns against official figures on COUNT random plants, from number FIRST on.
 *
 * Each plant's months are rows. Every output of the columns is held against the official figure of the month: the same
 * status, a value within 1e-12 of the sum of the absolute terms, the same grade unless the value is as near as that
 * to a limit; every official figure of a month must be such an output. What rests on a decision that lies within the
 * tolerance is excused and counted. Prints the first plant that differs. Ends with "N passed, N failed": plants. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/handles.h"
#include "relations/any_plant.h"
#include "relations/terms.h"

#define ROOM 512 /* outputs, slots */

typedef struct tally {
  size_t figures, valid, lacking, inapplicable, grades, excused, mute, not_there, refused;
  double worst; /* difference as a part of the tolerance */
} tally;

/* One plant in both ways. */
typedef struct both {
  const any_plant *p;
  any_run official;
  cement_columns *columns;
  size_t slots, outputs, values; /* values: outputs that are no grades */
  cement_slot slot[ROOM], output[ROOM];
  double number[ROOM][ANY_MONTHS]; /* by slot */
  cm_value decimal[ROOM][ANY_MONTHS];
  uint8_t given[ROOM];
  double result[ROOM][ANY_MONTHS]; /* by output */
  uint8_t valid[ROOM], inapplicable[ROOM];
  bool *listed;       /* by official figure: some output was held against it */
  double size[ROOM];  /* of one row, by output */
  bool excused[ROOM]; /* likewise */
  const char *why;
  char details[CEMENT_MESSAGE_MAX];
} both;

static void *need(void *at) {
  if (at) return at;
  fprintf(stderr, "run_columns: out of memory\n");
  exit(2);
}

static bool fails(both *b, const char *why, const char *details) {
  b->why = why;
  snprintf(b->details, sizeof b->details, "%s", details);
  return false;
}

static bool same(const char *a, const char *b) {
  return a == b || (a && b && !strcmp(a, b));
}

/* ---- columns of the plant ---- */

static bool has_limits(const cement_catalog *catalog, const char *edition, const char *key) {
  for (size_t i = 0; i < cement_catalog_count(catalog, CEMENT_FIGURES, edition); i++) {
    cement_entry e = {.size = sizeof e};
    if (!cement_catalog_entry(catalog, &e, CEMENT_FIGURES, edition, i, NULL) && !strcmp(e.key, key))
      return e.levels > 0;
  }
  return false;
}

static bool describe(both *b, int32_t what, cement_slot *out, size_t *count) {
  cement_error err = {.size = sizeof err};
  *count = cement_columns_count(b->columns, what);
  if (*count > ROOM) return fails(b, "more slots or outputs than there is room for", "");
  for (size_t i = 0; i < *count; i++) {
    out[i].size = sizeof out[i];
    if (cement_columns_entry(b->columns, &out[i], what, i, &err)) return fails(b, "an entry is refused", err.message);
  }
  return true;
}

/* All values, and then all grades unless an option finds them by rounded figures, which must be refused. */
static bool ask(both *b, const cement_catalog *catalog, tally *t) {
  cement_error err = {.size = sizeof err};
  cement_output wanted[ROOM];
  cement_columns *all = NULL;
  size_t count = 0;
  if (cement_columns_create(&b->columns, b->official.run, NULL, 0, &err))
    return fails(b, "columns are refused", err.message);
  if (!describe(b, CEMENT_COLUMNS_OUTPUT, b->output, &b->values)) return false;
  for (int32_t kind = CEMENT_OUTPUT_VALUE; kind <= CEMENT_OUTPUT_GRADE; kind++)
    for (size_t i = 0; i < b->values && count < ROOM; i++) {
      const cement_slot *o = &b->output[i];
      if (kind == CEMENT_OUTPUT_GRADE && !has_limits(catalog, o->edition, o->key)) continue;
      wanted[count++] = (cement_output){o->edition, o->key, o->line, o->of, kind, 0};
    }
  int32_t status = count > b->values ? cement_columns_create(&all, b->official.run, wanted, count, &err) : CEMENT_OK;
  if (status && (!b->p->rounds_first || !strstr(err.message, "rounded figure")))
    return fails(b, "grades are refused", err.message);
  t->refused += status != 0;
  if (all) {
    cement_columns_destroy(b->columns);
    b->columns = all;
  }
  return describe(b, CEMENT_COLUMNS_OUTPUT, b->output, &b->outputs) &&
         describe(b, CEMENT_COLUMNS_SLOT, b->slot, &b->slots);
}

/* ---- rows ---- */

static int line_of(const both *b, const cement_slot *s) {
  return s->line ? atoi(s->line + 1) - 1 : b->p->lines;
}

/* A consumption without a use is the kiln's; other items without one serve all uses. */
static bool fits(const cement_slot *s, const cell *c) {
  const char *of = s->of ? s->of : s->section ? s->section : "";
  if (strcmp(s->key, c->item) || strcmp(of, c->of)) return false;
  if (*c->use || !s->use) return same(s->use ? s->use : "", c->use);
  return strcmp(c->item, "fuel_consumption") != 0 || !strcmp(s->use, "kiln");
}

static bool fill_slot(both *b, size_t slot, int month) {
  const cement_slot *s = &b->slot[slot];
  cement_error err = {.size = sizeof err};
  char text[CEMENT_TEXT_MAX];
  size_t count, at;
  const cell *c = any_plant_group(b->p, line_of(b, s), month, &count);
  b->decimal[slot][month] = (cm_value){cm_dec_zero, CM_MISSING};
  for (size_t i = 0; i < count; i++) {
    if (!fits(s, &c[i])) continue;
    if (cement_unit_convert(text, c[i].value, c[i].unit, s->unit, &err)) return fails(b, "a unit", err.message);
    b->number[slot][month] = strtod(text, NULL);
    b->given[slot] |= (uint8_t)(1u << month);
    b->decimal[slot][month].state = CM_VALID;
    return cm_dec_read(cm_str_of(text), &b->decimal[slot][month].dec, &at) == CM_PARSE_OK;
  }
  return true;
}

static bool compute(both *b) {
  cement_column in[ROOM] = {{0}};
  cement_result out[ROOM] = {{0}};
  for (size_t i = 0; i < b->slots; i++) {
    for (int month = 0; month < b->p->months; month++)
      if (!fill_slot(b, i, month)) return false;
    in[i] = (cement_column){.values = b->number[i], .valid = &b->given[i], .stride = 8};
  }
  for (size_t i = 0; i < b->outputs; i++) out[i] = (cement_result){b->result[i], &b->valid[i], &b->inapplicable[i], 0};
  size_t size = cement_columns_count(b->columns, CEMENT_COLUMNS_WORKSPACE);
  void *workspace = need(malloc(size + 1));
  cement_error err = {.size = sizeof err};
  int32_t status = cement_run_batch(b->columns, out, NULL, in, 0, (uint64_t)b->p->months, workspace, size, &err);
  free(workspace);
  return status ? fails(b, "the columns do not run", err.message) : true;
}

/* A line that has observations, none of them for a slot: columns cannot know that it was there. */
static bool is_mute(const both *b, int month) {
  for (int line = 0; line < b->p->lines; line++) {
    size_t count;
    bool heard = false;
    any_plant_group(b->p, line, month, &count);
    for (size_t i = 0; i < b->slots && count; i++)
      heard |= line_of(b, &b->slot[i]) == line && (b->given[i] >> month & 1);
    if (count && !heard) return true;
  }
  return false;
}

static bool is_silent(const both *b, int month) {
  size_t count, all = 0;
  for (int line = 0; line <= b->p->lines; line++) any_plant_group(b->p, line, month, &count), all += count;
  return !all;
}

/* ---- how large the terms are ---- */

static void weigh(both *b, int month) {
  const cm_columns *c = &b->columns->columns;
  size_t nodes = c->tape.nodes.size + 1;
  cm_value inputs[ROOM], *values = need(calloc(nodes, sizeof *values));
  cm_binary numbers[ROOM], *binaries = need(calloc(nodes, sizeof *binaries));
  terms both_ = {&c->tape, values, binaries, need(calloc(nodes, sizeof(double))), need(calloc(nodes, sizeof(bool)))};
  double part;
  for (size_t i = 0; i < b->slots; i++) {
    inputs[i] = b->decimal[i][month];
    numbers[i] = (cm_binary){inputs[i].state == CM_VALID ? b->number[i][month] : 0, inputs[i].state};
  }
  cm_tape_run(&c->tape, inputs, values);
  cm_tape_run_binary(&c->tape, numbers, binaries);
  for (uint32_t i = 0; i + 1 < nodes; i++) terms_compare(&both_, i, &part);
  for (size_t i = 0; i < b->outputs; i++)
    b->size[i] = both_.size[c->nodes[i]], b->excused[i] = both_.excused[c->nodes[i]];
  free(values), free(binaries), free(both_.size), free(both_.excused);
}

/* ---- comparing ---- */

static bool bit(const uint8_t *bits, size_t i, int month) {
  return bits[i] >> month & 1;
}

static bool differs(both *b, size_t i, int month, const cement_figure *f) {
  const cement_slot *o = &b->output[i];
  char period[16];
  any_plant_period(period, month);
  snprintf(b->details, sizeof b->details,
           "%s %s %s %s %s%s: columns %.17g (valid %d, inapplicable %d), official status %d %s, grade %d", o->edition,
           o->line ? o->line : "-", period, o->key, o->of ? o->of : "-",
           o->kind == CEMENT_OUTPUT_GRADE ? " (grade)" : "", b->result[i][month], bit(b->valid, i, month),
           bit(b->inapplicable, i, month), f ? (int)f->status : -1, f ? f->value : "not listed",
           f ? (int)f->grade : -1);
  b->why = "a figure differs";
  return false;
}

/* Whether the value is as near as the tolerance to a limit. */
static bool near_limit(const cement_figure *f, double size) {
  for (uint32_t i = 0; i < f->levels; i++) {
    double limit = strtod(f->applied[i], NULL);
    if (fabs(f->number - limit) <= TERMS_TOLERANCE * (size + fabs(limit))) return true;
  }
  return false;
}

static bool compare_value(both *b, size_t i, int month, const cement_figure *f, tally *t) {
  double gap = fabs(b->result[i][month] - f->number), allowed = TERMS_TOLERANCE * b->size[i];
  t->valid++;
  if (gap <= allowed && allowed > 0 && gap / allowed > t->worst) t->worst = gap / allowed;
  return gap <= allowed ? true : differs(b, i, month, f);
}

static size_t value_of(const both *b, size_t grade) {
  const cement_slot *g = &b->output[grade];
  for (size_t i = 0; i < b->values; i++) {
    const cement_slot *o = &b->output[i];
    if (!strcmp(o->edition, g->edition) && !strcmp(o->key, g->key) && same(o->line, g->line) && same(o->of, g->of))
      return i;
  }
  return 0;
}

static bool compare_grade(both *b, size_t i, int month, const cement_figure *f, tally *t) {
  t->grades++;
  if (b->result[i][month] == f->grade) return true;
  if (!near_limit(f, b->size[value_of(b, i)])) return differs(b, i, month, f);
  t->excused++;
  return true;
}

/* Of a line that is not there figures are incomplete, of a member that is not there they are not applicable. */
static bool compare_absent(both *b, size_t i, int month, tally *t) {
  const cement_slot *o = &b->output[i];
  size_t count = 1;
  if (o->line) any_plant_group(b->p, atoi(o->line + 1) - 1, month, &count);
  bool inapplicable = bit(b->inapplicable, i, month);
  t->not_there++;
  if (bit(b->valid, i, month) || (count ? !o->of || !inapplicable : !o->of && inapplicable))
    return differs(b, i, month, NULL);
  return true;
}

static bool compare_output(both *b, size_t i, int month, tally *t) {
  const cement_slot *o = &b->output[i];
  cement_figure f = {.size = sizeof f};
  char period[16];
  size_t at;
  any_plant_period(period, month);
  t->figures++;
  if (cement_run_find(b->official.run, &at, o->edition, o->key, o->line, period, o->of, NULL))
    return compare_absent(b, i, month, t);
  b->listed[at] = true;
  if (cement_run_figure(b->official.run, &f, at, NULL)) return fails(b, "a figure cannot be had", o->key);
  bool graded = o->kind != CEMENT_OUTPUT_GRADE || f.grade != CEMENT_NO_GRADE;
  bool valid = f.status == CEMENT_STATUS_OK && graded;
  bool inapplicable = f.status == CEMENT_STATUS_NOT_APPLICABLE;
  if (bit(b->valid, i, month) != valid || (!valid && graded && bit(b->inapplicable, i, month) != inapplicable)) {
    if (!b->excused[i]) return differs(b, i, month, &f);
    t->excused++;
    return true;
  }
  t->lacking += f.status == CEMENT_STATUS_INCOMPLETE;
  t->inapplicable += inapplicable;
  if (!valid) return true;
  if (b->excused[i]) return t->excused++, true;
  return o->kind == CEMENT_OUTPUT_GRADE ? compare_grade(b, i, month, &f, t) : compare_value(b, i, month, &f, t);
}

/* Every official figure of a month that was compared is an output. */
static bool all_listed(both *b, const bool *compared) {
  char period[16];
  for (size_t at = 0; at < cement_run_figure_count(b->official.run); at++) {
    cement_figure f = {.size = sizeof f};
    if (cement_run_figure(b->official.run, &f, at, NULL)) return fails(b, "a figure cannot be had", "");
    for (int month = 0; month < b->p->months; month++) {
      any_plant_period(period, month);
      if (compared[month] && !strcmp(period, f.period) && !b->listed[at])
        return fails(b, "a figure is no output", f.key);
    }
  }
  return true;
}

static bool compare(both *b, const cement_catalog *catalog, tally *t) {
  bool compared[ANY_MONTHS] = {false};
  if (!ask(b, catalog, t) || !compute(b)) return false;
  b->listed = need(calloc(cement_run_figure_count(b->official.run) + 1, sizeof *b->listed));
  for (int month = 0; month < b->p->months; month++) {
    if (is_silent(b, month)) continue;
    if (is_mute(b, month)) {
      t->mute++;
      continue;
    }
    compared[month] = true;
    weigh(b, month);
    for (size_t i = 0; i < b->outputs; i++)
      if (!compare_output(b, i, month, t)) return false;
  }
  return all_listed(b, compared);
}

/* ---- plants ---- */

static int32_t print(void *user, const char *bytes, size_t size) {
  (void)user;
  return fwrite(bytes, 1, size, stdout) == size ? 0 : 1;
}

static void show(const both *b, unsigned long long seed, long number) {
  printf("plant %ld of seed %llu: %s: %s\n", number, seed, b->why, b->details);
  for (size_t i = 0; i < b->p->edition_count; i++) printf("edition %s\n", b->p->editions[i]);
  for (size_t i = 0; i < b->p->option_count; i++)
    printf("option %s %s = %s\n", b->p->options[i].edition, b->p->options[i].key, b->p->options[i].choice);
  if (b->official.ledger) cement_ledger_canonical(b->official.ledger, print, NULL, NULL);
  puts("");
}

static bool try_plant(const cement_catalog *catalog, unsigned long long seed, long number, tally *t) {
  cement_error err = {.size = sizeof err};
  any_plant *p = need(malloc(sizeof *p));
  both *b = need(calloc(1, sizeof *b));
  b->p = p;
  any_plant_make(p, catalog, seed + (unsigned long long)number * 1000003u);
  bool good = any_plant_run(p, catalog, &b->official, &err) ? fails(b, "the plant is refused", err.message)
                                                            : compare(b, catalog, t);
  if (!good) show(b, seed, number);
  cement_columns_destroy(b->columns);
  any_run_free(&b->official);
  free(b->listed), free(b), free(p);
  return good;
}

int main(int argc, char **argv) {
  long count = argc > 1 ? strtol(argv[1], NULL, 10) : 200;
  unsigned long long seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
  long first = argc > 3 ? strtol(argv[3], NULL, 10) : 0, passed = 0;
  cement_context *context;
  cement_catalog *catalog;
  tally t = {0};
  bool good = true;
  printf("seed %llu, %ld plants\n", seed, count);
  if (cement_context_create(&context, NULL, NULL) || cement_catalog_create(&catalog, context, NULL)) return 2;
  for (long i = first; i < first + count && good; i++) passed += good = try_plant(catalog, seed, i, &t);
  printf("%zu outputs of rows: %zu values (worst %.3g of the tolerance), %zu grades, %zu incomplete, %zu not "
         "applicable, %zu not "
         "there; %zu excused as ties; %zu plants without grades, %zu months of lines that no slot speaks of\n",
         t.figures, t.valid, t.worst, t.grades, t.lacking, t.inapplicable, t.not_there, t.excused, t.refused, t.mute);
  cement_catalog_destroy(catalog);
  cement_context_destroy(context);
  /* a sample that is all gaps or all ties would show nothing */
  bool shown = !good || (t.valid > 20 * (size_t)passed && t.grades > 0 && t.lacking > 0 && t.inapplicable > 0 &&
                         1000 * t.excused < t.figures);
  if (!shown) printf("the sample does not show enough\n");
  printf("%ld passed, %d failed\n", passed, !good + !shown);
  return !good || !shown || !passed;
}
