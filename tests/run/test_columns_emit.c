/* The nodes of the columns' tape: each rule that makes one simpler by what comes of it, worked out by hand; and all of
 * them together against the tape as it was written, in decimals, over random operands in every state. */
#include <CUnit/CUnit.h>
#include <stdio.h>

#include "columns_help.h"
#include "run/columns_flat.h"

int register_columns_emit_suite(void);

/* ---- a tape in the making ---- */

typedef struct making {
  cm_alloc alloc;
  cm_arena arena;
  cm_tape tape;
  cm_emit e;
  uint32_t x, y;     /* slots */
  uint32_t here;     /* whether there is x: always known */
  uint32_t positive; /* whether x is positive: not known where there is no x */
} making;

static void begin(making *m) {
  *m = (making){.alloc = cm_alloc_system()};
  cm_arena_init(&m->arena, &m->alloc);
  cm_emit_init(&m->e, &m->arena, &m->arena, &m->tape);
  m->x = cm_emit_input(&m->e, 0, 0);
  m->y = cm_emit_input(&m->e, 1, 0);
  m->here = cm_emit_node(&m->e, CM_OP_PRESENT, m->x, 0, 0);
  m->positive = cm_emit_node(&m->e, CM_OP_GT, m->x, cm_emit_truth(&m->e, false), 0);
}

static void finish(making *m) {
  CU_ASSERT_FALSE(m->e.failed);
  cm_arena_free(&m->arena);
}

static uint32_t node(making *m, uint16_t code, uint32_t a, uint32_t b, uint32_t c) {
  return cm_emit_node(&m->e, code, a, b, c);
}

static uint32_t two(making *m, uint16_t code, uint32_t a, uint32_t b) {
  return node(m, code, a, b, 0);
}

static uint32_t list(making *m, uint16_t code, size_t count, const cm_term *terms) {
  cm_term own[4];
  memcpy(own, terms, count * sizeof *terms);
  return cm_emit_list(&m->e, code, own, count);
}

/* units times 10^ten */
static uint32_t scaled(making *m, int64_t units, int ten) {
  cm_value v = {cm_dec_zero, CM_VALID};
  cm_dec_from_i64(&v.dec, units);
  CU_ASSERT_EQUAL(cm_dec_shift(&v.dec, &v.dec, ten), CM_DEC_OK);
  return cm_emit_constant(&m->e, &v);
}

static uint32_t number(making *m, int64_t x) {
  return scaled(m, x, 0);
}

static uint32_t missing(making *m) {
  return cm_emit_constant(&m->e, &(cm_value){cm_dec_zero, CM_MISSING});
}

static uint32_t inapplicable(making *m) {
  return cm_emit_constant(&m->e, &(cm_value){cm_dec_zero, CM_NOT_APPLICABLE});
}

/* A node that may not apply. */
static uint32_t perhaps(making *m, uint32_t a) {
  return two(m, CM_OP_APPLY, m->positive, a);
}

static uint16_t code_of(const making *m, uint32_t at) {
  return m->tape.nodes.at[at].code;
}

static bool is_node(const making *m, uint32_t at, uint16_t code, uint32_t a, uint32_t b) {
  const cm_node *n = &m->tape.nodes.at[at];
  return n->code == code && n->a == a && n->b == b;
}

static bool is_number(const making *m, uint32_t at, int64_t units, int ten) {
  const cm_node *n = &m->tape.nodes.at[at];
  cm_dec x;
  cm_dec_from_i64(&x, units);
  cm_dec_shift(&x, &x, ten);
  if (n->code != CM_OP_CONST) return false;
  const cm_value *v = &m->tape.constants.at[n->c];
  return v->state == CM_VALID && cm_dec_cmp(&v->dec, &x) == 0;
}

/* x times a constant, and nothing else. */
static bool is_product(const making *m, uint32_t at, uint32_t x, int64_t units, int ten) {
  const cm_node *n = &m->tape.nodes.at[at];
  return n->code == CM_OP_MUL && n->a == x && is_number(m, n->b, units, ten);
}

/* ---- choices ---- */

