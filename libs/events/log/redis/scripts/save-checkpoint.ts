import { RedisScript } from '../redis-script.ts';
import { PRELUDE } from './prelude.ts';

/**
 * Saves a checkpoint unless a newer one is saved. Keys: checkpoints, folded. Arguments: the name, the id, the JSON.
 */
export const SAVE_CHECKPOINT = new RedisScript(`${PRELUDE}
local saved = redis.call('HGET', KEYS[1], ARGV[1])
local at = saved and string.match(saved, '^(%S+) ')
if at and isAfter(at, ARGV[2]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. ARGV[3])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
return 1
`);
