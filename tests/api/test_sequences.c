/* Calls in random order with handles that are right, missing or of another kind: each gives the status that a small
 * model of the states expects, and nothing is lost. A failure prints its seed and step. */
#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cement/cement.h>

#include "api/host.h"

int register_sequences_suite(void);

#define GB "cn.gb-16780@2021"
#define SLOTS 3

static const char csv[] = "line,period,item,of,value,unit\n,,facility.id,,F,\nL1,,line.clinker_type,,portland,\n"
                          "L1,2025-01,clinker_output,,1000,t\n";

enum { CONTEXT, CATALOG, LEDGER, PLAN, RUN, KINDS };

typedef struct object {
  void *handle;
  struct object *owners[2];
  int dependents;
  /* the model: of a ledger its documents, and whether it is finished or refused; of a plan its editions */
  int documents, editions;
  bool finished, refused;
} object;

typedef struct world {
  host counts;
  uint64_t random;
  object objects[KINDS][SLOTS];
} world;

static unsigned draw(world *w, unsigned below) { /* xorshift */
  w->random ^= w->random << 13;
  w->random ^= w->random >> 7;
  w->random ^= w->random << 17;
  return (unsigned)((w->random >> 33) % below);
}

/* An object of this kind, be it empty; *given: what is handed in, now and then nothing or a handle of another kind. */
static object *pick(world *w, int kind, void **given) {
  object *o = &w->objects[kind][draw(w, SLOTS)];
  unsigned odd = draw(w, 12);
  *given = o->handle;
  if (odd == 0) *given = NULL;
  if (odd == 1) *given = w->objects[(kind + 1 + (int)draw(w, KINDS - 1)) % KINDS][draw(w, SLOTS)].handle;
  return *given == o->handle && o->handle ? o : NULL;
}

static int32_t ignore(void *user, const char *bytes, size_t size) {
  (void)bytes;
  (void)size;
  return *(int32_t *)user;
}

/* ---- making and destroying ---- */

static int32_t expect_new(object *slot, void *made, object *first, object *second, bool good) {
  if (!good) return CEMENT_E_ARG;
  *slot = (object){.handle = made, .owners = {first, second}};
  if (first) first->dependents++;
  if (second) second->dependents++;
  return CEMENT_OK;
}

static object *empty(world *w, int kind) {
  object *o = &w->objects[kind][draw(w, SLOTS)];
  return o->handle ? NULL : o;
}

static bool make(world *w, int kind, cement_error *err) {
  void *a, *b, *made = NULL;
  object *slot = empty(w, kind), *first, *second = NULL;
  if (!slot) return true;
  int32_t status, expected;
  cement_config config = config_of(&w->counts);
  if (kind == CONTEXT) {
    status = cement_context_create((cement_context **)&made, &config, err);
    expected = expect_new(slot, made, NULL, NULL, true);
  } else if (kind == RUN) {
    first = pick(w, PLAN, &a);
    second = pick(w, LEDGER, &b);
    status = cement_run_create((cement_run **)&made, a, b, err);
    bool ready = first && second && second->finished && first->editions;
    bool foreign = first && second && first->owners[0] != second->owners[0];
    expected = first && second && !ready ? CEMENT_E_STATE : expect_new(slot, made, first, second, ready && !foreign);
  } else {
    first = pick(w, kind == CATALOG ? CONTEXT : CATALOG, &a);
    status = kind == CATALOG  ? cement_catalog_create((cement_catalog **)&made, a, err)
             : kind == LEDGER ? cement_ledger_create((cement_ledger **)&made, a, err)
                              : cement_plan_create((cement_plan **)&made, a, err);
    expected = expect_new(slot, made, first, NULL, first != NULL);
  }
  return status == expected && (status == CEMENT_OK) == (made != NULL);
}

/* Of the right kind only when nothing stands on it; of another kind at any time, which does nothing. */
static bool destroy(world *w, int kind) {
  void *given;
  object *o = pick(w, kind, &given);
  if (o && o->dependents) return true;
  if (kind == CONTEXT) cement_context_destroy(given);
  if (kind == CATALOG) cement_catalog_destroy(given);
  if (kind == LEDGER) cement_ledger_destroy(given);
  if (kind == PLAN) cement_plan_destroy(given);
  if (kind == RUN) cement_run_destroy(given);
  if (!o) return true;
  for (int i = 0; i < 2; i++)
    if (o->owners[i]) o->owners[i]->dependents--;
  *o = (object){0};
  return true;
}

