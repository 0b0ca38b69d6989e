/* The headings of a table together: groups above names, twice the same, what is refused. */
#include "base/sort.h"
#include "plant/fold.h"
#include "plant/header.h"
#include "plant/relate.h"

static bool is_empty(const cm_heading *cell) {
  return cm_str_trim(cell->text).size == 0;
}

cm_str cm_heading_group(const cm_headings *in, size_t column) {
  if (in->groups == NULL || (is_empty(&in->names[column]) && is_empty(&in->groups[column]))) return CM_S("");
  for (size_t i = column + 1; i-- > 0;) {
    if (is_empty(&in->groups[i])) continue;
    /* a heading that takes both rows is no group of its neighbours */
    return i < column && is_empty(&in->names[i]) ? CM_S("") : in->groups[i].text;
  }
  return CM_S("");
}

/* The cell that a column's heading begins with. */
static const cm_heading *cell_of(const cm_headings *in, size_t column) {
  bool above = in->groups != NULL && is_empty(&in->names[column]);
  return above ? &in->groups[column] : &in->names[column];
}

static int compare_keys(const void *context, uint32_t a, uint32_t b) {
  const cm_str *keys = context;
  return cm_str_cmp(keys[a], keys[b]);
}

static int refuse_same(const cm_headings *in, size_t first, size_t second, cement_error *err) {
  char digits[CM_U64_TEXT_MAX];
  return cm_fail(err, CEMENT_E_DUPKEY, cell_of(in, second)->where, CM_S("the heading \""),
                 cm_str_cut(cell_of(in, second)->text, 100), CM_S("\" stands over column "),
                 cm_u64_text(first + 1, digits), CM_S(" too"));
}

/* Two columns of one heading would be one to whoever maps them. The first such second column is told. */
static int check_same(cm_arena *arena, const cm_headings *in, const cm_str *keys, cement_error *err) {
  size_t first = 0;
  size_t second = SIZE_MAX;
  uint32_t *order = cm_sorted(arena, in->count, compare_keys, keys);
  if (order == NULL) return cm_nomem(err);
  for (size_t i = 1; i < in->count; i++) {
    if (keys[order[i]].size == 0 || !cm_str_eq(keys[order[i]], keys[order[i - 1]]) || order[i] >= second) continue;
    first = order[i - 1];
    second = order[i];
  }
  return second == SIZE_MAX ? CEMENT_OK : refuse_same(in, first, second, err);
}

int cm_headings_keys(cm_arena *arena, const cm_headings *in, cm_str **out, cement_error *err) {
  cm_str *keys = CM_NEWS(arena, cm_str, in->count);
  if (keys == NULL) return cm_nomem(err);
  for (size_t i = 0; i < in->count; i++) {
    int status =
        cm_heading_key(arena, cm_heading_group(in, i), in->names[i].text, cell_of(in, i)->where, &keys[i], err);
    if (status != CEMENT_OK) return status;
  }
  *out = keys;
  return check_same(arena, in, keys, err);
}

cm_str cm_heading_unit(const cm_headings *in, size_t column) {
  return in->units == NULL ? CM_S("") : in->units[column].text;
}

int cm_headings_read(cm_arena *arena, const cm_dictionary *dictionary, const cm_headings *in, cm_meaning *out,
                     cement_error *err) {
  cm_str *keys;
  int status = cm_headings_keys(arena, in, &keys, err);
  for (size_t i = 0; i < in->count && status == CEMENT_OK; i++) {
    status = cm_heading_read(arena, dictionary, cm_heading_group(in, i), in->names[i].text, cm_heading_unit(in, i),
                             cell_of(in, i)->where, &out[i], err);
  }
  if (status == CEMENT_OK) cm_meanings_relate(dictionary, in, out);
  return status;
}

const char *cm_problem_text(cm_problem problem) {
  static const char *const texts[] = {
      "",
      "the column has no heading",
      "the name is not known",
      "the name has more than one meaning",
      "the heading above the name, or what stands beside it, is not known",
      "the unit is missing: say it in the heading, in a row of units or in a mapping",
      "the unit is not one of what the name says",
      "the basis (as received, air-dried, dry) is missing, said twice, or not one of what the name says",
      "an item or attribute of the whole plant, said of a line",
      "of which fuel, material or section is not said",
      "a part of a whole whose other parts are not in the table",
      "the same coal, sampled elsewhere than the column that is used",
      "another column says the same",
  };
  return texts[problem];
}

static int refuse(const cm_headings *in, size_t column, int code, const char *what, cement_error *err) {
  const cm_heading *cell = cell_of(in, column);
  return cm_fail(err, code, cell->where, CM_S("column \""), cm_str_cut(cell->text, 100), CM_S("\": "), cm_str_of(what));
}

int cm_headings_check(const cm_headings *in, const cm_meaning *meanings, bool strict, cement_error *err) {
  for (size_t i = 0; i < in->count; i++) {
    cm_problem problem = (cm_problem)meanings[i].problem;
    bool figure = meanings[i].kind != CM_MEANING_ATTRIBUTE; /* what a figure rests on is not to be left out */
    if (problem == CM_PROBLEM_NO_UNIT && figure) return refuse(in, i, CEMENT_E_UNIT, cm_problem_text(problem), err);
    if (!strict || problem == CM_PROBLEM_EMPTY) continue;
    if (problem != CM_PROBLEM_NONE) return refuse(in, i, CEMENT_E_SCHEMA, cm_problem_text(problem), err);
    if (meanings[i].doubt != 0) {
      return refuse(in, i, CEMENT_E_SCHEMA, "its meaning is taken for granted in part; a mapping must say it", err);
    }
  }
  return CEMENT_OK;
}
