import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';

const POLL_MS = 5;

export interface WaitOptions {
  /** The awaited state, as a clause that follows "until". */
  reason: string;
  /** Milliseconds after which the wait fails. Default: 60,000. */
  timeoutMs?: number;
  /** What the failure reports as last seen. Default: what the condition returned. */
  seen?: () => unknown;
}

/**
 * Resolves with the first truthy value that the condition returns. Rejects after the deadline, with the reason and what
 * was last seen. Works with fake timers and a mocked clock.
 */
export async function waitUntil<T>(condition: () => T | Promise<T>, options: WaitOptions): Promise<T> {
  const { reason, timeoutMs = 60_000, seen } = options;
  const deadline = AbortSignal.timeout(timeoutMs);
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (deadline.aborted) {
      const last = inspect(seen ? await seen() : value, { depth: 6, maxArrayLength: 50, breakLength: 120 });
      throw new Error(`Waited ${timeoutMs} ms until ${reason}. Last seen: ${last}`);
    }
    await pause(POLL_MS);
  }
}
