/* The parts of an edition document, read in this order; names are resolved later (std/link.c). */
#ifndef CM_STD_LOAD_H
#define CM_STD_LOAD_H

#include "std/edition.h"
#include "std/read.h"

/* A whole edition file: everything but the linking. */
void cm_load_edition(cm_reader *r, cm_catalog *catalog, cm_edition *edition, const cm_json *root);

/* constants, tables, options, findings (std/load_factors.c) */
void cm_load_factors(cm_reader *r, cm_catalog *catalog, cm_edition *edition, const cm_json *root);
/* formulas, limits, checks, inputs (std/load_rules.c) */
void cm_load_rules(cm_reader *r, cm_catalog *catalog, cm_edition *edition, const cm_json *root);

/* A new factor of the edition, counted in the catalog; NULL when memory gave out. */
cm_factor *cm_load_factor(cm_reader *r, cm_catalog *catalog, cm_edition *edition);
cm_confidence cm_load_confidence(cm_reader *r, const cm_json *at);
cm_rule cm_load_rule(cm_reader *r, const cm_json *object);
/* The named finding type of the edition, or a refusal. */
const cm_finding_type *cm_load_finding(cm_reader *r, const cm_edition *edition, const cm_json *at);
/* A key is a letter or '_' and letters, digits, '_'. */
void cm_load_check_key(cm_reader *r, const cm_json *at, cm_str key);

#endif
