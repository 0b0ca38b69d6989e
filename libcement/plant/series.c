#include "plant/series.h"

enum { SERIES = 1, TALLY, DAY };

void cm_book_init(cm_book *book, cm_arena *arena) {
  *book = (cm_book){.arena = arena};
  cm_map_init(&book->index, arena);
}

static int number_of(cm_book *book, cm_str text, uint32_t *out) {
  *out = 0;
  if (text.size == 0) return 0;
  const cm_name *known = cm_names_find(&book->texts, text);
  if (known == NULL) {
    uint32_t next = (uint32_t)book->texts.list.size + 1;
    if (cm_names_add(book->arena, &book->texts, text, next)) return -1;
    *out = next;
    return 0;
  }
  *out = known->value;
  return 0;
}

int cm_book_text(cm_book *book, cm_str text, cm_str *out) {
  uint32_t number;
  *out = (cm_str){"", 0};
  if (text.size == 0) return 0;
  if (number_of(book, text, &number)) return -1;
  *out = book->texts.list.at[number - 1].text;
  return 0;
}

uint32_t cm_book_number(const cm_book *book, cm_str text) {
  if (text.size == 0) return 0;
  const cm_name *known = cm_names_find(&book->texts, text);
  return known == NULL ? CM_NONE : known->value;
}

static int copy_texts(cm_book *book, cm_series *s) {
  return cm_book_text(book, s->line, &s->line) || cm_book_text(book, s->of, &s->of) ||
         cm_book_text(book, s->use, &s->use) || cm_book_text(book, s->part, &s->part) ||
         cm_book_text(book, s->method, &s->method) || cm_book_text(book, s->source, &s->source) ||
         cm_book_text(book, s->note, &s->note);
}

static int series_key(cm_book *book, const cm_series *like, cm_map_key *key) {
  *key = (cm_map_key){{SERIES, like->item->index}};
  return number_of(book, like->line, &key->word[2]) || number_of(book, like->of, &key->word[3]) ||
         number_of(book, like->use, &key->word[4]) || number_of(book, like->part, &key->word[5]);
}

int cm_book_series(cm_book *book, const cm_series *like, uint32_t *out) {
  cm_map_key key;
  if (series_key(book, like, &key)) return -1;
  const uint32_t *known = cm_map_get(&book->index, &key);
  if (known != NULL) {
    *out = *known;
    return 0;
  }
  cm_series added = *like;
  uint32_t index = (uint32_t)book->series.size;
  if (copy_texts(book, &added) || CM_VEC_PUSH(book->arena, &book->series, added)) return -1;
  *out = index;
  return cm_map_put(&book->index, &key, index);
}

int cm_book_tally(cm_book *book, uint32_t series, cm_month month, cm_spot spot, uint32_t *out) {
  cm_map_key key = {{TALLY, series, (uint32_t)month}};
  const uint32_t *known = cm_map_get(&book->index, &key);
  *out = known != NULL ? *known : (uint32_t)book->tallies.size;
  if (known != NULL) return 0;
  cm_tally tally = {.series = series, .month = month, .first = spot};
  return CM_VEC_PUSH(book->arena, &book->tallies, tally) || cm_map_put(&book->index, &key, *out);
}

int cm_book_day(cm_book *book, uint32_t series, int32_t day, uint32_t tally, cm_spot spot, uint32_t *out, bool *added) {
  cm_map_key key = {{DAY, series, (uint32_t)day}};
  const uint32_t *known = cm_map_get(&book->index, &key);
  *added = known == NULL;
  *out = known != NULL ? *known : (uint32_t)book->days.size;
  if (known != NULL) return 0;
  cm_day_sum sum = {.series = series, .tally = tally, .day = day, .first = spot};
  return CM_VEC_PUSH(book->arena, &book->days, sum) || cm_map_put(&book->index, &key, *out);
}

int32_t cm_stock_day(const cm_tally *tally, const cm_item *item) {
  return tally->begins + (item->time == CM_TIME_LAST ? tally->days_due - 1 : 0);
}

const cm_day_sum *cm_book_find_day(const cm_book *book, uint32_t series, int32_t day) {
  cm_map_key key = {{DAY, series, (uint32_t)day}};
  const uint32_t *known = cm_map_get(&book->index, &key);
  return known == NULL ? NULL : &book->days.at[*known];
}

static bool same_scale(const cm_scale *a, const cm_scale *b) {
  return a->num == b->num && a->den == b->den && a->ten == b->ten;
}

/* Units are few, so they are walked. */
static int find_unit(cm_book *book, cm_str text, const cm_unit *written, const cm_unit *unit, uint16_t *out) {
  cm_unit_use use = {{NULL, 0}, *written, *unit};
  for (size_t i = 0; i < book->units.size; i++) {
    const cm_unit_use *known = &book->units.at[i];
    *out = (uint16_t)i;
    if (cm_str_eq(known->text, text) && same_scale(&known->unit.scale, &unit->scale)) return 0;
  }
  *out = (uint16_t)book->units.size;
  return cm_book_text(book, text, &use.text) || CM_VEC_PUSH(book->arena, &book->units, use);
}

int cm_book_unit(cm_book *book, cm_str text, const cm_unit *unit, uint16_t *out) {
  return find_unit(book, text, unit, unit, out);
}

int cm_book_rate(cm_book *book, uint16_t amount, int32_t length, int32_t per, uint16_t *out) {
  const cm_unit_use use = book->units.at[amount];
  cm_unit unit, seconds = cm_unit_one, pers = cm_unit_one;
  seconds.scale.num = length;
  pers.scale.num = per;
  if (cm_unit_mul(&unit, &use.written, &seconds) || cm_unit_div(&unit, &unit, &pers)) return -1;
  return find_unit(book, use.text, &use.written, &unit, out);
}
