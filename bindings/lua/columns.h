/* What the parts of columns share. */
#ifndef CEMENT_LUA_COLUMNS_H
#define CEMENT_LUA_COLUMNS_H

#include "binding.h"

/* The index from 0 of the slot or output at `arg`: its table, its index from 1, or its key where that is enough. */
size_t lc_entry_index(lua_State *L, const node *n, int32_t what, int arg);

/* ---- Inputs: columns_input.c ---- */

/* The columns of a call as the library reads them. What they point at is kept in a table on the stack. */
typedef struct inputs {
  cement_column *at;
  double *constants; /* one for each slot */
  uint64_t rows;
  int known, asked; /* whether rows are; whether the caller said so: columns may then be longer */
  int anchor;
} inputs;

/* The inputs of the table at `arg`; `rows` below 0: as many as the columns have. */
inputs lc_take_inputs(lua_State *L, const node *n, int arg, lua_Integer rows);
/* The `rows` of the options at `arg`, -1 where they tell none. */
lua_Integer lc_rows(lua_State *L, int arg);
/* The workspace of the columns at index 1. */
void *lc_workspace(lua_State *L, const node *n, size_t *size);

/* ---- Calls ---- */

int lc_columns_run(lua_State *L);
int lc_columns_totals(lua_State *L);
int lc_columns_gradient(lua_State *L);

#endif
