import type { StatsTotals } from '#contract';

/** The counters at one moment. `at` is milliseconds since 1970. */
export interface RateSample {
  at: number;
  calls: number;
  ended: number;
  errors: number;
  /** Number of open sessions. */
  sessions: number;
}

/** The number of events in a span that ends now. */
export interface Rates {
  /** When the span ends, in milliseconds since 1970. */
  to: number;
  /** Length of the span in milliseconds. Shorter than requested until enough samples are known. */
  spanMs: number;
  calls: number;
  ended: number;
  errors: number;
}

/** How long samples are kept, and the interval between them, in milliseconds. */
export const KEPT_MS = 300_000;
export const APART_MS = 1_000;

/** Creates a sample of the counters. */
export function sampleOf(totals: StatsTotals, at: number): RateSample {
  const { totalToolCalls: calls, toolCallsInFlight, errorCount: errors, activeSessions: sessions } = totals;
  return { at, calls, ended: calls - toolCallsInFlight, errors, sessions };
}

/** Keeps samples of the last five minutes, one per second, to derive rates from totals that only grow. */
export class RateWindow {
  #samples: readonly RateSample[] = [];
  #latest: RateSample | undefined;

  /** Oldest first. A new list whenever a sample is added. */
  get samples(): readonly RateSample[] {
    return this.#samples;
  }

  /** Adds a sample. Lower counters than before belong to another log, so the window restarts. */
  add(sample: RateSample): void {
    if (this.#latest && (sample.calls < this.#latest.calls || sample.at < this.#latest.at)) this.clear();
    this.#latest = sample;
    const last = this.#samples.at(-1);
    if (last && sample.at - last.at < APART_MS) return;
    const dispensable = this.#samples.findIndex(({ at }) => at > sample.at - KEPT_MS) - 1;
    this.#samples = [...this.#samples.slice(Math.max(0, dispensable)), sample];
  }

  /** Returns the rates of the last `spanMs`; null before there are two samples. */
  within(spanMs: number): Rates | null {
    const now = this.#latest;
    if (!now) return null;
    const after = this.#samples.findIndex(({ at }) => at > now.at - spanMs);
    const from = this.#samples[Math.max(0, (after < 0 ? this.#samples.length : after) - 1)];
    if (!from || from.at === now.at) return null;
    return {
      to: now.at,
      spanMs: now.at - from.at,
      calls: now.calls - from.calls,
      ended: now.ended - from.ended,
      errors: now.errors - from.errors,
    };
  }

  /** Restarts with earlier samples, oldest first. */
  begin(samples: readonly RateSample[]): void {
    this.#samples = samples;
    this.#latest = samples.at(-1);
  }

  clear(): void {
    this.#samples = [];
    this.#latest = undefined;
  }
}
