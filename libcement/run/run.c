#include "run/run.h"

#include "run/overrides.h"

/* ---- sharing of what is metered for the whole plant ---- */

static cm_value month_total(const cm_run *run, cm_month month, const cm_item *item) {
  cm_input input = {.kind = CM_IN_ITEM, .item = item, .tuple = CM_NO_TUPLE, .section = CM_NONE};
  cm_value total = {cm_dec_zero, CM_MISSING};
  cm_sum sum;
  cm_sum_init(&sum);
  for (size_t i = 0; i < run->ledger->lines.size; i++) {
    ptrdiff_t row = cm_track_row(&run->lines[i], month);
    if (row < 0) continue;
    cm_value v = cm_month_item(run, &run->lines[i], (size_t)row, &input, NULL);
    if (v.state != CM_VALID) return total;
    cm_sum_add(&sum, &v.dec);
  }
  total.state = cm_sum_take(&sum, &total.dec) < 0 ? CM_MISSING : CM_VALID;
  return total;
}

/* One row of totals for each item by which something is shared. */
static int add_share_totals(cm_run *run, cement_error *err) {
  const cm_items *items = run->ledger->items;
  run->share_totals = CM_NEWS(&run->arena, cm_value *, items->items.size);
  if (!run->share_totals) return cm_nomem(err);
  for (size_t i = 0; i < items->items.size; i++) {
    const cm_item *by = items->items.at[i]->share;
    if (!by || run->share_totals[by->index]) continue;
    cm_value *totals = CM_NEWS(&run->arena, cm_value, run->facility.row_count);
    if (!totals) return cm_nomem(err);
    for (size_t m = 0; m < run->facility.row_count; m++) totals[m] = month_total(run, run->facility.rows[m].month, by);
    run->share_totals[by->index] = totals;
  }
  return CEMENT_OK;
}

const cm_value *cm_share_total(const cm_run *run, const cm_item *item, cm_month month) {
  return &run->share_totals[item->share->index][cm_track_row(&run->facility, month)];
}

/* ---- sheets ---- */

/* Room for the evaluation of a program. One without nodes still wants addresses. */
static int make_room(cm_run *run, const cm_program *p, cement_error *err) {
  size_t inputs = p->inputs.size + 1, nodes = p->tape.nodes.size + 1, raised = nodes + p->checks.size;
  if (inputs > run->widest_inputs) {
    run->inputs = CM_NEWS(&run->arena, cm_value, inputs);
    if (!run->inputs) return cm_nomem(err);
    run->widest_inputs = inputs;
  }
  if (nodes > run->widest_tape) {
    run->values = CM_NEWS(&run->arena, cm_value, nodes);
    run->visited = CM_NEWS(&run->arena, uint32_t, nodes);
    if (!run->values || !run->visited) return cm_nomem(err);
    run->widest_tape = nodes;
  }
  if (raised > run->widest_raised) {
    run->raised = CM_NEWS(&run->arena, uint32_t, raised);
    if (!run->raised) return cm_nomem(err);
    run->widest_raised = raised;
  }
  return CEMENT_OK;
}

static size_t applied_count(const cm_program *p) {
  return p->limits.size * CM_LEVELS_MAX;
}

static void keep_row(const cm_sheet *sheet, size_t row, const cm_value *values) {
  const cm_program *p = sheet->program;
  cm_value *out = &sheet->values[row * p->instances.size];
  for (size_t i = 0; i < p->instances.size; i++) {
    const cm_instance *in = &p->instances.at[i];
    out[i] = values[in->node];
    if (in->exists != CM_NO_NODE && cm_dec_is_zero(&values[in->exists].dec)) out[i].state = CM_NOT_THERE;
  }
  cm_value *applied = &sheet->applied[row * applied_count(p)];
  for (size_t i = 0; i < p->limits.size; i++)
    for (size_t level = 0; level < p->limits.at[i].limit->levels; level++)
      applied[i * CM_LEVELS_MAX + level] = values[p->limits.at[i].applied[level]];
}

static int fill_sheet(cm_run *run, cm_sheet *sheet, const cm_program *p, const cm_track *track, uint32_t edition,
                      cement_error *err) {
  sheet->program = p;
  sheet->track = track;
  sheet->edition = edition;
  sheet->year = p->stage == CM_STAGE_LINE_YEAR || p->stage == CM_STAGE_FACILITY_YEAR;
  sheet->row_count = sheet->year ? track->year_count : track->row_count;
  int status = make_room(run, p, err);
  if (status) return status;
  /* a row's size is far from all bounds, since its program is in memory; the arena looks after rows × size */
  sheet->values = cm_arena_take(&run->arena, sheet->row_count, p->instances.size * sizeof(cm_value));
  sheet->applied = cm_arena_take(&run->arena, sheet->row_count, applied_count(p) * sizeof(cm_value));
  if (!sheet->values || !sheet->applied) return cm_nomem(err);
  cm_findings_begin(run, p);
  for (size_t row = 0; row < sheet->row_count && !status; row++) {
    cm_sheet_run_row(run, sheet, row, run->inputs, run->values);
    keep_row(sheet, row, run->values);
    status = cm_findings_row(run, sheet, row, err);
  }
  return status;
}

/* ---- one edition ---- */

typedef struct stage_room {
  const cm_program **by_shape[2]; /* month, year */
  const cm_program **by_line[2];
  cm_shape *shapes; /* by line */
} stage_room;

static const cm_program *bind(cm_run *run, const cm_binding *b, cm_stage stage, const cm_shape *shape,
                              cement_error *err, int *status) {
  cm_program *p = CM_NEW(&run->arena, cm_program);
  *status = p ? cm_program_bind(&run->arena, p, b, stage, shape, err) : cm_nomem(err);
  return p;
}

