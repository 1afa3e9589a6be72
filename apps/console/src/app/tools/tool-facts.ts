import type { EventId, ToolErrorKind } from '#contract';

import type { CallEnd } from '../analysis/call-end.ts';
import { groupBy } from '../analysis/trend.ts';

/** Number of slowest calls that a detail names. */
const NAMED = 8;

/** The size of a result. */
export interface ResultSize {
  bytes: number;
  /** The end of a call with such a result. */
  endId: EventId;
}

/** Sizes of results. */
export interface ResultSizes {
  median: ResultSize;
  largest: ResultSize;
}

/** Who called a tool: a client, with the sessions in which it did. */
export interface ToolUser {
  client: string;
  sessions: readonly string[];
  calls: number;
  errors: number;
}

/** What the ends of one tool's calls say. */
export interface ToolFacts {
  slowest: readonly CallEnd[];
  /** The one with the most calls first. */
  users: readonly ToolUser[];
  /** Failures by kind, the most frequent first. */
  kinds: readonly { kind: ToolErrorKind; count: number }[];
  /** Null when no result has a size. */
  results: ResultSizes | null;
}

/** Sums up the ends of one tool's calls. `clientOf` names the client of a session. */
export function toolFactsOf(ends: readonly CallEnd[], clientOf: (sessionId: string) => string): ToolFacts {
  return {
    slowest: ends.toSorted((a, b) => b.durationMs - a.durationMs).slice(0, NAMED),
    users: usersOf(ends, clientOf),
    kinds: kindsOf(ends),
    results: sizesOf(ends),
  };
}

function usersOf(ends: readonly CallEnd[], clientOf: (sessionId: string) => string): ToolUser[] {
  return [...groupBy(ends, ({ sessionId }) => clientOf(sessionId))]
    .map(([client, own]) => ({
      client,
      sessions: [...new Set(own.map(({ sessionId }) => sessionId))],
      calls: own.length,
      errors: own.filter(({ failure }) => failure).length,
    }))
    .toSorted((a, b) => b.calls - a.calls || a.client.localeCompare(b.client));
}

function kindsOf(ends: readonly CallEnd[]): ToolFacts['kinds'] {
  const counts = new Map<ToolErrorKind, number>();
  for (const { failure } of ends) if (failure) counts.set(failure.kind, (counts.get(failure.kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ kind, count })).toSorted((a, b) => b.count - a.count);
}

function sizesOf(ends: readonly CallEnd[]): ResultSizes | null {
  const sizes = ends.flatMap(({ id, resultBytes }) =>
    resultBytes === null ? [] : [{ bytes: resultBytes, endId: id }],
  );
  const sorted = sizes.toSorted((a, b) => a.bytes - b.bytes);
  const [median, largest] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  return median === undefined || largest === undefined ? null : { median, largest };
}
