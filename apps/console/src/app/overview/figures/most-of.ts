import type { RateSample } from '../../picture/rates/rate-window.ts';

/** A trend is too small to show what changes each second, in milliseconds. */
const STEP_MS = 5_000;

/** The highest value of each step, oldest first: what was high for a moment only is seen too. */
export function mostOf(samples: readonly RateSample[], valueOf: (sample: RateSample) => number): number[] {
  const steps = new Map<number, number>();
  for (const sample of samples) {
    const step = Math.floor(sample.at / STEP_MS);
    steps.set(step, Math.max(steps.get(step) ?? 0, valueOf(sample)));
  }
  return [...steps.values()];
}
