/* The sets of items.json: their attributes and their members. */
#include "std/items_read.h"

/* ---- choices and attributes ---------------------------------------------------------------------------------- */

static int read_choices(cm_reader *r, const cm_json *list, cm_attribute *attribute) {
  if ((list->type != CM_JSON_ARRAY && list->type != CM_JSON_OBJECT) || list->count == 0) {
    return cm_reader_expected(r, list, attribute->key, CM_S("a list of choices"));
  }
  attribute->choices = CM_NEWS(r->arena, cm_choice, list->count);
  if (attribute->choices == NULL) return cm_reader_nomem(r);
  for (const cm_json *at = list->child; at != NULL; at = at->next) {
    cm_choice *choice = &attribute->choices[attribute->choice_count];
    int status;
    if (list->type == CM_JSON_ARRAY) {
      status = cm_reader_name(r, at, attribute->key, &choice->key);
      choice->label = (cm_label){choice->key, choice->key};
    } else {
      static const char *const keys[] = {"zh", "en"};
      const cm_json *found[2];
      choice->key = cm_arena_copy(r->arena, at->key);
      if (choice->key.at == NULL) return cm_reader_nomem(r);
      status = cm_reader_object(r, at, at->key, keys, 2, found);
      if (status == CEMENT_OK) status = cm_items_read_label(r, at, at->key, found[0], found[1], &choice->label);
    }
    if (status != CEMENT_OK) return status;
    if (cm_attribute_find_choice(attribute, choice->key) >= 0) { /* among those before it */
      return cm_refuse(r, CEMENT_E_DUPKEY, at, attribute->key, CM_S(": choice \""), choice->key, CM_S("\" twice"));
    }
    attribute->choice_count++;
  }
  return CEMENT_OK;
}

/* {"unit": ...} is a number, {"choices": ...} or a list a choice, and so is an object of choices. */
static int read_attribute(cm_reader *r, const cm_json *value, cm_attribute *attribute) {
  enum { ZH, EN, NUMBER_UNIT, NUMBER_RANGE, NUMBER_BOUNDS, ABSENT, CHOICES, KEYS };
  static const char *const keys[] = {"zh", "en", "unit", "range", "bounds", "absent", "choices"};
  const cm_json *found[KEYS];
  attribute->label = (cm_label){attribute->key, attribute->key};
  bool plain =
      value->type == CM_JSON_OBJECT && cm_json_get(value, "unit") == NULL && cm_json_get(value, "choices") == NULL;
  if (plain || value->type == CM_JSON_ARRAY) return read_choices(r, value, attribute);
  int status = cm_reader_object(r, value, attribute->key, keys, KEYS, found);
  if (status == CEMENT_OK && (found[ZH] != NULL || found[EN] != NULL)) {
    status = cm_items_read_label(r, value, attribute->key, found[ZH], found[EN], &attribute->label);
  }
  if (status != CEMENT_OK) return status;
  attribute->number = found[NUMBER_UNIT] != NULL;
  const cm_json *odd = attribute->number     ? found[CHOICES]
                       : found[NUMBER_RANGE] ? found[NUMBER_RANGE]
                                             : found[NUMBER_BOUNDS];
  if (odd != NULL) {
    return cm_refuse_key(r, CEMENT_E_SCHEMA, odd, attribute->key, CM_S(": \""), odd->key,
                         CM_S("\" does not go with the kind of attribute"));
  }
  if (!attribute->number) return read_choices(r, found[CHOICES], attribute);
  status = cm_items_read_unit(r, found[NUMBER_UNIT], attribute->key, &attribute->unit_text, &attribute->unit);
  if (status == CEMENT_OK && found[NUMBER_RANGE] != NULL) {
    status = cm_items_read_range(r, found[NUMBER_RANGE], attribute->key, &attribute->range);
  }
  if (status == CEMENT_OK && found[NUMBER_BOUNDS] != NULL) {
    attribute->bounded = true;
    status = cm_items_read_bounds(r, found[NUMBER_BOUNDS], attribute->key, &attribute->bounds);
  }
  return status;
}

