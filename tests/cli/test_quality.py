"""cement quality: what a small plant's data are, by hand arithmetic that stands beside the numbers."""

import csv
import json
import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CEMENT = os.environ.get("CEMENT_BIN", str(ROOT / "build" / "bin" / "cement"))
sys.path.insert(0, str(ROOT / "tests" / "docs"))
from schemas import validator  # noqa: E402

FILES = ROOT / "tests" / "data" / "plant" / "files"


def cement(*arguments, cwd=FILES):
    return subprocess.run([CEMENT, *map(str, arguments)], capture_output=True, timeout=120, cwd=cwd)


def good(*arguments, cwd=FILES):
    done = cement(*arguments, cwd=cwd)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    return done.stdout.decode()


def observed(item, values, unit="t", line="L1", **more):
    """One observation a month from January on; None: none. A value may come with its method."""
    out = []
    for number, value in enumerate(values):
        value, method = value if isinstance(value, tuple) else (value, None)
        if value is None:
            continue
        o = {"period": f"2025-{number + 1:02}", "item": item, "value": str(value), "unit": unit, **more}
        if line:
            o["line"] = line
        if method:
            o["method"] = method
        out.append(o)
    return out


def quality(folder, *series, name="ledger.json"):
    ledger = {"schema": "cement-ledger/1", "facility": {"id": "F"}, "lines": [{"id": "L1"}, {"id": "L2"}], "observations": sum(series, [])}
    (folder / name).write_text(json.dumps(ledger))
    report = json.loads(good("quality", name, "--format", "json", cwd=folder))
    assert [fault.message for fault in validator("quality.schema.json").iter_errors(report)] == []
    return report


def test_coverage(tmp_path):
    report = quality(tmp_path,
                     observed("clinker_output", [(1, "measured"), (2, "default"), (3, "calculated"), (4, "estimated"), 5, (0, "measured"), None]),
                     observed("cement_output", [None, None, None, None, None, None, 7], line=None))
    months = {row["item"]: list(row["months"].values()) for row in report["coverage"]}
    assert months == {"clinker_output": ["measured", "default", "calculated", "estimated", "given", "zero", "absent"],
                      "cement_output": ["absent"] * 6 + ["given"]}
    text = good("quality", "ledger.json", cwd=tmp_path)
    row = next(line.split() for line in text.splitlines() if line.split()[:2] == ["clinker", "output"])
    assert row[2:] == ["M", "D", "C", "E", "x", "0", "–"]
    row = next(line.split() for line in good("quality", "ledger.json", "--lang", "zh", cwd=tmp_path).splitlines() if line.split()[:1] == ["熟料产量"])
    assert row[1:] == ["测", "缺", "算", "估", "有", "0", "–"]


def test_shares(tmp_path):
    """Heat: January 100 t × 20 GJ/t = 2000, measured; February 50 t × 20 (default) = 1000; March 60 t × 25 with the mass estimated
    = 1500; April without NCV; diesel by heat 500. Together 5000: 20 % by default, 30 % by estimates. 8 values, one of each kind:
    12.50 %."""
    report = quality(tmp_path,
                     observed("fuel_consumption", [(100, "measured"), 50, (60, "estimated"), 70], of="bituminous_coal"),
                     observed("fuel_ncv", [20, (20, "default"), 25], "GJ/t", of="bituminous_coal"),
                     observed("fuel_heat", [500], "GJ", of="diesel"))
    [row] = report["shares"]
    assert row == {"values": 8, "line": "L1", "given": 5, "measured": 1, "default": 1, "calculated": 0, "estimated": 1,
                   "default_share": "12.50", "estimated_share": "12.50", "heat": "5000", "heat_by_default": "1000", "heat_by_estimate": "1500",
                   "heat_default_share": "20.00", "heat_estimated_share": "30.00", "fuels": 5, "fuels_without_heat": 1}


