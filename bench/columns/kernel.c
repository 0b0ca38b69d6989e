/* The figures of the plant written by hand, for one plant and one set of options: what a good programmer would write
 * who has the formulas fixed. Sixty-four rows at a time: values without branches, validity as words of 64 bits, and no
 * division twice. It is the yardstick of the columns, not part of the library. */
#include <string.h>

#include "columns.h"
#include "factors.h"

#define ROWS 64

typedef struct block {
  const double *x[IN_COUNT];
  double *y[OUT_COUNT];
  uint64_t v[IN_COUNT], ok[OUT_COUNT];
  uint64_t no_clinker, no_heat, no_mass, no_raw, no_baseline; /* zeros among the divisors */
} block;

static inline uint64_t word_at(const uint8_t *at) {
  uint64_t word;
  memcpy(&word, at, sizeof word);
  return word;
}

/* Eight bytes of 0 or 1 become eight bits; eight times. */
static inline uint64_t pack(const uint8_t *flags) {
  uint64_t word = 0;
  for (int i = 0; i < 8; i++) word |= (word_at(flags + 8 * i) * UINT64_C(0x0102040810204080) >> 56) << (8 * i);
  return word;
}

static inline double when(uint64_t word, uint64_t row, double yes, double no) {
  uint64_t mask = 0 - (word >> row & 1), y, n;
  memcpy(&y, &yes, sizeof y);
  memcpy(&n, &no, sizeof n);
  y = (y & mask) | (n & ~mask);
  memcpy(&yes, &y, sizeof y);
  return yes;
}

/* 1, 2, 3 for the first limit that is kept, 0 for none. */
static inline double grade(double x, double l1, double l2, double l3) {
  return x <= l1 ? 1 : x <= l2 ? 2 : x <= l3 ? 3 : 0;
}

#define READ(name) const double *restrict x_##name = b->x[IN_##name]
#define VALID(name) const uint64_t v_##name = b->v[IN_##name]
#define WRITE(name) double *restrict y_##name = b->y[OUT_##name]
#define X(name) x_##name[i]
#define Z(name) when(v_##name, i, X(name), 0) /* what was not observed counts as zero */
#define Y(name) y_##name[i]

/* CO2 of the line, and the energy intensities with their grades. */
static void emissions(block *restrict b) {
  READ(clinker);
  READ(carbide_slag);
  READ(coal);
  READ(coal_ncv);
  READ(petcoke);
  READ(petcoke_ncv);
  READ(diesel);
  READ(diesel_ncv);
  READ(fly_ash);
  READ(steel_slag);
  VALID(carbide_slag);
  VALID(coal);
  VALID(coal_ncv);
  VALID(diesel);
  VALID(diesel_ncv);
  VALID(fly_ash);
  VALID(petcoke);
  VALID(petcoke_ncv);
  VALID(steel_slag);
  WRITE(coal_co2);
  WRITE(petcoke_co2);
  WRITE(diesel_co2);
  WRITE(fuel_co2);
  WRITE(process_co2);
  WRITE(line_co2);
  WRITE(co2_intensity);
  WRITE(carbide_rate);
  WRITE(raw_carbonate_rate);
  uint8_t no_clinker[ROWS];
#pragma GCC ivdep
  for (uint64_t i = 0; i < ROWS; i++) {
    double clinker = X(clinker), per = 1 / clinker, slag = CUT_carbide_slag * Z(carbide_slag);
    double coal = Z(coal) * when(v_coal_ncv, i, X(coal_ncv), ETS_NCV_coal) * CO2_coal;
    double petcoke = Z(petcoke) * when(v_petcoke_ncv, i, X(petcoke_ncv), ETS_NCV_petcoke) * CO2_petcoke;
    double diesel = Z(diesel) * when(v_diesel_ncv, i, X(diesel_ncv), ETS_NCV_diesel) * CO2_diesel;
    double cut = slag + CUT_fly_ash * Z(fly_ash) + CUT_steel_slag * Z(steel_slag);
    double fuel = coal + petcoke + diesel, process = clinker * CO2_clinker - cut, line = fuel + process;
    Y(coal_co2) = coal;
    Y(petcoke_co2) = petcoke;
    Y(diesel_co2) = diesel;
    Y(fuel_co2) = fuel;
    Y(process_co2) = process;
    Y(line_co2) = line;
    Y(co2_intensity) = line * per;
    Y(carbide_rate) = slag * per * (100 / CO2_clinker);
    Y(raw_carbonate_rate) = cut * per * (100 / CO2_clinker);
    no_clinker[i] = clinker == 0;
  }
  b->no_clinker = pack(no_clinker);
}

