/* What a report for people says, in order: the plant, the rules with their options, each line, the whole plant, the
 * findings. */
#include "run/report_page.h"

/* ---- helpers of the contents ---- */

void cm_page_failed(cm_page *page) {
  if (!page->sink->status) page->sink->status = CEMENT_E_NOMEM;
}

cm_str cm_page_text(cm_page *page, const cm_buf *buf) {
  if (!buf->failed) return cm_buf_text(buf);
  cm_page_failed(page);
  return CM_S("");
}

cm_str cm_page_copy(cm_page *page, cm_str text) {
  cm_str copy = cm_arena_copy(&page->arena, text);
  if (copy.at) return copy;
  cm_page_failed(page);
  return CM_S("");
}

const char *cm_page_word(const cm_page *page, const char *en, const char *zh) {
  return cm_word(page->language, en, zh);
}

void cm_grid_column(cm_page *page, cm_grid *grid, cm_str head, bool right, size_t max) {
  cm_column column = {head, right, max};
  if (CM_VEC_PUSH(&page->arena, &grid->columns, column)) cm_page_failed(page);
}

void cm_grid_cell(cm_page *page, cm_grid *grid, cm_str text) {
  if (CM_VEC_PUSH(&page->arena, &grid->cells, text)) cm_page_failed(page);
}

bool cm_page_shows_figure(const cm_page *page, const cm_figure *figure) {
  return cm_period_shows(page->run, page->view->period, cm_figure_period_number(figure), figure->sheet->year);
}

/* A block's memory is given back before the next one begins. */
static void next_block(cm_page *page) {
  cm_arena_free(&page->arena);
  cm_arena_init(&page->arena, page->run->arena.alloc);
}

/* ---- the head ---- */

static void add_labelled(cm_page *page, cm_buf *buf, const char *en, const char *zh, cm_str text) {
  cm_buf_add_c(buf, cm_page_word(page, en, zh));
  cm_buf_add_c(buf, cm_page_word(page, ": ", "："));
  cm_buf_add(buf, text);
}

static void facility_title(cm_page *page) {
  const cm_ledger *ledger = page->run->ledger;
  cm_buf buf;
  cm_buf_init(&buf, &page->arena);
  cm_str name = ledger->facility_name.size ? ledger->facility_name : ledger->facility_id;
  add_labelled(page, &buf, "Cement plant report", "水泥企业指标报告", name);
  bool id = ledger->facility_name.size > 0; /* every ledger has an id */
  if (id || ledger->facility_province.size) {
    cm_buf_add_c(&buf, cm_page_word(page, " (", "（"));
    if (id) cm_buf_add(&buf, ledger->facility_id);
    if (id && ledger->facility_province.size) cm_buf_add_c(&buf, cm_page_word(page, ", ", "，"));
    cm_buf_add(&buf, ledger->facility_province);
    cm_buf_add_c(&buf, cm_page_word(page, ")", "）"));
  }
  page->style->heading(page, 1, cm_page_text(page, &buf));
}

static void add_count(cm_page *page, cm_buf *buf, size_t count, const char *one, const char *many, const char *zh) {
  cm_buf_add_u64(buf, count);
  cm_buf_add_c(buf, page->language == CM_ZH ? zh : count == 1 ? one : many);
}

static void ledger_words(cm_page *page) {
  const cm_ledger *ledger = page->run->ledger;
  char text[CM_PERIOD_TEXT_MAX];
  cm_buf buf;
  cm_buf_init(&buf, &page->arena);
  add_labelled(page, &buf, "Ledger", "台账", CM_S(""));
  add_count(page, &buf, ledger->lines.size, " line, ", " lines, ", "条生产线，");
  add_count(page, &buf, ledger->month_count, " month", " months", "个月");
  cm_buf_add_c(&buf, " "); /* a finished ledger has an observation, hence a month */
  cm_buf_add(&buf, cm_month_text(ledger->months[0], text));
  cm_buf_add_c(&buf, "..");
  cm_buf_add(&buf, cm_month_text(ledger->months[ledger->month_count - 1], text));
  cm_buf_add_c(&buf, cm_page_word(page, ", SHA-256 ", "，SHA-256 "));
  cm_buf_add(&buf, cm_str_slice(cm_str_of(ledger->sha256), 0, 12));
  page->style->item(page, cm_page_text(page, &buf));
  if (!page->view->period_text.size) return;
  cm_buf_init(&buf, &page->arena);
  add_labelled(page, &buf, "Period shown", "所示期间", page->view->period_text);
  page->style->item(page, cm_page_text(page, &buf));
}

