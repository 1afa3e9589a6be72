import { percentilesOf, type LatencyPercentiles } from '../latency.ts';
import type { SeriesTotals } from './step-totals.ts';

/** Maximum number of points in a series. */
export const MAX_SERIES_POINTS = 2_000;

/** One step of a series. */
export interface SeriesPoint extends LatencyPercentiles {
  /** When the step begins: ISO 8601, UTC; a multiple of its length since 1970. */
  at: string;
  /** Number of calls that started. */
  calls: number;
  errors: number;
}

/** `GET /stats/series`: a range in steps. The range may cut the first and the last of them. */
export interface StatsSeries {
  /** ISO 8601, UTC. */
  from: string;
  /** Exclusive. */
  to: string;
  /** Whether the log still holds every event of the range. */
  complete: boolean;
  /** Milliseconds. */
  step: number;
  /** Every step of the range, oldest first. */
  points: SeriesPoint[];
}

/** The numbers of the first step of a range and of the one after its last. */
export function stepsBetween(from: string, to: string, stepMs: number): { first: number; end: number } {
  return { first: Math.floor(Date.parse(from) / stepMs), end: Math.ceil(Date.parse(to) / stepMs) };
}

/** The point of the step with a number, also of one without events. */
export function seriesPointOf({ stepMs, steps }: SeriesTotals, number: number): SeriesPoint {
  const { calls = 0, errors = 0, latency = new Map() } = steps.get(number) ?? {};
  return { at: new Date(number * stepMs).toISOString(), calls, errors, ...percentilesOf(latency) };
}
