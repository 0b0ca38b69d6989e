/* What the columns' code leaves out, from tapes whose results and steps are worked out by hand: what counts as zero,
 * terms of no weight, conditions that hold anyway; and the rules by which it does so, against all truth tables. */
#include <CUnit/CUnit.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "columns_help.h"
#include "run/columns_flat.h"
#include "run/columns_make.h"

int register_columns_simple_suite(void);

#define ROWS 70 /* a whole block and a part of one */

/* ---- a tape by hand ---- */

typedef struct sketch {
  cm_alloc alloc;
  cm_columns c;
  table t;
  results got;
} sketch;

static void sketch_open(sketch *s, uint32_t slots) {
  *s = (sketch){.alloc = cm_alloc_system(), .c = {.kernels = cm_kernels_best(), .slot_count = slots}};
  cm_arena_init(&s->c.arena, &s->alloc);
  s->c.tape.input_count = slots;
  for (uint32_t i = 0; i < slots; i++)
    CU_ASSERT_EQUAL_FATAL(CM_VEC_PUSH(&s->c.arena, &s->c.tape.nodes, (cm_node){.code = CM_OP_INPUT, .c = i}), 0);
  table_make(&s->t, slots, ROWS, false);
  for (uint32_t i = 0; i < slots; i++) {
    s->t.valid[i] = malloc(ROWS / 8 + 1);
    memset(s->t.valid[i], 0xff, ROWS / 8 + 1);
    s->t.in[i].valid = s->t.valid[i];
  }
}

static void sketch_close(sketch *s) {
  results_free(&s->got);
  table_free(&s->t);
  cm_arena_free(&s->c.arena);
}

static uint32_t node(sketch *s, uint16_t code, uint32_t a, uint32_t b, uint32_t c) {
  cm_node n = {.code = code, .a = a, .b = b, .c = c};
  CU_ASSERT_EQUAL_FATAL(CM_VEC_PUSH(&s->c.arena, &s->c.tape.nodes, n), 0);
  return (uint32_t)s->c.tape.nodes.size - 1;
}

static uint32_t constant(sketch *s, int64_t x) {
  cm_value v = {cm_dec_zero, CM_VALID};
  cm_dec_from_i64(&v.dec, x);
  CU_ASSERT_EQUAL_FATAL(CM_VEC_PUSH(&s->c.arena, &s->c.tape.constants, v), 0);
  return node(s, CM_OP_CONST, 0, 0, (uint32_t)s->c.tape.constants.size - 1);
}

static uint32_t sum(sketch *s, size_t count, const cm_term *terms) {
  cm_node n = {.code = CM_OP_SUM, .width = (uint16_t)count, .a = (uint32_t)s->c.tape.terms.size};
  for (size_t i = 0; i < count; i++) CU_ASSERT_EQUAL_FATAL(CM_VEC_PUSH(&s->c.arena, &s->c.tape.terms, terms[i]), 0);
  CU_ASSERT_EQUAL_FATAL(CM_VEC_PUSH(&s->c.arena, &s->c.tape.nodes, n), 0);
  return (uint32_t)s->c.tape.nodes.size - 1;
}

/* The slot, 0 where it is not valid. */
static uint32_t or_zero(sketch *s, uint32_t slot) {
  return node(s, CM_OP_DEFAULT, slot, constant(s, 0), 0);
}

static void put(sketch *s, uint32_t slot, size_t row, double x) {
  s->t.values[slot][row] = x;
}

/* As put, but the row does not have it: whatever lies there is not read. */
static void hide(sketch *s, uint32_t slot, size_t row, double x) {
  s->t.values[slot][row] = x;
  s->t.valid[slot][row / 8] &= (uint8_t) ~(1u << row % 8);
}

static void run(sketch *s, uint32_t output) {
  s->c.output_count = 1;
  s->c.nodes = CM_NEWS(&s->c.arena, uint32_t, 1);
  s->c.nodes[0] = output;
  CU_ASSERT_EQUAL_FATAL(cm_code_make(&s->c.arena, &s->c.code, &s->c.tape, s->c.nodes, 1), 0);
  s->c.workspace = cm_work_size(&s->c);
  CU_ASSERT_TRUE(columns_agree(&s->c, &s->t)); /* every kernel, against the tape */
  results_make(&s->got, 1, ROWS);
  run_by_columns(&s->c, s->c.kernels, &s->t, &s->got, 1);
}

/* How many steps do something: all but reading and writing. */
static size_t steps(const sketch *s) {
  size_t count = 0;
  for (size_t i = 0; i < s->c.code.steps.size; i++) count += s->c.code.steps.at[i].what < CM_DO_LOAD;
  return count;
}

static size_t steps_of(const sketch *s, cm_doing what) {
  size_t count = 0;
  for (size_t i = 0; i < s->c.code.steps.size; i++) count += s->c.code.steps.at[i].what == what;
  return count;
}

