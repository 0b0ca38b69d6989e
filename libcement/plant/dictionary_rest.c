/* data/plant/dictionary.json: lines, shifts, methods, markers, units, and the constants of bases. */
#include "base/sort.h"
#include "plant/fold.h"
#include "plant/words.h"
#include "std/load.h"

/* ---- lines: longer patterns first, so that 1#窑 is seen before 1# ---- */

static int longer(const void *context, uint32_t a, uint32_t b) {
  const cm_str *texts = context;
  return texts[a].size != texts[b].size ? (texts[a].size > texts[b].size ? -1 : 1) : cm_str_cmp(texts[a], texts[b]);
}

static bool has_number(cm_str pattern) {
  for (size_t i = 0; i < pattern.size; i++) {
    if (cm_str_starts(cm_str_slice(pattern, i, pattern.size), "{n}")) return true;
  }
  return false;
}

static int read_lines(cm_word_list *list, const cm_json *object) {
  cm_reader *r = list->r;
  CM_VEC(cm_str) found = {NULL, 0, 0};
  cm_reader_only(r, object, "patterns source");
  const cm_json *patterns = cm_dictionary_names(list, object, "patterns");
  if (patterns == NULL) return r->status;
  for (const cm_json *at = patterns->child; at != NULL; at = at->next) {
    cm_str text = cm_words_fold(list, at, at->text);
    if (r->status != CEMENT_OK) return r->status;
    if (!has_number(text)) return cm_refuse(r, CEMENT_E_SCHEMA, at, CM_S("a pattern without {n}"));
    for (size_t i = 0; i < found.size; i++) {
      if (cm_str_eq(found.at[i], text))
        return cm_refuse(r, CEMENT_E_DUPKEY, at, CM_S("\""), at->text, CM_S("\" twice"));
    }
    if (CM_VEC_PUSH(r->arena, &found, text)) return cm_reader_nomem(r);
  }
  uint32_t *order = cm_sorted(r->arena, found.size, longer, found.at);
  if (order == NULL || CM_VEC_ROOM(r->arena, &list->dictionary->lines, found.size)) return cm_reader_nomem(r);
  for (size_t i = 0; i < found.size; i++)
    list->dictionary->lines.at[list->dictionary->lines.size++] = found.at[order[i]];
  return CEMENT_OK;
}

/* ---- shifts ---- */

static int read_shift(cm_word_list *list, const cm_json *object, uint16_t shift) {
  cm_reader *r = list->r;
  cm_reader_only(r, object, "names source");
  const cm_json *names = cm_dictionary_names(list, object, "names");
  for (const cm_json *at = names == NULL ? NULL : names->child; at != NULL; at = at->next) {
    cm_shift_word word = {cm_words_fold(list, at, at->text), shift};
    if (r->status != CEMENT_OK) return r->status;
    if (cm_dictionary_shift(list->dictionary, word.text) != 0) {
      return cm_refuse(r, CEMENT_E_DUPKEY, at, CM_S("\""), at->text, CM_S("\" twice"));
    }
    if (CM_VEC_PUSH(r->arena, &list->dictionary->shifts, word)) return cm_reader_nomem(r);
  }
  return r->status;
}

static int read_shifts(cm_word_list *list, const cm_json *shifts) {
  cm_reader *r = list->r;
  uint16_t number = 0;
  if (shifts == NULL || !cm_reader_is(r, shifts, CM_JSON_ARRAY)) return r->status;
  if (shifts->count == 0) return cm_refuse(r, CEMENT_E_SCHEMA, shifts, CM_S("an entry expected"));
  for (const cm_json *at = shifts->child; at != NULL && r->status == CEMENT_OK; at = at->next) {
    (void)read_shift(list, at, ++number); /* entries are fewer than values, 50 000 */
  }
  return r->status;
}

/* ---- methods ---- */

static int read_methods(cm_word_list *list, const cm_json *object) {
  static const char *const keys[] = {"measured", "default", "calculated", "estimated"};
  cm_reader *r = list->r;
  cm_reader_only(r, object, "measured default calculated estimated");
  for (uint8_t i = 0; i < 4; i++) {
    const cm_json *method = cm_reader_get(r, object, keys[i], true);
    cm_reader_only(r, method, "names source");
    const cm_json *names = cm_dictionary_names(list, method, "names");
    for (const cm_json *at = names == NULL ? NULL : names->child; at != NULL; at = at->next) {
      cm_method_word word = {cm_words_fold(list, at, at->text), (uint8_t)(CM_METHOD_MEASURED + i)};
      if (r->status != CEMENT_OK) return r->status;
      if (cm_dictionary_method(list->dictionary, word.text) != CM_METHOD_NONE) {
        return cm_refuse(r, CEMENT_E_DUPKEY, at, CM_S("\""), at->text, CM_S("\" twice"));
      }
      if (CM_VEC_PUSH(r->arena, &list->dictionary->methods, word)) return cm_reader_nomem(r);
    }
  }
  return r->status;
}

