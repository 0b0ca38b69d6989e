/* The ledger's life: init, add, finish, free; and what the readers have in common. */
#include "ledger/builder.h"

void cm_ledger_init(cm_ledger *ledger, const cm_alloc *alloc, const cm_items *items) {
  memset(ledger, 0, sizeof *ledger);
  cm_arena_init(&ledger->arena, alloc);
  ledger->items = items;
  ledger->facility_id = ledger->facility_name = ledger->facility_province = (cm_str){"", 0};
}

void cm_ledger_free(cm_ledger *ledger) {
  const cm_alloc *alloc = ledger->arena.alloc;
  const cm_items *items = ledger->items;
  cm_arena_free(&ledger->arena);
  cm_ledger_init(ledger, alloc, items);
}

static int add_names(cm_builder *b, cm_names *names, const cm_member *member, uint32_t index) {
  cm_arena *arena = &b->ledger->arena;
  int failed = cm_names_add(arena, names, member->key, index) || cm_names_add(arena, names, member->label.zh, index) ||
               cm_names_add(arena, names, member->label.en, index);
  for (size_t i = 0; i < member->alias_count && !failed; i++) {
    failed = cm_names_add(arena, names, member->aliases[i], index);
  }
  return failed;
}

/* The built-in fuels and materials come first, with the indices that they have in items.json. */
static int add_builtin(cm_builder *b) {
  cm_ledger *ledger = b->ledger;
  cm_arena *arena = &ledger->arena;
  const cm_items *items = b->items;
  cm_entity none;
  memset(&none, 0, sizeof none);
  for (uint32_t i = 0; i < items->fuel.member_count; i++) {
    const cm_member *member = &items->fuel.members[i];
    cm_fuel fuel = {.id = member->key, .name = {"", 0}, .builtin = true, .label = member->label};
    memcpy(fuel.attributes, member->attributes, sizeof fuel.attributes);
    if (add_names(b, &b->fuel_names, member, i) || CM_VEC_PUSH(arena, &ledger->fuels, fuel) ||
        CM_VEC_PUSH(arena, &b->fuels, none)) {
      return -1;
    }
  }
  for (uint32_t i = 0; i < items->material.member_count; i++) {
    const cm_member *member = &items->material.members[i];
    cm_material material = {member->key, {"", 0}, true, member->label};
    if (add_names(b, &b->material_names, member, i) || CM_VEC_PUSH(arena, &ledger->materials, material) ||
        CM_VEC_PUSH(arena, &b->materials, none)) {
      return -1;
    }
  }
  for (uint32_t i = 0; i < items->items.size; i++) {
    if (cm_names_add(arena, &b->item_names, items->items.at[i]->key, i)) return -1;
  }
  return 0;
}

static int begin(cm_ledger *ledger, cement_error *err) {
  cm_builder *b = CM_NEW(&ledger->arena, cm_builder);
  if (b == NULL) return cm_nomem(err);
  b->ledger = ledger;
  b->items = ledger->items;
  cm_sha256_init(&b->hash);
  if (add_builtin(b)) return cm_nomem(err);
  ledger->builder = b;
  return CEMENT_OK;
}

/* JSON begins with '{'; a byte order mark before it is left for the JSON reader to refuse. */
static bool is_json(cm_str text) {
  size_t at = cm_str_starts(text, "\xEF\xBB\xBF") ? 3 : 0;
  while (at < text.size && cm_is_space((unsigned char)text.at[at])) at++;
  return at < text.size && text.at[at] == '{';
}

int cm_build_open(cm_ledger *ledger, cm_str name, const cm_ledger_limits *limits, cement_error *err) {
  cm_document document = {cm_arena_copy(&ledger->arena, name), ""};
  if (ledger->finished) return cm_fail(err, CEMENT_E_STATE, CM_NOWHERE, CM_S("the ledger is finished"));
  if (document.name.at == NULL) return cm_nomem(err);
  int status = ledger->builder == NULL ? begin(ledger, err) : CEMENT_OK;
  if (status != CEMENT_OK) return status;
  cm_builder *b = ledger->builder;
  cm_build_close_puts(b);
  if (ledger->documents.size > UINT8_MAX) {
    return cm_fail(err, CEMENT_E_LIMIT, CM_NOWHERE, CM_S("more than 256 documents in one ledger"));
  }
  b->document = (uint32_t)ledger->documents.size;
  if (CM_VEC_PUSH(&ledger->arena, &ledger->documents, document)) return cm_nomem(err);
  b->source = document.name;
  b->limits = limits;
  b->err = err;
  b->seen = b->line_start = 0;
  b->line = 1;
  return CEMENT_OK;
}

size_t cm_ledger_bytes_max(cm_str text, const cm_ledger_limits *limits) {
  return is_json(text) ? limits->json.bytes : limits->csv_bytes;
}

int cm_ledger_too_long(cm_str name, cement_error *err) {
  return cm_fail(err, CEMENT_E_LIMIT, ((cm_place){name, 0, 1, 1}), CM_S("the document is too long"));
}

int cm_ledger_add(cm_ledger *ledger, cm_str name, cm_str text, const cm_ledger_limits *limits, cement_error *err) {
  cm_sha256 hash;
  int status = cm_build_open(ledger, name, limits, err);
  if (status != CEMENT_OK) return status;
  if (text.size > cm_ledger_bytes_max(text, limits)) return cm_ledger_too_long(name, err);
  cm_builder *b = ledger->builder;
  cm_sha256_init(&hash);
  cm_sha256_add(&hash, text.at, text.size);
  cm_sha256_hex(&hash, ledger->documents.at[b->document].sha256);
  cm_sha256_add(&b->hash, text.at, text.size);
  b->text = text;
  status = is_json(text) ? cm_ledger_read_json(b) : cm_ledger_read_csv(b);
  b->text = (cm_str){"", 0}; /* the caller's, and not ours any longer */
  return status;
}

