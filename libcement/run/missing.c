/* What an incomplete figure lacks: from the figure's node back to the inputs that are not there. */
#include "base/sort.h"
#include "run/run.h"

/* One row whose tape has been run again. */
typedef struct frame {
  const cm_run *run;
  const cm_program *program; /* of the sheet, or of the site that the sheet reads */
  const cm_sheet *sheet;
  size_t row;
  cm_value *inputs, *values;
  uint8_t *memo; /* of each node: 0 not yet looked at, 1 named nothing, 2 named something */
  uint8_t *read; /* the same for the items that a divisor or a condition reads */
  cm_arena *arena;
  cm_missing_list *list;
  int *status;
} frame;

static bool name_missing(frame *f, uint32_t node);
static void name_read(frame *f, uint32_t node, bool all);

static bool make_frame(frame *f, const frame *from, const cm_program *p, const cm_sheet *sheet, size_t row) {
  *f = *from;
  f->program = p;
  f->sheet = sheet;
  f->row = row;
  f->inputs = CM_NEWS(from->arena, cm_value, p->inputs.size);
  f->values = CM_NEWS(from->arena, cm_value, p->tape.nodes.size);
  f->memo = CM_NEWS(from->arena, uint8_t, p->tape.nodes.size);
  f->read = CM_NEWS(from->arena, uint8_t, p->tape.nodes.size);
  if (!f->inputs || !f->values || !f->memo || !f->read) {
    *f->status = CEMENT_E_NOMEM;
    return false;
  }
  return true;
}

static bool open_frame(frame *f, const frame *from, const cm_sheet *sheet, size_t row) {
  if (!make_frame(f, from, sheet->program, sheet, row)) return false;
  cm_sheet_run_row(f->run, sheet, row, f->inputs, f->values);
  return true;
}

static void add(frame *f, cm_missing m) {
  if (CM_VEC_PUSH(f->arena, f->list, m)) *f->status = CEMENT_E_NOMEM;
}

static uint32_t line_of(const frame *f, const cm_input *input) {
  return input->line == CM_THIS_LINE ? f->sheet->track->line : input->line;
}

static cm_missing item_in(const frame *f, const cm_input *input, int32_t period, bool year) {
  return (cm_missing){.item = input->item,
                      .tuple = input->tuple,
                      .section = input->section,
                      .line = line_of(f, input),
                      .period = period,
                      .year = year};
}

static int32_t frame_period(const frame *f) {
  return f->sheet->year ? f->sheet->track->years[f->row].year : f->sheet->track->rows[f->row].month;
}

/* ---- items ---- */

/* An item of every line that ran in the month, or of those that lack it; whether there was one. */
static bool name_lines(frame *f, cm_input *input, cm_month month, bool all) {
  bool any = false;
  for (size_t i = 0; i < f->run->ledger->lines.size; i++) {
    const cm_track *track = &f->run->lines[i];
    ptrdiff_t row = cm_track_row(track, month);
    if (row < 0 || (!all && cm_month_item(f->run, track, (size_t)row, input, NULL).state == CM_VALID)) continue;
    input->line = (uint32_t)i;
    add(f, item_in(f, input, month, false));
    any = true;
  }
  return any;
}

/* A plant-wide value could not be shared: the lines whose part of the sharing item is not known. With all known, their
 * sum is zero, and all are named. */
static void name_share(frame *f, const cm_input *input, cm_month month) {
  cm_input part = *input;
  part.item = input->item->share;
  part.tuple = CM_NO_TUPLE;
  if (!name_lines(f, &part, month, false)) name_lines(f, &part, month, true);
}

static void name_month_item(frame *f, const cm_track *track, size_t row, const cm_input *input) {
  if (cm_month_item(f->run, track, row, input, NULL).state == CM_VALID) return;
  if (cm_shared_observation(f->run, track, row, input->item))
    name_share(f, input, track->rows[row].month);
  else
    add(f, item_in(f, input, track->rows[row].month, false));
}

static void name_year_item(frame *f, const cm_track *track, const cm_year_rows *year, const cm_input *input) {
  bool mean = input->item->mean != NULL;
  cm_input by = mean ? cm_weight_input(input) : *input;
  cm_year_rows rows = cm_item_rows(year, input->item);
  for (size_t i = rows.first; i < rows.first + rows.count; i++) {
    if (!cm_month_counts(f->run, track, i, input)) continue;
    if (mean) {
      cm_value w = cm_month_item(f->run, track, i, &by, NULL);
      if (w.state == CM_VALID && cm_dec_is_zero(&w.dec)) continue;
      name_month_item(f, track, i, &by);
    }
    name_month_item(f, track, i, input);
  }
}

