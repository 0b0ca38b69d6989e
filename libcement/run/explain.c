/* The proof of a figure: the figure first, then every step that it refers to, each numbered when it is first named. */
#include "run/explain.h"

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

/* ---- steps ---- */

const cm_program *cm_step_program(const cm_proof *proof, cm_step step) {
  return step.sheet ? step.sheet->program : proof->run->editions[step.edition].site;
}

static cm_map_key step_key(cm_step step) {
  cm_map_key key = {{step.edition, CM_NONE, 0, step.row, step.instance}};
  if (step.sheet) {
    key.word[1] = step.sheet->track->line == CM_NONE ? CM_NONE - 1 : step.sheet->track->line;
    key.word[2] = step.sheet->year;
  }
  return key;
}

size_t cm_proof_number(cm_proof *proof, cm_step step) {
  cm_map_key key = step_key(step);
  const uint32_t *known = cm_map_get(&proof->numbers, &key);
  if (known) return *known;
  if (CM_VEC_PUSH(&proof->arena, &proof->steps, step) ||
      cm_map_put(&proof->numbers, &key, (uint32_t)proof->steps.size)) {
    cm_proof_failed(proof);
    return 0;
  }
  return proof->steps.size;
}

static int32_t step_period(cm_step step) {
  if (!step.sheet) return INT32_MIN;
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

static bool open_view(cm_row_view *view, cm_proof *proof, cm_arena *arena, cm_step step) {
  const cm_program *p = cm_step_program(proof, step);
  size_t nodes = p->tape.nodes.size;
  *view = (cm_row_view){.proof = proof, .step = step, .program = p, .formula = p->instances.at[step.instance].formula};
  view->inputs = CM_NEWS(arena, cm_value, p->inputs.size);
  view->values = CM_NEWS(arena, cm_value, nodes);
  view->owner = CM_NEWS(arena, uint32_t, nodes);
  view->seen = CM_NEWS(arena, uint8_t, nodes);
  if (!view->inputs || !view->values || !view->owner || !view->seen) {
    cm_proof_failed(proof);
    return false;
  }
  if (step.sheet) {
    cm_sheet_run_row(proof->run, step.sheet, step.row, view->inputs, view->values);
  } else {
    for (size_t i = 0; i < p->inputs.size; i++) view->inputs[i] = p->inputs.at[i].value;
    cm_tape_run(&p->tape, view->inputs, view->values);
  }
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
  cm_proof_word(proof, "; formula ", "；公式 ");
  cm_sink_c(proof->out, cm_confidence_text(f->confidence));
  cm_sink_c(proof->out, "\n");
}

/* A year that adds its own months: each month is a step of its own. */
static void write_months(cm_row_view *view, const cm_input *input) {
  cm_proof *proof = view->proof;
  const cm_sheet *months = cm_months_sheet(proof->run, view->step.sheet);
  const cm_year_rows *year = &view->step.sheet->track->years[view->step.row];
  bool rounded = cm_rounds_months(proof->run, view->step.sheet, view->formula);
  char text[CM_DEC_TEXT_MAX];
  cm_sink_c(proof->out, "     ");
  if (rounded)
    cm_proof_word(proof, "sum of the months as displayed (option month_rounding):\n",
                  "各月显示值之和（选项 month_rounding）：\n");
  else
    cm_proof_word(proof, "sum of the months, unrounded:\n", "各月未修约值之和：\n");
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
      cm_sink_add(proof->out, cm_rounded_text(&shown, text));
    else
      cm_proof_value(proof, v);
    cm_proof_word(proof, "  (step ", "  （步骤 ");
    cm_sink_u64(proof->out, cm_proof_number(proof, step));
    cm_proof_word(proof, ")\n", "）\n");
  }
}

static void write_applies(cm_row_view *view) {
  cm_proof *proof = view->proof;
  cm_sink_c(proof->out, "     ");
  cm_proof_word(proof, "not applicable: the rule covers this only where ", "不适用：规则仅适用于 ");
  cm_proof_word(proof, "the line or facility meets the condition of the figure\n", "满足该指标条件的生产线或企业\n");
}

