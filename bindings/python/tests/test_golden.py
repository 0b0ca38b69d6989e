"""The golden cases through the Python package."""
import pathlib
import sys

import pytest

import libcement

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests" / "golden"))
import golden  # noqa: E402


def result_of(run, figure):
    limits = figure.limits and {"applied": [str(limit) for limit in figure.limits.applied]}
    result = {name: getattr(figure, name) for name in ("edition", "line", "period", "key", "of", "value", "display", "status", "grade")}
    return {**result, "limits": limits, "missing": [vars(missing) for missing in run.missing(figure)]}


def outcome_of(case):
    try:
        with libcement.Catalog() as catalog:
            ledger = catalog.ledger(case.content, case.file)
            run = catalog.run(ledger, case.editions, case.options)
            return golden.Outcome([result_of(run, figure) for figure in run.figures()],
                                  [vars(finding) for finding in run.findings()])
    except libcement.CementError as error:
        return golden.Outcome(error={"code": error.code, "line": error.line})


@pytest.mark.parametrize("case", golden.cases(), ids=lambda case: case.id)
def test_golden(case):
    assert golden.compare(case, outcome_of(case)) == []
