/* Wide tables: a row a month, a day or a moment, a column an item. */
#include "plant/read_work.h"

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

/* The cells of a date, as they stand. */
static int date_text(cm_file *f, cm_str *out) {
  cm_buf cells;
  cm_buf_init(&cells, &f->arena);
  for (size_t i = 0; i < f->dates.count; i++) {
    cm_str text;
    int status = cm_file_text(f, f->dates.columns[i], &text);
    if (status != CEMENT_OK) return status;
    if (i > 0) cm_buf_add_char(&cells, ' ');
    cm_buf_add(&cells, cm_str_cut(text, 60));
  }
  *out = cm_buf_text(&cells);
  return out->at == NULL ? cm_file_nomem(f) : CEMENT_OK;
}

static int not_a_date(cm_file *f, size_t column, const char *why) {
  cm_str text;
  int status = cm_file_list_refused(f, column, 0);
  if (status == CEMENT_OK) status = date_text(f, &text);
  if (status != CEMENT_OK) return status;
  bool above = cm_str_trim(f->headings.names[column].text).size == 0;
  cm_str name = above ? cm_heading_group(&f->headings, column) : f->headings.names[column].text;
  return cm_fail(f->err, CEMENT_E_SYNTAX, cm_file_place(f, column), name, CM_S(": \""), cm_str_cut(text, 60),
                 CM_S("\" read, a date or a month expected: "), cm_str_of(why),
                 CM_S("; 2025-01, 2025/1/5 and 2025年1月5日 are read"));
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
    words = words && (!f->titled || i == f->period_column); /* a remark beside what a row is of makes it no total */
    if (!words || cm_file_blank(f, i)) continue;
    int status = cm_file_text(f, i, &text);
    if (status == CEMENT_OK) status = cm_file_name(f, text, &name);
    if (status != CEMENT_OK) return status;
    *out = cm_dictionary_form(f->plant->dictionary, name);
    if (cm_file_is_months(name)) *out = CM_FORM_SUM;
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
  if (cm_file_empty_row(f)) return CEMENT_OK;
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

/* Without dates a row is one of data if it has numbers, and no word of a total. */
static int look_at_titled(cm_file *f, row_kind *kind) {
  uint8_t total;
  *kind = ROW_NOTHING;
  int status = find_total_word(f, &total);
  if (status != CEMENT_OK || cm_file_empty_row(f)) return status;
  bool repeats = total == CM_FORM_SUM || total == CM_FORM_OTHER;
  if (!repeats && no_values(f)) cm_file_count(&f->rows, cm_file_spot(f, 0));
  if (!repeats && !no_values(f)) *kind = ROW_DATA;
  if (total == CM_FORM_SUM && f->row->count == f->headings.count) *kind = ROW_TOTAL;
  return CEMENT_OK;
}

static bool no_period(const cm_file *f) {
  bool blank = true;
  for (size_t i = 0; i < f->dates.count; i++) blank &= cm_file_blank(f, f->dates.columns[i]);
  return blank;
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
  if (f->titled) status = look_at_titled(f, kind);
  if (status != CEMENT_OK || *kind != ROW_DATA) return status;
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

static int read_row(cm_file *f) {
  row_kind kind;
  bool flows;
  int status = read_period(f, &kind);
  if (status != CEMENT_OK || kind == ROW_NOTHING) return status;
  if ((status = check_count(f)) != CEMENT_OK) return status;
  if (kind == ROW_TOTAL) return cm_file_total_row(f);
  if ((status = cm_file_find_lane(f)) != CEMENT_OK) return status;
  cm_lane *lane = &f->lanes.at[f->lane];
  if (lane->ignored) return CEMENT_OK;
  status = cm_file_check_open(f, lane);
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
