import { RedisScript } from '../redis-script.ts';
import { PRELUDE } from './prelude.ts';

/**
 * Drops single events, and records that their range is no longer whole: the one that ended where it begins becomes longer.
 *
 * Keys: events, lost. Arguments: the range of lost events (JSON), and the ids.
 *
 * Answers with the number of events that were there: another instance may have dropped some of them.
 */
export const DROP = new RedisScript(`${PRELUDE}
local events, lost = KEYS[1], KEYS[2]
local gone = 0
for at = 2, #ARGV do gone = gone + redis.call('XDEL', events, ARGV[at]) end
if gone == 0 then return 0 end

local range = cjson.decode(ARGV[1])
range.missing = gone
local _, n = parts(range.after)
local number = string.format('%.0f', n)
for _, json in ipairs(redis.call('ZRANGEBYSCORE', lost, number, number)) do
  local before = cjson.decode(json)
  if before.last == range.after then
    redis.call('ZREM', lost, json)
    range.after = before.after
    range.from = before.from
    range.missing = cjson.null
    if before.missing ~= cjson.null then range.missing = before.missing + gone end
  end
end
recordLost(lost, range)
return gone
`);
