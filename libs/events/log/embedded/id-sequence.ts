import type { EventId } from '#contract';

/**
 * How far ids leap when the clock is behind the last one: past those that an earlier run may have delivered live and
 * lost. As many microseconds as a thousand seconds have, which no outage fills with events.
 */
const LEAP = 1_000_000_000;

/**
 * Decimal ids below 2^53, each one more than the last. A run begins at the microseconds since 1970, or after the last
 * id when that is greater. So a run never repeats an id of an earlier one, not even one that was delivered live and
 * lost before it was stored, and ids grow also when the clock is set back.
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

/** The position at which a log begins that is created now. */
export function firstPosition(now: number = Date.now()): EventId {
  return String(now * 1_000) as EventId;
}
