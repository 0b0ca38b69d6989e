/* Ledgers: from documents and from the plant's own files, at once or step by step. */
#include "binding.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* ---- Documents ---- */

static void read_document(lua_State *L, node *n, int name, int text) {
  cement_error error = lc_new_error();
  size_t size;
  const char *label = lc_check_name(L, name, "name"), *content = lc_check_text(L, text, &size);
  lc_check(L, cement_ledger_read(n->ledger, label, content, size, &error), &error);
}

/* Calls take(L, n, name, source) for each {name, source} of the list. */
static void for_each(lua_State *L, node *n, int list, void (*take)(lua_State *, node *, int, int)) {
  lua_Integer count = luaL_len(L, list);
  for (lua_Integer i = 1; i <= count; i++) {
    if (lua_geti(L, list, i) != LUA_TTABLE) luaL_error(L, "a document must be {name, text}");
    lua_geti(L, -1, 1);
    lua_geti(L, -2, 2);
    take(L, n, lua_absindex(L, -2), lua_absindex(L, -1));
    lua_pop(L, 3);
  }
}

/* An empty ledger on the stack. */
static node *push_ledger(lua_State *L, node *catalog) {
  cement_error error = lc_new_error();
  node *n = lc_push_node(L, LEDGER);
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, -2, 1);
  lc_adopt(n, 0, catalog);
  lc_check(L, cement_ledger_create(&n->ledger, catalog->catalog, &error), &error);
  return n;
}

static void finish(lua_State *L, node *n) {
  cement_error error = lc_new_error();
  lc_check(L, cement_ledger_finish(n->ledger, &error), &error);
}

static int or_name(lua_State *L, int index, const char *name) {
  if (lua_isnoneornil(L, index)) {
    lua_pushstring(L, name);
    lua_replace(L, index);
  }
  return index;
}

/* catalog:ledger(text [, name]) or catalog:ledger{{name, text}, ...} */
int lc_ledger(lua_State *L) {
  node *catalog = lc_self(L, CATALOG, 2);
  or_name(L, 3, "ledger");
  node *n = push_ledger(L, catalog);
  if (lua_istable(L, 2))
    for_each(L, n, 2, read_document);
  else
    read_document(L, n, 3, 2);
  finish(L, n);
  return 1;
}

/* catalog:new_ledger(): empty, for ledger:map, read and read_plant, and ledger:finish */
int lc_new_ledger(lua_State *L) {
  push_ledger(L, lc_self(L, CATALOG, 0));
  return 1;
}

/* ledger:read(text [, name]) */
static int ledger_read(lua_State *L) {
  node *n = lc_self(L, LEDGER, 2);
  read_document(L, n, or_name(L, 3, "ledger"), 2);
  return 0;
}

static int ledger_finish(lua_State *L) {
  finish(L, lc_check_node(L, 1, LEDGER));
  return 0;
}

/* ---- The plant's own files ---- */

/* What a file is read from: a text, or a file that is open. The library's reader never calls Lua. */
typedef struct source {
  const char *text;
  size_t left;
  FILE *file;
} source;

static int32_t next_piece(void *user, char *out, size_t room, size_t *got) {
  source *s = user;
  if (s->file) {
    *got = fread(out, 1, room, s->file);
    return ferror(s->file) != 0;
  }
  *got = s->left < room ? s->left : room;
  if (*got) memcpy(out, s->text, *got);
  s->text += *got;
  s->left -= *got;
  return 0;
}

static source check_source(lua_State *L, int index) {
  source s = {.text = NULL};
  luaL_Stream *stream = luaL_testudata(L, index, LUA_FILEHANDLE);
  if (stream && !stream->closef) luaL_error(L, "the file is closed");
  if (stream)
    s.file = stream->f;
  else
    s.text = lc_check_text(L, index, &s.left);
  return s;
}

/* Who is told of cells: the function at an index of the stack. What it raises stays on top of the stack. */
typedef struct telling {
  lua_State *L;
  int visitor;
  bool raised;
} telling;

