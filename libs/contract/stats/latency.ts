import { DDSketch } from '@datadog/sketches-js';

/**
 * A DDSketch of durations, with its bins as a sparse map (`bin key → count`), so that it can be sent, restored, and
 * merged by adding counts. Percentiles are within 1 % of the true value.
 */
export type LatencyBins = Map<number, number>;

const { mapping } = new DDSketch({ relativeAccuracy: 0.01 });

/** Shorter durations count as this long, because the mapping of the sketch has no bin for 0. */
const SHORTEST_MS = 0.001;

/** Counts one duration, in milliseconds. */
export function recordLatency(bins: LatencyBins, durationMs: number): void {
  const key = mapping.key(Math.max(durationMs, SHORTEST_MS));
  bins.set(key, (bins.get(key) ?? 0) + 1);
}

/** Adds the counts of `from` to `into`. */
export function mergeLatency(into: LatencyBins, from: LatencyBins): void {
  for (const [key, count] of from) into.set(key, (into.get(key) ?? 0) + count);
}

/** Percentiles of the durations of successful calls. */
export interface LatencyPercentiles {
  /** In milliseconds; null when no call succeeded within the window. */
  p50LatencyMs: number | null;
  p95LatencyMs: number | null;
  p99LatencyMs: number | null;
}

/** The percentiles of all durations in the sketch. */
export function percentilesOf(bins: LatencyBins): LatencyPercentiles {
  const sorted = [...bins].toSorted(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  return {
    p50LatencyMs: quantile(sorted, total, 0.5),
    p95LatencyMs: quantile(sorted, total, 0.95),
    p99LatencyMs: quantile(sorted, total, 0.99),
  };
}

// Nearest rank: the smallest duration that is greater than or equal to at least the share `q` of all durations.
function quantile(sorted: readonly [number, number][], total: number, q: number): number | null {
  const rank = Math.ceil(q * total);
  let seen = 0;
  for (const [key, count] of sorted) {
    seen += count;
    if (seen >= rank) return Math.round(mapping.value(key) * 1000) / 1000;
  }
  return null;
}
