/* One observation: a raw row becomes an entry of the ledger. Its line and its fuel may be declared later. */
#include "ledger/builder.h"

static int read_period(cm_builder *b, const cm_raw_row *row, cm_month *out) {
  cm_str text = row->period.text;
  if (text.size == 0) {
    return cm_refuse_cell(b, CEMENT_E_MISSING, row->period.offset, row->item.text,
                          CM_S(": period is missing, a month like 2025-01 expected"));
  }
  if (cm_month_read(text, out) == 0) return CEMENT_OK;
  bool shaped = text.size == 7;
  for (size_t i = 0; i < text.size && shaped; i++) {
    shaped = i == 4 ? text.at[i] == '-' : cm_is_digit((unsigned char)text.at[i]);
  }
  return cm_refuse_cell(b, shaped ? CEMENT_E_RANGE : CEMENT_E_SYNTAX, row->period.offset, CM_S("period: \""), text,
                        shaped ? CM_S("\" read, a month from 01 to 12 expected")
                               : CM_S("\" read, a month like 2025-01 expected"));
}

/* A first mention: should the name turn out to be nobody's, this is the place to show. */
static void mention(cm_builder *b, cm_entity *entity, cm_cell cell) {
  if (entity->used.line == 0) entity->used = cm_build_spot(b, cell.offset);
}

static int read_of(cm_builder *b, const cm_raw_row *row, cm_observation *out) {
  const cm_item *item = out->item;
  uint8_t set = item->sets & (uint8_t)~CM_SET_USE;
  if (set == 0) {
    if (row->of.text.size == 0) return CEMENT_OK;
    return cm_refuse_cell(b, CEMENT_E_SCHEMA, row->of.offset, item->key, CM_S(": of \""), row->of.text,
                          CM_S("\" read, but it is not given by fuel, material or section: leave it out"));
  }
  if (row->of.text.size == 0) {
    return cm_refuse_cell(b, CEMENT_E_MISSING, row->of.offset, item->key, CM_S(": of is missing, a "),
                          set == CM_SET_FUEL       ? CM_S("fuel")
                          : set == CM_SET_MATERIAL ? CM_S("material")
                                                   : CM_S("section"),
                          CM_S(" expected"));
  }
  if (set == CM_SET_SECTION) {
    int section = cm_set_find_member(&b->items->section, row->of.text);
    out->member = (uint32_t)section;
    if (section >= 0) return CEMENT_OK;
    return cm_refuse_cell(b, CEMENT_E_UNKNOWN, row->of.offset, CM_S("section \""), row->of.text,
                          CM_S("\" is not known"));
  }
  uint32_t index;
  int status = cm_build_member(b, set, row->of, &index);
  if (status != CEMENT_OK) return status;
  if (set == CM_SET_FUEL) {
    out->fuel = index;
    mention(b, &b->fuels.at[index], row->of);
  } else {
    out->member = index;
  }
  return CEMENT_OK;
}

static int read_line(cm_builder *b, const cm_raw_row *row, cm_observation *out) {
  const cm_item *item = out->item;
  bool by_section = item->sets == CM_SET_SECTION;
  cm_level level = by_section ? item->section_level[out->member] : item->level;
  cm_str of = by_section ? row->of.text : (cm_str){"", 0};
  if (row->line.text.size == 0) {
    if (level == CM_LEVEL_FACILITY || item->share != NULL) return CEMENT_OK;
    return cm_refuse_cell(b, CEMENT_E_MISSING, row->line.offset, item->key, of.size ? CM_S(" of ") : CM_S(""), of,
                          CM_S(": line is missing, it is given line by line"));
  }
  if (level == CM_LEVEL_FACILITY) {
    return cm_refuse_cell(b, CEMENT_E_SCHEMA, row->line.offset, item->key, of.size ? CM_S(" of ") : CM_S(""), of,
                          CM_S(": line "), row->line.text,
                          CM_S(" read, but it is given for the whole facility: leave the line out"));
  }
  int status = cm_build_member(b, CM_SET_LINE, row->line, &out->line);
  if (status == CEMENT_OK) mention(b, &b->lines.at[out->line], row->line);
  return status;
}

static int read_use(cm_builder *b, const cm_raw_row *row, cm_observation *out) {
  const cm_item *item = out->item;
  if (row->use.text.size == 0) {
    if ((item->sets & CM_SET_USE) != 0 && !item->any_use) out->use = b->items->use.default_member;
    return CEMENT_OK;
  }
  if ((item->sets & CM_SET_USE) == 0) {
    return cm_refuse_cell(b, CEMENT_E_SCHEMA, row->use.offset, item->key, CM_S(": use \""), row->use.text,
                          CM_S("\" read, but only fuels have a use: leave it out"));
  }
  int use = cm_set_find_member(&b->items->use, row->use.text);
  if (use < 0) {
    return cm_refuse_cell(b, CEMENT_E_UNKNOWN, row->use.offset, CM_S("use \""), row->use.text, CM_S("\" is not known"));
  }
  out->use = (uint32_t)use;
  return CEMENT_OK;
}

