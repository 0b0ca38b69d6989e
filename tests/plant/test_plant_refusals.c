/* What is refused of plant files, and where: rows 40 to 62 of the table of faults as far as they concern whole files;
 * strict reading; conflicts between files; calls out of order. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plant/plant_files.h"

int register_plant_refusals_suite(void);

typedef struct refusal {
  const char *map, *text;
  int32_t code;
  uint32_t line, column;
  const char *message; /* a part of it */
} refusal;

static void check(const files_world *w, const refusal *row, int32_t flags) {
  cement_error err = {.size = sizeof err};
  cement_ledger *ledger;
  int32_t status = files_read(w, &ledger, row->map, "t.csv", row->text, strlen(row->text), 1000, flags, &err);
  if (!status) status = cement_ledger_finish(ledger, &err);
  bool same =
      status == row->code &&
      (!status || (err.line == row->line && err.column == row->column && strstr(err.message, row->message) != NULL));
  if (!same) {
    printf("\n  %s\n  %d, %s:%u:%u: %s\n", row->text, status, err.source, (unsigned)err.line, (unsigned)err.column,
           err.message);
  }
  CU_ASSERT_TRUE(same);
  cement_ledger_destroy(ledger);
}

static void check_all(const refusal *rows, size_t count, int32_t flags) {
  files_world w;
  if (files_open(&w)) {
    for (size_t i = 0; i < count; i++) check(&w, &rows[i], flags);
  }
  files_close(&w);
}

#define HEAD "日期,熟料产量(t),烟煤消耗量(t)\n"
#define CHECK(rows, flags) check_all(rows, sizeof(rows) / sizeof *(rows), flags)

static void test_tables(void) {
  static const refusal rows[] = {
      /* the name of a heading that takes two rows stands in the upper one */
      {NULL, "月份,一线,二线\n,熟料产量(t),熟料产量(t)\n2025-01,5,6\n去年同期,5,6\n", CEMENT_E_SYNTAX, 4, 1,
       "月份: \"去年同期\" read, a date or a month expected"},
      /* what a spreadsheet makes of a month may be a day too */
      {NULL, "Month,Clinker production (t)\nJan-25,5\n", CEMENT_E_SYNTAX, 2, 1,
       "\"Jan-25\" read, a date or a month expected: not a date; 2025-01, 2025/1/5 and 2025年1月5日 are read"},
      /* numbers of days among dates are still in doubt */
      {NULL, "日期,熟料产量(t)\n45717,5\n2025-03-02,6\n合计,11\n", CEMENT_E_SYNTAX, 2, 1, "among texts"},
      /* rows that do not say of what they are */
      {NULL, "日期,煤种,热值(kcal/kg)\n2025-01-01,烟煤,5000\n2025-01-02,,5000\n", CEMENT_E_MISSING, 3, 12,
       "热值(kcal/kg): of which fuel or material is not said in this row"},
      {NULL, "日期,样品名称,氧化钙(%)\n2025-01-01,熟料,65\n2025-01-02,,66\n", CEMENT_E_MISSING, 3, 12,
       "氧化钙(%): of which fuel or material"},
      /* nothing that is known */
      {NULL, "a,b,c\n1,2,3\n", CEMENT_E_SCHEMA, 1, 1, "no heading of this table is known"},
      {NULL, "熟料产量(t),烟煤消耗量(t)\n1,2\n", CEMENT_E_SCHEMA, 1, 1, "no column of dates or months"},
      {NULL, "", CEMENT_E_SYNTAX, 1, 1, "empty"},
      {NULL, HEAD, CEMENT_E_MISSING, 1, 1, "no row of a month, a day or a moment"},
      /* all that is known is a quantity of another kind */
      {NULL, "日期,备注,熟料产量(kWh)\n2025-01,a,1\n", CEMENT_E_MISSING, 1, 1,
       "no figure of the plant; not used: t.csv:1:15 熟料产量(kWh): the unit is not"},
      /* row 58: ragged rows, a heading too many */
      {NULL, HEAD "2025-01-01,3500\n", CEMENT_E_SCHEMA, 2, 1, "2 cells read, 3 expected"},
      {NULL, HEAD "2025-01-01,3500,480,\n", CEMENT_E_SCHEMA, 2, 21, "4 cells read, 3 expected"},
      /* row 59: the same heading after folding */
      {NULL, "日期,熟料产量(t),熟料产量（ｔ）\n2025-01-01,1,1\n", CEMENT_E_DUPKEY, 1, 24, "column 2"},
      /* row 62: invisible characters, look-alikes */
      {NULL, "日期,熟料\xE2\x80\x8B产量(t)\n2025-01-01,1\n", CEMENT_E_SCHEMA, 1, 8, ""},
      {NULL,
       "日期,С"
       "aO含量(%)\n2025-01-01,65\n",
       CEMENT_E_SCHEMA, 1, 8, ""},
      /* a unit that is missing, or of something else */
      {NULL, "日期,熟料产量\n2025-01-01,1\n", CEMENT_E_UNIT, 1, 8, "unit"},
      /* numbers */
      {NULL, HEAD "2025-01-01,\"1.234,5\",480\n", CEMENT_E_SYNTAX, 2, 12, "熟料产量(t)"},
      {NULL, HEAD "2025-01-01,1 234,480\n", CEMENT_E_SYNTAX, 2, 12, "1 234"},
      {NULL, HEAD "2025-01-01,1.2万,480\n", CEMENT_E_SYNTAX, 2, 12, "1.2万"},
      {NULL, HEAD "2025-01-01,85%,480\n", CEMENT_E_SYNTAX, 2, 12, "no share"},
      {NULL, HEAD "2025-01,35\"00,480\n", CEMENT_E_SYNTAX, 2, 11, "quote"},
      /* dates */
      {NULL, HEAD "03/04/2024,3500,480\n", CEMENT_E_SYNTAX, 2, 1, "date or a month expected"},
      {NULL, HEAD "2025-02-30,3500,480\n", CEMENT_E_SYNTAX, 2, 1, "does not exist"},
      {NULL, HEAD ",3500,480\n", CEMENT_E_SYNTAX, 2, 1, "date or a month expected"},
      {NULL, HEAD "2025-01-01,3500,480\n2025-01-01,1,1\n", CEMENT_E_CONFLICT, 3, 1, "first at line 2"},
      {NULL, HEAD "2025-01-01,1,1\n2025-01-03,1,1\n2025-01-02,1,1\n", CEMENT_E_SCHEMA, 4, 1, "out of order"},
      {NULL, "月份,熟料产量(t)\n1月,1\n", CEMENT_E_SYNTAX, 2, 1, "year"},
      /* two months as a whole */
      {NULL, "月份,熟料产量(t)\n2025-01,1\n2025-01,2\n", CEMENT_E_CONFLICT, 3, 9, "t.csv, line 2, column 9"},
      /* a row of a fuel that is not named */
      {NULL, "日期,煤种,消耗量(t)\n2025-01-01,烟煤,1\n2025-01-02,,2\n", CEMENT_E_MISSING, 3, 12, "not said"},
      {NULL, "日期,煤种,消耗量(t)\n2025-01-01,木头,1\n", CEMENT_E_UNKNOWN, 2, 19, "fuel \"木头\" is not known"},
      /* an item of the whole plant in a row of one line */
      {NULL, "日期,生产线,水泥产量(t)\n2025-01-01,1#,1\n", CEMENT_E_SCHEMA, 2, 15, "whole facility"},
      /* which of two lines is not said */
      {NULL, "日期,1#窑熟料产量(t),2#窑熟料产量(t),烟煤消耗量(t)\n2025-01-01,1,1,1\n", CEMENT_E_MISSING, 2, 16,
       "several"},
      /* the form */
      {NULL, "项目,1月,2月,3月\n熟料产量(t),1,2,3\n", CEMENT_E_SCHEMA, 1, 1, "which year"},
      {NULL, "2024年,,,\n项目,1月,2月,3月\n熟料产量,1,2,3\n", CEMENT_E_UNIT, 3, 1, "unit is missing"},
      {NULL, "2024年,2025年,,\n项目,1月,2月,3月\n熟料产量(t),1,2,3\n", CEMENT_E_SCHEMA, 1, 9, "two years"},
      {NULL, "2024年,,,\n项目,1月,2月,3月\n熟料产量(t),1,2,3,4\n", CEMENT_E_SCHEMA, 3, 23, "5 cells read"},
      /* a report of one month */
      {NULL, "指标,单位,本月\n熟料产量,t,1\n", CEMENT_E_SCHEMA, 1, 15, "which month"},
      {NULL, "2024年报,,\n指标,单位,本月\n熟料产量,t,1\n", CEMENT_E_SCHEMA, 2, 15, "which month"},
      {NULL, "2024年13月,,\n指标,单位,本月\n熟料产量,t,1\n", CEMENT_E_SCHEMA, 2, 15, "which month"},
      {NULL, "2024年3月报,2024年4月,\n指标,单位,本月\n熟料产量,t,1\n", CEMENT_E_SCHEMA, 1, 16, "two months"},
      {NULL, "2024年3月报,2025年3月,\n指标,单位,本月\n熟料产量,t,1\n", CEMENT_E_SCHEMA, 1, 16, "two years"},
      {NULL, "2024年3月,,,\n指标,单位,本月,本期\n熟料产量,t,1,2\n", CEMENT_E_CONFLICT, 3, 18, "given twice"},
      /* long, with a delimiter that makes it no ledger */
      {NULL, "line;period;item;of;value;unit\nL1;2025-01;木头;;1;t\n", CEMENT_E_UNKNOWN, 2, 12, "木头"},
      {NULL, "line;period;item;of;value;unit\nL1;2025-01;clinker_output;;1;\n", CEMENT_E_UNIT, 2, 12,
       "unit is missing"},
      {NULL, "line;period;item;of;value;unit\nL1;2025;clinker_output;;1;t\n", CEMENT_E_SYNTAX, 2, 4, "month or a day"},
      {NULL, "line;period;item;of;value;unit;unit\nL1;2025;clinker_output;;1;t;t\n", CEMENT_E_DUPKEY, 1, 32, "twice"},
      {NULL, "line;period;item;of;value;unit\nL1;2025-01;clinker_output;;1\n", CEMENT_E_SCHEMA, 2, 1, "5 cells read"},
  };
  CHECK(rows, 0);
}

