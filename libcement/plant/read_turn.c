/* Tables with a row an item and a column a day: turned before anything else is read of them, so that they are wide
 * tables whose cells keep their places. */
#include "plant/fold.h"
#include "plant/read_work.h"

#define DAYS_LEAST 3
#define CORNER_LEAST 5        /* behind an empty corner */
#define BARE_LEAST 10         /* from 1 to 10: fewer may be kilns */
#define CELLS_MOST (1u << 18) /* a year of days of 700 items */
#define COLUMNS_LOOKED 512    /* days begin before that */

/* ---- which row has the days ---- */

typedef enum heading_kind { HEADING_NAME, HEADING_DAY, HEADING_BARE_DAY } heading_kind;

/* 1日, 3/1 and whole dates; *bare: a number alone, which is a day only among its like. */
static heading_kind day_of(const cm_file *f, cm_str raw, int32_t *bare) {
  char plain[CM_PLAIN_MAX];
  size_t size, digits = 0;
  uint32_t repairs = 0;
  const char *why;
  cm_when when;
  *bare = 0;
  if (!cm_plain_text(raw, f->table.encoding, plain, &size, &repairs)) return HEADING_NAME;
  for (; digits < size && digits < 2 && cm_is_digit((unsigned char)plain[digits]); digits++) {
    *bare = *bare * 10 + plain[digits] - '0';
  }
  if (digits == 0) return HEADING_NAME;
  bool dated = digits < size && plain[digits] != CM_PLAIN_DAY; /* 3/1 is of March, whichever the title names */
  const cm_when_rules rules = {f->table.encoding, .year = 2000, .month = dated && *bare <= 12 ? *bare : 1};
  if (cm_when_plain((cm_str){plain, size}, &rules, &when, &why) != 0 || when.grain != CM_GRAIN_DAY) return HEADING_NAME;
  return digits == size ? HEADING_BARE_DAY : HEADING_DAY;
}

/* What the word of a heading is. */
static int word_of(cm_file *f, cm_str text, uint8_t *form, uint8_t *meaning) {
  cm_str name;
  int status = cm_file_name(f, text, &name);
  if (status != CEMENT_OK) return status;
  const cm_entry *entry = cm_dictionary_find(f->plant->dictionary, CM_WORD_COLUMN, name);
  *form = cm_dictionary_form(f->plant->dictionary, name);
  *meaning = entry == NULL ? CM_MEANING_UNKNOWN : entry->meaning;
  cm_arena_free(&f->scratch);
  return CEMENT_OK;
}

/* Days side by side, behind a word for items or units, or behind an empty corner. */
static int has_days(cm_file *f, const cm_row *row, const cm_heading *cells, bool *is) {
  size_t days = 0, run = 0, longest = 0;
  int32_t last = 0;
  bool words = false, corner = false;
  for (size_t i = 0; i < row->count && i < COLUMNS_LOOKED; i++) {
    int32_t bare;
    uint8_t form, meaning;
    heading_kind kind = day_of(f, row->fields[i].raw, &bare);
    days += kind == HEADING_DAY;
    run = kind == HEADING_BARE_DAY && bare == last + 1 ? run + 1 : 0;
    if (run > longest) longest = run;
    last = bare;
    if (kind != HEADING_NAME) continue;
    int status = word_of(f, cells[i].text, &form, &meaning);
    if (status != CEMENT_OK) return status;
    words |= form == CM_FORM_TITLE || meaning == CM_MEANING_UNIT || (i == 0 && meaning == CM_MEANING_PERIOD);
    corner |= i == 0 && cells[i].text.size == 0;
  }
  *is = (words && (days >= DAYS_LEAST || longest >= BARE_LEAST)) || (corner && days >= CORNER_LEAST);
  return CEMENT_OK;
}

/* ---- the rows below ---- */

typedef struct turn {
  cm_file *f;
  size_t at;                   /* the row of the days */
  const cm_heading *cells;     /* and its cells */
  uint32_t title, unit, group; /* columns; CM_NONE: there is none */
  size_t *items, count;        /* the rows of items */
  cm_kept_row *turned;         /* what becomes of the columns */
  size_t rows;
} turn;

