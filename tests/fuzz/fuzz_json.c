/* JSON text: the validator and the reader agree; a ledger that is taken comes out canonical and is taken again. */
#include <cement/cement.h>

#include "base/json.h"
#include "fuzz/fuzz.h"

static cement_catalog *catalog(void) {
  static cement_context *context;
  static cement_catalog *built_in;
  if (!built_in) {
    must(cement_context_create(&context, NULL, NULL) == CEMENT_OK, "a context is made");
    must(cement_catalog_create(&built_in, context, NULL) == CEMENT_OK, "a catalog is made");
  }
  return built_in;
}

static void read_as_json(cm_str text) {
  static const cm_json_limits limits = {1u << 20, 16, 10000, 64, 512, 48};
  cm_alloc alloc = cm_alloc_system();
  cm_arena one, two;
  cement_error validated = {.size = sizeof validated}, read = {.size = sizeof read};
  cm_json *root = NULL;
  size_t values = 0;
  cm_arena_init(&one, &alloc);
  cm_arena_init(&two, &alloc);
  int a = cm_json_validate(&one, CM_S("x"), text, &limits, &values, &validated);
  int b = cm_json_read(&two, &root, CM_S("x"), text, &limits, &read);
  must(a == b, "the validator and the reader agree");
  must(a == CEMENT_OK || (validated.offset == read.offset && validated.offset <= text.size), "they agree on the place");
  must((b == CEMENT_OK) == (root != NULL), "a document is given when it is taken");
  cm_arena_free(&one);
  cm_arena_free(&two);
}

/* The canonical form of a ledger text; false where it is refused. */
static bool canonical(const char *text, size_t size, page *out) {
  cement_ledger *ledger = NULL;
  cement_error err = {.size = sizeof err};
  must(cement_ledger_create(&ledger, catalog(), NULL) == CEMENT_OK, "a ledger is made");
  int status = cement_ledger_read(ledger, "x", text, size, &err);
  must(status == err.code, "the status is the code of the error");
  if (!status) status = cement_ledger_finish(ledger, &err);
  must(status != CEMENT_E_INTERNAL, "no internal error");
  if (!status) must(cement_ledger_canonical(ledger, keep, out, NULL) == CEMENT_OK, "a ledger is written");
  cement_ledger_destroy(ledger);
  return status == CEMENT_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  page first = {0}, second = {0};
  read_as_json((cm_str){(const char *)data, size});
  if (canonical((const char *)data, size, &first)) {
    must(canonical(first.at, first.size, &second), "a canonical ledger is taken");
    must(same(&first, &second), "a canonical ledger is its own canonical form");
  }
  free(first.at);
  free(second.at);
  return 0;
}
