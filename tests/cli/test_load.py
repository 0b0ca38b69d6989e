"""An edition file of a user's own, through --load: examples/edition and docs/write-an-edition.md.

CEMENT_BIN (or CEMENT_COMMAND) names the command; the default is build/bin/cement of this checkout.
"""

import csv
import io
import json
import os
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CEMENT = os.environ.get("CEMENT_BIN") or os.environ.get("CEMENT_COMMAND") or str(ROOT / "build" / "bin" / "cement")
FOLDER = ROOT / "examples" / "edition"
HOUSE = FOLDER / "house.dust-and-water@1.json"
LEDGER = FOLDER / "house.ledger.json"
PAGE = ROOT / "docs" / "write-an-edition.md"
ID = "house.dust-and-water@1"
GB = "cn.gb-16780@2021"
WITH = ["--load", HOUSE, "--edition", ID]

DONE, DIFFERS, USAGE, REFUSED = range(4)


def cement(*arguments, stdin=b""):
    return subprocess.run([CEMENT, *map(str, arguments)], input=stdin, capture_output=True, timeout=120)


def good(*arguments, stdin=b""):
    done = cement(*arguments, stdin=stdin)
    assert done.returncode == DONE and done.stderr == b"", done.stderr.decode()
    return done.stdout.decode("utf-8")


def one_message(done, status=REFUSED):
    assert done.returncode == status, (done.returncode, done.stderr)
    assert done.stdout == b""
    text = done.stderr.decode("utf-8")
    assert text.startswith("cement: ") and text.endswith("\n") and text.count("\n") == 1, text
    return text


def figures(text):
    return {(r["line"], r["period"], r["key"]): r for r in csv.DictReader(io.StringIO(text))}


# ---- it loads and computes ----------------------------------------------------------------------------------------

# By hand, from examples/edition/house.ledger.json: value, display, grade (limits 5, 10, 15 + 2 kg/t).
BY_HAND = {
    ("L1", "2025-01", "dust_rate"): ("6", "6.00", "2"),              # 600 t / 100 000 t
    ("L1", "2025-02", "dust_rate"): ("12.5", "12.50", "3"),          # 1 500 t / 120 000 t
    ("L1", "2025", "dust_rate"): (None, "9.55", "2"),                # 2 100 t / 220 000 t = 9.5454...
    ("L2", "2025-01", "dust_rate"): ("5", "5.00", "1"),              # 100 t / 20 000 t
    ("L2", "2025-02", "dust_rate"): ("20", "20.00", "0"),            # 500 t / 25 000 t
    ("L2", "2025", "dust_rate"): (None, "13.33", "3"),               # 600 t / 45 000 t = 13.333...
    ("L1", "2025-01", "dust_co2"): ("240", "240.00", ""),            # 600 x 0.5 x 0.8
    ("L1", "2025-02", "dust_co2"): ("675", "675.00", ""),            # 1 500 x 0.5 x 0.9, the default
    ("L1", "2025", "dust_co2"): ("915", "915.00", ""),               # 240 + 675
    ("L2", "2025-01", "dust_co2"): ("22.5", "22.50", ""),            # 100 x 0.45 x 0.5
    ("L2", "2025-02", "dust_co2"): ("135", "135.00", ""),            # 500 x 0.45 x 0.6
    ("L2", "2025", "dust_co2"): ("157.5", "157.50", ""),             # 22.5 + 135
    ("", "2025-01", "plant_dust_co2"): ("262.5", "262.50", ""),      # 240 + 22.5
    ("", "2025-02", "plant_dust_co2"): ("810", "810.00", ""),        # 675 + 135
    ("", "2025", "plant_dust_co2"): ("1072.5", "1072.50", ""),       # 915 + 157.5
    ("", "2025-01", "water_intensity"): ("0.3", "0.300", ""),        # (30 000 - 12 000) / 60 000
    ("", "2025-02", "water_intensity"): ("0.44", "0.440", ""),       # (33 000 - 0) / 75 000
    ("", "2025", "water_intensity"): (None, "0.378", ""),            # 51 000 / 135 000 = 0.3777...
}


