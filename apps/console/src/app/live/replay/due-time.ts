import type { CrowsnestEvent } from '#contract';

/** Number of later events that are asked whether a time is wrong. */
const WITNESSES = 3;

/**
 * When an event of a replay is due, in milliseconds since 1970: when it was stamped, but not before the event before it.
 * An event with a clock that was ahead is due with those that follow it, or it would hold all of them up.
 */
export function dueTime(events: readonly CrowsnestEvent[], previous: number): number {
  const [own = Number.NaN, ...later] = events.slice(0, WITNESSES + 1).map(timeOf);
  const middle = later.toSorted((a, b) => a - b)[later.length >> 1] ?? own;
  const due = Math.min(own, middle);
  return Number.isNaN(due) ? previous : Math.max(due, previous);
}

/** When an event was stamped. */
export function timeOf({ timestamp }: CrowsnestEvent): number {
  return Date.parse(timestamp);
}
