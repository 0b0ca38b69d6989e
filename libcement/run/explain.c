/* The proof of a figure: the figure first, then every step that it refers to, each numbered when it is first named. */
#include "run/explain.h"

#include "lang/print.h"

void cm_proof_failed(cm_proof *proof) {
  proof->out->status = CEMENT_E_NOMEM;
}

void cm_proof_word(cm_proof *proof, const char *en, const char *zh) {
  cm_sink_c(proof->out, cm_word(proof->language, en, zh));
}

void cm_proof_dec(cm_proof *proof, const cm_dec *x) {
  char text[CM_DEC_TEXT_MAX];
  cm_sink_add(proof->out, cm_dec_text(x, text));
}

void cm_proof_value(cm_proof *proof, const cm_value *value) {
  if (value->state == CM_VALID) {
    cm_proof_dec(proof, &value->dec);
    return;
  }
  if (value->state == CM_NOT_APPLICABLE)
    cm_proof_word(proof, "not applicable", "不适用");
  else
    cm_proof_word(proof, "incomplete", "数据不全");
}

void cm_proof_met(cm_proof *proof, const cm_finding_type *type) {
  for (size_t i = proof->met.size; i-- > 0 && proof->met.at[i].step == proof->current;)
    if (proof->met.at[i].type == type) return;
  if (CM_VEC_PUSH(&proof->arena, &proof->met, (cm_met){type, proof->current})) cm_proof_failed(proof);
}

/* ---- steps ---- */

const cm_program *cm_step_program(const cm_proof *proof, cm_step step) {
  return step.sheet ? step.sheet->program : proof->run->editions[step.edition].programs->site;
}

enum { SITE, MONTH, YEAR };

/* A step of the site has neither line nor row. */
static cm_map_key step_key(cm_step step) {
  const cm_sheet *sheet = step.sheet;
  if (!sheet) return (cm_map_key){{SITE, step.edition, step.instance}};
  return (cm_map_key){{sheet->year ? YEAR : MONTH, step.edition, step.instance, sheet->track->line, step.row}};
}

size_t cm_proof_number(cm_proof *proof, cm_step step) {
  cm_map_key key = step_key(step);
  const uint32_t *known = cm_map_get(&proof->numbers, &key);
  if (known) return *known;
  if (CM_VEC_PUSH(&proof->arena, &proof->steps, step) || cm_map_put(&proof->numbers, &key, (uint32_t)proof->steps.size))
    cm_proof_failed(proof);
  return proof->steps.size;
}

static int32_t step_period(cm_step step) {
  const cm_track *track = step.sheet->track;
  return step.sheet->year ? track->years[step.row].year : track->rows[step.row].month;
}

void cm_proof_place(cm_proof *proof, cm_step step, cm_tuple tuple) {
  const cm_ledger *ledger = proof->run->ledger;
  char period[16];
  uint32_t line = step.sheet ? step.sheet->track->line : CM_NONE;
  cm_sink_c(proof->out, "[");
  if (line == CM_NONE)
    cm_proof_word(proof, "facility", "全厂");
  else
    cm_sink_add(proof->out, ledger->lines.at[line].id);
  if (step.sheet) {
    cm_sink_c(proof->out, ", ");
    cm_sink_add(proof->out, cm_period_words(step_period(step), step.sheet->year, period));
  }
  cm_str of = cm_tuple_of(ledger, tuple);
  if (of.size) {
    cm_sink_c(proof->out, ", ");
    cm_sink_add(proof->out, of);
  }
  if (tuple.use != CM_NONE) {
    cm_sink_c(proof->out, ", ");
    cm_sink_add(proof->out, ledger->items->use.members[tuple.use].key);
  }
  cm_sink_c(proof->out, "]");
}

/* ---- one step ---- */

bool cm_proof_open(cm_row_view *view, cm_proof *proof, cm_arena *arena, cm_step step) {
  const cm_program *p = cm_step_program(proof, step);
  size_t nodes = p->tape.nodes.size;
  *view = (cm_row_view){.proof = proof, .arena = arena, .step = step, .program = p};
  view->formula = p->instances.at[step.instance].formula;
  cm_map_init(&view->symbol_known, arena);
  view->inputs = CM_NEWS(arena, cm_value, p->inputs.size);
  view->values = CM_NEWS(arena, cm_value, nodes);
  view->owner = CM_NEWS(arena, uint32_t, nodes);
  view->seen = CM_NEWS(arena, bool, nodes);
  if (!view->inputs || !view->values || !view->owner || !view->seen) {
    cm_proof_failed(proof);
    return false;
  }
  if (step.sheet)
    cm_sheet_run_row(proof->run, step.sheet, step.row, view->inputs, view->values);
  else
    cm_site_row(&proof->run->editions[step.edition], view->inputs, view->values);
  for (size_t i = p->instances.size; i-- > 0;) view->owner[p->instances.at[i].node] = (uint32_t)i + 1;
  return true;
}

