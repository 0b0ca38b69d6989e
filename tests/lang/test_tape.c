/* The tape: each operation on values worked out by hand, in decimals and in binary64, and how validity travels. */
#include <CUnit/CUnit.h>
#include <math.h>
#include <stdio.h>

#include "lang/tape.h"

int register_tape_suite(void);

/* ---- a tape in the making ---- */

#define ROOM 64

typedef struct bench {
  cm_alloc alloc;
  cm_arena arena;
  cm_tape tape;
  cm_value inputs[ROOM], values[ROOM];
  cm_binary binary_inputs[ROOM], binaries[ROOM];
} bench;

static void start(bench *b) {
  memset(b, 0, sizeof *b);
  b->alloc = cm_alloc_system();
  cm_arena_init(&b->arena, &b->alloc);
}

static uint32_t node(bench *b, cm_node n) {
  CU_ASSERT_EQUAL_FATAL(CM_VEC_PUSH(&b->arena, &b->tape.nodes, n), 0);
  return (uint32_t)b->tape.nodes.size - 1;
}

static uint32_t op(bench *b, cm_opcode code, uint32_t x, uint32_t y) {
  return node(b, (cm_node){.code = (uint16_t)code, .a = x, .b = y});
}

static cm_dec dec(const char *text) {
  cm_dec d = cm_dec_zero;
  size_t at;
  CU_ASSERT_EQUAL(cm_dec_read(cm_str_of(text), &d, &at), CM_PARSE_OK);
  return d;
}

/* A value as text: a number, "missing", or "none" for one that does not apply. */
static cm_value value(const char *text) {
  if (!strcmp(text, "missing")) return (cm_value){cm_dec_zero, CM_MISSING};
  if (!strcmp(text, "none")) return (cm_value){cm_dec_zero, CM_NOT_APPLICABLE};
  return (cm_value){dec(text), CM_VALID};
}

static uint32_t input(bench *b, const char *text) {
  size_t index = b->tape.input_count++;
  b->inputs[index] = value(text);
  b->binary_inputs[index] = (cm_binary){cm_dec_to_double(&b->inputs[index].dec), b->inputs[index].state};
  return node(b, (cm_node){.code = CM_OP_INPUT, .c = (uint32_t)index});
}

static uint32_t constant(bench *b, const char *text) {
  CU_ASSERT_EQUAL_FATAL(CM_VEC_PUSH(&b->arena, &b->tape.constants, value(text)), 0);
  return node(b, (cm_node){.code = CM_OP_CONST, .c = (uint32_t)b->tape.constants.size - 1});
}

static uint32_t list(bench *b, cm_opcode code, const cm_term *terms, size_t count) {
  uint32_t first = (uint32_t)b->tape.terms.size;
  for (size_t i = 0; i < count; i++) CU_ASSERT_EQUAL_FATAL(CM_VEC_PUSH(&b->arena, &b->tape.terms, terms[i]), 0);
  return node(b, (cm_node){.code = (uint16_t)code, .width = (uint16_t)count, .a = first});
}

/* Runs both sides; what the last node says, in decimals. The binary side must say the same. */
static const char *last(bench *b, char out[CM_DEC_TEXT_MAX]) {
  static const char *const words[] = {"missing", "", "none"};
  size_t n = b->tape.nodes.size - 1;
  memset(b->values, 0xA5, sizeof b->values);
  memset(b->binaries, 0xA5, sizeof b->binaries);
  cm_tape_run(&b->tape, b->inputs, b->values);
  const cm_value *v = &b->values[n];
  if (cm_tape_run_binary(&b->tape, b->binary_inputs, b->binaries) == 0) {
    CU_ASSERT_EQUAL(b->binaries[n].state, v->state);
    double x = cm_dec_to_double(&v->dec), d = b->binaries[n].value - x;
    if (v->state == CM_VALID) CU_ASSERT_TRUE((d < 0 ? -d : d) <= 1e-15 * (x < 0 ? -x : x));
    if (v->state != CM_VALID) CU_ASSERT_TRUE(b->binaries[n].value == 0);
  }
  CU_ASSERT_TRUE_FATAL(v->state <= CM_NOT_APPLICABLE);
  if (v->state != CM_VALID) {
    CU_ASSERT_TRUE(cm_dec_is_zero(&v->dec)); /* what is not there carries no number along */
    return words[v->state];
  }
  return cm_dec_text(&v->dec, out).at;
}

