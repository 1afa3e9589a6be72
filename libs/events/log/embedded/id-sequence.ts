import type { EventId } from '#contract';

/**
 * How far ids jump when the clock is behind the last id: beyond the ids of events that an earlier run may have
 * delivered live and lost. It is a thousand seconds in microseconds, more than an outage can fill with events.
 */
const LEAP = 1_000_000_000;

/**
 * Generates decimal ids below 2^53, each one more than the last. A run begins at the microseconds since 1970, or after
 * the last id if that is greater. So a run never repeats an id of an earlier run, not even of an event that was
 * delivered live and lost before it was stored. Ids also grow when the clock is set back.
 */
export class IdSequence {
  #last: number;

  constructor(after: EventId, now: number = Date.now()) {
    const last = Number(after);
    const began = now * 1_000;
    this.#last = began < last ? last + LEAP : began;
  }

  next(): EventId {
    this.#last += 1;
    return String(this.#last) as EventId;
  }
}

/** The start position of a log that is created now. */
export function firstPosition(now: number = Date.now()): EventId {
  return String(now * 1_000) as EventId;
}
