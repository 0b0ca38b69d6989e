/* Derivatives against central differences, totals against the outputs added up in the order that the header tells. */
#include <CUnit/CUnit.h>
#include <fenv.h>
#include <stdio.h>
#include <stdlib.h>

#include "num/mode.h"
#include "api/handles.h"
#include "api/text.h"
#include "columns_help.h"
#include "plant.h"

int register_columns_sums_suite(void);

#define STANDARDS "cn.gb-16780@2021 cn.cets-ag-02.01@v01-2024 substitution@1"

static double absolute(double x) {
  return x < 0 ? -x : x;
}

/* ---- derivatives ---- */

/* How much the outputs change where slot i is a little more in row 2i + 1 and a little less in row 2i + 2. */
static void nudged(const table *from, table *t) {
  table_make(t, from->slots, 1 + 2 * from->slots, false);
  for (size_t i = 0; i < t->slots; i++)
    for (size_t row = 0; row < t->rows; row++) {
      double x = from->values[i][0], h = absolute(x) * 1e-6;
      t->values[i][row] = row == 2 * i + 1 ? x + h : row == 2 * i + 2 ? x - h : x;
    }
}

/* The error of a difference is that of rounding, relative to the largest of all elasticities, and of curvature. */
static size_t compare_slopes(const cm_columns *c, const table *t, const results *r, size_t output, void *workspace) {
  double *slopes = calloc(t->slots + 1, sizeof *slopes), scale = absolute(r->out[output].values[0]);
  size_t found = 0;
  CU_ASSERT_EQUAL_FATAL(cm_columns_gradient(c, slopes, output, t->in, 0, workspace), CEMENT_OK);
  for (size_t i = 0; i < t->slots; i++)
    if (absolute(slopes[i] * t->values[i][0]) > scale) scale = absolute(slopes[i] * t->values[i][0]);
  for (size_t i = 0; i < t->slots; i++) {
    double x = t->values[i][0], h = t->values[i][2 * i + 1] - t->values[i][2 * i + 2];
    double difference = (r->out[output].values[2 * i + 1] - r->out[output].values[2 * i + 2]) / h;
    double bound = 1e-8 * (absolute(slopes[i]) + scale / absolute(x));
    if (absolute(slopes[i] - difference) > bound)
      printf("\n  output %zu, slot %zu: %.12g, by differences %.12g\n", output, i, slopes[i], difference);
    CU_ASSERT_TRUE(absolute(slopes[i] - difference) <= bound);
    found += slopes[i] != 0;
  }
  free(slopes);
  return found;
}

static size_t compare_gradients(const cm_columns *c, const table *at) {
  table t;
  results r;
  size_t found = 0;
  void *workspace = malloc(c->workspace);
  nudged(at, &t);
  results_make(&r, c->output_count, t.rows);
  run_by_columns(c, c->kernels, &t, &r, 1);
  for (size_t i = 0; i < c->output_count; i++)
    if (r.out[i].valid[0] & 1) found += compare_slopes(c, &t, &r, i, workspace);
  results_free(&r);
  table_free(&t);
  free(workspace);
  return found;
}

static void test_gradient(void) {
  plant p;
  cement_columns *columns;
  char *text = text_of_example("synthetic-plant.ledger.json");
  size_t found = 0;
  printf("(seed 5) ");
  columns_random_state = 5;
  plant_open(&p, NULL, STANDARDS, NULL, text);
  CU_ASSERT_EQUAL_FATAL(cement_columns_create(&columns, p.run, NULL, 0, NULL), CEMENT_OK);
  for (int i = 0; i < 10; i++) {
    table t;
    table_make(&t, columns->columns.slot_count, 1, false);
    found += compare_gradients(&columns->columns, &t);
    table_free(&t);
  }
  CU_ASSERT_TRUE(found > 500);
  cement_columns_destroy(columns);
  plant_close(&p);
  free(text);
}