static void finish(bench *b) {
  cm_arena_free(&b->arena);
}

static void expect(const char *what, const char *got, const char *wanted) {
  if (strcmp(got, wanted) != 0) printf("\n  %s: %s, expected %s\n", what, got, wanted);
  CU_ASSERT_STRING_EQUAL(got, wanted);
}

/* ---- operations of two operands ---- */

static const struct {
  cm_opcode code;
  const char *x, *y, *result;
} pairs[] = {
    {CM_OP_ADD, "0.1", "0.2", "0.3"},
    {CM_OP_ADD, "-5", "5", "0"},
    {CM_OP_SUB, "1", "0.9", "0.1"},
    {CM_OP_SUB, "2.5", "2.50", "0"},
    {CM_OP_MUL, "15000.00", "23.415", "351225"},
    {CM_OP_MUL, "-3", "-0.5", "1.5"},
    {CM_OP_MUL, "0", "12.5", "0"},
    {CM_OP_DIV, "1", "8", "0.125"},
    {CM_OP_DIV, "44", "12", "3.666666666666666666666666666666667"},
    {CM_OP_DIV, "0", "7", "0"},
    {CM_OP_DIV, "7", "0", "missing"},
    {CM_OP_DIV, "0", "0", "missing"},
    {CM_OP_EQ, "1.50", "1.5", "1"},
    {CM_OP_EQ, "1.5", "1.6", "0"},
    {CM_OP_NE, "1.50", "1.5", "0"},
    {CM_OP_NE, "-1", "1", "1"},
    {CM_OP_LT, "1", "2", "1"},
    {CM_OP_LT, "2", "2", "0"},
    {CM_OP_LT, "3", "2", "0"},
    {CM_OP_LE, "1", "2", "1"},
    {CM_OP_LE, "2", "2.0", "1"},
    {CM_OP_LE, "3", "2", "0"},
    {CM_OP_GT, "1", "2", "0"},
    {CM_OP_GT, "2", "2", "0"},
    {CM_OP_GT, "-1", "-2", "1"},
    {CM_OP_GE, "1", "2", "0"},
    {CM_OP_GE, "2", "2", "1"},
    {CM_OP_GE, "3", "2", "1"},
};

static void test_pairs(void) {
  char text[CM_DEC_TEXT_MAX];
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
    bench b;
    start(&b);
    uint32_t x = input(&b, pairs[i].x), y = constant(&b, pairs[i].y);
    op(&b, pairs[i].code, x, y);
    expect(cm_op_sign(pairs[i].code), last(&b, text), pairs[i].result);
    finish(&b);
  }
}

/* Every operation of plain arithmetic and every comparison: not applicable outranks missing, missing outranks a value.
 */
static void test_joint(void) {
  static const struct {
    const char *x, *y, *result;
  } rows[] = {{"missing", "2", "missing"}, {"2", "missing", "missing"}, {"missing", "missing", "missing"},
              {"none", "2", "none"},       {"2", "none", "none"},       {"none", "none", "none"},
              {"missing", "none", "none"}, {"none", "missing", "none"}};
  char text[CM_DEC_TEXT_MAX];
  for (cm_opcode code = CM_OP_ADD; code <= CM_OP_GE; code++)
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
      bench b;
      start(&b);
      uint32_t x = input(&b, rows[i].x), y = input(&b, rows[i].y);
      op(&b, code, x, y);
      expect(cm_op_sign(code), last(&b, text), rows[i].result);
      finish(&b);
    }
}

