import type { EventClock } from './event-clock.ts';
import { mergeLatency, recordLatency, type LatencyBins } from './latency.ts';

/** How far back percentiles look, in milliseconds of event time. */
export const LATENCY_WINDOW_MS = 300_000;

/** Durations leave the window in slices of this many milliseconds. */
const SLICE_MS = 10_000;

/** Sketches of the last five minutes, by the slice's number (event time / 10 s). */
export type LatencyWindow = Map<number, LatencyBins>;

/** The number of the slice that holds the event time `at` (milliseconds since 1970). */
function sliceAt(at: number): number {
  return Math.floor(at / SLICE_MS);
}

/** Counts a duration at event time `at`, and drops the slices that have left the window. */
export function recordInWindow(
  window: LatencyWindow,
  at: number,
  durationMs: number,
  { now, doubted }: EventClock,
): void {
  const slice = sliceAt(at);
  let bins = window.get(slice);
  if (!bins) {
    bins = new Map();
    window.set(slice, bins);
    // A duration with a doubted time counts once that time is believed.
    const isKept = (old: number): boolean =>
      inWindow(old, now) || (doubted !== null && inWindow(old, doubted.at));
    for (const old of window.keys()) if (old !== slice && !isKept(old)) window.delete(old);
  }
  recordLatency(bins, durationMs);
}

/** Merges the durations of the five minutes before event time `now` into one sketch. */
export function mergeWindow(window: LatencyWindow, now: number): LatencyBins {
  const merged: LatencyBins = new Map();
  for (const [slice, bins] of window) if (inWindow(slice, now)) mergeLatency(merged, bins);
  return merged;
}

/**
 * The durations of which the window last knew percentiles before it emptied: those of its newest slice. Slices stay in the
 * map until the next duration of the tool.
 */
export function lastOfWindow(window: LatencyWindow, now: number): LatencyBins {
  const past = [...window.keys()].filter((slice) => slice <= sliceAt(now));
  return window.get(Math.max(...past)) ?? new Map();
}

/** Slices after `now` have a time that was accepted earlier and has since been rejected. */
function inWindow(slice: number, now: number): boolean {
  return slice > sliceAt(now - LATENCY_WINDOW_MS) && slice <= sliceAt(now);
}
