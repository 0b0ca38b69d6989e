/* The loops of the columns: compiled once for each kind of processor, by the files that include this one after naming
 * CM_KERNELS. A lane is what one instruction works on; no result depends on how wide it is. */
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "run/columns_code.h"

#if defined(__AVX512F__) && defined(__AVX512DQ__)
#define LANE 8
#elif defined(__AVX2__)
#define LANE 4
#else
#define LANE 2
#endif
#define PARTS (8 / LANE) /* lanes of eight rows */

typedef double doubles __attribute__((vector_size(LANE * 8), aligned(8), may_alias));
typedef int64_t words __attribute__((vector_size(LANE * 8), aligned(8), may_alias));

/* An operand: an array, or a constant that is met again and again. */
typedef struct operand {
  const double *at;
  size_t step; /* all ones, or 0 */
} operand;

static inline doubles load(operand o, size_t row, size_t part) {
  return *(const doubles *)(o.at + (row & o.step) + part * LANE);
}

static inline void store(double *to, doubles v) {
  *(doubles *)to = v;
}

static inline doubles blend(words where, doubles a, doubles b) {
  return (doubles)(((words)a & where) | ((words)b & ~where));
}

/* Of the rows of a part their own bits, of eight. */
static inline words own_bits(size_t part) {
  words w;
  for (size_t i = 0; i < LANE; i++) w[i] = (int64_t)1 << (part * LANE + i);
  return w;
}

/* All ones for the rows whose bits are set in the lowest eight. */
static inline words spread(uint64_t bits, size_t part) {
  words all = (int64_t)bits - (words){0}; /* in one step: an assignment of each makes gcc build it lane by lane */
  return (words)((all & own_bits(part)) != 0);
}

/* ---- values ---- */

#if defined(__clang__)
#define FOUR_TIMES _Pragma("unroll 4")
#else
#define FOUR_TIMES _Pragma("GCC unroll 4")
#endif

/* A loop for each of: two arrays, a constant first, a constant second. */
#define ROW_LOOP(name, expression)                                                                                     \
  static inline void name##_of(double *to, const double *a, const double *b, bool fixed_a, bool fixed_b,               \
                               size_t rows) {                                                                          \
    doubles c = *(const doubles *)a, d = *(const doubles *)b;                                                          \
    FOUR_TIMES for (size_t i = 0; i < rows; i += 8) {                                                                  \
      for (size_t k = 0; k < PARTS; k++) {                                                                             \
        size_t at = i + k * LANE;                                                                                      \
        doubles x = fixed_a ? c : *(const doubles *)(a + at), y = fixed_b ? d : *(const doubles *)(b + at);            \
        (void)y;                                                                                                       \
        store(to + at, expression);                                                                                    \
      }                                                                                                                \
    }                                                                                                                  \
  }                                                                                                                    \
  static void name(double *to, operand a, operand b, size_t rows) {                                                    \
    if (a.step && b.step)                                                                                              \
      name##_of(to, a.at, b.at, false, false, rows);                                                                   \
    else if (a.step)                                                                                                   \
      name##_of(to, a.at, b.at, false, true, rows);                                                                    \
    else if (b.step)                                                                                                   \
      name##_of(to, a.at, b.at, true, false, rows);                                                                    \
    else                                                                                                               \
      name##_of(to, a.at, b.at, true, true, rows);                                                                     \
  }
ROW_LOOP(do_add, x + y)
ROW_LOOP(do_sum, (x + 0.0) + y)
ROW_LOOP(do_sub, x - y)
ROW_LOOP(do_mul, x *y)
ROW_LOOP(do_div, x / y)
ROW_LOOP(do_min, blend((words)(y < x), y, x))
ROW_LOOP(do_max, blend((words)(y > x), y, x))
ROW_LOOP(do_neg, -x)
ROW_LOOP(do_abs, blend((words)(x < 0.0), -x, x))
ROW_LOOP(do_copy, x)

static size_t words_of(size_t rows) {
  return (rows + 63) / 64;
}

static size_t rows_of(size_t word, size_t rows) {
  return rows - word * 64 < 64 ? rows - word * 64 : 64;
}

/* 1: the bits of all rows are set, 0: of none, else -1. */
static int alike(const uint64_t *bits, size_t rows) {
  uint64_t any = 0, all = ~(uint64_t)0, last = ~(uint64_t)0 >> (64 - rows % 64) % 64;
  size_t whole = rows / 64;
  for (size_t w = 0; w < whole; w++) any |= bits[w], all &= bits[w];
  if (rows % 64) any |= bits[whole] & last, all &= bits[whole] | ~last;
  return all == ~(uint64_t)0 ? 1 : any ? -1 : 0;
}

