import type { SeriesPoint } from '#contract';

/** Number of points before one that its errors are compared with. */
const BEFORE = 5;

/**
 * The points where errors rose: with more than twice the mean of the points before, and at least one more. Of points in
 * a row only the first counts.
 */
export function errorRises(points: readonly SeriesPoint[]): SeriesPoint[] {
  const rises = points.map(({ errors }, index) => {
    const before = points.slice(Math.max(0, index - BEFORE), index);
    const mean = before.reduce((sum, point) => sum + point.errors, 0) / Math.max(1, before.length);
    return errors >= 1 && errors > 2 * mean && errors >= mean + 1;
  });
  return points.filter((_, index) => rises[index] && !rises[index - 1]);
}

/** The first rise after a moment, in milliseconds since 1970; the first of all after the last one. */
export function nextRise(rises: readonly SeriesPoint[], at: number): number | null {
  const times = rises.map((rise) => Date.parse(rise.at));
  return times.find((time) => time > at) ?? times[0] ?? null;
}
