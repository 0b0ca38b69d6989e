/* Inside the headings: what the columns of one table say of each other. */
#ifndef CM_PLANT_RELATE_H
#define CM_PLANT_RELATE_H

#include "plant/header.h"

/* Settles what hangs on other columns: fuels that are not named, points of sampling, parts, twice the same. */
void cm_meanings_relate(const cm_dictionary *dictionary, const cm_headings *in, cm_meaning *meanings);
/* The last two alone, for columns that a person mapped: a part needs no other, since a person says so. */
void cm_meanings_same(const cm_headings *in, cm_meaning *meanings);

/* The keys of all columns. Status: as cm_headings_read. */
int cm_headings_keys(cm_arena *arena, const cm_headings *in, cm_str **out, cement_error *err);
cm_str cm_heading_unit(const cm_headings *in, size_t column);

#endif
