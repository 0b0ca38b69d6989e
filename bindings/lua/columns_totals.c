/* Totals over rows, by group. */
#include "columns.h"

static const char *const kinds[] = {"sum", "mean", "count", "grades", NULL}; /* in the order of CEMENT_TOTAL_* */
static const size_t widths[] = {1, 2, 1, CEMENT_LEVELS_MAX + 1};

/* The totals at `list` as the library takes them; how many numbers they have together. */
static cement_total *take_totals(lua_State *L, const node *n, int list, size_t *count, size_t *width) {
  luaL_checktype(L, list, LUA_TTABLE);
  lua_Integer length = luaL_len(L, list);
  *count = length > 0 ? (size_t)length : 0;
  *width = 0;
  cement_total *totals = lc_new_array(L, *count + 1, sizeof *totals);
  for (size_t i = 0; i < *count; i++) {
    if (lua_geti(L, list, (lua_Integer)i + 1) != LUA_TTABLE) luaL_error(L, "a total must be a table");
    int table = lua_gettop(L);
    lua_getfield(L, table, "output");
    totals[i].output = (uint32_t)lc_entry_index(L, n, CEMENT_COLUMNS_OUTPUT, -1);
    lua_getfield(L, table, "kind");
    totals[i].kind = lc_choice(L, -1, "kind", "sum", kinds);
    totals[i].weight_is_slot = lua_getfield(L, table, "weight") != LUA_TNIL;
    if (!totals[i].weight_is_slot) lua_getfield(L, table, "weight_output");
    if (totals[i].kind == CEMENT_TOTAL_MEAN)
      totals[i].weight =
          (uint32_t)lc_entry_index(L, n, totals[i].weight_is_slot ? CEMENT_COLUMNS_SLOT : CEMENT_COLUMNS_OUTPUT, -1);
    *width += widths[totals[i].kind];
    lua_settop(L, table - 1);
  }
  return totals;
}

/* The groups of the options at `arg`, from 1 there and from 0 here; NULL: one group. */
static int32_t *take_groups(lua_State *L, int arg, uint64_t rows, size_t *count) {
  *count = 1;
  if (lua_isnil(L, arg) || lua_getfield(L, arg, "groups") == LUA_TNIL) return NULL;
  int list = lua_gettop(L);
  luaL_checktype(L, list, LUA_TTABLE);
  if (lua_rawlen(L, list) != rows) luaL_error(L, "groups: one a row expected, %I", (LUAI_UACINT)rows);
  *count = (size_t)lc_whole(L, arg, "group_count", 0, INT32_MAX);
  int32_t *groups = lc_new_array(L, rows + 1, sizeof *groups);
  for (uint64_t i = 0; i < rows; i++) {
    lua_rawgeti(L, list, (lua_Integer)i + 1);
    lua_Integer group = lua_tointeger(L, -1); /* false and what is no group do not count */
    groups[i] = group >= 1 && (uint64_t)group <= *count ? (int32_t)(group - 1) : -1;
    lua_pop(L, 1);
  }
  return groups;
}

static void push_total(lua_State *L, int32_t kind, const double *numbers) {
  switch (kind) {
  case CEMENT_TOTAL_SUM: lua_pushnumber(L, numbers[0]); break;
  case CEMENT_TOTAL_COUNT: lua_pushinteger(L, (lua_Integer)numbers[0]); break;
  case CEMENT_TOTAL_MEAN:
    lua_createtable(L, 0, 2);
    lua_pushnumber(L, numbers[0]);
    lua_setfield(L, -2, "mean");
    lua_pushnumber(L, numbers[1]);
    lua_setfield(L, -2, "weight");
    break;
  default:
    lua_createtable(L, CEMENT_LEVELS_MAX, 1);
    for (lua_Integer grade = 0; grade <= CEMENT_LEVELS_MAX; grade++) {
      lua_pushinteger(L, (lua_Integer)numbers[grade]);
      lua_rawseti(L, -2, grade);
    }
  }
}

static int push_totals(lua_State *L, const cement_total *totals, size_t count, size_t width, const double *out,
                       int grouped, size_t groups) {
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0, at = 0; i < count; at += widths[totals[i].kind], i++) {
    if (grouped) lua_createtable(L, (int)groups, 0);
    for (size_t g = 0; g < groups; g++) {
      push_total(L, totals[i].kind, out + g * width + at);
      if (grouped) lua_rawseti(L, -2, (lua_Integer)g + 1);
    }
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* columns:totals({{output = [, kind =] [, weight = slot] [, weight_output = output]}, ...}, inputs
 * [, {rows =, groups =, group_count =}]): for each total what it is, or with groups a list by group */
int lc_columns_totals(lua_State *L) {
  cement_error error = lc_new_error();
  size_t count, width, group_count, size;
  node *n = lc_self(L, COLUMNS, 3);
  cement_total *totals = take_totals(L, n, 2, &count, &width);
  inputs in = lc_take_inputs(L, n, 3, lc_rows(L, 4));
  const int32_t *groups = take_groups(L, 4, in.rows, &group_count);
  uint64_t block = cement_columns_count(n->columns, CEMENT_COLUMNS_BLOCK);
  uint64_t blocks = in.rows / block + (in.rows % block != 0);
  double *out = lc_new_array(L, (uint64_t)group_count * width + 1, sizeof *out);
  double *partials = lc_new_array(L, (uint64_t)group_count * width + 1, sizeof *partials * (size_t)(blocks + 1));
  void *workspace = lc_workspace(L, n, &size);
  lc_check(L,
           cement_columns_totals(n->columns, partials, totals, count, in.at, groups, group_count, in.rows, 0, blocks,
                                 workspace, size, &error),
           &error);
  lc_check(L, cement_columns_merge(n->columns, out, partials, totals, count, group_count, blocks, &error), &error);
  return push_totals(L, totals, count, width, out, groups != NULL, group_count);
}