static int read_method(cm_builder *b, const cm_raw_row *row, uint8_t *out) {
  static const char *const names[][2] = {
      {"measured", "实测值"}, {"default", "缺省值"}, {"calculated", "计算值"}, {"estimated", "估算值"}};
  if (row->method.text.size == 0) return CEMENT_OK;
  for (uint8_t i = 0; i < 4; i++) {
    if (cm_str_is(row->method.text, names[i][0]) || cm_str_is(row->method.text, names[i][1])) {
      *out = (uint8_t)(i + 1);
      return CEMENT_OK;
    }
  }
  return cm_refuse_cell(b, CEMENT_E_UNKNOWN, row->method.offset, CM_S("method \""), row->method.text,
                        CM_S("\" read, one of measured, default, calculated, estimated expected"));
}

/* The number as written, packed: most have few digits, and there may be millions of them. */
static int keep_written(cm_builder *b, cm_str text, cm_str *out) {
  enum { POOL = 16384 };
  if (text.size > b->pool_left) {
    size_t size = text.size > POOL ? text.size : POOL;
    b->pool = cm_arena_take(&b->ledger->arena, size, 1);
    b->pool_left = b->pool == NULL ? 0 : size;
    if (b->pool == NULL) return cm_nomem(b->err);
  }
  memcpy(b->pool, text.at, text.size);
  *out = (cm_str){b->pool, text.size};
  b->pool += text.size;
  b->pool_left -= text.size;
  return CEMENT_OK;
}

static int read_value(cm_builder *b, const cm_raw_row *row, cm_observation *out) {
  const cm_unit_entry *unit;
  const cm_item *item = out->item;
  bool settled = out->fuel == CM_NONE || b->ledger->fuels.at[out->fuel].builtin;
  char text[CM_UNIT_TEXT_MAX];
  cm_str expected = item->unit_text;
  if (out->fuel != CM_NONE) {
    uint32_t state = settled ? b->ledger->fuels.at[out->fuel].attributes[b->items->fuel_state].choice : 0;
    expected = cm_item_unit_text_for_state(b->items, item, state, text);
  }
  int status = cm_quantity_number(b, item->key, row->value, &out->value);
  if (status == CEMENT_OK) status = cm_quantity_unit(b, item->key, row->unit, expected, &unit);
  if (status == CEMENT_OK) status = keep_written(b, row->value.text, &out->written);
  if (status != CEMENT_OK) return status;
  cm_spot spot = cm_build_spot(b, row->value.offset);
  out->unit = unit->text;
  out->text_line = spot.line;
  out->text_column = spot.column;
  if (!settled) return CEMENT_OK;
  cm_place place = {b->source, row->value.offset, spot.line, spot.column};
  cm_place unit_place = {b->source, row->unit.offset, spot.line, 0};
  if (cm_str_eq(unit->text, expected) && !item->range.has_max && unit->unit.basis == CM_BASIS_NONE &&
      cm_dec_sign(&out->value) >= 0 && item->range.has_min && cm_dec_is_zero(&item->range.min)) {
    return CEMENT_OK; /* the usual case, and nothing to convert */
  }
  status = cm_observation_settle(b, out, unit_place, place);
  if (status == CEMENT_E_UNIT && b->err != NULL) { /* only now is the unit's column worth looking for */
    unit_place = cm_build_place(b, row->unit.offset);
    status = cm_observation_settle(b, out, unit_place, place);
  }
  return status;
}

int cm_build_observation(cm_builder *b, const cm_raw_row *row) {
  cm_ledger *ledger = b->ledger;
  cm_observation out = {.line = CM_NONE, .fuel = CM_NONE, .use = CM_NONE, .member = CM_NONE};
  if (row->item.text.size == 0) return cm_refuse_cell(b, CEMENT_E_MISSING, row->item.offset, CM_S("item is missing"));
  const cm_name *item = cm_names_find(&b->item_names, row->item.text);
  if (item == NULL) {
    return cm_refuse_cell(b, CEMENT_E_UNKNOWN, row->item.offset, CM_S("item \""), row->item.text,
                          CM_S("\" is not known"));
  }
  if (ledger->observations.size >= b->limits->rows || ledger->observations.size >= UINT32_MAX - 1) {
    char digits[24];
    return cm_refuse_cell(b, CEMENT_E_LIMIT, row->offset, CM_S("more than "), cm_u64_text(b->limits->rows, digits),
                          CM_S(" observations"));
  }
  out.item = b->items->items.at[item->value];
  out.document = (uint8_t)b->document;
  out.binary = b->binary;
  int status = read_period(b, row, &out.month);
  if (status == CEMENT_OK) status = read_of(b, row, &out);
  if (status == CEMENT_OK) status = read_line(b, row, &out);
  if (status == CEMENT_OK) status = read_use(b, row, &out);
  if (status == CEMENT_OK) status = read_value(b, row, &out);
  if (status == CEMENT_OK) status = read_method(b, row, &out.method);
  if (status == CEMENT_OK) status = cm_build_text(b, row->source.text, &out.source);
  if (status == CEMENT_OK) status = cm_build_text(b, row->note.text, &out.note);
  if (status != CEMENT_OK) return status;
  return CM_VEC_PUSH(&ledger->arena, &ledger->observations, out) ? cm_nomem(b->err) : CEMENT_OK;
}
