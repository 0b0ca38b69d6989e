#include "run/report_words.h"

const char *cm_word(cm_language language, const char *en, const char *zh) {
  return language == CM_ZH ? zh : en;
}

const char *cm_confidence_word(cm_language language, cm_confidence confidence) {
  static const char *const zh[CM_CONFIDENCE_COUNT] = {
      [CM_PRIMARY] = "出自原文",       [CM_CONFIRMED] = "多方印证", [CM_SINGLE_SOURCE] = "单一来源",
      [CM_ANALOGY] = "由同类文件类推", [CM_DERIVED] = "推导所得",   [CM_UNVERIFIED] = "未经核实"};
  return cm_word(language, cm_confidence_text(confidence), zh[confidence]);
}

const char *cm_status_text(uint32_t state) {
  if (state == CM_VALID) return "ok";
  return state == CM_NOT_APPLICABLE ? "not_applicable" : "incomplete";
}

cm_str cm_label_text(cm_label label, cm_language language, cm_str key) {
  cm_str first = language == CM_ZH ? label.zh : label.en, second = language == CM_ZH ? label.en : label.zh;
  if (first.size) return first;
  return second.size ? second : key;
}

cm_str cm_period_words(int32_t number, bool year, char out[CM_PERIOD_TEXT_MAX]) {
  return year ? cm_year_text(number, out) : cm_month_text(number, out);
}

/* ---- members ---- */

/* A name that the ledger gives goes before the label; it is the plant's own word. */
cm_str cm_fuel_name(const cm_run *run, uint32_t fuel, cm_language language) {
  const cm_fuel *f = &run->ledger->fuels.at[fuel];
  return f->name.size ? f->name : cm_label_text(f->label, language, f->id);
}

cm_str cm_material_name(const cm_run *run, uint32_t material, cm_language language) {
  const cm_material *m = &run->ledger->materials.at[material];
  return m->name.size ? m->name : cm_label_text(m->label, language, m->id);
}

static cm_str member_name(const cm_set *set, uint32_t member, cm_language language) {
  const cm_member *m = &set->members[member];
  return cm_label_text(m->label, language, m->key);
}

static void add_in_brackets(cm_buf *out, cm_str text, cm_language language) {
  cm_buf_add_c(out, cm_word(language, " (", "（"));
  cm_buf_add(out, text);
  cm_buf_add_c(out, cm_word(language, ")", "）"));
}

void cm_tuple_words(const cm_run *run, cm_tuple tuple, cm_language language, cm_buf *out) {
  if (tuple.material != CM_NONE) cm_buf_add(out, cm_material_name(run, tuple.material, language));
  if (tuple.fuel != CM_NONE) cm_buf_add(out, cm_fuel_name(run, tuple.fuel, language));
  if (tuple.use != CM_NONE) add_in_brackets(out, member_name(&run->ledger->items->use, tuple.use, language), language);
}

static bool tuple_is_of(cm_tuple tuple) {
  return tuple.material != CM_NONE || tuple.fuel != CM_NONE;
}

/* "fuel heat of diesel", 柴油：燃料热量. */
static void add_item_of(const cm_run *run, cm_str item, cm_tuple tuple, cm_language language, cm_buf *out) {
  bool of = tuple_is_of(tuple);
  if (of && language == CM_ZH) {
    cm_tuple_words(run, tuple, language, out);
    cm_buf_add_c(out, " ");
  }
  cm_buf_add(out, item);
  if (of && language != CM_ZH) {
    cm_buf_add_c(out, " of ");
    cm_tuple_words(run, tuple, language, out);
  }
}

void cm_figure_words(const cm_run *run, const cm_instance *instance, cm_language language, cm_buf *out) {
  cm_buf_add(out, cm_label_text(instance->formula->label, language, instance->formula->key));
  if (!tuple_is_of(instance->tuple)) return;
  cm_buf_add_c(out, cm_word(language, ": ", "："));
  cm_tuple_words(run, instance->tuple, language, out);
}

/* ---- what is missing ---- */

static cm_str set_prefix(uint8_t set) {
  if (set == CM_SET_FACILITY) return CM_S("facility.");
  return set == CM_SET_FUEL ? CM_S("fuel.") : CM_S("line.");
}

