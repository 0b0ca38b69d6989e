"""The command as its users meet it: exit statuses, refusals, output, help.

CEMENT_BIN names the command; the default is build/bin/cement of this checkout.
"""

import csv
import io
import json
import os
import pathlib
import resource
import signal
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CEMENT = os.environ.get("CEMENT_BIN", str(ROOT / "build" / "bin" / "cement"))
PLANT = str(ROOT / "examples" / "synthetic-plant.ledger.json")
REAL = str(ROOT / "examples" / "mattampally-2023-24.ledger.csv")
GB = "cn.gb-16780@2021"
CETS = "cn.cets-ag-02.01@v01-2024"
COLUMNS = "edition,line,period,key,of,value,display,unit,status,grade,clause".split(",")

DONE, DIFFERS, USAGE, REFUSED, SYSTEM = range(5)


def cement(*arguments, stdin=b"", **more):
    return subprocess.run([CEMENT, *map(str, arguments)], input=stdin, capture_output=True, timeout=120, **more)


def good(*arguments, **more):
    done = cement(*arguments, **more)
    assert done.returncode == DONE, done.stderr.decode()
    assert done.stderr == b""
    return done.stdout.decode("utf-8")


def one_message(done, status):
    """The exit status, nothing on standard output, one line on standard error."""
    assert done.returncode == status, (done.returncode, done.stderr)
    assert done.stdout == b""
    text = done.stderr.decode("utf-8")
    assert text.startswith("cement: ") and text.endswith("\n") and text.count("\n") == 1, text
    return text


def figures(text):
    return list(csv.DictReader(io.StringIO(text)))


# ---- report -------------------------------------------------------------------------------------------------------


def test_csv_has_the_columns_of_the_interface():
    text = good("report", PLANT, "--format", "csv")
    assert text.splitlines()[0].split(",") == COLUMNS
    rows = figures(text)
    assert {r["edition"] for r in rows} == {GB, CETS, "substitution@1"}
    assert {r["line"] for r in rows} == {"L1", "L2", ""}
    assert all(r["status"] == "ok" and r["value"] and r["display"] for r in rows)
    assert all(None not in r and None not in r.values() for r in rows)
    assert {r["grade"] for r in rows} >= {"", "1", "2", "3"}
    of = {r["of"] for r in rows if r["key"] == "fuel_co2"}
    assert of == {"bituminous_coal", "petroleum_coke", "diesel"}


def test_incomplete_figures_have_no_number():
    rows = [r for r in figures(good("report", REAL, "--format", "csv")) if r["status"] == "incomplete"]
    assert rows
    assert all(r["value"] == "" and r["display"] == "" and r["grade"] == "" for r in rows)


def test_csv_and_json_tell_the_same_figures():
    results = json.loads(good("report", PLANT, "--format", "json"))["results"]
    rows = figures(good("report", PLANT, "--format", "csv"))
    assert len(rows) == len(results)
    for row, result in zip(rows, results):
        for column in COLUMNS:
            assert row[column] == str(result.get(column, "")), (row, result)


def test_csv_quotes_and_guards_ids():
    ledger = {"schema": "cement-ledger/1", "facility": {"id": "F"},
              "lines": [{"id": "=1+1", "clinker_type": "portland"}, {"id": 'a,"b"', "clinker_type": "portland"}],
              "observations": [{"line": name, "period": "2025-01", "item": "clinker_output", "value": 1, "unit": "t"}
                               for name in ("=1+1", 'a,"b"')]}
    done = cement("report", "-", "--format", "csv", stdin=json.dumps(ledger).encode())
    assert done.returncode == DONE, done.stderr
    assert {r["line"] for r in figures(done.stdout.decode())} - {""} == {"'=1+1", 'a,"b"'}


def test_text_is_the_default_and_says_the_grade_in_words():
    text = good("report", PLANT)
    assert text == good("report", PLANT, "--format", "text")
    for words in ("Line L1", "Line L2", "Whole plant", "level 2 (access", "Findings", GB, CETS):
        assert words in text, words
    assert "Missing" not in text


def test_text_says_what_is_missing_and_folds_months():
    text = good("report", REAL)
    assert "incomplete" in text
    assert "[electricity_consumption], 2023-04..2024-02" in text


