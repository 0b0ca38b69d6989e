/* A whole calculation: the bytes make a plant, which the library must compute, prove and report, and one relation of
 * tests/relations, chosen by the first byte, must hold. So the search is for wrong figures, not for crashes alone. */
#include "fuzz/fuzz.h"
#include "relations/outcome.h"

static int32_t drop(void *user, const char *at, size_t size) {
  (void)at;
  *(size_t *)user += size;
  return 0;
}

static void prove(world *w, const plant *p, uint8_t pick) {
  outcome o;
  size_t size = 0;
  must(outcome_make(w, &o, p, FORM_PLAIN), w->why);
  for (size_t i = pick; i < o.count; i += 16)
    must(!cement_run_explain(o.run, drop, &size, i, pick % 2, NULL), "a figure is proved");
  must(!cement_run_report(o.run, drop, &size, pick % 4, pick % 2, NULL, NULL), "a report is written");
  outcome_free(&o);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static world w;
  plant p;
  if (size < 3) return 0;
  if (!w.catalog) must(world_open(&w), "a catalog is made");
  plant_from_bytes(&p, data + 2, size - 2);
  if (p.size == 0) return 0;
  if (data[0] % 8 == 0) prove(&w, &p, data[1]);
  const relation *r = &relations[data[0] % relation_count];
  must(relation_check(&w, r, &p, data[1]) != BROKEN, w.why[0] ? w.why : r->name);
  return 0;
}
