/* Nodes of the columns' tape: each once, constants folded in decimals, products with constants gathered. */
#include "run/columns_flat.h"

void cm_emit_init(cm_emit *e, cm_arena *arena, cm_arena *scratch, cm_tape *tape) {
  *e = (cm_emit){.arena = arena, .scratch = scratch, .tape = tape};
  cm_map_init(&e->nodes, scratch);
}

int cm_op_arity(uint16_t code) {
  switch (code) {
  case CM_OP_CONST:
  case CM_OP_INPUT: return 0;
  case CM_OP_SUM:
  case CM_OP_MIN:
  case CM_OP_MAX: return CM_LIST;
  case CM_OP_SELECT: return 3;
  case CM_OP_NEG:
  case CM_OP_ABS:
  case CM_OP_NOT:
  case CM_OP_PRESENT:
  case CM_OP_POW: /* its second operand is for proofs */
  case CM_OP_ROUND:
  case CM_OP_RESCALE: return 1;
  default: return 2;
  }
}

/* ---- what is known of a node ---- */

static const cm_value *constant(const cm_emit *e, uint32_t node) {
  return e->tape->nodes.at[node].code == CM_OP_CONST ? &e->known.at[node] : NULL;
}

static bool is_na(const cm_emit *e, uint32_t node) {
  return e->traits.at[node] & CM_TRAIT_NA;
}

static bool is_sure(const cm_emit *e, uint32_t node) {
  return e->traits.at[node] & CM_TRAIT_SURE;
}

static bool known_truth(const cm_emit *e, uint32_t node, bool yes) {
  const cm_value *v = constant(e, node);
  return v && v->state == CM_VALID && cm_dec_is_zero(&v->dec) != yes;
}

static bool known_invalid(const cm_emit *e, uint32_t node) {
  const cm_value *v = constant(e, node);
  return v && v->state != CM_VALID;
}

static bool known_valid(const cm_emit *e, uint32_t node) {
  const cm_value *v = constant(e, node);
  return v && v->state == CM_VALID;
}

static uint8_t list_traits(const cm_emit *e, const cm_node *n) {
  uint8_t na = 0;
  for (uint32_t i = 0; i < n->width; i++) na |= e->traits.at[e->tape->terms.at[n->a + i].node] & CM_TRAIT_NA;
  return na;
}

static uint8_t node_traits(const cm_emit *e, const cm_node *n) {
  const uint8_t *t = e->traits.at;
  int arity = cm_op_arity(n->code);
  if (arity == CM_LIST) return list_traits(e, n);
  uint8_t a = t[n->a], b = arity > 1 ? t[n->b] : a, c = arity > 2 ? t[n->c] : b;
  uint8_t any = (a | b | c) & CM_TRAIT_NA, all = a & b & c & CM_TRAIT_SURE;
  switch (n->code) {
  case CM_OP_PRESENT: return CM_TRAIT_SURE;
  case CM_OP_AND:
  case CM_OP_OR: return all;
  case CM_OP_DEFAULT: return b;
  case CM_OP_REQUIRE: return b & CM_TRAIT_NA;
  case CM_OP_APPLY: return CM_TRAIT_NA;
  case CM_OP_NOT:
  case CM_OP_SELECT: return (uint8_t)(any | all);
  default: /* a result that is not finite is missing, a comparison of what is there is not */
    return (uint8_t)(any | (n->code >= CM_OP_EQ && n->code <= CM_OP_GE ? all : 0));
  }
}

/* ---- adding nodes ---- */

static uint32_t fail(cm_emit *e) {
  e->failed = true;
  return 0;
}

static uint32_t append(cm_emit *e, cm_node n, uint8_t traits, const cm_value *known) {
  uint32_t at = (uint32_t)e->tape->nodes.size;
  if (CM_VEC_PUSH(e->arena, &e->tape->nodes, n) || CM_VEC_PUSH(e->scratch, &e->traits, traits) ||
      CM_VEC_PUSH(e->scratch, &e->known, *known))
    return fail(e);
  return at;
}

static const cm_value unknown = {{{0, 0, 0, 0}, 0, 0}, CM_MISSING};

