/* Long tables: a row a value, with the columns of a ledger's CSV; in any encoding, with numbers and dates as plants
 * write them, and days that add up to months. */
#include "plant/read_work.h"

enum { LINE, PERIOD, ITEM, OF, VALUE, UNIT, METHOD, USE, SOURCE, NOTE, KINDS };

typedef struct long_table {
  cm_file *f;
  uint32_t column[KINDS]; /* CM_NONE: there is none */
  cm_names lanes;         /* what a row is about -> its lane */
} long_table;

static int find_columns(long_table *t) {
  static const char *const names[] = {"line", "period", "item", "of",     "value",
                                      "unit", "method", "use",  "source", "note"};
  static const uint8_t kinds[] = {CM_MEANING_LINE,   CM_MEANING_PERIOD, CM_MEANING_IGNORE, CM_MEANING_OF,
                                  CM_MEANING_VALUE,  CM_MEANING_IGNORE, CM_MEANING_METHOD, CM_MEANING_IGNORE,
                                  CM_MEANING_SOURCE, CM_MEANING_NOTE};
  cm_file *f = t->f;
  f->meanings = CM_NEWS(&f->arena, cm_meaning, f->headings.count);
  f->cells = CM_NEWS(&f->arena, cm_value_cell, f->headings.count);
  if (f->meanings == NULL || f->cells == NULL) return cm_file_nomem(f);
  for (size_t k = 0; k < KINDS; k++) t->column[k] = CM_NONE;
  for (uint32_t i = 0; i < f->headings.count; i++) {
    f->meanings[i].kind = CM_MEANING_IGNORE;
    for (size_t k = 0; k < KINDS; k++) {
      if (!cm_str_is(f->headings.names[i].text, names[k])) continue;
      if (t->column[k] != CM_NONE) {
        return cm_fail(f->err, CEMENT_E_DUPKEY, f->headings.names[i].where, CM_S("heading \""),
                       f->headings.names[i].text, CM_S("\" twice"));
      }
      t->column[k] = i;
      f->meanings[i].kind = kinds[k];
    }
  }
  f->line_column = f->of_column = f->unit_column = CM_NONE; /* lanes are found here, not by the wide table's way */
  f->period_column = t->column[PERIOD];
  f->dates = (cm_dates){.columns = {f->period_column}, .count = 1};
  cm_file_find_step(f);
  return CEMENT_OK;
}

/* A cell in UTF-8 that stays. */
static int keep_text(long_table *t, int kind, cm_str *out) {
  cm_str text;
  *out = (cm_str){"", 0};
  if (t->column[kind] == CM_NONE) return CEMENT_OK;
  int status = cm_file_text(t->f, t->column[kind], &text);
  if (status != CEMENT_OK || text.size == 0) return status;
  *out = cm_arena_copy(&t->f->arena, text);
  return out->at == NULL ? cm_file_nomem(t->f) : CEMENT_OK;
}

/* ---- rows of properties ---- */

static cm_cell as_cell(const long_table *t, int kind, cm_str text) {
  return (cm_cell){text, t->column[kind] == CM_NONE ? 0 : cm_file_spot(t->f, t->column[kind]).column - 1};
}

/* A row whose item is facility.*, line.*, fuel.* or material.*. */
static int read_property(long_table *t, cm_str item, bool *done) {
  static const char *const prefixes[] = {"facility.", "line.", "fuel.", "material."};
  static const uint8_t bits[] = {CM_SET_FACILITY, CM_SET_LINE, CM_SET_FUEL, CM_SET_MATERIAL};
  cm_builder *b = t->f->builder;
  cm_str owner = {"", 0}, value, unit;
  size_t kind = 0;
  uint32_t index = 0;
  while (kind < 4 && !cm_str_starts(item, prefixes[kind])) kind++;
  *done = kind < 4;
  if (!*done) return CEMENT_OK;
  int where = bits[kind] == CM_SET_LINE ? LINE : OF;
  int status = bits[kind] == CM_SET_FACILITY ? CEMENT_OK : keep_text(t, where, &owner);
  if (status == CEMENT_OK) status = keep_text(t, VALUE, &value);
  if (status == CEMENT_OK) status = keep_text(t, UNIT, &unit);
  if (status != CEMENT_OK) return status;
  b->put = t->f->row->line;
  if (bits[kind] != CM_SET_FACILITY) status = cm_build_declare(b, bits[kind], as_cell(t, where, owner), false, &index);
  cm_str key = cm_str_slice(item, strlen(prefixes[kind]), item.size);
  if (status == CEMENT_OK) {
    status = cm_build_property(b, bits[kind], index, as_cell(t, ITEM, key), as_cell(t, VALUE, value),
                               as_cell(t, UNIT, unit));
  }
  b->put = 0;
  return status;
}

