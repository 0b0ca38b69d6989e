"""The oracle against the check values of the sheets and against hand arithmetic."""

import json
from fractions import Fraction as F

import pytest

from oracle import cets_v01_2024 as cets
from oracle import gb16780_2021 as gb
from oracle import ledger as ledgers
from oracle import plants
from oracle.compare import compare
from oracle.evaluate import EDITIONS, evaluate, parse_options
from oracle.value import Value, fixed, plain, rounded

GB, CETS, SUB = EDITIONS


def make(*observations, lines=None, fuels=(), **facility):
    """A ledger from short rows: (line, month, item[, of[, use]], value, unit)."""
    document = {
        "schema": "cement-ledger/1", "facility": {"id": "T"} | facility,
        "lines": [{"id": i, "clinker_type": t} for i, t in (lines or {"L1": "portland"}).items()],
        "fuels": list(fuels), "observations": [],
    }
    for line, month, item, *of_use, value, unit in observations:
        observation = {"period": month, "item": item, "value": value, "unit": unit}
        observation |= {"line": line} if line else {}
        observation |= dict(zip(("of", "use"), of_use))
        document["observations"].append({k: v for k, v in observation.items() if v is not None})
    return ledgers.read(json.dumps(document))


def figures(ledger, *options):
    """{(line, period, key) or (line, period, key, of): result}"""
    results = evaluate(ledger, parse_options(options))
    return {(r.row.line, r.row.period, r.key) + ((r.of,) if r.of else ()): r for r in results}


def exact(result):
    assert result.status == "ok", result.value
    return result.value.number


def missing(result):
    assert result.status == "incomplete"
    return result.value.missing


# ---- printing and rounding ----------------------------------------------------


def test_plain():
    assert plain(F(0)) == "0"
    assert plain(F("1200")) == "1200"
    assert plain(F("-0.0450")) == "-0.045"
    assert plain(F(1, 3)) == "0." + "3" * 34
    assert plain(F(200, 3)) == "66." + "6" * 31 + "7"
    assert plain(F(10**40 + 1)) == "1" + "0" * 40
    assert plain(F(10**34 - 1) + F(1, 2)) == "1" + "0" * 34  # tie to even carries


def test_rounding_rules():
    assert [fixed(F(x), 2, "half_even") for x in ("0.125", "0.135", "-0.125", "-0.001")] == ["0.12", "0.14", "-0.12", "0.00"]
    assert [fixed(F(x), 2, "half_up") for x in ("0.125", "0.135", "-0.125", "7")] == ["0.13", "0.14", "-0.13", "7.00"]
    assert fixed(F("0.5"), 0, "half_up") == "1" and fixed(F("0.5"), 0, "half_even") == "0"
    assert rounded(F("15.4546"), 0, "half_even") == 15  # in one step, never by way of 15.5


# ---- GB 16780-2021: check values of the sheet -----------------------------------


def test_grades_at_the_limits():
    limits = (F(10), F(20), F(30))
    values = ["10", "10.0001", "20", "20.0001", "30", "30.0001"]
    assert [gb.grade(F(v), limits) for v in values] == [1, 2, 2, 3, 3, 0]
    assert gb.grade(F("100.0000001"), (F(100), F(107), F(117))) == 2
    assert gb.grade(F("100.0000001"), (F(100), F(107), F(117)), "rounded_2") == 1


@pytest.mark.parametrize("percent, limits", [
    (55, ("58", "64", "70")), (65, ("69", "75.5", "82")), (75, ("80", "87", "94")),
    (85, ("91", "98.5", "106")), (95, ("102", "110", "118"))])
def test_cement_limits_by_clinker_ratio(percent, limits):
    assert gb.applied_limits("cement_energy_intensity", F(1), F(percent)) == tuple(map(F, limits))