static void expect(const sketch *s, size_t row, uint32_t state, double value) {
  static const uint8_t status[] = {CEMENT_STATUS_INCOMPLETE, CEMENT_STATUS_OK, CEMENT_STATUS_NOT_APPLICABLE};
  const cement_result *r = s->got.out;
  bool same = (r->valid[row / 8] >> row % 8 & 1) == (state == CM_VALID) &&
              (r->inapplicable[row / 8] >> row % 8 & 1) == (state == CM_NOT_APPLICABLE) &&
              s->got.status[row] == status[state] && !memcmp(&r->values[row], &value, sizeof value);
  if (!same)
    printf("\n  row %zu: %g, status %d, expected %g, state %u\n", row, r->values[row], s->got.status[row], value,
           state);
  CU_ASSERT_TRUE(same);
}

/* ---- what counts as zero ---- */

/* A slot's register has 0 where it is not valid: nothing is left to do. */
static void test_or_zero(void) {
  sketch s;
  sketch_open(&s, 1);
  uint32_t out = or_zero(&s, 0);
  put(&s, 0, 0, 5), put(&s, 0, 1, -0.0), hide(&s, 0, 2, 7), put(&s, 0, 3, INFINITY), put(&s, 0, 4, NAN);
  hide(&s, 0, 69, NAN);
  run(&s, out);
  CU_ASSERT_EQUAL(steps(&s), 0);
  expect(&s, 0, CM_VALID, 5), expect(&s, 1, CM_VALID, -0.0), expect(&s, 2, CM_VALID, 0);
  expect(&s, 3, CM_VALID, 0), expect(&s, 4, CM_VALID, 0), expect(&s, 69, CM_VALID, 0);
  sketch_close(&s);
}

/* Another default than +0 is not what the register has. */
static void test_other_default(void) {
  sketch s;
  sketch_open(&s, 1);
  uint32_t out = node(&s, CM_OP_DEFAULT, 0, constant(&s, 3), 0);
  put(&s, 0, 0, 5), hide(&s, 0, 1, 7);
  run(&s, out);
  CU_ASSERT_EQUAL(steps_of(&s, CM_DO_SELECT), 1);
  expect(&s, 0, CM_VALID, 5), expect(&s, 1, CM_VALID, 3);
  sketch_close(&s);
}

/* Terms that are 0 where they do not count are added as they are: (0 + a) + b, so that -0 and -0 make 0. */
static void test_plain_sum(void) {
  sketch s;
  sketch_open(&s, 2);
  uint32_t a = or_zero(&s, 0), b = or_zero(&s, 1);
  uint32_t here_a = node(&s, CM_OP_PRESENT, 0, 0, 0), here_b = node(&s, CM_OP_PRESENT, 1, 0, 0);
  uint32_t out = sum(&s, 2, (cm_term[]){{a, here_a}, {b, here_b}});
  put(&s, 0, 0, 1), put(&s, 1, 0, 2);
  put(&s, 0, 1, -0.0), put(&s, 1, 1, -0.0);
  put(&s, 0, 2, 1), hide(&s, 1, 2, 9);
  hide(&s, 0, 3, 9), hide(&s, 1, 3, 9);
  put(&s, 0, 4, DBL_MAX), put(&s, 1, 4, DBL_MAX); /* too large: missing */
  hide(&s, 0, 5, 9), put(&s, 1, 5, -0.0);
  run(&s, out);
  CU_ASSERT_EQUAL(steps_of(&s, CM_DO_SUM), 1);
  CU_ASSERT_EQUAL(steps_of(&s, CM_DO_FINITE), 1);
  CU_ASSERT_EQUAL(steps(&s), 2);
  expect(&s, 0, CM_VALID, 3), expect(&s, 1, CM_VALID, 0), expect(&s, 2, CM_VALID, 1);
  expect(&s, 3, CM_VALID, 0), expect(&s, 4, CM_MISSING, 0), expect(&s, 5, CM_VALID, 0);
  sketch_close(&s);
}

/* A term that is not 0 elsewhere keeps its condition: of the row that lacks b, a does not count. */
static void test_guarded_sum(void) {
  sketch s;
  sketch_open(&s, 2);
  uint32_t here_b = node(&s, CM_OP_PRESENT, 1, 0, 0);
  uint32_t out = sum(&s, 2, (cm_term[]){{constant(&s, 4), CM_NO_NODE}, {or_zero(&s, 0), here_b}});
  put(&s, 0, 0, 1), put(&s, 1, 0, 1);
  put(&s, 0, 1, 1), hide(&s, 1, 1, 1);
  run(&s, out);
  CU_ASSERT_EQUAL(steps_of(&s, CM_DO_SUM_IF), 1);
  expect(&s, 0, CM_VALID, 5), expect(&s, 1, CM_VALID, 4);
  sketch_close(&s);
}

/* Where a > 0, a times `weight`; else 0. */
static uint32_t weighed(sketch *s, uint32_t slot, int64_t weight) {
  uint32_t a = or_zero(s, slot), zero = constant(s, 0);
  uint32_t more = node(s, CM_OP_GT, a, zero, 0), product = node(s, CM_OP_MUL, a, constant(s, weight), 0);
  return node(s, CM_OP_SELECT, more, product, zero);
}

