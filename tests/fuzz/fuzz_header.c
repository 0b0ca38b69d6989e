/* Headings, one a line: refused, or meanings that hold together; whatever is understood is understood the same when it
 * stands alone, written wider, or with more blanks. */
#include "fuzz/fuzz.h"
#include "fuzz/names.h"

static bool equal(const cm_meaning *a, const cm_meaning *b) {
  return a->kind == b->kind && a->problem == b->problem && a->item == b->item && a->role == b->role &&
         a->basis == b->basis && a->doubt == b->doubt && cm_str_eq(a->of, b->of) && cm_str_eq(a->line, b->line) &&
         cm_str_eq(a->unit_text, b->unit_text);
}

static void holds(const cm_meaning *m) {
  cm_unit unit;
  bool number = cm_meaning_is_number(m);
  must(m->kind <= CM_MEANING_ATTRIBUTE && m->problem <= CM_PROBLEM_SAME, "a kind and a problem of those there are");
  must(m->kind != CM_MEANING_UNKNOWN || m->problem != CM_PROBLEM_NONE, "what is unknown has a reason");
  if (m->problem != CM_PROBLEM_NONE || !number) return;
  bool attribute = m->kind == CM_MEANING_ATTRIBUTE; /* one that is a number, then */
  must(attribute || m->item != NULL || m->role == CM_ROLE_WEIGHT, "a number is of an item");
  must(cm_unit_read(m->unit_text, &unit, NULL, CM_NOWHERE) == CEMENT_OK, "its unit reads");
  must(cm_unit_same_dim(&unit, &m->unit), "and is the one that is kept");
}

static int read_one(cm_arena *arena, const cm_dictionary *dictionary, cm_str text, cm_meaning *out) {
  cement_error err = {.size = sizeof err};
  int status = cm_heading_read(arena, dictionary, CM_S(""), text, CM_S(""), CM_NOWHERE, out, &err);
  must(status == CEMENT_OK || status == CEMENT_E_SCHEMA, "a heading is read, or refused as one");
  must(status == err.code, "the status is the code of the error");
  if (status == CEMENT_OK) holds(out);
  return status;
}

/* ASCII as its full-width form, blanks around: the same heading. */
static void read_wide(cm_arena *arena, const cm_dictionary *dictionary, cm_str text, const cm_meaning *want) {
  cm_buf wide;
  cm_meaning again;
  cm_buf_init(&wide, arena);
  cm_buf_add_c(&wide, " \xE3\x80\x80");
  for (size_t at = 0; at < text.size;) {
    char bytes[4];
    uint32_t code = cm_utf8_next(text, &at);
    if (code > 0x20 && code < 0x7F) code += 0xFEE0;
    cm_buf_add(&wide, (cm_str){bytes, cm_utf8_put(code, bytes)});
  }
  cm_buf_add_c(&wide, "\t");
  must(read_one(arena, dictionary, cm_buf_text(&wide), &again) == CEMENT_OK && equal(&again, want),
       "width does not count");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const cm_dictionary *dictionary = fuzz_dictionary();
  cm_alloc alloc = cm_alloc_system();
  cm_heading cells[32];
  cm_meaning out[32];
  size_t count = 0;
  cm_arena arena;
  cm_arena_init(&arena, &alloc);
  cm_str left = {(const char *)data, size};
  if (cm_utf8_valid_prefix(left) == size && size > 0) {
    while (count < 32 && left.size > 0) {
      const char *end = memchr(left.at, '\n', left.size);
      size_t length = end ? (size_t)(end - left.at) : left.size;
      cells[count++] = (cm_heading){cm_str_slice(left, 0, length), CM_NOWHERE};
      left = cm_str_slice(left, length + 1, left.size);
    }
    for (size_t i = 0; i < count; i++) {
      if (read_one(&arena, dictionary, cells[i].text, &out[i]) == CEMENT_OK)
        read_wide(&arena, dictionary, cells[i].text, &out[i]);
    }
    cm_headings in = {NULL, cells, NULL, count};
    cement_error err = {.size = sizeof err};
    int status = cm_headings_read(&arena, dictionary, &in, out, &err);
    must(status == CEMENT_OK || status == CEMENT_E_SCHEMA || status == CEMENT_E_DUPKEY, "a table is read, or refused");
    for (size_t i = 0; i < count && status == CEMENT_OK; i++) {
      holds(&out[i]);
      bool other = out[i].problem == CM_PROBLEM_SAME || out[i].problem == CM_PROBLEM_POINT;
      must(!other || (out[i].other < count && out[i].other != i), "another column is one of the table");
    }
    if (count >= 2) { /* the first line as groups of the second */
      cm_headings two = {&cells[0], &cells[1], NULL, 1};
      (void)cm_headings_read(&arena, dictionary, &two, out, &err);
    }
  }
  cm_arena_free(&arena);
  return 0;
}
