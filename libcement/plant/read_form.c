/* The monthly form: a row an item, a column a month, and the year's total behind them. */
#include "plant/read_form.h"

/* ---- columns ---- */

/* The month of the titles. */
static int read_this_month(cm_form *t, uint32_t i) {
  cm_file *f = t->f;
  const cm_heading *name = &f->headings.names[i];
  t->kind[i] = CM_COLUMN_MONTH;
  t->months[i] = f->title_month;
  if (f->has_title_month) return CEMENT_OK;
  return cm_fail(f->err, CEMENT_E_SCHEMA, name->where, CM_S("\""), name->text,
                 CM_S("\" read: which month it is is not said; write it in a title above (2025年3月)"));
}

static int read_column(cm_form *t, uint32_t i) {
  cm_file *f = t->f;
  const cm_heading *name = &f->headings.names[i];
  cm_str folded;
  if (cm_file_month_heading(f, f->kept.at[f->names_row].row.fields[i].raw, f->year ? f->year : 2000, &t->months[i])) {
    t->kind[i] = CM_COLUMN_MONTH;
    return CEMENT_OK;
  }
  int status = cm_file_name(f, name->text, &folded);
  if (status == CEMENT_OK && cm_dictionary_is_month(f->plant->dictionary, folded)) return read_this_month(t, i);
  if (status == CEMENT_OK && folded.size != 0) status = cm_form_own_column(t, i, folded);
  if (status != CEMENT_OK || folded.size == 0 || t->kind[i] != CM_COLUMN_OTHER) return status;
  uint8_t word = cm_dictionary_form(f->plant->dictionary, folded);
  if (word == CM_FORM_SUM || word == CM_FORM_OTHER) {
    t->kind[i] = word == CM_FORM_SUM ? CM_COLUMN_TOTAL : CM_COLUMN_KNOWN;
  } else if (word == CM_FORM_TITLE && t->title == CM_NONE) {
    t->kind[i] = CM_COLUMN_TITLE;
    t->title = i;
  } else {
    status = cm_heading_read(&f->arena, f->plant->dictionary, (cm_str){"", 0}, name->text, (cm_str){"", 0}, name->where,
                             &f->meanings[i], f->err);
    uint8_t kind = f->meanings[i].kind;
    bool known = kind != CM_MEANING_UNKNOWN && kind != CM_MEANING_VALUE && kind != CM_MEANING_ROLE &&
                 kind != CM_MEANING_ATTRIBUTE;
    if (known) t->kind[i] = CM_COLUMN_KNOWN;
    if (kind == CM_MEANING_UNIT && t->unit == CM_NONE) {
      t->kind[i] = CM_COLUMN_UNIT;
      t->unit = i;
    }
    if (kind == CM_MEANING_LINE && t->line == CM_NONE) t->line = i;
    if (kind == CM_MEANING_OF && t->of == CM_NONE) t->of = i;
    if (kind == CM_MEANING_PERIOD && t->year == CM_NONE) t->year = i;
  }
  return status;
}

/* 本年累计 and 一季度: numbers that nothing is held against. */
static int tell_running_sum(cm_form *t, uint32_t i) {
  cm_str folded;
  const cm_heading *name = &t->f->headings.names[i];
  const cm_meaning none = {.kind = CM_MEANING_UNKNOWN};
  if (t->kind[i] != CM_COLUMN_KNOWN) return CEMENT_OK;
  int status = cm_file_name(t->f, name->text, &folded);
  bool is = status == CEMENT_OK && cm_dictionary_form(t->f->plant->dictionary, folded) == CM_FORM_OTHER;
  return is ? cm_file_tell_name(t->f, name, &none, CM_REMARK_SPARE, CM_S("")) : status;
}

static int tell_other_columns(cm_form *t) {
  cm_file *f = t->f;
  for (uint32_t i = 0; i < f->headings.count; i++) {
    const cm_heading *name = &f->headings.names[i];
    int status = tell_running_sum(t, i);
    if (status != CEMENT_OK) return status;
    if (t->kind[i] != CM_COLUMN_OTHER || name->text.size == 0) continue;
    if (f->strict) {
      return cm_fail(f->err, CEMENT_E_SCHEMA, name->where, CM_S("\""), name->text,
                     CM_S("\" read: the column is not known, which strict reading refuses"));
    }
    cm_meaning none = {.kind = CM_MEANING_UNKNOWN};
    status = cm_file_tell_name(f, name, &none, CM_REMARK_COLUMN, CM_S(""));
    if (status != CEMENT_OK) return status;
  }
  return CEMENT_OK;
}

