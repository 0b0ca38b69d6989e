/* Headings of whole tables: groups, what columns say of each other, what is refused, and which rows are the
 * headings. */
#include <CUnit/CUnit.h>
#include <stdio.h>

#include "plant/names_help.h"

int register_headings_suite(void);

#define ROW(...)                                                                                                       \
  (const char *const[]) {                                                                                              \
    __VA_ARGS__, NULL                                                                                                  \
  }

static bool is(const cm_meaning *m, const char *item, const char *of, const char *line, cm_problem problem) {
  return cm_str_is(m->item ? m->item->key : CM_S(""), item) && cm_str_is(m->of, of) && cm_str_is(m->line, line) &&
         m->problem == problem;
}

/* A daily sheet with merged headings: 日期 takes both rows, 熟料 and 1#窑 stand over two columns each. */
static void test_groups(void) {
  names n;
  table t;
  if (!names_open(&n)) return;
  int status = table_read(&n, &t, ROW("日期", "熟料", "", "1#窑", "", "", "备注"),
                          ROW("", "产量", "氧化钙含量", "烟煤消耗量", "烟煤低位发热量", "", ""),
                          ROW("", "t", "%", "t", "MJ/kg", "", ""));
  CU_ASSERT_EQUAL(status, CEMENT_OK);
  CU_ASSERT_EQUAL(t.out[0].kind, CM_MEANING_PERIOD);
  CU_ASSERT_TRUE(is(&t.out[1], "clinker_output", "", "", CM_PROBLEM_NONE));
  CU_ASSERT_TRUE(is(&t.out[2], "clinker_cao", "", "", CM_PROBLEM_NONE) && t.out[2].doubt == 0);
  CU_ASSERT_TRUE(is(&t.out[3], "fuel_consumption", "bituminous_coal", "L1", CM_PROBLEM_NONE));
  CU_ASSERT_TRUE(is(&t.out[4], "fuel_ncv", "bituminous_coal", "L1", CM_PROBLEM_NONE));
  CU_ASSERT_EQUAL(t.out[5].problem, CM_PROBLEM_EMPTY);
  CU_ASSERT_EQUAL(t.out[6].kind, CM_MEANING_NOTE);
  /* a heading over both rows is no group of what follows */
  CU_ASSERT_EQUAL(table_read(&n, &t, ROW("日期", "", "熟料"), ROW("", "班次", "产量(t)"), NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(t.out[1].kind, CM_MEANING_SHIFT);
  CU_ASSERT_TRUE(cm_str_is(cm_heading_group(&t.in, 1), ""));
  /* no group before the first */
  CU_ASSERT_EQUAL(table_read(&n, &t, ROW("", "熟料"), ROW("日期", "产量(t)"), NULL), CEMENT_OK);
  CU_ASSERT_TRUE(t.out[0].kind == CM_MEANING_PERIOD && t.out[1].problem == CM_PROBLEM_NONE);
  names_close(&n);
}

/* The sheet that was measured: coal sampled at the mill and at the kiln. */
static void test_points(void) {
  names n;
  table t;
  const char *const sampled[] = {
      "数据时间", "入磨煤低位发热量(GJ/t)", "入窑煤低位发热量(GJ/t)", "入磨煤全水(%)", "入磨煤内水(%)", "入窑煤内水(%)",
      NULL};
  if (!names_open(&n)) return;
  CU_ASSERT_EQUAL(table_read(&n, &t, NULL, sampled, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(t.out[1].problem, CM_PROBLEM_NONE); /* nothing is weighed: the first point counts */
  CU_ASSERT_TRUE(t.out[2].problem == CM_PROBLEM_POINT && t.out[2].other == 1);
  CU_ASSERT_TRUE(t.out[3].problem == CM_PROBLEM_NONE && t.out[4].problem == CM_PROBLEM_NONE);
  CU_ASSERT_TRUE(t.out[5].problem == CM_PROBLEM_POINT && t.out[5].other == 4);
  /* weighed where it is fired, so those samples count; there is no total moisture of that point */
  CU_ASSERT_EQUAL(
      table_read(&n, &t, NULL,
                 ROW("入磨煤低位发热量(GJ/t)", "入窑煤低位发热量(GJ/t)", "入磨煤全水(%)", "1#窑头煤(t)", "1#窑尾煤(t)"),
                 NULL),
      CEMENT_OK);
  CU_ASSERT_TRUE(t.out[0].problem == CM_PROBLEM_POINT && t.out[0].other == 1);
  CU_ASSERT_EQUAL(t.out[1].problem, CM_PROBLEM_NONE);
  CU_ASSERT_TRUE(t.out[2].problem == CM_PROBLEM_NONE && (t.out[2].doubt & CM_DOUBT_POINT) != 0);
  CU_ASSERT_TRUE(t.out[3].problem == CM_PROBLEM_NONE && t.out[4].problem == CM_PROBLEM_NONE);
  /* other uses and fuels, other coal */
  CU_ASSERT_EQUAL(table_read(&n, &t, NULL,
                             ROW("烘干用入磨煤低位发热量(GJ/t)", "窑用入窑煤低位发热量(GJ/t)", "入窑煤用量(t)",
                                 "烟煤(t)", "无烟煤(t)"),
                             NULL),
                  CEMENT_OK);
  CU_ASSERT_TRUE(t.out[0].problem == CM_PROBLEM_NONE && t.out[1].problem == CM_PROBLEM_NONE);
  CU_ASSERT_TRUE(t.out[2].problem == CM_PROBLEM_NONE && t.out[3].problem == CM_PROBLEM_SAME && t.out[4].problem == 0);
  /* other lines, other coal */
  CU_ASSERT_EQUAL(table_read(&n, &t, NULL, ROW("1#入磨煤低位发热量(GJ/t)", "2#入窑煤低位发热量(GJ/t)"), NULL),
                  CEMENT_OK);
  CU_ASSERT_TRUE(t.out[0].problem == CM_PROBLEM_NONE && t.out[1].problem == CM_PROBLEM_NONE);
  names_close(&n);
}

static void test_parts(void) {
  names n;
  table t;
  if (!names_open(&n)) return;
  CU_ASSERT_EQUAL(table_read(&n, &t, NULL, ROW("1#窑头喂煤量(t)", "1#窑尾喂煤量(t)", "2#窑头喂煤量(t)"), NULL),
                  CEMENT_OK);
  CU_ASSERT_TRUE(t.out[0].problem == CM_PROBLEM_NONE && t.out[1].problem == CM_PROBLEM_NONE);
  CU_ASSERT_EQUAL(t.out[2].problem, CM_PROBLEM_PART); /* the calciner of line 2 is not in the table */
  /* a part and the whole would be counted twice */
  CU_ASSERT_EQUAL(table_read(&n, &t, NULL, ROW("原煤用量(t)", "窑头煤(t)", "窑尾煤(t)"), NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(t.out[0].problem, CM_PROBLEM_NONE);
  CU_ASSERT_TRUE(t.out[1].problem == CM_PROBLEM_SAME && t.out[1].other == 0 && t.out[2].problem == CM_PROBLEM_SAME);
  /* heat values are no parts */
  CU_ASSERT_EQUAL(table_read(&n, &t, NULL, ROW("窑头煤低位发热量(MJ/kg)", "窑尾煤低位发热量(MJ/kg)"), NULL), CEMENT_OK);
  CU_ASSERT_TRUE(t.out[0].problem == CM_PROBLEM_NONE && t.out[1].problem == CM_PROBLEM_SAME);
  names_close(&n);
}

static void test_same(void) {
  names n;
  table t;
  if (!names_open(&n)) return;
  CU_ASSERT_EQUAL(table_read(&n, &t, NULL,
                             ROW("日期", "时间", "熟料产量(t)", "熟料产量(万吨)", "1#熟料产量(t)", "备注", "说明", "年",
                                 "月", "报告日期"),
                             NULL),
                  CEMENT_OK);
  /* the parts of a date may stand apart; a fifth says one of them again */
  CU_ASSERT_TRUE(t.out[1].problem == CM_PROBLEM_NONE && t.out[8].problem == CM_PROBLEM_NONE);
  CU_ASSERT_TRUE(t.out[9].problem == CM_PROBLEM_SAME);
  CU_ASSERT_TRUE(t.out[2].problem == CM_PROBLEM_NONE && t.out[3].problem == CM_PROBLEM_SAME && t.out[3].other == 2);
  CU_ASSERT_TRUE(t.out[4].problem == CM_PROBLEM_NONE && t.out[5].problem == CM_PROBLEM_NONE && t.out[6].problem == 0);
  names_close(&n);
}

static void test_fuels(void) {
  names n;
  table t;
  if (!names_open(&n)) return;
  /* the one fuel that is named */
  CU_ASSERT_EQUAL(table_read(&n, &t, NULL, ROW("无烟煤消耗量(t)", "低位发热量(MJ/kg)", "全水(%)"), NULL), CEMENT_OK);
  CU_ASSERT_TRUE(is(&t.out[1], "fuel_ncv", "anthracite", "", CM_PROBLEM_NONE));
  CU_ASSERT_TRUE(is(&t.out[2], "fuel_ncv", "anthracite", "", CM_PROBLEM_NONE));
  CU_ASSERT_EQUAL(table_read(&n, &t, NULL, ROW("吨位", "无烟煤消耗量(t)", "全水(%)", "序号"), NULL), CEMENT_OK);
  CU_ASSERT_TRUE(is(&t.out[2], "fuel_ncv", "anthracite", "", CM_PROBLEM_NONE));
  /* of two none is the one, and a gas has no heat by the tonne */
  CU_ASSERT_EQUAL(table_read(&n, &t, NULL, ROW("无烟煤消耗量(t)", "褐煤消耗量(t)", "低位发热量(MJ/kg)"), NULL),
                  CEMENT_OK);
  CU_ASSERT_TRUE(is(&t.out[2], "fuel_ncv", "bituminous_coal", "", CM_PROBLEM_NONE));
  CU_ASSERT_EQUAL(table_read(&n, &t, NULL, ROW("天然气消耗量(万m3)", "低位发热量(MJ/kg)"), NULL), CEMENT_OK);
  CU_ASSERT_TRUE(is(&t.out[1], "fuel_ncv", "bituminous_coal", "", CM_PROBLEM_NONE));
  CU_ASSERT_TRUE((t.out[1].doubt & CM_DOUBT_ASSUMED) != 0);
  /* a laboratory's list: the row names the fuel */
  CU_ASSERT_EQUAL(table_read(&n, &t, NULL,
                             ROW("化验日期", "煤种", "吨位", "收到基热值（大卡）", "燃料消耗量(t)", "电量(kWh)",
                                 "消耗量(t)", "燃料热量"),
                             NULL),
                  CEMENT_OK);
  CU_ASSERT_EQUAL(t.out[1].kind, CM_MEANING_OF);
  CU_ASSERT_TRUE(is(&t.out[3], "fuel_ncv", "", "", CM_PROBLEM_NONE) && (t.out[3].doubt & CM_DOUBT_ASSUMED) == 0);
  CU_ASSERT_TRUE(is(&t.out[4], "fuel_consumption", "", "", CM_PROBLEM_NONE) && cm_str_is(t.out[4].unit_text, "t"));
  CU_ASSERT_EQUAL(t.out[5].problem, CM_PROBLEM_MEMBER);
  CU_ASSERT_EQUAL(t.out[6].problem, CM_PROBLEM_MEMBER);
  CU_ASSERT_EQUAL(t.out[7].problem, CM_PROBLEM_NO_UNIT);
  CU_ASSERT_EQUAL(table_read(&n, &t, NULL, ROW("燃料品种", "燃料消耗量(GJ)", "燃料消耗量(万m3)"), NULL), CEMENT_OK);
  CU_ASSERT_TRUE(t.out[1].problem == CM_PROBLEM_UNIT && t.out[2].problem == CM_PROBLEM_NONE); /* a gas, by its row */
  names_close(&n);
}

static void test_refused(void) {
  names n;
  table t;
  if (!names_open(&n)) return;
  /* row 59 of the trust table */
  CU_ASSERT_EQUAL(table_read(&n, &t, NULL, ROW("日期", "熟料产量(t)", "熟料 产量（Ｔ）"), NULL), CEMENT_E_DUPKEY);
  CU_ASSERT_TRUE(t.err.line == 2 && t.err.column == 3 && strstr(t.err.message, "over column 2") != NULL);
  CU_ASSERT_EQUAL(table_read(&n, &t, ROW("1#窑", "2#窑"), ROW("熟料产量(t)", "熟料产量(t)"), NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(table_read(&n, &t, ROW("1#窑", ""), ROW("熟料产量(t)", "熟料产量(t)"), NULL), CEMENT_E_DUPKEY);
  CU_ASSERT_EQUAL(table_read(&n, &t, ROW("备注", "备注"), ROW("", ""), NULL), CEMENT_E_DUPKEY);
  CU_ASSERT_TRUE(t.err.line == 1 && t.err.column == 2);
  CU_ASSERT_EQUAL(table_read(&n, &t, NULL, ROW("a", "a", "b", "b"), NULL), CEMENT_E_DUPKEY);
  CU_ASSERT_EQUAL(t.err.column, 2);
  CU_ASSERT_EQUAL(table_read(&n, &t, NULL, ROW("", "", "日期"), NULL), CEMENT_OK); /* empty ones are no names */
  CU_ASSERT_EQUAL(table_read(&n, &t, NULL, ROW("日期", "熟料\xE2\x80\x8B产量(t)"), NULL), CEMENT_E_SCHEMA);
  CU_ASSERT_EQUAL(t.err.column, 2);
  CU_ASSERT_EQUAL(table_read(&n, &t, NULL, ROW("日期", "产量"), ROW("", "t\xC2\xAD")), CEMENT_E_SCHEMA);
  names_close(&n);
}

static void test_check(void) {
  static const struct {
    const char *heading;
    int lenient, strict;
  } rows[] = {
      {"熟料产量(t)", CEMENT_OK, CEMENT_OK},         {"", CEMENT_OK, CEMENT_OK},
      {"熟料产量", CEMENT_E_UNIT, CEMENT_E_UNIT},    {"熟料产量(GJ)", CEMENT_OK, CEMENT_E_SCHEMA},
      {"什么", CEMENT_OK, CEMENT_E_SCHEMA},          {"煤矸石t", CEMENT_OK, CEMENT_E_SCHEMA},
      {"原煤消耗量(t)", CEMENT_OK, CEMENT_E_SCHEMA}, {"序号", CEMENT_OK, CEMENT_OK},
  };
  names n;
  table t;
  if (!names_open(&n)) return;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    CU_ASSERT_EQUAL(table_read(&n, &t, NULL, ROW("日期", rows[i].heading), NULL), CEMENT_OK);
    CU_ASSERT_EQUAL(cm_headings_check(&t.in, t.out, false, &t.err), rows[i].lenient);
    int status = cm_headings_check(&t.in, t.out, true, &t.err);
    CU_ASSERT_EQUAL(status, rows[i].strict);
    if (status != CEMENT_OK) CU_ASSERT_TRUE(t.err.line == 2 && t.err.column == 2 && t.err.message[0] != '\0');
  }
  CU_ASSERT_EQUAL(table_read(&n, &t, ROW("原煤消耗量(t)"), ROW(""), NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(cm_headings_check(&t.in, t.out, true, &t.err), CEMENT_E_SCHEMA);
  CU_ASSERT_TRUE(strstr(t.err.message, "原煤") != NULL && t.err.line == 1);
  CU_ASSERT_EQUAL(table_read(&n, &t, ROW("生产"), ROW("原煤消耗量(t)"), NULL), CEMENT_OK);
  CU_ASSERT_EQUAL(cm_headings_check(&t.in, t.out, true, &t.err), CEMENT_E_SCHEMA);
  CU_ASSERT_EQUAL(t.err.line, 2);
  for (cm_problem p = CM_PROBLEM_EMPTY; p <= CM_PROBLEM_SAME; p++) CU_ASSERT_TRUE(cm_problem_text(p)[0] != '\0');
  names_close(&n);
}

/* ---- which rows are the headings ---- */

static const struct {
  const char *rows[6][4];
  size_t count;
  cm_heading_rows want;
} sheets[] = {
    {{{"日期", "熟料产量(t)", "备注", ""}, {"2024-01-01", "5000", "", ""}}, 2, {0, false, false, 3}},
    {{{"某某水泥有限公司生产日报表", "", "", ""}, {"日期", "熟料产量(t)", "", ""}, {"1月1日", "1", "", ""}},
     3,
     {1, false, false, 2}},
    {{{"日期", "熟料产量", "烟煤消耗量", ""}, {"", "t", "（吨）", ""}, {"2024-01-01", "1", "2", ""}},
     3,
     {0, false, true, 3}},
    {{{"日期", "熟料", "", "1#窑"}, {"", "产量", "氧化钙", "烟煤用量"}, {"", "t", "%", "t"}, {"2024", "1", "2", "3"}},
     4,
     {1, true, true, 4}},
    {{{"日期", "熟料产量", "氧化钙含量", ""}, {"1", "1", "1", ""}}, 2, {0, false, false, 3}}, /* numbers, not units */
    {{{"日期", "熟料产量", "氧化钙含量", ""}, {"", "(t", "停窑", ""}}, 2, {0, false, false, 3}},
    {{{"日期", "熟料产量", "氧化钙含量", ""}, {"", "", "", ""}}, 2, {0, false, false, 3}},
    {{{"日期", "熟料产量", "", ""}, {"t\xC2\xAD", "t", "", ""}}, 2, {0, false, false, 2}},
    {{{"熟\xC2\xAD料", "a", "", ""}, {"日期", "熟料产量", "", ""}}, 2, {1, false, false, 2}},
    {{{"a", "b", "c", "1"}}, 1, {0, false, false, 0}},
};

static const cm_heading *row_cells(cm_heading cells[4], const char *const texts[4]) {
  for (size_t i = 0; i < 4; i++) cells[i] = (cm_heading){cm_str_of(texts[i]), CM_NOWHERE};
  return cells;
}

static void test_find(void) {
  names n;
  if (!names_open(&n)) return;
  for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
    cm_heading cells[6][4];
    const cm_heading *rows[6];
    cm_heading_rows out;
    for (size_t k = 0; k < sheets[i].count; k++) rows[k] = row_cells(cells[k], sheets[i].rows[k]);
    CU_ASSERT_EQUAL(cm_headings_find(&n.base.arena, &n.dictionary, rows, sheets[i].count, 4, &out, NULL), CEMENT_OK);
    bool good = out.names == sheets[i].want.names && out.groups == sheets[i].want.groups &&
                out.units == sheets[i].want.units && out.known == sheets[i].want.known;
    if (!good) fprintf(stderr, "\nsheet %zu: row %zu, %d, %d, %zu\n", i, out.names, out.groups, out.units, out.known);
    CU_ASSERT_TRUE(good);
  }
  names_close(&n);
}

static int read_table(cm_arena *arena, cement_error *err, void *user) {
  names *n = user;
  table t;
  table_fill(&t, ROW("日期", "熟料", "", "备注"), ROW("", "产量", "氧化钙", ""), ROW("", "t", "%", ""));
  return cm_headings_read(arena, &n->dictionary, &t.in, t.out, err);
}

static int find_rows(cm_arena *arena, cement_error *err, void *user) {
  names *n = user;
  cm_heading cells[4][4];
  const cm_heading *rows[4];
  cm_heading_rows out;
  for (size_t k = 0; k < 4; k++) rows[k] = row_cells(cells[k], sheets[3].rows[k]);
  return cm_headings_find(arena, &n->dictionary, rows, 4, 4, &out, err);
}

static void test_failing(void) {
  names n;
  if (!names_open(&n)) return;
  check_failing(read_table, &n);
  check_failing(find_rows, &n);
  names_close(&n);
}

int register_headings_suite(void) {
  CU_pSuite suite = CU_add_suite("headings", NULL, NULL);
  if (!suite) return -1;
  CU_add_test(suite, "groups", test_groups);
  CU_add_test(suite, "points of sampling", test_points);
  CU_add_test(suite, "parts", test_parts);
  CU_add_test(suite, "said twice", test_same);
  CU_add_test(suite, "fuels not named", test_fuels);
  CU_add_test(suite, "refusals", test_refused);
  CU_add_test(suite, "checks", test_check);
  CU_add_test(suite, "rows of headings", test_find);
  CU_add_test(suite, "failing allocation", test_failing);
  return 0;
}
