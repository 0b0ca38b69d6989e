/* A table from names to numbers: a crit-bit tree, so that no choice of names can make it slow. */
#ifndef CM_LEDGER_NAMES_H
#define CM_LEDGER_NAMES_H

#include "base/alloc.h"

typedef struct cm_name {
  cm_str text; /* without NUL bytes */
  uint32_t value;
} cm_name;

/* A branch: the names below differ first in the bit `mask` of the byte `byte`. A child is a branch (even) or a name. */
typedef struct cm_name_branch {
  uint32_t child[2];
  uint32_t byte, mask;
} cm_name_branch;

typedef struct cm_names {
  CM_VEC(cm_name) list;
  CM_VEC(cm_name_branch) branches;
  uint32_t root;
} cm_names;

/* The entry of a name, or NULL. It stays valid until the next cm_names_add. */
const cm_name *cm_names_find(const cm_names *names, cm_str text);
/* Adds a copy of a name that is not there yet; an existing one is left as it is. 0, or -1 when memory gave out. */
int cm_names_add(cm_arena *arena, cm_names *names, cm_str text, uint32_t value);

#endif
