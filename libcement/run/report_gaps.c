/* What the incomplete figures of a line lack, folded: one entry an input, with its months and the figures that it
 * keeps from being computed. */
#include "base/map.h"
#include "run/report_page.h"

typedef struct gap {
  cm_missing what; /* of its first period */
  bool zero;       /* it was given, as zero */
  uint8_t *months; /* of the ledger's months: 1 where it is missing */
  CM_VEC(const cm_instance *) figures;
} gap;

typedef struct gaps {
  cm_page *page;
  cm_map map;
  CM_VEC(gap) list;
} gaps;

static const cm_track *track_of(const cm_run *run, uint32_t line) {
  return line == CM_NONE ? run->facility : &run->lines[line];
}

static bool given_as_zero(const cm_run *run, const cm_missing *m) {
  if (!m->item) return false;
  const cm_track *track = track_of(run, m->line);
  ptrdiff_t row = cm_track_row(track, m->period);
  if (CEMENT_NEVER(row < 0)) return false; /* a line lacks something only where it has a row */
  const cm_observation *o = cm_row_find(run, &track->rows[row], m->item, m->tuple, m->section);
  return o && cm_dec_is_zero(&o->value);
}

static gap *entry(gaps *g, const cm_missing *m) {
  bool zero = given_as_zero(g->page->run, m);
  cm_map_key key = {{m->item ? 0 : m->attribute->set, m->item ? m->item->index : m->attribute->index, m->line,
                     m->tuple.fuel, m->tuple.use, m->tuple.material, m->section, zero}};
  const uint32_t *found = cm_map_get(&g->map, &key);
  if (found) return &g->list.at[*found];
  gap fresh = {.what = *m, .zero = zero};
  fresh.months = CM_NEWS(&g->page->arena, uint8_t, g->page->run->ledger->month_count);
  if (!fresh.months || cm_map_put(&g->map, &key, (uint32_t)g->list.size) ||
      CM_VEC_PUSH(&g->page->arena, &g->list, fresh)) {
    cm_page_failed(g->page);
    return NULL;
  }
  return &g->list.at[g->list.size - 1];
}

static void note_figure(const gaps *g, gap *to, const cm_instance *in) {
  for (size_t i = to->figures.size; i > 0; i--)
    if (to->figures.at[i - 1]->formula == in->formula &&
        memcmp(&to->figures.at[i - 1]->tuple, &in->tuple, sizeof in->tuple) == 0)
      return;
  if (CM_VEC_PUSH(&g->page->arena, &to->figures, in)) cm_page_failed(g->page);
}

static void note(gaps *g, const cm_missing *m, const cm_instance *in) {
  gap *to = entry(g, m);
  if (!to) return;
  if (m->period != INT32_MIN)
    to->months[cm_track_row(g->page->run->facility, m->period)] = 1; /* it has a row for each */
  note_figure(g, to, in);
}

/* Of a year those months in which the line has a row, so that what its months lack is not said twice. */
static void note_year(gaps *g, const cm_missing *m, const cm_instance *in) {
  const cm_track *track = track_of(g->page->run, m->line);
  ptrdiff_t at = cm_track_year(track, m->period);
  if (CEMENT_NEVER(at < 0)) return; /* nor in a year without one */
  const cm_year_rows *year = &track->years[at];
  cm_missing month = *m;
  month.year = false;
  for (size_t i = year->first; i < year->first + year->count; i++) {
    month.period = track->rows[i].month;
    note(g, &month, in);
  }
}

static void collect(gaps *g, const cm_figure *figure) {
  cm_missing_list list = {NULL, 0, 0};
  cm_arena scratch;
  const cm_instance *in = cm_figure_instance(figure);
  cm_arena_init(&scratch, g->page->run->arena.alloc);
  if (cm_figure_missing(g->page->run, figure, &scratch, &list)) cm_page_failed(g->page);
  for (size_t i = 0; i < list.size && !g->page->sink->status; i++) {
    if (list.at[i].year)
      note_year(g, &list.at[i], in);
    else
      note(g, &list.at[i], in);
  }
  cm_arena_free(&scratch);
}

/* ---- words ---- */

static bool lacks(const void *of, size_t i) {
  return ((const uint8_t *)of)[i] != 0;
}

static void write_gap(const gaps *g, const gap *from, uint32_t own_line) {
  cm_page *page = g->page;
  const cm_run *run = page->run;
  char item[CM_MISSING_ITEM_MAX];
  cm_buf buf;
  cm_buf_init(&buf, &page->arena);
  cm_missing_words(run, &from->what, page->language, &buf);
  cm_buf_add_c(&buf, " [");
  cm_buf_add(&buf, cm_missing_item(&from->what, item));
  cm_buf_add_c(&buf, "]");
  if (from->zero) cm_buf_add_c(&buf, cm_page_word(page, ", given as zero", "，填报为零"));
  bool of_line = !from->what.attribute || from->what.attribute->set == CM_SET_LINE;
  if (of_line && from->what.line != own_line) { /* the plant's figures read lines; no line reads the plant's items */
    cm_buf_add_c(&buf, cm_page_word(page, ", line ", "，生产线 "));
    cm_buf_add(&buf, run->ledger->lines.at[from->what.line].id);
  }
  if (from->what.period != INT32_MIN) {
    cm_buf_add_c(&buf, cm_page_word(page, ", ", "，"));
    const cm_ledger *ledger = run->ledger;
    cm_months_add(&buf, ledger->months, ledger->month_count, lacks, from->months, cm_page_word(page, ", ", "、"));
  }
  cm_buf_add_c(&buf, cm_page_word(page, "; needed for ", "；影响指标："));
  for (size_t i = 0; i < from->figures.size; i++) {
    if (i) cm_buf_add_c(&buf, cm_page_word(page, ", ", "、"));
    cm_figure_words(run, from->figures.at[i], page->language, &buf);
  }
  page->style->item(page, cm_page_text(page, &buf));
}

void cm_page_gaps(cm_page *page, const cm_range_of_figures *ranges, size_t count) {
  const cm_run *run = page->run;
  gaps g = {.page = page};
  uint32_t line = CM_NONE;
  cm_map_init(&g.map, &page->arena);
  for (size_t r = 0; r < count; r++)
    for (size_t i = ranges[r].first; i < ranges[r].end && !page->sink->status; i++) {
      const cm_figure *figure = &run->figures.at[i];
      line = figure->sheet->track->line;
      if (cm_figure_value(figure)->state == CM_MISSING && cm_page_shows_figure(page, figure)) collect(&g, figure);
    }
  if (!g.list.size) return;
  page->style->heading(page, 3, cm_str_of(cm_page_word(page, "Missing", "缺少的数据")));
  for (size_t i = 0; i < g.list.size && !page->sink->status; i++) write_gap(&g, &g.list.at[i], line);
}
