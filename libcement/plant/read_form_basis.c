/* Rows of a form that are on another basis, the moistures that bring them to the one as received, and the heat values
 * that shares of carbon need: put side by side, month by month, they are the columns of a wide table. */
#include "plant/read_form.h"

bool cm_form_is_of_basis(const cm_meaning *m) {
  bool served = m->role >= CM_ROLE_MOISTURE_AR && m->role <= CM_ROLE_CARBON;
  bool value = m->kind == CM_MEANING_VALUE && m->basis != CM_BASIS_NONE && m->basis != CM_BASIS_AR;
  return m->problem == CM_PROBLEM_NONE && (value || (m->kind == CM_MEANING_ROLE && served));
}

static int begin_row(cm_form *t, cm_str title, const cm_meaning *m, cm_str line, cm_form_basis *row) {
  cm_file *f = t->f;
  size_t count = f->headings.count;
  *row = (cm_form_basis){.meaning = *m, .name = {title, cm_file_place(f, t->title)}};
  row->months = cm_arena_dup(&f->arena, t->months, count * sizeof *row->months);
  row->cells = CM_NEWS(&f->arena, cm_value_cell, count);
  row->fields = CM_NEWS(&f->arena, cm_field, count);
  row->places = CM_NEWS(&f->arena, cm_place, count);
  if (row->months == NULL || row->cells == NULL || row->fields == NULL || row->places == NULL) return cm_file_nomem(f);
  if (row->meaning.line.size == 0) row->meaning.line = line;
  for (size_t i = 0; i < count; i++) {
    if (t->kind[i] != CM_COLUMN_MONTH) continue;
    row->places[i] = cm_file_place(f, i);
    row->fields[i].raw = cm_arena_copy(&f->arena, cm_file_raw(f, i));
    if (row->fields[i].raw.at == NULL) return cm_file_nomem(f);
  }
  return CEMENT_OK;
}

int cm_form_keep_basis(cm_form *t, cm_str title, const cm_meaning *m, cm_str line) {
  cm_file *f = t->f;
  bool share = m->kind == CM_MEANING_ROLE && m->role != CM_ROLE_GROSS;
  cm_form_basis row;
  int status = begin_row(t, title, m, line, &row);
  if (status != CEMENT_OK) return status;
  for (size_t i = 0; i < f->headings.count; i++) {
    if (t->kind[i] != CM_COLUMN_MONTH) continue;
    status = cm_file_number(f, i, share, &row.cells[i]);
    if (row.cells[i].kind != CM_CELL_NUMBER) f->odd.size = 0; /* told with what it leads to */
    if (status == CEMENT_OK) status = cm_file_list(f, NULL);
    if (status != CEMENT_OK) return status;
    if (row.cells[i].kind == CM_CELL_STOPPED) cm_file_count(&f->stops, cm_file_spot(f, i));
  }
  return CM_VEC_PUSH(&f->arena, &t->bases, row) ? cm_file_nomem(f) : CEMENT_OK;
}

int cm_form_keep_read(cm_form *t, cm_str title, const cm_meaning *m, cm_str line) {
  cm_file *f = t->f;
  cm_form_basis row;
  bool needed = cm_str_is(m->item->key, "fuel_ncv") || cm_str_is(m->item->key, "fuel_carbon_content");
  int status = needed ? begin_row(t, title, m, line, &row) : CEMENT_OK;
  if (status != CEMENT_OK || !needed) return status;
  row.serves = true;
  memcpy(row.cells, f->cells, f->headings.count * sizeof *row.cells);
  return CM_VEC_PUSH(&f->arena, &t->bases, row) ? cm_file_nomem(f) : CEMENT_OK;
}

/* The rows of a year, as the columns of a table. */
typedef struct sheet {
  cm_heading *names;
  cm_meaning *meanings;
  cm_field *fields;
  cm_place *places;
  cm_form_basis **rows;
  size_t count;
} sheet;

static bool same_year(const cm_form *t, const cm_form_basis *a, const cm_form_basis *b) {
  size_t i = 0;
  while (t->kind[i] != CM_COLUMN_MONTH) i++;
  return a->months[i] == b->months[i];
}

/* Months of one quantity may stand in several rows. */
static bool join(const sheet *s, const cm_form_basis *row, size_t columns) {
  const cm_meaning *m = &row->meaning;
  for (size_t k = 0; k < s->count && row->serves; k++) {
    const cm_meaning *other = &s->meanings[k];
    bool same = s->rows[k]->serves && m->item == other->item && cm_str_eq(m->of, other->of) &&
                cm_str_eq(m->use, other->use) && cm_str_eq(m->line, other->line) &&
                cm_str_eq(m->unit_text, other->unit_text);
    for (size_t i = 0; i < columns && same; i++) {
      if (s->rows[k]->cells[i].kind != CM_CELL_NUMBER) s->rows[k]->cells[i] = row->cells[i];
    }
    if (same) return true;
  }
  return false;
}

