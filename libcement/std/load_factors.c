#include "std/load.h"

static const char *const confidence_names[] = {"primary", "confirmed", "single-source",
                                               "analogy", "derived",   "unverified"};

const char *cm_confidence_text(cm_confidence confidence) {
  return confidence_names[confidence];
}

static const char *const severity_names[] = {"info", "warning", "error"};

const char *cm_severity_text(cm_severity severity) {
  return severity_names[severity];
}

cm_confidence cm_load_confidence(cm_reader *r, const cm_json *at) {
  if (!at || !cm_reader_is(r, at, CM_JSON_STRING)) return CM_UNVERIFIED;
  for (int i = 0; i < CM_CONFIDENCE_COUNT; i++)
    if (cm_str_is(at->text, confidence_names[i])) return (cm_confidence)i;
  cm_refuse(r, CEMENT_E_SCHEMA, at, CM_S("confidence \""), at->text,
            CM_S("\" read, one of primary, confirmed, single-source, analogy, derived, unverified expected"));
  return CM_UNVERIFIED;
}

cm_rule cm_load_rule(cm_reader *r, const cm_json *object) {
  const cm_json *at = cm_reader_get(r, object, "rule", true);
  if (!at || !cm_reader_is(r, at, CM_JSON_STRING)) return CM_RULE_HALF_EVEN;
  if (cm_str_is(at->text, "half_up")) return CM_RULE_HALF_UP;
  if (cm_str_is(at->text, "half_even")) return CM_RULE_HALF_EVEN;
  if (cm_str_is(at->text, "truncate")) return CM_RULE_TRUNCATE;
  cm_refuse(r, CEMENT_E_SCHEMA, at, CM_S("rule \""), at->text,
            CM_S("\" read, half_up, half_even or truncate expected"));
  return CM_RULE_HALF_EVEN;
}

const cm_finding_type *cm_load_finding(cm_reader *r, const cm_edition *edition, const cm_json *at) {
  if (!at || !cm_reader_is(r, at, CM_JSON_STRING)) return NULL;
  const cm_finding_type *f = cm_edition_finding(edition, at->text);
  if (!f)
    cm_refuse(r, CEMENT_E_UNKNOWN, at, CM_S("the finding \""), at->text, CM_S("\" is not declared in this edition"));
  return f;
}

void cm_load_check_key(cm_reader *r, const cm_json *at, cm_str key) {
  bool good = key.size > 0 && !cm_is_digit((unsigned char)key.at[0]);
  for (size_t i = 0; i < key.size; i++)
    good = good && (cm_is_alpha((unsigned char)key.at[i]) || cm_is_digit((unsigned char)key.at[i]) || key.at[i] == '_');
  if (!good)
    cm_refuse(r, CEMENT_E_SCHEMA, at, CM_S("\""), key, CM_S("\" read, a name of letters, digits and _ expected"));
}

/* ---- factors ---- */

cm_factor *cm_load_factor(cm_reader *r, cm_catalog *catalog, cm_edition *edition) {
  cm_factor *f = CM_NEW(r->arena, cm_factor);
  if (!f || CM_VEC_PUSH(r->arena, &edition->factors, f)) {
    cm_reader_nomem(r);
    return NULL;
  }
  f->edition = edition;
  f->index = catalog->factor_count++;
  return f;
}

/* An exponent: "1/4" as it stands, a short decimal as a ratio of powers of ten, reduced. */
static void set_ratio(int64_t p, int64_t q, int32_t *out_p, int32_t *out_q) {
  int64_t a = p < 0 ? -p : p, b = q;
  while (b) {
    int64_t t = a % b;
    a = b;
    b = t;
  }
  if (!a) a = 1;
  p /= a;
  q /= a;
  if (p > 10000 || p < -10000 || q > 10000) return;
  *out_p = (int32_t)p;
  *out_q = (int32_t)q;
}

static bool short_int(cm_str text, int64_t *out) {
  *out = 0;
  for (size_t i = 0; i < text.size; i++) {
    if (!cm_is_digit((unsigned char)text.at[i]) || i == 9) return false;
    *out = *out * 10 + (text.at[i] - '0');
  }
  return text.size > 0;
}

