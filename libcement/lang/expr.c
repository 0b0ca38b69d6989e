#include "lang/expr.h"

#include "lang/lexer.h"

#define DEPTH_MAX 48
#define TEXT_MAX 4096

typedef struct parser {
  cm_arena *arena;
  cm_str text;
  cm_place where;
  cement_error *err;
  cm_token next;
  uint32_t last_end; /* where the token before `next` ended */
  int depth;
  int status;
} parser;

static cm_expr *parse_or(parser *p);

/* ---- tokens and nodes ---- */

static void advance(parser *p) {
  p->last_end = p->next.end;
  p->next = cm_lex(p->text, p->next.end);
}

/* The first failure: it returns NULL all the way up, so nothing is read, made or refused after it. */
static cm_expr *refuse(parser *p, int code, const char *expected) {
  char digits[24];
  cm_str read = p->next.kind == CM_T_END ? CM_S("the end") : cm_str_slice(p->text, p->next.at, p->next.end);
  p->status =
      cm_fail(p->err, code, p->where, CM_S("expression '"), p->text, CM_S("', character "),
              cm_u64_text(p->next.at + 1u, digits), CM_S(": read "), read, CM_S(", expected "), cm_str_of(expected));
  return NULL;
}

static bool accept(parser *p, cm_token_kind kind) {
  if (p->next.kind != kind) return false;
  advance(p);
  return true;
}

static bool expect(parser *p, cm_token_kind kind, const char *expected) {
  if (accept(p, kind)) return true;
  refuse(p, CEMENT_E_SYNTAX, expected);
  return false;
}

static bool is_word(const parser *p, const char *word) {
  return p->next.kind == CM_T_NAME && cm_str_is(p->next.text, word);
}

static cm_expr *make(parser *p, cm_expr_kind kind, uint32_t at) {
  cm_expr *e = CM_NEW(p->arena, cm_expr);
  if (!e) {
    p->status = cm_nomem(p->err);
    return NULL;
  }
  e->kind = kind;
  e->at = at;
  e->end = p->last_end;
  return e;
}

static cm_expr *with_args(parser *p, cm_expr *e, cm_expr **args, size_t count) {
  if (!e) return NULL;
  e->args = cm_arena_dup(p->arena, args, count * sizeof *args);
  e->count = count;
  e->end = p->last_end;
  if (e->args) return e;
  p->status = cm_nomem(p->err);
  return NULL;
}

static cm_expr *binary(parser *p, cm_expr_kind kind, cm_expr *a, cm_expr *b) {
  if (!b) return NULL;
  return with_args(p, make(p, kind, a->at), (cm_expr *[]){a, b}, 2);
}

/* ---- calls ---- */

static const struct {
  const char *name;
  cm_expr_kind kind;
  uint8_t least, most; /* arguments */
  bool finding;        /* may end with a finding's code */
} calls[] = {
    {"SELECT", CM_E_SELECT, 3, 3, false},  {"DEFAULT", CM_E_DEFAULT, 2, 2, true},
    {"REQUIRE", CM_E_REQUIRE, 2, 2, true}, {"PRESENT", CM_E_PRESENT, 1, 1, false},
    {"POW", CM_E_POW, 2, 2, false},        {"MIN", CM_E_MIN, 2, 16, false},
    {"MAX", CM_E_MAX, 2, 16, false},       {"ABS", CM_E_ABS, 1, 1, false},
    {"ROUND", CM_E_ROUND, 1, 1, true},
};

