"""Columns: the figures of a plant for many rows at once, in binary64, from arrays that are read where they lie."""
import ctypes
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple, Union

from . import _abi
from ._handle import Handle, _Native
from ._library import call, choice, encoded, lib, text

if TYPE_CHECKING:
    import numpy

KINDS = {"value": _abi.CEMENT_OUTPUT_VALUE, "grade": _abi.CEMENT_OUTPUT_GRADE}
TOTALS = {"sum": (_abi.CEMENT_TOTAL_SUM, 1), "mean": (_abi.CEMENT_TOTAL_MEAN, 2), "count": (_abi.CEMENT_TOTAL_COUNT, 1),
          "grades": (_abi.CEMENT_TOTAL_GRADES, _abi.CEMENT_LEVELS_MAX + 1)}
SLICE = 64  # rows whose bits fill whole words: where threads may divide them


def _numpy() -> Any:
    try:
        import numpy
    except ImportError:
        raise ImportError("columns need NumPy, which is not installed: pip install numpy") from None
    return numpy


@dataclass(frozen=True)
class Slot:
    """What is read: an item of a line (of the facility: line None), by fuel and use, material or section."""

    index: int
    key: str
    line: Optional[str]
    of: Optional[str]
    use: Optional[str]
    section: Optional[str]
    unit: str
    required: bool


@dataclass(frozen=True)
class Output:
    """What is computed: a figure, or with kind "grade" the level that it meets. Asked for by its first five fields."""

    edition: str
    key: str
    line: Optional[str] = None
    of: Optional[str] = None
    kind: str = "value"
    unit: str = ""
    index: int = -1


@dataclass(frozen=True)
class Total:
    """A total over rows: kind "sum", "mean", "count" or "grades"; a mean is weighted by an output or a slot."""

    output: Union[Output, int]
    kind: str = "sum"
    weight: Union[Output, Slot, None] = None


@dataclass(frozen=True)
class Results:
    """Results of rows: arrays [output][row], and for each row the worst status: 0 ok, 1 incomplete, 2 not applicable."""

    values: "numpy.ndarray"
    valid_bits: "numpy.ndarray"
    inapplicable_bits: "numpy.ndarray"
    status: "numpy.ndarray"

    def _bits(self, bits: Any) -> Any:
        return _numpy().unpackbits(bits, axis=1, count=self.values.shape[1], bitorder="little").astype(bool)

    @property
    def valid(self) -> "numpy.ndarray":
        """Where there is a value; elsewhere it is 0."""
        return self._bits(self.valid_bits)

    @property
    def inapplicable(self) -> "numpy.ndarray":
        """Where a figure is not applicable rather than incomplete."""
        return self._bits(self.inapplicable_bits)


# ---- what is read ----


class _ArrowArray(ctypes.Structure):
    """Of the Arrow C data interface."""

    _fields_ = [("length", ctypes.c_int64), ("null_count", ctypes.c_int64), ("offset", ctypes.c_int64), ("n_buffers", ctypes.c_int64),
                ("n_children", ctypes.c_int64), ("buffers", ctypes.POINTER(ctypes.c_void_p)), ("children", ctypes.c_void_p),
                ("dictionary", ctypes.c_void_p), ("release", ctypes.c_void_p), ("private_data", ctypes.c_void_p)]


class _ArrowSchema(ctypes.Structure):
    _fields_ = [("format", ctypes.c_char_p)]


def _capsule(capsule: Any, name: bytes, kind: Any) -> Any:
    pointer = ctypes.pythonapi.PyCapsule_GetPointer
    pointer.restype, pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    return kind.from_address(pointer(capsule, name))


