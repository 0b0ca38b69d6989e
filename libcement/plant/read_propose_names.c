/* What the rows of a table call lines, fuels and materials, for a mapping: to edit it is then to fill in a word. */
#include "plant/read_work.h"

#define TEXT(x) #x
#define TEXT_OF(x) TEXT(x)
#define CELLS_MAX (4 * CM_PROPOSED_NAMES_MAX) /* one name may stand with and without blanks */

/* What a name is proposed to stand for. */
typedef struct proposed {
  cm_str id;
  bool listed; /* else the dictionary says it better than an id could */
} proposed;

/* Whether the id says all: not which part of a whole it is, where it is weighed, or how to declare it. */
static bool is_plain(const cm_entry *e) {
  return e->part.size == 0 && e->point == CM_POINT_NONE && !e->elsewhere && !e->declare;
}

/* Materials may be any, so that an unknown name is one; a fuel must be known. */
static proposed by_dictionary(const cm_entry *e, uint8_t sets, cm_str text) {
  bool fuel = (sets & CM_SET_FUEL) != 0, material = (sets & CM_SET_MATERIAL) != 0;
  bool is_fuel = e != NULL && fuel && e->fuel.size != 0, is_material = e != NULL && material && e->material.size != 0;
  if ((is_fuel && is_material) || (e != NULL && e->section.size != 0)) return (proposed){CM_S(""), false};
  if (!is_fuel && !is_material) return (proposed){e == NULL && !fuel ? text : CM_S(""), true};
  return (proposed){is_fuel ? e->fuel : e->material, is_plain(e)};
}

static int decide_of(cm_file *f, uint8_t sets, cm_str text, cm_str key, cm_place where, proposed *out) {
  int status = cm_mapping_named_of(&f->scratch, f->map, text, where, &out->id, f->err);
  out->listed = true;
  if (status != CEMENT_OK || out->id.size != 0) return status;
  *out = by_dictionary(cm_dictionary_find(f->plant->dictionary, CM_WORD_MEMBER, key), sets, text);
  return CEMENT_OK;
}

static int decide(cm_file *f, uint8_t sets, cm_str text, cm_str key, cm_place where, proposed *out) {
  if (sets != 0) return decide_of(f, sets, text, key, where, out);
  out->listed = true;
  return cm_mapping_line(&f->scratch, f->plant->dictionary, f->map, text, where, &out->id, f->err);
}

static int add_name(cm_file *f, cm_proposed_names *names, cm_str text, const proposed *p, cm_place where) {
  cm_arena *arena = &f->plant->arena;
  cm_mapping_name name = {.text = cm_arena_copy(arena, text), .id = cm_arena_copy(arena, p->id)};
  if (name.text.at == NULL || name.id.at == NULL || CM_VEC_PUSH(arena, &names->list, name)) return cm_file_nomem(f);
  if (p->id.size != 0) return CEMENT_OK;
  return cm_file_tell_open(f, where, text, CM_S("no fuel or material that is known; null leaves its rows out"),
                           CM_S(""));
}

/* A name that was not met before; beyond the limit it is told once that there are more. */
static int take_name(cm_file *f, cm_proposed_names *names, uint8_t sets, cm_str text, cm_str key, cm_place where,
                     bool *open) {
  proposed p;
  int status = decide(f, sets, text, key, where, &p);
  *open = status == CEMENT_OK && p.listed && p.id.size == 0;
  if (status != CEMENT_OK || !p.listed || names->full) return status;
  if (names->list.size < CM_PROPOSED_NAMES_MAX) {
    if (cm_names_add(&f->arena, &names->keys, key, *open)) return cm_file_nomem(f);
    return add_name(f, names, text, &p, where);
  }
  names->full = true;
  return cm_file_tell_open(f, where, text, CM_S("neither this name nor those that come behind it are listed"),
                           CM_S("a proposal lists " TEXT_OF(CM_PROPOSED_NAMES_MAX) " names at most"));
}

