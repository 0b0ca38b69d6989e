/* require "libcement": the library for Lua 5.4.
 *
 *   local cement = require "libcement"
 *   local catalog = cement.catalog()
 *   local ledger = catalog:ledger(text)
 *   local options = {["cn.gb-16780@2021"] = {comparison = "rounded_0"}}
 *   local run = catalog:run(ledger, {"cn.gb-16780@2021"}, options)
 *   for _, figure in ipairs(run:figures()) do print(figure.line, figure.key, figure.value) end
 *   print(run:report{format = "text"})
 *
 * A plant's own tables are read by catalog:plant(text or file). README.md beside this file tells all functions.
 *
 * Numbers come as strings, as the library printed them. A refusal is raised as a table with the fields code ("UNIT"),
 * number (-10), source, line, column, offset and message, which tostring() turns into one line.
 *
 * Three rules of safety: Lua may leave a function of these files by longjmp wherever it allocates, so every native
 * handle is stored in its userdata before the next call of Lua; wherever it allocates or looks into a table it may
 * also run a script, so a method holds what it is called on (lc_self); and the library's reader and writer never call
 * Lua. */
#include "binding.h"

#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
int luaopen_libcement(lua_State *L); /* the one exported function */

/* ---- Module and catalog ---- */

static int version(lua_State *L) {
  lua_pushstring(L, cement_version());
  return 1;
}

static int selftest(lua_State *L) {
  cement_error error = lc_new_error();
  lc_check(L, cement_selftest(&error), &error);
  return 0;
}

static int new_catalog(lua_State *L) {
  cement_error error = lc_new_error();
  node *n = lc_push_node(L, CATALOG);
  lc_check(L, cement_context_create(&n->context, NULL, &error), &error);
  lc_check(L, cement_catalog_create(&n->catalog, n->context, &error), &error);
  return 1;
}

/* catalog:load(name, text): before the first ledger, for ledgers and plans rest on what the catalog holds. */
static int catalog_load(lua_State *L) {
  cement_error error = lc_new_error();
  size_t size;
  node *n = lc_check_node(L, 1, CATALOG);
  const char *name = lc_check_name(L, 2, "name"), *text = lc_check_text(L, 3, &size);
  if (n->users > 1) lc_raise_state(L, "editions are loaded before the first ledger is made");
  lc_check(L, cement_catalog_load(n->catalog, name, text, size, &error), &error);
  return 0;
}

static int catalog_editions(lua_State *L) {
  cement_error error = lc_new_error();
  node *n = lc_self(L, CATALOG, 0);
  size_t count = cement_catalog_edition_count(n->catalog);
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    cement_edition e = {.size = sizeof e};
    lc_check(L, cement_catalog_edition(n->catalog, &e, i, &error), &error);
    lua_createtable(L, 0, 13);
    lc_set_integer(L, "figures", e.figures);
    lc_set_text(L, "id", e.id);
    lc_set_text(L, "title_zh", e.title_zh);
    lc_set_text(L, "title_en", e.title_en);
    lc_set_text(L, "authority", e.authority);
    lc_set_text(L, "status", e.status);
    lc_set_text(L, "issued", e.issued);
    lc_set_text(L, "effective", e.effective);
    lc_set_text(L, "until", e.until);
    lc_set_text(L, "supersedes", e.supersedes);
    lc_set_text(L, "corrects", e.corrects);
    lc_set_text(L, "source", e.source);
    lc_set_text(L, "sha256", e.sha256);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* catalog:describe(id [, format [, language]]) */
static int catalog_describe(lua_State *L) {
  cement_error error = lc_new_error();
  node *n = lc_self(L, CATALOG, 3);
  const char *id = lc_check_name(L, 2, "edition");
  int32_t format = lc_choice(L, 3, "format", "text", lc_formats),
          language = lc_choice(L, 4, "language", "en", lc_languages);
  buffer *b = lc_push_buffer(L);
  lc_check(L, cement_catalog_describe(n->catalog, lc_collect, b, id, format, language, &error), &error);
  return lc_buffer_result(L, b);
}

/* ---- Reports ---- */

/* catalog:check_report(text, ledger [, name]): nil, or the first difference as {where, report, again} */
static int check_report(lua_State *L) {
  cement_error error = lc_new_error();
  cement_difference d = {.size = sizeof d};
  size_t size;
  node *catalog = lc_check_node(L, 1, CATALOG);
  const char *text = lc_check_text(L, 2, &size);
  node *ledger = lc_check_node(L, 3, LEDGER);
  const char *name = lua_isnoneornil(L, 4) ? "report" : lc_check_name(L, 4, "name");
  lc_check(L, cement_report_check(catalog->catalog, ledger->ledger, &d, name, text, size, &error), &error);
  if (!d.found) return 0;
  lua_createtable(L, 0, 3);
  lua_pushstring(L, d.where);
  lua_setfield(L, -2, "where");
  lua_pushstring(L, d.report);
  lua_setfield(L, -2, "report");
  lua_pushstring(L, d.again);
  lua_setfield(L, -2, "again");
  return 1;
}

/* ---- Registration ---- */

static const luaL_Reg catalog_methods[] = {
    {"load", catalog_load}, {"editions", catalog_editions}, {"describe", catalog_describe}, {"ledger", lc_ledger},
    {"plant", lc_plant},    {"new_ledger", lc_new_ledger},  {"propose", lc_propose},        {"template", lc_template},
    {"run", lc_new_run},    {"check_report", check_report}, {"close", lc_close_node},       {NULL, NULL}};

int luaopen_libcement(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"catalog", new_catalog}, {"version", version}, {"selftest", selftest}, {NULL, NULL}};
  luaL_checkversion(L);
  lc_new_type(L, CATALOG, catalog_methods);
  lc_new_type(L, LEDGER, lc_ledger_methods);
  lc_new_type(L, RUN, lc_run_methods);
  lc_new_type(L, COLUMNS, lc_columns_methods);
  lc_new_plain_types(L);
  lua_newtable(L);
  luaL_setfuncs(L, functions, 0);
  return 1;
}
