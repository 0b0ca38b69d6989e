#include "api/handles.h"

int32_t cement_ledger_create(cement_ledger **out, const cement_catalog *catalog, cement_error *err) {
  if (!out || !CM_IS(catalog, CATALOG)) return cm_api_arg(err, "cement_ledger_create", "out or catalog is missing");
  cement_ledger *ledger = cm_api_take(catalog->context, sizeof *ledger);
  if (!ledger) return cm_nomem(err);
  ledger->mark = CM_MARK_LEDGER;
  ledger->context = catalog->context;
  cm_ledger_init(&ledger->ledger, &catalog->context->alloc, &catalog->catalog.items);
  *out = ledger;
  return CEMENT_OK;
}

void cement_ledger_destroy(cement_ledger *ledger) {
  if (!CM_IS(ledger, LEDGER)) return;
  ledger->mark = 0;
  cm_ledger_free(&ledger->ledger);
  cm_api_give(ledger->context, ledger, sizeof *ledger);
}

static int32_t state(cement_error *err, const char *what) {
  return cm_fail(err, CEMENT_E_STATE, CM_NOWHERE, CM_S("the ledger "), cm_str_of(what));
}

int32_t cement_ledger_read(cement_ledger *ledger, const char *name, const char *text, size_t size, cement_error *err) {
  if (!CM_IS(ledger, LEDGER) || !name || !text)
    return cm_api_arg(err, "cement_ledger_read", "ledger, name or text is missing");
  if (ledger->refused) return state(err, "was refused and reads nothing more");
  if (ledger->ledger.finished) return state(err, "is finished");
  int status = cm_ledger_add(&ledger->ledger, cm_str_of(name), (cm_str){text, size}, &ledger->context->limits, err);
  ledger->refused = status != CEMENT_OK;
  return status;
}

int32_t cement_ledger_finish(cement_ledger *ledger, cement_error *err) {
  if (!CM_IS(ledger, LEDGER)) return cm_api_arg(err, "cement_ledger_finish", "ledger is missing");
  if (ledger->refused) return state(err, "was refused");
  if (ledger->ledger.finished) return state(err, "is finished");
  int status = cm_ledger_finish(&ledger->ledger, &ledger->context->limits, err);
  ledger->refused = status != CEMENT_OK;
  return status;
}

int32_t cement_ledger_canonical(const cement_ledger *ledger, cement_writer write, void *user, cement_error *err) {
  if (!CM_IS(ledger, LEDGER) || !write) return cm_api_arg(err, "cement_ledger_canonical", "ledger or write is missing");
  if (!ledger->ledger.finished) return state(err, "is not finished");
  cm_arena scratch;
  cm_buf text;
  cm_arena_init(&scratch, &ledger->context->alloc);
  cm_buf_init(&text, &scratch);
  int status = cm_ledger_canonical(&ledger->ledger, &text);
  if (text.failed) status = CEMENT_E_NOMEM;
  if (!status && write(user, text.at, text.size)) status = CEMENT_E_IO;
  cm_arena_free(&scratch);
  if (status == CEMENT_E_NOMEM) return cm_nomem(err);
  return status ? cm_fail(err, status, CM_NOWHERE, CM_S("the ledger could not be written")) : CEMENT_OK;
}
