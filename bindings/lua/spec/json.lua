-- JSON for the tests alone: numbers stay text, arrays and objects are tables, null is json.null.
local json = {null = setmetatable({}, {__tostring = function() return "null" end})}

local escapes = {b = "\b", f = "\f", n = "\n", r = "\r", t = "\t"}

local function fail(text, at, what)
  error(("byte %d: %s expected near %q"):format(at, what, text:sub(at, at + 20)), 0)
end

local function skip(text, at) return text:find("[^ \t\r\n]", at) or #text + 1 end

local function unescape(code, low)
  if code == "" then return "" end
  local point = tonumber(code, 16)
  if low then point = 0x10000 + (point - 0xD800) * 0x400 + (tonumber(low, 16) - 0xDC00) end
  return utf8.char(point)
end

local function string_at(text, at)
  local stop = at + 1
  while true do
    local byte = text:find('["\\]', stop) or fail(text, at, "a closing quote")
    if text:sub(byte, byte) == '"' then stop = byte break end
    stop = byte + 2
  end
  local raw = text:sub(at + 1, stop - 1)
  raw = raw:gsub("\\u(d[89ab]%x%x)\\u(d[c-f]%x%x)", unescape):gsub("\\u(D[89AB]%x%x)\\u(D[C-F]%x%x)", unescape)
  raw = raw:gsub("\\(.)(%x?%x?%x?%x?)", function(letter, code)
    if letter == "u" then return unescape(code) end
    return (escapes[letter] or letter) .. code
  end)
  return raw, stop + 1
end

local value_at

local function members(text, at, close, take)
  at = skip(text, at + 1)
  if text:sub(at, at) == close then return at + 1 end
  while true do
    at = skip(text, take(skip(text, at)))
    local mark = text:sub(at, at)
    if mark == close then return at + 1 end
    if mark ~= "," then fail(text, at, "',' or '" .. close .. "'") end
    at = at + 1
  end
end

local function array_at(text, at)
  local array = {}
  return array, members(text, at, "]", function(place)
    array[#array + 1], place = value_at(text, place)
    return place
  end)
end

local function object_at(text, at)
  local object = {}
  return object, members(text, at, "}", function(place)
    local key
    key, place = string_at(text, place)
    place = skip(text, place)
    if text:sub(place, place) ~= ":" then fail(text, place, "':'") end
    object[key], place = value_at(text, place + 1)
    return place
  end)
end

function value_at(text, at)
  at = skip(text, at)
  local mark = text:sub(at, at)
  if mark == "{" then return object_at(text, at) end
  if mark == "[" then return array_at(text, at) end
  if mark == '"' then return string_at(text, at) end
  for word, value in pairs{["true"] = true, ["false"] = false, null = json.null} do
    if text:sub(at, at + #word - 1) == word then return value, at + #word end
  end
  local number = text:match("^-?%d[%d.eE+-]*", at) or fail(text, at, "a value")
  return number, at + #number
end

function json.decode(text)
  local value, at = value_at(text, 1)
  if skip(text, at) <= #text then fail(text, at, "the end") end
  return value
end

-- The bytes of the value of a top-level key, as they stand in the text.
function json.raw(text, key)
  local found
  members(text, skip(text, 1), "}", function(place)
    local name
    name, place = string_at(text, place)
    place = skip(text, place) + 1
    local _, stop = value_at(text, place)
    if name == key then found = text:sub(place, stop - 1) end
    return stop
  end)
  return found
end

-- Calls take(text of the element) for each element of an array in text.
function json.elements(text, take)
  members(text, skip(text, 1), "]", function(place)
    local _, stop = value_at(text, place)
    take(text:sub(place, stop - 1))
    return stop
  end)
end

return json