#define OF_NONE                                                                                                        \
  "{\"schema\":\"cement-mapping/1\",\"tables\":[{\"of\":{\"header\":\"能源名称\",\"names\":{\"电力\":null}}}]}"
#define UNITS "月份,能源名称,计量单位,消费量\n"

/* What rows say of themselves is refused where they have a number, not where they have none. */
#define ACROSS "2025年3月,,,,\n项目,单位,1日,2日,3日\n"
#define DAYS "{\"schema\": \"cement-mapping/1\", \"tables\": [{\"shape\": \"daily-form\"}]}"
#define WIDE "{\"schema\": \"cement-mapping/1\", \"tables\": [{\"shape\": \"wide\"}]}"
#define PARTS "年,月,日,熟料产量(t)\n"

/* A table that has to be held in memory has an end. */
static void test_wide_days(void) {
  static const char head[] = "项目,1日,2日,3日\n", row[] = "a,1,2,3\n";
  size_t rows = 70000, size = sizeof head - 1;
  char *text = malloc(size + rows * (sizeof row - 1) + 1);
  CU_ASSERT_PTR_NOT_NULL_FATAL(text);
  memcpy(text, head, size);
  for (size_t i = 0; i < rows; i++, size += sizeof row - 1) memcpy(text + size, row, sizeof row - 1);
  text[size] = '\0';
  const refusal rows_many[] = {{NULL, text, CEMENT_E_LIMIT, 65545, 1, "more than 262144 cells"}};
  CHECK(rows_many, 0);
  free(text);
}

