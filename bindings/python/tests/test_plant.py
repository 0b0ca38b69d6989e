"""Plant files: the hand-made ones against the ledgers beside them, however they are handed in; mappings, quality, forms, refusals."""
import io
import json
import pathlib
import threading
from decimal import Decimal

import libcement
import pytest
from plants import EDITIONS, GB, ledger

ROOT = pathlib.Path(__file__).resolve().parents[3]
DATA = ROOT / "tests/data/plant"
FILES = DATA / "files"
CASES = [line.split() for line in (DATA / "cases.txt").read_text(encoding="utf-8").splitlines()]
MONTHS = "月份,熟料产量(t)\n2025-01,1200\n2025-02,\"1,300\"\n"


@pytest.fixture
def catalog():
    with libcement.Catalog() as made:
        yield made


class Pieces:
    """A file that gives a few bytes at a time."""

    def __init__(self, content, size):
        self.left, self.size = io.BytesIO(content), size

    def read(self, room):
        return self.left.read(min(room, self.size))


def by_path(name):
    return name


def by_bytes(name):
    return name, pathlib.Path(name).read_bytes()


def by_piece(name):
    return name, Pieces(pathlib.Path(name).read_bytes(), 7)


@pytest.mark.parametrize("handed", [by_path, by_bytes, by_piece])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_files_are_the_ledger_beside_them(catalog, monkeypatch, case, handed):
    monkeypatch.chdir(FILES)
    read = catalog.plant(*map(handed, case[2:]), mapping=None if case[1] == "-" else case[1])
    assert read.canonical() == catalog.ledger_file(case[0] + ".json").canonical()
    found = sorted(f.code for f in catalog.run(read, EDITIONS).findings() if f.code.startswith("plant-"))
    assert found == pathlib.Path(case[0] + ".findings").read_text(encoding="utf-8").split()


def test_there_are_cases():
    assert len(CASES) >= 25 and sum(case[1] != "-" for case in CASES) >= 4


def test_an_open_file_is_read_on_and_stays_open(catalog, tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b"left out\n" + MONTHS.encode("gb18030"))
    with path.open("rb") as file:
        file.readline()
        made = catalog.plant(file)
        assert not file.closed and file.read() == b""
    values = [(o["value"], o["source"]) for o in json.loads(made.canonical())["observations"]]
    assert values == [("1200", str(path)), ("1300", str(path))]


ODD = "日期,生产线,烟煤消耗量(t),柴油消耗量(t)\n2025-01-01,1#,480,+1\n2025-01-02,1#,-,2\n2025-01-03,1#,,2\n"


def test_cells_are_told(catalog):
    """日期 and 2025-01-01 are 11 bytes with their comma, 1# three."""
    found = []
    catalog.plant(("two.csv", ODD.encode("gb18030")), cells=found.append)
    diesel = {"source": "two.csv", "of_line": "L1", "item": "fuel_consumption", "use": None, "period": "2025-01"}
    assert found == [
        libcement.Cell(line=2, column=19, cell=4, heading="柴油消耗量(t)", kind="repaired", read="+1", repairs=("plus",), outcome="taken",
                       of="diesel", **diesel),
        libcement.Cell(line=3, column=15, cell=3, heading="烟煤消耗量(t)", kind="missing", read="-", repairs=(), outcome="gap",
                       of="bituminous_coal", **diesel),
        libcement.Cell(line=4, column=15, cell=3, heading="烟煤消耗量(t)", kind="blank", read="", repairs=(), outcome="gap",
                       of="bituminous_coal", **diesel)]


def test_cells_are_told_of_one_file_only(catalog):
    found = []
    made = catalog.new_ledger()
    made.read_plant(("日期,熟料产量(t)\n2025-01-01,\"3,500\"\n").encode(), "one.csv", cells=found.append)
    made.read_plant(ODD.encode(), "two.csv")
    made.finish()
    assert [(cell.source, cell.kind, cell.repairs) for cell in found] == [("one.csv", "repaired", ("thousands",))]