static void read_ratio(cm_reader *r, const cm_json *at, cm_factor *f, size_t slash) {
  int64_t p, q;
  if (!short_int(cm_str_slice(at->text, 0, slash), &p) ||
      !short_int(cm_str_slice(at->text, slash + 1, at->text.size), &q) || !q) {
    cm_refuse(r, CEMENT_E_SYNTAX, at, CM_S("\""), at->text, CM_S("\" read, a ratio of two whole numbers expected"));
    return;
  }
  cm_dec a, b;
  cm_dec_from_i64(&a, p);
  cm_dec_from_i64(&b, q);
  (void)cm_dec_div(&f->value, &a, &b);
  f->text = cm_reader_copy(r, at->text);
  set_ratio(p, q, &f->p, &f->q);
}

void cm_ratio_of(const cm_dec *value, int32_t *out_p, int32_t *out_q) {
  int decimals = cm_dec_decimals(value);
  cm_dec scaled;
  char buffer[CM_DEC_TEXT_MAX];
  int64_t p, q = 1;
  *out_p = *out_q = 0;
  if (decimals > 4 || cm_dec_shift(&scaled, value, decimals) < 0) return;
  cm_str digits = cm_dec_text(&scaled, buffer);
  bool negative = digits.size > 0 && digits.at[0] == '-';
  if (!short_int(cm_str_slice(digits, negative, digits.size), &p)) return;
  for (int i = 0; i < decimals; i++) q *= 10;
  set_ratio(negative ? -p : p, q, out_p, out_q);
}

static void read_value(cm_reader *r, const cm_json *at, cm_factor *f) {
  if (!at || !cm_reader_is(r, at, CM_JSON_STRING)) return;
  const char *slash = memchr(at->text.at, '/', at->text.size);
  if (slash) {
    read_ratio(r, at, f, (size_t)(slash - at->text.at));
    return;
  }
  /* as printed in a rule: no exponent */
  if (memchr(at->text.at, 'e', at->text.size) || memchr(at->text.at, 'E', at->text.size))
    cm_refuse(r, CEMENT_E_SYNTAX, at, CM_S("\""), at->text, CM_S("\" read, a decimal number expected"));
  f->value = cm_reader_decimal(r, at, &f->text);
  if (!r->status) cm_ratio_of(&f->value, &f->p, &f->q);
}

static bool flag(cm_reader *r, const cm_json *object, const char *key, bool otherwise) {
  const cm_json *at = cm_reader_get(r, object, key, false);
  if (!at) return otherwise;
  if (at->type != CM_JSON_TRUE && at->type != CM_JSON_FALSE) cm_reader_is(r, at, CM_JSON_TRUE);
  return at->type == CM_JSON_TRUE;
}

static void read_constant(cm_reader *r, cm_catalog *catalog, cm_edition *edition, const cm_json *at) {
  cm_reader_only(r, at, "value unit zh en cite source confidence derivation note overridable");
  cm_factor *f = cm_load_factor(r, catalog, edition);
  if (r->status) return;
  cm_load_check_key(r, at, at->key);
  if (cm_items_find(&catalog->items, at->key))
    cm_refuse(r, CEMENT_E_CONFLICT, at, CM_S("the constant \""), at->key, CM_S("\" has the name of an item"));
  f->key = cm_reader_copy(r, at->key);
  read_value(r, cm_reader_get(r, at, "value", true), f);
  f->unit = cm_reader_unit(r, cm_reader_get(r, at, "unit", true), &f->unit_text);
  f->cite = cm_reader_text(r, at, "cite", true);
  f->source = cm_reader_text(r, at, "source", false);
  f->note = cm_reader_text(r, at, cm_json_get(at, "note") ? "note" : "derivation", false);
  f->confidence = cm_load_confidence(r, cm_reader_get(r, at, "confidence", true));
  (void)cm_reader_text(r, at, "derivation", f->confidence == CM_DERIVED);
  f->overridable = flag(r, at, "overridable", false);
  if (!r->status && CM_VEC_PUSH(r->arena, &edition->constants, f)) cm_reader_nomem(r);
}

/* ---- tables ---- */

