import type { CrowsnestEvent } from '../../events/event.ts';
import { mergeLatency, recordLatency, type LatencyBins } from '../latency.ts';

/** What the events of one step count. */
export interface StepTotals {
  /** Number of calls that started. */
  calls: number;
  errors: number;
  /** The durations of the successful calls. */
  latency: LatencyBins;
}

/**
 * The counters of a range of events in steps: the accumulator of {@link foldStep}. Steps begin at multiples of their
 * length since 1970, whatever the range, so that two series of one length have the same steps.
 */
export interface SeriesTotals {
  kind: 'series';
  stepMs: number;
  /** The steps in which something was counted, by their number (time of the event / length of a step). */
  steps: Map<number, StepTotals>;
}

/** A series without events. */
export function emptySeries(stepMs: number): SeriesTotals {
  return { kind: 'series', stepMs, steps: new Map() };
}

/** Folds an event into the step in which it was stamped. */
export function foldStep(series: SeriesTotals, event: CrowsnestEvent): void {
  const { type } = event;
  if (type !== 'tool:start' && type !== 'tool:done' && type !== 'tool:error') return;
  const at = Date.parse(event.timestamp);
  if (Number.isNaN(at)) return;
  const step = stepIn(series, Math.floor(at / series.stepMs));
  if (type === 'tool:start') step.calls += 1;
  else if (type === 'tool:error') step.errors += 1;
  else recordLatency(step.latency, event.data.durationMs);
}

/** Adds the counters of another series, whose steps are as long or divide these evenly. */
export function mergeSeries(into: SeriesTotals, from: SeriesTotals): void {
  const ratio = into.stepMs / from.stepMs;
  for (const [number, { calls, errors, latency }] of from.steps) {
    const step = stepIn(into, Math.floor(number / ratio));
    step.calls += calls;
    step.errors += errors;
    mergeLatency(step.latency, latency);
  }
}

function stepIn({ steps }: SeriesTotals, number: number): StepTotals {
  let step = steps.get(number);
  if (!step) {
    step = { calls: 0, errors: 0, latency: new Map() };
    steps.set(number, step);
  }
  return step;
}
