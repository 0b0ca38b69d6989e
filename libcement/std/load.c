#include "std/load.h"

static const char *const edition_keys = "schema id title authority status issued effective until supersedes corrects "
                                        "source note uses items constants tables options "
                                        "findings formulas limits levels checks inputs examples";

/* cn.gb-16780@2021: the code and its edition. */
static void check_id(cm_reader *r, const cm_json *root, const char *key, cm_str id) {
  bool good = id.size >= 3 && id.size <= 64 && memchr(id.at + 1, '@', id.size - 2) != NULL;
  for (size_t i = 0; i < id.size; i++) {
    char c = id.at[i];
    good = good && ((c >= 'a' && c <= 'z') || cm_is_digit((unsigned char)c) || (c && strchr(".-_+@", c)));
  }
  if (!good)
    cm_refuse(r, CEMENT_E_SCHEMA, cm_json_get(root, key), cm_str_of(key), CM_S(" \""), id,
              CM_S("\" read, one like cn.gb-16780@2021 expected"));
}

static void check_free(cm_reader *r, const cm_catalog *catalog, const cm_json *root, cm_str id) {
  if (cm_catalog_find(catalog, id))
    cm_refuse(r, CEMENT_E_CONFLICT, cm_json_get(root, "id"), CM_S("the edition id \""), id,
              CM_S("\" is already taken"));
}

/* Another edition, which need not be there. */
static cm_str read_id(cm_reader *r, const cm_json *root, const char *key) {
  cm_str id = cm_reader_text(r, root, key, false);
  if (!r->status && id.at) check_id(r, root, key, id);
  return id;
}

static void check_status(cm_reader *r, const cm_json *root, cm_str status) {
  static const char *const known[] = {"in_force", "superseded", "draft", "working"};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (cm_str_is(status, known[i])) return;
  cm_refuse(r, CEMENT_E_SCHEMA, cm_json_get(root, "status"), CM_S("status \""), status,
            CM_S("\" read, in_force, superseded, draft or working expected"));
}

/* The text of a date as it stands; `day` is left alone where there is none. */
static cm_str read_date(cm_reader *r, const cm_json *root, const char *key, cm_day *day) {
  cm_str text = cm_reader_text(r, root, key, false);
  if (!r->status && text.at && cm_day_read(text, day))
    cm_refuse(r, CEMENT_E_SCHEMA, cm_json_get(root, key), cm_str_of(key), CM_S(" \""), text,
              CM_S("\" read, a date like 2024-09-13 expected"));
  return text;
}

static void read_dates(cm_reader *r, cm_edition *edition, const cm_json *root) {
  cm_day issued, from = {INT32_MIN, 1, false}, until = {INT32_MAX, 31, true};
  edition->issued = read_date(r, root, "issued", &issued);
  edition->effective = read_date(r, root, "effective", &from);
  edition->until = read_date(r, root, "until", &until);
  if (from.month > until.month || (from.month == until.month && from.day > until.day))
    cm_refuse(r, CEMENT_E_SCHEMA, cm_json_get(root, "until"), CM_S("until \""), edition->until,
              CM_S("\" read, a date behind effective expected"));
  edition->first_whole = from.day == 1 ? from.month : from.month + 1;
  edition->last_whole = until.last ? until.month : until.month - 1;
}

static void read_uses(cm_reader *r, const cm_catalog *catalog, cm_edition *edition, const cm_json *uses) {
  if (!cm_reader_is(r, uses, CM_JSON_OBJECT)) return;
  for (const cm_json *m = uses->child; m && cm_reader_is(r, m, CM_JSON_STRING); m = m->next) {
    cm_use_edition use = {cm_reader_copy(r, m->key), cm_catalog_find(catalog, m->text)};
    if (!use.edition) {
      cm_refuse(r, CEMENT_E_UNKNOWN, m, CM_S("the edition \""), m->text, CM_S("\" that this one uses is not loaded"));
      return;
    }
    if (CM_VEC_PUSH(r->arena, &edition->uses, use)) {
      cm_reader_nomem(r);
      return;
    }
  }
}

/* Examples are run by tests; here only their shape matters. */
static void check_examples(cm_reader *r, const cm_json *examples) {
  if (!examples || !cm_reader_is(r, examples, CM_JSON_ARRAY)) return;
  for (const cm_json *e = examples->child; e && !r->status; e = e->next) {
    cm_reader_only(r, e, "name source derivation note ledger options expect");
    cm_reader_is(r, cm_reader_get(r, e, "name", true), CM_JSON_STRING);
    cm_reader_is(r, cm_reader_get(r, e, "expect", true), CM_JSON_ARRAY);
  }
}

static void read_own_items(cm_reader *r, cm_catalog *catalog, cm_edition *edition, const cm_json *items) {
  size_t before = catalog->items.items.size;
  if (!cm_reader_is(r, items, CM_JSON_OBJECT)) return;
  r->status = cm_items_add(r->arena, &catalog->items, items, r->source, r->text, r->err);
  for (size_t i = before; i < catalog->items.items.size && !r->status; i++)
    if (CM_VEC_PUSH(r->arena, &edition->own_items, catalog->items.items.at[i])) cm_reader_nomem(r);
}

void cm_load_edition(cm_reader *r, cm_catalog *catalog, cm_edition *edition, const cm_json *root) {
  cm_reader_only(r, root, edition_keys);
  const cm_json *schema = cm_reader_get(r, root, "schema", true), *title = cm_reader_get(r, root, "title", true),
                *uses = cm_reader_get(r, root, "uses", false), *items = cm_reader_get(r, root, "items", false);
  if (!r->status && cm_reader_is(r, schema, CM_JSON_STRING) && !cm_str_is(schema->text, "cement-edition/1"))
    cm_refuse(r, CEMENT_E_SCHEMA, schema, CM_S("schema \""), schema->text, CM_S("\" read, cement-edition/1 expected"));
  edition->id = cm_reader_text(r, root, "id", true);
  if (!r->status) check_id(r, root, "id", edition->id);
  if (!r->status) check_free(r, catalog, root, edition->id);
  if (cm_reader_is(r, title, CM_JSON_OBJECT)) {
    cm_reader_only(r, title, "zh en");
    edition->title_zh = cm_reader_text(r, title, "zh", true);
    edition->title_en = cm_reader_text(r, title, "en", true);
  }
  edition->authority = cm_reader_text(r, root, "authority", true);
  edition->status = cm_reader_text(r, root, "status", true);
  if (!r->status) check_status(r, root, edition->status);
  read_dates(r, edition, root);
  edition->supersedes = read_id(r, root, "supersedes");
  edition->corrects = read_id(r, root, "corrects");
  edition->source = cm_reader_text(r, root, "source", true);
  if (uses) read_uses(r, catalog, edition, uses);
  if (items) read_own_items(r, catalog, edition, items);
  cm_load_factors(r, catalog, edition, root);
  cm_load_rules(r, catalog, edition, root);
  check_examples(r, cm_reader_get(r, root, "examples", false));
}
