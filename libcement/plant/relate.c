#include "plant/relate.h"

static bool is_used(const cm_meaning *m) {
  return m->problem == CM_PROBLEM_NONE && (m->kind == CM_MEANING_VALUE || m->kind == CM_MEANING_ROLE);
}

static bool of_fuel(const cm_meaning *m) {
  return m->item != NULL && (m->item->sets & CM_SET_FUEL) != 0;
}

/* What is weighed: of fuel_consumption and the like, so not what is told of a unit of fuel. */
static bool is_weighed(const cm_meaning *m) {
  return m->kind == CM_MEANING_VALUE && of_fuel(m) && m->item->unit.dim[CM_DIM_FUEL] > 0;
}

/* ---- fuels that are not named ---- */

static bool is_assumed(const cm_meaning *m) {
  return (m->doubt & CM_DOUBT_ASSUMED) != 0;
}

/* The one fuel that columns name; NULL: none, or more than one. */
static const cm_entry *only_fuel(const cm_headings *in, const cm_meaning *meanings) {
  const cm_entry *found = NULL;
  for (size_t i = 0; i < in->count; i++) {
    const cm_meaning *m = &meanings[i];
    if (!is_used(m) || !of_fuel(m) || is_assumed(m)) continue;
    if (found != NULL && !cm_str_eq(found->fuel, m->of)) return NULL;
    found = m->member;
  }
  return found;
}

/* CaO that does not say of what is of what the row names: that of clinker in rows of clinker only. */
static void leave_subject(cm_meaning *m) {
  if (m->in_rows == NULL) return;
  m->item = m->in_rows;
  m->in_rows = NULL;
  m->doubt &= (uint8_t)~CM_DOUBT_SUBJECT;
}

/* Where rows name the fuel or material, a column without one is of the row's. */
static void leave_to_rows(const cm_dictionary *dictionary, const cm_headings *in, cm_meaning *meanings) {
  for (size_t i = 0; i < in->count; i++) {
    cm_meaning *m = &meanings[i];
    leave_subject(m);
    bool open = m->problem == CM_PROBLEM_MEMBER &&
                (cm_meaning_is_fuel_property(m) || (m->item != NULL && m->item->sets != CM_SET_SECTION));
    if (!open && !(is_used(m) && is_assumed(m))) continue;
    m->of = CM_S("");
    m->member = NULL;
    m->doubt &= (uint8_t)~CM_DOUBT_ASSUMED;
    m->problem = CM_PROBLEM_NONE;
    if (open) cm_meaning_unit(dictionary, m, m->unit_text); /* kept, but not looked at so far */
  }
}

static bool rows_name_it(const cm_headings *in, const cm_meaning *meanings) {
  for (size_t i = 0; i < in->count; i++) {
    if (meanings[i].kind == CM_MEANING_OF) return true;
  }
  return false;
}

static void name_fuels(const cm_dictionary *dictionary, const cm_headings *in, cm_meaning *meanings) {
  if (rows_name_it(in, meanings)) {
    leave_to_rows(dictionary, in, meanings);
    return;
  }
  const cm_entry *fuel = only_fuel(in, meanings);
  for (size_t i = 0; i < in->count && fuel != NULL; i++) {
    cm_meaning *m = &meanings[i];
    if (!is_used(m) || !is_assumed(m) || m->member->state != fuel->state) continue;
    m->of = fuel->fuel;
    m->member = fuel;
  }
}

/* ---- points of sampling ---- */

static bool same_subject(const cm_meaning *a, const cm_meaning *b) {
  return cm_str_eq(a->of, b->of) && cm_str_eq(a->use, b->use) && cm_str_eq(a->line, b->line);
}

static bool same_target(const cm_meaning *a, const cm_meaning *b) {
  return a->kind == b->kind && a->item == b->item && a->role == b->role && cm_property_eq(&a->property, &b->property) &&
         same_subject(a, b);
}

