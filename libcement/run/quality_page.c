/* The report of data quality for people: as text of fixed width, or as Markdown. */
#include "run/findings.h"
#include "run/quality_words.h"
#include "run/report_page.h"

typedef struct sheet {
  cm_page page;
  const cm_quality *quality;
  const cm_ledger *ledger;
} sheet;

static const char *word(const sheet *s, const char *en, const char *zh) {
  return cm_page_word(&s->page, en, zh);
}

/* A block's memory is given back before the next one begins. */
static void next_block(sheet *s) {
  cm_arena_free(&s->page.arena);
  cm_arena_init(&s->page.arena, s->quality->arena.alloc);
}

static void heading(sheet *s, int level, const char *en, const char *zh) {
  s->page.style->heading(&s->page, level, cm_str_of(word(s, en, zh)));
}

static void cell(sheet *s, cm_grid *grid, cm_str text) {
  cm_grid_cell(&s->page, grid, cm_page_copy(&s->page, text));
}

static void column(sheet *s, cm_grid *grid, const char *en, const char *zh, bool right, size_t max) {
  cm_grid_column(&s->page, grid, cm_str_of(word(s, en, zh)), right, max);
}

static cm_str line_name(const sheet *s, uint32_t line) {
  return line == CM_NONE ? cm_str_of(word(s, "whole plant", "全厂")) : s->ledger->lines.at[line].id;
}

static void month_cell(sheet *s, cm_grid *grid, cm_month month) {
  char text[CM_PERIOD_TEXT_MAX];
  cell(s, grid, cm_month_text(month, text));
}

static void number_cell(sheet *s, cm_grid *grid, const cm_dec *x) {
  char text[CM_DEC_TEXT_MAX];
  cell(s, grid, cm_dec_text(x, text));
}

static void rounded_cell(sheet *s, cm_grid *grid, const cm_rounded *x) {
  char text[CM_DEC_TEXT_MAX];
  cell(s, grid, cm_rounded_text(x, text));
}

/* ---- coverage ---- */

static const char *mark(const sheet *s, const cm_observation *o) {
  static const char *const en[CM_METHODS] = {"x", "M", "D", "C", "E"};
  static const char *const zh[CM_METHODS] = {"有", "测", "缺", "算", "估"};
  if (o == NULL) return "–";
  if (cm_dec_is_zero(&o->value)) return "0";
  return word(s, en[o->method], zh[o->method]);
}

static bool has_year(const cm_series_of *series, int32_t year) {
  for (size_t i = 0; i < series->at.size; i++) {
    if (series->at.at[i]->month / 12 == year) return true;
  }
  return false;
}

static void coverage_row(sheet *s, cm_grid *grid, const cm_series_of *series, int32_t year) {
  cm_month first = s->ledger->months[0], last = s->ledger->months[s->ledger->month_count - 1];
  cm_buf name;
  cm_buf_init(&name, &s->page.arena);
  cm_quality_name(s->ledger, series, s->page.language, &name);
  cm_grid_cell(&s->page, grid, cm_page_text(&s->page, &name));
  for (cm_month m = year * 12; m < year * 12 + 12; m++) {
    bool within = m >= first && m <= last;
    cm_grid_cell(&s->page, grid, within ? cm_str_of(mark(s, cm_quality_at(series, m))) : CM_S(""));
  }
}

static void coverage_year(sheet *s, size_t line, int32_t year) {
  char text[CM_PERIOD_TEXT_MAX];
  const cm_quality *q = s->quality;
  cm_grid grid = {.columns = {NULL, 0, 0}};
  column(s, &grid, "item", "数据项", false, 46);
  for (cm_month m = year * 12; m < year * 12 + 12; m++) {
    cm_str month = cm_month_text(m, text);
    cm_grid_column(&s->page, &grid, cm_page_copy(&s->page, cm_str_slice(month, month.size - 2, month.size)), false, 0);
  }
  for (size_t i = q->first[line]; i < q->first[line + 1]; i++) {
    if (has_year(&q->series.at[i], year)) coverage_row(s, &grid, &q->series.at[i], year);
  }
  if (grid.cells.size == 0) return;
  s->page.style->heading(&s->page, 3, cm_page_copy(&s->page, cm_year_text(year, text)));
  s->page.style->table(&s->page, &grid);
}