/* Every operation that has a derivative, by a tape made by hand; its three slots are numbers as they come. */
static void test_every_derivative(void) {
  static const cm_node nodes[] = {{.code = CM_OP_INPUT, .c = 0},
                                  {.code = CM_OP_INPUT, .c = 1},
                                  {.code = CM_OP_INPUT, .c = 2},
                                  {.code = CM_OP_ADD, .a = 0, .b = 1},
                                  {.code = CM_OP_SUB, .a = 0, .b = 2},
                                  {.code = CM_OP_MUL, .a = 3, .b = 4},
                                  {.code = CM_OP_DIV, .a = 5, .b = 1},
                                  {.code = CM_OP_NEG, .a = 6},
                                  {.code = CM_OP_ABS, .a = 7},
                                  {.code = CM_OP_MIN, .width = 3, .a = 0},
                                  {.code = CM_OP_MAX, .width = 3, .a = 0},
                                  {.code = CM_OP_GT, .a = 0, .b = 1},
                                  {.code = CM_OP_PRESENT, .a = 0},
                                  {.code = CM_OP_SELECT, .a = 11, .b = 9, .c = 10},
                                  {.code = CM_OP_SUM, .width = 3, .a = 3},
                                  {.code = CM_OP_POW, .a = 8, .c = 0},
                                  {.code = CM_OP_DEFAULT, .a = 15, .b = 0},
                                  {.code = CM_OP_REQUIRE, .a = 12, .b = 14},
                                  {.code = CM_OP_APPLY, .a = 12, .b = 5}};
  static const cm_term terms[] = {{0, CM_NO_NODE}, {1, CM_NO_NODE}, {2, CM_NO_NODE},
                                  {0, 11},         {1, CM_NO_NODE}, {13, 12}};
  cm_alloc alloc = cm_alloc_system();
  cm_columns c = {.kernels = cm_kernels_best(), .slot_count = 3, .output_count = sizeof nodes / sizeof *nodes};
  cm_arena_init(&c.arena, &alloc);
  c.tape.input_count = 3;
  c.nodes = CM_NEWS(&c.arena, uint32_t, c.output_count);
  for (uint32_t i = 0; i < c.output_count; i++) {
    c.nodes[i] = i;
    CU_ASSERT_EQUAL_FATAL(CM_VEC_PUSH(&c.arena, &c.tape.nodes, nodes[i]), 0);
  }
  for (size_t i = 0; i < 6; i++) CU_ASSERT_EQUAL_FATAL(CM_VEC_PUSH(&c.arena, &c.tape.terms, terms[i]), 0);
  CU_ASSERT_EQUAL_FATAL(CM_VEC_PUSH(&c.arena, &c.tape.powers, (cm_power){2, 3}), 0);
  CU_ASSERT_EQUAL_FATAL(cm_code_make(&c.arena, &c.code, &c.tape, c.nodes, c.output_count), 0);
  c.workspace = cm_work_size(&c);
  printf("(seed 6) ");
  columns_random_state = 6;
  for (int i = 0; i < 20; i++) {
    table t;
    table_make(&t, 3, 1, false);
    CU_ASSERT_TRUE(compare_gradients(&c, &t) >= 20);
    table_free(&t);
  }
  cm_arena_free(&c.arena);
}

/* The slopes of one output of a tape of two slots, of which the second one may not be there. */
static void expect_slopes(cm_columns *c, uint32_t output, double y, bool there, double dx, double dy) {
  double x = 5, workspace[64], got[] = {7, 7};
  uint8_t valid = there;
  cement_column in[] = {{.values = &x, .stride = 8}, {.values = &y, .valid = &valid, .stride = 8}};
  c->nodes = &output;
  CU_ASSERT_EQUAL(cm_columns_gradient(c, got, 0, in, 0, workspace), CEMENT_OK);
  CU_ASSERT_EQUAL(got[0], dx);
  CU_ASSERT_EQUAL(got[1], dy);
}

/* x = 5, and y: a term whose guard is not known does not count, a default takes the place of what is missing, and the
 * first one of two operands that are as large is taken. */
static void test_what_is_missing(void) {
  cm_node nodes[] = {{.code = CM_OP_INPUT, .c = 0},           {.code = CM_OP_INPUT, .c = 1},
                     {.code = CM_OP_GT, .a = 1, .b = 0},      {.code = CM_OP_SUM, .width = 2, .a = 0},
                     {.code = CM_OP_DEFAULT, .a = 1, .b = 3}, {.code = CM_OP_MAX, .width = 2, .a = 2}};
  cm_term terms[] = {{0, CM_NO_NODE}, {0, 2}, {1, CM_NO_NODE}, {0, CM_NO_NODE}};
  cm_columns c = {.slot_count = 2, .output_count = 1};
  c.tape.input_count = 2;
  c.tape.nodes.at = nodes, c.tape.nodes.size = 6;
  c.tape.terms.at = terms, c.tape.terms.size = 4;
  expect_slopes(&c, 3, 6, true, 2, 0);
  expect_slopes(&c, 3, 4, true, 1, 0);
  expect_slopes(&c, 3, 6, false, 1, 0);
  expect_slopes(&c, 4, 6, true, 0, 1);
  expect_slopes(&c, 4, 6, false, 1, 0);
  expect_slopes(&c, 5, 5, true, 0, 1);
  expect_slopes(&c, 5, 6, true, 0, 1);
  expect_slopes(&c, 5, 4, true, 1, 0);
}

