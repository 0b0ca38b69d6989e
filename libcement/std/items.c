#include "std/items.h"

#include "std/items_read.h"
#include "std/load.h"

enum { AT, OF, UNIT, KIND, ABSENT, TIME, SHARE, ANY_USE, RANGE, BOUNDS, ZH, EN, ITEM_KEYS };
static const char *const item_keys[] = {"at",    "of",      "unit",  "kind",   "absent", "time",
                                        "share", "any_use", "range", "bounds", "zh",     "en"};

int cm_items_read_label(cm_reader *r, const cm_json *object, cm_str what, const cm_json *zh, const cm_json *en,
                        cm_label *out) {
  int status = cm_reader_required(r, object, zh, what, "zh");
  if (status == CEMENT_OK) status = cm_reader_required(r, object, en, what, "en");
  if (status == CEMENT_OK) status = cm_reader_name(r, zh, CM_S("zh"), &out->zh);
  if (status == CEMENT_OK) status = cm_reader_name(r, en, CM_S("en"), &out->en);
  return status;
}

static int read_ends(cm_reader *r, const cm_json *value, cm_str what, const cm_json *const found[2], cm_range *out) {
  int status = CEMENT_OK;
  *out = (cm_range){found[0] != NULL, found[1] != NULL, cm_dec_zero, cm_dec_zero};
  if (found[0] != NULL) status = cm_reader_number(r, found[0], what, &out->min);
  if (status == CEMENT_OK && found[1] != NULL) status = cm_reader_number(r, found[1], what, &out->max);
  if (status == CEMENT_OK && out->has_min && out->has_max && cm_dec_cmp(&out->min, &out->max) > 0) {
    return cm_refuse(r, CEMENT_E_SCHEMA, value, what, CM_S(": the lower end is above the upper one"));
  }
  return status;
}

int cm_items_read_range(cm_reader *r, const cm_json *value, cm_str what, cm_range *out) {
  static const char *const keys[] = {"min", "max"};
  const cm_json *found[2];
  int status = cm_reader_object(r, value, what, keys, 2, found);
  return status ? status : read_ends(r, value, what, found, out);
}

int cm_items_read_bounds(cm_reader *r, const cm_json *value, cm_str what, cm_range *out) {
  static const char *const keys[] = {"low", "high", "confidence"};
  const cm_json *found[3];
  int status = cm_reader_object(r, value, what, keys, 3, found);
  if (status == CEMENT_OK) status = cm_reader_required(r, value, found[2], what, "confidence");
  if (status != CEMENT_OK) return status;
  if (!found[0] && !found[1]) return cm_refuse(r, CEMENT_E_SCHEMA, value, what, CM_S(": \"low\" or \"high\" expected"));
  (void)cm_load_confidence(r, found[2]);
  return r->status ? r->status : read_ends(r, value, what, found, out);
}

int cm_items_read_unit(cm_reader *r, const cm_json *value, cm_str what, cm_str *text, cm_unit *out) {
  cm_str copy = {NULL, 0};
  int status = cm_reader_name(r, value, what, &copy);
  if (status == CEMENT_OK) status = cm_reader_unit_fits(r, value, CM_UNIT_WRITTEN_MAX);
  if (status == CEMENT_OK) status = cm_unit_read(copy, out, r->err, cm_reader_place(r, value));
  if (status == CEMENT_OK) *text = copy;
  return status;
}

/* One level name; "line" or "facility". */
static int read_level(cm_reader *r, const cm_json *value, cm_str what, cm_level *out) {
  if (value->type == CM_JSON_STRING && cm_str_is(value->text, "line")) {
    *out = CM_LEVEL_LINE;
  } else if (value->type == CM_JSON_STRING && cm_str_is(value->text, "facility")) {
    *out = CM_LEVEL_FACILITY;
  } else {
    return cm_reader_expected(r, value, what, CM_S("\"line\" or \"facility\""));
  }
  return CEMENT_OK;
}

