/* From the draft to the tape: what no output needs falls away, slots get their order. */
#include "base/sort.h"
#include "run/columns_flat.h"

typedef struct finishing {
  cm_flat *f;
  cm_emit emit;
  uint8_t *live;     /* by node of the draft */
  uint8_t *read;     /* by reading */
  uint32_t *order;   /* the readings that are slots, sorted */
  uint32_t *slot;    /* by reading: its input node on the tape */
  uint32_t *made;    /* by node of the draft */
  uint32_t *divides; /* by node of the draft: how many it divides */
  size_t slots;
} finishing;

/* ---- what is live ---- */

static void live_operands(finishing *g, const cm_node *n) {
  int arity = cm_op_arity(n->code);
  for (uint32_t i = 0; arity == CM_LIST && i < n->width; i++) {
    cm_term t = g->f->draft.terms.at[n->a + i];
    g->live[t.node] = 1;
    if (t.guard != CM_NO_NODE) g->live[t.guard] = 1;
  }
  if (arity == CM_LIST) return;
  if (arity > 0) g->live[n->a] = 1;
  if (arity > 1) g->live[n->b] = 1;
  if (arity > 2) g->live[n->c] = 1;
}

static void find_live(finishing *g) {
  for (size_t i = 0; i < g->f->wanted.size; i++) g->live[g->f->nodes[i]] = 1;
  for (size_t i = g->f->draft.nodes.size; i-- > 0;) {
    const cm_node *n = &g->f->draft.nodes.at[i];
    if (!g->live[i]) continue;
    live_operands(g, n);
    if (n->code == CM_OP_DIV) g->divides[n->b]++;
    if (n->code == CM_OP_INPUT) g->read[n->c] = 1;
  }
}

/* ---- slots: by line, the facility last, then as items are declared ---- */

static int by(uint32_t a, uint32_t b) {
  return a < b ? -1 : a > b;
}

static int compare(const void *context, uint32_t a, uint32_t b) {
  const cm_reading *all = context, *x = &all[a], *y = &all[b];
  int c = by(x->line, y->line);
  if (!c) c = by(x->item ? x->item->index : 0, y->item ? y->item->index : 0);
  if (!c) c = by(x->tuple.fuel, y->tuple.fuel);
  if (!c) c = by(x->tuple.use, y->tuple.use);
  if (!c) c = by(x->tuple.material, y->tuple.material);
  return c ? c : by(x->section, y->section);
}

static int order_slots(finishing *g) {
  cm_flat *f = g->f;
  g->order = cm_sorted(&f->scratch, f->readings.size, compare, f->readings.at);
  g->slot = CM_NEWS(&f->scratch, uint32_t, f->readings.size);
  if (!g->order || !g->slot) return cm_nomem(f->err);
  for (size_t i = 0; i < f->readings.size; i++) {
    uint32_t r = g->order[i];
    if (!g->read[r] || !f->readings.at[r].item) continue;
    g->order[g->slots] = r;
    g->slot[r] = cm_emit_input(&g->emit, (uint32_t)g->slots++, 0);
  }
  f->out->tape.input_count = f->out->slot_count = g->slots;
  return g->emit.failed ? cm_nomem(f->err) : CEMENT_OK;
}

/* ---- the tape ---- */

