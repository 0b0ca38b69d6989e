/* Where the code reads and writes: slots as late and outputs as early as can be, so that memory and processor work side
 * by side. */
#include "run/columns_code.h"

typedef struct weaving {
  const cm_code *code;
  cm_arena *arena, scratch;
  CM_VEC(cm_instruction) steps;
  uint8_t *loaded, *kept; /* by slot, by output */
  uint8_t *values, *bits; /* those that are made */
  bool failed;
} weaving;

static void weave(weaving *w, cm_instruction s) {
  w->failed |= CM_VEC_PUSH(w->arena, &w->steps, s) < 0;
}

static void load_once(weaving *w, uint32_t slot) {
  if (slot >= w->code->slots || w->loaded[slot]) return;
  w->loaded[slot] = 1;
  weave(w, (cm_instruction){.what = CM_DO_LOAD, .out = slot});
}

static void load_bits_once(weaving *w, uint32_t bits) {
  if (bits >= 2) load_once(w, bits - 2);
}

static void load_operands(weaving *w, const cm_instruction *s) {
  load_bits_once(w, s->g);
  if (cm_has_bits(s)) {
    load_bits_once(w, s->a);
    load_bits_once(w, s->b);
    return;
  }
  load_once(w, s->a);
  if (cm_has_second(s)) load_once(w, s->b);
}

/* The outputs whose value and bits are made. */
static void keep_ready(weaving *w) {
  const cm_code *c = w->code;
  for (uint32_t i = 0; i < c->output_count; i++) {
    const cm_code_output *o = &c->outputs[i];
    if (w->kept[i] || !w->values[o->value] || !w->bits[o->valid]) continue;
    cm_instruction keep = {.what = CM_DO_KEEP, .out = i, .a = o->value, .b = CM_NO_NODE, .g = o->valid};
    w->kept[i] = 1;
    load_operands(w, &keep);
    weave(w, keep);
  }
}

static int take_room(weaving *w) {
  const cm_code *c = w->code;
  w->loaded = CM_NEWS(&w->scratch, uint8_t, c->slots);
  w->kept = CM_NEWS(&w->scratch, uint8_t, c->output_count);
  w->values = CM_NEWS(&w->scratch, uint8_t, c->values);
  w->bits = CM_NEWS(&w->scratch, uint8_t, c->bits);
  if (!w->loaded || !w->kept || !w->values || !w->bits) return -1;
  memset(w->values, 1, c->slots);
  memset(w->bits, 1, c->slots + 2);
  for (size_t i = 0; i < c->fixed.size; i++) w->values[c->fixed.at[i].value] = 1;
  return 0;
}

static void weave_all(weaving *w) {
  const cm_code *c = w->code;
  keep_ready(w);
  for (size_t i = 0; i < c->steps.size; i++) {
    const cm_instruction *in = &c->steps.at[i];
    load_operands(w, in);
    weave(w, *in);
    (cm_makes_bits(in) ? w->bits : w->values)[in->out] = 1;
    keep_ready(w);
  }
  for (uint32_t slot = 0; slot < c->slots; slot++) load_once(w, slot); /* a total may ask for it */
}

int cm_code_weave(cm_arena *arena, cm_code *code) {
  weaving w = {.code = code, .arena = arena};
  cm_arena_init(&w.scratch, arena->alloc);
  w.failed = take_room(&w) < 0;
  if (!w.failed) weave_all(&w);
  code->steps.at = w.steps.at, code->steps.size = w.steps.size, code->steps.room = w.steps.room;
  cm_arena_free(&w.scratch);
  return w.failed ? -1 : 0;
}
