/* Private to the reading of plant files: the file at hand. */
#ifndef CM_PLANT_READ_WORK_H
#define CM_PLANT_READ_WORK_H

#include "plant/plant_work.h"
#include "plant/table.h"
#include "plant/when.h"

#define CM_REPAIR_KINDS 11 /* bits 1 to 11: CM_REMARK_SPACES + bit - 1 */

/* A row read ahead to find the headings. */
typedef struct cm_kept_row {
  cm_row row;
  cm_place *places; /* of its cells */
} cm_kept_row;

#define CM_PROPOSED_NAMES_MAX 256 /* more than a plant has lines, or fuels and materials */
/* What a table calls its lines, or its fuels and materials, as a proposal lists it. */
typedef struct cm_proposed_names {
  CM_VEC(cm_mapping_name) list;
  cm_names keys;  /* value 1: nobody knows what it stands for */
  cm_names cells; /* that were looked at, as they stand, with the same values: most rows repeat one */
  size_t column;  /* where they stand */
  bool full;      /* and it was told so */
} cm_proposed_names;

/* How many times something was met, and where first. */
typedef struct cm_count {
  uint64_t count;
  cm_spot first;
} cm_count;

typedef struct cm_value_cell {
  uint8_t kind; /* cm_cell_kind */
  cm_number number;
} cm_value_cell;

typedef enum cm_basis_formula {
  CM_FORMULA_NONE,
  CM_FORMULA_NET,
  CM_FORMULA_GROSS,
  CM_FORMULA_GROSS_AR, /* as received already */
  CM_FORMULA_CARBON,
  CM_FORMULA_MASS
} cm_basis_formula;

/* How a number on another basis becomes one as received. Columns of the row; CM_NONE: the formula has no such term. */
typedef struct cm_conversion {
  uint8_t formula; /* cm_basis_formula */
  uint32_t moisture_ar, moisture_ad, hydrogen, heat;
  cm_scale scale;                      /* of the number, to the unit of the formula */
  cm_scale heat_scale;                 /* of the heat value, to GJ/t; of one that is converted itself: from kJ/kg */
  const struct cm_conversion *of_heat; /* how it becomes one as received; NULL: it is one */
} cm_conversion;

/* A cell of the row at hand that is no plain number, for whoever asked for the list of them. */
typedef struct cm_odd_cell {
  uint32_t column;
  uint8_t kind;    /* CEMENT_CELL_* */
  uint8_t outcome; /* CEMENT_OUTCOME_* */
  uint32_t repairs;
} cm_odd_cell;

/* One that a form leaves blank: whether it is a gap is known when all rows are read. */
typedef struct cm_blank_cell {
  cm_odd_cell cell;
  uint32_t tally;
  cm_spot spot;
} cm_blank_cell;

#define CM_WEIGHTS_MAX 4

/* What is done with a column of a wide table. */
typedef struct cm_column {
  bool read;           /* its cells are numbers */
  const cm_item *item; /* NULL: read for other columns only */
  const cm_meaning *meaning;
  uint16_t unit;     /* of what is given for a month */
  uint16_t day_unit; /* of what a row of a day or a moment adds: of a rate as much as is in such a row */
  bool flow, counter;
  bool lacks;          /* what would make it one as received, and it was told so */
  bool share;          /* cells may have a percent sign */
  cm_scale of_percent; /* of such a cell, to the column's unit */
  cm_scale to_percent; /* of a column that serves others: to % */
  cm_conversion conversion;
  uint32_t weights[CM_WEIGHTS_MAX];  /* columns that together weigh this one */
  cm_scale to_first[CM_WEIGHTS_MAX]; /* of each, to the unit of the first */
  uint32_t weight_count;
} cm_column;

/* Where a column of a lane stands. */
typedef struct cm_lane_column {
  cm_str said;     /* of an attribute: the cell that was read last, as it stands */
  uint32_t series; /* CM_NONE: nothing was met yet */
  uint32_t sum, tally;
  int32_t day;
  cm_month month;
  /* a counter's last reading */
  bool counted;
  cm_spot gap; /* a cell since then without a number; line 0: none */
  cm_dec reading;
  cm_month reading_month;
  uint32_t reading_tally;
} cm_lane_column;

/* A row of a day, or of a moment, that has several. */
typedef struct cm_shift_row {
  uint32_t shift; /* 0: none that is known */
  uint32_t line;
} cm_shift_row;

/* How many rows a day has. */
typedef struct cm_row_day {
  int32_t day;
  cm_month month;
  uint32_t rows;
} cm_row_day;

#define CM_SHIFT_COLUMNS 2 /* a shift and a crew */
#define CM_SHIFT_RAW_MAX 32
typedef struct cm_shift_cell {
  cm_str raw; /* .at NULL: none was read */
  uint16_t shift;
  uint8_t form; /* of a total's word */
} cm_shift_cell;

