#!/usr/bin/python3
"""tests/golden/mutate_factors.py [--build DIR] [--jobs N]: every factor's last digit, changed by one, must fail a case.

The numbers of the editions, of data/plant and of data/items.json stand as text in the library, so a copy of it is changed
byte by byte; then the golden cases and the editions' own examples, the checks of plant_numbers.py, or the golden cases
items-*.json are run through the command until one of them notices. A number that none notices is printed and the exit status is 1, unless EXCUSED says why no figure can
reach it."""
import argparse
import functools
import json
import multiprocessing
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

import golden  # noqa: E402
import plant_numbers  # noqa: E402

# (edition, key, row): no figure of the edition can read it.
EXCUSED = {
    ("cn.cets-ag-02.01@v01-2024", "of", "solid,power_boiler"): "a power boiler belongs to E_power, a reported figure",
    ("cn.cets-ag-02.01@v01-2024", "of", "solid,industrial_boiler"): "an industrial boiler belongs to E_other, likewise",
}
NUMBER = re.compile(r'"(\d+(?:\.\d+)?(?:/\d+)?)"')


def numbers_of(edition):
    """(key, row, value) of every constant, row, numeric choice and limit."""
    for key, constant in edition.get("constants", {}).items():
        yield key, "", constant["value"]
    for key, table in edition.get("tables", {}).items():
        for row, value in table["rows"].items():
            yield key, row, value["value"] if isinstance(value, dict) else value
    for key, option in edition.get("options", {}).items():
        if "unit" in option:
            yield from ((key, choice, choice) for choice in option["choices"])
    for limit in edition.get("limits", []):
        yield from (("limit", f"{limit['of']},{level}", value) for level, value in enumerate(limit["base"], 1))


def place_of(text, key, row, value):
    """The bytes of one number in its edition's text: [(start, end)], two for a choice that is the default as well."""
    quoted = re.escape(json.dumps(value))
    if key == "limit":
        figure, level = row.rsplit(",", 1)
        at = re.search(r'"of": "%s".*?"base": \[' % figure, text, re.S).end()
        found = list(NUMBER.finditer(text, at))[int(level) - 1]
        return [(found.start(1), found.end(1))]
    if row and row == value:
        at = re.search(r'"%s": \{' % key, text).end()
        found = re.search(r'(%s): \{' % quoted, text[at:])
        spans = [(at + found.start(1) + 1, at + found.end(1) - 1)]
        default = re.compile(r'"default": (%s)' % quoted).search(text, at, at + found.start(1))
        return spans + ([(default.start(1) + 1, default.end(1) - 1)] if default else [])
    at = re.search(r'"%s": \{' % key, text).start()
    name = row or key
    found = re.compile(r'"%s": (?:\{[^{}]*?"value": )?(%s)' % (re.escape(name), quoted)).search(text, at)
    return [(found.start(1) + 1, found.end(1) - 1)]


def mutants():
    for path in sorted(golden.STANDARDS.rglob("*.json")):
        text = path.read_text(encoding="utf-8")
        edition = json.loads(text)
        for key, row, value in numbers_of(edition):
            changed = text
            for start, end in place_of(text, key, row, value):
                changed = changed[:start] + plant_numbers.bumped(value) + changed[end:]
            assert changed != text
            yield edition["id"], key, row, value, text.encode(), changed.encode()
    for file, key, value, text, changed in plant_numbers.numbers():
        yield file, key, "", value, text.encode(), changed.encode()


def arguments(command, case, path):
    yield from (command, "report", str(path), "--format", "json")
    for edition in case.editions:
        yield from ("--edition", edition)
    for edition, chosen in case.options.items():
        for key, value in chosen.items():
            yield from ("--option", f"{edition}:{key}={value}")


def notices(command, case, folder):
    path = folder / case.file
    path.write_bytes(case.content)
    done = subprocess.run(list(arguments(command, case, path)), capture_output=True, timeout=60, check=False)
    if done.returncode:
        return not case.error
    report = json.loads(done.stdout)
    return golden.compare(case, golden.Outcome(report["results"], report["findings"])) != []


@functools.cache
def cases_for(edition):
    """Those that may notice a number of the edition, or of items.json; the likely ones first."""
    of_items = [c for c in golden.cases() if c.id.startswith("items-")]
    if edition == "data/items.json":
        return sorted(of_items, key=lambda c: -len(c.content))
    others = [c for c in golden.cases() if not c.error and c not in of_items]
    return sorted(others, key=lambda c: edition not in c.editions)


def noticed_by(edition, command, folder):
    """The case that notices something, or None."""
    if edition.startswith("data/plant/"):
        return next((c.id for c in plant_numbers.CHECKS if c.notices(command, folder)), None)
    return next((c.id for c in cases_for(edition) if notices(command, c, folder)), None)


def killed(job):
    """(mutant's name, the case that noticed it or None)."""
    build, mutant = job
    edition, key, row, value, text, changed = mutant
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for part in ("bin", "lib"):
            (folder / part).mkdir()
        shutil.copy(build / "bin" / "cement", folder / "bin")
        library = next(p for p in (build / "lib").glob("libcement.so*") if not p.is_symlink())
        content = library.read_bytes()
        assert content.count(text) == 1, f"{edition} is not in the library as it is in data/: build it again"
        for link in (build / "lib").glob("libcement.so*"):
            (folder / "lib" / link.name).write_bytes(content.replace(text, changed))
        return (edition, key, row, value), noticed_by(edition, folder / "bin" / "cement", folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", default=golden.ROOT / "build", type=pathlib.Path)
    parser.add_argument("--jobs", default=2, type=int)
    chosen = parser.parse_args()
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for file in ("data/plant/", "data/items.json"):
            by = noticed_by(file, chosen.build.resolve() / "bin" / "cement", pathlib.Path(folder))
            assert by is None, f"{by} fails though nothing is changed"
    with multiprocessing.Pool(chosen.jobs) as pool:
        for name, by in pool.imap(killed, ((chosen.build, m) for m in mutants())):
            excuse = EXCUSED.get(name[:3])
            if (by is None) == (excuse is None):
                print(f"{' '.join(name)}: " + ("no case notices its last digit" if by is None else f"excused, yet {by} notices it"))
                failed += 1
            else:
                passed += 1
    print(f"{passed} passed, {failed} failed")
    return failed > 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
