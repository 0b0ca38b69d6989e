/* From the instructions of fitted code to steps: which values are at hand where they are needed, and never come to
 * memory. */
#include "run/columns_steps.h"

/* ---- what is at hand: the result of the last instruction that made a value ---- */

static bool turns(const cm_instruction *in) {
  return in->what == CM_DO_ADD || in->what == CM_DO_SUM || in->what == CM_DO_MUL;
}

static bool takes_second(const cm_instruction *in) {
  return in->what == CM_DO_SELECT || in->what == CM_DO_SUM_IF || in->what == CM_DO_SUB;
}

static bool takes_first(const cm_instruction *in) {
  return (in->what < CM_DO_EQ && in->what != CM_DO_POW) || in->what == CM_DO_KEEP;
}

/* Which operand is at hand; the others are read from memory. */
static void find_here(cm_instruction *in, uint32_t last, uint8_t *read) {
  bool second = cm_has_second(in);
  if (second && in->b == last && in->a != last && turns(in)) {
    in->b = in->a;
    in->a = last;
  }
  if (in->a == last && in->what != CM_DO_POW && !(second && cm_makes_bits(in)))
    in->here = CM_HERE_A;
  else if (second && in->b == last && takes_second(in))
    in->here = CM_HERE_B;
  else
    in->here = takes_first(in) ? CM_HERE_TAKEN : CM_HERE_NOT;
  if (in->here != CM_HERE_A) read[in->a] = 1;
  if (second && in->here != CM_HERE_B) read[in->b] = 1;
}

static void find_all(cm_code *c, uint8_t *read) {
  uint32_t last = CM_NO_NODE;
  memset(read, 0, c->values);
  for (size_t i = 0; i < c->steps.size; i++) {
    cm_instruction *in = &c->steps.at[i];
    if (in->what == CM_DO_LOAD) last = in->out;
    if (cm_has_bits(in) || in->what == CM_DO_LOAD) continue;
    find_here(in, last, read);
    if (in->what < CM_DO_EQ) last = in->out;
    if (in->what == CM_DO_KEEP) last = in->a;
  }
}

/* ---- kinds ---- */

typedef struct making {
  const cm_frame *f;
  const uint8_t *read; /* by value: somebody reads it from its register */
} making;

static uint32_t value_form(const making *m, const cm_instruction *in) {
  uint32_t form = in->here == CM_HERE_B ? CM_FORM_TURNED : cm_has_second(in) ? CM_FORM_OTHER : CM_FORM_FIXED;
  if (in->here == CM_HERE_TAKEN) form |= CM_FORM_TAKEN;
  return m->read[in->out] ? form | CM_FORM_STORES : form;
}

static uint32_t bit_form(const cm_instruction *in) {
  return in->here == CM_HERE_A ? CM_FORM_HERE : cm_has_second(in) ? CM_FORM_BOTH : CM_FORM_THERE;
}

static uint32_t keep_form(const making *m, const cm_instruction *in, const double *to) {
  size_t whole = m->f->far ? CM_LINE * sizeof *to : sizeof *to; /* a register, which goes past the caches as a line */
  uint32_t form = !to || (uintptr_t)to % whole ? CM_FORM_SLOWLY : m->f->far ? CM_FORM_FAR : CM_FORM_NEAR;
  if (in->here == CM_HERE_TAKEN) form |= CM_FORM_TAKEN;
  return in->b != CM_NO_NODE ? form | CM_FORM_FINITE : form;
}

/* ---- steps ---- */

static cm_step step_of_bits(const making *m, const cm_instruction *in) {
  const uint64_t *bits = m->f->bits;
  bool any = in->what == CM_DO_ANY;
  return (cm_step){.kind = CM_STEP(in->what, 0),
                   .of = {bits + in->a, bits + in->b, any ? bits + in->g : NULL, any ? bits + in->home : NULL},
                   .out = m->f->bits + in->out};
}

static cm_step step_of_keep(const making *m, const cm_instruction *in) {
  const cm_frame *f = m->f;
  double *to = f->targets ? f->targets[in->out] : NULL;
  cm_step s = {.number = in->out, .to = to, .home = f->registers + (size_t)f->code->home[in->a] * CM_BLOCK_ROWS};
  s.kind = CM_STEP(CM_DO_KEEP, keep_form(m, in, to ? to + f->first : NULL));
  s.g = f->bits + in->g;
  if (in->b != CM_NO_NODE) s.out = f->bits + in->b;
  return s;
}

static cm_step step_of_load(const making *m, const cm_instruction *in) {
  const cm_frame *f = m->f;
  return (cm_step){.kind = CM_STEP(CM_DO_LOAD, m->read[in->out] ? CM_FORM_STORES : 0),
                   .source = &f->sources[in->out],
                   .home = f->registers + (size_t)in->home * CM_BLOCK_ROWS,
                   .out = f->bits + in->out + 2};
}

static cm_step step_of(const making *m, const cm_instruction *in) {
  if (cm_has_bits(in)) return step_of_bits(m, in);
  if (in->what == CM_DO_KEEP) return step_of_keep(m, in);
  if (in->what == CM_DO_LOAD) return step_of_load(m, in);
  const cm_frame *f = m->f;
  cm_step s = {.a = f->value[in->a], .g = f->bits + in->g};
  if (cm_has_second(in))
    s.b = f->value[in->b];
  else if (in->what == CM_DO_POW)
    s.number = in->b;
  else
    s.y = in->y;
  if (in->here == CM_HERE_B) s.b = s.a;
  if (cm_makes_bits(in)) {
    s.kind = CM_STEP(in->what, bit_form(in));
    s.out = f->bits + in->out;
  } else {
    s.kind = CM_STEP(in->what, in->what == CM_DO_POW ? 0 : value_form(m, in));
    s.home = f->registers + (size_t)in->home * CM_BLOCK_ROWS;
  }
  return s;
}

/* Every few steps a source is asked for. */
void cm_steps_make(cm_step *steps, const cm_frame *f, cm_code *code, uint8_t *read) {
  making m = {f, read};
  size_t apart = code->steps.size / (f->asked_count + 1) + 1, asked = 0;
  find_all(code, read);
  for (size_t i = 0; i < code->steps.size; i++) {
    if (i % apart == 0 && asked < f->asked_count)
      *steps++ = (cm_step){.kind = CM_STEP_ASK, .source = f->asked[asked++]};
    *steps++ = step_of(&m, &code->steps.at[i]);
  }
  *steps = (cm_step){.kind = CM_STEP_END};
}
