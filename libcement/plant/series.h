/* What the tables of a plant say, item by item: sums of days, values of months, and what is missing. Cells go in while
 * files are read; months come out when all of them are there, since the weights of a mean may stand in another file. */
#ifndef CM_PLANT_SERIES_H
#define CM_PLANT_SERIES_H

#include "base/map.h"
#include "ledger/builder.h"
#include "plant/exact.h"
#include "plant/mapping.h"

/* One quantity: an item of a line, fuel or material and use. Parts of a whole are series of their own until they are
 * added. */
typedef struct cm_series {
  const cm_item *item;
  cm_str line, of, use, part;
  const cm_entry *member; /* how a fuel or material is to be declared, when nobody does; may be NULL */
  bool flow;              /* its days add up; otherwise they have a mean */
  uint32_t whole;         /* the series of the same quantity that came first: itself, unless this is another part;
                             known once the lines are */
  cm_str method, source;  /* as a mapping says */
  cm_str note;            /* how its values were converted */
  cm_spot first;          /* the first cell that is about it */
} cm_series;

/* The cells of a day, in one unit. */
typedef struct cm_day_sum {
  uint32_t series, tally;
  int32_t day; /* since 1970-01-01 */
  uint16_t unit, weight_unit;
  uint32_t column;  /* of the table, from 0 */
  uint32_t cells;   /* numbers in value */
  uint32_t weighed; /* of a mean: numbers with a weight in their row */
  bool by_rate;     /* and that is one */
  cm_exact value;   /* flow: the sum; mean: of those without weight */
  cm_exact product; /* mean: of value × weight */
  cm_exact weight;
  cm_spot first;
  int64_t low, high; /* the first and the last moment in it, in seconds */
} cm_day_sum;

/* A value that a table gives for a month as a whole. */
typedef struct cm_month_value {
  uint32_t series, tally;
  uint16_t unit;
  uint32_t column;
  cm_str written; /* its digits */
  cm_str method, source, note;
  cm_cell method_cell;
  cm_spot spot;
} cm_month_value;

/* What was met in a month. */
typedef struct cm_tally {
  uint32_t series;
  cm_month month;
  uint32_t days;    /* bit d - 1: something was said of the d-th day of the calendar */
  uint8_t days_due; /* days that the month has; 0: no row was of a day */
  uint32_t rows, numbers, stopped, blank, missing, bad;
  bool gaps_zero;
  cm_spot gap; /* the first cell that should have had a number; line 0: none */
  cm_spot first;
} cm_tally;

/* In what numbers of days are added up: a unit as written, or the amount of a row's time where rates are written. */
typedef struct cm_unit_use {
  cm_str text;
  cm_unit written; /* what the text says */
  cm_unit unit;    /* the same, but for rates */
} cm_unit_use;

typedef struct cm_book {
  cm_arena *arena;
  cm_map index; /* of series, days and tallies */
  cm_names texts;
  CM_VEC(cm_series) series;
  CM_VEC(cm_day_sum) days;
  CM_VEC(cm_month_value) months;
  CM_VEC(cm_tally) tallies;
  CM_VEC(cm_unit_use) units;
} cm_book;

void cm_book_init(cm_book *book, cm_arena *arena);
/* Each finds, or adds: 0, or -1 when memory gave out. `like` has item, line, of, use and part; the rest is taken when
 * it is new. */
int cm_book_series(cm_book *book, const cm_series *like, uint32_t *out);
int cm_book_tally(cm_book *book, uint32_t series, cm_month month, cm_spot spot, uint32_t *out);
int cm_book_unit(cm_book *book, cm_str text, const cm_unit *unit, uint16_t *out);
/* Of a rate per `per` seconds in rows of `length` seconds, of an amount in a unit of the book. */
int cm_book_rate(cm_book *book, uint16_t amount, int32_t length, int32_t per, uint16_t *out);
/* `added` tells that the day is new; its unit is for the caller to set then. */
int cm_book_day(cm_book *book, uint32_t series, int32_t day, uint32_t tally, cm_spot spot, uint32_t *out, bool *added);
/* NULL: nothing is known of the day. */
const cm_day_sum *cm_book_find_day(const cm_book *book, uint32_t series, int32_t day);
/* The number of a text that the book knows, from 1; 0: it is empty; CM_NONE: it is not known. */
uint32_t cm_book_number(const cm_book *book, cm_str text);
/* A copy that lives as long as the book, the same for the same text. */
int cm_book_text(cm_book *book, cm_str text, cm_str *out);

#endif
