/* What a plant's tables say of its lines, its fuels and the plant, beside numbers of months: the clinker that a kiln
 * burns, how much of it in a day it was made for, how much of a fuel is biomass, how high the plant lies. */
#ifndef CM_PLANT_GIVEN_H
#define CM_PLANT_GIVEN_H

#include "ledger/builder.h"
#include "plant/dictionary.h"

typedef struct cm_given {
  cm_property property;
  cm_str line;        /* of LINE; empty: not said */
  cm_str of;          /* of FUEL: its id */
  cm_str value, unit; /* as the ledger's builder takes them */
  cm_dec number;      /* of a number: in the attribute's unit */
  cm_spot spot;       /* the first cell that says it */
} cm_given;

struct cm_plant;

/* Whether one of the first `count` says the same; given.c. Status: CONFLICT: one says otherwise, with both places. */
int cm_given_again(const struct cm_plant *plant, size_t count, const cm_given *given, bool *out, cm_builder *b);
/* Keeps it unless it is known. Its texts must outlive the plant. Status: as cm_given_again; NOMEM. */
int cm_given_add(struct cm_plant *plant, const cm_given *given, cm_builder *b);

#endif