static void intensities(block *restrict b) {
  READ(clinker);
  READ(waste_power);
  READ(own_power);
  READ(coal);
  READ(coal_ncv);
  READ(petcoke);
  READ(petcoke_ncv);
  READ(diesel);
  READ(diesel_ncv);
  READ(recovered);
  READ(electricity);
  VALID(coal);
  VALID(coal_ncv);
  VALID(diesel);
  VALID(diesel_ncv);
  VALID(own_power);
  VALID(petcoke);
  VALID(recovered);
  VALID(waste_power);
  WRITE(coal_intensity);
  WRITE(power_intensity);
  WRITE(energy_intensity);
  WRITE(coal_grade);
  WRITE(power_grade);
  WRITE(energy_grade);
#pragma GCC ivdep
  for (uint64_t i = 0; i < ROWS; i++) {
    double per = 1 / X(clinker), net_power = Z(waste_power) - Z(own_power);
    double heat = Z(coal) * when(v_coal_ncv, i, X(coal_ncv), GBT_NCV_coal) + Z(petcoke) * X(petcoke_ncv) +
                  Z(diesel) * when(v_diesel_ncv, i, X(diesel_ncv), GBT_NCV_diesel);
    double coal = ((heat - Z(recovered)) * COAL_PER_GJ - COAL_PER_KWH * net_power) * per;
    double power = X(electricity) * per, energy = coal + COAL_PER_KWH * power;
    Y(coal_intensity) = coal;
    Y(power_intensity) = power;
    Y(energy_intensity) = energy;
    Y(coal_grade) = grade(coal, 94, 100, 109 * ALTITUDE);
    Y(power_grade) = grade(power, 48, 57, 61 * ALTITUDE);
    Y(energy_grade) = grade(energy, 100, 107, 117 * ALTITUDE);
  }
}

static void rates(block *restrict b) {
  READ(coal);
  READ(petcoke);
  READ(rdf);
  READ(biomass);
  READ(rdf_ncv);
  READ(biomass_ncv);
  READ(coal_ncv);
  READ(petcoke_ncv);
  READ(baseline);
  READ(clinker);
  READ(pretreatment);
  VALID(biomass);
  VALID(coal);
  VALID(coal_ncv);
  VALID(petcoke);
  VALID(pretreatment);
  VALID(rdf);
  WRITE(thermal_rate);
  WRITE(gcca_rate);
  WRITE(biomass_rate);
  WRITE(coal_rate);
  WRITE(baseline_rate);
  WRITE(mass_rate);
  uint8_t no_heat[ROWS], no_mass[ROWS], no_baseline[ROWS];
#pragma GCC ivdep
  for (uint64_t i = 0; i < ROWS; i++) {
    double coal = Z(coal), petcoke = Z(petcoke), rdf = Z(rdf), biomass = Z(biomass);
    double rdf_heat = rdf * X(rdf_ncv), biomass_heat = biomass * X(biomass_ncv), alternative = rdf_heat + biomass_heat;
    double fossil = coal * when(v_coal_ncv, i, X(coal_ncv), GBT_NCV_coal) + petcoke * X(petcoke_ncv);
    double heat = fossil + alternative, mass = coal + petcoke + rdf + biomass;
    double baseline = X(baseline) * X(clinker) * 1e-3;
    double per_heat = 100 / heat, per_baseline = 100 / baseline, thermal = alternative * per_heat;
    double left = 100 - fossil * per_baseline;
    Y(thermal_rate) = thermal;
    Y(gcca_rate) = thermal;
    Y(biomass_rate) = (BIOGENIC_rdf * rdf_heat + biomass_heat) * per_heat;
    Y(coal_rate) = left;
    Y(baseline_rate) = left - Z(pretreatment) * per_baseline;
    Y(mass_rate) = (rdf + biomass) * 100 / mass;
    no_heat[i] = heat == 0;
    no_mass[i] = mass == 0;
    no_baseline[i] = baseline == 0;
  }
  b->no_heat = pack(no_heat);
  b->no_mass = pack(no_mass);
  b->no_baseline = pack(no_baseline);
}