static void test_select(void) {
  making m;
  begin(&m);
  uint32_t yes = cm_emit_truth(&m.e, true), no = cm_emit_truth(&m.e, false);
  CU_ASSERT_EQUAL(node(&m, CM_OP_SELECT, yes, m.x, m.y), m.x);
  CU_ASSERT_EQUAL(node(&m, CM_OP_SELECT, no, m.x, m.y), m.y);
  CU_ASSERT_EQUAL(node(&m, CM_OP_SELECT, missing(&m), m.x, m.y), missing(&m));
  CU_ASSERT_EQUAL(node(&m, CM_OP_SELECT, inapplicable(&m), m.x, m.y), inapplicable(&m));
  CU_ASSERT_EQUAL(node(&m, CM_OP_SELECT, m.here, m.x, m.x), m.x);
  /* where the condition is not known, neither is the choice, though both would be the same */
  CU_ASSERT_TRUE(is_node(&m, node(&m, CM_OP_SELECT, m.positive, m.x, m.x), CM_OP_SELECT, m.positive, m.x));
  CU_ASSERT_TRUE(is_node(&m, node(&m, CM_OP_SELECT, m.here, m.x, m.y), CM_OP_SELECT, m.here, m.x));
  CU_ASSERT_TRUE(is_number(&m, node(&m, CM_OP_SELECT, yes, number(&m, 2), number(&m, 3)), 2, 0));
  CU_ASSERT_EQUAL(node(&m, CM_OP_SELECT, no, number(&m, 2), m.x), m.x);
  finish(&m);
}

static void test_default(void) {
  making m;
  begin(&m);
  CU_ASSERT_EQUAL(two(&m, CM_OP_DEFAULT, m.here, m.positive), m.here);
  CU_ASSERT_EQUAL(two(&m, CM_OP_DEFAULT, m.x, m.x), m.x);
  CU_ASSERT_EQUAL(two(&m, CM_OP_DEFAULT, missing(&m), m.x), m.x);
  CU_ASSERT_EQUAL(two(&m, CM_OP_DEFAULT, inapplicable(&m), m.x), m.x);
  CU_ASSERT_TRUE(is_node(&m, two(&m, CM_OP_DEFAULT, m.x, m.y), CM_OP_DEFAULT, m.x, m.y));
  finish(&m);
}

static void test_require(void) {
  making m;
  begin(&m);
  uint32_t yes = cm_emit_truth(&m.e, true), no = cm_emit_truth(&m.e, false);
  uint32_t once = two(&m, CM_OP_REQUIRE, m.positive, m.y);
  CU_ASSERT_TRUE(is_node(&m, once, CM_OP_REQUIRE, m.positive, m.y));
  CU_ASSERT_EQUAL(two(&m, CM_OP_REQUIRE, m.positive, once), once);
  CU_ASSERT_TRUE(is_node(&m, two(&m, CM_OP_REQUIRE, m.here, once), CM_OP_REQUIRE, m.here, once));
  /* another operation on the same condition is no such demand */
  uint32_t both = two(&m, CM_OP_AND, m.here, m.positive);
  CU_ASSERT_TRUE(is_node(&m, two(&m, CM_OP_REQUIRE, m.here, both), CM_OP_REQUIRE, m.here, both));
  CU_ASSERT_EQUAL(two(&m, CM_OP_REQUIRE, yes, m.y), m.y);
  CU_ASSERT_EQUAL(two(&m, CM_OP_REQUIRE, no, m.y), missing(&m));
  CU_ASSERT_EQUAL(two(&m, CM_OP_REQUIRE, missing(&m), m.y), missing(&m));
  CU_ASSERT_EQUAL(two(&m, CM_OP_REQUIRE, inapplicable(&m), m.y), missing(&m));
  finish(&m);
}

static void test_apply(void) {
  making m;
  begin(&m);
  CU_ASSERT_EQUAL(two(&m, CM_OP_APPLY, cm_emit_truth(&m.e, true), m.y), m.y);
  CU_ASSERT_EQUAL(two(&m, CM_OP_APPLY, cm_emit_truth(&m.e, false), m.y), inapplicable(&m));
  CU_ASSERT_EQUAL(two(&m, CM_OP_APPLY, missing(&m), m.y), missing(&m));
  CU_ASSERT_EQUAL(two(&m, CM_OP_APPLY, inapplicable(&m), m.y), missing(&m));
  CU_ASSERT_TRUE(is_node(&m, two(&m, CM_OP_APPLY, m.here, m.y), CM_OP_APPLY, m.here, m.y));
  finish(&m);
}

/* ---- conditions ---- */

static void test_present(void) {
  making m;
  begin(&m);
  CU_ASSERT_TRUE(is_number(&m, node(&m, CM_OP_PRESENT, m.here, 0, 0), 1, 0));
  CU_ASSERT_TRUE(is_number(&m, node(&m, CM_OP_PRESENT, number(&m, 0), 0, 0), 1, 0));
  CU_ASSERT_TRUE(is_number(&m, node(&m, CM_OP_PRESENT, missing(&m), 0, 0), 0, 0));
  CU_ASSERT_TRUE(is_node(&m, node(&m, CM_OP_PRESENT, m.positive, 0, 0), CM_OP_PRESENT, m.positive, 0));
  finish(&m);
}

