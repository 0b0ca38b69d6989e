"""Catalog: items and editions, and what is made with them."""
import contextlib
import ctypes
import os
import pathlib
from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

from . import _abi
from ._error import CementError
from ._handle import Handle, _Native
from ._ledger import Ledger
from ._library import FORMATS, LANGUAGES, call, choice, encoded, lib, text, written
from ._reading import File, Text, as_bytes
from ._run import Run
from ._types import Cell, Difference, Edition

Documents = Union[Text, Iterable[Tuple[str, Text]]]
Options = Mapping[str, Mapping[str, str]]


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
        content = as_bytes(content)
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
        with self._at_work() as native:
            return written(lib.cement_catalog_describe, native.pointer, encoded(edition, "edition"), *numbers).decode("utf-8")

    def ledger(self, content: Documents, name: str = "ledger") -> Ledger:
        """A ledger from memory: JSON when it begins with a brace, long CSV otherwise.

        Given:  content  a text, or several (name, text) that describe one plant together.
        Raises: CementError: the refusal with its place.
        """
        if isinstance(content, (str, bytes, bytearray, memoryview)):
            content = [(name, content)]
        with self._filling() as ledger:
            for each, part in content:
                ledger.read(part, each)
        return ledger

    @contextlib.contextmanager
    def _filling(self) -> Iterator[Ledger]:
        """A new ledger, to be filled within the block: finished behind it, closed when it is refused."""
        ledger = self.new_ledger()
        try:
            yield ledger
            ledger.finish()
        except BaseException:
            ledger.close()
            raise

    def ledger_file(self, *paths: Union[str, "os.PathLike[str]"]) -> Ledger:
        """A ledger from one or more files.

        Raises: OSError; CementError.
        """
        return self.ledger([(os.fspath(path), pathlib.Path(path).read_bytes()) for path in paths])

    def new_ledger(self) -> Ledger:
        """An empty ledger, to be filled and finished: several documents and files of one plant, in any order."""
        with self._lock:
            self._alive()
            self._complete = True
        return Ledger(self)

    def plant(self, *files: Union[File, Tuple[str, File]], mapping: Union[Mapping[str, Any], File, None] = None, strict: bool = False,
              documents: Documents = (), cells: Optional[Callable[[Cell], Any]] = None) -> Ledger:
        """A ledger from the plant's own files: monthly, daily or minute tables, laboratory sheets, filled monthly forms.

        Given:  files  paths, bytes or open binary files, or (name, file) of one; mapping  what columns are where headings do not
                tell, as Ledger.map takes it; strict  refuse what is otherwise repaired; documents  ledgers that tell the rest of
                the plant, as Catalog.ledger takes them; cells  is called with every Cell that is no plain number.
        Raises: OSError; CementError with file, line, column and code: see Ledger.read_plant.
        References: docs/plant-files.md.
        """
        if isinstance(documents, (str, bytes, bytearray, memoryview)):
            documents = [("ledger", documents)]
        with self._filling() as ledger:
            if mapping is not None:
                ledger.map(mapping)
            for name, part in documents:
                ledger.read(part, name)
            _read_files(ledger, files, strict=strict, cells=cells)
        return ledger

    def propose(self, *files: Union[File, Tuple[str, File]], mapping: Union[Mapping[str, Any], File, None] = None) -> Dict[str, Any]:
        """What the columns of files would be taken to be, by their headings alone.

        Given:    as plant.
        Returned: a mapping: edit it where a column has "unknown": True, and hand it to plant.
        Raises:   OSError; CementError.
        """
        with self.new_ledger() as ledger:
            if mapping is not None:
                ledger.map(mapping)
            _read_files(ledger, files, propose=True)
            return ledger.mapping()

    def template(self, lines: int = 1, year: Optional[int] = None, language: str = "en") -> bytes:
        """The empty monthly form, to be filled in a spreadsheet and read by plant.

        Given:    lines  how many production lines have rows in it; year  1900 to 2099, None: a column is left for it; language  "en"
                  or "zh", of headings and names.
        Returned: CSV in UTF-8 with a byte order mark: bytes, to be written as they are.
        Raises:   CementError ARG for lines or a year out of range; ValueError.
        References: docs/plant-files.md, the monthly form.
        """
        for number, what in ((lines, "lines"), (year or 0, "year")):
            if not isinstance(number, int) or not 0 <= number < 1 << 31:
                raise ValueError(f"{what} must be a whole number, not {number!r}")
        with self._at_work() as native:
            return written(lib.cement_template, native.pointer, lines, year or 0, choice(language, LANGUAGES, "language"))

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
        content = as_bytes(report)
        with self._held() as native, ledger._held() as observed:
            call(lib.cement_report_check, native.pointer, observed.pointer, ctypes.byref(out), encoded(name, "name"),
                 content, len(content))
        if not out.found:
            return None
        return Difference(*(getattr(out, field).decode("utf-8", "replace") for field in ("where", "report", "again")))


def _read_files(ledger: Ledger, files: Iterable[Union[File, Tuple[str, File]]], **how: Any) -> None:
    for file in files:
        name, source = file if isinstance(file, tuple) else (None, file)
        ledger.read_plant(source, name, **how)


def report(content: Documents, editions: Sequence[str], options: Optional[Options] = None, period: Optional[str] = None,
           format: str = "json", language: str = "en", name: str = "ledger") -> str:
    """A report in one call: catalog, ledger, run. See Catalog.ledger, Catalog.run and Run.report.

    Raises: CementError; ValueError.
    """
    with Catalog() as catalog, catalog.ledger(content, name) as ledger:
        with catalog.run(ledger, editions, options) as run:
            return run.report(format, language, period)