/* A sample without line is one of every line's coal. */
static bool may_be_same(cm_str a, cm_str b) {
  return a.size == 0 || b.size == 0 || cm_str_eq(a, b);
}

static bool same_coal(const cm_meaning *a, const cm_meaning *b) {
  return cm_str_eq(a->of, b->of) && may_be_same(a->use, b->use) && may_be_same(a->line, b->line);
}

/* The point that counts for a column's coal: where it is weighed, else where the first column has it from. */
static uint8_t point_for(const cm_headings *in, const cm_meaning *meanings, const cm_meaning *m) {
  uint8_t first = CM_POINT_NONE;
  for (size_t i = 0; i < in->count; i++) {
    const cm_meaning *other = &meanings[i];
    if (!is_used(other) || other->point == CM_POINT_NONE || !same_coal(other, m)) continue;
    if (is_weighed(other)) return other->point;
    if (first == CM_POINT_NONE) first = other->point;
  }
  return first;
}

static void choose_points(const cm_headings *in, cm_meaning *meanings) {
  for (size_t i = 0; i < in->count; i++) {
    cm_meaning *m = &meanings[i];
    if (!is_used(m) || m->point == CM_POINT_NONE) continue;
    uint8_t point = point_for(in, meanings, m);
    if (m->point == point) continue;
    m->doubt |= CM_DOUBT_POINT;
    for (size_t j = 0; j < in->count; j++) {
      if (!is_used(&meanings[j]) || meanings[j].point != point || !same_target(m, &meanings[j])) continue;
      m->problem = CM_PROBLEM_POINT;
      m->other = j;
      break;
    }
  }
}

/* ---- parts, and what is said twice ---- */

static bool add_up(const cm_meaning *a, const cm_meaning *b) {
  return a->kind == CM_MEANING_VALUE && a->item->mean == NULL && a->part.size != 0 && b->part.size != 0 &&
         !cm_str_eq(a->part, b->part);
}

static void need_parts(const cm_headings *in, cm_meaning *meanings) {
  for (size_t i = 0; i < in->count; i++) {
    cm_meaning *m = &meanings[i];
    bool alone = is_used(m) && is_weighed(m) && m->part.size != 0;
    for (size_t j = 0; j < in->count && alone; j++) {
      const cm_meaning *other = &meanings[j];
      if (is_used(other) && same_target(m, other) && add_up(m, other)) alone = false;
    }
    if (alone) m->problem = CM_PROBLEM_PART;
  }
}

/* A date and a time, or the year, the month and the day, may have a column each. */
static bool is_further_period(const cm_meaning *meanings, size_t column) {
  size_t before = 0;
  for (size_t i = 0; i < column; i++) before += meanings[i].kind == CM_MEANING_PERIOD;
  return meanings[column].kind == CM_MEANING_PERIOD && before < CM_WHEN_COLUMNS;
}

/* Of kinds that a row has once. */
static bool is_single(const cm_meaning *m) {
  return m->problem == CM_PROBLEM_NONE && (m->kind <= CM_MEANING_OF || m->kind == CM_MEANING_ATTRIBUTE);
}

void cm_meanings_same(const cm_headings *in, cm_meaning *meanings) {
  for (size_t i = 0; i < in->count; i++) {
    for (size_t j = 0; j < i && is_single(&meanings[i]) && !is_further_period(meanings, i); j++) {
      if (!is_single(&meanings[j]) || !same_target(&meanings[i], &meanings[j]) || add_up(&meanings[i], &meanings[j])) {
        continue;
      }
      meanings[i].problem = CM_PROBLEM_SAME;
      meanings[i].other = j;
    }
  }
}

void cm_meanings_relate(const cm_dictionary *dictionary, const cm_headings *in, cm_meaning *meanings) {
  name_fuels(dictionary, in, meanings);
  choose_points(in, meanings);
  need_parts(in, meanings);
  cm_meanings_same(in, meanings);
}
