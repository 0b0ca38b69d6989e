#include "std/load.h"

/* The expression text lives in the catalog's arena, since the tree points into it. */
static cm_expr *read_expr(cm_reader *r, const cm_json *at, cm_str *text) {
  cm_expr *e = NULL;
  if (!at || !cm_reader_is(r, at, CM_JSON_STRING)) return NULL;
  cm_str copy = cm_reader_copy(r, at->text);
  if (r->status) return NULL;
  if (text) *text = copy;
  r->status = cm_expr_parse(r->arena, &e, copy, cm_reader_place(r, at), r->err);
  return e;
}

static int one_of(cm_reader *r, const cm_json *at, const char *const *names, int count) {
  if (!at || !cm_reader_is(r, at, CM_JSON_STRING)) return 0;
  for (int i = 0; i < count; i++)
    if (cm_str_is(at->text, names[i])) return i;
  cm_refuse(r, CEMENT_E_SCHEMA, at, CM_S("\""), at->key, CM_S("\": \""), at->text, CM_S("\" read, one like "),
            cm_str_of(names[0]), CM_S(" expected"));
  return 0;
}

static const char *const at_names[] = {"site", "line", "facility"};

/* ["FUEL", "USE"] as bits. */
static uint8_t read_sets(cm_reader *r, const cm_json *at) {
  uint8_t sets = 0;
  if (!at || !cm_reader_is(r, at, CM_JSON_ARRAY)) return 0;
  bool known = true;
  for (const cm_json *s = at->child; s && cm_reader_is(r, s, CM_JSON_STRING); s = s->next) {
    uint8_t bit = cm_set_bit(s->text);
    known = known && bit;
    sets |= bit;
  }
  known = known && (sets == CM_SET_FUEL || sets == (CM_SET_FUEL | CM_SET_USE) || sets == CM_SET_MATERIAL);
  if (!known)
    cm_refuse(r, CEMENT_E_SCHEMA, at, CM_S("\"of\": [\"FUEL\"], [\"FUEL\", \"USE\"] or [\"MATERIAL\"] expected"));
  return sets;
}

static void read_formula(cm_reader *r, cm_edition *edition, const cm_json *at) {
  static const char *const years[] = {"sum", "recompute"};
  cm_reader_only(r, at, "key zh en at of unit year applies display rounding clause confidence source note is");
  cm_formula *f = r->status ? NULL : CM_NEW(r->arena, cm_formula);
  if (!f) {
    cm_reader_nomem(r);
    return;
  }
  f->edition = edition;
  f->index = (uint32_t)edition->formulas.size;
  f->key = cm_reader_text(r, at, "key", true);
  if (!r->status) cm_load_check_key(r, at, f->key);
  f->label = cm_reader_label(r, at);
  f->clause = cm_reader_text(r, at, "clause", true);
  f->at = (cm_at)one_of(r, cm_reader_get(r, at, "at", true), at_names, 3);
  const cm_json *of = cm_reader_get(r, at, "of", false), *unit = cm_reader_get(r, at, "unit", true),
                *year = cm_reader_get(r, at, "year", false), *display = cm_reader_get(r, at, "display", false),
                *rounding = cm_reader_get(r, at, "rounding", false),
                *confidence = cm_reader_get(r, at, "confidence", false),
                *applies = cm_reader_get(r, at, "applies", false), *is = cm_reader_get(r, at, "is", true);
  if (of) f->sets = read_sets(r, of);
  if (unit && cm_str_is(unit->text, "truth"))
    f->truth = true, f->unit = cm_unit_one, f->unit_text = cm_reader_copy(r, unit->text);
  else
    f->unit = cm_reader_unit(r, unit, &f->unit_text);
  if (year) f->year = (cm_year)(1 + one_of(r, year, years, 2));
  if (display && cm_reader_is(r, display, CM_JSON_OBJECT)) {
    cm_reader_only(r, display, "decimals rule");
    f->display = true;
    f->decimals = cm_reader_int(r, display, "decimals", 0, 12);
    f->rule = cm_load_rule(r, display);
  }
  if (rounding && cm_reader_is(r, rounding, CM_JSON_STRING) &&
      !(f->rounding = cm_edition_option(edition, rounding->text)))
    cm_refuse(r, CEMENT_E_UNKNOWN, rounding, CM_S("the option \""), rounding->text, CM_S("\" is not declared"));
  f->confidence = confidence ? cm_load_confidence(r, confidence) : CM_UNVERIFIED;
  if (applies) f->applies = read_expr(r, applies, NULL);
  f->place = is ? cm_reader_place(r, is) : CM_NOWHERE;
  f->is = read_expr(r, is, &f->text);
  if (!r->status && cm_edition_formula(edition, f->key))
    cm_refuse(r, CEMENT_E_CONFLICT, at, CM_S("the formula \""), f->key, CM_S("\" stands twice"));
  if (!r->status && CM_VEC_PUSH(r->arena, &edition->formulas, f)) cm_reader_nomem(r);
}