/* The rows of one line, one fuel and one unit. */
typedef struct cm_lane {
  cm_str line_raw, of_raw, unit_raw; /* cells as they stand */
  cm_str line;
  cm_column *columns;
  cm_lane_column *at;
  bool open;      /* some column cannot be read with what its rows say: only where it holds nothing */
  bool ignored;   /* a mapping says that its rows are no part of a ledger */
  bool rates;     /* some column is one */
  int32_t length; /* in seconds, of the rows that its rates are planned for; 0: months */
  bool begun;
  int64_t last; /* the moment of the row before, in seconds */
  int32_t turn; /* 1: rows ascend; -1: they descend; 0: not known yet */
  uint32_t last_line;
  CM_VEC(cm_shift_row) shifts; /* of the day or moment at hand */
  CM_VEC(cm_row_day) row_days; /* of a table with shifts, or of rates */
} cm_lane;

/* The columns that say when a row is; what the cells of the row before told holds for those that are empty, but for the
 * last. */
typedef struct cm_dates {
  uint32_t columns[CM_WHEN_COLUMNS];
  uint8_t parts[CM_WHEN_COLUMNS]; /* what their headings say of bare numbers */
  size_t count;
  struct cm_above {
    char at[CM_PLAIN_MAX];
    uint8_t size;
  } above[CM_WHEN_COLUMNS]; /* as plain text */
} cm_dates;

typedef struct cm_file {
  cm_plant *plant;
  cm_builder *builder;
  const cm_ledger_limits *limits;
  cement_error *err;
  cm_str name;
  uint32_t document;
  bool strict;
  const cm_mapping_table *map; /* NULL: the dictionary decides */
  cm_arena arena;              /* until the file is read */
  cm_arena scratch;            /* of a row or a heading */
  cm_table_reader table;
  cm_codec codec;
  cm_cell_rules rules;
  cm_when_rules when;

  /* the row at hand */
  CM_VEC(cm_kept_row) kept;
  size_t kept_at;
  const cm_row *row;
  const cm_place *places; /* NULL: to be asked of the table */

  /* the headings */
  bool propose; /* what rows are is proposed, and no number is read */
  CM_VEC(cm_mapping_column) proposed;
  cm_names proposed_keys;
  cm_proposed_names proposed_lines, proposed_ofs;
  uint8_t shape;
  size_t names_row, first_row; /* among those kept; the first row of data */
  bool turned;                 /* it has a column a day, and those kept are its columns */
  cm_heading_rows turned_rows;
  cm_headings headings;
  cm_meaning *meanings;
  int32_t year;
  bool has_title_month;
  cm_month title_month;
  bool title_sums; /* a title says 累计: what rows without dates are of is not that month alone */
  bool titled;     /* no column says when: rows of fuels or lines are of the month of the title */

  /* a wide table */
  uint32_t period_column, line_column, of_column, unit_column; /* CM_NONE: there is none */
  cm_dates dates;                                              /* begins with period_column */
  cm_value_cell *cells;
  CM_VEC(cm_lane) lanes;
  size_t lane;
  int64_t moment;
  int32_t step;   /* seconds from one moment to the next; 0: not known */
  int32_t length; /* of the row at hand in seconds; 0: not known */
  int32_t day;
  cm_month month;
  uint8_t grain; /* cm_grain of the row at hand */
  bool dated;    /* some row was */
  size_t shift_count;
  uint32_t shift_columns[CM_SHIFT_COLUMNS];
  cm_shift_cell shift_last[CM_SHIFT_COLUMNS]; /* what was read last, with its bytes */
  char shift_raw[CM_SHIFT_COLUMNS][CM_SHIFT_RAW_MAX];
  uint32_t shift; /* of the row at hand; 0: none that is known */
  bool monthly, stopped;
  bool gives;                        /* some column is an attribute */
  size_t days_first, months_first;   /* of the book, when the file was begun */
  size_t days_before, months_before; /* when the last total stood */
  size_t total_rows;

  cm_count repairs[CM_REPAIR_KINDS], letters, rows, stops, carried;
  cm_spot stock_stop; /* a stock in whose place alone the row at hand says that the kiln stood; line 0: none */

  /* the list of cells that are no plain numbers; nothing is kept when nobody asked for it */
  CM_VEC(cm_odd_cell) odd;      /* of the row at hand */
  size_t odd_at;                /* among them, where the last was found */
  CM_VEC(cm_blank_cell) blanks; /* of a form */
  cm_arena told;                /* texts of those told last */
  uint32_t cell_of;             /* of rows of a form that were laid aside: where the cells stood, from 1; else 0 */
  cm_str cell_heading;          /* and below what */
} cm_file;

