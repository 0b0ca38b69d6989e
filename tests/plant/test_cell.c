/* Cells: numbers, nothing, and the words that stand for them. */
#include <CUnit/CUnit.h>

#include "plant/cell.h"

int register_plant_cell_suite(void);

/* Sorted by bytes, as readers of dictionaries give them. */
static const cm_marker markers[] = {{CM_TEXT("#div/0!"), CM_CELL_BAD},     {CM_TEXT("#n/a"), CM_CELL_BAD},
                                    {CM_TEXT("-"), CM_CELL_MISSING},       {CM_TEXT("/"), CM_CELL_MISSING},
                                    {CM_TEXT("i/o timeout"), CM_CELL_BAD}, {CM_TEXT("n/a"), CM_CELL_MISSING},
                                    {CM_TEXT("no data"), CM_CELL_BAD},     {CM_TEXT("停窑"), CM_CELL_STOPPED},
                                    {CM_TEXT("无"), CM_CELL_MISSING},      {CM_TEXT("检修"), CM_CELL_STOPPED}};
static const cm_markers set = {markers, sizeof markers / sizeof *markers};

typedef struct bench {
  cm_alloc alloc;
  cm_arena arena;
  cm_codec codec;
  cm_cell_rules rules;
  cement_error err;
} bench;

static void begin(bench *b, cm_encoding encoding) {
  *b = (bench){.alloc = cm_alloc_system(), .err = {.size = sizeof(cement_error)}};
  cm_arena_init(&b->arena, &b->alloc);
  cm_codec_open(&b->codec, encoding, NULL, &b->arena);
  b->rules = (cm_cell_rules){&b->codec, &set, {encoding, false, false}};
}

static void end(bench *b) {
  cm_codec_close(&b->codec);
  cm_arena_free(&b->arena);
}

typedef struct row {
  const char *cell;
  cm_cell_kind kind;
  uint32_t repairs;
  const char *text; /* NULL: a number or nothing */
} row;

static void check(bench *b, const row *rows, size_t count) {
  for (size_t i = 0; i < count; i++) {
    cm_reading reading;
    cm_place where = {CM_TEXT("dcs.csv"), 10, 2, 5};
    CU_ASSERT_EQUAL(cm_cell_read(cm_str_of(rows[i].cell), &b->rules, where, &reading, &b->err), CEMENT_OK);
    CU_ASSERT_EQUAL(reading.kind, rows[i].kind);
    if (reading.kind != rows[i].kind) printf("cell %s: %d\n", rows[i].cell, (int)reading.kind);
    CU_ASSERT_EQUAL(reading.repairs, rows[i].repairs);
    CU_ASSERT_TRUE(cm_str_is(reading.text, rows[i].text ? rows[i].text : ""));
    CU_ASSERT_EQUAL(reading.why != NULL, rows[i].kind == CM_CELL_TEXT);
  }
}

static void test_kinds(void) {
  static const row rows[] = {
      {"", CM_CELL_BLANK, 0, NULL},
      {" \t", CM_CELL_BLANK, CM_REPAIR_TRIM, NULL},
      {"\u3000", CM_CELL_BLANK, CM_REPAIR_SPACES, NULL},
      {"0", CM_CELL_NUMBER, 0, NULL},
      {"12.5", CM_CELL_NUMBER, 0, NULL},
      {" 12.5", CM_CELL_NUMBER, CM_REPAIR_TRIM, NULL},
      {"１２．５", CM_CELL_NUMBER, CM_REPAIR_FULL_WIDTH, NULL},
      {"-", CM_CELL_MISSING, 0, "-"},
      {"—", CM_CELL_MISSING, 0, "—"},
      {"――", CM_CELL_MISSING, 0, "――"},
      {"－", CM_CELL_MISSING, 0, "－"},
      {"---", CM_CELL_MISSING, 0, "---"},
      {" / ", CM_CELL_MISSING, CM_REPAIR_TRIM, "/"},
      {"／", CM_CELL_MISSING, 0, "／"},
      {"无", CM_CELL_MISSING, 0, "无"},
      {"N/A", CM_CELL_MISSING, 0, "N/A"},
      {"停窑", CM_CELL_STOPPED, 0, "停窑"},
      {"检修 ", CM_CELL_STOPPED, CM_REPAIR_TRIM, "检修"},
      {"#DIV/0!", CM_CELL_BAD, 0, "#DIV/0!"},
      {"No  Data", CM_CELL_BAD, 0, "No  Data"},
      {"Ｉ／Ｏ\u3000Ｔｉｍｅｏｕｔ", CM_CELL_BAD, 0, "Ｉ／Ｏ\u3000Ｔｉｍｅｏｕｔ"},
      {"停窑3天", CM_CELL_TEXT, 0, "停窑3天"},
      {"85吨", CM_CELL_TEXT, 0, "85吨"},
      {"1,23", CM_CELL_TEXT, 0, "1,23"},
      {"zzz", CM_CELL_TEXT, 0, "zzz"},
      {"!", CM_CELL_TEXT, 0, "!"},
  };
  bench b;
  begin(&b, CM_ENCODING_UTF8);
  check(&b, rows, sizeof rows / sizeof *rows);
  end(&b);
}

