/* What the rows of a form or a long table are taken to be, for a mapping. */
#include "plant/read_work.h"

int cm_file_tell_unknown(cm_file *f, cm_place where, cm_str name, const cm_meaning *m) {
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
                          cm_str_of(cm_problem_text((cm_problem)(m->problem ? m->problem : CM_PROBLEM_UNKNOWN))),
                          m->because.en.size ? CM_S(": ") : CM_S(""),
                          m->because.en,
                          CM_S("\n")};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) cm_buf_add(doubts, parts[i]);
  return doubts->failed ? cm_file_nomem(f) : CEMENT_OK;
}

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
                            .month_starts = 1,
                            .rows = f->proposed.at,
                            .row_count = f->proposed.size};
  if (table.file.at == NULL || CM_VEC_PUSH(arena, &f->plant->tables, table)) return cm_file_nomem(f);
  return CEMENT_OK;
}
