/* A ledger in JSON: the keys of docs/ledger.md, turned into raw rows and declarations. */
#include "ledger/builder.h"
#include "std/read.h"

typedef struct reader {
  cm_builder *b;
  cm_reader json;
} reader;

/* A member as a cell: a string, or a number where one may stand. Absent: no text, at the owner's place. */
static int read_cell(reader *r, const cm_json *owner, const cm_json *value, bool number, cm_cell *out) {
  *out = (cm_cell){{"", 0}, (size_t)owner->offset};
  if (value == NULL) return CEMENT_OK;
  if (value->type != CM_JSON_STRING && !(number && value->type == CM_JSON_NUMBER)) {
    return cm_reader_expected(&r->json, value, value->key, number ? CM_S("a number") : CM_S("a string"));
  }
  *out = (cm_cell){value->text, (size_t)value->offset};
  return CEMENT_OK;
}

/* One property of a facility, line, fuel or material: text, bare number or {"value", "unit"}. */
static int read_property(reader *r, uint8_t bit, uint32_t owner, const cm_json *value) {
  static const char *const keys[] = {"value", "unit"};
  const cm_json *found[2] = {value, NULL};
  cm_cell key = {value->key, (size_t)value->key_offset};
  cm_cell number;
  cm_cell unit;
  int attribute = cm_set_find_attribute(cm_items_set(r->b->items, bit), value->key);
  bool numeric = attribute >= 0 && cm_items_set(r->b->items, bit)->attributes[attribute].number;
  int status = CEMENT_OK;
  if (!cm_build_knows(r->b, bit, value->key)) return cm_build_property(r->b, bit, owner, key, key, key); /* refuses */
  if (numeric && value->type == CM_JSON_OBJECT) {
    status = cm_reader_object(&r->json, value, value->key, keys, 2, found);
  } else if (numeric && value->type != CM_JSON_NUMBER && value->type != CM_JSON_STRING) {
    status = cm_reader_expected(&r->json, value, value->key, CM_S("{\"value\": NUMBER, \"unit\": UNIT}"));
  }
  if (status == CEMENT_OK) status = read_cell(r, value, found[0], numeric, &number);
  if (status == CEMENT_OK) status = read_cell(r, value, found[1], false, &unit);
  return status == CEMENT_OK ? cm_build_property(r->b, bit, owner, key, number, unit) : status;
}

static int read_facility(reader *r, const cm_json *object) {
  if (object->type != CM_JSON_OBJECT) {
    return cm_reader_expected(&r->json, object, CM_S("facility"), CM_S("an object"));
  }
  for (const cm_json *value = object->child; value != NULL; value = value->next) {
    int status = read_property(r, CM_SET_FACILITY, 0, value);
    if (status != CEMENT_OK) return status;
  }
  return CEMENT_OK;
}

/* One line, fuel or material: its id first, wherever it stands. */
static int read_declaration(reader *r, uint8_t bit, const cm_json *object) {
  cm_cell id;
  uint32_t index;
  cm_str what = bit == CM_SET_LINE ? CM_S("line") : bit == CM_SET_FUEL ? CM_S("fuel") : CM_S("material");
  if (object->type != CM_JSON_OBJECT) return cm_reader_expected(&r->json, object, what, CM_S("an object"));
  int status = read_cell(r, object, cm_json_get(object, "id"), false, &id);
  if (status == CEMENT_OK) status = cm_build_declare(r->b, bit, id, true, &index);
  if (status != CEMENT_OK) return status;
  for (const cm_json *value = object->child; value != NULL; value = value->next) {
    if (cm_str_is(value->key, "id")) continue;
    status = read_property(r, bit, index, value);
    if (status != CEMENT_OK) return status;
  }
  return CEMENT_OK;
}

static int read_observation(reader *r, const cm_json *object) {
  enum { LINE, PERIOD, ITEM, OF, VALUE, UNIT, METHOD, USE, SOURCE, NOTE, KEYS };
  static const char *const keys[] = {"line", "period", "item", "of",     "value",
                                     "unit", "method", "use",  "source", "note"};
  const cm_json *found[KEYS];
  cm_cell cells[KEYS];
  int status = cm_reader_object(&r->json, object, CM_S("observation"), keys, KEYS, found);
  for (size_t i = 0; i < KEYS && status == CEMENT_OK; i++) {
    status = read_cell(r, object, found[i], i == VALUE, &cells[i]);
  }
  if (status != CEMENT_OK) return status;
  cm_raw_row row = {cells[LINE],   cells[PERIOD], cells[ITEM],   cells[OF],   cells[VALUE],          cells[UNIT],
                    cells[METHOD], cells[USE],    cells[SOURCE], cells[NOTE], (size_t)object->offset};
  return cm_build_observation(r->b, &row);
}