/* decides: what decides by itself; passes: what leaves the other one as it is. */
static void check_logic(making *m, uint16_t code, uint32_t decides, uint32_t passes) {
  uint32_t p = m->positive, na = perhaps(m, m->here);
  CU_ASSERT_EQUAL(two(m, code, decides, p), decides);
  CU_ASSERT_EQUAL(two(m, code, p, decides), decides);
  CU_ASSERT_EQUAL(two(m, code, na, decides), decides);
  CU_ASSERT_EQUAL(two(m, code, passes, p), p);
  CU_ASSERT_EQUAL(two(m, code, p, passes), p);
  CU_ASSERT_EQUAL(two(m, code, p, p), p);
  CU_ASSERT_EQUAL(two(m, code, p, m->here), two(m, code, m->here, p)); /* in any order */
  CU_ASSERT_TRUE(is_node(m, two(m, code, m->here, p), code, m->here, p));
  CU_ASSERT_TRUE(is_node(m, two(m, code, p, missing(m)), code, p, missing(m)));
  /* what may not apply would be missing of the whole, and so does not pass */
  CU_ASSERT_EQUAL(code_of(m, two(m, code, passes, na)), code);
  CU_ASSERT_EQUAL(two(m, code, na, passes), two(m, code, passes, na));
  CU_ASSERT_TRUE(is_node(m, two(m, code, na, na), code, na, na));
}

static void test_logic(void) {
  making m;
  begin(&m);
  uint32_t yes = cm_emit_truth(&m.e, true), no = cm_emit_truth(&m.e, false);
  check_logic(&m, CM_OP_AND, no, yes);
  check_logic(&m, CM_OP_OR, yes, no);
  finish(&m);
}

/* ---- arithmetic ---- */

/* A constant that is missing makes all missing, unless the other operand may not apply, which goes before. */
static void test_missing_operands(void) {
  making m;
  begin(&m);
  uint32_t lacks = missing(&m), na = perhaps(&m, m.y), never = inapplicable(&m);
  CU_ASSERT_EQUAL(two(&m, CM_OP_SUB, lacks, m.x), lacks);
  CU_ASSERT_EQUAL(two(&m, CM_OP_SUB, m.x, lacks), lacks);
  CU_ASSERT_EQUAL(two(&m, CM_OP_LT, m.x, lacks), lacks);
  CU_ASSERT_EQUAL(two(&m, CM_OP_MUL, m.x, lacks), lacks);
  CU_ASSERT_TRUE(is_node(&m, two(&m, CM_OP_SUB, lacks, na), CM_OP_SUB, lacks, na));
  CU_ASSERT_TRUE(is_node(&m, two(&m, CM_OP_SUB, na, lacks), CM_OP_SUB, na, lacks));
  CU_ASSERT_TRUE(is_node(&m, two(&m, CM_OP_DIV, na, lacks), CM_OP_DIV, na, lacks));
  CU_ASSERT_TRUE(is_node(&m, two(&m, CM_OP_SUB, never, m.x), CM_OP_SUB, never, m.x));
  CU_ASSERT_TRUE(is_node(&m, two(&m, CM_OP_SUB, m.x, never), CM_OP_SUB, m.x, never));
  CU_ASSERT_EQUAL(code_of(&m, two(&m, CM_OP_MUL, na, lacks)), CM_OP_MUL);
  CU_ASSERT_EQUAL(two(&m, CM_OP_MUL, lacks, na), two(&m, CM_OP_MUL, na, lacks));
  CU_ASSERT_TRUE(is_node(&m, two(&m, CM_OP_SUB, m.x, m.y), CM_OP_SUB, m.x, m.y));
  finish(&m);
}

static void test_constants(void) {
  making m;
  begin(&m);
  uint32_t four = number(&m, 4);
  CU_ASSERT_TRUE(is_number(&m, two(&m, CM_OP_ADD, four, number(&m, 3)), 7, 0));
  CU_ASSERT_TRUE(is_number(&m, two(&m, CM_OP_DIV, number(&m, 3), four), 75, -2));
  CU_ASSERT_TRUE(is_number(&m, node(&m, CM_OP_NEG, four, 0, 0), -4, 0));
  CU_ASSERT_TRUE(is_number(&m, node(&m, CM_OP_ABS, number(&m, -4), 0, 0), 4, 0));
  CU_ASSERT_TRUE(is_number(&m, node(&m, CM_OP_NOT, four, 0, 0), 0, 0));
  CU_ASSERT_EQUAL(two(&m, CM_OP_DIV, four, number(&m, 0)), missing(&m));
  CU_ASSERT_TRUE(is_node(&m, node(&m, CM_OP_NEG, m.x, 0, 0), CM_OP_NEG, m.x, 0));
  CU_ASSERT_TRUE(is_node(&m, node(&m, CM_OP_ABS, m.x, 0, 0), CM_OP_ABS, m.x, 0));
  CU_ASSERT_EQUAL(number(&m, 4), four);
  CU_ASSERT_EQUAL(two(&m, CM_OP_ADD, m.x, m.y), two(&m, CM_OP_ADD, m.y, m.x));
  CU_ASSERT_NOT_EQUAL(two(&m, CM_OP_SUB, m.x, m.y), two(&m, CM_OP_SUB, m.y, m.x));
  finish(&m);
}

