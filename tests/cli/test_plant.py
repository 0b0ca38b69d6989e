"""Plant files through the command: the hand-made ones of tests/data/plant, each against the ledger written beside it."""

import json
import os
import pathlib
import subprocess
import sys

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