static void test_rows(void) {
  static const refusal rows[] = {
      {NULL, UNITS "2025-01,烟煤,,5\n", CEMENT_E_UNIT, 2, 16, "消费量: its unit is missing in this row"},
      {NULL, UNITS "2025-01,烟煤,t,5\n2025-02,烟煤,,5\n", CEMENT_E_UNIT, 3, 16, "missing in this row"},
      {NULL, UNITS "2025-01,烟煤,t,5\n2025-02,烟煤,,\n", CEMENT_OK, 0, 0, ""},
      {NULL, UNITS "2025-01,烟煤,GJ,5\n", CEMENT_E_UNIT, 2, 16, "\"GJ\" read, a unit of \"消费量\" expected"},
      {NULL, UNITS "2025-01,烟煤,kWh,\n2025-01,柴油,t,1\n", CEMENT_OK, 0, 0, ""},
      {NULL, "月份,能源名称,计量单位,购进量\n2025-01,烟煤,kWh,5\n", CEMENT_E_UNIT, 2, 16,
       "\"kWh\" read, a unit of \"购进量\" expected"},
      {NULL, UNITS "2025-01,煤油渣,t,\n2025-02,煤油渣,t,5\n", CEMENT_E_UNKNOWN, 3, 21, "\"煤油渣\""},
      {NULL, UNITS "2025-01,烟煤,t,5\n2025-01,烟煤,kg,5\n", CEMENT_E_CONFLICT, 3, 19, "line 2, column 18"},
      {NULL, UNITS "2025-01,,t,5\n", CEMENT_E_MISSING, 2, 9, "not said in this row"},
      {NULL, "月份,单位,熟料产量,煤\n2025-01,t,5,1\n2025-02,,5,1\n", CEMENT_E_UNIT, 3, 9, "熟料产量: its unit"},
      {NULL, "2025年,,\n能源名称,计量单位,消费量\n烟煤,t,5\n", CEMENT_E_SCHEMA, 2, 1, "a title above"},
      {NULL, "2025年1-3月,,\n能源名称,计量单位,消费量\n烟煤,t,5\n", CEMENT_E_SCHEMA, 2, 1, "a title above"},
      {NULL, "2025年1月份至3月,,\n能源名称,计量单位,消费量\n烟煤,t,5\n", CEMENT_E_SCHEMA, 2, 1, "a title above"},
      {NULL, "2025年3月累计,,\n能源名称,计量单位,消费量\n烟煤,t,5\n", CEMENT_E_SCHEMA, 2, 1, "a title above"},
      {NULL, "2025年3月-月报,,\n能源名称,计量单位,消费量\n烟煤,t,5\n", CEMENT_OK, 0, 0, ""},
      {NULL, "2025年3月,,\n能源名称,计量单位,消费量\n烟煤,t,5\n烟煤,t,6\n", CEMENT_E_CONFLICT, 4, 10, "line 3"},
      {NULL, "2025年3月,,\n统计日,能源名称,消费量(t)\n2025-03-01,烟煤,5\n", CEMENT_E_SCHEMA, 2, 1, "a title above"},
      {NULL, "日期,熟料产量(t)\n2025-01-01,5\n2025-01-02,Bad\n", CEMENT_E_MISSING, 1, 1,
       "clinker_output has no value, since cells have none: t.csv:3:12"},
      {NULL, "2025年3月,,\n能源名称,计量单位,消费量\n", CEMENT_E_MISSING, 2, 1, "no row of a month"},
      {NULL, "2025年3月,\n日期,熟料产量(t)\n32,5\n", CEMENT_E_SYNTAX, 3, 1, "day that does not exist"},
      {NULL, "2025年3月,\n月份,熟料产量(t)\n3,5\n", CEMENT_E_SYNTAX, 3, 1, "a day without a month"},
      {NULL, "2025年,\n日期,熟料产量(t)\n3日,5\n", CEMENT_E_SYNTAX, 3, 1, "which a title above (2025年3月) can name"},
      /* the parts of a date */
      {NULL, PARTS "2025,2,30,5\n", CEMENT_E_SYNTAX, 2, 1, "年: \"2025 2 30\" read, a date or a month expected: a day"},
      {NULL, PARTS ",2,3,5\n", CEMENT_E_SYNTAX, 2, 1, "a column of its date is empty"},
      {NULL, PARTS "2025,2,1,5\n2025,2,,5\n", CEMENT_E_SYNTAX, 3, 1, "the last column of its date is empty"},
      {NULL, "年,月,日,时间,熟料产量(t)\n2025,1,5,8:00,5\n,2,,8:00,5\n", CEMENT_E_SYNTAX, 3, 1,
       "column of its date is"},
      {NULL, PARTS "2025,2,1,5\n2025,二月,2,5\n", CEMENT_E_SYNTAX, 3, 1, "not a date"},
      {NULL, PARTS "2025,2,2,5\n,,1,5\n,,3,5\n", CEMENT_E_SCHEMA, 4, 1, "out of order"},
      {NULL, "年,日,熟料产量(t)\n2025,2,5\n", CEMENT_E_SYNTAX, 2, 1, "\"2025 2\" read"}, /* no day of February */
      {NULL, "年,年月,熟料产量(t)\n2025,2026-01,5\n", CEMENT_E_SYNTAX, 2, 1, "\"2025 2026-01\" read"},
      {NULL, "日期,时间,熟料产量(t)\n2025-01-01,早,5\n", CEMENT_E_SYNTAX, 2, 1, "\"2025-01-01 早\" read"},
      {NULL, "月份,填报日期,熟料产量(t)\n2025-01,2025-02-05,5\n2025-02,2025-03-05,5\n", CEMENT_OK, 0, 0, ""},
      {NULL, "日期,日次,熟料产量(t)\n2025-01-01,1,5\n2025-01-02,2,5\n", CEMENT_OK, 0, 0, ""},
      {NULL, "时间,日期,熟料产量(t)\n8:00,2025/1/1,5\n20:00,2025/1/1,5\n", CEMENT_OK, 0, 0, ""},
      {NULL, "Day,Month,Year,Clinker output (t)\n1,2,2025,5\n2,2,2025,6\n", CEMENT_OK, 0, 0, ""},
      /* days side by side */
      {NULL, ACROSS "熟料产量,t,1,x,3\n", CEMENT_E_SYNTAX, 3, 18, "熟料产量: \"x\" read, a number expected"},
      {NULL, ACROSS "熟料产量,t,1,2\n", CEMENT_E_SCHEMA, 3, 1, "4 cells read, 5 expected"},
      {NULL, ACROSS "熟料产量,,1,2,3\n", CEMENT_E_UNIT, 3, 1, "熟料产量"},
      {NULL, ACROSS "熟料产量,t,1,2,3\n煤耗,,,,\n", CEMENT_OK, 0, 0, ""},
      {NULL, ACROSS "熟料产量,t,1,2,3\n熟料产量,t,1,2,3\n", CEMENT_E_DUPKEY, 4, 1, "stands over column 2 too"},
      {NULL, ACROSS, CEMENT_E_MISSING, 1, 1, "no observation"},
      {NULL, ACROSS "制表：张三,,,,\n", CEMENT_E_MISSING, 1, 1, "no observation"},
      {NULL, "项目,生产线,1日,2日,3日\n熟料产量(t),1#,1,2,3\n熟料产量(t),,1,2,3\n", CEMENT_E_MISSING, 3, 17,
       "生产线: empty; in a table with a column a day each row says it"},
      {NULL, "项目,生产线,1日,2日,3日\n熟料产量(t),1#,1,2,3\n合计,,1,2,3\n", CEMENT_E_SYNTAX, 1, 18, "a title above"},
      {NULL, "项目,2025/3/1,2025/3/2,2025/3/3,均值\n熟料产量(t),1,2,3,2\n", CEMENT_OK, 0, 0, ""},
      {NULL, "2025年3月,,,\n,1日,2日,3日,4日,5日\n熟料产量(t),1,2,3,4,5\n", CEMENT_OK, 0, 0, ""},
      {NULL, "2025年3月,,,\n日期,1,2,3,4,5,6,7,8,9,10\n熟料产量(t),1,2,3,4,5,6,7,8,9,10\n", CEMENT_OK, 0, 0, ""},
      {NULL, "2025年3月,,,\n项目,1,2,3,4,5,6,7,8,9\n熟料产量(t),1,2,3,4,5,6,7,8,9\n", CEMENT_E_SCHEMA, 3, 1,
       "no column of dates"},
      {NULL, "2025年3月,,\n项目,1日,2日\n熟料产量(t),1,2\n", CEMENT_E_SCHEMA, 3, 1, "no column of dates"},
      {NULL, "2025年3月,,,\n,1日,2日,3日,4日\n熟料产量(t),1,2,3,4\n", CEMENT_E_SCHEMA, 3, 1, "no column of dates"},
      {NULL, "2025年3月,,,\n煤种,单位,3/1,3/2,3/3\n烟煤,t,1,2,3\n", CEMENT_OK, 0, 0, ""},
      {NULL, "2025年3月,,,\n单位,熟料,1日,2日,3日,4日\nt,熟料产量,1,2,3,4\n", CEMENT_OK, 0, 0, ""},
      {DAYS, "日期,熟料产量(t)\n2025-01-01,1\n", CEMENT_E_SCHEMA, 1, 43,
       "no row with days (1日, 2日, 3日) side by side"},
      {WIDE, ACROSS "熟料产量,t,1,2,3\n", CEMENT_E_SCHEMA, 2, 1, "no column of dates"},
      /* what a person leaves out, in each shape */
      {OF_NONE, UNITS "2025-01,电力,?,x\n2025-01,烟煤,t,5\n", CEMENT_OK, 0, 0, ""},
      {OF_NONE, "2025年,,,,\n项目,能源名称,1月,2月,3月\n消耗量(t),烟煤,1,2,3\n消耗量(t),电力,x,y,z\n", CEMENT_OK, 0, 0,
       ""},
      {OF_NONE, "line;period;item;of;value;unit\nL1;2025-01;fuel_consumption;烟煤;1;t\nL1;2025-01;何;电力;1;t\n",
       CEMENT_OK, 0, 0, ""},
  };
  static const refusal strictly[] = {
      {NULL, UNITS "2025-01,烟煤,吨,5\n2025-01,柴油,KG,5\n", CEMENT_E_SCHEMA, 3, 16, "\"KG\" read, taken for kg"},
      {NULL, UNITS "2025-01,电力,万千瓦时,5\n", CEMENT_E_SCHEMA, 2, 9, "electricity"},
      {NULL, PARTS "2025,1,1,5\n2025,1,２,5\n", CEMENT_E_SYNTAX, 3, 8, "full-width"},
  };
  CHECK(rows, 0);
  CHECK(strictly, CEMENT_PLANT_STRICT);
}

