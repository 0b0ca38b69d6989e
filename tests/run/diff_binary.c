/* diff_binary LEDGER...: the binary64 side of every tape against its decimals.
 *
 * Each ledger is run by the three editions; then every row of every sheet is evaluated in binary64 on the same inputs,
 * and each node is compared: the same state, and a difference of at most 1e-12 of the sum of the absolute terms that
 * the node is made of. What is decided otherwise because the operands of a comparison are nearer to each other than
 * that (or a divisor to zero) is excused, with all that stands on it, and counted. Exit 1 at the first violation. */
#include <stdio.h>
#include <stdlib.h>

#include "relations/terms.h"
#include "run/run.h"
#include "std/builtin.h"

typedef struct field {
  cm_value *inputs, *values;
  cm_binary *binary_inputs, *binaries;
  double *size;  /* of each node: the sum of its absolute terms */
  bool *excused; /* of each node: rests on a decision that lies within the tolerance */
  size_t input_room, node_room;
} field;

typedef struct tally {
  size_t ledgers, rows, nodes, excused, rounded;
  double worst; /* largest difference as a part of the tolerance */
} tally;

static void die(const char *what) {
  fprintf(stderr, "diff_binary: %s\n", what);
  exit(2);
}

static void *need(void *at, size_t count, size_t size) {
  void *grown = realloc(at, (count ? count : 1) * size);
  if (!grown) die("out of memory");
  return grown;
}

static void make_room(field *f, const cm_tape *tape) {
  if (tape->input_count >= f->input_room) {
    f->input_room = tape->input_count + 1;
    f->inputs = need(f->inputs, f->input_room, sizeof *f->inputs);
    f->binary_inputs = need(f->binary_inputs, f->input_room, sizeof *f->binary_inputs);
  }
  if (tape->nodes.size < f->node_room) return;
  f->node_room = tape->nodes.size + 1;
  f->values = need(f->values, f->node_room, sizeof *f->values);
  f->binaries = need(f->binaries, f->node_room, sizeof *f->binaries);
  f->size = need(f->size, f->node_room, sizeof *f->size);
  f->excused = need(f->excused, f->node_room, sizeof *f->excused);
}

/* ---- one row ---- */

static void show_difference(const field *f, const cm_tape *tape, uint32_t node) {
  char text[CM_DEC_TEXT_MAX];
  const cm_value *v = &f->values[node];
  printf("node %u (%s): decimal state %u %s, binary state %u %.17g, terms %.17g\n", node,
         cm_op_sign((cm_opcode)tape->nodes.at[node].code), v->state, cm_dec_text(&v->dec, text).at,
         f->binaries[node].state, f->binaries[node].value, f->size[node]);
}

/* f->inputs and f->values are there. */
static int compare_row(field *f, const cm_tape *tape, tally *t) {
  terms both = {tape, f->values, f->binaries, f->size, f->excused};
  double part;
  for (size_t i = 0; i < tape->input_count; i++)
    f->binary_inputs[i] = (cm_binary){cm_dec_to_double(&f->inputs[i].dec), f->inputs[i].state};
  if (cm_tape_run_binary(tape, f->binary_inputs, f->binaries) < 0) {
    t->rounded++; /* a tape that rounds is for decimals only */
    return 0;
  }
  t->rows++;
  for (uint32_t i = 0; i < tape->nodes.size; i++) {
    likeness found = terms_compare(&both, i, &part);
    t->nodes++;
    t->excused += found == EXCUSED;
    if (part > t->worst) t->worst = part;
    if (found != UNLIKE) continue;
    show_difference(f, tape, i);
    return 1;
  }
  return 0;
}

static int compare_sheet(const cm_run *run, const cm_sheet *sheet, field *f, tally *t) {
  for (size_t row = 0; row < sheet->row_count; row++) {
    make_room(f, &sheet->program->tape);
    cm_sheet_run_row(run, sheet, row, f->inputs, f->values);
    if (!compare_row(f, &sheet->program->tape, t)) continue;
    printf("  %s, stage %d, track %u, row %zu\n", sheet->program->edition->id.at, (int)sheet->program->stage,
           sheet->track->line, row);
    return 1;
  }
  return 0;
}

static int compare_site(const cm_edition_run *e, field *f, tally *t) {
  make_room(f, &e->programs->site->tape);
  for (size_t i = 0; i < e->programs->site->inputs.size; i++) f->inputs[i] = e->programs->site->inputs.at[i].value;
  cm_tape_run(&e->programs->site->tape, f->inputs, f->values);
  return compare_row(f, &e->programs->site->tape, t);
}

