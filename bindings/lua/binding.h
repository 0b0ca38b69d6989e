/* What the parts of the Lua module share: handles, errors, texts, arguments. */
#ifndef CEMENT_LUA_BINDING_H
#define CEMENT_LUA_BINDING_H

#include <cement/cement.h>
#include <lauxlib.h>
#include <lua.h>

#define CATALOG "libcement.catalog"
#define LEDGER "libcement.ledger"
#define RUN "libcement.run"
#define COLUMNS "libcement.columns"

/* ---- Handles ---- */

/* A catalog, ledger, run or columns. It stands as long as it is open or others were made from it. */
typedef struct node {
  struct node *parent[2];
  int users; /* 1 while open, 1 for each child */
  int open;
  cement_context *context; /* catalog */
  cement_catalog *catalog;
  cement_ledger *ledger;
  cement_plan *plan; /* run */
  cement_run *run;
  cement_columns *columns;
} node;

/* Makes a child hold its i-th parent, instead of the one before. */
void lc_adopt(node *child, int i, node *parent);
/* A new open node on the stack; its user values keep the parents' memory. */
node *lc_push_node(lua_State *L, const char *type);
/* The open node of a type at `arg`. */
node *lc_check_node(lua_State *L, int arg, const char *type);
/* The open node that a method is called on, with `args` arguments behind it, nil for those not given. It stands until
 * the method returns, though a metamethod or a finalizer close it meanwhile; what sees to that is at index args + 2. */
node *lc_self(lua_State *L, const char *type, int args);
/* __gc, __close and close(): idempotent. */
int lc_close_node(lua_State *L);
/* Registers a type of nodes with its methods, and those of errors and buffers. */
void lc_new_type(lua_State *L, const char *name, const luaL_Reg *methods);
void lc_new_plain_types(lua_State *L);

/* ---- Errors ---- */

cement_error lc_new_error(void);
/* Raises the error unless status is CEMENT_OK. */
void lc_check(lua_State *L, int32_t status, const cement_error *error);
/* What the binding itself refuses. */
void lc_raise_state(lua_State *L, const char *message);

/* ---- Texts ---- */

/* Bytes of the library, collected without Lua. */
typedef struct buffer {
  char *bytes;
  size_t size, room;
} buffer;

buffer *lc_push_buffer(lua_State *L);
/* A cement_writer into a buffer. */
int32_t lc_collect(void *user, const char *bytes, size_t size);
/* Pushes the buffer's bytes as a string and empties it. */
int lc_buffer_result(lua_State *L, buffer *b);

/* ---- Arguments ---- */

extern const char *const lc_formats[], *const lc_languages[]; /* in the order of their constants, NULL at the end */

/* A string that a C string can hold. */
const char *lc_check_name(lua_State *L, int index, const char *what);
const char *lc_check_text(lua_State *L, int index, size_t *size);
/* The number of a choice at `index`, of `fallback` when there is none. */
int32_t lc_choice(lua_State *L, int index, const char *what, const char *fallback, const char *const names[]);
/* The text of a table's field, or NULL; it stays on the stack, so that it lives. */
const char *lc_field(lua_State *L, int table, const char *name);
/* Whether a table at `index`, if there is one, has a field that is neither nil nor false. */
int lc_is_set(lua_State *L, int index, const char *name);
/* The whole number in a table's field, from 0 to `most`. */
lua_Integer lc_whole(lua_State *L, int table, const char *name, lua_Integer otherwise, lua_Integer most);
/* A new array on the stack, all zero; it lives as long as it stands there. */
void *lc_new_array(lua_State *L, uint64_t count, size_t size);
/* Sets a field of the table on top of the stack; an absent or empty text sets nothing. */
void lc_set_text(lua_State *L, const char *name, const char *text);
void lc_set_integer(lua_State *L, const char *name, lua_Integer value);

/* ---- Ledger: ledger.c ---- */

int lc_ledger(lua_State *L);
int lc_new_ledger(lua_State *L);
int lc_plant(lua_State *L);
int lc_propose(lua_State *L);
int lc_template(lua_State *L);
extern const luaL_Reg lc_ledger_methods[];

/* ---- Run: run.c ---- */

int lc_new_run(lua_State *L);
extern const luaL_Reg lc_run_methods[];

/* ---- Columns: columns.c ---- */

int lc_new_columns(lua_State *L);
extern const luaL_Reg lc_columns_methods[];

#endif