/* A missing factor times zero stays missing: nobody knows the factor. A zero divisor under a missing dividend too. */
static void test_no_shortcut(void) {
  char text[CM_DEC_TEXT_MAX];
  for (int i = 0; i < 2; i++) {
    bench b;
    start(&b);
    uint32_t x = input(&b, "missing"), y = input(&b, "0");
    op(&b, i ? CM_OP_DIV : CM_OP_MUL, x, y);
    expect("missing by zero", last(&b, text), "missing");
    finish(&b);
  }
}

/* ---- three-valued logic ---- */

static const struct {
  const char *x, *y, *both, *either;
} tables[] = {
    {"0", "0", "0", "0"},
    {"0", "1", "0", "1"},
    {"0", "missing", "0", "missing"},
    {"1", "0", "0", "1"},
    {"1", "1", "1", "1"},
    {"1", "missing", "missing", "1"},
    {"missing", "0", "0", "missing"},
    {"missing", "1", "missing", "1"},
    {"missing", "missing", "missing", "missing"},
};

static void test_logic(void) {
  char text[CM_DEC_TEXT_MAX];
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
    for (int either = 0; either < 2; either++) {
      bench b;
      start(&b);
      uint32_t x = input(&b, tables[i].x), y = input(&b, tables[i].y);
      op(&b, either ? CM_OP_OR : CM_OP_AND, x, y);
      expect(either ? "OR" : "AND", last(&b, text), either ? tables[i].either : tables[i].both);
      finish(&b);
    }
}

/* What does not apply decides nothing, and what the other operand decides alone stands. */
static void test_logic_not_applicable(void) {
  static const struct {
    cm_opcode code;
    const char *x, *y, *result;
  } rows[] = {{CM_OP_AND, "none", "0", "0"},
              {CM_OP_OR, "none", "1", "1"},
              {CM_OP_AND, "1", "none", "missing"},
              {CM_OP_OR, "0", "none", "missing"}};
  char text[CM_DEC_TEXT_MAX];
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    bench b;
    start(&b);
    uint32_t x = input(&b, rows[i].x), y = input(&b, rows[i].y);
    op(&b, rows[i].code, x, y);
    expect(cm_op_sign(rows[i].code), last(&b, text), rows[i].result);
    finish(&b);
  }
}

static const struct {
  cm_opcode code;
  const char *x, *result;
} singles[] = {
    {CM_OP_NEG, "2.5", "-2.5"},
    {CM_OP_NEG, "0", "0"},
    {CM_OP_NEG, "-1", "1"},
    {CM_OP_ABS, "-2.5", "2.5"},
    {CM_OP_ABS, "2.5", "2.5"},
    {CM_OP_ABS, "0", "0"},
    {CM_OP_NOT, "0", "1"},
    {CM_OP_NOT, "1", "0"},
    {CM_OP_PRESENT, "0", "1"},
    {CM_OP_PRESENT, "7", "1"},
    {CM_OP_PRESENT, "missing", "0"},
    {CM_OP_PRESENT, "none", "0"},
    {CM_OP_NEG, "missing", "missing"},
    {CM_OP_ABS, "missing", "missing"},
    {CM_OP_NOT, "missing", "missing"},
    {CM_OP_NEG, "none", "none"},
    {CM_OP_ABS, "none", "none"},
    {CM_OP_NOT, "none", "none"},
};

static void test_singles(void) {
  char text[CM_DEC_TEXT_MAX];
  for (size_t i = 0; i < sizeof singles / sizeof *singles; i++) {
    bench b;
    start(&b);
    op(&b, singles[i].code, input(&b, singles[i].x), 0);
    expect(cm_op_sign(singles[i].code), last(&b, text), singles[i].result);
    finish(&b);
  }
}

/* ---- forms of choice ---- */