def test_what_a_visitor_raises_is_raised(catalog):
    def stop(cell):
        raise KeyError(cell.read)

    with pytest.raises(KeyError, match=r"\+1"):
        catalog.plant(ODD.encode(), cells=stop)


def test_a_visitor_may_not_read_on(catalog):
    made = catalog.new_ledger()
    with pytest.raises(libcement.CementError) as caught:
        made.read_plant(ODD.encode(), cells=lambda cell: made.read_plant(ODD.encode(), cells=print))
    assert caught.value.code == "STATE"


def test_strict_refuses_what_is_repaired(catalog):
    assert catalog.plant(MONTHS.encode())
    with pytest.raises(libcement.CementError) as caught:
        catalog.plant(("t.csv", MONTHS.encode()), strict=True)
    assert caught.value.source == "t.csv" and caught.value.line > 0


def test_several_files_and_a_ledger_are_one_plant(catalog):
    declared = json.dumps({"schema": "cement-ledger/1", "facility": {"id": "HZ-01"}, "lines": [{"id": "L1", "clinker_type": "portland"}],
                           "observations": []})
    made = catalog.plant(("a.csv", MONTHS.encode()), ("b.csv", "月份,熟料烧成用电量(kWh)\n2025-01,60000\n".encode()), documents=declared)
    assert json.loads(made.canonical())["facility"]["id"] == "HZ-01"
    assert catalog.run(made, [GB]).figure("clinker_electricity_intensity", "2025-01", line="L1").value == 50  # 60 000 kWh / 1 200 t
    assert catalog.plant(("a.csv", MONTHS.encode()), documents=[("d.json", declared)]).canonical() != made.canonical()


# ---- refusals ----


@pytest.mark.parametrize("text, code, line, column", [
    ("月份,熟料产量(t)\n2025-01,12x\n", "SYNTAX", 2, 9), ("月份,熟料产量\n2025-01,12\n", "UNIT", 1, 8),
    ("月份,熟料产量(t),熟料产量（t）\n2025-01,1,2\n", "DUPKEY", 1, 24), ("月份,熟料产量(t)\n2025-01,1\n2025-01,2\n", "CONFLICT", 3, 9),
    ("a,b\n1,2\n", "SCHEMA", 1, 1),
])
def test_an_error_tells_file_line_column_and_code(catalog, text, code, line, column):
    """Columns are bytes from 1, of UTF-8: 月份, are 7, 熟料产量(t), 16, 2025-01, 8."""
    with pytest.raises(libcement.CementError) as caught:
        catalog.plant(("t.csv", text.encode()))
    error = caught.value
    assert (error.source, error.code, error.line, error.column) == ("t.csv", code, line, column)
    assert str(error).startswith(f"t.csv:{line}:{column}: {code}: ")


def test_bytes_of_no_encoding_are_told_by_their_place(catalog):
    with pytest.raises(libcement.CementError) as caught:
        catalog.plant(("t.csv", MONTHS.encode("gb18030") + b"2025-03,\x80\n"))
    error = caught.value
    assert (error.code, error.line, error.offset) == ("ENCODING", 4, len(MONTHS.encode("gb18030")) + 8)


def test_what_is_no_file(catalog, tmp_path):
    with pytest.raises(OSError):
        catalog.plant(tmp_path / "none.csv")
    with pytest.raises(TypeError):
        catalog.plant(17)
    with pytest.raises(TypeError, match="binary mode"):
        catalog.plant(io.StringIO(MONTHS))
    with pytest.raises(ValueError, match="asked for"):
        catalog.plant(type("Much", (), {"read": lambda self, room: b"x" * (room + 1)})())
    with pytest.raises(BlockingIOError):
        catalog.plant(type("Nothing", (), {"read": lambda self, room: None})())
    with pytest.raises(ValueError, match="NUL"):
        catalog.plant(("a\0", b""))


