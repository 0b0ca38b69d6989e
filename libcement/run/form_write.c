/* The form as CSV: a title, the headings, a row for each quantity; where the months of one differ in method, source or
 * note, a row for each of them. */
#include "run/form.h"
#include "run/report_csv.h"
#include "run/report_words.h"

typedef struct writer {
  const cm_form_sheet *sheet;
  const cm_items *items;
  const cm_ledger *ledger; /* NULL: none */
  cm_form_figures figures;
  cm_sink *out;
  bool years; /* in a column of their own */
} writer;

static void next(writer *w, cm_str text) {
  cm_sink_c(w->out, ",");
  cm_csv_cell(w->out, text);
}

static cm_str word(const writer *w, cm_form_label which) {
  return cm_label_text(w->sheet->form->words[which], w->sheet->language, CM_S(""));
}

/* ---- the head ---- */

/* 1月; 2025-01 in English, or Jan where the year has a column. */
static void month_heading(writer *w, int32_t month) {
  static const char *const names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  char text[CM_PERIOD_TEXT_MAX];
  cm_sink_c(w->out, ",");
  if (w->sheet->language == CM_ZH) {
    cm_sink_u64(w->out, (uint64_t)month + 1);
    cm_sink_c(w->out, "月");
  } else if (w->years) {
    cm_sink_c(w->out, names[month]);
  } else {
    cm_sink_add(w->out, cm_month_text(w->sheet->first_year * 12 + month, text));
  }
}

static void head(writer *w) {
  static const cm_form_label before[] = {CM_FORM_LABEL_LINE, CM_FORM_LABEL_ITEM, CM_FORM_LABEL_OF, CM_FORM_LABEL_USE,
                                         CM_FORM_LABEL_UNIT};
  static const cm_form_label behind[] = {CM_FORM_LABEL_TOTAL, CM_FORM_LABEL_METHOD, CM_FORM_LABEL_SOURCE,
                                         CM_FORM_LABEL_NOTE};
  char text[CM_PERIOD_TEXT_MAX];
  cm_sink_c(w->out, "\xEF\xBB\xBF");
  cm_csv_cell(w->out, word(w, CM_FORM_LABEL_TITLE));
  next(w, w->sheet->form->name);
  cm_sink_c(w->out, ",");
  if (!w->years) cm_sink_add(w->out, cm_year_text(w->sheet->first_year, text));
  if (!w->years && w->sheet->language == CM_ZH) cm_sink_c(w->out, "年");
  for (size_t i = w->years ? 2 : 3; i < 21; i++) cm_sink_c(w->out, ",");
  cm_sink_c(w->out, "\n");
  if (w->years) cm_csv_cell(w->out, word(w, CM_FORM_LABEL_YEAR));
  for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
    if (i > 0 || w->years) cm_sink_c(w->out, ",");
    cm_csv_cell(w->out, word(w, before[i]));
  }
  for (int32_t i = 0; i < CM_FORM_MONTHS; i++) month_heading(w, i);
  for (size_t i = 0; i < sizeof behind / sizeof *behind; i++) next(w, word(w, behind[i]));
  cm_sink_c(w->out, "\n");
}

/* ---- what a row is about ---- */

static void line_cell(writer *w, const cm_form_part *part) {
  char text[CM_PERIOD_TEXT_MAX];
  if (w->years) {
    if (part->year != 0) cm_sink_add(w->out, cm_year_text(part->year, text));
    cm_sink_c(w->out, ",");
  }
  if (part->line == CM_NONE) {
    cm_csv_cell(w->out, word(w, CM_FORM_LABEL_FACILITY));
  } else if (w->ledger != NULL) {
    cm_csv_cell(w->out, w->ledger->lines.at[part->line].id);
  } else {
    cm_sink_c(w->out, "L");
    cm_sink_u64(w->out, (uint64_t)part->line + 1);
  }
}

/* By its label, or by its id where the plant has declared it. */
static cm_str member_name(const writer *w, const cm_set *set, uint32_t index, cm_str id) {
  if (index >= set->member_count) return id;
  return cm_label_text(set->members[index].label, w->sheet->language, set->members[index].key);
}

static cm_str of_name(const writer *w, const cm_form_line *line) {
  cm_str none = {"", 0};
  uint8_t sets = line->item != NULL ? line->item->sets : w->sheet->form->blocks.at[line->row->block].set;
  if (line->fuel != CM_NONE) {
    bool own = line->fuel >= w->items->fuel.member_count;
    return member_name(w, &w->items->fuel, line->fuel, own ? w->ledger->fuels.at[line->fuel].id : none);
  }
  if (line->member == CM_NONE) return none;
  if ((sets & CM_SET_SECTION) != 0) return member_name(w, &w->items->section, line->member, none);
  bool own = line->member >= w->items->material.member_count;
  return member_name(w, &w->items->material, line->member, own ? w->ledger->materials.at[line->member].id : none);
}

