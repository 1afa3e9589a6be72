import { AUDIT_MAX_EVENTS } from '../../audit/audit-retention.ts';

/**
 * What the scripts have in common. An id is `ms-n`: the clock of Redis, or the time of the last id if that is later, and
 * the number of the event. Numbers are below 2^53, which Lua represents exactly.
 */
export const PRELUDE = `
local function parts(id)
  local ms, n = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(ms), tonumber(n)
end

local function idOf(ms, n)
  return string.format('%.0f-%.0f', ms, n)
end

local function isAfter(a, b)
  local aMs, aN = parts(a)
  local bMs, bN = parts(b)
  return aMs > bMs or (aMs == bMs and aN > bN)
end

local function now()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

-- The id before the oldest entry: it is in the entry where its time differs.
local function startOf(events, last)
  local first = redis.call('XRANGE', events, '-', '+', 'COUNT', 1)[1]
  if not first then return last end
  if first[2][1] == 'p' then return first[2][2] end
  local ms, n = parts(first[1])
  -- One that somebody else has added has any number.
  return idOf(ms, math.max(n - 1, 0))
end

-- Records events that could not be kept. Of too many ranges the two oldest become one.
local function recordLost(key, range)
  local _, n = parts(range.last)
  redis.call('ZADD', key, n, cjson.encode(range))
  if redis.call('ZCARD', key) <= 1000 then return end
  local oldest = redis.call('ZRANGE', key, 0, 1)
  local first, second = cjson.decode(oldest[1]), cjson.decode(oldest[2])
  redis.call('ZREMRANGEBYRANK', key, 0, 1)
  local _, at = parts(second.last)
  local whole = { after = first.after, last = second.last, from = first.from, to = second.to, missing = cjson.null }
  redis.call('ZADD', key, at, cjson.encode(whole))
end

-- Drops the oldest events. Keeps those that a checkpoint does not include yet: nobody has counted them.
local function trim(events, folded, last, maxEvents, maxAgeMs)
  local _, n = parts(last)
  local keep = tonumber(maxEvents)
  local oldest = idOf(math.max(0, now() - tonumber(maxAgeMs)), 0)
  for _, id in ipairs(redis.call('HVALS', folded)) do
    local _, at = parts(id)
    keep = math.max(keep, n - at)
    if isAfter(oldest, id) then oldest = id end
  end
  redis.call('XTRIM', events, 'MAXLEN', string.format('%.0f', keep))
  redis.call('XTRIM', events, 'MINID', oldest)
end

-- Adds events, one per line, after the last id, and returns the new last id. An entry whose predecessor may have
-- another time names it. Before the events, some may have been dropped.
local function add(events, lost, last, jsons, dropped, from, to)
  local ms, n = parts(last)
  ms = math.max(ms, now())
  local previous = last
  if dropped > 0 then
    n = n + dropped
    previous = idOf(ms, n)
    recordLost(lost, { after = last, last = previous, from = from, to = to, missing = dropped })
  end
  local isFirst = true
  for event in string.gmatch(jsons, '[^\\n]+') do
    n = n + 1
    local id = idOf(ms, n)
    if not isFirst then
      redis.call('XADD', events, id, 'e', event)
    elseif dropped > 0 then
      redis.call('XADD', events, id, 'p', previous, 'e', event, 'from', from, 'to', to)
    else
      redis.call('XADD', events, id, 'p', previous, 'e', event)
    end
    isFirst = false
  end
  return idOf(ms, n)
end

-- Drops audited events that are too old or too many.
local function trimAudit(audit, maxAgeMs)
  redis.call('XTRIM', audit, 'MAXLEN', ${AUDIT_MAX_EVENTS})
  redis.call('XTRIM', audit, 'MINID', idOf(math.max(0, now() - tonumber(maxAgeMs)), 0))
end

-- Keeps audited events also in a stream of their own: a line each, with the distance from the last event and the JSON.
local function keepAudited(audit, last, lines)
  local ms, n = parts(last)
  for distance, event in string.gmatch(lines, '(%d+) ([^\\n]*)\\n') do
    redis.call('XADD', audit, idOf(ms, n - tonumber(distance)), 'e', event)
  end
end

-- Keeps payloads: two lines each, the distance of its event from the last one with its name, and its JSON.
local function keepPayloads(payloads, prefix, last, lines, maxAgeMs)
  local _, n = parts(last)
  for distance, name, json in string.gmatch(lines, '(%d+) ([^\\n]*)\\n([^\\n]*)\\n') do
    redis.call('SET', prefix .. name, json, 'PX', maxAgeMs)
    redis.call('ZADD', payloads, string.format('%.0f', n - tonumber(distance)), name)
  end
end

-- Drops the payloads of events up to the start of the log. The next call goes on.
local function dropPayloads(payloads, prefix, start)
  local _, n = parts(start)
  local gone = redis.call('ZRANGEBYSCORE', payloads, '-inf', string.format('%.0f', n), 'LIMIT', 0, 1000)
  if #gone == 0 then return end
  for _, name in ipairs(gone) do redis.call('DEL', prefix .. name) end
  redis.call('ZREM', payloads, unpack(gone))
end

-- Notes the sessions that begin with their facts, and those that end: JSON, or empty.
local function noteSessions(sessions, ended, last, begun, over)
  local _, n = parts(last)
  if begun ~= '' then
    for session, facts in pairs(cjson.decode(begun)) do redis.call('HSET', sessions, session, facts) end
  end
  if over ~= '' then
    for _, session in ipairs(cjson.decode(over)) do redis.call('ZADD', ended, n, session) end
  end
end
`;
