"""Dictionary and mappings: what their schemas refuse, the readers refuse, and what the readers take, the schemas take."""
import copy
import json
import os
import pathlib
import random
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/docs"))
from schemas import validator  # noqa: E402

PROGRAM = pathlib.Path(os.environ["CEMENT_BIN"]).parent.parent / "tests/read_names"
VALUES = {"null": None, "a number": 7.5, "a text": "?", "no text": "", "a list": [], "an object": {}, "yes": True}


def page():
    """The mapping that docs/plant-files.md shows."""
    text = (ROOT / "docs/plant-files.md").read_text()
    return json.loads(text.split("```json\n")[1].split("```")[0])


def files():
    return {"dictionary": json.loads((ROOT / "data/plant/dictionary.json").read_text()), "mapping": page()}


def places(value, path=()):
    if path:
        yield path
    for key, child in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(child, path + (key,))


def parent_of(document, path):
    for key in path[:-1]:
        document = document[key]
    return document


def changed(document, path, way):
    document = copy.deepcopy(document)
    parent = parent_of(document, path)
    if way == "taken away":
        del parent[path[-1]]
    elif way == "a key too many":
        if not isinstance(parent[path[-1]], dict):
            return None
        parent[path[-1]]["A key too many"] = {}
    elif way == "twice":
        if not isinstance(parent, list):
            return None
        parent.append(copy.deepcopy(parent[path[-1]]))
    else:
        parent[path[-1]] = VALUES[way]
    return document


def read(kind, folder, documents):
    paths = []
    for i, document in enumerate(documents):
        paths.append(folder / f"{i}.json")
        paths[-1].write_text(json.dumps(document, ensure_ascii=False))
    return subprocess.run([PROGRAM, kind, *paths], capture_output=True, check=True, encoding="utf-8").stdout.splitlines()


@pytest.mark.parametrize("kind", ["dictionary", "mapping"])
def test_as_shown(kind, tmp_path):
    document = files()[kind]
    assert [f.message for f in validator(f"{kind}.schema.json").iter_errors(document)] == []
    assert read(kind, tmp_path, [document]) == ["ok"]


def shapes(kind, document):
    """The places of the document, those that differ only in their number in a list together."""
    found = {}
    for path in places(document):
        # names and texts of a ledger's own parts are looked at when the ledger is made
        if kind == "dictionary" or path[0] not in ("facility", "lines", "fuels", "materials"):
            found.setdefault(tuple("" if isinstance(key, int) else key for key in path), []).append(path)
    return list(found.values())


@pytest.mark.parametrize("kind", ["dictionary", "mapping"])
def test_in_step(kind, tmp_path):
    """Every way to spoil one place of each shape, which one by chance."""
    seed = random.randrange(1 << 32)
    print("seed", seed)
    choose = random.Random(seed)
    document = files()[kind]
    ways = [*VALUES, "taken away", "a key too many", "twice"]
    tried = [
        (spot, way, other)
        for spot in map(choose.choice, shapes(kind, document))
        for way in ways
        if (other := changed(document, spot, way)) is not None
    ]
    said = read(kind, tmp_path, [other for _, _, other in tried])
    check = validator(f"{kind}.schema.json")
    taken = [(spot, way, other) for (spot, way, other), answer in zip(tried, said, strict=True) if answer == "ok"]
    for spot, way, other in taken:
        assert check.is_valid(other), f"seed {seed}: {spot} {way}: the schema refuses it, the reader does not"
    assert len(tried) // 20 < len(taken) < len(tried) * 3 // 4
