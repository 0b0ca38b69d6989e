#include "run/bound.h"

typedef struct bound_fuel {
  cm_str id;
  cm_attribute_value attributes[CM_ATTRIBUTES_MAX];
} bound_fuel;

typedef struct bound_line {
  cm_attribute_value attributes[CM_ATTRIBUTES_MAX];
  size_t pair_count, material_count;
  cm_tuple *pairs;
  bound_fuel *fuels; /* by pair; filled for the first of each fuel */
  uint32_t *materials;
  cm_str *material_ids;
} bound_line;

typedef struct bound_edition {
  const cm_edition *edition;
  uint32_t *choices;
} bound_edition;

typedef struct bound_override {
  size_t factor; /* index */
  cm_dec value;
} bound_override;

struct cm_bound {
  cm_attribute_value facility[CM_ATTRIBUTES_MAX];
  size_t edition_count, line_count, override_count;
  bound_edition *editions;
  bound_line *lines;
  bound_override *overrides;
};

static bool first_of_fuel(const cm_tuple *pairs, size_t i) {
  return i == 0 || pairs[i].fuel != pairs[i - 1].fuel;
}

/* ---- taking ---- */

static bool take_text(cm_arena *arena, cm_str *out, cm_str text) {
  *out = cm_arena_copy(arena, text);
  return out->at != NULL;
}

static bool take_fuels(cm_arena *arena, bound_line *out, const cm_run *run, const cm_shape *shape) {
  out->pair_count = shape->pair_count;
  out->pairs = cm_arena_dup(arena, shape->pairs, shape->pair_count * sizeof *out->pairs);
  out->fuels = CM_NEWS(arena, bound_fuel, shape->pair_count);
  bool good = out->pairs && out->fuels;
  for (size_t i = 0; i < shape->pair_count && good; i++) {
    if (!first_of_fuel(shape->pairs, i)) continue;
    const cm_fuel *fuel = &run->ledger->fuels.at[shape->pairs[i].fuel];
    memcpy(out->fuels[i].attributes, fuel->attributes, sizeof fuel->attributes);
    good = take_text(arena, &out->fuels[i].id, fuel->id);
  }
  return good;
}

static bool take_materials(cm_arena *arena, bound_line *out, const cm_run *run, const cm_shape *shape) {
  out->material_count = shape->material_count;
  out->materials = cm_arena_dup(arena, shape->materials, shape->material_count * sizeof *out->materials);
  out->material_ids = CM_NEWS(arena, cm_str, shape->material_count);
  bool good = out->materials && out->material_ids;
  for (size_t i = 0; i < shape->material_count && good; i++)
    good = take_text(arena, &out->material_ids[i], run->ledger->materials.at[shape->materials[i]].id);
  return good;
}

static bool take_lines(cm_arena *arena, cm_bound *out, const cm_run *run) {
  out->line_count = run->ledger->lines.size;
  out->lines = CM_NEWS(arena, bound_line, out->line_count);
  bool good = out->lines != NULL;
  for (size_t i = 0; i < out->line_count && good; i++) {
    const cm_shape *shape = &run->lines[i].shape;
    memcpy(out->lines[i].attributes, shape->attributes, sizeof out->lines[i].attributes);
    good = take_fuels(arena, &out->lines[i], run, shape) && take_materials(arena, &out->lines[i], run, shape);
  }
  return good;
}

static bool take_editions(cm_arena *arena, cm_bound *out, const cm_plan *plan) {
  out->edition_count = plan->editions.size;
  out->editions = CM_NEWS(arena, bound_edition, out->edition_count);
  bool good = out->editions != NULL;
  for (size_t i = 0; i < out->edition_count && good; i++) {
    const cm_plan_edition *from = &plan->editions.at[i];
    out->editions[i].edition = from->edition;
    out->editions[i].choices = cm_arena_dup(arena, from->choices, from->edition->options.size * sizeof *from->choices);
    good = out->editions[i].choices != NULL;
  }
  return good;
}