/* read.c */
int cm_file_next(cm_file *f, bool *more);
void cm_file_encoded(cm_file *f); /* the table has found its encoding */
cm_place cm_file_place(const cm_file *f, size_t column);
cm_spot cm_file_spot(const cm_file *f, size_t column);
/* The cell in UTF-8, blanks off its ends; it lives until the next. A row that is too short has empty cells. */
int cm_file_text(cm_file *f, size_t column, cm_str *out);
cm_str cm_file_raw(const cm_file *f, size_t column);
bool cm_file_blank(const cm_file *f, size_t column);
bool cm_file_empty_row(const cm_file *f);
/* A text as names are compared, until the next row; empty when it cannot be folded. */
int cm_file_name(cm_file *f, cm_str text, cm_str *out);
void cm_file_count(cm_count *count, cm_spot spot);
/* Counts what was repaired, or refuses it where reading is strict. */
int cm_file_repaired(cm_file *f, size_t column, uint32_t repairs);
/* A reading about a heading or a quantity; detail in parts. */
int cm_file_note(cm_file *f, cm_remark *remark, const cm_str *parts, size_t count);
#define cm_file_tell(f, remark, ...)                                                                                   \
  cm_file_note((f), (remark), (const cm_str[]){__VA_ARGS__}, sizeof((const cm_str[]){__VA_ARGS__}) / sizeof(cm_str))
int cm_file_nomem(const cm_file *f);

/* read_turn.c: turns a table with a column a day; `rows` are those kept. */
int cm_file_turn(cm_file *f, cm_heading *const *rows);
/* read_head.c */
int cm_file_keep_row(cm_file *f); /* the table's, after those kept */
int cm_file_head(cm_file *f, bool propose);
/* A fuel that the heading does not name stands in the rows: that is no problem of the headings. */
bool cm_file_left_to_rows(const cm_file *f, const cm_meaning *m);
/* read_propose.c: the file among those that cm_plant_mapping writes. */
int cm_file_proposal(cm_file *f);
/* A row's title for that mapping, once; at the end the table of them. */
int cm_file_propose_row(cm_file *f, cm_str under, cm_str title, const cm_meaning *m, cm_place where);
int cm_file_propose_rows(cm_file *f);
/* read_propose_names.c: what a cell calls a line, or a fuel or material of one of the sets; *open tells that nobody
 * knows which. */
int cm_file_propose_line(cm_file *f, size_t column);
int cm_file_propose_of(cm_file *f, size_t column, uint8_t sets, bool *open);
int cm_file_propose_wide(cm_file *f); /* all of a wide table */
void cm_file_put_names(cm_file *f, cm_mapping_table *table);
/* read_of.c: a number whose name says no fuel or material, as one of what the row's text names; *found false: they do
 * not go together. */
int cm_file_read_of(cm_file *f, cm_str of, cm_str name, cm_str unit, cm_place where, cm_meaning *m, bool *found);
/* Whether the dictionary knows the name as something that burns no more than limestone does. */
int cm_file_is_no_fuel(cm_file *f, cm_str of, bool *out);
/* That a cell names it loosely: raw coal taken as bituminous coal; refused in strict reading. */
int cm_file_tell_loose(cm_file *f, cm_str of, cm_place where, const cm_meaning *m);
/* What a mapping says of a row, where it leaves the fuel or material to the row. */
int cm_file_fill_of(cm_file *f, cm_str of, cm_place where, cm_meaning *m);
/* What waits for a person, as a line of text. */
int cm_file_tell_open(cm_file *f, cm_place where, cm_str name, cm_str what, cm_str because);
int cm_file_tell_unknown(cm_file *f, cm_place where, cm_str name, const cm_meaning *m);
/* A remark about a heading, and one for each thing taken for granted in it. */
int cm_file_tell_name(cm_file *f, const cm_heading *name, const cm_meaning *m, cm_remark_kind kind, cm_str what);
int cm_file_tell_doubts(cm_file *f, const cm_heading *name, const cm_meaning *m);
/* A month as a heading: 1月, 2024年1月, 2024-01; bare numbers are none. `year` of those that name none. */
bool cm_file_month_heading(const cm_file *f, cm_str raw, int32_t year, cm_month *out);

/* Whether it is a sum of months by its name (by cm_fold_name): 1-3月, 2025年1月至3月. */
bool cm_file_is_months(cm_str name);

/* read_cell.c */
int cm_file_number(cm_file *f, size_t column, bool percent, cm_value_cell *out);
/* *why NULL: it is one; otherwise what hinders it. */
int cm_file_when(cm_file *f, size_t column, cm_when *out, const char **why);

