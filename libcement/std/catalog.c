#include "base/hash.h"
#include "std/load.h"

const cm_json_limits cm_edition_limits = {
    .bytes = 4u << 20, .depth = 16, .values = 200000, .keys = 1024, .string_bytes = 16384, .number_bytes = 48};

static void hash_text(cm_str text, char out[65]) {
  cm_sha256 hash;
  cm_sha256_init(&hash);
  cm_sha256_add(&hash, text.at, text.size);
  cm_sha256_hex(&hash, out);
}

int cm_catalog_init(cm_catalog *catalog, const cm_alloc *alloc, cm_str name, cm_str items, cement_error *err) {
  *catalog = (cm_catalog){.factor_count = 0};
  cm_arena_init(&catalog->arena, alloc);
  cm_arena scratch;
  cm_arena_init(&scratch, alloc);
  cm_json *root;
  int status = cm_json_read(&scratch, &root, name, items, &cm_edition_limits, err);
  if (!status) status = cm_items_read(&catalog->arena, &catalog->items, root, name, items, err);
  cm_arena_free(&scratch);
  if (!status) hash_text(items, catalog->items_sha256);
  return status;
}

void cm_catalog_free(cm_catalog *catalog) {
  cm_arena_free(&catalog->arena);
}

/* Reads and links into the catalog's arena. */
static int load(cm_catalog *catalog, cm_arena *scratch, cm_str name, cm_str text, cement_error *err) {
  cm_json *root;
  int status = cm_json_read(scratch, &root, name, text, &cm_edition_limits, err);
  if (status) return status;
  cm_reader r = {.arena = &catalog->arena, .source = name, .text = text, .err = err};
  cm_edition *edition = CM_NEW(&catalog->arena, cm_edition);
  if (!edition) return cm_nomem(err);
  edition->index = (uint32_t)catalog->editions.size;
  cm_load_edition(&r, catalog, edition, root);
  if (r.status) return r.status;
  /* the file's name outlives the call nowhere, so places that are kept need a copy of it */
  cm_str kept = cm_arena_copy(&catalog->arena, name);
  if (!kept.at) return cm_nomem(err);
  for (size_t i = 0; i < edition->formulas.size; i++) edition->formulas.at[i]->place.source = kept;
  for (size_t i = 0; i < edition->limits.size; i++) edition->limits.at[i]->place.source = kept;
  for (size_t i = 0; i < edition->checks.size; i++) edition->checks.at[i]->place.source = kept;
  if ((status = cm_edition_link(catalog, edition, err))) return status;
  hash_text(text, edition->sha256);
  return CM_VEC_PUSH(&catalog->arena, &catalog->editions, edition) ? cm_nomem(err) : CEMENT_OK;
}

int cm_catalog_load(cm_catalog *catalog, cm_str name, cm_str text, cement_error *err) {
  cm_arena scratch;
  cm_arena_init(&scratch, catalog->arena.alloc);
  cm_catalog before = *catalog;
  int status = load(catalog, &scratch, name, text, err);
  cm_arena_free(&scratch);
  if (status) { /* of a refused edition nothing stays, the lists that grew for it least of all */
    cm_arena_rewind(&catalog->arena, &before.arena);
    *catalog = before;
  }
  return status;
}

/* ---- look-ups: lists are short, so they are walked ---- */

const cm_edition *cm_catalog_find(const cm_catalog *catalog, cm_str id) {
  for (size_t i = 0; i < catalog->editions.size; i++)
    if (cm_str_eq(catalog->editions.at[i]->id, id)) return catalog->editions.at[i];
  return NULL;
}

#define FIND(list, field)                                                                                              \
  for (size_t i = 0; i < edition->list.size; i++)                                                                      \
    if (cm_str_eq(edition->list.at[i]->field, key)) return edition->list.at[i];                                        \
  return NULL

const cm_formula *cm_edition_formula(const cm_edition *edition, cm_str key) {
  FIND(formulas, key);
}

const cm_option *cm_edition_option(const cm_edition *edition, cm_str key) {
  FIND(options, key);
}

const cm_finding_type *cm_edition_finding(const cm_edition *edition, cm_str key) {
  FIND(findings, code);
}

const cm_table *cm_edition_table(const cm_edition *edition, cm_str key) {
  FIND(tables, key);
}

const cm_factor *cm_edition_constant(const cm_edition *edition, cm_str key) {
  FIND(constants, key);
}

int cm_option_find_choice(const cm_option *option, cm_str key) {
  for (size_t i = 0; i < option->choice_count; i++)
    if (cm_str_eq(option->choices[i].key, key)) return (int)i;
  return -1;
}

const cm_factor *cm_table_find(const cm_table *table, const cm_str *keys) {
  const cm_factor *best = NULL;
  size_t best_literal = 0;
  for (size_t i = 0; i < table->row_count; i++) {
    size_t k = 0, literal = 0;
    for (; k < table->key_count; k++) {
      bool same = cm_str_eq(table->rows[i].keys[k], keys[k]);
      if (!same && !cm_str_eq(table->rows[i].keys[k], CM_S("*"))) break;
      literal += same;
    }
    if (k == table->key_count && (!best || literal > best_literal))
      best = table->rows[i].factor, best_literal = literal;
  }
  return best;
}

uint32_t cm_factor_state(const cm_items *items, const cm_factor *factor) {
  for (size_t i = 0; i < items->fuel.member_count; i++)
    if (cm_str_eq(items->fuel.members[i].key, factor->row))
      return items->fuel.members[i].attributes[items->fuel_state].choice;
  return 0;
}

cm_str cm_factor_unit_text(const cm_items *items, const cm_factor *factor, char out[CM_UNIT_TEXT_MAX]) {
  if (cm_str_is(factor->unit_text, "1")) return CM_S("");
  return cm_unit_text_for_state(items, factor->unit_text, cm_factor_state(items, factor), out);
}
