/* The numbers of a row of a wide table go into the book. */
#include "plant/read_work.h"

static int nomem(const cm_file *f, bool failed) {
  return failed ? cm_file_nomem(f) : CEMENT_OK;
}

/* ---- what a column of a lane is about ---- */

static cm_level level_of(const cm_file *f, const cm_item *item, cm_str of) {
  int section = (item->sets & CM_SET_SECTION) == 0 ? -1 : cm_set_find_member(&f->plant->ledger->items->section, of);
  return section < 0 ? item->level : item->section_level[section];
}

static bool is_default_use(const cm_file *f, const cm_item *item, cm_str use) {
  const cm_set *uses = &f->plant->ledger->items->use;
  return (item->sets & CM_SET_USE) != 0 && !item->any_use && cm_str_eq(use, uses->members[uses->default_member].key);
}

static int begin_series(cm_file *f, cm_lane *lane, size_t i) {
  const cm_column *c = &lane->columns[i];
  const cm_meaning *m = c->meaning;
  cm_buf note;
  cm_buf_init(&note, &f->scratch);
  if (c->conversion.formula != CM_FORMULA_NONE) {
    cm_conversion_note(&c->conversion, f->plant->dictionary->basis, &note);
  }
  if (c->conversion.formula != CM_FORMULA_NONE && m->per != CM_PER_NONE) cm_buf_add_c(&note, "; ");
  if (note.failed || cm_file_rate_note(f, c, &note)) return cm_file_nomem(f);
  bool whole = level_of(f, c->item, m->of) == CM_LEVEL_FACILITY;
  cm_series like = {.item = c->item,
                    .line = m->line.size ? m->line
                            : whole      ? (cm_str){"", 0}
                                         : lane->line,
                    .of = m->of,
                    .use = is_default_use(f, c->item, m->use) ? (cm_str){"", 0} : m->use,
                    .part = m->part,
                    .member = m->member,
                    .flow = c->flow,
                    .source = m->source,
                    .method = m->method,
                    .note = cm_buf_text(&note),
                    .first = cm_file_spot(f, i)};
  if (whole && lane->line.size != 0 && m->line.size == 0 && f->line_column != CM_NONE) {
    return cm_fail(f->err, CEMENT_E_SCHEMA, cm_file_place(f, i), c->item->key, CM_S(": a value in a row of line "),
                   lane->line, CM_S(" read, but it is given for the whole facility"));
  }
  if (cm_book_series(&f->plant->book, &like, &lane->at[i].series)) return cm_file_nomem(f);
  bool heat = c->conversion.formula >= CM_FORMULA_NET && c->conversion.formula <= CM_FORMULA_GROSS_AR;
  cm_remark remark = {
      .kind = CM_REMARK_CONVERTED, .item = c->item, .line = like.line, .of = like.of, .month = INT32_MIN};
  return heat ? cm_file_tell(f, &remark, f->name, CM_S(": "), like.note) : CEMENT_OK;
}

int32_t cm_file_days(const cm_file *f) {
  bool shifted = f->map != NULL && f->map->month_starts > 1;
  cm_month month = f->month - (shifted ? 1 : 0);
  cm_month next = month + 1;
  return cm_days_of(next / 12, next % 12 + 1, 1) - cm_days_of(month / 12, month % 12 + 1, 1);
}

/* The first day of the month at hand. */
static int32_t month_begins(const cm_file *f) {
  bool shifted = f->map != NULL && f->map->month_starts > 1;
  cm_month month = f->month - (shifted ? 1 : 0);
  return cm_days_of(month / 12, month % 12 + 1, shifted ? (int32_t)f->map->month_starts : 1);
}

/* The sum of the row's day and the tally of its month. */
static int turn_to_day(cm_file *f, cm_lane *lane, size_t i) {
  cm_book *book = &f->plant->book;
  cm_lane_column *at = &lane->at[i];
  bool added;
  if (at->series == CM_NONE) {
    int status = begin_series(f, lane, i);
    if (status != CEMENT_OK) return status;
    at->month = INT32_MIN;
  }
  cm_spot spot = cm_file_spot(f, i);
  if (at->month != f->month && cm_book_tally(book, at->series, f->month, spot, &at->tally)) return cm_file_nomem(f);
  at->month = f->month;
  at->day = f->day;
  cm_tally *tally = &book->tallies.at[at->tally];
  tally->gaps_zero |= f->map != NULL && f->map->gaps_zero;
  at->sum = CM_NONE;
  if (f->monthly) return CEMENT_OK;
  int32_t year, month, day;
  cm_date_of(f->day, &year, &month, &day);
  tally->days |= 1u << (day - 1);
  tally->days_due = (uint8_t)cm_file_days(f);
  tally->begins = month_begins(f);
  if (cm_book_day(book, at->series, f->day, at->tally, spot, &at->sum, &added)) return cm_file_nomem(f);
  cm_day_sum *sum = &book->days.at[at->sum];
  if (added) {
    sum->unit = lane->columns[i].day_unit;
    sum->column = (uint32_t)i;
    sum->low = sum->high = f->moment;
    return CEMENT_OK;
  }
  if (sum->first.document == f->document && sum->column == i) return CEMENT_OK;
  char where[CEMENT_SOURCE_MAX + 64];
  if (f->moment > sum->high && sum->unit == lane->columns[i].day_unit && f->moment % 86400 != 0) return CEMENT_OK;
  return cm_fail(f->err, CEMENT_E_CONFLICT, cm_file_place(f, i), lane->columns[i].item->key,
                 CM_S(" of this day is given twice, first at "), cm_spot_text(f->builder, sum->first, where));
}