/* Times 0: nothing of it is left but that 0 + b is not -0. */
static void test_no_weight(void) {
  sketch s;
  sketch_open(&s, 2);
  uint32_t out = sum(&s, 2, (cm_term[]){{weighed(&s, 0, 0), CM_NO_NODE}, {or_zero(&s, 1), CM_NO_NODE}});
  put(&s, 0, 0, DBL_MAX), put(&s, 1, 0, -0.0);
  put(&s, 0, 1, -5), put(&s, 1, 1, 3);
  hide(&s, 0, 2, 1), hide(&s, 1, 2, 1);
  put(&s, 0, 3, INFINITY), put(&s, 1, 3, DBL_MAX);
  run(&s, out);
  CU_ASSERT_EQUAL(steps_of(&s, CM_DO_ADD), 1);
  CU_ASSERT_EQUAL(steps_of(&s, CM_DO_FINITE), 1);
  CU_ASSERT_EQUAL(steps(&s), 2);
  expect(&s, 0, CM_VALID, 0), expect(&s, 1, CM_VALID, 3), expect(&s, 2, CM_VALID, 0), expect(&s, 3, CM_VALID, DBL_MAX);
  sketch_close(&s);
}

/* A choice of x or 0 that is added is x added where it is chosen: its own step goes. What is too large but not chosen
 * harms nothing, what is chosen is missing. */
static void test_weight(void) {
  sketch s;
  sketch_open(&s, 2);
  uint32_t out = sum(&s, 2, (cm_term[]){{or_zero(&s, 1), CM_NO_NODE}, {weighed(&s, 0, 2), CM_NO_NODE}});
  put(&s, 0, 0, 4), put(&s, 1, 0, 1);
  put(&s, 0, 1, -4), put(&s, 1, 1, -0.0);
  put(&s, 0, 2, DBL_MAX), put(&s, 1, 2, 1);
  put(&s, 0, 3, -DBL_MAX), put(&s, 1, 3, 1);
  hide(&s, 0, 4, DBL_MAX), put(&s, 1, 4, 1);
  run(&s, out);
  CU_ASSERT_EQUAL(steps_of(&s, CM_DO_SELECT), 0);
  CU_ASSERT_EQUAL(steps_of(&s, CM_DO_SUM_IF), 1);
  expect(&s, 0, CM_VALID, 9), expect(&s, 1, CM_VALID, 0), expect(&s, 2, CM_MISSING, 0);
  expect(&s, 3, CM_VALID, 1), expect(&s, 4, CM_VALID, 1);
  sketch_close(&s);
}

/* ---- zeros of the code that is fitted to a call ---- */

/* The code's steps for columns as they lie, all of which differ from row to row. */
static size_t fitted_steps(const sketch *s, cm_doing what) {
  size_t count = 0;
  cm_work w;
  void *workspace = malloc(s->c.workspace);
  cm_work_open(&w, &s->c, s->t.in, workspace);
  cm_work_begin(&w, ROWS); /* of a sketch every call is fitted */
  for (size_t i = 0; i < w.frame.code->steps.size; i++) count += w.frame.code->steps.at[i].what == what;
  free(workspace);
  return count;
}

/* A slot plus one that is 0 in all rows of the call: that is told when the code is fitted, and makes 0 of -0. */
static uint32_t with_zero(sketch *s, uint32_t slot, uint32_t zero) {
  s->t.in[zero].stride = 0;
  put(s, zero, 0, 0);
  return node(s, CM_OP_ADD, slot, zero, 0);
}

/* 0 + (a + 0) + (b + 0): one zero is enough, which the sum brings along. */
static void test_zeros_of_terms(void) {
  sketch s;
  sketch_open(&s, 3);
  uint32_t a = with_zero(&s, 0, 2), b = with_zero(&s, 1, 2);
  uint32_t out = sum(&s, 2, (cm_term[]){{a, CM_NO_NODE}, {b, CM_NO_NODE}});
  put(&s, 0, 0, 1), put(&s, 1, 0, 2);
  put(&s, 0, 1, -0.0), put(&s, 1, 1, -0.0);
  put(&s, 0, 2, 1), hide(&s, 1, 2, -0.0);
  run(&s, out);
  CU_ASSERT_EQUAL(steps_of(&s, CM_DO_ADD), 2);
  CU_ASSERT_EQUAL(fitted_steps(&s, CM_DO_ADD), 0);
  CU_ASSERT_EQUAL(fitted_steps(&s, CM_DO_SUM), 1);
  expect(&s, 0, CM_VALID, 3), expect(&s, 1, CM_VALID, 0), expect(&s, 2, CM_MISSING, 0);
  sketch_close(&s);
}

/* (a + 0) + (b + 0): the first zero stays. */
static void test_zero_of_first(void) {
  sketch s;
  sketch_open(&s, 3);
  uint32_t out = node(&s, CM_OP_ADD, with_zero(&s, 0, 2), with_zero(&s, 1, 2), 0);
  put(&s, 0, 0, -0.0), put(&s, 1, 0, -0.0);
  put(&s, 0, 1, 1), put(&s, 1, 1, -0.0);
  run(&s, out);
  CU_ASSERT_EQUAL(steps_of(&s, CM_DO_ADD), 3);
  CU_ASSERT_EQUAL(fitted_steps(&s, CM_DO_ADD), 2);
  expect(&s, 0, CM_VALID, 0), expect(&s, 1, CM_VALID, 1);
  sketch_close(&s);
}

