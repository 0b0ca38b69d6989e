"""The golden cases in each of their four runners: an expectation that is wrong must fail there, whatever it expects."""

import json

from breaks import Batch, Row, change, remove, rewrite_json

RUNNERS = {
    "C": ("build-dev/tests/cement_tests golden", r"  {id}\.json: .*{what}"),
    "command": ("python3 -m pytest -q -p no:cacheprovider tests/golden/test_command.py", r"FAILED .*test_golden\[{id}\]"),
    "Python": ("python3 -m pytest -q -p no:cacheprovider bindings/python/tests/test_golden.py",
               r"FAILED .*test_golden\[{id}\]"),
    "Lua": ("busted --lua=/usr/bin/lua5.4 --output=plainTerminal bindings/lua/spec/golden_spec.lua", r"Failure.*\n.*golden case {id}\n"),
}
EDITION = "data/standards/libcement/substitution/1.json"


def other_digit(text):
    return text[:-1] + ("1" if text[-1] == "0" else "0")


def first(figures, key):
    return next(f for f in figures if key in f)


def exact(figures, key):
    """One whose last digit counts."""
    return first([f for f in figures if "tolerance" not in f], key)


def wrong_value(case):
    figure = exact(case["expect"], "value")
    figure["value"] = other_digit(figure["value"])


def wrong_display(case):
    figure = first(case["expect"], "display")
    figure["display"] = other_digit(figure["display"])


def wrong_grade(case):
    figure = first(case["expect"], "grade")
    figure["grade"] += 1


def wrong_limit(case):
    limits = exact(case["expect"], "applied")["applied"]
    limits[-1] = other_digit(limits[-1])


def wrong_status(case):
    next(f for f in case["expect"] if f.get("status") == "incomplete")["status"] = "not_applicable"


def not_listed(case):
    figure = first(case["expect"], "value")
    for key in set(figure) - {"edition", "line", "period", "key", "of"}:
        del figure[key]
    figure["status"] = "not_listed"


def listed(case):
    case["expect"].append({**case["expect"][0], "key": "planted"})


def one_missing_less(case):
    first(case["expect"], "missing")["missing"].pop()


def finding_not_there(case):
    case.setdefault("findings", []).append({"code": "planted"})


def finding_there(case):
    case["no_findings"] = [case["findings"][0]]


def other_error(case):
    case["error"]["code"] = "LIMIT"


def other_line(case):
    case["error"]["line"] += 1


def error_expected(case):
    case["error"] = {"code": "UNIT"}


# What is spoiled: in which case, how C says it, and who can see it. The command tells no code of an error.
ALL = tuple(RUNNERS)
SPOILED = [
    ("value", "cets-aliases", wrong_value, "value ", ALL), ("display", "gb-kcal", wrong_display, "display ", ALL),
    ("grade", "gb-altitude-1500", wrong_grade, "grade ", ALL), ("applied limit", "gb-altitude-2500", wrong_limit, "limit ", ALL),
    ("status", "cets-no-clinker", wrong_status, "status ", ALL), ("not listed", "gb-full-year", not_listed, "listed", ALL),
    ("listed", "gb-tiers-coal", listed, "not listed", ALL),
    ("missing input", "gb-bought-clinker-half-declared", one_missing_less, "missing", ALL),
    ("finding", "gb-uses", finding_not_there, "no finding planted", ALL),
    ("no finding", "cets-carbide-rates", finding_there, "a finding ", ALL),
    ("error", "bad-number", other_error, "not LIMIT", ("C", "Python", "Lua")), ("place of an error", "bad-csv-quote", other_line, "line ", ALL),
    ("an error at all", "sub-year", error_expected, "not UNIT", ALL),
]


def example_spoiled(document):
    figure = exact(document["examples"][0]["expect"], "value")
    figure["value"] = other_digit(figure["value"])


