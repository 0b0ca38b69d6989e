/* Plants of any shape through the public interface: what the catalog says a ledger can hold, in any number of lines and
 * months, with items that are lacking, units as people write them, options and overrides. */
#ifndef TESTS_RELATIONS_ANY_PLANT_H
#define TESTS_RELATIONS_ANY_PLANT_H

#include <cement/cement.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ANY_LINES 3
#define ANY_MONTHS 6
#define ANY_ROOM 2048
#define ANY_OVERRIDES 4
#define ANY_EDITIONS 5

/* An observation. Its month and its line (-1: the facility) are those of its group. */
typedef struct cell {
  const char *item, *unit; /* of the catalog, or a literal */
  char of[32], use[24];    /* "" for none */
  char value[40];
} cell;

/* One factor that is replaced. */
typedef struct replaced {
  const char *edition, *key, *of;
  char unit[128], value[40];
} replaced;

typedef struct chosen_option {
  const char *edition, *key, *choice;
} chosen_option;

typedef struct any_plant {
  uint64_t state; /* of the generator */
  int lines, months;
  const char *clinker[ANY_LINES];
  double altitude, pressure; /* below 0: not given */
  size_t fuel_count;
  struct own_fuel {
    char id[32];
    const char *origin, *state;
    double biogenic; /* below 0: not given */
  } fuels[4];
  size_t edition_count, option_count, override_count;
  const char *editions[ANY_EDITIONS];
  chosen_option options[8];
  replaced overrides[ANY_OVERRIDES];
  bool rounds_first;                           /* an option compares rounded figures with limits */
  size_t begin[ANY_LINES + 1][ANY_MONTHS + 1]; /* cells of a line's month; the facility comes last */
  size_t size;
  cell at[ANY_ROOM];
} any_plant;

/* The plant of a seed; texts stand in the catalog. */
void any_plant_make(any_plant *out, const cement_catalog *catalog, uint64_t seed);

/* The cells of a line's month (the facility: p->lines): first[count]. */
const cell *any_plant_group(const any_plant *p, int line, int month, size_t *count);
/* "2025-01" of month 0. */
void any_plant_period(char out[16], int month);

/* Its ledger, finished; NULL with err where it is refused. */
int32_t any_plant_ledger(const any_plant *p, const cement_catalog *catalog, cement_ledger **out, cement_error *err);
/* Ledger, plan and run of it; NULL with err, and nothing to destroy. */
typedef struct any_run {
  cement_ledger *ledger;
  cement_plan *plan;
  cement_run *run;
} any_run;
int32_t any_plant_run(const any_plant *p, const cement_catalog *catalog, any_run *out, cement_error *err);
void any_run_free(any_run *r);

#endif
