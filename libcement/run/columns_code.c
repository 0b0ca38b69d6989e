/* From the tape's nodes to values and bits. */
#include "num/mode.h"
#include "run/columns_make.h"

/* A node: each of the bits is made, what nobody uses is taken out afterwards. */
typedef struct made {
  cm_number v;
  uint32_t valid; /* a value that is not finite passes here ... */
  uint32_t sound; /* ... but not here */
  uint32_t inapplicable;
  uint32_t yes; /* sound, and not zero */
} made;

typedef struct maker {
  cm_maker m;
  const cm_tape *tape;
  made *nodes;
} maker;

/* ---- nodes ---- */

static uint32_t not_zero(maker *m, cm_number v, uint32_t sound) {
  return cm_both(&m->m, sound, cm_compare(&m->m, CM_DO_NE, v, cm_constant(0)));
}

static made of_value(maker *m, cm_number v, uint32_t valid, uint32_t inapplicable) {
  made r = {v, valid, cm_finite(&m->m, v, valid), inapplicable, 0};
  r.yes = not_zero(m, v, r.sound);
  return r;
}

static made of_truth(maker *m, uint32_t yes, uint32_t valid, uint32_t inapplicable) {
  return (made){cm_select(&m->m, yes, cm_constant(1), cm_constant(0)), valid, valid, inapplicable, yes};
}

static uint32_t is_false(maker *m, const made *a) {
  return cm_less(&m->m, a->sound, a->yes);
}

static made make_constant(const cm_value *v) {
  uint32_t valid = v->state == CM_VALID ? CM_ALL_BITS : CM_NO_BITS;
  uint32_t na = v->state == CM_NOT_APPLICABLE ? CM_ALL_BITS : CM_NO_BITS;
  return (made){cm_constant(valid ? cm_dec_to_double(&v->dec) : 0), valid, valid, na,
                cm_dec_is_zero(&v->dec) ? CM_NO_BITS : valid};
}

/* The bits of a slot leave out what is not finite from the beginning. */
static made make_slot(maker *m, uint32_t slot) {
  cm_number v = {slot, 0};
  return (made){v, slot + 2, slot + 2, CM_NO_BITS, not_zero(m, v, slot + 2)};
}

static made make_arithmetic(maker *m, uint16_t code, const made *a, const made *b) {
  static const uint8_t doing[] = {[CM_OP_SUB] = CM_DO_SUB, [CM_OP_MUL] = CM_DO_MUL, [CM_OP_DIV] = CM_DO_DIV};
  cm_number v = code == CM_OP_ADD ? cm_add(&m->m, a->v, b->v) : cm_compute(&m->m, (cm_doing)doing[code], a->v, b->v);
  uint32_t divisor = code == CM_OP_DIV ? b->sound : b->valid; /* x / infinity would be 0 */
  return of_value(m, v, cm_both(&m->m, a->valid, divisor), cm_either(&m->m, a->inapplicable, b->inapplicable));
}

static made make_comparison(maker *m, uint16_t code, const made *a, const made *b) {
  uint32_t valid = cm_both(&m->m, a->sound, b->sound);
  uint32_t holds = cm_compare(&m->m, (cm_doing)(CM_DO_EQ + (code - CM_OP_EQ)), a->v, b->v);
  return of_truth(m, cm_both(&m->m, valid, holds), valid, cm_either(&m->m, a->inapplicable, b->inapplicable));
}

static made make_logic(maker *m, uint16_t code, const made *a, const made *b) {
  uint32_t known = cm_both(&m->m, a->sound, b->sound), yes;
  if (code == CM_OP_AND) {
    yes = cm_both(&m->m, a->yes, b->yes);
    known = cm_either(&m->m, known, cm_either(&m->m, is_false(m, a), is_false(m, b)));
  } else {
    yes = cm_either(&m->m, a->yes, b->yes);
    known = cm_either(&m->m, known, yes);
  }
  return of_truth(m, yes, known, CM_NO_BITS);
}

/* As valid as its condition and the chosen branch. */
static made make_select(maker *m, const made *c, const made *a, const made *b) {
  uint32_t no = is_false(m, c);
  made r = {.v = cm_select(&m->m, c->yes, a->v, b->v)};
  r.valid = cm_either(&m->m, cm_both(&m->m, c->yes, a->valid), cm_both(&m->m, no, b->valid));
  r.sound = cm_either(&m->m, cm_both(&m->m, c->yes, a->sound), cm_both(&m->m, no, b->sound));
  r.yes = cm_either(&m->m, cm_both(&m->m, c->yes, a->yes), cm_both(&m->m, no, b->yes));
  r.inapplicable = cm_either(&m->m, cm_both(&m->m, c->yes, a->inapplicable), cm_both(&m->m, no, b->inapplicable));
  r.inapplicable = cm_either(&m->m, c->inapplicable, r.inapplicable);
  return r;
}