def test_altitude_factor():
    assert fixed(gb.altitude_factor(F(2500), F(74683)), 5, "half_even") == "1.02348"
    assert gb.altitude_factor(F(1500), F(74683)) == 1
    assert gb.altitude_factor(None, F(74683)) == 1
    assert gb.altitude_factor(F(2000), F(101325)) == F("0.968")  # not clamped
    just_above = gb.altitude_factor(F("1500.000001"), None)
    assert fixed(just_above, 3, "half_even") == "1.003"
    # the fallback comes within 20 Pa of the sheet's pressure at 2 500 m
    assert abs(gb.pressure_of_altitude(F(2500)) - 74683) < 20
    assert gb.pressure_of_altitude(F(0)) == 101325


def test_altitude_moves_level_three_only():
    k = F("1.02")
    assert gb.applied_limits("clinker_energy_intensity", k) == (100, 107, F("119.34"))
    assert gb.applied_limits("cement_energy_intensity", k, F(65)) == (69, F("75.5"), F("83.64"))
    assert gb.applied_limits("cement_preparation_electricity_intensity", k) == (26, 29, 34)


def test_clinker_limits_cohere():
    """Coal + 0.1229 x electricity gives the limits of energy (sheet, cross-check)."""
    coal, power = (gb.LIMITS[f"clinker_{x}_intensity"] for x in ("coal", "electricity"))
    sums = [F(c) + F("0.1229") * F(p) for c, p in zip(coal, power)]
    assert [fixed(s, 2, "half_even") for s in sums] == ["99.90", "107.01", "116.50"]


@pytest.mark.parametrize("kcal, kgce", [("885", "126.43"), ("802", "114.57"), ("790", "112.86")])
def test_specific_heat_to_standard_coal(kcal, kgce):
    # one tonne of fuel with that NCV for one tonne of clinker
    plant = make(("L1", "2025-01", "clinker_output", "1000", "t"),
                 ("L1", "2025-01", "fuel_consumption", "bituminous_coal", None, "1000", "t"),
                 ("L1", "2025-01", "fuel_ncv", "bituminous_coal", None, kcal, "kcal/kg"))
    assert figures(plant)["L1", "2025-01", "clinker_coal_intensity"].display == kgce


# ---- GB 16780-2021: hand arithmetic --------------------------------------------


def kiln(line="L1", month="2025-01"):
    """100 000 t clinker with 293 070 GJ = 100 kgce/t, 1 kgce/t recovered, 10 kWh/t net waste-heat power."""
    return [
        (line, month, "clinker_output", "100000", "t"),
        (line, month, "fuel_heat", "bituminous_coal", None, "293070", "GJ"),
        (line, month, "recovered_heat", "2930.7", "GJ"),
        (line, month, "waste_heat_power_generation", "1100000", "kWh"),
        (line, month, "waste_heat_power_own_use", "100", "MWh"),
        (line, month, "electricity_consumption", "clinker", None, "500", "万kWh"),
    ]


def cement(month="2025-01"):
    """100 000 t cement with 75 000 t clinker, 28 + 1 + 0.5 kWh/t, 1 kgce/t drying."""
    return [
        (None, month, "cement_output", "10", "万吨"),
        (None, month, "clinker_consumed", "75", "kt"),
        (None, month, "electricity_consumption", "cement_preparation", None, "2800000", "kWh"),
        (None, month, "electricity_consumption", "packing", None, "100000", "kWh"),
        (None, month, "electricity_consumption", "auxiliary", None, "50000", "kWh"),
        (None, month, "admixture_drying_heat", "2930.7", "GJ"),
    ]


def test_clinker_figures():
    f = figures(make(*kiln()))
    for period in ("2025-01", "2025"):
        coal = f["L1", period, "clinker_coal_intensity"]
        assert (exact(coal), coal.grade) == (F("97.771"), 2)  # 100 - 1 - 1.229
        power = f["L1", period, "clinker_electricity_intensity"]
        assert (exact(power), power.grade) == (50, 2)
        energy = f["L1", period, "clinker_energy_intensity"]
        assert (exact(energy), energy.display, energy.grade) == (F("103.916"), "103.92", 2)
    assert not any(line is None and r.edition == GB for (line, *_), r in f.items())  # no facility item at all


