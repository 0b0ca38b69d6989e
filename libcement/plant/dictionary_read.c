/* data/plant/dictionary.json: its entries. */
#include "plant/words.h"
#include "std/builtin.h"

static const cm_json_limits limits = {
    .bytes = 1u << 20, .depth = 8, .values = 50000, .keys = 64, .string_bytes = 1024, .number_bytes = 48};

/* One of a few words, told by its place among them. */
static uint8_t choice(cm_reader *r, const cm_json *object, const char *key, const char *const *words, size_t first,
                      size_t count) {
  const cm_json *at = cm_reader_get(r, object, key, false);
  if (at == NULL || !cm_reader_is(r, at, CM_JSON_STRING)) return 0;
  for (size_t i = first; i < count; i++) {
    if (cm_str_is(at->text, words[i])) return (uint8_t)i;
  }
  cm_refuse(r, CEMENT_E_UNKNOWN, at, CM_S("\""), at->key, CM_S("\": \""), at->text, CM_S("\" is not known"));
  return 0;
}
#define CHOICE(r, object, key, words) choice((r), (object), (key), (words), 1, sizeof(words) / sizeof *(words))

/* What a column is beside numbers, by cm_meaning_kind from PERIOD on. */
static const char *const meanings[] = {"period", "line", "of", "method", "source", "note", "shift", "unit", "ignore"};
static const char *const points[] = {"", "mill", "kiln"};
static const char *const bases[] = {"", "ar", "ad", "d"};

const char *const cm_role_keys[CM_ROLE_COUNT] = {"",      "moisture_ar", "moisture_ad", "hydrogen",
                                                 "gross", "carbon",      "weight"};

static uint8_t meaning(cm_reader *r, const cm_json *object) {
  if (cm_reader_get(r, object, "is", false) == NULL) return CM_MEANING_UNKNOWN;
  return (uint8_t)(CM_MEANING_PERIOD + choice(r, object, "is", meanings, 0, sizeof meanings / sizeof *meanings));
}

static const cm_item *item(cm_reader *r, const cm_dictionary *dictionary, const cm_json *object, const char *key,
                           uint8_t sets) {
  const cm_json *at = cm_reader_get(r, object, key, false);
  if (at == NULL || !cm_reader_is(r, at, CM_JSON_STRING)) return NULL;
  const cm_item *found = cm_items_find(dictionary->items, at->text);
  if (found == NULL || (found->sets & ~CM_SET_USE) != sets) {
    cm_refuse(r, CEMENT_E_UNKNOWN, at, CM_S("\""), at->key, CM_S("\": \""), at->text, CM_S("\" is not such an item"));
  }
  return found;
}

/* a-z first, then also digits and _ */
static bool is_key(cm_str id) {
  for (size_t i = 0; i < id.size; i++) {
    bool small = id.at[i] >= 'a' && id.at[i] <= 'z';
    if (!small && (i == 0 || (id.at[i] != '_' && !cm_is_digit((unsigned char)id.at[i])))) return false;
  }
  return true;
}

/* The id of a member of a set; a material that is not listed is its own id. */
static cm_str member(cm_reader *r, const cm_set *set, const cm_json *object, const char *key, bool listed, int *index) {
  cm_str id = cm_reader_text(r, object, key, false);
  *index = id.size == 0 ? -1 : cm_set_find_member(set, id);
  if (r->status == CEMENT_OK && id.size != 0 && *index < 0 && (listed || !is_key(id))) {
    cm_refuse(r, CEMENT_E_UNKNOWN, cm_json_get(object, key), CM_S("\""), id, CM_S("\" is not known"));
  }
  return *index < 0 ? id : set->members[*index].key;
}

static bool flag(cm_reader *r, const cm_json *object, const char *key) {
  const cm_json *at = cm_reader_get(r, object, key, false);
  bool value = false;
  if (at != NULL) (void)cm_reader_flag(r, at, at->key, &value);
  return value;
}

cm_label cm_dictionary_label(cm_reader *r, const cm_json *object) {
  cm_reader_only(r, object, "zh en");
  return cm_reader_full_label(r, object);
}

