/* One catalog, ledger and plan shared by many threads, each with runs of its own, and threads that share nothing: the
 * same bytes everywhere. */
#include <CUnit/CUnit.h>
#include <cement/cement.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THREADS 8
#define ROUNDS 12

static const char ledger_text[] =
    "line,period,item,of,value,unit,method,use\n,,facility.id,,F,,,\nL1,,line.clinker_type,,portland,,,\n"
    "L2,,line.clinker_type,,white,,,\n,,facility.altitude,,1800,m,,\n"
    "L1,2025-01,clinker_output,,110000,t,,\nL1,2025-01,fuel_consumption,bituminous_coal,15000,t,,\n"
    "L1,2025-01,fuel_ncv,bituminous_coal,23.415,GJ/t,,\nL1,2025-01,fuel_consumption,diesel,10,t,,ignition\n"
    "L1,2025-02,clinker_output,,90000,t,,\nL1,2025-02,electricity_consumption,clinker,4800000,kWh,,\n"
    "L2,2025-01,clinker_output,,1000,t,,\nL2,2025-01,raw_substitute_consumption,carbide_slag,10,t,,\n"
    ",2025-01,cement_output,,150000,t,,\n,2025-01,waste_heat_power_generation,,3000000,kWh,,\n";

typedef struct digest {
  uint64_t hash;
  uint64_t size;
} digest;

static int32_t digest_bytes(void *user, const char *bytes, size_t size) {
  digest *d = user;
  for (size_t i = 0; i < size; i++) d->hash = (d->hash ^ (unsigned char)bytes[i]) * 1099511628211u;
  d->size += size;
  return 0;
}

typedef struct shared {
  const cement_plan *plan;
  const cement_ledger *ledger;
} shared;

/* A run, a report in every format and every proof. */
static int compute(const shared *s, digest *d) {
  cement_run *run = NULL;
  *d = (digest){1469598103934665603u, 0};
  int32_t status = cement_run_create(&run, s->plan, s->ledger, NULL);
  for (int32_t format = CEMENT_FORMAT_JSON; format <= CEMENT_FORMAT_MARKDOWN && !status; format++)
    status = cement_run_report(run, digest_bytes, d, format, format & 1, NULL, NULL);
  for (size_t i = 0; i < cement_run_figure_count(run) && !status; i++)
    status = cement_run_explain(run, digest_bytes, d, i, CEMENT_LANGUAGE_EN, NULL);
  cement_run_destroy(run);
  return status;
}

typedef struct worker {
  pthread_t thread;
  const shared *shared;
  digest expected;
  int failed;
} worker;

static void *work(void *user) {
  worker *w = user;
  for (int i = 0; i < ROUNDS; i++) {
    digest d;
    if (compute(w->shared, &d) || d.hash != w->expected.hash || d.size != w->expected.size) w->failed++;
  }
  return NULL;
}

static void test_shared(void) {
  cement_context *context = NULL;
  cement_catalog *catalog = NULL;
  cement_ledger *ledger = NULL;
  cement_plan *plan = NULL;
  worker workers[THREADS];
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&context, NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&catalog, context, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&ledger, catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_read(ledger, "shared", ledger_text, strlen(ledger_text), NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_finish(ledger, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_create(&plan, catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_add(plan, "cn.gb-16780@2021", NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_add(plan, "cn.cets-ag-02.01@v01-2024", NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_add(plan, "substitution@1", NULL), CEMENT_OK);
  shared s = {plan, ledger};
  digest expected;
  CU_ASSERT_EQUAL_FATAL(compute(&s, &expected), CEMENT_OK);
  CU_ASSERT_TRUE(expected.size > 10000);
  for (int i = 0; i < THREADS; i++) {
    workers[i] = (worker){.shared = &s, .expected = expected};
    CU_ASSERT_EQUAL_FATAL(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
  }
  for (int i = 0; i < THREADS; i++) {
    pthread_join(workers[i].thread, NULL);
    CU_ASSERT_EQUAL(workers[i].failed, 0);
  }
  cement_plan_destroy(plan);
  cement_ledger_destroy(ledger);
  cement_catalog_destroy(catalog);
  cement_context_destroy(context);
}

/* ---- nothing shared but the process ---- */

/* All that the other test makes once: contexts, catalogs and documents are read in every thread at the same time. */
static int compute_alone(digest *d) {
  cement_context *context = NULL;
  cement_catalog *catalog = NULL;
  cement_ledger *ledger = NULL;
  cement_plan *plan = NULL;
  int32_t status = cement_context_create(&context, NULL, NULL);
  if (!status) status = cement_catalog_create(&catalog, context, NULL);
  if (!status) status = cement_ledger_create(&ledger, catalog, NULL);
  if (!status) status = cement_ledger_read(ledger, "shared", ledger_text, strlen(ledger_text), NULL);
  if (!status) status = cement_ledger_finish(ledger, NULL);
  if (!status) status = cement_plan_create(&plan, catalog, NULL);
  if (!status) status = cement_plan_add(plan, "cn.gb-16780@2021", NULL);
  shared s = {plan, ledger};
  if (!status) status = compute(&s, d);
  cement_plan_destroy(plan);
  cement_ledger_destroy(ledger);
  cement_catalog_destroy(catalog);
  cement_context_destroy(context);
  return status;
}

static void *work_alone(void *user) {
  worker *w = user;
  for (int i = 0; i < ROUNDS / 6; i++) {
    digest d;
    if (compute_alone(&d) || d.hash != w->expected.hash || d.size != w->expected.size) w->failed++;
  }
  return NULL;
}

static void test_alone(void) {
  worker workers[THREADS];
  digest expected;
  CU_ASSERT_EQUAL_FATAL(compute_alone(&expected), CEMENT_OK);
  for (int i = 0; i < THREADS; i++) {
    workers[i] = (worker){.expected = expected};
    CU_ASSERT_EQUAL_FATAL(pthread_create(&workers[i].thread, NULL, work_alone, &workers[i]), 0);
  }
  for (int i = 0; i < THREADS; i++) {
    pthread_join(workers[i].thread, NULL);
    CU_ASSERT_EQUAL(workers[i].failed, 0);
  }
}

int register_threads_suite(void) {
  CU_pSuite suite = CU_add_suite("threads", NULL, NULL);
  if (!suite || !CU_add_test(suite, "one catalog, ledger and plan", test_shared) ||
      !CU_add_test(suite, "nothing shared", test_alone))
    return (int)CU_get_error();
  return CUE_SUCCESS;
}
