import { RedisScript } from '../redis-script.ts';

/**
 * Notes a sign of life. Keys: instances, beats, producer. Arguments: the instance, and what it tells of itself.
 *
 * Answers with instance, number of signs and what it tells of each one by turns, or with an empty list when another
 * instance has appended on behalf of this one.
 */
export const BEAT = new RedisScript(`
local instances, beats = KEYS[1], KEYS[2]
if redis.call('HEXISTS', KEYS[3], 'gone') == 1 then return {} end
redis.call('HSET', instances, ARGV[1], ARGV[2])
redis.call('HINCRBY', beats, ARGV[1], 1)
local all = {}
local told = redis.call('HGETALL', instances)
for i = 1, #told, 2 do
  all[#all + 1] = told[i]
  all[#all + 1] = redis.call('HGET', beats, told[i]) or '0'
  all[#all + 1] = told[i + 1]
end
return all
`);