/* ---- using ---- */

static int32_t fill(world *w, cement_ledger *l, cement_error *err) {
  static const cement_observation rows[] = {
      {.size = sizeof *rows, .item = "facility.id", .value = "F"},
      {.size = sizeof *rows, .line = "L1", .item = "line.clinker_type", .value = "portland"},
      {.size = sizeof *rows, .line = "L1", .period = "2025-01", .item = "clinker_output", .number = 1, .unit = "t"}};
  int32_t status = CEMENT_OK;
  if (draw(w, 2)) return cement_ledger_read(l, "d", csv, sizeof csv - 1, err);
  for (int i = 0; i < 3 && !status; i++) status = cement_ledger_put(l, &rows[i], err);
  return status;
}

static bool use_ledger(world *w, cement_error *err) {
  void *given;
  object *o = pick(w, LEDGER, &given);
  unsigned what = draw(w, 4);
  bool closed = o && (o->finished || o->refused);
  int32_t expected = !o ? CEMENT_E_ARG : closed ? CEMENT_E_STATE : CEMENT_OK, go_on = 0;
  if (what ==
      0) { /* the same facts a second time are told when it is finished; puts say at once what is twice in them */
    int32_t status = o && o->documents && !closed ? CEMENT_OK : fill(w, given, err);
    if (o && !o->documents && !closed) o->documents = 1;
    return status == expected;
  }
  if (what == 1) {
    int32_t status = cement_ledger_finish(given, err);
    if (o && !closed) {
      expected = o->documents ? CEMENT_OK : CEMENT_E_MISSING;
      o->finished = expected == CEMENT_OK;
      o->refused = !o->finished;
    }
    return status == expected;
  }
  if (what == 2) {
    if (o) expected = o->finished ? CEMENT_OK : CEMENT_E_STATE;
    return cement_ledger_canonical(given, ignore, &go_on, err) == expected;
  }
  if (o && !closed) { /* a document that is refused */
    expected = CEMENT_E_SYNTAX;
    o->refused = true;
  }
  return cement_ledger_read(given, "d", "{", 1, err) == expected;
}

static bool use_plan(world *w, cement_error *err) {
  void *given;
  object *o = pick(w, PLAN, &given);
  switch (draw(w, 3)) {
  case 0: {
    int32_t expected = !o ? CEMENT_E_ARG : o->editions ? CEMENT_E_CONFLICT : CEMENT_OK;
    if (o && o->dependents) return true; /* a run reads it */
    if (o) o->editions = 1;
    return cement_plan_add(given, GB, err) == expected;
  }
  case 1: return cement_plan_add(given, "none@1", err) == (o ? CEMENT_E_UNKNOWN : CEMENT_E_ARG);
  default:
    if (o && o->dependents) return true;
    return cement_plan_option(given, GB, "comparison", "rounded_0", err) == (!o            ? CEMENT_E_ARG
                                                                             : o->editions ? CEMENT_OK
                                                                                           : CEMENT_E_UNKNOWN);
  }
}

static bool run_again(world *w, cement_error *err) {
  void *run, *ledger;
  object *o = pick(w, RUN, &run), *next = pick(w, LEDGER, &ledger);
  int32_t status = cement_run_again(run, ledger, err);
  if (!o || !next) return status == CEMENT_E_ARG;
  if (!next->finished) return status == CEMENT_E_STATE;
  if (next->owners[0] != o->owners[0]->owners[0]) return status == CEMENT_E_ARG; /* another catalog */
  o->owners[1]->dependents--;
  next->dependents++;
  o->owners[1] = next;
  return status == CEMENT_OK;
}

