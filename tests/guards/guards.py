#!/usr/bin/python3
"""guards.py [--place FOLDER] [--verbose] [NAME PART...]: breaks every guard in a copy of the tree and looks whether it notices.

A guard is a check that is not itself a test of a figure: a rule of the tree, a comparison, a runner, a sanitizer. Each
row of the tables breaks one; then its command must fail and say what was broken, and on the untouched copy it must pass
and not say so. Every part of scripts/test must have such a row or a reason in ordinary.py. Ends with "N passed,
N failed".
"""

import argparse
import pathlib
import re
import sys

sys.dont_write_bytecode = True

import abi_rows
import golden_rows
import library_rows
import machine_rows
import ordinary
import plant_rows
import rule_rows
import runner_rows
from breaks import Batch, Row, change
from scratch import ROOT, Scratch

TABLES = [rule_rows, abi_rows, golden_rows, plant_rows, runner_rows, machine_rows, library_rows]


class Count:
    def __init__(self, verbose, loud=True):
        self.passed = self.failed = 0
        self.verbose, self.loud = verbose, loud

    def tell(self, good, name, why="", output=""):
        self.passed, self.failed = self.passed + good, self.failed + (not good)
        if good and self.verbose:
            print("noticed:", name, flush=True)
        if not good and self.loud:
            print(f"failed: {name}: {why}", *output.splitlines()[-12:], sep="\n    ", flush=True)


def untouched(scratch, batches, count):
    """Every command passes on the copy as it is, and none of what the rows wait for is said."""
    said = {}
    for row in [row for batch in batches for row in batch.rows]:
        if row.command not in said:
            status, output = scratch.run(row.command)
            said[row.command] = output
            count.tell(status == 0, f"untouched: {row.command[:90]}", f"ended with {status}", output)
        early = [p for p in row.says if re.search(p, said[row.command])]
        if early:
            count.tell(False, row.name, f"said before anything was broken: {early}")


def broken(scratch, batch, count):
    try:
        for row in batch.rows:
            for edit in row.edits:
                edit(scratch)
        if batch.builds:
            status, output = scratch.build(batch.builds)
            if status:
                count.tell(False, batch.rows[0].name, "the broken tree does not build", output)
                return
        ended = {}
        for row in batch.rows:
            if row.command not in ended:
                ended[row.command] = scratch.run(row.command)
            status, output = ended[row.command]
            silent = [p for p in row.says if not re.search(p, output)]
            good = status != 0 and not silent and (row.status is None or status == row.status)
            count.tell(good, row.name, f"ended with {status}, did not say {silent}", output)
    except LookupError as problem:
        count.tell(False, batch.rows[0].name, str(problem))
    finally:
        scratch.mend()


def parts_without_rows(batches, count):
    """Every part of scripts/test begins with the words of some batch, or has its reason; and no words are left over."""
    named = set(re.findall(r'\bpart "([^"]+)"', (ROOT / "scripts/test").read_text(encoding="utf-8")))
    words = {part for batch in batches for part in batch.parts} | set(ordinary.PARTS)
    for part in sorted(named):
        count.tell(any(part.startswith(word) for word in words), part, "a part of scripts/test without a row or a reason")
    for word in sorted(words):
        count.tell(any(part.startswith(word) for part in named), word, "no part of scripts/test begins so")


def itself(scratch, count):
    """This program's own eye: rows that notice nothing must fail."""
    gone = change("README.md", "no such words in it", "")
    for name, judge, row in (("a command that passes", broken, Row("x", [], "echo said", ["said"])),
                             ("words that are not said", broken, Row("x", [], "false", ["said"])),
                             ("another status", broken, Row("x", [], "exit 3", [], 4)),
                             ("an edit without a place", broken, Row("x", [gone], "false", [])),
                             ("a command that fails untouched", untouched, Row("x", [], "false", ["said"])),
                             ("words that are said untouched", untouched, Row("x", [], "echo said", ["said"]))):
        own = Count(False, False)
        if judge is broken:
            broken(scratch, Batch([row]), own)
        else:
            untouched(scratch, [Batch([row])], own)
        count.tell(own.failed == 1, f"guards: {name}", "counted as noticed")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--place", type=pathlib.Path, default=ROOT / "build-dev/guards")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("names", nargs="*")
    chosen = parser.parse_args()
    count = Count(chosen.verbose)
    scratch = Scratch(chosen.place.resolve())
    batches = [batch for table in TABLES for batch in table.batches(scratch)]
    wanted = [b for b in batches if not chosen.names or any(n in row.name for row in b.rows for n in chosen.names)]
    status, output = scratch.run("cmake --preset dev -D CEMENT_BENCH=OFF && cmake --build --preset dev --parallel 2", 900)
    count.tell(status == 0, "the copy builds", f"ended with {status}", output)
    if status == 0:
        itself(scratch, count)
        for table in TABLES:
            table.prepare(scratch)
        untouched(scratch, wanted, count)
        # what needs a build comes last: the others run on the untouched one
        for batch in sorted(wanted, key=lambda b: bool(b.builds)):
            broken(scratch, batch, count)
    if not chosen.names:
        parts_without_rows(batches, count)
    print(f"{count.passed} passed, {count.failed} failed")
    return count.failed > 0 or count.passed == 0


if __name__ == "__main__":
    sys.exit(main())
