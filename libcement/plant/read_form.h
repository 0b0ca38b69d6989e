/* Private to the monthly form: its columns, what holds for the rows below, and the years to be held against months. */
#ifndef CM_PLANT_READ_FORM_H
#define CM_PLANT_READ_FORM_H

#include "plant/form.h"
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

/* A row on another basis, or one that serves such rows: kept until all are read. */
typedef struct cm_form_basis {
  cm_meaning meaning;
  cm_heading name;
  cm_month *months; /* these of each column of the form */
  cm_value_cell *cells;
  cm_field *fields;
  cm_place *places;
  bool serves; /* its own months are in the book already: others need it beside them */
  bool done;
} cm_form_basis;

typedef struct cm_form {
  cm_file *f;
  uint8_t *kind;    /* cm_form_column, of each column */
  cm_month *months; /* of CM_COLUMN_MONTH */
  uint32_t title, unit, line, of, use, year;
  const cm_monthly_form *own; /* the form that is written here; others are read too */
  uint32_t computed;          /* rows that a form repeats from a report, so far */
  cm_str section;             /* a title without numbers above the rows: a fuel */
  cm_str line_id;             /* likewise, or the cell of the line's column; both hold until the next */
  cm_str of_text;
  CM_VEC(cm_form_year) totals;
  CM_VEC(cm_form_basis) bases;
} cm_form;

/* read_form_own.c: what only the form that is written here has. */
int cm_form_is_word(const cm_form *t, cm_str name, cm_form_label which, bool *out); /* in either language */
int cm_form_own_column(cm_form *t, uint32_t i, cm_str name);                        /* of fuels, of uses */
/* The row's own cell names the member of an item that the title names: also one that only the plant knows. */
bool cm_form_wants_member(const cm_form *t, const cm_meaning *m);
int cm_form_member_of(cm_form *t, cm_str title, cm_str unit, cm_meaning *m);
int cm_form_use(cm_form *t, cm_meaning *m); /* the cell of the column of uses */
/* Rows that a form repeats from a report: computed, never read. */
int cm_form_is_computed(cm_form *t, cm_str title, bool *out);
int cm_form_tell_computed(cm_form *t, cm_str title);
/* A month in which no row of the form has a number is not filled in yet: its empty cells are no gaps. */
int cm_form_forget_empty(cm_form *t);

/* read_form_basis.c */
bool cm_form_is_of_basis(const cm_meaning *m);
int cm_form_keep_basis(cm_form *t, cm_str title, const cm_meaning *m, cm_str line);
/* A row that was read, if others may need it: a heat value makes a share of carbon one of heat. */
int cm_form_keep_read(cm_form *t, cm_str title, const cm_meaning *m, cm_str line);
int cm_form_convert(cm_form *t); /* at the end */

/* When all rows are read: what the year's column says, by the items' time rules (read_form_year.c). */
int cm_form_check_years(cm_form *t);

#endif