static void property(cm_reader *r, const cm_dictionary *dictionary, const cm_json *object, bool needed,
                     cm_property *out) {
  const cm_json *at = cm_reader_get(r, object, "attribute", needed);
  if (at == NULL || !cm_reader_is(r, at, CM_JSON_STRING) || cm_property_find(dictionary->items, at->text, out)) return;
  cm_refuse(r, CEMENT_E_UNKNOWN, at, CM_S("\"attribute\": \""), at->text, CM_S("\" is no attribute"));
}

/* A fuel's is told of it as a quantity is; a line's or the plant's by a whole heading. */
static void check_owner(cm_reader *r, const cm_json *object, const cm_property *property, bool fuel) {
  if (r->status != CEMENT_OK || property->set == 0 || (property->set == CM_SET_FUEL) == fuel) return;
  cm_refuse(r, CEMENT_E_SCHEMA, cm_json_get(object, "attribute"), CM_S("\"attribute\": "),
            fuel ? CM_S("that of a fuel expected") : CM_S("that of a fuel is a quantity, not a column"));
}

/* ---- the kinds of entries ---- */

static void read_unclear(cm_reader *r, const cm_json *object, cm_entry *entry) {
  const cm_json *at = cm_reader_get(r, object, "unclear", false);
  if (at != NULL) entry->unclear = cm_dictionary_label(r, at);
}

static void read_column(cm_word_list *list, const cm_json *object, cm_entry *entry) {
  static const char *const doubts[] = {"", "subject"};
  cm_reader *r = list->r;
  cm_reader_only(r, object, "names is item material role attribute unit doubt unclear source");
  entry->meaning = meaning(r, object);
  entry->item = item(r, list->dictionary, object, "item", 0);
  entry->material_item = item(r, list->dictionary, object, "material", CM_SET_MATERIAL);
  entry->role = CHOICE(r, object, "role", cm_role_keys);
  (void)cm_reader_unit(r, cm_reader_get(r, object, "unit", false), &entry->unit_text);
  if (CHOICE(r, object, "doubt", doubts) != 0) entry->doubt = CM_DOUBT_SUBJECT;
  property(r, list->dictionary, object, false, &entry->property);
  check_owner(r, object, &entry->property, false);
  read_unclear(r, object, entry);
  int said = (entry->meaning != 0) + (entry->item != NULL) + (entry->role != 0) + (entry->property.set != 0) +
             (entry->unclear.en.size != 0);
  if (said != 1) cm_refuse(r, CEMENT_E_SCHEMA, object, CM_S("one of is, item, role, attribute and unclear expected"));
  if (entry->item != NULL) entry->meaning = CM_MEANING_VALUE;
  if (entry->role != 0) entry->meaning = CM_MEANING_ROLE;
  if (entry->property.set != 0) entry->meaning = CM_MEANING_ATTRIBUTE;
}

/* What a cell says of an attribute with choices. */
static void read_choice(cm_word_list *list, const cm_json *object, cm_entry *entry) {
  cm_reader *r = list->r;
  cm_reader_only(r, object, "names attribute choice source");
  property(r, list->dictionary, object, true, &entry->property);
  const cm_json *at = cm_reader_get(r, object, "choice", true);
  if (at == NULL || !cm_reader_is(r, at, CM_JSON_STRING)) return;
  const cm_attribute *attribute = entry->property.attribute;
  int index = attribute == NULL || attribute->number ? -1 : cm_attribute_find_choice(attribute, at->text);
  if (index < 0) {
    cm_refuse(r, CEMENT_E_UNKNOWN, at, CM_S("\"choice\": \""), at->text, CM_S("\" is none of the attribute"));
    return;
  }
  entry->choice = (uint32_t)index;
}

