/* Expressions: what the grammar takes, as which tree, and what it refuses at which character. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>

#include "lang/expr.h"

int register_expr_suite(void);

/* ---- trees as text: (+ a (* b c)) ---- */

static const char *const heads[] = {[CM_E_NEG] = "neg",         [CM_E_ADD] = "+",
                                    [CM_E_SUB] = "-",           [CM_E_MUL] = "*",
                                    [CM_E_DIV] = "/",           [CM_E_EQ] = "=",
                                    [CM_E_NE] = "<>",           [CM_E_LT] = "<",
                                    [CM_E_LE] = "<=",           [CM_E_GT] = ">",
                                    [CM_E_GE] = ">=",           [CM_E_IN] = "in",
                                    [CM_E_NOT] = "not",         [CM_E_AND] = "and",
                                    [CM_E_OR] = "or",           [CM_E_SUM] = "SUM",
                                    [CM_E_SELECT] = "SELECT",   [CM_E_DEFAULT] = "DEFAULT",
                                    [CM_E_REQUIRE] = "REQUIRE", [CM_E_PRESENT] = "PRESENT",
                                    [CM_E_LOOKUP] = "LOOKUP",   [CM_E_POW] = "POW",
                                    [CM_E_MIN] = "MIN",         [CM_E_MAX] = "MAX",
                                    [CM_E_ABS] = "ABS",         [CM_E_ROUND] = "ROUND"};

static void show(cm_buf *out, const cm_expr *e);

static void show_sets(cm_buf *out, uint8_t sets) {
  for (unsigned bit = 1; bit < 64; bit *= 2) {
    if (!(sets & bit)) continue;
    cm_buf_add_char(out, ' ');
    cm_buf_add_c(out, cm_set_name((uint8_t)bit));
  }
}

static void show_list(cm_buf *out, const cm_expr *e) {
  cm_buf_add_char(out, '(');
  cm_buf_add_c(out, heads[e->kind]);
  if (e->kind == CM_E_SUM) show_sets(out, e->sets);
  if (e->scope.at) {
    cm_buf_add_char(out, ' ');
    cm_buf_add(out, e->scope);
    cm_buf_add_char(out, '.');
  }
  if (e->name.at) {
    if (!e->scope.at) cm_buf_add_char(out, ' ');
    cm_buf_add(out, e->name);
  }
  for (size_t i = 0; i < e->count; i++) {
    cm_buf_add_char(out, ' ');
    show(out, e->args[i]);
  }
  cm_buf_add_char(out, ')');
}

static void show(cm_buf *out, const cm_expr *e) {
  switch (e->kind) {
  case CM_E_ZERO: cm_buf_add_char(out, '0'); return;
  case CM_E_ONE: cm_buf_add_char(out, '1'); return;
  case CM_E_NAME: cm_buf_add(out, e->name); return;
  case CM_E_SYMBOL:
    cm_buf_add_char(out, '\'');
    cm_buf_add(out, e->name);
    cm_buf_add_char(out, '\'');
    return;
  case CM_E_MEMBER:
  case CM_E_SCOPED:
  case CM_E_ATTRIBUTE:
    cm_buf_add_c(out, e->kind == CM_E_MEMBER ? "{member " : e->kind == CM_E_SCOPED ? "{scoped " : "{attribute ");
    cm_buf_add(out, e->name);
    cm_buf_add_char(out, ' ');
    cm_buf_add(out, e->scope);
    cm_buf_add_char(out, '}');
    return;
  case CM_E_OPTION:
    cm_buf_add_c(out, "{option ");
    cm_buf_add(out, e->name);
    cm_buf_add_char(out, '}');
    return;
  default: show_list(out, e);
  }
}

/* ---- what is accepted ---- */

