"""The figures in numba, fused by row: sixty-four rows at a time through a scratch that lies in the first cache, since LLVM
vectorises only where it sees that arrays do not overlap."""
import sys

import numba
import numpy as np

from serve import (BIOGENIC_RDF, CO2, CO2_CLINKER, COAL_PER_GJ, COAL_PER_KWH, CUT, ETS_NCV, GBT_NCV, LIMITS,
                   Data, save_arrays, serve)

ETS_COAL, ETS_COKE, ETS_DIESEL = ETS_NCV["coal"], ETS_NCV["petcoke"], ETS_NCV["diesel"]
GBT_COAL, GBT_DIESEL = GBT_NCV["coal"], GBT_NCV["diesel"]
CO2_COAL, CO2_COKE, CO2_DIESEL = CO2["coal"], CO2["petcoke"], CO2["diesel"]
SLAG, ASH, STEEL = CUT["carbide_slag"], CUT["fly_ash"], CUT["steel_slag"]
C1, C2, C3 = LIMITS["coal"]
P1, P2, P3 = LIMITS["power"]
E1, E2, E3 = LIMITS["energy"]
ONE, ROWS = np.uint64(1), np.uint64(64)
jit = numba.njit(error_model="numpy", boundscheck=False, inline="always")


@jit
def has(word, j):
    return (word >> j) & ONE != 0


@jit
def grade(x, l1, l2, l3):
    return 1.0 if x <= l1 else 2.0 if x <= l2 else 3.0 if x <= l3 else 0.0


