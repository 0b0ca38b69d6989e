/* The strict validator, the reader, and their limits. */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <time.h>

#include "base/json.h"

#include "json_cases.h"

int register_json_suite(void);

static const cm_json_limits usual = {64u << 20, 16, 1000000, 256, 4096, 48};

static int validate(cm_str text, const cm_json_limits *limits, size_t *values, cement_error *err) {
  cm_alloc alloc = cm_alloc_system();
  cm_arena scratch;
  cm_arena_init(&scratch, &alloc);
  int status = cm_json_validate(&scratch, CM_S("t.json"), text, limits, values, err);
  cm_arena_free(&scratch);
  return status;
}

/* ---- what is taken -------------------------------------------------------------------------------------------- */

static void test_accepts(void) {
  for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
    cement_error err = {.size = sizeof err};
    size_t values = 0;
    int status = validate(cm_str_of(accepted[i].text), &usual, &values, &err);
    if (status != CEMENT_OK || values != accepted[i].values) CU_FAIL(accepted[i].text);
    CU_ASSERT_EQUAL(status, CEMENT_OK);
    CU_ASSERT_EQUAL(values, accepted[i].values);
    CU_ASSERT_EQUAL(err.code, 0);
  }
}

/* ---- what is refused, where, and why --------------------------------------------------------------------------- */

static void test_refusals(void) {
  for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
    const refusal *r = &refusals[i];
    char *bytes = malloc(r->text.size ? r->text.size : 1); /* exactly its size: a read beyond it shows under ASan */
    cement_error err = {.size = sizeof err};
    size_t values = 77;
    CU_ASSERT_PTR_NOT_NULL_FATAL(bytes);
    memcpy(bytes, r->text.at, r->text.size);
    int status = validate((cm_str){bytes, r->text.size}, &usual, &values, &err);
    bool good = status == r->code && err.code == r->code && err.offset == r->offset && err.line == r->line &&
                err.column == r->column && strncmp(err.message, r->message, strlen(r->message)) == 0 && values == 77;
    if (!good) CU_FAIL(err.message);
    CU_ASSERT_TRUE(good);
    CU_ASSERT_STRING_EQUAL(err.source, "t.json");
    CU_ASSERT_EQUAL(validate((cm_str){bytes, r->text.size}, &usual, &values, NULL), r->code);
    free(bytes);
  }
}

static const char document[] =
    "{\n  \"id\": \"cn.test@2024\", \"title\": {\"zh\": \"水泥\\u7164\", \"en\": \"cement \\\"x\\\"\\ud83d\\ude00\"},\n"
    "  \"rows\": [[1, -2.50, 3e+05, \"0.1\"], [], {}, [true, false, null]],\n  \"last\": {\"a\": {\"b\": [0.10]}}\n}";

/* Row 38: every prefix is refused, as SYNTAX unless it ends within a character. */
static void test_prefixes(void) {
  size_t size = sizeof document - 1;
  for (size_t i = 0; i < size; i++) {
    char *bytes = malloc(i ? i : 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bytes);
    memcpy(bytes, document, i);
    cement_error err = {.size = sizeof err};
    size_t values;
    bool whole = cm_utf8_valid_prefix((cm_str){bytes, i}) == i;
    CU_ASSERT_EQUAL(validate((cm_str){bytes, i}, &usual, &values, &err), whole ? CEMENT_E_SYNTAX : CEMENT_E_ENCODING);
    CU_ASSERT_TRUE(!whole || err.offset == i || strncmp(err.message, "half", 4) == 0);
    free(bytes);
  }
}

/* ---- limits ---------------------------------------------------------------------------------------------------- */

static void expect_limit(cm_str text, const cm_json_limits *limits, int code, uint64_t offset) {
  cement_error err = {.size = sizeof err};
  size_t values;
  CU_ASSERT_EQUAL(validate(text, limits, &values, &err), code);
  CU_ASSERT_EQUAL(err.code, code);
  CU_ASSERT_EQUAL(err.offset, offset);
}

