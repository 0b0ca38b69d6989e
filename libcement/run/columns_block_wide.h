/* Private to columns_block.h: blocks for processors whose registers hold a whole value. */
/* Sixty-four rows are eight of the processor's registers: a value is at hand there for what follows it. */
#define EACH(what, x) what(0, x) what(1, x) what(2, x) what(3, x) what(4, x) what(5, x) what(6, x) what(7, x)
#define TAKE(k, from) r##k = load((from) + k * LANE);
#define PUT(k, to) store((to) + k * LANE, r##k);
/* r = expression of x, which is r, of y, the other operand or `fixed`, and of g, the row's bits */
#define WITH(k, y_is, g_is, expression)                                                                                \
  {                                                                                                                    \
    doubles x = r##k, y = y_is;                                                                                        \
    uint64_t g = g_is;                                                                                                 \
    (void)x, (void)y, (void)g;                                                                                         \
    r##k = expression;                                                                                                 \
  }
#define WITH_OTHER(k, expression) WITH(k, load(other + k * LANE), chosen >> k * LANE, expression)
#define WITH_FIXED(k, expression) WITH(k, fixed, chosen >> k * LANE, expression)
#define BY_SECOND(expression)                                                                                          \
  if (s->b == CM_NO_NODE) {                                                                                            \
    doubles fixed = all_of(s->y);                                                                                      \
    EACH(WITH_FIXED, expression)                                                                                       \
  } else {                                                                                                             \
    const double *other = value[s->b];                                                                                 \
    EACH(WITH_OTHER, expression)                                                                                       \
  }
#define VALUE(code, expression)                                                                                        \
  case code: BY_SECOND(expression) break
/* turned: the same where the second operand is at hand, and y the first one */
#define VALUE_OR_TURNED(code, expression, turned)                                                                      \
  case code:                                                                                                           \
    if (s->here == CM_HERE_B) {                                                                                        \
      const double *other = value[s->a];                                                                               \
      EACH(WITH_OTHER, turned)                                                                                         \
    } else                                                                                                             \
      BY_SECOND(expression)                                                                                            \
    break
#define HOLDS_OF(k, sign, predicate) word |= HOLDS(r##k, fixed, sign, predicate) << k * LANE;
#define BITS(code, name, sign, predicate)                                                                              \
  case code:                                                                                                           \
    if (s->b != CM_NO_NODE)                                                                                            \
      bits[s->out] = name(value[s->a], value[s->b]);                                                                   \
    else if (s->here != CM_HERE_A)                                                                                     \
      bits[s->out] = name##_fixed(value[s->a], s->y);                                                                  \
    else {                                                                                                             \
      doubles fixed = all_of(s->y);                                                                                    \
      uint64_t word = 0;                                                                                               \
      HOLDS_OF(0, sign, predicate)                                                                                     \
      HOLDS_OF(1, sign, predicate)                                                                                     \
      HOLDS_OF(2, sign, predicate)                                                                                     \
      HOLDS_OF(3, sign, predicate)                                                                                     \
      HOLDS_OF(4, sign, predicate)                                                                                     \
      HOLDS_OF(5, sign, predicate)                                                                                     \
      HOLDS_OF(6, sign, predicate)                                                                                     \
      HOLDS_OF(7, sign, predicate)                                                                                     \
      bits[s->out] = word;                                                                                             \
    }                                                                                                                  \
    break
#define FINITE(k, word) word |= finite_rows(r##k) << k * LANE;
#define STREAM(k, to) _mm512_stream_pd((to) + k * LANE, (__m512d)keep_where(valid >> k * LANE, r##k));
#define STORE(k, to) store((to) + k * LANE, keep_where(valid >> k * LANE, r##k));

static void run(const cm_frame *f) {
  const cm_instruction *s = f->code->steps.at;
  size_t steps = f->code->steps.size, apart = steps / (f->asked_count + 1) + 1, asked = 0, due = 0;
  const double **value = f->value; /* here, since a row that is stored might as well be the frame for all C knows */
  double *registers = f->registers;
  uint64_t *bits = f->bits;
  const uint8_t *used = f->used;
  doubles r0 = {0}, r1 = r0, r2 = r0, r3 = r0, r4 = r0, r5 = r0, r6 = r0, r7 = r0;
  for (size_t i = 0; i < steps; i++, s++) {
    if (used && !used[i]) continue;
    if (i >= due && asked < f->asked_count) {
      ask(f, asked++);
      due += apart;
    }
    double *home = registers + (size_t)s->home * ROWS;
    uint64_t chosen = bits[s->g];
    if (s->here == CM_HERE_TAKEN) {
      const double *from = value[s->a];
      EACH(TAKE, from)
    }
    switch (s->what) {
      VALUE(CM_DO_ADD, x + y);
    case CM_DO_SUM: { /* of a constant the 0 never matters */
      const double *other = value[s->b];
      EACH(WITH_OTHER, (x + 0.0) + y)
      break;
    }
      VALUE_OR_TURNED(CM_DO_SUB, x - y, y - x);
      VALUE(CM_DO_MUL, x * y);
      VALUE(CM_DO_DIV, x / y);
      VALUE(CM_DO_MIN, choose_by((words)(y < x), y, x));
      VALUE(CM_DO_MAX, choose_by((words)(y > x), y, x));
      VALUE_OR_TURNED(CM_DO_SELECT, choose(g, x, y), choose(g, y, x));
      VALUE_OR_TURNED(CM_DO_SUM_IF, add_where(g, x, y), add_where(g, y, x));
    case CM_DO_NEG: {
      doubles fixed = {0};
      EACH(WITH_FIXED, -x)
      break;
    }
    case CM_DO_ABS: {
      doubles fixed = {0};
      EACH(WITH_FIXED, choose_by((words)(x < 0.0), -x, x))
      break;
    }
    case CM_DO_POW:
      cm_code_power(home, value[s->a], ROWS, f->code->powers.at[s->b]);
      EACH(TAKE, home)
      break;
      BITS(CM_DO_EQ, do_eq, ==, _CMP_EQ_OQ);
      BITS(CM_DO_NE, do_ne, !=, _CMP_NEQ_UQ);
      BITS(CM_DO_LT, do_lt, <, _CMP_LT_OS);
      BITS(CM_DO_LE, do_le, <=, _CMP_LE_OS);
      BITS(CM_DO_GT, do_gt, >, _CMP_GT_OS);
      BITS(CM_DO_GE, do_ge, >=, _CMP_GE_OS);
    case CM_DO_FINITE:
      if (s->here == CM_HERE_A) {
        uint64_t word = 0;
        EACH(FINITE, word)
        bits[s->out] = chosen & word;
      } else {
        bits[s->out] = chosen & do_finite(value[s->a]);
      }
      break;
      BITS_OF_BITS;
    case CM_DO_LOAD: load_slot(f, s->out); break;
    default: { /* KEEP */
      double *to = f->targets ? f->targets[s->out] : NULL;
      uint64_t valid = chosen;
      if (s->b != CM_NO_NODE) {
        uint64_t word = 0;
        EACH(FINITE, word)
        bits[s->b] = valid &= word;
      }
      if (!to || f->rows < ROWS || !is_aligned(to + f->row, f->far ? LANE * sizeof *to : sizeof *to)) {
        EACH(PUT, home)
        keep_output(f, s, valid);
      } else if (f->far) {
        EACH(STREAM, to + f->row)
      } else {
        EACH(STORE, to + f->row)
      }
    }
    }
    if (s->stores) {
      EACH(PUT, home)
    }
  }
}
