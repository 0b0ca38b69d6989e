/* The figures of one line, or of the facility, under one edition: a table of its years with grade and limits, and one
 * of its months with a column a figure. */
#include "run/report_page.h"

typedef struct tables {
  cm_page *page;
  const cm_marks *marks;
  size_t first, last; /* run->figures */
} tables;

static const cm_figure *figure_at(const tables *t, size_t i) {
  return &t->page->run->figures.at[i];
}

static cm_str level_words(cm_page *page, const cm_edition *edition, int grade) {
  cm_str label = cm_label_text(edition->levels[grade], page->language, CM_S(""));
  if (label.size) return label;
  char digits[CM_U64_TEXT_MAX];
  return cm_page_copy(page, cm_u64_text((uint64_t)grade, digits));
}

/* ---- cells ---- */

static const char *state_words(const cm_page *page, uint32_t state) {
  if (state == CM_NOT_APPLICABLE) return cm_page_word(page, "n/a", "不适用");
  return cm_page_word(page, "incomplete", "数据不全");
}

/* "*101.23 (2)": a star for a default, the grade where `graded`. */
static cm_str value_cell(const tables *t, const cm_figure *figure, bool graded) {
  cm_page *page = t->page;
  uint32_t state = cm_figure_value(figure)->state;
  char text[CM_DEC_TEXT_MAX];
  cm_rounded shown;
  cm_buf buf;
  if (state != CM_VALID) return cm_str_of(state_words(page, state));
  cm_buf_init(&buf, &page->arena);
  if (cm_marks_has(t->marks, figure)) cm_buf_add_char(&buf, '*');
  cm_buf_add(&buf, cm_figure_display(figure, &shown) >= 0 ? cm_rounded_text(&shown, text)
                                                          : cm_dec_text(&cm_figure_value(figure)->dec, text));
  int grade = graded ? cm_figure_grade(page->run, figure) : -1;
  if (grade >= 0) {
    cm_buf_add_c(&buf, " (");
    cm_buf_add_u64(&buf, (uint64_t)grade);
    cm_buf_add_char(&buf, ')');
  }
  return cm_page_text(page, &buf);
}

static cm_str grade_cell(const tables *t, const cm_figure *figure) {
  int grade = cm_figure_grade(t->page->run, figure);
  return grade < 0 ? CM_S("") : level_words(t->page, cm_figure_edition(figure), grade);
}

/* Limits to two decimals, "≈" where that is not the whole number; the proof has all digits. */
static void add_limit(cm_buf *buf, const cm_dec *x) {
  char text[CM_DEC_TEXT_MAX];
  cm_rounded shown;
  if (cm_dec_round(&shown, x, 2, CM_RULE_HALF_EVEN) < 0 || cm_dec_cmp(&shown.value, x) == 0) {
    cm_buf_add(buf, cm_dec_text(x, text));
    return;
  }
  cm_buf_add_c(buf, "≈");
  cm_buf_add(buf, cm_rounded_text(&shown, text));
}

static cm_str limits_cell(const tables *t, const cm_figure *figure) {
  const cm_value *applied;
  const cm_limit *limit = cm_figure_limit(figure, &applied);
  cm_buf buf;
  if (!limit || cm_figure_value(figure)->state == CM_NOT_APPLICABLE) return CM_S("");
  for (size_t i = 0; i < limit->levels; i++)
    if (applied[i].state != CM_VALID) return cm_str_of(cm_page_word(t->page, "not known", "无法确定"));
  cm_buf_init(&buf, &t->page->arena);
  for (size_t i = 0; i < limit->levels; i++) {
    if (i) cm_buf_add_c(&buf, " / ");
    add_limit(&buf, &applied[i].dec);
  }
  return cm_page_text(t->page, &buf);
}

static cm_str label_cell(const tables *t, const cm_figure *figure) {
  cm_buf buf;
  cm_buf_init(&buf, &t->page->arena);
  cm_figure_words(t->page->run, cm_figure_instance(figure), t->page->language, &buf);
  return cm_page_text(t->page, &buf);
}