def test_every_figure_is_that_of_hand_arithmetic():
    rows = figures(good("report", LEDGER, *WITH, "--format", "csv"))
    assert set(rows) == set(BY_HAND)
    for place, (value, display, grade) in BY_HAND.items():
        row = rows[place]
        assert (row["edition"], row["status"], row["display"], row["grade"]) == (ID, "ok", display, grade), row
        assert value is None or row["value"] == value, row


def test_findings_and_factors_are_told():
    text = good("report", LEDGER, *WITH)
    for words in ("calcination-default", "dust-ef-general", "water-high", "dust_ef[*] = 0.45 tCO2/t", "bypass_allowance = 2 kg/t",
                  "yellow", "5 / 10 / 17"):
        assert words in text, words
    found = json.loads(good("report", LEDGER, *WITH, "--format", "json"))["findings"]
    assert [f["period"] for f in found if f["code"] == "water-high"] == ["2025-02"]


def test_an_option_of_the_file_is_chosen_and_told():
    option = ["--option", f"{ID}:recycled=counted"]
    rows = figures(good("report", LEDGER, *WITH, *option, "--format", "csv"))
    assert rows["", "2025-01", "water_intensity"]["value"] == "0.5"  # 30 000 / 60 000
    assert rows["", "2025", "water_intensity"]["display"] == "0.467"  # 63 000 / 135 000
    assert "recycled water = counted" in good("report", LEDGER, *WITH, *option)


def test_an_override_of_the_file_is_taken():
    ledger = json.loads(LEDGER.read_text("utf-8"))
    ledger["overrides"] = [{"edition": ID, "key": "calcination_0", "value": "80", "unit": "%", "reason": "laboratory"}]
    text = json.dumps(ledger).encode()
    rows = figures(good("report", "-", *WITH, "--format", "csv", stdin=text))
    assert rows["L1", "2025-02", "dust_co2"]["value"] == "600"  # 1 500 x 0.5 x 0.8
    ledger["overrides"][0].update(key="water_high", unit="m3/t")
    one_message(cement("report", "-", *WITH, stdin=json.dumps(ledger).encode()))


def test_explain_proves_one_of_its_figures():
    text = good("explain", LEDGER, *WITH, "--key", "dust_co2", "--line", "L1", "--period", "2025-02")
    for words in ("675 tCO2", "house rule, 3.2", "kiln_dust_discarded (kiln dust discarded) = 1500 t", "house.ledger.json:19",
                  "dust_ef[portland] = 0.500 tCO2/t", "calcination_0 = 90 %", "calcination-default", ID):
        assert words in text, words


def test_side_by_side_with_a_built_in_edition():
    both = good("report", LEDGER, *WITH, "--edition", GB, "--format", "csv").splitlines()
    for edition in (ID, GB):
        alone = good("report", LEDGER, "--load", HOUSE, "--edition", edition, "--format", "csv").splitlines()
        assert [row for row in both if row.startswith(f"{edition},")] == alone[1:] and len(alone) > 1


def test_built_in_figures_do_not_move_when_a_file_is_loaded():
    plant = ROOT / "examples" / "synthetic-plant.ledger.json"
    assert good("report", plant, "--format", "csv", "--load", HOUSE) == good("report", plant, "--format", "csv")


def test_the_catalog_shows_it():
    assert ID in good("editions", "--load", HOUSE)
    assert ID not in good("editions")
    text = good("editions", ID, "--load", HOUSE)
    for words in ("fictitious", "dust_rate", "water_high", "0.45", "recycled", "house rule, table 1"):
        assert words in text, words


def test_an_item_of_its_own_is_held_to_its_declaration():
    text = LEDGER.read_text("utf-8")
    for old, new, words in (('"33000", "unit": "m3"', '"33000", "unit": "t"', "process_water: unit t read"),
                            ('"33000"', '"-3"', "process_water: -3 m3 read"),
                            ('"value": "60", "unit": "%"', '"value": "101", "unit": "%"', "kiln_dust_calcination: 101")):
        assert text.count(old) == 1
        message = one_message(cement("report", "-", *WITH, stdin=text.replace(old, new).encode()))
        assert words in message, message


