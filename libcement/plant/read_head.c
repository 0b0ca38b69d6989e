/* The top of a plant file: which rows are headings, what shape the table has, which year it is of. */
#include "plant/fold.h"
#include "plant/read_work.h"

/* ---- rows read ahead ---- */

int cm_file_keep_row(cm_file *f) {
  const cm_row *row = &f->table.row;
  cm_kept_row kept = {.row = *row};
  cm_field *fields = CM_NEWS(&f->arena, cm_field, row->count);
  kept.places = CM_NEWS(&f->arena, cm_place, row->count);
  if (fields == NULL || kept.places == NULL) return cm_file_nomem(f);
  for (size_t i = 0; i < row->count; i++) {
    fields[i] = row->fields[i];
    fields[i].raw = cm_arena_copy(&f->arena, row->fields[i].raw);
    if (fields[i].raw.at == NULL) return cm_file_nomem(f);
    kept.places[i] = cm_table_place(&f->table, &row->fields[i]);
  }
  kept.row.fields = fields;
  return CM_VEC_PUSH(&f->arena, &f->kept, kept) ? cm_file_nomem(f) : CEMENT_OK;
}

/* The first rows of the table, and those that the mapping says to skip. */
static int keep_rows(cm_file *f) {
  size_t most = CM_HEADING_ROWS_MAX + (f->map == NULL ? 0 : f->map->skip_rows);
  bool more = true;
  while (f->kept.size < most) {
    int status = cm_table_next(&f->table, &more, f->err);
    if (status != CEMENT_OK || !more) return status;
    if ((status = cm_file_keep_row(f)) != CEMENT_OK) return status;
  }
  return CEMENT_OK;
}

static size_t widest(const cm_file *f) {
  size_t most = 0;
  for (size_t i = 0; i < f->kept.size; i++) most = f->kept.at[i].row.count > most ? f->kept.at[i].row.count : most;
  return most;
}

/* A kept row in UTF-8, made as long as the longest. */
static int row_texts(cm_file *f, size_t index, size_t columns, cm_heading **out) {
  cm_arena *arena = &f->plant->arena; /* proposals keep what headings say */
  cm_heading *cells = CM_NEWS(arena, cm_heading, columns);
  if (cells == NULL) return cm_file_nomem(f);
  f->row = &f->kept.at[index].row;
  f->places = f->kept.at[index].places;
  for (size_t i = 0; i < columns; i++) {
    cm_str text = {"", 0};
    int status = i < f->row->count ? cm_file_text(f, i, &text) : CEMENT_OK;
    if (status != CEMENT_OK) return status;
    cells[i] = (cm_heading){cm_arena_copy(arena, text), cm_file_place(f, i)};
    if (cells[i].text.at == NULL) return cm_file_nomem(f);
  }
  *out = cells;
  return CEMENT_OK;
}

static int rows_texts(cm_file *f, size_t columns, cm_heading ***out) {
  int status = CEMENT_OK;
  *out = CM_NEWS(&f->arena, cm_heading *, f->kept.size);
  if (*out == NULL) return cm_file_nomem(f);
  for (size_t i = 0; i < f->kept.size && status == CEMENT_OK; i++) status = row_texts(f, i, columns, &(*out)[i]);
  return status;
}

/* ---- the year and the month of a title ---- */

static bool has_at(cm_str text, size_t at, const char *sign) {
  return at + 3 <= text.size && memcmp(text.at + at, sign, 3) == 0;
}

static bool digit_at(cm_str text, size_t at) {
  return at < text.size && cm_is_digit((unsigned char)text.at[at]);
}

/* Behind its first month: -3月, 至3月. */
static bool is_range(cm_str text, size_t at) {
  static const char *const signs[] = {"-", "~", "—", "–", "至", "到"};
  if (has_at(text, at, "份")) at += 3;
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
    bool sign = cm_str_starts(cm_str_slice(text, at, text.size), signs[i]);
    if (sign && digit_at(text, at + strlen(signs[i]))) return true;
  }
  return false;
}

bool cm_file_is_months(cm_str name) {
  size_t at = 0;
  while (digit_at(name, at)) at++;
  if (at == 4 && has_at(name, at, "年")) {
    for (at += 3; digit_at(name, at);) at++;
  }
  if (at == 0 || !digit_at(name, at - 1)) return false;
  if (has_at(name, at, "月")) at += 3;
  if (!is_range(name, at)) return false;
  while (at < name.size && !digit_at(name, at)) at++;
  while (digit_at(name, at)) at++;
  if (!has_at(name, at, "月")) return false;
  at += has_at(name, at + 3, "份") ? 6 : 3;
  return at == name.size || (at + 6 == name.size && has_at(name, at + 3, "计")); /* 合计, 累计, 小计 */
}

