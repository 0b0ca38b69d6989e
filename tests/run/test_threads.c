/* One catalog, ledger and plan shared by many threads, each with runs of its own, and threads that share nothing: the
 * same bytes everywhere. */
#include <CUnit/CUnit.h>
#include <cement/cement.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THREADS 64 /* that share */
#define ALONE 8
#define ROUNDS 2
#define REPORTS 48

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

/* A run, made anew or not, a report in every format and every proof. */
static int compute(const shared *s, digest *d, bool again) {
  cement_run *run = NULL;
  *d = (digest){1469598103934665603u, 0};
  int32_t status = cement_run_create(&run, s->plan, s->ledger, NULL);
  if (!status && again) status = cement_run_again(run, s->ledger, NULL);
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
    if (compute(w->shared, &d, i % 2) || d.hash != w->expected.hash || d.size != w->expected.size) w->failed++;
  }
  return NULL;
}

typedef struct one {
  cement_context *context;
  cement_catalog *catalog;
  cement_ledger *ledger;
  cement_plan *plan;
  cement_run *run;
} one;

static void open_one(one *o) {
  *o = (one){0};
  CU_ASSERT_EQUAL_FATAL(cement_context_create(&o->context, NULL, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_catalog_create(&o->catalog, o->context, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_create(&o->ledger, o->catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_read(o->ledger, "shared", ledger_text, strlen(ledger_text), NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_ledger_finish(o->ledger, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_create(&o->plan, o->catalog, NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_add(o->plan, "cn.gb-16780@2021", NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_add(o->plan, "cn.cets-ag-02.01@v01-2024", NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_plan_add(o->plan, "substitution@1", NULL), CEMENT_OK);
  CU_ASSERT_EQUAL_FATAL(cement_run_create(&o->run, o->plan, o->ledger, NULL), CEMENT_OK);
}

static void close_one(one *o) {
  cement_run_destroy(o->run);
  cement_plan_destroy(o->plan);
  cement_ledger_destroy(o->ledger);
  cement_catalog_destroy(o->catalog);
  cement_context_destroy(o->context);
}

static void test_shared(void) {
  one o;
  worker workers[THREADS];
  open_one(&o);
  shared s = {o.plan, o.ledger};
  digest expected;
  CU_ASSERT_EQUAL_FATAL(compute(&s, &expected, false), CEMENT_OK);
  CU_ASSERT_TRUE(expected.size > 10000);
  for (int i = 0; i < THREADS; i++) {
    workers[i] = (worker){.shared = &s, .expected = expected};
    CU_ASSERT_EQUAL_FATAL(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
  }
  for (int i = 0; i < THREADS; i++) {
    pthread_join(workers[i].thread, NULL);
    CU_ASSERT_EQUAL(workers[i].failed, 0);
  }
  close_one(&o);
}

/* ---- one run, used by two ---- */

typedef struct guest {
  pthread_t thread;
  cement_run *run;
  digest expected;
  const cement_ledger *ledger;
  int32_t report, proof, finding, missing, again; /* what each call said */
  int wrong, writes;                              /* calls neither refused nor right; how often the writer was called */
} guest;

static void *use_it(void *user) {
  guest *g = user;
  digest d = {0};
  size_t count;
  cement_finding f = {.size = sizeof f};
  g->report = cement_run_report(g->run, digest_bytes, &d, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, NULL, NULL);
  g->proof = cement_run_explain(g->run, digest_bytes, &d, 0, CEMENT_LANGUAGE_EN, NULL);
  g->finding = cement_run_finding(g->run, &f, 0, NULL);
  g->missing = cement_run_missing(g->run, NULL, 0, &count, 0, NULL);
  g->again = cement_run_again(g->run, g->ledger, NULL);
  cement_run_destroy(g->run); /* does nothing while the report is being written */
  return NULL;
}

/* While a report is being written another thread has come and gone. */
static int32_t let_in(void *user, const char *bytes, size_t size) {
  guest *g = user;
  (void)bytes, (void)size;
  if (g->writes++) return 0;
  return pthread_create(&g->thread, NULL, use_it, g) || pthread_join(g->thread, NULL);
}

/* Either refused or right. */
static void *report_often(void *user) {
  guest *g = user;
  for (int i = 0; i < REPORTS; i++) {
    digest d = {1469598103934665603u, 0};
    int32_t status = cement_run_report(g->run, digest_bytes, &d, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, NULL, NULL);
    cement_finding f = {.size = sizeof f};
    int32_t found = cement_run_finding(g->run, &f, 0, NULL);
    g->wrong += status ? status != CEMENT_E_STATE : d.hash != g->expected.hash || d.size != g->expected.size;
    g->wrong += found ? found != CEMENT_E_STATE : !strstr(f.message_en, ":");
  }
  return NULL;
}

static void test_one_run(void) {
  one o;
  guest first, others[2];
  open_one(&o);
  cement_finding f = {.size = sizeof f};
  CU_ASSERT_EQUAL_FATAL(cement_run_finding(o.run, &f, 0, NULL), CEMENT_OK);
  first = (guest){.run = o.run, .ledger = o.ledger};
  CU_ASSERT_EQUAL(cement_run_report(o.run, let_in, &first, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, NULL, NULL),
                  CEMENT_OK);
  CU_ASSERT_EQUAL(first.report, CEMENT_E_STATE);
  CU_ASSERT_EQUAL(first.proof, CEMENT_E_STATE);
  CU_ASSERT_EQUAL(first.finding, CEMENT_E_STATE);
  CU_ASSERT_EQUAL(first.missing, CEMENT_E_STATE);
  CU_ASSERT_EQUAL(first.again, CEMENT_E_STATE);
  digest alone = {1469598103934665603u, 0};
  CU_ASSERT_EQUAL_FATAL(
      cement_run_report(o.run, digest_bytes, &alone, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, NULL, NULL), CEMENT_OK);
  for (int i = 0; i < 2; i++) {
    others[i] = (guest){.run = o.run, .expected = alone};
    CU_ASSERT_EQUAL_FATAL(pthread_create(&others[i].thread, NULL, report_often, &others[i]), 0);
  }
  for (int i = 0; i < 2; i++) {
    pthread_join(others[i].thread, NULL);
    CU_ASSERT_EQUAL(others[i].wrong, 0);
  }
  digest again = {1469598103934665603u, 0}; /* nobody has it any more */
  CU_ASSERT_EQUAL(cement_run_report(o.run, digest_bytes, &again, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, NULL, NULL),
                  CEMENT_OK);
  CU_ASSERT_EQUAL(again.hash, alone.hash);
  close_one(&o);
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
  if (!status) status = compute(&s, d, false);
  cement_plan_destroy(plan);
  cement_ledger_destroy(ledger);
  cement_catalog_destroy(catalog);
  cement_context_destroy(context);
  return status;
}

static void *work_alone(void *user) {
  worker *w = user;
  for (int i = 0; i < ROUNDS; i++) {
    digest d;
    if (compute_alone(&d) || d.hash != w->expected.hash || d.size != w->expected.size) w->failed++;
  }
  return NULL;
}

static void test_alone(void) {
  worker workers[ALONE];
  digest expected;
  CU_ASSERT_EQUAL_FATAL(compute_alone(&expected), CEMENT_OK);
  for (int i = 0; i < ALONE; i++) {
    workers[i] = (worker){.expected = expected};
    CU_ASSERT_EQUAL_FATAL(pthread_create(&workers[i].thread, NULL, work_alone, &workers[i]), 0);
  }
  for (int i = 0; i < ALONE; i++) {
    pthread_join(workers[i].thread, NULL);
    CU_ASSERT_EQUAL(workers[i].failed, 0);
  }
}

int register_threads_suite(void) {
  CU_pSuite suite = CU_add_suite("threads", NULL, NULL);
  if (!suite || !CU_add_test(suite, "one catalog, ledger and plan", test_shared) ||
      !CU_add_test(suite, "one run, used by two", test_one_run) || !CU_add_test(suite, "nothing shared", test_alone))
    return (int)CU_get_error();
  return CUE_SUCCESS;
}
