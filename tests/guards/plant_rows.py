"""Plant files in each of their four runners, and what the faces must write alike: a wrong expectation must fail everywhere."""

from breaks import Batch, Row, change, rewrite, rewrite_json

FILES = "tests/data/plant/files/"
PYTEST = "/usr/bin/python3 -m pytest -q -p no:cacheprovider "
RUNNERS = {
    "C": ("build-dev/tests/cement_tests plant_files", r"  {case}, pieces of 1: ", None),
    "command": (PYTEST + "tests/cli/test_plant.py", r"FAILED .*test_files_are_the_ledger_beside_them\[{case}\]",
                r"FAILED .*test_findings_tell_what_was_repaired\[{case}\]"),
    "Python": (PYTEST + "bindings/python/tests/test_plant.py", r"FAILED .*test_files_are_the_ledger_beside_them\[{case}-by_piece\]",
               r"FAILED .*test_files_are_the_ledger_beside_them\[{case}-by_path\]"),
    "Lua": ("busted --lua=/usr/bin/lua5.4 --output=plainTerminal bindings/lua/spec/plant_spec.lua",
            r"Failure.*\n.*is the ledger beside it, {case} as text", r"Failure.*\n.*is the ledger beside it, {case} as file"),
}


def wrong_value(ledger):
    observation = ledger["observations"][-1]
    observation["value"] += "1"


def rows():
    spoiled = [rewrite_json(FILES + "daily.json", wrong_value)]
    for face, (command, pattern, _) in RUNNERS.items():
        yield Row(f"plant files, {face}: a wrong ledger", spoiled if face == "C" else [], command, [pattern.format(case="daily")])
    fewer = [rewrite(FILES + "spellings.findings", lambda text: text.split("\n", 1)[1])]
    for face, (command, _, pattern) in RUNNERS.items():
        if pattern:
            yield Row(f"plant files, {face}: a finding that is not expected", fewer if face == "command" else [], command,
                      [pattern.format(case="spellings")])


SAME = "tests/golden/test_same_plant_bytes.py"
COLUMNS = "tests/golden/test_same_columns.py"
SPEC = "bindings/lua/columns_totals.c"


def prepare(scratch):
    pass


def batches(scratch):
    yield Batch(list(rows()))
    yield Batch([Row("plant files: Python writes another quality", [change(SAME, 'ledger.quality_report("text", "zh")', 'ledger.quality_report("text")')],
                     PYTEST + SAME, [r"FAILED.*test_same_bytes\[monthly-gb\]", r"FAILED.*test_same_bytes\[example\]"])])
    yield Batch([Row("columns: Python has another row", [change(COLUMNS, "yield found.status.tobytes()", "yield found.status[::-1].tobytes()")],
                     PYTEST + COLUMNS, [r"FAILED.*test_same_bits\[PACKED\]", r"FAILED.*test_same_bits\[LISTS\]"])])
    yield Batch([Row("columns, Lua: groups from another number", [change(SPEC, "(int32_t)(group - 1)", "(int32_t)(group % 3)")], PYTEST + COLUMNS,
                     [r"FAILED.*test_same_bits\[PACKED\]"])], builds="cement_lua")
