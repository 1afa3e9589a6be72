import { setTimeout as delay } from 'node:timers/promises';

/** Waits for some milliseconds, or until the signal is aborted. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** Waits by the real clock. */
export const realPause: Pause = async (milliseconds, signal) => {
  await delay(milliseconds, undefined, { signal }).catch(() => {});
};
