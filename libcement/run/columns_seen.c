/* Where values are looked at: elsewhere they may be what they like. */
#include "run/columns_make.h"

#define NOBODY CM_NO_BITS
#define ANYBODY CM_ALL_BITS

static void see(const cm_maker *m, uint32_t *seen, uint32_t value, uint32_t where) {
  if (cm_within(m, where, seen[value])) return;
  seen[value] = seen[value] == NOBODY || cm_within(m, seen[value], where) ? where : ANYBODY;
}

/* A condition of which one part holds wherever the result is looked at is the other part. */
static uint32_t without_known(const cm_maker *m, uint32_t g, uint32_t where) {
  const cm_instruction *s = cm_origin_of_bits(m, g);
  if (cm_within(m, where, g)) return CM_ALL_BITS;
  if (!s || s->what != CM_DO_AND) return g;
  if (cm_within(m, where, s->a)) return without_known(m, s->b, where);
  if (cm_within(m, where, s->b)) return without_known(m, s->a, where);
  return g;
}

static void see_operands(const cm_maker *m, uint32_t *seen, const cm_instruction *s, uint32_t where) {
  see(m, seen, s->a, where);
  if (cm_has_second(s)) see(m, seen, s->b, where);
}

static void look(const cm_maker *m, const uint8_t *used, uint32_t *seen) {
  const cm_code *c = m->code;
  for (size_t i = 0; i < c->values; i++) seen[i] = NOBODY;
  for (size_t i = 0; i < c->output_count; i++) see(m, seen, c->outputs[i].value, c->outputs[i].valid);
  for (size_t i = c->steps.size; i-- > 0;) {
    cm_instruction *s = &c->steps.at[i];
    if (!used[i] || s->what >= CM_DO_AND) continue;
    uint32_t where = s->what == CM_DO_FINITE ? s->g : cm_makes_bits(s) ? ANYBODY : seen[s->out];
    if (s->what == CM_DO_SELECT || s->what == CM_DO_SUM_IF) s->g = without_known(m, s->g, where);
    see_operands(m, seen, s, where);
  }
}

int cm_code_look(cm_maker *m) {
  const cm_code *c = m->code;
  uint32_t *seen = CM_NEWS(&m->scratch, uint32_t, c->values);
  uint8_t *used = CM_NEWS(&m->scratch, uint8_t, c->steps.size), *values = CM_NEWS(&m->scratch, uint8_t, c->values);
  uint8_t *bits = CM_NEWS(&m->scratch, uint8_t, c->bits);
  if (!seen || !used || !values || !bits) return -1;
  cm_code_used(c, NULL, true, used, values, bits);
  look(m, used, seen);
  return 0;
}
