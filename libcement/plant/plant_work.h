/* Private to the reading and folding of plant files: what is known of the plant so far. */
#ifndef CM_PLANT_PLANT_WORK_H
#define CM_PLANT_PLANT_WORK_H

#include "plant/plant.h"
#include "plant/given.h"
#include "plant/series.h"

struct cm_plant {
  cm_arena arena;
  cm_ledger *ledger;
  cm_dictionary *dictionary; /* NULL until something is read */
  cm_mapping *mapping;       /* what holds for the files read next; NULL: none */
  cm_book book;
  CM_VEC(cm_given) givens;
  CM_VEC(cm_mapping_table) tables; /* as they were read, for cm_plant_mapping */
  cm_buf doubts;                   /* what was not recognised: a line each */
  cement_cell_visitor visit;       /* NULL: nobody asked for the list of cells */
  void *visitor;                   /* its user */
  bool strict;                     /* some file was read so: what is taken for granted at the end is refused too */
  bool files;                      /* some file was read for its figures */
  uint32_t document;               /* the first of those */
};

/* Begins a document of the ledger, with the dictionary at hand. */
int cm_plant_begin(cm_plant *plant, cm_str name, const cm_ledger_limits *limits, cement_error *err);

#endif
