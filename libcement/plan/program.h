/* A program: the formulas of one edition bound to the members of one ledger row and laid on a tape.
 *
 * There is one program for each stage: site, line and facility, the latter two for months and for years. A program of a
 * line speaks of "this line" only, so lines of the same shape share it. */
#ifndef CM_PLAN_PROGRAM_H
#define CM_PLAN_PROGRAM_H

#include "lang/tape.h"
#include "ledger/ledger.h"
#include "plan/plan.h"

/* Members of a row, as indices into the ledger. Fuel and use come in pairs. */
typedef struct cm_tuple {
  uint32_t fuel, use, material; /* CM_NONE where the formula has no such set */
} cm_tuple;

#define CM_NO_TUPLE ((cm_tuple){CM_NONE, CM_NONE, CM_NONE})

/* The key of the member, a fuel or a material; empty when there is none. */
cm_str cm_tuple_of(const cm_ledger *ledger, cm_tuple tuple);

/* The members that a line has in any month, and what its attributes say. */
typedef struct cm_shape {
  cm_tuple *pairs; /* (fuel, use) by fuel, then use; material CM_NONE */
  size_t pair_count;
  uint32_t *materials;
  size_t material_count;
  const cm_attribute_value *attributes;
} cm_shape;

typedef enum cm_input_kind {
  CM_IN_ITEM,      /* the value of an item in the row */
  CM_IN_OBSERVED,  /* truth: the item was observed in the row */
  CM_IN_EXISTS,    /* truth: the member exists in the row */
  CM_IN_ROW,       /* truth: the line has a row in the period */
  CM_IN_ATTRIBUTE, /* an attribute; the same in all rows */
  CM_IN_RESULT,    /* an instance of the site's program, or of a line's (month or year as this program's) */
  CM_IN_MONTHS     /* the year's sum of an instance of the month program of the same line or facility */
} cm_input_kind;

#define CM_THIS_LINE (UINT32_MAX - 1)

typedef struct cm_input {
  uint8_t kind;
  uint32_t line; /* index, CM_THIS_LINE, or CM_NONE: facility or site */
  const cm_item *item;
  cm_tuple tuple;
  uint32_t section; /* of item['section'] */
  const cm_attribute *attribute;
  const cm_formula *formula; /* of RESULT and MONTHS */
  uint32_t instance;         /* its index in the program that has it */
  cm_value value;            /* of ATTRIBUTE */
  bool binary;               /* of ATTRIBUTE: it came as a double */
} cm_input;

/* A formula for one tuple of members. */
typedef struct cm_instance {
  const cm_formula *formula;
  cm_tuple tuple;
  cm_str of;       /* the tuple's name in results: "diesel", "diesel,ignition"; empty for none */
  uint32_t node;   /* its value, in the formula's unit */
  uint32_t body;   /* what `is` says, before units and "applies" */
  uint32_t exists; /* truth node, CM_NO_NODE: always */
} cm_instance;

typedef struct cm_limit_nodes {
  const cm_limit *limit;
  uint32_t instance;
  uint32_t base[CM_LEVELS_MAX], applied[CM_LEVELS_MAX];
} cm_limit_nodes;

typedef struct cm_check_node {
  const cm_check *check;
  cm_tuple tuple;
  uint32_t node, exists;
} cm_check_node;

typedef enum cm_stage {
  CM_STAGE_SITE,
  CM_STAGE_LINE_MONTH,
  CM_STAGE_FACILITY_MONTH,
  CM_STAGE_LINE_YEAR,
  CM_STAGE_FACILITY_YEAR
} cm_stage;

typedef struct cm_program {
  cm_stage stage;
  const cm_edition *edition;
  cm_tape tape;
  CM_VEC(cm_input) inputs;
  CM_VEC(cm_instance) instances; /* in the order of the edition's formulas, then of the members */
  uint32_t *first;               /* by cm_formula.index: its first instance, for a formula of this stage */
  CM_VEC(cm_limit_nodes) limits;
  CM_VEC(cm_check_node) checks;
  CM_VEC(const cm_factor *) factors; /* of each constant of the tape: where it comes from, or NULL */
  CM_VEC(cm_tuple) lookups;          /* likewise: the members for which a table has no row */
} cm_program;

/* An override of the ledger that has found its factor: its value in the factor's unit. */
typedef struct cm_factor_value {
  const cm_override *override;
  cm_dec value;
  int32_t p, q; /* as an exponent, where the factor is one */
} cm_factor_value;

/* What programs are bound against. */
typedef struct cm_binding {
  const cm_plan *plan;
  const cm_plan_edition *edition;
  const cm_ledger *ledger;
  const cm_factor_value *factors; /* by cm_factor.index; override NULL: as printed */
  const cm_program *site;         /* of the same edition; NULL while it is bound itself */
  /* facility programs: the shape and the program of each line, month or year as the stage */
  const cm_shape *shapes;
  const cm_program *const *line_programs;
} cm_binding;

/* What binds programs of the catalog's editions, one after the other until one fails. */
typedef struct cm_binder cm_binder;

/* In `scratch`, where the programs are made as well. NULL when memory gave out. */
cm_binder *cm_binder_make(cm_arena *scratch, const cm_catalog *catalog);

/* Binds one program.
 * Given:    shape  the line's, NULL at the site and for the facility.
 * Returned: out  in `arena`.
 * Status:   NOMEM; LIMIT: a sum of more than 65 535 terms; UNIT: a conversion whose factor is beyond all bounds. */
int cm_program_bind(cm_binder *binder, cm_arena *arena, cm_program *out, const cm_binding *binding, cm_stage stage,
                    const cm_shape *shape, cement_error *err);

/* The instance of a formula for a tuple. Given: a formula of the program's stage; a tuple of its sets in the program's
 * shape, so that there is one. */
uint32_t cm_program_find(const cm_program *program, const cm_formula *formula, const cm_tuple *tuple);

#endif