def test_waste_heat_coefficient():
    """At 28 kWh/t the choice moves the figure by 7.9 kgce/t (sheet, formula 2)."""
    plant = make(("L1", "2025-01", "clinker_output", "100000", "t"), ("L1", "2025-01", "fuel_heat", "coke", None, "310000", "GJ"),
                 ("L1", "2025-01", "waste_heat_power_generation", "2800000", "kWh"))
    key = ("L1", "2025-01", "clinker_coal_intensity")
    moved = exact(figures(plant)[key]) - exact(figures(plant, f"{GB}:waste_heat_power_coefficient=0.404")[key])
    assert moved == F("7.8708")


def test_fuel_that_counts():
    rows = [("L1", "2025-01", "clinker_output", "1000", "t")]
    rows += [("L1", "2025-01", "fuel_heat", fuel, use, "29.307", "GJ") for fuel, use in (
        ("coke", "kiln"), ("coke", "drying"), ("diesel", "ignition"), ("diesel", "transport"), ("coke", "power_boiler"),
        ("coke", "industrial_boiler"), ("rdf", "kiln"), ("biomass", "drying"), ("biomass", "transport"))]
    key = ("L1", "2025-01", "clinker_coal_intensity")
    assert exact(figures(make(*rows))[key]) == 3
    assert exact(figures(make(*rows), f"{GB}:alternative_fuel_heat=counted")[key]) == 5


def test_cement_figures():
    f = figures(make(*kiln(), *cement()))
    for period in ("2025-01", "2025"):
        energy = f[None, period, "cement_energy_intensity"]
        # 97.771 x 0.75 + 1 + 0.1229 x (29.5 + 50 x 0.75)
        assert (exact(energy), energy.grade) == (F("73.32825") + 1 + F("8.2343"), 2)
        assert energy.applied == (80, 87, 94)
        preparation = f[None, period, "cement_preparation_electricity_intensity"]
        assert (exact(preparation), preparation.grade) == (28, 2)


def test_purchased_clinker():
    bought = [(None, "2025-01", "purchased_clinker_consumed", "25000", "t"),
              (None, "2025-01", "purchased_clinker_coal_intensity", "110", "kgce/t"),
              (None, "2025-01", "purchased_clinker_electricity_intensity", "60", "kWh/t")]
    key = (None, "2025-01", "cement_energy_intensity")
    f = figures(make(*kiln(), *cement(), *bought))
    # own 50 %, bought 25 %: coal 48.8855 + 27.5, drying 1, electricity 29.5 + 25 + 15
    assert exact(f[key]) == F("48.8855") + F("27.5") + 1 + F("0.1229") * F("69.5")
    f = figures(make(*kiln(), *cement(), *bought[:2]))
    assert missing(f[key]) == {("purchased_clinker_electricity_intensity", None, None, "2025-01")}
    assert f[key].applied == (80, 87, 94) and f[key].grade is None
    zero = (None, "2025-01", "purchased_clinker_consumed", "0", "t")
    assert f[key].status == "incomplete" and figures(make(*kiln(), *cement(), zero))[key].status == "ok"


def test_all_clinker_purchased_needs_no_own_pool():
    """Own clinker is not needed when none of it is in the cement."""
    bought = [(None, "2025-01", "purchased_clinker_consumed", "75000", "t"),
              (None, "2025-01", "purchased_clinker_coal_intensity", "100", "kgce/t"),
              (None, "2025-01", "purchased_clinker_electricity_intensity", "50", "kWh/t")]
    f = figures(make(("L1", "2025-01", "clinker_output", "1", "t"), *cement(), *bought))
    assert exact(f[None, "2025-01", "cement_energy_intensity"]) == 75 + 1 + F("0.1229") * F("67")


