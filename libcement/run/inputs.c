/* Inputs of a row's tape: observations of a month, what a year makes of them, and results of other stages. */
#include "run/run.h"

/* ---- months ---- */

const cm_observation *cm_shared_observation(const cm_run *run, const cm_track *track, size_t row, const cm_item *item) {
  if (!item->share) return NULL;
  ptrdiff_t month = cm_track_row(run->facility, track->rows[row].month);
  if (CEMENT_NEVER(month < 0)) return NULL; /* the plant has a row for every month of a line */
  return cm_row_find(run, &run->facility->rows[month], item, CM_NO_TUPLE, CM_NONE);
}

/* What was metered for the plant, by the line's part of the sharing item. */
static void shared(cm_value *out, const cm_run *run, const cm_track *track, size_t row, const cm_input *input,
                   const cm_observation *whole) {
  cm_input part = *input;
  part.item = input->item->share;
  cm_value own = cm_month_item(run, track, row, &part, NULL);
  const cm_value *total = cm_share_total(run, input->item, track->rows[row].month);
  cm_value_none(out, CM_MISSING);
  if (own.state != CM_VALID || total->state != CM_VALID) return;
  int status = cm_dec_mul(&out->dec, &whole->value, &own.dec);
  status |= cm_dec_div(&out->dec, &out->dec, &total->dec);
  cm_value_done(out, status);
}

static void month_item(cm_value *out, const cm_run *run, const cm_track *track, size_t row, const cm_input *input,
                       bool *observed) {
  const cm_observation *o = cm_row_find(run, &track->rows[row], input->item, input->tuple, input->section);
  const cm_observation *whole = o ? NULL : cm_shared_observation(run, track, row, input->item);
  if (observed) *observed = o || whole;
  if (o) {
    out->dec = o->value;
    out->state = CM_VALID;
  } else if (whole) {
    shared(out, run, track, row, input, whole);
  } else {
    cm_value_none(out, input->item->absent_zero ? CM_VALID : CM_MISSING);
  }
}

cm_value cm_month_item(const cm_run *run, const cm_track *track, size_t row, const cm_input *input, bool *observed) {
  cm_value v;
  month_item(&v, run, track, row, input, observed);
  return v;
}

/* ---- years ---- */

cm_input cm_weight_input(const cm_input *input) {
  cm_input by = *input;
  by.item = input->item->mean;
  if (!(by.item->sets & CM_SET_FUEL)) by.tuple.fuel = CM_NONE;
  if (!(by.item->sets & CM_SET_USE)) by.tuple.use = CM_NONE;
  if (!(by.item->sets & CM_SET_MATERIAL)) by.tuple.material = CM_NONE;
  if (!(by.item->sets & CM_SET_SECTION)) by.section = CM_NONE;
  return by;
}

cm_year_rows cm_item_rows(const cm_year_rows *year, const cm_item *item) {
  cm_year_rows rows = *year;
  if (item->time == CM_TIME_LAST) rows.first += rows.count - 1;
  if (cm_is_stock(item)) rows.count = 1;
  return rows;
}

bool cm_month_counts(const cm_run *run, const cm_track *track, size_t row, const cm_input *input) {
  bool stock = cm_is_stock(input->item);
  return stock || input->tuple.fuel == CM_NONE || cm_row_exists(run, &track->rows[row], input->tuple);
}

/* Of one month, where that alone counts. */
static void year_sum(cm_value *out, const cm_run *run, const cm_track *track, const cm_year_rows *year,
                     const cm_input *input) {
  cm_year_rows rows = cm_item_rows(year, input->item);
  cm_sum sum;
  cm_sum_init(&sum);
  for (size_t i = rows.first; i < rows.first + rows.count; i++) {
    if (!cm_month_counts(run, track, i, input)) continue;
    month_item(out, run, track, i, input, NULL);
    if (out->state != CM_VALID) return;
    cm_sum_add(&sum, &out->dec);
  }
  cm_value_done(out, cm_sum_take(&sum, &out->dec));
}

/* The sum of the weights, or of the products with them: one at a time, since a sum takes two kilobytes of the stack.
 * The status of all steps together: one that fails makes it negative. */
