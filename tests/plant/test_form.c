/* data/plant/form.json and quality.json: what happens when a single thing in them is wrong, when they are cut, and when
 * memory gives out. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

#include "plant/form.h"
#include "plant/names_help.h"
#include "run/quality_rules.h"

int register_form_suite(void);

typedef struct change {
  const char *from, *to;
  int code;
} change;

static const change form_changes[] = {
    {"cement-form/1", "cement-form/2", CEMENT_E_SCHEMA},
    {"\"schema\": \"cement-form/1\",", "", CEMENT_E_MISSING},
    {"\"name\": \"monthly-form/1\",", "", CEMENT_E_MISSING},
    {"\"words\": {", "\"words\": 1, \"x\": {", CEMENT_E_SCHEMA},
    {"\"words\": {", "\"words\": {\"x\": 1, ", CEMENT_E_SCHEMA},
    {"\"zh\": \"生产线\", ", "", CEMENT_E_MISSING},
    {"\"zh\": \"生产线\"", "\"zh\": \"\"", CEMENT_E_SCHEMA},
    {"{\"zh\": \"生产线\", \"en\": \"line\"}", "\"line\"", CEMENT_E_SCHEMA},
    {"\"line\": {\"zh\": \"生产线\", \"en\": \"line\"},", "", CEMENT_E_MISSING},
    {"\"line\": [", "\"line\": 1, \"x\": [", CEMENT_E_SCHEMA},
    {"\"facility\": [", "\"facility\": 1, \"x\": [", CEMENT_E_SCHEMA},
    {"\"line\": [", "\"line\": [1, ", CEMENT_E_SCHEMA},
    {"\"line\": [", "\"line\": [{}, ", CEMENT_E_MISSING},
    {"{\"rows\": [{\"item\": \"clinker_output\"}]}", "{\"rows\": {}}", CEMENT_E_SCHEMA},
    {"{\"item\": \"clinker_output\"}", "1", CEMENT_E_SCHEMA},
    {"\"item\": \"clinker_output\"", "\"item\": 1", CEMENT_E_SCHEMA},
    {"\"item\": \"clinker_output\"", "\"item\": \"clinker\"", CEMENT_E_UNKNOWN},
    {"\"item\": \"clinker_output\"", "\"item\": \"clinker_output\", \"x\": 1", CEMENT_E_SCHEMA},
    {"\"item\": \"clinker_output\"", "\"item\": \"clinker_output\", \"optional\": 1", CEMENT_E_SCHEMA},
    {"\"item\": \"clinker_output\"", "\"item\": \"fuel_consumption\"", CEMENT_E_SCHEMA}, /* without members */
    {"{\"item\": \"fuel_ncv\"}", "{\"item\": \"clinker_output\"}", CEMENT_E_SCHEMA},     /* another set */
    {"\"figure\": \"fuel_co2\", ", "\"x\": \"fuel_co2\", ", CEMENT_E_SCHEMA},
    {"\"figure\": \"fuel_co2\", \"zh\": \"排放量\"", "\"figure\": \"fuel_co2\"", CEMENT_E_MISSING},
    {"\"en\": \"CO2 emission\", \"unit\": \"tCO2\"", "\"en\": \"CO2 emission\"", CEMENT_E_MISSING},
    {"\"of\": \"bituminous_coal\"", "\"of\": \"coals\"", CEMENT_E_UNKNOWN},
    {"\"of\": \"bituminous_coal\", ", "", CEMENT_E_MISSING},
    {"\"of\": \"bituminous_coal\"", "\"of\": 1", CEMENT_E_UNKNOWN},
    {"\"use\": \"kiln\"", "\"use\": \"kilns\"", CEMENT_E_UNKNOWN},
    {"\"use\": \"kiln\"", "\"use\": \"kiln\", \"x\": 1", CEMENT_E_SCHEMA},
    {"\"members\": [{\"of\": \"clinker\"}]", "\"members\": 1", CEMENT_E_SCHEMA},
    {"\"members\": [{\"of\": \"clinker\"}]", "\"members\": [1]", CEMENT_E_SCHEMA},
    {"{", "", CEMENT_E_SYNTAX},
};

