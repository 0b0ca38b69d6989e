"""Plain values that a run hands out."""
from dataclasses import dataclass
from decimal import Decimal
from typing import Optional, Tuple


@dataclass(frozen=True)
class Edition:
    """An edition in short; None where it gives no text."""

    id: str
    figures: int
    title_zh: Optional[str]
    title_en: Optional[str]
    authority: Optional[str]
    status: Optional[str]
    issued: Optional[str]
    effective: Optional[str]
    until: Optional[str]
    supersedes: Optional[str]
    corrects: Optional[str]
    source: Optional[str]
    sha256: str


@dataclass(frozen=True)
class Limits:
    """Limits in the order of the levels: as printed in the standard, and after its corrections."""

    base: Tuple[Decimal, ...]
    applied: Tuple[Decimal, ...]


@dataclass(frozen=True)
class Figure:
    """A figure of a line (or of the facility: line None) in a month or a year.

    value and display are None unless status is "ok"; value is unrounded, display rounded by the edition's rule.
    """

    index: int
    edition: str
    line: Optional[str]
    period: str
    key: str
    of: Optional[str]
    value: Optional[Decimal]
    display: Optional[str]
    unit: str
    status: str
    grade: Optional[int]
    limits: Optional[Limits]
    clause: str
    label_zh: Optional[str]
    label_en: Optional[str]


@dataclass(frozen=True)
class Missing:
    """An input that an incomplete figure lacks."""

    item: str
    of: Optional[str]
    line: Optional[str]
    period: Optional[str]


@dataclass(frozen=True)
class Finding:
    """What a reader of the figures should know; period is the first of `periods` in which it holds."""

    severity: str
    code: str
    edition: Optional[str]
    line: Optional[str]
    item: Optional[str]
    of: Optional[str]
    key: Optional[str]
    period: Optional[str]
    periods: int
    message_zh: Optional[str]
    message_en: Optional[str]


@dataclass(frozen=True)
class Cell:
    """A cell of a plant's file that is no plain number, and its place: line and column as in CementError, cell counted in its row.

    kind is "blank", "repaired", "missing", "stopped", "bad", "refused" or "unconverted"; outcome "taken", "zero", "gap", "passed",
    "unused" or "ended"; repairs the codes of the findings, less their plant-; of_line, item, of, use and period what it is about,
    None where that is not said. read and heading are cut after 120 bytes.
    """

    source: str
    line: int
    column: int
    cell: int
    heading: str
    kind: str
    read: str
    repairs: Tuple[str, ...]
    outcome: str
    item: Optional[str]
    of: Optional[str]
    use: Optional[str]
    of_line: Optional[str]
    period: Optional[str]


@dataclass(frozen=True)
class Difference:
    """The first difference between a report and the same computation done now."""

    where: str
    report: str
    again: str
