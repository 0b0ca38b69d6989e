/* Where the numbers of a step come from: observations, factors, attributes, other steps. */
#include "run/explain.h"
#include "run/findings.h"

static void text(cm_row_view *view, const char *s) {
  cm_sink_c(view->proof->out, s);
}

static void add(cm_row_view *view, cm_str s) {
  cm_sink_add(view->proof->out, s);
}

static void begin(cm_row_view *view) {
  text(view, "       ");
}

/* ---- factors ---- */

void cm_proof_override(cm_proof *proof, const cm_factor *factor) {
  const cm_override *over = proof->run->factors[factor->index].override;
  if (!over) return;
  cm_proof_word(proof, "\n         OVERRIDDEN by the ledger: ", "\n         台账改写：");
  cm_sink_add(proof->out, over->written);
  cm_sink_c(proof->out, " ");
  cm_sink_add(proof->out, over->unit);
  cm_proof_word(proof, ", reason: ", "，理由：");
  cm_sink_add(proof->out, over->reason);
}

void cm_proof_confidence(cm_proof *proof, cm_confidence confidence) {
  cm_sink_c(proof->out, cm_confidence_word(proof->language, confidence));
}

/* "ncv[diesel]"; the base of a limit is L1, L2 ... as its expression calls it. */
static void write_factor_name(cm_proof *proof, const cm_factor *factor) {
  if (cm_str_is(factor->key, "limit") && factor->row.size) {
    cm_sink_c(proof->out, "L");
    cm_sink_add(proof->out, cm_str_slice(factor->row, factor->row.size - 1, factor->row.size));
    return;
  }
  cm_sink_add(proof->out, factor->key);
  if (!factor->row.size) return;
  cm_sink_c(proof->out, "[");
  cm_sink_add(proof->out, factor->row);
  cm_sink_c(proof->out, "]");
}

void cm_proof_factor(cm_proof *proof, const cm_factor *factor, const cm_edition *at_home) {
  char unit[CM_UNIT_TEXT_MAX];
  cm_str unit_text = cm_factor_unit_text(proof->run->ledger->items, factor, unit);
  write_factor_name(proof, factor);
  cm_sink_c(proof->out, " = ");
  cm_sink_add(proof->out, factor->text);
  if (unit_text.size) cm_sink_c(proof->out, " ");
  cm_sink_add(proof->out, unit_text);
  cm_sink_c(proof->out, "; ");
  if (factor->edition != at_home) {
    cm_sink_add(proof->out, factor->edition->id);
    cm_sink_c(proof->out, ", ");
  }
  cm_sink_add(proof->out, factor->cite);
  cm_sink_c(proof->out, "; ");
  cm_proof_confidence(proof, factor->confidence);
  if (!factor->note.size) return;
  cm_sink_c(proof->out, "; ");
  cm_sink_add(proof->out, factor->note);
}

static void write_factor(cm_row_view *view, const cm_factor *factor) {
  view->proof->factors[factor->index] = true;
  begin(view);
  cm_proof_factor(view->proof, factor, cm_step_program(view->proof, view->step)->edition);
  cm_proof_override(view->proof, factor);
  text(view, "\n");
  if (factor->finding) cm_proof_met(view->proof, factor->finding);
}

/* ---- observations ---- */

static void write_method(cm_row_view *view, const cm_observation *o) {
  static const char *const en[] = {"", "measured", "default", "calculated", "estimated"};
  static const char *const zh[] = {"", "实测值", "缺省值", "计算值", "估算值"};
  if (o->method == CM_METHOD_NONE) return;
  text(view, "; ");
  cm_proof_word(view->proof, en[o->method], zh[o->method]);
}

/* Where the digits come from when nobody wrote them. */
static void write_binary(cm_row_view *view) {
  cm_proof_word(view->proof, "; given as a binary number (double), the shortest decimal that reads back to it",
                "; 以二进制浮点数（double）给出，取可还原的最短十进制数");
}