/* ---- shares ---- */

static void add_share(sheet *s, cm_buf *buf, const char *en, const char *zh, const cm_dec *part, const cm_dec *whole) {
  char text[CM_DEC_TEXT_MAX];
  cm_rounded percent;
  if (!cm_quality_percent(part, whole, &percent)) return;
  cm_buf_add_c(buf, word(s, en, zh));
  cm_buf_add_char(buf, ' ');
  cm_buf_add(buf, cm_rounded_text(&percent, text));
  cm_buf_add_c(buf, " %");
}

static void value_shares(sheet *s, const cm_quality_counts *c) {
  static const char *const en[CM_METHODS] = {", without method", ": measured", ", default", ", calculated",
                                             ", estimated"};
  static const char *const zh[CM_METHODS] = {"，未注明", "：实测", "，缺省", "，计算", "，估算"};
  static const cm_method order[CM_METHODS] = {CM_METHOD_MEASURED, CM_METHOD_CALCULATED, CM_METHOD_DEFAULT,
                                              CM_METHOD_ESTIMATED, CM_METHOD_NONE};
  cm_dec whole, part;
  cm_buf buf;
  cm_buf_init(&buf, &s->page.arena);
  cm_buf_add_u64(&buf, c->values);
  cm_buf_add_c(&buf, word(s, c->values == 1 ? " value" : " values", "个数值"));
  (void)cm_dec_from_i64(&whole, (int64_t)c->values);
  for (size_t i = 0; i < CM_METHODS; i++) {
    (void)cm_dec_from_i64(&part, (int64_t)c->by_method[order[i]]);
    add_share(s, &buf, en[order[i]], zh[order[i]], &part, &whole);
  }
  s->page.style->item(&s->page, cm_page_text(&s->page, &buf));
}

static void heat_shares(sheet *s, const cm_quality_counts *c) {
  char text[CM_DEC_TEXT_MAX];
  cm_buf buf;
  if (c->fuels == 0) return;
  cm_buf_init(&buf, &s->page.arena);
  cm_buf_add_c(&buf, word(s, "Heat of fuel: ", "燃料热量："));
  cm_buf_add(&buf, cm_dec_text(&c->heat, text));
  cm_buf_add_char(&buf, ' ');
  cm_buf_add(&buf, s->quality->rules.heat->unit_text);
  add_share(s, &buf, ", by default values", "，其中缺省值", &c->heat_by_guess[0], &c->heat);
  add_share(s, &buf, ", by estimates", "，估算值", &c->heat_by_guess[1], &c->heat);
  if (c->unheated) {
    cm_buf_add_c(&buf, word(s, "; months of a fuel without heat value: ", "；无热值的燃料月份数："));
    cm_buf_add_u64(&buf, c->unheated);
  }
  s->page.style->item(&s->page, cm_page_text(&s->page, &buf));
}

static void line_part(sheet *s, size_t line) {
  const cm_quality_counts *counts = &s->quality->counts[line];
  bool plant = line == s->ledger->lines.size;
  if (counts->values == 0) return;
  next_block(s);
  cm_buf title;
  cm_buf_init(&title, &s->page.arena);
  cm_buf_add_c(&title, plant ? word(s, "Whole plant", "全厂") : word(s, "Line ", "生产线 "));
  if (!plant) cm_buf_add(&title, s->ledger->lines.at[line].id);
  s->page.style->heading(&s->page, 2, cm_page_text(&s->page, &title));
  value_shares(s, counts);
  heat_shares(s, counts);
  int32_t first = s->ledger->months[0] / 12, last = s->ledger->months[s->ledger->month_count - 1] / 12;
  for (int32_t year = first; year <= last && s->page.sink->status == CEMENT_OK; year++) coverage_year(s, line, year);
}

