/* From the tape's nodes to values and bits. */
#include "base/map.h"
#include "num/mode.h"
#include "run/columns_code.h"

/* A value or a constant. */
typedef struct number {
  uint32_t value; /* CM_NO_NODE: the constant x */
  double x;
} number;

/* A node: each of the bits is made, what nobody uses is taken out afterwards. */
typedef struct made {
  number v;
  uint32_t valid; /* a value that is not finite passes here ... */
  uint32_t sound; /* ... but not here */
  uint32_t inapplicable;
  uint32_t yes; /* sound, and not zero */
} made;

typedef struct maker {
  cm_arena *arena, scratch;
  cm_code *out;
  const cm_tape *tape;
  made *nodes;
  cm_map bits;
  bool failed;
} maker;

/* ---- instructions ---- */

static void push(maker *m, cm_instruction i) {
  if (!m->failed && CM_VEC_PUSH(m->arena, &m->out->steps, i)) m->failed = true;
}

static number constant(double x) {
  return (number){CM_NO_NODE, x};
}

/* A value that has the constant in all rows. */
static uint32_t value_of(maker *m, number n) {
  if (n.value != CM_NO_NODE) return n.value;
  for (size_t i = 0; i < m->out->fixed.size; i++)
    if (!memcmp(&m->out->fixed.at[i].x, &n.x, sizeof n.x)) return m->out->fixed.at[i].value;
  cm_fixed fixed = {m->out->values++, n.x};
  if (CM_VEC_PUSH(m->arena, &m->out->fixed, fixed)) m->failed = true;
  return fixed.value;
}

static number compute(maker *m, cm_doing what, number a, number b, uint32_t g) {
  if (a.value == CM_NO_NODE && (what == CM_DO_ADD || what == CM_DO_MUL)) {
    number c = a;
    a = b, b = c;
  }
  uint32_t first = value_of(m, a);
  number r = {m->out->values++, 0};
  push(m, (cm_instruction){what, r.value, first, b.value, g, 0, b.x});
  return r;
}

/* Bits of bits are made once. */
static uint32_t combine(maker *m, cm_doing what, uint32_t a, uint32_t b) {
  if (what != CM_DO_LESS && a > b) {
    uint32_t c = a;
    a = b, b = c;
  }
  cm_map_key key = {{(uint32_t)what, a, b}};
  const uint32_t *there = cm_map_get(&m->bits, &key);
  if (there) return *there;
  uint32_t out = m->out->bits++;
  push(m, (cm_instruction){what, out, a, b, 0, 0, 0});
  if (cm_map_put(&m->bits, &key, out)) m->failed = true;
  return out;
}

static uint32_t both(maker *m, uint32_t a, uint32_t b) {
  if (a == CM_NO_BITS || b == CM_NO_BITS) return CM_NO_BITS;
  if (a == CM_ALL_BITS || a == b) return b;
  return b == CM_ALL_BITS ? a : combine(m, CM_DO_AND, a, b);
}

static uint32_t either(maker *m, uint32_t a, uint32_t b) {
  if (a == CM_ALL_BITS || b == CM_ALL_BITS) return CM_ALL_BITS;
  if (a == CM_NO_BITS || a == b) return b;
  return b == CM_NO_BITS ? a : combine(m, CM_DO_OR, a, b);
}

static uint32_t less(maker *m, uint32_t a, uint32_t b) {
  if (a == CM_NO_BITS || b == CM_ALL_BITS || a == b) return CM_NO_BITS;
  return b == CM_NO_BITS ? a : combine(m, CM_DO_LESS, a, b);
}

static uint32_t compare(maker *m, cm_doing what, number a, number b) {
  uint32_t first = value_of(m, a), out = m->out->bits++;
  push(m, (cm_instruction){what, out, first, b.value, 0, 0, b.x});
  return out;
}