/* ---- what a row is about ---- */

typedef struct row_texts {
  cm_str item, of, use, unit;
} row_texts;

static int keep_texts(long_table *t, row_texts *out) {
  int status = keep_text(t, ITEM, &out->item);
  if (status == CEMENT_OK) status = keep_text(t, OF, &out->of);
  if (status == CEMENT_OK) status = keep_text(t, USE, &out->use);
  return status == CEMENT_OK ? keep_text(t, UNIT, &out->unit) : status;
}

/* With its fuel or material as a heading above it; else as one of a fuel that only a mapping or the plant knows. */
static int read_with(long_table *t, const row_texts *row, cm_place where, cm_meaning *m) {
  cm_file *f = t->f;
  const cm_dictionary *dictionary = f->plant->dictionary;
  cm_meaning alone;
  cm_str named;
  int status = cm_mapping_named_of(&f->arena, f->map, row->of, where, &named, f->err);
  if (status == CEMENT_OK)
    status = cm_heading_read(&f->arena, dictionary, row->of, row->item, row->unit, where, m, f->err);
  bool done = row->of.size == 0 || (m->problem == CM_PROBLEM_NONE && named.size == 0);
  if (status != CEMENT_OK || done) return status;
  status = cm_heading_read(&f->arena, dictionary, CM_S(""), row->item, row->unit, where, &alone, f->err);
  if (status != CEMENT_OK || !cm_meaning_lacks_member(&alone)) return status;
  bool found;
  status = cm_file_read_of(f, row->of, row->item, row->unit, where, &alone, &found);
  if (status == CEMENT_OK && found) *m = alone;
  return status;
}

/* An item by its name as a heading would have it, or as the mapping says: of the row's fuel, or of any. */
static int read_name(long_table *t, const row_texts *row, cm_meaning *m, bool *mapped) {
  cm_file *f = t->f;
  const cm_dictionary *dictionary = f->plant->dictionary;
  const cm_str unders[] = {row->of, {"", 0}};
  cm_place where = cm_file_place(f, t->column[ITEM]);
  *mapped = false;
  for (size_t i = 0; i < 2; i++) {
    int status =
        cm_mapping_row(&f->arena, dictionary, f->map, unders[i], row->item, row->unit, where, m, mapped, f->err);
    if (status != CEMENT_OK) return status;
    if (*mapped) return cm_file_fill_of(f, row->of, where, m);
  }
  return read_with(t, row, where, m);
}

static int take_name(long_table *t, const row_texts *row, cm_meaning *m) {
  cm_file *f = t->f;
  bool mapped;
  const cm_heading name = {row->item, cm_file_place(f, t->column[ITEM])};
  int status = read_name(t, row, m, &mapped);
  if (status != CEMENT_OK || (mapped && m->kind == CM_MEANING_IGNORE)) return status;
  if (m->kind != CM_MEANING_VALUE || m->problem != CM_PROBLEM_NONE) {
    return cm_fail(f->err, CEMENT_E_UNKNOWN, name.where, CM_S("item \""), row->item, CM_S("\" is not known"));
  }
  if (m->doubt != 0 && f->strict) {
    return cm_fail(f->err, CEMENT_E_SCHEMA, name.where, CM_S("item \""), row->item,
                   CM_S("\" is in doubt, which strict reading refuses"));
  }
  return cm_file_tell_doubts(f, &name, m);
}

/* What a mapping would have to say; an item by its key says it already. */
static int propose(long_table *t) {
  cm_file *f = t->f;
  row_texts row;
  cm_meaning m = {.kind = CM_MEANING_VALUE};
  bool mapped, open = false;
  int status = t->column[LINE] == CM_NONE ? CEMENT_OK : cm_file_propose_line(f, t->column[LINE]);
  if (status == CEMENT_OK) status = keep_texts(t, &row);
  if (status != CEMENT_OK) return status;
  m.item = cm_items_find(f->plant->ledger->items, row.item);
  bool known = m.item != NULL;
  if (!known) status = read_name(t, &row, &m, &mapped);
  uint8_t sets = m.item == NULL ? 0 : m.item->sets & (CM_SET_FUEL | CM_SET_MATERIAL);
  if (status == CEMENT_OK && sets != 0 && row.of.size != 0) {
    status = cm_file_propose_of(f, t->column[OF], sets, &open);
  }
  if (status != CEMENT_OK || known) return status;
  if (open) m.of = CM_S(""); /* what the name will stand for */
  return cm_file_propose_row(f, row.of, row.item, &m, cm_file_place(f, t->column[ITEM]));
}

