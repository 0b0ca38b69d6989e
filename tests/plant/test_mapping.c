/* Mapping files: what they say, how a file that says it wrongly is refused, proposals, and tables read by one. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>

#include "plant/names_help.h"

int register_mapping_suite(void);

#define ROW(...)                                                                                                       \
  (const char *const[]) {                                                                                              \
    __VA_ARGS__, NULL                                                                                                  \
  }

/* ---- a mapping that says everything ---- */

static const char whole[] =
    "{\n"
    "  \"schema\": \"cement-mapping/1\",\n"
    "  \"facility\": {\"id\": \"F\", \"altitude\": {\"value\": 120, \"unit\": \"m\"}},\n"
    "  \"lines\": [{\"id\": \"L1\"}],\n"
    "  \"fuels\": [{\"id\": \"rdf-a\", \"state\": \"solid\", \"origin\": \"alternative\", \"biogenic_share\": 0.50}],\n"
    "  \"materials\": [],\n"
    "  \"tables\": [\n"
    "    {\"file\": \"日报*.csv\", \"shape\": \"wide\", \"encoding\": \"gbk\", \"delimiter\": \"\\u0009\", "
    "\"skip_rows\": 1, \"header_rows\": 2, \"unit_row\": true, \"year\": 2024, \"gaps\": \"zero\", "
    "\"period\": {\"header\": \"时刻\", \"month_starts\": 26, \"stamp\": \"end\"}, "
    "\"line\": {\"header\": \"哪条线\"}, \"lines\": {\"老线\": \"L1\"}, "
    "\"of\": {\"header\": \"什么煤\", \"names\": {\"神木煤\": \"bituminous_coal\", \"电力\": null}},\n"
    "     \"columns\": [\n"
    "      {\"header\": \"煤量\", \"item\": \"fuel_consumption\", \"use\": \"drying\", \"unit\": \"t(ar)\", "
    "\"aggregate\": \"difference\", \"method\": \"measured\", \"source\": \"DCS\"},\n"
    "      {\"header\": \"热\", \"item\": \"fuel_ncv\", \"of\": \"rdf-a\", \"unit\": \"kcal/kg\", \"line\": \"L1\", "
    "\"basis\": \"ad\", \"point\": \"kiln\", \"aggregate\": \"mean\", \"weight\": \"煤量\"},\n"
    "      {\"header\": \"水\", \"role\": \"moisture_ar\", \"of\": \"bituminous_coal\", \"unit\": \"%\"},\n"
    "      {\"header\": \"电一\", \"item\": \"electricity_consumption\", \"of\": \"clinker\", \"unit\": \"kWh\", "
    "\"part\": \"raw mill\"},\n"
    "      {\"header\": \"电二\", \"item\": \"electricity_consumption\", \"of\": \"clinker\", \"unit\": \"kWh\", "
    "\"part\": \"kiln\"},\n"
    "      {\"header\": \"吨\", \"role\": \"weight\"},\n"
    "      {\"header\": \"谁\", \"ignore\": true},\n"
    "      {\"header\": \"怎样\", \"as\": \"method\"},\n"
    "      {\"header\": \"度量\", \"as\": \"unit\"},\n"
    "      {\"header\": \"产能\", \"attribute\": \"line.design_capacity\", \"unit\": \"t/d\", \"line\": \"L1\"},\n"
    "      {\"header\": \"熟料\", \"attribute\": \"line.clinker_type\"}\n"
    "     ]},\n"
    "    {\"line\": {\"id\": \"L2\"}}\n"
    "  ]\n"
    "}\n";

static int32_t append(void *user, const char *bytes, size_t size) {
  cm_buf_add(user, (cm_str){bytes, size});
  return 0;
}

static cm_str written(names *n, const cm_mapping *mapping) {
  cm_buf *buf = CM_NEW(&n->base.arena, cm_buf);
  cm_sink sink;
  cm_buf_init(buf, &n->base.arena);
  cm_sink_init(&sink, append, buf);
  cm_mapping_write(mapping, &sink);
  CU_ASSERT_EQUAL(cm_sink_finish(&sink), CEMENT_OK);
  return cm_buf_text(buf);
}

static int read_mapping(names *n, cm_str text, cm_mapping *out, cement_error *err) {
  return cm_mapping_read(&n->base.arena, &n->dictionary, CM_S("m.json"), text, out, err);
}

static void check_columns(const cm_mapping_table *t) {
  const cm_meaning *coal = &t->columns[0].meaning, *heat = &t->columns[1].meaning, *water = &t->columns[2].meaning;
  CU_ASSERT_EQUAL_FATAL(t->column_count, 11);
  CU_ASSERT_TRUE(coal->kind == CM_MEANING_VALUE && cm_str_is(coal->item->key, "fuel_consumption") &&
                 cm_str_is(coal->use, "drying") && coal->aggregate == CM_AGGREGATE_DIFFERENCE &&
                 coal->basis == CM_BASIS_AR && cm_str_is(coal->method, "measured") && cm_str_is(coal->source, "DCS"));
  CU_ASSERT_TRUE(cm_str_is(heat->of, "rdf-a") && heat->member == NULL && cm_str_is(heat->line, "L1") &&
                 heat->basis == CM_BASIS_AD && heat->point == CM_POINT_KILN && cm_str_is(heat->weight, "煤量") &&
                 heat->aggregate == CM_AGGREGATE_MEAN && heat->doubt == 0);
  CU_ASSERT_TRUE(water->kind == CM_MEANING_ROLE && water->role == CM_ROLE_MOISTURE_AR && water->member != NULL &&
                 cm_str_is(water->item->key, "fuel_ncv"));
  CU_ASSERT_TRUE(cm_str_is(t->columns[3].meaning.part, "raw mill"));
  CU_ASSERT_TRUE(t->columns[5].meaning.role == CM_ROLE_WEIGHT && t->columns[5].meaning.unit_text.size == 0);
  CU_ASSERT_EQUAL(t->columns[6].meaning.kind, CM_MEANING_IGNORE);
  CU_ASSERT_EQUAL(t->columns[7].meaning.kind, CM_MEANING_METHOD);
  CU_ASSERT_EQUAL(t->columns[8].meaning.kind, CM_MEANING_UNIT);
  const cm_meaning *capacity = &t->columns[9].meaning, *type = &t->columns[10].meaning;
  CU_ASSERT_TRUE(capacity->kind == CM_MEANING_ATTRIBUTE && cm_str_is(capacity->property.key, "design_capacity") &&
                 capacity->property.set == CM_SET_LINE && cm_str_is(capacity->unit_text, "t/d") &&
                 cm_str_is(capacity->line, "L1"));
  CU_ASSERT_TRUE(type->kind == CM_MEANING_ATTRIBUTE && cm_str_is(type->property.key, "clinker_type") &&
                 type->property.attribute->choice_count > 1 && type->unit_text.size == 0);
}

