/** The figures that are compared between a range and the range before. */
export interface Measured {
  calls: number;
  errors: number;
  p99LatencyMs: number | null;
}

/** A change that deserves attention, in a few words. */
export interface Change {
  tone: 'bad' | 'slow' | 'quiet';
  word: string;
}

/** With fewer calls, shares and percentiles are meaningless. */
const ENOUGH = 20;
/** A figure that grows by this factor counts as changed. */
const FACTOR = 2;
/** A smaller share of errors never counts as a change. */
const LEAST_SHARE = 0.02;
/** Milliseconds by which a latency must grow to count as a change. */
const LEAST_MS = 10;

/** Returns the tone of a share of failures. A small share is normal and stays quiet. */
export function failureTone(share: number | null): 'bad' | 'quiet' {
  return share !== null && share >= LEAST_SHARE ? 'bad' : 'quiet';
}

/** Compares a range with the one before. Returns null if nothing changed or there are too few calls. */
export function changeOf(now: Measured, before: Measured | null): Change | null {
  if (!before || now.calls < ENOUGH || before.calls < ENOUGH) return null;
  return errorChange(now, before) ?? latencyChange(now, before);
}

/** Whether the share of errors grew significantly. */
export function failsMore(
  now: Pick<Measured, 'calls' | 'errors'>,
  before: Pick<Measured, 'calls' | 'errors'>,
): boolean {
  const [share, former] = [now.errors / now.calls, before.errors / before.calls];
  return share >= LEAST_SHARE && share >= FACTOR * former;
}

function errorChange(now: Measured, before: Measured): Change | null {
  if (!failsMore(now, before)) return null;
  const former = before.errors / before.calls;
  if (former === 0) return { tone: 'bad', word: 'errors, none before' };
  return { tone: 'bad', word: `errors ×${timesOf(now.errors / now.calls / former)}` };
}

function latencyChange({ p99LatencyMs: now }: Measured, { p99LatencyMs: before }: Measured): Change | null {
  if (now === null || before === null || Math.abs(now - before) < LEAST_MS) return null;
  if (now >= FACTOR * before) return { tone: 'slow', word: `p99 ×${timesOf(now / before)}` };
  if (now <= before / FACTOR) return { tone: 'quiet', word: `p99 ÷${timesOf(before / now)}` };
  return null;
}

function timesOf(factor: number): string {
  return factor < 10 ? String(Math.round(factor * 10) / 10) : String(Math.round(factor));
}
