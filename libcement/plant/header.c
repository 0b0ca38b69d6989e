/* One heading: its name, its unit, and what they say. */
#include "plant/cover.h"
#include "plant/fold.h"

typedef struct heading {
  cm_arena *arena;
  const cm_dictionary *dictionary;
  cm_str unit; /* of the row of units, folded; empty: none */
  bool nomem;
  char scratch[CM_HEADING_BYTES_MAX]; /* the text without a unit in brackets */
  char rest[CM_HEADING_BYTES_MAX];    /* the text without a remark */
  char name[CM_HEADING_BYTES_MAX];    /* by cm_fold_name */
} heading;

/* ---- units ---- */

/* Whether the unit is of the dimension of what is told; for a fuel of its state. */
static bool unit_fits_state(const cm_items *items, const cm_meaning *meaning, const cm_unit *unit, uint32_t state) {
  cm_unit wanted = cm_unit_one; /* of shares */
  bool of_item = meaning->role == CM_ROLE_NONE || meaning->role == CM_ROLE_GROSS;
  if (of_item) (void)cm_item_unit_for_state(items, meaning->item, state, &wanted); /* items.json was read with it */
  if (meaning->role == CM_ROLE_WEIGHT) wanted.dim[CM_DIM_MASS] = 1;
  return cm_unit_same_dim(&wanted, unit);
}

/* Whether the unit can be one of the item; of a fuel that only the row names, of any state. */
static bool unit_fits(const cm_items *items, const cm_meaning *meaning, const cm_unit *unit) {
  if (meaning->kind == CM_MEANING_ATTRIBUTE) return cm_unit_same_dim(&meaning->property.attribute->unit, unit);
  bool open = meaning->member == NULL && meaning->item != NULL && (meaning->item->sets & CM_SET_FUEL) != 0;
  if (!open) {
    return unit_fits_state(items, meaning, unit, meaning->member != NULL ? meaning->member->state : 0);
  }
  for (uint32_t state = 0; state < CM_STATES; state++) {
    if (unit_fits_state(items, meaning, unit, state)) return true;
  }
  return false;
}

/* A basis in the unit, GJ/t(ar), says the same as one in the name. */
static void merge_basis(cm_meaning *meaning) {
  uint8_t said = meaning->unit.basis;
  bool carbon = meaning->role == CM_ROLE_CARBON;
  bool heat = carbon || (meaning->item != NULL && meaning->item->unit.dim[CM_DIM_FUEL] != 0);
  if (said != CM_BASIS_NONE && ((meaning->basis != CM_BASIS_NONE && meaning->basis != said) || !heat)) {
    meaning->problem = CM_PROBLEM_BASIS;
  }
  if (meaning->basis == CM_BASIS_NONE) meaning->basis = said;
  bool net = heat && meaning->role == CM_ROLE_NONE && meaning->item->unit.dim[CM_DIM_FUEL] < 0;
  if ((net || carbon) && meaning->basis == CM_BASIS_NONE) meaning->doubt |= CM_DOUBT_BASIS;
}

/* ---- rates ---- */

const char *const cm_per_names[] = {"", "min", "h", "d"};
const int32_t cm_per_seconds[] = {1, 60, 3600, 86400};

static cm_per per_of(cm_str text) {
  static const struct {
    const char *text;
    cm_per per;
  } names[] = {{"min", CM_PER_MINUTE}, {"h", CM_PER_HOUR}, {"小时", CM_PER_HOUR},
               {"d", CM_PER_DAY},      {"天", CM_PER_DAY}, {"日", CM_PER_DAY}};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (cm_str_is(text, names[i].text)) return names[i].per;
  }
  return CM_PER_NONE;
}

/* t/h of what adds up is the t of each hour: the amount's unit is taken, and the time beside it. */
bool cm_meaning_rate(const cm_items *items, cm_meaning *meaning) {
  size_t cut = meaning->unit_text.size;
  bool flow = meaning->kind == CM_MEANING_VALUE && meaning->item != NULL && meaning->item->time == CM_TIME_SUM &&
              meaning->aggregate <= CM_AGGREGATE_SUM;
  while (cut > 0 && meaning->unit_text.at[cut - 1] != '/') cut--;
  if (!flow || cut == 0) return false;
  cm_per per = per_of(cm_str_trim(cm_str_slice(meaning->unit_text, cut, meaning->unit_text.size)));
  cm_str amount = cm_str_trim(cm_str_slice(meaning->unit_text, 0, cut - 1));
  cm_unit unit;
  bool fits = per != CM_PER_NONE && cm_unit_read(amount, &unit, NULL, CM_NOWHERE) == CEMENT_OK &&
              unit_fits(items, meaning, &unit);
  if (!fits) return false;
  meaning->per = (uint8_t)per;
  meaning->unit_text = amount;
  meaning->unit = unit;
  return true;
}