/* ---- outliers ---- */

static void outlier_row(sheet *s, cm_grid *grid, const cm_outlier *o) {
  char unit[CM_UNIT_TEXT_MAX];
  cm_buf name;
  cm_buf_init(&name, &s->page.arena);
  if (o->series != NULL)
    cm_quality_name(s->ledger, o->series, s->page.language, &name);
  else
    cm_buf_add(&name, cm_label_text(o->ratio->label, s->page.language, o->ratio->key));
  cell(s, grid, line_name(s, o->line));
  cm_grid_cell(&s->page, grid, cm_page_text(&s->page, &name));
  month_cell(s, grid, o->month);
  cm_rounded shown = {o->value, o->decimals};
  if (o->ratio != NULL && cm_dec_round(&shown, &o->value, o->decimals, CM_RULE_HALF_UP) >= 0)
    rounded_cell(s, grid, &shown);
  else
    number_cell(s, grid, &o->value);
  number_cell(s, grid, &o->low);
  number_cell(s, grid, &o->high);
  cell(s, grid, o->series != NULL ? cm_quality_unit(s->ledger, o->series, unit) : o->ratio->unit);
}

/* What the limits stand on, as a proof tells it of a factor: the number; where it is from; how sure that is. */
static void factor(sheet *s) {
  const cm_quality_rules *rules = &s->quality->rules;
  const char *semicolon = word(s, "; ", "；");
  cm_buf buf;
  cm_buf_init(&buf, &s->page.arena);
  cm_buf_add_c(&buf, word(s, "Factor ", "系数 "));
  cm_buf_add(&buf, rules->factor_text);
  cm_buf_add_c(&buf, semicolon);
  cm_buf_add(&buf, rules->factor_cite);
  cm_buf_add_c(&buf, semicolon);
  cm_buf_add_c(&buf, cm_confidence_word(s->page.language, rules->factor_confidence));
  s->page.style->paragraph(&s->page, cm_page_text(&s->page, &buf));
}

static void outliers(sheet *s) {
  const cm_quality *q = s->quality;
  char text[CM_U64_TEXT_MAX];
  cm_grid grid = {.columns = {NULL, 0, 0}};
  cm_buf buf;
  next_block(s);
  heading(s, 2, "Months that stand out", "异常月份");
  cm_buf_init(&buf, &s->page.arena);
  cm_buf_add_c(&buf, word(s, "Outside the mean ± ", "超出均值 ± "));
  cm_buf_add(&buf, q->rules.factor_text);
  cm_buf_add_c(&buf, word(s, " × mean moving range of the series, looked at from ", " × 平均移动极差；数据不少于 "));
  cm_buf_add(&buf, cm_u64_text((uint64_t)q->rules.months, text));
  cm_buf_add_c(&buf, word(s, " months on. A hint to look, no judgement.", " 个月时检查。仅供核对，不作结论。"));
  s->page.style->paragraph(&s->page, cm_page_text(&s->page, &buf));
  factor(s);
  if (q->outliers.size == 0) {
    s->page.style->paragraph(&s->page, cm_str_of(word(s, "None.", "无。")));
    return;
  }
  column(s, &grid, "line", "生产线", false, 16);
  column(s, &grid, "item", "数据项", false, 40);
  column(s, &grid, "month", "月份", false, 0);
  column(s, &grid, "value", "数值", true, 0);
  column(s, &grid, "from", "下限", true, 0);
  column(s, &grid, "to", "上限", true, 0);
  column(s, &grid, "unit", "单位", false, 0);
  for (size_t i = 0; i < q->outliers.size; i++) outlier_row(s, &grid, &q->outliers.at[i]);
  s->page.style->table(&s->page, &grid);
}

