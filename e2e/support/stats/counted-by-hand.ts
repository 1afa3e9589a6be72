import { countedNameOf, type CrowsnestEvent } from '#contract';

/** The counters of events, counted in the plainest way: lists of events, and no state. */
export function countedByHand(events: readonly CrowsnestEvent[]): object {
  const starts = events.filter((event) => event.type === 'tool:start');
  const done = events.filter((event) => event.type === 'tool:done');
  const errors = events.filter((event) => event.type === 'tool:error');
  const ended = new Set([...done, ...errors].map(({ data }) => data.callId));
  const open = starts.filter(({ data }) => !ended.has(data.callId));
  const names = new Set([...starts, ...done, ...errors].map(({ data }) => countedNameOf(data)));
  const of = <E extends (typeof starts | typeof done | typeof errors)[number]>(name: string, all: E[]): E[] =>
    all.filter(({ data }) => countedNameOf(data) === name);
  const tools = Array.from(names, (name) => [
    name,
    {
      calls: of(name, starts).length,
      errors: of(name, errors).length,
      inFlight: of(name, open).length,
      ...ranksOf(of(name, done).map(({ data }) => data.durationMs)),
    },
  ]);
  return {
    activeSessions: new Set(events.map(({ sessionId }) => sessionId).filter(Boolean)).size,
    totalToolCalls: starts.length,
    toolCallsInFlight: open.length,
    errorCount: errors.length,
    ...ranksOf(done.map(({ data }) => data.durationMs)),
    tools: Object.fromEntries(tools) as object,
  };
}

/** The points of a series, counted in the plainest way. */
export function seriesByHand(
  events: readonly CrowsnestEvent[],
  { from, to, step }: { from: string; to: string; step: number },
): object[] {
  const points: object[] = [];
  for (let at = Date.parse(from) - (Date.parse(from) % step); at < Date.parse(to); at += step) {
    const within = events.filter(
      ({ timestamp }) => Date.parse(timestamp) >= at && Date.parse(timestamp) < at + step,
    );
    const done = within.filter((event) => event.type === 'tool:done');
    points.push({
      at: new Date(at).toISOString(),
      calls: within.filter(({ type }) => type === 'tool:start').length,
      errors: within.filter(({ type }) => type === 'tool:error').length,
      ...ranksOf(done.map(({ data }) => data.durationMs)),
    });
  }
  return points;
}

/** The durations of nearest rank; a sketch's are within 1 % of them. */
function ranksOf(durations: number[]): object {
  const sorted = durations.toSorted((a, b) => a - b);
  const rank = (q: number): unknown => {
    const exact = sorted[Math.ceil(q * sorted.length) - 1];
    return exact === undefined ? null : new Near(exact);
  };
  return { p50LatencyMs: rank(0.5), p95LatencyMs: rank(0.95), p99LatencyMs: rank(0.99) };
}

/** Equals every number within 1 % of one, for `toEqual` and `toMatchObject`. */
class Near {
  readonly $$typeof = Symbol.for('jest.asymmetricMatcher');

  constructor(private readonly exact: number) {}

  asymmetricMatch(other: unknown): boolean {
    return typeof other === 'number' && Math.abs(other - this.exact) <= this.exact * 0.0101 + 0.002;
  }

  toString(): string {
    return `Near ${this.exact}`;
  }

  toAsymmetricMatcher(): string {
    return `${this.exact} ± 1 %`;
  }
}