int cm_items_read_attributes(cm_reader *r, const cm_json *object, uint8_t bit, cm_set *set) {
  if (object->type != CM_JSON_OBJECT || object->count > CM_ATTRIBUTES_MAX) {
    return cm_reader_expected(r, object, CM_S("attributes"), CM_S("an object of at most 8 attributes"));
  }
  set->attributes = CM_NEWS(r->arena, cm_attribute, object->count);
  if (set->attributes == NULL) return cm_reader_nomem(r);
  for (const cm_json *value = object->child; value != NULL; value = value->next) {
    cm_attribute *attribute = &set->attributes[set->attribute_count];
    attribute->set = bit;
    attribute->index = (uint8_t)set->attribute_count++;
    attribute->key = cm_arena_copy(r->arena, value->key);
    if (attribute->key.at == NULL) return cm_reader_nomem(r);
    int status = read_attribute(r, value, attribute);
    if (status != CEMENT_OK) return status;
  }
  return CEMENT_OK;
}

/* ---- members ------------------------------------------------------------------------------------------------- */

static int read_aliases(cm_reader *r, const cm_json *list, cm_member *member) {
  if (list->type != CM_JSON_ARRAY) return cm_reader_expected(r, list, CM_S("aliases"), CM_S("a list of names"));
  member->aliases = CM_NEWS(r->arena, cm_str, list->count);
  if (member->aliases == NULL) return cm_reader_nomem(r);
  for (const cm_json *name = list->child; name != NULL; name = name->next) {
    int status = cm_reader_name(r, name, CM_S("aliases"), &member->aliases[member->alias_count]);
    if (status != CEMENT_OK) return status;
    member->alias_count++;
  }
  cm_buf names;
  cm_buf_init(&names, r->arena);
  for (size_t i = 0; i < member->alias_count; i++) {
    if (i) cm_buf_add_char(&names, '\n');
    cm_buf_add(&names, member->aliases[i]);
  }
  member->other_names = cm_buf_text(&names);
  return names.failed ? cm_reader_nomem(r) : CEMENT_OK;
}

/* A name that two members answer to would choose one of them silently. */
static int check_names(cm_reader *r, const cm_json *value, const cm_set *set, const cm_member *member) {
  int other = cm_set_find_member(set, member->key);
  if (other < 0) other = cm_set_find_member(set, member->label.zh);
  if (other < 0) other = cm_set_find_member(set, member->label.en);
  for (size_t i = 0; i < member->alias_count && other < 0; i++) {
    other = cm_set_find_member(set, member->aliases[i]);
  }
  if (other < 0) return CEMENT_OK;
  return cm_refuse(r, CEMENT_E_DUPKEY, value, CM_S("member \""), member->key, CM_S("\" shares a name with \""),
                   set->members[other].key, CM_S("\""));
}

/* One member: "key", "key": "Chinese name" or "key": {"zh", "en", "aliases"}. */
static int read_member(cm_reader *r, const cm_json *value, bool keyed, cm_member *member) {
  static const char *const keys[] = {"zh", "en", "aliases"};
  const cm_json *found[3];
  if (!keyed) {
    int status = cm_reader_name(r, value, CM_S("members"), &member->key);
    member->label = (cm_label){member->key, member->key};
    return status;
  }
  member->key = cm_arena_copy(r->arena, value->key);
  if (member->key.at == NULL) return cm_reader_nomem(r);
  member->label.en = member->key;
  if (value->type == CM_JSON_STRING) return cm_reader_name(r, value, member->key, &member->label.zh);
  int status = cm_reader_object(r, value, member->key, keys, 3, found);
  if (status == CEMENT_OK) {
    status = cm_items_read_label(r, value, member->key, found[0], found[1], &member->label);
  }
  if (status == CEMENT_OK && found[2] != NULL) status = read_aliases(r, found[2], member);
  return status;
}

/* Appends the members of one list to the set, each with the given attribute values (those of a group). */
static int read_members(cm_reader *r, const cm_json *list, const cm_attribute_value *values, cm_set *set) {
  if (list->type != CM_JSON_ARRAY && list->type != CM_JSON_OBJECT) {
    return cm_reader_expected(r, list, CM_S("members"), CM_S("an object of members"));
  }
  cm_member *members = CM_NEWS(r->arena, cm_member, set->member_count + list->count);
  if (members == NULL) return cm_reader_nomem(r);
  if (set->member_count != 0) memcpy(members, set->members, set->member_count * sizeof *members);
  set->members = members;
  for (const cm_json *value = list->child; value != NULL; value = value->next) {
    cm_member *member = &members[set->member_count];
    int status = read_member(r, value, list->type == CM_JSON_OBJECT, member);
    if (status == CEMENT_OK) status = check_names(r, value, set, member);
    if (status != CEMENT_OK) return status;
    if (values != NULL) memcpy(member->attributes, values, sizeof member->attributes);
    set->member_count++;
  }
  return CEMENT_OK;
}

