/* Mapping files: proposals, and writing. */
#include "plant/mapping.h"
#include "plant/mapping_read.h"
#include "plant/relate.h"

/* The texts of a meaning that lie with its file. */
static bool keep(cm_arena *arena, cm_meaning *m) {
  m->line = cm_arena_copy(arena, m->line);
  m->unit_text = cm_arena_copy(arena, m->unit_text);
  return m->line.at != NULL && m->unit_text.at != NULL;
}

int cm_mapping_propose(cm_arena *arena, cm_str file, const cm_headings *in, const cm_meaning *meanings,
                       cm_mapping_table *out, cement_error *err) {
  cm_str *keys;
  *out = (cm_mapping_table){.file = cm_arena_copy(arena, file), .shape = CM_SHAPE_WIDE, .month_starts = 1};
  int status = cm_headings_keys(arena, in, &keys, err);
  if (status != CEMENT_OK) return status;
  out->columns = CM_NEWS(arena, cm_mapping_column, in->count);
  if (out->file.at == NULL || out->columns == NULL) return cm_nomem(err);
  out->header_rows = in->groups != NULL ? 2 : 1;
  out->unit_row = in->units != NULL;
  out->unit_row_given = true;
  size_t dates = 0;
  for (size_t i = 0; i < in->count; i++) {
    if (keys[i].size == 0) continue;
    cm_str group = cm_heading_group(in, i);
    cm_buf header;
    cm_buf_init(&header, arena);
    cm_buf_add(&header, group);
    if (group.size != 0 && in->names[i].text.size != 0) cm_buf_add_char(&header, ' ');
    cm_buf_add(&header, in->names[i].text);
    cm_str text = cm_buf_text(&header);
    if (text.at == NULL) return cm_nomem(err);
    uint8_t kind = meanings[i].problem == CM_PROBLEM_NONE ? meanings[i].kind : CM_MEANING_UNKNOWN;
    cm_str *own_header = kind == CM_MEANING_PERIOD ? &out->period_headers[dates++]
                         : kind == CM_MEANING_LINE ? &out->line_header
                         : kind == CM_MEANING_OF   ? &out->of_header
                                                   : NULL;
    if (own_header != NULL) {
      *own_header = text;
      continue;
    }
    cm_mapping_column *column = &out->columns[out->column_count++];
    *column = (cm_mapping_column){.header = text, .key = keys[i], .meaning = meanings[i]};
    if (!keep(arena, &column->meaning)) return cm_nomem(err);
  }
  return CEMENT_OK;
}

/* ---- JSON ---- */

/* A value of the mapping's own text, as it was. */
static void write_json(cm_sink *out, const cm_json *value) {
  static const char *const words[] = {"null", "false", "true"};
  const char *open = value->type == CM_JSON_OBJECT ? "{" : "[";
  switch (value->type) {
  case CM_JSON_NULL:
  case CM_JSON_FALSE:
  case CM_JSON_TRUE: cm_sink_c(out, words[value->type]); return;
  case CM_JSON_NUMBER: cm_sink_add(out, value->text); return;
  case CM_JSON_STRING: cm_sink_json(out, value->text); return;
  default: break;
  }
  cm_sink_c(out, open);
  for (const cm_json *at = value->child; at != NULL; at = at->next) {
    if (at != value->child) cm_sink_c(out, ", ");
    if (value->type == CM_JSON_OBJECT) {
      cm_sink_json(out, at->key);
      cm_sink_c(out, ": ");
    }
    write_json(out, at);
  }
  cm_sink_c(out, value->type == CM_JSON_OBJECT ? "}" : "]");
}

/* A member of an object, with what stands between it and the one before. */
static void write_key(cm_sink *out, bool *first, const char *between, const char *key) {
  cm_sink_c(out, *first ? "" : between);
  *first = false;
  cm_sink_json(out, cm_str_of(key));
  cm_sink_c(out, ": ");
}

static void write_text(cm_sink *out, bool *first, const char *key, cm_str text) {
  if (text.size == 0) return;
  write_key(out, first, ", ", key);
  cm_sink_json(out, text);
}

static void write_number(cm_sink *out, bool *first, const char *key, uint64_t number) {
  if (number == 0) return;
  write_key(out, first, ", ", key);
  cm_sink_u64(out, number);
}

