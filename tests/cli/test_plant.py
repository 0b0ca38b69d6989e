"""Plant files through the command: the hand-made ones of tests/data/plant, each against the ledger written beside it."""

import csv
import io
import json
import os
import pathlib
import subprocess
import sys
import unicodedata
from decimal import Decimal

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CEMENT = os.environ.get("CEMENT_BIN", str(ROOT / "build" / "bin" / "cement"))
DATA = ROOT / "tests" / "data" / "plant"
FILES = DATA / "files"
CASES = [line.split() for line in (DATA / "cases.txt").read_text().splitlines()]


def cement(*arguments, **more):
    return subprocess.run([CEMENT, *map(str, arguments)], capture_output=True, timeout=120, cwd=FILES, **more)


def good(*arguments, **more):
    done = cement(*arguments, **more)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    return done.stdout


def arguments_of(case):
    mapping, files = case[1], case[2:]
    return [*files, *([] if mapping == "-" else ["--map", mapping])]


def test_the_files_are_as_the_script_writes_them():
    subprocess.run([sys.executable, DATA / "make.py", "--check"], check=True)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_files_are_the_ledger_beside_them(case):
    read = good("ledger", *arguments_of(case))
    wanted = good("ledger", case[0] + ".json")
    assert json.loads(read) == json.loads(wanted)
    assert read == wanted


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_findings_tell_what_was_repaired(case):
    report = json.loads(good("report", *arguments_of(case), "--format", "json"))
    found = sorted(f["code"] for f in report["findings"] if f["code"].startswith("plant-"))
    assert found == (FILES / (case[0] + ".findings")).read_text().split()


# ---- a proposal that is filled in --------------------------------------------------------------------------------------

def test_a_ledger_csv_beside_a_mapping_is_a_table(tmp_path):
    """Its header alone makes it a ledger, whose items and fuels must be keys; the mapping says what plants call them."""
    table, mapping = tmp_path / "rows.csv", tmp_path / "map.json"
    table.write_text("line,period,item,of,value,unit\n二线,2025-01,消耗量,神木煤,3,t\n", encoding="utf-8")
    done = cement("map", table, "-o", mapping)
    assert (done.returncode, done.stderr.decode()) == (0, f"{table}:2:26: \"神木煤\": no fuel or material that is known; null leaves its rows out\n")
    refused = cement("ledger", table, "--map", mapping)
    assert refused.returncode == 3 and "\"神木煤\": an id expected" in refused.stderr.decode()
    text = mapping.read_text(encoding="utf-8")
    mapping.write_text(text.replace('"神木煤": ""', '"神木煤": "anthracite"'), encoding="utf-8")
    observations = json.loads(good("ledger", table, "--map", mapping))["observations"]
    assert [(o["line"], o["item"], o["of"], o["value"]) for o in observations] == [("L2", "fuel_consumption", "anthracite", "3")]
    alone = cement("ledger", table)
    assert alone.returncode == 3 and "item \"消耗量\" is not known" in alone.stderr.decode()


# ---- the example ---------------------------------------------------------------------------------------------------

EXAMPLE = ROOT / "examples" / "plant-monthly-gb18030.csv"


def number(cell):
    return Decimal(unicodedata.normalize("NFKC", cell).replace(",", ""))


def test_the_example_gives_grades_and_co2():
    """Worked out here from the table itself: GB 16780 with 29307 kJ/kgce and 0.1229 kgce/kWh, CETS with 0.535 and 0.480."""
    rows = list(csv.reader(io.StringIO(EXAMPLE.read_bytes().decode("gb18030"))))[2:14]
    clinker, coal, kcal, diesel, diesel_heat, slag, power, generated = (
        [number(row[i]) for row in rows] for i in (4, 5, 6, 9, 10, 11, 12, 13))
    made = sum(clinker)
    heat = sum(t * q * Decimal("4.1868") + d * e * 1000 for t, q, d, e in zip(coal, kcal, diesel, diesel_heat, strict=True))  # MJ
    coal_intensity = (heat * 1000 / 29307 - Decimal("0.1229") * sum(generated) * 10000) / made
    electricity = sum(power) * 10000 / made
    wanted = {"clinker_coal_intensity": coal_intensity, "clinker_electricity_intensity": electricity,
              "clinker_energy_intensity": coal_intensity + Decimal("0.1229") * electricity,
              "process_co2": made * Decimal("0.535") - sum(slag) * Decimal("0.480")}
    report = json.loads(good("report", EXAMPLE, "--period", "2025", "--format", "json"))
    year = {r["key"]: r for r in report["results"] if r.get("line") == "L1" and r["period"] == "2025"}
    for key, value in wanted.items():
        assert year[key]["status"] == "ok"
        assert abs(Decimal(year[key]["value"]) - value) < Decimal("1e-20") * value, key
        assert ("grade" in year[key]) == key.startswith("clinker_")
    # against 94 / 100 / 109, 48 / 57 / 61 and 100 / 107 / 117: no altitude is given, so K = 1
    assert [year[key]["grade"] for key in wanted if key.startswith("clinker_")] == [1, 2, 1]
    found = {f["code"] for f in report["findings"] if f["code"].startswith("plant-")}
    assert found == {"plant-basis-assumed", "plant-encoding", "plant-facility-assumed", "plant-full-width", "plant-thousands",
                     "plant-unit-short"}


@pytest.mark.parametrize("name", ["=cmd|1", "@sum", "+1-2"])
def test_names_that_a_spreadsheet_would_compute_are_escaped(name, tmp_path):
    (tmp_path / "t.csv").write_text(f"月份,生产线,熟料产量(t)\n2025-01,{name},35\n", encoding="utf-8")
    written = good("report", tmp_path / "t.csv", "--format", "csv").decode()
    lines = {row["line"] for row in csv.DictReader(io.StringIO(written))}
    assert f"'{name}" in lines and name not in lines
