/* The list of cells that are no plain numbers: what each says and what becomes of it, worked out by hand. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plant/plant_files.h"

int register_cells_suite(void);

/* ---- a list as text ---- */

static const char *word(const char *text) {
  return text && *text ? text : ".";
}

/* LINE:COLUMN CELL HEADING KIND "READ" REPAIRS OUTCOME ITEM OF USE LINE PERIOD, "." where there is nothing */
static int32_t add_line(void *user, const cement_cell *c) {
  static const char *const kinds[] = {"blank", "repaired", "missing", "stopped", "bad", "refused", "unconverted"};
  static const char *const outcomes[] = {"taken", "zero", "gap", "passed", "unused", "ended"};
  char line[1024];
  CU_ASSERT_EQUAL(c->size, sizeof *c);
  CU_ASSERT_STRING_EQUAL(c->source, "table.csv");
  int size = snprintf(line, sizeof line, "%u:%u %u %s %s \"%s\" %s %s %s %s %s %s %s\n", (unsigned)c->at_line,
                      (unsigned)c->at_column, (unsigned)c->at_cell, word(c->heading), kinds[c->kind], c->read,
                      word(c->repairs), outcomes[c->outcome], word(c->item), word(c->of), word(c->use), word(c->line),
                      word(c->period));
  return size > 0 && (size_t)size < sizeof line ? files_gather(user, line, (size_t)size) : 1;
}

/* What is told of a table, and how reading it ends. */
static files_text list_of(const files_world *w, const char *map, const char *text, size_t size, size_t piece,
                          int32_t flags, int32_t *status) {
  cement_ledger *ledger = NULL;
  cement_error err = {.size = sizeof err};
  files_pieces p = {text, size, piece};
  files_text list = {NULL, 0};
  files_gather(&list, "", 0);
  *status = cement_ledger_create(&ledger, w->catalog, &err);
  if (!*status && map) *status = cement_ledger_map(ledger, "map", map, strlen(map), &err);
  if (!*status) *status = cement_ledger_cells(ledger, add_line, &list, &err);
  if (!*status) *status = cement_ledger_read_plant(ledger, "table.csv", files_piece, &p, flags, &err);
  if (!*status) *status = cement_ledger_finish(ledger, &err);
  cement_ledger_destroy(ledger);
  return list;
}

static void check_as(const char *map, const char *text, size_t size, int32_t flags, int32_t wanted, const char *list) {
  static const size_t pieces[] = {1, 7, 100000};
  files_world w;
  if (!files_open(&w)) return;
  for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
    int32_t status;
    files_text found = list_of(&w, map, text, size, pieces[i], flags, &status);
    CU_ASSERT_EQUAL(status, wanted);
    if (strcmp(found.at, list) != 0) printf("\n  status %d, found\n%s  wanted\n%s", status, found.at, list);
    CU_ASSERT_STRING_EQUAL(found.at, list);
    free(found.at);
  }
  files_close(&w);
}

static void check(const char *text, const char *list) {
  check_as(NULL, text, strlen(text), 0, CEMENT_OK, list);
}

static void check_file(const char *name, const char *map, const char *list) {
  char path[128];
  snprintf(path, sizeof path, "files/%s", name);
  files_text text = files_whole(path);
  if (text.at) check_as(map, text.at, text.size, 0, CEMENT_OK, list);
  free(text.at);
}

/* ---- files of tests/data/plant ---- */

/* GB18030: two bytes a character of Chinese. */
static void test_daily(void) {
  check_file("daily.csv", NULL,
             "3:12 2 熟料产量(t) stopped \"停窑\" . zero clinker_output . . . 2025-01\n"
             "3:17 3 烟煤消耗量(t) stopped \"停窑\" . zero fuel_consumption bituminous_coal . . 2025-01\n"
             "3:22 4 余热发电量(kWh) blank \"\" . zero waste_heat_power_generation . . . 2025-01\n"
             "4:12 2 熟料产量(t) repaired \"３６００\" full-width taken clinker_output . . . 2025-01\n");
}

