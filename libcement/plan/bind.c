/* Nodes, inputs and constants of a program in the making, and the program as a whole. */
#include "plan/bind.h"

uint32_t cm_bind_nomem(cm_binder *k) {
  if (!k->status) k->status = cm_nomem(k->err);
  return CM_NO_NODE;
}

/* ---- nodes ---- */

uint32_t cm_bind_emit(cm_binder *k, cm_opcode code, const cm_expr *expr, uint32_t a, uint32_t b, uint32_t c) {
  if (k->status) return CM_NO_NODE;
  if (CM_VEC_ROOM(k->scratch, &k->out.tape.nodes, 1)) return cm_bind_nomem(k);
  size_t at = k->out.tape.nodes.size++;
  cm_node *node = &k->out.tape.nodes.at[at];
  node->code = (uint16_t)code;
  node->width = 0;
  node->a = a;
  node->b = b;
  node->c = c;
  node->expr = expr;
  return (uint32_t)at;
}

cm_value cm_bind_known(cm_binder *k, uint32_t node) {
  cm_value none = {.state = CM_MISSING};
  while (!k->status && k->known.size <= node) {
    size_t at = k->known.size;
    const cm_node *n = &k->out.tape.nodes.at[at];
    if (CM_VEC_PUSH(k->scratch, &k->known, none))
      k->status = cm_nomem(k->err);
    else if (n->code == CM_OP_INPUT)
      k->known.at[at] = k->out.inputs.at[n->c].value;
    else
      cm_tape_step(&k->out.tape, at, NULL, k->known.at);
  }
  return k->status ? none : k->known.at[node];
}

/* ---- constants ---- */

uint32_t cm_bind_constant(cm_binder *k, const cm_value *value, const cm_factor *factor) {
  uint32_t index = (uint32_t)k->out.tape.constants.size;
  if (CM_VEC_PUSH(k->scratch, &k->out.tape.constants, *value) || CM_VEC_PUSH(k->scratch, &k->out.factors, factor) ||
      CM_VEC_PUSH(k->scratch, &k->out.lookups, CM_NO_TUPLE))
    return cm_bind_nomem(k);
  return cm_bind_emit(k, CM_OP_CONST, NULL, 0, 0, index);
}

uint32_t cm_bind_factor(cm_binder *k, const cm_factor *factor) {
  uint32_t *known = &k->constants[factor->index];
  if (*known) return *known - 1;
  const cm_factor_value *over = &k->b->factors[factor->index];
  cm_value value = {over->override ? over->value : factor->value, CM_VALID};
  uint32_t node = cm_bind_constant(k, &value, factor);
  *known = node + 1;
  return node;
}

uint32_t cm_bind_rescale(cm_binder *k, const cm_expr *e, uint32_t node) {
  if (k->status) return CM_NO_NODE;
  if (e->scaled == CM_SCALED_BEYOND) {
    k->status = cm_fail(k->err, CEMENT_E_UNIT, CM_NOWHERE, CM_S("a unit conversion is beyond all bounds"));
    return CM_NO_NODE;
  }
  uint32_t index = (uint32_t)k->out.tape.scales.size;
  if (CM_VEC_PUSH(k->scratch, &k->out.tape.scales, e->scale)) return cm_bind_nomem(k);
  return cm_bind_emit(k, CM_OP_RESCALE, NULL, node, 0, index);
}

uint32_t cm_bind_exists(cm_binder *k, const cm_env *env, uint8_t sets, size_t which, cm_tuple tuple) {
  const cm_shape *shape = env->shape;
  uint32_t none = 0, *known = &none;
  if (env->line == CM_THIS_LINE) {
    size_t before = sets == CM_SET_MATERIAL ? 2 * shape->pair_count : sets == CM_SET_FUEL ? shape->pair_count : 0;
    known = &k->exists[before + which];
  }
  if (!*known) *known = cm_bind_input(k, &(cm_input_key){CM_IN_EXISTS, env->line, NULL, tuple, CM_NONE}) + 1;
  return *known - 1;
}

uint32_t cm_bind_list(cm_binder *k, cm_opcode code, const cm_term *terms, size_t count, const cm_expr *expr) {
  uint32_t first = (uint32_t)k->out.tape.terms.size;
  if (k->status) return CM_NO_NODE;
  if (count > UINT16_MAX) {
    k->status = cm_fail(k->err, CEMENT_E_LIMIT, CM_NOWHERE, CM_S("a sum has more than 65535 terms"));
    return CM_NO_NODE;
  }
  for (size_t i = 0; i < count; i++)
    if (CM_VEC_PUSH(k->scratch, &k->out.tape.terms, terms[i])) return cm_bind_nomem(k);
  uint32_t node = cm_bind_emit(k, code, expr, first, 0, 0);
  if (!k->status) k->out.tape.nodes.at[node].width = (uint16_t)count;
  return node;
}

/* ---- members ---- */

static bool first_of_fuel(const cm_shape *shape, size_t i) {
  return i == 0 || shape->pairs[i].fuel != shape->pairs[i - 1].fuel;
}

