/* Several rows a day, one a shift: each counted once. */
#include "plant/read_work.h"

/* The shift that a cell names, and whether it is a total's word instead. Most rows repeat one of a few texts. */
static int read_cell(cm_file *f, size_t k, cm_shift_cell *out) {
  uint32_t repairs = 0;
  size_t column = f->shift_columns[k];
  cm_shift_cell *last = &f->shift_last[k];
  cm_str text, name, raw = cm_plain_trim(cm_file_raw(f, column), f->table.encoding, &repairs);
  if (last->raw.at != NULL && cm_str_eq(raw, last->raw)) {
    *out = *last;
    return CEMENT_OK;
  }
  int status = cm_file_text(f, column, &text);
  if (status == CEMENT_OK) status = cm_file_name(f, text, &name);
  if (status != CEMENT_OK) return status;
  *out = (cm_shift_cell){(cm_str){NULL, 0}, cm_dictionary_shift(f->plant->dictionary, name), CM_FORM_NONE};
  if (out->shift == 0) out->form = cm_dictionary_form(f->plant->dictionary, name);
  if (raw.size > CM_SHIFT_RAW_MAX) return CEMENT_OK;
  memcpy(f->shift_raw[k], raw.at, raw.size);
  out->raw = (cm_str){f->shift_raw[k], raw.size};
  *last = *out;
  return CEMENT_OK;
}

int cm_file_read_shift(cm_file *f, uint8_t *form) {
  *form = CM_FORM_NONE;
  f->shift = 0;
  for (size_t k = 0; k < f->shift_count; k++) {
    cm_shift_cell cell;
    int status = read_cell(f, k, &cell);
    if (status != CEMENT_OK) return status;
    f->shift |= (uint32_t)cell.shift << (16 * k);
    if (cell.form == CM_FORM_SUM || cell.form == CM_FORM_OTHER) *form = cell.form;
  }
  return CEMENT_OK;
}

/* A second row of the same day, or moment: fine, if it is of another shift. */
int cm_file_check_shift(cm_file *f, const cm_lane *lane, size_t column) {
  char before[CM_U64_TEXT_MAX];
  size_t i = 0;
  while (i < lane->shifts.size && lane->shifts.at[i].shift != f->shift && lane->shifts.at[i].shift != 0) i++;
  if (f->shift != 0 && i == lane->shifts.size) return CEMENT_OK;
  uint32_t line = i < lane->shifts.size ? lane->shifts.at[i].line : lane->last_line;
  return cm_fail(f->err, CEMENT_E_CONFLICT, cm_file_place(f, column),
                 f->shift_count == 0
                     ? CM_S("the same day or moment twice, first at line ")
                     : CM_S("the same day or moment twice, and not of two shifts that are known (早 中 晚, "
                            "甲 乙 丙 丁, 白 夜, 1 2 3), first at line "),
                 cm_u64_text(line, before));
}

int cm_file_note_shift(cm_file *f, cm_lane *lane, bool same) {
  const cm_shift_row row = {f->shift, f->row->line};
  if (f->shift_count == 0) return CEMENT_OK;
  if (!same) lane->shifts.size = 0;
  if (CM_VEC_PUSH(&f->arena, &lane->shifts, row)) return cm_file_nomem(f);
  return CEMENT_OK;
}
