"""The figures as polars expressions over the same Arrow bytes, in stages so that every shared term is computed once. One
thread unless POLARS_MAX_THREADS says otherwise. Nulls are polars' own: they travel by themselves, `fill_null` opens them."""
import sys

import polars as pl

from serve import (BIOGENIC_RDF, CO2, CO2_CLINKER, COAL_PER_GJ, COAL_PER_KWH, CUT, ETS_NCV, GBT_NCV, LIMITS, THREE,
                   TOTALS, Data, save_arrow, save_totals, serve)

c = pl.col
FUELS = ("coal", "petcoke", "diesel", "rdf", "biomass")
ENGINE = sys.argv[2] if len(sys.argv) > 2 else "streaming"


def zero(name):
    return c(name).fill_null(0.0)


def over(numerator, divisor):
    return pl.when(divisor != 0).then(numerator / divisor)


def grade(name, limits):
    l1, l2, l3 = limits
    x = c(name)
    return (pl.when(x.is_null()).then(None).when(x <= l1).then(pl.lit(1, pl.Int8)).when(x <= l2).then(pl.lit(2, pl.Int8))
            .when(x <= l3).then(pl.lit(3, pl.Int8)).otherwise(pl.lit(0, pl.Int8)))


def stage_inputs():
    told = pl.any_horizontal([c(f).is_not_null() for f in FUELS]) | (c("clinker") == 0)
    cut = CUT["carbide_slag"] * zero("carbide_slag")
    return [
        told.alias("told"), over(1.0, c("clinker")).alias("per"),
        *[(c(f) * c(f + "_ncv").fill_null(ETS_NCV[f]) * CO2[f]).alias(f + "_co2") for f in ETS_NCV],
        *[(c(f) * c(f + "_ncv").fill_null(GBT_NCV[f])).fill_null(0.0).alias(f + "_heat") for f in GBT_NCV],
        *[pl.when(c(f).is_null()).then(0.0).otherwise(c(f) * c(f + "_ncv")).alias(f + "_heat") for f in ("petcoke", "rdf", "biomass")],
        cut.alias("slag_cut"),
        (cut + CUT["fly_ash"] * zero("fly_ash") + CUT["steel_slag"] * zero("steel_slag")).alias("cut"),
        (zero("carbide_slag") + zero("fly_ash") + zero("steel_slag")).alias("substitutes"),
        (zero("limestone") + zero("clay") + zero("sandstone")).alias("raw"),
        (zero("coal") + zero("petcoke")).alias("fossil_mass"), (zero("rdf") + zero("biomass")).alias("other_mass"),
        (zero("waste_power") - zero("own_power")).alias("net_power"),
        (c("baseline") * c("clinker") * 1e-3).alias("baseline_heat"),
    ]


def stage_sums():
    known = pl.when(c("told"))
    return [
        known.then(zero("coal_co2") + zero("petcoke_co2") + zero("diesel_co2")).alias("fuel_co2"),
        (c("clinker") * CO2_CLINKER - c("cut")).alias("process_co2"),
        known.then(c("coal_heat") + c("petcoke_heat")).alias("fossil"),
        (c("rdf_heat") + c("biomass_heat")).alias("other"),
        (c("electricity") * c("per")).alias("power_intensity"),
        over(100.0, c("baseline_heat")).alias("per_baseline"),
    ]


def stage_totals():
    return [
        (c("fuel_co2") + c("process_co2")).alias("line_co2"),
        (((c("fossil") + c("diesel_heat") - zero("recovered")) * COAL_PER_GJ - COAL_PER_KWH * c("net_power")) * c("per")).alias("coal_intensity"),
        over(100.0, c("fossil") + c("other")).alias("per_heat"),
        pl.when(c("other").is_not_null()).then(100.0 - c("fossil") * c("per_baseline")).alias("coal_rate"),
    ]


def stage_last():
    return [
        (c("line_co2") * c("per")).alias("co2_intensity"),
        (c("slag_cut") * c("per") * (100 / CO2_CLINKER)).alias("carbide_rate"),
        (c("cut") * c("per") * (100 / CO2_CLINKER)).alias("raw_carbonate_rate"),
        (c("coal_intensity") + COAL_PER_KWH * c("power_intensity")).alias("energy_intensity"),
        (c("other") * c("per_heat")).alias("thermal_rate"),
        ((BIOGENIC_RDF * c("rdf_heat") + c("biomass_heat")) * c("per_heat")).alias("biomass_rate"),
        (c("coal_rate") - zero("pretreatment") * c("per_baseline")).alias("baseline_rate"),
        pl.when(c("told")).then(over(c("other_mass") * 100.0, c("fossil_mass") + c("other_mass"))).alias("mass_rate"),
        pl.when(c("raw") > 0).then(c("substitutes") * 100.0 / (c("raw") + c("substitutes"))).alias("raw_mass_rate"),
    ]


def figures(frame, outputs):
    staged = frame.lazy().with_columns(stage_inputs()).with_columns(stage_sums()).with_columns(stage_totals()).with_columns(stage_last())
    special = {"gcca_rate": c("thermal_rate").alias("gcca_rate")}
    for kind in LIMITS:
        special[kind + "_grade"] = grade(kind + "_intensity", LIMITS[kind]).alias(kind + "_grade")
    return staged.select([special.get(name, c(name)) for name in outputs])


def totals(frame):
    """By line, over figures that are not kept."""
    known = c("energy_intensity").is_not_null()
    staged = frame.lazy().with_columns(stage_inputs()).with_columns(stage_sums()).with_columns(stage_totals()).with_columns(
        (c("coal_intensity") + COAL_PER_KWH * c("power_intensity")).alias("energy_intensity"))
    sums = staged.group_by("line").agg(
        c("line_co2").sum(), c("fuel_co2").sum(), (c("energy_intensity") * c("clinker")).sum(),
        c("clinker").filter(known).sum(), c("line_co2").count().alias("rows")).sort("line")
    return sums.with_columns(c("energy_intensity") / c("clinker")).select(TOTALS)


def main():
    data = Data(sys.argv[1])
    frame, stride = pl.from_arrow(data.arrow()), data.bits.shape[1]
    tasks = {}
    for task, outputs in (("all", data.outputs), ("three", list(THREE))):
        lazy = figures(frame, outputs)
        tasks[task] = (lambda lazy=lazy: lazy.collect(engine=ENGINE),
                       lambda path, kept, outputs=outputs: save_arrow(path, kept.to_arrow(), outputs, stride))
    lazy_totals = totals(frame)
    tasks["totals"] = (lambda: lazy_totals.collect(engine=ENGINE), lambda path, kept: save_totals(path, kept.to_numpy().T))
    serve(tasks)


if __name__ == "__main__":
    main()
