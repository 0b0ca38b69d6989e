/* What the two halves of the fields of items.json share. */
#ifndef CM_STD_ITEMS_READ_H
#define CM_STD_ITEMS_READ_H

#include "std/read.h"
#include "std/items.h"

/* "zh" and "en" of an object; both are required. */
int cm_items_read_label(cm_reader *r, const cm_json *object, cm_str what, const cm_json *zh, const cm_json *en,
                        cm_label *out);
/* {"min": "0", "max": "100"}, either may be left out: beyond is refused. */
int cm_items_read_range(cm_reader *r, const cm_json *value, cm_str what, cm_range *out);
/* {"low": "0", "high": "100", "confidence": "unverified"}, one end may be left out: beyond is implausible. */
int cm_items_read_bounds(cm_reader *r, const cm_json *value, cm_str what, cm_range *out);
int cm_items_read_unit(cm_reader *r, const cm_json *value, cm_str what, cm_str *text, cm_unit *out);

/* Attributes of the sets and the sets' members. */
int cm_items_read_attributes(cm_reader *r, const cm_json *object, uint8_t bit, cm_set *set);
int cm_items_read_sets(cm_reader *r, const cm_json *object, cm_items *items);
/* The present_by lists, once the items are known. */
int cm_items_read_present(cm_reader *r, const cm_json *sets, cm_items *items);

#endif
