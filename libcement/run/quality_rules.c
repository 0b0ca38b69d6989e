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

static const cm_item *item(rules_reader *q, const cm_json *object, const char *key) {
  const cm_json *at = cm_reader_get(&q->r, object, key, true);
  if (at == NULL || !cm_reader_is(&q->r, at, CM_JSON_STRING)) return NULL;
  const cm_item *found = cm_items_find(q->items, at->text);
  if (found == NULL) cm_refuse(&q->r, CEMENT_E_UNKNOWN, at, CM_S("item \""), at->text, CM_S("\" is not known"));
  return found;
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

static void read_need(rules_reader *q, const cm_json *object) {
  cm_reader *r = &q->r;
  if (!cm_reader_fields(r, object, "key zh en")) return;
  cm_quality_need need = {cm_reader_text(r, object, "key", true), cm_reader_full_label(r, object)};
  if (r->status == CEMENT_OK && CM_VEC_PUSH(r->arena, &q->rules->needs, need)) cm_reader_nomem(r);
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
  if (!cm_reader_fields(r, root, "schema moving_range heat ratios shares needs")) return;
  cm_reader_schema(r, root, "cement-quality-rules/1");
  read_moving_range(q, cm_reader_get(r, root, "moving_range", true));
  read_heat(q, cm_reader_get(r, root, "heat", true));
  read_list(q, root, "ratios", read_ratio);
  read_list(q, root, "shares", read_share);
  read_list(q, root, "needs", read_need);
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
