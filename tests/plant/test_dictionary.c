/* The dictionary: how it is looked up, and what happens when a single thing in its file is wrong. */
#include <CUnit/CUnit.h>
#include <stdio.h>

#include "plant/names_help.h"

int register_dictionary_suite(void);

/* ---- refusals: data/plant/dictionary.json with one piece of text replaced ---- */

static const struct {
  const char *from, *to;
  int code;
  const char *message;
} refusals[] = {
    {"\"cement-dictionary/1\"", "\"cement-dictionary/2\"", CEMENT_E_SCHEMA, NULL},
    {"\"cement-dictionary/1\"", "1", CEMENT_E_SCHEMA, NULL},
    {"\"schema\": \"cement-dictionary/1\",", "", CEMENT_E_MISSING, NULL},
    {"\"columns\": [", "\"column\": [", CEMENT_E_SCHEMA, NULL},
    {"\"sources\": {", "\"sources\": 1, \"x\": {", CEMENT_E_SCHEMA, NULL},
    {"\"raw\": {\"names\"", "\"raw\": {\"name\"", CEMENT_E_SCHEMA, NULL},
    {"\"columns\": [", "\"columns\": [1, ", CEMENT_E_SCHEMA, NULL},
    {"\"groups\": {", "\"groups\": 1, \"x\": {", CEMENT_E_SCHEMA, NULL},
    {"[\"煤种\",", "[1, \"煤种\",", CEMENT_E_SCHEMA, NULL},
    {"\"names\": [\"白泥\"]", "\"names\": []", CEMENT_E_SCHEMA, "a name expected"},
    {"\"names\": [\"白泥\"]", "\"names\": \"白泥\"", CEMENT_E_SCHEMA, NULL},
    {"\"names\": [\"白泥\"], ", "", CEMENT_E_MISSING, NULL},
    {"\"names\": [\"白泥\"]", "\"names\": [\" \"]", CEMENT_E_SCHEMA, "a name of nothing but blanks"},
    {"\"names\": [\"白泥\"]", "\"names\": [\"白\xE2\x80\x8B泥\"]", CEMENT_E_SCHEMA, NULL},
    {"\"names\": [\"白泥\"]", "\"names\": [\"消石灰\"]", CEMENT_E_DUPKEY, "\"消石灰\" has a meaning already"},
    {"\"is\": \"period\", \"source\": \"measured\"", "\"is\": \"period\"", CEMENT_E_MISSING, NULL},
    {"\"is\": \"period\", \"source\": \"measured\"", "\"is\": \"period\", \"source\": \"rumour\"", CEMENT_E_UNKNOWN,
     "source \"rumour\" is not known"},
    {"\"is\": \"period\"", "\"is\": \"era\"", CEMENT_E_UNKNOWN, "\"is\": \"era\" is not known"},
    {"\"is\": \"period\"", "\"is\": \"\"", CEMENT_E_UNKNOWN, NULL},
    {"\"is\": \"period\"", "\"is\": 1", CEMENT_E_SCHEMA, NULL},
    {"\"is\": \"period\"", "\"is\": \"period\", \"item\": \"clinker_output\"", CEMENT_E_SCHEMA,
     "one of is, item, role, attribute and unclear expected"},
    {"\"attribute\": \"line.design_capacity\"", "\"attribute\": \"line.capacity\"", CEMENT_E_UNKNOWN,
     "\"line.capacity\" is no attribute"},
    {"\"attribute\": \"line.design_capacity\"", "\"attribute\": \"fuel.state\"", CEMENT_E_SCHEMA,
     "that of a fuel is a quantity, not a column"},
    {"\"attribute\": \"fuel.origin\"", "\"attribute\": \"facility.altitude\"", CEMENT_E_SCHEMA,
     "that of a fuel expected"},
    {"\"attribute\": \"fuel.origin\"", "\"attribute\": \"fuel.origin\", \"fuel\": \"fuel_ncv\"", CEMENT_E_SCHEMA,
     "or an attribute alone"},
    {"\"attribute\": \"fuel.biogenic_share\", \"doubt\": \"subject\"",
     "\"attribute\": \"fuel.biogenic_share\", \"doubt\": \"any\"", CEMENT_E_UNKNOWN, NULL},
    {"\"attribute\": \"line.design_capacity\"", "\"attribute\": 1", CEMENT_E_SCHEMA, NULL},
    {"\"attribute\": \"line.design_capacity\"", "\"attribute\": \"line.design_capacity\", \"is\": \"line\"",
     CEMENT_E_SCHEMA, "one of is, item, role, attribute and unclear expected"},
    {"\"choice\": \"white\"", "\"choice\": \"grey\"", CEMENT_E_UNKNOWN, "\"grey\" is none of the attribute"},
    {"\"choice\": \"white\"", "\"choice\": []", CEMENT_E_SCHEMA, NULL},
    {", \"choice\": \"white\"", "", CEMENT_E_MISSING, NULL},
    {"\"attribute\": \"line.clinker_type\", \"choice\": \"white\"", "\"choice\": \"white\"", CEMENT_E_MISSING, NULL},
    {"\"attribute\": \"line.clinker_type\", \"choice\"", "\"attribute\": \"line.design_capacity\", \"choice\"",
     CEMENT_E_UNKNOWN, NULL},
    {"\"attribute\": \"line.clinker_type\", \"choice\"", "\"attribute\": \"facility.name\", \"choice\"",
     CEMENT_E_UNKNOWN, NULL},
    {"[\"白水泥熟料\"", "[\"铝酸盐熟料\"", CEMENT_E_DUPKEY, "\"铝酸盐熟料\" has a meaning already"},
    {"\"item\": \"clinker_output\"", "\"item\": \"clinker\"", CEMENT_E_UNKNOWN,
     "\"item\": \"clinker\" is not such an item"},
    {"\"item\": \"clinker_output\"", "\"item\": \"fuel_ncv\"", CEMENT_E_UNKNOWN, NULL},
    {"\"item\": \"clinker_output\"", "\"item\": 1", CEMENT_E_SCHEMA, NULL},
    {"\"role\": \"weight\", \"unit\": \"t\"", "\"role\": \"weight\", \"unit\": \"stone\"", CEMENT_E_UNIT, NULL},
    {"\"role\": \"weight\"", "\"role\": \"burden\"", CEMENT_E_UNKNOWN, NULL},
    {"\"doubt\": \"subject\"", "\"doubt\": \"all\"", CEMENT_E_UNKNOWN, NULL},
    {"\"unclear\": {\"zh\": \"熟料还是水泥的产量\",", "\"unclear\": {", CEMENT_E_MISSING, NULL},
    {"\"fuel\": \"anthracite\"", "\"fuel\": \"peat\"", CEMENT_E_UNKNOWN, "\"peat\" is not known"},
    {"\"fuel\": \"anthracite\", ", "", CEMENT_E_SCHEMA, "fuel, material or section expected"},
    {"\"fuel\": \"anthracite\"", "\"fuel\": \"\"", CEMENT_E_SCHEMA, NULL},
    {"\"section\": \"packing\"", "\"section\": \"loading\"", CEMENT_E_UNKNOWN, NULL},
    {"\"point\": \"mill\"", "\"point\": \"gate\"", CEMENT_E_UNKNOWN, NULL},
    {"\"loose\": true", "\"loose\": 1", CEMENT_E_SCHEMA, NULL},
    {"\"state\": \"solid\", \"origin\"", "\"state\": \"plasma\", \"origin\"", CEMENT_E_UNKNOWN, NULL},
    {"\"state\": \"solid\", \"origin\"", "\"state\": 1, \"origin\"", CEMENT_E_UNKNOWN, NULL},
    {"\"state\": \"solid\", \"origin\"", "\"origin\"", CEMENT_E_MISSING, NULL},
    {"\"fuel\": \"alternative_fuel\"", "\"fuel\": \"rdf\"", CEMENT_E_SCHEMA, "\"declare\" of what is known already"},
    {"\"material\": \"limestone\"", "\"material\": \"Limestone\"", CEMENT_E_UNKNOWN, NULL},
    {"\"material\": \"limestone\"", "\"material\": \"lime{stone\"", CEMENT_E_UNKNOWN, NULL},
    {"\"material\": \"limestone\"", "\"material\": \"2_lime\"", CEMENT_E_UNKNOWN, NULL},
    {"\"material\": \"limestone\"", "\"material\": \"lime_2\"", CEMENT_OK, NULL},
    {"\"material\": \"limestone\"", "\"material\": \"carbide_slag\"", CEMENT_E_SCHEMA, NULL},
    {"\"section\": \"packing\"", "\"section\": \"packing\", \"declare\": {\"zh\": \"a\", \"en\": \"b\"}",
     CEMENT_E_SCHEMA, NULL},
    {"\"fuel\": \"fuel_heat\"", "\"fuel\": \"heat\"", CEMENT_E_UNKNOWN, NULL},
    {"\"is\": \"period\", \"source\": \"measured\"", "\"is\": \"period\", \"source\": 1", CEMENT_E_SCHEMA, NULL},
    {"\"measured\": {\"zh\"", "\"Measured\": {\"zh\"", CEMENT_E_SCHEMA, "\"Measured\" is no key"},
    {"\"measured\": {\"names\"", "\"measured\": {\"name\"", CEMENT_E_SCHEMA, NULL},
    {"\"names\": [\"白泥\"]", "\"names\": [\"\"]", CEMENT_E_SCHEMA, "the text is empty"},
    {"\"kJ\", \"KJ\"", "\"kJ\", \"KG\"", CEMENT_OK, NULL},
    {"\"material\": \"material_cao\", \"other_material\"", "\"other_material\"", CEMENT_E_SCHEMA, NULL},
    {"\"material\": \"material_cao\", \"doubt\"", "\"material\": \"clinker_cao\", \"doubt\"", CEMENT_E_UNKNOWN, NULL},
    {"\"material\": \"material_mgo\", \"other_material\": \"material_mgo\", ", "", CEMENT_E_SCHEMA, NULL},
    {", \"other_material\": \"material_cao\"", "", CEMENT_E_SCHEMA, "material and other_material go together"},
    {"\"bare\": true, ", "", CEMENT_E_MISSING, NULL},
    {"\"use\": \"drying\"", "\"use\": \"cooking\"", CEMENT_E_UNKNOWN, NULL},
    {"\"use\": \"drying\", ", "", CEMENT_E_MISSING, NULL},
    {", \"basis\": \"d\"", ", \"basis\": \"daf\"", CEMENT_E_UNKNOWN, NULL},
    {", \"basis\": \"d\"", "", CEMENT_E_MISSING, NULL},
    {"\"assumed\": {\"fuel\": \"bituminous_coal\"", "\"assumed\": {\"fuel\": \"peat\"", CEMENT_E_UNKNOWN, NULL},
    {"\"assumed\": {\"fuel\": \"bituminous_coal\", ", "\"assumed\": {", CEMENT_E_MISSING, NULL},
    {"\"assumed\": {", "\"assumed\": 1, \"x\": {", CEMENT_E_SCHEMA, NULL},
    {"\"patterns\": [\"{n}#\"", "\"patterns\": [\"#\"", CEMENT_E_SCHEMA, "a pattern without {n}"},
    {"\"patterns\": [\"{n}#\"", "\"patterns\": [\"{n}\xC2\xAD\"", CEMENT_E_SCHEMA, NULL},
    {"\"patterns\": [\"{n}#\"", "\"patterns\": [\"{n}＃窑\"", CEMENT_E_DUPKEY, NULL},
    {"\"lines\": {\"patterns\"", "\"lines\": {\"pattern\"", CEMENT_E_SCHEMA, NULL},
    {"\"month\": {\"names\": [\"本月\",", "\"month\": {\"names\": [\"项目\",", CEMENT_E_DUPKEY, "\"项目\" twice"},
    {"\"month\": {\"names\": [\"本月\",", "\"month\": {\"names\": [\"平均\",", CEMENT_E_DUPKEY, "\"平均\" twice"},
    {"[\"缺省值\", \"缺省\",", "[\"实测\", \"缺省\",", CEMENT_E_DUPKEY, "\"实测\" twice"},
    {"[\"缺省值\", \"缺省\",", "[\"缺\xC2\xAD\", \"缺省\",", CEMENT_E_SCHEMA, NULL},
    {"\"missing\": {\"names\": [\"-\"", "\"missing\": {\"names\": [\"停窑\"", CEMENT_E_DUPKEY, "\"停窑\" twice"},
    {"\"missing\": {\"names\": [\"-\"", "\"missing\": {\"names\": [\"　\"", CEMENT_E_SCHEMA, "no text of a cell"},
    {"\"missing\": {\"names\"", "\"missing\": {\"name\"", CEMENT_E_SCHEMA, NULL},
    {"\"KG\", \"Kg\"", "\"KG\", \"KG\"", CEMENT_E_DUPKEY, "\"KG\" twice"},
    {"\"KG\", \"Kg\"", "\"kg\", \"Kg\"", CEMENT_E_SCHEMA, "\"kg\" is read without being listed"},
    {"\"KG\", \"Kg\"", "\"K\xC2\xADG\", \"Kg\"", CEMENT_E_SCHEMA, NULL},
    {"\"unit\": \"kg\"", "\"unit\": \"keg\"", CEMENT_E_UNIT, NULL},
    {"\"short_for\": \"fuel_ncv\"", "\"short_for\": \"ncv\"", CEMENT_E_UNKNOWN, "item \"ncv\" is not known"},
    {"\"short_for\": \"fuel_ncv\"", "\"short_for\": [\"fuel_ncv\"]", CEMENT_E_SCHEMA, NULL},
    {"\"units\": [", "\"units\": {}, \"x\": [", CEMENT_E_SCHEMA, NULL},
    {"\"value\": \"23\"", "\"value\": \"a score\"", CEMENT_E_SYNTAX, NULL},
    {"\"value\": \"23\", ", "", CEMENT_E_MISSING, NULL},
    {"\"value\": \"23\"", "\"value\": 23", CEMENT_E_SCHEMA, "a text expected"},
    {"\"value\": \"23\"", "\"value\": \"-23\"", CEMENT_E_SYNTAX, "a number like 23.5 expected"},
    {"\"value\": \"23\"", "\"value\": \"2e1\"", CEMENT_E_SYNTAX, "\"2e1\" read"},
    {"\"confidence\": \"unverified\"", "\"confidence\": \"sure\"", CEMENT_E_SCHEMA, NULL},
    {"\"whole\": {", "\"part\": {", CEMENT_E_SCHEMA, NULL},
    {"{", "", CEMENT_E_SYNTAX, NULL},
};

