/* The figures of a ledger, and the comparing of two such sets. */
#ifndef CEMENT_TESTS_OUTCOME_H
#define CEMENT_TESTS_OUTCOME_H

#include "num/dec.h"
#include "relations/relations.h"

typedef struct outcome {
  cement_ledger *ledger;
  cement_plan *plan;
  cement_run *run;
  size_t count;
  cement_figure *at;
} outcome;

typedef struct bytes {
  char *at;
  size_t size, room;
} bytes;

/* All figures of the plant; false, with w->why, when the library refuses it. */
bool outcome_make(world *w, outcome *out, const plant *p, form how);
void outcome_free(outcome *o);
bool outcome_report(world *w, const outcome *o, bytes *out);
bool outcome_canonical(world *w, const outcome *o, bytes *out);

/* The figure of `o` with the names of `f`, or NULL. */
const cement_figure *outcome_find(const outcome *o, const cement_figure *f);
bool figure_is(const cement_figure *f, const char *edition, const char *key);
bool figure_value(const cement_figure *f, cm_dec *out); /* false unless it has one */

/* How a figure may change. */
typedef enum change {
  SAME_TEXT, /* no operation was inexact: the same digits */
  NEAR,      /* within 1e-22, relative above 1: 34 digits less what cancels in differences of terms up to 1e12 */
  ANY
} change;

/* Every figure of `a` that `wanted` takes is in `b` and is alike. */
bool outcomes_alike(world *w, const outcome *a, const outcome *b, change how, bool (*wanted)(const cement_figure *f));
bool dec_near(const cm_dec *a, const cm_dec *b);
bool differs(world *w, const cement_figure *f, const char *other); /* notes it; false */

#endif