static void name_item(frame *f, const cm_input *input) {
  const cm_track *track = cm_input_track(f->run, f->sheet, input);
  if (!f->sheet->year) {
    ptrdiff_t row = cm_track_row(track, f->sheet->track->rows[f->row].month);
    if (CEMENT_NEVER(row < 0)) return; /* only lines that have a row are in a sum */
    name_month_item(f, track, (size_t)row, input);
    return;
  }
  ptrdiff_t year = cm_track_year(track, f->sheet->track->years[f->row].year);
  if (CEMENT_NEVER(year < 0)) return;
  size_t before = f->list->size;
  name_year_item(f, track, &track->years[year], input);
  /* nothing but months of weight zero: the year as a whole has no value */
  if (f->list->size == before) add(f, item_in(f, input, track->years[year].year, true));
}

/* ---- other stages ---- */

/* A formula of the site lacks attributes of the plant; it reads nothing else. */
static void in_site(frame *f, const cm_input *input) {
  const cm_edition_run *e = &f->run->editions[f->sheet->edition];
  const cm_program *p = e->programs->site;
  frame inner;
  if (!make_frame(&inner, f, p, f->sheet, f->row)) return;
  cm_site_row(e, inner.inputs, inner.values);
  name_missing(&inner, p->instances.at[input->instance].node);
}

static void in_result(frame *f, const cm_input *input, bool read, bool all) {
  const cm_sheet *sheet = cm_result_sheet(f->run, f->sheet, input);
  ptrdiff_t row = f->sheet->year ? cm_track_year(sheet->track, f->sheet->track->years[f->row].year)
                                 : cm_track_row(sheet->track, f->sheet->track->rows[f->row].month);
  frame inner;
  if (CEMENT_NEVER(row < 0)) return;
  if (!open_frame(&inner, f, sheet, (size_t)row)) return;
  uint32_t node = sheet->program->instances.at[input->instance].node;
  if (read)
    name_read(&inner, node, all);
  else
    name_missing(&inner, node);
}

static void in_months(frame *f, const cm_input *input, bool read, bool all) {
  const cm_sheet *sheet = cm_months_sheet(f->run, f->sheet);
  const cm_year_rows *year = &f->sheet->track->years[f->row];
  const cm_instance *in = &sheet->program->instances.at[input->instance];
  for (size_t i = year->first; i < year->first + year->count; i++) {
    uint32_t state = sheet->values[i * sheet->program->instances.size + input->instance].state;
    frame inner;
    if (state == CM_NOT_THERE || (!read && state == CM_VALID) || !open_frame(&inner, f, sheet, i)) continue;
    if (read)
      name_read(&inner, in->node, all);
    else
      name_missing(&inner, in->node);
  }
}

static void name_input(frame *f, const cm_input *input) {
  if (input->kind == CM_IN_ITEM) name_item(f, input);
  if (input->kind == CM_IN_ATTRIBUTE)
    add(f, (cm_missing){.attribute = input->attribute,
                        .tuple = input->tuple,
                        .section = CM_NONE,
                        .line = line_of(f, input),
                        .period = INT32_MIN});
  if (input->kind == CM_IN_RESULT && input->line == CM_NONE) in_site(f, input);
  if (input->kind == CM_IN_RESULT && input->line != CM_NONE) in_result(f, input, false, false);
  if (input->kind == CM_IN_MONTHS) in_months(f, input, false, false);
}

/* ---- what a zero divisor or an unmet condition reads ---- */

static bool among(const cm_item *const *list, size_t count, const cm_item *item) {
  for (size_t i = 0; i < count; i++)
    if (list[i] == item) return true;
  return false;
}

/* The first item of a sum's term that is in the list, or that there is where the list is NULL. */
static const cm_item *item_within(const cm_expr *e, const cm_item *const *list, size_t count) {
  if (e->ref == CM_REF_ITEM && (!list || among(list, count, e->target))) return e->target;
  for (size_t i = 0; i < e->count; i++) {
    const cm_item *item = item_within(e->args[i], list, count);
    if (item) return item;
  }
  return NULL;
}

/* A sum without any member stands for the item that would have made one present: of a fuel or material that which the
 * set is known by, of a line any that the term reads. */
static void name_empty_sum(frame *f, const cm_expr *sum) {
  const cm_items *items = f->run->ledger->items;
  bool line = sum->sets == CM_SET_LINE, material = sum->sets == CM_SET_MATERIAL;
  const cm_item *const *list = line ? NULL : material ? items->present_by_material : items->present_by_fuel;
  size_t count = material ? items->present_by_material_count : items->present_by_fuel_count;
  const cm_item *item = item_within(sum, list, count);
  if (!item && line) return;
  add(f, (cm_missing){.item = item ? item : list[0],
                      .tuple = CM_NO_TUPLE,
                      .section = CM_NONE,
                      .line = f->sheet->track->line,
                      .period = frame_period(f),
                      .year = f->sheet->year});
}

typedef struct reading {
  frame *f;
  bool all;
} reading;

static void read_operand(void *user, uint32_t operand) {
  const reading *r = user;
  name_read(r->f, operand, r->all);
}

