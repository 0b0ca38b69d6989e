/* Seeded months of a plant: integers first, so that every compiler and machine makes the same bytes. */
#include "columns.h"

static uint64_t next(uint64_t *state) { /* splitmix64 */
  uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static int64_t between(uint64_t *state, int64_t low, int64_t high) {
  return low + (int64_t)(next(state) % (uint64_t)(high - low + 1));
}

/* What a column is made of: low..high in units of the last decimal, or in 1/10 000 of the clinker (or of 100 kt in a
 * month without clinker, in which a kiln may still burn fuel). */
typedef struct range {
  int64_t low, high;
  int per_clinker;
} range;

static const range ranges[IN_COUNT] = {
    [IN_coal] = {850, 1350, 1},           [IN_petcoke] = {50, 200, 1},
    [IN_diesel] = {50, 2000, 0},          [IN_rdf] = {50, 300, 1},
    [IN_biomass] = {10, 100, 1},          [IN_coal_ncv] = {20000, 25000, 0},
    [IN_petcoke_ncv] = {31000, 34000, 0}, [IN_diesel_ncv] = {42400, 42900, 0},
    [IN_rdf_ncv] = {11000, 17000, 0},     [IN_biomass_ncv] = {13000, 17000, 0},
    [IN_carbide_slag] = {200, 1500, 1},   [IN_fly_ash] = {0, 300, 1},
    [IN_steel_slag] = {0, 300, 1},        [IN_limestone] = {11500, 13500, 1},
    [IN_clay] = {500, 1500, 1},           [IN_sandstone] = {200, 600, 1},
    [IN_electricity] = {4400, 6600, 1},   [IN_waste_power] = {2500, 3500, 1},
    [IN_own_power] = {150, 250, 1},       [IN_recovered] = {0, 500000, 0},
    [IN_baseline] = {3100, 3400, 0},      [IN_pretreatment] = {0, 200000, 0},
};

static const double units[] = {1, 10, 100, 1000};
static const unsigned char decimals[IN_COUNT] = {
#define IN(name, item, of, use, section, decimals) [IN_##name] = decimals,
#include "columns.def"
};

static int is_fuel(size_t column) {
  return column >= IN_coal && column <= IN_biomass;
}

static int64_t draw(uint64_t *state, size_t column, int64_t clinker, int stopped) {
  range r = ranges[column];
  int64_t x = between(state, r.low, r.high);
  if (!r.per_clinker) return x;
  if (decimals[column] == 0) return clinker * x / 10000; /* 1/100 kWh for 1/100 t: kWh/t */
  int64_t base = stopped && is_fuel(column) ? 100000 : clinker;
  return base * x / 10000;
}

/* One month in 256 makes no clinker, half of those burn nothing either; in every column 2 % of the rows are not valid.
 * An invalid slot keeps the number that was drawn: who reads it is wrong by all of it. */
static void make_row(table *in, size_t row, uint64_t *state) {
  int stopped = next(state) % 256 == 0, cold = stopped && next(state) % 2 == 0;
  int64_t clinker = stopped ? 0 : between(state, 5000000, 16000000);
  for (size_t c = 0; c < IN_COUNT; c++) {
    int64_t x = c == IN_clinker ? clinker : draw(state, c, clinker, stopped);
    int valid = next(state) % 50 != 0 && !(cold && is_fuel(c));
    table_values(in, c)[row] = (double)x / units[decimals[c]];
    table_bits(in, c)[row / 8] |= (uint8_t)(valid << row % 8);
  }
}

void make_inputs(table *in, uint64_t seed) {
  uint64_t state = seed;
  for (size_t i = 0; i < in->bit_stride * IN_COUNT; i++) in->bits[i] = 0;
  for (size_t row = 0; row < in->rows; row++) make_row(in, row, &state);
}
