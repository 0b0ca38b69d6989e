/* Number texts with all that has to be mended in them. */
#include "plant/number.h"

/* One pass over a plain text. */
typedef struct pass {
  const cm_number_rules *rules;
  const char *text;
  size_t size, at;
  char out[CM_PLAIN_MAX + 8]; /* the number as JSON writes it: a zero may come in, and an exponent's sign stays */
  size_t used;
  size_t significant; /* digits from the first that is not 0 */
  size_t decimals;
  char last; /* digit */
  bool exponent;
  uint32_t repairs;
  const char *why;
} pass;

static int peek(const pass *p) {
  return p->at < p->size ? p->text[p->at] : -1;
}

static bool take(pass *p, char c) {
  if (peek(p) != c) return false;
  p->at++;
  return true;
}

static void put(pass *p, char c) {
  p->out[p->used++] = c;
}

static void put_digit(pass *p, char c) {
  if (p->significant > 0 || c != '0') p->significant++;
  p->last = c;
  put(p, c);
}

static bool fail(pass *p, const char *why) {
  p->why = why;
  return false;
}

/* Behind the groups so far: whether the commas part thousands. One comma may be a decimal one where files are parted by
 * semicolons; 0,123 is one anywhere. */
static bool grouped(pass *p, size_t first, size_t groups, bool zero) {
  if (first > 3 || zero || (groups == 1 && p->rules->comma_unsure && peek(p) != '.')) {
    return fail(p, "a comma that may part thousands or decimals");
  }
  p->repairs |= CM_REPAIR_THOUSANDS;
  return true;
}

/* Digits before the point, with commas. */
static bool take_whole(pass *p) {
  size_t digits = 0; /* since the last comma */
  size_t first = 0;
  size_t groups = 0;
  size_t begin = p->at;
  size_t zeros = 0;
  for (;; p->at++) {
    int c = peek(p);
    if (c == ',' && (groups == 0 || digits == 3)) {
      if (groups++ == 0) first = digits;
      digits = 0;
      continue;
    }
    if (!cm_is_digit(c)) break;
    digits++;
    if (p->significant == 0 && c == '0') {
      zeros++;
    } else {
      put_digit(p, (char)c);
    }
  }
  if (groups > 0 && digits != 3) return fail(p, "a comma that may part thousands or decimals");
  if (groups > 0 && !grouped(p, first, groups, zeros > 0)) return false;
  if (p->significant == 0) put(p, '0'); /* before the point there is a digit */
  if (zeros > (p->significant == 0 ? 1 : 0)) p->repairs |= CM_REPAIR_ZEROS;
  if (p->at == begin) p->repairs |= CM_REPAIR_POINT;
  return true;
}

static bool take_fraction(pass *p) {
  bool bare = (p->repairs & CM_REPAIR_POINT) != 0;
  if (!take(p, '.')) return true;
  if (!cm_is_digit(peek(p))) {
    p->repairs |= CM_REPAIR_POINT;
    return !bare || fail(p, "not a number");
  }
  put(p, '.');
  for (int c; cm_is_digit(c = peek(p)); p->at++) {
    put_digit(p, (char)c);
    p->decimals++;
  }
  return peek(p) != ',' || fail(p, "a point and a comma that may part thousands or decimals");
}

static bool take_exponent(pass *p) {
  if (peek(p) != 'e' && peek(p) != 'E') return true;
  if (!p->rules->exponent) return fail(p, "an exponent, which this column does not allow");
  p->exponent = true;
  p->repairs |= CM_REPAIR_EXPONENT;
  p->at++;
  put(p, 'e');
  if (peek(p) == '-' || peek(p) == '+') put(p, p->text[p->at++]);
  if (!cm_is_digit(peek(p))) return fail(p, "an exponent without digits");
  for (int c; cm_is_digit(c = peek(p)); p->at++) put(p, (char)c);
  return true;
}

/* What may stand behind: a percent sign; nothing else. */
static bool take_end(pass *p) {
  size_t blanks = p->at;
  while (peek(p) == ' ' || peek(p) == '\t') p->at++;
  if (take(p, '%')) p->repairs |= CM_REPAIR_PERCENT;
  if (p->at == p->size) return true;
  bool parted = p->at > blanks && (cm_is_digit(peek(p)) || peek(p) == ',');
  return fail(p, parted ? "blanks within a number" : "a unit or other text behind the number");
}

static bool take_number(pass *p) {
  if (take(p, '\'')) p->repairs |= CM_REPAIR_QUOTE;
  if (peek(p) == '(') return fail(p, "parentheses, which may mean a minus sign");
  if (take(p, '+')) {
    p->repairs |= CM_REPAIR_PLUS;
  } else if (take(p, '-')) {
    put(p, '-');
  }
  if (!cm_is_digit(peek(p)) && peek(p) != '.') return fail(p, "not a number");
  return take_whole(p) && take_fraction(p) && take_exponent(p) && take_end(p);
}

/* The digits put, without sign and point. */
static int64_t mantissa_of(const pass *p) {
  int64_t value = 0;
  for (size_t i = 0; i < p->used; i++) {
    if (cm_is_digit(p->out[i])) value = value * 10 + (p->out[i] - '0');
  }
  return p->out[0] == '-' ? -value : value;
}

/* The number that the pass has put together. */
static bool finish(pass *p, cm_number *out) {
  static const char *const faults[] = {[CM_PARSE_SYNTAX] = "not a number", /* never: what was put is one of JSON's */
                                       [CM_PARSE_DIGITS] = "more than 34 significant digits",
                                       [CM_PARSE_RANGE] = "a number that is too large or too small"};
  size_t at;
  *out = (cm_number){.percent = (p->repairs & CM_REPAIR_PERCENT) != 0};
  if (p->significant >= 15 && p->last == '0') p->repairs |= CM_REPAIR_PRECISION;
  if (!p->exponent && p->significant <= CM_NUMBER_SMALL_DIGITS && p->decimals <= CM_NUMBER_SMALL_DIGITS) {
    out->small = true;
    out->scale = (int32_t)p->decimals;
    out->mantissa = mantissa_of(p);
    return true;
  }
  cm_dec_parse parse = cm_dec_read((cm_str){p->out, p->used}, &out->dec, &at);
  return parse == CM_PARSE_OK || fail(p, faults[parse]);
}

bool cm_number_read(cm_str raw, const cm_number_rules *rules, cm_number *out, uint32_t *repairs, const char **why) {
  char plain[CM_PLAIN_MAX];
  pass p = {.rules = rules, .text = plain, .why = ""};
  bool folded = cm_plain_text(raw, rules->encoding, plain, &p.size, &p.repairs);
  bool read = take_number(&p); /* also of a beginning that folds, for what `why` says */
  if (read && !folded) {
    read = fail(&p, p.size == CM_PLAIN_MAX ? "longer than any number" : "a unit or other text behind the number");
  }
  if (read) read = finish(&p, out);
  *repairs = p.repairs;
  *why = p.why;
  return read;
}

cm_dec cm_number_dec(const cm_number *number) {
  cm_dec dec = number->dec;
  if (!number->small) return dec;
  (void)cm_dec_from_i64(&dec, number->mantissa);
  (void)cm_dec_shift(&dec, &dec, -number->scale); /* in range: 18 digits, 18 decimals */
  return dec;
}