void cm_proof_unit(cm_proof *proof, const cm_formula *formula) {
  if (formula->truth || cm_str_is(formula->unit_text, "1")) return;
  cm_sink_c(proof->out, " ");
  cm_sink_add(proof->out, formula->unit_text);
}

static void write_head(cm_row_view *view, size_t number) {
  cm_proof *proof = view->proof;
  const cm_formula *f = view->formula;
  cm_sink_c(proof->out, "\n");
  cm_sink_u64(proof->out, number);
  cm_sink_c(proof->out, ". ");
  cm_sink_add(proof->out, f->key);
  cm_sink_c(proof->out, "  ");
  cm_sink_add(proof->out, cm_label_text(f->label, proof->language, CM_S("")));
  cm_sink_c(proof->out, "  ");
  cm_proof_place(proof, view->step, view->program->instances.at[view->step.instance].tuple);
  cm_sink_c(proof->out, "\n     ");
  cm_proof_word(proof, "clause ", "条款 ");
  cm_sink_add(proof->out, f->clause);
  cm_proof_word(proof, "; formula ", "；公式");
  cm_proof_confidence(proof, f->confidence);
  cm_sink_c(proof->out, "\n");
}

static void write_month_rounding(cm_row_view *view, bool rounded) {
  cm_proof *proof = view->proof;
  const cm_option *o = view->formula->rounding;
  cm_proof_word(proof, "sum of the months, ", "各月之和，");
  if (rounded)
    cm_proof_word(proof, "each as displayed", "各月取显示值");
  else
    cm_proof_word(proof, "unrounded", "未修约");
  if (o) {
    const cm_option_choice *c = &o->choices[proof->run->plan->editions.at[view->step.edition].choices[o->index]];
    cm_proof_word(proof, " (option ", "（选项 ");
    cm_sink_add(proof->out, o->key);
    cm_sink_c(proof->out, " = ");
    cm_sink_add(proof->out, c->key);
    cm_sink_c(proof->out, "; ");
    cm_sink_add(proof->out, c->cite);
    cm_sink_c(proof->out, "; ");
    cm_proof_confidence(proof, c->confidence);
    cm_proof_word(proof, ")", "）");
  }
  cm_sink_c(proof->out, ":\n");
}

static void write_rounded(cm_proof *proof, const cm_rounded *x) {
  char text[CM_DEC_TEXT_MAX];
  cm_sink_add(proof->out, cm_rounded_text(x, text));
}

/* A year that adds its own months: each month is a step of its own. */
static void write_months(cm_row_view *view, const cm_input *input) {
  cm_proof *proof = view->proof;
  const cm_sheet *months = cm_months_sheet(proof->run, view->step.sheet);
  const cm_year_rows *year = &view->step.sheet->track->years[view->step.row];
  bool rounded = cm_rounds_months(proof->run, view->step.sheet, view->formula);
  char text[16];
  cm_sink_c(proof->out, "     ");
  write_month_rounding(view, rounded);
  for (size_t i = year->first; i < year->first + year->count; i++) {
    const cm_value *v = &months->values[i * months->program->instances.size + input->instance];
    cm_step step = {months, view->step.edition, (uint32_t)i, input->instance};
    cm_rounded shown;
    if (v->state == CM_NOT_THERE) continue;
    cm_sink_c(proof->out, "       ");
    cm_sink_add(proof->out, cm_month_text(months->track->rows[i].month, text));
    cm_sink_c(proof->out, "  ");
    if (rounded && v->state == CM_VALID &&
        cm_dec_round(&shown, &v->dec, view->formula->decimals, view->formula->rule) >= 0)
      write_rounded(proof, &shown);
    else
      cm_proof_value(proof, v);
    cm_proof_word(proof, "  (step ", "  （步骤 ");
    cm_sink_u64(proof->out, cm_proof_number(proof, step));
    cm_proof_word(proof, ")\n", "）\n");
  }
}

cm_subject cm_proof_subject(const cm_row_view *view) {
  uint32_t line = view->step.sheet ? view->step.sheet->track->line : CM_NONE;
  return (cm_subject){line, view->program->instances.at[view->step.instance].tuple};
}

/* What the option's other choice would make of the year: both are known, and by how much they differ. */
static void write_other_rounding(cm_row_view *view, const cm_input *input, const cm_value *value) {
  cm_proof *proof = view->proof;
  bool rounded = cm_rounds_months(proof->run, view->step.sheet, view->formula);
  cm_value other, difference = {.state = CM_VALID};
  if (!view->formula->rounding || value->state != CM_VALID) return;
  cm_sum_of_months(&other, proof->run, view->step.sheet, view->step.row, input, !rounded);
  if (other.state != CM_VALID) return; /* a month has too many digits to be displayed */
  int order = cm_dec_cmp(&other.dec, &value->dec);
  (void)cm_dec_sub(&difference.dec, &other.dec, &value->dec);
  difference.dec = cm_dec_abs(&difference.dec);
  cm_sink_c(proof->out, "     ");
  if (rounded)
    cm_proof_word(proof, "unrounded months would make", "若各月未修约则为");
  else
    cm_proof_word(proof, "months as displayed would make", "若各月取显示值则为");
  if (order == 0) {
    cm_proof_word(proof, " the same\n", "同一数值\n");
    return;
  }
  cm_sink_c(proof->out, " ");
  cm_proof_value(proof, &other);
  cm_proof_word(proof, order > 0 ? ", more by " : ", less by ", order > 0 ? "，多 " : "，少 ");
  cm_proof_value(proof, &difference);
  cm_sink_c(proof->out, "\n");
}