static int read_columns(cm_form *t) {
  cm_file *f = t->f;
  size_t count = f->headings.count;
  t->kind = CM_NEWS(&f->arena, uint8_t, count);
  t->months = CM_NEWS(&f->arena, cm_month, count);
  f->meanings = CM_NEWS(&f->arena, cm_meaning, count);
  f->cells = CM_NEWS(&f->arena, cm_value_cell, count);
  if (t->kind == NULL || t->months == NULL || f->meanings == NULL || f->cells == NULL) return cm_file_nomem(f);
  t->title = t->unit = t->line = t->of = t->use = t->year = CM_NONE;
  int status = CEMENT_OK;
  for (uint32_t i = 0; i < count && status == CEMENT_OK; i++) status = read_column(t, i);
  if (t->title == CM_NONE && t->of != CM_NONE) { /* rows of fuels by their names alone */
    t->title = t->of;
    t->of = CM_NONE;
    t->kind[t->title] = CM_COLUMN_TITLE;
  }
  for (uint32_t i = 0; i < count && t->title == CM_NONE; i++) { /* the first that is nothing else */
    if (t->kind[i] != CM_COLUMN_OTHER) continue;
    t->title = i;
    t->kind[i] = CM_COLUMN_TITLE;
  }
  if (status != CEMENT_OK) return status;
  if (t->title == CM_NONE) {
    return cm_fail(f->err, CEMENT_E_SCHEMA, f->headings.names[0].where,
                   CM_S("no column with the items' names before the months"));
  }
  return tell_other_columns(t);
}

/* ---- what a row is about ---- */

/* A cell that holds for the rows below until another stands there, as merged cells do. */
static int carry(cm_form *t, uint32_t column, cm_str *out) {
  cm_str text;
  if (column == CM_NONE) return CEMENT_OK;
  int status = cm_file_text(t->f, column, &text);
  if (status != CEMENT_OK || text.size == 0) return status;
  *out = cm_arena_copy(&t->f->arena, text);
  return out->at == NULL ? cm_file_nomem(t->f) : CEMENT_OK;
}

static bool sure(const cm_meaning *m) {
  if (cm_meaning_is_fuel_property(m)) return m->problem == CM_PROBLEM_NONE && m->of.size != 0;
  bool of = (m->item != NULL) && (m->item->sets & (CM_SET_FUEL | CM_SET_MATERIAL | CM_SET_SECTION)) != 0;
  return (m->kind == CM_MEANING_VALUE || m->kind == CM_MEANING_ROLE) && m->problem == CM_PROBLEM_NONE &&
         !(m->doubt & (CM_DOUBT_ASSUMED | CM_DOUBT_SUBJECT)) && (!of || m->of.size != 0);
}

/* A title of any fuel, beside a name that a mapping knows, or will have to. */
static int read_named(cm_form *t, cm_str title, cm_str unit, cm_place where, cm_meaning *m) {
  cm_file *f = t->f;
  cm_str named;
  bool found;
  int status = cm_mapping_named_of(&f->arena, f->map, t->of_text, where, &named, f->err);
  bool wanted = t->of_text.size != 0 && (named.size != 0 || f->propose) && m->problem == CM_PROBLEM_MEMBER;
  if (status != CEMENT_OK || !wanted || !cm_meaning_lacks_member(m)) return status;
  return cm_file_read_of(f, t->of_text, title, unit, where, m, &found);
}

/* CaO beside a name, or below one, that is neither clinker's nor a known material's is not that of clinker. */
static int leave_subject(cm_form *t, cm_meaning *m) {
  cm_str name;
  if ((m->doubt & CM_DOUBT_SUBJECT) == 0) return CEMENT_OK;
  int status = cm_file_name(t->f, t->section, &name);
  bool group = t->section.size == 0 || cm_dictionary_find(t->f->plant->dictionary, CM_WORD_GROUP, name) != NULL;
  if (status == CEMENT_OK && (t->of_text.size != 0 || !group))
    *m = (cm_meaning){.kind = CM_MEANING_UNKNOWN, .problem = CM_PROBLEM_GROUP};
  return status;
}

