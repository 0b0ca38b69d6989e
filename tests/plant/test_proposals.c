/* What a proposal lists of lines, fuels and materials: the names that the rows have, and what they stand for. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plant/plant_files.h"

int register_proposals_suite(void);

typedef struct proposed {
  files_text doubts, mapping;
} proposed;

static bool propose(const files_world *w, const char *map, const char *text, proposed *out) {
  cement_error err = {.size = sizeof err};
  cement_ledger *ledger;
  int32_t status = files_read(w, &ledger, map, "t.csv", text, strlen(text), 9, CEMENT_PLANT_PROPOSE, &err);
  if (status) printf("\n  %s:%u:%u: %s\n", err.source, err.line, err.column, err.message);
  CU_ASSERT_EQUAL(status, CEMENT_OK);
  out->doubts = files_mapping(ledger, CEMENT_FORMAT_TEXT);
  out->mapping = files_mapping(ledger, CEMENT_FORMAT_JSON);
  cement_ledger_destroy(ledger);
  return status == CEMENT_OK;
}

static void forget(proposed *p) {
  free(p->doubts.at), free(p->mapping.at);
}

/* The ledger that the table is, or an empty text: then `err` tells why. */
static files_text read_by(const files_world *w, const char *map, const char *text, cement_error *err) {
  files_text canonical = {NULL, 0};
  cement_ledger *ledger;
  int32_t status = files_read(w, &ledger, map, "t.csv", text, strlen(text), 9, 0, err);
  if (!status) status = cement_ledger_finish(ledger, err);
  if (!status) canonical = files_canonical(ledger);
  cement_ledger_destroy(ledger);
  return canonical;
}

static void check_has(const char *text, const char *part) {
  if (!strstr(text, part)) printf("\n  %s\n  is not in\n  %s\n", part, text);
  CU_ASSERT_PTR_NOT_NULL(strstr(text, part));
}

/* ---- a name that nobody knows waits for its word ---- */

typedef struct open_case {
  const char *text, *lines, *of, *doubt;
  const char *reads;  /* a part of the ledger, when the word is there */
  const char *origin; /* of the fuels in it */
} open_case;

static const open_case opens[] = {
    {"日期,窑,煤种,消耗量(t),收到基低位发热量(GJ/t)\n2025-01-01,1#窑,烟煤,480,23.0\n2025-01-01,1#窑,神木煤,20,26.5\n"
     "2025-01-02,南线,神木煤,30,26\n合计,总,,530,\n",
     "\"lines\": {\"1#窑\": \"L1\", \"南线\": \"南线\"}",
     "\"of\": {\"header\": \"煤种\", \"names\": {\"烟煤\": "
     "\"bituminous_coal\", \"神木煤\": \"\"}}",
     "t.csv:3:18: \"神木煤\": no fuel or material that is known; null leaves its rows out\n",
     "{\"item\":\"fuel_consumption\",\"line\":\"南线\",\"note\":\"sum of 1 "
     "day\",\"of\":\"anthracite\",\"period\":\"2025-01\"",
     "\"value\":\"26.5\""},
    {"line,period,item,of,value,unit\n二线,2025-01,消耗量,神木煤,3,t\n二线,2025-02,fuel_consumption,神木煤,4,t\n"
     "二线,2025-01,收到基低位发热量,神木煤,26.5,GJ/t\n老窑,2025-01,raw_substitute_consumption,某渣,3,t\n"
     "老窑,2025-01,electricity_consumption,clinker,3,kWh\n",
     "\"lines\": {\"二线\": \"L2\", \"老窑\": \"老窑\"}",
     "\"of\": {\"header\": \"of\", \"names\": {\"神木煤\": \"\", \"某渣\": \"某渣\"}}",
     "t.csv:2:26: \"神木煤\": no fuel or material that is known; null leaves its rows out\n",
     "{\"item\":\"fuel_consumption\",\"line\":\"L2\",\"of\":\"anthracite\",\"period\":\"2025-02\"",
     "\"value\":\"26.5\""},
    {"2025年,,,,,\n生产线,燃料,项目,单位,1月,2月,3月\n老线,神木煤,消耗量,t,9,8,7\n"
     "老线,神木煤,收到基低位发热量,GJ/t,26.5,26,25\n1#,烟煤,消耗量,t,1,2,3\n",
     "\"lines\": {\"老线\": \"老线\", \"1#\": \"L1\"}",
     "\"of\": {\"header\": \"燃料\", \"names\": {\"神木煤\": \"\", \"烟煤\": \"bituminous_coal\"}}",
     "t.csv:3:8: \"神木煤\": no fuel or material that is known; null leaves its rows out\n",
     "{\"item\":\"fuel_consumption\",\"line\":\"老线\",\"of\":\"anthracite\",\"period\":\"2025-03\"",
     "\"value\":\"26.5\""}};