/* A group of fuels: its members and the choices that they have in common. */
static int read_group(cm_reader *r, const cm_json *group, cm_set *set) {
  cm_attribute_value values[CM_ATTRIBUTES_MAX];
  const cm_json *members = NULL;
  memset(values, 0, sizeof values);
  if (group->type != CM_JSON_OBJECT) return cm_reader_expected(r, group, CM_S("groups"), CM_S("an object"));
  for (const cm_json *value = group->child; value != NULL; value = value->next) {
    int index = cm_set_find_attribute(set, value->key);
    if (cm_str_is(value->key, "members")) {
      members = value;
    } else if (index < 0 || set->attributes[index].number) {
      return cm_refuse_key(r, CEMENT_E_SCHEMA, value, CM_S("groups: unknown key \""), value->key, CM_S("\""));
    } else {
      int choice = value->type == CM_JSON_STRING ? cm_attribute_find_choice(&set->attributes[index], value->text) : -1;
      if (choice < 0) return cm_reader_expected(r, value, value->key, CM_S("one of its choices"));
      values[index].given = true;
      values[index].choice = (uint32_t)choice;
    }
  }
  int status = cm_reader_required(r, group, members, CM_S("groups"), "members");
  for (size_t i = 0; i < set->attribute_count && status == CEMENT_OK; i++) {
    if (!set->attributes[i].number && !values[i].given) {
      status = cm_reader_required(r, group, NULL, CM_S("groups"), set->attributes[i].key.at);
    }
  }
  return status == CEMENT_OK ? read_members(r, members, values, set) : status;
}

static int read_fuel_units(cm_reader *r, const cm_json *object, cm_items *items) {
  const cm_attribute *state = &items->fuel.attributes[items->fuel_state];
  const char *keys[CM_STATES];
  const cm_json *found[CM_STATES];
  for (size_t i = 0; i < CM_STATES; i++) keys[i] = state->choices[i].key.at;
  int status = cm_reader_object(r, object, CM_S("fuel_unit"), keys, CM_STATES, found);
  for (size_t i = 0; i < CM_STATES && status == CEMENT_OK; i++) {
    status = cm_reader_required(r, object, found[i], CM_S("fuel_unit"), keys[i]);
    if (status == CEMENT_OK) {
      status = cm_items_read_unit(r, found[i], CM_S("fuel_unit"), &items->fuel_unit_text[i], &items->fuel_unit[i]);
    }
    if (status == CEMENT_OK) status = cm_reader_unit_fits(r, found[i], CM_FUEL_UNIT_MAX);
  }
  return status;
}

/* Fuels have all keys but the first three, the other sets all but the last three. */
enum {
  SET_MEMBERS,
  SET_DEFAULT,
  SET_OPEN,
  SET_ZH,
  SET_EN,
  SET_PRESENT,
  SET_DECLARED,
  SET_UNIT,
  SET_ATTRIBUTES,
  SET_GROUPS,
  SET_KEYS
};
static const char *const set_keys[] = {"members",    "default",     "open",      "zh",         "en",
                                       "present_by", "declared_in", "fuel_unit", "attributes", "groups"};

static int read_fuels(cm_reader *r, const cm_json *object, const cm_json *const *found, cm_items *items) {
  cm_set *set = &items->fuel;
  int status = CEMENT_OK;
  const int required[] = {SET_ATTRIBUTES, SET_GROUPS, SET_UNIT, SET_PRESENT};
  for (size_t i = 0; i < 4 && status == CEMENT_OK; i++) {
    status = cm_reader_required(r, object, found[required[i]], CM_S("FUEL"), set_keys[required[i]]);
  }
  if (status == CEMENT_OK) status = cm_items_read_attributes(r, found[SET_ATTRIBUTES], CM_SET_FUEL, set);
  if (status != CEMENT_OK) return status;
  int state = cm_set_find_attribute(set, CM_S("state"));
  if (state < 0 || set->attributes[state].choice_count != CM_STATES) {
    return cm_reader_expected(r, found[SET_ATTRIBUTES], CM_S("attributes"), CM_S("state with three choices"));
  }
  items->fuel_state = (uint32_t)state;
  status = read_fuel_units(r, found[SET_UNIT], items);
  if (status == CEMENT_OK && found[SET_GROUPS]->type != CM_JSON_ARRAY) {
    status = cm_reader_expected(r, found[SET_GROUPS], CM_S("groups"), CM_S("a list"));
  }
  if (status != CEMENT_OK) return status;
  for (const cm_json *group = found[SET_GROUPS]->child; group != NULL && status == CEMENT_OK; group = group->next) {
    status = read_group(r, group, set);
  }
  return status;
}