/* By the item's key, or by its name. */
static int read_meaning(long_table *t, cm_meaning *m) {
  cm_file *f = t->f;
  row_texts row;
  const cm_entry *member = NULL;
  cm_place where = cm_file_place(f, t->column[ITEM]);
  int status = keep_texts(t, &row);
  if (status != CEMENT_OK) return status;
  const cm_item *known = cm_items_find(f->plant->ledger->items, row.item);
  const cm_str of = row.of, unit = row.unit;
  if (known == NULL) return take_name(t, &row, m);
  if (unit.size == 0) {
    return cm_fail(f->err, CEMENT_E_UNIT, where, row.item, CM_S(": the unit is missing"));
  }
  *m = (cm_meaning){.kind = CM_MEANING_VALUE, .item = known, .unit_text = unit, .of = of, .use = row.use};
  bool alias = of.size != 0 && (known->sets & (CM_SET_FUEL | CM_SET_MATERIAL)) != 0;
  if (alias) {
    cm_place place = cm_file_place(f, t->column[OF]);
    status = cm_mapping_of(&f->arena, f->plant->dictionary, f->map, known->sets & (CM_SET_FUEL | CM_SET_MATERIAL), of,
                           place, &m->of, &member, f->err);
  }
  m->member = member;
  if (member != NULL) m->doubt = member->doubt;
  if (status == CEMENT_OK && alias) status = cm_file_tell_loose(f, of, cm_file_place(f, t->column[OF]), m);
  if (status == CEMENT_OK) status = cm_unit_read(unit, &m->unit, f->err, cm_file_place(f, t->column[UNIT]));
  if (status == CEMENT_OK) (void)cm_meaning_rate(f->plant->ledger->items, m);
  return status;
}

static int plan_column(long_table *t, const cm_meaning *m, cm_lane *lane) {
  cm_file *f = t->f;
  cm_column *c = &lane->columns[t->column[VALUE]];
  cm_unit percent, unit = m->unit;
  int status = cm_unit_read(CM_S("%"), &percent, f->err, CM_NOWHERE);
  if (status != CEMENT_OK) return status;
  unit.basis = CM_BASIS_NONE;
  *c = (cm_column){.read = true, .item = m->item, .meaning = m, .flow = m->item->time == CM_TIME_SUM};
  c->share = cm_unit_same_dim(&percent, &unit) && cm_unit_factor(&c->of_percent, &percent, &unit) == 0;
  if (cm_book_unit(&f->plant->book, m->unit_text, &unit, &c->unit)) return cm_file_nomem(f);
  const cm_heading name = {m->item->key, cm_file_place(f, t->column[UNIT])};
  status = cm_file_plan_rate(f, lane, t->column[VALUE], name.where, name.text);
  return status == CEMENT_OK && m->per != CM_PER_NONE ? cm_file_tell_rate(f, &name, m) : status;
}

static int add_lane(long_table *t) {
  cm_file *f = t->f;
  cm_meaning *m = CM_NEW(&f->arena, cm_meaning);
  cm_lane lane = {.at = CM_NEWS(&f->arena, cm_lane_column, f->headings.count),
                  .columns = CM_NEWS(&f->arena, cm_column, f->headings.count)};
  cm_str line, of;
  if (m == NULL || lane.at == NULL || lane.columns == NULL) return cm_file_nomem(f);
  int status = keep_text(t, LINE, &line);
  if (status == CEMENT_OK && line.size != 0) {
    cm_place where = cm_file_place(f, t->column[LINE]);
    status = cm_mapping_line(&f->arena, f->plant->dictionary, f->map, line, where, &lane.line, f->err);
  }
  if (status == CEMENT_OK) status = keep_text(t, OF, &of);
  if (status == CEMENT_OK) status = cm_mapping_leaves_out(&f->arena, f->map, of, CM_NOWHERE, &lane.ignored, f->err);
  if (status == CEMENT_OK && !lane.ignored) status = read_meaning(t, m);
  lane.ignored = lane.ignored || m->kind == CM_MEANING_IGNORE;
  if (status == CEMENT_OK && !lane.ignored) status = plan_column(t, m, &lane);
  if (status != CEMENT_OK) return status;
  for (size_t i = 0; i < f->headings.count; i++) lane.at[i].series = CM_NONE;
  f->lane = f->lanes.size;
  return CM_VEC_PUSH(&f->arena, &f->lanes, lane) ? cm_file_nomem(f) : CEMENT_OK;
}