static void test_gb18030(void) {
  static const row rows[] = {{"\xCD\xA3\xD2\xA4", CM_CELL_STOPPED, 0, "停窑"},
                             {"\xA1\xAA\xA1\xAA", CM_CELL_MISSING, 0, "——"},
                             {"\xA1\xA1\xCE\xDE", CM_CELL_MISSING, CM_REPAIR_SPACES, "无"},
                             {"\xA3\xB1\xA3\xB2", CM_CELL_NUMBER, CM_REPAIR_FULL_WIDTH, NULL},
                             {"\xA1\xA1", CM_CELL_BLANK, CM_REPAIR_SPACES, NULL},
                             {"\x38\x35\xB6\xD6", CM_CELL_TEXT, 0, "85吨"}};
  bench b;
  begin(&b, CM_ENCODING_GB18030);
  check(&b, rows, sizeof rows / sizeof *rows);
  cm_reading reading;
  CU_ASSERT_EQUAL(cm_cell_read(CM_S("\xA8\xBC"), &b.rules, CM_NOWHERE, &reading, &b.err), CEMENT_OK);
  CU_ASSERT_TRUE((reading.notes & CM_TEXT_EDITION) != 0);
  end(&b);
}

/* A fault of encoding is a refusal, not a kind; its place counts from the cell's. */
static void test_fault(void) {
  static const struct {
    cm_place where;
    uint64_t offset;
    uint32_t column;
  } rows[] = {{{CM_TEXT("dcs.csv"), 10, 2, 5}, 14, 9}, {{CM_TEXT("dcs.csv"), 10, 0, 0}, 14, 0}};
  for (size_t i = 0; i < 2; i++) {
    bench b;
    cm_reading reading;
    begin(&b, CM_ENCODING_GB18030);
    CU_ASSERT_EQUAL(cm_cell_read(CM_S("  \xCE\xDE\x80"), &b.rules, rows[i].where, &reading, &b.err), CEMENT_E_ENCODING);
    CU_ASSERT_EQUAL(b.err.offset, rows[i].offset);
    CU_ASSERT_EQUAL(b.err.column, rows[i].column);
    end(&b);
  }
}

static void test_fold(void) {
  static const struct {
    const char *text, *folded;
  } rows[] = {{"", ""},
              {"  ", ""},
              {" A  b\u3000\u00A0C ", "a b c"},
              {"Ａ／Ｂ", "a/b"},
              {"a—b–c‐d−e─f﹘g﹣h－i", "a-b-c-d-e-f-g-h-i"},
              {"-—-", "-"},
              {"￥5", "￥5"},
              {"停窑\n检修", "停窑 检修"},
              {"0123456789012345678901234567890123456789012345678901234567890123",
               "0123456789012345678901234567890123456789012345678901234567890123"},
              {"01234567890123456789012345678901234567890123456789012345678901234", ""},
              {"012345678901234567890123456789012345678901234567890123456789012煤", ""}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char out[CM_MARKER_MAX], again[CM_MARKER_MAX];
    cm_str folded = cm_cell_fold(cm_str_of(rows[i].text), out);
    CU_ASSERT_TRUE(cm_str_is(folded, rows[i].folded));
    CU_ASSERT_TRUE(cm_str_eq(cm_cell_fold(folded, again), folded)); /* once is enough */
  }
}

int register_plant_cell_suite(void) {
  CU_pSuite suite = CU_add_suite("plant cells", NULL, NULL);
  CU_add_test(suite, "kinds", test_kinds);
  CU_add_test(suite, "GB18030", test_gb18030);
  CU_add_test(suite, "faults of encoding", test_fault);
  CU_add_test(suite, "words folded", test_fold);
  return (int)CU_get_error();
}