/* Whether there is a slot, denied 3000 times over: two steps of code, but 3002 nodes of 16 bytes for their values and 8
 * for their slopes. */
static void test_long_tape(void) {
  enum { NOTS = 3000 };
  cm_alloc alloc = cm_alloc_system();
  uint32_t output = NOTS + 1;
  cm_columns c = {.kernels = cm_kernels_best(), .slot_count = 1, .output_count = 1, .nodes = &output};
  cm_arena_init(&c.arena, &alloc);
  c.tape.input_count = 1;
  for (uint32_t i = 0; i < NOTS + 2; i++) {
    cm_node n = {.code = i == 0 ? CM_OP_INPUT : i == 1 ? CM_OP_PRESENT : CM_OP_NOT, .a = i ? i - 1 : 0};
    CU_ASSERT_EQUAL_FATAL(CM_VEC_PUSH(&c.arena, &c.tape.nodes, n), 0);
  }
  CU_ASSERT_EQUAL_FATAL(cm_code_make(&c.arena, &c.code, &c.tape, &output, 1), 0);
  c.workspace = cm_work_size(&c);
  CU_ASSERT_TRUE(c.code.steps.size < 10);
  CU_ASSERT_TRUE(c.workspace >= (NOTS + 2) * 24);
  double x = 5, slope = 7, value = 7;
  cement_column in = {.values = &x, .stride = 8};
  void *workspace = malloc(c.workspace);
  cm_columns_batch(&c, &(cement_result){.values = &value}, NULL, &in, 0, 1, workspace);
  CU_ASSERT_EQUAL(value, 1);
  CU_ASSERT_EQUAL(cm_columns_gradient(&c, &slope, 0, &in, 0, workspace), CEMENT_OK);
  CU_ASSERT_EQUAL(slope, 0);
  free(workspace);
  cm_arena_free(&c.arena);
}

/* x^(1/2) has no finite derivative at 0, x^2 and x^1 have. */
static void test_powers_at_zero(void) {
  static const cm_power powers[] = {{1, 2}, {2, 1}, {1, 1}, {0, 1}};
  static const int32_t status[] = {CEMENT_E_RANGE, CEMENT_OK, CEMENT_OK, CEMENT_OK};
  static const double slope[] = {7, 0, 1, 0}; /* 7: as it was */
  cm_node nodes[] = {{.code = CM_OP_INPUT, .c = 0}, {.code = CM_OP_POW, .a = 0, .c = 0}};
  uint32_t output = 1;
  double x = 0, workspace[16];
  for (size_t i = 0; i < 4; i++) {
    cm_power power = powers[i];
    cm_columns c = {.slot_count = 1, .output_count = 1, .nodes = &output};
    c.tape.input_count = 1;
    c.tape.nodes.at = nodes, c.tape.nodes.size = 2;
    c.tape.powers.at = &power, c.tape.powers.size = 1;
    double got = 7;
    CU_ASSERT_EQUAL(cm_columns_gradient(&c, &got, 0, &(cement_column){.values = &x, .stride = 8}, 0, workspace),
                    status[i]);
    CU_ASSERT_EQUAL(got, slope[i]);
  }
}

/* |x| at 0, where it has none, has the derivative from above, as x + 0 has. */
static void test_size_at_zero(void) {
  cm_node nodes[] = {{.code = CM_OP_INPUT, .c = 0}, {.code = CM_OP_ABS, .a = 0}};
  static const double x[] = {-2, -0.0, 0, 2}, slope[] = {-1, 1, 1, 1};
  uint32_t output = 1;
  double workspace[16];
  cm_columns c = {.slot_count = 1, .output_count = 1, .nodes = &output};
  c.tape.input_count = 1;
  c.tape.nodes.at = nodes, c.tape.nodes.size = 2;
  for (uint64_t row = 0; row < 4; row++) {
    double got = 7;
    CU_ASSERT_EQUAL(cm_columns_gradient(&c, &got, 0, &(cement_column){.values = x, .stride = 8}, row, workspace),
                    CEMENT_OK);
    CU_ASSERT_EQUAL(got, slope[row]);
  }
}

