"""docs/errors.md: every status code of the header, with its number, and a test that reaches it.

CEMENT_BUILD names the build; the default is build of this checkout."""
import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
TESTS = pathlib.Path(os.environ.get("CEMENT_BUILD", ROOT / "build")) / "tests"


def text(path):
    return (ROOT / path).read_text(encoding="utf-8")


def declared():
    found = re.findall(r"^#define (CEMENT_OK|CEMENT_E_\w+) \(?(-?\d+)\)?", text("include/cement/cement.h"), flags=re.M)
    return {name: int(value) for name, value in found}


def rows():
    """{name: (number, where it is reached)}"""
    found = re.findall(r"^\| (-?\d+) \| `(CEMENT_\w+)` \| [^|]+ \| ([^|]+) \|$", text("docs/errors.md"), flags=re.M)
    return {name: (int(number), where.strip()) for number, name, where in found}


def test_codes_of_the_header():
    assert {name: number for name, (number, _) in rows().items()} == declared()
    assert sorted(declared().values()) == list(range(-len(declared()) + 1, 1))  # no gap, none twice


def test_each_is_reached():
    suite = text("tests/api/test_errors.c")
    own = set(re.findall(r'CU_add_test\(suite, "(CEMENT_\w+)", test_(\w+)\)', suite))
    reaches = set(re.findall(r"^REACHES\((\w+),", suite, flags=re.M))
    broken = subprocess.run([TESTS / "broken_parts"], capture_output=True, text=True, check=True).stdout
    for name, (_, where) in rows().items():
        if where == '"errors"':
            assert (name, name.removeprefix("CEMENT_")) in own and name.removeprefix("CEMENT_") in reaches, name
        else:
            assert where == "`tests/api/broken_parts`" and f"reached {name}\n" in broken, name
    assert subprocess.run([TESTS / "cement_tests", "errors"], capture_output=True).returncode == 0