cm_str cm_missing_item(const cm_missing *missing, char out[CM_MISSING_ITEM_MAX]) {
  if (missing->item) return missing->item->key;
  cm_str prefix = set_prefix(missing->attribute->set), key = cm_str_cut(missing->attribute->key, 80);
  memcpy(out, prefix.at, prefix.size);
  memcpy(out + prefix.size, key.at, key.size);
  out[prefix.size + key.size] = '\0';
  return (cm_str){out, prefix.size + key.size};
}

/* The key of the fuel, material or section; empty when it is of none. */
static cm_str member_key(const cm_run *run, cm_tuple tuple, uint32_t section) {
  if (section != CM_NONE) return run->ledger->items->section.members[section].key;
  return cm_tuple_of(run->ledger, tuple);
}

cm_str cm_missing_of(const cm_run *run, const cm_missing *missing) {
  return member_key(run, missing->tuple, missing->section);
}

/* "net calorific value of diesel (kiln)", "electricity consumption (clinker making)". */
static void add_item(const cm_run *run, const cm_item *item, cm_tuple tuple, uint32_t section, cm_language language,
                     cm_buf *out) {
  add_item_of(run, cm_label_text(item->label, language, item->key), tuple, language, out);
  if (section != CM_NONE) add_in_brackets(out, member_name(&run->ledger->items->section, section, language), language);
}

void cm_missing_words(const cm_run *run, const cm_missing *missing, cm_language language, cm_buf *out) {
  if (missing->attribute) {
    add_item_of(run, cm_label_text(missing->attribute->label, language, missing->attribute->key), missing->tuple,
                language, out);
    return;
  }
  add_item(run, missing->item, missing->tuple, missing->section, language, out);
}

/* ---- findings ---- */

cm_str cm_finding_of(const cm_run *run, const cm_finding *finding) {
  return finding->row.size ? finding->row : member_key(run, finding->tuple, finding->section);
}

static cm_str attribute_label(const cm_set *set, cm_str key, cm_language language) {
  int i = cm_set_find_attribute(set, key);
  return i < 0 ? CM_S("") : cm_label_text(set->attributes[i].label, language, key);
}

static cm_str edition_label(const cm_edition *edition, cm_str key, cm_language language) {
  const cm_formula *formula = cm_edition_formula(edition, key);
  if (formula) return cm_label_text(formula->label, language, key);
  const cm_option *option = cm_edition_option(edition, key);
  return option ? cm_label_text(option->label, language, key) : CM_S("");
}

/* Of a figure or an option of the edition, of an attribute, or the key itself. */
cm_str cm_finding_key(const cm_run *run, const cm_finding *f, cm_language language) {
  const cm_items *items = run->ledger->items;
  if (f->edition != CM_NONE) {
    cm_str label = edition_label(run->plan->editions.at[f->edition].edition, f->key, language);
    if (label.size) return label;
  }
  cm_str label = attribute_label(&items->fuel, f->key, language);
  if (!label.size) label = attribute_label(&items->line, f->key, language);
  if (!label.size) label = attribute_label(&items->facility, f->key, language);
  return label.size ? label : f->key;
}

/* The details of these say the key themselves, with its number. */
static bool detail_names_key(const cm_finding *f) {
  return f->detail.size && (cm_str_starts(f->code, "factor-") || cm_str_starts(f->code, "override"));
}

void cm_finding_message(const cm_run *run, const cm_finding *finding, cm_language language, cm_buf *out) {
  const char *colon = cm_word(language, ": ", "：");
  bool item = finding->item != NULL, of = tuple_is_of(finding->tuple);
  bool key = finding->key.size && !detail_names_key(finding);
  cm_buf_add(out, cm_label_text(finding->label, language, finding->code));
  if (item) {
    cm_buf_add_c(out, colon);
    add_item(run, finding->item, finding->tuple, finding->section, language, out);
  } else if (key || of) {
    cm_buf_add_c(out, colon);
    if (key) cm_buf_add(out, cm_finding_key(run, finding, language));
    if (key && finding->row.size) {
      cm_buf_add_char(out, '[');
      cm_buf_add(out, finding->row);
      cm_buf_add_char(out, ']');
    }
    if (key && of) cm_buf_add_c(out, cm_word(language, ", ", "，"));
    if (of) cm_tuple_words(run, finding->tuple, language, out);
  }
  if (!finding->detail.size) return;
  cm_buf_add_c(out, item || key ? cm_word(language, " — ", "——") : colon);
  cm_buf_add(out, finding->detail);
}