/* ---- totals ---- */

#define ROWS 70003u /* two blocks of totals, and a word that no lane divides */
#define GROUPS 5
#define WIDTH (1 + 2 + 2 + 1 + 9)

static const cement_total totals[] = {{0, CEMENT_TOTAL_SUM, 0, 0},
                                      {0, CEMENT_TOTAL_MEAN, 0, 1},
                                      {0, CEMENT_TOTAL_MEAN, 2, 0},
                                      {2, CEMENT_TOTAL_COUNT, 0, 0},
                                      {1, CEMENT_TOTAL_GRADES, 0, 0}};

typedef struct fold {
  const int32_t *groups;
  double *out; /* [GROUPS][WIDTH] of one block */
} fold;

static int64_t group_of(const fold *f, size_t row) {
  int64_t g = f->groups ? f->groups[row] : 0;
  return g >= 0 && g < (f->groups ? GROUPS : 1) ? g : -1;
}

/* Eight sums of every eighth row, then (0+4)+(2+6) + ((1+5)+(3+7)), where all 64 rows are of one group. */
static void fold_word(const fold *f, size_t at, const double *x, const bool *counts, size_t row, size_t rows) {
  double s[8] = {0};
  bool one = true, any = false;
  for (size_t i = 0; i < rows; i++) {
    one = one && (!f->groups || f->groups[row + i] == f->groups[row]);
    any = any || counts[row + i];
  }
  if (!any || (one && group_of(f, row) < 0)) return;
  for (size_t i = 0; i < rows; i++) {
    int64_t g = group_of(f, row + i);
    if (one)
      s[i % 8] += counts[row + i] ? x[row + i] : 0;
    else if (counts[row + i] && g >= 0)
      f->out[g * WIDTH + (int64_t)at] += x[row + i];
  }
  if (one)
    f->out[group_of(f, row) * WIDTH + (int64_t)at] += ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
}

static void fold_all(double *out, const double *x, const bool *counts, size_t at, const int32_t *groups) {
  static double blocks[2][GROUPS * WIDTH];
  for (size_t b = 0; b < 2; b++) {
    fold f = {groups, blocks[b]};
    memset(blocks[b], 0, sizeof blocks[b]);
    for (size_t row = b * 65536; row < ROWS && row < (b + 1) * 65536; row += 64)
      fold_word(&f, at, x, counts, row, ROWS - row < 64 ? ROWS - row : 64);
  }
  for (size_t g = 0; g < GROUPS; g++)
    out[g * WIDTH + at] = (0.0 + blocks[0][g * WIDTH + at]) + blocks[1][g * WIDTH + at];
}

/* What the totals must be, from outputs that were kept. */
static void expected(double *out, const table *t, const results *r, const int32_t *groups) {
  double *x = calloc(ROWS, sizeof *x), *w = calloc(ROWS, sizeof *w), *px = calloc(ROWS, sizeof *px);
  bool *v[3], *both = calloc(ROWS, 1);
  for (size_t i = 0; i < 3; i++) {
    v[i] = calloc(ROWS, 1);
    for (size_t row = 0; row < ROWS; row++) v[i][row] = r->out[i].valid[row / 8] >> row % 8 & 1;
  }
  memset(out, 0, GROUPS * WIDTH * sizeof *out);
  fold_all(out, r->out[0].values, v[0], 0, groups);
  for (size_t k = 0; k < 2; k++) {
    for (size_t row = 0; row < ROWS; row++) {
      cm_binary slot = cm_column_value(&t->in[0], row);
      both[row] = v[0][row] && (k ? v[2][row] : slot.state == CM_VALID);
      w[row] = k ? r->out[2].values[row] : slot.value;
      px[row] = r->out[0].values[row] * w[row];
    }
    fold_all(out, px, both, 1 + 2 * k, groups);
    fold_all(out, w, both, 2 + 2 * k, groups);
    for (size_t g = 0; g < GROUPS; g++) {
      double *mean = &out[g * WIDTH + 1 + 2 * k];
      mean[0] = mean[1] != 0 ? mean[0] / mean[1] : 0;
    }
  }
  for (size_t row = 0; row < ROWS; row++) {
    int64_t g = group_of(&(fold){groups, NULL}, row);
    if (g >= 0 && v[2][row]) out[g * WIDTH + 5] += 1;
    if (g >= 0 && v[1][row]) out[g * WIDTH + 6 + (int64_t)r->out[1].values[row]] += 1;
  }
  free(x), free(w), free(px), free(both);
  for (size_t i = 0; i < 3; i++) free(v[i]);
}

