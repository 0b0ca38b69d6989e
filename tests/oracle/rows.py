"""Rows (line or facility, month or year), reading of items, and results.

A year is a row over the months in which the ledger has the row; a month is a
row over one month. Ratios are formed from the sums of the row, so one formula
serves both (edition-format.md, years).
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from .ledger import ANY_USE, ZERO_WHEN_ABSENT
from .value import EXACT, PERIODS_OPEN, Value, fixed, known, lacking, plain, ratio, total


class Row(NamedTuple):
    line: str | None  # None: the facility
    period: str
    months: tuple

    @property
    def is_year(self):
        return len(self.period) == 4


def rows_of(line, months):
    """Month rows, then one row for each calendar year present."""
    for month in months:
        yield Row(line, month, (month,))
    for year in sorted({month[:4] for month in months}):
        yield Row(line, year, tuple(m for m in months if m[:4] == year))


def line_rows(ledger):
    for line, months in ledger.line_months.items():
        yield from rows_of(line, months)


def facility_rows(ledger):
    """The facility has a row wherever the ledger has any observation."""
    return rows_of(None, ledger.months)


def lines_in(ledger, row):
    """Rows of the lines that have an observation within a facility's row."""
    for line in ledger.lines:
        months = tuple(m for m in row.months if (line, m) in ledger.rows)
        if months:
            yield Row(line, row.period, months)


def observation(ledger, line, month, item, of=None, use=None):
    """The observed fraction or None. A value of its own use goes before one without use."""
    row = ledger.rows.get((line, month), {})
    number = row.get((item, of, use))
    if number is None and item in ANY_USE:
        number = row.get((item, of, None))
    return number


def read(ledger, line, month, item, of=None, use=None):
    number = observation(ledger, line, month, item, of, use)
    if number is not None:
        return Value(number)
    if item in ZERO_WHEN_ABSENT:
        return known(0)
    return lacking([(item, of, line, month)])


def read_row(ledger, row, item, of=None):
    """The item summed over the row's months; a month that lacks it is named."""
    return total(read(ledger, row.line, month, item, of) for month in row.months)


def per_item(row, numerator, divisor, *items):
    """Ratio whose divisor consists of the row's `items`, which a zero divisor names.

    For a year, whether a zero divisor names the year or its months is not settled.
    """
    zero_lacks = [(item, None, row.line, row.period) for item in items]
    return ratio(numerator, divisor, zero_lacks, PERIODS_OPEN if row.is_year else EXACT)


# ---- results ----------------------------------------------------------------


@dataclass
class Result:
    edition: str
    row: Row
    key: str
    unit: str
    places: int
    rule: str
    value: Value | None  # None: not applicable
    of: str | None = None
    base: tuple | None = None  # limits as printed in the standard
    applied: tuple | None = None  # limits as corrected, fractions; None when not known
    grade: int | None = None

    @property
    def status(self):
        if self.value is None:
            return "not_applicable"
        return "ok" if self.value.known else "incomplete"

    @property
    def identity(self):
        return (self.edition, self.row.line, self.row.period, self.key, self.of)

    @property
    def display(self):
        return fixed(self.value.number, self.places, self.rule)

    def to_json(self):
        """The shape of a report's result (interface.md)."""
        out = {"edition": self.edition}
        if self.row.line is not None:
            out["line"] = self.row.line
        out |= {"period": self.row.period, "key": self.key}
        if self.of is not None:
            out["of"] = self.of
        if self.status == "ok":
            out |= {"value": plain(self.value.number), "display": self.display}
        out |= {"unit": self.unit, "status": self.status}
        if self.status == "incomplete":
            out["missing"] = [entry_json(e) for e in sorted(self.value.missing, key=lambda e: tuple(x or "" for x in e))]
        if self.grade is not None:
            out["grade"] = self.grade
        if self.applied is not None:
            out["limits"] = {"base": [plain(Fraction(x)) for x in self.base], "applied": [plain(x) for x in self.applied]}
        return out


def entry_json(entry):
    names = ("item", "of", "line", "period")
    return {name: part for name, part in zip(names, entry) if part is not None}


def chosen_options(table, given):
    """Defaults of an edition's options with the given choices put in; unknown ones are refused."""
    chosen = {key: choices[0] for key, choices in table.items()}
    for key, choice in given.items():
        if choice not in table.get(key, ()):
            raise ValueError(f"no option {key}={choice}")
        chosen[key] = choice
    return chosen
