/* Inside the dictionary: its words while they are collected. */
#ifndef CM_PLANT_WORDS_H
#define CM_PLANT_WORDS_H

#include "plant/dictionary.h"
#include "std/read.h"

/* A word with the place that names it; NULL: it comes from items.json, and gives way. */
typedef struct cm_new_word {
  cm_word word;
  const cm_json *at;
} cm_new_word;

typedef struct cm_word_list {
  cm_reader *r;
  cm_dictionary *dictionary;
  CM_VEC(cm_new_word) words;
  const cm_json *sources;
} cm_word_list;

/* A text by cm_fold_name, in the arena; {NULL, 0} after a refusal. */
cm_str cm_words_fold(cm_word_list *list, const cm_json *at, cm_str text);
int cm_words_add(cm_word_list *list, const cm_json *at, cm_str text, const cm_entry *entry);
/* The names of items.json. */
int cm_words_of_items(cm_word_list *list);
/* Sorts all into the dictionary. DUPKEY: one word twice with two meanings of one kind. */
int cm_words_finish(cm_word_list *list);

/* dictionary_rest.c: "lines", "methods", "markers", "units", "basis". */
int cm_dictionary_read_rest(cm_word_list *list, const cm_json *root);
/* {"zh", "en"} */
cm_label cm_dictionary_label(cm_reader *r, const cm_json *object);
/* "names" of an object whose "source" is known. */
const cm_json *cm_dictionary_names(cm_word_list *list, const cm_json *object, const char *key);

#endif
