/* Rows that repeat what others say: sums, subtotals, means. They are not counted; sums are held against the rows. */
#include "plant/read_work.h"

#define TOTALS_MAX 4096 /* rows of one file that are held against the others */

/* Which rows a total may be of. */
typedef struct scope {
  size_t days, months; /* of the book, from these on */
  const cm_lane *lane; /* of its line; NULL: of all */
  bool today;          /* of the day at hand */
} scope;

static bool is_within(const cm_file *f, const scope *s, uint32_t series) {
  return s->lane == NULL || cm_str_eq(f->plant->book.series.at[series].line, s->lane->line);
}

/* What these rows say of a column: false when it is none that adds up. */
static bool sum_of(const cm_file *f, size_t column, const scope *s, cm_dec *out) {
  const cm_book *book = &f->plant->book;
  cm_sum sum;
  bool any = false;
  cm_sum_init(&sum);
  for (size_t i = s->days; i < book->days.size; i++) {
    const cm_day_sum *day = &book->days.at[i];
    cm_dec x;
    if (day->column != column || !is_within(f, s, day->series) || (s->today && day->day != f->day)) continue;
    if (cm_exact_take(&day->value, &x) < 0) continue;
    cm_sum_add(&sum, &x);
    any = true;
  }
  for (size_t i = s->months; i < book->months.size; i++) {
    cm_dec x;
    size_t at;
    if (book->months.at[i].column != column || !is_within(f, s, book->months.at[i].series)) continue;
    if (cm_dec_read(book->months.at[i].written, &x, &at) != CM_PARSE_OK) continue;
    cm_sum_add(&sum, &x);
    any = true;
  }
  return any && cm_sum_take(&sum, out) >= 0;
}

/* Equal as far as the total has digits. */
static bool agrees(const cm_dec *sum, const cm_dec *total) {
  cm_rounded rounded;
  return cm_dec_round(&rounded, sum, cm_dec_decimals(total), CM_RULE_HALF_UP) >= 0 &&
         cm_dec_cmp(&rounded.value, total) == 0;
}

static int tell(cm_file *f, size_t column, const cm_item *item, const cm_dec *sum, const cm_dec *total) {
  char line[CM_U64_TEXT_MAX], at[CM_U64_TEXT_MAX], read[CM_DEC_TEXT_MAX], made[CM_DEC_TEXT_MAX];
  cm_spot spot = cm_file_spot(f, column);
  if (f->strict) {
    return cm_fail(f->err, CEMENT_E_CONFLICT, cm_file_place(f, column), f->headings.names[column].text,
                   CM_S(": a total of "), cm_dec_text(total, read), CM_S(" read, but the rows give "),
                   cm_dec_text(sum, made));
  }
  cm_remark remark = {.kind = CM_REMARK_TOTAL,
                      .item = item,
                      .month = INT32_MIN,
                      .key = cm_str_cut(f->headings.names[column].text, 120)};
  return cm_file_tell(f, &remark, f->name, CM_S(":"), cm_u64_text(spot.line, line), CM_S(":"),
                      cm_u64_text(spot.column, at), CM_S(" "), cm_dec_text(total, read), CM_S(" <> "),
                      cm_dec_text(sum, made));
}

/* The rows of the line that the total names, if it names one. */
static const cm_lane *lane_of(const cm_file *f) {
  uint32_t repairs = 0;
  if (f->line_column == CM_NONE) return NULL;
  cm_str line = cm_plain_trim(cm_file_raw(f, f->line_column), f->table.encoding, &repairs);
  for (size_t i = 0; i < f->lanes.size && line.size != 0; i++) {
    if (cm_str_eq(f->lanes.at[i].line_raw, line)) return &f->lanes.at[i];
  }
  return NULL;
}

/* Of all rows, of those since the last total, or of the shifts of a day. */
static int check(cm_file *f, const cm_column *c, size_t i) {
  const cm_lane *lane = lane_of(f);
  const scope every = {f->days_first, f->months_first, lane, false};
  const scope last = {f->days_before, f->months_before, lane, false};
  const scope today = {f->days_first, f->plant->book.months.size, lane, true};
  cm_dec part, all;
  cm_value_cell cell;
  int status = cm_file_number(f, i, c->share, &cell);
  cm_file_aside(f, i, CEMENT_OUTCOME_UNUSED);
  if (status != CEMENT_OK || cell.kind != CM_CELL_NUMBER) return status;
  cm_dec total = cm_number_dec(&cell.number);
  if (!sum_of(f, i, &every, &all) || agrees(&all, &total)) return CEMENT_OK;
  if (sum_of(f, i, &last, &part) && agrees(&part, &total)) return CEMENT_OK;
  if (f->shift_count != 0 && sum_of(f, i, &today, &part) && agrees(&part, &total)) return CEMENT_OK;
  return tell(f, i, c->item, &all, &total);
}

int cm_file_total_row(cm_file *f) {
  int status = CEMENT_OK;
  const cm_lane *first = cm_file_first_lane(f); /* what is not read adds nothing up, and units do not mix */
  if (first == NULL || f->unit_column != CM_NONE) return cm_file_list(f, NULL);
  if (f->total_rows++ == TOTALS_MAX) {
    return cm_fail(f->err, CEMENT_E_LIMIT, cm_file_place(f, 0), CM_S("more than 4096 rows of totals in one file"));
  }
  for (size_t i = 0; i < f->headings.count && status == CEMENT_OK; i++) {
    const cm_column *c = &first->columns[i];
    if (c->item != NULL && c->flow && !c->counter && c->conversion.formula == CM_FORMULA_NONE &&
        c->meaning->per == CM_PER_NONE)
      status = check(f, c, i);
  }
  f->days_before = f->plant->book.days.size;
  f->months_before = f->plant->book.months.size;
  return status == CEMENT_OK ? cm_file_list(f, NULL) : status;
}
