/* The report as Markdown (GitHub's tables). */
#include "run/report_page.h"

static bool is_word(char c) {
  return cm_is_alpha((unsigned char)c) || cm_is_digit((unsigned char)c);
}

static bool is_markup(cm_str text, size_t i) {
  /* an underscore within a word marks nothing */
  if (text.at[i] == '_') return !(i && i + 1 < text.size && is_word(text.at[i - 1]) && is_word(text.at[i + 1]));
  return strchr("\\`*|[]~", text.at[i]) != NULL;
}

/* Text of the plant is data: what Markdown or HTML would read as markup is escaped, control characters are shown as
 * '?'. */
static void escaped(cm_sink *out, cm_str text, bool cell) {
  size_t from = 0;
  for (size_t i = 0; i < text.size; i++) {
    unsigned char c = (unsigned char)text.at[i];
    bool c1 = c == 0xC2 && (unsigned char)text.at[i + 1] < 0xA0; /* U+0080..U+009F: texts are valid UTF-8 */
    const char *instead = NULL;
    if (c == '\n')
      instead = cell ? "<br>" : " ";
    else if (c < 0x20 || c == 0x7F || c1)
      instead = "?";
    else if (c == '<')
      instead = "&lt;";
    else if (c == '&')
      instead = "&amp;";
    else if (!is_markup(text, i))
      continue;
    cm_sink_add(out, cm_str_slice(text, from, i));
    if (!instead) cm_sink_c(out, "\\");
    if (instead) cm_sink_c(out, instead);
    if (c1) i++;
    from = instead ? i + 1 : i;
  }
  cm_sink_add(out, cm_str_slice(text, from, text.size));
}

static void heading(cm_page *page, int level, cm_str text) {
  if (page->in_list) cm_sink_c(page->sink, "\n");
  page->in_list = false;
  for (int i = 0; i < level; i++) cm_sink_c(page->sink, "#");
  cm_sink_c(page->sink, " ");
  escaped(page->sink, text, false);
  cm_sink_c(page->sink, "\n\n");
}

static void paragraph(cm_page *page, cm_str text) {
  escaped(page->sink, text, false);
  cm_sink_c(page->sink, "\n\n");
}

static void item(cm_page *page, cm_str text) {
  page->in_list = true;
  cm_sink_c(page->sink, "- ");
  escaped(page->sink, text, false);
  cm_sink_c(page->sink, "\n");
}

static bool empty(const cm_grid *grid, size_t column) {
  for (size_t i = column; i < grid->cells.size; i += grid->columns.size)
    if (grid->cells.at[i].size) return false;
  return true;
}

static void row(cm_page *page, const cm_grid *grid, const uint8_t *skip, size_t at) {
  cm_sink_c(page->sink, "|");
  for (size_t c = 0; c < grid->columns.size; c++) {
    if (skip[c]) continue;
    cm_sink_c(page->sink, " ");
    escaped(page->sink, at == SIZE_MAX ? grid->columns.at[c].head : grid->cells.at[at + c], true);
    cm_sink_c(page->sink, " |");
  }
  cm_sink_c(page->sink, "\n");
}

static void table(cm_page *page, const cm_grid *grid) {
  if (page->sink->status) return; /* a grid may be short of cells when memory gave out */
  uint8_t *skip = CM_NEWS(&page->arena, uint8_t, grid->columns.size);
  if (!skip) {
    cm_page_failed(page);
    return;
  }
  for (size_t c = 0; c < grid->columns.size; c++) skip[c] = empty(grid, c);
  row(page, grid, skip, SIZE_MAX);
  cm_sink_c(page->sink, "|");
  for (size_t c = 0; c < grid->columns.size; c++)
    if (!skip[c]) cm_sink_c(page->sink, grid->columns.at[c].right ? "---:|" : "---|");
  cm_sink_c(page->sink, "\n");
  for (size_t at = 0; at + grid->columns.size <= grid->cells.size; at += grid->columns.size) row(page, grid, skip, at);
  cm_sink_c(page->sink, "\n");
}

const cm_style cm_style_markdown = {heading, paragraph, item, table};

void cm_report_markdown(const cm_view *view, cm_sink *sink) {
  cm_page_write(view, sink, &cm_style_markdown);
}
