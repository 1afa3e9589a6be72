import type { SessionView } from '#contract';

import type { CallEnd } from '../analysis/call-end.ts';
import { failsMore } from '../analysis/change.ts';
import type { EndSample } from '../analysis/end-samples.ts';
import { groupBy } from '../analysis/trend.ts';

/** The first revision without `initialize` and without sessions of the protocol. */
const STATELESS = '2026-07-28';
/** With fewer calls, a share of failures says nothing. */
const ENOUGH = 10;

/** A version of a client, and what it did. */
export interface ClientRow {
  name: string;
  version: string;
  /** Its sessions of the time. */
  sessions: readonly SessionView[];
  /** Calls that ended, and those of them that failed: as many as the sample stands for. */
  calls: number;
  errors: number;
  /** Latency of its calls that succeeded; null without any. */
  p95LatencyMs: number | null;
  /** When its first session opened, and its last event, in milliseconds since 1970. */
  first: number;
  last: number;
  /** The revisions of MCP that it speaks, oldest first. */
  revisions: readonly string[];
  /** Whether it begins sessions by `initialize`, which revision 2026-07-28 abolished. */
  usesSessions: boolean;
  /** The version before, if this one fails more often than that did; null otherwise. */
  failsMoreThan: string | null;
}

/** The clients of sessions with what their calls say. `onlyCalled`: without those that have no call in the sample. */
export function clientRows(
  sessions: readonly SessionView[],
  sample: EndSample | null,
  onlyCalled: boolean,
): ClientRow[] {
  const ends = groupBy(sample?.ends ?? [], ({ sessionId }) => sessionId);
  const versions = groupBy(sessions, ({ client }) => JSON.stringify([client.name, client.version]));
  const rows = [...versions.values()].map((own) => rowOf(own, ends, sample));
  const shown = rows.filter(({ calls }) => !onlyCalled || calls > 0);
  return [...groupBy(shown, ({ name }) => name).values()].flatMap(comparedWithFormer);
}

/** Whether the client speaks nothing newer than a revision with sessions. */
export function isOlder({ revisions }: Pick<ClientRow, 'revisions'>): boolean {
  return revisions.some((revision) => revision < STATELESS);
}

function rowOf(
  sessions: readonly SessionView[],
  endsOf: ReadonlyMap<string, readonly CallEnd[]>,
  sample: EndSample | null,
): ClientRow {
  const { name = '', version = '' } = sessions[0]?.client ?? {};
  const ends = sessions.flatMap(({ sessionId }) => endsOf.get(sessionId) ?? []);
  const failed = ends.filter(({ failure }) => failure);
  return {
    name,
    version,
    sessions,
    calls: weighed(ends, sample),
    errors: weighed(failed, sample),
    p95LatencyMs: percentile(ends, 0.95),
    first: Math.min(...sessions.map(({ openedAt }) => Date.parse(openedAt))),
    last: Math.max(...sessions.map(({ lastEventAt }) => Date.parse(lastEventAt))),
    revisions: [...new Set(sessions.map(({ protocolVersion }) => protocolVersion))].toSorted(),
    usesSessions: sessions.some(({ origin }) => origin === 'protocol'),
    failsMoreThan: null,
  };
}

function weighed(ends: readonly CallEnd[], sample: EndSample | null): number {
  if (!sample) return 0;
  const { first, stepMs, weights } = sample;
  return Math.round(ends.reduce((sum, { at }) => sum + (weights[Math.floor(at / stepMs) - first] ?? 1), 0));
}

function percentile(ends: readonly CallEnd[], share: number): number | null {
  const durations = ends.flatMap(({ failure, durationMs }) => (failure ? [] : [durationMs]));
  const sorted = durations.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? null;
}

/** Compares each version of a client with the one that appeared before it. */
function comparedWithFormer(versions: readonly ClientRow[]): ClientRow[] {
  const called = versions.filter(({ calls }) => calls >= ENOUGH).toSorted((a, b) => a.first - b.first);
  return versions.map((row) => {
    const former = called[called.indexOf(row) - 1];
    return former && failsMore(row, former) ? { ...row, failsMoreThan: former.version } : row;
  });
}
