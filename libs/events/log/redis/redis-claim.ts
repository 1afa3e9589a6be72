import { setTimeout } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { LogError } from '../log-error.ts';

/** Milliseconds that the claim of a process to a log lasts. It is renewed several times within. */
export const CLAIM_MS = 10_000;
export const RENEW_MS = 2_500;
const LOOK_MS = 250;
/** What Redis answers for a key that does not expire. */
const NO_END = -1;

/** Milliseconds that are left of the claim of another process. */
export interface HeldClaim {
  leftMs: number;
}

/**
 * Waits until a claim can be taken. The claim of a process that died ends by itself; one that is renewed meanwhile
 * belongs to a living process, and this throws a `LogError`.
 */
export async function takeClaim<T extends object>(
  take: () => Promise<T | HeldClaim>,
  place: string,
): Promise<T> {
  let before = Infinity;
  for (let isTold = false; ; isTold = true) {
    const taken = await take();
    if (!('leftMs' in taken)) return taken;
    // A claim without an end is nobody's that died.
    if (taken.leftMs > before || taken.leftMs === NO_END) throw claimed(place);
    if (!isTold)
      new Logger('EventLog').log(`${place} was in use a moment ago. Waiting for its claim to end.`);
    before = taken.leftMs;
    await setTimeout(Math.min(LOOK_MS, taken.leftMs + 1));
  }
}

/** Another process uses the log. */
export function claimed(place: string): LogError {
  return new LogError(
    'LOG_IN_USE',
    `The event log ${place} is in use by another process. Stop that one, or name another log with CROWSNEST_LOG: ?prefix=NAME begins one of its own.`,
  );
}