#define TYPES "月份,生产线,熟料品种,设计产能(t/d),熟料产量(t)\n"

/* What is said of a line or of the plant: nothing that is not known, and nothing twice otherwise. */
static void test_attributes(void) {
  static const refusal rows[] = {
      {NULL, TYPES "2025-01,1#,石灰,5000,1\n", CEMENT_E_UNKNOWN, 2, 12,
       "clinker_type: \"石灰\" read, one of these expected: 硅酸盐水泥熟料 (portland), "},
      {NULL, TYPES "2025-01,1#,1,5000,1\n", CEMENT_E_UNKNOWN, 2, 12, "\"1\" read"},
      {NULL, TYPES "2025-01,1#,通用,5000,1\n2025-02,1#,白水泥熟料,5000,1\n", CEMENT_E_CONFLICT, 3, 12,
       "line.clinker_type is given otherwise at t.csv, line 2, column 12"},
      {NULL, TYPES "2025-01,1#,通用,5000,1\n2025-02,1#,通用,5001,1\n", CEMENT_E_CONFLICT, 3, 19,
       "line.design_capacity is given otherwise at t.csv, line 2, column 19"},
      {NULL, TYPES "2025-01,1#,通用,5000,1\n2025-02,2#,白水泥熟料,2500,1\n2025-03,2#,通用,2500,1\n", CEMENT_E_CONFLICT,
       4, 12, "line 3, column 12"},
      {NULL, TYPES "2025-01,1#,通用,五千,1\n", CEMENT_E_SYNTAX, 2, 19, "a number expected"},
      {NULL, TYPES "2025-01,1#,通用,50%,1\n", CEMENT_E_SYNTAX, 2, 19, "% cannot stand here"},
      {NULL, TYPES "2025-01,1#,通用,-1,1\n", CEMENT_E_RANGE, 2, 19, "design_capacity"},
      {NULL, "月份,企业名称,熟料产量(t)\n2025-01,甲厂,1\n2025-02,乙厂,1\n", CEMENT_E_CONFLICT, 3, 9,
       "facility.name is given otherwise at t.csv, line 2, column 9"},
      /* the only line by its name, and without one */
      {NULL, TYPES "2025-01,1#,通用,5000,1\n2025-02,,白水泥熟料,5000,1\n", CEMENT_E_CONFLICT, 3, 10,
       "line 2, column 12"},
      {NULL, "月份,熟料品种,1#熟料产量(t),2#熟料产量(t)\n2025-01,通用,1,1\n", CEMENT_E_MISSING, 2, 9,
       "clinker_type: which line it is of is not said, and there are several"},
      /* two columns of it are one too many, like two of an item */
      {NULL, "月份,熟料产量(t),1#海拔(m)\n2025-01,1,2\n2025-02,1.x,2\n", CEMENT_E_SYNTAX, 3, 9, "1.x"},
      {NULL, "2024年,,,\n项目,1月,2月,3月\n熟料品种,通用,白水泥熟料,\n熟料产量(t),1,2,3\n", CEMENT_E_CONFLICT, 3, 21,
       "line 3, column 14"},
      {NULL, "2024年,,,\n项目,1月,2月,3月\n熟料品种,石头,,\n熟料产量(t),1,2,3\n", CEMENT_E_UNKNOWN, 3, 14, "石头"},
      {"{\"schema\":\"cement-mapping/1\",\"lines\":[{\"id\":\"L1\",\"clinker_type\":\"white\"}]}",
       TYPES "2025-01,1#,通用,5000,1\n", CEMENT_E_CONFLICT, 2, 12, "line.clinker_type is given otherwise at map"},
  };
  CHECK(rows, 0);
}

#define FUELS "月份,燃料名称,消耗量(t),生物质份额(%),状态,燃料类别\n2025-01,RDF,9,40,固态,替代燃料\n"
/* A fuel is one thing, wherever its rows stand. */
static void test_fuels(void) {
  static const refusal rows[] = {
      {NULL, FUELS "2025-02,RDF,9,41,固态,\n", CEMENT_E_CONFLICT, 3, 15,
       "fuel.biogenic_share of rdf is given otherwise at t.csv, line 2, column 15"},
      {NULL, FUELS "2025-02,RDF,9,,液体,\n", CEMENT_E_CONFLICT, 3, 16,
       "fuel.state of rdf is given otherwise at t.csv, line 2, column 18"},
      {NULL, FUELS "2025-02,烟煤,9,,固体,生物质\n", CEMENT_E_CONFLICT, 3, 26,
       "origin: \"biomass\" read, but the built-in fuel bituminous_coal is \"fossil\""},
      {NULL, FUELS "2025-02,烟煤,9,,正常,\n", CEMENT_E_UNKNOWN, 3, 19,
       "state: \"正常\" read, one of these expected: solid, liquid, gas"},
      {NULL, FUELS "2025-02,,,3,,\n", CEMENT_E_MISSING, 3, 9, "生物质份额(%): of which fuel or material is not said"},
      {NULL, FUELS "2025-02,烟煤,9,101,,\n", CEMENT_E_RANGE, 3, 18, "biogenic_share"},
      {NULL, FUELS "2025-02,烟煤,9,多,,\n", CEMENT_E_SYNTAX, 3, 18, "a number expected"},
      {"{\"schema\":\"cement-mapping/1\",\"fuels\":[{\"id\":\"rdf\",\"biogenic_share\":0.3}],\"tables\":[]}", FUELS,
       CEMENT_E_CONFLICT, 2, 15, "fuel.biogenic_share is given otherwise at map.json, line 1"},
  };
  CHECK(rows, 0);
  static const refusal strict[] = {
      {NULL, "月份,燃料名称,消耗量(t),生物质含量(%)\n2025-01,RDF,9,40\n", CEMENT_E_SCHEMA, 1, 34, "taken for granted"},
      {NULL, "月份,物料名称,消耗量(t),生物质份额(%)\n2025-01,石灰石,9,4\n", CEMENT_E_SCHEMA, 2, 9,
       "\"石灰石\" read: no item for its \"生物质份额(%)\""},
      {NULL, "2025年,,,,,\n燃料,项目,单位,1月,2月,3月\nRDF,生物质含量,%,4,4,4\n", CEMENT_E_SCHEMA, 3, 5,
       "taken for granted"},
  };
  CHECK(strict, CEMENT_PLANT_STRICT);
}

/* In strict reading what is not understood is refused here too. */
static void test_attributes_strict(void) {
  static const refusal rows[] = {
      {NULL, "月份,1#熟料产量(t),1#设计产能\n2025-01,1,2\n", CEMENT_E_SCHEMA, 1, 26, "unit is missing"},
      {NULL, "月份,1#熟料产量(t),1#设计产能(t/d)\n2025-01,1,\"5,000\"\n", CEMENT_E_SYNTAX, 2, 11, "thousands"},
  };
  CHECK(rows, CEMENT_PLANT_STRICT);
}

