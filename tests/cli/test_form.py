"""The monthly form through the command: empty, filled, with figures, and back."""

import csv
import io
import json
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CEMENT = os.environ.get("CEMENT_BIN", str(ROOT / "build" / "bin" / "cement"))
ITEMS = json.loads((ROOT / "data/items.json").read_text())
FORM = json.loads((ROOT / "data/plant/form.json").read_text())
LANGUAGES = ("en", "zh")
MARK = b"\xef\xbb\xbf"


def cement(folder, *arguments):
    return subprocess.run([CEMENT, *map(str, arguments)], capture_output=True, timeout=120, cwd=folder)


def good(folder, *arguments):
    done = cement(folder, *arguments)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    return done.stdout


def rows_of(form):
    assert form.startswith(MARK)
    rows = list(csv.reader(io.StringIO(form[len(MARK):].decode())))
    assert len({len(row) for row in rows}) == 1
    return rows


ATTRIBUTES = {"line": "LINE", "facility": "FACILITY"}
GIVEN = {"clinker_type": None, "design_capacity": "5000", "altitude": "320.5", "ambient_pressure": "97500"}


def attribute_cells():
    """The title of each attribute's row in either language, and what a person writes there."""
    for part in ATTRIBUTES.values():
        for key, attribute in ITEMS["attributes"][part].items():
            for language in LANGUAGES:
                yield attribute[language], GIVEN[key] or attribute["choices"]["white"][language]