static const struct {
  const char *text, *tree;
} accepted[] = {
    /* atoms */
    {"0", "0"},
    {"1", "1"},
    {"a", "a"},
    {" \t a \n", "a"},
    {"Q_BM", "Q_BM"},
    {"_x9", "_x9"},
    {"'portland'", "'portland'"},
    {"'\xe7\xa1\x85\xe9\x85\xb8'", "'\xe7\xa1\x85\xe9\x85\xb8'"},
    {"item['clinker']", "{member item clinker}"},
    {"item [ 'clinker' ]", "{member item clinker}"},
    {"coef.ncv", "{scoped ncv coef}"},
    {"altitude(FACILITY)", "{attribute altitude FACILITY}"},
    {"clinker_type(LINE)", "{attribute clinker_type LINE}"},
    {"state(FUEL)", "{attribute state FUEL}"},
    {"FUEL", "FUEL"},
    {"(a)", "a"},
    {"((a))", "a"},
    /* precedence: OR < AND < NOT < comparison < sum < product < minus */
    {"a + b * c", "(+ a (* b c))"},
    {"(a + b) * c", "(* (+ a b) c)"},
    {"a - b - c", "(- (- a b) c)"},
    {"a - (b - c)", "(- a (- b c))"},
    {"a / b / c", "(/ (/ a b) c)"},
    {"a / b * c", "(* (/ a b) c)"},
    {"a * b / c", "(/ (* a b) c)"},
    {"-a * b", "(* (neg a) b)"},
    {"a * -b", "(* a (neg b))"},
    {"-a + b", "(+ (neg a) b)"},
    {"a - -b", "(- a (neg b))"},
    {"-(a + b)", "(neg (+ a b))"},
    {"a + b = c * d", "(= (+ a b) (* c d))"},
    {"a <> b", "(<> a b)"},
    {"a < b", "(< a b)"},
    {"a <= b", "(<= a b)"},
    {"a > b", "(> a b)"},
    {"a >= b", "(>= a b)"},
    {"a<b", "(< a b)"},
    {"NOT a = b", "(not (= a b))"},
    {"NOT (a OR b)", "(not (or a b))"},
    {"NOT a AND b", "(and (not a) b)"},
    {"a AND NOT b", "(and a (not b))"},
    {"a OR b AND c", "(or a (and b c))"},
    {"a AND b OR c", "(or (and a b) c)"},
    {"(a OR b) AND c", "(and (or a b) c)"},
    {"a OR b OR c", "(or (or a b) c)"},
    {"a AND b AND c", "(and (and a b) c)"},
    {"a = 0 OR b > 1 AND NOT c < d + 1", "(or (= a 0) (and (> b 1) (not (< c (+ d 1)))))"},
    {"(a < b) = c", "(= (< a b) c)"},
    /* the other spellings of the signs */
    {"a \xc3\x97 b", "(* a b)"},
    {"a \xc3\xb7 b", "(/ a b)"},
    {"a \xe2\x88\x92 b", "(- a b)"},
    {"\xe2\x88\x92 a", "(neg a)"},
    /* IN */
    {"USE IN ('kiln')", "(in USE 'kiln')"},
    {"USE IN ('kiln', 'drying', 'ignition')", "(in USE 'kiln' 'drying' 'ignition')"},
    {"NOT USE IN ('a')", "(not (in USE 'a'))"},
    {"x IN ('1','2','3','4','5','6','7','8','9','a','b','c','d','e','f','g')",
     "(in x '1' '2' '3' '4' '5' '6' '7' '8' '9' 'a' 'b' 'c' 'd' 'e' 'f' 'g')"},
    /* calls */
    {"SUM(LINE, a)", "(SUM LINE a)"},
    {"SUM(FUEL, USE, a)", "(SUM FUEL USE a)"},
    {"SUM(USE, FUEL, a)", "(SUM FUEL USE a)"},
    {"SUM(FUEL WHERE a, b)", "(SUM FUEL b a)"},
    {"SUM(FUEL, USE WHERE origin(FUEL) = 'fossil' AND c, b * d)",
     "(SUM FUEL USE (* b d) (and (= {attribute origin FUEL} 'fossil') c))"},
    {"SUM(LINE, SUM(FUEL, USE, 1))", "(SUM LINE (SUM FUEL USE 1))"},
    {"SUM(FUEL, USE)", "(SUM FUEL USE)"}, /* the term is the current use: no number, which linking refuses */
    {"SUM(FUEL, USE = 'kiln')", "(SUM FUEL (= USE 'kiln'))"},
    {"SUM(MATERIAL, 1)", "(SUM MATERIAL 1)"},
    {"SUM(SECTION, a)", "(SUM SECTION a)"}, /* refused when linked */
    {"SELECT(a, b, c)", "(SELECT a b c)"},
    {"DEFAULT(a, b)", "(DEFAULT a b)"},
    {"DEFAULT(a, b, 'ncv-default')", "(DEFAULT ncv-default a b)"},
    {"REQUIRE(a, b, 'no-fuel')", "(REQUIRE no-fuel a b)"},
    {"PRESENT(a)", "(PRESENT a)"},
    {"LOOKUP(t, FUEL)", "(LOOKUP t FUEL)"},
    {"LOOKUP(coef.ncv, FUEL)", "(LOOKUP coef.ncv FUEL)"},
    {"LOOKUP(of, state(FUEL), USE)", "(LOOKUP of {attribute state FUEL} USE)"},
    {"LOOKUP(t, 'a', 'b', 'c', 'd')", "(LOOKUP t 'a' 'b' 'c' 'd')"},
    {"OPTION(k)", "{option k}"},
    {"POW(a, n)", "(POW a n)"},
    {"MIN(a, b)", "(MIN a b)"},
    {"MAX(a, b, c)", "(MAX a b c)"},
    {"MIN(a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p)", "(MIN a b c d e f g h i j k l m n o p)"},
    {"ABS(a - b)", "(ABS (- a b))"},
    {"ROUND(a, half_up_2)", "(ROUND half_up_2 a)"},
    /* names that only look like words of the language */
    {"ANDY + ORDER", "(+ ANDY ORDER)"},
    {"and", "and"},
    {"sum(LINE)", "{attribute sum LINE}"},
    {"SUM", "SUM"},
    {"INNER < NOTE", "(< INNER NOTE)"},
};