static operand from(operand o, size_t word) {
  return (operand){o.at + ((word * 64) & o.step), o.step};
}

#define WORD_LOOP(name, expression)                                                                                    \
  static void name(double *to, operand a, operand b, uint64_t bits, size_t rows) {                                     \
    for (size_t i = 0; i < rows; i += 8, bits >>= 8)                                                                   \
      for (size_t k = 0; k < PARTS; k++) {                                                                             \
        words where = spread(bits, k);                                                                                 \
        doubles x = load(a, i, k), y = load(b, i, k);                                                                  \
        store(to + i + k * LANE, expression);                                                                          \
      }                                                                                                                \
  }
WORD_LOOP(mix, blend(where, x, y))
WORD_LOOP(add_where, x + (doubles)((words)y & where))

static void do_select(double *to, operand a, operand b, const uint64_t *g, size_t rows) {
  for (size_t w = 0; w < words_of(rows); w++) {
    size_t n = rows_of(w, rows);
    if (g[w] == ~(uint64_t)0)
      do_copy(to + w * 64, from(a, w), from(a, w), n);
    else if (!g[w])
      do_copy(to + w * 64, from(b, w), from(b, w), n);
    else
      mix(to + w * 64, from(a, w), from(b, w), g[w], n);
  }
}

static void do_sum_if(double *to, operand a, operand b, const uint64_t *g, size_t rows) {
  for (size_t w = 0; w < words_of(rows); w++) {
    size_t n = rows_of(w, rows);
    if (g[w] == ~(uint64_t)0)
      do_add(to + w * 64, from(a, w), from(b, w), n);
    else if (!g[w])
      do_copy(to + w * 64, from(a, w), from(a, w), n);
    else
      add_where(to + w * 64, from(a, w), from(b, w), g[w], n);
  }
}

/* ---- bits ---- */

static inline uint64_t gather(const words *sets) {
  uint64_t r = 0;
  for (size_t k = 0; k < PARTS; k++)
    for (size_t i = 0; i < LANE; i++) r |= (uint64_t)sets[k][i];
  return r;
}

#define BIT_LOOP(name, expression)                                                                                     \
  static void name(uint64_t *to, operand a, operand b, size_t rows) {                                                  \
    for (size_t w = 0; w < words_of(rows); w++) {                                                                      \
      words sets[PARTS] = {{0}};                                                                                       \
      size_t n = rows_of(w, rows);                                                                                     \
      for (size_t i = 0; i < n; i += 8)                                                                                \
        for (size_t k = 0; k < PARTS; k++) {                                                                           \
          doubles x = load(a, w * 64 + i, k), y = load(b, w * 64 + i, k);                                              \
          (void)y;                                                                                                     \
          sets[k] |= ((words)(expression)&own_bits(k)) << (int64_t)i;                                                  \
        }                                                                                                              \
      to[w] = gather(sets);                                                                                            \
    }                                                                                                                  \
  }
BIT_LOOP(do_eq, x == y)
BIT_LOOP(do_ne, x != y)
BIT_LOOP(do_lt, x < y)
BIT_LOOP(do_le, x <= y)
BIT_LOOP(do_gt, x > y)
BIT_LOOP(do_ge, x >= y)
BIT_LOOP(where_finite, x - x == 0.0)

/* x - x is 0, or NaN where x is not finite. */
static bool all_finite(const double *at, size_t rows) {
  operand o = {at, ~(size_t)0};
  words found[PARTS] = {{0}};
  FOUR_TIMES for (size_t i = 0; i < rows; i += 8) {
    for (size_t k = 0; k < PARTS; k++) {
      doubles x = load(o, i, k);
      found[k] |= (words)(x - x);
    }
  }
  return gather(found) == 0;
}

static void keep_finite(uint64_t *bits, const double *values, size_t rows) {
  uint64_t found[CM_BLOCK_WORDS];
  if (all_finite(values, rows)) return;
  where_finite(found, (operand){values, ~(size_t)0}, (operand){values, ~(size_t)0}, rows);
  for (size_t w = 0; w < words_of(rows); w++) bits[w] &= found[w];
}

