/* Bits of bits, each once, and what follows from how they are made: most conditions of a plan hold wherever another
 * does, so most of what is done with them comes to one of the two. */
#include "run/columns_make.h"

#define NONE CM_NO_NODE

const cm_instruction *cm_origin_of_bits(const cm_maker *m, uint32_t bits) {
  uint32_t at = m->bit_origin.at[bits];
  return at == NONE ? NULL : &m->code->steps.at[at];
}

static bool is(const cm_instruction *s, cm_doing what) {
  return s && s->what == what;
}

/* ---- what is known ---- */

static bool within(const cm_maker *m, uint32_t a, uint32_t b, int *tries) {
  if (a == b || a == CM_NO_BITS || b == CM_ALL_BITS) return true;
  if (--*tries < 0) return false; /* a doubt costs an instruction, not a result */
  const cm_instruction *x = cm_origin_of_bits(m, a), *y = cm_origin_of_bits(m, b);
  if (is(x, CM_DO_OR)) return within(m, x->a, b, tries) && within(m, x->b, b, tries);
  if (is(y, CM_DO_AND)) return within(m, a, y->a, tries) && within(m, a, y->b, tries);
  if (is(x, CM_DO_AND) && (within(m, x->a, b, tries) || within(m, x->b, b, tries))) return true;
  if (is(x, CM_DO_LESS) && within(m, x->a, b, tries)) return true;
  if (is(x, CM_DO_FINITE) && within(m, x->g, b, tries)) return true;
  return is(y, CM_DO_OR) && (within(m, a, y->b, tries) || within(m, a, y->a, tries));
}

bool cm_within(const cm_maker *m, uint32_t a, uint32_t b) {
  int tries = 1000;
  return within(m, a, b, &tries);
}

/* Whether no row is known to be in both. */
static bool apart(const cm_maker *m, uint32_t a, uint32_t b) {
  const cm_instruction *x = cm_origin_of_bits(m, a), *y = cm_origin_of_bits(m, b);
  return (is(x, CM_DO_LESS) && cm_within(m, b, x->b)) || (is(y, CM_DO_LESS) && cm_within(m, a, y->b));
}

/* a | (v & ~q) is v where a is in v and q in a: whether a and b are so; *out: v. */
static bool completes(const cm_maker *m, uint32_t a, uint32_t b, uint32_t *out) {
  const cm_instruction *y = cm_origin_of_bits(m, b);
  if (!is(y, CM_DO_LESS) || !cm_within(m, y->b, a) || !cm_within(m, a, y->a)) return false;
  *out = y->a;
  return true;
}

/* ---- making ---- */

uint32_t cm_make_bits(cm_maker *m, cm_instruction s) {
  uint32_t y[2];
  memcpy(y, &s.y, sizeof y);
  cm_map_key key = {{s.what, s.a, s.b, s.g, y[0], y[1]}};
  const uint32_t *there = cm_map_get(&m->once, &key);
  if (there) return *there;
  s.out = m->code->bits++;
  uint32_t at = (uint32_t)m->code->steps.size;
  m->failed |= CM_VEC_PUSH(m->arena, &m->code->steps, s) || CM_VEC_PUSH(&m->scratch, &m->bit_origin, at) ||
               cm_map_put(&m->once, &key, s.out);
  return m->failed ? CM_NO_BITS : s.out;
}

static uint32_t combine(cm_maker *m, cm_doing what, uint32_t a, uint32_t b) {
  bool turn = what != CM_DO_LESS && a > b;
  return cm_make_bits(m, (cm_instruction){.what = what, .a = turn ? b : a, .b = turn ? a : b});
}

uint32_t cm_both(cm_maker *m, uint32_t a, uint32_t b) {
  if (cm_within(m, a, b)) return a;
  if (cm_within(m, b, a)) return b;
  return apart(m, a, b) ? CM_NO_BITS : combine(m, CM_DO_AND, a, b);
}

uint32_t cm_either(cm_maker *m, uint32_t a, uint32_t b) {
  uint32_t whole;
  if (cm_within(m, a, b)) return b;
  if (cm_within(m, b, a)) return a;
  return completes(m, a, b, &whole) || completes(m, b, a, &whole) ? whole : combine(m, CM_DO_OR, a, b);
}

uint32_t cm_less(cm_maker *m, uint32_t a, uint32_t b) {
  const cm_instruction *y = cm_origin_of_bits(m, b);
  if (cm_within(m, a, b)) return CM_NO_BITS;
  if (b == CM_NO_BITS || apart(m, a, b)) return a;
  if (is(y, CM_DO_LESS) && cm_within(m, a, y->a)) return cm_both(m, a, y->b); /* a & ~(v & ~q), a in v */
  return combine(m, CM_DO_LESS, a, b);
}
