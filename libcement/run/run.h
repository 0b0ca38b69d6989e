/* An official run: a plan over a ledger, in decimals.
 *
 * Stages run site -> line months -> facility months -> line years -> facility years. What is kept is one value for each
 * formula, member and period; a row's tape can be run again at any time, which is how missing inputs and proofs are
 * told. */
#ifndef CM_RUN_RUN_H
#define CM_RUN_RUN_H

#include "base/invariant.h"
#include "ledger/ledger.h"
#include "plan/program.h"

/* A value as kept: besides the states of a tape, a member that the period does not have. */
#define CM_NOT_THERE 3u

/* The observations of one line, or of the facility, in one month. */
typedef struct cm_row {
  cm_month month;
  size_t first, count;
} cm_row;

/* The rows of a calendar year: rows[first .. first + count). */
typedef struct cm_year_rows {
  int32_t year;
  size_t first, count;
} cm_year_rows;

/* One line, or the facility, over all its periods. */
typedef struct cm_track {
  uint32_t line; /* CM_NONE: the facility */
  cm_row *rows;
  size_t row_count;
  cm_year_rows *years;
  size_t year_count;
  cm_shape shape;
  size_t shape_index; /* lines of one shape share their programs */
} cm_track;

/* The values of one program over the rows of one track. */
typedef struct cm_sheet {
  const cm_program *program;
  const cm_track *track;
  uint32_t edition; /* index in the plan */
  bool year;
  size_t row_count;
  cm_value *values;      /* [row][instance] */
  cm_value *applied;     /* [row][limit][level] */
  const uint8_t *needed; /* by instance: the facility's figures read it; NULL: none */
} cm_sheet;

/* The programs of one edition. */
typedef struct cm_edition_programs {
  const cm_program *site;
  cm_value *site_inputs, *site_nodes; /* of its tape, which is run once: it reads nothing but attributes */
  const cm_program **lines[2];        /* of months, of years; by line */
  const cm_program *facility[2];
  const uint8_t **needed[2]; /* of a line, by instance: the facility's program reads it; NULL: none */
} cm_edition_programs;

/* All programs of a run, and room for the evaluation of each of them, in an arena of their own: they can outlive the
 * ledger that they were bound to, and serve another one like it (run/bound.h). */
typedef struct cm_programs {
  cm_arena arena;
  const struct cm_bound *bound;
  cm_edition_programs *editions; /* by plan edition */
  size_t widest_inputs, widest_nodes, widest_checks;
  cm_value *inputs, *values; /* for the evaluation in progress */
  uint32_t *raised;          /* of each node of the sheet in progress, then of each check: 1 + its finding */
  uint32_t *visited;         /* stamp of the row in which a node was last looked at */
} cm_programs;

typedef struct cm_edition_run {
  const cm_edition_programs *programs;
  uint8_t *site_used;                 /* by instance: a listed figure or a limit of it rests on it */
  cm_sheet *line_months, *line_years; /* by line */
  cm_sheet facility_months, facility_years;
} cm_edition_run;

/* One figure of the report. */
typedef struct cm_figure {
  const cm_sheet *sheet;
  uint32_t row, instance;
} cm_figure;

/* Something the reader of the figures should know. */
typedef struct cm_finding {
  cm_severity severity;
  cm_str code;
  cm_label label;
  uint32_t edition; /* index in the plan, CM_NONE: of no edition */
  uint32_t line;    /* CM_NONE: none */
  int32_t period;   /* the first month, or the year; INT32_MIN: none */
  bool year;
  uint32_t periods; /* in how many it holds */
  uint8_t *held;    /* where those are several: of each month, or year, of the ledger, whether it holds there */
  const cm_item *item;
  cm_tuple tuple;
  uint32_t section; /* CM_NONE: none */
  cm_str key;       /* the figure or factor concerned; empty: none */
  cm_str row;       /* of a factor of a table: the row's keys; empty: none */
  cm_str detail;    /* numbers and names, the same in both languages; may be empty */
} cm_finding;

