/* What the words of a name say together. */
#include "base/invariant.h"
#include "plant/cover.h"

typedef struct choices {
  const cm_item *fuel, *material, *section;
} choices;

/* The items that the quantity is of what the member may be. */
static choices choices_of(const cm_dictionary *dictionary, const cm_cover *cover, const cm_entry *quantity) {
  const cm_entry *member = cover->member;
  choices found = {NULL, NULL, NULL};
  if (member->fuel.size != 0) found.fuel = quantity->item;
  if (member->section.size != 0) found.section = quantity->section_item;
  if (member->material.size != 0) {
    bool listed = cm_set_find_member(&dictionary->items->material, member->material) >= 0;
    found.material = listed ? quantity->material_item : quantity->other_item;
  }
  if (cover->raw) found.fuel = NULL;
  return found;
}

static bool unclear(cm_meaning *out, cm_label what) {
  out->kind = CM_MEANING_UNKNOWN;
  out->problem = CM_PROBLEM_UNCLEAR;
  out->because = what;
  return true;
}

/* What a fuel is, beside what is told of it in numbers of months. */
static bool settle_property(const cm_entry *member, const cm_entry *quantity, cm_meaning *out) {
  if (member != NULL && member->fuel.size == 0) return false;
  out->kind = CM_MEANING_ATTRIBUTE;
  out->property = quantity->property;
  out->doubt = quantity->doubt;
  if (member == NULL) {
    out->problem = CM_PROBLEM_MEMBER;
    return true;
  }
  out->member = member;
  out->of = member->fuel;
  out->doubt |= member->doubt;
  return true;
}

/* A member with its quantity; named alone with what is meant by that. */
static bool settle_member(const cm_dictionary *dictionary, const cm_cover *cover, cm_meaning *out) {
  static const cm_label either = {CM_TEXT("燃料还是原料"), CM_TEXT("a fuel, or a raw material")};
  static const cm_label elsewhere = {CM_TEXT("入窑原料还是水泥混合材"),
                                     CM_TEXT("burnt with the raw meal, or ground into cement")};
  const cm_entry *member = cover->member;
  const cm_entry *quantity = cover->quantity != NULL ? cover->quantity : dictionary->bare;
  choices found = choices_of(dictionary, cover, quantity);
  if (quantity->property.set != 0) return settle_property(member, quantity, out);
  if (cover->quantity == NULL && member->section.size != 0) return false;
  int count = (found.fuel != NULL) + (found.material != NULL) + (found.section != NULL);
  if (count == 0) return false;
  if (count > 1) return unclear(out, either);
  if (quantity->unclear.en.size != 0) return unclear(out, quantity->unclear);
  if (found.material != NULL && member->elsewhere && quantity->bare && !cover->raw) return unclear(out, elsewhere);
  out->kind = quantity->meaning;
  out->role = quantity->role;
  out->member = member;
  out->item = found.fuel != NULL ? found.fuel : found.material != NULL ? found.material : found.section;
  out->of = found.fuel != NULL ? member->fuel : found.material != NULL ? member->material : member->section;
  out->doubt = member->doubt;
  if (found.fuel != NULL) {
    out->point = member->point;
    out->part = member->part;
  }
  return true;
}

/* A quantity alone: of the usual fuel where that is meant, else of what the row or a person says. */
static bool settle_quantity(const cm_dictionary *dictionary, const cm_cover *cover, cm_meaning *out) {
  const cm_entry *quantity = cover->quantity;
  if (quantity->property.set != 0) return settle_property(NULL, quantity, out);
  if (quantity->unclear.en.size != 0) return unclear(out, quantity->unclear);
  out->kind = quantity->meaning;
  out->role = quantity->role;
  out->item = quantity->item != NULL           ? quantity->item
              : quantity->section_item != NULL ? quantity->section_item
                                               : quantity->material_item;
  if (quantity->assume) {
    out->of = dictionary->assumed->fuel;
    out->member = dictionary->assumed;
    out->doubt = CM_DOUBT_ASSUMED;
  } else {
    out->problem = CM_PROBLEM_MEMBER;
  }
  if (quantity->item != NULL && quantity->material_item != NULL) out->item = NULL; /* even the item hangs on it */
  return true;
}

static bool settle_column(const cm_cover *cover, cm_meaning *out) {
  const cm_entry *column = cover->column;
  if (cover->use != NULL || cover->basis != 0) return false;
  if (column->unclear.en.size != 0) return unclear(out, column->unclear);
  out->kind = column->meaning;
  out->item = column->item;
  out->in_rows = column->material_item;
  out->role = column->role;
  out->property = column->property;
  out->unit_text = column->unit_text;
  out->doubt = column->doubt;
  return true;
}

/* Whether a basis may be said of it: of heat, of what is weighed, and of shares of the sample. */
static bool takes_basis(const cm_meaning *meaning) {
  if (meaning->role == CM_ROLE_MOISTURE_AR) return meaning->basis == CM_BASIS_AR;
  if (meaning->role == CM_ROLE_MOISTURE_AD) return meaning->basis == CM_BASIS_AD;
  if (meaning->role != CM_ROLE_NONE) return meaning->role != CM_ROLE_WEIGHT;
  return meaning->item != NULL && meaning->item->unit.dim[CM_DIM_FUEL] != 0;
}

/* Shares and gross heats mean nothing without a basis; a net heat without one is as received. */
static void settle_basis(const cm_cover *cover, cm_meaning *out) {
  out->basis = cover->basis;
  if (out->problem != CM_PROBLEM_NONE) return;
  bool needed = out->role == CM_ROLE_GROSS || out->role == CM_ROLE_HYDROGEN || out->role == CM_ROLE_CARBON;
  if (out->basis == CM_BASIS_NONE ? needed : !takes_basis(out)) out->problem = CM_PROBLEM_BASIS;
}

static bool at_line(const cm_dictionary *dictionary, const cm_meaning *meaning) {
  const cm_item *item = meaning->item;
  if (meaning->kind == CM_MEANING_ATTRIBUTE) return meaning->property.set == CM_SET_LINE;
  if (item == NULL) return true;
  if (item->sets != CM_SET_SECTION) return item->level == CM_LEVEL_LINE;
  int section = cm_set_find_member(&dictionary->items->section, meaning->of);
  return CEMENT_NEVER(section < 0) || item->section_level[section] == CM_LEVEL_LINE;
}

bool cm_cover_settle(const cm_dictionary *dictionary, const cm_cover *cover, cm_meaning *out) {
  bool fits = false;
  *out = (cm_meaning){.kind = CM_MEANING_UNKNOWN};
  if (cover->column != NULL) {
    fits = settle_column(cover, out);
  } else if (cover->member != NULL) {
    fits = settle_member(dictionary, cover, out);
  } else if (cover->quantity != NULL) {
    fits = settle_quantity(dictionary, cover, out);
  }
  if (!fits) return false;
  if (out->kind == CM_MEANING_IGNORE) { /* of whatever it is */
    *out = (cm_meaning){.kind = CM_MEANING_IGNORE};
    return true;
  }
  if (cover->use != NULL) {
    if (out->item != NULL && (out->item->sets & CM_SET_USE) == 0) return false;
    out->use = cover->use->use;
  }
  settle_basis(cover, out);
  if (cover->line != 0 && out->problem == CM_PROBLEM_NONE && !at_line(dictionary, out)) {
    out->problem = CM_PROBLEM_LINE;
  }
  return true;
}