static void write_flag(cm_sink *out, bool *first, const char *key, bool value) {
  write_key(out, first, ", ", key);
  cm_sink_c(out, value ? "true" : "false");
}

/* That of a rate with its time. */
static void write_unit(cm_sink *out, bool *first, const cm_meaning *m) {
  char text[CM_HEADING_BYTES_MAX + 8];
  size_t size = m->unit_text.size;
  if (m->per == CM_PER_NONE || size > CM_HEADING_BYTES_MAX) {
    write_text(out, first, "unit", m->unit_text);
    return;
  }
  cm_str per = cm_str_of(cm_per_names[m->per]);
  memcpy(text, m->unit_text.at, size);
  text[size] = '/';
  memcpy(text + size + 1, per.at, per.size);
  write_text(out, first, "unit", (cm_str){text, size + 1 + per.size});
}

static void write_value(cm_sink *out, bool *first, const cm_meaning *m) {
  if (m->kind == CM_MEANING_VALUE) write_text(out, first, "item", m->item->key);
  write_text(out, first, "role", cm_str_of(cm_role_keys[m->role]));
  write_text(out, first, "of", m->of);
  write_text(out, first, "use", m->use);
  write_unit(out, first, m);
  write_text(out, first, "line", m->line);
  write_text(out, first, "basis", m->unit.basis == CM_BASIS_NONE ? cm_str_of(cm_mapping_bases[m->basis]) : CM_S(""));
  write_text(out, first, "point", cm_str_of(cm_mapping_points[m->point]));
  write_text(out, first, "part", m->part);
  write_text(out, first, "aggregate", cm_str_of(cm_mapping_aggregates[m->aggregate]));
  write_text(out, first, "weight", m->weight);
  write_text(out, first, "method", m->method);
  write_text(out, first, "source", m->source);
}

/* Its name is of letters, dots and _ alone. */
static void write_attribute(cm_sink *out, bool *first, const cm_meaning *m) {
  write_key(out, first, ", ", "attribute");
  cm_sink_c(out, "\"");
  cm_sink_add(out, cm_property_owner(&m->property));
  cm_sink_add(out, m->property.key);
  cm_sink_c(out, "\"");
  write_text(out, first, "of", m->of);
  write_text(out, first, "unit", m->unit_text);
  write_text(out, first, "line", m->line);
}

static void write_column(cm_sink *out, const cm_mapping_column *column) {
  const cm_meaning *m = &column->meaning;
  bool first = true;
  cm_sink_c(out, "{");
  write_text(out, &first, "header", column->header);
  if (m->problem != CM_PROBLEM_NONE) {
    write_flag(out, &first, "unknown", true);
    write_text(out, &first, "because",
               m->because.en.size != 0 ? m->because.en : cm_str_of(cm_problem_text((cm_problem)m->problem)));
  } else if (m->kind == CM_MEANING_IGNORE) {
    write_flag(out, &first, "ignore", true);
  } else if (m->kind == CM_MEANING_ATTRIBUTE) {
    write_attribute(out, &first, m);
  } else if (m->kind != CM_MEANING_VALUE && m->kind != CM_MEANING_ROLE) {
    write_text(out, &first, "as", cm_str_of(cm_mapping_kinds[m->kind]));
  } else {
    write_value(out, &first, m);
  }
  cm_sink_c(out, "}");
}

static void write_names(cm_sink *out, const cm_mapping_name *names, size_t count) {
  cm_sink_c(out, "{");
  for (size_t i = 0; i < count; i++) {
    if (i > 0) cm_sink_c(out, ", ");
    cm_sink_json(out, names[i].text);
    cm_sink_c(out, ": ");
    if (names[i].left_out) cm_sink_c(out, "null");
    if (!names[i].left_out) cm_sink_json(out, names[i].id);
  }
  cm_sink_c(out, "}");
}

static void write_times(cm_sink *out, bool *first, const cm_mapping_table *table) {
  write_key(out, first, ", ", "time");
  for (size_t k = 1; k < CM_WHEN_COLUMNS && table->period_headers[k].size != 0; k++) {
    cm_sink_c(out, k == 1 ? "[" : ", ");
    cm_sink_json(out, table->period_headers[k]);
  }
  cm_sink_c(out, "]");
}