static int read_when(long_table *t) {
  cm_file *f = t->f;
  cm_when when;
  const char *why;
  cm_str text;
  int status = cm_file_when(f, t->column[PERIOD], &when, &why);
  if (status != CEMENT_OK) return status;
  if (why == NULL && when.grain != CM_GRAIN_YEAR) {
    cm_file_set_period(f, &when);
    return CEMENT_OK;
  }
  status = cm_file_list_refused(f, t->column[PERIOD], 0);
  if (status == CEMENT_OK) status = cm_file_text(f, t->column[PERIOD], &text);
  if (status != CEMENT_OK) return status;
  return cm_fail(f->err, CEMENT_E_SYNTAX, cm_file_place(f, t->column[PERIOD]), CM_S("period: \""), cm_str_cut(text, 60),
                 CM_S("\" read, a month or a day expected: "), why == NULL ? CM_S("a year") : cm_str_of(why));
}

static int find_lane(long_table *t, bool *property) {
  static const int about[] = {LINE, ITEM, OF, UNIT, USE};
  cm_file *f = t->f;
  cm_buf key;
  cm_str item;
  uint32_t repairs = 0;
  *property = false;
  cm_buf_init(&key, &f->scratch);
  for (size_t i = 0; i < 5; i++) {
    if (t->column[about[i]] != CM_NONE) {
      cm_buf_add(&key, cm_plain_trim(cm_file_raw(f, t->column[about[i]]), f->table.encoding, &repairs));
    }
    cm_buf_add_char(&key, '\x1F'); /* no cell has it */
  }
  if (key.failed) return cm_file_nomem(f);
  const cm_name *known = cm_names_find(&t->lanes, cm_buf_text(&key));
  if (known != NULL) {
    f->lane = known->value;
    return f->propose ? CEMENT_OK : read_when(t);
  }
  int status = keep_text(t, ITEM, &item);
  if (status == CEMENT_OK) status = read_property(t, item, property);
  if (status != CEMENT_OK || *property) return status;
  status = f->propose ? propose(t) : read_when(t);
  if (status == CEMENT_OK && !f->propose) status = add_lane(t);
  if (status != CEMENT_OK) return status;
  return cm_names_add(&f->arena, &t->lanes, cm_buf_text(&key), (uint32_t)f->lane) ? cm_file_nomem(f) : CEMENT_OK;
}

/* ---- rows ---- */

static int read_row(long_table *t) {
  cm_file *f = t->f;
  bool property;
  uint32_t value = t->column[VALUE];
  int status = find_lane(t, &property);
  if (status != CEMENT_OK || property || f->propose || f->lanes.at[f->lane].ignored) return status;
  cm_lane *lane = &f->lanes.at[f->lane];
  cm_value_cell *cell = &f->cells[value];
  status = cm_file_check_length(f, lane, t->column[PERIOD]);
  if (status == CEMENT_OK) status = cm_file_number(f, value, lane->columns[value].share, cell);
  if (status != CEMENT_OK) return status;
  f->stopped = cell->kind == CM_CELL_STOPPED;
  if (f->stopped && !cm_is_stock(lane->columns[value].item)) cm_file_count(&f->stops, cm_file_spot(f, value));
  if (cell->kind == CM_CELL_NUMBER && cell->number.percent) {
    cm_dec x = cm_number_dec(&cell->number);
    if (cm_scale_apply(&x, &x, &lane->columns[value].of_percent) >= 0) cell->number = (cm_number){.dec = x};
  }
  bool flow = cell->kind == CM_CELL_NUMBER && lane->columns[value].flow;
  status = cm_file_check_order(f, lane, t->column[PERIOD], flow);
  if (status == CEMENT_OK) status = cm_file_add_cell(f, lane, value);
  return status == CEMENT_OK ? cm_file_list(f, lane) : status;
}

int cm_file_long(cm_file *f) {
  long_table t = {.f = f};
  bool more = true;
  char read[CM_U64_TEXT_MAX], expected[CM_U64_TEXT_MAX];
  int status = find_columns(&t);
  while (status == CEMENT_OK) {
    status = cm_file_next(f, &more);
    if (status == CEMENT_OK && !more) return cm_file_check_days(f);
    if (status != CEMENT_OK) return status;
    if (cm_file_empty_row(f)) continue;
    if (f->row->count != f->headings.count) {
      return cm_fail(f->err, CEMENT_E_SCHEMA, cm_file_place(f, f->headings.count), cm_u64_text(f->row->count, read),
                     CM_S(" cells read, "), cm_u64_text(f->headings.count, expected),
                     CM_S(" expected as in the headings"));
    }
    status = read_row(&t);
  }
  return status;
}