/* What a sum comes to is never -0: no other zero is needed, neither behind it nor in what is added where a slot is. */
static void test_zero_of_sum(void) {
  sketch s;
  sketch_open(&s, 4);
  uint32_t both = sum(&s, 2, (cm_term[]){{0, CM_NO_NODE}, {1, CM_NO_NODE}});
  uint32_t more = node(&s, CM_OP_GT, 2, constant(&s, 0), 0);
  uint32_t some = sum(&s, 2, (cm_term[]){{both, CM_NO_NODE}, {with_zero(&s, 1, 3), more}});
  uint32_t out = with_zero(&s, some, 3);
  put(&s, 0, 0, -0.0), put(&s, 1, 0, -0.0), put(&s, 2, 0, 1);
  put(&s, 0, 1, 1), put(&s, 1, 1, 2), put(&s, 2, 1, 1);
  put(&s, 0, 2, 1), put(&s, 1, 2, 2), put(&s, 2, 2, 0);
  run(&s, out);
  CU_ASSERT_EQUAL(steps_of(&s, CM_DO_ADD), 2);
  CU_ASSERT_EQUAL(fitted_steps(&s, CM_DO_ADD), 0);
  CU_ASSERT_EQUAL(fitted_steps(&s, CM_DO_SUM_IF), 1);
  expect(&s, 0, CM_VALID, 0), expect(&s, 1, CM_VALID, 5), expect(&s, 2, CM_VALID, 3);
  sketch_close(&s);
}

/* ---- conditions ---- */

/* A grade, wanted where the figure is there: the comparison needs no other condition. */
static void test_grade(void) {
  sketch s;
  sketch_open(&s, 1);
  uint32_t zero = constant(&s, 0), one = constant(&s, 1), two = constant(&s, 2);
  uint32_t second = node(&s, CM_OP_SELECT, node(&s, CM_OP_LE, 0, constant(&s, 20), 0), two, zero);
  uint32_t out = node(&s, CM_OP_SELECT, node(&s, CM_OP_LE, 0, constant(&s, 10), 0), one, second);
  put(&s, 0, 0, 10), put(&s, 0, 1, 10.5), put(&s, 0, 2, 20.5), hide(&s, 0, 3, 5), put(&s, 0, 4, NAN);
  run(&s, out);
  CU_ASSERT_EQUAL(steps_of(&s, CM_DO_LE), 2);
  CU_ASSERT_EQUAL(steps_of(&s, CM_DO_SELECT), 2);
  CU_ASSERT_EQUAL(steps(&s), 4);
  expect(&s, 0, CM_VALID, 1), expect(&s, 1, CM_VALID, 2), expect(&s, 2, CM_VALID, 0);
  expect(&s, 3, CM_MISSING, 0), expect(&s, 4, CM_MISSING, 0);
  sketch_close(&s);
}

/* What does not apply, of a condition that is looked at twice. */
static void test_apply(void) {
  sketch s;
  sketch_open(&s, 2);
  uint32_t here = node(&s, CM_OP_PRESENT, 0, 0, 0);
  uint32_t out = node(&s, CM_OP_APPLY, here, node(&s, CM_OP_REQUIRE, here, 1, 0), 0);
  put(&s, 0, 0, 1), put(&s, 1, 0, 6);
  hide(&s, 0, 1, 1), put(&s, 1, 1, 6);
  put(&s, 0, 2, 1), hide(&s, 1, 2, 6);
  run(&s, out);
  CU_ASSERT_EQUAL(steps_of(&s, CM_DO_AND), 1);
  expect(&s, 0, CM_VALID, 6), expect(&s, 1, CM_NOT_APPLICABLE, 0), expect(&s, 2, CM_MISSING, 0);
  sketch_close(&s);
}

/* A guarded sum is 0 where none of its terms counts, so it is added to another as it is. */
static void test_sum_of_sums(void) {
  sketch s;
  sketch_open(&s, 3);
  uint32_t here = node(&s, CM_OP_PRESENT, 2, 0, 0);
  uint32_t inner = sum(&s, 2, (cm_term[]){{0, here}, {1, here}});
  uint32_t out = sum(&s, 2, (cm_term[]){{constant(&s, 1), CM_NO_NODE}, {inner, here}});
  put(&s, 0, 0, 2), put(&s, 1, 0, 3), put(&s, 2, 0, 0);
  put(&s, 0, 1, 2), put(&s, 1, 1, 3), hide(&s, 2, 1, 0);
  hide(&s, 0, 2, 2), put(&s, 1, 2, 3), hide(&s, 2, 2, 0);
  hide(&s, 0, 3, 2), put(&s, 1, 3, 3), put(&s, 2, 3, 0);
  run(&s, out);
  CU_ASSERT_EQUAL(steps_of(&s, CM_DO_SUM_IF), 2);
  expect(&s, 0, CM_VALID, 6), expect(&s, 1, CM_VALID, 1), expect(&s, 2, CM_VALID, 1), expect(&s, 3, CM_MISSING, 0);
  sketch_close(&s);
}