static void test_products(void) {
  making m;
  begin(&m);
  uint32_t three = number(&m, 3), twice = two(&m, CM_OP_MUL, m.x, number(&m, 2)), xy = two(&m, CM_OP_MUL, m.x, m.y);
  CU_ASSERT_TRUE(is_product(&m, twice, m.x, 2, 0));
  CU_ASSERT_TRUE(is_product(&m, two(&m, CM_OP_MUL, three, twice), m.x, 6, 0));
  CU_ASSERT_TRUE(is_product(&m, two(&m, CM_OP_MUL, xy, three), xy, 3, 0));
  CU_ASSERT_TRUE(is_product(&m, two(&m, CM_OP_DIV, m.x, number(&m, 4)), m.x, 25, -2));
  CU_ASSERT_EQUAL(two(&m, CM_OP_DIV, twice, number(&m, 2)), m.x);
  CU_ASSERT_TRUE(is_node(&m, two(&m, CM_OP_DIV, m.x, number(&m, 0)), CM_OP_DIV, m.x, number(&m, 0)));
  CU_ASSERT_TRUE(is_node(&m, two(&m, CM_OP_DIV, three, m.x), CM_OP_DIV, three, m.x));
  /* decimals end at 10^1200: factors whose product lies beyond are not gathered */
  uint32_t large = two(&m, CM_OP_MUL, m.x, scaled(&m, 1, 1000));
  CU_ASSERT_TRUE(is_product(&m, two(&m, CM_OP_MUL, large, scaled(&m, 1, 1000)), large, 1, 1000));
  finish(&m);
}

/* A sum of one product takes a factor with it, other sums are multiplied as they are. */
static void test_products_of_sums(void) {
  making m;
  begin(&m);
  uint32_t three = number(&m, 3), twice = two(&m, CM_OP_MUL, m.x, number(&m, 2)), xy = two(&m, CM_OP_MUL, m.x, m.y);
  uint32_t plain = list(&m, CM_OP_SUM, 1, (cm_term[]){{m.x, m.here}});
  uint32_t of_slots = list(&m, CM_OP_SUM, 1, (cm_term[]){{xy, m.here}});
  uint32_t pair = list(&m, CM_OP_SUM, 2, (cm_term[]){{twice, m.here}, {m.y, CM_NO_NODE}});
  uint32_t out = two(&m, CM_OP_MUL, list(&m, CM_OP_SUM, 1, (cm_term[]){{twice, m.here}}), three);
  CU_ASSERT_EQUAL(code_of(&m, out), CM_OP_SUM);
  CU_ASSERT_TRUE(is_product(&m, m.tape.terms.at[m.tape.nodes.at[out].a].node, m.x, 6, 0));
  CU_ASSERT_TRUE(is_product(&m, two(&m, CM_OP_MUL, plain, three), plain, 3, 0));
  CU_ASSERT_TRUE(is_product(&m, two(&m, CM_OP_MUL, of_slots, three), of_slots, 3, 0));
  CU_ASSERT_TRUE(is_product(&m, two(&m, CM_OP_MUL, pair, three), pair, 3, 0));
  finish(&m);
}

/* 1 kg = 1000 g; a third is 0.333... with 34 digits. */
static void test_scales(void) {
  making m;
  begin(&m);
  CU_ASSERT_TRUE(is_product(&m, cm_emit_rescale(&m.e, m.x, &(cm_scale){1, 1, 3}), m.x, 1000, 0));
  CU_ASSERT_TRUE(is_number(&m, cm_emit_rescale(&m.e, number(&m, 7), &(cm_scale){1, 1, 3}), 7000, 0));
  uint32_t third = cm_emit_rescale(&m.e, m.x, &(cm_scale){1, 3, 0});
  cm_dec x = m.tape.constants.at[m.tape.nodes.at[m.tape.nodes.at[third].b].c].dec, threes;
  size_t at;
  CU_ASSERT_EQUAL(cm_dec_read(CM_S("3333333333333333.333333333333333333"), &threes, &at), CM_PARSE_OK);
  CU_ASSERT_EQUAL(cm_dec_shift(&threes, &threes, -16), CM_DEC_OK);
  CU_ASSERT_EQUAL(cm_dec_cmp(&x, &threes), 0);
  finish(&m);
}

