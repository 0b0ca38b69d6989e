/* The computed rows of the form: which figures of the run stand in them. */
#include "run/form.h"

static cm_map_key key_of(size_t row, uint32_t line, cm_tuple tuple, int32_t period, bool year) {
  return (cm_map_key){{(uint32_t)row, line, tuple.fuel, tuple.use, tuple.material, (uint32_t)period, year}};
}

/* Of the editions in the plan the first that has such a figure. */
static uint32_t edition_of(const cm_plan *plan, cm_str key) {
  for (uint32_t i = 0; i < plan->editions.size; i++) {
    const cm_formula *formula = cm_edition_formula(plan->editions.at[i].edition, key);
    if (formula != NULL && formula->display) return i;
  }
  return CM_NONE;
}

static int add_row(cm_form_figures *figures, const cm_run *run, size_t row, cm_str key) {
  uint32_t edition = edition_of(run->plan, key);
  for (size_t i = 0; i < run->figures.size && edition != CM_NONE; i++) {
    const cm_figure *f = &run->figures.at[i];
    const cm_instance *in = cm_figure_instance(f);
    if (f->sheet->edition != edition || !cm_str_eq(in->formula->key, key)) continue;
    cm_map_key at = key_of(row, f->sheet->track->line, in->tuple, cm_figure_period_number(f), f->sheet->year);
    if (cm_map_put(&figures->index, &at, (uint32_t)i)) return -1;
  }
  return 0;
}

int cm_form_figures_find(cm_form_figures *figures, const cm_form_sheet *sheet, cm_arena *arena) {
  cm_map_init(&figures->index, arena);
  for (size_t i = 0; i < sheet->form->rows.size && sheet->run != NULL; i++) {
    const cm_form_row *row = &sheet->form->rows.at[i];
    if (row->item == NULL && add_row(figures, sheet->run, i, row->figure)) return -1;
  }
  return 0;
}

const cm_figure *cm_form_figure(const cm_form_figures *figures, const cm_form_sheet *sheet, const cm_form_line *line,
                                uint32_t of_line, int32_t period, bool year) {
  cm_tuple tuple = {line->fuel, line->use, line->member};
  cm_map_key key = key_of((size_t)(line->row - sheet->form->rows.at), of_line, tuple, period, year);
  const uint32_t *known = cm_map_get(&figures->index, &key);
  if (known == NULL || !cm_period_shows(sheet->run, sheet->period, period, year)) return NULL;
  return &sheet->run->figures.at[*known];
}