/* ---- years ---- */

static void year_row(const tables *t, cm_grid *grid, const cm_figure *figure, bool new_year) {
  cm_page *page = t->page;
  const cm_formula *formula = cm_figure_instance(figure)->formula;
  char period[CM_PERIOD_TEXT_MAX];
  cm_str year = cm_figure_period(figure, period);
  cm_grid_cell(page, grid, new_year ? cm_page_copy(page, year) : CM_S(""));
  cm_grid_cell(page, grid, label_cell(t, figure));
  cm_grid_cell(page, grid, value_cell(t, figure, false));
  cm_grid_cell(page, grid, formula->unit_text);
  cm_grid_cell(page, grid, grade_cell(t, figure));
  cm_grid_cell(page, grid, limits_cell(t, figure));
  cm_grid_cell(page, grid, formula->clause);
}

static void years(const tables *t) {
  cm_page *page = t->page;
  cm_grid grid = {0};
  int32_t year = INT32_MIN;
  cm_grid_column(page, &grid, cm_str_of(cm_page_word(page, "Year", "年度")), false, 0);
  cm_grid_column(page, &grid, cm_str_of(cm_page_word(page, "Figure", "指标")), false, 40);
  cm_grid_column(page, &grid, cm_str_of(cm_page_word(page, "Value", "数值")), true, 0);
  cm_grid_column(page, &grid, cm_str_of(cm_page_word(page, "Unit", "单位")), false, 0);
  cm_grid_column(page, &grid, cm_str_of(cm_page_word(page, "Grade", "等级")), false, 24);
  cm_grid_column(page, &grid, cm_str_of(cm_page_word(page, "Limits 1 / 2 / 3", "限值 1 / 2 / 3")), false, 30);
  cm_grid_column(page, &grid, cm_str_of(cm_page_word(page, "Clause", "条款")), false, 24);
  for (size_t i = t->first; i < t->last; i++) {
    const cm_figure *figure = figure_at(t, i);
    if (!figure->sheet->year || !cm_page_shows_figure(page, figure)) continue;
    year_row(t, &grid, figure, cm_figure_period_number(figure) != year);
    year = cm_figure_period_number(figure);
  }
  if (grid.cells.size) page->style->table(page, &grid);
}

/* ---- months ---- */

/* What a column of the months' table has to say. */
#define HAS_VALUE 1
#define HAS_GAP 2

/* All months of a line share one program, so a column is an instance of it. */
static uint8_t *used_columns(const tables *t, const cm_program **program) {
  uint8_t *used = NULL;
  for (size_t i = t->first; i < t->last; i++) {
    const cm_figure *figure = figure_at(t, i);
    if (figure->sheet->year || !cm_page_shows_figure(t->page, figure)) continue;
    *program = figure->sheet->program;
    if (!used) used = CM_NEWS(&t->page->arena, uint8_t, (*program)->instances.size);
    if (!used) {
      cm_page_failed(t->page);
      return NULL;
    }
    uint32_t state = cm_figure_value(figure)->state;
    used[figure->instance] |= state == CM_VALID ? HAS_VALUE : state == CM_MISSING ? HAS_GAP : 0;
  }
  return used;
}

static void month_heads(const tables *t, cm_grid *grid, const cm_program *p, const uint8_t *used, uint32_t *column) {
  cm_page *page = t->page;
  cm_grid_column(page, grid, cm_str_of(cm_page_word(page, "Month", "月份")), false, 0);
  for (uint32_t f = 0; f < p->edition->formulas.size; f++)
    for (uint32_t i = 0; i < p->instances.size; i++) {
      const cm_instance *in = &p->instances.at[i];
      if (in->formula != p->edition->formulas.at[f] || !(used[i] & HAS_VALUE)) continue;
      cm_buf head;
      cm_buf_init(&head, &page->arena);
      cm_figure_words(page->run, in, page->language, &head);
      cm_buf_add_char(&head, '\n');
      cm_buf_add(&head, in->formula->unit_text);
      column[i] = (uint32_t)grid->columns.size;
      cm_grid_column(page, grid, cm_page_text(page, &head), true, 0);
    }
}

