/* Cells that say what a line, a fuel or the plant is: a choice, a number or a text. */
#include "plant/read_work.h"

/* What stands for no value, or for a stop, says nothing of the line. */
static int is_said(cm_file *f, size_t column, bool *out) {
  cm_reading reading;
  *out = false;
  if (cm_file_blank(f, column)) return CEMENT_OK;
  int status = cm_cell_read(cm_file_raw(f, column), &f->rules, cm_file_place(f, column), &reading, f->err);
  *out = status == CEMENT_OK && (reading.kind == CM_CELL_TEXT || reading.kind == CM_CELL_NUMBER);
  return status;
}

static int refuse_choice(cm_file *f, const cm_attribute *attribute, size_t column, cm_str text) {
  cm_buf list;
  cm_buf_init(&list, &f->scratch);
  for (size_t i = 0; i < attribute->choice_count; i++) {
    const cm_choice *choice = &attribute->choices[i];
    bool named = !cm_str_eq(choice->label.zh, choice->key);
    const cm_str parts[] = {i == 0 ? CM_S("") : CM_S(", "), choice->label.zh, CM_S(" ("), choice->key, CM_S(")")};
    for (size_t k = 0; k < (named ? sizeof parts / sizeof *parts : 2); k++) cm_buf_add(&list, parts[k]);
  }
  if (list.failed) return cm_file_nomem(f);
  return cm_fail(f->err, CEMENT_E_UNKNOWN, cm_file_place(f, column), attribute->key, CM_S(": \""), cm_str_cut(text, 60),
                 CM_S("\" read, one of these expected: "), cm_buf_text(&list));
}

static int read_word(cm_file *f, const cm_meaning *m, size_t column, cm_given *g, bool *said) {
  const cm_attribute *attribute = m->property.attribute;
  cm_str text, name;
  int status = is_said(f, column, said);
  if (status != CEMENT_OK || !*said) return status;
  status = cm_file_text(f, column, &text);
  if (status != CEMENT_OK) return status;
  if (attribute == NULL) return cm_book_text(&f->plant->book, text, &g->value) ? cm_file_nomem(f) : CEMENT_OK;
  status = cm_file_name(f, text, &name);
  if (status != CEMENT_OK) return status;
  int choice = cm_dictionary_choice(f->plant->dictionary, attribute, name);
  if (choice < 0) return refuse_choice(f, attribute, column, text);
  g->value = attribute->choices[choice].key;
  return CEMENT_OK;
}

static int read_number(cm_file *f, const cm_meaning *m, size_t column, cm_given *g, bool *said) {
  char digits[CM_DEC_TEXT_MAX];
  cm_value_cell cell;
  cm_scale scale;
  const cm_attribute *attribute = m->property.attribute;
  cm_unit unit = m->unit, percent = cm_unit_one;
  bool share = cm_unit_same_dim(&attribute->unit, &cm_unit_one);
  int status = cm_file_number(f, column, share, &cell);
  cm_file_aside(f, column, cell.kind == CM_CELL_NUMBER ? CEMENT_OUTCOME_TAKEN : CEMENT_OUTCOME_PASSED);
  *said = status == CEMENT_OK && cell.kind == CM_CELL_NUMBER;
  if (!*said) return status;
  cm_dec number = cm_number_dec(&cell.number);
  g->unit = m->unit_text;
  if (cell.number.percent) {
    g->unit = CM_S("%");
    (void)cm_unit_read(g->unit, &percent, NULL, CM_NOWHERE);
    unit = percent;
  }
  if (cm_unit_factor(&scale, &unit, &attribute->unit) || cm_scale_apply(&g->number, &number, &scale) < 0) {
    return cm_fail(f->err, CEMENT_E_RANGE, cm_file_place(f, column), m->property.key,
                   CM_S(": the number is too large"));
  }
  bool failed = cm_book_text(&f->plant->book, cm_dec_text(&number, digits), &g->value) ||
                cm_book_text(&f->plant->book, g->unit, &g->unit);
  return failed ? cm_file_nomem(f) : CEMENT_OK;
}

int cm_file_give(cm_file *f, const cm_meaning *m, cm_str line, size_t column) {
  cm_given given = {.property = m->property, .number = cm_dec_zero, .spot = cm_file_spot(f, column)};
  bool said;
  int status =
      cm_meaning_is_number(m) ? read_number(f, m, column, &given, &said) : read_word(f, m, column, &given, &said);
  if (status != CEMENT_OK || !said) return status;
  cm_str owner = m->property.set != CM_SET_LINE ? (cm_str){"", 0} : m->line.size != 0 ? m->line : line;
  if (cm_book_text(&f->plant->book, owner, &given.line) || cm_book_text(&f->plant->book, m->of, &given.of))
    return cm_file_nomem(f);
  return cm_given_add(f->plant, &given, f->builder);
}

/* Most rows repeat what the one before says. */
int cm_file_give_row(cm_file *f, cm_lane *lane) {
  for (size_t i = 0; i < f->headings.count; i++) {
    const cm_meaning *m = lane->columns[i].meaning;
    if (m->kind != CM_MEANING_ATTRIBUTE || m->problem != CM_PROBLEM_NONE) continue;
    cm_str raw = cm_file_raw(f, i);
    if (cm_str_eq(raw, lane->at[i].said)) continue;
    int status = cm_file_give(f, m, lane->line, i);
    if (status != CEMENT_OK) return status;
    lane->at[i].said = cm_arena_copy(&f->arena, raw);
    if (lane->at[i].said.at == NULL) return cm_file_nomem(f);
  }
  return CEMENT_OK;
}
