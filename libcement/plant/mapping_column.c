/* Mapping files: what they say of a column. */
#include "plant/fold.h"
#include "plant/mapping_read.h"

const char *const cm_mapping_kinds[] = {"", "", "", "", "", "", "method", "source", "note", "shift", "unit", "", ""};
const char *const cm_mapping_shapes[] = {"", "wide", "long", "monthly-form/1", "daily-form"};
const char *const cm_mapping_bases[] = {"", "ar", "ad", "d"};
const char *const cm_mapping_points[] = {"", "mill", "kiln"};
const char *const cm_mapping_aggregates[] = {"", "sum", "mean", "difference"};
const char *const cm_mapping_methods[CM_MAPPING_METHODS] = {"", "measured", "default", "calculated", "estimated"};

uint8_t cm_mapping_choice(cm_reader *r, const cm_json *object, const char *key, const char *const *words,
                          size_t count) {
  const cm_json *at = cm_reader_get(r, object, key, false);
  if (at == NULL || !cm_reader_is(r, at, CM_JSON_STRING)) return 0;
  for (size_t i = 1; i < count; i++) {
    if (words[i][0] != '\0' && cm_str_is(at->text, words[i])) return (uint8_t)i;
  }
  cm_refuse(r, CEMENT_E_UNKNOWN, at, CM_S("\""), at->key, CM_S("\": \""), at->text, CM_S("\" is not known"));
  return 0;
}
#define CHOICE(r, object, key, words) cm_mapping_choice((r), (object), (key), (words), sizeof(words) / sizeof *(words))

void cm_mapping_read_heading(cm_mapping_reader *m, const cm_json *at, const char *key, cm_str *text, cm_str *folded) {
  if (at == NULL || !cm_reader_is(&m->r, at, CM_JSON_STRING)) return;
  if (at->text.size == 0) cm_refuse(&m->r, CEMENT_E_SCHEMA, at, CM_S("\""), cm_str_of(key), CM_S("\" is empty"));
  *text = cm_reader_copy(&m->r, at->text);
  if (m->r.status != CEMENT_OK) return;
  m->r.status = cm_heading_key(m->r.arena, CM_S(""), *text, cm_reader_place(&m->r, at), folded, m->r.err);
  if (m->r.status == CEMENT_OK && folded->size == 0) {
    cm_refuse(&m->r, CEMENT_E_SCHEMA, at, CM_S("\""), cm_str_of(key), CM_S("\" holds nothing but blanks"));
  }
}

void cm_mapping_read_key(cm_mapping_reader *m, const cm_json *object, const char *key, cm_str *text, cm_str *folded) {
  cm_mapping_read_heading(m, cm_reader_get(&m->r, object, key, true), key, text, folded);
}

static bool flag(cm_reader *r, const cm_json *object, const char *key) {
  const cm_json *at = cm_reader_get(r, object, key, false);
  bool value = false;
  if (at != NULL) (void)cm_reader_flag(r, at, at->key, &value);
  return value;
}

/* The item that a role serves: that of the dictionary's words for it. */
static const cm_item *served_item(const cm_dictionary *dictionary, cm_role role) {
  for (size_t i = 0; i < dictionary->words.size; i++) {
    const cm_entry *entry = dictionary->words.at[i].entry;
    if (entry->kind == CM_WORD_QUANTITY && entry->role == role) return entry->item;
  }
  return NULL;
}

static void read_item(cm_mapping_reader *m, const cm_json *object, cm_meaning *out) {
  const cm_json *item = cm_reader_get(&m->r, object, "item", false);
  if (item != NULL && cm_reader_is(&m->r, item, CM_JSON_STRING)) {
    out->kind = CM_MEANING_VALUE;
    out->item = cm_items_find(m->dictionary->items, item->text);
    if (out->item == NULL)
      cm_refuse(&m->r, CEMENT_E_UNKNOWN, item, CM_S("item \""), item->text, CM_S("\" is not known"));
  }
  out->role = CHOICE(&m->r, object, "role", cm_role_keys);
  if (out->role == CM_ROLE_NONE) return;
  if (item != NULL) cm_refuse(&m->r, CEMENT_E_SCHEMA, item, CM_S("an item or a role expected, not both"));
  out->kind = CM_MEANING_ROLE;
  out->item = served_item(m->dictionary, (cm_role)out->role);
}

static const cm_entry *find_member(const cm_mapping_reader *m, cm_str text) {
  char name[CM_HEADING_BYTES_MAX];
  if (text.size > sizeof name) return NULL; /* longer than any */
  return cm_dictionary_find(m->dictionary, CM_WORD_MEMBER, cm_fold_name(text, name));
}

