#include "binding.h"

#include <stdlib.h>
#include <string.h>

#define BUFFER "libcement.buffer"
#define ERROR "libcement.error"
#define HELD "libcement.held"

/* ---- Handles: closed in any order, destroyed when no other needs them ---- */

static void drop(node *n) {
  if (--n->users) return;
  cement_columns_destroy(n->columns);
  cement_run_destroy(n->run);
  cement_plan_destroy(n->plan);
  cement_ledger_destroy(n->ledger);
  cement_catalog_destroy(n->catalog);
  cement_context_destroy(n->context);
  for (int i = 0; i < 2; i++)
    if (n->parent[i]) drop(n->parent[i]);
}

void lc_adopt(node *child, int i, node *parent) {
  node *before = child->parent[i];
  parent->users++;
  child->parent[i] = parent;
  if (before) drop(before);
}

/* __gc, __close and close(): idempotent. */
int lc_close_node(lua_State *L) {
  node *n = luaL_testudata(L, 1, CATALOG);
  if (!n) n = luaL_testudata(L, 1, LEDGER);
  if (!n) n = luaL_testudata(L, 1, COLUMNS);
  if (!n) n = luaL_checkudata(L, 1, RUN);
  if (n->open) {
    n->open = 0;
    drop(n);
  }
  return 0;
}

/* A new open node on the stack; its user values keep the parents' memory. */
node *lc_push_node(lua_State *L, const char *type) {
  node *n = lua_newuserdatauv(L, sizeof *n, 3);
  memset(n, 0, sizeof *n);
  n->users = 1;
  n->open = 1;
  luaL_setmetatable(L, type);
  return n;
}

/* A string argument that a C string can hold. */
const char *lc_check_name(lua_State *L, int index, const char *what) {
  size_t size;
  if (lua_type(L, index) != LUA_TSTRING) luaL_error(L, "%s must be a string, not %s", what, luaL_typename(L, index));
  const char *text = lua_tolstring(L, index, &size);
  if (strlen(text) != size) luaL_error(L, "%s holds a NUL character", what);
  return text;
}

const char *lc_check_text(lua_State *L, int index, size_t *size) {
  if (lua_type(L, index) != LUA_TSTRING) luaL_error(L, "the text must be a string, not %s", luaL_typename(L, index));
  return lua_tolstring(L, index, size);
}

/* ---- Errors ---- */

static const char *const codes[] = {"OK",       "ARG",     "STATE",  "NOMEM",      "LIMIT",     "SYNTAX",
                                    "ENCODING", "SCHEMA",  "DUPKEY", "RANGE",      "UNIT",      "MISSING",
                                    "CONFLICT", "UNKNOWN", "IO",     "DEPENDENCY", "INTEGRITY", "INTERNAL"};

void lc_set_text(lua_State *L, const char *name, const char *text) {
  if (!text || !*text) return;
  lua_pushstring(L, text);
  lua_setfield(L, -2, name);
}

void lc_set_integer(lua_State *L, const char *name, lua_Integer value) {
  lua_pushinteger(L, value);
  lua_setfield(L, -2, name);
}

cement_error lc_new_error(void) {
  cement_error error = {.size = sizeof error};
  return error;
}

static int raise(lua_State *L, int32_t status, const cement_error *error) {
  lua_createtable(L, 0, 7);
  size_t index = (size_t)-status;
  lc_set_text(L, "code", index < sizeof codes / sizeof codes[0] ? codes[index] : "INTERNAL");
  lc_set_integer(L, "number", status);
  lua_pushstring(L, error->source);
  lua_setfield(L, -2, "source");
  lc_set_integer(L, "line", error->line);
  lc_set_integer(L, "column", error->column);
  lc_set_integer(L, "offset", (lua_Integer)error->offset);
  lua_pushstring(L, error->message);
  lua_setfield(L, -2, "message");
  luaL_setmetatable(L, ERROR);
  return lua_error(L);
}

void lc_check(lua_State *L, int32_t status, const cement_error *error) {
  if (status != CEMENT_OK) raise(L, status, error);
}

/* What the binding itself refuses. */
void lc_raise_state(lua_State *L, const char *message) {
  cement_error error = lc_new_error();
  strncpy(error.message, message, sizeof error.message - 1);
  raise(L, CEMENT_E_STATE, &error);
}

static int error_text(lua_State *L) {
  luaL_Buffer text;
  lua_settop(L, 1);
  lua_getfield(L, 1, "line");
  lua_getfield(L, 1, "column");
  lua_getfield(L, 1, "source");
  lua_getfield(L, 1, "code");
  lua_getfield(L, 1, "message");
  lua_Integer line = lua_tointeger(L, 2), column = lua_tointeger(L, 3);
  const char *source = luaL_tolstring(L, 4, NULL);
  const char *code = luaL_tolstring(L, 5, NULL);
  const char *message = luaL_tolstring(L, 6, NULL);
  luaL_buffinit(L, &text);
  if (*source || line) {
    lua_pushfstring(L, line ? "%s:%I:%I: " : "%s: ", source, (LUAI_UACINT)line, (LUAI_UACINT)column);
    luaL_addvalue(&text);
  }
  lua_pushfstring(L, "%s: %s", code, message);
  luaL_addvalue(&text);
  luaL_pushresult(&text);
  return 1;
}