static void test_refused(void) {
  names n;
  if (!names_open(&n)) return;
  cm_str whole = read_whole(&n.base.arena, CEMENT_DATA_DIR "/plant/dictionary.json");
  for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
    cement_error err = {.size = sizeof err};
    cm_dictionary dictionary;
    const char *at = strstr(whole.at, refusals[i].from);
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    cm_str before = cm_str_slice(whole, 0, (size_t)(at - whole.at));
    cm_buf text;
    cm_buf_init(&text, &n.base.arena);
    cm_buf_add(&text, before);
    cm_buf_add_c(&text, refusals[i].to);
    cm_buf_add_c(&text, at + strlen(refusals[i].from));
    int status =
        cm_dictionary_read(&n.base.arena, &dictionary, &n.base.items, CM_S("d.json"), cm_buf_text(&text), &err);
    bool good = status == refusals[i].code && err.code == status &&
                (status == CEMENT_OK || (strcmp(err.source, "d.json") == 0 && err.line > 0)) &&
                (refusals[i].message == NULL || strstr(err.message, refusals[i].message) != NULL);
    if (!good)
      fprintf(stderr, "\n%s -> %s\n%d %u: %s\n", refusals[i].from, refusals[i].to, status, err.line, err.message);
    CU_ASSERT_TRUE(good);
  }
  names_close(&n);
}

