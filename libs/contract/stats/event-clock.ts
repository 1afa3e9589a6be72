/** Milliseconds that an event may be ahead of those before it without being doubted: a quiet hour is nothing special. */
const LEAP_MS = 3_600_000;
/** Milliseconds between two times that agree, and that an event may be behind those before it. */
const NEAR_MS = 300_000;
/** Number of events in a row that have to agree on a doubted time. */
const AGREEING = 4;

/**
 * The time of day as the events tell it, in milliseconds since 1970. Stamps come from clocks that may be wrong or be set:
 * one that is far off moves nothing, and several in a row that agree are believed, forwards and backwards.
 */
export interface EventClock {
  now: number;
  /** A time far from `now`, and how many events in a row have told about the same one. */
  doubted: { at: number; count: number } | null;
}

/** The clock before the first event. */
export function stoppedClock(): EventClock {
  return { now: 0, doubted: null };
}

/** An event was stamped at a time. */
export function moveClock(clock: EventClock, at: number): void {
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
