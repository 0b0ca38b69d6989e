"""Catalog and ledger."""
import ctypes
import os
import pathlib
from typing import Iterable, List, Mapping, Optional, Sequence, Tuple, Union

from . import _abi
from ._error import CementError
from ._handle import Handle, _Native
from ._library import FORMATS, LANGUAGES, call, choice, encoded, lib, text, written
from ._run import Run
from ._types import Difference, Edition

Text = Union[str, bytes]
Documents = Union[Text, Iterable[Tuple[str, Text]]]
Options = Mapping[str, Mapping[str, str]]


def _bytes(value: Text) -> bytes:
    if isinstance(value, str):
        return value.encode("utf-8", "surrogateescape")
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value)
    raise TypeError(f"a text must be str or bytes, not {type(value).__name__}")


class Ledger(Handle):
    """A plant, its lines and fuels, and what was observed. Made by Catalog.ledger; immutable."""

    def __init__(self, catalog: "Catalog", documents: Sequence[Tuple[str, bytes]]):
        super().__init__()
        with catalog._held() as native:
            self._native = _Native(lib.cement_ledger_create, lib.cement_ledger_destroy, native)
        for name, content in documents:
            call(lib.cement_ledger_read, self._pointer, encoded(name, "name"), content, len(content))
        call(lib.cement_ledger_finish, self._pointer)

    def canonical(self) -> str:
        """Its canonical form: ledgers that say the same give the same text."""
        with self._lock:
            return written(lib.cement_ledger_canonical, self._pointer).decode("utf-8")


class Catalog(Handle):
    """Items and editions, with those that are built in.

    Notes: threads may share it. Editions are loaded before the first ledger is made.
    """

    def __init__(self) -> None:
        super().__init__()
        context = _Native(lambda out, err: lib.cement_context_create(out, None, err), lib.cement_context_destroy)
        try:
            self._native = _Native(lib.cement_catalog_create, lib.cement_catalog_destroy, context)
        finally:
            context.drop()  # the catalog keeps it
        self._complete = False

    def load(self, name: str, content: Text) -> None:
        """Adds an edition file.

        Given:  name  for messages; content  its JSON.
        Raises: CementError: the refusal with its place; STATE once a ledger was made.
        """
        content = _bytes(content)
        with self._lock:
            if self._complete:
                raise CementError("STATE", "editions are loaded before the first ledger is made")
            call(lib.cement_catalog_load, self._pointer, encoded(name, "name"), content, len(content))

    def editions(self) -> List[Edition]:
        """The editions that are there."""
        with self._lock:
            return [self._edition(i) for i in range(lib.cement_catalog_edition_count(self._pointer))]

    def _edition(self, index: int) -> Edition:
        out = _abi.cement_edition()
        out.size = ctypes.sizeof(out)
        call(lib.cement_catalog_edition, self._pointer, ctypes.byref(out), index)
        names = [name for name, _ in out._fields_ if name not in ("size", "figures")]
        return Edition(figures=out.figures, **{name: text(getattr(out, name)) for name in names})

    def describe(self, edition: str, format: str = "text", language: str = "en") -> str:
        """An edition with its factors, formulas, limits, options and citations.

        Given:  format  "text" or "markdown"; language  "en" or "zh".
        Raises: CementError UNKNOWN; ValueError.
        """
        numbers = choice(format, FORMATS, "format"), choice(language, LANGUAGES, "language")
        with self._lock:
            return written(lib.cement_catalog_describe, self._pointer, encoded(edition, "edition"), *numbers).decode("utf-8")

    def ledger(self, content: Documents, name: str = "ledger") -> Ledger:
        """A ledger from memory: JSON when it begins with a brace, long CSV otherwise.

        Given:  content  a text, or several (name, text) that describe one plant together.
        Raises: CementError: the refusal with its place.
        """
        if isinstance(content, (str, bytes, bytearray, memoryview)):
            content = [(name, content)]
        documents = [(each, _bytes(part)) for each, part in content]
        with self._lock:
            self._complete = True
        return Ledger(self, documents)

    def ledger_file(self, *paths: Union[str, "os.PathLike[str]"]) -> Ledger:
        """A ledger from one or more files.

        Raises: OSError; CementError.
        """
        return self.ledger([(os.fspath(path), pathlib.Path(path).read_bytes()) for path in paths])

    def run(self, ledger: Ledger, editions: Sequence[str], options: Optional[Options] = None) -> Run:
        """Computes every figure of the editions over a ledger.

        Given:  editions  exact ids; options  {"cn.gb-16780@2021": {"comparison": "rounded_0"}}.
        Raises: CementError: UNKNOWN for an edition, option or choice that is not there.
        Notes:  what is absent makes figures incomplete, it is never an error.
        """
        if isinstance(editions, str):
            raise TypeError("editions must be a list of ids, not str")
        with self._lock:
            self._complete = True
            plan = _Native(lib.cement_plan_create, lib.cement_plan_destroy, self._alive())
        try:
            self._fill(plan, editions, options or {})
            return Run(plan, ledger, tuple(editions))
        finally:
            plan.drop()  # the run keeps it

    @staticmethod
    def _fill(plan: _Native, editions: Sequence[str], options: Options) -> None:
        for edition in editions:
            call(lib.cement_plan_add, plan.pointer, encoded(edition, "edition"))
        for edition, chosen in options.items():
            for key, value in chosen.items():
                call(lib.cement_plan_option, plan.pointer, encoded(edition, "edition"), encoded(key, "option"),
                     encoded(value, "choice"))

    def check_report(self, report: Text, ledger: Ledger, name: str = "report") -> Optional[Difference]:
        """Runs a JSON report again on its ledger and compares everything but the library's version.

        Returned: None when nothing differs, else the first difference.
        Raises:   CementError for a report that does not read, or names an edition that is not there.
        """
        out = _abi.cement_difference()
        out.size = ctypes.sizeof(out)
        content = _bytes(report)
        with self._held() as native, ledger._held() as observed:
            call(lib.cement_report_check, native.pointer, observed.pointer, ctypes.byref(out), encoded(name, "name"),
                 content, len(content))
        if not out.found:
            return None
        return Difference(*(getattr(out, field).decode("utf-8", "replace") for field in ("where", "report", "again")))


def report(content: Documents, editions: Sequence[str], options: Optional[Options] = None, period: Optional[str] = None,
           format: str = "json", language: str = "en", name: str = "ledger") -> str:
    """A report in one call: catalog, ledger, run. See Catalog.ledger, Catalog.run and Run.report.

    Raises: CementError; ValueError.
    """
    with Catalog() as catalog, catalog.ledger(content, name) as ledger:
        with catalog.run(ledger, editions, options) as run:
            return run.report(format, language, period)
