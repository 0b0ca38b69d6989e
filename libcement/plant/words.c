#include "plant/words.h"

#include "base/sort.h"
#include "plant/fold.h"

cm_str cm_words_fold(cm_word_list *list, const cm_json *at, cm_str text) {
  cm_str folded;
  cm_reader *r = list->r;
  cm_place where = at == NULL ? CM_NOWHERE : cm_reader_place(r, at);
  int status = cm_fold(r->arena, text, where, &folded, r->err);
  if (status != CEMENT_OK) {
    r->status = status;
    return (cm_str){NULL, 0};
  }
  return cm_fold_name(folded, (char *)folded.at); /* the arena's copy of it */
}

int cm_words_add(cm_word_list *list, const cm_json *at, cm_str text, const cm_entry *entry) {
  cm_reader *r = list->r;
  cm_str name = cm_words_fold(list, at, text);
  if (r->status != CEMENT_OK) return r->status;
  if (name.size == 0) return cm_refuse(r, CEMENT_E_SCHEMA, at, CM_S("a name of nothing but blanks"));
  if (name.size > list->dictionary->longest) list->dictionary->longest = name.size;
  cm_new_word word = {{name, entry}, at};
  return CM_VEC_PUSH(r->arena, &list->words, word) ? cm_reader_nomem(r) : CEMENT_OK;
}

static int add_names(cm_word_list *list, cm_str key, const cm_label *label, const cm_entry *entry) {
  int status = cm_words_add(list, NULL, key, entry);
  if (status == CEMENT_OK) status = cm_words_add(list, NULL, label->zh, entry);
  return status == CEMENT_OK ? cm_words_add(list, NULL, label->en, entry) : status;
}

/* An item that stands for itself is a column; one of a set is a quantity of its members. */
static int add_item(cm_word_list *list, const cm_item *item) {
  cm_entry *entry = CM_NEW(list->r->arena, cm_entry);
  if (entry == NULL) return cm_reader_nomem(list->r);
  entry->kind = item->sets == 0 ? CM_WORD_COLUMN : CM_WORD_QUANTITY;
  entry->meaning = CM_MEANING_VALUE;
  if ((item->sets & CM_SET_MATERIAL) != 0) {
    entry->material_item = entry->other_item = item;
  } else if (item->sets == CM_SET_SECTION) {
    entry->section_item = item;
  } else {
    entry->item = item;
  }
  return add_names(list, item->key, &item->label, entry);
}

/* Whether a name of the dictionary says that the material is ground into cement too. */
static bool is_elsewhere(const cm_word_list *list, cm_str material) {
  for (size_t i = 0; i < list->words.size; i++) {
    const cm_entry *entry = list->words.at[i].word.entry;
    if (entry->elsewhere && cm_str_eq(entry->material, material)) return true;
  }
  return false;
}

static int add_member(cm_word_list *list, uint8_t bit, const cm_member *member) {
  cm_entry *entry = CM_NEW(list->r->arena, cm_entry);
  if (entry == NULL) return cm_reader_nomem(list->r);
  entry->kind = bit == CM_SET_USE ? CM_WORD_USE : CM_WORD_MEMBER;
  switch (bit) {
  case CM_SET_USE: entry->use = member->key; break;
  case CM_SET_MATERIAL:
    entry->material = member->key;
    entry->elsewhere = is_elsewhere(list, member->key);
    break;
  case CM_SET_SECTION: entry->section = member->key; break;
  default: entry->fuel = member->key; entry->state = member->attributes[list->dictionary->items->fuel_state].choice;
  }
  int status = add_names(list, member->key, &member->label, entry);
  for (size_t i = 0; i < member->alias_count && status == CEMENT_OK; i++) {
    status = cm_words_add(list, NULL, member->aliases[i], entry);
  }
  return status;
}