def test_chinese():
    text = good("report", PLANT, "--lang", "zh")
    for words in ("生产线 L1", "全厂", "2级（准入值）", "发现"):
        assert words in text, words
    assert "Findings" not in text


def width(line):
    wide = lambda c: 0x2E80 <= ord(c) <= 0x303E or 0x3041 <= ord(c) <= 0xA4CF or 0xFF00 <= ord(c) <= 0xFF60
    return sum(2 if wide(c) else 1 for c in line)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("ledger", [PLANT, REAL])
def test_text_is_no_wider_than_120_columns(ledger, language):
    for line in good("report", ledger, "--lang", language).splitlines():
        assert width(line) <= 120, line
        assert line == line.rstrip(), repr(line)


def test_markdown_tables_are_whole():
    for language in ("en", "zh"):
        columns = None
        for line in good("report", REAL, "--format", "markdown", "--lang", language).splitlines():
            if not line.startswith("|"):
                columns = None
                continue
            count = line.replace("\\|", "").count("|")
            assert columns in (None, count), line
            columns = count


def test_period():
    rows = figures(good("report", PLANT, "--format", "csv", "--period", "2025-03"))
    assert {r["period"] for r in rows} == {"2025-03"}
    rows = figures(good("report", PLANT, "--format", "csv", "--period", "2025"))
    assert {r["period"] for r in rows} == {"2025"} | {f"2025-{m:02}" for m in range(1, 13)}
    rows = figures(good("report", REAL, "--format", "csv", "--period", "2023-12..2024-02"))
    assert {r["period"] for r in rows} == {"2023-12", "2024-01", "2024-02", "2024"}


def test_default_editions_are_a_literal_set():
    named = good("report", PLANT, "--format", "json", "--edition", GB, "--edition", CETS, "--edition", "substitution@1")
    assert named == good("report", PLANT, "--format", "json")


def test_options_may_stand_anywhere_and_take_either_form():
    expected = good("report", PLANT, "--format", "csv", "--period", "2025-01")
    assert good("report", "--format", "csv", PLANT, "--period=2025-01") == expected
    assert good("report", "--format=csv", "--period=2025-01", "--", PLANT) == expected


def test_an_option_of_an_edition_moves_the_figure():
    option = f"{GB}:waste_heat_power_coefficient=0.404"
    arguments = ["report", PLANT, "--format", "csv", "--edition", GB]
    assert good(*arguments) != good(*arguments, "--option", option)
    assert "0.404" in good("report", PLANT, "--option", option)


def test_standard_input_and_file_give_the_same():
    assert good("report", "-", "--format", "csv", stdin=pathlib.Path(PLANT).read_bytes()) == good(
        "report", PLANT, "--format", "csv")


def test_several_ledgers_are_one_plant(tmp_path):
    whole = json.loads(pathlib.Path(PLANT).read_text("utf-8"))
    observations = whole["observations"]
    first, second = dict(whole), {"schema": whole["schema"], "observations": observations[1::2]}
    first["observations"] = observations[0::2]
    (tmp_path / "1.json").write_text(json.dumps(first), "utf-8")
    (tmp_path / "2.json").write_text(json.dumps(second), "utf-8")
    assert good("report", tmp_path / "1.json", tmp_path / "2.json", "--format", "csv") == good(
        "report", PLANT, "--format", "csv")


def test_strict_is_accepted():
    assert good("report", "--strict", PLANT) == good("report", PLANT)


def test_no_locale_no_environment():
    plain = good("report", PLANT, env={})
    assert plain == good("report", PLANT, env={"LC_ALL": "de_DE.UTF-8", "LANG": "zh_CN.UTF-8", "COLUMNS": "40"})


# ---- -o and standard output ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown"])
def test_file_and_standard_output_are_equal(tmp_path, form):
    target = tmp_path / "report"
    assert good("report", PLANT, "--format", form, "-o", target) == ""
    assert target.read_bytes().decode() == good("report", PLANT, "--format", form)
    assert os.listdir(tmp_path) == ["report"]


def test_an_older_file_keeps_its_mode_and_a_link_stays_one(tmp_path):
    target, link = tmp_path / "report", tmp_path / "link"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    good("report", PLANT, "-o", link)
    assert link.is_symlink() and target.stat().st_mode & 0o777 == 0o640
    assert target.read_text("utf-8").startswith("Cement plant report")


