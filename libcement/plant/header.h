/* The headings of a table: what each column holds, by the dictionary. */
#ifndef CM_PLANT_HEADER_H
#define CM_PLANT_HEADER_H

#include "plant/dictionary.h"

#define CM_HEADING_BYTES_MAX 192 /* longer headings are not looked up */

/* Why a column is not used, or not yet. */
typedef enum cm_problem {
  CM_PROBLEM_NONE,
  CM_PROBLEM_EMPTY,   /* it has no heading */
  CM_PROBLEM_UNKNOWN, /* the name is not known */
  CM_PROBLEM_UNCLEAR, /* more than one thing goes by the name: `because` */
  CM_PROBLEM_GROUP,   /* the name is known, the heading above it is not */
  CM_PROBLEM_NO_UNIT, /* known, but without unit */
  CM_PROBLEM_UNIT,    /* the unit does not go with the item */
  CM_PROBLEM_BASIS,   /* two bases are said, or one that the item cannot have */
  CM_PROBLEM_LINE,    /* an item or attribute of the facility, said of a line */
  CM_PROBLEM_MEMBER,  /* of which fuel, material or section is not said */
  CM_PROBLEM_PART,    /* a part of a whole whose other parts are not in the table */
  CM_PROBLEM_POINT,   /* the same coal sampled at another point: `other` is used */
  CM_PROBLEM_SAME     /* another column says the same: `other` */
} cm_problem;

typedef enum cm_aggregate {
  CM_AGGREGATE_ITEM, /* as the item's time rule says */
  CM_AGGREGATE_SUM,
  CM_AGGREGATE_MEAN,
  CM_AGGREGATE_DIFFERENCE /* a counter: its last reading less its first */
} cm_aggregate;

/* What is said per time: t/h. Its unit is then that of the amount. */
typedef enum cm_per { CM_PER_NONE, CM_PER_MINUTE, CM_PER_HOUR, CM_PER_DAY } cm_per;
extern const char *const cm_per_names[]; /* min, h, d */
extern const int32_t cm_per_seconds[];

#define CM_WHEN_COLUMNS 4 /* of dates: the year, the month, the day and a time */

typedef struct cm_meaning {
  uint8_t kind;           /* cm_meaning_kind */
  uint8_t problem;        /* cm_problem; only NONE may be read */
  uint8_t role;           /* cm_role */
  uint8_t basis;          /* cm_basis of the number; NONE for an NCV or a mass: as received */
  uint8_t point;          /* cm_point */
  uint8_t aggregate;      /* cm_aggregate */
  uint8_t per;            /* cm_per; of what adds up only */
  uint8_t doubt;          /* CM_DOUBT_ */
  uint8_t turn;           /* of PERIOD: which of those that a mapping names it is, from 1; 0: the dictionary's */
  size_t other;           /* of CM_PROBLEM_POINT and _SAME: the column, from 0 */
  const cm_item *item;    /* of VALUE; of ROLE: the item served, or NULL */
  const cm_item *in_rows; /* of CM_DOUBT_SUBJECT: the item where rows name what they are of */
  cm_property property;   /* of ATTRIBUTE */
  const cm_entry *member; /* how `of` was found, where the dictionary did: what to declare */
  cm_str of, use, line;   /* ids; empty: none is said, the row may */
  cm_str part;            /* columns that differ in nothing else add up */
  cm_str unit_text;       /* as read by cm_unit_read; empty: none */
  cm_unit unit;
  cm_str weight;         /* heading of the column that weighs this one; mappings only */
  size_t weight_column;  /* its index, where `weight` is not empty */
  cm_str method, source; /* of every value of the column; mappings only */
  cm_label because;      /* of CM_PROBLEM_UNCLEAR: what it may be */
} cm_meaning;

/* A cell of a heading, in UTF-8. */
typedef struct cm_heading {
  cm_str text;
  cm_place where;
} cm_heading;

