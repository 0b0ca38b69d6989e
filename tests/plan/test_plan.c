/* Plans: what the names of an edition's expressions are bound to, what is refused, and how an edition is described. */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

#include "api/host.h"
#include "plan/bind.h"
#include "run/plant.h"

int register_plan_suite(void);

#define BOUND "test.bound@1"

/* ---- what names are bound to ---- */

static void open_bound(plant *p, const char *option) {
  char *edition = plant_file("bound.edition.json"), *ledger = plant_file("bound.ledger.json");
  plant_open(p, edition, BOUND, option, ledger);
  free(edition);
  free(ledger);
}

static void figure_is(const plant *p, const char *key, const char *line, const char *period, const char *value) {
  size_t at;
  cement_figure f = {.size = sizeof f};
  CU_ASSERT_EQUAL_FATAL(cement_run_find(p->run, &at, BOUND, key, line, period, NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_figure(p->run, &f, at, NULL), CEMENT_OK);
  if (strcmp(f.value, value) != 0)
    printf("\n  %s %s %s: %s, expected %s\n", key, line ? line : "-", period, f.value, value);
  CU_ASSERT_STRING_EQUAL(f.value, value);
  CU_ASSERT_EQUAL(f.status, *value ? CEMENT_STATUS_OK : CEMENT_STATUS_INCOMPLETE);
}

static void test_bound(void) {
  static const struct {
    const char *key, *line, *a, *b; /* by the option's choice */
  } rows[] = {
      {"nothing", "L1", "0", "0"},        {"no_fuel", "L1", "0", "0"},
      {"no_fuel", "L2", "0", "0"},        {"slag", "L1", "9", "9"}, /* 7 + 2 */
      {"yes", "L1", "1000", "0"},         {"no", "L1", "0", "1000"},
      {"portland", NULL, "1000", "1000"}, {"process", NULL, "800", "800"}, /* 1000 x 0.5 + 500 x 0.6 */
      {"plain", NULL, "1500", "1500"},    {"either", NULL, "1000", "1500"},
      {"all_slag", NULL, "9", "9"},       {"solid_fuel", NULL, "15", "15"}, /* 10 + 5 */
      {"lots", NULL, "1", "1"},           {"highland", NULL, "1500", "1500"},
  };
  for (int b = 0; b < 2; b++) {
    plant p;
    open_bound(&p, b ? BOUND " way b" : NULL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
      for (int year = 0; year < 2; year++)
        figure_is(&p, rows[i].key, rows[i].line, year ? "2025" : "2025-01", b ? rows[i].b : rows[i].a);
    plant_close(&p);
  }
}

/* Whether L3 makes Portland clinker nobody says: a sum over such lines is not known, and says what is missing. */
static void test_undecided(void) {
  plant p;
  size_t at, count = 0;
  cement_missing missing;
  open_bound(&p, NULL);
  figure_is(&p, "portland", NULL, "2026-01", "");
  CU_ASSERT_EQUAL_FATAL(cement_run_find(p.run, &at, BOUND, "portland", NULL, "2026-01", NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_missing(p.run, &missing, 1, &count, at, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(count, 1);
  CU_ASSERT_STRING_EQUAL(missing.item, "line.clinker_type");
  CU_ASSERT_STRING_EQUAL(missing.line, "L3");
  plant_close(&p);
}

/* ---- editions with something else in them ---- */

/* The text with `from` once replaced, to be freed. */
static char *edited(const char *text, const char *from, const char *to) {
  const char *at = strstr(text, from);
  CU_ASSERT_PTR_NOT_NULL_FATAL(at);
  size_t room = strlen(text) + strlen(to) + 1;
  char *out = malloc(room);
  snprintf(out, room, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
  return out;
}

#define SUM_OF(key, condition)                                                                                         \
  "{\"key\": \"" key "\", \"at\": \"facility\", \"unit\": \"t\", \"year\": \"recompute\", \"clause\": \"5\", "         \
  "\"display\": {\"decimals\": 0, \"rule\": \"half_up\"}, \"is\": \"SUM(LINE WHERE " condition                         \
  ", clinker_output)\"}, "

/* Symbols beside an attribute or an option, as literals, as a list and as what is no literal. L1 makes 1000 t of
 * Portland clinker, L2 500 t of white; way is a. */
static void test_symbols(void) {
  static const char *const rows[][2] = {{"in", "500"},      {"in_two", "1500"}, {"other", "1000"}, {"itself", "1500"},
                                        {"way_in", "1500"}, {"way_is_b", "0"},  {"way_not", "0"},  {"two_ways", "1500"},
                                        {"mixed", "1500"},  {"turned", "500"}};
  plant p;
  char *bound = plant_file("bound.edition.json"), *ledger = plant_file("bound.ledger.json");
  char *edition = edited(bound, "{\"key\": \"highland\"",
                         SUM_OF("in", "clinker_type(LINE) IN ('white')")                      /* */
                         SUM_OF("in_two", "clinker_type(LINE) IN ('white', 'portland')")      /* */
                         SUM_OF("other", "clinker_type(LINE) <> 'white'")                     /* */
                         SUM_OF("itself", "clinker_type(LINE) = clinker_type(LINE)")          /* */
                         SUM_OF("way_in", "OPTION(way) IN ('nine', 'a')")                     /* */
                         SUM_OF("way_is_b", "OPTION(way) = 'b'")                              /* */
                         SUM_OF("way_not", "OPTION(way) <> 'a'")                              /* */
                         SUM_OF("two_ways", "OPTION(way) = OPTION(way)")                      /* */
                         SUM_OF("mixed", "clinker_type(LINE) = 'white' OR 'a' = OPTION(way)") /* */
                         SUM_OF("turned", "'white' = clinker_type(LINE)") "{\"key\": \"highland\"");
  plant_open(&p, edition, BOUND, NULL, ledger);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) figure_is(&p, rows[i][0], NULL, "2025-01", rows[i][1]);
  plant_close(&p);
  free(edition), free(bound), free(ledger);
}

/* A limit of 0 has no unit of its own and is one in any: 1500 t are above it, and below 1600 t. */
static void test_limit_of_zero(void) {
  plant p;
  size_t at;
  cement_figure f = {.size = sizeof f};
  char *bound = plant_file("bound.edition.json"), *ledger = plant_file("bound.ledger.json");
  char *edition = edited(bound, "\"findings\":",
                         "\"limits\": [{\"of\": \"plain\", \"pass\": \"<=\", \"clause\": \"6\", \"confidence\": "
                         "\"primary\", \"base\": [\"1400\", \"1600\"], \"applied\": [\"0\", \"L2\"]}], \"findings\":");
  plant_open(&p, edition, BOUND, NULL, ledger);
  CU_ASSERT_EQUAL_FATAL(cement_run_find(p.run, &at, BOUND, "plain", NULL, "2025-01", NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_figure(p.run, &f, at, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(f.levels, 2);
  CU_ASSERT_EQUAL(f.grade, 2);
  plant_close(&p);
  free(edition), free(bound), free(ledger);
}

/* ---- what is refused ---- */

static int32_t run_of(const char *edition, cement_error *err) {
  plant p = {0};
  char *ledger = plant_file("bound.ledger.json");
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&p.context, NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&p.catalog, p.context, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_load(p.catalog, "edition", edition, strlen(edition), err), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&p.ledger, p.catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_read(p.ledger, "ledger", ledger, strlen(ledger), NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_finish(p.ledger, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_create(&p.plan, p.catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_add(p.plan, BOUND, NULL), CEMENT_OK);
  int32_t status = cement_run_create(&p.run, p.plan, p.ledger, err);
  CU_ASSERT_PTR_NULL(p.run);
  plant_close(&p);
  free(ledger);
  return status;
}

/* 1 old is 41868^3 × 24^8 × 10^-12 new, a factor with more digits than a scale has. */
static void test_conversion(void) {
  static const char *const rows[][2] = {
      {"\"unit\": \"t\", \"year\": \"recompute\", \"clause\": \"4\", \"display\": {\"decimals\": 0, \"rule\": "
       "\"half_up\"}, \"is\": \"0\"",
       "\"unit\": \"J*J*J*h*h*h*h*h*h*h*h\", \"year\": \"recompute\", \"clause\": \"4\", \"is\": \"old\""},
      {"\"findings\":",
       "\"checks\": [{\"finding\": \"odd\", \"at\": \"line\", \"when\": \"old > new\"}], \"findings\":"},
  };
  char *edition = plant_file("bound.edition.json");
  char *plain = edited(edition, "clinker_output + nothing", "clinker_output");
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    cement_error err = {.size = sizeof err};
    char *text = edited(plain, rows[i][0], rows[i][1]);
    CU_ASSERT_EQUAL(run_of(text, &err), CEMENT_E_UNIT);
    CU_ASSERT_STRING_EQUAL(err.message, "a unit conversion is beyond all bounds");
    free(text);
  }
  free(plain);
  free(edition);
}

/* A sum has at most 65 535 terms, and one more is refused. */
static void test_terms(void) {
  const size_t most = UINT16_MAX;
  cm_alloc alloc = cm_alloc_system();
  cm_arena arena;
  cement_error err = {.size = sizeof err};
  cm_binder k = {.arena = &arena, .scratch = &arena, .err = &err};
  cm_arena_init(&arena, &alloc);
  cm_term *terms = CM_NEWS(&arena, cm_term, most + 1);
  CU_ASSERT_PTR_NOT_NULL_FATAL(terms);
  uint32_t one = cm_bind_constant(&k, &(cm_value){cm_dec_one, CM_VALID}, NULL);
  for (size_t i = 0; i <= most; i++) terms[i] = (cm_term){one, CM_NO_NODE};
  uint32_t sum = cm_bind_list(&k, CM_OP_SUM, terms, most, NULL);
  CU_ASSERT_EQUAL_FATAL(k.status, CEMENT_OK);
  CU_ASSERT_EQUAL(k.out.tape.nodes.at[sum].width, most);
  cm_bind_list(&k, CM_OP_SUM, terms, most + 1, NULL);
  CU_ASSERT_EQUAL(k.status, CEMENT_E_LIMIT);
  CU_ASSERT_STRING_EQUAL(err.message, "a sum has more than 65535 terms");
  CU_ASSERT_EQUAL(k.out.tape.nodes.size, sum + 1);
  cm_arena_free(&arena);
}

/* Inputs that differ in one word each are as many, and each is found again; 300 of them take the table beyond its first
 * size. Any allocation may fail. */
static size_t bind_inputs(host *h) {
  cement_config config = config_of(h);
  cm_alloc alloc = {config.allocate, config.reallocate, config.release, config.user, UINT64_MAX};
  cm_arena arena;
  cement_error err = {.size = sizeof err};
  cm_item items[2] = {{.index = 0}, {.index = 0}};
  cm_arena_init(&arena, &alloc);
  cm_binder k = {.arena = &arena, .scratch = &arena, .err = &err};
  if (cm_bind_places(&k)) cm_bind_nomem(&k);
  for (int again = 0; again < 2; again++)
    for (uint32_t i = 0; i < 300; i++) {
      uint32_t word = i / 6;
      cm_input_key key = {CM_IN_ITEM, 0, &items[0], {0, 0, 0}, 0};
      uint32_t *words[] = {&key.line, &key.tuple.fuel, &key.tuple.use, &key.tuple.material, &key.section};
      if (i % 6 < 5)
        *words[i % 6] = word + 1;
      else
        key.what = &items[1], key.line = word;
      uint32_t node = cm_bind_input(&k, &key);
      if (!k.status) CU_ASSERT_EQUAL(node, i);
    }
  size_t count = k.status ? 0 : k.out.inputs.size;
  CU_ASSERT_EQUAL(k.status, count ? CEMENT_OK : CEMENT_E_NOMEM);
  cm_arena_free(&arena);
  CU_ASSERT_EQUAL(h->held, 0);
  return count;
}

static void test_inputs(void) {
  host h = {0};
  CU_ASSERT_EQUAL(bind_inputs(&h), 300);
  size_t calls = h.calls;
  CU_ASSERT_TRUE(calls > 3);
  for (size_t n = 1; n <= calls; n++) {
    host poor = {.fail_at = n};
    CU_ASSERT_EQUAL(bind_inputs(&poor), 0);
  }
}

/* The message names every choice, however many; without memory for them there is another one, and nothing is lost. */
static void test_choices(void) {
  host h = {0};
  cement_config config = config_of(&h);
  cement_context *context;
  cement_catalog *catalog;
  cement_plan *plan;
  cement_error err = {.size = sizeof err};
  char *edition = plant_file("bound.edition.json");
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&context, &config, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&catalog, context, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_load(catalog, "edition", edition, strlen(edition), NULL), CEMENT_OK);
  free(edition);
  CU_ASSERT_EQUAL_FATAL(cement_plan_create(&plan, catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_add(plan, BOUND, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_plan_option(plan, BOUND, "way", "nine", NULL), CEMENT_OK);
  uint64_t held = h.held;
  h.fail_at = h.calls + 1;
  CU_ASSERT_EQUAL(cement_plan_option(plan, BOUND, "way", "ten", &err), CEMENT_E_NOMEM);
  CU_ASSERT_EQUAL(err.code, CEMENT_E_NOMEM);
  CU_ASSERT_EQUAL(h.held, held);
  h.fail_at = 0;
  CU_ASSERT_EQUAL(cement_plan_option(plan, BOUND, "way", "ten", &err), CEMENT_E_UNKNOWN);
  CU_ASSERT_STRING_EQUAL(err.message, "option way: \"ten\" read, one of these expected: a b c d e f g h nine");
  CU_ASSERT_EQUAL(h.held, held);
  cement_plan_destroy(plan);
  cement_catalog_destroy(catalog);
  cement_context_destroy(context);
  CU_ASSERT_EQUAL(h.held, 0);
}

/* ---- descriptions ---- */

typedef struct page {
  char at[8192];
  size_t size;
} page;

static int32_t gather(void *user, const char *bytes, size_t size) {
  page *p = user;
  if (p->size + size >= sizeof p->at) return 1;
  memcpy(p->at + p->size, bytes, size);
  p->size += size;
  p->at[p->size] = '\0';
  return 0;
}

static void describe(const char *edition, const char *id, int32_t format, int32_t language, page *out) {
  cement_context *context;
  cement_catalog *catalog;
  *out = (page){{0}, 0};
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&context, NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&catalog, context, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_load(catalog, "edition", edition, strlen(edition), NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_catalog_describe(catalog, gather, out, id, format, language, NULL), CEMENT_OK);
  cement_catalog_destroy(catalog);
  cement_context_destroy(context);
}

static void says(const page *p, const char *words) {
  if (!strstr(p->at, words)) printf("\n  not said: %s\n%s\n", words, p->at);
  CU_ASSERT_PTR_NOT_NULL(strstr(p->at, words));
}

/* A label in one language serves both; a level without a name is its number; a bar in a table of Markdown is escaped.
 */
static void test_labels(void) {
  page p;
  char *edition = plant_file("labels.edition.json");
  describe(edition, "test.labels@1", CEMENT_FORMAT_MARKDOWN, CEMENT_LANGUAGE_ZH, &p);
  says(&p, "| `way` | reading | `a` |  | 默认 | 3\\|4\\| | primary | \n");
  says(&p, "### x  产量\n");
  says(&p, "\n- 更正：test.labels@0\n- 事实来源：");
  says(&p, "### m  \n\n生产线, MATERIAL; t；年值重新计算；条款 2; primary\n");
  says(&p, "| `much` | 生产线, MATERIAL | `m > 0` | \n");
  says(&p, "| `x` | 1 | 5 | t | `L1` |  | 7 | primary | \n| `x` | 好 | 8 |");
  describe(edition, "test.labels@1", CEMENT_FORMAT_TEXT, CEMENT_LANGUAGE_EN, &p);
  says(&p, "  way  reading  a    default  3|4|  primary  \n");
  says(&p, "  x  产量\n");
  free(edition);
}

/* An edition of nothing but a head has no other part. */
static void test_head_alone(void) {
  static const char edition[] =
      "{\"schema\": \"cement-edition/1\", \"id\": \"test.head@1\", \"title\": {\"zh\": \"z\", \"en\": \"e\"}, "
      "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\"}";
  page p;
  describe(edition, "test.head@1", CEMENT_FORMAT_TEXT, CEMENT_LANGUAGE_EN, &p);
  const char *hash = strstr(p.at, "  sha256: ");
  CU_ASSERT_PTR_NOT_NULL_FATAL(hash);
  CU_ASSERT_EQUAL(strlen(hash), strlen("  sha256: \n") + 64);
}

/* What is refused of an item: below 0 unless it says otherwise, and nothing where its range has no end. */
static void test_ranges(void) {
#define ITEM(key, range)                                                                                               \
  "\"" key "\": {\"zh\": \"" key "\", \"en\": \"" key "\", \"at\": \"line\", \"unit\": \"t\", \"absent\": \"zero\", "  \
  "\"time\": \"sum\"" range "}"
#define PLAIN ITEM("plain", "")
#define LOW ITEM("low", ", \"range\": {\"min\": \"-5\"}")
#define HIGH ITEM("high", ", \"range\": {\"max\": \"7\"}")
#define BOTH ITEM("both", ", \"range\": {\"min\": \"1\", \"max\": \"7\"}")
#define OPEN ITEM("open", ", \"range\": {}")
  static const char edition[] =
      "{\"schema\": \"cement-edition/1\", \"id\": \"test.ranges@1\", \"title\": {\"zh\": \"z\", \"en\": \"e\"}, "
      "\"authority\": \"a\", \"status\": \"draft\", \"source\": \"s\", "
      "\"items\": {" PLAIN "," LOW "," HIGH "," BOTH "," OPEN "}}";
  page p;
  describe(edition, "test.ranges@1", CEMENT_FORMAT_TEXT, CEMENT_LANGUAGE_EN, &p);
  says(&p, "  plain  plain  line  t  absent: zero  year: sum  refused outside ≥ 0  ");
  says(&p, "  low  low  line  t  absent: zero  year: sum  refused outside ≥ -5  ");
  says(&p, "  high  high  line  t  absent: zero  year: sum  refused outside ≤ 7  ");
  says(&p, "  both  both  line  t  absent: zero  year: sum  refused outside 1 .. 7  ");
  says(&p, "  open  open  line  t  absent: zero  year: sum    ");
}

int register_plan_suite(void) {
  CU_pSuite suite = CU_add_suite("plan", NULL, NULL);
  CU_add_test(suite, "what names are bound to", test_bound);
  CU_add_test(suite, "inputs", test_inputs);
  CU_add_test(suite, "symbols", test_symbols);
  CU_add_test(suite, "a limit of zero", test_limit_of_zero);
  CU_add_test(suite, "an undecided condition", test_undecided);
  CU_add_test(suite, "a conversion beyond bounds", test_conversion);
  CU_add_test(suite, "too many terms", test_terms);
  CU_add_test(suite, "every choice is named", test_choices);
  CU_add_test(suite, "labels and levels", test_labels);
  CU_add_test(suite, "ranges of items", test_ranges);
  CU_add_test(suite, "an edition of a head alone", test_head_alone);
  return (int)CU_get_error();
}
