/* What a mapping says of a table at hand. */
#include "plant/fold.h"
#include "plant/mapping.h"
#include "plant/relate.h"

/* ---- which table ---- */

/* A pattern in which * stands for any bytes, none among them. */
static bool matches(cm_str pattern, cm_str text) {
  size_t p = 0;
  size_t t = 0;
  size_t star = SIZE_MAX; /* behind the last * */
  size_t from = 0;        /* where what it stands for ends, so far */
  while (t < text.size) {
    if (p < pattern.size && pattern.at[p] == '*') {
      star = ++p;
      from = t;
    } else if (p < pattern.size && pattern.at[p] == text.at[t]) {
      p++;
      t++;
    } else if (star != SIZE_MAX) {
      p = star;
      t = ++from;
    } else {
      return false;
    }
  }
  while (p < pattern.size && pattern.at[p] == '*') p++;
  return p == pattern.size;
}

const cm_mapping_table *cm_mapping_table_of(const cm_mapping *mapping, cm_str file) {
  size_t from = file.size;
  while (from > 0 && file.at[from - 1] != '/') from--;
  cm_str last = cm_str_slice(file, from, file.size);
  for (size_t i = 0; i < mapping->table_count; i++) {
    const cm_mapping_table *table = &mapping->tables[i];
    if (table->file.size == 0 || matches(table->file, file) || matches(table->file, last)) return table;
  }
  return NULL;
}

/* ---- its columns ---- */

typedef struct apply {
  cm_arena *arena;
  const cm_dictionary *dictionary;
  const cm_mapping_table *table;
  const cm_headings *in;
  const cm_str *keys;
  cement_error *err;
} apply;

static size_t column_of(const apply *a, cm_str key) {
  size_t i = 0;
  while (i < a->in->count && !cm_str_eq(a->keys[i], key)) i++;
  return i;
}

static int refuse_missing(const apply *a, cm_place where, cm_str header) {
  return cm_fail(a->err, CEMENT_E_SCHEMA, where, CM_S("the table has no column \""), cm_str_cut(header, 100),
                 CM_S("\""));
}

/* The unit that the heading or the row of units says, where the mapping says none. */
static int add_unit(const apply *a, size_t column, cm_meaning *out) {
  cm_str folded;
  if (!cm_meaning_is_number(out) || out->unit_text.size != 0) return CEMENT_OK;
  int status = cm_heading_own_unit(a->arena, a->dictionary, cm_heading_group(a->in, column), a->in->names[column].text,
                                   cm_heading_unit(a->in, column), a->in->names[column].where, &folded, a->err);
  if (status == CEMENT_OK) cm_meaning_unit(a->dictionary, out, folded);
  return status;
}

static int apply_column(const apply *a, const cm_mapping_column *column, cm_meaning *out) {
  size_t at = column_of(a, column->key);
  if (at == a->in->count) return refuse_missing(a, column->where, column->header);
  out[at] = column->meaning;
  cm_str key;
  int status = add_unit(a, at, &out[at]);
  if (status != CEMENT_OK || column->meaning.weight.size == 0) return status;
  status = cm_heading_key(a->arena, CM_S(""), column->meaning.weight, column->where, &key, a->err);
  if (status != CEMENT_OK) return status;
  out[at].weight_column = column_of(a, key);
  return out[at].weight_column < a->in->count ? CEMENT_OK : refuse_missing(a, column->where, column->meaning.weight);
}

/* The columns that say when, where and what a row is of: as the mapping has it, else found by the dictionary. */
static int apply_own(const apply *a, cm_str header, cm_str key, cm_meaning_kind kind, uint8_t turn, cm_meaning *out) {
  if (key.size != 0) {
    size_t at = column_of(a, key);
    if (at == a->in->count) return refuse_missing(a, a->table->where, header);
    out[at] = (cm_meaning){.kind = (uint8_t)kind, .turn = turn};
    return CEMENT_OK;
  }
  if (kind == CM_MEANING_LINE && a->table->line.size != 0) return CEMENT_OK;
  for (size_t i = 0; i < a->in->count; i++) {
    cm_meaning found;
    if (out[i].kind != CM_MEANING_UNKNOWN || a->keys[i].size == 0) continue;
    int status = cm_heading_read(a->arena, a->dictionary, cm_heading_group(a->in, i), a->in->names[i].text,
                                 cm_heading_unit(a->in, i), a->in->names[i].where, &found, a->err);
    if (status != CEMENT_OK) return status;
    if (found.kind == kind) out[i] = found;
  }
  return CEMENT_OK;
}

int cm_mapping_apply(cm_arena *arena, const cm_dictionary *dictionary, const cm_mapping_table *table,
                     const cm_headings *in, cm_meaning *out, cement_error *err) {
  apply a = {arena, dictionary, table, in, NULL, err};
  cm_str *keys;
  int status = cm_headings_keys(arena, in, &keys, err);
  if (status != CEMENT_OK) return status;
  a.keys = keys;
  for (size_t i = 0; i < in->count; i++) {
    uint8_t problem = keys[i].size == 0 ? CM_PROBLEM_EMPTY : CM_PROBLEM_UNKNOWN;
    out[i] = (cm_meaning){.kind = CM_MEANING_UNKNOWN, .problem = problem};
  }
  for (size_t i = 0; i < table->column_count && status == CEMENT_OK; i++) {
    status = apply_column(&a, &table->columns[i], out);
  }
  for (uint8_t k = 0; k < CM_WHEN_COLUMNS && status == CEMENT_OK; k++) {
    if (k > 0 && table->period_keys[k].size == 0) break;
    status = apply_own(&a, table->period_headers[k], table->period_keys[k], CM_MEANING_PERIOD, k + 1, out);
  }
  if (status == CEMENT_OK) status = apply_own(&a, table->line_header, table->line_key, CM_MEANING_LINE, 0, out);
  if (status == CEMENT_OK) status = apply_own(&a, table->of_header, table->of_key, CM_MEANING_OF, 0, out);
  if (status == CEMENT_OK) cm_meanings_same(in, out);
  return status;
}