/* read_list.c: each notes a cell of the row at hand; the row's are told when it is known what became of them. */
int cm_file_odd(cm_file *f, size_t column, uint8_t kind, uint32_t repairs);
/* What became of it; `kind` of one that was not noted, being a plain number that could not be used. */
int cm_file_became(cm_file *f, size_t column, uint8_t outcome, uint8_t kind);
/* What became of a number, which is told if it was repaired. */
void cm_file_number_became(cm_file *f, size_t column, uint8_t outcome);
/* The cell is of no item: where it says nothing it is not told. */
void cm_file_aside(cm_file *f, size_t column, uint8_t outcome);
int cm_file_list(cm_file *f, const cm_lane *lane); /* NULL: they are of no line */
int cm_file_list_blanks(cm_file *f);               /* of a form, at its end */
/* Tells the row's cells and this one, at which reading ends. */
int cm_file_list_refused(cm_file *f, size_t column, uint32_t repairs);

/* read_columns.c */
int cm_file_columns(cm_file *f, const cm_meaning *meanings, cm_lane *lane);

/* read_shift.c: which shift the row at hand is of; `form` where it is a total of them instead. */
int cm_file_read_shift(cm_file *f, uint8_t *form);
int cm_file_check_shift(cm_file *f, const cm_lane *lane, size_t column);
int cm_file_note_shift(cm_file *f, cm_lane *lane, bool same); /* `same`: of the day or moment of the row before */

/* read_days.c: the row at hand is counted; `same`: of the moment of the row before. At the end days that have fewer
 * rows than they should are not whole. */
int cm_file_count_day(cm_file *f, cm_lane *lane, bool same);
int cm_file_check_days(cm_file *f);

/* read_rate.c */
void cm_file_find_step(cm_file *f);
/* What a rate adds in a row of the length at hand. Refused in strict reading, unless a mapping says it. */
int cm_file_plan_rate(cm_file *f, cm_lane *lane, size_t column, cm_place where, cm_str name);
/* That the row at hand is as long as its lane's rates are planned for; otherwise a refusal at the column. */
int cm_file_check_length(cm_file *f, const cm_lane *lane, size_t column);
int cm_file_tell_rate(cm_file *f, const cm_heading *name, const cm_meaning *m);
int cm_file_rate_note(const cm_file *f, const cm_column *c, cm_buf *out); /* nothing for what is no rate */
int cm_file_rate_of_month(cm_file *f, const cm_column *c, size_t column, cm_number *x);

/* basis.c: the number as received; false: a cell that it needs has no number, or what comes out is none. */
bool cm_convert(const cm_conversion *conversion, const cm_basis_constant *constants, const cm_value_cell *cells,
                const cm_number *x, cm_number *out);
/* The formula, for the observation's note. */
void cm_conversion_note(const cm_conversion *conversion, const cm_basis_constant *constants, cm_buf *out);

/* read_wide_begin.c: the columns that say which line and which fuel, and those of dates. */
int cm_file_wide_begin(cm_file *f);
/* read_date.c: the columns that say when; and when the row at hand is. *why NULL: it is told. */
int cm_file_find_dates(cm_file *f);
int cm_file_period(cm_file *f, cm_when *out, const char **why);
bool cm_file_peek_period(cm_file *f, cm_when *out, const char **why); /* of f->row, which counts for nothing else */
void cm_file_forget_dates(cm_file *f);                                /* what stood above, after looking ahead */
/* read_lane.c */
int cm_file_find_lane(cm_file *f);                   /* f->lane: that of the row at hand */
const cm_lane *cm_file_first_lane(const cm_file *f); /* of those that are read; NULL: there is none yet */
/* A number of a fuel, or with a unit, that its row does not name, or not so that it can be read. */
int cm_file_check_open(cm_file *f, const cm_lane *lane);
/* read_wide.c */
void cm_file_set_period(cm_file *f, const cm_when *when);
/* A share of a sample: a laboratory looks at more than what is burnt, and no sum lacks it. */
bool cm_meaning_of_sample(const cm_meaning *m);
void cm_file_share(const cm_column *c, cm_value_cell *cell); /* a share in the column's unit, or in % for others */
int cm_file_check_order(cm_file *f, cm_lane *lane, uint32_t column, bool flows);
/* read_add.c: a row's numbers go into the book. */
int cm_file_add_row(cm_file *f, cm_lane *lane);
int cm_file_add_cell(cm_file *f, cm_lane *lane, size_t i);
int32_t
cm_file_days(const cm_file *f); /* of the month at hand: one that starts on the 26th is as long as the one before */
/* read_given.c: a cell of an attribute says it of the line, or of the plant; a row's cells do. */
int cm_file_give(cm_file *f, const cm_meaning *m, cm_str line, size_t column);
int cm_file_give_row(cm_file *f, cm_lane *lane);
/* read_total.c: a row that repeats the sums of others is held against them. */
int cm_file_total_row(cm_file *f);

/* The three shapes. */
int cm_file_wide(cm_file *f);
int cm_file_long(cm_file *f);
int cm_file_form(cm_file *f);

#endif
