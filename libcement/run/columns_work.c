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
  size_t registers = c->registers + c->values; /* what is the same in all rows of a call may need one more each */
  w->frame.registers = take(base, &at, registers * CM_BLOCK_ROWS, sizeof(double));
  w->frame.bits = take(base, &at, c->bits, sizeof(uint64_t));
  w->frame.value = take(base, &at, c->values, sizeof(double *));
  w->frame.sources = take(base, &at, c->slots, sizeof(cm_source));
  w->frame.asked = take(base, &at, c->slots, sizeof(cm_source *));
  w->frame.edges = take(base, &at, c->output_count, 2 * CM_LINE * sizeof(double));
  w->targets = take(base, &at, c->output_count, sizeof(double *));
  w->wanted = take(base, &at, c->output_count, 1);
  w->used = take(base, &at, c->steps.size, 1);
  w->value_used = take(base, &at, c->values, 1);
  w->bit_used = take(base, &at, c->bits, 1);
  w->fit.steps = take(base, &at, c->steps.size, sizeof(cm_instruction));
  w->fit.fixed = take(base, &at, c->values, sizeof(cm_fixed));
  w->fit.outputs = take(base, &at, c->output_count, sizeof(cm_code_output));
  w->fit.as_value = take(base, &at, c->values, sizeof(uint32_t));
  w->fit.as_bits = take(base, &at, c->bits, sizeof(uint32_t));
  w->fit.known = take(base, &at, c->values, 1);
  w->fit.unsigned_zero = take(base, &at, c->values, 1);
  w->fit.bare = take(base, &at, c->values, sizeof(uint32_t));
  w->fit.x = take(base, &at, c->values, sizeof(double));
  w->fit.home = take(base, &at, c->values, sizeof(uint32_t));
  w->fit.room = take(base, &at, cm_code_room(c), sizeof(uint32_t));
  w->steps = take(base, &at, c->steps.size + c->slots + 1, sizeof(cm_step));
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

static double *value_at(const cm_work *w, uint32_t value) {
  return w->frame.registers + (size_t)w->frame.code->home[value] * CM_BLOCK_ROWS;
}

void cm_work_open(cm_work *w, const cm_columns *columns, const cement_column *in, void *workspace) {
  const cm_code *c = &columns->code;
  *w = (cm_work){.columns = columns, .in = in};
  lay_out(w, c, aligned(workspace));
  memset(w->wanted, 1, c->output_count);
  w->frame.code = c;
  w->frame.bits[CM_NO_BITS] = 0;
  w->frame.bits[CM_ALL_BITS] = ~(uint64_t)0;
}

void cm_work_want(cm_work *w) {
  cm_code_used(w->frame.code, w->wanted, w->states, w->used, w->value_used, w->bit_used);
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

static void fill(double *to, double x) {
  for (size_t i = 0; i < CM_BLOCK_ROWS; i++) to[i] = x;
}

/* A slot's values, or the same one in all rows. */
static void begin_slot(cm_work *w, uint32_t slot) {
  const cement_column *c = &w->in[slot];
  uint64_t at = (uint64_t)c->offset;
  if (c->values && c->stride) {
    w->frame.sources[slot] = (cm_source){c->values + at, c->valid ? c->valid + at / 8 : NULL, (uint32_t)(at % 8)};
    return;
  }
  cm_binary v = cm_column_value(c, 0);
  fill(value_at(w, slot), v.value);
  w->frame.bits[slot + 2] = v.state == CM_VALID ? ~(uint64_t)0 : 0;
}

/* The slots that are read, as they come: each is then asked for about a block before. */
static void list_asked(cm_work *w) {
  const cm_code *c = w->frame.code;
  for (size_t i = 0; i < c->steps.size; i++) {
    const cm_instruction *in = &c->steps.at[i];
    if (in->what != CM_DO_LOAD || !w->frame.sources[in->out].values) continue;
    w->frame.asked[w->frame.asked_count++] = &w->frame.sources[in->out];
  }
}

static void make_steps(cm_work *w) {
  cm_steps_make(w->steps, &w->frame, &w->fitted, w->value_used);
  w->frame.steps = w->steps;
}

void cm_work_begin(cm_work *w, uint64_t rows) {
  for (uint32_t i = 0; i < w->frame.code->slots; i++) {
    w->frame.sources[i].values = NULL;
    if (cm_work_reads(w, i)) begin_slot(w, i);
  }
  if (rows >= w->columns->fit_rows) cm_work_fit(w);
  if (rows > CM_BLOCK_ROWS) list_asked(w);
  const cm_code *c = w->frame.code;
  for (size_t i = 0; i < c->fixed.size; i++) fill(value_at(w, c->fixed.at[i].value), c->fixed.at[i].x);
  for (uint32_t v = 0; v < c->values; v++) w->frame.value[v] = value_at(w, v);
  if (c == &w->fitted && w->columns->kernels->run_steps) make_steps(w);
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

uint64_t cm_source_some(double *to, const cm_source *s, uint64_t row, size_t rows) {
  uint64_t some = ~(uint64_t)0 >> (CM_BLOCK_ROWS - rows);
  memcpy(to, s->values + row, rows * sizeof *to);
  memset(to + rows, 0, (CM_BLOCK_ROWS - rows) * sizeof *to);
  return s->valid ? read_bits(s->valid, row + s->shift, rows) & some : some;
}

void cm_work_run(cm_work *w, uint64_t row, size_t rows) {
  w->frame.row = row;
  w->frame.rows = rows;
  const cm_kernels *k = w->columns->kernels;
  if (w->frame.steps && rows == CM_BLOCK_ROWS)
    k->run_steps(&w->frame);
  else
    k->run(&w->frame);
}