/* SELECT: what the condition says, and nothing of the branch that is not taken. */
static void test_select(void) {
  static const struct {
    const char *condition, *yes, *no, *result;
  } rows[] = {{"1", "5", "7", "5"},
              {"0", "5", "7", "7"},
              {"1", "5", "missing", "5"},
              {"0", "missing", "7", "7"},
              {"1", "missing", "7", "missing"},
              {"0", "5", "missing", "missing"},
              {"missing", "5", "5", "missing"},
              {"none", "5", "7", "none"},
              {"1", "none", "7", "none"},
              {"0", "none", "7", "7"}};
  char text[CM_DEC_TEXT_MAX];
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    bench b;
    start(&b);
    uint32_t c = input(&b, rows[i].condition), x = input(&b, rows[i].yes), y = input(&b, rows[i].no);
    node(&b, (cm_node){.code = CM_OP_SELECT, .a = c, .b = x, .c = y});
    expect("SELECT", last(&b, text), rows[i].result);
    finish(&b);
  }
}

static void test_choices(void) {
  static const struct {
    cm_opcode code;
    const char *x, *y, *result;
  } rows[] = {
      {CM_OP_DEFAULT, "5", "7", "5"},
      {CM_OP_DEFAULT, "0", "7", "0"},
      {CM_OP_DEFAULT, "missing", "7", "7"},
      {CM_OP_DEFAULT, "missing", "missing", "missing"},
      {CM_OP_DEFAULT, "5", "missing", "5"},
      {CM_OP_DEFAULT, "none", "7", "7"},
      {CM_OP_REQUIRE, "1", "7", "7"},
      {CM_OP_REQUIRE, "0", "7", "missing"},
      {CM_OP_REQUIRE, "missing", "7", "missing"},
      {CM_OP_REQUIRE, "1", "missing", "missing"},
      {CM_OP_REQUIRE, "1", "none", "none"},
      {CM_OP_APPLY, "1", "7", "7"},
      {CM_OP_APPLY, "0", "7", "none"},
      {CM_OP_APPLY, "0", "missing", "none"},
      {CM_OP_APPLY, "missing", "7", "missing"},
      {CM_OP_APPLY, "1", "missing", "missing"},
  };
  char text[CM_DEC_TEXT_MAX];
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    bench b;
    start(&b);
    uint32_t x = input(&b, rows[i].x), y = input(&b, rows[i].y);
    op(&b, rows[i].code, x, y);
    expect(cm_op_sign(rows[i].code), last(&b, text), rows[i].result);
    finish(&b);
  }
}

/* ---- lists ---- */

/* Terms whose guard is false do not count, be they missing or not; an undecided guard does not count either. */
static void test_sum(void) {
  static const struct {
    const char *terms[3], *guards[3], *result; /* guard NULL: none */
  } rows[] = {
      {{"1", "2", "4"}, {NULL, NULL, NULL}, "7"},
      {{"1", "2", "4"}, {"1", "0", "1"}, "5"},
      {{"1", "missing", "4"}, {"1", "0", "1"}, "5"},
      {{"1", "none", "4"}, {"1", "0", "1"}, "5"},
      {{"1", "missing", "4"}, {"1", "1", "1"}, "missing"},
      {{"1", "none", "4"}, {NULL, NULL, NULL}, "none"},
      {{"missing", "none", "4"}, {NULL, NULL, NULL}, "none"},
      {{"none", "missing", "4"}, {NULL, NULL, NULL}, "none"},
      {{"1", "2", "4"}, {"0", "0", "0"}, "0"},
      {{"1", "2", "4"}, {"1", "missing", "1"}, "5"},
      {{"1e30", "0.0000000000000000000000000000001e1", "-1e30"},
       {NULL, NULL, NULL},
       "0.000000000000000000000000000001"}, /* exact: nothing is lost on the way */
      {{"0.1", "0.2", "-0.3"}, {NULL, NULL, NULL}, "0"},
  };
  char text[CM_DEC_TEXT_MAX];
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    bench b;
    cm_term terms[3];
    start(&b);
    for (size_t k = 0; k < 3; k++) {
      terms[k].node = input(&b, rows[i].terms[k]);
      terms[k].guard = rows[i].guards[k] ? input(&b, rows[i].guards[k]) : CM_NO_NODE;
    }
    list(&b, CM_OP_SUM, terms, 3);
    cm_tape_run(&b.tape, b.inputs, b.values);
    const cm_value *v = &b.values[b.tape.nodes.size - 1];
    /* the last two lose digits in binary, as they must: only the decimals are asked */
    expect("SUM", i < 10 ? last(&b, text) : cm_dec_text(&v->dec, text).at, rows[i].result);
    finish(&b);
  }
}

