/* Columns at work: rows, totals over rows, derivatives. */
#include "columns.h"

#include <string.h>

/* ---- Rows ---- */

/* Where the results of a call lie: of output i values[i * rows], and bitmaps of `bytes` each. */
typedef struct results {
  const cement_columns *columns;
  uint64_t rows, bytes;
  size_t count;
  cement_result *at;
  double *values;
  uint8_t *valid, *inapplicable, *status;
} results;

static results new_results(lua_State *L, const node *n, uint64_t rows) {
  results r = {.columns = n->columns, .rows = rows, .bytes = rows / 8 + (rows % 8 != 0)};
  r.count = cement_columns_count(n->columns, CEMENT_COLUMNS_OUTPUT);
  r.at = lc_new_array(L, r.count + 1, sizeof *r.at);
  r.values = lc_new_array(L, r.count * rows + 1, sizeof *r.values);
  r.valid = lc_new_array(L, r.count * r.bytes + 1, 1);
  r.inapplicable = lc_new_array(L, r.count * r.bytes + 1, 1);
  r.status = lc_new_array(L, rows + 1, 1);
  for (size_t i = 0; i < r.count; i++)
    r.at[i] = (cement_result){
        .values = r.values + i * rows, .valid = r.valid + i * r.bytes, .inapplicable = r.inapplicable + i * r.bytes};
  return r;
}

static int bit(const uint8_t *bits, uint64_t row) {
  return bits[row / 8] >> (row % 8) & 1;
}

static void push_bytes(lua_State *L, const void *bytes, uint64_t size) {
  lua_pushlstring(L, bytes, (size_t)size);
}

/* A list of what `push` makes of each output, as a field of the table on top of the stack. */
static void set_each(lua_State *L, const char *name, const results *r,
                     void (*push)(lua_State *, const results *, size_t)) {
  lua_createtable(L, (int)r->count, 0);
  for (size_t i = 0; i < r->count; i++) {
    push(L, r, i);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, name);
}

static void push_packed_values(lua_State *L, const results *r, size_t i) {
  push_bytes(L, r->at[i].values, r->rows * sizeof(double));
}

static void push_packed_valid(lua_State *L, const results *r, size_t i) {
  push_bytes(L, r->at[i].valid, r->bytes);
}

static void push_packed_inapplicable(lua_State *L, const results *r, size_t i) {
  push_bytes(L, r->at[i].inapplicable, r->bytes);
}

/* Numbers, of a grade whole ones, and false where there is none. */
static void push_values(lua_State *L, const results *r, size_t i) {
  cement_error error = lc_new_error();
  cement_slot told = {.size = sizeof told};
  lc_check(L, cement_columns_entry(r->columns, &told, CEMENT_COLUMNS_OUTPUT, i, &error), &error);
  lua_createtable(L, (int)r->rows, 0);
  for (uint64_t row = 0; row < r->rows; row++) {
    if (!bit(r->at[i].valid, row))
      lua_pushboolean(L, 0);
    else if (told.kind == CEMENT_OUTPUT_GRADE)
      lua_pushinteger(L, (lua_Integer)r->at[i].values[row]);
    else
      lua_pushnumber(L, r->at[i].values[row]);
    lua_rawseti(L, -2, (lua_Integer)row + 1);
  }
}

static void push_inapplicable(lua_State *L, const results *r, size_t i) {
  lua_createtable(L, (int)r->rows, 0);
  for (uint64_t row = 0; row < r->rows; row++) {
    lua_pushboolean(L, bit(r->at[i].inapplicable, row));
    lua_rawseti(L, -2, (lua_Integer)row + 1);
  }
}

static void set_status(lua_State *L, const results *r) {
  static const char *const statuses[] = {"ok", "incomplete", "not_applicable"};
  lua_createtable(L, (int)r->rows, 0);
  for (uint64_t row = 0; row < r->rows; row++) {
    lua_pushstring(L, statuses[r->status[row]]);
    lua_rawseti(L, -2, (lua_Integer)row + 1);
  }
  lua_setfield(L, -2, "status");
}

static int push_results(lua_State *L, const results *r, int packed) {
  if (!packed && r->rows > INT32_MAX) luaL_error(L, "more rows than a table has: ask for packed results");
  lua_createtable(L, 0, 5);
  lc_set_integer(L, "rows", (lua_Integer)r->rows);
  if (packed) {
    set_each(L, "values", r, push_packed_values);
    set_each(L, "valid", r, push_packed_valid);
    set_each(L, "inapplicable", r, push_packed_inapplicable);
    push_bytes(L, r->status, r->rows);
    lua_setfield(L, -2, "status");
    return 1;
  }
  set_each(L, "values", r, push_values);
  set_each(L, "inapplicable", r, push_inapplicable);
  set_status(L, r);
  return 1;
}

/* columns:run(inputs [, {rows =, packed =}]) */
int lc_columns_run(lua_State *L) {
  cement_error error = lc_new_error();
  size_t size;
  node *n = lc_self(L, COLUMNS, 2);
  inputs in = lc_take_inputs(L, n, 2, lc_rows(L, 3));
  int packed = lc_is_set(L, 3, "packed");
  results r = new_results(L, n, in.rows);
  void *workspace = lc_workspace(L, n, &size);
  lc_check(L, cement_run_batch(n->columns, r.at, r.status, in.at, 0, in.rows, workspace, size, &error), &error);
  return push_results(L, &r, packed);
}

/* ---- Derivatives ---- */

/* columns:gradient(output, inputs [, {row =, rows =}]): by the index of each slot */
int lc_columns_gradient(lua_State *L) {
  cement_error error = lc_new_error();
  size_t size;
  node *n = lc_self(L, COLUMNS, 3);
  lua_Integer rows = lc_rows(L, 4), row = lua_isnil(L, 4) ? 1 : lc_whole(L, 4, "row", 1, INT64_MAX);
  size_t output = lc_entry_index(L, n, CEMENT_COLUMNS_OUTPUT, 2);
  inputs in = lc_take_inputs(L, n, 3, rows < 0 ? row : rows);
  if (row < 1 || (uint64_t)row > in.rows) luaL_error(L, "there is no row %I", (LUAI_UACINT)row);
  size_t slots = cement_columns_count(n->columns, CEMENT_COLUMNS_SLOT);
  double *out = lc_new_array(L, slots + 1, sizeof *out);
  void *workspace = lc_workspace(L, n, &size);
  lc_check(L, cement_columns_gradient(n->columns, out, output, in.at, (uint64_t)row - 1, workspace, size, &error),
           &error);
  lua_createtable(L, (int)slots, 0);
  for (size_t i = 0; i < slots; i++) {
    lua_pushnumber(L, out[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}