/* Of 2025年3月; 0 without a month, or of a sum of several; -1 where it is a day's: that a report was made then says
 * nothing of its numbers. */
static int32_t month_behind(cm_str text, size_t at) {
  int32_t month = 0;
  while (digit_at(text, at) && month < 100) month = month * 10 + text.at[at++] - '0';
  if (!has_at(text, at, "月")) return 0;
  if (digit_at(text, at + 3)) return -1;
  return month <= 12 && !is_range(text, at + 3) ? month : 0;
}

/* The first year, with the month behind it if there is one. */
static int32_t year_in(cm_str text, int32_t *month) {
  for (size_t i = 0; i + 7 <= text.size; i++) {
    int32_t year;
    if ((i > 0 && digit_at(text, i - 1)) || cm_year_read(cm_str_slice(text, i, i + 4), &year)) continue;
    if (!has_at(text, i + 4, "年")) continue;
    *month = month_behind(text, i + 7);
    if (*month >= 0) return year >= 1900 && year < 2100 ? year : 0;
  }
  return 0;
}

static int refuse_two(cm_file *f, const cm_heading *title, const char *what) {
  return cm_fail(f->err, CEMENT_E_SCHEMA, title->where, CM_S("\""), cm_str_cut(title->text, 60),
                 CM_S("\" read: the titles name two "), cm_str_of(what));
}

/* The month of titles: the same wherever one is named. */
static int take_month(cm_file *f, const cm_heading *title, cm_month month) {
  bool other = f->has_title_month && f->title_month != month;
  if (other) return refuse_two(f, title, "months; leave the one that the numbers are of");
  f->has_title_month = true;
  f->title_month = month;
  return CEMENT_OK;
}

/* Years that titles above the headings agree on. */
static int find_year(cm_file *f, cm_heading *const *rows, size_t columns) {
  int32_t mapped = f->map == NULL ? 0 : f->map->year, mapped_month = f->map == NULL ? 0 : f->map->month;
  f->year = mapped;
  for (size_t r = 0; r < f->names_row; r++) {
    for (size_t i = 0; i < columns; i++) {
      cm_str folded;
      cm_arena_free(&f->scratch);
      int status = cm_fold(&f->scratch, rows[r][i].text, rows[r][i].where, &folded, NULL);
      if (status == CEMENT_E_NOMEM) return cm_file_nomem(f);
      f->title_sums |= status == CEMENT_OK && cm_has_word(folded, CM_S("累计"));
      int32_t month = 0, year = status == CEMENT_OK ? year_in(folded, &month) : 0;
      if (year == 0 || (mapped != 0 && year != mapped)) continue;
      if (f->year != 0 && year != f->year) return refuse_two(f, &rows[r][i], "years; let a mapping say which it is");
      f->year = year;
      bool take = month > 0 && mapped_month == 0;
      status = take ? take_month(f, &rows[r][i], CM_MONTH(year, month)) : CEMENT_OK;
      if (status != CEMENT_OK) return status;
    }
  }
  if (mapped_month != 0 && f->year != 0) { /* whatever the titles say */
    f->has_title_month = true;
    f->title_month = CM_MONTH(f->year, mapped_month);
    f->title_sums = false;
  }
  f->when.year = f->year;
  return CEMENT_OK;
}

/* ---- shapes ---- */

/* Jan, Feb ... */
static bool english_month(cm_str raw, int32_t year, cm_month *out) {
  static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  cm_str text = cm_str_trim(raw);
  for (int32_t i = 0; i < 12 && text.size == 3; i++) {
    if (memcmp(names + 3 * i, text.at, 3) != 0) continue;
    *out = CM_MONTH(year, i + 1);
    return true;
  }
  return false;
}

