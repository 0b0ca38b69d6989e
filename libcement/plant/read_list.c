/* The cells that are no plain numbers, told one by one to whoever asked for them. */
#include "base/month.h"
#include "plant/read_work.h"

#define TEXT_BYTES 120 /* of a cell and of a heading */

int cm_file_odd(cm_file *f, size_t column, uint8_t kind, uint32_t repairs) {
  uint8_t outcome = kind == CEMENT_CELL_REPAIRED ? CEMENT_OUTCOME_TAKEN : CEMENT_OUTCOME_PASSED;
  cm_odd_cell cell = {(uint32_t)column, kind, outcome, repairs & ~CM_REPAIR_TRIM};
  if (f->plant->visit == NULL || (kind == CEMENT_CELL_REPAIRED && cell.repairs == 0)) return CEMENT_OK;
  return CM_VEC_PUSH(&f->arena, &f->odd, cell) ? cm_file_nomem(f) : CEMENT_OK;
}

/* NULL: it was not noted. Most are asked for in the order in which they were. */
static cm_odd_cell *find(cm_file *f, size_t column) {
  for (size_t i = 0; i < f->odd.size; i++, f->odd_at++) {
    if (f->odd_at >= f->odd.size) f->odd_at = 0;
    if (f->odd.at[f->odd_at].column == column) return &f->odd.at[f->odd_at];
  }
  return NULL;
}

int cm_file_became(cm_file *f, size_t column, uint8_t outcome, uint8_t kind) {
  cm_odd_cell *cell = find(f, column);
  if (cell != NULL) {
    if (cell->kind == CEMENT_CELL_REPAIRED) cell->kind = kind;
    cell->outcome = outcome;
    return CEMENT_OK;
  }
  int status = cm_file_odd(f, column, kind, 0);
  if (f->odd.size != 0) f->odd.at[f->odd.size - 1].outcome = outcome;
  return status;
}

void cm_file_number_became(cm_file *f, size_t column, uint8_t outcome) {
  cm_odd_cell *cell = find(f, column);
  if (cell != NULL) cell->outcome = outcome;
}

void cm_file_aside(cm_file *f, size_t column, uint8_t outcome) {
  cm_odd_cell *last = f->odd.size == 0 ? NULL : &f->odd.at[f->odd.size - 1];
  if (last == NULL || last->column != column) return;
  last->outcome = outcome;
  bool says = last->kind == CEMENT_CELL_REPAIRED || last->kind == CEMENT_CELL_BAD;
  if (!says) f->odd.size--;
}

/* ---- telling ---- */

/* The codes of the findings that count them, less "plant-". */
static void put_repairs(cm_buf *out, uint32_t repairs) {
  static const char *const codes[CM_REPAIR_KINDS] = {"spaces", "full-width", "thousands", "percent",
                                                     "plus",   "quote",      "exponent",  "zeros",
                                                     "point",  "precision",  "serial"};
  for (size_t i = 0; i < CM_REPAIR_KINDS; i++) {
    if (!(repairs & (CM_REPAIR_SPACES << i))) continue;
    if (out->size != 0) cm_buf_add_char(out, ' ');
    cm_buf_add_c(out, codes[i]);
  }
}

/* NULL for none; a copy that ends in NUL. */
static const char *text_of(cm_file *f, cm_str text, bool *failed) {
  if (text.size == 0) return NULL;
  cm_str copy = cm_arena_copy(&f->told, text);
  *failed |= copy.at == NULL;
  return copy.at;
}

/* What stands in the cell. What is odd about its letters is counted where it is read, not here. */
static int read_text(cm_file *f, size_t column, cm_str *out) {
  uint32_t repairs = 0, notes = 0;
  cm_str raw = cm_plain_trim(cm_file_raw(f, column), f->table.encoding, &repairs);
  *out = (cm_str){"", 0};
  if (raw.size == 0) return CEMENT_OK;
  return cm_codec_text(&f->codec, raw, cm_file_place(f, column), out, &notes, f->err);
}

typedef struct subject {
  const cm_series *series; /* NULL: nothing is known of it yet */
  const cm_item *item;
  cm_month month; /* INT32_MIN: none */
} subject;