/* ---- balances ---- */

static cm_str state_word(const sheet *s, cm_balance_state state) {
  static const char *const en[] = {"agrees", "differs", "implausible", "not known"};
  static const char *const zh[] = {"一致", "不一致", "超出合理范围", "无法核对"};
  return cm_str_of(word(s, en[state], zh[state]));
}

static void balance_table(sheet *s) {
  const cm_quality *q = s->quality;
  cm_grid grid = {.columns = {NULL, 0, 0}};
  column(s, &grid, "line", "生产线", false, 16);
  column(s, &grid, "balance", "平衡", false, 36);
  column(s, &grid, "month", "月份", false, 0);
  column(s, &grid, "computed", "计算值", true, 0);
  column(s, &grid, "expected", "应为", true, 0);
  column(s, &grid, "unit", "单位", false, 0);
  column(s, &grid, "result", "结果", false, 0);
  for (size_t i = 0; i < q->balances.size; i++) {
    const cm_balance *b = &q->balances.at[i];
    cell(s, &grid, line_name(s, b->line));
    cell(s, &grid, cm_label_text(b->label, s->page.language, b->key));
    month_cell(s, &grid, b->month);
    if (b->valued)
      rounded_cell(s, &grid, &b->value);
    else
      cell(s, &grid, CM_S(""));
    cell(s, &grid, b->expected);
    cell(s, &grid, b->unit);
    cell(s, &grid, state_word(s, b->state));
  }
  if (grid.cells.size != 0) s->page.style->table(&s->page, &grid);
}

static void ratio_table(sheet *s) {
  const cm_quality *q = s->quality;
  char text[CM_U64_TEXT_MAX];
  cm_grid grid = {.columns = {NULL, 0, 0}};
  column(s, &grid, "line", "生产线", false, 16);
  column(s, &grid, "ratio", "比值", false, 36);
  column(s, &grid, "months", "月数", true, 0);
  column(s, &grid, "mean", "均值", true, 0);
  column(s, &grid, "from", "下限", true, 0);
  column(s, &grid, "to", "上限", true, 0);
  column(s, &grid, "unit", "单位", false, 0);
  for (size_t i = 0; i < q->ratios.size; i++) {
    const cm_ratio_months *r = &q->ratios.at[i];
    cell(s, &grid, line_name(s, r->line));
    cell(s, &grid, cm_label_text(r->ratio->label, s->page.language, r->ratio->key));
    cell(s, &grid, cm_u64_text(r->months, text));
    rounded_cell(s, &grid, &r->mean);
    for (int side = 0; side < 2; side++) {
      if (r->limited)
        rounded_cell(s, &grid, side ? &r->high : &r->low);
      else
        cell(s, &grid, CM_S(""));
    }
    cell(s, &grid, r->ratio->unit);
  }
  if (grid.cells.size != 0) s->page.style->table(&s->page, &grid);
}

static void observed_cell(sheet *s, cm_grid *grid, const cm_observation *o) {
  if (o != NULL)
    number_cell(s, grid, &o->value);
  else
    cell(s, grid, CM_S(""));
}

/* Empty where it is not known. */
static void known_cell(sheet *s, cm_grid *grid, bool known, const cm_rounded *x) {
  if (known)
    rounded_cell(s, grid, x);
  else
    cell(s, grid, CM_S(""));
}

/* "clinker sold (as 0); L2 clinker output" */
static void lacks_cell(sheet *s, cm_grid *grid, const cm_stock_month *m) {
  cm_buf text;
  cm_buf_init(&text, &s->page.arena);
  for (size_t i = 0; i < m->lacks; i++) {
    const cm_stock_lack *l = &s->quality->lacks.at[m->first_lack + i];
    if (i != 0) cm_buf_add_c(&text, word(s, "; ", "；"));
    cm_quality_lack_name(s->ledger, l, s->page.language, &text);
    if (l->zero) cm_buf_add_c(&text, word(s, " (as 0)", "（计为零）"));
  }
  cm_grid_cell(&s->page, grid, cm_page_text(&s->page, &text));
}