#define MAP(tables) "{\"schema\":\"cement-mapping/1\",\"lines\":[{\"id\":\"L1\"}],\"tables\":[{" tables "}]}"

static void test_mappings(void) {
  static const refusal rows[] = {
      {MAP("\"encoding\":\"gbk\""), "日期,熟料产量(t)\n2025-01-01,1\n\xFF\n", CEMENT_E_ENCODING, 3, 1, "GB18030"},
      {MAP("\"period\":{\"header\":\"天\"}"), HEAD "2025-01-01,1,1\n", CEMENT_E_SCHEMA, 1, 62, "no column"},
      {MAP("\"columns\":[{\"header\":\"电表\",\"item\":\"electricity_consumption\",\"of\":\"clinker\",\"unit\":\"kWh\","
           "\"line\":\"L1\",\"aggregate\":\"difference\"}]"),
       "日期,电表\n2025-01-01,5\n2025-01-02,4\n", CEMENT_E_RANGE, 3, 12, "fell below its last reading of 5"},
      {MAP("\"skip_rows\":9,\"header_rows\":1"), HEAD "2025-01-01,1,1\n", CEMENT_E_SYNTAX, 1, 1, "empty"},
  };
  CHECK(rows, 0);
}

static void test_strict(void) {
  static const refusal rows[] = {
      {NULL, "日期,1#熟料产量(t)\n2025-01-01,\"3,500\"\n", CEMENT_E_SYNTAX, 2, 12, "thousands"},
      {NULL, "日期,1#熟料产量(t)\n2025-01-01,３５００\n", CEMENT_E_SYNTAX, 2, 12, "full-width"},
      {NULL, "日期,1#熟料产量(t)\n45658,3500\n", CEMENT_E_SYNTAX, 2, 1, "day number"},
      {NULL, "日期,1#熟料产量(t),木头\n2025-01-01,3500,1\n", CEMENT_E_SCHEMA, 1, 26, "木头"},
      {NULL, "日期,1#线原煤消耗量(t)\n2025-01-01,1\n", CEMENT_E_SCHEMA, 1, 8, "原煤"},
      {NULL, "日期,1#熟料产量(t)\n2025-01-01,3500\n合计,3501\n", CEMENT_E_CONFLICT, 3, 8, "the rows give 3500"},
      {NULL, "日期,1#熟料氧化钙(%)\n2025-01-01,65\n2025-01-02,66\n", CEMENT_E_MISSING, 2, 12, "no weight"},
      {NULL, "日期,熟料产量(t)\n2025-01-01,3500\n", CEMENT_E_MISSING, 2, 12, "which line"},
      {NULL, "日期,1#熟料产量(t)\n2025-01-01,3500\n", CEMENT_E_MISSING, 1, 1, "facility.id is missing"},
      {NULL, "\xC8\xD5\xC6\xDA,1#\xCA\xEC\xC1\xCF\xB2\xFA\xC1\xBF(t)\n2025-01-01,3500\n", CEMENT_E_ENCODING, 1, 1,
       "guess"},
      {NULL, "2024年,,,,\n项目,1月,2月,3月,全年\n熟料产量(t),1,2,3,7\n", CEMENT_E_CONFLICT, 3, 23, "the months give 6"},
      {NULL, "2024年,,,,\n项目,1月,2月,3月,木头\n熟料产量(t),1,2,3,7\n", CEMENT_E_SCHEMA, 2, 23, "not known"},
      {NULL, "日期,煤种,收到基低位发热量(GJ/t)\n2025-01-01,褐煤,14\n2025-01-01,原煤,23\n", CEMENT_E_SCHEMA, 3, 12,
       "\"原煤\" read, taken for bituminous_coal, which strict reading refuses"},
      {NULL, "日期,物料名称,氧化钙(%)\n2025-01-01,石灰石,50\n2025-01-01,生料,43\n", CEMENT_E_SCHEMA, 3, 12,
       "\"生料\" read: no item for its \"氧化钙(%)\", which strict reading refuses"},
      {NULL, "line,period,item,of,value,unit\nL1,2025-01,fuel_consumption,白煤,3,t\n", CEMENT_E_SCHEMA, 2, 29,
       "\"白煤\" read, taken for anthracite"},
  };
  CHECK(rows, CEMENT_PLANT_STRICT);
}

/* What a rate amounts to is known only where rows are as long as each other, or are days or months. */
static void test_rates(void) {
  static const char map[] = "{\"schema\":\"cement-mapping/1\",\"tables\":[{\"columns\":[{\"header\":\"产量\",\"item\":"
                            "\"clinker_output\",\"unit\":\"t/h\",\"line\":\"L1\"}]}]}";
  static const refusal rows[] = {
      {NULL, "时间,熟料产量(t/h)\n2025-01-01 1:00,150\n", CEMENT_E_SCHEMA, 2, 1, "how long a row is"},
      {NULL, "时间,熟料产量(t/h)\n2025-01-01 1:00,150\n2025-01-01 2:00,150\n2025-01-01 3:30,150\n", CEMENT_E_SCHEMA, 4,
       1, "as far apart"},
      {NULL, "时间,熟料产量(t/h)\n2025-01-01 3:30,150\n2025-01-01 3:00,150\n2025-01-01 2:10,150\n", CEMENT_E_SCHEMA, 4,
       1, "as far apart"},
      {NULL, "时间,熟料产量(t/h)\n2025-01-01 1:00,150\n2025-01-01 2:00,150\n2025-01-03,150\n", CEMENT_E_SCHEMA, 4, 1,
       "rows of two lengths"},
      {NULL, "时间,熟料产量(t/h)\n2025-01,150\n2025-02-03,150\n", CEMENT_E_SCHEMA, 3, 1, "rows of two lengths"},
      {NULL, "时间,熟料产量(t/h)\n2025-01-01 1:00,150\n2025-01-03 1:00,150\n", CEMENT_E_SCHEMA, 2, 1,
       "how long a row is"},
      {NULL, "line,period,item,of,value,unit\nL1,2025-01-01 1:00,clinker_output,,5,t/h\n", CEMENT_E_SCHEMA, 2, 4,
       "how long a row is"},
      /* of a mean, a counter and a wrong dimension there are no rates */
      {NULL, "line,period,item,of,value,unit\nL1,2025-01-01,fuel_ncv,烟煤,5,GJ/t/h\n", CEMENT_E_UNIT, 2, 31, ""},
      {"{\"schema\":\"cement-mapping/1\",\"tables\":[{\"columns\":[{\"header\":\"产量\",\"item\":\"clinker_output\","
       "\"aggregate\":\"difference\",\"unit\":\"t/h\"}]}]}",
       "日期,产量\n2025-01-01,1\n", CEMENT_E_UNIT, 1, 127, "the unit is not one"},
      {NULL, "时间,熟料产量(GJ/h),烟煤用量(t)\n2025-01-01,150,1\n", CEMENT_OK, 0, 0, ""},
      {map, "时间,产量\n2025-01-01 1:00,150\n2025-01-01 2:00,150\n", CEMENT_OK, 0, 0, ""}};
  CHECK(rows, 0);
  static const refusal strict[] = {
      {NULL, "时间,1#熟料产量(t/h)\n2025-01-01,150\n", CEMENT_E_SCHEMA, 1, 8, "taken for granted"},
      {"{\"schema\":\"cement-mapping/"
       "1\",\"facility\":{\"id\":\"F\"},\"lines\":[{\"id\":\"L1\"}],\"tables\":[{\"encoding\":"
       "\"utf-8\",\"columns\":[{\"header\":\"产量\",\"item\":\"clinker_output\",\"unit\":\"t/h\",\"line\":\"L1\"}]}]}",
       "日期,产量\n2025-01-01,1\n", CEMENT_OK, 0, 0, ""}};
  CHECK(strict, CEMENT_PLANT_STRICT);
}

