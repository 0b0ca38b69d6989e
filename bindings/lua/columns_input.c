/* What columns read: numbers, tables of numbers, strings of packed doubles. */
#include "columns.h"

#include <string.h>

#define ROWS_MAX ((lua_Integer)1 << 36)

/* Keeps the value on top of the stack for as long as the inputs are needed. */
static void keep(lua_State *L, const inputs *in) {
  lua_rawseti(L, in->anchor, (lua_Integer)lua_rawlen(L, in->anchor) + 1);
}

static void same_rows(lua_State *L, inputs *in, const char *name, uint64_t rows) {
  if (!in->known) {
    in->rows = rows;
    in->known = 1;
  }
  if (rows < in->rows || (rows > in->rows && !in->asked))
    luaL_error(L, "%s: %I rows, %I expected", name, (LUAI_UACINT)rows, (LUAI_UACINT)in->rows);
}

/* A string of packed doubles is read where it lies. */
static void take_packed(lua_State *L, inputs *in, cement_column *out, const char *name, int value) {
  size_t size;
  const char *bytes = lua_tolstring(L, value, &size);
  if (size % sizeof(double)) luaL_error(L, "%s: a string must be of packed doubles, %d bytes each", name, 8);
  if ((uintptr_t)bytes % sizeof(double)) luaL_error(L, "%s: this Lua does not align its strings", name);
  same_rows(L, in, name, size / sizeof(double));
  lua_pushvalue(L, value);
  keep(L, in);
  out->values = (const double *)(const void *)bytes;
  out->stride = 8;
}

static void set_bit(uint8_t *bits, lua_Integer i) {
  bits[i / 8] = (uint8_t)(bits[i / 8] | 1u << (i % 8));
}

/* Numbers, and false in rows without observation. */
static void take_list(lua_State *L, inputs *in, cement_column *out, const char *name, int list) {
  lua_Integer rows = (lua_Integer)lua_rawlen(L, list);
  same_rows(L, in, name, (uint64_t)rows);
  double *values = lc_new_array(L, (uint64_t)rows + 1, sizeof *values);
  keep(L, in);
  uint8_t *bits = lc_new_array(L, (uint64_t)rows / 8 + 1, 1);
  keep(L, in);
  for (lua_Integer i = 0; i < rows; i++) {
    int type = lua_rawgeti(L, list, i + 1);
    if (type != LUA_TNUMBER && (type != LUA_TBOOLEAN || lua_toboolean(L, -1)))
      luaL_error(L, "%s: row %I: a number or false expected, not %s", name, (LUAI_UACINT)(i + 1), luaL_typename(L, -1));
    if (type == LUA_TNUMBER) {
      values[i] = (double)lua_tonumber(L, -1);
      set_bit(bits, i);
    }
    lua_pop(L, 1);
  }
  out->values = values;
  out->valid = bits;
  out->stride = 8;
}

/* The validity beside packed doubles: a bitmap in a string, or a list of booleans. */
static void take_valid(lua_State *L, inputs *in, cement_column *out, const char *name, int valid, uint64_t rows) {
  size_t size;
  if (lua_type(L, valid) == LUA_TSTRING) {
    const char *bytes = lua_tolstring(L, valid, &size);
    if (size < rows / 8 + (rows % 8 != 0)) luaL_error(L, "%s: a bit a row expected beside the values", name);
    lua_pushvalue(L, valid);
    keep(L, in);
    out->valid = (const uint8_t *)bytes;
    return;
  }
  if (!lua_istable(L, valid) || lua_rawlen(L, valid) < rows)
    luaL_error(L, "%s: a bit or a boolean a row expected beside the values", name);
  uint8_t *bits = lc_new_array(L, rows / 8 + 1, 1);
  keep(L, in);
  for (uint64_t i = 0; i < rows; i++) {
    lua_rawgeti(L, valid, (lua_Integer)i + 1);
    if (lua_toboolean(L, -1)) set_bit(bits, (lua_Integer)i);
    lua_pop(L, 1);
  }
  out->valid = bits;
}

static int raw_field(lua_State *L, int table, const char *name) {
  lua_pushstring(L, name);
  return lua_rawget(L, table);
}

static void take_table(lua_State *L, inputs *in, cement_column *out, const char *name, int table) {
  if (raw_field(L, table, "values") == LUA_TNIL) {
    lua_pop(L, 1);
    take_list(L, in, out, name, table);
    return;
  }
  int packed = lua_gettop(L);
  if (lua_type(L, packed) != LUA_TSTRING) luaL_error(L, "%s: values must be a string of packed doubles", name);
  take_packed(L, in, out, name, packed);
  if (raw_field(L, table, "valid") != LUA_TNIL)
    take_valid(L, in, out, name, packed + 1, lua_rawlen(L, packed) / sizeof(double));
  lua_pop(L, 2);
}

/* One column; false is one that no row has. */
static void take(lua_State *L, inputs *in, size_t slot, const char *name, int value) {
  cement_column *out = &in->at[slot];
  if (out->values) luaL_error(L, "%s is given twice", name);
  switch (lua_type(L, value)) {
  case LUA_TNUMBER:
    in->constants[slot] = (double)lua_tonumber(L, value);
    out->values = &in->constants[slot];
    break;
  case LUA_TSTRING: take_packed(L, in, out, name, value); break;
  case LUA_TTABLE: take_table(L, in, out, name, value); break;
  default:
    if (lua_toboolean(L, value) || !lua_isboolean(L, value))
      luaL_error(L, "%s: a number, a table of numbers or packed doubles expected, not %s", name,
                 luaL_typename(L, value));
  }
}

/* Takes the column of the key and the value on top of the stack. */
static void take_next(lua_State *L, const node *n, inputs *in) {
  cement_error error = lc_new_error();
  int value = lua_gettop(L);
  size_t slot = lc_entry_index(L, n, CEMENT_COLUMNS_SLOT, value - 1);
  cement_slot told = {.size = sizeof told};
  lc_check(L, cement_columns_entry(n->columns, &told, CEMENT_COLUMNS_SLOT, slot, &error), &error);
  take(L, in, slot, told.key, value);
  lua_settop(L, value);
}

inputs lc_take_inputs(lua_State *L, const node *n, int arg, lua_Integer rows) {
  size_t slots = cement_columns_count(n->columns, CEMENT_COLUMNS_SLOT);
  inputs in = {.rows = rows < 0 ? 0 : (uint64_t)rows, .known = rows >= 0, .asked = rows >= 0};
  luaL_checktype(L, arg, LUA_TTABLE);
  luaL_checkstack(L, 20, "inputs");
  lua_newtable(L);
  in.anchor = lua_gettop(L);
  in.at = lc_new_array(L, slots + 1, sizeof *in.at);
  in.constants = lc_new_array(L, slots + 1, sizeof *in.constants);
  for (lua_pushnil(L); lua_next(L, arg); lua_pop(L, 1)) take_next(L, n, &in);
  if (!in.known) luaL_error(L, "no column tells how many rows there are: give rows");
  return in;
}

lua_Integer lc_rows(lua_State *L, int arg) {
  if (lua_isnil(L, arg)) return -1;
  luaL_checktype(L, arg, LUA_TTABLE);
  return lc_whole(L, arg, "rows", -1, ROWS_MAX);
}

void *lc_workspace(lua_State *L, const node *n, size_t *size) {
  *size = cement_columns_count(n->columns, CEMENT_COLUMNS_WORKSPACE);
  lua_getiuservalue(L, 1, 2);
  void *workspace = lua_touserdata(L, -1);
  lua_pop(L, 1);
  return workspace;
}
