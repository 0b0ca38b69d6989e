/* Before months are put into the ledger: whose they are. Lines, fuels and materials that only files name are declared,
 * a file that names no line speaks of the only one. */
#include "plant/months.h"

static void stand_at(cm_month_work *w, cm_spot spot) {
  w->builder->document = spot.document;
  w->builder->source = w->plant->ledger->documents.at[spot.document].name;
  w->builder->put = spot.line;
}

static cm_cell cell(cm_str text, cm_spot spot) {
  return (cm_cell){text, spot.column - 1};
}

/* ---- lines ---- */

static bool of_line(const cm_month_work *w, const cm_series *s) {
  const cm_item *item = s->item;
  int section = (item->sets & CM_SET_SECTION) == 0 ? -1 : cm_set_find_member(&w->plant->ledger->items->section, s->of);
  cm_level level = section < 0 ? item->level : item->section_level[section];
  return level == CM_LEVEL_LINE && item->share == NULL;
}

/* What is said of a line without its name: the first such cell, line 0: there is none. */
static cm_spot without_line(const cm_month_work *w, cm_str *what) {
  const cm_book *book = &w->plant->book;
  for (size_t i = 0; i < book->series.size; i++) {
    *what = book->series.at[i].item->key;
    if (book->series.at[i].line.size == 0 && of_line(w, &book->series.at[i])) return book->series.at[i].first;
  }
  for (size_t i = 0; i < w->plant->givens.size; i++) {
    const cm_given *g = &w->plant->givens.at[i];
    *what = g->property.key;
    if (g->property.set == CM_SET_LINE && g->line.size == 0) return g->spot;
  }
  return (cm_spot){0, 0, 0};
}

/* The n-th line that something names, some of them more than once or not at all. */
static cm_str named_line(const cm_month_work *w, size_t n) {
  const cm_ledger *ledger = w->plant->ledger;
  const cm_book *book = &w->plant->book;
  if (n < ledger->lines.size) return ledger->lines.at[n].id;
  n -= ledger->lines.size;
  return n < book->series.size ? book->series.at[n].line : w->plant->givens.at[n - book->series.size].line;
}

/* The one line that is known; *count tells how many there are, as far as two. */
static cm_str only_line(const cm_month_work *w, size_t *count) {
  const cm_plant *plant = w->plant;
  size_t names = plant->ledger->lines.size + plant->book.series.size + plant->givens.size;
  cm_str only = {"", 0};
  *count = 0;
  for (size_t i = 0; i < names && *count < 2; i++) {
    cm_str id = named_line(w, i);
    if (id.size == 0 || (*count == 1 && cm_str_eq(id, only))) continue;
    only = id;
    ++*count;
  }
  return only;
}

static int assume_line(cm_month_work *w) {
  cm_book *book = &w->plant->book;
  cm_str what;
  cm_spot first = without_line(w, &what);
  size_t count;
  if (first.line == 0) return CEMENT_OK;
  cm_str line = only_line(w, &count);
  if (count > 1 || (count == 0 && w->plant->strict)) {
    return cm_refuse_spot(
        w->builder, CEMENT_E_MISSING, first, what,
        count > 1 ? CM_S(": which line it is of is not said, and there are several; name it in a "
                         "column, or let a mapping say it")
                  : CM_S(": which line it is of is not said; name it in a column, or let a mapping say it"));
  }
  if (count == 0) {
    line = CM_S("L1");
    cm_remark remark = {.kind = CM_REMARK_LINE, .line = line, .month = INT32_MIN, .detail = line};
    int status = cm_build_remark(w->builder, &remark);
    if (status != CEMENT_OK) return status;
  }
  for (size_t i = 0; i < book->series.size; i++) {
    cm_series *s = &book->series.at[i];
    if (s->line.size == 0 && of_line(w, s) && cm_book_text(book, line, &s->line)) return cm_month_nomem(w);
  }
  for (size_t i = 0; i < w->plant->givens.size; i++) {
    cm_given *g = &w->plant->givens.at[i];
    bool open = g->property.set == CM_SET_LINE && g->line.size == 0;
    if (open && cm_book_text(book, line, &g->line)) return cm_month_nomem(w);
  }
  return CEMENT_OK;
}

/* ---- declarations ---- */

static int declare_line(cm_month_work *w, const cm_series *s) {
  cm_builder *b = w->builder;
  uint32_t index;
  if (s->line.size == 0) return CEMENT_OK;
  int status = cm_build_member(b, CM_SET_LINE, cell(s->line, s->first), &index);
  if (status != CEMENT_OK || b->lines.at[index].declared.line != 0) return status;
  return cm_build_declare(b, CM_SET_LINE, cell(s->line, s->first), false, &index);
}

static int give(cm_month_work *w, uint8_t bit, uint32_t index, cm_str key, cm_str value, cm_str unit, cm_spot spot) {
  if (value.size == 0) return CEMENT_OK;
  return cm_build_property(w->builder, bit, index, cell(key, spot), cell(value, spot), cell(unit, spot));
}

/* Whether a table says the attribute of the fuel: that goes before what is usual. */
static bool is_given(const cm_month_work *w, const cm_attribute *attribute, cm_str of) {
  for (size_t i = 0; i < w->plant->givens.size; i++) {
    const cm_given *g = &w->plant->givens.at[i];
    if (g->property.attribute == attribute && cm_str_eq(g->of, of)) return true;
  }
  return false;
}

