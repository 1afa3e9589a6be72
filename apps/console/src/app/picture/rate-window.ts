import type { StatsTotals } from '#contract';

/** The counters at one moment. `at` is milliseconds since 1970. */
export interface RateSample {
  at: number;
  calls: number;
  ended: number;
  errors: number;
}

/** What happened within a span that ends now. */
export interface Rates {
  /** Length of the span, in milliseconds: shorter than asked for while too little is known. */
  spanMs: number;
  calls: number;
  ended: number;
  errors: number;
}

/** How far back samples are kept, and how far they are apart, in milliseconds. */
export const KEPT_MS = 300_000;
export const APART_MS = 1_000;

/** The counters as a sample. */
export function sampleOf(totals: StatsTotals, at: number): RateSample {
  const { totalToolCalls: calls, toolCallsInFlight, errorCount: errors } = totals;
  return { at, calls, ended: calls - toolCallsInFlight, errors };
}

/** The counters of the last five minutes, a second apart: from totals that only grow to what happens now. */
export class RateWindow {
  #samples: RateSample[] = [];
  #latest: RateSample | undefined;

  /** Takes the present counters. Counters that have become less are those of another log. */
  add(sample: RateSample): void {
    if (this.#latest && (sample.calls < this.#latest.calls || sample.at < this.#latest.at)) this.clear();
    this.#latest = sample;
    const last = this.#samples.at(-1);
    if (last && sample.at - last.at < APART_MS) return;
    this.#samples.push(sample);
    const dispensable = this.#samples.findIndex(({ at }) => at > sample.at - KEPT_MS) - 1;
    if (dispensable > 0) this.#samples.splice(0, dispensable);
  }

  /** What happened in the last `spanMs`; null before there are two samples. */
  within(spanMs: number): Rates | null {
    const now = this.#latest;
    if (!now) return null;
    const after = this.#samples.findIndex(({ at }) => at > now.at - spanMs);
    const from = this.#samples[Math.max(0, (after < 0 ? this.#samples.length : after) - 1)];
    if (!from || from.at === now.at) return null;
    return {
      spanMs: now.at - from.at,
      calls: now.calls - from.calls,
      ended: now.ended - from.ended,
      errors: now.errors - from.errors,
    };
  }

  /** Begins with the counters of the seconds before, oldest first. */
  begin(samples: readonly RateSample[]): void {
    this.#samples = [...samples];
    this.#latest = samples.at(-1);
  }

  clear(): void {
    this.#samples = [];
    this.#latest = undefined;
  }
}