/* 1024 times a slot, by ten sums of two: to know that it is 0 where the slot is not valid would take as many looks as
 * there are paths. It is not known then, and costs its condition. */
static void test_many_paths(void) {
  sketch s;
  sketch_open(&s, 1);
  uint32_t x = 0, here = node(&s, CM_OP_PRESENT, 0, 0, 0);
  for (int i = 0; i < 10; i++) x = node(&s, CM_OP_ADD, x, x, 0);
  uint32_t out = sum(&s, 2, (cm_term[]){{constant(&s, 1), CM_NO_NODE}, {x, here}});
  put(&s, 0, 0, 2), hide(&s, 0, 1, 2);
  run(&s, out);
  CU_ASSERT_EQUAL(steps_of(&s, CM_DO_SUM_IF), 1);
  expect(&s, 0, CM_VALID, 2049), expect(&s, 1, CM_VALID, 1);
  sketch_close(&s);
}

/* A number that is there where another one is finite: the look at that one is no look at what is handed out. */
static void test_handed_out_for_another(void) {
  sketch s;
  sketch_open(&s, 1);
  uint32_t square = node(&s, CM_OP_MUL, 0, 0, 0);
  uint32_t out = node(&s, CM_OP_REQUIRE, node(&s, CM_OP_PRESENT, square, 0, 0), constant(&s, 7), 0);
  put(&s, 0, 0, 3), put(&s, 0, 1, DBL_MAX), hide(&s, 0, 2, 3);
  run(&s, out);
  CU_ASSERT_EQUAL(fitted_steps(&s, CM_DO_FINITE), 1);
  expect(&s, 0, CM_VALID, 7), expect(&s, 1, CM_MISSING, 0), expect(&s, 2, CM_MISSING, 0);
  sketch_close(&s);
}

/* ---- results larger than the caches ---- */

#define MANY (((size_t)8 << 20) / sizeof(double) / 2 + 64 * 3 + 5)

/* They take another way to memory, wherever in a line the arrays begin: in one call, or in three of which the middle
 * one is that large and ends with a whole block. The second output is not wanted, the third is the slot itself. */
static void compare_many(sketch *s, const cm_kernels *kernels, size_t shift, bool three) {
  double *values = malloc((2 * MANY + 32) * sizeof *values), *x = malloc(MANY * sizeof *x);
  uint8_t *valid = malloc(MANY / 8 + 1), *got = malloc(MANY / 8 + 1);
  double *to = (double *)(((uintptr_t)values + 63) / 64 * 64) + 8 + shift, *copy = to + MANY / 8 * 8 + 8;
  void *workspace = malloc(s->c.workspace);
  cement_column in[] = {{.values = x, .valid = valid, .stride = 8}};
  cement_result out[3] = {{.values = to, .valid = got}, {.values = NULL}, {.values = copy}};
  bool same = true;
  for (size_t i = 0; i < MANY; i++) x[i] = (double)i;
  for (size_t i = 0; i < MANY / 8 + 1; i++) valid[i] = (uint8_t)(i * 37);
  s->c.kernels = kernels;
  to[-1] = to[MANY] = copy[-1] = copy[MANY] = -1;
  cm_columns_batch(&s->c, out, NULL, in, 0, three ? 128 : MANY, workspace);
  if (three) cm_columns_batch(&s->c, out, NULL, in, 128, MANY / 64 * 64 - 128, workspace);
  if (three) cm_columns_batch(&s->c, out, NULL, in, MANY / 64 * 64, MANY % 64, workspace);
  for (size_t i = 0; i < MANY; i++) {
    bool there = (uint8_t)(i / 8 * 37) >> i % 8 & 1;
    same = same && to[i] == (there ? (double)i * 2 : 0) && copy[i] == to[i] / 2 && (got[i / 8] >> i % 8 & 1) == there;
  }
  CU_ASSERT_TRUE(same);
  CU_ASSERT_TRUE(to[-1] == -1 && to[MANY] == -1 && copy[-1] == -1 && copy[MANY] == -1);
  free(values), free(x), free(valid), free(got), free(workspace);
}

