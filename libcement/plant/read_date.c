/* The columns that say when the rows of a wide table are: a date; a date and a time; the year, the month and the day in
 * a column each. */
#include "plant/fold.h"
#include "plant/read_work.h"

/* ---- the parts of a date ---- */

enum { PART_YEAR, PART_MONTH, PART_DAY, PART_TIME }; /* TIME stands for all else: a whole date, a moment, a time */

static const char signs[PART_TIME] = {CM_PLAIN_YEAR, CM_PLAIN_MONTH, CM_PLAIN_DAY};

/* What a column's heading says of bare numbers in it: 日 has days, but 日期 has dates. */
static int find_part(cm_file *f, uint32_t column, uint8_t *out) {
  cm_str name;
  int status = cm_file_name(f, f->headings.names[column].text, &name);
  if (status != CEMENT_OK) return status;
  bool year = cm_has_word(name, CM_S("年")) || cm_str_is(name, "year");
  bool month = cm_has_word(name, CM_S("月")) || cm_str_is(name, "month");
  bool day = (cm_has_word(name, CM_S("日")) && !cm_has_word(name, CM_S("日期"))) || cm_str_is(name, "day");
  *out = year + month + day != 1 ? PART_TIME : year ? PART_YEAR : month ? PART_MONTH : PART_DAY;
  return CEMENT_OK;
}

/* The digits of a part that stands alone, 2025, 2025年, 3, 3月; 0: it does not. */
static size_t lone_digits(cm_str text, uint8_t part) {
  size_t digits = 0;
  while (digits < text.size && cm_is_digit((unsigned char)text.at[digits])) digits++;
  bool fits = part == PART_YEAR ? digits == 4 : digits == 1 || digits == 2;
  bool ends = digits == text.size || (digits + 1 == text.size && text.at[digits] == signs[part]);
  return fits && ends ? digits : 0;
}

/* The cells of a row joined to one date, as plain text. */
typedef struct joined {
  char at[CM_WHEN_COLUMNS * (CM_PLAIN_MAX + 1)];
  size_t size;
  uint8_t next; /* the part that may follow */
} joined;

static void append(joined *to, cm_str text, char behind) {
  memcpy(to->at + to->size, text.at, text.size);
  to->size += text.size;
  if (behind != '\0') to->at[to->size++] = behind;
}

/* A month in full, as 2025-03 or 202503, so that a day may follow. */
static bool add_month(const cm_file *f, joined *to, cm_str text) {
  cm_when when;
  const char *why;
  int32_t year, month, day;
  if (cm_when_plain(text, &f->when, &when, &why) != 0 || when.grain != CM_GRAIN_MONTH) return false;
  cm_date_of(when.day, &year, &month, &day);
  char digits[6];
  int32_t rest = year * 100 + month;
  for (size_t i = 6; i > 0; rest /= 10) digits[--i] = (char)('0' + rest % 10);
  append(to, (cm_str){digits, 4}, CM_PLAIN_YEAR);
  append(to, (cm_str){digits + 4, 2}, CM_PLAIN_MONTH);
  to->next = PART_DAY;
  return true;
}

/* Adds a cell; a part whose heading says another stays as it is, and no date comes of it. */
static void add(const cm_file *f, joined *to, cm_str text, uint8_t heading) {
  bool again = to->next == PART_MONTH && text.size > 4 && memcmp(text.at, to->at, 4) == 0; /* 2025 and 2025-01 */
  if (again) to->size = 0;
  bool first = to->size == 0;
  uint8_t part = to->next;
  if (first) {
    bool of_day = f->when.month != 0 || lone_digits(text, PART_MONTH) == 0;
    part = lone_digits(text, PART_YEAR) != 0 ? PART_YEAR : of_day ? PART_DAY : PART_MONTH;
  }
  size_t digits = part == PART_TIME || (heading != PART_TIME && heading != part) ? 0 : lone_digits(text, part);
  if (digits != 0) {
    append(to, (cm_str){text.at, digits}, signs[part]);
    to->next = (uint8_t)(part + 1);
    return;
  }
  if (first && add_month(f, to, text)) return;
  if (!first) to->at[to->size++] = ' ';
  append(to, text, '\0');
  to->next = PART_TIME;
}

/* ---- the cells of a row ---- */

static const char not_a_date[] = "not a date";

/* The cell, or what stood above where it is empty. {NULL, 0}: it is no plain text. */
static cm_str cell_of(const cm_file *f, const cm_dates *by, size_t k, char plain[CM_PLAIN_MAX], uint32_t *repairs) {
  size_t size;
  cm_str raw = cm_file_raw(f, by->columns[k]);
  if (!cm_plain_text(raw, f->table.encoding, plain, &size, repairs)) return (cm_str){NULL, 0};
  bool quoted = size > 1 && plain[0] == '\'';
  if (quoted) *repairs |= CM_REPAIR_QUOTE;
  return size == 0 ? (cm_str){by->above[k].at, by->above[k].size} : (cm_str){plain + quoted, size - quoted};
}

