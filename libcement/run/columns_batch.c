/* Outputs of rows. */
#include "num/mode.h"
#include "run/columns_work.h"

/* ---- values ---- */

/* How many are wanted: what goes where. */
static size_t open_targets(cm_work *w, const cement_result *out) {
  const cm_code *c = w->frame.code;
  size_t count = 0;
  for (size_t i = 0; i < c->output_count; i++) {
    w->wanted[i] = out[i].values != NULL;
    if (w->wanted[i]) w->targets[count++] = (cm_target){out[i].values, c->outputs[i].value, c->outputs[i].valid};
  }
  if (count < c->output_count) cm_work_want(w);
  return count;
}

/* Of less than a block: by a register's room, since there is no more to be written. */
static void keep_some(cm_work *w, size_t count) {
  double kept[CM_BLOCK_ROWS];
  for (size_t i = 0; i < count; i++) {
    cm_target t = w->targets[i];
    double *to = t.values + w->row;
    t.values = kept;
    w->columns->kernels->keep(&w->frame, &t, 1, 0, false);
    memcpy(to, kept, w->rows * sizeof *to);
  }
}

static void hand_out_values(cm_work *w, size_t count, bool far) {
  if (w->rows == CM_BLOCK_ROWS)
    w->columns->kernels->keep(&w->frame, w->targets, count, w->row, far);
  else
    keep_some(w, count);
}

/* ---- states ---- */

/* Bits behind the last row are 0. */
static void hand_out_word(uint8_t *to, const cm_work *w, uint64_t bits) {
  if (!to) return;
  to += w->row / 8;
  if (w->rows < 64) bits &= ((uint64_t)1 << w->rows) - 1;
  for (size_t i = 0; i * 8 < w->rows; i++) to[i] = (uint8_t)(bits >> (8 * i));
}

static void hand_out_status(const cm_work *w, uint8_t *status) {
  const cm_code *c = w->frame.code;
  uint64_t lacks = 0, na = 0;
  uint8_t *to = status + w->row;
  for (size_t i = 0; i < c->output_count; i++) {
    if (!w->wanted[i]) continue;
    uint64_t n = w->frame.bits[c->outputs[i].inapplicable];
    lacks |= ~(w->frame.bits[c->outputs[i].valid] | n);
    na |= n;
  }
  if (!(lacks | na)) {
    memset(to, CEMENT_STATUS_OK, w->rows);
    return;
  }
  for (size_t r = 0; r < w->rows; r++)
    to[r] = (uint8_t)(lacks >> r & 1 ? CEMENT_STATUS_INCOMPLETE
                                     : (na >> r & 1 ? CEMENT_STATUS_NOT_APPLICABLE : CEMENT_STATUS_OK));
}

static void hand_out_states(const cm_work *w, const cement_result *out, uint8_t *status) {
  const cm_code *c = w->frame.code;
  for (size_t i = 0; i < c->output_count; i++) {
    if (!w->wanted[i]) continue;
    hand_out_word(out[i].valid, w, w->frame.bits[c->outputs[i].valid]);
    hand_out_word(out[i].inapplicable, w, w->frame.bits[c->outputs[i].inapplicable]);
  }
  if (status) hand_out_status(w, status);
}

/* Results of so many bytes leave the caches before anybody reads them. */
#define FAR_BYTES ((uint64_t)8 << 20)

void cm_columns_batch(const cm_columns *columns, cement_result *out, uint8_t *status, const cement_column *in,
                      uint64_t first, uint64_t rows, void *workspace) {
  cm_work w;
  cm_mode host = cm_mode_begin();
  cm_work_open(&w, columns, in, workspace);
  size_t count = open_targets(&w, out);
  bool far = rows > FAR_BYTES / sizeof(double) / (count + 1);
  cm_work_begin(&w);
  for (uint64_t done = 0; done < rows; done += CM_BLOCK_ROWS) {
    cm_work_run(&w, first + done, rows - done < CM_BLOCK_ROWS ? (size_t)(rows - done) : CM_BLOCK_ROWS);
    hand_out_values(&w, count, far);
    hand_out_states(&w, out, status);
  }
  columns->kernels->settle();
  cm_mode_end(&host);
}
