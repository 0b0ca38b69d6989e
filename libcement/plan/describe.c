/* An edition as a page that a domain expert can review. Text and Markdown differ in headings and tables only. */
#include "plan/describe.h"

#include "lang/print.h"

typedef struct page {
  const cm_catalog *catalog;
  const cm_edition *edition;
  bool markdown, chinese;
  cm_sink *out;
} page;

static void text(page *p, const char *s) {
  cm_sink_c(p->out, s);
}

static void word(page *p, const char *en, const char *zh) {
  cm_sink_c(p->out, p->chinese ? zh : en);
}

static cm_str label(const page *p, cm_label l) {
  cm_str first = p->chinese ? l.zh : l.en, second = p->chinese ? l.en : l.zh;
  return first.size ? first : second;
}

/* In a table of Markdown a bar would end the cell. */
static void add(page *p, cm_str s) {
  size_t from = 0;
  for (size_t i = 0; p->markdown && i < s.size; i++) {
    if (s.at[i] != '|') continue;
    cm_sink_add(p->out, cm_str_slice(s, from, i));
    text(p, "\\");
    from = i;
  }
  cm_sink_add(p->out, cm_str_slice(s, from, s.size));
}

static void heading(page *p, const char *en, const char *zh) {
  text(p, p->markdown ? "\n## " : "\n");
  word(p, en, zh);
  text(p, p->markdown ? "\n\n" : "\n");
}

/* A table's head, its cells parted by '|'. Plain text goes without one. */
static void table(page *p, const char *en, const char *zh) {
  if (!p->markdown) return;
  const char *head = p->chinese ? zh : en;
  text(p, "| ");
  text(p, head);
  text(p, " |\n|");
  for (const char *c = head; *c; c++)
    if (*c == '|') text(p, " --- |");
  text(p, " --- |\n");
}

static void row(page *p) {
  text(p, p->markdown ? "| " : "  ");
}

static void cell(page *p, cm_str s, bool code) {
  bool ticks = p->markdown && code && s.size;
  if (ticks) text(p, "`");
  add(p, s);
  if (ticks) text(p, "`");
  text(p, p->markdown ? " | " : "  ");
}

static void end_row(page *p) {
  text(p, "\n");
}

/* ---- head ---- */

static void fact(page *p, const char *en, const char *zh, cm_str value) {
  if (!value.size) return;
  text(p, p->markdown ? "- " : "  ");
  word(p, en, zh);
  text(p, p->chinese ? "：" : ": ");
  add(p, value);
  text(p, "\n");
}

static void head(page *p) {
  const cm_edition *e = p->edition;
  if (p->markdown) text(p, "# ");
  add(p, p->chinese ? e->title_zh : e->title_en);
  text(p, p->markdown ? "\n\n" : "\n");
  fact(p, "id", "标识", e->id);
  fact(p, "title", "名称", p->chinese ? e->title_en : e->title_zh);
  fact(p, "authority", "发布机构", e->authority);
  fact(p, "status", "状态", e->status);
  fact(p, "issued", "发布日期", e->issued);
  fact(p, "in force from", "实施日期", e->effective);
  fact(p, "until", "截止日期", e->until);
  fact(p, "supersedes", "代替", e->supersedes);
  fact(p, "corrects", "更正", e->corrects);
  fact(p, "facts from", "事实来源", e->source);
  fact(p, "sha256", "sha256", cm_str_of(e->sha256));
  for (size_t i = 0; i < e->uses.size; i++) fact(p, "uses", "引用", e->uses.at[i].edition->id);
}

/* ---- factors ---- */

static void remark(page *p, cm_str s, bool *any) {
  if (!s.size) return;
  if (*any) text(p, "; ");
  add(p, s);
  *any = true;
}

/* What else is to be said of a number: its note, where it was read, what it raises, whether a ledger may override it.
 */
static void remarks(page *p, const cm_factor *f) {
  bool any = false;
  remark(p, f->note, &any);
  remark(p, f->source, &any);
  if (f->finding) {
    remark(p, p->chinese ? CM_S("提示 ") : CM_S("finding "), &any);
    add(p, f->finding->code);
  }
  if (f->overridable) remark(p, p->chinese ? CM_S("可由台账改写") : CM_S("overridable"), &any);
  text(p, p->markdown ? " | " : "");
}

