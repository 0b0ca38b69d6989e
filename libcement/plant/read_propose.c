/* What the columns of a wide table, and the rows of a form or a long table, are taken to be, for a mapping. */
#include "plant/read_work.h"
#include "plant/relate.h"

int cm_file_tell_open(cm_file *f, cm_place where, cm_str name, cm_str what, cm_str because) {
  cm_buf *doubts = &f->plant->doubts;
  char line[CM_U64_TEXT_MAX], column[CM_U64_TEXT_MAX];
  const cm_str parts[] = {f->name,
                          CM_S(":"),
                          cm_u64_text(where.line, line),
                          CM_S(":"),
                          cm_u64_text(where.column, column),
                          CM_S(": \""),
                          name,
                          CM_S("\": "),
                          what,
                          because.size ? CM_S(": ") : CM_S(""),
                          because,
                          CM_S("\n")};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) cm_buf_add(doubts, parts[i]);
  return doubts->failed ? cm_file_nomem(f) : CEMENT_OK;
}

int cm_file_tell_unknown(cm_file *f, cm_place where, cm_str name, const cm_meaning *m) {
  cm_problem problem = m->problem ? (cm_problem)m->problem : CM_PROBLEM_UNKNOWN;
  return cm_file_tell_open(f, where, name, cm_str_of(cm_problem_text(problem)), m->because.en);
}

/* ---- a wide table's columns ---- */

/* What a column is that leaves its fuel to the rows: the item is that of a fuel, unless a row's name says more. */
static int item_of_rows(cm_file *f, size_t i, cm_meaning *m) {
  const cm_entry *usual = f->plant->dictionary->assumed;
  cm_meaning with;
  bool of_unit = m->problem == CM_PROBLEM_NO_UNIT;
  if (usual == NULL || !cm_file_left_to_rows(f, m)) return CEMENT_OK;
  if (of_unit) m->problem = CM_PROBLEM_NONE;
  if (of_unit) return CEMENT_OK;
  int status = cm_heading_read(&f->plant->arena, f->plant->dictionary, usual->fuel, f->headings.names[i].text,
                               cm_heading_unit(&f->headings, i), f->headings.names[i].where, &with, f->err);
  if (status == CEMENT_OK && cm_file_left_to_rows(f, &with)) with.problem = CM_PROBLEM_NONE;
  if (status != CEMENT_OK || with.kind != CM_MEANING_VALUE || with.problem != CM_PROBLEM_NONE) return status;
  *m = with;
  m->of = CM_S("");
  return CEMENT_OK;
}

int cm_file_proposal(cm_file *f) {
  cm_plant *plant = f->plant;
  cm_mapping_table table;
  cm_arena *arena = &plant->arena;
  cm_meaning *meanings = cm_arena_dup(arena, f->meanings, f->headings.count * sizeof *meanings);
  int status = meanings == NULL ? cm_file_nomem(f) : CEMENT_OK;
  for (size_t i = 0; i < f->headings.count && status == CEMENT_OK; i++) status = item_of_rows(f, i, &meanings[i]);
  if (status == CEMENT_OK) status = cm_mapping_propose(arena, f->name, &f->headings, meanings, &table, f->err);
  if (status != CEMENT_OK) return status;
  table.shape = f->turned ? CM_SHAPE_DAYS : f->shape;
  table.skip_rows = (uint32_t)(f->names_row - (f->headings.groups != NULL)); /* titles above */
  if (CM_VEC_PUSH(arena, &plant->tables, table)) return cm_file_nomem(f);
  for (size_t i = 0; i < f->headings.count; i++) {
    const cm_meaning *m = &meanings[i];
    const cm_heading *name = &f->headings.names[i];
    if (m->kind != CM_MEANING_UNKNOWN && m->problem == CM_PROBLEM_NONE) continue;
    status = cm_file_tell_unknown(f, name->where, name->text, m);
    if (status != CEMENT_OK) return status;
  }
  return CEMENT_OK;
}

/* ---- rows ---- */

/* What a mapping says of it; its texts lie with the file. */
static bool keep(cm_arena *arena, cm_meaning *m) {
  cm_str *const texts[] = {&m->of, &m->use, &m->line};
  m->unit_text = (cm_str){"", 0}; /* each row has its own */
  m->per = CM_PER_NONE;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    *texts[i] = cm_arena_copy(arena, *texts[i]);
    if (texts[i]->at == NULL) return false;
  }
  return true;
}

int cm_file_propose_row(cm_file *f, cm_str under, cm_str title, const cm_meaning *m, cm_place where) {
  cm_arena *arena = &f->plant->arena;
  cm_mapping_column row = {.meaning = *m, .where = where};
  cm_buf header;
  cm_str key;
  int status = cm_heading_key(arena, under, title, where, &key, f->err);
  if (status != CEMENT_OK || key.size == 0 || cm_names_find(&f->proposed_keys, key) != NULL) return status;
  cm_buf_init(&header, arena);
  cm_buf_add(&header, under);
  if (under.size != 0) cm_buf_add_char(&header, ' ');
  cm_buf_add(&header, title);
  row.header = cm_buf_text(&header);
  row.key = key;
  bool open = m->kind == CM_MEANING_UNKNOWN || m->problem != CM_PROBLEM_NONE;
  if (open && m->problem == CM_PROBLEM_NONE) row.meaning.problem = CM_PROBLEM_UNKNOWN;
  bool failed = row.header.at == NULL || !keep(arena, &row.meaning) ||
                cm_names_add(&f->arena, &f->proposed_keys, key, 0) || CM_VEC_PUSH(arena, &f->proposed, row);
  if (failed) return cm_file_nomem(f);
  return open ? cm_file_tell_unknown(f, where, row.header, &row.meaning) : CEMENT_OK;
}

int cm_file_propose_rows(cm_file *f) {
  cm_arena *arena = &f->plant->arena;
  cm_mapping_table table = {.file = cm_arena_copy(arena, f->name),
                            .shape = f->shape,
                            .year = f->map == NULL ? 0 : f->map->year,
                            .month = f->map == NULL ? 0 : f->map->month,
                            .month_starts = 1,
                            .rows = f->proposed.at,
                            .row_count = f->proposed.size};
  cm_file_put_names(f, &table);
  if (table.file.at == NULL || CM_VEC_PUSH(arena, &f->plant->tables, table)) return cm_file_nomem(f);
  return CEMENT_OK;
}
