/* Sums of numbers as tables write them, without any rounding: quick while they are short. */
#ifndef CM_PLANT_EXACT_H
#define CM_PLANT_EXACT_H

#include "base/alloc.h"
#include "plant/cell.h"

/* sum × 10^-scale, and what no longer fitted that in `wide`. All zero: nothing yet. */
typedef struct cm_exact {
  int64_t sum;
  int32_t scale; /* 0 to 18 */
  cm_sum *wide;  /* NULL while all fits */
} cm_exact;

/* Each adds: 0, or -1 when memory gave out. */
int cm_exact_add(cm_arena *arena, cm_exact *to, const cm_number *x);
int cm_exact_add_dec(cm_arena *arena, cm_exact *to, const cm_dec *x);
int cm_exact_add_product(cm_arena *arena, cm_exact *to, const cm_number *a, const cm_number *b);
/* The sum, rounded once where it has more than 34 digits. A CM_DEC_ status. */
int cm_exact_take(const cm_exact *sum, cm_dec *out);

#endif
