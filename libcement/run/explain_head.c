/* What stands before the steps of a proof: figure, rule, ledger, grade, gaps; and what stands behind them. */
#include "run/explain.h"

#include "run/findings.h"

/* ---- rounding ---- */

static void write_decimals(cm_proof *proof, int32_t decimals) {
  static const char *const en[] = {", to ", " decimals"}, *const zh[] = {"，保留 ", " 位小数"};
  cm_proof_word(proof, en[0], zh[0]);
  cm_sink_u64(proof->out, (uint64_t)decimals); /* an edition's are 0 to 12 */
  cm_proof_word(proof, en[1], zh[1]);
}

static void write_displayed(cm_proof *proof, const cm_figure *figure) {
  static const char *const en[] = {"half up", "half to even", "truncated"};
  static const char *const zh[] = {"四舍五入", "四舍六入五成双（GB/T 8170）", "截断"};
  const cm_formula *f = cm_figure_instance(figure)->formula;
  char text[CM_DEC_TEXT_MAX];
  cm_rounded shown;
  if (cm_figure_display(figure, &shown) < 0) return;
  cm_proof_word(proof, "Displayed  ", "显示值  ");
  cm_sink_add(proof->out, cm_rounded_text(&shown, text));
  cm_proof_unit(proof, f);
  cm_proof_word(proof, "  rounded once, ", "  一次修约，");
  cm_proof_word(proof, en[f->rule], zh[f->rule]);
  write_decimals(proof, f->decimals);
  cm_proof_word(proof, ", as ", "，依据 ");
  cm_sink_add(proof->out, cm_figure_edition(figure)->id);
  cm_proof_word(proof, " says\n", "\n");
}

/* ---- grade ---- */

static void write_level_name(cm_proof *proof, const cm_edition *edition, size_t level) {
  cm_str name = cm_label_text(edition->levels[level], proof->language, CM_S(""));
  if (name.size) {
    cm_sink_add(proof->out, name);
  } else if (!level) {
    cm_proof_word(proof, "not qualified", "未达标");
  } else {
    cm_proof_word(proof, "level ", "等级 ");
    cm_sink_u64(proof->out, level);
  }
}

/* The number that is held against the limits: the full value, or the one rounded by the option of comparison. */
static void write_method(cm_proof *proof, const cm_figure *figure, const cm_limit *limit, cm_dec *compared) {
  if (!limit->method) return;
  uint32_t chosen = proof->run->plan->editions.at[figure->sheet->edition].choices[limit->method->index];
  const cm_option_choice *choice = &limit->method->choices[chosen];
  cm_rounded rounded;
  if (choice->rounds && cm_dec_round(&rounded, compared, choice->decimals, choice->rule) >= 0)
    *compared = rounded.value;
  cm_proof_word(proof, "  compared by ", "  比较方法 ");
  cm_sink_add(proof->out, choice->key);
  cm_proof_word(proof, " (option ", "（选项 ");
  cm_sink_add(proof->out, limit->method->key);
  if (chosen == limit->method->default_choice) cm_proof_word(proof, ", the default", "，默认");
  cm_proof_word(proof, "); ", "）；");
  cm_sink_add(proof->out, choice->cite);
  cm_sink_c(proof->out, "; ");
  cm_proof_confidence(proof, choice->confidence);
  cm_sink_c(proof->out, "\n");
}

static void write_comparison(cm_proof *proof, const cm_value *value, const cm_dec *compared, const cm_value *applied) {
  cm_sink_c(proof->out, ": ");
  if (value->state == CM_VALID) {
    cm_proof_dec(proof, compared);
    cm_sink_c(proof->out, " ");
  }
  cm_sink_c(proof->out, "<= ");
  cm_proof_value(proof, applied);
  if (value->state != CM_VALID || applied->state != CM_VALID) return;
  if (cm_dec_cmp(compared, &applied->dec) <= 0)
    cm_proof_word(proof, " is met", " 成立");
  else
    cm_proof_word(proof, " is not met", " 不成立");
}

static void write_level(cm_row_view *view, const cm_limit_nodes *nodes, size_t i) {
  cm_proof *proof = view->proof;
  view->read.size = 0;
  memset(view->seen, 0, view->program->tape.nodes.size);
  cm_sink_c(proof->out, "     = ");
  cm_sink_add(proof->out, nodes->limit->applied_text[i]);
  cm_sink_c(proof->out, "\n     = ");
  cm_proof_expression(view, nodes->applied[i]);
  cm_sink_c(proof->out, "\n     = ");
  cm_proof_value(proof, &view->values[nodes->applied[i]]);
  cm_sink_c(proof->out, "\n");
  cm_proof_gather(view, nodes->limit->applied[i], cm_proof_subject(view));
  cm_proof_choices(view, nodes->applied[i]);
  cm_proof_inputs(view);
}