static int run_site(cm_run *run, cm_edition_run *e, cm_binding *b, cement_error *err) {
  int status;
  const cm_program *p = e->site = bind(run, b, CM_STAGE_SITE, NULL, err, &status);
  if (status || (status = make_room(run, p, err))) return status;
  e->site_inputs = CM_NEWS(&run->arena, cm_value, p->inputs.size);
  e->site_nodes = CM_NEWS(&run->arena, cm_value, p->tape.nodes.size);
  e->site_used = CM_NEWS(&run->arena, uint8_t, p->instances.size);
  if (!e->site_inputs || !e->site_nodes || !e->site_used) return cm_nomem(err);
  for (size_t i = 0; i < p->inputs.size; i++) e->site_inputs[i] = p->inputs.at[i].value;
  cm_tape_run(&p->tape, e->site_inputs, e->site_nodes);
  b->site = p;
  return CEMENT_OK;
}

static int bind_lines(cm_run *run, const cm_binding *b, stage_room *room, int year, cement_error *err) {
  int status = CEMENT_OK;
  for (size_t i = 0; i < run->ledger->lines.size && !status; i++) {
    const cm_track *track = &run->lines[i];
    const cm_program **p = &room->by_shape[year][track->shape_index];
    if (!*p) *p = bind(run, b, year ? CM_STAGE_LINE_YEAR : CM_STAGE_LINE_MONTH, &track->shape, err, &status);
    room->by_line[year][i] = *p;
  }
  return status;
}

/* Which results of lines the facility's program reads: findings below them concern its figures. */
static int mark_needed(cm_run *run, cm_sheet *lines, const stage_room *room, int year, const cm_program *facility,
                       cement_error *err) {
  for (size_t i = 0; i < facility->inputs.size; i++) {
    const cm_input *input = &facility->inputs.at[i];
    if (input->kind != CM_IN_RESULT || input->line == CM_NONE) continue;
    cm_sheet *sheet = &lines[input->line];
    uint8_t *needed = (uint8_t *)sheet->needed;
    if (!needed) needed = CM_NEWS(&run->arena, uint8_t, room->by_line[year][input->line]->instances.size);
    if (!needed) return cm_nomem(err);
    needed[input->instance] = 1;
    sheet->needed = needed;
  }
  return CEMENT_OK;
}

/* Lines and facility of months, or of years. All programs are bound before any row is run. */
static int run_periods(cm_run *run, cm_edition_run *e, cm_binding *b, stage_room *room, int year, uint32_t edition,
                       cement_error *err) {
  cm_sheet *lines = year ? e->line_years : e->line_months;
  int status = bind_lines(run, b, room, year, err);
  if (status) return status;
  b->shapes = room->shapes;
  b->line_programs = room->by_line[year];
  const cm_program *facility =
      bind(run, b, year ? CM_STAGE_FACILITY_YEAR : CM_STAGE_FACILITY_MONTH, NULL, err, &status);
  if (!status) status = mark_needed(run, lines, room, year, facility, err);
  for (size_t i = 0; i < run->ledger->lines.size && !status; i++)
    status = fill_sheet(run, &lines[i], room->by_line[year][i], &run->lines[i], edition, err);
  if (status) return status;
  return fill_sheet(run, year ? &e->facility_years : &e->facility_months, facility, &run->facility, edition, err);
}

static int run_edition(cm_run *run, uint32_t edition, cement_error *err) {
  cm_edition_run *e = &run->editions[edition];
  size_t lines = run->ledger->lines.size;
  cm_binding b = {
      .plan = run->plan, .edition = &run->plan->editions.at[edition], .ledger = run->ledger, .factors = run->factors};
  stage_room room = {.shapes = CM_NEWS(&run->arena, cm_shape, lines)};
  e->line_months = CM_NEWS(&run->arena, cm_sheet, lines);
  e->line_years = CM_NEWS(&run->arena, cm_sheet, lines);
  if (!room.shapes || !e->line_months || !e->line_years) return cm_nomem(err);
  for (int year = 0; year < 2; year++) {
    room.by_shape[year] = CM_NEWS(&run->arena, const cm_program *, lines);
    room.by_line[year] = CM_NEWS(&run->arena, const cm_program *, lines);
    if (!room.by_shape[year] || !room.by_line[year]) return cm_nomem(err);
  }
  for (size_t i = 0; i < lines; i++) room.shapes[i] = run->lines[i].shape;
  int status = run_site(run, e, &b, err);
  for (int year = 0; year < 2 && !status; year++) status = run_periods(run, e, &b, &room, year, edition, err);
  return status ? status : cm_findings_site(run, edition, err);
}

int cm_run_init(cm_run *run, const cm_alloc *alloc, const cm_plan *plan, const cm_ledger *ledger, cement_error *err) {
  *run = (cm_run){.plan = plan, .ledger = ledger};
  cm_arena_init(&run->arena, alloc);
  run->editions = CM_NEWS(&run->arena, cm_edition_run, plan->editions.size);
  run->factor_used = CM_NEWS(&run->arena, uint8_t, plan->catalog->factor_count);
  if (!run->editions || !run->factor_used) return cm_nomem(err);
  int status = cm_overrides_init(run, err);
  if (!status) status = cm_tracks_init(run, err);
  if (!status) status = add_share_totals(run, err);
  for (size_t i = 0; i < plan->editions.size && !status; i++) status = run_edition(run, (uint32_t)i, err);
  if (!status) status = cm_figures_init(run, err);
  if (!status) status = cm_findings_finish(run, err);
  return status;
}

void cm_run_free(cm_run *run) {
  cm_arena_free(&run->arena);
}
