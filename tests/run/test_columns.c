/* Columns against the official run: each month of a ledger is a row, its observations the slots; figures, grades and
 * states are those of the run. And what columns refuse. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/handles.h"
#include "api/text.h"
#include "columns_help.h"
#include "plant.h"

int register_columns_suite(void);

#define GB "cn.gb-16780@2021"
#define ETS "cn.cets-ag-02.01@v01-2024"
#define SUBSTITUTION "substitution@1"
#define STANDARDS GB " " ETS " " SUBSTITUTION
#define EVERY_WORD "test.every-word@1"

/* ---- the slots of every month ---- */

static uint32_t index_of(const char *what, size_t count, cm_str (*name)(const cm_run *, size_t), const cm_run *run,
                         cm_str key) {
  if (!key.size) return CM_NONE;
  for (size_t i = 0; i < count; i++)
    if (cm_str_eq(name(run, i), key)) return (uint32_t)i;
  printf("\n  no %s %s\n", what, key.at);
  CU_FAIL_FATAL("a slot is called what the ledger does not know");
  return CM_NONE;
}

static cm_str line_name(const cm_run *run, size_t i) {
  return run->ledger->lines.at[i].id;
}
static cm_str fuel_name(const cm_run *run, size_t i) {
  return run->ledger->fuels.at[i].id;
}
static cm_str material_name(const cm_run *run, size_t i) {
  return run->ledger->materials.at[i].id;
}
static cm_str use_name(const cm_run *run, size_t i) {
  return run->ledger->items->use.members[i].key;
}
static cm_str section_name(const cm_run *run, size_t i) {
  return run->ledger->items->section.members[i].key;
}

/* What the run reads there, and whether it was observed. */
static cm_value slot_in_month(const cm_run *run, const cm_entry *e, cm_month month, bool *observed) {
  const cm_items *items = run->ledger->items;
  cm_input in = {.kind = CM_IN_ITEM, .item = cm_items_find(items, e->key), .tuple = CM_NO_TUPLE};
  CU_ASSERT_PTR_NOT_NULL_FATAL(in.item);
  uint32_t line = index_of("line", run->ledger->lines.size, line_name, run, e->line);
  if (in.item->sets & CM_SET_MATERIAL)
    in.tuple.material = index_of("material", run->ledger->materials.size, material_name, run, e->of);
  else
    in.tuple.fuel = index_of("fuel", run->ledger->fuels.size, fuel_name, run, e->of);
  in.tuple.use = index_of("use", items->use.member_count, use_name, run, e->use);
  in.section = index_of("section", items->section.member_count, section_name, run, e->section);
  const cm_track *track = line == CM_NONE ? run->facility : &run->lines[line];
  ptrdiff_t row = cm_track_row(track, month);
  *observed = false;
  return row < 0 ? (cm_value){cm_dec_zero, CM_MISSING} : cm_month_item(run, track, (size_t)row, &in, observed);
}

/* told: of each month whether slots can tell it; what is given for the plant and cannot be shared among its lines is
 * observed and yet has no value, which a slot is not. */
static void table_of_months(table *t, bool *told, const cm_run *run, const cm_columns *c) {
  table_make(t, c->slot_count, run->facility->row_count, false);
  for (size_t i = 0; i < c->slot_count; i++) {
    t->valid[i] = calloc(t->rows / 8 + 1, 1);
    t->in[i].valid = t->valid[i];
    for (size_t row = 0; row < t->rows; row++) {
      bool observed;
      cm_value v = slot_in_month(run, &c->slots[i], run->facility->rows[row].month, &observed);
      if (observed && v.state != CM_VALID) told[row] = false;
      t->values[i][row] = observed ? cm_dec_to_double(&v.dec) : -1e30;
      if (observed) t->valid[i][row / 8] |= (uint8_t)(1u << row % 8);
    }
  }
}

/* ---- how large the terms of a figure are: the difference may be 1e-12 of them ---- */

static double absolute(double x) {
  return x < 0 ? -x : x;
}

static double list_size(const cm_tape *tape, const cm_node *n, const double *size) {
  double sum = 0;
  for (uint32_t i = 0; i < n->width; i++) sum += size[tape->terms.at[n->a + i].node];
  return sum;
}