static void stock_row(sheet *s, cm_grid *grid, const cm_stock_month *m) {
  char unit[CM_UNIT_TEXT_MAX];
  bool known = m->state != CM_BALANCE_UNKNOWN;
  cm_rounded share;
  cm_buf name;
  cm_buf_init(&name, &s->page.arena);
  cm_quality_stock_name(s->ledger, m->stock->label, m->fuel, s->page.language, &name);
  cm_grid_cell(&s->page, grid, cm_page_text(&s->page, &name));
  month_cell(s, grid, m->month);
  observed_cell(s, grid, m->opening);
  rounded_cell(s, grid, &m->flows[0]);
  rounded_cell(s, grid, &m->flows[1]);
  known_cell(s, grid, known, &m->computed);
  observed_cell(s, grid, m->closing);
  known_cell(s, grid, known, &m->difference);
  known = known && cm_quality_percent(&m->difference.value, &m->available, &share);
  known_cell(s, grid, known, &share);
  cell(s, grid, cm_quality_stock_unit(s->ledger, m, unit));
  cell(s, grid, state_word(s, m->state));
  known_cell(s, grid, m->opening != NULL && m->before != NULL, &m->carried);
  lacks_cell(s, grid, m);
}

static void stock_table(sheet *s) {
  const cm_quality *q = s->quality;
  cm_grid grid = {.columns = {NULL, 0, 0}};
  if (q->stocks.size == 0) return;
  heading(s, 3, "Stocks", "库存");
  s->page.style->paragraph(
      &s->page,
      cm_str_of(word(s,
                     "Opening + in - out = computed; the difference is closing less computed, in % of opening + in. "
                     "No tolerance is applied.",
                     "期初＋增加－减少＝推算期末；差异为期末减推算期末，百分比以期初与增加之和为基数。不设容差。")));
  column(s, &grid, "balance", "平衡", false, 36);
  column(s, &grid, "month", "月份", false, 0);
  column(s, &grid, "opening", "期初", true, 0);
  column(s, &grid, "in", "增加", true, 0);
  column(s, &grid, "out", "减少", true, 0);
  column(s, &grid, "computed", "推算期末", true, 0);
  column(s, &grid, "closing", "期末", true, 0);
  column(s, &grid, "difference", "差异", true, 0);
  column(s, &grid, "%", "%", true, 0);
  column(s, &grid, "unit", "单位", false, 0);
  column(s, &grid, "result", "结果", false, 0);
  column(s, &grid, "opening less closing before", "期初减上月期末", true, 0);
  column(s, &grid, "not given", "未填报", false, 36);
  for (size_t i = 0; i < q->stocks.size; i++) stock_row(s, &grid, &q->stocks.at[i]);
  s->page.style->table(&s->page, &grid);
}

static void not_checked(sheet *s) {
  const cm_quality *q = s->quality;
  if (q->unchecked.size == 0) return;
  heading(s, 3, "Not checked", "未核对");
  for (size_t i = 0; i < q->unchecked.size; i++) {
    cm_buf text;
    cm_buf_init(&text, &s->page.arena);
    cm_quality_stock_name(s->ledger, q->unchecked.at[i].stock->absent, q->unchecked.at[i].fuel, s->page.language,
                          &text);
    s->page.style->item(&s->page, cm_page_text(&s->page, &text));
  }
}

static void balances(sheet *s) {
  next_block(s);
  heading(s, 2, "Balances", "平衡核对");
  balance_table(s);
  ratio_table(s);
  stock_table(s);
  not_checked(s);
}

/* ---- reading ---- */