/* An input that is not there. */
typedef struct cm_missing {
  const cm_item *item; /* or */
  const cm_attribute *attribute;
  cm_tuple tuple;
  uint32_t section;
  uint32_t line;
  int32_t period; /* month, or year when `year`; INT32_MIN for an attribute */
  bool year;
} cm_missing;

typedef struct cm_run {
  cm_arena arena;
  cm_arena spare;   /* of the values before these, for those after them */
  cm_arena scratch; /* empty but for the time of a step */
  cm_programs programs;
  const cm_plan *plan;
  const cm_ledger *ledger;
  cm_factor_value *factors; /* overrides in force, by factor */
  bool *override_used;      /* of each override of the ledger: it met a factor of an edition that is computed */
  cm_track *lines;          /* by line */
  cm_track *facility;
  cm_value **share_totals;  /* [item][month of the facility]: of the items that whole-plant values are shared by */
  cm_edition_run *editions; /* by plan edition */
  CM_VEC(cm_figure) figures;
  CM_VEC(cm_finding) findings; /* in order, each once */
  uint32_t stamp;              /* of the row that is looked at */
  uint8_t *factor_used;        /* by factor: a listed figure rests on it */
} cm_run;

/* Given:  plan with its options, finished ledger; both must live as long as the run.
 * Status: NOMEM, LIMIT; UNKNOWN, UNIT, CONFLICT, MISSING for an override that meets no factor of the catalog. */
int cm_run_init(cm_run *run, const cm_alloc *alloc, const cm_plan *plan, const cm_ledger *ledger, cement_error *err);
/* Computes it anew for another ledger of the same catalog, with the programs it has where they fit.
 * Status: as cm_run_init; the run is then as it was, and its ledger must live on. */
int cm_run_again(cm_run *run, const cm_ledger *ledger, cement_error *err);
void cm_run_free(cm_run *run);

/* ---- programs (run/programs.c) ---- */

/* Binds all programs of a run that has its tracks and its overrides. */
int cm_programs_bind(cm_programs *out, cm_run *run, cement_error *err);

/* ---- rows and inputs (run/rows.c, run/inputs.c) ---- */

int cm_tracks_init(cm_run *run, cement_error *err);
/* The row of a month, or of a year (index into years); -1 when the track has none. */
ptrdiff_t cm_track_row(const cm_track *track, cm_month month);
ptrdiff_t cm_track_year(const cm_track *track, int32_t year);
/* An observation in a row; a value given for its own use goes before one without. NULL when there is none. */
const cm_observation *cm_row_find(const cm_run *run, const cm_row *row, const cm_item *item, cm_tuple tuple,
                                  uint32_t section);
bool cm_row_exists(const cm_run *run, const cm_row *row, cm_tuple tuple);
/* A month's value of an item, with sharing and the item's rule of absence. `observed` may be NULL. */
cm_value cm_month_item(const cm_run *run, const cm_track *track, size_t row, const cm_input *input, bool *observed);
/* The same input of the item by which a year's mean of it is weighted, which may be given by fewer sets. */
cm_input cm_weight_input(const cm_input *input);
/* The months that a year's value of an item is made of: all of them, or the first or the last alone. */
cm_year_rows cm_item_rows(const cm_year_rows *year, const cm_item *item);
/* Whether one of them is looked at: a fuel that it did not burn is not missing there, though it may lie in stock. */
bool cm_month_counts(const cm_run *run, const cm_track *track, size_t row, const cm_input *input);
const cm_observation *cm_shared_observation(const cm_run *run, const cm_track *track, size_t row, const cm_item *item);
/* The plant's total of the item that `item` is shared by. */
const cm_value *cm_share_total(const cm_run *run, const cm_item *item, cm_month month);
/* Any input of a sheet's program in a row. */
cm_value cm_sheet_input(const cm_run *run, const cm_sheet *sheet, size_t row, const cm_input *input);
const cm_track *cm_input_track(const cm_run *run, const cm_sheet *sheet, const cm_input *input);