/* ---- lines ---- */

static const struct {
  const char *text;
  uint32_t number; /* 0: no line */
} line_names[] = {
    {"1#", 1},         {"1#窑", 1},      {"#2", 2},        {"2号线", 2},     {"03号窑", 3}, {"一线", 1},
    {"十号窑", 10},    {"十一号窑", 11}, {"二十号线", 20}, {"九十九线", 99}, {"line 1", 1}, {"l1", 1},
    {"kiln no. 3", 3}, {"no.2 kiln", 2}, {"1# kiln", 1},   {"窑2", 2},       {"0#", 0},     {"100#", 0},
    {"l", 0},          {"l123", 0},      {"线", 0},        {"一一线", 0},    {"", 0},       {"1#x", 0},
    {"line 1a", 0},    {"百线", 0},      {"l1 l2", 0},     {"{n}#", 0},      {"十十线", 0},
};

static void test_lines(void) {
  names n;
  char id[CM_LINE_ID_MAX];
  uint32_t number;
  if (!names_open(&n)) return;
  for (size_t i = 0; i < sizeof line_names / sizeof *line_names; i++) {
    bool line = cm_dictionary_line(&n.dictionary, cm_str_of(line_names[i].text), &number);
    if (line != (line_names[i].number != 0)) fprintf(stderr, "\n%s\n", line_names[i].text);
    CU_ASSERT_EQUAL(line, line_names[i].number != 0);
    if (line) CU_ASSERT_EQUAL(number, line_names[i].number);
  }
  CU_ASSERT_TRUE(cm_str_is(cm_line_id(7, id), "L7") && cm_str_is(cm_line_id(99, id), "L99"));
  CU_ASSERT_EQUAL(cm_line_match(CM_S("{n}#窑"), CM_S("1#窑熟料产量"), 0, &number), strlen("1#窑"));
  CU_ASSERT_EQUAL(cm_line_match(CM_S("{n}线"), CM_S("a一线"), 1, &number), strlen("一线"));
  CU_ASSERT_EQUAL(cm_line_match(CM_S("l{n}"), CM_S("cl1"), 1, &number), 0);
  CU_ASSERT_EQUAL(cm_line_match(CM_S("{n}#"), CM_S("28#"), 1, &number), 0);
  names_close(&n);
}