static void test_limits(void) {
  cm_json_limits l = {20, 3, 4, 2, 5, 6};
  expect_limit(CM_S("                   1"), &l, 0, 0);
  expect_limit(CM_S("                    1"), &l, CEMENT_E_LIMIT, 0);
  expect_limit(CM_S("[[[]]]"), &l, 0, 0);
  expect_limit(CM_S("[[{}]]"), &l, 0, 0);
  expect_limit(CM_S("[[[[]]]]"), &l, CEMENT_E_LIMIT, 3);
  expect_limit(CM_S("[[[{}]]]"), &l, CEMENT_E_LIMIT, 3);
  expect_limit(CM_S("[1,2,3]"), &l, 0, 0);
  expect_limit(CM_S("[1,2,3,4]"), &l, CEMENT_E_LIMIT, 7);
  expect_limit(CM_S("[1,2,3,]"), &l, CEMENT_E_SYNTAX, 7);
  expect_limit(CM_S("{\"a\":1,\"b\":2}"), &l, 0, 0);
  expect_limit(CM_S("{\"a\":1,\"b\":2,\"c\":3}"), &l, CEMENT_E_LIMIT, 13);
  expect_limit(CM_S("\"12345\""), &l, 0, 0);
  expect_limit(CM_S("\"123456\""), &l, CEMENT_E_LIMIT, 0);
  expect_limit(CM_S("[\"煤\\u00e9\"]"), &l, 0, 0); /* counted as resolved: 3 + 2 bytes */
  expect_limit(CM_S("[\"煤\\u00e9.\"]"), &l, CEMENT_E_LIMIT, 1);
  expect_limit(CM_S("{\"123456\":1}"), &l, CEMENT_E_LIMIT, 1);
  expect_limit(CM_S("123456"), &l, 0, 0);
  expect_limit(CM_S("[1,1.23e+5]"), &l, CEMENT_E_LIMIT, 3);
  l.depth = 0;
  expect_limit(CM_S("1"), &l, 0, 0);
  expect_limit(CM_S("[]"), &l, CEMENT_E_LIMIT, 0);
}

static char *filled(size_t size, char with) {
  char *bytes = malloc(size);
  CU_ASSERT_PTR_NOT_NULL_FATAL(bytes);
  memset(bytes, with, size);
  return bytes;
}

static void test_huge(void) {
  cm_json_limits deep = usual;
  char *bytes = filled(100000, '[');
  deep.depth = 1000000; /* more than the compiled maximum has no effect */
  expect_limit((cm_str){bytes, 100000}, &usual, CEMENT_E_LIMIT, 16);
  expect_limit((cm_str){bytes, 100000}, &deep, CEMENT_E_LIMIT, CM_JSON_DEPTH_MAX);
  free(bytes);
  size_t size = 60000000;
  bytes = filled(size, 'x');
  bytes[0] = bytes[size - 1] = '"';
  expect_limit((cm_str){bytes, size}, &usual, CEMENT_E_LIMIT, 0);
  cm_json_limits small = usual;
  small.bytes = 16u << 20;
  expect_limit((cm_str){bytes, size}, &small, CEMENT_E_LIMIT, 0);
  memset(bytes, '7', size);
  expect_limit((cm_str){bytes, size}, &usual, CEMENT_E_LIMIT, 0);
  free(bytes);
}

/* ---- keys: thousands in one object, however alike ---------------------------------------------------------------- */

static const cm_json_limits wide = {64u << 20, 32, 4000000, 1000000, 65536, 48};

/* An object of `count` keys; kind 0: k0, k1, ...; 1: x, xx, xxx, ...; 2: long common beginnings. A last key repeats
 * number `again`, if that is below count. */
