/* Which figures rest on a default or an estimate: each tape is run once more and the mark is carried from node to node,
 * from lines to the facility and from months to years. */
#include "run/report_page.h"

typedef struct marking {
  const cm_run *run;
  const cm_marks *marks;
  const cm_sheet *sheet;
  size_t row;
  cm_value *inputs, *values;
  uint8_t *nodes; /* of the row in progress */
} marking;

static size_t slot_count(const cm_marks *marks) {
  return 2 * (marks->lines + 1);
}

static uint8_t **slot(const cm_marks *marks, const cm_sheet *sheet) {
  size_t line = sheet->track->line == CM_NONE ? marks->lines : sheet->track->line;
  return &marks->sheets[sheet->edition * slot_count(marks) + (sheet->year ? marks->lines + 1 : 0) + line];
}

static bool instance_marked(const cm_marks *marks, const cm_sheet *sheet, size_t row, uint32_t instance) {
  const uint8_t *at = *slot(marks, sheet);
  if (CEMENT_NEVER(!at)) return false; /* sheets are marked in the order in which they read each other */
  return at[row * sheet->program->instances.size + instance];
}

bool cm_marks_has(const cm_marks *marks, const cm_figure *figure) {
  return instance_marked(marks, figure->sheet, figure->row, figure->instance);
}

/* ---- what marks a node of its own ---- */

static bool is_guess(const cm_observation *o) {
  return o && (o->method == CM_METHOD_DEFAULT || o->method == CM_METHOD_ESTIMATED);
}

/* What was metered for the plant rests on every line's part of what it is shared by. */
static bool shared(const marking *m, cm_month month, const cm_item *item, const cm_observation *whole) {
  bool guessed = is_guess(whole);
  for (size_t i = 0; whole && i < m->marks->lines; i++) {
    const cm_track *track = &m->run->lines[i];
    ptrdiff_t row = cm_track_row(track, month);
    if (row < 0) continue;
    guessed |= is_guess(cm_row_find(m->run, &track->rows[row], item->share, CM_NO_TUPLE, CM_NONE));
  }
  return guessed;
}

static bool month_item(const marking *m, const cm_track *track, size_t row, const cm_input *input) {
  const cm_observation *whole = cm_shared_observation(m->run, track, row, input->item);
  return is_guess(cm_row_find(m->run, &track->rows[row], input->item, input->tuple, input->section)) ||
         shared(m, track->rows[row].month, input->item, whole);
}

static ptrdiff_t same_period(const marking *m, const cm_track *track) {
  const cm_track *own = m->sheet->track;
  return m->sheet->year ? cm_track_year(track, own->years[m->row].year) : cm_track_row(track, own->rows[m->row].month);
}

static bool item(const marking *m, const cm_input *input) {
  const cm_track *track = cm_input_track(m->run, m->sheet, input);
  ptrdiff_t at = same_period(m, track);
  if (CEMENT_NEVER(at < 0)) return false; /* it would be missing */
  if (!m->sheet->year) return month_item(m, track, (size_t)at, input);
  const cm_year_rows rows = cm_item_rows(&track->years[at], input->item);
  bool mean = input->item->mean != NULL; /* it rests on its weights as well */
  cm_input weight = mean ? cm_weight_input(input) : *input;
  for (size_t i = rows.first; i < rows.first + rows.count; i++)
    if (month_item(m, track, i, input) || (mean && month_item(m, track, i, &weight))) return true;
  return false;
}

static bool months(const marking *m, const cm_input *input) {
  const cm_sheet *sheet = cm_months_sheet(m->run, m->sheet);
  const cm_year_rows *year = &m->sheet->track->years[m->row];
  for (size_t i = year->first; i < year->first + year->count; i++)
    if (instance_marked(m->marks, sheet, i, input->instance)) return true;
  return false;
}

