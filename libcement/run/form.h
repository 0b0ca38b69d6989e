/* The monthly form: empty, or with what a ledger holds and a run has computed. CSV, UTF-8 with a byte order mark, so
 * that spreadsheets take it for what it is. */
#ifndef CM_RUN_FORM_H
#define CM_RUN_FORM_H

#include "base/map.h"
#include "plant/form.h"
#include "run/report.h"

#define CM_FORM_MONTHS 12

/* What is written. */
typedef struct cm_form_sheet {
  const cm_monthly_form *form;
  const cm_run *run; /* NULL: the empty form */
  const cm_period *period;
  cm_language language;
  size_t lines;                 /* of the empty form: L1, L2 ... */
  int32_t first_year, end_year; /* years from first to end - 1; of the empty form one, 0: left open */
} cm_form_sheet;

/* One quantity in one year, or a figure. */
typedef struct cm_form_line {
  const cm_item *item;    /* NULL: a figure */
  const cm_form_row *row; /* NULL: an item that the form does not list */
  uint32_t fuel, use, member;
  uint32_t rank[3]; /* block, member in it, row */
  const cm_observation *months[CM_FORM_MONTHS];
} cm_form_line;

/* The lines of a production line, or of the facility, in one year. */
typedef struct cm_form_part {
  const cm_form_sheet *sheet;
  cm_arena *arena;
  uint32_t line; /* CM_NONE: the facility */
  int32_t year;
  cm_map index; /* quantity -> its place in lines */
  CM_VEC(cm_form_line) lines;
  uint32_t *order;
} cm_form_part;

/* Collects and orders them. 0, or -1 when memory gave out. */
int cm_form_collect(cm_form_part *part);
/* NULL when the part has none. */
const cm_form_line *cm_form_find(const cm_form_part *part, const cm_item *item, uint32_t fuel, uint32_t use,
                                 uint32_t member);
/* The year of an item by its time rule: the sum, or the mean by its weights. False where there is none. */
bool cm_form_total(const cm_form_part *part, const cm_form_line *line, cm_dec *out);

/* Which figures of the run stand in the form: of each by row, line, member and period. */
typedef struct cm_form_figures {
  cm_map index;
} cm_form_figures;
int cm_form_figures_find(cm_form_figures *figures, const cm_form_sheet *sheet, cm_arena *arena);
/* NULL: the run has none. */
const cm_figure *cm_form_figure(const cm_form_figures *figures, const cm_form_sheet *sheet, const cm_form_line *line,
                                uint32_t of_line, int32_t period, bool year);

void cm_form_write(const cm_form_sheet *sheet, const cm_alloc *alloc, cm_sink *sink);
/* The report in the form's layout. */
void cm_report_form(const cm_view *view, cm_sink *sink);

#endif
