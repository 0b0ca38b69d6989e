#include "num/mode.h"
#include "columns_help.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

uint64_t columns_random_state = 20261121;

uint32_t below(uint32_t bound) {
  columns_random_state ^= columns_random_state << 13;
  columns_random_state ^= columns_random_state >> 7;
  columns_random_state ^= columns_random_state << 17;
  return (uint32_t)((columns_random_state >> 32) % bound);
}

double any_number(void) {
  static const double odd[] = {0, -0.0, 1, -1, 1e308, -1e308, 4.9e-324, 1e-300, INFINITY, -INFINITY, NAN, 100};
  if (below(12) == 0) return odd[below(sizeof odd / sizeof *odd)];
  double x = (below(2000001) - 1000000.0) / (1 + below(1000));
  return below(3) ? x : (double)below(7) - 3;
}

/* ---- columns ---- */

static void make_column(table *t, size_t i, bool odd) {
  cement_column *c = &t->in[i];
  c->stride = odd && below(8) == 0 ? 0 : 8;
  c->offset = odd ? below(20) : 0;
  size_t count = (size_t)c->offset + (c->stride ? t->rows : 1);
  if (odd && below(16) == 0) return; /* no row has it */
  /* exactly as long as they must be, so that sanitizers see what is read beyond */
  t->values[i] = malloc(count * sizeof(double) + 1);
  for (size_t k = 0; k < count; k++) t->values[i][k] = odd ? any_number() : 1 + below(100000) / 16.0;
  c->values = t->values[i];
  if (!odd || below(3) == 0) return;
  t->valid[i] = malloc((count + 7) / 8 + 1);
  uint32_t density = below(4);
  for (size_t k = 0; k < (count + 7) / 8; k++)
    t->valid[i][k] = (uint8_t)(density == 0 ? 0xff : density == 1 ? below(256) : below(256) | below(256) | below(256));
  c->valid = t->valid[i];
}

void table_make(table *t, size_t slots, size_t rows, bool odd) {
  *t = (table){.slots = slots, .rows = rows};
  t->in = calloc(slots + 1, sizeof *t->in);
  t->values = calloc(slots + 1, sizeof *t->values);
  t->valid = calloc(slots + 1, sizeof *t->valid);
  for (size_t i = 0; i < slots; i++) make_column(t, i, odd);
}

void table_free(table *t) {
  for (size_t i = 0; i < t->slots; i++) free(t->values[i]), free(t->valid[i]);
  free(t->in), free(t->values), free(t->valid);
}

/* ---- results ---- */

void results_make(results *r, size_t outputs, size_t rows) {
  *r = (results){.outputs = outputs, .rows = rows};
  r->out = calloc(outputs + 1, sizeof *r->out);
  r->status = malloc(rows + 1);
  memset(r->status, 0xaa, rows + 1);
  for (size_t i = 0; i < outputs; i++) {
    size_t bytes = (rows + 7) / 8;
    r->out[i] = (cement_result){malloc(rows * 8 + 1), malloc(bytes + 1), malloc(bytes + 1), 0};
    memset(r->out[i].values, 0xaa, rows * 8);
    memset(r->out[i].valid, 0xaa, bytes);
    memset(r->out[i].inapplicable, 0xaa, bytes);
  }
}

void results_free(results *r) {
  for (size_t i = 0; i < r->outputs; i++) free(r->out[i].values), free(r->out[i].valid), free(r->out[i].inapplicable);
  free(r->out), free(r->status);
}

static bool same_bytes(const char *what, size_t i, const void *a, const void *b, size_t size) {
  const unsigned char *x = a, *y = b;
  for (size_t k = 0; k < size; k++)
    if (x[k] != y[k]) {
      printf("\n  %s of output %zu differ at byte %zu: %02x, %02x\n", what, i, k, x[k], y[k]);
      return false;
    }
  return true;
}

bool results_same(const results *a, const results *b) {
  size_t bytes = (a->rows + 7) / 8;
  bool same = same_bytes("states", 0, a->status, b->status, a->rows);
  for (size_t i = 0; i < a->outputs && same; i++)
    same = same_bytes("bits valid", i, a->out[i].valid, b->out[i].valid, bytes) &&
           same_bytes("bits inapplicable", i, a->out[i].inapplicable, b->out[i].inapplicable, bytes) &&
           same_bytes("values", i, a->out[i].values, b->out[i].values, a->rows * 8);
  return same;
}

