/* items.json: what it says, and how a file that says it wrongly is refused. */
#include <CUnit/CUnit.h>
#include <stdio.h>

#include "ledger/ledger_help.h"

int register_items_suite(void);

static void test_real(void) {
  fixture f;
  char text[CM_UNIT_TEXT_MAX];
  cm_unit unit;
  cm_unit expected;
  if (!fixture_open(&f)) return;
  const cm_items *items = &f.items;
  const cm_item *ncv = cm_items_find(items, CM_S("fuel_ncv"));
  CU_ASSERT_PTR_NOT_NULL_FATAL(ncv);
  CU_ASSERT_TRUE(ncv->any_use && ncv->sets == (CM_SET_FUEL | CM_SET_USE) && ncv->level == CM_LEVEL_LINE);
  CU_ASSERT_PTR_EQUAL(ncv->mean, cm_items_find(items, CM_S("fuel_consumption")));
  const cm_item *opening = cm_items_find(items, CM_S("fuel_opening_stock"));
  const cm_item *closing = cm_items_find(items, CM_S("clinker_closing_stock"));
  CU_ASSERT_TRUE(ncv->time == CM_TIME_MEAN && opening->time == CM_TIME_FIRST && closing->time == CM_TIME_LAST);
  CU_ASSERT_TRUE(opening->sets == CM_SET_FUEL && opening->level == CM_LEVEL_FACILITY && !cm_is_stock(ncv));
  CU_ASSERT_TRUE(cm_str_is(cm_item_unit_text_for_state(items, ncv, 0, text), "GJ/t"));
  CU_ASSERT_TRUE(cm_str_is(cm_item_unit_text_for_state(items, ncv, 2, text), "GJ/10^4 Nm3"));
  CU_ASSERT_EQUAL(cm_item_unit_for_state(items, ncv, 2, &unit), 0);
  CU_ASSERT_EQUAL(cm_unit_read(CM_S("GJ/10^4 Nm3"), &expected, NULL, CM_NOWHERE), 0);
  CU_ASSERT_EQUAL(memcmp(&unit.dim, &expected.dim, sizeof unit.dim), 0);
  CU_ASSERT_TRUE(unit.scale.num == expected.scale.num && unit.scale.den == expected.scale.den &&
                 unit.scale.ten == expected.scale.ten);
  const cm_item *electricity = cm_items_find(items, CM_S("electricity_consumption"));
  int packing = cm_set_find_member(&items->section, CM_S("packing"));
  int clinker = cm_set_find_member(&items->section, CM_S("clinker"));
  CU_ASSERT_TRUE(electricity->section_level[packing] == CM_LEVEL_FACILITY &&
                 electricity->section_level[clinker] == CM_LEVEL_LINE);
  const cm_item *waste = cm_items_find(items, CM_S("waste_heat_power_generation"));
  CU_ASSERT_TRUE(waste->absent_zero && waste->share == cm_items_find(items, CM_S("clinker_output")));
  const cm_item *carbon = cm_items_find(items, CM_S("raw_meal_organic_carbon"));
  CU_ASSERT_FALSE(cm_unit_same_dim(&carbon->unit, &carbon->formula_unit));
  CU_ASSERT_TRUE(items->material.open && !items->fuel.open && items->present_by_fuel_count == 2);
  CU_ASSERT_EQUAL(cm_set_find_member(&items->fuel, CM_S("烟煤")),
                  cm_set_find_member(&items->fuel, CM_S("bituminous_coal")));
  CU_ASSERT_EQUAL(cm_set_find_member(&items->fuel, CM_S("coal")), -1);
  CU_ASSERT_TRUE(cm_str_is(items->use.members[items->use.default_member].key, "kiln"));
  CU_ASSERT_PTR_NULL(cm_items_find(items, CM_S("clinker")));
  const cm_attribute *altitude = &items->facility.attributes[cm_set_find_attribute(&items->facility, CM_S("altitude"))];
  CU_ASSERT_TRUE(altitude->number && altitude->bounded && altitude->range.has_min && altitude->range.has_max);
  fixture_close(&f);
}