/* ---- words, methods, markers, units, constants ---- */

static void test_words(void) {
  names n;
  size_t first;
  if (!names_open(&n)) return;
  const cm_dictionary *d = &n.dictionary;
  for (size_t i = 1; i < d->words.size; i++) {
    int order = cm_str_cmp(d->words.at[i - 1].text, d->words.at[i].text);
    CU_ASSERT_TRUE(order < 0 || (order == 0 && d->words.at[i - 1].entry->kind < d->words.at[i].entry->kind));
  }
  CU_ASSERT_PTR_NOT_NULL(cm_dictionary_find(d, CM_WORD_MEMBER, CM_S("烟煤")));
  CU_ASSERT_PTR_NULL(cm_dictionary_find(d, CM_WORD_COLUMN, CM_S("烟煤")));
  CU_ASSERT_PTR_NULL(cm_dictionary_find(d, CM_WORD_MEMBER, CM_S("烟")));
  CU_ASSERT_EQUAL(cm_dictionary_words(d, CM_S("氧化钙"), &first), 2); /* of clinker, or of a material */
  CU_ASSERT_EQUAL(cm_dictionary_words(d, CM_S("\xFF"), &first), 0);
  CU_ASSERT_EQUAL(first, d->words.size);
  const cm_entry *gypsum = cm_dictionary_find(d, CM_WORD_MEMBER, CM_S("flue-gas desulfurisation gypsum"));
  CU_ASSERT_TRUE(gypsum != NULL && gypsum->elsewhere);
  const cm_entry *other = cm_dictionary_find(d, CM_WORD_MEMBER, CM_S("替代燃料"));
  CU_ASSERT_TRUE(other != NULL && other->declare && other->attributes[n.base.items.fuel_state].given);
  int origin = cm_set_find_attribute(&n.base.items.fuel, CM_S("origin"));
  CU_ASSERT_EQUAL(other->attributes[origin].choice,
                  (uint32_t)cm_attribute_find_choice(&n.base.items.fuel.attributes[origin], CM_S("alternative")));
  CU_ASSERT_EQUAL(cm_dictionary_method(d, CM_S("实测值")), CM_METHOD_MEASURED);
  CU_ASSERT_EQUAL(cm_dictionary_method(d, CM_S("缺省值")), CM_METHOD_DEFAULT);
  CU_ASSERT_EQUAL(cm_dictionary_method(d, CM_S("计算值")), CM_METHOD_CALCULATED);
  CU_ASSERT_EQUAL(cm_dictionary_method(d, CM_S("估算值")), CM_METHOD_ESTIMATED);
  CU_ASSERT_EQUAL(cm_dictionary_method(d, CM_S("猜")), CM_METHOD_NONE);
  names_close(&n);
}

