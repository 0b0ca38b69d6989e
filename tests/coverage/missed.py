#!/usr/bin/python3
"""missed.py [--without FILE] COVERAGE ROOT FOLDER...: what the tests never ran, took or showed in the folders.

COVERAGE is what llvm-cov exports. A line a place, then the totals: regions of code, branches (each condition both ways),
and the conditions of decisions of two or more, each shown to decide by itself (MC/DC). A place that stands in several
programs, since a header is included twice, counts once, with all that reached it. The statement behind
if (CEMENT_NEVER(...)) is not counted: the build that counts never runs it. Ends with 1 if anything was missed or nothing
counted.
"""

import argparse
import collections
import json
import pathlib
import re
import sys


def never_run(source):
    """Where the statements behind if (CEMENT_NEVER(...)) begin and end: pairs of (line, column)."""
    def place(at):
        return source.count("\n", 0, at) + 1, at - source.rfind("\n", 0, at)

    for found in re.finditer(r"\bif \(CEMENT_NEVER\(", source):
        at, depth = found.end(), 1
        while depth:
            depth += {"(": 1, ")": -1}.get(source[at], 0)
            at += 1
        if source[at] == ")":  # nothing else is asked
            yield place(at), place(source.index(";", at))


class Counts:
    def __init__(self):
        self.regions = collections.Counter()
        self.branches = collections.defaultdict(lambda: [0, 0])
        self.conditions = collections.defaultdict(list)

    def branch(self, name, entry, where):
        line, column = entry[:2]
        both = self.branches[(name, *where, line, column)]
        both[0] += entry[4]
        both[1] += entry[5]

    def add(self, name, file):
        path = pathlib.Path(file["filename"])
        never = list(never_run(path.read_text(encoding="utf-8") if path.exists() else ""))
        for line, column, count, counted, begins, gap in file["segments"]:
            if counted and begins and not gap and not any(a <= (line, column) <= b for a, b in never):
                self.regions[(name, line, column)] += count
        for entry in file["branches"]:
            self.branch(name, entry, (entry[0],))
        for expansion in file["expansions"]:
            for entry in expansion["branches"]:
                self.branch(name, entry, tuple(expansion["source_region"][:2]))
        for record in file["mcdc_records"]:
            known = self.conditions[(name, *record[:4])]
            known[:] = [a or b for a, b in zip(known, record[-1])] if known else record[-1]

    def missed(self):
        for (name, line, column), count in self.regions.items():
            if count == 0:
                yield name, line, f"never run, from column {column}"
        for (name, line, *_), both in self.branches.items():
            if 0 in both:
                yield name, line, "neither true nor false" if both == [0, 0] else f"never {'true' if both[0] == 0 else 'false'}"
        for (name, line, *_), shown in self.conditions.items():
            if False in shown:
                which = ", ".join(str(i + 1) for i, yes in enumerate(shown) if not yes)
                yield name, line, f"condition {which} of {len(shown)} not shown"

    def totals(self):
        ways = [count > 0 for both in self.branches.values() for count in both]
        shown = [yes for conditions in self.conditions.values() for yes in conditions]
        return {"regions": [count > 0 for count in self.regions.values()], "branches": ways, "conditions": shown}


def count(coverage, root, folders, without):
    counts = Counts()
    for file in json.loads(pathlib.Path(coverage).read_text())["data"][0]["files"]:
        name = file["filename"].removeprefix(root.rstrip("/") + "/")
        if name.startswith(tuple(folder.rstrip("/") + "/" for folder in folders)) and name not in without:
            counts.add(name, file)
    return counts


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--without", action="append", default=[])
    for name in ("coverage", "root"):
        parser.add_argument(name)
    parser.add_argument("folders", nargs="+")
    chosen = parser.parse_args()
    counts = count(chosen.coverage, chosen.root, chosen.folders, chosen.without)
    missed = sorted(set(counts.missed()))
    for name, line, what in missed:
        print(f"{name}:{line}: {what}")
    totals = counts.totals()
    print(", ".join(f"{sum(all_of)} of {len(all_of)} {what}" for what, all_of in totals.items()))
    return bool(missed) or not all(totals.values())


if __name__ == "__main__":
    sys.exit(main())