static void factor(page *p, const cm_factor *f, cm_str name) {
  row(p);
  cell(p, name, true);
  cell(p, f->text, false);
  cell(p, cm_str_is(f->unit_text, "1") ? CM_S("") : f->unit_text, false);
  cell(p, f->cite, false);
  cell(p, cm_str_of(cm_confidence_text(f->confidence)), false);
  remarks(p, f);
  end_row(p);
}

static void constants(page *p) {
  const cm_edition *e = p->edition;
  if (!e->constants.size) return;
  heading(p, "Constants", "常数");
  table(p, "key | value | unit | citation | confidence | note", "代号 | 数值 | 单位 | 出处 | 可信度 | 备注");
  for (size_t i = 0; i < e->constants.size; i++) factor(p, e->constants.at[i], e->constants.at[i]->key);
}

/* "rows by state, USE" */
static void table_keys(page *p, const cm_table *t) {
  if (!p->markdown) text(p, "  ");
  word(p, "Rows by ", "行按 ");
  for (size_t k = 0; k < t->key_count; k++) {
    if (k) text(p, ", ");
    add(p, t->key_names[k]);
  }
  text(p, p->markdown ? "\n\n" : "\n");
}

static void tables(page *p) {
  for (size_t i = 0; i < p->edition->tables.size; i++) {
    const cm_table *t = p->edition->tables.at[i];
    text(p, p->markdown ? "\n## " : "\n");
    word(p, "Table ", "表 ");
    add(p, t->key);
    text(p, "  ");
    add(p, label(p, t->label));
    text(p, p->markdown ? "\n\n" : "\n");
    table_keys(p, t);
    table(p, "row | value | unit | citation | confidence | note", "行 | 数值 | 单位 | 出处 | 可信度 | 备注");
    for (size_t k = 0; k < t->row_count; k++) factor(p, t->rows[k].factor, t->rows[k].factor->row);
  }
}

static void options(page *p) {
  const cm_edition *e = p->edition;
  if (!e->options.size) return;
  heading(p, "Options", "选项");
  table(p, "option | meaning | choice | unit | default | citation | confidence",
        "选项 | 含义 | 取值 | 单位 | 默认 | 出处 | 可信度");
  for (size_t i = 0; i < e->options.size; i++) {
    const cm_option *o = e->options.at[i];
    for (size_t k = 0; k < o->choice_count; k++) {
      row(p);
      cell(p, o->key, true);
      cell(p, label(p, o->label), false);
      cell(p, o->choices[k].key, true);
      cell(p, o->choices[k].factor ? o->choices[k].factor->unit_text : CM_S(""), false);
      cell(p, k == o->default_choice ? (p->chinese ? CM_S("默认") : CM_S("default")) : CM_S(""), false);
      cell(p, o->choices[k].cite, false);
      cell(p, cm_str_of(cm_confidence_text(o->choices[k].confidence)), false);
      end_row(p);
    }
  }
}

/* ---- formulas ---- */

static void add_sets(page *p, uint8_t sets) {
  for (uint8_t bit = CM_SET_FUEL; bit <= CM_SET_SECTION; bit = (uint8_t)(bit << 1))
    if (sets & bit) {
      text(p, ", ");
      text(p, cm_set_name(bit));
    }
}

static void display_rule(page *p, const cm_formula *f) {
  static const char *const en[] = {"half up", "half to even", "truncated"}, *const zh[] = {"四舍五入", "四舍六入五成双",
                                                                                           "截断"};
  word(p, "; displayed with ", "；显示 ");
  cm_sink_u64(p->out, (uint64_t)f->decimals);
  word(p, " decimals, ", " 位小数，");
  word(p, en[f->rule], zh[f->rule]);
}

