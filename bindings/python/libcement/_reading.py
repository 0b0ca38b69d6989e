"""What a ledger is read from: texts in memory, files by path, and files that are open."""
import contextlib
import ctypes
import io
import json
import os
from typing import Any, BinaryIO, Callable, Iterator, Mapping, Optional, Tuple, Union

from . import _abi
from ._error import CementError
from ._library import call, lib
from ._types import Cell

Text = Union[str, bytes]
# A path, the bytes themselves, or a file that is open in binary mode.
File = Union[str, "os.PathLike[str]", bytes, BinaryIO]


def as_bytes(value: Text) -> bytes:
    if isinstance(value, str):
        return value.encode("utf-8", "surrogateescape")
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value)
    raise TypeError(f"a text must be str or bytes, not {type(value).__name__}")


@contextlib.contextmanager
def opened(file: File, name: Optional[str], otherwise: str) -> Iterator[Tuple[Any, str]]:
    """What can be read from, and the name it goes by: as given, its path, or the last of the three.

    Raises: OSError; TypeError for what is no file. A file that was open stays open.
    """
    if isinstance(file, (bytes, bytearray, memoryview)):
        yield io.BytesIO(file), otherwise if name is None else name
    elif hasattr(file, "read"):
        own = getattr(file, "name", None)
        yield file, name if name is not None else own if isinstance(own, str) else otherwise
    else:
        path = os.fspath(file)
        with open(path, "rb") as source:
            yield source, path if name is None else name


def content_of(mapping: Union[Mapping[str, Any], File], name: Optional[str]) -> Tuple[bytes, str]:
    """The JSON of a mapping and its name."""
    if isinstance(mapping, Mapping):
        return json.dumps(mapping, ensure_ascii=False).encode("utf-8", "surrogateescape"), name or "mapping"
    with opened(mapping, name, "mapping") as (source, known):
        return _piece(source, -1), known


def _piece(source: Any, room: int) -> bytes:
    """At most `room` bytes of a file; b"" at its end."""
    piece = source.read(room)
    if piece is None:
        raise BlockingIOError("the file has nothing to read yet")
    if not isinstance(piece, (bytes, bytearray, memoryview)):
        raise TypeError(f"the file must be open in binary mode: it gives {type(piece).__name__}, not bytes")
    if 0 <= room < len(piece):
        raise ValueError(f"the file gave {len(piece)} bytes where {room} were asked for")
    return bytes(piece)


KINDS = ("blank", "repaired", "missing", "stopped", "bad", "refused", "unconverted")
OUTCOMES = ("taken", "zero", "gap", "passed", "unused", "ended")


def _cell(told: Any) -> Cell:
    def text(value: Optional[bytes]) -> Optional[str]:
        return value.decode("utf-8", "surrogateescape") if value else None

    return Cell(text(told.source) or "", told.at_line, told.at_column, told.at_cell, text(told.heading) or "", KINDS[told.kind],
                text(told.read) or "", tuple((text(told.repairs) or "").split()), OUTCOMES[told.outcome], text(told.item), text(told.of),
                text(told.use), text(told.line), text(told.period))


def read_plant(ledger: Any, name: bytes, source: Any, flags: int, cells: Optional[Callable[[Cell], Any]]) -> None:
    """Hands a plant's file to the library piece by piece, and its cells that are no plain numbers to `cells`.

    Raises: CementError, and whatever reading the file or `cells` raised.
    """
    raised: list = []

    def guarded(work: Callable[..., None]) -> Callable[..., int]:
        # An exception must not cross C: it is kept, the library told to stop, and raised again afterwards.
        def callback(_user: Any, *arguments: Any) -> int:
            try:
                work(*arguments)
                return 0
            except BaseException as error:  # noqa: B902 - KeyboardInterrupt too
                raised.append(error)
                return 1
        return callback

    def reader(buffer: Any, room: int, got: Any) -> None:
        piece = _piece(source, room)
        ctypes.memmove(buffer, piece, len(piece))
        got[0] = len(piece)

    def visitor(told: Any) -> None:
        cells(_cell(told.contents))

    take, visit = _abi.cement_reader(guarded(reader)), _abi.cement_cell_visitor(guarded(visitor))
    if cells is not None:
        call(lib.cement_ledger_cells, ledger, visit, None)
    try:
        call(lib.cement_ledger_read_plant, ledger, name, take, None, flags)
    except CementError:
        if raised:
            raise raised[0] from None
        raise
    finally:
        if cells is not None:
            lib.cement_ledger_cells(ledger, _abi.cement_cell_visitor(), None, None)