static void read_declare(cm_word_list *list, const cm_json *object, cm_entry *entry) {
  cm_reader *r = list->r;
  const cm_items *items = list->dictionary->items;
  const cm_json *at = cm_reader_get(r, object, "declare", false);
  if (at == NULL) return;
  bool fuel = entry->fuel.size != 0;
  cm_reader_only(r, at, fuel ? "zh en state origin" : "zh en");
  entry->declare = true;
  entry->label = cm_reader_full_label(r, at);
  for (size_t i = 0; fuel && i < items->fuel.attribute_count && r->status == CEMENT_OK; i++) {
    const cm_attribute *attribute = &items->fuel.attributes[i];
    if (attribute->number) continue;
    const cm_json *value = cm_reader_get(r, at, attribute->key.at, true);
    int index = value == NULL || value->type != CM_JSON_STRING ? -1 : cm_attribute_find_choice(attribute, value->text);
    if (index < 0) cm_refuse(r, CEMENT_E_UNKNOWN, value, attribute->key, CM_S(": not one of its choices"));
    if (index >= 0) entry->attributes[i] = (cm_attribute_value){.given = true, .choice = (uint32_t)index};
  }
  entry->state = entry->attributes[items->fuel_state].choice;
}

static void read_member(cm_word_list *list, const cm_json *object, cm_entry *entry) {
  cm_reader *r = list->r;
  const cm_items *items = list->dictionary->items;
  int fuel, material, section;
  cm_reader_only(r, object, "names fuel material section point part loose elsewhere declare source");
  bool declared = cm_json_get(object, "declare") != NULL;
  entry->fuel = member(r, &items->fuel, object, "fuel", !declared, &fuel);
  entry->material = member(r, &items->material, object, "material", false, &material);
  entry->section = member(r, &items->section, object, "section", true, &section);
  entry->point = CHOICE(r, object, "point", points);
  entry->part = cm_reader_text(r, object, "part", false);
  if (flag(r, object, "loose")) entry->doubt = CM_DOUBT_MEMBER;
  entry->elsewhere = flag(r, object, "elsewhere");
  read_declare(list, object, entry);
  if (r->status != CEMENT_OK) return;
  if (fuel >= 0) entry->state = items->fuel.members[fuel].attributes[items->fuel_state].choice;
  bool known = entry->declare && (fuel >= 0 || material >= 0 || entry->section.size != 0);
  if (known) cm_refuse(r, CEMENT_E_SCHEMA, object, CM_S("\"declare\" of what is known already"));
  if (entry->fuel.size == 0 && entry->material.size == 0 && entry->section.size == 0) {
    cm_refuse(r, CEMENT_E_SCHEMA, object, CM_S("fuel, material or section expected"));
  }
}

static void read_quantity(cm_word_list *list, const cm_json *object, cm_entry *entry) {
  static const char *const doubts[] = {"", "subject"};
  cm_reader *r = list->r;
  const cm_dictionary *dictionary = list->dictionary;
  cm_reader_only(r, object,
                 "names fuel material other_material section attribute role basis is bare assume doubt unclear source");
  entry->item = item(r, dictionary, object, "fuel", CM_SET_FUEL);
  entry->material_item = item(r, dictionary, object, "material", CM_SET_MATERIAL);
  entry->other_item = item(r, dictionary, object, "other_material", CM_SET_MATERIAL);
  entry->section_item = item(r, dictionary, object, "section", CM_SET_SECTION);
  entry->role = CHOICE(r, object, "role", cm_role_keys);
  entry->basis = CHOICE(r, object, "basis", bases);
  entry->meaning = meaning(r, object);
  entry->bare = flag(r, object, "bare");
  entry->assume = flag(r, object, "assume");
  if (CHOICE(r, object, "doubt", doubts) != 0) entry->doubt = CM_DOUBT_SUBJECT;
  property(r, dictionary, object, false, &entry->property);
  check_owner(r, object, &entry->property, true);
  read_unclear(r, object, entry);
  if (r->status != CEMENT_OK) return;
  bool attribute = entry->property.set != 0;
  if (attribute) entry->meaning = CM_MEANING_ATTRIBUTE;
  if (entry->meaning == 0) entry->meaning = entry->role != 0 ? CM_MEANING_ROLE : CM_MEANING_VALUE;
  bool item = entry->item != NULL || entry->material_item != NULL || entry->section_item != NULL;
  if (item == attribute) {
    cm_refuse(r, CEMENT_E_SCHEMA, object, CM_S("fuel, material or section expected, or an attribute alone"));
  }
  if ((entry->material_item == NULL) != (entry->other_item == NULL)) {
    cm_refuse(r, CEMENT_E_SCHEMA, object, CM_S("material and other_material go together"));
  }
  if (entry->bare) list->dictionary->bare = entry;
}

