/* The parser of unit texts. */
#include "unit/unit.h"

#include "unit/unit_table.h"

typedef struct parser {
  cm_str text;
  size_t at;
  cm_unit unit;
  bool divided; /* a / stood before */
  cement_error *err;
  cm_place where;
} parser;

static int fail(const parser *p, cm_str what, cm_str word) {
  cm_str shown = cm_str_cut(word, 60);
  cm_str whole = cm_str_cut(p->text, 100);
  if (cm_str_eq(word, p->text) || word.size == 0) {
    return cm_fail(p->err, CEMENT_E_UNIT, p->where, what, CM_S(" \""), whole, CM_S("\""));
  }
  return cm_fail(p->err, CEMENT_E_UNIT, p->where, what, CM_S(" \""), shown, CM_S("\" in \""), whole, CM_S("\""));
}

static cm_str rest(const parser *p) {
  return cm_str_slice(p->text, p->at, p->text.size);
}

static bool is_blank(const parser *p) {
  return p->at < p->text.size && (p->text.at[p->at] == ' ' || p->text.at[p->at] == '\t');
}

static bool skip_blanks(parser *p) {
  bool any = is_blank(p);
  while (is_blank(p)) p->at++;
  return any;
}

/* Bytes of the first of `texts` that stands at the beginning, or 0. */
static size_t one_of(cm_str text, const char *const *texts, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (cm_str_starts(text, texts[i])) return strlen(texts[i]);
  }
  return 0;
}

/* The dots that stand for a product: U+00B7, U+30FB, U+22C5, U+2022, U+FF65. */
static size_t dot_size(cm_str text) {
  static const char *const dots[] = {"·", "・", "⋅", "•", "･"};
  return one_of(text, dots, sizeof dots / sizeof *dots);
}

static size_t product_size(cm_str text) {
  static const char *const signs[] = {"*", "×"};
  size_t size = dot_size(text);
  return size ? size : one_of(text, signs, sizeof signs / sizeof *signs);
}

/* Bytes of a word: up to what separates factors. */
static size_t word_size(cm_str text) {
  size_t at = 0;
  while (at < text.size && strchr(" \t/(", text.at[at]) == NULL) {
    if (product_size(cm_str_slice(text, at, text.size)) > 0) break;
    at++;
  }
  return at;
}

/* Bytes at the beginning of the text that the spelling matches, or 0. */
static size_t spelling_size(cm_str text, const char *spelling) {
  size_t at = 0;
  for (const char *s = spelling; *s != '\0';) {
    if (strncmp(s, "·", strlen("·")) == 0) {
      static const char *const joints[] = {".", "*", " "};
      cm_str left = cm_str_slice(text, at, text.size);
      size_t joint = dot_size(left);
      at += joint ? joint : one_of(left, joints, sizeof joints / sizeof *joints);
      s += strlen("·");
    } else {
      if (at >= text.size || text.at[at] != *s) return 0;
      at++;
      s++;
    }
  }
  return at;
}

/* The longest spelling that ends where a word may end. NULL when there is none. */
static const cm_spelling *find(cm_str text, size_t *size) {
  const cm_spelling *found = NULL;
  *size = 0;
  for (size_t i = 0; i < cm_spelling_count; i++) {
    size_t bytes = spelling_size(text, cm_spellings[i].text);
    if (bytes <= *size || word_size(cm_str_slice(text, bytes, text.size)) != 0) continue;
    *size = bytes;
    found = &cm_spellings[i];
  }
  return found;
}

/* The power of ten before a name, 10^4 or 10⁴ or 万, with what may stand between; 0 when there is none. */
static int16_t multiplier(parser *p) {
  static const char *const high[] = {"¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  cm_str left = rest(p);
  int16_t ten = 0;
  if (cm_str_starts(left, "万")) {
    ten = 4;
    p->at += strlen("万");
  } else if (left.size > 3 && cm_str_starts(left, "10^") && left.at[3] >= '1' && left.at[3] <= '9') {
    ten = (int16_t)(left.at[3] - '0');
    p->at += 4;
  } else if (cm_str_starts(left, "10")) {
    for (int16_t i = 0; i < 9 && ten == 0; i++) {
      if (!cm_str_starts(cm_str_slice(left, 2, left.size), high[i])) continue;
      ten = (int16_t)(i + 1);
      p->at += 2 + strlen(high[i]);
    }
  }
  if (ten == 0) return 0;
  skip_blanks(p);
  size_t sign = product_size(rest(p));
  if (sign > 0) {
    p->at += sign;
    skip_blanks(p);
  }
  return ten;
}

static int find_basis(cm_str word) {
  static const struct {
    const char *word;
    int basis;
  } words[] = {{"ar", CM_BASIS_AR},         {"收到基", CM_BASIS_AR}, {"ad", CM_BASIS_AD},  {"空干基", CM_BASIS_AD},
               {"空气干燥基", CM_BASIS_AD}, {"d", CM_BASIS_D},       {"干基", CM_BASIS_D}, {"干燥基", CM_BASIS_D}};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (cm_str_is(word, words[i].word)) return words[i].basis;
  }
  return CM_BASIS_NONE;
}

