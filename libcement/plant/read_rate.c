/* Rates: t/h becomes the t of each row by how long the row is. */
#include "plant/read_work.h"

/* ---- how long rows are ---- */

static bool peek(cm_file *f, const cm_kept_row *kept, int64_t *moment) {
  cm_when when;
  const char *why = NULL;
  const cm_row *row = f->row;
  if (kept->row.count <= f->period_column) return false;
  f->row = &kept->row;
  bool read = cm_file_peek_period(f, &when, &why);
  f->row = row;
  *moment = read ? cm_when_moment(&when) : 0;
  return read && when.grain == CM_GRAIN_MINUTE;
}

void cm_file_find_step(cm_file *f) {
  int64_t before = 0;
  bool begun = false;
  f->step = 0;
  if (f->period_column == CM_NONE) return;
  for (size_t i = f->first_row; i < f->kept.size; i++) {
    int64_t moment;
    if (!peek(f, &f->kept.at[i], &moment)) continue;
    int64_t step = moment > before ? moment - before : before - moment;
    bool shorter = begun && step != 0 && step <= CM_DAY_SECONDS && (f->step == 0 || step < f->step);
    if (shorter) f->step = (int32_t)step;
    before = moment;
    begun = true;
  }
}

static int refuse(cm_file *f, size_t column, cm_str what) {
  return cm_fail(f->err, CEMENT_E_SCHEMA, cm_file_place(f, column), what,
                 CM_S(": what a rate amounts to is not known; give amounts"));
}

int cm_file_check_length(cm_file *f, const cm_lane *lane, size_t column) {
  if (!lane->rates || f->monthly) return CEMENT_OK;
  if (f->length == 0) return refuse(f, column, CM_S("how long a row is cannot be told from the first rows"));
  if (f->length != lane->length) return refuse(f, column, CM_S("rows of two lengths in one table"));
  bool apart = lane->begun && f->length != CM_DAY_SECONDS && (f->moment - lane->last) % f->length != 0;
  return apart ? refuse(f, column, CM_S("rows are not as far apart as the first ones")) : CEMENT_OK;
}

/* ---- columns ---- */

/* "t/h × 15 min of each row" */
static int rate_note(const cm_file *f, const cm_meaning *m, cm_buf *out) {
  cm_buf_add(out, m->unit_text);
  cm_buf_add_char(out, '/');
  cm_buf_add_c(out, cm_per_names[m->per]);
  if (f->monthly) {
    cm_buf_add_c(out, " x the month");
  } else {
    bool days = f->length % CM_DAY_SECONDS == 0, hours = f->length % 3600 == 0, minutes = f->length % 60 == 0;
    int32_t unit = days ? CM_DAY_SECONDS : hours ? 3600 : minutes ? 60 : 1;
    cm_buf_add_c(out, " x ");
    cm_buf_add_u64(out, (uint64_t)(f->length / unit));
    cm_buf_add_c(out, days ? " d" : hours ? " h" : minutes ? " min" : " s");
  }
  return out->failed;
}

int cm_file_rate_note(const cm_file *f, const cm_column *c, cm_buf *out) {
  return c->meaning->per == CM_PER_NONE ? 0 : rate_note(f, c->meaning, out);
}

int cm_file_plan_rate(cm_file *f, cm_lane *lane, size_t column, cm_place where, cm_str name) {
  cm_column *c = &lane->columns[column];
  const cm_meaning *m = c->meaning;
  c->day_unit = c->unit;
  if (c->item == NULL || m->per == CM_PER_NONE) return CEMENT_OK;
  if (f->strict && (f->map == NULL || f->map->column_count == 0)) {
    return cm_fail(f->err, CEMENT_E_SCHEMA, where, CM_S("\""), cm_str_cut(name, 100),
                   CM_S("\" read: that the rate holds for all of a row is taken for granted, which strict reading "
                        "refuses: a mapping can say its unit"));
  }
  lane->rates = true;
  lane->length = f->monthly ? 0 : f->length;
  if (lane->length == 0) return CEMENT_OK;
  bool failed = cm_book_rate(&f->plant->book, c->unit, lane->length, cm_per_seconds[m->per], &c->day_unit) != 0;
  return failed ? cm_file_nomem(f) : CEMENT_OK;
}

int cm_file_tell_rate(cm_file *f, const cm_heading *name, const cm_meaning *m) {
  cm_buf note;
  cm_buf_init(&note, &f->scratch);
  if (rate_note(f, m, &note)) return cm_file_nomem(f);
  return cm_file_tell_name(f, name, m, CM_REMARK_RATE, cm_buf_text(&note));
}

int cm_file_rate_of_month(cm_file *f, const cm_column *c, size_t column, cm_number *x) {
  cm_dec number = cm_number_dec(x), seconds, per;
  if (c->meaning->per == CM_PER_NONE) return CEMENT_OK;
  (void)cm_dec_from_i64(&seconds, (int64_t)f->length);
  (void)cm_dec_from_i64(&per, cm_per_seconds[c->meaning->per]);
  *x = (cm_number){.small = false};
  bool failed = cm_dec_div(&seconds, &seconds, &per) < 0 || cm_dec_mul(&x->dec, &number, &seconds) < 0;
  if (!failed) return CEMENT_OK;
  return cm_fail(f->err, CEMENT_E_RANGE, cm_file_place(f, column), c->item->key, CM_S(": the number is too large"));
}