static void marks_words(cm_page *page) {
  cm_buf buf;
  cm_buf_init(&buf, &page->arena);
  add_labelled(page, &buf, "Marks", "标记",
               cm_str_of(cm_page_word(page,
                                      "* rests on a default or an estimate, named in the findings; (1) (2) (3) (0) the "
                                      "grade that a single month would have, indicative only, 0: not qualified; "
                                      "– not burnt or used in the month; ≈ rounded here.",
                                      "* 依据缺省值或估算值，详见“发现”；(1) (2) (3) (0) "
                                      "单月等级，仅供参考，0为未达标；– 当月未使用；≈ 此处为修约值。")));
  page->style->item(page, cm_page_text(page, &buf));
}

static void choice_words(cm_page *page, cm_buf *buf, const cm_option *o, uint32_t choice) {
  cm_buf_add(buf, cm_label_text(o->label, page->language, o->key));
  cm_buf_add_c(buf, " = ");
  cm_buf_add(buf, o->choices[choice].key);
  const cm_factor *factor = o->choices[choice].factor;
  if (factor && !cm_str_is(factor->unit_text, "1")) {
    cm_buf_add_char(buf, ' ');
    cm_buf_add(buf, factor->unit_text);
  }
  if (choice != o->default_choice) cm_buf_add_c(buf, cm_page_word(page, " (not the default)", "（非默认）"));
}

static void rule_words(cm_page *page, const cm_plan_edition *pe) {
  const cm_edition *edition = pe->edition;
  cm_buf buf;
  cm_buf_init(&buf, &page->arena);
  cm_buf_add(&buf, edition->id);
  cm_buf_add_c(&buf, cm_page_word(page, ": ", "："));
  cm_buf_add(&buf, cm_label_text((cm_label){edition->title_zh, edition->title_en}, page->language, CM_S("")));
  cm_buf_add_c(&buf, cm_page_word(page, "; SHA-256 ", "；SHA-256 "));
  cm_buf_add(&buf, cm_str_slice(cm_str_of(edition->sha256), 0, 12));
  for (size_t i = 0; i < edition->options.size; i++) {
    cm_buf_add_c(&buf, i ? cm_page_word(page, ", ", "，") : cm_page_word(page, "; options: ", "；选项："));
    choice_words(page, &buf, edition->options.at[i], pe->choices[i]);
  }
  page->style->item(page, cm_page_text(page, &buf));
}

static void overrides(cm_page *page) {
  const cm_run *run = page->run;
  if (!run->ledger->overrides.size) return;
  page->style->heading(page, 2, cm_str_of(cm_page_word(page, "Factors overridden by the ledger", "台账改写的因子")));
  for (size_t i = 0; i < run->ledger->overrides.size; i++) {
    const cm_override *o = &run->ledger->overrides.at[i];
    cm_buf buf;
    cm_buf_init(&buf, &page->arena);
    cm_buf_add(&buf, o->edition);
    cm_buf_add_c(&buf, " ");
    cm_buf_add(&buf, o->key);
    if (o->of.size) {
      cm_buf_add_c(&buf, "[");
      cm_buf_add(&buf, o->of);
      cm_buf_add_c(&buf, "]");
    }
    cm_buf_add_c(&buf, " = ");
    cm_buf_add(&buf, o->written);
    cm_buf_add_c(&buf, " ");
    cm_buf_add(&buf, o->unit);
    cm_buf_add_c(&buf, cm_page_word(page, "; reason: ", "；理由："));
    cm_buf_add(&buf, o->reason);
    if (!run->override_used[i])
      cm_buf_add_c(&buf, cm_page_word(page, " (its edition is not computed here)", "（该规则未参与本次计算）"));
    page->style->item(page, cm_page_text(page, &buf));
  }
}

static void head(cm_page *page) {
  facility_title(page);
  ledger_words(page);
  marks_words(page);
  page->style->heading(page, 2, cm_str_of(cm_page_word(page, "Rules", "计算规则")));
  for (size_t i = 0; i < page->run->plan->editions.size; i++) rule_words(page, &page->run->plan->editions.at[i]);
  overrides(page);
}

/* ---- lines ---- */