/* "at": one level, or one for each section. */
static int read_at(cm_reader *r, const cm_json *value, const cm_items *items, cm_item *item) {
  bool by_section = item->sets == CM_SET_SECTION && value->type == CM_JSON_OBJECT;
  bool given[CM_SECTIONS_MAX] = {false};
  if (!by_section) {
    int status = read_level(r, value, CM_S("at"), &item->level);
    for (size_t i = 0; i < CM_SECTIONS_MAX; i++) item->section_level[i] = item->level;
    return status;
  }
  item->level = CM_LEVEL_LINE;
  for (const cm_json *member = value->child; member != NULL; member = member->next) {
    int section = cm_set_find_member(&items->section, member->key);
    if (section < 0) {
      return cm_refuse_key(r, CEMENT_E_UNKNOWN, member, CM_S("at: section \""), member->key, CM_S("\" is not known"));
    }
    int status = read_level(r, member, CM_S("at"), &item->section_level[section]);
    if (status != CEMENT_OK) return status;
    given[section] = true;
  }
  for (size_t i = 0; i < items->section.member_count; i++) {
    if (!given[i]) return cm_reader_required(r, value, NULL, CM_S("at"), items->section.members[i].key.at);
  }
  return CEMENT_OK;
}

/* "of": the sets, in a combination that a ledger can give. */
static int read_of(cm_reader *r, const cm_json *value, cm_item *item) {
  if (value == NULL) return CEMENT_OK;
  if (value->type != CM_JSON_ARRAY) return cm_reader_expected(r, value, CM_S("of"), CM_S("a list of sets"));
  for (const cm_json *name = value->child; name != NULL; name = name->next) {
    uint8_t bit = name->type == CM_JSON_STRING ? cm_set_bit(name->text) : 0;
    if (bit == 0 || (item->sets & bit) != 0) {
      return cm_refuse(r, CEMENT_E_UNKNOWN, name, CM_S("of: \""), name->text,
                       CM_S("\" read, each of FUEL, USE, MATERIAL, SECTION once expected"));
    }
    item->sets |= bit;
  }
  uint8_t sets = item->sets;
  if (sets != 0 && sets != CM_SET_FUEL && sets != (CM_SET_FUEL | CM_SET_USE) && sets != CM_SET_MATERIAL &&
      sets != CM_SET_SECTION) {
    return cm_refuse(r, CEMENT_E_SCHEMA, value, CM_S("of: FUEL, FUEL with USE, MATERIAL or SECTION expected"));
  }
  return CEMENT_OK;
}

/* "unit", and "kind" where formulas see another dimension behind the same number. */
static int read_units(cm_reader *r, const cm_json *unit, const cm_json *kind, cm_item *item) {
  int status = cm_items_read_unit(r, unit, CM_S("unit"), &item->unit_text, &item->unit);
  if (status != CEMENT_OK) return status;
  item->formula_unit = item->unit;
  if (item->unit.dim[CM_DIM_FUEL] != 0 && (item->sets & CM_SET_FUEL) == 0) {
    return cm_refuse(r, CEMENT_E_UNIT, unit, CM_S("unit: fu is the unit of a fuel, and the item is not given by fuel"));
  }
  if (kind == NULL) return CEMENT_OK;
  cm_str text;
  status = cm_items_read_unit(r, kind, CM_S("kind"), &text, &item->formula_unit);
  if (status != CEMENT_OK) return status;
  const cm_scale *a = &item->unit.scale;
  const cm_scale *b = &item->formula_unit.scale;
  if (a->num != b->num || a->den != b->den || a->ten != b->ten) {
    return cm_refuse(r, CEMENT_E_UNIT, kind,
                     CM_S("kind: its scale must be that of the unit, since the number stays the same"));
  }
  return CEMENT_OK;
}

/* "bounds": one pair, or one for each state of the fuel. */
static int read_bounds(cm_reader *r, const cm_json *value, const cm_items *items, cm_item *item) {
  if (value == NULL) return CEMENT_OK;
  if (value->type != CM_JSON_OBJECT) return cm_reader_expected(r, value, CM_S("bounds"), CM_S("an object"));
  bool by_state =
      value->count && !cm_json_get(value, "low") && !cm_json_get(value, "high") && !cm_json_get(value, "confidence");
  item->bounded = true;
  if (!by_state) {
    int status = cm_items_read_bounds(r, value, CM_S("bounds"), &item->bounds[0]);
    for (size_t i = 1; i < CM_STATES; i++) item->bounds[i] = item->bounds[0];
    return status;
  }
  const cm_attribute *state = &items->fuel.attributes[items->fuel_state];
  for (const cm_json *member = value->child; member != NULL; member = member->next) {
    int index = (item->sets & CM_SET_FUEL) ? cm_attribute_find_choice(state, member->key) : -1;
    if (index < 0) {
      return cm_refuse_key(r, CEMENT_E_SCHEMA, member, CM_S("bounds: unknown key \""), member->key, CM_S("\""));
    }
    int status = cm_items_read_bounds(r, member, CM_S("bounds"), &item->bounds[index]);
    if (status != CEMENT_OK) return status;
  }
  return CEMENT_OK;
}

