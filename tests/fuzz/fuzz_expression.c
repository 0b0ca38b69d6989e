/* An expression: refused within its text, or printed and read again to the same text. */
#include "fuzz/fuzz.h"
#include "lang/print.h"

static bool print(cm_str text, page *out) {
  cm_alloc alloc = cm_alloc_system();
  cm_arena arena;
  cm_expr *e = NULL;
  cement_error err = {.size = sizeof err};
  cm_arena_init(&arena, &alloc);
  int status = cm_expr_parse(&arena, &e, text, CM_NOWHERE, &err);
  must(status == err.code && status != CEMENT_E_INTERNAL, "a refusal has its code");
  must((status == CEMENT_OK) == (e != NULL), "an expression is given when it is taken");
  if (status == CEMENT_OK) {
    cm_sink sink;
    cm_sink_init(&sink, keep, out);
    cm_expr_print(e, &sink);
    must(cm_sink_finish(&sink) == CEMENT_OK, "an expression is printed");
  }
  cm_arena_free(&arena);
  return status == CEMENT_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  page first = {0}, second = {0};
  if (print((cm_str){(const char *)data, size}, &first) && first.size <= 4096) {
    must(print((cm_str){first.at, first.size}, &second), "what is printed is an expression");
    must(same(&first, &second), "what is printed prints the same");
  }
  free(first.at);
  free(second.at);
  return 0;
}
