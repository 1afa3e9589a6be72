import { RedisScript } from '../redis-script.ts';

/** Gives the claim to a log up. Keys: claim. Arguments: the process. */
export const RELEASE = new RedisScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
`);
