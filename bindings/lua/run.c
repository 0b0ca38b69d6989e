/* Runs: figures, findings, proofs, reports. */
#include "binding.h"

/* ---- Run ---- */

static lua_Integer add_editions(lua_State *L, node *n, int list) {
  cement_error error = lc_new_error();
  luaL_checktype(L, list, LUA_TTABLE);
  lua_Integer count = luaL_len(L, list);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_geti(L, list, i);
    lc_check(L, cement_plan_add(n->plan, lc_check_name(L, -1, "edition"), &error), &error);
    lua_pop(L, 1);
  }
  return count;
}

static void set_options(lua_State *L, node *n, int table) {
  cement_error error = lc_new_error();
  if (lua_isnoneornil(L, table)) return;
  luaL_checktype(L, table, LUA_TTABLE);
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
    const char *edition = lc_check_name(L, -2, "edition");
    luaL_checktype(L, -1, LUA_TTABLE);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
      const char *key = lc_check_name(L, -2, "option"), *chosen = lc_check_name(L, -1, "choice");
      lc_check(L, cement_plan_option(n->plan, edition, key, chosen, &error), &error);
    }
  }
}

/* catalog:run(ledger, {id, ...} [, {[id] = {option = lc_choice}}]) */
int lc_new_run(lua_State *L) {
  cement_error error = lc_new_error();
  node *catalog = lc_self(L, CATALOG, 3), *n = lc_push_node(L, RUN), *ledger = lc_check_node(L, 2, LEDGER);
  lc_adopt(n, 0, catalog);
  lc_adopt(n, 1, ledger);
  for (int i = 1; i <= 2; i++) {
    lua_pushvalue(L, i);
    lua_setiuservalue(L, -2, i);
  }
  lc_check(L, cement_plan_create(&n->plan, catalog->catalog, &error), &error);
  if (add_editions(L, n, 3) == 1) { /* the edition of figures that name none */
    lua_geti(L, 3, 1);
    lua_setiuservalue(L, -2, 3);
  }
  set_options(L, n, 4);
  lc_check(L, cement_run_create(&n->run, n->plan, ledger->ledger, &error), &error);
  return 1;
}

/* run:again(ledger): computed anew for another ledger of the same catalog */
static int run_again(lua_State *L) {
  cement_error error = lc_new_error();
  node *n = lc_check_node(L, 1, RUN), *ledger = lc_check_node(L, 2, LEDGER);
  lc_check(L, cement_run_again(n->run, ledger->ledger, &error), &error);
  lc_adopt(n, 1, ledger);
  lua_settop(L, 2);
  lua_setiuservalue(L, 1, 2);
  return 0;
}