static double node_size(const cm_tape *tape, const cm_node *n, const cm_binary *v, const double *size, double value) {
  double divisor;
  switch (n->code) {
  case CM_OP_ADD:
  case CM_OP_SUB: return size[n->a] + size[n->b];
  case CM_OP_MUL: return size[n->a] * size[n->b];
  case CM_OP_DIV: divisor = absolute(v[n->b].value); return size[n->a] / divisor * (size[n->b] / divisor);
  case CM_OP_SELECT: return v[n->a].value != 0 ? size[n->b] : size[n->c];
  case CM_OP_DEFAULT: return v[n->a].state == CM_VALID ? size[n->a] : size[n->b];
  case CM_OP_REQUIRE:
  case CM_OP_APPLY: return size[n->b];
  case CM_OP_NEG:
  case CM_OP_ABS: return size[n->a];
  case CM_OP_SUM:
  case CM_OP_MIN:
  case CM_OP_MAX: return list_size(tape, n, size);
  default: return absolute(value);
  }
}

/* size[nodes] of one row. */
static void sizes_of_row(const cm_columns *c, const table *t, size_t row, double *size) {
  cm_binary *inputs = calloc(c->slot_count + 1, sizeof *inputs);
  cm_binary *v = calloc(c->tape.nodes.size + 1, sizeof *v);
  for (size_t i = 0; i < c->slot_count; i++) inputs[i] = cm_column_value(&t->in[i], row);
  cm_tape_run_binary(&c->tape, inputs, v);
  for (size_t i = 0; i < c->tape.nodes.size; i++)
    size[i] = v[i].state == CM_VALID ? node_size(&c->tape, &c->tape.nodes.at[i], v, size, v[i].value) : 0;
  free(inputs), free(v);
}

/* ---- the comparison ---- */

typedef struct comparing {
  const plant *p;
  const cm_columns *c;
  results r;
  double *size;
  size_t figures, grades;
} comparing;

static bool bit(const uint8_t *bits, size_t row) {
  return bits[row / 8] >> row % 8 & 1;
}

/* A figure that the run does not list (a member or line that the month does not have) is valid nowhere. */
static void compare(comparing *k, size_t output, size_t row, const char *period) {
  const cm_entry *e = &k->c->outputs[output];
  cement_figure f = {.size = sizeof f};
  size_t at;
  bool valid = bit(k->r.out[output].valid, row), na = bit(k->r.out[output].inapplicable, row);
  double got = k->r.out[output].values[row];
  if (cement_run_find(k->p->run, &at, e->edition.at, e->key.at, e->line.size ? e->line.at : NULL, period,
                      e->of.size ? e->of.at : NULL, NULL)) {
    CU_ASSERT_FALSE(valid);
    return;
  }
  CU_ASSERT_EQUAL_FATAL(cement_run_figure(k->p->run, &f, at, NULL), CEMENT_OK);
  bool same;
  if (e->kind == CEMENT_OUTPUT_GRADE)
    same = valid == (f.grade != CEMENT_NO_GRADE) && (!valid || got == f.grade);
  else
    same = valid == (f.status == CEMENT_STATUS_OK) && na == (f.status == CEMENT_STATUS_NOT_APPLICABLE) &&
           (!valid || absolute(got - f.number) <= 1e-12 * k->size[k->c->nodes[output]]);
  if (!same)
    printf("\n  %s %s %s %s %s kind %d: valid %d, not applicable %d, %.17g; the run: status %d, %.17g, grade %d\n",
           e->edition.at, e->key.at, e->line.at, e->of.at, period, (int)e->kind, valid, na, got, (int)f.status,
           f.number, (int)f.grade);
  CU_ASSERT_TRUE(same);
  k->figures += e->kind == CEMENT_OUTPUT_VALUE && valid;
  k->grades += e->kind == CEMENT_OUTPUT_GRADE && valid;
}

static bool known(const cement_output *list, size_t count, const cement_output *o) {
  for (size_t i = 0; i < count; i++)
    if (list[i].edition == o->edition && list[i].key == o->key && list[i].line == o->line &&
        (list[i].of == o->of || (list[i].of && o->of && !strcmp(list[i].of, o->of))))
      return true;
  return false;
}