static const struct {
  const char *text;
  cm_cell_kind kind;
} marker_rows[] = {
    {"-", CM_CELL_MISSING},     {"/", CM_CELL_MISSING},    {"无", CM_CELL_MISSING},   {"未检测", CM_CELL_MISSING},
    {"n/a", CM_CELL_MISSING},   {"停窑", CM_CELL_STOPPED}, {"检修", CM_CELL_STOPPED}, {"错峰停窑", CM_CELL_STOPPED},
    {"#div/0!", CM_CELL_BAD},   {"#value!", CM_CELL_BAD},  {"no data", CM_CELL_BAD},  {"i/o timeout", CM_CELL_BAD},
    {"bad input", CM_CELL_BAD}, {"scan off", CM_CELL_BAD}, {"calc off", CM_CELL_BAD}, {"unit down", CM_CELL_BAD},
};

static void test_markers(void) {
  names n;
  if (!names_open(&n)) return;
  const cm_markers *markers = &n.dictionary.markers;
  for (size_t i = 1; i < markers->count; i++) {
    CU_ASSERT_TRUE(cm_str_cmp(markers->at[i - 1].text, markers->at[i].text) < 0);
  }
  for (size_t i = 0; i < sizeof marker_rows / sizeof *marker_rows; i++) {
    size_t k = 0;
    while (k < markers->count && !cm_str_is(markers->at[k].text, marker_rows[i].text)) k++;
    CU_ASSERT_TRUE(k < markers->count && markers->at[k].kind == marker_rows[i].kind);
  }
  names_close(&n);
}

