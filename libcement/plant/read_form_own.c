/* What only the monthly form that is written here has: columns of fuels and uses, rows that are computed, a word for
 * the whole plant. */
#include "plant/form.h"
#include "plant/read_form.h"

/* A word of the form as it is written here, in either language. */
int cm_form_is_word(const cm_form *t, cm_str name, cm_form_label which, bool *out) {
  const cm_label *label = &t->own->words[which];
  cm_str zh, en;
  int status = cm_file_name(t->f, label->zh, &zh);
  if (status == CEMENT_OK) status = cm_file_name(t->f, label->en, &en);
  *out = status == CEMENT_OK && name.size != 0 && (cm_str_eq(name, zh) || cm_str_eq(name, en));
  return status;
}

/* The columns that only this form has. */
int cm_form_own_column(cm_form *t, uint32_t i, cm_str name) {
  const cm_form_label words[] = {CM_FORM_LABEL_OF, CM_FORM_LABEL_USE};
  uint32_t *const columns[] = {&t->of, &t->use};
  for (size_t k = 0; k < 2; k++) {
    bool is;
    int status = cm_form_is_word(t, name, words[k], &is);
    if (status != CEMENT_OK) return status;
    if (!is || *columns[k] != CM_NONE) continue;
    *columns[k] = i;
    t->kind[i] = CM_COLUMN_KNOWN;
  }
  return CEMENT_OK;
}

/* Whether the dictionary knows the name as something else only: diesel is no raw material. */
static bool is_other(const cm_form *t, cm_str name, uint8_t set) {
  const cm_entry *entry = cm_dictionary_find(t->f->plant->dictionary, CM_WORD_MEMBER, name);
  return entry != NULL && (set == CM_SET_FUEL ? entry->fuel : entry->material).size == 0;
}

/* The row's own cell names the member of an item that the title names: also one that only the plant knows. */
int cm_form_member_of(cm_form *t, cm_str title, cm_str unit, cm_meaning *m) {
  cm_file *f = t->f;
  const cm_dictionary *dictionary = f->plant->dictionary;
  cm_place where = cm_file_place(f, t->of);
  const cm_set *sections = &f->plant->ledger->items->section;
  cm_meaning with = {.kind = CM_MEANING_VALUE, .item = m->item, .basis = m->basis, .use = m->use};
  uint8_t set = m->item->sets & (CM_SET_FUEL | CM_SET_MATERIAL);
  int section = cm_set_find_member(sections, t->of_text);
  cm_str name, folded;
  int status = cm_file_name(f, t->of_text, &name);
  if (status != CEMENT_OK || (set == 0 ? section < 0 : is_other(t, name, set))) return status;
  if (set == 0)
    with.of = sections->members[section].key;
  else
    status = cm_mapping_of(&f->arena, dictionary, f->map, set, t->of_text, where, &with.of, &with.member, f->err);
  if (status == CEMENT_OK)
    status = cm_heading_own_unit(&f->arena, dictionary, CM_S(""), title, unit, where, &folded, f->err);
  if (status != CEMENT_OK) return status;
  if (with.member != NULL) with.doubt = with.member->doubt;
  cm_meaning_unit(dictionary, &with, folded);
  *m = with;
  return CEMENT_OK;
}

bool cm_form_wants_member(const cm_form *t, const cm_meaning *m) {
  bool open = m->problem == CM_PROBLEM_MEMBER || (m->problem == CM_PROBLEM_NONE && (m->doubt & CM_DOUBT_ASSUMED) != 0);
  return m->item != NULL && m->kind == CM_MEANING_VALUE && m->item->sets != 0 && open && t->of != CM_NONE &&
         !cm_file_blank(t->f, t->of);
}

/* The cell of the column of uses. */
int cm_form_use(cm_form *t, cm_meaning *m) {
  cm_file *f = t->f;
  const cm_set *uses = &f->plant->ledger->items->use;
  cm_str text, name;
  if (t->use == CM_NONE || cm_file_blank(f, t->use)) return CEMENT_OK;
  int status = cm_file_text(f, t->use, &text);
  int index = status == CEMENT_OK ? cm_set_find_member(uses, text) : -1;
  if (status == CEMENT_OK) status = cm_file_name(f, text, &name);
  if (status != CEMENT_OK) return status;
  const cm_entry *entry = index < 0 ? cm_dictionary_find(f->plant->dictionary, CM_WORD_USE, name) : NULL;
  if ((m->item->sets & CM_SET_USE) == 0 || (index < 0 && entry == NULL)) {
    return cm_fail(f->err, CEMENT_E_UNKNOWN, cm_file_place(f, t->use), CM_S("\""), cm_str_cut(text, 60),
                   index < 0 && entry == NULL ? CM_S("\" read, a use expected")
                                              : CM_S("\" read, but this item is not given by use"));
  }
  m->use = index < 0 ? entry->use : uses->members[index].key;
  return CEMENT_OK;
}

/* Rows that a form repeats from a report: computed, never read. */
int cm_form_is_computed(cm_form *t, cm_str title, bool *out) {
  cm_str name, own;
  *out = false;
  int status = cm_file_name(t->f, title, &name);
  for (size_t i = 0; i < t->own->rows.size && status == CEMENT_OK && !*out; i++) {
    const cm_form_row *row = &t->own->rows.at[i];
    if (row->item != NULL) continue;
    status = cm_file_name(t->f, row->label.zh, &own);
    *out = status == CEMENT_OK && cm_str_eq(name, own);
    if (status == CEMENT_OK && !*out) status = cm_file_name(t->f, row->label.en, &own);
    *out = *out || (status == CEMENT_OK && cm_str_eq(name, own));
  }
  return status;
}

int cm_form_tell_computed(cm_form *t, cm_str title) {
  const cm_heading name = {title, cm_file_place(t->f, t->title)};
  const cm_meaning none = {.kind = CM_MEANING_UNKNOWN};
  if (t->computed++ != 0) return CEMENT_OK; /* once a file */
  return cm_file_tell_name(t->f, &name, &none, CM_REMARK_SPARE, (cm_str){"", 0});
}

/* A month in which no row of the form has a number is not filled in yet: its empty cells are no gaps. */
int cm_form_forget_empty(cm_form *t) {
  cm_book *book = &t->f->plant->book;
  cm_map filled;
  cm_map_init(&filled, &t->f->arena);
  for (size_t i = t->f->months_first; i < book->months.size; i++) {
    const cm_map_key key = {{(uint32_t)book->tallies.at[book->months.at[i].tally].month}};
    if (cm_map_put(&filled, &key, 1)) return cm_file_nomem(t->f);
  }
  for (size_t i = 0; i < book->tallies.size; i++) {
    cm_tally *tally = &book->tallies.at[i];
    const cm_map_key key = {{(uint32_t)tally->month}};
    bool here = tally->gap.line != 0 && tally->gap.document == t->f->document;
    if (here && tally->blank == tally->rows && cm_map_get(&filled, &key) == NULL) tally->gap.line = 0;
  }
  return CEMENT_OK;
}
