/* What of the code is used, and which registers its values take. */
#include "run/columns_code.h"

static void use_operands(const cm_instruction *s, uint8_t *values, uint8_t *bits) {
  if (cm_has_bits(s)) {
    bits[s->a] = bits[s->b] = 1;
    return;
  }
  bits[s->g] = 1;
  values[s->a] = 1;
  if (cm_has_second(s)) values[s->b] = 1;
}

static bool is_used(const cm_instruction *s, const uint8_t *wanted, const uint8_t *values, const uint8_t *bits) {
  if (s->what == CM_DO_LOAD) return true;
  if (s->what == CM_DO_KEEP) return wanted[s->out];
  return cm_makes_bits(s) ? bits[s->out] : values[s->out];
}

void cm_code_used(const cm_code *code, const uint8_t *wanted, bool states, uint8_t *used, uint8_t *values,
                  uint8_t *bits) {
  memset(values, 0, code->values);
  memset(bits, 0, code->bits);
  for (size_t i = 0; i < code->output_count; i++) {
    const cm_code_output *o = &code->outputs[i];
    if (wanted && !wanted[i]) continue;
    values[o->value] = 1;
    bits[o->valid] = 1;
    if (states) bits[o->inapplicable] = 1;
  }
  for (size_t i = code->steps.size; i-- > 0;) {
    const cm_instruction *s = &code->steps.at[i];
    used[i] = is_used(s, wanted, values, bits);
    if (used[i] && s->what != CM_DO_LOAD) use_operands(s, values, bits);
  }
}

/* ---- numbering again without gaps ---- */

typedef struct settling {
  cm_arena scratch;
  cm_code *code;
  uint8_t *used, *value_used, *bit_used;
  uint32_t *value, *bit; /* new numbers */
} settling;

static void renumber(settling *s) {
  cm_code *c = s->code;
  uint32_t values = 0, bits = 0;
  for (uint32_t i = 0; i < c->values; i++) s->value[i] = i < c->slots || s->value_used[i] ? values++ : 0;
  for (uint32_t i = 0; i < c->bits; i++) s->bit[i] = i < c->slots + 2 || s->bit_used[i] ? bits++ : 0;
  c->values = values;
  c->bits = bits;
}

static void rewrite(settling *s) {
  cm_code *c = s->code;
  size_t kept = 0;
  for (size_t i = 0; i < c->steps.size; i++) {
    cm_instruction in = c->steps.at[i];
    if (!s->used[i]) continue;
    in.out = cm_makes_bits(&in) ? s->bit[in.out] : s->value[in.out];
    bool of_bits = cm_has_bits(&in);
    in.a = of_bits ? s->bit[in.a] : s->value[in.a];
    if (of_bits || cm_has_second(&in)) in.b = of_bits ? s->bit[in.b] : s->value[in.b];
    in.g = s->bit[in.g];
    c->steps.at[kept++] = in;
  }
  c->steps.size = kept;
  for (size_t i = 0; i < c->output_count; i++) {
    cm_code_output *o = &c->outputs[i];
    *o = (cm_code_output){s->value[o->value], s->bit[o->valid], s->bit[o->inapplicable]};
  }
  kept = 0;
  for (size_t i = 0; i < c->fixed.size; i++) {
    cm_fixed f = c->fixed.at[i];
    if (s->value_used[f.value]) c->fixed.at[kept++] = (cm_fixed){s->value[f.value], f.x};
  }
  c->fixed.size = kept;
}

/* ---- registers ---- */

/* What is needed until when, and registers that are free. */
typedef struct giving {
  cm_code *code;
  bool stay;
  uint32_t *last;         /* of each value: the last instruction that needs its register; or one of the two below */
  uint32_t *first, *next; /* the values of which an instruction is the last: a list for each */
  uint32_t *spare;
  size_t spares;
} giving;

#define FOR_NOBODY UINT32_MAX
#define TO_THE_END (UINT32_MAX - 1)

static void needs_until(giving *g, uint32_t value, uint32_t step) {
  if (g->last[value] == FOR_NOBODY || g->last[value] < step) g->last[value] = step;
}

