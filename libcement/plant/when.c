/* Texts of dates. */
#include "plant/when.h"

#define YEAR_MIN 1900
#define YEAR_MAX 2199

typedef struct reader {
  const cm_when_rules *rules;
  const char *text;
  size_t size, at;
  int32_t year, month, day;
  cm_when when;
  const char *why;
} reader;

static int fail(reader *r, const char *why) {
  r->why = why;
  return -1;
}

static int peek(const reader *r) {
  return r->at < r->size ? r->text[r->at] : -1;
}

static bool is_digit(int c) {
  return c >= '0' && c <= '9';
}

static bool take(reader *r, int c) {
  if (peek(r) != c) return false;
  r->at++;
  return true;
}

static bool done(const reader *r) {
  return r->at == r->size;
}

/* How many digits stand here. */
static size_t run(const reader *r) {
  size_t to = r->at;
  while (to < r->size && is_digit(r->text[to])) to++;
  return to - r->at;
}

/* So many digits as a number. */
static int32_t number(reader *r, size_t digits) {
  int32_t value = 0;
  for (size_t i = 0; i < digits; i++) value = value * 10 + (r->text[r->at++] - '0');
  return value;
}

/* One or two digits. */
static bool short_number(reader *r, int32_t *out) {
  size_t digits = run(r);
  if (digits == 0 || digits > 2) return false;
  *out = number(r, digits);
  return true;
}

static const char not_a_date[] = "not a date";

/* ---- time of day ---- */

static int take_zone(reader *r) {
  if (done(r)) return 0;
  static const char *const zones[] = {"+08:00", "+0800", "+08"};
  for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
    if (cm_str_is((cm_str){r->text + r->at, r->size - r->at}, zones[i])) return 0;
  }
  bool zone = peek(r) == 'Z' || peek(r) == '+';
  return fail(r, zone ? "a time zone other than +08:00" : "text behind the time");
}

/* :05, :05:00, :05:00.000 */
static bool take_colons(reader *r) {
  if (run(r) != 2) return false;
  r->when.minute = number(r, 2);
  if (!take(r, ':')) return true;
  if (run(r) != 2) return false;
  r->when.second = number(r, 2);
  if (!take(r, '.')) return true;
  size_t parts = run(r); /* of a second: no sample is that close to the next */
  r->at += parts;
  return parts > 0;
}

/* 8时, 8时5分, 8时5分30秒 */
static bool take_signs(reader *r) {
  if (done(r)) return true;
  if (!short_number(r, &r->when.minute) || !take(r, CM_PLAIN_MINUTE)) return false;
  return done(r) || (short_number(r, &r->when.second) && take(r, CM_PLAIN_SECOND));
}

static int take_time(reader *r) {
  int32_t hour;
  if (!short_number(r, &hour)) return fail(r, not_a_date);
  bool good = take(r, ':') ? take_colons(r) : take(r, CM_PLAIN_HOUR) && take_signs(r);
  if (!good) return fail(r, not_a_date);
  if (hour > 24 || r->when.minute > 59 || r->when.second > 59) return fail(r, "a time that does not exist");
  r->when.minute += hour * 60;
  if (hour == 24 && (r->when.minute > 1440 || r->when.second > 0)) return fail(r, "a time that does not exist");
  r->when.grain = CM_GRAIN_MINUTE;
  return take_zone(r);
}

/* ---- date ---- */

static int finish(reader *r, cm_grain grain) {
  int32_t year, month, day;
  if (r->year < YEAR_MIN || r->year > YEAR_MAX) return fail(r, "a year outside 1900 to 2199");
  if (r->month < 1 || r->month > 12) return fail(r, "a month that does not exist");
  if (r->day < 1 || r->day > 31) return fail(r, "a day that does not exist");
  r->when.day = cm_days_of(r->year, r->month, r->day);
  if (r->day > 28) { /* the end of a month: the day after it is another month's */
    cm_date_of(r->when.day, &year, &month, &day);
    if (day != r->day) return fail(r, "a day that does not exist");
  }
  r->when.grain = grain;
  if (done(r)) return 0;
  if (grain != CM_GRAIN_DAY) return fail(r, not_a_date);
  bool parted = take(r, 'T');
  while (take(r, ' ') || take(r, '\t')) parted = true;
  if (!parted && r->text[r->at - 1] != CM_PLAIN_DAY) return fail(r, not_a_date);
  return take_time(r);
}