/* sets: of a fuel or material; 0: of a line */
static int propose_name(cm_file *f, cm_proposed_names *names, size_t column, uint8_t sets, bool *open) {
  uint32_t repairs = 0;
  cm_str text, key, raw = cm_plain_trim(cm_file_raw(f, column), f->table.encoding, &repairs);
  cm_place where = cm_file_place(f, column);
  names->column = column;
  const cm_name *known = raw.size == 0 ? NULL : cm_names_find(&names->cells, raw);
  *open = known != NULL && known->value != 0;
  if (raw.size == 0 || known != NULL) return CEMENT_OK;
  int status = cm_file_text(f, column, &text);
  if (status == CEMENT_OK) status = cm_heading_key(&f->scratch, CM_S(""), text, where, &key, f->err);
  if (status != CEMENT_OK || key.size == 0) return status;
  known = cm_names_find(&names->keys, key);
  *open = known != NULL && known->value != 0;
  if (known == NULL) status = take_name(f, names, sets, text, key, where, open);
  if (status != CEMENT_OK || names->cells.list.size >= CELLS_MAX) return status;
  return cm_names_add(&f->arena, &names->cells, raw, *open) ? cm_file_nomem(f) : CEMENT_OK;
}

int cm_file_propose_line(cm_file *f, size_t column) {
  bool open;
  return propose_name(f, &f->proposed_lines, column, 0, &open);
}

int cm_file_propose_of(cm_file *f, size_t column, uint8_t sets, bool *open) {
  return propose_name(f, &f->proposed_ofs, column, sets, open);
}

void cm_file_put_names(cm_file *f, cm_mapping_table *table) {
  table->lines = f->proposed_lines.list.at;
  table->line_count = f->proposed_lines.list.size;
  table->ofs = f->proposed_ofs.list.at;
  table->of_count = f->proposed_ofs.list.size;
  bool unsaid = table->of_count != 0 && table->of_header.size == 0;
  if (unsaid) table->of_header = f->headings.names[f->proposed_ofs.column].text;
}

/* ---- a wide table ---- */

/* Its rows are those that reading would take: as long as the headings, and with a date. */
static int propose_row(cm_file *f) {
  cm_when when;
  const char *why;
  bool open, data = f->row->count == f->headings.count && cm_file_peek_period(f, &when, &why);
  int status = data && f->line_column != CM_NONE ? cm_file_propose_line(f, f->line_column) : CEMENT_OK;
  if (status != CEMENT_OK || !data || f->of_column == CM_NONE) return status;
  bool asked = false; /* where only samples are told of, an unknown name is left out */
  for (size_t i = 0; i < f->headings.count; i++) {
    asked |= cm_meaning_lacks_member(&f->meanings[i]) && !cm_meaning_of_sample(&f->meanings[i]);
  }
  return asked ? cm_file_propose_of(f, f->of_column, CM_SET_FUEL | CM_SET_MATERIAL, &open) : CEMENT_OK;
}

int cm_file_propose_wide(cm_file *f) {
  bool more = true, period = f->has_title_month, named = false;
  for (size_t i = 0; i < f->headings.count; i++) {
    uint8_t kind = f->meanings[i].problem == CM_PROBLEM_NONE ? f->meanings[i].kind : CM_MEANING_UNKNOWN;
    period |= kind == CM_MEANING_PERIOD;
    named |= kind == CM_MEANING_LINE || kind == CM_MEANING_OF;
  }
  if (!period || !named) return CEMENT_OK;
  int status = cm_file_wide_begin(f);
  while (status == CEMENT_OK) {
    status = cm_file_next(f, &more);
    if (status != CEMENT_OK || !more) break;
    status = propose_row(f);
  }
  if (status == CEMENT_OK) cm_file_put_names(f, &f->plant->tables.at[f->plant->tables.size - 1]);
  return status;
}