/* items.json with one piece of text replaced. */
static const struct {
  const char *from, *to;
  int code;
  const char *message;
} refusals[] = {
    {"\"cement-items/1\"", "\"cement-items/2\"", CEMENT_E_SCHEMA, NULL},
    {"\"sets\"", "\"set\"", CEMENT_E_SCHEMA, "items file: unknown key \"set\""},
    {"\"zh\": \"熟料产量\",", "", CEMENT_E_SCHEMA, "clinker_output: \"zh\" is missing"},
    {"\"absent\": \"incomplete\",\n      \"time\": \"sum\"", "\"time\": \"sum\"", CEMENT_E_SCHEMA, NULL},
    {"\"time\": \"sum\"", "\"time\": \"product\"", CEMENT_E_SCHEMA,
     "time: a string read, \"sum\", \"first\", \"last\" or {\"mean\": ITEM} expected"},
    {"\"time\": \"first\"", "\"time\": 1", CEMENT_E_SCHEMA, NULL},
    {"\"time\": {\"mean\": \"purchased_clinker_consumed\"}", "\"time\": {\"mean\": \"nothing\"}", CEMENT_E_UNKNOWN,
     "mean: item \"nothing\" is not known"},
    {"\"share\": \"clinker_output\"", "\"share\": \"clinker\"", CEMENT_E_UNKNOWN,
     "share: item \"clinker\" is not known"},
    {"\"share\": \"clinker_output\"", "\"share\": \"cement_output\"", CEMENT_E_SCHEMA, NULL},
    {"\"of\": [\"FUEL\", \"USE\"]", "\"of\": [\"FUEL\", \"MATERIAL\"]", CEMENT_E_SCHEMA, NULL},
    {"\"of\": [\"FUEL\", \"USE\"]", "\"of\": [\"FUELS\"]", CEMENT_E_UNKNOWN, NULL},
    {"\"unit\": \"fu\"", "\"unit\": \"furlong\"", CEMENT_E_UNIT, NULL},
    {"\"kind\": \"%*tC/t\"", "\"kind\": \"tC/t\"", CEMENT_E_UNIT, NULL},
    {"\"at\": \"facility\"", "\"at\": \"site\"", CEMENT_E_SCHEMA,
     "at: a string read, \"line\" or \"facility\" expected"},
    {"\"packing\": \"facility\", ", "", CEMENT_E_SCHEMA, "at: \"packing\" is missing"},
    {"\"range\": {\"min\": \"0\"}", "\"range\": {\"min\": \"1\", \"max\": \"0\"}", CEMENT_E_SCHEMA, NULL},
    {"\"range\": {\"min\": \"0\"}", "\"range\": {\"least\": \"0\"}", CEMENT_E_SCHEMA,
     "design_capacity: unknown key \"least\""},
    {"\"default\": \"kiln\"", "\"default\": \"oven\"", CEMENT_E_SCHEMA, NULL},
    {"\"lignite\": {\"zh\": \"褐煤\"", "\"lignite\": {\"zh\": \"烟煤\"", CEMENT_E_DUPKEY,
     "member \"lignite\" shares a name with \"bituminous_coal\""},
    {"\"state\": \"solid\",", "\"state\": \"plasma\",", CEMENT_E_SCHEMA, NULL},
    {"\"present_by\": [\"fuel_consumption\"", "\"present_by\": [\"clinker_output\"", CEMENT_E_UNKNOWN, NULL},
    {"\"fuel_unit\": {\"solid\": \"t\", ", "\"fuel_unit\": {", CEMENT_E_SCHEMA, "fuel_unit: \"solid\" is missing"},
    /* 12 bytes: one more than fits */
    {"\"fuel_unit\": {\"solid\": \"t\"", "\"fuel_unit\": {\"solid\": \"t*t       /t\"", CEMENT_E_LIMIT,
     "unit \"t*t       /t\": longer than 11 bytes"},
};

