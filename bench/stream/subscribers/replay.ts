import { EventConnection, type StreamTarget } from './event-connection.ts';
import { StampScanner } from './stamp-scanner.ts';

/** Milliseconds after which a replay has failed. */
const PATIENCE_MS = 30_000;

/** Comes back after an event, and leaves once it has been given so many. */
export async function replay(target: StreamTarget, count: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let left = count;
  const scanner = new StampScanner(() => {
    left -= 1;
    if (left === 0) resolve();
  });
  const connection = new EventConnection(target, (bytes) => scanner.scan(bytes));
  const timer = setTimeout(() => reject(new Error(`${left} of ${count} events did not come`)), PATIENCE_MS);
  try {
    await connection.ready;
    await promise;
  } finally {
    clearTimeout(timer);
    connection.close();
  }
}
