/* Cells: a number or what stands in its place, and a date. */
#include "plant/read_work.h"

#define CM_CELL_SAID_MAX 60

static cm_str heading_of(const cm_file *f, size_t column) {
  return column < f->headings.count ? cm_str_cut(f->headings.names[column].text, 60) : CM_S("");
}

static int not_a_number(cm_file *f, size_t column, cm_str text, cm_str why) {
  cm_str heading = heading_of(f, column);
  char said[CM_CELL_SAID_MAX];
  text = cm_str_cut(text, sizeof said);
  memcpy(said, text.at, text.size); /* it lives until the next cell is decoded */
  int status = cm_file_list_refused(f, column, 0);
  if (status != CEMENT_OK) return status;
  return cm_fail(f->err, CEMENT_E_SYNTAX, cm_file_place(f, column), heading, heading.size ? CM_S(": ") : CM_S(""),
                 CM_S("\""), ((cm_str){said, text.size}), CM_S("\" read, a number expected: "), why);
}

static int note(cm_file *f, size_t column, cm_cell_kind kind) {
  static const uint8_t kinds[] = {[CM_CELL_BLANK] = CEMENT_CELL_BLANK,
                                  [CM_CELL_MISSING] = CEMENT_CELL_MISSING,
                                  [CM_CELL_STOPPED] = CEMENT_CELL_STOPPED,
                                  [CM_CELL_BAD] = CEMENT_CELL_BAD};
  return cm_file_odd(f, column, kinds[kind], 0);
}

/* A cell that is no plain number: rare, and slow. */
static int read_other(cm_file *f, size_t column, bool percent, cm_value_cell *out) {
  cm_reading reading;
  int status = cm_cell_read(cm_file_raw(f, column), &f->rules, cm_file_place(f, column), &reading, f->err);
  if (status != CEMENT_OK) return status;
  out->kind = (uint8_t)reading.kind;
  if (reading.kind == CM_CELL_TEXT) {
    return not_a_number(f, column, reading.text, cm_str_of(reading.why));
  }
  if (reading.kind != CM_CELL_NUMBER) return note(f, column, reading.kind);
  out->number = reading.number;
  if (reading.number.percent && !percent) {
    cm_str text;
    status = cm_file_text(f, column, &text);
    return status != CEMENT_OK
               ? status
               : not_a_number(f, column, text, CM_S("the column's unit is no share, so % cannot stand here"));
  }
  return reading.repairs == 0 ? CEMENT_OK : cm_file_repaired(f, column, reading.repairs);
}

int cm_file_number(cm_file *f, size_t column, bool percent, cm_value_cell *out) {
  cm_str raw = cm_file_raw(f, column);
  if (cm_number_quick(raw, &out->number)) {
    out->kind = CM_CELL_NUMBER;
    return CEMENT_OK;
  }
  out->kind = CM_CELL_BLANK;
  return raw.size == 0 ? note(f, column, CM_CELL_BLANK) : read_other(f, column, percent, out);
}

int cm_file_when(cm_file *f, size_t column, cm_when *out, const char **why) {
  uint32_t repairs = 0;
  *why = NULL;
  if (cm_when_read(cm_file_raw(f, column), &f->when, out, &repairs, why) != 0) return CEMENT_OK;
  *why = NULL;
  return (repairs & ~CM_REPAIR_TRIM) == 0 ? CEMENT_OK : cm_file_repaired(f, column, repairs);
}
