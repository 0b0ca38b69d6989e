"""The package's own behaviour: figures, findings, reports, refusals."""
import json
from decimal import Decimal

import libcement
import pytest
from plants import CETS, EDITIONS, GB, ledger

KEY = {"key": "clinker_coal_intensity", "line": "L1", "period": "2025-01"}
EMPTY_EDITION = json.dumps({"schema": "cement-edition/1", "id": "test@1", "title": {"zh": "试", "en": "test"},
                            "authority": "x", "status": "working", "source": "x"}, ensure_ascii=False)


@pytest.fixture
def catalog():
    with libcement.Catalog() as made:
        yield made


@pytest.fixture
def run(catalog):
    return catalog.run(catalog.ledger(ledger(), "plant.json"), [GB])


def test_version_and_selftest():
    assert libcement.__version__ == libcement.version()
    libcement.selftest()


def test_a_figure(run):
    figure = run.figure(**KEY)
    assert figure.value == Decimal("100.4") and isinstance(figure.value, Decimal)
    assert (figure.display, figure.unit, figure.status, figure.grade) == ("100.40", "kgce/t", "ok", 3)
    assert figure.limits.base == figure.limits.applied == (Decimal(94), Decimal(100), Decimal(109))
    assert figure.label_zh == "熟料单位产品综合煤耗" and figure.clause
    assert run.figures()[figure.index] == figure
    assert run.missing(figure) == []


def test_an_incomplete_figure(run):
    figure = run.figure("clinker_electricity_intensity", "2025-01", line="L1")
    assert (figure.status, figure.value, figure.display, figure.grade) == ("incomplete", None, None, None)
    assert run.missing(figure) == [libcement.Missing("electricity_consumption", "clinker", "L1", "2025-01")]
    assert run.missing(figure.index) == run.missing(figure)


def test_options(catalog):
    observed = catalog.ledger(ledger())
    rounded = catalog.run(observed, [GB], {GB: {"comparison": "rounded_0"}})
    assert rounded.figure(**KEY).grade == 2
    assert "option-chosen" in {finding.code for finding in rounded.findings()}


def test_findings(run):
    finding = next(f for f in run.findings() if f.code == "missing-months")
    assert (finding.severity, finding.line, finding.period) == ("warning", "L1", "2025")
    assert finding.message_en and finding.message_zh


def test_rows_are_figures_as_dicts(run):
    rows = run.rows()
    assert len(rows) == len(run.figures())
    assert rows[0]["edition"] == GB and set(rows[0]) >= {"line", "period", "key", "value", "unit", "status"}


def test_an_edition_must_be_named_where_there_are_several(catalog):
    run = catalog.run(catalog.ledger(ledger()), [GB, CETS])
    with pytest.raises(ValueError, match="several editions"):
        run.figure(**KEY)
    assert run.figure(**KEY, edition=GB).grade == 3


def test_reports(run):
    report = json.loads(run.report())
    assert report["schema"] == "cement-report/1" and report["results"]
    assert run.report("csv").startswith("edition,line,period,key,of,value,display,unit,status,grade,clause")
    assert ",2025," not in run.report("csv", period="2025-01")
    assert run.report("text", "zh") != run.report("text", "en")
    assert run.report("markdown")
    assert libcement.report(ledger(), [GB], name="plant.json") == run.report()


def test_a_report_is_checked(catalog):
    observed = catalog.ledger(ledger())
    report = catalog.run(observed, EDITIONS).report()
    assert catalog.check_report(report, observed) is None
    difference = catalog.check_report(report.replace('"100.40"', '"100.41"', 1), observed)
    assert "display" in difference.where and "100.41" in difference.report and "100.40" in difference.again
    with pytest.raises(libcement.CementError) as caught:
        catalog.check_report("{", observed, "r.json")
    assert (caught.value.code, caught.value.source) == ("SYNTAX", "r.json")


def test_explain(run):
    figure = run.figure(**KEY)
    proof = run.explain(figure)
    assert "29307" in proof.replace(" ", "").replace(",", "") and "2942.4228" in proof
    assert run.explain(figure.index, "zh") != proof


def test_editions(catalog):
    editions = {edition.id: edition for edition in catalog.editions()}
    assert set(EDITIONS) <= set(editions)
    assert editions[GB].figures == 5 and editions[GB].effective == "2022-11-01" and len(editions[GB].sha256) == 64
    assert "29307" in catalog.describe(GB) and catalog.describe(GB, "markdown", "zh")


