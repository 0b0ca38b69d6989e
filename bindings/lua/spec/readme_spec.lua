-- The programs of README.md run as they stand there.
local here = debug.getinfo(1, "S").source:match("^@(.*)/[^/]*$")
local root = here .. "/../../../"

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("a")
  file:close()
  return text
end

local page = read(here .. "/../README.md")

-- The program of a section, with what it prints.
local function printed(section)
  local at = assert(page:find(section, 1, true))
  local program = page:match("\n```lua\n(.-)\n```", at)
  local lines = {}
  local environment = setmetatable({
    print = function(...)
      local parts = table.pack(...)
      for i = 1, parts.n do parts[i] = tostring(parts[i]) end
      lines[#lines + 1] = table.concat(parts, "\t")
    end,
    io = {open = function(path, mode) return io.open(root .. path, mode) end},
  }, {__index = _G})
  assert(load(program, section, "t", environment))()
  return table.concat(lines, "\n") .. "\n"
end

describe("README.md", function()
  it("shows a figure and its proof", function()
    local text = printed("# libcement for Lua")
    assert.matches("^96%.83\tkgce/t\t1\n", text) -- as README.md of the tree prints it, and the oracle computes it
    assert.matches("0.1229", text, 1, true)
  end)

  -- The grades as tests/cli/test_plant.py works them out from the table.
  it("reads a plant's table", function()
    local text = printed("## Plant files")
    for _, row in ipairs{"熟料单位产品综合煤耗%s+88%.15%s+kgce/t%s+1级", "熟料单位产品综合电耗%s+56%.07%s+kWh/t%s+2级",
                         "熟料单位产品综合能耗%s+95%.04%s+kgce/t%s+1级"} do
      assert.matches(row, text)
    end
  end)

  -- 4 800 000 kWh / 100 000 t = 48, at most 48: grade 1; 56: grade 2; their mean by the clinker; 1 / 100 000 t.
  it("computes rows", function()
    local text = printed("## Columns")
    assert.matches("\n1\t48.0\t1\tok\n2\t56.0\t2\tok\n3\tfalse\tfalse\tincomplete\n52.0\t200000.0\n1e%-05\n$", text)
    assert.matches("electricity_consumption\tclinker\tkWh\ttrue\n", text)
  end)

  it("tells every function there is", function()
    local cement = require "libcement"
    local catalog = cement.catalog()
    local ledger = catalog:ledger(read(root .. "examples/synthetic-plant.ledger.json"))
    local run = catalog:run(ledger, {"cn.gb-16780@2021"})
    local function methods(object) return debug.getmetatable(object).__index end
    local types = {cement = cement, catalog = methods(catalog), ledger = methods(ledger), run = methods(run),
                   columns = methods(run:columns())}
    local told = {}
    for name, method in page:gmatch("`?(%l+)[:.](%l[%l_]*)[({]") do
      if types[name] then
        told[name .. ":" .. method] = true
        assert.is_function(types[name][method], name .. ":" .. method)
      end
    end
    for name, functions in pairs(types) do
      for method in pairs(functions) do assert.is_true(method == "close" or told[name .. ":" .. method], name .. ":" .. method) end
    end
  end)
end)