/* ---- limits ---- */

/* The numbers of the levels are factors like any other: key "limit", row "figure,level". */
static cm_factor *read_base(cm_reader *r, cm_catalog *catalog, cm_edition *edition, const cm_json *limit,
                            const cm_json *value, size_t level, const cm_formula *of) {
  cm_factor *f = cm_load_factor(r, catalog, edition);
  if (!f) return NULL;
  const cm_json *confidence = cm_reader_get(r, limit, "confidence", true);
  if (confidence && confidence->type == CM_JSON_ARRAY) {
    const cm_json *c = confidence->child;
    for (size_t i = 0; c && i < level; i++) c = c->next;
    if (!c) cm_refuse(r, CEMENT_E_SCHEMA, confidence, CM_S("one confidence for each level expected"));
    confidence = c;
  }
  char digits[24];
  cm_buf row;
  cm_buf_init(&row, r->arena);
  cm_buf_add(&row, of->key);
  cm_buf_add_char(&row, ',');
  cm_buf_add(&row, cm_u64_text(level + 1, digits));
  if (row.failed) cm_reader_nomem(r);
  *f = (cm_factor){.edition = edition,
                   .key = CM_S("limit"),
                   .row = cm_buf_text(&row),
                   .unit = of->unit,
                   .unit_text = of->unit_text,
                   .cite = cm_reader_text(r, limit, "clause", true),
                   .source = cm_reader_text(r, limit, "source", false),
                   .confidence = cm_load_confidence(r, confidence),
                   .index = f->index};
  if (cm_reader_is(r, value, CM_JSON_STRING)) f->value = cm_reader_decimal(r, value, &f->text);
  return f;
}

/* What the grades mean, "0" being the grade of a figure beyond every level. */
static void read_levels(cm_reader *r, cm_edition *edition, const cm_json *levels) {
  if (!levels || !cm_reader_is(r, levels, CM_JSON_OBJECT)) return;
  for (const cm_json *m = levels->child; m && !r->status; m = m->next) {
    size_t level = m->key.size == 1 ? (size_t)(m->key.at[0] - '0') : CM_LEVELS_MAX + 1;
    cm_reader_only(r, m, "zh en confidence source cite");
    if (level > CM_LEVELS_MAX)
      cm_refuse(r, CEMENT_E_SCHEMA, m, CM_S("level \""), m->key, CM_S("\" read, 0 to 8 expected"));
    if (r->status) return;
    edition->levels[level] = cm_reader_label(r, m);
    const cm_json *confidence = cm_reader_get(r, m, "confidence", false);
    if (confidence) (void)cm_load_confidence(r, confidence);
  }
}

static void read_limit(cm_reader *r, cm_catalog *catalog, cm_edition *edition, const cm_json *at) {
  static const char *const pass[] = {"<="};
  cm_reader_only(r, at, "of pass method clause source confidence base applied note");
  cm_limit *l = r->status ? NULL : CM_NEW(r->arena, cm_limit);
  if (!l) {
    cm_reader_nomem(r);
    return;
  }
  const cm_json *of = cm_reader_get(r, at, "of", true), *method = cm_reader_get(r, at, "method", false),
                *base = cm_reader_get(r, at, "base", true), *applied = cm_reader_get(r, at, "applied", true);
  one_of(r, cm_reader_get(r, at, "pass", true), pass, 1);
  l->clause = cm_reader_text(r, at, "clause", true);
  l->place = cm_reader_place(r, at);
  if (!cm_reader_is(r, of, CM_JSON_STRING) || !cm_reader_is(r, base, CM_JSON_ARRAY) ||
      !cm_reader_is(r, applied, CM_JSON_ARRAY))
    return;
  if (!(l->of = cm_edition_formula(edition, of->text)) || !l->of->display || l->of->sets) {
    cm_refuse(r, CEMENT_E_UNKNOWN, of, CM_S("\""), of->text,
              CM_S("\" is no figure of this edition that a limit can judge"));
    return;
  }
  if (method && cm_reader_is(r, method, CM_JSON_STRING) && !(l->method = cm_edition_option(edition, method->text))) {
    cm_refuse(r, CEMENT_E_UNKNOWN, method, CM_S("the option \""), method->text, CM_S("\" is not declared"));
    return;
  }
  if (base->count != applied->count || !base->count || base->count > CM_LEVELS_MAX) {
    cm_refuse(r, CEMENT_E_SCHEMA, applied, CM_S("as many applied limits as base limits expected, 1 to 8"));
    return;
  }
  const cm_json *b = base->child, *a = applied->child;
  for (l->levels = 0; b && !r->status; b = b->next, a = a->next, l->levels++) {
    l->base[l->levels] = read_base(r, catalog, edition, at, b, l->levels, l->of);
    l->applied[l->levels] = read_expr(r, a, &l->applied_text[l->levels]);
  }
  if (!r->status && CM_VEC_PUSH(r->arena, &edition->limits, l)) cm_reader_nomem(r);
}

