/* Random columns, and what lang/tape_binary.c makes of each of their rows: the columns must give the same bits. */
#ifndef TESTS_RUN_COLUMNS_HELP_H
#define TESTS_RUN_COLUMNS_HELP_H

#include "run/columns_work.h"

typedef struct table {
  size_t slots, rows;
  cement_column *in;
  double **values;
  uint8_t **valid;
} table;

extern uint64_t columns_random_state;
uint32_t below(uint32_t bound);
/* A number such as plants have; now and then zero, -0, huge, tiny, an infinity or NaN. */
double any_number(void);
/* odd: with infinities and NaN, nulls, constants, missing columns, offsets; else numbers that are all there. */
void table_make(table *t, size_t slots, size_t rows, bool odd);
void table_free(table *t);

/* Results of some rows of all outputs. */
typedef struct results {
  size_t outputs, rows;
  cement_result *out;
  uint8_t *status;
} results;
void results_make(results *r, size_t outputs, size_t rows);
void results_free(results *r);
/* The same bits, or tells the first difference. */
bool results_same(const results *a, const results *b);

/* Row by row by the tape. */
void run_by_tape(const cm_columns *c, const table *t, results *r);
/* By the columns with these kernels, in `pieces` calls for slices. */
void run_by_columns(const cm_columns *c, const cm_kernels *kernels, const table *t, results *r, size_t pieces);
/* Both for every kind of kernels that runs here, for the code as it is and fitted, and every number of pieces up to 7:
 * whether all give the same bits. */
bool columns_agree(const cm_columns *c, const table *t);

#endif