/* ---- rows of forms and long tables ---- */

/* A row's own unit, which may differ from row to row, where the mapping says none; two that differ are refused. */
static int row_unit(cm_arena *arena, const cm_dictionary *dictionary, cm_str title, cm_str unit, cm_place where,
                    cm_meaning *out, cement_error *err) {
  cm_str folded;
  cm_meaning own = *out;
  int status = cm_heading_own_unit(arena, dictionary, CM_S(""), title, unit, where, &folded, err);
  if (status != CEMENT_OK || (folded.size == 0 && out->unit_text.size != 0)) return status;
  own.unit_text = (cm_str){"", 0};
  own.per = CM_PER_NONE;
  cm_meaning_unit(dictionary, &own, folded);
  cm_scale scale;
  bool differs =
      out->unit_text.size != 0 && (own.problem != CM_PROBLEM_NONE || own.per != out->per ||
                                   cm_unit_factor(&scale, &own.unit, &out->unit) || !cm_scale_is_one(&scale));
  if (differs) {
    return cm_fail(err, CEMENT_E_UNIT, where, CM_S("\""), cm_str_cut(title, 60), CM_S("\" read: its unit is "), folded,
                   CM_S(", but the mapping says "), out->unit_text);
  }
  if (out->unit_text.size == 0) *out = own;
  return CEMENT_OK;
}

int cm_mapping_row(cm_arena *arena, const cm_dictionary *dictionary, const cm_mapping_table *table, cm_str under,
                   cm_str title, cm_str unit, cm_place where, cm_meaning *out, bool *found, cement_error *err) {
  cm_str key;
  *found = false;
  if (table == NULL || table->row_count == 0) return CEMENT_OK;
  int status = cm_heading_key(arena, under, title, where, &key, err);
  for (size_t i = 0; i < table->row_count && status == CEMENT_OK && !*found; i++) {
    *found = cm_str_eq(table->rows[i].key, key);
    if (*found) *out = table->rows[i].meaning;
  }
  if (status != CEMENT_OK || !*found || !cm_meaning_is_number(out)) return status;
  return row_unit(arena, dictionary, title, unit, where, out, err);
}

/* ---- cells that name a line or a fuel ---- */

static const cm_mapping_name *find_name(const cm_mapping_name *names, size_t count, cm_str key) {
  for (size_t i = 0; i < count; i++) {
    if (cm_str_eq(names[i].key, key)) return &names[i];
  }
  return NULL;
}

int cm_mapping_line(cm_arena *arena, const cm_dictionary *dictionary, const cm_mapping_table *table, cm_str text,
                    cm_place where, cm_str *out, cement_error *err) {
  cm_str key;
  uint32_t number;
  char id[CM_LINE_ID_MAX];
  int status = cm_heading_key(arena, CM_S(""), text, where, &key, err);
  if (status != CEMENT_OK) return status;
  const cm_mapping_name *name = table == NULL ? NULL : find_name(table->lines, table->line_count, key);
  if (name != NULL) {
    *out = name->id;
    return CEMENT_OK;
  }
  bool found = cm_dictionary_line(dictionary, key, &number);
  *out = cm_arena_copy(arena, found ? cm_line_id(number, id) : cm_str_trim(text));
  return out->at == NULL ? cm_nomem(err) : CEMENT_OK;
}

int cm_mapping_named_of(cm_arena *arena, const cm_mapping_table *table, cm_str text, cm_place where, cm_str *out,
                        cement_error *err) {
  cm_str key;
  *out = (cm_str){"", 0};
  if (table == NULL || table->of_count == 0) return CEMENT_OK;
  int status = cm_heading_key(arena, CM_S(""), text, where, &key, err);
  const cm_mapping_name *name = status == CEMENT_OK ? find_name(table->ofs, table->of_count, key) : NULL;
  if (name != NULL) *out = name->id;
  return status;
}

int cm_mapping_leaves_out(cm_arena *arena, const cm_mapping_table *table, cm_str text, cm_place where, bool *out,
                          cement_error *err) {
  cm_str key;
  *out = false;
  if (table == NULL || table->of_count == 0 || text.size == 0) return CEMENT_OK;
  int status = cm_heading_key(arena, CM_S(""), text, where, &key, err);
  const cm_mapping_name *name = status == CEMENT_OK ? find_name(table->ofs, table->of_count, key) : NULL;
  *out = name != NULL && name->left_out;
  return status;
}

int cm_mapping_of(cm_arena *arena, const cm_dictionary *dictionary, const cm_mapping_table *table, uint8_t set,
                  cm_str text, cm_place where, cm_str *out, const cm_entry **member, cement_error *err) {
  cm_str key;
  *member = NULL;
  int status = cm_heading_key(arena, CM_S(""), text, where, &key, err);
  if (status != CEMENT_OK) return status;
  const cm_mapping_name *name = table == NULL ? NULL : find_name(table->ofs, table->of_count, key);
  if (name != NULL) {
    *out = name->id;
    return CEMENT_OK;
  }
  const cm_entry *found = cm_dictionary_find(dictionary, CM_WORD_MEMBER, key);
  cm_str id = found == NULL ? CM_S("") : set == CM_SET_FUEL ? found->fuel : found->material;
  if (id.size != 0) *member = found;
  *out = cm_arena_copy(arena, id.size != 0 ? id : cm_str_trim(text));
  return out->at == NULL ? cm_nomem(err) : CEMENT_OK;
}
