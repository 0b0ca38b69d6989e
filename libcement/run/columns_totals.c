/* Totals over rows, without keeping the outputs.
 *
 * Words of 64 rows are the units: one whose rows are of one group is added up by itself, in a fixed order; of another
 * the rows are added one by one. Where words, blocks and groups lie depends on the rows alone. */
#include "num/mode.h"
#include "run/columns_work.h"

#define MIXED (-2)    /* a word of several groups */
#define LEFT_OUT (-1) /* rows of no group */

size_t cm_total_width(int32_t kind) {
  switch (kind) {
  case CEMENT_TOTAL_SUM:
  case CEMENT_TOTAL_COUNT: return 1;
  case CEMENT_TOTAL_MEAN: return 2;
  case CEMENT_TOTAL_GRADES: return CEMENT_LEVELS_MAX + 1;
  default: return 0;
  }
}

typedef struct adding {
  cm_work work;
  const cm_totals *t;
  double *partial; /* of the block */
  int64_t group[CM_BLOCK_WORDS];
} adding;

/* What is added up: values and the rows that have one. */
typedef struct series {
  const double *values;
  uint32_t bits;
} series;

static size_t rows_in_word(const adding *a, size_t word) {
  size_t rest = a->work.frame.rows - word * 64;
  return rest < 64 ? rest : 64;
}

/* ---- groups ---- */

static int64_t group_of(const adding *a, uint64_t row) {
  int64_t g = a->t->groups ? a->t->groups[row] : 0;
  return g >= 0 && (uint64_t)g < a->t->group_count ? g : LEFT_OUT;
}

static int64_t word_group(const adding *a, uint64_t row, size_t rows) {
  int32_t differ = 0;
  if (!a->t->groups) return group_of(a, row);
  const int32_t *g = a->t->groups + row;
  for (size_t i = 1; i < rows; i++) differ |= g[i] ^ g[0];
  return differ ? MIXED : group_of(a, row);
}

/* ---- one word ---- */

static void add_rows(const adding *a, size_t at, const series *v, const series *by, uint64_t bits, size_t word) {
  for (; bits; bits &= bits - 1) {
    size_t i = word * 64 + (size_t)__builtin_ctzll(bits);
    int64_t g = group_of(a, a->work.row + i);
    double x = v ? v->values[i] : 1;
    if (by) x = x * by->values[i];
    if (g != LEFT_OUT) a->partial[(size_t)g * a->t->width + at] += x;
  }
}

/* v NULL: counts the rows. */
static void add_word(const adding *a, size_t at, const series *v, const series *by, uint64_t bits, size_t word) {
  int64_t g = a->group[word];
  if (g == LEFT_OUT || !bits) return;
  if (g == MIXED) {
    add_rows(a, at, v, by, bits, word);
    return;
  }
  double *to = &a->partial[(size_t)g * a->t->width + at];
  size_t rows = (rows_in_word(a, word) + 7) & ~(size_t)7;
  if (v)
    *to += a->work.columns->kernels->sum(v->values + word * 64, by ? by->values + word * 64 : NULL, bits, rows);
  else
    *to += __builtin_popcountll(bits);
}

static void add_grades(const adding *a, size_t at, const series *v, uint64_t bits, size_t word) {
  for (; bits; bits &= bits - 1) {
    size_t i = word * 64 + (size_t)__builtin_ctzll(bits);
    int64_t g = group_of(a, a->work.row + i);
    if (g != LEFT_OUT) a->partial[(size_t)g * a->t->width + at + (size_t)v->values[i]] += 1;
  }
}

/* ---- one block of the code ---- */

/* spare: which of the two further registers a constant takes. */
static series output_series(const adding *a, uint32_t output, size_t spare) {
  const cm_work *w = &a->work;
  const cm_code_output *o = &w->frame.code->outputs[output];
  if (o->value != CM_NO_NODE) return (series){w->frame.value[o->value], o->valid};
  return (series){cm_work_constant(w, spare, o->x), o->valid};
}

static series weight_series(const adding *a, const cement_total *t) {
  if (!t->weight_is_slot) return output_series(a, t->weight, 1);
  return (series){a->work.frame.value[t->weight], t->weight + 2};
}