/* SUM(set {, set} [WHERE e], e) */
static cm_expr *parse_sum(parser *p, uint32_t at) {
  uint8_t sets = 0;
  cm_expr *where = NULL;
  for (;;) {
    uint8_t bit = p->next.kind == CM_T_NAME ? cm_set_bit(p->next.text) : 0;
    if (!bit || (sets & bit)) return refuse(p, CEMENT_E_SYNTAX, "a set: LINE, FUEL, USE or MATERIAL, each once");
    sets |= bit;
    advance(p);
    if (is_word(p, "WHERE")) {
      advance(p);
      if (!(where = parse_or(p)) || !expect(p, CM_T_COMMA, "a comma before the term")) return NULL;
      break;
    }
    if (!expect(p, CM_T_COMMA, "a comma or WHERE")) return NULL;
    /* another set, alone before the next comma or WHERE; anything else begins the term */
    if (p->next.kind != CM_T_NAME || !cm_set_bit(p->next.text)) break;
    cm_token after = cm_lex(p->text, p->next.end);
    if (after.kind != CM_T_COMMA && !cm_str_is(after.text, "WHERE")) break;
  }
  cm_expr *term = parse_or(p);
  if (!term || !expect(p, CM_T_CLOSE, "a closing parenthesis")) return NULL;
  cm_expr *e = with_args(p, make(p, CM_E_SUM, at), (cm_expr *[]){term, where}, where ? 2 : 1);
  if (e) e->sets = sets;
  return e;
}

/* A name that may carry an edition's alias. */
static bool parse_scoped(parser *p, cm_str *scope, cm_str *name) {
  *scope = (cm_str){NULL, 0};
  *name = p->next.text;
  if (!expect(p, CM_T_NAME, "a name")) return false;
  if (!accept(p, CM_T_DOT)) return true;
  *scope = *name;
  *name = p->next.text;
  return expect(p, CM_T_NAME, "a name after the dot");
}

/* LOOKUP(table, key {, key}) */
static cm_expr *parse_lookup(parser *p, uint32_t at) {
  cm_str scope, name;
  cm_expr *keys[8];
  size_t count = 0;
  if (!parse_scoped(p, &scope, &name)) return NULL;
  while (accept(p, CM_T_COMMA)) {
    if (count == 4) return refuse(p, CEMENT_E_SYNTAX, "at most 4 keys");
    if (!(keys[count++] = parse_or(p))) return NULL;
  }
  if (!count) return refuse(p, CEMENT_E_SYNTAX, "a comma and a key");
  if (!expect(p, CM_T_CLOSE, "a closing parenthesis")) return NULL;
  cm_expr *e = with_args(p, make(p, CM_E_LOOKUP, at), keys, count);
  if (e) e->scope = scope, e->name = name;
  return e;
}

/* OPTION(key) */
static cm_expr *parse_option(parser *p, uint32_t at) {
  cm_str key = p->next.text;
  if (!expect(p, CM_T_NAME, "an option's key") || !expect(p, CM_T_CLOSE, "a closing parenthesis")) return NULL;
  cm_expr *e = make(p, CM_E_OPTION, at);
  if (e) e->name = key;
  return e;
}

static cm_expr *parse_call(parser *p, size_t which, uint32_t at) {
  cm_expr *args[16];
  size_t count = 0;
  cm_str finding = {NULL, 0};
  do {
    bool last = calls[which].finding && count == calls[which].least;
    if (last) {
      bool word = calls[which].kind == CM_E_ROUND ? p->next.kind == CM_T_NAME : p->next.kind == CM_T_SYMBOL;
      if (!word) return refuse(p, CEMENT_E_SYNTAX, "a finding's code in quotes, or a rule's name for ROUND");
      finding = p->next.text;
      advance(p);
      break;
    }
    if (count == calls[which].most) return refuse(p, CEMENT_E_SYNTAX, "a closing parenthesis");
    if (!(args[count++] = parse_or(p))) return NULL;
  } while (accept(p, CM_T_COMMA));
  if (count < calls[which].least) return refuse(p, CEMENT_E_SYNTAX, "a comma and a further argument");
  bool needs = calls[which].kind == CM_E_REQUIRE || calls[which].kind == CM_E_ROUND;
  if (needs && !finding.at) return refuse(p, CEMENT_E_SYNTAX, "a comma and a code");
  if (!expect(p, CM_T_CLOSE, "a closing parenthesis")) return NULL;
  cm_expr *e = with_args(p, make(p, calls[which].kind, at), args, count);
  if (e) e->name = finding;
  return e;
}

/* ---- atoms ---- */

