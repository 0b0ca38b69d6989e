#include "api/handles.h"
#include "run/columns_work.h"

int32_t cement_columns_create(cement_columns **out, const cement_run *run, const cement_output *outputs,
                              size_t output_count, cement_error *err) {
  if (!out || !CM_IS(run, RUN)) return cm_api_arg(err, "cement_columns_create", "out or run is missing");
  if (!outputs != !output_count)
    return cm_api_arg(err, "cement_columns_create", "outputs and their count are given together");
  cement_columns *columns = cm_api_take(run->context, sizeof *columns);
  if (!columns) return cm_nomem(err);
  columns->mark = CM_MARK_COLUMNS;
  columns->context = run->context;
  int status = cm_columns_init(&columns->columns, &run->context->alloc, &run->run, outputs, output_count,
                               run->context->kernels, err);
  if (status) {
    cement_columns_destroy(columns);
    return status;
  }
  *out = columns;
  return CEMENT_OK;
}

void cement_columns_destroy(cement_columns *columns) {
  if (!CM_IS(columns, COLUMNS)) return;
  columns->mark = 0;
  cm_columns_free(&columns->columns);
  cm_api_give(columns->context, columns, sizeof *columns);
}

/* ---- what they are ---- */

size_t cement_columns_count(const cement_columns *columns, int32_t what) {
  if (!CM_IS(columns, COLUMNS)) return 0;
  switch (what) {
  case CEMENT_COLUMNS_SLOT: return columns->columns.slot_count;
  case CEMENT_COLUMNS_OUTPUT: return columns->columns.output_count;
  case CEMENT_COLUMNS_WORKSPACE: return columns->columns.workspace;
  case CEMENT_COLUMNS_BLOCK: return CM_TOTALS_BLOCK;
  default: return 0;
  }
}

/* The entries of a kind; NULL for neither. */
static const cm_entry *entries_of(const cement_columns *columns, int32_t what, size_t *count) {
  if (!CM_IS(columns, COLUMNS)) return NULL;
  *count = what == CEMENT_COLUMNS_SLOT ? columns->columns.slot_count : columns->columns.output_count;
  if (what == CEMENT_COLUMNS_SLOT) return columns->columns.slots;
  return what == CEMENT_COLUMNS_OUTPUT ? columns->columns.outputs : NULL;
}

int32_t cement_columns_entry(const cement_columns *columns, cement_slot *out, int32_t what, size_t index,
                             cement_error *err) {
  static const char name[] = "cement_columns_entry";
  size_t count;
  const cm_entry *e = entries_of(columns, what, &count);
  if (!e || !CM_SIZED(cement_slot, out, reserved))
    return cm_api_arg(err, name, "columns are missing, no such what, or out.size is not set");
  if (index >= count) return cm_api_arg(err, name, "index is out of range");
  e += index;
  cement_slot told = {.kind = e->kind,
                      .edition = cm_api_text(e->edition),
                      .key = e->key.at,
                      .line = cm_api_text(e->line),
                      .of = cm_api_text(e->of),
                      .use = cm_api_text(e->use),
                      .section = cm_api_text(e->section),
                      .unit = e->unit.size ? e->unit.at : "",
                      .required = e->required};
  CM_HAND(out, told);
  return CEMENT_OK;
}

int32_t cement_columns_find(const cement_columns *columns, size_t *out, const cement_slot *like, int32_t what,
                            cement_error *err) {
  size_t count;
  const cm_entry *e = entries_of(columns, what, &count);
  if (!e || !out || !CM_SIZED(cement_slot, like, reserved))
    return cm_api_arg(err, "cement_columns_find", "columns or out are missing, no such what, or like.size is not set");
  ptrdiff_t found = cm_entry_find(e, count, like);
  if (found < 0)
    return cm_fail(err, found == -1 ? CEMENT_E_UNKNOWN : CEMENT_E_CONFLICT, CM_NOWHERE,
                   found == -1 ? CM_S("no ") : CM_S("more than one "),
                   what == CEMENT_COLUMNS_SLOT ? CM_S("slot ") : CM_S("output "), cm_str_of(like->key),
                   like->line ? CM_S(", line ") : CM_S(""), cm_str_of(like->line), like->of ? CM_S(", of ") : CM_S(""),
                   cm_str_of(like->of));
  *out = (size_t)found;
  return CEMENT_OK;
}

/* ---- arguments of the calls ---- */

/* What is wrong with them; NULL: nothing. */
static const char *bad_input(const cement_columns *columns, const cement_column *in, uint64_t end, void *workspace,
                             size_t workspace_size) {
  if (!CM_IS(columns, COLUMNS)) return "columns are missing";
  if (!workspace || workspace_size < columns->columns.workspace) return "the workspace is missing or too small";
  if (columns->columns.slot_count && !in) return "in is missing";
  if (end > INT64_MAX / 16) return "there are not so many rows";
  for (size_t i = 0; i < columns->columns.slot_count; i++) {
    if (in[i].stride != 0 && in[i].stride != 8) return "the stride of a column is neither 8 nor 0";
    if (in[i].offset < 0 || in[i].offset > INT64_MAX / 16) return "the offset of a column is out of range";
    if (in[i].reserved[0] || in[i].reserved[1]) return "a reserved field of a column is not 0";
  }
  return NULL;
}

