/* The loops of the columns: compiled once for each kind of processor, by the files that include this one after naming
 * CM_KERNELS. A lane is what one instruction works on; no result depends on how wide it is.
 *
 * A block is 64 rows: a value is 64 doubles, its bits are one word. */
#if defined(__SSE2__)
#include <immintrin.h>
#endif

#include "run/columns_code.h"

#if defined(__AVX512F__) && defined(__AVX512DQ__)
#define LANE 8
#elif defined(__AVX2__)
#define LANE 4
#else
#define LANE 2
#endif
#define ROWS CM_BLOCK_ROWS

typedef double doubles __attribute__((vector_size(LANE * 8), aligned(8), may_alias));
typedef int64_t words __attribute__((vector_size(LANE * 8), aligned(8), may_alias));
typedef int32_t halves __attribute__((vector_size(LANE * 4), aligned(4), may_alias));

static inline doubles load(const double *from) {
  return *(const doubles *)from;
}

static inline void store(double *to, doubles v) {
  *(doubles *)to = v;
}

static inline doubles all_of(double x) {
  return x - (doubles){0};
}

/* ---- rows of a lane that bits, its lowest ones, choose; and the bits of rows for which something holds ---- */

#if LANE == 8
static inline doubles choose(uint64_t bits, doubles a, doubles b) {
  return (doubles)_mm512_mask_mov_pd((__m512d)b, (__mmask8)bits, (__m512d)a);
}

static inline doubles keep_where(uint64_t bits, doubles a) {
  return (doubles)_mm512_maskz_mov_pd((__mmask8)bits, (__m512d)a);
}

static inline doubles add_where(uint64_t bits, doubles a, doubles b) {
  return (doubles)_mm512_mask_add_pd((__m512d)a, (__mmask8)bits, (__m512d)a, (__m512d)b);
}
#else
static inline words spread(uint64_t bits) {
  words own, all = (int64_t)bits - (words){0}; /* in one step: an assignment of each makes gcc build it lane by lane */
  for (size_t i = 0; i < LANE; i++) own[i] = (int64_t)1 << i;
  return (words)((all & own) == own);
}

static inline doubles choose(uint64_t bits, doubles a, doubles b) {
  words where = spread(bits);
  return (doubles)(((words)a & where) | ((words)b & ~where));
}

static inline doubles keep_where(uint64_t bits, doubles a) {
  return (doubles)((words)a & spread(bits));
}

static inline doubles add_where(uint64_t bits, doubles a, doubles b) {
  return choose(bits, a + b, a);
}
#endif

static inline doubles choose_by(words where, doubles a, doubles b) {
  return (doubles)(((words)a & where) | ((words)b & ~where));
}

/* The rows of a lane of which every bit is set, a bit each. */
static inline uint64_t bits_of(words where) {
#if LANE == 8
  return _mm512_movepi64_mask((__m512i)where);
#elif LANE == 4
  return (uint64_t)_mm256_movemask_pd((__m256d)where);
#elif defined(__SSE2__)
  return (uint64_t)_mm_movemask_pd((__m128d)where);
#else
  return ((uint64_t)where[0] & 1) | ((uint64_t)where[1] & 2);
#endif
}

/* The rows for which a comparison holds. */
#if LANE == 8
#define HOLDS(x, y, sign, predicate) ((uint64_t)_mm512_cmp_pd_mask((__m512d)(x), (__m512d)(y), predicate))
#else
#define HOLDS(x, y, sign, predicate) bits_of((words)((x)sign(y)))
#endif

#define EVERY_ROW (((uint64_t)1 << LANE) - 1)

#if LANE == 8
static inline uint64_t finite_rows(doubles x) {
  return (uint8_t)~_mm512_fpclass_pd_mask((__m512d)x, 0x99); /* NaN, infinity */
}
#else
/* x - x is 0, or NaN where x is not finite. */
static inline uint64_t finite_rows(doubles x) {
  doubles zero = {0};
  return HOLDS(x - x, zero, ==, _CMP_EQ_OQ);
}
#endif

/* odd, which is 0 or NaN, and NaN where x is not finite. */
static inline doubles spoil(doubles odd, doubles x) {
#if LANE == 8
  return (doubles)_mm512_fmadd_pd((__m512d)x, _mm512_setzero_pd(), (__m512d)odd);
#else
  return x * 0.0 + odd;
#endif
}

