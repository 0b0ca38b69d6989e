"""Compare the oracle's results with a report of the library (cement-report/1).

    python3 -m oracle.compare LEDGER REPORT [--option EDITION:KEY=VALUE]...
    python3 -m oracle.compare --plants PLANTS --reports REPORTS

The second form takes a folder written by oracle.plants (with its index.json)
and a folder of reports of the same file names. Exit status 1: a difference.
"""

import argparse
import json
import os
import sys
from fractions import Fraction

from .evaluate import EDITIONS, evaluate, parse_options
from .ledger import load
from .rows import chosen_options
from .value import EXACT, OPEN

TOLERANCE = Fraction(1, 10**28)


def close(expected, text, largest_term):
    """Equal, or within 1e-28 of the largest term that went into the figure."""
    difference = abs(expected - Fraction(text))
    return difference == 0 or difference <= TOLERANCE * Fraction(largest_term)


def named(entries, with_period):
    return {(e["item"], e.get("of"), e.get("line"), e["period"] if with_period else None) for e in entries}


def missing_differs(result, entries):
    if result.value.loose == OPEN:
        return False  # the rules do not settle what to name
    with_period = result.value.loose == EXACT
    ours = {(item, of, line, period if with_period else None) for item, of, line, period in result.value.missing}
    return ours != named(entries, with_period)


def limits_differ(result, limits):
    if [Fraction(x) for x in limits["base"]] != [Fraction(x) for x in result.base]:
        return True
    return not all(close(ours, theirs, max(200, abs(ours))) for ours, theirs in zip(result.applied, limits["applied"], strict=True))


def differences_of(result, theirs):
    """What differs between one result and its counterpart, as (what, ours, theirs)."""
    ours = result.to_json()
    if theirs["status"] != result.status:
        return [("status", f"{result.status} {ours.get('missing', '')}", f"{theirs['status']} {theirs.get('missing', '')}")]
    found = []
    for name in ("unit", "display", "grade"):
        if ours.get(name) != theirs.get(name):
            found.append((name, ours.get(name), theirs.get(name)))
    if result.status == "ok":
        if not close(result.value.number, theirs["value"], result.value.big):
            found.append(("value", ours["value"], theirs["value"]))
    elif "value" in theirs:
        found.append(("value", None, theirs["value"]))
    if result.status == "incomplete" and missing_differs(result, theirs.get("missing", [])):
        found.append(("missing", ours["missing"], theirs.get("missing")))
    if result.status != "incomplete" and (result.applied is None) != ("limits" not in theirs):
        found.append(("limits", ours.get("limits"), theirs.get("limits")))
    elif result.applied is not None and "limits" in theirs and limits_differ(result, theirs["limits"]):
        found.append(("limits", ours.get("limits"), theirs.get("limits")))
    return found


def option_differences(report, options):
    """Options that the report was made with and the oracle was not."""
    for edition, choices in report.get("options", {}).items():
        if edition in EDITIONS:
            mine = chosen_options(EDITIONS[edition].OPTIONS, options.get(edition, {}))
            for key, value in choices.items():
                if mine.get(key) != value:
                    yield (edition, key), ("option", mine.get(key), value)


def compare(ledger, report, options=None):
    """Yields (identity, (what, ours, theirs)) for every difference.

    Only editions that the report names and the oracle knows are compared.
    """
    if report.get("schema") != "cement-report/1":
        raise ValueError("schema is not cement-report/1")
    options = options or {}
    yield from option_differences(report, options)
    editions = [e["id"] for e in report["editions"] if e["id"] in EDITIONS]
    theirs = {}
    for r in report["results"]:
        if r["edition"] in editions:
            identity = (r["edition"], r.get("line"), r["period"], r["key"], r.get("of"))
            if identity in theirs:
                yield identity, ("result", "once", "twice")
            theirs[identity] = r
    for result in evaluate(ledger, options, editions):
        counterpart = theirs.pop(result.identity, None)
        if counterpart is None:
            yield result.identity, ("result", result.status, "not listed")
            continue
        for difference in differences_of(result, counterpart):
            yield result.identity, difference
    for identity, extra in theirs.items():
        yield identity, ("result", "not listed", extra["status"])


def pairs(arguments):
    """(ledger path, report path, options) of what the command line asks for."""
    if arguments.plants is None:
        yield arguments.ledger, arguments.report, parse_options(arguments.option)
        return
    with open(os.path.join(arguments.plants, "index.json"), encoding="utf-8") as stream:
        for plant in json.load(stream)["plants"]:
            yield (os.path.join(arguments.plants, plant["file"]), os.path.join(arguments.reports, plant["file"]),
                   parse_options(plant["options"]))


def main():
    parser = argparse.ArgumentParser(prog="oracle.compare", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("ledger", nargs="?")
    parser.add_argument("report", nargs="?")
    parser.add_argument("--option", action="append", default=[], metavar="EDITION:KEY=VALUE")
    parser.add_argument("--plants")
    parser.add_argument("--reports")
    parser.add_argument("--show", type=int, default=20, help="differences to print (default 20)")
    arguments = parser.parse_args()
    if (arguments.report is None) == (arguments.plants is None) or (arguments.plants is None) != (arguments.reports is None):
        parser.error("give LEDGER and REPORT, or --plants and --reports")
    found = count = 0
    for ledger_path, report_path, options in pairs(arguments):
        count += 1
        with open(report_path, encoding="utf-8") as stream:
            report = json.load(stream)
        for identity, (what, ours, theirs) in compare(load(ledger_path), report, options):
            found += 1
            if found <= arguments.show:
                where = " ".join(str(part) for part in identity if part is not None)
                print(f"{ledger_path}: {where}: {what}: oracle {ours}, report {theirs}")
    print(f"{count} ledgers compared, {found} differences")
    return 1 if found or not count else 0


if __name__ == "__main__":
    sys.exit(main())