/* As a host may have them that cuts its arrays out of a file: results that do not begin at whole numbers' addresses. */
static void compare_odd(sketch *s, const cm_kernels *kernels, size_t rows) {
  enum { BEFORE = 4, BEHIND = 12 };
  double *x = malloc(rows * sizeof *x);
  char *twice = malloc(rows * 8 + BEFORE + BEHIND), *copy = malloc(rows * 8 + BEFORE + BEHIND);
  void *workspace = malloc(s->c.workspace);
  cement_result out[3] = {
      {.values = (double *)(void *)(twice + BEFORE)}, {.values = NULL}, {.values = (double *)(void *)(copy + BEFORE)}};
  bool same = true;
  for (size_t i = 0; i < rows; i++) x[i] = (double)i;
  memset(twice, 0x5a, rows * 8 + BEFORE + BEHIND), memset(copy, 0x5a, rows * 8 + BEFORE + BEHIND);
  s->c.kernels = kernels;
  cm_columns_batch(&s->c, out, NULL, &(cement_column){.values = x, .stride = 8}, 0, rows, workspace);
  for (size_t i = 0; i < rows; i++) {
    double want = 2 * x[i];
    same = same && !memcmp(twice + BEFORE + 8 * i, &want, 8) && !memcmp(copy + BEFORE + 8 * i, &x[i], 8);
  }
  for (size_t i = 0; i < BEFORE; i++) same = same && twice[i] == 0x5a && copy[i] == 0x5a;
  for (size_t i = BEFORE + rows * 8; i < BEFORE + rows * 8 + BEHIND; i++)
    same = same && twice[i] == 0x5a && copy[i] == 0x5a;
  CU_ASSERT_TRUE(same);
  free(x), free(twice), free(copy), free(workspace);
}

static void test_odd_addresses(sketch *s) {
  for (size_t k = 0; cm_kernels_run_here(k); k++) {
    compare_odd(s, cm_kernels_at(k), 200);
    compare_odd(s, cm_kernels_at(k), MANY);
  }
}

static void test_many_rows(void) {
  sketch s;
  sketch_open(&s, 1);
  uint32_t twice = node(&s, CM_OP_MUL, 0, constant(&s, 2), 0);
  uint32_t other = node(&s, CM_OP_MUL, 0, constant(&s, 3), 0);
  s.c.output_count = 3;
  s.c.nodes = CM_NEWS(&s.c.arena, uint32_t, 3);
  s.c.nodes[0] = twice, s.c.nodes[1] = other, s.c.nodes[2] = 0;
  CU_ASSERT_EQUAL_FATAL(cm_code_make(&s.c.arena, &s.c.code, &s.c.tape, s.c.nodes, 3), 0);
  s.c.workspace = cm_work_size(&s.c);
  for (size_t k = 0; cm_kernels_run_here(k); k++)
    for (size_t shift = 0; shift < 16; shift++) compare_many(&s, cm_kernels_at(k), shift / 2, shift % 2);
  test_odd_addresses(&s);
  table_free(&s.t);
  cm_arena_free(&s.c.arena);
}

/* Five times x where another slot is there, which is read between the product and its handing out: then the product has
 * to be fetched again. In every hundredth row it is too large. */
static void compare_fetched(sketch *s, const cm_kernels *kernels, size_t before, size_t rows) {
  double *x = malloc(rows * sizeof *x);
  uint8_t *valid = malloc(rows / 8 + 1), *there = malloc(rows / 8 + 1);
  char *room = malloc(rows * 8 + 64 + before), *to = (char *)(((uintptr_t)room + 63) / 64 * 64) + before;
  void *workspace = malloc(s->c.workspace);
  cement_column in[] = {{.values = x, .stride = 8}, {.values = x, .valid = there, .stride = 8}};
  cement_result out = {.values = (double *)(void *)to, .valid = valid};
  bool same = true;
  for (size_t i = 0; i < rows; i++) x[i] = i % 100 ? (double)i : DBL_MAX;
  for (size_t i = 0; i < rows / 8 + 1; i++) there[i] = (uint8_t)(i * 37);
  s->c.kernels = kernels;
  cm_columns_batch(&s->c, &out, NULL, in, 0, rows, workspace);
  for (size_t i = 0; i < rows; i++) {
    bool good = i % 100 && there[i / 8] >> i % 8 & 1;
    double want = good ? 5 * x[i] : 0;
    same = same && !memcmp(to + 8 * i, &want, 8) && (valid[i / 8] >> i % 8 & 1) == good;
  }
  CU_ASSERT_TRUE(same);
  free(x), free(valid), free(there), free(room), free(workspace);
}

static void test_fetched(void) {
  sketch s;
  sketch_open(&s, 2);
  uint32_t five = node(&s, CM_OP_REQUIRE, node(&s, CM_OP_PRESENT, 1, 0, 0), constant(&s, 5), 0);
  uint32_t product = node(&s, CM_OP_MUL, 0, five, 0);
  s.c.output_count = 1;
  s.c.nodes = &product;
  CU_ASSERT_EQUAL_FATAL(cm_code_make(&s.c.arena, &s.c.code, &s.c.tape, s.c.nodes, 1), 0);
  s.c.workspace = cm_work_size(&s.c);
  for (size_t k = 0; cm_kernels_run_here(k); k++)
    for (size_t before = 0; before < 16; before += 4) {
      compare_fetched(&s, cm_kernels_at(k), before, 200);
      compare_fetched(&s, cm_kernels_at(k), before, MANY);
    }
  table_free(&s.t);
  cm_arena_free(&s.c.arena);
}

/* So many results that 60 rows of them are larger than the caches: a call without a whole block of rows leaves nothing
 * to be written at its end, least of all before where the results begin. */
enum { WIDE = 20000, FEW = 60, APART = FEW + 9 };

