#include "run/recheck.h"

#include "api/handles.h"

int32_t cement_report_check(const cement_catalog *catalog, const cement_ledger *ledger, cement_difference *out,
                            const char *name, const char *text, size_t size, cement_error *err) {
  static const char function[] = "cement_report_check";
  if (!CM_IS(catalog, CATALOG) || !CM_IS(ledger, LEDGER) || !name || !text)
    return cm_api_arg(err, function, "catalog, ledger, name or text is missing");
  if (!CM_SIZED(cement_difference, out, again)) return cm_api_arg(err, function, "out.size is not set");
  if (catalog->busy) return cm_api_busy(err, function);
  if (!ledger->ledger.finished) return cm_fail(err, CEMENT_E_STATE, CM_NOWHERE, CM_S("the ledger is not finished"));
  if (ledger->ledger.items != &catalog->catalog.items)
    return cm_api_arg(err, function, "the ledger comes from another catalog");
  cement_difference told = {0};
  int status = cm_recheck(&catalog->catalog, &ledger->ledger, &catalog->context->alloc, &catalog->context->limits.json,
                          cm_str_of(name), (cm_str){text, size}, &told, err);
  if (!status) CM_HAND(out, told);
  return status;
}
