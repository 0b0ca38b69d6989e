/* Which rows stand in the form: those that it lists, then what else the ledger holds, so that nothing is left out. */
#include "base/sort.h"
#include "run/form.h"

#define FIGURE UINT32_C(0x80000000) /* beside the index of an item */

/* ---- finding and adding ---- */

static cm_map_key key_of(const cm_item *item, const cm_form_row *row, const cm_monthly_form *form, cm_form_line at) {
  uint32_t what = item != NULL ? item->index : FIGURE | (uint32_t)(row - form->rows.at);
  return (cm_map_key){{what, at.fuel, at.use, at.member}};
}

static int add(cm_form_part *part, const cm_item *item, const cm_form_row *row, cm_form_line at, cm_form_line **out) {
  cm_map_key key = key_of(item, row, part->sheet->form, at);
  const uint32_t *known = cm_map_get(&part->index, &key);
  if (known != NULL) {
    *out = &part->lines.at[*known];
    return 0;
  }
  at.item = item;
  at.row = row;
  if (cm_map_put(&part->index, &key, (uint32_t)part->lines.size)) return -1;
  if (CM_VEC_PUSH(part->arena, &part->lines, at)) return -1;
  *out = &part->lines.at[part->lines.size - 1];
  return 0;
}

const cm_form_line *cm_form_find(const cm_form_part *part, const cm_item *item, uint32_t fuel, uint32_t use,
                                 uint32_t member) {
  cm_form_line at = {.fuel = fuel, .use = use, .member = member};
  cm_map_key key = key_of(item, NULL, part->sheet->form, at);
  const uint32_t *known = cm_map_get(&part->index, &key);
  return known == NULL ? NULL : &part->lines.at[*known];
}

static uint32_t of_index(const cm_form_line *line) {
  return line->fuel != CM_NONE ? line->fuel : line->member;
}

/* ---- what the form lists ---- */

static const cm_form_row *row_of(const cm_form_part *part, const cm_item *item) {
  const cm_monthly_form *form = part->sheet->form;
  for (size_t i = 0; i < form->rows.size; i++) {
    const cm_form_row *row = &form->rows.at[i];
    if (row->item == item && row->facility == (part->line == CM_NONE)) return row;
  }
  return NULL;
}

/* The fuel's NCV for this use may stand there already; the row without use is then not needed. */
static bool is_there(const cm_form_part *part, const cm_item *item, const cm_form_line *at, uint32_t use) {
  return item != NULL && item->any_use && cm_form_find(part, item, at->fuel, use, at->member) != NULL;
}

static int add_listed(cm_form_part *part, const cm_form_row *row, uint8_t set, cm_form_member member) {
  cm_form_line at = {.fuel = set == CM_SET_FUEL ? member.of : CM_NONE,
                     .use = row->item == NULL || row->item->any_use ? CM_NONE : member.use,
                     .member = set == CM_SET_FUEL ? CM_NONE : member.of};
  cm_form_line *line;
  if (row->optional || is_there(part, row->item, &at, member.use)) return 0;
  return add(part, row->item, row, at, &line);
}

static int add_form(cm_form_part *part) {
  static const cm_form_member none = {CM_NONE, CM_NONE};
  const cm_monthly_form *form = part->sheet->form;
  for (size_t i = 0; i < form->rows.size; i++) {
    const cm_form_row *row = &form->rows.at[i];
    const cm_form_block *block = &form->blocks.at[row->block];
    if (row->facility != (part->line == CM_NONE)) continue;
    if (block->set == 0 && add_listed(part, row, 0, none)) return -1;
    for (size_t k = 0; k < block->members.size; k++) {
      if (add_listed(part, row, block->set, block->members.at[k])) return -1;
    }
  }
  return 0;
}

/* ---- what the ledger holds ---- */

static bool shown(const cm_form_part *part, cm_month month) {
  const cm_period *period = part->sheet->period;
  return month / 12 == part->year && (period == NULL || (month >= period->first && month <= period->last));
}

static int add_observations(cm_form_part *part) {
  const cm_ledger *ledger = part->sheet->run->ledger;
  const cm_line *own = part->line == CM_NONE ? NULL : &ledger->lines.at[part->line];
  size_t first = own ? own->first : ledger->facility_first;
  size_t end = own ? own->first + own->count : ledger->observations.size;
  for (size_t i = first; i < end; i++) {
    const cm_observation *o = &ledger->observations.at[i];
    cm_form_line at = {.fuel = o->fuel, .use = o->use, .member = o->member}, *line;
    if (!shown(part, o->month)) continue;
    if (add(part, o->item, row_of(part, o->item), at, &line)) return -1;
    line->months[o->month % 12] = o;
  }
  return 0;
}

/* Figures by fuel or material: of each that was used. */
static int add_figures(cm_form_part *part) {
  const cm_monthly_form *form = part->sheet->form;
  size_t count = part->lines.size;
  for (size_t r = 0; r < form->rows.size; r++) {
    const cm_form_row *row = &form->rows.at[r];
    if (row->item != NULL || row->facility != (part->line == CM_NONE)) continue;
    if (form->blocks.at[row->block].set == 0) continue;
    for (size_t i = 0; i < count; i++) {
      cm_form_line at = part->lines.at[i], *line;
      if (at.item == NULL || at.item->any_use || at.row == NULL || at.row->block != row->block) continue;
      memset(at.months, 0, sizeof at.months);
      at.use = CM_NONE;
      if (add(part, NULL, row, at, &line)) return -1;
    }
  }
  return 0;
}

/* ---- their order ---- */

static void set_rank(const cm_monthly_form *form, cm_form_line *line) {
  if (line->row == NULL) {
    line->rank[0] = (uint32_t)form->blocks.size;
    line->rank[1] = of_index(line);
    line->rank[2] = line->item->index;
    return;
  }
  const cm_form_block *block = &form->blocks.at[line->row->block];
  uint32_t place = 0;
  while (place < block->members.size && block->members.at[place].of != of_index(line)) place++;
  line->rank[0] = line->row->block;
  line->rank[1] = place < block->members.size ? place : place + of_index(line);
  line->rank[2] = (uint32_t)(line->row - form->rows.at);
}

static int compare(const void *context, uint32_t a, uint32_t b) {
  const cm_form_line *x = (const cm_form_line *)context + a, *y = (const cm_form_line *)context + b;
  for (size_t i = 0; i < 3; i++) {
    if (x->rank[i] != y->rank[i]) return x->rank[i] < y->rank[i] ? -1 : 1;
  }
  return x->use + 1 < y->use + 1 ? -1 : 1; /* without use first; no two are of the same quantity */
}

int cm_form_collect(cm_form_part *part) {
  cm_map_init(&part->index, part->arena);
  if (part->sheet->run != NULL && add_observations(part)) return -1;
  if (add_form(part) || add_figures(part)) return -1;
  for (size_t i = 0; i < part->lines.size; i++) set_rank(part->sheet->form, &part->lines.at[i]);
  part->order = cm_sorted(part->arena, part->lines.size, compare, part->lines.at);
  return part->order == NULL ? -1 : 0;
}