static void compare_wide(sketch *s, const cm_kernels *kernels) {
  double *values = malloc(WIDE * APART * sizeof *values), x[FEW];
  cement_result *out = calloc(WIDE, sizeof *out);
  void *workspace = malloc(s->c.workspace);
  bool same = true;
  for (size_t i = 0; i < FEW; i++) x[i] = (double)i + 1;
  for (size_t i = 0; i < WIDE * APART; i++) values[i] = -1;
  for (size_t i = 0; i < WIDE; i++) out[i].values = values + i * APART + 9;
  memset(workspace, 0x55, s->c.workspace);
  s->c.kernels = kernels;
  cm_columns_batch(&s->c, out, NULL, &(cement_column){.values = x, .stride = 8}, 0, FEW, workspace);
  for (size_t i = 0; i < WIDE * APART; i++) same = same && values[i] == (i % APART < 9 ? -1 : x[i % APART - 9]);
  CU_ASSERT_TRUE(same);
  free(values), free(out), free(workspace);
}

static void test_many_outputs(void) {
  sketch s;
  sketch_open(&s, 1);
  s.c.output_count = WIDE;
  s.c.nodes = CM_NEWS(&s.c.arena, uint32_t, WIDE); /* the slot, each */
  CU_ASSERT_EQUAL_FATAL(cm_code_make(&s.c.arena, &s.c.code, &s.c.tape, s.c.nodes, WIDE), 0);
  s.c.workspace = cm_work_size(&s.c);
  s.c.fit_rows = UINT64_MAX;
  for (size_t k = 0; cm_kernels_run_here(k); k++) compare_wide(&s, cm_kernels_at(k));
  table_free(&s.t);
  cm_arena_free(&s.c.arena);
}

/* ---- the rules of bits, against every row of the truth table of five slots ---- */

#define SLOTS 5u
#define TABLE 32u /* rows */

typedef struct formula {
  uint32_t bits;  /* by the rules */
  uint32_t truth; /* by the words alone */
} formula;

static uint32_t truth_of(const cm_maker *m, uint32_t bits) {
  uint32_t slot = 0;
  if (bits == CM_NO_BITS) return 0;
  if (bits == CM_ALL_BITS) return ~(uint32_t)0;
  const cm_instruction *s = cm_origin_of_bits(m, bits);
  for (uint32_t row = 0; !s && row < TABLE; row++) slot |= (row >> (bits - 2) & 1) << row;
  if (!s) return slot;
  uint32_t a = truth_of(m, s->a), b = truth_of(m, s->b);
  return s->what == CM_DO_AND ? a & b : s->what == CM_DO_OR ? a | b : a & ~b;
}

static formula any_formula(cm_maker *m, const formula *of, size_t count) {
  formula a = of[below((uint32_t)count)], b = of[below((uint32_t)count)];
  switch (below(3)) {
  case 0: return (formula){cm_both(m, a.bits, b.bits), a.truth & b.truth};
  case 1: return (formula){cm_either(m, a.bits, b.bits), a.truth | b.truth};
  default: return (formula){cm_less(m, a.bits, b.bits), a.truth & ~b.truth};
  }
}

static void test_truth_tables(void) {
  cm_alloc alloc = cm_alloc_system();
  size_t within = 0, formulas = 0;
  printf("(seed 16) ");
  columns_random_state = 16;
  for (int round = 0; round < 300; round++) {
    cm_arena arena;
    cm_code code;
    cm_maker m;
    formula all[40];
    size_t count = SLOTS + 2;
    cm_arena_init(&arena, &alloc);
    cm_maker_init(&m, &arena, &code, SLOTS);
    for (uint32_t i = 0; i < count; i++) all[i] = (formula){i, truth_of(&m, i)};
    for (; count < 40; count++) all[count] = any_formula(&m, all, count);
    for (size_t i = 0; i < count; i++) {
      CU_ASSERT_EQUAL(truth_of(&m, all[i].bits), all[i].truth);
      for (size_t k = 0; k < count; k++)
        if (cm_within(&m, all[i].bits, all[k].bits)) {
          CU_ASSERT_EQUAL(all[i].truth & ~all[k].truth, 0);
          within++;
        }
    }
    formulas += code.steps.size;
    cm_arena_free(&m.scratch);
    cm_arena_free(&arena);
  }
  CU_ASSERT_TRUE(formulas > 1000);
  CU_ASSERT_TRUE(within > 10000);
}

