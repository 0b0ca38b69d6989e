/* A stable sort whose order does not depend on the C library. */
#ifndef CM_BASE_SORT_H
#define CM_BASE_SORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/alloc.h"

/* Orders the entries a and b of what `context` knows: < 0, 0, > 0. */
typedef int (*cm_order)(const void *context, uint32_t a, uint32_t b);

/* Merge sort of index[count], with room for as many in `spare`. n log n at worst, linear when in order already. */
void cm_sort(uint32_t *index, uint32_t *spare, size_t count, cm_order order, const void *context);

/* 0 .. count - 1 in order, in the arena; NULL when memory gave out. */
uint32_t *cm_sorted(cm_arena *arena, size_t count, cm_order order, const void *context);

#endif