/* A key left out: below. */
static const change quality_changes[] = {
    {"cement-quality-rules/1", "cement-quality-rules/2", CEMENT_E_SCHEMA},
    {"\"moving_range\": {", "\"moving_range\": 1, \"x\": {", CEMENT_E_SCHEMA},
    {"\"moving_range\": {", "\"moving_range\": {\"x\": 1, ", CEMENT_E_SCHEMA},
    {"\"factor\": \"2.66\"", "\"factor\": \"two\"", CEMENT_E_SYNTAX},
    {"\"factor\": \"2.66\"", "\"factor\": []", CEMENT_E_SCHEMA},
    {"\"months\": 6", "\"months\": 1", CEMENT_E_RANGE},
    {"\"months\": 6", "\"months\": \"6\"", CEMENT_E_SCHEMA},
    {"\"confidence\": \"unverified\"", "\"confidence\": \"sure\"", CEMENT_E_SCHEMA},
    {"\"heat\": {", "\"heat\": [], \"x\": {", CEMENT_E_SCHEMA},
    {"\"amount\": \"fuel_consumption\"", "\"amount\": \"coal\"", CEMENT_E_UNKNOWN},
    {"\"amount\": \"fuel_consumption\"", "\"amount\": 1", CEMENT_E_SCHEMA},
    {"\"decimals\": 1", "\"decimals\": 13", CEMENT_E_RANGE},
    {"\"ratios\": [", "\"ratios\": {}, \"x\": [", CEMENT_E_SCHEMA},
    {"\"ratios\": [", "\"ratios\": [1, ", CEMENT_E_SCHEMA},
    {"\"over\": \"raw_meal_consumption\"", "\"over\": \"meal\"", CEMENT_E_UNKNOWN},
    {"\"shares\": [", "\"shares\": [1, ", CEMENT_E_SCHEMA},
    {"\"shares\": [\n    {\"key\": \"clinker_in_cement\", \"zh\": \"熟料消耗量、水泥产量与熟料配比\", \"en\": "
     "\"clinker consumed, cement output and clinker ratio\", \"part\": \"clinker_consumed\", "
     "\"whole\": \"cement_output\", \"share\": \"clinker_ratio\"}\n  ]",
     "\"shares\": {}", CEMENT_E_SCHEMA},
    {"\"stocks\": [", "\"stocks\": [1, ", CEMENT_E_SCHEMA},
    {"\"absent\": {", "\"absent\": {\"x\": 1, ", CEMENT_E_SCHEMA},
    {"\"absent\": {", "\"absent\": 1, \"x\": {", CEMENT_E_SCHEMA},
    {"\"absent\": {\"zh\"", "\"x\": {\"zh\"", CEMENT_E_SCHEMA},
    {"\"opening\": \"clinker_opening_stock\"", "\"opening\": \"heap\"", CEMENT_E_UNKNOWN},
    {"\"decimals\": 12", "\"decimals\": 13", CEMENT_E_RANGE},
    {"\"in\": [\"fuel_purchased\"]", "\"in\": \"fuel_purchased\"", CEMENT_E_SCHEMA},
    {"\"in\": [\"fuel_purchased\"]", "\"in\": []", CEMENT_E_RANGE},
    {"\"in\": [\"fuel_purchased\"]", "\"in\": [1]", CEMENT_E_SCHEMA},
    {"\"in\": [\"fuel_purchased\"]", "\"in\": [\"coal\"]", CEMENT_E_UNKNOWN},
    {"\"in\": [\"fuel_purchased\"]",
     "\"in\": [\"fuel_purchased\", \"fuel_purchased\", \"fuel_purchased\", \"fuel_purchased\", \"fuel_purchased\"]",
     CEMENT_E_RANGE},
    /* no balances: other kinds of stocks, a mean, another unit, of fuels and of none */
    {"\"opening\": \"fuel_opening_stock\"", "\"opening\": \"fuel_closing_stock\"", CEMENT_E_UNIT},
    {"\"closing\": \"fuel_closing_stock\"", "\"closing\": \"fuel_opening_stock\"", CEMENT_E_UNIT},
    {"\"closing\": \"fuel_closing_stock\"", "\"closing\": \"clinker_closing_stock\"", CEMENT_E_UNIT},
    {"\"in\": [\"fuel_purchased\"]", "\"in\": [\"fuel_ncv\"]", CEMENT_E_UNIT},
    {"\"in\": [\"fuel_purchased\"]", "\"in\": [\"fuel_heat\"]", CEMENT_E_UNIT},
    {"\"in\": [\"fuel_purchased\"]", "\"in\": [\"clinker_sold\"]", CEMENT_E_UNIT},
    {"{", "", CEMENT_E_SYNTAX},
};

