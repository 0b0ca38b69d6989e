/* Private to the translation of the tape: values and bits in the making. */
#ifndef CM_RUN_COLUMNS_MAKE_H
#define CM_RUN_COLUMNS_MAKE_H

#include "base/map.h"
#include "run/columns_code.h"

typedef struct cm_maker {
  cm_arena *arena, scratch;
  cm_code *code;
  CM_VEC(uint32_t) bit_origin;   /* of bits: the instruction that makes them; CM_NO_NODE: none does */
  CM_VEC(uint32_t) value_origin; /* of values the same */
  CM_VEC(uint8_t) traits;        /* of values: CM_VALUE_* */
  cm_map once;                   /* instructions by what they do */
  bool failed;                   /* memory gave out */
} cm_maker;

void cm_maker_init(cm_maker *m, cm_arena *arena, cm_code *code, size_t slots);
/* The instruction that makes it; NULL for slots and constants. */
const cm_instruction *cm_origin_of_bits(const cm_maker *m, uint32_t bits);
const cm_instruction *cm_origin_of_value(const cm_maker *m, uint32_t value);

/* ---- bits (run/columns_bits.c) ---- */

uint32_t cm_make_bits(cm_maker *m, cm_instruction s);
uint32_t cm_both(cm_maker *m, uint32_t a, uint32_t b);
uint32_t cm_either(cm_maker *m, uint32_t a, uint32_t b);
uint32_t cm_less(cm_maker *m, uint32_t a, uint32_t b);
/* Whether every row of `a` is known to be one of `b`. */
bool cm_within(const cm_maker *m, uint32_t a, uint32_t b);

/* ---- values (run/columns_values.c) ---- */

/* A value or a constant. */
typedef struct cm_number {
  uint32_t value; /* CM_NO_NODE: the constant x */
  double x;
} cm_number;

/* What is so in every row, valid or not. */
#define CM_VALUE_FINITE 1u
#define CM_VALUE_NOT_MINUS_0 2u

cm_number cm_constant(double x);
/* The value that has the constant in all rows. */
uint32_t cm_value_of(cm_maker *m, cm_number n);
cm_number cm_compute(cm_maker *m, cm_doing what, cm_number a, cm_number b);
cm_number cm_add(cm_maker *m, cm_number a, cm_number b);
/* sum + (x where g); the sum is not -0. */
cm_number cm_add_where(cm_maker *m, cm_number sum, cm_number x, uint32_t g);
cm_number cm_select(cm_maker *m, uint32_t g, cm_number a, cm_number b);
uint32_t cm_compare(cm_maker *m, cm_doing what, cm_number a, cm_number b);
uint32_t cm_finite(cm_maker *m, cm_number v, uint32_t valid);

/* ---- afterwards (run/columns_seen.c) ---- */

/* Does less where nobody looks. -1 when memory gave out. */
int cm_code_look(cm_maker *m);

#endif