/* Every month figure of the run but that of `without`, and the grade of each that has one. */
static size_t list_outputs(const plant *p, cement_output *list, size_t room, const char *without) {
  size_t count = 0;
  for (size_t i = 0; i < cement_run_figure_count(p->run); i++) {
    cement_figure f = {.size = sizeof f};
    CU_ASSERT_EQUAL_FATAL(cement_run_figure(p->run, &f, i, NULL), CEMENT_OK);
    cement_output o = {f.edition, f.key, f.line, f.of, CEMENT_OUTPUT_VALUE, 0};
    if (strlen(f.period) != 7 || known(list, count, &o) || (without && !strcmp(without, f.key))) continue;
    CU_ASSERT_TRUE_FATAL(count + 2 <= room);
    list[count++] = o;
    o.kind = CEMENT_OUTPUT_GRADE;
    if (f.levels) list[count++] = o;
  }
  return count;
}

static void compare_run(const plant *p, const char *without, size_t figures, size_t grades) {
  static cement_output list[4096];
  size_t count = list_outputs(p, list, 4096, without);
  cement_columns *columns = NULL;
  cement_error err = {.size = sizeof err};
  table t;
  char period[16];
  if (cement_columns_create(&columns, p->run, list, count, &err)) printf("\n  %s\n", err.message);
  CU_ASSERT_PTR_NOT_NULL_FATAL(columns);
  const cm_run *run = &p->run->run;
  comparing k = {.p = p, .c = &columns->columns};
  bool *told = malloc(run->facility->row_count + 1);
  memset(told, 1, run->facility->row_count);
  table_of_months(&t, told, run, k.c);
  results_make(&k.r, count, t.rows);
  run_by_columns(k.c, k.c->kernels, &t, &k.r, 1);
  k.size = calloc(k.c->tape.nodes.size + 1, sizeof *k.size);
  for (size_t row = 0; row < t.rows; row++) {
    cm_month_text(run->facility->rows[row].month, period);
    sizes_of_row(k.c, &t, row, k.size);
    for (size_t i = 0; told[row] && i < count; i++) compare(&k, i, row, period);
  }
  CU_ASSERT_TRUE(columns_agree(k.c, &t));
  printf("(%zu slots, %zu outputs, %zu nodes, %zu steps, %u registers: %zu figures, %zu grades) ", k.c->slot_count,
         count, k.c->tape.nodes.size, k.c->code.steps.size, k.c->code.registers, k.figures, k.grades);
  CU_ASSERT_TRUE(k.figures >= figures);
  CU_ASSERT_TRUE(k.grades >= grades);
  free(told), free(k.size);
  results_free(&k.r);
  table_free(&t);
  cement_columns_destroy(columns);
}

static void compare_ledger(char *edition, const char *editions, const char *option, char *ledger, const char *without,
                           size_t figures, size_t grades) {
  plant p;
  plant_open(&p, edition, editions, option, ledger);
  compare_run(&p, without, figures, grades);
  plant_close(&p);
  free(edition), free(ledger);
}

static void test_examples(void) {
  compare_ledger(NULL, STANDARDS, NULL, text_of_example("synthetic-plant.ledger.json"), NULL, 400, 50);
  compare_ledger(NULL, STANDARDS, NULL, text_of_example("mattampally-2023-24.ledger.csv"), NULL, 10, 1);
  compare_ledger(NULL, STANDARDS, GB " alternative_fuel_heat counted", text_of_example("synthetic-plant.ledger.json"),
                 NULL, 400, 50);
}

/* The edition that uses every word, on plants with absent lines, members, materials and attributes. */
static void test_every_word(void) {
  static const char *const ledgers[] = {"every-word.ledger.json", "three-months.ledger.json", "shapes.ledger.json"};
  for (size_t i = 0; i < 3; i++)
    compare_ledger(plant_file("every-word.edition.json"), EVERY_WORD " " STANDARDS, NULL, plant_file(ledgers[i]), "odd",
                   1, 0);
}

