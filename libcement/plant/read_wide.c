/* Wide tables: a row a month, a day or a moment, a column an item. */
#include "plant/read_work.h"

/* ---- lanes: rows of one line and one fuel ---- */

bool cm_meaning_of_sample(const cm_meaning *m) {
  return m->kind == CM_MEANING_ROLE || cm_meaning_is_fuel_property(m) ||
         (m->item != NULL && m->item->sets == CM_SET_MATERIAL && m->item->mean != NULL);
}

/* Numbers of rows of raw meal, cement, ash ... */
static int leave_out(cm_file *f, cm_str of, cm_place where, size_t i, cm_meaning *m) {
  const cm_heading cell = {of, where};
  cm_str name = cm_str_cut(f->headings.names[i].text, 60);
  cm_buf why;
  cm_buf_init(&why, &f->scratch);
  cm_buf_add_c(&why, "no item for its \"");
  cm_buf_add(&why, name);
  cm_buf_add_c(&why, "\", which was left out; a mapping can name the material");
  if (why.failed) return cm_file_nomem(f);
  *m = (cm_meaning){.kind = CM_MEANING_UNKNOWN, .problem = CM_PROBLEM_UNKNOWN};
  if (!f->strict) return cm_file_tell_name(f, &cell, m, CM_REMARK_COLUMN, cm_buf_text(&why));
  return cm_fail(f->err, CEMENT_E_SCHEMA, where, CM_S("\""), cm_str_cut(of, 60), CM_S("\" read: no item for its \""),
                 name, CM_S("\", which strict reading refuses; a mapping can name the material"));
}

/* A heading that names no fuel, read with the one of its row. */
static int read_meaning(cm_file *f, cm_str of, cm_place where, size_t i, cm_meaning *m) {
  cm_str unit = f->headings.units == NULL ? (cm_str){"", 0} : f->headings.units[i].text;
  cm_str name = f->headings.names[i].text;
  bool found;
  int status = cm_file_read_of(f, of, name, unit, where, m, &found);
  if (status != CEMENT_OK || found) return status;
  if (cm_meaning_of_sample(m)) return leave_out(f, of, where, i, m);
  return cm_fail(f->err, CEMENT_E_UNKNOWN, where, CM_S("\""), cm_str_cut(of, 60),
                 CM_S("\" read, a fuel or material for \""), cm_str_cut(name, 60), CM_S("\" expected"));
}

