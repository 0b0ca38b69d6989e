-- Columns: names, what is read and how, results by hand, totals, derivatives, refusals, life.
local here = debug.getinfo(1, "S").source:match("^@(.*)/[^/]*$")
package.path = here .. "/?.lua;" .. package.path
local cement = require "libcement"
local left_by = require "garbage"

local GB, CETS = "cn.gb-16780@2021", "cn.cets-ag-02.01@v01-2024"
local LEDGER = [[{"schema": "cement-ledger/1", "facility": {"id": "T", "altitude": {"value": "100", "unit": "m"}},
 "lines": [{"id": "L1", "clinker_type": "portland"}, {"id": "L2", "clinker_type": "portland"}],
 "observations": [
  {"line": "L1", "period": "2025-01", "item": "clinker_output", "value": "1", "unit": "t"},
  {"line": "L1", "period": "2025-01", "item": "fuel_consumption", "of": "bituminous_coal", "value": "1", "unit": "t"}]}]]
local WANTED = {{edition = GB, key = "clinker_coal_intensity", line = "L1"},
                {edition = GB, key = "clinker_coal_intensity", line = "L1", kind = "grade"}, {edition = CETS, key = "line_co2", line = "L1"}}

-- 15 000 t of 20 GJ/t are 3e11 kJ, by 29 307 kJ/kgce and 100 000 t of clinker: 102.4, above 100 and not above 109: grade 3.
local KGCE = 15000 * 20e6 / 29307 / 100000
local CO2 = 300000 * 0.02618 * 0.99 * 44 / 12 + 53500 -- tC/GJ, oxidation; 0.535 tCO2/t of the process

local function made(outputs)
  local catalog = cement.catalog()
  return catalog:run(catalog:ledger(LEDGER), {GB, CETS}):columns(outputs)
end

local function wanted() return made(WANTED) end

local function rows(coal)
  return {clinker_output = {1e5, 1e5, 0, 1e5}, fuel_consumption = coal or {15000, 7500, 10, 15000}, fuel_ncv = 20}
end

local function packed(list)
  local parts = {}
  for i, number in ipairs(list) do parts[i] = string.pack("d", number) end
  return table.concat(parts)
end

local function raised(f, ...)
  local done, problem = pcall(f, ...)
  assert.is_false(done)
  return problem
end

local function near(value, given) assert.is_true(math.abs(given - value) <= 1e-14 * math.abs(value), given .. ", not " .. value) end