/* ---- what repeats, and what names rows ---- */

/* 本月 alone heads a month's column, and stands in the name of a row that repeats the month's. */
static bool is_taken(const cm_dictionary *dictionary, cm_form_word word) {
  for (size_t i = 0; i < dictionary->forms.size; i++) {
    const cm_form_word *other = &dictionary->forms.at[i];
    bool both = other->kind == CM_FORM_SUM && word.kind == CM_FORM_MONTH;
    if (!both && cm_str_eq(other->text, word.text)) return true;
  }
  return false;
}

static int read_forms(cm_word_list *list, const cm_json *object, const char *const *keys, uint8_t first) {
  cm_reader *r = list->r;
  cm_reader_only(r, object, first == CM_FORM_SUM ? "sum other" : "title month");
  for (uint8_t i = 0; keys[i] != NULL; i++) {
    const cm_json *words = cm_reader_get(r, object, keys[i], true);
    cm_reader_only(r, words, "names source");
    const cm_json *names = cm_dictionary_names(list, words, "names");
    for (const cm_json *at = names == NULL ? NULL : names->child; at != NULL; at = at->next) {
      cm_form_word word = {cm_words_fold(list, at, at->text), (uint8_t)(first + i)};
      if (r->status != CEMENT_OK) return r->status;
      if (is_taken(list->dictionary, word)) {
        return cm_refuse(r, CEMENT_E_DUPKEY, at, CM_S("\""), at->text, CM_S("\" twice"));
      }
      if (CM_VEC_PUSH(r->arena, &list->dictionary->forms, word)) return cm_reader_nomem(r);
    }
  }
  return r->status;
}

/* ---- markers ---- */

typedef struct new_marker {
  cm_marker marker;
  const cm_json *at;
} new_marker;

typedef CM_VEC(new_marker) marker_list;

static int add_markers(cm_word_list *list, const cm_json *object, cm_cell_kind kind, marker_list *out) {
  cm_reader *r = list->r;
  char folded[CM_MARKER_MAX];
  cm_reader_only(r, object, "names source");
  const cm_json *names = cm_dictionary_names(list, object, "names");
  for (const cm_json *at = names == NULL ? NULL : names->child; at != NULL; at = at->next) {
    cm_str text = cm_cell_fold(at->text, folded);
    if (text.size == 0) return cm_refuse(r, CEMENT_E_SCHEMA, at, CM_S("no text of a cell"));
    new_marker marker = {{cm_reader_copy(r, text), kind}, at};
    if (r->status != CEMENT_OK) return r->status;
    if (CM_VEC_PUSH(r->arena, out, marker)) return cm_reader_nomem(r);
  }
  return r->status;
}

static int compare_markers(const void *context, uint32_t a, uint32_t b) {
  const new_marker *markers = context;
  return cm_str_cmp(markers[a].marker.text, markers[b].marker.text);
}

static int read_markers(cm_word_list *list, const cm_json *object) {
  static const char *const keys[] = {"missing", "stopped", "bad"};
  static const cm_cell_kind kinds[] = {CM_CELL_MISSING, CM_CELL_STOPPED, CM_CELL_BAD};
  cm_reader *r = list->r;
  marker_list found = {NULL, 0, 0};
  cm_reader_only(r, object, "missing stopped bad");
  for (size_t i = 0; i < 3; i++) {
    int status = add_markers(list, cm_reader_get(r, object, keys[i], true), kinds[i], &found);
    if (status != CEMENT_OK) return status;
  }
  uint32_t *order = cm_sorted(r->arena, found.size, compare_markers, found.at);
  cm_marker *markers = CM_NEWS(r->arena, cm_marker, found.size);
  if (order == NULL || markers == NULL) return cm_reader_nomem(r);
  for (size_t i = 0; i < found.size; i++) {
    const new_marker *marker = &found.at[order[i]];
    markers[i] = marker->marker;
    if (i > 0 && cm_str_eq(markers[i].text, markers[i - 1].text)) {
      return cm_refuse(r, CEMENT_E_DUPKEY, marker->at, CM_S("\""), marker->at->text, CM_S("\" twice"));
    }
  }
  list->dictionary->markers = (cm_markers){markers, found.size};
  return CEMENT_OK;
}

/* ---- units ---- */

/* A spelling that the parser reads by itself would never be looked at, unless it is short for another unit. */
static int add_spelling(cm_word_list *list, const cm_json *name, cm_str unit, const cm_item *item) {
  cm_reader *r = list->r;
  cm_unit read;
  cm_unit_spelling spelling = {{NULL, 0}, unit, item};
  int status = cm_fold(r->arena, name->text, cm_reader_place(r, name), &spelling.text, r->err);
  if (status != CEMENT_OK) return r->status = status;
  if (item == NULL && cm_unit_read(spelling.text, &read, NULL, CM_NOWHERE) == CEMENT_OK) {
    return cm_refuse(r, CEMENT_E_SCHEMA, name, CM_S("\""), name->text, CM_S("\" is read without being listed"));
  }
  for (size_t i = 0; i < list->dictionary->units.size; i++) {
    const cm_unit_spelling *other = &list->dictionary->units.at[i];
    if (cm_str_eq(other->text, spelling.text) && other->item == item) {
      return cm_refuse(r, CEMENT_E_DUPKEY, name, CM_S("\""), name->text, CM_S("\" twice"));
    }
  }
  return CM_VEC_PUSH(r->arena, &list->dictionary->units, spelling) ? cm_reader_nomem(r) : CEMENT_OK;
}