typedef int (*reader)(cm_arena *arena, const cm_items *items, cm_str text, cement_error *err);

static int read_form(cm_arena *arena, const cm_items *items, cm_str text, cement_error *err) {
  cm_monthly_form form;
  return cm_form_read(arena, &form, items, CM_S("d.json"), text, err);
}

static int read_quality(cm_arena *arena, const cm_items *items, cm_str text, cement_error *err) {
  cm_quality_rules rules;
  return cm_quality_rules_read(arena, &rules, items, CM_S("d.json"), text, err);
}

/* The file without its bytes from `begin` to `end`, with `instead` there. */
static void check_refused(names *n, reader read, cm_str whole, size_t begin, size_t end, const char *instead,
                          int code) {
  cement_error err = {.size = sizeof err};
  cm_buf text;
  cm_buf_init(&text, &n->base.arena);
  cm_buf_add(&text, cm_str_slice(whole, 0, begin));
  cm_buf_add_c(&text, instead);
  cm_buf_add(&text, cm_str_slice(whole, end, whole.size));
  int status = read(&n->base.arena, &n->base.items, cm_buf_text(&text), &err);
  bool good = status == code && err.code == status && strcmp(err.source, "d.json") == 0 && err.line > 0;
  if (!good)
    fprintf(stderr, "\n%.*s -> %s\n%d %u: %s\n", (int)(end - begin), whole.at + begin, instead, status, err.line,
            err.message);
  CU_ASSERT_TRUE(good);
}

static void check_changes(names *n, const char *path, reader read, const change *changes, size_t count) {
  cm_str whole = read_whole(&n->base.arena, path);
  for (size_t i = 0; i < count; i++) {
    const char *at = strstr(whole.at, changes[i].from);
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    size_t begin = (size_t)(at - whole.at);
    check_refused(n, read, whole, begin, begin + strlen(changes[i].from), changes[i].to, changes[i].code);
  }
}

/* No beginning of a file is a whole one. */
static void check_cut(names *n, const char *path, reader read) {
  cm_str whole = read_whole(&n->base.arena, path);
  size_t end = whole.size;
  while (end > 0 && whole.at[end - 1] != '}') end--;
  for (size_t size = 0; size < end; size++) {
    cm_arena arena;
    cement_error err = {.size = sizeof err};
    cm_arena_init(&arena, &n->base.alloc);
    CU_ASSERT_NOT_EQUAL(read(&arena, &n->base.items, cm_str_slice(whole, 0, size), &err), CEMENT_OK);
    cm_arena_free(&arena);
  }
}

static void test_refused(void) {
  names n;
  if (!names_open(&n)) return;
  check_changes(&n, CEMENT_DATA_DIR "/plant/form.json", read_form, form_changes,
                sizeof form_changes / sizeof *form_changes);
  check_changes(&n, CEMENT_DATA_DIR "/plant/quality.json", read_quality, quality_changes,
                sizeof quality_changes / sizeof *quality_changes);
  names_close(&n);
}

/* Where the value ends that begins here. */
static size_t value_end(cm_str text, size_t at) {
  bool quoted = false;
  for (int depth = 0; at < text.size; at++) {
    char c = text.at[at];
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (depth == 0 && (c == ',' || c == '}' || c == ']')) break;
    depth += (c == '{' || c == '[') - (c == '}' || c == ']');
  }
  return at;
}