static uint32_t append_once(cm_emit *e, cm_node n, const cm_map_key *key, uint8_t traits, const cm_value *known) {
  const uint32_t *there = cm_map_get(&e->nodes, key);
  if (there) return *there;
  uint32_t node = append(e, n, traits, known);
  if (!e->failed && cm_map_put(&e->nodes, key, node)) return fail(e);
  return node;
}

uint32_t cm_emit_constant(cm_emit *e, const cm_value *value) {
  if (e->failed) return 0;
  const uint32_t *l = value->dec.limb;
  uint32_t sign = value->dec.negative << 2 | value->state;
  cm_map_key key = {{CM_OP_CONST, l[0], l[1], l[2], l[3], (uint32_t)value->dec.exponent, sign, 0}};
  const uint32_t *there = cm_map_get(&e->nodes, &key);
  if (there) return *there;
  uint32_t index = (uint32_t)e->tape->constants.size;
  if (CM_VEC_PUSH(e->arena, &e->tape->constants, *value)) return fail(e);
  uint8_t traits = value->state == CM_VALID ? CM_TRAIT_SURE : value->state == CM_NOT_APPLICABLE ? CM_TRAIT_NA : 0;
  return append_once(e, (cm_node){.code = CM_OP_CONST, .c = index}, &key, traits, value);
}

uint32_t cm_emit_truth(cm_emit *e, bool yes) {
  return cm_emit_constant(e, &(cm_value){yes ? cm_dec_one : cm_dec_zero, CM_VALID});
}

static uint32_t emit_state(cm_emit *e, uint32_t state) {
  return cm_emit_constant(e, &(cm_value){cm_dec_zero, state});
}

uint32_t cm_emit_input(cm_emit *e, uint32_t index, uint8_t traits) {
  if (e->failed) return 0;
  cm_map_key key = {{CM_OP_INPUT, index}};
  return append_once(e, (cm_node){.code = CM_OP_INPUT, .c = index}, &key, traits, &unknown);
}

/* ---- products with constants: x * c1 * c2, x / c and a change of unit are one product ---- */

static uint32_t times(cm_emit *e, uint32_t x, const cm_dec *by);

/* The only term of a sum takes the factor with it; CM_NO_NODE where it gains nothing. */
static uint32_t times_term(cm_emit *e, const cm_node *sum, const cm_dec *by) {
  if (sum->code != CM_OP_SUM || sum->width != 1) return CM_NO_NODE;
  cm_term t = e->tape->terms.at[sum->a];
  const cm_node *n = &e->tape->nodes.at[t.node];
  if (n->code != CM_OP_MUL || !known_valid(e, n->b)) return CM_NO_NODE;
  t.node = times(e, t.node, by);
  return cm_emit_list(e, CM_OP_SUM, &t, 1);
}

static uint32_t times(cm_emit *e, uint32_t x, const cm_dec *by) {
  cm_dec product = *by;
  const cm_node *n = &e->tape->nodes.at[x];
  uint32_t term = times_term(e, n, by);
  if (term != CM_NO_NODE) return term;
  n = &e->tape->nodes.at[x];
  if (n->code == CM_OP_MUL && known_valid(e, n->b) && cm_dec_mul(&product, &e->known.at[n->b].dec, by) >= 0) x = n->a;
  if (cm_dec_cmp(&product, &cm_dec_one) == 0) return x;
  uint32_t c = cm_emit_constant(e, &(cm_value){product, CM_VALID});
  if (e->failed) return 0;
  cm_map_key key = {{CM_OP_MUL, x, c}};
  return append_once(e, (cm_node){.code = CM_OP_MUL, .a = x, .b = c}, &key, e->traits.at[x] & CM_TRAIT_NA, &unknown);
}

/* ---- what an operation comes to by what is known of its operands; CM_NO_NODE: nothing simpler ---- */

static uint32_t simpler_choice(cm_emit *e, uint16_t code, uint32_t a, uint32_t b, uint32_t c) {
  switch (code) {
  case CM_OP_SELECT:
    if (known_invalid(e, a)) return a;
    if (known_truth(e, a, true) || (b == c && is_sure(e, a))) return b;
    return known_truth(e, a, false) ? c : CM_NO_NODE;
  case CM_OP_DEFAULT:
    if (is_sure(e, a) || a == b) return a;
    return known_invalid(e, a) ? b : CM_NO_NODE;
  case CM_OP_REQUIRE: {
    const cm_node *n = &e->tape->nodes.at[b];
    if (known_truth(e, a, true) || (n->code == CM_OP_REQUIRE && n->a == a)) return b;
    return constant(e, a) ? emit_state(e, CM_MISSING) : CM_NO_NODE;
  }
  default: /* APPLY */
    if (known_truth(e, a, true)) return b;
    return constant(e, a) ? emit_state(e, known_truth(e, a, false) ? CM_NOT_APPLICABLE : CM_MISSING) : CM_NO_NODE;
  }
}