static cm_expr *parse_member(parser *p, cm_str name, uint32_t at) {
  cm_str member = p->next.text;
  if (!expect(p, CM_T_SYMBOL, "a member in quotes") || !expect(p, CM_T_CLOSE_BRACKET, "]")) return NULL;
  cm_expr *e = make(p, CM_E_MEMBER, at);
  if (e) e->name = name, e->scope = member;
  return e;
}

static cm_expr *parse_attribute(parser *p, cm_str name, uint32_t at) {
  cm_str set = p->next.text;
  if (p->next.kind != CM_T_NAME || !cm_set_bit(set)) return refuse(p, CEMENT_E_SYNTAX, "a set: attribute(SET)");
  advance(p);
  if (!expect(p, CM_T_CLOSE, "a closing parenthesis")) return NULL;
  cm_expr *e = make(p, CM_E_ATTRIBUTE, at);
  if (e) e->name = name, e->scope = set;
  return e;
}

static bool reserved(cm_str name) {
  static const char *const words[] = {"AND", "OR", "NOT", "IN", "WHERE"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (cm_str_is(name, words[i])) return true;
  return false;
}

static cm_expr *parse_name(parser *p) {
  cm_str name = p->next.text;
  uint32_t at = p->next.at;
  if (reserved(name)) return refuse(p, CEMENT_E_SYNTAX, "a value");
  advance(p);
  if (accept(p, CM_T_OPEN_BRACKET)) return parse_member(p, name, at);
  if (accept(p, CM_T_OPEN)) {
    if (cm_str_is(name, "SUM")) return parse_sum(p, at);
    if (cm_str_is(name, "LOOKUP")) return parse_lookup(p, at);
    if (cm_str_is(name, "OPTION")) return parse_option(p, at);
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
      if (cm_str_is(name, calls[i].name)) return parse_call(p, i, at);
    return parse_attribute(p, name, at);
  }
  cm_str scope = {NULL, 0};
  if (accept(p, CM_T_DOT)) {
    scope = name;
    name = p->next.text;
    if (!expect(p, CM_T_NAME, "a name after the dot")) return NULL;
  }
  cm_expr *e = make(p, scope.at ? CM_E_SCOPED : CM_E_NAME, at);
  if (e) e->name = name, e->scope = scope;
  return e;
}

static cm_expr *parse_number(parser *p) {
  bool zero = cm_str_is(p->next.text, "0");
  if (!zero && !cm_str_is(p->next.text, "1"))
    return refuse(p, CEMENT_E_SYNTAX, "0 or 1: every other number is a constant with its citation");
  uint32_t at = p->next.at;
  advance(p);
  return make(p, zero ? CM_E_ZERO : CM_E_ONE, at);
}

static cm_expr *parse_symbol(parser *p) {
  cm_str text = p->next.text;
  uint32_t at = p->next.at;
  advance(p);
  cm_expr *e = make(p, CM_E_SYMBOL, at);
  if (e) e->name = text;
  return e;
}

static cm_expr *parse_atom(parser *p) {
  if (p->next.kind == CM_T_NUMBER) return parse_number(p);
  if (p->next.kind == CM_T_NAME) return parse_name(p);
  if (p->next.kind == CM_T_SYMBOL) return parse_symbol(p);
  if (!accept(p, CM_T_OPEN)) return refuse(p, CEMENT_E_SYNTAX, "a value");
  cm_expr *e = parse_or(p);
  return e && expect(p, CM_T_CLOSE, "a closing parenthesis") ? e : NULL;
}

/* ---- operators ---- */

static cm_expr *parse_unary(parser *p) {
  uint32_t at = p->next.at;
  if (!accept(p, CM_T_MINUS)) return parse_atom(p);
  cm_expr *e = parse_atom(p);
  return e ? with_args(p, make(p, CM_E_NEG, at), &e, 1) : NULL;
}

static cm_expr *parse_product(parser *p) {
  cm_expr *e = parse_unary(p);
  while (e && (p->next.kind == CM_T_TIMES || p->next.kind == CM_T_DIVIDE)) {
    cm_expr_kind kind = p->next.kind == CM_T_TIMES ? CM_E_MUL : CM_E_DIV;
    advance(p);
    e = binary(p, kind, e, parse_unary(p));
  }
  return e;
}

static cm_expr *parse_sum_of(parser *p) {
  cm_expr *e = parse_product(p);
  while (e && (p->next.kind == CM_T_PLUS || p->next.kind == CM_T_MINUS)) {
    cm_expr_kind kind = p->next.kind == CM_T_PLUS ? CM_E_ADD : CM_E_SUB;
    advance(p);
    e = binary(p, kind, e, parse_product(p));
  }
  return e;
}

/* IN ( literal { , literal } ) */
static cm_expr *parse_in(parser *p, cm_expr *left) {
  cm_expr *args[17] = {left};
  size_t count = 1;
  if (!expect(p, CM_T_OPEN, "an opening parenthesis after IN")) return NULL;
  do {
    if (p->next.kind != CM_T_SYMBOL || count == 17) return refuse(p, CEMENT_E_SYNTAX, "one of at most 16 symbols");
    if (!(args[count++] = parse_symbol(p))) return NULL;
  } while (accept(p, CM_T_COMMA));
  if (!expect(p, CM_T_CLOSE, "a closing parenthesis")) return NULL;
  return with_args(p, make(p, CM_E_IN, left->at), args, count);
}

static cm_expr *parse_cmp(parser *p) {
  cm_expr *e = parse_sum_of(p);
  if (!e) return NULL;
  if (is_word(p, "IN")) {
    advance(p);
    return parse_in(p, e);
  }
  if (p->next.kind < CM_T_EQ || p->next.kind > CM_T_GE) return e;
  cm_expr_kind kind = (cm_expr_kind)(CM_E_EQ + (p->next.kind - CM_T_EQ));
  advance(p);
  return binary(p, kind, e, parse_sum_of(p));
}

static cm_expr *parse_not(parser *p) {
  uint32_t at = p->next.at;
  if (!is_word(p, "NOT")) return parse_cmp(p);
  advance(p);
  cm_expr *e = parse_cmp(p);
  return e ? with_args(p, make(p, CM_E_NOT, at), &e, 1) : NULL;
}

static cm_expr *parse_and(parser *p) {
  cm_expr *e = parse_not(p);
  while (e && is_word(p, "AND")) {
    advance(p);
    e = binary(p, CM_E_AND, e, parse_not(p));
  }
  return e;
}

/* Every nesting passes here, so the depth is counted here. */
static cm_expr *parse_or(parser *p) {
  if (++p->depth > DEPTH_MAX) return refuse(p, CEMENT_E_LIMIT, "at most 48 levels of nesting");
  cm_expr *e = parse_and(p);
  while (e && is_word(p, "OR")) {
    advance(p);
    e = binary(p, CM_E_OR, e, parse_and(p));
  }
  p->depth--;
  return e;
}

int cm_expr_parse(cm_arena *arena, cm_expr **out, cm_str text, cm_place where, cement_error *err) {
  if (text.size > TEXT_MAX) return cm_fail(err, CEMENT_E_LIMIT, where, CM_S("an expression has at most 4096 bytes"));
  parser p = {.arena = arena, .text = text, .where = where, .err = err};
  p.next = cm_lex(text, 0);
  cm_expr *e = parse_or(&p);
  if (e && p.next.kind != CM_T_END) refuse(&p, CEMENT_E_SYNTAX, "an operator or the end");
  if (!p.status) *out = e;
  return p.status;
}

/* ---- sets ---- */

static const struct {
  uint8_t bit;
  const char *name;
} sets[] = {{CM_SET_FACILITY, "FACILITY"}, {CM_SET_LINE, "LINE"},         {CM_SET_FUEL, "FUEL"},
            {CM_SET_USE, "USE"},           {CM_SET_MATERIAL, "MATERIAL"}, {CM_SET_SECTION, "SECTION"}};

uint8_t cm_set_bit(cm_str name) {
  for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
    if (cm_str_is(name, sets[i].name)) return sets[i].bit;
  return 0;
}

const char *cm_set_name(uint8_t bit) {
  for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
    if (sets[i].bit == bit) return sets[i].name;
  return "";
}
