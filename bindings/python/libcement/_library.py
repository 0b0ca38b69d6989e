"""The C library that lies beside this file: no search path, no environment."""
import ctypes
import pathlib
from typing import Any

from . import _abi
from ._error import CementError, new_error

lib: Any = _abi.declare(ctypes.CDLL(str(pathlib.Path(__file__).resolve().with_name("_libcement.so"))))


def call(function: Any, *arguments: Any) -> None:
    """Calls a function of the library that takes an error last; ctypes releases the interpreter lock meanwhile.

    Raises: CementError for every status but OK.
    """
    error = new_error()
    status = function(*arguments, ctypes.byref(error))
    if status != _abi.CEMENT_OK:
        raise CementError.of(error, status)


def version() -> str:
    """The library's version, "0.1.0"."""
    return text(lib.cement_version()) or ""


def selftest() -> None:
    """Tries what every figure stands on: decimals, rounding, hashing, JSON.

    Raises: CementError.
    """
    call(lib.cement_selftest)


def text(value: Any) -> Any:
    """UTF-8 of the library as str; absent and empty are None."""
    return value.decode("utf-8") if value else None


def encoded(value: str, what: str) -> bytes:
    """A name as UTF-8 for the library.

    Raises: TypeError, ValueError for text that no C string can hold.
    """
    if not isinstance(value, str):
        raise TypeError(f"{what} must be str, not {type(value).__name__}")
    if "\0" in value:
        raise ValueError(f"{what} holds a NUL character")
    return value.encode("utf-8", "surrogateescape")


def choice(value: str, choices: dict, what: str) -> int:
    """The library's number of a name.

    Raises: ValueError for a name that is none of the choices.
    """
    try:
        return choices[value]
    except (KeyError, TypeError):
        raise ValueError(f"{what} must be one of {', '.join(choices)}, not {value!r}") from None


FORMATS = {"json": _abi.CEMENT_FORMAT_JSON, "csv": _abi.CEMENT_FORMAT_CSV, "text": _abi.CEMENT_FORMAT_TEXT,
           "markdown": _abi.CEMENT_FORMAT_MARKDOWN, "form": _abi.CEMENT_FORMAT_FORM}
LANGUAGES = {"en": _abi.CEMENT_LANGUAGE_EN, "zh": _abi.CEMENT_LANGUAGE_ZH}


def written(function: Any, handle: Any, *arguments: Any, write: Any = None) -> bytes:
    """What a function of the library writes.

    Given:  write  takes each piece as bytes instead, if not None.
    Raises: CementError, and whatever `write` raised.
    """
    pieces: list = []
    raised: list = []
    take = write if write is not None else pieces.append

    def writer(_user: Any, piece: Any, size: int) -> int:
        # An exception must not cross C: it is kept, the library told to stop, and raised again afterwards.
        try:
            take(ctypes.string_at(piece, size))
            return 0
        except BaseException as error:  # noqa: B902 - KeyboardInterrupt too
            raised.append(error)
            return 1

    callback = _abi.cement_writer(writer)
    try:
        call(function, handle, callback, None, *arguments)
    except CementError:
        if raised:
            raise raised[0] from None
        raise
    return b"".join(pieces)