static void formula_facts(page *p, const cm_formula *f) {
  static const char *const at_en[] = {"site", "line", "facility"}, *const at_zh[] = {"厂址", "生产线", "企业"};
  static const char *const year_en[] = {"", "; the year adds the months", "; the year is computed anew"};
  static const char *const year_zh[] = {"", "；年值为各月之和", "；年值重新计算"};
  word(p, at_en[f->at], at_zh[f->at]);
  add_sets(p, f->sets);
  text(p, "; ");
  add(p, f->unit_text);
  word(p, year_en[f->year], year_zh[f->year]);
  if (f->display) display_rule(p, f);
  word(p, "; clause ", "；条款 ");
  add(p, f->clause);
  text(p, "; ");
  text(p, cm_confidence_text(f->confidence));
  if (f->rounding) {
    word(p, "; months by option ", "；月值依选项 ");
    add(p, f->rounding->key);
  }
}

static void formula_applies(page *p, const cm_formula *f) {
  if (!f->applies) return;
  if (!p->markdown) text(p, "    ");
  word(p, "applies where ", "适用条件：");
  if (p->markdown) text(p, "`");
  cm_expr_print(f->applies, p->out);
  text(p, p->markdown ? "`\n\n" : "\n");
}

static void formulas(page *p) {
  const cm_edition *e = p->edition;
  if (!e->formulas.size) return;
  heading(p, "Formulas", "公式");
  for (size_t i = 0; i < e->formulas.size; i++) {
    const cm_formula *f = e->formulas.at[i];
    text(p, p->markdown ? "### " : "  ");
    add(p, f->key);
    text(p, "  ");
    add(p, label(p, f->label));
    text(p, p->markdown ? "\n\n" : "\n    ");
    formula_facts(p, f);
    text(p, p->markdown ? "\n\n" : "\n");
    formula_applies(p, f);
    text(p, p->markdown ? "```\n" : "    = ");
    cm_sink_add(p->out, f->text);
    text(p, p->markdown ? "\n```\n\n" : "\n");
  }
}

/* ---- items of its own ---- */

static void range(page *p, const cm_range *r) {
  char digits[CM_DEC_TEXT_MAX];
  if (r->has_min && !r->has_max) text(p, "≥ ");
  if (r->has_min) add(p, cm_dec_text(&r->min, digits));
  if (r->has_max) text(p, r->has_min ? " .. " : "≤ ");
  if (r->has_max) add(p, cm_dec_text(&r->max, digits));
}

/* One range, or those of the states of a fuel: solid, liquid, gas. A table's head says what they are. */
static void ranges(page *p, const cm_range *r, size_t count, const char *en, const char *zh) {
  if (count && !p->markdown) word(p, en, zh);
  for (size_t i = 0; i < count; i++) {
    if (i) text(p, "; ");
    range(p, &r[i]);
  }
  text(p, p->markdown ? " | " : "  ");
}

static void item(page *p, const cm_item *i) {
  row(p);
  cell(p, i->key, true);
  cell(p, label(p, i->label), false);
  if (i->level == CM_LEVEL_LINE)
    word(p, "line", "生产线");
  else
    word(p, "facility", "企业");
  add_sets(p, i->sets);
  text(p, p->markdown ? " | " : "  ");
  cell(p, i->unit_text, false);
  cell(p,
       i->absent_zero ? (p->chinese ? CM_S("缺省为零") : CM_S("absent: zero"))
                      : (p->chinese ? CM_S("缺省为不完整") : CM_S("absent: incomplete")),
       false);
  static const char *const years[] = {"year: sum", "year: mean by ", "year: first month", "year: last month"};
  static const char *const years_zh[] = {"年值为和", "年值加权于 ", "年值取首月", "年值取末月"};
  word(p, years[i->time], years_zh[i->time]);
  if (i->mean) add(p, i->mean->key);
  text(p, p->markdown ? " | " : "  ");
  bool ranged = i->range.has_min || i->range.has_max;
  ranges(p, &i->range, ranged, "refused outside ", "拒收范围外：");
  ranges(p, i->bounds, !i->bounded ? 0 : i->sets & CM_SET_FUEL ? CM_STATES : 1, "plausible ", "合理范围：");
  end_row(p);
}

static void items(page *p) {
  const cm_edition *e = p->edition;
  if (!e->own_items.size) return;
  heading(p, "Items of its own", "自有项目");
  table(p, "item | meaning | at | unit | absent | year | refused outside | plausible",
        "项目 | 含义 | 层级 | 单位 | 缺省 | 年值 | 超出拒收 | 合理范围");
  for (size_t i = 0; i < e->own_items.size; i++) item(p, e->own_items.at[i]);
}

