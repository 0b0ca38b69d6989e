/* The programs of a run: those of all editions, bound before any row is run. */
#include "run/bound.h"

typedef struct making {
  cm_run *run;
  cm_programs *out;
  cm_binder *binder;
  cm_binding b;
  const cm_shape *shapes;      /* by line */
  const cm_program **by_shape; /* by the shapes' numbers; those of months, or of years */
  cement_error *err;
} making;

static size_t larger(size_t a, size_t b) {
  return a > b ? a : b;
}

static const cm_program *bind(making *m, cm_stage stage, const cm_shape *shape, int *status) {
  cm_programs *out = m->out;
  cm_program *p = CM_NEW(&out->arena, cm_program);
  *status = p ? cm_program_bind(m->binder, &out->arena, p, &m->b, stage, shape, m->err) : cm_nomem(m->err);
  if (*status) return p;
  out->widest_inputs = larger(out->widest_inputs, p->inputs.size);
  out->widest_nodes = larger(out->widest_nodes, p->tape.nodes.size);
  out->widest_checks = larger(out->widest_checks, p->checks.size);
  return p;
}

/* The site's tape is run at once. */
static int make_site(making *m, cm_edition_programs *e) {
  int status;
  const cm_program *p = e->site = m->b.site = bind(m, CM_STAGE_SITE, NULL, &status);
  if (status) return status;
  e->site_inputs = CM_NEWS(&m->out->arena, cm_value, p->inputs.size);
  e->site_nodes = CM_NEWS(&m->out->arena, cm_value, p->tape.nodes.size);
  if (!e->site_inputs || !e->site_nodes) return cm_nomem(m->err);
  for (size_t i = 0; i < p->inputs.size; i++) e->site_inputs[i] = p->inputs.at[i].value;
  cm_tape_run(&p->tape, e->site_inputs, e->site_nodes);
  return CEMENT_OK;
}

/* Lines of one shape share their program. */
static int make_lines(making *m, cm_edition_programs *e, int year) {
  int status = CEMENT_OK;
  size_t count = m->run->ledger->lines.size;
  memset(m->by_shape, 0, count * sizeof *m->by_shape);
  for (size_t i = 0; i < count && !status; i++) {
    const cm_track *track = &m->run->lines[i];
    const cm_program **p = &m->by_shape[track->shape_index];
    if (!*p) *p = bind(m, year ? CM_STAGE_LINE_YEAR : CM_STAGE_LINE_MONTH, &track->shape, &status);
    e->lines[year][i] = *p;
  }
  return status;
}

/* Which results of lines the facility's program reads: findings below them concern its figures. */
static int mark_needed(making *m, cm_edition_programs *e, int year) {
  const cm_program *facility = e->facility[year];
  for (size_t i = 0; i < facility->inputs.size; i++) {
    const cm_input *input = &facility->inputs.at[i];
    if (input->kind != CM_IN_RESULT || input->line == CM_NONE) continue;
    uint8_t *needed = (uint8_t *)e->needed[year][input->line];
    if (!needed) needed = CM_NEWS(&m->out->arena, uint8_t, e->lines[year][input->line]->instances.size);
    if (!needed) return cm_nomem(m->err);
    needed[input->instance] = 1;
    e->needed[year][input->line] = needed;
  }
  return CEMENT_OK;
}

static int make_periods(making *m, cm_edition_programs *e, int year) {
  size_t lines = m->run->ledger->lines.size;
  e->lines[year] = CM_NEWS(&m->out->arena, const cm_program *, lines);
  e->needed[year] = CM_NEWS(&m->out->arena, const uint8_t *, lines);
  if (!e->lines[year] || !e->needed[year]) return cm_nomem(m->err);
  int status = make_lines(m, e, year);
  if (status) return status;
  m->b.shapes = m->shapes;
  m->b.line_programs = e->lines[year];
  e->facility[year] = bind(m, year ? CM_STAGE_FACILITY_YEAR : CM_STAGE_FACILITY_MONTH, NULL, &status);
  return status ? status : mark_needed(m, e, year);
}

static int make_edition(making *m, size_t edition) {
  cm_edition_programs *e = &m->out->editions[edition];
  m->b = (cm_binding){.plan = m->run->plan,
                      .edition = &m->run->plan->editions.at[edition],
                      .ledger = m->run->ledger,
                      .factors = m->run->factors};
  int status = make_site(m, e);
  for (int year = 0; year < 2 && !status; year++) status = make_periods(m, e, year);
  return status;
}

static int make_room(cm_programs *out, cement_error *err) {
  out->inputs = CM_NEWS(&out->arena, cm_value, out->widest_inputs);
  out->values = CM_NEWS(&out->arena, cm_value, out->widest_nodes);
  out->raised = CM_NEWS(&out->arena, uint32_t, out->widest_nodes + out->widest_checks);
  out->visited = CM_NEWS(&out->arena, uint32_t, out->widest_nodes);
  return out->inputs && out->values && out->raised && out->visited ? CEMENT_OK : cm_nomem(err);
}

static int make_all(making *m) {
  cm_run *run = m->run;
  size_t lines = run->ledger->lines.size, editions = run->plan->editions.size;
  cm_shape *shapes = CM_NEWS(&run->scratch, cm_shape, lines);
  m->shapes = shapes;
  m->by_shape = CM_NEWS(&run->scratch, const cm_program *, lines);
  m->binder = cm_binder_make(&run->scratch, run->plan->catalog);
  m->out->bound = cm_bound_take(&m->out->arena, run);
  m->out->editions = CM_NEWS(&m->out->arena, cm_edition_programs, editions);
  if (!shapes || !m->by_shape || !m->binder || !m->out->bound || !m->out->editions) return cm_nomem(m->err);
  for (size_t i = 0; i < lines; i++) shapes[i] = run->lines[i].shape;
  int status = CEMENT_OK;
  for (size_t i = 0; i < editions && !status; i++) status = make_edition(m, i);
  return status ? status : make_room(m->out, m->err);
}

int cm_programs_bind(cm_programs *out, cm_run *run, cement_error *err) {
  making m = {.run = run, .out = out, .err = err};
  int status = make_all(&m);
  cm_arena_clear(&run->scratch);
  return status;
}
