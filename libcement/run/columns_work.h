/* Private to the calls on columns: the workspace, and one block after the other. */
#ifndef CM_RUN_COLUMNS_WORK_H
#define CM_RUN_COLUMNS_WORK_H

#include "run/columns.h"
#include "run/columns_steps.h"

/* What fitting the code to a call needs. */
typedef struct cm_fit {
  cm_instruction *steps;
  cm_fixed *fixed;
  cm_code_output *outputs;
  uint32_t *as_value, *as_bits; /* what each now stands for */
  uint8_t *known;               /* by value: x is in all rows */
  double *x;
  uint8_t *unsigned_zero; /* by value: never -0 */
  uint32_t *bare;         /* by value: that to which 0 was added for it, or itself */
  uint32_t *home, *room;  /* room: for cm_code_give_registers */
} cm_fit;

/* Laid out in the caller's workspace. */
typedef struct cm_work {
  const cm_columns *columns;
  const cement_column *in;
  cm_frame frame;
  double **targets; /* room for them */
  uint8_t *wanted;  /* by output */
  bool states;      /* somebody asks where outputs are not applicable */
  uint8_t *used, *value_used, *bit_used;
  cm_fit fit;
  cm_code fitted;
  cm_step *steps; /* room for them */
} cm_work;

size_t cm_work_size(const cm_columns *columns);
/* Lays it out. Everything is wanted until cm_work_want. */
void cm_work_open(cm_work *work, const cm_columns *columns, const cement_column *in, void *workspace);
/* Only what is marked in work->wanted is computed. */
void cm_work_want(cm_work *work);
/* What does not change from block to block of the call's rows, once. */
void cm_work_begin(cm_work *work, uint64_t rows);
/* Whether anything wanted reads the slot. */
static inline bool cm_work_reads(const cm_work *work, uint32_t slot) {
  return !work->frame.used || work->value_used[slot] || work->bit_used[slot + 2];
}
/* Once slots are begun: less code for the same results (run/columns_fit.c). */
void cm_work_fit(cm_work *work);
/* Private to the fitting: steps that are done at once (run/columns_join.c). */
void cm_work_join(cm_work *work);
/* Computes the rows row .. row + rows (at most CM_BLOCK_ROWS). */
void cm_work_run(cm_work *work, uint64_t row, size_t rows);

/* One value of a slot: its number, and whether it is valid. */
cm_binary cm_column_value(const cement_column *column, uint64_t row);

/* ---- calls: arguments are checked, the host's floating-point mode is set aside ---- */

void cm_columns_batch(const cm_columns *columns, cement_result *out, uint8_t *status, const cement_column *in,
                      uint64_t first, uint64_t rows, void *workspace);
/* MISSING, RANGE without a message. */
int cm_columns_gradient(const cm_columns *columns, double *out, size_t output, const cement_column *in, uint64_t row,
                        void *workspace);

#define CM_TOTALS_BLOCK 65536u /* rows; part of what a total is, since sums are rounded */

/* The numbers that a total is; 0 for an unknown kind. */
size_t cm_total_width(int32_t kind);
/* The last of so many groups that a row can be of. */
static inline int32_t cm_last_group(size_t group_count) {
  return group_count > INT32_MAX ? INT32_MAX : (int32_t)group_count - 1;
}
typedef struct cm_totals {
  const cement_total *totals;
  size_t total_count, group_count, width; /* width: of all totals */
  const int32_t *groups;
} cm_totals;
void cm_columns_totals(const cm_columns *columns, double *partials, const cm_totals *t, const cement_column *in,
                       uint64_t rows, uint64_t first_block, uint64_t block_count, void *workspace);
void cm_columns_merge(double *out, const double *partials, const cm_totals *t, uint64_t block_count);

#endif