def test_nothing_is_touched_when_the_input_is_refused(tmp_path):
    target = tmp_path / "report"
    target.write_text("old")
    one_message(cement("report", "-", "-o", target, stdin=b"{"), REFUSED)
    assert target.read_text() == "old"
    one_message(cement("report", "-", "-o", tmp_path / "new", stdin=b"{"), REFUSED)
    assert os.listdir(tmp_path) == ["report"]


def test_a_directory_that_is_not_there(tmp_path):
    one_message(cement("report", PLANT, "-o", tmp_path / "no" / "report"), SYSTEM)
    one_message(cement("report", PLANT, "-o", tmp_path), SYSTEM)
    assert os.listdir(tmp_path) == []


needs_full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")


@needs_full
@pytest.mark.parametrize("arguments", [["report", PLANT], ["report", PLANT, "--format", "json"], ["check", PLANT],
                                       ["editions"], ["--help"], ["--version"]])
def test_a_full_disk(arguments):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([CEMENT, *arguments], stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == SYSTEM and done.stderr.count(b"\n") == 1


@needs_full
def test_a_device_as_file_is_written_to_and_stays():
    one_message(cement("report", PLANT, "-o", "/dev/full"), SYSTEM)
    assert not os.path.isfile("/dev/full")
    assert good("report", PLANT, "-o", "/dev/null") == "" and not os.path.isfile("/dev/null")


def test_closed_standard_output():
    done = subprocess.run(["sh", "-c", '"$0" report "$1" >&-', CEMENT, PLANT], stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == SYSTEM and done.stderr.startswith(b"cement: ")


def test_a_reader_that_went_away():
    read, write = os.pipe()
    os.close(read)
    restore = lambda: signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    done = subprocess.run([CEMENT, "report", PLANT], stdout=write, stderr=subprocess.PIPE, timeout=60, preexec_fn=restore)
    os.close(write)
    assert done.returncode == SYSTEM and done.stderr.count(b"\n") == 1


# ---- --require-complete -------------------------------------------------------------------------------------------


def test_require_complete(tmp_path):
    assert good("report", PLANT, "--require-complete")
    done = cement("report", REAL, "--require-complete", "--format", "csv")
    assert done.returncode == DIFFERS and b"incomplete" in done.stderr
    assert done.stdout.decode() == good("report", REAL, "--format", "csv")
    target = tmp_path / "report"
    assert cement("report", REAL, "--require-complete", "-o", target).returncode == DIFFERS
    assert target.exists()


def test_require_complete_looks_at_what_is_shown(tmp_path):
    plant = json.loads(pathlib.Path(PLANT).read_text("utf-8"))
    plant["observations"] = [o for o in plant["observations"]
                             if not (o["item"] == "electricity_consumption" and o["period"] == "2025-04")]
    path = tmp_path / "gap.json"
    path.write_text(json.dumps(plant), "utf-8")
    run = lambda period: cement("report", path, "--require-complete", "--period", period).returncode
    assert run("2025-03") == DONE
    assert run("2025-05..2025-12") == DONE  # the year is not shown, since a month lies outside
    assert run("2025-04") == DIFFERS
    assert run("2025") == DIFFERS


# ---- wrong usage --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [
    ["nope"], ["report"], ["explain", PLANT], ["check"], ["report", PLANT, "--nope"], ["report", PLANT, "--edition"],
    ["report", PLANT, "--edition", "cn.gb-16780@1999"], ["report", PLANT, "--edition", GB, "--edition", GB],
    ["report", PLANT, "--format", "pdf"], ["report", PLANT, "--lang", "de"], ["report", PLANT, "--period", "2025-13"],
    ["report", PLANT, "--period", "2025-05..2025-01"], ["report", PLANT, "--period", ""],
    ["report", PLANT, "--period", "2025-1"], ["report", PLANT, "--option", "x"],
    ["report", PLANT, "--option", "cn.gb-16780@2012:a=b"], ["report", PLANT, "--option", f"{GB}:nope=1"],
    ["report", PLANT, "--option", f"{GB}:waste_heat_power_coefficient=7"], ["map", PLANT, "--strict"],
    ["report", PLANT, "--strict=yes"], ["report", PLANT, "--format", "csv", "--format", "json"],
    ["report", "-", "-"], ["check", PLANT, PLANT, "--ledger", PLANT], ["editions", "nope@1"], ["editions", GB, CETS],
    ["editions", "--format", "csv"], ["explain", PLANT, "--key", "nope"], ["explain", PLANT, "--key", "fuel_co2"],
    ["explain", PLANT, "--key", "fuel_co2", "--line", "L1"], ["map"], ["ledger"], ["templates"], ["help", "nope"],
    ["explain", PLANT, "--key", "clinker_energy_intensity"],
    ["explain", PLANT, "--key", "clinker_energy_intensity", "--line", "L9"],
    ["explain", PLANT, "--key", "cement_energy_intensity", "--period", "2024"],
    ["explain", PLANT, "--key", "fuel_co2", "--line", "L1", "--of", "peat"],
    ["check", PLANT, "--format", "json"], ["editions", "--edition", GB]])