/* ---- instructions: a loop each, of two arrays and of an array and a constant ---- */

#if defined(__clang__)
#define EIGHT_TIMES _Pragma("unroll 8")
#else
#define EIGHT_TIMES _Pragma("GCC unroll 8")
#endif

/* What each makes of x, of y, and of g, the bits of their rows. */
#define ADD_IS x + y
#define SUM_IS (x + 0.0) + y
#define SUB_IS x - y
#define MUL_IS x *y
#define DIV_IS x / y
#define MIN_IS choose_by((words)(y < x), y, x)
#define MAX_IS choose_by((words)(y > x), y, x)
#define NEG_IS -x
#define ABS_IS choose_by((words)(x < 0.0), -x, x)
#define SELECT_IS choose(g, x, y)
#define SUM_IF_IS add_where(g, x, y)

#define VALUE_LOOP(name, expression)                                                                                   \
  static inline void name(double *to, const double *a, const double *b, uint64_t bits) {                               \
    (void)bits;                                                                                                        \
    EIGHT_TIMES for (size_t i = 0; i < ROWS; i += LANE) {                                                              \
      doubles x = load(a + i), y = load(b + i);                                                                        \
      uint64_t g = bits >> i;                                                                                          \
      (void)y, (void)g;                                                                                                \
      store(to + i, expression);                                                                                       \
    }                                                                                                                  \
  }                                                                                                                    \
  static inline void name##_fixed(double *to, const double *a, double fixed, uint64_t bits) {                          \
    doubles y = all_of(fixed);                                                                                         \
    (void)bits, (void)y;                                                                                               \
    EIGHT_TIMES for (size_t i = 0; i < ROWS; i += LANE) {                                                              \
      uint64_t g = bits >> i;                                                                                          \
      (void)g;                                                                                                         \
      doubles x = load(a + i);                                                                                         \
      store(to + i, expression);                                                                                       \
    }                                                                                                                  \
  }
VALUE_LOOP(do_add, ADD_IS)
VALUE_LOOP(do_sum, SUM_IS)
VALUE_LOOP(do_sub, SUB_IS)
VALUE_LOOP(do_mul, MUL_IS)
VALUE_LOOP(do_div, DIV_IS)
VALUE_LOOP(do_min, MIN_IS)
VALUE_LOOP(do_max, MAX_IS)
VALUE_LOOP(do_neg, NEG_IS)
VALUE_LOOP(do_abs, ABS_IS)
VALUE_LOOP(do_select, SELECT_IS)
VALUE_LOOP(do_sum_if, SUM_IF_IS)

#define BIT_LOOP(name, sign, predicate)                                                                                \
  static inline uint64_t name(const double *a, const double *b) {                                                      \
    uint64_t r = 0;                                                                                                    \
    EIGHT_TIMES for (size_t i = 0; i < ROWS; i += LANE) {                                                              \
      doubles x = load(a + i), y = load(b + i);                                                                        \
      r |= HOLDS(x, y, sign, predicate) << i;                                                                          \
    }                                                                                                                  \
    return r;                                                                                                          \
  }                                                                                                                    \
  static inline uint64_t name##_fixed(const double *a, double fixed) {                                                 \
    doubles y = all_of(fixed);                                                                                         \
    uint64_t r = 0;                                                                                                    \
    (void)y;                                                                                                           \
    EIGHT_TIMES for (size_t i = 0; i < ROWS; i += LANE) {                                                              \
      doubles x = load(a + i);                                                                                         \
      r |= HOLDS(x, y, sign, predicate) << i;                                                                          \
    }                                                                                                                  \
    return r;                                                                                                          \
  }
/* clang-format off */
BIT_LOOP(do_eq, ==, _CMP_EQ_OQ)
BIT_LOOP(do_ne, !=, _CMP_NEQ_UQ)
BIT_LOOP(do_lt, <, _CMP_LT_OS)
BIT_LOOP(do_le, <=, _CMP_LE_OS)
BIT_LOOP(do_gt, >, _CMP_GT_OS)
BIT_LOOP(do_ge, >=, _CMP_GE_OS)
/* clang-format on */

static inline uint64_t do_finite(const double *a) {
  uint64_t r = 0;
  EIGHT_TIMES for (size_t i = 0; i < ROWS; i += LANE) r |= finite_rows(load(a + i)) << i;
  return r;
}

/* ---- slots ---- */

