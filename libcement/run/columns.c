#include "run/columns.h"

#include "run/columns_flat.h"
#include "run/columns_work.h"

/* Of fewer rows the fitting would take longer than it saves. */
#define FIT_ROWS 1024u

static int flatten(cm_columns *columns, const cm_run *run, const cement_output *outputs, size_t count,
                   cement_error *err) {
  cm_flat f = {.run = run, .out = columns, .err = err};
  cm_arena_init(&f.scratch, columns->arena.alloc);
  cm_map_init(&f.reading_map, &f.scratch);
  cm_emit_init(&f.emit, &f.scratch, &f.scratch, &f.draft);
  int status = cm_flat_want(&f, outputs, count);
  if (!status) status = cm_flat_lay(&f);
  if (!status) status = cm_flat_finish(&f);
  cm_arena_free(&f.scratch);
  return status;
}

int cm_columns_init(cm_columns *columns, const cm_alloc *alloc, const cm_run *run, const cement_output *outputs,
                    size_t count, const cm_kernels *kernels, cement_error *err) {
  *columns = (cm_columns){.kernels = kernels};
  cm_arena_init(&columns->arena, alloc);
  int status = flatten(columns, run, outputs, count, err);
  if (status) return status;
  if (cm_code_make(&columns->arena, &columns->code, &columns->tape, columns->nodes, columns->output_count) < 0)
    return cm_nomem(err);
  columns->workspace = cm_work_size(columns);
  columns->fit_rows = FIT_ROWS;
  return CEMENT_OK;
}

void cm_columns_free(cm_columns *columns) {
  cm_arena_free(&columns->arena);
}
