/* Mapping files: reading. */
#include "plant/mapping.h"

#include "plant/fold.h"
#include "plant/mapping_read.h"

const cm_json_limits cm_mapping_limits = {
    .bytes = 1u << 20, .depth = 8, .values = 100000, .keys = 4096, .string_bytes = 4096, .number_bytes = 48};

/* {"一线": "L1"}: what the table calls it, and its id, or null for what is no part of a ledger. */
static void read_names(cm_mapping_reader *m, const cm_json *object, bool none, cm_mapping_name **names, size_t *count) {
  cm_reader *r = &m->r;
  if (object == NULL || !cm_reader_is(r, object, CM_JSON_OBJECT)) return;
  *names = CM_NEWS(r->arena, cm_mapping_name, object->count);
  if (*names == NULL) cm_reader_nomem(r);
  for (const cm_json *at = object->child; at != NULL && r->status == CEMENT_OK; at = at->next) {
    cm_mapping_name *name = &(*names)[*count];
    bool left_out = none && at->type == CM_JSON_NULL;
    if (!left_out && !cm_reader_is(r, at, CM_JSON_STRING)) return;
    *name = (cm_mapping_name){cm_reader_copy(r, at->key), {NULL, 0}, cm_reader_copy(r, at->text), left_out};
    if (name->id.size == 0 && !left_out)
      cm_refuse(r, CEMENT_E_SCHEMA, at, CM_S("\""), at->key, CM_S("\": an id expected"));
    if (r->status != CEMENT_OK) return;
    cm_place where = cm_place_at(r->source, r->text, at->key_offset);
    r->status = cm_heading_key(r->arena, CM_S(""), name->text, where, &name->key, r->err);
    for (size_t i = 0; i < *count && r->status == CEMENT_OK; i++) {
      if (!cm_str_eq((*names)[i].key, name->key)) continue;
      cm_refuse_key(r, CEMENT_E_DUPKEY, at, CM_S("\""), at->key, CM_S("\" is the name \""), (*names)[i].text,
                    CM_S("\" again"));
    }
    ++*count;
  }
}

/* One further column of dates, or a list of them. */
static void read_times(cm_mapping_reader *m, const cm_json *times, cm_mapping_table *out) {
  cm_reader *r = &m->r;
  bool list = times != NULL && times->type == CM_JSON_ARRAY;
  if (list && (times->count == 0 || times->count >= CM_WHEN_COLUMNS)) {
    cm_refuse(r, CEMENT_E_SCHEMA, times, CM_S("\"time\": one to three headings expected"));
  }
  const cm_json *at = list ? times->child : times;
  for (size_t k = 1; at != NULL && r->status == CEMENT_OK; k++) {
    cm_mapping_read_heading(m, at, "time", &out->period_headers[k], &out->period_keys[k]);
    at = list ? at->next : NULL;
  }
}

static void read_period(cm_mapping_reader *m, const cm_json *object, cm_mapping_table *out) {
  static const char *const stamps[] = {"", "begin", "end"};
  cm_reader *r = &m->r;
  out->month_starts = 1;
  if (object == NULL) return;
  cm_reader_only(r, object, "header time month_starts stamp");
  if (r->status != CEMENT_OK) return;
  cm_mapping_read_heading(m, cm_json_get(object, "header"), "header", &out->period_headers[0], &out->period_keys[0]);
  read_times(m, cm_json_get(object, "time"), out);
  if (cm_json_get(object, "month_starts") != NULL) {
    out->month_starts = (uint32_t)cm_reader_int(r, object, "month_starts", 1, 28);
  }
  out->stamp_end = cm_mapping_choice(r, object, "stamp", stamps, 3) == 2;
}

static void read_line(cm_mapping_reader *m, const cm_json *object, cm_mapping_table *out) {
  cm_reader *r = &m->r;
  if (object == NULL) return;
  cm_reader_only(r, object, "header id");
  if (r->status != CEMENT_OK) return;
  if (object->count != 1) {
    cm_refuse(r, CEMENT_E_SCHEMA, object, CM_S("\"line\": header or id expected"));
  } else if (cm_json_get(object, "id") != NULL) {
    out->line = cm_reader_text(r, object, "id", true);
  } else {
    cm_mapping_read_key(m, object, "header", &out->line_header, &out->line_key);
  }
}

static void read_of(cm_mapping_reader *m, const cm_json *object, cm_mapping_table *out) {
  if (object == NULL) return;
  cm_reader_only(&m->r, object, "header names");
  if (m->r.status != CEMENT_OK) return;
  cm_mapping_read_key(m, object, "header", &out->of_header, &out->of_key);
  read_names(m, cm_reader_get(&m->r, object, "names", false), true, &out->ofs, &out->of_count);
}

static uint32_t read_count(cm_reader *r, const cm_json *object, const char *key, int32_t max) {
  return cm_reader_get(r, object, key, false) == NULL ? 0 : (uint32_t)cm_reader_int(r, object, key, 0, max);
}

