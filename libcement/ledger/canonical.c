/* The canonical form: one JSON text for one set of facts, however they were written down. */
#include "base/hash.h"
#include "ledger/ledger.h"

typedef struct writer {
  const cm_ledger *ledger;
  cm_buf *out;
  cm_sha256 *hash; /* when it is only hashed, the text is passed on piece by piece */
  bool comma;
} writer;

static void flush(writer *w) {
  if (w->hash == NULL || w->out->failed) return;
  cm_sha256_add(w->hash, w->out->at, w->out->size);
  w->out->size = 0;
}

static void open(writer *w, const char *text) {
  if (w->comma) cm_buf_add_char(w->out, ',');
  cm_buf_add_c(w->out, text);
  w->comma = false;
}

static void close(writer *w, char end) {
  cm_buf_add_char(w->out, end);
  w->comma = true;
}

static void name(writer *w, cm_str key) {
  open(w, "");
  cm_buf_add_json(w->out, key);
  cm_buf_add_char(w->out, ':');
}

/* A member whose value is a text; left out when empty. */
static void text(writer *w, const char *key, cm_str value) {
  if (value.size == 0) return;
  name(w, cm_str_of(key));
  cm_buf_add_json(w->out, value);
  w->comma = true;
}

static void number(writer *w, const char *key, const cm_dec *value) {
  char digits[CM_DEC_TEXT_MAX];
  text(w, key, cm_dec_text(value, digits));
}

typedef struct property {
  cm_str key, text;     /* text: the value, or the unit of the number */
  const cm_dec *number; /* NULL: the text alone */
} property;

/* The properties of a facility, line, fuel or material, sorted by key. `texts` are those that are no attributes. */
static void properties(writer *w, const cm_set *set, const cm_attribute_value *values, const property *texts,
                       size_t count) {
  property all[CM_ATTRIBUTES_MAX + 4];
  size_t used = 0;
  for (size_t i = 0; i < count; i++) all[used++] = texts[i];
  for (size_t i = 0; set != NULL && i < set->attribute_count; i++) {
    const cm_attribute *attribute = &set->attributes[i];
    if (!values[i].given) continue;
    all[used++] = attribute->number ? (property){attribute->key, attribute->unit_text, &values[i].number}
                                    : (property){attribute->key, attribute->choices[values[i].choice].key, NULL};
  }
  for (size_t i = 1; i < used; i++) {
    property moved = all[i];
    size_t at = i;
    for (; at > 0 && cm_str_cmp(moved.key, all[at - 1].key) < 0; at--) all[at] = all[at - 1];
    all[at] = moved;
  }
  open(w, "{");
  for (size_t i = 0; i < used; i++) {
    if (all[i].number != NULL) {
      name(w, all[i].key);
      open(w, "{");
      text(w, "unit", all[i].text);
      number(w, "value", all[i].number);
      close(w, '}');
    } else {
      text(w, all[i].key.at, all[i].text);
    }
  }
  close(w, '}');
}

/* A built-in fuel is listed when the ledger adds something to it. */
static bool adds(const cm_ledger *ledger, const cm_fuel *fuel) {
  const cm_set *set = &ledger->items->fuel;
  if (!fuel->builtin || fuel->name.size != 0) return true;
  for (size_t i = 0; i < set->attribute_count; i++) {
    if (set->attributes[i].number && fuel->attributes[i].given) return true;
  }
  return false;
}