static int push_cell(lua_State *L) {
  static const char *const kinds[] = {"blank", "repaired", "missing", "stopped", "bad", "refused", "unconverted"};
  static const char *const outcomes[] = {"taken", "zero", "gap", "passed", "unused", "ended"};
  const cement_cell *c = lua_touserdata(L, 1);
  lua_newtable(L);
  lc_set_text(L, "source", c->source);
  lc_set_integer(L, "line", c->at_line);
  lc_set_integer(L, "column", c->at_column);
  lc_set_integer(L, "cell", c->at_cell);
  lc_set_text(L, "heading", c->heading);
  lc_set_text(L, "kind", kinds[c->kind]);
  lc_set_text(L, "read", c->read);
  lc_set_text(L, "repairs", c->repairs);
  lc_set_text(L, "outcome", outcomes[c->outcome]);
  lc_set_text(L, "item", c->item);
  lc_set_text(L, "of", c->of);
  lc_set_text(L, "use", c->use);
  lc_set_text(L, "of_line", c->line);
  lc_set_text(L, "period", c->period);
  lua_call(L, 1, 0);
  return 0;
}

/* Lua's errors must not cross the library: they are caught, the library told to stop, and raised again afterwards. */
static int32_t tell(void *user, const cement_cell *cell) {
  telling *t = user;
  lua_pushcfunction(t->L, push_cell);
  lua_pushlightuserdata(t->L, (void *)(uintptr_t)cell);
  lua_pushvalue(t->L, t->visitor);
  t->raised = lua_pcall(t->L, 2, 0, 0) != LUA_OK;
  return t->raised;
}

/* visitor: the index of a function, or of nil. */
static void read_file(lua_State *L, node *n, int name, int from, int32_t flags, int visitor) {
  cement_error error = lc_new_error();
  const char *label = lc_check_name(L, name, "name");
  source s = check_source(L, from);
  telling t = {L, visitor, false};
  bool told = !lua_isnil(L, visitor);
  if (told) {
    if (!lua_isfunction(L, visitor)) luaL_error(L, "cells must be a function");
    luaL_checkstack(L, LUA_MINSTACK, "to tell of cells");
    lc_check(L, cement_ledger_cells(n->ledger, tell, &t, &error), &error);
  }
  int32_t status = cement_ledger_read_plant(n->ledger, label, next_piece, &s, flags, &error);
  if (told) (void)cement_ledger_cells(n->ledger, NULL, NULL, NULL); /* refused where nothing is read any more */
  if (t.raised) lua_error(L);
  lc_check(L, status, &error);
}

/* The flags of options, and the function that is told of cells, or nil, on the stack. */
static int32_t push_how(lua_State *L, int options) {
  if (lua_isnil(L, options)) {
    lua_pushnil(L);
    return 0;
  }
  luaL_checktype(L, options, LUA_TTABLE);
  lua_getfield(L, options, "cells");
  return (lc_is_set(L, options, "strict") ? CEMENT_PLANT_STRICT : 0) |
         (lc_is_set(L, options, "propose") ? CEMENT_PLANT_PROPOSE : 0);
}

/* With the options of the plant at 3. */
static void read_as_told(lua_State *L, node *n, int name, int from) {
  int32_t flags = push_how(L, 3) & CEMENT_PLANT_STRICT;
  read_file(L, n, name, from, flags, lua_gettop(L));
  lua_pop(L, 1);
}

static void read_headings(lua_State *L, node *n, int name, int from) {
  lua_pushnil(L);
  read_file(L, n, name, from, CEMENT_PLANT_PROPOSE, lua_gettop(L));
  lua_pop(L, 1);
}

/* ledger:read_plant(text or file [, name [, {strict =, propose =, cells =}]]) */
static int ledger_read_plant(lua_State *L) {
  node *n = lc_self(L, LEDGER, 3);
  int32_t flags = push_how(L, 4);
  read_file(L, n, or_name(L, 3, "plant"), 2, flags, lua_gettop(L));
  return 0;
}

static void map(lua_State *L, node *n, int name, int text) {
  cement_error error = lc_new_error();
  size_t size;
  const char *label = lc_check_name(L, name, "name"), *content = lc_check_text(L, text, &size);
  lc_check(L, cement_ledger_map(n->ledger, label, content, size, &error), &error);
}

/* ledger:map(text [, name]): for the files that are read after it */
static int ledger_map(lua_State *L) {
  node *n = lc_self(L, LEDGER, 2);
  map(L, n, or_name(L, 3, "mapping"), 2);
  return 0;
}

/* The mapping and the documents that options tell of. */
static void read_options(lua_State *L, node *n, int options) {
  if (lua_isnil(L, options)) return;
  luaL_checktype(L, options, LUA_TTABLE);
  if (lua_getfield(L, options, "mapping") != LUA_TNIL) {
    lua_pushliteral(L, "mapping");
    map(L, n, lua_absindex(L, -1), lua_absindex(L, -2));
  }
  if (lua_getfield(L, options, "documents") != LUA_TNIL) {
    luaL_checktype(L, -1, LUA_TTABLE);
    for_each(L, n, lua_absindex(L, -1), read_document);
  }
}