/* How the file is written: what else would be found. */
static void read_form(cm_mapping_reader *m, const cm_json *object, cm_mapping_table *out) {
  static const char *const delimiters[] = {"", ",", ";", "\t"};
  static const char *const gaps[] = {"", "zero"};
  cm_reader *r = &m->r;
  cm_encoding encoding;
  out->file = cm_reader_text(r, object, "file", false);
  out->shape = cm_mapping_choice(r, object, "shape", cm_mapping_shapes, CM_SHAPE_DAYS + 1);
  out->encoding = cm_reader_text(r, object, "encoding", false);
  if (r->status == CEMENT_OK && out->encoding.size != 0 && cm_encoding_read(out->encoding, &encoding) != 0) {
    cm_refuse(r, CEMENT_E_UNKNOWN, cm_json_get(object, "encoding"), CM_S("encoding \""), out->encoding,
              CM_S("\" is not known"));
  }
  out->delimiter = delimiters[cm_mapping_choice(r, object, "delimiter", delimiters, 4)][0];
  out->skip_rows = read_count(r, object, "skip_rows", 1000);
  out->header_rows = read_count(r, object, "header_rows", 2);
  out->year = (int32_t)read_count(r, object, "year", 9999);
  out->month = (int32_t)read_count(r, object, "month", 12);
  out->gaps_zero = cm_mapping_choice(r, object, "gaps", gaps, 2) != 0;
  const cm_json *unit_row = cm_reader_get(r, object, "unit_row", false);
  out->unit_row_given = unit_row != NULL;
  if (unit_row != NULL) (void)cm_reader_flag(r, unit_row, unit_row->key, &out->unit_row);
}

static void check_column(cm_mapping_reader *m, const cm_json *at, const cm_mapping_table *table,
                         const cm_mapping_column *columns, size_t index) {
  const cm_mapping_column *column = &columns[index];
  const cm_meaning *meaning = &column->meaning;
  for (size_t i = 0; i < index; i++) {
    if (!cm_str_eq(columns[i].key, column->key)) continue;
    cm_refuse(&m->r, CEMENT_E_DUPKEY, at, CM_S("column \""), column->header, CM_S("\" twice"));
  }
  bool needs = meaning->kind == CM_MEANING_VALUE && (meaning->item->sets & ~CM_SET_USE) != 0 && meaning->of.size == 0;
  if (needs && (table->of_key.size == 0 || meaning->item->sets == CM_SET_SECTION)) {
    cm_refuse(&m->r, CEMENT_E_SCHEMA, at, CM_S("column \""), column->header,
              CM_S("\": \"of\" is missing: which fuel, material or section"));
  }
}

static cm_mapping_column *read_columns(cm_mapping_reader *m, const cm_json *list, const cm_mapping_table *table,
                                       size_t *count) {
  cm_reader *r = &m->r;
  if (list == NULL || !cm_reader_is(r, list, CM_JSON_ARRAY)) return NULL;
  cm_mapping_column *columns = CM_NEWS(r->arena, cm_mapping_column, list->count);
  if (columns == NULL) cm_reader_nomem(r);
  for (const cm_json *at = list->child; at != NULL && r->status == CEMENT_OK; at = at->next) {
    cm_mapping_read_column(m, at, &columns[*count]);
    if (r->status == CEMENT_OK) check_column(m, at, table, columns, *count);
    ++*count;
  }
  return columns;
}

static void read_table(cm_mapping_reader *m, const cm_json *object, cm_mapping_table *out) {
  cm_reader *r = &m->r;
  *out = (cm_mapping_table){.where = cm_reader_place(r, object)};
  cm_reader_only(
      r, object,
      "file shape encoding delimiter skip_rows header_rows unit_row year month period line lines of gaps columns rows");
  read_form(m, object, out);
  read_period(m, cm_reader_get(r, object, "period", false), out);
  read_line(m, cm_reader_get(r, object, "line", false), out);
  read_names(m, cm_reader_get(r, object, "lines", false), false, &out->lines, &out->line_count);
  read_of(m, cm_reader_get(r, object, "of", false), out);
  out->columns = read_columns(m, cm_reader_get(r, object, "columns", false), out, &out->column_count);
  out->rows = read_columns(m, cm_reader_get(r, object, "rows", false), out, &out->row_count);
}

/* A part that is a ledger's, and read as one later. */
static const cm_json *ledger_part(cm_reader *r, const cm_json *root, const char *key, cm_json_type type) {
  const cm_json *at = cm_reader_get(r, root, key, false);
  return at != NULL && cm_reader_is(r, at, type) ? at : NULL;
}

static void read_root(cm_mapping_reader *m, const cm_json *root, cm_mapping *out) {
  cm_reader *r = &m->r;
  cm_reader_only(r, root, "schema facility lines fuels materials tables");
  cm_reader_schema(r, root, "cement-mapping/1");
  out->facility = ledger_part(r, root, "facility", CM_JSON_OBJECT);
  out->lines = ledger_part(r, root, "lines", CM_JSON_ARRAY);
  out->fuels = ledger_part(r, root, "fuels", CM_JSON_ARRAY);
  out->materials = ledger_part(r, root, "materials", CM_JSON_ARRAY);
  const cm_json *tables = cm_reader_get(r, root, "tables", false);
  if (tables == NULL || !cm_reader_is(r, tables, CM_JSON_ARRAY)) return;
  out->tables = CM_NEWS(r->arena, cm_mapping_table, tables->count);
  if (out->tables == NULL) cm_reader_nomem(r);
  for (const cm_json *at = tables->child; at != NULL && r->status == CEMENT_OK; at = at->next) {
    read_table(m, at, &out->tables[out->table_count++]);
  }
}

int cm_mapping_read(cm_arena *arena, const cm_dictionary *dictionary, cm_str source, cm_str text, cm_mapping *out,
                    cement_error *err) {
  cm_json *root;
  *out = (cm_mapping){.source = cm_arena_copy(arena, source), .text = cm_arena_copy(arena, text)};
  if (out->source.at == NULL || out->text.at == NULL) return cm_nomem(err);
  int status = cm_json_read(arena, &root, out->source, out->text, &cm_mapping_limits, err);
  if (status != CEMENT_OK) return status;
  cm_mapping_reader m = {{.arena = arena, .source = out->source, .text = out->text, .err = err}, dictionary};
  read_root(&m, root, out);
  return m.r.status;
}