/* Of an item. */
static cm_str unit_of(const writer *w, const cm_form_line *line, char text[CM_UNIT_TEXT_MAX]) {
  if (line->fuel == CM_NONE) return line->item->unit_text;
  const cm_attribute_value *own =
      w->ledger != NULL ? w->ledger->fuels.at[line->fuel].attributes : w->items->fuel.members[line->fuel].attributes;
  return cm_item_unit_text_for_state(w->items, line->item, own[w->items->fuel_state].choice, text);
}

static void about(writer *w, const cm_form_part *part, const cm_form_line *line, cm_str unit) {
  cm_language language = w->sheet->language;
  line_cell(w, part);
  next(w, line->item != NULL ? cm_label_text(line->item->label, language, line->item->key)
                             : cm_label_text(line->row->label, language, line->row->figure));
  next(w, of_name(w, line));
  next(w, line->use == CM_NONE ? CM_S("") : member_name(w, &w->items->use, line->use, CM_S("")));
  next(w, unit);
}

/* ---- numbers ---- */

/* The digits as written where the unit is the row's. */
static void value_cell(writer *w, const cm_observation *o, cm_str unit) {
  char text[CM_DEC_TEXT_MAX];
  bool plain = o != NULL && cm_str_eq(o->unit, unit) && !o->binary;
  for (size_t i = 0; plain && i < o->written.size; i++) plain = (o->written.at[i] | 0x20) != 'e';
  cm_sink_c(w->out, ",");
  if (o != NULL) cm_sink_add(w->out, plain ? o->written : cm_dec_text(&o->value, text));
}

static bool alike(const cm_observation *a, const cm_observation *b) {
  return a->method == b->method && cm_str_eq(a->source, b->source) && cm_str_eq(a->note, b->note);
}

/* The months that go with the first one that is not written yet; the row of all of them is told by `of`. */
static void quantity_row(writer *w, const cm_form_part *part, const cm_form_line *line, uint32_t *written) {
  char text[CM_DEC_TEXT_MAX], unit_text[CM_UNIT_TEXT_MAX];
  cm_str unit = unit_of(w, line, unit_text);
  const cm_observation *first = NULL;
  bool begins = *written == 0;
  cm_dec total;
  about(w, part, line, unit);
  for (size_t i = 0; i < CM_FORM_MONTHS; i++) {
    const cm_observation *o = line->months[i];
    bool mine = o != NULL && (*written & (1u << i)) == 0 && (first == NULL || alike(first, o));
    if (mine && first == NULL) first = o;
    value_cell(w, mine ? o : NULL, unit);
    if (mine || o == NULL) *written |= 1u << i;
  }
  cm_sink_c(w->out, ",");
  if (begins && cm_form_total(part, line, &total)) cm_sink_add(w->out, cm_dec_text(&total, text));
  bool told = first != NULL && first->method != CM_METHOD_NONE;
  next(w, told ? word(w, (cm_form_label)(CM_FORM_LABEL_MEASURED + first->method - 1)) : CM_S(""));
  next(w, first != NULL ? first->source : CM_S(""));
  next(w, first != NULL ? first->note : CM_S(""));
  cm_sink_c(w->out, "\n");
}

static void figure_cell(writer *w, const cm_figure *figure) {
  char text[CM_DEC_TEXT_MAX];
  cm_rounded shown;
  cm_sink_c(w->out, ",");
  if (figure == NULL || cm_figure_value(figure)->state != CM_VALID || cm_figure_display(figure, &shown) < 0) return;
  cm_sink_add(w->out, cm_rounded_text(&shown, text));
}

static void figure_row(writer *w, const cm_form_part *part, const cm_form_line *line) {
  const cm_figure *year = NULL;
  about(w, part, line, line->row->unit);
  for (int32_t i = 0; i < CM_FORM_MONTHS; i++) {
    const cm_figure *month = NULL;
    if (w->sheet->run != NULL)
      month = cm_form_figure(&w->figures, w->sheet, line, part->line, part->year * 12 + i, false);
    figure_cell(w, month);
  }
  if (w->sheet->run != NULL) year = cm_form_figure(&w->figures, w->sheet, line, part->line, part->year, true);
  figure_cell(w, year);
  next(w, word(w, CM_FORM_LABEL_CALCULATED));
  next(w, year != NULL ? cm_figure_edition(year)->id : CM_S(""));
  cm_sink_c(w->out, ",\n");
}

