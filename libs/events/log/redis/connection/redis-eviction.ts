import { Logger } from '@nestjs/common';
import type { RedisConnection } from './redis-connection.ts';

/**
 * Warns if Redis may delete the log when its memory is full. Its access rules may forbid the question; nobody knows
 * then.
 */
export async function warnOfEviction(connection: RedisConnection): Promise<void> {
  const answer = await connection.send(['INFO', 'memory']).catch(() => '');
  const policy = /^maxmemory_policy:(allkeys-\S+)/m.exec(String(answer))?.[1];
  if (policy === undefined) return;
  new Logger('EventLog').warn(
    `Redis has the policy ${policy}: when its memory is full, it may delete the whole event log. Set maxmemory-policy to noeviction.`,
  );
}
