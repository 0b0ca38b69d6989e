"""Columns of the same plant give the same bits in Python and in Lua: rows, validity, totals by group, derivatives."""
import os
import struct
import subprocess

import faces
import golden
import libcement
import numpy
import pytest

EDITIONS = ["cn.gb-16780@2021", "cn.cets-ag-02.01@v01-2024", "substitution@1"]
PLANT = golden.ROOT / "examples" / "synthetic-plant.ledger.json"
ROWS, GROUPS, SEED = 5000, 3, 20251

# Everything as packed doubles and bits, one after the other. LISTS: the same from tables of numbers.
LUA = r"""
local cement = require "libcement"
local plant, columns_file, rows, groups, row, how = table.unpack(arg)
local function read(path) local file <close> = assert(io.open(path, "rb")) return file:read("a") end
local catalog = cement.catalog()
local columns = catalog:run(catalog:ledger(read(plant)), {table.unpack(arg, 7)}):columns()
local bytes, at, inputs, group = read(columns_file), 1, {}, {}
rows, groups, row = math.tointeger(rows), math.tointeger(groups), math.tointeger(row)
for slot = 1, #columns:slots() do
  local values, bits = bytes:sub(at, at + 8 * rows - 1), bytes:sub(at + 8 * rows, at + 8 * rows + (rows + 7) // 8 - 1)
  at = at + #values + #bits
  inputs[slot] = {values = values, valid = bits}
  if how == "LISTS" then
    local list = {}
    for i = 1, rows do
      list[i] = bits:byte((i - 1) // 8 + 1) >> (i - 1) % 8 & 1 == 1 and string.unpack("d", values, 8 * i - 7)
    end
    inputs[slot] = list
  end
end
for i = 1, rows do group[i] = i % groups + 1 end
local found = columns:run(inputs, {packed = true})
for i = 1, #found.values do io.stdout:write(found.values[i], found.valid[i], found.inapplicable[i]) end
io.stdout:write(found.status)
local clinker = columns:slot{key = "clinker_output", line = "L1"}
local wanted = {}
for _, output in ipairs(columns:outputs()) do
  table.insert(wanted, {output = output})
  table.insert(wanted, {output = output, kind = "mean", weight = clinker})
end
for i, total in ipairs(columns:totals(wanted, inputs, {groups = group, group_count = groups})) do
  for g = 1, groups do
    io.stdout:write(i % 2 == 1 and string.pack("d", total[g]) or string.pack("dd", total[g].mean, total[g].weight))
  end
end
for i = 1, #columns:outputs() do
  local done, slope = pcall(columns.gradient, columns, i, inputs, {row = row})
  if done then for _, each in ipairs(slope) do io.stdout:write(string.pack("d", each)) end else io.stdout:write(slope.code) end
end
"""


def drawn(columns):
    """For each slot values about those of a plant, nine of ten valid."""
    print(f"seed {SEED}")
    chance = numpy.random.default_rng(SEED)
    scale = {"t": 1e5, "GJ/t": 25.0, "kWh": 5e6, "GJ": 1e5, "%": 60.0}
    return [(chance.uniform(0.5, 1.5, ROWS) * scale.get(slot.unit, 1.0), chance.random(ROWS) < 0.9) for slot in columns.slots]


def through_python(columns, inputs, row):
    """The bytes that the script writes."""
    given = dict(enumerate(inputs))
    found = columns.run(given)
    yield from (part[i].tobytes() for i in range(len(columns.outputs)) for part in (found.values, found.valid_bits, found.inapplicable_bits))
    yield found.status.tobytes()
    clinker = columns.slot("clinker_output", line="L1")
    wanted = [libcement.Total(o, kind, clinker if kind == "mean" else None) for o in columns.outputs for kind in ("sum", "mean")]
    groups = numpy.arange(1, ROWS + 1, dtype=numpy.int32) % GROUPS
    yield from (total.tobytes() for total in columns.totals(wanted, given, groups, GROUPS))
    for output in columns.outputs:
        try:
            yield columns.gradient(output, given, row).tobytes()
        except libcement.CementError as error:
            yield error.code.encode()


@pytest.mark.parametrize("how", ["PACKED", "LISTS"])
def test_same_bits(tmp_path, how):
    with libcement.Catalog() as catalog:
        columns = catalog.run(catalog.ledger_file(PLANT), EDITIONS).columns()
    inputs, row = drawn(columns), 7
    file, script = tmp_path / "columns.bin", tmp_path / "columns.lua"
    file.write_bytes(b"".join(values.tobytes() + numpy.packbits(valid, bitorder="little").tobytes() for values, valid in inputs))
    script.write_text(LUA, encoding="utf-8")
    wanted = b"".join(through_python(columns, inputs, row))
    command = [faces.LUA, script, PLANT, file, str(ROWS), str(GROUPS), str(row + 1), how, *EDITIONS]
    done = subprocess.run(command, capture_output=True, timeout=120, env={**os.environ, "LUA_CPATH": faces.LUA_CPATH}, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert len(columns.outputs) > 20 and len(wanted) > 8 * ROWS * len(columns.outputs)
    assert struct.unpack_from("d", wanted)[0] > 0 and b"MISSING" in wanted[-(8 * len(columns.slots) * len(columns.outputs)):]
    assert done.stdout == wanted