/* ---- limits, checks, findings ---- */

static void limits(page *p) {
  const cm_edition *e = p->edition;
  if (!e->limits.size) return;
  heading(p, "Limits", "限额");
  table(p, "figure | level | at most | unit | applied | compared by option | citation | confidence",
        "指标 | 等级 | 限额（不大于） | 单位 | 实际采用 | 比较方法选项 | 出处 | 可信度");
  for (size_t i = 0; i < e->limits.size; i++) {
    const cm_limit *l = e->limits.at[i];
    for (size_t k = 0; k < l->levels; k++) {
      char digits[24];
      row(p);
      cell(p, l->of->key, true);
      cell(p, e->levels[k + 1].zh.size ? label(p, e->levels[k + 1]) : cm_u64_text(k + 1, digits), false);
      cell(p, l->base[k]->text, false);
      cell(p, l->base[k]->unit_text, false);
      cell(p, l->applied_text[k], true);
      cell(p, l->method ? l->method->key : CM_S(""), true);
      cell(p, l->base[k]->cite, false);
      cell(p, cm_str_of(cm_confidence_text(l->base[k]->confidence)), false);
      end_row(p);
    }
  }
}

/* What a check looks at: members of the line, or figures; in months, years or both. */
static void check_scope(page *p, const cm_check *c) {
  static const char *const en[] = {"site", "line", "facility"}, *const zh[] = {"厂址", "生产线", "企业"};
  static const char *const when_en[] = {"", ", months", ", years"}, *const when_zh[] = {"", "，月", "，年"};
  word(p, en[c->at], zh[c->at]);
  add_sets(p, c->sets);
  word(p, when_en[c->period], when_zh[c->period]);
  for (size_t i = 0; i < c->figure_count; i++) {
    text(p, i ? ", " : ": ");
    add(p, c->figures[i]);
  }
  text(p, p->markdown ? " | " : "  ");
}

static void checks(page *p) {
  const cm_edition *e = p->edition;
  if (!e->checks.size) return;
  heading(p, "Checks", "校核");
  table(p, "finding | at | when", "提示 | 对象 | 条件");
  for (size_t i = 0; i < e->checks.size; i++) {
    row(p);
    cell(p, e->checks.at[i]->finding->code, true);
    check_scope(p, e->checks.at[i]);
    cell(p, e->checks.at[i]->text, true);
    end_row(p);
  }
}

static void inputs(page *p) {
  const cm_edition *e = p->edition;
  char digits[24];
  if (!e->inputs.size) return;
  heading(p, "Decimals of inputs", "数据小数位");
  table(p, "item | decimals | finding where there are more", "项目 | 小数位 | 超出时的提示");
  for (size_t i = 0; i < e->inputs.size; i++) {
    row(p);
    cell(p, e->inputs.at[i].item->key, true);
    cell(p, cm_u64_text((uint64_t)e->inputs.at[i].decimals, digits), false);
    cell(p, e->inputs.at[i].finding->code, true);
    end_row(p);
  }
}

static void findings(page *p) {
  const cm_edition *e = p->edition;
  if (!e->findings.size) return;
  heading(p, "Findings", "提示");
  table(p, "code | severity | meaning", "代码 | 级别 | 含义");
  for (size_t i = 0; i < e->findings.size; i++) {
    row(p);
    cell(p, e->findings.at[i]->code, true);
    cell(p, cm_str_of(cm_severity_text(e->findings.at[i]->severity)), false);
    cell(p, label(p, e->findings.at[i]->label), false);
    end_row(p);
  }
}

void cm_describe_edition(const cm_catalog *catalog, const cm_edition *edition, bool markdown, bool chinese,
                         cm_sink *sink) {
  page p = {catalog, edition, markdown, chinese, sink};
  head(&p);
  items(&p);
  formulas(&p);
  limits(&p);
  options(&p);
  constants(&p);
  tables(&p);
  checks(&p);
  inputs(&p);
  findings(&p);
}