/* The title alone if it says all; else with the fuel of its row, or of the section that it stands in. */
static int read_meaning(cm_form *t, cm_str title, cm_str unit, cm_meaning *out) {
  cm_file *f = t->f;
  const cm_str groups[] = {{"", 0}, t->of_text, t->section};
  cm_place where = cm_file_place(f, t->title);
  for (size_t i = 3; i-- > 0;) { /* a person's word first, the closest one before the others */
    bool found;
    if (i > 0 && groups[i].size == 0) continue;
    int status =
        cm_mapping_row(&f->arena, f->plant->dictionary, f->map, groups[i], title, unit, where, out, &found, f->err);
    if (status == CEMENT_OK && found) return cm_file_fill_of(f, t->of_text, where, out);
    if (status != CEMENT_OK) return status;
  }
  for (size_t i = 0; i < 3; i++) {
    cm_meaning m;
    if (i > 0 && groups[i].size == 0) continue;
    int status = cm_heading_read(&f->arena, f->plant->dictionary, groups[i], title, unit, where, &m, f->err);
    if (status != CEMENT_OK) return status;
    if (i == 0 && cm_form_wants_member(t, &m)) status = cm_form_member_of(t, title, unit, &m);
    if (status != CEMENT_OK) return status;
    if (i == 0 || sure(&m)) *out = m;
    if (sure(&m)) return CEMENT_OK;
  }
  int status = leave_subject(t, out);
  return status != CEMENT_OK ? status : read_named(t, title, unit, where, out);
}

static bool has_numbers(const cm_form *t) {
  for (size_t i = 0; i < t->f->headings.count; i++) {
    if ((t->kind[i] == CM_COLUMN_MONTH || t->kind[i] == CM_COLUMN_TOTAL) && !cm_file_blank(t->f, i)) return true;
  }
  return false;
}

/* A row of a title alone begins a section: of a line, or of a fuel. */
static int begin_section(cm_form *t, cm_str title) {
  cm_file *f = t->f;
  cm_str name;
  uint32_t number;
  char id[CM_LINE_ID_MAX];
  cm_str kept = cm_arena_copy(&f->arena, title);
  if (kept.at == NULL) return cm_file_nomem(f);
  int status = cm_file_name(f, title, &name);
  if (status != CEMENT_OK) return status;
  if (!cm_dictionary_line(f->plant->dictionary, name, &number)) {
    t->section = kept;
    return CEMENT_OK;
  }
  t->section = (cm_str){"", 0};
  t->line_id = cm_arena_copy(&f->arena, cm_line_id(number, id));
  return t->line_id.at == NULL ? cm_file_nomem(f) : CEMENT_OK;
}

static int refuse_unit(cm_form *t, cm_str title) {
  return cm_fail(t->f->err, CEMENT_E_UNIT, cm_file_place(t->f, t->title), CM_S("\""), cm_str_cut(title, 60),
                 CM_S("\" read: its unit is missing; write it behind the name or in a column of units"));
}

/* What cannot be used: refused, or told. */
static int pass_over(cm_form *t, cm_str title, const cm_meaning *m, cm_str why) {
  cm_file *f = t->f;
  const cm_heading name = {title, cm_file_place(f, t->title)};
  if (f->strict) {
    return cm_fail(f->err, CEMENT_E_SCHEMA, name.where, CM_S("\""), cm_str_cut(title, 60), CM_S("\" read: "), why,
                   CM_S(", which strict reading refuses"));
  }
  return cm_file_tell_name(f, &name, m, CM_REMARK_COLUMN, why);
}

/* ---- numbers ---- */

static int add_months(cm_form *t, cm_lane *lane) {
  cm_file *f = t->f;
  int status = CEMENT_OK;
  for (size_t i = 0; i < f->headings.count && status == CEMENT_OK; i++) {
    if (t->kind[i] != CM_COLUMN_MONTH) continue;
    f->month = t->months[i];
    f->length = cm_file_days(f) * CM_DAY_SECONDS;
    status = cm_file_number(f, i, lane->columns[i].share, &f->cells[i]);
    if (status != CEMENT_OK) return status;
    bool stopped = f->cells[i].kind == CM_CELL_STOPPED && !cm_is_stock(lane->columns[i].item);
    if (stopped) cm_file_count(&f->stops, cm_file_spot(f, i));
    if (f->cells[i].kind == CM_CELL_NUMBER && f->cells[i].number.percent) {
      cm_dec x = cm_number_dec(&f->cells[i].number);
      if (cm_scale_apply(&x, &x, &lane->columns[i].of_percent) >= 0) f->cells[i].number = (cm_number){.dec = x};
    }
    if (i > 0 && lane->at[i].series == CM_NONE) lane->at[i].series = lane->at[0].series;
    status = cm_file_add_cell(f, lane, i);
    lane->at[0].series = lane->at[i].series;
    if (status == CEMENT_OK) status = cm_file_list(f, lane);
  }
  return status;
}