static void test_gaps(void) {
  check_file("gaps.csv", NULL,
             "3:12 2 熟料产量(t) bad \"#DIV/0!\" . gap clinker_output . . . 2025-01\n"
             "4:12 2 熟料产量(t) missing \"—\" . gap clinker_output . . . 2025-01\n"
             "4:16 3 烟煤消耗量(t) blank \"\" . gap fuel_consumption bituminous_coal . . 2025-01\n");
  check_file("gaps.csv",
             "{\"schema\":\"cement-mapping/1\",\"lines\":[{\"id\":\"K1\"}],\"tables\":[{\"gaps\":\"zero\","
             "\"line\":{\"id\":\"K1\"}}]}",
             "3:12 2 熟料产量(t) bad \"#DIV/0!\" . zero clinker_output . . K1 2025-01\n"
             "4:12 2 熟料产量(t) missing \"—\" . zero clinker_output . . K1 2025-01\n"
             "4:16 3 烟煤消耗量(t) blank \"\" . zero fuel_consumption bituminous_coal . K1 2025-01\n");
}

static void test_repairs(void) {
  check_file("spellings.csv", NULL,
             "2:1 1 月份 repaired \"２０２５－０１\" full-width taken . . . . 2025-01\n"
             "2:16 2 熟料产量【吨】 repaired \"１１０，０００．５\" full-width thousands taken clinker_output . . . "
             "2025-01\n"
             "2:37 3 生料消耗量t repaired \"170500\" spaces taken raw_meal_consumption . . . 2025-01\n"
             "3:8 2 熟料产量【吨】 repaired \"98,000.25\" thousands taken clinker_output . . . 2025-02\n"
             "3:20 3 生料消耗量t repaired \"+151000\" plus taken raw_meal_consumption . . . 2025-02\n"
             "3:28 4 天然气用量(万Nm3) repaired \"'0011.0\" quote zeros taken fuel_consumption natural_gas . . "
             "2025-02\n"
             "4:8 2 熟料产量【吨】 repaired \"1.05E+05\" exponent taken clinker_output . . . 2025-03\n"
             "4:17 3 生料消耗量t repaired \"162750.\" point taken raw_meal_consumption . . . 2025-03\n"
             "4:25 4 天然气用量(万Nm3) repaired \".5\" point taken fuel_consumption natural_gas . . 2025-03\n");
}

static void test_long(void) {
  check_file("long.csv", NULL, "3:29 5 value repaired \"3,500.5\" thousands taken clinker_output . . L1 2025-01\n");
}

/* Day numbers of a spreadsheet are read as dates: each is told. */
static void test_serials(void) {
  check_file("serials.csv", NULL,
             "2:1 1 日期 repaired \"45658\" serial taken . . . . 2025-01\n"
             "3:1 1 日期 repaired \"45659\" serial taken . . . . 2025-01\n");
}

/* ---- what becomes of cells ---- */

/* February has no number in any row: it is not filled in. The blanks of other months come at the end, and the year is
 * compared only. */
static void test_form_blanks(void) {
  check("2024年,,,,,\n生产线,项目,1月,2月,3月,全年\n1#,熟料产量(t),\"1,000\",,,1000\n,烟煤消耗量(t),,,5,５\n"
        ",烟煤低位发热量(GJ/t),-,,23,\n",
        "3:20 3 1月 repaired \"1,000\" thousands taken clinker_output . . L1 2024-01\n"
        "4:25 6 全年 repaired \"５\" full-width unused . . . . .\n"
        "5:30 3 1月 missing \"-\" . gap fuel_ncv bituminous_coal . L1 2024-01\n"
        "3:29 5 3月 blank \"\" . gap clinker_output . . L1 2024-03\n"
        "4:21 3 1月 blank \"\" . gap fuel_consumption bituminous_coal . L1 2024-01\n");
}