@pytest.mark.parametrize("raised", [ValueError("torn"), KeyboardInterrupt(), SystemExit(3)])
def test_an_exception_of_the_file_comes_back(catalog, raised):
    class Torn:
        calls = 0

        def read(self, room):
            self.calls += 1
            if self.calls == 1:
                return MONTHS.encode()
            raise raised

    torn, made = Torn(), catalog.new_ledger()
    with pytest.raises(type(raised)) as caught:
        made.read_plant(torn)
    assert caught.value is raised and torn.calls == 2
    with pytest.raises(libcement.CementError, match="STATE.*refused"):
        made.read_plant(MONTHS.encode())


# ---- mappings ----


def test_a_proposal_is_a_mapping(catalog):
    """Read with what was proposed for it a file is what it was; what it does not know is said, and waits for a person."""
    wanted = catalog.plant(("t.csv", MONTHS.encode())).canonical()
    proposal = catalog.propose(("t.csv", MONTHS.encode()))
    assert proposal["tables"][0]["columns"][0] == {"header": "熟料产量(t)", "item": "clinker_output", "unit": "t"}
    for mapping in (proposal, json.dumps(proposal).encode(), io.BytesIO(json.dumps(proposal).encode())):
        assert catalog.plant(("t.csv", MONTHS.encode()), mapping=mapping).canonical() == wanted


def test_what_was_not_recognised(catalog):
    odd = ("t.csv", "月份,熟料产量(t),某某量\n2025-01,1200,5\n".encode())
    made = catalog.new_ledger()
    made.read_plant(odd[1], odd[0], propose=True)
    assert [line.split(": ")[0] for line in made.unrecognised()] == ["t.csv:1:24"]
    mapping = made.mapping()
    assert mapping == json.loads(made.mapping_text())
    unknown = mapping["tables"][0]["columns"][1]
    assert unknown["header"] == "某某量" and unknown["unknown"] is True
    with pytest.raises(libcement.CementError, match="某某量"):
        catalog.plant(odd, mapping=mapping)
    del unknown["unknown"]
    unknown["ignore"] = True
    assert json.loads(catalog.plant(odd, mapping=mapping).canonical())["observations"][0]["value"] == "1200"


def test_a_mapping_that_is_refused_tells_its_place(catalog, tmp_path):
    path = tmp_path / "m.json"
    path.write_text('{"schema": "cement-mapping/1",\n "tables": [{"colums": []}]}', encoding="utf-8")
    with pytest.raises(libcement.CementError) as caught:
        catalog.plant(MONTHS.encode(), mapping=path)
    assert (caught.value.source, caught.value.code, caught.value.line) == (str(path), "SCHEMA", 2)
    with pytest.raises(libcement.CementError, match="^mapping:1:"):
        catalog.plant(MONTHS.encode(), mapping={"schema": "cement-mapping/9"})
    made = catalog.new_ledger()
    made.map({"schema": "cement-mapping/1", "tables": []})
    with pytest.raises(libcement.CementError, match="CONFLICT"):
        made.map({"schema": "cement-mapping/1", "tables": []})


# ---- quality and forms ----


def test_quality(catalog):
    """Raw meal 150 t and 160 t for 100 t each: ratios 1.5 and 1.6, mean 1.55; one of four values estimated, 25 %."""
    text = "月份,熟料产量(t),生料消耗量(t)\n2025-01,100,150\n2025-02,\"100\",160\n"
    made = catalog.plant(("t.csv", text.encode()))
    quality = made.quality()
    assert quality["schema"] == "cement-quality/1"
    assert quality["ratios"] == [{"key": "raw_meal_per_clinker", "line": "L1", "months": 2, "mean": "1.5500", "unit": "t/t"}]
    assert quality["shares"][0]["values"] == 4
    assert quality == json.loads(made.quality_report("json")) == json.loads(made.quality_report("json", "zh"))
    assert "# " in made.quality_report("markdown") and "熟料产量" in made.quality_report(language="zh")
    assert "熟料产量" not in made.quality_report()
    for wrong in ({"format": "csv"}, {"language": "fr"}):
        with pytest.raises(ValueError):
            made.quality_report(**wrong)


