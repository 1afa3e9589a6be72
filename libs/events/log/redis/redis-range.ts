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
  const isForward = after !== undefined;
  const entries: BrokerEntry[] = [];
  let end: string = isBeforeNearer ? `(${before}` : upTo;
  let begin = isForward ? `(${after}` : '-';
  for (;;) {
    const wanted = limit - entries.length;
    const range = isForward ? ['XRANGE', stream, begin, end] : ['XREVRANGE', stream, end, begin];
    const read = entriesOf(await connection.send([...range, 'COUNT', String(wanted)]));
    entries.push(...read.entries);
    if (entries.length >= limit || read.count < wanted || read.last === undefined) break;
    if (isForward) begin = `(${read.last}`;
    else end = `(${read.last}`;
  }
  return isForward ? entries : entries.toReversed();
}