static made make_default(maker *m, const made *a, const made *b) {
  made r = {.v = cm_select(&m->m, a->sound, a->v, b->v)};
  r.valid = cm_either(&m->m, a->sound, b->valid);
  r.sound = cm_either(&m->m, a->sound, b->sound);
  r.yes = cm_either(&m->m, a->yes, cm_less(&m->m, b->yes, a->sound));
  r.inapplicable = cm_less(&m->m, b->inapplicable, a->sound);
  return r;
}

/* The value passes; what is false of an APPLY does not apply. */
static made make_require(maker *m, const made *c, const made *a, bool apply) {
  made r = {.v = a->v};
  r.valid = cm_both(&m->m, c->yes, a->valid);
  r.sound = cm_both(&m->m, c->yes, a->sound);
  r.yes = cm_both(&m->m, c->yes, a->yes);
  r.inapplicable = cm_both(&m->m, c->yes, a->inapplicable);
  if (apply) r.inapplicable = cm_either(&m->m, r.inapplicable, is_false(m, c));
  return r;
}

static cm_number power(maker *m, cm_number x, uint32_t index) {
  cm_number r = {CM_NO_NODE, 0};
  if (x.value != CM_NO_NODE) return cm_compute(&m->m, CM_DO_POW, x, (cm_number){index, 0});
  cm_code_power(&r.x, &x.x, 1, m->tape->powers.at[index]);
  return r;
}

static made make_unary(maker *m, const cm_node *n, const made *a) {
  switch (n->code) {
  case CM_OP_PRESENT: return of_truth(m, a->sound, CM_ALL_BITS, CM_NO_BITS);
  case CM_OP_NOT: return of_truth(m, is_false(m, a), a->sound, a->inapplicable);
  case CM_OP_POW: return of_value(m, power(m, a->v, n->c), a->valid, a->inapplicable);
  default: { /* NEG, ABS */
    made r = *a;
    r.v = cm_compute(&m->m, n->code == CM_OP_NEG ? CM_DO_NEG : CM_DO_ABS, a->v, cm_constant(0));
    return r;
  }
  }
}

/* ---- lists ---- */

/* 0 + first + second ..., each where its guard holds; the zero matters to -0 only, but to every bit. */
static made make_sum(maker *m, const cm_node *n) {
  const cm_term *terms = &m->tape->terms.at[n->a];
  uint32_t valid = CM_ALL_BITS, inapplicable = CM_NO_BITS;
  cm_number sum = cm_constant(0);
  for (uint32_t i = 0; i < n->width; i++) {
    const made *t = &m->nodes[terms[i].node];
    uint32_t guard = terms[i].guard == CM_NO_NODE ? CM_ALL_BITS : m->nodes[terms[i].guard].yes;
    valid = cm_less(&m->m, valid, cm_less(&m->m, guard, t->valid));
    inapplicable = cm_either(&m->m, inapplicable, cm_both(&m->m, guard, t->inapplicable));
    sum = cm_add_where(&m->m, sum, t->v, guard);
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
      r.v = cm_compute(&m->m, n->code == CM_OP_MIN ? CM_DO_MIN : CM_DO_MAX, r.v, t->v);
    r.valid = r.sound = cm_both(&m->m, r.sound, t->sound);
    r.inapplicable = cm_either(&m->m, r.inapplicable, t->inapplicable);
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
  cm_code *code = m->m.code;
  code->outputs = CM_NEWS(m->m.arena, cm_code_output, count);
  code->output_count = count;
  for (size_t i = 0; code->outputs && i < count; i++) {
    const made *n = &m->nodes[nodes[i]];
    code->outputs[i] = (cm_code_output){cm_value_of(&m->m, n->v), n->sound, n->inapplicable};
  }
  m->m.failed |= !code->outputs;
}

static int make(cm_arena *arena, cm_code *out, const cm_tape *tape, const uint32_t *nodes, size_t count) {
  maker m = {.tape = tape};
  cm_maker_init(&m.m, arena, out, tape->input_count);
  m.nodes = CM_NEWS(&m.m.scratch, made, tape->nodes.size);
  m.m.failed |= !m.nodes;
  for (size_t i = 0; i < tape->powers.size; i++) m.m.failed |= CM_VEC_PUSH(arena, &out->powers, tape->powers.at[i]);
  for (size_t i = 0; i < tape->nodes.size && !m.m.failed; i++) m.nodes[i] = make_node(&m, &tape->nodes.at[i]);
  if (!m.m.failed) make_outputs(&m, nodes, count);
  if (!m.m.failed) m.m.failed = cm_code_look(&m.m) < 0 || cm_code_settle(arena, out) < 0;
  cm_arena_free(&m.m.scratch);
  return m.m.failed ? -1 : 0;
}

/* Constants are worked out here, in the default mode as the rows later. */
int cm_code_make(cm_arena *arena, cm_code *out, const cm_tape *tape, const uint32_t *nodes, size_t count) {
  cm_mode host = cm_mode_begin();
  int status = make(arena, out, tape, nodes, count);
  cm_mode_end(&host);
  return status;
}
