/* Lays the month programs of all lines and the facility on one tape. */
#include "run/columns_flat.h"

int cm_flat_status(const cm_flat *f, int status) {
  return status || !f->emit.failed ? status : cm_nomem(f->err);
}

cm_part *cm_flat_part(const cm_flat *f, uint32_t edition, uint32_t line) {
  size_t lines = f->run->ledger->lines.size;
  return &f->parts[edition * (lines + 1) + (line == CM_NONE ? lines : line)];
}

/* ---- which nodes are needed ---- */

static void need(cm_flat *f, uint32_t edition, uint32_t line, uint32_t node) {
  cm_part *part = cm_flat_part(f, edition, line);
  if (!part->sheet) {
    const cm_sheet *sheet = cm_flat_sheet(f, edition, line);
    size_t nodes = sheet->program->tape.nodes.size;
    part->needed = CM_NEWS(&f->scratch, uint8_t, nodes);
    part->made = CM_NEWS(&f->scratch, uint32_t, nodes);
    if (!part->needed || !part->made) {
      f->emit.failed = true;
      return;
    }
    part->sheet = sheet;
  }
  if (node != CM_NO_NODE) part->needed[node] = 1;
}

static void need_terms(cm_part *part, const cm_node *n) {
  for (uint32_t i = 0; i < n->width; i++) {
    cm_term t = part->sheet->program->tape.terms.at[n->a + i];
    part->needed[t.node] = 1;
    if (t.guard != CM_NO_NODE) part->needed[t.guard] = 1;
  }
}

static void need_result(cm_flat *f, uint32_t edition, const cm_input *input) {
  if (input->kind != CM_IN_RESULT || input->line == CM_NONE) return;
  const cm_sheet *from = cm_flat_sheet(f, edition, input->line);
  const cm_instance *in = &from->program->instances.at[input->instance];
  need(f, edition, input->line, in->node);
  need(f, edition, input->line, in->exists);
}

static bool reaches(const cm_limit_nodes *limit, uint32_t node) {
  for (size_t i = 0; i < limit->limit->levels; i++)
    if (limit->applied[i] >= node) return true;
  return false;
}

/* Rounding is the run's business. The formula is the first one whose value comes behind the rounding; limits come
 * behind all of them. */
static int refuse_round(const cm_flat *f, const cm_program *p, uint32_t node) {
  size_t i = 0, k = 0;
  while (i < p->instances.size && p->instances.at[i].node < node) i++;
  bool limit = i == p->instances.size;
  while (limit && !reaches(&p->limits.at[k], node)) k++;
  const cm_formula *formula = limit ? p->limits.at[k].limit->of : p->instances.at[i].formula;
  cm_str columns = limit ? CM_S("columns: a limit of ") : CM_S("columns: ");
  return cm_fail(f->err, CEMENT_E_ARG, CM_NOWHERE, columns, formula->key, CM_S(" of "), p->edition->id,
                 CM_S(" rounds within its formula, which binary numbers cannot do as the rule says: take from the run "
                      "what stands on it"));
}

/* Operands of what is needed, from the last node to the first; a needed figure of a line makes its part grow. */
static int spread(cm_flat *f, uint32_t edition, uint32_t line) {
  cm_part *part = cm_flat_part(f, edition, line);
  if (!part->sheet) return CEMENT_OK;
  const cm_program *p = part->sheet->program;
  for (uint32_t i = (uint32_t)p->tape.nodes.size; i-- > 0;) {
    const cm_node *n = &p->tape.nodes.at[i];
    if (!part->needed[i]) continue;
    int arity = cm_op_arity(n->code);
    if (n->code == CM_OP_ROUND) return refuse_round(f, p, i);
    if (n->code == CM_OP_INPUT) need_result(f, edition, &p->inputs.at[n->c]);
    if (arity == CM_LIST) {
      need_terms(part, n);
      continue;
    }
    if (arity > 0) part->needed[n->a] = 1;
    if (arity > 1) part->needed[n->b] = 1;
    if (arity > 2) part->needed[n->c] = 1;
  }
  return CEMENT_OK;
}

static void need_wanted(cm_flat *f, const cm_wanted *w) {
  const cm_instance *in = &cm_flat_sheet(f, w->edition, w->line)->program->instances.at[w->instance];
  need(f, w->edition, w->line, in->node);
  need(f, w->edition, w->line, in->exists);
  const cm_limit_nodes *limit = w->kind == CEMENT_OUTPUT_GRADE ? cm_wanted_limit(f, w) : NULL;
  for (size_t i = 0; limit && i < limit->limit->levels; i++) need(f, w->edition, w->line, limit->applied[i]);
}

/* ---- copying a program ---- */

