#include "std/entries.h"

/* Texts of the catalog are NUL-terminated where they lie. */
static const char *text_of(cm_str text) {
  return text.size ? text.at : NULL;
}

static void label(cement_entry *out, cm_label of) {
  out->label_zh = text_of(of.zh);
  out->label_en = text_of(of.en);
}

static int unit(cement_entry *out, cm_str text) {
  if (text.size >= sizeof out->unit) return CEMENT_E_RANGE;
  if (cm_str_is(text, "1")) return CEMENT_OK;
  if (text.size) memcpy(out->unit, text.at, text.size);
  out->unit[text.size] = '\0';
  return CEMENT_OK;
}

static const char *given_by(uint8_t sets) {
  if (sets & CM_SET_SECTION) return "section";
  if (sets & CM_SET_MATERIAL) return "material";
  if (sets & CM_SET_USE) return "fuel,use";
  return sets & CM_SET_FUEL ? "fuel" : NULL;
}

static int item_entry(const cm_item *item, cement_entry *out) {
  out->key = item->key.at;
  out->of = given_by(item->sets);
  label(out, item->label);
  if (item->level == CM_LEVEL_FACILITY) out->flags |= CEMENT_ENTRY_FACILITY;
  if (item->absent_zero) out->flags |= CEMENT_ENTRY_ZERO;
  if (item->mean) out->flags |= CEMENT_ENTRY_MEAN;
  if (item->time == CM_TIME_FIRST) out->flags |= CEMENT_ENTRY_FIRST;
  if (item->time == CM_TIME_LAST) out->flags |= CEMENT_ENTRY_LAST;
  return unit(out, item->unit_text);
}

static cm_label factor_label(const cm_edition *edition, const cm_factor *factor) {
  const cm_table *table = cm_edition_table(edition, factor->key);
  const cm_option *option = cm_edition_option(edition, factor->key);
  return table ? table->label : option ? option->label : (cm_label){{NULL, 0}, {NULL, 0}};
}

static int factor_entry(const cm_catalog *catalog, const cm_factor *factor, cement_entry *out) {
  char text[CM_UNIT_TEXT_MAX];
  out->key = factor->key.at;
  out->of = text_of(factor->row);
  out->value = factor->text.at;
  label(out, factor_label(factor->edition, factor));
  out->cite = text_of(factor->cite);
  out->source = text_of(factor->source);
  out->note = text_of(factor->note);
  out->confidence = cm_confidence_text(factor->confidence);
  if (factor->overridable) out->flags |= CEMENT_ENTRY_OVERRIDABLE;
  return unit(out, cm_factor_unit_text(&catalog->items, factor, text));
}

static int option_entry(const cm_catalog *catalog, const cm_option *option, uint32_t choice, cement_entry *out) {
  const cm_option_choice *c = &option->choices[choice];
  int status = c->factor ? factor_entry(catalog, c->factor, out) : CEMENT_OK;
  out->key = option->key.at;
  out->of = c->key.at;
  label(out, option->label);
  out->cite = text_of(c->cite);
  out->confidence = cm_confidence_text(c->confidence);
  if (choice == option->default_choice) out->flags |= CEMENT_ENTRY_DEFAULT;
  return status;
}

static int32_t rule_of(cm_rule rule) {
  return rule == CM_RULE_HALF_UP     ? CEMENT_ROUND_HALF_UP
         : rule == CM_RULE_HALF_EVEN ? CEMENT_ROUND_HALF_EVEN
                                     : CEMENT_ROUND_TRUNCATE;
}

static int figure_entry(const cm_formula *formula, cement_entry *out) {
  out->key = formula->key.at;
  out->of = given_by(formula->sets);
  out->value = formula->text.at;
  label(out, formula->label);
  out->cite = text_of(formula->clause);
  out->confidence = cm_confidence_text(formula->confidence);
  out->decimals = formula->decimals;
  out->rule = rule_of(formula->rule);
  if (formula->at == CM_AT_FACILITY) out->flags |= CEMENT_ENTRY_FACILITY;
  for (size_t i = 0; i < formula->edition->limits.size; i++) {
    const cm_limit *limit = formula->edition->limits.at[i];
    if (limit->of == formula && limit->levels > out->levels) out->levels = (uint32_t)limit->levels;
  }
  return unit(out, formula->unit_text);
}

static int member_entry(const cm_items *items, const cm_member *member, bool fuel, cement_entry *out) {
  out->key = member->key.at;
  label(out, member->label);
  out->names = text_of(member->other_names);
  return fuel ? unit(out, items->fuel_unit_text[member->attributes[items->fuel_state].choice]) : CEMENT_OK;
}

/* ---- the lists ---- */

int cm_entries_of_edition(int32_t what) {
  if (what < CEMENT_ITEMS || what > CEMENT_MATERIALS) return -1;
  return what == CEMENT_FACTORS || what == CEMENT_OPTIONS || what == CEMENT_FIGURES;
}

static size_t count_choices(const cm_edition *edition) {
  size_t count = 0;
  for (size_t i = 0; i < edition->options.size; i++) count += edition->options.at[i]->choice_count;
  return count;
}

static size_t count_figures(const cm_edition *edition) {
  size_t count = 0;
  for (size_t i = 0; i < edition->formulas.size; i++) count += edition->formulas.at[i]->display;
  return count;
}

size_t cm_entries_count(const cm_catalog *catalog, const cm_edition *edition, int32_t what) {
  switch (what) {
  case CEMENT_ITEMS: return catalog->items.items.size;
  case CEMENT_FUELS: return catalog->items.fuel.member_count;
  case CEMENT_MATERIALS: return catalog->items.material.member_count;
  case CEMENT_FACTORS: return edition->factors.size;
  case CEMENT_OPTIONS: return count_choices(edition);
  default: return count_figures(edition);
  }
}

static int nth_choice(const cm_catalog *catalog, const cm_edition *edition, size_t index, cement_entry *out) {
  size_t option = 0;
  while (index >= edition->options.at[option]->choice_count) index -= edition->options.at[option++]->choice_count;
  return option_entry(catalog, edition->options.at[option], (uint32_t)index, out);
}

static int nth_figure(const cm_edition *edition, size_t index, cement_entry *out) {
  size_t formula = 0;
  for (;; formula++) {
    if (!edition->formulas.at[formula]->display) continue;
    if (index-- == 0) return figure_entry(edition->formulas.at[formula], out);
  }
}

int cm_entries_get(const cm_catalog *catalog, const cm_edition *edition, int32_t what, size_t index,
                   cement_entry *out) {
  const cm_items *items = &catalog->items;
  cement_entry entry = {.size = out->size};
  int status = what == CEMENT_ITEMS       ? item_entry(items->items.at[index], &entry)
               : what == CEMENT_FUELS     ? member_entry(items, &items->fuel.members[index], true, &entry)
               : what == CEMENT_MATERIALS ? member_entry(items, &items->material.members[index], false, &entry)
               : what == CEMENT_FACTORS   ? factor_entry(catalog, edition->factors.at[index], &entry)
               : what == CEMENT_OPTIONS   ? nth_choice(catalog, edition, index, &entry)
                                          : nth_figure(edition, index, &entry);
  if (status == CEMENT_OK) *out = entry;
  return status;
}