/* ---- Writing: the library's bytes are collected without Lua ---- */

int32_t lc_collect(void *user, const char *bytes, size_t size) {
  buffer *b = user;
  if (b->room - b->size < size) {
    size_t room = b->room ? b->room : 4096;
    while (room - b->size < size) {
      if (room > SIZE_MAX / 2) return 1;
      room *= 2;
    }
    char *grown = realloc(b->bytes, room);
    if (!grown) return 1;
    b->bytes = grown;
    b->room = room;
  }
  if (size) memcpy(b->bytes + b->size, bytes, size);
  b->size += size;
  return 0;
}

buffer *lc_push_buffer(lua_State *L) {
  buffer *b = lua_newuserdatauv(L, sizeof *b, 0);
  memset(b, 0, sizeof *b);
  luaL_setmetatable(L, BUFFER);
  return b;
}

static int free_buffer(lua_State *L) {
  buffer *b = luaL_checkudata(L, 1, BUFFER);
  free(b->bytes);
  memset(b, 0, sizeof *b);
  return 0;
}

/* Turns the buffer on top of the stack into its string. */
int lc_buffer_result(lua_State *L, buffer *b) {
  lua_pushlstring(L, b->bytes ? b->bytes : "", b->size);
  free(b->bytes);
  memset(b, 0, sizeof *b);
  return 1;
}

/* ---- Arguments ---- */

node *lc_check_node(lua_State *L, int arg, const char *type) {
  node *n = luaL_checkudata(L, arg, type);
  if (!n->open) lc_raise_state(L, "the catalog, ledger, run or columns have been closed");
  return n;
}

/* A node's user for as long as a method runs: Lua closes it when the method returns or is left by an error. */
node *lc_self(lua_State *L, const char *type, int args) {
  luaL_checkudata(L, 1, type);
  lua_settop(L, args + 1);
  node **held = lua_newuserdatauv(L, sizeof *held, 0);
  *held = NULL;
  luaL_setmetatable(L, HELD);
  node *n = lc_check_node(L, 1, type);
  n->users++;
  *held = n;
  lua_toclose(L, -1);
  return n;
}

static int let_go(lua_State *L) {
  node **held = luaL_checkudata(L, 1, HELD), *n = *held;
  *held = NULL;
  if (n) drop(n);
  return 0;
}

const char *const lc_formats[] = {"json",     "csv",  "text",
                                  "markdown", "form", NULL}; /* in the order of CEMENT_FORMAT_* */
const char *const lc_languages[] = {"en", "zh", NULL};

/* The number of a choice at `index`, the first by default. */
int32_t lc_choice(lua_State *L, int index, const char *what, const char *fallback, const char *const names[]) {
  const char *given = lua_isnoneornil(L, index) ? fallback : lc_check_name(L, index, what);
  for (int32_t i = 0; names[i]; i++)
    if (!strcmp(names[i], given)) return i;
  return luaL_error(L, "no such %s: %s", what, given);
}

/* The text of a table's lc_field, or NULL; it stays on the stack, so that it lives. */
const char *lc_field(lua_State *L, int table, const char *name) {
  return lua_getfield(L, table, name) == LUA_TNIL ? NULL : lc_check_name(L, -1, name);
}

int lc_is_set(lua_State *L, int index, const char *name) {
  if (!lua_istable(L, index)) return 0;
  lua_getfield(L, index, name);
  int set = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return set;
}

lua_Integer lc_whole(lua_State *L, int table, const char *name, lua_Integer otherwise, lua_Integer most) {
  lua_Integer value = otherwise;
  if (lua_getfield(L, table, name) != LUA_TNIL) {
    int is_whole;
    value = lua_tointegerx(L, -1, &is_whole);
    if (!is_whole || value < 0 || value > most) luaL_error(L, "%s must be a whole number in its range", name);
  }
  lua_pop(L, 1);
  return value;
}

void *lc_new_array(lua_State *L, uint64_t count, size_t size) {
  if (count > (uint64_t)PTRDIFF_MAX / size) luaL_error(L, "there is no memory for so many rows");
  void *array = lua_newuserdatauv(L, (size_t)count * size, 0);
  memset(array, 0, (size_t)count * size);
  return array;
}

/* ---- Types ---- */

void lc_new_type(lua_State *L, const char *name, const luaL_Reg *methods) {
  luaL_newmetatable(L, name);
  lua_newtable(L);
  luaL_setfuncs(L, methods, 0);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, lc_close_node);
  lua_setfield(L, -2, "__gc");
  lua_pushcfunction(L, lc_close_node);
  lua_setfield(L, -2, "__close");
  lua_pushliteral(L, "locked"); /* getmetatable() shows this: nobody calls __gc on a foreign userdata */
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
}

static void new_plain_type(lua_State *L, const char *name, const char *event, lua_CFunction function) {
  luaL_newmetatable(L, name);
  lua_pushcfunction(L, function);
  lua_setfield(L, -2, event);
  lua_pop(L, 1);
}

void lc_new_plain_types(lua_State *L) {
  new_plain_type(L, BUFFER, "__gc", free_buffer);
  new_plain_type(L, ERROR, "__tostring", error_text);
  new_plain_type(L, HELD, "__close", let_go);
  new_plain_type(L, HELD, "__gc", let_go);
}