def test_heat_value_of_its_own_use_goes_first(tmp_path):
    """Ignition: 10 t × 43 = 430, though 42 is given for all uses; kiln 10 t × 42 = 420."""
    report = quality(tmp_path,
                     observed("fuel_consumption", [10], of="diesel"), observed("fuel_consumption", [10], of="diesel", use="ignition"),
                     observed("fuel_ncv", [42], "GJ/t", of="diesel"), observed("fuel_ncv", [43], "GJ/t", of="diesel", use="ignition"))
    assert report["shares"][0]["heat"] == "850"


@pytest.mark.parametrize("values, out", [
    # mean 66 / 6 = 11, mean moving range 6 / 5 = 1.2, 2.66 × 1.2 = 3.192
    ([10, 10, 10, 10, 10, 16], [{"period": "2025-06", "value": "16", "mean": "11", "low": "7.8", "high": "14.2", "months": 6}]),
    ([10, 10, 10, 10, 16], []),  # too few
    # mean 750 / 6 = 125, mean moving range 750 / 5 = 150, 2.66 × 150 = 399: the last value is the limit 524 itself
    ([0, 113, 113, 0, 0, 524], []),
    # one more: mean 751 / 6 = 125.166…, ranges 751 / 5 = 150.2, 2.66 × 150.2 = 399.532, limit 524.698…
    ([0, 113, 113, 0, 0, 525], [{"period": "2025-06", "value": "525", "mean": "125.2", "low": "-274.4", "high": "524.7", "months": 6}]),
    # a month that is absent is passed over: the ranges are those of neighbours that are there
    ([10, 10, None, 10, 10, 10, 16], [{"period": "2025-07", "value": "16", "mean": "11", "low": "7.8", "high": "14.2", "months": 6}]),
    ([5, 5, 5, 5, 5, 5], []),  # no range: nothing is outside
])
def test_outliers(tmp_path, values, out):
    report = quality(tmp_path, observed("clinker_output", values), observed("recovered_heat", [1] * 7, "GJ"))
    assert report["outliers"] == [{"item": "clinker_output", "line": "L1", "unit": "t", **row} for row in out]


def test_moving_range_says_what_it_stands_on(tmp_path):
    """3 / 1.128 = 2.6595…, so 2.66; no source of it has been read."""
    told = quality(tmp_path, observed("clinker_output", [1]))["moving_range"]
    assert (told["factor"], told["months"], told["confidence"]) == ("2.66", 6, "unverified") and "d2 = 1.128" in told["cite"]


def test_raw_meal_per_clinker(tmp_path):
    """1.6 five times and 2.2: mean 10.2 / 6 = 1.7, mean range 0.6 / 5 = 0.12, 2.66 × 0.12 = 0.3192: 1.3808 to 2.0192. A month without
    output has no ratio. L2 has two months: no limits, mean (1.5 + 1.6) / 2."""
    report = quality(tmp_path,
                     observed("clinker_output", [100, 100, 100, 0, 100, 100, 100]), observed("raw_meal_consumption", [160, 160, 160, 5, 160, 160, 220]),
                     observed("clinker_output", [100, 100], line="L2"), observed("raw_meal_consumption", [150, 160], line="L2"))
    assert report["ratios"] == [
        {"key": "raw_meal_per_clinker", "line": "L1", "months": 6, "mean": "1.7000", "low": "1.3808", "high": "2.0192", "unit": "t/t"},
        {"key": "raw_meal_per_clinker", "line": "L2", "months": 2, "mean": "1.5500", "unit": "t/t"}]
    assert [row for row in report["outliers"] if "key" in row] == [
        {"key": "raw_meal_per_clinker", "line": "L1", "period": "2025-07", "value": "2.2", "unit": "t/t", "mean": "1.7", "low": "1.3808", "high": "2.0192",
         "months": 6}]


