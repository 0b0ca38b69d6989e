/* An edition file: taken or refused with a code; one that is taken describes itself, plans, runs, proves and reports.
 */
#include <cement/cement.h>

#include "fuzz/fuzz.h"

static const char ledger_text[] =
    "{\"schema\":\"cement-ledger/1\",\"facility\":{\"id\":\"F\",\"altitude\":{\"value\":\"1800\",\"unit\":\"m\"}},"
    "\"lines\":[{\"id\":\"L1\",\"clinker_type\":\"portland\"},{\"id\":\"L2\",\"clinker_type\":\"white\"}],"
    "\"observations\":["
    "{\"line\":\"L1\",\"period\":\"2025-01\",\"item\":\"clinker_output\",\"value\":\"1000\",\"unit\":\"t\"},"
    "{\"line\":\"L1\",\"period\":\"2025-01\",\"item\":\"fuel_consumption\",\"of\":\"bituminous_coal\",\"value\":\"130."
    "5\",\"unit\":\"t\"},"
    "{\"line\":\"L1\",\"period\":\"2025-01\",\"item\":\"fuel_heat\",\"of\":\"rdf\",\"value\":\"300\",\"unit\":\"GJ\"},"
    "{\"line\":\"L1\",\"period\":\"2025-02\",\"item\":\"clinker_output\",\"value\":\"0\",\"unit\":\"t\"},"
    "{\"line\":\"L2\",\"period\":\"2025-01\",\"item\":\"raw_substitute_consumption\",\"of\":\"fly_ash\",\"value\":"
    "\"7\",\"unit\":\"t\"},"
    "{\"period\":\"2025-01\",\"item\":\"cement_output\",\"value\":\"900\",\"unit\":\"t\"}]}";

static cement_context *context;

static int32_t count_bytes(void *user, const char *bytes, size_t size) {
  (void)bytes;
  *(size_t *)user += size;
  return 0;
}

static bool allowed(int32_t status) {
  return status == CEMENT_OK || status == CEMENT_E_LIMIT || status == CEMENT_E_NOMEM;
}

static void prove(const cement_run *run) {
  for (size_t i = 0; i < cement_run_figure_count(run); i++) {
    size_t bytes = 0;
    must(allowed(cement_run_explain(run, count_bytes, &bytes, i, CEMENT_LANGUAGE_EN, NULL)), "a figure is proved");
    must(bytes > 0, "a proof says something");
  }
}

static void compute(cement_catalog *catalog, const char *edition) {
  cement_ledger *ledger = NULL;
  cement_plan *plan = NULL;
  cement_run *run = NULL;
  size_t bytes = 0;
  must(cement_ledger_create(&ledger, catalog, NULL) == CEMENT_OK, "a ledger is made");
  int status = cement_ledger_read(ledger, "l", ledger_text, sizeof ledger_text - 1, NULL);
  if (!status) status = cement_ledger_finish(ledger, NULL);
  must(status == CEMENT_OK, "the ledger is taken");
  must(cement_plan_create(&plan, catalog, NULL) == CEMENT_OK, "a plan is made");
  must(cement_plan_add(plan, edition, NULL) == CEMENT_OK, "a loaded edition is planned");
  status = cement_run_create(&run, plan, ledger, NULL);
  must(allowed(status), "a loaded edition runs");
  if (run) {
    must(allowed(cement_run_report(run, count_bytes, &bytes, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, NULL, NULL)),
         "a report");
    must(allowed(cement_run_report(run, count_bytes, &bytes, CEMENT_FORMAT_TEXT, CEMENT_LANGUAGE_ZH, NULL, NULL)),
         "a page");
    prove(run);
  }
  cement_run_destroy(run);
  cement_plan_destroy(plan);
  cement_ledger_destroy(ledger);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static cement_catalog *catalog;
  cement_error err = {.size = sizeof err};
  cement_edition added = {.size = sizeof added};
  if (!context) must(cement_context_create(&context, NULL, NULL) == CEMENT_OK, "a context is made");
  if (!catalog) must(cement_catalog_create(&catalog, context, NULL) == CEMENT_OK, "a catalog is made");
  size_t before = cement_catalog_edition_count(catalog);
  int status = cement_catalog_load(catalog, "x", (const char *)data, size, &err);
  must(status == err.code && status != CEMENT_E_INTERNAL, "a refusal has its code");
  must(cement_catalog_edition_count(catalog) == before + (status == CEMENT_OK),
       "a refused file leaves the catalog as it was");
  if (status != CEMENT_OK) return 0;
  bool found = false; /* editions are in the order of their ids */
  for (size_t i = 0; i <= before && !found; i++) {
    size_t bytes = 0;
    must(cement_catalog_edition(catalog, &added, i, NULL) == CEMENT_OK, "an edition is listed");
    must(cement_catalog_describe(catalog, count_bytes, &bytes, added.id, CEMENT_FORMAT_TEXT, CEMENT_LANGUAGE_EN,
                                 NULL) == CEMENT_OK,
         "an edition describes itself");
    found = strstr((const char[]){"cn.cets-ag-02.01@v01-2024 cn.gb-t-2589@2020 cn.gb-16780@2012 cn.gb-16780@2021 "
                                  "cn.mee-cement@2023 substitution@1"},
                   added.id) == NULL;
    if (found) compute(catalog, added.id);
  }
  cement_catalog_destroy(catalog);
  catalog = NULL;
  return 0;
}
