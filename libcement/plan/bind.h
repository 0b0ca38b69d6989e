/* Private to the binder: the program in the making.
 *
 * All that grows lies in the scratch arena and serves one program after the other; a program that is done is copied,
 * its lists no longer than they are. */
#ifndef CM_PLAN_BIND_H
#define CM_PLAN_BIND_H

#include "plan/program.h"

/* An input and its node; node + 1, so that 0 says that the place is free. */
typedef struct cm_bind_place {
  uint32_t input, node;
} cm_bind_place;

struct cm_binder {
  cm_arena *arena; /* of the program */
  cm_arena *scratch;
  cm_program out;
  const cm_binding *b;
  CM_VEC(cm_value) known;   /* of the first nodes, as far as asked: their values were nothing observed */
  cm_bind_place *places;    /* of the inputs, by hash */
  size_t place_count;       /* a power of two, at least twice the inputs */
  CM_VEC(cm_term) summands; /* of the sums that are being bound, the innermost last */
  CM_VEC(uint32_t) burnt;   /* of each of them: its fuel where it is in fuel units, else CM_NONE */
  size_t factor_count;
  uint32_t *constants;  /* by cm_factor.index: 1 + its node; 0: none yet */
  uint32_t literals[2]; /* 0 and 1, likewise */
  uint32_t *exists;     /* of the members of the line that is bound, likewise: fuels with uses, fuels, materials */
  cement_error *err;
  int status;
};

/* What an input is told apart by. */
typedef struct cm_input_key {
  cm_input_kind kind;
  uint32_t line;
  const void *what; /* by kind an item, an attribute or a formula; NULL: none */
  cm_tuple tuple;
  uint32_t section;
} cm_input_key;

/* What the names of an expression refer to. */
typedef struct cm_env {
  uint32_t line;         /* CM_THIS_LINE, an index, or CM_NONE */
  const cm_shape *shape; /* of that line */
  cm_tuple tuple;
  bool declared;  /* SUM(LINE, ...) runs over the declared lines, not over those with a row: in "applies" */
  bool unseen;    /* of a check: no proof shows it, so what is decided is a constant */
  bool condition; /* of a SUM: what a site's formula says has to be known now, so it is bound again from its parts */
} cm_env;

/* Where the formulas of a stage stand. */
cm_at cm_stage_at(cm_stage stage);

/* Each returns a node; CM_NO_NODE after a failure, which is kept in binder->status. */
/* A node by its parts: put together on the stack it would be read back wider than it was written, which waits. */
uint32_t cm_bind_emit(cm_binder *k, cm_opcode code, const cm_expr *expr, uint32_t a, uint32_t b, uint32_t c);
uint32_t cm_bind_input(cm_binder *k, const cm_input_key *key); /* each one once (plan/bind_input.c) */
uint32_t cm_bind_result(cm_binder *k, const cm_input_key *key, uint32_t instance);
uint32_t cm_bind_constant(cm_binder *k, const cm_value *value, const cm_factor *factor);
uint32_t cm_bind_factor(cm_binder *k, const cm_factor *factor);
uint32_t cm_bind_rescale(cm_binder *k, const cm_expr *e, uint32_t node);
/* Whether the row has a member: that of the sets of env->shape, whose tuple is given. */
uint32_t cm_bind_exists(cm_binder *k, const cm_env *env, uint8_t sets, size_t which, cm_tuple tuple);
uint32_t cm_bind_list(cm_binder *k, cm_opcode code, const cm_term *terms, size_t count, const cm_expr *expr);
uint32_t cm_bind_expr(cm_binder *k, const cm_env *env, const cm_expr *e);
uint32_t cm_bind_sum(cm_binder *k, const cm_env *env, const cm_expr *e); /* SUM (plan/bind_sum.c) */
/* The node of an expression in the unit that its reader works in: mostly as it is, no call for that. */
static inline uint32_t cm_bind_scaled(cm_binder *k, const cm_expr *e, uint32_t node) {
  return e->scaled == CM_SCALED_NOT ? node : cm_bind_rescale(k, e, node);
}
/* A node's value were nothing observed; MISSING after a failure. */
cm_value cm_bind_known(cm_binder *k, uint32_t node);
/* Returned: CM_NO_NODE. */
uint32_t cm_bind_nomem(cm_binder *k);
/* Frees all places. -1 when memory gave out. */
int cm_bind_places(cm_binder *k);

/* ---- what attributes, members and options decide (plan/bind_symbol.c) ---- */

uint32_t cm_bind_attribute(cm_binder *k, const cm_env *env, const cm_expr *e);
uint32_t cm_bind_symbols(cm_binder *k, const cm_env *env, const cm_expr *e); /* =, <> and IN of symbols */
uint32_t cm_bind_lookup(cm_binder *k, const cm_env *env, const cm_expr *e);
/* Whether a condition holds, decided without a node: 1, 0, or -1 where it takes nodes to tell. */
int cm_bind_decide(const cm_binder *k, const cm_env *env, const cm_expr *e);

/* The tuples of a shape for the given sets: the i-th of cm_shape_count, by fuel, then use; or by material. */
size_t cm_shape_count(const cm_shape *shape, uint8_t sets);
cm_tuple cm_shape_tuple(const cm_shape *shape, uint8_t sets, size_t i);

#endif