static void check_open(const files_world *w, const open_case *c) {
  proposed p;
  cement_error err = {.size = sizeof err};
  char edited[4096];
  if (!propose(w, NULL, c->text, &p)) return;
  CU_ASSERT_STRING_EQUAL(p.doubts.at, c->doubt);
  check_has(p.mapping.at, c->lines);
  check_has(p.mapping.at, c->of);
  CU_ASSERT_PTR_NULL(strstr(p.mapping.at, "\"unknown\"")); /* what the names tell is all that is missing */
  files_text none = read_by(w, p.mapping.at, c->text, &err);
  CU_ASSERT_TRUE(none.at == NULL && err.code == CEMENT_E_SCHEMA && err.line == 4);
  check_has(err.message, "\"神木煤\": an id expected");
  char *from = strstr(p.mapping.at, "\"神木煤\": \"\"");
  CU_ASSERT_PTR_NOT_NULL_FATAL(from);
  from += strlen("\"神木煤\": \"");
  snprintf(edited, sizeof edited, "%.*s%s%s", (int)(from - p.mapping.at), p.mapping.at, "anthracite", from);
  files_text read = read_by(w, edited, c->text, &err);
  if (!read.at) printf("\n  %s\n  %s:%u:%u: %s\n", edited, err.source, err.line, err.column, err.message);
  CU_ASSERT_PTR_NOT_NULL_FATAL(read.at);
  check_has(read.at, c->reads);
  check_has(read.at, c->origin);
  free(read.at);
  forget(&p);
}

static void test_open(void) {
  files_world w;
  if (!files_open(&w)) return;
  for (size_t i = 0; i < sizeof opens / sizeof *opens; i++) check_open(&w, &opens[i]);
  files_close(&w);
}

/* ---- what is known ---- */

/* With the proposal a table is what it is without: also where a name says more than an id can, which part of the coal
 * it is, that it is fuel and material, or what the ledger must declare. */
static void test_as_before(void) {
  static const char *const texts[] = {
      "日期,线别,煤种,消耗量(t)\n2025-01-01,1#,窑头煤,480\n2025-01-01,1#,窑尾煤,20\n2025-01-01,二线,秸秆,5\n"
      "2025-01-01,二线,替代燃料,7\n2025-01-01,Line 3,煤矸石,8\n",
      "日期,物料名称,消耗量(t)\n2025-01-01,石灰石,480\n2025-01-01,铁粉,20\n2025-01-01,电石渣,5\n2025-01-01,烟煤,2\n",
      "line,period,item,of,value,unit\nA,2025-01,消耗量,石灰石,3,t\nA,2025-01,raw_material_consumption,铁粉,3,t\n"
      "A,2025-01,raw_substitute_consumption,某渣,3,t\nA,2025-01,消耗量,原煤,3,t\n",
      "日期,线别,煤种,消耗量(t),收到基低位发热量(GJ/t),空干基元素碳含量(%),全水(%),内水(%)\n"
      "2025-01-01,1#,烟煤,480,23,60,10,4\n2025-01-01,2#,烟煤,480,23,,10,4\n",
      "日期,物料名称,氧化钙(%),吨位(t)\n2025-01-01,石灰石,50,3\n2025-01-01,熟料,65,3\n2025-01-01,生料,43,3\n"
      "2025-01-01,电石渣,60,3\n",
      "甲厂生产报表,,\n2025年,,\n月份,熟料产量,烟煤\n,t,t\n1月,5,6\n", /* titles above, one of which has the year */
      "甲厂生产报表,,\n日期,熟料,烟煤\n,产量(t),消耗量(t)\n2025-01-01,5,6\n",
      "月份,燃料名称,消耗量(t),生物质份额(%),状态\n2025-01,RDF,3,40,固态\n2025-01,柴油,2,0,液体\n",
      "2025年,,,,,\n生产线,燃料,项目,单位,1月,2月,3月\n2#,白煤,消耗量,t,9,8,7\n,,收到基低位发热量,GJ/t,26,26,26\n"};
  files_world w;
  cement_error err = {.size = sizeof err};
  proposed p;
  if (!files_open(&w)) return;
  for (size_t i = 0; i < sizeof texts / sizeof *texts && propose(&w, NULL, texts[i], &p); i++) {
    files_text without = read_by(&w, NULL, texts[i], &err);
    if (!without.at) printf("\n  %zu: %u:%u: %s\n", i, err.line, err.column, err.message);
    files_text with = read_by(&w, p.mapping.at, texts[i], &err);
    if (!with.at) printf("\n  %s\n  %u:%u: %s\n", p.mapping.at, err.line, err.column, err.message);
    CU_ASSERT_EQUAL(p.doubts.size, 0);
    CU_ASSERT_FATAL(with.at && without.at);
    CU_ASSERT_STRING_EQUAL(with.at, without.at);
    free(with.at), free(without.at);
    forget(&p);
  }
  files_close(&w);
}

