"""Ledger: what was observed, from documents and from the plant's own files."""
import contextlib
import json
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterator, List, Mapping, Optional, Union

from . import _abi
from ._error import CementError
from ._handle import Handle, _Native
from ._library import FORMATS, LANGUAGES, call, choice, encoded, lib, written
from ._reading import File, Text, as_bytes, content_of, opened, read_plant
from ._types import Cell

if TYPE_CHECKING:
    from ._catalog import Catalog


class Ledger(Handle):
    """A plant, its lines and fuels, and what was observed.

    Catalog.ledger, ledger_file and plant make it whole: it is then immutable, and threads may share it. Catalog.new_ledger
    makes an empty one: map, read and read_plant fill it, finish closes it, and threads take turns meanwhile. A refusal other
    than ARG and STATE spoils it: it takes nothing more.
    """

    def __init__(self, catalog: "Catalog"):
        super().__init__()
        self._finished = False
        with catalog._held() as native:
            self._native = _Native(lib.cement_ledger_create, lib.cement_ledger_destroy, native)

    @contextlib.contextmanager
    def _held(self) -> Iterator[_Native]:
        """For others, who use it without its lock: only once nothing changes it any more."""
        with self._lock:
            self._alive()
            if not self._finished:
                raise CementError("STATE", "the ledger is not finished")
        with super()._held() as native:
            yield native

    # ---- filling ----

    def read(self, content: Text, name: str = "ledger") -> None:
        """Reads one document: JSON when it begins with a brace, long CSV otherwise.

        Raises: CementError: the refusal with its place.
        """
        text = as_bytes(content)
        with self._lock:
            call(lib.cement_ledger_read, self._pointer, encoded(name, "name"), text, len(text))

    def map(self, mapping: Union[Mapping[str, Any], File], name: Optional[str] = None) -> None:
        """Takes a mapping, a person's word on what columns are: for the files that are read after it.

        Given:  mapping  as a dict, or its JSON: a path, bytes, or an open binary file; name  for messages, None: the path.
        Raises: OSError; CementError: SCHEMA, UNKNOWN, UNIT ... with its place, CONFLICT for a second mapping.
        References: docs/plant-files.md, mapping files.
        """
        text, known = content_of(mapping, name)
        with self._lock:
            call(lib.cement_ledger_map, self._pointer, encoded(known, "name"), text, len(text))

    def read_plant(self, file: File, name: Optional[str] = None, strict: bool = False, propose: bool = False,
                   cells: Optional[Callable[[Cell], Any]] = None) -> None:
        """Reads a table as plants export it: CSV or TSV in UTF-8 or GB18030, by months, days or moments, in units of its own.

        Given:  file  a path, the bytes themselves, or a binary file that is open: it is read piece by piece to its end and stays
                open; name  for messages and for the patterns of a mapping, None: the path; strict  refuse what is otherwise
                repaired or taken for granted, with a finding; propose  read the headings only, for mapping(); cells  is called
                with every Cell that is no plain number, such as a list's append.
        Raises: OSError and whatever else the file's read or `cells` raises; CementError with source (the file), line and column of the
                cell and code: ENCODING, SYNTAX (a number, a date), UNIT (a column's is missing), DUPKEY
                (headings), SCHEMA (no heading is known), CONFLICT (the same day twice) ...
        Notes:  memory does not grow with the rows. `cells` must leave this ledger alone. What was repaired or left out are findings of every run; months are made of
                days by finish.
        References: docs/plant-files.md.
        """
        flags = (_abi.CEMENT_PLANT_STRICT if strict else 0) | (_abi.CEMENT_PLANT_PROPOSE if propose else 0)
        with opened(file, name, "plant") as (source, known), self._at_work() as native:
            read_plant(native.pointer, encoded(known, "name"), source, flags, cells)

    def finish(self) -> None:
        """Checks all that was read together and closes the ledger.

        Raises: CementError: UNKNOWN, MISSING, UNIT, RANGE, CONFLICT with its place; STATE when it is finished already.
        """
        with self._lock:
            call(lib.cement_ledger_finish, self._pointer)
            self._finished = True

    # ---- what was read ----

    def mapping(self) -> Dict[str, Any]:
        """What the columns of the plant's files were taken to be: a mapping to edit and to hand to map. A column that was not
        recognised has "unknown": True there, and waits for its item, attribute or "ignore"."""
        return json.loads(self.mapping_text())

    def mapping_text(self) -> str:
        """The mapping as the library writes it, in JSON."""
        with self._at_work() as native:
            return written(lib.cement_ledger_mapping, native.pointer, _abi.CEMENT_FORMAT_JSON).decode("utf-8")

    def unrecognised(self) -> List[str]:
        """The columns that were not recognised, each in a line: file, row, column, heading, reason."""
        with self._at_work() as native:
            return written(lib.cement_ledger_mapping, native.pointer, _abi.CEMENT_FORMAT_TEXT).decode("utf-8").splitlines()

    def quality(self) -> Dict[str, Any]:
        """What is known of the quality of the data: coverage by item and month, what reading repaired, shares of default and
        estimated values, months that stand out, balances. Numbers are decimal texts in the unit that stands beside them.

        Raises: CementError STATE before finish.
        References: docs/quality.md, data/schema/quality.schema.json.
        """
        return json.loads(self.quality_report("json"))

    def quality_report(self, format: str = "text", language: str = "en") -> str:
        """The same for people.

        Given:  format  "text", "markdown" or "json", which has one language; language  "en" or "zh".
        Raises: CementError STATE before finish; ValueError.
        """
        numbers = choice(format, {name: FORMATS[name] for name in ("text", "markdown", "json")}, "format"), choice(language, LANGUAGES, "language")
        with self._at_work() as native:
            return written(lib.cement_ledger_quality, native.pointer, *numbers).decode("utf-8")

    def canonical(self) -> str:
        """Its canonical form: ledgers that say the same give the same text."""
        with self._at_work() as native:
            return written(lib.cement_ledger_canonical, native.pointer).decode("utf-8")