/* ---- the two ways ---- */

static void set_bit(uint8_t *bits, size_t row, bool yes) {
  if (row % 8 == 0) bits[row / 8] = 0;
  if (yes) bits[row / 8] |= (uint8_t)(1u << row % 8);
}

/* In the default mode, which the calls see to themselves. */
void run_by_tape(const cm_columns *c, const table *t, results *r) {
  cm_mode host = cm_mode_begin();
  cm_binary *inputs = calloc(c->slot_count + 1, sizeof *inputs);
  cm_binary *values = calloc(c->tape.nodes.size + 1, sizeof *values);
  for (size_t row = 0; row < t->rows; row++) {
    bool lacks = false, na = false;
    for (size_t i = 0; i < t->slots; i++) inputs[i] = cm_column_value(&t->in[i], row);
    cm_tape_run_binary(&c->tape, inputs, values);
    for (size_t i = 0; i < r->outputs; i++) {
      cm_binary v = values[c->nodes[i]];
      r->out[i].values[row] = v.state == CM_VALID ? v.value : 0;
      set_bit(r->out[i].valid, row, v.state == CM_VALID);
      set_bit(r->out[i].inapplicable, row, v.state == CM_NOT_APPLICABLE);
      lacks |= v.state == CM_MISSING;
      na |= v.state == CM_NOT_APPLICABLE;
    }
    r->status[row] = lacks ? CEMENT_STATUS_INCOMPLETE : na ? CEMENT_STATUS_NOT_APPLICABLE : CEMENT_STATUS_OK;
  }
  cm_mode_end(&host);
  free(inputs), free(values);
}

void run_by_columns(const cm_columns *c, const cm_kernels *kernels, const table *t, results *r, size_t pieces) {
  cm_columns with = *c;
  with.kernels = kernels;
  char *workspace = malloc(c->workspace + 1);
  memset(workspace, 0x55, c->workspace + 1);
  size_t done = 0;
  for (size_t i = 0; i < pieces; i++) {
    size_t end = i + 1 == pieces ? t->rows : (t->rows * (i + 1) / pieces) / 64 * 64;
    cm_columns_batch(&with, r->out, r->status, t->in, done, end - done, workspace + i % 2);
    done = end;
  }
  free(workspace);
}

/* Nobody asks which rows are not applicable: those are taken from what is wanted. */
static void run_without_states(const cm_columns *c, const cm_kernels *kernels, const table *t, const results *want,
                               results *r, size_t pieces) {
  results asked = *r;
  asked.status = NULL;
  asked.out = malloc(r->outputs * sizeof *asked.out);
  for (size_t i = 0; i < r->outputs; i++) {
    asked.out[i] = r->out[i];
    asked.out[i].inapplicable = NULL;
    memcpy(r->out[i].inapplicable, want->out[i].inapplicable, (r->rows + 7) / 8);
  }
  memcpy(r->status, want->status, r->rows);
  run_by_columns(c, kernels, t, &asked, pieces);
  free(asked.out);
}

/* By the code as it is, or fitted to each call. */
static bool agrees(const cm_columns *c, const cm_kernels *kernels, const table *t, const results *want, size_t pieces,
                   bool fitted) {
  results got;
  cm_columns with = *c;
  with.fit_rows = fitted ? 0 : UINT64_MAX;
  results_make(&got, c->output_count, t->rows);
  if (pieces % 2)
    run_by_columns(&with, kernels, t, &got, pieces);
  else
    run_without_states(&with, kernels, t, want, &got, pieces);
  bool same = results_same(want, &got);
  if (!same)
    printf("  kernels %s, %zu rows in %zu pieces%s\n", kernels->name, t->rows, pieces, fitted ? ", fitted" : "");
  results_free(&got);
  return same;
}

bool columns_agree(const cm_columns *c, const table *t) {
  results want;
  bool same = true;
  results_make(&want, c->output_count, t->rows);
  run_by_tape(c, t, &want);
  for (size_t k = 0; same && cm_kernels_run_here(k); k++)
    for (size_t pieces = 1; same && pieces <= 7; pieces++)
      same =
          agrees(c, cm_kernels_at(k), t, &want, pieces, false) && agrees(c, cm_kernels_at(k), t, &want, pieces, true);
  results_free(&want);
  return same;
}