/* An attribute is a column, that of a fuel what is told of it; what its choices are called may stand in it. */
static int add_attribute(cm_word_list *list, uint8_t bit, const cm_attribute *attribute) {
  const cm_property property = {bit, attribute->key, attribute};
  cm_entry *entry = CM_NEW(list->r->arena, cm_entry);
  cm_entry *choices = CM_NEWS(list->r->arena, cm_entry, attribute->choice_count);
  if (entry == NULL || choices == NULL) return cm_reader_nomem(list->r);
  cm_word_kind kind = bit == CM_SET_FUEL ? CM_WORD_QUANTITY : CM_WORD_COLUMN;
  *entry = (cm_entry){.kind = (uint8_t)kind, .meaning = CM_MEANING_ATTRIBUTE, .property = property};
  bool plain = bit == CM_SET_FUEL && !attribute->number; /* "state" alone may be of anything */
  int status = plain ? CEMENT_OK : add_names(list, attribute->key, &attribute->label, entry);
  for (size_t i = 0; i < attribute->choice_count && status == CEMENT_OK; i++) {
    const cm_choice *choice = &attribute->choices[i];
    choices[i] = (cm_entry){.kind = CM_WORD_CHOICE, .property = property, .choice = (uint32_t)i};
    status = add_names(list, choice->key, &choice->label, &choices[i]);
  }
  return status;
}

static int add_attributes(cm_word_list *list, uint8_t bit) {
  const cm_set *set = cm_items_set(list->dictionary->items, bit);
  int status = CEMENT_OK;
  for (size_t i = 0; i < set->attribute_count && status == CEMENT_OK; i++) {
    status = add_attribute(list, bit, &set->attributes[i]);
  }
  return status;
}

int cm_words_of_items(cm_word_list *list) {
  static const uint8_t bits[] = {CM_SET_FUEL, CM_SET_MATERIAL, CM_SET_SECTION, CM_SET_USE};
  const cm_items *items = list->dictionary->items;
  int status = CEMENT_OK;
  for (size_t i = 0; i < items->items.size && status == CEMENT_OK; i++) status = add_item(list, items->items.at[i]);
  for (size_t b = 0; b < sizeof bits; b++) {
    const cm_set *set = cm_items_set(items, bits[b]);
    for (size_t i = 0; i < set->member_count && status == CEMENT_OK; i++) {
      status = add_member(list, bits[b], &set->members[i]);
    }
  }
  if (status == CEMENT_OK) status = add_attributes(list, CM_SET_LINE);
  if (status == CEMENT_OK) status = add_attributes(list, CM_SET_FUEL);
  return status == CEMENT_OK ? add_attributes(list, CM_SET_FACILITY) : status;
}

/* What a word may be once: a choice of each attribute. */
static int rank(const cm_entry *entry) {
  const cm_attribute *attribute = entry->property.attribute;
  bool choice = entry->kind == CM_WORD_CHOICE && attribute != NULL;
  return (int)entry->kind << 16 | (choice ? (int)entry->property.set << 8 | (int)attribute->index : 0);
}

/* By text, then kind; the sort keeps the order of coming, in which those of items.json are last. */
static int compare(const void *context, uint32_t a, uint32_t b) {
  const cm_new_word *words = context;
  int order = cm_str_cmp(words[a].word.text, words[b].word.text);
  return order != 0 ? order : rank(words[a].word.entry) - rank(words[b].word.entry);
}

int cm_words_finish(cm_word_list *list) {
  cm_reader *r = list->r;
  cm_dictionary *dictionary = list->dictionary;
  uint32_t *order = cm_sorted(r->arena, list->words.size, compare, list->words.at);
  if (order == NULL || CM_VEC_ROOM(r->arena, &dictionary->words, list->words.size)) return cm_reader_nomem(r);
  const cm_word *last = NULL;
  for (size_t i = 0; i < list->words.size; i++) {
    const cm_new_word *word = &list->words.at[order[i]];
    if (last != NULL && cm_str_eq(last->text, word->word.text) && rank(last->entry) == rank(word->word.entry)) {
      if (word->at == NULL) continue;
      return cm_refuse(r, CEMENT_E_DUPKEY, word->at, CM_S("\""), word->word.text, CM_S("\" has a meaning already"));
    }
    last = &word->word;
    dictionary->words.at[dictionary->words.size++] = *last;
  }
  return CEMENT_OK;
}