bool cm_file_month_heading(const cm_file *f, cm_str raw, int32_t year, cm_month *out) {
  char plain[CM_PLAIN_MAX];
  size_t size;
  uint32_t repairs = 0;
  cm_when when;
  const char *why;
  const cm_when_rules rules = {.encoding = f->table.encoding, .year = year};
  if (english_month(raw, year, out)) return true;
  bool sign = !cm_plain_text(raw, f->table.encoding, plain, &size, &repairs); /* words may be a month */
  for (size_t i = 0; i < size && !sign; i++) sign = plain[i] == CM_PLAIN_MONTH || plain[i] == '-' || plain[i] == '/';
  if (!sign || cm_when_read(raw, &rules, &when, &repairs, &why) != 0 || when.grain != CM_GRAIN_MONTH) return false;
  *out = cm_when_month(&when, 1, false);
  return true;
}

/* Three months side by side head the columns of a form, or the month that it is of beside the names or the units of
 * rows. */
static int is_form_row(cm_file *f, const cm_row *row, const cm_heading *cells, size_t columns, bool *is) {
  size_t months = 0;
  bool this_month = false, rows = false;
  cm_month month;
  for (size_t i = 0; i < row->count; i++) months += cm_file_month_heading(f, row->fields[i].raw, 2000, &month);
  for (size_t i = 0; i < columns; i++) {
    cm_str name;
    int status = cm_file_name(f, cells[i].text, &name);
    if (status != CEMENT_OK) return status;
    uint8_t word = cm_dictionary_form(f->plant->dictionary, name);
    this_month |= cm_dictionary_is_month(f->plant->dictionary, name);
    rows |= word == CM_FORM_TITLE || cm_dictionary_is_unit(f->plant->dictionary, name);
  }
  cm_arena_free(&f->scratch);
  *is = months >= 3 || (this_month && rows);
  return CEMENT_OK;
}

static bool is_long_row(const cm_heading *cells, size_t columns) {
  static const char *const names[] = {"line", "period", "item", "of",     "value",
                                      "unit", "method", "use",  "source", "note"};
  uint32_t found = 0;
  for (size_t i = 0; i < columns; i++) {
    size_t n = 0;
    while (n < 10 && !cm_str_is(cells[i].text, names[n])) n++;
    if (n == 10 && cells[i].text.size != 0) return false;
    if (n < 10) found |= 1u << n;
  }
  return (found & 0x36u) == 0x36u; /* period, item, value, unit */
}

static int find_shape(cm_file *f, cm_heading *const *rows, size_t columns) {
  uint8_t asked = f->turned ? CM_SHAPE_WIDE : f->map == NULL ? CM_SHAPE_FOUND : f->map->shape;
  f->shape = asked == CM_SHAPE_FOUND ? CM_SHAPE_WIDE : asked;
  for (size_t r = f->names_row; r < f->kept.size; r++) {
    bool as_form;
    int status = is_form_row(f, &f->kept.at[r].row, rows[r], columns, &as_form);
    if (status != CEMENT_OK) return status;
    as_form = as_form && asked != CM_SHAPE_WIDE && asked != CM_SHAPE_LONG;
    bool as_long = (asked == CM_SHAPE_FOUND || asked == CM_SHAPE_LONG) && is_long_row(rows[r], columns);
    if (!as_form && !as_long) continue;
    f->shape = as_form ? CM_SHAPE_FORM : CM_SHAPE_LONG;
    f->names_row = r;
    f->first_row = r + 1;
    return CEMENT_OK;
  }
  return CEMENT_OK;
}

/* ---- headings ---- */

static int find_rows(cm_file *f, cm_heading *const *rows, size_t columns, cm_heading_rows *found) {
  const cm_mapping_table *map = f->map;
  size_t skip = map == NULL ? 0 : map->skip_rows;
  if (f->turned) {
    *found = f->turned_rows;
    return CEMENT_OK;
  }
  if (map != NULL && map->header_rows != 0) {
    found->groups = map->header_rows > 1;
    found->names = skip + map->header_rows - 1;
    found->units = map->unit_row;
    if (found->names < f->kept.size) return CEMENT_OK;
    return cm_fail(f->err, CEMENT_E_SCHEMA, map->where,
                   CM_S("the mapping looks for headings in a row that the table does not have"));
  }
  int status = cm_headings_find(&f->arena, f->plant->dictionary, (const cm_heading *const *)(rows + skip),
                                f->kept.size - skip, columns, found, f->err);
  found->names += skip;
  if (map != NULL && map->unit_row_given) found->units = map->unit_row;
  return status;
}

