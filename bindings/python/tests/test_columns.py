"""Columns: names, what is read and how, results by hand and against official figures, totals, derivatives, refusals."""
import ctypes
import json
import pathlib
import subprocess
import sys
from array import array
from decimal import Decimal

import libcement
import numpy
import pytest
from libcement import Output, Total
from plants import CETS, EDITIONS, GB, ledger

ROOT = pathlib.Path(__file__).resolve().parents[3]
PLANT = ROOT / "examples/synthetic-plant.ledger.json"
COAL = {"line": "L1", "period": "2025-01", "item": "fuel_consumption", "of": "bituminous_coal", "value": "1", "unit": "t"}
CLINKER = {"line": "L1", "period": "2025-01", "item": "clinker_output", "value": "1", "unit": "t"}
INTENSITY = Output(GB, "clinker_coal_intensity", "L1")
# 15 000 t of 20 GJ/t are 3e11 kJ, by 29 307 kJ/kgce and 100 000 t of clinker; half of the coal, half of it
KGCE = 15000 * 20e6 / 29307 / 100000
ROWS = {"clinker_output": numpy.array([1e5, 1e5, 0.0, 1e5]), "fuel_consumption": numpy.array([15000.0, 7500.0, 10.0, 15000.0]), "fuel_ncv": 20}


def columns_of(observations, editions, outputs=None):
    with libcement.Catalog() as catalog:
        return catalog.run(catalog.ledger(ledger(observations)), editions).columns(outputs)


@pytest.fixture
def columns():
    with columns_of([CLINKER, COAL], [GB, CETS], [INTENSITY, Output(GB, "clinker_coal_intensity", "L1", kind="grade"), Output(CETS, "line_co2", "L1")]) as made:
        yield made


def test_names(columns):
    slot = columns.slot("fuel_ncv", of="bituminous_coal")
    assert (slot.line, slot.use, slot.section, slot.unit, slot.required) == ("L1", "kiln", None, "GJ/t", False)
    assert columns.slots[slot.index] == slot and columns.slot("clinker_output").required
    assert [(o.key, o.kind, o.unit) for o in columns.outputs] == [
        ("clinker_coal_intensity", "value", "kgce/t"), ("clinker_coal_intensity", "grade", ""), ("line_co2", "value", "tCO2")]
    assert columns.output("clinker_coal_intensity", kind="grade").index == 1
    with pytest.raises(libcement.CementError, match="UNKNOWN"):
        columns.slot("cement_output")
    with pytest.raises(libcement.CementError, match="CONFLICT"):
        columns_of(None, EDITIONS).output("clinker_coal_intensity")


def test_by_hand(columns):
    """Rows: ordinary; half of the coal; no clinker, which nothing can be divided by; no coal, which is no fuel at all."""
    found = columns.run({**ROWS, "fuel_consumption": (ROWS["fuel_consumption"], [True, True, True, False])})
    assert found.values[0] == pytest.approx([KGCE, KGCE / 2, 0, 0], rel=1e-14)
    assert found.valid.tolist()[0] == [True, True, False, False]
    assert found.values[1].tolist() == [3, 1, 0, 0]  # 102.4: above 100, not above 109; 51.2: below 94
    assert found.status.tolist() == [0, 0, 1, 1]
    assert not found.inapplicable.any()
    # combustion 300 000 GJ × 0.02618 tC/GJ × 0.99 × 44/12 and process 100 000 t × 0.535 tCO2/t
    assert found.values[2][0] == pytest.approx(300000 * 0.02618 * 0.99 * 44 / 12 + 53500, rel=1e-14)


class Arrow:
    """A producer of the Arrow C data interface: float64 with an offset and nulls."""

    class Schema(ctypes.Structure):
        _fields_ = [("format", ctypes.c_char_p)] + [(name, ctypes.c_void_p) for name in "nmfcxdrp"]

    class Array(ctypes.Structure):
        _fields_ = [(name, ctypes.c_int64) for name in ("length", "nulls", "offset", "n_buffers", "n_children")] + [
            ("buffers", ctypes.POINTER(ctypes.c_void_p))] + [(name, ctypes.c_void_p) for name in "cdrp"]

    def __init__(self, values, valid, offset, form=b"g"):
        self.values, self.bits = values, None if valid is None else numpy.packbits(valid, bitorder="little")
        self.buffers = (ctypes.c_void_p * 2)(None if valid is None else self.bits.ctypes.data, values.ctypes.data)
        self.schema = self.Schema(form)
        self.array = self.Array(len(values) - offset, 0, offset, 2, 0, self.buffers)

    def __arrow_c_array__(self, requested_schema=None):
        make = ctypes.pythonapi.PyCapsule_New
        make.restype, make.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
        self.names = ctypes.c_char_p(b"arrow_schema"), ctypes.c_char_p(b"arrow_array")
        return make(ctypes.addressof(self.schema), self.names[0], None), make(ctypes.addressof(self.array), self.names[1], None)


