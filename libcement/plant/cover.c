#include "plant/cover.h"

#define STATES 128  /* which kinds of words were met: a set of seven */
#define WORDS_MAX 8 /* bounds the stack: each is a call within the one before */

typedef struct search {
  const cm_dictionary *dictionary;
  cm_str name;
  cm_cover cover;
  cm_meaning meaning; /* of a cover that is whole, to see whether it is one */
  int words;
  uint64_t failed[CM_HEADING_BYTES_MAX][STATES / 64]; /* tried from this byte with these kinds, in vain */
} search;

/* Bytes of what may stand between words: blanks and punctuation. */
static size_t separator_size(cm_str name, size_t at) {
  static const char signs[] = " ()-/:;,.·、";
  size_t size = 1;
  while (at + size < name.size && ((unsigned char)name.at[at + size] & 0xC0) == 0x80) size++;
  for (size_t i = 0; i + size < sizeof signs; i++) {
    if (memcmp(signs + i, name.at + at, size) == 0) return size;
  }
  return 0;
}

static bool same_quantity(const cm_entry *a, const cm_entry *b) {
  return a->item == b->item && a->material_item == b->material_item && a->section_item == b->section_item &&
         a->role == b->role && a->meaning == b->meaning && cm_property_eq(&a->property, &b->property) &&
         (a->basis == 0 || b->basis == 0 || a->basis == b->basis);
}

static bool add_basis(cm_cover *cover, uint8_t basis) {
  if (cover->basis != 0 && basis != 0 && cover->basis != basis) return false;
  if (basis != 0) cover->basis = basis;
  return true;
}

/* 原煤 above 头煤 says of what coal the part is: the one that says more stands for both. */
static bool add_member(cm_cover *cover, const cm_entry *entry) {
  const cm_entry *known = cover->member;
  bool same = known != NULL && known->fuel.size != 0 && cm_str_eq(known->fuel, entry->fuel) &&
              known->doubt == CM_DOUBT_MEMBER && entry->doubt == CM_DOUBT_MEMBER;
  if (known != NULL && (!same || (known->point != CM_POINT_NONE && entry->point != CM_POINT_NONE))) return false;
  if (known == NULL || known->point == CM_POINT_NONE) cover->member = entry;
  return true;
}

/* One more word: false when it does not go with those before. A quantity may be told twice, in words and by its
 * symbol. */
static bool add(cm_cover *cover, const cm_entry *entry) {
  bool open = cover->column == NULL;
  switch ((cm_word_kind)entry->kind) {
  case CM_WORD_COLUMN:
    if (!open || cover->member != NULL || cover->quantity != NULL) return false;
    cover->column = entry;
    return true;
  case CM_WORD_MEMBER: return open && add_member(cover, entry);
  case CM_WORD_QUANTITY:
    if (!open || (cover->quantity != NULL && !same_quantity(cover->quantity, entry))) return false;
    if (cover->quantity == NULL || entry->assume) cover->quantity = entry;
    return add_basis(cover, entry->basis);
  case CM_WORD_USE:
    if (cover->use != NULL) return false;
    cover->use = entry;
    return true;
  case CM_WORD_BASIS: return add_basis(cover, entry->basis);
  case CM_WORD_RAW: cover->raw = true; return true;
  case CM_WORD_EMPTY: return true;
  default: return false; /* groups stand alone, choices in cells */
  }
}

static size_t state_of(const cm_cover *cover) {
  return (size_t)(cover->column != NULL) | (size_t)(cover->member != NULL) << 1 |
         (size_t)(cover->quantity != NULL) << 2 | (size_t)(cover->use != NULL) << 3 | (size_t)(cover->basis != 0) << 4 |
         (size_t)cover->raw << 5 | (size_t)(cover->line != 0) << 6;
}

static bool search_from(search *s, size_t at);

static bool go_on(search *s, const cm_cover *cover, size_t at) {
  cm_cover before = s->cover;
  if (s->words == WORDS_MAX) return false;
  s->words++;
  s->cover = *cover;
  if (search_from(s, at)) return true;
  s->words--;
  s->cover = before;
  return false;
}

/* An English word ends where no letter follows. */
static bool word_ends(cm_str name, size_t end) {
  return end == name.size || !cm_is_alpha((unsigned char)name.at[end]) || !cm_is_alpha((unsigned char)name.at[end - 1]);
}

static bool try_words(search *s, size_t at) {
  size_t longest = s->dictionary->longest < s->name.size - at ? s->dictionary->longest : s->name.size - at;
  for (size_t size = longest; size > 0; size--) {
    size_t first;
    if (!word_ends(s->name, at + size)) continue;
    size_t count = cm_dictionary_words(s->dictionary, cm_str_slice(s->name, at, at + size), &first);
    for (size_t i = 0; i < count; i++) {
      cm_cover cover = s->cover;
      const cm_entry *entry = s->dictionary->words.at[first + i].entry;
      bool alone = entry->meaning == CM_MEANING_PERIOD && entry->kind == CM_WORD_COLUMN; /* 日, but not 日平均 */
      if (alone && (s->words != 0 || at + size != s->name.size)) continue;
      if (add(&cover, entry) && go_on(s, &cover, at + size)) return true;
    }
  }
  return false;
}

static bool try_lines(search *s, size_t at) {
  for (size_t i = 0; i < s->dictionary->lines.size; i++) {
    cm_cover cover = s->cover;
    uint32_t number;
    size_t size = cm_line_match(s->dictionary->lines.at[i], s->name, at, &number);
    if (size == 0 || (cover.line != 0 && cover.line != number)) continue;
    cover.line = number;
    if (go_on(s, &cover, at + size)) return true;
  }
  return false;
}

static bool search_from(search *s, size_t at) {
  for (size_t size; at < s->name.size && (size = separator_size(s->name, at)) != 0;) {
    if (try_words(s, at)) return true; /* -10#柴油 begins with a sign of its own */
    at += size;
  }
  if (at == s->name.size) return cm_cover_settle(s->dictionary, &s->cover, &s->meaning);
  size_t state = state_of(&s->cover);
  uint64_t bit = UINT64_C(1) << (state % 64);
  if ((s->failed[at][state / 64] & bit) != 0) return false;
  if (try_words(s, at) || try_lines(s, at)) return true;
  s->failed[at][state / 64] |= bit;
  return false;
}

bool cm_cover_find(const cm_dictionary *dictionary, cm_str name, cm_cover *out) {
  if (name.size == 0 || name.size > CM_HEADING_BYTES_MAX) return false;
  search s = {.dictionary = dictionary, .name = name};
  if (!search_from(&s, 0)) return false;
  *out = s.cover;
  return true;
}