static int compare_run(const cm_run *run, field *f, tally *t) {
  int bad = 0;
  for (size_t e = 0; e < run->plan->editions.size && !bad; e++) {
    const cm_edition_run *er = &run->editions[e];
    bad = compare_site(er, f, t);
    for (size_t i = 0; i < run->ledger->lines.size && !bad; i++)
      bad = compare_sheet(run, &er->line_months[i], f, t) || compare_sheet(run, &er->line_years[i], f, t);
    bad = bad || compare_sheet(run, &er->facility_months, f, t) || compare_sheet(run, &er->facility_years, f, t);
  }
  return bad;
}

/* ---- files ---- */

static cm_str read_file(const char *name) {
  FILE *file = fopen(name, "rb");
  if (!file) die(name);
  size_t size = 0, room = 1 << 16;
  char *at = need(NULL, room, 1);
  for (size_t got; (got = fread(at + size, 1, room - size, file)) > 0;) {
    size += got;
    if (size == room) at = need(at, room *= 2, 1);
  }
  fclose(file);
  return (cm_str){at, size};
}

static void open_catalog(cm_catalog *catalog, const cm_alloc *alloc) {
  for (size_t i = 0; i < cm_builtin_count; i++) {
    cm_str name = cm_str_of(cm_builtin_files[i].name);
    cm_str text = {(const char *)cm_builtin_files[i].bytes, cm_builtin_files[i].size};
    if (i ? cm_catalog_load(catalog, name, text, NULL) : cm_catalog_init(catalog, alloc, name, text, NULL))
      die(cm_builtin_files[i].name);
  }
}

static int compare_ledger(const cm_plan *plan, const cm_alloc *alloc, const char *name, field *f, tally *t) {
  static const cm_ledger_limits limits = {.json = {16u << 20, 16, 1000000, 256, 4096, 48},
                                          .csv_bytes = 256u << 20,
                                          .field_bytes = 4096,
                                          .line_bytes = 65536,
                                          .columns = 256,
                                          .rows = 20000000,
                                          .lines = 4096,
                                          .months = 1200,
                                          .fuels = 256,
                                          .materials = 256};
  cement_error err = {.size = sizeof err};
  cm_ledger ledger;
  cm_run run;
  cm_str text = read_file(name);
  cm_ledger_init(&ledger, alloc, &plan->catalog->items);
  int bad = cm_ledger_add(&ledger, cm_str_of(name), text, &limits, &err) || cm_ledger_finish(&ledger, &limits, &err);
  if (!bad) {
    bad = cm_run_init(&run, alloc, plan, &ledger, &err);
    if (!bad && compare_run(&run, f, t)) bad = 1;
    cm_run_free(&run);
  }
  if (err.code) printf("line %u: %s\n", err.line, err.message);
  if (bad) printf("  in %s\n", name);
  t->ledgers++;
  cm_ledger_free(&ledger);
  free((char *)text.at);
  return bad;
}

int main(int argc, char **argv) {
  static const char *const editions[] = {"cn.gb-16780@2021", "cn.cets-ag-02.01@v01-2024", "substitution@1"};
  cm_alloc alloc = cm_alloc_system();
  cm_catalog catalog;
  cm_plan plan;
  field f = {NULL, NULL, NULL, NULL, NULL, NULL, 0, 0};
  tally t = {0, 0, 0, 0, 0, 0};
  int bad = 0;
  open_catalog(&catalog, &alloc);
  cm_plan_init(&plan, &alloc, &catalog);
  for (size_t i = 0; i < 3; i++)
    if (cm_plan_add(&plan, cm_str_of(editions[i]), NULL)) die(editions[i]);
  for (int i = 1; i < argc && !bad; i++) bad = compare_ledger(&plan, &alloc, argv[i], &f, &t);
  printf(
      "%zu ledgers, %zu rows, %zu nodes compared; %zu excused as ties, %zu rows that round left out; worst %.3g of the "
      "tolerance\n",
      t.ledgers, t.rows, t.nodes, t.excused, t.rounded, t.worst);
  cm_plan_free(&plan);
  cm_catalog_free(&catalog);
  free(f.inputs), free(f.values), free(f.binary_inputs), free(f.binaries), free(f.size), free(f.excused);
  return bad || argc == 1;
}