class _Inputs:
    """The columns of a call as the library reads them; keeps what they point at."""

    def __init__(self, columns: "Columns", given: Mapping[Any, Any], rows: Optional[int]):
        self.numpy = _numpy()
        self.rows, self.asked = rows, rows is not None  # arrays may be longer than what is asked for
        self.kept: List[Any] = []
        self.array = (_abi.cement_column * max(len(columns.slots), 1))()
        for name, column in given.items():
            if column is not None:
                self._take(self.array[columns._slot(name)], name, column)
        if self.rows is None:
            raise ValueError("no column tells how many rows there are: give rows")

    def _take(self, out: Any, name: Any, column: Any) -> None:
        if isinstance(column, (int, float)):
            column, out.stride = self.numpy.array([column], dtype=self.numpy.float64), 0
            self._point(out, column)
            return
        out.stride = 8
        if hasattr(column, "__arrow_c_array__"):
            self._take_arrow(out, name, column)
        elif isinstance(column, self.numpy.ma.MaskedArray):
            self._take_pair(out, name, column.data, ~self.numpy.ma.getmaskarray(column))
        elif isinstance(column, tuple):
            self._take_pair(out, name, *column)
        else:
            self._take_values(out, name, column)

    def _point(self, out: Any, values: Any) -> None:
        self.kept.append(values)
        out.values = values.ctypes.data_as(ctypes.POINTER(ctypes.c_double))

    def _same_rows(self, name: Any, rows: int) -> None:
        if self.rows is None:
            self.rows = rows
        if rows < self.rows or (rows > self.rows and not self.asked):
            raise ValueError(f"{name}: {rows} rows, {self.rows} expected")

    def _take_values(self, out: Any, name: Any, column: Any) -> None:
        numpy = self.numpy
        values = column
        if not isinstance(column, numpy.ndarray):
            try:
                view = memoryview(column)
            except TypeError:
                raise TypeError(f"{name}: {type(column).__name__} is no array of float64") from None
            values = numpy.frombuffer(view) if view.format == "d" and view.c_contiguous and view.ndim == 1 else numpy.empty(0, dtype=object)
        if values.dtype != numpy.float64 or values.ndim != 1 or not values.flags.c_contiguous or not values.flags.aligned:
            raise TypeError(f"{name}: one row of contiguous float64 expected; numpy.ascontiguousarray(x, float) makes a copy that is")
        self._same_rows(name, len(values))
        self._point(out, values)

    def _take_pair(self, out: Any, name: Any, values: Any, valid: Any) -> None:
        numpy = self.numpy
        self._take_values(out, name, values)
        bits = numpy.asarray(valid)
        if bits.dtype == bool:
            bits = numpy.packbits(bits, bitorder="little")
        if bits.dtype != numpy.uint8 or not bits.flags.c_contiguous or 8 * bits.size < len(self.kept[-1]):
            raise TypeError(f"{name}: a bit or a bool a row expected beside the values")
        self.kept.append(bits)
        out.valid = bits.ctypes.data_as(ctypes.POINTER(ctypes.c_uint8))

    def _take_arrow(self, out: Any, name: Any, column: Any) -> None:
        schema_capsule, array_capsule = column.__arrow_c_array__()
        self.kept += [schema_capsule, array_capsule]
        schema, array = _capsule(schema_capsule, b"arrow_schema", _ArrowSchema), _capsule(array_capsule, b"arrow_array", _ArrowArray)
        if schema.format != b"g":
            raise TypeError(f"{name}: an Arrow array of float64 expected, not of format {schema.format.decode()}")
        self._same_rows(name, array.length)
        out.valid = ctypes.cast(array.buffers[0], ctypes.POINTER(ctypes.c_uint8))
        out.values = ctypes.cast(array.buffers[1], ctypes.POINTER(ctypes.c_double))
        out.offset = array.offset


# ---- columns ----


