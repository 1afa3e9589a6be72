import { setTimeout as delay } from 'node:timers/promises';

/** Waits for some milliseconds; rejects at once when the signal is aborted. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** Injects the {@link Pause}, so that specs need not wait. */
export const PAUSE = Symbol('PAUSE');

/** Waits by the real clock. */
export const realPause: Pause = async (milliseconds, signal) => {
  await delay(milliseconds, undefined, { signal });
};
