/* Values in the making, each once. A rewrite gives the same bits in every row, or in every row that is valid: what it
 * stands on is told with it. Sums begin with 0 and so are never -0; a slot is 0 where it is not valid. */
#include "run/columns_make.h"

#define NONE CM_NO_NODE

cm_number cm_constant(double x) {
  return (cm_number){NONE, x};
}

static bool is_fixed(cm_number n) {
  return n.value == NONE;
}

static bool same_bits(double a, double b) {
  return !memcmp(&a, &b, sizeof a);
}

const cm_instruction *cm_origin_of_value(const cm_maker *m, uint32_t value) {
  uint32_t at = value == NONE ? NONE : m->value_origin.at[value];
  return at == NONE ? NULL : &m->code->steps.at[at];
}

/* ---- what is known of a value in every row ---- */

/* Decimals have no -0. */
static uint8_t fixed_traits(double x) {
  return (uint8_t)((x - x == 0 ? CM_VALUE_FINITE : 0) | CM_VALUE_NOT_MINUS_0);
}

static uint8_t traits(const cm_maker *m, cm_number n) {
  return is_fixed(n) ? fixed_traits(n.x) : m->traits.at[n.value];
}

static bool not_minus_0(const cm_maker *m, cm_number n) {
  return traits(m, n) & CM_VALUE_NOT_MINUS_0;
}

/* The first operand; a constant where its value is one. */
static cm_number first(const cm_maker *m, const cm_instruction *s) {
  for (size_t i = 0; i < m->code->fixed.size; i++)
    if (m->code->fixed.at[i].value == s->a) return cm_constant(m->code->fixed.at[i].x);
  return (cm_number){s->a, 0};
}

static cm_number second(const cm_instruction *s) {
  return (cm_number){s->b, s->y};
}

/* A sum of two is -0 only where both are, a difference only of -0 and 0. */
static uint8_t result_traits(const cm_maker *m, const cm_instruction *s) {
  uint8_t a = m->traits.at[s->a], b = s->what == CM_DO_POW ? a : traits(m, second(s));
  switch (s->what) {
  case CM_DO_SUM: return CM_VALUE_NOT_MINUS_0;
  case CM_DO_ADD: return (a | b) & CM_VALUE_NOT_MINUS_0;
  case CM_DO_SUB:
  case CM_DO_SUM_IF: return a & CM_VALUE_NOT_MINUS_0;
  case CM_DO_SELECT:
  case CM_DO_MIN:
  case CM_DO_MAX: return a & b;
  case CM_DO_NEG: return a & CM_VALUE_FINITE;
  case CM_DO_ABS: return a;
  default: return 0;
  }
}

static bool zero_without(const cm_maker *m, cm_number v, uint32_t g, int *tries);

/* 0 times what is finite is 0. */
static bool product_is_zero(const cm_maker *m, cm_number a, cm_number b, uint32_t g, int *tries) {
  return ((traits(m, b) & CM_VALUE_FINITE) && zero_without(m, a, g, tries)) ||
         ((traits(m, a) & CM_VALUE_FINITE) && zero_without(m, b, g, tries));
}

/* Whether v is known to be 0 or -0 in every row that is not in g. */
static bool zero_without(const cm_maker *m, cm_number v, uint32_t g, int *tries) {
  if (is_fixed(v)) return v.x == 0;
  if (--*tries < 0) return false; /* a doubt costs an instruction, not a result */
  if (v.value < m->code->slots) return cm_within(m, v.value + 2, g);
  const cm_instruction *s = cm_origin_of_value(m, v.value);
  if (!s) return false;
  cm_number a = first(m, s), b = second(s);
  switch (s->what) {
  case CM_DO_MUL: return product_is_zero(m, a, b, g, tries);
  case CM_DO_ADD:
  case CM_DO_SUM:
  case CM_DO_SUB: return zero_without(m, a, g, tries) && zero_without(m, b, g, tries);
  case CM_DO_SUM_IF: return zero_without(m, a, g, tries) && (cm_within(m, s->g, g) || zero_without(m, b, g, tries));
  case CM_DO_SELECT: return zero_without(m, b, g, tries) && (cm_within(m, s->g, g) || zero_without(m, a, g, tries));
  default: return false;
  }
}

static bool is_zero_without(const cm_maker *m, cm_number v, uint32_t g) {
  int tries = 100;
  return zero_without(m, v, g, &tries);
}

/* ---- making ---- */

void cm_maker_init(cm_maker *m, cm_arena *arena, cm_code *code, size_t slots) {
  *m = (cm_maker){.arena = arena, .code = code};
  *code = (cm_code){.slots = (uint32_t)slots, .values = (uint32_t)slots, .bits = (uint32_t)slots + 2};
  cm_arena_init(&m->scratch, arena->alloc);
  cm_map_init(&m->once, &m->scratch);
  for (size_t i = 0; i < slots; i++)
    m->failed |=
        CM_VEC_PUSH(&m->scratch, &m->value_origin, NONE) || CM_VEC_PUSH(&m->scratch, &m->traits, CM_VALUE_FINITE);
  for (size_t i = 0; i < slots + 2; i++) m->failed |= CM_VEC_PUSH(&m->scratch, &m->bit_origin, NONE);
}

