/* Everything a host does, in a thread with a small stack: how deep it reaches is measured by what it leaves behind.
 *
 * Not under sanitizers, whose frames are several times as large. */
#include <CUnit/CUnit.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cement/cement.h>

#include "run/plant.h"

int register_stack_suite(void);

#define EDITION "test.every-word@1"
#define ROOM ((size_t)64 << 10)
#define DEEPEST ((size_t)16 << 10)
#define PAINT 0xA5

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED true
#else
#define SANITIZED false
#endif

typedef struct text {
  char at[1 << 18];
  size_t size;
} text;

typedef struct job {
  char *edition, *ledger;
  text json, other;
  size_t figures;
  int32_t status;
} job;

static int32_t gather(void *user, const char *bytes, size_t size) {
  text *t = user;
  if (sizeof t->at - t->size <= size) return 1;
  memcpy(t->at + t->size, bytes, size);
  t->size += size;
  return 0;
}

static int32_t write_all(job *j, const plant *p) {
  int32_t status = cement_run_report(p->run, gather, &j->json, CEMENT_FORMAT_JSON, CEMENT_LANGUAGE_EN, NULL, NULL);
  for (int32_t way = 0; way < 8 && !status; way++) {
    j->other.size = 0;
    status = cement_run_report(p->run, gather, &j->other, way / 2, way % 2, NULL, NULL);
  }
  j->figures = cement_run_figure_count(p->run);
  for (size_t i = 0; i < 2 * j->figures && !status; i++) {
    j->other.size = 0;
    status = cement_run_explain(p->run, gather, &j->other, i / 2, (int32_t)i % 2, NULL);
  }
  for (int32_t way = 0; way < 4 && !status; way++) {
    j->other.size = 0;
    status =
        cement_catalog_describe(p->catalog, gather, &j->other, EDITION, CEMENT_FORMAT_TEXT + way / 2, way % 2, NULL);
  }
  j->other.size = 0;
  return status ? status : cement_ledger_canonical(p->ledger, gather, &j->other, NULL);
}

static int32_t look_at(const plant *p) {
  int32_t status = CEMENT_OK;
  for (size_t i = 0; i < cement_run_figure_count(p->run) && !status; i++) {
    cement_missing list[4];
    size_t count;
    status = cement_run_missing(p->run, list, 4, &count, i, NULL);
  }
  for (size_t i = 0; i < cement_run_finding_count(p->run) && !status; i++) {
    cement_finding f = {.size = sizeof f};
    status = cement_run_finding(p->run, &f, i, NULL);
  }
  return status;
}

static int32_t open_plant(plant *p, const job *j) {
  int32_t status = cement_selftest(NULL);
  if (!status) status = cement_context_create(&p->context, NULL, NULL);
  if (!status) status = cement_catalog_create(&p->catalog, p->context, NULL);
  if (!status) status = cement_catalog_load(p->catalog, "edition", j->edition, strlen(j->edition), NULL);
  if (!status) status = cement_ledger_create(&p->ledger, p->catalog, NULL);
  if (!status) status = cement_ledger_read(p->ledger, "ledger", j->ledger, strlen(j->ledger), NULL);
  if (!status) status = cement_ledger_finish(p->ledger, NULL);
  if (!status) status = cement_plan_create(&p->plan, p->catalog, NULL);
  if (!status) status = cement_plan_add(p->plan, EDITION, NULL);
  if (!status) status = cement_plan_option(p->plan, EDITION, "share", "20", NULL);
  return status ? status : cement_run_create(&p->run, p->plan, p->ledger, NULL);
}

static void *work(void *user) {
  static cement_difference d;
  job *j = user;
  plant p = {NULL, NULL, NULL, NULL, NULL};
  j->status = open_plant(&p, j);
  if (!j->status) j->status = write_all(j, &p);
  if (!j->status) j->status = look_at(&p);
  d = (cement_difference){.size = sizeof d};
  if (!j->status) j->status = cement_report_check(p.catalog, p.ledger, &d, "r", j->json.at, j->json.size, NULL);
  if (d.found) j->status = CEMENT_E_INTERNAL;
  plant_close(&p);
  return NULL;
}

static void *nothing(void *user) {
  return user;
}

/* Runs `body` on a painted stack behind a page that must not be touched; returns how many bytes it reached down. */
static size_t depth_of(void *(*body)(void *), void *user) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE), size = (size_t)PTHREAD_STACK_MIN + ROOM;
  pthread_attr_t attributes;
  pthread_t thread;
  unsigned char *pages = mmap(NULL, size + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CU_ASSERT_PTR_NOT_EQUAL_FATAL(pages, MAP_FAILED);
  CU_ASSERT_EQUAL_FATAL(mprotect(pages, page, PROT_NONE), 0);
  memset(pages + page, PAINT, size);
  CU_ASSERT_EQUAL_FATAL(pthread_attr_init(&attributes), 0);
  CU_ASSERT_EQUAL_FATAL(pthread_attr_setstack(&attributes, pages + page, size), 0);
  CU_ASSERT_EQUAL_FATAL(pthread_create(&thread, &attributes, body, user), 0);
  CU_ASSERT_EQUAL_FATAL(pthread_join(thread, NULL), 0);
  size_t untouched = 0;
  while (untouched < size && pages[page + untouched] == PAINT) untouched++;
  pthread_attr_destroy(&attributes);
  munmap(pages, size + page);
  return size - untouched;
}

static void test_small_stack(void) {
  if (SANITIZED) {
    CU_PASS("not measured");
    return;
  }
  job *j = calloc(1, sizeof *j);
  CU_ASSERT_PTR_NOT_NULL_FATAL(j);
  j->edition = plant_file("every-word.edition.json");
  j->ledger = plant_file("every-word.ledger.json");
  size_t idle = depth_of(nothing, NULL), used = depth_of(work, j);
  printf(" %zu bytes of stack ", used - idle);
  CU_ASSERT_EQUAL(j->status, CEMENT_OK);
  CU_ASSERT_TRUE(j->figures > 50 && j->json.size > 10000);
  CU_ASSERT_TRUE(used - idle < DEEPEST);
  free(j->edition);
  free(j->ledger);
  free(j);
}

int register_stack_suite(void) {
  CU_pSuite suite = CU_add_suite("stack", NULL, NULL);
  CU_add_test(suite, "64 KiB", test_small_stack);
  return (int)CU_get_error();
}