int32_t cement_run_batch(const cement_columns *columns, cement_result *out, uint8_t *status, const cement_column *in,
                         uint64_t first, uint64_t rows, void *workspace, size_t workspace_size, cement_error *err) {
  const char *bad = first > UINT64_MAX - rows ? "there are not so many rows"
                                              : bad_input(columns, in, first + rows, workspace, workspace_size);
  if (!bad && first % 64) bad = "first is not a multiple of 64";
  if (!bad && columns->columns.output_count && !out) bad = "out is missing";
  for (size_t i = 0; !bad && i < columns->columns.output_count; i++)
    if (out[i].reserved) bad = "a reserved field of a result is not 0";
  if (bad) return cm_api_arg(err, "cement_run_batch", bad);
  cm_columns_batch(&columns->columns, out, status, in, first, rows, workspace);
  return CEMENT_OK;
}

int32_t cement_columns_gradient(const cement_columns *columns, double *out, size_t output, const cement_column *in,
                                uint64_t row, void *workspace, size_t workspace_size, cement_error *err) {
  static const char name[] = "cement_columns_gradient";
  const char *bad = bad_input(columns, in, row, workspace, workspace_size);
  if (bad) return cm_api_arg(err, name, bad);
  const cm_columns *c = &columns->columns;
  if (output >= c->output_count || (c->slot_count && !out))
    return cm_api_arg(err, name, "out is missing or output is out of range");
  if (c->outputs[output].kind != CEMENT_OUTPUT_VALUE) return cm_api_arg(err, name, "a grade has no derivative");
  int status = cm_columns_gradient(c, out, output, in, row, workspace);
  if (!status) return CEMENT_OK;
  return cm_fail(err, status, CM_NOWHERE, c->outputs[output].key,
                 status == CEMENT_E_MISSING ? CM_S(" is not valid in this row")
                                            : CM_S(" has a derivative that is not finite in this row"));
}

/* ---- totals ---- */

static const char *bad_total(const cm_columns *c, const cement_total *t) {
  if (!cm_total_width(t->kind)) return "a total is of no known kind";
  if (t->output >= c->output_count) return "the output of a total is out of range";
  if ((t->kind == CEMENT_TOTAL_GRADES) && c->outputs[t->output].kind != CEMENT_OUTPUT_GRADE)
    return "rows are counted by grade of an output that is a grade";
  if (t->kind != CEMENT_TOTAL_MEAN) return NULL;
  if (t->weight_is_slot != 0 && t->weight_is_slot != 1) return "weight_is_slot is neither 0 nor 1";
  return t->weight < (t->weight_is_slot ? c->slot_count : c->output_count) ? NULL : "a weight is out of range";
}

static const char *read_totals(const cement_columns *columns, cm_totals *out) {
  if (!CM_IS(columns, COLUMNS)) return "columns are missing";
  if (out->total_count && !out->totals) return "totals are missing";
  if (out->group_count == 0) return "there is no group";
  for (size_t i = 0; i < out->total_count; i++) {
    const char *bad = bad_total(&columns->columns, &out->totals[i]);
    if (bad) return bad;
    out->width += cm_total_width(out->totals[i].kind);
  }
  return NULL;
}

int32_t cement_columns_totals(const cement_columns *columns, double *partials, const cement_total *totals,
                              size_t total_count, const cement_column *in, const int32_t *groups, size_t group_count,
                              uint64_t rows, uint64_t first_block, uint64_t block_count, void *workspace,
                              size_t workspace_size, cement_error *err) {
  cm_totals t = {totals, total_count, group_count, 0, groups};
  const char *bad = read_totals(columns, &t);
  uint64_t blocks = rows / CM_TOTALS_BLOCK + (rows % CM_TOTALS_BLOCK != 0);
  if (!bad) bad = bad_input(columns, in, rows, workspace, workspace_size);
  if (!bad && !partials) bad = "partials are missing";
  if (!bad && (first_block > blocks || block_count > blocks - first_block)) bad = "there are not so many blocks";
  if (bad) return cm_api_arg(err, "cement_columns_totals", bad);
  cm_columns_totals(&columns->columns, partials, &t, in, rows, first_block, block_count, workspace);
  return CEMENT_OK;
}

int32_t cement_columns_merge(const cement_columns *columns, double *out, const double *partials,
                             const cement_total *totals, size_t total_count, size_t group_count, uint64_t block_count,
                             cement_error *err) {
  cm_totals t = {totals, total_count, group_count, 0, NULL};
  const char *bad = read_totals(columns, &t);
  if (!bad && (!out || (block_count && !partials))) bad = "out or partials are missing";
  if (bad) return cm_api_arg(err, "cement_columns_merge", bad);
  cm_columns_merge(out, partials, &t, block_count);
  return CEMENT_OK;
}