/* ---- what the line or the plant is ---- */

static const cm_attribute_value *attribute_of(const writer *w, const cm_form_part *part, size_t index) {
  if (w->ledger == NULL) return NULL;
  const cm_attribute_value *own =
      part->line == CM_NONE ? w->ledger->facility : w->ledger->lines.at[part->line].attributes;
  return own[index].given ? &own[index] : NULL;
}

/* It is of no month, so it stands in the year's cell. */
static void attribute_row(writer *w, const cm_form_part *part, const cm_attribute *attribute) {
  char text[CM_DEC_TEXT_MAX];
  cm_language language = w->sheet->language;
  const cm_attribute_value *value = attribute_of(w, part, attribute->index);
  line_cell(w, part);
  next(w, cm_label_text(attribute->label, language, attribute->key));
  cm_sink_c(w->out, ",,");
  next(w, attribute->number ? attribute->unit_text : CM_S(""));
  for (size_t i = 0; i < CM_FORM_MONTHS; i++) cm_sink_c(w->out, ",");
  if (value == NULL) {
    cm_sink_c(w->out, ",");
  } else if (attribute->number) {
    next(w, cm_dec_text(&value->number, text));
  } else {
    const cm_choice *choice = &attribute->choices[value->choice];
    next(w, cm_label_text(choice->label, language, choice->key));
  }
  cm_sink_c(w->out, ",,,\n");
}

static void attribute_rows(writer *w, const cm_form_part *part) {
  const cm_set *set = part->line == CM_NONE ? &w->items->facility : &w->items->line;
  for (size_t i = 0; i < set->attribute_count; i++) attribute_row(w, part, &set->attributes[i]);
}

/* ---- all of it ---- */

static int part(writer *w, uint32_t line, int32_t year, const cm_alloc *alloc) {
  cm_arena arena;
  cm_arena_init(&arena, alloc);
  cm_form_part p = {.sheet = w->sheet, .arena = &arena, .line = line, .year = year};
  int failed = cm_form_collect(&p);
  if (!failed) attribute_rows(w, &p);
  for (size_t i = 0; i < p.lines.size && !failed && w->out->status == CEMENT_OK; i++) {
    const cm_form_line *at = &p.lines.at[p.order[i]];
    uint32_t written = 0;
    if (at->item == NULL) figure_row(w, &p, at);
    while (at->item != NULL && written != (1u << CM_FORM_MONTHS) - 1) quantity_row(w, &p, at, &written);
  }
  cm_arena_free(&arena);
  return failed;
}

void cm_form_write(const cm_form_sheet *sheet, const cm_alloc *alloc, cm_sink *sink) {
  const cm_ledger *ledger = sheet->run != NULL ? sheet->run->ledger : NULL;
  writer w = {.sheet = sheet,
              .items = sheet->form->items,
              .ledger = ledger,
              .out = sink,
              .years = sheet->first_year == 0 || sheet->end_year != sheet->first_year + 1};
  cm_arena arena;
  cm_arena_init(&arena, alloc);
  size_t lines = ledger != NULL ? ledger->lines.size : sheet->lines;
  int failed = cm_form_figures_find(&w.figures, sheet, &arena);
  head(&w);
  for (int32_t year = sheet->first_year; year < sheet->end_year && !failed; year++) {
    for (uint32_t i = 0; i < lines && !failed; i++) failed = part(&w, i, year, alloc);
    if (!failed) failed = part(&w, CM_NONE, year, alloc);
  }
  if (failed) sink->status = CEMENT_E_NOMEM;
  cm_arena_free(&arena);
}

/* Years of the ledger that have a month that is shown. */
void cm_report_form(const cm_view *view, cm_sink *sink) {
  const cm_ledger *ledger = view->run->ledger;
  cm_arena arena;
  cm_monthly_form form;
  cm_form_sheet sheet = {.form = &form, .run = view->run, .period = view->period, .language = view->language};
  cm_arena_init(&arena, view->run->arena.alloc);
  for (size_t i = 0; i < ledger->month_count; i++) {
    if (!cm_period_shows(view->run, view->period, ledger->months[i], false)) continue;
    if (sheet.end_year == 0) sheet.first_year = ledger->months[i] / 12;
    sheet.end_year = ledger->months[i] / 12 + 1;
  }
  int status = cm_form_builtin(&arena, &form, ledger->items, NULL);
  if (status == CEMENT_OK)
    cm_form_write(&sheet, view->run->arena.alloc, sink);
  else
    sink->status = status;
  cm_arena_free(&arena);
}