/* The year's cell of what adds up. */
static int check_total(cm_form *t, const cm_lane *lane, size_t i, size_t months, cm_str title) {
  cm_file *f = t->f;
  cm_value_cell cell;
  int status = cm_file_number(f, i, lane->columns[i].share, &cell);
  cm_file_aside(f, i, CEMENT_OUTCOME_UNUSED);
  if (status == CEMENT_OK) status = cm_file_list(f, NULL);
  if (status != CEMENT_OK || cell.kind != CM_CELL_NUMBER) return status;
  cm_form_year p = {lane->at[0].series, i, cm_number_dec(&cell.number), cm_file_spot(f, i), title};
  if (p.series == CM_NONE || f->plant->book.months.size == months) return CEMENT_OK;
  return CM_VEC_PUSH(&f->arena, &t->totals, p) ? cm_file_nomem(f) : CEMENT_OK;
}

static int plan(cm_form *t, const cm_heading *name, const cm_meaning *m, cm_lane *lane) {
  cm_file *f = t->f;
  cm_unit percent, unit = m->unit;
  cm_column c = {.read = true, .item = m->item, .meaning = m, .flow = m->item->time == CM_TIME_SUM};
  int status = cm_unit_read(CM_S("%"), &percent, f->err, CM_NOWHERE);
  if (status != CEMENT_OK) return status;
  unit.basis = CM_BASIS_NONE;
  c.share = cm_unit_same_dim(&percent, &unit) && cm_unit_factor(&c.of_percent, &percent, &unit) == 0;
  if (cm_book_unit(&f->plant->book, m->unit_text, &unit, &c.unit)) return cm_file_nomem(f);
  lane->columns = CM_NEWS(&f->arena, cm_column, f->headings.count);
  lane->at = CM_NEWS(&f->arena, cm_lane_column, f->headings.count);
  if (lane->columns == NULL || lane->at == NULL) return cm_file_nomem(f);
  for (size_t i = 0; i < f->headings.count; i++) {
    lane->columns[i] = c;
    lane->at[i].series = CM_NONE;
    status = cm_file_plan_rate(f, lane, i, name->where, name->text);
    if (status != CEMENT_OK) return status;
  }
  return m->per == CM_PER_NONE ? CEMENT_OK : cm_file_tell_rate(f, name, m);
}

static int find_line(cm_form *t, cm_lane *lane) {
  cm_file *f = t->f;
  cm_str text = {"", 0}, name;
  bool whole = false;
  int status = carry(t, t->line, &text);
  if (status == CEMENT_OK) status = cm_file_name(f, text, &name);
  if (status == CEMENT_OK) status = cm_form_is_word(t, name, CM_FORM_LABEL_FACILITY, &whole);
  if (status == CEMENT_OK && text.size != 0 && !whole) {
    status =
        cm_mapping_line(&f->arena, f->plant->dictionary, f->map, text, cm_file_place(f, t->line), &t->line_id, f->err);
  }
  lane->line = t->line_id.size != 0 ? t->line_id : f->map == NULL ? (cm_str){"", 0} : f->map->line;
  if (whole) lane->line = t->line_id = (cm_str){"", 0};
  return status;
}

