import {
  mergeLatency,
  percentilesOf,
  recordLatency,
  type CrowsnestEvent,
  type ErrorRateRule,
  type LatencyBins,
  type LatencyRule,
} from '#contract';
import type { Condition, Watch } from './condition.ts';

/** Calls leave a window in this many slices. */
const SLICES = 60;

interface Slice {
  done: number;
  errors: number;
  latency: LatencyBins;
}

/** The saved form of a window: the number of each slice, its counts and its bins. */
type SavedWindow = [slice: number, done: number, errors: number, latency: [number, number][]][];

/** The ended calls of the last `windowMs` of event time, for the rules about rates and percentiles. */
export class CallWindow implements Watch {
  readonly #rule: ErrorRateRule | LatencyRule;
  readonly #sliceMs: number;
  readonly #slices: Map<number, Slice>;

  constructor(rule: ErrorRateRule | LatencyRule, saved: unknown = []) {
    this.#rule = rule;
    this.#sliceMs = rule.windowMs / SLICES;
    this.#slices = new Map(
      (saved as SavedWindow).map(([slice, done, errors, bins]) => [
        slice,
        { done, errors, latency: new Map(bins) },
      ]),
    );
  }

  apply(event: CrowsnestEvent, at: number): void {
    if (event.type !== 'tool:done' && event.type !== 'tool:error') return;
    const slice = this.#sliceAt(at);
    if (event.type === 'tool:error') slice.errors += 1;
    else {
      slice.done += 1;
      if (this.#rule.kind === 'latency') recordLatency(slice.latency, event.data.durationMs);
    }
  }

  conditions(now: number): Condition[] {
    const slices = this.#slicesUpTo(now);
    const done = sum(slices.map((slice) => slice.done));
    const rule = this.#rule;
    if (rule.kind === 'error-rate') {
      const errors = sum(slices.map((slice) => slice.errors));
      return above(errors / (done + errors), rule.above, done + errors >= rule.minimum);
    }
    const bins: LatencyBins = new Map();
    for (const { latency } of slices) mergeLatency(bins, latency);
    const value = percentilesOf(bins)[`p${rule.percentile}LatencyMs`] ?? 0;
    return above(value, rule.aboveMs, done >= rule.minimum);
  }

  save(): SavedWindow {
    return Array.from(this.#slices, ([slice, { done, errors, latency }]) => [
      slice,
      done,
      errors,
      [...latency],
    ]);
  }

  #sliceAt(at: number): Slice {
    const number = Math.floor(at / this.#sliceMs);
    const known = this.#slices.get(number);
    if (known) return known;
    const slice: Slice = { done: 0, errors: 0, latency: new Map() };
    this.#slices.set(number, slice);
    return slice;
  }

  /**
   * The slices of the window that ends at `now`. Older slices, and those of a time that has since been rejected, are
   * dropped.
   */
  #slicesUpTo(now: number): Slice[] {
    const last = Math.floor(now / this.#sliceMs);
    for (const number of this.#slices.keys())
      if (number <= last - SLICES || number > last + SLICES) this.#slices.delete(number);
    return Array.from(this.#slices).flatMap(([number, slice]) => (number <= last ? slice : []));
  }
}

function above(value: number, threshold: number, isEnough: boolean): Condition[] {
  return isEnough && value > threshold ? [{ value, threshold }] : [];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}
