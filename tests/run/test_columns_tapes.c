/* Random tapes of every operation over random columns: blocks give the bits of the tape, whatever the processor's
 * kernels, slices, offsets and nulls. CEMENT_COLUMNS="COUNT SEED" tries more. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>

#include "columns_help.h"

int register_columns_tapes_suite(void);

#define NODES 40

/* ---- a random tape ---- */

static cm_value random_constant(void) {
  cm_value v = {cm_dec_zero, below(8) ? CM_VALID : below(2) ? CM_MISSING : CM_NOT_APPLICABLE};
  if (v.state == CM_VALID) cm_dec_from_i64(&v.dec, (int64_t)below(9) - 3);
  return v;
}

/* A constant operand of what has constants only would be folded by the maker of tapes: here there is at least a slot.
 */
static uint32_t operand(const cm_tape *tape) {
  uint32_t size = (uint32_t)tape->nodes.size;
  return below(3) ? size - 1 - below(size < 8 ? size : 8) : below(size);
}

static cm_node random_list(cm_arena *arena, cm_tape *tape, uint16_t code) {
  cm_node n = {.code = code, .width = (uint16_t)(1 + below(5)), .a = (uint32_t)tape->terms.size};
  for (uint32_t i = 0; i < n.width; i++) {
    cm_term t = {operand(tape), code == CM_OP_SUM && below(2) ? operand(tape) : CM_NO_NODE};
    CU_ASSERT_EQUAL_FATAL(CM_VEC_PUSH(arena, &tape->terms, t), 0);
  }
  return n;
}

static cm_node random_node(cm_arena *arena, cm_tape *tape) {
  static const cm_power powers[] = {{1, 2}, {-1, 3}, {2, 1}, {1, 1}, {0, 1}};
  uint16_t code;
  do code = (uint16_t)below(CM_OP_COUNT);
  while (code == CM_OP_ROUND || code == CM_OP_RESCALE || code == CM_OP_INPUT ||
         (code == CM_OP_POW && below(20))); /* slow */
  cm_node n = {.code = code, .a = operand(tape), .b = operand(tape), .c = operand(tape)};
  if (code == CM_OP_CONST) {
    n.c = (uint32_t)tape->constants.size;
    CU_ASSERT_EQUAL_FATAL(CM_VEC_PUSH(arena, &tape->constants, random_constant()), 0);
  } else if (code == CM_OP_POW) {
    n.c = (uint32_t)tape->powers.size;
    CU_ASSERT_EQUAL_FATAL(CM_VEC_PUSH(arena, &tape->powers, powers[below(5)]), 0);
  } else if (code == CM_OP_SUM || code == CM_OP_MIN || code == CM_OP_MAX) {
    return random_list(arena, tape, code);
  }
  return n;
}

static void random_tape(cm_arena *arena, cm_columns *c) {
  c->slot_count = c->tape.input_count = 1 + below(6);
  for (uint32_t i = 0; i < c->slot_count; i++)
    CU_ASSERT_EQUAL_FATAL(CM_VEC_PUSH(arena, &c->tape.nodes, (cm_node){.code = CM_OP_INPUT, .c = i}), 0);
  size_t count = c->slot_count + 1 + below(NODES);
  while (c->tape.nodes.size < count) {
    cm_node n = random_node(arena, &c->tape);
    CU_ASSERT_EQUAL_FATAL(CM_VEC_PUSH(arena, &c->tape.nodes, n), 0);
  }
  c->output_count = 1 + below(6);
  c->nodes = CM_NEWS(arena, uint32_t, c->output_count);
  for (size_t i = 0; i < c->output_count; i++) c->nodes[i] = operand(&c->tape);
}

static void show_tape(const cm_columns *c) {
  for (size_t i = 0; i < c->tape.nodes.size; i++) {
    const cm_node *n = &c->tape.nodes.at[i];
    printf("  %zu %s %u %u %u width %u\n", i, cm_op_sign((cm_opcode)n->code), n->a, n->b, n->c, n->width);
  }
  for (size_t i = 0; i < c->output_count; i++) printf("  output %zu: %u\n", i, c->nodes[i]);
}

/* All columns, or half of them, become the same in all rows. */
static void hold_still(table *t) {
  uint32_t how = below(4);
  for (size_t i = 0; i < t->slots && how < 2; i++)
    if (how == 0 || below(2)) t->in[i].stride = 0;
}

static bool try_tape(const cm_alloc *alloc) {
  table t;
  cm_columns c = {.kernels = cm_kernels_best()};
  cm_arena_init(&c.arena, alloc);
  random_tape(&c.arena, &c);
  CU_ASSERT_EQUAL_FATAL(cm_code_make(&c.arena, &c.code, &c.tape, c.nodes, c.output_count), 0);
  c.workspace = cm_work_size(&c);
  table_make(&t, c.slot_count, below(3) ? 1 + below(200) : 1 + below(1100), below(4) != 0);
  hold_still(&t);
  bool same = columns_agree(&c, &t);
  if (!same) show_tape(&c);
  table_free(&t);
  cm_arena_free(&c.arena);
  return same;
}

static void test_tapes(void) {
  cm_alloc alloc = cm_alloc_system();
  unsigned long long seed = 20261121, count = 1200;
  const char *given = getenv("CEMENT_COLUMNS");
  if (given) sscanf(given, "%llu %llu", &count, &seed);
  columns_random_state = seed;
  for (unsigned long long i = 0; i < count; i++) {
    uint64_t before = columns_random_state;
    if (try_tape(&alloc)) continue;
    printf("  CEMENT_COLUMNS=\"1 %llu\"\n", (unsigned long long)before);
    CU_FAIL("columns and tape differ");
    break;
  }
  printf("(%llu tapes, seed %llu) ", count, seed);
}

int register_columns_tapes_suite(void) {
  CU_pSuite suite = CU_add_suite("columns_tapes", NULL, NULL);
  CU_add_test(suite, "random tapes", test_tapes);
  return (int)CU_get_error();
}
