-- Sends one request over and over: METHOD, and a body of BODY_BYTES bytes if there is to be one.
dofile(os.getenv("WRK") .. "/report.lua")
wrk.method = os.getenv("METHOD")
local size = tonumber(os.getenv("BODY_BYTES"))
if size > 0 then
  wrk.body = string.rep("x", size)
end