static void remark(sheet *s, const cm_remark *r) {
  const cm_finding_type *type = cm_remark_type(r->kind);
  const char *colon = word(s, ": ", "：");
  char text[CM_PERIOD_TEXT_MAX];
  cm_buf buf;
  cm_buf_init(&buf, &s->page.arena);
  cm_buf_add(&buf, cm_label_text(type->label, s->page.language, type->code));
  if (r->item != NULL) {
    cm_buf_add_c(&buf, colon);
    cm_buf_add(&buf, cm_label_text(r->item->label, s->page.language, r->item->key));
  }
  if (r->of.size) {
    cm_buf_add_char(&buf, ' ');
    cm_buf_add(&buf, r->of);
  }
  if (r->month != INT32_MIN) {
    cm_buf_add_char(&buf, ' ');
    cm_buf_add(&buf, cm_month_text(r->month, text));
  }
  cm_buf_add_c(&buf, colon);
  cm_buf_add(&buf, r->detail);
  s->page.style->item(&s->page, cm_page_text(&s->page, &buf));
}

static void reading(sheet *s) {
  next_block(s);
  heading(s, 2, "What reading repaired, took for granted or left out", "读取时的修正、推定与未采用");
  if (s->ledger->remarks.size == 0) s->page.style->paragraph(&s->page, cm_str_of(word(s, "Nothing.", "无。")));
  for (size_t i = 0; i < s->ledger->remarks.size && s->page.sink->status == CEMENT_OK; i++)
    remark(s, &s->ledger->remarks.at[i]);
}

/* ---- all of it ---- */

static void head(sheet *s) {
  const cm_ledger *ledger = s->ledger;
  char text[CM_PERIOD_TEXT_MAX];
  cm_buf buf;
  cm_buf_init(&buf, &s->page.arena);
  cm_buf_add_c(&buf, word(s, "Data quality: ", "数据质量："));
  cm_buf_add(&buf, ledger->facility_name.size ? ledger->facility_name : ledger->facility_id);
  s->page.style->heading(&s->page, 1, cm_page_text(&s->page, &buf));
  cm_buf_init(&buf, &s->page.arena);
  cm_buf_add_c(&buf, word(s, "Months: ", "月份："));
  cm_buf_add(&buf, cm_month_text(ledger->months[0], text));
  cm_buf_add_c(&buf, "..");
  cm_buf_add(&buf, cm_month_text(ledger->months[ledger->month_count - 1], text));
  cm_buf_add_c(&buf, word(s, "; SHA-256 of the ledger ", "；台账 SHA-256 "));
  cm_buf_add(&buf, cm_str_slice(cm_str_of(ledger->sha256), 0, 12));
  s->page.style->item(&s->page, cm_page_text(&s->page, &buf));
  s->page.style->item(&s->page,
                      cm_str_of(word(s,
                                     "Marks: M measured, C calculated, D default, E estimated, x without method, "
                                     "0 given as zero, – absent.",
                                     "标记：测 实测值，算 计算值，缺 缺省值，估 估算值，有 未注明获取方式，0 "
                                     "填报为零，– 无数据。")));
}

static void write(const cm_quality *quality, cm_language language, cm_sink *sink, const cm_style *style) {
  sheet s = {
      .page = {.language = language, .sink = sink, .style = style}, .quality = quality, .ledger = quality->ledger};
  cm_arena_init(&s.page.arena, quality->arena.alloc);
  head(&s);
  for (size_t i = 0; i <= quality->ledger->lines.size && sink->status == CEMENT_OK; i++) line_part(&s, i);
  outliers(&s);
  balances(&s);
  reading(&s);
  cm_arena_free(&s.page.arena);
}

void cm_quality_text(const cm_quality *quality, cm_language language, cm_sink *sink) {
  write(quality, language, sink, &cm_style_text);
}

void cm_quality_markdown(const cm_quality *quality, cm_language language, cm_sink *sink) {
  write(quality, language, sink, &cm_style_markdown);
}
