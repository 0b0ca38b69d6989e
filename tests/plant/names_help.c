#include "plant/names_help.h"

#include <CUnit/CUnit.h>
#include <stdio.h>

bool names_open(names *n) {
  cement_error err = {.size = sizeof err};
  if (!fixture_open(&n->base)) return false;
  if (cm_dictionary_builtin(&n->base.arena, &n->dictionary, &n->base.items, &err) == CEMENT_OK) return true;
  fprintf(stderr, "\n%s:%u:%u: %s\n", err.source, err.line, err.column, err.message);
  CU_FAIL("the dictionary cannot be read");
  fixture_close(&n->base);
  return false;
}

void names_close(names *n) {
  fixture_close(&n->base);
}

static size_t fill(cm_heading *cells, const char *const *texts, uint32_t line) {
  size_t count = 0;
  while (texts[count] != NULL) {
    cells[count] = (cm_heading){cm_str_of(texts[count]), {CM_S("t"), 0, line, (uint32_t)count + 1}};
    count++;
  }
  return count;
}

void table_fill(table *t, const char *const *groups, const char *const *texts, const char *const *units) {
  memset(t, 0, sizeof *t);
  t->err.size = sizeof t->err;
  t->in = (cm_headings){groups ? t->groups : NULL, t->names, units ? t->units : NULL, fill(t->names, texts, 2)};
  if (groups) CU_ASSERT_EQUAL_FATAL(fill(t->groups, groups, 1), t->in.count);
  if (units) CU_ASSERT_EQUAL_FATAL(fill(t->units, units, 3), t->in.count);
}

int table_read(names *n, table *t, const char *const *groups, const char *const *texts, const char *const *units) {
  table_fill(t, groups, texts, units);
  return cm_headings_read(&n->base.arena, &n->dictionary, &t->in, t->out, &t->err);
}

cm_meaning heading_of(names *n, const char *group, const char *name, const char *unit) {
  cm_meaning out = {.kind = CM_MEANING_UNKNOWN};
  cement_error err = {.size = sizeof err};
  int status = cm_heading_read(&n->base.arena, &n->dictionary, cm_str_of(group), cm_str_of(name), cm_str_of(unit),
                               CM_NOWHERE, &out, &err);
  if (status != CEMENT_OK) fprintf(stderr, "\n%s: %s\n", name, err.message);
  CU_ASSERT_EQUAL(status, CEMENT_OK);
  return out;
}

/* ---- memory that gives out ---- */

void check_failing(int (*work)(cm_arena *arena, cement_error *err, void *user), void *user) {
  size_t fail_at = 1;
  for (;; fail_at++) {
    failing f;
    cm_arena arena;
    cement_error err = {.size = sizeof err};
    cm_alloc alloc = failing_alloc(&f, fail_at);
    cm_arena_init(&arena, &alloc);
    int status = work(&arena, &err, user);
    cm_arena_free(&arena);
    if (status == CEMENT_OK && f.calls < fail_at) break;
    CU_ASSERT_EQUAL(status, CEMENT_E_NOMEM);
    CU_ASSERT_EQUAL(err.code, CEMENT_E_NOMEM);
    if (status != CEMENT_E_NOMEM) break;
  }
  CU_ASSERT_TRUE(fail_at > 1);
}