static void keep(double *to, const double *values, const uint64_t *valid, size_t rows) {
  static const double zeros[8] = {0};
  operand a = {values, ~(size_t)0}, zero = {zeros, 0};
  size_t whole = rows & ~(size_t)7;
  if (to != values || alike(valid, rows) != 1) do_select(to, a, zero, valid, whole);
  for (size_t i = whole; i < rows; i++) to[i] = valid[i / 64] >> (i % 64) & 1 ? values[i] : 0;
}

/* The same past the caches, for results larger than them: memory is then written without being read first. */
#if defined(__SSE2__)
static void stream_word(double *to, const double *from, size_t rows) {
  for (size_t i = 0; i < rows; i += 2) _mm_stream_pd(to + i, _mm_loadu_pd(from + i));
}

static void keep_far(double *to, const double *values, const uint64_t *valid, size_t rows) {
  static const double zeros[8] = {0};
  double kept[64];
  if ((uintptr_t)to % 16 || rows % 8) {
    keep(to, values, valid, rows);
    return;
  }
  for (size_t w = 0; w < words_of(rows); w++) {
    size_t n = rows_of(w, rows);
    const double *from = values + w * 64;
    if (valid[w] != ~(uint64_t)0) {
      mix(kept, (operand){from, ~(size_t)0}, (operand){zeros, 0}, valid[w], n);
      from = kept;
    }
    stream_word(to + w * 64, from, n);
  }
}

static void settle(void) {
  _mm_sfence();
}
#else
static void keep_far(double *to, const double *values, const uint64_t *valid, size_t rows) {
  keep(to, values, valid, rows);
}

static void settle(void) {
}
#endif

/* ---- sums: eight partial sums, of every eighth row each, added in a fixed order ---- */

static double sum(const double *values, const double *weights, uint64_t bits, size_t rows) {
  doubles sums[PARTS] = {{0}};
  double each[8];
  operand a = {values, ~(size_t)0}, b = {weights, ~(size_t)0};
  for (size_t i = 0; i < rows; i += 8, bits >>= 8)
    for (size_t k = 0; k < PARTS; k++) {
      doubles x = load(a, i, k);
      if (weights) x = x * load(b, i, k);
      sums[k] += (doubles)((words)x & spread(bits, k));
    }
  for (size_t i = 0; i < 8; i++) each[i] = sums[i / LANE][i % LANE];
  return ((each[0] + each[4]) + (each[2] + each[6])) + ((each[1] + each[5]) + (each[3] + each[7]));
}

/* ---- a block ---- */

static operand operand_of(const cm_frame *f, uint32_t value, double x, double constant[8]) {
  if (value != CM_NO_NODE) return (operand){f->value[value], ~(size_t)0};
  for (size_t i = 0; i < 8; i++) constant[i] = x;
  return (operand){constant, 0};
}

static const uint64_t *bits_of(const cm_frame *f, uint32_t bits) {
  return f->bits + (size_t)bits * CM_BLOCK_WORDS;
}

static void run_bits(const cm_frame *f, const cm_instruction *s, size_t rows) {
  uint64_t *to = f->bits + (size_t)s->out * CM_BLOCK_WORDS;
  const uint64_t *a = bits_of(f, s->a), *b = bits_of(f, s->b);
  size_t count = words_of(rows);
  uint64_t flip = s->what == CM_DO_LESS ? ~(uint64_t)0 : 0;
  if (s->what == CM_DO_OR)
    for (size_t w = 0; w < count; w++) to[w] = a[w] | b[w];
  else
    for (size_t w = 0; w < count; w++) to[w] = a[w] & (b[w] ^ flip);
}

/* A choice that is the same in all rows stands for its operand and copies nothing. */
static void run_choice(const cm_frame *f, const cm_instruction *s, operand a, operand b, size_t rows) {
  double *to = f->value[s->out] = f->place[s->out];
  const uint64_t *g = bits_of(f, s->g);
  int same = alike(g, f->rows);
  if (s->what == CM_DO_SUM_IF) {
    if (same == 0 && s->a != CM_NO_NODE)
      f->value[s->out] = f->value[s->a];
    else if (same == 1)
      do_add(to, a, b, rows);
    else
      do_sum_if(to, a, b, g, rows);
    return;
  }
  uint32_t chosen = same == 1 ? s->a : same == 0 ? s->b : CM_NO_NODE;
  if (chosen != CM_NO_NODE)
    f->value[s->out] = f->value[chosen];
  else
    do_select(to, a, b, g, rows);
}