static int declare_member(cm_month_work *w, const cm_series *s) {
  cm_builder *b = w->builder;
  const cm_entry *e = s->member;
  uint8_t bit = s->item->sets & (CM_SET_FUEL | CM_SET_MATERIAL);
  uint32_t index;
  if (e == NULL || !e->declare || bit == 0 || s->of.size == 0) return CEMENT_OK;
  int status = cm_build_member(b, bit, cell(s->of, s->first), &index);
  if (status != CEMENT_OK) return status;
  const cm_entity *entity = bit == CM_SET_FUEL ? &b->fuels.at[index] : &b->materials.at[index];
  bool builtin = bit == CM_SET_FUEL ? b->ledger->fuels.at[index].builtin : b->ledger->materials.at[index].builtin;
  if (builtin || entity->declared.line != 0) return CEMENT_OK;
  status = cm_build_declare(b, bit, cell(s->of, s->first), false, &index);
  if (status == CEMENT_OK) status = give(w, bit, index, CM_S("name"), e->label.zh, CM_S(""), s->first);
  const cm_set *set = cm_items_set(b->items, bit);
  for (size_t i = 0; bit == CM_SET_FUEL && i < set->attribute_count && status == CEMENT_OK; i++) {
    const cm_attribute *a = &set->attributes[i];
    char text[CM_DEC_TEXT_MAX];
    if (!e->attributes[i].given || is_given(w, a, s->of)) continue;
    cm_str value = a->number ? cm_dec_text(&e->attributes[i].number, text) : a->choices[e->attributes[i].choice].key;
    status = give(w, bit, index, a->key, value, a->number ? a->unit_text : CM_S(""), s->first);
  }
  return status;
}

/* What tables say of a line, a fuel or the plant; of one line by two names it may be said twice. */
static int declare_given(cm_month_work *w, size_t at) {
  const cm_given *g = &w->plant->givens.at[at];
  uint32_t index = 0;
  bool again;
  int status = cm_given_again(w->plant, at, g, &again, w->builder);
  if (status != CEMENT_OK || again) return status;
  stand_at(w, g->spot);
  if (g->property.set != CM_SET_FACILITY) {
    cm_str id = g->property.set == CM_SET_LINE ? g->line : g->of;
    status = cm_build_declare(w->builder, g->property.set, cell(id, g->spot), false, &index);
  }
  return status == CEMENT_OK ? give(w, g->property.set, index, g->property.key, g->value, g->unit, g->spot) : status;
}

static int name_facility(cm_month_work *w) {
  cm_spot spot = {w->plant->document, 1, 1};
  cm_remark remark = {.kind = CM_REMARK_FACILITY, .month = INT32_MIN, .detail = CM_S("plant")};
  if (w->plant->ledger->facility_id.size != 0 || w->plant->strict) return CEMENT_OK; /* the ledger misses it then */
  stand_at(w, spot);
  int status = give(w, CM_SET_FACILITY, 0, CM_S("id"), CM_S("plant"), CM_S(""), spot);
  return status == CEMENT_OK ? cm_build_remark(w->builder, &remark) : status;
}

/* ---- which series are of one quantity ---- */

static int key_of(const cm_month_work *w, const cm_item *item, cm_str line, cm_str of, cm_str use, cm_map_key *key) {
  const cm_book *book = &w->plant->book;
  *key = (cm_map_key){{item->index, cm_book_number(book, line), cm_book_number(book, of), cm_book_number(book, use)}};
  return key->word[1] == CM_NONE || key->word[2] == CM_NONE || key->word[3] == CM_NONE ? -1 : 0;
}

uint32_t cm_months_find(const cm_month_work *w, const cm_item *item, cm_str line, cm_str of, cm_str use) {
  cm_map_key key;
  if (key_of(w, item, line, of, use, &key)) return CM_NONE;
  const uint32_t *known = cm_map_get(&w->wholes, &key);
  return known == NULL ? CM_NONE : *known;
}

static int find_wholes(cm_month_work *w) {
  cm_book *book = &w->plant->book;
  for (uint32_t i = 0; i < book->series.size; i++) {
    cm_series *s = &book->series.at[i];
    cm_map_key key;
    (void)key_of(w, s->item, s->line, s->of, s->use, &key); /* its texts are the book's */
    const uint32_t *known = cm_map_get(&w->wholes, &key);
    s->whole = known == NULL ? i : *known;
    if (known == NULL && cm_map_put(&w->wholes, &key, i)) return cm_month_nomem(w);
  }
  return CEMENT_OK;
}

int cm_months_settle(cm_month_work *w) {
  cm_book *book = &w->plant->book;
  int status = assume_line(w);
  if (status == CEMENT_OK) status = find_wholes(w);
  for (size_t i = 0; i < book->series.size && status == CEMENT_OK; i++) {
    const cm_series *s = &book->series.at[i];
    stand_at(w, s->first);
    status = declare_line(w, s);
    if (status == CEMENT_OK) status = declare_member(w, s);
  }
  for (size_t i = 0; i < w->plant->givens.size && status == CEMENT_OK; i++) status = declare_given(w, i);
  if (status == CEMENT_OK) status = name_facility(w);
  w->builder->put = 0;
  return status;
}
