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

/* A finding met on the way, with the step that met it. */
typedef struct cm_met {
  const cm_finding_type *type;
  uint32_t step;
} cm_met;

typedef struct cm_proof {
  const cm_run *run;
  cm_sink *out;
  cm_language language;
  cm_arena arena;
  CM_VEC(cm_step) steps;
  cm_map numbers; /* of each step that has been referred to */
  cm_map listed;  /* the step in which a year's months of an item are listed */
  CM_VEC(cm_met) met;
  bool *factors;    /* by factor: it has been read */
  uint32_t current; /* the step being written; 0: the head */
  bool rescaled;    /* a change of unit has been shown */
} cm_proof;

/* What a word of a rule says: the choice of an attribute or of an option. */
typedef struct cm_symbol {
  const cm_attribute *attribute; /* or */
  const cm_option *option;
  uint32_t owner; /* the line or fuel of the attribute */
} cm_symbol;

/* Whom the names of an expression speak of. */
typedef struct cm_subject {
  uint32_t line;
  cm_tuple tuple;
} cm_subject;

/* A step in the making: its row's tape, run again. */
typedef struct cm_row_view {
  cm_proof *proof;
  cm_arena *arena; /* of the step */
  cm_step step;
  const cm_program *program;
  cm_value *inputs, *values;
  uint32_t *owner;       /* of each node: 1 + the instance whose value it is */
  bool *seen;            /* nodes noted for the list of inputs */
  CM_VEC(uint32_t) read; /* inputs, factors and other instances' nodes, as they occur */
  CM_VEC(cm_symbol) symbols;
  cm_map symbol_known;
  CM_VEC(const cm_formula *) truths; /* conditions that have a formula of their own */
  const cm_formula *formula;
} cm_row_view;

/* The number of a step, given when it is first asked for. */
size_t cm_proof_number(cm_proof *proof, cm_step step);
const cm_program *cm_step_program(const cm_proof *proof, cm_step step);
bool cm_proof_open(cm_row_view *view, cm_proof *proof, cm_arena *arena, cm_step step);
void cm_proof_failed(cm_proof *proof);
void cm_proof_met(cm_proof *proof, const cm_finding_type *type);

/* What stands before the steps and behind them (run/explain_head.c). */
void cm_proof_head(cm_proof *proof, const cm_figure *figure);
void cm_proof_end(cm_proof *proof, const cm_figure *figure);

/* The formula with its numbers, along the branches taken (run/explain_print.c). */
void cm_proof_expression(cm_row_view *view, uint32_t node);
/* Why branches were taken, and which members a sum left out. */
void cm_proof_choices(cm_row_view *view, uint32_t node);

/* The line and member that the step is of. */
cm_subject cm_proof_subject(const cm_row_view *view);

/* Members, attributes and options (run/explain_members.c): those that an expression reads are gathered, then told. */
void cm_proof_gather(cm_row_view *view, const cm_expr *e, cm_subject subject);
void cm_proof_members(cm_row_view *view, const cm_node *sum);
void cm_proof_symbols(cm_row_view *view);

/* Where the numbers come from (run/explain_inputs.c). */
void cm_proof_inputs(cm_row_view *view);

/* A factor as "key[row] = value unit; citation; confidence". */
void cm_proof_factor(cm_proof *proof, const cm_factor *factor, const cm_edition *at_home);
/* What the ledger puts in its place, on a line of its own; nothing where it does not. */
void cm_proof_override(cm_proof *proof, const cm_factor *factor);
void cm_proof_confidence(cm_proof *proof, cm_confidence confidence);
/* " kgce/t", nothing for a number without unit. */
void cm_proof_unit(cm_proof *proof, const cm_formula *formula);

void cm_proof_dec(cm_proof *proof, const cm_dec *x);
void cm_proof_value(cm_proof *proof, const cm_value *value);
/* "[L1, 2025-01, bituminous_coal, kiln]" */
void cm_proof_place(cm_proof *proof, cm_step step, cm_tuple tuple);
void cm_proof_word(cm_proof *proof, const char *en, const char *zh);

/* Breaks long lines on their way to the caller's sink (run/explain_wrap.c). */
typedef struct cm_wrap {
  cm_sink *out;
  size_t indent, column, gap; /* spaces before the line, columns written, spaces before the word */
  size_t size, width;
  char word[512];
} cm_wrap;
int32_t cm_wrap_write(void *user, const char *bytes, size_t size);

#endif
