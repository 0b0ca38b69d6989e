/* Declarations: lines, fuels, materials, their properties and those of the facility; overrides. */
#include "ledger/builder.h"

#define TEXT_OF(bit)                                                                                                   \
  ((bit) == CM_SET_LINE       ? CM_S("line")                                                                           \
   : (bit) == CM_SET_FUEL     ? CM_S("fuel")                                                                           \
   : (bit) == CM_SET_MATERIAL ? CM_S("material")                                                                       \
                              : CM_S("facility"))

static cm_entity *entity_of(cm_builder *b, uint8_t bit, uint32_t index) {
  return bit == CM_SET_LINE       ? &b->lines.at[index]
         : bit == CM_SET_FUEL     ? &b->fuels.at[index]
         : bit == CM_SET_MATERIAL ? &b->materials.at[index]
                                  : &b->facility;
}

/* An id is shown in messages, results and file columns, so it is one line of moderate length. */
static int check_id(cm_builder *b, cm_str what, cm_cell id) {
  if (id.text.size == 0) return cm_refuse_cell(b, CEMENT_E_MISSING, id.offset, what, CM_S(": the id is missing"));
  if (id.text.size > CM_ID_BYTES_MAX) {
    return cm_refuse_cell(b, CEMENT_E_LIMIT, id.offset, what, CM_S(" \""), id.text,
                          CM_S("\": an id has at most 64 bytes"));
  }
  for (size_t i = 0; i < id.text.size; i++) {
    unsigned char c = (unsigned char)id.text.at[i];
    if (c < 0x20 || c == 0x7F) {
      return cm_refuse_cell(b, CEMENT_E_SYNTAX, id.offset, what, CM_S(" \""), id.text,
                            CM_S("\": control characters in an id"));
    }
  }
  return CEMENT_OK;
}

static int too_many(cm_builder *b, cm_str what, size_t limit, size_t offset) {
  char digits[24];
  return cm_refuse_cell(b, CEMENT_E_LIMIT, offset, CM_S("more than "), cm_u64_text(limit, digits), CM_S(" "), what,
                        CM_S("s"));
}

static int add_member(cm_builder *b, uint8_t bit, cm_cell id, uint32_t *out) {
  cm_ledger *ledger = b->ledger;
  cm_arena *arena = &ledger->arena;
  cm_entity entity;
  memset(&entity, 0, sizeof entity);
  bool line = bit == CM_SET_LINE;
  bool fuel = bit == CM_SET_FUEL;
  size_t known = line ? ledger->lines.size : fuel ? ledger->fuels.size : ledger->materials.size;
  size_t builtin = line ? 0 : fuel ? b->items->fuel.member_count : b->items->material.member_count;
  size_t limit = line ? b->limits->lines : fuel ? b->limits->fuels : b->limits->materials;
  cm_names *names = line ? &b->line_names : fuel ? &b->fuel_names : &b->material_names;
  int status = check_id(b, TEXT_OF(bit), id);
  if (status != CEMENT_OK) return status;
  if (known - builtin >= limit) return too_many(b, TEXT_OF(bit), limit, id.offset);
  cm_str text = cm_arena_copy(arena, id.text);
  if (text.at == NULL || cm_names_add(arena, names, text, (uint32_t)known)) return cm_nomem(b->err);
  int failed =
      line ? CM_VEC_PUSH(arena, &ledger->lines, (cm_line){.id = text, .name = {"", 0}}) ||
                 CM_VEC_PUSH(arena, &b->lines, entity)
      : fuel
          ? CM_VEC_PUSH(arena, &ledger->fuels, (cm_fuel){.id = text, .name = {"", 0}, .label = {text, text}}) ||
                CM_VEC_PUSH(arena, &b->fuels, entity)
          : CM_VEC_PUSH(arena, &ledger->materials, (cm_material){.id = text, .name = {"", 0}, .label = {text, text}}) ||
                CM_VEC_PUSH(arena, &b->materials, entity);
  if (failed) return cm_nomem(b->err);
  *out = (uint32_t)known;
  return CEMENT_OK;
}

