/* Columns: making them, and the names of what they read and compute. */
#include "columns.h"

#include <string.h>

static const char *const kinds[] = {"value", "grade", NULL}; /* in the order of CEMENT_OUTPUT_* */

/* ---- Making ---- */

/* The text of a field, kept in the table at `anchor` for as long as that stands. */
static const char *kept_field(lua_State *L, int anchor, int table, const char *name) {
  const char *text = lc_field(L, table, name);
  lua_rawseti(L, anchor, (lua_Integer)lua_rawlen(L, anchor) + 1);
  return text;
}

static cement_output wanted(lua_State *L, int anchor, int table) {
  cement_output o = {.edition = kept_field(L, anchor, table, "edition"),
                     .key = kept_field(L, anchor, table, "key"),
                     .line = kept_field(L, anchor, table, "line"),
                     .of = kept_field(L, anchor, table, "of")};
  if (!o.edition || !o.key) luaL_error(L, "edition and key of an output must be given");
  lua_getfield(L, table, "kind");
  o.kind = lc_choice(L, -1, "kind", "value", kinds);
  lua_pop(L, 1);
  return o;
}

/* run:columns([{{edition =, key = [, line =] [, of =] [, kind =]}, ...}]): nil is every figure that a month can have */
int lc_new_columns(lua_State *L) {
  cement_error error = lc_new_error();
  node *run = lc_self(L, RUN, 1);
  cement_output *outputs = NULL;
  lua_Integer count = 0;
  if (!lua_isnil(L, 2)) {
    luaL_checktype(L, 2, LUA_TTABLE);
    count = luaL_len(L, 2);
    lua_newtable(L);
    int anchor = lua_gettop(L);
    outputs = lc_new_array(L, (uint64_t)(count > 0 ? count : 0) + 1, sizeof *outputs);
    for (lua_Integer i = 1; i <= count; i++) {
      if (lua_geti(L, 2, i) != LUA_TTABLE) luaL_error(L, "an output must be a table of its names");
      outputs[i - 1] = wanted(L, anchor, lua_gettop(L));
      lua_pop(L, 1);
    }
  }
  node *n = lc_push_node(L, COLUMNS);
  lua_getiuservalue(L, 1, 1); /* they stand on the context, which is the catalog's */
  lua_setiuservalue(L, -2, 1);
  lc_adopt(n, 0, run->parent[0]);
  lc_check(L, cement_columns_create(&n->columns, run->run, outputs, (size_t)count, &error), &error);
  lc_new_array(L, cement_columns_count(n->columns, CEMENT_COLUMNS_WORKSPACE) + 1, 1);
  lua_setiuservalue(L, -2, 2);
  return 1;
}

/* ---- Names ---- */

static void push_entry(lua_State *L, const node *n, int32_t what, size_t index) {
  cement_error error = lc_new_error();
  cement_slot s = {.size = sizeof s};
  lc_check(L, cement_columns_entry(n->columns, &s, what, index, &error), &error);
  lua_createtable(L, 0, 8);
  lc_set_integer(L, "index", (lua_Integer)index + 1);
  lc_set_text(L, "key", s.key);
  lc_set_text(L, "line", s.line);
  lc_set_text(L, "of", s.of);
  lua_pushstring(L, s.unit);
  lua_setfield(L, -2, "unit");
  if (what == CEMENT_COLUMNS_OUTPUT) {
    lc_set_text(L, "edition", s.edition);
    lc_set_text(L, "kind", kinds[s.kind]);
    return;
  }
  lc_set_text(L, "use", s.use);
  lc_set_text(L, "section", s.section);
  lua_pushboolean(L, s.required);
  lua_setfield(L, -2, "required");
}

static int push_entries(lua_State *L, int32_t what) {
  node *n = lc_self(L, COLUMNS, 0);
  size_t count = cement_columns_count(n->columns, what);
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    push_entry(L, n, what, i);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* columns:slots() */
static int columns_slots(lua_State *L) {
  return push_entries(L, CEMENT_COLUMNS_SLOT);
}

/* columns:outputs() */
static int columns_outputs(lua_State *L) {
  return push_entries(L, CEMENT_COLUMNS_OUTPUT);
}

static size_t find(lua_State *L, const node *n, int32_t what, const cement_slot *like) {
  cement_error error = lc_new_error();
  size_t index;
  lc_check(L, cement_columns_find(n->columns, &index, like, what, &error), &error);
  return index;
}

/* columns:slot{key =, line =, of =, use =, section =}: nil is any, "" is none */
static int columns_slot(lua_State *L) {
  node *n = lc_self(L, COLUMNS, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  cement_slot like = {.size = sizeof like,
                      .key = lc_field(L, 2, "key"),
                      .line = lc_field(L, 2, "line"),
                      .of = lc_field(L, 2, "of"),
                      .use = lc_field(L, 2, "use"),
                      .section = lc_field(L, 2, "section")};
  push_entry(L, n, CEMENT_COLUMNS_SLOT, find(L, n, CEMENT_COLUMNS_SLOT, &like));
  return 1;
}

/* columns:output{key =, line =, of =, edition =, kind =}: likewise */
static int columns_output(lua_State *L) {
  node *n = lc_self(L, COLUMNS, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  cement_slot like = {.size = sizeof like,
                      .key = lc_field(L, 2, "key"),
                      .line = lc_field(L, 2, "line"),
                      .of = lc_field(L, 2, "of"),
                      .edition = lc_field(L, 2, "edition")};
  lua_getfield(L, 2, "kind");
  like.kind = lc_choice(L, -1, "kind", "value", kinds);
  push_entry(L, n, CEMENT_COLUMNS_OUTPUT, find(L, n, CEMENT_COLUMNS_OUTPUT, &like));
  return 1;
}

size_t lc_entry_index(lua_State *L, const node *n, int32_t what, int arg) {
  const char *name = what == CEMENT_COLUMNS_SLOT ? "slot" : "output";
  if (lua_type(L, arg) == LUA_TSTRING) {
    const cement_slot like = {.size = sizeof like, .key = lc_check_name(L, arg, name)};
    return find(L, n, what, &like);
  }
  lua_Integer index = 0;
  if (lua_istable(L, arg)) {
    int table = lua_absindex(L, arg);
    lua_pushliteral(L, "index");
    lua_rawget(L, table);
    index = lua_tointeger(L, -1);
    lua_pop(L, 1);
  } else if (lua_isinteger(L, arg)) {
    index = lua_tointeger(L, arg);
  }
  if (index < 1 || (uint64_t)index > cement_columns_count(n->columns, what))
    luaL_error(L, "%s is no %s of these columns", luaL_tolstring(L, arg, NULL), name);
  return (size_t)index - 1;
}

const luaL_Reg lc_columns_methods[] = {
    {"slots", columns_slots},          {"outputs", columns_outputs}, {"slot", columns_slot},
    {"output", columns_output},        {"run", lc_columns_run},      {"totals", lc_columns_totals},
    {"gradient", lc_columns_gradient}, {"close", lc_close_node},     {NULL, NULL}};