/* AND and OR make missing of what is not applicable: only what never is may pass through. */
static uint32_t simpler_logic(cm_emit *e, uint16_t code, uint32_t a, uint32_t b) {
  bool neutral = code == CM_OP_AND;
  if (known_truth(e, a, !neutral) || known_truth(e, b, !neutral)) return cm_emit_truth(e, !neutral);
  if (known_truth(e, a, neutral) && !is_na(e, b)) return b;
  if (known_truth(e, b, neutral) && !is_na(e, a)) return a;
  return a == b && !is_na(e, a) ? a : CM_NO_NODE;
}

static uint32_t simpler_plain(cm_emit *e, uint16_t code, uint32_t a, uint32_t b) {
  if ((known_invalid(e, a) || known_invalid(e, b)) && !is_na(e, a) && !is_na(e, b)) return emit_state(e, CM_MISSING);
  cm_dec inverse;
  if (code == CM_OP_MUL && known_valid(e, b)) return times(e, a, &e->known.at[b].dec);
  if (code == CM_OP_MUL && known_valid(e, a)) return times(e, b, &e->known.at[a].dec);
  if (code == CM_OP_DIV && known_valid(e, b) && cm_dec_div(&inverse, &cm_dec_one, &e->known.at[b].dec) >= 0)
    return times(e, a, &inverse);
  return CM_NO_NODE;
}

/* Whether a sum of positive constants is more than nothing: whether any of its guards holds. */
static uint32_t any_guard(cm_emit *e, const cm_node *sum) {
  for (uint32_t i = 0; i < sum->width; i++) {
    cm_term t = e->tape->terms.at[sum->a + i];
    if (!known_valid(e, t.node) || cm_dec_sign(&e->known.at[t.node].dec) <= 0) return CM_NO_NODE;
    if (t.guard == CM_NO_NODE || !is_sure(e, t.guard)) return CM_NO_NODE;
  }
  uint32_t any = e->tape->terms.at[sum->a].guard, width = sum->width, first = sum->a;
  for (uint32_t i = 1; i < width; i++) any = cm_emit_node(e, CM_OP_OR, any, e->tape->terms.at[first + i].guard, 0);
  return any;
}

static uint32_t simpler(cm_emit *e, uint16_t code, uint32_t a, uint32_t b, uint32_t c) {
  switch (code) {
  case CM_OP_SELECT:
  case CM_OP_DEFAULT:
  case CM_OP_REQUIRE:
  case CM_OP_APPLY: return simpler_choice(e, code, a, b, c);
  case CM_OP_AND:
  case CM_OP_OR: return simpler_logic(e, code, a, b);
  case CM_OP_GT:
    if (known_truth(e, b, false) && e->tape->nodes.at[a].code == CM_OP_SUM) {
      uint32_t any = any_guard(e, &e->tape->nodes.at[a]);
      if (any != CM_NO_NODE) return any;
    }
    return simpler_plain(e, code, a, b);
  case CM_OP_PRESENT: return is_sure(e, a) ? cm_emit_truth(e, true) : CM_NO_NODE;
  default: return cm_op_arity(code) == 2 ? simpler_plain(e, code, a, b) : CM_NO_NODE;
  }
}

/* The value of a node whose operands are constants, in decimals. */
static uint32_t fold(cm_emit *e, cm_node n) {
  uint32_t at = append(e, n, 0, &unknown);
  if (e->failed) return 0;
  cm_tape_step(e->tape, at, NULL, e->known.at);
  cm_value value = e->known.at[at];
  e->tape->nodes.size = e->traits.size = e->known.size = at;
  return cm_emit_constant(e, &value);
}

static bool commutes(uint16_t code) {
  return code == CM_OP_ADD || code == CM_OP_MUL || code == CM_OP_EQ || code == CM_OP_NE || code == CM_OP_AND ||
         code == CM_OP_OR;
}

