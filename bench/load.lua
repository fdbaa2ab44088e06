-- Asks what a file of requests says, one after the other; eight at a time, each as soon as the one before is answered.
-- wrk -s load.lua URL -- FILE [once]: "once" stops at the end of the file instead of beginning again.
local asked, count, place, once = {}, 0, 0, false

function init(args)
  once = args[2] == "once"
  for line in io.lines(args[1]) do
    local method, path, token, body = line:match("^(%u+)\t([^\t]+)\t([^\t]+)\t(.*)$")
    local headers = { ["Authorization"] = "Bearer " .. token }
    if body ~= "" then
      headers["Content-Type"] = "application/json"
    else
      body = nil
    end
    count = count + 1
    asked[count] = wrk.format(method, path, headers, body)
  end
end

function request()
  place = place + 1
  if place > count then
    if once then
      wrk.thread:stop()
      return wrk.format("GET", "/api/health")
    end
    place = 1
  end
  return asked[place]
end

function done(summary, latency, _)
  local e = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "microseconds": %d, "bytes": %d, "p50": %d, "p95": %d, "p99": %d, "max": %d,',
    summary.requests, summary.duration, summary.bytes,
    latency:percentile(50), latency:percentile(95), latency:percentile(99), latency.max))
  io.write(string.format(
    ' "refused": %d, "broken": %d}\n', e.status, e.connect + e.read + e.write + e.timeout))
end