bool cm_meaning_is_number(const cm_meaning *meaning) {
  const cm_attribute *attribute = meaning->property.attribute;
  bool attribute_number = meaning->kind == CM_MEANING_ATTRIBUTE && attribute != NULL && attribute->number;
  return meaning->kind == CM_MEANING_VALUE || meaning->kind == CM_MEANING_ROLE || attribute_number;
}

bool cm_meaning_is_fuel_property(const cm_meaning *m) {
  return m->kind == CM_MEANING_ATTRIBUTE && m->property.set == CM_SET_FUEL;
}

bool cm_meaning_lacks_member(const cm_meaning *m) {
  if (cm_meaning_is_fuel_property(m)) return m->of.size == 0;
  bool of = m->item != NULL && (m->item->sets & (CM_SET_FUEL | CM_SET_MATERIAL)) != 0;
  bool open = of && (m->of.size == 0 || (m->doubt & CM_DOUBT_ASSUMED) != 0);
  return m->kind == CM_MEANING_VALUE && (m->problem == CM_PROBLEM_MEMBER || (m->problem == CM_PROBLEM_NONE && open));
}

void cm_meaning_unit(const cm_dictionary *dictionary, cm_meaning *meaning, cm_str folded) {
  uint8_t doubt = 0;
  bool number = cm_meaning_is_number(meaning);
  bool word = meaning->kind == CM_MEANING_ATTRIBUTE && !number && meaning->problem == CM_PROBLEM_NONE;
  if (word && folded.size != 0 && cm_dictionary_unit(dictionary, folded, NULL, &doubt).size != 0) {
    meaning->problem = CM_PROBLEM_UNIT;
  }
  if (meaning->problem == CM_PROBLEM_MEMBER) meaning->unit_text = folded;
  if (!number || meaning->problem != CM_PROBLEM_NONE) return;
  cm_str text = folded.size != 0 ? cm_dictionary_unit(dictionary, folded, meaning->item, &doubt) : meaning->unit_text;
  meaning->unit_text = text;
  if (text.size == 0) {
    meaning->problem = folded.size != 0 ? CM_PROBLEM_UNIT : CM_PROBLEM_NO_UNIT;
    return;
  }
  (void)cm_unit_read(text, &meaning->unit, NULL, CM_NOWHERE); /* read before, by the dictionary */
  meaning->doubt |= doubt;
  if (!unit_fits(dictionary->items, meaning, &meaning->unit) && !cm_meaning_rate(dictionary->items, meaning)) {
    meaning->problem = CM_PROBLEM_UNIT;
  } else {
    merge_basis(meaning);
  }
}

/* ---- name and unit ---- */

/* A name with a unit (empty: none is in the heading). False: the name is not known. */
static bool try_name(heading *h, cm_str name, cm_str unit, cm_meaning *out) {
  cm_cover cover;
  char id[CM_LINE_ID_MAX];
  if (!cm_cover_find(h->dictionary, cm_fold_name(name, h->name), &cover)) return false;
  (void)cm_cover_settle(h->dictionary, &cover, out); /* as it was found */
  if (cover.line != 0) {
    out->line = cm_arena_copy(h->arena, cm_line_id(cover.line, id));
    h->nomem = h->nomem || out->line.at == NULL;
  }
  if (unit.size != 0 && h->unit.size != 0 && !cm_str_eq(unit, h->unit)) {
    out->problem = CM_PROBLEM_UNIT; /* two are said */
    return true;
  }
  cm_meaning_unit(h->dictionary, out, unit.size != 0 ? unit : h->unit);
  return true;
}

static bool is_unit(const heading *h, cm_str text) {
  uint8_t doubt;
  if (cm_dictionary_unit(h->dictionary, text, NULL, &doubt).size != 0) return true;
  for (size_t i = 0; i < h->dictionary->units.size; i++) {
    if (cm_str_eq(h->dictionary->units.at[i].text, text)) return true; /* short for the unit of an item */
  }
  return false;
}