static uint32_t finite(maker *m, number v, uint32_t valid) {
  if (v.value == CM_NO_NODE) return v.x - v.x == 0 ? valid : CM_NO_BITS;
  if (valid == CM_NO_BITS) return valid;
  uint32_t out = m->out->bits++;
  push(m, (cm_instruction){CM_DO_FINITE, out, v.value, 0, valid, 0, 0});
  return out;
}

static number select(maker *m, uint32_t g, number a, number b) {
  if (g == CM_ALL_BITS) return a;
  return g == CM_NO_BITS ? b : compute(m, CM_DO_SELECT, a, b, g);
}

/* ---- nodes ---- */

static uint32_t not_zero(maker *m, number v, uint32_t sound) {
  return both(m, sound, compare(m, CM_DO_NE, v, constant(0)));
}

static made of_value(maker *m, number v, uint32_t valid, uint32_t inapplicable) {
  made r = {v, valid, finite(m, v, valid), inapplicable, 0};
  r.yes = not_zero(m, v, r.sound);
  return r;
}

static made of_truth(maker *m, uint32_t yes, uint32_t valid, uint32_t inapplicable) {
  return (made){select(m, yes, constant(1), constant(0)), valid, valid, inapplicable, yes};
}

static uint32_t is_false(maker *m, const made *a) {
  return less(m, a->sound, a->yes);
}

static made make_constant(const cm_value *v) {
  uint32_t valid = v->state == CM_VALID ? CM_ALL_BITS : CM_NO_BITS;
  uint32_t na = v->state == CM_NOT_APPLICABLE ? CM_ALL_BITS : CM_NO_BITS;
  return (made){constant(valid ? cm_dec_to_double(&v->dec) : 0), valid, valid, na,
                cm_dec_is_zero(&v->dec) ? CM_NO_BITS : valid};
}

/* The bits of a slot leave out what is not finite from the beginning. */
static made make_slot(maker *m, uint32_t slot) {
  number v = {slot, 0};
  return (made){v, slot + 2, slot + 2, CM_NO_BITS, not_zero(m, v, slot + 2)};
}

static made make_arithmetic(maker *m, uint16_t code, const made *a, const made *b) {
  static const uint8_t doing[] = {
      [CM_OP_ADD] = CM_DO_ADD, [CM_OP_SUB] = CM_DO_SUB, [CM_OP_MUL] = CM_DO_MUL, [CM_OP_DIV] = CM_DO_DIV};
  number v = compute(m, (cm_doing)doing[code], a->v, b->v, 0);
  uint32_t divisor = code == CM_OP_DIV ? b->sound : b->valid; /* x / infinity would be 0 */
  return of_value(m, v, both(m, a->valid, divisor), either(m, a->inapplicable, b->inapplicable));
}

static made make_comparison(maker *m, uint16_t code, const made *a, const made *b) {
  uint32_t valid = both(m, a->sound, b->sound);
  uint32_t holds = compare(m, (cm_doing)(CM_DO_EQ + (code - CM_OP_EQ)), a->v, b->v);
  return of_truth(m, both(m, valid, holds), valid, either(m, a->inapplicable, b->inapplicable));
}

static made make_logic(maker *m, uint16_t code, const made *a, const made *b) {
  uint32_t known = both(m, a->sound, b->sound), yes;
  if (code == CM_OP_AND) {
    yes = both(m, a->yes, b->yes);
    known = either(m, known, either(m, is_false(m, a), is_false(m, b)));
  } else {
    yes = either(m, a->yes, b->yes);
    known = either(m, known, yes);
  }
  return of_truth(m, yes, known, CM_NO_BITS);
}

/* As valid as its condition and the chosen branch. */
static made make_select(maker *m, const made *c, const made *a, const made *b) {
  uint32_t no = is_false(m, c);
  made r = {.v = select(m, c->yes, a->v, b->v)};
  r.valid = either(m, both(m, c->yes, a->valid), both(m, no, b->valid));
  r.sound = either(m, both(m, c->yes, a->sound), both(m, no, b->sound));
  r.yes = either(m, both(m, c->yes, a->yes), both(m, no, b->yes));
  r.inapplicable = either(m, both(m, c->yes, a->inapplicable), both(m, no, b->inapplicable));
  r.inapplicable = either(m, c->inapplicable, r.inapplicable);
  return r;
}