static int find_year(cm_form *t) {
  cm_file *f = t->f;
  cm_when when;
  cm_str text = {"", 0};
  uint32_t repairs = 0;
  const char *why;
  if (t->year != CM_NONE && !cm_file_blank(f, t->year)) {
    cm_str raw = cm_plain_trim(cm_file_raw(f, t->year), f->table.encoding, &repairs);
    int32_t year = 0;
    bool is = cm_year_read(raw, &year) == 0;
    if (!is && cm_when_read(raw, &f->when, &when, &repairs, &why) == 0 && when.grain == CM_GRAIN_YEAR) {
      year = cm_when_month(&when, 1, false) / 12;
      is = true;
    }
    if (!is) {
      int status = cm_file_text(f, t->year, &text);
      return status != CEMENT_OK ? status
                                 : cm_fail(f->err, CEMENT_E_SYNTAX, cm_file_place(f, t->year), CM_S("\""),
                                           cm_str_cut(text, 60), CM_S("\" read, a year expected"));
    }
    for (size_t i = 0; i < f->headings.count; i++) {
      if (t->kind[i] == CM_COLUMN_MONTH) t->months[i] = CM_MONTH(year, t->months[i] % 12 + 1);
    }
    f->year = year;
  }
  bool named = f->year != 0;
  cm_month a, b;
  for (size_t i = 0; i < f->headings.count && !named; i++) { /* each month may name its own */
    cm_str raw = f->kept.at[f->names_row].row.fields[i].raw;
    named = t->kind[i] == CM_COLUMN_MONTH && cm_file_month_heading(f, raw, 2000, &a) &&
            cm_file_month_heading(f, raw, 2001, &b) && a == b;
  }
  if (named) return CEMENT_OK;
  return cm_fail(f->err, CEMENT_E_SCHEMA, f->headings.names[0].where,
                 CM_S("which year the months are of is not said; write it in a title above (2024年), in a column, or "
                      "let a mapping say it"));
}

/* A property stands in any of the cells, or in all of them. */
static int give(cm_form *t, const cm_meaning *m, cm_str line) {
  int status = CEMENT_OK;
  for (size_t i = 0; i < t->f->headings.count && status == CEMENT_OK; i++) {
    if (t->kind[i] == CM_COLUMN_MONTH || t->kind[i] == CM_COLUMN_TOTAL) status = cm_file_give(t->f, m, line, i);
  }
  return status == CEMENT_OK ? cm_file_list(t->f, NULL) : status;
}

/* By the section or the fuel that it needs to be understood; a title without numbers may begin a section. */
static int propose(cm_form *t, cm_str title, cm_meaning *m, bool row) {
  cm_file *f = t->f;
  cm_str under = t->of_text.size != 0 ? t->of_text : t->section;
  bool attribute = m->kind == CM_MEANING_ATTRIBUTE, open = false;
  uint8_t sets = m->item == NULL ? 0 : m->item->sets & (CM_SET_FUEL | CM_SET_MATERIAL);
  if (!row && !attribute) return begin_section(t, title);
  int status = t->line == CM_NONE || cm_file_blank(f, t->line) ? CEMENT_OK : cm_file_propose_line(f, t->line);
  bool named = sets != 0 && t->of != CM_NONE && !cm_file_blank(f, t->of);
  if (status == CEMENT_OK && named) status = cm_file_propose_of(f, t->of, sets, &open);
  if (status != CEMENT_OK) return status;
  if (open) m->of = CM_S("");                                /* what the name will stand for */
  bool owned = attribute && !cm_meaning_is_fuel_property(m); /* by the line, or by the plant */
  return cm_file_propose_row(f, owned ? CM_S("") : under, title, m, cm_file_place(f, t->title));
}

