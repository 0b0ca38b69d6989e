/* The catalog listed: items, factors, options, figures, fuels, materials, one after the other. */
#ifndef CM_STD_ENTRIES_H
#define CM_STD_ENTRIES_H

#include <cement/cement.h>

#include "std/edition.h"

/* Whether the kind belongs to an edition: 1, to the catalog: 0, or is none: -1. */
int cm_entries_of_edition(int32_t what);
/* edition: NULL where the kind needs none. */
size_t cm_entries_count(const cm_catalog *catalog, const cm_edition *edition, int32_t what);
/* index below the count. Everything but out->size is filled; RANGE when the unit does not fit. */
int cm_entries_get(const cm_catalog *catalog, const cm_edition *edition, int32_t what, size_t index, cement_entry *out);

#endif
