import { setTimeout as delay } from 'node:timers/promises';

/** Waits for the given milliseconds, or until the signal aborts. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** Waits in real time. */
export const realPause: Pause = async (milliseconds, signal) => {
  await delay(milliseconds, undefined, { signal }).catch(() => {});
};
