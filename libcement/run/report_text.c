/* The report as plain text for a terminal or a printer: at most 118 columns where the contents allow it, Chinese
 * characters counted as two. */
#include "run/report_page.h"

#define WIDTH 118
#define GAP 2         /* between columns */
#define HEAD_WIDTH 12 /* a heading may make a column of numbers so wide */

static size_t larger(size_t a, size_t b) {
  return a > b ? a : b;
}

static size_t smaller(size_t a, size_t b) {
  return a < b ? a : b;
}

/* ---- width ---- */

static size_t char_width(uint32_t c) {
  static const uint32_t wide[][2] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},  {0xAC00, 0xD7A3},
                                     {0xF900, 0xFAFF},   {0xFE30, 0xFE4F},   {0xFF00, 0xFF60},  {0xFFE0, 0xFFE6},
                                     {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
  if (c < 0x300) return 1;
  if (c <= 0x36F || (c >= 0x200B && c <= 0x200F) || (c >= 0xFE00 && c <= 0xFE0F)) return 0;
  for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
    if (c >= wide[i][0] && c <= wide[i][1]) return 2;
  return 1;
}

static size_t text_width(cm_str text) {
  size_t width = 0;
  for (size_t at = 0; at < text.size;) width += char_width(cm_utf8_next(text, &at));
  return width;
}

/* The width of the widest part between line breaks. */
static size_t widest_part(cm_str text) {
  size_t widest = 0, from = 0;
  for (size_t i = 0; i <= text.size; i++) {
    if (i < text.size && text.at[i] != '\n') continue;
    widest = larger(widest, text_width(cm_str_slice(text, from, i)));
    from = i + 1;
  }
  return widest;
}

/* Closing marks that no line should begin with. */
static bool clings(uint32_t c) {
  return c == 0x3001 || c == 0x3002 || c == 0xFF0C || c == 0xFF1A || c == 0xFF1B || c == 0xFF09 || c == 0x201D;
}

/* Opening marks that no line should end with. */
static bool leads(uint32_t c) {
  return c == 0xFF08 || c == 0x201C || c == 0x300A;
}

/* Takes the first line of at most `width` columns off *text: broken behind a space, or beside a wide character, else
 * within the word. */
static cm_str take_line(cm_str *text, size_t width) {
  size_t at = 0, used = 0, cut = 0; /* cut: behind the last place for a break */
  uint32_t before = ' ';
  if (CEMENT_NEVER(width < 2)) width = 2; /* no column is narrower than a character */
  while (at < text->size && text->at[at] != '\n') {
    size_t next = at;
    uint32_t c = cm_utf8_next(*text, &next);
    size_t w = char_width(c);
    if ((w == 2 || char_width(before) == 2) && !clings(c) && !leads(before)) cut = at;
    if (c == ' ') cut = next;
    if (used + w > width && c != ' ') break;
    used += w;
    before = c;
    at = next;
  }
  bool whole = at >= text->size || text->at[at] == '\n';
  size_t end = cut && !whole ? cut : at;
  cm_str line = cm_str_trim(cm_str_slice(*text, 0, end));
  if (whole) end++; /* the break itself, or nothing */
  *text = cm_str_slice(*text, end, text->size);
  return line;
}

/* ---- pieces ---- */

static void spaces(cm_sink *out, size_t count) {
  for (; count; count--) cm_sink_c(out, " ");
}

/* Control characters of the plant's text do not reach the terminal. */
static void plain(cm_sink *out, cm_str text) {
  size_t from = 0;
  for (size_t i = 0; i < text.size; i++) {
    unsigned char c = (unsigned char)text.at[i];
    bool c1 = c == 0xC2 && (unsigned char)text.at[i + 1] < 0xA0; /* U+0080..U+009F: texts are valid UTF-8 */
    if (c >= 0x20 && c != 0x7F && !c1) continue;
    cm_sink_add(out, cm_str_slice(text, from, i));
    cm_sink_c(out, "?");
    from = i + (c1 ? 2 : 1);
    i = from - 1;
  }
  cm_sink_add(out, cm_str_slice(text, from, text.size));
}

static void wrapped(cm_page *page, cm_str text, const char *first, const char *rest) {
  bool begun = false;
  while (text.size || !begun) {
    cm_sink_c(page->sink, begun ? rest : first);
    plain(page->sink, take_line(&text, WIDTH - strlen(rest)));
    cm_sink_c(page->sink, "\n");
    begun = true;
  }
}

static void heading(cm_page *page, int level, cm_str text) {
  if (page->in_list) cm_sink_c(page->sink, "\n");
  page->in_list = false;
  if (level == 2) cm_sink_c(page->sink, "\n");
  plain(page->sink, text);
  cm_sink_c(page->sink, "\n");
  size_t width = text_width(text);
  for (size_t i = 0; i < width && level < 3; i++) cm_sink_c(page->sink, level == 1 ? "=" : "-");
  cm_sink_c(page->sink, level < 3 ? "\n\n" : "\n");
}

static void paragraph(cm_page *page, cm_str text) {
  wrapped(page, text, "", "");
  cm_sink_c(page->sink, "\n");
}

static void item(cm_page *page, cm_str text) {
  page->in_list = true;
  wrapped(page, text, "  - ", "    ");
}

/* ---- tables ---- */

typedef struct layout {
  const cm_grid *grid;
  size_t *width; /* of each column; 0: left out */
  cm_str *left;  /* of each column: what of the cell is not yet written */
} layout;

