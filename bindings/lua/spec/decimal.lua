-- Whether two decimals in text lie within a third, for the tests alone: digit by digit, without floating point.
local decimal = {}

local PLACES = 60

-- Sign and digits of |x| × 10^60, as an array with the least digit first.
local function parse(text)
  local sign, whole, fraction, exponent = text:match("^(-?)(%d+)%.?(%d*)[eE]?([-+]?%d*)$")
  assert(sign, "no decimal: " .. text)
  local shift = PLACES - #fraction + (tonumber(exponent) or 0)
  assert(shift >= 0, "too many places: " .. text)
  local digits = (whole .. fraction .. ("0"):rep(shift)):reverse()
  local list = {}
  for i = 1, #digits do list[i] = digits:byte(i) - 48 end
  return sign == "-" and -1 or 1, list
end

local function compare(a, b)
  for i = math.max(#a, #b), 1, -1 do
    local x, y = a[i] or 0, b[i] or 0
    if x ~= y then return x < y and -1 or 1 end
  end
  return 0
end

local function add(a, b)
  local sum, carry = {}, 0
  for i = 1, math.max(#a, #b) + 1 do
    local digit = (a[i] or 0) + (b[i] or 0) + carry
    sum[i], carry = digit % 10, digit // 10
  end
  return sum
end

local function subtract(a, b) -- a >= b
  local rest, borrow = {}, 0
  for i = 1, #a do
    local digit = a[i] - (b[i] or 0) - borrow
    borrow = digit < 0 and 1 or 0
    rest[i] = digit + 10 * borrow
  end
  return rest
end

function decimal.near(first, second, tolerance)
  local sign_a, a = parse(first)
  local sign_b, b = parse(second)
  local _, room = parse(tolerance)
  local distance
  if sign_a ~= sign_b then
    distance = add(a, b)
  elseif compare(a, b) >= 0 then
    distance = subtract(a, b)
  else
    distance = subtract(b, a)
  end
  return compare(distance, room) <= 0
end

return decimal
