/* Mapping files: refused at a place within the text, or written and read back as the same mapping. */
#include "fuzz/fuzz.h"
#include "fuzz/names.h"
#include "plant/mapping.h"

static page written(const cm_mapping *mapping) {
  page out = {NULL, 0, 0};
  cm_sink sink;
  cm_sink_init(&sink, keep, &out);
  cm_mapping_write(mapping, &sink);
  must(cm_sink_finish(&sink) == CEMENT_OK, "it is written");
  return out;
}

static void apply(cm_arena *arena, const cm_mapping *mapping) {
  const cm_dictionary *dictionary = fuzz_dictionary();
  for (size_t i = 0; i < mapping->table_count; i++) {
    const cm_mapping_table *table = &mapping->tables[i];
    cm_heading cells[32];
    cm_meaning out[32];
    cm_headings in = {NULL, cells, NULL, table->column_count < 32 ? table->column_count : 32};
    cement_error err = {.size = sizeof err};
    for (size_t k = 0; k < in.count; k++) cells[k] = (cm_heading){table->columns[k].header, CM_NOWHERE};
    int status = cm_mapping_apply(arena, dictionary, table, &in, out, &err);
    must(status == CEMENT_OK || status == CEMENT_E_SCHEMA, "the columns that it names are read by it");
    must(cm_mapping_table_of(mapping, table->file) != NULL, "a pattern matches its own text");
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  cm_alloc alloc = cm_alloc_system();
  cm_arena arena;
  cm_mapping first, second;
  cement_error err = {.size = sizeof err};
  cm_str text = {(const char *)data, size};
  cm_arena_init(&arena, &alloc);
  int status = cm_mapping_read(&arena, fuzz_dictionary(), CM_S("m"), text, &first, &err);
  must(status == err.code, "the status is the code of the error");
  if (status == CEMENT_OK) {
    page a = written(&first);
    status = cm_mapping_read(&arena, fuzz_dictionary(), CM_S("m"), (cm_str){a.at, a.size}, &second, &err);
    must(status == CEMENT_OK, "what is written reads back");
    page b = written(&second);
    must(same(&a, &b), "as the same");
    apply(&arena, &first);
    free(a.at);
    free(b.at);
  }
  cm_arena_free(&arena);
  return 0;
}