/* What a mapping says already is proposed as it says it. */
static void test_again(void) {
  static const char map[] = "{\"schema\":\"cement-mapping/1\",\"tables\":[{\"lines\":{\"1#\":\"K1\"},"
                            "\"of\":{\"header\":\"煤种\",\"names\":{\"神木煤\":\"lignite\"}}}]}";
  static const char text[] = "日期,线别,煤种,消耗量(t)\n2025-01-01,1#,神木煤,480\n2025-01-01,2#,烟煤,480\n";
  files_world w;
  proposed p;
  if (!files_open(&w)) return;
  if (propose(&w, map, text, &p)) {
    CU_ASSERT_EQUAL(p.doubts.size, 0);
    check_has(p.mapping.at, "\"lines\": {\"1#\": \"K1\", \"2#\": \"L2\"}");
    check_has(p.mapping.at, "\"names\": {\"神木煤\": \"lignite\", \"烟煤\": \"bituminous_coal\"}");
    forget(&p);
  }
  files_close(&w);
}

/* ---- bounds ---- */

static size_t count_of(const char *text, const char *part) {
  size_t count = 0;
  for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part)) count++;
  return count;
}

/* More names than are listed, each three times: the first 256 are, and what is left out is told once. */
static void test_many(void) {
  static char text[65536];
  int size = snprintf(text, sizeof text, "日期,窑,煤种,消耗量(t)\n");
  for (int row = 0; row < 900; row++) {
    size += snprintf(text + size, sizeof text - (size_t)size, "2025-01-01,K%dx,c%dx,1\n", row % 300, row % 257);
  }
  files_world w;
  proposed p;
  if (!files_open(&w)) return;
  if (propose(&w, NULL, text, &p)) {
    CU_ASSERT_EQUAL(count_of(p.mapping.at, "\"K"), 2 * 256);
    CU_ASSERT_PTR_NOT_NULL(strstr(p.mapping.at, "\"K255x\": \"K255x\"}"));
    CU_ASSERT_EQUAL(count_of(p.mapping.at, "x\": \"\""), 256);
    CU_ASSERT_EQUAL(count_of(p.doubts.at, "no fuel or material"), 256);
    CU_ASSERT_EQUAL(count_of(p.doubts.at, "256 names at most"), 2);
    check_has(p.doubts.at, "t.csv:258:12: \"K256x\": neither this name nor those that come behind it are listed");
    check_has(p.doubts.at, "t.csv:258:18: \"c256x\": neither this name");
    forget(&p);
  }
  files_close(&w);
}

/* ---- one name in more spellings than are remembered ---- */

#define LETTERS 12

/* The n-th spelling of one name: blanks beside Chinese letters do not count, and there may be one in each of its 11
 * gaps. */
static void spell(char out[4 * LETTERS], int n) {
  static const char name[] = "子丑寅卯辰巳午未申酉戌煤"; /* three bytes a letter */
  size_t size = 0;
  for (int i = 0; i < LETTERS; i++) {
    memcpy(out + size, name + 3 * i, 3);
    size += 3;
    if (i + 1 < LETTERS && (n >> i & 1)) out[size++] = ' ';
  }
  out[size] = '\0';
}

/* The first `count` spellings, of a line and of a fuel that nobody knows; behind them a fuel that is known. */
static void spell_table(char *text, size_t room, const char *head, const char *row, int count) {
  char name[4 * LETTERS];
  int size = snprintf(text, room, "%s", head);
  for (int n = 0; n < count; n++) {
    spell(name, n);
    size += snprintf(text + size, room - (size_t)size, row, name, name);
  }
  size += snprintf(text + size, room - (size_t)size, row, "二线", "烟煤");
  snprintf(text + size, room - (size_t)size, row, "二 线", "烟 煤");
}

