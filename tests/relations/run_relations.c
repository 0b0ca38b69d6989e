/* run_relations COUNT [SEED [NUMBER]]: every relation, or one, on COUNT random plants; and that each notices a
 * falsified figure. Prints the plant that breaks one. Ends with "N passed, N failed": two checks a relation. */
#include <stdio.h>
#include <stdlib.h>

#include "relations/relations.h"

static bool run_one(world *w, const relation *r, long count, uint64_t seed) {
  long asked = 0;
  for (long i = 0; i < count; i++) {
    uint64_t state = seed + (uint64_t)i * 1000003u;
    plant p;
    plant_random(&p, &state);
    verdict v = relation_check(w, r, &p, state);
    asked += v != NOT_ASKED;
    if (v != BROKEN) continue;
    if (w->broken) return true;
    size_t size;
    char *text = plant_text(&p, FORM_PLAIN, &size);
    printf("relation %d, %s, plant %ld of seed %llu: %s\n%s\n", r->number, r->name, i, (unsigned long long)seed, w->why,
           text);
    free(text);
    return false;
  }
  if (w->broken) printf("relation %d, %s: no falsified figure was noticed\n", r->number, r->name);
  if (!w->broken && !asked) printf("relation %d, %s: no plant had anything of the kind\n", r->number, r->name);
  return !w->broken && asked > 0;
}

int main(int argc, char **argv) {
  long count = argc > 1 ? strtol(argv[1], NULL, 10) : 50;
  unsigned long long seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
  long only = argc > 3 ? strtol(argv[3], NULL, 10) : 0;
  unsigned passed = 0, failed = 0;
  world w;
  printf("seed %llu, %ld plants\n", seed, count);
  if (!world_open(&w)) return 1;
  for (size_t i = 0; i < relation_count; i++) {
    if (only && only != relations[i].number) continue;
    for (int broken = 0; broken <= 1; broken++) {
      w.broken = broken;
      if (run_one(&w, &relations[i], count, seed))
        passed++;
      else
        failed++;
    }
  }
  world_close(&w);
  printf("%u passed, %u failed\n", passed, failed);
  return failed || !passed;
}