/* The condition is told where it fails; where it holds the figure itself shows that it does. */
static void write_applies(cm_row_view *view) {
  cm_proof *proof = view->proof;
  cm_sink_c(proof->out, "     ");
  cm_proof_word(proof, "not applicable: it does not hold that ", "不适用，因条件不成立：");
  cm_expr_print(view->formula->applies, proof->out);
  cm_sink_c(proof->out, "\n");
  cm_proof_gather(view, view->formula->applies, cm_proof_subject(view));
}

static void write_expression(cm_row_view *view, uint32_t node) {
  cm_proof *proof = view->proof;
  cm_sink_c(proof->out, "     = ");
  cm_sink_add(proof->out, view->formula->text);
  cm_sink_c(proof->out, "\n     = ");
  cm_proof_expression(view, node);
  cm_sink_c(proof->out, "\n");
  if (view->formula->applies) cm_proof_gather(view, view->formula->applies, cm_proof_subject(view));
  cm_proof_gather(view, view->formula->is, cm_proof_subject(view));
  cm_proof_choices(view, node);
}

static void write_result(cm_row_view *view, const cm_value *value) {
  cm_proof *proof = view->proof;
  bool yes = !cm_dec_is_zero(&value->dec);
  cm_sink_c(proof->out, "     = ");
  if (view->formula->truth && value->state == CM_VALID)
    cm_proof_word(proof, yes ? "true" : "false", yes ? "是" : "否");
  else
    cm_proof_value(proof, value);
  if (value->state == CM_VALID) cm_proof_unit(proof, view->formula);
  cm_sink_c(proof->out, "\n");
}

/* Whether the formula's own condition fails; a value may also be not applicable because one is that it reads. */
static bool outside(const cm_row_view *view, uint32_t node) {
  const cm_node *n = &view->program->tape.nodes.at[node];
  bool none = view->values[node].state == CM_NOT_APPLICABLE;
  return none && n->code == CM_OP_APPLY && cm_dec_is_zero(&view->values[n->a].dec);
}

static void write_step(cm_proof *proof, size_t number) {
  cm_arena arena;
  cm_row_view view;
  cm_arena_init(&arena, proof->run->arena.alloc);
  proof->current = (uint32_t)number;
  if (cm_proof_open(&view, proof, &arena, proof->steps.at[number - 1])) {
    const cm_instance *in = &view.program->instances.at[view.step.instance];
    const cm_node *body = &view.program->tape.nodes.at[in->body];
    bool months = body->code == CM_OP_INPUT && view.program->inputs.at[body->c].kind == CM_IN_MONTHS;
    write_head(&view, number);
    if (months)
      write_months(&view, &view.program->inputs.at[body->c]);
    else if (outside(&view, in->node))
      write_applies(&view);
    else
      write_expression(&view, in->node);
    write_result(&view, &view.values[in->node]);
    if (months) write_other_rounding(&view, &view.program->inputs.at[body->c], &view.values[in->node]);
    cm_proof_inputs(&view);
    cm_proof_symbols(&view);
  }
  cm_arena_free(&arena);
}

/* ---- the whole ---- */

static void write_proof(cm_proof *proof, const cm_figure *figure) {
  cm_proof_number(proof, (cm_step){figure->sheet, figure->sheet->edition, figure->row, figure->instance});
  cm_proof_head(proof, figure);
  cm_proof_word(proof, "\nSteps\n", "\n计算步骤\n");
  for (size_t number = 1; number <= proof->steps.size && !proof->out->status; number++) write_step(proof, number);
  cm_proof_end(proof, figure);
}

void cm_explain(const cm_run *run, size_t index, cm_language language, cm_sink *sink) {
  cm_wrap wrap = {.out = sink};
  cm_sink lines;
  cm_sink_init(&lines, cm_wrap_write, &wrap);
  cm_proof proof = {.run = run, .out = &lines, .language = language};
  cm_arena_init(&proof.arena, run->arena.alloc);
  cm_map_init(&proof.numbers, &proof.arena);
  cm_map_init(&proof.listed, &proof.arena);
  proof.factors = CM_NEWS(&proof.arena, bool, run->plan->catalog->factor_count);
  if (proof.factors)
    write_proof(&proof, &run->figures.at[index]);
  else
    cm_proof_failed(&proof);
  cm_arena_free(&proof.arena);
  if (!sink->status) sink->status = cm_sink_finish(&lines);
}