/* The value of an instance of the site. */
const cm_value *cm_site_value(const cm_edition_run *e, uint32_t instance);
/* Inputs and values of the site's tape, as of a row's. */
void cm_site_row(const cm_edition_run *e, cm_value *inputs, cm_value *values);
/* Runs a row's tape again: inputs[program->inputs.size], values[program->tape.nodes.size]. */
void cm_sheet_run_row(const cm_run *run, const cm_sheet *sheet, size_t row, cm_value *inputs, cm_value *values);
/* The sheet that a RESULT input of a line comes from, and the month sheet behind a MONTHS input. */
const cm_sheet *cm_result_sheet(const cm_run *run, const cm_sheet *sheet, const cm_input *input);
const cm_sheet *cm_months_sheet(const cm_run *run, const cm_sheet *sheet);
/* Whether a month's figure enters the year's sum as displayed. */
bool cm_rounds_months(const cm_run *run, const cm_sheet *sheet, const cm_formula *formula);
/* The sum that a MONTHS input of a year's row is, or would be with months as displayed or not. */
void cm_sum_of_months(cm_value *out, const cm_run *run, const cm_sheet *sheet, size_t row, const cm_input *input,
                      bool rounded);

/* ---- figures (run/figures.c) ---- */

int cm_figures_init(cm_run *run, cement_error *err);
const cm_instance *cm_figure_instance(const cm_figure *figure);
const cm_value *cm_figure_value(const cm_figure *figure);
const cm_edition *cm_figure_edition(const cm_figure *figure);
/* "2025-01" or "2025". */
cm_str cm_figure_period(const cm_figure *figure, char out[CM_PERIOD_TEXT_MAX]);
int32_t cm_figure_period_number(const cm_figure *figure); /* the month or the year */
/* The figure rounded by its formula's rule. */
int cm_figure_display(const cm_figure *figure, cm_rounded *out);
/* The limit that judges the figure, with its applied values; NULL when there is none. */
const cm_limit *cm_figure_limit(const cm_figure *figure, const cm_value **applied);
/* 1.., 0 not qualified; -1 when there is no limit, no value, or an applied limit is missing. */
int cm_figure_grade(const cm_run *run, const cm_figure *figure);
/* The grade of any number by these limits. */
int cm_grade_of(const cm_limit *limit, const cm_value *applied, const cm_dec *value);
/* What an incomplete figure lacks, in order, each once. NOMEM. */
typedef CM_VEC(cm_missing) cm_missing_list;
int cm_figure_missing(const cm_run *run, const cm_figure *figure, cm_arena *arena, cm_missing_list *out);
/* -1 when the run has no such figure. `of` empty: none. */
ptrdiff_t cm_run_find_figure(const cm_run *run, cm_str edition, cm_str key, cm_str line, cm_str period, cm_str of);

/* ---- walks over a row's tape (run/walk.c) ---- */

/* The operands that a node's value rests on: the chosen branch of a SELECT, the summands that count; all of them
 * where it is not valid.
 * Returned: calls visit for each. */
void cm_walk_operands(const cm_tape *tape, const cm_value *values, uint32_t node,
                      void (*visit)(void *user, uint32_t operand), void *user);

/* ---- findings (run/findings*.c) ---- */

/* Of one row just evaluated into the room of the programs. */
int cm_findings_row(cm_run *run, const cm_sheet *sheet, size_t row, cement_error *err);
/* Forgets which nodes and checks have raised theirs: another program begins. */
void cm_findings_begin(cm_run *run, const cm_program *program);
/* Of the site's values that the rows have used. */
int cm_findings_site(cm_run *run, uint32_t edition, cement_error *err);
/* Of observations, periods, factors, options and overrides; then all findings in order, each once. */
int cm_findings_finish(cm_run *run, cement_error *err);

/* ---- period restriction ---- */

/* Whether a figure or finding of this period is shown: a month within; a year whose months in the ledger are all within
 * (none for a single month). NULL shows all. */
bool cm_period_shows(const cm_run *run, const cm_period *period, int32_t number, bool year);
/* Whether a finding holds in a period that is shown. */
bool cm_finding_shows(const cm_run *run, const cm_period *period, const cm_finding *finding);

#endif