static char *object_of(size_t count, int kind, size_t again, size_t *size) {
  char *text = malloc(count * (kind == 1 ? count + 8 : 60) + 100 + count);
  CU_ASSERT_PTR_NOT_NULL_FATAL(text);
  size_t at = 0;
  text[at++] = '{';
  for (size_t i = 0; i <= count; i++) {
    size_t key = i < count ? i : again;
    if (key >= count) break;
    char digits[24];
    cm_str number = cm_u64_text(key, digits);
    if (i != 0) text[at++] = ',';
    text[at++] = '"';
    if (kind == 1) memset(text + at, 'x', key), at += key;
    if (kind == 2) memset(text + at, 'x', 30), at += 30;
    if (kind != 1) memcpy(text + at, number.at, number.size), at += number.size;
    memcpy(text + at, "\":0", 3);
    at += 3;
  }
  text[at++] = '}';
  *size = at;
  return text;
}

static void test_keys(void) {
  for (int kind = 0; kind < 3; kind++) {
    size_t count = kind == 1 ? 600 : 4096;
    for (size_t again = 0; again <= count; again += count / 16) {
      size_t size;
      size_t values = 0;
      char *text = object_of(count, kind, again, &size);
      int status = validate((cm_str){text, size}, &wide, &values, NULL);
      CU_ASSERT_EQUAL(status, again < count ? CEMENT_E_DUPKEY : CEMENT_OK);
      if (status == CEMENT_OK) CU_ASSERT_EQUAL(values, count + 1);
      free(text);
    }
  }
}

static double seconds(const char *text, size_t size) {
  double best = 1e9;
  for (int i = 0; i < 3; i++) {
    size_t values;
    clock_t start = clock();
    CU_ASSERT_EQUAL(validate((cm_str){text, size}, &wide, &values, NULL), CEMENT_OK);
    double taken = (double)(clock() - start) / CLOCKS_PER_SEC;
    if (taken < best) best = taken;
  }
  return best;
}