/* Two rows of a day: of two shifts that are known, or refused. */
static void test_shifts(void) {
  static const refusal rows[] = {
      {NULL, "日期,熟料产量(t)\n2025-01-01,1\n2025-01-01,2\n", CEMENT_E_CONFLICT, 3, 1, "first at line 2"},
      {NULL, "日期,班次,熟料产量(t)\n2025-01-01,早,1\n2025-01-01,中,2\n2025-01-01,早班,3\n", CEMENT_E_CONFLICT, 4, 1,
       "first at line 2"},
      {NULL, "日期,班次,熟料产量(t)\n2025-01-01,早,1\n2025-01-01,,2\n", CEMENT_E_CONFLICT, 3, 1, "first at line 2"},
      {NULL, "日期,班次,熟料产量(t)\n2025-01-01,张三,1\n2025-01-01,早,2\n", CEMENT_E_CONFLICT, 3, 1, "first at line 2"},
      {NULL, "日期,班次,熟料产量(t)\n2025-01-01,张三,1\n2025-01-01,李四,2\n", CEMENT_E_CONFLICT, 3, 1, "known"},
      {NULL, "日期,班次,熟料产量(t)\n2025-01-01,张三,1\n2025-01-02,李四,2\n", CEMENT_OK, 0, 0, ""},
      {NULL, "日期,班次,熟料产量(t)\n2025-01-01,早,1\n2025-01-02,早,2\n2025-01-01,中,2\n", CEMENT_E_SCHEMA, 4, 1,
       "out of order"},
      /* a date is needed above the first shift, and beside a row without a shift */
      {NULL, "日期,班次,熟料产量(t)\n,早,1\n", CEMENT_E_SYNTAX, 2, 1, "a date or a month expected"},
      {NULL, "日期,班次,熟料产量(t)\n2025-01-01,早,1\n,,1\n", CEMENT_E_SYNTAX, 3, 1, "a date or a month expected"},
      /* how long a shift is, is not known */
      {NULL, "日期,班次,熟料产量(t/h)\n2025-01-01,早,1\n", CEMENT_E_SCHEMA, 2, 1, "how long a row is"},
      {"{\"schema\":\"cement-mapping/1\",\"tables\":[{\"columns\":[{\"header\":\"C\",\"item\":\"clinker_output\","
       "\"unit\":\"t\",\"line\":\"L1\"},{\"header\":\"S\",\"as\":\"shift\"}]}]}",
       "日期,S,C\n2025-01-01,1,1\n2025-01-01,2,1\n", CEMENT_OK, 0, 0, ""}};
  CHECK(rows, 0);
}

/* What a lenient reading takes, a strict one takes too when nothing had to be repaired. */
static void test_strict_takes(void) {
  static const refusal row = {"{\"schema\":\"cement-mapping/1\",\"facility\":{\"id\":\"F\"},\"tables\":[]}",
                              "月份,生产线,熟料产量(t)\n2025-01, L1 ,3500.00\n",
                              CEMENT_OK,
                              0,
                              0,
                              ""};
  check_all(&row, 1, CEMENT_PLANT_STRICT);
}

/* ---- several files ---- */

static void test_conflicts(void) {
  static const char *const pairs[][3] = {
      {HEAD "2025-01-01,3500,480\n", HEAD "2025-01-01,3500,480\n", "a.csv, line 2, column 12"},
      {"月份,熟料产量(t)\n2025-01,3500\n", "日期,熟料产量(t)\n2025-01-01,3500\n", "line 2, column"},
      {"日期,1#熟料产量(t)\n2025-01-01,1\n", "日期,熟料产量(t)\n2025-01-01,1\n", "a.csv, line 2, column 12"}};
  files_world w;
  if (!files_open(&w)) return;
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
    cement_error err = {.size = sizeof err};
    cement_ledger *ledger;
    files_pieces second = {pairs[i][1], strlen(pairs[i][1]), 1000};
    int32_t status = files_read(&w, &ledger, NULL, "a.csv", pairs[i][0], strlen(pairs[i][0]), 1000, 0, &err);
    if (!status) status = cement_ledger_read_plant(ledger, "b.csv", files_piece, &second, 0, &err);
    if (!status) status = cement_ledger_finish(ledger, &err);
    CU_ASSERT_EQUAL(status, CEMENT_E_CONFLICT);
    CU_ASSERT_STRING_EQUAL(err.source, "b.csv");
    CU_ASSERT_EQUAL(err.line, 2);
    if (!strstr(err.message, pairs[i][2])) printf("\n  %s\n", err.message);
    CU_ASSERT_PTR_NOT_NULL(strstr(err.message, pairs[i][2]));
    cement_ledger_destroy(ledger);
  }
  files_close(&w);
}

/* ---- calls ---- */

static int32_t stop(void *user, char *buffer, size_t room, size_t *got) {
  (void)user;
  (void)buffer;
  *got = room;
  return 1;
}

static int32_t read_again(void *user, char *buffer, size_t room, size_t *got) {
  cement_error err = {.size = sizeof err};
  (void)buffer;
  (void)room;
  CU_ASSERT_EQUAL(cement_ledger_read_plant(user, "t.csv", read_again, user, 0, &err), CEMENT_E_STATE);
  CU_ASSERT_EQUAL(cement_ledger_mapping(user, files_gather, NULL, CEMENT_FORMAT_JSON, &err), CEMENT_E_STATE);
  *got = 0;
  return 0;
}

