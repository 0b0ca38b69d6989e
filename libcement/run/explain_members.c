/* Members that a sum took or left out, and the attributes and options that decided: settled when the ledger met the
 * rule, so they are in no number of the tape. */
#include "run/explain.h"

#include "lang/print.h"

static void text(cm_row_view *view, const char *s) {
  cm_sink_c(view->proof->out, s);
}

static void add(cm_row_view *view, cm_str s) {
  cm_sink_add(view->proof->out, s);
}

/* ---- gathering ---- */

static void keep_symbol(cm_row_view *view, cm_symbol symbol, cm_map_key key) {
  if (cm_map_get(&view->symbol_known, &key)) return;
  if (CM_VEC_PUSH(view->arena, &view->symbols, symbol) ||
      cm_map_put(&view->symbol_known, &key, (uint32_t)view->symbols.size))
    cm_proof_failed(view->proof);
}

static void gather_attribute(cm_row_view *view, const cm_expr *e, cm_subject subject) {
  const cm_attribute *a = e->target;
  uint32_t owner = e->index == CM_SET_LINE ? subject.line : e->index == CM_SET_FUEL ? subject.tuple.fuel : CM_NONE;
  if (!a->number) keep_symbol(view, (cm_symbol){a, NULL, owner}, (cm_map_key){{owner, a->index, a->set}});
}

/* A condition with a formula of its own is decided along with the one that names it. */
static void gather_truth(cm_row_view *view, const cm_formula *f, cm_subject subject) {
  bool known = false;
  for (size_t i = 0; i < view->truths.size; i++) known = known || view->truths.at[i] == f;
  if (!known && CM_VEC_PUSH(view->arena, &view->truths, f)) cm_proof_failed(view->proof);
  cm_proof_gather(view, f->is, subject);
}

/* A sum speaks of its own members, which are gathered with it. */
void cm_proof_gather(cm_row_view *view, const cm_expr *e, cm_subject subject) {
  if (e->kind == CM_E_SUM) return;
  if (e->ref == CM_REF_ATTRIBUTE) gather_attribute(view, e, subject);
  if (e->ref == CM_REF_OPTION) {
    const cm_option *o = e->target;
    /* no line or fuel has the number CM_NONE */
    if (!o->number) keep_symbol(view, (cm_symbol){NULL, o, CM_NONE}, (cm_map_key){{CM_NONE, o->index}});
  }
  if (e->ref == CM_REF_FORMULA) {
    const cm_formula *f = e->target;
    if (f->truth && f->fixed) gather_truth(view, f, subject);
  }
  for (size_t i = 0; i < e->count; i++) cm_proof_gather(view, e->args[i], subject);
}

/* ---- members of a sum ---- */

/* What is done with each member: its symbols are gathered, or it is told among those taken or those left out. */
typedef enum pass { GATHER, TAKEN, LEFT } pass;

typedef struct members {
  cm_row_view *view;
  const cm_expr *e;
  const cm_node *sum;
  pass pass;
  bool any;      /* has been told in this pass */
  uint32_t next; /* term of the sum: terms stand in the order of the members */
} members;

static bool same(cm_tuple a, cm_tuple b) {
  return a.fuel == b.fuel && a.use == b.use && a.material == b.material;
}

/* Whether the next term of the sum is of it; the guard of a term is the input that tells of whom it is. */
static bool has_term(members *m, cm_subject s) {
  const cm_program *p = m->view->program;
  for (; m->next < m->sum->width; m->next++) {
    cm_term t = p->tape.terms.at[m->sum->a + m->next];
    if (!cm_term_counts(t, m->view->values)) continue;
    const cm_input *in = &p->inputs.at[p->tape.nodes.at[t.guard].c];
    bool here = in->kind == CM_IN_ROW ? in->line == s.line : same(in->tuple, s.tuple);
    m->next += here;
    return here;
  }
  return false;
}

