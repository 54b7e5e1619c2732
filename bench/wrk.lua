-- One workload for wrk: BENCH_WORKLOAD, BENCH_TOKEN, and for some BENCH_IDS (a file) or BENCH_CLIENT.
-- Prints one line of JSON after "result: ".

local workload = os.getenv("BENCH_WORKLOAD")
local headers = {
    ["Authorization"] = "Bearer " .. (os.getenv("BENCH_TOKEN") or ""),
    ["Content-Type"] = "application/json",
}
local ids = {}
local count = 0
local threads = 0

function setup(thread)
    threads = threads + 1
    thread:set("number", threads)
end

function init()
    math.randomseed(os.time() * 10 + number)
    stamp = string.format("%x-%d", math.random(2 ^ 31), number)
    if workload == "get" then
        for line in io.lines(os.getenv("BENCH_IDS")) do ids[#ids + 1] = line end
    end
end

function request()
    if workload == "get" then
        return wrk.format("GET", "/api/v1/campaigns/" .. ids[math.random(#ids)], headers)
    elseif workload == "list" then
        return wrk.format("GET", "/api/v1/campaigns?limit=50", headers)
    elseif workload == "create" then
        count = count + 1
        local body = string.format(
            '{"client_id":"%s","name":"Spring menu %s-%d",' ..
            '"objective":"Fill the roastery on weekday mornings.",' ..
            '"themes":["origin stories","behind the bar"],"channels":["linkedin","instagram"],' ..
            '"posts_count":6,"reels_count":2}',
            os.getenv("BENCH_CLIENT"), stamp, count)
        return wrk.format("POST", "/api/v1/campaigns", headers, body)
    end
    return wrk.format("GET", "/healthz")
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        'result: {"requests":%d,"seconds":%f,"p50":%f,"p99":%f,"refused":%d,"broken":%d}\n',
        summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
        errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