/* Reads the files at 2, one or a list, with the options at 3, into a new ledger on the stack. */
static node *push_plant(lua_State *L, node *catalog, void (*take)(lua_State *, node *, int, int)) {
  node *n = push_ledger(L, catalog);
  int made = lua_gettop(L);
  read_options(L, n, 3);
  if (lua_istable(L, 2)) {
    for_each(L, n, 2, take);
  } else {
    lua_pushliteral(L, "plant");
    take(L, n, lua_absindex(L, -1), 2);
  }
  lua_settop(L, made);
  return n;
}

/* catalog:plant(files [, options]): files is a text or an open file, or {{name, text or file}, ...}; options are
 * {mapping = text, strict = boolean, cells = function, documents = {{name, text}, ...}} */
int lc_plant(lua_State *L) {
  node *catalog = lc_self(L, CATALOG, 2);
  finish(L, push_plant(L, catalog, read_as_told));
  return 1;
}

static int push_mapping(lua_State *L, node *n, int32_t format) {
  cement_error error = lc_new_error();
  buffer *b = lc_push_buffer(L);
  lc_check(L, cement_ledger_mapping(n->ledger, lc_collect, b, format, &error), &error);
  return lc_buffer_result(L, b);
}

/* catalog:propose(files [, options]): the mapping that their headings propose, as JSON */
int lc_propose(lua_State *L) {
  node *catalog = lc_self(L, CATALOG, 2);
  return push_mapping(L, push_plant(L, catalog, read_headings), CEMENT_FORMAT_JSON);
}

/* ---- What was read ---- */

/* ledger:mapping(): what columns were taken to be, as JSON */
static int ledger_mapping(lua_State *L) {
  return push_mapping(L, lc_self(L, LEDGER, 0), CEMENT_FORMAT_JSON);
}

/* ledger:unrecognised(): the columns that were not, one a line; "" when there are none */
static int ledger_unrecognised(lua_State *L) {
  return push_mapping(L, lc_self(L, LEDGER, 0), CEMENT_FORMAT_TEXT);
}

/* ledger:quality([format [, language]]): text, markdown or json */
static int ledger_quality(lua_State *L) {
  cement_error error = lc_new_error();
  node *n = lc_self(L, LEDGER, 2);
  int32_t format = lc_choice(L, 2, "format", "text", lc_formats),
          language = lc_choice(L, 3, "language", "en", lc_languages);
  buffer *b = lc_push_buffer(L);
  lc_check(L, cement_ledger_quality(n->ledger, lc_collect, b, format, language, &error), &error);
  return lc_buffer_result(L, b);
}

static int ledger_canonical(lua_State *L) {
  cement_error error = lc_new_error();
  node *n = lc_self(L, LEDGER, 0);
  buffer *b = lc_push_buffer(L);
  lc_check(L, cement_ledger_canonical(n->ledger, lc_collect, b, &error), &error);
  return lc_buffer_result(L, b);
}

/* ---- The empty form ---- */

/* catalog:template{[lines =] [, year =] [, language =]}: CSV with a byte order mark */
int lc_template(lua_State *L) {
  cement_error error = lc_new_error();
  node *catalog = lc_self(L, CATALOG, 1);
  if (lua_isnil(L, 2)) {
    lua_newtable(L);
    lua_replace(L, 2);
  }
  luaL_checktype(L, 2, LUA_TTABLE);
  uint32_t lines = (uint32_t)lc_whole(L, 2, "lines", 1, INT32_MAX);
  int32_t year = (int32_t)lc_whole(L, 2, "year", 0, INT32_MAX);
  lua_getfield(L, 2, "language");
  int32_t language = lc_choice(L, -1, "language", "en", lc_languages);
  buffer *b = lc_push_buffer(L);
  lc_check(L, cement_template(catalog->catalog, lc_collect, b, lines, year, language, &error), &error);
  return lc_buffer_result(L, b);
}

const luaL_Reg lc_ledger_methods[] = {{"read", ledger_read},
                                      {"map", ledger_map},
                                      {"read_plant", ledger_read_plant},
                                      {"finish", ledger_finish},
                                      {"mapping", ledger_mapping},
                                      {"unrecognised", ledger_unrecognised},
                                      {"quality", ledger_quality},
                                      {"canonical", ledger_canonical},
                                      {"close", lc_close_node},
                                      {NULL, NULL}};