static void test_whole(void) {
  names n;
  cm_mapping m;
  cement_error err = {.size = sizeof err};
  if (!names_open(&n)) return;
  int status = read_mapping(&n, cm_str_of(whole), &m, &err);
  if (status != CEMENT_OK) fprintf(stderr, "\n%u:%u %s\n", err.line, err.column, err.message);
  CU_ASSERT_EQUAL_FATAL(status, CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(m.table_count, 2);
  const cm_mapping_table *t = &m.tables[0];
  CU_ASSERT_TRUE(t->shape == CM_SHAPE_WIDE && cm_str_is(t->encoding, "gbk") && t->delimiter == '\t');
  CU_ASSERT_TRUE(t->skip_rows == 1 && t->header_rows == 2 && t->unit_row && t->unit_row_given && t->year == 2024);
  CU_ASSERT_TRUE(t->month_starts == 26 && t->stamp_end && t->gaps_zero);
  CU_ASSERT_TRUE(cm_str_is(t->period_keys[0], "时刻") && cm_str_is(t->line_key, "哪条线") &&
                 cm_str_is(t->of_key, "什么煤"));
  CU_ASSERT_TRUE(t->line_count == 1 && cm_str_is(t->lines[0].id, "L1") && t->of_count == 2 && !t->ofs[0].left_out &&
                 t->ofs[1].left_out);
  check_columns(t);
  CU_ASSERT_TRUE(m.tables[1].month_starts == 1 && cm_str_is(m.tables[1].line, "L2") && !m.tables[1].unit_row_given);
  CU_ASSERT_TRUE(m.facility != NULL && m.lines != NULL && m.fuels != NULL && m.materials != NULL);
  /* written, it is the same file, numbers and all */
  cm_str text = written(&n, &m);
  if (!cm_str_is(text, whole)) fprintf(stderr, "\n%.*s\n", (int)text.size, text.at);
  CU_ASSERT_TRUE(cm_str_is(text, whole));
  names_close(&n);
}

/* ---- refusals: @ stands before the byte that is told, and is not read ---- */

static const struct {
  const char *text;
  int code;
  const char *message;
} refusals[] = {
    {"@[]", CEMENT_E_SCHEMA, NULL},
    {"{\"schema\":\"cement-mapping/1\",\"tables\":[{\"lines\":{\"A\":@null}}]}", CEMENT_E_SCHEMA, NULL},
    {"@{\"tables\": []}", CEMENT_E_MISSING, NULL},
    {"{\"schema\": @\"cement-mapping/2\"}", CEMENT_E_SCHEMA, "schema: \"cement-mapping/1\" expected"},
    {"{\"schema\": @1}", CEMENT_E_SCHEMA, NULL},
    {"{\"schema\": \"cement-mapping/1\", \"table\": @[]}", CEMENT_E_SCHEMA, NULL},
    {"{\"schema\": \"cement-mapping/1\", @\"schema\": 1}", CEMENT_E_DUPKEY, NULL},
    {"{\"schema\": \"cement-mapping/1\", \"facility\": @[]}", CEMENT_E_SCHEMA, NULL},
    {"{\"schema\": \"cement-mapping/1\", \"lines\": @{}}", CEMENT_E_SCHEMA, NULL},
    {"{\"schema\": \"cement-mapping/1\", \"fuels\": @{}}", CEMENT_E_SCHEMA, NULL},
    {"{\"schema\": \"cement-mapping/1\", \"materials\": @{}}", CEMENT_E_SCHEMA, NULL},
    {"{\"schema\": \"cement-mapping/1\", \"tables\": @{}}", CEMENT_E_SCHEMA, NULL},
    {"{\"schema\": \"cement-mapping/1\",@", CEMENT_E_SYNTAX, NULL},
};

static const struct {
  const char *text;
  int code;
  const char *message;
} table_refusals[] = {
    {"@1", CEMENT_E_SCHEMA, NULL},
    {"{\"files\": @\"a\"}", CEMENT_E_SCHEMA, NULL},
    {"{\"file\": @1}", CEMENT_E_SCHEMA, NULL},
    {"{\"file\": @\"\"}", CEMENT_E_SCHEMA, NULL},
    {"{\"shape\": @\"tall\"}", CEMENT_E_UNKNOWN, "\"shape\": \"tall\" is not known"},
    {"{\"shape\": @\"\"}", CEMENT_E_UNKNOWN, NULL},
    {"{\"shape\": @1}", CEMENT_E_SCHEMA, NULL},
    {"{\"encoding\": @\"big5\"}", CEMENT_E_UNKNOWN, "encoding \"big5\" is not known"},
    {"{\"delimiter\": @\"|\"}", CEMENT_E_UNKNOWN, NULL},
    {"{\"skip_rows\": @-1}", CEMENT_E_RANGE, NULL},
    {"{\"skip_rows\": @1.5}", CEMENT_E_RANGE, NULL},
    {"{\"skip_rows\": @\"1\"}", CEMENT_E_SCHEMA, NULL},
    {"{\"header_rows\": @3}", CEMENT_E_RANGE, NULL},
    {"{\"year\": @99999}", CEMENT_E_RANGE, NULL},
    {"{\"month\": @13}", CEMENT_E_RANGE, NULL},
    {"{\"month\": @\"3\"}", CEMENT_E_SCHEMA, NULL},
    {"{\"unit_row\": @1}", CEMENT_E_SCHEMA, NULL},
    {"{\"gaps\": @\"mean\"}", CEMENT_E_UNKNOWN, NULL},
    {"{\"period\": @1}", CEMENT_E_SCHEMA, NULL},
    {"{\"period\": {\"start\": @1}}", CEMENT_E_SCHEMA, NULL},
    {"{\"period\": {\"header\": @\"　\"}}", CEMENT_E_SCHEMA, "\"header\" holds nothing but blanks"},
    {"{\"period\": {\"header\": @\"日\xE2\x80\x8B期\"}}", CEMENT_E_SCHEMA, NULL},
    {"{\"period\": {\"month_starts\": @0}}", CEMENT_E_RANGE, NULL},
    {"{\"period\": {\"month_starts\": @29}}", CEMENT_E_RANGE, NULL},
    {"{\"period\": {\"stamp\": @\"middle\"}}", CEMENT_E_UNKNOWN, NULL},
    {"{\"period\": {\"time\": @1}}", CEMENT_E_SCHEMA, NULL},
    {"{\"period\": {\"time\": @\"\"}}", CEMENT_E_SCHEMA, "\"time\" is empty"},
    {"{\"period\": {\"time\": @[]}}", CEMENT_E_SCHEMA, "\"time\": one to three headings expected"},
    {"{\"period\": {\"time\": @[\"a\", \"b\", \"c\", \"d\"]}}", CEMENT_E_SCHEMA,
     "\"time\": one to three headings expected"},
    {"{\"period\": {\"time\": [\"a\", @1, \"c\"]}}", CEMENT_E_SCHEMA, NULL},
    {"{\"period\": {\"time\": [\"a\", @\"　\"]}}", CEMENT_E_SCHEMA, "\"time\" holds nothing but blanks"},
    {"{\"line\": @{}}", CEMENT_E_SCHEMA, "\"line\": header or id expected"},
    {"{\"line\": @{\"id\": \"L1\", \"header\": \"线\"}}", CEMENT_E_SCHEMA, NULL},
    {"{\"line\": @\"L1\"}", CEMENT_E_SCHEMA, NULL},
    {"{\"lines\": @[]}", CEMENT_E_SCHEMA, NULL},
    {"{\"lines\": {\"一线\": @1}}", CEMENT_E_SCHEMA, NULL},
    {"{\"lines\": {\"一线\": @\"\"}}", CEMENT_E_SCHEMA, NULL},
    {"{\"lines\": {@\"一\xC2\xAD线\": \"L1\"}}", CEMENT_E_SCHEMA, NULL},
    {"{\"lines\": {\"1#线\": \"L1\", @\"１＃线\": \"L2\"}}", CEMENT_E_DUPKEY, "\"１＃线\" is the name \"1#线\" again"},
    {"{\"of\": @{\"names\": {}}}", CEMENT_E_MISSING, NULL},
    {"{\"of\": @\"煤种\"}", CEMENT_E_SCHEMA, NULL},
    {"{\"columns\": @{}}", CEMENT_E_SCHEMA, NULL},
    {"{\"of\": {\"header\": \"b\"}, \"columns\": [@{\"header\": \"a\", \"item\": \"electricity_consumption\"}]}",
     CEMENT_E_SCHEMA, NULL},
    {"{\"lines\": {\"a\": \"L1\", \"b\": @1, \"c\": \"L3\"}}", CEMENT_E_SCHEMA, NULL},
    {"{\"lines\": {\"a\": \"L1\", @\"b\xC2\xAD\": \"L2\"}}", CEMENT_E_SCHEMA, NULL},
    {"{\"lines\": {\"a\": @\"\", \"c\": \"L3\"}}", CEMENT_E_SCHEMA, NULL},
};

static const struct {
  const char *text;
  int code;
  const char *message;
} column_refusals[] = {
    {"@1", CEMENT_E_SCHEMA, NULL},
    {"@{\"item\": \"clinker_output\"}", CEMENT_E_MISSING, NULL},
    {"{\"header\": @\"\", \"ignore\": true}", CEMENT_E_SCHEMA, NULL},
    {"@{\"header\": \"a\"}", CEMENT_E_SCHEMA, "column \"a\": item, role, attribute, as or ignore expected"},
    {"{\"header\": \"a\", @\"unknown\": true}", CEMENT_E_SCHEMA,
     "column \"a\" is not decided on: say its item, or \"ignore\": true"},
    {"{\"header\": \"a\", @\"unknown\": false, \"item\": \"clinker_output\"}", CEMENT_E_SCHEMA, NULL},
    {"{\"header\": \"a\", \"ignore\": @1}", CEMENT_E_SCHEMA, NULL},
    {"{\"header\": \"a\", \"ignore\": true, \"item\": @\"clinker_output\"}", CEMENT_E_SCHEMA, NULL},
    {"{\"header\": \"a\", \"ignore\": @false}", CEMENT_E_SCHEMA, NULL},
    {"{\"header\": \"a\", \"as\": @\"period\"}", CEMENT_E_UNKNOWN, NULL},
    {"{\"header\": \"a\", \"as\": \"note\", \"unit\": @\"t\"}", CEMENT_E_SCHEMA, NULL},
    {"{\"header\": \"a\", \"attribute\": @1}", CEMENT_E_SCHEMA, NULL},
    {"{\"header\": \"a\", \"attribute\": @\"line.id\"}", CEMENT_E_UNKNOWN,
     "\"attribute\": \"line.id\" is none of a line, a fuel or the plant"},
    {"{\"header\": \"a\", \"attribute\": @\"clinker_type\"}", CEMENT_E_UNKNOWN, NULL},
    {"{\"header\": \"a\", \"attribute\": @\"fuel.id\"}", CEMENT_E_UNKNOWN, NULL},
    {"{\"header\": \"a\", \"attribute\": \"fuel.state\", \"line\": @\"L1\"}", CEMENT_E_SCHEMA,
     "\"line\": the attribute is of a fuel"},
    {"{\"header\": \"a\", \"attribute\": \"line.clinker_type\", \"of\": @\"rdf\"}", CEMENT_E_SCHEMA,
     "\"of\": the attribute is of no fuel"},
    {"{\"header\": \"a\", \"attribute\": \"line.clinker_type\", \"item\": @\"clinker_output\"}", CEMENT_E_SCHEMA, NULL},
    {"{\"header\": \"a\", \"attribute\": \"line.clinker_type\", \"unit\": @\"t\"}", CEMENT_E_UNIT, NULL},
    {"{\"header\": \"a\", \"attribute\": \"line.design_capacity\", \"unit\": @\"t\"}", CEMENT_E_UNIT, NULL},
    {"{\"header\": \"a\", \"attribute\": \"facility.altitude\", \"line\": @\"L1\"}", CEMENT_E_SCHEMA,
     "\"line\": the attribute is of the whole plant"},
    {"{\"header\": \"a\", \"item\": @1}", CEMENT_E_SCHEMA, NULL},
    {"{\"header\": \"a\", \"item\": @\"clinker\"}", CEMENT_E_UNKNOWN, "item \"clinker\" is not known"},
    {"{\"header\": \"a\", \"item\": @\"clinker_output\", \"role\": \"weight\"}", CEMENT_E_SCHEMA,
     "an item or a role expected, not both"},
    {"{\"header\": \"a\", \"role\": @\"ash\"}", CEMENT_E_UNKNOWN, NULL},
    {"{\"header\": \"a\", \"item\": @\"clinker\", \"role\": \"weight\"}", CEMENT_E_UNKNOWN, NULL},
    {"{\"header\": \"a\", \"item\": \"fuel_ncv\", \"of\": @1}", CEMENT_E_SCHEMA, NULL},
    {"{\"header\": \"a\", \"item\": \"clinker_output\", \"of\": @\"rdf\"}", CEMENT_E_SCHEMA, NULL},
    {"{\"header\": \"a\", \"role\": \"weight\", \"of\": @\"rdf\"}", CEMENT_E_SCHEMA, NULL},
    {"{\"header\": \"a\", \"item\": \"electricity_consumption\", \"of\": @\"mill\"}", CEMENT_E_UNKNOWN,
     "section \"mill\" is not known"},
    {"{\"header\": \"a\", \"item\": \"fuel_ncv\", \"of\": \"rdf\", \"use\": @\"heating\"}", CEMENT_E_UNKNOWN, NULL},
    {"{\"header\": \"a\", \"item\": \"clinker_output\", \"use\": @\"kiln\"}", CEMENT_E_UNKNOWN, NULL},
    {"{\"header\": \"a\", \"item\": \"clinker_output\", \"unit\": @\"furlong\"}", CEMENT_E_UNIT, NULL},
    {"{\"header\": \"a\", \"item\": \"clinker_output\", \"unit\": @\"GJ\"}", CEMENT_E_UNIT,
     "\"unit\": \"GJ\": the unit is not one of what the name says"},
    {"{\"header\": \"a\", \"item\": \"clinker_output\", \"unit\": @\"t(ar)\"}", CEMENT_E_UNIT, NULL},
    {"{\"header\": \"a\", \"item\": \"fuel_ncv\", \"of\": \"烟煤\", \"unit\": @\"GJ/万Nm3\"}", CEMENT_E_UNIT, NULL},
    {"{\"header\": \"a\", \"item\": \"fuel_ncv\", \"of\": \"烟煤\", \"basis\": \"ad\", \"unit\": @\"GJ/t(ar)\"}",
     CEMENT_E_UNIT, NULL},
    {"{\"header\": \"a\", \"item\": \"cement_output\", \"line\": @\"L1\"}", CEMENT_E_SCHEMA,
     "\"line\": the item is of the whole plant"},
    {"{\"header\": \"a\", \"item\": \"electricity_consumption\", \"of\": \"packing\", \"line\": @\"L1\"}",
     CEMENT_E_SCHEMA, NULL},
    {"{\"header\": \"a\", \"item\": \"clinker_output\", \"basis\": @\"ar\"}", CEMENT_E_SCHEMA, NULL},
    {"{\"header\": \"a\", \"item\": \"fuel_ncv\", \"basis\": @\"daf\"}", CEMENT_E_UNKNOWN, NULL},
    {"{\"header\": \"a\", \"item\": \"fuel_ncv\", \"point\": @\"gate\"}", CEMENT_E_UNKNOWN, NULL},
    {"{\"header\": \"a\", \"item\": \"fuel_ncv\", \"aggregate\": @\"last\"}", CEMENT_E_UNKNOWN, NULL},
    {"{\"header\": \"a\", \"item\": \"clinker_opening_stock\", \"aggregate\": @\"sum\"}", CEMENT_E_SCHEMA,
     "\"aggregate\": a month of the item has what its first or last day has"},
    {"{\"header\": \"a\", \"item\": \"fuel_ncv\", \"method\": @\"guessed\"}", CEMENT_E_UNKNOWN, NULL},
    {"{\"header\": \"a\", \"item\": \"fuel_ncv\", \"ncv\": @1}", CEMENT_E_SCHEMA, NULL},
    {"@{\"header\": \"a\", \"item\": \"fuel_ncv\", \"unit\": \"GJ/t\"}", CEMENT_E_SCHEMA,
     "column \"a\": \"of\" is missing: which fuel, material or section"},
    {"@{\"header\": \"a\", \"item\": \"electricity_consumption\", \"unit\": \"kWh\"}", CEMENT_E_SCHEMA, NULL},
    {"{\"header\": \"a b\", \"ignore\": true}, @{\"header\": \"Ａ　b\", \"ignore\": true}", CEMENT_E_DUPKEY,
     "column \"Ａ　b\" twice"},
};

/* Reads before + text + after, less the @, and compares the place with where it stood. */
static void check_refusal(names *n, const char *before, const char *text, const char *after, int code,
                          const char *message) {
  cement_error err = {.size = sizeof err};
  cm_mapping m;
  cm_buf buf;
  const char *mark = strchr(text, '@');
  cm_buf_init(&buf, &n->base.arena);
  cm_buf_add_c(&buf, before);
  cm_buf_add(&buf, (cm_str){text, (size_t)(mark - text)});
  size_t place = buf.size;
  cm_buf_add_c(&buf, mark + 1);
  cm_buf_add_c(&buf, after);
  int status = read_mapping(n, cm_buf_text(&buf), &m, &err);
  cm_place want = cm_place_at(CM_S("m.json"), cm_buf_text(&buf), place);
  bool good = status == code && err.code == code && err.line == want.line && err.column == want.column &&
              strcmp(err.source, "m.json") == 0 && (message == NULL || strcmp(err.message, message) == 0);
  if (!good) fprintf(stderr, "\n%s\n  %d %u:%u %s\n", text, status, err.line, err.column, err.message);
  CU_ASSERT_TRUE(good);
}

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static void test_refused(void) {
  names n;
  if (!names_open(&n)) return;
  for (size_t i = 0; i < COUNT(refusals); i++) {
    check_refusal(&n, "", refusals[i].text, "", refusals[i].code, refusals[i].message);
  }
  for (size_t i = 0; i < COUNT(table_refusals); i++) {
    check_refusal(&n, "{\"schema\": \"cement-mapping/1\",\n \"tables\": [{}, ", table_refusals[i].text, "]}",
                  table_refusals[i].code, table_refusals[i].message);
  }
  for (size_t i = 0; i < COUNT(column_refusals); i++) {
    check_refusal(&n, "{\"schema\": \"cement-mapping/1\",\n \"tables\": [{\"columns\": [\n", column_refusals[i].text,
                  "]}]}", column_refusals[i].code, column_refusals[i].message);
  }
  names_close(&n);
}

/* A section's name at the length that is looked up, and above it. */
static void test_long_section(void) {
  names n;
  if (!names_open(&n)) return;
  for (size_t size = CM_HEADING_BYTES_MAX - 1; size <= CM_HEADING_BYTES_MAX + 1; size++) {
    char text[CM_HEADING_BYTES_MAX + 100];
    char name[CM_HEADING_BYTES_MAX + 2] = {0};
    memset(name, 'x', size);
    snprintf(text, sizeof text, "{\"header\": \"a\", \"item\": \"electricity_consumption\", \"of\": @\"%s\"}", name);
    check_refusal(&n, "{\"schema\": \"cement-mapping/1\",\n \"tables\": [{\"columns\": [\n", text, "]}]}",
                  CEMENT_E_UNKNOWN, NULL);
  }
  names_close(&n);
}

/* ---- which table ---- */

static const struct {
  const char *pattern, *file;
  bool matches;
} patterns[] = {
    {"a.csv", "a.csv", true},
    {"a.csv", "/data/a.csv", true},
    {"a.csv", "b.csv", false},
    {"*.csv", "x/a.csv", true},
    {"日报*.csv", "日报3月.csv", true},
    {"日报*.csv", "日报", false},
    {"*", "", true},
    {"a*b*c", "aXbYc", true},
    {"a*b*c", "abcbc", true},
    {"a*b*c", "acb", false},
    {"a**", "a", true},
    {"x/*.csv", "x/a.csv", true},
    {"x/*.csv", "y/a.csv", false},
    {"a", "ab", false},
    {"*a", "bab", false},
    {"", "anything", true},
};

static void test_patterns(void) {
  for (size_t i = 0; i < COUNT(patterns); i++) {
    cm_mapping_table one = {.file = cm_str_of(patterns[i].pattern)};
    cm_mapping m = {.tables = &one, .table_count = 1};
    const cm_mapping_table *found = cm_mapping_table_of(&m, cm_str_of(patterns[i].file));
    if ((found == &one) != patterns[i].matches) fprintf(stderr, "\n%s %s\n", patterns[i].pattern, patterns[i].file);
    CU_ASSERT_EQUAL(found == &one, patterns[i].matches);
  }
  /* the first that matches */
  cm_mapping_table two[] = {{.file = CM_S("b*")}, {.file = CM_S("*")}};
  cm_mapping m = {.tables = two, .table_count = 2};
  CU_ASSERT_PTR_EQUAL(cm_mapping_table_of(&m, CM_S("bc")), &two[0]);
  CU_ASSERT_PTR_EQUAL(cm_mapping_table_of(&m, CM_S("c")), &two[1]);
}

/* ---- a table by its mapping ---- */

static cm_mapping mapping_of(names *n, const char *one) {
  cm_mapping m;
  cement_error err = {.size = sizeof err};
  cm_str text = joined(&n->base, "{\"schema\": \"cement-mapping/1\", \"tables\": [", one, "]}");
  int status = read_mapping(n, text, &m, &err);
  if (status != CEMENT_OK) fprintf(stderr, "\n%s\n", err.message);
  CU_ASSERT_EQUAL_FATAL(status, CEMENT_OK);
  return m;
}

static int apply(names *n, table *t, const char *mapping) {
  cm_mapping m = mapping_of(n, mapping);
  return cm_mapping_apply(&n->base.arena, &n->dictionary, &m.tables[0], &t->in, t->out, &t->err);
}

static void test_apply(void) {
  names n;
  table t;
  if (!names_open(&n)) return;
  table_fill(&t, NULL, ROW("日期", "线", "神秘数(kcal/kg)", "强度", "低位发热量(GJ/t)", "", "吨数"),
             ROW("", "", "", "t", "", "", "kg"));
  int status =
      apply(&n, &t,
            "{\"line\": {\"header\": \"线\"}, \"columns\": ["
            "{\"header\": \"神秘数(kcal/kg)\", \"item\": \"fuel_ncv\", \"of\": \"烟煤\", \"weight\": \"吨数\"},"
            "{\"header\": \"强度\", \"item\": \"clinker_output\"},"
            "{\"header\": \"吨数\", \"role\": \"weight\", \"unit\": \"t\"}]}");
  CU_ASSERT_EQUAL(status, CEMENT_OK);
  CU_ASSERT_EQUAL(t.out[0].kind, CM_MEANING_PERIOD); /* by the dictionary, since the mapping names none */
  CU_ASSERT_EQUAL(t.out[1].kind, CM_MEANING_LINE);
  CU_ASSERT_TRUE(cm_str_is(t.out[2].unit_text, "kcal/kg") && t.out[2].weight_column == 6);
  CU_ASSERT_TRUE((t.out[2].doubt & CM_DOUBT_BASIS) != 0 && cm_str_is(t.out[2].of, "bituminous_coal"));
  CU_ASSERT_TRUE(cm_str_is(t.out[3].unit_text, "t") && t.out[3].problem == CM_PROBLEM_NONE);
  CU_ASSERT_EQUAL(t.out[4].problem, CM_PROBLEM_UNKNOWN); /* not named, so not used */
  CU_ASSERT_EQUAL(t.out[5].problem, CM_PROBLEM_EMPTY);
  CU_ASSERT_TRUE(cm_str_is(t.out[6].unit_text, "t")); /* the person's word, not the row of units */
  /* of the mapping alone */
  table_fill(&t, NULL, ROW("日期", "线别", "时刻", "谁", "量"), NULL);
  CU_ASSERT_EQUAL(apply(&n, &t,
                        "{\"period\": {\"header\": \"时刻\"}, \"line\": {\"id\": \"L1\"}, \"of\": {\"header\": \"谁\"},"
                        "\"columns\": [{\"header\": \"量\", \"item\": \"fuel_consumption\"}]}"),
                  CEMENT_OK);
  CU_ASSERT_TRUE(t.out[0].kind == CM_MEANING_UNKNOWN && t.out[1].kind == CM_MEANING_UNKNOWN);
  CU_ASSERT_TRUE(t.out[2].kind == CM_MEANING_PERIOD && t.out[3].kind == CM_MEANING_OF);
  CU_ASSERT_EQUAL(t.out[4].problem, CM_PROBLEM_NO_UNIT);
  /* parts add up, the same twice does not */
  table_fill(&t, NULL, ROW("电1(kWh)", "电2(kWh)", "电3(kWh)"), NULL);
#define POWER(header, part)                                                                                            \
  "{\"header\": \"" header "\", \"item\": \"electricity_consumption\", \"of\": \"clinker\"" part "}"
  CU_ASSERT_EQUAL(apply(&n, &t,
                        "{\"columns\": [" POWER("电1(kWh)", ", \"part\": \"a\"") ", " POWER(
                            "电2(kWh)", ", \"part\": \"b\"") ", " POWER("电3(kWh)", "") "]}"),
                  CEMENT_OK);
  CU_ASSERT_TRUE(t.out[0].problem == 0 && t.out[1].problem == 0 && t.out[2].problem == CM_PROBLEM_SAME);
  names_close(&n);
}

static const struct {
  const char *mapping;
  int code;
  const char *message;
} misfits[] = {
    {"{\"columns\": [{\"header\": \"b\", \"ignore\": true}, {\"header\": \"a\", \"ignore\": true}]}", CEMENT_E_SCHEMA,
     "the table has no column \"b\""},
    {"{\"period\": {\"header\": \"b\"}}", CEMENT_E_SCHEMA, "the table has no column \"b\""},
    {"{\"line\": {\"header\": \"b\"}}", CEMENT_E_SCHEMA, NULL},
    {"{\"of\": {\"header\": \"b\"}}", CEMENT_E_SCHEMA, NULL},
    {"{\"columns\": [{\"header\": \"a\", \"item\": \"clinker_cao\", \"unit\": \"%\", \"weight\": \"b\"}]}",
     CEMENT_E_SCHEMA, NULL},
    {"{\"columns\": [{\"header\": \"a\", \"item\": \"clinker_cao\", \"unit\": \"%\", \"weight\": \"\xC2\xAD\"}]}",
     CEMENT_E_SCHEMA, NULL},
};

static void test_misfits(void) {
  names n;
  table t;
  if (!names_open(&n)) return;
  /* a row of units that cannot be folded: of a column that is mapped, and of one that is not */
  table_fill(&t, NULL, ROW("a", "日期"), ROW("\xC2\xAD", ""));
  CU_ASSERT_EQUAL(apply(&n, &t, "{\"columns\": [{\"header\": \"a\", \"item\": \"clinker_output\"}]}"), CEMENT_E_SCHEMA);
  CU_ASSERT_EQUAL(apply(&n, &t, "{}"), CEMENT_E_SCHEMA);
  for (size_t i = 0; i < COUNT(misfits); i++) {
    table_fill(&t, NULL, ROW("a", "日期"), NULL);
    CU_ASSERT_EQUAL(apply(&n, &t, misfits[i].mapping), misfits[i].code);
    CU_ASSERT_TRUE(strcmp(t.err.source, "m.json") == 0 && t.err.line == 1);
    if (misfits[i].message != NULL) CU_ASSERT_STRING_EQUAL(t.err.message, misfits[i].message);
  }
  table_fill(&t, NULL, ROW("a", "a"), NULL);
  CU_ASSERT_EQUAL(apply(&n, &t, "{}"), CEMENT_E_DUPKEY);
  names_close(&n);
}

/* Units of headings whose names nobody knows. */
static const struct {
  const char *heading, *row, *unit;
} own_units[] = {
    {"某某(t)", "", "t"},      {"某某 GJ/t", "", "GJ/t"}, {"某某kWh", "", "kWh"},    {"强度", "", ""},
    {"某某", "（吨）", "吨"},  {"某某(什么)", "", ""},    {"某某", "", ""},          {"x_t", "", "t"},
    {"某某(单位:t)", "", "t"}, {"某某,kg", "", "kg"},     {"某某(a)(kg)", "", "kg"}, {"kg", "", ""},
};

static void test_own_units(void) {
  names n;
  if (!names_open(&n)) return;
  for (size_t i = 0; i < COUNT(own_units); i++) {
    cm_str unit;
    CU_ASSERT_EQUAL(cm_heading_own_unit(&n.base.arena, &n.dictionary, CM_S(""), cm_str_of(own_units[i].heading),
                                        cm_str_of(own_units[i].row), CM_NOWHERE, &unit, NULL),
                    CEMENT_OK);
    if (!cm_str_is(unit, own_units[i].unit))
      fprintf(stderr, "\n%s: %.*s\n", own_units[i].heading, (int)unit.size, unit.at);
    CU_ASSERT_TRUE(cm_str_is(unit, own_units[i].unit));
  }
  names_close(&n);
}

/* ---- cells ---- */

static void test_cells(void) {
  names n;
  cm_str id;
  const cm_entry *member;
  if (!names_open(&n)) return;
  cm_mapping m = mapping_of(&n, "{\"lines\": {\"老线\": \"old\", \"一线\": \"first\"}, "
                                "\"of\": {\"header\": \"煤\", \"names\": {\"神木\": \"anthracite\"}}}");
  const struct {
    const char *text, *mapped, *plain;
  } lines[] = {{"老线", "old", "老线"}, {"一线", "first", "L1"}, {" 2# ", "L2", "L2"}, {" A 窑 ", "A 窑", "A 窑"}};
  for (size_t i = 0; i < COUNT(lines); i++) {
    cm_arena *arena = &n.base.arena;
    CU_ASSERT_EQUAL(
        cm_mapping_line(arena, &n.dictionary, &m.tables[0], cm_str_of(lines[i].text), CM_NOWHERE, &id, NULL), 0);
    CU_ASSERT_TRUE(cm_str_is(id, lines[i].mapped));
    CU_ASSERT_EQUAL(cm_mapping_line(arena, &n.dictionary, NULL, cm_str_of(lines[i].text), CM_NOWHERE, &id, NULL), 0);
    CU_ASSERT_TRUE(cm_str_is(id, lines[i].plain));
  }
  const struct {
    const char *text, *mapped, *plain;
    uint8_t set;
    bool known;
  } fuels[] = {{"神木", "anthracite", "神木", CM_SET_FUEL, false},
               {"原煤", "bituminous_coal", "bituminous_coal", CM_SET_FUEL, true},
               {"煤矸石", "coal_gangue", "coal_gangue", CM_SET_MATERIAL, true},
               {"石灰石", "limestone", "limestone", CM_SET_MATERIAL, true},
               {"石灰石", "石灰石", "石灰石", CM_SET_FUEL, false},
               {"", "", "", CM_SET_FUEL, false}};
  for (size_t i = 0; i < COUNT(fuels); i++) {
    cm_str text = cm_str_of(fuels[i].text);
    CU_ASSERT_EQUAL(
        cm_mapping_of(&n.base.arena, &n.dictionary, &m.tables[0], fuels[i].set, text, CM_NOWHERE, &id, &member, NULL),
        0);
    CU_ASSERT_TRUE(cm_str_is(id, fuels[i].mapped));
    CU_ASSERT_EQUAL(
        cm_mapping_of(&n.base.arena, &n.dictionary, NULL, fuels[i].set, text, CM_NOWHERE, &id, &member, NULL), 0);
    CU_ASSERT_TRUE(cm_str_is(id, fuels[i].plain) && (member != NULL) == fuels[i].known);
  }
  CU_ASSERT_EQUAL(cm_mapping_line(&n.base.arena, &n.dictionary, NULL, CM_S("\xC2\xAD"), CM_NOWHERE, &id, NULL),
                  CEMENT_E_SCHEMA);
  CU_ASSERT_EQUAL(
      cm_mapping_of(&n.base.arena, &n.dictionary, NULL, CM_SET_FUEL, CM_S("\xC2\xAD"), CM_NOWHERE, &id, &member, NULL),
      CEMENT_E_SCHEMA);
  names_close(&n);
}

/* ---- proposals ---- */

static const char proposal[] =
    "{\n"
    "  \"schema\": \"cement-mapping/1\",\n"
    "  \"tables\": [\n"
    "    {\"file\": \"f.csv\", \"shape\": \"wide\", \"header_rows\": 2, \"unit_row\": true, "
    "\"period\": {\"header\": \"日期\"}, \"line\": {\"header\": \"线别\"}, \"of\": {\"header\": \"煤种\"},\n"
    "     \"columns\": [\n"
    "      {\"header\": \"熟料 产量\", \"item\": \"clinker_output\", \"unit\": \"t\"},\n"
    "      {\"header\": \"熟料 氧化钙\", \"item\": \"clinker_cao\", \"unit\": \"%%\"},\n"
    "      {\"header\": \"分析 空干基低位发热量\", \"item\": \"fuel_ncv\", \"unit\": \"kcal/kg\", \"basis\": \"ad\"},\n"
    "      {\"header\": \"序号\", \"ignore\": true},\n"
    "      {\"header\": \"备注\", \"as\": \"note\"}%s\n"
    "     ]}\n"
    "  ]\n"
    "}\n";

static void propose(names *n, table *t, bool unknown) {
  const char *last = unknown ? "什么" : "";
  CU_ASSERT_EQUAL(table_read(n, t, ROW("日期", "线别", "煤种", "熟料", "", "化验", "序号", "备注", last),
                             ROW("", "", "", "产量", "氧化钙", "空干基低位发热量", "", "", ""),
                             ROW("", "", "", "t", "%", "大卡", "", "", "")),
                  CEMENT_OK);
}

static void test_proposal(void) {
  static const char unknown[] =
      ",\n      {\"header\": \"什么\", \"unknown\": true, \"because\": \"the name is not known\"}";
  names n;
  table t;
  if (!names_open(&n)) return;
  for (int k = 0; k < 2; k++) {
    cm_mapping_table proposed;
    cement_error err = {.size = sizeof err};
    char want[2048];
    propose(&n, &t, k == 1);
    CU_ASSERT_EQUAL(cm_mapping_propose(&n.base.arena, CM_S("f.csv"), &t.in, t.out, &proposed, &err), CEMENT_OK);
    cm_mapping m = {.tables = &proposed, .table_count = 1};
    cm_str text = written(&n, &m);
    snprintf(want, sizeof want, proposal, k == 1 ? unknown : "");
    char *group = strstr(want, "分析");
    memcpy(group, "化验", strlen("化验"));
    if (!cm_str_is(text, want)) fprintf(stderr, "\n%.*s\n%s\n", (int)text.size, text.at, want);
    CU_ASSERT_TRUE(cm_str_is(text, want));
    /* it reads back, and says the same of the table; unless something is left to decide */
    cm_mapping back;
    int status = read_mapping(&n, text, &back, &err);
    CU_ASSERT_EQUAL(status, k == 1 ? CEMENT_E_SCHEMA : CEMENT_OK);
    if (status != CEMENT_OK) continue;
    CU_ASSERT_TRUE(cm_str_eq(written(&n, &back), text));
    cm_meaning again[NAMES_MAX];
    CU_ASSERT_EQUAL(cm_mapping_apply(&n.base.arena, &n.dictionary, &back.tables[0], &t.in, again, &err), CEMENT_OK);
    for (size_t i = 0; i < t.in.count; i++) {
      CU_ASSERT_TRUE(again[i].kind == t.out[i].kind && again[i].item == t.out[i].item &&
                     again[i].problem == t.out[i].problem);
      CU_ASSERT_TRUE(cm_str_eq(again[i].of, t.out[i].of) && cm_str_eq(again[i].unit_text, t.out[i].unit_text));
    }
  }
  names_close(&n);
}

/* What the ledger will look at is written as it was read, whatever it is; members that say nothing are left out. */
static void test_written(void) {
  static const char *const texts[] = {
      "{\n  \"schema\": \"cement-mapping/1\",\n  \"facility\": {\"a\": null, \"b\": true, \"c\": false, \"d\": "
      "[1, 2.50, \"\\u0001\"]},\n  \"tables\": []\n}\n",
      "{\n  \"schema\": \"cement-mapping/1\",\n  \"tables\": [\n    {\"period\": {\"month_starts\": 26}},\n"
      "    {\"period\": {\"stamp\": \"end\"}, \"lines\": {\"a\": \"L1\", \"b\": \"L2\"}},\n"
      "    {\"unit_row\": false,\n     \"columns\": [\n      {\"header\": \"a\", \"item\": "
      "\"raw_substitute_consumption\", \"of\": \"carbide_slag\", \"unit\": \"t\"},\n      {\"header\": \"b\", "
      "\"item\": \"cement_output\"}\n     ]}\n  ]\n}\n"};
  names n;
  cm_mapping m;
  table t;
  cm_mapping_table proposed;
  if (!names_open(&n)) return;
  for (size_t i = 0; i < COUNT(texts); i++) {
    CU_ASSERT_EQUAL_FATAL(read_mapping(&n, cm_str_of(texts[i]), &m, NULL), CEMENT_OK);
    cm_str text = written(&n, &m);
    if (!cm_str_is(text, texts[i])) fprintf(stderr, "\n%.*s\n", (int)text.size, text.at);
    CU_ASSERT_TRUE(cm_str_is(text, texts[i]));
  }
  CU_ASSERT_EQUAL(read_mapping(&n, CM_S("{\"schema\": \"cement-mapping/1\"}"), &m, NULL), CEMENT_OK);
  CU_ASSERT_TRUE(m.table_count == 0 && m.facility == NULL);
  /* what may be two things says which */
  CU_ASSERT_EQUAL(table_read(&n, &t, NULL, ROW("煤矸石t"), NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(cm_mapping_propose(&n.base.arena, CM_S(""), &t.in, t.out, &proposed, NULL), CEMENT_OK);
  cm_mapping one = {.tables = &proposed, .table_count = 1};
  CU_ASSERT_PTR_NOT_NULL(strstr(written(&n, &one).at, "\"unknown\": true, \"because\": \"a fuel, or a raw material\""));
  table_fill(&t, NULL, ROW("a", "a"), NULL);
  CU_ASSERT_EQUAL(cm_mapping_propose(&n.base.arena, CM_S(""), &t.in, t.out, &proposed, NULL), CEMENT_E_DUPKEY);
  names_close(&n);
}

/* A name longer than any heading is the ledger's to look for. */
static void test_long_name(void) {
  char name[2 * CM_HEADING_BYTES_MAX];
  names n;
  if (!names_open(&n)) return;
  memset(name, 'x', sizeof name - 1);
  name[sizeof name - 1] = '\0';
  cm_str text = joined(&n.base, "{\"columns\": [{\"header\": \"a\", \"item\": \"fuel_ncv\", \"of\": \"", name, "\"}]}");
  cm_mapping m = mapping_of(&n, text.at);
  CU_ASSERT_TRUE(cm_str_is(m.tables[0].columns[0].meaning.of, name));
  names_close(&n);
}

/* ---- memory, and files cut short ---- */

static int read_whole_mapping(cm_arena *arena, cement_error *err, void *user) {
  names *n = user;
  cm_mapping m;
  return cm_mapping_read(arena, &n->dictionary, CM_S("m.json"), cm_str_of(whole), &m, err);
}

static int propose_and_apply(cm_arena *arena, cement_error *err, void *user) {
  static const char table_text[] = "{\"schema\": \"cement-mapping/1\", \"tables\": [{\"columns\": [{\"header\": \"a\", "
                                   "\"item\": \"clinker_output\", "
                                   "\"weight\": \"b (t)\"}, {\"header\": \"b (t)\", \"role\": \"weight\"}]}]}";
  names *n = user;
  table t;
  cm_mapping m;
  cm_mapping_table proposed;
  cm_str id;
  const cm_entry *member;
  table_fill(&t, ROW("", "b", "日期"), ROW("a", "(t)", ""), ROW("t", "", ""));
  int status = cm_mapping_read(arena, &n->dictionary, CM_S("m"), cm_str_of(table_text), &m, err);
  if (status == CEMENT_OK) status = cm_mapping_apply(arena, &n->dictionary, &m.tables[0], &t.in, t.out, err);
  if (status == CEMENT_OK) status = cm_mapping_propose(arena, CM_S("f"), &t.in, t.out, &proposed, err);
  if (status == CEMENT_OK) status = cm_mapping_line(arena, &n->dictionary, NULL, CM_S("1#"), CM_NOWHERE, &id, err);
  if (status != CEMENT_OK) return status;
  return cm_mapping_of(arena, &n->dictionary, NULL, CM_SET_FUEL, CM_S("煤"), CM_NOWHERE, &id, &member, err);
}

static void test_failing(void) {
  names n;
  if (!names_open(&n)) return;
  check_failing(read_whole_mapping, &n);
  check_failing(propose_and_apply, &n);
  names_close(&n);
}

static void test_prefixes(void) {
  names n;
  if (!names_open(&n)) return;
  for (size_t size = 0; size + 2 < sizeof whole; size++) { /* less the last line end, which adds nothing */
    cm_mapping m;
    cement_error err = {.size = sizeof err};
    char *copy = malloc(size + 1); /* its end is the text's */
    memcpy(copy, whole, size);
    int status = read_mapping(&n, (cm_str){copy, size}, &m, &err);
    CU_ASSERT_TRUE(status == CEMENT_E_SYNTAX || status == CEMENT_E_ENCODING);
    free(copy);
  }
  names_close(&n);
}

/* What the headings of a file are found to say goes with the file; its proposal is written later. */
static void test_outlives(void) {
  names n;
  table t;
  cm_mapping_table proposed;
  char unit[] = "t", line[] = "L1";
  if (!names_open(&n)) return;
  CU_ASSERT_EQUAL(table_read(&n, &t, NULL, ROW("1#熟料产量(t)"), NULL), CEMENT_OK);
  t.out[0].unit_text = (cm_str){unit, 1};
  t.out[0].line = (cm_str){line, 2};
  CU_ASSERT_EQUAL(cm_mapping_propose(&n.base.arena, CM_S(""), &t.in, t.out, &proposed, NULL), CEMENT_OK);
  unit[0] = line[0] = 'x';
  CU_ASSERT_TRUE(cm_str_is(proposed.columns[0].meaning.unit_text, "t"));
  CU_ASSERT_TRUE(cm_str_is(proposed.columns[0].meaning.line, "L1"));
  names_close(&n);
}

int register_mapping_suite(void) {
  CU_pSuite suite = CU_add_suite("mapping", NULL, NULL);
  if (!suite) return -1;
  CU_add_test(suite, "whole", test_whole);
  CU_add_test(suite, "refusals", test_refused);
  CU_add_test(suite, "long name of a section", test_long_section);
  CU_add_test(suite, "patterns", test_patterns);
  CU_add_test(suite, "a table by its mapping", test_apply);
  CU_add_test(suite, "misfits", test_misfits);
  CU_add_test(suite, "units of unknown headings", test_own_units);
  CU_add_test(suite, "cells", test_cells);
  CU_add_test(suite, "proposals", test_proposal);
  CU_add_test(suite, "proposals outlive their file", test_outlives);
  CU_add_test(suite, "written as read", test_written);
  CU_add_test(suite, "long name", test_long_name);
  CU_add_test(suite, "failing allocation", test_failing);
  CU_add_test(suite, "prefixes", test_prefixes);
  return 0;
}
