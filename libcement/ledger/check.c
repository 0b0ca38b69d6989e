/* First half of cm_ledger_finish: every name is somebody's, every value is in its unit, everything is in order. */
#include "base/sort.h"
#include "ledger/builder.h"

/* The names that nobody declared and the fuels that were declared by half: the first of them in document order. */
typedef struct fault {
  cm_spot spot;
  uint8_t bit;
  uint32_t index;
  const cm_attribute *lacks; /* NULL: not declared */
} fault;

static void keep_first(fault *first, cm_spot spot, uint8_t bit, uint32_t index, const cm_attribute *lacks) {
  if (spot.line == 0 || (first->spot.line != 0 && cm_spot_cmp(first->spot, spot) <= 0)) return;
  *first = (fault){spot, bit, index, lacks};
}

static int refuse(cm_builder *b, const fault *first) {
  const cm_ledger *ledger = b->ledger;
  if (first->bit == CM_SET_LINE) {
    return cm_refuse_spot(b, CEMENT_E_UNKNOWN, first->spot, CM_S("line \""), ledger->lines.at[first->index].id,
                          CM_S("\" is not known; declare it under lines, or by a row line.clinker_type"));
  }
  cm_str id = ledger->fuels.at[first->index].id;
  if (first->lacks == NULL) {
    return cm_refuse_spot(b, CEMENT_E_UNKNOWN, first->spot, CM_S("fuel \""), id,
                          CM_S("\" is not known; declare it under fuels or use a built-in one"));
  }
  return cm_refuse_spot(b, CEMENT_E_MISSING, first->spot, CM_S("fuel \""), id, CM_S("\": "), first->lacks->key,
                        CM_S(" is missing, a fuel that is not built in needs it"));
}

static int check_names(cm_builder *b) {
  const cm_ledger *ledger = b->ledger;
  const cm_set *set = &b->items->fuel;
  fault first;
  memset(&first, 0, sizeof first);
  for (uint32_t i = 0; i < ledger->lines.size; i++) {
    if (b->lines.at[i].declared.line == 0) keep_first(&first, b->lines.at[i].used, CM_SET_LINE, i, NULL);
  }
  for (uint32_t i = 0; i < ledger->fuels.size; i++) {
    const cm_entity *entity = &b->fuels.at[i];
    if (ledger->fuels.at[i].builtin) continue;
    if (entity->declared.line == 0) keep_first(&first, entity->used, CM_SET_FUEL, i, NULL);
    for (size_t k = 0; k < set->attribute_count; k++) {
      if (set->attributes[k].number || ledger->fuels.at[i].attributes[k].given) continue;
      keep_first(&first, entity->declared, CM_SET_FUEL, i, &set->attributes[k]);
    }
  }
  return first.spot.line == 0 ? CEMENT_OK : refuse(b, &first);
}

static const cm_remark *first_remark(const cm_ledger *ledger, cm_remark_kind kind) {
  for (size_t i = 0; i < ledger->remarks.size; i++) {
    if (ledger->remarks.at[i].kind == kind) return &ledger->remarks.at[i];
  }
  return NULL;
}

/* Where cells of an item have no number, or a file's columns were not used, the first of them is the likely reason. */
static int refuse_empty(cm_builder *b) {
  const cm_spot top = {0, 1, 1};
  const cm_str what = CM_S("no observation: the ledger has no figure of the plant");
  const cm_remark *gap = first_remark(b->ledger, CM_REMARK_GAP), *column = first_remark(b->ledger, CM_REMARK_COLUMN);
  if (gap != NULL) {
    return cm_refuse_spot(b, CEMENT_E_MISSING, top, what, CM_S("; "), gap->item->key,
                          CM_S(" has no value, since cells have none: "), cm_str_cut(gap->detail, 300));
  }
  if (column == NULL) return cm_refuse_spot(b, CEMENT_E_MISSING, top, what);
  return cm_refuse_spot(b, CEMENT_E_MISSING, top, what, CM_S("; not used: "), cm_str_cut(column->detail, 300));
}

