"""A run: every figure of some editions over a ledger."""
import ctypes
from decimal import Decimal
from typing import Any, Callable, Dict, Iterable, List, Optional, Tuple, Union

from . import _abi
from ._columns import Columns, Output
from ._handle import Handle, _Native
from ._library import FORMATS, LANGUAGES, call, choice, encoded, lib, text, written
from ._types import Figure, Finding, Limits, Missing

STATUS = {_abi.CEMENT_STATUS_OK: "ok", _abi.CEMENT_STATUS_INCOMPLETE: "incomplete",
          _abi.CEMENT_STATUS_NOT_APPLICABLE: "not_applicable"}
SEVERITY = {_abi.CEMENT_INFO: "info", _abi.CEMENT_WARNING: "warning", _abi.CEMENT_ERROR: "error"}


def _decimals(texts: Any, count: int) -> Tuple[Decimal, ...]:
    return tuple(Decimal(texts[i].value.decode("ascii")) for i in range(count))


def _figure(index: int, f: Any) -> Figure:
    limits = Limits(_decimals(f.base, f.levels), _decimals(f.applied, f.levels)) if f.levels else None
    return Figure(
        index=index, edition=text(f.edition), line=text(f.line), period=text(f.period), key=text(f.key), of=text(f.of),
        value=Decimal(f.value.decode("ascii")) if f.value else None, display=text(f.display), unit=text(f.unit),
        status=STATUS[f.status], grade=None if f.grade == _abi.CEMENT_NO_GRADE else f.grade, limits=limits,
        clause=text(f.clause), label_zh=text(f.label_zh), label_en=text(f.label_en))


class Run(Handle):
    """Figures, findings, proofs and reports. Made by Catalog.run. Threads take turns at one run."""

    def __init__(self, plan: _Native, ledger: Handle, editions: Tuple[str, ...]):
        super().__init__()
        self._editions = editions
        with ledger._held() as observed:
            self._native = _Native(lib.cement_run_create, lib.cement_run_destroy, plan, observed)

    def again(self, ledger: Handle) -> None:
        """Computes this run anew for another ledger: a plant polled again and again. Figures and findings told before stay
        as they are, their indices hold no more.

        Given:  ledger  of the same catalog.
        Raises: CementError; the run is then as it was.
        """
        with self._lock, ledger._held() as observed:
            native = self._alive()
            call(lib.cement_run_again, native.pointer, observed.pointer)
            native.exchange(1, observed)

    def figures(self) -> List[Figure]:
        """All figures: by edition, line (the facility last), period (months, then years), key and member."""
        with self._at_work():
            return [self._at(i) for i in range(lib.cement_run_figure_count(self._pointer))]

    def _at(self, index: int) -> Figure:
        out = _abi.cement_figure()
        out.size = ctypes.sizeof(out)
        call(lib.cement_run_figure, self._pointer, ctypes.byref(out), index)
        return _figure(index, out)

    def figure(self, key: str, period: str, line: Optional[str] = None, of: Optional[str] = None,
               edition: Optional[str] = None) -> Figure:
        """One figure.

        Given:  line  None: the facility; edition  may be left out when the run has one.
        Raises: CementError UNKNOWN when the run lists no such figure; ValueError.
        """
        if edition is None:
            if len(self._editions) != 1:
                raise ValueError("the run has several editions: name one")
            edition = self._editions[0]
        index = ctypes.c_size_t()
        names = [None if name is None else encoded(name, "name") for name in (edition, key, line, period, of)]
        with self._at_work():
            call(lib.cement_run_find, self._pointer, ctypes.byref(index), *names)
            return self._at(index.value)

    def rows(self) -> List[Dict[str, Any]]:
        """The figures as flat dicts, for a table: pandas.DataFrame(run.rows())."""
        names = ("edition", "line", "period", "key", "of", "value", "display", "unit", "status", "grade", "clause")
        return [{name: getattr(figure, name) for name in names} for figure in self.figures()]

    def columns(self, outputs: Optional[Iterable[Output]] = None) -> Columns:
        """This plant's figures for many rows at once, in binary64: its lines, fuels and materials, attributes, options and
        overrides stay, the observations of each row come in columns. Needs NumPy.

        Given:  outputs  what is wanted; None: every figure that a month can have, without grades.
        Raises: CementError: UNKNOWN for what there is not, ARG for what the edition rounds.
        """
        with self._at_work():
            return Columns(self, outputs)

    def missing(self, figure: Union[Figure, int]) -> List[Missing]:
        """What an incomplete figure lacks; nothing for any other.

        Given: figure  a figure of this run or its index.
        """
        index = self._index(figure)
        count = ctypes.c_size_t()
        with self._at_work():
            call(lib.cement_run_missing, self._pointer, None, 0, ctypes.byref(count), index)
            out = (_abi.cement_missing * max(count.value, 1))()
            call(lib.cement_run_missing, self._pointer, out, count.value, ctypes.byref(count), index)
            return [Missing(text(m.item), text(m.of), text(m.line), text(m.period)) for m in out[:count.value]]

    @staticmethod
    def _index(figure: Union[Figure, int]) -> int:
        index = figure.index if isinstance(figure, Figure) else figure
        if not isinstance(index, int) or index < 0:
            raise TypeError("figure must be a Figure or its index")
        return index

    def findings(self) -> List[Finding]:
        """What a reader of the figures should know."""
        with self._at_work():
            return [self._finding(i) for i in range(lib.cement_run_finding_count(self._pointer))]

    def _finding(self, index: int) -> Finding:
        f = _abi.cement_finding()
        f.size = ctypes.sizeof(f)
        call(lib.cement_run_finding, self._pointer, ctypes.byref(f), index)
        names = ("code", "edition", "line", "item", "of", "key", "period", "message_zh", "message_en")
        return Finding(severity=SEVERITY[f.severity], periods=f.periods, **{name: text(getattr(f, name)) for name in names})

    def explain(self, figure: Union[Figure, int], language: str = "en") -> str:
        """The proof of one figure: clause, expression, observations, factors with citation, every intermediate value.

        Raises: CementError; ValueError.
        """
        index, number = self._index(figure), choice(language, LANGUAGES, "language")
        with self._at_work() as native:
            return written(lib.cement_run_explain, native.pointer, index, number).decode("utf-8")

    def report(self, format: str = "json", language: str = "en", period: Optional[str] = None,
               write: Optional[Callable[[bytes], Any]] = None) -> str:
        """The report.

        Given:    format  "json", "csv", "text", "markdown" or "form" (the ledger's months and its figures in the layout of the
                  monthly form, CSV with a byte order mark for spreadsheets); language  "en" or "zh"; period  None for all,
                  else a month "2025-01", a year "2025" or a range "2023-04..2024-02"; write  takes the report piece by piece
                  as bytes, if not None; it may close this run, but not use it.
        Returned: the report, or "" when `write` took it.
        Raises:   CementError SYNTAX for the period; ValueError; whatever `write` raises.
        """
        numbers = choice(format, FORMATS, "format"), choice(language, LANGUAGES, "language")
        within = None if period is None else encoded(period, "period")
        with self._at_work() as native:
            return written(lib.cement_run_report, native.pointer, *numbers, within, write=write).decode("utf-8")
