/** The longest delay of a timer of Node.js, in milliseconds: nearly 25 days. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The delay of a timer that fires at that time (milliseconds since 1970), or before it if it is too far away. */
export function delayTo(time: number): number {
  return Math.min(Math.max(time - Date.now(), 0), LONGEST_TIMER_MS);
}
