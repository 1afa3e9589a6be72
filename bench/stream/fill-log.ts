import type { BenchProcess } from '../processes/bench-process.ts';

/** Events at a time, for which the log's queue has room. */
const PORTION = 10_000;
const PER_TURN = 100;

/** Has a server publish so many events; resolves once all of them are committed. */
export async function fillLog(server: BenchProcess, events: number): Promise<void> {
  for (let left = events; left > 0; left -= PORTION) {
    await server.call('all', { count: Math.min(left, PORTION), perTurn: PER_TURN });
    await server.call('flush');
  }
}