static void write_period(cm_sink *out, bool *first, const cm_mapping_table *table) {
  bool several = table->period_headers[2].size != 0;
  if (table->period_headers[0].size == 0 && table->month_starts == 1 && !table->stamp_end) return;
  bool none = true;
  write_key(out, first, ", ", "period");
  cm_sink_c(out, "{");
  write_text(out, &none, "header", table->period_headers[0]);
  if (!several) write_text(out, &none, "time", table->period_headers[1]);
  if (several) write_times(out, &none, table);
  write_number(out, &none, "month_starts", table->month_starts == 1 ? 0 : table->month_starts);
  if (table->stamp_end) write_text(out, &none, "stamp", CM_S("end"));
  cm_sink_c(out, "}");
}

static void write_own(cm_sink *out, bool *first, const cm_mapping_table *table) {
  bool none = true;
  write_period(out, first, table);
  if (table->line.size != 0 || table->line_header.size != 0) {
    write_key(out, first, ", ", "line");
    cm_sink_c(out, "{");
    write_text(out, &none, "id", table->line);
    write_text(out, &none, "header", table->line_header);
    cm_sink_c(out, "}");
  }
  if (table->line_count != 0) {
    write_key(out, first, ", ", "lines");
    write_names(out, table->lines, table->line_count);
  }
  if (table->of_header.size == 0) return;
  none = true;
  write_key(out, first, ", ", "of");
  cm_sink_c(out, "{");
  write_text(out, &none, "header", table->of_header);
  if (table->of_count != 0) {
    write_key(out, &none, ", ", "names");
    write_names(out, table->ofs, table->of_count);
  }
  cm_sink_c(out, "}");
}

static void write_columns(cm_sink *out, bool *first, const char *key, const cm_mapping_column *columns, size_t count) {
  if (count == 0) return;
  write_key(out, first, ",\n     ", key);
  cm_sink_c(out, "[");
  for (size_t i = 0; i < count; i++) {
    cm_sink_c(out, i > 0 ? ",\n      " : "\n      ");
    write_column(out, &columns[i]);
  }
  cm_sink_c(out, "\n     ]");
}

static void write_table(cm_sink *out, const cm_mapping_table *table) {
  bool first = true;
  cm_sink_c(out, "    {");
  write_text(out, &first, "file", table->file);
  write_text(out, &first, "shape", cm_str_of(cm_mapping_shapes[table->shape]));
  write_text(out, &first, "encoding", table->encoding);
  write_text(out, &first, "delimiter", (cm_str){&table->delimiter, table->delimiter != 0});
  write_number(out, &first, "skip_rows", table->skip_rows);
  write_number(out, &first, "header_rows", table->header_rows);
  if (table->unit_row_given) write_flag(out, &first, "unit_row", table->unit_row);
  write_number(out, &first, "year", (uint64_t)table->year);
  write_number(out, &first, "month", (uint64_t)table->month);
  if (table->gaps_zero) write_text(out, &first, "gaps", CM_S("zero"));
  write_own(out, &first, table);
  write_columns(out, &first, "columns", table->columns, table->column_count);
  write_columns(out, &first, "rows", table->rows, table->row_count);
  cm_sink_c(out, "}");
}

void cm_mapping_write(const cm_mapping *mapping, cm_sink *out) {
  const struct {
    const char *key;
    const cm_json *value;
  } parts[] = {{"facility", mapping->facility},
               {"lines", mapping->lines},
               {"fuels", mapping->fuels},
               {"materials", mapping->materials}};
  cm_sink_c(out, "{\n  \"schema\": \"cement-mapping/1\"");
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    bool first = false;
    if (parts[i].value == NULL) continue;
    write_key(out, &first, ",\n  ", parts[i].key);
    write_json(out, parts[i].value);
  }
  cm_sink_c(out, ",\n  \"tables\": [");
  for (size_t i = 0; i < mapping->table_count; i++) {
    cm_sink_c(out, i > 0 ? ",\n" : "\n");
    write_table(out, &mapping->tables[i]);
  }
  cm_sink_c(out, mapping->table_count != 0 ? "\n  ]\n}\n" : "]\n}\n");
}
