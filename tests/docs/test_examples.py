"""The examples in Python and Lua, by the lines at their top; those in C and C++ are tests/install's."""
import csv
import io
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("CEMENT_BUILD", ROOT / "build"))
EXAMPLES = ROOT / "examples"
PROGRAMS = ["python/plant_grades.py", "lua/plant_grades.lua"]
INTERPRETERS = {"python3": sys.executable, "lua5.4": shutil.which("lua5.4")}


def pasted(program):
    """The lines to paste that stand at the top of an example."""
    top = re.split(r"^import |^local ", (EXAMPLES / program).read_text(encoding="utf-8"), flags=re.M)[0]
    return re.findall(r"^(?:--)? {4}(\S.*)$", top, flags=re.M)


def run(program, *arguments):
    interpreter, name, *given = pasted(program)[-1].split()
    environment = {**os.environ, "LUA_CPATH": f"{BUILD / 'lua'}/?.so;;", "PYTHONIOENCODING": "utf-8"}
    command = [INTERPRETERS[interpreter], name, *(arguments or given)]
    return subprocess.run(command, capture_output=True, cwd=(EXAMPLES / program).parent, env=environment, timeout=120)


def by_hand():
    """The figures of the year from the table itself: 29 307 kJ/kgce, 0.1229 kgce/kWh, limits below 1 500 m."""
    rows = list(csv.reader(io.StringIO((EXAMPLES / "plant-monthly-gb18030.csv").read_bytes().decode("gb18030"))))[2:14]
    clinker, coal, kcal, diesel, diesel_heat, power, generated = (
        [Decimal(unicodedata.normalize("NFKC", row[i]).replace(",", "")) for row in rows] for i in (4, 5, 6, 9, 10, 12, 13))
    heat = sum(t * q * Decimal("4.1868") + d * e * 1000 for t, q, d, e in zip(coal, kcal, diesel, diesel_heat, strict=True))  # MJ
    coal_intensity = (heat * 1000 / 29307 - Decimal("0.1229") * sum(generated) * 10000) / sum(clinker)
    electricity = sum(power) * 10000 / sum(clinker)
    energy = coal_intensity + Decimal("0.1229") * electricity
    for value, unit, limits in ((coal_intensity, "kgce/t", (94, 100, 109)), (electricity, "kWh/t", (48, 57, 61)), (energy, "kgce/t", (100, 107, 117))):
        level = next((number for number, limit in enumerate(limits, 1) if value <= limit), 0)
        yield str(value.quantize(Decimal("0.01"), ROUND_HALF_UP)), unit, str(level), " / ".join(map(str, limits))


@pytest.mark.parametrize("program", PROGRAMS)
def test_grades(program):
    done = run(program)
    assert done.returncode == 0, done.stderr.decode()
    grades, notes = done.stdout.decode("utf-8").split("\nWhat was repaired or taken for granted\n")
    found = [re.fullmatch(r"L1  \S+  (\S+) (\S+)  level (\d)  \(limits (.*)\)", line).groups() for line in grades.splitlines()]
    assert found == list(by_hand()) and [level for _, _, level, _ in found] == ["1", "2", "1"]
    assert len(notes.splitlines()) == 7 and "GB18030" in notes  # full width, thousands, encoding, unit, id, basis of RDF and diesel


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_they_refuse(program, tmp_path):
    torn = tmp_path / "torn.csv"
    torn.write_text("月份,熟料产量(t)\n2025-01,1o\n", encoding="utf-8")
    few = tmp_path / "few.csv"
    few.write_text("月份,熟料产量(t)\n2025-01,10\n", encoding="utf-8")
    for arguments, said in (([str(torn), "2025"], f"{torn}:2:9: SYNTAX: "), (["absent", "2025"], "absent: cannot be read: No such file"), (["one"], "usage: ")):
        done = run(program, *arguments)
        assert (done.returncode, done.stdout) == (1, b"")
        assert done.stderr.decode("utf-8").startswith(said)
    assert run(program, str(few), "2025").stdout.decode("utf-8").startswith("no figure of 2025 can be judged\n")


def test_they_are_all_there_and_on_the_page():
    assert sorted(str(path.relative_to(EXAMPLES)) for folder in ("python", "lua") for path in (EXAMPLES / folder).iterdir()
                  if path.suffix in (".py", ".lua")) == sorted(PROGRAMS)
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    for program in PROGRAMS:
        assert pasted(program) and all(line in page for line in pasted(program))
