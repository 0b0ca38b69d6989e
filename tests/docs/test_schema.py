"""What we publish is what the schemas say: editions, items, ledgers, reports."""
import json
import os
import subprocess

import pytest
from schemas import ROOT, validator

KINDS = {
    "edition.schema.json": [*ROOT.glob("data/standards/**/*.json"), *ROOT.glob("examples/edition/*@*.json"),
                            *ROOT.glob("tests/data/core/*.edition.json")],
    "items.schema.json": [ROOT / "data/items.json"],
    "dictionary.schema.json": [ROOT / "data/plant/dictionary.json"],
    "form.schema.json": [ROOT / "data/plant/form.json"],
    "quality-rules.schema.json": [ROOT / "data/plant/quality.json"],
    "ledger.schema.json": [*ROOT.glob("examples/*.ledger.json"), *ROOT.glob("tests/data/core/*.ledger.json")],
}
FILES = [(schema, str(path.relative_to(ROOT))) for schema, paths in KINDS.items() for path in sorted(paths)]


def faults(schema, text):
    return [f"{'/'.join(map(str, fault.absolute_path))}: {fault.message}" for fault in validator(schema).iter_errors(json.loads(text))]


@pytest.mark.parametrize("schema, path", FILES)
def test_valid(schema, path):
    assert faults(schema, (ROOT / path).read_text()) == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("examples/*.ledger.*")), ids=lambda path: path.name)
def test_report(path):
    done = subprocess.run([os.environ["CEMENT_BIN"], "report", str(path), "--format", "json"], capture_output=True, check=True)
    assert faults("report.schema.json", done.stdout) == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("examples/*.ledger.*")), ids=lambda path: path.name)
def test_quality(path):
    done = subprocess.run([os.environ["CEMENT_BIN"], "quality", str(path), "--format", "json"], capture_output=True, check=True)
    assert faults("quality.schema.json", done.stdout) == []


@pytest.mark.parametrize("schema, path", FILES)
def test_no_more(schema, path):
    """A schema that takes anything would pass all of the above."""
    document = json.loads((ROOT / path).read_text())
    document["a_key_of_our_own"] = 1
    assert faults(schema, json.dumps(document))