static void run_finite(const cm_frame *f, const cm_instruction *s, size_t rows) {
  uint64_t *to = f->bits + (size_t)s->out * CM_BLOCK_WORDS;
  const uint64_t *g = bits_of(f, s->g);
  for (size_t w = 0; w < words_of(rows); w++) to[w] = g[w];
  keep_finite(to, f->value[s->a], rows);
}

static void run_value(const cm_frame *f, const cm_instruction *s, operand a, operand b, size_t rows) {
  double *to = f->place[s->out];
  switch (s->what) {
  case CM_DO_ADD: do_add(to, a, b, rows); break;
  case CM_DO_SUM: do_sum(to, a, b, rows); break;
  case CM_DO_SUB: do_sub(to, a, b, rows); break;
  case CM_DO_MUL: do_mul(to, a, b, rows); break;
  case CM_DO_DIV: do_div(to, a, b, rows); break;
  case CM_DO_MIN: do_min(to, a, b, rows); break;
  case CM_DO_MAX: do_max(to, a, b, rows); break;
  case CM_DO_NEG: do_neg(to, a, a, rows); break;
  default: do_abs(to, a, a, rows); break;
  }
}

static void run_comparison(const cm_frame *f, const cm_instruction *s, operand a, operand b, size_t rows) {
  uint64_t *to = f->bits + (size_t)s->out * CM_BLOCK_WORDS;
  switch (s->what) {
  case CM_DO_EQ: do_eq(to, a, b, rows); break;
  case CM_DO_NE: do_ne(to, a, b, rows); break;
  case CM_DO_LT: do_lt(to, a, b, rows); break;
  case CM_DO_LE: do_le(to, a, b, rows); break;
  case CM_DO_GT: do_gt(to, a, b, rows); break;
  default: do_ge(to, a, b, rows); break;
  }
}

static void run_step(const cm_frame *f, const cm_instruction *s, size_t rows) {
  double x[8], y[8];
  if (s->what >= CM_DO_AND) {
    run_bits(f, s, rows);
    return;
  }
  if (s->what == CM_DO_FINITE) {
    run_finite(f, s, rows);
    return;
  }
  if (s->what == CM_DO_POW) {
    cm_code_power(f->place[s->out], f->value[s->a], rows, f->code->powers.at[s->b]);
    return;
  }
  bool unary = s->what == CM_DO_NEG || s->what == CM_DO_ABS;
  operand a = operand_of(f, s->a, s->x, x), b = unary ? a : operand_of(f, s->b, s->y, y);
  if (s->what == CM_DO_SELECT || s->what == CM_DO_SUM_IF)
    run_choice(f, s, a, b, rows);
  else if (s->what >= CM_DO_EQ)
    run_comparison(f, s, a, b, rows);
  else
    run_value(f, s, a, b, rows);
}

/* Columns are read in short pieces by turns, which the processor does not foresee: the next block's are asked for while
 * this one is computed, a few lines of 64 bytes with each step. They may lie behind the column; then it does nothing.
 */
#define LINES (CM_BLOCK_ROWS / 8)

static void ask(const cm_frame *f, size_t first, size_t count) {
#if defined(__GNUC__)
  size_t lines = f->code->slots * LINES;
  for (size_t i = first; i < first + count && i < lines; i++) {
    size_t slot = i / LINES;
    uintptr_t next = (uintptr_t)f->value[slot] + (LINES + i % LINES) * 64;
    if (f->value[slot] == f->place[slot])
      i |= LINES - 1; /* it is not read in place */
    else
      __builtin_prefetch((const void *)next, 0, 3);
  }
#else
  (void)f, (void)first, (void)count;
#endif
}

static void run(const cm_frame *f) {
  size_t rows = (f->rows + 7) & ~(size_t)7, steps = f->code->steps.size;
  size_t lines = f->rows == CM_BLOCK_ROWS ? f->code->slots * LINES : 0, each = lines / (steps + 1) + 1;
  for (size_t i = 0; i < steps; i++) {
    if (lines) ask(f, i * each, each);
    if (!f->used || f->used[i]) run_step(f, &f->code->steps.at[i], rows);
  }
}

#define CM_TEXT_OF_(name) #name
#define CM_TEXT_OF(name) CM_TEXT_OF_(name)
#define CM_JOIN_(a, b) a##b
#define CM_JOIN(a, b) CM_JOIN_(a, b)
extern const cm_kernels CM_JOIN(cm_kernels_, CM_KERNELS);
const cm_kernels CM_JOIN(cm_kernels_,
                         CM_KERNELS) = {CM_TEXT_OF(CM_KERNELS), run, keep_finite, keep, keep_far, settle, sum};
