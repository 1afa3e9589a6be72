/** Milliseconds that an event may be ahead of earlier ones and still be believed. An hour without events is common. */
const LEAP_MS = 3_600_000;
/** Maximum difference in milliseconds between two times that agree, and how far an event may be behind earlier ones. */
const NEAR_MS = 300_000;
/** Number of consecutive events that must agree on a doubted time. */
const AGREEING = 4;

/**
 * The time of day according to the events, in milliseconds since 1970. Events are stamped by clocks that may be wrong,
 * or may be set. A single time that is far off is ignored; several consecutive ones that agree are believed, forwards
 * and backwards.
 */
export interface EventClock {
  now: number;
  /** A time far from `now`, and the number of consecutive events that agree on it. */
  doubted: { at: number; count: number } | null;
}

/** The clock before the first event. */
export function stoppedClock(): EventClock {
  return { now: 0, doubted: null };
}

/**
 * Moves the clock by the timestamp of an event. One that `mayBeLate`, because an observer outside could not send it before,
 * does not set the clock back.
 */
export function moveClock(clock: EventClock, at: number, mayBeLate = false): void {
  if (mayBeLate && at < clock.now) return;
  if (clock.now === 0) clock.now = at;
  else if (at >= clock.now - NEAR_MS && at <= clock.now + LEAP_MS) {
    clock.doubted = null;
    clock.now = Math.max(clock.now, at);
  } else doubt(clock, at);
}

function doubt(clock: EventClock, at: number): void {
  const { doubted } = clock;
  const agrees = doubted !== null && Math.abs(at - doubted.at) <= NEAR_MS;
  const count = agrees ? doubted.count + 1 : 1;
  clock.doubted = count < AGREEING ? { at, count } : null;
  if (count >= AGREEING) clock.now = at;
}
