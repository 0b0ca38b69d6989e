/* The code fitted to a call: columns that are the same in all rows, and what follows from them alone, are worked out
 * once; what then changes nothing is left out. */
#include "run/columns_work.h"

typedef struct fitting {
  cm_work *work;
  cm_code *code; /* the fitted one, in the making */
  cm_fit fit;
} fitting;

/* ---- what is known ---- */

static void know_value(fitting *f, uint32_t value, double x) {
  f->fit.known[value] = 1;
  f->fit.x[value] = x;
}

static void know_slots(fitting *f) {
  const cm_work *w = f->work;
  for (uint32_t i = 0; i < f->code->slots; i++) {
    if (w->frame.sources[i].values || !cm_work_reads(w, i)) continue;
    know_value(f, i, w->frame.registers[(size_t)i * CM_BLOCK_ROWS]);
    f->fit.as_bits[i + 2] = w->frame.bits[i + 2] ? CM_ALL_BITS : CM_NO_BITS;
  }
}

static void push(fitting *f, cm_instruction in) {
  f->code->steps.at[f->code->steps.size++] = in;
}

/* ---- bits: those that are the same in all rows are one of the two that always are ---- */

static uint32_t both(uint32_t a, uint32_t b) {
  if (a == CM_ALL_BITS || b == CM_NO_BITS) return b;
  return b == CM_ALL_BITS || a == CM_NO_BITS || a == b ? a : CM_NO_NODE;
}

static uint32_t either(uint32_t a, uint32_t b) {
  if (a == CM_NO_BITS || b == CM_ALL_BITS) return b;
  return b == CM_NO_BITS || a == CM_ALL_BITS || a == b ? a : CM_NO_NODE;
}

static uint32_t less(uint32_t a, uint32_t b) {
  if (b == CM_NO_BITS) return a;
  return a == CM_NO_BITS || b == CM_ALL_BITS || a == b ? CM_NO_BITS : CM_NO_NODE;
}

static void fit_bits(fitting *f, cm_instruction in) {
  in.a = f->fit.as_bits[in.a];
  in.b = f->fit.as_bits[in.b];
  uint32_t as = in.what == CM_DO_AND ? both(in.a, in.b) : in.what == CM_DO_OR ? either(in.a, in.b) : less(in.a, in.b);
  if (as != CM_NO_NODE)
    f->fit.as_bits[in.out] = as;
  else
    push(f, in);
}

static bool holds(uint16_t what, double x, double y) {
  switch (what) {
  case CM_DO_EQ: return x == y;
  case CM_DO_NE: return x != y;
  case CM_DO_LT: return x < y;
  case CM_DO_LE: return x <= y;
  case CM_DO_GT: return x > y;
  case CM_DO_GE: return x >= y;
  default: /* FINITE */ return x - x == 0;
  }
}

/* ---- values ---- */

static double compute(const cm_code *code, const cm_instruction *in, double x, double y) {
  switch (in->what) {
  case CM_DO_ADD: return x + y;
  case CM_DO_SUM: return (x + 0.0) + y;
  case CM_DO_SUB: return x - y;
  case CM_DO_MUL: return x * y;
  case CM_DO_DIV: return x / y;
  case CM_DO_MIN: return y < x ? y : x;
  case CM_DO_MAX: return y > x ? y : x;
  case CM_DO_NEG: return -x;
  case CM_DO_ABS: return x < 0 ? -x : x;
  default: /* POW */ cm_code_power(&x, &x, 1, code->powers.at[in->b]); return x;
  }
}

/* The operands as they are now; a known second one becomes a constant. A SUM needs the register of it. */
static void fit_operands(fitting *f, cm_instruction *in) {
  in->a = f->fit.as_value[in->a];
  in->g = f->fit.as_bits[in->g];
  if (!cm_has_second(in)) return;
  in->b = f->fit.as_value[in->b];
  if ((in->what == CM_DO_ADD || in->what == CM_DO_MUL) && f->fit.known[in->a]) {
    uint32_t b = in->b;
    in->b = in->a;
    in->a = b;
  }
  if (!f->fit.known[in->b]) return;
  in->y = f->fit.x[in->b];
  if (in->what != CM_DO_SUM) in->b = CM_NO_NODE;
}

/* Of two operands, whether both are the same in all rows. */
static bool knows(const fitting *f, const cm_instruction *in) {
  return f->fit.known[in->a] && (!cm_has_second(in) || f->fit.known[in->b]);
}

static void fit_comparison(fitting *f, cm_instruction in) {
  fit_operands(f, &in);
  uint32_t where = in.what == CM_DO_FINITE ? in.g : CM_ALL_BITS;
  if (where == CM_NO_BITS)
    f->fit.as_bits[in.out] = CM_NO_BITS;
  else if (knows(f, &in))
    f->fit.as_bits[in.out] = holds(in.what, f->fit.x[in.a], in.y) ? where : CM_NO_BITS;
  else
    push(f, in);
}

static void stand_for(fitting *f, uint32_t value, uint32_t other) {
  f->fit.as_value[value] = other;
}

/* ---- zeros that sums begin with: they make +0 of -0 and nothing else ---- */

static bool is_plus_zero(double x) {
  const double zero = 0;
  return memcmp(&x, &zero, sizeof zero) == 0;
}