def test_wrong_usage(arguments):
    one_message(cement(*arguments), USAGE)


def test_no_arguments_show_the_help_as_an_error():
    done = cement()
    assert done.returncode == USAGE and done.stdout == b"" and b"cement report" in done.stderr


# ---- what cannot be read ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["report", "{0}/none"], ["report", "{0}"], ["check", "{0}/none"],
                                       ["check", "{0}/none", "--ledger", PLANT], ["report", PLANT, "--load", "{0}/none"],
                                       ["check", PLANT, "--ledger", "{0}/none"], ["explain", "{0}/none", "--key", "a"]])
def test_unreadable(tmp_path, arguments):
    one_message(cement(*[a.format(tmp_path) for a in arguments]), SYSTEM)


# ---- bad input ----------------------------------------------------------------------------------------------------


def ledger(*observations, **more):
    base = {"schema": "cement-ledger/1", "facility": {"id": "F"}, "lines": [{"id": "L1", "clinker_type": "portland"}]}
    return json.dumps({**base, **more, "observations": list(observations)}).encode()


def observed(**fields):
    return {"line": "L1", "period": "2025-01", "item": "clinker_output", "value": 1, "unit": "t", **fields}


def with_value(text):
    return ledger(observed(value=12345)).replace(b"12345", text)


HEADER = b"line,period,item,of,value,unit\n,,facility.id,,F,\nL1,,line.clinker_type,,portland,\n"
ROW = b"L1,2025-01,clinker_output,,1,t\n"