static void write_step(cm_proof *proof, size_t number) {
  cm_arena arena;
  cm_row_view view;
  cm_arena_init(&arena, proof->run->arena.alloc);
  if (open_view(&view, proof, &arena, proof->steps.at[number - 1])) {
    const cm_instance *in = &view.program->instances.at[view.step.instance];
    const cm_value *value = &view.values[in->node];
    const cm_node *body = &view.program->tape.nodes.at[in->body];
    write_head(&view, number);
    bool months = body->code == CM_OP_INPUT && view.program->inputs.at[body->c].kind == CM_IN_MONTHS;
    if (months) {
      write_months(&view, &view.program->inputs.at[body->c]);
    } else if (value->state == CM_NOT_APPLICABLE && in->body != in->node) {
      write_applies(&view);
    } else {
      cm_sink_c(proof->out, "     = ");
      cm_sink_add(proof->out, view.formula->text);
      cm_sink_c(proof->out, "\n     = ");
      cm_proof_expression(&view, in->node);
      cm_sink_c(proof->out, "\n");
      cm_proof_choices(&view, in->node);
    }
    cm_sink_c(proof->out, "     = ");
    if (view.formula->truth && value->state == CM_VALID)
      cm_proof_word(proof, cm_dec_is_zero(&value->dec) ? "false" : "true", cm_dec_is_zero(&value->dec) ? "否" : "是");
    else
      cm_proof_value(proof, value);
    if (value->state == CM_VALID) cm_proof_unit(proof, view.formula);
    cm_sink_c(proof->out, "\n");
    cm_proof_inputs(&view);
  }
  cm_arena_free(&arena);
}

/* ---- head and end ---- */

static void write_rounding(cm_proof *proof, const cm_figure *figure) {
  static const char *const en[] = {"half up", "half to even", "truncated"};
  static const char *const zh[] = {"四舍五入", "四舍六入五成双（GB/T 8170）", "截断"};
  const cm_formula *f = cm_figure_instance(figure)->formula;
  char text[CM_DEC_TEXT_MAX];
  cm_rounded shown;
  if (cm_figure_display(figure, &shown) < 0) return;
  cm_proof_word(proof, "Displayed  ", "显示值  ");
  cm_sink_add(proof->out, cm_rounded_text(&shown, text));
  cm_sink_c(proof->out, " ");
  cm_sink_add(proof->out, f->unit_text);
  cm_proof_word(proof, "  rounded once, on the decimal value, ", "  对十进制值一次修约，");
  cm_proof_word(proof, en[f->rule], zh[f->rule]);
  cm_proof_word(proof, ", decimals: ", "，小数位数 ");
  cm_sink_u64(proof->out, (uint64_t)(f->decimals < 0 ? 0 : f->decimals));
  cm_sink_c(proof->out, "\n");
}

static void write_level(cm_proof *proof, const cm_limit *limit, const cm_value *applied, size_t i) {
  proof->factors[limit->base[i]->index] = 1;
  cm_proof_word(proof, "  level ", "  等级 ");
  cm_sink_u64(proof->out, i + 1);
  cm_sink_c(proof->out, ": <= ");
  cm_proof_value(proof, &applied[i]);
  cm_sink_c(proof->out, " = ");
  cm_sink_add(proof->out, limit->applied_text[i]);
  cm_sink_c(proof->out, "; L");
  cm_sink_u64(proof->out, i + 1);
  cm_sink_c(proof->out, " = ");
  cm_sink_add(proof->out, limit->base[i]->text);
  cm_sink_c(proof->out, " ");
  cm_sink_add(proof->out, limit->base[i]->unit_text);
  cm_sink_c(proof->out, "; ");
  cm_sink_add(proof->out, limit->base[i]->cite);
  cm_sink_c(proof->out, "; ");
  cm_sink_c(proof->out, cm_confidence_text(limit->base[i]->confidence));
  cm_sink_c(proof->out, "\n");
}