/* A host that rounds up gets the same numbers, and rounds up afterwards. */
static void merge(double *got, const double *partials, const cm_totals *all, bool upward) {
  int before = fegetround(), mode = upward ? FE_UPWARD : before;
  fesetround(mode);
  cm_columns_merge(got, partials, all, 2);
  CU_ASSERT_EQUAL(fegetround(), mode);
  fesetround(before);
}

static void compare_totals(const cm_columns *c, const table *t, const results *r, const int32_t *groups) {
  static double partials[2 * GROUPS * WIDTH], got[GROUPS * WIDTH], want[GROUPS * WIDTH];
  size_t group_count = groups ? GROUPS : 1;
  cm_totals all = {totals, 5, group_count, WIDTH, groups};
  void *workspace = malloc(c->workspace);
  cm_mode host = cm_mode_begin(); /* the calls see to the default mode themselves */
  expected(want, t, r, groups);
  cm_mode_end(&host);
  for (size_t k = 0; cm_kernels_run_here(k); k++)
    for (uint64_t pieces = 1; pieces <= 2; pieces++) {
      cm_columns with = *c;
      with.kernels = cm_kernels_at(k);
      with.fit_rows = pieces == 1 ? 0 : UINT64_MAX;
      memset(partials, 0xaa, sizeof partials);
      for (uint64_t b = 0; b < 2; b += 3 - pieces)
        cm_columns_totals(&with, partials + b * group_count * WIDTH, &all, t->in, ROWS, b, 3 - pieces, workspace);
      merge(got, partials, &all, pieces == 2);
      for (size_t i = 0; i < group_count * WIDTH; i++) {
        bool same = memcmp(&got[i], &want[i], sizeof *got) == 0;
        if (!same)
          printf("\n  kernels %s, number %zu: %.17g, expected %.17g\n", with.kernels->name, i, got[i], want[i]);
        CU_ASSERT_TRUE(same);
      }
    }
  free(workspace);
}

/* Any number of sums and counts side by side, grades, and one sum more: each what it is alone. */
#define SIDE_BY_SIDE 19u

static void compare_many(const cm_columns *c, const table *t, const int32_t *groups, const double *sum,
                         const double *count) {
  static double partials[2 * GROUPS * (SIDE_BY_SIDE + 10)], got[GROUPS * (SIDE_BY_SIDE + 10)];
  void *workspace = malloc(c->workspace);
  for (size_t n = 0; n < SIDE_BY_SIDE; n++) {
    cement_total many[SIDE_BY_SIDE + 2];
    for (size_t i = 0; i < n; i++)
      many[i] = (cement_total){0, i % 3 == 1 ? CEMENT_TOTAL_COUNT : CEMENT_TOTAL_SUM, 0, 0};
    many[n] = (cement_total){1, CEMENT_TOTAL_GRADES, 0, 0};
    many[n + 1] = (cement_total){0, CEMENT_TOTAL_SUM, 0, 0};
    cm_totals all = {many, n + 2, GROUPS, n + 10, groups};
    cm_columns_totals(c, partials, &all, t->in, ROWS, 0, 2, workspace);
    cm_columns_merge(got, partials, &all, 2);
    for (size_t g = 0; g < GROUPS; g++) {
      const double *row = &got[g * (n + 10)];
      for (size_t i = 0; i < n; i++)
        CU_ASSERT_EQUAL(memcmp(&row[i], &(i % 3 == 1 ? count : sum)[g * WIDTH], sizeof *row), 0);
      CU_ASSERT_EQUAL(memcmp(&row[n + 9], &sum[g * WIDTH], sizeof *row), 0);
    }
  }
  free(workspace);
}

