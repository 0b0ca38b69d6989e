"""What the competitors share: the data as the generator wrote them, and answering to the driver.

The driver speaks by lines: `run TASK` is answered by nanoseconds on the clock, of the processor and of the busiest thread,
`save TASK PATH` writes what was computed last, in the columns' own layout, so that the driver can compare."""
import pathlib
import sys
import time

import numpy as np

LINES = 1000  # of the fleet whose totals are wanted
# Totals by line: the sum of line_co2, that of fuel_co2, the mean energy_intensity by clinker, the clinker of that mean,
# and the rows whose line_co2 is valid.
TOTALS = ("line_co2", "fuel_co2", "energy_intensity", "clinker", "rows")
THREE = ("co2_intensity", "energy_intensity", "thermal_rate")

# CETS—AG—02.01—V01—2024
ETS_NCV = {"coal": 23.076, "petcoke": 32.5, "diesel": 42.652}
CO2 = {"coal": 0.02618 * 0.99 * 44 / 12, "petcoke": 0.0275 * 0.99 * 44 / 12, "diesel": 0.0202 * 0.98 * 44 / 12}
CO2_CLINKER = 0.535
CUT = {"carbide_slag": 0.48, "fly_ash": 0.055, "steel_slag": 0.215}
# GB/T 2589-2020
GBT_NCV = {"coal": 20.934, "diesel": 42.705}
# GB 16780-2021, at 1 800 m and 81 450 Pa
COAL_PER_GJ = 1e6 / 29307
COAL_PER_KWH = 0.1229
ALTITUDE = 1.179 - 0.211 * 81450 / 101325
LIMITS = {"coal": (94.0, 100.0, 109 * ALTITUDE), "power": (48.0, 57.0, 61 * ALTITUDE), "energy": (100.0, 107.0, 117 * ALTITUDE)}
BIOGENIC_RDF = 0.45


class Data:
    def __init__(self, folder):
        folder = pathlib.Path(folder)
        words = [line.split()[:2] for line in (folder / "names").read_text().splitlines()]
        self.inputs = [name for kind, name in words if kind == "in"]
        self.outputs = [name for kind, name in words if kind == "out"]
        self.groups = np.fromfile(folder / "groups", np.int32)
        self.rows = len(self.groups)
        self.values = np.fromfile(folder / "values", np.float64).reshape(len(self.inputs), self.rows)
        self.bits = np.fromfile(folder / "bits", np.uint8).reshape(len(self.inputs), -1)

    def arrow(self):
        """The same bytes as an Arrow table: nothing is copied."""
        import pyarrow as pa
        columns = [pa.Array.from_buffers(pa.float64(), self.rows, [pa.py_buffer(self.bits[i]), pa.py_buffer(self.values[i])])
                   for i in range(len(self.inputs))]
        group = pa.Array.from_buffers(pa.int32(), self.rows, [None, pa.py_buffer(self.groups)])
        return pa.table(columns + [group], names=self.inputs + ["line"])


def save_arrays(path, values, bits):
    np.ascontiguousarray(values, np.float64).tofile(f"{path}.values")
    np.ascontiguousarray(bits, np.uint8).tofile(f"{path}.bits")


def save_totals(path, sums):
    """Totals [5][LINES]."""
    save_arrays(path, sums, np.full((len(TOTALS), LINES // 8), 255))


def save_arrow(path, table, names, stride):
    """Values and validity of an Arrow table's columns, in the columns' own layout."""
    rows = table.num_rows
    with open(f"{path}.values", "wb") as values, open(f"{path}.bits", "wb") as bits:
        for name in names:
            column = table[name].combine_chunks().cast("float64")
            valid = np.packbits(column.is_valid().to_numpy(zero_copy_only=False), bitorder="little")
            column.fill_null(0).to_numpy(zero_copy_only=False)[:rows].tofile(values)
            np.pad(valid, (0, stride - len(valid))).tofile(bits)


def serve(tasks):
    """tasks: name -> (run, save). What a run returns is kept until the next one, as a caller would keep it."""
    print("ready", *tasks, flush=True)
    kept = None
    for line in sys.stdin:
        word, *rest = line.split()
        if word == "quit":
            return
        run, save = tasks[rest[0]]
        if word == "save":
            save(rest[1], kept)
            print("saved", flush=True)
            continue
        kept = None
        wall, processor = time.perf_counter_ns(), time.process_time_ns()
        kept = run()
        took = time.process_time_ns() - processor
        print(time.perf_counter_ns() - wall, took, took, flush=True)