static uint32_t copy_list(cm_flat *f, const cm_part *part, const cm_node *n) {
  cm_term *terms = CM_NEWS(&f->scratch, cm_term, n->width);
  if (!terms) {
    f->emit.failed = true;
    return 0;
  }
  for (uint32_t i = 0; i < n->width; i++) {
    cm_term t = part->sheet->program->tape.terms.at[n->a + i];
    terms[i] = (cm_term){part->made[t.node], t.guard == CM_NO_NODE ? CM_NO_NODE : part->made[t.guard]};
  }
  return cm_emit_list(&f->emit, n->code, terms, n->width);
}

static uint32_t copy_node(cm_flat *f, uint32_t edition, uint32_t line, const cm_part *part, const cm_node *n) {
  const cm_program *p = part->sheet->program;
  int arity = cm_op_arity(n->code);
  switch (n->code) {
  case CM_OP_CONST: return cm_emit_constant(&f->emit, &p->tape.constants.at[n->c]);
  case CM_OP_INPUT: return cm_flat_input(f, edition, line, &p->inputs.at[n->c]);
  case CM_OP_RESCALE: return cm_emit_rescale(&f->emit, part->made[n->a], &p->tape.scales.at[n->c]);
  case CM_OP_POW: return cm_emit_power(&f->emit, part->made[n->a], p->tape.powers.at[n->c]);
  default: break;
  }
  if (arity == CM_LIST) return copy_list(f, part, n);
  return cm_emit_node(&f->emit, n->code, part->made[n->a], arity > 1 ? part->made[n->b] : 0,
                      arity > 2 ? part->made[n->c] : 0);
}

static void copy_part(cm_flat *f, uint32_t edition, uint32_t line) {
  cm_part *part = cm_flat_part(f, edition, line);
  if (!part->sheet) return;
  const cm_tape *tape = &part->sheet->program->tape;
  for (size_t i = 0; i < tape->nodes.size && !f->emit.failed; i++)
    if (part->needed[i]) part->made[i] = copy_node(f, edition, line, part, &tape->nodes.at[i]);
}

/* ---- outputs ---- */

/* The first level whose limit the figure keeps, 0 for none; unknown while one of the limits is. */
static uint32_t grade(cm_flat *f, const cm_part *part, const cm_limit_nodes *limit, uint32_t value) {
  cm_emit *e = &f->emit;
  uint32_t found = cm_emit_truth(e, false), all = cm_emit_truth(e, true);
  for (size_t i = limit->limit->levels; i-- > 0;) {
    uint32_t applied = part->made[limit->applied[i]];
    cm_value level = {cm_dec_zero, CM_VALID};
    cm_dec_from_i64(&level.dec, (int64_t)i + 1);
    uint32_t keeps = cm_emit_node(e, CM_OP_LE, value, applied, 0);
    found = cm_emit_node(e, CM_OP_SELECT, keeps, cm_emit_constant(e, &level), found);
    all = cm_emit_node(e, CM_OP_AND, cm_emit_node(e, CM_OP_PRESENT, applied, 0, 0), all, 0);
  }
  return cm_emit_node(e, CM_OP_REQUIRE, all, found, 0);
}

/* A figure by a member that the row does not have does not apply; of a line without a row nothing is known. */
static uint32_t output(cm_flat *f, const cm_wanted *w) {
  const cm_part *part = cm_flat_part(f, w->edition, w->line);
  const cm_instance *in = &part->sheet->program->instances.at[w->instance];
  uint32_t node = part->made[in->node];
  if (w->kind == CEMENT_OUTPUT_GRADE) node = grade(f, part, cm_wanted_limit(f, w), node);
  if (in->exists != CM_NO_NODE) node = cm_emit_node(&f->emit, CM_OP_APPLY, part->made[in->exists], node, 0);
  return cm_emit_node(&f->emit, CM_OP_REQUIRE, cm_flat_row(f, w->line), node, 0);
}

static int lay_edition(cm_flat *f, uint32_t edition) {
  uint32_t lines = (uint32_t)f->run->ledger->lines.size;
  int status = spread(f, edition, CM_NONE);
  for (uint32_t i = 0; i < lines && !status; i++) status = spread(f, edition, i);
  for (uint32_t i = 0; i < lines && !status; i++) copy_part(f, edition, i);
  if (!status) copy_part(f, edition, CM_NONE);
  return cm_flat_status(f, status);
}

int cm_flat_lay(cm_flat *f) {
  size_t lines = f->run->ledger->lines.size, editions = f->run->plan->editions.size;
  int status = CEMENT_OK;
  f->parts = CM_NEWS(&f->scratch, cm_part, editions * (lines + 1));
  f->nodes = CM_NEWS(&f->scratch, uint32_t, f->wanted.size);
  if (!f->parts || !f->nodes) return cm_nomem(f->err);
  for (size_t i = 0; i < f->wanted.size; i++) need_wanted(f, &f->wanted.at[i]);
  for (uint32_t e = 0; e < editions && !status; e++) status = lay_edition(f, e);
  for (size_t i = 0; i < f->wanted.size && !status; i++) f->nodes[i] = output(f, &f->wanted.at[i]);
  return cm_flat_status(f, status);
}
