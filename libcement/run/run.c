#include "run/run.h"

#include "run/bound.h"
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
  int status = cm_sum_take(&sum, &total.dec);
  if (CEMENT_NEVER(status < 0)) return total; /* amounts have an exponent of at most 30 */
  total.state = CM_VALID;
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
    cm_value *totals = CM_NEWS(&run->arena, cm_value, run->facility->row_count);
    if (!totals) return cm_nomem(err);
    for (size_t m = 0; m < run->facility->row_count; m++)
      totals[m] = month_total(run, run->facility->rows[m].month, by);
    run->share_totals[by->index] = totals;
  }
  return CEMENT_OK;
}

const cm_value *cm_share_total(const cm_run *run, const cm_item *item, cm_month month) {
  return &run->share_totals[item->share->index][cm_track_row(run->facility, month)];
}

/* ---- sheets ---- */

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

/* Given: sheet with its program, track and edition. */
static int fill_sheet(cm_run *run, cm_sheet *sheet, cement_error *err) {
  const cm_program *p = sheet->program;
  const cm_programs *room = &run->programs;
  int status = CEMENT_OK;
  sheet->year = p->stage == CM_STAGE_LINE_YEAR || p->stage == CM_STAGE_FACILITY_YEAR;
  sheet->row_count = sheet->year ? sheet->track->year_count : sheet->track->row_count;
  /* a row's size is far from all bounds, since its program is in memory; the arena looks after rows × size */
  sheet->values = cm_arena_take(&run->arena, sheet->row_count, p->instances.size * sizeof(cm_value));
  sheet->applied = cm_arena_take(&run->arena, sheet->row_count, applied_count(p) * sizeof(cm_value));
  if (!sheet->values || !sheet->applied) return cm_nomem(err);
  cm_findings_begin(run, p);
  for (size_t row = 0; row < sheet->row_count && !status; row++) {
    cm_sheet_run_row(run, sheet, row, room->inputs, room->values);
    keep_row(sheet, row, room->values);
    status = cm_findings_row(run, sheet, row, err);
  }
  return status;
}

/* ---- one edition ---- */

/* Lines and facility of months, or of years. */
static int run_periods(cm_run *run, cm_edition_run *e, int year, uint32_t edition, cement_error *err) {
  const cm_edition_programs *p = e->programs;
  cm_sheet *lines = year ? e->line_years : e->line_months;
  int status = CEMENT_OK;
  for (size_t i = 0; i < run->ledger->lines.size && !status; i++) {
    lines[i] = (cm_sheet){
        .program = p->lines[year][i], .track = &run->lines[i], .edition = edition, .needed = p->needed[year][i]};
    status = fill_sheet(run, &lines[i], err);
  }
  if (status) return status;
  cm_sheet *facility = year ? &e->facility_years : &e->facility_months;
  *facility = (cm_sheet){.program = p->facility[year], .track = run->facility, .edition = edition};
  return fill_sheet(run, facility, err);
}

static int run_edition(cm_run *run, uint32_t edition, cement_error *err) {
  cm_edition_run *e = &run->editions[edition];
  size_t lines = run->ledger->lines.size;
  e->programs = &run->programs.editions[edition];
  e->site_used = CM_NEWS(&run->arena, uint8_t, e->programs->site->instances.size);
  e->line_months = CM_NEWS(&run->arena, cm_sheet, lines);
  e->line_years = CM_NEWS(&run->arena, cm_sheet, lines);
  if (!e->site_used || !e->line_months || !e->line_years) return cm_nomem(err);
  int status = CEMENT_OK;
  for (int year = 0; year < 2 && !status; year++) status = run_periods(run, e, year, edition, err);
  return status ? status : cm_findings_site(run, edition, err);
}

/* ---- the whole ---- */

/* Programs bound before serve again where binding would make the same ones. */
static int find_programs(cm_run *run, const cm_programs *before, cement_error *err) {
  int status = CEMENT_OK;
  if (before && cm_bound_fits(before->bound, run))
    run->programs = *before;
  else
    status = cm_programs_bind(&run->programs, run, err);
  if (!status) memset(run->programs.visited, 0, run->programs.widest_nodes * sizeof *run->programs.visited);
  return status;
}

/* Given: run with its arenas, plan and ledger; before  NULL: none. */
static int compute(cm_run *run, const cm_programs *before, cement_error *err) {
  const cm_plan *plan = run->plan;
  run->editions = CM_NEWS(&run->arena, cm_edition_run, plan->editions.size);
  run->factor_used = CM_NEWS(&run->arena, uint8_t, plan->catalog->factor_count);
  if (!run->editions || !run->factor_used) return cm_nomem(err);
  int status = cm_overrides_init(run, err);
  if (!status) status = cm_tracks_init(run, err);
  if (!status) status = find_programs(run, before, err);
  if (!status) status = add_share_totals(run, err);
  for (size_t i = 0; i < plan->editions.size && !status; i++) status = run_edition(run, (uint32_t)i, err);
  if (!status) status = cm_figures_init(run, err);
  if (!status) status = cm_findings_finish(run, err);
  return status;
}

/* What a formula takes of each arena where a line has a month and a handful of fuels and materials. Whatever is larger
 * takes further chunks. */
#define PROGRAM_BYTES 1664
#define VALUE_BYTES 704
#define SCRATCH_BYTES 1024

static void expect(cm_arena *arena, const cm_plan *plan, size_t each) {
  size_t formulas = 1;
  for (size_t i = 0; i < plan->editions.size; i++) formulas += plan->editions.at[i].edition->formulas.size;
  cm_arena_expect(arena, (uint64_t)formulas * each);
}

int cm_run_init(cm_run *run, const cm_alloc *alloc, const cm_plan *plan, const cm_ledger *ledger, cement_error *err) {
  *run = (cm_run){.plan = plan, .ledger = ledger};
  cm_arena_init(&run->arena, alloc);
  cm_arena_init(&run->spare, alloc);
  cm_arena_init(&run->scratch, alloc);
  cm_arena_init(&run->programs.arena, alloc);
  expect(&run->arena, plan, VALUE_BYTES);
  expect(&run->spare, plan, VALUE_BYTES);
  expect(&run->scratch, plan, SCRATCH_BYTES);
  expect(&run->programs.arena, plan, PROGRAM_BYTES);
  return compute(run, NULL, err);
}

int cm_run_again(cm_run *run, const cm_ledger *ledger, cement_error *err) {
  cm_run next = {.plan = run->plan, .ledger = ledger, .arena = run->spare, .scratch = run->scratch};
  cm_arena_init(&next.programs.arena, run->arena.alloc);
  expect(&next.programs.arena, run->plan, PROGRAM_BYTES);
  int status = compute(&next, &run->programs, err);
  cm_run gone = next;
  if (!status) {
    gone = *run;
    *run = next; /* before anything is released: the host may read the run from there */
  }
  run->scratch = next.scratch;
  if (gone.programs.bound != run->programs.bound) cm_arena_free(&gone.programs.arena);
  cm_arena_clear(&gone.arena);
  run->spare = gone.arena;
  return status;
}

void cm_run_free(cm_run *run) {
  cm_arena_free(&run->arena);
  cm_arena_free(&run->spare);
  cm_arena_free(&run->scratch);
  cm_arena_free(&run->programs.arena);
}
