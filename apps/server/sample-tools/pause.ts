import { setTimeout as delay } from 'node:timers/promises';

/** Waits for the given milliseconds. Rejects at once when the signal aborts. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** Injection token for the {@link Pause}, so that specs do not have to wait. */
export const PAUSE = Symbol('PAUSE');

/** Waits in real time. */
export const realPause: Pause = async (milliseconds, signal) => {
  await delay(milliseconds, undefined, { signal });
};