static bool use_run(world *w, cement_error *err) {
  void *given;
  if (draw(w, 6) == 0) return run_again(w, err);
  object *o = pick(w, RUN, &given);
  int32_t stop = (int32_t)draw(w, 2), format = (int32_t)draw(w, 7) - 1;
  cement_figure figure = {.size = sizeof figure};
  cement_finding finding = {.size = sizeof finding};
  size_t count = cement_run_figure_count(given), at = draw(w, 2) ? 0 : count, lacks;
  if (!o && (count || cement_run_finding_count(given))) return false;
  switch (draw(w, 5)) {
  case 0:
    return cement_run_report(given, ignore, &stop, format, 0, NULL, err) == (!o || format < 0 || format > 4
                                                                                 ? CEMENT_E_ARG
                                                                             : stop ? CEMENT_E_IO
                                                                                    : CEMENT_OK);
  case 1: return cement_run_figure(given, &figure, at, err) == (o && at < count ? CEMENT_OK : CEMENT_E_ARG);
  case 2:
    return cement_run_explain(given, ignore, &stop, at, 1, err) == (!o || at == count ? CEMENT_E_ARG
                                                                    : stop            ? CEMENT_E_IO
                                                                                      : CEMENT_OK);
  case 3: return cement_run_missing(given, NULL, 0, &lacks, at, err) == (o && at < count ? CEMENT_OK : CEMENT_E_ARG);
  default: at = cement_run_finding_count(given); return cement_run_finding(given, &finding, at, err) == CEMENT_E_ARG;
  }
}

static bool use_catalog(world *w, cement_error *err) {
  void *given;
  object *o = pick(w, CATALOG, &given);
  cement_entry entry = {.size = sizeof entry};
  cement_edition edition = {.size = sizeof edition};
  int32_t go_on = 0, expected = o ? CEMENT_OK : CEMENT_E_ARG;
  if (!o && (cement_catalog_edition_count(given) || cement_catalog_count(given, CEMENT_ITEMS, NULL))) return false;
  switch (draw(w, 5)) {
  case 0: return cement_catalog_edition(given, &edition, 0, err) == expected;
  case 1: return cement_catalog_entry(given, &entry, CEMENT_OPTIONS, GB, 0, err) == expected;
  case 2: return cement_catalog_describe(given, ignore, &go_on, GB, CEMENT_FORMAT_TEXT, 0, err) == expected;
  case 3: return cement_template(given, ignore, &go_on, 1 + (uint32_t)draw(w, 3), 0, 1, err) == expected;
  default: return cement_catalog_load(given, "e", "{", 1, err) == (o ? CEMENT_E_SYNTAX : CEMENT_E_ARG);
  }
}

static bool step(world *w) {
  cement_error err = {.size = sizeof err};
  switch (draw(w, 8)) {
  case 0: return make(w, (int)draw(w, KINDS), &err);
  case 1: return make(w, (int)draw(w, KINDS), NULL);
  case 2: return draw(w, 3) ? true : destroy(w, (int)draw(w, KINDS));
  case 3: return use_catalog(w, &err);
  case 4: return use_plan(w, &err);
  case 5:
  case 6: return use_ledger(w, &err);
  default: return use_run(w, &err);
  }
}

static void test_sequences(void) {
  size_t runs = 0;
  for (uint64_t seed = 1; seed <= 10; seed++) {
    world w = {.random = seed * 0x9E3779B97F4A7C15u};
    for (int i = 0; i < 2000; i++) {
      bool good = step(&w);
      if (!good) printf("\n  seed %d, step %d\n", (int)seed, i);
      CU_ASSERT_TRUE_FATAL(good);
    }
    for (int kind = KINDS - 1; kind >= 0; kind--) {
      for (int i = 0; i < SLOTS; i++) {
        void *handle = w.objects[kind][i].handle;
        runs += kind == RUN && handle;
        if (kind == RUN) cement_run_destroy(handle);
        if (kind == PLAN) cement_plan_destroy(handle);
        if (kind == LEDGER) cement_ledger_destroy(handle);
        if (kind == CATALOG) cement_catalog_destroy(handle);
        if (kind == CONTEXT) cement_context_destroy(handle);
      }
    }
    CU_ASSERT_EQUAL(w.counts.held, 0);
    CU_ASSERT_EQUAL(w.counts.wrong_sizes, 0);
  }
  CU_ASSERT_TRUE(runs > 5);
}

int register_sequences_suite(void) {
  CU_pSuite suite = CU_add_suite("sequences", NULL, NULL);
  CU_add_test(suite, "calls in random order", test_sequences);
  return (int)CU_get_error();
}