/* A mapping that leaves the columns to the dictionary may still say which of them tell when, where and of what. */
static int take_own(cm_file *f) {
  const cm_str *dates = f->map->period_keys;
  const cm_str keys[] = {dates[0], dates[1], dates[2], dates[3], f->map->line_key, f->map->of_key};
  for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
    uint8_t kind = k < CM_WHEN_COLUMNS ? CM_MEANING_PERIOD : k == CM_WHEN_COLUMNS ? CM_MEANING_LINE : CM_MEANING_OF;
    bool found = keys[k].size == 0;
    for (size_t i = 0; i < f->headings.count && !found; i++) {
      const cm_heading *name = &f->headings.names[i];
      cm_str key;
      int status = cm_heading_key(&f->arena, cm_heading_group(&f->headings, i), name->text, name->where, &key, f->err);
      if (status != CEMENT_OK) return status;
      found = cm_str_eq(key, keys[k]);
      if (found) f->meanings[i] = (cm_meaning){.kind = kind, .turn = kind == CM_MEANING_PERIOD ? (uint8_t)(k + 1) : 0};
    }
    if (found) continue;
    return cm_fail(f->err, CEMENT_E_SCHEMA, f->map->where, CM_S("the table has no column \""), cm_str_cut(keys[k], 100),
                   CM_S("\""));
  }
  return CEMENT_OK;
}

static int take_headings(cm_file *f, cm_heading *const *rows, size_t columns, const cm_heading_rows *found) {
  f->headings = (cm_headings){found->groups ? rows[found->names - 1] : NULL, rows[found->names],
                              found->units && found->names + 1 < f->kept.size ? rows[found->names + 1] : NULL,
                              f->kept.at[found->names].row.count};
  f->names_row = found->names;
  f->first_row = found->names + (f->headings.units != NULL ? 2 : 1);
  (void)columns;
  f->meanings = CM_NEWS(&f->plant->arena, cm_meaning, f->headings.count);
  if (f->meanings == NULL) return cm_file_nomem(f);
  if (f->map != NULL && f->map->column_count != 0) {
    return cm_mapping_apply(&f->plant->arena, f->plant->dictionary, f->map, &f->headings, f->meanings, f->err);
  }
  int status = cm_headings_read(&f->plant->arena, f->plant->dictionary, &f->headings, f->meanings, f->err);
  return status == CEMENT_OK && f->map != NULL ? take_own(f) : status;
}

static int nothing_known(cm_file *f) {
  const cm_heading *first = &f->headings.names[0];
  return cm_fail(f->err, CEMENT_E_SCHEMA, first->where, CM_S("\""), cm_str_cut(first->text, 40),
                 CM_S("\" read: no heading of this table is known; it is neither a ledger (JSON that begins with {, or "
                      "CSV with the header line,period,item,of,value,unit) nor a plant's table with usual headings; "
                      "a mapping can say what its columns are"));
}

/* ---- what headings leave open ---- */

int cm_file_tell_name(cm_file *f, const cm_heading *name, const cm_meaning *m, cm_remark_kind kind, cm_str what) {
  char line[CM_U64_TEXT_MAX], column[CM_U64_TEXT_MAX];
  cm_remark remark = {
      .kind = kind, .month = INT32_MIN, .item = m->item, .of = m->of, .key = cm_str_cut(name->text, 120)};
  return cm_file_tell(f, &remark, f->name, CM_S(":"), cm_u64_text(name->where.line, line), CM_S(":"),
                      cm_u64_text(name->where.column, column), CM_S(" "), cm_str_cut(name->text, 120),
                      what.size ? CM_S(": ") : CM_S(""), what, m->because.en.size ? CM_S(": ") : CM_S(""),
                      m->because.zh, m->because.en.size ? CM_S(" / ") : CM_S(""), m->because.en);
}

/* Of a rate with its time. */
static cm_str unit_of(cm_file *f, const cm_meaning *m) {
  cm_buf text;
  if (m->per == CM_PER_NONE) return m->unit_text;
  cm_buf_init(&text, &f->scratch);
  cm_buf_add(&text, m->unit_text);
  cm_buf_add_char(&text, '/');
  cm_buf_add_c(&text, cm_per_names[m->per]);
  return cm_buf_text(&text);
}

