import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { inTime } from './in-time.ts';

/** Answers when it is asked, and says so in memory that both threads share. */
const ANSWERING = `
  const { parentPort, workerData } = require('node:worker_threads');
  parentPort.once('message', () => {
    parentPort.postMessage('answered');
    Atomics.store(workerData, 0, 1);
    Atomics.notify(workerData, 0);
  });
`;

describe('an answer that is waited for', () => {
  let timesLate: number;

  const late = (): string => {
    timesLate += 1;
    return 'late';
  };

  beforeEach(() => (timesLate = 0));

  it('is in time if it has arrived while the process was busy for longer', async () => {
    const shared = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(ANSWERING, { eval: true, workerData: shared });
    // Timers come next, and only then what is received now.
    await setImmediate();
    const answer = inTime(once(worker, 'message'), 1, late);
    worker.postMessage('asked');
    // Busy until it has arrived, and then until the time is over.
    Atomics.wait(shared, 0, 0);
    Atomics.wait(shared, 0, 1, 20);
    expect(await answer).toEqual(['answered']);
    await worker.terminate();
    expect(timesLate).toBe(0);
  });

  it('is late if it does not come', async () => {
    expect(await inTime(new Promise(() => undefined), 1, late)).toBe('late');
    expect(timesLate).toBe(1);
  });
});