static int weigh(const cm_run *run, const cm_track *track, const cm_year_rows *year, const cm_input *input,
                 bool products, cm_dec *out, bool *lacks) {
  cm_sum sum;
  cm_sum_init(&sum);
  int status = 0;
  cm_input by = cm_weight_input(input);
  for (size_t i = year->first; i < year->first + year->count; i++) {
    if (!cm_month_counts(run, track, i, input)) continue;
    cm_value w = cm_month_item(run, track, i, &by, NULL), v = w;
    if (w.state == CM_VALID && cm_dec_is_zero(&w.dec)) continue;
    if (products) v = cm_month_item(run, track, i, input, NULL);
    *lacks = w.state != CM_VALID || v.state != CM_VALID;
    if (*lacks) return 0;
    if (products) status |= cm_dec_mul(&v.dec, &w.dec, &v.dec);
    cm_sum_add(&sum, &v.dec);
  }
  return status | cm_sum_take(&sum, out);
}

static void year_mean(cm_value *out, const cm_run *run, const cm_track *track, const cm_year_rows *year,
                      const cm_input *input) {
  cm_dec w = cm_dec_zero;
  bool lacks = false;
  cm_value_none(out, CM_MISSING);
  int status = weigh(run, track, year, input, false, &w, &lacks);
  if (!lacks) status |= weigh(run, track, year, input, true, &out->dec, &lacks);
  if (lacks) return;
  status |= cm_dec_div(&out->dec, &out->dec, &w);
  cm_value_done(out, status);
}

/* What a year says of a yes-or-no question: whether any of its months says yes. */
static void year_any(cm_value *out, const cm_run *run, const cm_track *track, const cm_year_rows *year,
                     const cm_input *input) {
  bool yes = false;
  for (size_t i = year->first; i < year->first + year->count && !yes; i++) {
    if (input->kind == CM_IN_EXISTS)
      yes = cm_row_exists(run, &track->rows[i], input->tuple);
    else
      cm_month_item(run, track, i, input, &yes);
  }
  cm_value_truth(out, yes);
}

/* ---- results of other stages ---- */

const cm_sheet *cm_months_sheet(const cm_run *run, const cm_sheet *sheet) {
  const cm_edition_run *e = &run->editions[sheet->edition];
  return sheet->track->line == CM_NONE ? &e->facility_months : &e->line_months[sheet->track->line];
}

const cm_sheet *cm_result_sheet(const cm_run *run, const cm_sheet *sheet, const cm_input *input) {
  const cm_edition_run *e = &run->editions[sheet->edition];
  return sheet->year ? &e->line_years[input->line] : &e->line_months[input->line];
}

bool cm_rounds_months(const cm_run *run, const cm_sheet *sheet, const cm_formula *formula) {
  const cm_option *o = formula->rounding;
  if (!o || !formula->display) return false;
  return cm_str_is(o->choices[run->plan->editions.at[sheet->edition].choices[o->index]].key, "round_then_sum");
}

void cm_sum_of_months(cm_value *out, const cm_run *run, const cm_sheet *sheet, size_t row, const cm_input *input,
                      bool rounded) {
  const cm_sheet *months = cm_months_sheet(run, sheet);
  const cm_year_rows *year = &sheet->track->years[row];
  cm_sum sum;
  cm_sum_init(&sum);
  for (size_t i = year->first; i < year->first + year->count; i++) {
    const cm_value *v = &months->values[i * months->program->instances.size + input->instance];
    cm_rounded display;
    if (v->state == CM_NOT_THERE) continue;
    cm_value_none(out, v->state);
    if (v->state != CM_VALID) return;
    if (!rounded) {
      cm_sum_add(&sum, &v->dec);
      continue;
    }
    cm_value_none(out, CM_MISSING);
    if (cm_dec_round(&display, &v->dec, input->formula->decimals, input->formula->rule) < 0) return;
    cm_sum_add(&sum, &display.value);
  }
  cm_value_done(out, cm_sum_take(&sum, &out->dec));
}

