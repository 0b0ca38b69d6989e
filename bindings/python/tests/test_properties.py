"""What must hold for any plant, tried on random ones."""
import json
from decimal import Context, Decimal

import libcement
from hypothesis import given, settings
from hypothesis import strategies as st
from plants import EDITIONS, ledger

CATALOG = libcement.Catalog()
FUELS = ["bituminous_coal", "diesel", "rdf", "waste_tyre", "biomass"]
MATERIALS = ["carbide_slag", "steel_slag", "fly_ash"]
WIDE = Context(prec=100)  # the default context would round to 28 digits
SETTINGS = settings(max_examples=60, derandomize=True, deadline=None, database=None)

amounts = st.decimals(min_value=0, max_value=10000, places=2)
heats = st.decimals(min_value=5, max_value=45, places=3)


@st.composite
def plants(draw):
    """Observations of one or two lines over one to three months; some inputs are absent."""
    observed = []

    def add(line, period, item, of, value, unit):
        entry = {"line": line, "period": period, "item": item, "of": of, "value": str(value), "unit": unit}
        observed.append({name: part for name, part in entry.items() if part is not None})

    for line in ["L1", "L2"][:draw(st.integers(1, 2))]:
        for month in ["2025-01", "2025-02", "2025-12"][:draw(st.integers(1, 3))]:
            if draw(st.integers(0, 5)):
                add(line, month, "clinker_output", None, draw(amounts), "t")
            for fuel in draw(st.lists(st.sampled_from(FUELS), unique=True)):
                add(line, month, "fuel_consumption", fuel, draw(amounts), "t")
                if draw(st.booleans()):
                    add(line, month, "fuel_ncv", fuel, draw(heats), "GJ/t")
            for material in draw(st.lists(st.sampled_from(MATERIALS), unique=True)):
                add(line, month, "raw_substitute_consumption", material, draw(amounts), "t")
            if draw(st.booleans()):
                add(line, month, "electricity_consumption", "clinker", draw(amounts), "kWh")
    return observed


PLANTS = plants().filter(bool)


def figures(observed):
    run = CATALOG.run(CATALOG.ledger(ledger(observed)), EDITIONS)
    return {(f.edition, f.line, f.period, f.key, f.of): (f.value, f.display, f.status, f.grade) for f in run.figures()}


def report_body(observed):
    run = CATALOG.run(CATALOG.ledger(ledger(observed)), EDITIONS)
    report = json.loads(run.report())
    del report["ledger"]["sha256"]  # of the bytes
    return report


@SETTINGS
@given(PLANTS, st.randoms(use_true_random=False))
def test_order_of_observations_does_not_matter(observed, random):
    shuffled = list(observed)
    random.shuffle(shuffled)
    assert report_body(observed) == report_body(shuffled)


def scaled(observed, places):
    extensive = {"clinker_output", "fuel_consumption", "raw_substitute_consumption", "electricity_consumption"}
    return [{**o, "value": str(Decimal(o["value"]).scaleb(places, WIDE))} if o["item"] in extensive else o for o in observed]


@SETTINGS
@given(PLANTS, st.sampled_from([-3, 1, 2, 5]))
def test_ten_times_the_amounts_give_the_same_intensities(observed, places):
    before, after = figures(observed), figures(scaled(observed, places))
    assert before.keys() == after.keys()
    for identity, (value, display, status, grade) in before.items():
        again = after[identity]
        assert (status, grade) == (again[2], again[3]), identity
        if status != "ok":
            continue
        absolute = identity[3].endswith("co2") or identity[3].endswith("co2_total")
        expected = value.scaleb(places, WIDE) if absolute else value
        # A quotient is rounded at its 34th digit, and a sum of such at the place of its largest term.
        largest = max([WIDE.abs(each[0]) for each in after.values() if each[0] is not None])
        assert WIDE.abs(WIDE.subtract(again[0], expected)) <= WIDE.multiply(largest, Decimal("1e-30")), identity
        assert absolute or again[1] == display


def in_other_units(observed):
    other = {"t": ("kg", 3), "kWh": ("MWh", -3), "GJ/t": ("kJ/kg", 3)}
    for entry in observed:
        unit, places = other[entry["unit"]]
        yield {**entry, "unit": unit, "value": str(Decimal(entry["value"]).scaleb(places, WIDE))}


@SETTINGS
@given(PLANTS)
def test_units_do_not_matter(observed):
    assert figures(observed) == figures(list(in_other_units(observed)))


@SETTINGS
@given(PLANTS)
def test_a_report_survives_its_check(observed):
    observed_ledger = CATALOG.ledger(ledger(observed))
    report = CATALOG.run(observed_ledger, EDITIONS).report()
    assert CATALOG.check_report(report, observed_ledger) is None


@SETTINGS
@given(PLANTS)
def test_the_canonical_form_is_a_ledger_of_the_same_figures(observed):
    first = CATALOG.ledger(ledger(observed))
    again = CATALOG.ledger(first.canonical())
    assert again.canonical() == first.canonical()
    one, two = (json.loads(CATALOG.run(each, EDITIONS).report()) for each in (first, again))
    assert one["results"] == two["results"]
    assert [{**f, "message": ""} for f in one["findings"]] == [{**f, "message": ""} for f in two["findings"]]  # 5.000 became 5