static void read_use(cm_word_list *list, const cm_json *object, cm_entry *entry) {
  int use;
  cm_reader_only(list->r, object, "names use source");
  entry->use = member(list->r, &list->dictionary->items->use, object, "use", true, &use);
  (void)cm_reader_get(list->r, object, "use", true);
}

static void read_basis(cm_word_list *list, const cm_json *object, cm_entry *entry) {
  cm_reader_only(list->r, object, "names basis source");
  entry->basis = CHOICE(list->r, object, "basis", bases);
  (void)cm_reader_get(list->r, object, "basis", true);
}

static void read_plain(cm_word_list *list, const cm_json *object, cm_entry *entry) {
  (void)entry;
  cm_reader_only(list->r, object, "names source");
}

static const struct {
  const char *key;
  cm_word_kind kind;
  bool list; /* of entries; else one */
  void (*read)(cm_word_list *list, const cm_json *object, cm_entry *entry);
} parts[] = {
    {"columns", CM_WORD_COLUMN, true, read_column},
    {"members", CM_WORD_MEMBER, true, read_member},
    {"quantities", CM_WORD_QUANTITY, true, read_quantity},
    {"uses", CM_WORD_USE, true, read_use},
    {"bases", CM_WORD_BASIS, true, read_basis},
    {"raw", CM_WORD_RAW, false, read_plain},
    {"empty", CM_WORD_EMPTY, false, read_plain},
    {"groups", CM_WORD_GROUP, false, read_plain},
    {"choices", CM_WORD_CHOICE, true, read_choice},
};

/* Every entry says where it was seen. */
static void check_source(cm_word_list *list, const cm_json *object) {
  cm_reader *r = list->r;
  const cm_json *source = cm_reader_get(r, object, "source", true);
  if (source != NULL && cm_reader_is(r, source, CM_JSON_STRING) &&
      cm_json_get(list->sources, source->text.at) == NULL) {
    cm_refuse(r, CEMENT_E_UNKNOWN, source, CM_S("source \""), source->text, CM_S("\" is not known"));
  }
}

const cm_json *cm_dictionary_names(cm_word_list *list, const cm_json *object, const char *key) {
  cm_reader *r = list->r;
  check_source(list, object);
  const cm_json *names = cm_reader_get(r, object, key, true);
  if (names == NULL || !cm_reader_is(r, names, CM_JSON_ARRAY)) return NULL;
  if (names->count == 0) cm_refuse(r, CEMENT_E_SCHEMA, names, CM_S("a name expected"));
  for (const cm_json *name = names->child; name != NULL; name = name->next) {
    if (!cm_reader_is(r, name, CM_JSON_STRING)) break;
    if (name->text.size == 0) cm_refuse(r, CEMENT_E_SCHEMA, name, CM_S("the text is empty"));
  }
  return r->status == CEMENT_OK ? names : NULL;
}

static void read_entry(cm_word_list *list, size_t part, const cm_json *object) {
  cm_reader *r = list->r;
  cm_entry *entry = CM_NEW(r->arena, cm_entry);
  if (entry == NULL) {
    cm_reader_nomem(r);
    return;
  }
  entry->kind = (uint8_t)parts[part].kind;
  parts[part].read(list, object, entry);
  const cm_json *names = cm_dictionary_names(list, object, "names");
  for (const cm_json *name = names == NULL ? NULL : names->child; name != NULL; name = name->next) {
    if (cm_words_add(list, name, name->text, entry) != CEMENT_OK) return;
  }
}