/* The units that plant files were seen with, by coefficients: text, and the same in base units. */
static const struct {
  const char *text, *same, *item;
  uint8_t doubt;
} unit_rows[] = {
    {"吨", "t", "", 0},
    {"t", "10^3 kg", "", 0},
    {"万吨", "10^4 t", "", 0},
    {"kt", "10^3 t", "", 0},
    {"千克", "kg", "", 0},
    {"千瓦时", "kWh", "", 0},
    {"kW·h", "kWh", "", 0},
    {"度", "kWh", "", 0},
    {"万kWh", "10^4 kWh", "", 0},
    {"万千瓦时", "10^4 kWh", "", 0},
    {"MWh", "10^3 kWh", "", 0},
    {"tce", "10^3 kgce", "", 0},
    {"kgce", "10^3 gce", "", 0},
    {"吨标准煤", "tce", "", 0},
    {"GJ/t", "MJ/kg", "", 0},
    {"kJ/kg", "MJ/t", "", 0},
    {"kcal/kg", "大卡/kg", "", 0},
    {"GJ/万Nm3", "GJ/10^4 m3", "", 0},
    {"10^4m3", "万Nm3", "", 0},
    {"%", "%", "", 0},
    {"‰", "‰", "", 0},
    {"tC/GJ", "tC/GJ", "", 0},
    {"kgCO2/t", "gCO2/kg", "", 0},
    {"tCO2", "10^3 kgCO2", "", 0},
    {"℃", "℃", "", 0},
    {"kPa", "10^3 Pa", "", 0},
    {"hPa", "10^2 Pa", "", 0},
    {"m", "m", "", 0},
    {"大卡", "kcal", "", 0},
    {"大卡", "kcal/kg", "fuel_ncv", CM_DOUBT_SHORT},
    {"MJ", "MJ/kg", "fuel_ncv", CM_DOUBT_SHORT},
    {"KG", "kg", "", CM_DOUBT_SPELLING},
    {"T", "t", "clinker_output", CM_DOUBT_SPELLING},
    {"KJ/kg", "kJ/kg", "fuel_ncv", CM_DOUBT_SPELLING},
    {"万标方", "万Nm3", "", CM_DOUBT_SPELLING},
};

static void test_units(void) {
  names n;
  uint8_t doubt;
  if (!names_open(&n)) return;
  for (size_t i = 0; i < sizeof unit_rows / sizeof *unit_rows; i++) {
    cm_unit a, b;
    cm_scale factor;
    const cm_item *item = cm_items_find(&n.base.items, cm_str_of(unit_rows[i].item));
    cm_str text = cm_dictionary_unit(&n.dictionary, cm_str_of(unit_rows[i].text), item, &doubt);
    CU_ASSERT_EQUAL(doubt, unit_rows[i].doubt);
    CU_ASSERT_EQUAL(cm_unit_read(text, &a, NULL, CM_NOWHERE), CEMENT_OK);
    CU_ASSERT_EQUAL(cm_unit_read(cm_str_of(unit_rows[i].same), &b, NULL, CM_NOWHERE), CEMENT_OK);
    bool good = cm_unit_same_dim(&a, &b) && cm_unit_factor(&factor, &a, &b) == 0 && cm_scale_is_one(&factor);
    if (!good) fprintf(stderr, "\n%s\n", unit_rows[i].text);
    CU_ASSERT_TRUE(good);
  }
  CU_ASSERT_EQUAL(cm_dictionary_unit(&n.dictionary, CM_S("furlong"), NULL, &doubt).size, 0);
  names_close(&n);
}