/* ---- checks ---- */

/* "of" names sets, or the figures that the finding concerns. */
static void read_check_of(cm_reader *r, const cm_edition *edition, const cm_json *of, cm_check *c) {
  if (!of || !cm_reader_is(r, of, CM_JSON_ARRAY)) return;
  if (of->child && of->child->type == CM_JSON_STRING && cm_set_bit(of->child->text)) {
    c->sets = read_sets(r, of);
    return;
  }
  c->figures = CM_NEWS(r->arena, cm_str, of->count);
  if (!c->figures) cm_reader_nomem(r);
  for (const cm_json *k = of->child; k && cm_reader_is(r, k, CM_JSON_STRING); k = k->next) {
    if (!cm_edition_formula(edition, k->text)) {
      cm_refuse(r, CEMENT_E_UNKNOWN, k, CM_S("\""), k->text, CM_S("\" is no figure of this edition"));
      return;
    }
    c->figures[c->figure_count++] = cm_reader_copy(r, k->text);
  }
}

static void read_check(cm_reader *r, cm_edition *edition, const cm_json *at) {
  static const char *const periods[] = {"month", "year"};
  cm_reader_only(r, at, "finding at when of period note");
  cm_check *c = r->status ? NULL : CM_NEW(r->arena, cm_check);
  if (!c) {
    cm_reader_nomem(r);
    return;
  }
  const cm_json *period = cm_reader_get(r, at, "period", false);
  c->finding = cm_load_finding(r, edition, cm_reader_get(r, at, "finding", true));
  c->at = (cm_at)one_of(r, cm_reader_get(r, at, "at", true), at_names, 3);
  if (c->at == CM_AT_SITE) cm_refuse(r, CEMENT_E_SCHEMA, at, CM_S("a check is at line or facility"));
  if (period) c->period = (cm_check_period)(1 + one_of(r, period, periods, 2));
  read_check_of(r, edition, cm_reader_get(r, at, "of", false), c);
  c->place = cm_reader_place(r, at);
  c->when = read_expr(r, cm_reader_get(r, at, "when", true), &c->text);
  if (!r->status && CM_VEC_PUSH(r->arena, &edition->checks, c)) cm_reader_nomem(r);
}

/* ---- decimals expected of inputs ---- */

static void read_input(cm_reader *r, cm_catalog *catalog, cm_edition *edition, const cm_json *at) {
  cm_reader_only(r, at, "decimals finding cite source confidence note");
  cm_input_rule rule = {.item = cm_items_find(&catalog->items, at->key)};
  if (!rule.item) cm_refuse(r, CEMENT_E_UNKNOWN, at, CM_S("the item \""), at->key, CM_S("\" is not known"));
  rule.decimals = cm_reader_int(r, at, "decimals", 0, 12);
  rule.finding = cm_load_finding(r, edition, cm_reader_get(r, at, "finding", true));
  cm_reader_text(r, at, "cite", true);
  cm_load_confidence(r, cm_reader_get(r, at, "confidence", true));
  if (!r->status && CM_VEC_PUSH(r->arena, &edition->inputs, rule)) cm_reader_nomem(r);
}

void cm_load_rules(cm_reader *r, cm_catalog *catalog, cm_edition *edition, const cm_json *root) {
  const cm_json *formulas = cm_reader_get(r, root, "formulas", false),
                *limits = cm_reader_get(r, root, "limits", false), *checks = cm_reader_get(r, root, "checks", false),
                *inputs = cm_reader_get(r, root, "inputs", false);
  read_levels(r, edition, cm_reader_get(r, root, "levels", false));
  if (formulas && cm_reader_is(r, formulas, CM_JSON_ARRAY))
    for (const cm_json *m = formulas->child; m && !r->status; m = m->next) read_formula(r, edition, m);
  if (limits && cm_reader_is(r, limits, CM_JSON_ARRAY))
    for (const cm_json *m = limits->child; m && !r->status; m = m->next) read_limit(r, catalog, edition, m);
  if (checks && cm_reader_is(r, checks, CM_JSON_ARRAY))
    for (const cm_json *m = checks->child; m && !r->status; m = m->next) read_check(r, edition, m);
  if (inputs && cm_reader_is(r, inputs, CM_JSON_OBJECT))
    for (const cm_json *m = inputs->child; m && !r->status; m = m->next) read_input(r, catalog, edition, m);
}
