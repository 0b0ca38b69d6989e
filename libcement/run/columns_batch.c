/* Outputs of rows. */
#include "num/mode.h"
#include "run/columns_work.h"

/* An output's values are computed where the caller wants them, unless they are another's, or not whole eights. */
static void place_outputs(cm_work *w, const cement_result *out, size_t rows, bool far) {
  const cm_code *c = w->frame.code;
  if (far) return;
  for (size_t i = 0; i < c->output_count; i++) {
    uint32_t v = c->outputs[i].value;
    if (!w->wanted[i] || !c->outputs[i].own) continue;
    double *to = rows % 8 ? cm_work_register(w, c->home[v]) : out[i].values + w->row;
    w->frame.place[v] = w->frame.value[v] = to;
  }
}

static void hand_out_values(cm_work *w, const cement_result *out, size_t i, bool in_place, bool far) {
  const cm_kernels *k = w->columns->kernels;
  const cm_code_output *o = &w->frame.code->outputs[i];
  double *to = out[i].values + w->row, *from = o->value == CM_NO_NODE ? NULL : w->frame.value[o->value];
  if (in_place != (from == to)) return;
  if (!from) from = cm_work_constant(w, 0, o->x);
  (far ? k->keep_far : k->keep)(to, from, cm_work_bits(w, o->valid), w->frame.rows);
}

/* Bits behind the last row are 0. */
static void hand_out_bits(uint8_t *to, uint64_t row, const uint64_t *bits, size_t rows) {
  if (!to) return;
  to += row / 8;
  size_t i = 0;
  for (; i + 64 <= rows; i += 64)
    for (size_t k = 0; k < 8; k++) to[i / 8 + k] = (uint8_t)(bits[i / 64] >> (8 * k));
  for (; i < rows; i += 8) {
    uint64_t byte = bits[i / 64] >> (i % 64) & 0xff;
    to[i / 8] = (uint8_t)(rows - i < 8 ? byte & ((1u << (rows - i)) - 1) : byte);
  }
}

static void hand_out_status(const cm_work *w, uint8_t *status) {
  const cm_code *c = w->frame.code;
  for (size_t k = 0; k * 64 < w->frame.rows; k++) {
    uint64_t lacks = 0, na = 0;
    size_t rows = w->frame.rows - k * 64 < 64 ? w->frame.rows - k * 64 : 64;
    uint8_t *to = status + w->row + k * 64;
    for (size_t i = 0; i < c->output_count; i++) {
      if (!w->wanted[i]) continue;
      uint64_t n = cm_work_bits(w, c->outputs[i].inapplicable)[k];
      lacks |= ~(cm_work_bits(w, c->outputs[i].valid)[k] | n);
      na |= n;
    }
    if (!(lacks | na)) {
      memset(to, CEMENT_STATUS_OK, rows);
      continue;
    }
    for (size_t r = 0; r < rows; r++)
      to[r] = (uint8_t)(lacks >> r & 1 ? CEMENT_STATUS_INCOMPLETE
                                       : (na >> r & 1 ? CEMENT_STATUS_NOT_APPLICABLE : CEMENT_STATUS_OK));
  }
}

/* What is copied goes first: it may come from another output's array, whose other rows are then set to 0. */
static void hand_out(cm_work *w, const cement_result *out, uint8_t *status, bool far) {
  const cm_code *c = w->frame.code;
  for (int in_place = 0; in_place < 2; in_place++)
    for (size_t i = 0; i < c->output_count; i++)
      if (w->wanted[i]) hand_out_values(w, out, i, in_place, far);
  for (size_t i = 0; i < c->output_count; i++) {
    if (!w->wanted[i]) continue;
    hand_out_bits(out[i].valid, w->row, cm_work_bits(w, c->outputs[i].valid), w->frame.rows);
    hand_out_bits(out[i].inapplicable, w->row, cm_work_bits(w, c->outputs[i].inapplicable), w->frame.rows);
  }
  if (status) hand_out_status(w, status);
}

/* How many are wanted. */
static size_t open_wanted(cm_work *w, const cement_result *out) {
  size_t count = 0;
  for (size_t i = 0; i < w->columns->output_count; i++) {
    w->wanted[i] = out[i].values != NULL;
    count += w->wanted[i];
  }
  if (count < w->columns->output_count) cm_work_want(w);
  return count;
}

/* Results of so many bytes leave the caches before anybody reads them. */
#define FAR_BYTES ((uint64_t)8 << 20)

void cm_columns_batch(const cm_columns *columns, cement_result *out, uint8_t *status, const cement_column *in,
                      uint64_t first, uint64_t rows, void *workspace) {
  cm_work w;
  cm_mode host = cm_mode_begin();
  cm_work_open(&w, columns, in, workspace);
  bool far = rows > FAR_BYTES / sizeof(double) / (open_wanted(&w, out) + 1);
  cm_work_begin(&w, rows);
  for (uint64_t done = 0; done < rows; done += CM_BLOCK_ROWS) {
    size_t some = rows - done < CM_BLOCK_ROWS ? (size_t)(rows - done) : CM_BLOCK_ROWS;
    cm_work_load(&w, first + done, some);
    place_outputs(&w, out, some, far);
    columns->kernels->run(&w.frame);
    hand_out(&w, out, status, far);
  }
  columns->kernels->settle();
  cm_mode_end(&host);
}