int cm_file_tell_doubts(cm_file *f, const cm_heading *name, const cm_meaning *m) {
  cm_str spelt = unit_of(f, m);
  int status = spelt.at == NULL && m->per != CM_PER_NONE ? cm_file_nomem(f) : CEMENT_OK;
  for (int bit = 0; bit < 8 && status == CEMENT_OK; bit++) {
    if (!(m->doubt & (1 << bit))) continue;
    bool unit = ((1 << bit) & (CM_DOUBT_SPELLING | CM_DOUBT_SHORT)) != 0;
    bool property = m->kind == CM_MEANING_ATTRIBUTE && (1 << bit) == CM_DOUBT_SUBJECT;
    cm_str as = unit ? spelt : property ? m->property.key : m->of.size || m->item == NULL ? m->of : m->item->key;
    status = cm_file_tell_name(f, name, m, (cm_remark_kind)(CM_REMARK_MEMBER + bit), as);
  }
  return status;
}

static bool rows_say(const cm_file *f, cm_meaning_kind kind) {
  for (size_t i = 0; i < f->headings.count; i++) {
    if (f->meanings[i].kind == kind) return true;
  }
  return false;
}

bool cm_file_left_to_rows(const cm_file *f, const cm_meaning *m) {
  if (m->problem == CM_PROBLEM_NO_UNIT) return m->kind != CM_MEANING_ATTRIBUTE && rows_say(f, CM_MEANING_UNIT);
  return m->problem == CM_PROBLEM_MEMBER && rows_say(f, CM_MEANING_OF);
}

static int check_headings(cm_file *f) {
  cm_meaning *meanings = cm_arena_dup(&f->scratch, f->meanings, f->headings.count * sizeof *meanings);
  if (meanings == NULL) return cm_file_nomem(f);
  for (size_t i = 0; i < f->headings.count; i++) {
    if (cm_file_left_to_rows(f, &meanings[i])) meanings[i] = (cm_meaning){.kind = CM_MEANING_IGNORE};
  }
  return cm_headings_check(&f->headings, meanings, f->strict, f->err);
}

static int tell_headings(cm_file *f) {
  int status = check_headings(f);
  for (size_t i = 0; i < f->headings.count && status == CEMENT_OK; i++) {
    const cm_meaning *m = &f->meanings[i];
    const cm_heading *name = &f->headings.names[i];
    bool unknown = m->kind == CM_MEANING_UNKNOWN && m->problem == CM_PROBLEM_NONE;
    bool problem = m->problem != CM_PROBLEM_NONE && m->problem != CM_PROBLEM_EMPTY && !cm_file_left_to_rows(f, m);
    cm_str what = problem ? cm_str_of(cm_problem_text((cm_problem)m->problem)) : (cm_str){"", 0};
    status =
        problem || unknown ? cm_file_tell_name(f, name, m, CM_REMARK_COLUMN, what) : cm_file_tell_doubts(f, name, m);
  }
  return status;
}

static size_t known_columns(const cm_file *f) {
  size_t known = 0;
  for (size_t i = 0; i < f->headings.count; i++) known += f->meanings[i].kind != CM_MEANING_UNKNOWN;
  return known;
}

int cm_file_head(cm_file *f, bool propose) {
  cm_heading_rows found = {0};
  int status = keep_rows(f);
  if (status != CEMENT_OK) return status;
  size_t columns = widest(f);
  size_t skip = f->map == NULL ? 0 : f->map->skip_rows;
  if (f->kept.size <= skip) {
    return cm_fail(f->err, CEMENT_E_SYNTAX, ((cm_place){f->name, 0, 1, 1}),
                   CM_S("the file is empty, a table expected"));
  }
  cm_file_encoded(f);
  cm_heading **rows;
  f->names_row = skip;
  status = rows_texts(f, columns, &rows);
  if (status == CEMENT_OK) status = cm_file_turn(f, rows);
  if (status == CEMENT_OK && f->turned) {
    columns = widest(f);
    status = rows_texts(f, columns, &rows);
  }
  if (status == CEMENT_OK) status = find_shape(f, rows, columns);
  if (status != CEMENT_OK) return status;
  if (f->shape == CM_SHAPE_WIDE) {
    status = find_rows(f, rows, columns, &found);
    if (status == CEMENT_OK) status = take_headings(f, rows, columns, &found);
    if (status == CEMENT_OK && known_columns(f) == 0 && !propose) status = nothing_known(f);
    if (status == CEMENT_OK && !propose) status = tell_headings(f);
  } else {
    f->headings = (cm_headings){NULL, rows[f->names_row], NULL, f->kept.at[f->names_row].row.count};
  }
  if (status == CEMENT_OK) status = find_year(f, rows, columns);
  f->kept_at = f->first_row;
  return status;
}
