/* Linking: what the names of an expression mean, where they may stand, and what unit results. */
#ifndef CM_STD_LINK_H
#define CM_STD_LINK_H

#include "std/edition.h"

/* Where an expression stands. */
typedef struct cm_scope {
  const cm_catalog *catalog;
  const cm_edition *edition;
  cm_at at;
  uint8_t bound;         /* sets that have a current member: LINE for a line formula, the formula's own, those of SUM */
  const cm_limit *limit; /* L1, L2 ... are known; NULL elsewhere */
  cm_place place;
  cm_str what; /* the formula's key, for messages */
  cement_error *err;
} cm_scope;

/* Resolves the names of a whole tree. */
int cm_link_names(const cm_scope *scope, cm_expr *e);
/* Infers types and units of a whole tree whose names are resolved and whose formulas know whether they are fixed. */
int cm_link_types(const cm_scope *scope, cm_expr *e);
/* What reads the expression works in this unit, which is of the same dimensions. */
void cm_link_reader(cm_expr *e, const cm_unit *unit);
/* Refuses: "thermal_rate: MESSAGE in 'text'". */
#define cm_link_refuse(scope, code, e, ...)                                                                            \
  cm_link_refuse_parts((scope), (code), (e), (const cm_str[]){__VA_ARGS__},                                            \
                       sizeof((const cm_str[]){__VA_ARGS__}) / sizeof(cm_str))
int cm_link_refuse_parts(const cm_scope *scope, int code, const cm_expr *e, const cm_str *parts, size_t count);

/* Whether it is made of attributes, members, options and factors only, and hence the same in every period.
 * `declared`: a SUM over lines is taken over those declared, so it is fixed too; sums over fuels and materials never
 * are, since a month may lack the member. */
bool cm_expr_fixed(const cm_expr *e, bool declared);

#endif