int cm_build_member(cm_builder *b, uint8_t bit, cm_cell id, uint32_t *out) {
  const cm_names *names = bit == CM_SET_LINE   ? &b->line_names
                          : bit == CM_SET_FUEL ? &b->fuel_names
                                               : &b->material_names;
  const cm_name *name = cm_names_find(names, id.text);
  if (name == NULL) return add_member(b, bit, id, out);
  *out = name->value;
  return CEMENT_OK;
}

int cm_build_declare(cm_builder *b, uint8_t bit, cm_cell id, bool object, uint32_t *out) {
  uint32_t index;
  int status = check_id(b, TEXT_OF(bit), id);
  if (status == CEMENT_OK) status = cm_build_member(b, bit, id, &index);
  if (status != CEMENT_OK) return status;
  cm_entity *entity = entity_of(b, bit, index);
  cm_spot spot = cm_build_spot(b, id.offset);
  /* each document of a plant may declare what it speaks of; twice in one is a slip */
  if (object && entity->object.line != 0 && entity->object.document == spot.document) {
    char where[CEMENT_SOURCE_MAX + 64];
    return cm_refuse_cell(b, CEMENT_E_CONFLICT, id.offset, TEXT_OF(bit), CM_S(" "), id.text,
                          CM_S(" is declared twice, first at "), cm_spot_text(b, entity->object, where));
  }
  if (object) entity->object = spot;
  if (entity->declared.line == 0) entity->declared = spot;
  *out = index;
  return CEMENT_OK;
}

/* A text property's place in the ledger, NULL when the set has none of that name. */
static cm_str *text_property(cm_builder *b, uint8_t bit, uint32_t owner, cm_str key, size_t *given) {
  cm_ledger *ledger = b->ledger;
  if (cm_str_is(key, "name")) {
    *given = CM_GIVEN_NAME;
    return bit == CM_SET_LINE       ? &ledger->lines.at[owner].name
           : bit == CM_SET_FUEL     ? &ledger->fuels.at[owner].name
           : bit == CM_SET_MATERIAL ? &ledger->materials.at[owner].name
                                    : &ledger->facility_name;
  }
  if (bit != CM_SET_FACILITY) return NULL;
  *given = cm_str_is(key, "id") ? CM_GIVEN_ID : CM_GIVEN_PROVINCE;
  if (cm_str_is(key, "id")) return &ledger->facility_id;
  return cm_str_is(key, "province") ? &ledger->facility_province : NULL;
}

static int read_number(cm_builder *b, const cm_attribute *attribute, cm_cell value, cm_cell unit, cm_dec *out) {
  const cm_unit_entry *entry;
  cm_expected as = {attribute->key, attribute->unit_text, attribute->unit, attribute->range, false};
  if (unit.text.size == 0 && cm_unit_same_dim(&attribute->unit, &cm_unit_one)) unit.text = attribute->unit_text;
  int status = cm_quantity_number(b, attribute->key, value, out);
  if (status == CEMENT_OK) status = cm_quantity_unit(b, attribute->key, unit, attribute->unit_text, &entry);
  if (status != CEMENT_OK) return status;
  return cm_quantity_convert(b, &as, cm_build_place(b, unit.offset), cm_build_place(b, value.offset), entry, value.text,
                             out);
}