static void compare_side_by_side(const cm_columns *c, const table *t, const results *r, const int32_t *groups) {
  double sum[GROUPS * WIDTH], count[GROUPS * WIDTH], *ones = malloc(ROWS * sizeof *ones);
  bool *valid = malloc(ROWS);
  cm_mode host = cm_mode_begin();
  for (size_t row = 0; row < ROWS; row++) ones[row] = 1, valid[row] = r->out[0].valid[row / 8] >> row % 8 & 1;
  fold_all(sum, r->out[0].values, valid, 0, groups);
  fold_all(count, ones, valid, 0, groups);
  cm_mode_end(&host);
  for (size_t k = 0; cm_kernels_run_here(k); k++) {
    cm_columns with = *c;
    with.kernels = cm_kernels_at(k);
    compare_many(&with, t, groups, sum, count);
  }
  free(ones), free(valid);
}

static void test_totals(void) {
  static const cement_output three[] = {
      {"cn.gb-16780@2021", "clinker_coal_intensity", "L1", NULL, CEMENT_OUTPUT_VALUE, 0},
      {"cn.gb-16780@2021", "clinker_coal_intensity", "L1", NULL, CEMENT_OUTPUT_GRADE, 0},
      {"cn.cets-ag-02.01@v01-2024", "line_co2", "L1", NULL, CEMENT_OUTPUT_VALUE, 0}};
  static int32_t groups[ROWS];
  plant p;
  cement_columns *columns;
  table t;
  results r;
  char *text = text_of_example("synthetic-plant.ledger.json");
  printf("(seed 7) ");
  columns_random_state = 7;
  plant_open(&p, NULL, STANDARDS, NULL, text);
  CU_ASSERT_EQUAL_FATAL(cement_columns_create(&columns, p.run, three, 3, NULL), CEMENT_OK);
  table_make(&t, columns->columns.slot_count, ROWS, false);
  for (size_t i = 0; i < t.slots; i++) { /* some are not there */
    t.valid[i] = malloc(ROWS / 8 + 1);
    for (size_t k = 0; k < ROWS / 8 + 1; k++) t.valid[i][k] = below(4) ? 0xff : (uint8_t)below(256);
    t.in[i].valid = t.valid[i];
    if (i % 4 == 3) t.in[i].stride = 0;
  }
  results_make(&r, 3, ROWS);
  run_by_tape(&columns->columns, &t, &r);
  compare_totals(&columns->columns, &t, &r, NULL);
  for (size_t i = 0; i < ROWS; i++) groups[i] = (int32_t)(i / 1000) % 7 - 1; /* long stretches, some of no group */
  compare_totals(&columns->columns, &t, &r, groups);
  for (size_t i = 0; i < ROWS; i++) groups[i] = (int32_t)below(7) - 1;
  compare_totals(&columns->columns, &t, &r, groups);
  compare_side_by_side(&columns->columns, &t, &r, groups);
  for (size_t i = 0; i < ROWS; i++) groups[i] = GROUPS; /* no row counts: every number is 0 */
  compare_totals(&columns->columns, &t, &r, groups);
  results_free(&r);
  table_free(&t);
  cement_columns_destroy(columns);
  plant_close(&p);
  free(text);
}

/* Groups are numbered by 32 bits with a sign. */
static void test_last_group(void) {
  CU_ASSERT_EQUAL(cm_last_group(1), 0);
  CU_ASSERT_EQUAL(cm_last_group(5), 4);
  CU_ASSERT_EQUAL(cm_last_group(2147483647), 2147483646);
  CU_ASSERT_EQUAL(cm_last_group(2147483648u), 2147483647);
  CU_ASSERT_EQUAL(cm_last_group(SIZE_MAX), 2147483647);
}

int register_columns_sums_suite(void) {
  CU_pSuite suite = CU_add_suite("columns_sums", NULL, NULL);
  CU_add_test(suite, "derivatives of a plant", test_gradient);
  CU_add_test(suite, "the derivative of a size at zero", test_size_at_zero);
  CU_add_test(suite, "every derivative", test_every_derivative);
  CU_add_test(suite, "derivatives of powers at zero", test_powers_at_zero);
  CU_add_test(suite, "derivatives past what is missing", test_what_is_missing);
  CU_add_test(suite, "a long tape of little code", test_long_tape);
  CU_add_test(suite, "totals", test_totals);
  CU_add_test(suite, "the last group", test_last_group);
  return (int)CU_get_error();
}
