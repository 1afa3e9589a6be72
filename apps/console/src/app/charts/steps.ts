const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
/** Common lengths of steps in milliseconds; each divides a day. */
const STEPS_MS = [
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200].map(
    (seconds) => seconds * SECOND_MS,
  ),
];
/** Minimum width of a step on screen. */
const STEP_PX = 7;

/** Returns the length of a step, in milliseconds, with which a range of `lengthMs` fits a width. */
export function stepFor(lengthMs: number, widthPx: number): number {
  const leastMs = lengthMs / Math.max(1, Math.floor(widthPx / STEP_PX));
  return STEPS_MS.find((step) => step >= leastMs) ?? Math.ceil(leastMs / DAY_MS) * DAY_MS;
}
