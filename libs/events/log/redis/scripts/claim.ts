import { RedisScript } from '../redis-script.ts';

/**
 * Claims a key unless it is claimed, and counts that. Keys: the claim. Arguments: the owner, and the seconds for which it
 * is kept. Answers with the owner and the number of uses.
 */
export const CLAIM = new RedisScript(`
redis.call('HSETNX', KEYS[1], 'owner', ARGV[1])
local uses = redis.call('HINCRBY', KEYS[1], 'uses', 1)
redis.call('EXPIRE', KEYS[1], ARGV[2])
return { redis.call('HGET', KEYS[1], 'owner'), tostring(uses) }
`);

/**
 * Removes a claim. Keys: the claim. Arguments: the owner that it must have, and the number of uses that it must have
 * (empty: any). Answers with its owner and the number of uses if it stays, or with an empty list.
 */
export const RELEASE = new RedisScript(`
local held = redis.call('HMGET', KEYS[1], 'owner', 'uses')
if not held[1] then return {} end
if held[1] ~= ARGV[1] or (ARGV[2] ~= '' and ARGV[2] ~= held[2]) then return held end
redis.call('DEL', KEYS[1])
return {}
`);
