-- A plant's own table to the grades of a year: encoding, headings and units as they are.
--
--    lua5.4 plant_grades.lua ../plant-monthly-gb18030.csv 2025

local cement = require "libcement"

local EDITION = "cn.gb-16780@2021"

local function show(file, path, year)
  local catalog <close> = cement.catalog()
  local run = catalog:run(catalog:plant{{path, file}}, {EDITION})
  local judged = 0
  for _, figure in ipairs(run:figures()) do
    if figure.period == year and figure.grade then
      judged = judged + 1
      local limits = table.concat(figure.limits.applied, " / ")
      print(("%s  %s  %s %s  level %d  (limits %s)"):format(figure.line, figure.label_zh, figure.display, figure.unit, figure.grade, limits))
    end
  end
  if judged == 0 then print(("no figure of %s can be judged"):format(year)) end
  print("\nWhat was repaired or taken for granted")
  for _, finding in ipairs(run:findings()) do
    if finding.code:find("^plant%-") then print("  " .. finding.message_zh) end
  end
end

local function stop(message)
  io.stderr:write(message, "\n")
  os.exit(1, true)
end

local path, year = arg[1], arg[2]
if not year or arg[3] then stop("usage: plant_grades.lua TABLE YEAR") end
local file, problem = io.open(path, "rb")
if not file then stop(path .. ": cannot be read: " .. problem:sub(#path + 3)) end
local done, refusal = pcall(show, file, path, year) -- refusal: source, line, column; code, message
if not done then stop(tostring(refusal)) end