/* Rows on another basis, told month by month: January lacks a moisture, February the heat value. */
static void test_form_bases(void) {
  check(
      "2024年,,,,,,\n生产线,燃料,项目,单位,1月,2月,3月\n1#,烟煤,消耗量,t,1,2,\n1#,烟煤,空干基低位发热量,kJ/kg,24000,,\n"
      "1#,烟煤,全水,%,9,９,\n1#,烟煤,内水,%,-,4,\n",
      "5:22 6 2月 repaired \"９\" full-width taken . . . . .\n"
      "4:42 5 1月 unconverted \"24000\" . gap fuel_ncv bituminous_coal . L1 2024-01\n"
      "6:20 5 1月 missing \"-\" . passed . . . . 2024-01\n"
      "4:48 6 2月 blank \"\" . gap fuel_ncv bituminous_coal . L1 2024-02\n");
}

/* The second day's moisture is missing, so its heat value cannot be converted; a mean goes on without it. */
static void test_unconverted(void) {
  check("日期,烟煤消耗量(t),烟煤空干基低位发热量(kJ/kg),烟煤全水(%),烟煤内水(%)\n"
        "2025-01-01,480,24000,10,4\n2025-01-02,520,23500,-,４\n2025-01-03,500,２３６００,,4\n",
        "3:22 4 烟煤全水(%) missing \"-\" . passed . . . . 2025-01\n"
        "3:24 5 烟煤内水(%) repaired \"４\" full-width taken . . . . 2025-01\n"
        "3:16 3 烟煤空干基低位发热量(kJ/kg) unconverted \"23500\" . passed fuel_ncv bituminous_coal . . 2025-01\n"
        "4:16 3 烟煤空干基低位发热量(kJ/kg) unconverted \"２３６００\" full-width passed fuel_ncv bituminous_coal . . "
        "2025-01\n"
        "4:32 4 烟煤全水(%) blank \"\" . passed . . . . 2025-01\n");
}

/* A counter's holes are in its next reading; a stamp at midnight belongs to the day before. */
static void test_counter(void) {
  static const char map[] =
      "{\"schema\":\"cement-mapping/1\",\"tables\":[{\"columns\":[{\"header\":\"电表\",\"item\":"
      "\"electricity_consumption\",\"of\":\"clinker\",\"unit\":\"kWh\",\"line\":\"L1\",\"aggregate\":\"difference\"}],"
      "\"period\":{\"header\":\"日期\"}}]}";
  static const char table[] = "日期,电表\n2025-01-01,-\n2025-01-02,100\n2025-01-03,Bad\n2025-01-04,3００\n";
  check_as(map, table, sizeof table - 1, 0, CEMENT_OK,
           "2:12 2 电表 missing \"-\" . passed electricity_consumption . . . 2025-01\n"
           "4:12 2 电表 bad \"Bad\" . passed electricity_consumption clinker . L1 2025-01\n"
           "5:12 2 电表 repaired \"3００\" full-width taken electricity_consumption clinker . L1 2025-01\n");
}

/* A mean of days passes over its holes; a month given as a whole has none to go on with. */
static void test_means(void) {
  check("日期,烟煤消耗量(t),烟煤低位发热量(GJ/t)\n2025-01-01,480,23\n2025-01-02,480,无\n",
        "3:16 3 烟煤低位发热量(GJ/t) missing \"无\" . passed fuel_ncv bituminous_coal . . 2025-01\n");
  check("月份,烟煤消耗量(t),烟煤低位发热量(GJ/t)\n2025-01,480,23\n2025-02,停窑,停窑\n2025-03,470,-\n",
        "3:9 2 烟煤消耗量(t) stopped \"停窑\" . zero fuel_consumption bituminous_coal . . 2025-02\n"
        "3:16 3 烟煤低位发热量(GJ/t) stopped \"停窑\" . passed fuel_ncv bituminous_coal . . 2025-02\n"
        "4:13 3 烟煤低位发热量(GJ/t) missing \"-\" . gap fuel_ncv bituminous_coal . . 2025-03\n");
}

