/* Lanes of a wide table: the rows of one line, one fuel and one unit, and what its columns are in them. */
#include "plant/read_work.h"

bool cm_meaning_of_sample(const cm_meaning *m) {
  return m->kind == CM_MEANING_ROLE || cm_meaning_is_fuel_property(m) ||
         (m->item != NULL && m->item->sets == CM_SET_MATERIAL && m->item->mean != NULL);
}

/* What a row says of itself, and a heading needs. */
typedef struct row_words {
  cm_str of, unit;
  cm_place of_where, unit_where;
} row_words;

static int leave_out(cm_file *f, const row_words *row, size_t i, const char *why, const cm_label *because,
                     cm_meaning *m) {
  const cm_heading cell = {row->of, row->of_where};
  cm_str name = cm_str_cut(f->headings.names[i].text, 60);
  cm_buf what;
  *m = (cm_meaning){.kind = CM_MEANING_UNKNOWN, .problem = CM_PROBLEM_UNKNOWN, .because = *because};
  if (f->strict) {
    return cm_fail(f->err, CEMENT_E_SCHEMA, row->of_where, CM_S("\""), cm_str_cut(row->of, 60), CM_S("\" read: "),
                   cm_str_of(why), CM_S(" \""), name,
                   CM_S("\", which strict reading refuses; a mapping can name the material, or leave the row out"),
                   because->en.size != 0 ? CM_S(": ") : CM_S(""), because->en);
  }
  cm_buf_init(&what, &f->scratch);
  cm_buf_add_c(&what, why);
  cm_buf_add_c(&what, " \"");
  cm_buf_add(&what, name);
  cm_buf_add_c(&what, "\", which was left out; a mapping can name the material, or leave the row out");
  if (what.failed) return cm_file_nomem(f);
  return cm_file_tell_name(f, &cell, m, CM_REMARK_COLUMN, cm_buf_text(&what));
}

/* What the heading says below the row's name, where that is no fuel or material of it; else what the name says alone,
 * if it is known as something that no item takes: 电力, of the whole plant. */
static int read_elsewhere(cm_file *f, const row_words *row, cm_str unit, size_t i, cm_meaning *out, bool *is) {
  const cm_dictionary *dictionary = f->plant->dictionary;
  cm_meaning alone;
  cm_str name = f->headings.names[i].text;
  int status = cm_heading_read(&f->arena, dictionary, row->of, name, unit, row->of_where, out, f->err);
  if (status == CEMENT_OK)
    status = cm_heading_read(&f->arena, dictionary, CM_S(""), row->of, row->unit, row->of_where, &alone, f->err);
  bool both = out->kind == CM_MEANING_IGNORE || out->problem == CM_PROBLEM_UNCLEAR;
  *is = status == CEMENT_OK && (both || alone.kind == CM_MEANING_IGNORE || alone.problem == CM_PROBLEM_UNCLEAR);
  if (*is && !both) *out = alone;
  return status;
}

/* A heading that names no fuel, read with the one of its row. What they cannot be together is refused by the first row
 * that has a number there. */
static int read_meaning(cm_file *f, const row_words *row, cm_str unit, size_t i, cm_meaning *m) {
  static const cm_label none = {{"", 0}, {"", 0}};
  cm_meaning with;
  bool found, elsewhere;
  int status = cm_file_read_of(f, row->of, f->headings.names[i].text, unit, row->of_where, m, &found);
  if (status != CEMENT_OK || found) return status;
  bool of_fuels = m->item != NULL && m->item->sets == CM_SET_FUEL, other = false;
  if (of_fuels) status = cm_file_is_no_fuel(f, row->of, &other); /* stocks and purchases of limestone */
  if (status != CEMENT_OK) return status;
  if (cm_meaning_of_sample(m) || other) return leave_out(f, row, i, "no item for its", &none, m);
  status = read_elsewhere(f, row, unit, i, &with, &elsewhere);
  if (status != CEMENT_OK) return status;
  if (elsewhere && with.kind != CM_MEANING_IGNORE)
    return leave_out(f, row, i, "more than one meaning of its", &with.because, m);
  bool of_unit = with.problem == CM_PROBLEM_NO_UNIT || with.problem == CM_PROBLEM_UNIT;
  if (elsewhere) *m = with;
  if (!elsewhere) m->problem = of_unit && f->unit_column != CM_NONE ? with.problem : (uint8_t)CM_PROBLEM_MEMBER;
  return CEMENT_OK;
}