/* What is added to something that is never -0 needs no zero of its own. What a SUM_IF adds to never is. */
static void fit_sum(fitting *f, cm_instruction *in) {
  uint8_t *plain = f->fit.unsigned_zero;
  if (in->what == CM_DO_SUM) in->a = f->fit.bare[in->a];
  if (in->what != CM_DO_ADD || plain[in->a]) {
    if (in->b != CM_NO_NODE) in->b = f->fit.bare[in->b];
    plain[in->out] = 1;
  } else if (in->b == CM_NO_NODE && is_plus_zero(in->y)) {
    plain[in->out] = 1;
    f->fit.bare[in->out] = in->a;
  }
}

static void push_sum(fitting *f, cm_instruction in) {
  bool nothing = in.what == CM_DO_ADD && in.b == CM_NO_NODE && is_plus_zero(in.y);
  if (nothing && f->fit.unsigned_zero[in.a]) {
    stand_for(f, in.out, in.a);
    return;
  }
  fit_sum(f, &in);
  push(f, in);
}

/* Where all rows or none are chosen. */
static void fit_choice(fitting *f, cm_instruction in) {
  bool sum = in.what == CM_DO_SUM_IF;
  if (in.g == CM_ALL_BITS && sum) {
    in.what = CM_DO_ADD;
    push_sum(f, in);
  } else if (in.g == CM_ALL_BITS || (in.g == CM_NO_BITS && sum)) {
    stand_for(f, in.out, in.a);
  } else if (sum) {
    fit_sum(f, &in);
    push(f, in);
  } else if (in.g != CM_NO_BITS) {
    push(f, in);
  } else if (in.b == CM_NO_NODE) {
    know_value(f, in.out, in.y);
  } else {
    stand_for(f, in.out, in.b);
  }
}

static void fit_value(fitting *f, cm_instruction in) {
  fit_operands(f, &in);
  if (in.what == CM_DO_SELECT || in.what == CM_DO_SUM_IF)
    fit_choice(f, in);
  else if (knows(f, &in))
    know_value(f, in.out, compute(f->code, &in, f->fit.x[in.a], in.y));
  else if (in.what == CM_DO_SUB && in.b == CM_NO_NODE && is_plus_zero(in.y))
    stand_for(f, in.out, in.a);
  else if (in.what == CM_DO_ADD || in.what == CM_DO_SUM)
    push_sum(f, in);
  else
    push(f, in);
}

/* ---- all of it ---- */

static void fit_step(fitting *f, cm_instruction in) {
  if (in.what == CM_DO_LOAD) {
    if (f->work->frame.sources[in.out].values) push(f, in);
  } else if (in.what == CM_DO_KEEP) {
    fit_operands(f, &in);
    push(f, in);
  } else if (cm_has_bits(&in)) {
    fit_bits(f, in);
  } else if (cm_makes_bits(&in)) {
    fit_comparison(f, in);
  } else {
    fit_value(f, in);
  }
}

static void begin(fitting *f, const cm_code *from) {
  for (uint32_t i = 0; i < from->values; i++) f->fit.as_value[i] = i;
  for (uint32_t i = 0; i < from->bits; i++) f->fit.as_bits[i] = i;
  memset(f->fit.known, 0, from->values);
  memset(f->fit.unsigned_zero, 0, from->values);
  for (uint32_t i = 0; i < from->values; i++) f->fit.bare[i] = i;
  memset(f->fit.home, 0, from->values * sizeof *f->fit.home);
  for (size_t i = 0; i < from->fixed.size; i++) know_value(f, from->fixed.at[i].value, from->fixed.at[i].x);
  know_slots(f);
}

/* What is known and not a slot gets a register that keeps it. */
static void fix_values(fitting *f) {
  f->code->fixed.size = 0;
  for (uint32_t v = f->code->slots; v < f->code->values; v++)
    if (f->fit.known[v] && f->work->value_used[v])
      f->code->fixed.at[f->code->fixed.size++] = (cm_fixed){v, f->fit.x[v]};
}

static void fit_outputs(fitting *f, const cm_code *from) {
  for (size_t i = 0; i < from->output_count; i++) {
    const cm_code_output *o = &from->outputs[i];
    f->code->outputs[i] =
        (cm_code_output){f->fit.as_value[o->value], f->fit.as_bits[o->valid], f->fit.as_bits[o->inapplicable]};
  }
}

static void drop_unused(const cm_work *w, cm_code *code) {
  size_t kept = 0;
  cm_code_used(code, w->wanted, w->states, w->used, w->value_used, w->bit_used);
  for (size_t i = 0; i < code->steps.size; i++)
    if (w->used[i]) code->steps.at[kept++] = code->steps.at[i];
  code->steps.size = kept;
}

void cm_work_fit(cm_work *w) {
  const cm_code *from = w->frame.code;
  fitting f = {.work = w, .code = &w->fitted, .fit = w->fit};
  w->fitted = *from;
  w->fitted.steps.at = w->fit.steps;
  w->fitted.steps.size = 0;
  w->fitted.fixed.at = w->fit.fixed;
  w->fitted.outputs = w->fit.outputs;
  w->fitted.home = w->fit.home;
  begin(&f, from);
  for (size_t i = 0; i < from->steps.size; i++)
    if (!w->frame.used || w->frame.used[i]) fit_step(&f, from->steps.at[i]);
  fit_outputs(&f, from);
  drop_unused(w, &w->fitted);
  cm_work_join(w);
  fix_values(&f);
  cm_code_give_registers(&w->fitted, !w->frame.targets, w->fit.room);
  w->frame.code = &w->fitted;
  w->frame.used = NULL;
}
