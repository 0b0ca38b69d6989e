--- How many KiB twenty rounds of some work leave behind, after twenty that warm up.

local function kept()
  collectgarbage()
  collectgarbage()
  return collectgarbage("count")
end

return function(work)
  for _ = 1, 20 do work() end
  local before = kept()
  for _ = 1, 20 do work() end
  return kept() - before
end