/* The unit that the row says, where its heading says none. */
static int read_unit(cm_file *f, const row_words *row, cm_meaning *m) {
  cm_str folded;
  if (m->problem != CM_PROBLEM_NO_UNIT || f->unit_column == CM_NONE) return CEMENT_OK;
  int status = cm_heading_own_unit(&f->arena, f->plant->dictionary, CM_S(""), CM_S(""), row->unit, row->unit_where,
                                   &folded, f->err);
  m->problem = CM_PROBLEM_NONE;
  if (status == CEMENT_OK) cm_meaning_unit(f->plant->dictionary, m, folded);
  return status;
}

/* That the row spells it unusually: KG for kg. */
static int tell_spelling(cm_file *f, const row_words *row, const cm_meaning *own, const cm_meaning *m) {
  const cm_heading cell = {row->unit, row->unit_where};
  cm_meaning only = *m;
  only.doubt = m->doubt & (uint8_t)~own->doubt & (CM_DOUBT_SPELLING | CM_DOUBT_SHORT);
  if (only.doubt == 0 || f->unit_column == CM_NONE) return CEMENT_OK;
  if (!f->strict) return cm_file_tell_doubts(f, &cell, &only);
  return cm_fail(f->err, CEMENT_E_SCHEMA, row->unit_where, CM_S("\""), cm_str_cut(row->unit, 60),
                 CM_S("\" read, taken for "), m->unit_text, CM_S(", which strict reading refuses"));
}

static int read_words(cm_file *f, row_words *out) {
  const uint32_t columns[] = {f->of_column, f->unit_column};
  cm_str *const words[] = {&out->of, &out->unit};
  cm_place *const places[] = {&out->of_where, &out->unit_where};
  for (size_t k = 0; k < 2; k++) {
    cm_str text;
    *words[k] = (cm_str){"", 0};
    *places[k] = CM_NOWHERE;
    if (columns[k] == CM_NONE) continue;
    int status = cm_file_text(f, columns[k], &text);
    if (status != CEMENT_OK) return status;
    *words[k] = cm_arena_copy(&f->arena, text);
    *places[k] = cm_file_place(f, columns[k]);
    if (words[k]->at == NULL) return cm_file_nomem(f);
  }
  return CEMENT_OK;
}

/* Whether the heading leaves its fuel or material to the row. */
static bool is_unsaid(const cm_meaning *m) {
  bool number = m->kind == CM_MEANING_VALUE || m->kind == CM_MEANING_ROLE || cm_meaning_is_fuel_property(m);
  bool by_member = m->item == NULL || (m->item->sets & (CM_SET_FUEL | CM_SET_MATERIAL)) != 0;
  bool open = m->of.size == 0 || (m->doubt & CM_DOUBT_ASSUMED) != 0;
  bool fits = m->problem == CM_PROBLEM_NONE || m->problem == CM_PROBLEM_UNIT;
  return number && m->role != CM_ROLE_WEIGHT && /* a weight is of whatever the row is of */
         (m->problem == CM_PROBLEM_MEMBER || (fits && by_member && open));
}

/* Whether it cannot be read with what the row says. */
static bool is_open(const cm_meaning *m) {
  return m->problem == CM_PROBLEM_MEMBER || m->problem == CM_PROBLEM_NO_UNIT || m->problem == CM_PROBLEM_UNIT;
}