/* What a table is looked up by: a set, or an attribute that has choices. */
static const cm_attribute *key_attribute(const cm_catalog *catalog, cm_str name) {
  const cm_set *sets[] = {&catalog->items.fuel, &catalog->items.line, &catalog->items.facility};
  for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
    int found = cm_set_find_attribute(sets[i], name);
    if (found >= 0 && !sets[i]->attributes[found].number) return &sets[i]->attributes[found];
  }
  return NULL;
}

static bool key_known(const cm_catalog *catalog, cm_str name) {
  uint8_t bit = cm_set_bit(name);
  return bit ? (bit & (CM_SET_FUEL | CM_SET_USE | CM_SET_MATERIAL)) != 0 : key_attribute(catalog, name) != NULL;
}

/* A row's key is one that can occur; materials are an open set. */
static bool key_value_known(const cm_catalog *catalog, cm_str name, cm_str value) {
  uint8_t bit = cm_set_bit(name);
  if (cm_str_is(value, "*") || bit == CM_SET_MATERIAL) return true;
  if (!bit) return cm_attribute_find_choice(key_attribute(catalog, name), value) >= 0;
  const cm_set *set = cm_items_set(&catalog->items, bit);
  for (size_t i = 0; i < set->member_count; i++)
    if (cm_str_eq(set->members[i].key, value)) return true;
  return false;
}

static void split_keys(cm_reader *r, const cm_catalog *catalog, const cm_json *at, const cm_table *table,
                       cm_table_row *row) {
  size_t count = 0, from = 0;
  cm_str text = row->factor->row;
  for (size_t i = 0; i <= text.size; i++) {
    if (i < text.size && text.at[i] != ',') continue;
    if (count < CM_TABLE_KEYS_MAX) row->keys[count] = cm_str_slice(text, from, i);
    count++;
    from = i + 1;
  }
  if (count != table->key_count)
    cm_refuse(r, CEMENT_E_SCHEMA, at, CM_S("the row \""), text, CM_S("\" has another number of keys than the table"));
  for (size_t i = 0; i < count && !r->status; i++)
    if (!key_value_known(catalog, table->key_names[i], row->keys[i]))
      cm_refuse(r, CEMENT_E_UNKNOWN, at, CM_S("the row \""), text, CM_S("\": "), table->key_names[i],
                CM_S(" has no value "), row->keys[i]);
}

/* Numbers of other texts for the same factor: kept in the file for its readers, and well-formed. */
static void check_alternatives(cm_reader *r, const cm_json *alternatives) {
  if (!alternatives || !cm_reader_is(r, alternatives, CM_JSON_ARRAY)) return;
  for (const cm_json *a = alternatives->child; a && !r->status; a = a->next) {
    cm_factor ignored = {.value = cm_dec_zero};
    cm_reader_only(r, a, "value cite source note");
    read_value(r, cm_reader_get(r, a, "value", true), &ignored);
    (void)cm_reader_text(r, a, "source", true);
    (void)cm_reader_text(r, a, "cite", false);
    (void)cm_reader_text(r, a, "note", false);
  }
}

/* Text, or an object where a row differs from its table. */
static void read_row(cm_reader *r, const cm_catalog *catalog, cm_edition *edition, const cm_json *at,
                     const cm_json *table_at, cm_table *table, cm_table_row *row) {
  cm_factor *f = row->factor;
  f->key = table->key;
  f->row = cm_reader_copy(r, at->key);
  f->unit = table->unit;
  f->unit_text = table->unit_text;
  const cm_json *own = at->type == CM_JSON_OBJECT ? at : NULL;
  if (own) cm_reader_only(r, own, "value cite source confidence finding note derivation alternatives overridable");
  read_value(r, own ? cm_reader_get(r, own, "value", true) : at, f);
  if (own) check_alternatives(r, cm_reader_get(r, own, "alternatives", false));
#define FROM(key) (own && cm_json_get(own, key) ? own : table_at)
  f->cite = cm_reader_text(r, FROM("cite"), "cite", true);
  f->source = cm_reader_text(r, FROM("source"), "source", false);
  f->note = cm_reader_text(r, FROM("note"), "note", false);
  f->confidence = cm_load_confidence(r, cm_reader_get(r, FROM("confidence"), "confidence", true));
  f->overridable = flag(r, FROM("overridable"), "overridable", false);
#undef FROM
  if (own && cm_json_get(own, "finding")) f->finding = cm_load_finding(r, edition, cm_json_get(own, "finding"));
  split_keys(r, catalog, at, table, row);
}