/* The rows above a table's data; `groups` and `units` may be NULL. A group's name stands in its first column, and holds
 * for the empty cells behind it. */
typedef struct cm_headings {
  const cm_heading *groups, *names, *units;
  size_t count; /* columns */
} cm_headings;

/* One name: a column's, or a row's title in a form.
 * Given:    group, unit  of the rows above and below, empty when there is none; where  for refusals.
 * Returned: out  what is not understood is no refusal, but a problem.
 * Status:   SCHEMA (cm_fold), NOMEM. */
int cm_heading_read(cm_arena *arena, const cm_dictionary *dictionary, cm_str group, cm_str name, cm_str unit,
                    cm_place where, cm_meaning *out, cement_error *err);

/* The unit text of a heading whose name need not be known: in brackets, behind a sign, or ASCII behind other letters;
 * else that of the row of units. Empty: there is none. Status: as cm_heading_read. */
int cm_heading_own_unit(cm_arena *arena, const cm_dictionary *dictionary, cm_str group, cm_str name, cm_str unit,
                        cm_place where, cm_str *out, cement_error *err);

/* Whether it says what a fuel is. */
bool cm_meaning_is_fuel_property(const cm_meaning *meaning);
/* Whether it is of a fuel or material that its name leaves to the row, or takes for the usual one. */
bool cm_meaning_lacks_member(const cm_meaning *meaning);
/* Whether its cells are numbers, and so have a unit. */
bool cm_meaning_is_number(const cm_meaning *meaning);
/* The unit of a meaning from its folded text (empty: what the name implies), with the problems NO_UNIT, UNIT and BASIS.
 * Meanings that need no unit, or have a problem already, stay as they are. */
void cm_meaning_unit(const cm_dictionary *dictionary, cm_meaning *meaning, cm_str folded);

/* The columns of a table.
 * Returned: out  `count` meanings. Beside what each heading says: a fuel that is not named is the one fuel that the
 *           other columns name, if they name one; where coal is sampled at two points, the one where it is weighed
 *           counts, else the first; a part without its other parts is a problem, and so is what is said twice.
 * Status:   SCHEMA (cm_fold); DUPKEY: two headings are the same text (by cm_fold_name), both told; NOMEM. */
int cm_headings_read(cm_arena *arena, const cm_dictionary *dictionary, const cm_headings *in, cm_meaning *out,
                     cement_error *err);
/* What may not pass: a known column without unit (UNIT), unless it is an attribute's; with `strict` every problem but
 * that of an empty heading, and every doubt (SCHEMA). The first, at its place. */
int cm_headings_check(const cm_headings *in, const cm_meaning *meanings, bool strict, cement_error *err);

/* Which rows are the headings: of the first rows of a table, the one that says most is the names'. */
#define CM_HEADING_ROWS_MAX 8
typedef struct cm_heading_rows {
  size_t names;       /* the row, from 0 */
  bool groups, units; /* whether the row before is of groups, the row behind of units */
  size_t known;       /* columns with a meaning */
} cm_heading_rows;
/* rows[count] of `columns` cells each. Rows that cannot be folded say nothing. Status: NOMEM. */
int cm_headings_find(cm_arena *arena, const cm_dictionary *dictionary, const cm_heading *const *rows, size_t count,
                     size_t columns, cm_heading_rows *out, cement_error *err);

/* The text that the column's heading is compared by: group and name as one, by cm_fold_name. */
int cm_heading_key(cm_arena *arena, cm_str group, cm_str name, cm_place where, cm_str *out, cement_error *err);
/* The group of a column: its own cell of the row, or the nearest before it that is not empty. */
cm_str cm_heading_group(const cm_headings *in, size_t column);

/* Whether its unit is that of a rate of what adds up: the amount's unit is then taken, and `per` says the time. */
bool cm_meaning_rate(const cm_items *items, cm_meaning *meaning);

const char *cm_problem_text(cm_problem problem); /* in English, for messages */

#endif
