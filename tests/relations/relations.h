/* Metamorphic relations: what must hold between the figures of a plant and those of the plant changed in a known way.
 * No expected figure is needed, so any plant is a test. */
#ifndef CEMENT_TESTS_RELATIONS_H
#define CEMENT_TESTS_RELATIONS_H

#include <cement/cement.h>

#include "relations/plant.h"

typedef struct world {
  cement_context *context;
  cement_catalog *catalog;
  bool broken;   /* every second outcome is falsified: a relation that still holds is no check */
  unsigned made; /* outcomes of the relation that runs */
  char why[256]; /* what differed */
} world;

typedef enum verdict { HOLDS, BROKEN, NOT_ASKED } verdict; /* NOT_ASKED: the plant has nothing of the kind */

typedef struct relation {
  int number; /* in the list of relations; 3, 4 and 13 come with plant files, 24 with uncertainty, 25 is the golden
                 cases */
  const char *name;
  verdict (*check)(world *w, const plant *p, uint64_t pick);
} relation;

extern const relation relations[];
extern const size_t relation_count;

bool world_open(world *w);
void world_close(world *w);
/* One relation on one plant. `pick` chooses among the ways to change it. */
verdict relation_check(world *w, const relation *r, const plant *p, uint64_t pick);

#endif