static size_t first_slot(const finishing *g, uint32_t line) {
  size_t low = 0, high = g->slots;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (g->f->readings.at[g->order[middle]].line < line)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* A line has a row where any of its slots is valid. */
static uint32_t row(finishing *g, uint32_t line) {
  uint32_t any = cm_emit_truth(&g->emit, false);
  for (size_t i = first_slot(g, line); i < g->slots && g->f->readings.at[g->order[i]].line == line; i++) {
    uint32_t there = cm_emit_node(&g->emit, CM_OP_PRESENT, g->slot[g->order[i]], 0, 0);
    any = cm_emit_node(&g->emit, CM_OP_OR, any, there, 0);
  }
  return any;
}

static uint32_t finish_list(finishing *g, const cm_node *n) {
  cm_term *terms = CM_NEWS(&g->f->scratch, cm_term, n->width);
  if (!terms) {
    g->emit.failed = true;
    return 0;
  }
  for (uint32_t i = 0; i < n->width; i++) {
    cm_term t = g->f->draft.terms.at[n->a + i];
    terms[i] = (cm_term){g->made[t.node], t.guard == CM_NO_NODE ? CM_NO_NODE : g->made[t.guard]};
  }
  return cm_emit_list(&g->emit, n->code, terms, n->width);
}

/* What divides several figures is divided once: the others are products with its inverse, which is finite for what is
 * not below 2^-1024, and rounded once more. */
static uint32_t finish_quotient(finishing *g, const cm_node *n) {
  uint32_t a = g->made[n->a], b = g->made[n->b];
  if (g->divides[n->b] < 2) return cm_emit_node(&g->emit, CM_OP_DIV, a, b, 0);
  return cm_emit_node(&g->emit, CM_OP_MUL, a, cm_emit_node(&g->emit, CM_OP_DIV, cm_emit_truth(&g->emit, true), b, 0),
                      0);
}

static uint32_t finish_node(finishing *g, const cm_node *n) {
  const cm_flat *f = g->f;
  int arity = cm_op_arity(n->code);
  if (n->code == CM_OP_CONST) return cm_emit_constant(&g->emit, &f->draft.constants.at[n->c]);
  if (n->code == CM_OP_POW) return cm_emit_power(&g->emit, g->made[n->a], f->draft.powers.at[n->c]);
  if (n->code == CM_OP_INPUT) return f->readings.at[n->c].item ? g->slot[n->c] : row(g, f->readings.at[n->c].line);
  if (arity == CM_LIST) return finish_list(g, n);
  if (n->code == CM_OP_DIV) return finish_quotient(g, n);
  return cm_emit_node(&g->emit, n->code, g->made[n->a], arity > 1 ? g->made[n->b] : 0, arity > 2 ? g->made[n->c] : 0);
}

static int finish_tape(finishing *g) {
  cm_flat *f = g->f;
  for (size_t i = 0; i < f->draft.nodes.size && !g->emit.failed; i++)
    if (g->live[i]) g->made[i] = finish_node(g, &f->draft.nodes.at[i]);
  f->out->nodes = CM_NEWS(&f->out->arena, uint32_t, f->wanted.size);
  if (!f->out->nodes || g->emit.failed) return cm_nomem(f->err);
  f->out->output_count = f->wanted.size;
  for (size_t i = 0; i < f->wanted.size; i++) f->out->nodes[i] = g->made[f->nodes[i]];
  return CEMENT_OK;
}

int cm_flat_finish(cm_flat *f) {
  finishing g = {.f = f};
  cm_emit_init(&g.emit, &f->out->arena, &f->scratch, &f->out->tape);
  g.live = CM_NEWS(&f->scratch, uint8_t, f->draft.nodes.size);
  g.made = CM_NEWS(&f->scratch, uint32_t, f->draft.nodes.size);
  g.read = CM_NEWS(&f->scratch, uint8_t, f->readings.size);
  g.divides = CM_NEWS(&f->scratch, uint32_t, f->draft.nodes.size);
  if (!g.live || !g.made || !g.read || !g.divides) return cm_nomem(f->err);
  find_live(&g);
  int status = order_slots(&g);
  if (!status) status = finish_tape(&g);
  cm_reading *slots = status ? NULL : CM_NEWS(&f->scratch, cm_reading, g.slots);
  if (!slots) return status ? status : cm_nomem(f->err);
  for (size_t i = 0; i < g.slots; i++) slots[i] = f->readings.at[g.order[i]];
  return cm_flat_name(f, slots, g.slots);
}