# ---- check of a report --------------------------------------------------------------------------------------------


def test_check_runs_a_report_again_with_the_file(tmp_path):
    report = tmp_path / "report.json"
    good("report", LEDGER, *WITH, "--format", "json", "-o", report)
    assert good("check", report, "--ledger", LEDGER, "--load", HOUSE).startswith("OK: ")
    changed = tmp_path / "house.json"
    changed.write_text(HOUSE.read_text("utf-8").replace('"portland": "0.500"', '"portland": "0.501"'), "utf-8")
    assert cement("check", report, "--ledger", LEDGER, "--load", changed).returncode == DIFFERS


def test_check_without_the_file_names_the_edition(tmp_path):
    report, ledger = tmp_path / "report.json", tmp_path / "ledger.json"
    plain = json.loads(LEDGER.read_text("utf-8"))
    plain["observations"] = [o for o in plain["observations"] if o["item"] in ("clinker_output", "cement_output")]
    ledger.write_text(json.dumps(plain), "utf-8")
    good("report", ledger, *WITH, "--format", "json", "-o", report)
    assert f'"{ID}"' in one_message(cement("check", report, "--ledger", ledger))


def test_a_ledger_with_its_items_is_refused_without_the_file(tmp_path):
    report = tmp_path / "report.json"
    good("report", LEDGER, *WITH, "--format", "json", "-o", report)
    for arguments in (["report", LEDGER], ["check", LEDGER], ["check", report, "--ledger", LEDGER]):
        assert 'item "kiln_dust_discarded" is not known' in one_message(cement(*arguments))


# ---- what is refused ----------------------------------------------------------------------------------------------

CARBON = '"carbon": {"value": "1", "unit": "tC", "cite": "x", "confidence": "unverified"}, "water_high": {"value"'