/* Each override of the ledger has a factor of its own. */
static bool take_overrides(cm_arena *arena, cm_bound *out, const cm_run *run) {
  out->overrides = CM_NEWS(arena, bound_override, run->ledger->overrides.size);
  if (!out->overrides) return false;
  for (size_t i = 0; out->override_count < run->ledger->overrides.size; i++)
    if (run->factors[i].override) out->overrides[out->override_count++] = (bound_override){i, run->factors[i].value};
  return true;
}

cm_bound *cm_bound_take(cm_arena *arena, const cm_run *run) {
  cm_bound *out = CM_NEW(arena, cm_bound);
  if (!out) return NULL;
  memcpy(out->facility, run->ledger->facility, sizeof out->facility);
  bool good = take_editions(arena, out, run->plan) && take_overrides(arena, out, run) && take_lines(arena, out, run);
  return good ? out : NULL;
}

/* ---- comparing ---- */

static bool same_dec(const cm_dec *a, const cm_dec *b) {
  return !memcmp(a, b, sizeof *a); /* it has no padding */
}

static bool same_attributes(const cm_attribute_value *a, const cm_attribute_value *b, const cm_set *set) {
  for (size_t i = 0; i < set->attribute_count; i++) {
    if (a[i].given != b[i].given || a[i].choice != b[i].choice || a[i].binary != b[i].binary) return false;
    if (!same_dec(&a[i].number, &b[i].number)) return false;
  }
  return true;
}

static bool same_fuels(const bound_line *was, const cm_run *run, const cm_shape *shape) {
  if (was->pair_count != shape->pair_count) return false;
  for (size_t i = 0; i < shape->pair_count; i++) {
    if (was->pairs[i].fuel != shape->pairs[i].fuel || was->pairs[i].use != shape->pairs[i].use) return false;
    if (!first_of_fuel(shape->pairs, i)) continue;
    const cm_fuel *fuel = &run->ledger->fuels.at[shape->pairs[i].fuel];
    if (!cm_str_eq(was->fuels[i].id, fuel->id)) return false;
    if (!same_attributes(was->fuels[i].attributes, fuel->attributes, &run->ledger->items->fuel)) return false;
  }
  return true;
}

static bool same_materials(const bound_line *was, const cm_run *run, const cm_shape *shape) {
  if (was->material_count != shape->material_count) return false;
  for (size_t i = 0; i < shape->material_count; i++) {
    if (was->materials[i] != shape->materials[i]) return false;
    if (!cm_str_eq(was->material_ids[i], run->ledger->materials.at[shape->materials[i]].id)) return false;
  }
  return true;
}

static bool same_lines(const cm_bound *bound, const cm_run *run) {
  if (bound->line_count != run->ledger->lines.size) return false;
  for (size_t i = 0; i < bound->line_count; i++) {
    const bound_line *was = &bound->lines[i];
    const cm_shape *shape = &run->lines[i].shape;
    if (!same_attributes(was->attributes, shape->attributes, &run->ledger->items->line)) return false;
    if (!same_fuels(was, run, shape) || !same_materials(was, run, shape)) return false;
  }
  return true;
}

static bool same_editions(const cm_bound *bound, const cm_plan *plan) {
  if (bound->edition_count != plan->editions.size) return false;
  for (size_t i = 0; i < bound->edition_count; i++) {
    const cm_plan_edition *is = &plan->editions.at[i]; /* editions are only added, behind those that are there */
    if (memcmp(bound->editions[i].choices, is->choices, is->edition->options.size * sizeof *is->choices) != 0)
      return false;
  }
  return true;
}

static bool same_overrides(const cm_bound *bound, const cm_run *run) {
  if (bound->override_count != run->ledger->overrides.size) return false;
  for (size_t i = 0; i < bound->override_count; i++) {
    const cm_factor_value *is = &run->factors[bound->overrides[i].factor];
    if (!is->override || !same_dec(&is->value, &bound->overrides[i].value)) return false;
  }
  return true;
}

bool cm_bound_fits(const cm_bound *bound, const cm_run *run) {
  return same_editions(bound, run->plan) && same_overrides(bound, run) &&
         same_attributes(bound->facility, run->ledger->facility, &run->ledger->items->facility) &&
         same_lines(bound, run);
}