static uint64_t load_odd(double *to, const double *from, uint64_t bits) {
  uint64_t found = 0;
  for (size_t i = 0; i < ROWS; i += LANE) {
    doubles x = load(from + i);
    uint64_t some = bits >> i & finite_rows(x);
    found |= some << i;
    store(to + i, keep_where(some, x));
  }
  return found;
}

static inline uint64_t eight_bytes(const uint8_t *at) {
  uint64_t word = 0;
  for (size_t i = 0; i < 8; i++) word |= (uint64_t)at[i] << (8 * i);
  return word;
}

static inline uint64_t source_bits(const cm_source *s, uint64_t row) {
  if (!s->valid) return ~UINT64_C(0);
  const uint8_t *at = s->valid + row / 8;
  uint64_t word = eight_bytes(at);
  return s->shift ? word >> s->shift | (uint64_t)at[8] << (64 - s->shift) : word;
}

/* Most blocks are finite. */
static inline uint64_t load_block(double *to, const double *from, uint64_t bits) {
  doubles odd = {0}, also = {0};
  EIGHT_TIMES for (size_t i = 0; i < ROWS; i += 2 * LANE) {
    doubles x = keep_where(bits >> i, load(from + i));
    doubles y = keep_where(bits >> (i + LANE), load(from + i + LANE));
    odd = spoil(odd, x);
    also = spoil(also, y);
    store(to + i, x);
    store(to + i + LANE, y);
  }
  return finite_rows(odd + also) == EVERY_ROW ? bits : load_odd(to, to, bits);
}

static inline void load_slot(const cm_frame *f, uint32_t slot, double *to) {
  const cm_source *s = &f->sources[slot];
  if (!s->values) return;
  if (f->rows < ROWS)
    f->bits[slot + 2] = load_block(to, to, cm_source_some(to, s, f->row, f->rows));
  else
    f->bits[slot + 2] = load_block(to, s->values + f->row, source_bits(s, f->row));
}

/* ---- outputs ---- */

/* A host's results may begin at any byte. */
static inline bool is_aligned(const double *to, size_t bytes) {
  return (uintptr_t)to % bytes == 0;
}

static inline void keep_block(double *to, const double *from, uint64_t valid) {
  EIGHT_TIMES for (size_t i = 0; i < ROWS; i += LANE) store(to + i, keep_where(valid >> i, load(from + i)));
}

/* Past the caches, for results larger than them: memory is then written without being read first. That is so of whole
 * lines of memory only. Where blocks begin within a line, a line waits in `edge` for what the next block has of it. */
#if defined(__SSE2__)
#define LINE CM_LINE

static inline void stream(double *to, doubles x) {
#if LANE == 8
  _mm512_stream_pd(to, (__m512d)x);
#elif LANE == 4
  _mm256_stream_pd(to, (__m256d)x);
#else
  _mm_stream_pd(to, (__m128d)x);
#endif
}

/* How many of a block's rows lie before its first whole line. */
static inline size_t lead_of(const double *to) {
  return (0 - (uintptr_t)to / sizeof *to) % LINE;
}

static inline void keep_line(double *to, const double *from, uint64_t valid) {
  for (size_t i = 0; i < LINE; i += LANE) store(to + i, keep_where(valid >> i, load(from + i)));
}

/* Behind the block's last row are other registers; what is read there is not used. */
static inline void keep_block_far(const cm_frame *f, uint32_t output, double *to, const double *from, uint64_t valid) {
  size_t lead = lead_of(to), end = lead ? ROWS - LINE + lead : ROWS;
  double *edge = f->edges + (size_t)output * 2 * LINE;
  if (lead) {
    keep_line(edge + LINE - lead, from, valid);
    if (f->row == f->first)
      memcpy(to, edge + LINE - lead, lead * sizeof *to);
    else
      for (size_t i = 0; i < LINE; i += LANE) stream(to + lead - LINE + i, load(edge + i));
  }
  for (size_t i = lead; i < end; i += LANE) stream(to + i, keep_where(valid >> i, load(from + i)));
  if (lead) keep_line(edge, from + end, valid >> end);
}