static void test_powers(void) {
  making m;
  begin(&m);
  uint32_t root = cm_emit_power(&m.e, m.x, (cm_power){1, 2}), cube = cm_emit_power(&m.e, m.x, (cm_power){3, 1});
  uint32_t longer = cm_emit_power(&m.e, m.x, (cm_power){3, 2});
  CU_ASSERT_EQUAL(cm_emit_power(&m.e, m.x, (cm_power){1, 2}), root);
  CU_ASSERT_EQUAL(cm_emit_power(&m.e, m.x, (cm_power){3, 2}), longer);
  CU_ASSERT_NOT_EQUAL(cm_emit_power(&m.e, m.y, (cm_power){3, 1}), cube);
  CU_ASSERT_EQUAL_FATAL(m.tape.powers.size, 3);
  const cm_node *n = &m.tape.nodes.at[longer];
  CU_ASSERT_TRUE(n->code == CM_OP_POW && n->a == m.x);
  CU_ASSERT_TRUE(m.tape.powers.at[n->c].p == 3 && m.tape.powers.at[n->c].q == 2);
  CU_ASSERT_TRUE(is_number(&m, cm_emit_power(&m.e, number(&m, 4), (cm_power){3, 2}), 8, 0));
  CU_ASSERT_EQUAL(m.tape.powers.size, 3);
  finish(&m);
}

/* ---- sums of positive constants that are held against 0 ---- */

static bool is_greater(const making *m, uint32_t at, uint32_t sum, uint32_t than) {
  return is_node(m, at, CM_OP_GT, sum, than);
}

static void test_any_guard(void) {
  making m;
  begin(&m);
  uint32_t zero = number(&m, 0), one = number(&m, 1), here_y = node(&m, CM_OP_PRESENT, m.y, 0, 0);
  uint32_t both = list(&m, CM_OP_SUM, 2, (cm_term[]){{one, m.here}, {number(&m, 2), here_y}});
  uint32_t single = list(&m, CM_OP_SUM, 1, (cm_term[]){{one, here_y}});
  CU_ASSERT_EQUAL(two(&m, CM_OP_GT, both, zero), two(&m, CM_OP_OR, m.here, here_y));
  CU_ASSERT_TRUE(is_node(&m, two(&m, CM_OP_GT, both, zero), CM_OP_OR, m.here, here_y));
  CU_ASSERT_EQUAL(two(&m, CM_OP_GT, single, zero), here_y);
  CU_ASSERT_TRUE(is_greater(&m, two(&m, CM_OP_GT, both, one), both, one));
  CU_ASSERT_TRUE(is_greater(&m, two(&m, CM_OP_GT, m.y, zero), m.y, zero));
  const cm_term others[] = {{m.x, m.here}, {number(&m, -1), m.here}, {one, CM_NO_NODE}, {one, m.positive}};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
    uint32_t other = list(&m, CM_OP_SUM, 2, (cm_term[]){{one, here_y}, others[i]});
    CU_ASSERT_TRUE(is_greater(&m, two(&m, CM_OP_GT, other, zero), other, zero));
  }
  finish(&m);
}

/* ---- lists ---- */

static size_t width(const making *m, uint32_t at) {
  return m->tape.nodes.at[at].width;
}

static cm_term term(const making *m, uint32_t at, size_t i) {
  return m->tape.terms.at[m->tape.nodes.at[at].a + i];
}

static void test_lists(void) {
  making m;
  begin(&m);
  const cm_term pair[] = {{m.x, CM_NO_NODE}, {m.y, CM_NO_NODE}};
  uint32_t least = list(&m, CM_OP_MIN, 2, pair), most = list(&m, CM_OP_MAX, 2, pair),
           sum = list(&m, CM_OP_SUM, 2, pair);
  CU_ASSERT_EQUAL(code_of(&m, least), CM_OP_MIN);
  CU_ASSERT_EQUAL(code_of(&m, most), CM_OP_MAX);
  CU_ASSERT_EQUAL(code_of(&m, sum), CM_OP_SUM);
  CU_ASSERT_TRUE(width(&m, most) == 2 && term(&m, most, 0).node == m.x && term(&m, most, 1).node == m.y);
  CU_ASSERT_EQUAL(list(&m, CM_OP_MAX, 2, pair), most); /* each once */
  CU_ASSERT_EQUAL(list(&m, CM_OP_SUM, 2, pair), sum);
  CU_ASSERT_EQUAL(list(&m, CM_OP_MIN, 1, pair), m.x);
  uint32_t first = list(&m, CM_OP_SUM, 1, pair);
  CU_ASSERT_EQUAL(code_of(&m, first), CM_OP_SUM); /* 0 + x, which is not x where that is -0 */
  CU_ASSERT_EQUAL(width(&m, first), 1);
  uint32_t turned = list(&m, CM_OP_SUM, 2, (cm_term[]){pair[1], pair[0]});
  CU_ASSERT_TRUE(turned != sum && term(&m, turned, 0).node == m.y);
  uint32_t longer = list(&m, CM_OP_SUM, 3, (cm_term[]){pair[0], pair[1], pair[0]});
  CU_ASSERT_TRUE(longer != sum && width(&m, longer) == 3);
  uint32_t guarded = list(&m, CM_OP_SUM, 2, (cm_term[]){pair[0], {m.y, m.here}});
  CU_ASSERT_TRUE(guarded != sum && term(&m, guarded, 1).guard == m.here);
  CU_ASSERT_TRUE(is_number(&m, list(&m, CM_OP_SUM, 0, pair), 0, 0));
  finish(&m);
}