# name: (what is replaced, by what, what the message says, lines between the edit and the place told)
SPOILED = {
    "constant named as an item": (('"water_high": {"value": "0.4", "unit": "m3/t"', '"clinker_output": {"value": "7", "unit": "t"'),
                                  ("water_intensity > water_high", "water_intensity > 0"), "has the name of an item", None),
    "number with an exponent": ('"value": "0.4"', '"value": "4e-1"', "a decimal number expected", None),
    "empty citation": ('"cite": "house rule, 5"', '"cite": ""', '"cite" is empty', None),
    "unknown schema": ('"cement-edition/1"', '"cement-edition/2"', 'schema "cement-edition/2" read, cement-edition/1 expected', 0),
    "no schema": ('"schema": "cement-edition/1",', "", 'the key "schema" is missing', -1),
    "id taken": (f'"id": "{ID}"', f'"id": "{GB}"', f'the edition id "{GB}" is already taken', 0),
    "id without version": (f'"id": "{ID}"', '"id": "house"', 'id "house" read', 0),
    "unknown key": ('"authority"', '"author"', 'unknown key "author", one of these expected:', 0),
    "unknown key of a constant": ('"primary", "overridable"', '"primary", "overidable"', 'unknown key "overidable"', 0),
    "unknown key of an item": ('"unit": "%",', '"unit": "%", "colour": "red",', 'unknown key "colour"', 0),
    "duplicate key": ('"status": "working"', '"status": "working", "status": "draft"',
                      'the key "status" stands twice in this object (first at line 6, column 3)', 0),
    "duplicate constant": ('"bypass_allowance": {', '"calcination_0": {', 'the key "calcination_0" stands twice', 0),
    "duplicate formula": ('"key": "plant_dust_co2",\n', '"key": "dust_co2",\n', 'the formula "dust_co2" stands twice', -1),
    "item that exists": ('"process_water": {', '"clinker_output": {', 'item "clinker_output" exists already', 0),
    "item without unit": ('"unit": "%",', "", '"unit" is missing', None),
    "mean by no item": ('{"mean": "kiln_dust_discarded"}', '{"mean": "kiln_dust"}', 'item "kiln_dust" is not known', 0),
    "range of nothing": ('"min": "0", "max"', '"mim": "0", "max"', 'unknown key "mim"', None),
    "no such name": ('"kiln_dust_discarded / clinker_output"', '"kiln_dust_thrown / clinker_output"',
                     'dust_rate: "kiln_dust_thrown" is no constant, formula or item, at character 1', 0),
    "no such table": ("LOOKUP(dust_ef,", "LOOKUP(dust_factor,", 'dust_co2: no table "dust_factor", at character 23', 0),
    "no such option": ("OPTION(recycled)", "OPTION(recycle)", 'fresh_water: no option "recycle", at character 24', 0),
    "no such choice": ("= 'deducted'", "= 'subtracted'", "fresh_water: 'subtracted' is none of its values", 0),
    "no such default": ('"default": "deducted"', '"default": "none"', 'the default "none" is not among the choices', 0),
    "no such finding in a formula": ("'calcination-default')", "'calcination')",
                                     "dust_co2: the finding 'calcination' is not declared in this edition", 0),
    "no such finding in a check": ('{"finding": "water-high"', '{"finding": "water-hi"',
                                   'the finding "water-hi" is not declared in this edition', 0),
    "no such finding in a row": ('"finding": "dust-ef-general"', '"finding": "dust-ef"',
                                 'the finding "dust-ef" is not declared', 0),
    "no such figure of a limit": ('"of": "dust_rate"', '"of": "dust"', '"dust" is no figure of this edition', 0),
    "no such figure of a check": ('"of": ["water_intensity"]', '"of": ["water"]', '"water" is no figure of this edition', 0),
    "no such level": ('"L3 + bypass', '"L4 + bypass', "dust_rate: no level L4", None),
    "no such edition": ('"items": {\n', '"uses": {"coef": "cn.gb-t-2589@1999"}, "items": {\n',
                        'the edition "cn.gb-t-2589@1999" that this one uses is not loaded', 0),
    "no such clinker": ('"portland": "0.500"', '"black": "0.500"', 'the row "black": clinker_type has no value black', 0),
    "constant without citation": ('"cite": "house rule, 5", ', "", '"water_high": the key "cite" is missing', 0),
    "constant without unit": ('"2", "unit": "kg/t",', '"2",', '"bypass_allowance": the key "unit" is missing', 0),
    "constant without confidence": ('"house rule, 5", "confidence": "unverified"', '"house rule, 5"',
                                    '"water_high": the key "confidence" is missing', 0),
    "table without citation": ('"cite": "house rule, table 1",', "", '"dust_ef": the key "cite" is missing', -5),
    "table without unit": ('"unit": "tCO2/t",', "", '"dust_ef": the key "unit" is missing', -3),
    "choice without citation": ('"cite": "house rule, annex", ', "", '"counted": the key "cite" is missing', 0),
    "formula without clause": ('"clause": "house rule, 3.1",', "", 'the key "clause" is missing', None),
    "formula without year": ('"year": "recompute",\n      "display": {"decimals": 2', '"display": {"decimals": 2',
                             'dust_rate: "year" is missing: sum or recompute', None),
    "confidence unknown": ('"confidence": "single-source"', '"confidence": "sure"', 'confidence "sure" read', 0),
    "number not a text": ('"value": "90"', '"value": 90', '"value": a number read, a text expected', 0),
    "number with leading zero": ('"value": "90"', '"value": "090"', '"090" read', 0),
    "number in an expression": ('"kiln_dust_discarded / clinker_output"', '"1000 * kiln_dust_discarded / clinker_output"',
                                "character 1: read 1000, expected 0 or 1: every other number is a constant with its citation", 0),
    "tC added to tCO2": (('"water_high": {"value"', CARBON), ('"SUM(LINE, dust_co2)"', '"SUM(LINE, dust_co2) + carbon"'),
                         "plant_dust_co2: units do not fit: CO2 and carbon, at character 1", 0),
    "tC declared as tCO2": ('"unit": "tCO2/t"', '"unit": "tC/t"', "dust_co2: declared as CO2, the expression is carbon", None),
    "limit of another unit": ('"2", "unit": "kg/t"', '"2", "unit": "kgC/t"', "dust_rate: units do not fit", None),
    "unknown unit": ('"unit": "m3/t", "cite"', '"unit": "bucket/t", "cite"', 'unknown unit "bucket" in "bucket/t"', 0),
    "cycle of one": ('"kiln_dust_discarded / clinker_output"', '"dust_rate"', "dust_rate: the formula stands on itself (a cycle)", 0),
    "cycle of two": ('"process_water - SELECT(OPTION(recycled) = \'deducted\', recycled_water, 0)"',
                     '"water_intensity * cement_output"', "fresh_water: the formula stands on itself (a cycle)", 0),
    "line from the facility": ('"SUM(LINE, dust_co2)"', '"dust_co2"',
                               "plant_dust_co2: dust_co2 belongs to a line: reach it through SUM(LINE, ...), at character 1", 0),
    "no closing parenthesis": ('"SUM(LINE, dust_co2)"', '"SUM(LINE, dust_co2"', "character 19: read the end", 0),
    "number as condition": ('"water_intensity > water_high"', '"water_intensity"', 'water-high: "when" is a condition', 0),
    "formula named as an item": ('"key": "fresh_water"', '"key": "process_water"',
                                 "process_water: an item or a constant has this name", None),
    "comma at the end": ('"max": "100"}\n', '"max": "100"},\n', "expected a key, read '}'", 1),
    "not a severity": ('"water-high": {"severity": "warning"', '"water-high": {"severity": "fatal"', 'severity "fatal" read', 0),
    "not UTF-8": ("绿", "\udcff", "", 0),
}