def test_every_kind_of_column(columns):
    """The same four rows, however they are given."""
    coal, valid = ROWS["fuel_consumption"], numpy.array([True, True, False, True])
    given = [numpy.ma.array(coal, mask=~valid), (coal, valid), (coal, numpy.packbits(valid, bitorder="little")), (coal, list(valid)),
             Arrow(numpy.concatenate([[9.0, 9.0, 9.0], coal]), numpy.concatenate([[False, True, False], valid]), 3),
             (array("d", coal), valid), (memoryview(coal), valid)]
    first = None
    for each in given:
        found = columns.run({**ROWS, "fuel_consumption": each})
        first = first or found
        for name in ("values", "valid_bits", "inapplicable_bits", "status"):
            assert (getattr(found, name) == getattr(first, name)).all(), each
    assert first.status.tolist() == [0, 0, 1, 0]
    whole = columns.run({**ROWS, "fuel_consumption": Arrow(coal, None, 0)})
    assert whole.status.tolist() == [0, 0, 1, 0]


def test_nothing_is_copied(columns):
    """What is read is what lies there when the call is made: one array, changed between two calls and read only."""
    coal = numpy.array([15000.0])
    inputs = {"clinker_output": 1e5, "fuel_consumption": coal, "fuel_ncv": 20}
    before = columns.run(inputs).values[0][0]
    coal[0] = 7500
    coal.flags.writeable = False
    assert columns.run(inputs).values[0][0] == before / 2


def test_slots_by_index_and_themselves(columns):
    by_key = columns.run(ROWS)
    for name in (lambda key: columns.slot(key), lambda key: columns.slot(key).index):
        found = columns.run({name(key): column for key, column in ROWS.items()})
        assert (found.values == by_key.values).all()
    nobody = columns.run({}, rows=3)
    assert nobody.status.tolist() == [1, 1, 1] and nobody.values.shape == (3, 3)


def month(observations, slot, period):
    """What the ledger says for the slot, as text, in the slot's unit; a fuel's property serves all its uses."""
    for o in observations:
        if (o["period"], o["item"], o.get("line")) != (period, slot.key, slot.line) or o.get("of") != (slot.of or slot.section):
            continue
        if slot.use is None or o.get("use", slot.use if slot.key != "fuel_consumption" else "kiln") == slot.use:
            assert o["unit"] == slot.unit, o
            return str(o["value"])
    return None


def test_official_figures():
    """Every figure of every month of the demonstration plant, against the decimals of the run."""
    plant = json.loads(PLANT.read_text(encoding="utf-8"))
    with libcement.Catalog() as catalog:
        run = catalog.run(catalog.ledger_file(PLANT), EDITIONS)
    columns = run.columns()
    months = sorted({o["period"] for o in plant["observations"]})
    inputs = {}
    for slot in columns.slots:
        texts = [month(plant["observations"], slot, period) for period in months]
        inputs[slot] = numpy.array([float(t or 0) for t in texts]), [t is not None for t in texts]
    found, official, compared = columns.run(inputs, threads=2), {}, 0
    for f in run.figures():
        official[f.edition, f.line, f.period, f.key, f.of] = f
    for output in columns.outputs:
        for row, period in enumerate(months):
            f = official.get((output.edition, output.line, period, output.key, output.of))
            assert found.valid[output.index][row] == (f is not None and f.status == "ok"), (output, period)
            if f is not None and f.status == "ok":
                assert abs(Decimal(found.values[output.index][row]) - f.value) <= Decimal("1e-12") * max(abs(f.value), 1), (output, period)
                compared += 1
    assert compared > 200


def test_totals(columns):
    outputs, clinker = columns.outputs, columns.slot("clinker_output")
    wanted = [Total(outputs[2]), Total(outputs[0], "mean", clinker), Total(0, "count"), Total(outputs[1], "grades"), Total(outputs[0], "mean", outputs[2])]
    co2 = [300000 * 0.02618 * 0.99 * 44 / 12 + 53500, 150000 * 0.02618 * 0.99 * 44 / 12 + 53500, 200 * 0.02618 * 0.99 * 44 / 12]
    summed, mean, count, grades, by_co2 = columns.totals(wanted, ROWS, groups=[0, 1, 0, -1], group_count=2)
    assert summed == pytest.approx([co2[0] + co2[2], co2[1]], rel=1e-14)
    assert mean == pytest.approx(numpy.array([[KGCE, 1e5], [KGCE / 2, 1e5]]), rel=1e-14)
    assert count.tolist() == [1, 1]
    assert grades.tolist() == [[0, 0, 0, 1, 0, 0, 0, 0, 0], [0, 1, 0, 0, 0, 0, 0, 0, 0]]
    assert by_co2 == pytest.approx(numpy.array([[KGCE, co2[0]], [KGCE / 2, co2[1]]]), rel=1e-14)
    whole, = columns.totals([Total(outputs[0], "count")], ROWS)
    assert whole.tolist() == [3]
    with pytest.raises(ValueError, match="groups"):
        columns.totals(wanted, ROWS, groups=[0])


