/* What the report of data quality looks at: data/plant/quality.json. */
#ifndef CM_RUN_QUALITY_RULES_H
#define CM_RUN_QUALITY_RULES_H

#include "std/edition.h"

/* Two flows of a line whose ratio is held against its own months. */
typedef struct cm_quality_ratio {
  cm_str key;
  cm_label label;
  const cm_item *over, *under;
  cm_str unit;
  int32_t decimals;
} cm_quality_ratio;

/* A part and a whole of the facility whose quotient is given as a share too. */
typedef struct cm_quality_share {
  cm_str key;
  cm_label label;
  const cm_item *part, *whole, *share;
} cm_quality_share;

#define CM_STOCK_FLOWS 4 /* at most, each way */

/* Opening stock, what came in and what went out make the closing stock. All of one unit, of a fuel each or of none. */
typedef struct cm_quality_stock {
  cm_str key;
  cm_label label;
  cm_label absent; /* what is told where a ledger has no stock */
  const cm_item *opening, *closing;
  const cm_item *flows[2][CM_STOCK_FLOWS]; /* in, out */
  size_t flow_count[2];
  int32_t decimals; /* at most; fewer where the numbers have fewer */
} cm_quality_stock;

typedef struct cm_quality_rules {
  cm_dec factor; /* times the mean moving range: the distance of the limits from the mean */
  cm_str factor_text, factor_cite;
  cm_confidence factor_confidence;
  int32_t months; /* at least, for limits */
  const cm_item *amount, *heat_value, *heat, *per, *bounds_of;
  int32_t heat_decimals;
  cm_label heat_label;
  CM_VEC(cm_quality_ratio) ratios;
  CM_VEC(cm_quality_share) shares;
  CM_VEC(cm_quality_stock) stocks;
} cm_quality_rules;

/* Reads rules. Status: SYNTAX, SCHEMA, MISSING, UNKNOWN, RANGE, LIMIT, NOMEM, each with its place. */
int cm_quality_rules_read(cm_arena *arena, cm_quality_rules *out, const cm_items *items, cm_str source, cm_str text,
                          cement_error *err);
/* Those built in. */
int cm_quality_rules_builtin(cm_arena *arena, cm_quality_rules *out, const cm_items *items, cement_error *err);

#endif
