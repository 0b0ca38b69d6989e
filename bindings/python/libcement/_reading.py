"""What a ledger is read from: texts in memory, files by path, and files that are open."""
import contextlib
import ctypes
import io
import json
import os
from typing import Any, BinaryIO, Iterator, Mapping, Optional, Tuple, Union

from . import _abi
from ._error import CementError
from ._library import call

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


def read(function: Any, handle: Any, name: bytes, source: Any, *arguments: Any) -> None:
    """Hands a file to a function of the library piece by piece.

    Raises: CementError, and whatever reading the file raised.
    """
    raised: list = []

    def reader(_user: Any, buffer: Any, room: int, got: Any) -> int:
        # An exception must not cross C: it is kept, the library told to stop, and raised again afterwards.
        try:
            piece = _piece(source, room)
            ctypes.memmove(buffer, piece, len(piece))
            got[0] = len(piece)
            return 0
        except BaseException as error:  # noqa: B902 - KeyboardInterrupt too
            raised.append(error)
            return 1

    callback = _abi.cement_reader(reader)
    try:
        call(function, handle, name, callback, None, *arguments)
    except CementError:
        if raised:
            raise raised[0] from None
        raise