/* A kiln that stood leaves a gap in a stock, and zeros in what it makes: in February the stock's cell alone says it. */
static void test_stopped_stocks(void) {
  check("月份,熟料产量(t),熟料期初库存量(t),熟料期末库存量(t)\n2025-01,100,50,停窑\n2025-02,,停窑,60\n2025-03,停窑,60,"
        "停窑\n",
        "2:16 4 熟料期末库存量(t) stopped \"停窑\" . gap clinker_closing_stock . . . 2025-01\n"
        "3:9 2 熟料产量(t) blank \"\" . zero clinker_output . . . 2025-02\n"
        "3:10 3 熟料期初库存量(t) stopped \"停窑\" . gap clinker_opening_stock . . . 2025-02\n"
        "4:9 2 熟料产量(t) stopped \"停窑\" . zero clinker_output . . . 2025-03\n"
        "4:19 4 熟料期末库存量(t) stopped \"停窑\" . gap clinker_closing_stock . . . 2025-03\n");
}

/* The first day's opening stock counts and the last day's closing stock, other days' do not; of moments the first that
 * has a number and the last. What lacks a number where another moment has one is passed over too. */
static void test_days_of_stocks(void) {
  check("日期,熟料产量(t),熟料期初库存量(t),熟料期末库存量(t)\n2025-01-01,100,５００,\"1,530\"\n"
        "2025-01-02,100,５０１,-\n2025-01-31,100,５３０,\"1,560\"\n",
        "2:16 3 熟料期初库存量(t) repaired \"５００\" full-width taken clinker_opening_stock . . . 2025-01\n"
        "2:26 4 熟料期末库存量(t) repaired \"1,530\" thousands passed clinker_closing_stock . . . 2025-01\n"
        "3:16 3 熟料期初库存量(t) repaired \"５０１\" full-width passed clinker_opening_stock . . . 2025-01\n"
        "3:26 4 熟料期末库存量(t) missing \"-\" . passed clinker_closing_stock . . . 2025-01\n"
        "4:16 3 熟料期初库存量(t) repaired \"５３０\" full-width passed clinker_opening_stock . . . 2025-01\n"
        "4:26 4 熟料期末库存量(t) repaired \"1,560\" thousands taken clinker_closing_stock . . . 2025-01\n");
  check("时间,熟料期初库存量(t),熟料期末库存量(t)\n2025-01-01 01:00,-,-\n2025-01-01 02:00,５,\"1,000\"\n"
        "2025-01-01 03:00,６,1001\n2025-01-31 22:00,７,\"1,002\"\n2025-01-31 23:00,-,-\n",
        "2:18 2 熟料期初库存量(t) missing \"-\" . gap clinker_opening_stock . . . 2025-01\n"
        "2:20 3 熟料期末库存量(t) missing \"-\" . passed clinker_closing_stock . . . 2025-01\n"
        "3:18 2 熟料期初库存量(t) repaired \"５\" full-width taken clinker_opening_stock . . . 2025-01\n"
        "3:22 3 熟料期末库存量(t) repaired \"1,000\" thousands passed clinker_closing_stock . . . 2025-01\n"
        "4:18 2 熟料期初库存量(t) repaired \"６\" full-width passed clinker_opening_stock . . . 2025-01\n"
        "5:18 2 熟料期初库存量(t) repaired \"７\" full-width passed clinker_opening_stock . . . 2025-01\n"
        "5:22 3 熟料期末库存量(t) repaired \"1,002\" thousands taken clinker_closing_stock . . . 2025-01\n"
        "6:18 2 熟料期初库存量(t) missing \"-\" . passed clinker_opening_stock . . . 2025-01\n"
        "6:20 3 熟料期末库存量(t) missing \"-\" . passed clinker_closing_stock . . . 2025-01\n");
  /* of a month as a whole there is no such day */
  check("月份,熟料期初库存量(t),熟料期末库存量(t)\n2025-01,５,\"1,000\"\n2025-02,\"1,000\",-\n",
        "2:9 2 熟料期初库存量(t) repaired \"５\" full-width taken clinker_opening_stock . . . 2025-01\n"
        "2:13 3 熟料期末库存量(t) repaired \"1,000\" thousands taken clinker_closing_stock . . . 2025-01\n"
        "3:9 2 熟料期初库存量(t) repaired \"1,000\" thousands taken clinker_opening_stock . . . 2025-02\n"
        "3:17 3 熟料期末库存量(t) missing \"-\" . gap clinker_closing_stock . . . 2025-02\n");
}

