#include "api/handles.h"
#include "base/hash.h"

const char *cement_version(void) {
  return "0.1.0";
}

static int hash_vector(void) {
  char hex[65];
  cm_sha256 hash;
  cm_sha256_init(&hash);
  cm_sha256_add(&hash, "abc", 3);
  cm_sha256_hex(&hash, hex);
  return strcmp(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad") == 0;
}

/* 15 000 t × 23.415 GJ/t × 0.02618 tC/GJ × 0.99 × 44 / 12, and half-even at a tie. */
static int decimal_vector(void) {
  static const char *const factors[] = {"15000.00", "23.415", "0.02618", "0.99", "44"};
  cm_dec product = cm_dec_one, x;
  cm_rounded rounded;
  size_t at;
  char text[CM_DEC_TEXT_MAX];
  for (size_t i = 0; i < 5; i++)
    if (cm_dec_read(cm_str_of(factors[i]), &x, &at) != CM_PARSE_OK || cm_dec_mul(&product, &product, &x) != CM_DEC_OK)
      return 0;
  if (cm_dec_from_i64(&x, 12) < 0 || cm_dec_div(&product, &product, &x) != CM_DEC_OK) return 0;
  if (!cm_str_is(cm_dec_text(&product, text), "33378.105915")) return 0;
  if (cm_dec_read(CM_S("0.125"), &x, &at) != CM_PARSE_OK || cm_dec_round(&rounded, &x, 2, CM_RULE_HALF_EVEN) < 0)
    return 0;
  return cm_str_is(cm_rounded_text(&rounded, text), "0.12");
}

static int json_vector(void) {
  static const cm_json_limits limits = {1024, 8, 64, 16, 64, 48};
  cm_alloc alloc = cm_alloc_system();
  cm_arena arena;
  cm_json *root;
  cm_arena_init(&arena, &alloc);
  int status = cm_json_read(&arena, &root, CM_S("self-test"), CM_S("{\"a\": [1.50, \"\\u6c34\"]}"), &limits, NULL);
  const cm_json *a = status ? NULL : cm_json_get(root, "a");
  int good = a && a->count == 2 && cm_str_is(a->child->text, "1.50") && cm_str_is(a->child->next->text, "\xe6\xb0\xb4");
  cm_arena_free(&arena);
  return good;
}

int32_t cement_selftest(cement_error *err) {
  if (!hash_vector()) return cm_fail(err, CEMENT_E_INTERNAL, CM_NOWHERE, CM_S("self-test: SHA-256"));
  if (!decimal_vector()) return cm_fail(err, CEMENT_E_INTERNAL, CM_NOWHERE, CM_S("self-test: decimals"));
  if (!json_vector()) return cm_fail(err, CEMENT_E_DEPENDENCY, CM_NOWHERE, CM_S("self-test: JSON"));
  return CEMENT_OK;
}