def test_gradient(columns):
    """m q / c: q / c by the mass, m / c by the heat, - m q / c^2 by the clinker."""
    slope = columns.gradient(0, ROWS, row=1, rows=4)
    wanted = {"clinker_output": -KGCE / 2 / 1e5, "fuel_consumption": 20e6 / 29307 / 1e5, "fuel_ncv": 7500e6 / 29307 / 1e5}
    assert slope.shape == (len(columns.slots),)
    for slot in columns.slots:
        heat_or_mass = wanted.get(slot.key, None)
        if heat_or_mass is not None:
            assert slope[slot.index] == pytest.approx(heat_or_mass, rel=1e-13), slot
    with pytest.raises(libcement.CementError, match="MISSING"):
        columns.gradient(columns.outputs[0], ROWS, row=2, rows=4)
    with pytest.raises(IndexError):
        columns.gradient(0, ROWS, row=9, rows=4)


def test_threads(columns):
    """1 000 rows divided in three: the bits of one call."""
    chance = numpy.random.default_rng(5)
    print("seed 5")
    inputs = {"clinker_output": chance.uniform(0, 1e5, 1000), "fuel_consumption": (chance.uniform(0, 1e4, 1000), chance.random(1000) < 0.9)}
    one, three = columns.run(inputs), columns.run(inputs, threads=3)
    for name in ("values", "valid_bits", "inapplicable_bits", "status"):
        assert (getattr(one, name) == getattr(three, name)).all()
    assert 500 < one.valid[0].sum() < 1000


@pytest.mark.parametrize("column,error,said", [
    (numpy.array([1, 2, 3, 4]), TypeError, "float64"), (numpy.array([1.0] * 8)[::2], TypeError, "contiguous"),
    (numpy.array([[1.0] * 4]), TypeError, "one row"), ([1.0] * 4, TypeError, "list is no array"), (array("f", [1] * 4), TypeError, "float64"),
    (numpy.array([1.0] * 3), ValueError, "3 rows, 4 expected"), (numpy.array([1.0] * 5), ValueError, "5 rows, 4 expected"),
    ((numpy.array([1.0] * 4), numpy.array([255, 255])), TypeError, "a bit or a bool"), ("x", TypeError, "no array"),
    ((numpy.array([1.0] * 4), [True] * 3), None, None), (Arrow(numpy.array([1.0] * 4), None, 0, b"l"), TypeError, "format l"),
])
def test_refused_columns(columns, column, error, said):
    inputs = {"clinker_output": ROWS["clinker_output"], "fuel_consumption": column}
    if error is None:  # three bools are a byte of bits: the fourth row is not there
        assert columns.run({**inputs, "fuel_ncv": 20}).valid[0].tolist() == [True, True, False, False]
        return
    with pytest.raises(error, match=said):
        columns.run(inputs)


def test_refusals(columns):
    with pytest.raises(ValueError, match="give rows"):
        columns.run({"clinker_output": 1.0})
    with pytest.raises(TypeError, match="no slot"):
        columns.run({99: 1.0}, rows=1)
    with pytest.raises(TypeError, match="no weight"):
        columns.totals([Total(0, "mean")], ROWS)
    with pytest.raises(libcement.CementError, match="UNKNOWN"):
        columns_of([CLINKER, COAL], [GB], [Output(GB, "no_such", "L1")])
    columns.close()
    with pytest.raises(libcement.CementError, match="the columns is closed"):
        columns.run({}, rows=1)


def test_they_outlive_what_they_were_made_from():
    catalog = libcement.Catalog()
    observed = catalog.ledger(ledger([CLINKER, COAL]))
    run = catalog.run(observed, [GB])
    columns = run.columns([INTENSITY])
    for each in (run, observed, catalog):
        each.close()
    assert columns.run(ROWS).values[0][0] == pytest.approx(KGCE, rel=1e-14)


def test_without_numpy():
    """The rest of the package does without; columns say what they need."""
    program = ("import sys; sys.modules['numpy'] = None; sys.path.insert(0, 'bindings/python/tests')\n"
               "import libcement; from plants import GB, ledger\n"
               "catalog = libcement.Catalog(); run = catalog.run(catalog.ledger(ledger()), [GB]); columns = run.columns()\n"
               "print(len(columns.outputs) > 3)\n"
               "try:\n    columns.run({}, rows=1)\nexcept ImportError as error:\n    print(error)\n")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "True\ncolumns need NumPy, which is not installed: pip install numpy\n"
