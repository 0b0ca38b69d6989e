#!/usr/bin/python3
"""refused_by_schema.py [--count N] [--seed S] COMMAND EDITION...: what the schema of editions refuses, the loader refuses.

One place of an edition is taken away, replaced by a value of each kind or given a key too many, N times at random (0: each
place in each way). The loader may refuse more: it reads expressions and units. Examples are left alone, since the loader
looks at their shape only. Ends with "N passed, N failed".
"""
import argparse
import copy
import json
import pathlib
import random
import subprocess
import sys
import tempfile

from schemas import validator

WAYS = {"null": None, "a number": 7.5, "a text": "?", "no text": "", "a list": [], "an object": {}}


def places(value, path=()):
    if path:
        yield path
    for key, child in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if path or key != "examples":
            yield from places(child, path + (key,))


def changed(document, path, way):
    document = copy.deepcopy(document)
    parent = document
    for key in path[:-1]:
        parent = parent[key]
    if way == "taken away":
        del parent[path[-1]]
    elif way == "a key too many":
        if not isinstance(parent[path[-1]], dict):
            return None
        parent[path[-1]]["A key too many"] = {}
    else:
        parent[path[-1]] = copy.deepcopy(WAYS[way])
    return document


def accepted(command, document, folder):
    file = pathlib.Path(folder, "edition.json")
    file.write_text(json.dumps(document, ensure_ascii=False))
    done = subprocess.run([command, "editions", document.get("id", "-"), "--load", file], capture_output=True)
    if done.returncode not in (0, 2, 3):
        raise SystemExit(f"the command ended with {done.returncode}: {done.stderr.decode()}")
    return done.returncode == 0


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--count", type=int, default=0)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("command")
    p.add_argument("editions", nargs="+", type=pathlib.Path)
    args = p.parse_args()
    schema = validator("edition.schema.json")
    print(f"seed {args.seed}")
    refused = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in args.editions:
            document = json.loads(path.read_text())
            document["id"] = "test.changed@1"
            if not schema.is_valid(document) or not accepted(args.command, document, folder):
                raise SystemExit(f"{path} is not accepted as it stands")
            edits = [(place, way) for place in places(document) for way in ["taken away", "a key too many", *WAYS]]
            random.Random(args.seed).shuffle(edits)
            for place, way in edits[:args.count or None]:
                edited = changed(document, place, way)
                if edited is None or schema.is_valid(edited):
                    continue
                refused += 1
                if isinstance(edited.get("id"), str) and accepted(args.command, edited, folder):
                    failed += 1
                    print(f"{path.name}: {'.'.join(map(str, place))}: {way}: accepted")
    print(f"{refused - failed} passed, {failed} failed")
    return failed > 0 or refused == 0


if __name__ == "__main__":
    sys.exit(main())