def filled(folder, form, months=(1, 2, 3), name="form.csv"):
    """The form as a person fills it: every row of an item, in some months; a year's total where it is sure."""
    rows = rows_of(form)
    head = rows[1]
    first = next(i for i, cell in enumerate(head) if cell in ("1月", "Jan") or cell.endswith("-01"))
    unit = head.index("单位" if "单位" in head else "unit")
    computed = {row[k] for part in ("line", "facility") for block in FORM[part] for row in block["rows"] if "figure" in row for k in ("zh", "en")}
    given = dict(attribute_cells())
    for at, row in enumerate(rows[2:]):
        if not set(row).isdisjoint(computed):
            continue
        said = [given[cell] for cell in row if cell in given]
        if said:
            row[first + 12] = said[0]
            continue
        scale = {"tC/GJ": "0.026", "GJ/t": "23.4", "%": "98"}.get(row[unit])
        for month in months:
            row[first + month - 1] = f"{scale}{'.' if scale == '98' else ''}{month}" if scale else f"{at + 1}{month}0.50"
        row[first + 13] = ("实测值", "估算值") [at % 2] if "单位" in head else ("measured", "estimated")[at % 2]
        row[first + 14] = f"book {at}"
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    (folder / name).write_bytes(MARK + text.getvalue().encode())
    return rows


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_empty_form_lists_what_the_data_say(tmp_path, language):
    rows = rows_of(good(tmp_path, "template", "--lines", "2", "--year", "2025", "--lang", language))
    item = rows[1].index(FORM["words"]["item"][language])
    line = rows[1].index(FORM["words"]["line"][language])

    def titles(part):
        out = [attribute[language] for attribute in ITEMS["attributes"][ATTRIBUTES[part]].values()]
        for block in FORM[part]:
            for row in block["rows"]:
                if not row.get("optional"):
                    label = row[language] if "figure" in row else ITEMS["items"][row["item"]][language]
                    out += [label] * len(block.get("members", [None]))
        return sorted(out)

    for name, part in (("L1", "line"), ("L2", "line"), (FORM["words"]["facility"][language], "facility")):
        assert sorted(row[item] for row in rows[2:] if row[line] == name) == titles(part)
    assert FORM["name"] in rows[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("year", (None, 2025))
def test_a_filled_form_comes_back_as_it_was(tmp_path, language, year):
    form = good(tmp_path, "template", "--lang", language, *(["--year", year] if year else []))
    rows = filled(tmp_path, form)
    if not year:
        rows[2][0] = "2025"
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        (tmp_path / "form.csv").write_text(text.getvalue())
    ledger = json.loads(good(tmp_path, "ledger", "form.csv"))
    assert ledger["lines"] == [{"id": "L1", "clinker_type": "white", "design_capacity": {"value": "5000", "unit": "t/d"}}]
    assert ledger["facility"] == {"id": "plant", "altitude": {"value": "320.5", "unit": "m"},
                                  "ambient_pressure": {"value": "97500", "unit": "Pa"}}
    again = good(tmp_path, "report", "form.csv", "--format", "form", "--lang", language)
    (tmp_path / "again.csv").write_bytes(again)
    assert json.loads(good(tmp_path, "ledger", "again.csv")) == ledger
    assert good(tmp_path, "report", "again.csv", "--format", "form", "--lang", language) == again
    if year:  # the months as they were typed, digit for digit
        first = rows[1].index("1月" if language == "zh" else "2025-01")
        typed = {tuple(row[:5]): row[first:first + 12] for row in rows[2:] if any(row[first:first + 12])}
        found = {tuple(row[:5]): row[first:first + 12] for row in rows_of(again)[2:] if any(row[first:first + 12])}
        assert {key: found[key] for key in typed} == typed


def whole_ledger():
    """Every item of every member and use, in three months of two years; methods and sources change between months."""
    uses = list(ITEMS["sets"]["USE"]["members"])
    fuels = [key for group in ITEMS["sets"]["FUEL"]["groups"] for key in group["members"]]
    gases = [key for group in ITEMS["sets"]["FUEL"]["groups"] if group["state"] == "gas" for key in group["members"]]
    materials = list(ITEMS["sets"]["MATERIAL"]["members"])
    observations = []
    for number, (key, item) in enumerate(ITEMS["items"].items()):
        sets = item.get("of", [])
        members = [*fuels, "own fuel"] if "FUEL" in sets else [*materials, "own slag"] if "MATERIAL" in sets else list(ITEMS["sets"]["SECTION"]["members"]) if "SECTION" in sets else [None]
        if key == "fuel_heat":  # beside mass or NCV it is refused
            continue
        for of in members:
            for use in ([*uses, None] if item.get("any_use") else uses) if "USE" in sets else [None]:
                at = item["at"] if isinstance(item["at"], str) else item["at"][of]
                unit = item["unit"].replace("fu", "10^4 Nm3" if of in gases else "t")
                for step, month in enumerate(("2024-11", "2024-12", "2025-02")):
                    o = {"period": month, "item": key, "value": f"{number % 7 + 1}{step}.50", "unit": unit, "source": f"book {step % 2}",
                         "method": ("measured", "estimated")[step % 2]}
                    if at == "line":
                        o["line"] = "L1"
                    if of:
                        o["of"] = of
                    if use:
                        o["use"] = use
                    if step == 1:
                        o["note"] = "a, \"b\""
                    observations.append(o)
    declared = {"schema": "cement-ledger/1", "facility": {"id": "F"}, "lines": [{"id": "L1", "clinker_type": "portland"}],
                "fuels": [{"id": "own fuel", "origin": "fossil", "state": "solid"}], "materials": [{"id": "own slag"}], "observations": []}
    return declared, observations


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_a_ledger_is_lost_in_the_form(tmp_path, language):
    declared, observations = whole_ledger()
    (tmp_path / "declared.json").write_text(json.dumps(declared))
    (tmp_path / "ledger.json").write_text(json.dumps({**declared, "observations": observations}))
    form = good(tmp_path, "report", "ledger.json", "--format", "form", "--lang", language)
    (tmp_path / "form.csv").write_bytes(form)
    before = json.loads(good(tmp_path, "ledger", "ledger.json"))
    after = json.loads(good(tmp_path, "ledger", "declared.json", "form.csv"))
    assert after == before
    assert len(after["observations"]) == len(observations)


HEAD = "生产线,项目,燃料/物料,用途,单位,1月,2月,3月,全年,获取方式,数据来源,备注\n"


def read(folder, *rows, title="表,2025年" + "," * 10 + "\n"):
    (folder / "form.csv").write_text(title + HEAD + "".join(row + "\n" for row in rows))
    return cement(folder, "ledger", "form.csv")


@pytest.mark.parametrize("row, place, said", [
    ("L1,燃料消耗量,柴油,烤火,t,1,2,3,,,,", ":3:27:", '"烤火" read, a use expected'),
    ("L1,熟料产量,,窑用,t,1,2,3,,,,", ":3:18:", "this item is not given by use"),
    ("L1,燃料消耗量,柴油,窑用,kWh,1,2,3,,,,", None, None),
])
def test_rows_that_are_not_right(tmp_path, row, place, said):
    done = read(tmp_path, "L1,熟料产量,,,t,1,2,3,6,,,", row) if place is None else read(tmp_path, row)
    if place:
        assert done.returncode == 3 and done.stdout == b""
        assert f"form.csv{place}" in done.stderr.decode() and said in done.stderr.decode()
    else:  # a unit of another quantity: the row is not used, and told
        assert done.returncode == 0
        found = json.loads(good(tmp_path, "report", "form.csv", "--format", "json"))["findings"]
        assert [f["item"] for f in found if f["code"] == "plant-column-unused"] == ["fuel_consumption"]


def observations(done):
    assert done.returncode == 0, done.stderr.decode()
    return [{k: v for k, v in o.items() if k not in ("source", "unit")} for o in json.loads(done.stdout)["observations"]]


def test_members_by_the_cell_beside(tmp_path):
    """What a title alone would leave open; 煤矸石 is a fuel or a material as the item says."""
    done = read(tmp_path, "L1,燃料消耗量,煤矸石,烘干,t,1,,,,,,", "L1,原料消耗量,煤矸石,,t,2,,,,,,", "L1,电量,熟料烧成,,kWh,3,,,,,,", "全厂,电量,包装,,kWh,4,,,,,,",
                "1#,替代原料消耗量,carbide_slag,,t,5,,,,,,", "全厂,余热发电量,,,kWh,6,,,,,,")
    assert observations(done) == [
        {"item": "fuel_consumption", "line": "L1", "of": "coal_gangue", "period": "2025-01", "use": "drying", "value": "1"},
        {"item": "raw_substitute_consumption", "line": "L1", "of": "carbide_slag", "period": "2025-01", "value": "5"},
        {"item": "raw_material_consumption", "line": "L1", "of": "coal_gangue", "period": "2025-01", "value": "2"},
        {"item": "electricity_consumption", "line": "L1", "of": "clinker", "period": "2025-01", "value": "3"},
        {"item": "electricity_consumption", "of": "packing", "period": "2025-01", "value": "4"},
        {"item": "waste_heat_power_generation", "period": "2025-01", "value": "6"}]


def test_a_fuel_is_no_material(tmp_path):
    done = read(tmp_path, "L1,熟料产量,,,t,1,,,,,,", "L1,原料消耗量,柴油,,t,2,,,,,,")
    assert [o["item"] for o in observations(done)] == ["clinker_output"]
    found = json.loads(good(tmp_path, "report", "form.csv", "--format", "json"))["findings"]
    assert [f["item"] for f in found if f["code"] == "plant-column-unused"] == ["raw_material_consumption"]


def test_computed_rows_are_known_and_not_read(tmp_path):
    done = read(tmp_path, "L1,熟料产量,,,t,1,2,3,6,,,", "L1,排放量,烟煤,窑用,tCO2,7,8,9,24,计算值,,", "L1,过程排放量,,,tCO2,7,8,9,24,计算值,,")
    assert {o["item"] for o in observations(done)} == {"clinker_output"}
    found = json.loads(good(tmp_path, "report", "form.csv", "--format", "json", "--strict", "--map", mapped(tmp_path)))["findings"]
    assert [f["code"] for f in found if f["code"].startswith("plant-")] == ["plant-column-spare"]


def mapped(folder):
    (folder / "m.json").write_text(json.dumps({"schema": "cement-mapping/1", "facility": {"id": "F"}, "tables": [{"shape": "monthly-form/1", "encoding": "utf-8", "columns": []}]}))
    return "m.json"


def test_months_that_nobody_filled_in_are_no_gaps(tmp_path):
    """March is empty in all rows; in February the coal is missing beside an output."""
    read(tmp_path, "L1,熟料产量,,,t,1,2,,,,,", "L1,燃料消耗量,烟煤,窑用,t,1,,,,,,")
    found = json.loads(good(tmp_path, "report", "form.csv", "--format", "json"))["findings"]
    assert [(f["item"], f["period"]) for f in found if f["code"] == "plant-gap"] == [("fuel_consumption", "2025-02")]


def test_figures_stand_in_their_rows(tmp_path):
    """The guideline's check values: 15 000 t at 23.415 GJ/t are 33 378.11 tCO2; 110 000 t of clinker with 5 000 t of carbide slag and
    1 200 t of fly ash 56 384.00; together 89 762.11. A second month without coal has no total."""
    def o(item, value, unit, month="2025-01", **more):
        return {"line": "L1", "period": month, "item": item, "value": value, "unit": unit, **more}
    ledger = {"schema": "cement-ledger/1", "facility": {"id": "F"}, "lines": [{"id": "L1", "clinker_type": "portland"}], "observations": [
        o("clinker_output", "110000.00", "t"), o("fuel_consumption", "15000.00", "t", of="bituminous_coal", method="measured", source="belt"),
        o("fuel_ncv", "23.415", "GJ/t", of="bituminous_coal"), o("raw_substitute_consumption", 5000, "t", of="carbide_slag"),
        o("raw_substitute_consumption", "1.2", "kt", of="fly_ash"), o("fuel_ncv", "24", "GJ/t", "2025-02", of="bituminous_coal")]}
    (tmp_path / "ledger.json").write_text(json.dumps(ledger))
    rows = rows_of(good(tmp_path, "report", "ledger.json", "--format", "form", "--period", "2025"))
    cells = {tuple(row[1:4]): row for row in rows}
    assert cells["fuel consumption", "bituminous coal", "kiln"][5:8] == ["15000.00", "", ""]
    assert cells["fuel consumption", "bituminous coal", "kiln"][17:] == ["15000", "measured", "belt", ""]
    assert cells["CO2 emission", "bituminous coal", ""][5] == "33378.11"
    assert cells["process CO2", "", ""][5:7] == ["56384.00", ""]
    assert cells["CO2 of the line", "", ""][5] == "89762.11"
    assert cells["CO2 of the enterprise", "", ""][5] == "89762"
    assert cells["substitute raw material consumption", "coal fly ash", ""][5] == "1200"
    assert cells["net calorific value as received", "bituminous coal", ""][17] == "23.415"  # February has no weight
    january = rows_of(good(tmp_path, "report", "ledger.json", "--format", "form", "--period", "2025-01"))
    assert [row[6] for row in january[2:] if row[6]] == []


def test_the_year_of_a_mean_is_weighted(tmp_path):
    """(100 × 20.0 + 300 × 24.1) / 400 = 23.075, half up to one decimal 23.1; the coal dried with counts, since the value is for all uses."""
    ledger = {"schema": "cement-ledger/1", "facility": {"id": "F"}, "lines": [{"id": "L1"}], "observations": [
        {"line": "L1", "period": f"2025-0{month}", "item": item, "of": "bituminous_coal", "value": value, "unit": unit, **more}
        for month, item, value, unit, more in ((1, "fuel_consumption", "100", "t", {}), (2, "fuel_consumption", "250", "t", {}),
                                               (2, "fuel_consumption", "50", "t", {"use": "drying"}), (1, "fuel_ncv", "20.0", "GJ/t", {}),
                                               (2, "fuel_ncv", "24.1", "GJ/t", {}))]}
    (tmp_path / "ledger.json").write_text(json.dumps(ledger))
    rows = rows_of(good(tmp_path, "report", "ledger.json", "--format", "form"))
    assert [row[17] for row in rows if row[1] == "net calorific value as received" and row[2] == "bituminous coal"] == ["23.1"]


def test_formulas_of_a_spreadsheet_are_disarmed(tmp_path):
    ledger = {"schema": "cement-ledger/1", "facility": {"id": "F"}, "lines": [{"id": "=L"}], "observations": [
        {"line": "=L", "period": "2025-01", "item": "clinker_output", "value": 1, "unit": "t", "source": "@SUM(A1)", "note": "-1+1"}]}
    (tmp_path / "ledger.json").write_text(json.dumps(ledger))
    row = next(row for row in rows_of(good(tmp_path, "report", "ledger.json", "--format", "form")) if row[1] == "clinker output")
    assert (row[0], row[19], row[20]) == ("'=L", "'@SUM(A1)", "'-1+1")