/* Where the figures of each edition and line lie; figures are in that order. */
typedef struct ranges {
  cm_range_of_figures *at; /* [line][edition] */
  size_t editions;
} ranges;

static int find_ranges(ranges *r, const cm_run *run, cm_arena *arena) {
  size_t lines = run->ledger->lines.size;
  r->editions = run->plan->editions.size;
  r->at = CM_NEWS(arena, cm_range_of_figures, (lines + 1) * r->editions);
  if (!r->at) return CEMENT_E_NOMEM;
  for (size_t i = 0; i < run->figures.size; i++) {
    const cm_sheet *sheet = run->figures.at[i].sheet;
    size_t line = sheet->track->line == CM_NONE ? lines : sheet->track->line;
    cm_range_of_figures *range = &r->at[line * r->editions + sheet->edition];
    if (!range->end) range->first = i;
    range->end = i + 1;
  }
  return CEMENT_OK;
}

static void add_attributes(cm_page *page, cm_buf *buf, const cm_set *set, const cm_attribute_value *values) {
  char text[CM_DEC_TEXT_MAX];
  bool first = true;
  for (size_t i = 0; i < set->attribute_count; i++) {
    const cm_attribute *a = &set->attributes[i];
    if (!values[i].given) continue;
    if (!first) cm_buf_add_c(buf, cm_page_word(page, ", ", "，"));
    first = false;
    cm_buf_add(buf, cm_label_text(a->label, page->language, a->key));
    cm_buf_add_c(buf, cm_page_word(page, ": ", "："));
    if (!a->number) {
      const cm_choice *c = &a->choices[values[i].choice];
      cm_buf_add(buf, cm_label_text(c->label, page->language, c->key));
      continue;
    }
    cm_buf_add(buf, cm_dec_text(&values[i].number, text));
    cm_buf_add_c(buf, " ");
    cm_buf_add(buf, a->unit_text);
  }
}

static void line_title(cm_page *page, size_t line) {
  const cm_ledger *ledger = page->run->ledger;
  cm_buf buf;
  cm_buf_init(&buf, &page->arena);
  if (line == ledger->lines.size) {
    page->style->heading(page, 2, cm_str_of(cm_page_word(page, "Whole plant", "全厂")));
    add_attributes(page, &buf, &ledger->items->facility, ledger->facility);
  } else {
    const cm_line *l = &ledger->lines.at[line];
    cm_buf_add_c(&buf, cm_page_word(page, "Line ", "生产线 "));
    cm_buf_add(&buf, l->id);
    if (l->name.size) {
      cm_buf_add_c(&buf, cm_page_word(page, ": ", "："));
      cm_buf_add(&buf, l->name);
    }
    page->style->heading(page, 2, cm_page_text(page, &buf));
    cm_buf_init(&buf, &page->arena);
    add_attributes(page, &buf, &ledger->items->line, l->attributes);
  }
  if (buf.size || buf.failed) page->style->paragraph(page, cm_page_text(page, &buf));
}

static void line(cm_page *page, const cm_marks *marks, const ranges *r, size_t index) {
  const cm_range_of_figures *own = &r->at[index * r->editions];
  bool any = false;
  for (size_t e = 0; e < r->editions && !any; e++)
    for (size_t i = own[e].first; i < own[e].end && !any; i++)
      any = cm_page_shows_figure(page, &page->run->figures.at[i]);
  if (!any) return;
  next_block(page);
  line_title(page, index);
  for (size_t e = 0; e < r->editions; e++) cm_page_figures(page, marks, own[e]);
  cm_page_gaps(page, own, r->editions);
}

void cm_page_write(const cm_view *view, cm_sink *sink, const cm_style *style) {
  cm_page page = {.view = view, .run = view->run, .language = view->language, .sink = sink, .style = style};
  cm_arena kept;
  cm_marks marks;
  ranges r;
  cm_arena_init(&kept, view->run->arena.alloc);
  cm_arena_init(&page.arena, view->run->arena.alloc);
  if (find_ranges(&r, view->run, &kept) || cm_marks_init(&marks, view->run, &kept)) {
    cm_page_failed(&page);
  } else {
    head(&page);
    for (size_t i = 0; i <= view->run->ledger->lines.size && !sink->status; i++) line(&page, &marks, &r, i);
    next_block(&page);
    cm_page_findings(&page);
  }
  cm_arena_free(&page.arena);
  cm_arena_free(&kept);
}
