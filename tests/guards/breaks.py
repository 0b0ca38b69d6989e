"""How a guard is broken: an edit of the copy, and a row that says what must then be told."""

import json
from dataclasses import dataclass


def change(name, old, new):
    """One place of a file, which must be there exactly once."""
    def apply(scratch):
        text = scratch.text(name)
        if text.count(old) != 1:
            raise LookupError(f"{name}: {text.count(old)} times, not once: {old!r}")
        scratch.write(name, text.replace(old, new).encode())
    return apply


def append(name, more):
    return lambda scratch: scratch.write(name, (scratch.text(name) + more).encode())


def create(name, text, mode=None):
    return lambda scratch: scratch.write(name, text.encode(), mode)


def remove(name):
    return lambda scratch: scratch.write(name, None)


def rewrite(name, change_text):
    return lambda scratch: scratch.write(name, change_text(scratch.text(name)).encode())


def rewrite_json(name, change_document):
    """change_document alters what it is given."""
    def apply(scratch):
        document = json.loads(scratch.text(name))
        change_document(document)
        scratch.write(name, json.dumps(document, ensure_ascii=False).encode())
    return apply


@dataclass
class Row:
    """With its edits made, the command must not end with 0 and must say each of the patterns, which it does not say of
    the untouched tree. status: how it ends, where that is all it tells."""

    name: str
    edits: list
    command: str
    says: list
    status: int = None


@dataclass
class Batch:
    """Rows whose edits do not disturb one another: they are made together, each command runs once. builds: the
    targets that must be built with them; parts: the parts of scripts/test that are shown to notice."""

    rows: list
    builds: str = ""
    parts: tuple = ()
