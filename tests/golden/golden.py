"""Golden cases: reading them, and comparing what a face of the library gives with what they expect.

A face turns a case into an Outcome; compare() tells what is wrong with it. The format is told in README.md.
"""
import json
import pathlib
from dataclasses import dataclass, field
from decimal import Context, Decimal

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
STANDARDS = ROOT / "data" / "standards"

RESULT = ("edition", "line", "period", "key", "of")
MISSING = ("item", "of", "line", "period")
WIDE = Context(prec=100)  # the default context would round to 28 digits
FINDING = ("severity", "code", "edition", "line", "item", "of", "key")


@dataclass
class Case:
    id: str
    name: str
    editions: list
    options: dict
    expect: list = field(default_factory=list)
    findings: list = field(default_factory=list)
    no_findings: list = field(default_factory=list)
    error: dict = None
    content: bytes = b""  # the ledger as it is read
    file: str = "ledger"  # its name in messages


@dataclass
class Outcome:
    """results and findings as dicts in the shape of a report; or the error that was met."""

    results: list = field(default_factory=list)
    findings: list = field(default_factory=list)
    error: dict = None


def ledger_of(document, folder):
    if "ledger_file" in document:
        path = folder / document["ledger_file"]
        return path.read_bytes(), path.name
    if "ledger_text" in document:
        return document["ledger_text"].encode("utf-8"), "ledger"
    return json.dumps(document["ledger"], ensure_ascii=False).encode("utf-8"), "ledger"


def read_case(path):
    document = json.loads(path.read_text(encoding="utf-8"))
    content, file = ledger_of(document, path.parent)
    known = {"name", "source", "derivation", "ledger", "ledger_file", "ledger_text", "editions", "options", "expect",
             "findings", "no_findings", "error"}
    assert not set(document) - known, f"{path.name}: unknown keys {set(document) - known}"
    assert document["source"] and document["derivation"], path.name
    return Case(path.stem, document["name"], document["editions"], document.get("options", {}), document.get("expect", []),
                document.get("findings", []), document.get("no_findings", []), document.get("error"), content, file)


def examples_of(path):
    """The examples inside an edition file, as cases of that edition."""
    document = json.loads(path.read_text(encoding="utf-8"))
    edition = document["id"]
    for number, example in enumerate(document.get("examples", []), 1):
        content, file = ledger_of(example, path.parent)
        options = {edition: example["options"]} if example.get("options") else {}
        expect = [{"edition": edition, **each} for each in example["expect"]]
        yield Case(f"{edition} example {number}", example["name"], [edition], options, expect, content=content, file=file)


def cases():
    """All golden cases, then all examples of the editions."""
    found = [read_case(path) for path in sorted(HERE.glob("*.json"))]
    for path in sorted(STANDARDS.rglob("*.json")):
        found += examples_of(path)
    return found


# ---- comparing ----


def picked(entry, names):
    return tuple(entry.get(name) for name in names)


def near(expected, given, tolerance):
    if given is None:
        return False
    return WIDE.abs(WIDE.subtract(Decimal(expected), Decimal(given))) <= tolerance


def differences_of(expected, result):
    """What is wrong with one result."""
    tolerance = Decimal(expected.get("tolerance", "0"))
    if "value" in expected and not near(expected["value"], result.get("value"), tolerance):
        yield f"value {result.get('value')}, not {expected['value']}"
    status = expected.get("status", "ok" if "value" in expected else result.get("status"))
    if result.get("status") != status:
        yield f"status {result.get('status')}, not {status}"
    for name in ("display", "grade"):
        if name in expected and result.get(name) != expected[name]:
            yield f"{name} {result.get(name)}, not {expected[name]}"
    if "applied" in expected:
        applied = (result.get("limits") or {}).get("applied", [])
        pairs = zip(expected["applied"], applied)
        if len(applied) != len(expected["applied"]) or not all(near(e, a, tolerance) for e, a in pairs):
            yield f"applied {applied}, not {expected['applied']}"
    if "missing" in expected:
        missing = sorted(picked(m, MISSING) for m in result.get("missing", []))
        wanted = sorted(picked(m, MISSING) for m in expected["missing"])
        if list(map(str, missing)) != list(map(str, wanted)):
            yield f"missing {missing}, not {wanted}"


def holds(finding, pattern):
    return all(finding.get(name) == pattern[name] for name in FINDING if name in pattern)


def compare_error(expected, given):
    if given is None:
        return [f"accepted, not refused with {expected}"]
    return [f"{name} {given.get(name)}, not {expected[name]}" for name in expected
            if name in given and given[name] != expected[name]]


def compare(case, outcome):
    """Everything in which an outcome is not what the case expects; [] when all is well."""
    if case.error:
        return compare_error(case.error, outcome.error)
    if outcome.error:
        return [f"refused: {outcome.error}"]
    wrong = []
    results = {picked(result, RESULT): result for result in outcome.results}
    for expected in case.expect:
        result = results.get(picked(expected, RESULT))
        if expected.get("status") == "not_listed" or result is None:
            told = [] if (result is None) == (expected.get("status") == "not_listed") else ["listed" if result else "not listed"]
        else:
            told = differences_of(expected, result)
        wrong += [f"{picked(expected, RESULT)}: {each}" for each in told]
    wrong += [f"no finding {p}" for p in case.findings if not any(holds(f, p) for f in outcome.findings)]
    wrong += [f"a finding {p}" for p in case.no_findings if any(holds(f, p) for f in outcome.findings)]
    return wrong
