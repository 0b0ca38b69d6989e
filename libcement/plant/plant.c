#include "plant/plant_work.h"

/* The plant lies in its own arena. */
cm_plant *cm_plant_create(const cm_alloc *alloc, cm_ledger *ledger) {
  cm_arena arena;
  cm_arena_init(&arena, alloc);
  cm_plant *plant = CM_NEW(&arena, cm_plant);
  if (plant == NULL) return NULL;
  plant->arena = arena;
  plant->ledger = ledger;
  cm_book_init(&plant->book, &plant->arena);
  cm_buf_init(&plant->doubts, &plant->arena);
  return plant;
}

void cm_plant_free(cm_plant *plant) {
  if (plant == NULL) return;
  cm_arena arena = plant->arena;
  cm_arena_free(&arena);
}

static int open_dictionary(cm_plant *plant, cement_error *err) {
  if (plant->dictionary != NULL) return CEMENT_OK;
  cm_dictionary *dictionary = CM_NEW(&plant->arena, cm_dictionary);
  if (dictionary == NULL) return cm_nomem(err);
  int status = cm_dictionary_builtin(&plant->arena, dictionary, plant->ledger->items, err);
  if (status == CEMENT_OK) plant->dictionary = dictionary;
  return status;
}

int cm_plant_begin(cm_plant *plant, cm_str name, const cm_ledger_limits *limits, cement_error *err) {
  int status = open_dictionary(plant, err);
  return status == CEMENT_OK ? cm_build_open(plant->ledger, name, limits, err) : status;
}

/* The mapping is a document like any other: its bytes are in the ledger's hash. */
static int declare(cm_plant *plant, const cm_mapping *mapping) {
  cm_builder *b = plant->ledger->builder;
  cm_sha256 hash;
  cm_sha256_init(&hash);
  cm_sha256_add(&hash, mapping->text.at, mapping->text.size);
  cm_sha256_hex(&hash, plant->ledger->documents.at[b->document].sha256);
  cm_sha256_add(&b->hash, mapping->text.at, mapping->text.size);
  b->text = mapping->text;
  int status = cm_ledger_read_declarations(b, mapping->facility, mapping->lines, mapping->fuels, mapping->materials);
  b->text = (cm_str){"", 0};
  return status;
}

int cm_plant_map(cm_plant *plant, cm_str name, cm_str text, const cm_ledger_limits *limits, cement_error *err) {
  if (plant->mapping != NULL) {
    return cm_fail(err, CEMENT_E_CONFLICT, ((cm_place){name, 0, 1, 1}), CM_S("a ledger takes one mapping, and has it"));
  }
  int status = cm_plant_begin(plant, name, limits, err);
  if (status != CEMENT_OK) return status;
  cm_mapping *mapping = CM_NEW(&plant->arena, cm_mapping);
  if (mapping == NULL) return cm_nomem(err);
  status = cm_mapping_read(&plant->arena, plant->dictionary, name, text, mapping, err);
  if (status != CEMENT_OK) return status;
  plant->mapping = mapping;
  return declare(plant, mapping);
}

void cm_plant_list(cm_plant *plant, cement_cell_visitor visit, void *user) {
  plant->visit = visit;
  plant->visitor = user;
}

void cm_plant_mapping(const cm_plant *plant, bool unknown, cm_sink *out) {
  cm_mapping mapping = {.source = {"", 0}, .text = {"", 0}};
  if (unknown) {
    if (plant != NULL) cm_sink_add(out, cm_buf_text(&plant->doubts));
    return;
  }
  if (plant != NULL) {
    mapping.tables = plant->tables.at;
    mapping.table_count = plant->tables.size;
  }
  cm_mapping_write(&mapping, out);
}
