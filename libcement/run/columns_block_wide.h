/* Private to columns_block.h: steps for processors whose registers hold a whole value. */
#include "run/columns_steps.h"

/* Sixty-four rows are eight of the processor's registers: a value is at hand there for what follows it. */
#define EACH(what, x) what(0, x) what(1, x) what(2, x) what(3, x) what(4, x) what(5, x) what(6, x) what(7, x)
#define TAKE(k, from) r##k = load((from) + k * LANE);
#define PUT(k, to) store((to) + k * LANE, r##k);
/* r = expression of x, which is r, of y, the other operand or `fixed`, and of g, the row's bits */
#define WITH(k, y_is, expression)                                                                                      \
  {                                                                                                                    \
    doubles x = r##k, y = y_is;                                                                                        \
    uint64_t g = chosen >> k * LANE;                                                                                   \
    (void)x, (void)y, (void)g;                                                                                         \
    r##k = expression;                                                                                                 \
  }
#define WITH_OTHER(k, expression) WITH(k, load(other + k * LANE), expression)
#define WITH_FIXED(k, expression) WITH(k, fixed, expression)
#define BY_OTHER(expression)                                                                                           \
  {                                                                                                                    \
    const double *other = s->b;                                                                                        \
    uint64_t chosen = *s->g;                                                                                           \
    EACH(WITH_OTHER, expression)                                                                                       \
  }
#define BY_FIXED(expression)                                                                                           \
  {                                                                                                                    \
    doubles fixed = all_of(s->y);                                                                                      \
    uint64_t chosen = *s->g;                                                                                           \
    EACH(WITH_FIXED, expression)                                                                                       \
  }
#define TAKE_A EACH(TAKE, s->a)
#define STORE_HOME EACH(PUT, s->home)
#define FORM(what, form, ...)                                                                                          \
  case CM_STEP(what, form): {                                                                                          \
    __VA_ARGS__                                                                                                        \
    continue;                                                                                                          \
  }
#define FORMS(what, form, operation)                                                                                   \
  FORM(what, form, operation)                                                                                          \
  FORM(what, form + CM_FORM_STORES, operation STORE_HOME)                                                              \
  FORM(what, form + CM_FORM_TAKEN, TAKE_A operation)                                                                   \
  FORM(what, form + CM_FORM_TAKEN + CM_FORM_STORES, TAKE_A operation STORE_HOME)
#define OF_ONE(what, expression) FORMS(what, CM_FORM_FIXED, BY_FIXED(expression))
#define OF_TWO(what, expression) OF_ONE(what, expression) FORMS(what, CM_FORM_OTHER, BY_OTHER(expression))
#define TURNED(what, expression)                                                                                       \
  FORM(what, CM_FORM_TURNED, BY_OTHER(expression))                                                                     \
  FORM(what, CM_FORM_TURNED + CM_FORM_STORES, BY_OTHER(expression) STORE_HOME)

/* Eight lanes' bits as a word, put together where masks are. */
#define WORD_OF(bits, x)                                                                                               \
  _mm512_kunpackd(_mm512_kunpackw(_mm512_kunpackb(bits(7, x), bits(6, x)), _mm512_kunpackb(bits(5, x), bits(4, x))),   \
                  _mm512_kunpackw(_mm512_kunpackb(bits(3, x), bits(2, x)), _mm512_kunpackb(bits(1, x), bits(0, x))))
#define HOLDS_HERE(k, is) _mm512_cmp_pd_mask((__m512d)r##k, (__m512d)fixed, is)
#define HOLDS_THERE(k, is) _mm512_cmp_pd_mask((__m512d)load(s->a + k * LANE), (__m512d)fixed, is)
#define HOLDS_BOTH(k, is) _mm512_cmp_pd_mask((__m512d)load(s->a + k * LANE), (__m512d)load(s->b + k * LANE), is)
/* One that is not at hand is looked at where it is: what is at hand stays there. */
#define COMPARISON(what, is)                                                                                           \
  FORM(what, CM_FORM_HERE, doubles fixed = all_of(s->y); *s->out = WORD_OF(HOLDS_HERE, is);)                           \
  FORM(what, CM_FORM_THERE, doubles fixed = all_of(s->y); *s->out = WORD_OF(HOLDS_THERE, is);)                         \
  FORM(what, CM_FORM_BOTH, *s->out = WORD_OF(HOLDS_BOTH, is);)
#define NOT_FINITE(x) _mm512_fpclass_pd_mask((__m512d)(x), 0x99) /* NaN, infinity */
#define ODD_HERE(k, x) NOT_FINITE(r##k)
#define ODD_THERE(k, from) NOT_FINITE(load((from) + k * LANE))

