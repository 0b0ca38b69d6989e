-- Plant files: the hand-made ones against the ledgers beside them; mappings, quality, forms, refusals, life.
local here = debug.getinfo(1, "S").source:match("^@(.*)/[^/]*$")
package.path = here .. "/?.lua;" .. package.path
local cement, json = require "libcement", require "json"
local left_by = require "garbage"

local GB = "cn.gb-16780@2021"
local EDITIONS = {GB, "cn.cets-ag-02.01@v01-2024", "substitution@1"}
local data = here .. "/../../../tests/data/plant/"
local MONTHS = '月份,熟料产量(t)\n2025-01,1200\n2025-02,"1,300"\n'

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("a")
  file:close()
  return text
end

local function raised(f, ...)
  local done, problem = pcall(f, ...)
  assert.is_false(done)
  return problem
end

local function words(text)
  local list = {}
  for word in text:gmatch("%S+") do list[#list + 1] = word end
  return list
end

local function observations(ledger) return json.decode(ledger:canonical()).observations end

describe("a plant's file", function()
  local cases = 0
  for line in io.lines(data .. "cases.txt") do
    cases = cases + 1
    local case = words(line)
    local name = case[1]
    local options = case[2] ~= "-" and {mapping = read(data .. "files/" .. case[2])} or nil
    -- As texts, and as files that are open.
    for kind, source in pairs{text = read, file = function(path) return assert(io.open(path, "rb")) end} do
      it(("is the ledger beside it, %s as %s"):format(name, kind), function()
        local catalog = cement.catalog()
        local files = {}
        for i = 3, #case do files[i - 2] = {case[i], source(data .. "files/" .. case[i])} end
        local ledger = catalog:plant(files, options)
        local wanted = catalog:ledger(read(data .. "files/" .. name .. ".json"), name .. ".json")
        assert.equal(wanted:canonical(), ledger:canonical())
        local found = {}
        for _, finding in ipairs(catalog:run(ledger, EDITIONS):findings()) do
          if finding.code:find("^plant%-") then found[#found + 1] = finding.code end
        end
        table.sort(found)
        assert.same(words(read(data .. "files/" .. name .. ".findings")), found)
      end)
    end
  end
  it("has cases", function() assert.is_true(cases >= 25) end)

  it("is read on from where it stands, and stays open", function()
    local file = io.tmpfile()
    file:write("left out\n", MONTHS)
    file:seek("set")
    file:read("l")
    local ledger = cement.catalog():plant(file)
    assert.equal("file", io.type(file))
    assert.equal("", file:read("a"))
    local found = observations(ledger)
    assert.same({"1200", "1300", "plant"}, {found[1].value, found[2].value, found[1].source})
  end)

  it("is strictly read where that is asked for", function()
    local catalog = cement.catalog()
    assert.equal(2, #observations(catalog:plant(MONTHS)))
    assert.equal("plant", raised(catalog.plant, catalog, MONTHS, {strict = true}).source)
  end)

  it("makes one plant with others and with a ledger", function()
    local catalog = cement.catalog()
    local declared = [[{"schema": "cement-ledger/1", "facility": {"id": "HZ-01"}, "lines": [{"id": "L1", "clinker_type": "portland"}],
      "observations": []}]]
    local power = "月份,熟料烧成用电量(kWh)\n2025-01,60000\n"
    local ledger = catalog:plant({{"a.csv", MONTHS}, {"b.csv", power}}, {documents = {{"declared.json", declared}}})
    assert.equal("HZ-01", json.decode(ledger:canonical()).facility.id)
    local figure = catalog:run(ledger, {GB}):figure{key = "clinker_electricity_intensity", line = "L1", period = "2025-01"}
    assert.equal("50", figure.value) -- 60 000 kWh / 1 200 t
    local steps = catalog:new_ledger()
    steps:read(declared, "declared.json")
    steps:read_plant(MONTHS, "a.csv")
    steps:read_plant(power, "b.csv", {strict = false})
    steps:finish()
    assert.equal(ledger:canonical(), steps:canonical())
  end)
end)

describe("a refusal", function()
  -- Columns are bytes from 1, of UTF-8: 月份, are 7, 熟料产量(t), 16, 2025-01, 8.
  for _, case in ipairs{
    {"月份,熟料产量(t)\n2025-01,12x\n", "SYNTAX", 2, 9}, {"月份,熟料产量\n2025-01,12\n", "UNIT", 1, 8},
    {"月份,熟料产量(t),熟料产量（t）\n2025-01,1,2\n", "DUPKEY", 1, 24},
    {"月份,熟料产量(t)\n2025-01,1\n2025-01,2\n", "CONFLICT", 3, 9}, {"a,b\n1,2\n", "SCHEMA", 1, 1}} do
    it("tells file, line, column and code: " .. case[2], function()
      local catalog = cement.catalog()
      local problem = raised(catalog.plant, catalog, {{"t.csv", case[1]}})
      assert.same({"t.csv", case[2], case[3], case[4]}, {problem.source, problem.code, problem.line, problem.column})
    end)
  end

  it("is made of what is no file", function()
    local catalog = cement.catalog()
    local file = io.tmpfile()
    file:close()
    assert.matches("file is closed", raised(catalog.plant, catalog, file))
    assert.equal("IO", raised(catalog.plant, catalog, assert(io.open(data, "rb"))).code) -- a folder opens, but does not read
    assert.matches("string", raised(catalog.plant, catalog, 17))
    assert.matches("{name, text}", raised(catalog.plant, catalog, {MONTHS}))
    assert.matches("NUL", raised(catalog.plant, catalog, {{"a\0", MONTHS}}))
    assert.is_false(pcall(catalog.plant, catalog, MONTHS, "strict"))
    assert.is_false(pcall(catalog.plant, catalog, MONTHS, {documents = "x"}))
    assert.is_false(pcall(catalog.plant, catalog, io.stdout, {mapping = io.stdin}))
  end)

  it("leaves the ledger to be closed", function()
    local ledger = cement.catalog():new_ledger()
    assert.equal("SYNTAX", raised(ledger.read_plant, ledger, "月份,熟料产量(t)\n2025-01,x\n").code)
    assert.equal("STATE", raised(ledger.read_plant, ledger, MONTHS).code)
    assert.equal("STATE", raised(ledger.finish, ledger).code)
    ledger:close()
    assert.equal("STATE", raised(ledger.mapping, ledger).code)
  end)
end)

describe("a mapping", function()
  it("is proposed, and reads the file as it was", function()
    local catalog = cement.catalog()
    local files = {{"t.csv", MONTHS}}
    local proposal = catalog:propose(files)
    local column = json.decode(proposal).tables[1].columns[1]
    assert.same({header = "熟料产量(t)", item = "clinker_output", unit = "t"}, column)
    assert.equal(catalog:plant(files):canonical(), catalog:plant(files, {mapping = proposal}):canonical())
  end)

  it("waits for a person where a column is not recognised", function()
    local catalog = cement.catalog()
    local odd = "月份,熟料产量(t),某某量\n2025-01,1200,5\n"
    local ledger = catalog:new_ledger()
    ledger:read_plant(odd, "t.csv", {propose = true})
    assert.matches('^t%.csv:1:24: "某某量": [^\n]+\n$', ledger:unrecognised())
    local mapping = ledger:mapping()
    assert.matches("某某量", raised(catalog.plant, catalog, odd, {mapping = mapping}).message)
    local known = mapping:gsub('"unknown": true', '"ignore": true')
    assert.equal("1200", observations(catalog:plant({{"t.csv", odd}}, {mapping = known}))[1].value)
  end)

  it("is refused with its place", function()
    local ledger = cement.catalog():new_ledger()
    local problem = raised(ledger.map, ledger, '{"schema": "cement-mapping/1",\n "tables": [{"colums": []}]}', "m.json")
    assert.same({"m.json", "SCHEMA", 2}, {problem.source, problem.code, problem.line})
    ledger = cement.catalog():new_ledger()
    local empty = '{"schema": "cement-mapping/1", "tables": []}'
    ledger:map(empty)
    assert.equal("CONFLICT", raised(ledger.map, ledger, empty).code)
  end)
end)

describe("cells", function()
  local ODD = "日期,生产线,烟煤消耗量(t),柴油消耗量(t)\n2025-01-01,1#,480,+1\n2025-01-02,1#,-,2\n2025-01-03,1#,,2\n"
  local catalog = cement.catalog()

  it("that are no plain numbers are told", function()
    local found = {}
    catalog:plant({{"two.csv", ODD}}, {cells = function(cell) found[#found + 1] = cell end})
    assert.equal(3, #found)
    -- 日期 and 2025-01-01 are 11 bytes with their comma, 1# three
    assert.same({source = "two.csv", line = 2, column = 19, cell = 4, heading = "柴油消耗量(t)", kind = "repaired", read = "+1", repairs = "plus",
                 outcome = "taken", item = "fuel_consumption", of = "diesel", of_line = "L1", period = "2025-01"}, found[1])
    assert.same({"missing", "-", "gap", "bituminous_coal"}, {found[2].kind, found[2].read, found[2].outcome, found[2].of})
    assert.same({"blank", nil, "gap", "bituminous_coal"}, {found[3].kind, found[3].read, found[3].outcome, found[3].of})
  end)

  it("are told of one file only", function()
    local count = 0
    local ledger = catalog:new_ledger()
    ledger:read_plant('日期,熟料产量(t)\n2025-01-01,"3,500"\n', "one.csv", {cells = function() count = count + 1 end})
    ledger:read_plant(ODD, "two.csv")
    ledger:finish()
    assert.equal(1, count)
  end)

  it("go to a function, and what it raises is raised", function()
    assert.matches("cells must be a function", raised(catalog.plant, catalog, ODD, {cells = 1}))
    assert.same({"mine", "+1"}, raised(catalog.plant, catalog, ODD, {cells = function(cell) error{"mine", cell.read} end}))
    assert.matches("yield", raised(catalog.plant, catalog, ODD, {cells = coroutine.yield}))
  end)

  it("leave the ledger alone", function()
    local ledger = catalog:new_ledger()
    local function again() ledger:read_plant(ODD, "two.csv", {cells = again}) end
    assert.equal("STATE", raised(ledger.read_plant, ledger, ODD, "two.csv", {cells = again}).code)
    ledger = catalog:new_ledger()
    ledger:read_plant(ODD, "two.csv", {cells = function() ledger:close() end}) -- it stands until the call returns
    assert.equal("STATE", raised(ledger.finish, ledger).code)
  end)
end)

describe("quality", function()
  -- 150 t and 160 t of raw meal for 100 t each: the mean of 1.5 and 1.6 is 1.55.
  it("is told as JSON and for people", function()
    local ledger = cement.catalog():plant("月份,熟料产量(t),生料消耗量(t)\n2025-01,100,150\n2025-02,100,160\n")
    local quality = json.decode(ledger:quality("json"))
    assert.equal("cement-quality/1", quality.schema)
    assert.same({key = "raw_meal_per_clinker", line = "L1", months = "2", mean = "1.5500", unit = "t/t"}, quality.ratios[1])
    assert.equal(ledger:quality("json"), ledger:quality("json", "zh"))
    assert.matches("熟料产量", ledger:quality("markdown", "zh"))
    assert.is_nil(ledger:quality():find("熟料产量", 1, true))
    assert.equal("ARG", raised(ledger.quality, ledger, "csv").code)
    assert.matches("no such format", raised(ledger.quality, ledger, "xml"))
  end)

  it("wants a finished ledger, and so do runs", function()
    local catalog = cement.catalog()
    local ledger = catalog:new_ledger()
    ledger:read_plant(MONTHS)
    assert.equal("STATE", raised(ledger.quality, ledger).code)
    assert.equal("STATE", raised(ledger.canonical, ledger).code)
    assert.equal("STATE", raised(catalog.run, catalog, ledger, {GB}).code)
    ledger:finish()
    assert.equal("STATE", raised(ledger.finish, ledger).code)
    assert.equal("STATE", raised(ledger.read, ledger, "{}").code)
    assert.is_true(#catalog:run(ledger, {GB}):figures() > 0)
  end)
end)

describe("the monthly form", function()
  -- The cell of January in the first row of clinker output.
  it("is filled and read back", function()
    local catalog = cement.catalog()
    local form = catalog:template{lines = 2, year = 2025, language = "zh"}
    assert.equal("\xEF\xBB\xBF", form:sub(1, 3))
    local column = 0
    for cell in form:match("[^\n]*1月[^\n]*"):gmatch("([^,]*),?") do
      if cell == "1月" then break end
      column = column + 1
    end
    local row = form:match("[^\n]*熟料产量[^\n]*")
    local filled = row:gsub("^" .. ("[^,]*,"):rep(column), "%01234.5", 1)
    local at = form:find(row, 1, true)
    local ledger = catalog:plant(form:sub(1, at - 1) .. filled .. form:sub(at + #row))
    local found = observations(ledger)
    assert.equal(1, #found)
    assert.same({"clinker_output", "2025-01", "1234.5"}, {found[1].item, found[1].period, found[1].value})
    local again = catalog:run(ledger, {GB}):report{format = "form", language = "zh"}
    assert.equal("\xEF\xBB\xBF", again:sub(1, 3))
    assert.same(found, observations(catalog:plant{{"again.csv", again}}))
  end)

  it("is of as many lines as there may be", function()
    local catalog = cement.catalog()
    assert.matches("clinker", catalog:template())
    assert.is_true(#catalog:template{lines = 2} > #catalog:template())
    assert.equal("ARG", raised(catalog.template, catalog, {lines = 0}).code)
    assert.equal("ARG", raised(catalog.template, catalog, {year = 1899}).code)
    for _, wrong in ipairs{-1, 1.5, "x", 1 << 32 | 1} do
      assert.matches("whole number", raised(catalog.template, catalog, {lines = wrong}))
    end
    assert.matches("no such language", raised(catalog.template, catalog, {language = "fr"}))
  end)
end)

describe("life", function()
  it("of a ledger goes on to the end of a call, whoever closes it meanwhile", function()
    local catalog = cement.catalog()
    local ledger = catalog:new_ledger()
    ledger:read_plant(MONTHS, "t.csv", setmetatable({}, {__index = function()
      ledger:close()
      collectgarbage()
    end}))
    assert.equal("STATE", raised(ledger.finish, ledger).code)
    local whole = catalog:plant({{"t.csv", MONTHS}}, setmetatable({}, {__index = function() catalog:close() end}))
    assert.equal(2, #observations(whole))
  end)

  it("leaves no garbage behind", function()
    local function work()
      local catalog = cement.catalog()
      pcall(catalog.plant, catalog, "月份,熟料产量(t)\n2025-01,x\n")
      catalog:propose(MONTHS)
      catalog:plant(MONTHS):quality()
    end
    assert.is_true(left_by(work) < 64)
  end)
end)