/* ---- numbers ---- */

static int add_weight(cm_file *f, cm_exact *sum, const cm_number *x, const cm_scale *scale) {
  if (cm_scale_is_one(scale)) return cm_exact_add(&f->scratch, sum, x);
  cm_dec weight = cm_number_dec(x);
  if (cm_scale_apply(&weight, &weight, scale) < 0) weight = cm_dec_zero; /* numbers of cells are below 10^31: never */
  return cm_exact_add_dec(&f->scratch, sum, &weight);
}

/* What weighs a cell of its column: *is tells whether all of it is there. */
static int weight_of(cm_file *f, const cm_column *c, cm_number *out, bool *is) {
  cm_exact sum = {0};
  *is = c->weight_count != 0;
  for (uint32_t i = 0; i < c->weight_count && *is; i++) {
    const cm_value_cell *cell = &f->cells[c->weights[i]];
    *is = cell->kind == CM_CELL_NUMBER;
    if (!*is) break;
    *out = cell->number;
    if (c->weight_count > 1 && add_weight(f, &sum, &cell->number, &c->to_first[i])) return cm_file_nomem(f);
  }
  if (!*is || c->weight_count == 1) return CEMENT_OK;
  *out = (cm_number){.small = false};
  *is = cm_exact_take(&sum, &out->dec) >= 0;
  return CEMENT_OK;
}

/* Of several numbers of a day the first, or the last, by their moments; rows may stand in either order. */
static int keep_stock(cm_file *f, cm_day_sum *sum, size_t column, const cm_item *item, const cm_number *x) {
  bool better = item->time == CM_TIME_FIRST ? f->moment < sum->moment : f->moment > sum->moment;
  bool wanted = f->day == cm_stock_day(&f->plant->book.tallies.at[sum->tally], item);
  if (!wanted) cm_file_number_became(f, column, CEMENT_OUTCOME_PASSED);
  if (sum->cells == 0 || better) {
    sum->cells = 1;
    sum->torn = false;
    sum->moment = f->moment;
    sum->value = (cm_exact){0};
    return nomem(f, cm_exact_add(&f->plant->arena, &sum->value, x));
  }
  cm_dec known, own = cm_number_dec(x);
  (void)cm_exact_take(&sum->value, &known); /* one cell's number */
  if (f->moment != sum->moment) cm_file_number_became(f, column, CEMENT_OUTCOME_PASSED);
  sum->torn |= f->moment == sum->moment && cm_dec_cmp(&known, &own) != 0;
  return CEMENT_OK;
}

static int add_to_day(cm_file *f, const cm_lane *lane, size_t i, const cm_number *x) {
  cm_arena *arena = &f->plant->arena;
  cm_day_sum *sum = &f->plant->book.days.at[lane->at[i].sum];
  const cm_column *c = &lane->columns[i];
  cm_number weight;
  bool weighed = false;
  if (f->moment > sum->high) sum->high = f->moment;
  if (f->moment < sum->low) sum->low = f->moment;
  if (cm_is_stock(c->item)) return keep_stock(f, sum, i, c->item, x);
  sum->cells++;
  int status = c->flow ? CEMENT_OK : weight_of(f, c, &weight, &weighed);
  if (status != CEMENT_OK) return status;
  if (!weighed) return nomem(f, cm_exact_add(arena, &sum->value, x));
  sum->weighed++;
  sum->weight_unit = lane->columns[c->weights[0]].day_unit;
  sum->by_rate = lane->columns[c->weights[0]].meaning->per != CM_PER_NONE;
  return nomem(f, cm_exact_add_product(arena, &sum->product, x, &weight) || cm_exact_add(arena, &sum->weight, &weight));
}

