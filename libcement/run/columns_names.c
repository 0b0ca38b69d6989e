/* What slots and outputs are called. */
#include "run/columns_flat.h"

static cm_str copy(cm_flat *f, cm_str text) {
  if (!text.size) return CM_S("");
  cm_str s = cm_arena_copy(&f->out->arena, text);
  if (!s.at) f->emit.failed = true;
  return s;
}

static cm_str line_name(cm_flat *f, uint32_t line) {
  return line == CM_NONE ? CM_S("") : copy(f, f->run->ledger->lines.at[line].id);
}

static void name_slot(cm_flat *f, const cm_reading *r, cm_entry *out) {
  const cm_ledger *ledger = f->run->ledger;
  char text[CM_UNIT_TEXT_MAX];
  uint32_t state = 0;
  if (r->tuple.fuel != CM_NONE) state = ledger->fuels.at[r->tuple.fuel].attributes[ledger->items->fuel_state].choice;
  out->key = copy(f, r->item->key);
  out->line = line_name(f, r->line);
  out->of = copy(f, cm_tuple_of(ledger, r->tuple));
  if (r->tuple.use != CM_NONE) out->use = copy(f, ledger->items->use.members[r->tuple.use].key);
  if (r->section != CM_NONE) out->section = copy(f, ledger->items->section.members[r->section].key);
  out->unit = copy(f, cm_item_unit_text_for_state(ledger->items, r->item, state, text));
}

/* A slot is required where something takes its value as it is, rather than asks whether there is one. */
static void mark_required(cm_columns *c) {
  for (size_t i = 0; i < c->tape.nodes.size; i++) {
    const cm_node *n = &c->tape.nodes.at[i];
    int arity = cm_op_arity(n->code);
    uint32_t operands[3] = {n->a, n->b, n->c};
    for (int k = 0; k < arity && arity != CM_LIST; k++) {
      const cm_node *from = &c->tape.nodes.at[operands[k]];
      bool asks = n->code == CM_OP_PRESENT || (n->code == CM_OP_DEFAULT && k == 0);
      if (from->code == CM_OP_INPUT && !asks) c->slots[from->c].required = true;
    }
    for (uint32_t k = 0; arity == CM_LIST && k < n->width; k++) {
      const cm_node *from = &c->tape.nodes.at[c->tape.terms.at[n->a + k].node];
      if (from->code == CM_OP_INPUT) c->slots[from->c].required = true;
    }
  }
  for (size_t i = 0; i < c->output_count; i++) {
    const cm_node *n = &c->tape.nodes.at[c->nodes[i]];
    if (n->code == CM_OP_INPUT) c->slots[n->c].required = true;
  }
}

static void name_output(cm_flat *f, const cm_wanted *w, cm_entry *out) {
  const cm_program *p = cm_flat_sheet(f, w->edition, w->line)->program;
  const cm_instance *in = &p->instances.at[w->instance];
  out->kind = w->kind;
  out->edition = copy(f, p->edition->id);
  out->key = copy(f, in->formula->key);
  out->line = line_name(f, w->line);
  out->of = copy(f, in->of);
  if (w->kind == CEMENT_OUTPUT_VALUE) out->unit = copy(f, in->formula->unit_text);
}

int cm_flat_name(cm_flat *f, const cm_reading *slots, size_t count) {
  cm_columns *c = f->out;
  c->slots = CM_NEWS(&c->arena, cm_entry, count);
  c->outputs = CM_NEWS(&c->arena, cm_entry, f->wanted.size);
  if (!c->slots || !c->outputs) return cm_nomem(f->err);
  for (size_t i = 0; i < count; i++) name_slot(f, &slots[i], &c->slots[i]);
  for (size_t i = 0; i < f->wanted.size; i++) name_output(f, &f->wanted.at[i], &c->outputs[i]);
  mark_required(c);
  return cm_flat_status(f, CEMENT_OK);
}

/* ---- finding them ---- */

static bool alike(cm_str name, const char *wanted) {
  return !wanted || cm_str_eq(name, cm_str_of(wanted));
}

static bool is_like(const cm_entry *e, const cement_slot *like) {
  return e->kind == like->kind && alike(e->edition, like->edition) && alike(e->key, like->key) &&
         alike(e->line, like->line) && alike(e->of, like->of) && alike(e->use, like->use) &&
         alike(e->section, like->section) && alike(e->unit, like->unit);
}

ptrdiff_t cm_entry_find(const cm_entry *entries, size_t count, const cement_slot *like) {
  ptrdiff_t found = -1;
  for (size_t i = 0; i < count; i++) {
    if (!is_like(&entries[i], like)) continue;
    if (found >= 0) return -2;
    found = (ptrdiff_t)i;
  }
  return found;
}
