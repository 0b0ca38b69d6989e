/* Outputs of rows. */
#include "num/mode.h"
#include "run/columns_work.h"

/* How many are wanted, and where they go. */
static size_t open_targets(cm_work *w, const cement_result *out) {
  size_t count = 0, all = w->frame.code->output_count;
  for (size_t i = 0; i < all; i++) {
    w->targets[i] = out[i].values;
    w->wanted[i] = out[i].values != NULL;
    w->states |= w->wanted[i] && out[i].inapplicable;
    count += w->wanted[i];
  }
  w->frame.targets = w->targets;
  if (count < all) cm_work_want(w);
  return count;
}

/* Bits behind the last row are 0. */
static void hand_out_word(uint8_t *to, const cm_work *w, uint64_t bits) {
  to += w->frame.row / 8;
  if (w->frame.rows == 64) {
    for (size_t i = 0; i < 8; i++) to[i] = (uint8_t)(bits >> (8 * i)); /* one instruction */
    return;
  }
  bits &= ((uint64_t)1 << w->frame.rows) - 1;
  for (size_t i = 0; i * 8 < w->frame.rows; i++) to[i] = (uint8_t)(bits >> (8 * i));
}

static void hand_out_status(const cm_work *w, uint8_t *status) {
  const cm_code *c = w->frame.code;
  uint64_t lacks = 0, na = 0;
  uint8_t *to = status + w->frame.row;
  for (size_t i = 0; i < c->output_count; i++) {
    if (!w->wanted[i]) continue;
    uint64_t n = w->frame.bits[c->outputs[i].inapplicable];
    lacks |= ~(w->frame.bits[c->outputs[i].valid] | n);
    na |= n;
  }
  if (!(lacks | na)) {
    memset(to, CEMENT_STATUS_OK, w->frame.rows);
    return;
  }
  for (size_t r = 0; r < w->frame.rows; r++)
    to[r] = (uint8_t)(lacks >> r & 1 ? CEMENT_STATUS_INCOMPLETE
                                     : (na >> r & 1 ? CEMENT_STATUS_NOT_APPLICABLE : CEMENT_STATUS_OK));
}

static void hand_out_states(const cm_work *w, const cement_result *out, uint8_t *status) {
  const cm_code *c = w->frame.code;
  for (size_t i = 0; i < c->output_count; i++) {
    if (!w->wanted[i]) continue;
    if (out[i].valid) hand_out_word(out[i].valid, w, w->frame.bits[c->outputs[i].valid]);
    if (out[i].inapplicable) hand_out_word(out[i].inapplicable, w, w->frame.bits[c->outputs[i].inapplicable]);
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
  w.states = status != NULL;
  w.frame.far = rows > FAR_BYTES / sizeof(double) / (open_targets(&w, out) + 1);
  w.frame.first = first;
  cm_work_begin(&w, rows);
  for (uint64_t done = 0; done < rows; done += CM_BLOCK_ROWS) {
    cm_work_run(&w, first + done, rows - done < CM_BLOCK_ROWS ? (size_t)(rows - done) : CM_BLOCK_ROWS);
    hand_out_states(&w, out, status);
  }
  columns->kernels->settle(&w.frame);
  cm_mode_end(&host);
}