/* USE, SECTION or MATERIAL. */
static int read_set(cm_reader *r, const cm_json *object, uint8_t bit, cm_items *items) {
  const cm_json *found[SET_KEYS];
  cm_set *set = bit == CM_SET_USE       ? &items->use
                : bit == CM_SET_SECTION ? &items->section
                : bit == CM_SET_FUEL    ? &items->fuel
                                        : &items->material;
  if (bit == CM_SET_FUEL) {
    int read = cm_reader_object(r, object, object->key, set_keys + SET_ZH, SET_KEYS - SET_ZH, found + SET_ZH);
    return read == CEMENT_OK ? read_fuels(r, object, found, items) : read;
  }
  int status = cm_reader_object(r, object, object->key, set_keys, SET_UNIT, found);
  if (status != CEMENT_OK) return status;
  const int required[] = {SET_MEMBERS, bit == CM_SET_USE ? SET_DEFAULT : SET_MEMBERS,
                          bit == CM_SET_MATERIAL ? SET_PRESENT : SET_MEMBERS};
  for (size_t i = 0; i < 3 && status == CEMENT_OK; i++) {
    status = cm_reader_required(r, object, found[required[i]], object->key, set_keys[required[i]]);
  }
  if (status == CEMENT_OK) status = read_members(r, found[SET_MEMBERS], NULL, set);
  if (status == CEMENT_OK && found[SET_OPEN] != NULL) {
    status = cm_reader_flag(r, found[SET_OPEN], CM_S("open"), &set->open);
  }
  if (status == CEMENT_OK && found[SET_DEFAULT] != NULL) {
    int member = cm_set_find_member(set, found[SET_DEFAULT]->text);
    if (found[SET_DEFAULT]->type != CM_JSON_STRING || member < 0) {
      return cm_reader_expected(r, found[SET_DEFAULT], CM_S("default"), CM_S("one of the members"));
    }
    set->default_member = (uint32_t)member;
  }
  if (status == CEMENT_OK && bit == CM_SET_SECTION && set->member_count > CM_SECTIONS_MAX) {
    status = cm_reader_expected(r, found[SET_MEMBERS], CM_S("SECTION"), CM_S("at most 8 members"));
  }
  return status;
}

static const char *const set_names[] = {"USE", "SECTION", "FUEL", "MATERIAL"};

int cm_items_read_sets(cm_reader *r, const cm_json *object, cm_items *items) {
  static const uint8_t bits[] = {CM_SET_USE, CM_SET_SECTION, CM_SET_FUEL, CM_SET_MATERIAL};
  const cm_json *found[4];
  int status = cm_reader_object(r, object, CM_S("sets"), set_names, 4, found);
  for (size_t i = 0; i < 4 && status == CEMENT_OK; i++) {
    status = cm_reader_required(r, object, found[i], CM_S("sets"), set_names[i]);
    if (status == CEMENT_OK) status = read_set(r, found[i], bits[i], items);
  }
  return status;
}

static int read_present(cm_reader *r, const cm_json *list, const cm_items *items, uint8_t bit, const cm_item **out,
                        size_t *count) {
  if (list == NULL || list->type != CM_JSON_ARRAY || list->count > 4) {
    return cm_fail(r->err, CEMENT_E_SCHEMA, CM_NOWHERE, CM_S("present_by: a list of at most 4 items expected"));
  }
  for (const cm_json *name = list->child; name != NULL; name = name->next) {
    const cm_item *item = name->type == CM_JSON_STRING ? cm_items_find(items, name->text) : NULL;
    if (item == NULL || (item->sets & bit) == 0) {
      return cm_refuse(r, CEMENT_E_UNKNOWN, name, CM_S("present_by: \""), name->text,
                       CM_S("\" is not an item of the set"));
    }
    out[(*count)++] = item;
  }
  return CEMENT_OK;
}

int cm_items_read_present(cm_reader *r, const cm_json *sets, cm_items *items) {
  int status = read_present(r, cm_json_get(cm_json_get(sets, "FUEL"), "present_by"), items, CM_SET_FUEL,
                            items->present_by_fuel, &items->present_by_fuel_count);
  if (status != CEMENT_OK) return status;
  return read_present(r, cm_json_get(cm_json_get(sets, "MATERIAL"), "present_by"), items, CM_SET_MATERIAL,
                      items->present_by_material, &items->present_by_material_count);
}