size_t cm_shape_count(const cm_shape *shape, uint8_t sets) {
  if (!sets) return 1;
  if (sets == CM_SET_MATERIAL) return shape->material_count;
  if (sets != CM_SET_FUEL) return shape->pair_count;
  size_t count = 0;
  for (size_t i = 0; i < shape->pair_count; i++) count += first_of_fuel(shape, i);
  return count;
}

cm_tuple cm_shape_tuple(const cm_shape *shape, uint8_t sets, size_t which) {
  cm_tuple t = CM_NO_TUPLE;
  if (!sets) return t;
  if (sets == CM_SET_MATERIAL) {
    t.material = shape->materials[which];
    return t;
  }
  if (sets != CM_SET_FUEL) return shape->pairs[which];
  for (size_t i = 0;; i++)
    if (first_of_fuel(shape, i) && which-- == 0) {
      t.fuel = shape->pairs[i].fuel;
      return t;
    }
}

/* ---- programs ---- */

static bool year_stage(cm_stage stage) {
  return stage == CM_STAGE_LINE_YEAR || stage == CM_STAGE_FACILITY_YEAR;
}

cm_at cm_stage_at(cm_stage stage) {
  if (stage == CM_STAGE_SITE) return CM_AT_SITE;
  return stage == CM_STAGE_LINE_MONTH || stage == CM_STAGE_LINE_YEAR ? CM_AT_LINE : CM_AT_FACILITY;
}

static cm_env stage_env(const cm_binder *k, const cm_shape *shape, cm_tuple tuple) {
  uint32_t line = cm_stage_at(k->out.stage) == CM_AT_LINE ? CM_THIS_LINE : CM_NONE;
  return (cm_env){.line = line, .shape = shape, .tuple = tuple};
}

static void bind_value(cm_binder *k, const cm_env *env, const cm_formula *f, cm_instance *in) {
  if (year_stage(k->out.stage) && f->year == CM_YEAR_SUM) {
    cm_input_key key = {CM_IN_MONTHS, env->line, f, in->tuple, CM_NONE};
    in->body = in->node = cm_bind_result(k, &key, (uint32_t)k->out.instances.size);
    return;
  }
  in->body = cm_bind_expr(k, env, f->is);
  in->node = cm_bind_scaled(k, f->is, in->body);
  if (!f->applies) return;
  cm_env declared = *env;
  declared.declared = true;
  uint32_t condition = cm_bind_expr(k, &declared, f->applies);
  in->node = cm_bind_emit(k, CM_OP_APPLY, f->applies, condition, in->node, 0);
}

cm_str cm_tuple_of(const cm_ledger *ledger, cm_tuple tuple) {
  if (tuple.material != CM_NONE) return ledger->materials.at[tuple.material].id;
  if (tuple.fuel != CM_NONE) return ledger->fuels.at[tuple.fuel].id;
  return CM_S("");
}

/* With its use, as the keys of a table's row are joined. A copy: the program may outlive the ledger. */
static cm_str whole_name(cm_binder *k, cm_tuple tuple) {
  cm_buf buf;
  cm_buf_init(&buf, k->arena);
  cm_buf_add(&buf, cm_tuple_of(k->b->ledger, tuple));
  if (tuple.use != CM_NONE) {
    cm_buf_add_char(&buf, ',');
    cm_buf_add(&buf, k->b->ledger->items->use.members[tuple.use].key);
  }
  if (buf.failed) cm_bind_nomem(k);
  return cm_buf_text(&buf);
}

static void bind_formula(cm_binder *k, const cm_shape *shape, const cm_formula *f) {
  k->out.first[f->index] = (uint32_t)k->out.instances.size;
  size_t count = cm_shape_count(shape, f->sets);
  if (CM_VEC_ROOM(k->scratch, &k->out.instances, count)) cm_bind_nomem(k);
  for (size_t i = 0; i < count && !k->status; i++) {
    cm_instance *in = &k->out.instances.at[k->out.instances.size];
    in->formula = f;
    in->tuple = cm_shape_tuple(shape, f->sets, i);
    cm_env env = stage_env(k, shape, in->tuple);
    in->of = f->display ? whole_name(k, in->tuple) : CM_S("");
    in->exists = f->sets ? cm_bind_exists(k, &env, f->sets, i, in->tuple) : CM_NO_NODE;
    bind_value(k, &env, f, in);
    k->out.instances.size++;
  }
}

static void bind_limit(cm_binder *k, const cm_shape *shape, const cm_limit *limit) {
  if (limit->of->at != cm_stage_at(k->out.stage)) return;
  cm_limit_nodes nodes = {.limit = limit, .instance = cm_program_find(&k->out, limit->of, &CM_NO_TUPLE)};
  cm_env env = stage_env(k, shape, CM_NO_TUPLE);
  for (size_t i = 0; i < limit->levels; i++) {
    nodes.base[i] = cm_bind_factor(k, limit->base[i]);
    nodes.applied[i] = cm_bind_scaled(k, limit->applied[i], cm_bind_expr(k, &env, limit->applied[i]));
  }
  if (!k->status && CM_VEC_PUSH(k->scratch, &k->out.limits, nodes)) cm_bind_nomem(k);
}

