/* A number with its unit: read, converted exactly into the unit that is expected, and held against its range. */
#include "ledger/builder.h"

int cm_quantity_number(cm_builder *b, cm_str what, cm_cell value, cm_dec *out) {
  size_t at = 0;
  if (value.text.size == 0) {
    return cm_refuse_cell(b, CEMENT_E_MISSING, value.offset, what, CM_S(": value is empty, a number expected"));
  }
  cm_dec_parse parse = cm_dec_read(value.text, out, &at);
  if (parse != CM_PARSE_SYNTAX && value.text.size > b->limits->json.number_bytes) { /* as of a bare number in JSON */
    char most[24];
    return cm_refuse_cell(b, CEMENT_E_LIMIT, value.offset, what, CM_S(": the number is longer than "),
                          cm_u64_text(b->limits->json.number_bytes, most), CM_S(" bytes"));
  }
  switch (parse) {
  case CM_PARSE_OK: return CEMENT_OK;
  case CM_PARSE_DIGITS:
    return cm_refuse_cell(b, CEMENT_E_LIMIT, value.offset, what, CM_S(": "), value.text,
                          CM_S(" read, more than 34 digits"));
  case CM_PARSE_RANGE:
    return cm_refuse_cell(b, CEMENT_E_RANGE, value.offset, what, CM_S(": "), value.text,
                          CM_S(" read, the number is too large or too close to zero"));
  case CM_PARSE_SYNTAX: break;
  }
  return cm_refuse_cell(b, CEMENT_E_SYNTAX, value.offset, what, CM_S(": \""), value.text,
                        CM_S("\" read, a number like 1234.5 expected"));
}

int cm_quantity_unit(cm_builder *b, cm_str what, cm_cell unit, cm_str expected, const cm_unit_entry **out) {
  if (unit.text.size == 0) {
    return cm_refuse_cell(b, CEMENT_E_UNIT, unit.offset, what, CM_S(": unit is missing, one like "), expected,
                          CM_S(" expected"));
  }
  const cm_name *known = cm_names_find(&b->unit_names, unit.text);
  if (known == NULL) {
    cm_unit_entry entry = {{NULL, 0}, cm_unit_one};
    int status = cm_unit_read(unit.text, &entry.unit, b->err, cm_build_place(b, unit.offset));
    if (status != CEMENT_OK) return status;
    cm_arena *arena = &b->ledger->arena;
    if (cm_build_text(b, unit.text, &entry.text)) return cm_nomem(b->err);
    if (cm_names_add(arena, &b->unit_names, unit.text, (uint32_t)b->units.size)) return cm_nomem(b->err);
    if (CM_VEC_PUSH(arena, &b->units, entry)) return cm_nomem(b->err);
    *out = &b->units.at[b->units.size - 1];
  } else {
    *out = &b->units.at[known->value];
  }
  return CEMENT_OK;
}

static int refuse_range(cm_builder *b, const cm_expected *as, cm_place place, const cm_unit_entry *unit,
                        cm_str written) {
  char low[CM_DEC_TEXT_MAX];
  char high[CM_DEC_TEXT_MAX];
  const cm_range *range = &as->range;
  bool one = cm_str_is(as->unit_text, "1");
  return cm_fail(b->err, CEMENT_E_RANGE, place, as->what, CM_S(": "), written, one ? CM_S("") : CM_S(" "),
                 one ? CM_S("") : unit->text, CM_S(" read, a number"), range->has_min ? CM_S(" from ") : CM_S(""),
                 range->has_min ? cm_dec_text(&range->min, low) : CM_S(""), range->has_max ? CM_S(" to ") : CM_S(""),
                 range->has_max ? cm_dec_text(&range->max, high) : CM_S(""), one ? CM_S("") : CM_S(" "),
                 one ? CM_S("") : as->unit_text, CM_S(" expected"));
}

int cm_quantity_convert(cm_builder *b, const cm_expected *as, cm_place unit_place, cm_place value_place,
                        const cm_unit_entry *unit, cm_str written, cm_dec *value) {
  cm_scale scale;
  if (!cm_unit_same_dim(&unit->unit, &as->unit)) {
    return cm_fail(b->err, CEMENT_E_UNIT, unit_place, as->what, CM_S(": unit "), unit->text, CM_S(" read, one like "),
                   as->unit_text, CM_S(" expected"));
  }
  if (unit->unit.basis != CM_BASIS_NONE && (unit->unit.basis != CM_BASIS_AR || !as->basis)) {
    return cm_fail(b->err, CEMENT_E_UNIT, unit_place, as->what, CM_S(": unit "), unit->text,
                   as->basis ? CM_S(" read, a figure as received expected: convert it first")
                             : CM_S(" read, but only a fuel's figures have such a basis"));
  }
  if (cm_unit_factor(&scale, &unit->unit, &as->unit)) {
    return cm_fail(b->err, CEMENT_E_UNIT, unit_place, as->what, CM_S(": unit "), unit->text,
                   CM_S(" cannot be converted to "), as->unit_text);
  }
  if (!cm_scale_is_one(&scale) && cm_scale_apply(value, value, &scale) < 0) {
    return cm_fail(b->err, CEMENT_E_RANGE, value_place, as->what, CM_S(": "), written, CM_S(" "), unit->text,
                   CM_S(" is too large or too small in "), as->unit_text);
  }
  bool low = as->range.has_min && cm_dec_cmp(value, &as->range.min) < 0;
  bool high = as->range.has_max && cm_dec_cmp(value, &as->range.max) > 0;
  return low || high ? refuse_range(b, as, value_place, unit, written) : CEMENT_OK;
}

int cm_observation_settle(cm_builder *b, cm_observation *observation, cm_place unit_place, cm_place value_place) {
  const cm_item *item = observation->item;
  char text[CM_UNIT_TEXT_MAX];
  cm_expected as = {item->key, item->unit_text, item->unit, item->range, false};
  if (observation->fuel != CM_NONE) {
    const cm_fuel *fuel = &b->ledger->fuels.at[observation->fuel];
    uint32_t state = fuel->attributes[b->items->fuel_state].choice;
    as.basis = true;
    as.unit_text = cm_item_unit_text_for_state(b->items, item, state, text);
    if (cm_item_unit_for_state(b->items, item, state, &as.unit)) {
      return cm_fail(b->err, CEMENT_E_INTERNAL, value_place, item->key, CM_S(": its unit has no scale"));
    }
  }
  const cm_name *unit = cm_names_find(&b->unit_names, observation->unit); /* read with the row, so it is known */
  return cm_quantity_convert(b, &as, unit_place, value_place, &b->units.at[unit->value], observation->written,
                             &observation->value);
}
