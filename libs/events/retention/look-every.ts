/** Bounds of the time between two looks, in milliseconds: within them it is a tenth of the shortest time. */
const LOOK_MS = { min: 1_000, max: 60_000 };

/** How often to look for what has become too old, in milliseconds; undefined where nothing does. */
export function lookEveryMs(rules: readonly { maxAgeMs: number }[]): number | undefined {
  if (rules.length === 0) return undefined;
  const shortest = Math.min(...rules.map(({ maxAgeMs }) => maxAgeMs));
  return Math.min(LOOK_MS.max, Math.max(LOOK_MS.min, shortest / 10));
}