/* One that attributes decide against is none. */
static void bind_check(cm_binder *k, const cm_shape *shape, const cm_check *check) {
  bool year = year_stage(k->out.stage);
  if (check->at != cm_stage_at(k->out.stage) || check->period == (year ? CM_CHECK_MONTH : CM_CHECK_YEAR)) return;
  size_t count = cm_shape_count(shape, check->sets);
  for (size_t i = 0; i < count && !k->status; i++) {
    cm_check_node node = {.check = check, .tuple = cm_shape_tuple(shape, check->sets, i), .exists = CM_NO_NODE};
    cm_env env = stage_env(k, shape, node.tuple);
    env.unseen = true;
    if (!cm_bind_decide(k, &env, check->when)) continue;
    if (check->sets) node.exists = cm_bind_exists(k, &env, check->sets, i, node.tuple);
    node.node = cm_bind_expr(k, &env, check->when);
    if (!k->status && CM_VEC_PUSH(k->scratch, &k->out.checks, node)) cm_bind_nomem(k);
  }
}

static void bind_all(cm_binder *k, const cm_shape *shape) {
  const cm_edition *edition = k->out.edition;
  for (size_t i = 0; i < edition->formulas.size && !k->status; i++)
    if (edition->order[i]->at == cm_stage_at(k->out.stage) && !edition->order[i]->condition)
      bind_formula(k, shape, edition->order[i]);
  for (size_t i = 0; i < edition->limits.size && !k->status; i++) bind_limit(k, shape, edition->limits.at[i]);
  for (size_t i = 0; i < edition->checks.size && !k->status; i++) bind_check(k, shape, edition->checks.at[i]);
}

/* ---- one program after the other ---- */

cm_binder *cm_binder_make(cm_arena *scratch, const cm_catalog *catalog) {
  cm_binder *k = CM_NEW(scratch, cm_binder);
  if (!k) return NULL;
  k->scratch = scratch;
  k->factor_count = catalog->factor_count;
  k->constants = CM_NEWS(scratch, uint32_t, catalog->factor_count);
  return k->constants ? k : NULL;
}

/* Empties all lists. Their memory stays. */
static void begin(cm_binder *k, cm_stage stage, const cm_edition *edition, const cm_shape *shape) {
  cm_program *p = &k->out;
  cm_tape *t = &p->tape;
  p->stage = stage;
  p->edition = edition;
  t->nodes.size = t->constants.size = t->terms.size = t->scales.size = t->powers.size = t->rounds.size = 0;
  p->inputs.size = p->instances.size = p->limits.size = p->checks.size = p->factors.size = p->lookups.size = 0;
  k->known.size = 0;
  k->literals[0] = k->literals[1] = 0;
  memset(k->constants, 0, k->factor_count * sizeof *k->constants);
  p->first = CM_NEWS(k->arena, uint32_t, edition->formulas.size);
  if (shape) k->exists = CM_NEWS(k->scratch, uint32_t, 2 * shape->pair_count + shape->material_count);
  if (!p->first || (shape && !k->exists) || cm_bind_places(k)) cm_bind_nomem(k);
}

static void *copy(cm_binder *k, const void *from, size_t bytes) {
  void *to = bytes ? cm_arena_dup(k->arena, from, bytes) : NULL;
  if (bytes && !to) cm_bind_nomem(k);
  return to;
}

#define COPY(list) ((list).at = copy(k, (list).at, (list).size * sizeof *(list).at), (list).room = (list).size)

static void keep(cm_binder *k, cm_program *out) {
  *out = k->out;
  cm_tape *t = &out->tape;
  t->input_count = out->inputs.size;
  COPY(t->nodes), COPY(t->constants), COPY(t->terms), COPY(t->scales), COPY(t->powers), COPY(t->rounds);
  COPY(out->inputs), COPY(out->instances), COPY(out->limits);
  COPY(out->checks), COPY(out->factors), COPY(out->lookups);
}

int cm_program_bind(cm_binder *k, cm_arena *arena, cm_program *out, const cm_binding *binding, cm_stage stage,
                    const cm_shape *shape, cement_error *err) {
  k->arena = arena;
  k->b = binding;
  k->err = err;
  begin(k, stage, binding->edition->edition, shape);
  if (!k->status) bind_all(k, shape);
  if (!k->status) keep(k, out);
  return k->status;
}

uint32_t cm_program_find(const cm_program *program, const cm_formula *formula, const cm_tuple *t) {
  const cm_instance *in = &program->instances.at[program->first[formula->index]];
  while (in->tuple.fuel != t->fuel || in->tuple.use != t->use || in->tuple.material != t->material) in++;
  return (uint32_t)(in - program->instances.at);
}