/* The columns of a lane, whose rows name their fuel or their unit. */
static int read_meanings(cm_file *f, const row_words *row, cm_lane *lane, const cm_meaning **out) {
  cm_meaning *meanings = cm_arena_dup(&f->arena, f->meanings, f->headings.count * sizeof *meanings);
  bool told = false, spelt = false;
  int status = meanings == NULL ? cm_file_nomem(f) : CEMENT_OK;
  *out = meanings;
  for (size_t i = 0; i < f->headings.count && status == CEMENT_OK; i++) {
    cm_meaning *m = &meanings[i];
    bool ready = m->problem == CM_PROBLEM_NONE || cm_file_left_to_rows(f, m), of_row = m->unit_text.size == 0;
    cm_str unit = f->headings.units != NULL ? f->headings.units[i].text : (cm_str){"", 0};
    if (!ready) continue;
    status = read_unit(f, row, m);
    if (status == CEMENT_OK && is_unsaid(m) && row->of.size != 0) {
      status = read_meaning(f, row, of_row && unit.size == 0 ? row->unit : unit, i, m);
      if (status == CEMENT_OK && !told) status = cm_file_tell_loose(f, row->of, row->of_where, m);
      told = true;
    }
    if (status == CEMENT_OK && !spelt && of_row) status = tell_spelling(f, row, &f->meanings[i], m);
    spelt |= of_row && m->unit_text.size != 0;
    lane->open |= is_open(m);
  }
  lane->open |= f->of_column != CM_NONE && row->of.size == 0;
  return status;
}

/* Rates, and numbers that are understood and that nothing in this table needs. */
static int tell_columns(cm_file *f, const cm_column *columns) {
  int status = CEMENT_OK;
  for (size_t i = 0; i < f->headings.count && status == CEMENT_OK; i++) {
    const cm_meaning *m = &f->meanings[i];
    if (columns[i].item != NULL && m->per != CM_PER_NONE) status = cm_file_tell_rate(f, &f->headings.names[i], m);
    bool role = m->kind == CM_MEANING_ROLE && m->problem == CM_PROBLEM_NONE;
    if (status == CEMENT_OK && role && !columns[i].read && !columns[i].lacks) {
      status = cm_file_tell_name(f, &f->headings.names[i], m, CM_REMARK_SPARE, (cm_str){"", 0});
    }
  }
  return status;
}

const cm_lane *cm_file_first_lane(const cm_file *f) {
  size_t i = 0;
  while (i < f->lanes.size && f->lanes.at[i].ignored) i++;
  return i < f->lanes.size ? &f->lanes.at[i] : NULL;
}

/* The line that the row names, or that a mapping gives to all rows. */
static int read_line(cm_file *f, cm_lane *lane) {
  cm_str text;
  lane->line = f->map == NULL ? (cm_str){"", 0} : f->map->line;
  if (f->line_column == CM_NONE) return CEMENT_OK;
  int status = cm_file_text(f, f->line_column, &text);
  if (status != CEMENT_OK || text.size == 0) return status;
  cm_str copy = cm_arena_copy(&f->arena, text);
  if (copy.at == NULL) return cm_file_nomem(f);
  return cm_mapping_line(&f->arena, f->plant->dictionary, f->map, copy, cm_file_place(f, f->line_column), &lane->line,
                         f->err);
}

static int add_lane(cm_file *f, cm_str line_raw, cm_str of_raw, cm_str unit_raw) {
  cm_lane lane = {.line_raw = cm_arena_copy(&f->arena, line_raw),
                  .of_raw = cm_arena_copy(&f->arena, of_raw),
                  .unit_raw = cm_arena_copy(&f->arena, unit_raw)};
  const cm_meaning *meanings = f->meanings;
  lane.at = CM_NEWS(&f->arena, cm_lane_column, f->headings.count);
  lane.columns = CM_NEWS(&f->arena, cm_column, f->headings.count);
  bool failed = lane.line_raw.at == NULL || lane.of_raw.at == NULL || lane.unit_raw.at == NULL;
  if (failed || lane.at == NULL || lane.columns == NULL) return cm_file_nomem(f);
  int status = read_line(f, &lane);
  row_words row = {{"", 0}, {"", 0}, CM_NOWHERE, CM_NOWHERE};
  bool words = f->of_column != CM_NONE || f->unit_column != CM_NONE;
  if (status == CEMENT_OK && words) status = read_words(f, &row);
  if (status == CEMENT_OK)
    status = cm_mapping_leaves_out(&f->arena, f->map, row.of, row.of_where, &lane.ignored, f->err);
  if (status == CEMENT_OK && words && !lane.ignored) status = read_meanings(f, &row, &lane, &meanings);
  if (status == CEMENT_OK && !lane.ignored) status = cm_file_columns(f, meanings, &lane);
  for (size_t i = 0; i < f->headings.count; i++) lane.at[i].series = CM_NONE;
  bool first = !lane.ignored && cm_file_first_lane(f) == NULL;
  if (status == CEMENT_OK && first) status = tell_columns(f, lane.columns);
  if (status != CEMENT_OK) return status;
  f->lane = f->lanes.size;
  return CM_VEC_PUSH(&f->arena, &f->lanes, lane) ? cm_file_nomem(f) : CEMENT_OK;
}