static void test_empty_sum(void) {
  char text[CM_DEC_TEXT_MAX];
  bench b;
  start(&b);
  list(&b, CM_OP_SUM, NULL, 0);
  expect("SUM()", last(&b, text), "0");
  finish(&b);
}

static void test_extremes(void) {
  static const struct {
    const char *x[3], *least, *most;
  } rows[] = {{{"3", "1", "2"}, "1", "3"},
              {{"1", "2", "3"}, "1", "3"},
              {{"-1", "-1.0", "-2"}, "-2", "-1"},
              {{"missing", "1", "2"}, "missing", "missing"},
              {{"1", "missing", "2"}, "missing", "missing"},
              {{"1", "2", "missing"}, "missing", "missing"},
              {{"1", "none", "missing"}, "none", "none"}};
  char text[CM_DEC_TEXT_MAX];
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    for (int most = 0; most < 2; most++) {
      bench b;
      cm_term terms[3];
      start(&b);
      for (size_t k = 0; k < 3; k++) terms[k] = (cm_term){input(&b, rows[i].x[k]), CM_NO_NODE};
      cm_term behind = {input(&b, "none"), CM_NO_NODE}; /* of another list: not among these */
      list(&b, most ? CM_OP_MAX : CM_OP_MIN, terms, 3);
      CU_ASSERT_EQUAL(CM_VEC_PUSH(&b.arena, &b.tape.terms, behind), 0);
      expect(most ? "MAX" : "MIN", last(&b, text), most ? rows[i].most : rows[i].least);
      finish(&b);
    }
}

/* ---- forms with an index ---- */

static void test_power(void) {
  static const struct {
    const char *x;
    int32_t p, q;
    const char *result;
  } rows[] = {{"16", 1, 4, "2"},
              {"2", 10, 1, "1024"},
              {"0", 1, 2, "0"},
              {"5", 0, 1, "1"},
              {"0.25", 1, 2, "0.5"},
              {"4", -1, 2, "0.5"},
              {"2", 1, 2, "1.414213562373095048801688724209698"},
              {"-4", 1, 2, "missing"},
              {"0", -1, 1, "missing"},
              {"missing", 1, 2, "missing"},
              {"none", 1, 2, "none"},
              {"1", 5256, 1000, "1"}};
  char text[CM_DEC_TEXT_MAX];
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    bench b;
    start(&b);
    uint32_t x = input(&b, rows[i].x);
    CU_ASSERT_EQUAL(CM_VEC_PUSH(&b.arena, &b.tape.powers, (cm_power){rows[i].p, rows[i].q}), 0);
    node(&b, (cm_node){.code = CM_OP_POW, .a = x, .b = x, .c = 0});
    expect("POW", last(&b, text), rows[i].result);
    finish(&b);
  }
}

static void test_round(void) {
  static const struct {
    const char *x;
    cm_rule rule;
    int32_t decimals;
    const char *result;
  } rows[] = {{"2.345", CM_RULE_HALF_UP, 2, "2.35"},  {"2.345", CM_RULE_HALF_EVEN, 2, "2.34"},
              {"2.349", CM_RULE_TRUNCATE, 2, "2.34"}, {"-2.345", CM_RULE_HALF_UP, 2, "-2.35"},
              {"2.5", CM_RULE_HALF_EVEN, 0, "2"},     {"missing", CM_RULE_HALF_UP, 2, "missing"},
              {"none", CM_RULE_HALF_UP, 2, "none"}};
  char text[CM_DEC_TEXT_MAX];
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    bench b;
    start(&b);
    uint32_t x = input(&b, rows[i].x);
    CU_ASSERT_EQUAL(CM_VEC_PUSH(&b.arena, &b.tape.rounds, (cm_round_rule){rows[i].rule, rows[i].decimals}), 0);
    node(&b, (cm_node){.code = CM_OP_ROUND, .a = x, .c = 0});
    CU_ASSERT_EQUAL(cm_tape_run_binary(&b.tape, b.binary_inputs, b.binaries), -1); /* for decimals only */
    expect("ROUND", last(&b, text), rows[i].result);
    finish(&b);
  }
}

