import { LinkedList } from './linked-list.ts';
import type { RunningCall } from './running-call.ts';

/** Number of buckets. With up to about this many running calls, each is found in constant time. */
const BUCKETS = 4_096;

/**
 * Finds running calls by id. Not a `Map`, because its tables keep ended calls alive in the old generation: see
 * docs/decisions/02. Call ids are random UUIDs, so their last characters spread them evenly over the buckets.
 */
export class CallTable {
  readonly #buckets: (LinkedList<RunningCall> | undefined)[] = Array.from<undefined>({ length: BUCKETS });

  add(call: RunningCall): void {
    const bucket = bucketOf(call.callId);
    (this.#buckets[bucket] ??= new LinkedList()).add(call.byId);
  }

  /** Removes a call; false when it is not in the table. */
  remove({ byId }: RunningCall): boolean {
    return byId.list?.remove(byId) ?? false;
  }

  find(callId: string): RunningCall | undefined {
    return this.#buckets[bucketOf(callId)]?.find((call) => call.callId === callId);
  }
}

function bucketOf(callId: string): number {
  const { length } = callId;
  let hash = 0;
  for (let index = Math.max(0, length - 4); index < length; index += 1)
    hash = hash * 31 + callId.charCodeAt(index);
  return hash % BUCKETS;
}