/* The columns of a lane whose rows name their fuel. */
static int read_meanings(cm_file *f, const cm_meaning **out) {
  cm_meaning *meanings = cm_arena_dup(&f->arena, f->meanings, f->headings.count * sizeof *meanings);
  cm_str text;
  bool told = false;
  *out = meanings;
  int status = cm_file_text(f, f->of_column, &text);
  cm_str of = cm_arena_copy(&f->arena, text);
  if (meanings == NULL || of.at == NULL) return cm_file_nomem(f);
  cm_place where = cm_file_place(f, f->of_column);
  for (size_t i = 0; i < f->headings.count && status == CEMENT_OK; i++) {
    cm_meaning *m = &meanings[i];
    bool number = m->kind == CM_MEANING_VALUE || m->kind == CM_MEANING_ROLE || cm_meaning_is_fuel_property(m);
    if (m->role == CM_ROLE_WEIGHT) continue; /* of whatever the row is of */
    bool by_member = m->item == NULL || (m->item->sets & (CM_SET_FUEL | CM_SET_MATERIAL)) != 0;
    bool open = m->of.size == 0 || (m->doubt & CM_DOUBT_ASSUMED) != 0;
    bool unsaid = m->problem == CM_PROBLEM_MEMBER || (m->problem == CM_PROBLEM_NONE && by_member && open);
    if (!number || !unsaid || of.size == 0) continue;
    status = read_meaning(f, of, where, i, m);
    if (status == CEMENT_OK && !told) status = cm_file_tell_loose(f, of, where, m);
    told = true;
  }
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

static int add_lane(cm_file *f, cm_str line_raw, cm_str of_raw) {
  cm_lane lane = {.line_raw = cm_arena_copy(&f->arena, line_raw), .of_raw = cm_arena_copy(&f->arena, of_raw)};
  const cm_meaning *meanings = f->meanings;
  cm_str text = {"", 0};
  int status = CEMENT_OK;
  lane.line = f->map == NULL ? (cm_str){"", 0} : f->map->line;
  lane.at = CM_NEWS(&f->arena, cm_lane_column, f->headings.count);
  lane.columns = CM_NEWS(&f->arena, cm_column, f->headings.count);
  if (lane.line_raw.at == NULL || lane.of_raw.at == NULL || lane.at == NULL || lane.columns == NULL)
    return cm_file_nomem(f);
  if (f->line_column != CM_NONE) {
    status = cm_file_text(f, f->line_column, &text);
    if (status == CEMENT_OK && text.size != 0) {
      cm_str copy = cm_arena_copy(&f->arena, text);
      if (copy.at == NULL) return cm_file_nomem(f);
      status = cm_mapping_line(&f->arena, f->plant->dictionary, f->map, copy, cm_file_place(f, f->line_column),
                               &lane.line, f->err);
    }
  }
  if (status == CEMENT_OK && f->of_column != CM_NONE) status = read_meanings(f, &meanings);
  if (status == CEMENT_OK) status = cm_file_columns(f, meanings, &lane);
  for (size_t i = 0; i < f->headings.count; i++) lane.at[i].series = CM_NONE;
  if (status == CEMENT_OK && f->lanes.size == 0) status = tell_columns(f, lane.columns);
  if (status != CEMENT_OK) return status;
  f->lane = f->lanes.size;
  return CM_VEC_PUSH(&f->arena, &f->lanes, lane) ? cm_file_nomem(f) : CEMENT_OK;
}

static bool is_lane(const cm_lane *lane, cm_str line, cm_str of) {
  return cm_str_eq(lane->line_raw, line) && cm_str_eq(lane->of_raw, of);
}

static int find_lane(cm_file *f) {
  uint32_t repairs = 0;
  cm_str none = {"", 0};
  cm_str line =
      f->line_column == CM_NONE ? none : cm_plain_trim(cm_file_raw(f, f->line_column), f->table.encoding, &repairs);
  cm_str of = f->of_column == CM_NONE ? none : cm_plain_trim(cm_file_raw(f, f->of_column), f->table.encoding, &repairs);
  if (f->lane < f->lanes.size && is_lane(&f->lanes.at[f->lane], line, of)) return CEMENT_OK;
  for (f->lane = 0; f->lane < f->lanes.size; f->lane++) {
    if (is_lane(&f->lanes.at[f->lane], line, of)) return CEMENT_OK;
  }
  if (f->lanes.size >= f->limits->lines) {
    return cm_fail(f->err, CEMENT_E_LIMIT, cm_file_place(f, 0), CM_S("too many lines and fuels in one table"));
  }
  return add_lane(f, line, of);
}

/* ---- the moment of a row ---- */

void cm_file_set_period(cm_file *f, const cm_when *when) {
  bool stamp_end = f->map != NULL && f->map->stamp_end;
  int32_t starts = f->map == NULL || f->map->month_starts == 0 ? 1 : (int32_t)f->map->month_starts;
  f->monthly = when->grain == CM_GRAIN_MONTH;
  f->grain = (uint8_t)when->grain;
  f->dated = true;
  f->month = cm_when_month(when, starts, stamp_end);
  f->day = f->monthly ? when->day : cm_when_day(when, stamp_end);
  f->moment = cm_when_moment(when);
  int32_t day = f->shift_count != 0 ? 0 : CM_DAY_SECONDS; /* how long a shift is, is not said */
  f->length = f->monthly ? cm_file_days(f) * CM_DAY_SECONDS : f->grain == CM_GRAIN_MINUTE ? f->step : day;
}

static int not_a_date(cm_file *f, size_t column, const char *why) {
  cm_str text;
  int status = cm_file_list_refused(f, column, 0);
  if (status == CEMENT_OK) status = cm_file_text(f, column, &text);
  if (status != CEMENT_OK) return status;
  bool above = cm_str_trim(f->headings.names[column].text).size == 0;
  cm_str name = above ? cm_heading_group(&f->headings, column) : f->headings.names[column].text;
  return cm_fail(f->err, CEMENT_E_SYNTAX, cm_file_place(f, column), name, CM_S(": \""), cm_str_cut(text, 60),
                 CM_S("\" read, a date or a month expected: "), cm_str_of(why),
                 CM_S("; 2025-01, 2025/1/5 and 2025年1月5日 are read"));
}

static bool empty_row(const cm_file *f) {
  for (size_t i = 0; i < f->row->count; i++) {
    if (!cm_file_blank(f, i)) return false;
  }
  return true;
}

/* Whether the columns of numbers say nothing. */
static bool no_values(const cm_file *f) {
  for (size_t i = 0; i < f->headings.count; i++) {
    if (cm_meaning_is_number(&f->meanings[i]) && !cm_file_blank(f, i)) return false;
  }
  return true;
}

static int find_total_word(cm_file *f, uint8_t *out) {
  *out = CM_FORM_NONE;
  for (size_t i = 0; i < f->headings.count && *out != CM_FORM_SUM && *out != CM_FORM_OTHER; i++) {
    cm_str text, name;
    bool words = f->meanings[i].kind != CM_MEANING_VALUE && f->meanings[i].kind != CM_MEANING_ROLE;
    if (!words || cm_file_blank(f, i)) continue;
    int status = cm_file_text(f, i, &text);
    if (status == CEMENT_OK) status = cm_file_name(f, text, &name);
    if (status != CEMENT_OK) return status;
    *out = cm_dictionary_form(f->plant->dictionary, name);
  }
  return CEMENT_OK;
}

typedef enum row_kind { ROW_DATA, ROW_TOTAL, ROW_NOTHING } row_kind;

static int check_count(const cm_file *f) {
  char read[CM_U64_TEXT_MAX], expected[CM_U64_TEXT_MAX];
  if (f->row->count == f->headings.count) return CEMENT_OK;
  return cm_fail(f->err, CEMENT_E_SCHEMA, cm_file_place(f, f->headings.count), cm_u64_text(f->row->count, read),
                 CM_S(" cells read, "), cm_u64_text(f->headings.count, expected), CM_S(" expected as in the headings"));
}

/* What is in a row without a date: a total, a remark below the table, a heading again, or a slip. */
static int look_at_row(cm_file *f, const char *why, row_kind *kind) {
  uint8_t total;
  uint32_t column = f->period_column;
  *kind = ROW_NOTHING;
  if (empty_row(f)) return CEMENT_OK;
  int status = find_total_word(f, &total);
  if (status != CEMENT_OK) return status;
  if ((total == CM_FORM_SUM || total == CM_FORM_OTHER) && f->row->count == f->headings.count) {
    if (total == CM_FORM_SUM) *kind = ROW_TOTAL;
    return CEMENT_OK;
  }
  cm_str text;
  status = cm_file_text(f, column, &text);
  if (status != CEMENT_OK || (text.size != 0 && cm_str_eq(text, f->headings.names[column].text))) return status;
  if (no_values(f)) {
    cm_file_count(&f->rows, cm_file_spot(f, 0));
    return CEMENT_OK;
  }
  status = check_count(f);
  return status == CEMENT_OK ? not_a_date(f, column, why) : status;
}

static bool no_period(const cm_file *f) {
  return cm_file_blank(f, f->period_column) && (f->time_column == CM_NONE || cm_file_blank(f, f->time_column));
}

static int read_period(cm_file *f, row_kind *kind) {
  cm_when when;
  const char *why;
  uint8_t form;
  *kind = ROW_DATA;
  int status = cm_file_read_shift(f, &form);
  if (status != CEMENT_OK) return status;
  if (form != CM_FORM_NONE) {
    *kind = form == CM_FORM_SUM ? ROW_TOTAL : ROW_NOTHING;
    return CEMENT_OK;
  }
  if (f->shift != 0 && f->dated && no_period(f)) return CEMENT_OK; /* a date over all shifts of its day */
  status = cm_file_period(f, &when, &why);
  if (status != CEMENT_OK) return status;
  if (why != NULL) return look_at_row(f, why, kind);
  if (when.grain == CM_GRAIN_YEAR) {
    *kind = ROW_TOTAL;
    return CEMENT_OK;
  }
  cm_file_set_period(f, &when);
  return CEMENT_OK;
}

/* ---- order ---- */

/* Rows with flows ascend or descend, so that none is counted twice. */
int cm_file_check_order(cm_file *f, cm_lane *lane, uint32_t column, bool flows) {
  bool same = lane->begun && f->moment == lane->last;
  int32_t turn = f->moment > lane->last ? 1 : -1;
  bool turned = lane->begun && !same && lane->turn != 0 && turn != lane->turn;
  if (flows && !f->monthly && turned) {
    char before[CM_U64_TEXT_MAX];
    return cm_fail(f->err, CEMENT_E_SCHEMA, cm_file_place(f, column),
                   CM_S("days or moments out of order, the one before at line "), cm_u64_text(lane->last_line, before));
  }
  int status = flows && !f->monthly && same ? cm_file_check_shift(f, lane, column) : CEMENT_OK;
  if (status == CEMENT_OK) status = cm_file_note_shift(f, lane, same);
  if (status == CEMENT_OK) status = cm_file_count_day(f, lane, same);
  if (status != CEMENT_OK) return status;
  if (lane->begun && !same && lane->turn == 0) lane->turn = turn;
  lane->begun = true;
  lane->last = f->moment;
  lane->last_line = f->row->line;
  return CEMENT_OK;
}

/* ---- cells ---- */

void cm_file_share(const cm_column *c, cm_value_cell *cell) {
  const cm_scale *by = cell->number.percent ? &c->of_percent : &c->to_percent;
  if ((!cell->number.percent && (c->item != NULL || !c->share)) || cm_scale_is_one(by)) return;
  cm_dec x = cm_number_dec(&cell->number);
  if (cm_scale_apply(&x, &x, by) >= 0) cell->number = (cm_number){.dec = x};
}

/* A stock is not zero because the kiln stood: its cell is counted only where it says so of others. */
static void see_stop(cm_file *f, const cm_column *c, size_t i) {
  bool stock = c->item != NULL && cm_is_stock(c->item), first = !f->stopped;
  f->stopped = true;
  if (stock && first) f->stock_stop = cm_file_spot(f, i);
  if (stock) return;
  f->stock_stop.line = 0;
  cm_file_count(&f->stops, cm_file_spot(f, i));
}

static int read_cells(cm_file *f, cm_lane *lane, bool *flows) {
  *flows = f->stopped = false;
  f->stock_stop.line = 0;
  for (size_t i = 0; i < f->headings.count; i++) {
    cm_column *c = &lane->columns[i];
    if (!c->read) continue;
    int status = cm_file_number(f, i, c->share, &f->cells[i]);
    if (status != CEMENT_OK) return status;
    cm_value_cell *cell = &f->cells[i];
    if (cell->kind == CM_CELL_STOPPED) see_stop(f, c, i);
    if (cell->kind != CM_CELL_NUMBER) continue;
    *flows |= c->item != NULL && c->flow;
    cm_file_share(c, cell);
  }
  return CEMENT_OK;
}

/* A number of a fuel in a row that names none. */
static int check_named(cm_file *f) {
  for (size_t i = 0; i < f->headings.count; i++) {
    const cm_meaning *m = &f->meanings[i];
    if ((m->problem != CM_PROBLEM_MEMBER && !cm_meaning_lacks_member(m)) || cm_file_blank(f, i)) continue;
    return cm_fail(f->err, CEMENT_E_MISSING, cm_file_place(f, f->of_column), f->headings.names[i].text,
                   CM_S(": of which fuel or material is not said in this row"));
  }
  return CEMENT_OK;
}

static int read_row(cm_file *f) {
  row_kind kind;
  bool flows;
  int status = read_period(f, &kind);
  if (status != CEMENT_OK || kind == ROW_NOTHING) return status;
  if ((status = check_count(f)) != CEMENT_OK) return status;
  if (kind == ROW_TOTAL) return cm_file_total_row(f);
  if ((status = find_lane(f)) != CEMENT_OK) return status;
  cm_lane *lane = &f->lanes.at[f->lane];
  if (f->of_column != CM_NONE && lane->of_raw.size == 0) status = check_named(f);
  if (status == CEMENT_OK) status = cm_file_check_length(f, lane, f->period_column);
  if (status == CEMENT_OK && f->gives) status = cm_file_give_row(f, lane);
  if (status == CEMENT_OK) status = read_cells(f, lane, &flows);
  if (status == CEMENT_OK) status = cm_file_check_order(f, lane, f->period_column, flows);
  if (status == CEMENT_OK) status = cm_file_add_row(f, lane);
  return status == CEMENT_OK ? cm_file_list(f, lane) : status;
}

int cm_file_wide(cm_file *f) {
  bool more = true;
  int status = cm_file_wide_begin(f);
  while (status == CEMENT_OK) {
    status = cm_file_next(f, &more);
    if (status != CEMENT_OK || !more) break;
    status = read_row(f);
  }
  if (status == CEMENT_OK) status = cm_file_check_days(f);
  if (status != CEMENT_OK || f->lanes.size != 0) return status;
  return cm_fail(f->err, CEMENT_E_MISSING, f->headings.names[0].where,
                 CM_S("the table has no row of a month, a day or a moment below its headings"));
}