/* Dates are written once over the rows of a day, years over those of their months: the first cells may be empty, but
 * none behind one that is not. */
static int read_joined(const cm_file *f, cm_dates *by, cm_when *out, uint32_t *repairs, const char **why) {
  joined all = {.size = 0};
  char plain[CM_WHEN_COLUMNS][CM_PLAIN_MAX];
  cm_str texts[CM_WHEN_COLUMNS];
  bool given = false;
  *why = cm_file_blank(f, by->columns[by->count - 1]) ? "the last column of its date is empty" : NULL;
  for (size_t k = 0; k < by->count && *why == NULL; k++) {
    bool blank = cm_file_blank(f, by->columns[k]);
    texts[k] = cell_of(f, by, k, plain[k], &repairs[k]);
    if (texts[k].at == NULL) *why = not_a_date;
    if (blank && (given || texts[k].size == 0)) *why = "a column of its date is empty";
    given |= !blank;
    if (*why == NULL) add(f, &all, texts[k], by->parts[k]);
  }
  if (*why != NULL || cm_when_plain((cm_str){all.at, all.size}, &f->when, out, why) != 0) return -1;
  for (size_t k = 0; k < by->count; k++) {
    by->above[k].size = (uint8_t)texts[k].size;
    memmove(by->above[k].at, texts[k].at, texts[k].size); /* it may be what stood there */
  }
  return 0;
}

/* The date of the row at hand; repairs of each column. */
static int read_dates(const cm_file *f, cm_dates *by, cm_when *out, uint32_t repairs[CM_WHEN_COLUMNS],
                      const char **why) {
  memset(repairs, 0, CM_WHEN_COLUMNS * sizeof *repairs);
  if (by->count > 1) return read_joined(f, by, out, repairs, why);
  return cm_when_read(cm_file_raw(f, by->columns[0]), &f->when, out, &repairs[0], why);
}

/* Rows without dates are of the month that the title names. */
static cm_when of_title(const cm_file *f) {
  return (cm_when){.day = cm_days_of(f->title_month / 12, f->title_month % 12 + 1, 1), .grain = CM_GRAIN_MONTH};
}

bool cm_file_peek_period(cm_file *f, cm_when *out, const char **why) {
  uint32_t repairs[CM_WHEN_COLUMNS];
  if (f->titled) *out = of_title(f);
  return f->titled || read_dates(f, &f->dates, out, repairs, why) == 0;
}

int cm_file_period(cm_file *f, cm_when *out, const char **why) {
  uint32_t repairs[CM_WHEN_COLUMNS];
  *why = NULL;
  if (f->titled) *out = of_title(f);
  if (f->titled || read_dates(f, &f->dates, out, repairs, why) != 0) return CEMENT_OK;
  *why = NULL;
  int status = CEMENT_OK;
  for (size_t k = 0; k < f->dates.count && status == CEMENT_OK; k++) {
    uint32_t column = f->dates.columns[k];
    if ((repairs[k] & ~CM_REPAIR_TRIM) != 0) status = cm_file_repaired(f, column, repairs[k]);
    if (f->dates.count > 1 && cm_file_blank(f, column)) cm_file_count(&f->carried, cm_file_spot(f, column));
  }
  return status;
}

/* ---- which columns ---- */

/* Whether it is neither a number nor a date: 合计, or a remark below a short table. */
static bool is_word(const cm_file *f, cm_str raw) {
  char plain[CM_PLAIN_MAX];
  size_t size;
  uint32_t repairs = 0;
  const char *why;
  cm_when when;
  if (cm_when_read(raw, &f->when, &when, &repairs, &why) == 0) return false;
  if (!cm_plain_text(raw, f->table.encoding, plain, &size, &repairs)) return true;
  return size > 0 && !cm_is_digit((unsigned char)plain[0]);
}

/* A column of dates where every row that was read ahead could have the day number of a spreadsheet. */
static bool are_serials(const cm_file *f, uint32_t column) {
  size_t seen = 0;
  for (size_t i = f->first_row; i < f->kept.size; i++) {
    const cm_row *row = &f->kept.at[i].row;
    if (column >= row->count || row->fields[column].raw.size == 0 || is_word(f, row->fields[column].raw)) continue;
    if (!cm_when_is_serial(row->fields[column].raw, f->table.encoding)) return false;
    seen++;
  }
  return seen > 0;
}

/* What the row at hand tells: 0 nothing, else its grain and 1. */
static int row_tells(const cm_file *f, cm_dates *by) {
  cm_when when;
  uint32_t repairs[CM_WHEN_COLUMNS];
  const char *why;
  return read_dates(f, by, &when, repairs, &why) == 0 ? (int)when.grain + 1 : 0;
}