/* "range"; an item without one starts at 0, since no quantity of a plant is below nothing unless it says so. */
static int read_range(cm_reader *r, const cm_json *value, cm_item *item) {
  item->range = (cm_range){true, false, cm_dec_zero, cm_dec_zero};
  if (value == NULL) return CEMENT_OK;
  return cm_items_read_range(r, value, CM_S("range"), &item->range);
}

static int read_absent(cm_reader *r, const cm_json *value, cm_item *item) {
  bool text = value->type == CM_JSON_STRING;
  if (text && cm_str_is(value->text, "zero")) {
    item->absent_zero = true;
  } else if (!text || !cm_str_is(value->text, "incomplete")) {
    return cm_reader_expected(r, value, CM_S("absent"), CM_S("\"zero\" or \"incomplete\""));
  }
  return CEMENT_OK;
}

/* All of an item but its references to other items, which may come later in the file. */
static int read_item(cm_reader *r, const cm_json *value, const cm_items *items, cm_item *item) {
  const cm_json *found[ITEM_KEYS];
  int status = cm_reader_object(r, value, value->key, item_keys, ITEM_KEYS, found);
  const int required[] = {AT, UNIT, ABSENT, TIME};
  for (size_t i = 0; i < 4 && status == CEMENT_OK; i++) {
    status = cm_reader_required(r, value, found[required[i]], value->key, item_keys[required[i]]);
  }
  if (status == CEMENT_OK) status = cm_items_read_label(r, value, value->key, found[ZH], found[EN], &item->label);
  if (status == CEMENT_OK) status = read_of(r, found[OF], item);
  if (status == CEMENT_OK) status = read_at(r, found[AT], items, item);
  if (status == CEMENT_OK) status = read_units(r, found[UNIT], found[KIND], item);
  if (status == CEMENT_OK) status = read_absent(r, found[ABSENT], item);
  if (status == CEMENT_OK && found[ANY_USE] != NULL) {
    status = cm_reader_flag(r, found[ANY_USE], CM_S("any_use"), &item->any_use);
  }
  if (status == CEMENT_OK) status = read_range(r, found[RANGE], item);
  if (status == CEMENT_OK) status = read_bounds(r, found[BOUNDS], items, item);
  return status;
}

/* The item that a string names. */
static int refer(cm_reader *r, const cm_json *value, cm_str what, const cm_items *items, const cm_item **out) {
  if (value->type != CM_JSON_STRING) return cm_reader_expected(r, value, what, CM_S("the key of an item"));
  *out = cm_items_find(items, value->text);
  if (*out != NULL) return CEMENT_OK;
  return cm_refuse(r, CEMENT_E_UNKNOWN, value, what, CM_S(": item \""), value->text, CM_S("\" is not known"));
}

/* "time" and "share". A weight has no more sets than what it weighs; a share is a plain line item. */
static int link_item(cm_reader *r, const cm_json *value, const cm_items *items, cm_item *item) {
  const cm_json *time = cm_json_get(value, "time");
  const cm_json *share = cm_json_get(value, "share");
  int status = CEMENT_OK;
  if (time->type == CM_JSON_OBJECT) {
    const char *const keys[] = {"mean"};
    const cm_json *mean;
    status = cm_reader_object(r, time, CM_S("time"), keys, 1, &mean);
    if (status == CEMENT_OK) status = cm_reader_required(r, time, mean, CM_S("time"), "mean");
    if (status == CEMENT_OK) status = refer(r, mean, CM_S("mean"), items, &item->mean);
    if (status == CEMENT_OK &&
        (item->mean == item || (item->mean->sets & ~item->sets) != 0 || item->mean->level != item->level)) {
      status = cm_refuse(r, CEMENT_E_SCHEMA, mean,
                         CM_S("mean: the weight must be another item, of no further set and of the same level"));
    }
  } else if (time->type != CM_JSON_STRING || !cm_str_is(time->text, "sum")) {
    return cm_reader_expected(r, time, CM_S("time"), CM_S("\"sum\" or {\"mean\": ITEM}"));
  }
  if (status != CEMENT_OK || share == NULL) return status;
  status = refer(r, share, CM_S("share"), items, &item->share);
  if (status == CEMENT_OK && (item->share == item || item->share->sets != 0 || item->share->level != CM_LEVEL_LINE ||
                              item->sets != 0 || item->level != CM_LEVEL_LINE)) {
    status = cm_refuse(r, CEMENT_E_SCHEMA, share, CM_S("share: both must be items of a line without members"));
  }
  return status;
}

