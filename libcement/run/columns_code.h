/* The columns' tape as code for blocks of rows.
 *
 * Each node of the tape has numbers and states. Here they are apart: values are arrays of doubles; whether a row is
 * valid, not applicable or true are bits, 64 rows a word. What a value is in a row that is not valid does not matter
 * until it is handed out. A result that is not finite stays so in sums, differences, products and dividends, so it is
 * looked for only where a value is handed out, divides, or is decided upon. */
#ifndef CM_RUN_COLUMNS_CODE_H
#define CM_RUN_COLUMNS_CODE_H

#include "lang/tape.h"

typedef enum cm_doing {
  /* values */
  CM_DO_ADD, /* a + b */
  CM_DO_SUM, /* (0 + a) + b: the beginning of a sum */
  CM_DO_SUB,
  CM_DO_MUL,
  CM_DO_DIV,
  CM_DO_MIN,
  CM_DO_MAX,
  CM_DO_NEG,
  CM_DO_ABS,
  CM_DO_POW,    /* the power `b` of a */
  CM_DO_SELECT, /* a where g, else b */
  CM_DO_SUM_IF, /* a + b where g, else a */
  /* bits of values */
  CM_DO_EQ,
  CM_DO_NE,
  CM_DO_LT,
  CM_DO_LE,
  CM_DO_GT,
  CM_DO_GE,
  CM_DO_FINITE, /* g where a is finite */
  /* bits of bits */
  CM_DO_AND,
  CM_DO_OR,
  CM_DO_LESS, /* a and not b */
  CM_DO_ANY,  /* a or b or `g` or `home`: of code that is fitted to a call */
  /* between memory and registers */
  CM_DO_LOAD, /* the slot `out` */
  CM_DO_KEEP, /* the output `out`: a where g, else 0; with b other than CM_NO_NODE FINITE first, of those bits */
  CM_DO_COUNT
} cm_doing;

#define CM_ANY 4u                 /* operands of ANY */
#define CM_DO_NOTHING CM_DO_COUNT /* to be taken out */

#define CM_NO_BITS 0u  /* no row */
#define CM_ALL_BITS 1u /* every row */

/* Where the first operand is: the result of the last instruction that made a value is still at hand. */
#define CM_HERE_NOT 0u
#define CM_HERE_A 1u
#define CM_HERE_B 2u     /* the second one is: of SELECT, SUM_IF and SUB only */
#define CM_HERE_TAKEN 3u /* the first one is taken from its register first */

typedef struct cm_instruction {
  uint16_t what; /* cm_doing */
  uint16_t here; /* CM_HERE_* */
  uint32_t out;  /* a value; bits from CM_DO_EQ on; a slot or an output */
  uint32_t a, b; /* values, of b also CM_NO_NODE: the constant y; bits of AND, OR, LESS, ANY */
  uint32_t g;    /* bits */
  uint32_t home; /* of a value, also of one that is read or kept: its register */
  double y;
} cm_instruction;

/* A value that is the same in all rows. */
typedef struct cm_fixed {
  uint32_t value;
  double x;
} cm_fixed;

/* An output. */
typedef struct cm_code_output {
  uint32_t value;
  uint32_t valid, inapplicable;
} cm_code_output;

#define CM_BLOCK_ROWS 64u /* a word's */
#define CM_LINE 8u        /* values in a line of memory */

typedef struct cm_code {
  CM_VEC(cm_instruction) steps;
  CM_VEC(cm_fixed) fixed;
  CM_VEC(cm_power) powers;
  cm_code_output *outputs;
  size_t output_count;
  uint32_t slots;  /* values 0 to slots - 1; whether they are valid: the bits 2 to slots + 1 */
  uint32_t values; /* how many there are */
  uint32_t bits;
  uint32_t *home; /* of each value: its register */
  uint32_t registers;
} cm_code;

/* Translates a tape without ROUND.
 * Given:    nodes[count]  the outputs. Returned: out  in `arena`. Status: -1 when memory gave out. */
int cm_code_make(cm_arena *arena, cm_code *out, const cm_tape *tape, const uint32_t *nodes, size_t count);

/* ---- private to the translation ---- */

