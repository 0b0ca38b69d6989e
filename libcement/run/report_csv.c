/* The report as CSV (RFC 4180, UTF-8, lines end in LF): one figure a row, incomplete ones with empty value and display.
 *
 * A text cell that begins with = + - or @ gets a leading apostrophe, since spreadsheets would run it as a formula. That
 * can happen to ids of lines, fuels and materials only; numbers stay as they are. */
#include "run/report_csv.h"

#include "run/report.h"

void cm_csv_cell(cm_sink *out, cm_str text) {
  bool guard = text.size && strchr("=+-@\t\r", text.at[0]) != NULL, quote = guard;
  for (size_t i = 0; i < text.size && !quote; i++) quote = strchr(",\"\r\n", text.at[i]) != NULL;
  if (!quote) {
    cm_sink_add(out, text);
    return;
  }
  cm_sink_c(out, guard ? "\"'" : "\"");
  size_t from = 0;
  for (size_t i = 0; i < text.size; i++) {
    if (text.at[i] != '"') continue;
    cm_sink_add(out, cm_str_slice(text, from, i + 1)); /* the quote, and below once more */
    from = i;
  }
  cm_sink_add(out, cm_str_slice(text, from, text.size));
  cm_sink_c(out, "\"");
}

static void next_cell(cm_sink *out, cm_str text) {
  cm_sink_c(out, ",");
  cm_csv_cell(out, text);
}

static void numbers(const cm_figure *figure, cm_sink *out) {
  char text[CM_DEC_TEXT_MAX];
  cm_rounded shown;
  bool valid = cm_figure_value(figure)->state == CM_VALID;
  cm_sink_c(out, ",");
  if (valid) cm_sink_add(out, cm_dec_text(&cm_figure_value(figure)->dec, text));
  cm_sink_c(out, ",");
  if (valid && cm_figure_display(figure, &shown) >= 0) cm_sink_add(out, cm_rounded_text(&shown, text));
}

static void row(const cm_run *run, const cm_figure *figure, cm_sink *out) {
  const cm_instance *in = cm_figure_instance(figure);
  uint32_t line = figure->sheet->track->line;
  int grade = cm_figure_grade(run, figure);
  char period[CM_PERIOD_TEXT_MAX];
  cm_csv_cell(out, cm_figure_edition(figure)->id);
  next_cell(out, line == CM_NONE ? CM_S("") : run->ledger->lines.at[line].id);
  next_cell(out, cm_figure_period(figure, period));
  next_cell(out, in->formula->key);
  next_cell(out, in->of);
  numbers(figure, out);
  next_cell(out, in->formula->unit_text);
  next_cell(out, cm_str_of(cm_status_text(cm_figure_value(figure)->state)));
  cm_sink_c(out, ",");
  if (grade >= 0) cm_sink_u64(out, (uint64_t)grade);
  next_cell(out, in->formula->clause);
  cm_sink_c(out, "\n");
}

void cm_report_csv(const cm_view *view, cm_sink *sink) {
  const cm_run *run = view->run;
  cm_sink_c(sink, "edition,line,period,key,of,value,display,unit,status,grade,clause\n");
  for (size_t i = 0; i < run->figures.size; i++) {
    const cm_figure *figure = &run->figures.at[i];
    if (cm_period_shows(run, view->period, cm_figure_period_number(figure), figure->sheet->year))
      row(run, figure, sink);
  }
}