static void write_uncorrected(cm_proof *proof, const cm_factor *base, const cm_edition *edition) {
  proof->factors[base->index] = true;
  cm_sink_c(proof->out, "       ");
  cm_proof_factor(proof, base, edition);
  cm_sink_c(proof->out, "\n");
}

static void write_levels(cm_proof *proof, const cm_figure *figure, const cm_limit_nodes *nodes,
                         const cm_dec *compared) {
  const cm_edition *edition = cm_figure_edition(figure);
  cm_arena arena;
  cm_row_view view;
  cm_arena_init(&arena, proof->run->arena.alloc);
  cm_step step = {figure->sheet, figure->sheet->edition, figure->row, figure->instance};
  if (cm_proof_open(&view, proof, &arena, step)) {
    for (size_t i = 0; i < nodes->limit->levels; i++) {
      cm_sink_c(proof->out, "  ");
      write_level_name(proof, edition, i + 1);
      write_comparison(proof, cm_figure_value(figure), compared, &view.values[nodes->applied[i]]);
      cm_sink_c(proof->out, "\n");
      if (view.program->tape.nodes.at[nodes->applied[i]].code == CM_OP_CONST)
        write_uncorrected(proof, nodes->limit->base[i], edition);
      else
        write_level(&view, nodes, i);
    }
    cm_proof_symbols(&view);
  }
  cm_arena_free(&arena);
}

static void write_grade(cm_proof *proof, const cm_figure *figure) {
  const cm_value *applied;
  const cm_limit *limit = cm_figure_limit(figure, &applied);
  const cm_program *p = figure->sheet->program;
  if (!limit || cm_figure_value(figure)->state == CM_NOT_APPLICABLE) return;
  int grade = cm_figure_grade(proof->run, figure);
  cm_proof_word(proof, "Grade      ", "等级    ");
  if (grade < 0)
    cm_proof_word(proof, "none: the figure or a limit is incomplete", "无：指标或限额数据不全");
  else
    write_level_name(proof, cm_figure_edition(figure), (size_t)grade);
  if (grade > 0) cm_proof_word(proof, ", the first that is met", "（首个满足的等级）");
  cm_proof_word(proof, "; clause ", "；条款 ");
  cm_sink_add(proof->out, limit->clause);
  cm_sink_c(proof->out, "\n");
  cm_dec compared = cm_figure_value(figure)->dec;
  write_method(proof, figure, limit, &compared);
  for (size_t i = 0; i < p->limits.size; i++)
    if (p->limits.at[i].limit == limit) write_levels(proof, figure, &p->limits.at[i], &compared);
}

/* ---- gaps ---- */

