/** Bounds of the time between two looks, in milliseconds: within them it is a tenth of the shortest time. */
const LOOK_MS = { min: 1_000, max: 60_000 };

/** How often to look for what has become too old, in milliseconds, if this is how old it may become. */
export function lookEveryMs(maxAgesMs: readonly number[]): number {
  return Math.min(LOOK_MS.max, Math.max(LOOK_MS.min, Math.min(...maxAgesMs) / 10));
}