static uint32_t append(cm_maker *m, cm_instruction s, uint8_t known) {
  s.out = m->code->values++;
  uint32_t at = (uint32_t)m->code->steps.size;
  m->failed |= CM_VEC_PUSH(m->arena, &m->code->steps, s) || CM_VEC_PUSH(&m->scratch, &m->value_origin, at) ||
               CM_VEC_PUSH(&m->scratch, &m->traits, known);
  return m->failed ? 0 : s.out;
}

uint32_t cm_value_of(cm_maker *m, cm_number n) {
  if (!is_fixed(n)) return n.value;
  for (size_t i = 0; i < m->code->fixed.size; i++)
    if (same_bits(m->code->fixed.at[i].x, n.x)) return m->code->fixed.at[i].value;
  cm_fixed fixed = {m->code->values++, n.x};
  m->failed |= CM_VEC_PUSH(m->arena, &m->code->fixed, fixed) || CM_VEC_PUSH(&m->scratch, &m->value_origin, NONE) ||
               CM_VEC_PUSH(&m->scratch, &m->traits, fixed_traits(n.x));
  return m->failed ? 0 : fixed.value;
}

static cm_number make(cm_maker *m, cm_doing what, cm_number a, cm_number b, uint32_t g) {
  uint32_t y[2];
  if (m->failed) return cm_constant(0);
  cm_instruction s = {.what = what, .a = cm_value_of(m, a), .b = b.value, .g = g, .y = b.x};
  if (m->failed) return cm_constant(0);
  memcpy(y, &s.y, sizeof y);
  cm_map_key key = {{s.what, s.a, s.b, s.g, y[0], y[1]}};
  const uint32_t *there = cm_map_get(&m->once, &key);
  if (there) return (cm_number){*there, 0};
  cm_number r = {append(m, s, result_traits(m, &s)), 0};
  m->failed |= cm_map_put(&m->once, &key, r.value) < 0;
  return r;
}

/* Constants are on the right, where it does not matter. */
cm_number cm_compute(cm_maker *m, cm_doing what, cm_number a, cm_number b) {
  bool turn = is_fixed(a) && (what == CM_DO_ADD || what == CM_DO_MUL);
  return make(m, what, turn ? b : a, turn ? a : b, 0);
}

uint32_t cm_compare(cm_maker *m, cm_doing what, cm_number a, cm_number b) {
  uint32_t first = cm_value_of(m, a);
  return cm_make_bits(m, (cm_instruction){.what = what, .a = first, .b = b.value, .y = b.x});
}

uint32_t cm_finite(cm_maker *m, cm_number v, uint32_t valid) {
  if (traits(m, v) & CM_VALUE_FINITE) return valid;
  if (is_fixed(v) || valid == CM_NO_BITS) return CM_NO_BITS;
  return cm_make_bits(m, (cm_instruction){.what = CM_DO_FINITE, .a = v.value, .g = valid});
}

/* ---- sums ---- */

/* x + 0 is x but for -0. */
static bool adds_nothing(const cm_maker *m, cm_number to, cm_number x) {
  return not_minus_0(m, to) && is_zero_without(m, x, CM_NO_BITS);
}

static bool is(const cm_instruction *s, cm_doing what) {
  return s && s->what == what;
}

static bool plus_0(cm_number n) {
  return is_fixed(n) && same_bits(n.x, 0);
}

cm_number cm_add(cm_maker *m, cm_number a, cm_number b) {
  if (is_fixed(a) && is_fixed(b)) return cm_constant(a.x + b.x);
  if (adds_nothing(m, a, b)) return a;
  if (adds_nothing(m, b, a)) return b;
  const cm_instruction *x = cm_origin_of_value(m, a.value), *y = cm_origin_of_value(m, b.value);
  /* what is not -0 takes no notice of a 0 that is -0 */
  if (not_minus_0(m, a) && is(y, CM_DO_SELECT) && plus_0(second(y)))
    return cm_add_where(m, a, (cm_number){y->a, 0}, y->g);
  if (!is(x, CM_DO_ADD) || !plus_0(second(x))) return cm_compute(m, CM_DO_ADD, a, b);
  a.value = x->a; /* (a + 0) + b: the 0 matters where both are -0 */
  return cm_compute(m, not_minus_0(m, b) ? CM_DO_ADD : CM_DO_SUM, a, b);
}

cm_number cm_add_where(cm_maker *m, cm_number sum, cm_number x, uint32_t g) {
  if (g == CM_NO_BITS) return sum;
  /* adding 0 where x does not count changes no sum: it is not -0 */
  if (g == CM_ALL_BITS || is_zero_without(m, x, g)) return cm_add(m, sum, x);
  const cm_instruction *s = cm_origin_of_value(m, x.value);
  if (is(s, CM_DO_SELECT) && plus_0(second(s))) return cm_add_where(m, sum, (cm_number){s->a, 0}, cm_both(m, g, s->g));
  if (plus_0(sum) && not_minus_0(m, x)) return cm_select(m, g, x, sum);
  return make(m, CM_DO_SUM_IF, sum, x, g);
}

/* ---- choices ---- */

cm_number cm_select(cm_maker *m, uint32_t g, cm_number a, cm_number b) {
  if (g == CM_ALL_BITS || (!is_fixed(a) && a.value == b.value)) return a;
  if (g == CM_NO_BITS || (is_fixed(a) && is_fixed(b) && same_bits(a.x, b.x))) return b;
  /* a slot is 0 where it is not valid */
  if (a.value < m->code->slots && plus_0(b) && cm_within(m, a.value + 2, g)) return a;
  return make(m, CM_DO_SELECT, a, b, g);
}