static int read_choice(cm_builder *b, const cm_attribute *attribute, cm_cell value, uint32_t *out) {
  cm_str list[2 * 8];
  for (size_t i = 0; i < attribute->choice_count; i++) {
    const cm_choice *choice = &attribute->choices[i];
    if (cm_str_eq(choice->key, value.text) || cm_str_eq(choice->label.zh, value.text)) {
      *out = (uint32_t)i;
      return CEMENT_OK;
    }
  }
  for (size_t i = 0; i < 8; i++) {
    bool there = i < attribute->choice_count;
    list[2 * i] = !there || i == 0 ? CM_S("") : CM_S(", ");
    list[2 * i + 1] = there ? attribute->choices[i].key : CM_S("");
  }
  return cm_refuse_cell(b, CEMENT_E_UNKNOWN, value.offset, attribute->key, CM_S(": \""), value.text,
                        CM_S("\" read, one of these expected: "), list[0], list[1], list[2], list[3], list[4], list[5],
                        list[6], list[7], list[8], list[9], list[10], list[11], list[12], list[13], list[14], list[15]);
}

/* A property given before: in the same document even the same value is refused, since one of the two must be a slip;
 * another document may repeat it but not change it. */
static int given_before(cm_builder *b, uint8_t bit, cm_str key, cm_spot first, size_t offset) {
  char where[CEMENT_SOURCE_MAX + 64];
  bool same_document = first.document == b->document;
  return cm_refuse_cell(b, CEMENT_E_CONFLICT, offset, TEXT_OF(bit), CM_S("."), key,
                        same_document ? CM_S(" is given twice, first at ") : CM_S(" is given otherwise at "),
                        cm_spot_text(b, first, where));
}

static int set_text(cm_builder *b, uint8_t bit, cm_str key, cm_cell value, cm_cell unit, cm_str *out) {
  if (unit.text.size != 0) {
    return cm_refuse_cell(b, CEMENT_E_SCHEMA, unit.offset, TEXT_OF(bit), CM_S("."), key, CM_S(": unit "), unit.text,
                          CM_S(" read, but it is a text"));
  }
  if (cm_str_is(key, "id")) {
    int status = check_id(b, TEXT_OF(bit), value);
    if (status != CEMENT_OK) return status;
  }
  *out = cm_arena_copy(&b->ledger->arena, value.text);
  return out->at == NULL ? cm_nomem(b->err) : CEMENT_OK;
}

static cm_attribute_value *attribute_slot(cm_builder *b, uint8_t bit, uint32_t owner, size_t index) {
  cm_ledger *ledger = b->ledger;
  return bit == CM_SET_LINE   ? &ledger->lines.at[owner].attributes[index]
         : bit == CM_SET_FUEL ? &ledger->fuels.at[owner].attributes[index]
                              : &ledger->facility[index];
}

static bool same_attribute(const cm_attribute_value *a, const cm_attribute_value *b) {
  return a->given == b->given && a->choice == b->choice && cm_dec_cmp(&a->number, &b->number) == 0;
}

/* What items.json says of a built-in fuel may be repeated but not changed. */
static int set_attribute(cm_builder *b, uint8_t bit, uint32_t owner, const cm_attribute *attribute, cm_cell value,
                         cm_cell unit) {
  cm_ledger *ledger = b->ledger;
  cm_attribute_value read = {.given = true, .number = cm_dec_zero, .binary = b->binary};
  int status = CEMENT_OK;
  if (attribute->number) {
    status = read_number(b, attribute, value, unit, &read.number);
  } else if (unit.text.size != 0) {
    status = cm_refuse_cell(b, CEMENT_E_SCHEMA, unit.offset, attribute->key, CM_S(": unit "), unit.text,
                            CM_S(" read, but it is a choice without one"));
  } else {
    status = read_choice(b, attribute, value, &read.choice);
  }
  if (status != CEMENT_OK) return status;
  cm_attribute_value *out = attribute_slot(b, bit, owner, attribute->index);
  bool builtin = bit == CM_SET_FUEL && ledger->fuels.at[owner].builtin;
  if (builtin && out->given && !attribute->number && out->choice != read.choice) {
    return cm_refuse_cell(b, CEMENT_E_CONFLICT, value.offset, attribute->key, CM_S(": \""), value.text,
                          CM_S("\" read, but the built-in fuel "), ledger->fuels.at[owner].id, CM_S(" is \""),
                          attribute->choices[out->choice].key, CM_S("\": give a fuel of another kind another id"));
  }
  *out = read;
  return CEMENT_OK;
}

