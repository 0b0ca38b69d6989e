/* Private to the proof: its steps and what one step reads. */
#ifndef CM_RUN_EXPLAIN_H
#define CM_RUN_EXPLAIN_H

#include "base/map.h"
#include "run/report.h"
#include "run/report_words.h"

/* One formula for one member in one period; at the site without sheet. */
typedef struct cm_step {
  const cm_sheet *sheet; /* NULL: the site of the edition */
  uint32_t edition;
  uint32_t row, instance;
} cm_step;

typedef struct cm_proof {
  const cm_run *run;
  cm_sink *out;
  cm_language language;
  cm_arena arena;
  CM_VEC(cm_step) steps;
  cm_map numbers;   /* of each step that has been referred to */
  uint8_t *factors; /* by factor: it has been read */
} cm_proof;

/* A step in the making: its row's tape, run again. */
typedef struct cm_row_view {
  cm_proof *proof;
  cm_step step;
  const cm_program *program;
  cm_value *inputs, *values;
  uint32_t *owner;       /* of each node: 1 + the instance whose value it is */
  uint8_t *seen;         /* nodes noted for the list of inputs */
  CM_VEC(uint32_t) read; /* inputs, factors and other instances' nodes, as they occur */
  const cm_formula *formula;
} cm_row_view;

/* The number of a step, given when it is first asked for. 0 when memory gave out. */
size_t cm_proof_number(cm_proof *proof, cm_step step);
const cm_program *cm_step_program(const cm_proof *proof, cm_step step);
void cm_proof_failed(cm_proof *proof);

/* The formula with its numbers, along the branches taken (run/explain_print.c). */
void cm_proof_expression(cm_row_view *view, uint32_t node);
/* Why branches were taken. */
void cm_proof_choices(cm_row_view *view, uint32_t node);
/* Where the numbers come from (run/explain_inputs.c). */
void cm_proof_inputs(cm_row_view *view);

/* A factor as "key[row] = value unit; citation; confidence". */
void cm_proof_factor(cm_proof *proof, const cm_factor *factor, const cm_edition *at_home);
/* " kgce/t", nothing for a number without unit. */
void cm_proof_unit(cm_proof *proof, const cm_formula *formula);

void cm_proof_dec(cm_proof *proof, const cm_dec *x);
void cm_proof_value(cm_proof *proof, const cm_value *value);
/* "[L1, 2025-01, bituminous_coal, kiln]" */
void cm_proof_place(cm_proof *proof, cm_step step, cm_tuple tuple);
void cm_proof_word(cm_proof *proof, const char *en, const char *zh);

#endif