/* Two rows of a moment: the same number twice is one. */
static void test_moments_of_stocks(void) {
  check("日期,班次,烟煤期初库存量(t)\n2025-01-01,早,５\n2025-01-01,晚,５\n",
        "2:16 3 烟煤期初库存量(t) repaired \"５\" full-width taken fuel_opening_stock bituminous_coal . . 2025-01\n"
        "3:16 3 烟煤期初库存量(t) repaired \"５\" full-width taken fuel_opening_stock bituminous_coal . . 2025-01\n");
}

/* Totals are compared only, and a blank in them is no hole; what a line is, a row need not repeat. */
static void test_unused(void) {
  check(
      "日期,熟料产量(t),设计产能(t/d),备注\n2025-01-01,3500,５０００,\n2025-01-02,3600,,\n合计,\"7,100\",,\n合计,,,\n",
      "2:17 3 设计产能(t/d) repaired \"５０００\" full-width taken . . . . 2025-01\n"
      "4:8 2 熟料产量(t) repaired \"7,100\" thousands unused . . . . .\n");
}

/* ---- refusals ---- */

static void test_refused(void) {
  static const char table[] = "日期,熟料产量(t),烟煤消耗量(t)\n2025-01-01,,85吨\n2025-01-02,,\n";
  check_as(NULL, table, sizeof table - 1, 0, CEMENT_E_SYNTAX,
           "2:12 2 熟料产量(t) blank \"\" . ended . . . . .\n"
           "2:13 3 烟煤消耗量(t) refused \"85吨\" . ended . . . . .\n");
  static const char date[] = "日期,熟料产量(t)\n2025-01-01,５\n2025-02-30,5\n";
  check_as(NULL, date, sizeof date - 1, 0, CEMENT_E_SYNTAX,
           "2:12 2 熟料产量(t) repaired \"５\" full-width taken clinker_output . . . 2025-01\n"
           "3:1 1 日期 refused \"2025-02-30\" . ended . . . . .\n");
  static const char percent[] = "日期,熟料产量(t)\n2025-01-01,5%\n";
  check_as(NULL, percent, sizeof percent - 1, 0, CEMENT_E_SYNTAX,
           "2:12 2 熟料产量(t) refused \"5%\" . ended . . . . .\n");
  static const char rows[] = "line,period,item,of,value,unit\nL1,2025-13,clinker_output,,5,t\n";
  check_as(NULL, rows, sizeof rows - 1, 0, CEMENT_E_SYNTAX, "2:4 2 period refused \"2025-13\" . ended . . . . .\n");
}

static void test_strict(void) {
  static const char table[] = "日期,熟料产量(t)\n2025-01-01,\"3,600\"\n";
  check_as(NULL, table, sizeof table - 1, CEMENT_PLANT_STRICT, CEMENT_E_SYNTAX,
           "2:12 2 熟料产量(t) refused \"3,600\" thousands ended . . . . .\n");
}

/* Headings only: no cell is read. */
static void test_proposal(void) {
  static const char table[] = "日期,熟料产量(t)\n2025-01-01,\"3,600\"\n";
  files_world w;
  int32_t status;
  if (!files_open(&w)) return;
  files_text found = list_of(&w, NULL, table, sizeof table - 1, 100, CEMENT_PLANT_PROPOSE, &status);
  CU_ASSERT_STRING_EQUAL(found.at, "");
  free(found.at);
  files_close(&w);
}

/* A long cell is cut between two characters: 120 bytes hold 40 of three bytes each. */
static void test_long_cells(void) {
  char text[1024] = "日期,熟料产量(t)\n2025-01-01,", list[1024] = "2:12 2 熟料产量(t) refused \"";
  for (size_t i = 0; i < 60; i++) strcat(text, "吨");
  for (size_t i = 0; i < 40; i++) strcat(list, "吨");
  strcat(list, "\" . ended . . . . .\n");
  check_as(NULL, text, strlen(text), 0, CEMENT_E_SYNTAX, list);
}