def test_clinker_ratio_governs_formula_and_limit():
    f = figures(make(*kiln(), *cement(), (None, "2025-01", "clinker_ratio", "65", "%")))
    energy = f[None, "2025-01", "cement_energy_intensity"]
    assert exact(energy) == F("97.771") * F("0.65") + 1 + F("0.1229") * (F("29.5") + F("32.5"))
    assert energy.applied == (69, F("75.5"), 82)


def test_pool_takes_portland_lines_only():
    lines = {"L1": "portland", "L2": "white"}
    f = figures(make(*kiln(), ("L2", "2025-01", "clinker_output", "9", "t"), *cement(), lines=lines))
    assert exact(f[None, "2025-01", "cement_energy_intensity"]) == F("82.56255")
    assert f["L2", "2025-01", "clinker_energy_intensity"].status == "not_applicable"
    assert "value" not in f["L2", "2025-01", "clinker_energy_intensity"].to_json()
    f = figures(make(*kiln(), *cement(), lines={"L1": "aluminate"}))
    assert f[None, "2025", "cement_energy_intensity"].status == "not_applicable"
    assert exact(f[None, "2025", "cement_preparation_electricity_intensity"]) == 28
    assert f["L1", "2025", "carbide_slag_substitution_rate"].status == "not_applicable"


def test_waste_heat_of_the_facility_is_shared_by_clinker():
    lines = {"L1": "portland", "L2": "white", "L3": "portland"}
    rows = [(line, "2025-01", "fuel_heat", "coke", None, "29307", "GJ") for line in lines]
    rows += [("L1", "2025-01", "clinker_output", "6000", "t"), ("L2", "2025-01", "clinker_output", "2000", "t"),
             (None, "2025-01", "waste_heat_power_generation", "100000", "kWh")]
    third = ("L3", "2025-01", "clinker_output", "2000", "t")
    key = ("L1", "2025-01", "clinker_coal_intensity")
    assert exact(figures(make(*rows, third, lines=lines))[key]) == (1000000 - F("0.1229") * 60000) / 6000
    assert missing(figures(make(*rows, lines=lines))[key]) == {("clinker_output", None, "L3", "2025-01")}


def test_years_add_months_and_name_what_lacks():
    rows = kiln(month="2025-01") + kiln(month="2025-02") + cement("2025-02")
    f = figures(make(*rows))
    assert exact(f["L1", "2025", "clinker_energy_intensity"]) == F("103.916")
    # a facility row exists in January too: the year lacks January's cement
    assert missing(f[None, "2025", "cement_preparation_electricity_intensity"]) == {
        ("cement_output", None, None, "2025-01"), ("electricity_consumption", "cement_preparation", None, "2025-01")}
    assert exact(f[None, "2025-02", "cement_preparation_electricity_intensity"]) == 28
    assert {k[1] for k in f} == {"2025-01", "2025-02", "2025"}


def test_default_ncv_of_gb_t_2589():
    rows = [("L1", "2025-01", "clinker_output", "1000", "t"), ("L1", "2025-01", "fuel_consumption", "lignite", None, "100", "t")]
    assert exact(figures(make(*rows))["L1", "2025-01", "clinker_coal_intensity"]) == F("2093.4") / F("29.307")
    rows.append(("L1", "2025-01", "fuel_consumption", "petroleum_coke", None, "100", "t"))
    f = figures(make(*rows))
    assert missing(f["L1", "2025", "clinker_coal_intensity"]) == {("fuel_ncv", "petroleum_coke", "L1", "2025-01")}
    assert f["L1", "2025", "fuel_co2_total"].status == "ok"  # the guideline has a default


# ---- CETS: check values of the sheet --------------------------------------------


def test_fuel_co2_of_the_sheet():
    f = figures(make(("L1", "2025-01", "fuel_consumption", "bituminous_coal", None, "15000.00", "t"),
                     ("L1", "2025-01", "fuel_ncv", "bituminous_coal", None, "23.415", "GJ/t")))
    coal = f["L1", "2025-01", "fuel_co2", "bituminous_coal"]
    assert (plain(exact(coal)), coal.display) == ("33378.105915", "33378.11")


