/* Rows: which months and years a line and the facility have, and the members that occur in them. */
#include "run/run.h"

/* ---- finding things in a row ---- */

/* A row's observations are sorted by item first: the first one of the item. */
static size_t first_of_item(const cm_ledger *ledger, const cm_row *row, uint32_t item) {
  size_t low = row->first, high = row->first + row->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (ledger->observations.at[middle].item->index < item)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

const cm_observation *cm_row_find(const cm_run *run, const cm_row *row, const cm_item *item, cm_tuple tuple,
                                  uint32_t section) {
  const cm_observation *general = NULL, *all = run->ledger->observations.at;
  size_t end = row->first + row->count;
  uint32_t member = section != CM_NONE ? section : tuple.material;
  for (size_t i = first_of_item(run->ledger, row, item->index); i < end && all[i].item == item; i++) {
    if (all[i].fuel != tuple.fuel || all[i].member != member) continue;
    if (all[i].use == tuple.use) return &all[i];
    if (all[i].use == CM_NONE) general = &all[i];
  }
  return general;
}

/* An observation of the item for the fuel (and the use, unless it is CM_NONE), or for the material. */
static bool observed_member(const cm_run *run, const cm_row *row, const cm_item *item, cm_tuple tuple) {
  const cm_observation *all = run->ledger->observations.at;
  size_t end = row->first + row->count;
  for (size_t i = first_of_item(run->ledger, row, item->index); i < end && all[i].item == item; i++) {
    bool same = tuple.material != CM_NONE
                    ? all[i].member == tuple.material
                    : all[i].fuel == tuple.fuel && (tuple.use == CM_NONE || all[i].use == tuple.use);
    if (same) return true;
  }
  return false;
}

bool cm_row_exists(const cm_run *run, const cm_row *row, cm_tuple tuple) {
  const cm_items *items = run->ledger->items;
  bool material = tuple.material != CM_NONE;
  const cm_item *const *by = material ? items->present_by_material : items->present_by_fuel;
  size_t count = material ? items->present_by_material_count : items->present_by_fuel_count;
  for (size_t i = 0; i < count; i++)
    if (observed_member(run, row, by[i], tuple)) return true;
  return false;
}

/* ---- tracks ---- */

static int add_years(cm_run *run, cm_track *track, cement_error *err) {
  CM_VEC(cm_year_rows) years = {NULL, 0, 0};
  for (size_t i = 0; i < track->row_count; i++) {
    int32_t year = track->rows[i].month / 12;
    if (years.size && years.at[years.size - 1].year == year)
      years.at[years.size - 1].count++;
    else if (CM_VEC_PUSH(&run->arena, &years, (cm_year_rows){year, i, 1}))
      return cm_nomem(err);
  }
  track->years = years.at;
  track->year_count = years.size;
  return CEMENT_OK;
}

static int line_rows(cm_run *run, cm_track *track, cement_error *err) {
  const cm_line *line = &run->ledger->lines.at[track->line];
  CM_VEC(cm_row) rows = {NULL, 0, 0};
  for (size_t i = line->first; i < line->first + line->count; i++) {
    cm_month month = run->ledger->observations.at[i].month;
    if (rows.size && rows.at[rows.size - 1].month == month)
      rows.at[rows.size - 1].count++;
    else if (CM_VEC_PUSH(&run->arena, &rows, (cm_row){month, i, 1}))
      return cm_nomem(err);
  }
  track->rows = rows.at;
  track->row_count = rows.size;
  return add_years(run, track, err);
}

/* The facility has a row in every month of the ledger, be it empty. */
static int facility_rows(cm_run *run, cement_error *err) {
  const cm_ledger *ledger = run->ledger;
  cm_track *track = run->facility = CM_NEW(&run->arena, cm_track);
  if (!track) return cm_nomem(err);
  size_t next = ledger->facility_first;
  track->line = CM_NONE;
  track->row_count = ledger->month_count;
  track->rows = CM_NEWS(&run->arena, cm_row, ledger->month_count);
  if (!track->rows) return cm_nomem(err);
  for (size_t i = 0; i < ledger->month_count; i++) {
    cm_row *row = &track->rows[i];
    *row = (cm_row){ledger->months[i], next, 0};
    while (next < ledger->observations.size && ledger->observations.at[next].month == row->month) next++, row->count++;
  }
  return add_years(run, track, err);
}

/* ---- shapes ---- */

static bool presents(const cm_items *items, const cm_item *item, bool material) {
  const cm_item *const *by = material ? items->present_by_material : items->present_by_fuel;
  size_t count = material ? items->present_by_material_count : items->present_by_fuel_count;
  for (size_t i = 0; i < count; i++)
    if (by[i] == item) return true;
  return false;
}

/* Every (fuel, use) and every material of the line, in order: marked in a field, then read off. */
static int line_shape(cm_run *run, cm_track *track, cement_error *err) {
  const cm_ledger *ledger = run->ledger;
  size_t uses = ledger->items->use.member_count;
  uint8_t *pair = CM_NEWS(&run->scratch, uint8_t, ledger->fuels.size * uses);
  uint8_t *material = CM_NEWS(&run->scratch, uint8_t, ledger->materials.size);
  if (!pair || !material) return cm_nomem(err);
  const cm_line *line = &ledger->lines.at[track->line];
  for (size_t i = line->first; i < line->first + line->count; i++) {
    const cm_observation *o = &ledger->observations.at[i];
    if (o->fuel != CM_NONE && presents(ledger->items, o->item, false))
      pair[o->fuel * uses + o->use] = 1;
    else if (o->member != CM_NONE && presents(ledger->items, o->item, true))
      material[o->member] = 1;
  }
  CM_VEC(cm_tuple) pairs = {NULL, 0, 0};
  CM_VEC(uint32_t) materials = {NULL, 0, 0};
  for (size_t i = 0; i < ledger->fuels.size * uses; i++)
    if (pair[i] && CM_VEC_PUSH(&run->arena, &pairs, (cm_tuple){(uint32_t)(i / uses), (uint32_t)(i % uses), CM_NONE}))
      return cm_nomem(err);
  for (size_t i = 0; i < ledger->materials.size; i++)
    if (material[i] && CM_VEC_PUSH(&run->arena, &materials, (uint32_t)i)) return cm_nomem(err);
  track->shape = (cm_shape){.attributes = line->attributes,
                            .pairs = pairs.at,
                            .pair_count = pairs.size,
                            .materials = materials.at,
                            .material_count = materials.size};
  return CEMENT_OK;
}

static bool same_attribute(const cm_attribute_value *a, const cm_attribute_value *b) {
  if (a->given != b->given || a->choice != b->choice || a->binary != b->binary) return false;
  return !a->given || cm_dec_cmp(&a->number, &b->number) == 0;
}

static bool same_shape(const cm_shape *a, const cm_shape *b) {
  if (a->pair_count != b->pair_count || a->material_count != b->material_count) return false;
  for (size_t i = 0; i < CM_ATTRIBUTES_MAX; i++)
    if (!same_attribute(&a->attributes[i], &b->attributes[i])) return false;
  for (size_t i = 0; i < a->pair_count; i++)
    if (a->pairs[i].fuel != b->pairs[i].fuel || a->pairs[i].use != b->pairs[i].use) return false;
  for (size_t i = 0; i < a->material_count; i++)
    if (a->materials[i] != b->materials[i]) return false;
  return true;
}

/* Shapes are few (plants resemble themselves): each line is compared with the first line of every shape. */
static int number_shapes(cm_run *run, cement_error *err) {
  CM_VEC(size_t) firsts = {NULL, 0, 0};
  for (size_t i = 0; i < run->ledger->lines.size; i++) {
    size_t s = 0;
    while (s < firsts.size && !same_shape(&run->lines[firsts.at[s]].shape, &run->lines[i].shape)) s++;
    if (s == firsts.size && CM_VEC_PUSH(&run->scratch, &firsts, i)) return cm_nomem(err);
    run->lines[i].shape_index = s;
  }
  return CEMENT_OK;
}

int cm_tracks_init(cm_run *run, cement_error *err) {
  size_t count = run->ledger->lines.size;
  run->lines = CM_NEWS(&run->arena, cm_track, count);
  if (!run->lines) return cm_nomem(err);
  int status = facility_rows(run, err);
  for (size_t i = 0; i < count && !status; i++) {
    run->lines[i].line = (uint32_t)i;
    status = line_rows(run, &run->lines[i], err);
    if (!status) status = line_shape(run, &run->lines[i], err);
    cm_arena_clear(&run->scratch);
  }
  if (!status) status = number_shapes(run, err);
  cm_arena_clear(&run->scratch);
  return status;
}

ptrdiff_t cm_track_row(const cm_track *track, cm_month month) {
  size_t low = 0, high = track->row_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (track->rows[middle].month < month)
      low = middle + 1;
    else
      high = middle;
  }
  return low < track->row_count && track->rows[low].month == month ? (ptrdiff_t)low : -1;
}

ptrdiff_t cm_track_year(const cm_track *track, int32_t year) {
  for (size_t i = 0; i < track->year_count; i++)
    if (track->years[i].year == year) return (ptrdiff_t)i;
  return -1;
}