/* The member that a name stands for in the item's set; what is not known is the ledger's to look for. */
static void read_of(cm_mapping_reader *m, const cm_json *object, cm_meaning *out) {
  uint8_t sets = out->item == NULL ? 0 : out->item->sets;
  out->of = cm_reader_text(&m->r, object, "of", false);
  out->use = cm_reader_text(&m->r, object, "use", false);
  if (m->r.status != CEMENT_OK) return;
  if (out->of.size != 0 && sets == 0) {
    cm_refuse(&m->r, CEMENT_E_SCHEMA, cm_json_get(object, "of"),
              CM_S("\"of\": the column is of no fuel, material or section"));
  }
  if (out->use.size != 0) {
    int use = cm_set_find_member(&m->dictionary->items->use, out->use);
    if ((sets & CM_SET_USE) == 0 || use < 0) {
      cm_refuse(&m->r, CEMENT_E_UNKNOWN, cm_json_get(object, "use"), CM_S("\"use\": \""), out->use,
                CM_S("\" is none of the item"));
      return;
    }
    out->use = m->dictionary->items->use.members[use].key;
  }
  if (out->of.size == 0 || m->r.status != CEMENT_OK) return;
  const cm_entry *member = find_member(m, out->of);
  cm_str id = member == NULL              ? CM_S("")
              : (sets & CM_SET_FUEL) != 0 ? member->fuel
              : sets == CM_SET_MATERIAL   ? member->material
                                          : member->section;
  if (id.size != 0) {
    out->of = id;
    out->member = member;
  } else if (sets == CM_SET_SECTION) {
    cm_refuse(&m->r, CEMENT_E_UNKNOWN, cm_json_get(object, "of"), CM_S("section \""), out->of, CM_S("\" is not known"));
  }
}

/* What the item allows of a line and a basis. */
static void check_item(cm_mapping_reader *m, const cm_json *object, const cm_meaning *c) {
  const cm_item *item = c->item;
  bool facility = item != NULL && item->level == CM_LEVEL_FACILITY;
  if (item != NULL && item->sets == CM_SET_SECTION && c->of.size != 0) {
    int section = cm_set_find_member(&m->dictionary->items->section, c->of);
    facility = item->section_level[section] == CM_LEVEL_FACILITY;
  }
  if (facility && c->line.size != 0) {
    cm_refuse(&m->r, CEMENT_E_SCHEMA, cm_json_get(object, "line"), CM_S("\"line\": the item is of the whole plant"));
  }
  if (item != NULL && cm_is_stock(item) && c->aggregate != CM_AGGREGATE_ITEM) {
    cm_refuse(&m->r, CEMENT_E_SCHEMA, cm_json_get(object, "aggregate"),
              CM_S("\"aggregate\": a month of the item has what its first or last day has"));
  }
  bool based = c->role == CM_ROLE_CARBON || (item != NULL && item->unit.dim[CM_DIM_FUEL] != 0);
  if (c->basis != CM_BASIS_NONE && !based) {
    cm_refuse(&m->r, CEMENT_E_SCHEMA, cm_json_get(object, "basis"), CM_S("\"basis\": the column has none"));
  }
}

static void read_unit(cm_mapping_reader *m, const cm_json *object, cm_meaning *out) {
  const cm_json *at = cm_reader_get(&m->r, object, "unit", false);
  if (at == NULL) return;
  cm_str text = {NULL, 0};
  (void)cm_reader_unit(&m->r, at, &text);
  if (m->r.status != CEMENT_OK) return;
  cm_meaning_unit(m->dictionary, out, text);
  out->doubt = 0; /* a person says so */
  if (out->problem == CM_PROBLEM_NONE) return;
  cm_refuse(&m->r, CEMENT_E_UNIT, at, CM_S("\"unit\": \""), text, CM_S("\": "),
            cm_str_of(cm_problem_text((cm_problem)out->problem)));
}

static void read_value(cm_mapping_reader *m, const cm_json *object, cm_meaning *out) {
  cm_reader_only(&m->r, object,
                 "header item role of use unit line basis point aggregate weight method source part because");
  read_item(m, object, out);
  if (m->r.status != CEMENT_OK) return;
  read_of(m, object, out);
  out->line = cm_reader_text(&m->r, object, "line", false);
  out->part = cm_reader_text(&m->r, object, "part", false);
  out->weight = cm_reader_text(&m->r, object, "weight", false);
  out->source = cm_reader_text(&m->r, object, "source", false);
  out->basis = CHOICE(&m->r, object, "basis", cm_mapping_bases);
  out->point = CHOICE(&m->r, object, "point", cm_mapping_points);
  out->aggregate = CHOICE(&m->r, object, "aggregate", cm_mapping_aggregates);
  uint8_t method = CHOICE(&m->r, object, "method", cm_mapping_methods);
  out->method = cm_str_of(cm_mapping_methods[method]);
  if (m->r.status == CEMENT_OK) check_item(m, object, out);
  if (m->r.status == CEMENT_OK) read_unit(m, object, out);
}