static void write_corrections(cm_row_view *view, const cm_limit_nodes *nodes) {
  for (size_t i = 0; i < nodes->limit->levels; i++) {
    const cm_node *n = &view->program->tape.nodes.at[nodes->applied[i]];
    if (n->code == CM_OP_CONST) continue;
    cm_sink_c(view->proof->out, "     L");
    cm_sink_u64(view->proof->out, i + 1);
    cm_proof_word(view->proof, " corrected = ", " 修正后 = ");
    cm_proof_expression(view, nodes->applied[i]);
    cm_sink_c(view->proof->out, "\n");
  }
  cm_proof_inputs(view);
}

static void write_grade(cm_proof *proof, const cm_figure *figure) {
  const cm_value *applied;
  const cm_limit *limit = cm_figure_limit(figure, &applied);
  int grade = cm_figure_grade(proof->run, figure);
  if (!limit || cm_figure_value(figure)->state == CM_NOT_APPLICABLE) return;
  const cm_edition *edition = cm_figure_edition(figure);
  cm_proof_word(proof, "Grade      ", "等级    ");
  if (grade < 0)
    cm_proof_word(proof, "none: the figure or a limit is incomplete", "无：指标或限额数据不全");
  else
    cm_sink_add(proof->out,
                cm_label_text(edition->levels[grade], proof->language, grade ? CM_S("level") : CM_S("not qualified")));
  if (limit->method) {
    const uint32_t *choices = proof->run->plan->editions.at[figure->sheet->edition].choices;
    const cm_option_choice *choice = &limit->method->choices[choices[limit->method->index]];
    cm_proof_word(proof, "; compared by ", "；比较方法 ");
    cm_sink_add(proof->out, choice->key);
    cm_sink_c(proof->out, " (");
    cm_sink_add(proof->out, choice->cite);
    cm_sink_c(proof->out, ")");
  }
  cm_proof_word(proof, "; clause ", "；条款 ");
  cm_sink_add(proof->out, limit->clause);
  cm_sink_c(proof->out, "\n");
  for (size_t i = 0; i < limit->levels; i++) write_level(proof, limit, applied, i);
  cm_arena arena;
  cm_row_view view;
  cm_arena_init(&arena, proof->run->arena.alloc);
  const cm_program *p = figure->sheet->program;
  for (size_t i = 0; i < p->limits.size; i++)
    if (p->limits.at[i].limit == limit &&
        open_view(&view, proof, &arena,
                  (cm_step){figure->sheet, figure->sheet->edition, figure->row, figure->instance}))
      write_corrections(&view, &p->limits.at[i]);
  cm_arena_free(&arena);
}

static void write_missing(cm_proof *proof, const cm_figure *figure) {
  cm_missing_list list = {NULL, 0, 0};
  char period[16];
  if (cm_figure_value(figure)->state != CM_MISSING) return;
  if (cm_figure_missing(proof->run, figure, &proof->arena, &list)) cm_proof_failed(proof);
  cm_proof_word(proof, "Missing\n", "缺少\n");
  for (size_t i = 0; i < list.size; i++) {
    const cm_missing *m = &list.at[i];
    char item[96];
    cm_str of = cm_missing_of(proof->run, m);
    cm_sink_c(proof->out, "  ");
    cm_sink_add(proof->out, cm_missing_item(m, item));
    if (of.size) cm_sink_c(proof->out, " ");
    cm_sink_add(proof->out, of);
    if (m->line != CM_NONE) {
      cm_sink_c(proof->out, ", ");
      cm_sink_add(proof->out, proof->run->ledger->lines.at[m->line].id);
    }
    if (m->period != INT32_MIN) {
      cm_sink_c(proof->out, ", ");
      cm_sink_add(proof->out, cm_period_words(m->period, m->year, period));
    }
    cm_sink_c(proof->out, "\n");
  }
}

