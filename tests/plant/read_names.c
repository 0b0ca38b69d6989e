/* read_names dictionary|mapping FILE...: what the readers say of each file, a line each: "ok", or the code and message.
 * The Python tests hold it against the schemas. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plant/mapping.h"
#include "std/builtin.h"

static char *read_file(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  char *text = malloc(1 << 20);
  if (file == NULL || text == NULL) exit(2);
  *size = fread(text, 1, 1 << 20, file);
  fclose(file);
  return text;
}

static int open_items(cm_arena *arena, cm_items *items, cement_error *err) {
  const cm_json_limits limits = {4u << 20, 16, 200000, 1024, 16384, 48};
  cm_str text = {(const char *)cm_builtin_files[0].bytes, cm_builtin_files[0].size};
  cm_json *root;
  int status = cm_json_read(arena, &root, CM_S("items"), text, &limits, err);
  return status ? status : cm_items_read(arena, items, root, CM_S("items"), text, err);
}

static int read_one(cm_arena *arena, const char *kind, const cm_dictionary *builtin, cm_str text, cement_error *err) {
  cm_dictionary dictionary;
  cm_mapping mapping;
  if (strcmp(kind, "dictionary") == 0) {
    return cm_dictionary_read(arena, &dictionary, builtin->items, CM_S("file"), text, err);
  }
  return cm_mapping_read(arena, builtin, CM_S("file"), text, &mapping, err);
}

int main(int argc, char **argv) {
  cm_alloc alloc = cm_alloc_system();
  cm_arena arena;
  cm_items items;
  cm_dictionary builtin;
  cement_error err = {.size = sizeof err};
  cm_arena_init(&arena, &alloc);
  if (argc < 3 || open_items(&arena, &items, &err) || cm_dictionary_builtin(&arena, &builtin, &items, &err)) return 2;
  for (int i = 2; i < argc; i++) {
    cm_arena own;
    size_t size;
    char *text = read_file(argv[i], &size);
    cm_arena_init(&own, &alloc);
    int status = read_one(&own, argv[1], &builtin, (cm_str){text, size}, &err);
    if (status == CEMENT_OK) puts("ok");
    if (status != CEMENT_OK) printf("%d %u:%u %s\n", status, err.line, err.column, err.message);
    cm_arena_free(&own);
    free(text);
  }
  cm_arena_free(&arena);
  return 0;
}