/* Every key is needed: without one, and its value, the file is refused. No text in it has a quote of its own. */
static void test_keys(void) {
  names n;
  if (!names_open(&n)) return;
  cm_str whole = read_whole(&n.base.arena, CEMENT_DATA_DIR "/plant/quality.json");
  size_t keys = 0;
  for (size_t at = 0; at < whole.size; at++) {
    if (whole.at[at] != '"') continue;
    size_t begin = at++;
    while (whole.at[at] != '"') at++;
    if (whole.at[at + 1] != ':') continue;
    size_t end = value_end(whole, at + 1);
    if (whole.at[end] == ',')
      end++;
    else
      while (whole.at[--begin] != ',') continue;
    check_refused(&n, read_quality, whole, begin, end, "", CEMENT_E_MISSING);
    keys++;
  }
  CU_ASSERT_EQUAL(keys, 53);
  names_close(&n);
}

static void test_cut(void) {
  names n;
  if (!names_open(&n)) return;
  check_cut(&n, CEMENT_DATA_DIR "/plant/form.json", read_form);
  check_cut(&n, CEMENT_DATA_DIR "/plant/quality.json", read_quality);
  names_close(&n);
}

typedef struct loading {
  names n;
  int (*load)(cm_arena *arena, const cm_items *items, cement_error *err);
} loading;

static int load_form(cm_arena *arena, const cm_items *items, cement_error *err) {
  cm_monthly_form form;
  return cm_form_builtin(arena, &form, items, err);
}

static int load_quality(cm_arena *arena, const cm_items *items, cement_error *err) {
  cm_quality_rules rules;
  return cm_quality_rules_builtin(arena, &rules, items, err);
}

static int load(cm_arena *arena, cement_error *err, void *user) {
  loading *l = user;
  return l->load(arena, &l->n.base.items, err);
}

static void test_memory(void) {
  loading l;
  if (!names_open(&l.n)) return;
  l.load = load_form;
  check_failing(load, &l);
  l.load = load_quality;
  check_failing(load, &l);
  names_close(&l.n);
}

static void test_as_it_says(void) {
  names n;
  cm_monthly_form form;
  cement_error err = {.size = sizeof err};
  if (!names_open(&n)) return;
  CU_ASSERT_EQUAL_FATAL(cm_form_builtin(&n.base.arena, &form, &n.base.items, &err), CEMENT_OK);
  CU_ASSERT_TRUE(cm_str_is(form.name, "monthly-form/1"));
  CU_ASSERT_TRUE(cm_str_is(form.words[CM_FORM_LABEL_DEFAULT].zh, "缺省值"));
  CU_ASSERT_TRUE(cm_str_is(form.words[CM_FORM_LABEL_NOTE].en, "note"));
  CU_ASSERT_TRUE(cm_str_is(form.rows.at[0].item->key, "clinker_output"));
  CU_ASSERT_TRUE(!form.rows.at[0].facility && form.rows.at[form.rows.size - 1].facility);
  const cm_form_row *co2 = &form.rows.at[6];
  CU_ASSERT_TRUE(co2->item == NULL && cm_str_is(co2->figure, "fuel_co2") && cm_str_is(co2->label.zh, "排放量"));
  CU_ASSERT_TRUE(form.rows.at[2].optional && !form.rows.at[3].optional);
  const cm_form_block *fuels = &form.blocks.at[1];
  CU_ASSERT_TRUE(fuels->set == CM_SET_FUEL && fuels->members.size == 2);
  CU_ASSERT_TRUE(cm_str_is(n.base.items.fuel.members[fuels->members.at[1].of].key, "diesel"));
  CU_ASSERT_TRUE(cm_str_is(n.base.items.use.members[fuels->members.at[1].use].key, "ignition"));
  names_close(&n);
}

int register_form_suite(void) {
  CU_pSuite suite = CU_add_suite("form", NULL, NULL);
  CU_add_test(suite, "what the file says", test_as_it_says);
  CU_add_test(suite, "one thing wrong", test_refused);
  CU_add_test(suite, "a key left out", test_keys);
  CU_add_test(suite, "cut at every byte", test_cut);
  CU_add_test(suite, "memory gives out", test_memory);
  return (int)CU_get_error();
}