def test_clinker_in_cement(tmp_path):
    """As far as the ratio has digits: 75.4 % is 75 in whole percents, 75.35 % is 75.4 with one decimal; 76 is not 75."""
    report = quality(tmp_path,
                     observed("clinker_consumed", [75, 754, "753.5", 76], line=None),
                     observed("cement_output", [100, 1000, 1000, 100, 100], line=None),
                     observed("clinker_ratio", [75, 75, "75.4", 75, 80], "%", line=None))
    found = [(row["period"], row["status"], row.get("value"), row["expected"]) for row in report["balances"]]
    assert found == [("2025-01", "agrees", "75", "75"), ("2025-02", "agrees", "75", "75"), ("2025-03", "agrees", "75.4", "75.4"),
                     ("2025-04", "differs", "76", "75"), ("2025-05", "unknown", None, "80")]


def test_heat_per_clinker(tmp_path):
    """130 t × 25 GJ/t = 3250 GJ over 1000 t = 3250 MJ/t; 400 GJ over 1000 t = 400 MJ/t, below the 2500 of items.json; ignition does not
    count; a fuel without heat value: not known; a kiln that stood: nothing to say."""
    report = quality(tmp_path,
                     observed("clinker_output", [1000, 1000, 1000, 0]),
                     observed("fuel_consumption", [130, 16, 130, 1], of="bituminous_coal"), observed("fuel_ncv", [25, 25], "GJ/t", of="bituminous_coal"),
                     observed("fuel_heat", [999], "GJ", of="diesel", use="ignition"))
    found = [(row["period"], row["status"], row.get("value"), row["expected"], row["unit"]) for row in report["balances"]]
    assert found == [("2025-01", "agrees", "3250.0", "2500..8000", "MJ/t"), ("2025-02", "outside", "400.0", "2500..8000", "MJ/t"),
                     ("2025-03", "unknown", None, "2500..8000", "MJ/t")]


def test_reading_is_counted():
    report = json.loads(good("quality", "spellings.csv", "--format", "json"))
    assert [fault.message for fault in validator("quality.schema.json").iter_errors(report)] == []
    cells = {row["code"]: row.get("cells") for row in report["reading"]}
    wanted = (FILES / "spellings.findings").read_text().split()
    assert sorted(cells) == sorted(set(wanted))
    assert cells["plant-thousands"] == 2 and cells["plant-full-width"] == 2 and cells["plant-plus"] == 1


HEADER = ["file", "line", "column", "cell", "heading", "kind", "read", "repairs", "outcome", "item", "of", "use", "of_line", "period"]


def cells_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == HEADER
    return rows[1:]


def test_cells(tmp_path):
    """The second file's line is the third; its dash and its heading with a comma and quotes are quoted, and the dash, by which a
    spreadsheet would begin a formula, has an apostrophe. 日期 and 2025-01-02 are 11 bytes with their comma."""
    (tmp_path / "one.csv").write_text("日期,熟料产量(t)\n2025-01-01,\"3,500\"\n")
    (tmp_path / "two.csv").write_text("日期,生产线,\"烟煤消耗量（a, \"\"b\"\"）(t)\",柴油消耗量(t)\n2025-01-01,1#,480,+1\n2025-01-02,1#,-,2\n")
    report = good("quality", "one.csv", "two.csv", "--cells", "cells.csv", "--format", "json", cwd=tmp_path)
    assert cells_of(tmp_path / "cells.csv") == [
        ["one.csv", "2", "12", "2", "熟料产量(t)", "repaired", "3,500", "thousands", "taken", "clinker_output", "", "", "", "2025-01"],
        ["two.csv", "2", "19", "4", "柴油消耗量(t)", "repaired", "'+1", "plus", "taken", "fuel_consumption", "diesel", "", "L1", "2025-01"],
        ["two.csv", "3", "15", "3", '烟煤消耗量（a, "b"）(t)', "missing", "'-", "", "gap", "fuel_consumption", "bituminous_coal", "", "L1", "2025-01"]]
    assert json.loads(report)["reading"]
    assert good("quality", "one.csv", "two.csv", "--cells=-", "-o", "report.txt", cwd=tmp_path) == (tmp_path / "cells.csv").read_text()