static void write_declarations(writer *w) {
  const cm_ledger *ledger = w->ledger;
  const property facility[] = {{CM_S("id"), ledger->facility_id, NULL},
                               {CM_S("name"), ledger->facility_name, NULL},
                               {CM_S("province"), ledger->facility_province, NULL}};
  name(w, CM_S("facility"));
  properties(w, &ledger->items->facility, ledger->facility, facility, 3);
  open(w, "\"fuels\":[");
  for (size_t i = 0; i < ledger->fuels.size; i++) {
    const cm_fuel *fuel = &ledger->fuels.at[i];
    const property texts[] = {{CM_S("id"), fuel->id, NULL}, {CM_S("name"), fuel->name, NULL}};
    if (adds(ledger, fuel)) properties(w, &ledger->items->fuel, fuel->attributes, texts, 2);
  }
  close(w, ']');
  open(w, "\"lines\":[");
  for (size_t i = 0; i < ledger->lines.size; i++) {
    const cm_line *line = &ledger->lines.at[i];
    const property texts[] = {{CM_S("id"), line->id, NULL}, {CM_S("name"), line->name, NULL}};
    properties(w, &ledger->items->line, line->attributes, texts, 2);
  }
  close(w, ']');
  open(w, "\"materials\":[");
  for (size_t i = 0; i < ledger->materials.size; i++) {
    const cm_material *material = &ledger->materials.at[i];
    const property texts[] = {{CM_S("id"), material->id, NULL}, {CM_S("name"), material->name, NULL}};
    if (material->name.size != 0) properties(w, NULL, NULL, texts, 2);
  }
  close(w, ']');
}

static void write_observation(writer *w, const cm_observation *x) {
  static const char *const methods[] = {"", "measured", "default", "calculated", "estimated"};
  const cm_ledger *ledger = w->ledger;
  const cm_items *items = ledger->items;
  char month[16];
  char unit[CM_UNIT_TEXT_MAX];
  cm_str none = {"", 0};
  bool fuel = x->fuel != CM_NONE;
  bool material = (x->item->sets & CM_SET_MATERIAL) != 0;
  uint32_t state = fuel ? ledger->fuels.at[x->fuel].attributes[items->fuel_state].choice : 0;
  open(w, "{");
  text(w, "item", x->item->key);
  text(w, "line", x->line == CM_NONE ? none : ledger->lines.at[x->line].id);
  text(w, "method", cm_str_of(methods[x->method]));
  text(w, "note", x->note);
  text(w, "of",
       fuel                   ? ledger->fuels.at[x->fuel].id
       : x->member == CM_NONE ? none
       : material             ? ledger->materials.at[x->member].id
                              : items->section.members[x->member].key);
  text(w, "period", cm_month_text(x->month, month));
  text(w, "source", x->source);
  text(w, "unit", fuel ? cm_item_unit_text_for_state(items, x->item, state, unit) : x->item->unit_text);
  text(w, "use", x->use == CM_NONE ? none : items->use.members[x->use].key);
  number(w, "value", &x->value);
  close(w, '}');
}

static int write_ledger(writer *w) {
  const cm_ledger *ledger = w->ledger;
  open(w, "{");
  write_declarations(w);
  open(w, "\"observations\":[");
  for (size_t i = 0; i < ledger->observations.size; i++) {
    write_observation(w, &ledger->observations.at[i]);
    flush(w);
  }
  close(w, ']');
  open(w, "\"overrides\":[");
  for (size_t i = 0; i < ledger->overrides.size; i++) {
    const cm_override *override = &ledger->overrides.at[i];
    open(w, "{");
    text(w, "edition", override->edition);
    text(w, "key", override->key);
    text(w, "of", override->of);
    text(w, "reason", override->reason);
    text(w, "unit", override->unit);
    number(w, "value", &override->value);
    close(w, '}');
  }
  close(w, ']');
  text(w, "schema", CM_S("cement-ledger/1"));
  close(w, '}');
  flush(w);
  return w->out->failed ? CEMENT_E_NOMEM : CEMENT_OK;
}

int cm_ledger_canonical(const cm_ledger *ledger, cm_buf *out) {
  writer w = {ledger, out, NULL, false};
  return write_ledger(&w);
}

int cm_ledger_canonical_hash(const cm_ledger *ledger, cm_arena *scratch, char out[65]) {
  cm_buf piece;
  cm_sha256 hash;
  cm_buf_init(&piece, scratch);
  cm_sha256_init(&hash);
  writer w = {ledger, &piece, &hash, false};
  int status = write_ledger(&w);
  if (status == CEMENT_OK) cm_sha256_hex(&hash, out);
  return status;
}
