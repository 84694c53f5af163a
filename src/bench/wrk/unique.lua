-- Sends PUT requests with bodies of BODY_BYTES bytes that are never the same, each to TARGET, in which
-- # stands for 64 digits that are never the same either.
dofile(os.getenv("WRK") .. "/report.lua")
local threads = 0
function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

local size, target, run, count, filling
function init()
  size = tonumber(os.getenv("BODY_BYTES"))
  target = os.getenv("TARGET")
  run = tonumber(os.getenv("RUN"))
  count = 0
  filling = string.rep("x", size - 64)
end

function request()
  count = count + 1
  local digits = string.format("%016x%016x%032x", run, number, count)
  return wrk.format("PUT", (target:gsub("#", digits)), nil, digits .. filling)
end
