/* Private to the folding of a plant's book into its ledger. */
#ifndef CM_PLANT_MONTHS_H
#define CM_PLANT_MONTHS_H

#include "plant/plant_work.h"

/* What stands in the book about one quantity in one month: tallies, days and whole months, one for each part or
 * file. */
typedef struct cm_month_work {
  cm_plant *plant;
  cm_builder *builder;
  cement_error *err;
  cm_arena scratch;                        /* of the month */
  cm_map wholes;                           /* quantity -> the series that came first */
  const uint32_t *tallies, *days, *months; /* indices in the book */
  size_t tally_count, day_count, month_count;
  const cm_series *series;
  cm_month month;
  cm_map told; /* days without rows: of a document and a month, once */
} cm_month_work;

/* What is put into the ledger. */
typedef struct cm_month_row {
  cm_str written;
  uint16_t unit;
  cm_spot spot;
  cm_str method, source, note;
  cm_cell method_cell;
} cm_month_row;

int cm_month_put(cm_month_work *w, const cm_month_row *row); /* month_put.c */
/* A remark about the quantity and month at hand. */
int cm_month_note(cm_month_work *w, cm_remark_kind kind, const cm_str *parts, size_t count);
#define cm_month_tell(w, kind, ...)                                                                                    \
  cm_month_note((w), (kind), (const cm_str[]){__VA_ARGS__}, sizeof((const cm_str[]){__VA_ARGS__}) / sizeof(cm_str))
/* "file.csv:3:8"; .at NULL when memory gave out, here as in the next, which a remark then tells */
cm_str cm_month_place(cm_month_work *w, cm_spot spot);
/* "a.csv, b.csv: 31 cells", of the days at hand */
cm_str cm_month_source(cm_month_work *w, uint64_t cells);
/* Tells days that no row was about, or not all rows, once for each file and month. */
int cm_month_days(cm_month_work *w);
int cm_month_nomem(const cm_month_work *w);

int cm_months_sum(cm_month_work *w);   /* a flow */
int cm_months_mean(cm_month_work *w);  /* month_mean.c */
int cm_months_whole(cm_month_work *w); /* what tables give for the month itself */

/* month_settle.c: lines, fuels, materials and the facility that the files name are declared; `wholes` is made. */
int cm_months_settle(cm_month_work *w);
/* CM_NONE: there is none. */
uint32_t cm_months_find(const cm_month_work *w, const cm_item *item, cm_str line, cm_str of, cm_str use);

#endif
