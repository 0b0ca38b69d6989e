"""The one exception of the library."""
import ctypes
from typing import Any

from . import _abi

NAMES = {value: name[len("CEMENT_E_"):] for name, value in vars(_abi).items() if name.startswith("CEMENT_E_")}
CODES = {name: value for value, name in NAMES.items()}


def new_error() -> Any:
    error = _abi.cement_error()
    error.size = ctypes.sizeof(error)
    return error


class CementError(Exception):
    """A refusal of the library.

    code     its name, such as "UNIT"
    number   its number, such as -10
    source   the name of the text that was refused, or ""
    line     1-based; 0 when the error has no place in a text
    column   1-based, in bytes
    offset   bytes before the place
    message  what was read and what was expected
    """

    def __init__(self, code: str, message: str, source: str = "", line: int = 0, column: int = 0, offset: int = 0):
        super().__init__(code, message, source, line, column, offset)
        self.code = code
        self.number = CODES.get(code, 0)
        self.message = message
        self.source = source
        self.line = line
        self.column = column
        self.offset = offset

    def __str__(self) -> str:
        place = ":".join([self.source] + [str(n) for n in (self.line, self.column) if n]).strip(":")
        return f"{place}: {self.code}: {self.message}" if place else f"{self.code}: {self.message}"

    @classmethod
    def of(cls, error: Any, status: int) -> "CementError":
        """The exception for what a failed call left in its error."""
        return cls(NAMES.get(status, str(status)), error.message.decode("utf-8", "replace"),
                   error.source.decode("utf-8", "replace"), error.line, error.column, error.offset)