static void test_constant_lists(void) {
  making m;
  begin(&m);
  cm_term five = {number(&m, 5), CM_NO_NODE}, seven = {number(&m, 7), CM_NO_NODE};
  CU_ASSERT_TRUE(is_number(&m, list(&m, CM_OP_SUM, 2, (cm_term[]){five, seven}), 12, 0));
  CU_ASSERT_TRUE(is_number(&m, list(&m, CM_OP_MIN, 2, (cm_term[]){seven, five}), 5, 0));
  CU_ASSERT_TRUE(is_number(&m, list(&m, CM_OP_MAX, 2, (cm_term[]){seven, five}), 7, 0));
  CU_ASSERT_TRUE(is_number(&m, list(&m, CM_OP_MAX, 2, (cm_term[]){seven, five}), 7, 0)); /* and once more */
  five.guard = m.here;
  uint32_t unknown = list(&m, CM_OP_SUM, 2, (cm_term[]){seven, five});
  CU_ASSERT_EQUAL(code_of(&m, unknown), CM_OP_SUM);
  finish(&m);
}

/* What never counts, counts always, or adds nothing. */
static void test_tidy_sums(void) {
  making m;
  begin(&m);
  uint32_t yes = cm_emit_truth(&m.e, true), no = cm_emit_truth(&m.e, false);
  uint32_t asks = two(&m, CM_OP_REQUIRE, m.positive, m.y);
  uint32_t sum = list(&m, CM_OP_SUM, 4, (cm_term[]){{m.x, yes}, {m.y, no}, {m.y, missing(&m)}, {no, m.here}});
  CU_ASSERT_EQUAL(sum, list(&m, CM_OP_SUM, 1, (cm_term[]){{m.x, CM_NO_NODE}}));
  sum = list(&m, CM_OP_SUM, 3, (cm_term[]){{asks, m.positive}, {asks, m.here}, {asks, CM_NO_NODE}});
  CU_ASSERT_EQUAL_FATAL(width(&m, sum), 3);
  CU_ASSERT_TRUE(term(&m, sum, 0).node == m.y && term(&m, sum, 0).guard == m.positive);
  CU_ASSERT_TRUE(term(&m, sum, 1).node == asks && term(&m, sum, 1).guard == m.here);
  CU_ASSERT_TRUE(term(&m, sum, 2).node == asks && term(&m, sum, 2).guard == CM_NO_NODE);
  CU_ASSERT_TRUE(is_number(&m, list(&m, CM_OP_SUM, 1, (cm_term[]){{m.x, no}}), 0, 0));
  finish(&m);
}

/* ---- everything at once: as it is written, and as it is made ---- */

#define INPUTS 4u /* three numbers, and whether the line has a row, which is always known */
#define NODES 30u
#define ROWS 40u

typedef struct twin {
  uint32_t plain, made;
} twin;

typedef struct twins {
  making m;
  cm_tape plain;
  twin number[NODES + INPUTS], truth[NODES + INPUTS];
  uint32_t numbers, truths;
} twins;

static uint32_t write(twins *t, cm_node n) {
  CU_ASSERT_EQUAL_FATAL(CM_VEC_PUSH(&t->m.arena, &t->plain.nodes, n), 0);
  return (uint32_t)t->plain.nodes.size - 1;
}

static twin any(const twin *of, uint32_t count) {
  return of[below(3) ? count - 1 - below(count < 5 ? count : 5) : below(count)];
}
static twin any_number_of(const twins *t) {
  return any(t->number, t->numbers);
}
static twin any_truth(const twins *t) {
  return any(t->truth, t->truths);
}