def spoil(*edits):
    """The text of the file with each edit made once, and the line of the last one."""
    text, line = HOUSE.read_text("utf-8"), 0
    for old, new in edits:
        assert old in text, old
        line = text[:text.index(old)].count("\n") + 1
        text = text.replace(old, new, 1)
    return text.encode("utf-8", "surrogateescape"), line


def edits_of(entry):
    first, second = entry[:2]
    return [first, second] if isinstance(first, tuple) else [(first, second)]


@pytest.mark.parametrize("name", SPOILED)
def test_a_spoiled_copy_is_refused_with_place_and_reason(tmp_path, name):
    *_, words, offset = SPOILED[name]
    text, line = spoil(*edits_of(SPOILED[name]))
    path, target = tmp_path / "house.json", tmp_path / "report"
    path.write_bytes(text)
    message = one_message(cement("report", LEDGER, "--load", path, "--edition", ID, "-o", target))
    place = re.fullmatch(r"cement: (.*?):(\d+):(\d+): (.+)\n", message)
    assert place and place[1] == str(path), message
    assert words in place[4], message
    assert 1 <= int(place[2]) <= text.count(b"\n") and (offset is None or int(place[2]) == line + offset), message
    assert os.listdir(tmp_path) == ["house.json"]
    for arguments in (["editions"], ["editions", GB], ["check", LEDGER], ["explain", LEDGER, "--key", "dust_rate"]):
        assert one_message(cement(*arguments, "--load", path)) == message


def test_the_same_file_twice():
    assert f'the edition id "{ID}" is already taken' in one_message(cement("editions", "--load", HOUSE, "--load", HOUSE))


def test_two_files_with_the_same_item(tmp_path):
    second = tmp_path / "2.json"
    second.write_bytes(spoil((f'"id": "{ID}"', '"id": "house.dust-and-water@2"'))[0])
    message = one_message(cement("editions", "--load", HOUSE, "--load", second))
    assert f'{second}:11:5: item "kiln_dust_discarded" exists already' in message


def test_a_file_cut_short_anywhere_is_refused():
    whole = HOUSE.read_bytes().rstrip()
    for size in range(0, len(whole), 97):
        one_message(cement("editions", "--load", "-", stdin=whole[:size]))