def test_process_co2_of_the_sheet():
    f = figures(make(("L1", "2025-01", "clinker_output", "110000.00", "t"),
                     ("L1", "2025-01", "raw_substitute_consumption", "carbide_slag", None, "5000", "t"),
                     ("L1", "2025-01", "raw_substitute_consumption", "粉煤灰", None, "1200", "t"),
                     ("L1", "2025-01", "raw_substitute_consumption", "limestone", None, "700", "t")))
    assert f["L1", "2025-01", "process_co2"].display == "56384.00"


@pytest.mark.parametrize("slag, rate", [("16719", "15.00"), ("33438", "30.00"), ("111460", "100.00")])
def test_carbide_rate_of_the_sheet(slag, rate):
    f = figures(make(("L1", "2025-01", "clinker_output", "100000", "t"),
                     ("L1", "2025-01", "raw_substitute_consumption", "carbide_slag", None, slag, "t")))
    assert f["L1", "2025-01", "carbide_slag_substitution_rate"].display == rate


def test_round_then_sum():
    """Two months give 64 399.56 one way and 64 399.57 the other (sheet, decimals)."""
    plant = make(*[("L1", month, "fuel_heat", "bituminous_coal", None, heat, "GJ")
                   for month, heat in (("2025-01", "351225"), ("2025-02", "326426.893"))],
                 *[("L1", month, "clinker_output", "0", "t") for month in ("2025-01", "2025-02")])
    key = ("L1", "2025", "fuel_co2_total")
    assert figures(plant)[key].display == "64399.56"
    assert plain(exact(figures(plant, f"{CETS}:month_rounding=round_then_sum")[key])) == "64399.57"


# ---- CETS: hand arithmetic --------------------------------------------------------


def test_table_sizes():
    assert len(cets.FUEL_DEFAULTS) == 20 and len(cets.DEDUCTION) == 30
    assert set(ledgers.MATERIAL_ALIASES.values()) == set(cets.DEDUCTION)
    fossil = {name for name, fuel in ledgers.builtin_fuels().items() if fuel.origin == "fossil"}
    assert fossil == set(cets.FUEL_DEFAULTS)


def test_oxidation_and_uses():
    rows = [("L1", "2025-01", "fuel_heat", fuel, use, "1000", "GJ") for fuel, use in (
        ("lignite", "drying"), ("lignite", "power_boiler"), ("refinery_gas", "kiln"), ("natural_gas", "kiln"),
        ("diesel", "ignition"), ("diesel", "transport"), ("gasoline", "transport"), ("rdf", "kiln"))]
    rows += [("L1", "2025-01", "fuel_oxidation_rate", "lignite", None, "95", "%"),
             ("L1", "2025-01", "fuel_carbon_content", "lignite", None, "0.03", "tC/GJ")]  # the guideline's are used
    f = figures(make(*rows))
    def co2(fuel):
        return exact(f["L1", "2025-01", "fuel_co2", fuel])
    assert co2("lignite") == F("27.97") * F("0.99") * F(11, 3)
    assert co2("refinery_gas") == F("18.2") * F("0.98") * F(11, 3)
    assert co2("natural_gas") == F("15.32") * F("0.99") * F(11, 3)
    assert co2("diesel") == F("20.2") * F("0.98") * F(11, 3)
    assert co2("gasoline") == 0
    assert ("L1", "2025-01", "fuel_co2", "rdf") not in f
    key = ("L1", "2025-01", "fuel_co2", "diesel")
    assert exact(figures(make(*rows), f"{CETS}:ignition_fuel=not_counted")[key]) == 0