static void test_accepted(void) {
  cm_alloc alloc = cm_alloc_system();
  for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
    cm_arena arena;
    cm_expr *e = NULL;
    cm_buf out;
    cement_error err = {.size = sizeof err};
    cm_arena_init(&arena, &alloc);
    int status = cm_expr_parse(&arena, &e, cm_str_of(accepted[i].text), CM_NOWHERE, &err);
    CU_ASSERT_EQUAL(status, CEMENT_OK);
    if (!status) {
      cm_buf_init(&out, &arena);
      show(&out, e);
      cm_str got = cm_buf_text(&out);
      if (!cm_str_is(got, accepted[i].tree)) printf("\n  %s gave %s\n", accepted[i].text, got.at);
      CU_ASSERT_TRUE(cm_str_is(got, accepted[i].tree));
    } else {
      printf("\n  %s: %s\n", accepted[i].text, err.message);
    }
    CU_ASSERT_EQUAL(err.code, 0);
    cm_arena_free(&arena);
  }
}

/* A node knows the bytes that it spans: proofs show the text of each step. */
static void test_spans(void) {
  static const struct {
    const char *text;
    uint32_t at, end, left_at, left_end;
  } rows[] = {{"a + bc", 0, 6, 0, 1}, {"  a + bc  ", 2, 8, 2, 3},     {"SUM(FUEL, x) / y", 0, 16, 0, 12},
              {"-a * b", 0, 6, 0, 2}, {"item['m'] = 0", 0, 13, 0, 9}, {"x IN ('a', 'b')", 0, 15, 0, 1}};
  cm_alloc alloc = cm_alloc_system();
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    cm_arena arena;
    cm_expr *e = NULL;
    cm_arena_init(&arena, &alloc);
    CU_ASSERT_EQUAL_FATAL(cm_expr_parse(&arena, &e, cm_str_of(rows[i].text), CM_NOWHERE, NULL), CEMENT_OK);
    CU_ASSERT_EQUAL(e->at, rows[i].at);
    CU_ASSERT_EQUAL(e->end, rows[i].end);
    CU_ASSERT_EQUAL(e->args[0]->at, rows[i].left_at);
    CU_ASSERT_EQUAL(e->args[0]->end, rows[i].left_end);
    cm_arena_free(&arena);
  }
}