static bool is_lane(const cm_lane *lane, cm_str line, cm_str of, cm_str unit) {
  return cm_str_eq(lane->line_raw, line) && cm_str_eq(lane->of_raw, of) && cm_str_eq(lane->unit_raw, unit);
}

static cm_str raw_word(const cm_file *f, uint32_t column) {
  uint32_t repairs = 0;
  return column == CM_NONE ? (cm_str){"", 0} : cm_plain_trim(cm_file_raw(f, column), f->table.encoding, &repairs);
}

int cm_file_find_lane(cm_file *f) {
  cm_str line = raw_word(f, f->line_column), of = raw_word(f, f->of_column), unit = raw_word(f, f->unit_column);
  if (f->lane < f->lanes.size && is_lane(&f->lanes.at[f->lane], line, of, unit)) return CEMENT_OK;
  for (f->lane = 0; f->lane < f->lanes.size; f->lane++) {
    if (is_lane(&f->lanes.at[f->lane], line, of, unit)) return CEMENT_OK;
  }
  if (f->lanes.size >= f->limits->lines) {
    return cm_fail(f->err, CEMENT_E_LIMIT, cm_file_place(f, 0), CM_S("too many lines and fuels in one table"));
  }
  return add_lane(f, line, of, unit);
}

static int refuse_open(cm_file *f, size_t i, cm_problem problem) {
  cm_str name = cm_str_cut(f->headings.names[i].text, 60), text;
  bool of_unit = problem != CM_PROBLEM_MEMBER;
  uint32_t column = of_unit ? f->unit_column : f->of_column;
  int status = cm_file_text(f, column, &text);
  if (status != CEMENT_OK) return status;
  cm_place where = cm_file_place(f, column);
  if (text.size == 0 && of_unit) {
    return cm_fail(f->err, CEMENT_E_UNIT, where, name, CM_S(": its unit is missing in this row"));
  }
  if (text.size == 0) {
    return cm_fail(f->err, CEMENT_E_MISSING, where, name, CM_S(": of which fuel or material is not said in this row"));
  }
  return cm_fail(f->err, of_unit ? CEMENT_E_UNIT : CEMENT_E_UNKNOWN, where, CM_S("\""), cm_str_cut(text, 60),
                 of_unit ? CM_S("\" read, a unit of \"") : CM_S("\" read, a fuel or material for \""), name,
                 CM_S("\" expected"));
}

int cm_file_check_open(cm_file *f, const cm_lane *lane) {
  bool nameless = f->of_column != CM_NONE && lane->of_raw.size == 0;
  for (size_t i = 0; i < f->headings.count && lane->open; i++) {
    const cm_meaning *own = &f->meanings[i], *m = lane->columns[i].meaning;
    bool unnamed = nameless && (own->problem == CM_PROBLEM_MEMBER || cm_meaning_lacks_member(own));
    bool left = own->problem == CM_PROBLEM_NONE || cm_file_left_to_rows(f, own);
    if ((!unnamed && !(left && is_open(m))) || cm_file_blank(f, i)) continue;
    return refuse_open(f, i, unnamed ? CM_PROBLEM_MEMBER : (cm_problem)m->problem);
  }
  return CEMENT_OK;
}
