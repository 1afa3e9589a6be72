import { RedisScript } from '../redis-script.ts';
import { PRELUDE } from './prelude.ts';

/**
 * Appends events on behalf of an instance that has gone, unless it or another one on its behalf has appended anything
 * that the process has not read. From then on the instance can append nothing.
 *
 * Keys: events, log, lost, producer, sessions, ended, instances, beats. Arguments: the instance, the id that the process
 * has read last, the sessions that end (JSON, or empty), and the JSON of each event on a line of its own.
 *
 * Answers with the id of the last event, or with an empty text.
 */
export const APPEND_FOR = new RedisScript(`${PRELUDE}
local events, log, lost, producer = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local instance, upTo = ARGV[1], ARGV[2]

local last = redis.call('HGET', log, 'last')
if not last or isAfter(upTo, last) then return '' end
local done = redis.call('HGET', producer, 'last')
if done and isAfter(done, upTo) then return '' end

last = add(events, lost, last, ARGV[4], 0, '', '')
redis.call('HSET', log, 'last', last)
redis.call('HSET', producer, 'last', last, 'gone', 1)
-- Long enough for a process that is paused to learn of it.
redis.call('EXPIRE', producer, 604800)
redis.call('HDEL', KEYS[7], instance)
redis.call('HDEL', KEYS[8], instance)
noteSessions(KEYS[5], KEYS[6], last, '', ARGV[3])
return last
`);
