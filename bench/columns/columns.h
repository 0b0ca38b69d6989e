/* What the programs of this folder share: the table of columns, and columns lying in memory. */
#ifndef BENCH_COLUMNS_H
#define BENCH_COLUMNS_H

#include <stddef.h>
#include <stdint.h>

enum {
#define IN(name, item, of, use, section, decimals) IN_##name,
#include "columns.def"
  IN_COUNT
};

enum {
#define OUT(name, edition, key, of, kind) OUT_##name,
#include "columns.def"
  OUT_COUNT
};

/* Columns of one height, one after another; each begins on a cache line. */
typedef struct table {
  double *values;
  uint8_t *bits;     /* Arrow's: row i is valid when bit i % 8 of byte i / 8 is set */
  size_t rows;       /* a multiple of 64 */
  size_t bit_stride; /* bytes from the bits of a column to those of the next */
} table;

static inline double *table_values(const table *t, size_t column) {
  return t->values + column * t->rows;
}

static inline uint8_t *table_bits(const table *t, size_t column) {
  return t->bits + column * t->bit_stride;
}

/* Wide enough for the rows, and a whole number of cache lines. */
static inline size_t bit_stride(size_t rows) {
  return (rows + 511) / 512 * 64;
}

/* Fills the input columns; the same seed gives the same bytes everywhere. */
void make_inputs(table *in, uint64_t seed);

/* The hand-written kernel, compiled for several processors; first and rows are multiples of 64. */
typedef void kernel(const table *in, table *out, size_t first, size_t rows);
kernel kernel_base, kernel_v3, kernel_v4;

#endif
