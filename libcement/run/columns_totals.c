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
  double *partial; /* of the block of totals */
  int64_t group;   /* of the word */
  /* of a mixed word: the rows of a group, where in `partial` their group begins, and numbers that wait for being
   * added, of which the first one has its place `behind` that */
  uint64_t grouped;
  uint64_t place[CM_BLOCK_ROWS];
  cm_addend waiting[CM_ADDENDS];
  size_t waits, behind;
} adding;

/* What is added up: values and the rows that have one. */
typedef struct series {
  const double *values;
  uint64_t bits;
} series;

/* ---- groups ---- */

static int64_t group_of(const adding *a, uint64_t row) {
  int64_t g = a->t->groups ? a->t->groups[row] : 0;
  return g >= 0 && (uint64_t)g < a->t->group_count ? g : LEFT_OUT;
}

static int64_t word_group(const adding *a) {
  if (!a->t->groups) return group_of(a, 0);
  const int32_t *g = a->t->groups + a->work.frame.row;
  int32_t differ = g[a->work.frame.rows - 1] ^ g[0];
  if (differ) return MIXED; /* rows that are sorted by group, or groups that take turns */
  for (size_t i = 1; i < a->work.frame.rows; i++) differ |= g[i] ^ g[0];
  return differ ? MIXED : group_of(a, a->work.frame.row);
}

static void find_places(adding *a) {
  const int32_t *groups = a->t->groups + a->work.frame.row;
  int32_t some[CM_BLOCK_ROWS];
  if (a->work.frame.rows < CM_BLOCK_ROWS) {
    memset(some, 255, sizeof some);
    groups = memcpy(some, groups, a->work.frame.rows * sizeof *some);
  }
  a->grouped = a->work.columns->kernels->places(a->place, groups, cm_last_group(a->t->group_count), a->t->width);
  if (!a->grouped) a->group = LEFT_OUT;
}

/* ---- one word ---- */

static void add_waiting(adding *a) {
  double *to = a->partial + a->behind;
  if (a->waits) a->work.columns->kernels->scatter(to, a->place, a->work.frame.rows, a->waiting, a->waits);
  a->waits = 0;
}

/* To every row its own: 0 for those that do not count, which changes no sum, since none is -0. */
static void add_rows(adding *a, size_t at, const series *v, const series *by, uint64_t bits) {
  if (a->waits == CM_ADDENDS || a->behind + a->waits != at) add_waiting(a);
  if (!a->waits) a->behind = at;
  a->waiting[a->waits++] = (cm_addend){v ? v->values : NULL, by ? by->values : NULL, bits & a->grouped};
}

/* v NULL: counts the rows. */
static void add_word(adding *a, size_t at, const series *v, const series *by, uint64_t bits) {
  if (a->group == MIXED) {
    add_rows(a, at, v, by, bits);
    return;
  }
  if (a->group == LEFT_OUT || !bits) return;
  double *to = &a->partial[(size_t)a->group * a->t->width + at];
  if (v)
    *to += a->work.columns->kernels->sum(v->values, by ? by->values : NULL, bits);
  else
    *to += __builtin_popcountll(bits);
}

static void add_grades(const adding *a, size_t at, const series *v, uint64_t bits) {
  for (; bits; bits &= bits - 1) {
    size_t i = (size_t)__builtin_ctzll(bits);
    int64_t g = group_of(a, a->work.frame.row + i);
    if (g != LEFT_OUT) a->partial[(size_t)g * a->t->width + at + (size_t)v->values[i]] += 1;
  }
}

static series output_series(const adding *a, uint32_t output) {
  const cm_frame *f = &a->work.frame;
  const cm_code_output *o = &f->code->outputs[output];
  return (series){f->value[o->value], f->bits[o->valid]};
}

static series weight_series(const adding *a, const cement_total *t) {
  const cm_frame *f = &a->work.frame;
  if (!t->weight_is_slot) return output_series(a, t->weight);
  return (series){f->value[t->weight], f->bits[t->weight + 2]};
}

static void add_total(adding *a, const cement_total *t, size_t at) {
  series v = output_series(a, t->output), by = {NULL, ~(uint64_t)0};
  if (t->kind == CEMENT_TOTAL_MEAN) by = weight_series(a, t);
  uint64_t bits = v.bits & by.bits & ~(uint64_t)0 >> (64 - a->work.frame.rows);
  switch (t->kind) {
  case CEMENT_TOTAL_SUM: add_word(a, at, &v, NULL, bits); break;
  case CEMENT_TOTAL_COUNT: add_word(a, at, NULL, NULL, bits); break;
  case CEMENT_TOTAL_GRADES: add_grades(a, at, &v, bits); break;
  default: /* MEAN */ add_word(a, at, &v, &by, bits); add_word(a, at + 1, &by, NULL, bits);
  }
}

static void add_totals(adding *a) {
  size_t at = 0;
  a->group = word_group(a);
  if (a->group == MIXED) find_places(a);
  for (size_t i = 0; i < a->t->total_count; i++) {
    add_total(a, &a->t->totals[i], at);
    at += cm_total_width(a->t->totals[i].kind);
  }
  add_waiting(a);
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
    if (t->kind != CEMENT_TOTAL_MEAN || !t->weight_is_slot) continue;
    w->value_used[t->weight] = 1;
  }
}

void cm_columns_totals(const cm_columns *columns, double *partials, const cm_totals *t, const cement_column *in,
                       uint64_t rows, uint64_t first_block, uint64_t block_count, void *workspace) {
  adding a = {.t = t};
  size_t size = t->group_count * t->width;
  cm_mode host = cm_mode_begin();
  cm_work_open(&a.work, columns, in, workspace);
  want(&a);
  cm_work_begin(&a.work, block_count * CM_TOTALS_BLOCK);
  for (uint64_t b = first_block; b < first_block + block_count; b++) {
    uint64_t end = rows - b * CM_TOTALS_BLOCK < CM_TOTALS_BLOCK ? rows : (b + 1) * CM_TOTALS_BLOCK;
    a.partial = partials + (size_t)(b - first_block) * size;
    for (size_t i = 0; i < size; i++) a.partial[i] = 0;
    for (uint64_t row = b * CM_TOTALS_BLOCK; row < end; row += CM_BLOCK_ROWS) {
      cm_work_run(&a.work, row, end - row < CM_BLOCK_ROWS ? (size_t)(end - row) : CM_BLOCK_ROWS);
      add_totals(&a);
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
