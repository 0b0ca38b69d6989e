/* Figures: what of all computed values is listed, how it is shown, and how it ranks. */
#include "run/run.h"

const cm_instance *cm_figure_instance(const cm_figure *figure) {
  return &figure->sheet->program->instances.at[figure->instance];
}

const cm_value *cm_figure_value(const cm_figure *figure) {
  return &figure->sheet->values[figure->row * figure->sheet->program->instances.size + figure->instance];
}

const cm_edition *cm_figure_edition(const cm_figure *figure) {
  return figure->sheet->program->edition;
}

int32_t cm_figure_period_number(const cm_figure *figure) {
  const cm_track *track = figure->sheet->track;
  return figure->sheet->year ? track->years[figure->row].year : track->rows[figure->row].month;
}

cm_str cm_figure_period(const cm_figure *figure, char out[CM_PERIOD_TEXT_MAX]) {
  int32_t number = cm_figure_period_number(figure);
  return figure->sheet->year ? cm_year_text(number, out) : cm_month_text(number, out);
}

int cm_figure_display(const cm_figure *figure, cm_rounded *out) {
  const cm_formula *f = cm_figure_instance(figure)->formula;
  return cm_dec_round(out, &cm_figure_value(figure)->dec, f->decimals, f->rule);
}

/* ---- limits ---- */

const cm_limit *cm_figure_limit(const cm_figure *figure, const cm_value **applied) {
  const cm_program *p = figure->sheet->program;
  for (size_t i = 0; i < p->limits.size; i++)
    if (p->limits.at[i].instance == figure->instance) {
      *applied = &figure->sheet->applied[(figure->row * p->limits.size + i) * CM_LEVELS_MAX];
      return p->limits.at[i].limit;
    }
  return NULL;
}

/* Full value, unless the option of comparison rounds the figure first; false where that cannot be. */
static bool compared_value(const cm_run *run, const cm_figure *figure, const cm_limit *limit, cm_dec *out) {
  *out = cm_figure_value(figure)->dec;
  if (!limit->method) return true;
  const uint32_t *choices = run->plan->editions.at[figure->sheet->edition].choices;
  const cm_option_choice *choice = &limit->method->choices[choices[limit->method->index]];
  if (!choice->rounds) return true;
  cm_rounded rounded;
  if (cm_dec_round(&rounded, out, choice->decimals, choice->rule) < 0) return false;
  *out = rounded.value;
  return true;
}

int cm_grade_of(const cm_limit *limit, const cm_value *applied, const cm_dec *value) {
  for (size_t i = 0; i < limit->levels; i++)
    if (applied[i].state != CM_VALID) return -1;
  for (size_t i = 0; i < limit->levels; i++)
    if (cm_dec_cmp(value, &applied[i].dec) <= 0) return (int)i + 1;
  return 0;
}

int cm_figure_grade(const cm_run *run, const cm_figure *figure) {
  const cm_value *applied;
  const cm_limit *limit = cm_figure_limit(figure, &applied);
  cm_dec value;
  if (!limit || cm_figure_value(figure)->state != CM_VALID || !compared_value(run, figure, limit, &value)) return -1;
  return cm_grade_of(limit, applied, &value);
}

/* ---- the list ---- */

static bool listed(const cm_figure *figure, bool facility_items) {
  const cm_instance *in = cm_figure_instance(figure);
  uint32_t state = cm_figure_value(figure)->state;
  if (state == CM_NOT_THERE || (in->formula->needs_facility && !facility_items)) return false;
  return state != CM_NOT_APPLICABLE || !in->formula->sets;
}

/* Instances of figures by their formulas' place in the edition. A formula's instances are neighbours. */
static int displayed(cm_arena *arena, const cm_program *p, uint32_t **out, size_t *count, cement_error *err) {
  *out = CM_NEWS(arena, uint32_t, p->instances.size);
  if (!*out) return cm_nomem(err);
  *count = 0;
  for (size_t f = 0; f < p->edition->formulas.size; f++) {
    const cm_formula *formula = p->edition->formulas.at[f];
    if (!formula->display) continue;
    for (uint32_t i = p->first[f]; i < p->instances.size && p->instances.at[i].formula == formula; i++)
      (*out)[(*count)++] = i;
  }
  return CEMENT_OK;
}

typedef struct listing {
  cm_run *run;
  bool facility_items;
  const cm_program *program; /* whose figures are in `at` */
  uint32_t *at;
  size_t count;
  cement_error *err;
} listing;

static int list_row(listing *l, const cm_sheet *sheet, size_t row) {
  int status = CEMENT_OK;
  if (l->program != sheet->program) {
    status = displayed(&l->run->scratch, sheet->program, &l->at, &l->count, l->err);
    l->program = sheet->program;
  }
  for (size_t i = 0; i < l->count && !status; i++) {
    cm_figure figure = {sheet, (uint32_t)row, l->at[i]};
    if (listed(&figure, l->facility_items) && CM_VEC_PUSH(&l->run->arena, &l->run->figures, figure))
      status = cm_nomem(l->err);
  }
  return status;
}

/* All months, then the years. */
static int list_track(listing *l, const cm_sheet *months, const cm_sheet *years) {
  int status = CEMENT_OK;
  for (size_t i = 0; i < months->row_count && !status; i++) status = list_row(l, months, i);
  for (size_t i = 0; i < years->row_count && !status; i++) status = list_row(l, years, i);
  return status;
}

int cm_figures_init(cm_run *run, cement_error *err) {
  int status = CEMENT_OK;
  for (size_t e = 0; e < run->plan->editions.size && !status; e++) {
    listing l = {
        .run = run, .facility_items = run->ledger->facility_first < run->ledger->observations.size, .err = err};
    const cm_edition_run *er = &run->editions[e];
    for (size_t i = 0; i < run->ledger->lines.size && !status; i++)
      status = list_track(&l, &er->line_months[i], &er->line_years[i]);
    if (!status) status = list_track(&l, &er->facility_months, &er->facility_years);
    cm_arena_clear(&run->scratch);
  }
  return status;
}

/* ---- names ---- */

ptrdiff_t cm_run_find_figure(const cm_run *run, cm_str edition, cm_str key, cm_str line, cm_str period, cm_str of) {
  char text[CM_PERIOD_TEXT_MAX];
  for (size_t i = 0; i < run->figures.size; i++) {
    const cm_figure *f = &run->figures.at[i];
    const cm_instance *in = cm_figure_instance(f);
    uint32_t l = f->sheet->track->line;
    if (!cm_str_eq(in->formula->key, key) || !cm_str_eq(cm_figure_edition(f)->id, edition)) continue;
    if (!cm_str_eq(l == CM_NONE ? CM_S("") : run->ledger->lines.at[l].id, line)) continue;
    if (cm_str_eq(cm_figure_period(f, text), period) && cm_str_eq(in->of, of)) return (ptrdiff_t)i;
  }
  return -1;
}

bool cm_period_shows(const cm_run *run, const cm_period *period, int32_t number, bool year) {
  if (!period || number == INT32_MIN) return true;
  if (!year) return number >= period->first && number <= period->last;
  if (period->month) return false;
  for (size_t i = 0; i < run->facility->row_count; i++) {
    cm_month m = run->facility->rows[i].month;
    if (m / 12 == number && (m < period->first || m > period->last)) return false;
  }
  return true; /* its months lie within, and a year without any has no figure and no finding */
}