static made make_default(maker *m, const made *a, const made *b) {
  made r = {.v = select(m, a->sound, a->v, b->v)};
  r.valid = either(m, a->sound, b->valid);
  r.sound = either(m, a->sound, b->sound);
  r.yes = either(m, a->yes, less(m, b->yes, a->sound));
  r.inapplicable = less(m, b->inapplicable, a->sound);
  return r;
}

/* The value passes; what is false of an APPLY does not apply. */
static made make_require(maker *m, const made *c, const made *a, bool apply) {
  made r = {.v = a->v};
  r.valid = both(m, c->yes, a->valid);
  r.sound = both(m, c->yes, a->sound);
  r.yes = both(m, c->yes, a->yes);
  r.inapplicable = both(m, c->yes, a->inapplicable);
  if (apply) r.inapplicable = either(m, r.inapplicable, is_false(m, c));
  return r;
}

static number power(maker *m, number x, uint32_t index) {
  number r = {CM_NO_NODE, 0};
  if (x.value == CM_NO_NODE) {
    cm_code_power(&r.x, &x.x, 1, m->tape->powers.at[index]);
    return r;
  }
  r.value = m->out->values++;
  push(m, (cm_instruction){CM_DO_POW, r.value, x.value, index, 0, 0, 0});
  return r;
}

static made make_unary(maker *m, const cm_node *n, const made *a) {
  switch (n->code) {
  case CM_OP_PRESENT: return of_truth(m, a->sound, CM_ALL_BITS, CM_NO_BITS);
  case CM_OP_NOT: return of_truth(m, is_false(m, a), a->sound, a->inapplicable);
  case CM_OP_POW: return of_value(m, power(m, a->v, n->c), a->valid, a->inapplicable);
  default: { /* NEG, ABS */
    made r = *a;
    r.v = compute(m, n->code == CM_OP_NEG ? CM_DO_NEG : CM_DO_ABS, a->v, constant(0), 0);
    return r;
  }
  }
}

/* ---- lists ---- */

/* 0 + first + second ..., each where its guard holds; the zero matters to -0 only, but to every bit. */
static number add_term(maker *m, number sum, bool first, const made *t, uint32_t guard) {
  if (guard != CM_ALL_BITS) return compute(m, CM_DO_SUM_IF, sum, t->v, guard);
  if (sum.value == CM_NO_NODE && t->v.value == CM_NO_NODE) return constant(sum.x + t->v.x);
  return compute(m, first ? CM_DO_SUM : CM_DO_ADD, sum, t->v, 0);
}

static made make_sum(maker *m, const cm_node *n) {
  const cm_term *terms = &m->tape->terms.at[n->a];
  uint32_t valid = CM_ALL_BITS, inapplicable = CM_NO_BITS;
  number sum = constant(0);
  bool first = false; /* `sum` is the first term itself */
  for (uint32_t i = 0; i < n->width; i++) {
    const made *t = &m->nodes[terms[i].node];
    uint32_t guard = terms[i].guard == CM_NO_NODE ? CM_ALL_BITS : m->nodes[terms[i].guard].yes;
    if (guard == CM_NO_BITS) continue;
    valid = less(m, valid, less(m, guard, t->valid));
    inapplicable = either(m, inapplicable, both(m, guard, t->inapplicable));
    bool alone = i == 0 && i + 1 < n->width && guard == CM_ALL_BITS && terms[1].guard == CM_NO_NODE;
    sum = alone ? t->v : add_term(m, sum, first, t, guard);
    first = alone;
  }
  return of_value(m, sum, valid, inapplicable);
}

