-- Prints what WrkRequest reads: requests, seconds, failures, and latencies in microseconds.
function done(summary, latency, requests)
  local failed = summary.errors.connect + summary.errors.read + summary.errors.write
    + summary.errors.status + summary.errors.timeout
  io.write(string.format("report %d %f %d %d %d %d\n", summary.requests,
    summary.duration / 1e6, failed, latency:percentile(50),
    latency:percentile(99), latency:percentile(99.9)))
end
