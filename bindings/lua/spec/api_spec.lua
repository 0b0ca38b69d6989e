-- The module's own behaviour: errors, closing in any order, garbage, options, reports.
local here = debug.getinfo(1, "S").source:match("^@(.*)/[^/]*$")
package.path = here .. "/?.lua;" .. package.path
local cement, json = require "libcement", require "json"

local GB, CETS = "cn.gb-16780@2021", "cn.cets-ag-02.01@v01-2024"
local LEDGER = [[{"schema": "cement-ledger/1", "facility": {"id": "T", "altitude": {"value": "100", "unit": "m"}},
 "lines": [{"id": "L1", "clinker_type": "portland"}],
 "observations": [
  {"line": "L1", "period": "2025-01", "item": "clinker_output", "value": "1000", "unit": "t"},
  {"line": "L1", "period": "2025-01", "item": "fuel_heat", "of": "bituminous_coal", "value": "2942.4228", "unit": "GJ"}]}]]

local function ledger_and_run(editions, options)
  local catalog = cement.catalog()
  local ledger = catalog:ledger(LEDGER, "plant.json")
  return catalog, ledger, catalog:run(ledger, editions or {GB}, options)
end

local function raised(f, ...)
  local done, problem = pcall(f, ...)
  assert.is_false(done)
  return problem
end

describe("figures", function()
  it("come as text with grade and limits", function()
    local _, _, run = ledger_and_run()
    local figure = run:figure{key = "clinker_coal_intensity", line = "L1", period = "2025-01"}
    assert.equal("100.4", figure.value)
    assert.equal("100.40", figure.display)
    assert.equal("ok", figure.status)
    assert.equal(3, figure.grade)
    assert.same({base = {"94", "100", "109"}, applied = {"94", "100", "109"}}, figure.limits)
    assert.same(figure, run:figures()[figure.index])
  end)

  it("follow an option", function()
    local _, _, run = ledger_and_run({GB}, {[GB] = {comparison = "rounded_0"}})
    assert.equal(2, run:figure{key = "clinker_coal_intensity", line = "L1", period = "2025-01"}.grade)
  end)

  it("tell what is missing", function()
    local _, _, run = ledger_and_run()
    local figure = run:figure{key = "clinker_electricity_intensity", line = "L1", period = "2025-01"}
    assert.equal("incomplete", figure.status)
    assert.is_nil(figure.value)
    local expected = {{item = "electricity_consumption", of = "clinker", line = "L1", period = "2025-01"}}
    assert.same(expected, run:missing(figure))
    assert.same(expected, run:missing(figure.index))
  end)

  it("need an edition where the run has several", function()
    local _, _, run = ledger_and_run{GB, CETS}
    assert.matches("several editions", raised(run.figure, run, {key = "line_co2", line = "L1", period = "2025-01"}))
    assert.equal("ok", run:figure{edition = CETS, key = "line_co2", line = "L1", period = "2025-01"}.status)
  end)
end)