def test_cells_of_a_ledger_are_none(tmp_path):
    quality(tmp_path, observed("clinker_output", [1]))
    good("quality", "ledger.json", "--cells", "cells.csv", cwd=tmp_path)
    assert cells_of(tmp_path / "cells.csv") == []


def test_cells_of_a_refused_file(tmp_path):
    """The list is written, up to the refusal; the report is not."""
    (tmp_path / "day.csv").write_text("日期,熟料产量(t),烟煤消耗量(t)\n2025-01-01,,480\n2025-01-02,3500,85吨\n")
    done = cement("quality", "day.csv", "--cells", "cells.csv", "-o", "report.txt", cwd=tmp_path)
    assert done.returncode == 3 and "day.csv:3:17" in done.stderr.decode()
    assert [(row[1], row[5], row[6], row[8]) for row in cells_of(tmp_path / "cells.csv")] == [("2", "blank", "", "gap"), ("3", "refused", "85吨", "ended")]
    assert not (tmp_path / "report.txt").exists()


def test_cells_that_cannot_be_written(tmp_path):
    (tmp_path / "day.csv").write_text("日期,熟料产量(t)\n2025-01-01,５\n")
    done = cement("quality", "day.csv", "--cells", "no/where.csv", cwd=tmp_path)
    assert done.returncode == 4 and "no/where.csv" in done.stderr.decode() and done.stdout == b""


def test_stock_is_told_as_not_checked(tmp_path):
    report = quality(tmp_path, observed("clinker_output", [1]))
    assert [(row["key"], row.get("of")) for row in report["not_checked"]] == [("clinker_stock", None), ("fuel_stock", None)]
    assert report["stocks"] == []
    assert "neither opening nor closing stock" in good("quality", "ledger.json", cwd=tmp_path)


def test_stocks(tmp_path):
    """Clinker: 20000 + (100000 + 90000) - 150000 - 34999.5 = 25000.5, as it is; in February 25000 + 80000 + 500 - 81000 = 24500, of which
    24000 are there: -500 of 105500 are -0.4739… %; February begins with 0.5 t less than January ended with."""
    report = quality(tmp_path,
                     observed("clinker_output", [100000, 80000]), observed("clinker_output", [90000], line="L2"),
                     observed("clinker_opening_stock", [20000, 25000], line=None), observed("clinker_closing_stock", ["25000.5", 24000], line=None),
                     observed("clinker_consumed", [150000, 81000], line=None), observed("clinker_sold", ["34999.5", 0], line=None),
                     observed("clinker_purchased", [None, 500], line=None))
    assert report["stocks"] == [
        {"key": "clinker_stock", "period": "2025-01", "status": "agrees", "opening": "20000", "in": "190000.0", "out": "184999.5", "computed": "25000.5",
         "closing": "25000.5", "difference": "0.0", "share": "0.00", "unit": "t", "as_zero": [{"item": "clinker_purchased"}]},
        {"key": "clinker_stock", "period": "2025-02", "status": "differs", "opening": "25000", "in": "80500", "out": "81000", "computed": "24500",
         "closing": "24000", "difference": "-500", "share": "-0.47", "unit": "t", "closing_before": "25000.5", "carried_difference": "-0.5"}]
    assert [row["key"] for row in report["not_checked"]] == ["fuel_stock"]