/* Row 32: eight times the keys takes nowhere near 64 times the time. */
static void test_linear(void) {
  for (int kind = 0; kind < 3; kind += 2) {
    size_t small;
    size_t large;
    char *a = object_of(20000, kind, SIZE_MAX, &small);
    char *b = object_of(160000, kind, SIZE_MAX, &large);
    double ta = seconds(a, small);
    double tb = seconds(b, large);
    CU_ASSERT_TRUE(tb < 24 * (ta > 1e-4 ? ta : 1e-4));
    free(a);
    free(b);
  }
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

typedef struct reader {
  cm_alloc alloc;
  cm_arena arena;
} reader;

static cm_json *read_ok(reader *r, cm_str text) {
  cement_error err = {.size = sizeof err};
  cm_json *root = NULL;
  r->alloc = cm_alloc_system();
  cm_arena_init(&r->arena, &r->alloc);
  char *bytes = malloc(text.size);
  CU_ASSERT_PTR_NOT_NULL_FATAL(bytes);
  memcpy(bytes, text.at, text.size);
  int status = cm_json_read(&r->arena, &root, CM_S("t.json"), (cm_str){bytes, text.size}, &usual, &err);
  memset(bytes, 0x5A, text.size); /* row 8: the text is not needed any more */
  free(bytes);
  CU_ASSERT_EQUAL_FATAL(status, CEMENT_OK);
  CU_ASSERT_PTR_NOT_NULL_FATAL(root);
  return root;
}

static void test_read(void) {
  reader r;
  const cm_json *root = read_ok(&r, CM_S(document));
  CU_ASSERT_EQUAL(root->type, CM_JSON_OBJECT);
  CU_ASSERT_EQUAL(root->count, 4);
  CU_ASSERT_EQUAL(root->offset, 0);
  CU_ASSERT_PTR_NULL(root->next);
  CU_ASSERT_TRUE(cm_str_is(cm_json_get(root, "id")->text, "cn.test@2024"));
  const cm_json *title = cm_json_get(root, "title");
  CU_ASSERT_TRUE(cm_str_is(cm_json_get(title, "zh")->text, "水泥煤"));
  CU_ASSERT_TRUE(cm_str_is(cm_json_get(title, "en")->text, "cement \"x\"\xf0\x9f\x98\x80"));
  CU_ASSERT_EQUAL(document[title->key_offset], '"');
  CU_ASSERT_TRUE(cm_str_starts(cm_str_of(document + title->key_offset), "\"title\""));
  CU_ASSERT_TRUE(cm_str_starts(cm_str_of(document + title->offset), "{\"zh\""));
  const cm_json *rows = cm_json_get(root, "rows");
  CU_ASSERT_EQUAL(rows->type, CM_JSON_ARRAY);
  CU_ASSERT_EQUAL(rows->count, 4);
  static const char *const lexemes[] = {"1", "-2.50", "3e+05", "0.1"};
  size_t i = 0;
  for (const cm_json *v = rows->child->child; v != NULL; v = v->next, i++) {
    CU_ASSERT_TRUE(cm_str_is(v->text, lexemes[i]));
    CU_ASSERT_EQUAL(v->text.at[v->text.size], '\0');
    CU_ASSERT_EQUAL(v->type, i < 3 ? CM_JSON_NUMBER : CM_JSON_STRING);
    CU_ASSERT_EQUAL(v->key.size, 0);
    CU_ASSERT_EQUAL(v->key_offset, 0);
    CU_ASSERT_TRUE(cm_str_starts(cm_str_of(document + v->offset + (i == 3)), lexemes[i]));
  }
  CU_ASSERT_EQUAL(i, 4);
  const cm_json *words = rows->child->next->next->next;
  CU_ASSERT_EQUAL(rows->child->next->count, 0);
  CU_ASSERT_EQUAL(rows->child->next->next->type, CM_JSON_OBJECT);
  CU_ASSERT_EQUAL(words->child->type, CM_JSON_TRUE);
  CU_ASSERT_EQUAL(words->child->next->type, CM_JSON_FALSE);
  CU_ASSERT_EQUAL(words->child->next->next->type, CM_JSON_NULL);
  const cm_json *last = cm_json_get(cm_json_get(cm_json_get(root, "last"), "a"), "b")->child;
  CU_ASSERT_TRUE(cm_str_is(last->text, "0.10"));
  CU_ASSERT_TRUE(cm_str_is(cm_json_get(root, "last")->key, "last"));
  CU_ASSERT_PTR_NULL(cm_json_get(root, "Last"));
  CU_ASSERT_PTR_NULL(cm_json_get(root, "la"));
  CU_ASSERT_PTR_NULL(cm_json_get(rows, "id"));
  CU_ASSERT_PTR_NULL(cm_json_get(NULL, "id"));
  cm_arena_free(&r.arena);
}

/* Row 34: no string passes for a number, whatever it begins with. */
static void test_forged(void) {
  reader r;
  const cm_json *root = read_ok(&r, CM_S("[\"\\u00015\", 5, \"5\"]"));
  CU_ASSERT_EQUAL(root->child->type, CM_JSON_STRING);
  CU_ASSERT_TRUE(cm_str_is(root->child->text, "\x01"
                                              "5"));
  CU_ASSERT_EQUAL(root->child->next->type, CM_JSON_NUMBER);
  CU_ASSERT_TRUE(cm_str_is(root->child->next->text, "5"));
  CU_ASSERT_EQUAL(root->child->next->next->type, CM_JSON_STRING);
  cm_arena_free(&r.arena);
  root = read_ok(&r, CM_S("-12.5e3"));
  CU_ASSERT_TRUE(cm_str_is(root->text, "-12.5e3"));
  cm_arena_free(&r.arena);
  root = read_ok(&r, CM_S("{\"5\":5,\"a\":\"\"}"));
  CU_ASSERT_TRUE(cm_str_is(root->child->key, "5"));
  CU_ASSERT_EQUAL(root->child->key_offset, 1);
  CU_ASSERT_EQUAL(root->child->offset, 5);
  CU_ASSERT_EQUAL(cm_json_get(root, "a")->text.size, 0);
  cm_arena_free(&r.arena);
}

static void test_read_refuses(void) {
  cm_alloc alloc = cm_alloc_system();
  cm_arena arena;
  cm_json *root = NULL;
  cement_error err = {.size = sizeof err};
  cm_arena_init(&arena, &alloc);
  CU_ASSERT_EQUAL(cm_json_read(&arena, &root, CM_S("t"), CM_S("{\"a\":1,\"a\":2}"), &usual, &err), CEMENT_E_DUPKEY);
  CU_ASSERT_PTR_NULL(root);
  CU_ASSERT_EQUAL(err.offset, 7);
  CU_ASSERT_EQUAL(arena.held, 0);
  cm_arena_free(&arena);
}

/* ---- memory ------------------------------------------------------------------------------------------------------ */

typedef struct failing {
  size_t calls, fail_at;
  size_t blocks;
} failing;

static void *failing_allocate(void *user, size_t size) {
  failing *f = user;
  if (++f->calls == f->fail_at) return NULL;
  f->blocks++;
  return malloc(size);
}

static void failing_release(void *user, void *block, size_t size) {
  (void)size;
  ((failing *)user)->blocks--;
  free(block);
}

/* Row 1: every allocation of ours fails once; the budget gives out at every size. */
static void test_memory(void) {
  cm_json *root = NULL;
  int status = CEMENT_E_NOMEM;
  for (size_t n = 1; status != CEMENT_OK; n++) {
    failing f = {.fail_at = n};
    cm_alloc alloc = {failing_allocate, NULL, failing_release, &f, 1u << 30};
    cm_arena arena;
    cement_error err = {.size = sizeof err};
    cm_arena_init(&arena, &alloc);
    status = cm_json_read(&arena, &root, CM_S("t"), CM_S(document), &usual, &err);
    CU_ASSERT_TRUE(status == CEMENT_OK || (status == CEMENT_E_NOMEM && root == NULL && err.code == CEMENT_E_NOMEM));
    CU_ASSERT_TRUE(status != CEMENT_OK || n > 2);
    cm_arena_free(&arena);
    CU_ASSERT_EQUAL(f.blocks, 0);
    if (n > 1000) break;
  }
  root = NULL;
  status = CEMENT_E_NOMEM;
  for (uint64_t limit = 0; status != CEMENT_OK && limit < 100000; limit += 64) {
    failing f = {0};
    cm_alloc alloc = {failing_allocate, NULL, failing_release, &f, limit};
    cm_arena arena;
    cm_arena_init(&arena, &alloc);
    status = cm_json_read(&arena, &root, CM_S("t"), CM_S(document), &usual, NULL);
    CU_ASSERT_TRUE(status == CEMENT_OK || (status == CEMENT_E_NOMEM && root == NULL));
    cm_arena_free(&arena);
    CU_ASSERT_EQUAL(f.blocks, 0);
  }
  CU_ASSERT_EQUAL(status, CEMENT_OK);
}

int register_json_suite(void) {
  CU_pSuite suite = CU_add_suite("json", NULL, NULL);
  CU_add_test(suite, "accepts", test_accepts);
  CU_add_test(suite, "refusals", test_refusals);
  CU_add_test(suite, "every prefix", test_prefixes);
  CU_add_test(suite, "limits", test_limits);
  CU_add_test(suite, "huge documents", test_huge);
  CU_add_test(suite, "keys", test_keys);
  CU_add_test(suite, "keys take linear time", test_linear);
  CU_add_test(suite, "read", test_read);
  CU_add_test(suite, "forged marks", test_forged);
  CU_add_test(suite, "read refuses", test_read_refuses);
  CU_add_test(suite, "memory gives out", test_memory);
  return (int)CU_get_error();
}