static twin both(twins *t, uint16_t code, twin a, twin b, twin c) {
  return (twin){write(t, (cm_node){.code = code, .a = a.plain, .b = b.plain, .c = c.plain}),
                node(&t->m, code, a.made, b.made, c.made)};
}

static twin constant(twins *t, cm_value v) {
  CU_ASSERT_EQUAL_FATAL(CM_VEC_PUSH(&t->m.arena, &t->plain.constants, v), 0);
  uint32_t c = (uint32_t)t->plain.constants.size - 1;
  return (twin){write(t, (cm_node){.code = CM_OP_CONST, .c = c}), cm_emit_constant(&t->m.e, &v)};
}

static twin constant_number(twins *t, int64_t x) {
  cm_value v = {cm_dec_zero, CM_VALID};
  cm_dec_from_i64(&v.dec, x);
  return constant(t, v);
}

static twin any_constant(twins *t, bool truth) {
  uint32_t how = below(6);
  if (how < 2) return constant(t, (cm_value){cm_dec_zero, how ? CM_MISSING : CM_NOT_APPLICABLE});
  return constant_number(t, truth ? (int64_t)below(2) : (int64_t)below(6) - 2);
}

static twin any_list(twins *t, uint16_t code) {
  cm_term terms[4];
  cm_node n = {.code = code, .width = (uint16_t)(1 + below(4)), .a = (uint32_t)t->plain.terms.size};
  for (size_t i = 0; i < n.width; i++) {
    twin x = below(3) ? any_number_of(t) : constant_number(t, (int64_t)below(4) - 1), g = any_truth(t);
    bool guarded = code == CM_OP_SUM && below(3);
    terms[i] = (cm_term){x.made, guarded ? g.made : CM_NO_NODE};
    cm_term written = {x.plain, guarded ? g.plain : CM_NO_NODE};
    CU_ASSERT_EQUAL_FATAL(CM_VEC_PUSH(&t->m.arena, &t->plain.terms, written), 0);
  }
  return (twin){write(t, n), cm_emit_list(&t->m.e, code, terms, n.width)};
}

/* Factors are small and divisors 2, 5 and 0, so that every result is exact in whatever order it is found. */
static twin any_arithmetic(twins *t) {
  static const uint16_t plain[] = {CM_OP_ADD, CM_OP_SUB, CM_OP_NEG, CM_OP_ABS};
  static const int64_t divisors[] = {2, 5, 0};
  static const cm_scale thousand = {1, 1, 3};
  twin a = any_number_of(t), b = any_number_of(t);
  switch (below(6)) {
  case 0: return both(t, CM_OP_MUL, a, constant_number(t, (int64_t)below(5) - 1), a);
  case 1: return both(t, CM_OP_MUL, constant_number(t, (int64_t)below(5) - 1), a, a);
  case 2: return both(t, CM_OP_DIV, a, constant_number(t, divisors[below(3)]), a);
  case 3:
    CU_ASSERT_EQUAL_FATAL(CM_VEC_PUSH(&t->m.arena, &t->plain.scales, thousand), 0);
    return (twin){write(t, (cm_node){.code = CM_OP_RESCALE, .a = a.plain, .c = (uint32_t)t->plain.scales.size - 1}),
                  cm_emit_rescale(&t->m.e, a.made, &thousand)};
  default: return both(t, plain[below(4)], a, b, b);
  }
}

static twin any_choice(twins *t, bool truth) {
  static const uint16_t codes[] = {CM_OP_SELECT, CM_OP_DEFAULT, CM_OP_REQUIRE, CM_OP_APPLY};
  uint16_t code = codes[below(4)];
  twin a = truth ? any_truth(t) : any_number_of(t), b = truth ? any_truth(t) : any_number_of(t);
  if (code == CM_OP_DEFAULT) return both(t, code, a, b, b);
  return both(t, code, any_truth(t), a, b);
}

static twin any_comparison(twins *t) {
  twin a = any_number_of(t);
  return both(t, (uint16_t)(CM_OP_EQ + below(6)), a, below(2) ? constant_number(t, 0) : any_number_of(t), a);
}

static void add_number(twins *t) {
  static const uint16_t lists[] = {CM_OP_SUM, CM_OP_SUM, CM_OP_MIN, CM_OP_MAX};
  uint32_t how = below(10);
  t->number[t->numbers] = how < 4   ? any_arithmetic(t)
                          : how < 7 ? any_list(t, lists[below(4)])
                          : how < 9 ? any_choice(t, false)
                                    : any_constant(t, false);
  t->numbers++;
}