static int read_unit(cm_word_list *list, const cm_json *object) {
  cm_reader *r = list->r;
  cm_str unit = {NULL, 0};
  const cm_item *item = NULL;
  cm_reader_only(r, object, "names unit short_for source");
  (void)cm_reader_unit(r, cm_reader_get(r, object, "unit", true), &unit);
  const cm_json *key = cm_reader_get(r, object, "short_for", false);
  if (key != NULL && cm_reader_is(r, key, CM_JSON_STRING)) {
    item = cm_items_find(list->dictionary->items, key->text);
    if (item == NULL) cm_refuse(r, CEMENT_E_UNKNOWN, key, CM_S("item \""), key->text, CM_S("\" is not known"));
  }
  const cm_json *names = cm_dictionary_names(list, object, "names");
  for (const cm_json *name = names == NULL ? NULL : names->child; name != NULL; name = name->next) {
    if (add_spelling(list, name, unit, item) != CEMENT_OK) break;
  }
  return r->status;
}

/* ---- constants of bases ---- */

/* As printed: a text of digits with a point, neither a sign nor an exponent. */
static cm_dec read_printed(cm_reader *r, const cm_json *at, cm_str *text) {
  if (at == NULL || !cm_reader_is(r, at, CM_JSON_STRING)) return cm_dec_zero;
  for (size_t i = 0; i < at->text.size; i++) {
    if (cm_is_digit((unsigned char)at->text.at[i]) || at->text.at[i] == '.') continue;
    cm_refuse(r, CEMENT_E_SYNTAX, at, CM_S("\""), cm_str_cut(at->text, 60),
              CM_S("\" read, a number like 23.5 expected"));
    return cm_dec_zero;
  }
  return cm_reader_decimal(r, at, text);
}

static int read_constants(cm_word_list *list, const cm_json *object) {
  static const char *const keys[CM_BASIS_CONSTANTS] = {"moisture_heat", "hydrogen_heat", "whole"};
  cm_reader *r = list->r;
  cm_reader_only(r, object, "moisture_heat hydrogen_heat whole");
  for (size_t i = 0; i < CM_BASIS_CONSTANTS; i++) {
    cm_basis_constant *out = &list->dictionary->basis[i];
    const cm_json *at = cm_reader_get(r, object, keys[i], true);
    cm_reader_only(r, at, "value unit cite note confidence");
    out->value = read_printed(r, cm_reader_get(r, at, "value", true), &out->text);
    (void)cm_reader_unit(r, cm_reader_get(r, at, "unit", true), &out->unit);
    out->cite = cm_reader_text(r, at, "cite", true);
    const cm_json *note = cm_reader_get(r, at, "note", true);
    if (note != NULL) out->note = cm_dictionary_label(r, note);
    const cm_json *confidence = cm_reader_get(r, at, "confidence", true);
    if (confidence != NULL) out->confidence = (uint8_t)cm_load_confidence(r, confidence);
  }
  return r->status;
}

int cm_dictionary_read_rest(cm_word_list *list, const cm_json *root) {
  static const char *const repeats[] = {"sum", "other", NULL}, *const forms[] = {"title", "month", NULL};
  cm_reader *r = list->r;
  const cm_json *units = cm_reader_get(r, root, "units", true);
  int status = read_lines(list, cm_reader_get(r, root, "lines", true));
  if (status == CEMENT_OK) status = read_shifts(list, cm_reader_get(r, root, "shifts", true));
  if (status == CEMENT_OK) status = read_methods(list, cm_reader_get(r, root, "methods", true));
  if (status == CEMENT_OK) status = read_forms(list, cm_reader_get(r, root, "repeats", true), repeats, CM_FORM_SUM);
  if (status == CEMENT_OK) status = read_forms(list, cm_reader_get(r, root, "form", true), forms, CM_FORM_TITLE);
  if (status == CEMENT_OK) status = read_markers(list, cm_reader_get(r, root, "markers", true));
  if (status != CEMENT_OK || !cm_reader_is(r, units, CM_JSON_ARRAY)) return r->status;
  for (const cm_json *unit = units->child; unit != NULL && status == CEMENT_OK; unit = unit->next) {
    status = read_unit(list, unit);
  }
  return status == CEMENT_OK ? read_constants(list, cm_reader_get(r, root, "basis", true)) : status;
}
