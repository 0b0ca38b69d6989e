"""The figures as SQL in DuckDB, in stages so that every shared term is computed once. One thread unless told. It reads the same
Arrow bytes and gives Arrow: a native table on either side was no faster."""
import sys

import duckdb

from serve import (BIOGENIC_RDF, CO2, CO2_CLINKER, COAL_PER_GJ, COAL_PER_KWH, CUT, ETS_NCV, GBT_NCV, LIMITS, THREE,
                   Data, save_arrow, save_totals, serve)

FUELS = ("coal", "petcoke", "diesel", "rdf", "biomass")


def zero(name):
    return f"CASE WHEN {name} IS NULL THEN 0::DOUBLE ELSE {name} END"  # faster than coalesce


def number(x):
    return f"{x!r}::DOUBLE"


def grade(name, limits):
    l1, l2, l3 = (number(x) for x in limits)
    return (f"CASE WHEN {name} <= {l1} THEN 1::TINYINT WHEN {name} <= {l2} THEN 2::TINYINT WHEN {name} <= {l3} THEN 3::TINYINT "
            f"WHEN {name} IS NOT NULL THEN 0::TINYINT END")


def stage_inputs():
    told = " OR ".join(f"{f} IS NOT NULL" for f in FUELS)
    slag = f"{number(CUT['carbide_slag'])} * {zero('carbide_slag')}"
    return {
        "told": f"({told}) OR clinker = 0",
        "per": "1::DOUBLE / nullif(clinker, 0)",
        **{f"{f}_co2": f"{f} * coalesce({f}_ncv, {number(ETS_NCV[f])}) * {number(CO2[f])}" for f in ETS_NCV},
        **{f"{f}_heat": f"coalesce({f} * coalesce({f}_ncv, {number(GBT_NCV[f])}), 0)" for f in GBT_NCV},
        **{f"{f}_heat": f"CASE WHEN {f} IS NULL THEN 0 ELSE {f} * {f}_ncv END" for f in ("petcoke", "rdf", "biomass")},
        "slag_cut": slag,
        "cut": f"{slag} + {number(CUT['fly_ash'])} * {zero('fly_ash')} + {number(CUT['steel_slag'])} * {zero('steel_slag')}",
        "substitutes": f"{zero('carbide_slag')} + {zero('fly_ash')} + {zero('steel_slag')}",
        "raw": f"{zero('limestone')} + {zero('clay')} + {zero('sandstone')}",
        "fossil_mass": f"{zero('coal')} + {zero('petcoke')}",
        "other_mass": f"{zero('rdf')} + {zero('biomass')}",
        "net_power": f"{zero('waste_power')} - {zero('own_power')}",
        "recovered_heat": zero("recovered"),
        "pre": zero("pretreatment"),
        "clinker": "clinker",
        "electricity": "electricity",
        "per_baseline": "100::DOUBLE / nullif(baseline * clinker * 1e-3::DOUBLE, 0)",
    }


def stage_sums():
    return {
        "fuel_co2": f"CASE WHEN told THEN {zero('coal_co2')} + {zero('petcoke_co2')} + {zero('diesel_co2')} END",
        "process_co2": f"clinker * {number(CO2_CLINKER)} - cut",
        "fossil": "CASE WHEN told THEN coal_heat + petcoke_heat END",
        "other": "rdf_heat + biomass_heat",
        "power_intensity": "electricity * per",
        "mass": "CASE WHEN told THEN fossil_mass + other_mass END",
    }


def stage_totals():
    return {
        "line_co2": "fuel_co2 + process_co2",
        "coal_intensity": f"((fossil + diesel_heat - recovered_heat) * {number(COAL_PER_GJ)} - {number(COAL_PER_KWH)} * net_power) * per",
        "per_heat": "100::DOUBLE / nullif(fossil + other, 0)",
        "coal_rate": "CASE WHEN other IS NOT NULL THEN 100::DOUBLE - fossil * per_baseline END",
    }


def stage_last():
    return {
        "co2_intensity": "line_co2 * per",
        "carbide_rate": f"slag_cut * per * {number(100 / CO2_CLINKER)}",
        "raw_carbonate_rate": f"cut * per * {number(100 / CO2_CLINKER)}",
        "energy_intensity": f"coal_intensity + {number(COAL_PER_KWH)} * power_intensity",
        "thermal_rate": "other * per_heat",
        "biomass_rate": f"({number(BIOGENIC_RDF)} * rdf_heat + biomass_heat) * per_heat",
        "baseline_rate": "coal_rate - pre * per_baseline",
        "mass_rate": "other_mass * 100 / nullif(mass, 0)",
        "raw_mass_rate": "CASE WHEN raw > 0 THEN substitutes * 100 / (raw + substitutes) END",
    }


def staged():
    inner = "months"
    for level, stage in enumerate((stage_inputs(), stage_sums(), stage_totals(), stage_last())):
        columns = ", ".join(f"{sql} AS {name}" for name, sql in stage.items())
        inner = f"(SELECT {'line, ' if level == 0 else '*, '}{columns} FROM {inner})"
    return inner


def query(outputs):
    special = {"gcca_rate": "thermal_rate AS gcca_rate"}
    for kind in LIMITS:
        special[kind + "_grade"] = f"{grade(kind + '_intensity', LIMITS[kind])} AS {kind}_grade"
    return f"SELECT {', '.join(special.get(name, name) for name in outputs)} FROM {staged()}"


def totals():
    return f"""SELECT sum(line_co2) AS line_co2, sum(fuel_co2) AS fuel_co2,
        sum(energy_intensity * clinker) / sum(clinker) FILTER (energy_intensity IS NOT NULL) AS energy_intensity,
        sum(clinker) FILTER (energy_intensity IS NOT NULL) AS clinker, count(line_co2) AS rows
        FROM {staged()} GROUP BY line ORDER BY line"""


def main():
    data = Data(sys.argv[1])
    threads = sys.argv[2] if len(sys.argv) > 2 else "1"
    base = duckdb.connect(config={"threads": threads, "preserve_insertion_order": "true"})
    base.register("months", data.arrow())
    tasks = {}
    for task, outputs in (("all", data.outputs), ("three", list(THREE))):
        sql = query(outputs)
        tasks[task] = (lambda sql=sql: base.sql(sql).to_arrow_table(),
                       lambda path, kept, outputs=outputs: save_arrow(path, kept, outputs, data.bits.shape[1]))
    tasks["totals"] = (lambda: base.sql(totals()).to_arrow_table(),
                       lambda path, kept: save_totals(path, [column.to_numpy() for column in kept.columns]))
    serve(tasks)


if __name__ == "__main__":
    main()