BAD = {
    "empty": b"",
    "blank": b" \n\t\n",
    "1e400": with_value(b"1e400"),
    "leading zero": with_value(b"01"),
    "NaN": with_value(b"NaN"),
    "Infinity": with_value(b"Infinity"),
    "hexadecimal": with_value(b"0x10"),
    "plus": with_value(b"+1"),
    "a word as value": with_value(b'"many"'),
    "35 digits": with_value(b"1234567890123456789012345678901234.5"),
    "duplicate key": b'{"schema": "cement-ledger/1", "schema": "cement-ledger/1"}',
    "unknown key": ledger(observed(colour="red")),
    "unknown key above": ledger(observed(), colour="red"),
    "another schema": ledger(observed()).replace(b"ledger/1", b"ledger/9"),
    "invalid UTF-8": ledger(observed(note="X")).replace(b"X", b"\xff"),
    "overlong UTF-8": ledger(observed(note="X")).replace(b"X", b"\xc0\x80"),
    "surrogate": ledger(observed(note="X")).replace(b"X", b"\\ud800"),
    "NUL": ledger(observed(note="X")).replace(b"X", b"\\u0000"),
    "raw NUL": ledger(observed(note="X")).replace(b"X", b"\0"),
    "unknown item": ledger(observed(item="clinker_smell")),
    "unknown fuel": ledger(observed(item="fuel_consumption", of="peat")),
    "unknown unit": ledger(observed(unit="bushel")),
    "unknown line": ledger(observed(line="L9")),
    "wrong dimension": ledger(observed(item="electricity_consumption", of="clinker", unit="t")),
    "missing unit": ledger({k: v for k, v in observed().items() if k != "unit"}),
    "empty unit": ledger(observed(unit="")),
    "negative mass": ledger(observed(value=-1)),
    "13th month": ledger(observed(period="2025-13")),
    "month 0": ledger(observed(period="2025-00")),
    "the same twice": ledger(observed(), observed(value=2)),
    "comment": b"/* a */ " + ledger(observed()),
    "comma at the end": ledger(observed()).replace(b"}]", b"},]"),
    "bytes behind": ledger(observed()) + b"x",
    "override without reason": ledger(observed(), overrides=[{"edition": GB, "key": "Q_BM", "value": "29300",
                                                             "unit": "kJ/kgce"}]),
    "override of nothing": ledger(observed(), overrides=[{"edition": GB, "key": "nope", "value": "1", "unit": "1",
                                                         "reason": "test"}]),
    "CSV: too few cells": HEADER + b"L1,2025-01,clinker_output,,1\n",
    "CSV: too many cells": HEADER + b"L1,2025-01,clinker_output,,1,t,,,,,,\n",
    "CSV: unclosed quote": HEADER + b'L1,2025-01,"clinker_output,,1,t\n',
    "CSV: wrong header": b"line,month,item,of,value,unit\n" + ROW,
    "CSV: column twice": b"line,period,item,of,value,unit,unit\n",
    "CSV: header only of five": b"line,period,item,of,value\n",
    "CSV: unknown item": HEADER + ROW.replace(b"clinker_output", b"clinker_smell"),
    "CSV: 13th month": HEADER + ROW.replace(b"2025-01", b"2025-13"),
    "CSV: invalid UTF-8": HEADER + ROW.replace(b"L1", b"\xff"),
    "CSV: missing unit": HEADER + b"L1,2025-01,clinker_output,,1,\n",
    "CSV: the same twice": HEADER + ROW + ROW,
    "CSV: 1e400": HEADER + ROW.replace(b",1,", b",1e400,"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input(tmp_path, name):
    path, target = tmp_path / "bad", tmp_path / "report"
    path.write_bytes(BAD[name])
    message = one_message(cement("report", path, "-o", target), REFUSED)
    place = message[len("cement: "):].removeprefix(f"{path}:").split(":")
    assert place[0].isdigit() and place[1].isdigit(), message
    assert not target.exists() and os.listdir(tmp_path) == ["bad"]
    one_message(cement("check", path), REFUSED)
    one_message(cement("explain", path, "--key", "clinker_energy_intensity"), REFUSED)


def test_the_good_ledger_that_the_bad_ones_are_made_of():
    good("report", "-", stdin=ledger(observed()))
    good("report", "-", stdin=HEADER + ROW)


def test_truncated_at_any_byte():
    whole = ledger(observed(note="é"), fuels=[{"id": "x", "origin": "alternative", "state": "solid"}])
    for size in range(len(whole)):
        one_message(cement("report", "-", stdin=whole[:size]), REFUSED)


def test_the_place_is_told():
    text = b'{\n  "schema": "cement-ledger/1",\n  "colour": 1\n}\n'
    assert "standard input:3:" in one_message(cement("report", "-", stdin=text), REFUSED)


def test_refusal_names_the_second_document(tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_bytes(HEADER.split(b"\n")[0] + b"\nL1,2025-01,clinker_smell,,1,t\n")
    assert "bad.csv:2:" in one_message(cement("report", PLANT, bad), REFUSED)


def bounded():
    resource.setrlimit(resource.RLIMIT_STACK, (1 << 20, 1 << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@pytest.mark.parametrize("text", [b"[" * 100000, b'{"schema":' + b"[" * 100000 + b"]" * 100000 + b"}",
                                  b'{"a":' * 100000, b'{"schema": "' + b"x" * (60 << 20) + b'"}',
                                  b'"' + b"x" * (60 << 20)],
                         ids=["brackets", "closed brackets", "objects", "60 MB string", "60 MB cell"])
def test_a_limit_error_in_constant_stack_and_bounded_memory(tmp_path, text):
    path = tmp_path / "big"
    path.write_bytes(text)
    program = subprocess.Popen([CEMENT, "report", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               preexec_fn=bounded)
    out, err = program.communicate(timeout=60)
    assert program.returncode == REFUSED and out == b"" and err.count(b"\n") == 1, err
    assert len(err) < 1000
    # the whole document and a small multiple of it at most; this is of all children so far
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 600 * 1024


def test_zero_output_is_incomplete_never_infinite():
    text = good("report", "-", "--format", "csv", stdin=ledger(
        observed(value=0), observed(item="electricity_consumption", of="clinker", value=5, unit="kWh")))
    rows = [r for r in figures(text) if r["key"] == "clinker_electricity_intensity"]
    assert rows and all(r["status"] == "incomplete" and r["value"] == "" for r in rows)
    assert "given as zero" in good("report", "-", stdin=ledger(
        observed(value=0), observed(item="electricity_consumption", of="clinker", value=5, unit="kWh")))


@pytest.mark.parametrize("figure, zero", [("cement_energy_intensity", "cement_output"),
                                          ("cement_preparation_electricity_intensity", "cement_output"),
                                          ("thermal_substitution_rate", "fuel_ncv"),
                                          ("mass_substitution_rate", "fuel_consumption")])
def test_a_figure_over_zero_names_what_is_zero(figure, zero):
    """No cement, no calorific value, no fuel by mass: each given, each as zero."""
    given = ledger(
        observed(value=1000), observed(item="fuel_consumption", of="bituminous_coal", value=0),
        observed(item="fuel_ncv", of="bituminous_coal", value=0, unit="GJ/t"),
        {"period": "2025-01", "item": "cement_output", "value": 0, "unit": "t"},
        {"period": "2025-01", "item": "electricity_consumption", "of": "packing", "value": 5, "unit": "kWh"},
        observed(item="electricity_consumption", of="clinker", value=5, unit="kWh"))
    results = [r for r in json.loads(good("report", "-", "--format", "json", stdin=given))["results"]
               if r["key"] == figure]
    assert {r["period"] for r in results} == {"2025-01", "2025"}
    for result in results:
        assert result["status"] == "incomplete" and "value" not in result and "display" not in result
        assert zero in {m["item"] for m in result["missing"]}


def test_an_edition_file_that_is_refused(tmp_path):
    path = tmp_path / "edition.json"
    path.write_text("{}")
    assert "edition.json:1:" in one_message(cement("report", PLANT, "--load", path), REFUSED)
    taken = ROOT / "data" / "standards" / "libcement" / "substitution" / "1.json"
    one_message(cement("editions", "--load", taken), REFUSED)


def test_an_edition_file_is_used(tmp_path):
    source = ROOT / "data" / "standards" / "libcement" / "substitution" / "1.json"
    edition = json.loads(source.read_text("utf-8"))
    edition["id"] = "substitution@2"
    path = tmp_path / "2.json"
    path.write_text(json.dumps(edition, ensure_ascii=False), "utf-8")
    text = good("report", PLANT, "--load", path, "--edition", "substitution@2", "--format", "csv")
    assert text.replace("substitution@2", "substitution@1") == good(
        "report", PLANT, "--edition", "substitution@1", "--format", "csv")
    assert "substitution@2" in good("editions", "--load", path)


# ---- the plant's text is data -------------------------------------------------------------------------------------


def test_control_characters_do_not_reach_the_terminal():
    text = good("report", "-", stdin=ledger(
        observed(), facility={"id": "F", "name": "a\u001b[31mb\u009bc|d<e>"}))
    assert "\x1b" not in text and "\x9b" not in text
    text = good("report", "-", "--format", "markdown", stdin=ledger(
        observed(), facility={"id": "F", "name": "c|d<e>"}))
    assert "c\\|d&lt;e" in text


# ---- explain ------------------------------------------------------------------------------------------------------


def test_explain():
    text = good("explain", PLANT, "--key", "clinker_energy_intensity", "--line", "L1", "--period", "2025")
    assert text
    # the last year, and the first of the default editions that has the figure
    assert text == good("explain", PLANT, "--key", "clinker_energy_intensity", "--line", "L1")
    assert text == good("explain", "--line=L1", "--edition", GB, PLANT, "--key=clinker_energy_intensity")


def test_explain_finds_the_only_line_and_the_whole_plant():
    key = ["--key", "clinker_coal_intensity", "--period", "2023-05"]
    assert good("explain", REAL, *key) == good("explain", REAL, *key, "--line", "MTP")
    assert good("explain", PLANT, "--key", "cement_energy_intensity")


def test_explain_lists_what_there_is():
    text = one_message(cement("explain", PLANT, "--key", "clinker_energy_intensity"), USAGE)
    assert "L1, L2" in text
    text = one_message(cement("explain", PLANT, "--key", "fuel_co2", "--line", "L1"), USAGE)
    assert "bituminous_coal, diesel" in text
    text = one_message(cement("explain", PLANT, "--key", "cement_energy_intensity", "--period", "2024"), USAGE)
    assert "2025-12, 2025" in text
    text = one_message(cement("explain", PLANT, "--key", "nope"), USAGE)
    assert "clinker_energy_intensity" in text


# ---- check --------------------------------------------------------------------------------------------------------


def test_check_a_ledger():
    text = good("check", PLANT)
    assert text.startswith("OK: 2 lines, 12 months (2025-01..2025-12), 565 observations\n")
    assert good("check", REAL).startswith("OK: 1 line, 11 months (2023-04..2024-02), 55 observations\n")


@pytest.mark.parametrize("arguments", [[], ["--lang", "zh"], ["--period", "2025-03"], ["--edition", GB],
                                       ["--option", f"{GB}:waste_heat_power_coefficient=0.404"]])
def test_check_a_report(tmp_path, arguments):
    path = tmp_path / "report.json"
    good("report", PLANT, "--format", "json", "-o", path, *arguments)
    assert good("check", path, "--ledger", PLANT).startswith("OK: ")


def test_check_tells_the_first_difference(tmp_path):
    path = tmp_path / "report.json"
    report = json.loads(good("report", PLANT, "--format", "json"))
    report["results"][3]["value"] = "1.5"
    path.write_text(json.dumps(report), "utf-8")
    done = cement("check", path, "--ledger", PLANT)
    assert done.returncode == DIFFERS and done.stderr == b""
    text = done.stdout.decode()
    assert "results[3].value" in text and "1.5" in text
    assert cement("check", path, "--ledger", REAL).returncode == DIFFERS


def test_check_ignores_the_version_of_the_library(tmp_path):
    path = tmp_path / "report.json"
    text = good("report", PLANT, "--format", "json")
    version = json.loads(text)["library"]["version"]
    assert text.count(f'"{version}"') == 1
    path.write_text(text.replace(f'"{version}"', '"0.0.1"'), "utf-8")
    good("check", path, "--ledger", PLANT)


@pytest.mark.parametrize("text", [b"", b"{}", b"[", b'{"schema": "cement-report/1"}', b"\xff"])
def test_a_report_that_does_not_read(tmp_path, text):
    path = tmp_path / "report.json"
    path.write_bytes(text)
    one_message(cement("check", path, "--ledger", PLANT), REFUSED)


# ---- editions, help, version --------------------------------------------------------------------------------------


def test_editions():
    text = good("editions")
    for edition in (GB, CETS, "substitution@1"):
        assert edition in text
        assert good("editions", edition)
        assert good("editions", edition, "--format", "markdown", "--lang", "zh")
    assert "水泥" in good("editions", "--lang", "zh")


OPTIONS = {
    "report": ["--edition", "--load", "--option", "--period", "--format", "--lang", "--strict", "--require-complete",
               "--map", "-o", "--help"],
    "explain": ["--key", "--edition", "--line", "--period", "--of", "--option", "--load", "--lang", "-o", "--help"],
    "check": ["--ledger", "--load", "--strict", "--help"],
    "template": ["--lines", "--year", "--lang", "-o", "--help"],
    "quality": ["--cells", "--map", "--strict", "--load", "--format", "--lang", "-o", "--help"],
    "editions": ["--load", "--format", "--lang", "-o", "--help"],
}


@pytest.mark.parametrize("command", OPTIONS)
def test_help_mentions_each_option_and_teaches_by_example(command):
    text = good(command, "--help")
    assert text == good(command, "-h") == good("help", command)
    for option in OPTIONS[command]:
        assert option in text, option
    assert f"\n  cement {command} " in text
    assert all(len(line) <= 100 for line in text.splitlines())
    manual = (ROOT / "docs" / "man" / "cement.1").read_text("utf-8")
    for option in OPTIONS[command]:
        assert f"Fl {option[1:]}" in manual, option


def test_help_of_the_command():
    text = good("--help")
    assert text == good("help") == good("-h")
    for command in OPTIONS:
        assert f"cement {command}" in text


def test_version():
    assert good("--version").startswith("cement (libcement) 0.")