static void test_rescale(void) {
  static const struct {
    const char *x;
    cm_scale scale;
    const char *result;
  } rows[] = {{"23.415", {1, 1, 3}, "23415"},
              {"1500", {1, 1, -3}, "1.5"},
              {"1", {1, 3, 0}, "0.3333333333333333333333333333333333"},
              {"6", {29307, 3, -1}, "5861.4"},
              {"missing", {1, 1, 3}, "missing"},
              {"none", {1, 1, 3}, "none"}};
  char text[CM_DEC_TEXT_MAX];
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    bench b;
    start(&b);
    uint32_t x = input(&b, rows[i].x);
    CU_ASSERT_EQUAL(CM_VEC_PUSH(&b.arena, &b.tape.scales, rows[i].scale), 0);
    node(&b, (cm_node){.code = CM_OP_RESCALE, .a = x, .c = 0});
    expect("RESCALE", last(&b, text), rows[i].result);
    finish(&b);
  }
}

/* ---- out of range ---- */

/* A result that no decimal holds is missing, and so is what stands on it. In binary the range is another, so that side
 * is left alone. */
static void test_overflow(void) {
  bench b;
  start(&b);
  uint32_t x = input(&b, "1e30"), n = x;
  for (int i = 0; i < 6; i++) n = op(&b, CM_OP_MUL, n, n); /* 1e1920 */
  uint32_t small = op(&b, CM_OP_DIV, x, n), sum = op(&b, CM_OP_ADD, small, x);
  uint32_t present = op(&b, CM_OP_PRESENT, sum, 0);
  cm_tape_run(&b.tape, b.inputs, b.values);
  CU_ASSERT_EQUAL(b.values[n].state, CM_MISSING);
  CU_ASSERT_EQUAL(b.values[n - 1].state, CM_VALID); /* 1e960 */
  CU_ASSERT_EQUAL(b.values[sum].state, CM_MISSING);
  CU_ASSERT_TRUE(cm_dec_is_zero(&b.values[sum].dec));
  CU_ASSERT_TRUE(cm_dec_is_zero(&b.values[present].dec));
  finish(&b);
}

static void test_binary_overflow(void) {
  bench b;
  start(&b);
  uint32_t x = input(&b, "1e30"), n = x;
  for (int i = 0; i < 4; i++) n = op(&b, CM_OP_MUL, n, n); /* 1e480: beyond binary64 */
  uint32_t zero = op(&b, CM_OP_SUB, n, n);
  cm_tape_run_binary(&b.tape, b.binary_inputs, b.binaries);
  CU_ASSERT_EQUAL(b.binaries[n - 1].state, CM_VALID);
  CU_ASSERT_EQUAL(b.binaries[n].state, CM_MISSING);    /* no infinity, */
  CU_ASSERT_EQUAL(b.binaries[zero].state, CM_MISSING); /* and no NaN after it */
  CU_ASSERT_EQUAL(b.binaries[zero].value, 0);
  finish(&b);
}

