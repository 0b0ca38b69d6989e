#include "run/quality_rules.h"

#include "std/builtin.h"
#include "std/load.h"
#include "std/read.h"

static const cm_json_limits limits = {
    .bytes = 1u << 18, .depth = 6, .values = 4000, .keys = 64, .string_bytes = 1024, .number_bytes = 48};

typedef struct rules_reader {
  cm_reader r;
  const cm_items *items;
  cm_quality_rules *rules;
} rules_reader;

static const cm_item *item_at(rules_reader *q, const cm_json *at) {
  if (!cm_reader_is(&q->r, at, CM_JSON_STRING)) return NULL;
  const cm_item *found = cm_items_find(q->items, at->text);
  if (found == NULL) cm_refuse(&q->r, CEMENT_E_UNKNOWN, at, CM_S("item \""), at->text, CM_S("\" is not known"));
  return found;
}

static const cm_item *item(rules_reader *q, const cm_json *object, const char *key) {
  const cm_json *at = cm_reader_get(&q->r, object, key, true);
  return at == NULL ? NULL : item_at(q, at);
}

static void read_moving_range(rules_reader *q, const cm_json *object) {
  cm_reader *r = &q->r;
  cm_quality_rules *out = q->rules;
  if (!cm_reader_fields(r, object, "factor months cite confidence")) return;
  out->factor = cm_reader_decimal(r, cm_reader_get(r, object, "factor", true), &out->factor_text);
  out->months = cm_reader_int(r, object, "months", 2, 120);
  out->factor_cite = cm_reader_text(r, object, "cite", true);
  const cm_json *confidence = cm_reader_get(r, object, "confidence", true);
  if (confidence != NULL) out->factor_confidence = cm_load_confidence(r, confidence);
}

static void read_heat(rules_reader *q, const cm_json *object) {
  cm_quality_rules *out = q->rules;
  if (!cm_reader_fields(&q->r, object, "amount heat_value heat per bounds_of decimals zh en")) return;
  out->amount = item(q, object, "amount");
  out->heat_value = item(q, object, "heat_value");
  out->heat = item(q, object, "heat");
  out->per = item(q, object, "per");
  out->bounds_of = item(q, object, "bounds_of");
  out->heat_decimals = cm_reader_int(&q->r, object, "decimals", 0, 12);
  out->heat_label = cm_reader_full_label(&q->r, object);
}

static void read_ratio(rules_reader *q, const cm_json *object) {
  cm_reader *r = &q->r;
  if (!cm_reader_fields(r, object, "key zh en over under unit decimals")) return;
  cm_quality_ratio ratio = {.key = cm_reader_text(r, object, "key", true), .label = cm_reader_full_label(r, object)};
  ratio.over = item(q, object, "over");
  ratio.under = item(q, object, "under");
  ratio.unit = cm_reader_text(r, object, "unit", true);
  ratio.decimals = cm_reader_int(r, object, "decimals", 0, 12);
  if (r->status == CEMENT_OK && CM_VEC_PUSH(r->arena, &q->rules->ratios, ratio)) cm_reader_nomem(r);
}

static void read_share(rules_reader *q, const cm_json *object) {
  cm_reader *r = &q->r;
  if (!cm_reader_fields(r, object, "key zh en part whole share")) return;
  cm_quality_share share = {.key = cm_reader_text(r, object, "key", true), .label = cm_reader_full_label(r, object)};
  share.part = item(q, object, "part");
  share.whole = item(q, object, "whole");
  share.share = item(q, object, "share");
  if (r->status == CEMENT_OK && CM_VEC_PUSH(r->arena, &q->rules->shares, share)) cm_reader_nomem(r);
}

/* The items of one way; a list of one to four. */
static void read_flows(rules_reader *q, const cm_json *object, size_t way, cm_quality_stock *out) {
  const cm_json *list = cm_reader_get(&q->r, object, way == 0 ? "in" : "out", true);
  if (list == NULL || !cm_reader_is(&q->r, list, CM_JSON_ARRAY)) return;
  if (list->count == 0 || list->count > CM_STOCK_FLOWS) {
    cm_refuse(&q->r, CEMENT_E_RANGE, list, CM_S("one to four items expected"));
    return;
  }
  for (const cm_json *at = list->child; at != NULL; at = at->next) {
    out->flows[way][out->flow_count[way]++] = item_at(q, at);
  }
}