static void test_refused(void) {
  fixture f;
  if (!fixture_open(&f)) return;
  cm_str whole = read_whole(&f.arena, CEMENT_DATA_DIR "/items.json");
  for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
    cement_error err = {.size = sizeof err};
    cm_items items;
    cm_json *root;
    cm_buf buf;
    const char *at = strstr(whole.at, refusals[i].from);
    if (at == NULL) {
      CU_FAIL(refusals[i].from);
      continue;
    }
    cm_buf_init(&buf, &f.arena);
    cm_buf_add(&buf, (cm_str){whole.at, (size_t)(at - whole.at)});
    cm_buf_add_c(&buf, refusals[i].to);
    cm_buf_add_c(&buf, at + strlen(refusals[i].from));
    cm_str text = cm_buf_text(&buf);
    memset(&items, 0xA5, sizeof items);
    CU_ASSERT_EQUAL_FATAL(cm_json_read(&f.arena, &root, CM_S("x"), text, &f.limits.json, &err), CEMENT_OK);
    int status = cm_items_read(&f.arena, &items, root, CM_S("x"), text, &err);
    bool good = status == refusals[i].code && err.code == status && err.line > 0 &&
                (refusals[i].message == NULL || strcmp(err.message, refusals[i].message) == 0);
    if (!good) fprintf(stderr, "\n%s\n  read %d %u:%u %s\n", refusals[i].to, status, err.line, err.column, err.message);
    CU_ASSERT_TRUE(good);
    const unsigned char *bytes = (const unsigned char *)&items;
    CU_ASSERT_TRUE(bytes[0] == 0xA5 && bytes[sizeof items - 1] == 0xA5); /* written on success only */
  }
  fixture_close(&f);
}

/* An edition's own items: all of them or none. */
static void test_add(void) {
  static const char text[] = "{\"a\": {\"zh\": \"甲\", \"en\": \"a\", \"at\": \"line\", \"unit\": \"t\", \"absent\": "
                             "\"zero\", \"time\": {\"mean\": \"b\"}},"
                             " \"b\": {\"zh\": \"乙\", \"en\": \"b\", \"at\": \"line\", \"unit\": \"t\", \"absent\": "
                             "\"zero\", \"time\": \"sum\"}}";
  static const char bad[] = "{\"c\": {\"zh\": \"丙\", \"en\": \"c\", \"at\": \"line\", \"unit\": \"t\", \"absent\": "
                            "\"zero\", \"time\": \"sum\"},"
                            " \"clinker_output\": {}}";
  fixture f;
  cement_error err = {.size = sizeof err};
  cm_json *root;
  if (!fixture_open(&f)) return;
  size_t before = f.items.items.size;
  CU_ASSERT_EQUAL_FATAL(cm_json_read(&f.arena, &root, CM_S("x"), cm_str_of(bad), &f.limits.json, &err), CEMENT_OK);
  CU_ASSERT_EQUAL(cm_items_add(&f.arena, &f.items, root, CM_S("x"), cm_str_of(bad), &err), CEMENT_E_DUPKEY);
  CU_ASSERT_EQUAL(f.items.items.size, before);
  CU_ASSERT_EQUAL_FATAL(cm_json_read(&f.arena, &root, CM_S("x"), cm_str_of(text), &f.limits.json, &err), CEMENT_OK);
  CU_ASSERT_EQUAL(cm_items_add(&f.arena, &f.items, root, CM_S("x"), cm_str_of(text), &err), CEMENT_OK);
  const cm_item *a = cm_items_find(&f.items, CM_S("a"));
  CU_ASSERT_TRUE(a != NULL && a->mean == cm_items_find(&f.items, CM_S("b")) && a->index == before);
  fixture_close(&f);
}

int register_items_suite(void) {
  CU_pSuite suite = CU_add_suite("items", NULL, NULL);
  if (suite == NULL) return -1;
  return CU_add_test(suite, "items.json", test_real) == NULL || CU_add_test(suite, "refused", test_refused) == NULL ||
         CU_add_test(suite, "items of an edition", test_add) == NULL;
}