/* ---- who asks ---- */

typedef struct asker {
  cement_ledger *ledger;
  size_t calls, after; /* which call is refused; 0: none */
} asker;

static int32_t ask(void *user, const cement_cell *cell) {
  asker *a = user;
  cement_error err = {.size = sizeof err};
  CU_ASSERT_EQUAL(cement_ledger_cells(a->ledger, NULL, NULL, &err), CEMENT_E_STATE);
  CU_ASSERT_EQUAL(cement_ledger_read(a->ledger, "x", "{}", 2, &err), CEMENT_E_STATE);
  CU_ASSERT_EQUAL(cement_ledger_finish(a->ledger, &err), CEMENT_E_STATE);
  cement_ledger_destroy(a->ledger); /* at work: it stays */
  CU_ASSERT_EQUAL(cell->kind, CEMENT_CELL_REPAIRED);
  return ++a->calls == a->after;
}

static const char three[] = "日期,熟料产量(t)\n2025-01-01,\"3,600\"\n2025-01-02,\"3,601\"\n2025-01-03,\"3,602\"\n";

static int32_t read_three(asker *a, const char *name, cement_error *err) {
  files_pieces p = {three, sizeof three - 1, 20};
  return cement_ledger_read_plant(a->ledger, name, files_piece, &p, 0, err);
}

static void test_taker(void) {
  files_world w;
  asker a = {NULL, 0, 2};
  cement_error err = {.size = sizeof err};
  if (!files_open(&w)) return;
  CU_ASSERT_EQUAL(cement_ledger_create(&a.ledger, w.catalog, &err), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_ledger_cells(a.ledger, ask, &a, &err), CEMENT_OK);
  CU_ASSERT_EQUAL(read_three(&a, "three.csv", &err), CEMENT_E_IO);
  CU_ASSERT_STRING_EQUAL(err.source, "three.csv");
  CU_ASSERT_EQUAL(err.line, 3);
  CU_ASSERT_EQUAL(err.column, 12);
  CU_ASSERT_EQUAL(a.calls, 2);
  CU_ASSERT_EQUAL(cement_ledger_cells(a.ledger, ask, &a, &err), CEMENT_E_STATE);
  CU_ASSERT_EQUAL(cement_ledger_finish(a.ledger, &err), CEMENT_E_STATE);
  cement_ledger_destroy(a.ledger);
  files_close(&w);
}

