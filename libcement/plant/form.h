/* The monthly form, data/plant/form.json: which rows stand in it and what its columns are called. */
#ifndef CM_PLANT_FORM_H
#define CM_PLANT_FORM_H

#include "std/items.h"

typedef enum cm_form_label {
  CM_FORM_LABEL_TITLE,
  CM_FORM_LABEL_LINE,
  CM_FORM_LABEL_ITEM,
  CM_FORM_LABEL_OF,
  CM_FORM_LABEL_USE,
  CM_FORM_LABEL_UNIT,
  CM_FORM_LABEL_YEAR,
  CM_FORM_LABEL_TOTAL,
  CM_FORM_LABEL_METHOD,
  CM_FORM_LABEL_SOURCE,
  CM_FORM_LABEL_NOTE,
  CM_FORM_LABEL_FACILITY,
  CM_FORM_LABEL_MEASURED, /* the methods, in the order of cm_method */
  CM_FORM_LABEL_DEFAULT,
  CM_FORM_LABEL_CALCULATED,
  CM_FORM_LABEL_ESTIMATED,
  CM_FORM_LABEL_COUNT
} cm_form_label;

/* A member that the empty form lists: an index into the set of the block's items. */
typedef struct cm_form_member {
  uint32_t of, use; /* use: UINT32_MAX: none */
} cm_form_member;

typedef struct cm_form_row {
  const cm_item *item; /* NULL: a figure, which is computed and never read */
  cm_str figure;       /* its key in an edition */
  cm_label label;      /* of a figure */
  cm_str unit;         /* of a figure */
  bool optional;       /* only where it is observed */
  uint32_t block;      /* rows of one block stand together, member by member */
  bool facility;
} cm_form_row;

typedef struct cm_form_block {
  uint8_t set; /* CM_SET_FUEL, CM_SET_MATERIAL, CM_SET_SECTION; 0: items of no member */
  CM_VEC(cm_form_member) members;
} cm_form_block;

typedef struct cm_monthly_form {
  const cm_items *items;
  cm_str name;
  cm_label words[CM_FORM_LABEL_COUNT];
  CM_VEC(cm_form_block) blocks;
  CM_VEC(cm_form_row) rows; /* in order: those of the lines, then those of the facility */
} cm_monthly_form;

/* Reads a form. Status: SYNTAX, SCHEMA, MISSING, UNKNOWN, LIMIT, NOMEM, each with its place. */
int cm_form_read(cm_arena *arena, cm_monthly_form *out, const cm_items *items, cm_str source, cm_str text,
                 cement_error *err);
/* The built-in one. */
int cm_form_builtin(cm_arena *arena, cm_monthly_form *out, const cm_items *items, cement_error *err);

#endif