/* GB/T 213: 23 and 206 kJ/kg a percent, of a whole of 100 %; read nowhere, so unverified. */
static void test_basis(void) {
  static const struct {
    const char *value, *unit;
  } want[CM_BASIS_CONSTANTS] = {{"23", "kJ/kg"}, {"206", "kJ/kg"}, {"100", "%"}};
  names n;
  if (!names_open(&n)) return;
  for (size_t i = 0; i < CM_BASIS_CONSTANTS; i++) {
    const cm_basis_constant *c = &n.dictionary.basis[i];
    cm_dec value;
    size_t at;
    CU_ASSERT_EQUAL(cm_dec_read(cm_str_of(want[i].value), &value, &at), CM_PARSE_OK);
    CU_ASSERT_TRUE(cm_dec_cmp(&c->value, &value) == 0 && cm_str_is(c->text, want[i].value));
    CU_ASSERT_TRUE(cm_str_is(c->unit, want[i].unit) && cm_str_is(c->cite, "GB/T 213"));
    CU_ASSERT_EQUAL(c->confidence, CM_UNVERIFIED);
  }
  names_close(&n);
}

/* ---- the smallest dictionary: each of its parts is needed ---- */

static const char *const small_parts[] = {
    "\"schema\": \"cement-dictionary/1\"",
    "\"sources\": {\"s\": {\"zh\": \"甲\", \"en\": \"a\"}}",
    "\"columns\": [{\"names\": [\"day\"], \"is\": \"period\", \"source\": \"s\"}]",
    "\"members\": [{\"names\": [\"煤\"], \"fuel\": \"a_fuel\", \"declare\": {\"zh\": \"甲\", \"en\": \"a\", \"state\": "
    "\"solid\", \"origin\": \"fossil\"}, \"source\": \"s\"}]",
    "\"quantities\": [{\"names\": [\"used\"], \"bare\": true, \"fuel\": \"fuel_consumption\", \"source\": \"s\"}]",
    "\"uses\": [{\"names\": [\"for drying\"], \"use\": \"drying\", \"source\": \"s\"}]",
    "\"bases\": [{\"names\": [\"dry\"], \"basis\": \"d\", \"source\": \"s\"}]",
    "\"raw\": {\"names\": [\"raw\"], \"source\": \"s\"}",
    "\"empty\": {\"names\": [\"empty\"], \"source\": \"s\"}",
    "\"groups\": {\"names\": [\"group\"], \"source\": \"s\"}",
    "\"choices\": [{\"names\": [\"grey\"], \"attribute\": \"line.clinker_type\", \"choice\": \"portland\", \"source\": "
    "\"s\"}]",
    "\"assumed\": {\"fuel\": \"lignite\", \"source\": \"s\"}",
    "\"lines\": {\"patterns\": [\"{n}#\"], \"source\": \"s\"}",
    "\"shifts\": [{\"names\": [\"x\"], \"source\": \"s\"}]",
    "\"methods\": {\"measured\": {\"names\": [\"m\"], \"source\": \"s\"}, \"default\": {\"names\": [\"d\"], "
    "\"source\": "
    "\"s\"}, \"calculated\": {\"names\": [\"c\"], \"source\": \"s\"}, \"estimated\": {\"names\": [\"e\"], \"source\": "
    "\"s\"}}",
    "\"repeats\": {\"sum\": {\"names\": [\"all\"], \"source\": \"s\"}, \"other\": {\"names\": [\"mean\"], "
    "\"source\": \"s\"}}",
    "\"form\": {\"title\": {\"names\": [\"row\"], \"source\": \"s\"}, "
    "\"month\": {\"names\": [\"all\"], \"source\": \"s\"}}",
    "\"markers\": {\"missing\": {\"names\": [\"-\"], \"source\": \"s\"}, \"stopped\": {\"names\": [\"停\"], "
    "\"source\": "
    "\"s\"}, \"bad\": {\"names\": [\"bad\"], \"source\": \"s\"}}",
    "\"units\": [{\"names\": [\"T\"], \"unit\": \"t\", \"source\": \"s\"}]",
    "\"basis\": {\"moisture_heat\": {\"value\": \"23\", \"unit\": \"kJ/kg\", \"cite\": \"c\", \"note\": {\"zh\": "
    "\"甲\", "
    "\"en\": \"a\"}, \"confidence\": \"unverified\"}, \"hydrogen_heat\": {\"value\": \"206\", \"unit\": \"kJ/kg\", "
    "\"cite\": \"c\", \"note\": {\"zh\": \"甲\", \"en\": \"a\"}, \"confidence\": \"unverified\"}, \"whole\": "
    "{\"value\": "
    "\"100\", \"unit\": \"%\", \"cite\": \"c\", \"note\": {\"zh\": \"甲\", \"en\": \"a\"}, \"confidence\": "
    "\"unverified\"}}",
};
#define PARTS (sizeof small_parts / sizeof *small_parts)

