/* An edition: constants, tables, options, findings, formulas, limits and checks of one rule text, linked and
 * unit-checked. */
#ifndef CM_STD_EDITION_H
#define CM_STD_EDITION_H

#include "base/month.h"
#include "lang/expr.h"
#include "std/items.h"

typedef enum cm_confidence {
  CM_PRIMARY,
  CM_CONFIRMED,
  CM_SINGLE_SOURCE,
  CM_ANALOGY,
  CM_DERIVED,
  CM_UNVERIFIED,
  CM_CONFIDENCE_COUNT
} cm_confidence;
const char *cm_confidence_text(cm_confidence confidence); /* "single-source" */

typedef enum cm_severity { CM_INFO, CM_WARNING, CM_ERROR } cm_severity;
const char *cm_severity_text(cm_severity severity);

struct cm_edition;

/* A number with its proof: a constant, a row of a table, or a numeric choice of an option. */
typedef struct cm_factor {
  const struct cm_edition *edition; /* the owner */
  cm_str key;                       /* of the constant, table or option */
  cm_str row;                       /* the row's keys as written, "solid,drying"; empty for a constant */
  cm_str text;                      /* as printed in the rule */
  cm_dec value;                     /* in `unit`; for an exponent p/q its quotient */
  int32_t p, q; /* the value as a ratio when it is a dimensionless constant small enough for an exponent; else q 0 */
  cm_str unit_text;
  cm_unit unit;
  cm_str cite, source, note;
  cm_confidence confidence;
  bool overridable;
  const struct cm_finding_type *finding; /* raised where the row is used; NULL for none */
  uint32_t index;                        /* among all factors of the catalog */
} cm_factor;

typedef struct cm_finding_type {
  cm_str code;
  cm_severity severity;
  cm_label label;
} cm_finding_type;

#define CM_TABLE_KEYS_MAX 4

typedef struct cm_table_row {
  cm_str keys[CM_TABLE_KEYS_MAX]; /* a member, a choice or "*" */
  cm_factor *factor;
} cm_table_row;

typedef struct cm_table {
  cm_str key;
  cm_label label;
  cm_str key_names[CM_TABLE_KEYS_MAX]; /* a set or an attribute */
  size_t key_count;
  cm_unit unit;
  cm_str unit_text;
  cm_table_row *rows;
  size_t row_count;
} cm_table;

typedef struct cm_option_choice {
  cm_str key, cite;
  cm_confidence confidence;
  cm_factor *factor; /* the number of a numeric option; NULL otherwise */
  bool rounds;       /* of a comparison method: rounds the figure before it is compared */
  int32_t decimals;
  cm_rule rule;
} cm_option_choice;

typedef struct cm_option {
  cm_str key;
  cm_label label;
  bool number;
  cm_unit unit;
  cm_option_choice *choices;
  size_t choice_count;
  uint32_t default_choice;
  uint32_t index; /* in the edition */
} cm_option;

typedef enum cm_at { CM_AT_SITE, CM_AT_LINE, CM_AT_FACILITY } cm_at;
typedef enum cm_year { CM_YEAR_NONE, CM_YEAR_SUM, CM_YEAR_RECOMPUTE } cm_year;

/* What a run reads comes first: it is one line of the cache. */
typedef struct cm_formula {
  const struct cm_edition *edition;
  cm_expr *is;
  cm_expr *applies;          /* NULL: always */
  const cm_option *rounding; /* the option that governs months, or NULL */
  cm_at at;
  cm_year year;
  uint32_t index; /* in the edition */
  uint8_t sets;   /* CM_SET_FUEL, CM_SET_FUEL | CM_SET_USE, CM_SET_MATERIAL or 0 */
  bool truth;
  bool display;
  bool needs_facility; /* a facility figure that stands on facility items: not listed without any */
  bool fixed;          /* made of attributes, members, options and factors only: the same in every period */
  bool condition;      /* a fixed truth that only conditions of sums and checks read: decided there, it has no node */
  int32_t decimals;
  cm_rule rule;
  cm_str key, clause, text; /* text: the expression as written */
  cm_label label;
  cm_str unit_text;
  cm_unit unit;
  cm_confidence confidence;
  cm_place place; /* of `is`; its source lives in the catalog */
} cm_formula;

#define CM_LEVELS_MAX 8

