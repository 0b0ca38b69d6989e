#include "ledger/ledger_help.h"

#include <CUnit/CUnit.h>
#include <stdio.h>

cm_str read_whole(cm_arena *arena, const char *path) {
  cm_buf buf;
  char piece[4096];
  FILE *file = fopen(path, "rb");
  cm_buf_init(&buf, arena);
  if (file == NULL) return (cm_str){NULL, 0};
  for (size_t n; (n = fread(piece, 1, sizeof piece, file)) > 0;) cm_buf_add(&buf, (cm_str){piece, n});
  fclose(file);
  return cm_buf_text(&buf);
}

bool fixture_open(fixture *f) {
  cement_error err = {.size = sizeof err};
  cm_json *root = NULL;
  memset(f, 0, sizeof *f);
  f->alloc = cm_alloc_system();
  cm_arena_init(&f->arena, &f->alloc);
  f->limits = (cm_ledger_limits){.json = {1 << 24, 16, 1000000, 256, 4096, 48},
                                 .csv_bytes = 1 << 28,
                                 .field_bytes = 4096,
                                 .line_bytes = 65536,
                                 .columns = 256,
                                 .rows = 20000000,
                                 .lines = 4096,
                                 .months = 1200,
                                 .fuels = 256,
                                 .materials = 256};
  cm_str text = read_whole(&f->arena, CEMENT_DATA_DIR "/items.json");
  if (text.at != NULL && cm_json_read(&f->arena, &root, CM_S("items.json"), text, &f->limits.json, &err) == 0 &&
      cm_items_read(&f->arena, &f->items, root, CM_S("items.json"), text, &err) == CEMENT_OK) {
    return true;
  }
  CU_FAIL("items.json cannot be read");
  fprintf(stderr, "items.json:%u:%u: %s\n", err.line, err.column, err.message);
  fixture_close(f);
  return false;
}

void fixture_close(fixture *f) {
  cm_arena_free(&f->arena);
}

int read_documents(const fixture *f, const cm_str *texts, size_t count, cm_ledger *ledger, cement_error *err) {
  static const char names[] = "abcdefgh";
  int status = CEMENT_OK;
  cm_ledger_init(ledger, &f->alloc, &f->items);
  for (size_t i = 0; i < count && status == CEMENT_OK; i++) {
    status = cm_ledger_add(ledger, (cm_str){names + i, 1}, texts[i], &f->limits, err);
  }
  return status == CEMENT_OK ? cm_ledger_finish(ledger, &f->limits, err) : status;
}

int read_text(const fixture *f, cm_str text, cm_ledger *ledger, cement_error *err) {
  return read_documents(f, &text, 1, ledger, err);
}

cm_str joined(fixture *f, const char *a, const char *b, const char *c) {
  cm_buf buf;
  cm_buf_init(&buf, &f->arena);
  cm_buf_add_c(&buf, a);
  cm_buf_add_c(&buf, b);
  cm_buf_add_c(&buf, c);
  return cm_buf_text(&buf);
}

cm_str json_with(fixture *f, const char *observations) {
  return joined(f,
                "{\"schema\": \"cement-ledger/1\", \"facility\": {\"id\": \"F\"}, \"lines\": [{\"id\": \"L1\"}],\n"
                "\"fuels\": [{\"id\": \"rdf-a\", \"origin\": \"alternative\", \"state\": \"solid\"}],\n"
                "\"observations\": [\n",
                observations, "\n]}");
}

cm_str csv_with(fixture *f, const char *rows) {
  return joined(
      f, "line,period,item,of,value,unit,method,use,source,note\n,,facility.id,,F,,,,,\nL1,,line.name,,1#,,,,,\n", rows,
      "");
}

/* The text without its marks, and the places that they stood at. */
static cm_str unmark(fixture *f, cm_str text, cm_place *place, cm_place *other) {
  cm_buf buf;
  cm_buf_init(&buf, &f->arena);
  for (size_t i = 0; i < text.size; i++) {
    if (text.at[i] == '@' || text.at[i] == '`') {
      *(text.at[i] == '@' ? place : other) = cm_place_at(CM_S("a"), cm_buf_text(&buf), buf.size);
    } else {
      cm_buf_add_char(&buf, text.at[i]);
    }
  }
  return cm_buf_text(&buf);
}

static cm_str expected(fixture *f, const char *message, cm_place other) {
  const char *mark = message == NULL ? NULL : strchr(message, '`');
  if (mark == NULL) return cm_str_of(message);
  cm_buf buf;
  cm_buf_init(&buf, &f->arena);
  cm_buf_add(&buf, (cm_str){message, (size_t)(mark - message)});
  cm_buf_add_c(&buf, "a, line ");
  cm_buf_add_u64(&buf, other.line);
  cm_buf_add_c(&buf, ", column ");
  cm_buf_add_u64(&buf, other.column);
  cm_buf_add_c(&buf, mark + 1);
  return cm_buf_text(&buf);
}

void check_refusals(fixture *f, const refusal *rows, size_t count, cm_str (*wrap)(fixture *, const char *)) {
  for (size_t i = 0; i < count; i++) {
    const refusal *r = &rows[i];
    cement_error err = {.size = sizeof err};
    cm_ledger ledger;
    cm_place place = CM_NOWHERE;
    cm_place other = CM_NOWHERE;
    cm_str text = unmark(f, wrap ? wrap(f, r->text) : cm_str_of(r->text), &place, &other);
    cm_str message = expected(f, r->message, other);
    int status = read_text(f, text, &ledger, &err);
    bool good = status == r->code && err.code == r->code && err.line == place.line && err.column == place.column &&
                (r->message == NULL || cm_str_is(message, err.message));
    if (!good) {
      fprintf(stderr, "\n%s\n  read %d %u:%u %s\n  want %d %u:%u %s\n", r->text, status, err.line, err.column,
              err.message, r->code, place.line, place.column, r->message ? r->message : "");
    }
    CU_ASSERT_TRUE(good);
    cm_ledger_free(&ledger);
  }
}