static bool empty(const cm_grid *grid, size_t column) {
  for (size_t i = column; i < grid->cells.size; i += grid->columns.size)
    if (grid->cells.at[i].size) return false;
  return true;
}

static size_t column_width(const cm_grid *grid, size_t c) {
  const cm_column *column = &grid->columns.at[c];
  if (empty(grid, c)) return 0;
  size_t width = 0, head = widest_part(column->head);
  for (size_t i = c; i < grid->cells.size; i += grid->columns.size)
    width = larger(width, text_width(grid->cells.at[i]));
  if (column->max) width = smaller(width, column->max);
  if (column->right) head = smaller(head, HEAD_WIDTH);
  return larger(head, width);
}

/* One row of cells, in as many lines as its longest cell needs. No line ends in blanks. */
static void write_row(cm_page *page, const layout *l, size_t from, size_t to) {
  bool more = true;
  while (more) {
    size_t owed = 2; /* blanks before the next text */
    more = false;
    for (size_t i = 0; i < to; i++) {
      if ((i && i < from) || !l->width[i]) continue;
      cm_str piece = take_line(&l->left[i], l->width[i]);
      size_t pad = l->width[i] - text_width(piece);
      bool right = l->grid->columns.at[i].right;
      if (piece.size) spaces(page->sink, owed + (right ? pad : 0));
      plain(page->sink, piece);
      owed = (piece.size ? 0 : owed) + (right && piece.size ? 0 : pad) + GAP;
      more |= l->left[i].size > 0;
    }
    cm_sink_c(page->sink, "\n");
  }
}

static size_t line_count(cm_str text, size_t width) {
  size_t count = 0;
  for (; text.size; count++) take_line(&text, width);
  return count;
}

/* Headings end on one line: shorter ones get empty lines in front. */
static int write_heads(cm_page *page, const layout *l, size_t from, size_t to) {
  size_t tallest = 0;
  for (size_t i = 0; i < to; i++)
    if ((!i || i >= from) && l->width[i])
      tallest = larger(tallest, line_count(l->grid->columns.at[i].head, l->width[i]));
  for (size_t i = 0; i < to; i++) {
    if ((i && i < from) || !l->width[i]) continue;
    cm_buf buf;
    cm_buf_init(&buf, &page->arena);
    for (size_t n = line_count(l->grid->columns.at[i].head, l->width[i]); n < tallest; n++) cm_buf_add_char(&buf, '\n');
    cm_buf_add(&buf, l->grid->columns.at[i].head);
    l->left[i] = cm_page_text(page, &buf);
  }
  write_row(page, l, from, to);
  cm_sink_c(page->sink, "  ");
  for (size_t i = 0; i < to; i++) {
    if ((i && i < from) || !l->width[i]) continue;
    for (size_t n = 0; n < l->width[i]; n++) cm_sink_c(page->sink, "-");
    if (i + 1 < to) spaces(page->sink, GAP);
  }
  cm_sink_c(page->sink, "\n");
  return page->sink->status;
}

/* The columns from `from` that fit beside the first one: at least one. */
static size_t fitting(const layout *l, size_t from) {
  size_t used = 2 + l->width[0], to = from;
  while (to < l->grid->columns.size) {
    used += l->width[to] ? l->width[to] + GAP : 0;
    if (used > WIDTH && to > from) break;
    to++;
  }
  return to;
}

/* How many columns each part of a table gets that is too wide for one: about the same. */
static size_t part_size(const layout *l) {
  size_t columns = l->grid->columns.size, parts = 0;
  for (size_t from = 1; from < columns; from = fitting(l, from)) parts++;
  if (CEMENT_NEVER(parts == 0)) return columns; /* every table has a second column */
  return (columns - 1 + parts - 1) / parts;
}

/* Words give way before a table is parted: the widest column of words first. */
static void shrink(layout *l) {
  for (;;) {
    size_t total = 2, widest = SIZE_MAX;
    for (size_t i = 0; i < l->grid->columns.size; i++) {
      if (!l->width[i]) continue;
      total += l->width[i] + (i ? GAP : 0);
      if (l->grid->columns.at[i].max && l->width[i] > 14 && (widest == SIZE_MAX || l->width[i] > l->width[widest]))
        widest = i;
    }
    if (total <= WIDTH || widest == SIZE_MAX) return;
    l->width[widest]--;
  }
}

static void table(cm_page *page, const cm_grid *grid) {
  size_t columns = grid->columns.size;
  if (page->sink->status) return; /* a grid may be short of cells when memory gave out */
  layout l = {grid, CM_NEWS(&page->arena, size_t, columns), CM_NEWS(&page->arena, cm_str, columns)};
  if (!l.width || !l.left) {
    cm_page_failed(page);
    return;
  }
  for (size_t i = 0; i < columns; i++) l.width[i] = column_width(grid, i);
  shrink(&l);
  size_t share = part_size(&l);
  for (size_t from = 1, to; from < columns; from = to) {
    to = smaller(fitting(&l, from), from + share);
    if (write_heads(page, &l, from, to)) return;
    for (size_t at = 0; at + columns <= grid->cells.size; at += columns) {
      for (size_t i = 0; i < columns; i++) l.left[i] = grid->cells.at[at + i];
      write_row(page, &l, from, to);
    }
    cm_sink_c(page->sink, "\n");
  }
}

const cm_style cm_style_text = {heading, paragraph, item, table};

void cm_report_text(const cm_view *view, cm_sink *sink) {
  cm_page_write(view, sink, &cm_style_text);
}