# ---- the examples in the files, and the page -----------------------------------------------------------------------


def examples():
    for path in sorted(FOLDER.glob("*@*.json")):
        edition = json.loads(path.read_text("utf-8"))
        for example in edition.get("examples", []):
            yield pytest.param(path, edition["id"], example, id=f"{edition['id']} {example['name']}")


def run_example(path, edition, example):
    arguments = ["report", "-", "--load", path, "--edition", edition, "--format", "json"]
    for key, choice in example.get("options", {}).items():
        arguments += ["--option", f"{edition}:{key}={choice}"]
    results = json.loads(good(*arguments, stdin=json.dumps(example["ledger"]).encode()))["results"]
    for expected in example["expect"]:
        place = [expected.get(name) for name in ("line", "period", "key", "of")]
        found = [r for r in results if [r.get(name) for name in ("line", "period", "key", "of")] == place]
        assert len(found) == 1, expected
        for name in ("value", "display", "grade"):
            assert name not in expected or found[0].get(name) == expected[name], (expected, found[0])


@pytest.mark.parametrize("path, edition, example", list(examples()))
def test_examples_of_the_edition_files(path, edition, example):
    run_example(path, edition, example)


def blocks():
    return re.findall(r"```json\n(.*?)```", PAGE.read_text("utf-8"), flags=re.S)


def test_the_page_alone_is_enough(tmp_path):
    """The edition to copy, the ledgers and the example of the page work as they stand there."""
    path = tmp_path / "house.json"
    edition, ledger = blocks()[0], next(b for b in blocks() if "cement-ledger/1" in b)
    example = json.loads("{" + next(b for b in blocks() if b.startswith('"examples"')) + "}")
    path.write_text(json.dumps({**json.loads(edition), **example}, ensure_ascii=False), "utf-8")
    run_example(path, "house.water@1", example["examples"][0])
    path.write_text(edition, "utf-8")
    table = re.search(r"```\n(line,period,.*?)```", PAGE.read_text("utf-8"), flags=re.S)[1]
    for text in (ledger, table):
        rows = figures(good("report", "-", "--load", path, "--edition", "house.water@1", "--format", "csv", stdin=text.encode()))
        assert rows["", "2025-01", "water_intensity"]["value"] == "0.52"  # 30 000 / 60 000 + 0.02
    wrong = edition.replace("process_water / cement", "process_watr / cement")
    path.write_text(wrong, "utf-8")
    message = one_message(cement("editions", "--load", path)).replace(str(path), "house.json")
    assert message in PAGE.read_text("utf-8"), message


def test_the_parts_of_the_page_are_those_of_the_example():
    house = json.loads(HOUSE.read_text("utf-8"))
    for block in blocks():
        if block.startswith(('"limits"', '"levels"', '"options"')):
            for key, value in json.loads("{" + block + "}").items():
                if key == "options":
                    assert value["recycled"]["default"] == house[key]["recycled"]["default"]
                else:
                    assert value == house[key]


def test_the_messages_of_the_page_are_those_of_the_command():
    """Each message in the table of the page is one that a spoiled copy above draws from the command."""
    said = re.findall(r"^\| `(.+?)`(?: \.\.\.)? \|", PAGE.read_text("utf-8").split("## When it is refused")[1], flags=re.M)
    known = {entry[2] for entry in SPOILED.values()} | {"no such edition (cement editions lists them):"}
    assert len(said) > 15 and set(said) <= known, set(said) - known
    assert "no such edition (cement editions lists them):" in one_message(cement("report", LEDGER, "--edition", ID), USAGE)


def test_the_units_of_the_page_are_known():
    text = PAGE.read_text("utf-8").split("## Units")[1].split("There is no unit")[0]
    for unit in re.findall(r"`(.+?)`", text):
        edition = json.loads(HOUSE.read_text("utf-8"))
        edition["constants"]["spare"] = {"value": "1", "unit": unit, "cite": "x", "confidence": "unverified"}
        good("editions", "--load", "-", stdin=json.dumps(edition).encode())