static int add_items(cm_reader *r, cm_items *items, const cm_json *object) {
  size_t before = items->items.size;
  for (const cm_json *value = object->child; value != NULL; value = value->next) {
    if (cm_items_find(items, value->key) != NULL) {
      return cm_refuse_key(r, CEMENT_E_DUPKEY, value, CM_S("item \""), value->key, CM_S("\" exists already"));
    }
    cm_item *item = CM_NEW(r->arena, cm_item);
    if (item == NULL) return cm_reader_nomem(r);
    item->key = cm_arena_copy(r->arena, value->key);
    item->index = (uint32_t)items->items.size;
    if (item->key.at == NULL || CM_VEC_PUSH(r->arena, &items->items, item)) return cm_reader_nomem(r);
    int status = read_item(r, value, items, item);
    if (status != CEMENT_OK) return status;
  }
  for (const cm_json *value = object->child; value != NULL; value = value->next) {
    int status = link_item(r, value, items, items->items.at[before++]);
    if (status != CEMENT_OK) return status;
  }
  return CEMENT_OK;
}

int cm_items_add(cm_arena *arena, cm_items *items, const cm_json *object, cm_str source, cm_str text,
                 cement_error *err) {
  cm_reader r = {arena, source, text, err, CEMENT_OK};
  size_t before = items->items.size;
  if (object->type != CM_JSON_OBJECT) return cm_reader_expected(&r, object, CM_S("items"), CM_S("an object"));
  int status = add_items(&r, items, object);
  if (status != CEMENT_OK) items->items.size = before; /* all of them or none */
  return status;
}

int cm_items_read(cm_arena *arena, cm_items *out, const cm_json *root, cm_str source, cm_str text, cement_error *err) {
  enum { SCHEMA, SETS, ATTRIBUTES, ITEMS, KEYS };
  static const char *const keys[] = {"schema", "sets", "attributes", "items"};
  const cm_json *found[KEYS];
  cm_reader r = {arena, source, text, err, CEMENT_OK};
  cm_items items = {.items = {NULL, 0, 0}};
  int status = cm_reader_object(&r, root, CM_S("items file"), keys, KEYS, found);
  for (size_t i = 0; i < KEYS && status == CEMENT_OK; i++) {
    status = cm_reader_required(&r, root, found[i], CM_S("items file"), keys[i]);
  }
  if (status != CEMENT_OK) return status;
  if (found[SCHEMA]->type != CM_JSON_STRING || !cm_str_is(found[SCHEMA]->text, "cement-items/1")) {
    return cm_reader_expected(&r, found[SCHEMA], CM_S("schema"), CM_S("\"cement-items/1\""));
  }
  static const char *const owners[] = {"FACILITY", "LINE"};
  const cm_json *owned[2];
  status = cm_reader_object(&r, found[ATTRIBUTES], CM_S("attributes"), owners, 2, owned);
  if (status == CEMENT_OK && owned[0] != NULL) {
    status = cm_items_read_attributes(&r, owned[0], CM_SET_FACILITY, &items.facility);
  }
  if (status == CEMENT_OK && owned[1] != NULL) {
    status = cm_items_read_attributes(&r, owned[1], CM_SET_LINE, &items.line);
  }
  if (status == CEMENT_OK) status = cm_items_read_sets(&r, found[SETS], &items);
  if (status == CEMENT_OK) status = cm_items_add(arena, &items, found[ITEMS], source, text, err);
  if (status == CEMENT_OK) status = cm_items_read_present(&r, found[SETS], &items);
  if (status == CEMENT_OK) *out = items;
  return status;
}