int cm_check_declarations(cm_builder *b) {
  cm_ledger *ledger = b->ledger;
  int status = check_names(b);
  if (status != CEMENT_OK) return status;
  for (size_t i = 0; i < ledger->observations.size; i++) { /* those whose fuel was still to be declared */
    cm_observation *observation = &ledger->observations.at[i];
    if (observation->fuel == CM_NONE || ledger->fuels.at[observation->fuel].builtin) continue;
    cm_place place =
        cm_spot_place(b, (cm_spot){observation->document, observation->text_line, observation->text_column});
    status = cm_observation_settle(b, observation, place, place);
    if (status != CEMENT_OK) return status;
  }
  cm_spot top = {0, 1, 1};
  if (ledger->facility_id.size == 0) {
    return cm_refuse_spot(b, CEMENT_E_MISSING, top,
                          CM_S("facility.id is missing; give it under facility, or by a row facility.id"));
  }
  return ledger->observations.size == 0 ? refuse_empty(b) : CEMENT_OK;
}

/* ---- order --------------------------------------------------------------------------------------------------- */

static int compare(uint32_t a, uint32_t b) {
  return a < b ? -1 : a > b;
}

int cm_observation_cmp(const cm_observation *a, const cm_observation *b) {
  int order = compare(a->line, b->line); /* CM_NONE is the largest, so the facility comes last */
  if (order == 0) order = a->month < b->month ? -1 : a->month > b->month;
  if (order == 0) order = compare(a->item->index, b->item->index);
  if (order == 0) order = compare(a->fuel, b->fuel);
  if (order == 0) order = compare(a->use, b->use);
  return order == 0 ? compare(a->member, b->member) : order;
}

static int order_observations(const void *context, uint32_t a, uint32_t b) {
  const cm_observation *all = context;
  const cm_observation *x = &all[a];
  const cm_observation *y = &all[b];
  int order = cm_observation_cmp(x, y);
  if (order != 0) return order;
  return cm_spot_cmp((cm_spot){x->document, x->text_line, x->text_column},
                     (cm_spot){y->document, y->text_line, y->text_column});
}

static int order_lines(const void *context, uint32_t a, uint32_t b) {
  const cm_line *all = context;
  return cm_str_natural_cmp(all[a].id, all[b].id);
}

static int order_fuels(const void *context, uint32_t a, uint32_t b) {
  const cm_fuel *all = context;
  if (all[a].builtin != all[b].builtin) return all[a].builtin ? -1 : 1;
  if (all[a].builtin) return compare(a, b);
  return cm_str_cmp(all[a].id, all[b].id);
}

static int order_materials(const void *context, uint32_t a, uint32_t b) {
  const cm_material *all = context;
  if (all[a].builtin != all[b].builtin) return all[a].builtin ? -1 : 1;
  if (all[a].builtin) return compare(a, b);
  return cm_str_cmp(all[a].id, all[b].id);
}

static int order_overrides(const void *context, uint32_t a, uint32_t b) {
  const cm_override *all = context;
  int order = cm_str_cmp(all[a].edition, all[b].edition);
  if (order == 0) order = cm_str_cmp(all[a].key, all[b].key);
  if (order == 0) order = cm_str_cmp(all[a].of, all[b].of);
  if (order == 0) order = cm_str_cmp(all[a].place.source, all[b].place.source);
  if (order == 0) order = all[a].place.offset < all[b].place.offset ? -1 : all[a].place.offset > all[b].place.offset;
  return order;
}

/* The sorted order of `count` entries: order[new place] = old place. NULL when memory gave out. */
static uint32_t *sorted(cm_arena *scratch, size_t count, cm_order order, const void *context) {
  uint32_t *index = CM_NEWS(scratch, uint32_t, count);
  uint32_t *spare = CM_NEWS(scratch, uint32_t, count);
  if (index == NULL || spare == NULL) return NULL;
  for (uint32_t i = 0; i < count; i++) index[i] = i;
  cm_sort(index, spare, count, order, context);
  return index;
}

/* Puts a short vector in order; *moved (may be NULL) tells where each entry went. */
static int arrange(cm_arena *scratch, void *at, size_t count, size_t size, cm_order order, uint32_t **moved) {
  uint32_t *index = sorted(scratch, count, order, at);
  uint32_t *to = CM_NEWS(scratch, uint32_t, count);
  char *old = cm_arena_dup(scratch, at, count * size);
  if (index == NULL || to == NULL || old == NULL) return -1;
  for (uint32_t i = 0; i < count; i++) {
    memcpy((char *)at + i * size, old + index[i] * size, size);
    to[index[i]] = i;
  }
  if (moved != NULL) *moved = to;
  return 0;
}