def test_several_documents_describe_one_plant(catalog):
    power = b"line,period,item,of,value,unit\nL1,2025-01,electricity_consumption,clinker,50000,kWh\n"
    run = catalog.run(catalog.ledger([("plant.json", ledger()), ("power.csv", power)]), [GB])
    assert run.figure("clinker_electricity_intensity", "2025-01", line="L1").value == 50


def test_ledger_files(catalog, tmp_path):
    path = tmp_path / "plant.json"
    path.write_text(ledger(), encoding="utf-8")
    assert catalog.ledger_file(path).canonical() == catalog.ledger(ledger()).canonical()
    with pytest.raises(OSError):
        catalog.ledger_file(tmp_path / "none.json")


def test_digits_are_kept(catalog):
    digits = "1234567890123456789.012345678901234"
    observations = [{"period": "2025-01", "item": "power_unit_co2", "value": digits, "unit": "tCO2"}]
    run = catalog.run(catalog.ledger(ledger(observations)), [CETS])
    assert str(run.figure("enterprise_co2", "2025-01").value) == digits


# ---- refusals ----


def test_an_error_has_all_its_fields(catalog):
    with pytest.raises(libcement.CementError) as caught:
        catalog.ledger("{\n  nonsense}", "plant.json")
    error = caught.value
    assert (error.code, error.number, error.source, error.line, error.column, error.offset) == ("SYNTAX", -5, "plant.json", 2, 3, 4)
    assert str(error).startswith("plant.json:2:3: SYNTAX: ") and error.message in str(error)


@pytest.mark.parametrize("editions, options, code", [
    (["cn.gb-16780"], None, "UNKNOWN"), ([GB, GB], None, "CONFLICT"), ([], None, "STATE"),
    ([GB], {GB: {"colour": "red"}}, "UNKNOWN"), ([GB], {GB: {"comparison": "red"}}, "UNKNOWN"),
    ([GB], {CETS: {"ignition_fuel": "counted"}}, "UNKNOWN"),
])
def test_plans_that_are_refused(catalog, editions, options, code):
    with pytest.raises(libcement.CementError) as caught:
        catalog.run(catalog.ledger(ledger()), editions, options)
    assert caught.value.code == code


def test_figures_and_periods_that_are_not_there(run):
    with pytest.raises(libcement.CementError, match="UNKNOWN"):
        run.figure("clinker_coal_intensity", "2031-01", line="L1")
    with pytest.raises(libcement.CementError, match="SYNTAX"):
        run.report(period="2025-13")
    with pytest.raises(libcement.CementError, match="ARG"):
        run.missing(10**6)


def test_arguments_of_another_kind(catalog, run):
    observed = catalog.ledger(ledger())
    for call in (lambda: catalog.ledger(17), lambda: catalog.run(observed, GB), lambda: catalog.run(observed, [GB], {GB: {"comparison": 0.5}}),
                 lambda: run.missing("x"), lambda: run.missing(-1)):
        with pytest.raises(TypeError):
            call()
    for call in (lambda: run.report("xml"), lambda: run.report(language="fr"), lambda: catalog.run(observed, ["cn\0"])):
        with pytest.raises(ValueError):
            call()


def test_text_that_is_not_utf8(catalog):
    for content in (b"\xff{}", "{\udcff}"):
        with pytest.raises(libcement.CementError, match="ENCODING"):
            catalog.ledger(content)


def test_editions_are_loaded_before_the_first_ledger(catalog):
    catalog.load("test.json", EMPTY_EDITION)
    with pytest.raises(libcement.CementError, match="CONFLICT"):
        catalog.load("test.json", EMPTY_EDITION)
    catalog.ledger(ledger())
    with pytest.raises(libcement.CementError, match="STATE"):
        catalog.load("late.json", EMPTY_EDITION)


# ---- writing ----


def test_a_writer_takes_the_report(run):
    pieces = []
    assert run.report(write=pieces.append) == ""
    assert b"".join(pieces).decode("utf-8") == run.report()


@pytest.mark.parametrize("raised", [ValueError("full"), KeyboardInterrupt(), SystemExit(3)])
def test_an_exception_of_the_writer_comes_back(run, raised):
    calls = []

    def write(piece):
        calls.append(piece)
        raise raised

    with pytest.raises(type(raised)) as caught:
        run.report(write=write)
    assert caught.value is raised and len(calls) == 1
    assert json.loads(run.report())["results"]