static void set_limits(lua_State *L, const char *name, char (*limits)[CEMENT_TEXT_MAX / 2], uint32_t levels) {
  lua_createtable(L, (int)levels, 0);
  for (uint32_t i = 0; i < levels; i++) {
    lua_pushstring(L, limits[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, name);
}

static void push_figure(lua_State *L, const node *n, size_t index) {
  static const char *const statuses[] = {"ok", "incomplete", "not_applicable"};
  cement_error error = lc_new_error();
  cement_figure f = {.size = sizeof f};
  lc_check(L, cement_run_figure(n->run, &f, index, &error), &error);
  lua_createtable(L, 0, 15);
  lc_set_integer(L, "index", (lua_Integer)index + 1);
  lc_set_text(L, "edition", f.edition);
  lc_set_text(L, "line", f.line);
  lc_set_text(L, "period", f.period);
  lc_set_text(L, "key", f.key);
  lc_set_text(L, "of", f.of);
  lc_set_text(L, "value", f.value);
  lc_set_text(L, "display", f.display);
  lc_set_text(L, "unit", f.unit);
  lc_set_text(L, "status", statuses[f.status]);
  lc_set_text(L, "clause", f.clause);
  lc_set_text(L, "label_zh", f.label_zh);
  lc_set_text(L, "label_en", f.label_en);
  if (f.grade != CEMENT_NO_GRADE) lc_set_integer(L, "grade", f.grade);
  if (!f.levels) return;
  lua_createtable(L, 0, 2);
  set_limits(L, "base", f.base, f.levels);
  set_limits(L, "applied", f.applied, f.levels);
  lua_setfield(L, -2, "limits");
}

static int run_figures(lua_State *L) {
  node *n = lc_self(L, RUN, 0);
  size_t count = cement_run_figure_count(n->run);
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    push_figure(L, n, i);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* run:figure{key=, period= [, line=] [, of=] [, edition=]}: no line is the facility */
static int run_figure(lua_State *L) {
  cement_error error = lc_new_error();
  size_t index;
  node *n = lc_self(L, RUN, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  const char *edition = lc_field(L, 2, "edition"), *key = lc_field(L, 2, "key"), *period = lc_field(L, 2, "period");
  if (!edition && lua_getiuservalue(L, 1, 3) == LUA_TSTRING) edition = lua_tostring(L, -1);
  if (!edition) luaL_error(L, "the run has several editions: name one");
  if (!key || !period) luaL_error(L, "key and period must be given");
  lc_check(L,
           cement_run_find(n->run, &index, edition, key, lc_field(L, 2, "line"), period, lc_field(L, 2, "of"), &error),
           &error);
  push_figure(L, n, index);
  return 1;
}

/* A figure of the run, or its index from 1. */
static size_t check_figure(lua_State *L, int arg) {
  if (lua_istable(L, arg)) {
    lua_getfield(L, arg, "index");
    lua_replace(L, arg);
  }
  lua_Integer index = luaL_checkinteger(L, arg);
  luaL_argcheck(L, index >= 1, arg, "indices begin at 1");
  return (size_t)index - 1;
}

/* run:missing(figure): what an incomplete figure lacks */
static int run_missing(lua_State *L) {
  cement_error error = lc_new_error();
  size_t count;
  node *n = lc_self(L, RUN, 1);
  size_t index = check_figure(L, 2);
  lc_check(L, cement_run_missing(n->run, NULL, 0, &count, index, &error), &error);
  cement_missing *list = lua_newuserdatauv(L, (count + 1) * sizeof *list, 0);
  lc_check(L, cement_run_missing(n->run, list, count, &count, index, &error), &error);
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    lua_createtable(L, 0, 4);
    lc_set_text(L, "item", list[i].item);
    lc_set_text(L, "of", list[i].of);
    lc_set_text(L, "line", list[i].line);
    lc_set_text(L, "period", list[i].period);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

static int run_findings(lua_State *L) {
  static const char *const severities[] = {"info", "warning", "error"};
  cement_error error = lc_new_error();
  node *n = lc_self(L, RUN, 0);
  size_t count = cement_run_finding_count(n->run);
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    cement_finding f = {.size = sizeof f};
    lc_check(L, cement_run_finding(n->run, &f, i, &error), &error);
    lua_createtable(L, 0, 11);
    lc_set_text(L, "severity", severities[f.severity]);
    lc_set_text(L, "code", f.code);
    lc_set_text(L, "edition", f.edition);
    lc_set_text(L, "line", f.line);
    lc_set_text(L, "item", f.item);
    lc_set_text(L, "of", f.of);
    lc_set_text(L, "key", f.key);
    lc_set_text(L, "period", f.period);
    lc_set_integer(L, "periods", f.periods);
    lc_set_text(L, "message_zh", f.message_zh);
    lc_set_text(L, "message_en", f.message_en);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* run:explain(figure [, language]) */
static int run_explain(lua_State *L) {
  cement_error error = lc_new_error();
  node *n = lc_self(L, RUN, 2);
  size_t index = check_figure(L, 2);
  int32_t language = lc_choice(L, 3, "language", "en", lc_languages);
  buffer *b = lc_push_buffer(L);
  lc_check(L, cement_run_explain(n->run, lc_collect, b, index, language, &error), &error);
  return lc_buffer_result(L, b);
}

/* run:report{[format=] [, language=] [, period=]} */
static int run_report(lua_State *L) {
  cement_error error = lc_new_error();
  node *n = lc_self(L, RUN, 1);
  if (lua_isnil(L, 2)) {
    lua_newtable(L);
    lua_replace(L, 2);
  }
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_getfield(L, 2, "format");
  int32_t format = lc_choice(L, -1, "format", "json", lc_formats);
  lua_getfield(L, 2, "language");
  int32_t language = lc_choice(L, -1, "language", "en", lc_languages);
  const char *period = lc_field(L, 2, "period");
  buffer *b = lc_push_buffer(L);
  lc_check(L, cement_run_report(n->run, lc_collect, b, format, language, period, &error), &error);
  return lc_buffer_result(L, b);
}

const luaL_Reg lc_run_methods[] = {{"figures", run_figures}, {"figure", run_figure},
                                   {"missing", run_missing}, {"findings", run_findings},
                                   {"explain", run_explain}, {"report", run_report},
                                   {"again", run_again},     {"columns", lc_new_columns},
                                   {"close", lc_close_node}, {NULL, NULL}};