/* Whether some row of the year is to be converted: the others are in the book. */
static bool is_wanted(const cm_form *t, size_t first) {
  for (size_t i = first; i < t->bases.size; i++) {
    const cm_form_basis *row = &t->bases.at[i];
    if (!row->done && !row->serves && same_year(t, row, &t->bases.at[first])) return true;
  }
  return false;
}

static int lay_out(cm_form *t, size_t first, sheet *s) {
  cm_file *f = t->f;
  size_t most = t->bases.size;
  *s = (sheet){CM_NEWS(&f->arena, cm_heading, most),      CM_NEWS(&f->arena, cm_meaning, most),
               CM_NEWS(&f->arena, cm_field, most),        CM_NEWS(&f->arena, cm_place, most),
               CM_NEWS(&f->arena, cm_form_basis *, most), 0};
  f->cells = CM_NEWS(&f->arena, cm_value_cell, most);
  if (s->names == NULL || s->meanings == NULL || s->fields == NULL || s->places == NULL || s->rows == NULL ||
      f->cells == NULL)
    return cm_file_nomem(f);
  for (size_t i = first; i < most; i++) {
    cm_form_basis *row = &t->bases.at[i];
    if (row->done || !same_year(t, row, &t->bases.at[first])) continue;
    row->done = true;
    if (join(s, row, f->headings.count)) continue;
    s->names[s->count] = row->name;
    s->meanings[s->count] = row->meaning;
    s->rows[s->count++] = row;
  }
  return CEMENT_OK;
}

static int add_cell(cm_file *f, cm_lane *lane, size_t i) {
  static const uint8_t kinds[] = {CEMENT_CELL_BLANK, CEMENT_CELL_REPAIRED, CEMENT_CELL_MISSING, CEMENT_CELL_STOPPED,
                                  CEMENT_CELL_BAD};
  uint8_t kind = f->cells[i].kind;
  bool item = lane->columns[i].item != NULL;
  bool odd = kind != CM_CELL_NUMBER && (item || kind != CM_CELL_BLANK); /* a blank is told by what it leads to */
  int status = odd ? cm_file_odd(f, i, kinds[kind], 0) : CEMENT_OK;
  return status == CEMENT_OK && item ? cm_file_add_cell(f, lane, i) : status;
}

static int add_month(cm_file *f, const sheet *s, size_t column, cm_lane *lane) {
  const cm_row row = {.fields = s->fields, .count = s->count, .line = s->rows[0]->places[column].line};
  int status = CEMENT_OK;
  for (size_t i = 0; i < s->count; i++) {
    s->fields[i] = s->rows[i]->fields[column];
    s->places[i] = s->rows[i]->places[column];
    f->cells[i] = s->rows[i]->cells[column];
    if (f->cells[i].kind == CM_CELL_NUMBER) cm_file_share(&lane->columns[i], &f->cells[i]);
  }
  f->row = &row;
  f->places = s->places;
  f->month = s->rows[0]->months[column];
  f->length = cm_file_days(f) * CM_DAY_SECONDS;
  for (size_t i = 0; i < s->count && status == CEMENT_OK; i++) {
    if (lane->columns[i].read && !s->rows[i]->serves) status = add_cell(f, lane, i);
  }
  return status == CEMENT_OK ? cm_file_list(f, lane) : status;
}

static int convert(cm_form *t, const sheet *s) {
  cm_file *f = t->f;
  const cm_headings headings = f->headings;
  cm_lane lane = {.at = CM_NEWS(&f->arena, cm_lane_column, s->count),
                  .columns = CM_NEWS(&f->arena, cm_column, s->count)};
  if (lane.at == NULL || lane.columns == NULL) return cm_file_nomem(f);
  f->headings = (cm_headings){NULL, s->names, NULL, s->count};
  f->meanings = s->meanings;
  int status = cm_file_columns(f, s->meanings, &lane);
  for (size_t i = 0; i < s->count && status == CEMENT_OK; i++) {
    lane.at[i].series = CM_NONE;
    bool spare = s->meanings[i].kind == CM_MEANING_ROLE && !lane.columns[i].read && !lane.columns[i].lacks;
    if (spare) status = cm_file_tell_name(f, &s->names[i], &s->meanings[i], CM_REMARK_SPARE, (cm_str){"", 0});
  }
  for (size_t i = 0; i < headings.count && status == CEMENT_OK; i++) {
    if (t->kind[i] != CM_COLUMN_MONTH) continue;
    f->cell_of = (uint32_t)i + 1;
    f->cell_heading = headings.names[i].text;
    status = add_month(f, s, i, &lane);
  }
  f->headings = headings;
  f->cell_of = 0;
  return status;
}

int cm_form_convert(cm_form *t) {
  int status = CEMENT_OK;
  for (size_t i = 0; i < t->bases.size && status == CEMENT_OK; i++) {
    sheet s;
    if (t->bases.at[i].done || !is_wanted(t, i)) continue;
    status = lay_out(t, i, &s);
    if (status == CEMENT_OK) status = convert(t, &s);
  }
  return status;
}
