/* Days that have all of their rows: as many as the shifts of the fullest day, or as rates fill the day with. */
#include "plant/read_work.h"

int cm_file_count_day(cm_file *f, cm_lane *lane, bool same) {
  bool by_shift = f->shift_count != 0 && f->grain == CM_GRAIN_DAY;
  bool by_rate = lane->rates && lane->length != 0 && lane->length < CM_DAY_SECONDS && !f->monthly && !same;
  if (!by_shift && !by_rate) return CEMENT_OK;
  cm_row_day *last = lane->row_days.size == 0 ? NULL : &lane->row_days.at[lane->row_days.size - 1];
  if (last != NULL && last->day == f->day) {
    last->rows++;
    return CEMENT_OK;
  }
  const cm_row_day day = {f->day, f->month, 1};
  return CM_VEC_PUSH(&f->arena, &lane->row_days, day) ? cm_file_nomem(f) : CEMENT_OK;
}

static uint32_t rows_of_day(const cm_lane *lane) {
  uint32_t most = 0;
  if (lane->rates) return (uint32_t)(CM_DAY_SECONDS / lane->length);
  for (size_t i = 0; i < lane->row_days.size; i++) {
    if (lane->row_days.at[i].rows > most) most = lane->row_days.at[i].rows;
  }
  return most;
}

static int spoil_day(cm_file *f, const cm_lane *lane, const cm_row_day *at) {
  cm_book *book = &f->plant->book;
  int32_t year, month, day;
  cm_date_of(at->day, &year, &month, &day);
  for (size_t i = 0; i < f->headings.count; i++) {
    uint32_t tally, series = lane->at[i].series;
    if (lane->columns[i].item == NULL || series == CM_NONE) continue;
    if (cm_book_tally(book, series, at->month, cm_file_spot(f, i), &tally)) return cm_file_nomem(f);
    book->tallies.at[tally].days &= ~(1u << (day - 1));
  }
  return CEMENT_OK;
}

int cm_file_check_days(cm_file *f) {
  for (size_t k = 0; k < f->lanes.size; k++) {
    const cm_lane *lane = &f->lanes.at[k];
    uint32_t due = lane->row_days.size == 0 ? 0 : rows_of_day(lane);
    for (size_t i = 0; i < lane->row_days.size; i++) {
      if (lane->row_days.at[i].rows >= due) continue;
      int status = spoil_day(f, lane, &lane->row_days.at[i]);
      if (status != CEMENT_OK) return status;
    }
  }
  return CEMENT_OK;
}
