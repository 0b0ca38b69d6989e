/* How items, members and choices are found by name, and the unit of an item for a fuel. */
#include "std/items.h"

const cm_item *cm_items_find(const cm_items *items, cm_str key) {
  for (size_t i = 0; i < items->items.size; i++) {
    if (cm_str_eq(items->items.at[i]->key, key)) return items->items.at[i];
  }
  return NULL;
}

const cm_set *cm_items_set(const cm_items *items, uint8_t bit) {
  switch (bit) {
  case CM_SET_FACILITY: return &items->facility;
  case CM_SET_LINE: return &items->line;
  case CM_SET_FUEL: return &items->fuel;
  case CM_SET_USE: return &items->use;
  case CM_SET_MATERIAL: return &items->material;
  case CM_SET_SECTION: return &items->section;
  default: return NULL;
  }
}

static bool answers_to(const cm_member *member, cm_str name) {
  if (cm_str_eq(member->key, name) || cm_str_eq(member->label.zh, name) || cm_str_eq(member->label.en, name)) {
    return true;
  }
  for (size_t i = 0; i < member->alias_count; i++) {
    if (cm_str_eq(member->aliases[i], name)) return true;
  }
  return false;
}

int cm_set_find_member(const cm_set *set, cm_str name) {
  for (size_t i = 0; i < set->member_count; i++) {
    if (answers_to(&set->members[i], name)) return (int)i;
  }
  return -1;
}

int cm_set_find_attribute(const cm_set *set, cm_str key) {
  for (size_t i = 0; i < set->attribute_count; i++) {
    if (cm_str_eq(set->attributes[i].key, key)) return (int)i;
  }
  return -1;
}

int cm_attribute_find_choice(const cm_attribute *attribute, cm_str key) {
  for (size_t i = 0; i < attribute->choice_count; i++) {
    if (cm_str_eq(attribute->choices[i].key, key)) return (int)i;
  }
  return -1;
}

int cm_unit_for_state(const cm_items *items, const cm_unit *general, uint32_t state, cm_unit *out) {
  cm_unit unit = *general;
  int power = unit.dim[CM_DIM_FUEL];
  unit.dim[CM_DIM_FUEL] = 0; /* fu itself has the scale 1 */
  for (; power > 0; power--) {
    if (cm_unit_mul(&unit, &unit, &items->fuel_unit[state])) return -1;
  }
  for (; power < 0; power++) {
    if (cm_unit_div(&unit, &unit, &items->fuel_unit[state])) return -1;
  }
  *out = unit;
  return 0;
}

int cm_item_unit_for_state(const cm_items *items, const cm_item *item, uint32_t state, cm_unit *out) {
  return cm_unit_for_state(items, &item->unit, state, out);
}

cm_str cm_unit_text_for_state(const cm_items *items, cm_str text, uint32_t state, char out[CM_UNIT_TEXT_MAX]) {
  cm_str fuel = items->fuel_unit_text[state];
  size_t used = 0;
  for (size_t i = 0; i < text.size; i++) {
    bool word = i > 0 && cm_is_alpha(text.at[i - 1]);
    bool ends = i + 2 >= text.size || !cm_is_alpha(text.at[i + 2]);
    if (!word && ends && i + 1 < text.size && text.at[i] == 'f' && text.at[i + 1] == 'u') {
      memcpy(out + used, fuel.at, fuel.size);
      used += fuel.size;
      i++;
    } else {
      out[used++] = text.at[i];
    }
  }
  out[used] = '\0';
  return (cm_str){out, used};
}

cm_str cm_item_unit_text_for_state(const cm_items *items, const cm_item *item, uint32_t state,
                                   char out[CM_UNIT_TEXT_MAX]) {
  return cm_unit_text_for_state(items, item->unit_text, state, out);
}