/* The fuel that a property is of; absent: the row's. */
static void read_fuel(cm_mapping_reader *m, const cm_json *object, cm_meaning *out) {
  char name[CM_HEADING_BYTES_MAX];
  const cm_json *at = cm_reader_get(&m->r, object, "of", false);
  out->of = cm_reader_text(&m->r, object, "of", false);
  if (m->r.status != CEMENT_OK || at == NULL) return;
  if (out->property.set != CM_SET_FUEL) {
    cm_refuse(&m->r, CEMENT_E_SCHEMA, at, CM_S("\"of\": the attribute is of no fuel"));
    return;
  }
  const cm_entry *member = out->of.size > sizeof name
                               ? NULL
                               : cm_dictionary_find(m->dictionary, CM_WORD_MEMBER, cm_fold_name(out->of, name));
  if (member == NULL || member->fuel.size == 0) return;
  out->of = member->fuel;
  out->member = member;
}

/* A property of the row's line or fuel, or of the plant. */
static void read_attribute(cm_mapping_reader *m, const cm_json *object, const cm_json *name, cm_meaning *out) {
  cm_reader_only(&m->r, object, "header attribute unit line of because");
  if (m->r.status != CEMENT_OK || !cm_reader_is(&m->r, name, CM_JSON_STRING)) return;
  if (!cm_property_find(m->dictionary->items, name->text, &out->property)) {
    cm_refuse(&m->r, CEMENT_E_UNKNOWN, name, CM_S("\"attribute\": \""), name->text,
              CM_S("\" is none of a line, a fuel or the plant"));
    return;
  }
  out->kind = CM_MEANING_ATTRIBUTE;
  out->line = cm_reader_text(&m->r, object, "line", false);
  if (out->line.size != 0 && out->property.set != CM_SET_LINE) {
    cm_refuse(&m->r, CEMENT_E_SCHEMA, cm_json_get(object, "line"), CM_S("\"line\": the attribute is of "),
              out->property.set == CM_SET_FUEL ? CM_S("a fuel") : CM_S("the whole plant"));
  }
  if (m->r.status == CEMENT_OK) read_fuel(m, object, out);
  if (m->r.status == CEMENT_OK) read_unit(m, object, out);
}

void cm_mapping_read_column(cm_mapping_reader *m, const cm_json *object, cm_mapping_column *out) {
  cm_reader *r = &m->r;
  *out = (cm_mapping_column){.where = cm_reader_place(r, object)};
  if (!cm_reader_is(r, object, CM_JSON_OBJECT)) return;
  cm_mapping_read_key(m, object, "header", &out->header, &out->key);
  (void)cm_reader_text(r, object, "because", false); /* for whoever reads the file */
  bool ignore = flag(r, object, "ignore");
  uint8_t as = cm_mapping_choice(r, object, "as", cm_mapping_kinds, CM_MEANING_IGNORE);
  const cm_json *attribute = r->status == CEMENT_OK ? cm_json_get(object, "attribute") : NULL;
  const cm_json *unknown = r->status == CEMENT_OK ? cm_json_get(object, "unknown") : NULL;
  if (unknown != NULL) {
    cm_refuse_key(r, CEMENT_E_SCHEMA, unknown, CM_S("column \""), out->header,
                  CM_S("\" is not decided on: say its item, or \"ignore\": true"));
  } else if (ignore) {
    cm_reader_only(r, object, "header ignore because");
    out->meaning.kind = CM_MEANING_IGNORE;
  } else if (as != 0) {
    cm_reader_only(r, object, "header as because");
    out->meaning.kind = as;
  } else if (attribute != NULL) {
    read_attribute(m, object, attribute, &out->meaning);
  } else {
    read_value(m, object, &out->meaning);
    if (r->status == CEMENT_OK && out->meaning.kind == CM_MEANING_UNKNOWN) {
      cm_refuse(r, CEMENT_E_SCHEMA, object, CM_S("column \""), out->header,
                CM_S("\": item, role, attribute, as or ignore expected"));
    }
  }
}
