-- The golden cases through the Lua module. Run from the root of the tree; LUA_CPATH finds the module.
local here = debug.getinfo(1, "S").source:match("^@(.*)/[^/]*$")
package.path = here .. "/?.lua;" .. package.path
local cement, json, decimal = require "libcement", require "json", require "decimal"
local root = here .. "/../../../"
local golden = root .. "tests/golden/"

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("a")
  file:close()
  return text
end

local function files(command)
  local list = {}
  local pipe = assert(io.popen(command))
  for path in pipe:lines() do list[#list + 1] = path end
  pipe:close()
  return list
end

local function fields(entry, ...)
  local parts = {}
  for i, name in ipairs{...} do parts[i] = tostring(entry[name] or "-") end
  return table.concat(parts, " ")
end

local function result_id(entry) return fields(entry, "edition", "line", "period", "key", "of") end

local function missing_text(list)
  local lines = {}
  for i, missing in ipairs(list) do lines[i] = fields(missing, "item", "of", "line", "period") end
  table.sort(lines)
  return table.concat(lines, "; ")
end

local function near_lists(expected, given, tolerance)
  if not given or #expected ~= #given then return false end
  for i, text in ipairs(expected) do
    if not decimal.near(text, given[i], tolerance) then return false end
  end
  return true
end

-- What is wrong with one figure is added to a list.
local function compare_figure(run, expected, figure, wrong)
  local id, tolerance = result_id(expected), expected.tolerance or "0"
  local function tell(what, given, wanted)
    wrong[#wrong + 1] = ("%s: %s %s, not %s"):format(id, what, tostring(given), tostring(wanted))
  end
  if expected.value and not (figure.value and decimal.near(expected.value, figure.value, tolerance)) then
    tell("value", figure.value, expected.value)
  end
  local status = expected.status or (expected.value and "ok")
  if status and figure.status ~= status then tell("status", figure.status, status) end
  if expected.display and figure.display ~= expected.display then tell("display", figure.display, expected.display) end
  if expected.grade and figure.grade ~= math.tointeger(tonumber(expected.grade)) then
    tell("grade", figure.grade, expected.grade)
  end
  if expected.applied and not near_lists(expected.applied, figure.limits and figure.limits.applied, tolerance) then
    tell("applied", figure.limits and table.concat(figure.limits.applied, " "), table.concat(expected.applied, " "))
  end
  if expected.missing then
    local given, wanted = missing_text(run:missing(figure)), missing_text(expected.missing)
    if given ~= wanted then tell("missing", given, wanted) end
  end
end

local function has_finding(findings, pattern)
  for _, finding in ipairs(findings) do
    local all = true
    for name, value in pairs(pattern) do all = all and finding[name] == value end
    if all then return true end
  end
  return false
end

local function compare_run(run, case, wrong)
  local figures, findings = {}, run:findings()
  for _, figure in ipairs(run:figures()) do figures[result_id(figure)] = figure end
  for _, expected in ipairs(case.expect or {}) do
    local figure = figures[result_id(expected)]
    if (expected.status == "not_listed") ~= (figure == nil) then
      wrong[#wrong + 1] = result_id(expected) .. (figure and ": listed" or ": not listed")
    elseif figure then
      compare_figure(run, expected, figure, wrong)
    end
  end
  for _, pattern in ipairs(case.findings or {}) do
    if not has_finding(findings, pattern) then wrong[#wrong + 1] = "no finding " .. pattern.code end
  end
  for _, pattern in ipairs(case.no_findings or {}) do
    if has_finding(findings, pattern) then wrong[#wrong + 1] = "a finding " .. pattern.code end
  end
end

local function check(case)
  local wrong = {}
  local done, problem = pcall(function()
    local catalog <close> = cement.catalog()
    local ledger <close> = catalog:ledger(case.content, case.file)
    local run <close> = catalog:run(ledger, case.editions, case.options)
    if not case.error then compare_run(run, case, wrong) end
  end)
  if case.error then
    assert.is_false(done, "accepted")
    assert.equal(case.error.code, problem.code)
    if case.error.line then assert.equal(tonumber(case.error.line), problem.line) end
    return
  end
  assert.is_true(done, tostring(problem))
  assert.equal("", table.concat(wrong, "\n"))
end

local function with_ledger(case, text, folder)
  case.file = "ledger"
  case.content = case.ledger_text or case.ledger_file and read(folder .. case.ledger_file) or json.raw(text, "ledger")
  return case
end

describe("golden case", function()
  for _, path in ipairs(files("ls '" .. golden .. "'*.json | LC_ALL=C sort")) do
    local text = read(path)
    local case = with_ledger(json.decode(text), text, golden)
    it(path:match("([^/]*)%.json$"), function() check(case) end)
  end
end)

-- The bytes of each example's ledger: the text of the array is cut at its elements.
local function raw_elements(array)
  local list = {}
  json.elements(array, function(element) list[#list + 1] = element end)
  return list
end

describe("example of", function()
  for _, path in ipairs(files("find '" .. root .. "data/standards' -name '*.json' | LC_ALL=C sort")) do
    local text = read(path)
    local edition = json.decode(text)
    for number, raw in ipairs(edition.examples and raw_elements(json.raw(text, "examples")) or {}) do
      local case = with_ledger(json.decode(raw), raw, "")
      case.editions = {edition.id}
      case.options = case.options and {[edition.id] = case.options}
      for _, expected in ipairs(case.expect) do expected.edition = edition.id end
      it(("%s, %d: %s"):format(edition.id, number, case.name), function() check(case) end)
    end
  end
end)