static void write_missing(cm_proof *proof, const cm_figure *figure) {
  cm_missing_list list = {NULL, 0, 0};
  char period[16];
  if (cm_figure_value(figure)->state != CM_MISSING) return;
  if (cm_figure_missing(proof->run, figure, &proof->arena, &list)) cm_proof_failed(proof);
  if (list.size) cm_proof_word(proof, "Missing\n", "缺少\n");
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

/* ---- head ---- */

static void write_sources(cm_proof *proof, const cm_edition *edition) {
  cm_proof_word(proof, "Edition    ", "规则    ");
  cm_sink_add(proof->out, edition->id);
  cm_sink_c(proof->out, "  ");
  cm_sink_add(proof->out, proof->language == CM_ZH ? edition->title_zh : edition->title_en);
  cm_proof_word(proof, "\n           sha256 ", "\n        sha256 ");
  cm_sink_c(proof->out, edition->sha256);
  cm_proof_word(proof, "\nLedger     sha256 ", "\n台账    sha256 ");
  cm_sink_c(proof->out, proof->run->ledger->sha256);
  cm_sink_c(proof->out, "\n");
}

void cm_proof_head(cm_proof *proof, const cm_figure *figure) {
  const cm_instance *in = cm_figure_instance(figure);
  const cm_value *value = cm_figure_value(figure);
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
  cm_proof_value(proof, value);
  if (value->state == CM_VALID) {
    cm_proof_unit(proof, in->formula);
    cm_proof_word(proof, "  (unrounded)", "  （未修约）");
  }
  cm_sink_c(proof->out, "\n");
  if (value->state == CM_VALID) write_displayed(proof, figure);
  write_sources(proof, cm_figure_edition(figure));
  write_grade(proof, figure);
  write_missing(proof, figure);
}

/* ---- end ---- */

/* The figure's own checks that hold in its row. */
static void meet_checks(cm_proof *proof, const cm_figure *figure) {
  const cm_program *p = figure->sheet->program;
  cm_arena arena;
  cm_row_view view;
  cm_arena_init(&arena, proof->run->arena.alloc);
  cm_step step = {figure->sheet, figure->sheet->edition, figure->row, figure->instance};
  proof->current = 1;
  bool open = cm_proof_open(&view, proof, &arena, step);
  for (size_t i = 0; open && i < p->checks.size; i++) {
    const cm_check_node *c = &p->checks.at[i];
    bool concerns = false, holds = view.values[c->node].state == CM_VALID && !cm_dec_is_zero(&view.values[c->node].dec);
    for (size_t k = 0; k < c->check->figure_count; k++)
      concerns = concerns || cm_str_eq(c->check->figures[k], view.formula->key);
    if (concerns && holds) cm_proof_met(proof, c->check->finding);
  }
  cm_arena_free(&arena);
}

/* The months that a year lacks. */
static void write_months(cm_proof *proof, const cm_figure *figure) {
  const cm_run *run = proof->run;
  for (size_t i = 0; i < run->findings.size; i++) {
    const cm_finding *f = &run->findings.at[i];
    bool here = f->year && f->line == figure->sheet->track->line;
    if (!here || f->period != cm_figure_period_number(figure)) continue;
    if (!cm_str_eq(f->code, cm_own_findings[CM_F_MISSING_MONTHS].code)) continue;
    cm_buf message;
    cm_buf_init(&message, &proof->arena);
    cm_finding_message(run, f, proof->language, &message);
    if (message.failed) cm_proof_failed(proof);
    cm_sink_c(proof->out, "  ");
    cm_sink_c(proof->out, cm_severity_text(f->severity));
    cm_sink_c(proof->out, "  ");
    cm_sink_add(proof->out, f->code);
    cm_sink_c(proof->out, "  ");
    cm_sink_add(proof->out, cm_buf_text(&message));
    cm_sink_c(proof->out, "\n");
  }
}

static void write_finding(cm_proof *proof, size_t first) {
  const cm_finding_type *type = proof->met.at[first].type;
  for (size_t i = 0; i < first; i++)
    if (proof->met.at[i].type == type) return;
  cm_sink_c(proof->out, "  ");
  cm_sink_c(proof->out, cm_severity_text(type->severity));
  cm_sink_c(proof->out, "  ");
  cm_sink_add(proof->out, type->code);
  cm_sink_c(proof->out, "  ");
  cm_sink_add(proof->out, cm_label_text(type->label, proof->language, type->code));
  cm_proof_word(proof, "  (step ", "  （步骤 ");
  for (size_t i = first; i < proof->met.size; i++) {
    if (proof->met.at[i].type != type) continue;
    if (i > first) cm_sink_c(proof->out, ", ");
    cm_sink_u64(proof->out, proof->met.at[i].step);
  }
  cm_proof_word(proof, ")\n", "）\n");
}

/* Those that the ledger changed, or those that it left and that are less than confirmed. */
static bool told(const cm_proof *proof, const cm_factor *f, bool overridden) {
  if (!proof->factors[f->index] || overridden != (proof->run->factors[f->index].override != NULL)) return false;
  return overridden || (f->confidence != CM_PRIMARY && f->confidence != CM_CONFIRMED);
}

static void write_factors(cm_proof *proof, const cm_edition *at_home, bool overridden) {
  const cm_catalog *catalog = proof->run->plan->catalog;
  bool any = false;
  for (size_t e = 0; e < catalog->editions.size; e++) {
    const cm_edition *edition = catalog->editions.at[e];
    for (size_t i = 0; i < edition->factors.size; i++) {
      const cm_factor *f = edition->factors.at[i];
      if (!told(proof, f, overridden)) continue;
      if (!any && overridden) cm_proof_word(proof, "\nOverridden by the ledger\n", "\n台账改写的因子\n");
      if (!any && !overridden)
        cm_proof_word(proof, "\nRests on these factors that are not confirmed\n", "\n所依据的未经确认的因子\n");
      any = true;
      cm_sink_c(proof->out, "  ");
      cm_proof_factor(proof, f, at_home);
      cm_proof_override(proof, f);
      cm_sink_c(proof->out, "\n");
    }
  }
}

void cm_proof_end(cm_proof *proof, const cm_figure *figure) {
  meet_checks(proof, figure);
  const cm_track *track = figure->sheet->track;
  bool gaps = figure->sheet->year && track->years[figure->row].count < 12;
  if (proof->met.size || gaps) cm_proof_word(proof, "\nFindings on the way\n", "\n过程中的提示\n");
  for (size_t i = 0; i < proof->met.size; i++) write_finding(proof, i);
  if (gaps) write_months(proof, figure);
  write_factors(proof, cm_figure_edition(figure), true);
  write_factors(proof, cm_figure_edition(figure), false);
  cm_sink_c(proof->out, "\n");
  if (proof->rescaled)
    cm_proof_word(proof, "[units] marks a factor that only changes the unit of the number before it.\n",
                  "[单位换算] 表示仅改变前一数值单位的系数。\n");
  if (cm_figure_value(figure)->state == CM_VALID)
    write_displayed(proof, figure);
  else
    cm_proof_word(proof, "No figure is displayed.\n", "不显示数值。\n");
}
