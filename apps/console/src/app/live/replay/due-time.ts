import type { CrowsnestEvent } from '#contract';

/** Number of later events that are compared to detect a wrong timestamp. */
const WITNESSES = 3;

/**
 * Returns when an event of a replay is due, in milliseconds since 1970: at its timestamp, but not before the previous
 * event. If its timestamp is later than those that follow, it is due with them, because it would delay all of them
 * otherwise.
 */
export function dueTime(events: readonly CrowsnestEvent[], previous: number): number {
  const [own = Number.NaN, ...later] = events.slice(0, WITNESSES + 1).map(timeOf);
  const middle = later.toSorted((a, b) => a - b)[later.length >> 1] ?? own;
  const due = Math.min(own, middle);
  return Number.isNaN(due) ? previous : Math.max(due, previous);
}

/** Returns the timestamp of an event, in milliseconds since 1970. */
export function timeOf({ timestamp }: CrowsnestEvent): number {
  return Date.parse(timestamp);
}