uint32_t cm_emit_node(cm_emit *e, uint16_t code, uint32_t a, uint32_t b, uint32_t c) {
  if (e->failed) return 0;
  int arity = cm_op_arity(code);
  if (arity < 2) b = 0;
  if (arity < 3 && code != CM_OP_POW) c = 0;
  cm_node n = {.code = code, .a = a, .b = b, .c = c};
  if (constant(e, a) && (arity < 2 || constant(e, b)) && (arity < 3 || constant(e, c))) return fold(e, n);
  uint32_t found = simpler(e, code, a, b, c);
  if (found != CM_NO_NODE) return found;
  if (commutes(code) && n.a > n.b) n.a = b, n.b = a;
  cm_map_key key = {{n.code, n.a, n.b, n.c}};
  return append_once(e, n, &key, node_traits(e, &n), &unknown);
}

uint32_t cm_emit_rescale(cm_emit *e, uint32_t a, const cm_scale *scale) {
  cm_dec factor;
  int status = cm_scale_apply(&factor, &cm_dec_one, scale);
  (void)status; /* nobody asks in builds that leave CEMENT_NEVER out */
  if (CEMENT_NEVER(status < 0)) return emit_state(e, CM_MISSING); /* unit factors are far from the bounds of decimals */
  return cm_emit_node(e, CM_OP_MUL, a, cm_emit_constant(e, &(cm_value){factor, CM_VALID}), 0);
}

uint32_t cm_emit_power(cm_emit *e, uint32_t a, cm_power power) {
  uint32_t index = 0;
  while (index < e->tape->powers.size &&
         (e->tape->powers.at[index].p != power.p || e->tape->powers.at[index].q != power.q))
    index++;
  if (index == e->tape->powers.size && CM_VEC_PUSH(e->arena, &e->tape->powers, power)) return fail(e);
  return cm_emit_node(e, CM_OP_POW, a, 0, index);
}

/* ---- lists ---- */

/* Leaves out what never counts and adds of zero; what its own guard asks for again is not asked twice. */
static size_t tidy_sum(const cm_emit *e, cm_term *terms, size_t count) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    cm_term t = terms[i];
    if (t.guard != CM_NO_NODE && known_truth(e, t.guard, true)) t.guard = CM_NO_NODE;
    if (t.guard != CM_NO_NODE && constant(e, t.guard)) continue;
    const cm_node *n = &e->tape->nodes.at[t.node];
    if (n->code == CM_OP_REQUIRE && n->a == t.guard) t.node = n->b;
    if (known_truth(e, t.node, false)) continue; /* zero */
    terms[kept++] = t;
  }
  return kept;
}

static bool all_constant(const cm_emit *e, const cm_term *terms, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (terms[i].guard != CM_NO_NODE || !constant(e, terms[i].node)) return false;
  return true;
}

/* The number of a list: one that begins as it does has a number, and so has what it is followed by. */
static uint32_t list_number(cm_emit *e, const cm_term *terms, size_t count) {
  uint32_t number = 0;
  for (size_t i = 0; i < count; i++) {
    cm_map_key key = {{CM_OP_COUNT, number, terms[i].node, terms[i].guard}};
    uint32_t *at = cm_map_at(&e->nodes, &key);
    if (!at) return fail(e);
    if (!*at) *at = ++e->lists;
    number = *at;
  }
  return number;
}

uint32_t cm_emit_list(cm_emit *e, uint16_t code, cm_term *terms, size_t count) {
  if (e->failed) return 0;
  if (code == CM_OP_SUM) count = tidy_sum(e, terms, count);
  if (count == 0) return cm_emit_truth(e, false); /* zero */
  if (code != CM_OP_SUM && count == 1) return terms[0].node;
  cm_map_key key = {{code, list_number(e, terms, count)}};
  if (e->failed) return 0;
  const uint32_t *there = cm_map_get(&e->nodes, &key);
  if (there) return *there;
  cm_node n = {.code = code, .width = (uint16_t)count, .a = (uint32_t)e->tape->terms.size};
  for (size_t i = 0; i < count; i++)
    if (CM_VEC_PUSH(e->arena, &e->tape->terms, terms[i])) return fail(e);
  if (all_constant(e, terms, count)) return fold(e, n);
  return append_once(e, n, &key, node_traits(e, &n), &unknown);
}