/* "(ar)" behind a factor, if it is there. */
static int read_basis(parser *p, const cm_spelling *factor) {
  size_t before = p->at;
  skip_blanks(p);
  if (p->at >= p->text.size || p->text.at[p->at] != '(') {
    p->at = before;
    return CEMENT_OK;
  }
  const char *close = memchr(p->text.at + p->at, ')', p->text.size - p->at);
  if (close == NULL) return fail(p, CM_S("a ) is missing in the unit"), CM_S(""));
  size_t end = (size_t)(close - p->text.at);
  cm_str word = cm_str_trim(cm_str_slice(p->text, p->at + 1, end));
  int basis = find_basis(word);
  if (basis == CM_BASIS_NONE) return fail(p, CM_S("unknown basis"), word);
  /* without dimension: a share, since nothing but a / stands behind a 1 */
  bool fits = factor->dim == CM_DIM_MASS || factor->dim == CM_DIM_ENERGY || factor->dim == CM_DIM_FUEL ||
              factor->dim == CM_DIM_NONE;
  if (!fits) return fail(p, CM_S("a basis belongs to a mass, a heat or a share, not to this unit:"), CM_S(""));
  if (p->unit.basis != CM_BASIS_NONE) return fail(p, CM_S("the basis stands twice in the unit"), CM_S(""));
  p->unit.basis = (uint8_t)basis;
  p->at = end + 1;
  if (word_size(rest(p)) != 0) return fail(p, CM_S("unexpected text behind the basis of the unit"), CM_S(""));
  return CEMENT_OK;
}

/* The unit of a spelling, times 10^more. */
static cm_unit unit_of(const cm_spelling *s, int more) {
  cm_unit num = cm_unit_one;
  cm_unit den = cm_unit_one;
  if (s->dim != CM_DIM_NONE) num.dim[s->dim] = s->power;
  num.scale = (cm_scale){s->num, 1, s->ten + more};
  den.scale.num = s->den;              /* the quotient brings both into their one form */
  (void)cm_unit_div(&num, &num, &den); /* the numbers of the table are small */
  return num;
}

static int read_factor(parser *p, bool divide, bool first) {
  int16_t ten = multiplier(p);
  cm_str left = rest(p);
  size_t size;
  const cm_spelling *s = find(left, &size);
  if (s == NULL) {
    cm_str word = cm_str_slice(left, 0, word_size(left));
    if (word.size == 0) return fail(p, CM_S("a name is missing in the unit"), CM_S(""));
    return fail(p, CM_S("unknown unit"), word);
  }
  bool one = cm_str_is(cm_str_slice(left, 0, size), "1");
  if (ten != 0 && (s->dim == CM_DIM_NONE || s->dim == CM_DIM_TEMPERATURE)) {
    return fail(p, CM_S("a power of ten may not stand here in the unit"), CM_S(""));
  }
  p->at += size;
  if (one && (!first || (p->at < p->text.size && !cm_str_starts(cm_str_trim(rest(p)), "/")))) {
    return fail(p, CM_S("1 may only stand alone or before a / in the unit"), CM_S(""));
  }
  cm_unit unit = unit_of(s, ten);
  int status = divide ? cm_unit_div(&p->unit, &p->unit, &unit) : cm_unit_mul(&p->unit, &p->unit, &unit);
  if (status != 0) return fail(p, CM_S("too large a power in the unit"), CM_S(""));
  return read_basis(p, s);
}

/* What joins two factors: / or a product, which may not follow a /. */
static int read_joint(parser *p, bool *divide) {
  bool blank = skip_blanks(p);
  cm_str left = rest(p);
  size_t sign = product_size(left);
  *divide = sign == 0 && cm_str_starts(left, "/");
  if (*divide) {
    p->divided = true;
    sign = 1;
  } else if (sign == 0 && (!blank || cm_str_starts(left, "("))) {
    return fail(p, CM_S("unexpected text in the unit"), CM_S(""));
  } else if (p->divided) {
    return fail(p, CM_S("a product behind a / can be read in two ways; write a / before each divisor:"), CM_S(""));
  }
  p->at += sign;
  skip_blanks(p);
  return CEMENT_OK;
}

int cm_unit_read(cm_str text, cm_unit *out, cement_error *err, cm_place where) {
  parser p = {.text = cm_str_trim(text), .unit = cm_unit_one, .err = err, .where = where};
  if (p.text.size == 0) return cm_fail(err, CEMENT_E_UNIT, where, CM_S("the unit is missing"));
  bool divide = false;
  int status = read_factor(&p, false, true);
  while (status == CEMENT_OK && p.at < p.text.size) {
    status = read_joint(&p, &divide);
    if (status == CEMENT_OK) status = read_factor(&p, divide, false);
  }
  if (status == CEMENT_OK) *out = p.unit;
  return status;
}
