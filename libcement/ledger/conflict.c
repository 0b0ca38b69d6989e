/* Second half of cm_ledger_finish: statements that contradict each other. The observations are in order by now. */
#include "ledger/builder.h"

/* Two observations of which one must go; reported is the pair whose later one comes first in the documents. */
typedef struct conflict {
  const cm_observation *later, *earlier;
  const char *why;
} conflict;

static cm_spot spot_of(const cm_observation *observation) {
  return (cm_spot){observation->document, observation->text_line, observation->text_column};
}

static void keep_first(conflict *first, const cm_observation *x, const cm_observation *y, const char *why) {
  bool ordered = cm_spot_cmp(spot_of(x), spot_of(y)) < 0;
  conflict found = {ordered ? y : x, ordered ? x : y, why};
  if (first->later != NULL && cm_spot_cmp(spot_of(first->later), spot_of(found.later)) <= 0) return;
  *first = found;
}

/* The first observation that is not before the given one. */
static size_t lower_bound(const cm_ledger *ledger, const cm_observation *key) {
  size_t low = 0;
  size_t high = ledger->observations.size;
  while (low < high) {
    size_t mid = low + (high - low) / 2;
    if (cm_observation_cmp(&ledger->observations.at[mid], key) < 0) {
      low = mid + 1;
    } else {
      high = mid;
    }
  }
  return low;
}

/* An observation of another item for the line, month and fuel of `like`, with the use, or with any (`any`). */
static const cm_observation *find_beside(const cm_ledger *ledger, const cm_observation *like, const cm_item *item,
                                         uint32_t use, bool any) {
  if (item == NULL) return NULL;
  cm_observation key = *like;
  key.item = item;
  key.use = any ? 0 : use;
  key.member = any ? 0 : CM_NONE;
  size_t at = lower_bound(ledger, &key);
  if (at == ledger->observations.size) return NULL;
  const cm_observation *found = &ledger->observations.at[at];
  bool same = found->line == like->line && found->month == like->month && found->item == item &&
              found->fuel == like->fuel && (any || found->use == use);
  return same ? found : NULL;
}

static void find_twice(const cm_ledger *ledger, conflict *first) {
  for (size_t i = 1; i < ledger->observations.size; i++) {
    const cm_observation *x = &ledger->observations.at[i - 1];
    if (cm_observation_cmp(x, x + 1) == 0) keep_first(first, x, x + 1, " is given twice");
  }
}

/* Heat replaces mass and calorific value (docs/ledger.md, rules), so the ledger must know these three items, and them
 * alone, by key. A value without use serves all uses: it stands beside a heat only where the fuel also has a mass of
 * another use that needs it. */
static void find_heats(const cm_ledger *ledger, conflict *first) {
  const cm_item *mass = cm_items_find(ledger->items, CM_S("fuel_consumption"));
  const cm_item *value = cm_items_find(ledger->items, CM_S("fuel_ncv"));
  const cm_item *heat = cm_items_find(ledger->items, CM_S("fuel_heat"));
  for (size_t i = 0; i < ledger->observations.size; i++) {
    const cm_observation *x = &ledger->observations.at[i];
    if (x->item != heat) continue;
    const cm_observation *other = find_beside(ledger, x, mass, x->use, false);
    if (other != NULL) keep_first(first, x, other, ": heat and mass of the same fuel are given; leave one out");
    other = find_beside(ledger, x, value, x->use, false);
    if (other == NULL && find_beside(ledger, x, mass, 0, true) == NULL) {
      other = find_beside(ledger, x, value, CM_NONE, false);
    }
    if (other != NULL) {
      keep_first(first, x, other, ": heat and calorific value of the same fuel are given; leave one out");
    }
  }
}

/* Given for the facility it is shared among the lines, so a line's own figure would count twice. */
static void find_shared(const cm_ledger *ledger, conflict *first) {
  for (size_t i = 0; i < ledger->facility_first; i++) {
    const cm_observation *x = &ledger->observations.at[i];
    if (x->item->share == NULL) continue;
    cm_observation key = *x;
    key.line = CM_NONE;
    size_t at = lower_bound(ledger, &key);
    if (at < ledger->observations.size && cm_observation_cmp(&ledger->observations.at[at], &key) == 0) {
      keep_first(first, x, &ledger->observations.at[at], " is given for a line and for the whole facility");
    }
  }
}

static int refuse(cm_builder *b, const conflict *first) {
  const cm_ledger *ledger = b->ledger;
  const cm_observation *x = first->later;
  char month[16];
  char where[CEMENT_SOURCE_MAX + 64];
  cm_str none = {"", 0};
  cm_str of = x->fuel != CM_NONE                       ? ledger->fuels.at[x->fuel].id
              : x->member == CM_NONE                   ? none
              : (x->item->sets & CM_SET_MATERIAL) != 0 ? ledger->materials.at[x->member].id
                                                       : b->items->section.members[x->member].key;
  cm_str use = x->use == CM_NONE ? none : b->items->use.members[x->use].key;
  cm_str line = x->line == CM_NONE ? none : ledger->lines.at[x->line].id;
  return cm_refuse_spot(b, CEMENT_E_CONFLICT, spot_of(x), x->item->key, of.size ? CM_S(" of ") : none, of,
                        use.size ? CM_S(" for ") : none, use, line.size ? CM_S(", line ") : CM_S(", facility"), line,
                        CM_S(", "), cm_month_text(x->month, month), cm_str_of(first->why), CM_S("; the other is at "),
                        cm_spot_text(b, spot_of(first->earlier), where));
}

static int check_overrides(cm_builder *b) {
  const cm_ledger *ledger = b->ledger;
  for (size_t i = 1; i < ledger->overrides.size; i++) {
    const cm_override *x = &ledger->overrides.at[i - 1];
    const cm_override *y = &ledger->overrides.at[i];
    if (cm_str_eq(x->edition, y->edition) && cm_str_eq(x->key, y->key) && cm_str_eq(x->of, y->of)) {
      return cm_fail(b->err, CEMENT_E_CONFLICT, y->place, CM_S("the factor "), y->edition, CM_S(":"), y->key,
                     CM_S(" is overridden twice"));
    }
  }
  return CEMENT_OK;
}

int cm_check_conflicts(cm_builder *b) {
  conflict first = {NULL, NULL, NULL};
  find_twice(b->ledger, &first);
  find_heats(b->ledger, &first);
  find_shared(b->ledger, &first);
  if (first.later != NULL) return refuse(b, &first);
  return check_overrides(b);
}