static cm_str unit_of(const cm_row_view *view, const cm_item *item, uint32_t fuel, char out[CM_UNIT_TEXT_MAX]) {
  const cm_ledger *ledger = view->proof->run->ledger;
  uint32_t state = fuel == CM_NONE ? 0 : ledger->fuels.at[fuel].attributes[ledger->items->fuel_state].choice;
  return cm_item_unit_text_for_state(ledger->items, item, state, out);
}

/* The value in the item's unit, as written where that differs, and where it stands. */
static void write_observation(cm_row_view *view, const cm_observation *o) {
  const cm_ledger *ledger = view->proof->run->ledger;
  char unit[CM_UNIT_TEXT_MAX], number[CM_DEC_TEXT_MAX];
  cm_str own = unit_of(view, o->item, o->fuel, unit);
  add(view, cm_dec_text(&o->value, number));
  text(view, " ");
  add(view, own);
  if (!cm_str_eq(own, o->unit)) {
    cm_proof_word(view->proof, " (written ", "（原填 ");
    add(view, o->written);
    text(view, " ");
    add(view, o->unit);
    cm_proof_word(view->proof, ")", "）");
  }
  if (o->binary) write_binary(view);
  write_method(view, o);
  text(view, "; ");
  add(view, ledger->documents.at[o->document].name);
  text(view, ":");
  cm_sink_u64(view->proof->out, o->text_line);
  if (o->source.size) {
    text(view, "; ");
    add(view, o->source);
  }
  if (o->note.size) {
    text(view, "; ");
    add(view, o->note);
  }
}

static void write_item_name(cm_row_view *view, const cm_input *input) {
  cm_proof *proof = view->proof;
  const cm_ledger *ledger = proof->run->ledger;
  add(view, input->item->key);
  cm_str of = input->section != CM_NONE ? ledger->items->section.members[input->section].key
                                        : cm_tuple_of(ledger, input->tuple);
  if (of.size) {
    text(view, "[");
    add(view, of);
    if (input->tuple.use != CM_NONE) {
      text(view, ", ");
      add(view, ledger->items->use.members[input->tuple.use].key);
    }
    text(view, "]");
  }
  text(view, " (");
  add(view, cm_label_text(input->item->label, proof->language, CM_S("")));
  text(view, ")");
}

static void write_shared(cm_row_view *view, const cm_track *track, size_t row, const cm_input *input) {
  const cm_run *run = view->proof->run;
  cm_input part = *input;
  part.item = input->item->share;
  cm_value own = cm_month_item(run, track, row, &part, NULL);
  const cm_value *total = cm_share_total(run, input->item, track->rows[row].month);
  cm_proof_word(view->proof, "whole plant ", "全厂 ");
  write_observation(view, cm_shared_observation(run, track, row, input->item));
  cm_proof_word(view->proof, "; shared by ", "；按 ");
  add(view, input->item->share->key);
  cm_proof_word(view->proof, ": × ", " 分摊：× ");
  cm_proof_value(view->proof, &own);
  text(view, " ÷ ");
  cm_proof_value(view->proof, total);
  cm_proof_met(view->proof, &cm_own_findings[CM_F_SHARED]);
}

static void write_month(cm_row_view *view, const cm_track *track, size_t row, const cm_input *input) {
  const cm_run *run = view->proof->run;
  const cm_observation *o = cm_row_find(run, &track->rows[row], input->item, input->tuple, input->section);
  if (o)
    write_observation(view, o);
  else if (cm_shared_observation(run, track, row, input->item))
    write_shared(view, track, row, input);
  else if (input->item->absent_zero)
    cm_proof_word(view->proof, "0; not observed, read as zero by the rule of the item",
                  "0；未填报，按该项目的规则取零");
  else
    cm_proof_word(view->proof, "not observed", "未填报");
}