static int read_rest(cm_file *f) {
  bool more = true;
  for (size_t cells = 0; more;) {
    int status = cm_table_next(&f->table, &more, f->err);
    if (status == CEMENT_OK && more) status = cm_file_keep_row(f);
    if (status != CEMENT_OK) return status;
    cells += f->table.row.count;
    if (cells <= CELLS_MOST) continue;
    return cm_fail(f->err, CEMENT_E_LIMIT, cm_table_place(&f->table, NULL),
                   CM_S("more than 262144 cells in a table with a column a day"));
  }
  cm_file_encoded(f);
  return CEMENT_OK;
}

/* A row of items: as long as the headings. One that says nothing beside its first word, a remark or the name of a
 * section, is none, and counted. */
static int is_item(cm_file *f, size_t index, size_t columns, bool *is) {
  char read[CM_U64_TEXT_MAX], expected[CM_U64_TEXT_MAX];
  size_t filled = 0;
  f->row = &f->kept.at[index].row;
  f->places = f->kept.at[index].places;
  for (size_t i = 0; i < f->row->count; i++) filled += !cm_file_blank(f, i);
  *is = filled > 1;
  if (filled == 1) cm_file_count(&f->rows, cm_file_spot(f, 0));
  if (filled < 2 || f->row->count == columns) return CEMENT_OK;
  return cm_fail(f->err, CEMENT_E_SCHEMA, cm_file_place(f, columns), cm_u64_text(f->row->count, read),
                 CM_S(" cells read, "), cm_u64_text(columns, expected), CM_S(" expected as in the headings"));
}

/* ---- turning ---- */

/* Appends the column as a row of what it says of the items, with `head` in the place of its heading if that is not
 * NULL. */
static int put_column(turn *t, uint32_t column, const char *head) {
  cm_file *f = t->f;
  const cm_kept_row *heads = &f->kept.at[t->at];
  cm_kept_row out = {.row = heads->row};
  cm_field *fields = CM_NEWS(&f->arena, cm_field, t->count + 1);
  out.places = CM_NEWS(&f->arena, cm_place, t->count + 1);
  if (fields == NULL || out.places == NULL) return cm_file_nomem(f);
  fields[0] = heads->row.fields[column];
  if (head != NULL) fields[0].raw = cm_str_of(head);
  out.places[0] = heads->places[column];
  for (size_t i = 0; i < t->count; i++) {
    const cm_kept_row *item = &f->kept.at[t->items[i]];
    fields[i + 1] = item->row.fields[column];
    out.places[i + 1] = item->places[column];
  }
  out.row.fields = fields;
  out.row.count = t->count + 1;
  t->turned[t->rows++] = out;
  return CEMENT_OK;
}

/* A column that is neither a day nor a sum of days. */
static int pass_over(turn *t, uint32_t column, uint8_t meaning) {
  const cm_heading *name = &t->cells[column];
  const cm_meaning none = {.kind = CM_MEANING_UNKNOWN};
  bool silent = meaning == CM_MEANING_IGNORE || meaning == CM_MEANING_NOTE || name->text.size == 0;
  if (silent) return CEMENT_OK;
  return cm_file_tell_name(t->f, name, &none, meaning == CM_MEANING_UNKNOWN ? CM_REMARK_COLUMN : CM_REMARK_SPARE,
                           (cm_str){"", 0});
}

/* Days, and what repeats their sums. */
static int put_days(turn *t) {
  cm_file *f = t->f;
  const cm_row *row = &f->kept.at[t->at].row;
  for (uint32_t i = 0; i < row->count; i++) {
    uint8_t form = CM_FORM_NONE, meaning = CM_MEANING_UNKNOWN;
    int32_t bare;
    if (i == t->title || i == t->unit || i == t->group) continue;
    bool day = day_of(f, row->fields[i].raw, &bare) != HEADING_NAME;
    int status = day ? CEMENT_OK : word_of(f, t->cells[i].text, &form, &meaning);
    if (status != CEMENT_OK) return status;
    bool repeats = form == CM_FORM_SUM || form == CM_FORM_OTHER;
    status = day || repeats ? put_column(t, i, NULL) : pass_over(t, i, meaning);
    if (status != CEMENT_OK) return status;
  }
  return CEMENT_OK;
}