static void add_total(const adding *a, const cement_total *t, size_t at) {
  series v = output_series(a, t->output, 0), by = {NULL, CM_ALL_BITS};
  if (t->kind == CEMENT_TOTAL_MEAN) by = weight_series(a, t);
  for (size_t word = 0; word * 64 < a->work.frame.rows; word++) {
    size_t rows = rows_in_word(a, word);
    uint64_t bits = cm_work_bits(&a->work, v.bits)[word] & cm_work_bits(&a->work, by.bits)[word];
    if (rows < 64) bits &= ((uint64_t)1 << rows) - 1;
    switch (t->kind) {
    case CEMENT_TOTAL_SUM: add_word(a, at, &v, NULL, bits, word); break;
    case CEMENT_TOTAL_COUNT: add_word(a, at, NULL, NULL, bits, word); break;
    case CEMENT_TOTAL_GRADES: add_grades(a, at, &v, bits, word); break;
    default: /* MEAN */ add_word(a, at, &v, &by, bits, word); add_word(a, at + 1, &by, NULL, bits, word);
    }
  }
}

static void add_block(adding *a) {
  size_t at = 0;
  for (size_t w = 0; w * 64 < a->work.frame.rows; w++)
    a->group[w] = word_group(a, a->work.row + w * 64, rows_in_word(a, w));
  for (size_t i = 0; i < a->t->total_count; i++) {
    add_total(a, &a->t->totals[i], at);
    at += cm_total_width(a->t->totals[i].kind);
  }
}

/* ---- calls ---- */

static void want(adding *a) {
  cm_work *w = &a->work;
  memset(w->wanted, 0, w->columns->output_count);
  for (size_t i = 0; i < a->t->total_count; i++) {
    const cement_total *t = &a->t->totals[i];
    w->wanted[t->output] = 1;
    if (t->kind == CEMENT_TOTAL_MEAN && !t->weight_is_slot) w->wanted[t->weight] = 1;
  }
  cm_work_want(w);
  for (size_t i = 0; i < a->t->total_count; i++) {
    const cement_total *t = &a->t->totals[i];
    if (t->kind == CEMENT_TOTAL_MEAN && t->weight_is_slot) w->value_used[t->weight] = 1;
  }
}

void cm_columns_totals(const cm_columns *columns, double *partials, const cm_totals *t, const cement_column *in,
                       uint64_t rows, uint64_t first_block, uint64_t block_count, void *workspace) {
  adding a = {.t = t};
  size_t size = t->group_count * t->width;
  cm_mode host = cm_mode_begin();
  cm_work_open(&a.work, columns, in, workspace);
  want(&a);
  cm_work_begin(&a.work, rows);
  for (uint64_t b = first_block; b < first_block + block_count; b++) {
    uint64_t end = rows - b * CM_TOTALS_BLOCK < CM_TOTALS_BLOCK ? rows : (b + 1) * CM_TOTALS_BLOCK;
    a.partial = partials + (size_t)(b - first_block) * size;
    for (size_t i = 0; i < size; i++) a.partial[i] = 0;
    for (uint64_t row = b * CM_TOTALS_BLOCK; row < end; row += CM_BLOCK_ROWS) {
      cm_work_load(&a.work, row, end - row < CM_BLOCK_ROWS ? (size_t)(end - row) : CM_BLOCK_ROWS);
      columns->kernels->run(&a.work.frame);
      add_block(&a);
    }
  }
  cm_mode_end(&host);
}

static void finish_means(double *out, const cm_totals *t) {
  for (size_t i = 0; i < t->total_count; i++) {
    if (t->totals[i].kind == CEMENT_TOTAL_MEAN) out[0] = out[1] != 0 ? out[0] / out[1] : 0;
    out += cm_total_width(t->totals[i].kind);
  }
}

void cm_columns_merge(double *out, const double *partials, const cm_totals *t, uint64_t block_count) {
  size_t size = t->group_count * t->width;
  cm_mode host = cm_mode_begin();
  for (size_t i = 0; i < size; i++) out[i] = 0;
  for (uint64_t b = 0; b < block_count; b++)
    for (size_t i = 0; i < size; i++) out[i] += partials[b * size + i];
  for (size_t g = 0; g < t->group_count; g++) finish_means(out + g * t->width, t);
  cm_mode_end(&host);
}
