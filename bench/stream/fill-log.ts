import type { BenchProcess } from '../processes/bench-process.ts';

/** Events published at a time, few enough for the log's queue. */
const PORTION = 10_000;
const PER_TURN = 100;

/** Lets a server publish `events` events; resolves once all of them are committed. */
export async function fillLog(server: BenchProcess, events: number): Promise<void> {
  for (let left = events; left > 0; left -= PORTION) {
    await server.call('all', { count: Math.min(left, PORTION), perTurn: PER_TURN });
    await server.call('flush');
  }
}