#define MASKED(k, from) r##k = keep_where(bytes[k], load((from) + k * LANE));
#define LOADED                                                                                                         \
  {                                                                                                                    \
    const double *from = s->source->values + row;                                                                      \
    *s->out = source_bits(s->source, row);                                                                             \
    const uint8_t *bytes = (const uint8_t *)s->out; /* a lane's each, which goes from memory to where it masks */      \
    EACH(MASKED, from)                                                                                                 \
    doubles odd = {0}, also = {0};                                                                                     \
    odd = spoil(odd, r0), also = spoil(also, r1);                                                                      \
    odd = spoil(odd, r2), also = spoil(also, r3);                                                                      \
    odd = spoil(odd, r4), also = spoil(also, r5);                                                                      \
    odd = spoil(odd, r6), also = spoil(also, r7);                                                                      \
    if (finite_rows(odd + also) != EVERY_ROW) {                                                                        \
      *s->out = load_odd(s->home, from, *s->out);                                                                      \
      EACH(TAKE, s->home)                                                                                              \
    }                                                                                                                  \
  }

#define STREAM(k, to) _mm512_stream_pd((to) + k * LANE, (__m512d)keep_where(valid >> k * LANE, r##k));
#define STORE(k, to) store((to) + k * LANE, keep_where(valid >> k * LANE, r##k));
#define ODD_ARE_NOT *s->out = *s->g & ~WORD_OF(ODD_HERE, )
#define KEEP_VALUE EACH(TAKE, s->home)
/* `valid` is what is handed out; `write` writes it */
#define KEEP(way, write)                                                                                               \
  FORM(CM_DO_KEEP, way, uint64_t valid = *s->g; write)                                                                 \
  FORM(CM_DO_KEEP, (way) + CM_FORM_FINITE, uint64_t valid = ODD_ARE_NOT; write)                                        \
  FORM(CM_DO_KEEP, (way) + CM_FORM_TAKEN, KEEP_VALUE uint64_t valid = *s->g; write)                                    \
  FORM(CM_DO_KEEP, (way) + CM_FORM_TAKEN + CM_FORM_FINITE, KEEP_VALUE uint64_t valid = ODD_ARE_NOT; write)

/* That steps are of no other kind saves a comparison a step. */
#if defined(CEMENT_COUNTING)
#define LAST_KIND default
#else
/* clang-format off */
#define LAST_KIND default: __builtin_unreachable(); case CM_STEP_END
/* clang-format on */
#endif

static void run_steps(const cm_frame *f) {
  size_t row = f->row;
  doubles r0 = {0}, r1 = r0, r2 = r0, r3 = r0, r4 = r0, r5 = r0, r6 = r0, r7 = r0;
  for (const cm_step *s = f->steps;; s++) {
    switch (s->kind) {
    case CM_STEP_ASK:
      ask(s->source, row);
      continue;
      OF_TWO(CM_DO_ADD, ADD_IS)
      FORMS(CM_DO_SUM, CM_FORM_OTHER, BY_OTHER(SUM_IS))
      OF_TWO(CM_DO_SUB, SUB_IS)
      TURNED(CM_DO_SUB, y - x)
      OF_TWO(CM_DO_MUL, MUL_IS)
      OF_TWO(CM_DO_DIV, DIV_IS)
      OF_TWO(CM_DO_MIN, MIN_IS)
      OF_TWO(CM_DO_MAX, MAX_IS)
      OF_ONE(CM_DO_NEG, NEG_IS)
      OF_ONE(CM_DO_ABS, ABS_IS)
      FORM(CM_DO_POW, 0, cm_code_power(s->home, s->a, ROWS, f->code->powers.at[s->number]); EACH(TAKE, s->home))
      OF_TWO(CM_DO_SELECT, SELECT_IS)
      TURNED(CM_DO_SELECT, choose(g, y, x))
      OF_TWO(CM_DO_SUM_IF, SUM_IF_IS)
      TURNED(CM_DO_SUM_IF, add_where(g, y, x))
      COMPARISON(CM_DO_EQ, _CMP_EQ_OQ)
      COMPARISON(CM_DO_NE, _CMP_NEQ_UQ)
      COMPARISON(CM_DO_LT, _CMP_LT_OS)
      COMPARISON(CM_DO_LE, _CMP_LE_OS)
      COMPARISON(CM_DO_GT, _CMP_GT_OS)
      COMPARISON(CM_DO_GE, _CMP_GE_OS)
      FORM(CM_DO_FINITE, CM_FORM_HERE, *s->out = *s->g & ~WORD_OF(ODD_HERE, );)
      FORM(CM_DO_FINITE, CM_FORM_THERE, *s->out = *s->g & ~WORD_OF(ODD_THERE, s->a);)
      FORM(CM_DO_AND, 0, *s->out = *s->of[0] & *s->of[1];)
      FORM(CM_DO_OR, 0, *s->out = *s->of[0] | *s->of[1];)
      FORM(CM_DO_LESS, 0, *s->out = *s->of[0] & ~*s->of[1];)
      FORM(CM_DO_ANY, 0, *s->out = (*s->of[0] | *s->of[1]) | (*s->of[2] | *s->of[3]);)
      FORM(CM_DO_LOAD, 0, LOADED)
      FORM(CM_DO_LOAD, CM_FORM_STORES, LOADED STORE_HOME)
      KEEP(CM_FORM_NEAR, EACH(STORE, s->to + row))
      KEEP(CM_FORM_FAR, EACH(STREAM, s->to + row))
      KEEP(CM_FORM_SLOWLY, STORE_HOME keep_output(f, s->number, s->home, valid);)
    LAST_KIND:
      return;
    }
  }
}