/* The lines that still wait. */
static void settle(const cm_frame *f) {
  uint64_t end = f->rows < ROWS ? f->row : f->row + ROWS;
  for (size_t i = 0; f->far && end > f->first && i < f->code->output_count; i++) {
    double *to = f->targets[i] ? f->targets[i] + end : NULL;
    if (!to || !is_aligned(to, sizeof *to) || !lead_of(to)) continue;
    size_t waits = LINE - lead_of(to);
    memcpy(to - waits, f->edges + i * 2 * LINE, waits * sizeof *to);
  }
  _mm_sfence();
}
#else
static inline void keep_block_far(const cm_frame *f, uint32_t output, double *to, const double *from, uint64_t valid) {
  (void)f, (void)output;
  keep_block(to, from, valid);
}

static void settle(const cm_frame *f) {
  (void)f;
}
#endif

static inline void keep_output(const cm_frame *f, uint32_t output, const double *from, uint64_t valid) {
  double kept[ROWS];
  if (!f->targets) return;
  double *to = f->targets[output] + f->row;
  if (f->rows < ROWS || !is_aligned(to, sizeof *to)) {
    keep_block(kept, from, valid);
    memcpy((char *)to, kept, f->rows * sizeof *kept);
  } else if (f->far) {
    keep_block_far(f, output, to, from, valid);
  } else {
    keep_block(to, from, valid);
  }
}

/* ---- a block ---- */

/* Columns are read in short pieces by turns, which the processor does not foresee: asks for the next block of a slot
 * every few steps, and for the line of memory after that of its bits, so that memory works while this block is
 * computed. They may lie behind the column; then it does nothing. */
#if defined(__GNUC__)
/* in line, since gcc takes a function that does nothing else for one without effect */
__attribute__((always_inline)) static inline void ask(const cm_source *s, uint64_t row) {
  uintptr_t next = (uintptr_t)(s->values + row + ROWS);
  uintptr_t bits = s->valid ? (uintptr_t)s->valid + row / 8 + 64 : next;
  EIGHT_TIMES for (size_t i = 0; i < ROWS * sizeof(double); i += 64) __builtin_prefetch((const void *)(next + i), 0, 3);
  __builtin_prefetch((const void *)bits, 0, 3);
}
#else
#define ask(source, row) ((void)0)
#endif

#define BITS_OF_BITS                                                                                                   \
  case CM_DO_AND: bits[s->out] = bits[s->a] & bits[s->b]; continue;                                                    \
  case CM_DO_OR: bits[s->out] = bits[s->a] | bits[s->b]; continue;                                                     \
  case CM_DO_ANY: bits[s->out] = (bits[s->a] | bits[s->b]) | (bits[s->g] | bits[s->home]); continue;                   \
  case CM_DO_LESS: bits[s->out] = bits[s->a] & ~bits[s->b]; continue

/* A choice of which no row takes the first stands for the second and copies nothing. */
static inline void select_block(const cm_frame *f, const cm_instruction *s, double *to) {
  uint64_t g = f->bits[s->g];
  if (g == 0 && s->b != CM_NO_NODE) {
    f->value[s->out] = f->value[s->b];
    return;
  }
  f->value[s->out] = to;
  if (s->b == CM_NO_NODE)
    do_select_fixed(to, f->value[s->a], s->y, g);
  else
    do_select(to, f->value[s->a], f->value[s->b], g);
}

#define VALUE(code, name)                                                                                              \
  case code:                                                                                                           \
    if (s->b == CM_NO_NODE)                                                                                            \
      name##_fixed(to, value[s->a], s->y, bits[s->g]);                                                                 \
    else                                                                                                               \
      name(to, value[s->a], value[s->b], bits[s->g]);                                                                  \
    break
#define BITS(code, name)                                                                                               \
  case code: bits[s->out] = s->b == CM_NO_NODE ? name##_fixed(value[s->a], s->y) : name(value[s->a], value[s->b]); break