/* Finds the columns of titles, of units, and of lines or fuels, whose names then stand above those of items. */
static int find_columns(turn *t) {
  cm_file *f = t->f;
  const cm_row *row = &f->kept.at[t->at].row;
  t->title = t->unit = t->group = CM_NONE;
  for (uint32_t i = 0; i < row->count; i++) {
    uint8_t form, meaning;
    int32_t bare;
    if (day_of(f, row->fields[i].raw, &bare) != HEADING_NAME) continue;
    int status = word_of(f, t->cells[i].text, &form, &meaning);
    if (status != CEMENT_OK) return status;
    bool group = meaning == CM_MEANING_LINE || meaning == CM_MEANING_OF;
    uint32_t none, *column = form == CM_FORM_TITLE        ? &t->title
                             : meaning == CM_MEANING_UNIT ? &t->unit
                             : group                      ? &t->group
                                                          : &none;
    if (column == &none || *column == CM_NONE) *column = i;
  }
  bool other = t->title == CM_NONE;
  if (other) t->title = t->group != CM_NONE ? t->group : t->unit == 0 ? 1 : 0;
  if (other) t->group = CM_NONE;
  return CEMENT_OK;
}

/* Rows of a line or a fuel say which: what stands above may be of another, or of all. Sums have none. */
static int check_group(turn *t) {
  cm_file *f = t->f;
  uint8_t form, meaning;
  cm_str text;
  if (t->group == CM_NONE || !cm_file_blank(f, t->group)) return CEMENT_OK;
  int status = cm_file_text(f, t->title, &text);
  if (status == CEMENT_OK) status = word_of(f, text, &form, &meaning);
  if (status != CEMENT_OK || form == CM_FORM_SUM || form == CM_FORM_OTHER) return status;
  return cm_fail(f->err, CEMENT_E_MISSING, cm_file_place(f, t->group), t->cells[t->group].text,
                 CM_S(": empty; in a table with a column a day each row says it"));
}

/* Which rows are of items. */
static int find_items(turn *t) {
  cm_file *f = t->f;
  size_t columns = f->kept.at[t->at].row.count;
  t->items = CM_NEWS(&f->arena, size_t, f->kept.size);
  t->turned = CM_NEWS(&f->arena, cm_kept_row, columns);
  if (t->items == NULL || t->turned == NULL) return cm_file_nomem(f);
  for (size_t i = t->at + 1; i < f->kept.size; i++) {
    bool is;
    int status = is_item(f, i, columns, &is);
    if (status != CEMENT_OK) return status;
    if (!is) continue;
    t->items[t->count++] = i;
    if ((status = check_group(t)) != CEMENT_OK) return status;
  }
  return CEMENT_OK;
}

static int turn_table(turn *t) {
  cm_file *f = t->f;
  int status = find_columns(t);
  if (status == CEMENT_OK) status = read_rest(f);
  if (status == CEMENT_OK) status = find_items(t);
  const char *date = f->table.encoding == CM_ENCODING_GB18030 ? "\xC8\xD5\xC6\xDA" : "日期";
  if (status == CEMENT_OK && t->group != CM_NONE) status = put_column(t, t->group, "");
  if (status == CEMENT_OK) status = put_column(t, t->title, date);
  if (status == CEMENT_OK && t->unit != CM_NONE) status = put_column(t, t->unit, NULL);
  if (status == CEMENT_OK) status = put_days(t);
  if (status != CEMENT_OK) return status;
  f->kept.size = t->at; /* titles stay above */
  for (size_t i = 0; i < t->rows; i++) {
    if (CM_VEC_PUSH(&f->arena, &f->kept, t->turned[i]) != 0) return cm_file_nomem(f);
  }
  f->turned = true;
  f->turned_rows = (cm_heading_rows){
      .names = t->at + (t->group != CM_NONE), .groups = t->group != CM_NONE, .units = t->unit != CM_NONE};
  return CEMENT_OK;
}

int cm_file_turn(cm_file *f, cm_heading *const *rows) {
  uint8_t asked = f->map == NULL ? CM_SHAPE_FOUND : f->map->shape;
  if (asked != CM_SHAPE_FOUND && asked != CM_SHAPE_DAYS) return CEMENT_OK;
  for (size_t r = f->names_row; r < f->kept.size; r++) {
    bool is;
    turn t = {.f = f, .cells = rows[r], .at = r};
    int status = has_days(f, &f->kept.at[r].row, rows[r], &is);
    if (status != CEMENT_OK) return status;
    if (is) return turn_table(&t);
  }
  if (asked == CM_SHAPE_FOUND) return CEMENT_OK;
  return cm_fail(f->err, CEMENT_E_SCHEMA, f->map->where,
                 CM_S("the mapping says daily-form, but the table has no row with days (1日, 2日, 3日) side by side"));
}