static void read_table(cm_reader *r, cm_catalog *catalog, cm_edition *edition, const cm_json *at) {
  cm_reader_only(r, at, "zh en unit keys cite source confidence note overridable rows");
  const cm_json *keys = cm_reader_get(r, at, "keys", true), *rows = cm_reader_get(r, at, "rows", true);
  cm_table *t = r->status ? NULL : CM_NEW(r->arena, cm_table);
  if (!t) {
    cm_reader_nomem(r);
    return;
  }
  cm_load_check_key(r, at, at->key);
  t->key = cm_reader_copy(r, at->key);
  t->label = cm_reader_label(r, at);
  t->unit = cm_reader_unit(r, cm_reader_get(r, at, "unit", true), &t->unit_text);
  if (!cm_reader_is(r, keys, CM_JSON_ARRAY) || !cm_reader_is(r, rows, CM_JSON_OBJECT)) return;
  if (keys->count < 1 || keys->count > CM_TABLE_KEYS_MAX) {
    cm_refuse(r, CEMENT_E_SCHEMA, keys, CM_S("1 to 4 keys expected"));
    return;
  }
  for (const cm_json *k = keys->child; k && cm_reader_is(r, k, CM_JSON_STRING); k = k->next) {
    if (!key_known(catalog, k->text))
      cm_refuse(r, CEMENT_E_UNKNOWN, k, CM_S("the key \""), k->text,
                CM_S("\" is neither FUEL, USE, MATERIAL nor an attribute with choices"));
    t->key_names[t->key_count++] = cm_reader_copy(r, k->text);
  }
  if (!rows->count) cm_refuse(r, CEMENT_E_SCHEMA, rows, CM_S("the table \""), at->key, CM_S("\" has no rows"));
  t->rows = CM_NEWS(r->arena, cm_table_row, rows->count);
  if (!t->rows) cm_reader_nomem(r);
  for (const cm_json *row = rows->child; row && !r->status; row = row->next) {
    cm_table_row *into = &t->rows[t->row_count++];
    if ((into->factor = cm_load_factor(r, catalog, edition))) read_row(r, catalog, edition, row, at, t, into);
  }
  if (!r->status && CM_VEC_PUSH(r->arena, &edition->tables, t)) cm_reader_nomem(r);
}

/* ---- options ---- */

/* What a choice stands for: a number of the option's unit, a rounding of compared figures, or just its name. */
static void read_choice(cm_reader *r, cm_catalog *catalog, cm_edition *edition, const cm_json *at, cm_option *o,
                        cm_option_choice *c) {
  cm_reader_only(r, at, "cite source confidence zh en note round");
  c->key = cm_reader_copy(r, at->key);
  c->cite = cm_reader_text(r, at, "cite", true);
  c->confidence = cm_load_confidence(r, cm_reader_get(r, at, "confidence", true));
  (void)cm_reader_label(r, at);
  const cm_json *round = cm_reader_get(r, at, "round", false);
  if (round && cm_reader_is(r, round, CM_JSON_OBJECT)) {
    cm_reader_only(r, round, "decimals rule");
    c->rounds = true;
    c->decimals = cm_reader_int(r, round, "decimals", 0, 12);
    c->rule = cm_load_rule(r, round);
  }
  cm_factor *f = o->number ? cm_load_factor(r, catalog, edition) : NULL;
  if (!f || r->status) return;
  size_t where;
  if (cm_dec_read(at->key, &f->value, &where) != CM_PARSE_OK) {
    cm_refuse(r, CEMENT_E_SYNTAX, at, CM_S("the choice \""), at->key, CM_S("\" of an option with a unit is no number"));
    return;
  }
  *f = (cm_factor){.edition = edition,
                   .key = o->key,
                   .row = c->key,
                   .text = c->key,
                   .value = f->value,
                   .unit = o->unit,
                   .cite = c->cite,
                   .confidence = c->confidence,
                   .source = cm_reader_text(r, at, "source", false),
                   .note = cm_reader_text(r, at, "note", false),
                   .index = f->index};
  c->factor = f;
}