static void write_member(cm_row_view *view, cm_subject s) {
  const cm_ledger *ledger = view->proof->run->ledger;
  if (s.tuple.fuel == CM_NONE && s.tuple.material == CM_NONE) {
    add(view, ledger->lines.at[s.line].id);
    return;
  }
  add(view, cm_tuple_of(ledger, s.tuple));
  if (s.tuple.use == CM_NONE) return;
  text(view, " ");
  add(view, ledger->items->use.members[s.tuple.use].key);
}

static void tell(members *m, cm_subject s) {
  if (has_term(m, s) != (m->pass == TAKEN)) return;
  if (m->any)
    text(m->view, ", ");
  else if (m->pass == LEFT)
    cm_proof_word(m->view->proof, "; left out: ", "；不计：");
  m->any = true;
  write_member(m->view, s);
}

static bool present(const cm_row_view *view, cm_input_kind kind, cm_subject s) {
  const cm_sheet *sheet = view->step.sheet;
  uint32_t line = kind == CM_IN_EXISTS ? CM_THIS_LINE : s.line;
  cm_input input = {.kind = (uint8_t)kind, .line = line, .tuple = s.tuple, .section = CM_NONE};
  cm_value v = cm_sheet_input(view->proof->run, sheet, view->step.row, &input);
  return !cm_dec_is_zero(&v.dec);
}

static void each_line(members *m) {
  for (uint32_t i = 0; i < m->view->proof->run->ledger->lines.size; i++) {
    cm_subject s = {i, CM_NO_TUPLE};
    if (!present(m->view, CM_IN_ROW, s)) continue;
    if (m->pass == GATHER)
      cm_proof_gather(m->view, m->e->args[1], s);
    else
      tell(m, s);
  }
}

static void one_member(members *m, cm_tuple tuple) {
  cm_subject s = {m->view->step.sheet->track->line, tuple};
  if (!present(m->view, CM_IN_EXISTS, s)) return;
  if (m->pass != GATHER) {
    tell(m, s);
    return;
  }
  if (m->e->count > 1) cm_proof_gather(m->view, m->e->args[1], s);
  if (has_term(m, s)) cm_proof_gather(m->view, m->e->args[0], s);
}

/* The members that the row has: all fuels, those of one fuel, or all materials. */
static void each_member(members *m) {
  const cm_shape *shape = &m->view->step.sheet->track->shape;
  uint32_t fuel = m->view->program->instances.at[m->view->step.instance].tuple.fuel, last = CM_NONE;
  if (m->e->sets == CM_SET_MATERIAL) {
    for (size_t i = 0; i < shape->material_count; i++) one_member(m, (cm_tuple){CM_NONE, CM_NONE, shape->materials[i]});
    return;
  }
  for (size_t i = 0; i < shape->pair_count; i++) {
    cm_tuple t = shape->pairs[i];
    if (m->e->sets == CM_SET_USE && t.fuel != fuel) continue;
    if (m->e->sets == CM_SET_FUEL && t.fuel == last) continue;
    last = t.fuel;
    if (m->e->sets == CM_SET_FUEL) t.use = CM_NONE;
    one_member(m, t);
  }
}

static void each(members *m, pass what) {
  m->pass = what;
  m->any = false;
  m->next = 0;
  if (m->e->sets == CM_SET_LINE)
    each_line(m);
  else
    each_member(m);
}

void cm_proof_members(cm_row_view *view, const cm_node *sum) {
  const cm_expr *e = sum->expr;
  members m = {.view = view, .e = e, .sum = sum};
  if (CEMENT_NEVER(!view->step.sheet)) return; /* a formula of the site has no sum */
  bool lines = e->sets == CM_SET_LINE, line_row = view->step.sheet->track->line != CM_NONE;
  if (!lines && !line_row) return;
  if (!lines || e->count > 1) each(&m, GATHER);
  if (e->count < 2) return;
  text(view, "     ");
  cm_proof_word(view->proof, "summed WHERE ", "求和条件 WHERE ");
  cm_expr_print(e->args[1], view->proof->out);
  cm_proof_word(view->proof, ": ", "：");
  each(&m, TAKEN);
  if (!m.any) cm_proof_word(view->proof, "none", "无");
  each(&m, LEFT);
  text(view, "\n");
}