/* ---- what is refused ---- */

static const struct {
  const char *text;
  unsigned character; /* from 1 */
  const char *read, *expected;
} refused[] = {
    {"", 1, "the end", "a value"},
    {"   ", 4, "the end", "a value"},
    {"2", 1, "2", "0 or 1"},
    {"10", 1, "10", "0 or 1"},
    {"01", 1, "01", "0 or 1"},
    {"00", 1, "00", "0 or 1"},
    {"1.5", 2, ".", "an operator or the end"},
    {"1e3", 1, "1e3", "0 or 1"},
    {"0x1", 1, "0x1", "0 or 1"},
    {"a + 44", 5, "44", "0 or 1"},
    {"a +", 4, "the end", "a value"},
    {"+ a", 1, "+", "a value"},
    {"a b", 3, "b", "an operator or the end"},
    {"a ** b", 4, "*", "a value"},
    {"--a", 2, "-", "a value"},
    {"a ^ b", 3, "^", "an operator or the end"},
    {"a % b", 3, "%", "an operator or the end"},
    {"a & b", 3, "&", "an operator or the end"},
    {"a == b", 4, "=", "a value"},
    {"a != b", 3, "!", "an operator or the end"},
    {"a < b < c", 7, "<", "an operator or the end"},
    {"a = b = c", 7, "=", "an operator or the end"},
    {"NOT NOT a", 5, "NOT", "a value"},
    {"a NOT b", 3, "NOT", "an operator or the end"},
    {"AND", 1, "AND", "a value"},
    {"a AND", 6, "the end", "a value"},
    {"a OR OR b", 6, "OR", "a value"},
    {"WHERE", 1, "WHERE", "a value"},
    {"IN", 1, "IN", "a value"},
    {"(a", 3, "the end", "a closing parenthesis"},
    {"a)", 2, ")", "an operator or the end"},
    {"()", 2, ")", "a value"},
    {"[a]", 1, "[", "a value"},
    {"a[b]", 3, "b", "a member in quotes"},
    {"a['b'", 6, "the end", "]"},
    {"a[", 3, "the end", "a member in quotes"},
    {"a.", 3, "the end", "a name after the dot"},
    {"a.'b'", 3, "'b'", "a name after the dot"},
    {"a.b.c", 4, ".", "an operator or the end"},
    {".a", 1, ".", "a value"},
    {"'abc", 1, "'abc", "a value"},
    {"a = 'abc", 5, "'abc", "a value"},
    {"a'b'", 2, "'b'", "an operator or the end"},
    {"\"a\"", 1, "\"", "a value"},
    {"\xe7\x86\x9f\xe6\x96\x99", 1, "\xe7\x86\x9f", "a value"}, /* names are ASCII; one character is shown, whole */
    {"a \xe2\x89\xa4 b", 3, "\xe2\x89\xa4", "an operator or the end"},
    {"USE IN 'kiln'", 8, "'kiln'", "an opening parenthesis after IN"},
    {"USE IN ()", 9, ")", "one of at most 16 symbols"},
    {"USE IN (kiln)", 9, "kiln", "one of at most 16 symbols"},
    {"USE IN ('a' 'b')", 13, "'b'", "a closing parenthesis"},
    {"x IN ('1','2','3','4','5','6','7','8','9','a','b','c','d','e','f','g','h')", 71, "'h'", "at most 16 symbols"},
    {"f(x)", 3, "x", "a set: attribute(SET)"},
    {"f()", 3, ")", "a set: attribute(SET)"},
    {"f(FUEL, USE)", 7, ",", "a closing parenthesis"},
    {"SUM()", 5, ")", "a set"},
    {"SUM(a)", 5, "a", "a set"},
    {"SUM(FUEL)", 9, ")", "a comma or WHERE"},
    {"SUM(FUEL,)", 10, ")", "a value"},
    {"SUM(FUEL, FUEL, a)", 11, "FUEL", "each once"},
    {"SUM(FUEL WHERE a)", 17, ")", "a comma before the term"},
    {"SUM(FUEL WHERE, a)", 15, ",", "a value"},
    {"SUM(FUEL, a, b)", 12, ",", "a closing parenthesis"},
    {"SUM(FUEL, a WHERE b)", 13, "WHERE", "a closing parenthesis"},
    {"SELECT(a, b)", 12, ")", "a comma and a further argument"},
    {"SELECT(a, b, c, d)", 17, "d", "a closing parenthesis"},
    {"SELECT()", 8, ")", "a value"},
    {"DEFAULT(a)", 10, ")", "a comma and a further argument"},
    {"DEFAULT(a, b, c)", 15, "c", "a finding's code"},
    {"DEFAULT(a, b, 'x', c)", 18, ",", "a closing parenthesis"},
    {"REQUIRE(a, b)", 13, ")", "a comma and a code"},
    {"REQUIRE(a, b, c)", 15, "c", "a finding's code"},
    {"REQUIRE(a, b, '')", 15, "''", "a finding's code"}, /* found by fuzzing: it printed as REQUIRE(a, b) */
    {"a = ''", 5, "''", "a value"},
    {"a['']", 3, "''", "a member in quotes"},
    {"REQUIRE(a, 'x')", 15, ")", "a comma and a code"},
    {"PRESENT(a, b)", 12, "b", "a closing parenthesis"},
    {"LOOKUP(t)", 9, ")", "a comma and a key"},
    {"LOOKUP(t, a b)", 13, "b", "a closing parenthesis"},
    {"LOOKUP('t', a)", 8, "'t'", "a name"},
    {"LOOKUP(t, a, b, c, d, e)", 23, "e", "at most 4 keys"},
    {"OPTION('k')", 8, "'k'", "an option's key"},
    {"OPTION(a, b)", 9, ",", "a closing parenthesis"},
    {"OPTION()", 8, ")", "an option's key"},
    {"POW(a)", 6, ")", "a comma and a further argument"},
    {"POW(a, 2)", 8, "2", "0 or 1"},
    {"MIN(a)", 6, ")", "a comma and a further argument"},
    {"MIN(a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q)", 37, "q", "a closing parenthesis"},
    {"ABS(a, b)", 8, "b", "a closing parenthesis"},
    {"ROUND(a)", 8, ")", "a comma and a code"},
    {"ROUND(a, 'half_up_2')", 10, "'half_up_2'", "a rule's name for ROUND"},
    {"a;", 2, ";", "an operator or the end"},
    {"a, b", 2, ",", "an operator or the end"},
};