bool cm_build_knows(cm_builder *b, uint8_t bit, cm_str key) {
  return cm_str_is(key, "name") || cm_set_find_attribute(cm_items_set(b->items, bit), key) >= 0 ||
         (bit == CM_SET_FACILITY && (cm_str_is(key, "id") || cm_str_is(key, "province")));
}

int cm_build_property(cm_builder *b, uint8_t bit, uint32_t owner, cm_cell key, cm_cell value, cm_cell unit) {
  size_t given = 0;
  if (!cm_build_knows(b, bit, key.text)) {
    return cm_refuse_cell(b, CEMENT_E_SCHEMA, key.offset, TEXT_OF(bit), CM_S(": unknown key \""), key.text, CM_S("\""));
  }
  cm_str *text = text_property(b, bit, owner, key.text, &given);
  const cm_set *set = cm_items_set(b->items, bit);
  int attribute = text != NULL ? -1 : cm_set_find_attribute(set, key.text);
  if (text == NULL) given = (size_t)attribute;
  cm_spot *spot = &entity_of(b, bit, owner)->given[given];
  bool again = spot->line != 0;
  if (again && spot->document == b->document) return given_before(b, bit, key.text, *spot, value.offset);
  cm_str text_before = text != NULL ? *text : (cm_str){NULL, 0};
  cm_attribute_value *slot = text != NULL ? NULL : attribute_slot(b, bit, owner, (size_t)attribute);
  cm_attribute_value before = slot != NULL ? *slot : (cm_attribute_value){.number = cm_dec_zero};
  int status = text != NULL ? set_text(b, bit, key.text, value, unit, text)
                            : set_attribute(b, bit, owner, &set->attributes[attribute], value, unit);
  if (status != CEMENT_OK) return status;
  bool same = text != NULL ? cm_str_eq(text_before, *text) : same_attribute(&before, slot);
  if (again && !same) return given_before(b, bit, key.text, *spot, value.offset);
  if (!again) *spot = cm_build_spot(b, value.offset);
  return CEMENT_OK;
}

int cm_build_override(cm_builder *b, cm_cell edition, cm_cell key, cm_cell of, cm_cell value, cm_cell unit,
                      cm_cell reason, size_t offset) {
  cm_arena *arena = &b->ledger->arena;
  const cm_unit_entry *entry;
  cm_spot spot = cm_build_spot(b, offset);
  cm_override override = {.place = {b->ledger->documents.at[b->document].name, offset, spot.line, spot.column}};
  const cm_cell *const needed[] = {&edition, &key, &reason};
  static const char *const complaints[] = {"an override needs an edition", "an override needs a key",
                                           "an override needs a reason"};
  for (size_t i = 0; i < 3; i++) {
    if (cm_str_trim(needed[i]->text).size == 0) {
      return cm_refuse_cell(b, CEMENT_E_MISSING, needed[i]->offset, cm_str_of(complaints[i]));
    }
  }
  int status = cm_quantity_number(b, key.text, value, &override.value);
  if (status == CEMENT_OK) status = cm_quantity_unit(b, key.text, unit, CM_S("that of the factor"), &entry);
  if (status != CEMENT_OK) return status;
  override.edition = cm_arena_copy(arena, edition.text);
  override.key = cm_arena_copy(arena, key.text);
  override.of = cm_arena_copy(arena, of.text);
  override.written = cm_arena_copy(arena, value.text);
  override.reason = cm_arena_copy(arena, reason.text);
  override.unit = entry->text;
  bool failed = override.edition.at == NULL || override.key.at == NULL || override.of.at == NULL ||
                override.written.at == NULL || override.reason.at == NULL;
  return failed || CM_VEC_PUSH(arena, &b->ledger->overrides, override) ? cm_nomem(b->err) : CEMENT_OK;
}