def test_stock_without_a_term(tmp_path):
    """Nothing is said of what L1 burnt in February, though it made clinker, nor of what came in: both are named, and the month is not known.
    What lay there is told all the same. Diesel is burnt and never lies anywhere."""
    report = quality(tmp_path,
                     observed("clinker_output", [1, 1]), observed("fuel_consumption", [4], of="lignite"), observed("fuel_consumption", [4], of="diesel"),
                     observed("fuel_opening_stock", [5, 6], of="lignite", line=None), observed("fuel_closing_stock", [6, 7], of="lignite", line=None),
                     observed("fuel_purchased", [5], of="lignite", line=None))
    first, second = report["stocks"]
    assert (first["status"], first["computed"], first["of"]) == ("agrees", "6", "lignite")
    assert second == {"key": "fuel_stock", "of": "lignite", "period": "2025-02", "status": "unknown", "opening": "6", "in": "0", "out": "0", "closing": "7",
                      "unit": "t", "closing_before": "6", "carried_difference": "0", "as_zero": [{"item": "fuel_sold"}],
                      "missing": [{"item": "fuel_purchased"}, {"item": "fuel_consumption", "line": "L1", "of": "lignite", "use": "kiln"}]}
    assert [(row["key"], row.get("of")) for row in report["not_checked"]] == [("clinker_stock", None), ("fuel_stock", "diesel")]


def test_stocks_of_plant_files():
    """8000 + 30000 t of coal came to 38000; what is left of them is not told, since the cell says that the kiln stood."""
    report = json.loads(good("quality", "stocks.csv", "stocks-of-plant.csv", "--format", "json"))
    assert [fault.message for fault in validator("quality.schema.json").iter_errors(report)] == []
    clinker, coal = report["stocks"]
    assert (clinker["status"], clinker["missing"]) == ("unknown", [{"item": "clinker_consumed"}])
    assert (coal["in"], coal["out"], coal["missing"]) == ("30000", "29000", [{"item": "fuel_closing_stock"}])


@pytest.mark.parametrize("language", ("en", "zh"))
@pytest.mark.parametrize("form", ("text", "markdown"))
def test_for_people(tmp_path, language, form):
    quality(tmp_path, observed("clinker_output", [10, 10, 10, 10, 10, 16]), observed("fuel_consumption", [1], of="diesel", use="ignition"))
    text = good("quality", "ledger.json", "--lang", language, "--format", form, cwd=tmp_path)
    assert "14.2" in text
    before, _, after = "".join(text.split()).partition("3/d2,d2=1.128formovingrangesoftwovalues")  # lines break anywhere
    assert ("Factor2.66;" if language == "en" else "系数2.66；") in before
    assert after.startswith(";unverified" if language == "en" else "；未经核实")
    assert ("# " in text) == (form == "markdown")
    assert ("熟料产量" in text) == (language == "zh")
    assert ("（点火）" in text) == (language == "zh")


def test_same_bytes_whatever_the_order(tmp_path):
    series = [observed("clinker_output", [1, 2, 3]), observed("raw_meal_consumption", [2, 3, 4]), observed("cement_output", [5], line=None)]
    one, two = quality(tmp_path, *series), quality(tmp_path, *series[::-1])
    assert {**one, "ledger": 0, "documents": 0} == {**two, "ledger": 0, "documents": 0}


@pytest.mark.parametrize("arguments, said", [
    (["quality"], "quality wants a LEDGER"), (["quality", "a", "--format", "csv"], "--format is text, json or markdown"),
    (["quality", "a", "--cells", "-"], "name a file"), (["report", "a", "--cells", "b"], "no such option"), (["template", "a"], "template takes no file"), (["template", "--lines", "0"], "--lines is 1 to 99"), (["template", "--lines", "100"], "--lines is 1 to 99"),
    (["template", "--lines", "x"], "--lines is 1 to 99"), (["template", "--year", "1899"], "--year is 1900 to 2099"), (["template", "--year", "2024a"], "--year is")])
def test_wrong_usage(arguments, said):
    done = cement(*arguments)
    assert done.returncode == 2 and said in done.stderr.decode() and done.stdout == b""