static void materials(block *restrict b) {
  READ(limestone);
  READ(clay);
  READ(sandstone);
  READ(carbide_slag);
  READ(fly_ash);
  READ(steel_slag);
  VALID(carbide_slag);
  VALID(clay);
  VALID(fly_ash);
  VALID(limestone);
  VALID(sandstone);
  VALID(steel_slag);
  WRITE(raw_mass_rate);
  uint8_t no_raw[ROWS];
#pragma GCC ivdep
  for (uint64_t i = 0; i < ROWS; i++) {
    double raw = Z(limestone) + Z(clay) + Z(sandstone), substitute = Z(carbide_slag) + Z(fly_ash) + Z(steel_slag);
    Y(raw_mass_rate) = substitute * 100 / (raw + substitute);
    no_raw[i] = raw == 0;
  }
  b->no_raw = pack(no_raw);
}

#undef READ
#undef VALID
#undef WRITE
#undef X
#undef Z
#undef Y

static void validity(block *b) {
#define V(name) b->v[IN_##name]
#define OK(name) b->ok[OUT_##name]
  uint64_t no_clinker = b->no_clinker, made = V(clinker) & ~no_clinker;
  uint64_t fuel = V(coal) | V(petcoke) | V(diesel) | V(rdf) | V(biomass);
  uint64_t told = fuel | (V(clinker) & no_clinker); /* fuel was told, or none was needed */
  uint64_t fossil = told & ~(V(petcoke) & ~V(petcoke_ncv));
  uint64_t heat = fossil & ~(V(rdf) & ~V(rdf_ncv)) & ~(V(biomass) & ~V(biomass_ncv));
  uint64_t by_baseline = heat & V(clinker) & V(baseline) & ~b->no_baseline, by_heat = heat & ~b->no_heat;
  OK(coal_co2) = V(coal);
  OK(petcoke_co2) = V(petcoke);
  OK(diesel_co2) = V(diesel);
  OK(fuel_co2) = told;
  OK(process_co2) = V(clinker);
  OK(line_co2) = told & V(clinker);
  OK(co2_intensity) = told & made;
  OK(carbide_rate) = OK(raw_carbonate_rate) = made;
  OK(coal_intensity) = OK(coal_grade) = fossil & made;
  OK(power_intensity) = OK(power_grade) = V(electricity) & made;
  OK(energy_intensity) = OK(energy_grade) = fossil & V(electricity) & made;
  OK(thermal_rate) = OK(gcca_rate) = OK(biomass_rate) = by_heat;
  OK(coal_rate) = OK(baseline_rate) = by_baseline;
  OK(mass_rate) = told & ~b->no_mass;
  OK(raw_mass_rate) = ~b->no_raw;
#undef V
#undef OK
}

#ifndef KERNEL
#define KERNEL kernel_base
#endif

static void fill(block *b, const table *in, table *out, size_t row) {
  for (size_t c = 0; c < IN_COUNT; c++) {
    b->x[c] = table_values(in, c) + row;
    b->v[c] = word_at(table_bits(in, c) + row / 8);
  }
  for (size_t c = 0; c < OUT_COUNT; c++) b->y[c] = table_values(out, c) + row;
}

/* Eight blocks for each part in turn: a part then reads and writes whole pages of its columns. */
void KERNEL(const table *in, table *out, size_t first, size_t rows) {
  enum { TOGETHER = 8 };
  block blocks[TOGETHER];
  for (size_t row = first, count; row < first + rows; row += count * ROWS) {
    count = (first + rows - row) / ROWS < TOGETHER ? (first + rows - row) / ROWS : TOGETHER;
    for (size_t i = 0; i < count; i++) fill(&blocks[i], in, out, row + i * ROWS);
    for (size_t i = 0; i < count; i++) emissions(&blocks[i]);
    for (size_t i = 0; i < count; i++) intensities(&blocks[i]);
    for (size_t i = 0; i < count; i++) rates(&blocks[i]);
    for (size_t i = 0; i < count; i++) materials(&blocks[i]);
    for (size_t i = 0; i < count; i++) validity(&blocks[i]);
    for (size_t c = 0; c < OUT_COUNT; c++)
      for (size_t i = 0; i < count; i++)
        memcpy(table_bits(out, c) + row / 8 + 8 * i, &blocks[i].ok[c], sizeof blocks[i].ok[c]);
  }
}
