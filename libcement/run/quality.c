#include "run/quality.h"

#include "base/sort.h"

/* ---- series ---- */

static cm_map_key key_of(const cm_item *item, uint32_t line, uint32_t fuel, uint32_t use, uint32_t member) {
  return (cm_map_key){{item->index, line, fuel, use, member}};
}

const cm_series_of *cm_quality_find(const cm_quality *quality, const cm_item *item, uint32_t line, uint32_t fuel,
                                    uint32_t use, uint32_t member) {
  cm_map_key key = key_of(item, line, fuel, use, member);
  const uint32_t *known = cm_map_get(&quality->index, &key);
  return known == NULL ? NULL : &quality->series.at[*known];
}

const cm_observation *cm_quality_at(const cm_series_of *series, cm_month month) {
  size_t low = 0, high = series == NULL ? 0 : series->at.size;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    cm_month found = series->at.at[middle]->month;
    if (found == month) return series->at.at[middle];
    if (found < month)
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}

static int add(cm_quality *q, const cm_observation *o) {
  cm_map_key key = key_of(o->item, o->line, o->fuel, o->use, o->member);
  const uint32_t *known = cm_map_get(&q->index, &key);
  uint32_t index = known == NULL ? (uint32_t)q->series.size : *known;
  if (known == NULL) {
    cm_series_of series = {.item = o->item, .line = o->line, .fuel = o->fuel, .use = o->use, .member = o->member};
    if (CM_VEC_PUSH(&q->arena, &q->series, series) || cm_map_put(&q->index, &key, index)) return -1;
  }
  return CM_VEC_PUSH(&q->arena, &q->series.at[index].at, o);
}

static int compare(const void *context, uint32_t a, uint32_t b) {
  const cm_series_of *x = (const cm_series_of *)context + a, *y = (const cm_series_of *)context + b;
  const uint32_t xs[] = {x->line, x->item->index, x->fuel, x->use, x->member};
  const uint32_t ys[] = {y->line, y->item->index, y->fuel, y->use, y->member};
  size_t i = 0;
  while (i < 4 && xs[i] == ys[i]) i++;
  return xs[i] < ys[i] ? -1 : 1; /* no two are of the same quantity */
}

/* In order, so that the report does not hang on which month came first. */
static int sort(cm_quality *q) {
  uint32_t *order = cm_sorted(&q->arena, q->series.size, compare, q->series.at);
  cm_series_of *sorted = CM_NEWS(&q->arena, cm_series_of, q->series.size);
  if (order == NULL || sorted == NULL) return -1;
  for (uint32_t i = 0; i < q->series.size; i++) {
    sorted[i] = q->series.at[order[i]];
    cm_map_key key = key_of(sorted[i].item, sorted[i].line, sorted[i].fuel, sorted[i].use, sorted[i].member);
    if (cm_map_put(&q->index, &key, i)) return -1;
  }
  q->series.at = sorted;
  size_t lines = q->ledger->lines.size, at = 0;
  q->first = CM_NEWS(&q->arena, size_t, lines + 2);
  if (q->first == NULL) return -1;
  for (size_t line = 0; line <= lines; line++) {
    while (at < q->series.size && sorted[at].line < line) at++;
    q->first[line] = at;
  }
  q->first[lines + 1] = q->series.size;
  return 0;
}

static int collect(cm_quality *q) {
  cm_map_init(&q->index, &q->arena);
  for (size_t i = 0; i < q->ledger->observations.size; i++) {
    if (add(q, &q->ledger->observations.at[i])) return -1;
  }
  return sort(q);
}

/* ---- heat ---- */

bool cm_quality_heat(const cm_quality *quality, const cm_observation *amount, cm_dec *out, uint8_t *method) {
  const cm_quality_rules *rules = &quality->rules;
  const cm_observation *value = NULL;
  *method = amount->method;
  *out = amount->value;
  if (amount->item == rules->heat) return true;
  const uint32_t uses[] = {amount->use, CM_NONE};
  for (size_t i = 0; i < 2 && value == NULL; i++) {
    value =
        cm_quality_at(cm_quality_find(quality, rules->heat_value, amount->line, amount->fuel, uses[i], amount->member),
                      amount->month);
  }
  if (value == NULL || cm_dec_mul(out, &amount->value, &value->value) < 0) return false;
  if (value->method == CM_METHOD_DEFAULT || (value->method == CM_METHOD_ESTIMATED && *method != CM_METHOD_DEFAULT))
    *method = value->method;
  return true;
}

/* ---- all of it ---- */

int cm_quality_init(cm_quality *quality, const cm_alloc *alloc, const cm_ledger *ledger, cement_error *err) {
  *quality = (cm_quality){.ledger = ledger};
  cm_arena_init(&quality->arena, alloc);
  int status = cm_quality_rules_builtin(&quality->arena, &quality->rules, ledger->items, err);
  if (status != CEMENT_OK) return status;
  if (collect(quality) || cm_quality_count(quality) || cm_quality_outlying(quality) || cm_quality_balance(quality) ||
      cm_quality_stocks(quality))
    return cm_nomem(err);
  return CEMENT_OK;
}

void cm_quality_free(cm_quality *quality) {
  cm_arena_free(&quality->arena);
}

const char *cm_quality_word(const cm_observation *observation) {
  static const char *const words[CM_METHODS] = {"given", "measured", "default", "calculated", "estimated"};
  if (observation == NULL) return "absent";
  return cm_dec_is_zero(&observation->value) ? "zero" : words[observation->method];
}