static void test_calls(void) {
  static const char map[] = "{\"schema\":\"cement-mapping/1\",\"tables\":[]}";
  files_world w;
  cement_error err = {.size = sizeof err};
  if (!files_open(&w)) return;
  cement_ledger *ledger = NULL;
  CU_ASSERT_EQUAL(cement_ledger_create(&ledger, w.catalog, &err), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_ledger_map(NULL, "m", map, 1, &err), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(cement_ledger_map(ledger, NULL, map, 1, &err), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(cement_ledger_map(ledger, "m", NULL, 1, &err), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(cement_ledger_read_plant(NULL, "t", stop, NULL, 0, &err), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(cement_ledger_read_plant(ledger, NULL, stop, NULL, 0, &err), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(cement_ledger_read_plant(ledger, "t", NULL, NULL, 0, &err), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(cement_ledger_read_plant(ledger, "t", stop, NULL, 4, &err), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(cement_ledger_mapping(NULL, files_gather, NULL, CEMENT_FORMAT_JSON, &err), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(cement_ledger_mapping(ledger, NULL, NULL, CEMENT_FORMAT_JSON, &err), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(cement_ledger_mapping(ledger, files_gather, NULL, CEMENT_FORMAT_CSV, &err), CEMENT_E_ARG);
  CU_ASSERT_EQUAL(cement_ledger_map(ledger, "m", map, sizeof map - 1, &err), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_ledger_read_plant(ledger, "t", stop, NULL, 0, &err), CEMENT_E_IO);
  CU_ASSERT_EQUAL(cement_ledger_read_plant(ledger, "t", stop, NULL, 0, &err), CEMENT_E_STATE); /* it was refused */
  CU_ASSERT_EQUAL(cement_ledger_finish(ledger, &err), CEMENT_E_STATE);
  cement_ledger_destroy(ledger);
  CU_ASSERT_EQUAL(cement_ledger_create(&ledger, w.catalog, &err), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_ledger_map(ledger, "m", map, sizeof map - 1, &err), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_ledger_map(ledger, "m", map, sizeof map - 1, &err), CEMENT_E_CONFLICT);
  cement_ledger_destroy(ledger);
  CU_ASSERT_EQUAL(cement_ledger_create(&ledger, w.catalog, &err), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_ledger_read_plant(ledger, "t", read_again, ledger, 0, &err), CEMENT_E_SYNTAX);
  cement_ledger_destroy(ledger);
  files_close(&w);
}

/* A proposal is a mapping that reads back, and with it the same file gives the same ledger. */
static void test_proposal(void) {
  static const char text[] = "日期,生产线,熟料产量(t),烟煤消耗量(t),烟煤收到基低位发热量(kJ/kg),木头\n"
                             "2025-01-01,1#,3500,480,23000,9\n2025-01-02,1#,3600,520,23500,9\n";
  files_world w;
  cement_error err = {.size = sizeof err};
  cement_ledger *ledger;
  if (!files_open(&w)) return;
  CU_ASSERT_EQUAL(files_read(&w, &ledger, NULL, "t.csv", text, sizeof text - 1, 1000, CEMENT_PLANT_PROPOSE, &err),
                  CEMENT_OK);
  files_text doubts = files_mapping(ledger, CEMENT_FORMAT_TEXT), mapping = files_mapping(ledger, CEMENT_FORMAT_JSON);
  cement_ledger_destroy(ledger);
  CU_ASSERT_STRING_EQUAL(doubts.at, "t.csv:1:91: \"木头\": the name is not known\n");
  char *unknown = strstr(mapping.at, "\"unknown\": true");
  CU_ASSERT_PTR_NOT_NULL_FATAL(unknown);
  CU_ASSERT_EQUAL(files_read(&w, &ledger, mapping.at, "t.csv", text, sizeof text - 1, 1000, 0, &err), CEMENT_E_SCHEMA);
  cement_ledger_destroy(ledger);
  memcpy(unknown, "\"ignore\": true ", 15); /* a person decides */
  char *end = strchr(unknown, '}');         /* and drops what was said of it */
  memset(unknown + 15, ' ', (size_t)(end - unknown) - 15);
  CU_ASSERT_EQUAL(files_read(&w, &ledger, mapping.at, "t.csv", text, sizeof text - 1, 1000, 0, &err), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_ledger_finish(ledger, &err), CEMENT_OK);
  files_text with = files_canonical(ledger);
  cement_ledger_destroy(ledger);
  CU_ASSERT_EQUAL(files_read(&w, &ledger, NULL, "t.csv", text, sizeof text - 1, 1000, 0, &err), CEMENT_OK);
  CU_ASSERT_EQUAL(cement_ledger_finish(ledger, &err), CEMENT_OK);
  files_text without = files_canonical(ledger);
  CU_ASSERT_STRING_EQUAL(with.at, without.at);
  cement_ledger_destroy(ledger);
  free(doubts.at), free(mapping.at), free(with.at), free(without.at);
  files_close(&w);
}

/* A form and a long table with a row each that nobody knows: the proposal waits for a word on it, and with that word
 * the file reads. */
static void check_rows(const char *text, const char *doubt, const char *mapped, const char *value) {
  files_world w;
  cement_error err = {.size = sizeof err};
  cement_ledger *ledger;
  if (!files_open(&w)) return;
  CU_ASSERT_EQUAL(files_read(&w, &ledger, NULL, "t.csv", text, strlen(text), 7, CEMENT_PLANT_PROPOSE, &err), CEMENT_OK);
  files_text doubts = files_mapping(ledger, CEMENT_FORMAT_TEXT), mapping = files_mapping(ledger, CEMENT_FORMAT_JSON);
  cement_ledger_destroy(ledger);
  CU_ASSERT_STRING_EQUAL(doubts.at, doubt);
  CU_ASSERT_EQUAL(files_read(&w, &ledger, mapping.at, "t.csv", text, strlen(text), 7, 0, &err), CEMENT_E_SCHEMA);
  CU_ASSERT_PTR_NOT_NULL(strstr(err.message, "not decided on"));
  cement_ledger_destroy(ledger);
  char *from = strstr(mapping.at, "\"unknown\""), edited[4096];
  CU_ASSERT_PTR_NOT_NULL_FATAL(from);
  snprintf(edited, sizeof edited, "%.*s%s%s", (int)(from - mapping.at), mapping.at, mapped, strchr(from, '}'));
  int32_t status = files_read(&w, &ledger, edited, "t.csv", text, strlen(text), 7, 0, &err);
  if (!status) status = cement_ledger_finish(ledger, &err);
  if (status) printf("\n  %s\n  %s:%u:%u: %s\n", edited, err.source, err.line, err.column, err.message);
  CU_ASSERT_EQUAL_FATAL(status, CEMENT_OK);
  files_text canonical = files_canonical(ledger);
  if (!strstr(canonical.at, value)) printf("\n  %s\n", canonical.at);
  CU_ASSERT_PTR_NOT_NULL(strstr(canonical.at, value));
  cement_ledger_destroy(ledger);
  free(doubts.at), free(mapping.at), free(canonical.at);
  files_close(&w);
}

static void test_proposed_rows(void) {
  static const char form[] = "2024年,,,,\n项目,单位,1月,2月,3月\n老秤,t,10,11,12\n烟煤,,,,\n消耗量,kg,3000,3000,3000\n";
  static const char rows[] =
      "line,period,item,of,value,unit\nL1,2025-01,老秤,,10,t\nL1,2025-02,老秤,,11,t\n"
      "L1,2025-01,消耗量,烟煤,3,t\nL1,2025-02,消耗量,烟煤,3000,kg\nL1,2025-01,cement_output,,1,t\n";
  check_rows(form, "t.csv:3:1: \"老秤\": the name is not known\n", "\"item\": \"clinker_output\"",
             "\"item\":\"clinker_output\",\"line\":\"L1\",\"period\":\"2024-03\",\"source\":\"t.csv\",\"unit\":\"t\","
             "\"value\":\"12\"");
  check_rows(form, "t.csv:3:1: \"老秤\": the name is not known\n", "\"ignore\": true",
             "\"observations\":[{\"item\":\"fuel_consumption\"");
  check_rows(rows, "t.csv:2:12: \"老秤\": the name is not known\n", "\"item\": \"clinker_output\"", "\"value\":\"11\"");
  check_rows(rows, "t.csv:2:12: \"老秤\": the name is not known\n", "\"ignore\": true",
             "\"observations\":[{\"item\":\"fuel_consumption\"");
}

/* A unit that the mapping says is the row's, or the row is refused. */
static void test_row_units(void) {
#define ROWS(more)                                                                                                     \
  "{\"schema\":\"cement-mapping/1\",\"tables\":[{\"rows\":[{\"header\":\"老秤\",\"item\":\"clinker_output\"" more      \
  "}]}]}"
#define FORM "2024年,,,,\n项目,单位,1月,2月,3月\n"
  static const refusal refused[] = {
      {ROWS(",\"unit\":\"t\""), FORM "老秤,kg,1,2,3\n", CEMENT_E_UNIT, 3, 1, "kg, but the mapping says t"},
      {ROWS(",\"unit\":\"t\""), FORM "老秤,t/h,1,2,3\n", CEMENT_E_UNIT, 3, 1, "t/h, but the mapping says t"},
      {ROWS(",\"unit\":\"t\""), FORM "老秤,GJ,1,2,3\n", CEMENT_E_UNIT, 3, 1, "GJ, but the mapping says t"},
      {ROWS(",\"unit\":\"t\""), FORM "老秤,,1,2,3\n", CEMENT_OK, 0, 0, ""},
      {ROWS(",\"unit\":\"t\""), FORM "老秤,吨,1,2,3\n", CEMENT_OK, 0, 0, ""},
      {ROWS(",\"unit\":\"t/h\""), FORM "老秤,吨/小时,1,2,3\n", CEMENT_OK, 0, 0, ""},
      {ROWS(""), FORM "老秤,,1,2,3\n", CEMENT_E_UNIT, 3, 1, "its unit is missing"},
      {ROWS("},{\"header\":\" 老秤\",\"ignore\":true"), FORM "老秤,t,1,2,3\n", CEMENT_E_DUPKEY, 1, 93, "twice"}};
  CHECK(refused, 0);
}

/* ---- the 44 codes that editions of GB 18030 map differently ---- */

static const char *const changed[44] = {
    "\xA6\xD9",         "\xA6\xDA",         "\xA6\xDB",         "\xA6\xDC",         "\xA6\xDD",
    "\xA6\xDE",         "\xA6\xDF",         "\xA6\xEC",         "\xA6\xED",         "\xA6\xF3",
    "\xA8\xBC",         "\xFE\x51",         "\xFE\x52",         "\xFE\x53",         "\xFE\x59",
    "\xFE\x61",         "\xFE\x66",         "\xFE\x67",         "\xFE\x6C",         "\xFE\x6D",
    "\xFE\x76",         "\xFE\x7E",         "\xFE\x90",         "\xFE\x91",         "\xFE\xA0",
    "\x81\x35\xF4\x37", "\x82\x35\x90\x37", "\x82\x35\x90\x38", "\x82\x35\x90\x39", "\x82\x35\x91\x30",
    "\x82\x35\x91\x31", "\x82\x35\x91\x32", "\x82\x35\x91\x33", "\x82\x35\x91\x34", "\x84\x31\x82\x36",
    "\x84\x31\x82\x37", "\x84\x31\x82\x38", "\x84\x31\x82\x39", "\x84\x31\x83\x30", "\x84\x31\x83\x31",
    "\x84\x31\x83\x32", "\x84\x31\x83\x33", "\x84\x31\x83\x34", "\x84\x31\x83\x35"};

static bool is_told(const files_world *w, const cement_ledger *ledger) {
  cement_plan *plan = NULL;
  cement_run *run = NULL;
  bool told = false;
  bool made = !cement_plan_create(&plan, w->catalog, NULL) && !cement_plan_add(plan, "substitution@1", NULL) &&
              !cement_run_create(&run, plan, ledger, NULL);
  CU_ASSERT_TRUE(made);
  for (size_t i = 0; made && i < cement_run_finding_count(run); i++) {
    cement_finding f = {.size = sizeof f};
    told |= !cement_run_finding(run, &f, i, NULL) && !strcmp(f.code, "plant-characters");
  }
  cement_run_destroy(run);
  cement_plan_destroy(plan);
  return told;
}

/* A text with each of them where # stands, in GB18030: refused in the line, or told; *refused counts. */
static void check_changed(const char *text, uint32_t line, uint32_t column, size_t *refused) {
  files_world w;
  if (!files_open(&w)) return;
  *refused = 0;
  for (size_t i = 0; i < 44; i++) {
    char file[256];
    const char *mark = strchr(text, '#');
    cement_error err = {.size = sizeof err};
    cement_ledger *ledger;
    snprintf(file, sizeof file, "%.*s%s%s", (int)(mark - text), text, changed[i], mark + 1);
    int32_t status = files_read(&w, &ledger, NULL, "t.csv", file, strlen(file), 5, 0, &err);
    if (!status) status = cement_ledger_finish(ledger, &err);
    bool located = (status == CEMENT_E_SCHEMA || status == CEMENT_E_SYNTAX || status == CEMENT_E_ENCODING) &&
                   err.line == line && err.column >= column;
    bool good = status ? located : is_told(&w, ledger);
    if (!good) printf("\n  code %zu: %d, %u:%u: %s\n", i, status, err.line, err.column, err.message);
    CU_ASSERT_TRUE(good);
    *refused += status != CEMENT_OK;
    cement_ledger_destroy(ledger);
  }
  files_close(&w);
}

static void test_changed_codes(void) {
  size_t refused;
  /* 日期,熟料产量(t),烟煤#用量(t): a heading is refused, or not known, and told */
  check_changed("\xC8\xD5\xC6\xDA,\xCA\xEC\xC1\xCF\xB2\xFA\xC1\xBF(t),\xD1\xCC\xC3\xBA#\xD3\xC3\xC1\xBF(t)\n"
                "2025-01-01,5,6\n",
                1, 18, &refused);
  /* a number with one of them is none */
  check_changed("\xC8\xD5\xC6\xDA,\xCA\xEC\xC1\xCF\xB2\xFA\xC1\xBF(t)\n2025-01-01,5#\n", 2, 12, &refused);
  CU_ASSERT_EQUAL(refused, 44);
  check_changed("\xC8\xD5\xC6\xDA,\xCA\xEC\xC1\xCF\xB2\xFA\xC1\xBF(t)\n2025-01-01,#5\n", 2, 12, &refused);
  CU_ASSERT_EQUAL(refused, 44);
  /* 月份,熟料产量(t),备注: a note may have them, and they are told */
  check_changed("\xD4\xC2\xB7\xDD,\xCA\xEC\xC1\xCF\xB2\xFA\xC1\xBF(t),\xB1\xB8\xD7\xA2\n2025-01,5,#\n", 2, 11,
                &refused);
}

int register_plant_refusals_suite(void) {
  CU_pSuite suite = CU_add_suite("plant_refusals", NULL, NULL);
  CU_add_test(suite, "tables", test_tables);
  CU_add_test(suite, "what rows say", test_rows);
  CU_add_test(suite, "days side by side without end", test_wide_days);
  CU_add_test(suite, "attributes", test_attributes);
  CU_add_test(suite, "what fuels are", test_fuels);
  CU_add_test(suite, "attributes, strict", test_attributes_strict);
  CU_add_test(suite, "tables with a mapping", test_mappings);
  CU_add_test(suite, "strict reading", test_strict);
  CU_add_test(suite, "strict reading of what needs no repair", test_strict_takes);
  CU_add_test(suite, "two files of one day or month", test_conflicts);
  CU_add_test(suite, "calls", test_calls);
  CU_add_test(suite, "a proposal", test_proposal);
  CU_add_test(suite, "a proposal of rows", test_proposed_rows);
  CU_add_test(suite, "44 codes of two meanings", test_changed_codes);
  CU_add_test(suite, "units of rows", test_row_units);
  CU_add_test(suite, "rates", test_rates);
  CU_add_test(suite, "shifts", test_shifts);
  return (int)CU_get_error();
}