/* A choice may stand for its second operand without copying it, which then is needed as long as the choice. */
static void find_last(giving *g) {
  const cm_code *c = g->code;
  for (uint32_t v = 0; v < c->values; v++) g->last[v] = FOR_NOBODY;
  for (size_t i = 0; i < c->fixed.size; i++) g->last[c->fixed.at[i].value] = TO_THE_END;
  for (size_t i = 0; g->stay && i < c->output_count; i++) needs_until(g, c->outputs[i].value, TO_THE_END);
  for (uint32_t v = 0; v < c->slots; v++) g->last[v] = TO_THE_END;
  for (size_t i = 0; i < c->steps.size && !g->stay; i++)
    if (c->steps.at[i].what == CM_DO_LOAD) g->last[c->steps.at[i].out] = FOR_NOBODY;
  for (uint32_t i = (uint32_t)c->steps.size; i-- > 0;) {
    const cm_instruction *in = &c->steps.at[i];
    if (cm_has_bits(in) || in->what == CM_DO_LOAD) continue;
    needs_until(g, in->a, i);
    if (cm_has_second(in)) needs_until(g, in->b, in->what == CM_DO_SELECT ? g->last[in->out] : i);
  }
}

static void list_endings(giving *g) {
  const cm_code *c = g->code;
  for (size_t i = 0; i < c->steps.size; i++) g->first[i] = CM_NO_NODE;
  for (uint32_t v = 0; v < c->values; v++) {
    if (g->last[v] >= c->steps.size) continue;
    g->next[v] = g->first[g->last[v]];
    g->first[g->last[v]] = v;
  }
}

/* Those of slots and constants. Slots that need not stay where they are read take any; theirs are spare. */
static void give_own(giving *g) {
  cm_code *c = g->code;
  c->registers = c->slots;
  for (uint32_t v = 0; v < c->slots; v++) c->home[v] = v;
  for (size_t i = 0; i < c->fixed.size; i++) c->home[c->fixed.at[i].value] = c->registers++;
  for (size_t i = c->steps.size; i-- > 0 && !g->stay;)
    if (c->steps.at[i].what == CM_DO_LOAD) g->spare[g->spares++] = c->steps.at[i].out;
}

size_t cm_code_room(const cm_code *code) {
  return 3 * (size_t)code->values + code->steps.size;
}

void cm_code_give_registers(cm_code *c, bool stay, uint32_t *room) {
  giving g = {.code = c, .stay = stay, .last = room, .next = room + c->values};
  g.spare = g.next + c->values;
  g.first = g.spare + c->values;
  find_last(&g);
  list_endings(&g);
  give_own(&g);
  for (size_t i = 0; i < c->steps.size; i++) {
    cm_instruction *in = &c->steps.at[i];
    /* operands that end here give their registers first: every loop reads a row before it writes it */
    for (uint32_t v = g.first[i]; v != CM_NO_NODE; v = g.next[v]) g.spare[g.spares++] = c->home[v];
    bool takes = in->what < CM_DO_EQ || (in->what == CM_DO_LOAD && !stay);
    if (takes) c->home[in->out] = g.spares ? g.spare[--g.spares] : c->registers++;
    if (in->what < CM_DO_EQ || in->what == CM_DO_LOAD) in->home = c->home[in->out];
  }
}

static int take_room(settling *s) {
  cm_code *c = s->code;
  s->used = CM_NEWS(&s->scratch, uint8_t, c->steps.size);
  s->value_used = CM_NEWS(&s->scratch, uint8_t, c->values);
  s->bit_used = CM_NEWS(&s->scratch, uint8_t, c->bits);
  s->value = CM_NEWS(&s->scratch, uint32_t, c->values);
  s->bit = CM_NEWS(&s->scratch, uint32_t, c->bits);
  return s->used && s->value_used && s->bit_used && s->value && s->bit ? 0 : -1;
}

/* Everything behind the numbers, which are settled. */
static int finish(cm_arena *arena, settling *s) {
  cm_code *c = s->code;
  if (cm_code_weave(arena, c)) return -1;
  uint32_t *room = CM_NEWS(&s->scratch, uint32_t, cm_code_room(c));
  if (!room || !(c->home = CM_NEWS(arena, uint32_t, c->values))) return -1;
  cm_code_give_registers(c, true, room);
  return 0;
}

int cm_code_settle(cm_arena *arena, cm_code *code) {
  settling s = {.code = code};
  cm_arena_init(&s.scratch, arena->alloc);
  int status = take_room(&s);
  if (!status) {
    cm_code_used(code, NULL, true, s.used, s.value_used, s.bit_used);
    renumber(&s);
    rewrite(&s);
    status = finish(arena, &s);
  }
  cm_arena_free(&s.scratch);
  return status;
}
