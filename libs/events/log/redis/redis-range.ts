import { compareEventIds } from '#contract';
import type { BrokerEntry, BrokerRange } from '../broker/broker.ts';
import type { RedisConnection } from './connection/redis-connection.ts';
import { entriesOf } from './redis-entries.ts';

const FIRST_ID = '0-0';

/** Reads the entries of a range from a stream, in order. */
export async function readRange(
  connection: RedisConnection,
  stream: string,
  { after, before, upTo, limit }: BrokerRange,
): Promise<BrokerEntry[]> {
  // Redis refuses an interval that ends before its first id.
  if (before !== undefined && compareEventIds(before, FIRST_ID) <= 0) return [];
  const isBeforeNearer = before !== undefined && compareEventIds(before, upTo) <= 0;
  const end = isBeforeNearer ? `(${before}` : upTo;
  const begin = after === undefined ? '-' : `(${after}`;
  const count = ['COUNT', String(limit)];
  if (after !== undefined) return entriesOf(await connection.send(['XRANGE', stream, begin, end, ...count]));
  return entriesOf(await connection.send(['XREVRANGE', stream, end, begin, ...count])).toReversed();
}