/* A way of getting a value, by the ledger's word for it; a sign for nothing is none. */
static int method_of(cm_file *f, cm_str text, cm_str *out) {
  static const char *const keys[] = {"", "measured", "default", "calculated", "estimated"};
  char folded[CM_MARKER_MAX];
  cm_str name;
  const cm_markers *markers = &f->plant->dictionary->markers;
  int status = cm_file_name(f, text, &name);
  uint8_t method = status == CEMENT_OK ? cm_dictionary_method(f->plant->dictionary, name) : CM_METHOD_NONE;
  *out = method == CM_METHOD_NONE ? text : cm_str_of(keys[method]);
  cm_str sign = cm_cell_fold(text, folded);
  for (size_t i = 0; i < markers->count && method == CM_METHOD_NONE; i++) {
    if (cm_str_eq(markers->at[i].text, sign)) *out = (cm_str){"", 0};
  }
  return status;
}

/* The text of the row's column of a kind; *column tells where it stands. */
static int text_of(cm_file *f, uint8_t kind, cm_str *out, size_t *column) {
  *out = (cm_str){"", 0};
  for (size_t i = 0; i < f->headings.count; i++) {
    cm_str text;
    if (f->meanings[i].kind != kind || f->meanings[i].problem != CM_PROBLEM_NONE || cm_file_blank(f, i)) continue;
    int status = cm_file_text(f, i, &text);
    if (status == CEMENT_OK && kind == CM_MEANING_METHOD) status = method_of(f, text, &text);
    if (status != CEMENT_OK) return status;
    *column = i;
    return nomem(f, cm_book_text(&f->plant->book, text, out));
  }
  return CEMENT_OK;
}

/* A month as a whole keeps its digits as they were written. */
static int add_month(cm_file *f, cm_lane *lane, size_t i, const cm_number *x) {
  const cm_column *c = &lane->columns[i];
  cm_lane_column *at = &lane->at[i];
  char text[CM_DEC_TEXT_MAX];
  cm_month_value value = {
      .series = at->series, .tally = at->tally, .unit = c->unit, .column = (uint32_t)i, .spot = cm_file_spot(f, i)};
  size_t column = i;
  int status = text_of(f, CM_MEANING_METHOD, &value.method, &column);
  value.method_cell = (cm_cell){value.method, cm_file_spot(f, column).column - 1};
  if (status == CEMENT_OK) status = text_of(f, CM_MEANING_SOURCE, &value.source, &column);
  if (status == CEMENT_OK) status = text_of(f, CM_MEANING_NOTE, &value.note, &column);
  cm_dec decimal = cm_number_dec(x);
  cm_rounded as_written = {decimal, cm_dec_decimals(&decimal)};
  value.written = cm_arena_copy(&f->plant->arena, cm_rounded_text(&as_written, text));
  if (status != CEMENT_OK) return status;
  return nomem(f, value.written.at == NULL || CM_VEC_PUSH(&f->plant->arena, &f->plant->book.months, value));
}

/* ---- counters ---- */

static void spoil(cm_file *f, uint32_t tally, cm_spot gap) {
  if (tally == CM_NONE) return;
  cm_tally *t = &f->plant->book.tallies.at[tally];
  if (t->gap.line == 0) t->gap = gap;
}

static void keep_reading(cm_lane_column *at, cm_dec reading, cm_month month, uint32_t tally) {
  at->counted = true;
  at->gap.line = 0;
  at->reading = reading;
  at->reading_month = month;
  at->reading_tally = tally;
}

/* What a counter gained since the row before belongs to this row. */
static int since_before(cm_file *f, cm_lane *lane, size_t i, cm_number *x) {
  cm_lane_column *at = &lane->at[i];
  cm_dec now = cm_number_dec(x), before = at->reading;
  if (cm_dec_cmp(&now, &before) < 0) {
    char text[CM_DEC_TEXT_MAX];
    return cm_fail(f->err, CEMENT_E_RANGE, cm_file_place(f, i), f->headings.names[i].text,
                   CM_S(": the counter fell below its last reading of "), cm_dec_text(&before, text),
                   CM_S("; a counter that turned over or was changed must be given as amounts"));
  }
  if (at->gap.line != 0 && at->reading_month != f->month) { /* how much of it was which month's is not known */
    spoil(f, at->reading_tally, at->gap);
    spoil(f, at->tally, at->gap);
  }
  keep_reading(at, now, f->month, at->tally);
  *x = (cm_number){.small = false};
  (void)cm_dec_sub(&x->dec, &now, &before);
  return CEMENT_OK;
}

/* ---- cells ---- */

/* Whether a month lacks its stock, as far as is known: the day that it is of has no number yet. */
static bool is_stock_gap(const cm_file *f, const cm_tally *tally, const cm_lane_column *at, const cm_item *item) {
  return f->monthly || (f->day == cm_stock_day(tally, item) && f->plant->book.days.at[at->sum].cells == 0);
}

