import type { SessionView } from '#contract';

import type { CallEnd } from '../analysis/call-end.ts';
import { failsMore } from '../analysis/change.ts';
import type { EndSample } from '../analysis/end-samples.ts';
import { groupBy } from '../analysis/trend.ts';

/** The first revision without `initialize` and protocol sessions. */
const STATELESS = '2026-07-28';
/** With fewer calls, a share of failures is meaningless. */
const ENOUGH = 10;

/** A version of a client, with the figures of its calls. */
export interface ClientRow {
  name: string;
  version: string;
  /** Its sessions in the range. */
  sessions: readonly SessionView[];
  /** The numbers of ended and failed calls that the sample represents. */
  calls: number;
  errors: number;
  /** Latency of its successful calls; null without any. */
  p95LatencyMs: number | null;
  /** When its first session opened and when its last event occurred, in milliseconds since 1970. */
  first: number;
  last: number;
  /** The MCP revisions that it uses, oldest first. */
  revisions: readonly string[];
  /** Whether it opens sessions with `initialize`, which revision 2026-07-28 removed. */
  usesSessions: boolean;
  /** The previous version, if this one fails more often; null otherwise. */
  failsMoreThan: string | null;
}

/**
 * Groups sessions and the ends of their calls by client and version. `onlyCalled` leaves out clients without a call in
 * the sample.
 */
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

/** Whether the client uses only revisions with protocol sessions. */
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

/** Compares each version of a client with the version that appeared before it. */
function comparedWithFormer(versions: readonly ClientRow[]): ClientRow[] {
  const called = versions.filter(({ calls }) => calls >= ENOUGH).toSorted((a, b) => a.first - b.first);
  return versions.map((row) => {
    const former = called[called.indexOf(row) - 1];
    return former && failsMore(row, former) ? { ...row, failsMoreThan: former.version } : row;
  });
}