def make_all(i, o):
    """The kernel with the places of the columns as constants."""
    CL, COAL, COKE, DIESEL, RDF, BIO = (i[k] for k in ("clinker", "coal", "petcoke", "diesel", "rdf", "biomass"))
    NCOAL, NCOKE, NDIESEL, NRDF, NBIO = (i[k + "_ncv"] for k in ("coal", "petcoke", "diesel", "rdf", "biomass"))
    SL, AS, ST, LI, CY, SA = (i[k] for k in ("carbide_slag", "fly_ash", "steel_slag", "limestone", "clay", "sandstone"))
    EL, WP, OP, RE, BA, PR = (i[k] for k in ("electricity", "waste_power", "own_power", "recovered", "baseline", "pretreatment"))
    INPUTS, OUTPUTS = len(i), len(o)
    (Y_COAL, Y_COKE, Y_DIESEL, Y_FUEL, Y_PROCESS, Y_LINE, Y_INTENSITY, Y_CARBIDE, Y_CI, Y_PI, Y_EI, Y_CG, Y_PG, Y_EG, Y_THERMAL,
     Y_LEFT, Y_BASE, Y_MASS, Y_GCCA, Y_BIO, Y_RAW, Y_CARBONATE) = (o[k] for k in (
         "coal_co2 petcoke_co2 diesel_co2 fuel_co2 process_co2 line_co2 co2_intensity carbide_rate coal_intensity "
         "power_intensity energy_intensity coal_grade power_grade energy_grade thermal_rate coal_rate baseline_rate mass_rate "
         "gcca_rate biomass_rate raw_mass_rate raw_carbonate_rate").split())

    # where they lie in the scratch; unsigned, because a sign would have numba look for negative places
    S_AS, S_BA, S_BIO, S_CL, S_COAL, S_COKE, S_CY, S_DIESEL, S_EL, S_LI, S_NBIO, S_NCOAL, S_NCOKE, S_NDIESEL, S_NRDF, S_OP, S_PR, S_RDF, S_RE, S_SA, S_SL, S_ST, S_WP = (
        np.uint64(64 * c) for c in (AS, BA, BIO, CL, COAL, COKE, CY, DIESEL, EL, LI, NBIO, NCOAL, NCOKE, NDIESEL, NRDF, OP, PR, RDF, RE, SA, SL, ST, WP))
    SY_BASE, SY_BIO, SY_CARBIDE, SY_CARBONATE, SY_CG, SY_CI, SY_COAL, SY_COKE, SY_DIESEL, SY_EG, SY_EI, SY_FUEL, SY_GCCA, SY_INTENSITY, SY_LEFT, SY_LINE, SY_MASS, SY_PG, SY_PI, SY_PROCESS, SY_RAW, SY_THERMAL = (
        np.uint64(64 * c) for c in (INPUTS + Y_BASE, INPUTS + Y_BIO, INPUTS + Y_CARBIDE, INPUTS + Y_CARBONATE, INPUTS + Y_CG, INPUTS + Y_CI, INPUTS + Y_COAL, INPUTS + Y_COKE, INPUTS + Y_DIESEL, INPUTS + Y_EG, INPUTS + Y_EI, INPUTS + Y_FUEL, INPUTS + Y_GCCA, INPUTS + Y_INTENSITY, INPUTS + Y_LEFT, INPUTS + Y_LINE, INPUTS + Y_MASS, INPUTS + Y_PG, INPUTS + Y_PI, INPUTS + Y_PROCESS, INPUTS + Y_RAW, INPUTS + Y_THERMAL))

    @numba.njit(error_model="numpy", boundscheck=False)
    def run(x, v, y, ok, s, w):
        for word in range(np.uint64(x.shape[1] // 64)):
            row = word * ROWS
            for c in range(INPUTS):
                w[c] = v[c, word]
                here, from_ = s[c * 64:c * 64 + 64], x[c, row:row + ROWS]
                for k in range(ROWS):
                    here[k] = from_[k]
            v_coal, v_coke, v_diesel, v_rdf, v_bio = w[COAL], w[COKE], w[DIESEL], w[RDF], w[BIO]
            n_coal, n_coke, n_diesel, n_rdf, n_bio = w[NCOAL], w[NCOKE], w[NDIESEL], w[NRDF], w[NBIO]
            v_slag, v_ash, v_steel, v_lime, v_clay, v_sand = w[SL], w[AS], w[ST], w[LI], w[CY], w[SA]
            v_power, v_own, v_recovered, v_pre = w[WP], w[OP], w[RE], w[PR]
            no_clinker = no_heat = no_mass = no_raw = no_base = np.uint64(0)
            for k in range(ROWS):
                clinker = s[S_CL + k]
                per = 1.0 / clinker
                coal = s[S_COAL + k] if has(v_coal, k) else 0.0
                coke = s[S_COKE + k] if has(v_coke, k) else 0.0
                diesel = s[S_DIESEL + k] if has(v_diesel, k) else 0.0
                rdf = s[S_RDF + k] if has(v_rdf, k) else 0.0
                bio = s[S_BIO + k] if has(v_bio, k) else 0.0
                slag = s[S_SL + k] if has(v_slag, k) else 0.0
                ash = s[S_AS + k] if has(v_ash, k) else 0.0
                steel = s[S_ST + k] if has(v_steel, k) else 0.0
                coal_co2 = coal * (s[S_NCOAL + k] if has(n_coal, k) else ETS_COAL) * CO2_COAL
                coke_co2 = coke * (s[S_NCOKE + k] if has(n_coke, k) else ETS_COKE) * CO2_COKE
                diesel_co2 = diesel * (s[S_NDIESEL + k] if has(n_diesel, k) else ETS_DIESEL) * CO2_DIESEL
                fuel = coal_co2 + coke_co2 + diesel_co2
                cut = SLAG * slag + ASH * ash + STEEL * steel
                process = clinker * CO2_CLINKER - cut
                line = fuel + process
                s[SY_COAL + k] = coal_co2
                s[SY_COKE + k] = coke_co2
                s[SY_DIESEL + k] = diesel_co2
                s[SY_FUEL + k] = fuel
                s[SY_PROCESS + k] = process
                s[SY_LINE + k] = line
                s[SY_INTENSITY + k] = line * per
                s[SY_CARBIDE + k] = SLAG * slag * per * (100 / CO2_CLINKER)
                s[SY_CARBONATE + k] = cut * per * (100 / CO2_CLINKER)
                fossil = coal * (s[S_NCOAL + k] if has(n_coal, k) else GBT_COAL) + coke * s[S_NCOKE + k]
                diesel_heat = diesel * (s[S_NDIESEL + k] if has(n_diesel, k) else GBT_DIESEL)
                generated = s[S_WP + k] if has(v_power, k) else 0.0
                own = s[S_OP + k] if has(v_own, k) else 0.0
                recovered = s[S_RE + k] if has(v_recovered, k) else 0.0
                coal_i = ((fossil + diesel_heat - recovered) * COAL_PER_GJ - COAL_PER_KWH * (generated - own)) * per
                power_i = s[S_EL + k] * per
                energy_i = coal_i + COAL_PER_KWH * power_i
                s[SY_CI + k] = coal_i
                s[SY_PI + k] = power_i
                s[SY_EI + k] = energy_i
                s[SY_CG + k] = grade(coal_i, C1, C2, C3)
                s[SY_PG + k] = grade(power_i, P1, P2, P3)
                s[SY_EG + k] = grade(energy_i, E1, E2, E3)
                no_clinker |= np.uint64(clinker == 0.0) << k
            for k in range(ROWS):
                coal = s[S_COAL + k] if has(v_coal, k) else 0.0
                coke = s[S_COKE + k] if has(v_coke, k) else 0.0
                rdf = s[S_RDF + k] if has(v_rdf, k) else 0.0
                bio = s[S_BIO + k] if has(v_bio, k) else 0.0
                fossil = coal * (s[S_NCOAL + k] if has(n_coal, k) else GBT_COAL) + coke * s[S_NCOKE + k]
                rdf_heat = rdf * s[S_NRDF + k]
                bio_heat = bio * s[S_NBIO + k]
                alternative = rdf_heat + bio_heat
                heat = fossil + alternative
                per_heat = 100.0 / heat
                base = s[S_BA + k] * s[S_CL + k] * 1e-3
                per_base = 100.0 / base
                left = 100.0 - fossil * per_base
                thermal = alternative * per_heat
                mass = coal + coke + rdf + bio
                raw = ((s[S_LI + k] if has(v_lime, k) else 0.0) + (s[S_CY + k] if has(v_clay, k) else 0.0) +
                       (s[S_SA + k] if has(v_sand, k) else 0.0))
                sub = ((s[S_SL + k] if has(v_slag, k) else 0.0) + (s[S_AS + k] if has(v_ash, k) else 0.0) +
                       (s[S_ST + k] if has(v_steel, k) else 0.0))
                s[SY_THERMAL + k] = thermal
                s[SY_GCCA + k] = thermal
                s[SY_BIO + k] = (BIOGENIC_RDF * rdf_heat + bio_heat) * per_heat
                s[SY_LEFT + k] = left
                s[SY_BASE + k] = left - (s[S_PR + k] if has(v_pre, k) else 0.0) * per_base
                s[SY_MASS + k] = (rdf + bio) * 100.0 / mass
                s[SY_RAW + k] = sub * 100.0 / (raw + sub)
                no_heat |= np.uint64(heat == 0.0) << k
                no_mass |= np.uint64(mass == 0.0) << k
                no_raw |= np.uint64(raw == 0.0) << k
                no_base |= np.uint64(base == 0.0) << k
            for c in range(OUTPUTS):
                here, to = s[(INPUTS + c) * 64:(INPUTS + c) * 64 + 64], y[c, row:row + ROWS]
                for k in range(ROWS):
                    to[k] = here[k]
            made = w[CL] & ~no_clinker
            told = v_coal | v_coke | v_diesel | v_rdf | v_bio | (w[CL] & no_clinker)
            known = told & ~(v_coke & ~n_coke)
            all_known = known & ~(v_rdf & ~n_rdf) & ~(v_bio & ~n_bio)
            by_heat = all_known & ~no_heat
            by_base = all_known & w[CL] & w[BA] & ~no_base
            ok[Y_COAL, word], ok[Y_COKE, word], ok[Y_DIESEL, word] = v_coal, v_coke, v_diesel
            ok[Y_FUEL, word], ok[Y_PROCESS, word], ok[Y_LINE, word] = told, w[CL], told & w[CL]
            ok[Y_INTENSITY, word] = told & made
            ok[Y_CARBIDE, word] = ok[Y_CARBONATE, word] = made
            ok[Y_CI, word] = ok[Y_CG, word] = known & made
            ok[Y_PI, word] = ok[Y_PG, word] = w[EL] & made
            ok[Y_EI, word] = ok[Y_EG, word] = known & w[EL] & made
            ok[Y_THERMAL, word] = ok[Y_GCCA, word] = ok[Y_BIO, word] = by_heat
            ok[Y_LEFT, word] = ok[Y_BASE, word] = by_base
            ok[Y_MASS, word] = told & ~no_mass
            ok[Y_RAW, word] = ~no_raw

    return run


def main():
    data = Data(sys.argv[1])
    places = {name: k for k, name in enumerate(data.inputs)}
    kernel = make_all(places, {name: k for k, name in enumerate(data.outputs)})
    y = np.zeros((len(data.outputs), data.rows))
    ok = np.zeros((len(data.outputs), data.bits.shape[1]), np.uint8)
    x, v = np.asarray(data.values), np.asarray(data.bits).view(np.uint64)
    scratch, words = np.zeros(64 * (len(data.inputs) + len(data.outputs))), np.zeros(len(data.inputs), np.uint64)

    def run():
        kernel(x, v, y, ok.view(np.uint64), scratch, words)
        return y, ok

    run()  # compiled now, not when it is measured
    serve({"all": (run, lambda path, kept: save_arrays(path, *kept))})


if __name__ == "__main__":
    main()
