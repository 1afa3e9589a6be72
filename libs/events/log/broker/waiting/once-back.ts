import { setTimeout } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { LogError } from '../../log-error.ts';

/** Milliseconds between two attempts. */
const RETRY_MS = 250;

/** A server that takes connections and does not answer, such as one that is paused, is waited for as well. */
const MAY_RETURN: ReadonlySet<string> = new Set(['LOG_AWAY', 'LOG_STALLED']);

/**
 * Does a step of a start, as soon as the broker answers. Rejects with the broker's `LogError` when that takes longer than
 * `waitMs`.
 */
export async function onceBack<T>(step: () => Promise<T>, waitMs: number): Promise<T> {
  const begun = performance.now();
  for (let isTold = false; ; isTold = true)
    try {
      return await step();
    } catch (error) {
      const mayReturn = error instanceof LogError && MAY_RETURN.has(error.code);
      if (!mayReturn || performance.now() - begun >= waitMs) throw error;
      if (!isTold) new Logger('EventLog').warn(`${error.message} The start waits for it.`);
      await setTimeout(RETRY_MS);
    }
}