static void run(const cm_frame *f) {
  const cm_instruction *s = f->code->steps.at;
  size_t steps = f->code->steps.size, apart = steps / (f->asked_count + 1) + 1, asked = 0, due = 0;
  const double **value = f->value; /* here, since a row that is stored might as well be the frame for all C knows */
  double *registers = f->registers;
  uint64_t *bits = f->bits;
  const uint8_t *used = f->used;
  for (size_t i = 0; i < steps; i++, s++) {
    if (used && !used[i]) continue;
    if (i >= due && asked < f->asked_count) {
      ask(f->asked[asked++], f->row);
      due += apart;
    }
    double *to = registers + (size_t)s->home * ROWS;
    switch (s->what) {
      VALUE(CM_DO_ADD, do_add);
    case CM_DO_SUM:
      do_sum(to, value[s->a], value[s->b], 0); /* of a constant the 0 never matters */
      break;
      VALUE(CM_DO_SUB, do_sub);
      VALUE(CM_DO_MUL, do_mul);
      VALUE(CM_DO_DIV, do_div);
      VALUE(CM_DO_MIN, do_min);
      VALUE(CM_DO_MAX, do_max);
      VALUE(CM_DO_SUM_IF, do_sum_if);
    case CM_DO_NEG: do_neg_fixed(to, value[s->a], 0, 0); break;
    case CM_DO_ABS: do_abs_fixed(to, value[s->a], 0, 0); break;
    case CM_DO_POW: cm_code_power(to, value[s->a], ROWS, f->code->powers.at[s->b]); break;
    case CM_DO_SELECT:
      select_block(f, s, to);
      break;
      BITS(CM_DO_EQ, do_eq);
      BITS(CM_DO_NE, do_ne);
      BITS(CM_DO_LT, do_lt);
      BITS(CM_DO_LE, do_le);
      BITS(CM_DO_GT, do_gt);
      BITS(CM_DO_GE, do_ge);
    case CM_DO_FINITE:
      bits[s->out] = bits[s->g] & do_finite(value[s->a]);
      break;
      BITS_OF_BITS;
    case CM_DO_LOAD: load_slot(f, s->out, to); break;
    default: { /* KEEP */
      uint64_t valid = bits[s->g];
      if (s->b != CM_NO_NODE) bits[s->b] = valid &= do_finite(value[s->a]);
      keep_output(f, s->out, value[s->a], valid);
    }
    }
  }
}

#if LANE == 8
#include "run/columns_block_wide.h"
#else
#define run_steps NULL
#endif

/* ---- sums: eight partial sums, of every eighth row each, added in a fixed order ---- */

static double sum(const double *values, const double *weights, uint64_t bits) {
  doubles sums[8 / LANE] = {{0}};
  double each[8];
  for (size_t i = 0; i < ROWS; i += 8)
    for (size_t k = 0; k < 8 / LANE; k++) {
      size_t at = i + k * LANE;
      doubles x = load(values + at);
      if (weights) x = x * load(weights + at);
      sums[k] += keep_where(bits >> at, x);
    }
  for (size_t i = 0; i < 8; i++) each[i] = sums[i / LANE][i % LANE];
  return ((each[0] + each[4]) + (each[2] + each[6])) + ((each[1] + each[5]) + (each[3] + each[7]));
}

/* ---- rows that each go to a place of their own ---- */

static uint64_t places(uint64_t *place, const int32_t *groups, int32_t last, uint64_t width) {
  uint64_t found = 0;
  for (size_t i = 0; i < ROWS; i += LANE) {
    halves g = *(const halves *)(groups + i);
    words in = __builtin_convertvector((g >= 0) & (g <= last), words);
    *(words *)(place + i) = __builtin_convertvector(g, words) * (int64_t)width & in;
    found |= bits_of(in) << i;
  }
  return found;
}

static inline doubles number_of(const cm_addend *a, size_t row) {
  doubles x = a->values ? load(a->values + row) : all_of(1.0);
  if (a->weights) x = x * load(a->weights + row);
  return keep_where(a->bits >> row, x);
}

#if LANE == 8
#include "run/columns_block_turn.h"
#else
static void scatter(double *to, const uint64_t *place, size_t rows, const cm_addend *what, size_t count) {
  double x[CM_ADDENDS][LANE];
  for (size_t i = 0; i < rows; i += LANE) {
    size_t some = rows - i < LANE ? rows - i : LANE;
    for (size_t n = 0; n < count; n++) store(x[n], number_of(&what[n], i));
    for (size_t k = 0; k < some; k++)
      for (size_t n = 0; n < count; n++) to[place[i + k] + n] += x[n][k];
  }
}
#endif

#define CM_TEXT_OF_(name) #name
#define CM_TEXT_OF(name) CM_TEXT_OF_(name)
#define CM_JOIN_(a, b) a##b
#define CM_JOIN(a, b) CM_JOIN_(a, b)
extern const cm_kernels CM_JOIN(cm_kernels_, CM_KERNELS);
const cm_kernels CM_JOIN(cm_kernels_,
                         CM_KERNELS) = {CM_TEXT_OF(CM_KERNELS), run, run_steps, settle, sum, places, scatter};
