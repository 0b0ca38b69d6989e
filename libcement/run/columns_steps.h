/* Code fitted to a call, for processors whose registers hold a value of a block: what an instruction does and where its
 * operands are is one number, and the operands are addresses. */
#ifndef CM_RUN_COLUMNS_STEPS_H
#define CM_RUN_COLUMNS_STEPS_H

#include "run/columns_code.h"

/* A step is of the kind CM_STEP(cm_doing, form). */
#define CM_STEP(what, form) ((uint32_t)(what)*16u + (uint32_t)(form))

/* Forms of what makes a value: the second operand is the constant y, or b; or the first one is b and the second one is
 * at hand. The other one is at hand, or is taken from a. */
#define CM_FORM_FIXED 0u
#define CM_FORM_OTHER 4u
#define CM_FORM_TURNED 8u /* of SUB, SELECT and SUM_IF; nothing is taken */
#define CM_FORM_TAKEN 2u
#define CM_FORM_STORES 1u /* to `home`; also of LOAD */
/* Forms of comparisons and of FINITE: of what is at hand and y; of a and y; of a and b. */
#define CM_FORM_HERE 0u
#define CM_FORM_THERE 1u
#define CM_FORM_BOTH 2u
/* Forms of KEEP: whether the value is taken first, whether FINITE is asked, whose bits go to `out`; where it goes. */
#define CM_FORM_FINITE 1u
#define CM_FORM_SLOWLY 0u /* to where no whole register can be written, or nowhere */
#define CM_FORM_NEAR 4u
#define CM_FORM_FAR 8u
/* Beside cm_doing: */
#define CM_STEP_ASK CM_STEP(CM_DO_COUNT, 0) /* for the next block of a source */
#define CM_STEP_END CM_STEP(CM_DO_COUNT, 1)

typedef struct cm_step {
  uint32_t kind;
  uint32_t number; /* of KEEP the output, of POW the power */
  union {
    struct {
      union {
        const double *a;
        const cm_source *source; /* of LOAD, ASK */
        double *to;              /* of KEEP: row 0 */
      };
      union {
        const double *b;
        double y;
      };
      double *home;
      const uint64_t *g;
    };
    const uint64_t *of[CM_ANY]; /* operands that are bits */
  };
  uint64_t *out; /* bits */
} cm_step;

/* The steps of the frame's code, which is fitted and whose values have their places; room for as many as it has
 * instructions and sources, and one. Room: read[values]. */
void cm_steps_make(cm_step *steps, const cm_frame *frame, cm_code *code, uint8_t *read);

#endif