/* Asked for, and then no more; and when it is too late. */
static void test_asking(void) {
  files_world w;
  asker a = {NULL, 0, 0};
  cement_error err = {.size = sizeof err};
  if (!files_open(&w)) return;
  CU_ASSERT_EQUAL(cement_ledger_cells(NULL, ask, &a, &err), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(cement_ledger_create(&a.ledger, w.catalog, &err), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_ledger_cells(a.ledger, ask, &a, &err), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_ledger_cells(a.ledger, NULL, NULL, &err), CEMENT_OK);
  CU_ASSERT_EQUAL(read_three(&a, "three.csv", &err), CEMENT_OK);
  CU_ASSERT_EQUAL(a.calls, 0);
  CU_ASSERT_EQUAL(cement_ledger_finish(a.ledger, &err), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_ledger_cells(a.ledger, ask, &a, &err), CEMENT_E_STATE);
  cement_ledger_destroy(a.ledger);
  files_close(&w);
}

/* ---- every case ---- */

typedef struct met {
  char codes[4096]; /* " plant-full-width plant-stopped ..." */
} met;

static void meet(met *m, const char *code, size_t size) {
  char word[64];
  snprintf(word, sizeof word, " plant-%.*s ", (int)size, code);
  if (!strstr(m->codes, word)) strcat(m->codes, word);
}

static int32_t meet_cell(void *user, const cement_cell *cell) {
  bool stock = cell->item && strstr(cell->item, "_stock");
  if (cell->kind == CEMENT_CELL_STOPPED && !stock) meet(user, "stopped", 7);
  for (const char *at = cell->repairs; *at; at += strspn(at, " ")) {
    size_t size = strcspn(at, " ");
    meet(user, at, size);
    at += size;
  }
  return 0;
}

static void read_met(const files_world *w, const plant_case *c, met *m) {
  cement_ledger *ledger = NULL;
  char path[128];
  snprintf(path, sizeof path, "files/%s", c->map);
  files_text map = strcmp(c->map, "-") != 0 ? files_whole(path) : (files_text){NULL, 0};
  int32_t status = cement_ledger_create(&ledger, w->catalog, NULL);
  if (map.at) status = cement_ledger_map(ledger, c->map, map.at, map.size, NULL);
  if (!status) status = cement_ledger_cells(ledger, meet_cell, m, NULL);
  for (size_t i = 0; i < c->count && !status; i++) {
    snprintf(path, sizeof path, "files/%s", c->files[i]);
    files_text text = files_whole(path);
    files_pieces p = {text.at, text.size, 1000};
    status = cement_ledger_read_plant(ledger, c->files[i], files_piece, &p, 0, NULL);
    free(text.at);
  }
  CU_ASSERT_EQUAL(status, CEMENT_OK);
  cement_ledger_destroy(ledger);
  free(map.at);
}

/* The list has a repair, or a stop of what is no stock, exactly where a case's findings, which are written by hand,
 * have one. */
static void test_cases(void) {
  static const char *const codes[] = {"spaces",   "full-width", "thousands", "percent",   "plus",   "quote",
                                      "exponent", "zeros",      "point",     "precision", "serial", "stopped"};
  files_world w;
  plant_case *cases = calloc(64, sizeof *cases);
  size_t count = plant_cases(cases, 64), seen = 0;
  if (!files_open(&w)) return;
  for (size_t i = 0; i < count; i++) {
    met *m = calloc(1, sizeof *m);
    char path[128], word[64];
    snprintf(path, sizeof path, "files/%s.findings", cases[i].name);
    files_text findings = files_whole(path);
    read_met(&w, &cases[i], m);
    for (size_t k = 0; findings.at && k < sizeof codes / sizeof *codes; k++) {
      snprintf(word, sizeof word, "plant-%s\n", codes[k]);
      bool found = strstr(findings.at, word) != NULL;
      snprintf(word, sizeof word, " plant-%s ", codes[k]);
      if (found != (strstr(m->codes, word) != NULL)) printf("\n  %s: %s\n", cases[i].name, codes[k]);
      CU_ASSERT_EQUAL(found, strstr(m->codes, word) != NULL);
      seen += found;
    }
    free(findings.at);
    free(m);
  }
  CU_ASSERT_TRUE(seen > 10);
  files_close(&w);
  free(cases);
}

int register_cells_suite(void) {
  CU_pSuite suite = CU_add_suite("cells", NULL, NULL);
  CU_add_test(suite, "days", test_daily);
  CU_add_test(suite, "gaps, and gaps that are zero", test_gaps);
  CU_add_test(suite, "every kind of repair", test_repairs);
  CU_add_test(suite, "long", test_long);
  CU_add_test(suite, "day numbers", test_serials);
  CU_add_test(suite, "a form's blanks", test_form_blanks);
  CU_add_test(suite, "a form on other bases", test_form_bases);
  CU_add_test(suite, "not converted", test_unconverted);
  CU_add_test(suite, "a counter", test_counter);
  CU_add_test(suite, "means", test_means);
  CU_add_test(suite, "stocks of a kiln that stood", test_stopped_stocks);
  CU_add_test(suite, "stocks of days", test_days_of_stocks);
  CU_add_test(suite, "stocks of one moment", test_moments_of_stocks);
  CU_add_test(suite, "totals and attributes", test_unused);
  CU_add_test(suite, "refused", test_refused);
  CU_add_test(suite, "strict", test_strict);
  CU_add_test(suite, "headings only", test_proposal);
  CU_add_test(suite, "long cells are cut", test_long_cells);
  CU_add_test(suite, "a visitor that stops, and what it may not call", test_taker);
  CU_add_test(suite, "asked for and no more", test_asking);
  CU_add_test(suite, "as the findings of every case", test_cases);
  return (int)CU_get_error();
}
