#include "api/text.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int32_t text_gather(void *user, const char *bytes, size_t size) {
  written *t = user;
  if (t->room < t->size + size + 1) {
    size_t room = 2 * (t->size + size) + 64;
    char *grown = realloc(t->at, room);
    if (!grown) return 1;
    t->at = grown;
    t->room = room;
  }
  if (size) memcpy(t->at + t->size, bytes, size);
  t->size += size;
  t->at[t->size] = '\0';
  return 0;
}

char *text_of_file(const char *path) {
  char block[1 << 14];
  written whole = {0};
  FILE *file = fopen(path, "rb");
  if (!file) printf("\n  %s: cannot be read\n", path);
  CU_ASSERT_PTR_NOT_NULL_FATAL(file);
  size_t got = fread(block, 1, sizeof block, file);
  CU_ASSERT_EQUAL_FATAL(text_gather(&whole, block, got), 0); /* an empty file is a text, too */
  while ((got = fread(block, 1, sizeof block, file)) > 0) CU_ASSERT_EQUAL_FATAL(text_gather(&whole, block, got), 0);
  fclose(file);
  return whole.at;
}

char *text_of_example(const char *name) {
  char path[1024];
  snprintf(path, sizeof path, "%s/%s", CEMENT_EXAMPLES_DIR, name);
  return text_of_file(path);
}