def test_fossil_fuel_outside_the_table():
    peat = {"id": "peat", "origin": "fossil", "state": "solid"}
    rows = [("L1", "2025-01", "fuel_heat", "peat", None, "1000", "GJ")]
    f = figures(make(*rows, fuels=[peat]))
    assert missing(f["L1", "2025", "fuel_co2", "peat"]) == {("fuel_carbon_content", "peat", "L1", "2025-01")}
    f = figures(make(*rows, ("L1", "2025-01", "fuel_carbon_content", "peat", None, "0.03", "tC/GJ"), fuels=[peat]))
    assert exact(f["L1", "2025", "fuel_co2", "peat"]) == F("108.9")


def test_ncv_of_the_own_use_goes_first():
    plant = make(("L1", "2025-01", "fuel_consumption", "coke", None, "1", "t"),
                 ("L1", "2025-01", "fuel_consumption", "coke", "drying", "1", "t"),
                 ("L1", "2025-01", "fuel_ncv", "coke", "drying", "20000", "kJ/kg"),
                 ("L1", "2025-01", "fuel_ncv", "coke", None, "30", "GJ/t"))
    assert exact(figures(plant)["L1", "2025", "fuel_co2_total"]) == 50 * F("0.02942") * F("3.63")


def test_line_and_enterprise():
    f = figures(make(("L1", "2025-01", "clinker_output", "1000", "t"), ("L1", "2025-01", "fuel_heat", "coke", None, "0", "GJ"),
                     ("L2", "2025-01", "clinker_output", "100", "t"), ("L2", "2025-01", "fuel_heat", "coke", None, "0", "GJ"),
                     ("L2", "2025-01", "raw_substitute_consumption", "slaked_lime", None, "200", "t"),
                     (None, "2025-01", "power_unit_co2", "0.5", "tCO2"), (None, "2025-02", "other_facility_co2", "7", "tCO2"),
                     lines={"L1": "white", "L2": "sulfoaluminate"}))
    assert exact(f["L1", "2025", "co2_intensity"]) == F("0.55")
    assert exact(f["L2", "2025", "line_co2"]) == F("41.3") - 120  # not floored
    assert exact(f[None, "2025", "enterprise_co2"]) == 550 + F("41.3") - 120 + F("7.5")
    assert f[None, "2025", "enterprise_co2"].display == "479"  # 478.8


def test_a_month_without_fuel():
    def total_of(*rows):
        f = figures(make(*rows, ("L1", "2025-01", "electricity_consumption", "clinker", None, "1", "kWh")))
        return f["L1", "2025-01", "fuel_co2_total"], f["L1", "2025-01", "co2_intensity"], f["L1", "2025-01", "clinker_coal_intensity"]
    lacks_fuel = {("fuel_consumption", None, "L1", "2025-01")}
    lacks_clinker = {("clinker_output", None, "L1", "2025-01")}
    ran = total_of(("L1", "2025-01", "clinker_output", "5", "t"), ("L1", "2025-01", "fuel_ncv", "coke", None, "28", "GJ/t"))
    assert [missing(x) for x in ran] == [lacks_fuel] * 3
    stood = total_of(("L1", "2025-01", "clinker_output", "0", "t"))
    assert exact(stood[0]) == 0 and [missing(x) for x in stood[1:]] == [lacks_clinker] * 2
    assert [missing(x) for x in total_of()] == [lacks_clinker] * 3


def test_a_stopped_month_inside_a_year():
    f = figures(make(*kiln(), ("L1", "2025-02", "clinker_output", "0", "t"),
                     ("L1", "2025-02", "electricity_consumption", "clinker", None, "1000000", "kWh")))
    assert exact(f["L1", "2025", "clinker_coal_intensity"]) == F("97.771")
    assert exact(f["L1", "2025", "clinker_electricity_intensity"]) == 60
    assert exact(f["L1", "2025", "line_co2"]) == exact(f["L1", "2025-01", "line_co2"])


# ---- substitution -----------------------------------------------------------------


def burnt(*heats):
    return [("L1", "2025-01", "fuel_heat", fuel, use, heat, "GJ") for fuel, use, heat in heats]


