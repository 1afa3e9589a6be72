import type { ShownPoints } from './chart-texts.ts';

const UNKNOWN = { calls: 0, errors: 0, p50LatencyMs: null, p95LatencyMs: null, p99LatencyMs: null };

/**
 * The steps as a live console knew them: only those that were over at a moment, and nothing of the others. `to` is the end
 * of the range, at which its last step ends too. Times are milliseconds since 1970.
 */
export function knownSteps({ step, points }: ShownPoints, moment: number, to: number): ShownPoints {
  const isOver = (at: string): boolean => Math.min(Date.parse(at) + step, to) <= moment;
  return { step, points: points.map((point) => (isOver(point.at) ? point : { ...point, ...UNKNOWN })) };
}