static void write_title(cm_proof *proof, const cm_figure *figure) {
  const cm_edition *edition = cm_figure_edition(figure);
  const cm_instance *in = cm_figure_instance(figure);
  cm_step step = {figure->sheet, figure->sheet->edition, figure->row, figure->instance};
  cm_proof_word(proof, "Figure     ", "指标    ");
  cm_sink_add(proof->out, in->formula->key);
  cm_sink_c(proof->out, "  ");
  cm_sink_add(proof->out, in->formula->label.zh);
  cm_sink_c(proof->out, " / ");
  cm_sink_add(proof->out, in->formula->label.en);
  cm_sink_c(proof->out, "  ");
  cm_proof_place(proof, step, in->tuple);
  cm_proof_word(proof, "\nValue      ", "\n数值    ");
  cm_proof_value(proof, cm_figure_value(figure));
  if (cm_figure_value(figure)->state == CM_VALID) {
    cm_sink_c(proof->out, " ");
    cm_sink_add(proof->out, in->formula->unit_text);
    cm_proof_word(proof, "  (unrounded)", "  （未修约）");
  }
  cm_sink_c(proof->out, "\n");
  if (cm_figure_value(figure)->state == CM_VALID) write_rounding(proof, figure);
  cm_proof_word(proof, "Edition    ", "规则    ");
  cm_sink_add(proof->out, edition->id);
  cm_sink_c(proof->out, "  ");
  cm_sink_add(proof->out, proof->language == CM_ZH ? edition->title_zh : edition->title_en);
  cm_sink_c(proof->out, "\n           sha256 ");
  cm_sink_c(proof->out, edition->sha256);
  cm_proof_word(proof, "\nLedger     sha256 ", "\n台账    sha256 ");
  cm_sink_c(proof->out, proof->run->ledger->sha256);
  cm_sink_c(proof->out, "\n");
}

/* The factors on the way that are less than confirmed, and the figure once more. */
static void write_end(cm_proof *proof, const cm_figure *figure) {
  const cm_catalog *catalog = proof->run->plan->catalog;
  bool any = false;
  for (size_t e = 0; e < catalog->editions.size; e++) {
    const cm_edition *edition = catalog->editions.at[e];
    for (size_t i = 0; i < edition->factors.size; i++) {
      const cm_factor *f = edition->factors.at[i];
      if (!proof->factors[f->index] || f->confidence == CM_PRIMARY || f->confidence == CM_CONFIRMED) continue;
      if (!any) cm_proof_word(proof, "\nRests on these factors that are not confirmed\n", "\n所依据的未经确认的因子\n");
      any = true;
      cm_sink_c(proof->out, "  ");
      cm_proof_factor(proof, f, cm_figure_edition(figure));
      cm_sink_c(proof->out, "\n");
    }
  }
  cm_sink_c(proof->out, "\n");
  if (cm_figure_value(figure)->state == CM_VALID)
    write_rounding(proof, figure);
  else
    cm_proof_word(proof, "No figure is displayed.\n", "不显示数值。\n");
}

void cm_explain(const cm_run *run, size_t index, cm_language language, cm_sink *sink) {
  const cm_figure *figure = &run->figures.at[index];
  cm_proof proof = {.run = run, .out = sink, .language = language};
  cm_arena_init(&proof.arena, run->arena.alloc);
  cm_map_init(&proof.numbers, &proof.arena);
  proof.factors = CM_NEWS(&proof.arena, uint8_t, run->plan->catalog->factor_count);
  if (!proof.factors) {
    cm_proof_failed(&proof);
    cm_arena_free(&proof.arena);
    return;
  }
  cm_proof_number(&proof, (cm_step){figure->sheet, figure->sheet->edition, figure->row, figure->instance});
  write_title(&proof, figure);
  write_grade(&proof, figure);
  write_missing(&proof, figure);
  cm_proof_word(&proof, "\nSteps\n", "\n计算步骤\n");
  for (size_t number = 1; number <= proof.steps.size && !sink->status; number++) write_step(&proof, number);
  write_end(&proof, figure);
  cm_arena_free(&proof.arena);
}
