/* Private to the making of columns: one tape out of the programs of all lines and the facility. */
#ifndef CM_RUN_COLUMNS_FLAT_H
#define CM_RUN_COLUMNS_FLAT_H

#include "base/map.h"
#include "run/columns.h"

/* ---- nodes, each once, constants folded (run/columns_emit.c) ---- */

typedef struct cm_emit {
  cm_arena *arena, *scratch;
  cm_tape *tape;
  CM_VEC(cm_value) known; /* of each node: its value where it is a constant */
  CM_VEC(uint8_t) traits; /* of each node: CM_TRAIT_* */
  cm_map nodes;           /* and lists of terms */
  uint32_t lists;         /* how many there are */
  bool failed;            /* memory gave out */
} cm_emit;

#define CM_TRAIT_NA 1u   /* may be not applicable */
#define CM_TRAIT_SURE 2u /* is always valid */

void cm_emit_init(cm_emit *e, cm_arena *arena, cm_arena *scratch, cm_tape *tape);
/* Operands of an operation: a, b, c; CM_LIST for terms. */
#define CM_LIST 4
int cm_op_arity(uint16_t code);
/* Each returns a node; 0 after a failure. */
uint32_t cm_emit_constant(cm_emit *e, const cm_value *value);
uint32_t cm_emit_truth(cm_emit *e, bool yes);
uint32_t cm_emit_input(cm_emit *e, uint32_t index, uint8_t traits);
uint32_t cm_emit_node(cm_emit *e, uint16_t code, uint32_t a, uint32_t b, uint32_t c);
uint32_t cm_emit_list(cm_emit *e, uint16_t code, cm_term *terms, size_t count);
uint32_t cm_emit_rescale(cm_emit *e, uint32_t a, const cm_scale *scale);
uint32_t cm_emit_power(cm_emit *e, uint32_t a, cm_power power);

/* ---- what is read ---- */

/* A slot in the making; item NULL: whether the line has a row. */
typedef struct cm_reading {
  const cm_item *item;
  uint32_t line; /* CM_NONE: the facility */
  cm_tuple tuple;
  uint32_t section;
} cm_reading;

/* A sheet's program and what of it is on the tape. */
typedef struct cm_part {
  const cm_sheet *sheet; /* NULL: nothing of it is needed */
  uint8_t *needed;       /* by node */
  uint32_t *made;        /* by node: its number on the tape */
} cm_part;

/* An output in the making. */
typedef struct cm_wanted {
  uint32_t edition, line; /* line CM_NONE: the facility */
  uint32_t instance;
  int32_t kind;
} cm_wanted;

typedef struct cm_flat {
  const cm_run *run;
  cm_columns *out;
  cm_arena scratch;
  cement_error *err;
  cm_emit emit; /* of the draft, which still holds what no output needs */
  cm_tape draft;
  CM_VEC(cm_reading) readings; /* inputs of the draft */
  cm_map reading_map;
  cm_part *parts; /* [edition][line, the facility last] */
  CM_VEC(cm_wanted) wanted;
  uint32_t *nodes; /* of the draft, by output */
} cm_flat;

/* As it is, or NOMEM where memory gave out. */
int cm_flat_status(const cm_flat *f, int status);
cm_part *cm_flat_part(const cm_flat *f, uint32_t edition, uint32_t line);
const cm_sheet *cm_flat_sheet(const cm_flat *f, uint32_t edition, uint32_t line);
/* The limits of an output that is a grade; NULL for none. */
const cm_limit_nodes *cm_wanted_limit(const cm_flat *f, const cm_wanted *w);

/* Which outputs are asked for (run/columns_wanted.c). */
int cm_flat_want(cm_flat *f, const cement_output *outputs, size_t count);
/* Lays the programs on the draft (run/columns_flat.c). */
int cm_flat_lay(cm_flat *f);
/* Items, presence and rows as nodes of the draft (run/columns_inputs.c). */
uint32_t cm_flat_input(cm_flat *f, uint32_t edition, uint32_t line, const cm_input *input);
uint32_t cm_flat_row(cm_flat *f, uint32_t line);
/* Takes from the draft what the outputs need, and names slots and outputs (run/columns_finish.c). */
int cm_flat_finish(cm_flat *f);
int cm_flat_name(cm_flat *f, const cm_reading *slots, size_t count);

#endif
