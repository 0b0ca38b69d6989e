/* What the book says of a month becomes an observation of the ledger, or a remark. */
#include "plant/months.h"

int cm_month_nomem(const cm_month_work *w) {
  return cm_nomem(w->err);
}

/* The ledger's builder tells places by line and column of what it is put. */
static void stand_at(cm_month_work *w, cm_spot spot) {
  w->builder->document = spot.document;
  w->builder->source = w->plant->ledger->documents.at[spot.document].name;
  w->builder->put = spot.line;
}

int cm_month_put(cm_month_work *w, const cm_month_row *row) {
  const cm_series *s = w->series;
  char month[CM_PERIOD_TEXT_MAX];
  size_t at = row->spot.column - 1;
  cm_cell method = row->method_cell.text.size != 0 ? row->method_cell : (cm_cell){row->method, at};
  cm_raw_row raw = {.line = {s->line, at},
                    .period = {cm_month_text(w->month, month), at},
                    .item = {s->item->key, at},
                    .of = {s->of, at},
                    .value = {row->written, at},
                    .unit = {w->plant->book.units.at[row->unit].text, at},
                    .method = method,
                    .use = {s->use, at},
                    .source = {row->source, at},
                    .note = {row->note, at},
                    .offset = at};
  stand_at(w, row->spot);
  int status = cm_build_observation(w->builder, &raw);
  w->builder->put = 0;
  return status;
}

int cm_month_note(cm_month_work *w, cm_remark_kind kind, const cm_str *parts, size_t count) {
  const cm_series *s = w->series;
  cm_buf detail;
  cm_buf_init(&detail, &w->scratch);
  for (size_t i = 0; i < count; i++) {
    detail.failed |= parts[i].at == NULL;
    if (!detail.failed) cm_buf_add(&detail, parts[i]);
  }
  if (detail.failed) return cm_month_nomem(w);
  cm_remark remark = {kind, s->item, s->line, s->of, s->use, w->month, {"", 0}, cm_buf_text(&detail), 0};
  return cm_build_remark(w->builder, &remark);
}

cm_str cm_month_place(cm_month_work *w, cm_spot spot) {
  cm_buf text;
  cm_buf_init(&text, &w->scratch);
  cm_buf_add(&text, w->plant->ledger->documents.at[spot.document].name);
  cm_buf_add_char(&text, ':');
  cm_buf_add_u64(&text, spot.line);
  cm_buf_add_char(&text, ':');
  cm_buf_add_u64(&text, spot.column);
  return text.failed ? (cm_str){NULL, 0} : cm_buf_text(&text);
}

cm_str cm_month_source(cm_month_work *w, uint64_t cells) {
  const cm_book *book = &w->plant->book;
  cm_buf text;
  uint32_t last = CM_NONE;
  size_t files = 0;
  cm_buf_init(&text, &w->scratch);
  for (size_t i = 0; i < w->day_count && files < 4; i++) {
    uint32_t document = book->days.at[w->days[i]].first.document;
    if (document == last) continue;
    last = document;
    if (files++ != 0) cm_buf_add_c(&text, ", ");
    if (files < 4) cm_buf_add(&text, w->plant->ledger->documents.at[document].name);
    if (files == 4) cm_buf_add_c(&text, "...");
  }
  cm_buf_add_c(&text, ": ");
  cm_buf_add_u64(&text, cells);
  cm_buf_add_c(&text, cells == 1 ? " cell" : " cells");
  return text.failed ? (cm_str){NULL, 0} : cm_buf_text(&text);
}

int cm_month_days(cm_month_work *w) {
  char there[CM_U64_TEXT_MAX], due[CM_U64_TEXT_MAX];
  const cm_book *book = &w->plant->book;
  uint32_t document = book->days.at[w->days[0]].first.document, mask = 0;
  uint64_t days = 0, days_due = 0;
  for (size_t i = 0; i < w->tally_count; i++) {
    const cm_tally *t = &book->tallies.at[w->tallies[i]];
    mask |= t->days;
    days_due = t->days_due > days_due ? t->days_due : days_due;
  }
  for (uint32_t bit = 0; bit < 31; bit++) days += mask >> bit & 1;
  cm_map_key key = {{document, (uint32_t)w->month, mask}};
  if (days >= days_due || cm_map_get(&w->told, &key) != NULL) return CEMENT_OK;
  if (cm_map_put(&w->told, &key, 1)) return cm_month_nomem(w);
  return cm_month_tell(w, CM_REMARK_DAYS, w->plant->ledger->documents.at[document].name, CM_S(": "),
                       cm_u64_text(days, there), CM_S(" / "), cm_u64_text(days_due, due));
}
