import { stampedNumber } from '../stamp.ts';
import { EventConnection, type StreamTarget } from './event-connection.ts';
import { StampScanner } from './stamp-scanner.ts';

/** Milliseconds after which a replay has failed. */
const PATIENCE_MS = 30_000;

/** What a returning client must receive. */
export interface ReplayRequest {
  target: StreamTarget;
  /** The number of the event after its last one. */
  first: number;
  count: number;
}

/**
 * Connects after an event, and disconnects after `count` events. Resolves with the milliseconds that this took, and
 * rejects if an event is missing, comes twice or is out of order.
 */
export async function replay({ target, first, count }: ReplayRequest): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const end = first + count;
  let next = first;
  const scanner = new StampScanner((bytes, at) => {
    const number = stampedNumber(bytes, at);
    if (number !== next) reject(new Error(`Event ${number} came in the place of ${next}`));
    next = number + 1;
    if (next === end) resolve();
  });
  const begun = performance.now();
  const connection = new EventConnection(target, (bytes) => scanner.scan(bytes));
  const late = (): void => reject(new Error(`${end - next} of ${count} events did not come`));
  const timer = setTimeout(late, PATIENCE_MS);
  try {
    await connection.ready;
    await promise;
    return performance.now() - begun;
  } finally {
    clearTimeout(timer);
    connection.close();
  }
}