describe("reports", function()
  it("are JSON by default, with the same text each time", function()
    local _, _, run = ledger_and_run{GB, CETS}
    assert.equal("cement-report/1", json.decode(run:report()).schema)
    assert.equal(run:report(), run:report{format = "json", language = "en"})
  end)

  it("know formats, languages and periods", function()
    local _, _, run = ledger_and_run()
    assert.matches("^edition,line,period,key", run:report{format = "csv"})
    assert.is_true(#run:report{format = "text"} > 0)
    assert.not_equal(run:report{format = "markdown"}, run:report{format = "markdown", language = "zh"})
    assert.is_nil(run:report{format = "csv", period = "2025-01"}:find(",2025,", 1, true))
    assert.equal("SYNTAX", raised(run.report, run, {period = "2025-13"}).code)
    assert.matches("no such format", raised(run.report, run, {format = "xml"}))
  end)

  it("are checked against their ledger", function()
    local catalog, ledger, run = ledger_and_run()
    local report = run:report()
    assert.is_nil(catalog:check_report(report, ledger))
    local difference = catalog:check_report(report:gsub('"100%.40"', '"100.41"'), ledger)
    assert.matches("display", difference.where)
  end)

  it("explain a figure", function()
    local _, _, run = ledger_and_run()
    local figure = run:figure{key = "clinker_coal_intensity", line = "L1", period = "2025-01"}
    assert.matches("29307", (run:explain(figure):gsub("[ ,]", "")))
    assert.is_true(#run:explain(figure.index, "zh") > 0)
  end)
end)

describe("errors", function()
  it("are tables with a place", function()
    local problem = raised(function() return cement.catalog():ledger("{\n  nonsense}", "plant.json") end)
    assert.equal("SYNTAX", problem.code)
    assert.equal(-5, problem.number)
    assert.equal("plant.json", problem.source)
    assert.equal(2, problem.line)
    assert.equal(3, problem.column)
    assert.matches("^plant%.json:2:3: SYNTAX: .", tostring(problem))
  end)

  it("name unknown editions, options and figures", function()
    local catalog, ledger, run = ledger_and_run()
    assert.equal("UNKNOWN", raised(catalog.run, catalog, ledger, {"cn.gb-16780"}).code)
    assert.equal("UNKNOWN", raised(catalog.run, catalog, ledger, {GB}, {[GB] = {colour = "red"}}).code)
    assert.equal("UNKNOWN", raised(run.figure, run, {key = "nothing", period = "2025-01"}).code)
    assert.equal("STATE", raised(catalog.run, catalog, ledger, {}).code)
  end)

  it("refuse arguments of another kind", function()
    local catalog, ledger, run = ledger_and_run()
    assert.matches("string", raised(catalog.ledger, catalog, 17))
    assert.matches("string", raised(catalog.run, catalog, ledger, {GB}, {[GB] = {comparison = 0}}))
    assert.matches("NUL", raised(catalog.run, catalog, ledger, {"cn\0"}))
    assert.is_false(pcall(catalog.run, catalog, catalog, {GB}))
    assert.is_false(pcall(catalog.close, run.figures))
    assert.is_false(pcall(catalog.close, io.stdout))
    assert.is_false(pcall(run.missing, run, 0))
    assert.equal("ARG", raised(run.missing, run, 1000000).code)
    assert.equal("locked", getmetatable(run))
  end)
end)

describe("life", function()
  it("ends in any order, and twice", function()
    for _, order in ipairs{{1, 2, 3}, {3, 2, 1}, {2, 1, 3}, {1, 3, 2}} do
      local objects = {ledger_and_run()}
      for _, i in ipairs(order) do
        objects[i]:close()
        objects[i]:close()
      end
      assert.equal("STATE", raised(objects[3].figures, objects[3]).code)
    end
  end)

  it("of a run outlasts its closed ledger and catalog", function()
    local catalog, ledger, run = ledger_and_run()
    local report = run:report()
    catalog:close()
    ledger:close()
    collectgarbage()
    assert.equal(report, run:report())
  end)

  it("of a run goes on with another ledger", function()
    local catalog, ledger, run = ledger_and_run()
    local other = catalog:ledger(LEDGER:gsub('"1000"', '"2000"'), "plant.json")
    local before, fresh = run:report(), catalog:run(other, {GB}):report()
    assert.equal("ARG", raised(run.again, run, cement.catalog():ledger(LEDGER, "x")).code)
    assert.is_false(pcall(run.again, run, run))
    assert.equal(before, run:report())
    run:again(other)
    ledger:close()
    other:close()
    ledger, other = nil, nil
    collectgarbage()
    assert.not_equal(before, fresh)
    assert.equal(fresh, run:report())
    run:again(catalog:ledger(LEDGER, "plant.json"))
    collectgarbage()
    assert.equal(before, run:report())
  end)

  -- A metamethod closes what is at work, and a finalizer closes it amid the call.
  it("goes on to the end of a call, whoever closes meanwhile", function()
    local _, _, known = ledger_and_run()
    local report, figures = known:report(), known:figures()
    local figure = {key = "clinker_coal_intensity", line = "L1", period = "2025-01"}
    local function closing(objects, fields)
      return setmetatable({}, {__index = function(_, name)
        for i = 1, 3 do objects[i]:close() end
        collectgarbage()
        return fields and fields[name]
      end})
    end
    local objects = {ledger_and_run()}
    assert.equal(report, objects[3]:report(closing(objects)))
    assert.equal("STATE", raised(objects[3].report, objects[3]).code)
    objects = {ledger_and_run()}
    assert.same(known:figure(figure), objects[3]:figure(closing(objects, figure)))
    objects = {ledger_and_run()}
    assert.equal("ARG", raised(objects[3].missing, objects[3], closing(objects, {index = 1000000})).code)
    objects = {ledger_and_run()}
    local run = objects[1]:run(objects[2], setmetatable({GB}, {__len = function() objects[2]:close() return 1 end}))
    assert.equal(report, run:report())
    for _ = 1, 20 do
      local closed
      objects = {ledger_and_run()}
      setmetatable({}, {__gc = function() objects[3]:close() closed = true end})
      collectgarbage("step")
      local met = objects[3].figures
      local done, found = pcall(met, objects[3])
      if done then assert.same(figures, found) else assert.equal("STATE", found.code) end
      collectgarbage()
      assert.is_true(closed)
    end
  end)

  it("is over at the end of a block", function()
    local kept
    do
      local catalog <close> = cement.catalog()
      kept = catalog
    end
    assert.equal("STATE", raised(kept.editions, kept).code)
  end)

  it("leaves no garbage behind", function()
    for _ = 1, 50 do
      local _, _, run = ledger_and_run()
      run:report()
    end
    collectgarbage()
    collectgarbage()
    local before = collectgarbage("count")
    for _ = 1, 50 do
      local _, _, run = ledger_and_run()
      run:report()
      pcall(run.report, run, {period = "x"})
    end
    collectgarbage()
    collectgarbage()
    assert.is_true(collectgarbage("count") < before + 64)
  end)
end)

describe("the catalog", function()
  it("lists and describes its editions", function()
    local catalog = cement.catalog()
    local ids = {}
    for _, edition in ipairs(catalog:editions()) do ids[edition.id] = #edition.sha256 end
    assert.equal(64, ids[GB])
    assert.matches("29307", catalog:describe(GB))
    assert.equal("UNKNOWN", raised(catalog.describe, catalog, "none@1").code)
  end)

  it("loads editions before the first ledger", function()
    local catalog = cement.catalog()
    assert.equal("SYNTAX", raised(catalog.load, catalog, "bad.json", "{").code)
    local edition = [[{"schema": "cement-edition/1", "id": "test@1", "title": {"zh": "试", "en": "test"}, "authority": "x",
      "status": "working", "source": "x"}]]
    catalog:load("test.json", edition)
    assert.equal("CONFLICT", raised(catalog.load, catalog, "test.json", edition).code)
    catalog:ledger(LEDGER)
    catalog = cement.catalog()
    local ledger = catalog:ledger(LEDGER)
    assert.equal("STATE", raised(catalog.load, catalog, "test.json", edition).code)
    assert.is_true(#ledger:canonical() > 0)
  end)

  it("reads several documents of one plant", function()
    local catalog = cement.catalog()
    local first = LEDGER:gsub('%],?$', "]")
    local extra = "line,period,item,of,value,unit\nL1,2025-01,electricity_consumption,clinker,50000,kWh\n"
    local run = catalog:run(catalog:ledger{{"plant.json", first}, {"power.csv", extra}}, {GB})
    assert.equal("50", run:figure{key = "clinker_electricity_intensity", line = "L1", period = "2025-01"}.value)
    assert.is_false(pcall(catalog.ledger, catalog, {"plant.json"}))
  end)
end)

it("the self-test passes and the version is told", function()
  cement.selftest()
  assert.matches("^%d+%.%d+%.%d+$", cement.version())
end)
