#include "plant/form.h"

#include "std/builtin.h"
#include "std/read.h"

static const cm_json_limits limits = {
    .bytes = 1u << 18, .depth = 8, .values = 8000, .keys = 64, .string_bytes = 512, .number_bytes = 48};

static const char *const word_keys[CM_FORM_LABEL_COUNT] = {
    "title",  "line",   "item", "of",       "use",      "unit",    "year",       "total",
    "method", "source", "note", "facility", "measured", "default", "calculated", "estimated"};

typedef struct form_reader {
  cm_reader r;
  cm_monthly_form *form;
} form_reader;

static void read_words(form_reader *f, const cm_json *object) {
  static const char known[] = "title line item of use unit year total method source note facility "
                              "measured default calculated estimated";
  if (!cm_reader_fields(&f->r, object, known)) return;
  for (size_t i = 0; i < CM_FORM_LABEL_COUNT; i++) {
    const cm_json *word = cm_reader_get(&f->r, object, word_keys[i], true);
    if (cm_reader_fields(&f->r, word, "zh en")) f->form->words[i] = cm_reader_full_label(&f->r, word);
  }
}

/* ---- blocks ---- */

static void read_row(form_reader *f, const cm_json *object, cm_form_row row) {
  cm_reader *r = &f->r;
  if (!cm_reader_is(r, object, CM_JSON_OBJECT)) return;
  const cm_json *item = cm_json_get(object, "item"), *optional = cm_json_get(object, "optional");
  if (item == NULL) {
    if (!cm_reader_fields(r, object, "figure zh en unit")) return;
    row.figure = cm_reader_text(r, object, "figure", true);
    row.label = cm_reader_full_label(r, object);
    row.unit = cm_reader_text(r, object, "unit", true);
  } else {
    if (!cm_reader_fields(r, object, "item optional") || !cm_reader_is(r, item, CM_JSON_STRING)) return;
    row.item = cm_items_find(f->form->items, item->text);
    if (row.item == NULL) cm_refuse(r, CEMENT_E_UNKNOWN, item, CM_S("item \""), item->text, CM_S("\" is not known"));
    if (optional != NULL) (void)cm_reader_flag(r, optional, CM_S("optional"), &row.optional);
  }
  if (r->status == CEMENT_OK && CM_VEC_PUSH(r->arena, &f->form->rows, row)) cm_reader_nomem(r);
}

static uint32_t read_key(cm_reader *r, const cm_set *set, const cm_json *at) {
  int found = at->type == CM_JSON_STRING ? cm_set_find_member(set, at->text) : -1;
  if (found < 0) cm_refuse(r, CEMENT_E_UNKNOWN, at, CM_S("\""), at->text, CM_S("\" is not known"));
  return (uint32_t)found;
}

static void read_member(form_reader *f, const cm_json *object, cm_form_block *block) {
  cm_reader *r = &f->r;
  cm_form_member member = {0, UINT32_MAX};
  if (!cm_reader_fields(r, object, "of use")) return;
  const cm_json *of = cm_reader_get(r, object, "of", true), *use = cm_json_get(object, "use");
  if (of != NULL) member.of = read_key(r, cm_items_set(f->form->items, block->set), of);
  if (use != NULL) member.use = read_key(r, &f->form->items->use, use);
  if (r->status == CEMENT_OK && CM_VEC_PUSH(r->arena, &block->members, member)) cm_reader_nomem(r);
}

/* All items of a block are given by the same set. */
static uint8_t set_of(form_reader *f, const cm_json *object, size_t first) {
  uint8_t set = 0;
  for (size_t i = first; i < f->form->rows.size; i++) {
    const cm_item *item = f->form->rows.at[i].item;
    uint8_t own = item == NULL ? set : (uint8_t)(item->sets & ~CM_SET_USE);
    if (i > first && own != set)
      cm_refuse(&f->r, CEMENT_E_SCHEMA, object, CM_S("items of different sets in one block"));
    set = own;
  }
  return set;
}

static void read_block(form_reader *f, const cm_json *object, bool facility) {
  cm_reader *r = &f->r;
  cm_form_block block = {.set = 0};
  size_t first = f->form->rows.size;
  if (!cm_reader_fields(r, object, "members rows")) return;
  const cm_json *rows = cm_reader_get(r, object, "rows", true), *members = cm_json_get(object, "members");
  if (rows == NULL || !cm_reader_is(r, rows, CM_JSON_ARRAY)) return;
  const cm_form_row row = {.block = (uint32_t)f->form->blocks.size, .facility = facility};
  for (const cm_json *at = rows->child; at != NULL && r->status == CEMENT_OK; at = at->next) read_row(f, at, row);
  block.set = set_of(f, object, first);
  if ((members != NULL) != (block.set != 0))
    cm_refuse(r, CEMENT_E_SCHEMA, object, CM_S("members belong to items that are given by member"));
  if (members == NULL || !cm_reader_is(r, members, CM_JSON_ARRAY)) members = NULL;
  for (const cm_json *at = members ? members->child : NULL; at != NULL && r->status == CEMENT_OK; at = at->next)
    read_member(f, at, &block);
  if (r->status == CEMENT_OK && CM_VEC_PUSH(r->arena, &f->form->blocks, block)) cm_reader_nomem(r);
}

static void read_root(void *user, const cm_json *root) {
  static const char *const parts[] = {"line", "facility"};
  form_reader *f = user;
  cm_reader *r = &f->r;
  if (!cm_reader_fields(r, root, "schema name source words line facility")) return;
  cm_reader_schema(r, root, "cement-form/1");
  f->form->name = cm_reader_text(r, root, "name", true);
  read_words(f, cm_reader_get(r, root, "words", true));
  for (size_t i = 0; i < 2; i++) {
    const cm_json *blocks = cm_reader_get(r, root, parts[i], true);
    if (blocks == NULL || !cm_reader_is(r, blocks, CM_JSON_ARRAY)) return;
    for (const cm_json *at = blocks->child; at != NULL && r->status == CEMENT_OK; at = at->next)
      read_block(f, at, i == 1);
  }
}

int cm_form_read(cm_arena *arena, cm_monthly_form *out, const cm_items *items, cm_str source, cm_str text,
                 cement_error *err) {
  form_reader f = {.r = {.arena = arena, .source = source, .text = text, .err = err}, .form = out};
  *out = (cm_monthly_form){.items = items};
  return cm_reader_document(&f.r, &limits, read_root, &f);
}

int cm_form_builtin(cm_arena *arena, cm_monthly_form *out, const cm_items *items, cement_error *err) {
  const struct cm_builtin *file = &cm_builtin_form;
  return cm_form_read(arena, out, items, cm_str_of(file->name), (cm_str){(const char *)file->bytes, file->size}, err);
}