describe("columns", function()
  it("tell what they read and compute", function()
    local columns = wanted()
    local slot = columns:slot{key = "fuel_ncv", of = "bituminous_coal"}
    assert.same({index = slot.index, key = "fuel_ncv", line = "L1", of = "bituminous_coal", use = "kiln", unit = "GJ/t", required = false}, slot)
    assert.same(slot, columns:slots()[slot.index])
    assert.is_true(columns:slot{key = "clinker_output"}.required)
    local outputs = columns:outputs()
    assert.equal(3, #outputs)
    assert.same({index = 2, key = "clinker_coal_intensity", edition = GB, line = "L1", kind = "grade", unit = ""}, outputs[2])
    assert.same(outputs[3], columns:output{key = "line_co2"})
    assert.equal("UNKNOWN", raised(columns.slot, columns, {key = "cement_output"}).code)
    assert.equal("UNKNOWN", raised(columns.output, columns, {key = "line_co2", kind = "grade"}).code)
    local all = made()
    assert.is_true(#all:outputs() > 3)
    assert.equal("CONFLICT", raised(all.output, all, {key = "clinker_coal_intensity"}).code)
  end)

  -- Ordinary; half of the coal; no clinker, which nothing can be divided by; no coal, which is no fuel at all.
  it("compute rows by hand", function()
    local found = wanted():run(rows{15000, 7500, 10, false})
    assert.equal(4, found.rows)
    near(KGCE, found.values[1][1])
    near(KGCE / 2, found.values[1][2])
    assert.same({false, false}, {found.values[1][3], found.values[1][4]})
    assert.same({3, 1, false, false}, found.values[2])
    assert.equal("integer", math.type(found.values[2][1]))
    near(CO2, found.values[3][1])
    assert.same({"ok", "ok", "incomplete", "incomplete"}, found.status)
    assert.same({false, false, false, false}, found.inapplicable[1])
  end)

  it("give packed results", function()
    local columns = wanted()
    local listed, found = columns:run(rows()), columns:run(rows(), {packed = true})
    assert.equal(string.char(0, 0, 1, 0), found.status)
    for i = 1, 3 do
      assert.equal(32, #found.values[i])
      assert.equal("\0", found.inapplicable[i])
      for row = 1, 4 do
        local valid = found.valid[i]:byte() >> (row - 1) & 1 == 1
        assert.equal(listed.values[i][row], valid and string.unpack("d", found.values[i], 8 * row - 7))
      end
    end
    assert.same({listed.values[1][2] * 2}, {listed.values[1][1]})
  end)

  it("tell what is not applicable", function()
    local catalog = cement.catalog()
    local both = LEDGER:gsub('%]}$', [[, {"line": "L1", "period": "2025-01", "item": "fuel_consumption", "of": "diesel", "value": "1", "unit": "t"}]}]])
    local columns = catalog:run(catalog:ledger(both), {CETS}):columns{
      {edition = CETS, key = "fuel_co2", line = "L1", of = "diesel"}, {edition = CETS, key = "fuel_co2", line = "L1", of = "bituminous_coal"}}
    local function of(key, fuel) return columns:slot{key = key, of = fuel} end
    local inputs = {[of("fuel_consumption", "bituminous_coal")] = 100, [of("fuel_ncv", "bituminous_coal")] = 20,
                    [of("fuel_consumption", "diesel")] = {false, 1}, [of("fuel_ncv", "diesel")] = 42}
    local found = columns:run(inputs)
    assert.same({"not_applicable", "ok"}, found.status)
    assert.same({true, false}, found.inapplicable[1])
    assert.equal("\1", columns:run(inputs, {packed = true}).inapplicable[1])
  end)

  it("read the same rows however they are given", function()
    local columns = wanted()
    local coal = {15000, 7500, 10, 15000}
    local first
    for _, given in ipairs{
      {15000, 7500, false, 15000}, {values = packed(coal), valid = {true, true, false, true}}, {values = packed(coal), valid = "\x0B"},
      {values = packed(coal), valid = "\xFB\xFF"}, {values = packed(coal), valid = {1, 1, false, 1, false}}} do
      local found = columns:run(rows(given), {packed = true})
      first = first or found
      assert.same(first, found)
    end
    assert.equal(string.char(0, 0, 1, 0), first.status)
    local all = columns:run(rows(), {packed = true})
    assert.same(all, columns:run(rows(packed(coal)), {packed = true}))
    assert.same(all, columns:run(rows{values = packed(coal)}, {packed = true}))
    local integers = rows{15000, 7500, 10, 15000.0}
    assert.same(all, columns:run(integers, {packed = true}))
  end)

  it("take slots by key, index and themselves", function()
    local columns = wanted()
    local by_key, by_index, by_slot = rows(), {}, {}
    for key, column in pairs(by_key) do
      local slot = columns:slot{key = key}
      by_index[slot.index], by_slot[slot] = column, column
    end
    assert.same(columns:run(by_key), columns:run(by_index))
    assert.same(columns:run(by_key), columns:run(by_slot))
  end)

  it("compute as many rows as are asked for", function()
    local columns = wanted()
    assert.same({"incomplete", "incomplete", "incomplete"}, columns:run({}, {rows = 3}).status)
    assert.same({"incomplete"}, columns:run({fuel_ncv = false}, {rows = 1}).status)
    assert.same({"ok", "ok"}, columns:run(rows(), {rows = 2}).status)
    assert.same({}, columns:run(rows(), {rows = 0}).values[1])
    assert.equal(0, columns:run({fuel_ncv = {}}).rows)
    -- A bit behind the 64th row is that of its own.
    local many, valid = {}, {}
    for i = 1, 131 do many[i], valid[i] = 100 * i, i % 7 ~= 0 end
    local found = columns:run{clinker_output = 1e5, fuel_ncv = 20, fuel_consumption = {values = packed(many), valid = valid}}
    for i = 1, 131 do
      if valid[i] then near(KGCE * i / 150, found.values[1][i]) else assert.is_false(found.values[1][i]) end
    end
  end)
end)

describe("totals", function()
  -- Rows 1, 2 and 4 are valid: 102.4, 51.2 and 102.4, of 100 000 t each.
  it("add up rows", function()
    local columns = wanted()
    local sum, mean, by, count, grades = table.unpack(columns:totals({
      {output = 1}, {output = "line_co2", kind = "mean", weight = "clinker_output"},
      {output = columns:outputs()[1], kind = "mean", weight_output = 1}, {output = 1, kind = "count"}, {output = 2, kind = "grades"}}, rows()))
    near(KGCE * 2.5, sum)
    -- Half of the coal's CO2 is saved in the second row; without clinker the third row has no weight.
    local half = (CO2 - 53500) / 2 + 53500
    near((2 * CO2 + half) / 3, mean.mean)
    assert.equal(300000.0, mean.weight)
    near(KGCE * (1 + 0.25 + 1) / 2.5, by.mean)
    near(KGCE * 2.5, by.weight)
    assert.equal(3, count)
    assert.same({[0] = 0, 1, 0, 2, 0, 0, 0, 0, 0}, grades)
    assert.equal("integer", math.type(grades[3]))
  end)

  it("are by group, and of no group where a row says so", function()
    local columns = wanted()
    local sums, counts = table.unpack(columns:totals({{output = 1}, {output = 1, kind = "count"}}, rows(), {groups = {2, 1, 1, false}, group_count = 3}))
    near(KGCE / 2, sums[1])
    near(KGCE, sums[2])
    assert.equal(0.0, sums[3])
    assert.same({1, 1, 0}, counts)
    local odd = columns:totals({{output = 1, kind = "count"}}, rows(), {groups = {0, 4, -1, 1 << 40}, group_count = 3})[1]
    assert.same({0, 0, 0}, odd)
    assert.same({}, columns:totals({}, rows()))
  end)

  -- The same bits as Python gives are tests/golden/test_same_columns.py; here only that blocks are all there.
  it("are over all blocks", function()
    local columns = wanted()
    local count = 70001
    local coal = string.rep(packed{15000}, count)
    local totals = columns:totals({{output = 1, kind = "count"}, {output = 1}}, {clinker_output = 1e5, fuel_ncv = 20, fuel_consumption = coal})
    assert.equal(count, totals[1])
    assert.is_true(math.abs(totals[2] / (KGCE * count) - 1) < 1e-11)
  end)
end)

describe("a gradient", function()
  -- m q / c: q / c by the mass, m / c by the heat, - m q / c^2 by the clinker.
  it("is by slot", function()
    local columns = wanted()
    local slope = columns:gradient(1, rows(), {row = 2})
    assert.equal(#columns:slots(), #slope)
    near(-KGCE / 2 / 1e5, slope[columns:slot{key = "clinker_output"}.index])
    near(20e6 / 29307 / 1e5, slope[columns:slot{key = "fuel_consumption"}.index])
    near(7500e6 / 29307 / 1e5, slope[columns:slot{key = "fuel_ncv"}.index])
    near(-KGCE / 1e5, columns:gradient("clinker_coal_intensity", rows())[columns:slot{key = "clinker_output"}.index])
    assert.equal("MISSING", raised(columns.gradient, columns, 1, rows(), {row = 3, rows = 4}).code)
    assert.equal("ARG", raised(columns.gradient, columns, 2, rows()).code)
    assert.matches("no row 5", raised(columns.gradient, columns, 1, rows(), {row = 5, rows = 4}))
    assert.matches("no row 0", raised(columns.gradient, columns, 1, rows(), {row = 0}))
    assert.matches("4 rows, 5 expected", raised(columns.gradient, columns, 1, rows(), {row = 5}))
  end)
end)

describe("refused", function()
  for what, case in pairs{
    ["three rows"] = {{1, 2, 3}, "rows, %d expected"}, ["five packed rows"] = {packed{1, 2, 3, 4, 5}, "rows, %d expected"},
    ["bytes"] = {"1234567", "packed doubles"}, ["text in a row"] = {{1, 2, "3", 4}, "row 3: a number or false expected, not string"},
    ["true in a row"] = {{1, true, 3, 4}, "row 2"}, ["a list as values"] = {{values = {1, 2, 3, 4}}, "values must be a string"},
    ["few bits"] = {{values = packed{1, 2, 3, 4}, valid = ""}, "a bit a row"}, ["few booleans"] = {{values = packed{1, 2, 3, 4}, valid = {true}}, "a bit or a boolean"},
    ["validity of another kind"] = {{values = packed{1, 2, 3, 4}, valid = 15}, "a bit or a boolean"}, ["true"] = {true, "not boolean"},
    ["a function"] = {print, "not function"}} do
    it("is a column of " .. what, function()
      local columns = wanted()
      assert.matches(case[2], raised(columns.run, columns, rows(case[1])))
    end)
  end

  it("is what is no slot, no output, no number of rows", function()
    local columns = wanted()
    assert.matches("give rows", raised(columns.run, columns, {clinker_output = 1}))
    assert.matches("no slot", raised(columns.run, columns, {[99] = 1}, {rows = 1}))
    assert.matches("no slot", raised(columns.run, columns, {[{}] = 1}, {rows = 1}))
    assert.matches("no slot", raised(columns.run, columns, {[0] = 1}, {rows = 1}))
    assert.equal("UNKNOWN", raised(columns.run, columns, {cement_output = 1}, {rows = 1}).code)
    local twice = rows()
    twice[columns:slot{key = "fuel_ncv"}.index] = 21
    assert.matches("fuel_ncv is given twice", raised(columns.run, columns, twice))
    for _, wrong in ipairs{-1, 1.5, "x", 1 << 40} do assert.matches("rows must be", raised(columns.run, columns, {}, {rows = wrong})) end
    assert.is_false(pcall(columns.run, columns))
    assert.is_false(pcall(columns.run, columns, rows(), 4))
    assert.matches("memory", raised(columns.run, columns, {}, {rows = 1 << 36}))
    assert.matches("no output", raised(columns.totals, columns, {{output = 4}}, rows()))
    assert.matches("no slot", raised(columns.totals, columns, {{output = 1, kind = "mean", weight = 99}}, rows()))
    assert.matches("no output", raised(columns.totals, columns, {{output = 1, kind = "mean"}}, rows()))
    assert.matches("no such kind", raised(columns.totals, columns, {{output = 1, kind = "median"}}, rows()))
    assert.equal("ARG", raised(columns.totals, columns, {{output = 1, kind = "grades"}}, rows()).code)
    assert.matches("groups: one a row", raised(columns.totals, columns, {{output = 1}}, rows(), {groups = {1}, group_count = 1}))
    assert.is_false(pcall(columns.totals, columns, {1}, rows()))
  end)

  it("is an output that there is not", function()
    assert.equal("UNKNOWN", raised(made, {{edition = GB, key = "no_such", line = "L1"}}).code)
    assert.matches("must be given", raised(made, {{edition = GB}}))
    assert.matches("no such kind", raised(made, {{edition = GB, key = "line_co2", kind = "rank"}}))
    assert.matches("must be a table", raised(made, {"line_co2"}))
    assert.is_false(pcall(made, "line_co2"))
  end)
end)

describe("life", function()
  it("outlasts what columns were made from", function()
    local catalog = cement.catalog()
    local ledger = catalog:ledger(LEDGER)
    local run = catalog:run(ledger, {GB})
    local columns = run:columns{WANTED[1]}
    run:close()
    ledger:close()
    catalog:close()
    run, ledger, catalog = nil, nil, nil
    collectgarbage()
    near(KGCE, columns:run(rows()).values[1][1])
    columns:close()
    columns:close()
    assert.equal("STATE", raised(columns.run, columns, rows()).code)
  end)

  it("goes on to the end of a call, whoever closes meanwhile", function()
    local columns = wanted()
    local closing = setmetatable({}, {__index = function() columns:close() collectgarbage() end})
    near(KGCE, columns:run(rows(), closing).values[1][1])
    assert.equal("STATE", raised(columns.slots, columns).code)
    local run = cement.catalog()
    run = run:run(run:ledger(LEDGER), {GB})
    local one = run:columns{setmetatable({}, {__index = function(_, name) run:close() return WANTED[1][name] end})}
    near(KGCE, one:run(rows()).values[1][1])
  end)

  it("leaves no garbage behind", function()
    local columns = wanted()
    local function work()
      columns:run(rows())
      columns:run(rows(packed{1, 2, 3, 4}), {packed = true})
      columns:totals({{output = 1}}, rows())
      columns:gradient(1, rows())
      pcall(columns.run, columns, rows{1})
      wanted()
    end
    assert.is_true(left_by(work) < 64)
  end)
end)