static made make_extreme(maker *m, const cm_node *n) {
  const cm_term *terms = &m->tape->terms.at[n->a];
  made r = m->nodes[terms[0].node];
  r.valid = r.sound;
  for (uint32_t i = 1; i < n->width; i++) {
    const made *t = &m->nodes[terms[i].node];
    bool fixed = r.v.value == CM_NO_NODE && t->v.value == CM_NO_NODE;
    if (fixed)
      r.v.x = (n->code == CM_OP_MIN ? t->v.x < r.v.x : t->v.x > r.v.x) ? t->v.x : r.v.x;
    else
      r.v = compute(m, n->code == CM_OP_MIN ? CM_DO_MIN : CM_DO_MAX, r.v, t->v, 0);
    r.valid = r.sound = both(m, r.sound, t->sound);
    r.inapplicable = either(m, r.inapplicable, t->inapplicable);
  }
  r.yes = not_zero(m, r.v, r.sound);
  return r;
}

static made make_node(maker *m, const cm_node *n) {
  const made *a = &m->nodes[n->a], *b = &m->nodes[n->b];
  switch (n->code) {
  case CM_OP_CONST: return make_constant(&m->tape->constants.at[n->c]);
  case CM_OP_INPUT: return make_slot(m, n->c);
  case CM_OP_ADD:
  case CM_OP_SUB:
  case CM_OP_MUL:
  case CM_OP_DIV: return make_arithmetic(m, n->code, a, b);
  case CM_OP_AND:
  case CM_OP_OR: return make_logic(m, n->code, a, b);
  case CM_OP_SUM: return make_sum(m, n);
  case CM_OP_MIN:
  case CM_OP_MAX: return make_extreme(m, n);
  case CM_OP_SELECT: return make_select(m, a, b, &m->nodes[n->c]);
  case CM_OP_DEFAULT: return make_default(m, a, b);
  case CM_OP_REQUIRE: return make_require(m, a, b, false);
  case CM_OP_APPLY: return make_require(m, a, b, true);
  case CM_OP_NEG:
  case CM_OP_ABS:
  case CM_OP_NOT:
  case CM_OP_PRESENT:
  case CM_OP_POW: return make_unary(m, n, a);
  default: return make_comparison(m, n->code, a, b);
  }
}

static void make_outputs(maker *m, const uint32_t *nodes, size_t count) {
  m->out->outputs = CM_NEWS(m->arena, cm_code_output, count);
  m->out->output_count = count;
  for (size_t i = 0; m->out->outputs && i < count; i++) {
    const made *n = &m->nodes[nodes[i]];
    m->out->outputs[i] = (cm_code_output){value_of(m, n->v), n->sound, n->inapplicable};
  }
  m->failed |= !m->out->outputs;
}

static int make(cm_arena *arena, cm_code *out, const cm_tape *tape, const uint32_t *nodes, size_t count) {
  maker m = {.arena = arena, .out = out, .tape = tape};
  *out = (cm_code){.slots = (uint32_t)tape->input_count};
  out->values = out->slots;
  out->bits = out->slots + 2;
  cm_arena_init(&m.scratch, arena->alloc);
  cm_map_init(&m.bits, &m.scratch);
  m.nodes = CM_NEWS(&m.scratch, made, tape->nodes.size);
  m.failed = !m.nodes;
  for (size_t i = 0; i < tape->powers.size && !m.failed; i++)
    m.failed = CM_VEC_PUSH(arena, &out->powers, tape->powers.at[i]);
  for (size_t i = 0; i < tape->nodes.size && !m.failed; i++) m.nodes[i] = make_node(&m, &tape->nodes.at[i]);
  if (!m.failed) make_outputs(&m, nodes, count);
  if (!m.failed) m.failed = cm_code_settle(arena, out) < 0;
  cm_arena_free(&m.scratch);
  return m.failed ? -1 : 0;
}

/* Constants are worked out here, in the default mode as the rows later. */
int cm_code_make(cm_arena *arena, cm_code *out, const cm_tape *tape, const uint32_t *nodes, size_t count) {
  cm_mode host = cm_mode_begin();
  int status = make(arena, out, tape, nodes, count);
  cm_mode_end(&host);
  return status;
}