/* Whether the instruction, neither LOAD nor KEEP, makes bits; of bits; whether its operand b is a value. */
static inline bool cm_makes_bits(const cm_instruction *s) {
  return s->what >= CM_DO_EQ;
}
static inline bool cm_has_bits(const cm_instruction *s) {
  return s->what >= CM_DO_AND && s->what <= CM_DO_ANY;
}
static inline bool cm_has_second(const cm_instruction *s) {
  return s->b != CM_NO_NODE && s->what < CM_DO_FINITE && s->what != CM_DO_POW;
}
/* Marks what the outputs with wanted[i] (NULL: all) need: used[steps]; room for values and bits. Where outputs are not
 * applicable is needed with `states` only. */
void cm_code_used(const cm_code *code, const uint8_t *wanted, bool states, uint8_t *used, uint8_t *values,
                  uint8_t *bits);
/* Takes out what is not used, and then all of this. -1 when memory gave out. */
int cm_code_settle(cm_arena *arena, cm_code *code);
/* Gives values their registers. Constants, and slots that no instruction reads, have their own; with `stay` all slots
 * have, and outputs, which then are there after the last instruction. Room: cm_code_room numbers. */
void cm_code_give_registers(cm_code *code, bool stay, uint32_t *room);
size_t cm_code_room(const cm_code *code);
/* Puts in where slots are read and outputs are written. -1 when memory gave out. */
int cm_code_weave(cm_arena *arena, cm_code *code);

/* ---- blocks ---- */

/* A slot that is read, from row 0 on. */
typedef struct cm_source {
  const double *values; /* NULL: its register has the same in all rows, or nobody needs it */
  const uint8_t *valid; /* NULL: all are */
  uint32_t shift;       /* bits of the first byte before row 0 */
} cm_source;

/* One block of rows in work: CM_BLOCK_ROWS, of which those behind the last row are computed as well. */
typedef struct cm_frame {
  const cm_code *code;
  double *registers;       /* [registers][CM_BLOCK_ROWS] */
  const double **value;    /* where each value is: in its register, or where that is of which it would be a copy */
  uint64_t *bits;          /* a word each */
  uint8_t *used;           /* by instruction; NULL: all */
  cm_source *sources;      /* by slot */
  const cm_source **asked; /* those that are read, one after the other */
  size_t asked_count;
  double **targets;            /* by output: where its row 0 goes; NULL: nowhere */
  bool far;                    /* they go past the caches */
  double *edges;               /* [output][2 * CM_LINE]: of those, what is not yet a whole line */
  uint64_t first;              /* row of the call */
  uint64_t row;                /* the first one of the block */
  const struct cm_step *steps; /* of whole blocks the same as `code`; NULL: not made */
  size_t rows;                 /* how many are asked for */
} cm_frame;

/* A number of each row: the value, times the weight unless they are NULL; 1 with values NULL; 0 where no bit is set. */
typedef struct cm_addend {
  const double *values, *weights;
  uint64_t bits;
} cm_addend;
#define CM_ADDENDS 8u

/* The loops, compiled for one kind of processor. */
typedef struct cm_kernels {
  const char *name;
  void (*run)(const cm_frame *frame);
  /* the same by steps, of whole blocks; NULL where registers do not hold a value */
  void (*run_steps)(const cm_frame *frame);
  /* after the last block: all that went past the caches is there, for others too */
  void (*settle)(const cm_frame *frame);
  /* of the rows whose bits are set: the sum of the values, times the weights unless they are NULL */
  double (*sum)(const double *values, const double *weights, uint64_t bits);
  /* of each row the place where its group begins, groups being `width` apart; returned: the rows of a group from 0 to
   * last. The others have 0. */
  uint64_t (*places)(uint64_t *place, const int32_t *groups, int32_t last, uint64_t width);
  /* of each of the first rows: adds its numbers, at most CM_ADDENDS, to neighbours from to[place[row]] on */
  void (*scatter)(double *to, const uint64_t *place, size_t rows, const cm_addend *what, size_t count);
} cm_kernels;

/* Less than a block of a source: its values, 0 behind them. Returned: its bits. */
uint64_t cm_source_some(double *to, const cm_source *source, uint64_t row, size_t rows);
/* Powers of a row each, by decimals; NaN where there is none. */
void cm_code_power(double *out, const double *x, size_t rows, cm_power power);

/* The kernels that this build has, from the plainest on, and the last of them that this processor runs. */
const cm_kernels *cm_kernels_at(size_t index); /* NULL from the count on */
bool cm_kernels_run_here(size_t index);
const cm_kernels *cm_kernels_best(void);

#endif