def test_thermal_rate_of_the_sheet():
    f = figures(make(*burnt(("rdf", "kiln", "1800"), ("bituminous_coal", "kiln", "2685"), ("rdf", "drying", "500"))))
    assert f["L1", "2025", "thermal_substitution_rate"].display == "40.13"
    assert f["L1", "2025", "gcca_alternative_fuel_rate"].display == "40.13"
    assert exact(f[None, "2025", "standard_coal_substitution_share"]) == F(2300 * 100, 4985)


def test_conversion_to_fossil_standard_coal():
    """3 300 MJ/t and 25 % -> 84.45 kgce/t (sheet)."""
    f = figures(make(("L1", "2025-01", "clinker_output", "1000", "t"), *burnt(("rdf", "kiln", "825"), ("coke", "kiln", "2475"))))
    assert f["L1", "2025", "thermal_substitution_rate"].display == "25.00"
    assert f["L1", "2025", "clinker_coal_intensity"].display == "84.45"


def test_baseline_rates():
    f = figures(make(("L1", "2025-01", "clinker_output", "1000", "t"), *burnt(("rdf", "kiln", "900"), ("coke", "kiln", "2400")),
                     ("L1", "2025-01", "baseline_specific_heat", "3200", "MJ/t"), ("L1", "2025-01", "waste_pretreatment_heat", "80", "GJ")))
    assert exact(f["L1", "2025", "coal_substitution_rate"]) == 25
    assert exact(f["L1", "2025", "baseline_heat_substitution_rate"]) == F("22.5")


def test_biomass_rate():
    fuels = [{"id": "mix", "origin": "alternative", "state": "solid", "biogenic_share": 0.4}]
    f = figures(make(*burnt(("biomass", "kiln", "100"), ("mix", "kiln", "200"), ("rdf", "kiln", "300"),
                            ("coke", "kiln", "400")), fuels=fuels))
    assert exact(f["L1", "2025", "biomass_fuel_rate"]) == 18


def test_mass_rate():
    rows = [("L1", "2025-01", "fuel_consumption", fuel, None, mass, unit) for fuel, mass, unit in (
        ("coke", "300", "t"), ("rdf", "100000", "kg"))]
    f = figures(make(*rows))
    assert exact(f["L1", "2025", "mass_substitution_rate"]) == 25
    assert missing(f["L1", "2025", "thermal_substitution_rate"]) == {("fuel_ncv", "rdf", "L1", "2025-01")}
    gas = ("L1", "2025-01", "fuel_consumption", "natural_gas", None, "1", "10^4 Nm3")
    assert figures(make(*rows, gas))["L1", "2025", "mass_substitution_rate"].status == "incomplete"
    by_heat = figures(make(*rows, *burnt(("anthracite", "kiln", "1"))))
    assert missing(by_heat["L1", "2025", "mass_substitution_rate"]) == {("fuel_consumption", "anthracite", "L1", "2025-01")}


def test_raw_material_rates():
    rows = [("L1", "2025-01", "clinker_output", "1000", "t"), ("L1", "2025-01", "raw_material_consumption", "limestone", None, "1200", "t"),
            ("L1", "2025-01", "raw_substitute_consumption", "steel_slag", None, "300", "t")]
    f = figures(make(*rows, lines={"L1": "aluminate"}))
    assert exact(f["L1", "2025", "raw_material_substitution_rate_mass"]) == 20
    assert exact(f["L1", "2025", "raw_material_substitution_rate_carbonate"]) == F("64.5") / F("292") * 100
    f = figures(make(rows[0], rows[2]))
    assert f["L1", "2025", "raw_material_substitution_rate_mass"].status == "incomplete"