static void result(cm_value *out, const cm_run *run, const cm_sheet *sheet, size_t row, const cm_input *input) {
  if (input->line == CM_NONE) {
    *out = *cm_site_value(&run->editions[sheet->edition], input->instance);
    return;
  }
  const cm_sheet *from = cm_result_sheet(run, sheet, input);
  ptrdiff_t at = sheet->year ? cm_track_year(from->track, sheet->track->years[row].year)
                             : cm_track_row(from->track, sheet->track->rows[row].month);
  cm_value_none(out, CM_MISSING);
  if (at < 0) return;
  *out = from->values[(size_t)at * from->program->instances.size + input->instance];
  if (out->state == CM_NOT_THERE) out->state = CM_MISSING;
}

/* ---- any input ---- */

const cm_track *cm_input_track(const cm_run *run, const cm_sheet *sheet, const cm_input *input) {
  bool own = input->line == CM_THIS_LINE || input->line == CM_NONE;
  return own ? sheet->track : &run->lines[input->line];
}

static void year_input(cm_value *out, const cm_run *run, const cm_track *track, const cm_year_rows *year,
                       const cm_input *input) {
  if (input->kind != CM_IN_ITEM)
    year_any(out, run, track, year, input);
  else if (input->item->mean)
    year_mean(out, run, track, year, input);
  else
    year_sum(out, run, track, year, input);
}

static void month_input(cm_value *out, const cm_run *run, const cm_track *track, size_t row, const cm_input *input) {
  bool observed;
  if (input->kind == CM_IN_EXISTS) {
    cm_value_truth(out, cm_row_exists(run, &track->rows[row], input->tuple));
    return;
  }
  month_item(out, run, track, row, input, &observed);
  if (input->kind == CM_IN_OBSERVED) cm_value_truth(out, observed);
}

/* Of the row that the input's track has in the period of this one. */
static void track_input(cm_value *out, const cm_run *run, const cm_sheet *sheet, size_t row, const cm_input *input) {
  const cm_track *track = cm_input_track(run, sheet, input);
  ptrdiff_t at = (ptrdiff_t)row;
  if (track != sheet->track)
    at = sheet->year ? cm_track_year(track, sheet->track->years[row].year)
                     : cm_track_row(track, sheet->track->rows[row].month);
  if (input->kind == CM_IN_ROW)
    cm_value_truth(out, at >= 0);
  else if (at < 0)
    cm_value_none(out, input->kind == CM_IN_ITEM ? CM_MISSING : CM_VALID);
  else if (sheet->year)
    year_input(out, run, track, &track->years[at], input);
  else
    month_input(out, run, track, (size_t)at, input);
}

static void read_input(cm_value *out, const cm_run *run, const cm_sheet *sheet, size_t row, const cm_input *input) {
  switch (input->kind) {
  case CM_IN_ATTRIBUTE: *out = input->value; return;
  case CM_IN_RESULT: result(out, run, sheet, row, input); return;
  case CM_IN_MONTHS:
    cm_sum_of_months(out, run, sheet, row, input, cm_rounds_months(run, sheet, input->formula));
    return;
  default: track_input(out, run, sheet, row, input);
  }
}

cm_value cm_sheet_input(const cm_run *run, const cm_sheet *sheet, size_t row, const cm_input *input) {
  cm_value v;
  read_input(&v, run, sheet, row, input);
  return v;
}

/* ---- rows ---- */

const cm_value *cm_site_value(const cm_edition_run *e, uint32_t instance) {
  return &e->programs->site_nodes[e->programs->site->instances.at[instance].node];
}

void cm_site_row(const cm_edition_run *e, cm_value *inputs, cm_value *values) {
  const cm_edition_programs *p = e->programs;
  memcpy(inputs, p->site_inputs, p->site->inputs.size * sizeof *inputs);
  memcpy(values, p->site_nodes, p->site->tape.nodes.size * sizeof *values);
}

void cm_sheet_run_row(const cm_run *run, const cm_sheet *sheet, size_t row, cm_value *inputs, cm_value *values) {
  const cm_program *p = sheet->program;
  for (size_t i = 0; i < p->inputs.size; i++) read_input(&inputs[i], run, sheet, row, &p->inputs.at[i]);
  cm_tape_run(&p->tape, inputs, values);
}
