/* Looking up what the dictionary holds. */
#include "plant/dictionary.h"

#include "plant/fold.h"

size_t cm_dictionary_words(const cm_dictionary *dictionary, cm_str name, size_t *first) {
  size_t low = 0;
  size_t high = dictionary->words.size;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (cm_str_cmp(dictionary->words.at[middle].text, name) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  *first = low;
  while (high < dictionary->words.size && cm_str_eq(dictionary->words.at[high].text, name)) high++;
  return high - low;
}

const cm_entry *cm_dictionary_find(const cm_dictionary *dictionary, cm_word_kind kind, cm_str name) {
  size_t first;
  size_t count = cm_dictionary_words(dictionary, name, &first);
  for (size_t i = 0; i < count; i++) {
    const cm_entry *entry = dictionary->words.at[first + i].entry;
    if (entry->kind == kind) return entry;
  }
  return NULL;
}

/* ---- lines ---- */

/* The value of a Chinese digit at `at` (1 to 9, 10 for 十), or 0. */
static uint32_t chinese_digit(cm_str text, size_t at) {
  static const char *const digits[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
  for (uint32_t i = 0; i < 10; i++) {
    if (cm_str_starts(cm_str_slice(text, at, text.size), digits[i])) return i + 1;
  }
  return 0;
}

#define CHINESE 3 /* bytes of such a digit */

/* Bytes of a number from 1 to 99: 1, 01, 十, 二十一. */
static size_t read_number(cm_str text, size_t at, uint32_t *number) {
  size_t end = at;
  *number = 0;
  while (end < text.size && end - at < 2 && cm_is_digit((unsigned char)text.at[end])) {
    *number = *number * 10 + (uint32_t)(text.at[end++] - '0');
  }
  if (end > at) return end < text.size && cm_is_digit((unsigned char)text.at[end]) ? 0 : end - at;
  uint32_t digit = chinese_digit(text, end);
  if (digit == 0) return 0;
  end += CHINESE;
  *number = digit;
  if (digit < 10 && chinese_digit(text, end) == 10) { /* 二十 */
    *number = digit * 10;
    end += CHINESE;
  }
  digit = *number >= 10 ? chinese_digit(text, end) : 0;
  if (digit > 0 && digit < 10) {
    *number += digit;
    end += CHINESE;
  }
  return end - at;
}

static bool is_word_sign(cm_str text, size_t at) {
  return at < text.size && (cm_is_alpha((unsigned char)text.at[at]) || cm_is_digit((unsigned char)text.at[at]));
}

size_t cm_line_match(cm_str pattern, cm_str name, size_t at, uint32_t *number) {
  size_t end = at;
  *number = 0;
  for (size_t i = 0; i < pattern.size;) {
    if (cm_str_starts(cm_str_slice(pattern, i, pattern.size), "{n}")) {
      size_t size = read_number(name, end, number);
      if (size == 0) return 0;
      end += size;
      i += strlen("{n}");
    } else {
      if (end >= name.size || name.at[end] != pattern.at[i]) return 0;
      end++;
      i++;
    }
  }
  /* a number of its own: neither 28 of 1.28 nor the l1 of cl1 */
  bool begins = at == 0 || !is_word_sign(name, at) || !is_word_sign(name, at - 1);
  bool ends = !is_word_sign(name, end - 1) || !is_word_sign(name, end);
  return begins && ends && *number != 0 ? end - at : 0;
}

bool cm_dictionary_line(const cm_dictionary *dictionary, cm_str name, uint32_t *number) {
  for (size_t i = 0; i < dictionary->lines.size; i++) {
    if (name.size != 0 && cm_line_match(dictionary->lines.at[i], name, 0, number) == name.size) return true;
  }
  return false;
}

cm_str cm_line_id(uint32_t number, char out[CM_LINE_ID_MAX]) {
  char digits[CM_U64_TEXT_MAX];
  cm_str text = cm_u64_text(number, digits);
  out[0] = 'L';
  memcpy(out + 1, text.at, text.size);
  return (cm_str){out, text.size + 1};
}

/* ---- properties ---- */

static const char *const owners[] = {"line.", "fuel.", "facility."};
static const uint8_t owner_sets[] = {CM_SET_LINE, CM_SET_FUEL, CM_SET_FACILITY};

cm_str cm_property_owner(const cm_property *property) {
  return cm_str_of(owners[property->set == CM_SET_LINE ? 0 : property->set == CM_SET_FUEL ? 1 : 2]);
}

bool cm_property_find(const cm_items *items, cm_str name, cm_property *out) {
  static const struct {
    const char *name;
    uint8_t set;
    cm_str key;
  } texts[] = {{"line.name", CM_SET_LINE, CM_TEXT("name")},
               {"facility.name", CM_SET_FACILITY, CM_TEXT("name")},
               {"facility.province", CM_SET_FACILITY, CM_TEXT("province")}};
  for (size_t i = 0; i < sizeof owner_sets; i++) {
    if (!cm_str_starts(name, owners[i])) continue;
    const cm_set *set = cm_items_set(items, owner_sets[i]);
    int at = cm_set_find_attribute(set, cm_str_slice(name, strlen(owners[i]), name.size));
    if (at < 0) continue;
    *out = (cm_property){owner_sets[i], set->attributes[at].key, &set->attributes[at]};
    return true;
  }
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    if (!cm_str_is(name, texts[i].name)) continue;
    *out = (cm_property){texts[i].set, texts[i].key, NULL};
    return true;
  }
  return false;
}

bool cm_property_eq(const cm_property *a, const cm_property *b) {
  return a->set == b->set && a->attribute == b->attribute && (a->set == 0 || cm_str_eq(a->key, b->key));
}

int cm_dictionary_choice(const cm_dictionary *dictionary, const cm_attribute *attribute, cm_str name) {
  size_t first;
  size_t count = cm_dictionary_words(dictionary, name, &first);
  for (size_t i = 0; i < count; i++) {
    const cm_entry *entry = dictionary->words.at[first + i].entry;
    if (entry->kind == CM_WORD_CHOICE && entry->property.attribute == attribute) return (int)entry->choice;
  }
  return -1;
}

/* ---- shifts, methods and units ---- */

uint16_t cm_dictionary_shift(const cm_dictionary *dictionary, cm_str name) {
  for (size_t i = 0; i < dictionary->shifts.size; i++) {
    if (cm_str_eq(dictionary->shifts.at[i].text, name)) return dictionary->shifts.at[i].shift;
  }
  return 0;
}

uint8_t cm_dictionary_method(const cm_dictionary *dictionary, cm_str name) {
  for (size_t i = 0; i < dictionary->methods.size; i++) {
    if (cm_str_eq(dictionary->methods.at[i].text, name)) return dictionary->methods.at[i].method;
  }
  return CM_METHOD_NONE;
}

uint8_t cm_dictionary_form(const cm_dictionary *dictionary, cm_str name) {
  uint8_t found = CM_FORM_NONE;
  for (size_t i = 0; i < dictionary->forms.size; i++) {
    const cm_form_word *word = &dictionary->forms.at[i];
    if (word->kind == CM_FORM_MONTH) continue;
    bool repeats = word->kind == CM_FORM_SUM || word->kind == CM_FORM_OTHER;
    bool fits = repeats ? cm_has_word(name, word->text) : cm_str_eq(word->text, name);
    if (fits && (found == CM_FORM_NONE || word->kind == CM_FORM_OTHER))
      found = word->kind; /* a mean of totals is one */
  }
  return found;
}

bool cm_dictionary_is_unit(const cm_dictionary *dictionary, cm_str name) {
  const cm_entry *entry = cm_dictionary_find(dictionary, CM_WORD_COLUMN, name);
  return entry != NULL && entry->meaning == CM_MEANING_UNIT;
}

bool cm_dictionary_is_month(const cm_dictionary *dictionary, cm_str name) {
  for (size_t i = 0; i < dictionary->forms.size; i++) {
    const cm_form_word *word = &dictionary->forms.at[i];
    if (word->kind == CM_FORM_MONTH && cm_str_eq(word->text, name)) return true;
  }
  return false;
}

cm_str cm_dictionary_unit(const cm_dictionary *dictionary, cm_str folded, const cm_item *item, uint8_t *doubt) {
  cm_unit unit;
  *doubt = 0;
  for (size_t i = 0; i < dictionary->units.size; i++) {
    const cm_unit_spelling *spelling = &dictionary->units.at[i];
    if (!cm_str_eq(spelling->text, folded) || (spelling->item != NULL && spelling->item != item)) continue;
    *doubt = spelling->item != NULL ? CM_DOUBT_SHORT : CM_DOUBT_SPELLING;
    return spelling->unit;
  }
  return cm_unit_read(folded, &unit, NULL, CM_NOWHERE) == CEMENT_OK ? folded : CM_S("");
}