/* A column may hold an infinity: it is no number, so it has no power. */
static void test_binary_power(void) {
  static const struct {
    double x;
    uint32_t state;
  } rows[] = {{16, CM_VALID}, {HUGE_VAL, CM_MISSING}, {-16, CM_MISSING}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    bench b;
    start(&b);
    uint32_t x = input(&b, "16");
    CU_ASSERT_EQUAL(CM_VEC_PUSH(&b.arena, &b.tape.powers, (cm_power){1, 4}), 0);
    uint32_t power = node(&b, (cm_node){.code = CM_OP_POW, .a = x, .b = x, .c = 0});
    b.binary_inputs[0].value = rows[i].x;
    CU_ASSERT_EQUAL(cm_tape_run_binary(&b.tape, b.binary_inputs, b.binaries), 0);
    CU_ASSERT_EQUAL(b.binaries[power].state, rows[i].state);
    CU_ASSERT_EQUAL(b.binaries[power].value, rows[i].state == CM_VALID ? 2 : 0);
    finish(&b);
  }
}

/* ---- a whole formula ---- */

/* 15 000 t x 23.415 GJ/t x 0.02618 tC/GJ x 99 % x 44 / 12 = 33378.105915 tCO2 (cets-cement.md). */
static void test_formula(void) {
  char text[CM_DEC_TEXT_MAX];
  bench b;
  start(&b);
  CU_ASSERT_EQUAL(CM_VEC_PUSH(&b.arena, &b.tape.scales, (cm_scale){1, 1, -2}), 0);
  uint32_t heat = op(&b, CM_OP_MUL, input(&b, "15000.00"), input(&b, "23.415"));
  uint32_t carbon = op(&b, CM_OP_MUL, heat, constant(&b, "0.02618"));
  uint32_t burnt = op(&b, CM_OP_MUL, carbon, constant(&b, "99"));
  uint32_t gas = op(&b, CM_OP_DIV, op(&b, CM_OP_MUL, burnt, constant(&b, "44")), constant(&b, "12"));
  node(&b, (cm_node){.code = CM_OP_RESCALE, .a = gas, .c = 0});
  expect("fuel CO2", last(&b, text), "33378.105915");
  finish(&b);
}

static void test_empty(void) {
  bench b;
  start(&b);
  cm_tape_run(&b.tape, b.inputs, b.values);
  CU_ASSERT_EQUAL(cm_tape_run_binary(&b.tape, b.binary_inputs, b.binaries), 0);
  finish(&b);
}

static void test_signs(void) {
  for (int i = 0; i < CM_OP_COUNT; i++) CU_ASSERT_PTR_NOT_NULL(cm_op_sign((cm_opcode)i));
  CU_ASSERT_STRING_EQUAL(cm_op_sign(CM_OP_ADD), "+");
  CU_ASSERT_STRING_EQUAL(cm_op_sign(CM_OP_GE), ">=");
  CU_ASSERT_STRING_EQUAL(cm_op_sign(CM_OP_RESCALE), "RESCALE");
}

int register_tape_suite(void) {
  CU_pSuite suite = CU_add_suite("tape", NULL, NULL);
  CU_add_test(suite, "two operands", test_pairs);
  CU_add_test(suite, "states of two operands", test_joint);
  CU_add_test(suite, "no shortcut over what is missing", test_no_shortcut);
  CU_add_test(suite, "three-valued logic", test_logic);
  CU_add_test(suite, "logic and what does not apply", test_logic_not_applicable);
  CU_add_test(suite, "one operand", test_singles);
  CU_add_test(suite, "SELECT", test_select);
  CU_add_test(suite, "DEFAULT, REQUIRE, APPLY", test_choices);
  CU_add_test(suite, "SUM and its guards", test_sum);
  CU_add_test(suite, "SUM of nothing", test_empty_sum);
  CU_add_test(suite, "MIN, MAX", test_extremes);
  CU_add_test(suite, "POW", test_power);
  CU_add_test(suite, "ROUND", test_round);
  CU_add_test(suite, "RESCALE", test_rescale);
  CU_add_test(suite, "out of the decimals' range", test_overflow);
  CU_add_test(suite, "out of binary64's range", test_binary_overflow);
  CU_add_test(suite, "powers in binary64", test_binary_power);
  CU_add_test(suite, "a formula", test_formula);
  CU_add_test(suite, "an empty tape", test_empty);
  CU_add_test(suite, "signs", test_signs);
  return (int)CU_get_error();
}
