import type { EventId } from '#contract';

/**
 * How far ids leap where the clock is behind the last one: over what an earlier run may have told live and
 * lost. The microseconds of a thousand seconds, at more than a million events each.
 */
const LEAP = 1_000_000_000;

/**
 * Decimal ids below 2^53, each one more than the last. A run begins at the microseconds since 1970, or
 * after the last id when that is greater: a run never hands out an id of an earlier one, not even one
 * that went out live and was lost before it could be stored, and a clock that steps back changes nothing.
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

/** The position at which a log begins that is made now. */
export function firstPosition(now: number = Date.now()): EventId {
  return String(now * 1_000) as EventId;
}
