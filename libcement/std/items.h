/* What a ledger can hold: sets with their members and attributes, and items. Read from data/items.json; an edition may
 * add items of its own. */
#ifndef CM_STD_ITEMS_H
#define CM_STD_ITEMS_H

#include "base/json.h"
#include "lang/expr.h"
#include "num/dec.h"
#include "unit/unit.h"

/* Bytes of units as texts. An edition writes at most 63, the unit of a state of fuels takes at most 11. So what comes
 * of putting the one in place of each `fu` of the other fits: 63 bytes have room for 21, and 21 × 11 + 20 + 1 < 256. */
#define CM_UNIT_WRITTEN_MAX 63
#define CM_FUEL_UNIT_MAX 11
#define CM_UNIT_TEXT_MAX 256

typedef struct cm_label {
  cm_str zh, en;
} cm_label;

/* An inclusive range; each end may be open. */
typedef struct cm_range {
  bool has_min, has_max;
  cm_dec min, max;
} cm_range;

typedef struct cm_choice {
  cm_str key;
  cm_label label;
} cm_choice;

#define CM_ATTRIBUTES_MAX 8 /* of one set */

typedef struct cm_attribute {
  cm_str key;
  cm_label label;
  uint8_t set;   /* CM_SET_FACILITY, CM_SET_LINE or CM_SET_FUEL */
  uint8_t index; /* its place among the attributes of its set */
  bool number;   /* else one of `choices` */
  cm_str unit_text;
  cm_unit unit;
  cm_range range;
  bool bounded;
  cm_range bounds; /* plausible values */
  cm_choice *choices;
  size_t choice_count;
} cm_attribute;

/* The value of an attribute of a fuel, a line or the facility. */
typedef struct cm_attribute_value {
  bool given;
  uint32_t choice; /* index into the attribute's choices */
  cm_dec number;   /* in the attribute's unit */
  bool binary;     /* it came as a double */
} cm_attribute_value;

typedef struct cm_member {
  cm_str key;
  cm_label label;
  cm_str *aliases;
  size_t alias_count;
  cm_str other_names; /* the aliases, one a line */
  cm_attribute_value attributes[CM_ATTRIBUTES_MAX];
} cm_member;

typedef struct cm_set {
  cm_member *members;
  size_t member_count;
  cm_attribute *attributes;
  size_t attribute_count;
  uint32_t default_member; /* of USE */
  bool open;               /* MATERIAL: members that are not listed may be used */
} cm_set;

typedef enum cm_level { CM_LEVEL_LINE, CM_LEVEL_FACILITY } cm_level;

/* What a longer time has of an item's shorter ones: months of their days, years of their months. */
typedef enum cm_time {
  CM_TIME_SUM,
  CM_TIME_MEAN,
  CM_TIME_FIRST, /* that of the first of them: what lay there at the beginning */
  CM_TIME_LAST
} cm_time;

#define CM_STATES 3 /* solid, liquid, gas: the choices of the fuel attribute `state`, in the order of items.json */
#define CM_SECTIONS_MAX 8

typedef struct cm_item {
  cm_str key;
  cm_label label;
  uint32_t index; /* in the catalog's items */
  uint8_t sets;   /* CM_SET_FUEL | CM_SET_USE, CM_SET_MATERIAL, CM_SET_SECTION or 0 */
  cm_level level;
  cm_level section_level[CM_SECTIONS_MAX]; /* where it differs by section */
  bool any_use;                            /* without `use` it serves all uses */
  const struct cm_item *share;             /* given for the facility it is shared among the lines by this item */
  cm_str unit_text;                        /* as ledgers give it; `fu` inside stands for the fuel's unit */
  cm_unit unit;
  cm_unit formula_unit; /* as formulas see it: `kind` where the item has one */
  bool absent_zero;
  uint8_t time;               /* cm_time */
  const struct cm_item *mean; /* of a mean: what weighs it; otherwise NULL */
  cm_range range;
  bool bounded;
  cm_range bounds[CM_STATES]; /* plausible values; all the same unless the item depends on the fuel's state */
} cm_item;

typedef struct cm_items {
  cm_set facility, line, fuel, use, section, material;
  cm_str fuel_unit_text[CM_STATES];
  cm_unit fuel_unit[CM_STATES];
  uint32_t fuel_state; /* index of the attribute `state` of FUEL */
  CM_VEC(cm_item *) items;
  const cm_item *present_by_fuel[4];
  size_t present_by_fuel_count;
  const cm_item *present_by_material[4];
  size_t present_by_material_count;
} cm_items;

/* Reads items.json (a parsed document).
 * Status: SCHEMA, UNKNOWN, UNIT, DUPKEY, NOMEM, each with its place. */
int cm_items_read(cm_arena *arena, cm_items *out, const cm_json *root, cm_str source, cm_str text, cement_error *err);
/* Adds the items of one object { key: {...} }: those of items.json, or an edition's own. */
int cm_items_add(cm_arena *arena, cm_items *items, const cm_json *object, cm_str source, cm_str text,
                 cement_error *err);

/* Whether what a month has of it is that of one day. */
static inline bool cm_is_stock(const cm_item *item) {
  return item->time >= CM_TIME_FIRST;
}

const cm_item *cm_items_find(const cm_items *items, cm_str key); /* NULL when there is none */
const cm_set *cm_items_set(const cm_items *items, uint8_t bit);
/* By key, Chinese name, English name or alias; -1 when there is none. */
int cm_set_find_member(const cm_set *set, cm_str name);
int cm_set_find_attribute(const cm_set *set, cm_str key);
int cm_attribute_find_choice(const cm_attribute *attribute, cm_str key);

/* The unit of an item for a fuel of the given state: `fu` replaced by t or 10^4 Nm3; the item's own unit otherwise. */
int cm_item_unit_for_state(const cm_items *items, const cm_item *item, uint32_t state, cm_unit *out);
int cm_unit_for_state(const cm_items *items, const cm_unit *general, uint32_t state, cm_unit *out);
/* The same as text ("GJ/10^4 Nm3"). */
cm_str cm_unit_text_for_state(const cm_items *items, cm_str text, uint32_t state, char out[CM_UNIT_TEXT_MAX]);
cm_str cm_item_unit_text_for_state(const cm_items *items, const cm_item *item, uint32_t state,
                                   char out[CM_UNIT_TEXT_MAX]);

#endif