/* Moves the observations to their places one cycle at a time: a second copy of them all would cost the most memory of
 * the whole reading. */
static void permute(cm_observation *at, uint32_t *index, size_t count) {
  for (uint32_t start = 0; start < count; start++) {
    if (index[start] == start) continue;
    cm_observation first = at[start];
    uint32_t to = start;
    while (index[to] != start) {
      uint32_t from = index[to];
      at[to] = at[from];
      index[to] = to;
      to = from;
    }
    at[to] = first;
    index[to] = to;
  }
}

static int arrange_all(cm_ledger *ledger, cm_arena *scratch) {
  uint32_t *lines;
  uint32_t *fuels;
  uint32_t *materials;
  if (arrange(scratch, ledger->lines.at, ledger->lines.size, sizeof(cm_line), order_lines, &lines) ||
      arrange(scratch, ledger->fuels.at, ledger->fuels.size, sizeof(cm_fuel), order_fuels, &fuels) ||
      arrange(scratch, ledger->materials.at, ledger->materials.size, sizeof(cm_material), order_materials,
              &materials) ||
      arrange(scratch, ledger->overrides.at, ledger->overrides.size, sizeof(cm_override), order_overrides, NULL)) {
    return -1;
  }
  for (size_t i = 0; i < ledger->observations.size; i++) {
    cm_observation *observation = &ledger->observations.at[i];
    if (observation->line != CM_NONE) observation->line = lines[observation->line];
    if (observation->fuel != CM_NONE) observation->fuel = fuels[observation->fuel];
    if ((observation->item->sets & CM_SET_MATERIAL) != 0) observation->member = materials[observation->member];
  }
  uint32_t *index = sorted(scratch, ledger->observations.size, order_observations, ledger->observations.at);
  if (index == NULL) return -1;
  permute(ledger->observations.at, index, ledger->observations.size);
  return 0;
}

/* Where each line's observations stand. */
static void slice(cm_ledger *ledger) {
  size_t at = 0;
  for (uint32_t i = 0; i < ledger->lines.size; i++) {
    cm_line *line = &ledger->lines.at[i];
    line->first = at;
    while (at < ledger->observations.size && ledger->observations.at[at].line == i) at++;
    line->count = at - line->first;
  }
  ledger->facility_first = at;
}

static int list_months(cm_builder *b, cm_arena *scratch) {
  cm_ledger *ledger = b->ledger;
  cm_month low = ledger->observations.at[0].month;
  cm_month high = low;
  for (size_t i = 0; i < ledger->observations.size; i++) {
    cm_month month = ledger->observations.at[i].month;
    if (month < low) low = month;
    if (month > high) high = month;
  }
  size_t span = (size_t)(high - low) + 1; /* years have four digits, so this is small */
  bool *present = CM_NEWS(scratch, bool, span);
  if (present == NULL) return cm_nomem(b->err);
  for (size_t i = 0; i < ledger->observations.size; i++) {
    bool *month = &present[ledger->observations.at[i].month - low];
    if (!*month) ledger->month_count++;
    *month = true;
  }
  if (ledger->month_count > b->limits->months) {
    char limit[24];
    return cm_refuse_spot(b, CEMENT_E_LIMIT, ((cm_spot){0, 1, 1}), CM_S("more than "),
                          cm_u64_text(b->limits->months, limit), CM_S(" months"));
  }
  ledger->months = CM_NEWS(&ledger->arena, cm_month, ledger->month_count);
  if (ledger->months == NULL) return cm_nomem(b->err);
  size_t used = 0;
  for (size_t i = 0; i < span; i++) {
    if (present[i]) ledger->months[used++] = low + (cm_month)i;
  }
  return CEMENT_OK;
}

int cm_check_order(cm_builder *b) {
  cm_arena scratch;
  cm_arena_init(&scratch, b->ledger->arena.alloc);
  int status = arrange_all(b->ledger, &scratch) ? cm_nomem(b->err) : CEMENT_OK;
  slice(b->ledger);
  if (status == CEMENT_OK) status = list_months(b, &scratch);
  cm_arena_free(&scratch);
  return status;
}