/* Behind a year: 年3月1日, -3-1 and so on. */
static int take_month(reader *r, int sign) {
  if (done(r)) return sign == CM_PLAIN_YEAR ? finish(r, CM_GRAIN_YEAR) : fail(r, not_a_date);
  if (!short_number(r, &r->month)) return fail(r, not_a_date);
  int behind = sign == CM_PLAIN_YEAR ? CM_PLAIN_MONTH : sign;
  if (!take(r, behind)) return sign == CM_PLAIN_YEAR ? fail(r, not_a_date) : finish(r, CM_GRAIN_MONTH);
  if (sign == CM_PLAIN_YEAR) {
    (void)take(r, CM_PLAIN_SHARE);
    if (done(r)) return finish(r, CM_GRAIN_MONTH);
  }
  if (!short_number(r, &r->day)) return fail(r, not_a_date);
  if (sign == CM_PLAIN_YEAR && !take(r, CM_PLAIN_DAY)) return fail(r, not_a_date);
  return finish(r, CM_GRAIN_DAY);
}

/* 202403, 20240301, 202403010805, 20240301080500 */
static int take_compact(reader *r, size_t digits) {
  r->year = number(r, 4);
  r->month = number(r, 2);
  if (digits == 6) return finish(r, CM_GRAIN_MONTH);
  r->day = number(r, 2);
  if (digits == 8) return finish(r, CM_GRAIN_DAY);
  char spaced[CM_PLAIN_MAX];
  size_t size = 0;
  for (size_t i = 0; i < digits - 8; i++) { /* as 08:05:00 */
    if (i == 2 || i == 4) spaced[size++] = ':';
    spaced[size++] = r->text[r->at + i];
  }
  if (r->at + digits - 8 != r->size) return fail(r, not_a_date);
  r->size = r->at;
  if (finish(r, CM_GRAIN_DAY) != 0) return -1;
  r->text = spaced;
  r->size = size;
  r->at = 0;
  return take_time(r);
}

/* 1日 and 1 of the month that is known. */
static int take_day(reader *r, int32_t day) {
  const cm_when_rules *rules = r->rules;
  bool before = rules->starts > 1 && day >= rules->starts;
  cm_month month = CM_MONTH(rules->year, rules->month) - before;
  r->year = month / 12;
  r->month = month % 12 + 1;
  r->day = day;
  return finish(r, CM_GRAIN_DAY);
}

/* 3/1 and 3-1 where it is known that it is of March: otherwise day and month cannot be told apart. */
static bool is_month_and_day(const reader *r, int sign, int32_t *day) {
  reader behind = *r;
  int32_t before = r->rules->month == 1 ? 12 : r->rules->month - 1;
  bool of_month = r->rules->month != 0 && r->month == r->rules->month;
  bool of_before = r->rules->month != 0 && r->rules->starts > 1 && r->month == before;
  if ((!of_month && !of_before) || (sign != '-' && sign != '/') || !take(&behind, sign)) return false;
  if (!short_number(&behind, day) || !done(&behind)) return false;
  return r->rules->starts > 1 ? (*day >= r->rules->starts) == of_before : true;
}

/* What begins with one or two digits: 3月, 3月1日, 1日, 1; else what is refused with its reason. */
static int take_short(reader *r) {
  size_t begin = r->at;
  int32_t day;
  (void)short_number(r, &r->month);
  if (done(r) || peek(r) == CM_PLAIN_DAY) {
    (void)take(r, CM_PLAIN_DAY);
    return r->rules->month == 0 ? fail(r, "a day without a month, which a title above (2025年3月) can name")
                                : take_day(r, r->month);
  }
  if (take(r, CM_PLAIN_MONTH)) {
    r->at = begin;
    bool before = r->rules->month == 1 && r->rules->starts > 1 && r->month == 12;
    r->year = r->rules->year;
    if (r->year != 0) r->year -= before;
    return r->year == 0 ? fail(r, "a month without a year") : take_month(r, CM_PLAIN_YEAR);
  }
  int sign = peek(r);
  if (sign != '-' && sign != '/' && sign != '.' && sign != CM_PLAIN_YEAR) return fail(r, not_a_date);
  int32_t second;
  if (is_month_and_day(r, sign, &day)) {
    r->at = r->size;
    return take_day(r, day);
  }
  r->at++;
  bool order = short_number(r, &second) && take(r, sign) && run(r) == 4;
  return fail(r, order ? "a date whose day and month cannot be told apart" : "a year of two digits");
}

static int take_date(reader *r) {
  size_t digits = run(r);
  if (digits == 1 || digits == 2) return take_short(r);
  if (digits == 6 || digits == 8 || digits == 12 || digits == 14) return take_compact(r, digits);
  if (digits == 5) return fail(r, "a day number of a spreadsheet among texts");
  if (digits != 4) return fail(r, not_a_date);
  r->year = number(r, 4);
  int sign = peek(r);
  if (sign == -1) return finish(r, CM_GRAIN_YEAR);
  if (sign != '-' && sign != '/' && sign != '.' && sign != CM_PLAIN_YEAR) return fail(r, not_a_date);
  r->at++;
  return take_month(r, sign);
}

