/* Private to the reports for people: a page of headings, paragraphs, lists and tables, drawn as plain text or as
 * Markdown. What the page says is decided once (report_body.c and its neighbours), how it looks by a style. */
#ifndef CM_RUN_REPORT_PAGE_H
#define CM_RUN_REPORT_PAGE_H

#include "run/report_words.h"

/* A table: cells row by row. */
typedef struct cm_column {
  cm_str head;
  bool right; /* numbers: set to the right and never broken */
  size_t max; /* widest that a cell may be before it is broken into lines; 0: no bound */
} cm_column;

typedef struct cm_grid {
  CM_VEC(cm_column) columns;
  CM_VEC(cm_str) cells;
} cm_grid;

typedef struct cm_page cm_page;

typedef struct cm_style {
  void (*heading)(cm_page *page, int level, cm_str text); /* level 1 to 3 */
  void (*paragraph)(cm_page *page, cm_str text);
  void (*item)(cm_page *page, cm_str text);          /* of a list; a heading is what follows one */
  void (*table)(cm_page *page, const cm_grid *grid); /* columns without any content are left out */
} cm_style;

extern const cm_style cm_style_text, cm_style_markdown;

struct cm_page {
  const cm_view *view;
  const cm_run *run;
  cm_language language;
  cm_sink *sink;
  const cm_style *style;
  cm_arena arena; /* of the block being written */
  bool in_list;
};

/* Writes the whole report onto a page of this style. */
void cm_page_write(const cm_view *view, cm_sink *sink, const cm_style *style);

/* ---- helpers of the contents ---- */

/* The text of a buffer; when memory gave out the page's sink says so and the text is empty. */
cm_str cm_page_text(cm_page *page, const cm_buf *buf);
/* A copy that lives as long as the block. */
cm_str cm_page_copy(cm_page *page, cm_str text);
const char *cm_page_word(const cm_page *page, const char *en, const char *zh);
void cm_page_failed(cm_page *page);
void cm_grid_column(cm_page *page, cm_grid *grid, cm_str head, bool right, size_t max);
void cm_grid_cell(cm_page *page, cm_grid *grid, cm_str text);
/* Whether the figure is of a period that is shown. */
bool cm_page_shows_figure(const cm_page *page, const cm_figure *figure);

/* ---- parts of the report ---- */

/* Which figures rest on a default or an estimate (report_defaults.c). */
typedef struct cm_marks {
  uint8_t **sheets; /* [edition][months of each line, of the facility, years likewise]: [row][instance] */
  size_t lines;
} cm_marks;
/* In `arena`: 0, or NOMEM. */
int cm_marks_init(cm_marks *marks, const cm_run *run, cm_arena *arena);
bool cm_marks_has(const cm_marks *marks, const cm_figure *figure);

/* run->figures[first .. end): those of one line or of the facility under one edition. */
typedef struct cm_range_of_figures {
  size_t first, end;
} cm_range_of_figures;

/* The figures of one line or of the facility under one edition (report_tables.c). */
void cm_page_figures(cm_page *page, const cm_marks *marks, cm_range_of_figures range);
/* Collects what the incomplete figures of one line or of the facility lack, and lists it (report_gaps.c). */
void cm_page_gaps(cm_page *page, const cm_range_of_figures *ranges, size_t count);
/* Findings and the factors that are not well founded (report_notes.c). */
void cm_page_findings(cm_page *page);

#endif