static void put_subject(cm_file *f, const subject *about, cement_cell *cell, bool *failed) {
  const cm_series *s = about->series;
  char month[CM_PERIOD_TEXT_MAX];
  if (about->month != INT32_MIN) {
    cm_str text = cm_month_text(about->month, month);
    memcpy(cell->period, text.at, text.size);
  }
  if (about->item != NULL) cell->item = text_of(f, about->item->key, failed);
  if (s == NULL) return;
  cell->line = text_of(f, s->line, failed);
  cell->of = text_of(f, s->of, failed);
  cell->use = text_of(f, s->use, failed);
}

static int tell(cm_file *f, const cm_odd_cell *odd, cm_spot spot, const subject *about, cm_str read) {
  cm_str heading = odd->column < f->headings.count ? f->headings.names[odd->column].text : (cm_str){"", 0};
  if (f->cell_of != 0) heading = f->cell_heading;
  cement_cell cell = {.size = sizeof cell,
                      .kind = odd->kind,
                      .outcome = odd->outcome,
                      .at_line = spot.line,
                      .at_column = spot.column,
                      .at_cell = f->cell_of != 0 ? f->cell_of : odd->column + 1};
  cm_buf repairs;
  bool failed = false;
  cm_arena_clear(&f->told);
  cm_buf_init(&repairs, &f->told);
  put_repairs(&repairs, odd->repairs);
  put_subject(f, about, &cell, &failed);
  cell.source = cm_arena_copy(&f->told, f->name).at;
  cell.heading = cm_arena_copy(&f->told, cm_str_cut(heading, TEXT_BYTES)).at;
  cell.read = cm_arena_copy(&f->told, cm_str_cut(read, TEXT_BYTES)).at;
  cell.repairs = cm_buf_text(&repairs).at;
  failed = failed || cell.source == NULL || cell.heading == NULL || cell.read == NULL || cell.repairs == NULL;
  if (failed) return cm_file_nomem(f);
  if (f->plant->visit(f->plant->visitor, &cell) == 0) return CEMENT_OK;
  return cm_fail(f->err, CEMENT_E_IO, ((cm_place){f->name, 0, spot.line, spot.column}),
                 CM_S("the list of cells is not wanted any further"));
}

static subject subject_of(const cm_file *f, const cm_lane *lane, size_t column) {
  subject about = {NULL, NULL, INT32_MIN};
  if (lane == NULL) return about;
  uint32_t series = lane->at[column].series;
  about.month = f->month;
  about.item = lane->columns[column].item;
  if (series != CM_NONE) about.series = &f->plant->book.series.at[series];
  return about;
}

int cm_file_list(cm_file *f, const cm_lane *lane) {
  int status = CEMENT_OK;
  for (size_t i = 0; i < f->odd.size && status == CEMENT_OK; i++) {
    const cm_odd_cell *odd = &f->odd.at[i];
    cm_spot spot = cm_file_spot(f, odd->column);
    cm_str read;
    if (lane != NULL && f->shape == CM_SHAPE_FORM && odd->kind == CEMENT_CELL_BLANK) {
      cm_blank_cell blank = {*odd, lane->at[odd->column].tally, spot};
      if (f->cell_of != 0) blank.cell.column = f->cell_of - 1;
      if (CM_VEC_PUSH(&f->arena, &f->blanks, blank)) return cm_file_nomem(f);
      continue;
    }
    subject about = subject_of(f, lane, odd->column);
    status = read_text(f, odd->column, &read);
    if (status == CEMENT_OK) status = tell(f, odd, spot, &about, read);
  }
  f->odd.size = 0;
  return status;
}

int cm_file_list_blanks(cm_file *f) {
  const cm_book *book = &f->plant->book;
  int status = CEMENT_OK;
  for (size_t i = 0; i < f->blanks.size && status == CEMENT_OK; i++) {
    const cm_blank_cell *blank = &f->blanks.at[i];
    const cm_tally *tally = &book->tallies.at[blank->tally];
    const cm_series *series = &book->series.at[tally->series];
    if (tally->gap.line == 0) continue; /* the month is not filled in */
    status = tell(f, &blank->cell, blank->spot, &(subject){series, series->item, tally->month}, CM_S(""));
  }
  return status;
}

int cm_file_list_refused(cm_file *f, size_t column, uint32_t repairs) {
  int status = cm_file_odd(f, column, CEMENT_CELL_REFUSED, repairs);
  for (size_t i = 0; i < f->odd.size; i++) f->odd.at[i].outcome = CEMENT_OUTCOME_ENDED;
  return status == CEMENT_OK ? cm_file_list(f, NULL) : status;
}
