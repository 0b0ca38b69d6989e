/* The built-in dictionary for the targets of names: read once. */
#ifndef CEMENT_TESTS_FUZZ_NAMES_H
#define CEMENT_TESTS_FUZZ_NAMES_H

#include "fuzz/fuzz.h"
#include "plant/header.h"
#include "std/builtin.h"

static inline const cm_dictionary *fuzz_dictionary(void) {
  static cm_dictionary dictionary;
  static cm_items items;
  static cm_alloc alloc;
  static cm_arena arena;
  if (dictionary.items != NULL) return &dictionary;
  const cm_json_limits limits = {4u << 20, 16, 200000, 1024, 16384, 48};
  cm_str text = {(const char *)cm_builtin_files[0].bytes, cm_builtin_files[0].size};
  cm_json *root;
  alloc = cm_alloc_system();
  cm_arena_init(&arena, &alloc);
  must(cm_json_read(&arena, &root, CM_S("items"), text, &limits, NULL) == CEMENT_OK &&
           cm_items_read(&arena, &items, root, CM_S("items"), text, NULL) == CEMENT_OK &&
           cm_dictionary_builtin(&arena, &dictionary, &items, NULL) == CEMENT_OK,
       "the library's own files are read");
  return &dictionary;
}

#endif
