/* Steps of the fitted code that one instruction does at once. */
#include "run/columns_work.h"

/* What is handed out right after it was looked at whether it is finite. */
static void join_keeps(cm_code *code) {
  cm_instruction last = {.what = CM_DO_LOAD};
  size_t kept = 0;
  for (size_t i = 0; i < code->steps.size; i++) {
    cm_instruction in = code->steps.at[i];
    if (in.what == CM_DO_KEEP && last.what == CM_DO_FINITE && last.out == in.g && last.a == in.a) {
      in.b = in.g;
      in.g = last.g;
      kept--;
    }
    code->steps.at[kept++] = last = in;
  }
  code->steps.size = kept;
}

/* ---- bits of any of several: ORs of ORs that nobody else asks for ---- */

typedef struct joining {
  cm_code *code;
  uint8_t *asked;  /* of bits: by how many, two at most */
  uint32_t *maker; /* of bits: the OR or ANY that makes them; CM_NO_NODE: none does */
} joining;

static void ask(joining *j, uint32_t bits) {
  if (j->asked[bits] < 2) j->asked[bits]++;
}

static void ask_all(joining *j, bool states) {
  const cm_code *c = j->code;
  memset(j->asked, 0, c->bits);
  for (size_t i = 0; i < c->output_count; i++) {
    ask(j, c->outputs[i].valid);
    if (states) ask(j, c->outputs[i].inapplicable);
  }
  for (size_t i = 0; i < c->steps.size; i++) {
    const cm_instruction *in = &c->steps.at[i];
    if (in->what != CM_DO_LOAD) ask(j, cm_has_bits(in) ? in->a : in->g);
    if (cm_has_bits(in)) ask(j, in->b);
  }
}

/* Puts the operands of an OR, or of what it became, where its one reader has `operand`; the OR is done with. */
static size_t take_operands(joining *j, uint32_t *operands, size_t count, size_t operand) {
  uint32_t bits = operands[operand];
  if (j->asked[bits] != 1 || j->maker[bits] == CM_NO_NODE) return count;
  cm_instruction * or = &j->code->steps.at[j->maker[bits]];
  const uint32_t own[CM_ANY] = { or->a, or->b, or->g, or->home};
  size_t more = or->what == CM_DO_OR ? 2 : or->home == CM_NO_BITS ? 3 : CM_ANY;
  if (count - 1 + more > CM_ANY) return count;
  operands[operand] = own[0];
  for (size_t i = 1; i < more; i++) operands[count++] = own[i];
  or->what = CM_DO_NOTHING;
  return count;
}

static void join_or(joining *j, cm_instruction *in) {
  uint32_t operands[CM_ANY] = {in->a, in->b, CM_NO_BITS, CM_NO_BITS};
  size_t count = take_operands(j, operands, 2, 0);
  count = take_operands(j, operands, count, 1);
  if (count == 2) return;
  in->what = CM_DO_ANY;
  in->a = operands[0], in->b = operands[1], in->g = operands[2], in->home = operands[3];
}

static void join_ors(joining *j) {
  cm_code *c = j->code;
  size_t kept = 0;
  for (uint32_t i = 0; i < c->bits; i++) j->maker[i] = CM_NO_NODE;
  for (uint32_t i = 0; i < c->steps.size; i++) {
    cm_instruction *in = &c->steps.at[i];
    if (in->what != CM_DO_OR) continue;
    join_or(j, in);
    j->maker[in->out] = i;
  }
  for (size_t i = 0; i < c->steps.size; i++)
    if (c->steps.at[i].what != CM_DO_NOTHING) c->steps.at[kept++] = c->steps.at[i];
  c->steps.size = kept;
}

void cm_work_join(cm_work *w) {
  joining j = {&w->fitted, w->bit_used, w->fit.as_bits};
  join_keeps(j.code);
  ask_all(&j, w->states);
  join_ors(&j);
}