static bool holds(const char *message, const char *part) {
  return strstr(message, part) != NULL;
}

static void test_refused(void) {
  cm_alloc alloc = cm_alloc_system();
  cm_place where = {CM_S("file.json"), 70, 3, 9};
  for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
    cm_arena arena;
    cm_expr *e = (cm_expr *)&arena, *poison = e;
    cement_error err = {.size = sizeof err};
    char place[64], read[64];
    cm_arena_init(&arena, &alloc);
    int status = cm_expr_parse(&arena, &e, cm_str_of(refused[i].text), where, &err);
    snprintf(place, sizeof place, "', character %u: ", refused[i].character);
    snprintf(read, sizeof read, ": read %s, expected ", refused[i].read);
    bool good = status == CEMENT_E_SYNTAX && e == poison && holds(err.message, place) && holds(err.message, read) &&
                holds(err.message, refused[i].expected);
    if (!good) printf("\n  %s: %d %s\n", refused[i].text, status, err.message);
    CU_ASSERT_TRUE(good);
    CU_ASSERT_EQUAL(err.code, status);
    CU_ASSERT_EQUAL(err.line, 3);
    CU_ASSERT_EQUAL(err.column, 9);
    CU_ASSERT_STRING_EQUAL(err.source, "file.json");
    cm_arena_free(&arena);
  }
}

