/* The workspace of a call, and the slots of a block of rows. */
#include "run/columns_work.h"

/* ---- layout ---- */

#define ALIGN 64u

/* Takes room behind *at; with `base` NULL only *at grows. */
static void *take(char *base, size_t *at, size_t count, size_t size) {
  char *here = base ? base + *at : NULL;
  *at += (count * size + ALIGN - 1) / ALIGN * ALIGN;
  return here;
}

static size_t lay_out(cm_work *w, const cm_code *c, char *base) {
  size_t at = 0;
  w->registers = take(base, &at, ((size_t)c->registers + 2) * CM_BLOCK_ROWS, sizeof(double));
  w->frame.bits = take(base, &at, (size_t)c->bits * CM_BLOCK_WORDS, sizeof(uint64_t));
  w->frame.place = take(base, &at, c->values, sizeof(double *));
  w->frame.value = take(base, &at, c->values, sizeof(double *));
  w->wanted = take(base, &at, c->output_count, 1);
  w->used = take(base, &at, c->steps.size, 1);
  w->value_used = take(base, &at, c->values, 1);
  w->bit_used = take(base, &at, c->bits, 1);
  return at;
}

size_t cm_work_size(const cm_columns *columns) {
  cm_work w;
  size_t batch = lay_out(&w, &columns->code, NULL);
  size_t nodes = columns->tape.nodes.size + 1, slots = columns->slot_count + 1;
  size_t gradient = slots * sizeof(cm_binary) + nodes * (sizeof(cm_binary) + sizeof(double));
  return (batch > gradient ? batch : gradient) + ALIGN;
}

static char *aligned(void *workspace) {
  return (char *)workspace + (ALIGN - (uintptr_t)workspace % ALIGN) % ALIGN;
}

double *cm_work_register(const cm_work *work, size_t index) {
  return work->registers + index * CM_BLOCK_ROWS;
}

const uint64_t *cm_work_bits(const cm_work *work, uint32_t bits) {
  return work->frame.bits + (size_t)bits * CM_BLOCK_WORDS;
}

static uint64_t *slot_bits(const cm_work *w, uint32_t slot) {
  return w->frame.bits + (size_t)(slot + 2) * CM_BLOCK_WORDS;
}

void cm_work_open(cm_work *w, const cm_columns *columns, const cement_column *in, void *workspace) {
  const cm_code *c = &columns->code;
  *w = (cm_work){.columns = columns, .in = in};
  lay_out(w, c, aligned(workspace));
  w->frame.code = c;
  for (uint32_t v = 0; v < c->values; v++) w->frame.value[v] = w->frame.place[v] = cm_work_register(w, c->home[v]);
  memset(w->frame.bits + (size_t)CM_NO_BITS * CM_BLOCK_WORDS, 0, CM_BLOCK_WORDS * 8);
  memset(w->frame.bits + (size_t)CM_ALL_BITS * CM_BLOCK_WORDS, 0xff, CM_BLOCK_WORDS * 8);
}

void cm_work_want(cm_work *w) {
  cm_code_used(w->frame.code, w->wanted, w->used, w->value_used, w->bit_used);
  w->frame.used = w->used;
}

/* ---- columns ---- */

static bool bit_at(const uint8_t *bits, uint64_t at) {
  return !bits || (bits[at / 8] >> (at % 8) & 1);
}

cm_binary cm_column_value(const cement_column *column, uint64_t row) {
  uint64_t at = (uint64_t)column->offset + (column->stride ? row : 0);
  if (!column->values || !bit_at(column->valid, at)) return (cm_binary){0, CM_MISSING};
  double value = column->values[at];
  return value - value == 0 ? (cm_binary){value, CM_VALID} : (cm_binary){0, CM_MISSING};
}

static void fill(double *to, double x, uint64_t rows) {
  for (size_t i = 0; i < rows && i < CM_BLOCK_ROWS; i += 8)
    for (size_t k = 0; k < 8; k++) to[i + k] = x;
}

double *cm_work_constant(const cm_work *w, size_t which, double x) {
  double *to = cm_work_register(w, w->frame.code->registers + which);
  fill(to, x, w->frame.rows);
  return to;
}

void cm_work_begin(cm_work *w, uint64_t rows) {
  for (uint32_t i = 0; i < w->frame.code->slots; i++) {
    const cement_column *c = &w->in[i];
    if (c->values && c->stride) continue;
    cm_binary v = cm_column_value(c, 0);
    fill(cm_work_register(w, i), v.value, rows);
    memset(slot_bits(w, i), v.state == CM_VALID ? 0xff : 0, CM_BLOCK_WORDS * 8);
  }
}

/* `count` bits, at most 64, from any bit on; no byte is read that holds none of them. */
static uint64_t read_bits(const uint8_t *bits, uint64_t at, size_t count) {
  const uint8_t *from = bits + at / 8;
  size_t shift = (size_t)(at % 8), bytes = (shift + count + 7) / 8;
  uint64_t low = 0;
  for (size_t i = 0; i < bytes && i < 8; i++) low |= (uint64_t)from[i] << (8 * i);
  low >>= shift;
  return bytes > 8 ? low | (uint64_t)from[8] << (64 - shift) : low;
}

static void load_bits(uint64_t *to, const cement_column *c, uint64_t at, size_t rows) {
  for (size_t w = 0; w * 64 < rows; w++) {
    size_t count = rows - w * 64 < 64 ? rows - w * 64 : 64;
    uint64_t some = ~(uint64_t)0 >> (64 - count);
    to[w] = c->valid ? read_bits(c->valid, at + w * 64, count) & some : some;
  }
}

/* In place where whole eights are there to be read, else copied and filled up. */
static void load_slot(cm_work *w, uint32_t slot, size_t rows) {
  const cement_column *c = &w->in[slot];
  uint64_t at = (uint64_t)c->offset + w->row;
  uint64_t *bits = slot_bits(w, slot);
  double *values = (double *)(c->values + at);
  if (rows % 8) {
    double *copy = cm_work_register(w, slot);
    memcpy(copy, values, rows * sizeof *copy);
    for (size_t i = rows; i % 8; i++) copy[i] = 0;
    values = copy;
  }
  w->frame.value[slot] = values; /* never written: no instruction has a slot as its result */
  load_bits(bits, c, at, rows);
  w->columns->kernels->finite(bits, values, (rows + 7) & ~(size_t)7);
}

void cm_work_load(cm_work *w, uint64_t row, size_t rows) {
  w->row = row;
  w->frame.rows = rows;
  for (uint32_t i = 0; i < w->frame.code->slots; i++) {
    if (!w->in[i].values || !w->in[i].stride) continue;
    if (!w->frame.used || w->value_used[i] || w->bit_used[i + 2]) load_slot(w, i, rows);
  }
}