/* The rules by name; p, q, r are slots. */
static void test_rules_of_bits(void) {
  cm_alloc alloc = cm_alloc_system();
  cm_arena arena;
  cm_code code;
  cm_maker m;
  cm_arena_init(&arena, &alloc);
  cm_maker_init(&m, &arena, &code, 3);
  uint32_t p = 2, q = 3, r = 4, p_and_q = cm_both(&m, p, q), p_or_q = cm_either(&m, p, q);
  size_t made = code.steps.size;
  CU_ASSERT_EQUAL(made, 2);
  CU_ASSERT_EQUAL(cm_both(&m, q, p), p_and_q); /* each once, in any order */
  CU_ASSERT_EQUAL(cm_both(&m, p, p_or_q), p);  /* what holds anyway */
  CU_ASSERT_EQUAL(cm_either(&m, p_and_q, p), p);
  CU_ASSERT_EQUAL(cm_less(&m, p_and_q, q), CM_NO_BITS);
  CU_ASSERT_EQUAL(cm_less(&m, p, CM_NO_BITS), p);
  CU_ASSERT_EQUAL(code.steps.size, made);
  uint32_t rest = cm_less(&m, p, p_and_q), not_r = cm_less(&m, CM_ALL_BITS, r);
  CU_ASSERT_EQUAL(code.steps.size, made + 2);
  CU_ASSERT_EQUAL(cm_either(&m, p_and_q, rest), p); /* x, or what is not x */
  CU_ASSERT_EQUAL(cm_either(&m, rest, p_and_q), p);
  CU_ASSERT_EQUAL(cm_either(&m, r, not_r), CM_ALL_BITS);
  CU_ASSERT_EQUAL(cm_both(&m, rest, p_and_q), CM_NO_BITS); /* x, and not x */
  CU_ASSERT_EQUAL(cm_both(&m, r, not_r), CM_NO_BITS);
  CU_ASSERT_EQUAL(cm_less(&m, CM_ALL_BITS, not_r), r); /* not not */
  CU_ASSERT_EQUAL(cm_less(&m, rest, p_and_q), rest);
  CU_ASSERT_EQUAL(code.steps.size, made + 2);
  cm_arena_free(&m.scratch);
  cm_arena_free(&arena);
}

/* ---- rewrites of the tape ---- */

/* 3 * SUM(2 * x where there is x) is SUM(6 * x ...): 6 is the only constant that a node multiplies by. */
static void test_factor_of_sum(void) {
  cm_alloc alloc = cm_alloc_system();
  cm_arena arena;
  cm_tape tape = {.input_count = 1};
  cm_emit e;
  cm_value two = {cm_dec_zero, CM_VALID}, three = two;
  cm_dec six;
  cm_dec_from_i64(&two.dec, 2), cm_dec_from_i64(&three.dec, 3), cm_dec_from_i64(&six, 6);
  cm_arena_init(&arena, &alloc);
  cm_emit_init(&e, &arena, &arena, &tape);
  uint32_t x = cm_emit_input(&e, 0, 0), here = cm_emit_node(&e, CM_OP_PRESENT, x, 0, 0);
  cm_term term = {cm_emit_node(&e, CM_OP_MUL, x, cm_emit_constant(&e, &two), 0), here};
  uint32_t one = cm_emit_list(&e, CM_OP_SUM, &term, 1);
  uint32_t out = cm_emit_node(&e, CM_OP_MUL, one, cm_emit_constant(&e, &three), 0);
  CU_ASSERT_FALSE_FATAL(e.failed);
  const cm_node *n = &tape.nodes.at[out];
  CU_ASSERT_EQUAL_FATAL(n->code, CM_OP_SUM);
  CU_ASSERT_EQUAL(tape.terms.at[n->a].guard, here);
  n = &tape.nodes.at[tape.terms.at[n->a].node];
  CU_ASSERT_EQUAL_FATAL(n->code, CM_OP_MUL);
  CU_ASSERT_EQUAL(n->a, x);
  CU_ASSERT_EQUAL(cm_dec_cmp(&tape.constants.at[tape.nodes.at[n->b].c].dec, &six), 0);
  cm_arena_free(&arena);
}

int register_columns_simple_suite(void) {
  CU_pSuite suite = CU_add_suite("columns_simple", NULL, NULL);
  CU_add_test(suite, "a slot or zero", test_or_zero);
  CU_add_test(suite, "a slot or another number", test_other_default);
  CU_add_test(suite, "a sum of what is zero where it does not count", test_plain_sum);
  CU_add_test(suite, "a sum of what is not", test_guarded_sum);
  CU_add_test(suite, "a term of no weight", test_no_weight);
  CU_add_test(suite, "a term with a condition", test_weight);
  CU_add_test(suite, "a sum of sums", test_sum_of_sums);
  CU_add_test(suite, "a number where another is finite", test_handed_out_for_another);
  CU_add_test(suite, "zeros of terms", test_zeros_of_terms);
  CU_add_test(suite, "the zero of a first term", test_zero_of_first);
  CU_add_test(suite, "the zero of a sum", test_zero_of_sum);
  CU_add_test(suite, "many paths", test_many_paths);
  CU_add_test(suite, "many rows", test_many_rows);
  CU_add_test(suite, "a value that is fetched again", test_fetched);
  CU_add_test(suite, "many outputs", test_many_outputs);
  CU_add_test(suite, "a grade", test_grade);
  CU_add_test(suite, "what does not apply", test_apply);
  CU_add_test(suite, "conditions against truth tables", test_truth_tables);
  CU_add_test(suite, "rules of conditions", test_rules_of_bits);
  CU_add_test(suite, "a factor of a sum", test_factor_of_sum);
  return (int)CU_get_error();
}
