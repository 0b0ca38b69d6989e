/* What a row is asked: values of items, whether they were observed, which members and lines it has. */
#include "run/columns_flat.h"

static uint32_t nomem(cm_flat *f) {
  f->emit.failed = true;
  return 0;
}

/* The draft's input for a reading, each once. */
static uint32_t read(cm_flat *f, const cm_reading *r) {
  uint32_t item = r->item ? r->item->index : CM_NONE;
  cm_map_key key = {{item, r->line, r->tuple.fuel, r->tuple.use, r->tuple.material, r->section}};
  const uint32_t *there = cm_map_get(&f->reading_map, &key);
  uint32_t index = there ? *there : (uint32_t)f->readings.size;
  if (!there && (CM_VEC_PUSH(&f->scratch, &f->readings, *r) || cm_map_put(&f->reading_map, &key, index)))
    return nomem(f);
  return cm_emit_input(&f->emit, index, r->item ? 0 : CM_TRAIT_SURE);
}

/* Whether the line has a row: told when it is known which slots it has. */
uint32_t cm_flat_row(cm_flat *f, uint32_t line) {
  if (line == CM_NONE) return cm_emit_truth(&f->emit, true);
  return read(f, &(cm_reading){NULL, line, CM_NO_TUPLE, CM_NONE});
}

static uint32_t present(cm_flat *f, const cm_reading *r) {
  return cm_emit_node(&f->emit, CM_OP_PRESENT, read(f, r), 0, 0);
}

/* A member is there where an item says how much of it was used. A fuel without a use is there in any of its uses. */
static uint32_t exists(cm_flat *f, uint32_t line, cm_tuple tuple) {
  const cm_items *items = f->run->ledger->items;
  const cm_shape *shape = &f->run->lines[line].shape;
  bool material = tuple.material != CM_NONE;
  const cm_item *const *by = material ? items->present_by_material : items->present_by_fuel;
  size_t count = material ? items->present_by_material_count : items->present_by_fuel_count;
  uint32_t any = cm_emit_truth(&f->emit, false);
  for (size_t i = 0; i < count; i++) {
    cm_reading r = {by[i], line, tuple, CM_NONE};
    if (material || tuple.use != CM_NONE) {
      any = cm_emit_node(&f->emit, CM_OP_OR, any, present(f, &r), 0);
      continue;
    }
    for (size_t k = 0; k < shape->pair_count; k++) {
      if (shape->pairs[k].fuel != tuple.fuel) continue;
      r.tuple = shape->pairs[k];
      any = cm_emit_node(&f->emit, CM_OP_OR, any, present(f, &r), 0);
    }
  }
  return any;
}

/* Of another line (the facility's program asks) an item that counts as zero does so only where that line has a row. */
static uint32_t item(cm_flat *f, const cm_reading *r, bool foreign) {
  uint32_t value = read(f, r);
  if (!r->item->absent_zero) return value;
  value = cm_emit_node(&f->emit, CM_OP_DEFAULT, value, cm_emit_truth(&f->emit, false), 0);
  return foreign ? cm_emit_node(&f->emit, CM_OP_REQUIRE, cm_flat_row(f, r->line), value, 0) : value;
}

/* A figure of a line: missing where the line has no row, or not that member. */
static uint32_t result(cm_flat *f, uint32_t edition, const cm_input *input) {
  if (input->line == CM_NONE)
    return cm_emit_constant(&f->emit, cm_site_value(&f->run->editions[edition], input->instance));
  const cm_part *part = cm_flat_part(f, edition, input->line);
  const cm_instance *in = &part->sheet->program->instances.at[input->instance];
  uint32_t value = part->made[in->node];
  if (in->exists != CM_NO_NODE) value = cm_emit_node(&f->emit, CM_OP_REQUIRE, part->made[in->exists], value, 0);
  return cm_emit_node(&f->emit, CM_OP_REQUIRE, cm_flat_row(f, input->line), value, 0);
}

uint32_t cm_flat_input(cm_flat *f, uint32_t edition, uint32_t line, const cm_input *input) {
  uint32_t of = input->line == CM_THIS_LINE ? line : input->line;
  cm_reading r = {input->item, of, input->tuple, input->section};
  switch (input->kind) {
  case CM_IN_ITEM: return item(f, &r, of != line);
  case CM_IN_OBSERVED: return present(f, &r);
  case CM_IN_EXISTS: return exists(f, of, input->tuple);
  case CM_IN_ROW: return cm_flat_row(f, of);
  case CM_IN_RESULT: return result(f, edition, input);
  default: return cm_emit_constant(&f->emit, &input->value); /* ATTRIBUTE */
  }
}