/* Of a cell without a number. */
static uint8_t outcome_of(const cm_file *f, const cm_column *c, const cm_tally *tally, const cm_lane_column *at,
                          bool stopped) {
  if (c->counter) return CEMENT_OUTCOME_PASSED; /* the next reading has it */
  if (cm_is_stock(c->item)) {
    return is_stock_gap(f, tally, at, c->item) ? CEMENT_OUTCOME_GAP : CEMENT_OUTCOME_PASSED;
  }
  if (!c->flow) return f->monthly && !stopped ? CEMENT_OUTCOME_GAP : CEMENT_OUTCOME_PASSED;
  return stopped || tally->gaps_zero ? CEMENT_OUTCOME_ZERO : CEMENT_OUTCOME_GAP;
}

static int tally_gap(cm_file *f, cm_lane *lane, cm_tally *tally, size_t i, const cm_column *c, uint8_t kind) {
  bool line = level_of(f, c->item, c->meaning->of) == CM_LEVEL_LINE;
  bool stopped = kind == CM_CELL_STOPPED || (f->stopped && line && kind != CM_CELL_BAD);
  stopped = stopped && !cm_is_stock(c->item); /* what lay there is there all the same */
  tally->stopped += stopped;
  tally->blank += !stopped && kind == CM_CELL_BLANK;
  tally->missing += !stopped && kind == CM_CELL_MISSING;
  tally->bad += kind == CM_CELL_BAD;
  uint8_t outcome = outcome_of(f, c, tally, &lane->at[i], stopped);
  bool by_stock = stopped && f->stock_stop.line != 0 && outcome == CEMENT_OUTCOME_ZERO;
  if (by_stock) cm_file_count(&f->stops, f->stock_stop);
  if (by_stock) f->stock_stop.line = 0;
  if (!stopped && !c->counter && tally->gap.line == 0) tally->gap = cm_file_spot(f, i);
  if (!stopped && c->counter && lane->at[i].gap.line == 0) lane->at[i].gap = cm_file_spot(f, i);
  return cm_file_became(f, i, outcome, CEMENT_CELL_UNCONVERTED);
}

static int add_number(cm_file *f, cm_lane *lane, size_t i) {
  const cm_column *c = &lane->columns[i];
  cm_book *book = &f->plant->book;
  cm_number x = f->cells[i].number;
  cm_tally *tally = &book->tallies.at[lane->at[i].tally];
  if (c->conversion.formula != CM_FORMULA_NONE &&
      !cm_convert(&c->conversion, f->plant->dictionary->basis, f->cells, &f->cells[i].number, &x)) {
    return tally_gap(f, lane, tally, i, c, CM_CELL_MISSING);
  }
  int status = c->counter ? since_before(f, lane, i, &x) : CEMENT_OK;
  if (status != CEMENT_OK) return status;
  tally->numbers++;
  if (f->monthly) {
    status = cm_file_rate_of_month(f, c, i, &x);
    return status == CEMENT_OK ? add_month(f, lane, i, &x) : status;
  }
  return add_to_day(f, lane, i, &x);
}

/* A month in which the kiln stood has a value: nothing was made or used. */
static int add_standstill(cm_file *f, cm_lane *lane, size_t i) {
  const cm_column *c = &lane->columns[i];
  const cm_tally *tally = &f->plant->book.tallies.at[lane->at[i].tally];
  cm_number zero = {.small = true};
  bool stood =
      f->monthly && c->flow && !c->counter && tally->stopped != 0 && tally->gap.line == 0 && tally->numbers == 0;
  return stood ? add_month(f, lane, i, &zero) : CEMENT_OK;
}

int cm_file_add_cell(cm_file *f, cm_lane *lane, size_t i) {
  uint8_t kind = f->cells[i].kind;
  cm_lane_column *at = &lane->at[i];
  bool there = at->series != CM_NONE && at->month == f->month && at->day == f->day && !f->monthly;
  if (lane->columns[i].counter && !at->counted) { /* where it begins: nothing was counted yet */
    if (kind == CM_CELL_NUMBER) keep_reading(at, cm_number_dec(&f->cells[i].number), f->month, CM_NONE);
    return CEMENT_OK;
  }
  int status = there ? CEMENT_OK : turn_to_day(f, lane, i);
  if (status != CEMENT_OK) return status;
  cm_tally *tally = &f->plant->book.tallies.at[at->tally];
  tally->rows++;
  if (kind == CM_CELL_NUMBER) return add_number(f, lane, i);
  status = tally_gap(f, lane, tally, i, &lane->columns[i], kind);
  return status == CEMENT_OK ? add_standstill(f, lane, i) : status;
}

int cm_file_add_row(cm_file *f, cm_lane *lane) {
  int status = CEMENT_OK;
  for (size_t i = 0; i < f->headings.count && status == CEMENT_OK; i++) {
    if (lane->columns[i].item != NULL) status = cm_file_add_cell(f, lane, i);
  }
  return status;
}