class Columns(Handle):
    """Figures of many rows at once. Made by Run.columns; any number of threads may use it.

    slots and outputs tell what is read and computed. Columns are given by slot, by its index, or by its key where no other
    slot has it, as:

        an array of float64: NumPy's, or anything with a buffer of "d"; read where it lies
        a pair of one and its validity: bool, or a bitmap of uint8 as Arrow has it; or a masked array
        anything with __arrow_c_array__ (pyarrow, polars, nanoarrow ...), with its nulls; read where it lies
        a number: all rows have it
        None, or left out: no row has it
    """

    def __init__(self, run: Handle, outputs: Optional[Iterable[Output]]):
        super().__init__()
        wanted = None if outputs is None else [self._wanted(each) for each in outputs]
        array = None if wanted is None else (_abi.cement_output * max(len(wanted), 1))(*wanted)

        def create(out: Any, parent: Any, error: Any) -> Any:
            return lib.cement_columns_create(out, parent, array, 0 if wanted is None else len(wanted), error)

        with run._held() as native:
            self._native = _Native(create, lib.cement_columns_destroy, native)
        self.slots: Tuple[Slot, ...] = tuple(self._entries(_abi.CEMENT_COLUMNS_SLOT))
        self.outputs: Tuple[Output, ...] = tuple(self._entries(_abi.CEMENT_COLUMNS_OUTPUT))

    @staticmethod
    def _wanted(output: Output) -> Any:
        names = [None if name is None else encoded(name, "name") for name in (output.edition, output.key, output.line, output.of)]
        return _abi.cement_output(*names, choice(output.kind, KINDS, "kind"), 0)

    def _entries(self, what: int) -> Iterable[Any]:
        kinds = {number: name for name, number in KINDS.items()}
        for index in range(lib.cement_columns_count(self._pointer, what)):
            out = _abi.cement_slot()
            out.size = ctypes.sizeof(out)
            call(lib.cement_columns_entry, self._pointer, ctypes.byref(out), what, index)
            names: Dict[str, Any] = {name: text(getattr(out, name)) for name in ("edition", "key", "line", "of", "use", "section")}
            if what == _abi.CEMENT_COLUMNS_SLOT:
                del names["edition"]
                yield Slot(index=index, unit=text(out.unit) or "", required=bool(out.required), **names)
            else:
                names = {name: names[name] for name in ("edition", "key", "line", "of")}
                yield Output(index=index, unit=text(out.unit) or "", kind=kinds[out.kind], **names)

    def _find(self, what: int, kind: int, names: Mapping[str, Optional[str]]) -> int:
        like = _abi.cement_slot()
        like.size, like.kind = ctypes.sizeof(like), kind
        for name, value in names.items():
            if value is not None:
                setattr(like, name, encoded(value, name))
        index = ctypes.c_size_t()
        call(lib.cement_columns_find, self._pointer, ctypes.byref(index), ctypes.byref(like), what)
        return index.value

    def slot(self, key: str, line: Optional[str] = None, of: Optional[str] = None, use: Optional[str] = None,
             section: Optional[str] = None) -> Slot:
        """The slot of these names: None is any, "" is none.

        Raises: CementError UNKNOWN when there is none, CONFLICT when there are several.
        """
        names = {"key": key, "line": line, "of": of, "use": use, "section": section}
        return self.slots[self._find(_abi.CEMENT_COLUMNS_SLOT, 0, names)]

    def output(self, key: str, line: Optional[str] = None, of: Optional[str] = None, edition: Optional[str] = None,
               kind: str = "value") -> Output:
        """The output of these names: None is any, "" is none.

        Raises: CementError UNKNOWN when there is none, CONFLICT when there are several; ValueError.
        """
        names = {"key": key, "line": line, "of": of, "edition": edition}
        return self.outputs[self._find(_abi.CEMENT_COLUMNS_OUTPUT, choice(kind, KINDS, "kind"), names)]

    def _slot(self, name: Any) -> int:
        if isinstance(name, str):
            return self.slot(name).index
        return self._index(name, Slot, self.slots, "slot")

    @staticmethod
    def _index(which: Any, kind: Any, entries: Sequence[Any], what: str) -> int:
        index = which.index if isinstance(which, kind) else which
        if not isinstance(index, int) or not 0 <= index < len(entries):
            raise TypeError(f"{which!r} is no {what} of these columns")
        return index

    def _workspace(self) -> Any:
        size = lib.cement_columns_count(self._pointer, _abi.CEMENT_COLUMNS_WORKSPACE)
        return ctypes.create_string_buffer(max(size, 1)), size

    def run(self, inputs: Mapping[Any, Any], rows: Optional[int] = None, threads: int = 1) -> Results:
        """Computes all outputs in every row.

        Given:  inputs  columns by slot; rows  how many, None: as many as the first array has; threads  that share the rows:
                the bits are those of one.
        Raises: TypeError, ValueError for a column that is none; ImportError without NumPy; CementError.
        Notes:  rows never stop a call: what is lacking there makes results not valid.
        """
        numpy = _numpy()
        columns = _Inputs(self, inputs, rows)
        count, all_rows = len(self.outputs), columns.rows or 0
        bits = (count, (all_rows + 7) // 8)
        results = Results(numpy.zeros((count, all_rows)), numpy.zeros(bits, numpy.uint8), numpy.zeros(bits, numpy.uint8),
                          numpy.zeros(all_rows, numpy.uint8))
        byte = ctypes.POINTER(ctypes.c_uint8)
        out = (_abi.cement_result * max(count, 1))()
        for i in range(count):
            out[i].values = results.values[i].ctypes.data_as(ctypes.POINTER(ctypes.c_double))
            out[i].valid = results.valid_bits[i].ctypes.data_as(byte)
            out[i].inapplicable = results.inapplicable_bits[i].ctypes.data_as(byte)

        def part(pointer: Any, first: int, end: int) -> None:
            workspace, size = self._workspace()
            call(lib.cement_run_batch, pointer, out, results.status.ctypes.data_as(byte), columns.array, first, end - first, workspace, size)

        step = -(-all_rows // (SLICE * max(threads, 1))) * SLICE or SLICE
        parts = [(first, min(first + step, all_rows)) for first in range(0, max(all_rows, 1), step)]
        with self._held() as native:
            if len(parts) == 1:
                part(native.pointer, *parts[0])
            else:
                with ThreadPoolExecutor(len(parts)) as pool:
                    list(pool.map(lambda each: part(native.pointer, *each), parts))
        return results

    def gradient(self, output: Union[Output, int], inputs: Mapping[Any, Any], row: int = 0, rows: Optional[int] = None) -> "numpy.ndarray":
        """How an output changes with each slot in one row: partial derivatives by slot, 0 where a slot is not valid.

        Raises: CementError MISSING when the output is not valid in this row; as run.
        """
        columns = _Inputs(self, inputs, row + 1 if rows is None else rows)
        if not 0 <= row < (columns.rows or 0):
            raise IndexError(f"there is no row {row}")
        out = _numpy().zeros(max(len(self.slots), 1))
        index = self._index(output, Output, self.outputs, "output")
        with self._held() as native:
            workspace, size = self._workspace()
            call(lib.cement_columns_gradient, native.pointer, out.ctypes.data_as(ctypes.POINTER(ctypes.c_double)), index, columns.array, row,
                 workspace, size)
        return out[:len(self.slots)]

    def _total(self, total: Total) -> Any:
        kind, _ = choice(total.kind, TOTALS, "kind")  # type: ignore[misc]
        weight, is_slot = 0, isinstance(total.weight, Slot)
        if total.kind == "mean":
            weight = self._index(total.weight, Slot if is_slot else Output, self.slots if is_slot else self.outputs, "weight")
        return _abi.cement_total(self._index(total.output, Output, self.outputs, "output"), kind, weight, int(is_slot))

    def totals(self, totals: Sequence[Total], inputs: Mapping[Any, Any], groups: Any = None, group_count: int = 1,
               rows: Optional[int] = None) -> List["numpy.ndarray"]:
        """Totals over rows, which are not kept.

        Given:    groups  the group of each row, int32 from 0; rows of other numbers do not count; None: one group.
        Returned: for each total an array [group]: of a mean [group][2], the mean and the sum of weights; of grades
                  [group][level], rows by grade from 0.
        Raises:   as run.
        """
        numpy = _numpy()
        columns = _Inputs(self, inputs, rows)
        array, width = (_abi.cement_total * max(len(totals), 1))(*map(self._total, totals)), [TOTALS[t.kind][1] for t in totals]
        all_rows = columns.rows or 0
        group_pointer = None
        if groups is not None:
            groups = numpy.ascontiguousarray(groups, numpy.int32)
            if groups.shape != (all_rows,):
                raise ValueError(f"groups: one a row expected, {all_rows}")
            group_pointer = groups.ctypes.data_as(ctypes.POINTER(ctypes.c_int32))
        number = ctypes.POINTER(ctypes.c_double)
        with self._held() as native:
            blocks = -(-all_rows // lib.cement_columns_count(native.pointer, _abi.CEMENT_COLUMNS_BLOCK))
            partials = numpy.zeros((max(blocks, 1), group_count, sum(width)))
            out = numpy.zeros((group_count, sum(width)))
            workspace, size = self._workspace()
            call(lib.cement_columns_totals, native.pointer, partials.ctypes.data_as(number), array, len(totals), columns.array, group_pointer,
                 group_count, all_rows, 0, blocks, workspace, size)
            call(lib.cement_columns_merge, native.pointer, out.ctypes.data_as(number), partials.ctypes.data_as(number), array, len(totals),
                 group_count, blocks)
        ends = [sum(width[:i + 1]) for i in range(len(width))]
        return [out[:, end - w] if w == 1 else out[:, end - w:end] for w, end in zip(width, ends)]
