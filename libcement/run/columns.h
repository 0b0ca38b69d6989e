/* Columns: the month formulas of a run on one tape, evaluated over rows in binary64.
 *
 * The tape is made by run/columns_flat.c and its neighbours; lang/tape_binary.c says what each of its operations gives.
 * run/columns_code.c translates it for blocks of rows, run/columns_block.h computes them. */
#ifndef CM_RUN_COLUMNS_H
#define CM_RUN_COLUMNS_H

#include "run/columns_code.h"
#include "run/run.h"

/* What a slot or an output is called: copies; empty where there is none. */
typedef struct cm_entry {
  int32_t kind; /* CEMENT_OUTPUT_* */
  bool required;
  cm_str edition, key, line, of, use, section, unit;
} cm_entry;

typedef struct cm_columns {
  cm_arena arena;
  cm_tape tape; /* its inputs are the slots */
  cm_entry *slots, *outputs;
  size_t slot_count, output_count;
  uint32_t *nodes; /* of the tape, by output */
  cm_code code;
  const cm_kernels *kernels;
  size_t workspace;  /* bytes that each call needs */
  uint64_t fit_rows; /* calls of so many rows are worth fitting the code to them */
} cm_columns;

/* Given:    outputs[count], NULL: every figure that a month can have; kernels  those of the context.
 * Status:   as cement_columns_create. The run may go afterwards. */
int cm_columns_init(cm_columns *columns, const cm_alloc *alloc, const cm_run *run, const cement_output *outputs,
                    size_t count, const cm_kernels *kernels, cement_error *err);
void cm_columns_free(cm_columns *columns);

/* The entry that is so called: its index; -1 for none, -2 for several. */
ptrdiff_t cm_entry_find(const cm_entry *entries, size_t count, const cement_slot *like);

#endif