int cm_ledger_finish(cm_ledger *ledger, const cm_ledger_limits *limits, cement_error *err) {
  if (ledger->finished) return cm_fail(err, CEMENT_E_STATE, CM_NOWHERE, CM_S("the ledger is finished"));
  cm_builder *b = ledger->builder;
  if (b == NULL) return cm_fail(err, CEMENT_E_MISSING, CM_NOWHERE, CM_S("the ledger has no document"));
  b->limits = limits;
  b->err = err;
  cm_build_close_puts(b);
  int status = cm_check_declarations(b);
  if (status == CEMENT_OK) status = cm_check_order(b);
  if (status == CEMENT_OK) status = cm_check_conflicts(b);
  if (status != CEMENT_OK) return status;
  cm_arena scratch;
  cm_sha256_hex(&b->hash, ledger->sha256);
  cm_arena_init(&scratch, ledger->arena.alloc);
  status = cm_ledger_canonical_hash(ledger, &scratch, ledger->canonical_sha256);
  cm_arena_free(&scratch);
  if (status != CEMENT_OK) return cm_nomem(err);
  ledger->finished = true;
  return CEMENT_OK;
}

/* ---- places and texts ---------------------------------------------------------------------------------------- */

cm_place cm_build_place(const cm_builder *b, size_t offset) {
  cm_place place = cm_place_at(b->source, b->text, offset);
  if (b->put == 0) return place;
  place.line = b->put;
  place.column = (uint32_t)offset + 1;
  return place;
}

cm_spot cm_build_spot(cm_builder *b, size_t offset) {
  if (b->put != 0) return (cm_spot){b->document, b->put, (uint32_t)offset + 1};
  if (offset < b->seen) { /* a key of the same object, most often: back from where we are, not on from the start */
    uint32_t line = b->line;
    size_t start = offset;
    for (size_t i = b->line_start; i > offset; i--) line -= b->text.at[i - 1] == '\n';
    if (line == b->line) return (cm_spot){b->document, line, (uint32_t)(offset - b->line_start) + 1};
    while (start > 0 && b->text.at[start - 1] != '\n') start--;
    return (cm_spot){b->document, line, (uint32_t)(offset - start) + 1};
  }
  while (b->seen < offset) {
    const char *end = memchr(b->text.at + b->seen, '\n', offset - b->seen);
    if (end == NULL) break;
    b->seen = b->line_start = (size_t)(end - b->text.at) + 1;
    b->line++;
  }
  b->seen = offset;
  return (cm_spot){b->document, b->line, (uint32_t)(offset - b->line_start) + 1};
}

cm_place cm_spot_place(const cm_builder *b, cm_spot spot) {
  return (cm_place){b->ledger->documents.at[spot.document].name, 0, spot.line, spot.column};
}

int cm_spot_cmp(cm_spot a, cm_spot b) {
  if (a.line == 0 || b.line == 0) return (a.line == 0) - (b.line == 0);
  if (a.document != b.document) return a.document < b.document ? -1 : 1;
  if (a.line != b.line) return a.line < b.line ? -1 : 1;
  return a.column < b.column ? -1 : a.column > b.column;
}

cm_str cm_spot_text(const cm_builder *b, cm_spot spot, char out[CEMENT_SOURCE_MAX + 64]) {
  char digits[24];
  cm_str name = cm_str_cut(b->ledger->documents.at[spot.document].name, 80); /* leaves room for the message */
  const cm_str parts[] = {name, name.size ? CM_S(", line ") : CM_S("line "), cm_u64_text(spot.line, digits)};
  size_t used = 0;
  for (size_t i = 0; i < 3; i++) {
    if (parts[i].size != 0) memcpy(out + used, parts[i].at, parts[i].size);
    used += parts[i].size;
  }
  cm_str column = cm_u64_text(spot.column, digits);
  memcpy(out + used, ", column ", 9);
  memcpy(out + used + 9, column.at, column.size);
  return (cm_str){out, used + 9 + column.size};
}

int cm_build_text(cm_builder *b, cm_str text, cm_str *out) {
  *out = (cm_str){"", 0};
  if (text.size == 0) return CEMENT_OK;
  const cm_name *name = cm_names_find(&b->texts, text);
  if (name == NULL) {
    if (cm_names_add(&b->ledger->arena, &b->texts, text, 0)) return cm_nomem(b->err);
    name = &b->texts.list.at[b->texts.list.size - 1];
  }
  *out = name->text;
  return CEMENT_OK;
}

int cm_build_reserve(cm_builder *b, size_t rows) {
  return CM_VEC_ROOM(&b->ledger->arena, &b->ledger->observations, rows) ? cm_nomem(b->err) : CEMENT_OK;
}

int cm_build_remark(cm_builder *b, const cm_remark *remark) {
  cm_remark kept = *remark;
  kept.detail = cm_arena_copy(&b->ledger->arena, remark->detail);
  bool failed = cm_build_text(b, remark->line, &kept.line) || cm_build_text(b, remark->of, &kept.of) ||
                cm_build_text(b, remark->use, &kept.use) || cm_build_text(b, remark->key, &kept.key) ||
                kept.detail.at == NULL || CM_VEC_PUSH(&b->ledger->arena, &b->ledger->remarks, kept);
  return failed ? cm_nomem(b->err) : CEMENT_OK;
}