/* "单位:t" is t. */
static cm_str without_label(cm_str text) {
  static const char *const labels[] = {"单位:", "单位", "unit:", "Unit:"};
  for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
    if (cm_str_starts(text, labels[i])) return cm_str_trim(cm_str_slice(text, strlen(labels[i]), text.size));
  }
  return text;
}

/* The text less what lies in [from, to). */
static cm_str cut_out(heading *h, cm_str text, size_t from, size_t to) {
  memcpy(h->scratch, text.at, from);
  memcpy(h->scratch + from, text.at + to, text.size - to);
  return (cm_str){h->scratch, text.size - (to - from)};
}

/* The next bracket from *open on that is closed again, with those in it: [*open, *close) with its signs. */
static bool next_bracket(cm_str text, size_t *open, size_t *close) {
  for (; *open < text.size; ++*open) {
    size_t depth = 0;
    for (size_t at = *open; at < text.size && text.at[*open] == '('; at++) {
      if (text.at[at] == '(') depth++;
      if (text.at[at] != ')' || --depth > 0) continue;
      *close = at + 1;
      return true;
    }
  }
  return false;
}

/* A unit in brackets, wherever they stand: 低位发热量(kJ/kg)(空干基). */
static bool try_brackets(heading *h, cm_str text, cm_meaning *out) {
  size_t close;
  for (size_t open = 0; next_bracket(text, &open, &close); open++) {
    cm_str unit = without_label(cm_str_slice(text, open + 1, close - 1));
    if (is_unit(h, unit) && try_name(h, cut_out(h, text, open, close), unit, out)) return true;
  }
  return false;
}

/* Whether a unit may begin at a byte without anything between: behind or before a letter that is not ASCII, or behind a
 * bracket. */
static bool may_touch(cm_str text, size_t at) {
  return ((unsigned char)text.at[at - 1] & 0x80) != 0 || ((unsigned char)text.at[at] & 0x80) != 0 ||
         text.at[at - 1] == ')';
}

/* A unit at the end: 生料消耗量t, clinker_output_t, 熟料产量/吨. The longest unit whose name is known. */
static bool try_endings(heading *h, cm_str text, cm_meaning *out) {
  for (size_t at = 1; at < text.size; at++) {
    size_t end = at;
    if (((unsigned char)text.at[at] & 0xC0) == 0x80) continue;
    bool sign = strchr(" /_,:;-", text.at[at]) != NULL;
    size_t from = at + (sign ? 1 : 0);
    if (!sign && !may_touch(text, at)) continue;
    cm_str unit = without_label(cm_str_trim(cm_str_slice(text, from, text.size)));
    if (is_unit(h, unit) && try_name(h, cm_str_slice(text, 0, end), unit, out)) return true;
  }
  return false;
}

static bool try_text(heading *h, cm_str text, cm_meaning *out) {
  return try_name(h, text, CM_S(""), out) || try_brackets(h, text, out) || try_endings(h, text, out);
}

/* The name without its remarks in brackets, if it is known so: 铁质材料(铁粉/铜渣)t. */
static bool try_remarks(heading *h, cm_str text, cm_meaning *out) {
  size_t open = 0;
  size_t close;
  if (!next_bracket(text, &open, &close)) return false;
  cm_str shorter = cut_out(h, text, open, close);
  memcpy(h->rest, shorter.at, shorter.size);
  shorter.at = h->rest;
  if (!try_text(h, shorter, out)) return false;
  out->doubt |= CM_DOUBT_REMARK;
  return true;
}

static bool known(heading *h, cm_str text, cm_meaning *out) {
  if (text.size == 0 || text.size > CM_HEADING_BYTES_MAX) return false;
  cm_str name = cm_fold_unnumbered(text);
  bool numbered = name.size != text.size;
  return try_text(h, text, out) || (numbered && try_text(h, name, out)) || try_remarks(h, text, out) ||
         (numbered && try_remarks(h, name, out));
}

/* ---- with the heading above ---- */

static int fold_joined(cm_arena *arena, cm_str group, cm_str name, cm_place where, cm_str *out, cement_error *err) {
  cm_buf joined;
  if (group.size == 0) return cm_fold(arena, name, where, out, err);
  cm_buf_init(&joined, arena);
  cm_buf_add(&joined, group);
  cm_buf_add_char(&joined, ' ');
  cm_buf_add(&joined, name);
  cm_str text = cm_buf_text(&joined);
  return text.at == NULL ? cm_nomem(err) : cm_fold(arena, text, where, out, err);
}

