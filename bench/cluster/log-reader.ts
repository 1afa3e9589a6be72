import { createEventLog, type LoggedEvent } from '#events';
import { takeCommands } from '../processes/commands.ts';
import { microseconds, type Stamp } from '../stream/stamp.ts';
import type { Told } from './told.ts';

/** What was told since the last question. */
interface Tally {
  count: number;
  firstPublished: number;
  delaysUs: number[];
  /** Number of the last event of each session: those of one process are in its order. */
  numbers: Map<string, number>;
  isInOrder: boolean;
}

const newTally = (): Tally => ({
  count: 0,
  firstPublished: Infinity,
  delaysUs: [],
  numbers: new Map(),
  isInOrder: true,
});

const [url = ''] = process.argv.slice(2);
const log = createEventLog(url);
let tally = newTally();
let wanted = { count: Infinity, reached: () => {} };

function note({ sessionId, event }: LoggedEvent, now: number): void {
  const { '@': number, t: published } = event.data as unknown as Partial<Stamp>;
  if (number === undefined || published === undefined) return;
  tally.count += 1;
  tally.isInOrder &&= number > (tally.numbers.get(sessionId) ?? -1);
  tally.numbers.set(sessionId, number);
  tally.firstPublished = Math.min(tally.firstPublished, published - 1e12);
  tally.delaysUs.push(now - published + 1e12);
}

/** Resolves once `count` events were told since the last call. */
async function told(count: number): Promise<Told> {
  const { promise, resolve } = Promise.withResolvers<void>();
  wanted = { count, reached: resolve };
  if (tally.count < count) await promise;
  const { firstPublished, delaysUs, isInOrder } = tally;
  const ms = (microseconds() - firstPublished) / 1_000;
  const delays = delaysUs.toSorted((a, b) => a - b);
  const p99Ms = (delays[Math.floor(delays.length * 0.99)] ?? NaN) / 1_000;
  const isComplete = tally.count === count && log.lostAfter(log.start) === undefined;
  tally = newTally();
  wanted = { count: Infinity, reached: () => {} };
  return { ms, p99Ms, isComplete: isComplete && isInOrder };
}

await log.open();
log.follow({
  committed: ({ events }) => {
    const now = microseconds();
    for (const event of events) note(event, now);
    if (tally.count >= wanted.count) wanted.reached();
  },
  publish: () => undefined,
  notice: () => undefined,
  findSession: () => undefined,
  refused: () => undefined,
});
takeCommands({ told });
