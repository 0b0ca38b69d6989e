/* Memory that gives out at every point of the making of columns: it is told, and nothing else goes wrong. */
#include <CUnit/CUnit.h>

#include "base/failing.h"
#include "run/columns.h"
#include "run/columns_flat.h"
#include "run/columns_work.h"

int register_columns_memory_suite(void);

/* With the first, the second, ... allocation failing, until none does. What is made says whether memory gave out. */
static void fail_at_each(bool (*made)(cm_arena *arena)) {
  bool whole = false;
  for (size_t fail_at = 1; !whole && fail_at < 1000; fail_at++) {
    failing f;
    cm_alloc alloc = failing_alloc(&f, fail_at);
    cm_arena arena;
    cm_arena_init(&arena, &alloc);
    whole = made(&arena);
    cm_arena_free(&arena);
    CU_ASSERT_EQUAL(whole, f.calls < fail_at);
    CU_ASSERT_FALSE(whole && fail_at == 1);
  }
  CU_ASSERT_TRUE(whole);
}

/* ---- what is made ---- */

/* Each way to make a node: a constant, products of constants, of sums, lists, guards, scales, powers. */
static uint32_t emit_all(cm_emit *e) {
  cm_value three = {cm_dec_zero, CM_VALID};
  cm_dec_from_i64(&three.dec, 3);
  uint32_t x = cm_emit_input(e, 0, 0), y = cm_emit_input(e, 1, 0), here = cm_emit_node(e, CM_OP_PRESENT, x, 0, 0);
  uint32_t thrice = cm_emit_node(e, CM_OP_MUL, x, cm_emit_constant(e, &three), 0);
  cm_term term = {thrice, here}, guards[] = {{cm_emit_truth(e, true), here}, {cm_emit_truth(e, true), x}};
  uint32_t sum = cm_emit_list(e, CM_OP_SUM, &term, 1);
  uint32_t grams = cm_emit_rescale(e, sum, &(cm_scale){1, 1, 3});
  uint32_t root = cm_emit_power(e, grams, (cm_power){1, 2}), cube = cm_emit_power(e, root, (cm_power){3, 1});
  uint32_t guarded = cm_emit_list(e, CM_OP_SUM, guards, 2);
  cm_term pair[] = {{cube, CM_NO_NODE}, {guarded, CM_NO_NODE}, {y, CM_NO_NODE}};
  return cm_emit_list(e, CM_OP_MAX, pair, 3);
}

/* A failure stays: what is asked afterwards is refused as well. */
static bool make_nodes(cm_arena *arena) {
  cm_tape tape = {.input_count = 2};
  cm_emit e;
  cm_emit_init(&e, arena, arena, &tape);
  uint32_t out = emit_all(&e);
  if (!e.failed) {
    CU_ASSERT_EQUAL(tape.nodes.at[out].code, CM_OP_MAX);
    CU_ASSERT_EQUAL(tape.nodes.at[out].width, 3);
    return true;
  }
  CU_ASSERT_EQUAL(out, 0);
  CU_ASSERT_EQUAL(emit_all(&e), 0);
  CU_ASSERT_TRUE(e.failed);
  return false;
}

static void test_nodes(void) {
  fail_at_each(make_nodes);
}

/* x^(1/2) and x^3 of a slot: 2 and 64 of 4. */
static bool make_code(cm_arena *arena) {
  cm_node nodes[] = {
      {.code = CM_OP_INPUT, .c = 0}, {.code = CM_OP_POW, .a = 0, .c = 0}, {.code = CM_OP_POW, .a = 0, .c = 1}};
  cm_power powers[] = {{1, 2}, {3, 1}};
  uint32_t outputs[] = {1, 2};
  cm_columns c = {.kernels = cm_kernels_best(), .slot_count = 1, .output_count = 2, .nodes = outputs, .fit_rows = 1000};
  double workspace[4096], x = 4, root, cube;
  c.tape.input_count = 1;
  c.tape.nodes.at = nodes, c.tape.nodes.size = 3;
  c.tape.powers.at = powers, c.tape.powers.size = 2;
  if (cm_code_make(arena, &c.code, &c.tape, outputs, 2)) return false;
  CU_ASSERT_TRUE_FATAL(cm_work_size(&c) <= sizeof workspace);
  cement_result out[] = {{.values = &root}, {.values = &cube}};
  cm_columns_batch(&c, out, NULL, &(cement_column){.values = &x, .stride = 8}, 0, 1, workspace);
  CU_ASSERT_EQUAL(root, 2);
  CU_ASSERT_EQUAL(cube, 64);
  return true;
}

static void test_code(void) {
  fail_at_each(make_code);
}

int register_columns_memory_suite(void) {
  CU_pSuite suite = CU_add_suite("columns_memory", NULL, NULL);
  CU_add_test(suite, "nodes of the tape", test_nodes);
  CU_add_test(suite, "code with powers", test_code);
  return (int)CU_get_error();
}