/* By how much more the one tells than the other, in the row read ahead where that is most. */
static int tells_more(cm_file *f, cm_dates a, cm_dates b) {
  int most = 0;
  const cm_row *row = f->row;
  for (size_t i = f->first_row; i < f->kept.size; i++) {
    f->row = &f->kept.at[i].row;
    int by_a = a.count == 0 ? 0 : row_tells(f, &a), by_b = b.count == 0 ? 0 : row_tells(f, &b);
    if (by_a - by_b > most) most = by_a - by_b;
  }
  f->row = row;
  return most;
}

/* Whether what stands in the column are dates or months by themselves, or nothing. */
static bool are_dates(cm_file *f, cm_dates alone) {
  bool all = true;
  const cm_row *row = f->row;
  for (size_t i = f->first_row; i < f->kept.size && all; i++) {
    f->row = &f->kept.at[i].row;
    all = cm_file_blank(f, alone.columns[0]) || row_tells(f, &alone) > CM_GRAIN_MONTH;
  }
  f->row = row;
  return all;
}

static cm_dates joined_with(cm_dates a, cm_dates b) {
  for (size_t i = 0; i < b.count; i++) {
    a.columns[a.count] = b.columns[i];
    a.parts[a.count++] = b.parts[i];
  }
  return a;
}

static int tell_spare(cm_file *f, const cm_dates *one) {
  uint32_t column = one->columns[0];
  return cm_file_tell_name(f, &f->headings.names[column], &f->meanings[column], CM_REMARK_SPARE, (cm_str){"", 0});
}

/* Takes the column to the others if it tells more with them; what is neither a date of its own nor known already is
 * taken too, so that it is refused where it stands. */
static int settle(cm_file *f, cm_dates one) {
  cm_dates *dates = &f->dates, none = {.count = 0};
  cm_dates behind = joined_with(*dates, one), before = joined_with(one, *dates);
  bool more = tells_more(f, behind, *dates) > 0;
  bool turned = !more && tells_more(f, before, *dates) > 0;
  int told = tells_more(f, *dates, none);
  bool known = one.parts[0] != PART_TIME && told > one.parts[0];
  known |= told != CM_GRAIN_YEAR + 1 && are_dates(f, one);
  if (!more && !turned && known) return tell_spare(f, &one);
  *dates = turned ? before : behind;
  return CEMENT_OK;
}

/* 1日 and 1 are days of the month that a title names, unless a column has months. */
static void take_title_month(cm_file *f, const cm_dates *all) {
  bool months = !f->has_title_month;
  for (size_t i = 0; i < all->count; i++) {
    cm_str name = f->headings.names[all->columns[i]].text;
    months |= cm_has_word(name, CM_S("月")) && !cm_has_word(name, CM_S("日"));
  }
  if (months) return;
  f->when.month = f->title_month % 12 + 1;
  f->when.starts = f->map == NULL ? 0 : (int32_t)f->map->month_starts;
}

/* Years stand before months, and months before days, in whatever order they are. */
static void put(cm_dates *all, uint32_t column, uint8_t part) {
  size_t at = all->count++;
  for (; at > 0 && all->parts[at - 1] != PART_TIME && all->parts[at - 1] > part; at--) {
    all->columns[at] = all->columns[at - 1];
    all->parts[at] = all->parts[at - 1];
  }
  all->columns[at] = column;
  all->parts[at] = part;
}

/* The columns that may say when, those that a mapping names first. */
static int find_all(cm_file *f, cm_dates *all) {
  int status = CEMENT_OK;
  for (uint8_t turn = 1; turn <= CM_WHEN_COLUMNS + 1; turn++) {
    for (uint32_t i = 0; i < f->headings.count && status == CEMENT_OK; i++) {
      const cm_meaning *m = &f->meanings[i];
      bool may = m->kind == CM_MEANING_PERIOD && m->problem == CM_PROBLEM_NONE && all->count < CM_WHEN_COLUMNS;
      if (!may || m->turn != turn % (CM_WHEN_COLUMNS + 1)) continue;
      uint8_t part = PART_TIME;
      status = find_part(f, i, &part);
      put(all, i, part);
    }
  }
  return status;
}

int cm_file_find_dates(cm_file *f) {
  cm_dates all = {.count = 0};
  int status = find_all(f, &all);
  f->period_column = all.count == 0 ? CM_NONE : all.columns[0];
  f->dates = (cm_dates){.count = 0};
  if (status != CEMENT_OK || all.count == 0) return status;
  take_title_month(f, &all);
  f->when.serials = are_serials(f, f->period_column);
  for (size_t i = 0; i < all.count && status == CEMENT_OK; i++) {
    cm_dates one = {.columns = {all.columns[i]}, .parts = {all.parts[i]}, .count = 1};
    if (i > 0) status = settle(f, one);
    if (i == 0) f->dates = one;
  }
  f->period_column = f->dates.columns[0];
  return status;
}

void cm_file_forget_dates(cm_file *f) {
  for (size_t k = 0; k < CM_WHEN_COLUMNS; k++) f->dates.above[k].size = 0;
}