static int read_override(reader *r, const cm_json *object) {
  enum { EDITION, KEY, OF, VALUE, UNIT, REASON, KEYS };
  static const char *const keys[] = {"edition", "key", "of", "value", "unit", "reason"};
  const cm_json *found[KEYS];
  cm_cell cells[KEYS];
  int status = cm_reader_object(&r->json, object, CM_S("override"), keys, KEYS, found);
  for (size_t i = 0; i < KEYS && status == CEMENT_OK; i++) {
    status = read_cell(r, object, found[i], i == VALUE, &cells[i]);
  }
  if (status != CEMENT_OK) return status;
  return cm_build_override(r->b, cells[EDITION], cells[KEY], cells[OF], cells[VALUE], cells[UNIT], cells[REASON],
                           (size_t)object->offset);
}

enum { SCHEMA, FACILITY, LINES, FUELS, MATERIALS, OBSERVATIONS, OVERRIDES, KEYS };
static const char *const keys[] = {"schema", "facility", "lines", "fuels", "materials", "observations", "overrides"};

static int read_entry(reader *r, int kind, const cm_json *entry) {
  switch (kind) {
  case LINES: return read_declaration(r, CM_SET_LINE, entry);
  case FUELS: return read_declaration(r, CM_SET_FUEL, entry);
  case MATERIALS: return read_declaration(r, CM_SET_MATERIAL, entry);
  case OBSERVATIONS: return read_observation(r, entry);
  default: return read_override(r, entry);
  }
}

static int read_list(reader *r, int kind, const cm_json *list) {
  if (list->type != CM_JSON_ARRAY) {
    return cm_reader_expected(&r->json, list, cm_str_of(keys[kind]), CM_S("a list"));
  }
  int status = kind == OBSERVATIONS ? cm_build_reserve(r->b, list->count) : CEMENT_OK;
  for (const cm_json *entry = list->child; entry != NULL && status == CEMENT_OK; entry = entry->next) {
    status = read_entry(r, kind, entry);
  }
  return status;
}

/* In document order, so that the first fault is the one that is told. */
static int read_root(reader *r, const cm_json *root) {
  const cm_json *found[KEYS];
  int status = cm_reader_object(&r->json, root, CM_S("ledger"), keys, KEYS, found);
  if (status == CEMENT_OK) status = cm_reader_required(&r->json, root, found[SCHEMA], CM_S("ledger"), "schema");
  if (status != CEMENT_OK) return status;
  if (found[SCHEMA]->type != CM_JSON_STRING || !cm_str_is(found[SCHEMA]->text, "cement-ledger/1")) {
    return cm_refuse(&r->json, CEMENT_E_SCHEMA, found[SCHEMA], CM_S("schema: \""), found[SCHEMA]->text,
                     CM_S("\" read, \"cement-ledger/1\" expected"));
  }
  for (const cm_json *value = root->child; value != NULL && status == CEMENT_OK; value = value->next) {
    int kind = 0;
    while (value != found[kind]) kind++;
    if (kind == FACILITY) status = read_facility(r, value);
    if (kind > FACILITY) status = read_list(r, kind, value);
  }
  return status;
}

int cm_ledger_read_json(cm_builder *b) {
  cm_arena scratch; /* the tree goes when the ledger has what it needs */
  cm_json *root;
  cm_arena_init(&scratch, b->ledger->arena.alloc);
  int status = cm_json_read(&scratch, &root, b->source, b->text, &b->limits->json, b->err);
  if (status == CEMENT_OK) {
    reader r = {b, {&b->ledger->arena, b->source, b->text, b->err, CEMENT_OK}};
    status = read_root(&r, root);
  }
  cm_arena_free(&scratch);
  return status;
}

int cm_ledger_read_declarations(cm_builder *b, const cm_json *facility, const cm_json *lines, const cm_json *fuels,
                                const cm_json *materials) {
  reader r = {b, {&b->ledger->arena, b->source, b->text, b->err, CEMENT_OK}};
  int status = facility == NULL ? CEMENT_OK : read_facility(&r, facility);
  if (status == CEMENT_OK && lines != NULL) status = read_list(&r, LINES, lines);
  if (status == CEMENT_OK && fuels != NULL) status = read_list(&r, FUELS, fuels);
  if (status == CEMENT_OK && materials != NULL) status = read_list(&r, MATERIALS, materials);
  return status;
}