typedef struct cm_limit {
  const cm_formula *of;
  const cm_option *method; /* comparison; NULL: full value */
  cm_str clause;
  size_t levels;
  cm_factor *base[CM_LEVELS_MAX];
  cm_expr *applied[CM_LEVELS_MAX];
  cm_str applied_text[CM_LEVELS_MAX];
  cm_place place;
} cm_limit;

typedef enum cm_check_period { CM_CHECK_BOTH, CM_CHECK_MONTH, CM_CHECK_YEAR } cm_check_period;

typedef struct cm_check {
  const cm_finding_type *finding;
  cm_at at;
  uint8_t sets;
  cm_check_period period;
  cm_str *figures; /* keys of the figures that the finding concerns; none: the line */
  size_t figure_count;
  cm_expr *when;
  cm_str text;
  cm_place place;
} cm_check;

typedef struct cm_input_rule {
  const cm_item *item;
  int32_t decimals;
  const cm_finding_type *finding;
} cm_input_rule;

typedef struct cm_use_edition {
  cm_str alias;
  const struct cm_edition *edition;
} cm_use_edition;

typedef struct cm_edition {
  cm_str id, title_zh, title_en, authority, status, issued, effective, until, supersedes, corrects, source;
  cm_month first_whole,
      last_whole; /* the months in force from their first day to their last; without an end: extremes */
  char sha256[65];
  uint32_t index; /* in the catalog */
  CM_VEC(cm_use_edition) uses;
  CM_VEC(cm_factor *) factors; /* all of them: constants, rows, numeric choices, limits */
  CM_VEC(cm_factor *) constants;
  CM_VEC(cm_table *) tables;
  CM_VEC(cm_option *) options;
  CM_VEC(cm_finding_type *) findings;
  CM_VEC(cm_formula *) formulas;
  cm_formula **order; /* the formulas, each behind those that it reads */
  CM_VEC(cm_limit *) limits;
  CM_VEC(cm_check *) checks;
  CM_VEC(cm_input_rule) inputs;
  CM_VEC(cm_item *) own_items;
  cm_label levels[CM_LEVELS_MAX + 1]; /* what the grades mean; 0: not qualified */
} cm_edition;

/* Everything that is known: items and editions. One arena holds all. */
typedef struct cm_catalog {
  cm_arena arena;
  cm_items items;
  char items_sha256[65];
  CM_VEC(cm_edition *) editions; /* in the order of loading */
  uint32_t factor_count;
} cm_catalog;

/* Limits of edition documents. */
extern const cm_json_limits cm_edition_limits;

/* An empty catalog with the items of items.json. */
int cm_catalog_init(cm_catalog *catalog, const cm_alloc *alloc, cm_str name, cm_str items, cement_error *err);
/* Adds one edition file: parsed, linked and checked, or refused with its place and nothing changed that a reader sees.
 * Status: besides those of cm_json_read: SCHEMA, UNKNOWN (dangling reference), UNIT, CONFLICT (id taken, cycle). */
int cm_catalog_load(cm_catalog *catalog, cm_str name, cm_str text, cement_error *err);
void cm_catalog_free(cm_catalog *catalog);

const cm_edition *cm_catalog_find(const cm_catalog *catalog, cm_str id);
const cm_formula *cm_edition_formula(const cm_edition *edition, cm_str key);
const cm_option *cm_edition_option(const cm_edition *edition, cm_str key);
const cm_finding_type *cm_edition_finding(const cm_edition *edition, cm_str code);
const cm_table *cm_edition_table(const cm_edition *edition, cm_str key);
const cm_factor *cm_edition_constant(const cm_edition *edition, cm_str key);
int cm_option_find_choice(const cm_option *option, cm_str key); /* -1 when there is none */
/* A number of few digits as a ratio, as POW wants its exponent; q 0 when it has too many. */
void cm_ratio_of(const cm_dec *value, int32_t *p, int32_t *q);
/* The state of the fuel that the row is about; 0 when it is about none. */
uint32_t cm_factor_state(const cm_items *items, const cm_factor *factor);
/* Its unit for people: GJ/t or GJ/10^4 Nm3 for GJ/fu, empty for a number without unit. */
cm_str cm_factor_unit_text(const cm_items *items, const cm_factor *factor, char out[CM_UNIT_TEXT_MAX]);
/* The row for these keys, a literal key before "*"; NULL when there is none. */
const cm_factor *cm_table_find(const cm_table *table, const cm_str *keys);

/* Resolves names, puts formulas in order, infers types and units, refuses cycles; called by the loader. */
int cm_edition_link(cm_catalog *catalog, cm_edition *edition, cement_error *err);

#endif