int cm_heading_key(cm_arena *arena, cm_str group, cm_str name, cm_place where, cm_str *out, cement_error *err) {
  cm_str folded;
  int status = fold_joined(arena, group, name, where, &folded, err);
  if (status == CEMENT_OK) *out = cm_fold_name(folded, (char *)folded.at);
  return status;
}

/* Words that add nothing, and 2025年 above 月 and 日. */
static bool is_group(const cm_dictionary *dictionary, cm_str group) {
  char name[CM_HEADING_BYTES_MAX];
  int32_t year;
  bool of_year = group.size > 4 && cm_year_read(cm_str_slice(group, 0, 4), &year) == 0;
  if (of_year && cm_str_is(cm_str_slice(group, 4, group.size), "年")) return true;
  return group.size <= sizeof name && cm_dictionary_find(dictionary, CM_WORD_GROUP, cm_fold_name(group, name)) != NULL;
}

static void read_folded(heading *h, cm_str joined, cm_str group, cm_str name, cm_meaning *out) {
  *out = (cm_meaning){.kind = CM_MEANING_UNKNOWN};
  if (joined.size == 0) {
    out->problem = CM_PROBLEM_EMPTY;
  } else if (known(h, joined, out) || (is_group(h->dictionary, group) && known(h, name, out))) {
    return; /* with what it says */
  } else if (group.size != 0 && known(h, name, out)) {
    *out = (cm_meaning){.kind = CM_MEANING_UNKNOWN, .problem = CM_PROBLEM_GROUP};
  } else {
    *out = (cm_meaning){.kind = CM_MEANING_UNKNOWN, .problem = CM_PROBLEM_UNKNOWN};
  }
}

/* A row's unit: (t) and 单位:t are t. */
static int fold_unit(cm_arena *arena, cm_str unit, cm_place where, cm_str *out, cement_error *err) {
  int status = cm_fold(arena, unit, where, out, err);
  if (status != CEMENT_OK) return status;
  *out = without_label(*out);
  bool closed = out->size > 2 && out->at[0] == '(' && out->at[out->size - 1] == ')';
  if (closed) *out = without_label(cm_str_slice(*out, 1, out->size - 1));
  return CEMENT_OK;
}

int cm_heading_own_unit(cm_arena *arena, const cm_dictionary *dictionary, cm_str group, cm_str name, cm_str unit,
                        cm_place where, cm_str *out, cement_error *err) {
  heading h = {.arena = arena, .dictionary = dictionary};
  cm_str text;
  size_t close;
  int status = fold_unit(arena, unit, where, out, err);
  if (status == CEMENT_OK) status = fold_joined(arena, group, name, where, &text, err);
  if (status != CEMENT_OK || out->size != 0) return status;
  for (size_t open = 0; next_bracket(text, &open, &close); open++) {
    *out = without_label(cm_str_slice(text, open + 1, close - 1));
    if (is_unit(&h, *out)) return CEMENT_OK;
  }
  for (size_t at = 1; at < text.size; at++) {
    size_t sign = strchr(" /_,:;-", text.at[at]) != NULL;
    bool ascii = ((unsigned char)text.at[at] & 0x80) == 0;
    if (!ascii || (sign == 0 && !may_touch(text, at))) continue;
    *out = without_label(cm_str_trim(cm_str_slice(text, at + sign, text.size)));
    if (is_unit(&h, *out)) return CEMENT_OK;
  }
  *out = CM_S("");
  return CEMENT_OK;
}

int cm_heading_read(cm_arena *arena, const cm_dictionary *dictionary, cm_str group, cm_str name, cm_str unit,
                    cm_place where, cm_meaning *out, cement_error *err) {
  heading h = {.arena = arena, .dictionary = dictionary};
  cm_str joined;
  cm_str above;
  cm_str own;
  int status = fold_joined(arena, group, name, where, &joined, err);
  if (status == CEMENT_OK) status = cm_fold(arena, group, where, &above, err);
  if (status == CEMENT_OK) status = cm_fold(arena, name, where, &own, err);
  if (status == CEMENT_OK) status = fold_unit(arena, unit, where, &h.unit, err);
  if (status != CEMENT_OK) return status;
  read_folded(&h, joined, above, own, out);
  out->unit_text = cm_arena_copy(arena, out->unit_text); /* it may lie in `h` */
  return h.nomem || out->unit_text.at == NULL ? cm_nomem(err) : CEMENT_OK;
}