static int read_row(cm_form *t) {
  cm_file *f = t->f;
  cm_str title = {"", 0}, unit = {"", 0};
  cm_lane lane = {.begun = false};
  cm_meaning *m = CM_NEW(&f->arena, cm_meaning);
  if (m == NULL) return cm_file_nomem(f);
  int status = carry(t, t->title, &title);
  if (status == CEMENT_OK) status = carry(t, t->unit, &unit);
  if (status == CEMENT_OK) status = carry(t, t->of, &t->of_text);
  if (status == CEMENT_OK) status = find_line(t, &lane);
  if (status != CEMENT_OK) return status;
  bool numbers = has_numbers(t), computed, left_out;
  status = cm_mapping_leaves_out(&f->arena, f->map, t->of_text, CM_NOWHERE, &left_out, f->err);
  if (status != CEMENT_OK || left_out || (title.size == 0 && !numbers)) return status;
  status = cm_form_is_computed(t, title, &computed);
  if (status != CEMENT_OK || computed) return status == CEMENT_OK && numbers ? cm_form_tell_computed(t, title) : status;
  status = read_meaning(t, title, unit, m);
  bool known = m->kind == CM_MEANING_VALUE && m->problem == CM_PROBLEM_NONE;
  if (status != CEMENT_OK) return status;
  if (f->propose) return propose(t, title, m, numbers || known);
  if (m->kind == CM_MEANING_IGNORE) return CEMENT_OK;
  if (m->kind == CM_MEANING_ATTRIBUTE && m->problem == CM_PROBLEM_NONE) {
    const cm_heading name = {title, cm_file_place(f, t->title)};
    if (m->doubt != 0 && f->strict) return pass_over(t, title, m, CM_S("taken for granted"));
    if (m->doubt != 0) status = cm_file_tell_doubts(f, &name, m);
    if (status != CEMENT_OK) return status;
    bool dated = t->year != CM_NONE && !cm_file_blank(f, t->year); /* it holds for the rows below */
    if (dated) status = find_year(t);
    return status == CEMENT_OK ? give(t, m, lane.line) : status;
  }
  if (!numbers) return known ? CEMENT_OK : begin_section(t, title);
  if (m->problem == CM_PROBLEM_NO_UNIT && m->kind != CM_MEANING_ATTRIBUTE) return refuse_unit(t, title);
  bool of_basis = cm_form_is_of_basis(m);
  if (!of_basis && (m->kind != CM_MEANING_VALUE || m->problem != CM_PROBLEM_NONE)) {
    return pass_over(t, title, m,
                     cm_str_of(cm_problem_text((cm_problem)(m->problem ? m->problem : CM_PROBLEM_UNKNOWN))));
  }
  status = cm_form_use(t, m);
  if (status != CEMENT_OK) return status;
  const cm_heading name = {title, cm_file_place(f, t->title)};
  if (m->doubt != 0 && f->strict) return pass_over(t, title, m, CM_S("taken for granted"));
  if (m->doubt != 0) status = cm_file_tell_doubts(f, &name, m);
  size_t months = f->plant->book.months.size;
  if (status == CEMENT_OK) status = find_year(t);
  if (of_basis) return status == CEMENT_OK ? cm_form_keep_basis(t, title, m, lane.line) : status;
  if (status == CEMENT_OK) status = plan(t, &name, m, &lane);
  if (status == CEMENT_OK) status = add_months(t, &lane);
  if (status == CEMENT_OK) status = cm_form_keep_read(t, title, m, lane.line);
  for (size_t i = 0; i < f->headings.count && status == CEMENT_OK; i++) {
    bool total = t->kind[i] == CM_COLUMN_TOTAL && m->per == CM_PER_NONE;
    if (total) status = check_total(t, &lane, i, months, title);
  }
  return status;
}

int cm_file_form(cm_file *f) {
  cm_monthly_form *own = CM_NEW(&f->arena, cm_monthly_form);
  cm_form t = {.f = f, .section = {"", 0}, .line_id = {"", 0}, .of_text = {"", 0}};
  bool more = true;
  char read[CM_U64_TEXT_MAX], expected[CM_U64_TEXT_MAX];
  f->monthly = true;
  f->line_column = f->of_column = f->unit_column = f->period_column = CM_NONE;
  f->months_first = f->plant->book.months.size;
  t.own = own;
  if (own == NULL) return cm_file_nomem(f);
  int status = cm_form_builtin(&f->arena, own, f->plant->ledger->items, f->err);
  if (status == CEMENT_OK) status = read_columns(&t);
  while (status == CEMENT_OK) {
    status = cm_file_next(f, &more);
    if (status != CEMENT_OK || !more) break;
    if (f->row->count != f->headings.count) {
      bool remark = f->row->count < f->headings.count && f->row->count <= t.title + 1u; /* a line below the table */
      if (remark) continue;
      return cm_fail(f->err, CEMENT_E_SCHEMA, cm_file_place(f, f->headings.count), cm_u64_text(f->row->count, read),
                     CM_S(" cells read, "), cm_u64_text(f->headings.count, expected),
                     CM_S(" expected as in the headings"));
    }
    status = read_row(&t);
  }
  if (f->propose) return status;
  if (status == CEMENT_OK) status = cm_form_convert(&t);
  if (status == CEMENT_OK) status = cm_form_forget_empty(&t);
  if (status == CEMENT_OK) status = cm_file_list_blanks(f);
  return status == CEMENT_OK ? cm_form_check_years(&t) : status;
}