static bool result(const marking *m, const cm_input *input) {
  if (input->line == CM_NONE) return false; /* the site's: attributes and options */
  const cm_sheet *sheet = cm_result_sheet(m->run, m->sheet, input);
  ptrdiff_t at = same_period(m, sheet->track);
  if (CEMENT_NEVER(at < 0)) return false;
  return instance_marked(m->marks, sheet, (size_t)at, input->instance);
}

static bool own_mark(const marking *m, const cm_node *n) {
  if (n->code == CM_OP_DEFAULT)
    return n->expr->name.size && m->values[n->a].state != CM_VALID; /* the node is valid, so its second choice is */
  if (n->code != CM_OP_INPUT) return false;
  const cm_input *input = &m->sheet->program->inputs.at[n->c];
  if (input->kind == CM_IN_ITEM) return item(m, input);
  if (input->kind == CM_IN_MONTHS) return months(m, input);
  return input->kind == CM_IN_RESULT && result(m, input);
}

/* ---- one sheet ---- */

typedef struct gathering {
  const uint8_t *nodes;
  bool any;
} gathering;

static void gather(void *user, uint32_t operand) {
  gathering *g = user;
  if (g->nodes[operand]) g->any = true;
}

static bool marked_below(const marking *m, uint32_t node) {
  gathering g = {m->nodes, false};
  cm_walk_operands(&m->sheet->program->tape, m->values, node, gather, &g);
  return g.any;
}

static void mark_row(marking *m, uint8_t *out) {
  const cm_program *p = m->sheet->program;
  cm_sheet_run_row(m->run, m->sheet, m->row, m->inputs, m->values);
  for (uint32_t i = 0; i < p->tape.nodes.size; i++)
    m->nodes[i] = m->values[i].state == CM_VALID && (own_mark(m, &p->tape.nodes.at[i]) || marked_below(m, i));
  for (size_t i = 0; i < p->instances.size; i++) out[i] = m->nodes[p->instances.at[i].node];
}

static int mark_sheet(const cm_marks *marks, const cm_run *run, const cm_sheet *sheet, cm_arena *arena) {
  const cm_program *p = sheet->program;
  cm_arena scratch;
  cm_arena_init(&scratch, run->arena.alloc);
  marking m = {.run = run, .marks = marks, .sheet = sheet};
  m.inputs = CM_NEWS(&scratch, cm_value, p->inputs.size);
  m.values = CM_NEWS(&scratch, cm_value, p->tape.nodes.size);
  m.nodes = CM_NEWS(&scratch, uint8_t, p->tape.nodes.size);
  uint8_t *out = CM_NEWS(arena, uint8_t, sheet->row_count * p->instances.size);
  bool ready = m.inputs && m.values && m.nodes && out;
  for (m.row = 0; ready && m.row < sheet->row_count; m.row++) mark_row(&m, out + m.row * p->instances.size);
  cm_arena_free(&scratch);
  *slot(marks, sheet) = out;
  return ready ? CEMENT_OK : CEMENT_E_NOMEM;
}

int cm_marks_init(cm_marks *marks, const cm_run *run, cm_arena *arena) {
  marks->lines = run->ledger->lines.size;
  marks->sheets = CM_NEWS(arena, uint8_t *, run->plan->editions.size * slot_count(marks));
  int status = marks->sheets ? CEMENT_OK : CEMENT_E_NOMEM;
  for (size_t e = 0; e < run->plan->editions.size && !status; e++) {
    const cm_edition_run *er = &run->editions[e];
    for (size_t i = 0; i < marks->lines && !status; i++) status = mark_sheet(marks, run, &er->line_months[i], arena);
    if (!status) status = mark_sheet(marks, run, &er->facility_months, arena);
    for (size_t i = 0; i < marks->lines && !status; i++) status = mark_sheet(marks, run, &er->line_years[i], arena);
    if (!status) status = mark_sheet(marks, run, &er->facility_years, arena);
  }
  return status;
}