static void read_part(cm_word_list *list, size_t part, const cm_json *root) {
  cm_reader *r = list->r;
  const cm_json *value = cm_reader_get(r, root, parts[part].key, true);
  if (value == NULL) return;
  if (!parts[part].list) {
    read_entry(list, part, value);
    return;
  }
  if (!cm_reader_is(r, value, CM_JSON_ARRAY)) return;
  if (value->count == 0) cm_refuse(r, CEMENT_E_SCHEMA, value, CM_S("an entry expected"));
  for (const cm_json *object = value->child; object != NULL && r->status == CEMENT_OK; object = object->next) {
    read_entry(list, part, object);
  }
}

/* The fuel that is meant where none is named. */
static void read_assumed(cm_word_list *list, const cm_json *root) {
  cm_reader *r = list->r;
  const cm_json *object = cm_reader_get(r, root, "assumed", true);
  if (object == NULL || !cm_reader_is(r, object, CM_JSON_OBJECT)) return;
  cm_entry *entry = CM_NEW(r->arena, cm_entry);
  if (entry == NULL) {
    cm_reader_nomem(r);
    return;
  }
  cm_reader_only(r, object, "fuel source");
  check_source(list, object);
  entry->kind = CM_WORD_MEMBER;
  int fuel;
  entry->fuel = member(r, &list->dictionary->items->fuel, object, "fuel", true, &fuel);
  (void)cm_reader_get(r, object, "fuel", true);
  if (r->status != CEMENT_OK) return;
  const cm_items *items = list->dictionary->items;
  entry->state = items->fuel.members[fuel].attributes[items->fuel_state].choice;
  list->dictionary->assumed = entry;
}

static void read_sources(cm_reader *r, const cm_json *object) {
  if (object == NULL || !cm_reader_is(r, object, CM_JSON_OBJECT)) return;
  for (const cm_json *at = object->child; at != NULL; at = at->next) {
    (void)cm_dictionary_label(r, at);
    if (!is_key(at->key)) cm_refuse_key(r, CEMENT_E_SCHEMA, at, CM_S("\""), at->key, CM_S("\" is no key"));
  }
}

static void read_root(void *user, const cm_json *root) {
  cm_word_list *list = user;
  cm_reader *r = list->r;
  cm_reader_only(
      r, root,
      "schema sources columns members quantities uses bases raw empty groups choices assumed lines shifts methods "
      "repeats form markers units basis");
  cm_reader_schema(r, root, "cement-dictionary/1");
  list->sources = cm_reader_get(r, root, "sources", true);
  read_sources(r, list->sources);
  for (size_t i = 0; i < sizeof parts / sizeof *parts && r->status == CEMENT_OK; i++) read_part(list, i, root);
  read_assumed(list, root);
  if (r->status == CEMENT_OK && list->dictionary->bare == NULL) {
    cm_refuse(r, CEMENT_E_MISSING, root, CM_S("quantities: none is meant by a member alone (\"bare\")"));
  }
  if (r->status == CEMENT_OK) r->status = cm_dictionary_read_rest(list, root);
  if (r->status == CEMENT_OK) r->status = cm_words_of_items(list);
  if (r->status == CEMENT_OK) r->status = cm_words_finish(list);
}

int cm_dictionary_read(cm_arena *arena, cm_dictionary *out, const cm_items *items, cm_str source, cm_str text,
                       cement_error *err) {
  cm_reader r = {.arena = arena, .source = source, .text = text, .err = err};
  cm_word_list list = {.r = &r, .dictionary = out};
  *out = (cm_dictionary){.items = items};
  return cm_reader_document(&r, &limits, read_root, &list);
}

int cm_dictionary_builtin(cm_arena *arena, cm_dictionary *out, const cm_items *items, cement_error *err) {
  const struct cm_builtin *file = &cm_builtin_dictionary;
  return cm_dictionary_read(arena, out, items, cm_str_of(file->name), (cm_str){(const char *)file->bytes, file->size},
                            err);
}