static void write_weight(cm_row_view *view, const cm_track *track, size_t row, const cm_input *input) {
  cm_input by = cm_weight_input(input);
  cm_value weight = cm_month_item(view->proof->run, track, row, &by, NULL);
  cm_proof_word(view->proof, "; weight ", "；权 ");
  cm_proof_value(view->proof, &weight);
}

/* The step that lists the months of this year's item; this one where none has. */
static uint32_t listed_in(cm_row_view *view, const cm_track *track, const cm_year_rows *year, const cm_input *input) {
  cm_proof *proof = view->proof;
  cm_map_key key = {{track->line, (uint32_t)year->year, input->item->index, input->tuple.fuel, input->tuple.use,
                     input->tuple.material, input->section}};
  const uint32_t *known = cm_map_get(&proof->listed, &key);
  if (known) return *known;
  if (cm_map_put(&proof->listed, &key, proof->current)) cm_proof_failed(proof);
  return proof->current;
}

/* The months of a year's sum or mean, those that count; each item's once. */
static void write_year(cm_row_view *view, const cm_track *track, const cm_year_rows *year, const cm_input *input) {
  static const char *const en[] = {"sum of the months", "mean of the months weighted by ", "of the first month",
                                   "of the last month"};
  static const char *const zh[] = {"各月之和", "各月加权平均，权为 ", "取首月", "取末月"};
  char month[16];
  cm_year_rows rows = cm_item_rows(year, input->item);
  cm_proof_word(view->proof, en[input->item->time], zh[input->item->time]);
  if (input->item->mean) add(view, input->item->mean->key);
  uint32_t step = listed_in(view, track, year, input);
  if (step != view->proof->current) {
    cm_proof_word(view->proof, ", listed in step ", "，列于步骤 ");
    cm_sink_u64(view->proof->out, step);
    return;
  }
  for (size_t i = rows.first; i < rows.first + rows.count; i++) {
    if (!cm_month_counts(view->proof->run, track, i, input)) continue;
    text(view, "\n         ");
    add(view, cm_month_text(track->rows[i].month, month));
    text(view, "  ");
    write_month(view, track, i, input);
    if (input->item->mean) write_weight(view, track, i, input);
  }
}

static void write_item(cm_row_view *view, const cm_input *input, const cm_value *value) {
  char unit[CM_UNIT_TEXT_MAX];
  const cm_sheet *sheet = view->step.sheet;
  const cm_track *track = cm_input_track(view->proof->run, sheet, input);
  begin(view);
  write_item_name(view, input);
  if (input->line != CM_THIS_LINE && input->line != CM_NONE) {
    text(view, " (");
    add(view, view->proof->run->ledger->lines.at[input->line].id);
    text(view, ")");
  }
  text(view, " = ");
  if (sheet->year && value->state == CM_VALID) {
    cm_proof_dec(view->proof, &value->dec);
    text(view, " ");
    add(view, unit_of(view, input->item, input->tuple.fuel, unit));
    text(view, ": ");
  } else if (sheet->year) {
    cm_proof_word(view->proof, "incomplete: ", "数据不全：");
  }
  ptrdiff_t at = sheet->year ? cm_track_year(track, sheet->track->years[view->step.row].year)
                             : cm_track_row(track, sheet->track->rows[view->step.row].month);
  if (CEMENT_NEVER(at < 0)) /* only lines that have a row are in a sum */
    cm_proof_word(view->proof, "the line has no row in the period", "该期间无数据行");
  else if (sheet->year)
    write_year(view, track, &track->years[at], input);
  else
    write_month(view, track, (size_t)at, input);
  text(view, "\n");
}

/* ---- the rest ---- */

