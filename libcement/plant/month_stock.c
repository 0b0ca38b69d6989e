/* Months of what lies in stock: what its first day began with, or its last day ended with. */
#include "plant/months.h"
#include "plant/when.h"

static const cm_day_sum *day_at(const cm_month_work *w, size_t i) {
  return &w->plant->book.days.at[w->days[i]];
}

/* The tally of days; NULL: tables give the month as a whole. */
static const cm_tally *daily_tally(const cm_month_work *w) {
  for (size_t i = 0; i < w->tally_count; i++) {
    const cm_tally *t = &w->plant->book.tallies.at[w->tallies[i]];
    if (t->days_due != 0) return t;
  }
  return NULL;
}

static void add_two(cm_buf *out, int32_t x) {
  cm_buf_add_char(out, '-');
  if (x < 10) cm_buf_add_char(out, '0');
  cm_buf_add_u64(out, (uint64_t)x);
}

static void add_date(cm_buf *out, int32_t days) {
  int32_t year, month, day;
  cm_date_of(days, &year, &month, &day);
  cm_buf_add_u64(out, (uint64_t)year);
  add_two(out, month);
  add_two(out, day);
}

/* The days at hand that are the one wanted: of each part one. Whether all of them have their number. */
static bool narrow(cm_month_work *w, int32_t wanted) {
  bool whole = true;
  while (w->day_count != 0 && day_at(w, 0)->day < wanted) {
    w->days++;
    w->day_count--;
  }
  size_t count = 0;
  for (; count < w->day_count && day_at(w, count)->day == wanted; count++) {
    whole &= day_at(w, count)->cells != 0 && !day_at(w, count)->torn;
  }
  w->day_count = count;
  return whole && count != 0;
}

static int tell_missing(cm_month_work *w, const cm_buf *date) {
  cm_spot spot = w->day_count != 0 ? day_at(w, 0)->first : w->plant->book.tallies.at[w->tallies[0]].first;
  if (w->month_count != 0) return CEMENT_OK; /* another table has it */
  return cm_month_tell(w, CM_REMARK_GAP, cm_month_place(w, spot), cm_buf_text(date));
}

int cm_months_stock(cm_month_work *w) {
  const cm_tally *tally = daily_tally(w);
  cm_buf text;
  cm_buf_init(&text, &w->scratch);
  if (tally == NULL) return tell_missing(w, &text);
  int32_t wanted = cm_stock_day(tally, w->series->item);
  bool there = narrow(w, wanted);
  cm_buf_add_c(&text, there ? "stock of " : ", ");
  add_date(&text, wanted);
  return there ? cm_month_put_days(w, &text) : tell_missing(w, &text);
}
