/* Answering to the driver as the Python competitors do: `run TASK` by nanoseconds on the clock, of the processor
 * and of the busiest thread, `save TASK PATH` by files of values and bits. */
#ifndef BENCH_SERVE_H
#define BENCH_SERVE_H

#include "columns.h"

typedef struct task {
  const char *name;
  long long (*run)(void *user); /* nanoseconds of the busiest thread; 0 where there is but one */
  void (*save)(void *user, const char *path);
} task;

/* Says what it can and does as it is told until `quit` or the end of the input. */
int serve(const task *tasks, size_t count, void *user);

/* The columns of a folder of columns_data, read; `groups` has a line for each row. Stops with a message. */
void load_inputs(table *in, const int32_t **groups, const char *folder);

/* Outputs that are touched already. */
void make_outputs(table *out, size_t columns, size_t rows);
/* PATH.values and PATH.bits: columns one after another. */
void save_columns(const table *t, size_t columns, const char *path);

void stop_serving(const char *what);

#endif
