/* The three codes that no input brings about: INTERNAL, DEPENDENCY, INTEGRITY. The hash, the built-in files and cJSON
 * are replaced in this program by ones that are wrong on demand; the library then says so instead of computing. */
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cement/cement.h>

#include "base/hash.h"
#include "std/builtin.h"

static int wrong_hash, wrong_json;
static int passed, failed;

/* All of base/hash.h, so that its object is not linked. */
void cm_sha256_init(cm_sha256 *hash) {
  memset(hash, 0, sizeof *hash);
}

void cm_sha256_add(cm_sha256 *hash, const void *bytes, size_t size) {
  (void)hash;
  (void)bytes;
  (void)size;
}

void cm_sha256_hex(cm_sha256 *hash, char out[65]) {
  (void)hash; /* of "abc" (FIPS 180-4), which is all that the self-test asks */
  memcpy(out, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 65);
  out[63] = wrong_hash ? 'e' : 'd';
}

/* items.json cut off behind its first byte. */
const struct cm_builtin cm_builtin_files[] = {{"items.json", (const unsigned char *)"{", 1}};
const size_t cm_builtin_count = 1;
const struct cm_builtin cm_builtin_dictionary = {"plant/dictionary.json", (const unsigned char *)"{", 1};

cJSON *cJSON_ParseWithLength(const char *value, size_t size) {
  (void)size;
  return cJSON_Parse(wrong_json ? "{\"b\": []}" : value);
}

static void reached(const char *name, int32_t code, int32_t status, const cement_error *err) {
  int good = status == code && err->code == code && err->message[0];
  printf("%s %s\n", good ? "reached" : "failed:", name);
  passed += good;
  failed += !good;
}

int main(void) {
  cement_error err = {.size = sizeof err};
  cement_context *context = NULL;
  cement_catalog *catalog = NULL;
  reached("CEMENT_OK", CEMENT_OK, cement_selftest(&err), &(cement_error){.message = "-"});
  wrong_hash = 1;
  reached("CEMENT_E_INTERNAL", CEMENT_E_INTERNAL, cement_selftest(&err), &err);
  wrong_hash = 0;
  wrong_json = 1;
  reached("CEMENT_E_DEPENDENCY", CEMENT_E_DEPENDENCY, cement_selftest(&err), &err);
  wrong_json = 0;
  if (cement_context_create(&context, NULL, &err)) return 1;
  reached("CEMENT_E_INTEGRITY", CEMENT_E_INTEGRITY, cement_catalog_create(&catalog, context, &err), &err);
  failed += catalog != NULL;
  cement_context_destroy(context);
  printf("%d passed, %d failed\n", passed, failed);
  return failed != 0;
}
