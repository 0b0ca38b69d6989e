/* The numbers of the three editions that a month of this plant meets, and what they come to in binary64. */
#ifndef BENCH_FACTORS_H
#define BENCH_FACTORS_H

/* CETS—AG—02.01—V01—2024: default calorific value GJ/t, tC/GJ times oxidation times 44/12 */
#define ETS_NCV_coal 23.076
#define ETS_NCV_petcoke 32.5
#define ETS_NCV_diesel 42.652
#define CO2_coal (0.02618 * 0.99 * 44 / 12)
#define CO2_petcoke (0.0275 * 0.99 * 44 / 12)
#define CO2_diesel (0.0202 * 0.98 * 44 / 12)
#define CO2_clinker 0.535
#define CUT_carbide_slag 0.48
#define CUT_fly_ash 0.055
#define CUT_steel_slag 0.215

/* GB/T 2589-2020, which GB 16780-2021 and the substitution rates read: no value for petroleum coke, RDF or biomass */
#define GBT_NCV_coal 20.934
#define GBT_NCV_diesel 42.705

/* GB 16780-2021: kgce/GJ, kgce/kWh, limits; the third is raised with the altitude (1 800 m, 81 450 Pa) */
#define COAL_PER_GJ (1e6 / 29307)
#define COAL_PER_KWH 0.1229
#define ALTITUDE (1.179 - 0.211 * 81450 / 101325)

#define BIOGENIC_rdf 0.45

#endif