static void read_option(cm_reader *r, cm_catalog *catalog, cm_edition *edition, const cm_json *at) {
  cm_reader_only(r, at, "zh en unit default choices note");
  const cm_json *choices = cm_reader_get(r, at, "choices", true), *unit = cm_reader_get(r, at, "unit", false);
  cm_option *o = r->status ? NULL : CM_NEW(r->arena, cm_option);
  if (!o) {
    cm_reader_nomem(r);
    return;
  }
  cm_load_check_key(r, at, at->key);
  o->key = cm_reader_copy(r, at->key);
  o->label = cm_reader_label(r, at);
  o->index = (uint32_t)edition->options.size;
  cm_str unit_text = {NULL, 0};
  if (unit) o->number = true, o->unit = cm_reader_unit(r, unit, &unit_text);
  if (!cm_reader_is(r, choices, CM_JSON_OBJECT)) return;
  o->choices = CM_NEWS(r->arena, cm_option_choice, choices->count);
  if (!o->choices) cm_reader_nomem(r);
  for (const cm_json *c = choices->child; c && !r->status; c = c->next) {
    cm_option_choice *into = &o->choices[o->choice_count++];
    read_choice(r, catalog, edition, c, o, into);
    if (into->factor) into->factor->unit_text = unit_text;
  }
  const cm_json *otherwise = cm_reader_get(r, at, "default", true);
  if (!otherwise || !cm_reader_is(r, otherwise, CM_JSON_STRING)) return;
  int found = cm_option_find_choice(o, otherwise->text);
  if (found < 0) {
    cm_refuse(r, CEMENT_E_UNKNOWN, otherwise, CM_S("the default \""), otherwise->text,
              CM_S("\" is not among the choices"));
    return;
  }
  o->default_choice = (uint32_t)found;
  if (CM_VEC_PUSH(r->arena, &edition->options, o)) cm_reader_nomem(r);
}

/* ---- findings ---- */

static void read_finding(cm_reader *r, cm_edition *edition, const cm_json *at) {
  cm_reader_only(r, at, "severity zh en");
  const cm_json *severity = cm_reader_get(r, at, "severity", true);
  cm_finding_type *f = r->status ? NULL : CM_NEW(r->arena, cm_finding_type);
  if (!f) {
    cm_reader_nomem(r);
    return;
  }
  f->code = cm_reader_copy(r, at->key);
  f->label.zh = cm_reader_text(r, at, "zh", true);
  f->label.en = cm_reader_text(r, at, "en", true);
  if (!cm_reader_is(r, severity, CM_JSON_STRING)) return;
  int i = 0;
  while (i < 3 && !cm_str_is(severity->text, severity_names[i])) i++;
  if (i == 3) {
    cm_refuse(r, CEMENT_E_SCHEMA, severity, CM_S("severity \""), severity->text,
              CM_S("\" read, info, warning or error expected"));
    return;
  }
  f->severity = (cm_severity)i;
  if (CM_VEC_PUSH(r->arena, &edition->findings, f)) cm_reader_nomem(r);
}

void cm_load_factors(cm_reader *r, cm_catalog *catalog, cm_edition *edition, const cm_json *root) {
  const cm_json *findings = cm_reader_get(r, root, "findings", false),
                *constants = cm_reader_get(r, root, "constants", false),
                *tables = cm_reader_get(r, root, "tables", false), *options = cm_reader_get(r, root, "options", false);
  /* findings first: rows and rules name them */
  if (findings && cm_reader_is(r, findings, CM_JSON_OBJECT))
    for (const cm_json *m = findings->child; m && !r->status; m = m->next) read_finding(r, edition, m);
  if (constants && cm_reader_is(r, constants, CM_JSON_OBJECT))
    for (const cm_json *m = constants->child; m && !r->status; m = m->next) read_constant(r, catalog, edition, m);
  if (tables && cm_reader_is(r, tables, CM_JSON_OBJECT))
    for (const cm_json *m = tables->child; m && !r->status; m = m->next) read_table(r, catalog, edition, m);
  if (options && cm_reader_is(r, options, CM_JSON_OBJECT))
    for (const cm_json *m = options->child; m && !r->status; m = m->next) read_option(r, catalog, edition, m);
}