def test_share_of_lines():
    f = figures(make(*burnt(("rdf", "drying", "1")), ("L2", "2025-01", "fuel_heat", "rdf", None, "0", "GJ"),
                     ("L3", "2025-02", "clinker_output", "1", "t"),
                     lines={"L1": "portland", "L2": "white", "L3": "portland", "L4": "portland"}))
    assert exact(f[None, "2025-01", "lines_using_alternative_fuel_share"]) == 50
    assert exact(f[None, "2025", "lines_using_alternative_fuel_share"]) == F(100, 3)


# ---- reading, comparing, random plants ----------------------------------------------


def test_csv_says_the_same_as_json():
    text = """line,period,item,of,value,unit,method,use,source,note
,,facility.altitude,,2.5,m,,,,
,,facility.ambient_pressure,,74.683,kPa,,,,
L1,,line.clinker_type,,portland,,,,,
,,fuel.origin,mix,alternative,,,,,
,,fuel.state,mix,solid,,,,,
,,fuel.biogenic_share,mix,0.4,,,,,
L1,2025-01,fuel_heat,mix,20,GJ,,,,
L1,2025-01,fuel_heat,mix,20,GJ,,drying,,
"""
    a = ledgers.read(text)
    b = make(("L1", "2025-01", "fuel_heat", "mix", None, "20", "GJ"), ("L1", "2025-01", "fuel_heat", "mix", "drying", "20000", "MJ"),
             fuels=[{"id": "mix", "origin": "alternative", "state": "solid", "biogenic_share": "0.4"}],
             altitude={"value": 2.5, "unit": "m"}, ambient_pressure={"value": "746.83", "unit": "hPa"})
    assert a == b


def report_of(ledger, options):
    """A report as a perfect library would write it."""
    results = [r.to_json() for r in evaluate(ledger, options)]
    return {"schema": "cement-report/1", "editions": [{"id": e} for e in EDITIONS], "results": results}


def test_compare_finds_what_is_changed():
    plant = make(*kiln(), *cement(), altitude={"value": 2000, "unit": "m"})
    assert list(compare(plant, report_of(plant, {}))) == []
    def changed(figure, **fields):
        report = report_of(plant, {})
        next(r for r in report["results"] if r["key"] == figure).update(fields)
        return [what for _, (what, _, _) in compare(plant, report)]
    assert changed("clinker_coal_intensity", value="97.7710000000000000000000001") == ["value"]
    assert changed("clinker_coal_intensity", value="97.77100000000000000000000000000001") == []
    assert changed("clinker_coal_intensity", display="97.78", grade=1) == ["display", "grade"]
    assert changed("clinker_coal_intensity", limits={"base": ["94", "100", "109"], "applied": ["94", "100", "109"]}) == ["limits"]
    assert changed("mass_substitution_rate", status="ok") == ["status"]
    assert changed("mass_substitution_rate", missing=[]) == ["missing"]
    assert changed("enterprise_co2", key="x") == ["result", "result"]
    report = report_of(plant, {}) | {"options": {CETS: {"ignition_fuel": "not_counted"}}}
    assert [what for _, (what, _, _) in compare(plant, report)] == ["option"]


def test_random_plants_are_repeatable_and_evaluate():
    assert plants.make_plant(3, 5) == plants.make_plant(3, 5) != plants.make_plant(3, 6)
    for index in range(40):
        text, options = plants.make_plant(3, index)
        plant, chosen = ledgers.read(text), parse_options(options)
        assert list(compare(plant, report_of(plant, chosen), chosen)) == []


def test_random_plants_keep_heat_and_mass_apart():
    for index in range(200):
        plant = ledgers.read(plants.make_plant(4, index)[0])
        for row in plant.rows.values():
            for item, fuel, use in row:
                if item == "fuel_heat":
                    beside = {("fuel_consumption", fuel, use), ("fuel_ncv", fuel, use), ("fuel_ncv", fuel, None)}
                    assert not beside & set(row)


def test_value_lacks_what_its_operands_lack():
    a, b = Value(None, frozenset({1})), Value(None, frozenset({2}))
    assert (a + b).missing == (a * b).missing == (a - b).missing == {1, 2}