static void add_truth(twins *t) {
  twin a = any_truth(t), b = any_truth(t), x = any_number_of(t);
  uint32_t how = below(10);
  t->truth[t->truths] = how < 3    ? any_comparison(t)
                        : how < 5  ? both(t, below(2) ? CM_OP_AND : CM_OP_OR, a, b, b)
                        : how == 5 ? both(t, CM_OP_NOT, a, a, a)
                        : how == 6 ? both(t, CM_OP_PRESENT, below(2) ? a : x, x, x)
                        : how < 9  ? any_choice(t, true)
                                   : any_constant(t, true);
  t->truths++;
}

static void write_twins(twins *t) {
  *t = (twins){.plain.input_count = INPUTS};
  t->m.alloc = cm_alloc_system();
  cm_arena_init(&t->m.arena, &t->m.alloc);
  t->m.tape.input_count = INPUTS;
  cm_emit_init(&t->m.e, &t->m.arena, &t->m.arena, &t->m.tape);
  for (uint32_t i = 0; i < INPUTS; i++) {
    bool row = i + 1 == INPUTS;
    twin in = {write(t, (cm_node){.code = CM_OP_INPUT, .c = i}), cm_emit_input(&t->m.e, i, row ? CM_TRAIT_SURE : 0)};
    if (row)
      t->truth[t->truths++] = in;
    else
      t->number[t->numbers++] = in;
  }
  for (size_t i = 0; i < NODES; i++) below(2) ? add_number(t) : add_truth(t);
}

static bool same(const cm_value *a, const cm_value *b) {
  return a->state == b->state && (a->state != CM_VALID || cm_dec_cmp(&a->dec, &b->dec) == 0);
}

static bool same_row(const twins *t, const cm_value *inputs) {
  static cm_value plain[1000], made[1000];
  bool good = t->plain.nodes.size <= 1000 && t->m.tape.nodes.size <= 1000;
  CU_ASSERT_TRUE_FATAL(good);
  cm_tape_run(&t->plain, inputs, plain);
  cm_tape_run(&t->m.tape, inputs, made);
  for (size_t i = 0; i < t->numbers && good; i++) good = same(&plain[t->number[i].plain], &made[t->number[i].made]);
  for (size_t i = 0; i < t->truths && good; i++) good = same(&plain[t->truth[i].plain], &made[t->truth[i].made]);
  return good;
}

static bool same_everywhere(const twins *t) {
  for (size_t row = 0; row < ROWS; row++) {
    cm_value inputs[INPUTS];
    for (uint32_t i = 0; i < INPUTS; i++) {
      bool sure = i + 1 == INPUTS;
      inputs[i] = (cm_value){cm_dec_zero, sure || below(4) ? CM_VALID : CM_MISSING};
      if (inputs[i].state == CM_VALID) cm_dec_from_i64(&inputs[i].dec, sure ? below(2) : (int64_t)below(7) - 3);
    }
    if (!same_row(t, inputs)) return false;
  }
  return true;
}

static void test_as_written(void) {
  size_t written = 0, made = 0;
  printf("(seed 26) ");
  columns_random_state = 26;
  for (int i = 0; i < 400; i++) {
    twins t;
    uint64_t before = columns_random_state;
    write_twins(&t);
    CU_ASSERT_FALSE(t.m.e.failed);
    bool good = same_everywhere(&t);
    if (!good)
      printf("\n  tape %d, state %llu: what is made differs from what is written\n", i, (unsigned long long)before);
    CU_ASSERT_TRUE_FATAL(good);
    written += t.plain.nodes.size, made += t.m.tape.nodes.size;
    cm_arena_free(&t.m.arena);
  }
  printf("(%zu nodes for %zu) ", made, written);
  CU_ASSERT_TRUE(made < written);
}

int register_columns_emit_suite(void) {
  CU_pSuite suite = CU_add_suite("columns_emit", NULL, NULL);
  CU_add_test(suite, "choices", test_select);
  CU_add_test(suite, "defaults", test_default);
  CU_add_test(suite, "demands", test_require);
  CU_add_test(suite, "what does not apply", test_apply);
  CU_add_test(suite, "whether there is something", test_present);
  CU_add_test(suite, "conditions", test_logic);
  CU_add_test(suite, "operands that are missing", test_missing_operands);
  CU_add_test(suite, "constants", test_constants);
  CU_add_test(suite, "products", test_products);
  CU_add_test(suite, "products of sums", test_products_of_sums);
  CU_add_test(suite, "scales", test_scales);
  CU_add_test(suite, "powers", test_powers);
  CU_add_test(suite, "whether any guard holds", test_any_guard);
  CU_add_test(suite, "lists", test_lists);
  CU_add_test(suite, "lists of constants", test_constant_lists);
  CU_add_test(suite, "terms that fall away", test_tidy_sums);
  CU_add_test(suite, "random tapes as they are written", test_as_written);
  return (int)CU_get_error();
}
