/* The plant of this folder as columns of the library. */
#ifndef BENCH_PLANT_H
#define BENCH_PLANT_H

#include <cement/cement.h>

#include "columns.h"

typedef struct plant {
  cement_context *context;
  cement_catalog *catalog;
  cement_ledger *ledger;
  cement_plan *plan;
  cement_run *run;
} plant;

/* Opens it; config may be NULL. Stops with a message where something fails, as all functions here do. */
void plant_open(plant *p, const cement_config *config);
void plant_close(plant *p);
/* Its ledger once more. */
cement_ledger *plant_ledger(const plant *p);

/* Columns for some of the outputs, and the library's slots filled from the table's columns. */
typedef struct plant_columns {
  cement_columns *columns;
  cement_column *in;
  size_t output_count, workspace;
  size_t slot_of[IN_COUNT]; /* (size_t)-1: not read */
} plant_columns;

extern const cement_output all_outputs[OUT_COUNT];

void plant_columns_open(plant_columns *c, const plant *p, const cement_output *outputs, size_t count, const table *in);
void plant_columns_close(plant_columns *c);

/* Results into the columns of a table. */
void plant_results(cement_result *results, size_t count, const table *out);

void plant_need(int32_t status, const cement_error *err);

#endif