static void read_input(frame *f, const cm_input *input, bool all) {
  if (input->kind == CM_IN_RESULT && input->line != CM_NONE) in_result(f, input, true, all);
  if (input->kind == CM_IN_MONTHS) in_months(f, input, true, all);
  if (input->kind != CM_IN_ITEM) return;
  cm_input observed = *input;
  observed.kind = CM_IN_OBSERVED;
  cm_value seen = cm_sheet_input(f->run, f->sheet, f->row, &observed);
  if (all || cm_dec_is_zero(&seen.dec)) add(f, item_in(f, input, frame_period(f), f->sheet->year));
}

/* Names the items below a node: all of them, or those that read as zero because nobody observed them. */
static void name_read(frame *f, uint32_t node, bool all) {
  if (f->read[node] || *f->status) return;
  f->read[node] = 1;
  const cm_tape *tape = &f->program->tape;
  const cm_node *n = &tape->nodes.at[node];
  if (n->code == CM_OP_INPUT) {
    read_input(f, &f->program->inputs.at[n->c], all);
    return;
  }
  if ((n->code == CM_OP_REQUIRE || n->code == CM_OP_SELECT) && all) {
    /* the value's own branch; conditions are no part of a divisor */
    bool yes = !cm_dec_is_zero(&f->values[n->a].dec); /* of a requirement always: it has a value */
    name_read(f, yes ? n->b : n->c, all);
    return;
  }
  reading r = {f, all};
  size_t before = f->list->size;
  cm_walk_operands(tape, f->values, node, read_operand, &r);
  bool empty = n->code == CM_OP_SUM && f->list->size == before;
  for (uint32_t i = 0; i < n->width && empty; i++) empty = !cm_term_counts(tape->terms.at[n->a + i], f->values);
  if (empty) name_empty_sum(f, n->expr);
}

/* ---- nodes ---- */

static void missing_operand(void *user, uint32_t operand) {
  frame *f = user;
  name_missing(f, operand);
}

static void name_division(frame *f, const cm_node *n) {
  name_missing(f, n->a);
  name_missing(f, n->b);
  if (f->values[n->b].state == CM_VALID && cm_dec_is_zero(&f->values[n->b].dec)) name_read(f, n->b, true);
}

static void name_node(frame *f, uint32_t node) {
  const cm_tape *tape = &f->program->tape;
  const cm_node *n = &tape->nodes.at[node];
  switch (n->code) {
  case CM_OP_INPUT: name_input(f, &f->program->inputs.at[n->c]); return;
  case CM_OP_DIV: name_division(f, n); return;
  case CM_OP_DEFAULT:
    if (!name_missing(f, n->b)) name_missing(f, n->a);
    return;
  case CM_OP_REQUIRE:
    if (f->values[n->a].state == CM_VALID && cm_dec_is_zero(&f->values[n->a].dec)) {
      name_read(f, n->a, false);
      return;
    }
    break;
  default: break;
  }
  cm_walk_operands(tape, f->values, node, missing_operand, f);
}

/* Names what makes a node missing; whether there was anything to name. */
static bool name_missing(frame *f, uint32_t node) {
  if (*f->status || f->values[node].state == CM_VALID) return false;
  if (!f->memo[node]) {
    size_t before = f->list->size;
    name_node(f, node);
    f->memo[node] = f->list->size > before ? 2 : 1;
  }
  return f->memo[node] == 2;
}

/* ---- order ---- */

static int compare_u32(uint32_t a, uint32_t b) {
  return a < b ? -1 : a > b;
}

static int compare(const cm_missing *a, const cm_missing *b) {
  int c = compare_u32(a->line, b->line);
  if (!c) c = a->period < b->period ? -1 : a->period > b->period;
  if (!c) c = compare_u32(a->item ? a->item->index : CM_NONE, b->item ? b->item->index : CM_NONE);
  if (!c && a->attribute) c = compare_u32(a->attribute->index, b->attribute->index);
  if (!c) c = compare_u32(a->tuple.fuel, b->tuple.fuel);
  if (!c) c = compare_u32(a->tuple.use, b->tuple.use);
  if (!c) c = compare_u32(a->tuple.material, b->tuple.material);
  return c ? c : compare_u32(a->section, b->section);
}

static int order(const void *context, uint32_t a, uint32_t b) {
  const cm_missing *list = context;
  return compare(&list[a], &list[b]);
}

int cm_figure_missing(const cm_run *run, const cm_figure *figure, cm_arena *arena, cm_missing_list *out) {
  int status = CEMENT_OK;
  cm_missing_list found = {NULL, 0, 0};
  frame seed = {.run = run, .arena = arena, .list = &found, .status = &status}, f;
  if (!open_frame(&f, &seed, figure->sheet, figure->row)) return CEMENT_E_NOMEM;
  name_missing(&f, cm_figure_instance(figure)->node);
  const uint32_t *sorted = status ? NULL : cm_sorted(arena, found.size, order, found.at);
  if (!sorted) return CEMENT_E_NOMEM;
  for (size_t i = 0; i < found.size; i++) {
    const cm_missing *m = &found.at[sorted[i]];
    bool again = out->size && !compare(&out->at[out->size - 1], m);
    if (!again && CM_VEC_PUSH(arena, out, *m)) return CEMENT_E_NOMEM;
  }
  return CEMENT_OK;
}