/* Numbers only: words are told with the symbols of the step. */
static void write_attribute(cm_row_view *view, const cm_input *input) {
  if (!input->attribute->number) return;
  begin(view);
  text(view, input->attribute->set == CM_SET_FACILITY ? "facility."
             : input->attribute->set == CM_SET_LINE   ? "line."
                                                      : "fuel.");
  add(view, input->attribute->key);
  if (input->tuple.fuel != CM_NONE) {
    text(view, "[");
    add(view, cm_tuple_of(view->proof->run->ledger, input->tuple));
    text(view, "]");
  }
  text(view, " (");
  add(view, cm_label_text(input->attribute->label, view->proof->language, CM_S("")));
  text(view, ") = ");
  if (input->value.state != CM_VALID) {
    cm_proof_word(view->proof, "not given", "未给出");
  } else {
    cm_proof_dec(view->proof, &input->value.dec);
    if (!cm_str_is(input->attribute->unit_text, "1")) {
      text(view, " ");
      add(view, input->attribute->unit_text);
    }
    if (input->binary) write_binary(view);
  }
  text(view, "\n");
}

static void write_reference(cm_row_view *view, cm_step step, const cm_value *value) {
  cm_proof *proof = view->proof;
  const cm_instance *in = &cm_step_program(proof, step)->instances.at[step.instance];
  begin(view);
  add(view, in->formula->key);
  text(view, " ");
  cm_proof_place(proof, step, in->tuple);
  text(view, " = ");
  cm_proof_value(proof, value);
  if (value->state == CM_VALID) cm_proof_unit(proof, in->formula);
  cm_proof_word(proof, "  (step ", "  （步骤 ");
  cm_sink_u64(proof->out, cm_proof_number(proof, step));
  cm_proof_word(proof, ")\n", "）\n");
}

static void write_result(cm_row_view *view, const cm_input *input, const cm_value *value) {
  cm_step step = {.edition = view->step.edition, .instance = input->instance};
  if (input->line != CM_NONE) {
    step.sheet = cm_result_sheet(view->proof->run, view->step.sheet, input);
    const cm_track *own = view->step.sheet->track;
    ptrdiff_t row = view->step.sheet->year ? cm_track_year(step.sheet->track, own->years[view->step.row].year)
                                           : cm_track_row(step.sheet->track, own->rows[view->step.row].month);
    if (CEMENT_NEVER(row < 0)) return; /* only lines that have a row are in a sum */
    step.row = (uint32_t)row;
  }
  write_reference(view, step, value);
}

/* Truths of the row: a 1 or a 0 in the expression. */
static void write_observed(cm_row_view *view, const cm_input *input, const cm_value *value) {
  bool yes = !cm_dec_is_zero(&value->dec);
  begin(view);
  write_item_name(view, input);
  cm_proof_word(view->proof, yes ? ": observed (1)\n" : ": not observed (0)\n",
                yes ? "：已填报（1）\n" : "：未填报（0）\n");
}

static void write_input(cm_row_view *view, const cm_input *input, const cm_value *value) {
  if (input->kind == CM_IN_OBSERVED) write_observed(view, input, value);
  if (input->kind == CM_IN_ITEM) write_item(view, input, value);
  if (input->kind == CM_IN_ATTRIBUTE) write_attribute(view, input);
  if (input->kind == CM_IN_RESULT) write_result(view, input, value);
}

void cm_proof_inputs(cm_row_view *view) {
  for (size_t i = 0; i < view->read.size; i++) {
    uint32_t node = view->read.at[i], owner = view->owner[node];
    const cm_node *n = &view->program->tape.nodes.at[node];
    const cm_value *value = &view->values[node];
    if (owner && view->program->instances.at[owner - 1].formula != view->formula) {
      cm_step step = view->step;
      step.instance = owner - 1;
      write_reference(view, step, value);
    } else if (n->code == CM_OP_INPUT) {
      write_input(view, &view->program->inputs.at[n->c], value);
    } else if (view->program->factors.at[n->c]) {
      write_factor(view, view->program->factors.at[n->c]);
    }
  }
}