/* Bytes behind the view are not read: a text ends where its length says. */
static void test_prefixes(void) {
  static const char text[] =
      "(SELECT(altitude(FACILITY) > H_0, K_a - K_b * POW(1 - a['m'] / H_s, n_b), 1) + DEFAULT(b, 0, 'x'))";
  cm_alloc alloc = cm_alloc_system();
  for (size_t n = 0; n < sizeof text - 1; n++) {
    cm_arena arena;
    cm_expr *e = NULL;
    char *exact = malloc(n ? n : 1); /* of exactly this size, for the sanitizer */
    CU_ASSERT_PTR_NOT_NULL_FATAL(exact);
    memcpy(exact, text, n);
    cm_arena_init(&arena, &alloc);
    CU_ASSERT_EQUAL(cm_expr_parse(&arena, &e, (cm_str){exact, n}, CM_NOWHERE, NULL), CEMENT_E_SYNTAX);
    cm_arena_free(&arena);
    free(exact);
  }
}

/* ---- limits ---- */

static int parse_repeated(const char *open, const char *middle, const char *close, size_t times) {
  cm_alloc alloc = cm_alloc_system();
  cm_arena arena;
  cm_buf text;
  cm_expr *e = NULL;
  cm_arena_init(&arena, &alloc);
  cm_buf_init(&text, &arena);
  for (size_t i = 0; i < times; i++) cm_buf_add_c(&text, open);
  cm_buf_add_c(&text, middle);
  for (size_t i = 0; i < times; i++) cm_buf_add_c(&text, close);
  int status = cm_expr_parse(&arena, &e, cm_buf_text(&text), CM_NOWHERE, NULL);
  cm_arena_free(&arena);
  return status;
}

/* The whole expression is the first of 48 levels. */
static void test_depth(void) {
  static const struct {
    const char *open, *middle, *close;
  } rows[] = {{"(", "a", ")"},
              {"ABS(", "a", ")"},
              {"-(", "a", ")"},
              {"NOT (", "a", ")"},
              {"1 + (", "a", ")"},
              {"SUM(FUEL, ", "1", ")"},
              {"SUM(FUEL WHERE ", "1", ", 1)"},
              {"LOOKUP(t, ", "a", ")"},
              {"DEFAULT(", "a", ", b)"},
              {"SELECT(a, ", "b", ", c)"},
              {"MIN(", "a", ", b)"},
              {"a = (", "b", ")"}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    CU_ASSERT_EQUAL(parse_repeated(rows[i].open, rows[i].middle, rows[i].close, 46), CEMENT_OK);
    CU_ASSERT_EQUAL(parse_repeated(rows[i].open, rows[i].middle, rows[i].close, 47), CEMENT_OK);
    CU_ASSERT_EQUAL(parse_repeated(rows[i].open, rows[i].middle, rows[i].close, 48), CEMENT_E_LIMIT);
    CU_ASSERT_EQUAL(parse_repeated(rows[i].open, rows[i].middle, rows[i].close, 200), CEMENT_E_LIMIT);
  }
}

/* What stands side by side is no nesting: levels are given back. */
static void test_breadth(void) {
  CU_ASSERT_EQUAL(parse_repeated("(a) + ", "a", "", 600), CEMENT_OK);
  CU_ASSERT_EQUAL(parse_repeated("ABS(a) * ", "a", "", 400), CEMENT_OK);
  CU_ASSERT_EQUAL(parse_repeated("1+", "1", "", 2047), CEMENT_OK); /* 4095 bytes */
}