def test_a_form_that_is_filled(catalog):
    """The first cell of numbers of the row of clinker output filled with 1234.5."""
    form = catalog.template(lines=2, year=2025, language="zh")
    assert form.startswith(b"\xef\xbb\xbf")
    rows = form.decode("utf-8").splitlines()
    at = next(i for i, row in enumerate(rows) if "熟料产量" in row)
    cells, head = rows[at].split(","), next(row for row in rows if "1月" in row).split(",")
    cells[head.index("1月")] = "1234.5"
    rows[at] = ",".join(cells)
    made = catalog.plant(("form.csv", "\n".join(rows).encode("utf-8")))
    [observation] = json.loads(made.canonical())["observations"]
    assert (observation["item"], observation["period"], Decimal(observation["value"])) == ("clinker_output", "2025-01", Decimal("1234.5"))
    again = catalog.run(made, [GB]).report("form", "zh")
    assert again.startswith("\ufeff") and "1234.5" in again
    assert json.loads(catalog.plant(("again.csv", again.encode("utf-8"))).canonical())["observations"] == [observation]
    assert catalog.template(1) != catalog.template(2) and "clinker" in catalog.template().decode("utf-8")


@pytest.mark.parametrize("wrong, error", [
    ({"lines": 0}, libcement.CementError), ({"year": 1899}, libcement.CementError), ({"lines": -1}, ValueError), ({"lines": 1 << 32 | 1}, ValueError),
    ({"lines": 1.5}, ValueError), ({"language": "fr"}, ValueError)])
def test_forms_that_there_are_not(catalog, wrong, error):
    with pytest.raises(error):
        catalog.template(**wrong)


# ---- life ----


def test_a_ledger_is_whole_only_when_finished(catalog):
    made = catalog.new_ledger()
    made.read(ledger())
    for use in (made.canonical, made.quality, lambda: catalog.run(made, [GB]), lambda: catalog.check_report("{}", made)):
        with pytest.raises(libcement.CementError, match="STATE.*not finished"):
            use()
    made.finish()
    assert made.canonical() == catalog.ledger(ledger()).canonical()
    for use in (lambda: made.read(ledger()), lambda: made.read_plant(MONTHS.encode()), lambda: made.map({}), made.finish):
        with pytest.raises(libcement.CementError, match="STATE.*is finished"):
            use()
    made.close()
    with pytest.raises(libcement.CementError, match="STATE.*closed"):
        made.mapping()


def test_editions_are_loaded_before_a_new_ledger(catalog):
    catalog.new_ledger()
    with pytest.raises(libcement.CementError, match="STATE"):
        catalog.load("late.json", "{}")


def test_a_file_may_use_and_close_the_ledger_that_reads_it(catalog):
    """It is destroyed behind the call, not within it, where the library would do nothing and it would be lost."""
    made, told, within, destroyed = catalog.new_ledger(), [], [], []
    destroy = made._native._destroy
    made._native._destroy = lambda pointer: (destroyed.append(bool(within)), destroy(pointer))

    class Meddler(Pieces):
        def read(self, room):
            within.append(1)
            try:
                made.read(ledger())
            except libcement.CementError as error:
                told.append(error.code)
            made.close()
            within.clear()
            return super().read(room)

    made.read_plant(Meddler(MONTHS.encode(), 100))
    assert set(told) == {"STATE"} and destroyed == [False]
    with pytest.raises(libcement.CementError, match="closed"):
        made.finish()
    assert catalog._native._users == 1


def test_a_slow_file_holds_up_nobody_else(catalog):
    """While one thread waits for its file, others read theirs with the same catalog; whoever wants the same ledger waits."""
    begun, go_on = threading.Event(), threading.Event()

    class Slow(Pieces):
        def read(self, room):
            begun.set()
            assert go_on.wait(60)
            return super().read(room)

    made = catalog.new_ledger()
    reading = threading.Thread(target=lambda: made.read_plant(Slow(MONTHS.encode(), 100), "t.csv"))
    finishing = threading.Thread(target=made.finish)
    reading.start()
    assert begun.wait(60)
    finishing.start()
    other = catalog.plant(("t.csv", MONTHS.encode())).canonical()
    go_on.set()
    reading.join()
    finishing.join()
    assert made.canonical() == other