def rows(scratch):
    edition = json.loads(scratch.text(EDITION))
    for kind, case, spoil, said, faces in SPOILED:
        for face in faces:
            command, pattern = RUNNERS[face]
            edits = [rewrite_json(f"tests/golden/{case}.json", spoil)] if face == faces[0] else []
            yield Row(f"golden, {face}: wrong {kind}", edits, command, [pattern.format(id=case, what=said)])
    patterns = {"C": rf"  {edition['examples'][0]['name']}: .*value", "command": rf"FAILED .*{edition['id']} example 1\]",
                "Python": rf"FAILED .*{edition['id']} example 1\]", "Lua": rf"Failure.*\n.*example of {edition['id']}, 1"}
    for face, pattern in patterns.items():
        edits = [rewrite_json(EDITION, example_spoiled)] if face == "C" else []
        yield Row(f"golden, {face}: wrong example of an edition", edits, RUNNERS[face][0], [pattern])


SAME = "python3 -m pytest -q -p no:cacheprovider tests/golden/test_same_bytes.py"
FACTORS = ("python3 -c 'import sys; sys.path.insert(0, \"tests/golden\"); import mutate_factors as m; every = list(m.mutants());"
           "chosen = [x for x in every if x[2].endswith(\"_boiler\")] + every[:3]; m.mutants = lambda: chosen;"
           "sys.argv = [\"x\", \"--build\", \"build-dev\"]; sys.exit(m.main())'")

PLANT_NUMBERS = FACTORS.replace('x[2].endswith("_boiler")] + every[:3]', 'x[0].startswith("data/plant/")]')
ITEM_NUMBERS = FACTORS.replace('x[2].endswith("_boiler")] + every[:3]', 'x[0] == "data/items.json"]')

EXCUSE = 'EXCUSED = {**EXCUSED, next(mutants())[:3]: "planted"}\n\n\n'


def batches(scratch):
    yield Batch(list(rows(scratch)), parts=("pytest $folder", "busted $file", "CUnit", "golden cases, command with sanitizers"))
    gone = [remove(str(p.relative_to(scratch.place))) for p in scratch.place.glob("tests/golden/*-*.json")]
    yield Batch([Row("golden, C: cases that are not there", gone, RUNNERS["C"][0], ["count >= 70"])])
    unread = rewrite_json("tests/golden/gb-uses.json", lambda c: c.update(expects=[]))
    yield Batch([Row("golden: a key that no runner reads", [unread], RUNNERS["command"][0], ["unknown keys"])])
    yield Batch([Row("same bytes: Python writes another report",
                     [change("tests/golden/test_same_bytes.py", "name=str(path)).encode", "name=str(path)).rstrip().encode")], SAME,
                     [f"FAILED.*test_same_bytes.{language}-{form}" for language in ("en", "zh")
                      for form in ("json", "csv", "text", "markdown")])])
    yield Batch([Row("factors: one that no case notices",
                     [change("tests/golden/mutate_factors.py", '"solid,power_boiler"): "a', '"solid,other"): "a')], FACTORS,
                     ["solid,power_boiler .*no case notices"])], parts=("every factor's last digit",))
    yield Batch([Row("factors: a number of plant files that no check notices",
                     [change("tests/golden/plant_numbers.py", '[("2025-06", "780.8", "1419.2")]', "[]"),
                      change("tests/golden/plant_numbers.py", 'for o in report["outliers"]]', 'for o in report["outliers"][1:]]')], PLANT_NUMBERS,
                     ["quality.json line 4 factor .*no case notices"])])
    yield Batch([Row("factors: a check that fails whatever the number",
                     [change("tests/golden/plant_numbers.py", '"fuel_ncv": "21.4249"', '"fuel_ncv": "21.4248"')], PLANT_NUMBERS,
                     ["gross.csv fails though nothing is changed"])])
    yield Batch([Row("factors: a number of items.json that no case notices", [remove("tests/golden/items-over-clinker-cao.json")], ITEM_NUMBERS,
                     ["items.json line [0-9]+ max .*no case notices"])])
    yield Batch([Row("factors: an excuse that is none", [change("tests/golden/mutate_factors.py", "def main():", EXCUSE + "def main():")],
                     FACTORS, ["excused, yet .* notices it"])])
    yield Batch([Row("factors: none tried", [change("tests/golden/mutate_factors.py", "for m in mutants()", "for m in []")], FACTORS,
                     ["0 passed, 0 failed"])])


def prepare(scratch):
    # The Python package finds the library beside itself; installed, it is built there by setup.py.
    library = scratch.place / "bindings/python/libcement/_libcement.so"
    library.write_bytes((scratch.place / "build-dev/lib/libcement.so").resolve().read_bytes())
