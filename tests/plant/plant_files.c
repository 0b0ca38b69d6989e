#include "plant/plant_files.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool files_open(files_world *w) {
  cement_error err = {.size = sizeof err};
  *w = (files_world){NULL, NULL};
  if (cement_context_create(&w->context, NULL, &err) || cement_catalog_create(&w->catalog, w->context, &err)) {
    CU_FAIL("no catalog");
    return false;
  }
  return true;
}

void files_close(files_world *w) {
  cement_catalog_destroy(w->catalog);
  cement_context_destroy(w->context);
}

files_text files_whole(const char *name) {
  char path[512];
  files_text text = {NULL, 0};
  snprintf(path, sizeof path, "%s/../tests/data/plant/%s", CEMENT_DATA_DIR, name);
  FILE *file = fopen(path, "rb");
  char block[4096];
  if (file) files_gather(&text, "", 0); /* an empty one is there too */
  for (size_t got; file && (got = fread(block, 1, sizeof block, file)) > 0;) files_gather(&text, block, got);
  if (file) fclose(file);
  if (!text.at) CU_FAIL("a file of tests/data/plant is not there");
  return text;
}

int32_t files_gather(void *user, const char *bytes, size_t size) {
  files_text *text = user;
  char *grown = realloc(text->at, text->size + size + 1);
  if (!grown) return 1;
  memcpy(grown + text->size, bytes, size);
  *text = (files_text){grown, text->size + size};
  text->at[text->size] = '\0';
  return 0;
}

files_text files_canonical(const cement_ledger *ledger) {
  files_text text = {NULL, 0};
  CU_ASSERT_EQUAL(cement_ledger_canonical(ledger, files_gather, &text, NULL), CEMENT_OK);
  return text;
}

files_text files_mapping(const cement_ledger *ledger, int32_t format) {
  files_text text = {NULL, 0};
  CU_ASSERT_EQUAL(cement_ledger_mapping(ledger, files_gather, &text, format, NULL), CEMENT_OK);
  return text;
}

int32_t files_piece(void *user, char *buffer, size_t room, size_t *got) {
  files_pieces *p = user;
  *got = p->left < p->piece ? p->left : p->piece;
  if (*got > room) *got = room;
  memcpy(buffer, p->at, *got);
  p->at += *got;
  p->left -= *got;
  return 0;
}

int32_t files_read(const files_world *w, cement_ledger **out, const char *map, const char *name, const char *text,
                   size_t size, size_t piece, int32_t flags, cement_error *err) {
  files_pieces p = {text, size, piece};
  *out = NULL;
  int32_t status = cement_ledger_create(out, w->catalog, err);
  if (!status && map) status = cement_ledger_map(*out, "map.json", map, strlen(map), err);
  return status ? status : cement_ledger_read_plant(*out, name, files_piece, &p, flags, err);
}

static size_t read_line(char *line, plant_case *out) {
  size_t words = 0;
  for (char *word = strtok(line, " \n"); word && words < FILES_MAX + 2; word = strtok(NULL, " \n"), words++) {
    char *to = words == 0 ? out->name : words == 1 ? out->map : out->files[words - 2];
    snprintf(to, words == 0 ? sizeof out->name : sizeof out->map, "%s", word);
  }
  return words < 2 ? 0 : words - 2;
}

size_t plant_cases(plant_case *out, size_t room) {
  files_text list = files_whole("cases.txt");
  size_t count = 0;
  for (char *at = list.at, *end; at && *at && count < room; at = end) {
    end = strchr(at, '\n');
    end = end ? end + 1 : at + strlen(at);
    char line[512];
    snprintf(line, sizeof line, "%.*s", (int)(end - at), at);
    out[count].count = read_line(line, &out[count]);
    count++;
  }
  free(list.at);
  return count;
}