/* Told of the same fuels, or of none, in the same unit. */
static bool same_kind(const cm_item *a, const cm_item *b) {
  return ((a->sets ^ b->sets) & (uint8_t)~CM_SET_USE) == 0 && cm_str_eq(a->unit_text, b->unit_text);
}

static bool is_balance(const cm_quality_stock *s) {
  bool fits = s->opening->time == CM_TIME_FIRST && s->closing->time == CM_TIME_LAST;
  fits &= same_kind(s->opening, s->closing);
  for (size_t way = 0; way < 2; way++) {
    for (size_t i = 0; i < s->flow_count[way]; i++) {
      fits &= s->flows[way][i]->time == CM_TIME_SUM;
      fits &= same_kind(s->opening, s->flows[way][i]);
    }
  }
  return fits;
}

static void read_stock(rules_reader *q, const cm_json *object) {
  cm_reader *r = &q->r;
  if (!cm_reader_fields(r, object, "key zh en absent opening in out closing decimals")) return;
  cm_quality_stock stock = {.key = cm_reader_text(r, object, "key", true), .label = cm_reader_full_label(r, object)};
  const cm_json *absent = cm_reader_get(r, object, "absent", true);
  if (absent != NULL && cm_reader_fields(r, absent, "zh en")) stock.absent = cm_reader_full_label(r, absent);
  stock.opening = item(q, object, "opening");
  stock.closing = item(q, object, "closing");
  stock.decimals = cm_reader_int(r, object, "decimals", 0, 12);
  for (size_t way = 0; way < 2; way++) read_flows(q, object, way, &stock);
  if (r->status == CEMENT_OK && !is_balance(&stock)) {
    cm_refuse(r, CEMENT_E_UNIT, object,
              CM_S("these items make no balance: a first and a last, and what adds up, all in one unit"));
  }
  if (r->status == CEMENT_OK && CM_VEC_PUSH(r->arena, &q->rules->stocks, stock)) cm_reader_nomem(r);
}

static void read_list(rules_reader *q, const cm_json *root, const char *key,
                      void (*read)(rules_reader *, const cm_json *)) {
  const cm_json *list = cm_reader_get(&q->r, root, key, true);
  if (list == NULL || !cm_reader_is(&q->r, list, CM_JSON_ARRAY)) return;
  for (const cm_json *at = list->child; at != NULL && q->r.status == CEMENT_OK; at = at->next) read(q, at);
}

static void read_root(void *user, const cm_json *root) {
  rules_reader *q = user;
  cm_reader *r = &q->r;
  if (!cm_reader_fields(r, root, "schema moving_range heat ratios shares stocks")) return;
  cm_reader_schema(r, root, "cement-quality-rules/1");
  read_moving_range(q, cm_reader_get(r, root, "moving_range", true));
  read_heat(q, cm_reader_get(r, root, "heat", true));
  read_list(q, root, "ratios", read_ratio);
  read_list(q, root, "shares", read_share);
  read_list(q, root, "stocks", read_stock);
}

int cm_quality_rules_read(cm_arena *arena, cm_quality_rules *out, const cm_items *items, cm_str source, cm_str text,
                          cement_error *err) {
  rules_reader q = {.r = {.arena = arena, .source = source, .text = text, .err = err}, .items = items, .rules = out};
  *out = (cm_quality_rules){.months = 0};
  return cm_reader_document(&q.r, &limits, read_root, &q);
}

int cm_quality_rules_builtin(cm_arena *arena, cm_quality_rules *out, const cm_items *items, cement_error *err) {
  const struct cm_builtin *file = &cm_builtin_quality;
  return cm_quality_rules_read(arena, out, items, cm_str_of(file->name),
                               (cm_str){(const char *)file->bytes, file->size}, err);
}
