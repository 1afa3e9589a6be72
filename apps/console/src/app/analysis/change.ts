/** What is compared of a time and of the one before. */
export interface Measured {
  calls: number;
  errors: number;
  p99LatencyMs: number | null;
}

/** What changed so much that people should look, in a word. */
export interface Change {
  tone: 'bad' | 'slow' | 'quiet';
  word: string;
}

/** With fewer calls, a share or a percentile says nothing. */
const ENOUGH = 20;
/** What became this many times as much has changed. */
const FACTOR = 2;
/** A share of errors below this is no change, whatever it was before. */
const LEAST_SHARE = 0.02;
/** A latency that grows by less is no change, whatever the factor, in milliseconds. */
const LEAST_MS = 10;

/** How a share of failures looks: what every tool has now and then is quiet. */
export function failureTone(share: number | null): 'bad' | 'quiet' {
  return share !== null && share >= LEAST_SHARE ? 'bad' : 'quiet';
}

/** How a time differs from the one before; null if it does not, or if there are too few calls to tell. */
export function changeOf(now: Measured, before: Measured | null): Change | null {
  if (!before || now.calls < ENOUGH || before.calls < ENOUGH) return null;
  return errorChange(now, before) ?? latencyChange(now, before);
}

/** Whether the share of errors grew so much that it is no accident. */
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