/* The same edition without the figure that rounds, and with powers of what is observed. */
static void test_every_operation(void) {
  static const char *const ledgers[] = {"every-word.ledger.json", "three-months.ledger.json", "shapes.ledger.json"};
  for (size_t i = 0; i < 3; i++)
    compare_ledger(plant_edition_without_rounding(), EVERY_WORD " " STANDARDS, NULL, plant_file(ledgers[i]), NULL, 1,
                   0);
}

/* An item of the facility that is a figure as it stands, or stands in a list: its slot is required, since its value is
 * taken. */
static void check_item_of_facility(const char *key, uint16_t code) {
  const cement_output water = {EVERY_WORD, key, NULL, NULL, CEMENT_OUTPUT_VALUE, 0};
  plant p;
  char *edition = plant_edition_without_rounding(), *ledger = plant_file("every-word.ledger.json");
  cement_columns *columns;
  plant_open(&p, edition, EVERY_WORD, NULL, ledger);
  CU_ASSERT_EQUAL_FATAL(cement_columns_create(&columns, p.run, &water, 1, NULL), CEMENT_OK);
  const cm_columns *c = &columns->columns;
  CU_ASSERT_EQUAL_FATAL(c->slot_count, 1);
  CU_ASSERT_EQUAL_FATAL(c->tape.nodes.at[c->nodes[0]].code, code);
  CU_ASSERT_TRUE(cm_str_is(c->slots[0].key, "plant_water"));
  CU_ASSERT_TRUE(c->slots[0].required);
  double given[] = {12, 13}, got[2];
  uint8_t there = 1, valid, *workspace = malloc(c->workspace);
  cement_column in = {.values = given, .valid = &there, .stride = 8};
  cm_columns_batch(c, &(cement_result){got, &valid, NULL, 0}, NULL, &in, 0, 2, workspace);
  CU_ASSERT_EQUAL(valid, 1);
  CU_ASSERT_EQUAL(got[0], 12);
  CU_ASSERT_EQUAL(got[1], 0);
  free(workspace);
  cement_columns_destroy(columns);
  plant_close(&p);
  free(edition), free(ledger);
}

static void test_item_of_facility(void) {
  check_item_of_facility("water", CM_OP_INPUT);
  check_item_of_facility("most_water", CM_OP_MAX);
}

/* ---- a divisor of several figures ---- */

static uint32_t node_of_slot(const cm_columns *c, uint32_t slot) {
  uint32_t i = 0;
  while (c->tape.nodes.at[i].code != CM_OP_INPUT || c->tape.nodes.at[i].c != slot) i++;
  return i;
}

/* Coal and electricity, both per tonne of clinker: one division, 1 / clinker. Of 5e-309 t that is too large, and what
 * stands on it is missing; of 0 t as ever. With 4 t of clinker, 1 t of coal of 29.307 GJ/t is 1000 kgce by the 29 307
 * kJ/kgce of GB 16780, 250 a tonne; 10 MWh are 2500 kWh/t. */
