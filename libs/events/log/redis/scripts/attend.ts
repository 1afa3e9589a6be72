import { RedisScript } from '../redis-script.ts';
import { PRELUDE } from './prelude.ts';

/**
 * Creates the log if it is missing, and raises its last id to the greatest one that the process has seen: a server that
 * took over, or whose data was deleted, may have forgotten it.
 *
 * Keys: events, log, lost, sessions, ended, folded, payloads, audit. Arguments: the origin and the last id that the process knows (empty
 * at its start), an epoch for a new log, the maximum of events and of their age (ms), the beginning of the keys of payloads, and the maximum age of
 * audited events (ms).
 *
 * Answers with epoch, since (ms), origin, start, last, and the ranges of lost events as JSON: all at the start of the
 * process, and later a new one.
 */
export const ATTEND = new RedisScript(`${PRELUDE}
local events, log, lost = KEYS[1], KEYS[2], KEYS[3]
local knownOrigin, knownLast, epoch = ARGV[1], ARGV[2], ARGV[3]

local newest = redis.call('XREVRANGE', events, '+', '-', 'COUNT', 1)[1]
local last = redis.call('HGET', log, 'last')
local ranges = {}
if not last then
  local origin = knownOrigin
  if origin == '' then origin = newest and startOf(events, '') or idOf(now(), 0) end
  last = origin
  if knownLast ~= '' then last = knownLast end
  redis.call('HSET', log, 'epoch', epoch, 'since', string.format('%.0f', now()), 'origin', origin)
end
if newest and isAfter(newest[1], last) then last = newest[1] end
if knownLast ~= '' and isAfter(knownLast, last) then
  local _, n = parts(last)
  local _, known = parts(knownLast)
  if known > n then
    local range = { after = last, last = knownLast, from = cjson.null, to = cjson.null, missing = known - n }
    recordLost(lost, range)
    ranges = { cjson.encode(range) }
  end
  last = knownLast
end
redis.call('HSET', log, 'last', last)

trim(events, KEYS[6], last, ARGV[4], ARGV[5])
local start = startOf(events, last)
dropPayloads(KEYS[7], ARGV[6], start)
trimAudit(KEYS[8], ARGV[7])
local _, oldest = parts(start)
redis.call('ZREMRANGEBYSCORE', lost, '-inf', string.format('%.0f', oldest))
-- Sessions of which no event is left. The next attend goes on.
local gone = redis.call('ZRANGEBYSCORE', KEYS[5], '-inf', string.format('%.0f', oldest), 'LIMIT', 0, 1000)
if #gone > 0 then
  redis.call('HDEL', KEYS[4], unpack(gone))
  redis.call('ZREM', KEYS[5], unpack(gone))
end
if knownLast == '' then ranges = redis.call('ZRANGE', lost, 0, -1) end
local facts = redis.call('HMGET', log, 'epoch', 'since', 'origin')
return { facts[1], facts[2], facts[3], start, last, ranges }
`);
