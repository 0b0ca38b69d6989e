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
/* Eight lanes' bits as a word, put together where masks are. */
#define WORD_OF(bits)                                                                                                  \
  _mm512_kunpackd(_mm512_kunpackw(_mm512_kunpackb(bits(7), bits(6)), _mm512_kunpackb(bits(5), bits(4))),               \
                  _mm512_kunpackw(_mm512_kunpackb(bits(3), bits(2)), _mm512_kunpackb(bits(1), bits(0))))
#define COMPARED(x, y) _mm512_cmp_pd_mask((__m512d)(x), (__m512d)(y), predicate)
#define HOLDS_HERE(k) COMPARED(r##k, fixed)
#define HOLDS_FIXED(k) COMPARED(load(own + k * LANE), fixed)
#define HOLDS_OTHER(k) COMPARED(load(own + k * LANE), load(other + k * LANE))
/* One that is not at hand is looked at where it is: what is at hand stays there. */
#define BITS(code, is)                                                                                                 \
  case code: {                                                                                                         \
    enum { predicate = is };                                                                                           \
    const double *own = value[s->a];                                                                                   \
    doubles fixed = all_of(s->y);                                                                                      \
    if (s->b != CM_NO_NODE) {                                                                                          \
      const double *other = value[s->b];                                                                               \
      bits[s->out] = WORD_OF(HOLDS_OTHER);                                                                             \
    } else if (s->here == CM_HERE_A) {                                                                                 \
      bits[s->out] = WORD_OF(HOLDS_HERE);                                                                              \
    } else {                                                                                                           \
      bits[s->out] = WORD_OF(HOLDS_FIXED);                                                                             \
    }                                                                                                                  \
    continue;                                                                                                          \
  }
#define MASKED(k, from) r##k = keep_where(bytes[k], load((from) + k * LANE));
#define NOT_FINITE(k) _mm512_fpclass_pd_mask((__m512d)r##k, 0x99) /* NaN, infinity */
#define NOT_FINITE_THERE(k) _mm512_fpclass_pd_mask((__m512d)load(own + k * LANE), 0x99)
#define STREAM(k, to) _mm512_stream_pd((to) + k * LANE, (__m512d)keep_where(valid >> k * LANE, r##k));
#define STORE(k, to) store((to) + k * LANE, keep_where(valid >> k * LANE, r##k));

static void run(const cm_frame *f) {
  const cm_instruction *s = f->code->steps.at;
  size_t steps = f->code->steps.size, apart = steps / (f->asked_count + 1) + 1, asked = 0, due = 0;
  const double **value = f->value; /* here, since a row that is stored might as well be the frame for all C knows */
  double *registers = f->registers;
  uint64_t *bits = f->bits;
  const uint8_t *used = f->used;
  size_t row = f->row;
  bool far = f->far;
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
      BITS(CM_DO_EQ, _CMP_EQ_OQ)
      BITS(CM_DO_NE, _CMP_NEQ_UQ)
      BITS(CM_DO_LT, _CMP_LT_OS)
      BITS(CM_DO_LE, _CMP_LE_OS)
      BITS(CM_DO_GT, _CMP_GT_OS)
      BITS(CM_DO_GE, _CMP_GE_OS)
    case CM_DO_FINITE:
      if (s->here == CM_HERE_A) {
        bits[s->out] = chosen & ~WORD_OF(NOT_FINITE);
      } else {
        const double *own = value[s->a];
        bits[s->out] = chosen & ~WORD_OF(NOT_FINITE_THERE);
      }
      continue;
      BITS_OF_BITS;
    case CM_DO_LOAD: {
      const cm_source *source = &f->sources[s->out];
      uint8_t own[8];
      if (!source->values || f->rows < ROWS) {
        load_slot(f, s->out);
        EACH(TAKE, home)
        break;
      }
      const double *from = source->values + row;
      const uint8_t *bytes = source_bytes(source, row, own);
      uint64_t word = eight_bytes(bytes);
      EACH(MASKED, from)
      doubles odd = {0}, also = {0};
      odd = spoil(odd, r0), also = spoil(also, r1);
      odd = spoil(odd, r2), also = spoil(also, r3);
      odd = spoil(odd, r4), also = spoil(also, r5);
      odd = spoil(odd, r6), also = spoil(also, r7);
      if (finite_rows(odd + also) != EVERY_ROW) {
        word = load_odd(home, from, word);
        EACH(TAKE, home)
      }
      bits[s->out + 2] = word;
      break;
    }
    default: { /* KEEP */
      double *to = f->targets ? f->targets[s->out] + row : NULL;
      uint64_t valid = chosen;
      if (s->b != CM_NO_NODE) bits[s->b] = valid &= ~WORD_OF(NOT_FINITE);
      if (!to || f->rows < ROWS || !is_aligned(to, far ? LANE * sizeof *to : sizeof *to)) {
        EACH(PUT, home)
        keep_output(f, s, valid);
      } else if (far) {
        EACH(STREAM, to)
      } else {
        EACH(STORE, to)
      }
      continue;
    }
    }
    if (s->stores) {
      EACH(PUT, home)
    }
  }
}