static void test_shared_divisor(void) {
  static const cement_output two[] = {{GB, "clinker_coal_intensity", "L1", NULL, CEMENT_OUTPUT_VALUE, 0},
                                      {GB, "clinker_electricity_intensity", "L1", NULL, CEMENT_OUTPUT_VALUE, 0}};
  static const double tonnes[] = {4, 5e-309, 0}, coal[] = {250, 0, 0}, electricity[] = {2500, 0, 0};
  plant p;
  char *ledger = text_of_example("synthetic-plant.ledger.json");
  cement_columns *columns;
  table t;
  results r;
  size_t divisions = 0;
  plant_open(&p, NULL, STANDARDS, NULL, ledger);
  CU_ASSERT_EQUAL_FATAL(cement_columns_create(&columns, p.run, two, 2, NULL), CEMENT_OK);
  const cm_columns *c = &columns->columns;
  table_make(&t, c->slot_count, 3, false);
  uint32_t clinker = 0;
  for (uint32_t i = 0; i < c->slot_count; i++) {
    const cm_entry *e = &c->slots[i];
    bool coal_of = cm_str_is(e->of, "bituminous_coal");
    double x = cm_str_is(e->key, "electricity_consumption") ? 10000
               : cm_str_is(e->key, "fuel_consumption")      ? coal_of
               : cm_str_is(e->key, "fuel_ncv")              ? 29.307
                                                            : 0;
    if (cm_str_is(e->key, "clinker_output")) clinker = i;
    if (cm_str_is(e->key, "fuel_heat")) t.in[i].values = NULL;
    for (size_t row = 0; row < 3; row++) t.values[i][row] = x;
  }
  memcpy(t.values[clinker], tonnes, sizeof tonnes);
  for (size_t i = 0; i < c->tape.nodes.size; i++)
    divisions += c->tape.nodes.at[i].code == CM_OP_DIV && c->tape.nodes.at[i].b == node_of_slot(c, clinker);
  CU_ASSERT_EQUAL(divisions, 1);
  CU_ASSERT_TRUE(columns_agree(c, &t));
  results_make(&r, 2, 3);
  run_by_columns(c, c->kernels, &t, &r, 1);
  CU_ASSERT_EQUAL(r.out[0].valid[0], 1);
  CU_ASSERT_EQUAL(r.out[1].valid[0], 1);
  for (size_t row = 0; row < 3; row++) {
    CU_ASSERT_DOUBLE_EQUAL(r.out[0].values[row], coal[row], 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(r.out[1].values[row], electricity[row], 1e-8);
    CU_ASSERT_EQUAL(r.status[row], row ? CEMENT_STATUS_INCOMPLETE : CEMENT_STATUS_OK);
  }
  results_free(&r);
  table_free(&t);
  cement_columns_destroy(columns);
  plant_close(&p);
  free(ledger);
}

/* ---- random rows of real plants ---- */

static void test_random_rows(void) {
  plant p;
  char *ledger = text_of_example("synthetic-plant.ledger.json");
  cement_columns *columns;
  printf("(seed 20261121) ");
  columns_random_state = 20261121;
  plant_open(&p, NULL, STANDARDS, NULL, ledger);
  CU_ASSERT_EQUAL_FATAL(cement_columns_create(&columns, p.run, NULL, 0, NULL), CEMENT_OK);
  for (size_t rows = 1; rows <= 700; rows += rows < 20 ? 1 : 61) {
    table t;
    table_make(&t, columns->columns.slot_count, rows, rows % 2);
    CU_ASSERT_TRUE_FATAL(columns_agree(&columns->columns, &t));
    table_free(&t);
  }
  cement_columns_destroy(columns);
  plant_close(&p);
  free(ledger);
}

/* Without a list every figure of every edition is one: of three together as many as of each alone. */
static size_t figures_of(const char *editions) {
  plant p;
  char *ledger = text_of_example("synthetic-plant.ledger.json");
  cement_columns *columns;
  plant_open(&p, NULL, editions, NULL, ledger);
  CU_ASSERT_EQUAL_FATAL(cement_columns_create(&columns, p.run, NULL, 0, NULL), CEMENT_OK);
  size_t count = cement_columns_count(columns, CEMENT_COLUMNS_OUTPUT);
  cement_columns_destroy(columns);
  plant_close(&p);
  free(ledger);
  return count;
}

static void test_all_figures(void) {
  size_t energy = figures_of(GB), emissions = figures_of(ETS), rates = figures_of(SUBSTITUTION);
  CU_ASSERT_TRUE(energy > 0 && emissions > 0 && rates > 0);
  CU_ASSERT_EQUAL(figures_of(STANDARDS), energy + emissions + rates);
}

int register_columns_suite(void) {
  CU_pSuite suite = CU_add_suite("columns", NULL, NULL);
  CU_add_test(suite, "examples as the run has them", test_examples);
  CU_add_test(suite, "every word as the run has it", test_every_word);
  CU_add_test(suite, "every operation as the run has it", test_every_operation);
  CU_add_test(suite, "an item of the facility", test_item_of_facility);
  CU_add_test(suite, "a divisor of several figures", test_shared_divisor);
  CU_add_test(suite, "random rows of a plant", test_random_rows);
  CU_add_test(suite, "all figures", test_all_figures);
  return (int)CU_get_error();
}
