/* The quality of a ledger's data: which months have which values, by what method, what stands out, what balances. */
#ifndef CM_RUN_QUALITY_H
#define CM_RUN_QUALITY_H

#include "base/map.h"
#include "run/quality_rules.h"
#include "run/report.h"

/* One quantity over its months, ascending. */
typedef struct cm_series_of {
  const cm_item *item;
  uint32_t line, fuel, use, member;
  CM_VEC(const cm_observation *) at;
} cm_series_of;

#define CM_METHODS 5 /* those of cm_method */

/* How the values of a line, or of the facility, came about. */
typedef struct cm_quality_counts {
  uint64_t values, by_method[CM_METHODS];
  cm_dec heat, heat_by_guess[2]; /* of fuel; of which by default values, by estimates */
  uint64_t fuels, unheated;      /* months of fuels; those whose heat is not known */
} cm_quality_counts;

/* A month outside the limits of its own series. */
typedef struct cm_outlier {
  const cm_series_of *series;    /* or */
  const cm_quality_ratio *ratio; /* of a line */
  uint32_t line;
  cm_month month;
  cm_dec value, mean, low, high; /* the limits, rounded for display */
  int32_t decimals;
  uint32_t months; /* that the limits are made of */
} cm_outlier;

typedef enum cm_balance_state {
  CM_BALANCE_AGREES,
  CM_BALANCE_DIFFERS,
  CM_BALANCE_OUTSIDE, /* of plausible values */
  CM_BALANCE_UNKNOWN  /* something of it is not there */
} cm_balance_state;

/* A month of a balance. */
typedef struct cm_balance {
  cm_str key;
  cm_label label;
  uint32_t line;
  cm_month month;
  cm_balance_state state;
  bool valued;
  cm_rounded value; /* as computed */
  cm_str unit;
  cm_str expected; /* a number, or "2500..8000" */
} cm_balance;

/* A term that a balance of stock lacks in a month, or counts as zero. */
typedef struct cm_stock_lack {
  const cm_item *item;
  const cm_series_of *series; /* of the line, and its use, where others have it; NULL: none has */
  bool zero;
} cm_stock_lack;

/* A month of a balance of stock. */
typedef struct cm_stock_month {
  const cm_quality_stock *stock;
  uint32_t fuel;
  cm_month month;
  const cm_observation *opening, *closing; /* NULL: not there */
  const cm_observation *before;            /* the closing stock of the month before */
  cm_balance_state state;
  cm_rounded flows[2];             /* in, out: as far as they are there */
  cm_rounded computed, difference; /* what should lie there; the closing stock less this: where no term is missing */
  cm_dec available;                /* the opening stock with what came in */
  cm_rounded carried;              /* the opening stock less the one before, where both are there */
  size_t first_lack, lacks;        /* of the report's */
} cm_stock_month;

/* What is not checked for want of stock; of all fuels when `fuel` is CM_NONE. */
typedef struct cm_stock_absent {
  const cm_quality_stock *stock;
  uint32_t fuel;
} cm_stock_absent;

/* A range of months in which a ratio of two flows was looked at. */
typedef struct cm_ratio_months {
  const cm_quality_ratio *ratio;
  uint32_t line, months;
  bool limited; /* there are enough for limits */
  cm_rounded mean, low, high;
} cm_ratio_months;

typedef struct cm_quality {
  cm_arena arena;
  const cm_ledger *ledger;
  cm_quality_rules rules;
  cm_map index;
  CM_VEC(cm_series_of) series; /* by line, the facility last; then item, fuel, use, member */
  size_t *first;               /* where those of each line begin, then those of the facility, then their end */
  cm_quality_counts *counts;   /* of each line, then of the facility */
  CM_VEC(cm_outlier) outliers;
  CM_VEC(cm_balance) balances;
  CM_VEC(cm_ratio_months) ratios;
  CM_VEC(cm_stock_month) stocks; /* as the rules have them, by fuel and month */
  CM_VEC(cm_stock_lack) lacks;
  CM_VEC(cm_stock_absent) unchecked;
} cm_quality;

/* Looks at a finished ledger. Status: NOMEM. */
int cm_quality_init(cm_quality *quality, const cm_alloc *alloc, const cm_ledger *ledger, cement_error *err);
void cm_quality_free(cm_quality *quality);

/* ---- parts of it ---- */

/* NULL when there is none. */
const cm_series_of *cm_quality_find(const cm_quality *quality, const cm_item *item, uint32_t line, uint32_t fuel,
                                    uint32_t use, uint32_t member);
const cm_observation *cm_quality_at(const cm_series_of *series, cm_month month);
/* Heat of a fuel's month: false when its heat value is not there. `method` is the weaker one of the two numbers. */
bool cm_quality_heat(const cm_quality *quality, const cm_observation *amount, cm_dec *out, uint8_t *method);
int cm_quality_count(cm_quality *quality);    /* quality_count.c */
int cm_quality_outlying(cm_quality *quality); /* quality_outliers.c */
int cm_quality_balance(cm_quality *quality);  /* quality_balance.c */
int cm_quality_stocks(cm_quality *quality);   /* quality_stock.c */

/* What a series' month is called in JSON: "measured", "zero", "given", "absent" ... */
const char *cm_quality_word(const cm_observation *observation);

void cm_quality_json(const cm_quality *quality, cm_sink *sink);
void cm_quality_text(const cm_quality *quality, cm_language language, cm_sink *sink);
void cm_quality_markdown(const cm_quality *quality, cm_language language, cm_sink *sink);

#endif