static void test_length(void) {
  char text[4098];
  cm_alloc alloc = cm_alloc_system();
  cm_arena arena;
  cm_expr *e = NULL;
  cement_error err = {.size = sizeof err};
  memset(text, ' ', sizeof text);
  text[0] = 'a';
  cm_arena_init(&arena, &alloc);
  CU_ASSERT_EQUAL(cm_expr_parse(&arena, &e, (cm_str){text, 4096}, CM_NOWHERE, &err), CEMENT_OK);
  CU_ASSERT_EQUAL(cm_expr_parse(&arena, &e, (cm_str){text, 4097}, CM_NOWHERE, &err), CEMENT_E_LIMIT);
  CU_ASSERT_TRUE(holds(err.message, "4096"));
  cm_arena_free(&arena);
}

/* ---- memory ---- */

typedef struct host {
  size_t calls, fail_at;
  uint64_t held;
} host;

static void *host_allocate(void *user, size_t size) {
  host *h = user;
  if (++h->calls == h->fail_at) return NULL;
  h->held += size;
  return malloc(size);
}

static void host_release(void *user, void *block, size_t size) {
  host *h = user;
  h->held -= size;
  free(block);
}

static void test_memory(void) {
  static char text[4096];
  memset(text, ' ', sizeof text);
  for (size_t i = 0; i + 8 < sizeof text; i += 8) memcpy(text + i, "ABS(a) +", 8);
  text[4088] = 'a';
  size_t n = 1;
  for (int status = CEMENT_E_NOMEM; status; n++) {
    host h = {.fail_at = n};
    cm_alloc alloc = {host_allocate, NULL, host_release, &h, 1u << 24};
    cm_arena arena;
    cm_expr *e = NULL;
    cement_error err = {.size = sizeof err};
    cm_arena_init(&arena, &alloc);
    status = cm_expr_parse(&arena, &e, (cm_str){text, sizeof text}, CM_NOWHERE, &err);
    CU_ASSERT_TRUE(status == CEMENT_OK || (status == CEMENT_E_NOMEM && e == NULL && err.code == CEMENT_E_NOMEM));
    cm_arena_free(&arena);
    CU_ASSERT_EQUAL(h.held, 0);
    if (status && status != CEMENT_E_NOMEM) break;
  }
  CU_ASSERT_TRUE(n > 4);
}

static void test_sets(void) {
  static const char *const names[] = {"FACILITY", "LINE", "FUEL", "USE", "MATERIAL", "SECTION"};
  for (unsigned i = 0; i < 6; i++) {
    CU_ASSERT_EQUAL(cm_set_bit(cm_str_of(names[i])), 1u << i);
    CU_ASSERT_STRING_EQUAL(cm_set_name((uint8_t)(1u << i)), names[i]);
  }
  CU_ASSERT_EQUAL(cm_set_bit(CM_S("fuel")), 0);
  CU_ASSERT_EQUAL(cm_set_bit(CM_S("FUELS")), 0);
  CU_ASSERT_EQUAL(cm_set_bit(CM_S("")), 0);
  CU_ASSERT_STRING_EQUAL(cm_set_name(64), "");
}

int register_expr_suite(void) {
  CU_pSuite suite = CU_add_suite("expr", NULL, NULL);
  CU_add_test(suite, "accepted, with their trees", test_accepted);
  CU_add_test(suite, "spans", test_spans);
  CU_add_test(suite, "refused, with the character", test_refused);
  CU_add_test(suite, "every prefix", test_prefixes);
  CU_add_test(suite, "depth", test_depth);
  CU_add_test(suite, "breadth", test_breadth);
  CU_add_test(suite, "length", test_length);
  CU_add_test(suite, "every allocation fails once", test_memory);
  CU_add_test(suite, "sets", test_sets);
  return (int)CU_get_error();
}
