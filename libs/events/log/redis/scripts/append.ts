import { RedisScript } from '../redis-script.ts';
import { PRELUDE } from './prelude.ts';

/**
 * Appends a batch, unless it is there already: a repeated batch has the sequence number of the first attempt.
 *
 * Keys: events, log, lost, producer, sessions, ended, folded, beats, payloads, audit. Arguments: the instance, the sequence number, the
 * greatest id that the process has seen, the maximum of events and of their age (ms), number of events that were dropped
 * before the batch and when they happened (from, to), the sessions that begin with their facts and those that end (JSON,
 * or empty), the JSON of each event on a line of its own, the payloads, the beginning of their keys and how long they are
 * kept (ms), and the audited events.
 *
 * Answers `unknown` when the process must attend to the log first, `given up` when another instance has appended on
 * behalf of this one, or `ok` with start and the id of the last event.
 */
export const APPEND = new RedisScript(`${PRELUDE}
local events, log, lost, producer, beats = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[8]
local instance, sequence, known = ARGV[1], tonumber(ARGV[2]), ARGV[3]

local last = redis.call('HGET', log, 'last')
if not last or isAfter(known, last) then return { 'unknown' } end

local done = redis.call('HMGET', producer, 'sequence', 'last', 'gone')
if done[1] and tonumber(done[1]) >= sequence then return { 'ok', startOf(events, last), done[2] } end
if done[3] then return { 'given up' } end

last = add(events, lost, last, ARGV[11], tonumber(ARGV[6]), ARGV[7], ARGV[8])
redis.call('HSET', log, 'last', last)
redis.call('HSET', producer, 'sequence', ARGV[2], 'last', last)
redis.call('EXPIRE', producer, 86400)
redis.call('HINCRBY', beats, instance, 1)
noteSessions(KEYS[5], KEYS[6], last, ARGV[9], ARGV[10])
if ARGV[12] ~= '' then keepPayloads(KEYS[9], ARGV[13], last, ARGV[12], ARGV[14]) end
if ARGV[15] ~= '' then keepAudited(KEYS[10], last, ARGV[15]) end
trim(events, KEYS[7], last, ARGV[4], ARGV[5])
local start = startOf(events, last)
dropPayloads(KEYS[9], ARGV[13], start)
return { 'ok', start, last }
`);