/* ---- day numbers of spreadsheets ---- */

#define SERIAL_MIN 36526     /* 2000-01-01 */
#define SERIAL_MAX 73050     /* 2099-12-31 */
#define SERIAL_OF_1970 25569 /* both systems' days are equal from 1900-03-01 on */
#define DAY_SECONDS 86400
#define SERIAL_REPAIRS (CM_REPAIR_TRIM | CM_REPAIR_SPACES | CM_REPAIR_FULL_WIDTH | CM_REPAIR_QUOTE)

static bool read_serial(cm_str raw, cm_encoding encoding, cm_when *out, uint32_t *repairs) {
  const cm_number_rules rules = {.encoding = encoding};
  cm_number number;
  const char *why;
  if (!cm_number_read(raw, &rules, &number, repairs, &why) || !number.small) return false;
  if (*repairs & ~(SERIAL_REPAIRS | CM_REPAIR_PRECISION)) return false;
  *repairs &= SERIAL_REPAIRS;
  for (; number.scale > 12; number.scale--) number.mantissa /= 10; /* a digit there is less than a microsecond */
  int64_t unit = 1;
  for (int32_t i = 0; i < number.scale; i++) unit *= 10;
  int64_t day = number.mantissa / unit;
  if (day < SERIAL_MIN || day > SERIAL_MAX) return false;
  int64_t second = (number.mantissa % unit * DAY_SECONDS * 2 + unit) / (2 * unit); /* to the nearest */
  *repairs |= CM_REPAIR_SERIAL;
  *out = (cm_when){.day = (int32_t)(day - SERIAL_OF_1970 + second / DAY_SECONDS),
                   .minute = (int32_t)(second % DAY_SECONDS / 60),
                   .second = (int32_t)(second % 60),
                   .grain = number.mantissa % unit == 0 ? CM_GRAIN_DAY : CM_GRAIN_MINUTE};
  return true;
}

bool cm_when_is_serial(cm_str raw, cm_encoding encoding) {
  cm_when when;
  uint32_t repairs;
  return read_serial(raw, encoding, &when, &repairs);
}

/* ---- months in words ---- */

/* 一月 to 十二月, 一月份; 0: it is none of them. */
static int32_t month_in_words(cm_str raw, cm_encoding encoding, uint32_t *repairs) {
  char rest[CM_PLAIN_MAX];
  size_t size;
  uint32_t within = 0;
  cm_str text = cm_plain_trim(raw, encoding, repairs);
  int32_t month = cm_plain_numeral(&text, encoding);
  int32_t more = month == 10 ? cm_plain_numeral(&text, encoding) : 0;
  if (month == 0 || more > 2 || !cm_plain_text(text, encoding, rest, &size, &within) || within != 0) return 0;
  bool share = size == 2 && rest[1] == CM_PLAIN_SHARE;
  return (size == 1 || share) && rest[0] == CM_PLAIN_MONTH ? month + more : 0;
}

static int read_words(cm_str raw, const cm_when_rules *rules, cm_when *out, uint32_t *repairs, const char **why) {
  *repairs = 0;
  int32_t month = month_in_words(raw, rules->encoding, repairs);
  *why = month == 0 ? not_a_date : rules->year == 0 ? "a month without a year" : NULL;
  if (*why != NULL) return -1;
  *out = (cm_when){.day = cm_days_of(rules->year, month, 1), .grain = CM_GRAIN_MONTH};
  return 0;
}

int cm_when_plain(cm_str plain, const cm_when_rules *rules, cm_when *out, const char **why) {
  reader r = {.rules = rules, .text = plain.at, .size = plain.size, .month = 1, .day = 1};
  bool read = take_date(&r) == 0;
  *why = r.why;
  if (read) *out = r.when;
  return read ? 0 : -1;
}

int cm_when_read(cm_str raw, const cm_when_rules *rules, cm_when *out, uint32_t *repairs, const char **why) {
  char plain[CM_PLAIN_MAX];
  cm_str text = raw;
  *why = NULL;
  *repairs = 0;
  if (rules->serials && read_serial(raw, rules->encoding, out, repairs)) return 0;
  *repairs = 0;
  if (!cm_plain_as_is(raw)) { /* most are */
    text.at = plain;
    if (!cm_plain_text(raw, rules->encoding, plain, &text.size, repairs)) {
      return read_words(raw, rules, out, repairs, why);
    }
  }
  bool quoted = text.size > 0 && text.at[0] == '\'';
  if (quoted) *repairs |= CM_REPAIR_QUOTE;
  return cm_when_plain(cm_str_slice(text, quoted, text.size), rules, out, why);
}
