#include "run/quality_words.h"

#include "run/report_words.h"

const char *const cm_quality_methods[CM_METHODS] = {"given", "measured", "default", "calculated", "estimated"};

cm_str cm_quality_of(const cm_ledger *ledger, const cm_series_of *series) {
  cm_str none = {"", 0};
  if (series->fuel != CM_NONE) return ledger->fuels.at[series->fuel].id;
  if (series->member == CM_NONE) return none;
  return (series->item->sets & CM_SET_MATERIAL) != 0 ? ledger->materials.at[series->member].id
                                                     : ledger->items->section.members[series->member].key;
}

cm_str cm_quality_unit(const cm_ledger *ledger, const cm_series_of *series, char out[CM_UNIT_TEXT_MAX]) {
  if (series->fuel == CM_NONE) return series->item->unit_text;
  uint32_t state = ledger->fuels.at[series->fuel].attributes[ledger->items->fuel_state].choice;
  return cm_item_unit_text_for_state(ledger->items, series->item, state, out);
}

cm_str cm_quality_stock_unit(const cm_ledger *ledger, const cm_stock_month *month, char out[CM_UNIT_TEXT_MAX]) {
  cm_series_of like = {.item = month->stock->opening, .fuel = month->fuel};
  return cm_quality_unit(ledger, &like, out);
}

/* A name that the ledger gives goes before the label; it is the plant's own word. */
static cm_str member_name(const cm_ledger *ledger, const cm_series_of *s, cm_language language) {
  cm_str none = {"", 0};
  if (s->fuel != CM_NONE) {
    const cm_fuel *f = &ledger->fuels.at[s->fuel];
    return f->name.size ? f->name : cm_label_text(f->label, language, f->id);
  }
  if (s->member == CM_NONE) return none;
  if ((s->item->sets & CM_SET_MATERIAL) != 0) {
    const cm_material *m = &ledger->materials.at[s->member];
    return m->name.size ? m->name : cm_label_text(m->label, language, m->id);
  }
  const cm_member *section = &ledger->items->section.members[s->member];
  return cm_label_text(section->label, language, section->key);
}

void cm_quality_name(const cm_ledger *ledger, const cm_series_of *series, cm_language language, cm_buf *out) {
  cm_str item = cm_label_text(series->item->label, language, series->item->key);
  cm_str member = member_name(ledger, series, language);
  const cm_member *use = series->use == CM_NONE ? NULL : &ledger->items->use.members[series->use];
  if (language != CM_ZH) cm_buf_add(out, item);
  if (language != CM_ZH && member.size) cm_buf_add_c(out, " of ");
  cm_buf_add(out, member);
  if (use != NULL) {
    cm_buf_add_c(out, cm_word(language, " (", "（"));
    cm_buf_add(out, cm_label_text(use->label, language, use->key));
    cm_buf_add_c(out, cm_word(language, ")", "）"));
  }
  if (language == CM_ZH && member.size) cm_buf_add_char(out, ' ');
  if (language == CM_ZH) cm_buf_add(out, item);
}

void cm_quality_stock_name(const cm_ledger *ledger, cm_label label, uint32_t fuel, cm_language language, cm_buf *out) {
  const cm_series_of like = {.fuel = fuel, .member = CM_NONE};
  cm_str name = member_name(ledger, &like, language);
  cm_buf_add(out, cm_label_text(label, language, CM_S("")));
  if (name.size) cm_buf_add_c(out, cm_word(language, ": ", "："));
  cm_buf_add(out, name);
}

void cm_quality_lack_name(const cm_ledger *ledger, const cm_stock_lack *lack, cm_language language, cm_buf *out) {
  if (lack->series == NULL) {
    cm_buf_add(out, cm_label_text(lack->item->label, language, lack->item->key));
    return;
  }
  cm_buf_add(out, ledger->lines.at[lack->series->line].id);
  cm_buf_add_char(out, ' ');
  cm_quality_name(ledger, lack->series, language, out);
}

bool cm_quality_percent(const cm_dec *part, const cm_dec *whole, cm_rounded *out) {
  cm_dec x;
  if (cm_dec_sign(whole) <= 0 || cm_dec_shift(&x, part, 2) < 0 || cm_dec_div(&x, &x, whole) < 0) return false;
  return cm_dec_round(out, &x, 2, CM_RULE_HALF_UP) >= 0;
}
