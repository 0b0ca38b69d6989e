"""compare.py --build DIR --data DIR [--rounds N] [--megabytes N]: a plant's minutes by the library and by pandas.

Both must say the same, every sum and every cell that is no plain number, one by one, before any time is told. Fails when they do
not, or when reading holds more than 64 MiB; never for a time. With no rounds nothing is timed."""

import argparse
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
NAMES = {"窑熟料产量(t)": ("clinker_output", "-"), "窑烟煤消耗量(t)": ("fuel_consumption", "bituminous_coal"),
         "窑柴油消耗量(t)": ("fuel_consumption", "diesel"), "窑生料消耗量(t)": ("raw_meal_consumption", "-"),
         "窑熟料工序电量(kWh)": ("electricity_consumption", "clinker"), "窑电石渣用量(t)": ("raw_substitute_consumption", "carbide_slag")}


def key_of(name):
    line, quantity = name.split("#")
    return NAMES[quantity], f"L{line}"


def run(*command):
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    seconds, peak = re.search(r"seconds ([\d.]+)\npeak_kib (\d+)", done.stderr).groups()
    return done.stdout, float(seconds), int(peak)


KINDS = {"1": "repaired", "2": "missing", "4": "bad"}  # CEMENT_CELL_*


def of_library(text, path):
    ledger, *findings = text.splitlines()
    sums, lost = {}, {}
    for row in json.loads(ledger)["observations"]:
        sums[(row["item"], row.get("of", "-")), row["line"], row["period"]] = round(float(row["value"]), 3)
    for finding in findings:
        item, of, line, period = finding.split()[:4]
        place = re.search(r":(\d+):\d+, blank = (\d+), missing = (\d+), bad = (\d+)$", finding).groups()
        lost[(item, of), line, period] = tuple(int(number) for number in place)
    cells = []
    for row in path.read_text(encoding="utf-8").splitlines():
        line, heading, period, kind, cell = row.split("\t")
        cells.append((int(line), heading, period, KINDS[kind], cell))
    return sums, lost, sorted(cells)


def counts(cells):
    """Of each month's cells without a number the first line, and how many are blank, missing and bad: what the findings say."""
    lost = {}
    for line, heading, period, kind, _ in cells:
        if kind == "repaired":
            continue
        key = (*key_of(heading), period)
        first, _, missing, bad = lost.get(key, (line, 0, 0, 0))
        lost[key] = min(first, line), 0, missing + (kind == "missing"), bad + (kind == "bad")
    return lost


def of_pandas(text):
    found = json.loads(text)
    sums = {(*key_of(name), period): round(value, 3) for name, months in found["sums"].items() for period, value in months.items()}
    cells = sorted((line, name, period, ("missing" if cell == "-" else "bad") if lost else "repaired", cell) for line, name, period, cell, lost in found["odd"])
    return sums, counts(cells), cells


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True, type=pathlib.Path)
    parser.add_argument("--data", required=True, type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--megabytes", type=int, default=100)
    options = parser.parse_args()
    options.data.mkdir(parents=True, exist_ok=True)
    path = options.data / f"minutes-{options.megabytes}.csv"
    if not path.exists():
        subprocess.run([sys.executable, HERE / "make_minutes.py", path, str(options.megabytes)], check=True)
    cells = options.data / "cells.txt"
    ours, theirs = [str(options.build / "bench" / "plant" / "minutes"), str(path), str(cells)], [sys.executable, str(HERE / "by_pandas.py"), str(path)]
    mine, other = of_library(run(*ours)[0], cells), of_pandas(run(*theirs)[0])
    if mine[2] != other[2]:
        wrong = sorted(set(mine[2]) ^ set(other[2]))
        sys.exit(f"plant: the lists of cells differ in {len(wrong)} cells, the first: {wrong[:1]}")
    if mine != other:
        wrong = [key for part in (0, 1) for key in mine[part].keys() | other[part].keys() if mine[part].get(key) != other[part].get(key)]
        sys.exit(f"plant: the library and pandas differ in {len(wrong)} months, the first: {wrong[0]}")
    print(f"plant.equal {len(mine[0])} sums, {sum(sum(row[1:]) for row in mine[1].values())} cells without a number, "
          f"{len(mine[2])} cells listed, each alike")
    if options.rounds == 0:
        return
    times = {"library": [], "pandas": []}
    peaks = {}
    for _ in range(options.rounds):
        for name, command in (("library", ours), ("pandas", theirs)):
            _, seconds, peaks[name] = run(*command)
            times[name].append(seconds)
    for name in times:
        print(f"plant.{name} {min(times[name]):.3f} s of the processor, {path.stat().st_size / min(times[name]) / 1e6:.0f} MB/s, "
              f"peak {peaks[name] / 1024:.0f} MiB")
    print(f"plant.faster {min(times['pandas']) / min(times['library']):.1f} times")
    if not 0 < peaks["library"] <= 64 * 1024:
        sys.exit("plant: more than 64 MiB")


if __name__ == "__main__":
    main()