/* A dash in each cell before this one: the month does not have that member. */
static void fill(const tables *t, cm_grid *grid, size_t end) {
  while (grid->cells.size < end && !t->page->sink->status) cm_grid_cell(t->page, grid, CM_S("–"));
}

/* A run's figures lie in the order of the columns, month after month. */
static void month_rows(const tables *t, cm_grid *grid, const uint32_t *column) {
  int32_t month = INT32_MIN;
  size_t row_start = 0;
  char period[CM_PERIOD_TEXT_MAX];
  for (size_t i = t->first; i < t->last && !t->page->sink->status; i++) {
    const cm_figure *figure = figure_at(t, i);
    if (figure->sheet->year || !cm_page_shows_figure(t->page, figure)) continue;
    if (cm_figure_period_number(figure) != month) {
      fill(t, grid, row_start + (month == INT32_MIN ? 0 : grid->columns.size));
      row_start = grid->cells.size;
      month = cm_figure_period_number(figure);
      cm_grid_cell(t->page, grid, cm_page_copy(t->page, cm_figure_period(figure, period)));
    }
    if (!column[figure->instance]) continue;
    fill(t, grid, row_start + column[figure->instance]);
    cm_grid_cell(t->page, grid, value_cell(t, figure, true));
  }
  fill(t, grid, row_start + grid->columns.size);
}

/* Figures that no month has: a sentence instead of columns of "incomplete". */
static void never(const tables *t, const cm_program *p, const uint8_t *used) {
  cm_page *page = t->page;
  cm_buf buf;
  bool first = true;
  cm_buf_init(&buf, &page->arena);
  cm_buf_add_c(&buf, cm_page_word(page, "Incomplete in every month shown: ", "所示各月均数据不全："));
  for (size_t f = 0; f < p->edition->formulas.size; f++)
    for (size_t i = 0; i < p->instances.size; i++) {
      const cm_instance *in = &p->instances.at[i];
      if (in->formula != p->edition->formulas.at[f] || used[i] != HAS_GAP) continue;
      if (!first) cm_buf_add_c(&buf, cm_page_word(page, ", ", "、"));
      first = false;
      cm_figure_words(page->run, in, page->language, &buf);
    }
  cm_buf_add_c(&buf, cm_page_word(page, ".", "。"));
  if (!first) page->style->paragraph(page, cm_page_text(page, &buf));
}

static void months(const tables *t) {
  const cm_program *p = NULL;
  cm_grid grid = {0};
  uint8_t *used = used_columns(t, &p);
  if (!used) return;
  uint32_t *column = CM_NEWS(&t->page->arena, uint32_t, p->instances.size);
  if (!column) {
    cm_page_failed(t->page);
    return;
  }
  month_heads(t, &grid, p, used, column);
  if (grid.columns.size > 1) {
    month_rows(t, &grid, column);
    t->page->style->table(t->page, &grid);
  }
  never(t, p, used);
}

static void title(const tables *t) {
  const cm_edition *edition = cm_figure_edition(figure_at(t, t->first));
  cm_page *page = t->page;
  cm_buf buf;
  cm_buf_init(&buf, &page->arena);
  cm_buf_add(&buf, cm_label_text((cm_label){edition->title_zh, edition->title_en}, page->language, edition->id));
  cm_buf_add_c(&buf, cm_page_word(page, " (", "（"));
  cm_buf_add(&buf, edition->id);
  cm_buf_add_c(&buf, cm_page_word(page, ")", "）"));
  page->style->heading(page, 3, cm_page_text(page, &buf));
}

void cm_page_figures(cm_page *page, const cm_marks *marks, cm_range_of_figures range) {
  tables t = {page, marks, range.first, range.end};
  bool any = false;
  for (size_t i = range.first; i < range.end && !any; i++) any = cm_page_shows_figure(page, figure_at(&t, i));
  if (!any || page->sink->status) return;
  title(&t);
  years(&t);
  months(&t);
}
