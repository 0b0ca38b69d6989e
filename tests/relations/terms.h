/* A tape in decimals and in binary64, node by node: how large the terms of each node are, and which decisions lie
 * within the tolerance. */
#ifndef TESTS_RELATIONS_TERMS_H
#define TESTS_RELATIONS_TERMS_H

#include "lang/tape.h"

#define TERMS_TOLERANCE 1e-12 /* of the sum of the absolute terms */

typedef struct terms {
  const cm_tape *tape;
  const cm_value *values;    /* of each node */
  const cm_binary *binaries; /* likewise */
  double *size;              /* of each node: the sum of its absolute terms */
  bool *excused;             /* of each node: it differs, and rests on a decision that lies within the tolerance */
} terms;

typedef enum likeness { ALIKE, EXCUSED, UNLIKE } likeness;

/* Whether the node is the same state, and differs by at most the tolerance. What is decided otherwise because the
 * operands of a comparison are nearer to each other than that (or a divisor to zero) is excused, with all that stands
 * on it.
 * Given:    the nodes before it have been compared.
 * Returned: size[node], excused[node]; part  how much of the tolerance the difference is. */
likeness terms_compare(terms *t, uint32_t node, double *part);

#endif