/* Of so many cells it is remembered what they name (1024 of a column); what is proposed is the same with one less, with
 * as many, with one more and with twice as many: the name once, as it is spelled first, and one question. */
static void check_spellings(const files_world *w, const char *head, const char *row, const char *doubt) {
  static const int counts[] = {1, 1022, 1023, 1024, 1025, 2048};
  static char text[400000];
  proposed first = {{NULL, 0}, {NULL, 0}}, p;
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
    spell_table(text, sizeof text, head, row, counts[i]);
    if (!propose(w, NULL, text, &p)) return;
    check_has(p.mapping.at,
              "\"lines\": {\"子丑寅卯辰巳午未申酉戌煤\": \"子丑寅卯辰巳午未申酉戌煤\", \"二线\": \"L2\"}");
    check_has(p.mapping.at, "\"names\": {\"子丑寅卯辰巳午未申酉戌煤\": \"\", \"烟煤\": \"bituminous_coal\"}");
    CU_ASSERT_STRING_EQUAL(p.doubts.at, doubt);
    if (i == 0) {
      first = p;
      continue;
    }
    CU_ASSERT_STRING_EQUAL(p.mapping.at, first.mapping.at);
    forget(&p);
  }
  forget(&first);
}

static void test_spellings(void) {
  files_world w;
  if (!files_open(&w)) return;
  check_spellings(&w, "日期,窑,煤种,消耗量(t)\n", "2025-01-01,%s,%s,1\n",
                  "t.csv:2:49: \"子丑寅卯辰巳午未申酉戌煤\": no fuel or material that is known; "
                  "null leaves its rows out\n");
  check_spellings(&w, "line,period,item,of,value,unit\n", "%s,2025-01,fuel_consumption,%s,1,t\n",
                  "t.csv:2:63: \"子丑寅卯辰巳午未申酉戌煤\": no fuel or material that is known; "
                  "null leaves its rows out\n");
  files_close(&w);
}

/* Rows are looked at only where they name something, and where reading would take them. */
static void test_rows(void) {
#define ROWS8                                                                                                          \
  "9,9\n9,9\n9,9\n9,9\n9,9\n9,9\n9,9\n9,9\n" /* those that are read ahead, and a ninth that cannot be read */
  static const char *const texts[] = {"日期,熟料产量(t)\n" ROWS8 "2025-01-01,\"1\n",
                                      "窑,熟料产量(t)\n" ROWS8 "1#,\"1\n",
                                      "日期,窑,熟料产量(t)\n2025-01-01,1#,5\n制表,2#,\n2025-01-02,3#\n,4#,5\n"};
  static const char *const parts[] = {"\"unit_row\": false, \"period\": {\"header\": \"日期\"},\n",
                                      "\"unit_row\": false, \"line\": {\"header\": \"窑\"},\n",
                                      "\"lines\": {\"1#\": \"L1\"},\n"};
  files_world w;
  proposed p;
  if (!files_open(&w)) return;
  for (size_t i = 0; i < 3 && propose(&w, NULL, texts[i], &p); i++) {
    check_has(p.mapping.at, parts[i]);
    forget(&p);
  }
  cement_error err = {.size = sizeof err};
  cement_ledger *ledger;
  static const char sign[] = "日期,窑,熟料产量(t)\n2025-01-01,1\xC2\xAD#,5\n"; /* an invisible sign in a name */
  int32_t status = files_read(&w, &ledger, NULL, "t.csv", sign, sizeof sign - 1, 9, CEMENT_PLANT_PROPOSE, &err);
  CU_ASSERT_TRUE(status == CEMENT_E_SCHEMA && err.line == 2 && err.column == 12);
  cement_ledger_destroy(ledger);
  files_close(&w);
}

int register_proposals_suite(void) {
  CU_pSuite suite = CU_add_suite("proposals", NULL, NULL);
  CU_add_test(suite, "names that wait for a word", test_open);
  CU_add_test(suite, "names that are known", test_as_before);
  CU_add_test(suite, "names that a mapping knows", test_again);
  CU_add_test(suite, "more names than are listed", test_many);
  CU_add_test(suite, "one name in more spellings than are remembered", test_spellings);
  CU_add_test(suite, "which rows are looked at", test_rows);
  return (int)CU_get_error();
}
