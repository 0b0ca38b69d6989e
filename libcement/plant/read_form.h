/* Private to the monthly form: its columns, what holds for the rows below, and the years to be held against months. */
#ifndef CM_PLANT_READ_FORM_H
#define CM_PLANT_READ_FORM_H

#include "plant/read_work.h"

typedef enum cm_form_column {
  CM_COLUMN_OTHER,
  CM_COLUMN_TITLE,
  CM_COLUMN_UNIT,
  CM_COLUMN_MONTH,
  CM_COLUMN_TOTAL,
  CM_COLUMN_KNOWN
} cm_form_column;

/* A year's mean that is held against the months at the end, when its weights are there. */
typedef struct cm_form_year {
  uint32_t series;
  size_t column;
  cm_dec total;
  cm_spot spot;
  cm_str title;
} cm_form_year;

typedef struct cm_form {
  cm_file *f;
  uint8_t *kind;    /* cm_form_column, of each column */
  cm_month *months; /* of CM_COLUMN_MONTH */
  uint32_t title, unit, line, of, year;
  cm_str section; /* a title without numbers above the rows: a fuel */
  cm_str line_id; /* likewise, or the cell of the line's column; both hold until the next */
  cm_str of_text;
  CM_VEC(cm_form_year) totals;
} cm_form;

/* When all rows are read: what the year's column says, by the items' time rules (read_form_year.c). */
int cm_form_check_years(cm_form *t);

#endif