/* ---- telling ---- */

static const cm_attribute_value *value_of(const cm_row_view *view, const cm_symbol *s) {
  const cm_ledger *ledger = view->proof->run->ledger;
  /* the plant's own attributes are numbers, and those are no symbols */
  if (CEMENT_NEVER(s->owner == CM_NONE)) return &ledger->facility[s->attribute->index];
  return s->attribute->set == CM_SET_LINE ? &ledger->lines.at[s->owner].attributes[s->attribute->index]
                                          : &ledger->fuels.at[s->owner].attributes[s->attribute->index];
}

static void write_holder(cm_row_view *view, const cm_symbol *s) {
  const cm_ledger *ledger = view->proof->run->ledger;
  if (CEMENT_NEVER(s->owner == CM_NONE)) return;
  add(view, s->attribute->set == CM_SET_LINE ? ledger->lines.at[s->owner].id : ledger->fuels.at[s->owner].id);
  text(view, " ");
}

/* All holders of one attribute on one line: "origin(FUEL): diesel fossil, rdf alternative". */
static void write_attribute(cm_row_view *view, size_t first) {
  const cm_attribute *a = view->symbols.at[first].attribute;
  for (size_t i = 0; i < first; i++)
    if (view->symbols.at[i].attribute == a) return;
  text(view, "       ");
  add(view, a->key);
  text(view, "(");
  text(view, cm_set_name(a->set));
  text(view, "): ");
  for (size_t i = first; i < view->symbols.size; i++) {
    const cm_symbol *s = &view->symbols.at[i];
    if (s->attribute != a) continue;
    const cm_attribute_value *v = value_of(view, s);
    if (i > first) text(view, ", ");
    write_holder(view, s);
    if (v->given)
      add(view, a->choices[v->choice].key);
    else
      cm_proof_word(view->proof, "not given", "未给出");
  }
  text(view, "\n");
}

static void write_option(cm_row_view *view, const cm_option *o) {
  cm_proof *proof = view->proof;
  uint32_t chosen = proof->run->plan->editions.at[view->step.edition].choices[o->index];
  const cm_option_choice *c = &o->choices[chosen];
  text(view, "       ");
  cm_proof_word(proof, "option ", "选项 ");
  add(view, o->key);
  text(view, " (");
  add(view, cm_label_text(o->label, proof->language, o->key));
  text(view, ") = ");
  add(view, c->key);
  if (chosen == o->default_choice)
    cm_proof_word(proof, ", the default", "（默认）");
  else
    cm_proof_word(proof, ", chosen instead of the default", "（非默认）");
  text(view, "; ");
  add(view, c->cite);
  text(view, "; ");
  cm_proof_confidence(proof, c->confidence);
  text(view, "\n");
}

static void write_truth(cm_row_view *view, const cm_formula *f) {
  text(view, "       ");
  add(view, f->key);
  text(view, " (");
  add(view, cm_label_text(f->label, view->proof->language, f->key));
  text(view, "): ");
  add(view, f->text);
  cm_proof_word(view->proof, "; clause ", "；条款 ");
  add(view, f->clause);
  text(view, "; ");
  cm_proof_confidence(view->proof, f->confidence);
  text(view, "\n");
}

void cm_proof_symbols(cm_row_view *view) {
  for (size_t i = 0; i < view->truths.size; i++) write_truth(view, view->truths.at[i]);
  for (size_t i = 0; i < view->symbols.size; i++)
    if (view->symbols.at[i].option)
      write_option(view, view->symbols.at[i].option);
    else
      write_attribute(view, i);
}
