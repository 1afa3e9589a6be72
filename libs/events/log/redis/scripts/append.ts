import { RedisScript } from '../redis-script.ts';
import { PRELUDE } from './prelude.ts';

/**
 * Appends a batch, unless it is there already: a repeated batch has the sequence number of the first attempt.
 *
 * Keys: events, log, claim, lost, producer, sessions, ended, folded. Arguments: the process, the sequence number, the greatest id that the
 * process has seen, the maximum of events and of their age (ms), number of events that were dropped before the batch
 * and when they happened (from, to), the sessions that begin with their facts and those that end (JSON, or empty), and the
 * JSON of each event on a line of its own.
 *
 * Answers `unknown` when the process must attend to the log first, or `ok` with start and the id of the last event.
 */
export const APPEND = new RedisScript(`${PRELUDE}
local events, log, claim, lost, producer = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local process, sequence, known, dropped = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[6])

local last = redis.call('HGET', log, 'last')
if redis.call('GET', claim) ~= process or not last or isAfter(known, last) then return { 'unknown' } end

local done = redis.call('HMGET', producer, 'sequence', 'last')
if done[1] and tonumber(done[1]) >= sequence then return { 'ok', startOf(events, last), done[2] } end

local ms, n = parts(last)
ms = math.max(ms, now())
local previous = last
if dropped > 0 then
  n = n + dropped
  previous = idOf(ms, n)
  recordLost(lost, { after = last, last = previous, from = ARGV[7], to = ARGV[8], missing = dropped })
end
local isFirst = true
for event in string.gmatch(ARGV[11], '[^\\n]+') do
  n = n + 1
  local id = idOf(ms, n)
  if not isFirst then
    redis.call('XADD', events, id, 'e', event)
  elseif dropped > 0 then
    redis.call('XADD', events, id, 'p', previous, 'e', event, 'from', ARGV[7], 'to', ARGV[8])
  else
    redis.call('XADD', events, id, 'p', previous, 'e', event)
  end
  isFirst = false
end
last = idOf(ms, n)
redis.call('HSET', log, 'last', last)
redis.call('HSET', producer, 'sequence', ARGV[2], 'last', last)
redis.call('EXPIRE', producer, 86400)
if ARGV[9] ~= '' then
  for session, facts in pairs(cjson.decode(ARGV[9])) do redis.call('HSET', KEYS[6], session, facts) end
end
if ARGV[10] ~= '' then
  for _, session in ipairs(cjson.decode(ARGV[10])) do redis.call('ZADD', KEYS[7], n, session) end
end
trim(events, KEYS[8], last, ARGV[4], ARGV[5])
return { 'ok', startOf(events, last), last }
`);