/* Without the part `left_out`, or with null in its place. */
static cm_str small_dictionary(names *n, size_t left_out, bool null) {
  cm_buf text;
  const char *between = "{";
  cm_buf_init(&text, &n->base.arena);
  for (size_t i = 0; i < PARTS; i++) {
    if (i == left_out && !null) continue;
    cm_buf_add_c(&text, between);
    between = ",\n";
    if (i != left_out) cm_buf_add_c(&text, small_parts[i]);
    if (i != left_out) continue;
    cm_buf_add(&text, (cm_str){small_parts[i], (size_t)(strchr(small_parts[i], ':') - small_parts[i])});
    cm_buf_add_c(&text, ": null");
  }
  cm_buf_add_c(&text, "}");
  return cm_buf_text(&text);
}

static void test_small(void) {
  names n;
  cm_dictionary d;
  cement_error err = {.size = sizeof err};
  if (!names_open(&n)) return;
  cm_arena *arena = &n.base.arena;
  const cm_items *items = &n.base.items;
  int status = cm_dictionary_read(arena, &d, items, CM_S("d"), small_dictionary(&n, PARTS, false), &err);
  if (status != CEMENT_OK) fprintf(stderr, "\n%u:%u %s\n", err.line, err.column, err.message);
  CU_ASSERT_EQUAL(status, CEMENT_OK);
  for (size_t i = 0; i < PARTS; i++) {
    status = cm_dictionary_read(arena, &d, items, CM_S("d"), small_dictionary(&n, i, false), &err);
    CU_ASSERT_TRUE(status == CEMENT_E_MISSING && err.line == 1 && err.column == 1);
    status = cm_dictionary_read(arena, &d, items, CM_S("d"), small_dictionary(&n, i, true), &err);
    CU_ASSERT_TRUE(status == CEMENT_E_SCHEMA && err.line == i + 1);
  }
  names_close(&n);
}

typedef struct reading {
  const cm_items *items;
  cm_str text;
} reading;

static int read_small(cm_arena *arena, cement_error *err, void *user) {
  cm_dictionary d;
  const reading *r = user;
  return cm_dictionary_read(arena, &d, r->items, CM_S("d"), r->text, err);
}

/* The built-in one would have thousands of allocations where every piece is a block of its own. */
static void test_failing(void) {
  names n;
  if (!names_open(&n)) return;
  reading r = {&n.base.items, small_dictionary(&n, PARTS, false)};
  check_failing(read_small, &r);
  names_close(&n);
}

int register_dictionary_suite(void) {
  CU_pSuite suite = CU_add_suite("dictionary", NULL, NULL);
  if (!suite) return -1;
  CU_add_test(suite, "refusals", test_refused);
  CU_add_test(suite, "lines", test_lines);
  CU_add_test(suite, "words", test_words);
  CU_add_test(suite, "markers", test_markers);
  CU_add_test(suite, "units", test_units);
  CU_add_test(suite, "constants of bases", test_basis);
  CU_add_test(suite, "the smallest", test_small);
  CU_add_test(suite, "failing allocation", test_failing);
  return 0;
}
